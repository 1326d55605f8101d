//! Duties as dates: what a calendar takes in.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::matrix::Scheme;
use super::matrix::wording::{codes, explained, minutes, sentence};
use crate::edition::Edition;
use crate::site::{Duty, Month, RoleId, SchoolYear};
use crate::vfs::OutputPath;

/// The dates of a school year, for a calendar.
#[derive(Serialize)]
pub struct CalendarFile {
    /// What the calendar is called.
    pub name: String,
    /// The language of its texts.
    pub lang: String,
    /// The day of the edition: when everything in it was last changed.
    pub released: Date,
    /// The events, in the order of their days.
    pub events: Vec<Event>,
}

/// A duty in a run of months.
#[derive(Serialize)]
pub struct Event {
    /// What stays the same when a later edition changes the dates: a calendar
    /// that takes both in moves the event.
    pub uid: String,
    /// What is to be done.
    pub summary: String,
    /// Who does what, how long it takes, what shows that it is done.
    pub description: String,
    /// The phase.
    pub category: Option<String>,
    /// Where it is explained, as a whole address.
    pub url: Option<String>,
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
}

/// For whom a calendar is.
pub(super) enum Whose<'a> {
    /// One role: what it does comes first.
    Role(&'a RoleId),
    /// All roles of an edition.
    Audience,
    /// All who have a part.
    All,
}

/// Whether a duty is in calendars: what is due at no certain time has no date,
/// and what is due in all months would fill every day.
pub(super) fn is_dated(duty: &Duty) -> bool {
    (1..12).contains(&duty.months.len())
}

/// Makes dates of those duties that have any.
pub(super) fn calendar_file<'a>(
    edition: &Edition,
    page: &OutputPath,
    name: &str,
    whose: &Whose,
    duties: impl IntoIterator<Item = &'a Duty>,
) -> CalendarFile {
    let site = &edition.corpus.site;
    let year = &site.school_year;
    let first = year.starts_in(site.released);
    let mut events = Vec::new();
    let visible = |duty: &&Duty| duty.audience_set.contains(edition.index) && is_dated(duty);
    for duty in duties.into_iter().filter(visible) {
        for (run, (from, last)) in year.ranges(duty.months).into_iter().enumerate() {
            events.push(Event {
                uid: format!("{first}-{}-{}@{}", duty.id, run + 1, host(&site.base_url)),
                summary: edition.fill(&duty.task),
                description: description(edition, duty, whose),
                category: category(edition, duty),
                url: explained(edition, duty, page).and_then(|href| absolute(edition, page, &href)),
                from: first_day(year, first, from),
                until: first_day(year, first, last).saturating_add(1.month()),
            });
        }
    }
    events.sort_by_key(|event| (event.from, event.until));
    let name = match whose {
        Whose::All => name.to_owned(),
        Whose::Role(_) | Whose::Audience => {
            let plan = edition.fill("{{ plan.short }}");
            edition.words.with("calendar-name", &[("plan", &plan), ("name", name)])
        }
    };
    CalendarFile { name, lang: edition.lang.to_string(), released: site.released, events }
}

/// The first day of a month in the school year that starts in a calendar year.
fn first_day(year: &SchoolYear, starts_in: i16, month: Month) -> Date {
    let next_year = month.number() < year.starts.number();
    let number = i8::try_from(month.number()).expect("a month has a small number");
    Date::constant(starts_in + i16::from(next_year), number, 1)
}

fn description(edition: &Edition, duty: &Duty, whose: &Whose) -> String {
    let words = edition.words;
    let mut lines = Vec::new();
    if let Whose::Role(role) = whose {
        let parts: Vec<String> = codes(edition, &duty.letters(role), Scheme::Plain)
            .into_iter()
            .map(|code| words.get(&format!("you-{}", code.id)))
            .collect();
        lines.push(words.with("you-line", &[("words", &words.list(&parts))]));
    }
    lines.push(sentence(edition, duty));
    let facts = [
        (!duty.grades.is_empty()).then(|| words.grades(duty.grades)),
        minutes(edition, duty),
        duty.evidence
            .as_ref()
            .map(|evidence| format!("{} {}", words.get("evidence"), edition.fill(evidence))),
    ];
    lines.extend(facts.into_iter().flatten());
    lines.join("\n")
}

fn category(edition: &Edition, duty: &Duty) -> Option<String> {
    let phase = edition.corpus.site.phases.get(duty.phase.as_ref()?)?;
    Some(edition.fill(&phase.title))
}

/// The whole address of a link on a page.
fn absolute(edition: &Edition, page: &OutputPath, href: &str) -> Option<String> {
    let target = super::canonical(&edition.corpus.site, &page.target(href)?);
    let name = href.split_once('#').map(|(_, name)| format!("#{name}"));
    Some(target + &name.unwrap_or_default())
}

/// The host of an address: what makes names of events the state's own.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_runs_over_the_new_year() {
        let year = SchoolYear::default();
        assert_eq!(first_day(&year, 2026, Month::Nov).to_string(), "2026-11-01");
        assert_eq!(first_day(&year, 2026, Month::Mar).to_string(), "2027-03-01");
        assert_eq!(first_day(&year, 2026, Month::Aug).to_string(), "2026-08-01");
        let until = first_day(&year, 2026, Month::Dec).saturating_add(1.month());
        assert_eq!(until.to_string(), "2027-01-01");
    }

    #[test]
    fn the_host_is_what_stands_before_the_path() {
        assert_eq!(host("https://ilp.meridian.example/kit"), "ilp.meridian.example");
        assert_eq!(host("http://localhost:8080"), "localhost");
    }
}
