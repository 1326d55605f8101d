//! Edition codes: which code stands on what is printed now.
//!
//! A code belongs to words. Whoever has the paper asks whether what it says is
//! still so; a new look, another address or a later day make no new edition.

use serde_json::Value;

use super::{Content, Doc, Publication, Special};
use crate::corpus::{DocKind, Document};
use crate::edition::Edition;
use crate::edition::page::{Closed, Flow, Phrase};
use crate::site::printed::Piece;
use crate::site::{BandId, EditionCode, Owner, Site};
use crate::syntax::Kind;
use crate::vfs::{Hash, Hasher, OutputPath};

/// What of a document can be printed, by its names in `[outputs]`.
const PAPER: [&str; 5] = ["pdf", "fold", "large-print", "print-shop", "handouts"];

/// Whether documents of a kind are printed at all: what `[outputs]` says, else
/// all but pages. It doesn't depend on what this program can write.
pub fn is_printed(site: &Site, kind: DocKind) -> bool {
    let kind = kind.listed();
    match site.outputs.get(kind.name()) {
        Some(formats) => formats.iter().any(|name| PAPER.contains(&name.as_str())),
        None => kind != DocKind::Page,
    }
}

/// From what an edition of a document is printed.
pub fn piece(edition: &Edition, document: &Document, band: Option<&BandId>) -> Piece {
    Piece {
        document: document.id.to_string(),
        audience: edition.audience().id.to_string(),
        lang: edition.lang.to_string(),
        band: band.map(BandId::to_string),
        district: edition.publisher().map(Owner::id),
    }
}

/// The code on a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code itself.
    pub code: EditionCode,
    /// Its address in letters: `ilp.meridian.example/e/K7Q2XM`.
    pub address: String,
    /// The same for cameras and programs.
    pub url: String,
}

/// The code of what is printed now, whose words have the hash `content`.
/// Nothing when these words were never released: the paper is a draft.
pub fn of(edition: &Edition, document: &Document, band: Option<&BandId>, content: &str) -> Option<Code> {
    let site = &edition.corpus.site;
    let current = site.current(&piece(edition, document, band))?;
    (current.content == content).then(|| Code {
        code: current.code.clone(),
        address: site.printed_address(&current.code),
        url: site.printed_url(&current.code),
    })
}

/// A hash of the words of a printed edition, in 32 digits: of a document, and
/// of the chapters that are bound with it.
///
/// It has titles, texts, alternative texts, pictures, tables that were made,
/// and sources. It hasn't what may change while the words stay: addresses
/// within the site, the days of reviews and of the release, lists of other
/// documents, templates. `picture` gives the hash of a file of the output.
pub fn content<'a>(
    publications: impl IntoIterator<Item = &'a Publication>,
    picture: &dyn Fn(&OutputPath) -> Option<Hash>,
) -> String {
    let mut hasher = Hasher::new();
    for publication in publications {
        if let Content::Document(doc) = &publication.content {
            add_document(doc, &publication.path, picture, &mut hasher);
        }
    }
    let mut digits = hasher.finish().to_hex();
    digits.truncate(32);
    digits
}

fn add_document(
    doc: &Doc,
    path: &OutputPath,
    picture: &dyn Fn(&OutputPath) -> Option<Hash>,
    hasher: &mut Hasher,
) {
    let facts = [Some(&doc.title), doc.summary.as_ref(), doc.grades.as_ref()];
    facts.iter().for_each(|fact| add_text(fact.map_or("", |fact| fact.as_str()), hasher));
    for flow in std::iter::once(&doc.body).chain(&doc.notes) {
        add_flow(flow, path, picture, hasher);
    }
    for source in &doc.sources {
        let year = source.year.map(|year| year.to_string());
        let parts = [
            Some(&source.title),
            year.as_ref(),
            source.locator.as_ref(),
            source.url.as_ref(),
            source.caution.as_ref(),
        ];
        add_text(&source.publisher, hasher);
        parts.iter().for_each(|part| add_text(part.map_or("", |part| part.as_str()), hasher));
    }
    // What is text of the body already isn't looked at again.
    let made = match &doc.special {
        Special::Guide { .. } | Special::Chapter { .. } | Special::Brochure { .. } | Special::Page {} => {
            return;
        }
        Special::Module(_) | Special::Matrix { .. } | Special::Message(_) => {
            serde_json::to_value(&doc.special)
        }
    };
    add_words(&made.expect("plain data"), hasher);
}

/// Keys whose texts are no words of the page: addresses, names for programs,
/// and links to files.
const NO_WORDS: [&str; 9] =
    ["calculator", "channel", "downloads", "handouts", "href", "id", "scheme", "type", "view"];

/// Keys whose numbers stand on the page. Other numbers count what is there, or
/// say where it is drawn.
const NUMBERS: [&str; 2] = ["credit_hours", "minutes"];

/// Adds all words of a value, with the keys below which they stand.
fn add_words(value: &Value, hasher: &mut Hasher) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => add_text(text, hasher),
        Value::Array(items) => {
            hasher.number(items.len() as u64);
            items.iter().for_each(|item| add_words(item, hasher));
        }
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !NO_WORDS.contains(&key.as_str())) {
                match value {
                    Value::Number(number) if NUMBERS.contains(&key.as_str()) => {
                        hasher.text(key).text(&number.to_string());
                    }
                    // A key that somebody adds to the program makes no new edition
                    // where it says nothing.
                    Value::Null | Value::Bool(_) | Value::Number(_) => {}
                    Value::Array(items) if items.is_empty() => {}
                    Value::String(_) | Value::Array(_) | Value::Object(_) => {
                        hasher.text(key);
                        add_words(value, hasher);
                    }
                }
            }
        }
    }
}

/// Adds a text as a reader meets it: wrapping and runs of blanks don't count.
fn add_text(text: &str, hasher: &mut Hasher) {
    let words: Vec<&str> = text.split_whitespace().collect();
    hasher.text(&words.join(" "));
}

/// Adds the words of a text, block by block.
fn add_flow(
    flow: &Flow,
    path: &OutputPath,
    picture: &dyn Fn(&OutputPath) -> Option<Hash>,
    hasher: &mut Hasher,
) {
    let mut block = String::new();
    let end_block = |block: &mut String, hasher: &mut Hasher| {
        if !block.trim().is_empty() {
            add_text(block, hasher);
        }
        block.clear();
    };
    for index in flow.nodes.clone() {
        let node = flow.tree.node(index);
        if !node.kind().is_inline() {
            end_block(&mut block, hasher);
        }
        match node.kind() {
            Kind::Text | Kind::Code | Kind::Mark => block.push_str(node.text()),
            Kind::SoftBreak | Kind::HardBreak => block.push(' '),
            // Words that are crossed out say something else.
            Kind::Strikethrough => block.push('~'),
            _ => {}
        }
        match node.extra() {
            Some(Closed::Link { href, .. }) if path.target(href).is_none() => {
                block.push_str(&format!(" {href} "));
            }
            Some(Closed::Image { src, .. }) => {
                if let Some(hash) = path.target(src).and_then(|file| picture(&file)) {
                    hasher.hash(&hash);
                }
            }
            Some(Closed::Cite(places)) => {
                let places = places.iter().map(|(number, place)| {
                    format!(
                        "[{number}{}]",
                        place.as_ref().map(|place| format!(", {place}")).unwrap_or_default()
                    )
                });
                block.extend(places);
            }
            Some(Closed::Block(inner)) => add_text(&inner.title, hasher),
            Some(Closed::Tie(tie)) => {
                [&tie.task, &tie.owners, &tie.when].iter().for_each(|text| add_text(text, hasher));
            }
            Some(Closed::Span(Phrase::FillIn)) => block.push_str("____"),
            Some(
                Closed::Notice
                | Closed::Name(_)
                | Closed::Item { .. }
                | Closed::Link { .. }
                | Closed::CodeBlock(_)
                | Closed::Ordered(_)
                | Closed::Table { .. }
                | Closed::Span(Phrase::Plain | Phrase::Lang(_) | Phrase::Isolated),
            )
            | None => {}
        }
    }
    end_block(&mut block, hasher);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{self, FormatSet};
    use crate::edition::{Editions, select};
    use crate::kind::{Lengths, arrange};
    use crate::vfs::{SitePath, Snapshot, embedded};
    use crate::words::Words;

    /// Replaces words in a file of a site that is given as its other files.
    fn with(changes: &[(&str, &str, &str)]) -> Snapshot {
        let mut site: Snapshot = embedded::starter().collect::<Snapshot>().with_defaults();
        for (path, from, to) in changes {
            let path = SitePath::new(path).expect("a good path");
            let text = site.text(&path).unwrap_or_default().to_owned();
            assert!(text.contains(from), "{path} has no `{from}`");
            site.insert(path, text.replace(from, to));
        }
        site
    }

    /// The hash of what a document of the starter says to an audience.
    fn content_of(site: &Snapshot, document: &str, audience: &str) -> String {
        let corpus = corpus::load(site).value.expect("it is a site");
        let editions = Editions::new(&corpus);
        let words = Words::load(site, "en").value;
        let index = corpus.site.edition_index(audience).expect("it has an edition");
        let edition = Edition {
            owner: crate::site::OwnerIndex::STATE,
            formats: FormatSet::PRINT,
            index,
            editions: &editions,
            words: &words,
            lang: corpus.site.default_lang(),
            corpus: &corpus,
        };
        let document = corpus.find(document).expect("it is there");
        let page = select(&edition, document, None);
        let publication = arrange(&edition, document, &page, &Lengths::new());
        content([&publication], &|path| site.hash(&SitePath::new(path.as_str())?))
    }

    #[test]
    fn words_make_an_edition() {
        let brochure = "content/brochures/your-plan.md";
        let of =
            |changes: &[(&str, &str, &str)]| content_of(&with(changes), "brochures/your-plan", "families");
        let first = of(&[]);
        let config = "site-config.toml";
        let same: &[&[(&str, &str, &str)]] = &[
            &[(brochure, "+++\n", "+++\n\n")],
            &[(brochure, "kind =", "slug = \"plan\"\nkind =")],
            &[(brochure, "kind =", "aliases = [\"brochures/old\"]\nkind =")],
            &[(config, "https://", "https://www.")],
            &[(config, "released = 20", "released = 21")],
        ];
        for changes in same {
            assert_eq!(of(changes), first, "{changes:?}");
        }
        let different: &[&[(&str, &str, &str)]] =
            &[&[(brochure, "## ", "## Now ")], &[(brochure, "title = \"", "title = \"Now ")]];
        for changes in different {
            assert_ne!(of(changes), first, "{changes:?}");
        }
    }

    #[test]
    fn tables_that_are_made_are_words() {
        let duties = "content/duties/year.toml";
        let of = |changes: &[(&str, &str, &str)]| {
            content_of(&with(changes), "matrices/who-does-what", "counselors")
        };
        let first = of(&[]);
        assert_ne!(of(&[(duties, "task = \"", "task = \"Now ")]), first);
        assert_eq!(of(&[(duties, "id = \"", "id = \"x-")]), first);
    }

    #[test]
    fn blanks_and_structure_make_no_edition() {
        let hash = |text: &str| {
            let mut hasher = Hasher::new();
            add_text(text, &mut hasher);
            hasher.finish()
        };
        assert_eq!(hash(" one\n  two"), hash("one two"));
        assert_ne!(hash("one two"), hash("onetwo"));
        let json = |text: &str| {
            let mut hasher = Hasher::new();
            add_words(&serde_json::from_str(text).expect("it is JSON"), &mut hasher);
            hasher.finish()
        };
        let plain = json(r#"{"title":"a","minutes":5}"#);
        assert_eq!(json(r#"{"title":"a","href":"../b","minutes":5,"count":7,"new":null,"list":[]}"#), plain);
        assert_ne!(json(r#"{"title":"a","minutes":6}"#), plain);
        assert_ne!(json(r#"{"title":"a","minutes":5,"note":"b"}"#), plain);
    }
}
