//! `ilpress build`: everything, into the output folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::global::{FormatArg, Global, Loaded, Narrow};
use super::layer::ladder_in_words;
use crate::build::manifest::Manifest;
use crate::build::publish::{Extent, plan, vanished};
use crate::build::receipt::{self, Receipt};
use crate::build::shard::Part;
use crate::build::{Session, Shard};
use crate::diag::{Diagnostic, has_errors, tidy};
use crate::vfs::disk::{self, Output, Papers, Way, Written};
use crate::vfs::{Hash, OutputPath, Snapshot};

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
/// Finished PDFs are kept in the folder `.ilpress` of the site: only what
/// changed is printed. You can delete that folder, too.
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
    /// One of several parts of the whole, such as 3/8, into a folder such as
    /// public-3-of-8; `ilpress join` puts all parts together
    #[arg(
        long,
        value_name = "N/OF",
        help_heading = "Only a part",
        conflicts_with_all = ["audience", "lang", "kind", "document", "district", "format"]
    )]
    shard: Option<Shard>,
    /// Only in these formats: html for everything but paper, pdf for paper
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', help_heading = "Only a part")]
    format: Vec<String>,
}

impl Build {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let start = Instant::now();
        let (loaded, program) = console.busy("reading", || rayon::join(|| global.load(), program));
        let mut loaded = loaded?;
        let mut options = self.narrow.options(global, &loaded, &self.format)?;
        options.shard = self.shard;
        let folder = self.shard.map_or_else(|| "public".to_owned(), Shard::folder);
        let out = self.out.clone().unwrap_or_else(|| global.inner(&folder));
        refuse_inputs(&global.site, &out)?;
        let mut output = Output::open(&out)?;
        self.refuse_other_parts(&out, output.manifest())?;
        let done = |files: usize, written: Written, papers: (usize, usize), part: &str| {
            console.note(&format!(
                "{}: {files} files, {} written, {} removed{}{part} ({:.2} s)",
                out.display(),
                written.written,
                written.removed,
                in_words(papers),
                start.elapsed().as_secs_f64()
            ));
        };

        let papers = Arc::new(papers(global, program));
        let inputs = program.filter(|_| self.can_recall(&loaded));
        let inputs = inputs.map(|program| receipt::inputs(&loaded.snapshot, &options, program));
        if let Some(findings) = inputs.and_then(|inputs| output.recall(inputs)) {
            self.tell(console, &findings, &loaded.snapshot)?;
            let manifest = output.manifest();
            let files = manifest.files.len();
            let papers = manifest.files.keys().filter(|path| is_paper(path)).count();
            done(files, Written { written: 0, unchanged: files, removed: 0 }, (0, papers), "");
            return Ok(());
        }

        let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
        let snapshot = &loaded.snapshot;
        let standing = (!self.is_whole()).then(|| output.manifest().known().cloned().collect());
        let mut session = Session::new().with_store(papers.clone());
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
        let counted = papers.clone();
        let total = press.count_papers();
        let progress = move || match counted.made() + counted.found() {
            0 => "building".to_owned(),
            done => format!("printing {done} of {total}"),
        };
        let made = console.busy_with(progress, || press.all(session.memory(), &|file| waiting.add(file)));
        papers.tidy();
        if let Some(why) = papers.trouble() {
            console.note(&format!("{why}: the next build makes all papers again"));
        }
        diagnostics.extend(made);
        loaded.apply_checks(&mut diagnostics);
        if has_errors(&diagnostics) {
            return fail(diagnostics);
        }
        tidy(&mut diagnostics);
        let drafts = waiting.drafts()?;
        let extent = if self.is_whole() { Extent::Whole } else { Extent::Part };
        let mut plan = plan(waiting.published(), &drafts, extent);
        // Parts may come from machines with a program of their own each: equal
        // versions make equal bytes.
        let sources = || receipt::sources(snapshot, &options, version());
        plan.manifest.part = self.shard.map(|shard| Part { shard, sources: sources() });
        let receipt = inputs.map(|inputs| Receipt::new(inputs, &plan.manifest, diagnostics.clone()));
        if self.shard.is_none() {
            diagnostics.extend(vanished(&plan, &press.corpus.site));
        }
        loaded.apply_checks(&mut diagnostics);
        tidy(&mut diagnostics);

        self.tell(console, &diagnostics, snapshot)?;
        if has_errors(&diagnostics) {
            return Err(Failure::Content);
        }
        let way = if self.in_place { Way::InPlace } else { Way::Whole };
        let written = console.busy("writing", || output.write(&plan, &waiting, way, receipt.as_ref()))?;
        let part = match self.shard {
            Some(shard) => format!(", part {shard}"),
            None if extent == Extent::Part => ", the rest left as it was".to_owned(),
            None => String::new(),
        };
        for line in ladder_in_words(&press.corpus) {
            console.note(&line);
        }
        done(drafts.len(), written, (papers.made(), papers.found()), &part);
        // The program ends here: taking all trees apart would only take time.
        std::mem::forget((press, session));
        Ok(())
    }

    /// Refuses a folder that holds a site for a part of one, and the other way
    /// round: the rest would go, or never be there.
    fn refuse_other_parts(&self, out: &Path, manifest: &Manifest) -> Result<(), Failure> {
        let out = out.display();
        let message = match (self.shard, manifest.part) {
            (Some(_), None) if !manifest.files.is_empty() => format!("{out} holds a site, not a part of one"),
            (None, Some(part)) => format!("{out} holds part {} of a site", part.shard),
            _ => return Ok(()),
        };
        Err(Failure::with_hint(message, Some("name another folder with `--out`")))
    }

    /// Whether everything is made, or a part that somebody else completes.
    fn is_whole(&self) -> bool {
        self.narrow.is_whole() && self.format.is_empty()
    }

    /// Whether what comes out depends on the inputs alone. A part's pages
    /// depend on what is there; and what was found while reading came from the
    /// disk, not from the files that were read.
    fn can_recall(&self, loaded: &Loaded) -> bool {
        self.is_whole() && loaded.diagnostics.is_empty()
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

/// The store of a site's papers.
pub(super) fn papers(global: &Global, program: Option<Hash>) -> Papers {
    // Without its file, the version has to do.
    let program = program.unwrap_or_else(version);
    Papers::new(&global.site, program, SystemTime::now())
}

/// A hash that stands for this version of the program.
fn version() -> Hash {
    Hash::of(env!("CARGO_PKG_VERSION").as_bytes())
}

/// Whether a file was printed, and isn't a copy of one of the site's own.
fn is_paper(path: &OutputPath) -> bool {
    path.as_str().ends_with(".pdf") && !path.as_str().starts_with("assets/")
}

/// How many papers were made, and how many were there already; nothing without
/// any.
fn in_words((made, found): (usize, usize)) -> String {
    match made + found {
        0 => String::new(),
        _ => format!(", {made} papers made, {found} kept"),
    }
}

/// The hash of the program that is running, where its file can be read.
pub(super) fn program() -> Option<Hash> {
    disk::hash(&std::env::current_exe().ok()?).ok()
}

/// Refuses an output folder among the inputs: the next build would read what
/// this one writes.
pub(super) fn refuse_inputs(site: &Path, out: &Path) -> Result<(), Failure> {
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
