//! `editions.toml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{RawDate, Spanned, Text};

/// Every edition code that was ever issued: `editions.toml`. `ilpress release`
/// writes it; nothing in it is ever taken away.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEditions {
    /// The codes, each below its own `[[edition]]`.
    #[serde(default)]
    pub edition: Vec<RawPrinted>,
}

/// What stands on paper somewhere, by its code.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPrinted {
    /// The code on the paper: `"K7Q2XM"`.
    pub code: Text,
    /// What stands on its cover.
    pub title: Text,
    /// The document from which it was made: `"brochures/your-plan"`.
    pub document: Text,
    /// For whom it was made: an audience's id.
    pub audience: Text,
    /// The language in which it was made.
    pub lang: Text,
    /// The band of grades for which it was made.
    pub band: Option<Text>,
    /// The district for which it was made.
    pub district: Option<Text>,
    /// The edition's date on that day.
    pub date: RawDate,
    /// The hash of its words.
    pub content: Text,
    /// Where the document lay then.
    pub address: Text,
    /// Whether the paper in hand is good: `"current"`, `"replaced"` or
    /// `"withdrawn"`.
    pub status: Spanned<RawStatus>,
    /// The code of the edition that took its place.
    pub replaced_by: Option<Text>,
    /// Why nobody should use it any more, in a sentence.
    pub why: Option<Text>,
}

/// Whether the paper in hand is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawStatus {
    /// Nothing took its place.
    Current,
    /// A newer edition took its place.
    Replaced,
    /// Nobody should use it any more.
    Withdrawn,
}
