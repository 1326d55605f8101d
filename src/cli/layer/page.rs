//! How layers stand, as a page: one file with its style, without scripts, made
//! by a template of the theme.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use tera::Context;

use super::super::console::Console;
use super::super::failure::Failure;
use super::super::global::{Global, Loaded};
use super::{OpenBlock, kept, ladder, open_blocks, own, publishers};
use crate::corpus::Corpus;
use crate::corpus::layer::unit;
use crate::diag::Diagnostic;
use crate::site::OwnerIndex;
use crate::vfs::disk;
use crate::writer::html::Theme;

/// Ends each page, so that we know our own when we meet it again.
const MARK: &str = "<!-- made by: ilpress layer status -->";

/// What the template is given as `report`.
#[derive(Serialize)]
struct Report<'a> {
    agency: &'a str,
    made: String,
    counts: Counts,
    rungs: Vec<RungRow<'a>>,
    blocks: Vec<Block<'a>>,
}

#[derive(Default, Serialize)]
struct Counts {
    missing: usize,
    stale: usize,
    unreviewed: usize,
}

#[derive(Serialize)]
struct RungRow<'a> {
    title: String,
    id: &'a str,
    language: &'a str,
    /// Part of the key of its words.
    rung: String,
    publishers: String,
}

#[derive(Serialize)]
struct Block<'a> {
    place: String,
    lang: &'a str,
    /// Part of the key of its words.
    state: String,
    /// What the source said when the block was made, where that is known and
    /// another text now.
    before: Option<String>,
    changes: Vec<Part>,
    below: String,
    here: String,
}

#[derive(Serialize)]
struct Part {
    how: &'static str,
    text: String,
}

/// Writes the page.
pub(super) fn write(
    file: &Path,
    force: bool,
    corpus: &Corpus,
    global: &Global,
    loaded: &Loaded,
    console: &Console,
) -> Result<(), Failure> {
    if !force && disk::is_foreign(file, MARK)? {
        return Err(Failure::with_hint(
            format!("{} is there already, and isn't a report about layers", file.display()),
            Some("name another file, or write over it with `--force`"),
        ));
    }
    let text = page(corpus, global.today()?, loaded).map_err(|found| {
        console.findings_aside(crate::diag::render::Format::Human, &found, &loaded.snapshot);
        Failure::Content
    })?;
    disk::create_whole(file, text.as_bytes(), true)?;
    console.result(&format!("{}\n", file.display()))
}

/// Renders the page in the site's first language.
fn page(corpus: &Corpus, today: Date, loaded: &Loaded) -> Result<String, Vec<Diagnostic>> {
    let site = &corpus.site;
    let read = Theme::load(&loaded.snapshot, site);
    let Some(theme) = read.value else { return Err(read.diagnostics) };
    let lang = site.default_lang();
    let open = open_blocks(corpus);
    let count = |states: &[&str]| open.iter().filter(|block| states.contains(&block.state)).count();
    let rungs = ladder::alike(&ladder::ladder(corpus)).into_iter().map(|(piece, owners)| RungRow {
        title: site.fill(&piece.source.meta.title, lang, OwnerIndex::STATE).into_owned(),
        id: piece.source.id.as_str(),
        language: &site.languages[piece.lang].name,
        rung: piece.rung.name().replace(' ', "-"),
        publishers: publishers(corpus, &owners),
    });
    let report = Report {
        agency: &site.agency.name,
        made: theme.words(lang.as_str()).date(today),
        counts: Counts {
            missing: count(&["missing"]),
            stale: count(&["stale", "no base"]),
            unreviewed: count(&["machine"]),
        },
        rungs: rungs.collect(),
        blocks: open.iter().map(|open| block(open, corpus, loaded)).collect(),
    };
    let mut context = Context::new();
    context.insert("lang", lang.as_str());
    context.insert("dir", site.languages[lang].dir.as_str());
    context.insert("report", &report);
    let page =
        theme.render(lang.as_str(), "layer-report.html", &context, "report").map_err(|found| vec![*found])?;
    Ok(format!("{}\n{MARK}\n", page.trim_end()))
}

fn block<'a>(open: &OpenBlock<'a>, corpus: &Corpus, loaded: &Loaded) -> Block<'a> {
    let below = match open.written {
        Some(state) => state.below.clone(),
        None => source_text(open, corpus).unwrap_or_default(),
    };
    let stale = open.written.filter(|state| state.is_stale() == Some(true));
    let before = stale.and_then(|state| kept(state.base.as_ref()?, loaded));
    Block {
        place: format!("{}#{}", open.place, open.block),
        lang: open.document.lang.as_str(),
        state: open.state.replace(' ', "-"),
        changes: before.as_deref().map(|before| changes(before, &below)).unwrap_or_default(),
        before,
        below,
        here: open.written.map(|state| own(corpus, loaded, state)).unwrap_or_default(),
    }
}

/// What a block says in the source's language.
fn source_text(open: &OpenBlock, corpus: &Corpus) -> Option<String> {
    let source = corpus.find(open.document.id.as_str())?;
    let units = unit::units(source);
    let place = units.iter().position(|unit| unit.name == open.block)?;
    Some(unit::own_text(source, &units, place))
}

/// What changed, word by word.
fn changes(before: &str, now: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for change in TextDiff::from_words(before, now).iter_all_changes() {
        let how = match change.tag() {
            ChangeTag::Equal => "same",
            _ if change.value().trim().is_empty() => "same",
            ChangeTag::Delete => "gone",
            ChangeTag::Insert => "new",
        };
        match parts.last_mut() {
            Some(part) if part.how == how => part.text.push_str(change.value()),
            _ => parts.push(Part { how, text: change.value().to_owned() }),
        }
    }
    parts
}
