//! Reads and builds whenever files change.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::preview::Preview;
use super::switcher::Names;
use crate::build::{Options, build};
use crate::cli::failure::Failure;
use crate::cli::global::{Loaded, load};
use crate::diag::render::{Format, render, summary};
use crate::diag::{Diagnostic, has_errors, tidy};
use crate::vfs::Snapshot;
use crate::vfs::watch::Watch;

/// How long we wait when the files can't be read.
const RETRY: Duration = Duration::from_millis(80);

/// How many errors a page shows.
const MOST: usize = 20;

/// Builds for a preview.
pub(super) struct Worker {
    root: PathBuf,
    options: Options,
    preview: Arc<Preview>,
    last: Snapshot,
}

impl Worker {
    pub(super) fn new(root: PathBuf, options: Options, preview: Arc<Preview>) -> Worker {
        Worker { root, options, preview, last: Snapshot::new() }
    }

    /// Builds at each change, for as long as changes are reported.
    pub(super) fn run(mut self, mut watch: Watch) {
        while watch.wait() {
            // A file may go between listing and reading, when editors rename.
            let loaded = load(&self.root).or_else(|_| {
                std::thread::sleep(RETRY);
                load(&self.root)
            });
            match loaded {
                Ok(loaded) if equal(&loaded.snapshot, &self.last) && loaded.diagnostics.is_empty() => {}
                Ok(loaded) => {
                    self.build(loaded);
                }
                Err(failure) => self.unreadable(failure),
            }
        }
    }

    /// Builds once and returns what happened, in a sentence.
    pub(super) fn build(&mut self, mut loaded: Loaded) -> String {
        let start = Instant::now();
        let mut diagnostics: Vec<Diagnostic> = std::mem::take(&mut loaded.diagnostics);
        let artifacts = build(&loaded.snapshot, &self.options).collect(&mut diagnostics);
        loaded.apply_checks(&mut diagnostics);
        tidy(&mut diagnostics);
        let count = artifacts.len();
        let found = summary(&diagnostics).unwrap_or_default();
        let failed = has_errors(&diagnostics);
        let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        let mut text = render(Format::Human, &errors[..errors.len().min(MOST)], &loaded.snapshot, false);
        if errors.len() > MOST {
            text.push_str(&format!("\nand {} more: `ilpress check` shows them all\n", errors.len() - MOST));
        }
        let names = loaded.site().ok().map(Names::new);
        // At the first build, a site with errors is better than none.
        let first = self.preview.state().files.is_empty();
        self.preview.update((!failed || first).then_some(artifacts), text, found.clone(), names);
        self.last = loaded.snapshot;
        let time = start.elapsed().as_millis();
        if found.is_empty() {
            format!("{count} files in {time} ms")
        } else {
            format!("{count} files in {time} ms, {found}")
        }
    }

    /// Shows why the site can't be read. The next change tries again.
    fn unreadable(&mut self, failure: Failure) {
        if let Failure::Refused { message, .. } = failure {
            self.preview.update(
                None,
                format!("error: {message}\n"),
                "the site can't be read".to_owned(),
                None,
            );
            self.last = Snapshot::new();
        }
    }
}

/// Whether two snapshots hold the same files: editors also save what nobody
/// changed.
fn equal(a: &Snapshot, b: &Snapshot) -> bool {
    a.len() == b.len() && a.iter().eq(b.iter())
}
