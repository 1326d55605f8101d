//! `ilpress release`: codes for what is printed.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::global::{Global, Loaded, Narrow};
use super::table::{Table, TableArgs};
use crate::build::release::{Orders, Refusal, Release, release};
use crate::build::{Session, publish};
use crate::diag::render::Format;
use crate::diag::{Diagnostic, has_errors, rules, tidy};
use crate::edition::address;
use crate::site::printed::{self, Status};
use crate::site::{self, Site};
use crate::vfs::disk::{self, Output};
use crate::vfs::{SitePath, Snapshot};

/// Give what is printed its codes
///
/// Adds an entry to editions.toml for each document, group and language whose
/// words aren't those of the last release. The code is printed on the paper;
/// its address, such as ilp.meridian.example/e/K7Q2XM, leads to a page that
/// says whether the paper in hand is still good. The code before is replaced
/// by the new one, and its page leads there.
///
/// Release before you print, then build. Paper that was never released says
/// that it is a draft. editions.toml is part of the site: keep it with the
/// rest, and never take anything out of it.
///
/// With --withdraw or --replace it only says what became of codes that were
/// issued; everything else waits for the next release.
#[derive(Debug, Args)]
pub(super) struct Command {
    /// Show what would be released, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Tell readers not to use these codes any more; a document stands for all
    /// of its current codes
    #[arg(long, value_name = "CODE", value_delimiter = ',', requires = "why")]
    withdraw: Vec<String>,
    /// Why, in a sentence for the person who has the paper in hand
    #[arg(long, value_name = "TEXT", requires = "withdraw")]
    why: Option<String>,
    /// Lead readers of these codes to something else; a document stands for all
    /// of its current codes
    #[arg(long, value_name = "CODE", value_delimiter = ',', requires = "by")]
    replace: Vec<String>,
    /// What takes their place: a code, or a document
    #[arg(long, value_name = "CODE", requires = "replace")]
    by: Option<String>,
    /// Where the last build was written, to see that no code is lost [default:
    /// the folder `public` of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    table: TableArgs,
}

impl Command {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let mut loaded = console.busy("reading", || global.load())?;
        let orders = self.orders()?;
        let mut found = std::mem::take(&mut loaded.diagnostics);
        let options = Narrow::default().options(global, &loaded, &[])?;
        found.extend(Session::new().prepare(&loaded.snapshot, &options, None).diagnostics);
        found.extend(self.unlisted(global, loaded.site()?)?);
        if self.only_orders() {
            // They mend it, one after the other.
            found.retain(|finding| *finding.rule != rules::LOST_EDITION);
        }
        self.stop_at_errors(found, &loaded, &loaded.snapshot, console)?;

        let corpus = loaded.corpus()?;
        let planned = console.busy("reading", || release(&corpus, &loaded.snapshot, &orders));
        let planned = planned.map_err(|Refusal { message, hint }| Failure::Refused { message, hint })?;
        let path = SitePath::new(printed::FILE).expect("a good path");
        if let Some(text) = &planned.text {
            let mut written = loaded.snapshot.clone();
            written.insert(path.clone(), text.as_bytes());
            let found = site::load(&written).diagnostics;
            self.stop_at_errors(found, &loaded, &written, console)?;
            if !self.dry_run {
                disk::create_whole(&global.site.join(path.as_str()), text.as_bytes(), true)?;
            }
        }
        table(&planned, &corpus.site).write(self.table, console)?;
        self.tell(&planned, &corpus.site, console);
        Ok(())
    }

    fn only_orders(&self) -> bool {
        !self.withdraw.is_empty() || !self.replace.is_empty()
    }

    fn orders(&self) -> Result<Orders, Failure> {
        let why = self.why.clone().unwrap_or_default();
        if !self.withdraw.is_empty() && why.trim().is_empty() {
            return Err(Failure::refused("`--why` is empty: say it to the person who has the paper in hand"));
        }
        Ok(Orders {
            withdraw: self.withdraw.clone(),
            why,
            replace: self.replace.clone(),
            by: self.by.clone().unwrap_or_default(),
        })
    }

    /// Codes that the last build had a page for, and that have no entry any
    /// more.
    fn unlisted(&self, global: &Global, site: &Site) -> Result<Vec<Diagnostic>, Failure> {
        let out = self.out.clone().unwrap_or_else(|| global.inner("public"));
        if !out.is_dir() {
            return Ok(Vec::new());
        }
        let output = Output::open(&out)?;
        let codes = output.manifest().files.keys().filter_map(address::printed_code);
        let lost = codes.filter(|code| !site.printed.contains_key(code));
        Ok(lost.map(|code| publish::lost_edition(&code)).collect())
    }

    fn stop_at_errors(
        &self,
        mut found: Vec<Diagnostic>,
        loaded: &Loaded,
        snapshot: &Snapshot,
        console: &Console,
    ) -> Result<(), Failure> {
        loaded.apply_checks(&mut found);
        if !has_errors(&found) {
            return Ok(());
        }
        found.retain(Diagnostic::is_error);
        tidy(&mut found);
        console.findings_aside(Format::Human, &found, snapshot);
        console.count(&found, "nothing was released");
        Err(Failure::Content)
    }

    /// Says in a line what was done.
    fn tell(&self, release: &Release, site: &Site, console: &Console) {
        let count = |number: usize, one: &str, more: &str| {
            format!("{number} {}", if number == 1 { one } else { more })
        };
        let of = |want: fn(&Status) -> bool| release.changed.values().filter(|status| want(status)).count();
        let replaced = of(|status| matches!(status, Status::Replaced(_)));
        let withdrawn = of(|status| matches!(status, Status::Withdrawn(_)));
        let mut parts = vec![count(release.new.len(), "new code", "new codes")];
        parts.extend((replaced > 0).then(|| format!("{replaced} replaced")));
        parts.extend((withdrawn > 0).then(|| format!("{withdrawn} withdrawn")));
        parts.extend((!self.only_orders()).then(|| format!("{} unchanged", release.unchanged)));
        let end = if self.dry_run { " (nothing was written)" } else { "" };
        console.note(&format!("{}: {}{end}", printed::FILE, parts.join(", ")));
        for code in &release.still_withdrawn {
            let entry = &site.printed[code];
            console.note(&format!(
                "{} still says what was withdrawn with `{code}`: it gets no code, and prints as a draft",
                entry.piece
            ));
        }
        let stale = release.changed.keys().filter_map(|code| site.printed.get(code));
        let stale = stale.filter(|entry| entry.date >= site.released).count();
        if stale > 0 && replaced > 0 && !self.only_orders() {
            console.note(&format!(
                "`released` in site-config.toml is still {}, the day of what was replaced: readers can't tell the papers apart by it",
                site.released
            ));
        }
    }
}

/// What changes, a line for each code.
fn table(release: &Release, site: &Site) -> Table {
    let mut table = Table::new(["code", "what", "document", "audience", "language", "band", "other code"]);
    let mut row = |code: &str, what: &str, entry: &printed::Printed, other: &str| {
        let piece = &entry.piece;
        let band = piece.band.as_deref().unwrap_or_default();
        table.row([code, what, &piece.document, &piece.audience, &piece.lang, band, other]);
    };
    for entry in &release.new {
        let before = release.changed.iter().find(|(code, status)| {
            **status == Status::Replaced(entry.code.clone())
                && site.printed.get(*code).is_some_and(|before| before.piece == entry.piece)
        });
        row(entry.code.as_str(), "new", entry, before.map_or("", |(code, _)| code.as_str()));
    }
    for (code, status) in &release.changed {
        let Some(entry) = site.printed.get(code) else { continue };
        match status {
            Status::Replaced(by) => row(code.as_str(), "replaced", entry, by.as_str()),
            Status::Withdrawn(_) => row(code.as_str(), "withdrawn", entry, ""),
            Status::Current => row(code.as_str(), "current", entry, ""),
        }
    }
    table
}
