//! What a template is given: a publication's values, its texts as HTML.

use serde::Serialize;
use serde_json::{Value, json};
use tera::Context;

use super::body::{Style, body};
use super::{Theme, linked_data};
use crate::edition::Flow;
use crate::kind::{Content, Doc, Publication, Special};

/// Returns the context of a publication's template.
pub fn context(publication: &Publication, theme: &Theme) -> Context {
    let shell = &publication.shell;
    let words = theme.words(&shell.edition.lang);
    let href = |target: &crate::vfs::OutputPath| match &publication.content {
        // Nobody knows from where this page is shown.
        Content::NotFound(_) => format!("{}{target}", shell.page.root),
        _ => publication.path.link_to(target),
    };
    let mut context = Context::from_serialize(shell).expect("a shell is a map");
    let mut page = value(&shell.page);
    let files = &theme.files;
    page["css"] = href(&files.css).into();
    page["js"] = href(&files.js).into();
    page["icon"] = href(&files.icon).into();
    // A preload fails on `file://`, so the style sheet alone asks for fonts.
    page["fonts"] = Value::Array(Vec::new());
    page["json_ld"] = linked_data::json_ld(publication).into();
    context.insert("page", &page);
    let mut edition = value(&shell.edition);
    let sheet = match &shell.edition.audience {
        Some(audience) => files.audiences.get(&audience.id).unwrap_or(&files.all_audiences),
        None => &files.all_audiences,
    };
    edition["stylesheet"] = href(sheet).into();
    context.insert("edition", &edition);
    let style = Style::Page { words };
    match &publication.content {
        Content::Document(doc) => context.insert("doc", &document(doc, style)),
        Content::Home(home) => context.insert("home", home),
        Content::Chooser(chooser) | Content::NotFound(chooser) => context.insert("chooser", chooser),
        Content::Role(role) => {
            let mut map = value(role);
            for (index, passage) in role.passages.iter().enumerate() {
                let passage = &passage.passage;
                let html = body(&passage.body.moved(&passage.from, &publication.path), style);
                map["passages"][index]["body"] = html.into();
            }
            context.insert("role", &map);
        }
        Content::Roles(roles) => context.insert("roles", roles),
        Content::Glossary(entries) => {
            let mut list = value(entries);
            for (index, entry) in entries.iter().enumerate() {
                list[index]["definition"] = escaped(&entry.definition).into();
            }
            context.insert("glossary", &list);
        }
        Content::Search(search) => {
            let mut map = value(search);
            map["js"] = href(&files.search_js).into();
            context.insert("search", &map);
        }
        Content::Calendar(calendar) => context.insert("calendar", calendar),
        Content::Listing(listing) => context.insert("listing", listing),
        Content::Topics(topics) => context.insert("topics", topics),
        Content::Moved(moved) => context.insert("moved", moved),
    }
    context
}

fn value(data: &impl Serialize) -> Value {
    serde_json::to_value(data).expect("plain data")
}

/// Plain text as HTML.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a string can't fail.
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut html, text);
    html
}

fn escape_all(list: &mut Value) {
    if let Value::Array(items) = list {
        for item in items {
            if let Value::String(text) = item {
                *text = escaped(text);
            }
        }
    }
}

fn document(doc: &Doc, style: Style) -> Value {
    let mut map = value(doc);
    let html = |flow: &Flow| Value::String(body(flow, style));
    map["body"] = match &doc.special {
        Special::Matrix { rest, .. } => html(rest),
        // Their parts are written one by one.
        Special::Brochure { .. } | Special::Module(_) => Value::String(String::new()),
        Special::Message(message) if !message.questions.is_empty() => {
            let before = doc
                .body
                .tree
                .roots()
                .find(|node| node.kind() == crate::syntax::Kind::Section)
                .map_or(doc.body.nodes.end, |node| node.index);
            html(&Flow { tree: doc.body.tree.clone(), nodes: 0..before })
        }
        _ => html(&doc.body),
    };
    map["footnotes"] = doc
        .notes
        .iter()
        .enumerate()
        .map(|(index, note)| json!({ "number": index + 1, "id": format!("fn-{}", index + 1), "html": body(note, style), "back": format!("fnref-{}", index + 1) }))
        .collect();
    map["sources"] = doc
        .sources
        .iter()
        .map(|source| {
            let mut text = format!("{}, <cite>{}</cite>", escaped(&source.publisher), escaped(&source.title));
            if let Some(locator) = &source.locator {
                text.push_str(&format!(", {}", escaped(locator)));
            }
            if let Some(year) = source.year {
                text.push_str(&format!(", {year}"));
            }
            text.push('.');
            if let Some(caution) = &source.caution {
                text.push_str(&format!(" {}", escaped(caution)));
            }
            let mut entry = value(source);
            entry["text"] = text.into();
            entry
        })
        .collect();
    match &doc.special {
        Special::Brochure { panels, intro, .. } => {
            map["intro"] = html(intro);
            for (index, panel) in panels.iter().enumerate() {
                map["panels"][index]["body"] = html(&panel.body);
            }
        }
        Special::Module(module) => {
            map["intro"] = html(&module.intro);
            for (index, segment) in module.segments.iter().enumerate() {
                map["segments"][index]["body"] = html(&segment.part.body);
            }
            escape_all(&mut map["objectives"]);
            escape_all(&mut map["prerequisites"]);
            escape_all(&mut map["materials"]);
            if let Value::Array(steps) = &mut map["preparation"] {
                steps.iter_mut().for_each(|step| escape_all(&mut step["items"]));
            }
        }
        Special::Matrix { intro, .. } => map["intro"] = html(intro),
        Special::Message(message) => {
            for (index, question) in message.questions.iter().enumerate() {
                map["questions"][index]["body"] = html(&question.body);
            }
        }
        Special::Guide { .. } | Special::Chapter { .. } | Special::Page {} => {}
    }
    map
}
