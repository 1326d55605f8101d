// The calculator of hours: a reader's own numbers come to the sums of the program, in the page and in the report.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, watch } from './lib/browser.mjs';
import { none } from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { binary, readPages, siteFolder } from './lib/site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = siteFolder();
const pages = readPages(folder).filter((page) => page.elements.some((e) => 'data-load-form' in e.attrs));
const counselor = pages.find((page) => page.rel === 'counselors/roles/school-counselor/index.html');
const PAUSE = 900; // longer than the calculator waits before it speaks

/** Types a person's numbers into the first calculator of a page. */
async function type(tab, students, staff) {
  await tab.locator('input[name=students]').first().fill(students);
  await tab.locator('input[name=staff]').first().fill(staff);
}

/** Returns the columns of the first table: number of students or "yours", and the text of each row below. */
const columns = (tab) => tab.locator('[data-load-table]').first().evaluate((table) => {
  const rows = [...table.rows];
  return [...rows[0].cells].map((head, index) => ({
    yours: head.classList.contains('yours'),
    shown: head.checkVisibility(),
    students: Number(head.textContent.match(/[\d.,]+/)?.[0].replace(/[.,]/g, '')),
    cells: rows.slice(1).map((row) => row.cells[index].textContent.replace(/\s+/g, ' ').trim()),
  }));
});

describe('calculator of hours', () => {
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

  /** Opens a page with what a reader may have set. */
  async function open(rel, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const tab = await context.newPage();
    const faults = [];
    watch(tab, server.origin, (what) => faults.push(what));
    await tab.goto(server.url(rel), { waitUntil: 'load' });
    return { tab, faults, close: () => context.close() };
  }

  it('stands on the pages of roles with students', () => {
    assert.ok(counselor, 'the counselor’s page has no calculator');
  });

  it('comes to the sums that the program printed, on every page', async () => {
    const problems = [];
    for (const page of pages) {
      const { tab, faults, close } = await open(page.rel);
      for (const printed of (await columns(tab)).filter((c) => c.students && !c.yours)) {
        for (const [students, staff] of [[printed.students, '1'], [printed.students * 2, '2'], [printed.students / 2, '0.5']]) {
          if (!Number.isInteger(students)) continue;
          await type(tab, String(students), staff);
          const own = (await columns(tab)).find((c) => c.yours);
          if (!own.shown) problems.push(`${page.rel}: no column for ${students} students and ${staff} staff`);
          if (String(own.cells) !== String(printed.cells)) problems.push(`${page.rel}: ${students} ÷ ${staff}: ${own.cells} is not ${printed.cells}`);
        }
      }
      problems.push(...faults.map((what) => `${page.rel}: ${what}`));
      await close();
    }
    none(problems, 'sum that differs');
  });

  it('says a result once, when the typing pauses', async () => {
    const { tab, close } = await open(counselor.rel);
    const output = tab.locator('output').first();
    assert.match(await output.innerText(), /372/, 'the role’s own numbers are there from the start');
    await output.evaluate((element) => {
      window.said = [];
      new MutationObserver(() => window.said.push(element.textContent)).observe(element, { childList: true });
    });
    await tab.locator('input[name=students]').focus();
    await tab.keyboard.press('Control+A');
    await tab.keyboard.type('1,200', { delay: 40 });
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement.name), 'staff', 'the next field is the next stop');
    await tab.keyboard.type('3', { delay: 40 });
    await tab.keyboard.press('Enter');
    await tab.waitForTimeout(PAUSE);
    const said = await tab.evaluate(() => window.said);
    assert.equal(said.length, 1, `said ${said.length} times: ${said.join(' | ')}`);
    assert.match(said[0], /Students for each person: 400\. Hours a year: [\d.]+\. Most in /);
    const own = (await columns(tab)).find((c) => c.yours);
    const most = Math.max(...own.cells.slice(0, 12).map(parseFloat));
    assert.ok(said[0].includes(String(most)), `“${said[0]}” doesn’t say ${most}`);
    await close();
  });

  it('asks kindly for a number, and takes back what was wrong', async () => {
    const { tab, close } = await open(counselor.rel);
    for (const [students, staff, field] of [['many', '1', 'students'], ['', '1', 'students'], ['-5', '1', 'students'], ['372.5', '1', 'students'], ['372', '0', 'staff'], ['372', 'two', 'staff']]) {
      await type(tab, students, staff);
      const input = tab.locator(`input[name=${field}]`).first();
      assert.equal(await input.getAttribute('aria-invalid'), 'true', `“${students}” ÷ “${staff}”`);
      const told = await input.evaluate((element) => element.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' '));
      assert.match(told, /Please write how many/);
      assert.equal((await columns(tab)).find((c) => c.yours).shown, false, 'no sums of a number that isn’t one');
      await tab.waitForTimeout(PAUSE);
      assert.match(await tab.locator('output').first().textContent(), /Please write how many/);
    }
    await type(tab, ' 410 ', '1');
    assert.equal(await tab.locator('[aria-invalid=true]').count(), 0);
    assert.equal((await columns(tab)).find((c) => c.yours).shown, true);
    await close();
  });

  it('satisfies axe-core with a result and with a mistake, and fits 320 px', async () => {
    const { tab, close } = await open(counselor.rel, { viewport: { width: 320, height: 640 } });
    await tab.evaluate(AXE);
    for (const students of ['500', 'many']) {
      await type(tab, students, '1');
      await tab.waitForTimeout(PAUSE);
      const violations = await tab.evaluate(async () => (await axe.run(document.querySelector('main'))).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`));
      none(violations, 'violation');
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `at 320 px with “${students}” the page scrolls sideways`);
    }
    await close();
  });

  it('without JavaScript there is a table for 250, 372 and 500 students, and no empty form', async () => {
    const { tab, close } = await open(counselor.rel, { javaScriptEnabled: false });
    const heads = await tab.locator('[data-load-table] thead th').allInnerTexts();
    for (const students of [250, 372, 500]) assert.ok(heads.some((head) => head.includes(`${students} students`)), `no column for ${students}: ${heads}`);
    assert.equal(await tab.locator('[data-load-form]').isVisible(), false);
    await close();
  });

  it('gives the hours of `ilpress report duties` for 410 students and one counselor', async () => {
    const work = mkdtempSync(path.join(tmpdir(), 'ilpress-load-'));
    const site = path.join(work, 'site');
    try {
      for (const name of ['site-config.toml', 'audiences', 'content', 'districts', 'assets']) {
        if (existsSync(path.join(repository, name))) cpSync(path.join(repository, name), path.join(site, name), { recursive: true });
      }
      writeFileSync(path.join(site, 'content/matrices/hours-there.md'), '+++\ntitle = "Hours there"\naudiences = ["district-leaders"]\nview = "workload"\ndistrict = "cedar-falls"\nroles = ["school-counselor"]\n+++\n');
      const out = path.join(work, 'out');
      const run = (...args) => execFileSync(binary(), [...args, '--site', site], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      run('build', '--out', out);
      const report = JSON.parse(run('report', 'duties', '--json', '--district', 'cedar-falls'));
      const role = report.roles.find((r) => r.id === 'school-counselor');
      assert.equal(role.caseload, 410);
      const there = await serve(out);
      try {
        const tab = await browser.newPage();
        await tab.goto(there.url('district-leaders/matrices/hours-there/index.html'));
        await type(tab, '820', '2');
        await type(tab, '410', '1');
        const own = (await columns(tab)).find((c) => c.yours);
        const shown = (hours) => String(Math.round(hours * 10) / 10);
        const numbers = own.cells.map((cell) => cell.split(' ')[0]);
        assert.deepEqual(numbers.slice(0, 12), report.months.map((month) => shown(role.hours[month])));
        assert.equal(numbers.at(-1), shown(role.year));
        const over = report.months.filter((_, index) => own.cells[index].includes('over'));
        assert.deepEqual(over, role.over);
        await tab.close();
      } finally {
        await there.close();
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});
