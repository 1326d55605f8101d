//! What was printed has a page that tells the truth about it.

use std::fmt;

use indexmap::IndexMap;

use crate::corpus::{Corpus, DocId};
use crate::diag::{Diagnostic, nearest, rules};
use crate::kind::edition_code::is_printed;
use crate::site::Printed;
use crate::site::printed::Status;

/// How many codes a message names.
const NAMED: usize = 8;

/// Finds `lost-edition`: codes that are current, though nothing is printed any
/// more of what they were printed from.
pub fn check(corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let mut lost: IndexMap<Lost, Vec<&Printed>> = IndexMap::new();
    for printed in corpus.site.printed.values().filter(|printed| printed.status == Status::Current) {
        if let Some(why) = why_lost(corpus, printed) {
            lost.entry(why).or_default().push(printed);
        }
    }
    diagnostics.extend(lost.into_iter().map(|(why, all)| finding(corpus, &why, &all)));
}

/// What is gone.
#[derive(PartialEq, Eq, Hash)]
enum Lost<'a> {
    Audience(&'a str),
    Language(&'a str),
    District(&'a str),
    Document(&'a str),
    Translation(&'a str, &'a str),
    Readers(&'a str, &'a str),
    Band(&'a str, Option<&'a str>),
    Paper(&'a str),
}

impl fmt::Display for Lost<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Lost::Audience(audience) => write!(f, "the audience `{audience}` has no edition any more"),
            Lost::Language(lang) => write!(f, "the site has no language `{lang}` any more"),
            Lost::District(district) => write!(f, "there is no district `{district}` any more"),
            Lost::Document(document) => write!(f, "the document `{document}` doesn't exist any more"),
            Lost::Translation(document, lang) => write!(f, "`{document}` isn't there in `{lang}` any more"),
            Lost::Readers(document, audience) => write!(f, "`{document}` isn't for `{audience}` any more"),
            Lost::Band(document, Some(band)) => {
                write!(f, "`{document}` isn't made for the band `{band}` any more")
            }
            Lost::Band(document, None) => write!(f, "`{document}` is made for each band now"),
            Lost::Paper(document) => {
                write!(f, "nothing is printed of `{document}` any more: see `[outputs]`")
            }
        }
    }
}

fn why_lost<'a>(corpus: &Corpus, printed: &'a Printed) -> Option<Lost<'a>> {
    let site = &corpus.site;
    let piece = &printed.piece;
    let (document, audience, lang) = (piece.document.as_str(), piece.audience.as_str(), piece.lang.as_str());
    let Some(edition) = site.edition_index(audience) else { return Some(Lost::Audience(audience)) };
    let Some((lang, _)) = site.languages.get_key_value(lang) else { return Some(Lost::Language(lang)) };
    if let Some(district) = piece.district.as_deref().filter(|id| !site.districts.contains_key(*id)) {
        return Some(Lost::District(district));
    }
    let Some(source) = corpus.find(document).filter(|found| found.id.as_str() == document) else {
        return Some(Lost::Document(document));
    };
    let Some(found) = corpus.in_lang(&source.id, lang) else {
        return Some(Lost::Translation(document, &piece.lang));
    };
    if !found.editions.contains(edition) {
        return Some(Lost::Readers(document, audience));
    }
    let band = piece.band.as_deref();
    let has_band = match band {
        Some(band) => found.bands.iter().any(|own| own.as_str() == band),
        None => found.bands.is_empty(),
    };
    if !has_band {
        return Some(Lost::Band(document, band));
    }
    (!is_printed(site, found.kind)).then_some(Lost::Paper(document))
}

fn finding(corpus: &Corpus, why: &Lost, all: &[&Printed]) -> Diagnostic {
    let first = all[0];
    let named: Vec<String> = all.iter().take(NAMED).map(|printed| format!("`{}`", printed.code)).collect();
    let codes = match (named.as_slice(), all.len().saturating_sub(NAMED)) {
        ([one], 0) => format!("the code {one} is"),
        ([rest @ .., last], 0) => format!("the codes {} and {last} are", rest.join(", ")),
        (_, more) => format!("the codes {} and {more} more are", named.join(", ")),
    };
    let what = match (all, why) {
        ([_, _, ..], Lost::Document(document) | Lost::Paper(document)) => (*document).to_owned(),
        _ => all.iter().map(|printed| printed.code.as_str()).collect::<Vec<_>>().join(","),
    };
    let message = format!("{codes} on printed paper, and {why}");
    let finding = Diagnostic::new(&rules::LOST_EDITION, first.span.clone(), message);
    let near = match why {
        Lost::Document(document) => nearest(document, corpus.documents().map(|doc| DocId::as_str(&doc.id))),
        _ => None,
    };
    let by = near.unwrap_or("DOCUMENT");
    finding
        .hint(format!("if something else took its place: `ilpress release --replace {what} --by {by}`"))
        .hint(format!("if nothing did: `ilpress release --withdraw {what} --why \"…\"`"))
}
