//! The school year of an edition: its roles' duties, month by month.

use serde::Serialize;

use super::matrix::{codes, explained, minutes};
use super::{Content, Publication, Shell};
use crate::edition::Edition;
use crate::site::{Duty, Letter, Month, Role};
use crate::vfs::OutputPath;

/// A month with what is due in it.
#[derive(Clone, Serialize)]
pub struct MonthEntry {
    /// Its address within the page: `aug`.
    pub id: &'static str,
    /// Its number in the calendar year.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// What is due.
    pub items: Vec<Item>,
}

/// A duty in a month.
#[derive(Clone, Serialize)]
pub struct Item {
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// Whose task it is, where an edition has several roles.
    pub role: Option<String>,
    /// What that role does: "leads".
    pub letter_word: Option<String>,
    /// Its grades, in words.
    pub grades: Option<String>,
    /// How long it takes, in words.
    pub minutes: Option<String>,
}

/// An edition's school year.
#[derive(Serialize)]
pub struct Calendar {
    /// Its months, in the order of the school year.
    pub months: Vec<MonthEntry>,
}

/// The page with an edition's school year.
pub fn calendar(edition: &Edition) -> Publication {
    let path = edition.special("calendar");
    let title = edition.words.get("your-year");
    let mut shell = Shell::new(edition, &path, "calendar", &title, &title);
    shell.page.kind = "calendar".into();
    let months = months(edition, edition.roles(), &path, false);
    Publication { path, shell, content: Content::Calendar(Calendar { months }) }
}

/// What some roles have to do, month by month. `busy`: leaves out months in
/// which nothing is due.
pub fn months(edition: &Edition, roles: &[&Role], path: &OutputPath, busy: bool) -> Vec<MonthEntry> {
    let site = &edition.corpus.site;
    site.school_year
        .months()
        .map(|month| MonthEntry {
            id: month.name(),
            number: month.number(),
            name: edition.words.month(month),
            items: due(edition, roles, month, path),
        })
        .filter(|month| !busy || !month.items.is_empty())
        .collect()
}

fn due(edition: &Edition, roles: &[&Role], month: Month, path: &OutputPath) -> Vec<Item> {
    let visible = |duty: &&Duty| duty.audience_set.contains(edition.index) && duty.months.contains(month);
    let mut items: Vec<(Letter, Item)> = Vec::new();
    for duty in edition.corpus.site.duties.iter().filter(visible) {
        let own: Vec<(&Role, Vec<Letter>)> = roles.iter().map(|role| (*role, duty.letters(&role.id))).filter(|(_, letters)| !letters.is_empty()).collect();
        let Some(first) = own.iter().flat_map(|(_, letters)| letters).min().copied() else { continue };
        let names: Vec<String> = own.iter().map(|(role, _)| edition.fill(&role.name)).collect();
        // With several roles of different letters the page of each role says more.
        let same = own.iter().all(|(_, letters)| *letters == own[0].1);
        let words: Vec<String> = codes(edition, &own[0].1, true).into_iter().map(|code| code.word).collect();
        items.push((
            first,
            Item {
                task: edition.fill(&duty.task),
                href: explained(edition, duty, path).or_else(|| {
                    let role = own.first()?.0;
                    Some(format!("{}#duty-{}", path.link_to(&edition.role(&role.id)), duty.id))
                }),
                role: (roles.len() > 1).then(|| edition.words.list(&names)),
                letter_word: same.then(|| edition.words.list(&words)),
                grades: (!duty.grades.is_empty()).then(|| edition.words.grades(duty.grades)),
                minutes: minutes(edition, duty).filter(|_| first <= Letter::Responsible),
            },
        ));
    }
    // What one answers for or does comes before what one only hears of.
    items.sort_by_key(|(letter, _)| *letter);
    items.into_iter().map(|(_, item)| item).collect()
}
