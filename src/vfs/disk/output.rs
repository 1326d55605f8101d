//! The output folder: from the last build to this one, on disk.
//!
//! A first build is written beside the folder and renamed: it appears whole.
//! A later build writes what changed into [`TEMP`] inside the folder, and
//! nothing else is touched before all of it is there: a full disk or a wrong
//! permission shows while the old output is still whole. Then files are
//! renamed into place one by one, and the manifest is written last. A build
//! that is killed in between leaves whole files, some old and some new; the
//! manifest of that time ([`Plan::manifest_on_the_way`]) makes the next build
//! mend them.
//!
//! For all or nothing (the next issue): keep two generations beside each
//! other, `public` and `.public.ilpress-other`. A build brings the *other*
//! one up to date by its own manifest (it is one build behind, so each change
//! is written twice in all, still only what changed), takes over with hard
//! links or copies what the manifest doesn't list, and exchanges the two by
//! `renameat2(RENAME_EXCHANGE)`; where that is missing (other systems), by
//! two renames with a moment of nothing in between. It costs the disk space
//! twice, and 20 µs for each changed file once more; no tree is ever staged
//! or deleted as a whole, which is what is slow. Everything in this file but
//! [`Output::open`] stays as it is: the other generation is an `Output` too.

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;
use crate::build::Artifact;
use crate::build::manifest::{self, Manifest};
use crate::build::publish::Plan;
use crate::vfs::OutputPath;

/// The folder inside the output where new files wait. Its name is ours, so a
/// killed build's remains can be removed.
const TEMP: &str = ".ilpress-tmp";

/// A folder that a build goes to.
pub struct Output {
    /// The folder; links that lead to it are resolved.
    root: PathBuf,
    /// Whether the folder is new or empty.
    fresh: bool,
    /// What the last build left.
    manifest: Manifest,
    /// Held while we write, where the system can lock a folder.
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
    /// Opens a folder that doesn't exist, is empty, or was made by us.
    pub fn open(path: &Path) -> Result<Output, Error> {
        let root = super::resolve(path).map_err(Error::write(path))?;
        let root = match fs::canonicalize(&root) {
            Ok(root) => root,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !root.is_symlink() => {
                return Ok(Output { root, fresh: true, manifest: Manifest::default(), _lock: None });
            }
            Err(error) => return Err(Error::write(path)(error)),
        };
        let entries = fs::read_dir(&root).map_err(Error::read(path))?;
        let holds_files = entries.flatten().any(|entry| entry.file_name() != TEMP);
        if !holds_files {
            let lock = lock(&root)?;
            return Ok(Output { root, fresh: true, manifest: Manifest::default(), _lock: lock });
        }
        let file = root.join(manifest::FILE);
        if !is_file(&file) {
            return Err(Error::NotOurs(path.to_owned()));
        }
        let lock = lock(&root)?;
        let text = fs::read_to_string(&file).map_err(Error::read(&file))?;
        let manifest = Manifest::parse(&text).map_err(|reason| Error::BadManifest { path: file, reason })?;
        Ok(Output { root, fresh: false, manifest, _lock: lock })
    }

    /// What the last build left; empty for a new folder.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Carries out a plan that was made from [`Output::manifest`].
    pub fn write(self, plan: Plan) -> Result<Written, Error> {
        // An empty folder may be there. One that can't be removed, such as a
        // mounted volume, is filled in place.
        if self.fresh && (!self.root.exists() || fs::remove_dir(&self.root).is_ok()) {
            return self.write_first(&plan);
        }
        // Somebody was faster. What is there now isn't what the plan knows.
        // Looked at last: their folder comes into being with its manifest.
        if self.fresh && is_file(&self.root.join(manifest::FILE)) {
            return Err(Error::Busy(self.root));
        }
        self.write_changes(plan)
    }

    fn write_first(&self, plan: &Plan) -> Result<Written, Error> {
        let failed = || Error::write(&self.root);
        let (Some(parent), Some(name)) = (self.root.parent(), self.root.file_name()) else {
            return Err(failed()(io::ErrorKind::InvalidInput.into()));
        };
        fs::create_dir_all(parent).map_err(Error::write(parent))?;
        let stage = parent.join(format!(".{}.ilpress-new", name.to_string_lossy()));
        let _lock = self.claim(parent, &stage)?;
        let done = stage_all(&stage, plan).and_then(|()| fs::rename(&stage, &self.root).map_err(failed()));
        if let Err(error) = done {
            let _ = remove_tree(&stage);
            let other = is_file(&self.root.join(manifest::FILE));
            return Err(if other { Error::Busy(self.root.clone()) } else { error });
        }
        Ok(Written { written: plan.writes.len(), unchanged: 0, removed: 0 })
    }

    /// Makes the folder for a first build and locks it; a killed build's
    /// remains go.
    ///
    /// The folder above it is locked meanwhile: between making a folder and
    /// locking it, another build would take it for such remains.
    fn claim(&self, parent: &Path, stage: &Path) -> Result<Option<File>, Error> {
        let _turn = File::open(parent).ok().filter(|parent| parent.lock().is_ok());
        let busy = |_| Error::Busy(self.root.clone());
        if stage.is_dir() {
            lock(stage).map_err(busy)?;
        }
        remove_tree(stage)?;
        fs::create_dir(stage).map_err(Error::write(stage))?;
        lock(stage).map_err(busy)
    }

    fn write_changes(self, mut plan: Plan) -> Result<Written, Error> {
        let temp = self.root.join(TEMP);
        remove_tree(&temp)?;
        let missing = self.check(&mut plan)?;
        let done = Written {
            written: plan.writes.len(),
            unchanged: plan.unchanged.len(),
            removed: plan.clear.len() + plan.removals.len(),
        };
        if plan.is_empty() && plan.manifest == self.manifest {
            return Ok(done);
        }
        if let Err(error) = self.stage_changes(&temp, &plan, &missing) {
            let _ = remove_tree(&temp);
            for folder in missing.iter().rev() {
                let _ = fs::remove_dir(folder);
            }
            return Err(error);
        }
        // From here on, ending early leaves a mixture that the next build mends.
        self.remove(&plan.clear)?;
        let mut folders = HashSet::new();
        for (index, artifact) in plan.writes.iter().enumerate() {
            let target = self.root.join(artifact.path.as_str());
            make_folders(&self.root, &artifact.path, &mut folders)?;
            fs::rename(staged_name(&temp, index), &target).map_err(Error::write(&target))?;
        }
        self.remove(&plan.removals)?;
        self.write_manifest(&temp, &plan.manifest)?;
        remove_tree(&temp)?;
        Ok(done)
    }

    /// Looks at what is on disk before anything is written.
    ///
    /// Moves files that somebody touched from `unchanged` to `writes`, refuses
    /// links and files that aren't ours, and returns the folders to make, the
    /// outer ones first.
    fn check(&self, plan: &mut Plan) -> Result<Vec<PathBuf>, Error> {
        let (unchanged, touched) = plan.unchanged.iter().partition(|artifact| {
            let length = artifact.bytes.len() as u64;
            let path = self.root.join(artifact.path.as_str());
            fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == length)
        });
        plan.unchanged = unchanged;
        plan.writes.extend::<Vec<&Artifact>>(touched);
        let ours =
            |path: &str| plan.clear.iter().any(|clear| clear.as_str().to_lowercase() == path.to_lowercase());
        let mut missing = Vec::new();
        let mut seen = HashSet::new();
        let files = plan.writes.iter().chain(&plan.unchanged).map(|artifact| &artifact.path);
        for path in files.chain(&plan.clear).chain(&plan.removals) {
            for (at, _) in path.as_str().match_indices('/') {
                let folder = &path.as_str()[..at];
                if !seen.insert(folder) {
                    continue;
                }
                let real = self.root.join(folder);
                match fs::symlink_metadata(&real) {
                    Ok(meta) if meta.is_dir() => {}
                    Ok(_) if ours(folder) => {}
                    Ok(meta) if meta.is_symlink() => return Err(Error::Link(real)),
                    Ok(_) => return Err(Error::InTheWay(real)),
                    Err(_) => missing.push(real),
                }
            }
        }
        for artifact in &plan.writes {
            let path = &artifact.path;
            if self.manifest.files.contains_key(path) {
                continue;
            }
            let target = self.root.join(path.as_str());
            let inside = |clear: &OutputPath| clear.as_str().starts_with(&format!("{path}/"));
            match fs::symlink_metadata(&target) {
                Ok(meta) if meta.is_dir() && plan.clear.iter().any(inside) => {}
                Ok(_) if !ours(path.as_str()) => return Err(Error::InTheWay(target)),
                _ => {}
            }
        }
        Ok(missing)
    }

    /// Writes all new files beside their places. The old output is whole
    /// until the end of this, whatever happens.
    fn stage_changes(&self, temp: &Path, plan: &Plan, missing: &[PathBuf]) -> Result<(), Error> {
        fs::create_dir(temp).map_err(Error::write(temp))?;
        for (index, artifact) in plan.writes.iter().enumerate() {
            let file = staged_name(temp, index);
            fs::write(&file, &artifact.bytes).map_err(Error::write(&file))?;
        }
        for folder in missing {
            // What goes away first may stand above it; then it is made later.
            if folder.parent().is_some_and(Path::is_dir) {
                fs::create_dir(folder).map_err(Error::write(folder))?;
            }
        }
        self.write_manifest(temp, &plan.manifest_on_the_way())
    }

    fn write_manifest(&self, temp: &Path, manifest: &Manifest) -> Result<(), Error> {
        let (new, file) = (temp.join("manifest"), self.root.join(manifest::FILE));
        fs::write(&new, manifest.to_text()).map_err(Error::write(&new))?;
        fs::rename(&new, &file).map_err(Error::write(&file))
    }

    /// Removes files, and the folders that are empty thereafter.
    fn remove(&self, paths: &[OutputPath]) -> Result<(), Error> {
        for path in paths {
            let file = self.root.join(path.as_str());
            if fs::symlink_metadata(&file).is_ok_and(|meta| !meta.is_dir()) {
                fs::remove_file(&file).map_err(Error::write(&file))?;
            }
            let mut folder = file.parent();
            while let Some(empty) =
                folder.filter(|folder| *folder != self.root && fs::remove_dir(folder).is_ok())
            {
                folder = empty.parent();
            }
        }
        Ok(())
    }
}

/// Writes a whole build into a folder that is ours and empty.
fn stage_all(stage: &Path, plan: &Plan) -> Result<(), Error> {
    let mut folders = HashSet::new();
    for artifact in &plan.writes {
        make_folders(stage, &artifact.path, &mut folders)?;
        let file = stage.join(artifact.path.as_str());
        let mut open = File::create_new(&file).map_err(Error::write(&file))?;
        open.write_all(&artifact.bytes).map_err(Error::write(&file))?;
    }
    let file = stage.join(manifest::FILE);
    fs::write(&file, plan.manifest.to_text()).map_err(Error::write(&file))
}

fn staged_name(temp: &Path, index: usize) -> PathBuf {
    temp.join(format!("{index}.tmp"))
}

/// Makes the folders above `path`, each once.
fn make_folders<'a>(root: &Path, path: &'a OutputPath, made: &mut HashSet<&'a str>) -> Result<(), Error> {
    let Some((folder, _)) = path.as_str().rsplit_once('/') else { return Ok(()) };
    if !made.insert(folder) {
        return Ok(());
    }
    let real = root.join(folder);
    fs::create_dir_all(&real).map_err(Error::write(&real))
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

/// Locks a folder against a second build, where folders can be opened. The
/// system lets go of it when we end, however we end.
fn lock(folder: &Path) -> Result<Option<File>, Error> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(folder.to_owned())),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::build::publish::{Extent, plan};

    fn site(files: &[(&str, &str)]) -> Vec<Artifact> {
        let artifact = |(path, text): &(&str, &str)| Artifact {
            path: OutputPath::new(path).expect("a good path"),
            bytes: text.as_bytes().into(),
        };
        files.iter().map(artifact).collect()
    }

    fn publish(root: &Path, files: &[(&str, &str)]) -> Result<Written, Error> {
        let artifacts = site(files);
        let output = Output::open(root)?;
        let plan = plan(output.manifest(), &artifacts, Extent::Whole);
        output.write(plan)
    }

    /// All files but the manifest, with what they hold.
    fn tree(root: &Path) -> Vec<(String, String)> {
        let walk = walkdir::WalkDir::new(root).sort_by_file_name();
        walk.into_iter()
            .map(|entry| entry.expect("an entry"))
            .filter(|entry| !entry.file_type().is_dir() && entry.file_name() != manifest::FILE)
            .map(|entry| {
                let path = entry.path().strip_prefix(root).expect("below the root").display().to_string();
                (path, fs::read_to_string(entry.path()).expect("text"))
            })
            .collect()
    }

    fn has(root: &Path, files: &[(&str, &str)]) {
        let files: Vec<_> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(tree(root), files);
    }

    const FIRST: &[(&str, &str)] = &[("a/index.html", "a"), ("b/c/index.html", "c"), ("x.css", "x")];

    #[test]
    fn publishes_and_publishes_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("deep/public");
        assert_eq!(publish(&root, FIRST).expect("done").written, 3);
        has(&root, FIRST);
        let second: &[_] = &[("a/index.html", "A"), ("d/index.html", "d"), ("x.css", "x")];
        let time =
            |path: &str| fs::metadata(root.join(path)).and_then(|meta| meta.modified()).expect("a time");
        let before = time("x.css");
        let written = publish(&root, second).expect("done");
        assert_eq!(written, Written { written: 2, unchanged: 1, removed: 1 });
        has(&root, second);
        assert!(!root.join("b").exists());
        assert_eq!(time("x.css"), before);
        assert_eq!(publish(&root, second).expect("done").written, 0);
        assert_eq!(fs::read_dir(folder.path().join("deep")).expect("a folder").count(), 1);
    }

    #[test]
    fn never_touches_what_is_not_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("public");
        fs::create_dir(&root).expect("a folder");
        fs::write(root.join("mine.txt"), "mine").expect("a file");
        assert!(matches!(publish(&root, FIRST), Err(Error::NotOurs(_))));
        fs::remove_file(root.join("mine.txt")).expect("removed");
        publish(&root, FIRST).expect("an empty folder is fine");
        fs::write(root.join("a/mine.txt"), "mine").expect("a file");
        fs::write(root.join("CNAME"), "mine").expect("a file");
        publish(&root, &[("x.css", "x")]).expect("done");
        has(&root, &[("CNAME", "mine"), ("a/mine.txt", "mine"), ("x.css", "x")]);
        assert!(matches!(publish(&root, &[("CNAME", "ours")]), Err(Error::InTheWay(_))));
        assert!(matches!(publish(&root, &[("CNAME/x", "ours")]), Err(Error::InTheWay(_))));
        assert!(matches!(publish(&root, &[("a", "ours")]), Err(Error::InTheWay(_))));
        has(&root, &[("CNAME", "mine"), ("a/mine.txt", "mine"), ("x.css", "x")]);
    }

    #[test]
    fn mends_what_was_touched_or_cut_short() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("public");
        publish(&root, FIRST).expect("done");
        fs::write(root.join("x.css"), "longer").expect("a file");
        fs::remove_file(root.join("a/index.html")).expect("removed");
        assert_eq!(publish(&root, FIRST).expect("done").written, 2);
        has(&root, FIRST);
        // As if killed among the renames: one new file in place, of the same length.
        let second = [("a/index.html", "A"), ("b/c/index.html", "c"), ("x.css", "y")];
        let artifacts = site(&second);
        let output = Output::open(&root).expect("ours");
        let plan = plan(output.manifest(), &artifacts, Extent::Whole);
        let temp = root.join(TEMP);
        output.stage_changes(&temp, &plan, &[]).expect("staged");
        fs::rename(staged_name(&temp, 0), root.join("a/index.html")).expect("renamed");
        drop(output);
        publish(&root, FIRST).expect("done");
        has(&root, FIRST);
    }

    #[test]
    fn files_and_folders_change_places() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("public");
        publish(&root, &[("a/b/c", "1"), ("d", "2")]).expect("done");
        publish(&root, &[("a", "3"), ("d/e/f", "4")]).expect("done");
        has(&root, &[("a", "3"), ("d/e/f", "4")]);
    }

    #[test]
    fn a_way_back_makes_no_folders() {
        let folder = tempfile::tempdir().expect("a folder");
        let back = folder.path().join("zz/a/../../public");
        fs::create_dir(folder.path().join("public")).expect("a folder");
        fs::write(folder.path().join("public/mine.txt"), "mine").expect("a file");
        assert!(matches!(publish(&back, FIRST), Err(Error::NotOurs(_))));
        fs::remove_file(folder.path().join("public/mine.txt")).expect("removed");
        publish(&back, FIRST).expect("done");
        has(&folder.path().join("public"), FIRST);
        assert!(!folder.path().join("zz").exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("public");
        let victim = folder.path().join("victim");
        publish(&root, FIRST).expect("done");
        fs::create_dir(&victim).expect("a folder");
        fs::write(victim.join("index.html"), "mine").expect("a file");
        fs::remove_dir_all(root.join("a")).expect("removed");
        symlink(&victim, root.join("a")).expect("a link");
        assert!(matches!(publish(&root, &[]), Err(Error::Link(_))));
        assert!(matches!(publish(&root, FIRST), Err(Error::Link(_))));
        fs::remove_file(root.join("a")).expect("removed");
        fs::remove_file(root.join("x.css")).expect("removed");
        symlink(victim.join("index.html"), root.join("x.css")).expect("a link");
        publish(&root, FIRST).expect("a link in a file's place is replaced");
        has(&root, FIRST);
        has(&victim, &[("index.html", "mine")]);
        // The output folder itself may be a link: that is the user's choice.
        symlink(&root, folder.path().join("www")).expect("a link");
        publish(&folder.path().join("www"), &[("x.css", "z")]).expect("done");
        has(&root, &[("x.css", "z")]);
    }

    #[test]
    fn one_build_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("public");
        publish(&root, FIRST).expect("done");
        let first = Output::open(&root).expect("ours");
        assert!(matches!(Output::open(&root), Err(Error::Busy(_))));
        drop(first);
        assert!(Output::open(&root).is_ok());
    }

    #[test]
    fn first_builds_at_once_leave_one_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        for round in 0..20 {
            let root = folder.path().join(format!("public-{round}"));
            let build = || publish(&root, FIRST);
            let results = std::thread::scope(|scope| {
                let builds: Vec<_> = (0..4).map(|_| scope.spawn(build)).collect();
                builds.into_iter().map(|build| build.join().expect("no panic")).collect::<Vec<_>>()
            });
            assert!(results.iter().any(Result::is_ok), "{results:?}");
            assert!(
                results.iter().flat_map(|r| r.as_ref().err()).all(|e| matches!(e, Error::Busy(_))),
                "{results:?}"
            );
            has(&root, FIRST);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 20);
    }

    #[test]
    fn an_unchanged_build_writes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("public");
        let names: Vec<String> = (0..1000).map(|n| format!("p/{n}/index.html")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "text")).collect();
        publish(&root, &files).expect("done");
        assert_eq!(
            publish(&root, &files).expect("done"),
            Written { written: 0, unchanged: 1000, removed: 0 }
        );
    }
}
