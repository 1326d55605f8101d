//! Tables of duties, as people keep them in a spreadsheet: CSV → raw duties.
//!
//! Two layouts. In the *long* one columns are the keys of a duty ("Task",
//! "Responsible", "Months"); in the *grid* there is a column for each role,
//! with letters in its cells. A table may mix both. What is wrong is said in
//! the words of a spreadsheet: row and column.

mod head;
mod keys;
mod rows;
mod values;

use std::ops::Range;

use super::super::raw::duties::RawDuty;
use super::super::role_names::RoleNames;
use super::super::sheet;
use super::super::sheet::cells::{self, Rows};
use super::super::sheet::places::{Places, letters};
use super::super::{Letter, Site};
use crate::diag::rules::{
    ACCOUNTABLE_COUNT, DUPLICATE_NAME, DUTY_WITHOUT_TIME, INVALID_TABLE, MISSPELT_NAME, NOBODY_RESPONSIBLE,
    SKIPPED_ROW, UNKNOWN_COLUMN,
};
use crate::diag::{Diagnostic, Span};
use crate::vfs::SitePath;
use head::{Head, Holds};
use keys::Key;

/// What a table of duties says.
#[derive(Debug, Default)]
pub struct DutyTable {
    /// The duties, in the order of their rows.
    pub duties: Vec<TableDuty>,
    /// The rows that are no duties, though something stands in them.
    pub skipped: Vec<Skipped>,
    /// The heads of columns that nothing reads, or that are for remarks.
    pub unread: Vec<String>,
    /// The heads of those among them that name audiences: whoever wrote them
    /// may have meant that nobody else sees the duties.
    pub groups: Vec<String>,
    /// The heads of all columns; empty where a column has none.
    columns: Vec<head::Column>,
    /// Where its cells stand; `None`: it couldn't be read.
    pub places: Option<Places>,
    /// What is wrong, as far as the table alone can tell. Roles aren't looked up.
    pub findings: Vec<Diagnostic>,
}

/// A duty of a table.
#[derive(Debug)]
pub struct TableDuty {
    /// The row of the spreadsheet, from 1.
    pub row: usize,
    /// The duty. Roles are as they are written.
    pub raw: RawDuty,
    /// What stands in the row and isn't in the duty: the column's head, and
    /// the text.
    pub remarks: Vec<(String, String)>,
}

/// A row that is no duty.
#[derive(Debug)]
pub struct Skipped {
    /// The row of the spreadsheet, from 1.
    pub row: usize,
    /// The first words in it.
    pub text: String,
    /// What it was taken for.
    pub why: Why,
}

/// What a row was taken for that is no duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It stands above the heads of the columns.
    Above,
    /// It has the heads once more.
    Heads,
    /// It names a phase for the rows below.
    Phase,
    /// It has text in one cell only.
    Alone,
    /// It explains the letters.
    Legend,
    /// It adds up.
    Total,
}

/// Reads a table. `names` tells which names of roles belong together; they
/// are looked up later.
///
/// Findings: `invalid-table`, `unknown-column`, `misspelt-name`,
/// `missing-key`, `invalid-value`, `skipped-row`.
pub fn read(site: &Site, names: &RoleNames, path: &SitePath, source: &str) -> DutyTable {
    let Some((Rows { rows, unclosed }, head)) = parse(source, names) else {
        let finding =
            Diagnostic::new(&INVALID_TABLE, Span::file(path), "no row of this table names its columns");
        let hint = "one of the first rows must have the heads: `Task`, and then either `Accountable`, \
            `Responsible` … or a column for each role";
        return DutyTable { findings: vec![finding.hint(hint)], ..DutyTable::default() };
    };
    let titles = head.columns.iter().map(|column| column.title.clone()).collect();
    let places = Places::new(path, &rows, head.rows.clone(), titles);
    let mut table = DutyTable { places: Some(places), ..DutyTable::default() };
    heads(&head, &mut table, path);
    table.groups = rows::unread_groups(site, &rows[head.rows.end..], &head);
    rows::read(site, names, path, source, &rows, &head, &mut table);
    if let Some(range) = unclosed {
        // It may look like a row with one cell only.
        table
            .findings
            .retain(|finding| finding.rule != &SKIPPED_ROW || finding.span.range().start < range.start);
        let finding = Diagnostic::new(
            &INVALID_TABLE,
            Span::new(path, range.start..range.start + 1),
            "the quote at the beginning of this cell is never closed, so everything below it is in it",
        );
        table.findings.push(finding.hint("open the file in a spreadsheet program and save it again"));
    }
    table.columns = head.columns;
    table
}

/// Finds the sign between the cells: the one with which most columns make
/// sense. Excel's line `sep=;` tells.
fn parse(source: &str, names: &RoleNames) -> Option<(Rows, Head)> {
    let start = sheet::start(source);
    let mut best: Option<(Rows, Head)> = None;
    for delimiter in sheet::delimiters(source) {
        let rows = cells::rows(source, start, delimiter);
        let Some(head) = head::find(&rows.rows, names) else { continue };
        if best.as_ref().is_none_or(|(_, other)| head.score() > other.score()) {
            best = Some((rows, head));
        }
    }
    best
}

/// Reports what is wrong with the heads.
fn heads(head: &Head, table: &mut DutyTable, path: &SitePath) {
    for (index, column) in head.columns.iter().enumerate() {
        let span = Span::new(path, column.range.clone());
        match column.holds {
            Holds::Key(Key::Remark) => table.unread.push(column.title.clone()),
            Holds::Key(_) | Holds::Role | Holds::Nothing => {}
            Holds::Second => {
                table.unread.push(column.title.clone());
                let message = format!("an earlier column holds the same as \"{}\"", column.title);
                let hint = "keep one of them; what is for you alone can stand below the head `Notes`";
                table.findings.push(Diagnostic::new(&UNKNOWN_COLUMN, span, message).hint(hint));
            }
            Holds::Unknown => {
                let message = match column.title.as_str() {
                    "" => format!("column {} has text and no head", letters(index)),
                    title => format!("nothing reads the column \"{title}\""),
                };
                table.unread.push(if column.title.is_empty() {
                    format!("column {}", letters(index))
                } else {
                    column.title.clone()
                });
                let known: Vec<&str> = Key::titles().collect();
                let hint = format!(
                    "the heads are {}, or names of roles; what is for you alone can stand below `Notes`",
                    known.join(", ")
                );
                table.findings.push(Diagnostic::new(&UNKNOWN_COLUMN, span, message).hint(hint));
            }
        }
    }
    for (index, key) in &head.slips {
        let column = &head.columns[*index];
        let message = format!("the head \"{}\" was read as \"{}\"", column.title, key.title());
        table.findings.push(
            Diagnostic::new(&MISSPELT_NAME, Span::new(path, column.range.clone()), message)
                .hint(format!("write `{}`", key.title())),
        );
    }
}

impl DutyTable {
    /// Whether roles are heads of columns.
    pub fn is_grid(&self) -> bool {
        self.columns.iter().any(|column| column.holds == Holds::Role)
    }

    /// Where the head stands that names a role, in a grid.
    pub fn head_of(&self, name: &str) -> Option<Range<usize>> {
        let mut columns = self.columns.iter();
        columns
            .find(|column| column.holds == Holds::Role && column.title == name)
            .map(|column| column.range.clone())
    }

    /// Says what to do about a finding as one does it in a spreadsheet.
    pub fn advise(&self, finding: &mut Diagnostic) {
        if let Some(hint) = self.hint(finding) {
            finding.hints = vec![hint];
        }
    }

    /// What to do about a finding where a spreadsheet asks for something else
    /// than TOML.
    fn hint(&self, finding: &Diagnostic) -> Option<String> {
        let grid = self.is_grid();
        let write = |what: &str, letter: Letter| match grid {
            true => format!("put `{}` into the cell of {what}", letter.letter()),
            false => format!("write {what} into the column \"{}\"", Key::Letter(letter).title()),
        };
        if finding.rule == &ACCOUNTABLE_COUNT && !finding.hints.iter().any(|hint| hint.starts_with("keep")) {
            return Some(write("the one role that answers for it", Letter::Accountable));
        }
        if finding.rule == &NOBODY_RESPONSIBLE {
            return Some(write("a role that does it", Letter::Responsible));
        }
        if finding.rule == &DUTY_WITHOUT_TIME {
            return Some(
                "write months (`Nov`, `Nov–Mar`, `all year`) or `at the IEP meeting` into a column \"When\""
                    .to_owned(),
            );
        }
        if finding.rule == &DUPLICATE_NAME && !self.has(Key::Id) {
            return Some(
                "one of them may be superfluous; or give them ids of their own in a column \"ID\"".to_owned(),
            );
        }
        let at = finding.span.range().start;
        match self.key_at(at)? {
            Key::Months if finding.message.contains("is no month") => {
                Some("write `Nov`, `November`, `Nov–Mar` or `all`; another time goes into a column \"When\"".to_owned())
            }
            Key::Grades => self.made_a_day(at).map(|range| {
                format!("the spreadsheet program made a day of `{range}`: format the column as text, or write `{}`", range.replace('-', " to "))
            }),
            _ => None,
        }
    }

    fn has(&self, key: Key) -> bool {
        self.columns.iter().any(|column| column.holds == Holds::Key(key))
    }

    /// The key of the column in which a byte lies.
    fn key_at(&self, at: usize) -> Option<Key> {
        let (_, column) = self.places.as_ref()?.cell(at)?;
        match self.columns.get(column)?.holds {
            Holds::Key(key) => Some(key),
            Holds::Role | Holds::Nothing | Holds::Unknown | Holds::Second => None,
        }
    }

    /// The grades of a duty that a spreadsheet program took for a day.
    fn made_a_day(&self, at: usize) -> Option<String> {
        use super::super::raw::{RawGrade, RawGrades};
        let grades = self.duties.iter().filter_map(|duty| duty.raw.grades.as_ref());
        let mut here = grades.filter(|grades| grades.range.contains(&at) || grades.range.start == at);
        match &here.next()?.value {
            RawGrades::List(list) => list.iter().find_map(|grade| match grade {
                RawGrade::Text(text) => values::grades_made_a_day(text),
                RawGrade::Number(_) => None,
            }),
            RawGrades::Number(_) | RawGrades::Text(_) => None,
        }
    }
}
