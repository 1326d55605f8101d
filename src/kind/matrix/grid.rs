//! The grid: duties × roles, with letters or in plain words.

use serde::Serialize;

use super::Scheme;
use super::wording::{Code, codes, explained, grades, minutes, part, sentence, when};
use crate::edition::Edition;
use crate::site::{Duty, Letter, PhaseId, Role};
use crate::vfs::OutputPath;

/// The duties as rows, the roles as columns.
#[derive(Serialize)]
pub struct Grid {
    /// What the table is called.
    pub caption: String,
    /// The roles.
    pub columns: Vec<Column>,
    /// The duties, by phase.
    pub groups: Vec<Group>,
    /// What the letters mean.
    pub legend: Vec<LegendEntry>,
}

/// A role.
#[derive(Serialize)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// Its page, when this edition has one.
    pub href: Option<String>,
    /// Whether it is a role of this edition's audience.
    pub own: bool,
}

/// The duties of a phase.
#[derive(Serialize)]
pub struct Group {
    /// The phase.
    pub title: String,
    /// Its duties.
    pub rows: Vec<Row>,
}

/// A duty.
#[derive(Serialize)]
pub struct Row {
    /// Its number in the grid, from 1.
    pub number: usize,
    /// Its address within the page.
    pub id: String,
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// Its grades, in words.
    pub grades: Option<String>,
    /// Its months, in words.
    pub months: String,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// What each role has to do with it, in the order of the columns.
    pub cells: Vec<Cell>,
    /// The whole row in sentences.
    pub sentence: String,
}

/// What a role has to do with a duty.
#[derive(Clone, Default, Serialize)]
pub struct Cell {
    /// One letter, or A and R; none when it has nothing to do with it.
    pub codes: Vec<Code>,
    /// That as one sentence: "The school counselor does the work."
    pub sentence: String,
}

/// A line of the legend.
#[derive(Serialize)]
pub struct LegendEntry {
    /// The letter.
    pub letter: char,
    /// The letter's key.
    pub id: &'static str,
    /// Its word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

/// Arranges duties as a grid, one column for each role.
pub(super) fn grid(
    edition: &Edition,
    path: &OutputPath,
    title: &str,
    duties: &[&Duty],
    roles: &[&Role],
    scheme: Scheme,
) -> Grid {
    let words = edition.words;
    let columns = roles
        .iter()
        .map(|role| {
            let own = edition.has_role(&role.id);
            Column {
                id: role.id.to_string(),
                name: edition.fill(&role.name),
                href: own.then(|| path.link_to(&edition.role(&role.id))),
                own,
            }
        })
        .collect();
    let mut cells: Vec<Cells> = roles.iter().map(|role| Cells::new(role)).collect();
    let mut numbers = 1..;
    let mut row = |duty: &&Duty| Row {
        number: numbers.next().unwrap_or_default(),
        id: format!("duty-{}", duty.id),
        task: edition.fill(&duty.task),
        href: explained(edition, duty, path),
        grades: grades(edition, duty),
        months: when(edition, duty),
        minutes: minutes(edition, duty),
        cells: cells.iter_mut().map(|cells| cells.of(edition, duty, scheme)).collect(),
        sentence: sentence(edition, duty),
    };
    let groups = by_phase(edition, duties)
        .into_iter()
        .map(|(title, duties)| Group { title, rows: duties.iter().map(&mut row).collect() })
        .collect();
    Grid {
        caption: words.with("matrix-caption", &[("title", title)]),
        columns,
        groups,
        legend: scheme
            .letters()
            .map(|letter| LegendEntry {
                letter: letter.letter(),
                id: letter.key(),
                word: words.get(&scheme.word_key(letter)),
                meaning: words.get(&scheme.meaning_key(letter)),
            })
            .collect(),
    }
}

/// The duties of each phase, by its title; those without one come last.
pub(super) fn by_phase<'a>(edition: &Edition, duties: &[&'a Duty]) -> Vec<(String, Vec<&'a Duty>)> {
    let of = |phase: Option<&PhaseId>| -> Vec<&'a Duty> {
        duties.iter().copied().filter(|duty| duty.phase.as_ref() == phase).collect()
    };
    let phases = edition.corpus.site.phases.values();
    let mut groups: Vec<_> = phases.map(|phase| (edition.fill(&phase.title), of(Some(&phase.id)))).collect();
    groups.push((edition.words.get("other-duties"), of(None)));
    groups.retain(|(_, duties)| !duties.is_empty());
    groups
}

/// The cells of a column. A role has few different ones: each is worded once.
struct Cells<'a> {
    role: &'a Role,
    known: Vec<(Vec<Letter>, Cell)>,
}

impl<'a> Cells<'a> {
    fn new(role: &'a Role) -> Cells<'a> {
        Cells { role, known: Vec::new() }
    }

    fn of(&mut self, edition: &Edition, duty: &Duty, scheme: Scheme) -> Cell {
        let letters = scheme.letters_of(duty, &self.role.id);
        if letters.is_empty() {
            return Cell::default();
        }
        if let Some((_, cell)) = self.known.iter().find(|(known, _)| *known == letters) {
            return cell.clone();
        }
        let cell = Cell {
            codes: codes(edition, &letters, scheme),
            sentence: part(edition, self.role, &letters, scheme),
        };
        self.known.push((letters, cell.clone()));
        cell
    }
}
