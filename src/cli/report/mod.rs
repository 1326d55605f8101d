//! `ilpress report`: what is there, and what is missing.

use clap::{Args, Subcommand};

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::table::{Table, TableArgs};

mod duties;

/// Show what is there and what is missing
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(subcommand)]
    subject: Subject,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, Subcommand)]
enum Subject {
    /// How many documents of each kind each stakeholder group has
    Coverage,
    Duties(duties::Duties),
}

impl Report {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        match &self.subject {
            Subject::Coverage => coverage(global, self.table, console),
            Subject::Duties(duties) => duties.run(global, self.table, console),
        }
    }
}

/// Kinds as rows, stakeholder groups as columns; `-` where there is none.
fn coverage(global: &Global, args: TableArgs, console: &Console) -> Result<(), Failure> {
    let coverage = crate::check::coverage(&global.load()?.corpus()?);
    let audiences = coverage.audiences.iter().map(|id| id.as_str());
    let mut table = Table::new(std::iter::once("kind").chain(audiences)).with_varying_columns();
    for (kind, counts) in &coverage.kinds {
        let cells = counts.iter().map(|count| if *count == 0 { "-".to_owned() } else { count.to_string() });
        table.row(std::iter::once(kind.name().to_owned()).chain(cells));
    }
    table.write(args, console)
}
