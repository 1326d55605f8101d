//! Duties: tasks with their owners, the source of every matrix.

use indexmap::IndexMap;

use super::{AudienceId, AudienceSet, ClaimId, DutyId, GradeSet, MonthSet, PhaseId, RoleId, StepId};
use crate::diag::Span;

/// How often a duty falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Once for each student.
    Student,
    /// Once in each of its months.
    Month,
    /// Once in each term.
    Term,
    /// Once in the school year.
    Year,
    /// Once. No school year has two of it: counted like `year`.
    Once,
}

/// What a role has to do with a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    /// Answers for it: one role for each duty.
    Accountable,
    /// Does it.
    Responsible,
    /// Helps.
    Support,
    /// Is asked.
    Consulted,
    /// Is told.
    Informed,
}

impl Letter {
    /// All, in the order in which they are shown.
    pub const ALL: [Letter; 5] =
        [Letter::Accountable, Letter::Responsible, Letter::Support, Letter::Consulted, Letter::Informed];

    /// The letter itself.
    pub fn letter(self) -> char {
        match self {
            Letter::Accountable => 'A',
            Letter::Responsible => 'R',
            Letter::Support => 'S',
            Letter::Consulted => 'C',
            Letter::Informed => 'I',
        }
    }

    /// The key in duty files.
    pub fn key(self) -> &'static str {
        match self {
            Letter::Accountable => "accountable",
            Letter::Responsible => "responsible",
            Letter::Support => "support",
            Letter::Consulted => "consulted",
            Letter::Informed => "informed",
        }
    }
}

/// A task with its owner.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// What is to be done, verb first.
    pub task: String,
    /// The part of the way through the plan.
    pub phase: Option<PhaseId>,
    /// Its grades; empty: not tied to grades.
    pub grades: GradeSet,
    /// Its months; empty: see `when`.
    pub months: MonthSet,
    /// When, if not in certain months. Isn't in calendars.
    pub when: Option<String>,
    /// Who answers for it.
    pub accountable: RoleId,
    /// Who does it.
    pub responsible: Vec<RoleId>,
    /// Who helps.
    pub support: Vec<RoleId>,
    /// Who is asked.
    pub consulted: Vec<RoleId>,
    /// Who is told.
    pub informed: Vec<RoleId>,
    /// The audiences whose editions may show it, as far as they exist. For
    /// decisions there is `audience_set`.
    pub audiences: Vec<AudienceId>,
    /// The editions that may show it: all, when the duty doesn't name audiences.
    pub audience_set: AudienceSet,
    /// How many minutes it takes, once.
    pub minutes: Option<u32>,
    /// How often; `None`: once.
    pub per: Option<Per>,
    /// How many minutes it takes certain roles, once: instead of `minutes`, or
    /// where a role isn't responsible.
    pub minutes_for: IndexMap<RoleId, u32>,
    /// The group of work that it belongs to, a key of
    /// [`LoadLimits::groups`](super::LoadLimits::groups).
    pub workload: Option<String>,
    /// The action step that it serves.
    pub step: Option<StepId>,
    /// What shows that it is done.
    pub evidence: Option<String>,
    /// Where it is explained: document ids, perhaps with `#block`.
    pub explained_by: Vec<(String, Span)>,
    /// The fact that asks for it.
    pub claim: Option<ClaimId>,
    /// Where each role is named, for findings.
    pub places: Vec<(Letter, RoleId, Span)>,
    /// The id where it is declared, for findings.
    pub span: Span,
}

impl Duty {
    /// Where a role got a letter, for findings; the duty itself when nobody
    /// wrote that down.
    pub fn place(&self, letter: Letter, role: &RoleId) -> &Span {
        let place = self.places.iter().find(|(of, named, _)| *of == letter && named == role);
        place.map_or(&self.span, |(_, _, span)| span)
    }

    /// The roles with their letters, each role once, in the order A, R, S, C,
    /// I of their first letter.
    pub fn roles(&self) -> Vec<(RoleId, Vec<Letter>)> {
        let mut roles: IndexMap<RoleId, Vec<Letter>> = IndexMap::new();
        for letter in Letter::ALL {
            for role in self.with(letter) {
                roles.entry(role.clone()).or_default().push(letter);
            }
        }
        roles.into_iter().collect()
    }

    /// The roles that have a letter.
    pub fn with(&self, letter: Letter) -> &[RoleId] {
        match letter {
            Letter::Accountable => std::slice::from_ref(&self.accountable),
            Letter::Responsible => &self.responsible,
            Letter::Support => &self.support,
            Letter::Consulted => &self.consulted,
            Letter::Informed => &self.informed,
        }
    }

    /// The letters of one role; empty when it has nothing to do with the duty.
    pub fn letters(&self, role: &RoleId) -> Vec<Letter> {
        Letter::ALL.into_iter().filter(|letter| self.with(*letter).contains(role)).collect()
    }
}
