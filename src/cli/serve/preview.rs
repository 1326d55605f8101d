//! What the browser sees: the last good site, and what is wrong now.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde_json::{Value, json};
use tokio::sync::broadcast::{Receiver, Sender, channel};

use super::switcher::Names;
use crate::build::{Memory, Press, Rendered};
use crate::vfs::{Hash, OutputPath};

/// How many of the files that were asked for are watched for changes: those of
/// the pages that are open, and more.
const WATCHED: usize = 200;

/// What is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// Errors as text; empty when there are none.
    pub(super) errors: String,
    /// How many findings there are, in words; empty for none.
    pub(super) summary: String,
}

/// One state of the preview. Immutable; a new build makes a new one.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Counts states.
    pub(super) version: u64,
    /// Makes the pages of the last good site.
    pub(super) press: Option<Arc<Press>>,
    /// What was made before.
    memory: Arc<Memory>,
    /// What is wrong.
    pub(super) findings: Findings,
    /// The names of audiences and languages.
    pub(super) names: Arc<Names>,
}

impl State {
    /// Makes a file, unless it is there.
    pub(super) fn file(&self, path: &OutputPath) -> Option<Rendered> {
        self.press.as_ref()?.one(&self.memory, path)
    }

    /// Whether there is a file.
    pub(super) fn has(&self, path: &OutputPath) -> bool {
        self.press.as_ref().is_some_and(|press| press.has(path))
    }

    /// A hash of a file as it is now; nothing when it isn't there.
    fn hash(&self, path: &OutputPath) -> Option<Hash> {
        self.file(path).map(|made| made.map_or_else(|_| Hash::of(b""), |bytes| Hash::of(&bytes)))
    }
}

/// A file that a browser has asked for.
struct Asked {
    /// What it got; nothing when there was no such file.
    hash: Option<Hash>,
    /// The version in which it last changed, came or went.
    changed: u64,
    /// When it was asked for, among all that were.
    turn: u64,
}

/// The state, and who wants to know when it changes.
pub(super) struct Preview {
    /// Tells this run of the program from others.
    run: u128,
    state: Mutex<State>,
    asked: Mutex<BTreeMap<OutputPath, Asked>>,
    news: Sender<()>,
}

impl Preview {
    pub(super) fn new() -> Preview {
        let run = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_millis());
        Preview { run, state: Mutex::default(), asked: Mutex::default(), news: channel(8).0 }
    }

    /// The present state.
    pub(super) fn state(&self) -> State {
        lock(&self.state).clone()
    }

    /// Whether nothing is wrong with reading and checking the site.
    pub(super) fn is_whole(&self) -> bool {
        lock(&self.state).findings.errors.is_empty()
    }

    /// Wakes at each new state.
    pub(super) fn news(&self) -> Receiver<()> {
        self.news.subscribe()
    }

    /// Makes a file that a browser asks for, and remembers what it gets.
    pub(super) fn ask(&self, state: &State, path: &OutputPath) -> Option<Rendered> {
        let made = state.file(path);
        let hash =
            made.as_ref().map(|made| made.as_ref().map_or_else(|_| Hash::of(b""), |bytes| Hash::of(bytes)));
        let mut asked = lock(&self.asked);
        let turn = asked.values().map(|asked| asked.turn).max().unwrap_or(0) + 1;
        match asked.get_mut(path) {
            Some(known) => (known.hash, known.turn) = (hash, turn),
            None => {
                asked.insert(path.clone(), Asked { hash, changed: 0, turn });
            }
        }
        if asked.len() > WATCHED {
            let oldest = asked.iter().min_by_key(|(_, asked)| asked.turn).map(|(path, _)| path.clone());
            oldest.map(|path| asked.remove(&path));
        }
        made
    }

    /// Puts a new site in the old one's place. `None`: there are errors, the
    /// last good site stays.
    pub(super) fn update(
        &self,
        press: Option<Arc<Press>>,
        memory: &Arc<Memory>,
        findings: Findings,
        names: Option<Names>,
    ) {
        let old = self.state();
        let changed = press.is_some();
        let new = State {
            version: old.version + 1,
            press: press.or(old.press),
            memory: memory.clone(),
            findings,
            names: names.map_or(old.names, Arc::new),
        };
        // From here on, who asks gets the new one.
        *lock(&self.state) = new.clone();
        if changed {
            self.compare(&new);
        }
        // Nobody listens when no page is open.
        let _ = self.news.send(());
    }

    /// Adds what was found in making pages of the site of that version.
    pub(super) fn found(&self, version: u64, findings: Findings) {
        let mut state = lock(&self.state);
        if state.version != version || state.findings == findings {
            return;
        }
        state.findings = findings;
        drop(state);
        let _ = self.news.send(());
    }

    /// Says that the site can't be read. The next change tries again.
    pub(super) fn unreadable(&self, error: &dyn std::error::Error) {
        let mut state = lock(&self.state);
        state.version += 1;
        state.findings =
            Findings { errors: format!("error: {error}\n"), summary: "the site can't be read".to_owned() };
        drop(state);
        let _ = self.news.send(());
    }

    /// Finds out which of the files that were asked for have changed.
    fn compare(&self, state: &State) {
        let paths: Vec<OutputPath> = lock(&self.asked).keys().cloned().collect();
        for path in paths {
            let hash = state.hash(&path);
            if let Some(asked) = lock(&self.asked).get_mut(&path).filter(|asked| asked.hash != hash) {
                (asked.hash, asked.changed) = (hash, state.version);
            }
        }
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
        let changed: Vec<String> = match since {
            None => vec![page.to_owned()],
            Some(since) => {
                let asked = lock(&self.asked);
                let newer = asked.iter().filter(|(_, asked)| asked.changed > since);
                newer
                    .map(|(path, _)| path.to_string())
                    .filter(|path| path == page || !path.ends_with(".html"))
                    .collect()
            }
        };
        let Findings { errors, summary } = &state.findings;
        json!({ "changed": changed, "errors": errors, "summary": summary })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::build::{Options, Session};
    use crate::vfs::{SitePath, Snapshot, embedded};

    /// The starter site, and a state of it.
    pub(in crate::cli::serve) fn starter() -> (Snapshot, Session) {
        (embedded::starter().collect(), Session::lasting())
    }

    pub(in crate::cli::serve) fn press(session: &mut Session, site: &Snapshot) -> Arc<Press> {
        let options = Options {
            today: jiff::civil::date(2026, 9, 1),
            audiences: Vec::new(),
            langs: Vec::new(),
            kinds: Vec::new(),
            formats: vec!["html".to_owned()],
            documents: Vec::new(),
        };
        let prepared = session.prepare(&site.clone().with_defaults(), &options, None);
        Arc::new(prepared.value.expect("the starter has no errors"))
    }

    #[test]
    fn a_page_hears_of_itself_and_of_what_is_no_page() {
        let (mut site, mut session) = starter();
        let path = |text: &str| OutputPath::new(text).expect("a good path");
        let page = path("families/brochures/your-plan/index.html");
        let other = path("students/pages/about/index.html");
        let preview = Preview::new();
        let first = press(&mut session, &site);
        preview.update(Some(first), session.memory(), Findings::default(), None);
        let mark = preview.mark(&preview.state());
        for path in [&page, &other, &path("sitemap.xml"), &path("nowhere/index.html")] {
            preview.ask(&preview.state(), path);
        }
        let changed =
            |page: &OutputPath| preview.message(&preview.state(), &mark, page.as_str())["changed"].clone();
        assert_eq!(changed(&page), json!([]));

        let source = SitePath::new("content/brochures/your-plan.md").expect("a good path");
        let text = site.text(&source).expect("the starter has a brochure").to_owned();
        site.insert(source, format!("{text}\nOne more paragraph.\n"));
        let second = press(&mut session, &site);
        preview.update(Some(second), session.memory(), Findings::default(), None);
        assert_eq!(changed(&page), json!([page.as_str()]));
        assert_eq!(changed(&other), json!([]));

        let wrong = Findings { errors: "wrong".to_owned(), summary: "1 error".to_owned() };
        preview.update(None, session.memory(), wrong, None);
        let state = preview.state();
        let bytes = state.file(&page).expect("it is there").expect("it can be made");
        assert!(String::from_utf8_lossy(&bytes).contains("One more paragraph."));
        assert_eq!(preview.message(&state, &mark, other.as_str())["errors"], "wrong");
        assert_eq!(preview.message(&state, "1.1", other.as_str())["changed"], json!([other.as_str()]));
    }
}
