//! The order in which a folded sheet is read.
//!
//! A sheet shows its panels as folding needs them: 2, 6, 1 outside, 3, 4, 5
//! inside. Typst tags what it sets in the order of the pages, and can't put the
//! back, on the first page, behind the panels of the second. So the parts of
//! the tag tree change places in the finished file: the same references in
//! another order, in the same bytes, and no address in the file changes.
//!
//! PDF/UA-1, 7.2: content is in a logical reading order.

use std::ops::Range;

/// Puts the parts of a document in the order in which they are read.
///
/// A part begins with a heading of level 1 or 2; what stands before the first
/// heading belongs to the first part. `places` says for each part, as the
/// sheet has them, at which place it is read, from 0. Returns nothing, and
/// changes nothing, when the file has other parts than that.
pub(super) fn reorder(pdf: &mut [u8], places: &[usize]) -> Option<()> {
    let (kids, text) = reordered(pdf, places)?;
    pdf[kids].copy_from_slice(text.as_bytes());
    Some(())
}

/// Where the document's tag names its children, and what has to stand there.
fn reordered(pdf: &[u8], places: &[usize]) -> Option<(Range<usize>, String)> {
    let objects = Objects::of(pdf)?;
    let kids = objects.kids()?;
    let refs: Vec<&str> = std::str::from_utf8(&pdf[kids.clone()]).ok()?.split_inclusive('R').collect();
    let mut parts: Vec<Vec<&str>> = Vec::new();
    let mut begun = false;
    for kid in refs.into_iter().map(str::trim) {
        let is_heading = objects.is_heading(kid)?;
        if parts.is_empty() || (is_heading && begun) {
            parts.push(Vec::new());
        }
        begun |= is_heading;
        parts.last_mut()?.push(kid);
    }
    let mut read: Vec<(usize, Vec<&str>)> = places.iter().copied().zip(parts.iter().cloned()).collect();
    read.sort_by_key(|(place, _)| *place);
    let each_once = read.iter().enumerate().all(|(index, (place, _))| index == *place);
    if parts.len() != places.len() || !each_once {
        return None;
    }
    let read: Vec<&str> = read.into_iter().flat_map(|(_, part)| part).collect();
    let text = read.join(" ");
    (text.len() == kids.len()).then_some((kids, text))
}

/// The objects of a file as krilla writes it: a plain table of addresses, no
/// object packed into another.
struct Objects<'a> {
    pdf: &'a [u8],
    /// Where the table's first line is.
    table: usize,
    /// How many lines it has.
    count: usize,
}

/// How long a line of the table of addresses is. PDF 1.7, 7.5.4.
const LINE: usize = 20;

impl<'a> Objects<'a> {
    fn of(pdf: &'a [u8]) -> Option<Objects<'a>> {
        let end = memchr::memmem::rfind(pdf, b"startxref")?;
        let at = number(&pdf[end + "startxref".len()..])?;
        let head = pdf.get(at..)?.strip_prefix(b"xref\n0 ")?;
        let line = memchr::memchr(b'\n', head)?;
        let table = pdf.len() - head.len() + line + 1;
        Some(Objects { pdf, table, count: number(head)? })
    }

    /// An object's text, from its number on.
    fn get(&self, object: usize) -> Option<&'a [u8]> {
        let line = (object < self.count).then(|| self.table + object * LINE)?;
        self.pdf.get(number(self.pdf.get(line..)?)?..)
    }

    /// Where the children of the document's own tag are named.
    fn kids(&self) -> Option<Range<usize>> {
        const DOCUMENT: &[u8] = b"<</Type/StructElem/S/Document/";
        let tag = (0..self.count).filter_map(|object| self.get(object)).find_map(|text| {
            let text = &text[memchr::memchr(b'\n', text)? + 1..];
            text.starts_with(DOCUMENT).then_some(text)
        })?;
        let end = memchr::memchr(b'\n', tag)?;
        let kids = memchr::memmem::find(&tag[..end], b"/K[")? + "/K[".len();
        let long = memchr::memchr(b']', &tag[kids..end])?;
        let start = self.pdf.len() - tag.len() + kids;
        Some(start..start + long)
    }

    /// Whether the tag that `reference` names is a heading of level 1 or 2.
    fn is_heading(&self, reference: &str) -> Option<bool> {
        let text = self.get(number(reference.as_bytes())?)?;
        let text = &text[memchr::memchr(b'\n', text)? + 1..];
        Some(
            [&b"<</Type/StructElem/S/H1/"[..], b"<</Type/StructElem/S/H2/"]
                .iter()
                .any(|tag| text.starts_with(tag)),
        )
    }
}

/// The number with which a text begins, after blanks.
fn number(text: &[u8]) -> Option<usize> {
    let text = text.trim_ascii_start();
    let digits = text.iter().take_while(|sign| sign.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these tags below the document.
    fn file(tags: &[&str]) -> Vec<u8> {
        let refs: Vec<String> = (0..tags.len()).map(|index| format!("{} 0 R", index + 9)).collect();
        let mut objects = vec![format!("<</Type/StructElem/S/Document/P 3 0 R/K[{}]>>", refs.join(" "))];
        objects.resize(8, "<<>>".to_owned());
        objects.extend(tags.iter().map(|tag| format!("<</Type/StructElem/S/{tag}/P 1 0 R>>")));
        let mut text = "%PDF-1.7\n".to_owned();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
        for (index, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n\r\n", text.len()));
            text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
        }
        let at = text.len();
        format!("{text}{table}trailer\n<<>>\nstartxref\n{at}\n%%EOF").into_bytes()
    }

    fn kids_of(pdf: &[u8]) -> &str {
        let kids = Objects::of(pdf).and_then(|objects| objects.kids()).expect("a document");
        std::str::from_utf8(&pdf[kids]).expect("references")
    }

    #[test]
    fn parts_change_places_in_the_same_bytes() {
        let mut pdf = file(&["P", "H1", "P", "H2", "L", "H2"]);
        let long = pdf.len();
        assert_eq!(kids_of(&pdf), "9 0 R 10 0 R 11 0 R 12 0 R 13 0 R 14 0 R");
        reorder(&mut pdf, &[0, 2, 1]).expect("three parts");
        assert_eq!(kids_of(&pdf), "9 0 R 10 0 R 11 0 R 14 0 R 12 0 R 13 0 R");
        assert_eq!(pdf.len(), long);
    }

    #[test]
    fn another_number_of_parts_changes_nothing() {
        let pdf = file(&["H1", "P", "H2"]);
        for places in [&[0, 1, 2][..], &[0], &[1, 1], &[1, 2]] {
            let mut changed = pdf.clone();
            assert_eq!(reorder(&mut changed, places), None, "{places:?}");
            assert_eq!(changed, pdf);
        }
        assert_eq!(reorder(&mut b"no PDF".to_vec(), &[0]), None);
    }
}
