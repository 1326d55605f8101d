//! Text without any of our syntax is written as pulldown-cmark's own writer
//! writes it: all examples of the CommonMark specification (`tests/spec/`)
//! that hold no raw HTML.
//!
//! Whether there is raw HTML is what the Markdown parser says. Comments are
//! dropped by us, so they are left out on both sides.

use std::collections::BTreeMap;

use ilpress::diag::rules;
use ilpress::syntax::options;
use ilpress::writer::html::render_fragment;
use libtest_mimic::{Failed, Trial};
use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};
use serde::Deserialize;

use super::{compare, read};

/// Examples that look like our own syntax, and what we do with them.
const OURS: &[(usize, &str)] = &[];

/// How many of the 652 examples hold raw HTML beside comments.
const RAW: usize = 66;

#[derive(Deserialize)]
struct Example {
    example: usize,
    section: String,
    markdown: String,
}

pub fn trials() -> Vec<Trial> {
    let examples: Vec<Example> =
        serde_json::from_str(&read("tests/spec/commonmark.json")).expect("it is JSON");
    let mut sections: BTreeMap<String, Vec<Example>> = BTreeMap::new();
    let mut raw = Vec::new();
    for example in examples {
        if has_raw_html(&example.markdown) {
            raw.push(example);
        } else {
            sections.entry(slug::slugify(&example.section)).or_default().push(example);
        }
    }
    let mut trials: Vec<Trial> = sections
        .into_iter()
        .map(|(section, examples)| Trial::test(format!("commonmark::{section}"), move || check(&examples)))
        .collect();
    trials.push(Trial::test("commonmark::raw-html-is-an-error", move || refuse(&raw)));
    trials
}

/// The examples without raw HTML, with their numbers.
#[cfg(feature = "pdf")]
pub fn without_html() -> Vec<(usize, String)> {
    let examples: Vec<Example> =
        serde_json::from_str(&read("tests/spec/commonmark.json")).expect("it is JSON");
    let ours = examples.into_iter().filter(|one| !has_raw_html(&one.markdown));
    ours.map(|one| (one.example, one.markdown)).collect()
}

/// Byte for byte the same HTML, and no finding.
fn check(examples: &[Example]) -> Result<(), Failed> {
    let mut problems = Vec::new();
    for Example { example, markdown, .. } in
        examples.iter().filter(|one| !OURS.iter().any(|(number, _)| *number == one.example))
    {
        let ours = render_fragment(markdown);
        if !ours.diagnostics.is_empty() {
            problems.push(format!("example {example}: {:?}\n{markdown}", ours.diagnostics));
        } else if ours.value != by_pulldown(markdown) {
            problems.push(
                compare(&format!("example {example}:\n{markdown}"), &by_pulldown(markdown), &ours.value)
                    .err()
                    .unwrap_or_else(|| format!("example {example}: white space differs: {:?}", ours.value)),
            );
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// Raw HTML is never published, and never passed over in silence.
fn refuse(examples: &[Example]) -> Result<(), Failed> {
    assert_eq!(examples.len(), RAW, "as many examples with raw HTML as ever");
    for Example { example, markdown, .. } in examples {
        let found = render_fragment(markdown).diagnostics;
        if !found.iter().any(|found| found.rule == &rules::RAW_HTML) {
            return Err(format!("example {example} has raw HTML, which nobody reports:\n{markdown}").into());
        }
    }
    Ok(())
}

fn is_comment(html: &str) -> bool {
    let text = html.trim();
    text.is_empty() || text.starts_with("<!--")
}

fn has_raw_html(markdown: &str) -> bool {
    let mut block = String::new();
    let (mut raw, mut in_block) = (false, false);
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::HtmlBlock) => in_block = true,
            Event::Html(html) => block.push_str(&html),
            // White space before the first sign.
            Event::Text(text) if in_block => block.push_str(&text),
            Event::InlineHtml(html) => raw |= !is_comment(&html),
            Event::End(TagEnd::HtmlBlock) => {
                // A block may begin as a comment and go on after it.
                let text = block.trim();
                raw |= !(text.starts_with("<!--")
                    && text.find("-->").is_some_and(|end| text[end + 3..].is_empty()));
                block.clear();
                in_block = false;
            }
            _ => {}
        }
    }
    raw
}

fn by_pulldown(markdown: &str) -> String {
    // A comment with the white space around it.
    let mut in_block = false;
    let events = Parser::new_ext(markdown, options()).filter(|event| {
        match event {
            Event::Start(Tag::HtmlBlock) => in_block = true,
            Event::End(TagEnd::HtmlBlock) => in_block = false,
            _ => return !in_block && !matches!(event, Event::InlineHtml(_)),
        }
        false
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}
