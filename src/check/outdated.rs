//! Reviews that are overdue, and claims that have to be read again.

use jiff::civil::Date;

use crate::corpus::{Corpus, Document, Target};
use crate::diag::{Diagnostic, rules};

/// Finds `overdue-review` and `expired-claim`. Pages print dates, never
/// "overdue": bytes don't depend on the day.
pub fn check(corpus: &Corpus, document: &Document, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(by) = &document.front.review_by
        && by.value.0 < today
    {
        diagnostics.push(
            Diagnostic::new(
                &rules::OVERDUE_REVIEW,
                document.span(by.range.clone()),
                format!("this document had to be reviewed by {}", by.value.0),
            )
            .hint("read it again, then set `reviewed` to that day and `review_by` to the next one"),
        );
    }
    for (node, target) in document.targets.iter() {
        let Target::Claims(claims) = target else { continue };
        for claim in claims
            .iter()
            .filter_map(|(id, _)| corpus.site.claims.get(id))
            .filter(|claim| claim.expired(today))
        {
            let expires = claim.expires.map(|date| date.to_string()).unwrap_or_default();
            diagnostics.push(
                Diagnostic::new(
                    &rules::EXPIRED_CLAIM,
                    document.span(document.parsed.tree.node(*node).span()),
                    format!("the claim `{}` expired on {expires}", claim.id),
                )
                .label(claim.span.clone(), "it is declared here")
                .hint("read its source again, then set `verified` and `expires`"),
            );
        }
    }
}
