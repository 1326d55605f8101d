//! All TOML files of a snapshot → [`Site`].

use super::raw::district::RawDistrict;
use super::raw::event::RawEvent;
use super::raw::site_config::RawSiteConfig;
use super::{Site, audience, config, duties, facts, read};
use crate::diag::rules::MISSING_SITE_CONFIG;
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
    site.kits = config::kits(&raw, &site, &config_path, sink);
    facts::load_claims(&mut site, snapshot, &file("content/claims.toml"), sink);
    facts::load_glossary(&mut site, snapshot, &file("content/glossary.toml"), sink);
    duties::load(&mut site, snapshot, sink);
    check_shapes(snapshot, sink);
    Some(site)
}

/// Looks at the keys of files that have no model yet.
fn check_shapes(snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) {
    for (path, _) in snapshot.below("districts").filter(|(path, _)| path.file_name() == "district.toml") {
        read::read_file::<RawDistrict>(snapshot, path).collect(sink);
    }
    for (path, _) in snapshot.below("events") {
        if path.extension() == "toml" && path.folder() == "events" {
            read::read_file::<RawEvent>(snapshot, path).collect(sink);
        }
    }
}
