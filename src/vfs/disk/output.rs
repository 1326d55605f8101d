//! The output folder: from the last build to this one, on disk.
//!
//! The new output replaces the old one as a whole: it is made beside it, in
//! the folder `.public.ilpress`, and the two are exchanged by one rename
//! ([`generation`]). A build that fails or is killed, at whatever moment,
//! leaves the old output or the new one, nothing in between. When nothing
//! changed, nothing is exchanged.
//!
//! Some folders can't be exchanged: the system has no such rename (it takes
//! Linux or macOS), the folder is a mount point or its parent isn't ours to
//! write, it has rights that we can't give to another, or it holds guests that
//! can't stand in two places at once ([`guests`]), such as a `.git` folder.
//! There files are replaced one by one ([`in_place`]).
//!
//! Nothing is flushed to the disk on purpose. After a power cut files may be
//! cut short; the next build sees it by their lengths and mends them.

mod exchange;
mod generation;
mod guests;
mod in_place;
mod survey;
mod waiting;
mod work;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Error;
use crate::build::manifest::{self, Content, Manifest};
use crate::build::publish::Plan;
use crate::build::receipt::Receipt;
use crate::diag::Diagnostic;
use crate::vfs::{Hash, OutputPath};
use survey::Survey;
pub use waiting::Waiting;
use work::{Work, lock_folder};

/// The folder inside an output folder where new files wait, and which marks an
/// unfinished generation. Its name is ours, so a killed build's remains can be
/// removed.
const TEMP: &str = ".ilpress-tmp";

/// How a new output takes the place of the old one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// As a whole, by one rename, wherever that can be done.
    #[default]
    Whole,
    /// File by file, for a folder that another program holds open.
    InPlace,
}

/// A folder that a build goes to.
pub struct Output {
    /// The folder; links that lead to it are resolved.
    root: PathBuf,
    /// Whether the folder is new or empty.
    fresh: bool,
    /// What the last build left.
    manifest: Manifest,
    /// The folder beside it, if an earlier build made one.
    work: Option<Work>,
    /// Held while we write, where the system can lock a folder: another build
    /// may not have the right to look beside it.
    _lock: Option<File>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many files were written.
    pub written: usize,
    /// How many were left as they were, modification time included.
    pub unchanged: usize,
    /// How many were removed.
    pub removed: usize,
}

impl Output {
    /// Opens a folder that doesn't exist, is empty, or was made by us, and
    /// puts in order what a killed build left.
    pub fn open(path: &Path) -> Result<Output, Error> {
        let root = super::resolve(path).map_err(Error::write(path))?;
        let root = match fs::canonicalize(&root) {
            Ok(root) => root,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !root.is_symlink() => {
                return Output { root, fresh: true, manifest: Manifest::default(), work: None, _lock: None }
                    .with_work();
            }
            Err(error) => return Err(Error::write(path)(error)),
        };
        let entries = fs::read_dir(&root).map_err(Error::read(path))?;
        let fresh = !entries.flatten().any(|entry| entry.file_name() != TEMP);
        let file = root.join(manifest::FILE);
        if !fresh && !is_file(&file) {
            return Err(Error::NotOurs(path.to_owned()));
        }
        let lock = lock_folder(&root)?;
        let output = Output { root, fresh, manifest: Manifest::default(), work: None, _lock: lock };
        let output = output.with_work()?;
        remove_tree(&output.root.join(TEMP))?;
        if fresh {
            return Ok(output);
        }
        let manifest = read_manifest(file)?;
        Ok(Output { manifest, ..output })
    }

    fn with_work(self) -> Result<Output, Error> {
        let work = Work::open(&self.root)?;
        if let Some(work) = &work {
            generation::settle(work, &self.root)?;
        }
        Ok(Output { work, ..self })
    }

    /// What the last build left; empty for a new folder.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns what a whole build of these inputs found, if its files are
    /// known to lie in the folder, untouched. Then there is nothing to build.
    pub fn recall(&self, inputs: Hash) -> Option<Vec<Diagnostic>> {
        let receipt = self.work.as_ref()?.receipt().filter(|receipt| receipt.inputs == inputs)?;
        let same = receipt.manifest == self.manifest.hash();
        (same && Survey::new(&self.root, &self.manifest).is_as_built()).then_some(receipt.findings)
    }

    /// Returns the room where new files wait, and looks at what is in the
    /// folder: what somebody touched counts as changed.
    pub fn waiting(&mut self) -> Result<Waiting, Error> {
        if self.work.is_none() {
            if let Some(parent) = self.root.parent() {
                fs::create_dir_all(parent).map_err(Error::write(parent))?;
            }
            self.work = Work::make(&self.root)?;
        }
        let survey = Survey::new(&self.root, &self.manifest);
        let published = waiting::untouched(&self.manifest, |path, content| survey.holds(path, content));
        Waiting::new(self.work.as_ref().map(|work| work.temp("waiting")), published)
    }

    /// Carries out a plan that was made from [`Waiting::published`], and keeps
    /// the receipt of a whole build.
    pub fn write(
        self,
        plan: &Plan,
        waiting: &Waiting,
        way: Way,
        receipt: Option<&Receipt>,
    ) -> Result<Written, Error> {
        // Somebody was faster. What is there now isn't what the plan knows.
        if self.fresh && is_file(&self.root.join(manifest::FILE)) {
            return Err(Error::Busy(self.root));
        }
        let done = if self.fresh {
            self.write_first(plan, waiting, way)?
        } else {
            self.write_changes(plan, waiting, way)?
        };
        if let Some((work, receipt)) = self.work.as_ref().zip(receipt) {
            work.keep(receipt);
        }
        Ok(done)
    }

    fn write_first(&self, plan: &Plan, waiting: &Waiting, way: Way) -> Result<Written, Error> {
        let whole = way == Way::Whole || !self.root.exists();
        let work = self.work.as_ref().filter(|_| whole);
        if let Some(work) = work
            && generation::appear(work, &self.root, plan, waiting)?
        {
            return Ok(Written { written: plan.writes.len(), unchanged: 0, removed: 0 });
        }
        // Without a folder beside it, this one has to hold the lock.
        let _lock = match fs::create_dir(&self.root) {
            Ok(()) => lock_folder(&self.root)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
            Err(error) => return Err(Error::write(&self.root)(error)),
        };
        if is_file(&self.root.join(manifest::FILE)) {
            return Err(Error::Busy(self.root.clone()));
        }
        self.write_changes(plan, waiting, Way::InPlace)
    }

    fn write_changes(&self, plan: &Plan, waiting: &Waiting, way: Way) -> Result<Written, Error> {
        let missing = Survey::new(&self.root, &self.manifest).check(plan)?;
        let done = Written {
            written: plan.writes.len(),
            unchanged: plan.unchanged.len(),
            removed: plan.clear.len() + plan.removals.len(),
        };
        if plan.is_empty() && plan.manifest == self.manifest {
            return Ok(done);
        }
        let work = self.work.as_ref().filter(|_| way == Way::Whole);
        let replaced = match work {
            Some(work) => generation::replace(work, &self.root, &self.manifest, plan, waiting)?,
            None => false,
        };
        if !replaced {
            in_place::publish(&self.root, plan, waiting, &missing)?;
        }
        Ok(done)
    }
}

/// Returns what a build left in a folder, which stays as it is.
///
/// # Errors
///
/// When no build made the folder, or its manifest can't be read.
pub fn published(root: &Path) -> Result<Manifest, Error> {
    let file = root.join(manifest::FILE);
    if is_file(&file) { read_manifest(file) } else { Err(Error::NotBuilt(root.to_owned())) }
}

/// Returns the bytes of a file that a build left in a folder.
///
/// # Errors
///
/// When the file can't be read, or isn't what the build wrote.
pub fn published_file(root: &Path, path: &OutputPath, content: Content) -> Result<Arc<[u8]>, Error> {
    let file = root.join(path.as_str());
    let bytes = fs::read(&file).map_err(Error::read(&file))?;
    if Content::of(&bytes) != content {
        return Err(Error::Touched(file));
    }
    Ok(bytes.into())
}

fn read_manifest(file: PathBuf) -> Result<Manifest, Error> {
    let text = fs::read_to_string(&file).map_err(Error::read(&file))?;
    Manifest::parse(&text).map_err(|reason| Error::BadManifest { path: file, reason })
}

/// The folders that were made below a root, so that each is made once.
struct Folders<'a> {
    root: &'a Path,
    made: HashSet<String>,
}

impl Folders<'_> {
    fn new(root: &Path) -> Folders<'_> {
        Folders { root, made: HashSet::new() }
    }

    /// Makes the folders above a file.
    fn make_above(&mut self, path: &OutputPath) -> Result<(), Error> {
        let Some((folder, _)) = path.as_str().rsplit_once('/') else { return Ok(()) };
        if self.made.contains(folder) {
            return Ok(());
        }
        self.made.insert(folder.to_owned());
        let real = self.root.join(folder);
        fs::create_dir_all(&real).map_err(Error::write(&real))
    }
}

/// Removes files, and the folders that are empty thereafter.
fn remove<'a>(root: &Path, paths: impl IntoIterator<Item = &'a OutputPath>) -> Result<(), Error> {
    for path in paths {
        let file = root.join(path.as_str());
        if fs::symlink_metadata(&file).is_ok_and(|meta| !meta.is_dir()) {
            fs::remove_file(&file).map_err(Error::write(&file))?;
        }
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != root && fs::remove_dir(folder).is_ok()) {
            folder = empty.parent();
        }
    }
    Ok(())
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
}

/// Removes a folder that is ours by its name; a link of that name is removed
/// itself, not what it leads to.
fn remove_tree(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::write(path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
