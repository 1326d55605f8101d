//! File by file: the way where an output folder can't be exchanged.
//!
//! What changed is written into [`TEMP`] inside the folder, and nothing else
//! is touched before all of it is there: a full disk or a wrong permission
//! shows while the old output is still whole. Then files are renamed into
//! place one by one, and the manifest is written last. A build that is killed
//! in between leaves whole files, some old and some new; the manifest of that
//! time ([`Plan::manifest_on_the_way`]) makes the next build mend them.

use std::fs;
use std::path::{Path, PathBuf};

use super::waiting::Waiting;
use super::{Error, Folders, TEMP, remove, remove_tree};
use crate::build::manifest::{self, Manifest};
use crate::build::publish::Plan;

/// Carries out a plan in `root`. `missing` are the folders to make.
pub(super) fn publish(root: &Path, plan: &Plan, waiting: &Waiting, missing: &[PathBuf]) -> Result<(), Error> {
    let temp = root.join(TEMP);
    if let Err(error) = stage(root, plan, waiting, missing) {
        let _ = remove_tree(&temp);
        for folder in missing.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        return Err(error);
    }
    // From here on, ending early leaves a mixture that the next build mends.
    remove(root, &plan.clear)?;
    let mut folders = Folders::new(root);
    for (index, artifact) in plan.writes.iter().enumerate() {
        let target = root.join(artifact.path.as_str());
        folders.make_above(&artifact.path)?;
        fs::rename(staged_name(&temp, index), &target).map_err(Error::write(&target))?;
    }
    remove(root, &plan.removals)?;
    write_manifest(root, &plan.manifest)?;
    remove_tree(&temp)
}

/// Writes all new files beside their places. The old output is whole until the
/// end of this, whatever happens.
pub(super) fn stage(root: &Path, plan: &Plan, waiting: &Waiting, missing: &[PathBuf]) -> Result<(), Error> {
    let temp = root.join(TEMP);
    fs::create_dir(&temp).map_err(Error::write(&temp))?;
    for (index, draft) in plan.writes.iter().enumerate() {
        let file = staged_name(&temp, index);
        waiting.put(draft, &file).map_err(Error::write(&file))?;
    }
    for folder in missing {
        // What goes away first may stand above it; then it is made later.
        if folder.parent().is_some_and(Path::is_dir) {
            fs::create_dir(folder).map_err(Error::write(folder))?;
        }
    }
    write_manifest(root, &plan.manifest_on_the_way())
}

pub(super) fn staged_name(temp: &Path, index: usize) -> PathBuf {
    temp.join(format!("{index}.tmp"))
}

fn write_manifest(root: &Path, manifest: &Manifest) -> Result<(), Error> {
    let (new, file) = (root.join(TEMP).join("manifest"), root.join(manifest::FILE));
    fs::write(&new, manifest.to_text()).map_err(Error::write(&new))?;
    fs::rename(&new, &file).map_err(Error::write(&file))
}
