//! Pages of the manual that are made from the program, and are fresh.
//!
//! `BLESS=1` writes them.

use ilpress::diag::rules::RULES;
use ilpress::diag::{Rule, Severity};
use libtest_mimic::{Failed, Trial};

use super::{compare, read, repository};

/// The page of all rules.
const RULES_PAGE: &str = "docs/rules.md";

/// All tests.
pub fn trials() -> Vec<Trial> {
    vec![Trial::test("documents::the-page-of-rules-is-fresh", rules_page)]
}

fn rules_page() -> Result<(), Failed> {
    let page = all_rules();
    if std::env::var_os("BLESS").is_some_and(|value| value != "0") {
        std::fs::write(repository(RULES_PAGE), page)?;
        return Ok(());
    }
    Ok(compare(RULES_PAGE, &read(RULES_PAGE), &page)?)
}

fn all_rules() -> String {
    let intro = "\
# Rules

Every finding has a rule. Its name stands in brackets after `error` or `warning`, and never changes: `[checks]` in `site-config.toml` refers to it, and so do editors and other programs. `ilpress explain RULE` prints its part of this page.

While there is an error, nothing is published. A warning stops nothing. A site may turn off the rules marked *may be turned off*; every rule can be made an error ([site.md](site.md#checks)).

This page is made from the program; `BLESS=1 cargo test documents` writes it.
";
    RULES.iter().fold(intro.to_owned(), |page, rule| page + &part(rule))
}

fn part(rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Error => "An error",
        Severity::Warning => "A warning",
    };
    let optional = if rule.optional { ", may be turned off" } else { "" };
    format!("\n## {}\n\n*{severity}{optional}.* {}\n\n{}\n", rule.name, rule.finds, rule.instead)
}
