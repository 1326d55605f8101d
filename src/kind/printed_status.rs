//! What became of what was printed: the page to which a code on paper leads.
//!
//! It says whether the paper in hand is good, and leads to what is. It holds
//! titles, days, names and addresses, nothing of any edition's text.

use serde::Serialize;

use super::shell::Link;
use super::{Content, Day, Publication, Shell};
use crate::corpus::Document;
use crate::edition::{Edition, address};
use crate::site::OwnerIndex;
use crate::site::printed::{Piece, Printed, Status};
use crate::vfs::OutputPath;

/// What became of a printed edition.
#[derive(Serialize)]
pub struct PrintedStatus {
    /// The code on the paper.
    pub code: String,
    /// `current`, `replaced` or `withdrawn`.
    pub state: &'static str,
    /// What stands on its cover.
    pub title: String,
    /// For whom it was made; nothing when that group is gone.
    pub for_whom: Option<String>,
    /// In which language, where there are several.
    pub lang_name: Option<String>,
    /// The grades for which it was made, in words.
    pub grades: Option<String>,
    /// The edition's date.
    pub date: Day,
    /// Why nobody should use it any more.
    pub why: Option<String>,
    /// What took its place, one after the other.
    pub later: Vec<Later>,
    /// Where its text, or what took its place, is on the web.
    pub page: Option<Link>,
}

/// What took the place of a printed edition.
#[derive(Serialize)]
pub struct Later {
    /// The code on it.
    pub code: String,
    /// What stands on its cover.
    pub title: String,
    /// The edition's date.
    pub date: Day,
    /// The page that says what became of it.
    pub href: String,
    /// `current`, `replaced` or `withdrawn`.
    pub state: &'static str,
}

/// Where the code stands on paper.
#[derive(Serialize)]
pub struct FindStatus {
    /// An address as paper says it.
    pub example: String,
    /// Its code.
    pub code: String,
    /// The letters of codes.
    pub letters: &'static str,
}

/// The edition of a piece, as far as the site still has its audience and
/// language; `any` lends what belongs to none.
pub fn edition_of<'a>(any: &Edition<'a>, piece: &Piece) -> Option<Edition<'a>> {
    let site = &any.corpus.site;
    let index = site.edition_index(&piece.audience)?;
    let (lang, _) = site.languages.get_key_value(piece.lang.as_str())?;
    let owner = match &piece.district {
        Some(district) => site.owner_named(district).filter(|owner| owner.publishes)?.index,
        None => OwnerIndex::STATE,
    };
    let edition = Edition { owner, index, lang, ..*any };
    edition.has_documents().then_some(edition)
}

/// Arranges the page of a code. `edition` is the one for which it was printed
/// if it is still there, else any in the site's own language.
pub fn status(edition: &Edition, printed: &Printed) -> Publication {
    let site = &edition.corpus.site;
    let words = edition.words;
    let path = address::printed(&printed.code);
    let own = edition_of(edition, &printed.piece);
    let state = state(printed);
    let newest = site.newest(printed);
    // What was withdrawn may have been printed again, with other words.
    let again = site.current(&newest.piece).filter(|_| state_is_over(newest));
    let title = words.get(&format!("status-{state}-title"));
    let lead = words.with(&format!("status-{state}-text"), &[("title", &printed.title)]);
    let mut shell = match &own {
        Some(own) => Shell::new(own, &path, "status", &title, &lead),
        None => Shell::bare(edition, &path, "status", &title, &lead),
    };
    // Tabs and bookmarks tell papers apart by their codes.
    let (code, whole) = (printed.code.as_str(), &shell.page.full_title);
    shell.page.full_title = words.with("status-title-of", &[("code", code), ("title", whole)]);
    shell.page.noindex = true;
    let page = page(edition, &path, again.unwrap_or(newest));
    let status = PrintedStatus {
        code: printed.code.to_string(),
        state,
        title: printed.title.clone(),
        for_whom: site.audience(&printed.piece.audience).map(|audience| audience.name.clone()),
        lang_name: site
            .languages
            .get(printed.piece.lang.as_str())
            .filter(|_| site.languages.len() > 1)
            .map(|lang| lang.name.clone()),
        grades: printed
            .piece
            .band
            .as_ref()
            .and_then(|band| site.bands.get(band.as_str()))
            .map(|band| words.grades(band.grades)),
        date: Day::new(edition, printed.date),
        why: match &printed.status {
            Status::Withdrawn(why) => Some(why.clone()),
            Status::Current | Status::Replaced(_) => None,
        },
        later: later(edition, &path, printed, again),
        page,
    };
    Publication::new(path, shell, Content::PrintedStatus(Box::new(status)))
}

/// Arranges the page that says where the code stands. Nothing when there is
/// none.
pub fn find_status(edition: &Edition) -> Option<Publication> {
    let site = &edition.corpus.site;
    let example = site.printed.values().next_back()?;
    let path = address::all_printed();
    let (title, text) = (edition.words.get("find-status-title"), edition.words.get("find-status-text"));
    let mut shell = Shell::bare(edition, &path, "status", &title, &text);
    shell.page.noindex = true;
    let find = FindStatus {
        example: site.printed_address(&example.code),
        code: example.code.to_string(),
        letters: crate::site::EditionCode::LETTERS,
    };
    Some(Publication::new(path, shell, Content::FindStatus(find)))
}

fn state(printed: &Printed) -> &'static str {
    match printed.status {
        Status::Current => "current",
        Status::Replaced(_) => "replaced",
        Status::Withdrawn(_) => "withdrawn",
    }
}

fn state_is_over(printed: &Printed) -> bool {
    printed.status != Status::Current
}

/// What took the place of an edition, one after the other.
fn later(edition: &Edition, path: &OutputPath, printed: &Printed, again: Option<&Printed>) -> Vec<Later> {
    let site = &edition.corpus.site;
    let mut all: Vec<&Printed> = Vec::new();
    let mut last = printed;
    while let Status::Replaced(by) = &last.status
        && let Some(next) = site.printed.get(by)
        && !all.iter().any(|known| known.code == next.code)
    {
        all.push(next);
        last = next;
    }
    all.extend(again);
    all.into_iter()
        .map(|later| Later {
            code: later.code.to_string(),
            title: later.title.clone(),
            date: Day::new(edition, later.date),
            href: path.link_to(&address::printed(&later.code)),
            state: state(later),
        })
        .collect()
}

/// Where to read on: the document as it lies now, else the home of its group.
fn page(edition: &Edition, path: &OutputPath, printed: &Printed) -> Option<Link> {
    let own = edition_of(edition, &printed.piece)?;
    let link =
        |title: String, target: OutputPath| Link { title, href: path.link_to(&target), current: false };
    let home = || {
        let title = own.words.with("status-home", &[("audience", &own.audience().name)]);
        link(title, own.home())
    };
    if state_is_over(printed) {
        return Some(home());
    }
    let Some(document) = document(&own, &printed.piece) else { return Some(home()) };
    let band = document.bands.iter().find(|band| printed.piece.band.as_deref() == Some(band.as_str()));
    let target = own.document(document, band.or(document.bands.first()));
    Some(link(own.fill(&document.meta.title), target))
}

/// The document from which a piece was made, as far as an edition has it.
pub fn document<'a>(edition: &Edition<'a>, piece: &Piece) -> Option<&'a Document> {
    let known = edition.corpus.find(&piece.document).filter(|known| known.id.as_str() == piece.document)?;
    edition.corpus.of(edition.owner, edition.lang, &known.id).filter(|document| edition.has(document))
}
