//! A how-to guide: one page, or chapters along the line.

use serde::Serialize;

use super::shell::Link;
use super::{Lengths, Special, document, reading_minutes};
use crate::corpus::{DocId, Document};
use crate::edition::{Edition, Page};
use crate::vfs::{Hash, Hasher, OutputPath};

/// A chapter in a guide's list.
#[derive(Clone, Debug, Serialize)]
pub struct ChapterEntry {
    /// Its number among the chapters of this edition.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// Relative address.
    pub href: String,
    /// How long reading takes, when known.
    pub reading_minutes: Option<usize>,
    /// The phase it belongs to.
    pub phase: Option<document::PhasePlace>,
    /// Whether it is this page.
    pub current: bool,
}

/// The first page of a guide, or a guide of one page.
pub fn index(edition: &Edition, guide: &Document, page: &Page, lengths: &Lengths) -> Special {
    Special::Guide { chapters: chapters(edition, guide, guide, &page.path, lengths) }
}

/// A chapter.
pub fn chapter(edition: &Edition, chapter: &Document, page: &Page, lengths: &Lengths) -> Special {
    let guide = chapter
        .guide
        .as_ref()
        .and_then(|id| edition.corpus.of(edition.owner, edition.lang, id))
        .filter(|guide| edition.has(guide));
    let Some(guide) = guide else { return Special::Guide { chapters: Vec::new() } };
    let chapters = chapters(edition, guide, chapter, &page.path, lengths);
    Special::Chapter {
        guide: Link {
            title: edition.fill(&guide.meta.title),
            href: page.path.link_to(&edition.document(guide, None)),
            current: false,
        },
        number: chapters.iter().find(|entry| entry.current).map_or(0, |entry| entry.number),
        chapters,
    }
}

/// The chapters of a guide that this edition has.
pub(super) fn visible<'a>(edition: &Edition<'a>, guide: &Document) -> Vec<&'a Document> {
    guide
        .chapters
        .iter()
        .filter_map(|id| edition.corpus.of(edition.owner, edition.lang, id))
        .filter(|chapter| edition.has(chapter))
        .collect()
}

fn chapters(
    edition: &Edition,
    guide: &Document,
    current: &Document,
    path: &OutputPath,
    lengths: &Lengths,
) -> Vec<ChapterEntry> {
    visible(edition, guide)
        .into_iter()
        .enumerate()
        .map(|(index, chapter)| ChapterEntry {
            number: index + 1,
            title: edition.fill(&chapter.meta.title),
            summary: chapter.meta.summary.as_ref().map(|summary| edition.fill(summary)),
            href: path.link_to(&edition.document(chapter, edition.band_for(chapter, None))),
            reading_minutes: lengths.get(&chapter.id).copied().map(reading_minutes),
            phase: chapter
                .meta
                .phase
                .as_ref()
                .and_then(|phase| document::phase_place(edition, phase.as_str())),
            current: chapter.id == current.id,
        })
        .collect()
}

/// The documents whose length a page of a guide shows: all chapters.
pub fn listed_on(edition: &Edition, document: &Document) -> Vec<DocId> {
    let guide = document.guide.as_ref().and_then(|id| edition.corpus.of(edition.owner, edition.lang, id));
    guide.unwrap_or(document).chapters.clone()
}

/// A hash of all that a page of a guide says of the others: their titles, and
/// how long reading them takes. The page itself has so many `words`.
pub fn guide_hash(edition: &Edition, document: &Document, words: usize, lengths: &Lengths) -> Hash {
    let guide = document.guide.as_ref().and_then(|id| edition.corpus.of(edition.owner, edition.lang, id));
    let guide = guide.unwrap_or(document);
    let mut hasher = Hasher::new();
    hasher.text(&guide.meta.title);
    for chapter in visible(edition, guide) {
        hasher.text(chapter.id.as_str()).text(&chapter.meta.title).value(&chapter.meta.summary);
    }
    for id in &guide.chapters {
        hasher.value(&lengths.get(id).copied().map(reading_minutes));
    }
    // A guide's own reading time is the sum of all words.
    let chapters: usize = guide.chapters.iter().filter_map(|id| lengths.get(id)).sum();
    hasher.number(if document.guide.is_none() { reading_minutes(words + chapters) as u64 } else { 0 });
    hasher.finish()
}

/// The pages before and after a page of a guide.
pub fn neighbours(edition: &Edition, document: &Document, path: &OutputPath) -> (Option<Link>, Option<Link>) {
    let guide = match &document.guide {
        Some(id) => edition.corpus.of(edition.owner, edition.lang, id).filter(|guide| edition.has(guide)),
        None => (!document.chapters.is_empty()).then_some(document),
    };
    let Some(guide) = guide else { return (None, None) };
    // The guide's first page comes before its chapters.
    let guide = edition.corpus.of(edition.owner, edition.lang, &guide.id).into_iter();
    let pages: Vec<&Document> =
        guide.flat_map(|guide| std::iter::once(guide).chain(visible(edition, guide))).collect();
    let Some(at) = pages.iter().position(|page| page.id == document.id) else { return (None, None) };
    let link = |page: &&Document| Link {
        title: edition.fill(&page.meta.title),
        href: path.link_to(&edition.document(page, edition.band_for(page, None))),
        current: false,
    };
    (at.checked_sub(1).and_then(|before| pages.get(before)).map(link), pages.get(at + 1).map(link))
}
