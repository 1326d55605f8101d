//! Raw HTML is refused: every format must be able to show everything.
//! Comments are dropped.

use std::ops::Range;

use super::parse::Sink;
use crate::diag::rules;

/// Reports what isn't a comment in a piece of raw HTML.
pub fn check(source: &str, span: Range<usize>, sink: &mut Sink) {
    let mut at = span.start;
    loop {
        let rest = &source[at..span.end];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            return;
        }
        let end = if trimmed.starts_with("<!--") { trimmed.find("-->") } else { None };
        match end {
            Some(length) => at += length + 3,
            None => break,
        }
    }
    let line_end = source[at..span.end].find(['\n', '\r']).map_or(span.end, |length| at + length);
    let word = source[at..line_end].trim_end();
    // Of a pair of tags the first is named.
    if word.starts_with("</") && sink.diagnostics.last().is_some_and(|last| last.rule == &rules::RAW_HTML) {
        return;
    }
    let (found, hint) = if word.starts_with("<!--") {
        ("this comment has no end", "end it with `-->`")
    } else if word.starts_with('<') {
        (
            "raw HTML can't be shown in every format",
            "write Markdown, or a block such as `::: note`; `\\<` shows the sign itself",
        )
    } else {
        ("text on the line of a comment would be lost", "put an empty line between the comment and the text")
    };
    sink.error(&rules::RAW_HTML, at..at + word.len(), found, |d| d.hint(hint));
}
