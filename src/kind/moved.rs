//! Earlier addresses: a page that leads to where the text is now.

use serde::Serialize;

use super::{Content, Publication, Shell};
use crate::corpus::{DocId, Document};
use crate::edition::{Edition, address};
use crate::vfs::OutputPath;

/// Where to go instead.
#[derive(Serialize)]
pub struct Moved {
    /// What is there.
    pub title: String,
    /// Relative address.
    pub href: String,
}

/// Whose earlier address it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Former {
    /// A document's.
    Document(DocId, OutputPath),
    /// The edition's, under another id of its audience.
    Home(OutputPath),
}

/// The earlier addresses of an edition's documents and of its audience.
pub fn all(edition: &Edition) -> Vec<(OutputPath, Former)> {
    let mut all = Vec::new();
    for document in edition.documents() {
        for path in aliases(edition, document) {
            all.push((path.clone(), Former::Document(document.id.clone(), path)));
        }
    }
    for alias in &edition.audience().aliases {
        let path = address::former_home(edition, alias.as_str());
        all.push((path.clone(), Former::Home(path)));
    }
    all
}

/// The page at an earlier address.
pub fn page(edition: &Edition, former: &Former) -> Option<Publication> {
    match former {
        Former::Document(id, path) => {
            let document = edition.corpus.of(edition.owner, edition.lang, id)?;
            let target = edition.document(document, edition.band_for(document, None));
            Some(publication(edition, path.clone(), &edition.fill(&document.meta.title), &target))
        }
        Former::Home(path) => {
            Some(publication(edition, path.clone(), &edition.audience().name, &edition.home()))
        }
    }
}

/// The earlier addresses of a document in this edition. An alias is the part
/// of the address below the audience, such as `brochures/our-plan`.
pub fn aliases(edition: &Edition, document: &Document) -> Vec<OutputPath> {
    let written = document.front.aliases.iter().flatten();
    written.filter_map(|alias| edition.alias(&alias.value)).collect()
}

fn publication(edition: &Edition, path: OutputPath, title: &str, target: &OutputPath) -> Publication {
    let mut shell = Shell::new(edition, &path, "page", title, title);
    shell.page.noindex = true;
    shell.page.canonical = super::shell::canonical(&edition.corpus.site, target);
    let href = path.link_to(target);
    Publication::new(path, shell, Content::Moved(Moved { title: title.to_owned(), href }))
}
