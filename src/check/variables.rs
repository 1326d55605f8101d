//! Every variable has a value.

use crate::corpus::{Corpus, Document};
use crate::diag::{rules, Diagnostic, Span};
use crate::site::{find_variables, VariableProblem};
use crate::syntax::{Kind, Open};

/// Finds `unknown-variable`: in prose, titles, summaries and link targets.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |path: &str, form: Option<&str>, span: Span| match corpus.site.variable(path, form, &document.lang) {
        Ok(_) | Err(VariableProblem::EventLine { .. }) => {}
        Err(problem) => diagnostics.push(Diagnostic::new(&rules::UNKNOWN_VARIABLE, span, problem.message()).hint_opt(problem.hint())),
    };
    let front = &document.front;
    for text in [&front.title, &front.summary, &front.subject].into_iter().flatten() {
        for variable in find_variables(&text.value) {
            report(variable.path, variable.form, text.span(&document.path));
        }
    }
    for node in document.parsed.tree.iter() {
        match (node.kind(), node.extra()) {
            (Kind::Variable, Some(Open::Variable { form, path })) => report(path, form.as_deref(), document.span(node.span())),
            (Kind::Link, Some(Open::Link { dest, .. })) => {
                for variable in find_variables(dest) {
                    report(variable.path, variable.form, document.span(node.span()));
                }
            }
            _ => {}
        }
    }
}
