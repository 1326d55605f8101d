//! Writing layers: hashes into a file, and a file to begin with.

use std::fmt::Write;
use std::ops::Range;

use super::unit::{self, Unit};
use crate::corpus::Manuscript;
use crate::site::Revisable;
use crate::syntax::{DivKind, Kind, Open, attrs};

/// Returns the text of a layer's file whose units name these hashes: pairs of
/// a unit's name and its hash. Everything else stays as it is, byte for byte.
pub fn with_bases(layer: &Manuscript, bases: &[(String, String)]) -> String {
    let source = &layer.parsed.tree.source;
    let units = unit::units(layer);
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for (name, base) in bases {
        let place = units.iter().find(|unit| unit.name == *name).and_then(|unit| place(layer, unit));
        if let Some((range, written)) = place {
            changes.push((range, written.replace("{}", base)));
        }
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(source.len() + 24 * changes.len());
    let mut at = 0;
    for (range, written) in changes {
        text.push_str(&source[at..range.start]);
        text.push_str(&written);
        at = range.end;
    }
    text.push_str(&source[at..]);
    text
}

/// Where a unit's hash stands or has to stand, and what is written there with
/// the hash as `{}`.
fn place(layer: &Manuscript, unit: &Unit) -> Option<(Range<usize>, String)> {
    let source = &layer.parsed.tree.source;
    let Some(node) = unit.node else {
        if let Some(base) = &layer.front.base {
            return Some((base.range.clone(), "\"{}\"".to_owned()));
        }
        // Before the first table: as the first key.
        let first = source.find('\n')? + 1;
        return Some((first..first, "base = \"{}\"\n".to_owned()));
    };
    let span = layer.parsed.tree.node(node).span();
    let list = unit::opening(source, span, &unit.name)?;
    let items = attrs::parse(source, list.clone()).ok()?;
    let known = items.into_iter().find_map(|item| match item {
        attrs::Item::Value { key, span, .. } if key == "base" => Some(span),
        _ => None,
    });
    match known {
        Some(range) => Some((range, "{}".to_owned())),
        None => Some((list.end - 1..list.end - 1, " base={}".to_owned())),
    }
}

/// Returns a file in which somebody can translate a document: its title, and
/// each of its blocks as a comment that says what stands in the source. A block
/// counts as missing until it is written.
pub fn skeleton(source: &Manuscript, lang: &str) -> String {
    let units = unit::units(source);
    let tree = &source.parsed.tree;
    let mut text = String::from("+++\n");
    let quoted = |text: &str| format!("{text:?}");
    let _ =
        writeln!(text, "# Put the title and the summary into the language `{lang}`, then the blocks below.");
    let _ = writeln!(text, "title = {}", quoted(&source.meta.title));
    if let Some(summary) = &source.meta.summary {
        let _ = writeln!(text, "summary = {}", quoted(summary));
    }
    let _ = writeln!(text, "base = \"{}\"\n+++", unit::base(source, &units, 0));
    for (place, unit) in units.iter().enumerate() {
        let own = unit::own_markdown(source, &units, place);
        // A comment ends at its first `-->`.
        let own = own.trim().replace("--", "- -");
        let Some(node) = unit.node.map(|node| tree.node(node)) else {
            if source.body < tree.source.len() {
                let _ = writeln!(text, "\n<!-- what stands in no named block:\n\n{own}\n-->");
            }
            continue;
        };
        let base = unit::base(source, &units, place);
        let shape = match node.kind() {
            Kind::Section => {
                format!("{} … {{#{} base={base}}}", "#".repeat(usize::from(node.arg().min(6))), unit.name)
            }
            Kind::Div => format!("::: {{#{} base={base}}} … :::", unit.name),
            _ => format!("… {{#{} base={base}}}", unit.name),
        };
        let _ = writeln!(text, "\n<!-- #{}: write it as `{shape}`\n\n{own}\n-->", unit.name);
    }
    text
}

/// Returns a file in which a district can revise a document: each block that it
/// may change, as a comment that says what stands there now.
pub fn overlay(source: &Manuscript, revisable: Revisable) -> String {
    let units = unit::units(source);
    let tree = &source.parsed.tree;
    let mut text = format!("+++\nrevises = \"{}\"\n+++\n", source.id);
    text.push_str("\n<!-- Write your own text below the comment of a block. What you leave out stays the state's. -->\n");
    for (place, unit) in units.iter().enumerate() {
        let Some(node) = unit.node.map(|node| tree.node(node)) else { continue };
        let class = match node.extra() {
            Some(Open::Attrs(attrs)) if !attrs.locked => attrs.class,
            Some(Open::Attrs(_)) => continue,
            _ => DivKind::Plain,
        };
        if class == DivKind::Include || (revisable == Revisable::Slots && class != DivKind::Slot) {
            continue;
        }
        let base = unit::base(source, &units, place);
        // A comment ends at its first `-->`.
        let own = unit::own_markdown(source, &units, place).trim().replace("--", "- -");
        let _ = writeln!(
            text,
            "\n<!-- #{name}: write it as\n\n::: {{#{name} base={base}}}\n…\n:::\n\nNow it says:\n\n{own}\n-->",
            name = unit.name
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::corpus;
    use crate::vfs::{SitePath, Snapshot};

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a good path")
    }

    #[test]
    fn hashes_are_written_where_they_belong() {
        let mut site = Snapshot::default().with_defaults();
        site.insert(path("site-config.toml"), include_str!("../../../tests/sites/minimal/site-config.toml"));
        let text =
            "+++\ntitle = \"X\"\nkind = \"page\"\n+++\nText.\n\n## A {#a}\n\n- one {#b base=0 audience=x}\n";
        site.insert(path("content/pages/x.md"), text);
        let corpus = corpus::load(&site).value.expect("a site");
        let document = corpus.find("pages/x").expect("it is there");
        let bases = [("top", "1"), ("a", "2"), ("b", "3")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let written = super::with_bases(document, &bases);
        assert_eq!(
            written,
            "+++\nbase = \"1\"\ntitle = \"X\"\nkind = \"page\"\n+++\nText.\n\n## A {#a base=2}\n\n- one {#b base=3 audience=x}\n"
        );
    }
}
