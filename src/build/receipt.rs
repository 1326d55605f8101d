//! The receipt: what a whole build found, kept until the next one.
//!
//! A whole build is a function of its inputs, the options, the day and the
//! program. When all are as they were, so are the findings, and the files are
//! those of the manifest: nothing has to be built again to know it. A receipt
//! says so of one build; it stays true whatever becomes of the output folder.
//! Whether that still holds those files, the disk has to say.

use serde::{Deserialize, Serialize};

use super::Options;
use super::manifest::Manifest;
use crate::diag::{Diagnostic, Label, Severity, Span, rules};
use crate::vfs::{Hash, Hasher, SitePath, Snapshot};

/// The version of its format. Another one is no receipt.
const FORMAT: u32 = 1;

/// What came of a whole build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The hash of all that the build was made from; see [`inputs`].
    pub inputs: Hash,
    /// The hash of the manifest that it led to.
    pub manifest: Hash,
    /// What was found, without what only the step from the build before could
    /// tell (`vanished-address`). In order, with the site's own severities.
    pub findings: Vec<Diagnostic>,
}

/// Returns the hash of all that a build without narrowing, or a part of one, is
/// made from.
///
/// `program` stands for the program itself, so that another one trusts no
/// receipt of this one.
pub fn inputs(snapshot: &Snapshot, options: &Options, program: Hash) -> Hash {
    let shard = options.shard.map(|shard| shard.to_string()).unwrap_or_default();
    let mut hasher = Hasher::new();
    hasher.hash(&sources(snapshot, options, program)).text(&options.today.to_string()).text(&shard);
    hasher.finish()
}

/// Returns the hash of all that decides which bytes a build makes: the same for
/// all of its parts, on whatever day.
pub fn sources(snapshot: &Snapshot, options: &Options, program: Hash) -> Hash {
    let Options { audiences, langs, kinds, formats, documents, districts, today: _, shard: _ } = options;
    let mut hasher = Hasher::new();
    hasher.hash(&program);
    for list in [audiences, langs, kinds, formats, documents, districts] {
        hasher.texts(list.iter().map(String::as_str));
    }
    for (path, hash) in snapshot.hashes() {
        hasher.text(path.as_str()).hash(&hash);
    }
    hasher.finish()
}

impl Receipt {
    /// Returns the receipt for a build that led to `manifest`.
    pub fn new(inputs: Hash, manifest: &Manifest, findings: Vec<Diagnostic>) -> Receipt {
        Receipt { inputs, manifest: manifest.hash(), findings }
    }

    /// Returns the receipt in `text`; nothing when this program didn't write
    /// it so.
    pub fn parse(text: &str) -> Option<Receipt> {
        let raw: Raw = serde_json::from_str(text).ok()?;
        if raw.format != FORMAT {
            return None;
        }
        let findings = raw.findings.into_iter().map(RawFinding::read).collect::<Option<_>>()?;
        Some(Receipt {
            inputs: Hash::from_hex(&raw.inputs)?,
            manifest: Hash::from_hex(&raw.manifest)?,
            findings,
        })
    }

    /// Returns the receipt as it is written.
    pub fn to_text(&self) -> String {
        let raw = Raw {
            format: FORMAT,
            inputs: self.inputs.to_hex(),
            manifest: self.manifest.to_hex(),
            findings: self.findings.iter().map(RawFinding::new).collect(),
        };
        serde_json::to_string(&raw).expect("strings and numbers can be written as JSON")
    }
}

/// The same as it stands in the file.
#[derive(Serialize, Deserialize)]
struct Raw {
    format: u32,
    inputs: String,
    manifest: String,
    findings: Vec<RawFinding>,
}

#[derive(Serialize, Deserialize)]
struct RawFinding {
    rule: String,
    error: bool,
    span: RawSpan,
    message: String,
    labels: Vec<(RawSpan, String)>,
    hints: Vec<String>,
    pages: Vec<String>,
}

/// A file, the first byte, and the first byte thereafter.
#[derive(Serialize, Deserialize)]
struct RawSpan(String, u32, u32);

impl RawFinding {
    fn new(finding: &Diagnostic) -> RawFinding {
        let Diagnostic { rule, severity, span, message, labels, hints, pages } = finding;
        RawFinding {
            rule: rule.name.to_owned(),
            error: *severity == Severity::Error,
            span: RawSpan::new(span),
            message: message.clone(),
            labels: labels.iter().map(|label| (RawSpan::new(&label.span), label.message.clone())).collect(),
            hints: hints.clone(),
            pages: pages.clone(),
        }
    }

    fn read(self) -> Option<Diagnostic> {
        let label = |(span, message): (RawSpan, String)| Some(Label { span: span.read()?, message });
        Some(Diagnostic {
            rule: rules::find(&self.rule)?,
            severity: if self.error { Severity::Error } else { Severity::Warning },
            span: self.span.read()?,
            message: self.message,
            labels: self.labels.into_iter().map(label).collect::<Option<_>>()?,
            hints: self.hints,
            pages: self.pages,
        })
    }
}

impl RawSpan {
    fn new(span: &Span) -> RawSpan {
        RawSpan(span.path.as_str().to_owned(), span.start, span.end)
    }

    fn read(self) -> Option<Span> {
        Some(Span { path: SitePath::new(&self.0)?, start: self.1, end: self.2 })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a good path")
    }

    fn options() -> Options {
        let today = jiff::civil::date(2026, 9, 1);
        Options {
            today,
            audiences: Vec::new(),
            langs: Vec::new(),
            kinds: Vec::new(),
            formats: Vec::new(),
            documents: Vec::new(),
            districts: Vec::new(),
            shard: None,
        }
    }

    #[test]
    fn reads_what_it_writes() {
        let span = Span::new(&path("content/a.md"), 3..9);
        let mut lowered = Diagnostic::new(&rules::UNKNOWN_NAME, span.clone(), "`é` \"x\"\nand more")
            .label(Span::file(&path("site-config.toml")), "declared here")
            .hint("write:\n+++");
        lowered.severity = Severity::Warning;
        let plain = Diagnostic::new(&rules::VANISHED_ADDRESS, span, "gone");
        let receipt =
            Receipt { inputs: Hash::of(b"in"), manifest: Hash::of(b"out"), findings: vec![lowered, plain] };
        assert_eq!(Receipt::parse(&receipt.to_text()), Some(receipt));
    }

    #[test]
    fn another_format_or_rule_is_no_receipt() {
        let span = Span::file(&path("content/a.md"));
        let findings = vec![Diagnostic::new(&rules::VANISHED_ADDRESS, span, "gone")];
        let text = Receipt { inputs: Hash::of(b"in"), manifest: Hash::of(b"out"), findings }.to_text();
        assert!(Receipt::parse(&text).is_some());
        assert_eq!(Receipt::parse(&text.replace("vanished-address", "no-such-rule")), None);
        assert_eq!(Receipt::parse(&text.replace("\"format\":1", "\"format\":2")), None);
        assert_eq!(Receipt::parse(&text[..text.len() / 2]), None);
        assert_eq!(Receipt::parse(""), None);
    }

    #[test]
    fn every_input_counts() {
        let program = Hash::of(b"program");
        let site = |files: &[(&str, &str)]| -> Snapshot {
            files.iter().map(|(name, text)| (path(name), Arc::from(text.as_bytes()))).collect()
        };
        let with = |change: fn(&mut Options)| {
            let mut options = options();
            change(&mut options);
            options
        };
        let all = [
            inputs(&site(&[("a", "b")]), &options(), program),
            inputs(&site(&[("a", "c")]), &options(), program),
            inputs(&site(&[("b", "b")]), &options(), program),
            inputs(&site(&[("a", "b"), ("c", "")]), &options(), program),
            inputs(&site(&[("a", "b")]), &options(), Hash::of(b"another program")),
            inputs(&site(&[("a", "b")]), &with(|o| o.today = jiff::civil::date(2026, 9, 2)), program),
            inputs(&site(&[("a", "b")]), &with(|o| o.audiences.push("x".to_owned())), program),
            inputs(&site(&[("a", "b")]), &with(|o| o.langs.push("x".to_owned())), program),
            inputs(&site(&[("a", "b")]), &with(|o| o.kinds.push("x".to_owned())), program),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(one), "{index}");
        }
        assert_eq!(all[0], inputs(&site(&[("a", "b")]), &options(), program));
    }
}
