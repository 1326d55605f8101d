//! Layers: translations and districts' own texts, over named blocks.
//!
//! A layer is a Markdown file whose named blocks take the place of blocks of
//! the same name. [`compose`] makes one manuscript of a document and all that
//! lies over it in one edition, before names are looked up, so that links,
//! checks and selection know no layers.

mod compose;
pub mod edit;
pub mod ladder;
mod locks;
mod shift;
pub mod unit;

use std::ops::Range;

pub use compose::{Composed, Layer, Stack, UnitState, compose};
pub use locks::Locks;

use crate::diag::Span;
use crate::site::Lang;
use crate::vfs::SitePath;

/// What readers are told of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// It is in another language than its page.
    Untranslated,
    /// Its source has changed since it was translated.
    Stale,
    /// A machine translated it, and nobody has read it since.
    Machine,
}

/// Of which files a composed document was made.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// The files, and where the text of each begins in the document's; empty
    /// for a document of one file.
    pub parts: Vec<(usize, SitePath)>,
    /// Nodes in another language than what stands around them; the inner ones
    /// come first.
    pub langs: Vec<(Range<usize>, Lang)>,
    /// What readers are told before a node, and the language of what was or
    /// wasn't translated.
    pub notices: Vec<(usize, Notice, Lang)>,
    /// How the units of its layers stand.
    pub states: Vec<UnitState>,
    /// Units that have no translation that could be shown.
    pub untranslated: Vec<String>,
}

impl Provenance {
    /// The file and the place in it of some bytes of the document's text.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let part = self.parts.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        let (start, path) = &self.parts[part];
        Some(Span::new(path, range.start - start..range.end.max(range.start) - start))
    }

    /// The language in which a node stands, where it is another than that of
    /// what stands around it.
    pub fn lang_from(&self, node: usize) -> Option<&Lang> {
        self.langs.iter().find(|(nodes, _)| nodes.start == node).map(|(_, lang)| lang)
    }

    /// What readers are told before a node.
    pub fn notice(&self, node: usize) -> Option<(Notice, &Lang)> {
        self.notices.iter().find(|(before, ..)| *before == node).map(|(_, notice, lang)| (*notice, lang))
    }
}
