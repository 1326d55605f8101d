//! Names of blocks: explicit ones, and those that headings have by default.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::document::own_name;
use crate::diag::{Diagnostic, Span, rules};
use crate::syntax::{Kind, NodeRef, Open, ScopeId, Tree};
use crate::vfs::{Hash, Hasher, SitePath};

/// Collects explicit names (each once) and makes default ones for headings.
pub fn collect(
    path: &SitePath,
    tree: &Tree<Open>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (IndexMap<String, usize>, IndexMap<usize, String>) {
    let mut names: IndexMap<String, usize> = IndexMap::new();
    for node in tree.iter() {
        let Some(Open::Attrs(attrs)) = node.extra() else { continue };
        let Some(word) = &attrs.name else { continue };
        // An include's name is where it arrives; it belongs to this document.
        if let Some(first) = names.get(&word.text) {
            let first = tree.node(*first).span();
            diagnostics.push(
                Diagnostic::new(
                    &rules::DUPLICATE_NAME,
                    Span::new(path, word.span.clone()),
                    format!("the name `{}` stands twice in this file", word.text),
                )
                .label(Span::new(path, first), "it is already the name of this")
                .hint("give one of them another name"),
            );
        } else {
            names.insert(word.text.clone(), node.index);
        }
    }
    let mut defaults = IndexMap::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    for node in tree.iter().filter(|node| node.kind() == Kind::Section && own_name(node.extra()).is_none()) {
        let Some(heading) = node.children().next() else { continue };
        let base = match slug::slugify(heading_text(heading)) {
            slug if slug.is_empty() => "section".to_owned(),
            slug => slug,
        };
        let mut name = base.clone();
        let number = next.entry(base.clone()).or_insert(2);
        while names.contains_key(&name) || name == "top" {
            name = format!("{base}-{number}");
            *number += 1;
        }
        names.insert(name.clone(), node.index);
        defaults.insert(node.index, name);
    }
    (names, defaults)
}

/// Returns a hash of what a link to this document can depend on: its path, its
/// names, and the headings that give some of them.
pub fn hash(
    path: &SitePath,
    tree: &Tree<Open>,
    names: &IndexMap<String, usize>,
    defaults: &IndexMap<usize, String>,
) -> Hash {
    let mut hasher = Hasher::new();
    hasher.text(path.as_str());
    for (name, node) in names {
        hasher.text(name);
        let heading = tree.node(*node).children().next().filter(|_| defaults.contains_key(node));
        hasher.text(heading.map_or("", |heading| &tree.source[heading.span()]));
    }
    hasher.finish()
}

/// The text of a heading, a variable counting as its path's first segment.
/// Phrases with a scope don't count: all editions share the name.
fn heading_text(heading: NodeRef<Open>) -> String {
    let mut text = String::new();
    let mut skip = 0;
    for node in heading.subtree() {
        if node.index < skip {
            continue;
        }
        if node.scope() != ScopeId::default() {
            skip = node.end();
            continue;
        }
        match (node.kind(), node.extra()) {
            (Kind::Text | Kind::Code, _) => text.push_str(node.text()),
            (Kind::SoftBreak | Kind::HardBreak, _) => text.push(' '),
            (Kind::Variable, Some(Open::Variable { path, .. })) => {
                text.push_str(path.split('.').next().unwrap_or_default())
            }
            _ => {}
        }
    }
    text
}
