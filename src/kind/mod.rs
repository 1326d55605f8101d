//! Kinds: a page becomes a publication, before any format.
//!
//! A kind arranges what an edition selected; it knows no format. What a
//! document alone doesn't hold (menus, chapters, who else reads it) is added
//! here, so that a writer has no questions.

mod brochure;
mod calendar_file;
mod chooser;
mod digest;
mod districts;
mod document;
mod download;
pub mod edition_code;
mod generated;
mod glossary;
mod guide;
mod handover;
mod home;
mod listing;
mod matrix;
mod message;
pub mod module;
mod months;
mod moved;
mod paper;
mod part;
mod printed_status;
mod reach;
mod role;
mod search;
mod shell;
mod tied;
mod topic;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use crate::corpus::{Corpus, DocId, DocKind, Document};
use crate::edition::page::Closed;
use crate::edition::{Edition, Flow, Page};
use crate::site::{AudienceSet, DutyId};
use crate::syntax::{Kind as Node, NodeRef};
use crate::vfs::{Hash, Hasher, OutputPath};

pub use calendar_file::{CalendarFile, Event as CalendarEvent};
pub use chooser::{chooser, not_found};
pub use digest::Digest;
pub use districts::{district, districts, langs as district_langs};
pub use document::{Doc, Source, Special};
pub use download::{Download, DownloadContent, DownloadLink, Format, Holds, Sheet, SheetColumn};
pub use generated::{Generated, Told};
pub use guide::{guide_hash, listed_on};
pub use matrix::{SCHEMES, VIEWS};
pub use message::CHANNELS;
pub use moved::aliases;
pub use paper::{Paper, PrintedDocument, Product, paper, printed, products};
pub use printed_status::{edition_of, find_status, status};
pub use reach::{trim, unlink};
pub use role::{Passage, PassageEntry};
pub use search::{PART as SEARCH_PART, search};
pub use shell::{Link, Shell, canonical};
pub use tied::{TiedLink, ties};

/// A kind of document: how it is arranged.
pub struct Kind {
    /// Its name in front matter.
    pub name: DocKind,
    /// Adds what only this kind has.
    pub arrange: for<'a> fn(&Edition<'a>, &'a Document, &Page, &Lengths) -> Special,
}

/// All kinds, in the order of menus.
pub static KINDS: &[Kind] = &[
    Kind { name: DocKind::Guide, arrange: guide::index },
    Kind { name: DocKind::Chapter, arrange: guide::chapter },
    Kind { name: DocKind::Brochure, arrange: brochure::arrange },
    Kind { name: DocKind::Module, arrange: module::arrange },
    Kind { name: DocKind::Matrix, arrange: matrix::arrange },
    Kind { name: DocKind::Message, arrange: message::arrange },
    Kind { name: DocKind::Page, arrange: |_, _, _, _| Special::Page {} },
];

/// Something to publish, in no format yet.
pub struct Publication {
    /// The page that it becomes on the web.
    pub path: OutputPath,
    /// What surrounds it.
    pub shell: Shell,
    /// What it is.
    pub content: Content,
    /// The files that go with it.
    pub downloads: Vec<Download>,
}

impl Publication {
    fn new(path: OutputPath, shell: Shell, content: Content) -> Publication {
        Publication { path, shell, content, downloads: Vec::new() }
    }

    fn with(mut self, downloads: impl IntoIterator<Item = Download>) -> Publication {
        self.downloads = downloads.into_iter().collect();
        self
    }

    /// The duties that a matrix shows, as text for searches; nothing for other
    /// publications.
    pub fn tasks(&self) -> String {
        match &self.content {
            Content::Document(doc) => match &doc.special {
                Special::Matrix { matrix, .. } => {
                    let rows = matrix.grid.groups.iter().flat_map(|group| &group.rows);
                    rows.map(|row| format!("{}. {}", row.task, row.sentence)).collect::<Vec<_>>().join(" ")
                }
                _ => String::new(),
            },
            _ => String::new(),
        }
    }
}

impl Publication {
    /// A hash of everything that its bytes depend on beside the theme.
    pub fn hash(&self) -> Hash {
        let mut hasher = Hasher::new();
        hasher.text(self.path.as_str()).json(&self.shell);
        match &self.content {
            Content::Document(doc) => {
                for flow in std::iter::once(&doc.body).chain(&doc.notes) {
                    flow.add_to(&mut hasher);
                }
                hasher.json(doc)
            }
            Content::Home(home) => hasher.json(home),
            Content::Chooser(chooser) | Content::NotFound(chooser) => hasher.json(chooser),
            Content::Districts(districts) => hasher.json(districts),
            Content::District(district) => hasher.json(district),
            Content::Role(role) => {
                for entry in &role.passages {
                    entry.passage.body.add_to(&mut hasher);
                }
                hasher.json(role)
            }
            Content::Handover(handover) => hasher.json(handover),
            Content::Roles(roles) => hasher.json(roles),
            Content::Glossary(entries) => hasher.json(entries),
            Content::Search(search) => hasher.json(search),
            Content::Calendar(calendar) => hasher.json(calendar),
            Content::Listing(listing) => hasher.json(listing),
            Content::Topics(topics) => hasher.json(topics),
            Content::Moved(moved) => hasher.json(moved),
            Content::PrintedStatus(status) => hasher.json(status),
            Content::FindStatus(find) => hasher.json(find),
        };
        hasher.finish()
    }
}

/// What a publication is.
pub enum Content {
    /// A document of any kind.
    Document(Box<Doc>),
    /// The first page of an edition.
    Home(home::Home),
    /// The first page of all.
    Chooser(chooser::Chooser),
    /// What nobody finds.
    NotFound(chooser::Chooser),
    /// The list of districts.
    Districts(districts::Districts),
    /// The first page of a district or school.
    District(districts::District),
    /// A role's duties and passages.
    Role(Box<role::RolePage>),
    /// The sheet with which a role is handed over.
    Handover(Box<handover::Handover>),
    /// The roles of an edition.
    Roles(Vec<role::RoleEntry>),
    /// The terms that an edition uses.
    Glossary(Vec<glossary::Entry>),
    /// A search over an edition.
    Search(search::Search),
    /// An edition's duties by month.
    Calendar(months::Calendar),
    /// An edition's documents of one kind, or about one topic.
    Listing(listing::Listing),
    /// The topics of an edition.
    Topics(Vec<topic::TopicEntry>),
    /// An earlier address.
    Moved(moved::Moved),
    /// What became of a printed edition.
    PrintedStatus(Box<printed_status::PrintedStatus>),
    /// How to find that out.
    FindStatus(printed_status::FindStatus),
}

/// How many words each document of an edition has, for lists.
pub type Lengths = HashMap<DocId, usize>;

/// Counts the words of an edition's documents.
pub fn lengths(pages: &[Arc<Digest>]) -> Lengths {
    pages.iter().map(|page| (page.doc.clone(), page.words)).collect()
}

/// Arranges a document, without the files that go with its page.
pub fn arrange<'a>(
    edition: &Edition<'a>,
    document: &'a Document,
    page: &Page,
    lengths: &Lengths,
) -> Publication {
    let kind = KINDS.iter().find(|kind| kind.name == document.kind).expect("every kind is in the table");
    let special = (kind.arrange)(edition, document, page, lengths);
    document::publication(edition, document, page, special, lengths)
}

/// Adds the files that go with the page of a document: [`downloads_of`] says
/// which there may be.
pub fn with_downloads(edition: &Edition, document: &Document, publication: Publication) -> Publication {
    let downloads = matrix::downloads(edition, document, &publication);
    publication.with(downloads)
}

/// The files that go with the page of a document, and those that go with a page
/// that no document makes: all that there may be.
pub fn downloads_of(edition: &Edition, kind: DocKind, page: &OutputPath) -> Vec<OutputPath> {
    match kind {
        DocKind::Matrix => Format::of_matrices(edition).map(|format| format.beside(page)).collect(),
        DocKind::Guide
        | DocKind::Chapter
        | DocKind::Brochure
        | DocKind::Module
        | DocKind::Message
        | DocKind::Page => Vec::new(),
    }
}

/// The editions in which a link to a duty has a place to go: those with a
/// role in it.
pub fn editions_with_duty(corpus: &Corpus, duty: &DutyId) -> AudienceSet {
    let Some(duty) = corpus.site.duty(duty.as_str()) else { return AudienceSet::EMPTY };
    let roles = duty.roles().into_iter().filter_map(|(role, _)| corpus.site.role_set(role.as_str()));
    roles.fold(AudienceSet::EMPTY, AudienceSet::union).intersection(duty.audience_set)
}

/// A day, for people and for machines.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// `2026-08-01`.
    pub iso: String,
    /// `August 1, 2026`.
    pub text: String,
}

impl Day {
    fn new(edition: &Edition, date: jiff::civil::Date) -> Day {
        Day { iso: date.to_string(), text: edition.words.date(date) }
    }
}

/// An id with what readers call it.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
}

/// Minutes of reading at 200 words a minute; at least one.
fn reading_minutes(words: usize) -> usize {
    words.div_ceil(200).max(1)
}

/// The part of a page before its first section of the second level, and the
/// rest.
fn before_sections(page: &Page) -> (Flow, Flow) {
    let sections = page
        .tree
        .roots()
        .find(|node| node.kind() == Node::Section)
        .map_or(end_of_text(page), |node| node.index);
    let all = end_of_text(page);
    (
        Flow { tree: page.tree.clone(), nodes: 0..sections },
        Flow { tree: page.tree.clone(), nodes: sections..all },
    )
}

/// Where the text ends and the footnotes begin.
fn end_of_text(page: &Page) -> usize {
    let note = |node: &NodeRef<Closed>| node.kind() == Node::FootnoteDefinition;
    page.tree.roots().find(note).map_or(page.tree.nodes.len(), |node| node.index)
}
