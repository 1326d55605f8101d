// What is printed: judged by an independent checker for PDF/UA-1, by qpdf and by PDFium, and compared with the pages.
//
// lib/pdf.py reads the files with packages of requirements.txt; scripts/test installs them into target/python.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { none } from './lib/report.mjs';
import { Page, binary, siteFolder, walk } from './lib/site.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.join(here, '..', '..');

/** Splits into words; marks of direction, hyphens at the ends of lines and ligatures are no letters. */
function words(text) {
  const plain = text.normalize('NFKC').replace(/[\u200b-\u200f\u2060-\u2069\u00ad]/g, '');
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Reads PDFs, a few at a time. */
export function read(files) {
  const python = process.env.ILPRESS_PYTHON ?? path.join(repository, 'target', 'python', 'bin', 'python');
  if (!existsSync(python)) throw new Error('ILPRESS_PYTHON must name a Python with the packages of tests/web/requirements.txt: run scripts/test');
  const out = execFileSync(python, [path.join(here, 'lib', 'pdf.py')], { input: files.join('\n'), encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'inherit'] });
  return out.trim().split('\n').map((line) => JSON.parse(line));
}

describe('what is printed', () => {
  let folder;
  let papers;

  before(() => {
    folder = siteFolder();
    const files = walk(folder).filter((file) => file.endsWith('.pdf'));
    assert.ok(files.length > 100, `only ${files.length} PDFs were built`);
    papers = read(files.map((file) => path.join(folder, file)));
    for (const paper of papers) paper.rel = path.relative(folder, paper.file).replaceAll(path.sep, '/');
  });

  /** Returns the page beside a paper. */
  const pageOf = (paper) => {
    const rel = path.posix.join(path.posix.dirname(paper.rel), 'index.html');
    return existsSync(path.join(folder, rel)) ? new Page(folder, rel) : null;
  };
  const all = (find, what) => none(papers.flatMap((paper) => find(paper).map((problem) => `${paper.rel}: ${problem}`)), what);
  const unless = (good, problem) => (good ? [] : [problem]);

  it('passes an independent checker for PDF/UA-1', () => all((paper) => paper.faults, 'fault in PDF/UA-1'));

  it('is sound for qpdf', () => all((paper) => paper.syntax, 'fault of syntax'));

  it('has all of its fonts in it, with a way back to letters', () => {
    all((paper) => Object.entries(paper.fonts).flatMap(([name, font]) => [...unless(font.embedded, `${name} isn't embedded`), ...unless(font.unicode, `${name} has no way to Unicode`)]), 'fault of a font');
    all((paper) => unless(Object.keys(paper.fonts).length > 0, 'no font'), 'paper without text');
  });

  it('has a language, a title, pages, and nothing that runs', () => {
    all((paper) => {
      const page = pageOf(paper);
      if (!page) return ['there is no page beside it'];
      const lang = page.all('html')[0].attrs.lang;
      const title = page.text(page.all('title')[0]).trim();
      return [
        ...unless(paper.lang === lang, `its language is ${paper.lang}, not ${lang}`),
        ...unless(paper.info['/Title'] === title, `its title is “${paper.info['/Title']}”, not “${title}”`),
        ...unless(paper.showsTitle && paper.marked, 'it has no tags, or shows its file name for a title'),
        ...unless(paper.pages > 0 && paper.pages < 400, `it has ${paper.pages} pages`),
        ...unless(paper.pages < 10 || paper.bookmarks, 'it is long and has no bookmarks'),
        ...unless(paper.actions.length === 0, `it has actions: ${paper.actions}`),
      ];
    }, 'fault of a document');
  });

  it('says nothing of the people and machines that made it', () => {
    const known = ['/Title', '/Author', '/Subject', '/Keywords', '/Creator', '/Producer', '/CreationDate', '/ModDate'];
    all((paper) => [
      ...Object.keys(paper.info).filter((key) => !known.includes(key)).map((key) => `it tells ${key}`),
      ...unless(/T00:00:00|^$/.test(/<xmp:CreateDate>([^<]*)/.exec(paper.xmp)?.[1].slice(10, 19) ?? ''), 'it tells the hour at which it was made'),
      ...unless(!/\/(home|root|tmp|Users|work)\//.test(paper.xmp + JSON.stringify(paper.info)), 'it tells a path'),
    ], 'trace of somebody');
  });

  it('has headings without a gap, and words for each picture', () => {
    all((paper) => {
      let above = 0;
      const problems = unless(paper.headings.length > 0, 'it has no heading');
      for (const [level, text] of paper.headings) {
        if (level > above + 1) problems.push(`“${text}” is on level ${level}, below level ${above}`);
        if (text === '') problems.push('a heading is empty');
        above = level;
      }
      return [...problems, ...paper.figures.filter((alt) => alt.trim() === '').map(() => 'a picture has no words')];
    }, 'fault of structure');
  });

  it('keeps its text on the sheet', () => {
    all((paper) => paper.outside, 'text beyond the edge');
    all((paper) => unless(!paper.rel.endsWith('-print-shop.pdf') || paper.trimmed, 'it has no trim box'), 'sheet for a print shop');
  });

  it('is read in the order of its page', () => {
    all((paper) => {
      if (paper.rel.endsWith('-handouts.pdf')) return [];
      const page = pageOf(paper);
      const plain = (text) => words(text).join(' ');
      const onPaper = paper.headings.map(([, text]) => plain(text));
      const onPage = page.all('h2').filter((heading) => heading.attrs.id === undefined).map((heading) => plain(page.text(heading)));
      let at = -1;
      return onPage.filter((heading) => onPaper.includes(heading)).flatMap((heading) => {
        const next = onPaper.indexOf(heading, at + 1);
        if (next < 0) return [`“${heading}” is read too early`];
        at = next;
        return [];
      });
    }, 'heading out of order');
  });

  it('has the same bytes however many threads made it', () => {
    const work = mkdtempSync(path.join(tmpdir(), 'ilpress-pdf-'));
    try {
      // Sites of their own, so that nothing comes from what was kept.
      const built = ['1', '3'].map((threads) => {
        const site = path.join(work, `site-${threads}`);
        const configs = readdirSync(repository).filter((name) => /^site-config\b.*\.toml$/.test(name));
        for (const name of [...configs, 'audiences', 'assets', 'bases', 'content', 'districts', 'fonts', 'templates', 'editions.toml']) {
          if (existsSync(path.join(repository, name))) cpSync(path.join(repository, name), path.join(site, name), { recursive: true });
        }
        const out = path.join(work, `out-${threads}`);
        execFileSync(binary(), ['build', '--format', 'pdf', '--audience', 'families', '--site', site, '--out', out], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, RAYON_NUM_THREADS: threads } });
        return out;
      });
      const files = walk(built[0]).filter((file) => file.endsWith('.pdf'));
      assert.ok(files.length > 3, 'too few PDFs to compare');
      assert.deepEqual(walk(built[1]).filter((file) => file.endsWith('.pdf')), files);
      none(files.filter((file) => built.slice(1).some((out) => !readFileSync(path.join(built[0], file)).equals(readFileSync(path.join(out, file))))), 'PDF that differs');
      none(files.filter((file) => !readFileSync(path.join(built[0], file)).equals(readFileSync(path.join(folder, file)))), 'PDF that differs from the whole build');
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});
