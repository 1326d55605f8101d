//! `[checks]`: how bad this site takes each finding.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Rule, Severity};

/// What a site does with the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing is published while there is one.
    Error,
    /// It is shown.
    Warning,
    /// It isn't shown.
    Off,
}

/// The levels that a site chose, by the names of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks(pub(super) BTreeMap<&'static str, Level>);

impl Checks {
    /// What happens to the findings of a rule; `None`: the rule's own
    /// severity counts.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.0.get(rule.name).copied()
    }

    /// Gives each finding the level that the site chose and removes those
    /// that are off.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|diagnostic| match self.level(diagnostic.rule) {
            None => true,
            Some(Level::Off) => false,
            Some(Level::Error) => {
                diagnostic.severity = Severity::Error;
                true
            }
            Some(Level::Warning) => {
                diagnostic.severity = Severity::Warning;
                true
            }
        });
    }
}

impl super::Site {
    /// Gives each finding the level that the site chose and removes those
    /// that are off. Those about a table also say row and column, as its
    /// author sees them.
    pub fn apply_checks(&self, diagnostics: &mut Vec<Diagnostic>) {
        self.checks.apply(diagnostics);
        for table in &self.tables {
            diagnostics.iter_mut().for_each(|finding| table.tell(finding));
        }
    }
}
