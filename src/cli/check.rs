//! `ilpress check`: all checks, nothing written.

use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::global::{FormatArg, Global, Narrow};
use crate::build::Session;
use crate::diag::{has_errors, tidy};

/// Look for mistakes, without writing anything
///
/// Ends with status 1 when there are errors: then nothing can be published.
/// Warnings don't stop anything. `ilpress explain RULE` says more about the
/// name in brackets.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// How to write what was found
    #[arg(long, value_enum, default_value = "human")]
    format: FormatArg,
    #[command(flatten)]
    narrow: Narrow,
}

impl Check {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let mut loaded = console.busy("reading", || global.load())?;
        // Setting paper would take longer than everything else.
        let options = self.narrow.options(global, &loaded, &["html".to_owned()])?;
        let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
        let snapshot = &loaded.snapshot;
        let files = AtomicUsize::new(0);
        let count = |_| {
            files.fetch_add(1, Ordering::Relaxed);
        };
        // Never dropped: the program ends soon, and taking all trees apart would
        // only take time.
        let mut session = ManuallyDrop::new(Session::new());
        diagnostics.extend(console.busy("checking", || session.make(snapshot, &options, None, &count)));
        loaded.apply_checks(&mut diagnostics);
        tidy(&mut diagnostics);
        console.findings(self.format.format(), &diagnostics, snapshot)?;
        console.count(&diagnostics, "nothing can be published");
        if has_errors(&diagnostics) {
            return Err(Failure::Content);
        }
        if diagnostics.is_empty() {
            console.note(&format!("no problems; a build would make {} files", files.into_inner()));
        }
        Ok(())
    }
}
