//! A small search over an edition, which works without a server.

use serde::Serialize;

use super::{Content, Publication, Shell};
use crate::edition::Edition;

/// How many pages one script of an index has: a browser reads them one after
/// the other, and a large edition needn't be in memory as one.
pub const PART: usize = 250;

/// Where the search looks.
#[derive(Serialize)]
pub struct Search {
    /// The parts of the index, scripts; their order matters.
    pub index_hrefs: Vec<String>,
}

/// The page with the search, over so many pages.
pub fn search(edition: &Edition, pages: usize) -> Publication {
    let path = edition.special("search");
    let title = edition.words.get("search");
    let mut shell = Shell::new(edition, &path, "search", &title, &title);
    shell.page.noindex = true;
    let parts = pages.div_ceil(PART).max(1);
    let index_hrefs = (0..parts).map(|part| path.link_to(&edition.search_index(part))).collect();
    Publication::new(path, shell, Content::Search(Search { index_hrefs }))
}
