//! Reading a site again and again: what hasn't changed is remembered.
//!
//! Everything is remembered by a hash of all that it was made from, so that a
//! second reading gives what a first one would: values and findings.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::document::{self, DocId, DocKind, Document, Manuscript};
use super::layer::{self, Layer, Stack, UnitState};
use super::link::{self, Includes, Leads, Targets, Tie};
use super::overlay::Overlays;
use super::{Corpus, break_cycles, chapters, home, is_overlay, same_addresses, translations_have_sources};
use crate::diag::{Diagnostic, Outcome, Span, rules};
use crate::site::{self, AudienceSet, Lang, Site};
use crate::vfs::{Hash, Hasher, Kept, SitePath, Snapshot};

/// Reads corpora, and remembers what earlier ones were made of.
#[derive(Default)]
pub struct Reader {
    site: Option<(Hash, Option<Sites>, Vec<Diagnostic>)>,
    manuscripts: Kept<Read>,
    links: Kept<Linked>,
    layered: HashMap<Hash, Layered>,
}

/// A site, and the same in the words of other languages.
#[derive(Clone)]
struct Sites {
    site: Arc<Site>,
    translated: Arc<HashMap<Lang, Arc<Site>>>,
}

/// A document with what lies over it.
#[derive(Clone)]
struct Layered {
    manuscript: Arc<Manuscript>,
    found: Arc<[Diagnostic]>,
}

/// One file, read.
#[derive(Clone)]
struct Read {
    /// What the file and the site were.
    of: (Hash, Hash),
    manuscript: Option<Arc<Manuscript>>,
    found: Arc<[Diagnostic]>,
}

/// Where one file leads.
#[derive(Clone)]
struct Linked {
    /// What the manuscript was, the names of all blocks, and what the document
    /// is among others.
    of: (Hash, Hash, AudienceSet, DocKind),
    targets: Arc<Targets>,
    includes: Arc<Includes>,
    ties: Arc<[Tie]>,
    terms: AudienceSet,
    content: Hash,
    found: Arc<[Diagnostic]>,
}

impl Reader {
    /// Reads, parses and links all documents of a snapshot, see
    /// [`super::load`].
    pub fn load(&mut self, snapshot: &Snapshot) -> Outcome<Option<Corpus>> {
        let mut diagnostics = Vec::new();
        let (site_hash, site) = self.site(snapshot, &mut diagnostics);
        let Some(Sites { site, translated }) = site else { return Outcome { value: None, diagnostics } };
        let mut corpus = Corpus {
            site: site.clone(),
            sites: translated,
            source: site.clone(),
            docs: IndexMap::new(),
            translations: IndexMap::new(),
            owned: IndexMap::new(),
            layout: site_hash,
            site_hash,
        };
        let manuscripts = self.manuscripts(snapshot, &site, site_hash, &mut diagnostics);
        corpus.docs.reserve(manuscripts.len());
        let (overlays, manuscripts): (Vec<_>, Vec<_>) =
            manuscripts.into_iter().partition(|manuscript| is_overlay(&manuscript.path));
        let (sources, translations): (Vec<_>, Vec<_>) =
            manuscripts.into_iter().partition(|manuscript| manuscript.lang == *site.default_lang());
        corpus.docs.extend(sources.into_iter().map(|source| (source.id.clone(), Document::new(source))));
        corpus.docs.sort_keys();
        let key = |file: &Arc<Manuscript>| (file.lang.clone(), file.id.clone());
        let written = translations.iter().map(|file| (key(file), file.clone())).collect();
        let mut before = std::mem::take(&mut self.layered);
        self.translate(&mut corpus, translations, &before, &mut diagnostics);
        corpus.translations.sort_keys();
        translations_have_sources(&mut corpus, &mut diagnostics);
        chapters(&mut corpus, &mut diagnostics);
        self.revise(&mut corpus, overlays, &written, &mut before, &mut diagnostics);
        same_addresses(&corpus, &mut diagnostics);
        self.link(&mut corpus, snapshot, site_hash, &mut diagnostics);
        break_cycles(&mut corpus, &mut diagnostics);
        corpus.layout = layout(&corpus, site_hash);
        Outcome { value: Some(corpus), diagnostics }
    }

    /// What the TOML files said when they were last read.
    pub fn site_model(&self) -> Option<Arc<Site>> {
        self.site.as_ref().and_then(|(_, sites, _)| Some(sites.as_ref()?.site.clone()))
    }

    /// What the TOML files say, with a hash of all that can change it.
    fn site(&mut self, snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> (Hash, Option<Sites>) {
        let mut hasher = Hasher::new();
        for (path, hash) in snapshot.hashes().filter(|(path, _)| is_data(path)) {
            hasher.text(path.as_str()).hash(&hash);
        }
        let hash = hasher.finish();
        if self.site.as_ref().is_none_or(|(known, ..)| *known != hash) {
            let Outcome { value, mut diagnostics } = site::load(snapshot);
            let sites = value.map(|site| {
                let translated = site::translations(&site, snapshot).collect(&mut diagnostics);
                Sites { site: Arc::new(site), translated: Arc::new(translated) }
            });
            self.site = Some((hash, sites, diagnostics));
        }
        let (_, site, found) = self.site.as_ref().expect("just set");
        diagnostics.extend(found.iter().cloned());
        (hash, site.clone())
    }

    /// All files, in the order of their paths.
    fn manuscripts(
        &mut self,
        snapshot: &Snapshot,
        site: &Site,
        site_hash: Hash,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Manuscript>> {
        let is_document = |path: &SitePath| {
            (path.as_str().starts_with("content/") && path.extension() == "md") || is_overlay(path)
        };
        let files: Vec<(&SitePath, Hash)> = snapshot.hashes().filter(|(path, _)| is_document(path)).collect();
        let before = std::mem::take(&mut self.manuscripts);
        let read: Vec<Read> = files
            .par_iter()
            .enumerate()
            .map(|(place, (path, content))| {
                let of = (*content, site_hash);
                match before.get(place, path) {
                    Some(known) if known.of == of => known.clone(),
                    _ => read(path, snapshot, of, site),
                }
            })
            .collect();
        diagnostics.extend(read.iter().flat_map(|read| read.found.iter().cloned()));
        let manuscripts = read.iter().filter_map(|read| read.manuscript.clone()).collect();
        self.manuscripts = files.into_iter().map(|(path, _)| path.clone()).zip(read).collect();
        manuscripts
    }

    /// Lays translations over their sources. One without a source stays as it
    /// is, to be reported.
    fn translate(
        &mut self,
        corpus: &mut Corpus,
        translations: Vec<Arc<Manuscript>>,
        before: &HashMap<Hash, Layered>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let docs = &corpus.docs;
        let site = &corpus.site;
        // The state's own layers may say something else of what is locked.
        let brings_lock = |_: &str| false;
        let made: Vec<Option<Layered>> = translations
            .par_iter()
            .map(|translation| {
                let source = docs.get(&translation.id)?;
                let hash = Hasher::new().hash(&source.hash).hash(&translation.hash).finish();
                if let Some(known) = before.get(&hash) {
                    return Some(known.clone());
                }
                let stack = Stack {
                    source: &source.manuscript,
                    lang: &translation.lang,
                    layers: vec![Layer::new(translation, 0, true)],
                    revisable: site.district_settings.revisable,
                    brings_lock: &brings_lock,
                    site,
                };
                Some(layered(&stack, hash))
            })
            .collect();
        for (translation, layered) in translations.into_iter().zip(made) {
            let key = (translation.lang.clone(), translation.id.clone());
            let manuscript = match layered {
                Some(layered) => {
                    diagnostics.extend(layered.found.iter().cloned());
                    let manuscript = layered.manuscript.clone();
                    self.layered.insert(manuscript.hash, layered);
                    manuscript
                }
                None => translation,
            };
            corpus.translations.insert(key, Document::new(manuscript));
        }
    }

    /// Lays what districts and schools wrote over the documents of the state.
    fn revise(
        &mut self,
        corpus: &mut Corpus,
        overlays: Vec<Arc<Manuscript>>,
        written: &HashMap<(Lang, DocId), Arc<Manuscript>>,
        before: &mut HashMap<Hash, Layered>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let overlays = Overlays::new(overlays, corpus, diagnostics);
        let known = &*before;
        let made = overlays.compose(corpus, written, |stack, hash| match known.get(&hash) {
            Some(known) => known.clone(),
            None => layered(stack, hash),
        });
        // What a region wrote is found in each of its districts, what the state
        // did in all.
        let mut told: HashSet<(&str, Span, String)> = HashSet::new();
        let key = |found: &Diagnostic| (found.rule.name, found.span.clone(), found.message.clone());
        told.extend(diagnostics.iter().map(key));
        for (owner, lang, id, layered) in made {
            let new = layered.found.iter().filter(|found| told.insert(key(found)));
            diagnostics.extend(new.cloned());
            let below = corpus.in_lang(&id, &lang).expect("it was composed");
            let document = below.owned_by(owner, layered.manuscript.clone());
            corpus.owned.insert((owner, lang, id), document);
            self.layered.insert(layered.manuscript.hash, layered);
        }
    }

    /// Looks up all names of all documents.
    fn link(
        &mut self,
        corpus: &mut Corpus,
        snapshot: &Snapshot,
        site_hash: Hash,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let names = known_names(corpus, snapshot, site_hash);
        let before = std::mem::take(&mut self.links);
        let all: Vec<&Document> = corpus.all().collect();
        let linked: Vec<Linked> = all
            .par_iter()
            .enumerate()
            .map(|(place, document)| {
                let of = (document.hash, names, document.editions, document.kind);
                match before.get(place, &document.path) {
                    Some(known) if known.of == of => known.clone(),
                    _ => follow(document, corpus, snapshot, of),
                }
            })
            .collect();
        let of_state = corpus.docs.values_mut().chain(corpus.translations.values_mut());
        let documents = of_state.chain(corpus.owned.values_mut());
        // What a district's document has of the state's is found in both.
        let mut told: HashSet<(&str, &Span, &str)> = HashSet::new();
        for (document, linked) in documents.zip(&linked) {
            let new = linked.found.iter();
            let new = new.filter(|found| told.insert((found.rule.name, &found.span, &found.message)));
            diagnostics.extend(new.cloned());
            document.targets = linked.targets.clone();
            document.includes = linked.includes.clone();
            document.ties = linked.ties.clone();
            document.terms = linked.terms;
            document.content = linked.content;
        }
        let including: Vec<(usize, AudienceSet)> = corpus
            .all()
            .enumerate()
            .filter(|(_, document)| !document.includes.is_empty())
            .map(|(place, document)| {
                let all = 0..document.parsed.tree.nodes.len();
                (place, corpus.readers_of_terms(document, all, &mut Vec::new()))
            })
            .collect();
        for (place, terms) in including {
            corpus.at_mut(place).terms = terms;
        }
        self.links = corpus.all().map(|document| document.path.clone()).zip(linked).collect();
    }
}

/// Whether a file is one of those that the site model reads.
fn is_data(path: &SitePath) -> bool {
    let folder = path.as_str().split('/').next().unwrap_or_default();
    !matches!(folder, "assets" | "templates") && path.extension() != "md"
}

fn read(path: &SitePath, snapshot: &Snapshot, of: (Hash, Hash), site: &Site) -> Read {
    let mut found = Vec::new();
    let hash = Hasher::new().text(path.as_str()).hash(&of.0).hash(&of.1).finish();
    let manuscript = home(path, site, &mut found)
        .and_then(|(id, lang)| document::read(path, snapshot, id, lang, hash, site, &mut found));
    Read { of, manuscript: manuscript.map(Arc::new), found: found.into() }
}

fn layered(stack: &Stack, hash: Hash) -> Layered {
    let mut composed = layer::compose(stack);
    let mut found = std::mem::take(&mut composed.found);
    found.extend(composed.states.iter().filter(|state| state.is_stale() == Some(true)).map(stale));
    let manuscript = Manuscript::composed(stack.source, composed, &stack.layers, hash);
    Layered { manuscript: Arc::new(manuscript), found: found.into() }
}

fn stale(state: &UnitState) -> Diagnostic {
    let what = if state.translated { "its translation was made" } else { "this layer was made" };
    let message = format!("the text below `{}` has changed since {what}", state.unit);
    Diagnostic::new(&rules::STALE_LAYER, state.span.clone(), message).hint(format!(
        "see what changed with `ilpress layer status {}`, mend the text, then run `ilpress layer accept {}#{}`",
        state.path, state.path, state.unit
    ))
}

fn follow(
    document: &Document,
    corpus: &Corpus,
    snapshot: &Snapshot,
    of: (Hash, Hash, AudienceSet, DocKind),
) -> Linked {
    let mut found = Vec::new();
    let Leads { targets, includes, ties } = link::resolve(document, corpus, snapshot, &mut found);
    let of_terms = targets.iter().filter(|(_, target)| matches!(target, link::Target::Term(_)));
    let terms = of_terms
        .map(|(node, _)| corpus.admitted(document, *node).editions)
        .fold(AudienceSet::EMPTY, AudienceSet::union);
    let content = Hasher::new().hash(&document.hash).value(&targets).value(&includes).value(&ties).finish();
    Linked {
        of,
        targets: targets.into(),
        includes: includes.into(),
        ties: ties.into(),
        terms,
        content,
        found: found.into(),
    }
}

/// A hash of every name that a link can lead to.
fn known_names(corpus: &Corpus, snapshot: &Snapshot, site_hash: Hash) -> Hash {
    let mut hasher = Hasher::new();
    hasher.hash(&site_hash);
    for document in corpus.all() {
        hasher.hash(&document.names_hash);
    }
    for (path, _) in snapshot.below("assets") {
        hasher.text(path.as_str());
    }
    hasher.finish()
}

/// See [`Corpus::layout`].
fn layout(corpus: &Corpus, site_hash: Hash) -> Hash {
    let documents = of_all(corpus, |document, hasher| {
        hasher
            .hash(&document.layout_hash)
            .value(&document.owner)
            .value(&document.kind)
            .value(&document.editions)
            .value(&document.terms)
            .value(&document.bands)
            .value(&document.guide)
            .value(&document.chapters);
    });
    Hasher::new().hash(&site_hash).hash(&documents).finish()
}

/// A hash of something of each document.
fn of_all(corpus: &Corpus, add: impl Fn(&Document, &mut Hasher) + Sync) -> Hash {
    let documents: Vec<&Document> = corpus.all().collect();
    let hashes: Vec<[u8; 32]> = documents
        .par_iter()
        .map(|document| {
            let mut hasher = Hasher::new();
            add(document, &mut hasher);
            *hasher.finish().as_bytes()
        })
        .collect();
    Hash::of(hashes.as_flattened())
}
