// Every page can be used: by axe-core's rules, at 320 px, with large text, by keyboard, without JavaScript, offline,
// under a strict policy, on a slow line.
//
// Two passes. Every page is opened once, at 320 px, for what is cheap to see. Then representatives are looked at
// closely: each template for two groups of readers, and whatever page it takes to meet each element and class of
// the design system at least once.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { launch, pool, watch } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { readPages, siteFolder, splitPath } from './lib/site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LIMIT = 100_000; // bytes of a family page, cold, with its fonts
const LANES = 2;

const folder = siteFolder();
const pages = readPages(folder).filter((p) => !p.redirects);

// Templates without which the suite would pass for lack of anything to test.
const EXPECTED = ['chooser', 'home', 'guide', 'chapter', 'brochure', 'module', 'matrix', 'message', 'page', 'role', 'roles', 'glossary', 'search', 'not-found'];

/** Names the variant of a template: what the same template shows in a different form. */
function variant(page) {
  const names = page.elements.map((e) => e.attrs.class).filter(Boolean).join(' ');
  return new RegExp(`\\bdoc-${page.template}-([a-z-]+)`).exec(names)?.[1] ?? '';
}

/** Chooses the pages that are looked at closely. */
function representatives() {
  const chosen = new Map();
  const preferred = ['families', 'counselors', ...new Set(pages.map((p) => p.audience).filter(Boolean))];
  // The state's edition in the default language first, then by group.
  const rank = (page) => splitPath(page.rel).before.length * 1000 + (page.audience ? preferred.indexOf(page.audience) : -1);
  const sorted = [...pages].sort((a, b) => rank(a) - rank(b) || (a.rel < b.rel ? -1 : 1));
  const groups = new Map();
  for (const page of sorted) {
    const name = [page.template, variant(page), page.all('html')[0].attrs.dir === 'rtl' && 'right to left'].filter(Boolean).join(', ');
    const seen = groups.get(name) ?? groups.set(name, []).get(name);
    if (seen.length < 2 && !seen.some((p) => p.audience === page.audience)) {
      seen.push(page);
      chosen.set(page, name);
    }
  }
  // Greedily, the page that shows most of what no chosen page shows.
  const parts = (page) => new Set(page.elements.flatMap((e) => [e.tag, ...(e.attrs.class ?? '').split(/\s+/).filter((c) => c && !/\d/.test(c)).map((c) => `.${c}`), e.attrs.role && `[role=${e.attrs.role}]`].filter(Boolean)));
  const open = new Map(sorted.map((page) => [page, parts(page)]));
  const met = new Set([...chosen.keys()].flatMap((page) => [...open.get(page)]));
  for (;;) {
    let best = null;
    let gain = [];
    for (const [page, set] of open) {
      const fresh = [...set].filter((part) => !met.has(part));
      if (fresh.length > gain.length) [best, gain] = [page, fresh];
    }
    if (!best) break;
    for (const part of gain) met.add(part);
    chosen.set(best, `${best.template}, shows ${gain.slice(0, 3).join(' ')}`);
  }
  return [...chosen].map(([page, name]) => ({ page, name }));
}

const chosen = representatives();
// Of each template one, where a second would show nothing new.
const sample = chosen.filter((c, i) => chosen.findIndex((d) => d.page.template === c.page.template) === i);

let browser;
let server;
/** Returns the address of a page; the 404 page is asked for as a reader gets it: by an address that isn't there. */
const address = (page) => (page.rel === '404.html' ? server.rootUrl('no/such/page.html') : server.url(page.rel));
const expected = (url) => url.endsWith('/no/such/page.html');

/** Opens a context with what a reader may have set. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  return context;
}

describe('pages', () => {
  before(async () => {
    server = await serve(folder);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  it('exist for every template', (t) => {
    const templates = new Set(pages.map((p) => p.template));
    t.diagnostic(`${pages.length} pages, templates: ${[...templates].sort().join(' ')}; looked at closely: ${chosen.length}`);
    none(EXPECTED.filter((e) => !templates.has(e)), 'template without a page');
  });

  it('all fit 320 px, load nothing from elsewhere and obey the policy', async (t) => {
    const problems = [];
    const context = await open({ viewport: { width: 320, height: 640 } });
    const tabs = await Promise.all(Array.from({ length: LANES }, () => context.newPage()));
    const now = [];
    tabs.forEach((tab, lane) => watch(tab, server.origin, (what) => problems.push(`${now[lane]}: ${what}`), expected));
    const started = Date.now();
    await pool(pages, LANES, async (page, lane) => {
      now[lane] = page.rel;
      await tabs[lane].goto(address(page), { waitUntil: 'load' });
      for (const what of await tabs[lane].evaluate(sideways)) problems.push(`${page.rel}: at 320 px ${what}`);
    });
    await context.close();
    t.diagnostic(`${pages.length} pages in ${Math.round((Date.now() - started) / 1000)} s`);
    none(problems, 'fault');
  });

  describe('satisfy axe-core', { concurrency: LANES }, () => {
    const looks = [['desktop', 1280, 800], ['phone', 375, 812]];
    for (const { page, name } of chosen) {
      it(`${name}: ${page.rel}`, async () => {
        const problems = [];
        const context = await open();
        try {
          const tab = await context.newPage();
          watch(tab, server.origin, (what) => problems.push(what), expected);
          for (const [device, width, height] of looks) {
            await tab.setViewportSize({ width, height });
            await tab.goto(address(page), { waitUntil: 'load' });
            await tab.evaluate(AXE);
            for (const colorScheme of ['light', 'dark']) {
              await tab.emulateMedia({ colorScheme });
              const { violations, passes } = await tab.evaluate(async (tags) => {
                await document.fonts.ready;
                const result = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false });
                return {
                  passes: result.passes.length,
                  violations: result.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => ({ target: n.target.join(' '), why: n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '' })) })),
                };
              }, TAGS);
              assert.ok(passes > 5, `axe-core found hardly anything to check (${passes} rules): is the page empty?`);
              for (const v of violations) {
                for (const n of v.nodes.slice(0, 5)) problems.push(`${v.id} [${device}, ${colorScheme}] ${n.target}: ${v.help}. ${n.why.slice(0, 160)}`);
                if (v.nodes.length > 5) problems.push(`${v.id} [${device}, ${colorScheme}] … ${v.nodes.length - 5} more elements`);
              }
            }
          }
        } finally {
          await context.close();
        }
        none(problems, 'violation');
      });
    }
  });

  it('name each filled cell of a grid by its task, its role and its part', async (t) => {
    const problems = [];
    const context = await open();
    const tab = await context.newPage();
    const cdp = await context.newCDPSession(tab);
    let cells = 0;
    // Chromium's own tree, as a screen reader is given it; on a phone, too, where the table is a list of cards.
    for (const width of [1280, 320]) {
      await tab.setViewportSize({ width, height: 800 });
      for (const { page } of chosen.filter(({ page }) => page.template === 'matrix')) {
        await tab.goto(address(page));
        const { nodes } = await cdp.send('Accessibility.getFullAXTree');
        const { root } = await cdp.send('DOM.getDocument', { depth: 0 });
        const { nodeIds } = await cdp.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '.matrix td:not(:empty)' });
        const wanted = await tab.evaluate(filledCells);
        assert.equal(nodeIds.length, wanted.length);
        const byNode = new Map(nodes.filter((n) => n.backendDOMNodeId && !n.ignored).map((n) => [n.backendDOMNodeId, n]));
        for (const [index, nodeId] of nodeIds.entries()) {
          const { node } = await cdp.send('DOM.describeNode', { nodeId });
          const seen = byNode.get(node.backendNodeId);
          const { task, role, words, sentence } = wanted[index];
          const name = seen?.name?.value ?? '';
          if (![task, role, ...words].every((part) => part && name.includes(part))) problems.push(`${page.rel}: a cell for "${task}" and "${role}" is called "${name}"`);
          if (!/cell/i.test(seen?.role?.value ?? '')) problems.push(`${page.rel}: "${name}" is a ${seen?.role?.value}`);
          if (!/\S+ \S+.*\.$/.test(sentence)) problems.push(`${page.rel}: "${name}" has the sentence "${sentence}"`);
          cells++;
        }
      }
    }
    await context.close();
    assert.ok(cells > 0, 'no grid has a filled cell');
    t.diagnostic(`${cells} cells`);
    none(problems, 'fault');
  });

  it('put a poster and each card on one sheet of paper', async (t) => {
    const problems = [];
    const context = await open();
    const tab = await context.newPage();
    const sheets = pages.filter((p) => p.template === 'matrix' && ['card', 'poster'].includes(variant(p).replace('matrix-', '')));
    for (const page of sheets) {
      await tab.goto(address(page));
      const wanted = await tab.evaluate(() => Math.max(1, document.querySelectorAll('.role-card').length));
      const pdf = await tab.pdf({ preferCSSPageSize: true });
      const count = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      if (count !== wanted) problems.push(`${page.rel}: ${count} sheets instead of ${wanted}`);
    }
    await context.close();
    t.diagnostic(`${sheets.length} documents`);
    none(problems, 'fault');
  });

  it('keep everything readable with text at 200 %', async () => {
    const problems = [];
    const context = await open();
    const tab = await context.newPage();
    const cdp = await context.newCDPSession(tab);
    const size = (standard) => cdp.send('Page.setFontSizes', { fontSizes: { standard, fixed: Math.round(standard * 0.8) } });
    const measure = () => parseFloat(getComputedStyle(document.querySelector('main p, main li, main')).fontSize);
    for (const { page } of chosen) {
      await size(16);
      await tab.goto(address(page));
      const normal = await tab.evaluate(measure);
      const cutBefore = await tab.evaluate(cutOff);
      await size(32);
      await tab.goto(address(page));
      const large = await tab.evaluate(measure);
      if (large < normal * 1.9) problems.push(`${page.rel}: text grows from ${normal} to ${large} px only`);
      for (const what of await tab.evaluate(sideways)) problems.push(`${page.rel}: ${what}`);
      for (const what of (await tab.evaluate(cutOff)).filter((w) => !cutBefore.includes(w))) problems.push(`${page.rel}: cut off: ${what}`);
    }
    await context.close();
    none(problems, 'fault');
  });

  it('keep text whole with the spacing a reader may set', async () => {
    // WCAG 2.2, 1.4.12 Text Spacing. The style is the reader's own: no policy of the page stops it.
    const problems = [];
    const context = await open({ viewport: { width: 375, height: 812 }, bypassCSP: true });
    const tab = await context.newPage();
    for (const { page } of sample) {
      await tab.goto(address(page));
      const cutBefore = await tab.evaluate(cutOff);
      await tab.addStyleTag({ content: '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}' });
      for (const what of (await tab.evaluate(cutOff)).filter((w) => !cutBefore.includes(w))) problems.push(`${page.rel}: cut off: ${what}`);
      for (const what of await tab.evaluate(sideways)) problems.push(`${page.rel}: ${what}`);
    }
    await context.close();
    none(problems, 'fault');
  });

  it('show where the keyboard is, and reach every control with it', async () => {
    const problems = [];
    const context = await open();
    const tab = await context.newPage();
    for (const { page } of sample) {
      await tab.goto(address(page));
      const total = await tab.evaluate(remember);
      const seen = [];
      for (let stop = 0; stop < Math.min(total, 60); stop++) {
        await tab.keyboard.press('Tab');
        const at = await tab.evaluate(whereFocusIs);
        if (!at) {
          problems.push(`${page.rel}: after ${stop} of ${total} stops the focus is gone`);
          break;
        }
        if (at.fault) problems.push(`${page.rel}: ${at.html}: ${at.fault}`);
        if (seen.length && at.index <= seen.at(-1)) {
          problems.push(`${page.rel}: ${at.html}: the focus goes against the order of the page`);
          break;
        }
        seen.push(at.index);
      }
    }
    await context.close();
    none(problems, 'fault');
  });

  it('begin with a link that skips to the content', async () => {
    const problems = [];
    const context = await open();
    const tab = await context.newPage();
    for (const { page } of sample) {
      await tab.goto(address(page));
      await tab.keyboard.press('Tab');
      const href = await tab.evaluate(() => document.activeElement.getAttribute('href'));
      if (!href?.startsWith('#') || href.length < 2) {
        problems.push(`${page.rel}: the first stop is ${href ?? 'no link'}`);
        continue;
      }
      await tab.keyboard.press('Enter');
      const inMain = await tab.evaluate((id) => !!document.getElementById(id)?.closest('main') || document.getElementById(id)?.tagName === 'MAIN', href.slice(1));
      if (!inMain) problems.push(`${page.rel}: ${href} is not the main content`);
      await tab.keyboard.press('Tab');
      const skipped = await tab.evaluate(() => {
        const e = document.activeElement;
        const main = document.querySelector('main');
        // Past the header: within the content, or after it when it holds no control.
        return e === document.body || main.contains(e) || !!(main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
      });
      if (!skipped) problems.push(`${page.rel}: the next stop after skipping is still before the content`);
    }
    await context.close();
    none(problems, 'fault');
  });

  it('hold their content and navigation without JavaScript', async () => {
    const problems = [];
    const [plain, full] = await Promise.all([open({ javaScriptEnabled: false }), open()]);
    const [off, on] = await Promise.all([plain.newPage(), full.newPage()]);
    const look = () => {
      const visible = (e) => e.checkVisibility({ visibilityProperty: true });
      const links = [...document.querySelectorAll('a[href]')].filter(visible);
      return {
        // What isn't rendered has an innerText all the same.
        words: [...document.querySelectorAll('main')].filter(visible).map((e) => e.innerText).join(' ').split(/\s+/).filter(Boolean).length,
        heading: [...document.querySelectorAll('h1')].filter(visible).map((e) => e.innerText.trim()).join(' '),
        links: links.filter((a) => document.querySelector('main')?.contains(a)).length,
        navigation: links.filter((a) => a.closest('nav, header, footer')).length,
      };
    };
    for (const { page } of sample) {
      await Promise.all([off.goto(address(page)), on.goto(address(page))]);
      const without = await off.evaluate(look);
      const usual = await on.evaluate(look);
      if (!without.heading) problems.push(`${page.rel}: no heading`);
      if (without.words < 3) problems.push(`${page.rel}: the content is empty`);
      if (without.words < usual.words * 0.95) problems.push(`${page.rel}: ${without.words} words instead of ${usual.words}`);
      if (without.links < usual.links) problems.push(`${page.rel}: ${without.links} links in the content instead of ${usual.links}`);
      if (without.navigation === 0 || without.navigation < usual.navigation * 0.8) problems.push(`${page.rel}: ${without.navigation} links around the content instead of ${usual.navigation}`);
    }
    await Promise.all([plain.close(), full.close()]);
    none(problems, 'fault');
  });

  it(`for families cost at most ${LIMIT / 1000} KB cold, fonts included`, async (t) => {
    const problems = [];
    const family = pages.filter((p) => p.audience === 'families');
    assert.ok(family.some((p) => p.template === 'home'), 'families have no home page');
    assert.ok(family.length > 1, 'families have no document');
    let heaviest = [0];
    // Sheets, scripts and fonts are those of a template and a language: the longest pages of each are enough.
    const groups = new Map();
    for (const page of family) {
      const name = `${page.all('html')[0].attrs.lang} ${page.template} ${variant(page)}`;
      (groups.get(name) ?? groups.set(name, []).get(name)).push(page);
    }
    const longest = [...groups.values()].flatMap((all) => all.sort((a, b) => b.source.length - a.source.length).slice(0, 2));
    for (const page of longest) {
      const context = await open({ viewport: { width: 375, height: 812 } }); // a fresh one: nothing is cached
      const tab = await context.newPage();
      server.take();
      await tab.goto(address(page), { waitUntil: 'load' });
      await tab.evaluate(() => document.fonts.ready.then(() => null));
      await tab.waitForTimeout(150); // what is asked for at leisure: the icon
      const requests = server.take();
      // A page in two alphabets needs the fonts of both: it is weighed as hosts send it, all others as they lie there.
      const two = requests.filter((r) => r.url.endsWith('.woff2') && !/(atkinson|noto-sans)[a-z-]*-latin/.test(r.url)).length > 0;
      const bytes = requests.reduce((sum, r) => sum + (two ? r.packed : r.bytes), 0);
      if (bytes > heaviest[0]) heaviest = [bytes, page.rel];
      // A search page's index is asked for by who searches; it is not the page's own weight.
      if (bytes > LIMIT && page.template !== 'search') problems.push(`${page.rel}: ${bytes} bytes: ${requests.map((r) => `${r.url.split('/').pop() || 'page'} ${r.bytes}`).join(', ')}`);
      await context.close();
    }
    t.diagnostic(`${longest.length} of ${family.length} pages; heaviest: ${heaviest.join(' bytes, ')}`);
    none(problems, 'page over the limit');
  });

  it('lead families on a phone with what to do and whom to call', async (t) => {
    const problems = [];
    const context = await open({ viewport: { width: 375, height: 812 } });
    const tab = await context.newPage();
    for (const page of pages.filter((p) => p.template === 'home' && p.audience === 'families')) {
      await tab.goto(address(page));
      const seen = await tab.evaluate(() => {
        const bottom = (e) => Math.ceil(e.getBoundingClientRect().bottom);
        return {
          things: [...document.querySelectorAll('main .now-list > li')].map(bottom),
          numbers: [...document.querySelectorAll('main a[href^="tel:"]')].filter((e) => e.checkVisibility()).map(bottom),
          height: innerHeight,
        };
      });
      if (seen.things.length !== 3) problems.push(`${page.rel}: ${seen.things.length} things to do`);
      if (seen.numbers.length === 0) problems.push(`${page.rel}: no number to call`);
      const end = Math.max(...seen.things, Math.min(...seen.numbers));
      if (end > seen.height) problems.push(`${page.rel}: the three things and the number end at ${end} px of ${seen.height}`);
      t.diagnostic(`${page.rel}: end at ${end} px of ${seen.height}`);
    }
    await context.close();
    none(problems, 'fault');
  });

  it('print without what is only for the screen', async () => {
    const problems = [];
    const context = await open();
    const tab = await context.newPage();
    await tab.emulateMedia({ media: 'print' });
    for (const { page } of sample) {
      await tab.goto(address(page));
      const state = await tab.evaluate(() => ({
        printed: [...document.querySelectorAll('main, main h1')].filter((e) => e.checkVisibility()).length,
        search: [...document.querySelectorAll('header input, nav input')].some((e) => e.checkVisibility()),
      }));
      if (state.printed < 2) problems.push(`${page.rel}: nothing is printed`);
      if (state.search) problems.push(`${page.rel}: a search field is printed`);
    }
    await context.close();
    none(problems, 'fault');
  });
});

// The functions below run in the page.

/** Returns what makes the page scroll sideways. */
function sideways() {
  const root = document.documentElement;
  const width = root.clientWidth;
  const found = [];
  const over = Math.max(root.scrollWidth, document.body.scrollWidth) - width;
  const contained = (e) => {
    for (let p = e.parentElement; p; p = p.parentElement) {
      const style = getComputedStyle(p);
      if (p !== document.body && p !== root && /auto|scroll/.test(style.overflowX)) return true;
      if (style.position === 'absolute' && (style.clipPath !== 'none' || style.clip !== 'auto')) return true;
    }
    return false;
  };
  const rtl = getComputedStyle(root).direction === 'rtl';
  const wide = [...document.querySelectorAll('body *')].filter((e) => {
    if (!e.checkVisibility({ visibilityProperty: true }) || contained(e)) return false;
    const style = getComputedStyle(e);
    if (style.position === 'absolute' && (style.clipPath !== 'none' || style.clip !== 'auto')) return false;
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && (rtl ? box.left < -1 && box.right > 0 : box.right > width + 1 && box.left < width);
  });
  const names = [...new Set(wide.map((e) => e.tagName.toLowerCase() + [...e.classList].map((c) => `.${c}`).join('')))].slice(0, 4).join(' ');
  if (over > 0) found.push(`scrolls ${over} px sideways: ${names}`);
  else if (wide.length) found.push(`something is cut off at the edge: ${names}`);
  return found;
}

/** Returns of each filled cell of a grid what its name has to hold, read from the table itself, and its sentence. */
function filledCells() {
  const text = (e) => e?.textContent.trim().replace(/\s+/g, ' ') ?? '';
  const heads = [...document.querySelectorAll('.matrix thead th')];
  return [...document.querySelectorAll('.matrix td')].filter((td) => td.childNodes.length).map((td) => ({
    task: text(td.parentElement.querySelector('th .task')),
    role: text(heads[td.cellIndex]?.querySelector('[id]')),
    words: [...td.querySelectorAll('b')].map((b) => text(document.querySelector(`.legend #_${b.className}`))),
    sentence: text(td.querySelector('p')),
  }));
}

/** Returns the elements whose text is cut off by their own box. */
function cutOff() {
  return [...new Set([...document.querySelectorAll('body *')].filter((e) => {
    const style = getComputedStyle(e);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || style.clipPath !== 'none' || style.clip !== 'auto') return false;
    if (!e.checkVisibility() || e.clientWidth < 3 || e.clientHeight < 3 || !e.innerText?.trim()) return false;
    return e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 3;
  }).map((e) => `${e.tagName.toLowerCase()}.${[...e.classList].join('.')}`))];
}

/** Numbers the controls in the order of the page and remembers how each looks without the focus. */
function remember() {
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]')]
    .filter((e) => !e.disabled && e.tabIndex >= 0 && !e.closest('[inert]') && e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
  const groups = new Set();
  window.look = (e) => {
    const s = getComputedStyle(e);
    return [s.boxShadow, s.backgroundColor, s.color, s.borderColor, s.borderWidth, s.textDecoration].join('|');
  };
  window.controls = controls
    .filter((e) => e.type !== 'radio' || (!groups.has(e.name) && groups.add(e.name)))
    .map((e) => ({ e, look: window.look(e) }));
  return window.controls.length;
}

/** Returns the element with the focus and what is wrong with how it is shown, or null when nothing has it. */
function whereFocusIs() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const index = window.controls.findIndex((c) => c.e === e);
  const style = getComputedStyle(e);
  const transparent = /^rgba\(.*, 0\)$|\/ 0\)$|^transparent$/.test(style.outlineColor);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && !transparent;
  const changed = index >= 0 && window.controls[index].look !== window.look(e);
  const boxes = [...e.getClientRects()].filter((b) => b.width > 1 && b.height > 1);
  const onScreen = boxes.some((b) => b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth);
  const points = boxes.flatMap((b) => [[b.left + b.width / 2, b.top + b.height / 2], [b.left + 2, b.top + 2], [b.right - 2, b.bottom - 2]]);
  const clear = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (e.contains(top) || top.contains(e) && !/fixed|sticky/.test(getComputedStyle(top).position));
  });
  let fault = null;
  if (!onScreen) fault = 'has the focus off the screen';
  else if (!ring && !changed) fault = 'looks the same with the focus';
  else if (!clear) fault = 'is covered while it has the focus';
  return { index, fault, html: e.outerHTML.slice(0, 90).replace(/\s+/g, ' ') };
}
