// A small site that plants a marker word in every place where text can stand for one group only.
//
// A marker is letters without a break, so that no tokenizer, escape or hyphenation splits it. `editions` says who may
// see it; everybody else, and everything that groups share, may not.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The groups that have an edition. `educators` contains two of them and has none of its own. */
export const EDITIONS = ['families', 'students', 'counselors', 'special-educators', 'trainers'];
const READERS = EDITIONS.filter((e) => e !== 'trainers');
const CONTAINS = { educators: ['counselors', 'special-educators'] };

/** Returns the editions that a tag covers: the one it names, or those that it contains. */
const covers = (tags) => [...new Set(tags.split(' ').flatMap((t) => CONTAINS[t] ?? [t]))];

/** Writes the site into `folder` and returns its markers: `{ word, place, editions, shared }`. */
export function plant(folder) {
  const markers = [];
  const letters = (text) => text.replace(/[^a-z]/gi, '').toLowerCase();

  /**
   * Returns a fresh marker. `editions` are all that must and may show it; `shared` allows it in what all groups share
   * (titles and names may stand there, nothing else).
   */
  const mark = (place, editions, { shared = false } = {}) => {
    const word = `zqv${letters(place)}${editions.map((e) => letters(e).slice(0, 4)).join('')}n${String.fromCharCode(97 + Math.floor(markers.length / 26), 97 + (markers.length % 26))}vqz`;
    markers.push({ word, place, editions, shared });
    return word;
  };
  const write = (file, lines) => {
    const full = path.join(folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, Array.isArray(lines) ? lines.join('\n') + '\n' : lines);
  };
  const list = (names) => `[${names.map((n) => `"${n}"`).join(', ')}]`;
  const front = (keys) => ['+++', ...Object.entries(keys).map(([k, v]) => `${k} = ${typeof v === 'string' && !v.startsWith('[') ? JSON.stringify(v) : v}`), '+++', ''];

  // The site itself.

  write('site-config.toml', `
base_url = "https://marker.example"
released = 2026-08-01
grades = "6-12"

[agency]
name = "Marker Department"
phone = "555-0140"
email = "office@marker.example"

[plan.en]
name = { text = "Individualized Learning Plan", a = "an", the = "the" }
short = { text = "ILP", a = "an", the = "the" }
plural = "ILPs"

[languages]
en = { name = "English" }

[school_year]
starts = "aug"
terms = ["aug", "jan"]

[phases]
plan = "Make the plan"

[steps.how-to-guide]
title = "Write a how-to guide"
outcomes = ["Staff know their part"]

[state_edition]
name = "your school district"
contact.ilp = { phone = "555-0100" }
`);
  const roles = { families: 'family', students: 'student', counselors: 'school-counselor', 'special-educators': 'case-manager', trainers: 'trainer' };
  for (const audience of EDITIONS) {
    write(`audiences/${audience}.toml`, [
      `name = "The ${audience}"`, `sentence = "What the ${audience} do."`, 'accent = "oklch(0.48 0.09 250)"',
      ...(audience === 'trainers' ? ['facilitates = true'] : []), '',
      `[roles.${roles[audience]}]`, `name = "The ${roles[audience]}"`, `summary = "${mark('role summary', [audience])} is the part."`, 'grades = "6-12"',
    ]);
  }
  write('audiences/educators.toml', ['name = "Educators"', 'sentence = "Everybody who teaches."', 'accent = "oklch(0.48 0.09 250)"', `contains = ${list(CONTAINS.educators)}`]);
  write('assets/dot.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>\n');

  // Terms and claims, each used by one group's text, and one of each that nobody uses.

  const terms = [];
  const claims = [];
  for (const audience of READERS) {
    terms.push(`[term-${audience}]`, `term = "term of ${audience}"`, `definition = "${mark('glossary definition', [audience])} is what it means."`, '');
    claims.push(`[claim-${audience}]`, `statement = "${mark('claim statement', [audience])} holds."`,
      `source = { publisher = "Publisher", title = "${mark('claim source', [audience])}", year = 2024 }`, 'as_of = 2024-04-24', 'verified = 2026-07-01', 'expires = 2030-01-01', '');
  }
  terms.push('[term-unused]', 'term = "unused term"', `definition = "${mark('unused glossary term', [])} is never used."`);
  claims.push('[claim-unused]', `statement = "${mark('unused claim', [])} holds."`, 'source = { publisher = "Publisher", title = "Nothing", year = 2024 }', 'as_of = 2024-04-24', 'verified = 2026-07-01', 'expires = 2030-01-01');
  write('content/glossary.toml', terms);
  write('content/claims.toml', claims);

  // One page with every place, for each group.

  const all = list(READERS);
  const open = [...front({ kind: 'page', title: 'All places', summary: 'Words for everybody.', audiences: all }), 'Everybody reads this.', ''];
  for (const a of [...READERS, 'educators']) {
    const to = covers(a);
    const m = (place) => mark(place, to);
    open.push(
      `## ${m('heading')} {#section-${a} audience=${a}}`, '', `${m('section body')} stands here.`, '',
      `### ${m('subheading')}`, '', `${m('subsection body')} stands here.`, '',
      `## Places around ${a.length} {#places-${a}}`, '',
      `For everybody.`, '',
      `::: {.note #note-${a} audience=${a}}`, `${m('callout')} stands here.`, '', `> ${m('quotation')}`, '', '```', `${m('code block')}`, '```', ':::', '',
      `::: {audience=${a}}`, `${m('plain block')} *and ${m('emphasis')}*.`, ':::', '',
      `${m('paragraph')} is a whole paragraph. {audience=${a}}`, '',
      `Before [${m('phrase')} and \`${m('code in a phrase')}\`]{audience=${a}} after. And \`${m('tagged code')}\`{audience=${a}}.`, '',
      `- an item for all`, `- ${m('list item')} {audience=${a}}`, `  - ${m('nested list item')}`, `- the last item, with [${m('phrase in an item')}]{audience=${a}}`, '',
      `1. a first step`, `2. ${m('numbered item')} {audience=${a}}`, '',
      `| one | two |`, `|---|---|`, `| for all | for all |`, `| ${m('table row')} | ${m('last cell')} {audience=${a}} |`, `| [${m('phrase in a cell')}]{audience=${a}} | for all |`, '',
      `Term for all`, `: A definition for all.`, '', `${m('defined term')} {audience=${a}}`, `: ${m('definition')}`, '',
      `::: {.steps audience=${a}}`, `1. ${m('step')}`, ':::', '',
      `::: {.checklist audience=${a}}`, `- [ ] ${m('check box')}`, ':::', '',
      `::: {.figure audience=${a}}`, `![${m('alternative text')}](../../assets/dot.svg)`, '', `${m('caption')}`, ':::', '',
      `::: {.quote by="${m('who is quoted')}" audience=${a}}`, m('quoted words'), ':::', '',
      `::: {.form audience=${a}}`, `- ${m('line to fill in')}`, ':::', '',
      `::: {.crosswalk audience=${a}}`, '', `| what | ${m('column head')} |`, '|---|---|', `| ${m('row head')} | ${m('crosswalk cell')} |`, '', ':::', '',
      `::: {.slot #slot-${a} max=60 audience=${a}}`, m('slot'), ':::', '',
      `::: {.locked owner="the state" reason="a rule" audience=${a}}`, m('locked text'), ':::', '',
      `Read [${m('link text')}](other.md "${m('link title')}"){audience=${a}} too.`, '',
      `With a note[^note-${a}] below. {audience=${a}}`, '', `[^note-${a}]: ${m('footnote')} stands below.`, '',
    );
  }
  for (const a of READERS) {
    open.push(`It is true [@claim-${a}], and [a word]{term=term-${a}} says it. {audience=${a}}`, '');
    open.push(`::: {role=${roles[a]}}`, `${mark('role block', [a])} is the role's.`, ':::', '', `- for all`, `- ${mark('role item', [a])} {role=${roles[a]}}`, '');
    const rest = READERS.filter((r) => r !== a);
    open.push(`::: {except=${a}}`, `${mark('except', rest)} is for the others.`, ':::', '', `Text [${mark('except phrase', rest)}]{except=${a}} text.`, '');
  }
  open.push(
    '::: {audience=educators except=counselors}', mark('and-not', ['special-educators']), ':::', '',
    '::: {audience=educators}', `${mark('outer', ['counselors', 'special-educators'])}`, '', '::: {audience="families counselors"}', mark('nested', ['counselors']), ':::', ':::', '',
    '::: {audience="families students"}', `${mark('two', ['families', 'students'])} with [${mark('phrase in two', ['students'])}]{audience=students}.`, ':::', '',
    `<!-- ${mark('comment', [])} -->`, '',
    '::: {format=print}', mark('print only', []), ':::', '',
    'The end.',
  );
  write('content/pages/places.md', open);
  write('content/pages/other.md', [...front({ kind: 'page', title: 'Other page', summary: 'Words for everybody.', audiences: all }), 'Everybody reads this.', '', 'Families have [a page of their own](only-families.md){to=families}.']);

  // Documents for one group, each kind.

  for (const a of READERS) {
    const m = (place, options) => mark(place, [a], options);
    const head = (kind, more = {}) => front({ kind, title: `${m(`${kind} title`, { shared: true })} page`, summary: `${m(`${kind} summary`)} is short.`, audiences: list([a]), ...more });
    write(`content/pages/only-${a}.md`, [...head('page'), `${m('page body')} stands here.`, '', '::: {#part}', `${m('included passage')} is used again.`, ':::', '', '## Section {#chapter}', '', `${m('included section')} is used again.`]);
    write(`content/brochures/only-${a}.md`, [...head('brochure'), `${m('brochure cover')}`, '', ...['One', 'Two', 'Three', 'Four', 'Five', 'Six'].flatMap((p) => [`## ${p} ${m(`panel ${p}`)}`, '', `${m(`panel text ${p}`)} stands here.`, ''])]);
    write(`content/messages/only-${a}.md`, [...head('message', { channel: 'letter', subject: m('letter subject') }), `${m('letter body')} stands here.`]);
    write(`content/matrices/only-${a}.md`, [...head('matrix', { view: 'grid', scheme: 'rasci', roles: list([roles[a]]), duties: list([`duty-${a}`]) }), `${m('matrix introduction')} stands here.`]);
    write(`content/guides/only-${a}/index.md`, [...head('guide', { chapters: list(['first', 'second']) }), `${m('guide introduction')} stands here.`]);
    write(`content/guides/only-${a}/first.md`, [...head('guide'), `${m('first chapter')} stands here.`]);
    write(`content/guides/only-${a}/second.md`, [...head('guide'), `${m('second chapter')} stands here.`]);
  }

  // Documents for all with parts for some.

  const share = (kind, title, more = {}) => front({ kind, title, summary: 'Words for everybody.', audiences: all, ...more });
  const parts = (place) => READERS.flatMap((a) => [`## Part of ${a} ${mark(`${place} heading`, [a])} {#part-${a} audience=${a}}`, '', `${mark(`${place} section`, [a])} stands here.`, '']);
  write('content/brochures/shared.md', [...share('brochure', 'Shared brochure'), 'For all.', '', '## First panel', '', 'For all.', '', ...parts('panel')]);
  write('content/messages/questions.md', [...share('message', 'Shared questions', { channel: 'faq' }), '## A question for all?', '', 'An answer.', '', ...parts('question')]);
  write('content/matrices/shared.md', [...share('matrix', 'Shared matrix', { view: 'plain', roles: list(READERS.map((a) => roles[a])), duties: list(READERS.map((a) => `duty-${a}`)) }), 'For all.', '', ...READERS.flatMap((a) => [`${mark('matrix paragraph', [a])} stands here. {audience=${a}}`, ''])]);
  write('content/guides/shared/index.md', [...share('guide', 'Shared guide', { chapters: list(['for-all', 'for-counselors']) }), 'For all.', '', ...parts('guide')]);
  write('content/guides/shared/for-all.md', [...share('guide', 'Chapter for all'), 'For all.', '', ...parts('chapter')]);
  write('content/guides/shared/for-counselors.md', [
    ...front({ kind: 'guide', title: `${mark('chapter title', ['counselors'], { shared: true })} chapter`, summary: `${mark('chapter summary', ['counselors'])} is short.`, audiences: list(['counselors']) }),
    `${mark('chapter body', ['counselors'])} stands here.`,
  ]);

  // What is included keeps its scopes, also when the including place would admit more.

  write('content/pages/includes.md', [
    ...share('page', 'Including page'), 'For all.', '',
    ...READERS.flatMap((a) => [`::: {.include #in-${a} from="pages/only-${a}#part"}`, ':::', '', `::: {.include #ch-${a} from="pages/only-${a}#chapter"}`, ':::', '']),
    '::: {.include #in-places from="pages/places#note-counselors"}', ':::', '', 'The end.',
  ]);

  // A module: participants, and who leads it. The leader sees every passage; the script is for nobody else.

  const module = ['counselors', 'special-educators'];
  write('content/modules/training.md', [
    ...front({ kind: 'module', title: 'A training', summary: 'Words for participants.', audiences: list(module), objectives: list([mark('objective', [...module, 'trainers'])]), materials: list([mark('material', ['trainers'])]),
      room: mark('room', ['trainers']), preparation: `[{ when = "before", items = ["${mark('preparation', ['trainers'])}"] }]` }),
    'Welcome.', '', '## Start {minutes=20 type=activity}', '', 'For every participant.', '',
    '::: {.slide title="First"}', mark('slide', [...module, 'trainers']), ':::', '',
    '::: script', mark('script', ['trainers']), ':::', '',
    '::: {.activity grouping="pairs" minutes=10}', mark('activity', [...module, 'trainers']), ':::', '',
    '::: {.handout #sheet title="A sheet"}', mark('handout', [...module, 'trainers']), ':::', '',
    ...module.flatMap((a) => [`${mark('module paragraph', [a, 'trainers'])} stands here. {audience=${a}}`, '']),
    ...module.flatMap((a) => [`::: {.handout #sheet-${a} title="${mark('handout title', [a, 'trainers'])}" audience=${a}}`, mark('scoped handout', [a, 'trainers']), ':::', '']),
    ...module.flatMap((a) => [`## ${mark('segment title', [a, 'trainers'])} {#segment-${a} minutes=5 type=talk audience=${a}}`, '', mark('segment text', [a, 'trainers']), '', `::: {.slide title="${mark('slide title', [a, 'trainers'])}"}`, mark('scoped slide', [a, 'trainers']), ':::', '']),
    '## End {minutes=10 type=talk}', '', '::: script', mark('second script', ['trainers']), ':::', '', 'Good-bye.',
  ]);

  // Duties: the task's own words go to whom the duty names.

  const duties = [];
  for (const a of READERS) {
    duties.push('[[duty]]', `id = "duty-${a}"`, `task = "${mark('duty task', [a])} is the task"`, 'phase = "plan"', 'grades = ["8-12"]', 'months = ["nov", "dec"]', `audiences = ${list([a])}`,
      `accountable = "${roles[a]}"`, `responsible = ["${roles[a]}"]`, 'minutes = 40', 'per = "student"', '');
  }
  duties.push('[[duty]]', 'id = "duty-trainer"', `task = "${mark('duty task', ['trainers'])} is the task"`, 'phase = "plan"', 'months = "all"', `audiences = ${list(['trainers'])}`, 'accountable = "trainer"', 'responsible = ["trainer"]', 'grades = []', '');
  write('content/duties/all.toml', duties);

  return markers;
}
