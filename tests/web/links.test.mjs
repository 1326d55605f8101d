// Every link leads somewhere, in the folder as it lies: on a web host, in a subfolder of one, on a USB stick.

import assert from 'node:assert/strict';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { baseUrl, readPages, siteFolder, walk } from './lib/site.mjs';

const folder = siteFolder();
const files = new Set(walk(folder)); // names as they are: comparing them keeps letter case strict on every system
const pages = readPages(folder);
const byPath = new Map(pages.map((p) => [p.rel, p]));
const base = baseUrl(pages);

/** Returns `{ file, fragment }` of an address within the site, `{ external }`, or `{ problem }`. */
function resolve(from, href) {
  let address = href.trim();
  const canonical = address === base || address.startsWith(base + '/') || address.startsWith(base + '#');
  if (!canonical && /^[a-z][a-z0-9+.-]*:/i.test(address)) return { external: address };
  if (address.startsWith('//')) return { problem: 'an address without a scheme leaves the host' };
  const hash = address.indexOf('#');
  const fragment = hash < 0 ? '' : address.slice(hash + 1);
  if (hash >= 0) address = address.slice(0, hash);
  address = address.replace(/\?.*$/, '');
  let target;
  try {
    if (canonical) target = decodeURIComponent(address.slice(base.length).replace(/^\//, ''));
    else if (address.startsWith('/')) {
      // Only the 404 page is shown under addresses nobody knows beforehand.
      if (from !== '404.html') return { problem: 'a link from the root breaks in a subfolder and on a USB stick' };
      const root = new URL(base).pathname.replace(/\/$/, '');
      if (!address.startsWith(root + '/')) return { problem: `does not lie below ${root}/` };
      target = decodeURIComponent(address.slice(root.length + 1));
    } else if (address === '') target = from;
    else target = path.posix.join(path.posix.dirname(from), decodeURIComponent(address));
  } catch {
    return { problem: 'is no address' };
  }
  if (target === '..' || target.startsWith('../')) return { problem: 'climbs out of the site' };
  const directory = target === '' || target === '.' || target.endsWith('/');
  if (directory) {
    // A browser shows no index.html by itself when it reads files.
    if (!canonical && from !== '404.html') return { problem: 'must end in index.html to work without a server' };
    target = path.posix.join(target, 'index.html').replace(/^\.\//, '');
  } else if (canonical && !files.has(target)) target += '/index.html';
  return { file: target, fragment };
}

/** Yields every address that a page names, with what asks for it. */
function* addresses(page) {
  const plain = { a: ['href'], area: ['href'], link: ['href'], script: ['src'], img: ['src'], source: ['src'], iframe: ['src'],
    audio: ['src'], video: ['src', 'poster'], track: ['src'], embed: ['src'], object: ['data'], form: ['action'], input: ['src'],
    button: ['formaction'], use: ['href', 'xlink:href'], image: ['href', 'xlink:href'], blockquote: ['cite'], q: ['cite'], del: ['cite'], ins: ['cite'] };
  for (const { tag, attrs } of page.elements) {
    for (const name of plain[tag] ?? []) if (attrs[name] !== undefined) yield { tag, attrs, href: attrs[name] };
    if (attrs.srcset) for (const part of attrs.srcset.split(',')) yield { tag, attrs, href: part.trim().split(/\s+/)[0] };
  }
}

describe('links', () => {
  it('lead to files and anchors that are there', (t) => {
    const problems = [];
    let seen = 0;
    for (const page of pages) {
      for (const { tag, attrs, href } of addresses(page)) {
        seen++;
        const to = resolve(page.rel, href);
        const bad = (why) => problems.push(`${page.rel}: <${tag}> ${href}: ${why}`);
        if (to.problem) bad(to.problem);
        else if (to.external) {
          if (/^data:/i.test(href) && tag === 'img') continue;
          if (tag === 'a' && /^https?:\/\/[^/\s]+\.[^/\s]+/i.test(href)) continue;
          if (tag === 'a' && /^mailto:[^@\s]+@[^@\s]+$/i.test(href.replace(/\?.*$/, ''))) continue;
          if (tag === 'a' && /^tel:\+?[0-9().-]+(;ext=\d+)?$/i.test(href)) continue;
          bad(tag === 'a' ? 'is no web, mail or phone address' : 'loads from elsewhere');
        } else if (!files.has(to.file)) {
          const other = [...files].find((f) => f.toLowerCase() === to.file.toLowerCase());
          bad(other ? `differs in letter case from ${other}` : `there is no ${to.file}`);
        } else if (to.fragment) {
          const target = byPath.get(to.file);
          let id = to.fragment;
          try { id = decodeURIComponent(id); } catch { /* as written */ }
          if (target && !target.ids.has(id) && id !== 'top') bad(`${to.file} has no anchor #${id}`);
        } else if (href.trim().endsWith('#') && tag === 'a') bad('an empty anchor');
        if (tag === 'a' && attrs.target === '_blank') bad('opens a window nobody asked for');
      }
      // Names used within a page: labels, descriptions, headers of cells.
      for (const { tag, attrs } of page.elements) {
        for (const name of ['for', 'headers', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-details', 'list', 'form']) {
          for (const id of (attrs[name] ?? '').split(/\s+/).filter(Boolean)) {
            if (!page.ids.has(id)) problems.push(`${page.rel}: <${tag} ${name}="${id}"> names nothing on the page`);
          }
        }
      }
    }
    assert.ok(seen > pages.length, 'hardly any links seen: the test itself is broken');
    t.diagnostic(`${seen} addresses on ${pages.length} pages`);
    none(problems, 'broken address');
  });

  it('in style sheets lead to files in the folder', () => {
    const problems = [];
    for (const file of [...files].filter((f) => f.endsWith('.css'))) {
      const css = readFileSync(path.join(folder, file), 'utf8');
      const named = [...css.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/g)];
      for (const match of named) {
        const href = match.slice(1).find((m) => m !== undefined);
        if (/^(data:|#)/.test(href)) continue;
        const to = resolve(file, href);
        if (!to.file || !files.has(to.file)) problems.push(`${file}: ${href}: ${to.problem ?? (to.external ? 'loads from elsewhere' : 'is not there')}`);
      }
    }
    none(problems, 'broken address');
  });

  it('reach every page from the first one', () => {
    const reached = new Set(['index.html']);
    const queue = ['index.html'];
    while (queue.length) {
      const page = byPath.get(queue.shift());
      for (const { tag, href } of addresses(page)) {
        if (tag !== 'a' && tag !== 'area') continue;
        const { file } = resolve(page.rel, href);
        if (file && byPath.has(file) && !reached.has(file)) {
          reached.add(file);
          queue.push(file);
        }
      }
    }
    // Nobody links to the 404 page or to an address that only leads on; printed codes are typed in or scanned.
    const lost = pages.filter((p) => !reached.has(p.rel) && p.rel !== '404.html' && !p.redirects && !p.rel.startsWith('e/'));
    none(lost.map((p) => p.rel), 'page that no page leads to');
  });

  it('are unique: no two files differ in letter case only', () => {
    const seen = new Map();
    const problems = [];
    for (const file of files) {
      const key = file.toLowerCase();
      if (seen.has(key)) problems.push(`${seen.get(key)} and ${file}`);
      seen.set(key, file);
    }
    none(problems, 'pair of names');
  });
});

describe('the folder on a USB stick', () => {
  it('goes from the chooser to a group to a document, with its style', async () => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const problems = [];
      page.on('requestfailed', (r) => problems.push(`not loaded: ${r.url()} (${r.failure()?.errorText})`));
      page.on('request', (r) => { if (!/^(file|data|about|blob):/.test(r.url())) problems.push(`asks ${r.url()}`); });
      page.on('pageerror', (e) => problems.push(`script error: ${e.message}`));
      const styled = async (where) => {
        const state = await page.evaluate(() => ({
          sheets: [...document.styleSheets].length,
          links: document.querySelectorAll('link[rel~=stylesheet]').length,
          family: getComputedStyle(document.body).fontFamily,
          bare: (() => { const frame = document.createElement('iframe'); document.body.append(frame); const f = frame.contentDocument.defaultView.getComputedStyle(frame.contentDocument.body).fontFamily; frame.remove(); return f; })(),
        }));
        assert.ok(state.links > 0 && state.sheets >= state.links, `${where}: ${state.sheets} of ${state.links} style sheets loaded`);
        assert.notEqual(state.family, state.bare, `${where}: the page looks like one without a style sheet`);
      };
      await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
      await styled('chooser');
      const homes = pages.filter((p) => p.template === 'home').sort((a, b) => a.rel.length - b.rel.length);
      const audience = homes.find((p) => p.audience === 'families') ?? homes[0];
      assert.ok(audience, 'no home page of a group');
      await page.click(`main a[href="${audience.rel}"]`);
      await page.waitForURL(/\/index\.html$/);
      assert.equal(decodeURI(new URL(page.url()).pathname), path.join(folder, audience.rel));
      await styled('home');
      // The first document that the home page offers, whatever its kind.
      const kinds = new Set(['guide', 'chapter', 'brochure', 'module', 'matrix', 'message', 'page']);
      const hrefs = await page.$$eval('main a[href]', (links) => links.map((a) => a.getAttribute('href')));
      const target = hrefs.map((href) => ({ href, to: resolve(audience.rel, href).file })).find(({ to }) => kinds.has(byPath.get(to)?.template));
      assert.ok(target, 'the home page leads to no document');
      await page.click(`main a[href="${target.href}"]`);
      await page.waitForURL((url) => decodeURI(url.pathname) === path.join(folder, target.to));
      await styled('document');
      assert.equal(await page.locator('h1').count(), 1);
      none(problems, 'fault');
    } finally {
      await browser.close();
    }
  });
});
