//! What is in the output folder, compared with its manifest.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::Error;
use crate::build::manifest::{self, Content, Manifest};
use crate::build::publish::Plan;
use crate::vfs::{Hash, OutputPath};

/// An output folder and what should be in it.
pub(super) struct Survey<'a> {
    root: &'a Path,
    manifest: &'a Manifest,
    /// When the manifest was written: after all files that it lists.
    written: Option<SystemTime>,
}

impl Survey<'_> {
    pub(super) fn new<'a>(root: &'a Path, manifest: &'a Manifest) -> Survey<'a> {
        let file = fs::symlink_metadata(root.join(manifest::FILE));
        Survey { root, manifest, written: file.and_then(|meta| meta.modified()).ok() }
    }

    /// Whether all files that the manifest lists are there as it says, and in
    /// real folders.
    pub(super) fn is_as_built(&self) -> bool {
        let files: Vec<_> = self.manifest.files.iter().collect();
        let folders = folders(self.manifest.files.keys());
        files.par_iter().all(|(path, content)| content.is_some_and(|content| self.holds(path, &content)))
            && folders.par_iter().all(|folder| is_folder(&self.root.join(folder)))
    }

    /// Whether a file is there and holds `content`.
    ///
    /// Length and time say so of a file that nobody touched since the manifest
    /// was written. Any other is read.
    pub(super) fn holds(&self, path: &OutputPath, content: &Content) -> bool {
        let file = self.root.join(path.as_str());
        let Ok(meta) = fs::symlink_metadata(&file) else { return false };
        if !meta.is_file() || meta.len() != content.length {
            return false;
        }
        let untouched = meta.modified().is_ok_and(|time| self.written.is_some_and(|written| time <= written));
        untouched || fs::read(&file).is_ok_and(|bytes| Hash::of(&bytes) == content.hash)
    }

    /// Looks at what is on disk before anything is written: refuses links and
    /// files that aren't ours, and returns the folders to make, the outer ones
    /// first.
    pub(super) fn check(&self, plan: &Plan) -> Result<Vec<PathBuf>, Error> {
        let missing = self.check_folders(plan)?;
        self.check_files(plan)?;
        Ok(missing)
    }

    fn check_files(&self, plan: &Plan) -> Result<(), Error> {
        let new = plan.writes.iter().filter(|artifact| !self.manifest.files.contains_key(&artifact.path));
        for path in new.map(|artifact| &artifact.path) {
            let target = self.root.join(path.as_str());
            let inside = |clear: &OutputPath| clear.as_str().starts_with(&format!("{path}/"));
            match fs::symlink_metadata(&target) {
                Ok(meta) if meta.is_dir() && plan.clear.iter().any(inside) => {}
                Ok(_) if !is_cleared(path.as_str(), plan) => return Err(Error::InTheWay(target)),
                _ => {}
            }
        }
        Ok(())
    }

    fn check_folders(&self, plan: &Plan) -> Result<Vec<PathBuf>, Error> {
        let files = plan.writes.iter().chain(&plan.unchanged).map(|artifact| &artifact.path);
        let folders = folders(files.chain(&plan.clear).chain(&plan.removals));
        let found: Vec<_> = folders
            .into_par_iter()
            .map(|folder| (folder, self.root.join(folder)))
            .map(|(folder, real)| (folder, fs::symlink_metadata(&real), real))
            .collect();
        let mut missing = Vec::new();
        for (folder, meta, real) in found {
            match meta {
                Ok(meta) if meta.is_dir() => {}
                Ok(_) if is_cleared(folder, plan) => {}
                Ok(meta) if meta.is_symlink() => return Err(Error::Link(real)),
                Ok(_) => return Err(Error::InTheWay(real)),
                Err(_) => missing.push(real),
            }
        }
        Ok(missing)
    }
}

/// Whether the plan takes this name away, in any writing of it.
fn is_cleared(path: &str, plan: &Plan) -> bool {
    plan.clear.iter().any(|clear| clear.as_str().to_lowercase() == path.to_lowercase())
}

/// The folders of some files, each once, the outer ones first.
pub(super) fn folders<'a>(paths: impl Iterator<Item = &'a OutputPath>) -> BTreeSet<&'a str> {
    let mut last = "";
    let mut folders = HashSet::new();
    for path in paths {
        let Some((folder, _)) = path.as_str().rsplit_once('/') else { continue };
        // Neighbours share a folder.
        if folder == last {
            continue;
        }
        last = folder;
        let mut folder = Some(folder);
        while let Some(new) = folder.filter(|folder| folders.insert(*folder)) {
            folder = new.rsplit_once('/').map(|(outer, _)| outer);
        }
    }
    folders.into_iter().collect()
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}
