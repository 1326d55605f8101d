//! The web: publications as HTML pages, through Tera.

pub mod body;
mod context;
mod css;
mod faults;
mod linked_data;
pub mod search;
mod theme;

use std::sync::Arc;

pub use theme::Theme;

use crate::diag::{Diagnostic, Outcome};
use crate::edition::page::Flow;
use crate::kind::{Content, Publication, Special};
use crate::syntax::{self, Tree};
use crate::vfs::SitePath;

/// Writes a publication as one page.
///
/// Findings: `invalid-template`, when a template of the site can't be
/// rendered.
pub fn write(publication: &Publication, theme: &Theme) -> Result<Vec<u8>, Box<Diagnostic>> {
    let lang = &publication.shell.edition.lang;
    let template = template(&publication.content);
    let context = context::context(publication, theme);
    theme.render(lang, template, &context, publication.path.as_str()).map(String::into_bytes)
}

/// The template of a publication.
fn template(content: &Content) -> &'static str {
    match content {
        Content::Document(doc) => match doc.special {
            Special::Guide { .. } => "guide.html",
            Special::Chapter { .. } => "chapter.html",
            Special::Brochure { .. } => "brochure.html",
            Special::Module(_) => "module.html",
            Special::Matrix { .. } => "matrix.html",
            Special::Message(_) => "message.html",
            Special::Page {} => "page.html",
        },
        Content::Home(_) => "home.html",
        Content::Chooser(_) => "chooser.html",
        Content::NotFound(_) => "not-found.html",
        Content::Districts(_) => "districts.html",
        Content::District(_) => "district.html",
        Content::Role(_) => "role.html",
        Content::Handover(_) => "handover.html",
        Content::Roles(_) => "roles.html",
        Content::Glossary(_) => "glossary.html",
        Content::Search(_) => "search.html",
        Content::Calendar(_) => "calendar.html",
        Content::Listing(_) => "listing.html",
        Content::Topics(_) => "topics.html",
        Content::Moved(_) => "moved.html",
        Content::PrintedStatus(_) => "edition-status.html",
        Content::FindStatus(_) => "find-status.html",
    }
}

/// Writes Markdown as the HTML of its body: for filters, editors and
/// conformance suites. Reads no front matter, looks up no names and shows
/// every passage; variables and citations stay as they were written.
pub fn render_fragment(source: &str) -> Outcome<String> {
    let path = SitePath::new("standard-input.md").expect("a good path");
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let source: Arc<str> = text.into();
    let (parsed, diagnostics) = syntax::parse(&path, &source, 0);
    let tree: Arc<Tree<_>> = Arc::new(crate::edition::close_plainly(&parsed));
    Outcome { value: body::body(&Flow::all(&tree), body::Style::Plain), diagnostics }
}
