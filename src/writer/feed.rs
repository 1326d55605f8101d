//! Feeds, the sitemap and `robots.txt`, through templates.

use serde_json::json;
use tera::Context;

use super::html::Theme;
use crate::diag::Diagnostic;
use crate::vfs::OutputPath;

/// Something that a feed tells of.
#[derive(Hash)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Its public address.
    pub address: String,
    /// When it was last reviewed or released: `2026-08-01`.
    pub updated: String,
    /// One sentence about it; nothing in what all editions share.
    pub summary: Option<String>,
}

/// A feed.
#[derive(Hash)]
pub struct Feed {
    /// Where it lies.
    pub path: OutputPath,
    /// Its public address.
    pub address: String,
    /// The page that it belongs to: a public address.
    pub home: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub lang: String,
    /// The day of the edition.
    pub released: String,
    /// Who publishes.
    pub author: String,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// Writes an Atom feed.
pub fn atom(feed: &Feed, theme: &Theme) -> Result<Vec<u8>, Box<Diagnostic>> {
    let instant = |day: &str| format!("{day}T00:00:00Z");
    let entries: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| json!({ "title": entry.title, "id": entry.address, "href": entry.address, "updated": instant(&entry.updated), "summary": entry.summary }))
        .collect();
    let mut context = Context::new();
    let updated = feed.entries.iter().map(|entry| entry.updated.as_str()).max().unwrap_or(&feed.released);
    context.insert(
        "feed",
        &json!({
            "lang": feed.lang,
            "title": feed.title,
            "id": feed.address,
            "self_href": feed.address,
            "home_href": feed.home,
            "updated": instant(updated),
            "author": feed.author,
            "entries": entries,
        }),
    );
    theme.render(&feed.lang, "feed.xml", &context, feed.path.as_str()).map(String::into_bytes)
}

/// Writes the sitemap: public addresses with the days of their last review.
pub fn sitemap(
    lang: &str,
    urls: &[(String, Option<String>)],
    theme: &Theme,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let urls: Vec<_> = urls.iter().map(|(loc, lastmod)| json!({ "loc": loc, "lastmod": lastmod })).collect();
    let mut context = Context::new();
    context.insert("urls", &urls);
    theme.render(lang, "sitemap.xml", &context, "sitemap.xml").map(String::into_bytes)
}

/// Writes `robots.txt`.
pub fn robots(lang: &str, sitemap: &str, theme: &Theme) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut context = Context::new();
    context.insert("sitemap_href", sitemap);
    theme.render(lang, "robots.txt", &context, "robots.txt").map(String::into_bytes)
}
