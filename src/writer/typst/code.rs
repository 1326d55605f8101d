//! Typst code as it is written, with the places in the sources that it came
//! from.

use std::fmt::Write;
use std::ops::Range;

use crate::diag::Span;
use crate::vfs::SitePath;

/// Typst code, and which part of it was made from which place of a source.
#[derive(Default)]
pub struct Code {
    /// The code.
    pub text: String,
    /// In the order of their beginnings; a later one may lie inside an earlier
    /// one.
    places: Vec<Place>,
    /// The files that places are in.
    files: Vec<SitePath>,
}

/// A part of the code and the place that it was made from.
struct Place {
    code: Range<u32>,
    file: u32,
    source: Range<u32>,
}

impl Code {
    /// Adds code as it is.
    pub fn push(&mut self, code: &str) {
        self.text.push_str(code);
    }

    /// Adds a string literal. Whatever is in it stays text: no author can call
    /// a function.
    pub fn string(&mut self, text: &str) {
        self.text.reserve(text.len() + 2);
        self.text.push('"');
        let mut rest = text;
        while let Some(at) = rest.find(needs_escape) {
            self.text.push_str(&rest[..at]);
            let sign = rest[at..].chars().next().expect("found");
            match sign {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                // Not for paper, and some are no text at all in a PDF.
                '\t' => self.text.push(' '),
                _ => {}
            }
            rest = &rest[at + sign.len_utf8()..];
        }
        self.text.push_str(rest);
        self.text.push('"');
    }

    /// Adds a number.
    pub fn number(&mut self, number: impl std::fmt::Display) {
        // Writing to a string can't fail.
        let _ = write!(self.text, "{number}");
    }

    /// Begins a part that was made from a place; [`Code::end`] ends it.
    pub fn begin(&mut self, file: &SitePath, source: Range<usize>) -> usize {
        let file = match self.files.iter().position(|known| known == file) {
            Some(file) => file,
            None => {
                self.files.push(file.clone());
                self.files.len() - 1
            }
        };
        let start = self.text.len() as u32;
        let source = source.start as u32..source.end as u32;
        self.places.push(Place { code: start..start, file: file as u32, source });
        self.places.len() - 1
    }

    /// Ends the part that [`Code::begin`] named.
    pub fn end(&mut self, place: usize) {
        self.places[place].code.end = self.text.len() as u32;
    }

    /// Where a text stands as a literal of its own, for the first time.
    pub fn literal(&self, text: &str) -> Option<usize> {
        let mut written = Code::default();
        written.string(text);
        self.text.find(&written.text)
    }

    /// The place with the most others around it.
    pub fn deepest(&self) -> Option<Span> {
        let mut around: Vec<u32> = Vec::new();
        let mut deepest = (0, None);
        for place in &self.places {
            around.retain(|end| place.code.start < *end);
            around.push(place.code.end);
            if around.len() > deepest.0 {
                deepest = (around.len(), Some(place));
            }
        }
        self.span(deepest.1?)
    }

    /// The innermost place from which the code at a byte was made.
    pub fn place(&self, byte: usize) -> Option<Span> {
        let byte = byte as u32;
        let after = self.places.partition_point(|place| place.code.start <= byte);
        let inside = self.places[..after].iter().rev().find(|place| byte < place.code.end)?;
        self.span(inside)
    }

    fn span(&self, place: &Place) -> Option<Span> {
        let file = self.files.get(place.file as usize)?;
        Some(Span::new(file, place.source.start as usize..place.source.end as usize))
    }
}

/// Signs that don't stand in a literal as they are. Control characters have no
/// glyph; a soft way to end a direction is kept, because right-to-left text
/// needs it.
fn needs_escape(sign: char) -> bool {
    sign == '"' || sign == '\\' || sign.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut code = Code::default();
        code.string("#nope() \"x\" \\ [*b*]\n\u{7}end");
        assert_eq!(code.text, r##""#nope() \"x\" \\ [*b*]\nend""##);
    }

    #[test]
    fn the_innermost_place_is_found() {
        let file = SitePath::new("content/pages/a.md").expect("a good path");
        let mut code = Code::default();
        let outer = code.begin(&file, 0..10);
        code.push("n.para({");
        let inner = code.begin(&file, 3..5);
        code.string("hi");
        code.end(inner);
        code.push("})");
        code.end(outer);
        code.push("tail");
        let source = |byte| code.place(byte).map(|span| span.range());
        assert_eq!([source(2), source(9), source(13)], [Some(0..10), Some(3..5), Some(0..10)]);
        assert_eq!(source(code.text.len() - 1), None);
    }
}
