//! `ilpress explain FILE:LINE`: who sees this line, and what decides.

use std::fmt::Write;

use super::layer::{UnitState, unit};
use super::{Corpus, Document, load};
use crate::diag;
use crate::site::{AudienceSet, GradeSet, Owner};
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
    layers(corpus, document, path, &chain, &mut out);
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

/// Which layers lie over the block around a line, or over which block the line
/// lies itself, and whose edition shows what.
fn layers(corpus: &Corpus, document: &Document, path: &SitePath, chain: &[usize], out: &mut String) {
    let units = unit::units(document);
    let around = chain.iter().rev().find_map(|node| units.iter().find(|unit| unit.node == Some(*node)));
    let block = around.map_or(unit::TOP, |unit| unit.name.as_str());
    let versions = || corpus.all().filter(|other| other.id == document.id);
    let states =
        || versions().flat_map(|other| other.provenance.states.iter().map(move |state| (other, state)));
    let of_block = || states().filter(|(_, state)| state.unit == block);
    let owner = |document: &Document| corpus.site.owner(document.owner).map(Owner::id);
    let mut lines: Vec<String> = Vec::new();
    let mut say = |line: String| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    let is_source = versions().any(|other| {
        other.owner.is_state() && other.lang == *corpus.site.default_lang() && other.path == *path
    });
    if !is_source {
        if let Some(source) = corpus.find(document.id.as_str()) {
            say(format!("this lies over the block `{block}` of {}", source.path));
        }
        for (_, state) in of_block().filter(|(_, state)| state.path == *path) {
            say(format!("it is {}", standing(state)));
        }
        let mut readers: Vec<String> = versions()
            .filter(|other| other.file(path).is_some())
            .map(|other| format!("{} in {}", owner(other).unwrap_or("the state".to_owned()), other.lang))
            .collect();
        readers.dedup();
        if !readers.is_empty() {
            say(format!("it is part of the editions of {}", readers.join(", ")));
        }
    }
    for (version, state) in of_block().filter(|(_, state)| state.path != *path) {
        let what = if state.translated {
            format!("puts it into `{}`", version.lang)
        } else {
            "revises it".to_owned()
        };
        say(format!(
            "{} {what} for {}, and is {}",
            state.path,
            whose(corpus, &state.path, version),
            standing(state)
        ));
    }
    for version in
        versions().filter(|version| version.provenance.untranslated.iter().any(|unit| unit == block))
    {
        if version.owner.is_state() {
            say(format!("`{}` has no translation of it: its readers get it as it is here", version.lang));
        }
    }
    let published =
        corpus.site.publishers().filter(|_| corpus.site.district_settings.publishes(document.id.as_str()));
    let (own, alike): (Vec<&Owner>, Vec<&Owner>) = published.partition(|owner| {
        let of_owner = of_block().filter(|(version, state)| version.owner == owner.index && state.level > 0);
        of_owner.count() > 0
    });
    if is_source && !(own.is_empty() && alike.is_empty()) {
        let count = |number: usize| {
            if number == 1 {
                "1 district or school shows".to_owned()
            } else {
                format!("{number} districts and schools show")
            }
        };
        say(format!("{} it as the state does, {} a text of their own", count(alike.len()), own.len()));
    }
    if !lines.is_empty() {
        let _ = writeln!(out, "\nLayers, at the block `{block}`:");
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
}

/// Whose text a layer is: the state's, or that of the district in whose folder
/// it lies.
fn whose(corpus: &Corpus, layer: &SitePath, version: &Document) -> String {
    let folders = corpus.site.owners.iter().filter(|owner| layer.as_str().starts_with(owner.folder.as_str()));
    let nearest = folders.max_by_key(|owner| owner.folder.len());
    match nearest {
        Some(owner) => owner.id(),
        None if version.owner.is_state() || !layer.as_str().starts_with("districts/") => {
            "everybody".to_owned()
        }
        None => corpus.site.owner(version.owner).map_or("everybody".to_owned(), Owner::id),
    }
}

/// How a layer's block stands, in words.
fn standing(state: &UnitState) -> &'static str {
    match (state.is_stale(), state.state.as_deref()) {
        (Some(true), _) => "older than the text below it",
        (None, _) => "without a `base`, so nobody knows whether it is in step",
        (_, Some("machine")) => "a machine’s, which nobody has checked",
        _ => "in step with it",
    }
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
