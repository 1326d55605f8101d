//! QR codes: squares for a camera, which lead from paper to the web.
//!
//! ISO/IEC 18004:2015.

/// How many empty squares a camera needs on each side of a code.
///
/// ISO/IEC 18004:2015, 5.3.8.
pub const QUIET_ZONE: usize = 4;

/// Returns the squares of a code, row by row, without the quiet zone; true
/// squares are dark. Nothing when the text is too long for any code.
///
/// A sixth of the squares may be dirty or torn (level M). An address of 41
/// letters, `https://` included, makes 29 squares a side.
#[cfg(feature = "pdf")]
pub fn squares(text: &str) -> Option<Vec<Vec<bool>>> {
    use qrcode::{EcLevel, QrCode};

    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let colors = code.to_colors();
    let row = |row: &[qrcode::Color]| row.iter().map(|color| color.select(true, false)).collect();
    Some(colors.chunks(code.width()).map(row).collect())
}

/// Without the feature `pdf` nothing is printed, so there are no codes.
#[cfg(not(feature = "pdf"))]
pub fn squares(_: &str) -> Option<Vec<Vec<bool>>> {
    None
}

#[cfg(all(test, feature = "pdf"))]
mod tests {
    use super::*;

    /// What a camera reads, with squares of three points a side.
    fn read(squares: &[Vec<bool>]) -> String {
        let side = (squares.len() + 2 * QUIET_ZONE) * 3;
        let dark = |x: usize, y: usize| {
            let at = |point: usize| (point / 3).checked_sub(QUIET_ZONE);
            let square = at(y).zip(at(x)).and_then(|(row, column)| squares.get(row)?.get(column).copied());
            square.unwrap_or_default()
        };
        let image: Vec<u8> =
            (0..side * side).map(|point| if dark(point % side, point / side) { 0 } else { 255 }).collect();
        let code = quircs::Quirc::new().identify(side, side, &image).next().expect("a code is there");
        let read = code.expect("it has a frame").decode().expect("it can be read");
        String::from_utf8(read.payload).expect("text")
    }

    #[test]
    fn a_camera_reads_what_was_written() {
        let addresses = [
            "https://ilp.meridian.example/e/K7Q2XM/",
            "https://ilp-of-the-state.example/e/K7Q2XM/",
            "a",
            "é ü",
        ];
        for text in addresses {
            assert_eq!(read(&squares(text).expect("it is short")), text);
        }
        assert_eq!(squares("https://ilp.meridian.example/e/K7Q2XM/").map(|rows| rows.len()), Some(29));
        assert_eq!(squares(&"long ".repeat(1000)), None);
    }

    #[test]
    fn a_camera_reads_through_dirt() {
        let text = "https://ilp.meridian.example/e/K7Q2XM/";
        let mut squares = squares(text).expect("it is short");
        for row in &mut squares[11..14] {
            row[11..16].fill(true);
        }
        assert_eq!(read(&squares), text);
    }
}
