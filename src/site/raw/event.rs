//! `events/<id>.toml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{RawDate, Spanned, Text};

/// A dated training made of modules: `events/<id>.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-partial" = true))]
pub struct RawEvent {
    /// What it is called.
    #[schemars(required)]
    pub title: Option<String>,
    /// What it is about, in a sentence.
    pub summary: Option<String>,
    /// The modules, in order.
    #[schemars(required)]
    pub modules: Option<Vec<Text>>,
    /// For whom it is.
    pub audiences: Option<Vec<Text>>,
    /// The language; the default, unless it says.
    pub language: Option<Text>,
    /// The time zone: `America/Chicago`.
    #[schemars(required)]
    pub tz: Option<Text>,
    /// The break for lunch.
    pub lunch: Option<RawBreak>,
    /// Other breaks.
    pub breaks: Option<Vec<RawBreak>>,
    /// What participants earn.
    pub credit: Option<Text>,
    /// How many people fit.
    pub capacity: Option<Spanned<i64>>,
    /// Where to sign up.
    pub register_url: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// The dates, each below its own `[[session]]`. Several make a series.
    #[schemars(required)]
    pub session: Option<Vec<RawSession>>,
}

/// A break at a fixed time.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBreak {
    /// When it starts: `"11:30"`.
    pub from: Text,
    /// How long it lasts.
    pub minutes: Spanned<i64>,
}

/// One date of an event.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSession {
    /// The day.
    pub date: RawDate,
    /// When it starts: `"09:00"`.
    pub start: Text,
    /// When it ends: `"12:00"`.
    pub end: Text,
    /// The modules of this date, if not all.
    pub modules: Option<Vec<Text>>,
    /// Where it is.
    pub site: Option<RawVenue>,
    /// Who leads it.
    pub facilitators: Option<Vec<String>>,
    /// Who interprets, and into what.
    pub interpreters: Option<Vec<String>>,
}

/// Where an event is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawVenue {
    /// The building.
    pub name: String,
    /// The room.
    pub room: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// A map.
    pub map: Option<String>,
    /// Where to park.
    pub parking: Option<String>,
    /// Ways in for everyone.
    pub access: Option<String>,
}
