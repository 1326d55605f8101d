//! The rules: every finding's stable name, with its page.

use super::Severity;

/// A rule that a site can break. Its name is stable: it stands in messages,
/// in `[checks]`, and `ilpress explain NAME` prints its page.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Named after the fault, in words with hyphens.
    pub name: &'static str,
    /// Severity unless `[checks]` says otherwise.
    pub severity: Severity,
    /// Whether `[checks]` may turn it off. Leaks and locks never.
    pub optional: bool,
    /// What it finds and why it matters, one paragraph.
    pub finds: &'static str,
    /// What to do instead, with an example.
    pub instead: &'static str,
}

macro_rules! rules {
    ($($ident:ident = $name:literal, $severity:ident $(($optional:ident))?, $finds:literal, $instead:literal;)*) => {
        $(#[doc = $finds] pub static $ident: Rule = Rule {
            name: $name,
            severity: Severity::$severity,
            optional: false $(|| !stringify!($optional).is_empty())?,
            finds: $finds,
            instead: $instead,
        };)*

        /// All rules, in the order of their names.
        pub static RULES: &[&Rule] = &[$(&$ident),*];
    };
}

include!("rules_table.rs");

/// Returns the rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unique() {
        let names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}
