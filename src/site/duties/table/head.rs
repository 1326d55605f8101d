//! Which row names the columns, and what they hold.

use std::ops::Range;

use super::super::super::role_names::{Named, RoleNames};
use super::super::super::sheet::cells::{Cell, one_line};
use super::keys::{Key, Sure, key};
use super::values;

/// How many rows may stand above the heads: a title, a date, a school's name.
const ABOVE: usize = 20;

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head in one line; empty where it has none.
    pub title: String,
    /// Where the head stands.
    pub range: Range<usize>,
    /// What it holds.
    pub holds: Holds,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The values of a key.
    Key(Key),
    /// The letters of the role that its head names, perhaps one that the site
    /// doesn't have.
    Role,
    /// Nothing.
    Nothing,
    /// Something that nothing reads.
    Unknown,
    /// The same key as another column, so that nothing reads it.
    Second,
}

/// The heads of a table.
#[derive(Debug)]
pub struct Head {
    /// The rows that they stand in, one or two.
    pub rows: Range<usize>,
    /// All columns.
    pub columns: Vec<Column>,
    /// Heads that are written with a slip, and what they were read as.
    pub slips: Vec<(usize, Key)>,
}

impl Head {
    /// How well the rows below it can be read; 0: not at all.
    pub fn score(&self) -> usize {
        self.columns
            .iter()
            .filter(|column| !matches!(column.holds, Holds::Nothing | Holds::Unknown | Holds::Second))
            .count()
    }
}

/// Finds the heads of a table, in one row or in two of which the upper one
/// groups columns; nothing when no row has them.
pub fn find(rows: &[Vec<Cell>], names: &RoleNames) -> Option<Head> {
    let single = (0..rows.len().min(ABOVE)).map(|row| row..row + 1);
    let double = (1..rows.len().min(ABOVE)).map(|row| row - 1..row + 1);
    let mut best: Option<(usize, Head)> = None;
    for range in single.chain(double) {
        let titles = titles(&rows[range.clone()]);
        let score = score(&titles, &rows[range.end..], names);
        if score > best.as_ref().map_or(0, |(score, _)| *score) {
            best = Some((score, head(range.clone(), titles, &rows[range.end..], names)));
        }
    }
    best.map(|(_, head)| head)
}

/// The heads of all columns: of two rows the lower one, where it says anything.
fn titles(rows: &[Vec<Cell>]) -> Vec<Cell> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell =
        |column: usize| rows.iter().rev().filter_map(|row| row.get(column)).find(|cell| !cell.is_empty());
    let any = |column: usize| rows.iter().rev().find_map(|row| row.get(column));
    (0..width).filter_map(|column| cell(column).or(any(column)).cloned()).collect()
}

/// How much rows look like heads. One that names the task wins over all that
/// don't; single letters count beside it only, because the cells of a grid
/// are letters, too.
fn score(titles: &[Cell], below: &[Vec<Cell>], names: &RoleNames) -> usize {
    let keys: Vec<Option<(Key, Sure)>> = titles.iter().map(|cell| key(&cell.line())).collect();
    let has_task = keys.iter().flatten().any(|(key, sure)| *key == Key::Task && *sure != Sure::Nearly);
    let known = keys.iter().flatten().filter(|(_, sure)| *sure == Sure::Yes).count();
    let letters = keys.iter().flatten().filter(|(_, sure)| *sure == Sure::Letter).count();
    let parts = keys
        .iter()
        .flatten()
        .filter(|(key, sure)| *sure == Sure::Yes && matches!(key, Key::Letter(_) | Key::Lead));
    // Roles also stand in the rows of a table; below a head there are letters.
    let is_role = |(column, cell): &(usize, &Cell)| {
        names.knows(&cell.line()) && (has_task || parts.clone().count() > 1 || is_letters(*column, below))
    };
    let roles = titles.iter().enumerate().filter(is_role).count();
    match has_task {
        true if known + letters + roles > 1 => 1000 + 2 * known + letters + 2 * roles,
        false if parts.clone().count() + roles > 1 => 2 * parts.count() + roles,
        // A grid of roles that the site doesn't have is a grid all the same.
        true if titles.iter().filter(|cell| !cell.is_empty()).count() > 2 => 500,
        _ => 0,
    }
}

fn head(rows: Range<usize>, titles: Vec<Cell>, below: &[Vec<Cell>], names: &RoleNames) -> Head {
    let mut slips = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let width = below.iter().map(Vec::len).max().unwrap_or(0).max(titles.len());
    for index in 0..width {
        let (title, range) = match titles.get(index) {
            Some(cell) => (one_line(&cell.text), cell.range.clone()),
            None => (String::new(), titles.last().map_or(0..0, |cell| cell.range.end..cell.range.end)),
        };
        let mut holds = holds(&title, index, below, names);
        if is_second(holds, &columns) {
            holds = Holds::Second;
        }
        if let (Holds::Key(read_as), Some((_, Sure::Nearly))) = (holds, key(&title)) {
            slips.push((index, read_as));
        }
        columns.push(Column { title, range, holds });
    }
    // A grid's first column often has no head.
    let is_task = |column: &Column| column.holds == Holds::Key(Key::Task);
    if !columns.iter().any(is_task)
        && let Some(first) =
            columns.iter_mut().find(|column| matches!(column.holds, Holds::Nothing | Holds::Unknown))
    {
        first.holds = Holds::Key(Key::Task);
    }
    Head { rows, columns, slips }
}

/// Whether a column has the key of an earlier one. Several may name roles.
fn is_second(holds: Holds, columns: &[Column]) -> bool {
    match holds {
        Holds::Key(Key::Letter(_) | Key::Lead | Key::Remark) => false,
        Holds::Key(_) => columns.iter().any(|column| column.holds == holds),
        Holds::Role | Holds::Nothing | Holds::Unknown | Holds::Second => false,
    }
}

fn holds(title: &str, column: usize, below: &[Vec<Cell>], names: &RoleNames) -> Holds {
    let mut cells = below.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
    if title.is_empty() {
        return if cells.peek().is_none() { Holds::Nothing } else { Holds::Unknown };
    }
    let key = key(title);
    if let Some((key, Sure::Yes | Sure::Letter)) = key {
        return Holds::Key(key);
    }
    let named = names.find(title);
    if matches!(named, Named::Role(_)) {
        return Holds::Role;
    }
    // A column of letters belongs to a role, though nobody may know it.
    if is_letters(column, below) {
        return Holds::Role;
    }
    match (key, named) {
        (Some((key, _)), _) => Holds::Key(key),
        (None, Named::Nearly(_)) => Holds::Role,
        (None, _) => Holds::Unknown,
    }
}

/// Whether there are letters below a head, or words that stand for them. There
/// may be a legend among them, or a slip.
fn is_letters(column: usize, below: &[Vec<Cell>]) -> bool {
    let cells = below.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
    let (letters, others): (Vec<&Cell>, Vec<&Cell>) =
        cells.partition(|cell| values::parts(&cell.text).is_some());
    letters.len() > others.len()
}
