//! Checks over the linked corpus: what only the whole can tell.
//!
//! One check, one file. Each takes the corpus and adds findings.

mod agency;
mod aliases;
mod coverage;
mod district_values;
mod duties;
mod duty_report;
mod forms;
mod headings;
mod images;
mod lacking_links;
mod lost_editions;
mod lost_tags;
mod module_minutes;
mod outdated;
mod selections;
mod start_documents;
mod table_heads;
mod unexplained_duty;
mod unreachable;
mod untied_duty;
mod variables;

pub use coverage::{Coverage, coverage};
pub use duties::{number, too_many_hours};
pub use duty_report::{DutyReport, Finding, Letters, MOST, Named, RoleReport, Why, duty_report};
pub use untied_duty::Obligations;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::corpus::{Corpus, DocId, Document, Target};
use crate::diag::Diagnostic;
use crate::vfs::{Hash, Kept};

/// A check of one document.
type Check = fn(&Corpus, &Document, &mut Vec<Diagnostic>);

/// All checks of documents, in the order of their names.
static CHECKS: &[(&str, Check)] = &[
    ("aliases", aliases::check),
    ("forms", forms::check),
    ("headings", headings::check),
    ("images", images::check),
    ("lacking-links", lacking_links::check),
    ("lost-tags", lost_tags::check),
    ("module-minutes", module_minutes::check),
    ("selections", selections::check),
    ("table-heads", table_heads::check),
    ("unreachable", unreachable::check),
    ("variables", variables::check),
];

/// What checks know beside the site.
#[derive(Clone, Debug)]
pub struct Known {
    /// Decides what is overdue; it reaches no page.
    pub today: Date,
    /// How prose says who must do what.
    pub obligations: Obligations,
}

/// Runs all checks.
pub fn check(corpus: &Corpus, known: &Known, diagnostics: &mut Vec<Diagnostic>) {
    Checker::default().check(corpus, known, diagnostics);
}

/// Runs checks, and remembers what was found in documents for which nothing
/// has changed since.
#[derive(Default)]
pub struct Checker {
    /// The layout, the day and the obligations for which the findings hold.
    around: Option<(Hash, Date, Option<Hash>)>,
    /// Findings, with the content of the document in which they are.
    known: Kept<(Hash, Arc<[Diagnostic]>)>,
}

impl Checker {
    /// Runs all checks, see [`check`].
    pub fn check(&mut self, corpus: &Corpus, about: &Known, diagnostics: &mut Vec<Diagnostic>) {
        let documents: Vec<&Document> = corpus.all().collect();
        let around = Some((corpus.layout(), about.today, about.obligations.hash()));
        let before = if self.around == around { std::mem::take(&mut self.known) } else { Kept::default() };
        let known = |place: usize, document: &Document| {
            before.get(place, &document.path).filter(|(content, _)| *content == document.content)
        };
        let changed: HashSet<&DocId> = documents
            .iter()
            .enumerate()
            .filter(|(place, document)| known(*place, document).is_none())
            .map(|(_, document)| &document.id)
            .collect();
        let found: Vec<Arc<[Diagnostic]>> = documents
            .par_iter()
            .enumerate()
            .map(|(place, document)| match known(place, document) {
                Some((_, found)) if !looks_at(document, &changed) => found.clone(),
                _ => check_document(corpus, document, about).into(),
            })
            .collect();
        // What a district's document has of the state's is found in both.
        let mut told = HashSet::new();
        let all = found.iter().flat_map(|found| found.iter());
        diagnostics
            .extend(all.filter(|found| told.insert((found.rule.name, &found.span, &found.message))).cloned());
        let kept = documents.iter().zip(found);
        self.known =
            kept.map(|(document, found)| (document.path.clone(), (document.content, found))).collect();
        self.around = around;
        agency::check(corpus, diagnostics);
        district_values::check(corpus, diagnostics);
        lost_editions::check(corpus, diagnostics);
        start_documents::check(corpus, diagnostics);
        duties::check(&corpus.site, diagnostics);
        unexplained_duty::check(corpus, diagnostics);
    }
}

/// Whether the checks of a document look at one of those that changed: it
/// leads there, or includes something, which may include more.
fn looks_at(document: &Document, changed: &HashSet<&DocId>) -> bool {
    if changed.is_empty() {
        return false;
    }
    let leads = |target: &Target| matches!(target, Target::Document { doc, .. } if changed.contains(doc));
    !document.includes.is_empty() || document.targets.iter().any(|(_, target)| leads(target))
}

fn check_document(corpus: &Corpus, document: &Document, about: &Known) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, check) in CHECKS {
        check(corpus, document, &mut found);
    }
    outdated::check(corpus, document, about.today, &mut found);
    untied_duty::check(corpus, document, &about.obligations, &mut found);
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn checks_are_sorted() {
        assert!(super::CHECKS.is_sorted_by_key(|(name, _)| *name));
    }
}
