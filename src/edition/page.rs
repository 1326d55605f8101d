//! A page: what one edition sees of one document.
//!
//! It is closed. Scopes are gone, variables are text, links lead to output
//! files, citations are numbers. A writer needs nothing else, so a page's
//! content is the exact list of what its bytes depend on.

use std::ops::Range;
use std::sync::Arc;

use super::Key;
use crate::corpus::{DocId, DocKind};
use crate::diag::Span;
use crate::site::{ClaimId, DutyId, RoleId, TermId};
use crate::syntax::tree::{Kind, NodeRef, Tree};
use crate::syntax::{Align, DivKind};
use crate::vfs::{Hasher, OutputPath, SitePath};

/// One document as one edition sees it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The document.
    pub doc: DocId,
    /// What kind it is.
    pub kind: DocKind,
    /// Who reads it.
    pub key: Key,
    /// Where it lies.
    pub path: OutputPath,
    /// Its title, filled in.
    pub title: String,
    /// One sentence about it, filled in.
    pub summary: Option<String>,
    /// Its text; footnotes stand at the end.
    pub tree: Arc<Tree<Closed>>,
    /// The claims that it cites, in the order of their numbers.
    pub sources: Vec<SourceEntry>,
    /// How many footnotes it has.
    pub footnotes: usize,
    /// The terms that it links to the glossary.
    pub terms: Vec<TermId>,
    /// The files that it shows.
    pub assets: Vec<SitePath>,
    /// The passages for a role, by node.
    pub roles: Vec<(RoleId, usize)>,
    /// The passages that are tied to duties which this edition may show, by
    /// node.
    pub ties: Vec<(DutyId, usize)>,
    /// Its list of contents.
    pub contents: Vec<ContentsEntry>,
    /// How many words it has.
    pub words: usize,
}

/// A claim that a page cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// The claim.
    pub claim: ClaimId,
}

/// An entry of a list of contents.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ContentsEntry {
    /// The section's address within the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its subsections.
    pub children: Vec<ContentsEntry>,
}

/// Payloads of a page's nodes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Closed {
    /// The address of a section, paragraph, row or term within the page.
    Name(String),
    /// A list item: its address, and how many lines to fill in it has in a
    /// form.
    Item {
        /// The address.
        name: Option<String>,
        /// Lines to write on.
        lines: u8,
    },
    /// A fenced div.
    Block(Block),
    /// A link.
    Link {
        /// Relative address, or an absolute one.
        href: String,
        /// The title in quotes.
        title: String,
        /// What it leads to.
        class: LinkClass,
    },
    /// An image; the children are the alternative text.
    Image {
        /// Relative address.
        src: String,
        /// The title in quotes.
        title: String,
    },
    /// A code block's info string; nothing when it is indented.
    CodeBlock(Option<String>),
    /// The first number of an ordered list.
    Ordered(u64),
    /// A table.
    Table {
        /// How the columns are aligned.
        align: Vec<Align>,
        /// What a screen reader calls its frame; unique on the page.
        label: String,
        /// The class of its frame: `crosswalk`, `duties` or nothing.
        class: &'static str,
    },
    /// Numbers in the page's list of sources, with places in them.
    Cite(Vec<(u32, Option<String>)>),
    /// A phrase.
    Span(Phrase),
    /// Who owns the duty that a passage is tied to.
    Tie(TieMark),
    /// What readers are told of the passage around it.
    Notice,
}

/// Who owns the duty that a passage is tied to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TieMark {
    /// What is to be done.
    pub task: String,
    /// Whether readers see the task: a passage with several ties says which
    /// is which.
    pub names_task: bool,
    /// Who leads and who does it, in sentences.
    pub owners: String,
    /// When, in words.
    pub when: String,
    /// The duty on the page of one of the reader's own roles.
    pub href: Option<String>,
}

/// A fenced div of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// What it is.
    pub kind: DivKind,
    /// Its address within the page.
    pub name: Option<String>,
    /// The words of its label, beyond the kind's own: a slide's title, an
    /// activity's grouping, who said a quotation.
    pub title: String,
    /// The number of a slide; 0 for everything else.
    pub number: u32,
    /// Minutes of an activity; 0 when not said.
    pub minutes: u32,
    /// The language of the passage, where it differs.
    pub lang: Option<String>,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkClass {
    /// A page or an address.
    Plain,
    /// A term of the glossary.
    Term,
}

/// What a phrase is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Phrase {
    /// A tagged phrase without anything to show.
    Plain,
    /// In another language.
    Lang(String),
    /// A value whose direction must not mix with the text around it.
    Isolated,
    /// A line to fill in by hand.
    FillIn,
}

/// For whom a passage is: bits in [`crate::syntax::Node::arg`], above the
/// four that the kind uses.
pub mod marks {
    /// For a role.
    pub const ROLE: u8 = 1 << 4;
    /// For some grades.
    pub const GRADE: u8 = 1 << 5;
    /// For some audiences; only where a facilitator sees all.
    pub const AUDIENCE: u8 = 1 << 6;
    /// What the kind itself uses.
    pub const OWN: u8 = 0x0f;
}

/// A run of neighbouring nodes in a page's tree.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The page's tree.
    pub tree: Arc<Tree<Closed>>,
    /// The first node, and the one after the last.
    pub nodes: Range<usize>,
}

impl Flow {
    /// The whole tree.
    pub fn all(tree: &Arc<Tree<Closed>>) -> Flow {
        Flow { tree: tree.clone(), nodes: 0..tree.nodes.len() }
    }

    /// What stands inside a node, from `first` on.
    pub fn inside(tree: &Arc<Tree<Closed>>, node: NodeRef<Closed>, first: usize) -> Flow {
        Flow { tree: tree.clone(), nodes: first..node.end() }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        let nodes = self.nodes.clone().map(|index| self.tree.node(index));
        nodes
            .filter(|node| matches!(node.kind(), Kind::Text | Kind::Code))
            .map(|node| node.text().split_whitespace().count())
            .sum()
    }

    /// Where its first node stands; `home` is the file of most of its tree.
    pub fn place(&self, home: &SitePath) -> Option<Span> {
        let first = (!self.is_empty()).then(|| self.tree.node(self.nodes.start))?;
        Some(Span::new(self.tree.file(first.index).unwrap_or(home), first.span()))
    }

    /// Adds everything in it to a hash.
    pub fn add_to(&self, hasher: &mut Hasher) {
        for index in self.nodes.clone() {
            let node = self.tree.node(index);
            hasher.value(&node.kind()).number(u64::from(node.arg())).number((node.end() - index) as u64);
            hasher.text(node.text()).value(&node.extra()).value(&self.tree.lang(index));
        }
    }

    /// The same text on another page: relative links and images lead to the
    /// same places, and addresses within the first page become links to it.
    pub fn moved(&self, from: &OutputPath, to: &OutputPath) -> Flow {
        let mut tree = Tree::new(self.tree.source.clone());
        tree.append(&self.tree, self.nodes.clone());
        for node in &mut tree.nodes {
            if node.kind == Kind::FootnoteReference || node.kind == Kind::Cite {
                // Notes and sources stay on the page that lists them.
                node.kind = Kind::Span;
            }
        }
        for index in 0..tree.nodes.len() {
            match tree.extra_mut(index) {
                Some(Closed::Link { href: place, .. } | Closed::Image { src: place, .. }) => {
                    *place = from.moved_link(place, to)
                }
                Some(Closed::Tie(TieMark { href: Some(place), .. })) => *place = from.moved_link(place, to),
                Some(Closed::Name(name)) => name.clear(),
                Some(Closed::Item { name, .. } | Closed::Block(Block { name, .. })) => *name = None,
                _ => {}
            }
        }
        Flow::all(&Arc::new(tree))
    }
}
