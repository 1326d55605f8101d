//! All TOML files of a snapshot → [`Site`].
use super::Site;
use crate::diag::Outcome;
use crate::vfs::Snapshot;

/// Loads the site model.
pub fn load(snapshot: &Snapshot) -> Outcome<Option<Site>> {
    let _ = snapshot;
    Outcome::clean(None)
}
