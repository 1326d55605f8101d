//! From a snapshot to all artifacts.

mod desk;
pub mod impact;
pub mod kit;
pub mod manifest;
mod memory;
mod press;
pub mod publish;
mod reach;
pub mod receipt;
pub mod release;
mod session;
pub mod shard;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

pub use memory::{Memory, Rendered, Store};
pub use press::Press;
pub use session::{Session, obligations};
pub use shard::Shard;

use crate::corpus::Document;
use crate::diag::{Outcome, has_errors};
use crate::vfs::{OutputPath, Snapshot};

/// One output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes, relative to the output folder.
    pub path: OutputPath,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

/// What to build, and the day on which it is built.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day for `overdue-review` and `expired-claim`; it never reaches a page.
    pub today: jiff::civil::Date,
    /// Audience ids; empty means all.
    pub audiences: Vec<String>,
    /// Languages; empty means all.
    pub langs: Vec<String>,
    /// Document kinds; empty means all.
    pub kinds: Vec<String>,
    /// Formats, by their names in `[outputs]`; empty means all. `html` stands
    /// for everything that isn't printed.
    pub formats: Vec<String>,
    /// Document ids; empty means all.
    pub documents: Vec<String>,
    /// District ids: only their editions, with those of their schools; empty
    /// means the state's and all districts'.
    pub districts: Vec<String>,
    /// One of several parts of the build; nothing means the whole.
    pub shard: Option<Shard>,
}

impl Options {
    /// Whether a format is to be made.
    pub(crate) fn wants(&self, format: &str) -> bool {
        self.formats.is_empty() || self.formats.iter().any(|wanted| wanted == format)
    }

    /// Whether a document is to be made.
    pub(crate) fn admits(&self, document: &Document) -> bool {
        let any = |list: &[String], name: &str| list.is_empty() || list.iter().any(|wanted| wanted == name);
        any(&self.kinds, document.kind.listed().name()) && any(&self.documents, document.id.as_str())
    }

    /// Whether anything but paper is to be made.
    pub(crate) fn wants_pages(&self) -> bool {
        self.wants("html")
    }
}

/// Builds everything that `options` admit. Artifacts come sorted by path.
///
/// The value is empty when there are errors that make output impossible; the
/// caller publishes only when there is no error at all.
pub fn build(snapshot: &Snapshot, options: &Options) -> Outcome<Vec<Artifact>> {
    build_beside(snapshot, options, None)
}

/// Builds a part for an output folder in which the files `standing` stay.
///
/// Among them, what all editions share (chooser, sitemap, feed) is left as it
/// is, and pages link to them. Links to editions that are neither made nor
/// standing are left out. `None`: there is no output folder.
pub fn build_beside(
    snapshot: &Snapshot,
    options: &Options,
    standing: Option<&BTreeSet<OutputPath>>,
) -> Outcome<Vec<Artifact>> {
    let snapshot = snapshot.clone().with_defaults();
    collect(&mut Session::new(), &snapshot, options, standing.cloned())
}

/// Makes a site in a session and collects what it makes, sorted by path;
/// nothing when there are errors. `snapshot` holds the program's own files
/// where the site has none.
pub fn collect(
    session: &mut Session,
    snapshot: &Snapshot,
    options: &Options,
    standing: Option<BTreeSet<OutputPath>>,
) -> Outcome<Vec<Artifact>> {
    let made: Mutex<Vec<Artifact>> = Mutex::default();
    let sink = |artifact| made.lock().unwrap_or_else(PoisonError::into_inner).push(artifact);
    let diagnostics = session.make(snapshot, options, standing, &sink);
    let mut artifacts = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    if has_errors(&diagnostics) {
        artifacts.clear();
    }
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Outcome { value: artifacts, diagnostics }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vfs::SitePath;

    #[test]
    fn a_message_that_is_too_long_is_named_with_its_edition() {
        let mut snapshot: Snapshot = crate::vfs::embedded::starter().collect();
        let path = SitePath::new("content/messages/long.md").expect("a good path");
        let text = "+++\nkind = \"message\"\ntitle = \"Long\"\naudiences = [\"families\"]\nchannel = \"letter\"\nmax_words = 3\n+++\n\nOne two three four.\n";
        snapshot.insert(path, text.as_bytes());
        let options = Options {
            today: jiff::civil::date(2026, 9, 1),
            audiences: Vec::new(),
            langs: Vec::new(),
            kinds: Vec::new(),
            formats: vec!["html".to_owned()],
            documents: Vec::new(),
            districts: Vec::new(),
            shard: None,
        };
        let found = build(&snapshot, &options).diagnostics;
        let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(names, ["message-too-long"]);
        assert!(found[0].message.contains("`families` has 4 words, 1 more than 3"), "{}", found[0].message);
    }
}
