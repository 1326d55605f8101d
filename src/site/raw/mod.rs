//! Raw configuration: exactly what TOML files may hold, unknown keys refused.
//!
//! These types say nothing about meaning: they are what serde reads and what
//! [`schemas`](super::schemas) describes to editors.
//!
//! Types marked `x-partial` are read although a required key is missing (the
//! finding is reported): then the rest of the site still knows their names.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

pub mod audience;
pub mod claims;
pub mod district;
pub mod duties;
pub mod editions;
pub mod event;
pub mod glossary;
pub mod site_config;

use crate::diag::Span;
use crate::vfs::SitePath;

/// A type that a TOML file is read as.
pub trait Raw: DeserializeOwned + JsonSchema + 'static {}

impl<T: DeserializeOwned + JsonSchema + 'static> Raw for T {}

/// A value with its place in the file. Compared and hashed by the value only.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file, quotes included.
    pub range: Range<usize>,
}

impl<T> Spanned<T> {
    /// The place in that file.
    pub fn span(&self, path: &SitePath) -> Span {
        Span::new(path, self.range.clone())
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Spanned<T>) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl Borrow<str> for Spanned<String> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = toml::Spanned::<T>::deserialize(deserializer)?;
        let range = spanned.span();
        Ok(Spanned { value: spanned.into_inner(), range })
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A text with its place.
pub type Text = Spanned<String>;

/// A day, written without quotes: `2026-08-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawDate(pub Date);

impl<'de> Deserialize<'de> for RawDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let (Some(date), None) = (written.date, written.time) else {
            return Err(D::Error::custom("a day has no time: write it like 2026-08-01"));
        };
        Date::new(date.year as i16, date.month as i8, date.day as i8).map(RawDate).map_err(D::Error::custom)
    }
}

impl JsonSchema for RawDate {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// One name or text, or a list of them, each with its place.
#[derive(Clone, Debug, Default)]
pub struct RawNames(pub Vec<Text>);

impl<'de> Deserialize<'de> for RawNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::Spanned::<OneOrMany>::deserialize(deserializer)?;
        let range = written.span();
        Ok(RawNames(match written.into_inner() {
            OneOrMany::One(value) => vec![Spanned { value, range }],
            OneOrMany::Many(values) => values,
        }))
    }
}

impl JsonSchema for RawNames {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Names".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": "string" } },
        ] })
    }
}

/// What [`RawNames`] are written as. Not an untagged enum of serde: those
/// lose the places of what is inside.
enum OneOrMany {
    One(String),
    Many(Vec<Text>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("text in quotes, or a list of texts")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<OneOrMany, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = texts.next_element()? {
                    values.push(value);
                }
                Ok(OneOrMany::Many(values))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// A grade, a range or a band; a list of them; or a whole number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawGrades {
    /// `8`
    Number(i64),
    /// `"6-8"`, `"k"`, `"post"`, or a band's id.
    Text(String),
    /// Several. An empty list: not tied to grades.
    List(Vec<RawGrade>),
}

/// One entry of a list of grades.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawGrade {
    /// `8`
    Number(i64),
    /// `"6-8"`, `"k"`, `"post"`, or a band's id.
    Text(String),
}

/// A title, or a table with a title and a summary.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawTitled {
    /// The title.
    Title(String),
    /// Title and more.
    Table(RawTitledTable),
}

/// A title with its summary.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTitledTable {
    /// What readers call it.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
}

/// Values at free keys, nested as deep as they are written: `contact.ilp.phone`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawTree {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// Values below this key.
    Table(IndexMap<String, RawTree>),
}

impl RawTree {
    /// Adds every value to `values`, its keys joined by dots after `prefix`.
    pub fn flatten(&self, prefix: &str, values: &mut IndexMap<String, String>) {
        match self {
            RawTree::Text(text) => {
                values.insert(prefix.to_string(), text.clone());
            }
            RawTree::Number(number) => {
                values.insert(prefix.to_string(), number.to_string());
            }
            RawTree::Table(table) => {
                for (key, tree) in table {
                    tree.flatten(&format!("{prefix}.{key}"), values);
                }
            }
        }
    }
}
