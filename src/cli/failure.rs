//! Why a command ends early.

use crate::vfs::disk;

/// Why a command ends early.
#[derive(Debug)]
pub(super) enum Failure {
    /// The content has errors; they were shown.
    Content,
    /// The site's configuration has errors which nobody has shown yet.
    Broken,
    /// The command could not run.
    Refused {
        /// What is wrong: lower case, no full stop.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Nobody reads our output any more, as in `ilpress list rules | head`.
    Closed,
}

impl Failure {
    /// Returns a refusal without a hint.
    pub(super) fn refused(message: impl Into<String>) -> Failure {
        Failure::Refused { message: message.into(), hint: None }
    }

    /// Returns a refusal with what to do about it.
    pub(super) fn with_hint(message: impl Into<String>, hint: Option<impl Into<String>>) -> Failure {
        Failure::Refused { message: message.into(), hint: hint.map(Into::into) }
    }
}

impl From<disk::Error> for Failure {
    fn from(error: disk::Error) -> Failure {
        Failure::with_hint(error.to_string(), error.hint())
    }
}
