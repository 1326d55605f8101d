//! `site-config.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::checks::Level;
use super::super::model::{Direction, PaperSize, Revisable};
use super::{RawDate, RawGrades, RawTitled, RawTree, Spanned, Text};
use crate::diag::rules::RULES;

/// Everything that is true for the whole site: `site-config.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawSiteConfig {
    /// The public address: `https://ilp.meridian.example`.
    #[schemars(required)]
    pub base_url: Option<Text>,
    /// A shorter address that leads to the same site, for what is printed. Its
    /// host and path have 21 letters at most.
    pub short_url: Option<Text>,
    /// The edition's date, the only one that reaches the output.
    #[schemars(required)]
    pub released: Option<RawDate>,
    /// The grades that the plan is for: `"6-12"`.
    #[schemars(required)]
    pub grades: Option<Spanned<RawGrades>>,
    /// The audiences in the order of display. The others follow by their ids.
    pub audience_order: Option<Vec<Text>>,
    /// Named ranges of grades: `middle = "6-8"`.
    pub bands: Option<IndexMap<Text, Spanned<RawBand>>>,
    /// Who publishes.
    #[schemars(required)]
    pub agency: Option<RawAgency>,
    /// The plan's name and its grammar, for each language.
    #[schemars(required)]
    pub plan: Option<IndexMap<Text, RawPlan>>,
    /// The languages, the first of which is default and source.
    #[schemars(required)]
    pub languages: Option<Spanned<IndexMap<Text, RawLanguage>>>,
    /// When school starts.
    pub school_year: Option<RawSchoolYear>,
    /// The parts of the way through the plan, in order: `plan = "Make the plan"`.
    pub phases: Option<IndexMap<Text, Spanned<RawTitled>>>,
    /// The state's action steps, in order.
    pub steps: Option<IndexMap<Text, RawStep>>,
    /// The subjects that documents share: `why = "Why it matters"`.
    pub topics: Option<IndexMap<Text, Spanned<RawTitled>>>,
    /// What `district.*` says in state editions.
    pub state_edition: Option<IndexMap<String, RawTree>>,
    /// What districts may publish and change.
    pub districts: Option<RawDistricts>,
    /// The formats of each kind of document: `brochure = ["html", "pdf", "fold"]`.
    pub outputs: Option<IndexMap<Text, Vec<Text>>>,
    /// What is printed: `[paper] size = "a4"`.
    pub paper: Option<RawPaper>,
    /// The limit of a person's load.
    pub load: Option<RawLoad>,
    /// Downloadable archives.
    pub kits: Option<IndexMap<Text, RawKit>>,
    /// How bad the site takes each finding, by the rule's name. Leaks and
    /// locks stay errors.
    #[schemars(extend("propertyNames" = names_of_rules()))]
    pub checks: Option<IndexMap<Text, Level>>,
}

/// For editors: they complete the names of rules.
fn names_of_rules() -> Value {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    json!({ "enum": names })
}

/// A band's grades, or a table with title and grades.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawBand {
    /// The grades: `"6-8"`.
    Grades(String),
    /// Grades and title.
    Table(RawBandTable),
}

/// A band with its title.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBandTable {
    /// What readers call it: "Middle school".
    pub title: Option<String>,
    /// The grades: `"6-8"`.
    pub grades: String,
}

/// Who publishes: the state education agency.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawAgency {
    /// The full name.
    #[schemars(required)]
    pub name: Option<String>,
    /// The letters that it is known by.
    pub short: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
    /// The agency's own site.
    pub url: Option<String>,
    /// Where to get help with a document: an address or a document's file.
    pub help_url: Option<String>,
    /// Where to send a comment: an address or `mailto:`.
    pub feedback: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}

/// What is printed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPaper {
    /// The sheet for everything that has no sheet of its own. Brochures say
    /// theirs by `layout`.
    pub size: Option<PaperSize>,
}

/// The plan's name in one language.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawPlan {
    /// The full name: `{ text = "Individualized Learning Plan", a = "an" }`.
    #[schemars(required)]
    pub name: Option<RawWord>,
    /// The short name: `{ text = "ILP", a = "an", the = "the" }`.
    #[schemars(required)]
    pub short: Option<RawWord>,
    /// The short name in the plural: `"ILPs"`.
    #[schemars(required)]
    pub plural: Option<RawWord>,
    /// The full name in the plural.
    pub name_plural: Option<RawWord>,
}

/// A word, or a table of the word and its forms.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawWord {
    /// The word.
    Text(String),
    /// The word as `text`, and its forms: `a = "an"`, `of = "del"`, `d = "d'{}"`.
    Forms(RawForms),
}

/// A word and its forms, by the names that `{{ a plan.short }}` uses.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(transparent, extend("required" = ["text"], "x-partial" = true))]
#[serde(transparent)]
pub struct RawForms(pub IndexMap<String, String>);

/// A language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLanguage {
    /// Its own name, in its own script.
    pub name: String,
    /// Which way it is written: `ltr`, unless it says `rtl`.
    pub dir: Option<Direction>,
    /// For which groups it is; all for whom something is translated when left
    /// out. Only what they read counts as missing.
    pub audiences: Option<Vec<Text>>,
}

/// When school starts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawSchoolYear {
    /// The first month: `"aug"`.
    #[schemars(required)]
    pub starts: Option<Text>,
    /// The month in which each term starts.
    pub terms: Option<Vec<Text>>,
    /// The calendar year in which the school year starts; that of `released`,
    /// unless it says.
    pub year: Option<Spanned<i64>>,
}

/// An action step.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStep {
    /// What readers call it.
    pub title: Text,
    /// One sentence about it.
    pub summary: Option<Text>,
    /// What is true once it is done.
    pub outcomes: Option<Vec<Text>>,
}

/// What districts may publish and change.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDistricts {
    /// Document ids, `*` standing for any part of a name.
    pub publishes: Option<Vec<String>>,
    /// What of a document they may change, unless it says otherwise.
    pub revisable: Option<Revisable>,
    /// Who has to fill in a value: `"contact.ilp.phone" = "ILP coordinator"`.
    pub ask: Option<IndexMap<String, String>>,
}

/// The limit of a person's load.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLoad {
    /// Hours per person and month.
    pub limit: Option<Spanned<f64>>,
    /// Hours per person and month for certain roles: `{ adviser = 12 }`.
    pub limits: Option<IndexMap<Text, Spanned<f64>>>,
    /// Groups of work, by id: `{ conferences = "Conferences and talks" }`.
    pub groups: Option<IndexMap<Text, Text>>,
}

/// A downloadable archive.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawKit {
    /// What readers call it.
    pub title: Option<Text>,
    /// Whose editions are in it; all, unless it says.
    pub audiences: Option<Vec<Text>>,
    /// Document ids, `*` standing for any part of a name.
    pub documents: Vec<String>,
    /// The formats in it: `["html", "pdf"]`.
    pub formats: Vec<Text>,
    /// The languages in it; all, unless it says.
    pub languages: Option<Vec<Text>>,
}
