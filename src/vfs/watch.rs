//! Waiting until a site's files change.

#![expect(clippy::disallowed_methods, reason = "this is the edge where the file system begins")]

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::disk::{Error, FOLDERS};

/// Editors write a file in several steps: this long nothing must happen
/// before we look.
const QUIET: Duration = Duration::from_millis(60);

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

    /// Waits until something has changed and it is quiet again. False when
    /// nothing will ever be reported again.
    pub fn wait(&mut self) -> bool {
        loop {
            match self.events.recv() {
                Err(_) => return false,
                Ok(event) if !self.matters(&event) => {}
                Ok(_) => break,
            }
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match self.events.recv_timeout(QUIET) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        // A folder may have come, or come back. One that can't be watched is
        // read all the same whenever something else changes.
        let _ = self.folders();
        true
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

    /// Whether an event is about a file that a site may have. Editors' own
    /// files, and what lies beside the site, are not.
    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.paths.is_empty() || event.paths.iter().any(|path| self.is_input(path))
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
        assert!(watch.wait());
        assert!(start.elapsed() < Duration::from_secs(5));
        writer.join().expect("it wrote");
        fs::create_dir(root.path().join("events")).expect("a folder");
        assert!(watch.wait());
        fs::write(root.path().join("events/a.toml"), "a").expect("a file");
        assert!(watch.wait());
    }
}
