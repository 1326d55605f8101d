//! Workload: how many hours a role's duties take one person, month by month.
//!
//! Hours per month = minutes × times ÷ 60 ÷ months. *Times* are students per
//! person for what is done for each student, otherwise how often it falls due.
//! Each responsible role carries the whole; `minutes_for` says otherwise.
//!
//! Source of the rule: the counselor's caseload. One conference of 30 to 45
//! minutes for each student at 372 students per counselor (ASCA's analysis of
//! NCES data, 2024–25) takes 186 to 279 hours a year.

use crate::site::{District, Duty, Grade, GradeSet, Month, MonthSet, Per, Role, SchoolYear, Site};

/// What hours are counted from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The site, with the state's caseloads.
    pub site: &'a Site,
    /// The district whose numbers take the place of the state's, if any.
    pub district: Option<&'a District>,
}

impl<'a> Basis<'a> {
    /// The state's own numbers.
    pub fn state(site: &'a Site) -> Basis<'a> {
        Basis { site, district: None }
    }

    /// Students per person in a role; nothing when it isn't tied to students.
    pub fn caseload(&self, role: &Role) -> Option<u32> {
        let own = self.district.and_then(|district| district.caseloads.get(&role.id));
        own.map(|own| own.students).or(role.caseload)
    }

    /// The share of a role's students that a duty is for, 0 to 1: by the
    /// district's students in each grade, where they are known, else all grades
    /// count the same.
    pub fn share(&self, role: &Role, duty: &Duty) -> f64 {
        let own = if duty.grades.is_empty() { role.grades } else { duty.grades.intersection(role.grades) };
        let all = self.students(role.grades);
        if all > 0.0 { self.students(own) / all } else { 0.0 }
    }

    fn students(&self, grades: GradeSet) -> f64 {
        let enrollment = self.district.map(|district| &district.enrollment).filter(|table| !table.is_empty());
        let of_grade = |grade: Grade| match enrollment {
            Some(table) => table.get(&grade).copied().unwrap_or(0).into(),
            None => 1.0,
        };
        grades.iter().map(of_grade).sum()
    }
}

/// What a role's duties take one person.
#[derive(Clone, Debug)]
pub struct Load<'a> {
    /// Students per person; nothing when the role isn't tied to students.
    pub caseload: Option<u32>,
    /// The duties that take time, in their order.
    pub parts: Vec<Part<'a>>,
    /// The duties whose time can't be counted: they are done for each student,
    /// and nobody knows for how many.
    pub uncounted: Vec<&'a Duty>,
}

/// What one duty takes one person in a role.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// Minutes for one time.
    pub minutes: u32,
    /// How often in a year.
    pub times: Times,
    /// The months over which it is spread evenly; empty: its hours count for
    /// the year only.
    pub months: MonthSet,
}

/// How often something is done in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Times {
    /// For each of a person's students, or for a part of them.
    Students {
        /// How many students the person has.
        caseload: u32,
        /// The part of them that it is for, 0 to 1.
        share: f64,
    },
    /// As often as the year says.
    Fixed(u32),
}

impl Part<'_> {
    /// Hours in the year.
    pub fn hours(&self) -> f64 {
        let times = match self.times {
            Times::Students { caseload, share } => f64::from(caseload) * share,
            Times::Fixed(times) => f64::from(times),
        };
        f64::from(self.minutes) * times / 60.0
    }

    /// Hours in a month.
    pub fn hours_in(&self, month: Month) -> f64 {
        if self.months.contains(month) { self.hours() / self.months.len() as f64 } else { 0.0 }
    }
}

impl<'a> Load<'a> {
    /// Adds up what some duties take a person in a role. The duties are those
    /// that the reader may know of.
    pub fn new(basis: Basis<'a>, role: &Role, duties: impl IntoIterator<Item = &'a Duty>) -> Load<'a> {
        let mut load = Load { caseload: basis.caseload(role), parts: Vec::new(), uncounted: Vec::new() };
        for duty in duties {
            let Some(minutes) = minutes(duty, role) else { continue };
            match times(&basis, duty, role, load.caseload) {
                Some(times) => load.parts.push(Part { duty, minutes, times, months: duty.months }),
                None => load.uncounted.push(duty),
            }
        }
        load
    }

    /// The same for a person who has this many students; of no effect where
    /// the role isn't tied to students.
    pub fn with_caseload(&self, students: u32) -> Load<'a> {
        let times = |times: Times| match times {
            Times::Students { share, .. } => Times::Students { caseload: students, share },
            Times::Fixed(times) => Times::Fixed(times),
        };
        let parts = self.parts.iter().map(|part| Part { times: times(part.times), ..part.clone() });
        Load {
            caseload: self.caseload.map(|_| students),
            parts: parts.collect(),
            uncounted: self.uncounted.clone(),
        }
    }

    /// Whether the hours depend on the number of students.
    pub fn has_students(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.times, Times::Students { .. }))
    }

    /// Hours in the year that are in none of its months.
    pub fn hours_in_no_month(&self) -> f64 {
        self.parts.iter().filter(|part| part.months.is_empty()).map(Part::hours).sum()
    }

    /// Hours in the year.
    pub fn hours(&self) -> f64 {
        self.parts.iter().map(Part::hours).sum()
    }

    /// Hours in a month.
    pub fn hours_in(&self, month: Month) -> f64 {
        self.parts.iter().map(|part| part.hours_in(month)).sum()
    }

    /// The month with the most hours, the first of equals, with its hours;
    /// nothing when no month has any.
    pub fn peak(&self, year: &SchoolYear) -> Option<(Month, f64)> {
        let months = year.months().map(|month| (month, self.hours_in(month)));
        months
            .filter(|(_, hours)| *hours > 0.0)
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
}

/// Hours as they are shown: to a tenth, half a tenth up. What is counted on
/// isn't rounded. The script of the calculator rounds in the same way.
pub fn shown(hours: f64) -> f64 {
    (hours * 10.0).round() / 10.0
}

/// Minutes that a duty takes a role, once; nothing when it takes it none.
fn minutes(duty: &Duty, role: &Role) -> Option<u32> {
    let own = duty.minutes_for.get(&role.id).copied();
    let shared = || duty.minutes.filter(|_| duty.responsible.contains(&role.id));
    own.or_else(shared).filter(|minutes| *minutes > 0)
}

fn times(basis: &Basis, duty: &Duty, role: &Role, caseload: Option<u32>) -> Option<Times> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Some(match duty.per.unwrap_or(Per::Once) {
        Per::Student => Times::Students { caseload: caseload?, share: basis.share(role, duty) },
        Per::Month => Times::Fixed(count(duty.months.len())),
        // What is due at no certain time is due once in each term.
        Per::Term if duty.months.is_empty() => Times::Fixed(count(basis.site.school_year.terms.len())),
        Per::Term => Times::Fixed(count(basis.site.school_year.terms_with(duty.months))),
        Per::Year | Per::Once => Times::Fixed(1),
    })
}

#[cfg(test)]
mod tests;
