// The live preview: reloads this page when it has changed, shows what is
// wrong, and leads to the same document for other groups. Only `ilpress serve`
// adds it; a published site has none of it.
(() => {
  const mark = document.currentScript.dataset.mark;
  const path = decodeURIComponent(location.pathname).slice(1);
  const page = path === "" || path.endsWith("/") ? path + "index.html" : path;

  const host = document.createElement("ilpress-preview");
  const root = host.attachShadow({ mode: "open" });
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const errors = make("pre", { tabIndex: 0 });
  const close = make("button", { type: "button", textContent: "Hide" });
  const box = make("section", { id: "errors", hidden: true, role: "alert" },
    make("h2", { textContent: "This has to be mended before it can be published" }),
    make("p", { textContent: "Until then you see the last version without errors." }), errors, close);
  const status = make("output", { id: "status" });
  const bar = make("nav", { id: "bar", ariaLabel: "Preview" }, make("strong", { textContent: "Preview" }));
  root.append(make("link", { rel: "stylesheet", href: "/_ilpress/live.css" }), box, bar);
  document.body.append(host);

  let hidden = "";
  close.addEventListener("click", () => { hidden = errors.textContent; box.hidden = true; });

  // Switchers: one for groups, one for languages if there are several.
  const offer = (label, offers) => {
    if (offers.length < 2) return;
    const select = make("select", {});
    if (!offers.some((one) => one.current)) select.append(make("option", { value: "", textContent: "…" }));
    for (const one of offers) {
      const text = one.same ? one.name : one.name + " (start page)";
      select.append(make("option", { value: one.url, textContent: text, selected: one.current }));
    }
    select.addEventListener("change", () => { if (select.value) location.assign(select.value); });
    bar.append(make("label", {}, label + " ", select));
  };
  fetch("/_ilpress/editions?page=" + encodeURIComponent(page))
    .then((response) => response.json())
    .then(({ audiences, languages }) => { offer("For", audiences); offer("In", languages); })
    .catch(() => {})
    .finally(() => bar.append(status));

  // What this page is made of: itself and what it loaded from here.
  const shows = (changed) => {
    const parts = new Set([page]);
    for (const entry of performance.getEntriesByType("resource")) {
      const url = new URL(entry.name);
      if (url.origin === location.origin) parts.add(decodeURIComponent(url.pathname).slice(1));
    }
    return changed.some((one) => parts.has(one));
  };

  const news = new EventSource("/_ilpress/events?since=" + mark + "&page=" + encodeURIComponent(page));
  news.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    if (shows(state.changed)) { news.close(); location.reload(); return; }
    errors.textContent = state.errors;
    box.hidden = state.errors === "" || state.errors === hidden;
    status.textContent = state.summary;
  });
  news.addEventListener("open", () => bar.classList.remove("lost"));
  news.addEventListener("error", () => { bar.classList.add("lost"); status.textContent = "not connected"; });
  // A page that is left must not keep its line: browsers open six at most.
  addEventListener("pagehide", () => news.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
