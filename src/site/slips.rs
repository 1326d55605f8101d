//! What is wrong with the syntax of a TOML file, for people who don't know
//! TOML.

use std::ops::Range;

use toml::de::Error;

use crate::diag::rules::INVALID_TOML;
use crate::diag::{Diagnostic, Span};
use crate::vfs::SitePath;

/// What is wrong at a place, and what to write.
type Slip = (String, String);

/// Returns the findings about what the parser stumbled over. One slip makes
/// it stumble several times: of a line, and of what follows from a bracket
/// that is never closed or a table that stands twice, the first counts.
pub(super) fn findings(path: &SitePath, text: &str, offset: usize, errors: &[Error]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut done = 0;
    let place = |error: &Error| error.span().unwrap_or(offset..offset);
    let mut errors: Vec<&Error> = errors.iter().collect();
    errors.sort_by_key(|error| place(error).start);
    for error in errors {
        let range = place(error);
        if range.start < done {
            continue;
        }
        let line = line_around(text, range.start);
        done = line.end + 1;
        let diagnostic = |range, message| Diagnostic::new(&INVALID_TOML, Span::new(path, range), message);
        if error.message().starts_with("duplicate key") {
            let (diagnostic, end) = twice(path, text, range);
            done = done.max(end);
            found.push(diagnostic);
        } else if let Some(open) = open_list(text, range.start) {
            // Everything after it was read as a part of the list.
            done = usize::MAX;
            found.push(
                diagnostic(open, "this list is never closed".to_owned()).hint("put `]` after its last value"),
            );
        } else if let Some((message, hint)) = slip(&text[line.clone()]) {
            found.push(diagnostic(range, message).hint(hint));
        } else {
            let (message, hint) = plain(error.message());
            found.push(diagnostic(range, message).hint(hint));
        }
    }
    found
}

/// The line of a byte, without its line break.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// The finding about a key or a table that stands twice, and where the second
/// one ends.
fn twice(path: &SitePath, text: &str, second: Range<usize>) -> (Diagnostic, usize) {
    let name = text[second.clone()].trim().to_owned();
    let line = line_around(text, second.start);
    let is_table = text[line.clone()].trim_start().starts_with('[');
    let end = match is_table {
        true => text[line.end..].find("\n[").map_or(text.len(), |length| line.end + length + 1),
        false => line.end,
    };
    let hint = match is_table {
        true => "give one of them another name, or put all keys below one of them",
        false => "keep one of the two",
    };
    let same = |other: &str| match is_table {
        true => other.trim() == text[line.clone()].trim(),
        false => other.split_once('=').is_some_and(|(key, _)| key.trim() == name),
    };
    let mut start = 0;
    let first = text[..line.start].split_inclusive('\n').filter_map(|other| {
        let range = start..start + other.trim_end().len();
        start += other.len();
        same(other).then_some(range)
    });
    let first = first.last();
    let mut found =
        Diagnostic::new(&INVALID_TOML, Span::new(path, second), format!("`{name}` stands twice")).hint(hint);
    if let Some(first) = first {
        found = found.label(Span::new(path, first), "here for the first time");
    }
    (found, end)
}

/// The bracket of a list that isn't closed on its line, where the line after
/// it that the parser stumbled over begins something new.
fn open_list(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line_around(text, at);
    let begins_anew = |line: &str| {
        let key = line.split_once('=').map(|(key, _)| key.trim());
        line.trim_start().starts_with('[') || key.is_some_and(is_key)
    };
    let here = &text[line.clone()];
    if !begins_anew(here) && !here.trim().is_empty() {
        return None;
    }
    let mut end = line.start;
    for before in text[..line.start].lines().rev() {
        end -= before.len() + 1;
        let (key, value) = before.split_once('=').unwrap_or_default();
        if is_key(key.trim()) {
            let opens = value.matches('[').count() > value.matches(']').count();
            let bracket = end + before.find('[')?;
            return opens.then_some(bracket..bracket + 1);
        }
        if before.contains(']') || before.trim_start().starts_with('[') {
            return None;
        }
    }
    None
}

/// The parser's words, where we have none of our own, with what to do.
fn plain(message: &str) -> (String, String) {
    let first = message.lines().next().unwrap_or(message).trim_end_matches('.');
    let general =
        "text stands in quotes, lists in brackets, each key on a line of its own: `title = \"Your plan\"`";
    if let Some(days) = first.strip_prefix("invalid date, expected day between ") {
        return (
            "there is no such day".to_owned(),
            format!("this month has the days {}", days.replace(" and ", " to ")),
        );
    }
    if first.contains("visible characters") {
        return (
            "an invisible sign stands in this text".to_owned(),
            "delete it and the letters beside it, and type these again: it came with a paste".to_owned(),
        );
    }
    if first.starts_with("missing comma") {
        return ("a comma is missing here".to_owned(), "put `,` between the two".to_owned());
    }
    if first.contains("recurs") {
        return (
            "this is nested too deep".to_owned(),
            "no key of ilpress needs that: remove the brackets, braces or dots".to_owned(),
        );
    }
    (first.to_owned(), general.to_owned())
}

/// Quotes that word processors make.
const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// Returns what is wrong with a line that has a syntax error, where it is a
/// slip that people make who don't know TOML. The parser's words help those
/// who do.
fn slip(line: &str) -> Option<Slip> {
    let line = line.trim();
    let found = |message: &str, hint: String| Some((message.to_owned(), hint));
    let (open, close) = if line.starts_with("[[") { ("[[", "]]") } else { ("[", "]") };
    if line.starts_with('[') && !line.ends_with(close) && !line.contains('=') {
        let name = line.trim_matches(['[', ']']);
        return found("a bracket is missing", format!("write `{open}{name}{close}`"));
    }
    let Some((key, value)) = line.split_once('=').map(|(key, value)| (key.trim_end(), value.trim())) else {
        let (key, value) = line.split_once(':').or_else(|| line.split_once(char::is_whitespace))?;
        let (key, value) = (key.trim_end(), value.trim());
        return (is_key(key) && !value.is_empty()).then(|| {
            (
                "a key and its value have `=` between them".to_owned(),
                format!("write `{key} = {}`", quoted(value)),
            )
        });
    };
    if !is_key(key) || value.contains('\\') {
        return None;
    }
    if value.is_empty() {
        return found(
            "this key has no value",
            format!("write one, such as `{key} = \"…\"`, or remove the line"),
        );
    }
    let list = value.starts_with('[');
    if value.starts_with(CURLY) || list && !value.contains('"') && value.contains(CURLY) {
        let straight: String = value.chars().map(|c| if CURLY.contains(&c) { '"' } else { c }).collect();
        let straight = if list { straight } else { quoted(&straight) };
        return found("these quotes are curly", format!("write straight ones: `{key} = {straight}`"));
    }
    if let Some(day) = day(value).filter(|day| day != value) {
        return found("a day is written as year-month-day", format!("write `{key} = {day}`"));
    }
    if value.starts_with(['"', '\'']) && value.matches(&value[..1]).count() == 1 {
        return found("these quotes are never closed", format!("write `{key} = {}`", quoted(value)));
    }
    let texts: Vec<&str> = value.split(',').map(str::trim).collect();
    let is_text = |text: &&str| text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    if texts.len() > 1 && texts.iter().all(is_text) {
        return found("several values stand in brackets", format!("write `{key} = [{value}]`"));
    }
    if is_text(&value) && value.matches('"').count() > 2 {
        let inner = &value[1..value.len() - 1];
        let hint = match inner.contains('\'') {
            true => format!("write `{key} = \"{}\"`", inner.replace('"', "\\\"")),
            false => format!("put single quotes around it: `{key} = '{inner}'`"),
        };
        return found("quotes stand inside of these quotes", hint);
    }
    if let Some(words) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
        && !words.contains(['"', '\'', '[', '{'])
    {
        let words: Vec<String> =
            words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(quoted).collect();
        return found("text must stand in quotes", format!("write `{key} = [{}]`", words.join(", ")));
    }
    let is_word = value.starts_with(char::is_alphabetic);
    is_word.then(|| ("text must stand in quotes".to_owned(), format!("write `{key} = {}`", quoted(value))))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(line: &str) -> Option<String> {
        slip(line).map(|(_, hint)| hint)
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
        meant("title =", "write one, such as `title = \"…\"`, or remove the line");
        meant("title \"A test\"", "write `title = \"A test\"`");
        meant("[agency", "write `[agency]`");
        meant("[[duty]", "write `[[duty]]`");
        meant("audiences = \"families\", \"students\"", "write `audiences = [\"families\", \"students\"]`");
        meant("task = \"The \"talk\".\"", "put single quotes around it: `task = 'The \"talk\".'`");
        meant("task = \"Ana's \"talk\".\"", "write `task = \"Ana's \\\"talk\\\".\"`");
        assert_eq!(hint("verified = 2026-07-01"), None);
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
