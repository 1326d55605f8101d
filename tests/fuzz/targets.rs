//! What may be fed with anything, and what has to hold then.
//!
//! One function for each target: it takes bytes and panics when something
//! doesn't hold. `tests/fuzz/main.rs` and the targets of cargo-fuzz in `fuzz/`
//! call the same functions.

use std::sync::{Arc, LazyLock};

use ilpress::build::manifest::Manifest;
use ilpress::build::{Options, build};
use ilpress::check::{self, Known, Obligations};
use ilpress::corpus::{self, Corpus, FormatSet};
use ilpress::diag::render::{Format, render};
use ilpress::diag::{Diagnostic, has_errors};
use ilpress::edition::{Edition, Editions, Flow, select};
use ilpress::site::Lang;
use ilpress::syntax::{self, Kind, attrs};
use ilpress::vfs::{SitePath, Snapshot};
use ilpress::words::Words;
use ilpress::writer::html::body::{Style, body};
use ilpress::writer::html::render_fragment;

/// A target: its name, which is its folder in the corpus, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, by name.
pub const TARGETS: &[Target] = &[
    ("attributes", attributes),
    ("dialect", dialect),
    ("front_matter", front_matter),
    ("manifest", manifest),
    ("site", site),
    ("table", table),
    ("templates", templates),
    ("toml", toml),
];

/// Feeds a target by its name.
#[allow(dead_code, reason = "the targets of cargo-fuzz are chosen by name")]
pub fn feed(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.0 == name).expect("a target");
    target.1(bytes);
}

macro_rules! minimal {
    ($($path:literal),*) => { [$(($path, include_str!(concat!("../sites/minimal/", $path)))),*] };
}

/// The site around what is fed.
static SITE: LazyLock<Snapshot> = LazyLock::new(|| {
    let files = minimal![
        "site-config.toml",
        "assets/table.svg",
        "audiences/counselors.toml",
        "audiences/educators.toml",
        "audiences/facilitators.toml",
        "audiences/families.toml",
        "audiences/special-educators.toml",
        "audiences/students.toml",
        "audiences/teachers.toml",
        "content/claims.toml",
        "content/duties/year.toml",
        "content/glossary.toml",
        "content/pages/about.md"
    ];
    let mut snapshot = Snapshot::new();
    for (path, text) in files {
        snapshot.insert(place(path), text.as_bytes());
    }
    snapshot.with_defaults()
});

fn place(path: &str) -> SitePath {
    SitePath::new(path).expect("a good path")
}

/// The site with one more file.
fn with(path: &str, bytes: &[u8]) -> Snapshot {
    let mut snapshot = SITE.clone();
    snapshot.insert(place(path), bytes);
    snapshot
}

/// The first line, and what follows it.
fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    (&bytes[..end], bytes.get(end + 1..).unwrap_or_default())
}

/// An attribute list, from its brace on.
fn attributes(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for (at, _) in text.match_indices('{') {
        attrs::looks_like_list(text, at);
        let Some(end) = attrs::end_of_list(text, at) else { continue };
        match attrs::parse(text, at..end) {
            Ok(items) => drop(items),
            Err(problem) => assert!(text.get(problem.span.clone()).is_some(), "{problem:?}"),
        }
    }
}

/// A document's text: the tree, every edition's page, the HTML.
fn dialect(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        tree(text);
        let once = render_fragment(text).value;
        assert_eq!(once, render_fragment(text).value, "rendered twice");
        balanced(&once);
    }
    pages(&with("content/pages/fed.md", &[b"+++\ntitle = \"F\"\n+++\n", bytes].concat()));
}

/// What stands between the `+++`, in each kind's folder.
fn front_matter(bytes: &[u8]) {
    for path in ["content/modules/fed.md", "content/matrices/fed.md", "content/guides/fed/index.md"] {
        pages(&with(path, &[b"+++\n", bytes, b"\n+++\nWords.\n"].concat()));
    }
}

fn manifest(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(manifest) = Manifest::parse(text) {
        let again = manifest.to_text();
        let parsed = Manifest::parse(&again).expect("what we wrote can be read");
        assert_eq!(again, parsed.to_text());
    }
}

/// A TOML file; the first line is its path.
fn toml(bytes: &[u8]) {
    let (path, text) = first_line(bytes);
    let known = ["site-config.toml", "audiences/", "content/", "districts/", "events/"];
    let path =
        std::str::from_utf8(path).ok().filter(|path| known.iter().any(|start| path.starts_with(start)));
    let path = path.and_then(SitePath::new).filter(|path| path.extension() == "toml");
    let path = path.unwrap_or_else(|| place("site-config.toml"));
    pages(&with(path.as_str(), text));
}

/// A file of a theme; the first line is its path.
fn templates(bytes: &[u8]) {
    let (path, text) = first_line(bytes);
    let path = std::str::from_utf8(path).ok().filter(|path| path.starts_with("templates/"));
    let path = path.and_then(SitePath::new).unwrap_or_else(|| place("templates/html/page.html"));
    whole(&with(path.as_str(), text), false);
}

/// A table of duties: as a file of the site, and imported.
fn table(bytes: &[u8]) {
    pages(&with("content/duties/fed.csv", bytes));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let site = ilpress::site::load(&SITE).value.expect("the site can be read");
    let imported = ilpress::site::duties::import::import(&site, &[], &place("fed.csv"), text);
    pages(&with("content/duties/fed.toml", imported.toml.as_bytes()));
    let read = ilpress::site::load(&with("content/duties/fed.toml", imported.toml.as_bytes()));
    let broken = read.diagnostics.iter().find(|finding| finding.rule.name == "invalid-toml");
    assert!(broken.is_none(), "{broken:?} in {}", imported.toml);
}

/// Some files, each below a line `===== path`.
fn site(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut snapshot = SITE.clone();
    for file in text.split("===== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        if let Some(path) = SitePath::new(path).filter(|path| !path.as_str().is_empty()) {
            snapshot.insert(path, text.as_bytes());
        }
    }
    // A site's own theme may write what it likes.
    whole(&snapshot, !text.contains("===== templates/"));
}

fn today() -> Options {
    Options {
        today: "2026-09-01".parse().expect("a day"),
        audiences: Vec::new(),
        langs: Vec::new(),
        kinds: Vec::new(),
        formats: vec!["html".to_owned()],
        documents: Vec::new(),
        districts: Vec::new(),
        shard: None,
    }
}

/// Builds a site twice.
fn whole(snapshot: &Snapshot, own_theme: bool) {
    let once = build(snapshot, &today());
    findings(&once.diagnostics, snapshot);
    let again = build(snapshot, &today());
    assert!(once.value == again.value, "built twice, with different bytes");
    assert!(once.diagnostics == again.diagnostics, "built twice, with different findings");
    for artifact in once.value.iter().filter(|_| own_theme && !has_errors(&once.diagnostics)) {
        if artifact.path.as_str().ends_with(".html") {
            let text = std::str::from_utf8(&artifact.bytes).expect("a page is text");
            balanced(text);
            no_controls(text);
        }
    }
}

/// Loads a site and makes the page of every document that was fed, for two
/// editions.
fn pages(snapshot: &Snapshot) {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::load(&SITE, "en").value);
    let outcome = corpus::load(snapshot);
    let mut diagnostics = outcome.diagnostics;
    let Some(corpus) = outcome.value else { return findings(&diagnostics, snapshot) };
    let of = |lang: &Lang| (lang.clone(), Obligations::KEYS.map(|key| WORDS.get(key)));
    let obligations = Obligations::new(corpus.site.languages.keys().map(of));
    check::check(&corpus, &Known { today: today().today, obligations }, &mut diagnostics);
    findings(&diagnostics, snapshot);
    let editions = Editions::new(&corpus);
    for (index, _) in corpus.site.editions().take(3) {
        let lang = corpus.site.default_lang();
        let edition = Edition {
            owner: ilpress::site::OwnerIndex::STATE,
            corpus: &corpus,
            editions: &editions,
            words: &WORDS,
            index,
            lang,
            formats: FormatSet::WEB,
        };
        page(&edition, &corpus, has_errors(&diagnostics));
    }
}

fn page(edition: &Edition, corpus: &Corpus, faulty: bool) {
    for document in corpus.documents().filter(|document| edition.has(document)) {
        for band in edition.bands(document) {
            let page = select(edition, document, band.as_ref());
            let nodes = &page.tree.nodes;
            assert!(nodes.iter().enumerate().all(|(at, node)| {
                let end = node.end as usize;
                at < end && end <= nodes.len()
            }));
            let style = Style::Page { words: edition.words };
            let html = body(&Flow::all(&page.tree), style);
            balanced(&html);
            if !faulty {
                no_controls(&html);
            }
            let again = select(edition, document, band.as_ref());
            assert!(html == body(&Flow::all(&again.tree), style), "selected twice");
        }
    }
}

/// Places lie in their files, and every format can show them.
fn findings(diagnostics: &[Diagnostic], snapshot: &Snapshot) {
    for found in diagnostics {
        for span in std::iter::once(&found.span).chain(found.labels.iter().map(|label| &label.span)) {
            let Some(text) = snapshot.text(&span.path) else { continue };
            assert!(text.get(span.range()).is_some(), "{span:?} of {} in {found:?}", text.len());
        }
    }
    // Each finding shows its place in the same way: the first ones will do.
    let some = &diagnostics[..diagnostics.len().min(50)];
    for format in [Format::Human, Format::Short, Format::Json, Format::Sarif, Format::Github] {
        render(format, some, snapshot, false);
    }
}

/// The tree of a text, alone and behind front matter.
fn tree(text: &str) {
    let path = place("content/pages/x.md");
    for before in ["", "+++\ntitle = \"é\"\n+++\n"] {
        let source: Arc<str> = format!("{before}{text}").into();
        let (parsed, diagnostics) = syntax::parse(&path, &source, before.len());
        let mut open: Vec<usize> = Vec::new();
        for node in parsed.tree.iter() {
            assert!(source.get(node.span()).is_some(), "{:?} at {:?}", node.kind(), node.span());
            while open.last().is_some_and(|end| *end <= node.index) {
                open.pop();
            }
            let around = open.last().copied().unwrap_or(parsed.tree.nodes.len());
            assert!(node.index < node.end() && node.end() <= around, "a node ends behind its parent");
            open.push(node.end());
            if matches!(node.kind(), Kind::Text | Kind::Code)
                && let Some(range) = node.text_range().in_source()
            {
                assert!(source.get(range).is_some(), "text at {:?}", node.text_range());
            }
            if node.scope() != syntax::ScopeId(0) {
                assert!(parsed.scope(node.scope()).is_some(), "a scope that isn't there");
            }
        }
        for found in &diagnostics {
            assert!(source.get(found.span.range()).is_some(), "{found:?}");
        }
    }
}

fn no_controls(text: &str) {
    let bad = text.chars().find(|c| syntax::is_forbidden(*c));
    assert!(bad.is_none(), "U+{:04X} in a page", u32::from(bad.unwrap_or_default()));
}

/// Elements end in the order in which they began; the cells of a large table
/// and the paragraphs in them end without a tag, as HTML allows. Nothing else is
/// known of HTML here: text has no `<`.
fn balanced(html: &str) {
    const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('!') {
            rest = after.split_once('>').map_or("", |(_, after)| after);
            continue;
        }
        let (closing, tag) = rest.strip_prefix('/').map_or((false, rest), |tag| (true, tag));
        let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())];
        assert!(!name.is_empty(), "`<` in text: {:?}", rest.chars().take(40).collect::<String>());
        let mut quoted = false;
        let end = tag.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.unwrap_or_else(|| panic!("<{name} has no end"));
        if closing {
            if name == "tr" {
                end_cells(&mut open);
            }
            assert_eq!(open.pop(), Some(name), "</{name}> closes another element");
        } else if !VOID.contains(&name) && !tag[..end].ends_with('/') {
            if matches!(name, "td" | "th") {
                end_cells(&mut open);
            }
            open.push(name);
        }
        rest = &tag[end + 1..];
        if matches!(name, "script" | "style") && !closing {
            rest = rest.find(&format!("</{name}")).map_or("", |at| &rest[at..]);
        }
    }
    assert!(open.is_empty(), "{open:?} have no end");
}

/// Ends a cell that is open, with its paragraph.
fn end_cells(open: &mut Vec<&str>) {
    while matches!(open.last(), Some(&("td" | "th" | "p"))) {
        open.pop();
    }
}
