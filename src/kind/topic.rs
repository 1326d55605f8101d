//! An edition's documents by topic.

use serde::Serialize;

use super::document::{Entry, entry};
use super::listing::Listing;
use super::{Content, Lengths, Publication, Shell};
use crate::edition::Edition;
use crate::site::Topic;

/// A topic in the list of an edition.
#[derive(Serialize)]
pub struct TopicEntry {
    /// What readers call it.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// How many documents it has.
    pub count: usize,
}

/// The topics of an edition's documents, in the site's order.
pub fn topics<'a>(edition: &Edition<'a>) -> Vec<(&'a Topic, usize)> {
    let topics = edition.corpus.site.topics.values().map(|topic| (topic, edition.about(&topic.id).len()));
    topics.filter(|(_, count)| *count > 0).collect()
}

/// The list of an edition's topics; nothing when no document has one.
pub fn list(edition: &Edition) -> Option<Publication> {
    let path = edition.special("topics");
    let entries: Vec<TopicEntry> = topics(edition)
        .into_iter()
        .map(|(topic, count)| TopicEntry {
            title: edition.fill(&topic.title),
            href: path.link_to(&edition.topic(&topic.id)),
            count,
        })
        .collect();
    let title = edition.words.get("topics-title");
    let shell = Shell::new(edition, &path, "topics", &title, &title);
    (!entries.is_empty()).then_some(Publication::new(path, shell, Content::Topics(entries)))
}

/// The documents about a topic.
pub fn page(edition: &Edition, topic: &Topic, lengths: &Lengths) -> Publication {
    let path = edition.topic(&topic.id);
    // A topic may have the name of a kind, which has a list too.
    let title = edition.words.with("topic-title", &[("topic", &edition.fill(&topic.title))]);
    let items: Vec<Entry> =
        edition.about(&topic.id).map(|document| entry(edition, document, &path, lengths)).collect();
    let mut shell = Shell::new(edition, &path, "listing", &title, &title);
    shell.crumb(edition.words.get("topics-title"), path.link_to(&edition.special("topics")));
    Publication::new(path, shell, Content::Listing(Listing { title, items }))
}
