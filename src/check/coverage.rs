//! How much of each kind every stakeholder group has.

use crate::corpus::{Corpus, DocKind};
use crate::site::AudienceId;

/// Documents by kind and audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The audiences that have an edition, in the order of display.
    pub audiences: Vec<AudienceId>,
    /// For each kind, how many documents each audience has.
    pub kinds: Vec<(DocKind, Vec<usize>)>,
}

/// Counts the documents of each edition in the default language.
///
/// A guide counts once, whatever its chapters: who lacks the first page
/// lacks the guide.
pub fn coverage(corpus: &Corpus) -> Coverage {
    let editions: Vec<_> = corpus.site.editions().collect();
    let count = |kind| {
        let of_kind = corpus.documents().filter(|document| document.kind == kind);
        let mut counts = vec![0; editions.len()];
        for document in of_kind {
            for (count, (index, _)) in counts.iter_mut().zip(&editions) {
                *count += usize::from(corpus.has(document, *index));
            }
        }
        counts
    };
    Coverage {
        audiences: editions.iter().map(|(_, audience)| audience.id.clone()).collect(),
        kinds: DocKind::WRITTEN.into_iter().map(|kind| (kind, count(kind))).collect(),
    }
}
