//! Headings: the title is the only first level, no level is skipped, and who
//! sees a section sees words in its heading.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::site::AudienceSet;
use crate::syntax::{Kind, NodeRef, Open};

/// Finds `skipped-heading` (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2) and
/// `empty-heading` (WCAG 2.2, 2.4.6).
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let headings: Vec<_> = document
        .parsed
        .tree
        .iter()
        .filter(|node| node.kind() == Kind::Heading)
        .map(|node| (node, corpus.admitted(document, node.index).editions))
        .collect();
    let mut jumps: Vec<(usize, u8, AudienceSet)> = Vec::new();
    for (index, _) in corpus.site.editions().filter(|(index, _)| document.editions.contains(*index)) {
        let mut last = 1;
        for (place, (node, readers)) in headings.iter().enumerate() {
            if !readers.contains(index) {
                continue;
            }
            if node.arg() > last + 1 {
                match jumps.iter_mut().find(|(at, from, _)| *at == place && *from == last) {
                    Some((_, _, editions)) => *editions = editions.union(AudienceSet::of(index)),
                    None => jumps.push((place, last, AudienceSet::of(index))),
                }
            }
            last = node.arg().max(2);
        }
    }
    for (place, last, editions) in jumps {
        let node = headings[place].0;
        let mut message = format!("a heading of level {} follows one of level {last}", node.arg());
        if editions != document.editions {
            message.push_str(&format!(" in the editions for {}", corpus.edition_names(editions)));
        }
        let marks = "#".repeat(usize::from(last.min(5)) + 1);
        diagnostics.push(Diagnostic::new(&rules::SKIPPED_HEADING, document.span(node.span()), message).hint(
            format!("begin it with `{marks}`: readers who can't see the page find their way by the levels"),
        ));
    }
    for (node, _) in headings {
        if node.arg() == 1 {
            let message = "the title is the only heading of the first level";
            diagnostics.push(
                Diagnostic::new(&rules::SKIPPED_HEADING, document.span(node.span()), message)
                    .hint("begin this heading with `##`"),
            );
        }
        empty(corpus, document, node, diagnostics);
    }
}

/// A heading whose words are all for others.
fn empty(corpus: &Corpus, document: &Document, heading: NodeRef<Open>, diagnostics: &mut Vec<Diagnostic>) {
    let readers = corpus.admitted(document, heading.index).editions;
    let words = heading.subtree().filter(|node| match node.kind() {
        Kind::Text | Kind::Code => !node.text().trim().is_empty(),
        Kind::Variable => true,
        _ => false,
    });
    let served = words.fold(AudienceSet::EMPTY, |served, node| {
        served.union(corpus.admitted(document, node.index).editions)
    });
    let lacking = readers.difference(served);
    if !lacking.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                &rules::EMPTY_HEADING,
                document.span(heading.span()),
                format!("this heading has no words in the editions for {}", corpus.edition_names(lacking)),
            )
            .hint("give it words that all readers of the section see, or narrow the section: `## Money {audience=families}`"),
        );
    }
}
