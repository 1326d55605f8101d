//! `editions.toml` → what was ever printed, by its code.
//!
//! Paper can't be recalled. Each code that was ever issued stands in this
//! file, and the page that its address leads to is made from its entry.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use indexmap::map::Entry;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::model::Site;
use super::raw::editions::{RawEditions, RawPrinted, RawStatus};
use super::raw::{Spanned, Text};
use super::read;
use crate::diag::rules::{INVALID_VALUE, LONG_EDITION_ADDRESS, MISSING_KEY, REUSED_CODE, UNKNOWN_NAME};
use crate::diag::{Diagnostic, Span, did_you_mean};
use crate::vfs::{Hasher, SitePath, Snapshot};

/// The file's name, at the top of the site.
pub const FILE: &str = "editions.toml";

/// How many letters a printed address may have, without `https://`: people
/// type it.
pub const LONGEST_ADDRESS: usize = 30;

/// A code on printed paper: six digits and capitals.
///
/// No two of its letters look alike in print or by hand: without `0 O D Q`,
/// `1 I L`, `2 Z`, `5 S`, `8 B`, `6 G` and `U V` there is one of each at most.
/// Without vowels no code is a word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionCode(Arc<str>);

impl EditionCode {
    /// The letters of codes.
    pub const LETTERS: &str = "23456789CFHJKMNPQRTVWX";

    /// How many letters a code has.
    pub const LENGTH: usize = 6;

    /// Returns the code, or nothing when `text` isn't one.
    pub fn new(text: &str) -> Option<EditionCode> {
        let good = text.len() == Self::LENGTH && text.chars().all(|c| Self::LETTERS.contains(c));
        good.then(|| EditionCode(text.into()))
    }

    /// Returns a code for `what` is printed that nobody has: the same one for
    /// the same texts, unless it is `taken`.
    pub fn issue(what: &[&str], taken: &dyn Fn(&EditionCode) -> bool) -> EditionCode {
        let codes = (0u64..).map(|attempt| {
            let hash = Hasher::new().texts(what.iter().copied()).number(attempt).finish();
            let letters = Self::LETTERS.as_bytes();
            let bytes = hash.as_bytes().chunks_exact(4).take(Self::LENGTH);
            let code = bytes.map(|four| {
                let number = u32::from_le_bytes(four.try_into().expect("chunks of four bytes"));
                char::from(letters[number as usize % letters.len()])
            });
            EditionCode(code.collect::<String>().into())
        });
        codes.into_iter().find(|code| !taken(code)).expect("there are more codes than paper")
    }

    /// The code as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EditionCode {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EditionCode {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for EditionCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for EditionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What was printed: one document, for one group, in one language.
///
/// What it was made from may be gone by now, so nothing but the code leads
/// anywhere.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The code on the paper.
    pub code: EditionCode,
    /// What stands on its cover.
    pub title: String,
    /// From what it was made.
    pub piece: Piece,
    /// The edition's date.
    pub date: Date,
    /// The hash of its words.
    pub content: String,
    /// Where the document lay then.
    pub address: String,
    /// Whether the paper in hand is good.
    pub status: Status,
    /// Where its code stands in the file.
    pub span: Span,
    /// Where its status stands in the file, quotes included.
    pub status_span: Span,
}

/// From what something is printed, by ids.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Piece {
    /// The document.
    pub document: String,
    /// The stakeholder group.
    pub audience: String,
    /// The language.
    pub lang: String,
    /// The band of grades.
    pub band: Option<String>,
    /// The district; `None`: the state's own edition.
    pub district: Option<String>,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} for {} in {}", self.document, self.audience, self.lang)?;
        let rest = [&self.band, &self.district];
        rest.into_iter().flatten().try_for_each(|part| write!(f, ", {part}"))
    }
}

/// Whether the paper in hand is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing took its place.
    Current,
    /// This edition took its place.
    Replaced(EditionCode),
    /// Nobody should use it any more, and why, in a sentence.
    Withdrawn(String),
}

/// Adds what was ever printed to the site.
///
/// Findings: `invalid-value`, `missing-key`, `reused-code`, `unknown-name`.
pub(super) fn load(site: &mut Site, snapshot: &Snapshot, path: &SitePath, sink: &mut Vec<Diagnostic>) {
    let raw = read::read_file::<RawEditions>(snapshot, path).collect(sink).unwrap_or_default();
    let known: Vec<&str> = raw.edition.iter().map(|raw| raw.code.as_str()).collect();
    let mut printed: IndexMap<EditionCode, Printed> = IndexMap::new();
    for raw in &raw.edition {
        let Some(entry) = resolve(raw, &known, path, sink) else { continue };
        match printed.entry(entry.code.clone()) {
            Entry::Occupied(first) => sink.push(
                Diagnostic::new(&REUSED_CODE, entry.span, format!("the code `{}` stands twice", entry.code))
                    .label(first.get().span.clone(), "it was issued here")
                    .hint("bring back the file as `ilpress release` wrote it: two papers with one code can't both be right"),
            ),
            Entry::Vacant(place) => {
                place.insert(entry);
            }
        }
    }
    one_current(&printed, sink);
    no_circles(&printed, sink);
    let current = printed.values().filter(|entry| entry.status == Status::Current);
    site.current = current.map(|entry| (entry.piece.clone(), entry.code.clone())).collect();
    site.printed = printed;
}

fn resolve(raw: &RawPrinted, known: &[&str], path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<Printed> {
    let code = code(&raw.code, path, sink)?;
    let good = raw.content.len() == 32 && raw.content.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    if !good {
        let message = "`content` isn't a hash of 32 digits";
        sink.push(
            Diagnostic::new(&INVALID_VALUE, raw.content.span(path), message)
                .hint("bring back the line as `ilpress release` wrote it"),
        );
    }
    let status = status(raw, known, path, sink);
    let piece = Piece {
        document: raw.document.value.clone(),
        audience: raw.audience.value.clone(),
        lang: raw.lang.value.clone(),
        band: raw.band.as_ref().map(|band| band.value.clone()),
        district: raw.district.as_ref().map(|district| district.value.clone()),
    };
    Some(Printed {
        code,
        title: raw.title.value.clone(),
        piece,
        date: raw.date.0,
        content: raw.content.value.clone(),
        address: raw.address.value.clone(),
        status,
        span: raw.code.span(path),
        status_span: raw.status.span(path),
    })
}

fn code(written: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<EditionCode> {
    let code = EditionCode::new(written);
    if code.is_none() {
        let message = format!("`{}` is no edition code", written.value);
        let hint = format!("a code has {} of these: {}", EditionCode::LENGTH, EditionCode::LETTERS);
        sink.push(Diagnostic::new(&INVALID_VALUE, written.span(path), message).hint(hint));
    }
    code
}

/// The status of an entry. A faulty one counts as withdrawn, so that nothing
/// else is wrong because of it; nothing is published before it is mended.
fn status(raw: &RawPrinted, known: &[&str], path: &SitePath, sink: &mut Vec<Diagnostic>) -> Status {
    let code = &raw.code.value;
    let mut missing = |message: String, hint: &str| {
        sink.push(Diagnostic::new(&MISSING_KEY, raw.status.span(path), message).hint(hint));
        Status::Withdrawn(String::new())
    };
    let needless = |key: &Option<Text>, name: &str| {
        key.as_ref().map(|key| {
            let message = format!("`{code}` isn't {name}");
            Diagnostic::new(&INVALID_VALUE, key.span(path), message)
                .hint(format!("remove the line, or write `status = \"{name}\"`"))
        })
    };
    let status = match (raw.status.value, &raw.replaced_by, &raw.why) {
        (RawStatus::Current, _, _) => Status::Current,
        (RawStatus::Replaced, None, _) => missing(
            format!("`{code}` is replaced, and nothing says by what"),
            "add `replaced_by = \"…\"`: the code of the edition that took its place",
        ),
        (RawStatus::Replaced, Some(by), _) => match EditionCode::new(by) {
            Some(target) if known.contains(&by.as_str()) && by.value != *code => Status::Replaced(target),
            _ => {
                let message = match by.value == *code {
                    true => format!("`{code}` can't replace itself"),
                    false => format!("`replaced_by` names `{}`, which was never issued", by.value),
                };
                let others = known.iter().copied().filter(|other| other != code);
                sink.push(
                    Diagnostic::new(&UNKNOWN_NAME, by.span(path), message).hint_opt(did_you_mean(by, others)),
                );
                Status::Withdrawn(String::new())
            }
        },
        (RawStatus::Withdrawn, _, Some(why)) if !why.trim().is_empty() => {
            Status::Withdrawn(why.value.clone())
        }
        (RawStatus::Withdrawn, _, _) => missing(
            format!("`{code}` is withdrawn, and nothing says why"),
            "add `why = \"…\"`: a sentence for the person who has the paper in hand",
        ),
    };
    if raw.status.value != RawStatus::Replaced {
        sink.extend(needless(&raw.replaced_by, "replaced"));
    }
    if raw.status.value != RawStatus::Withdrawn {
        sink.extend(needless(&raw.why, "withdrawn"));
    }
    status
}

/// Of one piece, one edition is current.
fn one_current(printed: &IndexMap<EditionCode, Printed>, sink: &mut Vec<Diagnostic>) {
    let mut current: IndexMap<&Piece, &Printed> = IndexMap::new();
    for entry in printed.values().filter(|entry| entry.status == Status::Current) {
        if let Some(first) = current.insert(&entry.piece, entry) {
            let message = format!("`{}` and `{}` are both current: {}", first.code, entry.code, entry.piece);
            sink.push(
                Diagnostic::new(&REUSED_CODE, entry.span.clone(), message)
                    .label(first.span.clone(), "the other one")
                    .hint(format!(
                        "give the older one `status = \"replaced\"` and `replaced_by = \"{}\"`",
                        entry.code
                    )),
            );
        }
    }
}

/// A way of replacements ends.
fn no_circles(printed: &IndexMap<EditionCode, Printed>, sink: &mut Vec<Diagnostic>) {
    if let Some(entry) = printed.values().find(|entry| newest(printed, entry).is_none()) {
        let message = format!("`{}` is replaced by what it replaces itself", entry.code);
        sink.push(
            Diagnostic::new(&INVALID_VALUE, entry.status_span.clone(), message)
                .hint("follow `replaced_by` from here: the last of them is `status = \"current\"`"),
        );
    }
}

/// What took the place of an entry in the end; the entry itself when nothing
/// did, and nothing when replacements go in a circle.
fn newest<'a>(printed: &'a IndexMap<EditionCode, Printed>, entry: &'a Printed) -> Option<&'a Printed> {
    let mut newest = entry;
    for _ in 0..=printed.len() {
        match &newest.status {
            Status::Replaced(by) => newest = printed.get(by)?,
            Status::Current | Status::Withdrawn(_) => return Some(newest),
        }
    }
    None
}

/// Says that printed addresses are too long to be typed, where some are
/// printed. `written` is where their beginning stands.
pub(super) fn check_length(
    site: &Site,
    written: Option<&Spanned<String>>,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) {
    let (Some(first), Some(written)) = (site.printed.keys().next(), written) else { return };
    let address = site.printed_address(first);
    let length = address.chars().count();
    if length > LONGEST_ADDRESS {
        let over = length - LONGEST_ADDRESS;
        let message = format!(
            "the address on paper has {length} letters, {over} more than {LONGEST_ADDRESS}: `{address}`"
        );
        sink.push(
            Diagnostic::new(&LONG_EDITION_ADDRESS, written.span(path), message)
                .hint("have a shorter address lead to the same site, and name it: `short_url = \"https://ilp.state.example\"`"),
        );
    }
}

impl Site {
    /// What took the place of a printed edition in the end; the edition itself
    /// when nothing did.
    pub fn newest<'a>(&'a self, printed: &'a Printed) -> &'a Printed {
        newest(&self.printed, printed).unwrap_or(printed)
    }

    /// The edition of a piece that is current.
    pub fn current(&self, piece: &Piece) -> Option<&Printed> {
        self.printed.get(self.current.get(piece)?)
    }

    /// The address of a code as it is printed in letters.
    pub fn printed_address(&self, code: &EditionCode) -> String {
        let url = self.printed_url(code);
        let bare = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        bare.trim_end_matches('/').to_owned()
    }

    /// The address of a code as programs read it.
    pub fn printed_url(&self, code: &EditionCode) -> String {
        format!("{}/e/{code}/", self.short_url.as_ref().unwrap_or(&self.base_url))
    }
}

impl Printed {
    /// The entry as it stands in the file, after a blank line.
    pub fn to_text(&self) -> String {
        let Printed { code, title, piece, date, content, address, status, .. } = self;
        let mut text = format!("\n[[edition]]\ncode = {}\n", quoted(code.as_str()));
        let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {}\n", quoted(value)));
        line("title", title);
        line("document", &piece.document);
        line("audience", &piece.audience);
        line("lang", &piece.lang);
        piece.band.iter().for_each(|band| line("band", band));
        piece.district.iter().for_each(|district| line("district", district));
        text.push_str(&format!("date = {date}\n"));
        let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {}\n", quoted(value)));
        line("content", content);
        line("address", address);
        text + "status = " + &status.to_text() + "\n"
    }
}

impl Status {
    /// What stands after `status =` in the file.
    pub fn to_text(&self) -> String {
        match self {
            Status::Current => quoted("current"),
            Status::Replaced(by) => format!("\"replaced\"\nreplaced_by = {}", quoted(by.as_str())),
            Status::Withdrawn(why) => format!("\"withdrawn\"\nwhy = {}", quoted(why)),
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_for_what_it_was_issued_for() {
        let free = |_: &EditionCode| false;
        let first = EditionCode::issue(&["a", "b"], &free);
        assert_eq!(first, EditionCode::issue(&["a", "b"], &free));
        assert_ne!(first, EditionCode::issue(&["ab", ""], &free));
        assert_eq!(EditionCode::new(first.as_str()).as_ref(), Some(&first));
        let second = EditionCode::issue(&["a", "b"], &|code| *code == first);
        assert_ne!(first, second);
    }

    #[test]
    fn codes_have_no_letters_that_look_alike() {
        for alike in ["0ODQ", "1IL", "2Z", "5S", "8B", "6G", "UV"] {
            let there = alike.chars().filter(|c| EditionCode::LETTERS.contains(*c)).count();
            assert!(there <= 1, "{alike}");
        }
        assert!(["K7Q2X", "K7Q2XMM", "k7q2xm", "K7O2XM"].iter().all(|bad| EditionCode::new(bad).is_none()));
    }

    #[test]
    fn texts_are_written_as_they_are_read() {
        for text in ["plain", "a \"quote\"", "it's", "two\nlines", "\\"] {
            let written = format!("a = {}", quoted(text));
            let read: toml::Table = written.parse().expect("it is TOML");
            assert_eq!(read["a"].as_str(), Some(text));
        }
    }
}
