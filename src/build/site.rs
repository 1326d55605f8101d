//! All pages of all editions.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::reach::Reach;
use super::{Artifact, Options};
use crate::corpus::{Corpus, Document};
use crate::diag::{Diagnostic, Outcome, Span, rules};
use crate::edition::{Edition, Editions, Page, address, select};
use crate::kind::{self, Publication};
use crate::site::Lang;
use crate::vfs::{OutputPath, SitePath, Snapshot};
use crate::writer::feed::{self, Entry, Feed};
use crate::writer::html::{self, Theme, search};

/// What one edition becomes.
#[derive(Default)]
struct Part {
    artifacts: Vec<Artifact>,
    diagnostics: Vec<Diagnostic>,
    assets: BTreeSet<SitePath>,
    /// Public addresses for the sitemap, with the days of their last review.
    addresses: Vec<(String, Option<String>)>,
    /// What the root feed tells of: titles and addresses only.
    entries: Vec<Entry>,
}

impl Part {
    fn add(&mut self, path: OutputPath, written: Result<Vec<u8>, Box<Diagnostic>>) {
        match written {
            Ok(bytes) => self.artifacts.push(Artifact { path, bytes: bytes.into() }),
            Err(problem) => self.diagnostics.push(*problem),
        }
    }

    fn merge(&mut self, other: Part) {
        self.artifacts.extend(other.artifacts);
        self.diagnostics.extend(other.diagnostics);
        self.assets.extend(other.assets);
        self.addresses.extend(other.addresses);
        self.entries.extend(other.entries);
    }
}

/// Makes the artifacts of a site.
pub fn site(
    corpus: &Corpus,
    theme: &Theme,
    snapshot: &Snapshot,
    options: &Options,
    standing: Option<&BTreeSet<OutputPath>>,
) -> Outcome<Vec<Artifact>> {
    let editions = Editions::new(corpus);
    let site = &corpus.site;
    let wanted = |list: &[String], id: &str| list.is_empty() || list.iter().any(|wanted| wanted == id);
    let mut jobs: Vec<Edition> = Vec::new();
    for lang in site.languages.keys().filter(|lang| wanted(&options.langs, lang.as_str())) {
        for (index, audience) in site.editions() {
            let edition =
                Edition { corpus, editions: &editions, words: theme.words(lang.as_str()), index, lang };
            if wanted(&options.audiences, audience.id.as_str()) && edition.has_documents() {
                jobs.push(edition);
            }
        }
    }
    let reach = Reach::new(&jobs, corpus, &editions, standing);
    let parts: Vec<Part> =
        jobs.par_iter().map(|edition| one_edition(edition, theme, options, &reach)).collect();
    let mut all = Part::default();
    parts.into_iter().for_each(|part| all.merge(part));
    let own = all.artifacts.len();
    shared(&mut all, corpus, &editions, theme, &reach);
    reach.keep_standing(&mut all.artifacts, own);
    for path in &all.assets {
        if let Some(bytes) = snapshot.bytes(path) {
            all.artifacts.push(Artifact { path: address::copied(path), bytes: bytes.clone() });
        }
    }
    all.artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    // Editions share assets; anything else at one address is a mistake.
    all.artifacts.dedup_by(|a, b| a == b);
    for pair in all.artifacts.windows(2) {
        if pair[0].path == pair[1].path {
            let config = SitePath::new("site-config.toml").expect("a good path");
            all.diagnostics.push(
                Diagnostic::new(
                    &rules::SAME_ADDRESS,
                    Span::file(&config),
                    format!("two pages would be written to `{}`", pair[0].path),
                )
                .hint("change the `slug`, `bands` or `aliases` of one of the documents"),
            );
        }
    }
    Outcome { value: all.artifacts, diagnostics: all.diagnostics }
}

fn one_edition(edition: &Edition, theme: &Theme, options: &Options, reach: &Reach) -> Part {
    let some_kinds = !options.kinds.is_empty() && reach.may_lack_kinds(edition);
    let documents: Vec<_> = edition
        .documents()
        .filter(|document| {
            !some_kinds || options.kinds.iter().any(|kind| document.kind.listed().name() == kind)
        })
        .flat_map(|document| edition.bands(document).into_iter().map(move |band| (document, band)))
        .collect();
    let mut pages: Vec<Page> =
        documents.par_iter().map(|(document, band)| select(edition, document, band.as_ref())).collect();
    if reach.is_narrow() {
        pages.iter_mut().for_each(|page| kind::unlink(page, &|path| reach.has(path)));
    }
    let lengths = kind::lengths(&pages);
    let mut part = Part::default();
    let written: Vec<_> = documents
        .par_iter()
        .zip(&pages)
        .map(|((document, _), page)| {
            let mut publication = kind::arrange(edition, document, page, &lengths);
            trim(&mut publication, edition.corpus, reach);
            let bytes = html::write(&publication, theme);
            let more = publication.tasks();
            (publication.path, bytes, publication.shell.page.canonical, more)
        })
        .collect();
    let mut known = Vec::new();
    for ((path, bytes, canonical, more), ((document, _), page)) in
        written.into_iter().zip(documents.iter().zip(&pages))
    {
        let kind = edition.words.get(&format!("kind-{}", page.kind.name()));
        known.push(search::Entry { page, kind, more });
        let reviewed = document.meta.reviewed.map(|date| date.to_string());
        let updated = reviewed.clone().unwrap_or_else(|| edition.corpus.site.released.to_string());
        part.entries.push(Entry {
            title: edition.fill(&document.meta.title),
            address: canonical.clone(),
            updated,
            summary: document.meta.summary.as_ref().map(|summary| edition.fill(summary)),
        });
        part.addresses.push((canonical, reviewed));
        part.add(path, bytes);
    }
    for ((document, _), page) in documents.iter().zip(&pages) {
        too_long(&mut part, edition, document, page);
    }
    for page in &pages {
        part.assets.extend(page.assets.iter().cloned());
    }
    let own = part.artifacts.len();
    for mut publication in kind::generated(edition, &pages, &lengths) {
        trim(&mut publication, edition.corpus, reach);
        add_page(&mut part, &publication, theme);
    }
    let (path, bytes) = search::index(&edition.search_index(), &edition.special("search"), &known);
    part.add(path, Ok(bytes));
    edition_feed(&mut part, edition, theme);
    if some_kinds {
        reach.keep_standing(&mut part.artifacts, own);
    }
    // What all editions share holds titles and addresses only.
    part.entries.iter_mut().for_each(|entry| entry.summary = None);
    part
}

/// A message that has more words than its author allows.
fn too_long(part: &mut Part, edition: &Edition, document: &Document, page: &Page) {
    let Some(limit) = &document.front.max_words else { return };
    let Some(over) = i64::try_from(page.words).ok().map(|words| words - limit.value).filter(|over| *over > 0)
    else {
        return;
    };
    let id = &edition.audience().id;
    let message =
        format!("the edition for `{id}` has {} words, {over} more than {}", page.words, limit.value);
    part.diagnostics.push(
        Diagnostic::new(&rules::MESSAGE_TOO_LONG, limit.span(&document.path), message)
            .hint(format!("cut about {over} words, or raise `max_words`")),
    );
}

/// Takes out links to what won't be there.
fn trim(publication: &mut Publication, corpus: &Corpus, reach: &Reach) {
    if reach.is_narrow() {
        kind::trim(publication, &corpus.site, &|path| reach.has(path));
    }
}

fn add_page(part: &mut Part, publication: &Publication, theme: &Theme) {
    if !publication.shell.page.noindex {
        part.addresses.push((publication.shell.page.canonical.clone(), None));
    }
    part.add(publication.path.clone(), html::write(publication, theme));
}

fn edition_feed(part: &mut Part, edition: &Edition, theme: &Theme) {
    let site = &edition.corpus.site;
    let path = edition.feed();
    let entries = part.entries.iter().map(|entry| Entry { summary: entry.summary.clone(), ..copy(entry) });
    let feed = Feed {
        address: format!("{}/{path}", site.base_url),
        home: format!("{}/{}", site.base_url, edition.home().as_str().trim_end_matches("index.html")),
        title: format!("{} · {}", edition.audience().name, site.agency.name),
        lang: edition.lang.to_string(),
        released: site.released.to_string(),
        author: site.agency.name.clone(),
        entries: newest_first(entries.collect()),
        path: path.clone(),
    };
    let bytes = feed::atom(&feed, theme);
    part.add(path, bytes);
}

fn copy(entry: &Entry) -> Entry {
    Entry {
        title: entry.title.clone(),
        address: entry.address.clone(),
        updated: entry.updated.clone(),
        summary: None,
    }
}

fn newest_first(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.address.cmp(&b.address)));
    entries
}

/// What belongs to no edition: chooser, page for what isn't there, sitemap,
/// `robots.txt`, root feed.
fn shared(all: &mut Part, corpus: &Corpus, editions: &Editions, theme: &Theme, reach: &Reach) {
    let site = &corpus.site;
    let Some((index, _)) = site.editions().next() else { return };
    let edition = |lang| Edition { corpus, editions, words: theme.words(Lang::as_str(lang)), index, lang };
    for lang in site.languages.keys() {
        let with_text = site.editions().any(|(index, _)| Edition { index, ..edition(lang) }.has_documents());
        if with_text && reach.has(&address::chooser(site, lang)) {
            let mut chooser = kind::chooser(&edition(lang));
            trim(&mut chooser, corpus, reach);
            add_page(all, &chooser, theme);
        }
    }
    let default = edition(site.default_lang());
    let mut not_found = kind::not_found(&default);
    trim(&mut not_found, corpus, reach);
    add_page(all, &not_found, theme);
    let lang = site.default_lang().as_str();
    let entries = newest_first(all.entries.iter().map(copy).collect());
    let path = address::root_feed();
    let feed = Feed {
        address: format!("{}/feed.xml", site.base_url),
        home: format!("{}/", site.base_url),
        title: site.agency.name.clone(),
        lang: lang.to_owned(),
        released: site.released.to_string(),
        author: site.agency.name.clone(),
        entries,
        path: path.clone(),
    };
    let bytes = feed::atom(&feed, theme);
    all.add(path, bytes);
    all.addresses.sort();
    all.addresses.dedup();
    let sitemap = OutputPath::new("sitemap.xml").expect("a good path");
    let bytes = feed::sitemap(lang, &all.addresses, theme);
    all.add(sitemap, bytes);
    let robots = OutputPath::new("robots.txt").expect("a good path");
    let bytes = feed::robots(lang, &format!("{}/sitemap.xml", site.base_url), theme);
    all.add(robots, bytes);
}
