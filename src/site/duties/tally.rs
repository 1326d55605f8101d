//! The names of roles in a table, each looked up once and counted.

use std::ops::Range;

use indexmap::IndexMap;

use super::super::RoleId;
use super::super::raw::Text;
use super::super::role_names::{Named, RoleNames};
use super::table::DutyTable;
use crate::diag::rules::{MISSPELT_NAME, UNKNOWN_ROLE};
use crate::diag::{Diagnostic, Span};
use crate::vfs::SitePath;

/// Looks up names and remembers which ones were found, and how often.
pub struct Tally<'a> {
    names: &'a RoleNames<'a>,
    seen: IndexMap<String, Seen>,
}

/// A name as it is written in a table.
pub struct Seen {
    /// What it means.
    pub named: Named,
    /// Where it stands first.
    pub range: Range<usize>,
    /// How often it stands in the table.
    pub times: usize,
}

impl<'a> Tally<'a> {
    /// Returns a tally that has seen nothing.
    pub fn new(names: &'a RoleNames<'a>) -> Tally<'a> {
        Tally { names, seen: IndexMap::new() }
    }

    /// Returns the role that a name means, if it is clear.
    pub fn find(&mut self, written: &Text) -> Option<RoleId> {
        if !self.seen.contains_key(&written.value) {
            let named = self.names.find(&written.value);
            self.seen.insert(written.value.clone(), Seen { named, range: written.range.clone(), times: 0 });
        }
        let seen = &mut self.seen[&written.value];
        seen.times += 1;
        seen.named.role().cloned()
    }

    /// The names, in the order in which they came.
    pub fn seen(&self) -> impl Iterator<Item = (&str, &Seen)> {
        self.seen.iter().map(|(written, seen)| (written.as_str(), seen))
    }

    /// Reports each name once that isn't a role's own. In a grid they stand in
    /// the heads.
    pub fn report(&self, table: &DutyTable, path: &SitePath, sink: &mut Vec<Diagnostic>) {
        for (written, seen) in self.seen() {
            let place = table.head_of(written).unwrap_or(seen.range.clone());
            let span = Span::new(path, place);
            let often = often(seen.times);
            match &seen.named {
                Named::Role(_) => {}
                Named::Nearly(role) => {
                    let message = format!("\"{written}\" was read as `{role}`, {often}");
                    let hint =
                        format!("write `{role}`, or add this name to `also` of that role in audiences/");
                    sink.push(Diagnostic::new(&MISSPELT_NAME, span, message).hint(hint));
                }
                Named::Several(_) | Named::Nobody => {
                    let message = format!("unknown role \"{written}\", {often}");
                    let hint = self.names.advice(written, &seen.named);
                    sink.push(Diagnostic::new(&UNKNOWN_ROLE, span, message).hint(hint));
                }
            }
        }
    }
}

/// How often a name stands in a table, in words.
fn often(times: usize) -> String {
    match times {
        1 => "once in this table".to_owned(),
        2 => "twice in this table".to_owned(),
        times => format!("{times} times in this table"),
    }
}
