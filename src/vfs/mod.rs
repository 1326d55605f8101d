//! Files as values: what a site consists of, and where its pages go.
//!
//! A [`Snapshot`] is the input of everything: paths and bytes, immutable. The
//! only module that reads a real disk is `vfs::disk`; the files that ship
//! inside the program come from [`embedded`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

#[cfg(feature = "cli")]
pub mod disk;
pub mod embedded;
mod hash;
mod kept;
#[cfg(feature = "serve")]
pub mod watch;

pub use hash::{Hash, Hasher};
pub use kept::Kept;

/// A place in the inputs: relative to the site's root, `/` between the parts,
/// no `.` or `..`, never absolute.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Returns the normalised path, or nothing when `text` climbs out of the
    /// site.
    pub fn new(text: &str) -> Option<SitePath> {
        if is_normal(text) {
            return Some(SitePath(text.into()));
        }
        normalise(text).map(|path| SitePath(path.into()))
    }

    /// The path as written in messages and links, without a leading slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file; empty at the site's root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path, extension included.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part of the path without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension without its dot, or an empty string.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Resolves a path written in this file: relative to its folder, or from
    /// the root when it starts with `/`. Nothing when it climbs out.
    pub fn join(&self, written: &str) -> Option<SitePath> {
        match written.strip_prefix('/') {
            Some(rest) => SitePath::new(rest),
            None => SitePath::new(&format!("{}/{written}", self.folder())),
        }
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in the outputs: relative to the output folder, `/` between the
/// parts. It can't leave the folder, whatever it is made from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Returns the normalised path, or nothing when `text` is empty, climbs
    /// out of the output folder or holds a control character.
    pub fn new(text: &str) -> Option<OutputPath> {
        if is_normal(text) {
            return Some(OutputPath(text.into()));
        }
        let path = normalise(text)?;
        (!path.is_empty() && !path.chars().any(char::is_control)).then(|| OutputPath(path.into()))
    }

    /// The path with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The relative address that leads from this page to `target`.
    ///
    /// Both are files; the result has as many `../` as it needs, so that the
    /// output works below any folder and from `file://`.
    pub fn link_to(&self, target: &OutputPath) -> String {
        let (from, to) = (self.0.as_bytes(), target.0.as_bytes());
        let equal = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let shared = from[..equal].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let up = from[shared..].iter().filter(|byte| **byte == b'/').count();
        let mut link = String::with_capacity("../".len() * up + to.len() - shared);
        (0..up).for_each(|_| link.push_str("../"));
        link.push_str(&target.0[shared..]);
        link
    }
}

impl OutputPath {
    /// The file of the output that a relative link of this page leads to.
    /// Nothing for an address with a scheme, or one that climbs out.
    pub fn target(&self, link: &str) -> Option<OutputPath> {
        let file = link.split_once('#').map_or(link, |(file, _)| file);
        if file.is_empty() {
            return Some(self.clone());
        }
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        OutputPath::new(&format!("{folder}/{file}"))
    }

    /// Rewrites a relative link of this page so that it leads to the same
    /// place from `to`. Addresses with a scheme stay as they are.
    pub fn moved_link(&self, link: &str, to: &OutputPath) -> String {
        let name = link.split_once('#').map(|(_, name)| name);
        let Some(target) = self.target(link) else { return link.to_owned() };
        let moved = to.link_to(&target);
        name.map_or(moved.clone(), |name| format!("{moved}#{name}"))
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Removes `.`, resolves `..`, and refuses what climbs above the root, names
/// a drive or uses a backslash.
fn normalise(text: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ if part.contains(['\\', ':']) => return None,
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether a path is what [`normalise`] would make of it, and of ASCII. A part
/// that begins with a dot may be, and counts as not.
fn is_normal(path: &str) -> bool {
    let mut before = b'/';
    for byte in path.bytes() {
        match byte {
            b'/' | b'.' if before == b'/' => return false,
            b'\\' | b':' => return false,
            b' '..=b'~' => before = byte,
            _ => return false,
        }
    }
    before != b'/'
}

/// All input files of a site at one moment.
///
/// Cloning shares everything. Files that the site doesn't have come from the
/// program itself (see [`Snapshot::with_defaults`]); a site's own file of the
/// same path wins.
#[derive(Clone, Default)]
pub struct Snapshot {
    files: Arc<BTreeMap<SitePath, File>>,
}

/// What is in a file, and its hash: it tells a change from a file that was
/// saved as it was.
#[derive(Clone)]
struct File {
    content: Content,
    hash: Hash,
}

/// Text is looked at once, and shared with the trees that are made of it.
#[derive(Clone)]
enum Content {
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
}

impl File {
    fn new(bytes: &[u8]) -> File {
        let content = match std::str::from_utf8(bytes) {
            Ok(text) => Content::Text(text.into()),
            Err(_) => Content::Bytes(bytes.into()),
        };
        File { hash: Hash::of(bytes), content }
    }

    fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }
}

impl Snapshot {
    /// Returns a snapshot without files.
    pub fn new() -> Snapshot {
        Snapshot::default()
    }

    /// Adds or replaces one file.
    pub fn insert(&mut self, path: SitePath, bytes: impl AsRef<[u8]>) {
        Arc::make_mut(&mut self.files).insert(path, File::new(bytes.as_ref()));
    }

    /// Removes one file; true when it was there.
    pub fn remove(&mut self, path: &SitePath) -> bool {
        Arc::make_mut(&mut self.files).remove(path).is_some()
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &SitePath) -> Option<&[u8]> {
        self.files.get(path).map(File::bytes)
    }

    /// The bytes of a file, to keep.
    pub fn shared_bytes(&self, path: &SitePath) -> Option<Arc<[u8]>> {
        self.files.get(path).map(|file| match &file.content {
            Content::Text(text) => text.clone().into(),
            Content::Bytes(bytes) => bytes.clone(),
        })
    }

    /// The hash of a file's bytes.
    pub fn hash(&self, path: &SitePath) -> Option<Hash> {
        self.files.get(path).map(|file| file.hash)
    }

    /// The text of a file; nothing when it is missing or not UTF-8.
    pub fn text(&self, path: &SitePath) -> Option<&str> {
        self.shared_text(path).map(|text| &**text)
    }

    /// The text of a file, to keep.
    pub fn shared_text(&self, path: &SitePath) -> Option<&Arc<str>> {
        match &self.files.get(path)?.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &[u8])> {
        self.files.iter().map(|(path, file)| (path, file.bytes()))
    }

    /// The hashes of all files, in the order of their paths.
    pub fn hashes(&self) -> impl Iterator<Item = (&SitePath, Hash)> {
        self.files.iter().map(|(path, file)| (path, file.hash))
    }

    /// The files below a folder, in the order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SitePath, &'a [u8])> {
        let first = SitePath(format!("{folder}/").into());
        self.files
            .range(first.clone()..)
            .take_while(move |(path, _)| path.as_str().starts_with(first.as_str()))
            .map(|(path, file)| (path, file.bytes()))
    }

    /// Adds the templates, styles, scripts and fonts that ship inside the
    /// program wherever the site has no file of the same path.
    pub fn with_defaults(mut self) -> Snapshot {
        for (path, bytes) in embedded::theme() {
            if !self.files.contains_key(&path) {
                Arc::make_mut(&mut self.files).insert(path, File::new(&bytes));
            }
        }
        self
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl<B: AsRef<[u8]> + Send> FromIterator<(SitePath, B)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (SitePath, B)>>(files: I) -> Snapshot {
        let files: Vec<_> = files.into_iter().collect();
        let read: Vec<_> =
            files.into_par_iter().map(|(path, bytes)| (path, File::new(bytes.as_ref()))).collect();
        Snapshot { files: Arc::new(read.into_iter().collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(text: &str) -> OutputPath {
        OutputPath::new(text).expect("a good path")
    }

    #[test]
    fn paths_cannot_climb_out() {
        assert!(SitePath::new("../x").is_none());
        assert!(OutputPath::new("a/../../x").is_none());
        assert!(OutputPath::new("a\\..\\b").is_none());
        assert!(OutputPath::new("c:/x").is_none());
        assert_eq!(SitePath::new("a/./b/../c").map(|p| p.to_string()).as_deref(), Some("a/c"));
    }

    #[test]
    fn normal_paths_are_left_alone() {
        let odd = ["", "/a", "a/", "a//b", "./a", "a/../b", "a/.b", "a\\b", "c:/x", "a/\u{1}", "é"];
        assert!(odd.iter().all(|path| !is_normal(path)));
        for path in ["a", "a/b.html", "families/index.html", "a b/c~d"] {
            assert!(is_normal(path));
            assert_eq!(normalise(path).as_deref(), Some(path));
        }
    }

    #[test]
    fn joins_relative_to_the_file() {
        let file = SitePath::new("content/guides/ilp/why.md").expect("a good path");
        assert_eq!(
            file.join("../../pages/about.md").map(|p| p.to_string()).as_deref(),
            Some("content/pages/about.md")
        );
        assert_eq!(file.join("/assets/a.svg").map(|p| p.to_string()).as_deref(), Some("assets/a.svg"));
    }

    #[test]
    fn links_between_pages_are_relative() {
        let page = out("families/brochures/your-plan/index.html");
        assert_eq!(page.link_to(&out("families/index.html")), "../../index.html");
        assert_eq!(page.link_to(&out("families/brochures/other/index.html")), "../other/index.html");
        assert_eq!(page.link_to(&out("assets/a.css")), "../../../assets/a.css");
        assert_eq!(out("index.html").link_to(&out("index.html")), "index.html");
    }
}
