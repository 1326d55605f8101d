//! Text that was meant as a tag, a link or a heading and became words.
//!
//! Markdown takes what it doesn't understand as text. Where that text says for
//! whom a passage is, everybody would see the passage; elsewhere readers would
//! see signs that only an editor understands.

use std::collections::HashSet;

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, Rule, rules};
use crate::syntax::{DivKind, Kind, NodeRef, Open};

/// What `lost-block` says.
const LOST_BLOCK: (&str, &str) =
    ("this looks like a block, but is text", "a block begins and ends with three colons: `::: tip`");

/// Finds `stray-attributes`, `lost-block`, `lost-heading`, `lost-link`,
/// `lost-table`, `unclosed-code` and `unused-footnote`.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |rule: &'static Rule, span, message: &str, hint: &str| {
        diagnostics.push(Diagnostic::new(rule, document.span(span), message).hint(hint));
    };
    let source = &document.parsed.tree.source;
    let references = document.parsed.tree.iter().filter(|node| node.kind() == Kind::FootnoteReference);
    let used: HashSet<&str> = references.map(|node| node.text()).collect();
    let mut code = 0;
    for node in document.parsed.tree.iter() {
        match node.kind() {
            // Code shows what it likes.
            Kind::Text if node.index < code => {}
            Kind::Text => {
                let text = node.text();
                // Most text has none of the signs without which nothing is lost.
                if memchr::memchr3(b'=', b'{', b']', text.as_bytes()).is_none() {
                    continue;
                }
                let escaped = text.starts_with('{') && source[..node.span().start].ends_with('\\');
                if !escaped && says_for_whom(corpus, text) {
                    report(
                        &rules::STRAY_ATTRIBUTES,
                        node.span(),
                        "this looks like a tag, but is text that everybody would see",
                        "write `{audience=families}` after a blank at the end of the passage, or directly after `[words]`",
                    );
                }
                if is_lost_link(text) {
                    report(
                        &rules::LOST_LINK,
                        node.span(),
                        "this looks like a link, but is text",
                        "write `[words](address)` without blanks between the brackets or in the address; a blank in a file's or heading's name is a hyphen: `#next-steps`",
                    );
                }
            }
            Kind::Definition | Kind::DefinitionTerm if is_lost_block(&source[node.span()]) => {
                report(&rules::LOST_BLOCK, first_line(source, node), LOST_BLOCK.0, LOST_BLOCK.1);
            }
            Kind::Paragraph => {
                if is_lost_table(&source[node.span()]) {
                    report(
                        &rules::LOST_TABLE,
                        first_line(source, node),
                        "this looks like a table, but is text",
                        "below the heads stands one group of hyphens for each of them: `|---|---|`",
                    );
                }
                if is_lost_block(&source[node.span()]) {
                    report(&rules::LOST_BLOCK, first_line(source, node), LOST_BLOCK.0, LOST_BLOCK.1);
                }
                if let Some(first) = node.children().next().filter(|first| first.kind() == Kind::Text)
                    && is_lost_heading(first.text())
                {
                    report(
                        &rules::LOST_HEADING,
                        first.span(),
                        "this looks like a heading, but is text",
                        "put a blank after the number signs: `## Choose the team`",
                    );
                }
            }
            Kind::CodeBlock => {
                code = node.end();
                if is_unclosed(source, node) {
                    report(
                        &rules::UNCLOSED_CODE,
                        first_line(source, node),
                        "this code is never closed, so everything after it is code",
                        "put three backticks, and nothing else, on a line after the code",
                    );
                }
            }
            Kind::FootnoteDefinition if !used.contains(node.text()) => {
                report(
                    &rules::UNUSED_FOOTNOTE,
                    first_line(source, node),
                    "nothing refers to this footnote, so nobody would read it",
                    "put its mark where the note belongs, such as `[^1]`, or remove the note",
                );
            }
            Kind::FootnoteReference => {
                let Some(note) = document.notes.get(node.text()) else { continue };
                let readers = corpus.admitted(document, node.index).editions;
                let lacking = readers.difference(corpus.readers_of(document, *note));
                if !lacking.is_empty() {
                    let message =
                        format!("this note is not for {}, who see its mark", corpus.edition_names(lacking));
                    report(
                        &rules::LACKING_LINK,
                        node.span(),
                        &message,
                        "move the note out of the section or block for some readers, or show the mark to them only",
                    );
                }
            }
            _ => {}
        }
    }
}

/// Whether text names readers the way a tag does.
fn says_for_whom(corpus: &Corpus, text: &str) -> bool {
    if ["audience=", "except=", "role="].iter().any(|key| text.contains(key)) {
        return true;
    }
    let known = |word: &str| corpus.site.audience(word).is_some() || corpus.site.roles.contains_key(word);
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).any(|(inside, _)| {
        let mut words = inside.split_whitespace().peekable();
        words.peek().is_some() && words.all(known)
    })
}

fn is_lost_link(text: &str) -> bool {
    if text.contains("](") || text.contains("]: http") {
        return true;
    }
    text.match_indices("] (").any(|(at, _)| {
        text[at + 3..]
            .split_once(')')
            .is_some_and(|(inside, _)| inside.ends_with(".md") || inside.contains("://"))
    })
}

/// Whether a paragraph begins with two colons and a block's class or braces.
fn is_lost_block(text: &str) -> bool {
    let rest = text.strip_prefix("::").map(str::trim_start);
    let word = rest.and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    word.starts_with('{') || DivKind::from_class(word).is_some()
}

/// Whether a line of a paragraph has only the signs that part a table's heads
/// from its body.
fn is_lost_table(text: &str) -> bool {
    let is_rule =
        |line: &str| line.contains('|') && line.contains("--") && line.chars().all(|c| "|:- \t".contains(c));
    text.starts_with('|') && text.lines().any(is_rule)
}

fn is_lost_heading(text: &str) -> bool {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    // One sign is a hashtag: the first level is the title's.
    (2..=6).contains(&level) && rest.starts_with(char::is_alphabetic)
}

/// Whether a fenced block runs to the end of what holds it.
fn is_unclosed(source: &str, node: NodeRef<Open>) -> bool {
    let Some(Open::CodeBlock(Some(_))) = node.extra() else { return false };
    let text = source[node.span()].trim_end();
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let last = lines.next_back().unwrap_or_default().trim_start_matches(['>', ' ', '\t']);
    let fence = if first.starts_with('~') { "~~~" } else { "```" };
    !last.starts_with(fence)
}

fn first_line(source: &str, node: NodeRef<Open>) -> std::ops::Range<usize> {
    let span = node.span();
    let length = source[span.clone()].lines().next().map_or(0, str::len);
    span.start..span.start + length
}
