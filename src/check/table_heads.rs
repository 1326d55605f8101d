//! Every column of a table has a heading, and every row of a crosswalk.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::site::AudienceSet;
use crate::syntax::{Kind, NodeRef, Open};

/// Finds `empty-column-head`: a screen reader names each cell by its column,
/// and on a phone the heads stand beside the cells. WCAG 2.2, 1.3.1.
///
/// Finds `empty-row-head` in crosswalks, whose rows are named by their first
/// cell. PDF/UA-1, 7.5.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
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
    for row in document.parsed.tree.iter().filter(|node| node.kind() == Kind::TableRow) {
        if let Some(cell) = row.children().next().filter(|cell| cell.arg() == 1) {
            row_head(corpus, document, row, cell, diagnostics);
        }
    }
}

/// The first cell of a row has words for all who see the row.
fn row_head(
    corpus: &Corpus,
    document: &Document,
    row: NodeRef<Open>,
    cell: NodeRef<Open>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let readers = corpus.admitted(document, cell.index).editions;
    let words = cell.subtree().filter(|node| match node.kind() {
        Kind::Text | Kind::Code => !node.text().trim().is_empty(),
        Kind::Variable => true,
        _ => false,
    });
    let served = words.fold(AudienceSet::EMPTY, |served, node| {
        served.union(corpus.admitted(document, node.index).editions)
    });
    let lacking = readers.difference(served);
    if lacking.is_empty() {
        return;
    }
    let message = match served.is_empty() {
        true => "this row of a crosswalk has no heading".to_owned(),
        false => {
            format!(
                "this row of a crosswalk has no heading in the editions for {}",
                corpus.edition_names(lacking)
            )
        }
    };
    let at = if cell.span().is_empty() || served.is_empty() { row.span() } else { cell.span() };
    diagnostics.push(
        Diagnostic::new(&rules::EMPTY_ROW_HEAD, document.span(at), message)
            .hint("say in its first cell what the row is about; or take the table out of `::: crosswalk`"),
    );
}
