//! Moving what a parser found: a composed document keeps the text of all its
//! files one behind the other, so that a place in it says file and byte.

use std::ops::Range;

use crate::syntax::{Attrs, Citation, Open, ScopeTag, Word};

fn range(range: &mut Range<usize>, by: usize) {
    *range = range.start + by..range.end + by;
}

fn word(word: &mut Word, by: usize) {
    range(&mut word.span, by);
}

fn attrs(attrs: &mut Attrs, by: usize) {
    attrs
        .name
        .iter_mut()
        .chain(attrs.values.iter_mut().map(|(_, value)| value))
        .for_each(|one| word(one, by));
}

/// Moves the words of a node.
pub fn open(open: &mut Open, by: usize) {
    match open {
        Open::Attrs(found) | Open::Link { attrs: found, .. } => attrs(found, by),
        Open::Cite(citations) => {
            citations.iter_mut().for_each(|Citation { claim, .. }| word(claim, by));
        }
        Open::Image { .. }
        | Open::CodeBlock(_)
        | Open::Ordered(_)
        | Open::Table(_)
        | Open::Variable { .. } => {}
    }
}

/// Moves the words of a tag.
pub fn tag(tag: &mut ScopeTag, by: usize) {
    let ScopeTag { audience, except, role, grade, format, unreadable: _ } = tag;
    let all = [audience, except, role, grade, format];
    all.into_iter().flatten().for_each(|one| word(one, by));
}
