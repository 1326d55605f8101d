//! Reads what changes, and looks for mistakes.
//!
//! At each change the site is read and checked, and the preview gets a press
//! that makes pages when they are asked for. Then, in the background, papers
//! that were asked for are printed again, and all pages are made once more, as
//! far as they aren't known: some mistakes show only there. The next change
//! ends that.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::preview::Preview;
use super::switcher::Names;
use crate::build::{Options, Session, Store};
use crate::diag::render::summary;
use crate::diag::{Diagnostic, has_errors, tidy};
use crate::vfs::disk::{Error, SiteFiles};
use crate::vfs::watch::Watch;

/// How long we wait when the files can't be read.
const RETRY: Duration = Duration::from_millis(80);

/// Builds for a preview.
pub(super) struct Worker {
    root: PathBuf,
    files: SiteFiles,
    options: Options,
    session: Session,
    preview: Arc<Preview>,
    /// What was found before pages were made.
    found: Vec<Diagnostic>,
    /// Ends the making of all pages.
    stop: Arc<AtomicBool>,
}

impl Worker {
    /// `papers` are those of earlier runs.
    pub(super) fn new(
        root: PathBuf,
        options: Options,
        preview: Arc<Preview>,
        papers: Arc<dyn Store>,
    ) -> Result<Worker, Error> {
        let files = SiteFiles::read(&root)?;
        let session = Session::lasting().with_store(papers);
        Ok(Worker { root, files, options, session, preview, found: Vec::new(), stop: Arc::default() })
    }

    /// Builds at each change, for as long as changes are reported.
    pub(super) fn run(mut self, mut watch: Watch) {
        self.prove();
        while let Some(changed) = watch.wait() {
            let before = self.files.snapshot.clone();
            // A file may go between listing and reading, when editors rename.
            let read: Result<(), Error> = self.files.read_again(&changed).or_else(|_| {
                std::thread::sleep(RETRY);
                self.files = SiteFiles::read(&self.root)?;
                Ok(())
            });
            match read {
                // Editors also save what nobody changed.
                Ok(()) if before.hashes().eq(self.files.snapshot.hashes()) && self.preview.is_whole() => {}
                Ok(()) => {
                    // It would take the time that this change needs.
                    self.stop.store(true, Ordering::Relaxed);
                    self.build();
                    self.prove();
                }
                Err(error) => self.preview.unreadable(&error),
            }
        }
    }

    /// Reads and checks the site, and returns what was found, in a sentence.
    pub(super) fn build(&mut self) -> String {
        let start = Instant::now();
        let snapshot = self.files.snapshot.clone();
        let mut diagnostics = self.files.diagnostics.clone();
        let press = self.session.prepare(&snapshot, &self.options, None).collect(&mut diagnostics);
        let site = self.session.site();
        if let Some(site) = &site {
            site.apply_checks(&mut diagnostics);
        }
        tidy(&mut diagnostics);
        let press = press.filter(|_| !has_errors(&diagnostics)).map(Arc::new);
        let names = site.map(|site| Names::new(&site));
        self.preview.update(press, self.session.memory(), diagnostics.clone(), snapshot, names);
        let found = summary(&diagnostics).map_or(String::new(), |found| format!(", {found}"));
        self.found = diagnostics;
        format!("ready in {} ms{found}", start.elapsed().as_millis())
    }

    /// Looks in the background for what only shows when papers and pages are
    /// made.
    fn prove(&mut self) {
        let state = self.preview.state();
        let Some(press) = state.press.filter(|_| !has_errors(&self.found)) else { return };
        self.stop = Arc::default();
        let (stop, memory, preview) =
            (self.stop.clone(), self.session.memory().clone(), self.preview.clone());
        let mut diagnostics = self.found.clone();
        std::thread::spawn(move || {
            // Somebody is looking at these.
            preview.print_again(state.version, &stop);
            let found = press.pages_until(&stop, &memory);
            if found.is_empty() || stop.load(Ordering::Relaxed) {
                return;
            }
            diagnostics.extend(found);
            press.corpus.site.apply_checks(&mut diagnostics);
            tidy(&mut diagnostics);
            preview.found(state.version, diagnostics);
        });
    }
}
