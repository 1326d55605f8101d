//! Files that should be text.

use super::rules::NOT_UTF8;
use super::{Diagnostic, Span};
use crate::vfs::SitePath;

/// How many letters before a place are shown.
const BEFORE: usize = 20;

/// Returns the text of a file, or `not-utf8` at the first byte that is none.
pub fn text_of<'a>(path: &SitePath, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    let (at, message, hint) = match std::str::from_utf8(bytes) {
        // UTF-16 of English text is UTF-8 with a zero beside each letter.
        Ok(text) if !is_utf16(bytes) => return Ok(text),
        _ if is_utf16(bytes) => (
            0,
            "this file is in UTF-16, not in UTF-8".to_owned(),
            "save it as UTF-8: some editors call what you have `Unicode`, and what you need `UTF-8`",
        ),
        Ok(_) => unreachable!("the first arm takes it"),
        Err(error) => {
            let at = error.valid_up_to();
            let before = String::from_utf8_lossy(&bytes[..at]);
            let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
            let start = line.char_indices().rev().nth(BEFORE - 1).map_or(0, |(index, _)| index);
            let place = match line[start..].trim_start() {
                "" => "the first letter of the marked line".to_owned(),
                shown => format!("the letter after `{shown}`"),
            };
            let message = format!("this file isn't in UTF-8: {place} can't be read");
            (at, message, "save it as UTF-8: in most editors, `Save with encoding`")
        }
    };
    Err(Box::new(Diagnostic::new(&NOT_UTF8, Span::new(path, at..at), message).hint(hint)))
}

/// Whether a file looks like UTF-16: by its mark, or by its zeros.
fn is_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 4;
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
        || start.len() > 3 && (zeros(0) > start.len()) != (zeros(1) > start.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> Option<String> {
        let path = SitePath::new("content/pages/x.md").expect("a good path");
        text_of(&path, bytes).err().map(|found| found.message)
    }

    #[test]
    fn says_where_a_file_is_no_text() {
        assert_eq!(message("Café\u{feff}".as_bytes()), None);
        assert_eq!(message(b""), None);
        let latin1 = message(b"+++\nOpen the Caf\xe9.");
        assert_eq!(
            latin1.as_deref(),
            Some("this file isn't in UTF-8: the letter after `Open the Caf` can't be read")
        );
        assert_eq!(
            message(b"One\n\xc9t\xe9").as_deref(),
            Some("this file isn't in UTF-8: the first letter of the marked line can't be read")
        );
    }

    #[test]
    fn knows_utf_16() {
        let utf16: Vec<u8> = "title = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
        for bytes in [utf16, marked, b"\xfe\xff\0+\0+".to_vec()] {
            assert_eq!(message(&bytes).as_deref(), Some("this file is in UTF-16, not in UTF-8"));
        }
        // Zeros alone are another fault.
        assert_eq!(message(b"a\0b"), None);
        assert_eq!(message(&[0; 8]), None);
    }
}
