//! The few lines around a place, made harmless and short enough to show.

use std::borrow::Cow;
use std::ops::Range;

use super::place::Lines;

/// How many characters are shown before and after a mark in a long line.
const AROUND: usize = 70;
/// A line of more bytes is cut around its mark.
const LONG: usize = 200;
/// Blocks of more lines are marked at their first line only.
const LINES: usize = 4;
/// Marks that are further apart, in lines, are shown apart.
const APART: usize = 30;

/// A line or a few of a file, with marks.
pub(super) struct Excerpt {
    /// The number of the first line, from 1.
    pub(super) line: usize,
    /// The text: no control characters, long lines cut at "…".
    pub(super) text: String,
    /// The marks: bytes of `text`, on character boundaries.
    pub(super) marks: Vec<Range<usize>>,
}

/// Returns `range` such that it can be shown: inside the text, on character
/// boundaries, without the white space after it, and no longer than a few
/// lines.
pub(super) fn snap(text: &str, lines: &Lines, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    let end = match start + text[start..end].trim_end().len() {
        none if none == start => text.ceil_char_boundary(end.min(start + 1)),
        end => end,
    };
    let first = lines.line(start);
    if lines.line(end) - first < LINES { start..end } else { start..lines.range(first).end.max(start) }
}

/// Whether two marks of one file are near enough, and their lines short
/// enough, to be shown together.
pub(super) fn together(lines: &Lines, a: &Range<usize>, b: &Range<usize>) -> bool {
    let first = lines.line(a.start.min(b.start));
    let last = lines.line(a.end.max(b.end));
    last - first <= APART && (first..=last).all(|line| lines.range(line).len() <= LONG)
}

/// Returns the lines that the marks touch. Marks come from [`snap`], one
/// alone or several that are [`together`].
pub(super) fn excerpt(text: &str, lines: &Lines, marks: &[Range<usize>]) -> Excerpt {
    let start = marks.iter().map(|mark| mark.start).min().unwrap_or(0);
    let end = marks.iter().map(|mark| mark.end).max().unwrap_or(0);
    let (first, last) = (lines.line(start), lines.line(end));
    let mut result = Excerpt { line: first + 1, text: String::new(), marks: vec![0..0; marks.len()] };
    for line in first..=last {
        if line > first {
            result.text.push('\n');
        }
        push_line(&mut result, text, lines.range(line), marks);
    }
    result
}

/// Appends one line, cut around its marks when it is long, and moves the
/// marks that begin or end in it.
fn push_line(result: &mut Excerpt, text: &str, whole: Range<usize>, marks: &[Range<usize>]) {
    let mut shown = whole.clone();
    if whole.len() > LONG {
        let first = marks.iter().map(|mark| mark.start).min().unwrap_or(whole.start);
        let first = first.clamp(whole.start, whole.end);
        shown.start = back(text, whole.start, first, AROUND);
        shown.end = forward(text, first, whole.end, 2 * AROUND);
        if shown.start > whole.start {
            result.text.push('…');
        }
    }
    let base = result.text.len();
    let moved =
        |offset: usize| base + harmless(&text[shown.start..offset.clamp(shown.start, shown.end)]).len();
    for (mark, new) in marks.iter().zip(&mut result.marks) {
        if mark.start >= whole.start {
            new.start = moved(mark.start);
        }
        if mark.end >= whole.start {
            new.end = moved(mark.end).max(new.start);
        }
    }
    result.text.push_str(&harmless(&text[shown.clone()]));
    if shown.end < whole.end {
        result.text.push('…');
    }
}

/// The offset `count` characters before `at`, but not before `limit`.
fn back(text: &str, limit: usize, at: usize, count: usize) -> usize {
    text[limit..at].char_indices().rev().take(count).last().map_or(at, |(index, _)| limit + index)
}

/// The offset `count` characters after `at`, but not after `limit`.
fn forward(text: &str, at: usize, limit: usize, count: usize) -> usize {
    text[at..limit].char_indices().nth(count).map_or(limit, |(index, _)| at + index)
}

/// Returns `text` without characters that a terminal would act on: control
/// characters, and marks that turn the direction of what follows, by which a
/// file could show something other than it holds (CVE-2021-42574). Each is
/// replaced by one visible character.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| match c {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        _ if acts(c) => '\u{fffd}',
        _ => c,
    });
    Cow::Owned(replaced.collect())
}
