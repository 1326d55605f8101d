//! Checks over the linked corpus: what only the whole can tell.
//!
//! One check, one file. Each takes the corpus and adds findings.

mod agency;
mod aliases;
mod coverage;
mod forms;
mod headings;
mod images;
mod lacking_links;
mod lost_tags;
mod module_minutes;
mod outdated;
mod selections;
mod start_documents;
mod table_heads;
mod unreachable;
mod variables;

pub use coverage::{Coverage, coverage};

use rayon::prelude::*;

use crate::corpus::{Corpus, Document};
use crate::diag::Diagnostic;

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

/// Runs all checks. `today` decides what is overdue; it reaches no page.
pub fn check(corpus: &Corpus, today: jiff::civil::Date, diagnostics: &mut Vec<Diagnostic>) {
    let documents: Vec<&Document> = corpus.all().collect();
    let found: Vec<Vec<Diagnostic>> = documents
        .par_iter()
        .map(|document| {
            let mut found = Vec::new();
            for (_, check) in CHECKS {
                check(corpus, document, &mut found);
            }
            outdated::check(corpus, document, today, &mut found);
            found
        })
        .collect();
    diagnostics.extend(found.into_iter().flatten());
    agency::check(corpus, diagnostics);
    start_documents::check(corpus, diagnostics);
}

#[cfg(test)]
mod tests {
    #[test]
    fn checks_are_sorted() {
        assert!(super::CHECKS.is_sorted_by_key(|(name, _)| *name));
    }
}
