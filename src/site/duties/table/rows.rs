//! Rows → raw duties.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexMap;

use super::super::super::likeness::words;
use super::super::super::raw::duties::{RawDuty, RawMonths};
use super::super::super::raw::{RawGrade, RawGrades, RawNames, Spanned, Text};
use super::super::super::role_names::RoleNames;
use super::super::super::sheet::cells::{Cell, one_line};
use super::super::super::{Audience, Letter, PhaseId, Site, is_id};
use super::head::{Head, Holds};
use super::keys::Key;
use super::values::{self, All, Part};
use super::{DutyTable, Skipped, TableDuty, Why};
use crate::diag::rules::{INVALID_VALUE, MISSING_KEY, SKIPPED_ROW};
use crate::diag::{Diagnostic, Rule, Span};
use crate::vfs::SitePath;

/// The length that an id made of a task may have.
const ID_LENGTH: usize = 60;

/// Reads all rows below the heads.
pub(super) fn read(
    site: &Site,
    names: &RoleNames,
    path: &SitePath,
    source: &str,
    rows: &[Vec<Cell>],
    head: &Head,
    table: &mut DutyTable,
) {
    let mut reader = Reader { site, names, path, source, head, findings: Vec::new(), odd: IndexMap::new() };
    let mut taken = reader.ids(&rows[head.rows.end..]);
    let mut phase: Option<Text> = None;
    for (index, row) in rows.iter().enumerate() {
        let Some(first) = row.iter().find(|cell| !cell.is_empty()) else { continue };
        if head.rows.contains(&index) {
            continue;
        }
        let why = if index < head.rows.start { Some(Why::Above) } else { reader.why(row) };
        let Some(why) = why else {
            table.duties.push(reader.duty(index + 1, row, phase.as_ref(), &mut taken));
            continue;
        };
        match why {
            Why::Phase => phase = reader.phase(&first.line()).map(|id| reader.whole(first, id.to_string())),
            Why::Alone => reader.report_alone(first),
            Why::Above | Why::Heads | Why::Legend | Why::Total => {}
        }
        table.skipped.push(Skipped { row: index + 1, text: first.line(), why });
    }
    reader.report_odd();
    table.findings.append(&mut reader.findings);
}

struct Reader<'a> {
    site: &'a Site,
    names: &'a RoleNames<'a>,
    path: &'a SitePath,
    source: &'a str,
    head: &'a Head,
    findings: Vec<Diagnostic>,
    /// Cells of a grid that hold no letter: what is in them, where first, and
    /// how often.
    odd: IndexMap<String, (Range<usize>, usize)>,
}

impl Reader<'_> {
    /// The cells of a row below heads of a key, as far as something is in them.
    fn cells<'r>(&self, row: &'r [Cell], key: Key) -> impl Iterator<Item = &'r Cell> {
        let holds = Holds::Key(key);
        let columns: Vec<usize> = self
            .head
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.holds == holds)
            .map(|(at, _)| at)
            .collect();
        columns.into_iter().filter_map(|at| row.get(at)).filter(|cell| !cell.is_empty())
    }

    fn cell<'r>(&self, row: &'r [Cell], key: Key) -> Option<&'r Cell> {
        self.cells(row, key).next()
    }

    /// A value that stands for a whole cell.
    fn whole(&self, cell: &Cell, value: String) -> Text {
        let range = cell.part(self.source, values::trimmed(&cell.text, 0..cell.text.len()));
        Spanned { value, range }
    }

    fn text(&self, cell: &Cell) -> Text {
        self.whole(cell, cell.line())
    }

    /// A part of a cell.
    fn part(&self, cell: &Cell, part: Range<usize>) -> Text {
        Spanned { value: one_line(&cell.text[part.clone()]), range: cell.part(self.source, part) }
    }

    fn report(&mut self, rule: &'static Rule, range: Range<usize>, message: String, hint: &str) {
        let finding = Diagnostic::new(rule, Span::new(self.path, range), message);
        self.findings.push(finding.hint(hint));
    }

    /// What a row is, if it is no duty. There is something in it.
    fn why(&self, row: &[Cell]) -> Option<Why> {
        let full: Vec<&Cell> = row.iter().filter(|cell| !cell.is_empty()).collect();
        let titles = self.head.columns.iter().map(|column| column.title.as_str());
        let same = |(cell, title): (&Cell, &str)| cell.line() == title;
        if full.len() > 1 && row.iter().zip(titles).filter(|(cell, _)| !cell.is_empty()).all(same) {
            return Some(Why::Heads);
        }
        let first = full.first().map(|cell| cell.line()).unwrap_or_default();
        if is_legend(&first) && full.len() <= 2 {
            return Some(Why::Legend);
        }
        let is_number = |cell: &&Cell| {
            let text = cell.line();
            text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
        };
        let begins = words(&first).first().cloned().unwrap_or_default();
        if ["total", "sum", "subtotal"].contains(&begins.as_str()) && full.iter().skip(1).all(is_number) {
            return Some(Why::Total);
        }
        if full.len() > 1 {
            return None;
        }
        Some(if self.phase(&first).is_some() { Why::Phase } else { Why::Alone })
    }

    fn report_alone(&mut self, cell: &Cell) {
        let text: String = cell.line().chars().take(60).collect();
        self.report(
            &SKIPPED_ROW,
            self.whole(cell, String::new()).range,
            format!("nothing else stands in the row of \"{text}\", so it was skipped"),
            "if it is a duty, say who does it and when; if not, move it above the heads or out of the table",
        );
    }

    /// The phase that a text names by id or title.
    fn phase(&self, text: &str) -> Option<&PhaseId> {
        let text = text.trim_end_matches(':');
        let wanted = words(
            text.split_once(':').filter(|(word, _)| words(word) == ["phase"]).map_or(text, |(_, rest)| rest),
        );
        let mut phases = self.site.phases.values();
        phases
            .find(|phase| words(phase.id.as_str()) == wanted || words(&phase.title) == wanted)
            .map(|phase| &phase.id)
    }

    /// The ids that rows have of their own.
    fn ids(&self, rows: &[Vec<Cell>]) -> Taken {
        rows.iter().filter_map(|row| self.cell(row, Key::Id)).map(|cell| (cell.line(), 2)).collect()
    }

    fn duty(&mut self, number: usize, row: &[Cell], phase: Option<&Text>, taken: &mut Taken) -> TableDuty {
        let mut remarks = self.remarks(row);
        let task = match self.cell(row, Key::Task) {
            Some(cell) => self.text(cell),
            None => self.missing_task(row),
        };
        let id = match self.cell(row, Key::Id) {
            Some(cell) => self.text(cell),
            None => Spanned { value: id_of(&task, taken), range: task.range.clone() },
        };
        let mut roles = self.roles(row, &mut remarks);
        let mut names = |letter: Letter| roles.swap_remove(&letter).map(RawNames);
        let (months, when) = self.times(row);
        let raw = RawDuty {
            id,
            task,
            phase: self.cell(row, Key::Phase).map(|cell| self.named_phase(cell)).or(phase.cloned()),
            grades: self.cell(row, Key::Grades).and_then(|cell| self.grades(cell)),
            months,
            when,
            accountable: names(Letter::Accountable),
            responsible: names(Letter::Responsible),
            support: names(Letter::Support),
            consulted: names(Letter::Consulted),
            informed: names(Letter::Informed),
            audiences: self.cell(row, Key::Audiences).and_then(|cell| self.audiences(cell)),
            minutes: self.minutes(row, &mut remarks),
            per: self.per(row, &mut remarks),
            minutes_for: self.minutes_for(row, &mut remarks),
            workload: self.cell(row, Key::Workload).map(|cell| self.workload(cell)),
            step: self.cell(row, Key::Step).map(|cell| self.step(cell)),
            evidence: self.cell(row, Key::Evidence).map(|cell| self.text(cell)),
            explained_by: self.cell(row, Key::ExplainedBy).map(|cell| self.documents(cell)),
            claim: self.cell(row, Key::Claim).map(|cell| self.claim(cell)),
        };
        TableDuty { row: number, raw, remarks }
    }

    /// What stands below heads that nothing reads.
    fn remarks(&self, row: &[Cell]) -> Vec<(String, String)> {
        let read = |holds: Holds| !matches!(holds, Holds::Unknown | Holds::Second | Holds::Key(Key::Remark));
        let cells = row.iter().zip(&self.head.columns).enumerate();
        let cells = cells.filter(|(_, (cell, column))| !cell.is_empty() && !read(column.holds));
        cells.map(|(at, (cell, column))| (title(&column.title, at), cell.line())).collect()
    }

    fn missing_task(&mut self, row: &[Cell]) -> Text {
        let at =
            self.head.columns.iter().position(|column| column.holds == Holds::Key(Key::Task)).unwrap_or(0);
        let cell = row.get(at).or(row.first()).expect("a row with something in it has cells");
        let range = cell.range.clone();
        self.report(
            &MISSING_KEY,
            range.clone(),
            "this row has no task".to_owned(),
            "say what is to be done, verb first: `Hold a plan conference`",
        );
        Spanned { value: String::new(), range }
    }

    /// The roles of a row by their letters.
    fn roles(&mut self, row: &[Cell], remarks: &mut Vec<(String, String)>) -> IndexMap<Letter, Vec<Text>> {
        let mut roles: IndexMap<Letter, Vec<Text>> = IndexMap::new();
        for letter in Letter::ALL {
            let named: Vec<Text> =
                self.cells(row, Key::Letter(letter)).flat_map(|cell| self.role_names(cell)).collect();
            if !named.is_empty() {
                roles.insert(letter, named);
            }
        }
        let mut leads: Vec<Text> =
            self.cells(row, Key::Lead).flat_map(|cell| self.role_names(cell)).collect();
        let from_lead_column = leads.len();
        let columns = self.head.columns.iter().enumerate().filter(|(_, column)| column.holds == Holds::Role);
        for (at, column) in columns {
            let Some(cell) = row.get(at).filter(|cell| !cell.is_empty() && !values::is_nothing(&cell.text))
            else {
                continue;
            };
            let name = self.whole(cell, column.title.clone());
            let Some(parts) = values::parts(&cell.text) else {
                let (_, times) = self.odd.entry(cell.line()).or_insert((name.range, 0));
                *times += 1;
                remarks.push((column.title.clone(), cell.line()));
                continue;
            };
            for part in parts {
                match part {
                    Part::Letter(letter) => roles.entry(letter).or_default().push(name.clone()),
                    Part::Lead => leads.push(name.clone()),
                }
            }
        }
        // Who leads also answers for it, where nobody else does and one leads.
        let answers = roles.contains_key(&Letter::Accountable);
        if !answers && (leads.len() == 1 || from_lead_column > 0) {
            roles.insert(Letter::Accountable, vec![leads[0].clone()]);
        }
        if !leads.is_empty() {
            roles.entry(Letter::Responsible).or_default().extend(leads);
        }
        roles
    }

    fn role_names(&self, cell: &Cell) -> Vec<Text> {
        let parts = values::several(&cell.text, |name| self.names.find(name).role().is_some());
        parts.into_iter().map(|part| self.part(cell, part)).collect()
    }

    fn report_odd(&mut self) {
        for (text, (range, times)) in std::mem::take(&mut self.odd) {
            let often = if times == 1 { String::new() } else { format!(", {times} times in this table") };
            self.report(
                &INVALID_VALUE,
                range,
                format!("`{text}` says nothing about what the role does{often}"),
                "write `R`, `A`, `S`, `C`, `I`, both as `A/R`, or words such as `Responsible`, `helps`, `is told`",
            );
        }
    }

    /// Months, and when else. A column "When" may hold either.
    fn times(&self, row: &[Cell]) -> (Option<Spanned<RawMonths>>, Option<Text>) {
        let months = self.cell(row, Key::Months).and_then(|cell| self.months(cell));
        let Some(when) = self.cell(row, Key::When).filter(|cell| !values::is_nothing(&cell.text)) else {
            return (months, None);
        };
        let (named, others) = values::months(&when.text);
        let are_months = values::is_all(&when.text, All::Months) || others.is_empty() && !named.is_empty();
        if months.is_none() && are_months {
            (self.months(when), None)
        } else {
            (months, Some(self.text(when)))
        }
    }

    fn months(&self, cell: &Cell) -> Option<Spanned<RawMonths>> {
        let range = self.text(cell).range;
        if values::is_nothing(&cell.text) {
            return None;
        }
        if values::is_all(&cell.text, All::Months) {
            return Some(Spanned { value: RawMonths::All("all".to_owned()), range });
        }
        let (months, others) = values::months(&cell.text);
        let names = months.into_iter().map(|month| month.name().to_owned()).chain(others).collect();
        Some(Spanned { value: RawMonths::List(names), range })
    }

    fn grades(&self, cell: &Cell) -> Option<Spanned<RawGrades>> {
        let range = self.text(cell).range;
        if values::is_nothing(&cell.text) {
            return None;
        }
        let written = match values::is_all(&cell.text, All::Grades) {
            true => self.site.grades.to_string().split(", ").map(str::to_owned).collect(),
            false => values::grades(&cell.text),
        };
        let band = |text: &String| {
            let mut bands = self.site.bands.values();
            let named = |name: &str| words(name) == words(text);
            let band = bands.find(|band| named(band.id.as_str()) || band.title.as_deref().is_some_and(named));
            RawGrade::Text(band.map_or_else(|| text.clone(), |band| band.id.to_string()))
        };
        Some(Spanned { value: RawGrades::List(written.iter().map(band).collect()), range })
    }

    /// Nothing is a cell that says "all". A name that nobody has stays, so that
    /// a slip shows a duty to nobody.
    fn audiences(&self, cell: &Cell) -> Option<Vec<Text>> {
        if values::is_all(&cell.text, All::Audiences) {
            return None;
        }
        let find = |text: &str| audience(self.site, text);
        let parts = values::several(&cell.text, |name| find(name).is_some());
        let mut named: Vec<Text> = parts.into_iter().map(|part| self.part(cell, part)).collect();
        for name in &mut named {
            if let Some(audience) = find(&name.value) {
                name.value = audience.id.to_string();
            }
        }
        if named.is_empty() {
            named.push(self.text(cell));
        }
        Some(named)
    }

    fn minutes(&mut self, row: &[Cell], remarks: &mut Vec<(String, String)>) -> Option<Spanned<i64>> {
        let cell = self.cell(row, Key::Minutes).filter(|cell| !values::is_nothing(&cell.text))?;
        let text = self.text(cell);
        if let Some(value) = values::minutes(&cell.text) {
            return Some(Spanned { value, range: text.range });
        }
        remarks.push((Key::Minutes.title().to_owned(), text.value.clone()));
        let message = format!("`{}` is no number of minutes", text.value);
        self.report(&INVALID_VALUE, text.range, message, "write `40`, `40 min` or `1.5 h`");
        None
    }

    fn per(&mut self, row: &[Cell], remarks: &mut Vec<(String, String)>) -> Option<super::super::super::Per> {
        let cell = self.cell(row, Key::Per).filter(|cell| !values::is_nothing(&cell.text))?;
        let text = self.text(cell);
        let per = values::per(&cell.text);
        if per.is_none() {
            remarks.push((Key::Per.title().to_owned(), text.value.clone()));
            let message = format!("`{}` doesn't say how often", text.value);
            self.report(
                &INVALID_VALUE,
                text.range,
                message,
                "write `student`, `month`, `term`, `year` or `once`",
            );
        }
        per
    }

    fn minutes_for(
        &mut self,
        row: &[Cell],
        remarks: &mut Vec<(String, String)>,
    ) -> Option<IndexMap<Text, Spanned<i64>>> {
        let cell = self.cell(row, Key::MinutesFor).filter(|cell| !values::is_nothing(&cell.text))?;
        let mut all = IndexMap::new();
        for part in values::several(&cell.text, |_| false) {
            let inner = &cell.text[part.clone()];
            let digit = inner.find(|c: char| c.is_ascii_digit()).unwrap_or(inner.len());
            let name = inner[..digit].trim_end_matches(|c: char| c.is_whitespace() || ":=(–-".contains(c));
            let minutes = values::minutes(inner[digit..].trim_end_matches(')'));
            let number = cell.part(self.source, part.start + digit..part.end);
            match minutes.filter(|_| !name.is_empty()) {
                Some(value) => {
                    let name = self.part(cell, part.start..part.start + name.len());
                    all.insert(name, Spanned { value, range: number });
                }
                None => {
                    let text = self.part(cell, part);
                    remarks.push((Key::MinutesFor.title().to_owned(), text.value.clone()));
                    let message = format!("`{}` doesn't say a role and its minutes", text.value);
                    self.report(&INVALID_VALUE, text.range, message, "write `interpreter 20; family 10`");
                }
            }
        }
        Some(all)
    }

    fn named_phase(&self, cell: &Cell) -> Text {
        let written = cell.line();
        let id = self.phase(&written).map(PhaseId::to_string);
        self.whole(cell, id.unwrap_or(written))
    }

    fn step(&self, cell: &Cell) -> Text {
        let written = cell.line();
        let wanted = words(&written);
        let mut steps = self.site.steps.values();
        let step = steps.find(|step| words(step.id.as_str()) == wanted || words(&step.title) == wanted);
        let id = step.map(|step| step.id.to_string());
        self.whole(cell, id.unwrap_or(written))
    }

    fn workload(&self, cell: &Cell) -> Text {
        let written = cell.line();
        let wanted = words(&written);
        let mut groups = self.site.load.groups.iter();
        let group = groups.find(|(id, title)| words(id) == wanted || words(title) == wanted);
        let id = group.map(|(id, _)| id.clone());
        self.whole(cell, id.unwrap_or(written))
    }

    /// Documents by id or by file.
    fn documents(&self, cell: &Cell) -> RawNames {
        let mut names = Vec::new();
        let mut at = 0;
        for piece in cell.text.split(|c: char| c.is_whitespace() || ";,|".contains(c)) {
            if !piece.is_empty() {
                let mut text = self.part(cell, at..at + piece.len());
                let file = text.value.trim_start_matches('/').trim_start_matches("content/");
                let (file, name) =
                    file.split_once('#').map_or((file, None), |(file, name)| (file, Some(name)));
                let id = file.strip_suffix(".md").unwrap_or(file);
                text.value = name.map_or_else(|| id.to_owned(), |name| format!("{id}#{name}"));
                names.push(text);
            }
            at += piece.len() + cell.text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        }
        RawNames(names)
    }

    fn claim(&self, cell: &Cell) -> Text {
        let mut text = self.text(cell);
        text.value = text.value.trim_matches(['[', ']', '@']).to_owned();
        text
    }
}

/// The audience that a text names by id or name.
fn audience<'a>(site: &'a Site, text: &str) -> Option<&'a Audience> {
    let wanted = words(text).concat();
    let named = |audience: &&Audience| {
        [audience.id.as_str(), &audience.name].iter().any(|name| words(name).concat() == wanted)
    };
    site.audiences.iter().find(named)
}

/// The heads of columns that nothing reads, and that name audiences.
pub(super) fn unread_groups(site: &Site, rows: &[Vec<Cell>], head: &Head) -> Vec<String> {
    let unread = |holds: Holds| matches!(holds, Holds::Unknown | Holds::Second);
    let columns = head.columns.iter().enumerate().filter(|(_, column)| unread(column.holds));
    let names_groups = |column: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(column));
        cells.any(|cell| {
            let parts = values::several(&cell.text, |name| audience(site, name).is_some());
            parts.into_iter().any(|part| audience(site, &one_line(&cell.text[part])).is_some())
        })
    };
    columns.filter(|(at, _)| names_groups(*at)).map(|(at, column)| title(&column.title, at)).collect()
}

fn title(title: &str, column: usize) -> String {
    if title.is_empty() { format!("Column {}", super::letters(column)) } else { title.to_owned() }
}

/// Whether a row explains the letters: "R = Responsible", "Legend:", "R".
fn is_legend(first: &str) -> bool {
    let word = words(first).first().cloned().unwrap_or_default();
    if ["legend", "key", "raci", "rasci"].contains(&word.as_str()) {
        return true;
    }
    let letters = first.split(['=', ':', '–', '—']).next().unwrap_or_default().trim();
    letters.chars().count() <= 3
        && !letters.is_empty()
        && values::parts(letters).is_some_and(|parts| !parts.is_empty())
}

/// Ids that can't be made again, each with the number that the next one gets.
type Taken = HashMap<String, usize>;

/// Makes an id of a task, another one for each row.
fn id_of(task: &str, taken: &mut Taken) -> String {
    let slug = slug::slugify(task);
    let end = match slug.len() > ID_LENGTH {
        true => slug[..ID_LENGTH].rfind('-').unwrap_or(ID_LENGTH),
        false => slug.len(),
    };
    let stem = if is_id(&slug[..end]) { &slug[..end] } else { "duty" };
    let mut id = stem.to_owned();
    while taken.contains_key(&id) {
        let number = taken.entry(stem.to_owned()).or_insert(2);
        id = format!("{stem}-{number}");
        *number += 1;
    }
    taken.insert(id.clone(), 2);
    id
}
