//! One session: a site is made once, or again and again while somebody writes.
//!
//! `build` and `check` make a site once; the preview keeps its session. What a
//! session remembers is found by a hash of all that it was made from, so it
//! gives the bytes and the findings that a first build would give.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::memory::Memory;
use super::press::{Jobs, Press};
use super::{Artifact, Options};
use crate::check::{Checker, Known, Obligations};
use crate::corpus::Reader;
use crate::diag::{Diagnostic, Outcome, has_errors, tidy};
use crate::edition::Editions;
use crate::site::{Lang, Site};
use crate::vfs::{Hash, Hasher, OutputPath, Snapshot};
use crate::writer::html::Theme;
#[cfg(feature = "pdf")]
use crate::writer::typst;

/// Makes sites.
#[derive(Default)]
pub struct Session {
    reader: Reader,
    checker: Checker,
    theme: Option<(Hash, Option<Arc<Theme>>, Vec<Diagnostic>)>,
    #[cfg(feature = "pdf")]
    print: Option<Arc<typst::theme::Theme>>,
    editions: Option<(Hash, Arc<Editions>)>,
    jobs: Option<(Hash, Arc<Jobs>)>,
    memory: Arc<Memory>,
}

impl Session {
    /// Returns a session for one build.
    pub fn new() -> Session {
        Session::default()
    }

    /// Returns a session that remembers what it made.
    pub fn lasting() -> Session {
        Session { memory: Arc::new(Memory::lasting()), ..Session::default() }
    }

    /// Keeps papers in a store.
    pub fn with_store(mut self, store: Arc<dyn super::Store>) -> Session {
        let memory = Arc::into_inner(self.memory).unwrap_or_default();
        self.memory = Arc::new(memory.with_store(store));
        self
    }

    /// What it made and remembers.
    pub fn memory(&self) -> &Arc<Memory> {
        &self.memory
    }

    /// What the TOML files said when they were last read.
    pub fn site(&self) -> Option<Arc<Site>> {
        self.reader.site_model()
    }

    /// Reads a site and finds everything that is wrong with it, but for what
    /// only shows when pages are made. Nothing when it can't be made.
    ///
    /// `snapshot` holds the program's own files where the site has none.
    pub fn prepare(
        &mut self,
        snapshot: &Snapshot,
        options: &Options,
        standing: Option<BTreeSet<OutputPath>>,
    ) -> Outcome<Option<Press>> {
        let mut diagnostics = Vec::new();
        let Some(corpus) = self.reader.load(snapshot).collect(&mut diagnostics) else {
            return Outcome { value: None, diagnostics };
        };
        let (hash, theme) = self.theme(snapshot, &corpus, &mut diagnostics);
        let obligations = theme.as_deref().map(|theme| obligations(&corpus.site, theme)).unwrap_or_default();
        let known = Known { today: options.today, obligations };
        self.checker.check(&corpus, &known, &mut diagnostics);
        let site = corpus.site.clone();
        let press = theme.filter(|_| !has_errors(&diagnostics)).map(|theme| {
            let editions = self.editions(&corpus);
            let mut press = Press::new(
                editions,
                #[cfg(feature = "pdf")]
                self.print(snapshot, &corpus.site, &theme),
                corpus,
                (hash, theme),
                snapshot.clone(),
                options.clone(),
                standing,
            );
            self.share_jobs(&mut press);
            press
        });
        site.apply_checks(&mut diagnostics);
        tidy(&mut diagnostics);
        Outcome { value: press, diagnostics }
    }

    /// Makes a whole site, or the part that `options` name, and hands each file
    /// to `sink` as soon as it is made. Returns what was found.
    ///
    /// With errors among the findings, what went to the sink must not be
    /// published.
    pub fn make(
        &mut self,
        snapshot: &Snapshot,
        options: &Options,
        standing: Option<BTreeSet<OutputPath>>,
        sink: &(dyn Fn(Artifact) + Sync),
    ) -> Vec<Diagnostic> {
        let Outcome { value, mut diagnostics } = self.prepare(snapshot, options, standing);
        if let Some(press) = value {
            diagnostics.extend(press.all(&self.memory, sink));
            press.corpus.site.apply_checks(&mut diagnostics);
            tidy(&mut diagnostics);
        }
        diagnostics
    }

    fn theme(
        &mut self,
        snapshot: &Snapshot,
        corpus: &crate::corpus::Corpus,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Hash, Option<Arc<Theme>>) {
        let mut hasher = Hasher::new();
        hasher.hash(&corpus.site_hash());
        for (path, hash) in snapshot.hashes().filter(|(path, _)| path.as_str().starts_with("templates/")) {
            hasher.text(path.as_str()).hash(&hash);
        }
        let hash = hasher.finish();
        if self.theme.as_ref().is_none_or(|(known, ..)| *known != hash) {
            let Outcome { value, diagnostics } = Theme::load(snapshot, &corpus.site);
            self.theme = Some((hash, value.map(Arc::new), diagnostics));
        }
        let (_, theme, found) = self.theme.as_ref().expect("just set");
        diagnostics.extend(found.iter().cloned());
        (hash, theme.clone())
    }

    /// What papers share, loaded again when any of it changed.
    #[cfg(feature = "pdf")]
    fn print(&mut self, snapshot: &Snapshot, site: &Site, theme: &Theme) -> Arc<typst::theme::Theme> {
        let now = typst::theme::Theme::new(snapshot, site, &|lang| theme.shared_words(lang));
        match &mut self.print {
            Some(known) if known.hash == now.hash => known.clone(),
            known => known.insert(Arc::new(now)).clone(),
        }
    }

    /// Gives a press the list of files of the one before, if it makes the same.
    fn share_jobs(&mut self, press: &mut Press) {
        if !self.memory.is_lasting() {
            return;
        }
        let hash = press.jobs_hash();
        match &self.jobs {
            Some((known, jobs)) if *known == hash => press.jobs = jobs.clone(),
            _ => self.jobs = Some((hash, press.jobs.clone())),
        }
    }

    fn editions(&mut self, corpus: &crate::corpus::Corpus) -> Arc<Editions> {
        let layout = corpus.layout();
        match &self.editions {
            Some((known, editions)) if *known == layout => editions.clone(),
            _ => {
                let editions = Arc::new(Editions::new(corpus));
                self.editions = Some((layout, editions.clone()));
                editions
            }
        }
    }
}

/// How the site's languages say that somebody must do something.
pub fn obligations(site: &Site, theme: &Theme) -> Obligations {
    let of = |lang: &Lang| (lang.clone(), Obligations::KEYS.map(|key| theme.words(lang.as_str()).get(key)));
    Obligations::new(site.languages.keys().map(of))
}
