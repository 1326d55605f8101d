//! A release: which codes what is printed now gets, and which it replaces.
//!
//! Planning is a pure function of the site; `cli` writes the file. What was
//! issued is never taken away: a plan only adds entries, and gives those that
//! were current another status.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::corpus::{Corpus, Document, FormatSet};
use crate::diag::did_you_mean;
use crate::edition::{Edition, Editions};
use crate::kind::{self, edition_code};
use crate::site::printed::{self, EditionCode, Piece, Printed, Status};
use crate::site::{self, BandId, Lang, OwnerIndex};
use crate::vfs::{SitePath, Snapshot};
use crate::words::Words;

/// What stands at the top of a new file.
const HEAD: &str = "\
# Every code that stands on printed paper. `ilpress release` adds to this file.
# Paper can't be recalled: nothing here is ever removed, and each entry makes
# the page to which its code leads.
";

/// What somebody decides about codes that were issued.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    /// Codes, or documents with all of their current codes, that nobody should
    /// use any more.
    pub withdraw: Vec<String>,
    /// Why, in a sentence for readers.
    pub why: String,
    /// Codes, or documents with all of their current codes, that something else
    /// takes the place of.
    pub replace: Vec<String>,
    /// What takes their place: a code, or a document with its codes for the
    /// same readers.
    pub by: String,
}

impl Orders {
    fn is_empty(&self) -> bool {
        self.withdraw.is_empty() && self.replace.is_empty()
    }
}

/// What a release changes.
#[derive(Debug, Default)]
pub struct Release {
    /// New entries, in the order of the file.
    pub new: Vec<Printed>,
    /// Codes that were current, and what they are now.
    pub changed: BTreeMap<EditionCode, Status>,
    /// How many editions have the words that were released last.
    pub unchanged: usize,
    /// Codes that were withdrawn, and whose words are still there.
    pub still_withdrawn: Vec<EditionCode>,
    /// The file thereafter; `None`: as it is.
    pub text: Option<String>,
}

/// Why nothing can be released.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Returns what a release of a site changes.
///
/// Orders alone give codes another status, and a code to what takes their
/// place; without orders everything that is printed and has other words than
/// at its last release gets a new code.
pub fn release(corpus: &Corpus, snapshot: &Snapshot, orders: &Orders) -> Result<Release, Refusal> {
    let site = &corpus.site;
    let mut release = Release::default();
    let mut issued: HashSet<EditionCode> = HashSet::new();
    let wanted = |document: &Document| {
        orders.is_empty() || !orders.replace.is_empty() && document.id.as_str() == orders.by
    };
    for Now { piece, title, address, content } in printed_now(corpus, snapshot, &wanted) {
        let current = site.current(&piece);
        if current.is_some_and(|current| current.content == content) {
            release.unchanged += 1;
            continue;
        }
        let same = |entry: &&Printed| entry.piece == piece && entry.content == content;
        let withdrawn = |entry: &&Printed| matches!(entry.status, Status::Withdrawn(_));
        if let Some(entry) = site.printed.values().filter(same).find(withdrawn) {
            release.still_withdrawn.push(entry.code.clone());
            continue;
        }
        let code = {
            let taken = |code: &EditionCode| site.printed.contains_key(code) || issued.contains(code);
            let parts = [Some(&piece.document), Some(&piece.audience), Some(&piece.lang)];
            let parts =
                parts.into_iter().chain([piece.band.as_ref(), piece.district.as_ref(), Some(&content)]);
            let parts: Vec<&str> = parts.map(|part| part.map_or("", String::as_str)).collect();
            EditionCode::issue(&parts, &taken)
        };
        issued.insert(code.clone());
        if let Some(current) = current {
            release.changed.insert(current.code.clone(), Status::Replaced(code.clone()));
        }
        let span = crate::diag::Span::file(&file());
        release.new.push(Printed {
            code,
            title,
            piece,
            date: site.released,
            content,
            address,
            status: Status::Current,
            status_span: span.clone(),
            span,
        });
    }
    obey(corpus, orders, &mut release)?;
    release.text = text(corpus, snapshot, &release)?;
    Ok(release)
}

fn file() -> SitePath {
    SitePath::new(printed::FILE).expect("a good path")
}

/// What is printed now.
struct Now {
    piece: Piece,
    title: String,
    address: String,
    content: String,
}

/// Everything that is printed now of the documents that are `wanted`, in the
/// order of languages, groups and menus.
fn printed_now(
    corpus: &Corpus,
    snapshot: &Snapshot,
    wanted: &(dyn Fn(&Document) -> bool + Sync),
) -> Vec<Now> {
    let site = &corpus.site;
    let editions = Editions::new(corpus);
    let words: HashMap<&Lang, Words> =
        site.languages.keys().map(|lang| (lang, Words::load(snapshot, lang.as_str()).value)).collect();
    let translated: HashMap<&Lang, Corpus> =
        site.languages.keys().filter_map(|lang| Some((lang, corpus.in_words_of(lang)?))).collect();
    let mut pieces: Vec<(Edition, &Document, Option<BandId>)> = Vec::new();
    for lang in site.languages.keys() {
        for (index, _) in site.editions() {
            let edition = Edition {
                corpus: translated.get(lang).unwrap_or(corpus),
                editions: &editions,
                words: &words[lang],
                index,
                lang,
                owner: OwnerIndex::STATE,
                formats: FormatSet::PRINT,
            };
            let documents = edition.documents();
            for document in documents.filter(|doc| edition_code::is_printed(site, doc.kind) && wanted(doc)) {
                pieces.extend(edition.bands(document).into_iter().map(|band| (edition, document, band)));
            }
        }
    }
    let picture = |path: &crate::vfs::OutputPath| snapshot.hash(&SitePath::new(path.as_str())?);
    pieces
        .into_par_iter()
        .map(|(edition, document, band)| {
            let printed = kind::printed(&edition, document, band.as_ref());
            Now {
                piece: edition_code::piece(&edition, document, band.as_ref()),
                title: edition.fill(&document.meta.title),
                address: kind::canonical(site, &edition.document(document, band.as_ref())),
                content: edition_code::content(printed.iter().map(|printed| &printed.publication), &picture),
            }
        })
        .collect()
}

/// Gives codes the status that somebody ordered.
fn obey(corpus: &Corpus, orders: &Orders, release: &mut Release) -> Result<(), Refusal> {
    for name in &orders.withdraw {
        for entry in named(corpus, name)? {
            release.changed.insert(entry.code.clone(), Status::Withdrawn(orders.why.clone()));
        }
    }
    for name in &orders.replace {
        for entry in named(corpus, name)? {
            let by = successor(corpus, entry, &orders.by, release)?;
            release.changed.insert(entry.code.clone(), Status::Replaced(by));
        }
    }
    Ok(())
}

/// The current entries that somebody names: by a code, or by their document.
fn named<'a>(corpus: &'a Corpus, name: &str) -> Result<Vec<&'a Printed>, Refusal> {
    let printed = &corpus.site.printed;
    if let Some(entry) = printed.get(name.to_uppercase().as_str()) {
        return match &entry.status {
            Status::Current => Ok(vec![entry]),
            Status::Replaced(by) => Err(refusal(
                format!("`{}` is replaced by `{by}` already", entry.code),
                Some(format!("its page leads there; withdraw or replace `{by}`")),
            )),
            Status::Withdrawn(_) => Err(refusal(format!("`{}` is withdrawn already", entry.code), None)),
        };
    }
    let of_document = || printed.values().filter(|entry| entry.piece.document == name);
    let current: Vec<&Printed> = of_document().filter(|entry| entry.status == Status::Current).collect();
    if !current.is_empty() {
        return Ok(current);
    }
    if of_document().next().is_some() {
        return Err(refusal(format!("no code of `{name}` is current"), None));
    }
    let known = printed.values().flat_map(|entry| [entry.code.as_str(), entry.piece.document.as_str()]);
    Err(refusal(format!("`{name}` is neither a code nor a document that has one"), did_you_mean(name, known)))
}

/// The code that takes the place of an entry.
fn successor(corpus: &Corpus, entry: &Printed, by: &str, release: &Release) -> Result<EditionCode, Refusal> {
    let site = &corpus.site;
    if let Some(other) = site.printed.get(by.to_uppercase().as_str()) {
        return if site.newest(other).code == entry.code {
            Err(refusal(format!("`{}` can't be replaced by itself", entry.code), None))
        } else {
            Ok(other.code.clone())
        };
    }
    let piece = Piece { document: by.to_owned(), ..entry.piece.clone() };
    let new = release.new.iter().find(|new| new.piece == piece).map(|new| new.code.clone());
    let code = new.or_else(|| site.current(&piece).map(|current| current.code.clone()));
    match code {
        Some(code) if code != entry.code => Ok(code),
        Some(_) => Err(refusal(format!("`{}` can't be replaced by its own document", entry.code), None)),
        None if corpus.find(by).is_none() => {
            let known = corpus.documents().map(|document| document.id.as_str());
            Err(refusal(format!("`{by}` is neither a code nor a document"), did_you_mean(by, known)))
        }
        None => Err(refusal(
            format!("`{}` was printed as {}, and nothing is printed as {piece}", entry.code, entry.piece),
            Some("name a code that takes its place, or withdraw it".to_owned()),
        )),
    }
}

fn refusal(message: String, hint: Option<String>) -> Refusal {
    Refusal { message, hint }
}

/// Returns the file with the changes of a release; nothing when there are none.
fn text(corpus: &Corpus, snapshot: &Snapshot, release: &Release) -> Result<Option<String>, Refusal> {
    if release.new.is_empty() && release.changed.is_empty() {
        return Ok(None);
    }
    let known = &corpus.site.printed;
    let mut text = snapshot.text(&file()).unwrap_or(HEAD).to_owned();
    let mut changed: Vec<(&Printed, &Status)> =
        release.changed.iter().filter_map(|(code, status)| Some((known.get(code)?, status))).collect();
    changed.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.status_span.start));
    for (entry, status) in changed {
        text.replace_range(entry.status_span.range(), &status.to_text());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.extend(release.new.iter().map(Printed::to_text));
    // Written by hand, entries may stand in another form, such as in braces.
    let mut written = snapshot.clone();
    written.insert(file(), text.as_bytes());
    let read = site::load(&written).value.map(|site| site.printed).unwrap_or_default();
    let expected = known.values().map(|entry| {
        (&entry.code, release.changed.get(&entry.code).unwrap_or(&entry.status), &entry.content)
    });
    let new = release.new.iter().map(|entry| (&entry.code, &entry.status, &entry.content));
    if expected.chain(new).eq(read.values().map(|entry| (&entry.code, &entry.status, &entry.content))) {
        Ok(Some(text))
    } else {
        Err(refusal(
            format!("{} can't be changed by a program as it is", printed::FILE),
            Some("give each entry its own line `[[edition]]`, and each key a line".to_owned()),
        ))
    }
}
