//! The poster: the way through the plan on one large sheet, with who leads.

use serde::Serialize;

use super::Shown;
use super::grid::by_phase;
use super::wording::{explained, names, when};
use crate::site::Duty;

/// How many duties a station of each size of type holds at most. A sheet has
/// the size of its longest station.
const SIZES: [(usize, &str); 4] = [(4, "large"), (7, "medium"), (11, "small"), (usize::MAX, "tiny")];

/// A sheet for the wall.
#[derive(Serialize)]
pub struct Poster {
    /// The phases, as stations of the line.
    pub stations: Vec<Station>,
    /// The size of its type: `large`, `medium`, `small` or `tiny`.
    pub size: &'static str,
}

/// A phase.
#[derive(Serialize)]
pub struct Station {
    /// Its title.
    pub title: String,
    /// Its duties, in the order of the year.
    pub items: Vec<Stop>,
}

/// A duty.
#[derive(Serialize)]
pub struct Stop {
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// When, in words.
    pub when: String,
    /// Who leads.
    pub who: String,
}

/// Arranges the duties as stations.
pub(super) fn poster(shown: &Shown) -> Poster {
    let edition = shown.edition;
    let year = &edition.corpus.site.school_year;
    let first =
        |duty: &&Duty| year.sorted(duty.months).first().map_or(usize::MAX, |month| year.position(*month));
    let station = |(title, mut duties): (String, Vec<&Duty>)| {
        duties.sort_by_key(first);
        Station { title, items: duties.into_iter().map(|duty| stop(shown, duty)).collect() }
    };
    let stations: Vec<Station> = by_phase(edition, shown.duties).into_iter().map(station).collect();
    let longest = stations.iter().map(|station| station.items.len()).max().unwrap_or(0);
    Poster { stations, size: super::size(&SIZES, longest) }
}

fn stop(shown: &Shown, duty: &Duty) -> Stop {
    let edition = shown.edition;
    let who = names(edition, std::slice::from_ref(&duty.accountable));
    Stop {
        task: edition.fill(&duty.task),
        href: explained(edition, duty, shown.path),
        when: when(edition, duty),
        who: edition.words.with("poster-leads", &[("who", &who)]),
    }
}
