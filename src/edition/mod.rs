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

use crate::corpus::{Corpus, DocKind, Document, FormatSet};
use crate::site::{
    Audience, BandId, EditionIndex, GradeSet, Lang, Owner, OwnerIndex, Role, RoleId, Site, TopicId,
};
use crate::words::Words;

/// Who reads what whose: owner, audience, language, band of grades, class of
/// formats.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Who publishes.
    pub owner: OwnerIndex,
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
#[derive(Default)]
struct Facts {
    /// Places in [`Corpus::all`].
    documents: Vec<usize>,
    kinds: Vec<DocKind>,
    /// Places among the site's roles.
    roles: Vec<usize>,
    terms: bool,
    /// Places in [`Corpus::all`], by topic.
    topics: HashMap<TopicId, Vec<usize>>,
}

/// All editions of a site: who has which documents.
///
/// They depend on the [layout](Corpus::layout) of a corpus only, and serve
/// every corpus of the same layout.
pub struct Editions {
    facts: HashMap<Lang, Vec<Facts>>,
    /// What districts and schools have, by owner and language, then by
    /// audience: places in [`Corpus::all`].
    owned: HashMap<(OwnerIndex, Lang), Vec<Vec<usize>>>,
}

impl Editions {
    /// Finds out what each edition has.
    pub fn new(corpus: &Corpus) -> Editions {
        let site: &Site = &corpus.site;
        let of_lang = |lang: &Lang| {
            let documents: Vec<(usize, &Document)> = corpus
                .of_state()
                .enumerate()
                .filter(|(_, document)| document.lang == *lang && corpus.find(document.id.as_str()).is_some())
                .collect();
            site.editions().map(|(index, _)| Facts::new(corpus, index, &documents)).collect()
        };
        let facts: HashMap<Lang, Vec<Facts>> =
            site.languages.keys().map(|lang| (lang.clone(), of_lang(lang))).collect();
        let mut owned = HashMap::new();
        for owner in site.publishers() {
            for lang in &owner.languages {
                let of = |facts: &Facts| facts.of_owner(corpus, owner, lang);
                owned.insert((owner.index, lang.clone()), facts[lang].iter().map(of).collect());
            }
        }
        Editions { facts, owned }
    }
}

impl Facts {
    /// The places of those documents that a district or school publishes, as
    /// it has them.
    fn of_owner(&self, corpus: &Corpus, owner: &Owner, lang: &Lang) -> Vec<usize> {
        let site = &corpus.site;
        let state = self.documents.iter().map(|place| corpus.at(*place));
        let own = state.filter(|document| site.district_settings.publishes(document.id.as_str()));
        own.filter_map(|document| Some(corpus.place(corpus.of(owner.index, lang, &document.id)?))).collect()
    }

    fn new(corpus: &Corpus, index: EditionIndex, documents: &[(usize, &Document)]) -> Facts {
        let site = &corpus.site;
        let own = documents.iter().filter(|(_, document)| document.editions.contains(index));
        let mut own: Vec<_> = own.copied().collect();
        own.sort_by_key(|(_, document)| (document.kind.listed(), document.meta.order, &document.id));
        let has = |kind: &DocKind| own.iter().any(|(_, document)| document.kind.listed() == *kind);
        let roles = site
            .roles
            .values()
            .enumerate()
            .filter(|(_, role)| site.role_set(role.id.as_str()).is_some_and(|set| set.contains(index)));
        let mut topics: HashMap<TopicId, Vec<usize>> = HashMap::new();
        for (place, document) in &own {
            for topic in &document.meta.topics {
                let places = topics.entry(topic.clone()).or_default();
                // A document may name a topic twice.
                if places.last() != Some(place) {
                    places.push(*place);
                }
            }
        }
        Facts {
            kinds: DocKind::WRITTEN.into_iter().filter(has).collect(),
            roles: roles.map(|(place, _)| place).collect(),
            terms: own.iter().any(|(_, document)| document.terms.contains(index)),
            topics,
            documents: own.into_iter().map(|(place, _)| place).collect(),
        }
    }
}

/// One edition with what all of its pages need.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// All documents.
    pub corpus: &'a Corpus,
    /// All editions.
    pub editions: &'a Editions,
    /// The words of its language.
    pub words: &'a Words,
    /// Who publishes.
    pub owner: OwnerIndex,
    /// The stakeholder group.
    pub index: EditionIndex,
    /// The language.
    pub lang: &'a Lang,
    /// The class of formats: what is read on a page, on paper or on slides.
    pub formats: FormatSet,
}

impl<'a> Edition<'a> {
    /// The stakeholder group.
    pub fn audience(&self) -> &'a Audience {
        self.corpus.site.edition(self.index)
    }

    /// The district or school that publishes it; nothing for the state's.
    pub fn publisher(&self) -> Option<&'a Owner> {
        self.corpus.site.owner(self.owner)
    }

    /// The same edition of the state. Where a district's has nothing of its
    /// own, its readers read on there.
    pub fn of_state(&self) -> Edition<'a> {
        Edition { owner: OwnerIndex::STATE, ..*self }
    }

    /// What the state's edition has.
    fn facts(&self) -> &'a Facts {
        &self.editions.facts[self.lang][self.index.get()]
    }

    fn places(&self) -> &'a [usize] {
        if self.owner.is_state() {
            return &self.facts().documents;
        }
        let owned = self.editions.owned.get(&(self.owner, self.lang.clone()));
        owned.map_or(&[], |owned| &owned[self.index.get()])
    }

    /// The documents that this edition has of its own, in the order of menus.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = &'a Document> + Clone + use<'a> {
        let corpus = self.corpus;
        self.places().iter().map(|place| corpus.at(*place))
    }

    /// Whether it has any document of its own: without one there is no edition.
    pub fn has_documents(&self) -> bool {
        !self.places().is_empty()
    }

    /// The kinds of which the state's edition has documents, in the order of
    /// menus.
    pub fn kinds(&self) -> &'a [DocKind] {
        &self.facts().kinds
    }

    /// Whether one of its documents explains a term.
    pub fn has_terms(&self) -> bool {
        self.facts().terms
    }

    /// Whether one of its documents says its topics.
    pub fn has_topics(&self) -> bool {
        !self.facts().topics.is_empty()
    }

    /// The documents about a topic, in the order of menus.
    pub fn about(&self, topic: &TopicId) -> impl ExactSizeIterator<Item = &'a Document> + use<'a> {
        let corpus = self.corpus;
        let places = self.facts().topics.get(topic).map_or([].as_slice(), Vec::as_slice);
        places.iter().map(|place| corpus.at(*place))
    }

    /// Whether its readers have a document, be it the state's.
    pub fn has(&self, document: &Document) -> bool {
        document.editions.contains(self.index)
    }

    /// Whether this edition sees every passage of a document, marked.
    pub fn sees_all(&self, document: &Document) -> bool {
        document.kind == DocKind::Module && self.audience().facilitates
    }

    /// The roles of this edition: those of its audience, and of every audience
    /// that contains it.
    pub fn roles(&self) -> Vec<&'a Role> {
        let roles = &self.corpus.site.roles;
        self.facts().roles.iter().map(|place| &roles[*place]).collect()
    }

    /// Whether it has any role.
    pub fn has_roles(&self) -> bool {
        !self.facts().roles.is_empty()
    }

    /// Whether a role is one of this edition.
    pub fn has_role(&self, role: &RoleId) -> bool {
        let roles = &self.corpus.site.roles;
        self.facts().roles.iter().any(|place| roles[*place].id == *role)
    }

    /// The bands for which a document is made; one `None` when it isn't made
    /// for bands.
    pub fn bands(&self, document: &Document) -> Vec<Option<BandId>> {
        if document.bands.is_empty() {
            vec![None]
        } else {
            document.bands.iter().cloned().map(Some).collect()
        }
    }

    /// The key of one of its pages.
    pub fn key(&self, band: Option<BandId>) -> Key {
        Key { owner: self.owner, edition: self.index, lang: self.lang.clone(), band, formats: self.formats }
    }

    /// The grades that a band admits; all without a band.
    pub fn grades(&self, band: Option<&BandId>) -> GradeSet {
        band.and_then(|band| self.corpus.site.bands.get(band)).map_or(GradeSet::ALL, |band| band.grades)
    }

    /// Fills the variables of a text that isn't Markdown.
    pub fn fill(&self, text: &str) -> String {
        self.corpus.site.fill(text, self.lang, self.owner).into_owned()
    }
}
