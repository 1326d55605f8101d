//! The first page of all: languages by their own names, then "Who are you?".
//! It holds names, titles and addresses, nothing of any edition's text.

use serde::Serialize;

use super::districts::{self, FindDistrict};
use super::shell::LanguageLink;
use super::{Content, Publication, Shell};
use crate::edition::{Edition, address};
use crate::site::Lang;
use crate::vfs::OutputPath;
use crate::words::Words;

/// Where to go.
#[derive(Serialize)]
pub struct Chooser {
    /// The site's languages.
    pub languages: Vec<LanguageLink>,
    /// The stakeholder groups.
    pub audiences: Vec<AudienceLink>,
    /// "Find your district", in each language.
    pub districts: Vec<FindDistrict>,
    /// Who publishes.
    pub state: String,
    /// What the page is called.
    pub title: String,
}

/// A stakeholder group.
#[derive(Serialize)]
pub struct AudienceLink {
    /// Its id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// What it finds.
    pub sentence: String,
    /// Its home.
    pub href: String,
    /// The class that gives it its colour.
    pub accent_class: String,
}

/// Arranges the chooser of a language. `edition` is any edition in it, `words`
/// gives those of others: who can't read the site's own language finds the way
/// to a district on the very first page.
pub fn chooser<'w>(edition: &Edition, words: &dyn Fn(&Lang) -> &'w Words) -> Publication {
    let path = address::chooser(&edition.corpus.site, edition.lang);
    let (mut shell, mut chooser) = parts(edition, &path, "chooser");
    let site = &edition.corpus.site;
    let langs = site.languages.keys();
    let langs = langs.filter(|lang| edition.lang == site.default_lang() || *lang == edition.lang);
    chooser.districts = districts::find(edition, &path, langs, words);
    shell.languages = Vec::new();
    shell.page.feed_href = Some(path.link_to(&address::root_feed()));
    Publication::new(path, shell, Content::Chooser(chooser))
}

/// Arranges the page that a server shows for what doesn't exist. Its links are
/// absolute: nobody knows from where it is shown.
pub fn not_found(edition: &Edition) -> Publication {
    let path = OutputPath::new("404.html").expect("a good path");
    let (mut shell, mut chooser) = parts(edition, &path, "not-found");
    let base = base_path(&edition.corpus.site.base_url);
    let absolute = |href: &mut String| {
        if !href.contains(':') {
            *href = format!("{base}{href}");
        }
    };
    chooser.audiences.iter_mut().for_each(|audience| absolute(&mut audience.href));
    chooser.languages.iter_mut().for_each(|language| absolute(&mut language.href));
    absolute(&mut shell.page.root_href);
    shell.site.help_href.iter_mut().chain(shell.site.feedback_href.iter_mut()).for_each(absolute);
    shell.page.root = base.clone();
    shell.page.noindex = true;
    shell.languages = Vec::new();
    Publication::new(path, shell, Content::NotFound(chooser))
}

/// The path of the site's public address, with a slash at both ends.
pub fn base_path(base_url: &str) -> String {
    let path =
        base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    if path.is_empty() { "/".to_owned() } else { format!("/{}/", path.trim_matches('/')) }
}

fn parts(edition: &Edition, path: &OutputPath, kind: &str) -> (Shell, Chooser) {
    let corpus = edition.corpus;
    let site = &corpus.site;
    let name = site.plan_value(edition.lang, "name", None).unwrap_or_default();
    let title = match kind {
        "chooser" => edition.words.with("chooser-title", &[("plan", &name)]),
        _ => edition.words.get("not-found-title"),
    };
    let text = edition.words.get(if kind == "chooser" { "chooser-text" } else { "not-found-text" });
    let mut shell = Shell::bare(edition, path, kind, &title, &text);
    shell.page.full_title = format!("{title} · {}", site.agency.name);
    let with_text =
        |lang| site.editions().any(|(index, _)| Edition { index, lang, ..*edition }.has_documents());
    let places: Vec<_> = site
        .languages
        .keys()
        .filter(|lang| with_text(lang))
        .map(|lang| (lang.clone(), address::chooser(site, lang)))
        .collect();
    shell.offer_languages(edition, path, places.into_iter());
    let audiences = site
        .editions()
        .map(|(index, audience)| (Edition { index, ..*edition }, audience))
        .filter(|(other, _)| other.has_documents())
        .map(|(other, audience)| AudienceLink {
            id: audience.id.to_string(),
            name: audience.name.clone(),
            sentence: audience.sentence.as_ref().map(|sentence| other.fill(sentence)).unwrap_or_default(),
            href: path.link_to(&other.home()),
            accent_class: format!("a-{}", audience.id),
        })
        .collect();
    let chooser = Chooser {
        languages: shell.languages.clone(),
        audiences,
        districts: Vec::new(),
        state: site.agency.name.clone(),
        title,
    };
    (shell, chooser)
}
