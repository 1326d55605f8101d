//! A role-responsibility matrix: a selection of duties, shown in one of several
//! views.
//!
//! Whatever the view, its grid is the whole of what it says: downloads and
//! searches are made from it.

mod calendar;
mod card;
mod contacts;
pub mod grid;
mod ladder;
mod poster;
mod sheet;
pub mod wording;
pub mod workload;
mod year;

use std::cell::LazyCell;
use std::sync::Arc;

use serde::Serialize;

use self::calendar::Calendar;
use self::card::Cards;
use self::contacts::Contacts;
use self::grid::{Grid, grid};
use self::ladder::Ladder;
use self::poster::Poster;
use self::sheet::sheet;
use self::workload::{Workload, workload};
use super::calendar_file::{Whose, calendar_file, is_dated};
use super::download::{Download, DownloadContent, DownloadLink, Format, links};
use super::{Content, Lengths, Publication, Special, before_sections};
use crate::corpus::Document;
use crate::corpus::document::grade_set;
use crate::edition::duties::{Selection, roles};
use crate::edition::{Edition, Page};
use crate::site::raw::duties::RawMonths;
use crate::site::{District, Duty, FrontMatter, Letter, MonthSet, Role, RoleId, RoleLevel};
use crate::vfs::OutputPath;

/// The views, by their names in front matter. `plain` is a grid in plain words.
pub const VIEWS: [&str; 7] = ["grid", "plain", "card", "calendar", "ladder", "workload", "poster"];

/// The schemes, by their names in front matter.
pub const SCHEMES: [&str; 3] = ["raci", "rasci", "plain"];

/// How a part in a duty is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Responsible, accountable, consulted, informed.
    Raci,
    /// The same with support.
    Rasci,
    /// Leads, does it, helps, is asked, is told.
    Plain,
}

impl Scheme {
    /// What a document says, or RASCI.
    fn of(front: &FrontMatter) -> Scheme {
        let written = |text: &Option<crate::site::raw::Text>, name: &str| {
            text.as_ref().is_some_and(|text| text.value == name)
        };
        if written(&front.view, "plain") || written(&front.scheme, "plain") {
            Scheme::Plain
        } else if written(&front.scheme, "raci") {
            Scheme::Raci
        } else {
            Scheme::Rasci
        }
    }

    /// Whether it has a letter.
    fn shows(self, letter: Letter) -> bool {
        self != Scheme::Raci || letter != Letter::Support
    }

    /// Its letters, in the order in which they are shown.
    fn letters(self) -> impl Iterator<Item = Letter> {
        Letter::ALL.into_iter().filter(move |letter| self.shows(*letter))
    }

    fn prefix(self) -> &'static str {
        match self {
            Scheme::Raci | Scheme::Rasci => "rasci",
            Scheme::Plain => "plain",
        }
    }

    /// The letters of a role in a duty that it has.
    fn letters_of(self, duty: &Duty, role: &RoleId) -> Vec<Letter> {
        duty.letters(role).into_iter().filter(|letter| self.shows(*letter)).collect()
    }

    /// The key of a sentence about a part: that of a letter, or `both` for
    /// who is accountable and responsible.
    fn part_key(self, part: &str) -> String {
        format!("{}-part-{part}", self.prefix())
    }

    /// The key of a letter's word.
    fn word_key(self, letter: Letter) -> String {
        format!("{}-{}", self.prefix(), letter.key())
    }

    /// The key of what a letter means.
    fn meaning_key(self, letter: Letter) -> String {
        format!("{}-meaning-{}", self.prefix(), letter.key())
    }
}

/// A matrix.
#[derive(Serialize)]
pub struct Matrix {
    /// Its scheme.
    pub scheme: Scheme,
    /// How many columns, the first ones, are roles of this edition's audience.
    pub own: usize,
    /// All that it says.
    pub grid: Grid,
    /// Its files for other programs.
    pub downloads: Vec<DownloadLink>,
    /// How it is shown.
    #[serde(flatten)]
    pub view: View,
    /// Who has the roles that it shows.
    pub contacts: Contacts,
}

/// How a matrix is shown, with what only that view has.
#[derive(Serialize)]
#[serde(tag = "view", rename_all = "lowercase")]
pub enum View {
    /// Duties as rows, roles as columns.
    Grid,
    /// The year of each role.
    Card(Cards),
    /// The year of all roles together.
    Calendar(Calendar),
    /// The years at school, grade by grade.
    Ladder(Ladder),
    /// The hours of roles by month.
    Workload(Workload),
    /// The way through the plan on one large sheet.
    Poster(Poster),
}

/// What all views are made from.
struct Shown<'a> {
    edition: &'a Edition<'a>,
    /// The page that it will be on.
    path: &'a OutputPath,
    /// What the document selects.
    selection: &'a Selection,
    /// The duties that it selects and this edition may show.
    duties: &'a [&'a Duty],
    /// The roles that have a column in the grid.
    roles: &'a [&'a Role],
    /// The district whose numbers and people are shown.
    district: Option<&'a District>,
}

/// Arranges a matrix document.
pub fn arrange(edition: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let site = &edition.corpus.site;
    let front = &document.front;
    let scheme = Scheme::of(front);
    let selection = selection(edition, document);
    let duties = selected(edition, &selection);
    let roles = shown_roles(edition, &duties, &selection.roles);
    let shown = Shown {
        edition,
        path: &page.path,
        selection: &selection,
        duties: &duties,
        roles: &roles,
        district: front.district.as_ref().and_then(|id| site.districts.get(id.value.as_str())),
    };
    let view = match front.view.as_ref().map(|view| view.value.as_str()) {
        Some("card") => View::Card(card::cards(&shown)),
        Some("calendar") => View::Calendar(calendar::calendar(&shown)),
        Some("ladder") => View::Ladder(ladder::ladder(&shown)),
        Some("workload") => View::Workload(workload(&shown)),
        Some("poster") => View::Poster(poster::poster(&shown)),
        _ => View::Grid,
    };
    let (intro, rest) = before_sections(page);
    let matrix = Matrix {
        scheme,
        own: roles.iter().filter(|role| edition.has_role(&role.id)).count(),
        grid: grid(edition, &page.path, &page.title, &duties, &roles, scheme),
        downloads: links(edition, &page.path, formats(edition, &duties)),
        contacts: contacts::of_view(&shown, &view),
        view,
    };
    Special::Matrix { matrix: Box::new(matrix), intro, rest }
}

/// The files that go with a matrix: its table and its dates.
pub fn downloads(edition: &Edition, document: &Document, publication: &Publication) -> Vec<Download> {
    let Content::Document(doc) = &publication.content else { return Vec::new() };
    let Special::Matrix { matrix, .. } = &doc.special else { return Vec::new() };
    let duties = selected(edition, &selection(edition, document));
    let path = &publication.path;
    let sheet = LazyCell::new(|| Arc::new(sheet(edition, &doc.title, &duties, &matrix.grid, matrix.scheme)));
    let content = |format| match format {
        Format::Csv => DownloadContent::Csv(sheet.clone()),
        #[cfg(feature = "office")]
        Format::Xlsx => DownloadContent::Xlsx(sheet.clone()),
        Format::Ics => {
            let all = duties.iter().copied();
            DownloadContent::Ics(calendar_file(edition, path, &doc.title, &Whose::All, all))
        }
    };
    formats(edition, &duties)
        .map(|format| Download { path: format.beside(path), content: content(format) })
        .collect()
}

/// The formats in which some duties are to be had.
fn formats(edition: &Edition, duties: &[&Duty]) -> impl Iterator<Item = Format> + use<> {
    let dated = duties.iter().any(|duty| is_dated(duty));
    Format::of_matrices(edition).filter(move |format| dated || *format != Format::Ics)
}

/// The duties of a selection that this edition may show.
fn selected<'a>(edition: &Edition<'a>, selection: &Selection) -> Vec<&'a Duty> {
    edition.corpus.site.duties.iter().filter(|duty| selection.admits(edition, duty)).collect()
}

/// The size of type, in points, in which so many signs fill an area, given in
/// square points. A sign is half as wide as high; a third of the area stays
/// white at the ends of lines and between them.
fn points(area: f64, signs: usize) -> u8 {
    let size = (area / signs.max(1) as f64).sqrt();
    size.clamp(6.0, 24.0).floor() as u8
}

/// The roles of a selection, or else those that have a part in its duties. The
/// reader's own come first.
fn shown_roles<'a>(edition: &Edition<'a>, duties: &[&Duty], wanted: &[RoleId]) -> Vec<&'a Role> {
    let shown = |role: &&Role| match wanted {
        [] => duties.iter().any(|duty| !duty.letters(&role.id).is_empty()),
        _ => wanted.contains(&role.id),
    };
    let mut roles: Vec<&Role> = edition.corpus.site.roles.values().filter(shown).collect();
    roles.sort_by_key(|role| !edition.has_role(&role.id));
    roles
}

/// What a matrix selects, from its front matter.
pub fn selection(edition: &Edition, document: &Document) -> Selection {
    let site = &edition.corpus.site;
    let front = &document.front;
    let list = |texts: &Option<Vec<crate::site::raw::Text>>| -> Vec<String> {
        texts.iter().flatten().map(|text| text.value.clone()).collect()
    };
    Selection {
        phases: list(&front.phases),
        roles: roles(site, list(&front.roles).iter().map(String::as_str)),
        levels: list(&front.levels).iter().filter_map(|name| RoleLevel::parse(name)).collect(),
        grades: front
            .grades
            .as_ref()
            .and_then(|grades| grade_set(&document.path, grades, site, &mut Vec::new())),
        months: front.months.as_ref().map_or(MonthSet::EMPTY, |months| match &months.value {
            RawMonths::All(_) => MonthSet::EMPTY,
            RawMonths::List(names) => site.parse_months(names.iter().map(String::as_str)).unwrap_or_default(),
        }),
        duties: list(&front.duties),
    }
}
