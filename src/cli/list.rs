//! `ilpress list`: the names that a site knows.

use clap::{Args, Subcommand};

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::table::{Table, TableArgs};
use crate::corpus::DocKind;
use crate::diag::rules;
use crate::site::OwnerIndex;

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

/// Documents, with the editions that have them, and the languages.
fn documents(global: &Global) -> Result<Table, Failure> {
    let corpus = global.load()?.corpus()?;
    let site = &corpus.site;
    let mut table = Table::new(["id", "kind", "title", "audiences", "languages"]);
    for document in corpus.documents() {
        let editions = document.editions;
        let audiences: Vec<&str> = site
            .editions()
            .filter(|(index, _)| editions.contains(*index))
            .map(|(_, audience)| audience.id.as_str())
            .collect();
        let audiences = if editions == site.all_editions() { "all".to_owned() } else { audiences.join(" ") };
        let langs: Vec<&str> = corpus.langs(&document.id).map(|lang| lang.as_str()).collect();
        let title = site.fill(&document.meta.title, site.default_lang(), OwnerIndex::STATE);
        table.row([document.id.as_str(), document.kind.name(), &title, &audiences, &langs.join(" ")]);
    }
    Ok(table)
}

fn rules_table() -> Table {
    let mut table = Table::new(["rule", "severity", "what it finds"]);
    for rule in rules::RULES {
        let sentence = rule.finds.split_once(". ").map_or(rule.finds, |(first, _)| first);
        table.row([rule.name, rule.severity.word(), sentence.trim_end_matches('.')]);
    }
    table
}

/// The kinds, with their folders and what they are in words.
fn kinds() -> Table {
    let mut table = Table::new(["kind", "folder", "what it is"]);
    for kind in DocKind::WRITTEN {
        let words = match kind {
            DocKind::Guide | DocKind::Chapter => "a how-to guide of one or several chapters",
            DocKind::Brochure => "a folded leaflet: each second-level heading is a panel",
            DocKind::Module => "a training: segments with slides, script and handouts",
            DocKind::Matrix => "who does what: a selection of duties by role",
            DocKind::Message => "a letter, e-mail, phone script, post or list of questions",
            DocKind::Page => "everything else",
        };
        table.row([kind.name(), &format!("content/{}", kind.folder()), words]);
    }
    table
}

/// The names of the kinds.
pub(super) fn kind_names() -> Vec<&'static str> {
    DocKind::WRITTEN.map(DocKind::name).to_vec()
}
