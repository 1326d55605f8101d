// The built site as data: its files, its pages, their elements.
//
// The web tests read a finished folder and know nothing of how it was made.
// The folder's name comes from the environment; scripts/test sets it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'parse5';

/** Returns the folder of the built site; without one there is nothing to test. */
export function siteFolder() {
  const folder = process.env.ILPRESS_SITE_OUT;
  if (!folder || !existsSync(path.join(folder, 'index.html'))) {
    throw new Error('ILPRESS_SITE_OUT must name a built site (a folder with index.html): run scripts/test');
  }
  return path.resolve(folder);
}

/** Returns the path of the ilpress binary. */
export function binary() {
  const file = process.env.ILPRESS_BIN;
  if (!file || !existsSync(file)) throw new Error('ILPRESS_BIN must name the ilpress binary: run scripts/test');
  return path.resolve(file);
}

/** Returns every file below `folder`, relative, with forward slashes, sorted. */
export function walk(folder) {
  const found = [];
  (function visit(dir, prefix) {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const rel = prefix + entry.name;
      if (entry.isDirectory()) visit(path.join(dir, entry.name), rel + '/');
      else found.push(rel);
    }
  })(folder, '');
  return found.sort();
}

/** A parsed page: flat lists are quicker to ask than a tree. */
export class Page {
  constructor(folder, rel) {
    this.rel = rel;
    this.source = readFileSync(path.join(folder, rel), 'utf8');
    this.elements = [];
    this.ids = new Set();
    const visit = (node) => {
      if (node.tagName) {
        const attrs = {};
        for (const { name, value } of node.attrs) attrs[name] = value;
        const element = { tag: node.tagName, attrs, node };
        this.elements.push(element);
        if (attrs.id !== undefined) this.ids.add(attrs.id);
        if (node.tagName === 'a' && attrs.name) this.ids.add(attrs.name);
      }
      for (const child of node.childNodes ?? []) visit(child);
      if (node.content) visit(node.content);
    };
    visit(parse(this.source));
  }

  all(tag) {
    return this.elements.filter((e) => e.tag === tag);
  }

  /** Returns the content of `<meta name=…>` or `<meta property=…>`. */
  meta(name) {
    return this.all('meta').find((e) => e.attrs.name === name || e.attrs.property === name)?.attrs.content;
  }

  /** Returns the href of the first `<link rel=…>`. */
  link(rel) {
    return this.all('link').find((e) => (e.attrs.rel ?? '').split(/\s+/).includes(rel))?.attrs.href;
  }

  get canonical() {
    return this.link('canonical');
  }

  get redirects() {
    return this.all('meta').some((e) => (e.attrs['http-equiv'] ?? '').toLowerCase() === 'refresh');
  }

  get indexable() {
    return this.rel !== '404.html' && !this.redirects && !/\bnoindex\b/.test(this.meta('robots') ?? '');
  }

  /** Returns the text a reader sees, without scripts and styles. */
  text(from) {
    let text = '';
    const visit = (node) => {
      if (['script', 'style', 'template', 'noscript'].includes(node.tagName)) return;
      if (node.nodeName === '#text') text += node.value;
      for (const child of node.childNodes ?? []) visit(child);
      if (node.tagName && !/^(a|abbr|b|bdi|bdo|code|em|i|mark|q|s|strong|sub|sup|u|wbr)$/.test(node.tagName)) text += '\n';
    };
    const root = from ?? this.all('main')[0] ?? this.all('body')[0];
    visit(root.node);
    return text;
  }

  get template() {
    if (this.redirects) return 'redirect';
    const body = this.all('body')[0]?.attrs ?? {};
    return body['data-template'] ?? /(?:^|\s)k-(\S+)/.exec(body.class ?? '')?.[1] ?? templateByPath(this.rel);
  }

  get audience() {
    return audienceOf(this.rel);
  }
}

/** Parses every page of the folder once. */
export function readPages(folder) {
  return walk(folder).filter((f) => f.endsWith('.html')).map((f) => new Page(folder, f));
}

// Folders of the output which are no audience.
const RESERVED = new Set(['districts', 'schools', 'kits', 'events', 'roles', 'search', 'assets', 'archive', 'status', 'e']);

/** Splits a path into what stands before the audience, the audience (or null), and the rest. */
export function splitPath(rel) {
  const rest = rel.split('/');
  const before = [];
  while (rest.length > 2 && (rest[0] === 'districts' || rest[0] === 'schools')) before.push(...rest.splice(0, 2));
  // A language is a tag such as es, zh-Hans, pt-BR: two or three letters, then a script, a country or a region.
  if (rest.length > 1 && /^[a-z]{2,3}(-([A-Za-z]{4}|[A-Za-z]{2}|\d{3}))*$/.test(rest[0])) before.push(rest.shift());
  if (rest.length < 2 || RESERVED.has(rest[0])) return { before, audience: null, rest };
  return { before, audience: rest[0], rest: rest.slice(1) };
}

/** Returns the audience in whose folder a file lies, or null for what is shared. */
export function audienceOf(rel) {
  return splitPath(rel).audience;
}

const KIND_OF_FOLDER = {
  brochures: 'brochure', modules: 'module', matrices: 'matrix', messages: 'message',
  plans: 'plan', reports: 'report', pages: 'page',
};

/** Names a page's template from its address, for pages that don't say it themselves (`<body class="k-guide">`). */
function templateByPath(rel) {
  if (rel === '404.html') return 'not-found';
  const { audience, rest } = splitPath(rel);
  if (!audience) return rest.length === 1 ? 'chooser' : rest[0];
  const depth = rest.length - 1;
  if (depth === 0) return 'home';
  const [folder] = rest;
  if (folder === 'roles') return depth === 1 ? 'roles' : 'role';
  if (['glossary', 'search', 'calendar'].includes(folder)) return folder;
  if (depth === 1) return 'listing';
  if (folder === 'guides') return depth === 2 ? 'guide' : 'chapter';
  return KIND_OF_FOLDER[folder] ?? 'page';
}

/** Returns the site's public address, without a slash at its end, from the chooser's canonical address. */
export function baseUrl(pages) {
  const chooser = pages.find((p) => p.rel === 'index.html');
  if (!chooser?.canonical) throw new Error('index.html has no canonical address');
  return chooser.canonical.replace(/\/$/, '');
}
