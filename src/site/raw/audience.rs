//! `audiences/<id>.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::RoleLevel;
use super::{RawGrades, Spanned, Text};

/// One stakeholder group: `audiences/<id>.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawAudience {
    /// What readers call it, in the plural.
    #[schemars(required)]
    pub name: Option<Text>,
    /// One sentence for the page on which readers choose.
    pub sentence: Option<Text>,
    /// Its colour, as in CSS: `oklch(0.48 0.11 250)`.
    #[schemars(required)]
    pub accent: Option<Text>,
    /// How hard its texts may be: `{ max_grade = 8 }`.
    pub reading: Option<RawReading>,
    /// The audiences that it contains: what is for this one is shown to them.
    pub contains: Option<Vec<Text>>,
    /// Under whose authority its roles work: `school`, `district`, `state`,
    /// `partner` or `family`.
    pub level: Option<RoleLevel>,
    /// Whether it has an edition of its own although it contains others.
    pub edition: Option<bool>,
    /// Whether it leads trainings and so sees every passage of a module.
    pub facilitates: Option<bool>,
    /// Earlier ids, whose addresses lead here.
    pub aliases: Option<Vec<Text>>,
    /// The documents that its home page leads with.
    pub start: Option<Vec<Text>>,
    /// Its place in the order of display, small numbers first.
    pub order: Option<i64>,
    /// What its people do in the process, by the role's id.
    pub roles: Option<IndexMap<Text, RawRole>>,
}

/// How hard a text may be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawReading {
    /// The highest grade level of a text.
    pub max_grade: Spanned<i64>,
}

/// What a person does in the process.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawRole {
    /// What readers call it, in the singular.
    #[schemars(required)]
    pub name: Option<Text>,
    /// What the person does, said to the person.
    pub summary: Option<Text>,
    /// Other names that people write for it: `["guidance counselor"]`.
    pub also: Option<Vec<Text>>,
    /// Under whose authority it works; its audience's, unless it says.
    pub level: Option<RoleLevel>,
    /// Students per person.
    pub caseload: Option<Spanned<i64>>,
    /// The grades that it works with; the site's, unless it says.
    pub grades: Option<Spanned<RawGrades>>,
}
