//! The poster: the way through the plan on one large sheet, with who leads.

use serde::Serialize;

use super::grid::by_phase;
use super::wording::{explained, names, when};
use super::{Shown, points};
use crate::site::Duty;

/// The part of an 11 × 17 inch sheet that holds the stations, in square points.
const SHEET: f64 = 15.8 * 7.6 * 72.0 * 72.0;

/// A sheet for the wall.
#[derive(Serialize)]
pub struct Poster {
    /// The phases, as stations of the line.
    pub stations: Vec<Station>,
    /// The size of its type on paper, in points, so that it fits one sheet.
    pub points: u8,
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

impl Stop {
    /// How many signs of ordinary type it takes: the task is large.
    fn signs(&self) -> usize {
        self.task.len() * 3 / 2 + self.who.len() + self.when.len() + 30
    }
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
    // All stations have the same width: the longest decides.
    let signs = |station: &Station| station.items.iter().map(Stop::signs).sum::<usize>();
    let longest = stations.iter().map(signs).max().unwrap_or(0);
    let points = points(SHEET / stations.len().max(1) as f64, longest).clamp(6, 24);
    Poster { stations, points }
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
