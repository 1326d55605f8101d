//! `ilpress explain`: why a line shows where it shows, or a rule's page.

use std::path::{Component, Path};

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::wrap::wrap;
use crate::diag::{Rule, nearest, rules};
use crate::vfs::SitePath;

/// Say who sees a line and why, or what a rule is about
///
/// `ilpress explain content/guides/ilp/team.md:14` lists the editions that
/// show this line, and for the others what keeps it out.
/// `ilpress explain vanished-address` prints the page of that rule.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A place, or the name of a rule
    #[arg(value_name = "FILE:LINE|RULE")]
    subject: String,
}

impl Explain {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        if let Some(rule) = rules::find(&self.subject) {
            return console.result(&page(rule));
        }
        let Some((file, line)) = place(&self.subject) else {
            let hint = match nearest(&self.subject, rules::RULES.iter().map(|rule| rule.name)) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "`ilpress list rules` shows them; a place is written FILE:LINE".to_owned(),
            };
            return Err(Failure::with_hint(format!("there is no rule `{}`", self.subject), Some(hint)));
        };
        let loaded = global.load()?;
        let path = site_path(&global.site, file)
            .filter(|path| loaded.snapshot.bytes(path).is_some())
            .ok_or_else(|| Failure::refused(format!("the site has no file `{file}`")))?;
        let text = crate::corpus::explain(&loaded.snapshot, &path, line).map_err(Failure::refused)?;
        console.result(&text)
    }
}

/// Splits `FILE:LINE`, or `FILE:LINE:COLUMN` as messages write it.
fn place(subject: &str) -> Option<(&str, usize)> {
    let (rest, last) = subject.rsplit_once(':')?;
    let last: usize = last.parse().ok()?;
    match rest.rsplit_once(':') {
        Some((file, line)) if line.parse::<usize>().is_ok() => Some((file, line.parse().ok()?)),
        _ => Some((rest, last)),
    }
}

/// Finds a file of the site by a path relative to the site, or to where we
/// are.
pub(super) fn site_path(root: &Path, file: &str) -> Option<SitePath> {
    if root.join(file).is_file()
        && Path::new(file).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
    {
        return SitePath::new(file);
    }
    let root = std::fs::canonicalize(root).ok()?;
    let file = std::fs::canonicalize(file).ok()?;
    let inner: Vec<&str> =
        file.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    SitePath::new(&inner.join("/"))
}

fn page(rule: &Rule) -> String {
    let severity = rule.severity.word();
    let change = if rule.optional {
        format!("A site can change this: `[checks]` in site-config.toml, `{} = \"off\"`.", rule.name)
    } else {
        "No site can turn this off.".to_owned()
    };
    let parts =
        [format!("{} ({severity})", rule.name), rule.finds.to_owned(), rule.instead.to_owned(), change];
    parts.map(|part| wrap(&part, 78)).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_may_have_a_column() {
        assert_eq!(place("content/a.md:14"), Some(("content/a.md", 14)));
        assert_eq!(place("content/a.md:14:3"), Some(("content/a.md", 14)));
        assert_eq!(place("C:\\site\\a.md:14"), Some(("C:\\site\\a.md", 14)));
        assert_eq!(place("vanished-address"), None);
    }

    #[test]
    fn every_rule_has_a_page() {
        for rule in rules::RULES {
            assert!(
                page(rule).lines().all(|line| line.chars().count() <= 90 || !line.contains(' ')),
                "{}",
                page(rule)
            );
        }
    }
}
