//! Fenced divs, seen by a Markdown parser that doesn't know them.
//!
//! pulldown-cmark has no `:::`. Every line that could be a marker is
//! overwritten, byte for byte, with underscores: it then parses as a thematic
//! break, which interrupts paragraphs, obeys the indentation of lists and
//! quotes, and leaves every offset true. Markers inside code stay code,
//! because text is always taken from the unmasked source.

use std::ops::Range;

use memchr::memmem;

/// A line that could open or close a div: from its first colon to the end of
/// its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Its place in the body.
    pub span: Range<usize>,
    /// Where what follows the colons begins; the end for a closing marker.
    pub rest: usize,
}

impl Marker {
    /// Whether only colons stand there.
    pub fn closes(&self) -> bool {
        self.rest == self.span.end
    }
}

/// Returns the body with its markers masked, and the markers in order.
/// Nothing is copied when there are none.
pub fn mask(body: &str) -> Option<(String, Vec<Marker>)> {
    let mut markers = Vec::new();
    let mut from = 0;
    for at in memmem::find_iter(body.as_bytes(), b":::") {
        if at < from {
            continue;
        }
        let line_start = body[..at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        let line_end = body[at..].find(['\n', '\r']).map_or(body.len(), |length| at + length);
        if opens_line(&body[line_start..at]) {
            let text_end = at + body[at..line_end].trim_end().len();
            let colons = body[at..text_end].find(|c| c != ':').unwrap_or(text_end - at);
            let rest = at
                + colons
                + (body[at + colons..text_end].len() - body[at + colons..text_end].trim_start().len());
            markers.push(Marker { span: at..text_end, rest });
        }
        from = line_end;
    }
    if markers.is_empty() {
        return None;
    }
    let mut masked = String::with_capacity(body.len());
    let mut done = 0;
    for marker in &markers {
        masked.push_str(&body[done..marker.span.start]);
        masked.extend(std::iter::repeat_n('_', marker.span.len()));
        done = marker.span.end;
    }
    masked.push_str(&body[done..]);
    Some((masked, markers))
}

/// Whether only containers stand before a marker: indentation, quotes, list
/// bullets, the colon of a definition.
fn opens_line(before: &str) -> bool {
    let mut rest = before;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        if rest.is_empty() {
            return true;
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let bullet = if digits > 0 && digits < 10 {
            rest[digits..].starts_with(['.', ')'])
        } else {
            rest.starts_with(['-', '*', '+', ':'])
        };
        let length = digits + 1;
        if !bullet || !rest[length..].starts_with([' ', '\t']) {
            return false;
        }
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(body: &str) -> String {
        mask(body).map_or(body.to_owned(), |(text, _)| text)
    }

    #[test]
    fn masks_lines_that_open_with_colons() {
        assert_eq!(masked("a\n::: {.tip}\nb\n:::  \nc"), "a\n__________\nb\n___  \nc");
        assert_eq!(masked("- ::: tip\n  x\n"), "- _______\n  x\n");
        assert_eq!(masked("> 1. :::\n"), "> 1. ___\n");
        assert_eq!(masked("a ::: b\n`:::`\n"), "a ::: b\n`:::`\n");
        assert_eq!(masked("::: été\n").len(), "::: été\n".len());
    }

    #[test]
    fn knows_what_follows_the_colons() {
        let (_, markers) = mask(":::::   tip\n:::").expect("two markers");
        assert_eq!(markers[0].rest, 8);
        assert!(markers[1].closes());
    }
}
