//! Blocks hold what their class promises: a figure a picture, steps a
//! numbered list, a crosswalk a table.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::syntax::parse::div_kind;
use crate::syntax::{DivKind, Kind, NodeRef, Open};

/// Finds `invalid-block`.
pub fn check(_: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    for node in document.parsed.tree.iter().filter(|node| node.kind() == Kind::Div) {
        let has = |kind: Kind| node.subtree().any(|inner| inner.kind() == kind);
        let ordered = || node.subtree().any(|inner| matches!(inner.extra(), Some(Open::Ordered(_))));
        let problem = match div_kind(node.extra()) {
            DivKind::Figure if !has(Kind::Image) => {
                Some(("a figure has no picture", "add `![what it shows](/assets/name.svg)`"))
            }
            DivKind::Steps if !ordered() => {
                Some(("these steps have no numbered list", "begin each step with `1.`"))
            }
            DivKind::Checklist if !has(Kind::List) => {
                Some(("this checklist has no list", "begin each point with `- `"))
            }
            DivKind::Form if !has(Kind::List) => {
                Some(("this form has no lines", "write each line's label as a list item: `- Student's name`"))
            }
            DivKind::Crosswalk if !has(Kind::Table) => {
                Some(("this crosswalk has no table", "put a table between its lines"))
            }
            DivKind::Duties if !node.is_empty() => Some((
                "a duties block has no text of its own",
                "remove what stands between its lines: it would not be shown",
            )),
            DivKind::Quote
            | DivKind::Note
            | DivKind::Tip
            | DivKind::Law
            | DivKind::Example
            | DivKind::Equity
            | DivKind::Slide
            | DivKind::Script
            | DivKind::Activity
            | DivKind::Handout
                if is_empty(node) =>
            {
                Some(("this block is empty", "write what belongs into it, or remove it"))
            }
            _ => None,
        };
        if let Some((message, hint)) = problem {
            diagnostics
                .push(Diagnostic::new(&rules::INVALID_BLOCK, document.span(node.span()), message).hint(hint));
        }
    }
}

fn is_empty(node: NodeRef<Open>) -> bool {
    node.is_empty()
}
