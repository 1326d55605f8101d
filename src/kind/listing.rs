//! An edition's documents of one kind.

use serde::Serialize;

use super::document::{Entry, entry, stands_alone};
use super::shell::kinds_title;
use super::{Content, Lengths, Publication, Shell};
use crate::corpus::DocKind;
use crate::edition::Edition;

/// A list of documents.
#[derive(Serialize)]
pub struct Listing {
    /// The kind, in words.
    pub title: String,
    /// The documents.
    pub items: Vec<Entry>,
}

/// The kinds of which an edition has a list.
pub fn kinds<'a>(edition: &Edition<'a>) -> impl Iterator<Item = DocKind> + use<'a> {
    let documents = edition.documents();
    edition.kinds().iter().copied().filter(move |kind| {
        documents.clone().any(|document| document.kind.listed() == *kind && stands_alone(document))
    })
}

/// The list of a kind; nothing when the edition has none of it.
pub fn listing(edition: &Edition, kind: DocKind, lengths: &Lengths) -> Option<Publication> {
    let path = edition.listing(kind);
    let title = kinds_title(edition, kind);
    let documents = edition.documents();
    let items: Vec<Entry> = documents
        .filter(|document| document.kind.listed() == kind && stands_alone(document))
        .map(|document| entry(edition, document, &path, lengths))
        .collect();
    if items.is_empty() {
        return None;
    }
    let mut shell = Shell::new(edition, &path, "listing", &title, &title);
    shell.mark_nav(edition, &path, kind);
    Some(Publication::new(path, shell, Content::Listing(Listing { title, items })))
}
