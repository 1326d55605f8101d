//! `ilpress render`: one document in, its body as HTML out.

use std::io::{self, Read};

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use crate::diag::has_errors;
use crate::diag::render::Format;
use crate::vfs::Snapshot;

/// Turn Markdown from standard input into HTML on standard output
///
/// For filters, editors and tests: `ilpress render < text.md`. It knows no
/// site, so there is no front matter, and no tag hides anything.
#[derive(Debug, Args)]
pub(super) struct Render {}

impl Render {
    pub(super) fn run(&self, console: &mut Console) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Failure::refused(format!("can't read standard input: {error}")))?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                console.error(
                    &format!("standard input isn't UTF-8: see line {line}"),
                    Some("save the text as UTF-8"),
                );
                return Err(Failure::Content);
            }
        };
        let outcome = crate::writer::html::render_fragment(&text);
        let failed = has_errors(&outcome.diagnostics);
        if let Some(first) = outcome.diagnostics.first() {
            // The text has no path of its own; findings name one, whatever it is.
            let mut sources = Snapshot::new();
            sources.insert(first.span.path.clone(), text.as_bytes());
            console.findings_aside(Format::Human, &outcome.diagnostics, &sources);
        }
        match console.result(&outcome.value) {
            Ok(()) | Err(Failure::Closed) if failed => Err(Failure::Content),
            other => other,
        }
    }
}
