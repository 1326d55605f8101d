//! What matrices and duties blocks select exists, and messages name a known
//! channel.

use crate::corpus::{Corpus, DocKind, Document};
use crate::diag::{Diagnostic, Span, did_you_mean, rules};
use crate::site::{Month, RoleLevel};
use crate::syntax::{DivKind, Open};

/// Finds `unknown-name` and `unknown-role` in selections.
pub fn check(corpus: &Corpus, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let front = &document.front;
    let texts = |list: &Option<Vec<crate::site::raw::Text>>| -> Vec<(String, Span)> {
        list.iter().flatten().map(|text| (text.value.clone(), document.span(text.range.clone()))).collect()
    };
    let mut names = Names { corpus, diagnostics };
    names.phases(texts(&front.phases));
    names.roles(texts(&front.roles));
    names.duties(texts(&front.duties));
    names.levels(texts(&front.levels));
    if let Some(district) = &front.district
        && let Err(found) = corpus.site.district(district, document.span(district.range.clone()))
    {
        names.diagnostics.push(*found);
    }
    for node in document.parsed.tree.iter() {
        let Some(Open::Attrs(attrs)) = node.extra() else { continue };
        if attrs.class != DivKind::Duties {
            continue;
        }
        let words = |key: &str| -> Vec<(String, Span)> {
            let words = attrs.get(key).map(|word| {
                word.text
                    .split_whitespace()
                    .map(|text| (text.to_owned(), document.span(word.span.clone())))
                    .collect()
            });
            words.unwrap_or_default()
        };
        names.phases([words("phase"), words("phases")].concat());
        names.roles(words("roles"));
        names.duties(words("duties"));
        names.levels(words("levels"));
        for (word, span) in words("months") {
            if Month::parse(&word).is_none() {
                let hint = did_you_mean(&word, Month::NAMES);
                names.diagnostics.push(
                    Diagnostic::new(&rules::UNKNOWN_NAME, span, format!("unknown month `{word}`"))
                        .hint_opt(hint),
                );
            }
        }
        for (word, span) in words("grades") {
            if corpus.site.parse_grades(&word).is_none() {
                names.diagnostics.push(Diagnostic::new(
                    &rules::UNKNOWN_GRADE,
                    span,
                    format!("unknown grade `{word}`"),
                ));
            }
        }
    }
    let among = |word: &Option<crate::site::raw::Text>,
                 what: &str,
                 known: &[&'static str],
                 diagnostics: &mut Vec<Diagnostic>| {
        if let Some(word) = word.as_ref().filter(|word| !known.contains(&word.value.as_str())) {
            let hint = did_you_mean(&word.value, known.iter().copied());
            diagnostics.push(
                Diagnostic::new(
                    &rules::UNKNOWN_NAME,
                    document.span(word.range.clone()),
                    format!("unknown {what} `{}`", word.value),
                )
                .hint_opt(hint),
            );
        }
    };
    match document.kind {
        DocKind::Message => among(&front.channel, "channel", &crate::kind::CHANNELS, diagnostics),
        DocKind::Matrix => {
            among(&front.view, "view", &crate::kind::VIEWS, diagnostics);
            among(&front.scheme, "scheme", &crate::kind::SCHEMES, diagnostics);
        }
        DocKind::Brochure => {
            among(&front.layout, "layout", &["trifold-letter", "half-fold", "flyer", "poster"], diagnostics)
        }
        DocKind::Guide | DocKind::Chapter | DocKind::Module | DocKind::Page => {}
    }
}

struct Names<'a> {
    corpus: &'a Corpus,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Names<'_> {
    fn phases(&mut self, words: Vec<(String, Span)>) {
        let phases = &self.corpus.site.phases;
        for (word, span) in words {
            if !phases.contains_key(word.as_str()) {
                let hint = did_you_mean(&word, phases.keys().map(|id| id.as_str()));
                self.diagnostics.push(
                    Diagnostic::new(&rules::UNKNOWN_NAME, span, format!("unknown phase `{word}`"))
                        .hint_opt(hint),
                );
            }
        }
    }

    fn roles(&mut self, words: Vec<(String, Span)>) {
        for (word, span) in words {
            let site = &self.corpus.site;
            if !site.roles.contains_key(word.as_str()) && site.audience(&word).is_none() {
                let hint = self.corpus.site.meant_role(&word);
                self.diagnostics.push(
                    Diagnostic::new(&rules::UNKNOWN_ROLE, span, format!("unknown role `{word}`"))
                        .hint_opt(hint),
                );
            }
        }
    }

    fn levels(&mut self, words: Vec<(String, Span)>) {
        for (word, span) in words.into_iter().filter(|(word, _)| RoleLevel::parse(word).is_none()) {
            let hint = did_you_mean(&word, RoleLevel::ALL.map(RoleLevel::name));
            let found = Diagnostic::new(&rules::UNKNOWN_NAME, span, format!("unknown level `{word}`"));
            self.diagnostics.push(found.hint_opt(hint));
        }
    }

    fn duties(&mut self, words: Vec<(String, Span)>) {
        for (word, span) in words {
            if self.corpus.site.duty(&word).is_none() {
                let hint = did_you_mean(&word, self.corpus.site.duties.iter().map(|duty| duty.id.as_str()));
                self.diagnostics.push(
                    Diagnostic::new(&rules::UNKNOWN_NAME, span, format!("unknown duty `{word}`"))
                        .hint_opt(hint),
                );
            }
        }
    }
}
