//! The card: a role's year on one sheet, month by month.

use serde::Serialize;

use super::contacts::{Contact, contacts};
use super::wording::{codes, explained, grades, minutes, when, word};
use super::year::{YearMonth, year};
use super::{Scheme, Shown, points};
use crate::edition::Edition;
use crate::site::{Duty, Letter, Role};
use crate::workload::{Basis, Load};

/// The part of a letter sheet that holds the months and the people, in square
/// points.
const SHEET: f64 = 7.5 * 8.6 * 72.0 * 72.0;

/// The cards of a matrix.
#[derive(Serialize)]
pub struct Cards {
    /// One for each role.
    pub cards: Vec<Card>,
}

/// The year of a role.
#[derive(Serialize)]
pub struct Card {
    /// Its address within the page: the role's id.
    pub id: String,
    /// What readers call the role.
    pub name: String,
    /// The role's page, when this edition has one.
    pub href: Option<String>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// What it does, to the person: on the reader's own card.
    pub summary: Option<String>,
    /// The size of its type on paper, in points, so that it fits one sheet.
    pub points: u8,
    /// Whether paper leaves out what goes on, because the type would be too
    /// small to read: each duty also says how long it lasts.
    pub dense: bool,
    /// Students and hours, in words.
    pub facts: Vec<String>,
    /// Its months: those in which something is due. That something of others goes
    /// on is no news.
    pub months: Vec<YearMonth<Entry>>,
    /// What is due all year.
    pub always: Vec<Entry>,
    /// What is due at a time of its own.
    pub at_its_time: Vec<Entry>,
    /// Who leads and does the same duties.
    pub people: Vec<Contact>,
}

/// A duty on a card.
#[derive(Serialize)]
pub struct Entry {
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// The role's part: "You lead".
    pub part: String,
    /// Its grades, in words.
    pub grades: Option<String>,
    /// How long it takes who does it, in words.
    pub minutes: Option<String>,
    /// When, in words, if that isn't one month.
    pub when: Option<String>,
}

/// Makes a card for each selected role; without a selection, for the reader's
/// own.
pub(super) fn cards(shown: &Shown) -> Cards {
    let edition = shown.edition;
    let own = edition.roles();
    let roles = match shown.selection.roles.as_slice() {
        [] if !own.is_empty() => &own,
        _ => shown.roles,
    };
    Cards { cards: roles.iter().map(|role| card(shown, role)).collect() }
}

fn card(shown: &Shown, role: &Role) -> Card {
    let edition = shown.edition;
    let mut duties: Vec<&Duty> =
        shown.duties.iter().copied().filter(|duty| !duty.letters(&role.id).is_empty()).collect();
    // What one answers for or does comes before what one only hears of.
    duties.sort_by_key(|duty| duty.letters(&role.id).first().copied());
    let year = year(&edition.corpus.site.school_year, &duties, shown.selection.months);
    let list = |duties: &[&Duty]| duties.iter().map(|duty| entry(shown, role, duty)).collect();
    let own = |duties: &[&Duty]| {
        duties.iter().filter(|duty| works(role, duty)).map(|duty| entry(shown, role, duty)).collect()
    };
    let months: Vec<YearMonth<Entry>> = year
        .months
        .iter()
        .map(|due| due.written(edition.words, list(&due.begins), own(&due.goes_on)))
        .filter(|month| !month.items.is_empty() || !month.going_on.is_empty())
        .collect();
    let always: Vec<Entry> = list(&year.always);
    let at_its_time: Vec<Entry> = list(&year.at_its_time);
    let people = contacts(shown, &others(role, &duties, edition));
    let items = months.iter().flat_map(|month| &month.items).chain(&always).chain(&at_its_time);
    let signs = items.map(|item| item.task.len() + 65).sum::<usize>() + months.len() * 60 + people.len() * 75;
    let going_on = months.iter().flat_map(|month| &month.going_on).map(|item| item.task.len() + 2);
    let with_all = points(SHEET, signs + going_on.sum::<usize>());
    let dense = with_all < 8;
    let size = if dense { points(SHEET, signs) } else { with_all };
    let own = edition.has_role(&role.id);
    Card {
        id: role.id.to_string(),
        name: edition.fill(&role.name),
        href: own.then(|| shown.path.link_to(&edition.role(&role.id))),
        own,
        summary: role.summary.as_ref().filter(|_| own).map(|summary| edition.fill(summary)),
        points: size.min(11),
        dense,
        facts: facts(shown, role, &duties),
        months,
        always,
        at_its_time,
        people,
    }
}

fn entry(shown: &Shown, role: &Role, duty: &Duty) -> Entry {
    let edition = shown.edition;
    let letters = duty.letters(&role.id);
    let does_it = letters.contains(&Letter::Responsible);
    Entry {
        task: edition.fill(&duty.task),
        href: explained(edition, duty, shown.path),
        part: own_part(edition, role, &letters),
        grades: grades(edition, duty),
        minutes: minutes(edition, duty).filter(|_| does_it),
        when: (duty.months.len() != 1).then(|| when(edition, duty)),
    }
}

/// Whether a role leads or does a duty.
fn works(role: &Role, duty: &Duty) -> bool {
    duty.accountable == role.id || duty.responsible.contains(&role.id)
}

/// "You lead" on a reader's own card, "leads" on that of somebody else.
pub(super) fn own_part(edition: &Edition, role: &Role, letters: &[Letter]) -> String {
    if !edition.has_role(&role.id) {
        return word(&codes(edition, letters, Scheme::Plain), edition);
    }
    let key = |letter: &Letter| format!("you-{}", letter.key());
    let words: Vec<String> = letters.iter().map(|letter| edition.words.get(&key(letter))).collect();
    edition.words.with("you-line", &[("words", &edition.words.list(&words))])
}

/// How many students, and what the duties take.
fn facts(shown: &Shown, role: &Role, duties: &[&Duty]) -> Vec<String> {
    let site = &shown.edition.corpus.site;
    let words = shown.edition.words;
    let basis = Basis { site, district: shown.district };
    let load = Load::new(basis, role, duties.iter().copied());
    let whole = |hours: f64| hours.round() as i64;
    let mut facts = Vec::new();
    if let Some(students) = load.caseload {
        facts.push(words.count("caseload", students.into()));
    }
    if whole(load.hours()) > 0 {
        facts.push(words.count("card-hours", whole(load.hours())));
    }
    if let Some((month, hours)) = load.peak(&site.school_year).filter(|(_, hours)| whole(*hours) > 1) {
        let hours = words.count("hours", whole(hours));
        facts.push(words.with("card-peak", &[("month", &words.month(month)), ("hours", &hours)]));
    }
    facts
}

/// The other roles that lead or do some of these duties.
fn others<'a>(role: &Role, duties: &[&Duty], edition: &Edition<'a>) -> Vec<&'a Role> {
    let roles = edition.corpus.site.roles.values();
    roles.filter(|other| other.id != role.id && duties.iter().any(|duty| works(other, duty))).collect()
}
