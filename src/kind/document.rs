//! What every document has, whatever its kind.

use serde::Serialize;

use super::download::DownloadLink;
use super::shell::Link;
use super::{
    Content, Day, Lengths, Named, Publication, Shell, districts, end_of_text, guide, matrix, message, module,
    paper, reading_minutes, shell,
};
use crate::corpus::{DocKind, Document};
use crate::edition::page::ContentsEntry;
use crate::edition::{Edition, Flow, Page};
use crate::site::Claim;
use crate::syntax::Kind as Node;

/// A document, arranged.
#[derive(Serialize)]
pub struct Doc {
    /// Its name.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// For whom it is, in words.
    pub for_whom: String,
    /// How long reading takes; nothing for what isn't read from top to bottom.
    pub reading_minutes: Option<usize>,
    /// How many words it has.
    pub words: usize,
    /// The day of its last review.
    pub reviewed: Option<Day>,
    /// The day by which it has to be reviewed.
    pub review_by: Option<Day>,
    /// The grades it is about, in words.
    pub grades: Option<String>,
    /// The phase it belongs to.
    pub phase: Option<PhasePlace>,
    /// The action steps that it serves.
    pub steps: Vec<Named>,
    /// Its topics.
    pub topics: Vec<TopicLink>,
    /// Its list of contents.
    pub contents: Vec<ContentsEntry>,
    /// The sources that it cites.
    pub sources: Vec<Source>,
    /// The document before it.
    pub prev: Option<Link>,
    /// The document after it.
    pub next: Option<Link>,
    /// Whose edition it is, in words.
    pub edition_line: String,
    /// The same document for other bands of grades.
    pub bands: Vec<Band>,
    /// Its address, to print.
    pub address: String,
    /// What is printed of it.
    pub papers: Vec<DownloadLink>,
    /// What only its kind has.
    #[serde(flatten)]
    pub special: Special,
    /// Its text.
    #[serde(skip)]
    pub body: Flow,
    /// Its footnotes, in the order of their numbers.
    #[serde(skip)]
    pub notes: Vec<Flow>,
}

impl Doc {
    /// What of its text is written as one; nothing where its parts are written
    /// one by one.
    pub fn main_text(&self) -> Option<Flow> {
        match &self.special {
            Special::Matrix { rest, .. } => Some(rest.clone()),
            Special::Brochure { .. } | Special::Module(_) => None,
            Special::Message(message) if !message.questions.is_empty() => {
                let first = self.body.tree.roots().find(|node| node.kind() == Node::Section);
                let before = first.map_or(self.body.nodes.end, |node| node.index);
                Some(Flow { tree: self.body.tree.clone(), nodes: 0..before })
            }
            _ => Some(self.body.clone()),
        }
    }
}

/// What only one kind of document has.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Special {
    /// The first page of a guide.
    Guide {
        /// Its chapters.
        chapters: Vec<guide::ChapterEntry>,
    },
    /// A chapter.
    Chapter {
        /// Its guide.
        guide: Link,
        /// Its number.
        number: usize,
        /// All chapters.
        chapters: Vec<guide::ChapterEntry>,
    },
    /// A brochure.
    Brochure {
        /// Its panels, the cover first.
        panels: Vec<super::part::Part>,
        /// How it is folded.
        layout: Option<String>,
        /// What stands before the first panel.
        #[serde(skip)]
        intro: Flow,
    },
    /// A module.
    Module(Box<module::Module>),
    /// A matrix.
    Matrix {
        /// Its grid.
        matrix: Box<matrix::Matrix>,
        /// What stands before the grid.
        #[serde(skip)]
        intro: Flow,
        /// What stands after it.
        #[serde(skip)]
        rest: Flow,
    },
    /// A message.
    Message(message::Message),
    /// Nothing.
    Page {},
}

/// A topic of a document.
#[derive(Clone, Debug, Serialize)]
pub struct TopicLink {
    /// Its id.
    pub id: String,
    /// What readers call it.
    pub title: String,
    /// The list of documents about it.
    pub href: String,
}

/// Where a document stands among the phases.
#[derive(Clone, Debug, Serialize)]
pub struct PhasePlace {
    /// The phase's id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// Which one it is, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

/// A source in a page's list.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Its number.
    pub number: usize,
    /// Its address within the page.
    pub id: String,
    /// Publisher.
    pub publisher: String,
    /// Title.
    pub title: String,
    /// Year.
    pub year: Option<i16>,
    /// Where in the source.
    pub locator: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The fact.
    pub statement: String,
    /// What not to conclude from it.
    pub caution: Option<String>,
    /// The day on which somebody last read it.
    pub checked: Day,
    /// The day that the fact speaks of.
    pub as_of: Option<Day>,
}

/// The same document for a band of grades.
#[derive(Clone, Debug, Serialize)]
pub struct Band {
    /// The band, in words.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// Adds what every document has and what surrounds it.
pub fn publication(
    edition: &Edition,
    document: &Document,
    page: &Page,
    special: Special,
    lengths: &Lengths,
) -> Publication {
    let site = &edition.corpus.site;
    let words = edition.words;
    let meta = &document.meta;
    let path = &page.path;
    let description = page.summary.clone().unwrap_or_else(|| page.title.clone());
    let mut shell = Shell::new(edition, path, document.kind.name(), &page.title, &description);
    let listed = document.kind.listed();
    shell.mark_nav(edition, path, listed);
    if edition.owner.is_state() {
        shell.crumb(shell::kinds_title(edition, listed), path.link_to(&edition.listing(listed)));
    } else {
        shell.crumb(edition.audience().name.clone(), path.link_to(&edition.home()));
    }
    shell.page.og_type = "article";
    let guide = document.guide.as_ref().and_then(|id| edition.corpus.of(edition.owner, edition.lang, id));
    // A guide's translation may be for fewer readers than its chapter's.
    let guide = guide.filter(|guide| edition.has(guide));
    if let Some(guide) = guide {
        shell.crumb(edition.fill(&guide.meta.title), path.link_to(&edition.document(guide, None)));
    }
    shell.others = site
        .editions()
        .filter(|(index, _)| *index != edition.index && document.editions.contains(*index))
        .map(|(index, audience)| {
            let other = Edition { index, ..*edition };
            let place = other.document(document, other.band_for(document, page.key.band.as_ref()));
            super::shell::OtherEdition { audience: audience.name.clone(), href: path.link_to(&place) }
        })
        .collect();
    let places: Vec<_> = edition
        .corpus
        .langs(&document.id)
        .filter(|lang| edition.publisher().is_none_or(|owner| owner.offers(lang)))
        .filter_map(|lang| {
            let other = Edition { lang, ..*edition };
            let translated =
                edition.corpus.of(edition.owner, lang, &document.id).filter(|found| other.has(found))?;
            Some((
                lang.clone(),
                other.document(translated, other.band_for(translated, page.key.band.as_ref())),
            ))
        })
        .collect();
    shell.offer_languages(edition, path, places.into_iter());
    if site.district_settings.publishes(document.id.as_str()) {
        let own = |own: &Edition| own.document(document, own.band_for(document, page.key.band.as_ref()));
        shell.in_districts = districts::in_districts(edition, path, &own);
    }
    let (prev, next) = guide::neighbours(edition, document, path);
    let doc = Doc {
        id: document.id.to_string(),
        kind: document.kind.name(),
        title: page.title.clone(),
        summary: page.summary.clone(),
        for_whom: for_whom(edition, document),
        reading_minutes: reading_time(document, page.words, lengths),
        words: page.words,
        reviewed: meta.reviewed.map(|date| Day::new(edition, date)),
        review_by: meta.review_by.map(|date| Day::new(edition, date)),
        grades: match &page.key.band {
            Some(band) => Some(words.grades(edition.grades(Some(band)))),
            None => meta.grades.map(|grades| words.grades(grades)),
        },
        phase: meta.phase.as_ref().and_then(|phase| phase_place(edition, phase.as_str())),
        steps: meta
            .steps
            .iter()
            .filter_map(|id| site.steps.get(id))
            .map(|step| Named { id: step.id.to_string(), title: step.title.clone() })
            .collect(),
        topics: meta
            .topics
            .iter()
            .filter_map(|id| site.topics.get(id))
            .map(|topic| TopicLink {
                id: topic.id.to_string(),
                title: edition.fill(&topic.title),
                href: path.link_to(&edition.topic(&topic.id)),
            })
            .collect(),
        contents: page.contents.clone(),
        sources: page
            .sources
            .iter()
            .enumerate()
            .filter_map(|(index, source)| {
                Some(self::source(edition, index + 1, site.claims.get(&source.claim)?))
            })
            .collect(),
        prev,
        next,
        edition_line: words.with(
            if edition.owner.is_state() { "edition-line" } else { "edition-line-district" },
            &[
                (
                    if edition.owner.is_state() { "state" } else { "district" },
                    shell::publisher_short(edition),
                ),
                ("audience", &edition.audience().name),
                ("date", &words.date(site.released)),
            ],
        ),
        bands: if document.bands.is_empty() {
            Vec::new()
        } else {
            document
                .bands
                .iter()
                .map(|band| Band {
                    name: words.grades(edition.grades(Some(band))),
                    href: path.link_to(&edition.document(document, Some(band))),
                    current: page.key.band.as_ref() == Some(band),
                })
                .collect()
        },
        address: shell.page.canonical.clone(),
        papers: paper::links(edition, document, &special, path),
        special,
        body: Flow { tree: page.tree.clone(), nodes: 0..end_of_text(page) },
        notes: page
            .tree
            .roots()
            .filter(|node| node.kind() == Node::FootnoteDefinition)
            .map(|node| Flow::inside(&page.tree, node, node.index + 1))
            .collect(),
    };
    Publication::new(path.clone(), shell, Content::Document(Box::new(doc)))
}

/// Minutes of reading: a guide's with all of its chapters, none for a grid.
fn reading_time(document: &Document, words: usize, lengths: &Lengths) -> Option<usize> {
    if document.kind == DocKind::Matrix {
        return None;
    }
    let chapters: usize = document.chapters.iter().filter_map(|chapter| lengths.get(chapter)).sum();
    Some(reading_minutes(words + chapters))
}

/// For whom a document is: the reader's own group first, then how many others.
fn for_whom(edition: &Edition, document: &Document) -> String {
    if document.meta.tags.is_empty() {
        return edition.words.get("for-everyone");
    }
    let others = document.editions.len().saturating_sub(1);
    let mut args = fluent_bundle::FluentArgs::new();
    args.set("own", edition.audience().name.clone());
    args.set("n", others as i64);
    edition.words.format("for-own-and-others", Some(&args))
}

/// Where a phase stands among all.
pub fn phase_place(edition: &Edition, id: &str) -> Option<PhasePlace> {
    let phases = &edition.corpus.site.phases;
    let index = phases.keys().position(|phase| phase.as_str() == id)?;
    let (id, phase) = phases.get_index(index)?;
    Some(PhasePlace {
        id: id.to_string(),
        name: edition.fill(&phase.title),
        number: index + 1,
        count: phases.len(),
    })
}

fn source(edition: &Edition, number: usize, claim: &Claim) -> Source {
    Source {
        number,
        id: format!("source-{number}"),
        publisher: claim.source.publisher.clone(),
        title: claim.source.title.clone(),
        year: claim.source.year,
        locator: claim.source.locator.clone(),
        url: claim.source.url.clone(),
        statement: edition.fill(&claim.statement),
        caution: claim.caution.clone(),
        checked: Day::new(edition, claim.verified),
        as_of: claim.as_of.map(|date| Day::new(edition, date)),
    }
}

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// Relative address.
    pub href: String,
    /// How long reading takes.
    pub reading_minutes: Option<usize>,
    /// Its kind, in words.
    pub kind: String,
    /// The language that it is written in, when it isn't the page's.
    pub language: Option<OtherLanguage>,
}

/// A language that isn't the page's.
#[derive(Clone, Debug, Serialize)]
pub struct OtherLanguage {
    /// Its tag.
    pub lang: String,
    /// The value of HTML's `dir`.
    pub dir: &'static str,
    /// What it calls itself.
    pub name: String,
}

/// A document as a list of this edition shows it.
pub fn entry(
    edition: &Edition,
    document: &Document,
    path: &crate::vfs::OutputPath,
    lengths: &Lengths,
) -> Entry {
    Entry {
        title: edition.fill(&document.meta.title),
        summary: document.meta.summary.as_ref().map(|summary| edition.fill(summary)),
        href: path.link_to(&edition.document(document, edition.band_for(document, None))),
        reading_minutes: lengths.get(&document.id).and_then(|words| reading_time(document, *words, lengths)),
        kind: edition.words.get(&format!("kind-{}", document.kind.name())),
        language: None,
    }
}

/// A document of the source's language as a list of an edition shows it that
/// has no translation of it.
pub fn untranslated(
    edition: &Edition,
    document: &Document,
    path: &crate::vfs::OutputPath,
    lengths: &Lengths,
) -> Entry {
    let site = &edition.corpus.site;
    let lang = site.default_lang();
    let language = &site.languages[lang];
    let source = entry(&Edition { lang, ..*edition }, document, path, lengths);
    Entry {
        language: Some(OtherLanguage {
            lang: lang.to_string(),
            dir: language.dir.as_str(),
            name: language.name.clone(),
        }),
        ..source
    }
}

/// Whether a document stands in lists by itself: a chapter doesn't.
pub fn stands_alone(document: &Document) -> bool {
    document.kind != DocKind::Chapter
}
