//! A brochure: panels are its sections of the second level, in reading order.

use serde::Serialize;

use super::{Lengths, Special, before_sections, mark_of};
use crate::corpus::Document;
use crate::edition::page::Closed;
use crate::edition::{Edition, Flow, Page};
use crate::syntax::Kind;

/// One panel.
#[derive(Serialize)]
pub struct Panel {
    /// Its number; the cover is 1.
    pub number: usize,
    /// Its address within the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// For whom it is, where that is worth saying.
    pub mark: Option<String>,
    /// Its text, without the heading.
    #[serde(skip)]
    pub body: Flow,
}

/// Arranges the panels.
pub fn arrange(_: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let panels = page
        .tree
        .roots()
        .filter(|node| node.kind() == Kind::Section)
        .enumerate()
        .map(|(index, section)| {
            let heading = section.children().find(|child| child.kind() == Kind::Heading);
            Panel {
                number: index + 1,
                id: match section.extra() {
                    Some(Closed::Name(name)) => name.clone(),
                    _ => format!("panel-{}", index + 1),
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
        .collect();
    let (intro, _) = before_sections(page);
    Special::Brochure {
        intro,
        panels,
        layout: document.front.layout.as_ref().map(|layout| layout.value.clone()),
    }
}
