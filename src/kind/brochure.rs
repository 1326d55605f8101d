//! A brochure: panels are its sections of the second level, in reading order.

use super::part::parts;
use super::{Lengths, Special, before_sections};
use crate::corpus::Document;
use crate::edition::{Edition, Page};

/// Arranges the panels.
pub fn arrange(_: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let (intro, _) = before_sections(page);
    Special::Brochure {
        intro,
        panels: parts(page),
        layout: document.front.layout.as_ref().map(|layout| layout.value.clone()),
    }
}
