//! Nodes as HTML.
//!
//! One pass over the preorder with a stack of what has to be closed: depth
//! costs no stack. In the plain style the result is byte for byte what
//! pulldown-cmark's own writer makes of text without any of our syntax; on
//! pages there is more, see [`Style::Page`].

use std::fmt::Write;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::edition::page::{Closed, Flow, LinkClass, Phrase, marks};
use crate::syntax::tree::{Kind, NodeRef, Tree};
use crate::syntax::{Align, DivKind};
use crate::words::Words;
use crate::writer::labels::block_label;

/// How much a body carries.
#[derive(Clone, Copy)]
pub enum Style<'a> {
    /// Markdown and no more: for filters, editors and conformance suites.
    Plain,
    /// A page: addresses, labels, marks, framed tables, numbered footnotes.
    Page {
        /// The words of the page's language.
        words: &'a Words,
    },
}

/// Writes a run of nodes.
pub fn body(flow: &Flow, style: Style) -> String {
    let mut writer = Writer {
        out: String::with_capacity(flow.nodes.len() * 24),
        style,
        open: Vec::new(),
        tables: Vec::new(),
        skip: 0,
        form: 0,
        unwrap: false,
    };
    writer.run(&flow.tree, flow.nodes.clone());
    writer.out
}

/// A table that is being written.
struct TableState<'a> {
    align: &'a [Align],
    heads: Vec<String>,
    in_head: bool,
    column: usize,
    rows: bool,
}

struct Writer<'a> {
    out: String,
    style: Style<'a>,
    /// What is open: the node, where it ends.
    open: Vec<(usize, usize)>,
    tables: Vec<TableState<'a>>,
    /// Nodes before this index have been written by their parent.
    skip: usize,
    /// How many forms are open.
    form: usize,
    /// Whether paragraphs are written without their tags.
    unwrap: bool,
}

impl<'a> Writer<'a> {
    fn run(&mut self, tree: &'a Tree<Closed>, nodes: std::ops::Range<usize>) {
        let base = self.open.len();
        let mut index = nodes.start;
        while index < nodes.end {
            self.close_until(tree, base, index);
            let node = tree.node(index);
            self.start(node);
            self.open.push((index, node.end()));
            index = self.skip.max(index + 1);
        }
        self.close_until(tree, base, usize::MAX);
    }

    /// Writes some nodes inside of what is open, paragraphs without tags.
    fn unwrapped(&mut self, tree: &'a Tree<Closed>, nodes: std::ops::Range<usize>) {
        let before = std::mem::replace(&mut self.unwrap, true);
        self.run(tree, nodes);
        self.unwrap = before;
    }

    fn close_until(&mut self, tree: &'a Tree<Closed>, base: usize, index: usize) {
        while let Some((node, end)) = self.open.get(base..).and_then(<[_]>::last).copied()
            && end <= index
        {
            self.open.pop();
            self.end(tree.node(node));
        }
    }

    fn plain(&self) -> bool {
        matches!(self.style, Style::Plain)
    }

    fn newline(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn tag(&mut self, tag: &str) {
        self.newline();
        self.out.push_str(tag);
    }

    fn escaped(&mut self, text: &str) {
        // Writing to a string can't fail.
        let _ = escape_html(&mut self.out, text);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        self.escaped(value);
        self.out.push('"');
    }

    fn word(&self, key: &str) -> String {
        match self.style {
            Style::Plain => String::new(),
            Style::Page { words, .. } => words.get(key),
        }
    }

    /// Opens an element with its address and the classes of its marks.
    fn marked(&mut self, name: &str, class: &str, node: NodeRef<Closed>) {
        self.newline();
        let _ = write!(self.out, "<{name}");
        let mut classes = class.to_owned();
        for (bit, mark) in
            [(marks::ROLE, "for-role"), (marks::GRADE, "for-grade"), (marks::AUDIENCE, "for-audience")]
        {
            if node.arg() & bit != 0 {
                if !classes.is_empty() {
                    classes.push(' ');
                }
                classes.push_str(mark);
            }
        }
        if !classes.is_empty() {
            self.attribute("class", &classes);
        }
        let name = match node.extra() {
            Some(Closed::Name(name) | Closed::Item { name: Some(name), .. }) => Some(name),
            Some(Closed::Block(block)) => block.name.as_ref(),
            _ => None,
        };
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.attribute("id", name);
        }
        if let Some(tongue) = node.tree.lang(node.index) {
            self.attribute("lang", &tongue.lang);
            if let Some(dir) = tongue.dir {
                self.attribute("dir", dir);
            }
        }
    }

    fn start(&mut self, node: NodeRef<'a, Closed>) {
        match node.kind() {
            Kind::Section => {
                if !self.plain() {
                    let level = node.arg() & marks::OWN;
                    self.marked("section", &format!("sec sec-{level}"), node);
                    self.out.push_str(">\n");
                }
            }
            Kind::Heading => {
                let level = node.arg() & marks::OWN;
                self.tag(&format!("<h{level}>"));
            }
            Kind::Paragraph => {
                if !self.unwrap {
                    let class = if matches!(node.extra(), Some(Closed::Notice)) { "notice" } else { "" };
                    self.marked("p", class, node);
                    self.out.push('>');
                }
            }
            Kind::BlockQuote => self.tag("<blockquote>\n"),
            Kind::CodeBlock => self.code_block(node),
            Kind::List => self.list(node),
            Kind::Item => self.item(node),
            Kind::Task => self.task(node),
            Kind::Rule => self.tag("<hr />\n"),
            Kind::Table => self.table(node),
            Kind::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = true;
                    table.column = 0;
                }
                self.out.push_str("<thead><tr>");
            }
            Kind::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = 0;
                    table.rows = true;
                }
                if self.plain() {
                    self.out.push_str("<tr>");
                } else {
                    self.marked("tr", "", node);
                    self.out.push('>');
                }
            }
            Kind::TableCell => self.cell(node),
            Kind::FootnoteDefinition => self.footnote(node),
            Kind::DefinitionList => self.tag("<dl>\n"),
            Kind::DefinitionTerm => {
                self.marked("dt", "", node);
                self.out.push('>');
            }
            Kind::Definition => self.tag("<dd>"),
            Kind::Div => self.div(node),
            Kind::Text => {
                let _ = escape_html_body_text(&mut self.out, node.text());
            }
            Kind::Code => {
                self.out.push_str("<code>");
                let _ = escape_html_body_text(&mut self.out, node.text());
                self.out.push_str("</code>");
            }
            Kind::SoftBreak => self.out.push('\n'),
            Kind::HardBreak => self.out.push_str("<br />\n"),
            Kind::Emphasis => self.out.push_str("<em>"),
            Kind::Strong => self.out.push_str("<strong>"),
            Kind::Strikethrough => self.out.push_str("<del>"),
            Kind::Link => self.link(node),
            Kind::Image => self.image(node),
            Kind::FootnoteReference => self.footnote_reference(node),
            Kind::Span => self.span(node),
            // Closed pages hold no variables.
            Kind::Variable => {}
            Kind::Cite => self.cite(node),
            Kind::Mark => self.mark(node),
            Kind::Tie => self.tie(node),
        }
    }

    fn end(&mut self, node: NodeRef<'a, Closed>) {
        match node.kind() {
            Kind::Section => {
                if !self.plain() {
                    self.tag("</section>\n");
                }
            }
            Kind::Heading => {
                if let Style::Page { words, .. } = self.style
                    && let Some(Closed::Name(name)) =
                        node.index.checked_sub(1).and_then(|parent| node.tree.node(parent).extra())
                    && !name.is_empty()
                {
                    let label = words.with("section-link", &[("title", &node.plain_text())]);
                    self.out.push_str(" <a class=\"anchor\"");
                    self.attribute("href", &format!("#{name}"));
                    self.attribute("aria-label", &label);
                    self.out.push_str(">#</a>");
                }
                let _ = writeln!(self.out, "</h{}>", node.arg() & marks::OWN);
            }
            Kind::Paragraph => {
                if !self.unwrap {
                    self.out.push_str("</p>\n");
                }
            }
            Kind::BlockQuote => self.tag("</blockquote>\n"),
            Kind::CodeBlock => self.out.push_str("</code></pre>\n"),
            Kind::List => self.out.push_str(if matches!(node.extra(), Some(Closed::Ordered(_))) {
                "</ol>\n"
            } else {
                "</ul>\n"
            }),
            Kind::Item => self.out.push_str("</li>\n"),
            Kind::Table => {
                let rows = self.tables.pop().is_some_and(|table| table.rows);
                self.out.push_str(if rows || self.plain() { "</tbody></table>\n" } else { "</table>\n" });
                if !self.plain() {
                    self.out.push_str("</div>\n");
                }
            }
            Kind::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = false;
                }
                let rows = self.plain()
                    || node.tree.nodes.get(node.end()).is_some_and(|next| next.kind == Kind::TableRow);
                self.out.push_str(if rows { "</tr></thead><tbody>\n" } else { "</tr></thead>\n" });
            }
            Kind::TableRow => self.out.push_str("</tr>\n"),
            Kind::TableCell => {
                let Some(table) = self.tables.last_mut() else { return };
                table.column += 1;
                if table.in_head {
                    if matches!(self.style, Style::Page { .. }) {
                        table.heads.push(node.plain_text());
                    }
                    self.out.push_str("</th>");
                } else if node.arg() & marks::OWN == 1 {
                    self.out.push_str("</th>");
                } else {
                    self.out.push_str("</td>");
                }
            }
            Kind::FootnoteDefinition => {
                if self.plain() {
                    self.out.push_str("</div>\n");
                }
            }
            Kind::DefinitionList => self.out.push_str("</dl>\n"),
            Kind::DefinitionTerm => self.out.push_str("</dt>\n"),
            Kind::Definition => self.out.push_str("</dd>\n"),
            Kind::Div => self.end_div(node),
            Kind::Emphasis => self.out.push_str("</em>"),
            Kind::Strong => self.out.push_str("</strong>"),
            Kind::Strikethrough => self.out.push_str("</del>"),
            Kind::Link => self.out.push_str("</a>"),
            Kind::Span => match node.extra() {
                Some(Closed::Span(Phrase::Isolated)) => self.out.push_str("</bdi>"),
                Some(Closed::Span(Phrase::Lang(_) | Phrase::FillIn)) => self.out.push_str("</span>"),
                _ if !self.plain() && node.arg() & !marks::OWN != 0 => self.out.push_str("</span>"),
                _ => {}
            },
            Kind::Task
            | Kind::Rule
            | Kind::Text
            | Kind::Code
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::Image
            | Kind::FootnoteReference
            | Kind::Variable
            | Kind::Cite
            | Kind::Mark
            | Kind::Tie => {}
        }
    }

    fn code_block(&mut self, node: NodeRef<Closed>) {
        self.newline();
        let lang = match node.extra() {
            Some(Closed::CodeBlock(Some(info))) => info.split(' ').next().unwrap_or_default(),
            _ => "",
        };
        self.out.push_str(if self.plain() { "<pre><code" } else { "<pre tabindex=\"0\"><code" });
        if !lang.is_empty() {
            self.attribute("class", &format!("language-{lang}"));
        }
        self.out.push('>');
    }

    fn list(&mut self, node: NodeRef<Closed>) {
        match node.extra() {
            Some(Closed::Ordered(1)) => self.tag("<ol>\n"),
            Some(Closed::Ordered(first)) => self.tag(&format!("<ol start=\"{first}\">\n")),
            _ => self.tag("<ul>\n"),
        }
    }

    fn item(&mut self, node: NodeRef<'a, Closed>) {
        if self.plain() {
            self.tag("<li>");
            return;
        }
        let task = node.subtree().take(3).any(|inner| inner.kind() == Kind::Task);
        self.marked("li", if task { "task" } else { "" }, node);
        self.out.push('>');
        if self.form > 0 {
            // The label is the item's own line; other blocks follow the lines.
            let block = node.children().find(|child| !child.kind().is_inline());
            let label = block.filter(|block| block.kind() == Kind::Paragraph);
            let nested = match (label, block) {
                (Some(label), _) => label.end(),
                (None, Some(block)) => block.index,
                (None, None) => node.end(),
            };
            self.out.push_str("<span class=\"form-label\"");
            // The item's first paragraph may be for others, and this one have a name.
            if let Some(Closed::Name(name)) = label.and_then(|label| label.extra())
                && !name.is_empty()
            {
                self.attribute("id", name);
            }
            self.out.push('>');
            self.unwrapped(node.tree, node.index + 1..nested);
            self.out.push_str("</span>");
            let lines = match node.extra() {
                Some(Closed::Item { lines, .. }) => (*lines).max(1),
                _ => 1,
            };
            for _ in 0..lines {
                self.out.push_str("<span class=\"form-line\" aria-hidden=\"true\"></span>");
            }
            self.skip = nested;
        }
    }

    fn task(&mut self, node: NodeRef<Closed>) {
        let done = node.arg() & marks::OWN == 1;
        if self.plain() {
            self.out.push_str(if done {
                "<input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n"
            } else {
                "<input disabled=\"\" type=\"checkbox\"/>\n"
            });
        } else if done {
            let word = self.word("done");
            self.out.push_str(
                "<span class=\"box done\" aria-hidden=\"true\"></span><span class=\"visually-hidden\">",
            );
            self.escaped(&word);
            self.out.push_str(" </span>");
        } else {
            self.out.push_str("<span class=\"box\" aria-hidden=\"true\"></span>");
        }
    }

    fn table(&mut self, node: NodeRef<'a, Closed>) {
        let (align, label, class): (&[Align], &str, &str) = match node.extra() {
            Some(Closed::Table { align, label, class }) => (align, label, class),
            _ => (&[], "", ""),
        };
        if !self.plain() {
            self.newline();
            self.out.push_str("<div");
            self.attribute("class", format!("frame {class}").trim_end());
            self.out.push_str(" role=\"region\" tabindex=\"0\"");
            self.attribute("aria-label", label);
            self.out.push('>');
        }
        self.out.push_str("<table>");
        self.tables.push(TableState { align, heads: Vec::new(), in_head: false, column: 0, rows: false });
    }

    fn cell(&mut self, node: NodeRef<'a, Closed>) {
        let Some(table) = self.tables.last() else { return };
        let (in_head, column) = (table.in_head, table.column);
        let align = table.align.get(column).copied().unwrap_or(Align::Start);
        let head = table.heads.get(column).cloned();
        let row_head = node.arg() & marks::OWN == 1;
        self.out.push_str(if in_head || row_head { "<th" } else { "<td" });
        if self.plain() {
            self.out.push_str(match align {
                Align::Start => "",
                Align::Left => " style=\"text-align: left\"",
                Align::Center => " style=\"text-align: center\"",
                Align::Right => " style=\"text-align: right\"",
            });
        } else {
            if in_head {
                self.out.push_str(" scope=\"col\"");
            } else if row_head {
                self.out.push_str(" scope=\"row\"");
            }
            match align {
                Align::Start => {}
                Align::Left => self.attribute("class", "left"),
                Align::Center => self.attribute("class", "center"),
                Align::Right => self.attribute("class", "right"),
            }
            if let Some(head) = head.filter(|head| !in_head && !head.is_empty()) {
                self.attribute("data-label", &head);
            }
        }
        self.out.push('>');
    }

    fn footnote(&mut self, node: NodeRef<Closed>) {
        match self.style {
            Style::Plain => {
                self.newline();
                self.out.push_str("<div class=\"footnote-definition\"");
                self.attribute("id", node.text());
                self.out.push('>');
            }
            // Pages list their footnotes apart.
            Style::Page { .. } => self.skip = node.end(),
        }
    }

    fn footnote_reference(&mut self, node: NodeRef<Closed>) {
        let label = node.text();
        match self.style {
            Style::Plain => {
                self.out.push_str("<sup class=\"footnote-reference\"><a");
                self.attribute("href", &format!("#{label}"));
                self.out.push('>');
                self.escaped(label);
                self.out.push_str("</a></sup>");
            }
            Style::Page { words } => {
                // On a page a footnote's label is its number.
                let number = label;
                self.out.push_str("<sup class=\"fn\"><a");
                self.attribute("href", &format!("#fn-{number}"));
                if node.arg() & marks::OWN == 1 {
                    self.attribute("id", &format!("fnref-{number}"));
                }
                let spoken = words.with("footnote-link", &[("number", number)]);
                self.attribute("aria-label", &spoken);
                let _ = write!(self.out, ">{number}</a></sup>");
            }
        }
    }

    fn link(&mut self, node: NodeRef<Closed>) {
        let Some(Closed::Link { href, title, class }) = node.extra() else { return };
        self.out.push_str("<a");
        if *class == LinkClass::Term {
            self.out.push_str(" class=\"term\"");
        }
        self.out.push_str(" href=\"");
        let _ = escape_href(&mut self.out, href);
        self.out.push('"');
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push('>');
    }

    fn image(&mut self, node: NodeRef<Closed>) {
        let (src, title) = match node.extra() {
            Some(Closed::Image { src, title }) => (src.as_str(), title.as_str()),
            _ => ("", ""),
        };
        self.out.push_str("<img src=\"");
        let _ = escape_href(&mut self.out, src);
        self.out.push_str("\" alt=\"");
        for inner in node.subtree().skip(1) {
            match inner.kind() {
                Kind::Text | Kind::Code => self.escaped(inner.text()),
                Kind::SoftBreak | Kind::HardBreak => self.out.push(' '),
                _ => {}
            }
        }
        self.out.push('"');
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.out.push_str(if self.plain() { " />" } else { " loading=\"lazy\">" });
        self.skip = node.end();
    }

    fn span(&mut self, node: NodeRef<Closed>) {
        match node.extra() {
            Some(Closed::Span(Phrase::Isolated)) => self.out.push_str("<bdi>"),
            Some(Closed::Span(Phrase::Lang(lang))) => {
                self.out.push_str("<span");
                self.attribute("lang", lang);
                self.out.push('>');
            }
            Some(Closed::Span(Phrase::FillIn)) => {
                let label = self.word("to-fill-in");
                self.out.push_str("<span class=\"fill-in\" role=\"img\"");
                self.attribute("aria-label", &label);
                self.out.push('>');
            }
            _ if !self.plain() && node.arg() & !marks::OWN != 0 => {
                let at = self.out.len();
                self.marked("span", "", node);
                // A phrase stands in its line.
                if self.out[at..].starts_with('\n') {
                    self.out.remove(at);
                }
                self.out.push('>');
            }
            _ => {}
        }
    }

    fn cite(&mut self, node: NodeRef<Closed>) {
        let Some(Closed::Cite(sources)) = node.extra() else { return };
        let Style::Page { words, .. } = self.style else { return };
        self.out.push_str("<sup class=\"cites\">");
        for (number, locator) in sources {
            let mut spoken = words.with("source-link", &[("number", &number.to_string())]);
            if let Some(locator) = locator {
                spoken.push_str(", ");
                spoken.push_str(locator);
            }
            self.out.push_str("<a class=\"cite\"");
            self.attribute("href", &format!("#source-{number}"));
            self.attribute("aria-label", &spoken);
            let _ = write!(self.out, ">[{number}]</a>");
        }
        self.out.push_str("</sup>");
    }

    /// For whom the parent is: a line of its own in a block, a few words at
    /// the start of an item, cell or phrase.
    fn mark(&mut self, node: NodeRef<Closed>) {
        let class = match node.arg() & !marks::OWN {
            marks::GRADE => "grade-mark",
            marks::AUDIENCE => "audience-mark",
            _ => "role-mark",
        };
        let block = node.arg() & marks::OWN == 1;
        if block {
            self.newline();
        }
        let element = if block { "p" } else { "span" };
        let _ = write!(self.out, "<{element} class=\"{class}\">");
        self.escaped(node.text());
        let _ = write!(self.out, "</{element}>");
        self.out.push(if block { '\n' } else { ' ' });
    }

    /// Who owns the duty that the parent is tied to. Where the task isn't
    /// named, a screen reader says it: the words lead to it.
    fn tie(&mut self, node: NodeRef<Closed>) {
        let (Some(Closed::Tie(mark)), Style::Page { words }) = (node.extra(), self.style) else { return };
        let block = node.arg() & marks::OWN == 1;
        if block {
            self.newline();
        } else {
            self.out.push(' ');
        }
        let element = if block { "p" } else { "span" };
        let _ = write!(self.out, "<{element} class=\"tie\">");
        if let Some(href) = &mark.href {
            self.out.push_str("<a href=\"");
            let _ = escape_href(&mut self.out, href);
            self.out.push_str("\">");
        }
        let class = if mark.names_task { "tie-task" } else { "visually-hidden" };
        let _ = write!(self.out, "<span class=\"{class}\">");
        self.escaped(&words.with("tie-task", &[("task", &mark.task)]));
        // The blank belongs to what a screen reader says.
        self.out.push_str(" </span>");
        self.escaped(&mark.owners);
        if mark.href.is_some() {
            self.out.push_str("</a>");
        }
        self.out.push_str(" <span class=\"tie-when\">");
        self.escaped(&mark.when);
        let _ = write!(self.out, "</span></{element}>");
        if block {
            self.out.push('\n');
        }
    }

    fn div(&mut self, node: NodeRef<'a, Closed>) {
        let Some(Closed::Block(block)) = node.extra() else { return };
        if self.plain() {
            self.newline();
            self.out.push_str("<div");
            if block.kind != DivKind::Plain {
                self.attribute("class", block.kind.class());
            }
            if let Some(name) = &block.name {
                self.attribute("id", name);
            }
            self.out.push_str(">\n");
            return;
        }
        let (class, role) = match block.kind {
            DivKind::Plain | DivKind::Include | DivKind::Crosswalk | DivKind::Duties => ("", None),
            DivKind::Note | DivKind::Tip | DivKind::Law | DivKind::Example | DivKind::Equity => {
                ("callout", Some("note"))
            }
            DivKind::Script => ("script", Some("note")),
            DivKind::Activity => ("activity", Some("note")),
            DivKind::Slide => ("slide", Some("group")),
            DivKind::Form => ("form-lines", None),
            DivKind::Checklist
            | DivKind::Glance
            | DivKind::Handout
            | DivKind::Locked
            | DivKind::Slot
            | DivKind::Steps => (block.kind.class(), None),
            DivKind::Figure | DivKind::Quote => (block.kind.class(), None),
        };
        if block.kind == DivKind::Form {
            self.form += 1;
        }
        let callout = class == "callout";
        let class =
            if callout { format!("callout callout-{}", block.kind.class()) } else { class.to_owned() };
        let element = if matches!(block.kind, DivKind::Figure | DivKind::Quote) { "figure" } else { "div" };
        self.marked(element, &class, node);
        if let Some(role) = role {
            self.attribute("role", role);
        }
        if let Some(lang) = block.lang.as_ref().filter(|_| node.tree.lang(node.index).is_none()) {
            self.attribute("lang", lang);
        }
        let label = match self.style {
            Style::Plain => String::new(),
            Style::Page { words } => block_label(words, block),
        };
        if block.kind == DivKind::Slide {
            let spoken =
                if block.title.is_empty() { label.clone() } else { format!("{label}: {}", block.title) };
            self.attribute("aria-label", &spoken);
        }
        self.out.push_str(">\n");
        if block.kind == DivKind::Quote {
            self.out.push_str("<blockquote>\n");
        }
        if block.kind == DivKind::Figure {
            self.figure(node);
        }
        if !label.is_empty() {
            let class = if block.kind == DivKind::Slide { "slide-no" } else { "callout-label" };
            let _ = write!(self.out, "<p class=\"{class}\">");
            self.escaped(&label);
            self.out.push_str("</p>\n");
        }
        if block.kind == DivKind::Slide && !block.title.is_empty() {
            self.out.push_str("<p class=\"slide-title\">");
            self.escaped(&block.title);
            self.out.push_str("</p>\n");
        }
    }

    /// The picture first, then everything else as its caption.
    fn figure(&mut self, node: NodeRef<'a, Closed>) {
        let is_picture = |child: &NodeRef<Closed>| child.subtree().any(|inner| inner.kind() == Kind::Image);
        for picture in node.children().filter(is_picture) {
            self.unwrapped(node.tree, picture.index..picture.end());
        }
        let mut captions = node.children().filter(|child| !is_picture(child)).peekable();
        if captions.peek().is_some() {
            self.tag("<figcaption>\n");
            for caption in captions {
                self.run(node.tree, caption.index..caption.end());
            }
            self.out.push_str("</figcaption>\n");
        }
        self.skip = node.end();
    }

    fn end_div(&mut self, node: NodeRef<Closed>) {
        let Some(Closed::Block(block)) = node.extra() else { return };
        if self.plain() {
            self.out.push_str("</div>\n");
            return;
        }
        match block.kind {
            DivKind::Form => self.form -= 1,
            DivKind::Quote => {
                self.out.push_str("</blockquote>\n");
                if !block.title.is_empty() {
                    self.out.push_str("<figcaption>");
                    self.escaped(&block.title);
                    self.out.push_str("</figcaption>\n");
                }
            }
            _ => {}
        }
        let element = if matches!(block.kind, DivKind::Figure | DivKind::Quote) { "figure" } else { "div" };
        let _ = writeln!(self.out, "</{element}>");
    }
}
