//! Overlays: Markdown files of districts and schools that lie over documents
//! of the state.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::document::{DocId, Manuscript};
use super::layer::{Layer, Locks, Stack};
use super::{Corpus, slots};
use crate::diag::{Diagnostic, Span, did_you_mean, rules};
use crate::site::{Lang, OwnerIndex, Site};
use crate::vfs::{Hash, Hasher, SitePath};

/// Whose overlay a file is, and in which language: what its path says.
pub(super) fn place(
    path: &SitePath,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(OwnerIndex, Lang)> {
    let (owner, file) = whose(path)?;
    let Some(known) = site.owner_named(&owner) else {
        let (what, hint) = match owner.split_once('/') {
            Some((district, school)) => (
                format!("there is no school `{school}` in the district `{district}`"),
                format!(
                    "add `[schools.{school}]` to districts/{district}/district.toml, or rename the folder"
                ),
            ),
            None => (
                format!("there is no district `{owner}`"),
                format!(
                    "describe it in districts/{owner}/district.toml or a row of districts.csv, or rename the folder"
                ),
            ),
        };
        diagnostics.push(Diagnostic::new(&rules::UNKNOWN_NAME, Span::file(path), what).hint(hint));
        return None;
    };
    let name = file.strip_suffix(".md").unwrap_or(&file);
    let lang = match name.rsplit_once('.') {
        None => site.default_lang().clone(),
        Some((_, lang)) => match site.languages.get_key_value(lang) {
            Some((known, _)) => known.clone(),
            None => {
                let message = format!("`{lang}` is no language of this site");
                diagnostics.push(
                    Diagnostic::new(&rules::UNKNOWN_NAME, Span::file(path), message)
                        .hint_opt(did_you_mean(lang, site.languages.keys().map(|lang| lang.as_str())))
                        .hint("languages are declared in `[languages]` of site-config.toml"),
                );
                return None;
            }
        },
    };
    Some((known.index, lang))
}

/// The owner as commands name it, and the file's name.
fn whose(path: &SitePath) -> Option<(String, String)> {
    let rest = path.as_str().strip_prefix("districts/")?;
    let (district, rest) = rest.split_once('/')?;
    let file = rest.rsplit('/').next()?.to_owned();
    let school = rest.strip_prefix("schools/").and_then(|rest| Some(rest.split_once('/')?.0));
    let owner = match school {
        Some(school) => format!("{district}/{school}"),
        None => district.to_owned(),
    };
    Some((owner, file))
}

/// The overlays of a site.
pub(super) struct Overlays {
    /// By who wrote them, the document and the language.
    files: HashMap<(OwnerIndex, DocId, Lang), Arc<Manuscript>>,
    /// What stands in files and rows of districts; an overlay's own file says
    /// more.
    slots: HashMap<(OwnerIndex, DocId), Arc<Manuscript>>,
}

impl Overlays {
    /// Sorts overlays, in the order of their paths. Those that revise nothing
    /// are reported.
    pub(super) fn new(
        read: Vec<Arc<Manuscript>>,
        corpus: &Corpus,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Overlays {
        let site = &corpus.site;
        let mut overlays: HashMap<_, Arc<Manuscript>> = HashMap::new();
        for overlay in read {
            let Some((owner, lang)) = place(&overlay.path, site, &mut Vec::new()) else { continue };
            let Some(word) = &overlay.front.revises else { continue };
            let span = overlay.span(word.range.clone());
            if corpus.docs.get(&overlay.id).is_none() {
                let message = format!("there is no document `{}`", word.value);
                let ids = corpus.docs.keys().map(DocId::as_str);
                diagnostics.push(
                    Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, span, message)
                        .hint_opt(did_you_mean(&word.value, ids))
                        .hint("nobody sees this file: `ilpress list documents` shows what there is"),
                );
                continue;
            }
            if !site.district_settings.publishes(overlay.id.as_str()) {
                let message = format!("districts don't publish `{}`", overlay.id);
                let patterns = site.district_settings.publishes.join(", ");
                diagnostics.push(Diagnostic::new(&rules::NOT_REVISABLE, span, message).hint(format!(
                    "what they publish is set in `[districts] publishes` of site-config.toml: {}",
                    if patterns.is_empty() { "nothing" } else { &patterns }
                )));
                continue;
            }
            let key = (owner, overlay.id.clone(), lang);
            if let Some(first) = overlays.get(&key).map(|first| first.path.clone()) {
                let message = format!("`{}` is revised twice in this language", overlay.id);
                diagnostics.push(
                    Diagnostic::new(&rules::INVALID_VALUE, span, message)
                        .label(Span::file(&first), "the other file")
                        .hint("put all its blocks into one file"),
                );
                continue;
            }
            overlays.insert(key, overlay);
        }
        let overlays = Overlays { files: overlays, slots: slots::all(corpus, diagnostics) };
        overlays.translations_have_sources(corpus, diagnostics);
        overlays.required_slots(corpus, diagnostics);
        overlays
    }

    /// Finds the required slots that a district leaves empty.
    fn required_slots(&self, corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
        let site = &corpus.site;
        for owner in site.publishers().filter(|owner| owner.school.is_none()) {
            let Some(district) = site.districts.get(&owner.district) else { continue };
            let filled = |id: &DocId, slot: &str| {
                owner.chain.iter().any(|above| {
                    let file = self.files.get(&(*above, id.clone(), site.default_lang().clone()));
                    let texts = [file, self.slots.get(&(*above, id.clone()))];
                    texts.into_iter().flatten().any(|text| text.names.contains_key(slot))
                })
            };
            slots::empty(district, corpus, filled, diagnostics);
        }
    }

    /// A district's translation is one of the district's own text.
    fn translations_have_sources(&self, corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
        let default = corpus.site.default_lang();
        let mut found: Vec<Diagnostic> = Vec::new();
        for ((owner, id, lang), overlay) in &self.files {
            if lang == default {
                continue;
            }
            let span = || Span::file(&overlay.path);
            if !self.files.contains_key(&(*owner, id.clone(), default.clone())) {
                let message = format!("this translates a text of `{id}` that isn't there");
                found.push(Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, span(), message).hint(format!(
                    "write the text in `{default}` first, in a file beside it that revises the same document"
                )));
            } else if corpus.in_lang(id, lang).is_none() {
                let message = format!("the state has no translation of `{id}` into `{lang}`");
                found.push(
                    Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, span(), message)
                        .hint("nobody sees this file until there is one: ask the state for it"),
                );
            }
        }
        found.sort_by(|one, other| one.span.path.as_str().cmp(other.span.path.as_str()));
        diagnostics.append(&mut found);
    }

    /// Composes every document in which a district or school has something of
    /// its own: for each the document, whose it is, and a hash of all that it
    /// is made of.
    pub(super) fn compose<T: Send>(
        &self,
        corpus: &Corpus,
        state: &HashMap<(Lang, DocId), Arc<Manuscript>>,
        make: impl Fn(&Stack, Hash) -> T + Sync,
    ) -> Vec<(OwnerIndex, Lang, DocId, T)> {
        if self.files.is_empty() && self.slots.is_empty() {
            return Vec::new();
        }
        let locks = Locks::new(corpus.docs.values().map(|document| &*document.manuscript));
        let brings_lock = |from: &str| locks.has(from);
        let locked = locks.hash();
        let site = &corpus.site;
        let revised: HashSet<(OwnerIndex, &DocId)> = self
            .files
            .keys()
            .map(|(owner, id, _)| (*owner, id))
            .chain(self.slots.keys().map(|(owner, id)| (*owner, id)))
            .collect();
        let mut wanted: Vec<(OwnerIndex, &Lang, &DocId)> = Vec::new();
        for owner in site.publishers() {
            for lang in &owner.languages {
                let ids = corpus.docs.keys().filter(|id| {
                    corpus.in_lang(id, lang).is_some()
                        && owner.chain.iter().any(|above| revised.contains(&(*above, *id)))
                });
                wanted.extend(ids.map(|id| (owner.index, lang, id)));
            }
        }
        let one = |(owner, lang, id): (OwnerIndex, &Lang, &DocId)| {
            let source = &corpus.docs[id];
            let mut layers = Vec::new();
            let mut hasher = Hasher::new();
            hasher.hash(&source.hash).hash(&locked).value(&owner).text(lang.as_str());
            let mut push = |manuscript, level, translated| {
                let manuscript: &Manuscript = manuscript;
                hasher.hash(&manuscript.hash);
                layers.push(Layer::new(manuscript, level, translated));
            };
            if let Some(translation) = state.get(&(lang.clone(), id.clone())) {
                push(translation, 0, true);
            }
            let chain = site.owner(owner).map_or(&[][..], |owner| &owner.chain);
            for (above, level) in chain.iter().zip(1..) {
                if let Some(texts) = self.slots.get(&(*above, id.clone())) {
                    push(texts, level, false);
                }
                let of = |lang: &Lang| self.files.get(&(*above, id.clone(), lang.clone()));
                if let Some(overlay) = of(site.default_lang()) {
                    push(overlay, level, false);
                    if let Some(translation) = of(lang).filter(|_| lang != site.default_lang()) {
                        push(translation, level, true);
                    }
                }
            }
            let revisable = source.front.revisable.as_ref().map(|word| word.value);
            let stack = Stack {
                source: &source.manuscript,
                lang,
                layers,
                revisable: revisable.unwrap_or(site.district_settings.revisable),
                brings_lock: &brings_lock,
                site,
            };
            (owner, lang.clone(), id.clone(), make(&stack, hasher.finish()))
        };
        wanted.into_par_iter().map(one).collect()
    }
}
