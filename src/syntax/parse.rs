//! Markdown events become the tree of a document.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use super::attach::{Attrs, DivKind, Place, ScopeTag, Word, interpret};
use super::inline::{self, Line, MAX_PHRASES, Token};
use super::mask::{Marker, mask};
use super::tree::{Kind, ScopeId, TextRange, Tree};
use super::{attrs, html};
use crate::diag::Diagnostic;
use crate::diag::rules;
use crate::vfs::SitePath;

/// Payloads of a document's nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// Name, class and keys of a block, item, row, term or span.
    Attrs(Attrs),
    /// A link, as written.
    Link {
        /// The target, as written.
        dest: String,
        /// The title in quotes.
        title: String,
        /// `{to=…}`.
        attrs: Attrs,
        /// Whether it is an address in angle brackets.
        auto: bool,
    },
    /// An image; its children are the alternative text.
    Image {
        /// The file, as written.
        dest: String,
        /// The title in quotes.
        title: String,
    },
    /// A code block's info string; nothing when it is indented.
    CodeBlock(Option<String>),
    /// The first number of an ordered list.
    Ordered(u64),
    /// How a table's columns are aligned.
    Table(Vec<Align>),
    /// A variable to look up.
    Variable {
        /// The form, as in `{{ a plan.short }}`.
        form: Option<String>,
        /// The dotted name.
        path: String,
    },
    /// Claims cited at one place.
    Cite(Vec<Citation>),
}

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// As the language reads.
    Start,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// One claim of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The claim's id.
    pub claim: Word,
    /// A place in the source, such as `p. 3`.
    pub locator: Option<String>,
}

/// What the parser found.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// All audiences' text.
    pub tree: Tree<Open>,
    /// The scopes that nodes refer to: [`ScopeId`] 1 is the first.
    pub scopes: Vec<ScopeTag>,
}

impl Parsed {
    /// The scope of that id; nothing for 0.
    pub fn scope(&self, id: ScopeId) -> Option<&ScopeTag> {
        self.scopes.get(usize::from(id.0).checked_sub(1)?)
    }
}

/// Where findings and scopes go while parsing.
pub struct Sink<'a> {
    pub(super) path: &'a SitePath,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) scopes: Vec<ScopeTag>,
    /// Whether there is no room for further scopes.
    pub(super) full: bool,
}

/// How deep blocks may stand in each other. Beyond it no reader can follow.
const MAX_DEPTH: usize = 200;

/// The extensions of the dialect: nothing else, no smart punctuation.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
}

/// Parses `source[body..]`. Spans are offsets in `source`. Never fails: what
/// can't be understood is a finding, and its text is left out.
pub fn parse(path: &SitePath, source: &Arc<str>, body: usize) -> (Parsed, Vec<Diagnostic>) {
    let text = &source[body..];
    let masked = mask(text);
    let (input, markers) = match &masked {
        Some((input, markers)) => (input.as_str(), markers.as_slice()),
        None => (text, [].as_slice()),
    };
    let mut builder = Builder {
        source,
        body,
        input,
        markers,
        next_marker: 0,
        tree: Tree::new(source.clone()),
        frames: Vec::new(),
        line: Line::default(),
        row: None,
        html: None,
        opaque: Vec::new(),
        phrases: 0,
        too_deep: false,
        left_open: None,
        sink: Sink { path, diagnostics: Vec::new(), scopes: Vec::new(), full: false },
    };
    builder.tree.nodes.reserve(text.len() / 24);
    let parser = Parser::new_ext(input, options());
    let definitions: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| body + definition.span.start..body + definition.span.end)
        .collect();
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range);
    }
    builder.finish(&definitions)
}

/// An open block.
struct Frame {
    node: usize,
    what: What,
    /// Whether a line of text or a block came already.
    begun: bool,
}

enum What {
    Section(u8),
    Heading,
    /// Opened by the marker at this place, which could be read.
    Div(Range<usize>, bool),
    Leaf(TagEnd),
    Container(TagEnd),
    /// A definition list; the scope and extra of the current term.
    Definitions(ScopeId),
}

/// A table row that is being read.
struct Row {
    head: bool,
    /// Attributes in its last cell.
    pending: Option<(ScopeId, Attrs)>,
    /// End of the last cell that stands in the source.
    cell_end: usize,
}

struct Builder<'a> {
    source: &'a Arc<str>,
    body: usize,
    input: &'a str,
    markers: &'a [Marker],
    next_marker: usize,
    tree: Tree<Open>,
    frames: Vec<Frame>,
    line: Line,
    row: Option<Row>,
    /// The HTML block that is being read.
    html: Option<Range<usize>>,
    /// All blocks of code and of HTML so far.
    opaque: Vec<Range<usize>>,
    /// How many phrases are open.
    phrases: usize,
    too_deep: bool,
    /// The finding about the last block that a list or quote left open, and
    /// how many markers were left then.
    left_open: Option<(usize, usize)>,
    sink: Sink<'a>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        let span = self.body + range.start..self.body + range.end;
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.text(Kind::Text, &text, range, span),
            Event::Code(text) => self.text(Kind::Code, &text, range, span),
            Event::SoftBreak => self.line.leaf(Kind::SoftBreak, span),
            Event::HardBreak => self.line.leaf(Kind::HardBreak, span),
            Event::FootnoteReference(label) => {
                let text = self.tree.intern(&label);
                self.line.text(Kind::FootnoteReference, span, text);
            }
            Event::TaskListMarker(done) => {
                let task = self.tree.leaf(Kind::Task, span);
                self.tree.nodes[task].arg = u8::from(done);
            }
            Event::Rule => self.rule(range, span),
            Event::Html(_) => {
                if self.html.is_none() {
                    html::check(self.source, span, &mut self.sink);
                }
            }
            Event::InlineHtml(_) => html::check(self.source, span, &mut self.sink),
            // Not among our extensions.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Text stays in the source where the parser didn't change it.
    fn text(&mut self, kind: Kind, text: &CowStr, range: Range<usize>, span: Range<usize>) {
        if self.html.is_some() {
            // White space around a comment.
            return;
        }
        let text = if self.input[range] == **text {
            TextRange::source(span.clone())
        } else {
            if let Some(bad) = text.chars().find(|c| super::is_forbidden(*c)) {
                let message = format!("this stands for the invisible sign U+{:04X}", u32::from(bad));
                self.sink.error(&rules::INVALID_CHARACTER, span.clone(), message, |d| {
                    d.hint("delete it: no page may hold it")
                });
            } else if let Some(sign) = text.chars().find(|c| super::turns(*c)) {
                let message =
                    format!("this stands for U+{:04X}, which turns the direction of text", u32::from(sign));
                self.sink.error(&rules::TURNED_TEXT, span.clone(), message, |d| {
                    d.hint("delete it; for words of another language write `[words]{lang=ar}`")
                });
            }
            self.tree.intern(text)
        };
        if let Some(Frame { what: What::Leaf(TagEnd::CodeBlock), .. }) = self.frames.last() {
            self.tree.text_leaf(kind, span, text);
        } else {
            self.line.text(kind, span, text);
        }
    }

    fn start(&mut self, tag: Tag, span: Range<usize>) {
        if is_phrase(&tag.to_end()) {
            self.phrases += 1;
            if self.phrases > MAX_PHRASES {
                // Its words stay, and are no phrase of their own.
                if !std::mem::replace(&mut self.too_deep, true) {
                    self.sink.phrases_too_deep(span.start..span.start + 1);
                }
                return;
            }
        }
        let plain = |kind: Kind| Token::open(kind, span.clone(), None);
        match tag {
            Tag::Emphasis => self.line.push(plain(Kind::Emphasis)),
            Tag::Strong => self.line.push(plain(Kind::Strong)),
            Tag::Strikethrough => self.line.push(plain(Kind::Strikethrough)),
            Tag::Link { link_type, dest_url, title, .. } => {
                let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let dest = if link_type == LinkType::Email {
                    format!("mailto:{dest_url}")
                } else {
                    dest_url.into_string()
                };
                let shortcut = matches!(link_type, LinkType::Shortcut | LinkType::Collapsed);
                let open = Open::Link { dest, title: title.into_string(), attrs: Attrs::empty(), auto };
                self.line.push(Token::open(Kind::Link, span, Some(open)).shortcut(shortcut));
            }
            Tag::Image { dest_url, title, .. } => {
                let open = Open::Image { dest: dest_url.into_string(), title: title.into_string() };
                self.line.push(Token::open(Kind::Image, span, Some(open)));
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
            Tag::HtmlBlock => {
                self.flush();
                html::check(self.source, span.clone(), &mut self.sink);
                self.opaque.push(span.clone());
                self.html = Some(span);
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading(level, span);
            }
            Tag::Paragraph => self.block(Kind::Paragraph, span, What::Leaf(TagEnd::Paragraph)),
            Tag::TableCell => {
                self.block(Kind::TableCell, span, What::Leaf(TagEnd::TableCell));
                self.row_head();
            }
            Tag::DefinitionListTitle => {
                self.flush();
                // A term without attributes is for all.
                if let Some(Frame { what: What::Definitions(scope), .. }) = self.frames.last_mut() {
                    *scope = ScopeId(0);
                }
                self.block(Kind::DefinitionTerm, span, What::Leaf(TagEnd::DefinitionListTitle))
            }
            Tag::BlockQuote(_) => {
                self.block(Kind::BlockQuote, span, What::Container(TagEnd::BlockQuote(None)))
            }
            Tag::CodeBlock(kind) => {
                self.block(Kind::CodeBlock, span.clone(), What::Leaf(TagEnd::CodeBlock));
                self.opaque.push(span.clone());
                let info = match kind {
                    CodeBlockKind::Indented => {
                        self.tag_in_indented_code(span.clone());
                        None
                    }
                    CodeBlockKind::Fenced(info) => {
                        self.tag_after_fence(span.clone());
                        Some(info.into_string())
                    }
                };
                self.set_extra(Open::CodeBlock(info));
            }
            Tag::List(first) => {
                self.block(Kind::List, span, What::Container(TagEnd::List(first.is_some())));
                if let Some(first) = first {
                    self.set_extra(Open::Ordered(first));
                }
            }
            Tag::Item => self.block(Kind::Item, span, What::Container(TagEnd::Item)),
            Tag::FootnoteDefinition(label) => {
                self.block(Kind::FootnoteDefinition, span, What::Container(TagEnd::FootnoteDefinition));
                let label = self.tree.intern(&label);
                let node = self.frames.last().expect("just opened").node;
                self.tree.set_text(node, label);
            }
            Tag::DefinitionList => self.block(Kind::DefinitionList, span, What::Definitions(ScopeId(0))),
            Tag::DefinitionListDefinition => {
                let scope = self.frames.iter().rev().find_map(|frame| match frame.what {
                    What::Definitions(scope) => Some(scope),
                    _ => None,
                });
                self.block(Kind::Definition, span, What::Container(TagEnd::DefinitionListDefinition));
                let node = self.frames.last().expect("just opened").node;
                self.tree.nodes[node].scope = scope.unwrap_or_default();
            }
            Tag::Table(columns) => {
                self.block(Kind::Table, span, What::Container(TagEnd::Table));
                let align = |column: &Alignment| match column {
                    Alignment::None => Align::Start,
                    Alignment::Left => Align::Left,
                    Alignment::Center => Align::Center,
                    Alignment::Right => Align::Right,
                };
                self.set_extra(Open::Table(columns.iter().map(align).collect()));
                let node = self.frames.last().expect("just opened").node;
                self.tree.nodes[node].arg = u8::from(self.in_crosswalk());
            }
            Tag::TableHead => {
                self.row = Some(Row { head: true, pending: None, cell_end: span.start });
                self.block(Kind::TableHead, span, What::Container(TagEnd::TableHead));
            }
            Tag::TableRow => {
                self.row = Some(Row { head: false, pending: None, cell_end: span.start });
                self.block(Kind::TableRow, span, What::Container(TagEnd::TableRow));
            }
        }
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        if is_phrase(&tag) {
            self.phrases -= 1;
            if self.phrases >= MAX_PHRASES {
                return;
            }
        }
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.line.push(Token::close(span))
            }
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
            TagEnd::HtmlBlock => self.html = None,
            TagEnd::Heading(_) => {
                self.flush();
                self.pop();
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.close_row(span);
                self.close_container();
            }
            TagEnd::Paragraph | TagEnd::TableCell | TagEnd::DefinitionListTitle | TagEnd::CodeBlock => {
                self.flush();
                if tag == TagEnd::TableCell
                    && let Some(row) = &mut self.row
                    && !span.is_empty()
                {
                    row.cell_end = row.cell_end.max(span.end);
                }
                self.pop();
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table => {
                self.flush();
                self.close_container();
            }
        }
    }

    /// Opens a block in the innermost one.
    fn block(&mut self, kind: Kind, span: Range<usize>, what: What) {
        self.flush();
        if self.frames.len() > MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            self.sink.error(
                &rules::NESTED_TOO_DEEP,
                span.start..span.start + 1,
                format!("blocks stand in each other more than {MAX_DEPTH} deep"),
                |d| d.hint("no reader can follow this: take some lists, quotes or blocks apart"),
            );
        }
        let node = self.tree.open(kind, span);
        self.frames.push(Frame { node, what, begun: false });
    }

    /// A block or a tag that an editor's indentation made code would be shown
    /// to everybody.
    fn tag_in_indented_code(&mut self, span: Range<usize>) {
        let text = &self.source[span.clone()];
        let tag = text.match_indices('{').map(|(at, _)| at).find(|at| attrs::looks_like_list(text, *at));
        let marker = text.lines().find(|line| line.trim_start().starts_with(":::"));
        let marker = marker.map(|line| line.as_ptr() as usize - text.as_ptr() as usize);
        if let Some(at) = tag.into_iter().chain(marker).min() {
            let at = span.start + at;
            let line_end =
                self.source[at..span.end].find(['\n', '\r']).map_or(span.end, |length| at + length);
            self.sink.error(&rules::STRAY_ATTRIBUTES, at..line_end, "indented by four blanks or a tab, this is code and everybody would see it", |d| {
                d.hint("remove the blanks at the start of the line; to show it as code, put it between two lines of three backticks")
            });
        }
    }

    /// A tag on the line that opens code.
    fn tag_after_fence(&mut self, span: Range<usize>) {
        let line = self.source[span.clone()].split(['\n', '\r']).next().unwrap_or_default();
        let tag = line.match_indices('{').map(|(at, _)| at).find(|at| attrs::looks_like_list(line, *at));
        if let Some(at) = tag {
            let at = span.start + at..span.start + line.len();
            self.sink.error(
                &rules::STRAY_ATTRIBUTES,
                at,
                "a code block takes no attributes, so everybody would see it",
                |d| d.hint("put the code into a block: `::: {audience=…}` before it and `:::` after it"),
            );
        }
    }

    /// Definitions of link references work everywhere, whatever stands around
    /// them: inside a scope they would show their address to everybody.
    fn definitions_in_scopes(&mut self, definitions: &[Range<usize>]) {
        let nodes = &self.tree.nodes;
        // Where passages for some begin, with the furthest end so far.
        let mut scoped: Vec<(usize, usize)> = Vec::new();
        for node in nodes.iter().filter(|node| node.scope != ScopeId(0)) {
            let stop = match node.kind {
                // A div stops at its closing line.
                Kind::Section => nodes.get(node.end as usize).map_or(usize::MAX, |next| next.start as usize),
                _ => node.stop as usize,
            };
            let furthest = scoped.last().map_or(stop, |(_, furthest)| stop.max(*furthest));
            scoped.push((node.start as usize, furthest));
        }
        for definition in definitions {
            let before = scoped.partition_point(|(start, _)| *start <= definition.start);
            let furthest = before.checked_sub(1).map_or(0, |last| scoped[last].1);
            if definition.start < furthest {
                self.sink.error(&rules::STRAY_DEFINITION, definition.clone(), "this definition of a link stands inside a passage for some readers, but works for all", |d| {
                    d.hint("write the address where the link stands: `[words](address)`, or move the definition to the end of the file")
                });
            }
        }
    }

    fn set_extra(&mut self, extra: Open) {
        let node = self.frames.last().expect("a block was just opened").node;
        self.tree.set_extra(node, extra);
    }

    /// Ends the innermost open block. What contains it has begun.
    fn pop(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.tree.close(frame.node);
            if let Some(parent) = self.frames.last_mut() {
                parent.begun = true;
            }
        }
    }

    /// Ends the innermost container; divs that its author left open in it are
    /// reported where they begin.
    fn close_container(&mut self) {
        while let Some(frame) = self.frames.last() {
            match &frame.what {
                What::Section(_) => self.pop(),
                What::Div(span, readable) => {
                    let (span, readable) = (span.clone(), *readable);
                    if readable {
                        self.left_open =
                            Some((self.sink.diagnostics.len(), self.markers.len() - self.next_marker));
                        self.unclosed(span);
                    }
                    self.pop();
                }
                What::Heading | What::Leaf(_) | What::Container(_) | What::Definitions(_) => {
                    self.pop();
                    return;
                }
            }
        }
    }

    fn unclosed(&mut self, span: Range<usize>) {
        self.sink.error(&rules::UNCLOSED_BLOCK, span, "this block is never closed", |d| {
            d.hint("put `:::` on a line of its own after the passage, as far indented as the opening line; a `:::` inside a code fence is code")
        });
    }

    /// Opens a section for the heading and ends those of the same or a higher
    /// level in the same container.
    fn heading(&mut self, level: HeadingLevel, span: Range<usize>) {
        let level = level as u8;
        while let Some(Frame { what: What::Section(open), .. }) = self.frames.last()
            && *open >= level
        {
            self.pop();
        }
        self.block(Kind::Section, span.clone(), What::Section(level));
        self.block(Kind::Heading, span, What::Heading);
        let node = self.frames.last().expect("just opened").node;
        self.tree.nodes[node].arg = level;
        self.tree.nodes[node - 1].arg = level;
    }

    /// A thematic break, or a marker that was masked as one.
    fn rule(&mut self, range: Range<usize>, span: Range<usize>) {
        self.flush();
        while self.markers.get(self.next_marker).is_some_and(|marker| marker.span.start < range.start) {
            self.skipped_marker();
        }
        let Some(marker) =
            self.markers.get(self.next_marker).filter(|marker| range.contains(&marker.span.start))
        else {
            self.tree.leaf(Kind::Rule, span);
            if let Some(frame) = self.frames.last_mut() {
                frame.begun = true;
            }
            return;
        };
        self.next_marker += 1;
        let at = self.body + marker.span.start..self.body + marker.span.end;
        if marker.closes() {
            self.close_div(at);
        } else {
            self.open_div(at, self.body + marker.rest);
        }
    }

    fn open_div(&mut self, at: Range<usize>, rest: usize) {
        let written = &self.source[rest..at.end];
        let items = if written.starts_with('{') {
            match attrs::end_of_list(self.source, rest) {
                Some(end) if end == at.end => attrs::parse(self.source, rest..end),
                Some(end) => Err(attrs::Problem {
                    message: "something follows the attributes".into(),
                    span: end..at.end,
                }),
                None => Err(attrs::Problem {
                    message: "the attribute list has no end".into(),
                    span: rest..at.end,
                }),
            }
        } else if attrs::is_id(written) {
            Ok(vec![attrs::Item::Class(written.to_owned(), rest..at.end)])
        } else {
            Err(attrs::Problem {
                message: "after `:::` stands one class, or attributes in braces".into(),
                span: rest..at.end,
            })
        };
        self.block(Kind::Div, at.clone(), What::Div(at.clone(), items.is_ok()));
        let node = self.frames.last().expect("just opened").node;
        let (scope, found) = match items {
            Ok(items) => interpret(items, rest..at.end, Place::Div, &mut self.sink),
            Err(problem) => {
                let hint = opener_hint(written, &self.source[problem.span.clone()]);
                self.sink.error(&rules::INVALID_ATTRIBUTES, problem.span, problem.message, |d| d.hint(hint));
                (self.sink.nobody(), Attrs::empty())
            }
        };
        self.tree.nodes[node].scope = scope;
        self.tree.set_extra(node, Open::Attrs(found));
    }

    fn close_div(&mut self, at: Range<usize>) {
        while let Some(Frame { what: What::Section(_), .. }) = self.frames.last() {
            self.pop();
        }
        match self.frames.last() {
            Some(Frame { what: What::Div(..), node, .. }) => {
                let node = *node;
                self.pop();
                self.tree.nodes[node].stop = at.end as u32;
            }
            _ => {
                let outer = self.frames.iter().rev().find_map(|frame| match &frame.what {
                    What::Div(span, _) => Some(span.clone()),
                    _ => None,
                });
                let path = self.sink.path.clone();
                if outer.is_none() && self.close_too_far_out(&at) {
                    return;
                }
                self.sink.error(&rules::STRAY_CLOSE, at, "this `:::` closes nothing", |d| match outer {
                    Some(span) => d
                        .label(
                            crate::diag::Span::new(&path, span),
                            "the open block stands outside this list or quote",
                        )
                        .hint("indent the closing `:::` exactly as far as the line that opens the block"),
                    None => d.hint("remove it, or open a block before the passage: `::: tip`"),
                });
            }
        }
    }

    /// A `:::` directly after a block that its list or quote left open was
    /// meant for that block.
    fn close_too_far_out(&mut self, at: &Range<usize>) -> bool {
        // One more marker was read since: this one.
        let meant = self.left_open.filter(|(_, left)| *left == self.markers.len() - self.next_marker + 1);
        let Some((found, _)) = meant else { return false };
        let label = crate::diag::Label {
            span: crate::diag::Span::new(self.sink.path, at.clone()),
            message: "this `:::` stands outside of the list or quote".to_owned(),
        };
        let diagnostic = &mut self.sink.diagnostics[found];
        diagnostic.labels.push(label);
        diagnostic.hints =
            vec!["indent the closing `:::` exactly as far as the line that opens the block".to_owned()];
        true
    }

    /// A masked line that came back as no thematic break: code, where it is
    /// text like any other, or a line that the parser took for a paragraph's.
    fn skipped_marker(&mut self) {
        let marker = &self.markers[self.next_marker];
        self.next_marker += 1;
        let at = self.body + marker.span.start;
        let before = self.opaque.partition_point(|block| block.start <= at);
        let is_opaque = before.checked_sub(1).is_some_and(|last| self.opaque[last].contains(&at));
        if !is_opaque {
            let span = at..self.body + marker.span.end;
            self.sink.error(&rules::INVALID_ATTRIBUTES, span, "this `:::` doesn't stand at the start of a block", |d| {
                d.hint("indent it less than four blanks beyond the text around it; `\\:::` shows three colons as text")
            });
        }
    }

    /// Ends the line of text that is being read: attributes, variables and
    /// claims in it are understood, and its tokens become nodes.
    fn flush(&mut self) {
        if self.line.is_empty() {
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        // In a tight list the text of a div comes without a paragraph.
        let bare = matches!(self.frames.last(), Some(Frame { what: What::Div(..), .. }));
        if bare {
            let span = line.span().unwrap_or(0..0);
            let node = self.tree.open(Kind::Paragraph, span);
            self.frames.push(Frame { node, what: What::Leaf(TagEnd::Paragraph), begun: false });
        }
        let place = self.place();
        let end = inline::understand(self.source, &mut line, place, &mut self.sink);
        if let Some((scope, attrs, list)) = end {
            self.attach(place.expect("only given where it belongs to something"), scope, attrs, list);
        }
        line.emit(&mut self.tree);
        line.clear();
        self.line = line;
        if bare {
            self.pop();
        } else if let Some(frame) = self.frames.last_mut() {
            frame.begun = true;
        }
    }

    /// What an attribute list at the end of the current line belongs to.
    fn place(&self) -> Option<Place> {
        let mut frames = self.frames.iter().rev();
        let frame = frames.next()?;
        match &frame.what {
            What::Heading => Some(Place::Heading),
            What::Leaf(TagEnd::TableCell) => Some(Place::Row),
            What::Leaf(TagEnd::DefinitionListTitle) => Some(Place::Term),
            What::Leaf(TagEnd::Paragraph) => match frames.next() {
                Some(Frame { what: What::Container(TagEnd::Item), begun: false, .. }) => Some(Place::Item),
                _ => Some(Place::Paragraph),
            },
            What::Container(TagEnd::Item) if !frame.begun => Some(Place::Item),
            What::Container(TagEnd::DefinitionListDefinition) => Some(Place::Paragraph),
            _ => None,
        }
    }

    /// Gives attributes to what they belong to.
    fn attach(&mut self, place: Place, scope: ScopeId, attrs: Attrs, list: Range<usize>) {
        let last = self.frames.len() - 1;
        let target = match place {
            Place::Row => {
                self.attach_row(scope, attrs, list);
                return;
            }
            // The section is the frame around the heading.
            Place::Heading => last - 1,
            Place::Item if matches!(self.frames[last].what, What::Leaf(_)) => last - 1,
            _ => last,
        };
        if place == Place::Term
            && let Some(frame) =
                self.frames.iter_mut().rev().find(|frame| matches!(frame.what, What::Definitions(_)))
        {
            frame.what = What::Definitions(scope);
        }
        let node = self.frames[target].node;
        self.tree.nodes[node].scope = scope;
        if !attrs.is_empty() {
            self.tree.set_extra(node, Open::Attrs(attrs));
        }
    }

    /// Gives attributes to the row, if they stand in its last cell and the row
    /// is closed after them.
    fn attach_row(&mut self, scope: ScopeId, attrs: Attrs, list: Range<usize>) {
        let after = self.source[list.end..].split(['\n', '\r']).next().unwrap_or_default().trim();
        let Some(row) = &mut self.row else { return };
        let (message, hint) = if row.head {
            (
                "the header row of a table can't be for some readers only",
                "put the table into a block: `::: {audience=…}` before it and `:::` after it",
            )
        } else if !after.starts_with('|') {
            ("the row has no closing pipe after its attributes", "end the row with ` |`")
        } else if after != "|" {
            (
                "these attributes aren't in the row's last cell",
                "put them before the closing pipe of the row, so that they belong to the row",
            )
        } else {
            row.pending = Some((scope, attrs));
            return;
        };
        self.sink.error(&rules::STRAY_ATTRIBUTES, list, message, |d| d.hint(hint));
    }

    /// Whether a crosswalk is open.
    fn in_crosswalk(&self) -> bool {
        let mut blocks = self.frames.iter().filter(|frame| matches!(frame.what, What::Div(..)));
        blocks.any(|frame| div_kind(self.tree.node(frame.node).extra()) == DivKind::Crosswalk)
    }

    /// The first cell of a row heads it in the body of a crosswalk.
    fn row_head(&mut self) {
        if let [.., table, row, cell] = self.frames.as_slice() {
            let heads = row.node + 1 == cell.node
                && self.tree.nodes[row.node].kind == Kind::TableRow
                && self.tree.nodes[table.node].arg == 1;
            let cell = cell.node;
            self.tree.nodes[cell].arg = u8::from(heads);
        }
    }

    fn close_row(&mut self, span: Range<usize>) {
        let Some(row) = self.row.take() else { return };
        let rest = self.source[row.cell_end.min(span.end)..span.end].trim();
        let rest = rest.strip_prefix('|').unwrap_or(rest).trim();
        if !rest.is_empty() {
            let start = rest.as_ptr() as usize - self.source.as_ptr() as usize;
            let at = start..start + rest.len();
            self.sink.error(
                &rules::TEXT_AFTER_ROW,
                at,
                "this stands after the last column of the table and would be lost",
                |d| d.hint("a row has as many cells as the header; attributes stand before the closing pipe"),
            );
        }
        self.short_row(&span, row.head);
        if let Some((scope, attrs)) = row.pending
            && let Some(frame) = self.frames.last()
        {
            let node = frame.node;
            self.tree.nodes[node].scope = scope;
            if !attrs.is_empty() {
                self.tree.set_extra(node, Open::Attrs(attrs));
            }
        }
    }

    /// A last block without anything in it, opened as the block around it is,
    /// was meant to close that one.
    fn closed_by_name(&mut self) {
        let [.., outer, inner] = self.frames.as_slice() else { return };
        let (What::Div(first, true), What::Div(second, true)) = (&outer.what, &inner.what) else { return };
        let (first, second) = (first.clone(), second.clone());
        let is_empty = inner.node + 1 == self.tree.nodes.len();
        if !is_empty || self.source[first.clone()] != self.source[second.clone()] {
            return;
        }
        self.tree.nodes.truncate(inner.node);
        self.frames.truncate(self.frames.len() - 2);
        let path = self.sink.path.clone();
        self.sink.error(&rules::UNCLOSED_BLOCK, second, "this opens a block and closes none", |d| {
            d.label(crate::diag::Span::new(&path, first), "this block is never closed")
                .hint("a block is closed by `:::` alone")
        });
    }

    /// Markdown fills a row that has too few cells with empty ones, so a pipe
    /// that is missing moves all that follows.
    fn short_row(&mut self, span: &Range<usize>, head: bool) {
        let Some(table) =
            self.frames.iter().rev().find(|frame| self.tree.nodes[frame.node].kind == Kind::Table)
        else {
            return;
        };
        let Some(Open::Table(columns)) = self.tree.node(table.node).extra() else { return };
        let (columns, row) = (columns.len(), self.source[span.clone()].trim());
        let cells = cells(row);
        if head || cells >= columns {
            return;
        }
        let has = if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
        let message = format!("this row has {has}, but the table has {columns} columns");
        let hint = match row.contains('|') {
            true => "put a pipe between two cells; an empty cell is written `| |`",
            false => "write `| … | … |`; if it is no row, put an empty line before it",
        };
        let start = row.as_ptr() as usize - self.source.as_ptr() as usize;
        self.sink.error(&rules::SHORT_ROW, start..start + row.len(), message, |d| d.hint(hint));
    }

    fn finish(mut self, definitions: &[Range<usize>]) -> (Parsed, Vec<Diagnostic>) {
        self.flush();
        while self.next_marker < self.markers.len() {
            self.skipped_marker();
        }
        self.closed_by_name();
        while let Some(frame) = self.frames.last() {
            if let What::Div(span, true) = &frame.what {
                let span = span.clone();
                self.unclosed(span);
            }
            self.pop();
        }
        stretch_sections(&mut self.tree);
        self.definitions_in_scopes(definitions);
        // A corpus holds as many trees as it has documents.
        self.tree.shrink_to_fit();
        (Parsed { tree: self.tree, scopes: self.sink.scopes }, self.sink.diagnostics)
    }
}

/// What to write in the place of an opening line that can't be read. `bad` is
/// its part that is wrong.
fn opener_hint(written: &str, bad: &str) -> String {
    let word = written.split([' ', '\t', '{']).next().unwrap_or_default().to_lowercase();
    if let Some(kind) = DivKind::from_class(bad.trim_start_matches('.')) {
        return format!("a class has a dot: write `.{}`", kind.class());
    }
    match DivKind::from_class(&word) {
        Some(_) if written.len() == word.len() => format!("write `::: {word}`, in small letters"),
        Some(_) if !written.contains('{') => {
            format!("write `::: {word}` alone on the line; the text begins on the next one")
        }
        _ => "write `::: tip`, or `::: {.tip #name audience=families}`; `\\:::` shows three colons as text"
            .to_owned(),
    }
}

/// Whether a tag opens a phrase: something within a line of text.
fn is_phrase(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// How many cells a row of a table has, as Markdown counts: a pipe parts two,
/// unless a backslash stands before it.
fn cells(row: &str) -> usize {
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut escaped = false;
    let mut pipes = 0;
    let mut ends_with_pipe = false;
    for byte in row.bytes() {
        ends_with_pipe = byte == b'|' && !escaped;
        pipes += usize::from(ends_with_pipe);
        escaped = byte == b'\\' && !escaped;
    }
    pipes + usize::from(!ends_with_pipe)
}

/// Sections end where their last child ends.
fn stretch_sections(tree: &mut Tree<Open>) {
    for index in (0..tree.nodes.len()).rev() {
        if tree.nodes[index].kind == Kind::Section {
            let range = index + 1..tree.nodes[index].end as usize;
            let stop = tree.nodes[range].iter().map(|node| node.stop).max();
            let node = &mut tree.nodes[index];
            node.stop = node.stop.max(stop.unwrap_or(0));
        }
    }
}

/// The class of a div; plain for everything else.
pub fn div_kind(extra: Option<&Open>) -> DivKind {
    match extra {
        Some(Open::Attrs(attrs)) => attrs.class,
        _ => DivKind::Plain,
    }
}
