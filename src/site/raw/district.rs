//! `districts/<id>/district.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RawTree, Spanned, Text};

/// One district, or a region: `districts/<id>/district.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawDistrict {
    /// The full name.
    #[schemars(required)]
    pub name: Option<String>,
    /// A shorter name.
    pub short: Option<String>,
    /// The region that it belongs to: another folder of `districts/`.
    pub part_of: Option<Text>,
    /// Its mark.
    pub logo: Option<RawLogo>,
    /// Its colour, in place of each audience's.
    pub color: Option<Text>,
    /// People to call, by what they do: `contact.ilp = { name = "A. Ortiz", phone = "555-0123" }`.
    pub contact: Option<IndexMap<String, RawContact>>,
    /// The system in which plans are kept.
    pub portal: Option<RawPortal>,
    /// Students per person, where it isn't the state's number, by role.
    pub caseload: Option<IndexMap<Text, Spanned<i64>>>,
    /// Students by grade.
    pub enrollment: Option<IndexMap<Text, Spanned<i64>>>,
    /// Dates by name.
    pub dates: Option<IndexMap<String, RawTree>>,
    /// What the district asks of its graduates.
    pub graduation: Option<IndexMap<String, RawTree>>,
    /// Its languages, with the rule that requires each.
    pub languages: Option<IndexMap<Text, RawDistrictLanguage>>,
    /// Its own texts in slots: `"brochures/your-plan#welcome" = "Meet us!"`.
    pub slots: Option<IndexMap<Text, String>>,
    /// Its schools, by id.
    pub schools: Option<IndexMap<Text, RawSchool>>,
    /// Earlier ids, whose addresses lead here.
    pub aliases: Option<Vec<Text>>,
}

/// A picture that stands for the district.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLogo {
    /// The file, beside `district.toml`.
    pub file: Text,
    /// What it shows, for readers who don't see it.
    pub alt: String,
}

/// A person or an office to call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContact {
    /// Who it is.
    pub name: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
    /// A page about it.
    pub url: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}

/// The system in which plans are kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPortal {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// Where to get help with it.
    pub help: Option<String>,
}

/// A language of a district.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDistrictLanguage {
    /// The rule that requires it: "15 % of pupils".
    pub rule: Option<String>,
    /// Who reads its translations.
    pub reviewer: Option<String>,
}

/// A school of a district.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSchool {
    /// The full name.
    pub name: String,
    /// A shorter name.
    pub short: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// People to call, where they aren't the district's.
    pub contact: Option<IndexMap<String, RawContact>>,
}
