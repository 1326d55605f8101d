//! `ilpress layer`: whether translations and districts' texts keep in step
//! with their sources.

mod page;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use similar::{ChangeTag, TextDiff};

use super::console::Console;
use super::failure::Failure;
use super::global::{Global, Loaded};
use super::table::{Table, TableArgs};
use crate::corpus::layer::ladder::{self, Lacks, Piece, Rung};
use crate::corpus::layer::{UnitState, edit, unit};
use crate::corpus::{Corpus, Document};
use crate::diag::did_you_mean;
use crate::site::{Language, OwnerIndex};
use crate::vfs::{SitePath, disk};

/// The folder in which the texts lie that layers were made from.
const BASES: &str = "bases";

/// Keep translations and districts' texts in step with their sources
///
/// Each block of a layer names, in `base`, the text that it was made
/// from. When that text changes, the block is stale: readers are told so, and
/// `ilpress layer status` shows what changed.
#[derive(Debug, Args)]
pub(super) struct Layer {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show which blocks are missing, stale, or not reviewed
    ///
    /// Without a file: a line for each block that needs somebody. With a file:
    /// of each of its blocks the text below it, what changed in it word by
    /// word, and the block's own text.
    Status {
        /// A translation, such as content/brochures/your-plan.es.md
        #[arg(value_name = "FILE")]
        file: Option<String>,
        /// Write a page to read, print and send, instead: all blocks that need
        /// somebody, with what changed, and what readers get of each document
        #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "json"])]
        page: Option<PathBuf>,
        /// Write the page over a file that isn't such a report
        #[arg(long, requires = "page")]
        force: bool,
        #[command(flatten)]
        table: TableArgs,
    },
    /// Show what readers get of each document in each language, and who acts next
    ///
    /// Three rungs: `full`, the whole document in step with its source; `side
    /// by side`, the document with passages that are still in the source's
    /// language, stale, or not checked; `cover note`, the source with a note
    /// in the reader's language that an interpreter explains it. A language
    /// counts for those groups of readers for whom something is translated.
    Ladder {
        #[command(flatten)]
        table: TableArgs,
    },
    /// Say that blocks are in step with the text below them
    ///
    /// Writes the hash of the text as it is now into each block, and keeps the
    /// text itself in the folder `bases`, so that the next change can be shown.
    Accept {
        /// Translations, or blocks of them: FILE or FILE#BLOCK
        #[arg(value_name = "FILE[#BLOCK]", required = true)]
        blocks: Vec<String>,
    },
    /// Write a file in which somebody can translate a document, or a district
    /// can revise it
    New {
        /// The document, such as brochures/your-plan
        document: String,
        /// The language, such as es
        #[arg(required_unless_present = "district")]
        lang: Option<String>,
        /// The district or school that revises it: harmon, harmon/oak
        #[arg(long, conflicts_with = "lang")]
        district: Option<String>,
    },
}

impl Layer {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let loaded = console.busy("reading", || global.load())?;
        let corpus = loaded.corpus()?;
        match &self.command {
            Command::Status { page: Some(file), force, .. } => {
                page::write(file, *force, &corpus, global, &loaded, console)
            }
            Command::Status { file: None, table, .. } => overview(&corpus).write(*table, console),
            Command::Status { file: Some(file), .. } => {
                let document = translation(&corpus, file)?;
                console.result(&details(&corpus, document, file, &loaded))
            }
            Command::Ladder { table } => rungs(&corpus).write(*table, console),
            Command::Accept { blocks } => accept(blocks, &corpus, global, &loaded, console),
            Command::New { document, lang: Some(lang), .. } => new(document, lang, &corpus, global, console),
            Command::New { document, district, .. } => {
                revise(document, district.as_deref().unwrap_or_default(), &corpus, global, console)
            }
        }
    }
}

/// How a block stands, in a word.
fn word(state: &UnitState) -> &'static str {
    match (state.is_stale(), state.state.as_deref()) {
        (Some(true), _) => "stale",
        (_, Some("machine")) => "machine",
        (None, _) => "no base",
        (_, Some("same")) => "same",
        (_, Some("reviewed")) => "reviewed",
        _ => "in step",
    }
}

/// What readers get, and who acts next.
fn rungs(corpus: &Corpus) -> Table {
    let mut table = Table::new(["language", "document", "rung", "publishers", "next"]);
    for (piece, owners) in ladder::alike(&ladder::ladder(corpus)) {
        let (lang, id) = (piece.lang.as_str(), piece.source.id.as_str());
        table.row([lang, id, piece.rung.name(), &publishers(corpus, &owners), &next(&piece)]);
    }
    table
}

/// Whose pieces they are, in words: `the state, harmon, 21 more`.
fn publishers(corpus: &Corpus, owners: &[OwnerIndex]) -> String {
    const NAMED: usize = 3;
    let name = |owner: &OwnerIndex| match corpus.site.owner(*owner) {
        Some(owner) => owner.id(),
        None => "the state".to_owned(),
    };
    let mut names: Vec<String> = owners.iter().take(NAMED).map(name).collect();
    if owners.len() > NAMED {
        names.push(format!("{} more", owners.len() - NAMED));
    }
    names.join(", ")
}

/// What has to be done for the next rung, and by whom.
fn next(piece: &Piece) -> String {
    let id = &piece.source.id;
    match piece.rung {
        Rung::Full => String::new(),
        Rung::CoverNote => format!("the state translates it: ilpress layer new {id} {}", piece.lang),
        Rung::SideBySide => {
            let todo = |lacks: &Lacks| -> Vec<String> {
                let ways =
                    [("translate", &lacks.missing), ("renew", &lacks.stale), ("review", &lacks.unreviewed)];
                let ways = ways.into_iter().filter(|(_, blocks)| !blocks.is_empty());
                ways.map(|(way, blocks)| format!("{way} {}", blocks.join(", "))).collect()
            };
            let whose = [("the state", todo(&piece.lacks)), ("the district", todo(&piece.own))];
            let whose = whose.into_iter().filter(|(_, todo)| !todo.is_empty());
            whose.map(|(who, todo)| format!("{who}: {}", todo.join("; "))).collect::<Vec<_>>().join(". ")
        }
    }
}

/// How many documents stand on which rung of each language, for a build to
/// say; nothing where there is one language.
pub(super) fn ladder_in_words(corpus: &Corpus) -> Vec<String> {
    let pieces = ladder::ladder(corpus);
    let languages =
        corpus.site.languages.values().filter(|language| language.lang != *corpus.site.default_lang());
    let line = |language: &Language| -> Option<String> {
        let of_lang = || pieces.iter().filter(|piece| *piece.lang == language.lang);
        let all = of_lang().count();
        let counts = Rung::ALL.into_iter().filter_map(|rung| {
            let count = of_lang().filter(|piece| piece.rung == rung).count();
            let how = match rung {
                Rung::Full => "in full",
                Rung::SideBySide => "side by side with the source",
                Rung::CoverNote => "as the source with a cover note",
            };
            (count > 0).then(|| format!("{count} {how}"))
        });
        let counts: Vec<String> = counts.collect();
        (all > 0).then(|| format!("{} ({}): {}", language.name, language.lang, counts.join(", ")))
    };
    languages.filter_map(line).collect()
}

/// A block that needs somebody: in which document, which, how it stands, and
/// in which file; with what its file says of it, unless it isn't there.
struct OpenBlock<'a> {
    document: &'a Document,
    block: &'a str,
    state: &'static str,
    place: &'a str,
    written: Option<&'a UnitState>,
}

/// The blocks that need somebody, once each: what a district takes over from
/// the state isn't its own to mend.
fn open_blocks(corpus: &Corpus) -> Vec<OpenBlock<'_>> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for document in corpus.all().filter(|document| !document.provenance.parts.is_empty()) {
        let id = document.id.as_str();
        let place = document.provenance.parts.last().map_or("", |(_, path)| path.as_str());
        let readers = ladder::readers(corpus, &document.lang);
        let is_read = |unit: &&String| {
            corpus
                .find(id)
                .is_none_or(|source| document.lang == source.lang || ladder::is_for(source, unit, readers))
        };
        for unit in document.provenance.untranslated.iter().filter(is_read) {
            let written = document.provenance.states.iter().find(|state| state.unit == *unit);
            let state = written.map_or("missing", word);
            if seen.insert((document.lang.as_str(), id, unit.as_str(), place)) {
                all.push(OpenBlock { document, block: unit, state, place, written });
            }
        }
        // What stands in a district's row has no file of its own to accept.
        let shown = |state: &&UnitState| {
            state.path.extension() == "md" && !document.provenance.untranslated.contains(&state.unit)
        };
        for state in document.provenance.states.iter().filter(shown) {
            let (block, place) = (state.unit.as_str(), state.path.as_str());
            if matches!(word(state), "stale" | "machine" | "no base")
                && seen.insert((document.lang.as_str(), id, block, place))
            {
                all.push(OpenBlock { document, block, state: word(state), place, written: Some(state) });
            }
        }
    }
    all
}

/// The blocks that need somebody, as a table.
fn overview(corpus: &Corpus) -> Table {
    let mut table = Table::new(["language", "document", "block", "state", "place"]);
    for open in open_blocks(corpus) {
        table.row([
            open.document.lang.as_str(),
            open.document.id.as_str(),
            open.block,
            open.state,
            open.place,
        ]);
    }
    table
}

/// The translation that lies in a file.
fn translation<'a>(corpus: &'a Corpus, file: &str) -> Result<&'a Document, Failure> {
    let file = file.trim_start_matches("./");
    let path = |document: &'a Document| document.provenance.parts.last().map(|(_, path)| path.as_str());
    let translations = || corpus.all().filter(move |document| path(document).is_some());
    translations().find(|document| path(document) == Some(file)).ok_or_else(|| {
        let hint = did_you_mean(file, translations().filter_map(path));
        Failure::with_hint(format!("`{file}` is no translation of this site"), hint)
    })
}

/// All blocks of a translation, with what changed below each.
fn details(corpus: &Corpus, document: &Document, file: &str, loaded: &Loaded) -> String {
    let mut out = match document.provenance.states.iter().all(|state| state.translated) {
        true => format!("{file} translates `{}` into `{}`\n", document.id, document.lang),
        false => format!("{file} revises `{}`\n", document.id),
    };
    for name in &document.provenance.untranslated {
        if !document.provenance.states.iter().any(|state| state.unit == *name) {
            out.push_str(&format!("\n#{name}: missing\n"));
            if let Some(source) = corpus.find(document.id.as_str()) {
                let units = unit::units(source);
                if let Some(place) = units.iter().position(|unit| unit.name == *name) {
                    out.push_str(&format!("  source: {}\n", unit::own_text(source, &units, place)));
                }
            }
        }
    }
    for state in &document.provenance.states {
        out.push_str(&format!("\n#{}: {}\n", state.unit, word(state)));
        let before = state.base.as_ref().and_then(|base| kept(base, loaded));
        match before.filter(|_| state.is_stale() == Some(true)) {
            Some(before) => out.push_str(&format!("  changed: {}\n", changes(&before, &state.below))),
            None => out.push_str(&format!("  source: {}\n", state.below)),
        }
        if state.is_stale() == Some(true)
            && state.base.as_ref().is_some_and(|base| kept(base, loaded).is_none())
        {
            out.push_str(
                "  (the text that it was made from isn't kept in `bases`, so nobody can say what changed)\n",
            );
        }
        out.push_str(&format!("  here:   {}\n", own(corpus, loaded, state)));
    }
    out
}

/// What a layer's block says in its own file, on one line.
fn own(corpus: &Corpus, loaded: &Loaded, state: &UnitState) -> String {
    let Some(layer) = corpus.layer_file(&state.path, &loaded.snapshot) else { return String::new() };
    let units = unit::units(&layer);
    let place = units.iter().position(|unit| unit.name == state.unit);
    place.map(|place| unit::own_text(&layer, &units, place)).unwrap_or_default()
}

/// A text that a layer was made from.
fn kept(base: &str, loaded: &Loaded) -> Option<String> {
    let path = SitePath::new(&format!("{BASES}/{base}.md"))?;
    Some(loaded.snapshot.text(&path)?.trim_end().to_owned())
}

/// What changed, word by word: `[-gone-]` and `{+new+}`.
fn changes(before: &str, now: &str) -> String {
    let mut out = String::new();
    for change in TextDiff::from_words(before, now).iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => out.push_str(change.value()),
            _ if change.value().trim().is_empty() => out.push_str(change.value()),
            ChangeTag::Delete => out.push_str(&format!("[-{}-]", change.value())),
            ChangeTag::Insert => out.push_str(&format!("{{+{}+}}", change.value())),
        }
    }
    out
}

fn accept(
    blocks: &[String],
    corpus: &Corpus,
    global: &Global,
    loaded: &Loaded,
    console: &Console,
) -> Result<(), Failure> {
    // A block may be named twice, and a file with its blocks.
    let mut files: BTreeMap<SitePath, Vec<(String, String)>> = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for written in blocks {
        let (file, name) =
            written.split_once('#').map_or((written.as_str(), None), |(file, name)| (file, Some(name)));
        let document = translation(corpus, file)?;
        let states = &document.provenance.states;
        if let Some(name) = name.filter(|name| !states.iter().any(|state| state.unit == *name)) {
            let hint = did_you_mean(name, states.iter().map(|state| state.unit.as_str()));
            return Err(Failure::with_hint(format!("`{file}` has no block `{name}`"), hint));
        }
        for state in states.iter().filter(|state| name.is_none_or(|name| state.unit == name)) {
            let entry = files.entry(state.path.clone()).or_default();
            if !entry.iter().any(|(unit, _)| *unit == state.unit) {
                entry.push((state.unit.clone(), state.now()));
            }
            texts.insert(state.now(), state.below.clone());
        }
    }
    // The texts first: a hash without its text couldn't be explained.
    for (hash, text) in &texts {
        let path = global.site.join(BASES).join(format!("{hash}.md"));
        if !Path::new(&path).exists() {
            disk::create_whole(&path, format!("{text}\n").as_bytes(), true)?;
        }
    }
    for (path, bases) in &files {
        let layer = corpus.layer_file(path, &loaded.snapshot);
        let layer = layer.ok_or_else(|| Failure::refused(format!("`{path}` can't be read")))?;
        let written = edit::with_bases(&layer, bases);
        disk::create_whole(&global.site.join(path.as_str()), written.as_bytes(), true)?;
        let count = bases.len();
        console.note(&format!("{path}: {count} block{} in step", if count == 1 { "" } else { "s" }));
    }
    Ok(())
}

/// Writes an overlay for a district or school.
fn revise(
    id: &str,
    district: &str,
    corpus: &Corpus,
    global: &Global,
    console: &Console,
) -> Result<(), Failure> {
    let site = &corpus.site;
    let published = |document: &&Document| site.district_settings.publishes(document.id.as_str());
    let Some(source) = corpus.find(id).filter(published) else {
        let ids: Vec<&str> =
            corpus.documents().filter(published).map(|document| document.id.as_str()).collect();
        let hint = did_you_mean(id, ids.iter().copied())
            .or_else(|| Some(format!("districts publish: {}", ids.join(", "))));
        return Err(Failure::with_hint(format!("districts publish no document `{id}`"), hint));
    };
    let Some(owner) = site.owner_named(district) else {
        let ids: Vec<String> = site.owners.iter().map(crate::site::Owner::id).collect();
        let hint = did_you_mean(district, ids.iter().map(String::as_str));
        return Err(Failure::with_hint(format!("there is no district or school `{district}`"), hint));
    };
    let revisable = source.front.revisable.as_ref().map(|word| word.value);
    let text = edit::overlay(source, revisable.unwrap_or(site.district_settings.revisable));
    let name = source.id.as_str().rsplit('/').next().unwrap_or_default();
    let file = format!("{}{name}.md", owner.folder);
    disk::create_whole(&global.site.join(&file), text.as_bytes(), false)?;
    console.note(&format!("{file}: write your text below the comment of a block, then run `ilpress check`"));
    Ok(())
}

fn new(id: &str, lang: &str, corpus: &Corpus, global: &Global, console: &Console) -> Result<(), Failure> {
    let Some(source) = corpus.find(id) else {
        let hint = did_you_mean(id, corpus.documents().map(|document| document.id.as_str()));
        return Err(Failure::with_hint(format!("there is no document `{id}`"), hint));
    };
    let languages = || corpus.site.languages.keys().skip(1).map(|lang| lang.as_str());
    if !languages().any(|known| known == lang) {
        let hint = did_you_mean(lang, languages())
            .unwrap_or_else(|| "declare it in `[languages]` of site-config.toml first".to_owned());
        return Err(Failure::with_hint(format!("`{lang}` is no language to translate into"), Some(hint)));
    }
    let file = source.path.as_str().trim_end_matches(".md");
    let file = format!("{file}.{lang}.md");
    disk::create_whole(&global.site.join(&file), edit::skeleton(source, lang).as_bytes(), false)?;
    console.note(&format!(
        "{file}: write each block below its comment; `ilpress layer status {file}` says what is missing"
    ));
    Ok(())
}
