//! What the browser sees: the last good build, and what is wrong now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde_json::{Value, json};
use tokio::sync::broadcast::{Receiver, Sender, channel};

use super::switcher::Names;
use crate::build::Artifact;

/// One state of the preview. Immutable; a new build makes a new one.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Counts builds.
    pub(super) version: u64,
    /// The last good build.
    pub(super) files: Arc<BTreeMap<String, Arc<[u8]>>>,
    /// The version in which a path last changed, came or went.
    pub(super) changed: Arc<BTreeMap<String, u64>>,
    /// What is wrong, as text; empty when nothing is.
    pub(super) errors: String,
    /// How many findings there are, in words; empty for none.
    pub(super) summary: String,
    /// The names of audiences and languages.
    pub(super) names: Arc<Names>,
}

/// The state, and who wants to know when it changes.
pub(super) struct Preview {
    /// Tells this run of the program from others.
    run: u128,
    state: Mutex<State>,
    news: Sender<()>,
}

impl Preview {
    pub(super) fn new() -> Preview {
        let run = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_millis());
        Preview { run, state: Mutex::default(), news: channel(8).0 }
    }

    /// The present state.
    pub(super) fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Wakes at each new state.
    pub(super) fn news(&self) -> Receiver<()> {
        self.news.subscribe()
    }

    /// Puts a new build in the old one's place. `None`: there are errors, the
    /// last good build stays.
    pub(super) fn update(
        &self,
        build: Option<Vec<Artifact>>,
        errors: String,
        summary: String,
        names: Option<Names>,
    ) {
        let old = self.state();
        let mut new = State { version: old.version + 1, errors, summary, ..old };
        if let Some(artifacts) = build {
            let files = artifacts
                .into_iter()
                .map(|artifact| (artifact.path.as_str().to_owned(), artifact.bytes))
                .collect();
            let mut changed = (*new.changed).clone();
            for path in differences(&new.files, &files) {
                changed.insert(path.to_owned(), new.version);
            }
            new.changed = Arc::new(changed);
            new.files = Arc::new(files);
        }
        if let Some(names) = names {
            new.names = Arc::new(names);
        }
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = new;
        // Nobody listens when no page is open.
        let _ = self.news.send(());
    }

    /// The mark that a page carries: the run and version that it comes from.
    pub(super) fn mark(&self, state: &State) -> String {
        format!("{}.{}", self.run, state.version)
    }

    /// What a page has to know that was made at `mark`: what has changed
    /// since, and what is wrong. Pages other than `page` are left out.
    pub(super) fn message(&self, state: &State, mark: &str, page: &str) -> Value {
        let since = mark.split_once('.').filter(|(run, _)| run.parse() == Ok(self.run));
        let since = since.and_then(|(_, version)| version.parse::<u64>().ok());
        let changed: Vec<&str> = match since {
            None => vec![page],
            Some(since) => {
                let newer = state.changed.iter().filter(|(_, version)| **version > since);
                newer
                    .map(|(path, _)| path.as_str())
                    .filter(|path| *path == page || !path.ends_with(".html"))
                    .collect()
            }
        };
        json!({ "changed": changed, "errors": state.errors, "summary": state.summary })
    }
}

/// The paths whose bytes differ, or that only one side has.
fn differences<'a>(
    old: &'a BTreeMap<String, Arc<[u8]>>,
    new: &'a BTreeMap<String, Arc<[u8]>>,
) -> BTreeSet<&'a str> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let other = new.iter().filter(|(path, bytes)| old.get(*path) != Some(*bytes)).map(|(path, _)| path);
    gone.chain(other).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vfs::OutputPath;

    fn build(files: &[(&str, &str)]) -> Option<Vec<Artifact>> {
        let artifact = |(path, text): &(&str, &str)| Artifact {
            path: OutputPath::new(path).expect("a good path"),
            bytes: text.as_bytes().into(),
        };
        Some(files.iter().map(artifact).collect())
    }

    #[test]
    fn a_page_hears_of_itself_and_of_what_is_no_page() {
        let preview = Preview::new();
        let none = String::new;
        preview.update(build(&[("a.html", "a"), ("b.html", "b"), ("c.css", "c")]), none(), none(), None);
        let mark = preview.mark(&preview.state());
        let changed = |page| preview.message(&preview.state(), &mark, page)["changed"].clone();
        assert_eq!(changed("a.html"), json!([]));
        preview.update(build(&[("a.html", "A"), ("b.html", "b"), ("c.css", "C")]), none(), none(), None);
        assert_eq!(changed("a.html"), json!(["a.html", "c.css"]));
        assert_eq!(changed("b.html"), json!(["c.css"]));
        preview.update(None, "wrong".to_owned(), "1 error".to_owned(), None);
        let state = preview.state();
        assert_eq!(state.files["a.html"][..], *b"A");
        assert_eq!(preview.message(&state, &mark, "b.html")["errors"], "wrong");
        preview.update(build(&[("b.html", "b")]), none(), none(), None);
        assert_eq!(changed("a.html"), json!(["a.html", "c.css"]));
        assert_eq!(preview.message(&preview.state(), "1.1", "b.html")["changed"], json!(["b.html"]));
    }
}
