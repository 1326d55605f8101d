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
    let found = if word.starts_with("<!--") {
        "this comment has no end".to_owned()
    } else if word.starts_with('<') {
        "raw HTML can't be shown in every format".to_owned()
    } else {
        "text on the line of a comment would be lost".to_owned()
    };
    sink.error(&rules::RAW_HTML, at..at + word.len(), found, |d| {
        d.hint("write Markdown, or a block such as `::: note`; `\\<` shows the sign itself")
    });
}

/// Whether a place lies in an HTML comment.
pub fn in_comment(source: &str, body: usize, at: usize) -> bool {
    source[body..at].rfind("<!--").is_some_and(|open| !source[body + open..at].contains("-->"))
}
