//! A table of text: from CSV to cells that know their place.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is in it, quotes undone, with blanks around it.
    pub text: String,
    /// Its bytes in the file, quotes included.
    pub range: Range<usize>,
    /// Whether it stands in quotes.
    quoted: bool,
}

impl Cell {
    /// Whether there is nothing to read in it.
    pub fn is_empty(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || c.is_control() || "-–—\u{200b}\u{feff}".contains(c))
    }

    /// The text in one line, without blanks around it.
    pub fn line(&self) -> String {
        one_line(&self.text)
    }

    /// The bytes in the file of a part of the text; those of the whole cell
    /// where quotes are set in a way that doesn't tell.
    pub fn part(&self, source: &str, part: Range<usize>) -> Range<usize> {
        if !self.quoted {
            let range = self.range.start + part.start..self.range.start + part.end;
            return if source.get(range.clone()) == self.text.get(part) { range } else { self.range.clone() };
        }
        // Each quote of the text is written twice.
        let place = |at: usize| self.range.start + 1 + at + self.text[..at].matches('"').count();
        let range = place(part.start)..place(part.end);
        let same = source.get(range.clone()).is_some_and(|raw| raw.replace("\"\"", "\"") == self.text[part]);
        if same { range } else { self.range.clone() }
    }
}

/// A text in one line: what breaks a line or can't be seen is a blank.
pub fn one_line(text: &str) -> String {
    let words =
        text.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rows of a file, the first being row 1 of the spreadsheet.
#[derive(Debug, Default)]
pub struct Rows {
    /// The rows, empty ones included.
    pub rows: Vec<Vec<Cell>>,
    /// A cell whose quote is never closed: everything after it is in it.
    pub unclosed: Option<Range<usize>>,
}

/// Reads a text, from byte `start` on, with that sign between the cells.
///
/// What a person sees as row 14 is the fourteenth of `rows`, whatever line
/// breaks are in the cells above it.
pub fn rows(source: &str, start: usize, delimiter: u8) -> Rows {
    let mut result = Rows::default();
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut buffer = vec![0; source.len() - start + 1];
    let mut at = start;
    let mut row = Vec::new();
    loop {
        if row.is_empty() {
            at = after_blank_lines(source, at, &mut result.rows);
            if at == source.len() {
                return result;
            }
        }
        let (found, next, record_end) = field(&mut reader, source, at, &mut buffer);
        let raw = &source[at..next];
        let end = match record_end {
            true => at + raw.strip_suffix('\n').unwrap_or(raw).trim_end_matches('\r').len(),
            false => next - 1,
        };
        let quoted = raw.starts_with('"');
        if quoted && next == source.len() && !is_closed(&source[at..end]) {
            result.unclosed = Some(at..end);
        }
        row.push(Cell { text: found, range: at..end, quoted });
        at = next;
        if record_end {
            result.rows.push(std::mem::take(&mut row));
            if source[..at].ends_with('\r') && source[at..].starts_with('\n') {
                at += 1;
            }
        }
    }
}

/// Adds an empty row for each line without anything, which a CSV reader would
/// pass over.
fn after_blank_lines(source: &str, mut at: usize, rows: &mut Vec<Vec<Cell>>) -> usize {
    loop {
        let rest = &source[at..];
        let length = if rest.starts_with("\r\n") { 2 } else { 1 };
        if !rest.starts_with(['\r', '\n']) {
            return at;
        }
        at += length;
        rows.push(Vec::new());
    }
}

/// Reads one field: its text, where the next one begins, and whether it was
/// the last of its row.
fn field(reader: &mut Reader, source: &str, start: usize, buffer: &mut [u8]) -> (String, usize, bool) {
    let (mut at, mut length) = (start, 0);
    loop {
        let (result, read, written) = reader.read_field(&source.as_bytes()[at..], &mut buffer[length..]);
        at += read;
        length += written;
        let record_end = match result {
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::End => true,
            // The next call is told that nothing more comes.
            ReadFieldResult::InputEmpty => continue,
            ReadFieldResult::OutputFull => unreachable!("the buffer is longer than the file"),
        };
        return (String::from_utf8_lossy(&buffer[..length]).into_owned(), at, record_end);
    }
}

/// Whether the quote that begins a field ends with it.
fn is_closed(raw: &str) -> bool {
    let inner = &raw[1..];
    inner.bytes().rev().take_while(|byte| *byte == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<Vec<String>> {
        let rows = rows(source, 0, b',').rows;
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_know_their_bytes() {
        let source = "a,\"b \"\"c\"\", d\",\r\n\r\n\"x\ny\",z";
        let rows = rows(source, 0, b',');
        assert_eq!(texts(source), [vec!["a", "b \"c\", d", ""], vec![], vec!["x\ny", "z"]]);
        let cell = &rows.rows[0][1];
        assert_eq!(&source[cell.range.clone()], "\"b \"\"c\"\", d\"");
        assert_eq!(&source[cell.part(source, 2..5)], "\"\"c\"\"");
        assert_eq!(&source[cell.part(source, 7..8)], "d");
        assert_eq!(&source[rows.rows[2][1].range.clone()], "z");
        assert_eq!(rows.unclosed, None);
    }

    #[test]
    fn empty_lines_are_rows() {
        assert_eq!(texts("\n\na\n\n,\nb\n").len(), 6);
        assert_eq!(texts("a\r\r\nb"), [vec!["a"], vec![], vec!["b"]]);
        assert!(texts("").is_empty());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        assert_eq!(rows("a,\"b\nc,d\n", 0, b',').unclosed, Some(2..8));
        assert_eq!(rows("a,\"b\"", 0, b',').unclosed, None);
        assert_eq!(rows("a,\"b\"\"", 0, b',').unclosed, Some(2..6));
    }
}
