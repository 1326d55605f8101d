//! `ilpress build`: everything, into the output folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::global::{FormatArg, Global, Narrow};
use crate::build::build_beside;
use crate::build::publish::{Extent, plan, vanished};
use crate::diag::{has_errors, tidy};
use crate::vfs::disk::{self, Output};

/// Make the web site and everything else that goes out
///
/// Nothing is written while the content has an error, so what was there stays
/// as it was. Files that ilpress didn't make are never touched.
///
/// A part goes into what an earlier build left: other editions stay, and so
/// does what all share (first page, sitemap, feed) until the next whole build.
/// What isn't there gets no link.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// Where to write it [default: the folder `public` of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to write what was found
    #[arg(long, value_enum, default_value = "human")]
    format: FormatArg,
    #[command(flatten)]
    narrow: Narrow,
}

impl Build {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let start = Instant::now();
        let mut loaded = console.busy("reading", || global.load())?;
        let options = self.narrow.options(global, &loaded)?;
        let out = self.out.clone().unwrap_or_else(|| global.inner("public"));
        refuse_inputs(&global.site, &out)?;
        let output = Output::open(&out)?;

        let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
        let snapshot = &loaded.snapshot;
        let standing = (!self.narrow.is_whole()).then(|| output.manifest().known().cloned().collect());
        let artifacts = console
            .busy("building", || build_beside(snapshot, &options, standing.as_ref()))
            .collect(&mut diagnostics);
        let extent = if self.narrow.is_whole() { Extent::Whole } else { Extent::Part };
        let plan = plan(output.manifest(), &artifacts, extent);
        // A build with errors is no measure of what is there.
        if let Ok(site) = loaded.site()
            && !has_errors(&diagnostics)
        {
            diagnostics.extend(vanished(&plan, site));
        }
        loaded.apply_checks(&mut diagnostics);
        tidy(&mut diagnostics);

        if self.format.for_machines() {
            console.findings(self.format.format(), &diagnostics, snapshot)?;
        } else {
            console.findings_aside(self.format.format(), &diagnostics, snapshot);
        }
        console.count(&diagnostics, "nothing was written");
        if has_errors(&diagnostics) {
            return Err(Failure::Content);
        }
        let written = console.busy("writing", || output.write(plan))?;
        let part = if extent == Extent::Part { ", the rest left as it was" } else { "" };
        console.note(&format!(
            "{}: {} files, {} written, {} removed{part} ({:.2} s)",
            out.display(),
            artifacts.len(),
            written.written,
            written.removed,
            start.elapsed().as_secs_f64()
        ));
        Ok(())
    }
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
