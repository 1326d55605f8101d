//! `ilpress impact`: what a change of words would touch.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use super::console::Console;
use super::explain::site_path;
use super::failure::Failure;
use super::global::{Global, Narrow};
use crate::build::impact::{Impact, Unknown, impact};
use crate::corpus::touch::Place;
use crate::diag::render::Format;
use crate::site::Site;
use crate::vfs::OutputPath;

/// Say what a change to a document would touch, before you make it
///
/// `ilpress impact content/brochures/your-plan.md#cover` counts the pages and
/// papers that show the block, of the state and of each district, and names
/// the translations and districts' texts that would be older than it. Nothing
/// is changed.
#[derive(Debug, Args)]
pub(super) struct Command {
    /// A document; a line of it; or one of its blocks
    #[arg(value_name = "FILE[:LINE|#BLOCK]")]
    place: String,
    /// Write JSON, with every file
    #[arg(long)]
    json: bool,
}

impl Command {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let (file, place) = place(&self.place);
        let loaded = console.busy("reading", || global.load())?;
        let path = site_path(&global.site, file)
            .filter(|path| loaded.snapshot.bytes(path).is_some())
            .ok_or_else(|| Failure::refused(format!("the site has no file `{file}`")))?;
        let options = Narrow::default().options(global, &loaded, &[])?;
        let found = console.busy("comparing", || impact(&loaded.snapshot, &options, &path, &place));
        let impact = found.map_err(|unknown| match unknown {
            Unknown::Place(why) => Failure::refused(why),
            Unknown::Site(found) => {
                console.findings_aside(Format::Human, &found, &loaded.snapshot);
                Failure::Content
            }
        })?;
        match self.json {
            true => console.result(&format!("{:#}\n", in_json(&impact))),
            false => console.result(&in_words(&impact)),
        }
    }
}

/// Splits `FILE`, `FILE:LINE` and `FILE#BLOCK`.
fn place(written: &str) -> (&str, Place) {
    if let Some((file, block)) = written.split_once('#') {
        return (file, Place::Block(block.to_owned()));
    }
    match written.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?))) {
        Some((file, line)) => (file, Place::Line(line)),
        None => (written, Place::File),
    }
}

/// Whose a file is, and for whom: district or school, language, group.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Whose {
    owner: Option<String>,
    lang: String,
    audience: Option<String>,
}

fn whose(path: &OutputPath, site: &Site) -> Whose {
    let mut parts: &[&str] = &path.as_str().split('/').collect::<Vec<_>>();
    let mut owner: Option<String> = None;
    let mut whose = Whose { lang: site.default_lang().to_string(), ..Whose::default() };
    // A language stands before the district or behind it, never in it.
    loop {
        match parts {
            ["districts", id, rest @ ..] => {
                owner = Some((*id).to_owned());
                parts = rest;
            }
            ["schools", id, rest @ ..] => {
                owner = owner.map(|district| format!("{district}/{id}"));
                parts = rest;
            }
            [lang, rest @ ..] if site.languages.contains_key(*lang) => {
                whose.lang = (*lang).to_owned();
                parts = rest;
            }
            _ => break,
        }
    }
    whose.owner = owner;
    whose.audience =
        parts.first().filter(|id| parts.len() > 1 && site.audience(id).is_some()).map(|id| (*id).to_owned());
    whose
}

/// Pages, papers, and what serves them: lists for search, feeds, dates.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    pages: usize,
    papers: usize,
    others: usize,
}

impl Count {
    fn add(&mut self, path: &OutputPath) {
        match path.as_str().rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => self.pages += 1,
            Some("pdf") => self.papers += 1,
            _ => self.others += 1,
        }
    }

    fn words(self) -> String {
        let counted = [(self.pages, "page"), (self.papers, "paper"), (self.others, "other file")];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        let words: Vec<String> = counted
            .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
            .collect();
        words.join(", ")
    }
}

/// The counts of files that have the same value of something.
fn by<'a, K: Ord>(impact: &'a Impact, key: impl Fn(&'a OutputPath) -> K) -> BTreeMap<K, Count> {
    let mut all: BTreeMap<K, Count> = BTreeMap::new();
    for path in &impact.files {
        all.entry(key(path)).or_default().add(path);
    }
    all
}

fn in_words(impact: &Impact) -> String {
    const NAMED: usize = 5;
    let site = &impact.site;
    if impact.files.is_empty() {
        return "No page and no paper shows it.\n".to_owned();
    }
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let owners = by(impact, |path| whose(path, site).owner);
    if let Some(state) = owners.get(&None) {
        line(format!("The state: {}.", state.words()));
    }
    let districts: Vec<&String> = owners.keys().flatten().collect();
    if !districts.is_empty() {
        let mut sum = Count::default();
        impact.files.iter().filter(|path| whose(path, site).owner.is_some()).for_each(|path| sum.add(path));
        let named: Vec<&str> = districts.iter().take(NAMED).map(|id| id.as_str()).collect();
        let more = districts.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let many = if districts.len() == 1 {
            "1 district or school".to_owned()
        } else {
            format!("{} districts and schools", districts.len())
        };
        line(format!("{many}: {} ({}{more}).", sum.words(), named.join(", ")));
    }
    let langs = by(impact, |path| whose(path, site).lang);
    if langs.len() > 1 {
        let langs: Vec<String> =
            langs.iter().map(|(lang, count)| format!("{lang} {}", count.words())).collect();
        line(format!("By language: {}.", langs.join("; ")));
    }
    let groups = by(impact, |path| whose(path, site).audience);
    let groups: Vec<String> = groups
        .iter()
        .map(|(group, count)| format!("{} {}", group.as_deref().unwrap_or("for all"), count.words()))
        .collect();
    line(format!("By group: {}.", groups.join("; ")));
    match impact.stale.len() {
        0 => line("No translation and no district’s text would be older than it.".to_owned()),
        _ => {
            line("Older than it would be, until somebody looks at them:".to_owned());
            for (path, block) in &impact.stale {
                line(format!("  {path}#{block}"));
            }
        }
    }
    out
}

fn in_json(impact: &Impact) -> serde_json::Value {
    let site = &impact.site;
    let files: Vec<_> = impact
        .files
        .iter()
        .map(|path| {
            let Whose { owner, lang, audience } = whose(path, site);
            json!({ "path": path.as_str(), "district": owner, "lang": lang, "audience": audience })
        })
        .collect();
    let stale: Vec<_> =
        impact.stale.iter().map(|(path, block)| json!({ "file": path.as_str(), "block": block })).collect();
    json!({ "files": files, "stale": stale })
}
