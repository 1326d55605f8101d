// Moves, never changes: finds the current month and leads to it.
"use strict";
(() => {
  const month = String(new Date().getMonth() + 1);
  const here = document.querySelector(`.month[data-month="${month}"]`);
  for (const link of document.querySelectorAll(`.month-links [data-month="${month}"]`)) {
    link.setAttribute("aria-current", "date");
  }
  if (here) {
    here.classList.add("is-now");
    for (const link of document.querySelectorAll("[data-this-month]")) link.hash = here.id;
  }
  // The menu sheet closes when one of its links stays on this page.
  const menu = document.getElementById("_menu");
  if (menu && menu.hidePopover) {
    menu.addEventListener("click", (event) => {
      if (event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
    });
  }
})();
