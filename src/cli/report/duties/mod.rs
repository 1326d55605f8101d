//! `ilpress report duties`: who does what, when, and how long it takes.

mod page;
mod text;

use std::path::PathBuf;

use clap::Args;

use crate::build;
use crate::check::{self, DutyReport, Known, RoleReport, duty_report, number};
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::global::Global;
use crate::cli::table::{Table, TableArgs};
use crate::corpus;
use crate::diag::{Span, tidy};
use crate::vfs::{SitePath, disk};
use crate::workload::Basis;
use crate::writer::html::Theme;

/// Who answers for what, what falls due when, and the hours that it takes
///
/// Shows for each role its letters by phase, its hours month by month beside
/// the limit of `[load]`, its share of all duties, what isn't counted and why,
/// and what is wrong with duties. Into a file or another program it writes a
/// line for each role.
#[derive(Debug, Args)]
pub(super) struct Duties {
    /// Count with the caseloads and students of this district
    #[arg(long, value_name = "ID")]
    district: Option<String>,
    /// Write a page to read, print and send, instead
    #[arg(long, value_name = "FILE.html")]
    page: Option<PathBuf>,
    /// Write the page over a file that isn't such a report
    #[arg(long, requires = "page")]
    force: bool,
}

impl Duties {
    pub(super) fn run(&self, global: &Global, table: TableArgs, console: &Console) -> Result<(), Failure> {
        let loaded = global.load()?;
        let today = global.today()?;
        let mut found = Vec::new();
        let corpus = corpus::load(&loaded.snapshot).collect(&mut found).ok_or(Failure::Broken)?;
        let theme = Theme::load(&loaded.snapshot, &corpus.site).value;
        let obligations = theme.map(|theme| build::obligations(&corpus.site, &theme)).unwrap_or_default();
        check::check(&corpus, &Known { today, obligations }, &mut found);
        loaded.apply_checks(&mut found);
        tidy(&mut found);
        let site = &corpus.site;
        let config = SitePath::new("site-config.toml").expect("a good path");
        let district = match &self.district {
            None => None,
            Some(id) => Some(site.district(id, Span::file(&config)).map_err(|found| {
                Failure::with_hint(format!("there is no district `{id}`"), found.hints.first().cloned())
            })?),
        };
        let report = duty_report(Basis { site, district }, &found, &loaded.snapshot);
        if let Some(file) = &self.page {
            if !self.force && disk::is_foreign(file, page::MARK)? {
                return Err(Failure::with_hint(
                    format!("{} is there already, and isn't a report about duties", file.display()),
                    Some("name another file, or write over it with `--force`"),
                ));
            }
            let text = page::page(&report, site, &loaded.snapshot, today).map_err(|found| {
                console.findings_aside(crate::diag::render::Format::Human, &found, &loaded.snapshot);
                Failure::Content
            })?;
            disk::create_whole(file, text.as_bytes(), true)?;
            return console.result(&format!("{}\n", file.display()));
        }
        if table.json {
            let json = serde_json::to_string_pretty(&report)
                .map_err(|error| Failure::refused(format!("the report makes no JSON: {error}")))?;
            return console.result(&format!("{json}\n"));
        }
        if console.is_terminal() {
            return console.result(&text::text(&report));
        }
        lines(&report).write(table, console)
    }
}

/// A line for each role, for programs and spreadsheets.
fn lines(report: &DutyReport) -> Table {
    let columns =
        ["role", "caseload", "limit", "accountable", "responsible", "support", "consulted", "informed"];
    let columns = columns.into_iter().chain(report.months.iter().copied()).chain(["year"]);
    let mut table = Table::new(columns).with_varying_columns();
    for role in &report.roles {
        let RoleReport { id, caseload, limit, letters, .. } = role;
        let own = [
            id.clone(),
            caseload.map(|number| number.to_string()).unwrap_or_default(),
            limit.map(number).unwrap_or_default(),
            letters.accountable.to_string(),
            letters.responsible.to_string(),
            letters.support.to_string(),
            letters.consulted.to_string(),
            letters.informed.to_string(),
        ];
        let hours = role.hours.values().chain([&role.year]).map(|hours| number(*hours));
        table.row(own.into_iter().chain(hours));
    }
    table
}

#[cfg(test)]
mod tests;
