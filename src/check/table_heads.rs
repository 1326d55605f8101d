//! Every column of a table has a heading.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::syntax::Kind;

/// Finds `empty-column-head`: a screen reader names each cell by its column,
/// and on a phone the heads stand beside the cells. WCAG 2.2, 1.3.1.
pub fn check(_: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    for head in document.parsed.tree.iter().filter(|node| node.kind() == Kind::TableHead) {
        for cell in head.children().filter(|cell| cell.is_empty()) {
            let at = cell.span();
            let span = if at.is_empty() { head.span() } else { at };
            diagnostics.push(
                Diagnostic::new(&rules::EMPTY_COLUMN_HEAD, document.span(span), "this column has no heading")
                    .hint("say what stands in it, also above the first column"),
            );
        }
    }
}
