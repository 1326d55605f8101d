//! Texts in slots that stand in a district's file or row: each document's
//! become an overlay, as if the district had written one.

use std::collections::HashMap;
use std::sync::Arc;

use super::document::{self, DocId, Manuscript};
use super::{Corpus, Document};
use crate::diag::{Diagnostic, did_you_mean, rules};
use crate::site::{District, OwnerIndex, Person, SlotRule, SlotText, SlotValue};
use crate::syntax::{DivKind, Open};
use crate::vfs::{Hash, Snapshot};

/// Makes overlays of a district's texts, by document. Those that fit no slot
/// are reported.
pub(super) fn overlays(
    district: &District,
    corpus: &Corpus,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(DocId, Arc<Manuscript>)> {
    let mut blocks: Vec<(&DocId, String)> = Vec::new();
    for text in &district.slots {
        match block(text, corpus) {
            Ok((document, markdown)) => match blocks.iter_mut().find(|(id, _)| *id == document) {
                Some((_, all)) => all.push_str(&markdown),
                None => blocks.push((document, markdown)),
            },
            Err(found) => diagnostics.push(*found),
        }
    }
    let read = |(id, blocks): (&DocId, String)| {
        let text = format!("+++\nrevises = \"{id}\"\n+++\n{blocks}");
        let hash = Hash::of(text.as_bytes());
        let path = district.span.path.clone();
        let mut file = Snapshot::new();
        file.insert(path.clone(), text.into_bytes());
        let lang = corpus.site.default_lang().clone();
        let read = document::read(&path, &file, None, lang, hash, &corpus.site, &mut Vec::new())?;
        Some((id.clone(), Arc::new(read)))
    };
    blocks.into_iter().filter_map(read).collect()
}

/// Finds the slots that a district has to fill in and doesn't. `filled` says
/// whether somebody of its chain has something in a block.
pub(super) fn empty(
    district: &District,
    corpus: &Corpus,
    filled: impl Fn(&DocId, &str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let settings = &corpus.site.district_settings;
    for document in corpus.documents().filter(|document| settings.publishes(document.id.as_str())) {
        for (name, rule) in rules_of(document).filter(|(_, rule)| rule.required) {
            if filled(&document.id, name) {
                continue;
            }
            let slot = format!("{}#{name}", document.id);
            let ask = settings.ask.get(&format!("slots.{slot}")).map(String::as_str);
            let problem = rule.missing(&slot, ask);
            let message = format!("{}: {}", district.name, problem.message);
            diagnostics.push(
                Diagnostic::new(&rules::MISSING_VALUE, district.span.clone(), message)
                    .hint(problem.hint)
                    .hint(format!("write it below `[slots]`: `\"{slot}\" = \"…\"`")),
            );
        }
    }
}

/// The slots of a document, by name.
fn rules_of(document: &Document) -> impl Iterator<Item = (&str, SlotRule)> {
    document.names.iter().filter_map(|(name, node)| Some((name.as_str(), rule(document, *node)?)))
}

fn rule(document: &Document, node: usize) -> Option<SlotRule> {
    match document.parsed.tree.node(node).extra() {
        Some(Open::Attrs(attrs)) if attrs.class == DivKind::Slot => {
            Some(SlotRule::of(|key| attrs.get(key).map(|word| word.text.as_str())))
        }
        _ => None,
    }
}

/// One text as a block of an overlay.
fn block<'a>(text: &SlotText, corpus: &'a Corpus) -> Result<(&'a DocId, String), Box<Diagnostic>> {
    let unknown = |message: String, hint: Option<String>| {
        Box::new(Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, text.key.clone(), message).hint_opt(hint))
    };
    let Some(document) = corpus.docs.get(text.document.as_str()) else {
        let ids = corpus.docs.keys().map(DocId::as_str);
        return Err(unknown(
            format!("there is no document `{}`", text.document),
            did_you_mean(&text.document, ids),
        ));
    };
    if !corpus.site.district_settings.publishes(document.id.as_str()) {
        return Err(unknown(
            format!("districts don't publish `{}`", document.id),
            Some("what they publish is set in `[districts] publishes` of site-config.toml".to_owned()),
        ));
    }
    let Some(rule) = document.names.get(&text.slot).and_then(|node| rule(document, *node)) else {
        let names = rules_of(document).map(|(name, _)| name);
        return Err(unknown(
            format!("`{}` has no slot `{}`", document.id, text.slot),
            did_you_mean(&text.slot, names),
        ));
    };
    let wrong = |message: String, hint: String| {
        Box::new(Diagnostic::new(&rules::INVALID_VALUE, text.span.clone(), message).hint(hint))
    };
    let value = rule.read(&text.slot, &text.text).map_err(|problem| wrong(problem.message, problem.hint))?;
    let markdown = markdown(&value).ok_or_else(|| {
        let message = format!("the slot `{}` takes a picture, which can't stand here", text.slot);
        let hint = format!("put it into a file that revises `{}`", document.id);
        wrong(message, hint)
    })?;
    Ok((&document.id, format!("\n::: {{#{}}}\n{markdown}\n:::\n", text.slot)))
}

/// A value as Markdown; nothing for a picture.
fn markdown(value: &SlotValue) -> Option<String> {
    Some(match value {
        SlotValue::Text(text) => {
            let lines = text.split("\n\n").map(|paragraph| {
                let lines = paragraph.lines().map(|line| plain(line.trim()));
                lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\\\n")
            });
            lines.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
        }
        SlotValue::Date(day) => day.strftime("%B %-d, %Y").to_string(),
        SlotValue::Phone(number) => phone(number),
        SlotValue::Email(address) => email(address),
        SlotValue::Url(address) => url(address),
        SlotValue::Person(person) => contact(person),
        SlotValue::List(entries) => {
            let entries = entries.iter().map(|entry| format!("- {}", plain(entry)));
            entries.collect::<Vec<_>>().join("\n")
        }
        SlotValue::Choice(choice) => plain(choice),
        SlotValue::Image { .. } => return None,
    })
}

fn phone(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("[{}](tel:{digits})", plain(number))
}

fn email(address: &str) -> String {
    format!("[{}](<mailto:{address}>)", plain(address))
}

fn url(address: &str) -> String {
    let shown = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    format!("[{}](<{address}>)", plain(shown))
}

fn contact(person: &Person) -> String {
    let ways = [
        person.phone.as_deref().map(phone),
        person.email.as_deref().map(email),
        person.url.as_deref().map(url),
        person.hours.as_deref().map(plain),
    ];
    let mut parts = vec![plain(&person.name)];
    parts.extend(ways.into_iter().flatten());
    parts.join(", ")
}

/// A text in which no sign means anything to Markdown, to variables or to
/// attribute lists.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '?' | '/' | '%' | '\'' | '"') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// All texts in slots of a site, by district.
pub(super) fn all(
    corpus: &Corpus,
    diagnostics: &mut Vec<Diagnostic>,
) -> HashMap<(OwnerIndex, DocId), Arc<Manuscript>> {
    let site = &corpus.site;
    let mut found = HashMap::new();
    for owner in site.owners.iter().filter(|owner| owner.school.is_none()) {
        let Some(district) = site.districts.get(&owner.district) else { continue };
        for (id, overlay) in overlays(district, corpus, diagnostics) {
            found.insert((owner.index, id), overlay);
        }
    }
    found
}
