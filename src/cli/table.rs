//! Rows of text: aligned for people, separated by tabs for programs.

use std::fmt::Write;

use clap::Args;
use serde_json::{Map, Value};

use super::console::Console;
use super::failure::Failure;

/// How a table is written.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct TableArgs {
    /// Write JSON instead of a table
    #[arg(long, global = true)]
    pub(super) json: bool,
}

/// Rows below named columns.
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Whether programs can't know the columns beforehand.
    varies: bool,
}

impl Table {
    pub(super) fn new(columns: impl IntoIterator<Item = impl Into<String>>) -> Table {
        Table { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new(), varies: false }
    }

    /// Says that the columns differ from site to site: programs get them as
    /// the first line.
    pub(super) fn with_varying_columns(mut self) -> Table {
        self.varies = true;
        self
    }

    /// Adds a row, a cell for each column.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Writes the table: for a person with its header, for programs as lines
    /// of cells separated by tabs, or as JSON.
    pub(super) fn write(&self, args: TableArgs, console: &Console) -> Result<(), Failure> {
        let text = match args {
            TableArgs { json: true } => self.json(),
            _ if console.is_terminal() => self.aligned(),
            _ => self.tabs(),
        };
        console.result(&text)
    }

    fn json(&self) -> String {
        let object = |row: &Vec<String>| -> Value {
            let cells = row.iter().map(|cell| Value::String(cell.clone()));
            Value::Object(self.columns.iter().cloned().zip(cells).collect::<Map<_, _>>())
        };
        format!("{:#}\n", Value::Array(self.rows.iter().map(object).collect()))
    }

    fn tabs(&self) -> String {
        let header = self.varies.then_some(&self.columns);
        header.into_iter().chain(&self.rows).map(|row| clean(row).join("\t") + "\n").collect()
    }

    fn aligned(&self) -> String {
        let all: Vec<Vec<String>> = std::iter::once(&self.columns).chain(&self.rows).map(clean).collect();
        let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut out = String::new();
        for row in &all {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                write!(line, "{cell:width$}  ").expect("writing to a string can't fail");
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// Cells without what would break a line or act on a terminal.
#[expect(clippy::ptr_arg, reason = "it is mapped over rows")]
fn clean(row: &Vec<String>) -> Vec<String> {
    row.iter().map(|cell| crate::diag::render::harmless(cell).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_write_a_table() {
        let mut table = Table::new(["id", "name"]);
        table.row(["families", "Families\tand\nfriends"]);
        table.row(["x", ""]);
        assert_eq!(table.aligned(), "id        name\nfamilies  Families and␊friends\nx\n");
        assert_eq!(table.tabs(), "families\tFamilies and␊friends\nx\t\n");
        let json: Value = serde_json::from_str(&table.json()).expect("it is JSON");
        assert_eq!(json[0]["name"], "Families\tand\nfriends");
        assert!(table.with_varying_columns().tabs().starts_with("id\tname\n"));
    }
}
