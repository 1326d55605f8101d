//! `ilpress build`: everything, into the output folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::global::{FormatArg, Global, Loaded, Narrow};
use crate::build::Session;
use crate::build::publish::{Extent, plan, vanished};
use crate::build::receipt::{self, Receipt};
use crate::diag::{Diagnostic, has_errors, tidy};
use crate::vfs::disk::{self, Output, Way, Written};
use crate::vfs::{Hash, Snapshot};

/// Make the web site and everything else that goes out
///
/// Nothing is written while the content has an error, so what was there stays
/// as it was. Files that ilpress didn't make are never touched.
///
/// A new output takes the place of the old one as a whole. It is made in a
/// hidden folder beside it, `.public.ilpress` beside `public`, which also
/// remembers what an unchanged site led to. You can delete that folder; the
/// next build takes longer.
///
/// A part goes into what an earlier build left: other editions stay, and so
/// does what all share (first page, sitemap, feed) until the next whole build.
/// What isn't there gets no link.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// Where to write it [default: the folder `public` of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace file by file, not the folder as a whole
    ///
    /// For an output folder that another program holds open, such as a
    /// container into which it is mounted.
    #[arg(long)]
    in_place: bool,
    /// How to write what was found
    #[arg(long, value_enum, default_value = "human")]
    findings: FormatArg,
    #[command(flatten)]
    narrow: Narrow,
}

impl Build {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let start = Instant::now();
        let (loaded, program) = console.busy("reading", || rayon::join(|| global.load(), program));
        let mut loaded = loaded?;
        let options = self.narrow.options(global, &loaded)?;
        let out = self.out.clone().unwrap_or_else(|| global.inner("public"));
        refuse_inputs(&global.site, &out)?;
        let mut output = Output::open(&out)?;
        let done = |files: usize, written: Written, part: &str| {
            console.note(&format!(
                "{}: {files} files, {} written, {} removed{part} ({:.2} s)",
                out.display(),
                written.written,
                written.removed,
                start.elapsed().as_secs_f64()
            ));
        };

        let inputs = program.filter(|_| self.can_recall(&loaded));
        let inputs = inputs.map(|program| receipt::inputs(&loaded.snapshot, &options, program));
        if let Some(findings) = inputs.and_then(|inputs| output.recall(inputs)) {
            self.tell(console, &findings, &loaded.snapshot)?;
            let files = output.manifest().files.len();
            done(files, Written { written: 0, unchanged: files, removed: 0 }, "");
            return Ok(());
        }

        let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
        let snapshot = &loaded.snapshot;
        let standing = (!self.narrow.is_whole()).then(|| output.manifest().known().cloned().collect());
        let mut session = Session::new();
        let press = console
            .busy("reading", || session.prepare(snapshot, &options, standing))
            .collect(&mut diagnostics);
        let fail = |mut diagnostics: Vec<Diagnostic>| -> Result<(), Failure> {
            loaded.apply_checks(&mut diagnostics);
            tidy(&mut diagnostics);
            self.tell(console, &diagnostics, snapshot)?;
            Err(Failure::Content)
        };
        let Some(press) = press else { return fail(diagnostics) };
        let waiting = output.waiting()?;
        let made = console.busy("building", || press.all(session.memory(), &|file| waiting.add(file)));
        diagnostics.extend(made);
        loaded.apply_checks(&mut diagnostics);
        if has_errors(&diagnostics) {
            return fail(diagnostics);
        }
        tidy(&mut diagnostics);
        let drafts = waiting.drafts()?;
        let extent = if self.narrow.is_whole() { Extent::Whole } else { Extent::Part };
        let plan = plan(waiting.published(), &drafts, extent);
        let receipt = inputs.map(|inputs| Receipt::new(inputs, &plan.manifest, diagnostics.clone()));
        diagnostics.extend(vanished(&plan, &press.corpus.site));
        loaded.apply_checks(&mut diagnostics);
        tidy(&mut diagnostics);

        self.tell(console, &diagnostics, snapshot)?;
        if has_errors(&diagnostics) {
            return Err(Failure::Content);
        }
        let way = if self.in_place { Way::InPlace } else { Way::Whole };
        let written = console.busy("writing", || output.write(&plan, &waiting, way, receipt.as_ref()))?;
        let part = if extent == Extent::Part { ", the rest left as it was" } else { "" };
        done(drafts.len(), written, part);
        // The program ends here: taking all trees apart would only take time.
        std::mem::forget((press, session));
        Ok(())
    }

    /// Whether what comes out depends on the inputs alone. A part's pages
    /// depend on what is there; and what was found while reading came from the
    /// disk, not from the files that were read.
    fn can_recall(&self, loaded: &Loaded) -> bool {
        self.narrow.is_whole() && loaded.diagnostics.is_empty()
    }

    /// Says what was found.
    fn tell(&self, console: &Console, found: &[Diagnostic], snapshot: &Snapshot) -> Result<(), Failure> {
        if self.findings.for_machines() {
            console.findings(self.findings.format(), found, snapshot)?;
        } else {
            console.findings_aside(self.findings.format(), found, snapshot);
        }
        console.count(found, "nothing was written");
        Ok(())
    }
}

/// The hash of the program that is running, where its file can be read.
fn program() -> Option<Hash> {
    disk::hash(&std::env::current_exe().ok()?).ok()
}

/// Refuses an output folder among the inputs: the next build would read what
/// this one writes.
fn refuse_inputs(site: &Path, out: &Path) -> Result<(), Failure> {
    let Ok(out) = disk::resolve(out) else { return Ok(()) };
    let mut inputs = disk::FOLDERS.iter().filter_map(|folder| disk::resolve(&site.join(folder)).ok());
    match inputs.find(|folder| out.starts_with(folder)) {
        None => Ok(()),
        Some(folder) => {
            let message =
                format!("{} is inside {}, which is part of the site", out.display(), folder.display());
            Err(Failure::with_hint(message, Some("name another folder with `--out`")))
        }
    }
}
