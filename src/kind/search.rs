//! A small search over an edition, which works without a server.

use serde::Serialize;

use super::{Content, Publication, Shell};
use crate::edition::Edition;

/// Where the search looks.
#[derive(Serialize)]
pub struct Search {
    /// The index, a script.
    pub index_href: String,
}

/// The page with the search.
pub fn search(edition: &Edition) -> Publication {
    let path = edition.special("search");
    let title = edition.words.get("search");
    let mut shell = Shell::new(edition, &path, "search", &title, &title);
    shell.page.noindex = true;
    let index_href = path.link_to(&edition.search_index());
    Publication { path, shell, content: Content::Search(Search { index_href }) }
}
