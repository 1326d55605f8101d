//! Every picture has an alternative text.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::syntax::{Kind, Open};

/// Finds `missing-alt`. WCAG 2.2, 1.1.1; PDF/UA-1, 7.3.
pub fn check(_: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    for node in document.parsed.tree.iter().filter(|node| node.kind() == Kind::Image) {
        let variable = node.subtree().any(|inner| inner.kind() == Kind::Variable);
        if !variable && node.plain_text().trim().is_empty() {
            let file = match node.extra() {
                Some(Open::Image { dest, .. }) => dest.as_str(),
                _ => "",
            };
            diagnostics.push(
                Diagnostic::new(
                    &rules::MISSING_ALT,
                    document.span(node.span()),
                    "this picture has no alternative text",
                )
                .hint(format!(
                    "say what it shows to those who can't see it: `![three students at a table]({file})`"
                )),
            );
        }
    }
}
