//! Where something stands in a table, as a person finds it in a spreadsheet.

use std::ops::Range;

use crate::diag::{Diagnostic, Span};
use crate::vfs::SitePath;

use super::cells::Cell;

/// The places of a table's cells.
#[derive(Clone, Debug)]
pub struct Places {
    path: SitePath,
    /// All cells with their row and column, from 0, in the order of the file.
    cells: Vec<(Range<usize>, usize, usize)>,
    /// The heads of the columns; empty where one has none.
    titles: Vec<String>,
    /// The rows of the heads, from 0.
    head: Range<usize>,
}

impl Places {
    /// The places of the cells of these rows, of which `head` are the heads.
    pub fn new(path: &SitePath, rows: &[Vec<Cell>], head: Range<usize>, titles: Vec<String>) -> Places {
        let mut cells = Vec::new();
        for (row, in_row) in rows.iter().enumerate() {
            cells.extend(in_row.iter().enumerate().map(|(column, cell)| (cell.range.clone(), row, column)));
        }
        Places { path: path.clone(), cells, titles, head }
    }

    /// The row and column, from 0, of the cell in which a byte lies or which
    /// ends there.
    pub fn cell(&self, at: usize) -> Option<(usize, usize)> {
        let index = self.cells.partition_point(|(range, ..)| range.end < at);
        let (range, row, column) = self.cells.get(index)?;
        (range.start..=range.end).contains(&at).then_some((*row, *column))
    }

    /// How a person finds a byte of the file: `row 14, column "Responsible"`.
    pub fn words(&self, at: usize) -> Option<String> {
        let (row, column) = self.cell(at)?;
        let title = self.titles.get(column).map_or("", String::as_str);
        let column = match title {
            title if title.is_empty() || self.head.contains(&row) => format!("column {}", letters(column)),
            title => format!("column \"{title}\""),
        };
        Some(format!("row {}, {column}", row + 1))
    }

    /// Says row and column before the message of a finding about this table,
    /// and after its labels. It says them once, however often it is asked.
    pub fn tell(&self, finding: &mut Diagnostic) {
        let here = |span: &Span| {
            let is_cell = span.path == self.path && *span != Span::file(&self.path);
            is_cell.then(|| self.words(span.start as usize)).flatten()
        };
        if let Some(place) = here(&finding.span).filter(|place| !finding.message.starts_with(place)) {
            finding.message = format!("{place}: {}", finding.message);
        }
        for label in &mut finding.labels {
            if let Some(place) = here(&label.span).filter(|place| !label.message.ends_with(place)) {
                label.message = format!("{}: {place}", label.message);
            }
        }
    }
}

/// The letters of a column in a spreadsheet: A, B … Z, AA.
pub fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return letters;
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "AAA"]);
    }
}
