//! Addresses that the last build had and this one hasn't.
//!
//! Somebody may have printed or sent them. One document that was renamed
//! vanishes from every edition, so findings are gathered: one for a document,
//! whatever the number of its editions, and one for a whole audience.

use std::collections::BTreeMap;

use super::Plan;
use crate::corpus::DocKind;
use crate::diag::rules::{LOST_EDITION, VANISHED_ADDRESS};
use crate::diag::{Diagnostic, Span};
use crate::edition::address;
use crate::site::{EditionCode, Site, printed};
use crate::vfs::{OutputPath, SitePath};

/// How many editions a message names.
const NAMED: usize = 4;

/// What vanished, in the order of messages.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Gone<'a> {
    /// An audience, or another folder of the root, by its name.
    Folder(&'a str),
    /// A page by its address in an edition, or in the root.
    Page(&'a str),
}

/// Returns a `vanished-address` warning for what `plan` takes away from
/// readers. Pages only: other files have names that nobody writes down. The
/// page of a printed code is never taken away: that is a `lost-edition`.
pub fn vanished(plan: &Plan, site: &Site) -> Vec<Diagnostic> {
    let mut gone: BTreeMap<Gone, Vec<&str>> = BTreeMap::new();
    let mut lost = Vec::new();
    for path in plan.clear.iter().chain(&plan.removals) {
        if let Some(code) = address::printed_code(path) {
            lost.push(lost_edition(&code));
        } else if *path == address::all_printed() {
            // It goes with the last of the codes.
        } else if let Some(address) = page_address(path) {
            let (edition, what) = split(address, site);
            gone.entry(what).or_default().push(edition);
        }
    }
    let config = Span::file(&SitePath::new("site-config.toml").expect("a good path"));
    gone.into_iter()
        .map(|(what, mut editions)| {
            editions.sort_unstable();
            let hint = hint(&what);
            Diagnostic::new(&VANISHED_ADDRESS, config.clone(), message(&what, &editions)).hint_opt(hint)
        })
        .chain(lost)
        .collect()
}

/// Says that an entry was taken out of the list of what was printed.
pub fn lost_edition(code: &EditionCode) -> Diagnostic {
    let file = SitePath::new(printed::FILE).expect("a good path");
    let message = format!("the code `{code}` is on printed paper, and has no entry any more");
    Diagnostic::new(&LOST_EDITION, Span::file(&file), message)
        .hint("bring its entry back, from an earlier state of the file: entries are never removed")
}

/// The address by which readers know a page.
fn page_address(path: &OutputPath) -> Option<&str> {
    match path.as_str().strip_suffix("index.html") {
        Some(folder) => Some(folder),
        None => path.as_str().ends_with(".html").then_some(path.as_str()),
    }
}

/// Takes an address apart: `families/`, `es/families/` or nothing, and what
/// it has there.
fn split<'a>(address: &'a str, site: &Site) -> (&'a str, Gone<'a>) {
    let lang = address.split_once('/').map_or("", |(first, _)| first);
    let start = if site.languages.keys().any(|known| known.as_str() == lang) { lang.len() + 1 } else { 0 };
    match address[start..].split_once('/') {
        Some((audience, rest)) if site.audience(audience).is_some() => {
            let edition = &address[..start + audience.len() + 1];
            (edition, Gone::Page(if rest.is_empty() { edition } else { rest }))
        }
        Some((folder, _)) => (&address[..start], Gone::Folder(folder)),
        None => ("", Gone::Page(if address.is_empty() { "/" } else { address })),
    }
}

fn message(what: &Gone, editions: &[&str]) -> String {
    match (what, editions) {
        (Gone::Folder(folder), pages) if pages.len() == 1 => format!("the page below `{folder}/` is gone"),
        (Gone::Folder(folder), pages) => format!("all {} pages below `{folder}/` are gone", pages.len()),
        (Gone::Page(page), [edition]) if page == edition => format!("the page `{page}` is gone"),
        (Gone::Page(page), [edition]) => format!("the page `{edition}{page}` is gone"),
        (Gone::Page(page), editions) => {
            let named: Vec<String> =
                editions.iter().take(NAMED).map(|edition| format!("`{edition}`")).collect();
            let more = match editions.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("the page `{page}` is gone from {}{more}", named.join(", "))
        }
    }
}

/// What leads readers of the old address to a new one.
fn hint(what: &Gone) -> Option<String> {
    match what {
        Gone::Folder(folder) => {
            Some(format!("if another group takes its place, give that one `aliases = [\"{folder}\"]`"))
        }
        Gone::Page(page) => {
            let document = page.trim_end_matches('/');
            let (folder, _) = document.split_once('/')?;
            let written = DocKind::WRITTEN.iter().any(|kind| kind.folder() == folder);
            written.then(|| {
                format!("if another document takes its place, give that one `aliases = [\"{document}\"]`")
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Artifact;
    use crate::build::manifest::Manifest;
    use crate::build::publish::{Draft, Extent, plan};
    use crate::vfs::{Snapshot, embedded};

    #[test]
    fn gathers_what_belongs_together() {
        let starter: Snapshot = embedded::starter().collect();
        let site = crate::site::load(&starter).value.expect("the starter is a site");
        let artifact = |path: &str| {
            let bytes = path.as_bytes().into();
            Draft::new(Artifact { path: OutputPath::new(path).expect("a good path"), bytes })
        };
        let old = [
            "404.html",
            "assets/old.css",
            "e/K7Q2XM/index.html",
            "e/index.html",
            "families/brochures/your-plan/index.html",
            "families/pages/about/index.html",
            "families/roles/family/index.html",
            "grandparents/index.html",
            "grandparents/pages/about/index.html",
            "index.html",
            "students/index.html",
            "students/pages/about/index.html",
        ];
        let old = plan(&Manifest::default(), &old.map(artifact), Extent::Whole).manifest;
        let found = vanished(&plan(&old, &[artifact("index.html")], Extent::Whole), &site);
        let said: Vec<(&str, bool)> =
            found.iter().map(|d| (d.message.as_str(), !d.hints.is_empty())).collect();
        assert_eq!(
            said,
            [
                ("all 2 pages below `grandparents/` are gone", true),
                ("the page `404.html` is gone", false),
                ("the page `families/brochures/your-plan/` is gone", true),
                ("the page `pages/about/` is gone from `families/`, `students/`", true),
                ("the page `families/roles/family/` is gone", false),
                ("the page `students/` is gone", false),
                ("the code `K7Q2XM` is on printed paper, and has no entry any more", true),
            ]
        );
        assert_eq!(found.iter().filter(|finding| finding.is_error()).count(), 1);
        assert!(found[3].hints[0].ends_with("`aliases = [\"pages/about\"]`"));
    }
}
