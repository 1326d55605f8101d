// The search of an edition finds that edition's words and no other's, from a web host and from a USB stick.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, watch } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { readPages, siteFolder } from './lib/site.mjs';

const folder = siteFolder();
const pages = readPages(folder);
const DOCUMENTS = new Set(['guide', 'chapter', 'brochure', 'module', 'matrix', 'message', 'page']);
const searchPages = pages.filter((p) => p.template === 'search' && p.audience);

/** Returns the words of a text that are long enough to be nobody's chance. */
const words = (text) => new Set(text.toLowerCase().match(/\p{L}{7,}/gu) ?? []);

/** The names of languages, which stand on brochures and are no text of theirs. */
const languages = new Set(pages.flatMap((page) => [...page.source.matchAll(/class="cover-lang">([^<]+)</g)].flatMap(([, name]) => [...words(name)])));

/** Returns the root of the edition in which a page lies: everything before its search folder. */
const edition = (search) => search.rel.replace(/search\/index\.html$/, '');
const documents = (search) => pages.filter((p) => p.rel.startsWith(edition(search)) && DOCUMENTS.has(p.template));
const everything = (search) => new Set(pages.filter((p) => p.rel.startsWith(edition(search))).flatMap((p) => [...words(p.text())]));

/** Returns a word of one document's own text that only this document of the edition has, and the document. */
function rareWord(search) {
  // Names of lists stand in every page's trail; the search page has them, too.
  const lists = words(search.text());
  languages.forEach((name) => lists.add(name));
  // A table of duties is made, not written: what was written is tried first.
  const rank = (page) => (page.template === 'matrix' ? 1 : 0);
  const own = documents(search).sort((a, b) => rank(a) - rank(b)).map((page) => ({ page, words: words(page.text()) }));
  for (const { page, words: candidates } of own) {
    for (const word of candidates) {
      if ([...lists].some((name) => name.startsWith(word.slice(0, 6)))) continue;
      if (own.filter((o) => [...o.words].some((w) => w.startsWith(word.slice(0, 6)))).length === 1) return { word, page };
    }
  }
  return null;
}

/** Returns a word that `theirs` uses in its documents and `ours` uses nowhere, nor one that begins like it. */
function foreignWord(ours, theirs) {
  const known = [...everything(ours), ...languages];
  for (const page of documents(theirs)) {
    for (const word of words(page.text())) {
      if (!known.some((k) => k.startsWith(word.slice(0, 5)))) return word;
    }
  }
  return null;
}

/** Types a word and returns where the results lead, relative to the site. */
async function results(tab, root, word) {
  const field = tab.locator('main input[type=search], main input[name=q]').first();
  assert.ok(await field.isVisible(), 'no search field can be seen: did the index load?');
  await field.fill('');
  await field.pressSequentially(word);
  const shown = () => tab.evaluate(() => [...document.querySelectorAll('main a[href]')].filter((a) => a.checkVisibility()).map((a) => a.href));
  await tab.waitForTimeout(400); // longer than any sensible pause before searching
  return (await shown()).filter((href) => href.startsWith(root)).map((href) => decodeURI(href.slice(root.length)).replace(/[?#].*$/, ''));
}

describe('search', () => {
  let browser;
  let server;
  before(async () => {
    server = await serve(folder);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  it('has a page in every edition of the state', () => {
    // Readers of a district's edition search in the state's.
    const homes = pages.filter((p) => p.template === 'home' && !p.rel.startsWith('districts/'));
    assert.ok(homes.length > 1, 'fewer than two editions');
    none(homes.map((h) => h.rel.replace(/index\.html$/, 'search/index.html')).filter((s) => !searchPages.some((p) => p.rel === s)), 'edition without search');
  });

  // An edition of each language with one of another group.
  const pairs = [];
  for (const families of searchPages.filter((p) => p.audience === 'families')) {
    const language = families.rel.replace(/families\/.*/, '');
    const counselors = searchPages.find((p) => p.rel.startsWith(`${language}counselors/`));
    if (counselors) pairs.push([families, counselors], [counselors, families]);
  }
  it('is tried in two editions at least', () => assert.ok(pairs.length >= 2));
  const ways = [
    ['over http', () => server.origin, () => server.url('')],
    ['from a USB stick', () => 'file://', () => pathToFileURL(folder + path.sep).href],
  ];
  for (const [way, origin, rootOf] of ways) {
    for (const [ours, theirs] of pairs) {
      it(`${way}, ${edition(ours)} finds what it has and nothing that only ${theirs.audience} have`, async (t) => {
        const problems = [];
        const tab = await browser.newPage();
        try {
          watch(tab, origin(), (what) => { if (!/CORS policy|net::ERR_FAILED/.test(what)) problems.push(what); });
          const root = rootOf();
          await tab.goto(root + ours.rel, { waitUntil: 'load' });

          const before = await results(tab, root, ''); // what the page links to anyway
          const search = async (word) => (await results(tab, root, word)).filter((f) => !before.includes(f));
          const rare = rareWord(ours);
          assert.ok(rare, `no document of ${ours.audience} has a word of its own`);
          const found = await search(rare.word);
          t.diagnostic(`“${rare.word}” leads to ${found.join(', ')}`);
          assert.ok(found.includes(rare.page.rel), `“${rare.word}” stands in ${rare.page.rel}; the results lead to: ${found.join(', ') || 'nothing'}`);
          none(found.filter((f) => !f.startsWith(edition(ours))), 'result in another edition');
          const said = await tab.locator('main [role=status], main [aria-live]').first().innerText();
          assert.ok(said.trim(), 'nothing tells a screen reader how many results there are');

          const foreign = foreignWord(ours, theirs);
          assert.ok(foreign, `${theirs.audience} have no word that ${ours.audience} lack`);
          t.diagnostic(`“${foreign}” stands in documents for ${theirs.audience} only`);
          assert.deepEqual(await search(foreign), [], `“${foreign}” is not in this edition`);
          none(problems, 'fault');
        } finally {
          await tab.close();
        }
      });
    }
  }
});
