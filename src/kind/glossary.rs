//! The terms that an edition's own text uses.

use std::sync::Arc;

use serde::Serialize;

use super::{Content, Digest, Publication, Shell};
use crate::edition::Edition;

/// A term.
#[derive(Serialize)]
pub struct Entry {
    /// Its address within the page.
    pub id: String,
    /// The term.
    pub term: String,
    /// Its short form.
    pub short: Option<String>,
    /// What it means: plain text.
    pub definition: String,
}

/// The glossary of an edition; nothing when none of its documents explains a
/// term.
pub fn glossary(edition: &Edition, pages: &[Arc<Digest>]) -> Option<Publication> {
    let site = &edition.corpus.site;
    let path = edition.special("glossary");
    let title = edition.words.get("glossary");
    let mut entries: Vec<Entry> = site
        .glossary
        .values()
        .filter(|term| pages.iter().any(|page| page.terms.contains(&term.id)))
        .map(|term| Entry {
            id: term.id.to_string(),
            term: edition.fill(&term.term),
            short: term.short.as_ref().map(|short| edition.fill(short)),
            definition: edition.fill(&term.definition),
        })
        .collect();
    entries.sort_by_key(|entry| entry.term.to_lowercase());
    let shell = Shell::new(edition, &path, "glossary", &title, &title);
    edition.has_terms().then_some(Publication::new(path, shell, Content::Glossary(entries)))
}
