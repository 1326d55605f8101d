//! The tree of a document or a page: small nodes in preorder.
//!
//! One `Vec` of `Copy` nodes; each knows where its subtree ends. Selecting,
//! counting and writing are single passes without recursion, so that ten
//! thousand nested quotes cost no stack. Text stays in the source wherever it
//! can; what the parser or an edition had to make new lies in a small pool.

use std::ops::Range;
use std::sync::Arc;

use crate::vfs::SitePath;

/// What a node is. Its payload, where it has one, is in its extra.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A heading and everything below it, subsections included.
    Section,
    /// The heading itself; [`Node::arg`] is its level, 1 to 6.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A quotation.
    BlockQuote,
    /// A block of code.
    CodeBlock,
    /// A list, numbered when its extra says so.
    List,
    /// An item of a list.
    Item,
    /// A task marker at the start of an item; [`Node::arg`] is 1 when done.
    Task,
    /// A thematic break.
    Rule,
    /// A table; [`Node::arg`] is 1 in a crosswalk.
    Table,
    /// A table's header row.
    TableHead,
    /// Another row.
    TableRow,
    /// [`Node::arg`] is 1 for a row header.
    TableCell,
    /// The text of a footnote; its text is its label.
    FootnoteDefinition,
    /// A list of terms.
    DefinitionList,
    /// A term.
    DefinitionTerm,
    /// What a term means.
    Definition,
    /// A fenced div.
    Div,
    /// Words.
    Text,
    /// Words of a machine.
    Code,
    /// A line break in the source.
    SoftBreak,
    /// A line break for the reader.
    HardBreak,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Words crossed out.
    Strikethrough,
    /// A link.
    Link,
    /// A picture; its children are the alternative text.
    Image,
    /// A reference to a footnote; its text is its label.
    FootnoteReference,
    /// A bracketed span.
    Span,
    /// A variable; only in documents.
    Variable,
    /// One or more claims cited at this place.
    Cite,
    /// For whom the parent is, in words; only on pages.
    Mark,
    /// Who owns the duty that the parent is tied to; only on pages.
    /// [`Node::arg`] is 1 where it stands among blocks.
    Tie,
}

impl Kind {
    /// Whether the node stands in a line of text.
    pub fn is_inline(self) -> bool {
        match self {
            Kind::Text
            | Kind::Code
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough
            | Kind::Link
            | Kind::Image
            | Kind::FootnoteReference
            | Kind::Span
            | Kind::Variable
            | Kind::Cite
            | Kind::Mark
            | Kind::Tie
            | Kind::Task => true,
            Kind::Section
            | Kind::Heading
            | Kind::Paragraph
            | Kind::BlockQuote
            | Kind::CodeBlock
            | Kind::List
            | Kind::Item
            | Kind::Rule
            | Kind::Table
            | Kind::TableHead
            | Kind::TableRow
            | Kind::TableCell
            | Kind::FootnoteDefinition
            | Kind::DefinitionList
            | Kind::DefinitionTerm
            | Kind::Definition
            | Kind::Div => false,
        }
    }

    /// Whether the node's text is in [`Node::text`].
    fn has_text(self) -> bool {
        matches!(
            self,
            Kind::Text | Kind::Code | Kind::FootnoteReference | Kind::FootnoteDefinition | Kind::Mark
        )
    }
}

/// The index of a scope in its document's table; 0 is "for all".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ScopeId(pub u16);

/// A range of bytes in a tree's text: the source, or the pool when the top
/// bit is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRange {
    start: u32,
    end: u32,
}

const POOL: u32 = 1 << 31;

impl TextRange {
    /// Returns the range in the source.
    pub fn source(range: Range<usize>) -> TextRange {
        TextRange { start: range.start as u32, end: range.end as u32 }
    }

    /// The range in the source, unless the text is in the pool.
    pub fn in_source(self) -> Option<Range<usize>> {
        (self.start & POOL == 0).then_some(self.start as usize..self.end as usize)
    }
}

/// No extra.
pub const NONE: u32 = u32::MAX;

/// One node: 24 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// A small payload, see [`Kind`].
    pub arg: u8,
    /// For whom it is, beyond what its ancestors say.
    pub scope: ScopeId,
    /// First byte in the file. Only for messages: no part of equality.
    pub start: u32,
    /// First byte after it.
    pub stop: u32,
    /// A text range, or an extra's index in `a`.
    a: u32,
    b: u32,
    /// The index after the node's subtree.
    pub end: u32,
}

/// Nodes with their text and extras. `X` is what the extras are: the open
/// form of a document, or the closed form of a page.
#[derive(Clone, Debug)]
pub struct Tree<X> {
    /// The nodes in preorder.
    pub nodes: Vec<Node>,
    /// Payloads that don't fit into a node.
    pub extras: Vec<X>,
    /// The source that text ranges refer to.
    pub source: Arc<str>,
    /// Text that isn't in the source.
    pub pool: String,
    /// The nodes that came from another file than most: where they begin and
    /// end, and the file. Only for messages: no part of equality.
    pub files: Vec<(Range<u32>, SitePath)>,
    /// The nodes that are in another language than what stands around them, in
    /// order.
    pub langs: Vec<(u32, Tongue)>,
}

impl<X> Tree<X> {
    /// Returns an empty tree over a source.
    pub fn new(source: Arc<str>) -> Tree<X> {
        Tree {
            nodes: Vec::new(),
            extras: Vec::new(),
            source,
            pool: String::new(),
            files: Vec::new(),
            langs: Vec::new(),
        }
    }

    /// Gives back room that the tree doesn't use.
    pub fn shrink_to_fit(&mut self) {
        self.nodes.shrink_to_fit();
        self.extras.shrink_to_fit();
        self.pool.shrink_to_fit();
    }

    /// The text of a range.
    pub fn str(&self, range: TextRange) -> &str {
        if range.start & POOL == 0 {
            &self.source[range.start as usize..range.end as usize]
        } else {
            &self.pool[(range.start & !POOL) as usize..(range.end & !POOL) as usize]
        }
    }

    /// Puts text into the pool.
    pub fn intern(&mut self, text: &str) -> TextRange {
        let start = self.pool.len() as u32 | POOL;
        self.pool.push_str(text);
        TextRange { start, end: self.pool.len() as u32 | POOL }
    }

    /// Opens a node; [`Tree::close`] ends it.
    pub fn open(&mut self, kind: Kind, span: Range<usize>) -> usize {
        self.nodes.push(Node {
            kind,
            arg: 0,
            scope: ScopeId::default(),
            start: span.start as u32,
            stop: span.end as u32,
            a: NONE,
            b: NONE,
            end: self.nodes.len() as u32 + 1,
        });
        self.nodes.len() - 1
    }

    /// Ends the subtree of the node at `index` here.
    pub fn close(&mut self, index: usize) {
        self.nodes[index].end = self.nodes.len() as u32;
    }

    /// Adds a node without children.
    pub fn leaf(&mut self, kind: Kind, span: Range<usize>) -> usize {
        self.open(kind, span)
    }

    /// Adds a node that has text.
    pub fn text_leaf(&mut self, kind: Kind, span: Range<usize>, text: TextRange) -> usize {
        let index = self.open(kind, span);
        self.set_text(index, text);
        index
    }

    /// Sets the text of a node.
    pub fn set_text(&mut self, index: usize, text: TextRange) {
        debug_assert!(self.nodes[index].kind.has_text());
        self.nodes[index].a = text.start;
        self.nodes[index].b = text.end;
    }

    /// Shortens the text of the last node to what stands before its trailing
    /// blanks, if it is text.
    pub fn trim_last(&mut self) {
        let Some(last) = self.nodes.last().filter(|node| node.kind == Kind::Text) else { return };
        let range = TextRange { start: last.a, end: last.b };
        let blanks = self.str(range).len() - self.str(range).trim_end_matches(' ').len();
        let index = self.nodes.len() - 1;
        self.nodes[index].b -= blanks as u32;
    }

    /// Sets the extra of a node.
    pub fn set_extra(&mut self, index: usize, extra: X) {
        debug_assert!(!self.nodes[index].kind.has_text());
        self.nodes[index].a = self.extras.len() as u32;
        self.extras.push(extra);
    }

    /// The extra of the node at `index`, for changing it.
    pub fn extra_mut(&mut self, index: usize) -> Option<&mut X> {
        let node = self.nodes[index];
        if node.kind.has_text() { None } else { self.extras.get_mut(node.a as usize) }
    }

    /// Appends a run of whole subtrees of a tree over the same source, with
    /// their texts and extras.
    pub fn append(&mut self, from: &Tree<X>, nodes: Range<usize>)
    where
        X: Clone,
    {
        let (start, here) = (nodes.start as u32, self.nodes.len() as u32);
        for (other, file) in &from.files {
            let (first, last) = (other.start.max(nodes.start as u32), other.end.min(nodes.end as u32));
            if first < last {
                self.files.push((first - start + here..last - start + here, file.clone()));
            }
        }
        let of_other = from.langs.iter().filter(|(node, _)| nodes.contains(&(*node as usize)));
        self.langs.extend(of_other.map(|(node, lang)| (node - start + here, lang.clone())));
        for node in &from.nodes[nodes] {
            let index = self.nodes.len();
            self.nodes.push(Node { end: node.end - start + here, ..*node });
            let text = TextRange { start: node.a, end: node.b };
            if !node.kind.has_text() {
                if let Some(extra) = from.extras.get(node.a as usize) {
                    self.set_extra(index, extra.clone());
                }
            } else if text.in_source().is_none() {
                let text = self.intern(from.str(text));
                self.set_text(index, text);
            }
        }
    }

    /// The file that the node at `index` came from, where it is another than
    /// most of the tree.
    pub fn file(&self, index: usize) -> Option<&SitePath> {
        let index = index as u32;
        // Passages within passages are noted before those around them.
        self.files.iter().find(|(nodes, _)| nodes.contains(&index)).map(|(_, file)| file)
    }

    /// The language of the node at `index`, where it is another than that of
    /// what stands around it.
    pub fn lang(&self, index: usize) -> Option<&Tongue> {
        let place = self.langs.binary_search_by_key(&index, |(node, _)| *node as usize).ok()?;
        Some(&self.langs[place].1)
    }

    /// The node at `index`.
    pub fn node(&self, index: usize) -> NodeRef<'_, X> {
        NodeRef { tree: self, index }
    }

    /// The nodes without a parent.
    pub fn roots(&self) -> Children<'_, X> {
        Children { tree: self, next: 0, end: self.nodes.len() }
    }

    /// All nodes in preorder.
    pub fn iter(&self) -> impl Iterator<Item = NodeRef<'_, X>> {
        (0..self.nodes.len()).map(|index| self.node(index))
    }
}

/// The language of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tongue {
    /// Its tag.
    pub lang: String,
    /// Which way it is written, `ltr` or `rtl`, where its page is written
    /// another way or mixes both.
    pub dir: Option<&'static str>,
}

/// A node in its tree.
#[derive(Debug)]
pub struct NodeRef<'a, X> {
    /// The tree.
    pub tree: &'a Tree<X>,
    /// The node's place in it.
    pub index: usize,
}

impl<X> Clone for NodeRef<'_, X> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<X> Copy for NodeRef<'_, X> {}

impl<'a, X> NodeRef<'a, X> {
    fn raw(self) -> &'a Node {
        &self.tree.nodes[self.index]
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.raw().kind
    }

    /// A small payload, see [`Kind`].
    pub fn arg(self) -> u8 {
        self.raw().arg
    }

    /// For whom it is, beyond what its ancestors say.
    pub fn scope(self) -> ScopeId {
        self.raw().scope
    }

    /// Its place in the file.
    pub fn span(self) -> Range<usize> {
        self.raw().start as usize..self.raw().stop as usize
    }

    /// The index after its subtree.
    pub fn end(self) -> usize {
        self.raw().end as usize
    }

    /// Its text range, for the kinds that have one.
    pub fn text_range(self) -> TextRange {
        debug_assert!(self.kind().has_text());
        TextRange { start: self.raw().a, end: self.raw().b }
    }

    /// Its text, for the kinds that have one; empty for the others.
    pub fn text(self) -> &'a str {
        if self.kind().has_text() { self.tree.str(self.text_range()) } else { "" }
    }

    /// Its extra, for the kinds that have one.
    pub fn extra(self) -> Option<&'a X> {
        if self.kind().has_text() { None } else { self.tree.extras.get(self.raw().a as usize) }
    }

    /// Its children in order.
    pub fn children(self) -> Children<'a, X> {
        Children { tree: self.tree, next: self.index + 1, end: self.end() }
    }

    /// Whether it has no children.
    pub fn is_empty(self) -> bool {
        self.end() == self.index + 1
    }

    /// It and everything below it, in preorder.
    pub fn subtree(self) -> impl Iterator<Item = NodeRef<'a, X>> {
        (self.index..self.end()).map(move |index| self.tree.node(index))
    }

    /// The text below it as a reader hears it, without marks.
    pub fn plain_text(self) -> String {
        let mut text = String::new();
        for node in self.subtree() {
            match node.kind() {
                Kind::Text | Kind::Code => text.push_str(node.text()),
                Kind::SoftBreak | Kind::HardBreak => text.push(' '),
                kind if !kind.is_inline() && !text.is_empty() && !text.ends_with(' ') => text.push(' '),
                _ => {}
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Siblings in order.
pub struct Children<'a, X> {
    tree: &'a Tree<X>,
    next: usize,
    end: usize,
}

impl<'a, X> Iterator for Children<'a, X> {
    type Item = NodeRef<'a, X>;

    fn next(&mut self) -> Option<NodeRef<'a, X>> {
        if self.next >= self.end {
            return None;
        }
        let node = self.tree.node(self.next);
        self.next = node.end();
        Some(node)
    }
}
