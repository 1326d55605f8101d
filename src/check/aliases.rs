//! Earlier addresses are good addresses, and nobody else's.

use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, rules};
use crate::syntax::is_id;

/// Finds `same-address` and `invalid-value`.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    for alias in document.front.aliases.iter().flatten() {
        let span = document.span(alias.range.clone());
        let address = alias.value.trim_matches('/').to_owned();
        if !address.split('/').all(is_id) {
            diagnostics.push(
                Diagnostic::new(&rules::INVALID_VALUE, span, format!("`{}` is no address", alias.value))
                    .hint("write the part of the address below the audience: `brochures/our-plan`"),
            );
            continue;
        }
        let first = address.split('/').next().unwrap_or_default();
        if corpus.site.audience(first).is_some() {
            diagnostics.push(
                Diagnostic::new(
                    &rules::INVALID_VALUE,
                    span,
                    format!("`{}` begins with an audience", alias.value),
                )
                .hint("leave the audience out: the alias holds in all editions of the document"),
            );
            continue;
        }
        let same = corpus.documents().find(|other| {
            let folder = other.id.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
            let own = other.front.aliases.iter().flatten().any(|theirs| {
                theirs.value.trim_matches('/').eq_ignore_ascii_case(&address) && other.id != document.id
            });
            own || format!("{folder}/{}", other.slug).to_lowercase() == address
        });
        if let Some(other) = same {
            diagnostics.push(
                Diagnostic::new(
                    &rules::SAME_ADDRESS,
                    span,
                    format!("`{}` is the address of `{}`", alias.value, other.id),
                )
                .hint("remove the alias, or give one of the documents another address"),
            );
        }
    }
}
