//! The corpus: all documents and the site, linked.
//!
//! Every name is looked up here, once, for all editions; what leads nowhere is
//! reported with the nearest name.

pub mod document;
mod explain;
pub mod layer;
pub mod link;
mod names;
mod overlay;
mod reader;
pub mod scope;
mod slots;
pub mod touch;

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

pub use document::{DocId, DocKind, Document, Manuscript, Meta};
pub use explain::explain;
pub use link::{Target, Tie};
pub use reader::Reader;
pub use scope::{Admitted, FormatSet, Scope};

use crate::diag::{Diagnostic, Outcome, Span, did_you_mean, nearest, rules};
use crate::site::{self, AudienceSet, EditionIndex, Lang, OwnerIndex, Site};
use crate::syntax::Kind;
use crate::vfs::{Hash, SitePath, Snapshot};

/// All documents of a site, linked.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// What the TOML files say; [in the words](Corpus::in_words_of) of one
    /// language.
    pub site: Arc<Site>,
    /// The same in the words of each language that has its own.
    sites: Arc<HashMap<Lang, Arc<Site>>>,
    /// In the words of the sources.
    source: Arc<Site>,
    /// Documents in the default language, sorted by id.
    docs: IndexMap<DocId, Document>,
    /// Whole documents in other languages.
    translations: IndexMap<(Lang, DocId), Document>,
    /// Documents in which a district or school has something of its own.
    owned: IndexMap<(OwnerIndex, Lang, DocId), Document>,
    /// See [`Corpus::layout`].
    layout: Hash,
    site_hash: Hash,
}

impl Corpus {
    /// The same documents of a site whose names, tasks and terms are in a
    /// language; nothing when they are the source's.
    pub fn in_words_of(&self, lang: &Lang) -> Option<Corpus> {
        let site = self.sites.get(lang)?.clone();
        Some(Corpus { site, ..self.clone() })
    }

    /// The site in the words of a language.
    pub fn site_in(&self, lang: &Lang) -> &Site {
        self.sites.get(lang).unwrap_or(&self.source)
    }

    /// All documents in the default language, sorted by id.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.docs.values()
    }

    /// All documents in all languages, and as each district or school has them
    /// that changes something.
    pub fn all(&self) -> impl Iterator<Item = &Document> {
        self.of_state().chain(self.owned.values())
    }

    /// All documents of the state in all languages.
    pub fn of_state(&self) -> impl Iterator<Item = &Document> {
        self.docs.values().chain(self.translations.values())
    }

    /// A hash of everything that decides where pages lie and who has them: the
    /// site, and of each document its name, kind, address, order, editions,
    /// bands, guide and chapters; not its title or text.
    pub fn layout(&self) -> Hash {
        self.layout
    }

    /// A hash of all that the site was read from.
    pub fn site_hash(&self) -> Hash {
        self.site_hash
    }

    /// The place of a document in [`Corpus::all`].
    ///
    /// # Panics
    ///
    /// When the document is of another corpus.
    pub fn place(&self, document: &Document) -> usize {
        let place = if !document.owner.is_state() {
            let key = (document.owner, document.lang.clone(), document.id.clone());
            let of_state = self.docs.len() + self.translations.len();
            self.owned.get_index_of(&key).map(|place| place + of_state)
        } else if document.lang == *self.site.default_lang() {
            self.docs.get_index_of(&document.id)
        } else {
            let key = (document.lang.clone(), document.id.clone());
            self.translations.get_index_of(&key).map(|place| place + self.docs.len())
        };
        place.expect("it is a document of this corpus")
    }

    /// A document by its place in [`Corpus::all`].
    pub fn at(&self, place: usize) -> &Document {
        let (docs, translations) = (self.docs.len(), self.translations.len());
        if place < docs {
            &self.docs[place]
        } else if place < docs + translations {
            &self.translations[place - docs]
        } else {
            &self.owned[place - docs - translations]
        }
    }

    fn at_mut(&mut self, place: usize) -> &mut Document {
        let (docs, translations) = (self.docs.len(), self.translations.len());
        if place < docs {
            &mut self.docs[place]
        } else if place < docs + translations {
            &mut self.translations[place - docs]
        } else {
            &mut self.owned[place - docs - translations]
        }
    }

    /// The document of that id; a guide's folder stands for its first page.
    pub fn find(&self, id: &str) -> Option<&Document> {
        self.docs.get(id).or_else(|| self.docs.get(format!("{id}/index").as_str()))
    }

    /// A document in a language; nothing when it isn't translated.
    pub fn in_lang(&self, id: &DocId, lang: &Lang) -> Option<&Document> {
        if lang == self.site.default_lang() {
            self.docs.get(id)
        } else {
            self.translations.get(&(lang.clone(), id.clone()))
        }
    }

    /// A document as an edition shows it: in its language, and as its district
    /// has it.
    pub fn of(&self, owner: OwnerIndex, lang: &Lang, id: &DocId) -> Option<&Document> {
        if !owner.is_state()
            && let Some(own) = self.owned.get(&(owner, lang.clone(), id.clone()))
        {
            return Some(own);
        }
        self.in_lang(id, lang)
    }

    /// A translation or an overlay as its file says it, nothing below it.
    pub fn layer_file(&self, path: &SitePath, snapshot: &Snapshot) -> Option<Manuscript> {
        let hash = snapshot.hash(path)?;
        let (id, lang) = home(path, &self.site, &mut Vec::new())?;
        document::read(path, snapshot, id, lang, hash, &self.site, &mut Vec::new())
    }

    /// The languages in which a document exists, default first.
    pub fn langs<'a>(&'a self, id: &'a DocId) -> impl Iterator<Item = &'a Lang> {
        self.site.languages.keys().filter(|lang| self.in_lang(id, lang).is_some())
    }

    /// Whether an edition has a document at all.
    pub fn has(&self, document: &Document, edition: EditionIndex) -> bool {
        document.editions.contains(edition)
    }

    /// The readers whom a block admits: its own scope, those around it, and
    /// its document's.
    pub fn admitted(&self, document: &Document, node: usize) -> Admitted {
        let mut admitted = document.admitted(&self.site);
        for scope in document.scopes_around(node) {
            admitted = admitted.within(scope);
        }
        admitted.editions = admitted.editions.union(self.facilitators_of(document));
        admitted
    }

    /// The editions for which words are left in a block: those that see some of
    /// its text, headings aside, or its picture.
    pub fn readers_of(&self, document: &Document, node: usize) -> AudienceSet {
        let all = self.admitted(document, node).editions;
        let tree = &document.parsed.tree;
        let mut readers = AudienceSet::EMPTY;
        let mut skip = 0;
        for inner in tree.node(node).subtree() {
            if inner.index < skip {
                continue;
            }
            let says = match inner.kind() {
                Kind::Heading => {
                    skip = inner.end();
                    false
                }
                Kind::Text | Kind::Code => !inner.text().trim().is_empty(),
                Kind::Variable | Kind::Image | Kind::Rule => true,
                // What an include or a selection brings is known later.
                Kind::Div => inner.is_empty(),
                _ => false,
            };
            if says {
                readers = readers.union(self.admitted(document, inner.index).editions);
                if all.is_subset(readers) {
                    return all;
                }
            }
        }
        let heading_only = tree.node(node).children().all(|child| child.kind() == Kind::Heading);
        if heading_only { all } else { readers.intersection(all) }
    }

    /// The editions that may see a term in some nodes of a document, also one
    /// that comes with an include.
    fn readers_of_terms(
        &self,
        document: &Document,
        nodes: std::ops::Range<usize>,
        known: &mut Vec<(DocId, usize)>,
    ) -> AudienceSet {
        let is_term =
            |(node, target): &&(usize, Target)| nodes.contains(node) && matches!(target, Target::Term(_));
        let own = document.targets.iter().filter(is_term);
        let mut readers = own
            .map(|(node, _)| self.admitted(document, *node).editions)
            .fold(AudienceSet::EMPTY, AudienceSet::union);
        for (node, (id, name)) in document.includes.iter().filter(|(node, _)| nodes.contains(node)) {
            let place = (document.id.clone(), *node);
            let Some(target) = self.in_lang(id, &document.lang).or_else(|| self.find(id.as_str())) else {
                continue;
            };
            if !known.contains(&place) {
                known.push(place);
                let inside = self.readers_of_terms(target, target.passage(name.as_deref()), known);
                readers = readers.union(inside.intersection(self.admitted(document, *node).editions));
            }
        }
        readers
    }

    /// The editions that see every passage of a document.
    pub fn facilitators_of(&self, document: &Document) -> AudienceSet {
        if document.kind == DocKind::Module { self.site.facilitators() } else { AudienceSet::EMPTY }
    }

    /// The names of editions, for messages: "families and students".
    pub fn edition_names(&self, set: AudienceSet) -> String {
        let ids: Vec<String> = self
            .site
            .editions()
            .filter(|(index, _)| set.contains(*index))
            .map(|(_, audience)| format!("`{}`", audience.id))
            .collect();
        match ids.as_slice() {
            [] => "nobody".to_owned(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        }
    }
}

/// Reads, parses and links all documents of a snapshot.
///
/// Nothing when there is no site to link them to. Findings: everything that
/// `site`, `syntax` and the corpus itself can find.
pub fn load(snapshot: &Snapshot) -> Outcome<Option<Corpus>> {
    Reader::default().load(snapshot)
}

/// What the path of a Markdown file says: its language, and its id unless it is
/// an overlay, which says itself what it revises.
fn home(path: &SitePath, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Option<(Option<DocId>, Lang)> {
    if is_overlay(path) {
        return overlay::place(path, site, diagnostics).map(|(_, lang)| (None, lang));
    }
    name(path, site, diagnostics).map(|(id, lang)| (Some(id), lang))
}

fn is_overlay(path: &SitePath) -> bool {
    path.as_str().starts_with("districts/") && path.extension() == "md"
}

/// The id and language that a path says.
fn name(path: &SitePath, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Option<(DocId, Lang)> {
    let inner = path.as_str().strip_prefix("content/")?.strip_suffix(".md")?;
    let file = inner.rsplit('/').next().unwrap_or(inner);
    let (id, lang) = match file.rsplit_once('.') {
        Some((_, lang)) => match site.languages.get_key_value(lang) {
            Some((known, _)) => (&inner[..inner.len() - lang.len() - 1], known.clone()),
            None => {
                let hint = did_you_mean(lang, site.languages.keys().map(|lang| lang.as_str()));
                diagnostics.push(
                    Diagnostic::new(
                        &rules::UNKNOWN_NAME,
                        Span::file(path),
                        format!("`{lang}` is no language of this site"),
                    )
                    .hint_opt(hint)
                    .hint("languages are declared in `[languages]` of site-config.toml"),
                );
                return None;
            }
        },
        None => (inner, site.default_lang().clone()),
    };
    if let Some(bad) = id.split('/').find(|part| !site::is_id(part)) {
        diagnostics.push(
            Diagnostic::new(
                &rules::INVALID_VALUE,
                Span::file(path),
                format!("`{bad}` can't be part of a document's name"),
            )
            .hint(format!("rename it to `{}`: small letters, digits and single hyphens", slug::slugify(bad))),
        );
        return None;
    }
    let in_guide = id.starts_with("guides/") && id.matches('/').count() > 1;
    if id.ends_with("/index") && !in_guide {
        diagnostics.push(
            Diagnostic::new(&rules::INVALID_VALUE, Span::file(path), "only a guide's folder has an `index`")
                .hint("give the file another name: `index` would take the place of the list of its kind"),
        );
        return None;
    }
    Some((DocId(id.into()), lang))
}

fn translations_have_sources(corpus: &mut Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let docs = &corpus.docs;
    corpus.translations.retain(|(_, id), document| {
        let Some(source) = docs.get(id) else {
            diagnostics.push(
                Diagnostic::new(
                    &rules::TRANSLATION_WITHOUT_SOURCE,
                    Span::file(&document.path),
                    format!("this translates `{id}`, which doesn't exist"),
                )
                .hint_opt(did_you_mean(id.as_str(), docs.keys().map(DocId::as_str))),
            );
            return false;
        };
        // A translation is for whom its source is.
        document.kind = source.kind;
        document.editions = document.editions.intersection(source.editions);
        document.bands = source.bands.clone();
        true
    });
}

/// Ties chapters to their guides. A chapter is for no one whom its guide isn't
/// for.
fn chapters(corpus: &mut Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let guides: Vec<DocId> = corpus
        .docs
        .values()
        .filter(|doc| doc.kind == DocKind::Guide && doc.id.as_str().ends_with("/index"))
        .map(|doc| doc.id.clone())
        .collect();
    for id in guides {
        let folder = id.as_str().trim_end_matches("index").to_owned();
        let inside: Vec<DocId> =
            below(&corpus.docs, &folder).filter(|other| **other != id).cloned().collect();
        let guide = &corpus.docs[&id];
        let editions = guide.editions;
        let path = guide.path.clone();
        let mut listed = Vec::new();
        // Of a chapter that is misspelt, the misspelling is the fault.
        let mut meant: Vec<&str> = Vec::new();
        for word in guide.front.chapters.clone().unwrap_or_default() {
            match inside.iter().find(|chapter| chapter.as_str()[folder.len()..] == *word.value) {
                Some(chapter) => listed.push(chapter.clone()),
                None => {
                    let names = || inside.iter().map(|chapter| &chapter.as_str()[folder.len()..]);
                    meant.extend(nearest(&word.value, names()));
                    let message = format!("there is no chapter `{}` in this guide's folder", word.value);
                    diagnostics.push(
                        Diagnostic::new(&rules::UNKNOWN_NAME, word.span(&path), message)
                            .hint_opt(did_you_mean(&word.value, names())),
                    );
                }
            }
        }
        for chapter in &inside {
            if !listed.contains(chapter) && !meant.contains(&&chapter.as_str()[folder.len()..]) {
                let doc = &corpus.docs[chapter];
                diagnostics.push(
                    Diagnostic::new(
                        &rules::UNLISTED_CHAPTER,
                        Span::file(&doc.path),
                        "no guide lists this chapter",
                    )
                    .hint(format!("add `\"{}\"` to `chapters` in {path}", &chapter.as_str()[folder.len()..])),
                );
            }
        }
        let langs: Vec<Lang> = corpus.site.languages.keys().cloned().collect();
        for chapter in listed.iter().chain(&inside) {
            let translated = langs.iter().map(|lang| (lang.clone(), chapter.clone()));
            let keys: Vec<_> = translated.filter(|key| corpus.translations.contains_key(key)).collect();
            for key in keys {
                let doc = &mut corpus.translations[&key];
                (doc.kind, doc.guide) = (DocKind::Chapter, Some(id.clone()));
                doc.editions = doc.editions.intersection(editions);
            }
            let doc = &mut corpus.docs[chapter];
            (doc.kind, doc.guide) = (DocKind::Chapter, Some(id.clone()));
            doc.editions = doc.editions.intersection(editions);
        }
        for lang in &langs {
            if let Some(doc) = corpus.translations.get_mut(&(lang.clone(), id.clone())) {
                doc.chapters = listed.clone();
            }
        }
        corpus.docs[&id].chapters = listed;
    }
}

/// The ids that begin with `folder`. The documents are sorted by id.
fn below<'a>(docs: &'a IndexMap<DocId, Document>, folder: &'a str) -> impl Iterator<Item = &'a DocId> {
    let first = docs.partition_point(|id, _| id.as_str() < folder);
    let rest = docs.get_range(first..).into_iter().flat_map(|slice| slice.keys());
    rest.take_while(move |id| id.as_str().starts_with(folder))
}

/// Two documents at one address are an error naming both.
fn same_addresses(corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
    // Names are small letters and stand once; a slug may say what another name
    // says.
    let has_own_slug = |doc: &Document| doc.id.as_str().rsplit('/').next() != Some(doc.slug.as_str());
    if !corpus.of_state().any(has_own_slug) {
        return;
    }
    let mut seen: HashMap<(&Lang, &str, &str), &Document> = HashMap::new();
    for doc in corpus.of_state() {
        let folder = doc.id.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let key = (&doc.lang, folder, doc.slug.as_str());
        if let Some(first) = seen.get(&key) {
            diagnostics.push(
                Diagnostic::new(
                    &rules::SAME_ADDRESS,
                    Span::file(&doc.path),
                    format!("this document and `{}` have the same address", first.path),
                )
                .label(Span::file(&first.path), "the other one")
                .hint("give one of them another `slug`"),
            );
        } else {
            seen.insert(key, doc);
        }
    }
}

/// Reports includes that lead back to where they stand, and takes them out.
fn break_cycles(corpus: &mut Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let mut bad: Vec<(usize, usize)> = Vec::new();
    for (place, document) in corpus.all().enumerate() {
        for (node, (target, passage)) in document.includes.iter() {
            let mut trail = vec![(document.id.clone(), *node)];
            if leads_back(corpus, target, passage.as_deref(), &document.id, *node, &mut trail) {
                let span = document.parsed.tree.node(*node).span();
                let names: Vec<String> = trail.iter().map(|(id, _)| format!("`{id}`")).collect();
                diagnostics.push(
                    Diagnostic::new(
                        &rules::INCLUDE_CYCLE,
                        document.span(span),
                        "this include includes itself",
                    )
                    .hint(format!("the way back leads through {}", names.join(", ")))
                    .hint("take one of these includes out"),
                );
                bad.push((place, *node));
            }
        }
    }
    for (place, node) in bad {
        Arc::make_mut(&mut corpus.at_mut(place).includes).retain(|(at, _)| *at != node);
    }
}

fn leads_back(
    corpus: &Corpus,
    target: &DocId,
    passage: Option<&str>,
    home: &DocId,
    include: usize,
    trail: &mut Vec<(DocId, usize)>,
) -> bool {
    let Some(document) = corpus.docs.get(target) else { return false };
    let range = document.passage(passage);
    if target == home && range.contains(&include) {
        return true;
    }
    for (node, (next, inner)) in document.includes.iter().filter(|(node, _)| range.contains(node)) {
        if trail.contains(&(target.clone(), *node)) {
            continue;
        }
        trail.push((target.clone(), *node));
        if leads_back(corpus, next, inner.as_deref(), home, include, trail) {
            return true;
        }
    }
    false
}
