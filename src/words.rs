//! The words of a language: `templates/i18n/<lang>.ftl`, Fluent messages.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date as IcuDate;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use crate::diag::{Diagnostic, Outcome, Span, rules};
use crate::site::{Grade, GradeSet, Month, MonthSet, SchoolYear};
use crate::vfs::{SitePath, Snapshot, embedded};

/// The messages of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    /// The messages that are the same whatever is put in.
    constant: HashMap<String, String>,
    locale: Locale,
    /// Days that were written before: a site has few.
    dates: Mutex<HashMap<Date, String>>,
    /// The names of all messages.
    keys: BTreeSet<String>,
}

/// Returns the messages of a language that ask for no value.
fn constant(bundle: &FluentBundle<FluentResource>, keys: &BTreeSet<String>) -> HashMap<String, String> {
    let constant = |key: &String| {
        let pattern = bundle.get_message(key)?.value()?;
        let plain = |element: &PatternElement<_>| matches!(element, PatternElement::TextElement { .. });
        let text = || bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned();
        pattern.elements.iter().all(plain).then(|| (key.clone(), text()))
    };
    keys.iter().filter_map(constant).collect()
}

/// The names of the messages in a file.
fn keys(resource: &FluentResource) -> impl Iterator<Item = String> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    })
}

/// Adds the messages of a file; what can't be read is a finding.
fn load(
    bundle: &mut FluentBundle<FluentResource>,
    path: &SitePath,
    text: &str,
    known: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => resource,
        Err((resource, problems)) => {
            for problem in problems {
                let message = format!("this message can't be read: {}", problem.kind);
                diagnostics.push(Diagnostic::new(
                    &rules::INVALID_TEMPLATE,
                    // Where a message ends too early, the place is behind the end, and
                    // of a sign of several bytes it has only one.
                    Span::new(
                        path,
                        text.floor_char_boundary(problem.pos.start)..text.ceil_char_boundary(problem.pos.end),
                    ),
                    message,
                ));
            }
            resource
        }
    };
    known.extend(keys(&resource));
    bundle.add_resource_overriding(resource);
}

impl Words {
    /// Loads a language's messages. A language without a file of its own
    /// speaks English; a message that can't be read is a finding.
    pub fn load(snapshot: &Snapshot, lang: &str) -> Outcome<Words> {
        let mut diagnostics = Vec::new();
        let id: LanguageIdentifier = lang.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolating marks would stand in every label; values that need them
        // are isolated by `bdi` on the page.
        bundle.set_use_isolating(false);
        let mut known = BTreeSet::new();
        let path = |lang: &str| SitePath::new(&format!("templates/i18n/{lang}.ftl"));
        // A phrase that a site has wins over ours, and the language's own over
        // English.
        for path in ["en", lang].into_iter().filter_map(path) {
            let ours = embedded::theme_file(&path);
            let ours = ours.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
            for text in ours.into_iter().chain(snapshot.text(&path)) {
                load(&mut bundle, &path, text, &mut known, &mut diagnostics);
            }
        }
        let locale = lang.parse().unwrap_or(Locale::UNKNOWN);
        let constant = constant(&bundle, &known);
        let words = Words { constant, bundle, locale, dates: Mutex::default(), keys: known };
        Outcome { value: words, diagnostics }
    }

    /// The names of all messages.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// Whether there is a message of that name.
    pub fn has(&self, key: &str) -> bool {
        self.constant.contains_key(key) || self.bundle.has_message(key)
    }

    /// The words of a message that asks for no value.
    pub fn constant(&self, key: &str) -> Option<&str> {
        self.constant.get(key).map(String::as_str)
    }

    /// The words of a message; its key when there is none.
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The words of a message about a number.
    pub fn count(&self, key: &str, n: i64) -> String {
        let mut args = FluentArgs::new();
        args.set("n", n);
        self.format(key, Some(&args))
    }

    /// The words of a message with values put in.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(name.to_string(), FluentValue::String(Cow::Borrowed(*value)));
        }
        self.format(key, Some(&args))
    }

    /// The words of a message with values of any kind put in.
    pub fn format(&self, key: &str, args: Option<&FluentArgs>) -> String {
        if let Some(text) = self.constant.get(key) {
            return text.clone();
        }
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        // A value that a message asks for and doesn't get shows as its name:
        // the tests look for that.
        self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()
    }

    /// Several things in a row: "families, students and counselors".
    pub fn list<S: AsRef<str>>(&self, things: &[S]) -> String {
        let Some((last, rest)) = things.split_last() else { return String::new() };
        let Some((first, rest)) = rest.split_first() else { return last.as_ref().to_owned() };
        let list = rest.iter().fold(first.as_ref().to_owned(), |list, next| {
            self.with("list-comma", &[("list", &list), ("next", next.as_ref())])
        });
        self.with("list-and", &[("list", &list), ("last", last.as_ref())])
    }

    /// A day: "August 1, 2026".
    pub fn date(&self, date: Date) -> String {
        let mut known = self.dates.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(date).or_insert_with(|| self.written(date)).clone()
    }

    fn written(&self, date: Date) -> String {
        let iso = IcuDate::try_new_iso(date.year().into(), date.month() as u8, date.day() as u8);
        match (iso, DateTimeFormatter::try_new((&self.locale).into(), YMD::long())) {
            (Ok(iso), Ok(formatter)) => formatter.format(&iso).to_string(),
            _ => date.to_string(),
        }
    }

    /// A number with a decimal where it has one: "186", "37.2". More decimals
    /// are rounded away.
    pub fn number(&self, number: f64) -> String {
        // Numbers of people and hours are far from where a float ends.
        let mut decimal = Decimal::from((number * 10.0).round() as i64);
        decimal.multiply_pow10(-1);
        decimal.absolute.trim_end();
        match DecimalFormatter::try_new((&self.locale).into(), Default::default()) {
            Ok(formatter) => formatter.format(&decimal).to_string(),
            Err(_) => decimal.to_string(),
        }
    }

    /// The words of a message about a number that may have a decimal. The
    /// message says it as `{$number}` and counts with `{$n}`.
    pub fn amount(&self, key: &str, number: f64, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        args.set("n", number);
        args.set("number", self.number(number));
        for (name, value) in values {
            args.set(name.to_string(), FluentValue::String(Cow::Borrowed(*value)));
        }
        self.format(key, Some(&args))
    }

    /// A month: "August".
    pub fn month(&self, month: Month) -> String {
        self.get(&format!("month-{}", month.name()))
    }

    /// Some months: "November to March", "October and May".
    pub fn months(&self, months: MonthSet, year: &SchoolYear) -> String {
        if months == MonthSet::ALL {
            return self.get("all-year");
        }
        let parts: Vec<String> = year
            .ranges(months)
            .into_iter()
            .flat_map(|(from, to)| match year.position(to) - year.position(from) {
                0 => vec![self.month(from)],
                1 => vec![self.month(from), self.month(to)],
                _ => vec![self.with("month-range", &[("from", &self.month(from)), ("to", &self.month(to))])],
            })
            .collect();
        self.list(&parts)
    }

    /// A grade as readers say it: "8", "kindergarten".
    fn grade(&self, grade: Grade) -> String {
        match grade.to_string().as_str() {
            "k" => self.get("grade-k"),
            "post" => self.get("grade-post"),
            number => number.to_owned(),
        }
    }

    /// Some grades: "Grade 8", "Grades 6–8 and 11".
    pub fn grades(&self, grades: GradeSet) -> String {
        let ranges = grades.ranges();
        let parts: Vec<String> = ranges
            .iter()
            .map(|(from, to)| {
                if from == to {
                    self.grade(*from)
                } else {
                    self.with("grade-range", &[("from", &self.grade(*from)), ("to", &self.grade(*to))])
                }
            })
            .collect();
        match ranges.as_slice() {
            [(Grade::Post, _)] => self.get("only-grade-post"),
            [(Grade::Kindergarten, Grade::Kindergarten)] => self.get("only-grade-k"),
            [(from, to)] if from == to => self.with("grade", &[("grade", &parts[0])]),
            _ => self.with("grades", &[("grades", &self.list(&parts))]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lang: &str) -> Words {
        Words::load(&Snapshot::new(), lang).value
    }

    #[test]
    fn numbers_have_one_decimal_or_none() {
        let english = words("en");
        let written =
            [0.0, 37.2, 186.0, 0.04, 0.05, 29.95, 29.94, 1250.25].map(|number| english.number(number));
        assert_eq!(written, ["0", "37.2", "186", "0", "0.1", "30", "29.9", "1,250.3"]);
        assert_eq!(words("es").number(12345.6), "12.345,6");
    }

    #[test]
    fn a_message_counts_with_a_decimal() {
        let hours = |number| words("en").amount("hours-number", number, &[]);
        assert_eq!([1.0, 1.5, 0.0].map(hours), ["1 hour", "1.5 hours", "0 hours"]);
    }
}
