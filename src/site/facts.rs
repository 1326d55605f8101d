//! `content/claims.toml` and `content/glossary.toml`.

use super::model::{Claim, Site, Source, Term};
use super::raw::claims::RawClaims;
use super::raw::glossary::RawGlossary;
use super::raw::{Spanned, Text};
use super::{ClaimId, TermId, names, read};
use crate::diag::Diagnostic;
use crate::diag::rules::INVALID_VALUE;
use crate::vfs::{SitePath, Snapshot};

/// Adds the claims to the site.
pub(super) fn load_claims(site: &mut Site, snapshot: &Snapshot, path: &SitePath, sink: &mut Vec<Diagnostic>) {
    let raw = read::read_file::<RawClaims>(snapshot, path).collect(sink).unwrap_or_default();
    for (key, raw) in raw.0 {
        let Some(id) = names::id(ClaimId::new, "a claim", &key, path, sink) else { continue };
        if let Some(expires) = raw.expires
            && expires.0 <= raw.verified.0
        {
            let message =
                format!("`{id}` expires on {}, before it was checked on {}", expires.0, raw.verified.0);
            sink.push(
                Diagnostic::new(&INVALID_VALUE, key.span(path), message)
                    .hint("`expires` is the day of the next check"),
            );
        }
        let claim = Claim {
            statement: site.source_text(&raw.statement, path, sink),
            source: Source {
                publisher: raw.source.publisher,
                title: raw.source.title,
                year: raw.source.year.as_ref().and_then(|year| self::year(year, path, sink)),
                locator: raw.source.locator,
                url: raw.source.url.and_then(|url| address(&url, path, sink)),
            },
            as_of: raw.as_of.map(|day| day.0),
            verified: raw.verified.0,
            expires: raw.expires.map(|day| day.0),
            caution: site.source_text_opt(&raw.caution, path, sink),
            span: key.span(path),
            id: id.clone(),
        };
        site.claims.insert(id, claim);
    }
}

/// Returns an address that a browser can follow.
fn address(written: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<String> {
    let is_address = written.starts_with("https://") || written.starts_with("http://");
    if is_address && !written.contains(char::is_whitespace) {
        return Some(written.value.clone());
    }
    let message = format!("`{}` is no address", written.value);
    let proposal = format!("https://{}", written.trim().trim_start_matches('/'));
    let hint = match written.contains('.') && !written.trim().contains([' ', ':']) {
        true => format!("write `{proposal}`"),
        false => "write the whole address, from `https://` on".to_owned(),
    };
    sink.push(Diagnostic::new(&INVALID_VALUE, written.span(path), message).hint(hint));
    None
}

/// Returns a year that a source can be from.
fn year(written: &Spanned<i64>, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<i16> {
    let year = i16::try_from(written.value).ok().filter(|year| (1000..=9999).contains(year));
    if year.is_none() {
        let message = format!("`{}` is no year", written.value);
        sink.push(
            Diagnostic::new(&INVALID_VALUE, written.span(path), message).hint("write it with four digits"),
        );
    }
    year
}

/// Adds the terms to the site.
pub(super) fn load_glossary(
    site: &mut Site,
    snapshot: &Snapshot,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) {
    let raw = read::read_file::<RawGlossary>(snapshot, path).collect(sink).unwrap_or_default();
    for (key, raw) in raw.0 {
        let Some(id) = names::id(TermId::new, "a term", &key, path, sink) else { continue };
        let term = Term {
            term: site.source_text(&raw.term, path, sink),
            short: site.source_text_opt(&raw.short, path, sink),
            definition: site.source_text(&raw.definition, path, sink),
            span: key.span(path),
            id: id.clone(),
        };
        site.glossary.insert(id, term);
    }
}
