//! A message: a letter, e-mail, script, post, or questions and answers.

use serde::Serialize;

use super::part::{Part, parts};
use super::{Lengths, Special};
use crate::corpus::Document;
use crate::edition::{Edition, Page};

/// The channels that there are.
pub const CHANNELS: [&str; 7] = ["letter", "email", "phone", "social", "newsletter", "talking-points", "faq"];

/// What a message has beside its text.
#[derive(Serialize)]
pub struct Message {
    /// How it is sent.
    pub channel: String,
    /// That, in words.
    pub channel_name: String,
    /// Its subject line.
    pub subject: Option<String>,
    /// How many words it may have and has.
    pub limit: Option<Limit>,
    /// Its questions, when it has any.
    pub questions: Vec<Part>,
}

/// How long a message may be.
#[derive(Serialize)]
pub struct Limit {
    /// At most so many words.
    pub words: i64,
    /// It has so many.
    pub used: usize,
}

/// Arranges a message.
pub fn arrange(edition: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let front = &document.front;
    let channel = front.channel.as_ref().map_or("letter", |channel| channel.value.as_str());
    let questions = if channel == "faq" { parts(page) } else { Vec::new() };
    Special::Message(Message {
        channel: channel.to_owned(),
        channel_name: edition.words.get(&format!("channel-{channel}")),
        subject: front.subject.as_ref().map(|subject| edition.fill(&subject.value)),
        limit: front.max_words.as_ref().map(|words| Limit { words: words.value, used: page.words }),
        questions,
    })
}
