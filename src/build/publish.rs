//! What has to change in the output folder.
//!
//! Planning is a pure function of the last manifest and the new artifacts;
//! `vfs::disk` carries the plan out.

mod vanished;

pub use vanished::{lost_edition, vanished};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Artifact;
use super::manifest::{Content, Manifest};
use crate::vfs::OutputPath;

/// How much of a site a build has made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it: what the last build made and this one didn't goes.
    Whole,
    /// A part, as with `--audience`: what the last build made stays.
    Part,
}

/// A file that waits to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where it goes, relative to the output folder.
    pub path: OutputPath,
    /// What is in it.
    pub content: Content,
    /// Where its bytes are meanwhile.
    pub body: Body,
}

/// The bytes of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// In memory.
    Bytes(Arc<[u8]>),
    /// In a file of the disk, by its number.
    Waiting(usize),
    /// In the output folder already.
    Published,
}

impl Draft {
    /// Returns a draft that is in memory.
    pub fn new(artifact: Artifact) -> Draft {
        let content = Content::of(&artifact.bytes);
        Draft { path: artifact.path, content, body: Body::Bytes(artifact.bytes) }
    }
}

/// The way from the last build to this one.
#[derive(Debug)]
pub struct Plan<'a> {
    /// Files to write, in the order of their paths.
    pub writes: Vec<&'a Draft>,
    /// Files that hold these bytes already.
    pub unchanged: Vec<&'a Draft>,
    /// Files to remove before anything is put in place, because they stand in
    /// the way: a file where a folder is needed, a folder where a file is, or
    /// another writing of the same name.
    pub clear: Vec<OutputPath>,
    /// Files to remove at the end.
    pub removals: Vec<OutputPath>,
    /// The manifest when all is done.
    pub manifest: Manifest,
}

/// Returns what has to change for the output folder to hold `drafts`, each at
/// a path of its own.
///
/// Only files that `old` lists are removed.
pub fn plan<'a>(old: &Manifest, drafts: &'a [Draft], extent: Extent) -> Plan<'a> {
    let new: BTreeMap<&OutputPath, &Draft> = drafts.iter().map(|draft| (&draft.path, draft)).collect();
    let mut plan = Plan {
        writes: Vec::new(),
        unchanged: Vec::new(),
        clear: Vec::new(),
        removals: Vec::new(),
        manifest: Manifest::default(),
    };
    for (path, draft) in &new {
        plan.manifest.files.insert((*path).clone(), Some(draft.content));
        match old.files.get(path) {
            Some(Some(before)) if *before == draft.content => plan.unchanged.push(draft),
            _ => plan.writes.push(draft),
        }
    }
    let gone: Vec<&OutputPath> = old.files.keys().filter(|path| !new.contains_key(path)).collect();
    if gone.is_empty() {
        return plan;
    }
    let places = Places::new(new.keys().copied());
    for path in gone {
        if places.in_the_way(path) {
            plan.clear.push(path.clone());
        } else if extent == Extent::Whole {
            plan.removals.push(path.clone());
        } else {
            plan.manifest.files.insert(path.clone(), old.files[path]);
        }
    }
    plan
}

impl Plan<'_> {
    /// Whether the folder is as it should be, unless somebody touched it.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.clear.is_empty() && self.removals.is_empty()
    }

    /// Returns the manifest for the time while files are put in place: all
    /// that are or will be ours, those on the way without content.
    pub fn manifest_on_the_way(&self) -> Manifest {
        let mut manifest = self.manifest.clone();
        let moving = self.writes.iter().map(|draft| &draft.path).chain(&self.clear).chain(&self.removals);
        manifest.files.extend(moving.map(|path| (path.clone(), None)));
        manifest
    }
}

/// The places that new files need, case ignored.
struct Places {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Places {
    fn new<'a>(paths: impl Iterator<Item = &'a OutputPath>) -> Places {
        let mut places = Places { files: BTreeSet::new(), folders: BTreeSet::new() };
        for path in paths {
            let path = path.as_str().to_lowercase();
            places.folders.extend(folders(&path).map(str::to_owned));
            places.files.insert(path);
        }
        places
    }

    fn in_the_way(&self, path: &OutputPath) -> bool {
        let path = path.as_str().to_lowercase();
        self.files.contains(&path)
            || self.folders.contains(&path)
            || folders(&path).any(|f| self.files.contains(f))
    }
}

/// The folders above a path, the outermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(path: &str, bytes: &[u8]) -> Draft {
        let path = OutputPath::new(path).expect("a good path");
        Draft::new(Artifact { path, bytes: bytes.into() })
    }

    fn manifest(files: &[(&str, &[u8])]) -> Manifest {
        let artifacts: Vec<Draft> = files.iter().map(|(path, bytes)| artifact(path, bytes)).collect();
        plan(&Manifest::default(), &artifacts, Extent::Whole).manifest
    }

    fn paths(paths: &[OutputPath]) -> Vec<&str> {
        paths.iter().map(OutputPath::as_str).collect()
    }

    #[test]
    fn writes_what_changed_and_removes_what_went() {
        let old = manifest(&[("a/index.html", b"a"), ("b/index.html", b"b"), ("c.css", b"c")]);
        let new = [artifact("a/index.html", b"a"), artifact("b/index.html", b"B"), artifact("d.css", b"c")];
        let plan = plan(&old, &new, Extent::Whole);
        assert_eq!(plan.unchanged, [&new[0]]);
        assert_eq!(plan.writes, [&new[1], &new[2]]);
        assert_eq!(paths(&plan.removals), ["c.css"]);
    }

    #[test]
    fn a_part_leaves_the_rest_alone() {
        let old = manifest(&[("a/index.html", b"a"), ("b/index.html", b"b")]);
        let new = [artifact("a/index.html", b"A")];
        let plan = plan(&old, &new, Extent::Part);
        assert!(plan.removals.is_empty());
        assert_eq!(plan.manifest, manifest(&[("a/index.html", b"A"), ("b/index.html", b"b")]));
    }

    #[test]
    fn what_stands_in_the_way_goes_first() {
        let old = manifest(&[("a", b""), ("B.html", b""), ("c/d/e.html", b""), ("z", b"")]);
        let new = [artifact("a/b", b""), artifact("b.html", b""), artifact("c", b"")];
        let plan = plan(&old, &new, Extent::Whole);
        assert_eq!(paths(&plan.clear), ["B.html", "a", "c/d/e.html"]);
        assert_eq!(paths(&plan.removals), ["z"]);
    }

    #[test]
    fn files_on_the_way_have_no_content() {
        let old = manifest(&[("a", b"a"), ("b", b"b"), ("c", b"c")]);
        let new = [artifact("a", b"a"), artifact("b", b"B")];
        let on_the_way = plan(&old, &new, Extent::Whole).manifest_on_the_way();
        let known: Vec<bool> = on_the_way.files.values().map(Option::is_some).collect();
        assert_eq!(known, [true, false, false]);
    }
}
