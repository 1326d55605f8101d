//! Every picture has an alternative text.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::site::AudienceSet;
use crate::syntax::{Kind, Open};

/// Finds `missing-alt`. WCAG 2.2, 1.1.1; PDF/UA-1, 7.3.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    for node in document.parsed.tree.iter().filter(|node| node.kind() == Kind::Image) {
        let words = node.subtree().filter(|inner| match inner.kind() {
            Kind::Text | Kind::Code => !inner.text().trim().is_empty(),
            Kind::Variable => true,
            _ => false,
        });
        let served = words.fold(AudienceSet::EMPTY, |served, inner| {
            served.union(corpus.admitted(document, inner.index).editions)
        });
        let lacking = corpus.admitted(document, node.index).editions.difference(served);
        if !lacking.is_empty() {
            let file = match node.extra() {
                Some(Open::Image { dest, .. }) => dest.as_str(),
                _ => "",
            };
            let message = if served.is_empty() {
                "this picture has no alternative text".to_owned()
            } else {
                format!(
                    "this picture has no alternative text in the editions for {}",
                    corpus.edition_names(lacking)
                )
            };
            diagnostics.push(Diagnostic::new(&rules::MISSING_ALT, document.span(node.span()), message).hint(
                format!(
                    "say what it shows to those who can't see it: `![three students at a table]({file})`"
                ),
            ));
        }
    }
}
