//! `content/glossary.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Text;

/// Terms: `content/glossary.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RawGlossary(pub IndexMap<Text, RawTerm>);

/// One term.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTerm {
    /// The term.
    pub term: Text,
    /// Its short form.
    pub short: Option<Text>,
    /// What it means, in a sentence or two.
    pub definition: Text,
}
