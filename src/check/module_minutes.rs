//! The parts of a module say how long they take, and the sum is right.

use crate::corpus::{Corpus, DocKind, Document};
use crate::diag::{Diagnostic, rules};
use crate::syntax::{Kind, Open};

/// What a part can be.
pub const TYPES: [&str; 12] = [
    "welcome",
    "opening",
    "talk",
    "presentation",
    "activity",
    "discussion",
    "practice",
    "reflection",
    "break",
    "lunch",
    "closing",
    "other",
];

/// Finds `module-minutes`.
pub fn check(_: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    if document.kind != DocKind::Module {
        return;
    }
    let mut sum = 0;
    for node in document.parsed.tree.roots().filter(|node| node.kind() == Kind::Section) {
        let heading = document.span(node.children().next().map_or(node.span(), |heading| heading.span()));
        let attrs = match node.extra() {
            Some(Open::Attrs(attrs)) => Some(attrs),
            _ => None,
        };
        match attrs.and_then(|attrs| attrs.get("minutes")) {
            Some(word) => match word.text.parse::<i64>() {
                Ok(minutes @ 1..=480) => sum += minutes,
                _ => diagnostics.push(Diagnostic::new(
                    &rules::MODULE_MINUTES,
                    document.span(word.span.clone()),
                    "minutes are a whole number from 1 to 480",
                )),
            },
            None => diagnostics.push(
                Diagnostic::new(&rules::MODULE_MINUTES, heading, "this part doesn't say how long it takes")
                    .hint("add `{minutes=20 type=activity}` at the end of the heading"),
            ),
        }
        if let Some(word) = attrs.and_then(|attrs| attrs.get("type"))
            && !TYPES.contains(&word.text.as_str())
        {
            diagnostics.push(
                Diagnostic::new(
                    &rules::UNKNOWN_NAME,
                    document.span(word.span.clone()),
                    format!("unknown type `{}`", word.text),
                )
                .hint_opt(crate::diag::did_you_mean(&word.text, TYPES)),
            );
        }
    }
    if let Some(minutes) = &document.front.minutes
        && minutes.value != sum
    {
        diagnostics.push(
            Diagnostic::new(
                &rules::MODULE_MINUTES,
                document.span(minutes.range.clone()),
                format!("the parts take {sum} minutes, not {}", minutes.value),
            )
            .hint("change the number, or the minutes of a part"),
        );
    }
}
