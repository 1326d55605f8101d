//! A passage that no edition, grade and format admits.

use crate::corpus::{Admitted, Corpus, Document, Scope};
use crate::diag::{Diagnostic, rules};
use crate::syntax::{Kind, ScopeTag};

/// Finds `unreachable-passage`: a scope that doesn't meet those around it, so
/// that nobody would ever see what somebody wrote. Silence would be worse.
///
/// A translation repeats the tags of its source and may be for fewer readers,
/// so only sources are looked at.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    if document.lang != *corpus.site.default_lang() {
        return;
    }
    let tree = &document.parsed.tree;
    // Who is left, and where that ends.
    let mut around: Vec<(usize, Admitted)> = vec![(tree.nodes.len(), document.admitted(&corpus.site))];
    let mut index = 0;
    while index < tree.nodes.len() {
        while around.len() > 1 && around.last().is_some_and(|(end, _)| *end <= index) {
            around.pop();
        }
        let node = tree.node(index);
        include(corpus, document, index, around.last().expect("the document itself").1, diagnostics);
        let Some(scope) = document.scope(index) else {
            index += 1;
            continue;
        };
        let outside = around.last().expect("the document itself").1;
        let inside = outside.within(scope);
        if inside.is_empty() {
            // An unknown name has its own finding.
            if !unknown_names(corpus, document.parsed.scope(node.scope())) && !outside.is_empty() {
                let span = match node.kind() {
                    Kind::Section => node.children().next().map_or(node.span(), |heading| heading.span()),
                    _ => node.span(),
                };
                diagnostics.push(
                    Diagnostic::new(
                        &rules::UNREACHABLE_PASSAGE,
                        document.span(span),
                        "nobody can ever see this passage",
                    )
                    .hint(reason(corpus, outside, scope))
                    .hint("widen its scope, or the scope of the document or block around it"),
                );
            }
            index = node.end();
            continue;
        }
        around.push((node.end(), inside));
        index += 1;
    }
}

/// An include whose passage is for none of the readers of its place.
fn include(
    corpus: &Corpus,
    document: &Document,
    node: usize,
    outside: Admitted,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Ok(place) = document.includes.binary_search_by_key(&node, |(at, _)| *at) else { return };
    let (_, (id, name)) = &document.includes[place];
    let Some(target) = corpus.find(id.as_str()) else { return };
    let passage = match name.as_ref().and_then(|name| target.names.get(name)) {
        Some(block) => corpus.admitted(target, *block),
        None => target.admitted(&corpus.site),
    };
    let meet = Admitted {
        editions: outside.editions.intersection(passage.editions),
        grades: outside.grades.intersection(passage.grades),
        formats: outside.formats.intersection(passage.formats),
    };
    if meet.is_empty() && !outside.is_empty() && !passage.is_empty() {
        let span = document.span(document.parsed.tree.node(node).span());
        diagnostics.push(
            Diagnostic::new(&rules::UNREACHABLE_PASSAGE, span, "nobody can ever see this passage")
                .hint(format!("it is for {}", corpus.edition_names(passage.editions)))
                .hint(format!("the text around it is for {}", corpus.edition_names(outside.editions))),
        );
    }
}

/// Why a scope doesn't meet what is around it.
fn reason(corpus: &Corpus, outside: Admitted, scope: &Scope) -> String {
    if scope.editions.is_empty() {
        "its own keys exclude each other: no edition is in all of them".to_owned()
    } else if outside.editions.intersection(scope.editions).is_empty() {
        format!("the text around it is for {}", corpus.edition_names(outside.editions))
    } else if outside.grades.intersection(scope.grades).is_empty() {
        format!("the text around it is for grades {}", outside.grades)
    } else {
        "the text around it is in other formats".to_owned()
    }
}

fn unknown_names(corpus: &Corpus, tag: Option<&ScopeTag>) -> bool {
    let Some(tag) = tag else { return false };
    if tag.unreadable {
        return true;
    }
    let site = &corpus.site;
    tag.audience.iter().chain(&tag.except).any(|word| site.audience(&word.text).is_none())
        || tag.role.iter().any(|word| !site.roles.contains_key(word.text.as_str()))
        || tag.grade.iter().any(|word| site.grades_of_plan(&word.text).is_none())
        || tag.format.iter().any(|word| !crate::corpus::FormatSet::NAMES.contains(&word.text.as_str()))
}
