// Search over this edition's own text. The index is a script, so it also works from a folder on a disk.
"use strict";
(() => {
  const form = document.querySelector("[data-search]");
  const status = document.querySelector("[data-search-status]");
  const list = document.querySelector("[data-search-results]");
  const index = window.ilpressIndex;
  if (!form || !index) return;
  const input = form.elements.q;
  const LIMIT = 40;

  // "Ñandú’s" and "nandus" are one word to a searcher.
  const fold = (text) => text.normalize("NFKD").replace(/[\p{M}’'ʼ]/gu, "").toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

  const docs = index.docs.map((doc) => ({
    doc,
    title: words(doc.t),
    summary: words(doc.s || ""),
    text: words(doc.x || ""),
  }));

  // Each word of the query has to begin a word of the document; the title weighs most.
  const score = (entry, query) => {
    let sum = 0;
    for (const q of query) {
      let best = 0;
      const look = (list, weight) => {
        for (const w of list) {
          if (w === q) best = Math.max(best, weight * 2);
          else if (w.startsWith(q)) best = Math.max(best, weight);
        }
      };
      look(entry.title, 8);
      look(entry.summary, 3);
      if (best < 6) look(entry.text, 1);
      if (!best) return 0;
      sum += best;
    }
    return sum;
  };

  const WORD = /[\p{L}\p{N}\p{M}’'ʼ]+/gu;
  const begins = (word, query) => query.some((q) => fold(word).startsWith(q));

  // Text with the words that match in <mark>.
  const marked = (text, query) => {
    const out = document.createDocumentFragment();
    let last = 0;
    for (const m of text.matchAll(WORD)) {
      if (!begins(m[0], query)) continue;
      out.append(text.slice(last, m.index));
      const mark = document.createElement("mark");
      mark.textContent = m[0];
      out.append(mark);
      last = m.index + m[0].length;
    }
    out.append(text.slice(last));
    return out;
  };

  // The piece of the text around the first match, else the summary.
  const excerpt = (doc, query) => {
    const text = doc.x || "";
    for (const m of text.matchAll(WORD)) {
      if (!begins(m[0], query)) continue;
      let from = Math.max(0, m.index - 70);
      let to = Math.min(text.length, m.index + 130);
      if (from > 0) from = text.indexOf(" ", from) + 1 || from;
      if (from > m.index) from = m.index;
      if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), m.index + m[0].length);
      return (from > 0 ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
    }
    return doc.s || "";
  };

  const show = () => {
    const query = words(input.value);
    list.replaceChildren();
    list.hidden = true;
    if (!query.length || (query.length === 1 && query[0].length < 2)) {
      status.textContent = "";
      return;
    }
    const hits = docs
      .map((entry, order) => ({ entry, order, points: score(entry, query) }))
      .filter((hit) => hit.points)
      .sort((a, b) => b.points - a.points || a.order - b.order);
    status.textContent = hits.length
      ? status.dataset.found.replace("{n}", hits.length.toLocaleString(document.documentElement.lang))
      : status.dataset.none;
    for (const { entry: { doc } } of hits.slice(0, LIMIT)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.className = "docs-title";
      link.href = doc.h;
      link.append(marked(doc.t, query));
      const text = document.createElement("span");
      text.className = "docs-summary";
      text.append(marked(excerpt(doc, query), query));
      const kind = document.createElement("span");
      kind.className = "docs-meta";
      kind.textContent = doc.k;
      item.append(link, text, kind);
      list.append(item);
    }
    list.hidden = !hits.length;
  };

  let timer = 0;
  const remember = () => {
    if (location.protocol === "file:") return;
    history.replaceState(null, "", input.value ? `?q=${encodeURIComponent(input.value)}` : location.pathname);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    remember();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 150);
  });
  input.value = new URLSearchParams(location.search).get("q") || "";
  form.hidden = false;
  show();
})();
