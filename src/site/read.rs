//! From the text of a TOML file to a raw type, with every finding of the file.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use serde_json::Value;
use toml::de::DeTable;

use super::raw::Raw;
use super::{schema, shape};
use crate::diag::rules::{INVALID_TOML, INVALID_VALUE, NOT_UTF8};
use crate::diag::{Diagnostic, Outcome, Span};
use crate::vfs::{SitePath, Snapshot};

/// Reads one file of a snapshot; nothing when it is missing, isn't UTF-8 or
/// can't be made sense of.
pub(super) fn read_file<T: Raw>(snapshot: &Snapshot, path: &SitePath) -> Outcome<Option<T>> {
    let Some(bytes) = snapshot.bytes(path) else { return Outcome::clean(None) };
    match std::str::from_utf8(bytes) {
        Ok(text) => read(path, text, 0),
        Err(error) => {
            let at = error.valid_up_to();
            let finding = Diagnostic::new(&NOT_UTF8, Span::new(path, at..at), "the file isn't in UTF-8");
            Outcome { value: None, diagnostics: vec![finding] }
        }
    }
}

/// Reads a text that starts at byte `offset` of a file. All places are moved
/// by the offset.
///
/// Reports all syntax errors; or else all unknown keys, wrong types and
/// missing keys. What is wrong is left out of the value, so that a misspelt
/// key in one place doesn't look like a hundred unknown names in others.
pub(super) fn read<T: Raw>(path: &SitePath, text: &str, offset: usize) -> Outcome<Option<T>> {
    let mut diagnostics = Vec::new();
    // Blanks before a table mean nothing in TOML: they move every place.
    let moved;
    let text = if offset == 0 {
        text
    } else {
        moved = format!("{:offset$}{text}", "");
        &moved
    };
    let (mut table, errors) = DeTable::parse_recoverable(text);
    let mut last_slip = None;
    for error in &errors {
        let range = error.span().unwrap_or(offset..offset);
        let (message, hint) = match slip(text, range.start) {
            // The parser may stumble twice over one slip.
            slip if slip.is_some() && slip == last_slip => continue,
            Some((message, hint)) => {
                last_slip = Some((message, hint.clone()));
                (message.to_owned(), Some(hint))
            }
            None => (syntax_message(error.message()), None),
        };
        diagnostics.push(Diagnostic::new(&INVALID_TOML, Span::new(path, range), message).hint_opt(hint));
    }
    let schema = schema_of::<T>();
    let mut shape_findings = Vec::new();
    let mut whole = shape::check(path, text, &mut table, &schema, &mut shape_findings);
    // What follows a broken line may look like unknown or missing keys.
    if errors.is_empty() {
        diagnostics.append(&mut shape_findings);
    } else if schema.to_string().contains(schema::SCOPE) {
        // The broken line may be the one that says for whom the rest is.
        whole = false;
    }
    if !whole {
        return Outcome { value: None, diagnostics };
    }
    let value = match T::deserialize(toml::de::Deserializer::from(table)) {
        Ok(value) => Some(value),
        Err(error) => {
            // Only what no schema says, such as a number of thirty digits.
            if errors.is_empty() {
                let range = error.span().unwrap_or(offset..offset);
                diagnostics.push(Diagnostic::new(&INVALID_VALUE, Span::new(path, range), error.message()));
            }
            None
        }
    };
    Outcome { value, diagnostics }
}

/// The parser's words without their full stop and capital.
fn syntax_message(message: &str) -> String {
    let first_line = message.lines().next().unwrap_or(message).trim_end_matches('.');
    first_line.to_string()
}

/// Quotes that word processors make.
const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

/// Returns what is wrong with the line around a syntax error and what to write
/// in its place, where it is a slip that people make who don't know TOML. The
/// parser's words help those who do.
fn slip(text: &str, at: usize) -> Option<(&'static str, String)> {
    let before = text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?.trim();
    let is_key = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let Some((key, value)) = line.split_once('=').map(|(key, value)| (key.trim_end(), value.trim())) else {
        let (key, value) = line.split_once(':')?;
        let hint = format!("write `{key} = {}`", quoted(value.trim()));
        return (is_key(key) && !key.is_empty())
            .then_some(("a key and its value have `=` between them", hint));
    };
    if !is_key(key) || value.is_empty() || value.contains('\\') {
        return None;
    }
    let list = value.starts_with('[');
    if value.starts_with(CURLY) || list && !value.contains('"') && value.contains(CURLY) {
        let straight: String = value.chars().map(|c| if CURLY.contains(&c) { '"' } else { c }).collect();
        let straight = if list { straight } else { quoted(&straight) };
        return Some(("these quotes are curly", format!("write straight ones: `{key} = {straight}`")));
    }
    if let Some(day) = day(value) {
        return Some(("a day is written as year-month-day", format!("write `{key} = {day}`")));
    }
    if value.starts_with(['"', '\'']) && value.matches(&value[..1]).count() == 1 {
        return Some(("these quotes are never closed", format!("write `{key} = {}`", quoted(value))));
    }
    if let Some(words) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
        && !words.contains(['"', '\'', '[', '{'])
    {
        let words: Vec<String> =
            words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(quoted).collect();
        return Some(("text must stand in quotes", format!("write `{key} = [{}]`", words.join(", "))));
    }
    value
        .starts_with(char::is_alphabetic)
        .then(|| ("text must stand in quotes", format!("write `{key} = {}`", quoted(value))))
}

/// A text in straight quotes, whatever quotes it has.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.trim_matches(['"', '\'']).replace('"', "\\\""))
}

/// Returns the day that was meant by `11/01/2026` or `2026/11/1`, as TOML
/// writes it. Of two small numbers the first is the month, as in the United
/// States, unless it can't be.
pub(super) fn day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, second, third]: [i16; 3] =
        parts.iter().map(|part| part.parse().ok()).collect::<Option<Vec<_>>>()?.try_into().ok()?;
    let (year, month, day) =
        if parts[0].len() == 4 { (first, second, third) } else { (third, first, second) };
    let (month, day) = if month > 12 { (day, month) } else { (month, day) };
    let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (year >= 1000).then(|| date.to_string())
}

/// Returns the schema of a raw type, made once in a process.
fn schema_of<T: Raw>() -> Arc<Value> {
    static SCHEMAS: OnceLock<RwLock<HashMap<TypeId, Arc<Value>>>> = OnceLock::new();
    let schemas = SCHEMAS.get_or_init(RwLock::default);
    let id = TypeId::of::<T>();
    // A poisoned lock still holds good schemas: they are only ever added.
    if let Some(schema) = schemas.read().unwrap_or_else(|poison| poison.into_inner()).get(&id) {
        return schema.clone();
    }
    let schema = Arc::new(schema::of::<T>());
    schemas.write().unwrap_or_else(|poison| poison.into_inner()).entry(id).or_insert(schema).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(line: &str) -> Option<String> {
        slip(line, line.len()).map(|(_, hint)| hint)
    }

    #[test]
    fn says_what_was_meant() {
        let meant = |line: &str, write: &str| assert_eq!(hint(line).as_deref(), Some(write), "{line}");
        meant("title = A test", "write `title = \"A test\"`");
        meant("title = “A test”", "write straight ones: `title = \"A test\"`");
        meant("audiences = [“families”]", "write straight ones: `audiences = [\"families\"]`");
        meant("audiences = [families, students]", "write `audiences = [\"families\", \"students\"]`");
        meant("title = \"A", "write `title = \"A\"`");
        meant("title: A test", "write `title = \"A test\"`");
        meant("reviewed = 11/01/2026", "write `reviewed = 2026-11-01`");
        assert_eq!(hint("title = "), None);
        assert_eq!(hint("steps = { a = 1"), None);
    }

    #[test]
    fn knows_days() {
        assert_eq!(day("11/1/2026").as_deref(), Some("2026-11-01"));
        assert_eq!(day("31.12.2026").as_deref(), Some("2026-12-31"));
        assert_eq!(day("2026/11/01").as_deref(), Some("2026-11-01"));
        assert_eq!(day("11/01/26"), None);
        assert_eq!(day("13/13/2026"), None);
        assert_eq!(day("1.2"), None);
    }
}
