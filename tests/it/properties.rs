//! What holds for sites that nobody wrote.
//!
//! - Equal input gives equal bytes, whatever the number of threads.
//! - Whatever somebody types, the parser answers, places lie in the file, and
//!   no tag is lost in silence.
//!
//! The generator starts from the same seed each time; `PROPTEST_CASES=2000`
//! goes on for longer. Sites for [`threads`] come from [`super::leaks`].

use std::ops::Range;
use std::sync::Arc;

use ilpress::build::{Options, build};
use ilpress::syntax::{self, Kind, Open};
use ilpress::vfs::SitePath;
use ilpress::writer::html::render_fragment;
use libtest_mimic::{Failed, Trial};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::leaks;

pub fn trials() -> Vec<Trial> {
    vec![
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

pub fn options() -> Options {
    Options {
        today: "2026-09-01".parse().expect("a day"),
        audiences: Vec::new(),
        langs: Vec::new(),
        kinds: Vec::new(),
        formats: vec!["html".to_owned()],
        documents: Vec::new(),
        districts: Vec::new(),
        shard: None,
    }
}

fn threads() -> Result<(), Failed> {
    let pools: Vec<rayon::ThreadPool> = [1, 4]
        .iter()
        .map(|threads| rayon::ThreadPoolBuilder::new().num_threads(*threads).build().expect("a pool"))
        .collect();
    holds(6, (leaks::site::site(), any::<bool>()), |(site, faulty)| {
        let mut site = leaks::write(&site);
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
    " {duty=plan-conference}",
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
