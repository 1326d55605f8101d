//! From a snapshot to all artifacts.

pub mod manifest;
pub mod publish;

use std::sync::Arc;

use crate::diag::Outcome;
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
}

/// Builds everything that `options` admit. Artifacts come sorted by path.
///
/// The value is empty when there are errors that make output impossible; the
/// caller publishes only when there is no error at all.
pub fn build(snapshot: &Snapshot, options: &Options) -> Outcome<Vec<Artifact>> {
    let _ = (snapshot, options);
    Outcome::clean(Vec::new())
}
