//! The index of an edition's search: a script, so that it works from a folder
//! without a server.

use serde_json::json;

use crate::edition::Page;
use crate::syntax::Kind;
use crate::vfs::OutputPath;

/// A page as the search knows it.
pub struct Entry<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its kind, in words.
    pub kind: String,
    /// What it shows beside its own text: the duties of a matrix.
    pub more: String,
}

/// What the search of an edition knows: the text of its own pages.
pub fn index(path: &OutputPath, search: &OutputPath, pages: &[Entry]) -> (OutputPath, Vec<u8>) {
    let docs: Vec<_> = pages
        .iter()
        .map(|Entry { page, kind, more }| {
            json!({
                "t": page.title,
                "h": search.link_to(&page.path),
                "s": page.summary.clone().unwrap_or_default(),
                "k": kind,
                "x": format!("{} {more}", text(page)).trim(),
            })
        })
        .collect();
    let data = json!({ "docs": docs });
    (path.clone(), format!("window.ilpressIndex={data};\n").into_bytes())
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
    text.trim().to_owned()
}
