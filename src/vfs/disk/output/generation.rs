//! Two generations of an output folder, exchanged by one rename.
//!
//! The next generation is made beside the published one, from the one before:
//! that is one build behind, so what changed in two builds is all there is to
//! do. Equal files are links to the published ones. So they keep their times
//! and take no space again, and no file is ever written in place, only made anew.
//! Guests are linked too, and looked for once more after the exchange, in
//! case one came meanwhile.
//!
//! A build can be killed anywhere. `next` with [`TEMP`] in it is unfinished
//! and goes; without, it has been exchanged and is the generation before,
//! perhaps with guests: then [`settle`] makes `spare` of it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::exchange::{exchange, have_same_attributes, make_like};
use super::guests::Guests;
use super::waiting::Waiting;
use super::work::{Work, lock_folder};
use super::{Error, Folders, TEMP, remove, remove_tree};
use crate::build::manifest::{self, Manifest};
use crate::build::publish::{Draft, Plan};
use crate::vfs::OutputPath;

/// Puts what a plan makes in the place of `root`, which holds what `old`
/// lists.
///
/// False when that can't be done here, be it for the file system, guests that
/// can't move, or rights that we can't give. Then `root` is as it was, as it
/// is after an error.
pub(super) fn replace(
    work: &Work,
    root: &Path,
    old: &Manifest,
    plan: &Plan,
    waiting: &Waiting,
) -> Result<bool, Error> {
    let Ok(guests) = Guests::find(root, old) else { return Ok(false) };
    if !guests.can_move() || !can_exchange(work) {
        return Ok(false);
    }
    let next = Generation::begin(work)?;
    match next.fill(root, plan, &guests, &|draft, target| waiting.put(draft, target)) {
        Ok(true) => {}
        unfinished => {
            let _ = remove_tree(&next.root);
            return unfinished;
        }
    }
    // Whoever looks at the folder itself finds it locked all the time.
    let _lock = lock_folder(&next.root)?;
    if exchange(&next.root, root).is_err() {
        next.shelve(work, &guests);
        return Ok(false);
    }
    // The new output is there and complete. What fails now, the next build
    // does.
    let _ = settle(work, root);
    Ok(true)
}

/// Makes the first generation and renames it to `root`, which isn't there or
/// is an empty folder.
///
/// False when `root` is there and can't be replaced, as a mounted volume.
pub(super) fn appear(work: &Work, root: &Path, plan: &Plan, waiting: &Waiting) -> Result<bool, Error> {
    // Nothing can bring us back to files that wait, unless a folder is in the way.
    let last = !root.exists();
    let guests = if root.exists() {
        let Ok(guests) = Guests::find(root, &Manifest::default()) else { return Ok(false) };
        guests
    } else {
        Guests::default()
    };
    let next = Generation::begin(work)?;
    let put = |draft: &Draft, target: &Path| {
        if last { waiting.put_last(draft, target) } else { waiting.put(draft, target) }
    };
    let done = next.fill(root, plan, &guests, &put).and_then(|filled| {
        if !filled {
            return Ok(false);
        }
        let temp = next.root.join(TEMP);
        fs::remove_dir(&temp).map_err(Error::write(&temp))?;
        if cfg!(windows) {
            // There a folder can't be renamed to the name of another.
            let _ = fs::remove_dir(root);
        }
        match fs::rename(&next.root, root) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {
                Err(Error::NotOurs(root.to_owned()))
            }
            Err(_) if root.exists() => Ok(false),
            Err(error) => Err(Error::write(root)(error)),
        }
    });
    if !matches!(done, Ok(true)) {
        let _ = remove_tree(&next.root);
    }
    done
}

/// Puts in order what a killed build, or the one that has just exchanged the
/// generations, left beside `root`.
pub(super) fn settle(work: &Work, root: &Path) -> Result<(), Error> {
    let (next, spare) = (work.next(), work.spare());
    remove_tree(&work.temp("waiting"))?;
    if !next.exists() {
        return Ok(());
    }
    let before = read_manifest(&next).filter(|_| !next.join(TEMP).exists() && root.is_dir());
    let Some(before) = before else { return remove_tree(&next) };
    take_back(&next, root, &before)?;
    remove_tree(&root.join(TEMP))?;
    remove_tree(&spare)?;
    fs::rename(&next, &spare).map_err(Error::write(&spare))
}

/// Whether folders can be exchanged on this file system.
fn can_exchange(work: &Work) -> bool {
    if work.spare().exists() {
        return true;
    }
    let names = [work.temp("one"), work.temp("other")];
    let can = names.iter().all(|name| fs::create_dir(name).is_ok() || name.is_dir())
        && exchange(&names[0], &names[1]).is_ok();
    for name in &names {
        let _ = fs::remove_dir(name);
    }
    can
}

fn read_manifest(root: &Path) -> Option<Manifest> {
    Manifest::parse(&fs::read_to_string(root.join(manifest::FILE)).ok()?).ok()
}

/// Puts a draft in its place.
type Put<'a> = dyn Fn(&Draft, &Path) -> io::Result<()> + 'a;

/// A generation that is being made.
struct Generation {
    root: PathBuf,
    /// What it held when it was published, two builds ago; empty when it is
    /// made from nothing.
    manifest: Manifest,
}

/// What to do about a file that stays as it is.
enum Stays {
    /// It is there.
    There,
    /// It is to be linked from the published generation.
    Elsewhere,
    /// A build of a part leaves it alone, and somebody removed it.
    Gone,
}

impl Generation {
    fn begin(work: &Work) -> Result<Generation, Error> {
        let (root, spare) = (work.next(), work.spare());
        let manifest = read_manifest(&spare);
        if manifest.is_some() {
            fs::rename(&spare, &root).map_err(Error::write(&root))?;
        } else {
            remove_tree(&spare)?;
            fs::create_dir(&root).map_err(Error::write(&root))?;
        }
        let temp = root.join(TEMP);
        fs::create_dir(&temp).map_err(Error::write(&temp))?;
        Ok(Generation { root, manifest: manifest.unwrap_or_default() })
    }

    /// Brings it up to date. False when guests or rights can't be taken along.
    fn fill(&self, root: &Path, plan: &Plan, guests: &Guests, put: &Put) -> Result<bool, Error> {
        // The root first: folders inherit a group and more from it.
        if let Some(model) = guests.folders.get(Path::new(""))
            && (make_like(model, &self.root).is_err() || !have_same_attributes(root, &self.root))
        {
            return Ok(false);
        }
        let gone = self.manifest.files.keys().filter(|path| !plan.manifest.files.contains_key(path));
        remove(&self.root, gone)?;
        if self.invite(root, guests).is_err() {
            return Ok(false);
        }
        let mut folders = Folders::new(&self.root);
        self.keep(root, plan, &mut folders)?;
        for draft in &plan.writes {
            folders.make_above(&draft.path)?;
            let file = self.root.join(draft.path.as_str());
            put(draft, &file).map_err(Error::write(&file))?;
        }
        let alike = guests.folders.par_iter().try_for_each(|(path, model)| {
            match make_like(model, &self.root.join(path)) {
                // Nothing is left in it.
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                other => other,
            }
        });
        let file = self.root.join(manifest::FILE);
        write_new(&file, plan.manifest.to_text().as_bytes()).map_err(Error::write(&file))?;
        Ok(alike.is_ok())
    }

    /// Gives guests a second place here.
    fn invite(&self, root: &Path, guests: &Guests) -> io::Result<()> {
        for path in &guests.own_folders {
            fs::create_dir_all(self.root.join(path))?;
        }
        for path in &guests.files {
            let target = self.root.join(path);
            fs::create_dir_all(target.parent().unwrap_or(&self.root))?;
            link(&root.join(path), &target)?;
        }
        Ok(())
    }

    /// Takes over what the plan doesn't write.
    fn keep(&self, root: &Path, plan: &Plan, folders: &mut Folders) -> Result<(), Error> {
        let written: HashSet<&OutputPath> = plan.writes.iter().map(|draft| &draft.path).collect();
        let kept: Vec<&OutputPath> =
            plan.manifest.files.keys().filter(|path| !written.contains(path)).collect();
        let states: Vec<Stays> = kept.par_iter().map(|path| self.look(root, plan, path)).collect();
        for (path, state) in kept.into_iter().zip(states) {
            let (from, to) = (root.join(path.as_str()), self.root.join(path.as_str()));
            match state {
                Stays::There => {}
                Stays::Elsewhere => {
                    folders.make_above(path)?;
                    link_or_copy(&from, &to).map_err(Error::write(&to))?;
                }
                Stays::Gone => {
                    let _ = fs::remove_file(&to);
                }
            }
        }
        Ok(())
    }

    fn look(&self, root: &Path, plan: &Plan, path: &OutputPath) -> Stays {
        let Ok(published) = fs::symlink_metadata(root.join(path.as_str())) else { return Stays::Gone };
        let known = matches!(self.manifest.files.get(path), Some(Some(before)) if plan.manifest.files[path] == Some(*before));
        let same = known
            && fs::symlink_metadata(self.root.join(path.as_str())).is_ok_and(|here| {
                let times = here.modified().ok().zip(published.modified().ok());
                here.is_file() && here.len() == published.len() && times.is_some_and(|(a, b)| a == b)
            });
        if same { Stays::There } else { Stays::Elsewhere }
    }

    /// Keeps what was made in vain, so that the next build has less to do.
    fn shelve(&self, work: &Work, guests: &Guests) {
        for path in &guests.files {
            let _ = fs::remove_file(self.root.join(path));
        }
        for path in guests.own_folders.iter().rev() {
            let _ = fs::remove_dir(self.root.join(path));
        }
        let whole = fs::remove_dir(self.root.join(TEMP)).and_then(|()| fs::rename(&self.root, work.spare()));
        if whole.is_err() {
            let _ = remove_tree(&self.root);
        }
    }
}

/// Moves guests that came, or were replaced, while the generations were
/// exchanged to the new one, and takes the others out of the old.
fn take_back(old: &Path, new: &Path, before: &Manifest) -> Result<(), Error> {
    let guests = Guests::find(old, before).map_err(Error::read(old))?;
    for path in guests.own_folders.iter().chain(&guests.files) {
        let (from, to) = (old.join(path), new.join(path));
        // Gone with the folder that it was in.
        let Ok(here) = fs::symlink_metadata(&from) else { continue };
        let done = match fs::symlink_metadata(&to) {
            Err(_) => fs::create_dir_all(to.parent().unwrap_or(new)).and_then(|()| fs::rename(&from, &to)),
            Ok(_) if here.is_dir() => Ok(()),
            Ok(there) => {
                let times = here.modified().ok().zip(there.modified().ok());
                let newer = times.is_some_and(|(here, there)| here > there) && !there.is_dir();
                if newer { fs::rename(&from, &to) } else { fs::remove_file(&from) }
            }
        };
        done.map_err(Error::write(&from))?;
    }
    for path in guests.own_folders.iter().rev() {
        let _ = fs::remove_dir(old.join(path));
    }
    Ok(())
}

/// Makes a new file, never writing into one that is there: it may be the
/// published one under a second name.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_new(path)?.write_all(bytes)
}

fn create_new(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            File::create_new(path)
        }
        other => other,
    }
}

/// Gives a file a second name, in place of what has that name. Links
/// themselves get one, not what they lead to.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(to)?;
            fs::hard_link(from, to)
        }
        other => other,
    }
}

/// Gives a file a second name, or where that can't be, makes an equal one with
/// the same time.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    match link(from, to) {
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::StorageFull | ErrorKind::QuotaExceeded
            ) =>
        {
            copy(from, to)
        }
        other => other,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut target = create_new(to)?;
    io::copy(&mut source, &mut target)?;
    let meta = source.metadata()?;
    target.set_modified(meta.modified()?)?;
    target.set_permissions(meta.permissions())
}
