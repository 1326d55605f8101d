// What machines read: sitemap, robots, feeds, and the metadata in each page's head.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { none } from './lib/report.mjs';
import { baseUrl, readPages, siteFolder, walk } from './lib/site.mjs';

const folder = siteFolder();
const files = walk(folder);
const pages = readPages(folder);
const base = baseUrl(pages);
const read = (rel) => readFileSync(path.join(folder, rel), 'utf8');

/** Parses XML that must be well-formed; everything in `many` becomes a list. */
function xml(rel, many) {
  const source = read(rel);
  const valid = XMLValidator.validate(source);
  assert.equal(valid, true, `${rel}: ${valid.err?.msg} at line ${valid.err?.line}`);
  return new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: (name) => many.includes(name) }).parse(source);
}

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const text = (value) => (typeof value === 'object' ? value?.['#text'] ?? '' : String(value ?? '')).trim();
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Returns the address under which a file is published: without `index.html`. */
const addressOf = (rel) => `${base}/${rel.replace(/(^|\/)index\.html$/, '$1')}`;
const known = new Set([...files.map((f) => `${base}/${f}`), ...files.map(addressOf), base]);

describe('sitemap', () => {
  const locations = () => {
    const map = xml('sitemap.xml', ['url', 'sitemap']);
    assert.equal(map.urlset?.['@_xmlns'], 'http://www.sitemaps.org/schemas/sitemap/0.9');
    return list(map.urlset.url);
  };

  it('is well-formed and has dates and absolute addresses', () => {
    const problems = [];
    for (const url of locations()) {
      if (!url.loc?.startsWith(base)) problems.push(`${url.loc}: not below ${base}`);
      if (url.lastmod !== undefined && !DATE.test(url.lastmod)) problems.push(`${url.loc}: ${url.lastmod} is no date`);
    }
    none(problems, 'fault');
  });

  it('lists exactly the canonical addresses of the pages that may be found', () => {
    const listed = locations().map((u) => u.loc);
    const wanted = new Set(pages.filter((p) => p.indexable).map((p) => p.canonical));
    const problems = listed.filter((l, i) => listed.indexOf(l) !== i).map((l) => `twice: ${l}`);
    for (const l of listed) if (!wanted.has(l)) problems.push(`no such page, or not for search engines: ${l}`);
    for (const w of wanted) if (!listed.includes(w)) problems.push(`missing: ${w}`);
    assert.ok(listed.length > 0, 'the sitemap is empty');
    none(problems, 'difference');
  });

  it('is named by robots.txt', () => {
    const lines = read('robots.txt').split(/\r?\n/).map((l) => l.trim());
    assert.ok(lines.some((l) => /^user-agent:/i.test(l)), 'robots.txt has no User-agent line');
    assert.deepEqual(lines.filter((l) => /^sitemap:/i.test(l)).map((l) => l.replace(/^sitemap:\s*/i, '')), [`${base}/sitemap.xml`]);
  });
});

describe('feeds', () => {
  const feeds = files.filter((f) => /(^|\/)(feed|atom)[^/]*\.xml$/.test(f));

  it('are there, and pages name them', () => {
    assert.ok(feeds.includes('feed.xml'), 'no feed.xml at the root');
    const named = new Set();
    for (const page of pages) {
      for (const { attrs } of page.all('link')) {
        if (attrs.type === 'application/atom+xml') named.add(path.posix.join(path.posix.dirname(page.rel), attrs.href));
      }
    }
    none(feeds.filter((f) => !named.has(f) && !named.has(`${base}/${f}`)), 'feed that no page names');
  });

  for (const file of feeds) {
    it(`${file} has what RFC 4287 requires`, () => {
      const { feed } = xml(file, ['entry', 'link', 'author', 'category']);
      const problems = [];
      const need = (condition, what) => { if (!condition) problems.push(what); };
      need(feed, 'no feed element');
      need(feed['@_xmlns'] === 'http://www.w3.org/2005/Atom', 'not in the Atom namespace');
      need(text(feed.id), 'no id');
      need(text(feed.title), 'no title');
      need(INSTANT.test(text(feed.updated)), `updated is no instant: ${text(feed.updated)}`);
      const self = list(feed.link).find((l) => l['@_rel'] === 'self')?.['@_href'];
      need(self === `${base}/${file}`, `its own address is ${self}`);
      const ids = new Set();
      for (const entry of list(feed.entry)) {
        const id = text(entry.id);
        const where = `entry ${id || '?'}`;
        need(id, `${where}: no id`);
        need(!ids.has(id), `${where}: id used twice`);
        ids.add(id);
        need(text(entry.title), `${where}: no title`);
        need(INSTANT.test(text(entry.updated)), `${where}: updated is no instant`);
        need(list(feed.author).length || list(entry.author).length, `${where}: no author, and the feed has none`);
        const link = list(entry.link).find((l) => (l['@_rel'] ?? 'alternate') === 'alternate')?.['@_href'];
        need(link || entry.content !== undefined, `${where}: neither link nor content`);
        if (link) need(known.has(link.replace(/#.*$/, '')), `${where}: ${link} is no page of the site`);
      }
      for (const author of [...list(feed.author), ...list(feed.entry).flatMap((e) => list(e.author))]) need(text(author.name), 'an author without a name');
      none(problems.map((p) => `${file}: ${p}`), 'fault');
    });
  }
});

describe('the head of each page', () => {
  const real = pages.filter((p) => !p.redirects && p.rel !== '404.html');

  it('has a title of its own, a language, a description and the canonical address', () => {
    const problems = [];
    const titles = new Map();
    for (const page of real) {
      const title = page.all('title').find((e) => e.node.namespaceURI?.endsWith('xhtml'));
      const words = title ? page.text(title).trim() : '';
      if (!words) problems.push(`${page.rel}: no title`);
      else if (titles.has(words)) problems.push(`${page.rel}: the same title as ${titles.get(words)}: ${words}`);
      titles.set(words, page.rel);
      if (!page.all('html')[0].attrs.lang) problems.push(`${page.rel}: no language`);
      if (page.indexable && !page.meta('description')?.trim()) problems.push(`${page.rel}: no description`);
      if (page.canonical?.replace(/\/$/, '') !== addressOf(page.rel).replace(/\/$/, '')) problems.push(`${page.rel}: canonical address is ${page.canonical}`);
    }
    none(problems, 'fault');
  });

  it('has Open Graph data that agrees with the page', () => {
    const problems = [];
    for (const page of real.filter((p) => p.indexable)) {
      for (const name of ['og:title', 'og:type', 'og:url', 'og:description', 'og:site_name']) {
        if (!page.meta(name)?.trim()) problems.push(`${page.rel}: no ${name}`);
      }
      if (page.meta('og:url') !== page.canonical) problems.push(`${page.rel}: og:url ${page.meta('og:url')} is not the canonical address`);
      const image = page.meta('og:image');
      if (image !== undefined && !known.has(image)) problems.push(`${page.rel}: og:image ${image} is not in the site`);
    }
    none(problems, 'fault');
  });

  it('has JSON-LD that parses, in the vocabulary of schema.org', () => {
    const problems = [];
    let seen = 0;
    for (const page of real.filter((p) => p.indexable)) {
      const scripts = page.all('script').filter((e) => e.attrs.type === 'application/ld+json');
      if (scripts.length === 0) problems.push(`${page.rel}: none`);
      for (const script of scripts) {
        seen++;
        let data;
        try {
          data = JSON.parse(script.node.childNodes.map((n) => n.value).join(''));
        } catch (error) {
          problems.push(`${page.rel}: ${error.message}`);
          continue;
        }
        for (const thing of list(data)) {
          if (!/^https?:\/\/schema\.org\/?$/.test(thing['@context'])) problems.push(`${page.rel}: @context is ${thing['@context']}`);
          for (const node of thing['@graph'] ?? [thing]) if (!node['@type']) problems.push(`${page.rel}: no @type`);
        }
        // Relative or foreign-looking addresses of our own pages are a common slip.
        for (const [, address] of JSON.stringify(data).matchAll(/"((?:https?:)?\/\/[^"]+|\.\.?\/[^"]*)"/g)) {
          if (address.startsWith('.') ) problems.push(`${page.rel}: a relative address: ${address}`);
          else if (address.startsWith(base + '/') && !known.has(address.replace(/[#?].*$/, ''))) problems.push(`${page.rel}: names ${address}, which is not in the site`);
        }
      }
    }
    assert.ok(seen > 0, 'no JSON-LD anywhere');
    none(problems, 'fault');
  });

  it('names the other languages of the page both ways', () => {
    const byCanonical = new Map(pages.map((p) => [p.canonical, p]));
    const problems = [];
    const others = (page) => page.all('link').filter((e) => e.attrs.rel === 'alternate' && e.attrs.hreflang && !e.attrs.type).map((e) => e.attrs.href);
    for (const page of real) {
      for (const href of others(page)) {
        const absolute = href.startsWith('http') ? href : addressOf(path.posix.join(path.posix.dirname(page.rel), href));
        const other = byCanonical.get(absolute);
        if (!other) problems.push(`${page.rel}: hreflang leads to ${href}, which is not in the site`);
        else if (!others(other).some((h) => h === page.canonical || addressOf(path.posix.join(path.posix.dirname(other.rel), h)) === page.canonical)) problems.push(`${other.rel} does not lead back to ${page.rel}`);
      }
    }
    none(problems, 'fault');
  });
});

it('nothing reads the shared files but names, titles and addresses', { skip: !existsSync(path.join(folder, 'feed.xml')) }, () => {
  // Summaries are written for one group; the root feed and the chooser are for all.
  const summaries = pages.filter((p) => p.audience && ['guide', 'chapter', 'brochure', 'module', 'matrix', 'message', 'page'].includes(p.template))
    .map((p) => p.meta('description')).filter((d) => d && d.length > 40);
  const problems = [];
  for (const shared of files.filter((f) => /^(index\.html|404\.html|feed\.xml|sitemap\.xml|robots\.txt)$/.test(f))) {
    const content = read(shared);
    for (const summary of new Set(summaries)) if (content.includes(summary)) problems.push(`${shared}: ${summary}`);
  }
  none(problems, 'summary in a shared file');
});
