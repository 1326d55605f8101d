//! The Markdown dialect: CommonMark with tables, footnotes, definition lists,
//! task lists and strikethrough, and with fenced divs, bracketed spans and
//! attributes. Syntax knows no site: names are looked up later.

pub mod attach;
pub mod attrs;
mod html;
pub mod inline;
mod mask;
pub mod parse;
pub mod tree;

/// Whether no page may hold a character: controls but tab and line ends, and
/// what Unicode sets aside for programs.
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')) || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether a sign turns the direction of the text after it: with one, a reader
/// sees another word or address than the one that is there (CVE-2021-42574).
/// Unicode Standard Annex #9, 2.1 to 2.4.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub use attach::{Attrs, DivKind, LAYER_KEYS, ScopeTag, Word};
pub use attrs::is_id;
pub use inline::parse_variable;
pub use parse::{Align, Citation, Open, Parsed, options, parse};
pub use tree::{Kind, Node, NodeRef, ScopeId, TextRange, Tongue, Tree};
