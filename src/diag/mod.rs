//! Diagnostics: everything that an author can get wrong, as a value.
//!
//! Stages return an [`Outcome`]: the best value they could make, and what they
//! found on the way. Nobody prints; `cli` renders (see [`render`]).

mod encoding;
mod near;
pub mod render;
pub mod rules;

pub use encoding::text_of;
pub use near::{did_you_mean, nearest};
pub use rules::Rule;

use std::borrow::Cow;

use crate::vfs::SitePath;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The output would be wrong, or somebody would read what isn't theirs:
    /// nothing is published.
    Error,
    /// Somebody should look at it; the build goes on.
    Warning,
}

impl Severity {
    /// The word that stands before the rule's name.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A range of bytes in an input file. `start == end` marks a place; a file as
/// a whole is `0..0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub path: SitePath,
    /// First byte.
    pub start: u32,
    /// First byte after the range.
    pub end: u32,
}

impl Span {
    /// Returns the span of a range of bytes.
    pub fn new(path: &SitePath, range: std::ops::Range<usize>) -> Span {
        Span { path: path.clone(), start: range.start as u32, end: range.end as u32 }
    }

    /// Returns the span that stands for a whole file.
    pub fn file(path: &SitePath) -> Span {
        Span { path: path.clone(), start: 0, end: 0 }
    }

    /// The range of bytes.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A related place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, in lower case, no full stop.
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How bad it is in this site (`[checks]` may change the rule's own).
    pub severity: Severity,
    /// The place to mend.
    pub span: Span,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Related places.
    pub labels: Vec<Label>,
    /// What to do next.
    pub hints: Vec<String>,
    /// The pages that were being made, for what only shows then. [`tidy`]
    /// gathers those of one finding.
    pub pages: Vec<String>,
}

/// How many pages a finding names.
const PAGES: usize = 3;

impl Diagnostic {
    /// Returns a finding with the severity of its rule.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule,
            severity: rule.severity,
            span,
            message: message.into(),
            labels: Vec::new(),
            hints: Vec::new(),
            pages: Vec::new(),
        }
    }

    /// Adds a related place.
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// Adds what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint when there is one.
    pub fn hint_opt(mut self, hint: Option<String>) -> Diagnostic {
        self.hints.extend(hint);
        self
    }

    /// Names the page that was being made.
    pub fn making(mut self, page: impl Into<String>) -> Diagnostic {
        self.pages.push(page.into());
        self
    }

    /// What to do next, and the first of the pages that were being made.
    pub fn advice(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (shown, more) = self.pages.split_at(self.pages.len().min(PAGES));
        let shown: Vec<String> = shown.iter().map(|page| format!("`{page}`")).collect();
        let pages = match (shown.as_slice(), more.len()) {
            ([], _) => None,
            ([one], _) => Some(format!("it was making {one}")),
            ([all @ .., last], 0) => Some(format!("it was making {} and {last}", all.join(", "))),
            (all, 1) => Some(format!("it was making {} and one more page", all.join(", "))),
            (all, more) => Some(format!("it was making {} and {more} more pages", all.join(", "))),
        };
        self.hints.iter().map(|hint| Cow::Borrowed(hint.as_str())).chain(pages.map(Cow::Owned))
    }

    /// Whether it stops publishing.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value and what was found while making it.
#[derive(Clone, Debug, Default)]
pub struct Outcome<T> {
    /// The best value that could be made.
    pub value: T,
    /// What was found, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// Returns a value without findings.
    pub fn clean(value: T) -> Outcome<T> {
        Outcome { value, diagnostics: Vec::new() }
    }

    /// Moves the findings into `sink` and returns the value.
    pub fn collect(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }

    /// Whether there is an error among the findings.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Whether there is an error among the findings.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// What only follows from a file that can't be read: names that it declares
/// are unknown everywhere. Where it lies, and the rules that fall away.
static FOLLOWERS: &[(&str, &[&Rule])] = &[
    ("audiences/", &[&rules::UNKNOWN_AUDIENCE, &rules::UNKNOWN_ROLE]),
    ("content/claims.toml", &[&rules::UNKNOWN_CLAIM]),
    ("content/duties/", &[&rules::ROLE_WITHOUT_DUTY]),
];

fn drop_followers(diagnostics: &mut Vec<Diagnostic>) {
    let unreadable = |found: &Diagnostic| {
        [&rules::INVALID_TOML, &rules::NOT_UTF8].contains(&found.rule) && found.is_error()
    };
    let broken: Vec<&str> = FOLLOWERS
        .iter()
        .map(|(place, _)| *place)
        .filter(|place| {
            let mut there = diagnostics.iter().filter(|found| found.span.path.as_str().starts_with(place));
            there.any(unreadable)
        })
        .collect();
    if broken.is_empty() {
        return;
    }
    let followers = FOLLOWERS.iter().filter(|(place, _)| broken.contains(place));
    let followers: Vec<&Rule> = followers.flat_map(|(_, rules)| rules.iter().copied()).collect();
    diagnostics.retain(|found| !followers.contains(&found.rule));
}

/// Sorts findings by place and removes repetitions, so that one run always
/// reports in the same order. One finding of several pages names them all. What the others may follow from comes first: the
/// site's configuration, then its audiences.
pub fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    drop_followers(diagnostics);
    let root = |diagnostic: &Diagnostic| match diagnostic.span.path.as_str() {
        "site-config.toml" => 0,
        path if path.starts_with("audiences/") => 1,
        _ => 2,
    };
    diagnostics.sort_by(|a, b| {
        (root(a), &a.span, a.rule.name, &a.message, &a.labels, &a.hints, &a.pages).cmp(&(
            root(b),
            &b.span,
            b.rule.name,
            &b.message,
            &b.labels,
            &b.hints,
            &b.pages,
        ))
    });
    diagnostics.dedup_by(|next, kept| {
        let same = (&next.span, next.rule, next.severity, &next.message, &next.labels, &next.hints)
            == (&kept.span, kept.rule, kept.severity, &kept.message, &kept.labels, &kept.hints);
        if same {
            kept.pages.append(&mut next.pages);
        }
        same
    });
    for diagnostic in diagnostics {
        diagnostic.pages.sort();
        diagnostic.pages.dedup();
    }
}
