// Markup and style sheets by the Nu Html Checker: what a browser forgives, a screen reader may not.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { none } from './lib/report.mjs';
import { siteFolder, walk } from './lib/site.mjs';

const run = promisify(execFile);
const folder = siteFolder();
const jar = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

// Messages that are the checker's mistake, not ours. Each needs a reason that a reader can check.
const WAIVERS = [
  // { file: /\.css$/, message: /…/, reason: '…' },
];

/** Returns the checker's messages; a checker that can't run fails the test. */
async function check(files) {
  const messages = [];
  for (let from = 0; from < files.length; from += 500) {
    const lot = files.slice(from, from + 500).map((f) => path.join(folder, f));
    const options = ['-Xss4m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', '--also-check-css', '--also-check-svg'];
    const { stdout } = await run('java', [...options, ...lot], { maxBuffer: 1 << 29 });
    messages.push(...JSON.parse(stdout).messages);
  }
  return messages.map((m) => ({ ...m, file: decodeURI(m.url ?? '').replace(/^file:/, '').slice(folder.length + 1) }));
}

function judge(messages) {
  const errors = messages.filter((m) => m.type !== 'info')
    .filter((m) => !WAIVERS.some((w) => w.file.test(m.file) && w.message.test(m.message)));
  return errors.map((m) => `${m.file}:${m.lastLine ?? '?'}: ${m.message} ‹${(m.extract ?? '').replace(/\s+/g, ' ').slice(0, 90)}›`);
}

describe('Nu Html Checker', () => {
  const files = walk(folder);

  it('finds no error in any page', async (t) => {
    const pages = files.filter((f) => f.endsWith('.html'));
    assert.ok(pages.length > 0, 'no page to check');
    const messages = await check(pages);
    const warnings = new Map();
    for (const m of messages.filter((m) => m.subType === 'warning')) warnings.set(m.message, (warnings.get(m.message) ?? 0) + 1);
    for (const [message, times] of warnings) t.diagnostic(`warning, ${times} ×: ${message}`);
    t.diagnostic(`${pages.length} pages`);
    none(judge(messages), 'markup error');
  });

  it('finds no error in any style sheet or SVG image', async (t) => {
    const sheets = files.filter((f) => /\.(css|svg)$/.test(f));
    assert.ok(sheets.some((f) => f.endsWith('.css')), 'no style sheet to check');
    const messages = await check(sheets);
    t.diagnostic(`${sheets.length} files`);
    none(judge(messages), 'style sheet error');
  });
});
