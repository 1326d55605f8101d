// What other programs take from a page: dates for calendars, tables for spreadsheets.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import ICAL from 'ical.js';
import readSheets from 'read-excel-file/node';
import { unpack } from './lib/archive.mjs';
import { none } from './lib/report.mjs';
import { siteFolder, walk } from './lib/site.mjs';

const folder = siteFolder();
const files = walk(folder);
const bytes = (rel) => readFileSync(path.join(folder, rel));

/** Returns the events of a calendar file. */
function events(rel) {
  const calendar = new ICAL.Component(ICAL.parse(bytes(rel).toString('utf8')));
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
}

describe('calendars', () => {
  const calendars = files.filter((file) => file.endsWith('.ics'));

  it('are there for roles, matrices and editions', () => {
    for (const part of ['/roles/', '/matrices/', '/calendar/']) {
      assert.ok(calendars.some((file) => file.includes(part)), part);
    }
  });

  it('have whole months of the school year, each event once', () => {
    const wrong = [];
    for (const file of calendars) {
      const seen = new Set();
      for (const event of events(file)) {
        const [from, until] = [event.startDate, event.endDate].map(String);
        const whole = /^\d{4}-\d\d-01$/;
        if (!event.startDate.isDate || !whole.test(from) || !whole.test(until)) wrong.push(`${file}: ${from} to ${until}`);
        if (from >= until || from < '2026-08-01' || until > '2027-08-01') wrong.push(`${file}: ${from} to ${until}`);
        if (seen.has(event.uid)) wrong.push(`${file}: ${event.uid} twice`);
        seen.add(event.uid);
        if (!event.summary) wrong.push(`${file}: ${event.uid} says nothing`);
      }
    }
    none(wrong);
  });

  it('run over the new year', () => {
    const conference = events('counselors/calendar/calendar.ics').find((event) => event.uid.includes('-plan-conference-'));
    assert.equal(String(conference.startDate), '2026-11-01');
    assert.equal(String(conference.endDate), '2027-04-01');
  });

  it('name a duty the same everywhere, and stamp it with the edition', () => {
    const known = new Map();
    const wrong = [];
    for (const file of calendars) {
      for (const event of events(file)) {
        const said = `${event.startDate}–${event.endDate}`;
        if ((known.get(event.uid) ?? said) !== said) wrong.push(`${file}: ${event.uid} is ${said}, elsewhere ${known.get(event.uid)}`);
        known.set(event.uid, said);
        if (String(event.component.getFirstPropertyValue('dtstamp')).slice(0, 10) !== '2026-11-23') wrong.push(`${file}: stamp of ${event.uid}`);
      }
    }
    none(wrong);
    assert.ok(known.size > 20, `${known.size} events`);
  });

  // RFC 5545, 3.1: lines should have no more than 75 octets; the library's last piece of a line may have one more.
  it('have short lines that end as they must', () => {
    const lines = (file) => bytes(file).toString('latin1').split('\r\n');
    none(calendars.filter((file) => lines(file).some((line) => line.length > 76 || line.includes('\n'))));
  });
});

describe('spreadsheets', () => {
  const books = files.filter((file) => file.endsWith('.xlsx'));

  it('go with every matrix', () => {
    const matrices = files.filter((file) => /\/matrices\/[^/]+\/index\.html$/.test(file));
    none(matrices.filter((file) => !books.some((book) => book.startsWith(file.replace('index.html', '')))));
    assert.ok(books.length > 0);
  });

  it('hold the cells of the table as text, below its header row', async () => {
    const wrong = [];
    for (const book of books) {
      const [first, second] = await readSheets(bytes(book));
      const table = parseCsv(bytes(book.replace(/xlsx$/, 'csv')), { bom: true });
      const cells = first.data.map((row) => row.map((cell) => String(cell ?? '')));
      try {
        assert.deepEqual(cells, table);
        assert.ok(second.data.length >= 5, 'no legend');
      } catch (error) {
        wrong.push(`${book}: ${error.message.slice(0, 300)}`);
      }
    }
    none(wrong);
  });

  it('have no formula, and keep their header row in sight', () => {
    const wrong = [];
    for (const book of books) {
      const parts = new Map([...unpack(book, bytes(book))].map(([name, content]) => [name, content.toString('utf8')]));
      const sheets = [...parts].filter(([name, content]) => /worksheets\/sheet\d+\.xml$/.test(name) && content.startsWith('<'));
      assert.equal(sheets.length, 2, book);
      if (sheets.some(([, content]) => /<f[ >]/.test(content))) wrong.push(`${book}: a formula`);
      if (!/<pane [^>]*state="frozen"/.test(sheets[0][1])) wrong.push(`${book}: no frozen pane`);
      if (![...parts.keys()].some((name) => name.endsWith('tables/table1.xml'))) wrong.push(`${book}: no table`);
    }
    none(wrong);
  });
});
