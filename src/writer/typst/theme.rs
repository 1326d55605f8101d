//! What all papers of a site share: templates, words, fonts, Typst's library.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};
use typst::foundations::Bytes;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use super::fonts::Fonts;
use crate::diag::{Diagnostic, text_of};
use crate::site::Site;
use crate::vfs::{Hash, Hasher, SitePath, Snapshot};
use crate::words::Words;

/// Where the templates lie.
const FOLDER: &str = "templates/typst";

/// The id of a virtual file. The ids of a process are few and never freed, so
/// every paper uses the same names.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Everything that papers share.
pub struct Theme {
    snapshot: Snapshot,
    words: HashMap<String, Arc<Words>>,
    /// A hash of templates, words and fonts.
    pub hash: Hash,
    shared: OnceLock<Shared>,
}

/// What takes time to load, so that only a build which prints does.
pub(super) struct Shared {
    pub(super) library: LazyHash<Library>,
    pub(super) fonts: Fonts,
    pub(super) templates: HashMap<FileId, (SitePath, Source)>,
    pub(super) words: HashMap<String, Bytes>,
    /// What was found while loading.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Theme {
    /// Returns the theme of a site. `snapshot` holds the program's own files
    /// where the site has none.
    pub fn new(snapshot: &Snapshot, site: &Site, words: &dyn Fn(&str) -> Arc<Words>) -> Theme {
        let mut hasher = Hasher::new();
        let ours = |path: &str| {
            ["templates/typst/", "templates/i18n/", "fonts/"].iter().any(|at| path.starts_with(at))
        };
        for (path, hash) in snapshot.hashes().filter(|(path, _)| ours(path.as_str())) {
            hasher.text(path.as_str()).hash(&hash);
        }
        let words = site.languages.keys().map(|lang| (lang.to_string(), words(lang.as_str()))).collect();
        Theme { snapshot: snapshot.clone(), words, hash: hasher.finish(), shared: OnceLock::new() }
    }

    /// The words of a language.
    pub(super) fn words(&self, lang: &str) -> &Words {
        self.words.get(lang).or_else(|| self.words.values().next()).expect("a site has a language")
    }

    /// All files, to find where a character stands.
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The bytes of a picture.
    pub(super) fn picture(&self, path: &str) -> Option<Arc<[u8]>> {
        self.snapshot.shared_bytes(&SitePath::new(path)?)
    }

    /// The hash of a picture.
    pub(super) fn picture_hash(&self, path: &str) -> Option<Hash> {
        self.snapshot.hash(&SitePath::new(path)?)
    }

    pub(super) fn shared(&self) -> &Shared {
        self.shared.get_or_init(|| {
            let mut diagnostics = Vec::new();
            let mut templates = HashMap::new();
            for (path, bytes) in
                self.snapshot.below(FOLDER).filter(|(path, _)| path.as_str().ends_with(".typ"))
            {
                match text_of(path, bytes) {
                    Ok(text) => {
                        if let Some(id) = file_id(&format!("/{path}")) {
                            templates.insert(id, (path.clone(), Source::new(id, text.to_owned())));
                        }
                    }
                    Err(problem) => diagnostics.push(*problem),
                }
            }
            let fonts = Fonts::load(&self.snapshot).collect(&mut diagnostics);
            // PDF/UA-1, 7.5: a matrix has row headers, which Typst still calls
            // extras.
            let features = [Feature::A11yExtras].into_iter().collect();
            let library = Library::builder().with_features(features).build();
            let words =
                self.words.iter().map(|(lang, words)| (lang.clone(), Bytes::from_string(json(words))));
            Shared { library: LazyHash::new(library), fonts, templates, words: words.collect(), diagnostics }
        })
    }
}

/// All messages of a language; a value that a message asks for stands as its
/// name: `{$title}`.
fn json(words: &Words) -> String {
    let messages = words.keys().map(|key| (key.to_owned(), Value::String(words.get(key))));
    Value::Object(messages.collect::<Map<_, _>>()).to_string()
}
