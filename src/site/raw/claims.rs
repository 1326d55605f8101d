//! `content/claims.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RawDate, Spanned, Text};

/// Facts with their sources: `content/claims.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RawClaims(pub IndexMap<Text, RawClaim>);

/// One fact.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClaim {
    /// The fact, in a sentence.
    pub statement: Text,
    /// Where it is from.
    pub source: RawSource,
    /// The day that the fact speaks of.
    pub as_of: Option<RawDate>,
    /// The day on which somebody last read the source.
    pub verified: RawDate,
    /// The day from which it has to be read again.
    pub expires: Option<RawDate>,
    /// What not to conclude from it.
    pub caution: Option<Text>,
}

/// Where a fact is from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// The year in which it was published.
    pub year: Option<Spanned<i64>>,
    /// Where in the source: a page, a section.
    pub locator: Option<String>,
    /// Its address.
    pub url: Option<Text>,
}
