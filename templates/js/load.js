// The calculator of hours: the same sums as src/workload, for a reader's own students and staff.
"use strict";
(() => {
  const lang = document.documentElement.lang || "en";
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat(lang, { useGrouping: false });

  // Shown to a tenth, half a tenth up; what is counted on isn't rounded.
  const shown = (hours) => Math.round(hours * 10) / 10;
  const hoursOf = (part, caseload) => {
    const times = part.share === undefined ? part.times : caseload * part.share;
    return (part.minutes * times) / 60;
  };
  const sum = (list) => list.reduce((all, next) => all + next, 0);
  const count = (parts, caseload) => {
    const months = new Map();
    for (const name of new Set(parts.flatMap((part) => part.months))) {
      const due = (part) => (part.months.includes(name) ? hoursOf(part, caseload) / part.months.length : 0);
      months.set(name, sum(parts.map(due)));
    }
    return {
      months,
      noMonth: sum(parts.filter((part) => !part.months.length).map((part) => hoursOf(part, caseload))),
      year: sum(parts.map((part) => hoursOf(part, caseload))),
    };
  };

  // Numbers as people of this language write them: "1,200", "1 200", "0,5". A
  // single sign that can't part thousands parts halves from wholes in any
  // language: many who read Spanish write "0.5".
  const signs = new Intl.NumberFormat(lang).formatToParts(12345.6);
  const sign = (type, other) => (signs.find((part) => part.type === type) || { value: other }).value;
  const group = sign("group", ",");
  const decimal = sign("decimal", ".");
  const digits = [...plain.format(9876543210)].reverse();
  const read = (text) => {
    let bare = text.replace(/\s/gu, "");
    digits.forEach((digit, value) => { bare = bare.split(digit).join(String(value)); });
    if (/^\d+[.,]\d+$/.test(bare) && !/^[1-9]\d{0,2}[.,]\d{3}$/.test(bare)) bare = bare.replace(",", ".");
    else bare = bare.split(group).join("").split(decimal).join(".");
    return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : NaN;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  const set = (form) => {
    const table = form.parentElement.querySelector("[data-load-table]");
    const parts = JSON.parse(form.dataset.parts);
    const limit = form.dataset.limit === undefined ? Infinity : Number(form.dataset.limit);
    const result = form.querySelector("output");
    const students = form.elements.students;
    const staff = form.elements.staff;
    const own = students.value;
    students.value = plain.format(Number(own));
    const words = form.dataset;
    const over = (hours) => shown(shown(hours) - limit);

    // The reader's column, where it's seen on a phone: beside the months.
    const column = [...table.rows].map((row, index) => {
      const cell = document.createElement(index ? "td" : "th");
      if (!index) cell.scope = "col";
      cell.className = "right yours";
      cell.hidden = true;
      row.cells[0].after(cell);
      return cell;
    });
    const write = (cell, hours, isMonth) => {
      cell.textContent = number.format(shown(hours));
      if (!isMonth || !(over(hours) > 0)) return;
      const mark = document.createElement("span");
      mark.className = "load-over";
      mark.textContent = fill(words.over, { n: number.format(over(hours)) });
      cell.append(" ", mark);
    };

    const check = (input, good) => {
      const value = read(input.value);
      const text = document.getElementById(`${input.id}-wrong`);
      const wrong = !good(value);
      input.setAttribute("aria-invalid", String(wrong));
      text.textContent = wrong ? fill(text.dataset.text, { example: plain.format(input === staff ? 1.5 : Number(own)) }) : "";
      return wrong ? null : value;
    };

    // One sentence, when the typing pauses: the table changes at once and in silence.
    let timer = 0;
    const say = (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => { result.textContent = text; }, form.hidden ? 0 : 600);
    };

    const show = (event) => {
      const many = check(students, (n) => Number.isInteger(n) && n > 0 && n <= 1000000);
      const few = check(staff, (n) => n > 0 && n <= 100000);
      const good = many !== null && few !== null;
      // The role's own number has its column already.
      for (const cell of column) cell.hidden = !good || !event;
      if (!good) {
        say([...form.querySelectorAll(".load-wrong")].map((wrong) => wrong.textContent).filter(Boolean).join(" "));
        return;
      }
      const caseload = many / few;
      const load = count(parts, caseload);
      let most = null;
      let overs = 0;
      [...table.rows].forEach((row, index) => {
        const cell = column[index];
        const { month } = row.dataset;
        if (!index) {
          cell.textContent = fill(words.yours, { n: number.format(shown(caseload)) });
        } else if (month) {
          const hours = load.months.get(month) || 0;
          write(cell, hours, true);
          if (over(hours) > 0) overs += 1;
          if (hours > 0 && (!most || hours > most.hours)) most = { hours, name: row.cells[0].textContent };
        } else {
          write(cell, "year" in row.dataset ? load.year : load.noMonth, false);
        }
      });
      const values = { students: number.format(shown(caseload)), year: number.format(shown(load.year)), count: number.format(overs) };
      if (most) Object.assign(values, { month: most.name, hours: number.format(shown(most.hours)), over: number.format(over(most.hours)) });
      say(fill(!most ? words.resultYear : overs ? words.resultOver : words.result, values));
    };

    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show(event);
    });
    show();
    form.hidden = false;
  };
  for (const form of document.querySelectorAll("[data-load-form]")) set(form);
})();
