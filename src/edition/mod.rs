//! Editions: what one stakeholder group sees, in one language.
//!
//! [`select`] makes the closed [`Page`] of a document for a [`Key`];
//! [`address`] says where everything of an edition lies.

pub mod address;
pub mod duties;
pub mod page;
mod plain;
mod select;

pub use page::{Flow, Page};
pub use plain::close_plainly;
pub use select::select;

use std::collections::HashMap;

use crate::corpus::{Corpus, DocKind, Document, FormatSet, Target};
use crate::site::{Audience, BandId, EditionIndex, GradeSet, Lang, Role, Site};
use crate::words::Words;

/// Who reads: audience, language, band of grades, class of formats.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The stakeholder group.
    pub edition: EditionIndex,
    /// The language.
    pub lang: Lang,
    /// The band of grades, for documents that are made once for each.
    pub band: Option<BandId>,
    /// The class of formats.
    pub formats: FormatSet,
}

/// What is found out once for each edition.
struct Facts<'a> {
    documents: Vec<&'a Document>,
    kinds: Vec<DocKind>,
    roles: Vec<&'a Role>,
    terms: bool,
}

/// All editions of a site.
pub struct Editions<'a> {
    facts: HashMap<(EditionIndex, &'a Lang), Facts<'a>>,
}

impl<'a> Editions<'a> {
    /// Finds out what each edition has.
    pub fn new(corpus: &'a Corpus) -> Editions<'a> {
        let site: &'a Site = &corpus.site;
        let mut facts = HashMap::new();
        for lang in site.languages.keys() {
            for (index, _) in site.editions() {
                let mut documents: Vec<&Document> = corpus
                    .documents()
                    .filter_map(|document| corpus.in_lang(&document.id, lang))
                    .filter(|document| document.meta.editions.contains(index))
                    .collect();
                documents.sort_by(|a, b| {
                    (a.kind.listed(), a.meta.order, &a.id).cmp(&(b.kind.listed(), b.meta.order, &b.id))
                });
                let has = |kind: &DocKind| documents.iter().any(|document| document.kind.listed() == *kind);
                let kinds = DocKind::WRITTEN.into_iter().filter(has).collect();
                let roles = site
                    .roles
                    .values()
                    .filter(|role| site.role_set(role.id.as_str()).is_some_and(|set| set.contains(index)))
                    .collect();
                let terms = documents.iter().any(|document| {
                    document.targets.iter().any(|(node, target)| {
                        matches!(target, Target::Term(_))
                            && corpus.admitted(document, *node).editions.contains(index)
                    })
                });
                facts.insert((index, lang), Facts { documents, kinds, roles, terms });
            }
        }
        Editions { facts }
    }
}

/// One edition with what all of its pages need.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// All documents.
    pub corpus: &'a Corpus,
    /// All editions.
    pub editions: &'a Editions<'a>,
    /// The words of its language.
    pub words: &'a Words,
    /// The stakeholder group.
    pub index: EditionIndex,
    /// The language.
    pub lang: &'a Lang,
}

impl<'a> Edition<'a> {
    /// The stakeholder group.
    pub fn audience(&self) -> &'a Audience {
        self.corpus.site.edition(self.index)
    }

    fn facts(&self) -> &'a Facts<'a> {
        &self.editions.facts[&(self.index, self.lang)]
    }

    /// The documents that this edition has, in the order of menus.
    pub fn documents(&self) -> &'a [&'a Document] {
        &self.facts().documents
    }

    /// The kinds of which it has documents, in the order of menus.
    pub fn kinds(&self) -> &'a [DocKind] {
        &self.facts().kinds
    }

    /// Whether one of its documents explains a term.
    pub fn has_terms(&self) -> bool {
        self.facts().terms
    }

    /// Whether this edition has a document.
    pub fn has(&self, document: &Document) -> bool {
        document.meta.editions.contains(self.index)
    }

    /// Whether this edition sees every passage of a document, marked.
    pub fn sees_all(&self, document: &Document) -> bool {
        document.kind == DocKind::Module && self.audience().facilitates
    }

    /// The roles of this edition: those of its audience, and of every audience
    /// that contains it.
    pub fn roles(&self) -> &'a [&'a Role] {
        &self.facts().roles
    }

    /// The bands for which a document is made; one `None` when it isn't made
    /// for bands.
    pub fn bands(&self, document: &Document) -> Vec<Option<BandId>> {
        if document.meta.bands.is_empty() {
            vec![None]
        } else {
            document.meta.bands.iter().cloned().map(Some).collect()
        }
    }

    /// The key of one of its pages.
    pub fn key(&self, band: Option<BandId>) -> Key {
        Key { edition: self.index, lang: self.lang.clone(), band, formats: FormatSet::WEB }
    }

    /// The grades that a band admits; all without a band.
    pub fn grades(&self, band: Option<&BandId>) -> GradeSet {
        band.and_then(|band| self.corpus.site.bands.get(band)).map_or(GradeSet::ALL, |band| band.grades)
    }

    /// Fills the variables of a text that isn't Markdown.
    pub fn fill(&self, text: &str) -> String {
        self.corpus.site.fill(text, self.lang).into_owned()
    }
}
