//! The pages of an edition that no document makes.

use std::sync::Arc;

use super::{
    Digest, Format, Lengths, Publication, glossary, handover, home, listing, months, moved, role, search,
    topic,
};
use crate::corpus::DocKind;
use crate::edition::Edition;
use crate::site::{RoleId, TopicId};
use crate::vfs::OutputPath;

/// A page that no document makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Generated {
    /// The first page.
    Home,
    /// The school year.
    Calendar,
    /// The search.
    Search,
    /// The terms.
    Glossary,
    /// The roles.
    Roles,
    /// A role.
    Role(RoleId),
    /// The sheet with which a role is handed over.
    Handover(RoleId),
    /// The documents of a kind.
    Listing(DocKind),
    /// The topics.
    Topics,
    /// The documents about a topic.
    Topic(TopicId),
    /// An earlier address.
    Moved(moved::Former),
}

/// What generated pages tell of: the pages of an edition's documents.
pub struct Told<'a> {
    /// The pages, in the order of menus.
    pub pages: &'a [Arc<Digest>],
    /// How many words each document has.
    pub lengths: &'a Lengths,
}

impl Generated {
    /// All such pages of an edition, with their addresses.
    ///
    /// A district has its home and its earlier addresses; for the rest its
    /// readers are led to the state's.
    pub fn all(edition: &Edition) -> Vec<(OutputPath, Generated)> {
        if !edition.owner.is_state() {
            let moved = moved::all(edition).into_iter();
            let moved = moved.map(|(path, former)| (path, Generated::Moved(former)));
            return std::iter::once((edition.home(), Generated::Home)).chain(moved).collect();
        }
        let mut all = vec![
            (edition.home(), Generated::Home),
            (edition.special("calendar"), Generated::Calendar),
            (edition.special("search"), Generated::Search),
        ];
        if edition.has_terms() {
            all.push((edition.special("glossary"), Generated::Glossary));
        }
        if edition.has_roles() {
            all.push((edition.special("roles"), Generated::Roles));
        }
        for role in edition.roles() {
            all.push((edition.role(&role.id), Generated::Role(role.id.clone())));
            if handover::is_handed_over(role) {
                all.push((edition.handover(&role.id), Generated::Handover(role.id.clone())));
            }
        }
        all.extend(moved::all(edition).into_iter().map(|(path, former)| (path, Generated::Moved(former))));
        all.extend(listing::kinds(edition).map(|kind| (edition.listing(kind), Generated::Listing(kind))));
        let topics = topic::topics(edition);
        if !topics.is_empty() {
            all.push((edition.special("topics"), Generated::Topics));
        }
        all.extend(
            topics.iter().map(|(topic, _)| (edition.topic(&topic.id), Generated::Topic(topic.id.clone()))),
        );
        all
    }

    /// Whether the page tells of what stands in documents, and not only of where
    /// they lie.
    pub fn tells_of_pages(&self) -> bool {
        match self {
            Generated::Home
            | Generated::Glossary
            | Generated::Role(_)
            | Generated::Handover(_)
            | Generated::Listing(_)
            | Generated::Topic(_) => true,
            Generated::Calendar
            | Generated::Search
            | Generated::Roles
            | Generated::Topics
            | Generated::Moved(_) => false,
        }
    }

    /// The files that go with the page.
    pub fn downloads(&self, page: &OutputPath) -> Vec<OutputPath> {
        match self {
            Generated::Calendar | Generated::Role(_) => vec![Format::Ics.beside(page)],
            Generated::Home
            | Generated::Search
            | Generated::Glossary
            | Generated::Handover(_)
            | Generated::Roles
            | Generated::Listing(_)
            | Generated::Topics
            | Generated::Topic(_)
            | Generated::Moved(_) => Vec::new(),
        }
    }

    /// Whether the page is one that a search engine should find.
    pub fn is_for_search_engines(&self) -> bool {
        !matches!(self, Generated::Search | Generated::Moved(_))
    }

    /// Arranges the page; nothing when the edition has no such page.
    pub fn arrange(&self, edition: &Edition, told: &Told) -> Option<Publication> {
        let site = &edition.corpus.site;
        match self {
            Generated::Home => Some(home::home(edition, told.lengths)),
            Generated::Calendar => Some(months::calendar(edition)),
            Generated::Search => Some(search::search(edition, told.pages.len())),
            Generated::Glossary => glossary::glossary(edition, told.pages),
            Generated::Roles => role::roles(edition),
            Generated::Role(id) => Some(role::page(edition, site.roles.get(id)?, told.pages)),
            Generated::Handover(id) => Some(handover::page(edition, site.roles.get(id)?, told.pages)),
            Generated::Listing(kind) => listing::listing(edition, *kind, told.lengths),
            Generated::Topics => topic::list(edition),
            Generated::Topic(id) => Some(topic::page(edition, site.topics.get(id)?, told.lengths)),
            Generated::Moved(former) => moved::page(edition, former),
        }
    }
}
