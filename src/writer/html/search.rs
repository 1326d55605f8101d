//! The index of an edition's search: scripts, so that it works from a folder
//! without a server.

use serde::Serialize;

use crate::edition::Page;
use crate::syntax::Kind;
use crate::vfs::OutputPath;

/// What the search's script reads of a page.
#[derive(Serialize)]
struct Entry<'a> {
    /// Title.
    t: &'a str,
    /// Relative address.
    h: String,
    /// Summary.
    s: &'a str,
    /// Kind, in words.
    k: &'a str,
    /// All words.
    x: &'a str,
}

/// What the search knows of a page: a JSON object. `search` is the page with
/// the search, `kind` the page's kind in words, and `more` what it shows beside
/// its own text: the duties of a matrix.
pub fn entry(page: &Page, search: &OutputPath, kind: &str, more: &str) -> String {
    let mut words = text(page);
    if !more.is_empty() {
        words.push(' ');
        words.push_str(more);
    }
    let entry = Entry {
        t: &page.title,
        h: search.link_to(&page.path),
        s: page.summary.as_deref().unwrap_or_default(),
        k: kind,
        x: words.trim(),
    };
    serde_json::to_string(&entry).expect("plain data")
}

/// A part of the index; the first makes what the others add to.
pub fn index<'a>(part: usize, entries: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let list = entries.collect::<Vec<_>>().join(",\n");
    let script = match part {
        0 => format!("window.ilpressIndex={{\"docs\":[{list}]}};\n"),
        _ => format!("window.ilpressIndex.docs.push({list});\n"),
    };
    script.into_bytes()
}

/// The words of a page, blocks parted by blanks.
fn text(page: &Page) -> String {
    let mut text = String::new();
    for node in page.tree.iter() {
        match node.kind() {
            Kind::Text | Kind::Code => text.push_str(node.text()),
            kind if (!kind.is_inline() || matches!(kind, Kind::SoftBreak | Kind::HardBreak))
                && !text.ends_with(' ') =>
            {
                text.push(' ')
            }
            _ => {}
        }
    }
    text
}
