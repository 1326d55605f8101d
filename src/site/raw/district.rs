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
    pub name: Option<Text>,
    /// A shorter name.
    pub short: Option<Text>,
    /// The region that it belongs to: another folder of `districts/`.
    pub part_of: Option<Text>,
    /// Its mark.
    pub logo: Option<RawLogo>,
    /// Its colour, in place of each audience's.
    pub color: Option<Text>,
    /// People to call, by what they do: `contact.ilp = { name = "A. Ortiz", phone = "555-0123" }`.
    pub contact: Option<IndexMap<Text, RawContact>>,
    /// The system in which plans are kept.
    pub portal: Option<RawPortal>,
    /// Students per person, where it isn't the state's number, by role.
    pub caseload: Option<IndexMap<Text, Spanned<i64>>>,
    /// Students by grade.
    pub enrollment: Option<IndexMap<Text, Spanned<i64>>>,
    /// Dates by name.
    pub dates: Option<IndexMap<Text, RawTree>>,
    /// What the district asks of its graduates.
    pub graduation: Option<IndexMap<Text, RawTree>>,
    /// Its languages, with the rule that requires each.
    pub languages: Option<IndexMap<Text, RawDistrictLanguage>>,
    /// Its own texts in slots: `"brochures/your-plan#welcome" = "Meet us!"`.
    pub slots: Option<IndexMap<Text, Text>>,
    /// Its schools, by id.
    pub schools: Option<IndexMap<Text, RawSchool>>,
    /// Earlier ids, whose addresses lead here.
    pub aliases: Option<Vec<Text>>,
}

/// A picture that stands for the district.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLogo {
    /// The file, beside `district.toml`.
    pub file: Text,
    /// What it shows, for readers who don't see it.
    pub alt: Text,
}

/// A person or an office to call.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContact {
    /// Who it is.
    pub name: Option<Text>,
    /// The number to call.
    pub phone: Option<Text>,
    /// The address to write to.
    pub email: Option<Text>,
    /// A page about it.
    pub url: Option<Text>,
    /// When somebody answers.
    pub hours: Option<Text>,
}

/// The system in which plans are kept.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPortal {
    /// What it is called.
    pub name: Text,
    /// Its address.
    pub url: Option<Text>,
    /// Where to get help with it.
    pub help: Option<Text>,
}

/// A language of a district.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDistrictLanguage {
    /// The rule that requires it: "15 % of pupils".
    pub rule: Option<Text>,
    /// Who reads its translations.
    pub reviewer: Option<Text>,
}

/// A school of a district.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSchool {
    /// The full name.
    pub name: Text,
    /// A shorter name.
    pub short: Option<Text>,
    /// The postal address.
    pub address: Option<Text>,
    /// The number to call.
    pub phone: Option<Text>,
    /// People to call, where they aren't the district's.
    pub contact: Option<IndexMap<Text, RawContact>>,
}
