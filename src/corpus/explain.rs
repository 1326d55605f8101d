//! `ilpress explain FILE:LINE`: who sees this line, and what decides.

use std::fmt::Write;

use super::{Corpus, Document, load};
use crate::diag;
use crate::site::{AudienceSet, GradeSet};
use crate::syntax::{Kind, ScopeTag};
use crate::vfs::{SitePath, Snapshot};

/// Returns which editions show a line of a document and why the others don't.
///
/// # Errors
///
/// A sentence when there is no such document or line.
pub fn explain(snapshot: &Snapshot, path: &SitePath, line: usize) -> Result<String, String> {
    let outcome = load(snapshot);
    let corpus = outcome.value.ok_or("the site can't be read: run `ilpress check`")?;
    let Some((document, text)) = corpus.all().find_map(|document| Some((document, document.file(path)?)))
    else {
        let paths: Vec<&str> = corpus.all().map(|document| document.path.as_str()).collect();
        let hint = diag::did_you_mean(path.as_str(), paths).unwrap_or_default();
        return Err(format!("`{path}` is no document of this site; {hint}"));
    };
    let all = &document.parsed.tree.source;
    let source = &all[text];
    let Some(text) = source.lines().nth(line.saturating_sub(1)).filter(|_| line > 0) else {
        return Err(format!("`{path}` has {} lines", source.lines().count()));
    };
    let start = text.as_ptr() as usize - all.as_ptr() as usize;
    let begin = start + (text.len() - text.trim_start().len());
    Ok(describe(&corpus, document, path, line, text, begin..start + text.trim_end().len()))
}

fn describe(
    corpus: &Corpus,
    document: &Document,
    path: &SitePath,
    line: usize,
    text: &str,
    range: std::ops::Range<usize>,
) -> String {
    let mut out = format!("{path}:{line}\n  {}\n", text.trim());
    if range.start < document.body {
        let _ = writeln!(
            out,
            "\nThis is front matter. The document is for {}.",
            corpus.edition_names(document.editions)
        );
        return out;
    }
    let chain = innermost(document, &range);
    let admitted =
        chain.last().map_or(document.admitted(&corpus.site), |node| corpus.admitted(document, *node));
    let _ = writeln!(out, "\nShown in: {}", corpus.edition_names(admitted.editions));
    if admitted.grades != GradeSet::ALL {
        let _ = writeln!(out, "Grades: {}", grades(admitted.grades));
    }
    let mut left = document.editions;
    let _ = writeln!(out, "\nWhat decides:");
    let all = corpus.site.all_editions();
    let mut step = |what: String, keeps: AudienceSet, left: &mut AudienceSet| {
        let lost = left.difference(keeps);
        *left = left.intersection(keeps);
        let _ = if lost.is_empty() {
            writeln!(out, "  {what}")
        } else {
            writeln!(out, "  {what}: not in {}", corpus.edition_names(lost))
        };
    };
    let mut before = all;
    step(format!("the document, {}", document_tags(document)), document.editions, &mut before);
    for node in &chain {
        let Some(scope) = document.scope(*node) else { continue };
        let reference = document.parsed.tree.node(*node);
        let tag = document.parsed.scope(reference.scope()).map(words).unwrap_or_default();
        let place = 1 + document.parsed.tree.source[..reference.span().start].matches('\n').count();
        step(format!("line {place}, {} {tag}", what(reference.kind())), scope.editions, &mut left);
    }
    if !corpus.facilitators_of(document).is_empty() {
        let _ = writeln!(
            out,
            "  in a module, {} see every passage, marked",
            corpus.edition_names(corpus.facilitators_of(document))
        );
    }
    ties(corpus, document, &chain, &mut out);
    for (include, (target, passage)) in corpus
        .all()
        .flat_map(|other| other.includes.iter().map(move |include| ((other, include.0), &include.1)))
    {
        if *target == document.id
            && chain.iter().any(|node| document.passage(passage.as_deref()).contains(node))
        {
            let (other, node) = include;
            let place = 1 + other.parsed.tree.source[..other.parsed.tree.node(node).span().start]
                .matches('\n')
                .count();
            let _ = writeln!(out, "  {}:{place} includes it, for readers whom both places admit", other.path);
        }
    }
    out
}

/// The duties that a line is tied to, and where no mark of them stands.
fn ties(corpus: &Corpus, document: &Document, chain: &[usize], out: &mut String) {
    for tie in chain.iter().flat_map(|node| document.ties.iter().filter(move |tie| tie.node == *node)) {
        let node = document.parsed.tree.node(tie.node);
        let place = 1 + document.parsed.tree.source[..node.span().start].matches('\n').count();
        for duty in tie.duties.iter().filter_map(|id| corpus.site.duty(id.as_str())) {
            let hidden = document.editions.difference(duty.audience_set);
            let hidden = match hidden.is_empty() {
                true => String::new(),
                false => format!(", no mark in {}", corpus.edition_names(hidden)),
            };
            let _ = writeln!(
                out,
                "  line {place}, {} tied to the duty `{}` (\"{}\"){hidden}",
                what(node.kind()),
                duty.id,
                duty.task
            );
        }
    }
}

/// The blocks around a line, outermost first.
fn innermost(document: &Document, range: &std::ops::Range<usize>) -> Vec<usize> {
    let tree = &document.parsed.tree;
    let covers = |index: usize| {
        let span = tree.node(index).span();
        span.start <= range.start && range.start < span.end.max(span.start + 1)
    };
    (0..tree.nodes.len())
        .rev()
        .find(|index| covers(*index))
        .map(|index| document.path_to(index))
        .unwrap_or_default()
}

fn document_tags(document: &Document) -> String {
    if document.meta.tags.is_empty() {
        "which names no audiences".to_owned()
    } else {
        let tags: Vec<&str> = document.meta.tags.iter().map(|tag| tag.as_str()).collect();
        format!("audiences = {}", tags.join(", "))
    }
}

fn words(tag: &ScopeTag) -> String {
    let keys = [
        ("audience", &tag.audience),
        ("except", &tag.except),
        ("role", &tag.role),
        ("grade", &tag.grade),
        ("format", &tag.format),
    ];
    let parts: Vec<String> = keys
        .iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(key, words)| {
            format!("{key}=\"{}\"", words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
        })
        .collect();
    format!("{{{}}}", parts.join(" "))
}

fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Section => "section",
        Kind::Item => "list item",
        Kind::TableRow => "table row",
        Kind::Div => "block",
        Kind::Link => "link",
        Kind::Image => "image",
        Kind::Paragraph => "paragraph",
        Kind::DefinitionTerm | Kind::Definition => "term",
        _ => "phrase",
    }
}

/// Grades in words, for messages.
pub fn grades(set: GradeSet) -> String {
    let range = |(from, to)| if from == to { format!("{from}") } else { format!("{from}–{to}") };
    set.ranges().into_iter().map(range).collect::<Vec<_>>().join(", ")
}
