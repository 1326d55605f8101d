//! The shape of a TOML file against the schema of its type: unknown keys,
//! missing keys, values of the wrong kind, all of them in one pass.
//!
//! serde stops at the first; a person who mends a file wants to see every one.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::schema::{PARTIAL, SCOPE};
use crate::diag::rules::{INVALID_VALUE, MISSING_KEY, UNKNOWN_KEY};
use crate::diag::{self, Diagnostic, Span};
use crate::vfs::SitePath;

/// Checks a file and removes from `table` what breaks the schema, so that the
/// rest can be read. False when nothing of the file can be trusted.
pub(super) fn check(
    path: &SitePath,
    text: &str,
    table: &mut Spanned<DeTable>,
    schema: &Schema,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let mut checker = Checker { path, text, root: schema, findings };
    // The root of a file spans all of it: a missing key is missing in the file.
    let first = text.len() - text.trim_start().len();
    checker.table(table.get_mut(), first..first, schema, "")
}

struct Checker<'a> {
    path: &'a SitePath,
    text: &'a str,
    root: &'a Schema,
    findings: &'a mut Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// Checks one value; false when it can't be kept. `at` is its dotted path,
    /// empty for the file.
    fn value(&mut self, value: &mut Spanned<DeValue>, schema: &'a Schema, at: &str) -> bool {
        let span = value.span();
        let Some(schema) = self.fitting(value.get_ref(), schema) else {
            self.wrong_kind(value, schema, at);
            return false;
        };
        if let Some(words) = words(schema) {
            return self.word(value, &words, at);
        }
        match value.get_mut() {
            DeValue::Table(table) => self.table(table, span, schema, at),
            DeValue::Array(items) => {
                let Some(item_schema) = schema.get("items") else { return true };
                let all = std::mem::replace(items, DeArray::new()).into_iter();
                *items = all
                    .filter_map(|mut item| self.value(&mut item, item_schema, at).then_some(item))
                    .collect();
                true
            }
            _ => true,
        }
    }

    fn table(&mut self, table: &mut DeTable, span: Range<usize>, schema: &'a Schema, at: &str) -> bool {
        let properties = schema.get("properties").and_then(Schema::as_object);
        let others = schema.get("additionalProperties");
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Schema::as_array)
            .map_or_else(Vec::new, |names| names.iter().filter_map(Schema::as_str).collect());
        let partial = schema.get(PARTIAL).is_some();
        let mut whole = true;

        // Of a key that is misspelt, the misspelling is the fault.
        let misspelt: HashSet<&str> = match (others, properties) {
            (Some(Schema::Bool(false)), Some(properties)) => {
                let written = table.keys().map(|name| name.get_ref().as_ref());
                let unknown = written.filter(|name| !properties.contains_key(*name));
                unknown
                    .filter_map(|name| diag::nearest(name, properties.keys().map(String::as_str)))
                    .collect()
            }
            _ => HashSet::new(),
        };
        for name in required.iter().filter(|name| !table.contains_key(**name)) {
            if !misspelt.contains(name) {
                let property = properties.and_then(|properties| properties.get(*name));
                self.missing(table, &span, name, at, property);
            }
            whole = partial;
        }
        let mut broken = HashSet::new();
        for (key, value) in &mut *table {
            let name = key.get_ref().as_ref();
            let below = if at.is_empty() { name.to_string() } else { format!("{at}.{name}") };
            let property = properties.and_then(|properties| properties.get(name));
            let known = property.or(others.filter(|schema| schema.is_object()));
            let good = match known {
                Some(schema) => {
                    let findings = self.findings.len();
                    let good = self.value(value, schema, &below);
                    if schema.get(SCOPE).is_some() && self.findings.len() > findings {
                        whole = false;
                    }
                    if required.contains(&name) {
                        whole &= good || partial;
                        self.blank(value, &below);
                    }
                    good
                }
                None if others == Some(&Schema::Bool(false)) => {
                    let allowed = properties.into_iter().flat_map(|properties| properties.keys());
                    let allowed: Vec<&str> = allowed.map(String::as_str).collect();
                    let meant = diag::nearest(name, allowed.iter().copied());
                    let meant = meant.and_then(|meant| properties?.get(meant)?.get(SCOPE));
                    whole &= meant.is_none();
                    self.unknown(key.span(), name, at, allowed);
                    false
                }
                None => true,
            };
            if !good {
                broken.insert(name.to_string());
            }
        }
        if !broken.is_empty() {
            let all = std::mem::replace(table, DeTable::new()).into_iter();
            *table = all.filter(|(name, _)| !broken.contains(name.get_ref().as_ref())).collect();
        }
        whole
    }

    /// Returns the alternative of a schema that is made for this kind of
    /// value, with references followed.
    fn fitting(&self, value: &DeValue, schema: &'a Schema) -> Option<&'a Schema> {
        let schema = self.follow(schema);
        if words(schema).is_some() {
            return matches!(value, DeValue::String(_)).then_some(schema);
        }
        if let Some(choices) = alternatives(schema) {
            return choices.iter().find_map(|choice| self.fitting(value, choice));
        }
        let kind = match kinds(schema).as_slice() {
            [] => return Some(schema),
            kinds => kinds.iter().any(|kind| kind.admits(value)),
        };
        kind.then_some(schema)
    }

    fn follow(&self, schema: &'a Schema) -> &'a Schema {
        let reference = schema.get("$ref").and_then(Schema::as_str).and_then(|name| name.strip_prefix('#'));
        match reference.and_then(|pointer| self.root.pointer(pointer)) {
            Some(target) => self.follow(target),
            None => schema,
        }
    }

    fn all_kinds(&self, schema: &'a Schema) -> Vec<Kind> {
        let schema = self.follow(schema);
        match alternatives(schema) {
            _ if words(schema).is_some() => vec![Kind::Text],
            Some(choices) => choices.iter().flat_map(|choice| self.all_kinds(choice)).collect(),
            None => kinds(schema),
        }
    }

    /// Whether a property is a list of tables.
    fn holds_tables(&self, property: Option<&'a Schema>) -> bool {
        let items = property.and_then(|property| self.follow(property).get("items"));
        items.is_some_and(|items| self.all_kinds(items) == [Kind::Table])
    }

    fn wrong_kind(&mut self, value: &Spanned<DeValue>, schema: &'a Schema, at: &str) {
        let mut wanted = self.all_kinds(schema);
        wanted.dedup();
        let names: Vec<&str> = wanted.iter().map(|kind| kind.name()).collect();
        let found = found(value.get_ref());
        let written = self.text.get(value.span()).unwrap_or_default();
        let hint = match value.get_ref() {
            DeValue::String(text) if wanted == [Kind::Date] => {
                let day = super::slips::day(text.trim()).unwrap_or_else(|| "2026-08-01".to_owned());
                Some(format!("write a day without quotes, as year-month-day: `{day}`"))
            }
            DeValue::String(text) if wanted == [Kind::Whole] && digits(text).is_some() => {
                digits(text).map(|digits| format!("write the number alone: `{digits}`"))
            }
            DeValue::String(text) if wanted == [Kind::YesNo] => {
                let yes = ["y", "t", "on", "1"].iter().any(|yes| text.to_lowercase().starts_with(yes));
                Some(format!("write it without quotes: `{yes}`"))
            }
            DeValue::String(_) if wanted.contains(&Kind::List) => {
                Some(format!("write it in brackets: `[{written}]`"))
            }
            DeValue::String(text) if wanted.contains(&Kind::Whole) && text.parse::<i64>().is_ok() => {
                Some(format!("write it without quotes: `{text}`"))
            }
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_)
                if wanted.contains(&Kind::Text) =>
            {
                Some(format!("write it in quotes: `\"{written}\"`"))
            }
            _ => None,
        };
        let message = format!("`{at}` must be {}, but is {found}", names.join(" or "));
        let span = Span::new(self.path, value.span());
        self.findings.push(Diagnostic::new(&INVALID_VALUE, span, message).hint_opt(hint));
    }

    /// Checks a text that must be one of a few words.
    fn word(&mut self, value: &Spanned<DeValue>, words: &[&str], at: &str) -> bool {
        let DeValue::String(text) = value.get_ref() else { return true };
        if words.contains(&text.as_ref()) {
            return true;
        }
        let message = format!("`{at}` can't be `{text}`");
        let span = Span::new(self.path, value.span());
        let hint = format!("write one of: {}", words.join(", "));
        let hint =
            diag::nearest(text, words.iter().copied()).map_or(hint, |near| format!("did you mean `{near}`?"));
        self.findings.push(Diagnostic::new(&INVALID_VALUE, span, message).hint(hint));
        false
    }

    fn unknown(&mut self, key: Range<usize>, name: &str, at: &str, allowed: Vec<&str>) {
        let place = if at.is_empty() { String::new() } else { format!(" in `{at}`") };
        let hint = diag::did_you_mean(name, allowed);
        let finding =
            Diagnostic::new(&UNKNOWN_KEY, Span::new(self.path, key), format!("unknown key `{name}`{place}"));
        self.findings.push(finding.hint_opt(hint));
    }

    /// A required text must say something.
    fn blank(&mut self, value: &Spanned<DeValue>, at: &str) {
        if value.get_ref().as_str().is_some_and(|text| text.trim().is_empty()) {
            let span = Span::new(self.path, value.span());
            self.findings.push(Diagnostic::new(&INVALID_VALUE, span, format!("`{at}` is empty")));
        }
    }

    fn missing(
        &mut self,
        table: &DeTable,
        header: &Range<usize>,
        name: &str,
        at: &str,
        property: Option<&'a Schema>,
    ) {
        let id = table.get("id").and_then(|id| id.get_ref().as_str());
        let message = match id {
            Some(id) => format!("`{at}` `{id}` lacks `{name}`"),
            None if at.is_empty() => format!("the file lacks `{name}`"),
            None => format!("`{at}` lacks `{name}`"),
        };
        // A table's place is its header; one within braces may have many lines.
        let header_text = self.text.get(header.clone()).unwrap_or_default();
        let line = header_text.find('\n').unwrap_or(header_text.len());
        let span = Span::new(self.path, header.start..header.start + line);
        let about = property.and_then(|property| property.get("description")).and_then(Schema::as_str);
        let example =
            property.and_then(|property| self.all_kinds(property).first().map(|kind| kind.example()));
        let below = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
        let add = match example {
            _ if self.holds_tables(property) => format!("add one below a line `[[{below}]]`"),
            Some("") => format!("add a table `[{below}]`"),
            Some(example) => format!("add `{name} = {example}`"),
            None => format!("add `{name}`"),
        };
        let hint = about.map_or(add.clone(), |about| format!("{add}: {}", about.replace('\n', " ")));
        self.findings.push(Diagnostic::new(&MISSING_KEY, span, message).hint(hint));
    }
}

/// The kinds of values that TOML knows, in words for people who don't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Date,
    Whole,
    Number,
    YesNo,
    List,
    Table,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Text => "text in quotes",
            Kind::Date => "a day such as 2026-08-01",
            Kind::Whole => "a whole number",
            Kind::Number => "a number",
            Kind::YesNo => "`true` or `false`",
            Kind::List => "a list in brackets",
            Kind::Table => "a table",
        }
    }

    /// What to write for one; nothing for a table, which has a line of its own.
    fn example(self) -> &'static str {
        match self {
            Kind::Text => "\"…\"",
            Kind::Date => "2026-08-01",
            Kind::Whole | Kind::Number => "1",
            Kind::YesNo => "true",
            Kind::List => "[\"…\"]",
            Kind::Table => "",
        }
    }

    fn admits(self, value: &DeValue) -> bool {
        match (self, value) {
            (Kind::Date, DeValue::Datetime(day)) => day.date.is_some() && day.time.is_none(),
            (Kind::Text, DeValue::String(_))
            | (Kind::Whole | Kind::Number, DeValue::Integer(_))
            | (Kind::Number, DeValue::Float(_))
            | (Kind::YesNo, DeValue::Boolean(_))
            | (Kind::List, DeValue::Array(_))
            | (Kind::Table, DeValue::Table(_)) => true,
            _ => false,
        }
    }
}

/// The digits at the start of a text: "40 min".
fn digits(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then_some(&text[..end])
}

fn found(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text in quotes",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(day) if day.time.is_some() => "a day with a time",
        DeValue::Datetime(_) => "a day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The kinds that a schema without alternatives admits; empty: any.
fn kinds(schema: &Schema) -> Vec<Kind> {
    let date = schema.get("format").is_some_and(|format| format == "date");
    let one = |name: &Schema| match name.as_str()? {
        "string" if date => Some(Kind::Date),
        "string" => Some(Kind::Text),
        "integer" => Some(Kind::Whole),
        "number" => Some(Kind::Number),
        "boolean" => Some(Kind::YesNo),
        "array" => Some(Kind::List),
        "object" => Some(Kind::Table),
        _ => None,
    };
    match schema.get("type") {
        Some(Schema::Array(names)) => names.iter().filter_map(one).collect(),
        Some(name) => one(name).into_iter().collect(),
        None => Vec::new(),
    }
}

fn alternatives(schema: &Schema) -> Option<&Vec<Schema>> {
    schema.get("anyOf").or(schema.get("oneOf")).and_then(Schema::as_array)
}

/// The words of a schema that admits a few words only.
fn words(schema: &Schema) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Schema::as_array) {
        return words.iter().map(Schema::as_str).collect();
    }
    if let Some(word) = schema.get("const") {
        return Some(vec![word.as_str()?]);
    }
    let choices: Vec<Vec<&str>> = alternatives(schema)?.iter().map(words).collect::<Option<_>>()?;
    Some(choices.concat())
}
