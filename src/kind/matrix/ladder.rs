//! The ladder: the duties of each grade, one step after the other.

use serde::Serialize;

use super::Shown;
use super::grid::by_phase;
use super::wording::{explained, names, when};
use crate::site::{Duty, Grade, GradeSet};

/// The grades with their duties.
#[derive(Serialize)]
pub struct Ladder {
    /// How many phases its duties have.
    pub columns: usize,
    /// What comes in every grade, or isn't tied to grades: said once.
    pub every: Vec<Part>,
    /// The grades, the youngest students first.
    pub steps: Vec<Step>,
}

/// A grade.
#[derive(Serialize)]
pub struct Step {
    /// Its address within the page: `grade-8`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its duties, by phase.
    pub parts: Vec<Part>,
}

/// The duties of a phase in a grade.
#[derive(Serialize)]
pub struct Part {
    /// The phase.
    pub title: String,
    /// Its place among the phases of the whole ladder, from 1.
    pub column: usize,
    /// What the grade before didn't have.
    pub new: Vec<Rung>,
    /// What the grade before had, too.
    pub again: Vec<Rung>,
}

/// A duty.
#[derive(Serialize)]
pub struct Rung {
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// Who does it.
    pub who: String,
    /// When, in words.
    pub when: String,
}

/// Arranges the duties grade by grade.
pub(super) fn ladder(shown: &Shown) -> Ladder {
    let edition = shown.edition;
    let all = edition.corpus.site.grades;
    let grades = shown.selection.grades.map_or(all, |grades| grades.intersection(all));
    let always = |duty: &Duty| duty.grades.is_empty() || grades.is_subset(duty.grades);
    let (every, some): (Vec<&Duty>, Vec<&Duty>) = shown.duties.iter().partition(|duty| always(duty));
    let phases: Vec<String> = by_phase(edition, shown.duties).into_iter().map(|(title, _)| title).collect();
    let mut before = None;
    let mut steps = Vec::new();
    for grade in grades.iter() {
        let had = |duty: &Duty| before.is_some_and(|before| duty.grades.contains(before));
        let own: Vec<&Duty> = some.iter().copied().filter(|duty| duty.grades.contains(grade)).collect();
        steps.push(Step {
            id: format!("grade-{grade}"),
            name: edition.words.grades(GradeSet::of(grade)),
            parts: parts(shown, &phases, &own, &had),
        });
        before = Some::<Grade>(grade);
    }
    Ladder { columns: phases.len(), every: parts(shown, &phases, &every, &|_| false), steps }
}

fn parts(shown: &Shown, phases: &[String], duties: &[&Duty], had: &dyn Fn(&Duty) -> bool) -> Vec<Part> {
    let rungs = |duties: Vec<&Duty>| duties.into_iter().map(|duty| rung(shown, duty)).collect();
    let part = |(title, duties): (String, Vec<&Duty>)| {
        let (again, new) = duties.into_iter().partition(|duty| had(duty));
        let column = phases.iter().position(|phase| *phase == title).map_or(1, |place| place + 1);
        Part { title, column, new: rungs(new), again: rungs(again) }
    };
    by_phase(shown.edition, duties).into_iter().map(part).collect()
}

fn rung(shown: &Shown, duty: &Duty) -> Rung {
    let edition = shown.edition;
    Rung {
        task: edition.fill(&duty.task),
        href: explained(edition, duty, shown.path),
        who: names(edition, &duty.responsible),
        when: when(edition, duty),
    }
}
