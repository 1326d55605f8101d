//! For a person, in the manner of `rustc`: the message, the place, the line
//! with a mark below it, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::excerpt::{excerpt, harmless, snap, together};
use super::place::Places;
use crate::diag::{Diagnostic, Severity, Span};

/// Returns the findings with excerpts, a blank line between them.
pub(super) fn render(diagnostics: &[Diagnostic], places: &mut Places, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&one(diagnostic, places, &renderer));
        out.push('\n');
    }
    out
}

fn one(diagnostic: &Diagnostic, places: &mut Places, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut shown = Shown { elements: Vec::new(), addresses: Vec::new() };
    let mut marks = vec![Mark { span: &diagnostic.span, kind: AnnotationKind::Primary, text: None }];
    marks.extend(diagnostic.labels.iter().map(|label| Mark {
        span: &label.span,
        kind: AnnotationKind::Context,
        text: Some(&label.message),
    }));
    while let Some(first) = marks.first() {
        let near = near(first, &marks, places);
        let (these, others): (Vec<_>, Vec<_>) =
            marks.into_iter().enumerate().partition(|(at, _)| near.contains(at));
        let these: Vec<Mark> = these.into_iter().map(|(_, mark)| mark).collect();
        shown.push(&these, places);
        marks = others.into_iter().map(|(_, mark)| mark).collect();
    }
    for hint in diagnostic.advice() {
        shown.elements.push(Level::HELP.with_name("hint").message(lines(&hint)).into());
    }
    let title = level.primary_title(harmless(&diagnostic.message)).id(diagnostic.rule.name);
    let mut text = renderer.render(&[title.elements(shown.elements)]);
    for (wrong, right) in shown.addresses {
        text = text.replacen(&wrong, &right, 1);
    }
    text
}

/// A hint may have several lines, such as an example of what to write.
fn lines(hint: &str) -> String {
    let lines: Vec<_> = hint.lines().map(harmless).collect();
    lines.join("\n")
}

/// A place to show, and what to say about it.
struct Mark<'a> {
    span: &'a Span,
    kind: AnnotationKind,
    text: Option<&'a str>,
}

/// Which of `marks` share an excerpt with `first`, itself included.
fn near(first: &Mark, marks: &[Mark], places: &mut Places) -> Vec<usize> {
    let Some(text) = places.text(&first.span.path) else { return vec![0] };
    let lines = places.lines(&first.span.path);
    let mut range = snap(text, lines, first.span.range());
    let mut near = vec![0];
    for (at, mark) in marks.iter().enumerate().skip(1) {
        if mark.span.path != first.span.path || is_file(mark.span) || is_file(first.span) {
            continue;
        }
        let other = snap(text, lines, mark.span.range());
        if together(lines, &range, &other) {
            range = range.start.min(other.start)..range.end.max(other.end);
            near.push(at);
        }
    }
    near
}

/// Whether a span stands for a file as a whole.
fn is_file(span: &Span) -> bool {
    span.range() == (0..0)
}

/// What goes below the title.
struct Shown<'a> {
    elements: Vec<Element<'a>>,
    /// Addresses that come out wrong, since the crate computes columns from
    /// what it is shown, which may be the middle of a long line, and the
    /// right ones.
    addresses: Vec<(String, String)>,
}

impl<'a> Shown<'a> {
    /// Appends marks of one file: its address, and its lines when there are
    /// any to show.
    fn push(&mut self, marks: &[Mark<'a>], places: &mut Places) {
        let span = marks[0].span;
        let path = harmless(span.path.as_str());
        let start = places.extent(span).start;
        let text = places.text(&span.path).filter(|text| !text.is_empty() && !is_file(span));
        let Some(text) = text else {
            let origin = Origin::path(path);
            let origin =
                if is_file(span) { origin } else { origin.line(start.line).char_column(start.column) };
            self.elements.push(origin.into());
            let labels = marks.iter().filter_map(|mark| mark.text);
            self.elements.extend(labels.map(|text| Level::NOTE.message(harmless(text)).into()));
            return;
        };
        let lines = places.lines(&span.path);
        let ranges: Vec<Range<usize>> =
            marks.iter().map(|mark| snap(text, lines, mark.span.range())).collect();
        let excerpt = excerpt(text, lines, &ranges);
        let before = &excerpt.text[..excerpt.marks[0].start];
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        if column != start.column {
            let address = |column| format!("{path}:{}:{column}", start.line);
            self.addresses.push((address(column), address(start.column)));
        }
        let annotations = marks
            .iter()
            .zip(excerpt.marks)
            .map(|(mark, range)| mark.kind.span(range).label(mark.text.map(harmless)));
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(path);
        self.elements.push(snippet.annotations(annotations).into());
    }
}
