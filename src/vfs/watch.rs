//! Waiting until a site's files change.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the file system begins")]

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::disk::{Error, FOLDERS};

/// Editors write a file in several steps: this long nothing must happen
/// before we look. Who is slower is looked at twice.
const QUIET: Duration = Duration::from_millis(6);

/// Somebody who writes without a pause is looked at all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// A watched site.
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    /// Begins to watch the files of the site in `root`.
    ///
    /// Only the site's own folders are watched with all that is in them:
    /// beside them may lie whole build trees.
    pub fn new(root: &Path) -> Result<Watch, Error> {
        let root = root.canonicalize().map_err(|_| Error::NoFolder(root.to_owned()))?;
        let (sender, events) = channel();
        let refused = |error| Error::Read { path: root.clone(), source: io::Error::other(error) };
        let mut watcher = notify::recommended_watcher(sender).map_err(refused)?;
        watcher.watch(&root, RecursiveMode::NonRecursive).map_err(refused)?;
        let mut watch = Watch { root: root.clone(), watcher, events };
        watch.folders().map_err(refused)?;
        Ok(watch)
    }

    /// Waits until something has changed and it is quiet again. Returns the
    /// paths, or nothing when nothing will ever be reported again.
    ///
    /// A path that isn't in the site stands for: anything may have changed.
    pub fn wait(&mut self) -> Option<Vec<PathBuf>> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            let event = self.events.recv().ok()?;
            self.add(event, &mut changed);
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.add(event, &mut changed),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        // A folder may have come, or come back. One that can't be watched is
        // read all the same whenever something else changes.
        if changed.iter().any(|path| self.is_top(path)) {
            let _ = self.folders();
        }
        Some(changed.into_iter().collect())
    }

    /// Adds the paths of an event, as far as they are about a file that a site
    /// may have. Editors' own files, and what lies beside the site, are not.
    fn add(&self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) {
        let anything = || PathBuf::new();
        let Ok(event) = event else {
            changed.insert(anything());
            return;
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        if event.paths.is_empty() {
            changed.insert(anything());
        }
        changed.extend(event.paths.into_iter().filter(|path| self.is_input(path)));
    }

    /// Whether a path is one of the site's folders, or unknown.
    fn is_top(&self, path: &Path) -> bool {
        path.strip_prefix(&self.root).map_or(true, |inner| {
            inner.as_os_str().is_empty() || FOLDERS.iter().any(|folder| inner == Path::new(folder))
        })
    }

    fn folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    fn is_input(&self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.root) else { return true };
        let mut parts = inner.iter().map(|part| part.to_string_lossy());
        let Some(first) = parts.next() else { return true };
        let of_editor =
            |part: &str| part.ends_with('~') || (part.starts_with('.') && part != ".ilpressignore");
        let top = FOLDERS.contains(&&*first)
            || first.ends_with(".toml")
            || first.ends_with(".csv")
            || first == ".ilpressignore";
        top && !of_editor(&first) && !parts.any(|part| of_editor(&part))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn sees_changes_of_a_site_only() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("content")).expect("a folder");
        fs::create_dir(root.path().join("target")).expect("a folder");
        let mut watch = Watch::new(root.path()).expect("it can be watched");
        let real = root.path().canonicalize().expect("it is there");
        assert!(!watch.is_input(&real.join("public")));
        assert!(!watch.is_input(&real.join("content/.a.md.swp")));
        assert!(watch.is_input(&real.join("content/a.md")));
        let start = Instant::now();
        let write = root.path().to_owned();
        let writer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            fs::write(write.join("target/x"), "x").expect("a file");
            fs::create_dir(write.join("content/guides")).expect("a folder");
            std::thread::sleep(Duration::from_millis(20));
            fs::write(write.join("content/guides/a.md"), "a").expect("a file");
        });
        assert!(watch.wait().is_some());
        assert!(start.elapsed() < Duration::from_secs(5));
        writer.join().expect("it wrote");
        fs::create_dir(root.path().join("events")).expect("a folder");
        assert!(watch.wait().is_some());
        fs::write(root.path().join("events/a.toml"), "a").expect("a file");
        assert!(watch.wait().is_some());
    }
}
