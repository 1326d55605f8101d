//! A role-responsibility matrix: duties × roles, with letters or in plain
//! words.

use serde::Serialize;

use super::{Lengths, Special, before_sections};
use crate::corpus::Document;
use crate::corpus::document::grade_set;
use crate::edition::duties::Selection;
use crate::edition::{Edition, Page};
use crate::site::raw::duties::RawMonths;
use crate::site::{Duty, Letter, MonthSet, Per, Role, RoleId};
use crate::vfs::OutputPath;

/// The grid.
#[derive(Serialize)]
pub struct Matrix {
    /// `grid` or `plain`.
    pub view: &'static str,
    /// `RACI` or `RASCI`.
    pub scheme: &'static str,
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

/// A letter with its word.
#[derive(Clone, Serialize)]
pub struct Code {
    /// The letter.
    pub letter: char,
    /// The letter's key.
    pub id: &'static str,
    /// Its word.
    pub word: String,
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

/// Arranges a matrix document.
pub fn arrange(edition: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let front = &document.front;
    let plain = front.view.as_ref().is_some_and(|view| matches!(view.value.as_str(), "plain" | "words"));
    let support = front.scheme.as_ref().is_none_or(|scheme| scheme.value != "raci");
    let selection = selection(edition, document);
    let duties: Vec<&Duty> =
        edition.corpus.site.duties.iter().filter(|duty| selection.admits(edition, duty)).collect();
    let (intro, rest) = before_sections(page);
    Special::Matrix {
        matrix: matrix(edition, &page.path, &page.title, &duties, &selection.roles, plain, support),
        intro,
        rest,
    }
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
        roles: list(&front.roles)
            .iter()
            .filter_map(|id| site.roles.get_key_value(id.as_str()))
            .map(|(id, _)| id.clone())
            .collect(),
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

fn matrix(
    edition: &Edition,
    path: &OutputPath,
    title: &str,
    duties: &[&Duty],
    wanted: &[RoleId],
    plain: bool,
    support: bool,
) -> Matrix {
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
            cells: roles.iter().map(|role| cell(edition, duty, role, plain, support)).collect(),
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
    Matrix {
        view: if plain { "plain" } else { "grid" },
        scheme: if support { "RASCI" } else { "RACI" },
        caption: words.with("matrix-caption", &[("title", title)]),
        columns,
        groups,
        legend: Letter::ALL
            .into_iter()
            .filter(|letter| support || *letter != Letter::Support)
            .map(|letter| LegendEntry {
                letter: letter.letter(),
                id: letter.key(),
                word: words.get(&word_key(letter, plain)),
                meaning: words.get(&format!(
                    "{}-meaning-{}",
                    if plain { "plain" } else { "rasci" },
                    letter.key()
                )),
            })
            .collect(),
    }
}

fn word_key(letter: Letter, plain: bool) -> String {
    format!("{}-{}", if plain { "plain" } else { "rasci" }, letter.key())
}

/// The letters of a role with their words.
pub fn codes(edition: &Edition, letters: &[Letter], plain: bool) -> Vec<Code> {
    letters
        .iter()
        .map(|letter| Code {
            letter: letter.letter(),
            id: letter.key(),
            word: edition.words.get(&word_key(*letter, plain)),
        })
        .collect()
}

fn cell(edition: &Edition, duty: &Duty, role: &Role, plain: bool, support: bool) -> Cell {
    let letters: Vec<Letter> =
        duty.letters(&role.id).into_iter().filter(|letter| support || *letter != Letter::Support).collect();
    let codes = codes(edition, &letters, plain);
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

/// When a duty falls due, in words.
pub fn when(edition: &Edition, duty: &Duty) -> String {
    match &duty.when {
        Some(when) => edition.fill(when),
        None => edition.words.months(duty.months, &edition.corpus.site.school_year),
    }
}

/// How long a duty takes, in words.
pub fn minutes(edition: &Edition, duty: &Duty) -> Option<String> {
    let key = match duty.per {
        Some(Per::Student) => "minutes-per-student",
        Some(Per::Month) => "minutes-per-month",
        Some(Per::Term) => "minutes-per-term",
        Some(Per::Year) => "minutes-per-year",
        None => "minutes",
    };
    duty.minutes.map(|minutes| edition.words.count(key, minutes.into()))
}

/// Where a duty is explained, in this edition.
pub fn explained(edition: &Edition, duty: &Duty, path: &OutputPath) -> Option<String> {
    duty.explained_by.iter().find_map(|(place, _)| {
        let (id, name) = place.split_once('#').map_or((place.as_str(), None), |(id, name)| (id, Some(name)));
        let document = edition.corpus.find(id).filter(|document| edition.has(document))?;
        let href = path.link_to(&edition.document(document, edition.band_for(document, None)));
        match name {
            None => Some(href),
            Some(name) => {
                let node = *document.names.get(name)?;
                edition
                    .corpus
                    .admitted(document, node)
                    .editions
                    .contains(edition.index)
                    .then(|| format!("{href}#{name}"))
            }
        }
    })
}

/// Who does what in a duty, in sentences.
pub fn sentence(edition: &Edition, duty: &Duty) -> String {
    let words = edition.words;
    let names = |roles: &[RoleId]| -> Vec<String> {
        roles
            .iter()
            .filter_map(|id| edition.corpus.site.roles.get(id))
            .map(|role| edition.fill(&role.name))
            .collect()
    };
    let say = |key: &str, who: &[String]| {
        let mut args = fluent_bundle::FluentArgs::new();
        args.set("n", who.len() as i64);
        args.set("who", words.list(who));
        words.format(key, Some(&args))
    };
    let mut parts = Vec::new();
    let accountable = names(std::slice::from_ref(&duty.accountable));
    let mut responsible = duty.responsible.clone();
    if let Some(own) = responsible.iter().position(|role| *role == duty.accountable) {
        responsible.remove(own);
        parts.push(say("sentence-leads-and-does", &accountable));
    } else {
        parts.push(say("sentence-accountable", &accountable));
    }
    for (key, roles) in [
        ("sentence-responsible", &responsible),
        ("sentence-support", &duty.support),
        ("sentence-consulted", &duty.consulted),
        ("sentence-informed", &duty.informed),
    ] {
        let who = names(roles);
        if !who.is_empty() {
            parts.push(say(key, &who));
        }
    }
    parts.join(" ")
}
