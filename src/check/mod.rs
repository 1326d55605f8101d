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

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::corpus::{Corpus, DocId, Document, Target};
use crate::diag::Diagnostic;
use crate::vfs::{Hash, Hasher, SitePath};

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
pub fn check(corpus: &Corpus, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    Checker::default().check(corpus, today, diagnostics);
}

/// Runs checks, and remembers what was found in documents for which nothing
/// has changed since.
#[derive(Default)]
pub struct Checker {
    known: HashMap<SitePath, (Hash, Arc<[Diagnostic]>)>,
}

impl Checker {
    /// Runs all checks, see [`check`].
    pub fn check(&mut self, corpus: &Corpus, today: Date, diagnostics: &mut Vec<Diagnostic>) {
        let documents: Vec<&Document> = corpus.all().collect();
        let before = std::mem::take(&mut self.known);
        let found: Vec<(Hash, Arc<[Diagnostic]>)> = documents
            .par_iter()
            .map(|document| {
                let hash = sources(corpus, document, today);
                match before.get(&document.path) {
                    Some((known, found)) if *known == hash => (hash, found.clone()),
                    _ => (hash, check_document(corpus, document, today).into()),
                }
            })
            .collect();
        self.known.reserve(found.len());
        for (document, found) in documents.iter().zip(found) {
            diagnostics.extend(found.1.iter().cloned());
            self.known.insert(document.path.clone(), found);
        }
        agency::check(corpus, diagnostics);
        start_documents::check(corpus, diagnostics);
    }
}

/// A hash of all that a document's checks look at: itself, where everything
/// lies, what it leads to and what it includes.
fn sources(corpus: &Corpus, document: &Document, today: Date) -> Hash {
    let mut hasher = Hasher::new();
    hasher.hash(&corpus.layout()).hash(&document.content).value(&today);
    let mut known = HashSet::new();
    let mut next: Vec<&DocId> = document
        .targets
        .iter()
        .filter_map(|(_, target)| match target {
            Target::Document { doc, .. } => Some(doc),
            _ => None,
        })
        .chain(document.includes.iter().map(|(_, (id, _))| id))
        .collect();
    while let Some(id) = next.pop() {
        if !known.insert(id) {
            continue;
        }
        for other in corpus.versions(id) {
            hasher.hash(&other.content);
            next.extend(other.includes.iter().map(|(_, (id, _))| id));
        }
    }
    hasher.finish()
}

fn check_document(corpus: &Corpus, document: &Document, today: Date) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, check) in CHECKS {
        check(corpus, document, &mut found);
    }
    outdated::check(corpus, document, today, &mut found);
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn checks_are_sorted() {
        assert!(super::CHECKS.is_sorted_by_key(|(name, _)| *name));
    }
}
