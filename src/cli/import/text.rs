//! Text in any of the encodings in which spreadsheet programs save.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Returns the text of a file: by its mark, else UTF-8 where it is that, else
/// UTF-16 by its zeros, else as Windows saves in Western languages.
pub(super) fn decode(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = encoding.unwrap_or_else(|| {
        let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        match (zeros(0) * 4 > bytes.len(), zeros(1) * 4 > bytes.len()) {
            (false, true) => UTF_16LE,
            (true, false) => UTF_16BE,
            _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
            _ => WINDOWS_1252,
        }
    });
    encoding.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_encodings_of_spreadsheets() {
        let text = "Task;Responsible\nFind a café – now";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), text);
        assert_eq!(decode(&utf16(u16::to_le_bytes)), text);
        assert_eq!(decode(&utf16(u16::to_be_bytes)), text);
        assert_eq!(decode(&[&[0xff, 0xfe], utf16(u16::to_le_bytes).as_slice()].concat()), text);
        assert_eq!(decode(b"Task;Responsible\nFind a caf\xe9 \x96 now"), text);
        assert_eq!(decode(b""), "");
    }
}
