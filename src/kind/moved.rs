//! Earlier addresses: a page that leads to where the text is now.

use serde::Serialize;

use super::{Content, Publication, Shell};
use crate::corpus::Document;
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

/// The pages for the earlier addresses of an edition's documents and of its
/// audience.
pub fn moved(edition: &Edition) -> Vec<Publication> {
    let mut publications = Vec::new();
    for document in edition.documents() {
        let target = edition.document(document, edition.band_for(document, None));
        for alias in aliases(edition, document) {
            publications.push(publication(edition, alias, &edition.fill(&document.meta.title), &target));
        }
    }
    for alias in &edition.audience().aliases {
        let path = address::former_home(edition, alias.as_str());
        publications.push(publication(edition, path, &edition.audience().name, &edition.home()));
    }
    publications
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
    Publication { path, shell, content: Content::Moved(Moved { title: title.to_owned(), href }) }
}
