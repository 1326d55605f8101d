//! A duty for which many are asked waits for many.

use crate::diag::{Diagnostic, Span, rules};
use crate::site::{Duty, Letter, Site};

/// How many roles may be asked.
const MOST: usize = 3;

/// Finds `too-many-consulted`.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for duty in site.duties.iter().filter(|duty| duty.consulted.len() > MOST) {
        let message = format!("{} roles are asked for \"{}\"", duty.consulted.len(), duty.task);
        let hint = "ask three at most, those whose answer changes what is done; others can help (`support`) or be told (`informed`)";
        let span = all_of(duty);
        diagnostics.push(Diagnostic::new(&rules::TOO_MANY_CONSULTED, span, message).hint(hint));
    }
}

/// From the first to the last of the roles that are asked.
fn all_of(duty: &Duty) -> Span {
    let places = || duty.consulted.iter().map(|role| duty.place(Letter::Consulted, role));
    let mut all = places().min().unwrap_or(&duty.span).clone();
    all.end = places().map(|span| span.end).max().unwrap_or(all.end);
    all
}
