//! The room where new files wait until all are made.
//!
//! Each file goes there as soon as it is made, so that a site of any size
//! needs little memory, and writing goes on beside making. Files that the
//! output folder holds already don't come here.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::generation::{link_or_copy, write_new};
use super::{Error, remove_tree};
use crate::build::Artifact;
use crate::build::manifest::{Content, Manifest};
use crate::build::publish::{Body, Draft};
use crate::vfs::OutputPath;

/// The room where new files wait. What is in it when it is dropped goes.
pub struct Waiting {
    /// Nothing: files wait in memory.
    folder: Option<PathBuf>,
    /// What the output folder holds.
    published: Manifest,
    next: AtomicUsize,
    drafts: Mutex<BTreeMap<OutputPath, Draft>>,
    failed: Mutex<Option<Error>>,
}

impl Waiting {
    /// Makes the room, in memory without a folder. `published` is what the
    /// output folder is known to hold.
    pub(super) fn new(folder: Option<PathBuf>, published: Manifest) -> Result<Waiting, Error> {
        if let Some(folder) = &folder {
            remove_tree(folder)?;
            fs::create_dir(folder).map_err(Error::write(folder))?;
        }
        Ok(Waiting {
            folder,
            published,
            next: AtomicUsize::new(0),
            drafts: Mutex::default(),
            failed: Mutex::default(),
        })
    }

    /// What the output folder is known to hold.
    pub fn published(&self) -> &Manifest {
        &self.published
    }

    /// Takes a file, from any thread.
    pub fn add(&self, artifact: Artifact) {
        match self.draft(artifact) {
            Ok(draft) => {
                let mut drafts = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
                drafts.insert(draft.path.clone(), draft);
            }
            Err(error) => {
                let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
                failed.get_or_insert(error);
            }
        }
    }

    fn draft(&self, artifact: Artifact) -> Result<Draft, Error> {
        let draft = Draft::new(artifact);
        if self.published.files.get(&draft.path) == Some(&Some(draft.content)) {
            return Ok(Draft { body: Body::Published, ..draft });
        }
        let (Some(folder), Body::Bytes(bytes)) = (&self.folder, &draft.body) else { return Ok(draft) };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let file = place(folder, number);
        fs::write(&file, bytes).map_err(Error::write(&file))?;
        Ok(Draft { body: Body::Waiting(number), ..draft })
    }

    /// Takes out all files, in the order of their paths, unless one could not
    /// be kept.
    pub fn drafts(&self) -> Result<Vec<Draft>, Error> {
        if let Some(error) = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let drafts = std::mem::take(&mut *self.drafts.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(drafts.into_values().collect())
    }

    /// Puts a draft in its place, where nothing is or what was published
    /// before.
    pub(super) fn put(&self, draft: &Draft, target: &Path) -> io::Result<()> {
        match &draft.body {
            Body::Bytes(bytes) => write_new(target, bytes),
            Body::Published => Err(ErrorKind::NotFound.into()),
            // It stays in the room too: what is made here may be made in vain.
            Body::Waiting(number) => link_or_copy(&self.file(*number), target),
        }
    }

    /// Puts a draft in its place for good.
    pub(super) fn put_last(&self, draft: &Draft, target: &Path) -> io::Result<()> {
        match &draft.body {
            Body::Waiting(number) => match fs::rename(self.file(*number), target) {
                Err(error) if error.kind() == ErrorKind::CrossesDevices => self.put(draft, target),
                other => other,
            },
            _ => self.put(draft, target),
        }
    }

    fn file(&self, number: usize) -> PathBuf {
        self.folder.as_deref().map(|folder| place(folder, number)).unwrap_or_default()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = remove_tree(folder);
        }
    }
}

fn place(folder: &Path, number: usize) -> PathBuf {
    folder.join(number.to_string())
}

/// What a manifest lists, as far as it lies in the folder untouched.
pub(super) fn untouched(
    manifest: &Manifest,
    holds: impl Fn(&OutputPath, &Content) -> bool + Sync,
) -> Manifest {
    use rayon::prelude::*;
    let files: Vec<_> = manifest.files.iter().collect();
    let known = files
        .into_par_iter()
        .map(|(path, content)| (path.clone(), content.filter(|content| holds(path, content))));
    Manifest { part: manifest.part, files: known.collect::<Vec<_>>().into_iter().collect() }
}
