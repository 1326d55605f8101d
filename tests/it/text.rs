//! Pages as plain text: what a reader meets, with just enough signs to tell
//! the blocks apart.

use ilpress::edition::Page;
use ilpress::edition::page::{Closed, LinkClass};
use ilpress::syntax::{DivKind, Kind, NodeRef};

use super::run::is_line;

type Node<'a> = NodeRef<'a, Closed>;

/// The text of a page, then its sources.
pub fn page(page: &Page) -> String {
    let mut out = blocks(page.tree.roots()).join("\n\n");
    for (index, source) in page.sources.iter().enumerate() {
        out.push_str(&format!("\n\nSource {}: {}", index + 1, source.claim));
    }
    out.trim_start().to_owned() + "\n"
}

/// The words of a page in one line, without marks.
pub fn words(page: &Page) -> String {
    let mut out = String::new();
    for node in page.tree.iter() {
        match node.kind() {
            Kind::Text | Kind::Code => out.push_str(node.text()),
            Kind::SoftBreak | Kind::HardBreak => out.push(' '),
            kind if !kind.is_inline() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of an HTML page between `<main` and `</main>`: a line for each
/// element that begins one.
pub fn main(html: &str) -> String {
    let start = html.find("<main").unwrap_or(0);
    let end = html.find("</main>").unwrap_or(html.len());
    let mut out = String::new();
    let mut rest = &html[start..end];
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let Some(length) = rest[open..].find('>') else { break };
        let tag = &rest[open + 1..open + length];
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        if !matches!(
            name,
            "a" | "b"
                | "abbr"
                | "bdi"
                | "cite"
                | "code"
                | "em"
                | "i"
                | "small"
                | "span"
                | "strong"
                | "sup"
                | "time"
                | "wbr"
        ) {
            out.push('\n');
        }
        if matches!(name, "script" | "style" | "svg") && !tag.starts_with('/') {
            let close = format!("</{name}");
            rest = rest[open..].find(&close).map_or("", |at| &rest[open + at..]);
            continue;
        }
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    let text = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty());
    lines.map(|line| line + "\n").collect()
}

/// Where the links and pictures between `<main` and `</main>` lead, or those
/// after a word that begins an element.
pub fn main_links(html: &str, after: Option<&str>) -> String {
    let start = html.find("<main").unwrap_or(0);
    let start = after.and_then(|word| html[start..].find(&format!(">{word}"))).map_or(start, |at| start + at);
    let end = html.find("</main>").unwrap_or(html.len());
    let mut out = String::new();
    for (at, _) in html[start..end].match_indices('<') {
        let rest = &html[start + at..end];
        let tag = &rest[..rest.find('>').unwrap_or(0)];
        let value = |name: &str| Some(tag.split_once(name)?.1.split_once('"')?.0);
        if let Some(href) = value(" href=\"") {
            let words = rest[tag.len() + 1..].split_once("</a>").map_or("", |(inside, _)| inside);
            out.push_str(&format!("{} -> {href}\n", main(words).replace('\n', " ").trim()));
        } else if let Some(src) = value(" src=\"") {
            out.push_str(&format!("{} -> {src}\n", value(" alt=\"").unwrap_or_default()));
        }
    }
    out
}

/// Neighbouring phrases are one block.
fn blocks<'a>(nodes: impl Iterator<Item = Node<'a>>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut in_line = false;
    for node in nodes {
        if node.kind().is_inline() {
            if !in_line {
                out.push(String::new());
            }
            in_line = true;
            inline(node, out.last_mut().expect("just added"));
        } else {
            in_line = false;
            out.push(block(node));
        }
    }
    out.retain(|block| !block.trim().is_empty());
    out
}

fn block(node: Node) -> String {
    match node.kind() {
        Kind::Section => blocks(node.children()).join("\n\n"),
        Kind::Heading => format!("{} {}", "#".repeat(usize::from(node.arg() & 0x0f)), line(node)),
        Kind::Paragraph => line(node),
        Kind::BlockQuote => prefixed("> ", "> ", &blocks(node.children()).join("\n\n")),
        Kind::CodeBlock => {
            let code: String = node.children().map(|child| child.text()).collect();
            prefixed("    ", "    ", code.trim_end())
        }
        Kind::List => {
            let first = match node.extra() {
                Some(Closed::Ordered(first)) => Some(*first),
                _ => None,
            };
            let items = node.children().enumerate().map(|(index, item)| {
                let bullet = first.map_or("- ".to_owned(), |first| format!("{}. ", first + index as u64));
                let text = blocks(item.children()).join("\n");
                prefixed(&bullet, &" ".repeat(bullet.len()), &text)
            });
            items.collect::<Vec<_>>().join("\n")
        }
        Kind::Item => blocks(node.children()).join("\n"),
        Kind::Rule => "---".to_owned(),
        Kind::Table => node.children().map(block).collect::<Vec<_>>().join("\n"),
        Kind::TableHead => format!("{}\n{}", row(node), "|---".repeat(node.children().count()) + "|"),
        Kind::TableRow => row(node),
        Kind::TableCell => line(node),
        Kind::FootnoteDefinition => format!("[^{}]: {}", node.text(), blocks(node.children()).join("\n")),
        Kind::DefinitionList => node.children().map(block).collect::<Vec<_>>().join("\n"),
        Kind::DefinitionTerm => line(node),
        Kind::Definition => prefixed(": ", "  ", &blocks(node.children()).join("\n")),
        Kind::Div => {
            let inside = blocks(node.children()).join("\n\n");
            match node.extra() {
                Some(Closed::Block(block)) if !matches!(block.kind, DivKind::Plain | DivKind::Include) => {
                    let label =
                        if block.title.is_empty() { String::new() } else { format!(" ({})", block.title) };
                    format!("::: {}{label}\n{inside}\n:::", block.kind.class())
                }
                _ => inside,
            }
        }
        _ => line(node),
    }
}

fn row(node: Node) -> String {
    node.children().fold("|".to_owned(), |row, cell| format!("{row} {} |", line(cell)))
}

fn line(node: Node) -> String {
    let mut out = String::new();
    node.children().for_each(|child| inline(child, &mut out));
    out
}

fn inline(node: Node, out: &mut String) {
    let around = |out: &mut String, sign: &str| {
        out.push_str(sign);
        out.push_str(&line(node));
        out.push_str(sign);
    };
    match node.kind() {
        Kind::Text => out.push_str(node.text()),
        Kind::Code => out.push_str(&format!("`{}`", node.text())),
        Kind::SoftBreak => out.push('\n'),
        Kind::HardBreak => out.push_str("\\\n"),
        Kind::Emphasis => around(out, "*"),
        Kind::Strong => around(out, "**"),
        Kind::Strikethrough => around(out, "~~"),
        Kind::Link => {
            let (href, sign) = match node.extra() {
                Some(Closed::Link { href, class: LinkClass::Term, .. }) => (href.as_str(), "term: "),
                Some(Closed::Link { href, .. }) => (href.as_str(), ""),
                _ => ("", ""),
            };
            out.push_str(&format!("{} <{sign}{href}>", line(node)));
        }
        Kind::Image => {
            let src = match node.extra() {
                Some(Closed::Image { src, .. }) => src.as_str(),
                _ => "",
            };
            out.push_str(&format!("![{}]({src})", line(node)));
        }
        Kind::FootnoteReference => out.push_str(&format!("[^{}]", node.text())),
        Kind::Span if is_line(node.extra()) => out.push_str("____"),
        Kind::Span => out.push_str(&line(node)),
        Kind::Cite => {
            let Some(Closed::Cite(numbers)) = node.extra() else { return };
            for (number, locator) in numbers {
                let locator = locator.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
                out.push_str(&format!("[{number}{locator}]"));
            }
        }
        Kind::Tie => {
            let Some(Closed::Tie(mark)) = node.extra() else { return };
            let task = if mark.names_task { format!("{}: ", mark.task) } else { String::new() };
            let href = mark.href.as_ref().map(|href| format!(" <{href}>")).unwrap_or_default();
            out.push_str(&format!("({task}{} {}{href})", mark.owners, mark.when));
        }
        Kind::Mark => out.push_str(&format!("({}) ", node.text())),
        Kind::Task => out.push_str(if node.arg() & 0x0f == 1 { "[x] " } else { "[ ] " }),
        _ => out.push_str(&block(node)),
    }
}

fn prefixed(first: &str, others: &str, text: &str) -> String {
    let lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| format!("{}{line}", if index == 0 { first } else { others }));
    lines.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
