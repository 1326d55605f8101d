//! What holds for sites that nobody wrote.
//!
//! - A word reaches exactly the readers whom every tag around it admits. The
//!   sites are generated, each word is unique, and the reference is this
//!   file's own few lines: it knows nothing of trees, only, for each word, the
//!   tags that stand around it.
//! - Equal input gives equal bytes, whatever the number of threads.
//! - Whatever somebody types, the parser answers, places lie in the file, and
//!   no tag is lost in silence.
//!
//! The generator starts from the same seed each time; `PROPTEST_CASES=2000`
//! goes on for longer.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use ilpress::build::{Options, build};
use ilpress::syntax::{self, Kind, Open};
use ilpress::vfs::{SitePath, Snapshot};
use ilpress::writer::html::render_fragment;
use libtest_mimic::{Failed, Trial};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::run;

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "properties::a-word-reaches-exactly-whom-the-tags-around-it-admit",
            words_reach_their_readers,
        ),
        Trial::test("properties::output-doesnt-depend-on-the-number-of-threads", threads),
        Trial::test("properties::the-parser-answers-whatever-is-typed", parser_answers),
        Trial::test("properties::no-tag-is-lost-in-silence", no_tag_is_lost),
    ]
}

/// Runs a property on generated values, the same ones each time.
pub fn holds<S: Strategy>(
    cases: u32,
    strategy: S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) -> Result<(), Failed>
where
    S::Value: std::fmt::Debug,
{
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|many| many.parse().ok()).unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 250, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner.run(&strategy, test).map_err(|error| match error {
        TestError::Abort(reason) => format!("gave up: {reason}").into(),
        TestError::Fail(reason, value) => format!("{reason}\n\nfor {value:#?}").into(),
    })
}

// --- generated sites ---

const AUDIENCES: [&str; 7] =
    ["families", "students", "counselors", "special-educators", "teachers", "educators", "facilitators"];
const ROLES: [(&str, &str); 3] =
    [("family", "families"), ("school-counselor", "counselors"), ("adviser", "teachers")];

/// For whom something is, as a bit for each of the editions, grades 6 to 12
/// and formats: web, print.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Readers {
    editions: u8,
    grades: u8,
    formats: u8,
}

const ALL: Readers = Readers { editions: 0b101_1111, grades: 0x7f, formats: 0b11 };

/// The editions that the name of an audience admits. `educators` contains the
/// three before it and has no edition.
fn covers(name: &str) -> u8 {
    match AUDIENCES.iter().position(|audience| *audience == name) {
        Some(5) => 0b1_1100,
        Some(index) => 1 << index,
        None => panic!("{name}"),
    }
}

impl Readers {
    fn and(self, other: Readers) -> Readers {
        Readers {
            editions: self.editions & other.editions,
            grades: self.grades & other.grades,
            formats: self.formats & other.formats,
        }
    }

    fn is_nobody(self) -> bool {
        self.editions == 0 || self.grades == 0 || self.formats == 0
    }
}

/// A tag as written, and whom it admits.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tag {
    audience: Vec<&'static str>,
    except: Vec<&'static str>,
    role: Option<usize>,
    grades: Vec<u8>,
    format: Option<&'static str>,
}

impl Tag {
    fn readers(&self) -> Readers {
        let union = |names: &[&str]| names.iter().fold(0, |set, name| set | covers(name));
        let mut readers = ALL;
        if !self.audience.is_empty() {
            readers.editions &= union(&self.audience);
        }
        if let Some(role) = self.role {
            readers.editions &= covers(ROLES[role].1);
        }
        readers.editions &= !union(&self.except);
        if !self.grades.is_empty() {
            readers.grades = self.grades.iter().fold(0, |set, grade| set | 1 << (grade - 6));
        }
        match self.format {
            Some("web") => readers.formats = 0b01,
            Some("print") => readers.formats = 0b10,
            _ => {}
        }
        readers
    }

    /// The keys, without braces; empty when it says nothing.
    fn keys(&self) -> String {
        let mut keys = Vec::new();
        let list = |key: &str, values: Vec<String>| format!("{key}=\"{}\"", values.join(" "));
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        if !self.audience.is_empty() {
            keys.push(list("audience", names(&self.audience)));
        }
        if !self.except.is_empty() {
            keys.push(list("except", names(&self.except)));
        }
        if let Some(role) = self.role {
            keys.push(format!("role={}", ROLES[role].0));
        }
        if !self.grades.is_empty() {
            keys.push(list("grade", self.grades.iter().map(u8::to_string).collect()));
        }
        if let Some(format) = self.format {
            keys.push(format!("format={format}"));
        }
        keys.join(" ")
    }
}

fn tag() -> impl Strategy<Value = Tag> {
    let some = (
        subsequence(AUDIENCES.to_vec(), 0..=3),
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence(AUDIENCES.to_vec(), 1)],
        prop_oneof![5 => Just(None), 1 => (0..ROLES.len()).prop_map(Some)],
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence((6..=12).collect::<Vec<u8>>(), 1..=3)],
        prop_oneof![6 => Just(None), 1 => select(vec![Some("web"), Some("print")])],
    );
    let some = some.prop_map(|(audience, except, role, grades, format)| Tag {
        audience,
        except,
        role,
        grades,
        format,
    });
    prop_oneof![2 => Just(Tag::default()), 3 => some]
}

/// A piece of a line.
#[derive(Clone, Debug)]
enum Phrase {
    Words,
    Tagged(Tag, Vec<Phrase>),
    Strong(Vec<Phrase>),
    Link(Tag),
    Image(Tag),
    Code(Tag),
    Term(Tag),
    Note,
}

#[derive(Clone, Debug)]
enum Block {
    Paragraph(Tag, Vec<Phrase>),
    Div(Tag, &'static str, Vec<Block>),
    Section(Tag, Vec<Phrase>, Vec<Block>),
    List(bool, Vec<(Tag, Vec<Phrase>, Vec<Block>)>),
    Table(Vec<(Tag, Vec<Phrase>, Vec<Phrase>)>),
    Terms(Vec<(Tag, Vec<Phrase>)>),
    Quote(Vec<Block>),
    Fence,
    /// A passage of a later document, by number; all of it, or a named one.
    Include(Tag, usize, Option<usize>),
}

fn phrases() -> impl Strategy<Value = Vec<Phrase>> {
    let leaf = prop_oneof![
        4 => Just(Phrase::Words),
        1 => tag().prop_map(Phrase::Link),
        1 => tag().prop_map(Phrase::Image),
        1 => tag().prop_map(Phrase::Code),
        1 => tag().prop_map(Phrase::Term),
        1 => Just(Phrase::Note),
    ];
    let phrase = leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            3 => (tag(), vec(inner.clone(), 1..3)).prop_map(|(tag, inside)| Phrase::Tagged(tag, inside)),
            1 => Just(Phrase::Strong(vec![Phrase::Words])),
        ]
    });
    vec(phrase, 1..3)
}

/// Some kinds show their headings as plain text.
fn heading() -> impl Strategy<Value = Vec<Phrase>> {
    let phrase = prop_oneof![
        2 => Just(Phrase::Words),
        1 => tag().prop_map(Phrase::Code),
        2 => tag().prop_map(|tag| Phrase::Tagged(tag, vec![Phrase::Words])),
    ];
    vec(phrase, 0..3)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let row = (tag(), phrases(), phrases());
    let leaf = prop_oneof![
        5 => (tag(), phrases()).prop_map(|(tag, line)| Block::Paragraph(tag, line)),
        1 => vec(row, 1..3).prop_map(Block::Table),
        1 => vec((tag(), phrases()), 1..3).prop_map(Block::Terms),
        1 => Just(Block::Fence),
        2 => (tag(), 1..3usize, of(0..9usize)).prop_map(|(tag, doc, name)| Block::Include(tag, doc, name)),
    ];
    let block = leaf.prop_recursive(3, 16, 3, |inner| {
        let item = (tag(), phrases(), vec(inner.clone(), 0..2));
        prop_oneof![
            3 => (tag(), select(vec!["", "note", "script"]), vec(inner.clone(), 1..3)).prop_map(|(tag, class, inside)| Block::Div(tag, class, inside)),
            2 => (tag(), heading(), vec(inner.clone(), 1..3)).prop_map(|(tag, heading, inside)| Block::Section(tag, heading, inside)),
            2 => (any::<bool>(), vec(item, 1..3)).prop_map(|(ordered, items)| Block::List(ordered, items)),
            1 => vec(inner, 1..3).prop_map(Block::Quote),
        ]
    });
    vec(block, 1..4)
}

/// A document: its audiences, whether it is made for bands, its blocks.
type Written = (Vec<&'static str>, bool, Vec<Block>);

/// Three documents; each may include the later ones. The last is a module.
fn site() -> impl Strategy<Value = Vec<Written>> {
    let audiences = prop_oneof![2 => Just(Vec::new()), 1 => subsequence(AUDIENCES[..6].to_vec(), 2..=4)];
    vec((audiences, prop_oneof![3 => Just(false), 1 => Just(true)], blocks()), 3)
}

const DOCS: [&str; 3] = ["pages/a", "pages/b", "modules/c"];

/// The way to a word: for each document on it, the tags around. A facilitator
/// sees whatever stands in a module.
#[derive(Clone, Debug)]
struct Way {
    /// Whom the tags in documents that aren't modules admit.
    elsewhere: Readers,
    /// Whom those in modules admit.
    in_modules: Readers,
}

impl Way {
    fn plain(&self) -> Readers {
        self.elsewhere.and(self.in_modules)
    }

    fn within(&self, readers: Readers, module: bool) -> Way {
        let mut way = self.clone();
        let side = if module { &mut way.in_modules } else { &mut way.elsewhere };
        *side = side.and(readers);
        way
    }

    /// Whether a reader of an edition and band finds it on the web. Without a
    /// band (0) grades mark and hide nothing.
    fn admits(&self, edition: usize, band: u8) -> bool {
        let facilitates = AUDIENCES[edition] == "facilitators";
        let all = self.plain();
        let editions = if facilitates { self.elsewhere.editions } else { all.editions };
        editions & (1 << edition) != 0 && (band == 0 || all.grades & band != 0) && all.formats & 0b01 != 0
    }
}

/// A word at a place in a document.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    way: Way,
    /// It comes and goes with these others: a heading with what stands below
    /// it, a table's head with its rows.
    needs: Option<Range<usize>>,
}

/// Whether a reader finds the word at that place.
fn sees(words: &[Word], index: usize, edition: usize, band: u8) -> bool {
    let word = &words[index];
    let rest =
        || word.needs.clone().is_none_or(|mut needs| needs.any(|other| sees(words, other, edition, band)));
    word.way.admits(edition, band) && rest()
}

/// A document as text, with what it holds.
#[derive(Default)]
struct Text {
    body: String,
    notes: String,
    words: Vec<Word>,
    /// Named passages: the name, the way to it, the words in it.
    passages: Vec<(String, Way, Range<usize>)>,
}

struct Author<'a> {
    text: Text,
    number: usize,
    doc: usize,
    later: &'a BTreeMap<usize, Text>,
}

impl Author<'_> {
    fn module(&self) -> bool {
        self.doc == 2
    }

    fn word(&mut self, way: &Way) -> String {
        self.number += 1;
        let text = format!("q{}w{:03}q", self.doc, self.number);
        self.text.words.push(Word { text: text.clone(), way: way.clone(), needs: None });
        text
    }

    /// The way further in, and the tag; none where nobody would be left.
    fn narrow(&self, way: &Way, tag: &Tag) -> (Way, String) {
        let inner = way.within(tag.readers(), self.module());
        if inner.plain().is_nobody() { (way.clone(), String::new()) } else { (inner, tag.keys()) }
    }

    fn braces(keys: &str) -> String {
        if keys.is_empty() { String::new() } else { format!("{{{keys}}}") }
    }

    fn line(&mut self, phrases: &[Phrase], way: &Way) -> String {
        let parts: Vec<String> = phrases.iter().map(|phrase| self.phrase(phrase, way)).collect();
        parts.join(" ")
    }

    fn phrase(&mut self, phrase: &Phrase, way: &Way) -> String {
        match phrase {
            Phrase::Words => self.word(way),
            Phrase::Strong(inside) => format!("**{}**", self.line(inside, way)),
            Phrase::Tagged(tag, inside) => {
                let (inner, keys) = self.narrow(way, tag);
                let line = self.line(inside, &inner);
                if keys.is_empty() { line } else { format!("[{line}]{{{keys}}}") }
            }
            Phrase::Link(tag) => {
                let (inner, keys) = self.narrow(way, tag);
                let (words, title) = (self.word(&inner), self.word(&inner));
                format!("[{words}](https://doe.example \"{title}\"){}", Self::braces(&keys))
            }
            Phrase::Image(tag) => {
                let (inner, keys) = self.narrow(way, tag);
                format!("![{}](/assets/table.svg){}", self.word(&inner), Self::braces(&keys))
            }
            Phrase::Code(tag) => {
                let (inner, keys) = self.narrow(way, tag);
                format!("`{}`{}", self.word(&inner), Self::braces(&keys))
            }
            Phrase::Term(tag) => {
                let (inner, keys) = self.narrow(way, tag);
                format!("[{}]{{term=iep {keys}}}", self.word(&inner)).replace(" }", "}")
            }
            Phrase::Note => {
                let (words, note) = (self.word(way), self.word(way));
                let _ = writeln!(self.text.notes, "[^{note}]: {note}\n");
                format!("{words}[^{note}]")
            }
        }
    }

    fn put(&mut self, prefix: &str, line: &str) {
        let _ = writeln!(self.text.body, "{prefix}{line}");
    }

    fn name(&mut self, way: &Way) -> (usize, String) {
        let name = format!("n{}", self.text.passages.len());
        self.text.passages.push((name.clone(), way.clone(), self.text.words.len()..0));
        (self.text.passages.len() - 1, name)
    }

    /// Words that come and go with all that was written after them.
    fn hang(&mut self, words: Range<usize>) {
        let needs = words.end..self.text.words.len();
        for word in &mut self.text.words[words] {
            word.needs = (!needs.is_empty()).then(|| needs.clone());
        }
    }

    fn named(&mut self, passage: usize) {
        self.text.passages[passage].2.end = self.text.words.len();
    }

    /// Writes blocks. `level` is that of the next heading; 0 where none may
    /// stand.
    fn blocks(&mut self, blocks: &[Block], way: &Way, prefix: &str, level: usize) {
        // What follows a section's heading belongs to the section.
        let (sections, others): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().partition(|block| matches!(block, Block::Section(..)));
        for block in others.into_iter().chain(sections) {
            self.block(block, way, prefix, level);
            self.put(prefix.trim_end(), "");
        }
    }

    fn block(&mut self, block: &Block, way: &Way, prefix: &str, level: usize) {
        match block {
            Block::Paragraph(tag, phrases) => {
                let (inner, keys) = self.narrow(way, tag);
                let (passage, name) = self.name(&inner);
                let line = self.line(phrases, &inner);
                self.named(passage);
                self.put(prefix, &format!("{line} {{#{name} {keys}}}").replace(" }", "}"));
            }
            Block::Fence => {
                let word = self.word(way);
                self.put(prefix, "```");
                self.put(prefix, &word);
                self.put(prefix, "```");
            }
            Block::Div(tag, class, inside) => {
                let script = *class == "script";
                let facilitators = Tag { audience: vec!["facilitators"], ..Tag::default() };
                let around =
                    if script { way.within(facilitators.readers(), self.module()) } else { way.clone() };
                // A script outside of a facilitator's reach would be an error.
                let (around, class) =
                    if around.plain().is_nobody() { (way.clone(), "note") } else { (around, *class) };
                let tag = if class == "script" {
                    Tag { audience: Vec::new(), except: Vec::new(), role: None, ..tag.clone() }
                } else {
                    tag.clone()
                };
                let (inner, keys) = self.narrow(&around, &tag);
                let (passage, name) = self.name(&inner);
                let class = if class.is_empty() { String::new() } else { format!(".{class} ") };
                self.put(prefix, &format!("::: {{{class}#{name} {keys}}}").replace(" }", "}"));
                self.blocks(inside, &inner, prefix, 0);
                self.put(prefix, ":::");
                self.named(passage);
            }
            Block::Section(tag, heading, inside) => {
                // Headings stand at the outside only, the second level first.
                if level == 0 || level > 3 {
                    return self.blocks(inside, way, prefix, 0);
                }
                let (inner, keys) = self.narrow(way, tag);
                let (passage, name) = self.name(&inner);
                let first = self.text.words.len();
                let (own, line) = (self.word(&inner), self.line(heading, &inner));
                let minutes = if self.module() && level == 2 { "minutes=5 " } else { "" };
                let below = self.text.words.len();
                let heading = format!("{} {own} {line} {{#{name} {minutes}{keys}}}\n", "#".repeat(level));
                self.put(prefix, &heading.replace(" }", "}"));
                self.blocks(inside, &inner, prefix, level + 1);
                self.named(passage);
                self.hang(first..below);
            }
            Block::List(ordered, items) => {
                let bullet = if *ordered { "1. " } else { "- " };
                let deeper = format!("{prefix}{}", " ".repeat(bullet.len()));
                for (tag, line, inside) in items {
                    let (inner, keys) = self.narrow(way, tag);
                    let (passage, name) = self.name(&inner);
                    let line = self.line(line, &inner);
                    self.put(prefix, &format!("{bullet}{line} {{#{name} {keys}}}").replace(" }", "}"));
                    self.put(deeper.trim_end(), "");
                    self.blocks(inside, &inner, &deeper, 0);
                    self.named(passage);
                }
            }
            Block::Table(rows) => {
                let first = self.text.words.len();
                let head = self.word(way);
                self.put(prefix, &format!("| {head} | B |"));
                self.put(prefix, "|---|---|");
                for (tag, left, right) in rows {
                    let (inner, keys) = self.narrow(way, tag);
                    let (left, right) = (self.line(left, &inner), self.line(right, &inner));
                    self.put(prefix, &format!("| {left} | {right} {} |", Self::braces(&keys)));
                }
                self.hang(first..first + 1);
            }
            Block::Terms(terms) => {
                for (tag, line) in terms {
                    let (inner, keys) = self.narrow(way, tag);
                    let term = self.word(&inner);
                    let line = self.line(line, &inner);
                    self.put(prefix, format!("{term} {}", Self::braces(&keys)).trim_end());
                    self.put(prefix, &format!(": {line}"));
                    self.put(prefix.trim_end(), "");
                }
            }
            Block::Quote(inside) => self.blocks(inside, way, &format!("{prefix}> "), 0),
            Block::Include(tag, steps, name) => {
                let target = self.doc + steps;
                let Some(other) = self.later.get(&target) else {
                    let word = self.word(way);
                    return self.put(prefix, &word);
                };
                let (inner, keys) = self.narrow(way, tag);
                let passage = name.and_then(|index| other.passages.get(index));
                let (from, words, start) = match passage {
                    Some((name, start, words)) => {
                        (format!("{}#{name}", DOCS[target]), words.clone(), start.plain())
                    }
                    None => (DOCS[target].to_owned(), 0..other.words.len(), other.words[0].way.plain()),
                };
                // What nobody could ever see is an error.
                if inner.plain().and(start).is_nobody() {
                    let word = self.word(way);
                    return self.put(prefix, &word);
                }
                let first = self.text.words.len();
                for word in &other.words[words.clone()] {
                    let way = Way {
                        elsewhere: word.way.elsewhere.and(inner.elsewhere),
                        in_modules: word.way.in_modules.and(inner.in_modules),
                    };
                    let moved = |index: usize| index - words.start + first;
                    let needs = word.needs.clone().map(|needs| moved(needs.start)..moved(needs.end));
                    self.text.words.push(Word { text: word.text.clone(), way, needs });
                }
                self.put(prefix, &format!("::: {{.include from=\"{from}\" {keys}}}").replace(" }", "}"));
                self.put(prefix, ":::");
            }
        }
    }
}

/// A generated site: its files, and what each document holds.
struct Generated {
    snapshot: Snapshot,
    documents: Vec<(Vec<u8>, Text)>,
}

const BANDS: [(&str, u8); 2] = [("-middle", 0b111), ("-high", 0b111_1000)];

fn generate(written: &[Written]) -> Generated {
    let mut snapshot = run::site("minimal");
    let mut texts: BTreeMap<usize, Text> = BTreeMap::new();
    for (doc, (audiences, banded, blocks)) in written.iter().enumerate().rev() {
        let own = Tag { audience: audiences.clone(), ..Tag::default() };
        let module = doc == 2;
        let mut way = Way { elsewhere: ALL, in_modules: ALL };
        let mut readers = own.readers();
        if module {
            readers.editions |= covers("facilitators");
        }
        way = way.within(readers, module);
        let mut author = Author { text: Text::default(), number: 0, doc, later: &texts };
        // The first paragraph keeps the document from being empty for anyone.
        let open = author.word(&way);
        author.put("", &format!("{open}\n"));
        author.blocks(blocks, &way, "", 2);
        let mut text = author.text;
        let list: Vec<String> = audiences.iter().map(|name| format!("\"{name}\"")).collect();
        let audiences =
            if list.is_empty() { String::new() } else { format!("audiences = [{}]\n", list.join(", ")) };
        let bands = if *banded { "bands = [\"middle\", \"high\"]\n" } else { "" };
        let source = format!(
            "+++\ntitle = \"D{doc}\"\nsummary = \"qsumm{doc}q\"\n{audiences}{bands}+++\n{}{}",
            text.notes, text.body
        );
        text.body = source;
        texts.insert(doc, text);
    }
    let mut documents = Vec::new();
    for (doc, text) in texts {
        let path = SitePath::new(&format!("content/{}.md", DOCS[doc])).expect("a good path");
        snapshot.insert(path, text.body.clone().into_bytes());
        let bands = if written[doc].1 { BANDS.iter().map(|(_, grades)| *grades).collect() } else { vec![0] };
        documents.push((bands, text));
    }
    Generated { snapshot, documents }
}

fn options() -> Options {
    Options {
        today: "2026-09-01".parse().expect("a day"),
        audiences: Vec::new(),
        langs: Vec::new(),
        kinds: Vec::new(),
    }
}

fn words_reach_their_readers() -> Result<(), Failed> {
    holds(64, site(), |written| {
        let site = generate(&written);
        let sources = || {
            site.documents.iter().map(|(_, text)| text.body.as_str()).collect::<Vec<_>>().join("\n=====\n")
        };
        let outcome = build(&site.snapshot, &options());
        let found: Vec<String> =
            outcome.diagnostics.iter().map(|found| format!("{:?} {}", found.span, found.message)).collect();
        prop_assert!(found.is_empty(), "{}\n{}", found.join("\n"), sources());
        let artifacts: BTreeMap<&str, &[u8]> =
            outcome.value.iter().map(|artifact| (artifact.path.as_str(), &*artifact.bytes)).collect();
        let has = |path: &str, word: &str| {
            artifacts.get(path).is_some_and(|bytes| memchr::memmem::find(bytes, word.as_bytes()).is_some())
        };
        for (edition, audience) in AUDIENCES.iter().enumerate().filter(|(_, name)| **name != "educators") {
            for (doc, (bands, text)) in site.documents.iter().enumerate() {
                for (index, band) in bands.iter().enumerate() {
                    let suffix = if bands.len() > 1 { BANDS[index].0 } else { "" };
                    let page = format!("{audience}/{}{suffix}/index.html", DOCS[doc]);
                    let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
                    for (index, word) in text.words.iter().enumerate() {
                        *seen.entry(&word.text).or_default() |= sees(&text.words, index, edition, *band);
                    }
                    for (word, expected) in &seen {
                        prop_assert!(
                            has(&page, word) == *expected,
                            "`{word}` in {page}: expected {expected}\n{}",
                            sources()
                        );
                    }
                }
            }
            // Nothing of an edition holds a word that none of its pages holds.
            for (path, bytes) in
                artifacts.iter().filter(|(path, _)| path.split('/').next() == Some(*audience))
            {
                for word in planted(bytes) {
                    let own = site.documents.iter().enumerate().any(|(doc, (bands, _))| {
                        (0..bands.len()).any(|index| {
                            let suffix = if bands.len() > 1 { BANDS[index].0 } else { "" };
                            has(&format!("{audience}/{}{suffix}/index.html", DOCS[doc]), &word)
                        })
                    });
                    prop_assert!(own, "`{word}` in {path}, but on no page of {audience}\n{}", sources());
                }
            }
        }
        // What all editions share holds none at all.
        for (path, bytes) in artifacts
            .iter()
            .filter(|(path, _)| !AUDIENCES.contains(&path.split('/').next().unwrap_or_default()))
        {
            let found: Vec<String> = planted(bytes).collect();
            prop_assert!(found.is_empty(), "{found:?} in {path}\n{}", sources());
            prop_assert!(memchr::memmem::find(bytes, b"qsumm").is_none(), "a summary in {path}");
        }
        Ok(())
    })
}

/// The generated words in some bytes: `q0w001q`.
fn planted(bytes: &[u8]) -> impl Iterator<Item = String> + '_ {
    bytes
        .windows(7)
        .filter(|window| {
            window[0] == b'q'
                && window[2] == b'w'
                && window[6] == b'q'
                && window[1].is_ascii_digit()
                && window[3..6].iter().all(u8::is_ascii_digit)
        })
        .map(|window| String::from_utf8_lossy(window).into_owned())
}

fn threads() -> Result<(), Failed> {
    let pools: Vec<rayon::ThreadPool> = [1, 4]
        .iter()
        .map(|threads| rayon::ThreadPoolBuilder::new().num_threads(*threads).build().expect("a pool"))
        .collect();
    holds(6, (site(), any::<bool>()), |(written, faulty)| {
        let mut site = generate(&written);
        if faulty {
            let path = SitePath::new("content/pages/faulty.md").expect("a good path");
            site.snapshot.insert(
                path,
                &b"+++\ntitle = \"F\"\n+++\n[a](b.md){to=x} {{ x.y }} [@z]\n\n::: {.tipp audience=y}\n"[..],
            );
        }
        let [one, four] = [0, 1].map(|pool| pools[pool].install(|| build(&site.snapshot, &options())));
        prop_assert!(one.diagnostics == four.diagnostics);
        prop_assert!(faulty != one.diagnostics.is_empty());
        let paths = |value: &[ilpress::build::Artifact]| {
            value.iter().map(|artifact| artifact.path.to_string()).collect::<Vec<_>>()
        };
        prop_assert_eq!(paths(&one.value), paths(&four.value));
        for (a, b) in one.value.iter().zip(&four.value) {
            prop_assert!(a == b, "{} differs", a.path);
        }
        Ok(())
    })
}

// --- what somebody types ---

/// Pieces of our dialect, good and bad.
const PIECES: &[&str] = &[
    "::: tip\n",
    "::: {.note audience=families}\n",
    ":::\n",
    ":::: x",
    "\n:::",
    "    ::: law\n",
    "{audience=families}",
    " {#name}",
    "{.tip}",
    "{audience=\"a b\"",
    "}",
    "{",
    "[",
    "]",
    "](",
    ")",
    "[words]",
    "[words]{audience=families}",
    "[x]: y\n",
    "[x]",
    "![alt](/a.svg)",
    "{{ plan.short }}",
    "{{",
    "}}",
    "[@law]",
    "[@",
    "[^1]",
    "[^1]: note\n",
    "`",
    "```\n",
    "~~~ x\n",
    "*",
    "**",
    "_",
    "~~",
    "<!--",
    "-->",
    "<b>",
    "<!-- c -->\n",
    "\\",
    "&amp;",
    "&#123;",
    "| a | b |\n",
    "|---|---|\n",
    "| 1 | 2 {audience=families} |\n",
    "| 1 |",
    "|",
    "# ",
    "## Heading {#h}\n",
    "Setext\n---\n",
    "- ",
    "1. ",
    "> ",
    "- [ ] ",
    "Term {x=y}\n: ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "  ",
    "    ",
    " ",
    "word",
    "é",
    "学",
    "🎓",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "\u{a0}",
    "+++\n",
    ": def\n",
    "\"",
    "=",
    ",",
    "#",
    ".",
    "a=b",
];

fn typed() -> impl Strategy<Value = String> {
    let pieces = vec(select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat());
    prop_oneof![9 => pieces, 1 => ".{0,60}"]
}

fn parser_answers() -> Result<(), Failed> {
    holds(4000, typed(), |text| {
        let path = SitePath::new("content/pages/x.md").expect("a good path");
        // As `ilpress render` reads it, and behind front matter.
        for before in ["", "+++\ntitle = \"é\"\n+++\n"] {
            let source: Arc<str> = format!("{before}{text}").into();
            let (parsed, diagnostics) = syntax::parse(&path, &source, before.len());
            let good = |range: Range<usize>| range.start <= range.end && source.get(range.clone()).is_some();
            for node in parsed.tree.iter() {
                prop_assert!(good(node.span()), "{:?} at {:?}", node.kind(), node.span());
                prop_assert!(node.index < node.end() && node.end() <= parsed.tree.nodes.len());
                for child in node.children() {
                    prop_assert!(child.end() <= node.end());
                }
                if matches!(node.kind(), Kind::Text | Kind::Code) {
                    prop_assert!(
                        node.text_range().in_source().is_none_or(good),
                        "text at {:?}",
                        node.text_range()
                    );
                }
            }
            for found in &diagnostics {
                prop_assert!(good(found.span.range()), "{found:?}");
                prop_assert!(found.labels.iter().all(|label| good(label.span.range())), "{found:?}");
            }
        }
        render_fragment(&text);
        Ok(())
    })
}

/// Outside of code, comments and escapes a tag belongs to something or is an
/// error; it is never text.
fn no_tag_is_lost() -> Result<(), Failed> {
    let pieces: Vec<&str> = PIECES
        .iter()
        .copied()
        .filter(|piece| {
            !piece.contains(['`', '~', '\\', '\t', '<', '&']) && !piece.starts_with("    ") && *piece != "  "
        })
        .collect();
    let text = vec(select(pieces), 0..24).prop_map(|pieces| pieces.concat());
    holds(4000, (text.clone(), text), |(before, after)| {
        let path = SitePath::new("content/pages/x.md").expect("a good path");
        let source: Arc<str> = format!("{before}{{audience=families}}{after}").into();
        let (parsed, diagnostics) = syntax::parse(&path, &source, 0);
        if !diagnostics.is_empty() {
            return Ok(());
        }
        // Tokens of the line may part it, never hide it.
        let text: String =
            parsed.tree.iter().filter(|node| node.kind() == Kind::Text).map(|node| node.text()).collect();
        // As the target of a link it leads nowhere, which the corpus reports.
        let in_target = parsed.tree.iter().any(|node| match node.extra() {
            Some(Open::Link { dest, .. } | Open::Image { dest, .. }) => dest.contains("audience="),
            _ => false,
        });
        // Nobody writes a tag as the name of a link's definition.
        let markdown = pulldown_cmark::Parser::new_ext(&source, syntax::options());
        let in_definition = markdown.reference_definitions().iter().any(|(name, definition)| {
            let title = definition.title.as_deref().unwrap_or_default();
            [name, &*definition.dest, title].iter().any(|text| text.contains("audience="))
        });
        let elsewhere =
            in_target || in_definition || parsed.tree.iter().any(|node| node.kind() == Kind::CodeBlock);
        prop_assert!(elsewhere || !text.contains("audience="), "the tag became text: {text:?}");
        let tags = parsed.scopes.iter().filter(|scope| !scope.audience.is_empty()).count();
        let written = source.matches("audience=").count();
        prop_assert!(elsewhere || tags == written, "{written} tags were written, {tags} are left");
        Ok(())
    })
}
