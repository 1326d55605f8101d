//! What cells say: several names, months, grades, minutes, letters.

use std::ops::Range;

use super::super::super::likeness::words;
use super::super::super::sheet::cells::one_line;
use super::super::super::{Grade, GradeSet, Letter, Month, Per};

/// How many pieces a name may have that holds signs which part values.
const PIECES: usize = 4;

/// Splits a cell of several values. `is_name` says that a piece which holds a
/// sign that parts values is one all the same: "Parent/guardian".
///
/// Returns the bytes of each value, without blanks and list marks around it.
pub fn several(text: &str, is_name: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    if is_nothing(text) {
        return Vec::new();
    }
    let pieces = pieces(text);
    let mut values = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        // The longest name that begins here.
        let most = pieces.len().min(at + PIECES);
        let end = (at + 2..=most).rev().find(|end| {
            let whole = pieces[at].start..pieces[end - 1].end;
            is_name(&one_line(&text[whole]))
        });
        let end = end.unwrap_or(at + 1);
        values.push(pieces[at].start..pieces[end - 1].end);
        at = end;
    }
    values
}

/// What stands between the signs that part values.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut cuts: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if ";,/|&\n\r•·".contains(c) {
            cuts.push(at..at + c.len_utf8());
        }
    }
    for word in ["and", "or"] {
        for (at, found) in text.to_ascii_lowercase().match_indices(word) {
            let end = at + found.len();
            let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
            if alone(text[..at].chars().next_back()) && alone(text[end..].chars().next()) {
                cuts.push(at..end);
            }
        }
    }
    cuts.sort_by_key(|cut| cut.start);
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end));
    let ends = cuts.iter().map(|cut| cut.start).chain(std::iter::once(text.len()));
    let ranges = starts.zip(ends).map(|(start, end)| trimmed(text, start..end));
    ranges.filter(|range| !is_nothing(&text[range.clone()])).collect()
}

/// The bytes of a part without blanks and list marks around it.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = inner.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || "-–—*".contains(c));
    let start = range.start + inner.len() - start.len();
    let end = text[start..range.end].trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
    start..start + end.len()
}

/// Whether a cell says that there is nothing.
pub fn is_nothing(text: &str) -> bool {
    let text = one_line(text).to_lowercase();
    text.chars().all(|c| "-–—.".contains(c)) || ["n/a", "na", "none", "tbd"].contains(&text.as_str())
}

/// What a cell may say all of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum All {
    /// Months.
    Months,
    /// Grades.
    Grades,
    /// Audiences. "All students" are one audience, so little is taken for all.
    Audiences,
}

/// Whether a cell says "all of them".
pub fn is_all(text: &str, what: All) -> bool {
    let text = words(text).join(" ");
    let all: &[&str] = match what {
        All::Months => &[
            "all",
            "all year",
            "all year long",
            "year round",
            "all month",
            "every month",
            "each month",
            "monthly",
            "whole year",
            "any month",
            "ongoing",
            "all school year",
            "throughout year",
            "throughout school year",
        ],
        All::Grades => {
            &["all", "all grade", "every grade", "any grade", "any", "all grade level", "all student"]
        }
        All::Audiences => &["all", "everyone", "everybody", "all audience"],
    };
    all.contains(&text.as_str())
}

/// Returns the months that a cell names, in their order, and the pieces that
/// name none. A range may go over the end of the year.
pub fn months(text: &str) -> (Vec<Month>, Vec<String>) {
    let mut months: Vec<Month> = Vec::new();
    let mut others = Vec::new();
    for piece in pieces(text) {
        let piece = one_line(&text[piece]);
        let range = || range_of(&piece).and_then(|(from, to)| month(from).zip(month(to)));
        let named =
            month(&piece).map(|month| vec![month]).or_else(|| range().map(|(from, to)| between(from, to)));
        if named.is_none() {
            others.push(piece);
        }
        for month in named.into_iter().flatten() {
            if !months.contains(&month) {
                months.push(month);
            }
        }
    }
    (months, others)
}

/// The two ends of "Nov–Mar", "Nov to March", "from Nov until Mar".
fn range_of(piece: &str) -> Option<(&str, &str)> {
    let piece = piece.strip_prefix("from ").or(piece.strip_prefix("From ")).unwrap_or(piece);
    for sign in ["–", "—", " - ", " to ", " through ", " thru ", " until ", " till ", "-", "..."] {
        if let Some((from, to)) = piece.split_once(sign)
            && from.chars().any(char::is_alphanumeric)
            && to.chars().any(char::is_alphanumeric)
        {
            return Some((from.trim(), to.trim()));
        }
    }
    None
}

fn between(from: Month, to: Month) -> Vec<Month> {
    let count = (to as usize + 12 - from as usize) % 12 + 1;
    (0..count).map(|step| Month::ALL[(from as usize + step) % 12]).collect()
}

/// A month's name, whole or shortened, perhaps with a day or a year beside it
/// ("Nov-26", "early November", "2026-11-01").
fn month(text: &str) -> Option<Month> {
    if let Some(number) = iso_month(text) {
        return Month::ALL.get(number.checked_sub(1)?).copied();
    }
    let small = text.to_lowercase();
    let beside = ["early", "mid", "late", "end", "of", "in", "by", "beginning"];
    let mut words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        !word.is_empty() && !word.chars().all(|c| c.is_ascii_digit()) && !beside.contains(word)
    });
    let word = words.next()?;
    let known = LONG.iter().position(|long| word.len() >= 3 && (long.starts_with(word) || word == "sept"));
    let known = if word == "sept" { Some(8) } else { known };
    known.filter(|_| words.next().is_none()).map(|index| Month::ALL[index])
}

const LONG: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month of `2026-11-01`, as spreadsheets give days.
fn iso_month(text: &str) -> Option<usize> {
    let day: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    usize::try_from(day.month()).ok()
}

/// Returns the grades of a cell, each a grade, a range or a name that may be
/// a band's: `["6-8", "11"]`. Words around them ("Grades 6-8", "8th") go.
pub fn grades(text: &str) -> Vec<String> {
    let pieces = pieces(text);
    pieces.into_iter().map(|piece| grade_range(&one_line(&text[piece]))).collect()
}

fn grade_range(whole: &str) -> String {
    let small = whole.to_lowercase();
    let words: Vec<&str> = small
        .split_whitespace()
        .map(|word| word.trim_matches(['.', ':', '(', ')']))
        .filter(|word| {
            !["grade", "grades", "gr", "grade(s)", "grade(s", "level", "levels", "graders"].contains(word)
        })
        .collect();
    let piece = words.join(" ");
    let written = match range_of(&piece) {
        Some((from, to)) => format!("{}-{}", grade(from), grade(to)),
        None => grade(&piece),
    };
    if GradeSet::parse(&written).is_some() { written } else { whole.to_owned() }
}

fn grade(text: &str) -> String {
    let text = text.trim();
    let number =
        text.trim_end_matches("th").trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd");
    match text {
        "kindergarten" | "kg" => "k".to_owned(),
        _ if Grade::parse(number).is_some() => number.to_owned(),
        _ if Grade::parse(number.trim_start_matches('0')).is_some() => {
            number.trim_start_matches('0').to_owned()
        }
        _ => text.to_owned(),
    }
}

/// The grades that a spreadsheet program took for a day: it makes "8-Jun" or
/// "2026-06-08" of "6-8".
pub fn grades_made_a_day(text: &str) -> Option<String> {
    let range = |month: usize, day: usize| (month < day && day <= 12).then(|| format!("{month}-{day}"));
    let text = text.trim();
    if let Some(month) = iso_month(text) {
        return range(month, text.get(8..10)?.parse().ok()?);
    }
    let (one, other) = text.split_once('-')?;
    let (day, name) = if one.parse::<usize>().is_ok() { (one, other) } else { (other, one) };
    let month = Month::parse(&name.to_lowercase())?;
    range(month.number().into(), day.parse().ok()?)
}

/// Returns the minutes that a cell says: "40", "40 min", "1.5 h", "1:30".
pub fn minutes(text: &str) -> Option<i64> {
    let text = one_line(text).to_lowercase();
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
        return hours.checked_mul(60)?.checked_add(minutes);
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".,-".contains(c))).unwrap_or(text.len());
    let number: f64 = text[..end].replace(',', ".").parse().ok()?;
    let factor = match text[end..].trim().trim_end_matches('.') {
        "" | "m" | "min" | "mins" | "minute" | "minutes" | "'" => 1.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
        _ => return None,
    };
    let minutes = number * factor;
    // A part of a minute is a slip.
    (minutes.fract() == 0.0 && minutes.abs() < 1e9).then_some(minutes as i64)
}

/// Returns how often: "per student", "monthly", "once a year".
pub fn per(text: &str) -> Option<Per> {
    let words = words(text);
    let small: Vec<&str> = words.iter().map(String::as_str).collect();
    let small: Vec<&str> = small
        .into_iter()
        .filter(|word| !["per", "each", "every", "a", "for", "in", "of", "by"].contains(word))
        .collect();
    match small.as_slice() {
        ["student" | "child" | "learner" | "pupil"] | ["once", "student"] => Some(Per::Student),
        ["month" | "monthly"] | ["once", "month"] => Some(Per::Month),
        ["term" | "semester" | "trimester"] | ["once", "term" | "semester"] => Some(Per::Term),
        ["year" | "yearly" | "annual" | "annually"] | ["school", "year"] | ["once", "year"] => {
            Some(Per::Year)
        }
        ["once" | "one" | "1"] | ["one", "time"] => Some(Per::Once),
        _ => None,
    }
}

/// What a cell of a grid says that a role does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One of the letters.
    Letter(Letter),
    /// Leads: does it, and answers for it unless another role does.
    Lead,
}

/// Returns the parts that a cell names: "A/R", "r", "Responsible", "leads";
/// nothing when a word in it is none.
pub fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if matches!(word.to_lowercase().as_str(), "is" | "and" | "who") {
            continue;
        }
        let together = word.len() > 1 && word.chars().all(|c| "RASCI".contains(c));
        let letters: Vec<Part> = if together {
            word.chars().filter_map(letter).collect()
        } else {
            part(word).into_iter().collect()
        };
        if letters.is_empty() {
            return None;
        }
        for letter in letters {
            if !parts.contains(&letter) {
                parts.push(letter);
            }
        }
    }
    Some(parts)
}

fn letter(c: char) -> Option<Part> {
    Letter::ALL.into_iter().find(|letter| letter.letter() == c.to_ascii_uppercase()).map(Part::Letter)
}

fn part(word: &str) -> Option<Part> {
    let mut letters = word.chars();
    if let (Some(one), None) = (letters.next(), letters.next()) {
        return letter(one);
    }
    Some(Part::Letter(match word.to_lowercase().as_str() {
        "accountable" | "answers" | "approves" | "owner" | "owns" => Letter::Accountable,
        "responsible" | "does" => Letter::Responsible,
        "support" | "supports" | "supporting" | "helps" | "help" | "assists" => Letter::Support,
        "consulted" | "consult" | "asked" => Letter::Consulted,
        "informed" | "inform" | "told" => Letter::Informed,
        "lead" | "leads" => return Some(Part::Lead),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let known = |name: &str| ["Parent/guardian", "R&D"].contains(&name);
        several(text, known).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_cell_holds_several_values() {
        assert_eq!(
            split("Counselor; student , teacher/IT lead | x"),
            ["Counselor", "student", "teacher", "IT lead", "x"]
        );
        assert_eq!(split("- Counselor\n- Student and Family\r\n"), ["Counselor", "Student", "Family"]);
        assert_eq!(split("Counselor & Parent/guardian"), ["Counselor", "Parent/guardian"]);
        assert_eq!(split("Sandra, Coordinator"), ["Sandra", "Coordinator"]);
        assert_eq!(split("–"), [""; 0]);
        assert_eq!(split("n/a"), [""; 0]);
    }

    #[test]
    fn months_as_people_write_them() {
        let named = |text: &str| {
            let (months, others) = months(text);
            months
                .into_iter()
                .map(|month| month.name().to_owned())
                .chain(others)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let good = |text: &str, expected: &str| assert_eq!(named(text), expected, "{text}");
        good("Nov", "nov");
        good("november", "nov");
        good("Sept.", "sep");
        good("Nov–Mar", "nov dec jan feb mar");
        good("Nov - Jan, May", "nov dec jan may");
        good("Sep to Nov", "sep oct nov");
        good("Oct/Nov", "oct nov");
        good("Nov-26", "nov");
        good("2026-11-01", "nov");
        good("mid-March", "mar");
        good("Oct, Novemer", "oct Novemer");
        good("at the IEP meeting", "at the IEP meeting");
        good("Ma", "Ma");
    }

    #[test]
    fn grades_as_people_write_them() {
        let named = |text: &str| grades(text).join(" ");
        assert_eq!(named("8, 11"), "8 11");
        assert_eq!(named("Grades 6-8"), "6-8");
        assert_eq!(named("6–12"), "6-12");
        assert_eq!(named("9th to 12th grade"), "9-12");
        assert_eq!(named("K-5"), "k-5");
        assert_eq!(named("08"), "8");
        assert_eq!(named("middle"), "middle");
        assert_eq!(named("14+"), "14+");
        assert_eq!(grades_made_a_day("8-Jun").as_deref(), Some("6-8"));
        assert_eq!(grades_made_a_day("2026-06-08 00:00:00").as_deref(), Some("6-8"));
        assert_eq!(grades_made_a_day("6-8"), None);
    }

    #[test]
    fn minutes_frequencies_and_letters() {
        assert_eq!(minutes("40 min."), Some(40));
        assert_eq!(minutes("1,5 hours"), Some(90));
        assert_eq!(minutes("1:30"), Some(90));
        assert_eq!(minutes("40.0"), Some(40));
        assert_eq!(minutes("forty"), None);
        assert_eq!(minutes("-"), None);
        assert_eq!(per("Per student"), Some(Per::Student));
        assert_eq!(per("once a year"), Some(Per::Year));
        assert_eq!(per("sometimes"), None);
        let letters = |text: &str| parts(text).map(|parts| format!("{parts:?}"));
        assert_eq!(letters("A/R"), letters("a, r"));
        assert_eq!(letters("AR"), letters("A and R"));
        assert_eq!(letters("is asked"), letters("C"));
        assert_eq!(letters("Responsible"), letters("r"));
        assert_eq!(letters("X"), None);
        assert_eq!(letters("R (only new students)"), None);
    }
}
