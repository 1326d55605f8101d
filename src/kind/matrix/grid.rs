//! The grid: duties × roles, with letters or in plain words.

use serde::Serialize;

use super::Scheme;
use super::wording::{Code, codes, explained, minutes, sentence, when};
use crate::edition::Edition;
use crate::site::{Duty, Letter, Role, RoleId};
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
#[derive(Serialize)]
pub struct Cell {
    /// One letter, or A and R; none when it has nothing to do with it.
    pub codes: Vec<Code>,
    /// The role.
    pub role: String,
    /// The cell as a screen reader says it.
    pub label: String,
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

/// Arranges duties as a grid. `wanted`: the roles to show; empty: those that have
/// a part.
pub(super) fn grid(
    edition: &Edition,
    path: &OutputPath,
    title: &str,
    duties: &[&Duty],
    wanted: &[RoleId],
    scheme: Scheme,
) -> Grid {
    let site = &edition.corpus.site;
    let words = edition.words;
    let own = edition.roles();
    let is_own = |role: &RoleId| own.iter().any(|role_of_edition| role_of_edition.id == *role);
    let mut roles: Vec<&Role> = site
        .roles
        .values()
        .filter(|role| {
            if wanted.is_empty() {
                duties.iter().any(|duty| !duty.letters(&role.id).is_empty())
            } else {
                wanted.contains(&role.id)
            }
        })
        .collect();
    // The reader's own roles come first.
    roles.sort_by_key(|role| !is_own(&role.id));
    let columns = roles
        .iter()
        .map(|role| Column {
            id: role.id.to_string(),
            name: edition.fill(&role.name),
            href: is_own(&role.id).then(|| path.link_to(&edition.role(&role.id))),
            own: is_own(&role.id),
        })
        .collect();
    let row = |duty: &&Duty| {
        let task = edition.fill(&duty.task);
        Row {
            id: format!("duty-{}", duty.id),
            href: explained(edition, duty, path),
            grades: (!duty.grades.is_empty()).then(|| words.grades(duty.grades)),
            months: when(edition, duty),
            minutes: minutes(edition, duty),
            cells: roles.iter().map(|role| cell(edition, duty, role, scheme)).collect(),
            sentence: sentence(edition, duty),
            task,
        }
    };
    let mut groups: Vec<Group> = Vec::new();
    for phase in site.phases.values() {
        let rows: Vec<Row> =
            duties.iter().filter(|duty| duty.phase.as_ref() == Some(&phase.id)).map(row).collect();
        if !rows.is_empty() {
            groups.push(Group { title: edition.fill(&phase.title), rows });
        }
    }
    let rows: Vec<Row> = duties.iter().filter(|duty| duty.phase.is_none()).map(row).collect();
    if !rows.is_empty() {
        groups.push(Group { title: words.get("other-duties"), rows });
    }
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

fn cell(edition: &Edition, duty: &Duty, role: &Role, scheme: Scheme) -> Cell {
    let letters: Vec<Letter> =
        duty.letters(&role.id).into_iter().filter(|letter| scheme.shows(*letter)).collect();
    let codes = codes(edition, &letters, scheme);
    let word = if codes.is_empty() {
        edition.words.get("no-part")
    } else {
        let all: Vec<&str> = codes.iter().map(|code| code.word.as_str()).collect();
        edition.words.list(&all)
    };
    let label = edition
        .words
        .with("task-cell", &[("task", &edition.fill(&duty.task)), ("role", &role.name), ("word", &word)]);
    Cell { codes, role: role.id.to_string(), label }
}
