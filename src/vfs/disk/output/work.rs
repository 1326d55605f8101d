//! The folder beside an output folder: `.public.ilpress` beside `public`.
//!
//! It holds the lock, the receipt, and the generation before ([`SPARE`]) or
//! the one being made ([`NEXT`]). Only its owner may look into it: findings
//! quote what not everybody may read, and it may lie below a served folder.
//! All of it can be deleted while no build runs; the next build takes longer.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use crate::build::receipt::Receipt;
use crate::vfs::disk::{ignore, private};

/// The generation before the published one. It holds what its manifest lists
/// and nothing else.
const SPARE: &str = "spare";

/// The generation that a build is making or has just replaced.
const NEXT: &str = "next";

const LOCK: &str = "lock";
const RECEIPT: &str = "receipt.json";

/// The folder beside an output folder, locked.
pub(super) struct Work {
    root: PathBuf,
    _lock: Option<File>,
}

impl Work {
    /// Opens the folder beside `output` if a build has made it.
    ///
    /// Nothing when it isn't there, isn't ours to open, or isn't what its name
    /// says. An error only when another build holds it.
    pub(super) fn open(output: &Path) -> Result<Option<Work>, Error> {
        match name(output).filter(|root| is_ours(root)) {
            Some(root) => Work::lock(root, output),
            None => Ok(None),
        }
    }

    /// Opens the folder beside `output`, and makes it where it isn't there.
    ///
    /// Nothing where it can't be made, as in a folder that others own.
    pub(super) fn make(output: &Path) -> Result<Option<Work>, Error> {
        let Some(root) = name(output) else { return Ok(None) };
        match private().create(&root) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Ok(None),
            // In this order: another build may be making it, its lock first.
            _ if !is_empty(&root) && !is_ours(&root) => return Ok(None),
            _ => {}
        }
        let lock = File::options().write(true).create(true).truncate(false).open(root.join(LOCK));
        if lock.is_err() || ignore(&root).is_err() {
            return Ok(None);
        }
        Work::lock(root, output)
    }

    fn lock(root: PathBuf, output: &Path) -> Result<Option<Work>, Error> {
        let Ok(file) = File::open(root.join(LOCK)) else { return Ok(None) };
        Ok(Some(Work { root, _lock: try_lock(file, output)? }))
    }

    /// Where the next generation is made.
    pub(super) fn next(&self) -> PathBuf {
        self.root.join(NEXT)
    }

    /// Where the last generation is kept.
    pub(super) fn spare(&self) -> PathBuf {
        self.root.join(SPARE)
    }

    /// A name for something that is gone in a moment.
    pub(super) fn temp(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.tmp"))
    }

    /// The receipt of a whole build.
    pub(super) fn receipt(&self) -> Option<Receipt> {
        Receipt::parse(&fs::read_to_string(self.root.join(RECEIPT)).ok()?)
    }

    /// Keeps a receipt. Where it can't be kept, the next build is a longer one.
    pub(super) fn keep(&self, receipt: &Receipt) {
        let new = self.temp("receipt");
        let _ = fs::write(&new, receipt.to_text()).and_then(|()| fs::rename(&new, self.root.join(RECEIPT)));
    }
}

/// The folder beside `output`.
fn name(output: &Path) -> Option<PathBuf> {
    let (parent, name) = output.parent().zip(output.file_name())?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".ilpress");
    Some(parent.join(hidden))
}

/// Whether a folder of our name is a real one with our lock in it.
fn is_ours(root: &Path) -> bool {
    fs::symlink_metadata(root).is_ok_and(|meta| meta.is_dir()) && super::is_file(&root.join(LOCK))
}

fn is_empty(root: &Path) -> bool {
    fs::symlink_metadata(root).is_ok_and(|meta| meta.is_dir())
        && fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none())
}

/// Locks a folder against a second build, where folders can be opened. The
/// system lets go of it when we end, however we end.
pub(super) fn lock_folder(folder: &Path) -> Result<Option<File>, Error> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    try_lock(file, folder)
}

/// `None` where the system can't lock.
fn try_lock(file: File, output: &Path) -> Result<Option<File>, Error> {
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(output.to_owned())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}
