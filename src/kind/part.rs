//! Parts: a page's sections, as panels, segments or questions.

use serde::Serialize;

use crate::edition::page::Closed;
use crate::edition::{Flow, Page};
use crate::syntax::{Kind, NodeRef};

/// A section of a page that stands for itself.
#[derive(Serialize)]
pub struct Part {
    /// Its number, from 1.
    pub number: usize,
    /// Its address within the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// For whom it is, where that is worth saying.
    pub mark: Option<String>,
    /// Its language, where it is another than its page's.
    pub lang: Option<String>,
    /// Which way it is written, where that isn't clear.
    pub dir: Option<&'static str>,
    /// Its text, without the heading.
    #[serde(skip)]
    pub body: Flow,
}

/// Returns the outermost sections of a page, in order.
pub fn parts(page: &Page) -> Vec<Part> {
    let sections = page.tree.roots().filter(|node| node.kind() == Kind::Section);
    sections.enumerate().map(|(index, section)| part(page, index + 1, section)).collect()
}

fn part(page: &Page, number: usize, section: NodeRef<Closed>) -> Part {
    let heading = section.children().find(|child| child.kind() == Kind::Heading);
    let id = match section.extra() {
        Some(Closed::Name(name)) => name.clone(),
        _ => format!("part-{number}"),
    };
    let marks = heading.into_iter().flat_map(|heading| heading.children());
    let marks: Vec<&str> = marks.filter(|child| child.kind() == Kind::Mark).map(|mark| mark.text()).collect();
    Part {
        number,
        id,
        title: heading.map(|heading| heading.plain_text()).unwrap_or_default(),
        lang: page.tree.lang(section.index).map(|tongue| tongue.lang.clone()),
        dir: page.tree.lang(section.index).and_then(|tongue| tongue.dir),
        mark: (!marks.is_empty()).then(|| marks.join(" · ")),
        body: Flow::inside(&page.tree, section, heading.map_or(section.index + 1, |heading| heading.end())),
    }
}
