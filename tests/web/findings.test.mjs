// What other programs read of the findings: SARIF, JSON, commands of GitHub.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import Ajv from 'ajv';
import { binary } from './lib/site.mjs';

// A site with findings of many shapes: with and without a place, a label, a
// hint of several lines, a page, and signs that formats have to escape.
const site = mkdtempSync(path.join(tmpdir(), 'ilpress-findings-'));
after(() => rmSync(site, { recursive: true, force: true }));
cpSync(new URL('../sites/minimal', import.meta.url), site, { recursive: true });
const put = (rel, text) => writeFileSync(path.join(site, rel), text);
put('content/pages/no-front-matter.md', '');
put('content/pages/names.md', '+++\ntitle = "Names"\n+++\n\n## One {#a}\n\nÜ 🙂 [x]{audience=familes}\n\n## Two {#a}\n\nText\n');
put('content/pages/signs.md', '+++\ntitle = "Signs"\n"100%,a:b" = 1\n+++\n\nText\n');
put('content/pages/latin.md', Buffer.from('+++\ntitle = "Caf\xe9"\n+++\n', 'latin1'));
put('content/pages/name with blanks, 100%.md', 'Text\n');

/** Returns what `ilpress check` writes in a format. */
function check(format) {
  const run = spawnSync(binary(), ['check', '--site', site, '--format', format, '--today', '2026-09-01'], { encoding: 'utf8' });
  assert.equal(run.status, 1, run.stderr);
  return run.stdout;
}

const findings = JSON.parse(check('json'));

describe('json', () => {
  const place = {
    path: { type: 'string', minLength: 1 },
    line: { type: 'integer', minimum: 1 },
    column: { type: 'integer', minimum: 1 },
    end_line: { type: 'integer', minimum: 1 },
    end_column: { type: 'integer', minimum: 1 },
    start: { type: 'integer', minimum: 0 },
    end: { type: 'integer', minimum: 0 },
  };
  const texts = { type: 'array', items: { type: 'string', minLength: 1 } };
  const object = (properties) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });
  const message = { type: 'string', minLength: 1 };
  const shape = {
    type: 'array',
    minItems: 5,
    items: object({
      rule: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
      severity: { enum: ['error', 'warning'] },
      message,
      ...place,
      labels: { type: 'array', items: object({ message, ...place }) },
      hints: texts,
      pages: texts,
    }),
  };

  it('has the keys that src/diag/render/json.rs promises, and no other', () => {
    const ajv = new Ajv({ allErrors: true });
    assert.ok(ajv.validate(shape, findings), ajv.errorsText());
  });

  it('counts lines, characters and bytes', () => {
    const found = findings.find((finding) => finding.rule === 'unknown-audience');
    const bytes = readFileSync(path.join(site, found.path));
    assert.equal(bytes.subarray(found.start, found.end).toString(), 'familes');
    assert.equal([...bytes.toString().split('\n')[found.line - 1]].slice(found.column - 1, found.end_column - 1).join(''), 'familes');
  });
});

describe('sarif', () => {
  const log = JSON.parse(check('sarif'));

  it('is valid under the schema of SARIF 2.1.0', () => {
    const schema = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    // The formats of JSON Schema: addresses are addresses, days are days.
    const ajv = new Ajv({ allErrors: true, format: 'full', schemaId: 'auto', meta: false });
    ajv.addMetaSchema(createRequire(import.meta.url)('ajv/lib/refs/json-schema-draft-04.json'));
    ajv.addMetaSchema(createRequire(import.meta.url)('ajv/lib/refs/json-schema-draft-07.json'));
    assert.ok(ajv.validate(schema, log), ajv.errorsText());
    assert.ok(!ajv.validate(schema, { ...log, version: '2.0.0' }), 'the schema accepts anything');
  });

  it('says what JSON says', () => {
    const [run] = log.runs;
    assert.equal(run.results.length, findings.length);
    for (const [index, result] of run.results.entries()) {
      const finding = findings[index];
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      assert.equal(result.ruleId, finding.rule);
      assert.equal(run.tool.driver.rules[result.ruleIndex].id, finding.rule);
      assert.equal(decodeURIComponent(artifactLocation.uri), finding.path);
      assert.deepEqual([region.startLine, region.startColumn], [finding.line, finding.column]);
      assert.ok(result.message.text.startsWith(finding.message));
    }
  });
});

describe('github', () => {
  const lines = check('github').trimEnd().split('\n');
  // What the runner does: https://github.com/actions/toolkit, command.ts.
  const data = (text) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const property = (text) => data(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

  it('writes one command a finding, and what the runner reads is what was found', () => {
    assert.equal(lines.length, findings.length);
    for (const [index, line] of lines.entries()) {
      const finding = findings[index];
      const [, severity, list, text] = /^::(error|warning) (.*?)::(.*)$/.exec(line) ?? assert.fail(line);
      const properties = Object.fromEntries(list.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
      assert.equal(severity, finding.severity);
      assert.equal(property(properties.file), finding.path);
      assert.equal(Number(properties.line), finding.line);
      assert.equal(property(properties.title), finding.rule);
      assert.ok(data(text).startsWith(finding.message), line);
      assert.ok(finding.hints.every((hint) => data(text).includes(hint)), line);
    }
  });

  it('escapes paths and messages', () => {
    assert.ok(lines.some((line) => line.includes('file=content/pages/name with blanks%2C 100%25.md')), lines.join('\n'));
    assert.ok(lines.some((line) => line.includes('%0A')));
  });
});

describe('short', () => {
  it('writes one line a finding', () => {
    const lines = check('short').trimEnd().split('\n');
    assert.deepEqual(
      lines,
      findings.map((f) => `${f.path}:${f.line}:${f.column}: ${f.severity}[${f.rule}]: ${f.message}`),
    );
  });
});
