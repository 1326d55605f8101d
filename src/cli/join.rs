//! `ilpress join`: the parts of a build become one site.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use crate::build::publish::{Extent, plan, vanished};
use crate::build::{Artifact, shard};
use crate::diag::has_errors;
use crate::vfs::disk::{self, Output, Way};

/// Put the parts of a build together
///
/// `ilpress build --shard 1/3`, `2/3` and `3/3` make a third of the site each,
/// perhaps on a machine each. `ilpress join public-1-of-3 public-2-of-3
/// public-3-of-3` makes of them what one build would have made, byte for byte.
///
/// Nothing is written while a part is missing, damaged or of another build.
#[derive(Debug, Args)]
pub(super) struct Join {
    /// The folders of all parts, in any order
    #[arg(value_name = "PART", required = true)]
    parts: Vec<PathBuf>,
    /// Where to write the site [default: the folder `public` of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace file by file, not the folder as a whole
    #[arg(long)]
    in_place: bool,
}

impl Join {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let start = Instant::now();
        let out = self.out.clone().unwrap_or_else(|| global.inner("public"));
        if self.parts.iter().any(|part| disk::resolve(part).ok() == disk::resolve(&out).ok()) {
            let message = format!("{} is a part itself", out.display());
            return Err(Failure::with_hint(message, Some("name another folder with `--out`")));
        }
        let named = |part: &PathBuf| Ok((part.display().to_string(), disk::published(part)?));
        let parts = self.parts.iter().map(named).collect::<Result<Vec<_>, disk::Error>>()?;
        let files =
            shard::join(&parts).map_err(|why| Failure::with_hint(why.to_string(), Some(why.hint())))?;

        let mut output = Output::open(&out)?;
        let waiting = output.waiting()?;
        let files: Vec<_> = files.into_iter().collect();
        console.busy("joining", || {
            files.par_iter().try_for_each(|(path, (part, content))| {
                let bytes = disk::published_file(&self.parts[*part], path, *content)?;
                waiting.add(Artifact { path: path.clone(), bytes });
                Ok::<(), disk::Error>(())
            })
        })?;
        let drafts = waiting.drafts()?;
        let plan = plan(waiting.published(), &drafts, Extent::Whole);
        if !plan.clear.is_empty() || !plan.removals.is_empty() {
            // Addresses may vanish that somebody has printed or sent.
            let loaded = global.load()?;
            let mut found = vanished(&plan, loaded.site()?);
            loaded.apply_checks(&mut found);
            console.findings_aside(crate::diag::render::Format::Human, &found, &loaded.snapshot);
            if has_errors(&found) {
                console.count(&found, "nothing was written");
                return Err(Failure::Content);
            }
        }
        let way = if self.in_place { Way::InPlace } else { Way::Whole };
        let written = console.busy("writing", || output.write(&plan, &waiting, way, None))?;
        console.note(&format!(
            "{}: {} files of {} parts, {} written, {} removed ({:.2} s)",
            out.display(),
            drafts.len(),
            parts.len(),
            written.written,
            written.removed,
            start.elapsed().as_secs_f64()
        ));
        Ok(())
    }
}
