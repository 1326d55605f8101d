//! `districts.csv`: a row for each district, a column for each key of
//! `district.toml`.
//!
//! Heads are the same dotted keys (`contact.ilp.phone`); lists have `;` between
//! their parts. A row becomes the same raw district as a file, so both are
//! looked at in one way.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::damage::{self, Column};
use super::values::{Problem, shown};
use crate::diag::rules::{
    DUPLICATE_NAME, INVALID_ID, INVALID_TABLE, INVALID_VALUE, MISSING_KEY, UNKNOWN_COLUMN,
};
use crate::diag::{self, Diagnostic, Span};
use crate::site::is_id;
use crate::site::raw::district::{
    RawContact, RawDistrict, RawDistrictLanguage, RawLogo, RawPortal, RawSchool,
};
use crate::site::raw::{RawTree, Spanned, Text};
use crate::site::sheet;
use crate::site::sheet::cells::{self, Cell, Rows};
use crate::site::sheet::places::{Places, letters};
use crate::vfs::SitePath;

/// The file's name.
pub const FILE: &str = "districts.csv";

/// The id of the row that shows how to fill in the template.
pub const EXAMPLE: &str = "example";

/// Where the heads may stand: titles above them are common.
const HEAD_ROWS: usize = 5;

/// What a table of districts says.
#[derive(Debug, Default)]
pub struct DistrictTable {
    /// The districts, in the order of their rows.
    pub rows: Vec<DistrictRow>,
    /// Where its cells stand; `None`: it couldn't be read.
    pub places: Option<Places>,
    /// What is wrong with the table as a whole.
    pub findings: Vec<Diagnostic>,
}

/// A district of a table.
#[derive(Debug)]
pub struct DistrictRow {
    /// Its id. Nothing when it is missing or is none.
    pub id: Option<Text>,
    /// What it says.
    pub raw: RawDistrict,
    /// The row of the spreadsheet, from 1.
    pub number: usize,
    /// The keys that have a value, with it.
    pub cells: Vec<(String, String)>,
    /// What is wrong with the row, as far as the table alone can tell.
    pub findings: Vec<Diagnostic>,
    /// Its first cell, for findings about the whole row.
    pub span: Span,
}

/// Reads a table.
///
/// Findings: `invalid-table`, `unknown-column`, `duplicate-name`; in rows
/// `invalid-value`, `invalid-id`, `missing-key`, `duplicate-name`.
pub fn read(path: &SitePath, source: &str) -> DistrictTable {
    let mut table = DistrictTable::default();
    let Some((Rows { rows, unclosed }, head_row)) = parse(source) else {
        let finding =
            Diagnostic::new(&INVALID_TABLE, Span::file(path), "no row of this table names its columns");
        let hint = "one of the first rows must have the heads: `id`, `name`, `contact.ilp.phone` …; \
            `ilpress new districts FILE.xlsx` makes a table to fill in";
        // An empty file is an empty table.
        if !source.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
            table.findings.push(finding.hint(hint));
        }
        return table;
    };
    let heads = heads(&rows, head_row, path, &mut table.findings);
    let titles = heads.iter().map(|head| head.as_ref().map_or("", |head| head.as_str()).to_owned()).collect();
    table.places = Some(Places::new(path, &rows, head_row..head_row + 1, titles));
    if let Some(range) = &unclosed {
        let span = Span::new(path, range.start..range.start + 1);
        let message =
            "the quote at the beginning of this cell is never closed, so everything below it is in it";
        let hint = "close the quote, or open the file in a spreadsheet program and save it again";
        table.findings.push(Diagnostic::new(&INVALID_TABLE, span, message).hint(hint));
    }
    for (index, cells) in rows.iter().enumerate().skip(head_row + 1) {
        let Some(first) = cells.iter().find(|cell| !cell.is_empty()) else { continue };
        if unclosed.as_ref().is_some_and(|range| cells.iter().any(|cell| cell.range == *range)) {
            continue;
        }
        let span = Span::new(path, first.range.clone());
        table.rows.push(row(index + 1, cells, &heads, span, path));
    }
    clashes(&mut table.rows, path);
    table
}

/// Finds the sign between the cells and the row of the heads: those with which
/// most heads are keys.
fn parse(source: &str) -> Option<(Rows, usize)> {
    let mut best: Option<(usize, Rows, usize)> = None;
    for delimiter in sheet::delimiters(source) {
        let rows = cells::rows(source, sheet::start(source), delimiter);
        for index in 0..rows.rows.len().min(HEAD_ROWS) {
            let known = rows.rows[index].iter().filter(|cell| is_key(&head_of(cell))).count();
            if known > best.as_ref().map_or(0, |(known, ..)| *known) {
                best =
                    Some((known, Rows { rows: rows.rows.clone(), unclosed: rows.unclosed.clone() }, index));
            }
        }
    }
    best.map(|(_, rows, index)| (rows, index))
}

/// A head as it is compared: people capitalise, and put blanks around dots.
fn head_of(cell: &Cell) -> String {
    cell.line().trim_matches(['“', '”', '\'', '"']).to_lowercase().replace(". ", ".").replace(" .", ".")
}

/// Whether a head is a key.
fn is_key(head: &str) -> bool {
    let sample = Spanned { value: "1".to_owned(), range: 0..0 };
    head == "id" || put(&mut RawDistrict::default(), head, &(0..0), sample).is_ok()
}

/// Whether a column is for its author alone.
fn is_remark(head: &str) -> bool {
    ["note", "notes", "comment", "comments", "remark", "remarks", "#"].contains(&head)
}

/// The heads that are keys, with their places; nothing for columns without
/// anything and those that can't be read, which are reported.
fn heads(
    rows: &[Vec<Cell>],
    head_row: usize,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Option<Text>> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut heads: Vec<Option<Text>> = Vec::with_capacity(width);
    for column in 0..width {
        let cell = rows[head_row].get(column);
        let head = cell.map(head_of).unwrap_or_default();
        let below = || rows[head_row + 1..].iter().filter_map(|row| row.get(column));
        let first = below().find(|cell| !cell.is_empty());
        let mut found = None;
        if head.is_empty() {
            // Longer rows than the heads are told where they stand.
            if let (Some(first), Some(_)) = (first, cell) {
                let message = format!("column {} has text and no head", letters(column));
                let hint = "write its key into the row of the heads; cells that were merged must be parted";
                let span = Span::new(path, first.range.clone());
                sink.push(Diagnostic::new(&UNKNOWN_COLUMN, span, message).hint(hint));
            }
        } else if let Some(cell) = cell.filter(|_| !is_remark(&head)) {
            let span = Span::new(path, cell.range.clone());
            let other = heads.iter().flatten().find(|other| other.as_str() == head);
            if let Some(other) = other {
                let message = format!("two columns have the head `{}`", shown(&head));
                let finding = Diagnostic::new(&DUPLICATE_NAME, span, message);
                sink.push(finding.label(other.span(path), "the other one").hint("keep one of them"));
            } else if is_key(&head) {
                found = Some(Spanned { value: head, range: cell.range.clone() });
            } else {
                let message = format!("nothing reads the column `{}`", shown(&head));
                let hint = diag::did_you_mean(&head, KEYS.iter().copied()).unwrap_or_else(|| {
                    "heads are the keys of district.toml, such as `contact.ilp.phone`; what is for you \
                     alone can stand below `notes`"
                        .to_owned()
                });
                sink.push(Diagnostic::new(&UNKNOWN_COLUMN, span, message).hint(hint));
            }
        }
        heads.push(found);
    }
    heads
}

/// The keys that most tables have.
const KEYS: [&str; 22] = [
    "id",
    "name",
    "short",
    "part_of",
    "logo.file",
    "logo.alt",
    "color",
    "contact.ilp.name",
    "contact.ilp.phone",
    "contact.ilp.email",
    "contact.ilp.url",
    "contact.ilp.hours",
    "portal.name",
    "portal.url",
    "portal.help",
    "caseload.school-counselor",
    "caseload.adviser",
    "enrollment.9",
    "languages",
    "aliases",
    "dates.start",
    "graduation.credits",
];

fn row(number: usize, cells: &[Cell], heads: &[Option<Text>], span: Span, path: &SitePath) -> DistrictRow {
    let mut row = DistrictRow {
        id: None,
        raw: RawDistrict::default(),
        number,
        cells: Vec::new(),
        findings: Vec::new(),
        span,
    };
    for (index, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let Some(head) = heads.get(index).and_then(Option::as_ref) else {
            if index >= heads.len() || heads[index..].iter().all(Option::is_none) && index > last(heads) {
                let message = format!("`{}` stands to the right of the last head", shown(&cell.line()));
                let hint = "a text with a comma in it needs straight quotes around it";
                let span = Span::new(path, cell.range.clone());
                row.findings.push(Diagnostic::new(&INVALID_TABLE, span, message).hint(hint));
            }
            continue;
        };
        let value = Spanned { value: cell.text.trim().to_owned(), range: cell.range.clone() };
        let mut told = damage::find(&value, column_of(head));
        if told.is_none() {
            if head.as_str() == "id" {
                row.id = Some(value.clone());
            } else {
                told = put(&mut row.raw, head, &head.range, value.clone()).err().flatten();
            }
            row.cells.push((head.value.clone(), value.value.clone()));
        }
        if let Some(Problem { rule, message, hint }) = told {
            row.findings.push(Diagnostic::new(rule, value.span(path), message).hint(hint));
        }
    }
    let bad_id = row.findings.iter().any(|finding| finding.span.range() == id_range(cells, heads));
    match &row.id {
        Some(id) if !is_id(id) => {
            let proposal = slug::slugify(id.as_str());
            let message = format!("`{}` can't be the id of a district", shown(id));
            let hint = format!("ids have small letters, digits and single hyphens: `{proposal}`");
            let hint =
                if is_id(&proposal) { hint } else { "write it in small letters, digits and hyphens".into() };
            row.findings.push(Diagnostic::new(&INVALID_ID, id.span(path), message).hint(hint));
            row.id = None;
        }
        None if !bad_id => {
            let name = row.raw.name.as_ref().map(|name| slug::slugify(name.as_str()));
            let finding = Diagnostic::new(&MISSING_KEY, row.span.clone(), "this row has no `id`");
            row.findings.push(match name.filter(|id| is_id(id)) {
                Some(id) => finding.hint(format!("write one into the column `id`, such as `{id}`")),
                None => finding.hint("write one into the column `id`: small letters, digits and hyphens"),
            });
        }
        _ => {}
    }
    if row.raw.name.is_none() && row.findings.is_empty() {
        let finding = Diagnostic::new(&MISSING_KEY, row.span.clone(), "this row has no `name`");
        row.findings.push(finding.hint("write the district's full name into the column `name`"));
    }
    row
}

/// The last column that has a head.
fn last(heads: &[Option<Text>]) -> usize {
    heads.iter().rposition(Option::is_some).unwrap_or_default()
}

/// The place of the cell below `id`.
fn id_range(cells: &[Cell], heads: &[Option<Text>]) -> std::ops::Range<usize> {
    let column = heads.iter().position(|head| head.as_ref().is_some_and(|head| head.as_str() == "id"));
    column.and_then(|column| cells.get(column)).map_or(usize::MAX..usize::MAX, |cell| cell.range.clone())
}

/// How a spreadsheet program may have spoilt a column.
fn column_of(head: &str) -> Column {
    match head {
        "id" | "part_of" | "aliases" => Column::Code,
        head if head.starts_with("slots.") => Column::Other,
        head if head.ends_with(".phone") => Column::Phone,
        head if head.starts_with("dates.") => Column::Date,
        _ => Column::Other,
    }
}

/// Reports ids that stand twice or lost their zeros.
fn clashes(rows: &mut [DistrictRow], path: &SitePath) {
    let ids: Vec<Option<Text>> = rows.iter().map(|row| row.id.clone()).collect();
    let known: Vec<&str> = ids.iter().flatten().map(|id| id.as_str()).collect();
    let longest: Vec<&str> = {
        let digits = known.iter().filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
        digits.copied().max_by_key(|id| id.len()).into_iter().collect()
    };
    let mut seen: HashMap<&str, &Text> = HashMap::new();
    for (row, id) in rows.iter_mut().zip(&ids) {
        let Some(id) = id else { continue };
        if let Some(other) = seen.get(id.as_str()) {
            let message = format!("two rows have the id `{}`", id.value);
            let finding = Diagnostic::new(&DUPLICATE_NAME, id.span(path), message);
            row.findings.push(
                finding
                    .label(other.span(path), "the other one")
                    .hint("the first one counts; give this another id"),
            );
        } else {
            seen.insert(id.as_str(), id);
        }
        if let Some(Problem { message, hint, .. }) = damage::lost_zeros(id, longest.iter().copied()) {
            row.findings.push(Diagnostic::new(&INVALID_VALUE, id.span(path), message).hint(hint));
        }
    }
}

/// Puts a value where its head says. The error is nothing when the head is no
/// key, else what is wrong with the value.
fn put(
    raw: &mut RawDistrict,
    head: &str,
    head_range: &std::ops::Range<usize>,
    value: Text,
) -> Result<(), Option<Problem>> {
    let named = |name: &str| Spanned { value: name.to_owned(), range: head_range.clone() };
    let (first, rest) = head.split_once('.').unwrap_or((head, ""));
    let parts: Vec<&str> = rest.split('.').collect();
    match (first, parts.as_slice()) {
        ("name", [""]) => raw.name = Some(value),
        ("short", [""]) => raw.short = Some(value),
        ("part_of", [""]) => raw.part_of = Some(value),
        ("color", [""]) => raw.color = Some(value),
        ("aliases", [""]) => raw.aliases = Some(list(&value)),
        ("languages", [""]) => {
            let languages = raw.languages.get_or_insert_default();
            for lang in list(&value) {
                languages.entry(lang).or_default();
            }
        }
        ("languages", [lang, key @ ("rule" | "reviewer")]) => {
            let languages = raw.languages.get_or_insert_default();
            let language: &mut RawDistrictLanguage = languages.entry(named(lang)).or_default();
            match *key {
                "rule" => language.rule = Some(value),
                _ => language.reviewer = Some(value),
            }
        }
        ("logo", [key @ ("file" | "alt")]) => {
            // A logo without its file, or without words, is told by the key
            // that is empty.
            let logo = raw.logo.get_or_insert_with(|| RawLogo { file: at(&value), alt: at(&value) });
            match *key {
                "file" => logo.file = value,
                _ => logo.alt = value,
            }
        }
        ("contact", [who, key]) if !who.is_empty() => {
            let contact = raw.contact.get_or_insert_default().entry(named(who)).or_default();
            contact_key(contact, key, value)?;
        }
        ("portal", [key @ ("name" | "url" | "help")]) => {
            let portal =
                raw.portal.get_or_insert_with(|| RawPortal { name: at(&value), ..RawPortal::default() });
            match *key {
                "name" => portal.name = value,
                "url" => portal.url = Some(value),
                _ => portal.help = Some(value),
            }
        }
        ("caseload", [role]) if !role.is_empty() => {
            raw.caseload.get_or_insert_default().insert(named(role), number(&value)?);
        }
        ("enrollment", [grade]) if !grade.is_empty() => {
            raw.enrollment.get_or_insert_default().insert(named(grade), number(&value)?);
        }
        ("dates" | "graduation", path @ [name, ..]) if !name.is_empty() => {
            let values = match first {
                "dates" => raw.dates.get_or_insert_default(),
                _ => raw.graduation.get_or_insert_default(),
            };
            // The cell's place: what is wrong is wrong there.
            values.insert(Spanned { value: path.join("."), range: value.range }, RawTree::Text(value.value));
        }
        ("slots", _) if rest.contains('#') => {
            raw.slots.get_or_insert_default().insert(named(rest), value);
        }
        ("schools", [id, path @ ..]) if is_id(id) && !path.is_empty() => {
            let schools = raw.schools.get_or_insert_default();
            let school = schools
                .entry(named(id))
                .or_insert_with(|| RawSchool { name: at(&value), ..RawSchool::default() });
            match path {
                ["name"] => school.name = value,
                ["short"] => school.short = Some(value),
                ["address"] => school.address = Some(value),
                ["phone"] => school.phone = Some(value),
                ["contact", who, key] => {
                    let contacts: &mut IndexMap<Text, RawContact> = school.contact.get_or_insert_default();
                    contact_key(contacts.entry(named(who)).or_default(), key, value)?;
                }
                _ => return Err(None),
            }
        }
        _ => return Err(None),
    }
    Ok(())
}

fn contact_key(contact: &mut RawContact, key: &str, value: Text) -> Result<(), Option<Problem>> {
    let place = match key {
        "name" => &mut contact.name,
        "phone" => &mut contact.phone,
        "email" => &mut contact.email,
        "url" => &mut contact.url,
        "hours" => &mut contact.hours,
        _ => return Err(None),
    };
    *place = Some(value);
    Ok(())
}

/// An empty text at the place of another.
fn at(value: &Text) -> Text {
    Spanned { value: String::new(), range: value.range.clone() }
}

/// The parts of a list, each at the place of the cell.
fn list(value: &Text) -> Vec<Text> {
    let parts = value.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| Spanned { value: part.to_owned(), range: value.range.clone() }).collect()
}

/// A whole number, as people group its digits.
fn number(value: &Text) -> Result<Spanned<i64>, Option<Problem>> {
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let plain = plain.strip_suffix(".0").unwrap_or(&plain);
    match plain.parse() {
        Ok(number) => Ok(Spanned { value: number, range: value.range.clone() }),
        Err(_) => {
            let message = format!("`{}` is no whole number", shown(value));
            Err(Some(Problem::new(message, "write digits only, such as `410`")))
        }
    }
}
