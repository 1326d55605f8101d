//! What Typst finds, at the author's line.

use std::collections::HashMap;

use typst::World;
use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, FileId, Source};
use typst::{WorldExt, diag::Severity};

use super::code::Code;
use super::compile::PaperWorld;
use crate::diag::{Diagnostic, Span, rules};
use crate::kind::{Content, Paper, Special};
use crate::vfs::SitePath;

/// Returns findings for Typst's errors: at the Markdown that the innermost
/// call was made from, else in the template, else at the document.
pub(super) fn diagnostics(
    errors: &[SourceDiagnostic],
    world: &PaperWorld,
    code: &Code,
    templates: &HashMap<FileId, (SitePath, Source)>,
    paper: &Paper,
) -> Vec<Diagnostic> {
    let in_main = |span: DiagSpan| {
        (span.id() == Some(world.main())).then(|| code.place(world.range(span)?.start)).flatten()
    };
    let in_template = |span: DiagSpan| {
        let (path, _) = templates.get(&span.id()?)?;
        Some(Span::new(path, world.range(span)?))
    };
    errors
        .iter()
        .filter(|error| error.severity == Severity::Error)
        .map(|error| {
            // Too deep for Typst's templates is too deep in the text.
            if error.message.contains("depth exceeded")
                && let Some(span) = code.deepest()
            {
                return Diagnostic::new(
                    &rules::UNPRINTABLE,
                    span,
                    "paper can't show lists or quotes that lie so deep in each other",
                )
                .hint("write some of them side by side, or as sections")
                .making(paper.path.as_str());
            }
            let calls = error.trace.iter().map(|call| call.span.into());
            let written = std::iter::once(error.span).chain(calls).find_map(in_main);
            let template = in_template(error.span);
            let (rule, span) = match (written, template) {
                (Some(span), _) => (&rules::UNPRINTABLE, span),
                (None, Some(span)) => (&rules::INVALID_TEMPLATE, span),
                (None, None) => (&rules::UNPRINTABLE, Span::file(&paper.document.file)),
            };
            let found = Diagnostic::new(rule, span, format!("paper can't show this: {}", error.message));
            let hints = error.hints.iter().map(|hint| hint.v.to_string());
            hints.fold(found, Diagnostic::hint).making(paper.path.as_str())
        })
        .collect()
}

/// Returns findings for what a template told about its layout.
pub(super) fn told(values: &[serde_json::Value], paper: &Paper) -> Vec<Diagnostic> {
    values.iter().filter_map(|value| overset(value, paper).or_else(|| too_many(value, paper))).collect()
}

/// Where each part of a sheet is read, in the order in which the sheet has
/// them: `finding: "order"`, `places` from 0. Nothing for what is read as it is
/// set.
pub(super) fn reading_order(values: &[serde_json::Value]) -> Option<Vec<usize>> {
    let order = values.iter().find(|value| value.get("finding").is_some_and(|finding| finding == "order"))?;
    let places = order.get("places")?.as_array()?;
    places.iter().map(|place| usize::try_from(place.as_u64()?).ok()).collect()
}

/// A sheet whose parts have no order: a template calls other parts than have a
/// heading.
pub(super) fn no_order(paper: &Paper) -> Diagnostic {
    let message = "the parts of this sheet can't be put in the order in which they are read";
    Diagnostic::new(&rules::UNPRINTABLE, Span::file(&paper.document.file), message)
        .hint("give each panel one heading, on the second level, and none on the first")
        .making(paper.path.as_str())
}

/// More panels than a sheet has places: `finding: "too-many-panels"`, `most`.
fn too_many(value: &serde_json::Value, paper: &Paper) -> Option<Diagnostic> {
    if value.get("finding")?.as_str()? != "too-many-panels" {
        return None;
    }
    let most = usize::try_from(value.get("most")?.as_u64()?).ok()?;
    let Content::Document(doc) = &paper.document.publication.content else { return None };
    let Special::Brochure { panels, layout, .. } = &doc.special else { return None };
    let file = &paper.document.file;
    let place = panels.get(most).and_then(|panel| panel.body.place(file));
    let span = place.unwrap_or_else(|| Span::file(file));
    let layout = layout.as_deref().unwrap_or_default();
    let message = format!("this brochure has {} panels, and `{layout}` has {most}", panels.len());
    let found = Diagnostic::new(&rules::OVERSET, span, message);
    Some(found.hint("join two of them, or choose another `layout`").making(paper.path.as_str()))
}

/// A part that doesn't fit: `finding: "overset"`, `part` from 1 or 0 for all, `over` and
/// `room` in points.
fn overset(value: &serde_json::Value, paper: &Paper) -> Option<Diagnostic> {
    if value.get("finding")?.as_str()? != "overset" {
        return None;
    }
    let number = |key: &str| value.get(key).and_then(serde_json::Value::as_f64);
    let (over, room) = (number("over")?, number("room")?.max(1.0));
    let part = number("part").unwrap_or(0.0) as usize;
    let publication = &paper.document.publication;
    let lang = &publication.shell.edition.lang;
    let Content::Document(doc) = &publication.content else { return None };
    let (name, words, place) = match &doc.special {
        Special::Brochure { panels, .. } if part > 0 => {
            let panel = panels.get(part.checked_sub(1)?)?;
            let words = panel.body.words();
            (format!("panel {part}, “{}”,", panel.title), words, panel.body.place(&paper.document.file))
        }
        Special::Matrix { .. } => return Some(full_card(value, over, paper)),
        _ => ("the text".to_owned(), doc.words, None),
    };
    // Of a part that is too high by a tenth, a tenth of its words is too much.
    let cut = (words as f64 * over / (room + over)).ceil().max(1.0) as usize;
    let span = place.unwrap_or_else(|| Span::file(&paper.document.file));
    let message =
        format!("{name} doesn't fit in the `{lang}` edition: it is {:.0} mm too long", over * 0.352_778);
    Some(
        Diagnostic::new(&rules::OVERSET, span, message)
            .hint(format!("cut about {cut} of its {words} words"))
            .making(paper.path.as_str()),
    )
}

/// A card or a poster with more duties than a sheet has room for. Its text
/// comes from duties, so there are no words of the document to cut.
fn full_card(value: &serde_json::Value, over: f64, paper: &Paper) -> Diagnostic {
    let lang = &paper.document.publication.shell.edition.lang;
    let what = match value.get("name").and_then(serde_json::Value::as_str) {
        Some(role) => format!("the card of “{role}”"),
        None => "the poster".to_owned(),
    };
    let message = format!(
        "{what} doesn't fit on one sheet in the `{lang}` edition: it is {:.0} mm too long",
        over * 0.352_778
    );
    Diagnostic::new(&rules::OVERSET, Span::file(&paper.document.file), message)
        .hint("select fewer duties, with `duties`, `phases` or `months`, or make two documents of it")
        .making(paper.path.as_str())
}
