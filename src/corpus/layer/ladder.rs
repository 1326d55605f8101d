//! How far each document is on the way into each language: the whole document,
//! the document with passages in the source's language, or a note in the
//! reader's language that leads to the source.

use std::collections::BTreeMap;

use super::super::{Corpus, Document};
use super::{UnitState, unit};
use crate::site::{AudienceSet, Lang, OwnerIndex};

/// What a reader of a language gets of a document, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// The document in the source's language; in the reader's stands that an
    /// interpreter explains it.
    CoverNote,
    /// The document in the reader's language; passages that aren't done, or
    /// that nobody has checked, say so, and locked ones are the source's.
    SideBySide,
    /// The whole document, in step with its source.
    Full,
}

impl Rung {
    /// All of them, the best first.
    pub const ALL: [Rung; 3] = [Rung::Full, Rung::SideBySide, Rung::CoverNote];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Rung::Full => "full",
            Rung::SideBySide => "side by side",
            Rung::CoverNote => "cover note",
        }
    }
}

/// Blocks that keep a document from the next rung, by what has to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lacks {
    /// To translate.
    pub missing: Vec<String>,
    /// To translate again, because the source has changed since.
    pub stale: Vec<String>,
    /// To be read by somebody who knows the language: a machine wrote them.
    pub unreviewed: Vec<String>,
}

impl Lacks {
    fn is_empty(&self) -> bool {
        [&self.missing, &self.stale, &self.unreviewed].into_iter().all(Vec::is_empty)
    }
}

/// A document of a publisher on its way into a language.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// Whose edition it is.
    pub owner: OwnerIndex,
    /// The language.
    pub lang: &'a Lang,
    /// The document, in the source's language.
    pub source: &'a Document,
    /// What its readers get.
    pub rung: Rung,
    /// What the state's translators have to do for the next rung. Nothing
    /// where all of it has to be translated.
    pub lacks: Lacks,
    /// What the district itself has to do: its own texts in that language.
    pub own: Lacks,
}

/// How each document stands in each language, of the state and of every
/// district and school that offers the language.
///
/// Only what somebody reads in it counts: documents and blocks for those
/// groups that the language is [meant for](readers).
pub fn ladder(corpus: &Corpus) -> Vec<Piece<'_>> {
    let site = &corpus.site;
    let mut pieces = Vec::new();
    for lang in site.languages.keys().filter(|lang| *lang != site.default_lang()) {
        let readers = readers(corpus, lang);
        let meant: Vec<&Document> =
            corpus.documents().filter(|source| !source.editions.intersection(readers).is_empty()).collect();
        let publishers = site.publishers().filter(|owner| owner.offers(lang)).map(|owner| owner.index);
        for owner in std::iter::once(OwnerIndex::STATE).chain(publishers) {
            let published = meant.iter().filter(|source| site.owner_publishes(owner, source.id.as_str()));
            pieces.extend(published.map(|source| piece(corpus, owner, lang, source, readers)));
        }
    }
    pieces
}

/// The groups that a language is meant for: those that the site names, else
/// those for whom something is translated that isn't for everybody. Where all
/// that is translated is for everybody, all of them.
pub fn readers(corpus: &Corpus, lang: &Lang) -> AudienceSet {
    if let Some(readers) = corpus.site.languages.get(lang).and_then(|language| language.readers) {
        return readers;
    }
    let everybody = corpus.site.all_editions();
    let translated = || corpus.documents().filter_map(|source| corpus.in_lang(&source.id, lang));
    let some = translated().map(|document| document.editions).filter(|editions| *editions != everybody);
    let some = some.fold(AudienceSet::default(), AudienceSet::union);
    match some.is_empty() && translated().next().is_some() {
        true => everybody,
        false => some,
    }
}

/// Whether a block is shown to any of these groups.
pub fn is_for(source: &Document, unit: &str, readers: AudienceSet) -> bool {
    let node = unit::units(source).into_iter().find(|known| known.name == unit).and_then(|known| known.node);
    let around = node.into_iter().flat_map(|node| source.scopes_around(node));
    let editions = around.fold(source.editions, |editions, scope| editions.intersection(scope.editions));
    !editions.intersection(readers).is_empty()
}

fn piece<'a>(
    corpus: &'a Corpus,
    owner: OwnerIndex,
    lang: &'a Lang,
    source: &'a Document,
    readers: AudienceSet,
) -> Piece<'a> {
    let states = corpus.in_lang(&source.id, lang);
    let shown = corpus.of(owner, lang, &source.id);
    let mut piece =
        Piece { owner, lang, source, rung: Rung::CoverNote, lacks: Lacks::default(), own: Lacks::default() };
    let Some(shown) = shown else { return piece };
    let is_missing = |document: &Document, unit: &str| {
        document.provenance.untranslated.iter().any(|missing| missing == unit)
    };
    for unit in shown.provenance.untranslated.iter().filter(|unit| is_for(source, unit, readers)) {
        let whose = match states.is_none_or(|states| is_missing(states, unit)) {
            true => &mut piece.lacks,
            false => &mut piece.own,
        };
        whose.missing.push(unit.clone());
    }
    // What stands in a district's own table isn't made from a text.
    let written = shown.provenance.states.iter().filter(|state| state.path.extension() == "md");
    for state in written.filter(|state| !is_missing(shown, &state.unit)) {
        let whose = if state.level == 0 { &mut piece.lacks } else { &mut piece.own };
        match standing(state) {
            Standing::Stale => whose.stale.push(state.unit.clone()),
            Standing::Unreviewed => whose.unreviewed.push(state.unit.clone()),
            Standing::Good => {}
        }
    }
    piece.rung = match piece.lacks.is_empty() && piece.own.is_empty() {
        true => Rung::Full,
        false => Rung::SideBySide,
    };
    piece
}

enum Standing {
    Good,
    Stale,
    Unreviewed,
}

fn standing(state: &UnitState) -> Standing {
    match (state.is_stale(), state.state.as_deref()) {
        (Some(true) | None, _) => Standing::Stale,
        (_, Some("machine")) => Standing::Unreviewed,
        _ => Standing::Good,
    }
}

/// Pieces that stand alike, with those whose they are: a document of three
/// hundred districts is one line where all of them wait for the same.
pub fn alike<'a>(pieces: &[Piece<'a>]) -> Vec<(Piece<'a>, Vec<OwnerIndex>)> {
    let mut groups: BTreeMap<_, Vec<OwnerIndex>> = BTreeMap::new();
    let mut order = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let key = (piece.lang, &piece.source.id, piece.rung, &piece.lacks, &piece.own);
        let owners = groups.entry(key).or_default();
        if owners.is_empty() {
            order.push((key, place));
        }
        owners.push(piece.owner);
    }
    order.into_iter().filter_map(|(key, place)| Some((pieces[place].clone(), groups.remove(&key)?))).collect()
}
