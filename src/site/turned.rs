//! Signs that turn the direction of text around: nobody sees them, and with one
//! a text says another thing to its readers than to who looks after it.

use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, Span, rules};
use crate::syntax::turns;
use crate::vfs::SitePath;

/// Finds `turned-text` in what people write for readers, from byte `start` of
/// a file on: one finding, at the first sign.
pub fn in_text(path: &SitePath, source: &str, start: usize, sink: &mut Vec<Diagnostic>) {
    // All such signs begin with this byte, and few others do.
    let begins = memchr::memchr_iter(0xe2, &source.as_bytes()[start..]).map(|at| start + at);
    let mut signs = begins.filter_map(|at| Some((at, source[at..].chars().next().filter(|c| turns(*c))?)));
    let Some((at, sign)) = signs.next() else { return };
    sink.push(finding(Span::new(path, at..at + sign.len_utf8()), sign, signs.count()));
}

/// The same for the texts and keys of a TOML file, also for signs that are
/// written as `\u202E`.
pub(super) fn in_table(path: &SitePath, source: &str, table: &DeTable, sink: &mut Vec<Diagnostic>) {
    let mut found = Vec::new();
    of_table(table, &mut found);
    found.sort_unstable_by_key(|(start, ..)| *start);
    let Some((start, end, sign)) = found.first().copied() else { return };
    let as_such = source.get(start..end).and_then(|written| written.find(sign)).map(|at| start + at);
    let range = as_such.map_or(start..end, |at| at..at + sign.len_utf8());
    sink.push(finding(Span::new(path, range), sign, found.len() - 1));
}

/// The places of texts and the signs in them.
type Found = Vec<(usize, usize, char)>;

fn of_table(table: &DeTable, found: &mut Found) {
    for (key, value) in table {
        of_words(key.get_ref(), key.span(), found);
        of_value(value.get_ref(), value.span(), found);
    }
}

fn of_value(value: &DeValue, span: std::ops::Range<usize>, found: &mut Found) {
    match value {
        DeValue::String(words) => of_words(words, span, found),
        DeValue::Array(items) => items.iter().for_each(|item| of_value(item.get_ref(), item.span(), found)),
        DeValue::Table(table) => of_table(table, found),
        _ => {}
    }
}

fn of_words(words: &str, span: std::ops::Range<usize>, found: &mut Found) {
    if !words.is_ascii() {
        found.extend(words.chars().filter(|c| turns(*c)).map(|sign| (span.start, span.end, sign)));
    }
}

fn finding(span: Span, sign: char, more: usize) -> Diagnostic {
    let more = match more {
        0 => String::new(),
        count => format!(", and {count} more in this file"),
    };
    let message = format!(
        "the invisible sign U+{:04X}, which turns the direction of text, stands here{more}",
        sign as u32
    );
    Diagnostic::new(&rules::TURNED_TEXT, span, message)
        .hint("delete it; for words of another language write `[words]{lang=ar}`")
}
