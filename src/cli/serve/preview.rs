//! What the browser sees: the last good site, and what is wrong now.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde_json::{Value, json};
use tokio::sync::broadcast::{Receiver, Sender, channel};

use super::switcher::Names;
use crate::build::{Memory, Press, Rendered};
use crate::diag::render::{Format, render, summary};
use crate::diag::{Diagnostic, tidy};
use crate::vfs::{Hash, OutputPath, Snapshot};

/// How many of the files that were asked for are watched for changes: those of
/// the pages that are open, and more.
const WATCHED: usize = 200;

/// How many errors a page shows.
const MOST: usize = 20;

/// What is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// Errors as text; empty when there are none.
    pub(super) errors: String,
    /// How many findings there are, in words; empty for none.
    pub(super) summary: String,
}

impl Findings {
    /// What pages show of findings: the first errors, and how many there are.
    fn new(found: &[Diagnostic], snapshot: &Snapshot) -> Findings {
        let errors: Vec<Diagnostic> = found.iter().filter(|found| found.is_error()).cloned().collect();
        let mut text = render(Format::Human, &errors[..errors.len().min(MOST)], snapshot, false);
        if errors.len() > MOST {
            text.push_str(&format!("\nand {} more: `ilpress check` shows them all\n", errors.len() - MOST));
        }
        Findings { errors: text, summary: summary(found).unwrap_or_default() }
    }
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
    /// What is wrong, as pages show it.
    pub(super) findings: Findings,
    /// What was found in the site and its pages, and the files that it is
    /// about.
    found: Arc<Vec<Diagnostic>>,
    snapshot: Snapshot,
    /// What was found in papers that were asked for.
    in_papers: Arc<BTreeMap<OutputPath, Vec<Diagnostic>>>,
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

    /// Whether there is a paper.
    pub(super) fn has_paper(&self, path: &OutputPath) -> bool {
        self.press.as_ref().is_some_and(|press| press.is_paper(path))
    }

    /// Says again what is wrong.
    fn find(&mut self) {
        let mut found = self.in_papers.values().flatten().cloned().collect::<Vec<_>>();
        if let Some(press) = &self.press {
            press.corpus.site.apply_checks(&mut found);
        }
        found.extend(self.found.iter().cloned());
        tidy(&mut found);
        self.findings = Findings::new(&found, &self.snapshot);
    }
}

/// A hash of a file as it was made; nothing when it isn't there.
fn hash(made: Option<&Rendered>) -> Option<Hash> {
    made.map(|made| made.as_ref().map_or_else(|_| Hash::of(b""), |bytes| Hash::of(bytes)))
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
        if state.has_paper(path) {
            self.found_in_paper(state.version, path, made.as_ref());
        }
        let hash = hash(made.as_ref());
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
    /// last good site stays. `found` is about the files in `snapshot`.
    pub(super) fn update(
        &self,
        press: Option<Arc<Press>>,
        memory: &Arc<Memory>,
        found: Vec<Diagnostic>,
        snapshot: Snapshot,
        names: Option<Names>,
    ) {
        let old = self.state();
        let changed = press.is_some();
        let new = State {
            version: old.version + 1,
            press: press.or(old.press),
            memory: memory.clone(),
            findings: Findings::new(&found, &snapshot),
            found: Arc::new(found),
            snapshot,
            in_papers: Arc::default(),
            names: names.map_or(old.names, Arc::new),
        };
        // From here on, who asks gets the new one.
        *lock(&self.state) = new.clone();
        if changed {
            self.compare_pages(&new);
        }
        // Nobody listens when no page is open.
        let _ = self.news.send(());
    }

    /// Takes what was found in the site of that version once its pages were
    /// made.
    pub(super) fn found(&self, version: u64, found: Vec<Diagnostic>) {
        self.find(version, |state| state.found = Arc::new(found));
    }

    /// Takes what was found in a paper.
    fn found_in_paper(&self, version: u64, path: &OutputPath, made: Option<&Rendered>) {
        let problems = made.and_then(|made| made.as_ref().err());
        self.find(version, |state| match problems {
            Some(problems) => {
                drop(Arc::make_mut(&mut state.in_papers).insert(path.clone(), problems.clone()))
            }
            None if state.in_papers.contains_key(path) => {
                Arc::make_mut(&mut state.in_papers).remove(path);
            }
            None => {}
        });
    }

    /// Changes what is wrong with the site of that version, and tells it if
    /// it is something else than before.
    fn find(&self, version: u64, change: impl FnOnce(&mut State)) {
        let mut state = lock(&self.state);
        if state.version != version {
            return;
        }
        let before = state.findings.clone();
        change(&mut state);
        state.find();
        if state.findings != before {
            drop(state);
            let _ = self.news.send(());
        }
    }

    /// Prints the papers that were asked for, to find out which of them have
    /// changed and what is wrong with them now.
    pub(super) fn print_again(&self, version: u64, stop: &AtomicBool) {
        let state = self.state();
        let paths: Vec<OutputPath> = lock(&self.asked).keys().cloned().collect();
        for path in paths.iter().filter(|path| state.has_paper(path)) {
            if stop.load(Ordering::Relaxed) || state.version != version {
                return;
            }
            let made = state.file(path);
            self.found_in_paper(version, path, made.as_ref());
            if self.compare(path, hash(made.as_ref()), version) {
                let _ = self.news.send(());
            }
        }
    }

    /// Says that the site can't be read. The next change tries again.
    pub(super) fn unreadable(&self, error: &dyn std::error::Error) {
        let mut state = lock(&self.state);
        // Nothing that is still on its way is about this state.
        state.version += 1;
        state.findings =
            Findings { errors: format!("error: {error}\n"), summary: "the site can't be read".to_owned() };
        drop(state);
        let _ = self.news.send(());
    }

    /// Finds out which of the files that were asked for have changed, but for
    /// papers: they take their time.
    fn compare_pages(&self, state: &State) {
        let paths: Vec<OutputPath> = lock(&self.asked).keys().cloned().collect();
        for path in paths.iter().filter(|path| !state.has_paper(path)) {
            self.compare(path, hash(state.file(path).as_ref()), state.version);
        }
    }

    /// Notes what a file is now. Returns whether that is something else than a
    /// browser has.
    fn compare(&self, path: &OutputPath, hash: Option<Hash>, version: u64) -> bool {
        match lock(&self.asked).get_mut(path).filter(|asked| asked.hash != hash) {
            Some(asked) => {
                (asked.hash, asked.changed) = (hash, version);
                true
            }
            None => false,
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
    use crate::diag::{Span, rules};
    use crate::vfs::{SitePath, embedded};

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
            districts: Vec::new(),
            shard: None,
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
        preview.update(Some(first), session.memory(), Vec::new(), site.clone(), None);
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
        preview.update(Some(second), session.memory(), Vec::new(), site.clone(), None);
        assert_eq!(changed(&page), json!([page.as_str()]));
        assert_eq!(changed(&other), json!([]));

        let config = Span::file(&SitePath::new("site-config.toml").expect("a good path"));
        let wrong = vec![Diagnostic::new(&rules::SAME_ADDRESS, config, "wrong")];
        preview.update(None, session.memory(), wrong, site.clone(), None);
        let state = preview.state();
        let bytes = state.file(&page).expect("it is there").expect("it can be made");
        assert!(String::from_utf8_lossy(&bytes).contains("One more paragraph."));
        let errors = preview.message(&state, &mark, other.as_str())["errors"].to_string();
        assert!(errors.contains("wrong"), "{errors}");
        assert_eq!(preview.message(&state, "1.1", other.as_str())["changed"], json!([other.as_str()]));
    }
}
