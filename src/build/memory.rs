//! What was made before, by the hash of all that it was made from.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::diag::Diagnostic;
use crate::kind::Digest;
use crate::vfs::{Hash, OutputPath};

/// Remembers pages and artifacts from one build to the next. Equal hashes mean
/// equal results, so nothing here is ever wrong, only old.
#[derive(Default)]
pub struct Memory {
    pages: Mutex<HashMap<OutputPath, (Hash, Arc<Digest>)>>,
    artifacts: Mutex<HashMap<OutputPath, Kept>>,
    log: Mutex<Vec<OutputPath>>,
    /// Whether anything is remembered: a single build needn't.
    lasting: bool,
}

/// An artifact, and what it was made from.
struct Kept {
    /// All that could have changed it, as far as that is known without work.
    sources: Option<Hash>,
    /// Exactly what it shows.
    content: Hash,
    made: Rendered,
}

/// An artifact as it was made: its bytes, or why there are none.
pub type Rendered = Result<Arc<[u8]>, Box<Diagnostic>>;

impl Memory {
    /// Returns a memory for many builds.
    pub fn lasting() -> Memory {
        Memory { lasting: true, ..Memory::default() }
    }

    /// Whether anything is remembered.
    pub fn is_lasting(&self) -> bool {
        self.lasting
    }

    /// What others know of a page, if it was made from the same.
    pub fn page(&self, path: &OutputPath, key: Hash) -> Option<Arc<Digest>> {
        if !self.lasting {
            return None;
        }
        lock(&self.pages).get(path).filter(|(known, _)| *known == key).map(|(_, digest)| digest.clone())
    }

    /// Remembers what others know of a page.
    pub fn keep_page(&self, path: &OutputPath, key: Hash, digest: &Arc<Digest>) {
        if self.lasting {
            lock(&self.pages).insert(path.clone(), (key, digest.clone()));
        }
    }

    /// The artifact at a path, if it was made from the same sources.
    pub fn artifact(&self, path: &OutputPath, sources: Hash) -> Option<Rendered> {
        if !self.lasting {
            return None;
        }
        let artifacts = lock(&self.artifacts);
        artifacts.get(path).filter(|kept| kept.sources == Some(sources)).map(|kept| kept.made.clone())
    }

    /// Returns the artifact at a path that shows `content`, made with `make`
    /// unless it is there.
    pub fn artifact_or(
        &self,
        path: &OutputPath,
        sources: Option<Hash>,
        content: Hash,
        make: impl FnOnce() -> Rendered,
    ) -> Rendered {
        if !self.lasting {
            return make();
        }
        if let Some(kept) = lock(&self.artifacts).get_mut(path).filter(|kept| kept.content == content) {
            kept.sources = sources;
            return kept.made.clone();
        }
        let made = make();
        lock(&self.log).push(path.clone());
        lock(&self.artifacts).insert(path.clone(), Kept { sources, content, made: made.clone() });
        made
    }

    /// Forgets what isn't among `paths`.
    pub fn retain(&self, paths: &HashSet<OutputPath>) {
        lock(&self.pages).retain(|path, _| paths.contains(path));
        lock(&self.artifacts).retain(|path, _| paths.contains(path));
    }

    /// The artifacts that were made since this was last asked, in the order of
    /// their paths.
    pub fn take_log(&self) -> Vec<OutputPath> {
        let mut log = std::mem::take(&mut *lock(&self.log));
        log.sort();
        log
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panicking thread had inserted is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
