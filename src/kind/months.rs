//! The school year of an edition: its roles' duties, month by month.

use serde::Serialize;

use super::calendar_file::{Whose, calendar_file};
use super::download::{DownloadLink, Format, dates, links};
use super::matrix::Scheme;
use super::matrix::wording::{codes, explained, minutes};
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
    /// What begins in it.
    pub items: Vec<Item>,
    /// What began before and goes on.
    pub going_on: Vec<Item>,
}

/// How much of a year is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What the roles lead, do or help with.
    Doing,
    /// Also what they are only told.
    Everything,
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
    /// Its dates for other programs.
    pub downloads: Vec<DownloadLink>,
}

/// The page with an edition's school year.
pub fn calendar(edition: &Edition) -> Publication {
    let path = edition.special("calendar");
    let title = edition.words.get("your-year");
    let mut shell = Shell::new(edition, &path, "calendar", &title, &title);
    shell.page.kind = "calendar".into();
    let months = months(edition, &edition.roles(), &path, Extent::Everything);
    let duties = edition
        .corpus
        .site
        .duties
        .iter()
        .filter(|duty| edition.roles().iter().any(|role| !duty.letters(&role.id).is_empty()));
    let file = calendar_file(edition, &path, &edition.audience().name, &Whose::Audience, duties);
    let dates = dates(&path, file);
    let downloads = links(edition, &path, dates.as_ref().map(|_| Format::Ics));
    Publication::new(path, shell, Content::Calendar(Calendar { months, downloads })).with(dates)
}

/// What some roles have to do, month by month.
pub fn months(edition: &Edition, roles: &[&Role], path: &OutputPath, extent: Extent) -> Vec<MonthEntry> {
    let site = &edition.corpus.site;
    let mut before = None;
    site.school_year
        .months()
        .map(|month| {
            let (items, going_on) = due(edition, roles, month, before, path, extent);
            before = Some(month);
            MonthEntry {
                id: month.name(),
                number: month.number(),
                name: edition.words.month(month),
                items,
                going_on,
            }
        })
        // A short year leads with what there is.
        .filter(|month| {
            extent == Extent::Everything || !(month.items.is_empty() && month.going_on.is_empty())
        })
        .collect()
}

/// What begins in a month, and what was due in the month before it already.
fn due(
    edition: &Edition,
    roles: &[&Role],
    month: Month,
    before: Option<Month>,
    path: &OutputPath,
    extent: Extent,
) -> (Vec<Item>, Vec<Item>) {
    let visible = |duty: &&Duty| duty.audience_set.contains(edition.index) && duty.months.contains(month);
    let mut items: Vec<(bool, Letter, Item)> = Vec::new();
    for duty in edition.corpus.site.duties.iter().filter(visible) {
        let own: Vec<(&Role, Vec<Letter>)> = roles
            .iter()
            .map(|role| (*role, duty.letters(&role.id)))
            .filter(|(_, letters)| !letters.is_empty())
            .collect();
        let Some(first) = own.iter().flat_map(|(_, letters)| letters).min().copied() else { continue };
        if extent == Extent::Doing && first > Letter::Support {
            continue;
        }
        let names: Vec<String> = own.iter().map(|(role, _)| edition.fill(&role.name)).collect();
        // With several roles of different letters the page of each role says more.
        let same = own.iter().all(|(_, letters)| *letters == own[0].1);
        let goes_on = before.is_some_and(|before| duty.months.contains(before));
        // That something of others goes on is no news.
        if goes_on && first > Letter::Responsible {
            continue;
        }
        items.push((
            goes_on,
            first,
            Item {
                task: edition.fill(&duty.task),
                href: explained(edition, duty, path).or_else(|| {
                    let role = own.first()?.0;
                    Some(format!("{}#duty-{}", path.link_to(&edition.role(&role.id)), duty.id))
                }),
                role: (roles.len() > 1).then(|| edition.words.list(&names)),
                letter_word: same.then(|| part(edition, roles, &own[0].1)),
                grades: (!duty.grades.is_empty()).then(|| edition.words.grades(duty.grades)),
                minutes: minutes(edition, duty).filter(|_| first <= Letter::Responsible),
            },
        ));
    }
    // What one answers for or does comes before what one only hears of.
    items.sort_by_key(|(_, letter, _)| *letter);
    let (going_on, new): (Vec<_>, Vec<_>) = items.into_iter().partition(|(goes_on, _, _)| *goes_on);
    let bare = |list: Vec<(bool, Letter, Item)>| list.into_iter().map(|(_, _, item)| item).collect();
    (bare(new), bare(going_on))
}

/// A role's part: "You lead" where there is only one role, else "leads".
fn part(edition: &Edition, roles: &[&Role], letters: &[Letter]) -> String {
    if let [_] = roles {
        let words: Vec<String> =
            letters.iter().map(|letter| edition.words.get(&format!("you-{}", letter.key()))).collect();
        return edition.words.with("you-line", &[("words", &edition.words.list(&words))]);
    }
    let words: Vec<String> =
        codes(edition, letters, Scheme::Plain).into_iter().map(|code| code.word).collect();
    edition.words.list(&words)
}
