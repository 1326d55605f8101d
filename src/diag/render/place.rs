//! From bytes to lines and columns: the one place where they are counted.

use std::collections::HashMap;

use crate::diag::Span;
use crate::vfs::{SitePath, Snapshot};

/// A line and a column, both from 1. Columns count characters (code points).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column. One more than the line's length is the place after it.
    pub column: usize,
}

/// Where a span begins and ends, the end being the place after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The first character.
    pub start: Place,
    /// The place after the last one; the same as `start` for a mere place.
    pub end: Place,
}

/// Turns spans into lines and columns, each file read once.
///
/// A file's line starts are found at its first use; within a long line the
/// last answer is the start of the next count, so that findings in order cost
/// the file's length in all, not each.
pub struct Places<'a> {
    sources: &'a Snapshot,
    files: HashMap<SitePath, Lines<'a>>,
}

impl<'a> Places<'a> {
    /// Returns an empty index of `sources`.
    pub fn new(sources: &'a Snapshot) -> Places<'a> {
        Places { sources, files: HashMap::new() }
    }

    /// Returns where `span` begins and ends; 1:1 for a file that is missing.
    /// Spans past the end of a file are cut there.
    pub fn extent(&mut self, span: &Span) -> Extent {
        let range = span.range();
        let lines = self.lines(&span.path);
        let start = lines.place(range.start);
        Extent { start, end: lines.place(range.end.max(range.start)) }
    }

    /// Returns the file's text; nothing when it is missing or not UTF-8.
    pub(super) fn text(&mut self, path: &SitePath) -> Option<&'a str> {
        self.lines(path).text
    }

    pub(super) fn lines(&mut self, path: &SitePath) -> &mut Lines<'a> {
        let sources = self.sources;
        self.files
            .entry(path.clone())
            .or_insert_with(|| Lines::new(sources.bytes(path).map_or(&[][..], |bytes| bytes)))
    }
}

/// A file's line starts.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    /// The same as text; nothing when it isn't UTF-8.
    text: Option<&'a str>,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// An offset and its column: where the last count ended.
    last: (usize, usize),
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Lines<'a> {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1)).collect();
        Lines { bytes, text: std::str::from_utf8(bytes).ok(), starts, last: (0, 1) }
    }

    /// The line of a byte, from 0.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset.min(self.bytes.len())) - 1
    }

    /// The bytes of a line, from 0, without its line break.
    pub(super) fn range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(self.bytes.len(), |next| next - 1);
        start..end - usize::from(end > start && self.bytes[end - 1] == b'\r')
    }

    fn place(&mut self, offset: usize) -> Place {
        let offset = offset.min(self.bytes.len());
        let line = self.line(offset);
        let start = self.starts[line];
        let (from, column) = if (start..=offset).contains(&self.last.0) { self.last } else { (start, 1) };
        let column = column + characters(&self.bytes[from..offset]);
        self.last = (offset, column);
        Place { line: line + 1, column }
    }
}

/// How many characters begin in `bytes`. Right for UTF-8, near enough for the
/// files that aren't.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte as i8 >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_lines() {
        let mut lines = Lines::new("äö\r\nx\n".as_bytes());
        let mut at = |offset| {
            let place = lines.place(offset);
            (place.line, place.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(4), (1, 3));
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(6), (2, 1));
        assert_eq!(at(7), (2, 2));
        assert_eq!(at(8), (3, 1));
        assert_eq!(at(99), (3, 1));
        assert_eq!(lines.range(0), 0..4);
    }
}
