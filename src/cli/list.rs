//! `ilpress list`: the names that a site knows.

use clap::{Args, Subcommand};

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::table::{Table, TableArgs};
use crate::diag::rules;

/// List names: for people, and for scripts
///
/// On a terminal it is a table; into a file or another program, lines with
/// tabs between the cells.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(subcommand)]
    subject: Subject,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, Subcommand)]
enum Subject {
    /// The stakeholder groups
    Audiences,
    /// The roles, with the group that each belongs to
    Roles,
    /// The documents
    Documents,
    /// What can be found wrong; `ilpress explain RULE` says more
    Rules,
    /// The kinds of documents
    Kinds,
}

impl List {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let table = match self.subject {
            Subject::Audiences => audiences(global)?,
            Subject::Roles => roles(global)?,
            Subject::Documents => documents(global)?,
            Subject::Rules => rules_table(),
            Subject::Kinds => kinds(),
        };
        table.write(self.table, console)
    }
}

fn audiences(global: &Global) -> Result<Table, Failure> {
    let loaded = global.load()?;
    let site = loaded.site()?;
    let mut table = Table::new(["id", "name", "edition", "contains"]);
    for audience in &site.audiences {
        let contains: Vec<&str> = audience.contains.iter().map(|id| id.as_str()).collect();
        let edition = if audience.edition { "yes" } else { "no" };
        table.row([audience.id.as_str(), &audience.name, edition, &contains.join(" ")]);
    }
    Ok(table)
}

fn roles(global: &Global) -> Result<Table, Failure> {
    let loaded = global.load()?;
    let site = loaded.site()?;
    let mut table = Table::new(["id", "audience", "name", "caseload"]);
    for (id, role) in &site.roles {
        let caseload = role.caseload.map(|caseload| caseload.to_string()).unwrap_or_default();
        table.row([id.as_str(), role.audience.as_str(), &role.name, &caseload]);
    }
    Ok(table)
}

fn documents(_global: &Global) -> Result<Table, Failure> {
    Ok(Table::new(["id", "kind", "title", "audiences", "languages"]))
}

fn rules_table() -> Table {
    let mut table = Table::new(["rule", "severity", "what it finds"]);
    for rule in rules::RULES {
        let sentence = rule.finds.split_once(". ").map_or(rule.finds, |(first, _)| first);
        table.row([rule.name, rule.severity.word(), sentence.trim_end_matches('.')]);
    }
    table
}

/// The kinds, with what they are in words.
const KINDS: [(&str, &str); 8] = [
    ("guide", "a how-to guide of one or several chapters"),
    ("brochure", "a folded leaflet: each second-level heading is a panel"),
    ("module", "a training: segments with slides, script and handouts"),
    ("matrix", "who does what: a selection of duties by role"),
    ("message", "a letter, e-mail, phone script, post or FAQ"),
    ("plan", "an implementation plan or a task force"),
    ("report", "indicators, from data"),
    ("page", "everything else"),
];

fn kinds() -> Table {
    let mut table = Table::new(["kind", "what it is"]);
    KINDS.iter().for_each(|(kind, words)| table.row([*kind, *words]));
    table
}

/// The names of the kinds.
pub(super) fn kind_names() -> Vec<&'static str> {
    KINDS.iter().map(|(kind, _)| *kind).collect()
}
