//! What an audience's home leads with, and what explains a duty, exists.

use crate::corpus::Corpus;
use crate::diag::{Diagnostic, Span, did_you_mean, rules};

/// Finds `unknown-name` and `lacking-link` in TOML files.
pub fn check(corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let ids = || corpus.documents().map(|document| document.id.as_str());
    for (index, audience) in corpus.site.editions() {
        for id in &audience.start {
            match corpus.find(id) {
                None => diagnostics.push(
                    Diagnostic::new(
                        &rules::UNKNOWN_NAME,
                        audience.span.clone(),
                        format!("`start` names the document `{id}`, which doesn't exist"),
                    )
                    .hint_opt(did_you_mean(id, ids())),
                ),
                Some(document) if !document.editions.contains(index) => diagnostics.push(
                    Diagnostic::new(
                        &rules::LACKING_LINK,
                        audience.span.clone(),
                        format!("`start` names `{id}`, which the edition for `{}` doesn't have", audience.id),
                    )
                    .label(Span::file(&document.path), "this document is for others")
                    .hint(format!("it is in the editions for {}", corpus.edition_names(document.editions))),
                ),
                Some(_) => {}
            }
        }
    }
    for duty in &corpus.site.duties {
        for (place, span) in &duty.explained_by {
            let (id, name) =
                place.split_once('#').map_or((place.as_str(), None), |(id, name)| (id, Some(name)));
            let finding = match corpus.find(id) {
                None => Some((format!("there is no document `{id}`"), did_you_mean(id, ids()))),
                Some(document) => name.filter(|name| !document.names.contains_key(*name)).map(|name| {
                    (
                        format!("`{id}` has no block named `{name}`"),
                        did_you_mean(name, document.names.keys().map(String::as_str)),
                    )
                }),
            };
            if let Some((message, hint)) = finding {
                diagnostics.push(Diagnostic::new(&rules::UNKNOWN_NAME, span.clone(), message).hint_opt(hint));
            }
        }
    }
}
