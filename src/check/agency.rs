//! What `[agency]` says can be called, written to and followed.

use crate::corpus::Corpus;
use crate::corpus::link::{is_mail_address, is_safe};
use crate::diag::{Diagnostic, Span, rules};
use crate::vfs::SitePath;

/// Finds `unsafe-link`, `invalid-value` and `unknown-name` in `[agency]`.
pub fn check(corpus: &Corpus, diagnostics: &mut Vec<Diagnostic>) {
    let agency = &corpus.site.agency;
    let config = SitePath::new("site-config.toml").expect("a good path");
    let mut report = |rule, message: String, hint: &str| {
        diagnostics.push(Diagnostic::new(rule, Span::file(&config), message).hint(hint));
    };
    for (key, value) in [("help_url", &agency.help_url), ("feedback", &agency.feedback), ("url", &agency.url)]
    {
        let Some(value) = value else { continue };
        if value.contains(':') {
            if !is_safe(value) {
                let message = format!("`agency.{key}` leads to `{value}`");
                report(
                    &rules::UNSAFE_LINK,
                    message,
                    "begin it with https: or mailto:, or name a document: `pages/help.md`",
                );
            }
        } else if value.contains('@') {
            if !is_mail_address(value) {
                report(
                    &rules::INVALID_VALUE,
                    format!("`agency.{key}` is no mail address"),
                    "write it like `ilp@state.example`",
                );
            }
        } else {
            let file = value.split('#').next().unwrap_or_default();
            let id = file.trim_start_matches('/').trim_start_matches("content/");
            if corpus.find(id.strip_suffix(".md").unwrap_or(id)).is_none() {
                let message = format!("`agency.{key}` names `{value}`, which doesn't exist");
                report(&rules::UNKNOWN_NAME, message, "name a document (`pages/help.md`) or an address");
            }
        }
    }
    if agency.email.as_ref().is_some_and(|address| !is_mail_address(address)) {
        report(
            &rules::INVALID_VALUE,
            "`agency.email` is no mail address".into(),
            "write it like `ilp@state.example`",
        );
    }
    let is_phone = |phone: &String| phone.chars().all(|c| c.is_ascii_digit() || " +-().x".contains(c));
    if agency.phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
        report(
            &rules::INVALID_VALUE,
            "`agency.phone` is no number to call".into(),
            "write digits, blanks, `+`, `-` and parentheses",
        );
    }
}
