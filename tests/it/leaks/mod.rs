//! Never the wrong reader: a word is exactly where the tags around it say.
//!
//! - Sites that nobody wrote ([`site`]) are written down with a
//!   new word in every place that can hold one ([`author`]) and built. Every
//!   byte of every artifact is searched; [`reference`] says where each word
//!   has to be. It knows no tree and no corpus, only the words and the tags
//!   that were written around them. Papers are searched in the Typst source
//!   that they are set from.
//! - [`shipped`]: the site in this repository, read once more, line by line.
//!
//! Each run tries the same sites and some new ones, whose seed is printed.
//! `LEAKS_SITES=2000` tries more of each; `LEAKS_SEED=42` repeats a run.

mod author;
pub mod reference;
mod shipped;
pub mod site;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ilpress::build::{Artifact, build};
use ilpress::corpus;
use ilpress::words::Words;
use libtest_mimic::{Failed, Trial};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::paper;
pub use author::{Generated, write};
use reference::{Reference, reference};

/// How many sites each trial tries.
const SITES: u32 = 50;

pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = (1..=4)
        .map(|seed| {
            Trial::test(format!("leaks::a-word-is-where-its-tags-say-{seed}"), move || generated(seed))
        })
        .collect();
    trials.push(Trial::test("leaks::a-word-is-where-its-tags-say-in-new-sites", || generated(new_seed())));
    trials.push(Trial::test("leaks::a-passage-of-the-shipped-site-is-with-its-readers", shipped::shipped));
    trials.push(Trial::test("leaks::generated-sites-have-words-everywhere", words_everywhere));
    trials
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn new_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is after 1970");
    let seed = setting("LEAKS_SEED").unwrap_or(now.as_secs() ^ u64::from(now.subsec_nanos()) << 32);
    println!("leaks: the new sites have LEAKS_SEED={seed}");
    seed
}

fn generated(seed: u64) -> Result<(), Failed> {
    let cases = setting("LEAKS_SITES").and_then(|many| u32::try_from(many).ok()).unwrap_or(SITES);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 150, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    runner.run(&site::site(), |site| judge(&write(&site)).map_err(TestCaseError::fail)).map_err(|error| {
        match error {
            TestError::Abort(reason) => format!("gave up: {reason}").into(),
            TestError::Fail(reason, _) => format!("LEAKS_SEED={seed}: {reason}").into(),
        }
    })
}

/// Builds a site and compares it with the reference.
fn judge(site: &Generated) -> Result<(), String> {
    let outcome = build(&site.snapshot, &super::properties::options());
    let mut problems: Vec<String> =
        outcome.diagnostics.iter().map(|found| format!("{:?} {}", found.span, found.message)).collect();
    if problems.is_empty() {
        let mut found = found(&outcome.value);
        on_paper(site, &mut found)?;
        problems = compare(&reference(site), &found);
    }
    if problems.is_empty() { Ok(()) } else { Err(format!("{}\n{}", problems.join("\n"), site.sources())) }
}

/// For each planted word, the artifacts with it in their bytes or paths.
fn found(artifacts: &[Artifact]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for artifact in artifacts {
        let path = artifact.path.as_str();
        let bytes = unfolded(path, &artifact.bytes);
        for word in planted(path.as_bytes()).chain(planted(&bytes)) {
            found.entry(word).or_default().insert(path.to_owned());
        }
    }
    found
}

/// Adds what is printed, as Typst gets it: every byte of a paper comes from
/// there, and to set them all would take long.
fn on_paper(site: &Generated, found: &mut BTreeMap<String, BTreeSet<String>>) -> Result<(), String> {
    let snapshot = site.snapshot.clone().with_defaults();
    let corpus = corpus::load(&snapshot).value.ok_or("the site can't be read")?;
    let words = |lang: &str| Words::load(&snapshot, lang).value;
    paper::each_paper(&corpus, &words, &mut |edition, printed| {
        for word in planted(paper::main_typ(edition, printed).as_bytes()) {
            found.entry(word).or_default().insert(printed.path.to_string());
        }
        Ok(())
    })?;
    Ok(())
}

/// Dates without the breaks of long lines (RFC 5545, 3.1); other files as they
/// are.
fn unfolded<'a>(path: &str, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    match path.ends_with(".ics") {
        true => String::from_utf8_lossy(bytes).replace("\r\n ", "").into_bytes().into(),
        false => bytes.into(),
    }
}

fn compare(expected: &Reference, found: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut problems = Vec::new();
    let nowhere = BTreeSet::new();
    for (word, expected) in expected {
        let found = found.get(word).unwrap_or(&nowhere);
        let missing = expected.must.difference(found).map(|path| ("is missing in", path));
        let leaked = found.iter().filter(|path| !expected.allows(path)).map(|path| ("leaked to", path));
        for (what, path) in missing.chain(leaked) {
            problems.push(format!("`{word}` ({}) {what} {path}", expected.place));
        }
    }
    let unknown = found.keys().filter(|word| !expected.contains_key(*word));
    problems.extend(unknown.map(|word| format!("`{word}` was never planted")));
    problems
}

/// The planted words in some bytes: `q00001q`, in any case.
fn planted(bytes: &[u8]) -> impl Iterator<Item = String> + '_ {
    bytes
        .windows(7)
        .filter(|window| {
            window[0].eq_ignore_ascii_case(&b'q')
                && window[6].eq_ignore_ascii_case(&b'q')
                && window[1..6].iter().all(u8::is_ascii_digit)
        })
        .map(|window| String::from_utf8_lossy(window).to_lowercase())
}

/// The test of the test: words are planted in every place, there are words
/// that some editions have and others don't, and a leak or a loss is found.
fn words_everywhere() -> Result<(), Failed> {
    use proptest::strategy::{Strategy, ValueTree};
    let mut runner = TestRunner::deterministic();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut narrow: BTreeSet<&str> = BTreeSet::new();
    let mut last = None;
    for _ in 0..100 {
        let site = write(&site::site().new_tree(&mut runner)?.current());
        let all = reference(&site);
        for expected in all.values() {
            *places.entry(expected.place).or_default() += 1;
            let own = |audience: &str| {
                expected.must.iter().any(|path| path.split('/').any(|part| part == audience))
            };
            let editions = site::AUDIENCES.iter().filter(|audience| own(audience)).count();
            if editions > 0 && editions < 6 {
                narrow.insert(expected.place);
            }
        }
        last = Some((site, all));
    }
    let lacking: Vec<_> = PLACES.iter().filter(|place| !places.contains_key(**place)).collect();
    let never_narrow: Vec<_> = PLACES
        .iter()
        .filter(|place| !NOWHERE.iter().any(|start| place.starts_with(start)) && !narrow.contains(**place))
        .collect();
    if !lacking.is_empty() || !never_narrow.is_empty() {
        return Err(format!(
            "never planted: {lacking:?}; never for some only: {never_narrow:?}; all: {places:?}"
        )
        .into());
    }
    let (site, all) = last.expect("sites were made");
    let outcome = build(&site.snapshot, &super::properties::options());
    if !outcome.diagnostics.is_empty() {
        return Err(format!("{:?}", outcome.diagnostics).into());
    }
    let artifacts = outcome.value;
    let mut found = found(&artifacts);
    on_paper(&site, &mut found)?;
    let some = all.iter().find(|(_, expected)| expected.place == "first paragraph").expect("there is one").0;
    let places = found.get_mut(some).expect("it is published");
    let lost = places.pop_first().expect("it is somewhere");
    places.insert("sitemap.xml".to_owned());
    let problems = compare(&all, &found);
    let expected = [
        format!("`{some}` (first paragraph) is missing in {lost}"),
        format!("`{some}` (first paragraph) leaked to sitemap.xml"),
    ];
    if problems != expected {
        return Err(format!("a leak and a loss weren't found: {problems:?}").into());
    }
    Ok(())
}

/// Words of these places are in no artifact, or perhaps.
const NOWHERE: [&str; 9] = [
    "comment",
    "label of",
    "claim that",
    "term that",
    "file that",
    "variable that",
    "language of",
    "owner of",
    "reason of",
];

/// Every place that can hold words.
const PLACES: [&str; 61] = [
    "paragraph",
    "phrase",
    "link",
    "link address",
    "variable in a link's title",
    "link by reference",
    "address of a reference",
    "title of a reference",
    "address",
    "words for a picture",
    "variable in the words for a picture",
    "picture",
    "title of a picture",
    "code",
    "term",
    "definition of a term",
    "words with a claim",
    "claim",
    "words with a footnote",
    "footnote",
    "phrase in a footnote",
    "variable",
    "comment",
    "comment between blocks",
    "label of a footnote",
    "name of a block",
    "name of a term",
    "name of an include",
    "language of code",
    "code block",
    "defined term",
    "definition",
    "caption",
    "who is quoted",
    "title of a slide",
    "title of a handout",
    "grouping",
    "owner of a locked block",
    "reason of a locked block",
    "heading",
    "list item",
    "head of a table",
    "cell",
    "last cell",
    "task in a block",
    "when, in a block",
    "first paragraph",
    "title",
    "summary",
    "earlier address",
    "front matter",
    "task",
    "when",
    "evidence",
    "sentence",
    "summary of a role",
    "claim that nobody cites",
    "term that nobody marks",
    "file that no page shows",
    "variable that no page says",
    "name of a section",
];
