// The worst bug this project can have: a passage for one group in what another group receives.
//
// A site with marker words in every place is built by the release binary, as a state would build its own. Then every
// byte of every artifact is searched, also inside archives: each marker must be where it belongs, and nowhere else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { unpack } from './lib/archive.mjs';
import { EDITIONS, plant } from './lib/fixture.mjs';
import { none } from './lib/report.mjs';
import { audienceOf, binary, walk } from './lib/site.mjs';

/** Returns the markers that each artifact shows, as `{ artifact, audience, words }`. */
function scan(folder) {
  return walk(folder).map((artifact) => {
    const words = new Map();
    for (const [name, bytes] of unpack(artifact, readFileSync(path.join(folder, artifact)))) {
      const text = bytes.toString('latin1').toLowerCase();
      for (const [word] of text.matchAll(/zqv[a-z]+?vqz/g)) words.set(word, name);
      // The same in two-byte text, as some office formats and fonts hold it.
      for (const [word] of text.replaceAll('\0', '').matchAll(/zqv[a-z]+?vqz/g)) if (!words.has(word)) words.set(word, name);
    }
    for (const [word] of artifact.matchAll(/zqv[a-z]+?vqz/g)) words.set(word, artifact);
    return { artifact, audience: audienceOf(artifact), words };
  });
}

/** Returns every marker in an artifact where it may not be. */
function leaks(found, markers) {
  const known = new Map(markers.map((m) => [m.word, m]));
  const problems = [];
  for (const { artifact, audience, words } of found) {
    for (const [word, name] of words) {
      const marker = known.get(word);
      if (!marker) problems.push(`${name}: unknown marker ${word}`);
      else if (audience === null ? !marker.shared : !marker.editions.includes(audience)) {
        const owner = marker.editions.length ? `for ${marker.editions.join(', ')}` : 'for nobody';
        problems.push(`${name}: ${marker.place}, ${owner}: ${word}`);
      }
    }
  }
  return problems;
}

/** Returns every marker that an edition should show on a page and doesn't. */
function losses(found, markers) {
  const shown = new Map(EDITIONS.map((e) => [e, new Set()]));
  for (const { artifact, audience, words } of found) {
    if (artifact.endsWith('.html')) for (const word of words.keys()) shown.get(audience)?.add(word);
  }
  return markers.flatMap((m) => m.editions.filter((e) => !shown.get(e).has(m.word)).map((e) => `${m.place}: not in the edition for ${e}: ${m.word}`));
}

describe('a passage for one group', () => {
  let work;
  let out;
  let markers;
  let found;

  before(() => {
    work = mkdtempSync(path.join(tmpdir(), 'ilpress-leaks-'));
    out = path.join(work, 'public');
    markers = plant(path.join(work, 'site'));
    try {
      execFileSync(binary(), ['build', '--site', path.join(work, 'site'), '--out', out], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    } catch (error) {
      throw new Error(`the site with the markers can't be built:\n${error.stderr}${error.stdout}`.slice(0, 6000));
    }
    found = scan(out);
  });
  after(() => {
    if (process.env.ILPRESS_KEEP) console.error(`kept: ${work}`);
    else rmSync(work, { recursive: true, force: true });
  });

  it('is in no artifact of another group, nor in what groups share', (t) => {
    t.diagnostic(`${markers.length} markers, ${found.length} artifacts`);
    assert.ok(markers.length > 300 && found.length > 50, 'too little was planted or built');
    none(leaks(found, markers), 'leak');
  });

  it('is in every edition it was written for', () => {
    none(losses(found, markers), 'lost passage');
  });

  it('is in the search, the feeds and the role pages of its own group only', () => {
    // The scan has judged them with the rest; here it's made sure that they were there and not empty.
    for (const edition of EDITIONS.slice(0, 4)) {
      const own = found.filter((f) => f.audience === edition);
      assert.ok(own.some((f) => f.artifact.includes('/search/') && f.words.size > 0 && f.artifact.endsWith('.js')), `${edition}: no search index with this edition's text`);
      assert.ok(own.some((f) => f.artifact.endsWith('/feed.xml') && f.words.size > 0), `${edition}: no feed with this edition's documents`);
      assert.ok(own.some((f) => /\/roles\/[^/]+\/index\.html$/.test(f.artifact) && f.words.size > 0), `${edition}: no role page with its passages`);
    }
  });

  it('would be found, wherever it leaked to', () => {
    // The test of the test: a leak is planted into a copy of the output, in each form that the scan claims to read.
    const copy = path.join(work, 'leaky');
    const secret = markers.find((m) => m.place === 'list item' && m.editions[0] === 'families').word;
    const forms = {
      'counselors/index.html': (bytes) => Buffer.concat([bytes, Buffer.from(`<!-- ${secret} -->`)]),
      'counselors/note.bin': () => Buffer.from(secret.toUpperCase(), 'utf16le'),
      'kits/all.zip': () => zip('inner.txt', secret),
      [`students/${secret}.txt`]: () => Buffer.from(''),
      'sitemap.xml': (bytes) => Buffer.concat([bytes, Buffer.from(secret)]),
    };
    cpSync(out, copy, { recursive: true });
    for (const [file, change] of Object.entries(forms)) {
      const full = path.join(copy, file);
      mkdirSync(path.dirname(full), { recursive: true });
      let bytes = Buffer.alloc(0);
      try { bytes = readFileSync(full); } catch { /* a new file */ }
      writeFileSync(full, change(bytes));
    }
    const problems = leaks(scan(copy), markers).filter((p) => p.includes(secret));
    for (const file of Object.keys(forms)) assert.ok(problems.some((p) => p.startsWith(file)), `a leak in ${file} wasn't found`);

    // And a passage that's missing is found missing.
    rmSync(path.join(copy, 'families'), { recursive: true });
    assert.ok(losses(scan(copy), markers).some((p) => p.includes(secret)), 'a lost passage was not found');
  });
});

/** Packs one file, compressed, into the smallest archive there is. */
function zip(name, content) {
  const packed = deflateRawSync(Buffer.from(content));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}
