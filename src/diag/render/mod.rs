//! Findings as text: for people, editors and CI.
//!
//! One format, one file. All of them take the same list and say the same
//! things; what differs is who reads it. Nothing here prints.

mod excerpt;
mod github;
mod human;
mod json;
mod place;
mod sarif;
mod short;

pub use excerpt::harmless;
pub use place::{Extent, Place, Places};

use super::{Diagnostic, Severity};
use crate::vfs::Snapshot;

/// For whom findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a person: the place in its line, marked, and what to do.
    #[default]
    Human,
    /// A line a finding, `file:line:column: error[rule]: message`: for editors.
    Short,
    /// An array of objects; its keys are documented in `render/json.rs` and stay.
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// Commands that GitHub Actions shows beside the changed lines.
    Github,
}

/// Returns `diagnostics` as text, in the order given, with a final line break.
///
/// `sources` gives the excerpts and turns bytes into lines; a file that is
/// missing there, or isn't UTF-8, is named without an excerpt. `color` takes
/// effect in [`Format::Human`] only.
pub fn render(format: Format, diagnostics: &[Diagnostic], sources: &Snapshot, color: bool) -> String {
    let mut places = Places::new(sources);
    match format {
        Format::Human => human::render(diagnostics, &mut places, color),
        Format::Short => short::render(diagnostics, &mut places),
        Format::Json => json::render(diagnostics, &mut places),
        Format::Sarif => sarif::render(diagnostics, &mut places),
        Format::Github => github::render(diagnostics, &mut places),
    }
}

/// Returns how many there are: "2 errors and 1 warning", or nothing for none.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
    let parts: Vec<String> = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::rules::{INVALID_VALUE, NOT_UTF8, UNKNOWN_NAME};
    use crate::diag::{Rule, Span};
    use crate::vfs::SitePath;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a good path")
    }

    fn site(text: &[u8]) -> Snapshot {
        let mut site = Snapshot::new();
        site.insert(path("content/a.md"), text);
        site
    }

    fn found(rule: &'static Rule, range: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic::new(rule, Span::new(&path("content/a.md"), range), "unknown audience `familes`")
    }

    fn human(text: &[u8], diagnostic: Diagnostic) -> String {
        render(Format::Human, &[diagnostic], &site(text), false)
    }

    #[test]
    fn a_person_sees_the_place_and_what_to_do() {
        let text = "# One\n\nFor [them]{audience=familes} only.\n";
        let start = text.find("familes").expect("it is there");
        let shown =
            human(text.as_bytes(), found(&UNKNOWN_NAME, start..start + 7).hint("did you mean `families`?"));
        assert_eq!(
            shown,
            "error[unknown-name]: unknown audience `familes`\n \
             --> content/a.md:3:21\n  \
             |\n\
             3 | For [them]{audience=familes} only.\n  \
             |                     ^^^^^^^\n  \
             |\n  \
             = hint: did you mean `families`?\n"
        );
    }

    #[test]
    fn labels_stand_in_their_files() {
        let mut site = site(b"a b\nc d\n");
        site.insert(path("audiences/x.toml"), &b"name = \"X\"\n"[..]);
        let diagnostic = found(&UNKNOWN_NAME, 4..5)
            .label(Span::new(&path("content/a.md"), 0..1), "first here")
            .label(Span::new(&path("audiences/x.toml"), 0..4), "declared here");
        let shown = render(Format::Human, &[diagnostic], &site, false);
        assert!(shown.contains("1 | a b\n  | - first here\n2 | c d\n  | ^\n"), "{shown}");
        assert!(shown.contains("::: audiences/x.toml:1:1"), "{shown}");
        assert!(shown.contains("---- declared here"), "{shown}");
    }

    #[test]
    fn hints_may_have_lines() {
        let shown = human(b"x\n", found(&UNKNOWN_NAME, 0..1).hint("write:\n+++\nkind = \"page\""));
        assert!(shown.ends_with("  = hint: write:\n          +++\n          kind = \"page\"\n"), "{shown}");
    }

    #[test]
    fn any_span_can_be_shown() {
        let text = "é\u{202e}x\u{7}\u{1b}[31m\r\nzweite Zeile ويب\n";
        for start in 0..=text.len() + 2 {
            for end in [start, start + 1, start + 5, text.len(), text.len() + 9] {
                let shown = human(text.as_bytes(), found(&UNKNOWN_NAME, start..end));
                assert!(!shown.contains(['\u{202e}', '\u{7}', '\u{1b}', '\r']), "{shown:?}");
            }
        }
        #[allow(clippy::reversed_empty_ranges)]
        let backwards = found(&UNKNOWN_NAME, 9..2);
        human(text.as_bytes(), backwards);
        human(b"", found(&UNKNOWN_NAME, 0..3));
        human(b"\n\n", found(&UNKNOWN_NAME, 1..2));
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        let shown = human(b"ok\n\xff\xfe", found(&NOT_UTF8, 3..4));
        assert_eq!(shown, "error[not-utf8]: unknown audience `familes`\n--> content/a.md:2:1\n");
    }

    #[test]
    fn huge_lines_stay_quick_and_short() {
        let text = "wörter ".repeat(1_000_000);
        let all: Vec<_> = (0..300).map(|n| found(&INVALID_VALUE, n * 8000..n * 8000 + 6)).collect();
        let site = site(text.as_bytes());
        let shown = render(Format::Human, &all, &site, false);
        assert!(shown.lines().all(|line| line.chars().count() < 200));
        assert!(shown.contains("content/a.md:1:7001\n"), "{}", &shown[..600]);
    }

    #[test]
    fn long_blocks_are_marked_at_their_first_line() {
        let text = "line\n".repeat(100);
        let shown = human(text.as_bytes(), found(&UNKNOWN_NAME, 5..490));
        assert_eq!(shown.lines().count(), 5, "{shown}");
    }

    #[test]
    fn editors_get_a_line_each() {
        let shown = render(Format::Short, &[found(&UNKNOWN_NAME, 4..5)], &site("ä\nb\n".as_bytes()), false);
        assert_eq!(shown, "content/a.md:2:2: error[unknown-name]: unknown audience `familes`\n");
    }

    #[test]
    fn json_is_an_array_of_objects() {
        let one = found(&UNKNOWN_NAME, 3..4).hint("do");
        let shown = render(Format::Json, &[one], &site(b"a\nbc\n"), false);
        let value: serde_json::Value = serde_json::from_str(&shown).expect("it is JSON");
        assert_eq!(value[0]["rule"], "unknown-name");
        assert_eq!((&value[0]["line"], &value[0]["column"]), (&2.into(), &2.into()));
        assert_eq!((&value[0]["end_line"], &value[0]["end_column"]), (&2.into(), &3.into()));
        assert_eq!(value[0]["hints"][0], "do");
        assert_eq!(render(Format::Json, &[], &site(b""), false), "[]\n");
    }

    #[test]
    fn sarif_lists_its_rules() {
        let shown = render(Format::Sarif, &[found(&UNKNOWN_NAME, 0..1)], &site(b"a\n"), false);
        let value: serde_json::Value = serde_json::from_str(&shown).expect("it is JSON");
        let run = &value["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "unknown-name");
        assert_eq!(run["results"][0]["ruleIndex"], 0);
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/a.md");
        assert_eq!(place["region"]["startLine"], 1);
    }

    #[test]
    fn github_commands_cannot_be_forged() {
        let mut one = found(&UNKNOWN_NAME, 0..1);
        one.message = "100%\n::error::x".to_owned();
        one.span.path = path("content/a,b.md");
        let shown = render(Format::Github, &[one], &site(b"a\n"), false);
        assert_eq!(shown.lines().count(), 1);
        assert!(shown.starts_with("::error file=content/a%2Cb.md,line=1,"), "{shown}");
        assert!(shown.ends_with("::100%25%0A::error::x\n"), "{shown}");
    }

    #[test]
    fn counts_in_words() {
        let mut warning = found(&UNKNOWN_NAME, 0..1);
        warning.severity = Severity::Warning;
        let error = found(&UNKNOWN_NAME, 0..1);
        assert_eq!(summary(&[error.clone(), warning, error]).as_deref(), Some("2 errors and 1 warning"));
        assert_eq!(summary(&[]), None);
    }
}
