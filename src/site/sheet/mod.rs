//! Tables of text, whatever they hold: their cells, and where these stand.

pub mod cells;
pub mod places;

/// The signs that stand between cells.
pub const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The byte at which a table begins: a mark of its encoding is no part of it.
pub fn start(source: &str) -> usize {
    if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The signs that may stand between the cells of a table. Excel's line `sep=;`
/// tells.
pub fn delimiters(source: &str) -> Vec<u8> {
    let told = source[start(source)..].strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    let told = told.filter(|sign| sign.is_ascii_punctuation() || *sign == b'\t');
    told.map_or(DELIMITERS.to_vec(), |told| vec![told])
}
