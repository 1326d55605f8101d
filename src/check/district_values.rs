//! What districts' pages and papers say of them has a value: nothing is
//! published with a hole in it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::variables::front_matter;
use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, Span, rules};
use crate::site::{DistrictId, find_variables};
use crate::syntax::{Kind, Open};

/// How many places and values a message names.
const MOST: usize = 5;

/// A value that is used, without `district.`, and where.
type Use = (String, Span);

/// Finds `missing-value` of districts and their schools, one finding each.
pub fn check(corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let site = &corpus.site;
    let ids: Vec<_> = corpus
        .documents()
        .map(|document| &document.id)
        .filter(|id| site.district_settings.publishes(id.as_str()))
        .collect();
    let mut uses: HashMap<usize, Vec<Use>> = HashMap::new();
    let mut missing: BTreeMap<DistrictId, BTreeMap<String, Span>> = BTreeMap::new();
    for owner in site.publishers() {
        for document in ids
            .iter()
            .flat_map(|id| owner.languages.iter().filter_map(|lang| corpus.of(owner.index, lang, id)))
        {
            let used = uses.entry(corpus.place(document)).or_insert_with(|| used(corpus, document));
            for (key, span) in used.iter().filter(|(key, _)| !owner.values.contains_key(key)) {
                let of_district = missing.entry(owner.district.clone()).or_default();
                of_district.entry(key.clone()).or_insert_with(|| span.clone());
            }
        }
    }
    for (id, keys) in missing {
        let Some(district) = site.districts.get(&id) else { continue };
        let names: Vec<String> = keys.keys().take(MOST).map(|key| format!("`{key}`")).collect();
        let more = keys.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message =
            format!("{} doesn’t say {}{more}, which its pages show", district.name, names.join(", "));
        let mut found = Diagnostic::new(&rules::MISSING_VALUE, district.span.clone(), message);
        for (key, span) in keys.iter().take(MOST) {
            found = found.label(span.clone(), format!("`{key}` is shown here"));
        }
        let asked: HashSet<&String> =
            keys.keys().filter_map(|key| site.district_settings.ask.get(key)).collect();
        let mut asked: Vec<&str> = asked.into_iter().map(String::as_str).collect();
        asked.sort_unstable();
        for who in asked {
            found = found.hint(format!("ask {who}"));
        }
        let first = keys.keys().next().map_or("", String::as_str);
        diagnostics.push(found.hint(format!("write `{first} = \"…\"` there, or in the column `{first}`")));
    }
}

/// The values of districts that a document shows, also with what it includes.
fn used(corpus: &Corpus, document: &Document) -> Vec<Use> {
    let mut found = Vec::new();
    for text in front_matter(document) {
        of_text(&text.value, || document.span(text.range.clone()), &mut found);
    }
    let mut seen = HashSet::new();
    inside(corpus, document, 0..document.parsed.tree.nodes.len(), &mut seen, &mut found);
    found
}

fn inside(
    corpus: &Corpus,
    document: &Document,
    nodes: Range<usize>,
    seen: &mut HashSet<(usize, usize)>,
    found: &mut Vec<Use>,
) {
    if !seen.insert((corpus.place(document), nodes.start)) {
        return;
    }
    for node in nodes.clone().map(|index| document.parsed.tree.node(index)) {
        let span = || document.span(node.span());
        match (node.kind(), node.extra()) {
            (Kind::Variable, Some(Open::Variable { path, .. })) => {
                found.extend(path.strip_prefix("district.").map(|key| (key.to_owned(), span())));
            }
            (Kind::Link, Some(Open::Link { dest, .. })) => of_text(dest, span, found),
            (_, Some(Open::Attrs(attrs))) => {
                for (_, word) in &attrs.values {
                    of_text(&word.text, span, found);
                }
            }
            _ => {}
        }
    }
    for (_, (id, passage)) in document.includes.iter().filter(|(node, _)| nodes.contains(node)) {
        let target = corpus.of(document.owner, &document.lang, id).or_else(|| corpus.find(id.as_str()));
        if let Some(target) = target {
            inside(corpus, target, target.passage(passage.as_deref()), seen, found);
        }
    }
}

fn of_text(text: &str, span: impl Fn() -> Span, found: &mut Vec<Use>) {
    for variable in find_variables(text) {
        found.extend(variable.path.strip_prefix("district.").map(|key| (key.to_owned(), span())));
    }
}
