//! Running a case: its files become a snapshot, its lines become text.
//!
//! | format | gives |
//! |---|---|
//! | `text` | the text of a page as a reader meets it, one edition |
//! | `html` | the page's body as HTML |
//! | `who` | for each edition, the words that it sees |
//! | `links` | where the page's links lead, pictures too |
//! | `names` | the addresses within the page |
//! | `contents` | its list of contents |
//! | `search` | what the search knows of the page |
//! | `explain:LINE` | what `ilpress explain` says |
//!
//! In the place of a document stands an artifact, by its path:
//!
//! | | gives |
//! |---|---|
//! | `families/index.html` | the words between `<main>` and `</main>`; with `after=Where`, those below the line that begins so; with `format=whole`, the box about the document, too |
//! | `families/index.html format=links` | the links between them |
//! | `families/feed.xml` | the text of any other file |
//! | `files FOLDER` | the paths of all artifacts below a folder |
//! | `grep WORD` | the artifacts in whose bytes a word stands |
//! | `duties` | what the tables of duties say, a line for each duty |
//! | `build` | nothing: it is what only a build finds that counts |
//!
//! Each of them with `only=families,students`: as `--audience` builds; the last
//! four with `format=pdf`: what is printed, where tests have that feature.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use ilpress::build::{self, Artifact, Options};
use ilpress::check::{Known, Obligations};
use ilpress::corpus::{self, Corpus, Document, FormatSet};
use ilpress::diag::render::{Format, Places, render};
use ilpress::diag::{Diagnostic, tidy};
use ilpress::edition::page::{Closed, ContentsEntry, Flow, Phrase};
use ilpress::edition::{Edition, Editions, Page, select};
use ilpress::site::{Audience, BandId, OwnerIndex};
use ilpress::vfs::{SitePath, Snapshot};
use ilpress::words::Words;
use ilpress::writer::html::body::{Style, body};
use ilpress::{check, syntax};

use super::case::{Case, Encoding, File};
use super::{files, read, text};

/// The name of what was found, briefly: place, rule, message and hints.
pub const DIAGNOSTICS: &str = "diagnostics";

/// The name of what was found, as a person sees it.
pub const REPORT: &str = "report";

/// The day on which cases are built: the one after the minimal site's release.
const TODAY: &str = "2026-09-01";

/// How many lines the front matter has that a document gets.
const ADDED: usize = 3;

type Found = Vec<(String, String)>;

/// Runs a case. The findings come last.
pub fn run(case: &Case) -> Result<Found, String> {
    let today = case.today.as_deref().unwrap_or(TODAY).parse().map_err(|error| format!("today: {error}"))?;
    let (snapshot, shifted) = snapshot(case)?;
    let mut found = Found::new();
    let mut diagnostics = Vec::new();
    let corpus = corpus::load(&snapshot).collect(&mut diagnostics);
    if let Some(corpus) = &corpus {
        let obligations = corpus.site.languages.keys().map(|lang| {
            let words = Words::load(&snapshot, lang.as_str()).value;
            (lang.clone(), Obligations::KEYS.map(|key| words.get(key)))
        });
        let known = Known { today, obligations: Obligations::new(obligations) };
        check::check(corpus, &known, &mut diagnostics);
        corpus.site.apply_checks(&mut diagnostics);
    }
    let mut built: HashMap<(&str, &str), Vec<Artifact>> = HashMap::new();
    for line in &case.runs {
        let words: Vec<&str> = line.split_whitespace().collect();
        let key = |name: &str| words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        if ["build", "files", "grep"].contains(&words[0]) || words[0].contains('.') {
            let only = key("only").unwrap_or_default();
            // Elsewhere the format is that of the text to look at.
            let listed = ["build", "files", "grep"].contains(&words[0]);
            let format = key("format").filter(|_| listed).unwrap_or("html");
            let artifacts = built.entry((only, format)).or_insert_with(|| {
                let audiences = only.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
                let outcome = build::build(
                    &snapshot,
                    &Options {
                        today,
                        audiences,
                        langs: Vec::new(),
                        kinds: Vec::new(),
                        formats: vec![format.to_owned()],
                        documents: Vec::new(),
                        districts: Vec::new(),
                        shard: None,
                    },
                );
                diagnostics = outcome.diagnostics;
                outcome.value
            });
            if words[0] != "build" {
                found.push(artifact(&words, artifacts));
            }
            continue;
        }
        let Some(corpus) = &corpus else { return Err("there is no site to run on".into()) };
        if words[0] == "duties" {
            found.push(("duties".to_owned(), duties(corpus)));
            continue;
        }
        let format = key("format").unwrap_or("text");
        if let Some(line) = format.strip_prefix("explain:") {
            let path = SitePath::new(&format!("content/{}.md", words[0])).ok_or("a bad path")?;
            let added = if shifted.contains(&path) { ADDED } else { 0 };
            let line: usize = line.parse().map_err(|_| "no line")?;
            let text = corpus::explain(&snapshot, &path, line + added).unwrap_or_else(|error| error);
            found.push((format!("{}.{format}", words[0]), text));
            continue;
        }
        found.push((
            format!("{}.{}", words[0], ending(format)),
            page(&snapshot, corpus, words[0], format, &key)?,
        ));
    }
    tidy(&mut diagnostics);
    found.push((DIAGNOSTICS.to_owned(), findings(&diagnostics, &snapshot, &shifted)));
    found.push((REPORT.to_owned(), render(Format::Human, &diagnostics, &snapshot, false)));
    Ok(found)
}

/// The duties of all tables, what they don't have left out.
fn duties(corpus: &Corpus) -> String {
    let in_table = |duty: &&ilpress::site::Duty| duty.span.path.extension() == "csv";
    let lines = corpus.site.duties.iter().filter(in_table).map(|duty| {
        let mut parts = vec![format!("{}: {}", duty.id, duty.task)];
        parts.extend(duty.phase.as_ref().map(|phase| format!("phase {phase}")));
        parts.extend((!duty.grades.is_empty()).then(|| format!("grades {}", duty.grades)));
        let months: Vec<&str> =
            corpus.site.school_year.sorted(duty.months).into_iter().map(|month| month.name()).collect();
        parts.extend((!months.is_empty()).then(|| months.join(" ")));
        parts.extend(duty.when.as_ref().map(|when| format!("when {when}")));
        for letter in ilpress::site::Letter::ALL {
            let roles: Vec<&str> = duty.with(letter).iter().map(|role| role.as_str()).collect();
            parts.extend((!roles.is_empty()).then(|| format!("{} {}", letter.letter(), roles.join(" "))));
        }
        let audiences: Vec<&str> = duty.audiences.iter().map(|id| id.as_str()).collect();
        parts.extend((!audiences.is_empty()).then(|| format!("for {}", audiences.join(" "))));
        parts.extend(duty.minutes.map(|minutes| format!("{minutes} minutes")));
        parts.extend(duty.per.map(|per| format!("per {per:?}").to_lowercase()));
        parts.extend(duty.minutes_for.iter().map(|(role, minutes)| format!("{minutes} minutes for {role}")));
        parts.extend(duty.workload.as_ref().map(|group| format!("workload {group}")));
        parts.extend(duty.step.as_ref().map(|step| format!("step {step}")));
        parts.extend(duty.evidence.as_ref().map(|evidence| format!("evidence {evidence}")));
        parts.extend(duty.explained_by.iter().map(|(document, _)| format!("explained by {document}")));
        parts.extend(duty.claim.as_ref().map(|claim| format!("claim {claim}")));
        parts.join("; ") + "\n"
    });
    lines.collect()
}

/// The files of a case, and those to which front matter was added.
fn snapshot(case: &Case) -> Result<(Snapshot, Vec<SitePath>), String> {
    let mut snapshot = match &case.site {
        Some(name) => site(name),
        None => Snapshot::new(),
    };
    let mut shifted = Vec::new();
    for File { path, text, raw, append, encoding } in &case.files {
        let path = SitePath::new(path).ok_or_else(|| format!("`{path}` leads out of the site"))?;
        let before = snapshot.text(&path).filter(|_| *append).unwrap_or_default().to_owned();
        let mut text = before + text;
        if path.extension() == "md" && !raw && !text.starts_with("+++") {
            text = format!("+++\ntitle = \"{}\"\n+++\n{text}", title(path.stem()));
            shifted.push(path.clone());
        }
        let bytes = match encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Bom => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf16 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Nul => text.replace('␀', "\0").into_bytes(),
            Encoding::Latin1 => {
                text.chars().map(|c| u8::try_from(u32::from(c)).expect("it is in Latin-1")).collect()
            }
        };
        snapshot.insert(path, bytes);
    }
    Ok((snapshot, shifted))
}

/// `your-plan` → "Your plan".
fn title(stem: &str) -> String {
    let words = stem.split('.').next().unwrap_or(stem).replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The files of a site in `tests/sites/`, the program's own included.
pub fn site(name: &str) -> Snapshot {
    static SITES: LazyLock<Mutex<HashMap<String, Snapshot>>> = LazyLock::new(Mutex::default);
    let mut sites = SITES.lock().unwrap_or_else(|poison| poison.into_inner());
    let load = || {
        let folder = format!("tests/sites/{name}");
        let mut snapshot = Snapshot::new();
        for extension in ["toml", "md", "svg"] {
            for path in files(&folder, extension) {
                let inner = SitePath::new(&path[folder.len() + 1..]).expect("a file of the repository");
                snapshot.insert(inner, read(&path).into_bytes());
            }
        }
        assert!(!snapshot.is_empty(), "there is no site `{name}` in tests/sites");
        snapshot.with_defaults()
    };
    sites.entry(name.to_owned()).or_insert_with(load).clone()
}

/// The words of English.
fn words() -> &'static Words {
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| Words::load(&Snapshot::new().with_defaults(), "en").value);
    &WORDS
}

fn ending(format: &str) -> &str {
    if format == "text" { "txt" } else { format }
}

fn page<'k>(
    snapshot: &Snapshot,
    corpus: &Corpus,
    id: &str,
    format: &str,
    key: &impl Fn(&str) -> Option<&'k str>,
) -> Result<String, String> {
    let lang = corpus.site.languages.get_key_value(key("lang").unwrap_or("en")).ok_or("no such language")?.0;
    let document = corpus.find(id).ok_or_else(|| format!("there is no document `{id}`"))?;
    let document = corpus.in_lang(&document.id, lang).ok_or_else(|| format!("`{id}` isn't translated"))?;
    let editions = Editions::new(corpus);
    let loaded;
    let words = if snapshot
        .text(&SitePath::new(&format!("templates/i18n/{lang}.ftl")).expect("a good path"))
        .is_some()
        && lang.as_str() != "en"
    {
        loaded = Words::load(snapshot, lang.as_str()).value;
        &loaded
    } else {
        words()
    };
    let edition = |index| Edition {
        corpus,
        editions: &editions,
        words,
        owner: OwnerIndex::STATE,
        index,
        lang,
        formats: FormatSet::WEB,
    };
    if format == "who" {
        let mut lines = String::new();
        for (index, audience) in corpus.site.editions() {
            lines.push_str(&who(&edition(index), audience, document));
        }
        return Ok(lines);
    }
    let audience = key("audience").unwrap_or("families");
    let index = corpus.site.edition_index(audience).ok_or_else(|| format!("`{audience}` has no edition"))?;
    let edition = edition(index);
    if !edition.has(document) {
        return Ok("(this edition doesn't have it)\n".to_owned());
    }
    let band = match key("band") {
        Some(name) => Some(corpus.site.bands.get_key_value(name).ok_or("no such band")?.0.clone()),
        None => document.meta.bands.first().cloned(),
    };
    let page = select(&edition, document, band.as_ref());
    Ok(match format {
        "text" => text::page(&page),
        "html" => body(&Flow::all(&page.tree), Style::Page { words }),
        "links" => links(&page),
        "names" => names(&page),
        "contents" => contents(&page.contents, 0),
        "title" => format!("{}\n{}\n", page.title, page.summary.as_deref().unwrap_or_default()),
        "search" => search(&edition, &page),
        "notes" => notes(&page, words),
        other => return Err(format!("there is no format `{other}`")),
    })
}

/// The words that an edition sees of a document, in one line for each band.
fn who(edition: &Edition, audience: &Audience, document: &Document) -> String {
    if !edition.has(document) {
        return format!("{}: (no document)\n", audience.id);
    }
    let bands: Vec<Option<BandId>> = edition.bands(document);
    bands
        .into_iter()
        .map(|band| {
            let page = select(edition, document, band.as_ref());
            let name = band.map(|band| format!(" {band}")).unwrap_or_default();
            format!("{}{name}: {}", audience.id, text::words(&page)).trim_end().to_owned() + "\n"
        })
        .collect()
}

fn links(page: &Page) -> String {
    let mut out = String::new();
    for node in page.tree.iter() {
        match node.extra() {
            Some(Closed::Link { href, .. }) => out.push_str(&format!("{} -> {href}\n", node.plain_text())),
            Some(Closed::Image { src, .. }) => out.push_str(&format!("{} -> {src}\n", node.plain_text())),
            _ => {}
        }
    }
    out
}

fn names(page: &Page) -> String {
    let mut out = String::new();
    for node in page.tree.iter() {
        let name = match node.extra() {
            Some(Closed::Name(name) | Closed::Item { name: Some(name), .. }) => name,
            Some(Closed::Block(block)) => block.name.as_ref().map_or("", String::as_str),
            _ => continue,
        };
        if !name.is_empty() {
            let kind = format!("{:?}", node.kind()).to_lowercase();
            out.push_str(&format!("{kind} #{name}\n"));
        }
    }
    out
}

fn contents(entries: &[ContentsEntry], depth: usize) -> String {
    entries
        .iter()
        .map(|entry| {
            format!(
                "{}{} #{}\n{}",
                "  ".repeat(depth),
                entry.title,
                entry.id,
                contents(&entry.children, depth + 1)
            )
        })
        .collect()
}

fn search(edition: &Edition, page: &Page) -> String {
    let entry = ilpress::writer::html::search::entry(page, &edition.special("search"), "", "");
    let entry: serde_json::Value = serde_json::from_str(&entry).expect("it is JSON");
    entry["x"].as_str().unwrap_or_default().to_owned() + "\n"
}

/// The footnotes of a page as HTML, as pages list them.
fn notes(page: &Page, words: &Words) -> String {
    let notes = page.tree.roots().filter(|node| node.kind() == syntax::Kind::FootnoteDefinition);
    notes
        .map(|node| {
            format!(
                "{}: {}",
                node.text(),
                body(&Flow::inside(&page.tree, node, node.index + 1), Style::Page { words })
            )
        })
        .collect()
}

fn artifact(words: &[&str], artifacts: &[Artifact]) -> (String, String) {
    let below = |folder: &str| {
        artifacts
            .iter()
            .filter(move |artifact| artifact.path.as_str().starts_with(folder))
            .collect::<Vec<_>>()
    };
    let lines = |paths: Vec<&str>| paths.into_iter().map(|path| format!("{path}\n")).collect::<String>();
    match words[0] {
        "files" => (
            "files".to_owned(),
            lines(
                below(words.get(1).filter(|word| !word.contains('=')).unwrap_or(&""))
                    .into_iter()
                    .map(|artifact| artifact.path.as_str())
                    .collect(),
            ),
        ),
        "grep" => {
            let word = words.get(1).expect("`grep WORD`").as_bytes();
            let with =
                artifacts.iter().filter(|artifact| memchr::memmem::find(&artifact.bytes, word).is_some());
            ("grep".to_owned(), lines(with.map(|artifact| artifact.path.as_str()).collect()))
        }
        path => {
            let text = match artifacts.iter().find(|artifact| artifact.path.as_str() == path) {
                None => "(there is no such file)\n".to_owned(),
                Some(artifact) => {
                    let text = String::from_utf8_lossy(&artifact.bytes).into_owned();
                    let key = |name: &str| words.iter().find_map(|word| word.strip_prefix(name));
                    match key("format=") {
                        Some("links") => text::main_links(&text, key("after=")),
                        Some("whole") => text::main(&text),
                        _ if path.ends_with(".html") => after(&text::main(&text), key("after=")),
                        // A case's own lines end as lines of text do.
                        _ => text.replace("\r\n", "\n"),
                    }
                }
            };
            (path.to_owned(), text)
        }
    }
}

/// What follows the first line that begins with a word, up to the box about
/// the document, which is the same everywhere.
fn after(text: &str, word: Option<&str>) -> String {
    let lines = text.lines().skip_while(|line| word.is_some_and(|word| !line.starts_with(word)));
    lines
        .skip(usize::from(word.is_some()))
        .take_while(|line| *line != "About this document")
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Findings with their places, labels and hints, one a line.
fn findings(diagnostics: &[Diagnostic], snapshot: &Snapshot, shifted: &[SitePath]) -> String {
    let mut places = Places::new(snapshot);
    let mut place = |span: &ilpress::diag::Span| {
        let start = places.extent(span).start;
        // A place in the front matter that a document got stays on the first line.
        let line =
            if shifted.contains(&span.path) { start.line.saturating_sub(ADDED).max(1) } else { start.line };
        format!("{}:{line}:{}", span.path, start.column)
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        let at = place(&diagnostic.span);
        out.push_str(&format!(
            "{at} {}[{}] {}\n",
            diagnostic.severity.word(),
            diagnostic.rule.name,
            diagnostic.message
        ));
        for label in &diagnostic.labels {
            out.push_str(&format!("  - {}: {}\n", place(&label.span), label.message));
        }
        for hint in diagnostic.advice() {
            out.push_str(&format!("  = {}\n", hint.replace('\n', "\n    ")));
        }
    }
    out
}

/// A page's phrases that are only lines to fill in.
pub fn is_line(extra: Option<&Closed>) -> bool {
    matches!(extra, Some(Closed::Span(Phrase::FillIn)))
}
