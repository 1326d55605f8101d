//! Units: the named blocks of a document, which layers lie over.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::corpus::Manuscript;
use crate::corpus::document::own_name;
use crate::syntax::{Kind, LAYER_KEYS, attrs};
use crate::vfs::Hash;

/// The name of the document itself: its title, its summary, and what stands in
/// no named block.
pub const TOP: &str = "top";

/// How many hexadecimal digits of a hash stand in `base`.
const DIGITS: usize = 12;

/// A named block, or the document itself.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name; [`TOP`] for the document.
    pub name: String,
    /// Its node; nothing for the document.
    pub node: Option<usize>,
    /// Its nodes.
    pub nodes: Range<usize>,
    /// The place of the unit around it; nothing for the document.
    pub parent: Option<usize>,
}

/// Lists the units of a manuscript in the order of its text, the document
/// itself first.
///
/// Names of terms serve links only: what a term means stands beside it, not in
/// it.
pub fn units(manuscript: &Manuscript) -> Vec<Unit> {
    let tree = &manuscript.parsed.tree;
    let all = 0..tree.nodes.len();
    let mut units = vec![Unit { name: TOP.to_owned(), node: None, nodes: all, parent: None }];
    let mut open = vec![0];
    for node in tree.iter() {
        let Some(name) = own_name(node.extra()).filter(|_| node.kind() != Kind::DefinitionTerm) else {
            continue;
        };
        // Of two with one name, which is an error, the first has it.
        if manuscript.names.get(name) != Some(&node.index) {
            continue;
        }
        while units[*open.last().expect("the document is never closed")].nodes.end <= node.index {
            open.pop();
        }
        let parent = open.last().copied();
        open.push(units.len());
        units.push(Unit {
            name: name.to_owned(),
            node: Some(node.index),
            nodes: node.index..node.end(),
            parent,
        });
    }
    units
}

/// A unit's own Markdown as it is hashed: without what a layer says of itself,
/// nested units as `#name`, comments dropped, in NFC, each run of white space
/// one blank.
pub fn own_text(manuscript: &Manuscript, units: &[Unit], index: usize) -> String {
    normalized(&own_markdown(manuscript, units, index))
}

/// A unit's own Markdown as it is written, without what a layer says of
/// itself, nested units as `#name`, comments dropped.
pub fn own_markdown(manuscript: &Manuscript, units: &[Unit], index: usize) -> String {
    let tree = &manuscript.parsed.tree;
    let unit = &units[index];
    let bytes = |node: usize| tree.nodes[node].start as usize..tree.nodes[node].stop as usize;
    let whole = unit.node.map_or(manuscript.body..tree.source.len(), bytes);
    let mut cuts: Vec<(Range<usize>, String)> = units
        .iter()
        .filter(|inner| inner.parent == Some(index))
        .filter_map(|inner| Some((bytes(inner.node?), format!(" #{} ", inner.name))))
        .collect();
    cuts.extend(comments(manuscript, whole.clone()).map(|range| (range, String::new())));
    if let Some(range) = unit.node.and_then(|_| opening(&tree.source, whole.clone(), &unit.name)) {
        let plain = without_layer_keys(&tree.source, range.clone());
        cuts.push((range, plain));
    }
    cuts.sort_by_key(|(range, _)| range.start);
    let mut text = String::new();
    if unit.node.is_none() {
        text.push_str(&manuscript.meta.title);
        text.push('\n');
        text.push_str(manuscript.meta.summary.as_deref().unwrap_or_default());
        text.push('\n');
    }
    let mut at = whole.start;
    for (range, instead) in cuts {
        if range.start < at || range.end > whole.end {
            continue;
        }
        text.push_str(&tree.source[at..range.start]);
        text.push_str(&instead);
        at = range.end;
    }
    text.push_str(&tree.source[at.min(whole.end)..whole.end]);
    text
}

/// The hash by which a layer remembers what it was made from.
pub fn base(manuscript: &Manuscript, units: &[Unit], index: usize) -> String {
    hash_of(&own_text(manuscript, units, index))
}

/// The first digits of the hash of a text that [`own_text`] made.
pub fn hash_of(text: &str) -> String {
    Hash::of(text.as_bytes()).to_hex()[..DIGITS].to_owned()
}

fn normalized(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let words: String = text.nfc().collect();
    for word in words.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// Comments that stand in no code.
fn comments(manuscript: &Manuscript, whole: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let tree = &manuscript.parsed.tree;
    let code: Vec<Range<usize>> = tree
        .iter()
        .filter(|node| matches!(node.kind(), Kind::CodeBlock | Kind::Code))
        .map(|node| node.span())
        .collect();
    let source = tree.source.clone();
    let mut at = whole.start;
    std::iter::from_fn(move || {
        loop {
            let start = at + source.get(at..whole.end)?.find("<!--")?;
            if code.iter().any(|range| range.contains(&start)) {
                at = start + 4;
                continue;
            }
            let end = source[start..whole.end].find("-->").map_or(whole.end, |length| start + length + 3);
            at = end;
            return Some(start..end);
        }
    })
}

/// The attribute list that gives a unit its name.
pub(super) fn opening(source: &str, whole: Range<usize>, name: &str) -> Option<Range<usize>> {
    let wanted = format!("#{name}");
    let mut at = whole.start;
    while let Some(found) = source[at..whole.end].find(&wanted).map(|offset| at + offset) {
        let ends = source[found + wanted.len()..].starts_with(|c: char| c == '}' || c.is_whitespace());
        let list = source[whole.start..found].rfind('{').map(|open| whole.start + open);
        let range = list.and_then(|open| Some(open..attrs::end_of_list(source, open)?));
        match range.filter(|range| ends && range.end > found && range.end <= whole.end) {
            Some(range) => return Some(range),
            None => at = found + wanted.len(),
        }
    }
    None
}

fn without_layer_keys(source: &str, list: Range<usize>) -> String {
    let Ok(items) = attrs::parse(source, list.clone()) else { return source[list].to_owned() };
    let written = items.into_iter().filter_map(|item| match item {
        attrs::Item::Name(name, _) => Some(format!("#{name}")),
        attrs::Item::Class(class, _) => Some(format!(".{class}")),
        attrs::Item::Value { key, .. } if LAYER_KEYS.contains(&key.as_str()) => None,
        attrs::Item::Value { key, value, .. } => Some(format!("{key}=\"{value}\"")),
    });
    format!("{{{}}}", written.collect::<Vec<_>>().join(" "))
}
