//! What is wrong with duties, once all files are read: who answers, who is
//! asked, what stands twice, and who has too much to do.
//!
//! They look at duties only, whatever file those are from.

mod near_duplicates;
mod owners;
mod too_many_consulted;
mod too_many_hours;

pub use too_many_hours::{is_over, number, of_basis as too_many_hours};

use crate::diag::Diagnostic;
use crate::site::Site;

/// Finds `near-duplicate-duty`, `owner-without-authority`,
/// `too-many-consulted` and `too-many-hours`.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    near_duplicates::check(site, diagnostics);
    owners::check(site, diagnostics);
    too_many_consulted::check(site, diagnostics);
    too_many_hours::check(site, diagnostics);
}
