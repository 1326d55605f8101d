//! `ilpress schema`: JSON Schemas of all TOML files, for editors.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use crate::vfs::disk;

/// Write a JSON Schema for each kind of TOML file
///
/// Editors that know JSON Schema then complete keys and mark mistakes while
/// you type. Files of the same names are replaced.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Schema {
    pub(super) fn run(&self, console: &mut Console) -> Result<(), Failure> {
        for (name, schema) in crate::site::schemas() {
            let path = self.folder.join(name);
            disk::replace(&path, format!("{schema:#}\n").as_bytes())?;
            console.result(&format!("{}\n", path.display()))?;
        }
        Ok(())
    }
}
