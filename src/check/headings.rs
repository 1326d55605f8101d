//! Heading levels: the title is the only first level, and none is skipped.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::syntax::Kind;

/// Finds `skipped-heading`. WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2.
pub fn check(_: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
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
    }
}
