//! The calendar: the year of all selected roles, month by month.

use serde::Serialize;

use super::Shown;
use super::card::own_part;
use super::wording::{explained, grades, when};
use super::year::{YearMonth, year};
use crate::edition::duties::owners;
use crate::site::Duty;

/// The year of some roles.
#[derive(Serialize)]
pub struct Calendar {
    /// The months that are shown.
    pub months: Vec<YearMonth<Entry>>,
    /// What is due all year.
    pub always: Vec<Entry>,
    /// What is due at a time of its own: in no month.
    pub at_its_time: Vec<Entry>,
}

/// A duty in a month.
#[derive(Serialize)]
pub struct Entry {
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// Who leads and does it, in sentences.
    pub who: String,
    /// The part of the reader's own role: "You help"; nothing when it has none
    /// or the reader has several.
    pub own: Option<String>,
    /// Its grades, in words.
    pub grades: Option<String>,
    /// When, in words.
    pub when: String,
}

/// Arranges the duties month by month.
pub(super) fn calendar(shown: &Shown) -> Calendar {
    let edition = shown.edition;
    let year = year(&edition.corpus.site.school_year, shown.duties, shown.selection.months);
    let list = |duties: &[&Duty]| duties.iter().map(|duty| entry(shown, duty)).collect();
    let months =
        year.months.iter().map(|due| due.written(edition.words, list(&due.begins), list(&due.goes_on)));
    Calendar { months: months.collect(), always: list(&year.always), at_its_time: list(&year.at_its_time) }
}

fn entry(shown: &Shown, duty: &Duty) -> Entry {
    let edition = shown.edition;
    let own = match edition.roles().as_slice() {
        [role] => Some(duty.letters(&role.id))
            .filter(|letters| !letters.is_empty())
            .map(|letters| own_part(edition, role, &letters)),
        _ => None,
    };
    Entry {
        task: edition.fill(&duty.task),
        href: explained(edition, duty, shown.path),
        who: owners(edition, duty),
        own,
        grades: grades(edition, duty),
        when: when(edition, duty),
    }
}
