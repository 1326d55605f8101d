//! Every example of the CommonMark specification that holds no raw HTML can
//! be printed: each is a page of its own, as PDF/UA-1.
//!
//! Signs that our fonts lack, and pictures, which examples don't bring along,
//! are no fault of the text; everything else that Typst refuses is ours.

use std::sync::Arc;

use ilpress::site;
use ilpress::vfs::Snapshot;
use ilpress::words::Words;
use ilpress::writer::typst::compile::fragment;
use ilpress::writer::typst::theme::Theme;
use libtest_mimic::{Failed, Trial};

use super::commonmark;

/// What no font has: signs that stand in examples for what signs there are.
const NO_GLYPH: &str = "could not be displayed with font";

pub fn trials() -> Vec<Trial> {
    vec![Trial::test("paper::commonmark", examples), Trial::test("paper::deep-nesting-is-a-finding", deep)]
}

fn theme() -> Theme {
    let snapshot: Snapshot = super::run::site("minimal").with_defaults();
    let site = site::load(&snapshot).value.expect("a good site");
    Theme::new(&snapshot, &site, &|lang| Arc::new(Words::load(&snapshot, lang).value))
}

fn examples() -> Result<(), Failed> {
    let theme = theme();
    let mut problems = Vec::new();
    for (number, markdown) in commonmark::without_html() {
        match fragment(&markdown, &theme) {
            Ok(pdf) if pdf.starts_with(b"%PDF-") => {}
            Ok(_) => problems.push(format!("example {number} became no PDF")),
            Err(found) => {
                let found: Vec<_> = found.iter().filter(|found| !found.contains(NO_GLYPH)).collect();
                if !found.is_empty() {
                    problems.push(format!("example {number}: {found:?}\n{markdown}"));
                }
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// However deep a text is nested, there is a PDF or a reason, and the program
/// lives.
fn deep() -> Result<(), Failed> {
    let theme = theme();
    for depth in [8, 60, 300] {
        let quotes = format!("{}deep\n", "> ".repeat(depth));
        let lists: String = (0..depth).map(|level| format!("{}- deep\n", "  ".repeat(level))).collect();
        for markdown in [quotes, lists] {
            match fragment(&markdown, &theme) {
                Ok(_) => {}
                Err(found) if depth > 8 && !found.is_empty() => {}
                Err(found) => return Err(format!("{depth} levels: {found:?}").into()),
            }
        }
    }
    Ok(())
}
