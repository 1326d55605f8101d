//! What a template is given: a publication's values, its texts as HTML.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Map, Value};

use super::body::{Style, body};
use super::{Theme, linked_data};
use crate::edition::Flow;
use crate::edition::page::{Closed, Phrase};
use crate::kind::{Content, Doc, Publication, Special};

/// Languages that Atkinson Hyperlegible Next can write. A language that is
/// missing here costs its pages a small style sheet, nothing else.
const LATIN: [&str; 16] =
    ["cs", "de", "en", "es", "fr", "hmn", "ht", "hu", "it", "nl", "pl", "pt", "so", "sw", "tl", "tr"];

/// Returns the context of a publication's template.
pub fn context(publication: &Publication, theme: &Theme) -> Context {
    let shell = &publication.shell;
    let words = theme.words(&shell.edition.lang);
    let href = |target: &crate::vfs::OutputPath| match &publication.content {
        // Nobody knows from where this page is shown.
        Content::NotFound(_) => format!("{}{target}", shell.page.root),
        _ => publication.path.link_to(target),
    };
    let files = &theme.files;
    let mut context = Context::new();
    context.insert("site", &shell.site);
    context.insert("plan", &shell.plan);
    context.insert("nav", &shell.nav);
    context.insert("crumbs", &shell.crumbs);
    context.insert("languages", &shell.languages);
    context.insert("others", &shell.others);
    context.insert("in_districts", &shell.in_districts);
    let mut page = map(&shell.page);
    put(&mut page, "css", href(&files.css));
    let sheets: BTreeMap<&str, String> =
        files.sheets.iter().map(|(name, path)| (name.as_str(), href(path))).collect();
    put(&mut page, "sheets", Value::from_serializable(&sheets));
    put(&mut page, "js", href(&files.js));
    put(&mut page, "load_js", href(&files.load_js));
    put(&mut page, "icon", href(&files.icon));
    if needs_faces(publication) {
        put(&mut page, "faces_css", href(&files.faces_css));
    }
    put(&mut page, "json_ld", linked_data::json_ld(publication));
    context.insert_value("page", page.into());
    let mut edition = map(&shell.edition);
    let audience = shell.edition.audience.as_ref().map(|audience| audience.id.as_str());
    put(&mut edition, "stylesheet", href(files.sheet(audience)));
    context.insert_value("edition", edition.into());
    let style = Style::Page { words };
    match &publication.content {
        Content::Document(doc) => context.insert_value("doc", document(doc, style).into()),
        Content::Home(home) => context.insert("home", home),
        Content::Chooser(chooser) | Content::NotFound(chooser) => context.insert("chooser", chooser),
        Content::Districts(districts) => context.insert("districts", districts),
        Content::District(district) => context.insert("district", district),
        Content::Role(role) => {
            let mut map = map(role);
            each(&mut map, "passages", |index, entry| {
                let passage = &role.passages[index].passage;
                put(entry, "body", body(&passage.body.moved(&passage.from, &publication.path), style));
            });
            context.insert_value("role", map.into());
        }
        Content::Handover(handover) => context.insert("handover", handover),
        Content::Roles(roles) => context.insert("roles", roles),
        Content::Glossary(entries) => {
            let list = change(Value::from_serializable(entries), |index, entry| {
                put(entry, "definition", escaped(&entries[index].definition));
            });
            context.insert_value("glossary", list);
        }
        Content::Search(search) => {
            let mut map = map(search);
            put(&mut map, "js", href(&files.search_js));
            context.insert_value("search", map.into());
        }
        Content::Calendar(calendar) => context.insert("calendar", calendar),
        Content::Listing(listing) => context.insert("listing", listing),
        Content::Topics(topics) => context.insert("topics", topics),
        Content::Moved(moved) => context.insert("moved", moved),
        Content::PrintedStatus(status) => context.insert("status", status),
        Content::FindStatus(find) => context.insert("find", find),
    }
    context
}

/// Whether a page has a language, its own or a passage's, that the fonts of
/// every page aren't made for.
fn needs_faces(publication: &Publication) -> bool {
    let needs = |lang: &str| !LATIN.contains(&lang.split('-').next().unwrap_or(lang));
    let passage = match &publication.content {
        Content::Document(doc) => {
            doc.body.tree.extras.iter().any(|payload| match payload {
                Closed::Block(block) => block.lang.as_deref().is_some_and(needs),
                Closed::Span(Phrase::Lang(lang)) => needs(lang),
                _ => false,
            }) || doc.body.tree.langs.iter().any(|(_, tongue)| needs(&tongue.lang))
        }
        _ => false,
    };
    passage || needs(&publication.shell.edition.lang)
}

/// The fields of a struct.
fn map(data: &impl Serialize) -> Map {
    Value::from_serializable(data).into_map().expect("a struct is a map")
}

fn put(map: &mut Map, key: &'static str, value: impl Into<Value>) {
    map.insert(key.into(), value.into());
}

/// Changes each struct of the list in a field.
fn each(map: &mut Map, key: &'static str, edit: impl Fn(usize, &mut Map)) {
    if let Some(list) = map.insert(key.into(), Value::none()) {
        put(map, key, change(list, edit));
    }
}

/// Changes each struct of a list.
fn change(list: Value, edit: impl Fn(usize, &mut Map)) -> Value {
    let items = list.as_array().map(<[Value]>::to_vec).unwrap_or_default();
    drop(list);
    let changed = items.into_iter().enumerate().map(|(index, item)| {
        let mut item = item.into_map().unwrap_or_default();
        edit(index, &mut item);
        item
    });
    changed.collect::<Vec<_>>().into()
}

/// Plain text as HTML.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a string can't fail.
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut html, text);
    html
}

fn escape_all(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| escaped(text)).collect()
}

fn document(doc: &Doc, style: Style) -> Map {
    let mut map = map(doc);
    let html = |flow: &Flow| body(flow, style);
    put(&mut map, "body", doc.main_text().map_or_else(String::new, |flow| html(&flow)));
    put(&mut map, "footnotes", footnotes(doc, style));
    each(&mut map, "sources", |index, entry| put(entry, "text", source(&doc.sources[index])));
    match &doc.special {
        Special::Brochure { panels, intro, .. } => {
            put(&mut map, "intro", html(intro));
            each(&mut map, "panels", |index, panel| put(panel, "body", html(&panels[index].body)));
        }
        Special::Module(module) => {
            put(&mut map, "intro", html(&module.intro));
            each(&mut map, "segments", |index, segment| {
                put(segment, "body", html(&module.segments[index].part.body));
            });
            put(&mut map, "objectives", escape_all(&module.objectives));
            put(&mut map, "prerequisites", escape_all(&module.prerequisites));
            put(&mut map, "materials", escape_all(&module.materials));
            each(&mut map, "preparation", |index, step| {
                put(step, "items", escape_all(&module.preparation[index].items));
            });
        }
        Special::Matrix { intro, .. } => put(&mut map, "intro", html(intro)),
        Special::Message(message) => {
            each(&mut map, "questions", |index, question| {
                put(question, "body", html(&message.questions[index].body));
            });
        }
        Special::Guide { .. } | Special::Chapter { .. } | Special::Page {} => {}
    }
    map
}

fn footnotes(doc: &Doc, style: Style) -> Vec<Map> {
    let note = |(index, note): (usize, &Flow)| {
        let number = index + 1;
        let mut map = Map::new();
        put(&mut map, "number", number);
        put(&mut map, "id", format!("fn-{number}"));
        put(&mut map, "html", body(note, style));
        put(&mut map, "back", format!("fnref-{number}"));
        map
    };
    doc.notes.iter().enumerate().map(note).collect()
}

/// A source as HTML.
fn source(source: &crate::kind::Source) -> String {
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
    text
}
