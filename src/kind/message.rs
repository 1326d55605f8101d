//! A message: a letter, e-mail, script, post, or questions and answers.

use serde::Serialize;

use super::{Lengths, Special, mark_of};
use crate::corpus::Document;
use crate::edition::page::Closed;
use crate::edition::{Edition, Flow, Page};
use crate::syntax::Kind;

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
    pub questions: Vec<Question>,
}

/// How long a message may be.
#[derive(Serialize)]
pub struct Limit {
    /// At most so many words.
    pub words: i64,
    /// It has so many.
    pub used: usize,
}

/// A question with its answer.
#[derive(Serialize)]
pub struct Question {
    /// Its address within the page.
    pub id: String,
    /// The question.
    pub title: String,
    /// For whom it is, where that is worth saying.
    pub mark: Option<String>,
    /// The answer.
    #[serde(skip)]
    pub body: Flow,
}

/// Arranges a message.
pub fn arrange(edition: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let front = &document.front;
    let channel = front.channel.as_ref().map_or("letter", |channel| channel.value.as_str());
    let questions = if channel == "faq" {
        page.tree
            .roots()
            .filter(|node| node.kind() == Kind::Section)
            .map(|section| {
                let heading = section.children().find(|child| child.kind() == Kind::Heading);
                Question {
                    id: match section.extra() {
                        Some(Closed::Name(name)) => name.clone(),
                        _ => String::new(),
                    },
                    title: heading.map(|heading| heading.plain_text()).unwrap_or_default(),
                    mark: mark_of(section),
                    body: Flow::inside(
                        &page.tree,
                        section,
                        heading.map_or(section.index + 1, |heading| heading.end()),
                    ),
                }
            })
            .collect()
    } else {
        Vec::new()
    };
    Special::Message(Message {
        channel: channel.to_owned(),
        channel_name: edition.words.get(&format!("channel-{channel}")),
        subject: front.subject.as_ref().map(|subject| edition.fill(&subject.value)),
        limit: front.max_words.as_ref().map(|words| Limit { words: words.value, used: page.words }),
        questions,
    })
}
