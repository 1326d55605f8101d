//! A duty that no document explains.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::corpus::Corpus;
use crate::diag::{Diagnostic, rules};
use crate::site::{Duty, DutyId};
use crate::vfs::SitePath;

/// How many such duties of one file have a finding each. A table that was just
/// brought here has hundreds, and one thing has to be done about them.
const FEW: usize = 3;

/// How many of them are named.
const NAMED: usize = 10;

/// Finds `unexplained-duty`.
pub fn check(corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let ties = corpus.all().flat_map(|document| document.ties.iter());
    let tied: HashSet<&DutyId> = ties.flat_map(|tie| &tie.duties).collect();
    let is_explained = |duty: &Duty| !duty.explained_by.is_empty() || tied.contains(&duty.id);
    let mut files: IndexMap<&SitePath, Vec<&Duty>> = IndexMap::new();
    for duty in corpus.site.duties.iter().filter(|duty| !is_explained(duty)) {
        files.entry(&duty.span.path).or_default().push(duty);
    }
    for duties in files.values() {
        match duties.as_slice() {
            [first, ..] if duties.len() > FEW => {
                let message = format!("no document explains {} duties of this file", duties.len());
                let finding = Diagnostic::new(&rules::UNEXPLAINED_DUTY, first.span.clone(), message);
                let hint =
                    "write `{duty=ID}` at the end of the passage that explains one, or add `explained_by`";
                diagnostics.push(finding.hint(format!("they are {}", names(duties))).hint(hint));
            }
            few => diagnostics.extend(few.iter().map(|duty| alone(duty))),
        }
    }
}

/// The ids of some duties, as many as a line holds.
fn names(duties: &[&Duty]) -> String {
    let ids: Vec<String> = duties.iter().take(NAMED).map(|duty| format!("`{}`", duty.id)).collect();
    match duties.len().saturating_sub(NAMED) {
        0 => ids.join(", "),
        more => format!("{} and {more} more", ids.join(", ")),
    }
}

fn alone(duty: &Duty) -> Diagnostic {
    let hint = format!(
        "write `{{duty={}}}` at the end of the passage that explains it, or add `explained_by = [\"guides/…\"]`",
        duty.id
    );
    let message = format!("no document explains \"{}\"", duty.task);
    Diagnostic::new(&rules::UNEXPLAINED_DUTY, duty.span.clone(), message).hint(hint)
}
