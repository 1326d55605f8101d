//! What a change to a document would touch: found by making the change, in
//! memory, and comparing every file before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Options, Session, Store};
use crate::corpus::layer::unit;
use crate::corpus::{Corpus, Manuscript};
use crate::diag::{Diagnostic, has_errors};
use crate::site::Site;
use crate::syntax::Kind;
use crate::vfs::{Hash, OutputPath, SitePath, Snapshot};

/// Where in a file the words change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere in it, its title aside.
    File,
    /// On this line, counted from one.
    Line(usize),
    /// In the block of this name, with what stands in it.
    Block(String),
}

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
    let text = changed(&manuscript, path, place).map_err(Unknown::Place)?;
    let mut edited = snapshot.clone();
    edited.insert(path.clone(), text.into_bytes());
    let mut session = Session::new().with_store(Arc::new(Keys));
    let after = files(&mut session, &edited, options)?;

    let mut touched: BTreeSet<&OutputPath> = BTreeSet::new();
    for (path, hash) in &after.files {
        if before.files.get(path) != Some(hash) {
            touched.insert(path);
        }
    }
    touched.extend(before.files.keys().filter(|path| !after.files.contains_key(*path)));
    let stale = stale(&after.corpus).difference(&stale(&before.corpus)).cloned().collect();
    Ok(Impact { site: before.corpus.site.clone(), files: touched.into_iter().cloned().collect(), stale })
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

/// A file with another letter in each piece of text at a place. Nothing gets
/// longer, so that no limit is passed; headings keep their words, on which
/// addresses may hang, unless one is all that there is.
fn changed(manuscript: &Manuscript, path: &SitePath, place: &Place) -> Result<String, String> {
    let tree = &manuscript.parsed.tree;
    let source = &tree.source;
    let range = match place {
        Place::File => 0..source.len(),
        Place::Line(line) => {
            line_of(source, *line).ok_or_else(|| format!("`{path}` has {} lines", source.lines().count()))?
        }
        Place::Block(name) => {
            let units = unit::units(manuscript);
            let found = units.iter().find(|unit| unit.name == *name).ok_or_else(|| {
                let near = crate::diag::did_you_mean(name, units.iter().map(|unit| unit.name.as_str()));
                format!(
                    "`{path}` has no block `{name}`{}",
                    near.map(|near| format!(": {near}")).unwrap_or_default()
                )
            })?;
            found.node.map_or(0..source.len(), |node| tree.node(node).span())
        }
    };
    let texts = |with_headings: bool| -> Vec<usize> {
        let mut heading_ends = 0;
        let mut letters = Vec::new();
        for node in tree.iter() {
            if node.kind() == Kind::Heading {
                heading_ends = node.end();
            }
            let span = node.span();
            let is_here = node.kind() == Kind::Text && span.start < range.end && range.start < span.end;
            if is_here && (with_headings || node.index >= heading_ends) {
                let start = span.start.max(range.start);
                let text = &source.as_bytes()[start..span.end.min(range.end)];
                letters.extend(text.iter().rposition(u8::is_ascii_alphabetic).map(|at| start + at));
            }
        }
        letters
    };
    let mut letters = texts(false);
    if letters.is_empty() {
        letters = texts(true);
    }
    if letters.is_empty() {
        return Err(format!("there are no words at that place of `{path}`"));
    }
    let mut bytes = source.as_bytes().to_vec();
    for at in letters {
        bytes[at] = if bytes[at] == b'q' { b'z' } else { b'q' };
    }
    Ok(String::from_utf8(bytes).expect("a letter for a letter"))
}

fn line_of(source: &str, line: usize) -> Option<Range<usize>> {
    let text = source.lines().nth(line.checked_sub(1)?)?;
    let start = text.as_ptr() as usize - source.as_ptr() as usize;
    Some(start..start + text.len())
}
