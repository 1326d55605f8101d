//! What was made before, by the hash of all that it was made from.

use std::collections::HashMap;
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
    /// Papers of earlier builds.
    store: Option<Arc<dyn Store>>,
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
pub type Rendered = Result<Arc<[u8]>, Vec<Diagnostic>>;

/// Where finished papers wait for the next build, by a hash of everything that
/// they depend on: making one takes a hundred times as long as a page.
pub trait Store: Send + Sync {
    /// The paper that was made from the same; nothing when there is none.
    fn get(&self, key: Hash) -> Option<Arc<[u8]>>;
    /// Keeps a paper. What can't be kept is made again.
    fn put(&self, key: Hash, bytes: &[u8]);
}

impl Memory {
    /// Returns a memory for many builds.
    pub fn lasting() -> Memory {
        Memory { lasting: true, ..Memory::default() }
    }

    /// Keeps papers in a store.
    pub fn with_store(mut self, store: Arc<dyn Store>) -> Memory {
        self.store = Some(store);
        self
    }

    /// The papers of earlier builds, where they are kept.
    pub fn store(&self) -> Option<&dyn Store> {
        self.store.as_deref()
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

    /// Forgets everything but what `keep` names.
    pub fn retain(&self, keep: &dyn Fn(&OutputPath) -> bool) {
        lock(&self.pages).retain(|path, _| keep(path));
        lock(&self.artifacts).retain(|path, _| keep(path));
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
