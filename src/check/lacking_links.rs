//! A link leads to something that every edition which shows it has.

use crate::corpus::{Corpus, Document, Target};
use crate::diag::{Diagnostic, rules};
use crate::kind::editions_with_duty;
use crate::site::AudienceSet;

/// Finds `lacking-link`: readers would meet a dead end.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let site = &corpus.site;
    for (node, target) in document.targets.iter() {
        let shown = corpus.admitted(document, *node).editions;
        // A facilitator who lacks the target is led to a participant's.
        let readers = shown.difference(corpus.facilitators_of(document));
        let (what, has) = match target {
            Target::Document { doc, name, to } => {
                let Some(target) = corpus.find(doc.as_str()) else { continue };
                let mut has = target.editions;
                let mut what = format!("`{doc}`");
                if let Some(name) = name
                    && let Some(block) = target.names.get(name)
                {
                    has = corpus.readers_of(target, *block);
                    what = format!("`{doc}#{name}`");
                }
                if let Some(problem) = elsewhere(corpus, document, *node, target, name.as_deref()) {
                    let place = document.span(document.parsed.tree.node(*node).span());
                    diagnostics.push(
                        Diagnostic::new(
                            &rules::LACKING_LINK,
                            place,
                            format!("this link leads to {what}, which {problem}"),
                        )
                        .hint("show the link only where its target is shown"),
                    );
                    continue;
                }
                match to.as_ref().and_then(|to| site.edition_index(to.as_str()).map(|index| (to, index))) {
                    Some((_, index)) if has.contains(index) => continue,
                    Some((to, _)) => {
                        let place = document.span(document.parsed.tree.node(*node).span());
                        diagnostics.push(
                            Diagnostic::new(
                                &rules::LACKING_LINK,
                                place,
                                format!("the edition for `{to}` doesn't have {what}"),
                            )
                            .hint(format!("it is in the editions for {}", corpus.edition_names(has))),
                        );
                        continue;
                    }
                    None => (what, has),
                }
            }
            Target::Role(role) => (
                format!("the page of the role `{role}`"),
                site.role_set(role.as_str()).unwrap_or(AudienceSet::EMPTY),
            ),
            Target::Duty(duty) => (format!("the duty `{duty}`"), editions_with_duty(corpus, duty)),
            Target::Address(_) | Target::Asset(_) | Target::Term(_) | Target::Claims(_) => continue,
        };
        let lacking = readers.difference(has);
        if lacking.is_empty() {
            continue;
        }
        let place = document.span(document.parsed.tree.node(*node).span());
        let diagnostic = Diagnostic::new(
            &rules::LACKING_LINK,
            place,
            format!(
                "this link leads to {what}, which the editions for {} don't have",
                corpus.edition_names(lacking)
            ),
        );
        diagnostics.push(match has.iter().next() {
            None => diagnostic.hint("no edition has it"),
            Some(first) => {
                let first = site.edition(first);
                let diagnostic =
                    diagnostic.hint(format!("it is in the editions for {}", corpus.edition_names(has)));
                match target {
                    Target::Document { .. } => diagnostic.hint(format!(
                        "show the link to them only, or lead everybody there with `{{to={}}}` after the link",
                        first.id
                    )),
                    _ => diagnostic.hint("show the link to them only"),
                }
            }
        });
    }
}

/// Where a passage is missing although its edition has it: in a band of
/// grades, or in a class of formats.
fn elsewhere(
    corpus: &Corpus,
    document: &Document,
    node: usize,
    target: &Document,
    name: Option<&str>,
) -> Option<String> {
    let block = *target.names.get(name?)?;
    let (link, passage) = (corpus.admitted(document, node), corpus.admitted(target, block));
    if !passage.formats.contains(link.formats) {
        return Some("isn't in all formats that show the link".to_owned());
    }
    let site = &corpus.site;
    target
        .meta
        .bands
        .iter()
        .filter_map(|band| site.bands.get(band))
        .find(|band| {
            // A link from outside may lead to any band; one from inside stays in its own.
            let shown = document.bands.is_empty() || !link.grades.intersection(band.grades).is_empty();
            shown && passage.grades.intersection(band.grades).is_empty()
        })
        .map(|band| format!("the page for the band `{}` doesn't have", band.id))
}
