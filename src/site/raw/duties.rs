//! `content/duties/*.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::duty::Per;
use super::{RawGrades, RawNames, Spanned, Text};

/// Tasks with their owners: `content/duties/*.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDuties {
    /// The duties, each below its own `[[duty]]`.
    #[serde(default)]
    pub duty: Vec<RawDuty>,
}

/// One task.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDuty {
    /// Its name in links and selections.
    pub id: Text,
    /// What is to be done, verb first.
    pub task: Text,
    /// The part of the way through the plan.
    pub phase: Option<Text>,
    /// The grades: `["8-12"]`. Empty: not tied to grades.
    pub grades: Option<Spanned<RawGrades>>,
    /// The months: `["nov", "dec"]`, or `"all"`.
    pub months: Option<Spanned<RawMonths>>,
    /// When, if not in certain months: `"at the IEP meeting"`.
    pub when: Option<Text>,
    /// The one role that answers for it.
    pub accountable: Option<RawNames>,
    /// The roles that do it.
    pub responsible: Option<RawNames>,
    /// The roles that help.
    pub support: Option<RawNames>,
    /// The roles that are asked.
    pub consulted: Option<RawNames>,
    /// The roles that are told.
    pub informed: Option<RawNames>,
    /// The audiences whose editions may show it; all, unless it says.
    #[schemars(extend("x-scope" = true))]
    pub audiences: Option<Vec<Text>>,
    /// How long it takes, once.
    pub minutes: Option<Spanned<i64>>,
    /// How often: once per `student`, `month`, `term` or `year`, or `once`,
    /// which it is unless it says.
    pub per: Option<Per>,
    /// How long it takes a certain role: `{ interpreter = 20 }`.
    pub minutes_for: Option<IndexMap<Text, Spanned<i64>>>,
    /// The group of work that it belongs to: a name of `[load.groups]`.
    pub workload: Option<Text>,
    /// The action step that it serves.
    pub step: Option<Text>,
    /// What shows that it is done.
    pub evidence: Option<Text>,
    /// Where it is explained: `["guides/ilp/team#conference"]`.
    pub explained_by: Option<RawNames>,
    /// The fact that asks for it.
    pub claim: Option<Text>,
}

/// Months: a list of names, or `"all"`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawMonths {
    /// `"all"`
    All(String),
    /// `["nov", "dec"]`
    List(Vec<String>),
}
