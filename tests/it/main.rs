//! The integration tests: all in memory, on the library alone.
//!
//! - [`case`] and [`run`]: the cases in `tests/cases/`, one test each. A case
//!   is a few lines of Markdown; `case` says how they are written.
//! - [`commonmark`]: text without our syntax is written as CommonMark says.
//! - [`documents`]: pages of the manual that are made from the program.
//! - [`editions`]: every code that was ever printed leads to the truth.
//! - [`incremental`]: a session makes what a first build would make.
//! - [`invariants`]: who may use whom, every rule has a case, every word exists.
//! - [`leaks`]: a word is exactly where the tags around it say.
//! - [`overlays`]: what districts write is with them, and nowhere else.
//! - [`paper`]: paper says what the page says.
//! - `paper_codes`: a camera reads the codes of printed pages.
//! - `paper_commonmark`: CommonMark's examples can be printed, too.
//! - [`program`]: the program as a process.
//! - [`properties`]: what holds for sites that nobody wrote.
//! - [`tables`]: large tables of duties, and their import.
//! - [`views`]: each view of the duties shows each of them as often as it should.
//!
//! The list of tests depends on files, so this binary makes it itself
//! (`harness = false`): `cargo test --test it WORDS` runs the tests with those
//! words in their name, `BLESS=1` fills in what cases expect.

#![allow(clippy::disallowed_methods, reason = "tests read files and the environment")]

mod case;
mod commonmark;
mod documents;
mod editions;
mod incremental;
mod invariants;
#[cfg(feature = "cli")]
mod kits;
mod layers;
mod leaks;
mod overlays;
mod paper;
#[cfg(feature = "pdf")]
mod paper_brochure;
#[cfg(feature = "pdf")]
mod paper_codes;
#[cfg(feature = "pdf")]
mod paper_commonmark;
mod program;
mod properties;
mod run;
mod shards;
mod tables;
mod text;
mod views;

use std::path::PathBuf;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let mut trials: Vec<Trial> = Vec::new();
    trials.extend(case::trials());
    trials.extend(commonmark::trials());
    trials.extend(documents::trials());
    trials.extend(editions::trials());
    trials.extend(incremental::trials());
    trials.extend(invariants::trials());
    #[cfg(feature = "cli")]
    trials.extend(kits::trials());
    trials.extend(layers::trials());
    trials.extend(leaks::trials());
    trials.extend(overlays::trials());
    trials.extend(paper::trials());
    #[cfg(feature = "pdf")]
    trials.extend(paper_commonmark::trials());
    #[cfg(feature = "pdf")]
    trials.extend(paper_brochure::trials());
    #[cfg(feature = "pdf")]
    trials.extend(paper_codes::trials());
    trials.extend(program::trials());
    trials.extend(properties::trials());
    trials.extend(shards::trials());
    trials.extend(tables::trials());
    trials.extend(views::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A place in the repository.
fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the repository.
fn read(path: &str) -> String {
    let path = repository(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below a folder of the repository with an extension, sorted:
/// paths relative to the repository, `/` between the parts.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let root = repository("");
    let mut files: Vec<String> = walkdir::WalkDir::new(repository(folder))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry.file_type().is_file() && entry.path().extension().is_some_and(|found| found == extension)
        })
        .filter_map(|entry| Some(entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/")))
        .collect();
    files.sort();
    files
}

/// A difference as a failure's message.
fn compare(what: &str, expected: &str, found: &str) -> Result<(), String> {
    if expected.trim_end() == found.trim_end() {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(expected, found);
    let lines = diff.unified_diff().context_radius(5).header("expected", "found").to_string();
    Err(format!("{what}\n{lines}"))
}
