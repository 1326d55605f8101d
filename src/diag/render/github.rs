//! Workflow commands of GitHub Actions: `::error file=…,line=…::message`,
//! shown beside the changed lines of a pull request.
//!
//! Paths are relative to the site's root, so a check should run with the
//! repository's root as the site for the marks to find their lines.

use std::fmt::Write;

use super::place::Places;
use crate::diag::Diagnostic;

/// Returns one command for each finding.
pub(super) fn render(diagnostics: &[Diagnostic], places: &mut Places) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let extent = places.extent(&diagnostic.span);
        let mut text = diagnostic.message.clone();
        for hint in diagnostic.advice() {
            text.push_str("\nhint: ");
            text.push_str(&hint);
        }
        writeln!(
            out,
            "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            diagnostic.severity.word(),
            property(diagnostic.span.path.as_str()),
            extent.start.line,
            extent.start.column,
            extent.end.line,
            extent.end.column,
            property(diagnostic.rule.name),
            data(&text),
        )
        .expect("writing to a string can't fail");
    }
    out
}

/// Escapes what would end the command, as the runner's own toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes what would end the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
