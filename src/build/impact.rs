//! What a change to a document would touch: found by making the change, in
//! memory, and comparing every file before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Options, Session, Store};
use crate::corpus::Corpus;
use crate::corpus::touch::{Place, touched};
use crate::diag::{Diagnostic, has_errors};
use crate::site::Site;
use crate::vfs::{Hash, OutputPath, SitePath, Snapshot};

/// What a change touches.
#[derive(Clone, Debug)]
pub struct Impact {
    /// The site.
    pub site: Arc<Site>,
    /// The files that would be made anew, sorted.
    pub files: Vec<OutputPath>,
    /// The blocks of translations and of districts' texts that would be older
    /// than what they lie over.
    pub stale: Vec<(SitePath, String)>,
}

/// Why nobody can say what a change touches.
#[derive(Clone, Debug)]
pub enum Unknown {
    /// A sentence: what is asked for isn't there, or has no words.
    Place(String),
    /// The site has errors, as it is or after such a change.
    Site(Vec<Diagnostic>),
}

/// Finds what a change of words touches. Nothing is written, and no paper is
/// set: a paper counts when what it would be set from is another.
///
/// # Errors
///
/// [`Unknown`], when there is no such place, or the site can't be built.
pub fn impact(
    snapshot: &Snapshot,
    options: &Options,
    path: &SitePath,
    place: &Place,
) -> Result<Impact, Unknown> {
    let mut session = Session::new().with_store(Arc::new(Keys));
    let before = files(&mut session, snapshot, options)?;
    let manuscript = before.corpus.layer_file(path, snapshot).ok_or_else(|| {
        Unknown::Place(format!("`{path}` is no document: a change to it may touch every page"))
    })?;
    let text = touched(&manuscript, path, place).map_err(Unknown::Place)?;
    let mut edited = snapshot.clone();
    edited.insert(path.clone(), text.into_bytes());
    let mut session = Session::new().with_store(Arc::new(Keys));
    let after = files(&mut session, &edited, options)?;

    let mut anew: BTreeSet<&OutputPath> = BTreeSet::new();
    for (path, hash) in &after.files {
        if before.files.get(path) != Some(hash) {
            anew.insert(path);
        }
    }
    anew.extend(before.files.keys().filter(|path| !after.files.contains_key(*path)));
    let stale = stale(&after.corpus).difference(&stale(&before.corpus)).cloned().collect();
    Ok(Impact { site: before.corpus.site.clone(), files: anew.into_iter().cloned().collect(), stale })
}

/// Gives each paper the hash of what it would be made from for its bytes.
struct Keys;

impl Store for Keys {
    fn get(&self, key: Hash) -> Option<Arc<[u8]>> {
        Some(Arc::from(key.as_bytes().as_slice()))
    }

    fn put(&self, _: Hash, _: &[u8]) {}
}

/// All files of a site by their hashes.
struct Made {
    files: BTreeMap<OutputPath, Hash>,
    corpus: Corpus,
}

fn files(session: &mut Session, snapshot: &Snapshot, options: &Options) -> Result<Made, Unknown> {
    let refuse =
        |found: Vec<Diagnostic>| Unknown::Site(found.into_iter().filter(Diagnostic::is_error).collect());
    let prepared = session.prepare(snapshot, options, None);
    let Some(press) = prepared.value else { return Err(refuse(prepared.diagnostics)) };
    let files = Mutex::new(BTreeMap::new());
    let found = press.all(session.memory(), &|file| {
        let hash = Hash::of(&file.bytes);
        files.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path, hash);
    });
    if has_errors(&found) {
        return Err(refuse(found));
    }
    Ok(Made { files: files.into_inner().unwrap_or_else(PoisonError::into_inner), corpus: press.corpus })
}

/// The blocks of layers that are older than what they lie over.
fn stale(corpus: &Corpus) -> BTreeSet<(SitePath, String)> {
    let states = corpus.all().flat_map(|document| &document.provenance.states);
    let stale = states.filter(|state| state.is_stale() == Some(true));
    stale.map(|state| (state.path.clone(), state.unit.clone())).collect()
}
