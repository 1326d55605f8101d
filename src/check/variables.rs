//! Every variable has a value, and what it says may stand where it stands.

use crate::corpus::link::is_safe;
use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, Span, rules};
use crate::site::raw::Text;
use crate::site::{VariableProblem, find_variables};
use crate::syntax::{Kind, Open};

/// Finds `unknown-variable`, `missing-value`, `invalid-variable` and `unsafe-link`: in prose, front matter, titles
/// of blocks and link targets.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut checker = Checker { corpus, document, diagnostics };
    for text in front_matter(document) {
        checker.text(&text.value, document.span(text.range.clone()));
    }
    for node in document.parsed.tree.iter() {
        let span = || document.span(node.span());
        match (node.kind(), node.extra()) {
            (Kind::Variable, Some(Open::Variable { form, path })) => {
                checker.variable(path, form.as_deref(), true, span())
            }
            (Kind::Link, Some(Open::Link { dest, .. })) if dest.contains("{{") => {
                checker.text(dest, span());
                let address = corpus.site.fill(dest, &document.lang, document.owner);
                if !address.contains("{{") && !is_safe(&address) {
                    checker.diagnostics.push(
                        Diagnostic::new(
                            &rules::UNSAFE_LINK,
                            span(),
                            format!("this link would lead to `{address}`"),
                        )
                        .hint("the value has to begin with http:, https:, mailto: or tel:"),
                    );
                }
            }
            (_, Some(Open::Attrs(attrs))) => {
                for (_, word) in
                    attrs.values.iter().filter(|(key, _)| matches!(key.as_str(), "title" | "by" | "grouping"))
                {
                    checker.text(&word.text, document.span(word.span.clone()));
                }
            }
            _ => {}
        }
    }
}

/// The texts of front matter that readers see.
pub(super) fn front_matter(document: &Document) -> impl Iterator<Item = &Text> {
    let front = &document.front;
    let single = [&front.title, &front.summary, &front.subject, &front.room].into_iter().flatten();
    let lists = [&front.objectives, &front.materials, &front.prerequisites].into_iter().flatten().flatten();
    let steps = front.preparation.iter().flatten();
    single.chain(lists).chain(steps.flat_map(|step| std::iter::once(&step.when).chain(&step.items.0)))
}

struct Checker<'a> {
    corpus: &'a Corpus,
    document: &'a Document,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    /// A text without markup.
    fn text(&mut self, text: &str, span: Span) {
        for variable in find_variables(text) {
            self.variable(variable.path, variable.form, false, span.clone());
        }
    }

    /// `line`: an event's value may be a line to fill in.
    fn variable(&mut self, path: &str, form: Option<&str>, line: bool, span: Span) {
        let Err(problem) = self.corpus.site.variable(path, form, &self.document.lang, self.document.owner)
        else {
            return;
        };
        // What a district lacks is told once, where it stands.
        if path.starts_with("district.") && !self.document.owner.is_state() {
            return;
        }
        let diagnostic = match &problem {
            VariableProblem::EventLine { .. } if line => return,
            VariableProblem::EventLine { .. } => Diagnostic::new(&rules::UNKNOWN_VARIABLE, span, problem.message())
                .hint("in the text of a document it becomes a line to fill in; titles, lists and links can't hold one"),
            VariableProblem::Unknown { .. } if path.is_empty() => {
                Diagnostic::new(&rules::INVALID_VARIABLE, span, "this isn't the name of a variable")
                    .hint("write `{{ plan.short }}`, or `{{ a plan.short }}` with its article")
            }
            problem => problem.at(span),
        };
        self.diagnostics.push(diagnostic);
    }
}
