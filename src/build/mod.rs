//! From a snapshot to all artifacts.

pub mod manifest;
pub mod publish;
mod site;

use std::sync::Arc;

use crate::diag::{Outcome, has_errors, tidy};
use crate::vfs::{OutputPath, Snapshot};
use crate::writer::html::Theme;
use crate::{check, corpus};

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
}

/// Builds everything that `options` admit. Artifacts come sorted by path.
///
/// The value is empty when there are errors that make output impossible; the
/// caller publishes only when there is no error at all.
pub fn build(snapshot: &Snapshot, options: &Options) -> Outcome<Vec<Artifact>> {
    let snapshot = snapshot.clone().with_defaults();
    let mut diagnostics = Vec::new();
    let Some(corpus) = corpus::load(&snapshot).collect(&mut diagnostics) else {
        return Outcome { value: Vec::new(), diagnostics };
    };
    check::check(&corpus, options.today, &mut diagnostics);
    let theme = Theme::load(&snapshot, &corpus.site).collect(&mut diagnostics);
    let mut artifacts = Vec::new();
    if let Some(theme) = theme.filter(|_| !has_errors(&diagnostics)) {
        artifacts = site::site(&corpus, &theme, &snapshot, options).collect(&mut diagnostics);
        artifacts.extend(theme.artifacts);
    }
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    corpus.site.apply_checks(&mut diagnostics);
    tidy(&mut diagnostics);
    Outcome { value: artifacts, diagnostics }
}
