//! All TOML files of a snapshot → [`Site`].

use super::raw::event::RawEvent;
use super::raw::site_config::RawSiteConfig;
use super::{Site, audience, config, district, duties, facts, owner, printed, read, translation};
use crate::diag::rules::{MISSING_SITE_CONFIG, UNREAD_FILE};
use crate::diag::{self, Diagnostic, Outcome, Span};
use crate::vfs::{SitePath, Snapshot};

/// Loads the site model and reports everything that is wrong in any of its
/// files, at the level that `[checks]` chose.
///
/// The value is nothing only when `site-config.toml` is missing or can't be
/// read at all. Otherwise it holds what could be understood: with errors among
/// the findings nothing is published, but a preview can go on.
pub fn load(snapshot: &Snapshot) -> Outcome<Option<Site>> {
    let mut sink: Vec<Diagnostic> = Vec::new();
    let site = load_into(snapshot, &mut sink);
    if let Some(site) = &site {
        site.apply_checks(&mut sink);
    }
    diag::tidy(&mut sink);
    Outcome { value: site, diagnostics: sink }
}

fn load_into(snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) -> Option<Site> {
    let file = |name: &str| SitePath::new(name).expect("the names of our files don't climb");
    let config_path = file("site-config.toml");
    if snapshot.bytes(&config_path).is_none() {
        let finding =
            Diagnostic::new(&MISSING_SITE_CONFIG, Span::file(&config_path), "there is no site-config.toml");
        sink.push(
            finding
                .hint("run `ilpress init DIR` for a complete site, or give the site's folder with `--site`"),
        );
        return None;
    }
    let raw = read::read_file::<RawSiteConfig>(snapshot, &config_path).collect(sink)?;
    let mut site = config::resolve(&raw, &config_path, sink);
    audience::load(&mut site, snapshot, &raw, &config_path, sink);
    site.load = config::load_limits(&raw, &site, &config_path, sink);
    site.kits = config::kits(&raw, &site, &config_path, sink);
    for (lang, readers) in config::readers(&raw, &site, &config_path, sink) {
        site.languages[&lang].readers = Some(readers);
    }
    facts::load_claims(&mut site, snapshot, &file("content/claims.toml"), sink);
    facts::load_glossary(&mut site, snapshot, &file("content/glossary.toml"), sink);
    district::load(&mut site, snapshot, sink);
    site.owners = owner::owners(&site);
    duties::load(&mut site, snapshot, sink);
    printed::load(&mut site, snapshot, &file(printed::FILE), sink);
    printed::check_length(&site, raw.short_url.as_ref().or(raw.base_url.as_ref()), &config_path, sink);
    check_shapes(snapshot, sink);
    unread(&site, snapshot, sink);
    Some(site)
}

/// Looks at the keys of files that have no model yet.
fn check_shapes(snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) {
    for (path, _) in snapshot.below("events") {
        if path.extension() == "toml" && path.folder() == "events" {
            read::read_file::<RawEvent>(snapshot, path).collect(sink);
        }
    }
}

/// The endings of files that people write for a site, though nothing reads
/// files of that ending in that place.
const MEANT: [&str; 14] = [
    "csv", "docx", "htm", "html", "json", "markdown", "mdown", "ods", "toml", "tsv", "xls", "xlsx", "yaml",
    "yml",
];

/// Finds `unread-file`: files that were meant for something, and have a name
/// or lie in a place by which nothing finds them.
fn unread(site: &Site, snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) {
    for folder in ["audiences", "content", "districts", "events"] {
        let files =
            snapshot.below(folder).map(|(path, _)| path).filter(|path| !translation::is_read(site, path));
        for path in files.filter(|path| MEANT.contains(&path.extension()) && !is_read(path)) {
            let found = Diagnostic::new(&UNREAD_FILE, Span::file(path), "nothing reads this file");
            sink.push(found.hint(place_for(path)));
        }
    }
}

fn is_read(path: &SitePath) -> bool {
    let folders: Vec<&str> = path.folder().split('/').collect();
    if path.extension() == "csv" {
        return folders == ["content", "duties"];
    }
    path.extension() == "toml"
        && match folders.as_slice() {
            ["audiences"] | ["events"] | ["content", "duties"] => true,
            ["content"] => ["claims", "glossary"].contains(&path.stem()),
            ["districts", _] => path.stem() == "district",
            _ => false,
        }
}

/// What to do with a file that nothing reads.
fn place_for(path: &SitePath) -> String {
    let (folder, stem) = (path.folder(), path.stem());
    let first = folder.split('/').next().unwrap_or_default();
    match (first, path.extension()) {
        ("content", "toml") => match diag::nearest(stem, ["claims", "glossary"]) {
            Some(near) if folder == "content" => format!("did you mean `content/{near}.toml`?"),
            _ => "duties lie in `content/duties/`; facts in `content/claims.toml`, terms in `content/glossary.toml`".to_owned(),
        },
        ("content", "ods" | "tsv" | "xls" | "xlsx") => {
            format!("of a table of duties, `ilpress import duties {path}` makes a file that is read")
        }
        ("content", "csv") => "tables of duties lie in `content/duties/`".to_owned(),
        ("content", _) => format!("documents are text files of Markdown: `{folder}/{stem}.md`"),
        ("districts", "toml") => format!("a district's file is `districts/{}/district.toml`", if folder == first { stem } else { "NAME" }),
        (_, "toml") => format!("move it to `{first}/{stem}.toml`"),
        _ => format!("write it in TOML: `{first}/{stem}.toml`"),
    }
}
