//! Nodes as calls of the functions in `templates/typst/nodes.typ`.
//!
//! One pass over the preorder with a stack of what has to be closed, as for
//! HTML. Text becomes string literals, so nothing that an author writes is
//! ever read as Typst.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

use super::code::Code;
use crate::edition::page::{Closed, Flow, LinkClass, Phrase, marks};
use crate::syntax::tree::{Kind, NodeRef, Tree};
use crate::syntax::{Align, DivKind};
use crate::vfs::{OutputPath, SitePath};
use crate::words::Words;
use crate::writer::labels::block_label;

/// How deep footnotes within footnotes are written out.
const NESTED_NOTES: usize = 16;

/// What the nodes of one document need to become calls.
pub struct Context<'a> {
    /// The words of the page's language.
    pub words: &'a Words,
    /// The web page that the text is from.
    pub page: &'a OutputPath,
    /// The public address of the site, without a slash at its end.
    pub base_url: &'a str,
    /// What stands before the names of this document's labels: a paper may
    /// hold several documents.
    pub prefix: &'a str,
    /// The prefix of another document that is on the same paper.
    pub inside: &'a dyn Fn(&OutputPath) -> Option<String>,
    /// The file that nodes came from when they say nothing else.
    pub file: &'a SitePath,
    /// The footnotes, by number.
    pub notes: &'a [Flow],
    /// Whether a picture can be had.
    pub has_picture: &'a dyn Fn(&OutputPath) -> bool,
    /// The pictures that were used.
    pub pictures: &'a RefCell<BTreeSet<OutputPath>>,
}

/// Where a link leads: a label on this paper, or a public address.
pub enum Destination {
    /// A label.
    Label(String),
    /// An address.
    Address(String),
}

impl Destination {
    /// The destination as one text: labels begin with `#`.
    pub fn into_href(self) -> String {
        match self {
            Destination::Label(label) => format!("#{label}"),
            Destination::Address(address) => address,
        }
    }
}

/// Returns where a link of the web page `page` leads from paper. `prefix`:
/// what stands before the labels of its document; `inside`: the prefix of
/// another document on the same paper.
pub fn destination(
    href: &str,
    page: &OutputPath,
    prefix: &str,
    inside: &dyn Fn(&OutputPath) -> Option<String>,
    base_url: &str,
) -> Destination {
    if let Some(name) = href.strip_prefix('#') {
        return Destination::Label(format!("{prefix}{name}"));
    }
    let Some(target) = page.target(href) else { return Destination::Address(href.to_owned()) };
    let name = href.split_once('#').map(|(_, name)| name);
    if let Some(prefix) = inside(&target) {
        return Destination::Label(format!("{prefix}{}", name.unwrap_or("top")));
    }
    let target = target.as_str();
    let place = target.strip_suffix("index.html").unwrap_or(target);
    let name = name.map(|name| format!("#{name}")).unwrap_or_default();
    Destination::Address(format!("{base_url}/{place}{name}"))
}

/// Writes a run of nodes as one block of code. `level` is the level of the
/// heading above it: sections follow it without a gap.
pub fn body(flow: &Flow, level: u8, context: &Context, code: &mut Code) {
    let mut writer = Writer {
        code,
        context,
        open: Vec::new(),
        levels: vec![level],
        classes: Vec::new(),
        columns: Vec::new(),
        skip: 0,
        notes: 0,
    };
    writer.code.push("{\n");
    writer.run(&flow.tree, flow.nodes.clone());
    writer.code.push("}");
}

/// From so many signs on a word may be broken: the narrowest panel has room for
/// fewer.
const LONG_WORD: usize = 29;

/// Where a long word has no sign to break after, it may break after so many
/// letters.
const LONG_PART: usize = 8;

/// Lets words break that are too long for a narrow panel or cell, mostly
/// addresses: nothing runs off the sheet. Scripts that write no blanks between
/// words are left to Typst.
fn breakable(text: &str) -> Cow<'_, str> {
    let is_long = |word: &str| word.len() >= LONG_WORD && word.chars().count() >= LONG_WORD;
    if !text.split_whitespace().any(is_long) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / LONG_PART);
    for word in text.split_inclusive(char::is_whitespace) {
        if !is_long(word.trim_end()) {
            out.push_str(word);
            continue;
        }
        let mut part = 0;
        let mut signs = word.chars().peekable();
        while let Some(sign) = signs.next() {
            out.push(sign);
            part += 1;
            let Some(next) = signs.peek() else { break };
            let is_letter = |sign: char| sign.is_alphanumeric() && sign < '\u{530}';
            let after_sign = sign.is_ascii_punctuation() && is_letter(*next);
            let in_part = part >= LONG_PART && is_letter(sign) && is_letter(*next);
            if after_sign && part > 2 || in_part {
                out.push('\u{200b}');
                part = 0;
            }
        }
    }
    Cow::Owned(out)
}

/// Whether a node stands for itself, so that something can be around it.
fn is_block(kind: Kind) -> bool {
    matches!(kind, Kind::Section | Kind::Paragraph | Kind::Div | Kind::List | Kind::Table | Kind::BlockQuote)
}

/// What is open: the node, where it ends, its place in the sources, and what
/// has to be written after it.
struct Open {
    end: usize,
    place: usize,
    closing: &'static str,
    /// What it had put on other stacks.
    pushed: Pushed,
    /// Whether it stands in a passage of another language.
    foreign: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pushed {
    Nothing,
    Level,
    Class,
    Table,
}

/// The table that is being written.
struct Columns {
    head: bool,
}

struct Writer<'a> {
    code: &'a mut Code,
    context: &'a Context<'a>,
    open: Vec<Open>,
    /// The levels of the headings around.
    levels: Vec<u8>,
    /// The blocks around that say how a list looks.
    classes: Vec<DivKind>,
    columns: Vec<Columns>,
    /// Nodes before this index have been written by their parent.
    skip: usize,
    /// How many footnotes are being written.
    notes: usize,
}

impl<'a> Writer<'a> {
    fn run(&mut self, tree: &'a Tree<Closed>, nodes: std::ops::Range<usize>) {
        let base = self.open.len();
        let mut index = nodes.start;
        while index < nodes.end {
            self.close_until(base, index);
            let node = tree.node(index);
            let file = tree.file(index).unwrap_or(self.context.file);
            let place = self.code.begin(file, node.span());
            let lang = tree.lang(index).filter(|_| is_block(node.kind()));
            if let Some(tongue) = lang {
                self.code.push("n.lang(");
                self.code.string(&tongue.lang);
                self.code.push(match tongue.dir {
                    Some("rtl") => ", dir: rtl, {\n",
                    Some(_) => ", dir: ltr, {\n",
                    None => ", {\n",
                });
            }
            let (closing, pushed) = self.start(node);
            let foreign = lang.is_some();
            self.open.push(Open { end: node.end(), place, closing, pushed, foreign });
            index = self.skip.max(index + 1);
        }
        self.close_until(base, usize::MAX);
    }

    fn close_until(&mut self, base: usize, index: usize) {
        while self.open.len() > base && self.open.last().is_some_and(|open| open.end <= index) {
            let open = self.open.pop().expect("just seen");
            self.code.push(open.closing);
            self.code.push(if open.foreign { "})\n" } else { "" });
            self.code.end(open.place);
            match open.pushed {
                Pushed::Nothing => {}
                Pushed::Level => drop(self.levels.pop()),
                Pushed::Class => drop(self.classes.pop()),
                Pushed::Table => drop(self.columns.pop()),
            }
        }
    }

    /// Writes `name: "…"` for the node's own label, where it has one.
    fn name(&mut self, node: NodeRef<Closed>) {
        let name = match node.extra() {
            Some(Closed::Name(name) | Closed::Item { name: Some(name), .. }) => Some(name),
            Some(Closed::Block(block)) => block.name.as_ref(),
            _ => None,
        };
        self.label(name.map(String::as_str));
    }

    fn label(&mut self, name: Option<&str>) {
        self.code.push("name: ");
        match name.filter(|name| !name.is_empty()) {
            Some(name) => self.code.string(&format!("{}{name}", self.context.prefix)),
            None => self.code.push("none"),
        }
        self.code.push(", ");
    }

    /// Writes for whom a node is: `marks: ("role",)`.
    fn marks(&mut self, node: NodeRef<Closed>) {
        let all = [(marks::ROLE, "role"), (marks::GRADE, "grade"), (marks::AUDIENCE, "audience")];
        if node.arg() & !marks::OWN == 0 {
            return;
        }
        self.code.push("marks: (");
        for (_, mark) in all.iter().filter(|(bit, _)| node.arg() & bit != 0) {
            self.code.string(mark);
            self.code.push(",");
        }
        self.code.push("), ");
    }

    fn text_argument(&mut self, name: &str, text: &str) {
        self.code.push(name);
        self.code.push(": ");
        self.code.string(text);
        self.code.push(", ");
    }

    fn start(&mut self, node: NodeRef<'a, Closed>) -> (&'static str, Pushed) {
        const BLOCK: &str = "})\n";
        let own = node.arg() & marks::OWN;
        match node.kind() {
            Kind::Section => {
                // PDF/UA-1, 7.4.2: levels don't skip.
                let above = self.levels.last().copied().unwrap_or(1);
                let level = own.min(above + 1);
                self.levels.push(level);
                self.code.push("n.section(");
                self.code.number(level);
                self.code.push(", ");
                self.marks(node);
                self.code.push("{\n");
                (BLOCK, Pushed::Level)
            }
            // A heading without words is none: PDF/UA-1, 7.4.
            Kind::Heading if !node.subtree().any(|inner| matches!(inner.kind(), Kind::Text | Kind::Code)) => {
                self.code.push("n.phrase({\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::Heading => {
                let level = self.levels.last().copied().unwrap_or(own);
                self.code.push("n.heading(");
                self.code.number(level);
                self.code.push(", ");
                let name =
                    node.index.checked_sub(1).and_then(|parent| match node.tree.node(parent).extra() {
                        Some(Closed::Name(name)) => Some(name.as_str()),
                        _ => None,
                    });
                self.label(name);
                self.code.push("{\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::Paragraph if matches!(node.extra(), Some(Closed::Notice)) => {
                self.code.push("n.notice({\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::Paragraph => {
                self.code.push("n.para(");
                self.name(node);
                self.marks(node);
                self.code.push("{\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::BlockQuote => {
                self.code.push("n.quote({\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::CodeBlock => {
                let info = match node.extra() {
                    Some(Closed::CodeBlock(Some(info))) => info.split(' ').next().unwrap_or_default(),
                    _ => "",
                };
                self.code.push("n.code-block(");
                self.code.string(info);
                self.code.push(", ");
                let text: String = node.children().map(|child| child.text()).collect();
                self.code.string(&breakable(text.strip_suffix('\n').unwrap_or(&text)));
                self.skip = node.end();
                (")\n", Pushed::Nothing)
            }
            Kind::List => {
                self.code.push("n.list(");
                match node.extra() {
                    Some(Closed::Ordered(first)) => {
                        self.code.push("start: ");
                        self.code.number(first);
                        self.code.push(", ");
                    }
                    _ => self.code.push("start: none, "),
                }
                let class = self.classes.last().map_or("", |class| class.class());
                self.text_argument("class", class);
                let tight = node.children().all(|item| {
                    item.children().all(|child| child.kind() != Kind::Paragraph || child.index > item.end())
                });
                self.code.push(if tight { "tight: true,\n" } else { "tight: false,\n" });
                (")\n", Pushed::Nothing)
            }
            Kind::Item => {
                self.item(node);
                ("}),\n", Pushed::Nothing)
            }
            Kind::Task => {
                let done = own == 1;
                self.code.push(if done { "n.task(true)\n" } else { "n.task(false)\n" });
                ("", Pushed::Nothing)
            }
            Kind::Rule => {
                self.code.push("n.rule()\n");
                ("", Pushed::Nothing)
            }
            Kind::Table => {
                let (align, label, class): (&[Align], &str, &str) = match node.extra() {
                    Some(Closed::Table { align, label, class }) => (align, label, class),
                    _ => (&[], "", ""),
                };
                self.code.push("n.table(align: (");
                for align in align {
                    self.code.push(match align {
                        Align::Start => "start,",
                        Align::Left => "left,",
                        Align::Center => "center,",
                        Align::Right => "right,",
                    });
                }
                self.code.push("), ");
                self.text_argument("label", label);
                self.text_argument("class", class);
                self.code.push("\n");
                self.columns.push(Columns { head: false });
                (")\n", Pushed::Table)
            }
            Kind::TableHead => {
                self.code.push("(head: true, name: none, cells: (");
                if let Some(columns) = self.columns.last_mut() {
                    columns.head = true;
                }
                (")),\n", Pushed::Nothing)
            }
            Kind::TableRow => {
                if let Some(columns) = self.columns.last_mut() {
                    columns.head = false;
                }
                self.code.push("(head: false, ");
                self.name(node);
                self.marks(node);
                self.code.push("cells: (");
                (")),\n", Pushed::Nothing)
            }
            Kind::TableCell => {
                let head = own == 1 || self.columns.last().is_some_and(|columns| columns.head);
                self.code.push(if head { "(head: true, body: {\n" } else { "(head: false, body: {\n" });
                ("}),", Pushed::Nothing)
            }
            // Written where they are referred to.
            Kind::FootnoteDefinition => {
                self.skip = node.end();
                ("", Pushed::Nothing)
            }
            Kind::DefinitionList => {
                self.code.push("n.definitions(\n");
                (")\n", Pushed::Nothing)
            }
            Kind::DefinitionTerm => {
                self.code.push("(term: true, ");
                self.name(node);
                self.marks(node);
                self.code.push("body: {\n");
                ("}),\n", Pushed::Nothing)
            }
            Kind::Definition => {
                self.code.push("(term: false, body: {\n");
                ("}),\n", Pushed::Nothing)
            }
            Kind::Div => self.div(node),
            Kind::Text => {
                self.text(node.text());
                ("", Pushed::Nothing)
            }
            Kind::Code => {
                self.code.push("n.code(");
                self.code.string(&breakable(node.text()));
                (")\n", Pushed::Nothing)
            }
            Kind::SoftBreak => {
                self.code.push("\" \"\n");
                ("", Pushed::Nothing)
            }
            Kind::HardBreak => {
                self.code.push("n.newline()\n");
                ("", Pushed::Nothing)
            }
            Kind::Emphasis => {
                self.code.push("n.emph({\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::Strong => {
                self.code.push("n.strong({\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::Strikethrough => {
                self.code.push("n.del({\n");
                (BLOCK, Pushed::Nothing)
            }
            Kind::Link => {
                self.link(node);
                (BLOCK, Pushed::Nothing)
            }
            Kind::Image => {
                self.image(node);
                (")\n", Pushed::Nothing)
            }
            Kind::FootnoteReference => {
                self.footnote(node);
                (")\n", Pushed::Nothing)
            }
            Kind::Span => self.span(node),
            // Closed pages hold no variables.
            Kind::Variable => ("", Pushed::Nothing),
            Kind::Cite => {
                self.cite(node);
                ("", Pushed::Nothing)
            }
            Kind::Mark => {
                let class = match node.arg() & !marks::OWN {
                    marks::GRADE => "grade",
                    marks::AUDIENCE => "audience",
                    _ => "role",
                };
                self.code.push("n.mark(");
                self.code.string(class);
                self.code.push(if own == 1 { ", true, " } else { ", false, " });
                self.code.string(node.text());
                (")\n", Pushed::Nothing)
            }
            Kind::Tie => {
                self.tie(node);
                ("", Pushed::Nothing)
            }
        }
    }

    /// Words. Blanks in a row are one, as on the web.
    fn text(&mut self, text: &str) {
        let text = &*breakable(text);
        if !text.contains("  ") {
            self.code.string(text);
        } else {
            let mut out = String::with_capacity(text.len());
            for sign in text.chars() {
                if sign != ' ' || !out.ends_with(' ') {
                    out.push(sign);
                }
            }
            self.code.string(&out);
        }
        self.code.push("\n");
    }

    fn item(&mut self, node: NodeRef<'a, Closed>) {
        self.code.push("(");
        self.name(node);
        self.marks(node);
        let task = node.subtree().take(3).find(|inner| inner.kind() == Kind::Task);
        if let Some(task) = task {
            self.code.push(if task.arg() & marks::OWN == 1 { "task: true, " } else { "task: false, " });
        }
        if self.classes.contains(&DivKind::Form) {
            // The label is the item's own line; other blocks follow the lines.
            let block = node.children().find(|child| !child.kind().is_inline());
            let label = block.filter(|block| block.kind() == Kind::Paragraph);
            let nested = match (label, block) {
                (Some(label), _) => label.end(),
                (None, Some(block)) => block.index,
                (None, None) => node.end(),
            };
            let lines = match node.extra() {
                Some(Closed::Item { lines, .. }) => (*lines).max(1),
                _ => 1,
            };
            self.code.push("lines: ");
            self.code.number(lines);
            self.code.push(", label: {\n");
            self.run(node.tree, node.index + 1..nested);
            self.code.push("}, ");
            self.skip = nested;
        }
        self.code.push("body: {\n");
    }

    fn link(&mut self, node: NodeRef<Closed>) {
        let Some(Closed::Link { href, class, .. }) = node.extra() else {
            return self.code.push("n.phrase({\n");
        };
        let context = self.context;
        match destination(href, context.page, context.prefix, context.inside, context.base_url) {
            Destination::Label(label) => {
                self.code.push("n.link-to(");
                self.code.string(&label);
            }
            Destination::Address(address) => {
                self.code.push("n.link(");
                self.code.string(&address);
            }
        }
        self.code.push(if *class == LinkClass::Term { ", term: true, {\n" } else { ", {\n" });
    }

    fn image(&mut self, node: NodeRef<Closed>) {
        let (src, title) = match node.extra() {
            Some(Closed::Image { src, title }) => (src.as_str(), title.as_str()),
            _ => ("", ""),
        };
        let target = self.context.page.target(src).filter(|_| !src.contains(':'));
        match target.filter(|target| (self.context.has_picture)(target)) {
            Some(target) => {
                self.code.push("n.image(");
                self.code.string(&format!("/{target}"));
                self.context.pictures.borrow_mut().insert(target);
            }
            None => self.code.push("n.no-image(none"),
        }
        self.code.push(", ");
        let alt: String = node
            .subtree()
            .skip(1)
            .map(|inner| match inner.kind() {
                Kind::Text | Kind::Code => inner.text(),
                Kind::SoftBreak | Kind::HardBreak => " ",
                _ => "",
            })
            .collect();
        self.text_argument("alt", &alt);
        if !title.is_empty() {
            self.text_argument("title", title);
        }
        self.skip = node.end();
    }

    /// A footnote's text stands at its first reference; others lead to it.
    fn footnote(&mut self, node: NodeRef<'a, Closed>) {
        let number = node.text();
        let note =
            number.parse::<usize>().ok().and_then(|number| self.context.notes.get(number.checked_sub(1)?));
        let first = node.arg() & marks::OWN == 1;
        self.code.push("n.note(");
        self.code.string(number);
        self.code.push(", ");
        self.label(Some(&format!("fn-{number}")));
        match note.filter(|_| first && self.notes < NESTED_NOTES) {
            Some(note) => {
                let context = self.context;
                self.code.push("{\n");
                self.notes += 1;
                let classes = std::mem::take(&mut self.classes);
                let skip = std::mem::take(&mut self.skip);
                let nodes = note.nodes.clone();
                let inner =
                    context.notes.iter().find(|known| std::ptr::eq(*known, note)).expect("just found");
                self.run(&inner.tree, nodes);
                self.skip = skip;
                self.classes = classes;
                self.notes -= 1;
                self.code.push("}");
            }
            None => self.code.push("none"),
        }
    }

    fn span(&mut self, node: NodeRef<Closed>) -> (&'static str, Pushed) {
        match node.extra() {
            Some(Closed::Span(Phrase::Isolated)) => self.code.push("n.isolated({\n"),
            Some(Closed::Span(Phrase::Lang(lang))) => {
                self.code.push("n.lang(");
                self.code.string(lang);
                self.code.push(", {\n");
            }
            Some(Closed::Span(Phrase::FillIn)) => {
                self.code.push("n.fill-in(");
                self.code.string(&self.context.words.get("to-fill-in"));
                self.code.push(", {\n");
            }
            _ => {
                self.code.push("n.phrase(");
                self.marks(node);
                self.code.push("{\n");
            }
        }
        ("})\n", Pushed::Nothing)
    }

    fn cite(&mut self, node: NodeRef<Closed>) {
        let Some(Closed::Cite(sources)) = node.extra() else { return };
        for (number, locator) in sources {
            let mut spoken = self.context.words.with("source-link", &[("number", &number.to_string())]);
            if let Some(locator) = locator {
                spoken.push_str(", ");
                spoken.push_str(locator);
            }
            self.code.push("n.cite(");
            self.code.number(number);
            self.code.push(", ");
            self.code.string(&format!("{}source-{number}", self.context.prefix));
            self.code.push(", ");
            self.code.string(&spoken);
            self.code.push(")\n");
        }
    }

    fn tie(&mut self, node: NodeRef<Closed>) {
        let Some(Closed::Tie(mark)) = node.extra() else { return };
        self.code.push("n.tie(");
        self.code.push(if node.arg() & marks::OWN == 1 { "block: true, " } else { "block: false, " });
        if mark.names_task {
            let task = self.context.words.with("tie-task", &[("task", &mark.task)]);
            self.text_argument("task", &task);
        }
        self.text_argument("owners", &mark.owners);
        self.text_argument("when", &mark.when);
        self.code.push(")\n");
    }

    fn div(&mut self, node: NodeRef<'a, Closed>) -> (&'static str, Pushed) {
        let Some(Closed::Block(block)) = node.extra() else {
            self.code.push("n.phrase({\n");
            return ("})\n", Pushed::Nothing);
        };
        self.code.push("n.block(");
        self.code.string(if block.kind == DivKind::Plain { "plain" } else { block.kind.class() });
        self.code.push(", ");
        self.name(node);
        self.marks(node);
        let label = block_label(self.context.words, block);
        if !label.is_empty() {
            self.text_argument("label", &label);
        }
        if !block.title.is_empty() {
            self.text_argument("title", &block.title);
        }
        if block.number > 0 {
            self.code.push("number: ");
            self.code.number(block.number);
            self.code.push(", ");
        }
        if let Some(lang) = &block.lang {
            self.text_argument("lang", lang);
        }
        self.classes.push(block.kind);
        if block.kind == DivKind::Figure {
            self.figure(node);
            return ("})\n", Pushed::Class);
        }
        self.code.push("{\n");
        ("})\n", Pushed::Class)
    }

    /// The picture first, then everything else as its caption.
    fn figure(&mut self, node: NodeRef<'a, Closed>) {
        let is_picture = |child: &NodeRef<Closed>| child.subtree().any(|inner| inner.kind() == Kind::Image);
        self.code.push("picture: {\n");
        for picture in node.children().filter(is_picture) {
            self.run(node.tree, picture.index..picture.end());
        }
        self.code.push("}, {\n");
        for caption in node.children().filter(|child| !is_picture(child)) {
            self.run(node.tree, caption.index..caption.end());
        }
        self.skip = node.end();
    }
}

#[cfg(test)]
mod tests {
    use super::breakable;

    #[test]
    fn only_long_words_may_break() {
        let broken = |text: &str| breakable(text).replace('\u{200b}', "|");
        assert_eq!(broken("Call us, see ilp.example/families"), "Call us, see ilp.example/families");
        assert_eq!(
            broken("at https://ilp.example/families/brochures/your-plan/ now"),
            "at https://|ilp.|example/|families/|brochure|s/your-|plan/ now"
        );
        assert_eq!(broken(&"x".repeat(32)), ["xxxxxxxx"; 4].join("|"));
        // These break where their script does.
        assert_eq!(broken(&"แผน".repeat(12)), "แผน".repeat(12));
    }
}
