//! Passages that are tied to duties, as the pages about duties list them.

use std::sync::Arc;

use serde::Serialize;

use super::Digest;
use super::role::Sections;
use crate::corpus::DocId;
use crate::edition::Page;
use crate::edition::page::{Block, Closed};
use crate::site::{Duty, DutyId};
use crate::syntax::NodeRef;
use crate::vfs::OutputPath;

/// A passage that is tied to a duty.
#[derive(Clone, Debug)]
pub struct Tied {
    /// The duty.
    duty: DutyId,
    /// The document's title.
    title: String,
    /// The heading of the section that it stands in.
    section: Option<String>,
    /// Its address within the page, or its section's.
    anchor: Option<String>,
}

/// A link to a passage that is tied to a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TiedLink {
    /// The document's title.
    pub title: String,
    /// The heading of the section that it stands in.
    pub section: Option<String>,
    /// Relative address.
    pub href: String,
}

/// The tied passages of a page, in order. A passage inside of another one for
/// the same duty comes with it.
pub fn tied(page: &Page) -> Vec<Tied> {
    let sections = Sections::of(page);
    let mut ties: Vec<&(DutyId, usize)> = page.ties.iter().collect();
    ties.sort_by_key(|(_, node)| *node);
    let mut found: Vec<(usize, Tied)> = Vec::new();
    for (duty, node) in ties {
        if found.iter().any(|(end, tied)| tied.duty == *duty && *end > *node) {
            continue;
        }
        let passage = page.tree.node(*node);
        let section = sections.around(*node);
        let tied = Tied {
            duty: duty.clone(),
            title: page.title.clone(),
            section: section.map(|section| section.title.clone()),
            anchor: own_address(passage).or_else(|| section.map(|section| section.id.clone())),
        };
        found.push((passage.end(), tied));
    }
    found.into_iter().map(|(_, tied)| tied).collect()
}

/// The address of a passage within its page.
fn own_address(passage: NodeRef<Closed>) -> Option<String> {
    let name = match passage.extra()? {
        Closed::Name(name) => Some(name),
        Closed::Item { name, .. } | Closed::Block(Block { name, .. }) => name.as_ref(),
        _ => None,
    };
    name.filter(|name| !name.is_empty()).cloned()
}

/// The passages of an edition's pages that are tied to a duty, as links on
/// another page. Of those in one section of one document the first counts, and
/// a document that is made for several bands counts once.
pub fn ties(duty: &Duty, pages: &[Arc<Digest>], path: &OutputPath) -> Vec<TiedLink> {
    let mut places: Vec<(&DocId, &Option<String>)> = Vec::new();
    let mut links = Vec::new();
    for page in pages {
        for tied in page.ties.iter().filter(|tied| tied.duty == duty.id) {
            if places.contains(&(&page.doc, &tied.section)) {
                continue;
            }
            places.push((&page.doc, &tied.section));
            let place = path.link_to(&page.path);
            let href = tied.anchor.as_ref().map_or(place.clone(), |anchor| format!("{place}#{anchor}"));
            links.push(TiedLink { title: tied.title.clone(), section: tied.section.clone(), href });
        }
    }
    links
}
