//! What the rest of an edition needs to know of a page: lists, role pages,
//! glossary and search. It stays when the page's own text is gone.

use std::sync::Arc;

use super::role::{Passage, passages};
use super::tied::{Tied, tied};
use crate::corpus::DocId;
use crate::edition::Page;
use crate::site::{RoleId, TermId};
use crate::vfs::{OutputPath, SitePath};

/// A page, as others know it.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The document.
    pub doc: DocId,
    /// Where it lies.
    pub path: OutputPath,
    /// How many words it has.
    pub words: usize,
    /// The terms that it links to the glossary.
    pub terms: Vec<TermId>,
    /// The files that it shows.
    pub assets: Vec<SitePath>,
    /// The passages for a role.
    pub passages: Vec<(RoleId, Arc<Passage>)>,
    /// The passages that are tied to a duty, see [`super::ties`].
    pub ties: Vec<Tied>,
    /// How the search knows it: a JSON object.
    pub entry: Box<str>,
}

impl Digest {
    /// Returns what stays of a page. `entry` is what the search knows.
    pub fn new(page: &Page, entry: String) -> Digest {
        Digest {
            doc: page.doc.clone(),
            path: page.path.clone(),
            words: page.words,
            terms: page.terms.clone(),
            assets: page.assets.clone(),
            passages: passages(page),
            ties: tied(page),
            entry: entry.into(),
        }
    }
}
