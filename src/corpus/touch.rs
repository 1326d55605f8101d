//! Another text in the place of a file's own, to see what hangs on it.

use std::ops::Range;

use super::Manuscript;
use super::layer::unit;
use crate::syntax::Kind;
use crate::vfs::SitePath;

/// Where in a file the words change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere in it, its title aside.
    File,
    /// On this line, counted from one.
    Line(usize),
    /// In the block of this name, with what stands in it.
    Block(String),
}

/// A file with another letter in each piece of text at a place. Nothing gets
/// longer, so that no limit is passed; headings keep their words, on which
/// addresses may hang, unless one is all that there is.
///
/// # Errors
///
/// A sentence, when there is no such place or it has no words.
pub fn touched(manuscript: &Manuscript, path: &SitePath, place: &Place) -> Result<String, String> {
    let tree = &manuscript.parsed.tree;
    let source = &tree.source;
    let range = match place {
        Place::File => 0..source.len(),
        Place::Line(line) => {
            line_of(source, *line).ok_or_else(|| format!("`{path}` has {} lines", source.lines().count()))?
        }
        Place::Block(name) => {
            let units = unit::units(manuscript);
            let found = units.iter().find(|unit| unit.name == *name).ok_or_else(|| {
                let near = crate::diag::did_you_mean(name, units.iter().map(|unit| unit.name.as_str()));
                format!(
                    "`{path}` has no block `{name}`{}",
                    near.map(|near| format!(": {near}")).unwrap_or_default()
                )
            })?;
            found.node.map_or(0..source.len(), |node| tree.node(node).span())
        }
    };
    let texts = |with_headings: bool| -> Vec<usize> {
        let mut heading_ends = 0;
        let mut letters = Vec::new();
        for node in tree.iter() {
            if node.kind() == Kind::Heading {
                heading_ends = node.end();
            }
            let span = node.span();
            let is_here = node.kind() == Kind::Text && span.start < range.end && range.start < span.end;
            if is_here && (with_headings || node.index >= heading_ends) {
                let start = span.start.max(range.start);
                let text = &source.as_bytes()[start..span.end.min(range.end)];
                letters.extend(text.iter().rposition(u8::is_ascii_alphabetic).map(|at| start + at));
            }
        }
        letters
    };
    let mut letters = texts(false);
    if letters.is_empty() {
        letters = texts(true);
    }
    if letters.is_empty() {
        return Err(format!("there are no words at that place of `{path}`"));
    }
    let mut bytes = source.as_bytes().to_vec();
    for at in letters {
        bytes[at] = if bytes[at] == b'q' { b'z' } else { b'q' };
    }
    Ok(String::from_utf8(bytes).expect("a letter for a letter"))
}

fn line_of(source: &str, line: usize) -> Option<Range<usize>> {
    let text = source.lines().nth(line.checked_sub(1)?)?;
    let start = text.as_ptr() as usize - source.as_ptr() as usize;
    Some(start..start + text.len())
}
