//! Attribute lists: `{#name .class key=value key="several values"}`.
//!
//! ```text
//! attrs = "{" item (ws+ item)* "}"              on one line
//! item  = "#" id | "." id | key "=" value
//! value = [^\s"{}=,]+ | '"' [^"\n]* '"'
//! ```

use std::collections::HashSet;
use std::ops::Range;

/// One part of an attribute list, with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `#name`.
    Name(String, Range<usize>),
    /// `.class`.
    Class(String, Range<usize>),
    /// `key=value`; the range is the value's, without quotes.
    Value {
        /// The key.
        key: String,
        /// The value, without its quotes.
        value: String,
        /// The key's place.
        key_span: Range<usize>,
        /// The value's place.
        span: Range<usize>,
    },
}

/// What is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In lower case, no full stop.
    pub message: String,
    /// Where.
    pub span: Range<usize>,
}

/// Whether `text` is an id: `[a-z0-9]+ ("-" [a-z0-9]+)*`.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Finds the end of the list that opens at `at` (a `{`): the byte after its
/// `}` on the same line, quotes respected.
pub fn end_of_list(source: &str, at: usize) -> Option<usize> {
    let mut quoted = false;
    for (offset, byte) in source.as_bytes()[at..].iter().enumerate().skip(1) {
        match byte {
            b'\n' | b'\r' => return None,
            b'"' => quoted = !quoted,
            b'{' if !quoted => return None,
            b'}' if !quoted => return Some(at + offset + 1),
            _ => {}
        }
    }
    None
}

/// Whether the `{` at `at` opens what a reader would take for an attribute
/// list: a name, a class or a key follows. Such text is a list or an error,
/// never text: a lost tag is a leak.
pub fn looks_like_list(source: &str, at: usize) -> bool {
    let rest = source[at + 1..].trim_start_matches([' ', '\t']);
    let mut chars = rest.chars();
    match chars.next() {
        Some('#' | '.') => chars.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) if c.is_ascii_alphabetic() => {
            let key = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                .unwrap_or(rest.len());
            let after = rest[key..].trim_start_matches([' ', '\t']);
            let names_readers = SCOPE_KEYS.contains(&&rest[..key]);
            after.starts_with('=') || (names_readers && rest[key..].starts_with([':', '}', ' ', '\t', '"']))
        }
        _ => false,
    }
}

/// The keys that say for whom something is.
pub const SCOPE_KEYS: &[&str] = &["audience", "except", "role", "grade", "format"];

/// Parses the list in `source[range]`, braces included. Spans are offsets in
/// `source`.
pub fn parse(source: &str, range: Range<usize>) -> Result<Vec<Item>, Problem> {
    let problem = |message: &str, span: Range<usize>| Problem { message: message.to_owned(), span };
    let bytes = source.as_bytes();
    let (mut at, close) = (range.start + 1, range.end - 1);
    let mut items = Vec::new();
    loop {
        let before = at;
        while at < close && matches!(bytes[at], b' ' | b'\t') {
            at += 1;
        }
        if at >= close {
            break;
        }
        if at == before && !items.is_empty() {
            let width = source[at..].chars().next().map_or(1, char::len_utf8);
            return Err(problem("a blank is missing between two attributes", at..at + width));
        }
        let start = at;
        match bytes[at] {
            sigil @ (b'#' | b'.') => {
                at += 1;
                while at < close && !matches!(bytes[at], b' ' | b'\t' | b'#' | b'.' | b'=' | b'"' | b',') {
                    at += 1;
                }
                let word = &source[start + 1..at];
                if !is_id(word) {
                    return Err(problem(
                        &format!(
                            "`{}` isn't a name: small letters, digits and single hyphens",
                            &source[start..at]
                        ),
                        start..at,
                    ));
                }
                items.push(if sigil == b'#' {
                    Item::Name(word.to_owned(), start..at)
                } else {
                    Item::Class(word.to_owned(), start..at)
                });
            }
            b',' => return Err(problem("attributes are separated by blanks, not by commas", at..at + 1)),
            b if b.is_ascii_alphabetic() => {
                while at < close && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'-' | b'_')) {
                    at += 1;
                }
                let key_span = start..at;
                if bytes.get(at) != Some(&b'=') || at >= close {
                    return Err(problem(
                        &format!("`{}` has no value: write `key=value`", &source[start..at]),
                        key_span,
                    ));
                }
                at += 1;
                let span = if bytes.get(at) == Some(&b'"') {
                    let open = at + 1;
                    let length = source[open..close]
                        .find('"')
                        .ok_or_else(|| problem("a quote is missing", at..close))?;
                    at = open + length + 1;
                    open..open + length
                } else {
                    let open = at;
                    while at < close && !matches!(bytes[at], b' ' | b'\t' | b'"' | b'{' | b'}' | b'=' | b',')
                    {
                        at += 1;
                    }
                    if at < close && bytes[at] == b',' {
                        return Err(problem(
                            "several values stand in quotes with blanks between them, without commas",
                            at..at + 1,
                        ));
                    }
                    open..at
                };
                if source[span.clone()].trim().is_empty() {
                    return Err(problem(
                        &format!("`{}` has an empty value", &source[key_span.clone()]),
                        key_span,
                    ));
                }
                let key = &source[key_span.clone()];
                if source[span.clone()].contains(',') && (SCOPE_KEYS.contains(&key) || key == "duty") {
                    return Err(problem("several values are separated by blanks, not by commas", span));
                }
                items.push(Item::Value {
                    key: source[key_span.clone()].to_owned(),
                    value: source[span.clone()].to_owned(),
                    key_span,
                    span,
                });
            }
            _ => {
                let width = source[at..].chars().next().map_or(1, char::len_utf8);
                return Err(problem("this is no name, class or key", at..at + width));
            }
        }
    }
    if items.is_empty() {
        return Err(problem("the attribute list is empty", range));
    }
    repeated(&items)?;
    Ok(items)
}

/// Refuses a key, or a name, that stands twice.
fn repeated(items: &[Item]) -> Result<(), Problem> {
    let mut seen: HashSet<(&str, &str)> = HashSet::with_capacity(items.len());
    for item in items {
        let (sigil, word, span) = match item {
            Item::Name(_, span) => ("#", "", span),
            Item::Class(class, span) => (".", class.as_str(), span),
            Item::Value { key, key_span, .. } => ("", key.as_str(), key_span),
        };
        if !seen.insert((sigil, word)) {
            let message = if sigil == "#" {
                "a second name".to_owned()
            } else {
                format!("`{sigil}{word}` stands twice")
            };
            return Err(Problem { message, span: span.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<Vec<Item>, Problem> {
        parse(text, 0..text.len())
    }

    #[test]
    fn reads_names_classes_and_values() {
        let items = list(r#"{#team .tip audience="families students" max=60}"#).expect("a good list");
        assert_eq!(items.len(), 4);
        assert_eq!(items[0], Item::Name("team".into(), 1..6));
        assert!(
            matches!(&items[2], Item::Value { key, value, .. } if key == "audience" && value == "families students")
        );
    }

    #[test]
    fn refuses_what_would_lose_a_tag() {
        for bad in [
            "{audience=a,b}",
            "{audience=a audience=b}",
            "{audience}",
            "{}",
            "{#A}",
            "{a=b,}",
            "{audience=\"a}",
            "{.x.y}",
            "{audience=\"a, b\"}",
        ] {
            assert!(list(bad).is_err(), "{bad} was taken");
        }
    }

    #[test]
    fn knows_what_looks_like_a_list() {
        for yes in ["{.tip}", "{ #a }", "{audience=x", "{audience: x}", "{max = 3}", "{audience x}"] {
            assert!(looks_like_list(yes, 0), "{yes}");
        }
        for no in ["{}", "{ }", "{x}", "{1, 2}", "{a, b}", "{..}", "{# heading}"] {
            assert!(!looks_like_list(no, 0), "{no}");
        }
    }

    #[test]
    fn a_list_ends_on_its_line() {
        assert_eq!(end_of_list("{a=\"}\"} x", 0), Some(7));
        assert_eq!(end_of_list("{a=b\n}", 0), None);
    }
}
