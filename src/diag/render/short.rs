//! A line a finding, as compilers have written them since there are editors:
//! `file:line:column: error[rule]: message`.

use std::fmt::Write;

use super::excerpt::harmless;
use super::place::Places;
use crate::diag::Diagnostic;

/// Returns one line for each finding; labels and hints are left out.
pub(super) fn render(diagnostics: &[Diagnostic], places: &mut Places) -> String {
    let mut out = String::new();
    for Diagnostic { rule, severity, span, message, .. } in diagnostics {
        let start = places.extent(span).start;
        let path = harmless(span.path.as_str());
        let message = harmless(message);
        writeln!(
            out,
            "{path}:{}:{}: {}[{}]: {message}",
            start.line,
            start.column,
            severity.word(),
            rule.name
        )
        .expect("writing to a string can't fail");
    }
    out
}
