//! Texts of TOML files in another language: `families.es.toml` beside
//! `families.toml`, with the same ids and text keys.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::model::Site;
use super::{Lang, OwnerIndex, audience, slips, turned};
use crate::diag::rules::{INVALID_VALUE, LAYER_WITHOUT_SOURCE};
use crate::diag::{Diagnostic, Outcome, Span, did_you_mean, text_of};
use crate::vfs::{SitePath, Snapshot};

/// The tables of `site-config.LANG.toml`.
const TABLES: [&str; 7] = ["agency", "bands", "phases", "topics", "steps", "state_edition", "load"];

/// Returns the site with its texts in each language that has some.
///
/// Findings: `layer-without-source` for ids and keys that the source doesn't
/// have, `invalid-value` for what is no text, `invalid-toml`.
pub fn translations(site: &Site, snapshot: &Snapshot) -> Outcome<HashMap<Lang, Arc<Site>>> {
    let mut diagnostics = Vec::new();
    let mut of = |lang: &Lang| Some((lang.clone(), Arc::new(load(site, snapshot, lang, &mut diagnostics)?)));
    let value = site.languages.keys().skip(1).filter_map(&mut of).collect();
    site.apply_checks(&mut diagnostics);
    Outcome { value, diagnostics }
}

/// Returns the site with its texts in a language, as far as they are
/// translated; nothing when none is.
fn load(site: &Site, snapshot: &Snapshot, lang: &Lang, sink: &mut Vec<Diagnostic>) -> Option<Site> {
    let mut translated = site.clone();
    let mut any = false;
    let end = format!(".{lang}.toml");
    for (path, bytes) in snapshot.iter().filter(|(path, _)| path.as_str().ends_with(&end)) {
        let source = path.as_str().strip_suffix(&end).unwrap_or_default();
        let text = match text_of(path, bytes) {
            Ok(text) => text,
            Err(found) => {
                sink.push(*found);
                continue;
            }
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        turned::in_table(path, text, table.get_ref(), sink);
        sink.extend(slips::findings(path, text, 0, &errors));
        let mut file = File { path, lang, site: &mut translated, sink: &mut *sink };
        any = true;
        match source.rsplit_once('/') {
            None if source == "site-config" => file.config(table.get_ref()),
            Some(("audiences", id)) => file.audience(id, table.get_ref()),
            Some(("content", "glossary")) => file.glossary(table.get_ref()),
            Some(("content/duties", _)) => file.duties(table.get_ref()),
            _ => any = false,
        }
    }
    any.then_some(translated)
}

/// Whether a file translates another that has texts.
pub(super) fn is_read(site: &Site, path: &SitePath) -> bool {
    let source = path.stem().rsplit_once('.').map(|(source, _)| source);
    let has_texts = match (path.folder(), source) {
        ("audiences" | "content/duties", Some(_)) | ("content", Some("glossary")) => true,
        ("", Some(source)) => source == "site-config",
        _ => false,
    };
    path.extension() == "toml" && has_texts && audience::is_translation(site, path)
}

struct File<'a> {
    path: &'a SitePath,
    lang: &'a Lang,
    site: &'a mut Site,
    sink: &'a mut Vec<Diagnostic>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl File<'_> {
    fn report(
        &mut self,
        rule: &'static crate::diag::Rule,
        at: std::ops::Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        self.sink.push(Diagnostic::new(rule, Span::new(self.path, at), message).hint_opt(hint));
    }

    fn unknown<'k>(&mut self, at: std::ops::Range<usize>, key: &str, known: impl Iterator<Item = &'k str>) {
        let hint = did_you_mean(key, known);
        self.report(&LAYER_WITHOUT_SOURCE, at, format!("the source has no `{key}`"), hint);
    }

    fn text(&mut self, value: &Value) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.report(&INVALID_VALUE, value.span(), "this must be text in quotes".to_owned(), None);
                None
            }
        }
    }

    /// A text with the variables of the plan's name filled in.
    fn filled(&mut self, value: &Value) -> Option<String> {
        let text = self.text(value)?;
        Some(self.site.fill(&text, self.lang, OwnerIndex::STATE).into_owned())
    }

    fn table<'t, 'd>(&mut self, value: &'t Value<'d>) -> Option<&'t DeTable<'d>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.report(&INVALID_VALUE, value.span(), "this must be a table".to_owned(), None);
                None
            }
        }
    }

    /// Hands each key of a table to `take`, which says whether it knows it.
    fn keys(&mut self, table: &DeTable, known: &[&str], mut take: impl FnMut(&mut Self, &str, &Value)) {
        for (key, value) in table {
            if known.contains(&key.get_ref().as_ref()) {
                take(self, key.get_ref(), value);
            } else if !["base", "state", "by", "on"].contains(&key.get_ref().as_ref()) {
                self.unknown(key.span(), key.get_ref(), known.iter().copied());
            }
        }
    }

    fn config(&mut self, table: &DeTable) {
        self.keys(table, &TABLES, |file, name, value| {
            let Some(table) = file.table(value) else { return };
            match name {
                "agency" => file.keys(table, &["name", "short", "address", "hours"], |file, key, value| {
                    let Some(text) = file.text(value) else { return };
                    let agency = &mut file.site.agency;
                    match key {
                        "name" => agency.name = text,
                        "short" => agency.short = Some(text),
                        "address" => agency.address = Some(text),
                        _ => agency.hours = Some(text),
                    }
                }),
                "state_edition" => {
                    for (key, value) in table {
                        let known = file.site.state_edition.contains_key(key.get_ref().as_ref());
                        match file.text(value) {
                            Some(text) if known => {
                                file.site.state_edition.insert(key.get_ref().to_string(), text);
                            }
                            Some(_) => file.unknown(key.span(), key.get_ref(), std::iter::empty()),
                            None => {}
                        }
                    }
                }
                "load" => file.keys(table, &["groups"], |file, _, value| {
                    let Some(groups) = file.table(value) else { return };
                    for (key, value) in groups {
                        let known = file.site.load.groups.contains_key(key.get_ref().as_ref());
                        match file.filled(value) {
                            Some(text) if known => {
                                file.site.load.groups.insert(key.get_ref().to_string(), text);
                            }
                            Some(_) => file.unknown(key.span(), key.get_ref(), std::iter::empty()),
                            None => {}
                        }
                    }
                }),
                _ => file.titled(name, table),
            }
        });
    }

    /// Bands, phases, topics and steps: a title, or a table with one.
    fn titled(&mut self, kind: &str, table: &DeTable) {
        for (key, value) in table {
            let id = key.get_ref().as_ref();
            let known = match kind {
                "bands" => self.site.bands.contains_key(id),
                "phases" => self.site.phases.contains_key(id),
                "topics" => self.site.topics.contains_key(id),
                _ => self.site.steps.contains_key(id),
            };
            if !known {
                self.unknown(key.span(), id, std::iter::empty());
                continue;
            }
            let (mut title, mut summary, mut outcomes) = (None, None, None);
            match value.get_ref() {
                DeValue::String(_) => title = self.filled(value),
                _ => {
                    let Some(table) = self.table(value) else { continue };
                    self.keys(table, &["title", "summary", "outcomes"], |file, key, value| match key {
                        "title" => title = file.filled(value),
                        "summary" => summary = file.filled(value),
                        _ => outcomes = file.list(value),
                    });
                }
            }
            let (own_title, own_summary) = match kind {
                "bands" => {
                    let band = &mut self.site.bands[id];
                    band.title = title.or(band.title.take());
                    continue;
                }
                "phases" => {
                    let phase = &mut self.site.phases[id];
                    (&mut phase.title, &mut phase.summary)
                }
                "topics" => {
                    let topic = &mut self.site.topics[id];
                    (&mut topic.title, &mut topic.summary)
                }
                _ => {
                    let step = &mut self.site.steps[id];
                    (&mut step.title, &mut step.summary)
                }
            };
            if let Some(title) = title {
                *own_title = title;
            }
            if summary.is_some() {
                *own_summary = summary;
            }
            if let Some(outcomes) = outcomes.filter(|_| kind == "steps") {
                self.site.steps[id].outcomes = outcomes;
            }
        }
    }

    fn list(&mut self, value: &Value) -> Option<Vec<String>> {
        match value.get_ref() {
            DeValue::Array(items) => {
                let items: Vec<String> = items.iter().filter_map(|item| self.filled(item)).collect();
                Some(items)
            }
            _ => {
                self.report(&INVALID_VALUE, value.span(), "this must be a list of texts".to_owned(), None);
                None
            }
        }
    }

    fn audience(&mut self, id: &str, table: &DeTable) {
        let Some(place) = self.site.audiences.iter().position(|audience| audience.id == *id) else {
            let known: Vec<String> = self.site.audience_names().map(str::to_owned).collect();
            let known = known.iter().map(String::as_str);
            self.unknown(0..0, id, known);
            return;
        };
        self.keys(table, &["name", "sentence", "roles"], |file, key, value| match key {
            "name" => {
                if let Some(text) = file.filled(value) {
                    file.site.audiences[place].name = text;
                }
            }
            "sentence" => {
                if let Some(text) = file.filled(value) {
                    file.site.audiences[place].sentence = Some(text);
                }
            }
            _ => {
                let Some(roles) = file.table(value) else { return };
                for (key, value) in roles {
                    file.role(key, value);
                }
            }
        });
    }

    fn role(&mut self, key: &Spanned<toml::de::DeString>, value: &Value) {
        let id = key.get_ref().as_ref();
        if !self.site.roles.contains_key(id) {
            let known: Vec<String> = self.site.roles.keys().map(|id| id.to_string()).collect();
            return self.unknown(key.span(), id, known.iter().map(String::as_str));
        }
        let Some(table) = self.table(value) else { return };
        self.keys(table, &["name", "summary", "also"], |file, key, value| match key {
            "name" => {
                if let Some(text) = file.filled(value) {
                    file.site.roles[id].name = text;
                }
            }
            "summary" => {
                if let Some(text) = file.filled(value) {
                    file.site.roles[id].summary = Some(text);
                }
            }
            // Other names help authors, who write in the source's language.
            _ => {}
        });
    }

    fn glossary(&mut self, table: &DeTable) {
        for (key, value) in table {
            let id = key.get_ref().as_ref();
            if !self.site.glossary.contains_key(id) {
                let known: Vec<String> = self.site.glossary.keys().map(|id| id.to_string()).collect();
                self.unknown(key.span(), id, known.iter().map(String::as_str));
                continue;
            }
            let Some(table) = self.table(value) else { continue };
            self.keys(table, &["term", "short", "definition"], |file, key, value| {
                let Some(text) = file.text(value) else { return };
                let term = &mut file.site.glossary[id];
                match key {
                    "term" => term.term = text,
                    "short" => term.short = Some(text),
                    _ => term.definition = text,
                }
            });
        }
    }

    fn duties(&mut self, table: &DeTable) {
        let Some((_, list)) = table.iter().find(|(key, _)| key.get_ref() == "duty") else { return };
        let DeValue::Array(list) = list.get_ref() else {
            return self.report(
                &INVALID_VALUE,
                list.span(),
                "write `[[duty]]` above each duty".to_owned(),
                None,
            );
        };
        for duty in list.iter() {
            let Some(table) = self.table(duty) else { continue };
            let id = table.iter().find(|(key, _)| key.get_ref() == "id");
            let Some(id) = id.and_then(|(_, value)| self.text(value)) else {
                self.report(&INVALID_VALUE, duty.span(), "this duty has no `id`".to_owned(), None);
                continue;
            };
            let Some(place) = self.site.duties.iter().position(|duty| duty.id == *id.as_str()) else {
                let known: Vec<String> = self.site.duties.iter().map(|duty| duty.id.to_string()).collect();
                self.unknown(duty.span(), &id, known.iter().map(String::as_str));
                continue;
            };
            self.keys(table, &["id", "task", "when", "evidence"], |file, key, value| {
                let Some(text) = file.filled(value) else { return };
                let duty = &mut file.site.duties[place];
                match key {
                    "task" => duty.task = text,
                    "when" if duty.when.is_some() => duty.when = Some(text),
                    "evidence" => duty.evidence = Some(text),
                    _ => {}
                }
            });
        }
    }
}
