//! The first page of an edition: what to do first, then the year.

use serde::Serialize;

use super::document::{Entry, entry, stands_alone, untranslated};
use super::months::{Extent, MonthEntry, months};
use super::shell::kinds_title;
use super::{Content, Lengths, Publication, Shell, districts};
use crate::corpus::{DocKind, Document};
use crate::edition::Edition;
use crate::site::Owner;

/// The first page of an edition.
#[derive(Serialize)]
pub struct Home {
    /// What this group finds here.
    pub lead: String,
    /// What to do first.
    pub now: Vec<Entry>,
    /// The school year.
    pub months: Vec<MonthEntry>,
    /// All documents, by kind.
    pub documents: Vec<KindGroup>,
    /// Documents that have no translation into the page's language, the first
    /// ones where there are very many.
    pub untranslated: Vec<Entry>,
    /// The roles of this group.
    pub roles: Vec<RoleLink>,
    /// The phases, with the documents of each.
    pub phases: Vec<PhaseGroup>,
}

/// The documents of a kind.
#[derive(Serialize)]
pub struct KindGroup {
    /// The kind.
    pub kind: &'static str,
    /// The kind, in words.
    pub kind_title: String,
    /// Its documents, the first ones where there are very many.
    pub items: Vec<Entry>,
    /// How many there are.
    pub count: usize,
    /// The list of them all, where it has more.
    pub all_href: Option<String>,
}

/// How many documents of a kind or phase stand on a first page; more have a
/// list of their own.
const MOST: usize = 24;

/// A role of this group.
#[derive(Serialize)]
pub struct RoleLink {
    /// What readers call it.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// What it does.
    pub summary: Option<String>,
}

/// The documents of a phase.
#[derive(Serialize)]
pub struct PhaseGroup {
    /// The phase's id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// Its documents.
    pub documents: Vec<Entry>,
}

/// Arranges the first page of an edition.
pub fn home(edition: &Edition, lengths: &Lengths) -> Publication {
    let path = edition.home();
    let audience = edition.audience();
    let site = &edition.corpus.site;
    let lead = audience.sentence.as_ref().map(|sentence| edition.fill(sentence)).unwrap_or_default();
    let mut shell = Shell::new(edition, &path, "home", &audience.name, &lead);
    let places: Vec<_> = site
        .languages
        .keys()
        .map(|lang| Edition { lang, ..*edition })
        .filter(|other| other.has_documents())
        .map(|other| (other.lang.clone(), other.home()))
        .collect();
    shell.offer_languages(edition, &path, places.into_iter());
    shell.others = site
        .editions()
        .filter(|(index, _)| *index != edition.index)
        .map(|(index, other)| (Edition { index, ..*edition }, other))
        .filter(|(own, _)| own.owner.is_state() || own.has_documents())
        .map(|(own, other)| super::shell::OtherEdition {
            audience: other.name.clone(),
            href: path.link_to(&own.home()),
        })
        .collect();
    let with_own = |owner: &Owner| Edition { owner: owner.index, ..*edition }.has_documents();
    if site.publishers().filter(|owner| owner.offers(edition.lang)).any(with_own) {
        shell.in_districts = districts::in_districts(edition, &path, &|own| own.home());
    }
    // The year, the roles and the phases are the state's.
    let of_state = edition.owner.is_state();
    let documents = edition.documents();
    let alone: Vec<&Document> = documents.clone().filter(|document| stands_alone(document)).collect();
    let start: Vec<&Document> = audience
        .start
        .iter()
        .filter_map(|id| edition.corpus.find(id))
        .filter_map(|document| edition.corpus.of(edition.owner, edition.lang, &document.id))
        // What the district doesn't publish is read at the state's.
        .filter(|document| edition.has(document))
        .collect();
    let source = Edition { lang: site.default_lang(), ..*edition };
    let is_meant = site.languages[edition.lang].readers.is_none_or(|readers| readers.contains(edition.index));
    let missing: Vec<&Document> = source
        .documents()
        .filter(|document| is_meant && stands_alone(document))
        .filter(|document| edition.corpus.of(edition.owner, edition.lang, &document.id).is_none())
        .collect();
    // What has no translation is still there to be done, with an interpreter.
    let start_missing = audience
        .start
        .iter()
        .filter_map(|id| edition.corpus.find(id))
        .filter(|start| edition.corpus.of(edition.owner, edition.lang, &start.id).is_none())
        .filter_map(|start| edition.corpus.of(edition.owner, source.lang, &start.id))
        .filter(|document| edition.has(document));
    let mut now: Vec<Entry> =
        start.into_iter().map(|document| entry(edition, document, &path, lengths)).collect();
    now.extend(start_missing.map(|document| untranslated(edition, document, &path, lengths)));
    if now.is_empty() {
        now.extend(alone.iter().take(3).map(|document| entry(edition, document, &path, lengths)));
    }
    let home = Home {
        lead,
        now,
        untranslated: missing
            .iter()
            .take(MOST)
            .map(|document| untranslated(edition, document, &path, lengths))
            .collect(),
        months: if of_state { months(edition, &edition.roles(), &path, Extent::Doing) } else { Vec::new() },
        documents: DocKind::WRITTEN
            .into_iter()
            .map(|kind| {
                let count = alone.iter().filter(|document| document.kind == kind).count();
                KindGroup {
                    kind: kind.name(),
                    kind_title: kinds_title(edition, kind),
                    items: alone
                        .iter()
                        .filter(|document| document.kind == kind)
                        .take(MOST)
                        .map(|document| entry(edition, document, &path, lengths))
                        .collect(),
                    count,
                    all_href: (count > MOST).then(|| path.link_to(&edition.listing(kind))),
                }
            })
            .filter(|group| !group.items.is_empty())
            .collect(),
        roles: edition
            .roles()
            .iter()
            .filter(|_| of_state)
            .map(|role| RoleLink {
                name: edition.fill(&role.name),
                href: path.link_to(&edition.role(&role.id)),
                summary: role.summary.as_ref().map(|summary| edition.fill(summary)),
            })
            .collect(),
        phases: site
            .phases
            .values()
            .filter(|_| of_state)
            .map(|phase| PhaseGroup {
                id: phase.id.to_string(),
                name: edition.fill(&phase.title),
                documents: documents
                    .clone()
                    .filter(|document| document.meta.phase.as_ref() == Some(&phase.id))
                    .take(MOST)
                    .map(|document| entry(edition, document, &path, lengths))
                    .collect(),
            })
            .filter(|group| !group.documents.is_empty())
            .collect(),
    };
    Publication::new(path, shell, Content::Home(home))
}
