//! `ilpress init`: a small complete site to start from.

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use crate::vfs::{disk, embedded};

/// Make a small complete site to start from
///
/// It has five stakeholder groups, a guide, a brochure, a role matrix, a
/// letter and a training module, all of a made-up state, and builds as it is.
/// Change one file at a time and look at what becomes of it.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make; it must be new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Init {
    pub(super) fn run(&self, console: &mut Console) -> Result<(), Failure> {
        let files: Vec<_> = embedded::starter().collect();
        let count = disk::write_new(&self.folder, files.iter().map(|(path, bytes)| (path, &bytes[..])))?;
        let folder = self.folder.display();
        let here = self.folder == Path::new(".");
        let go = if here { String::new() } else { format!("  cd {folder}\n") };
        console.result(&format!("{folder}\n"))?;
        console.note(&format!(
            "{count} files written. What next:\n{go}  \
             ilpress serve --open    look at it in the browser while you write\n  \
             ilpress build           write the web site into the folder `public`\n\
             Begin with site-config.toml: its comments say what to change."
        ));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::build::{Options, build};
    use crate::diag::render::{Format, render};
    use crate::vfs::{Snapshot, embedded};

    #[test]
    fn the_starter_builds_without_a_warning() {
        let site: Snapshot = embedded::starter().collect();
        let today = jiff::civil::date(2099, 12, 31);
        let options = Options {
            today,
            audiences: Vec::new(),
            langs: Vec::new(),
            kinds: Vec::new(),
            formats: Vec::new(),
            documents: Vec::new(),
            districts: Vec::new(),
            shard: None,
        };
        let built = build(&site, &options);
        assert_eq!(render(Format::Human, &built.diagnostics, &site, false), "");
        assert!(built.value.iter().any(|artifact| artifact.path.as_str() == "families/index.html"));
    }
}
