//! Headings: the title is the only first level, no level is skipped, and who
//! sees a section sees words in its heading.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::site::AudienceSet;
use crate::syntax::{Kind, NodeRef, Open};

/// Finds `skipped-heading` (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2) and
/// `empty-heading` (WCAG 2.2, 2.4.6).
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut last = 1;
    for node in document.parsed.tree.iter().filter(|node| node.kind() == Kind::Heading) {
        let level = node.arg();
        let marks = "#".repeat(usize::from(last.min(5)) + 1);
        if level == 1 {
            diagnostics.push(
                Diagnostic::new(
                    &rules::SKIPPED_HEADING,
                    document.span(node.span()),
                    "the title is the only heading of the first level",
                )
                .hint("begin this heading with `##`"),
            );
        } else if level > last + 1 {
            diagnostics.push(
                Diagnostic::new(
                    &rules::SKIPPED_HEADING,
                    document.span(node.span()),
                    format!("a heading of level {level} follows one of level {last}"),
                )
                .hint(format!(
                    "begin it with `{marks}`: readers who can't see the page find their way by the levels"
                )),
            );
        }
        last = level.max(2);
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
