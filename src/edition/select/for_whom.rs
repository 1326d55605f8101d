//! Marks: for whom a passage is, where that is worth saying.

use super::Selector;
use crate::corpus::{Document, Scope};
use crate::edition::page::marks;
use crate::site::GradeSet;
use crate::syntax::Open;
use crate::syntax::tree::{Kind, NodeRef};

impl Selector<'_> {
    /// Says for whom a passage is, where that is worth saying: for a role,
    /// for some grades, and to a facilitator, for some of the participants.
    pub(super) fn mark(&mut self, node: NodeRef<Open>, out: usize, scope: &Scope, all: bool) {
        let bits = mark_bits(scope, all);
        if bits == 0 {
            return;
        }
        for role in &scope.roles {
            if matches!(
                node.kind(),
                Kind::Section
                    | Kind::Div
                    | Kind::Item
                    | Kind::TableRow
                    | Kind::Paragraph
                    | Kind::DefinitionTerm
            ) {
                self.roles.push((role.clone(), out));
            }
        }
        self.out.nodes[out].arg |= bits;
        match node.kind() {
            // After the heading, and in the first cell: see `pending_marks`.
            Kind::Section | Kind::TableRow => {}
            Kind::Div => self.write_marks(scope, all, true),
            Kind::Paragraph | Kind::Item | Kind::Span | Kind::DefinitionTerm => {
                self.write_marks(scope, all, false)
            }
            _ => {}
        }
    }

    /// The marks of a row stand in its first cell.
    pub(super) fn pending_marks(&mut self, document: &Document, node: NodeRef<Open>, all: bool) {
        if node.kind() == Kind::TableCell
            && let Some(row) = node.index.checked_sub(1)
            && document.parsed.tree.nodes[row].kind == Kind::TableRow
            && let Some(scope) = document.scope(row).cloned()
        {
            self.write_marks(&scope, all, false);
        }
        if let Some(section) = node.index.checked_sub(1)
            && node.kind() == Kind::Heading
            && document.parsed.tree.nodes[section].kind == Kind::Section
            && let Some(scope) = document.scope(section).cloned()
        {
            self.write_marks(&scope, all, false);
        }
    }

    pub(super) fn write_marks(&mut self, scope: &Scope, all: bool, block: bool) {
        let site = &self.edition.corpus.site;
        let bits = mark_bits(scope, all);
        let own = u8::from(block);
        if bits & marks::ROLE != 0 {
            let roles: Vec<&str> = scope
                .roles
                .iter()
                .filter_map(|role| site.roles.get(role))
                .map(|role| role.name.as_str())
                .collect();
            let roles = self.edition.words.list(&roles);
            let text = self.edition.words.with("mark-role", &[("role", &roles)]);
            self.write_mark(marks::ROLE | own, &text);
        }
        if bits & marks::GRADE != 0 {
            let text = self.edition.words.grades(scope.grades);
            self.write_mark(marks::GRADE | own, &text);
        }
        if bits & marks::AUDIENCE != 0 {
            for (key, ids) in [("mark-audience", &scope.audiences), ("mark-except", &scope.excepted)] {
                let names: Vec<&str> = ids
                    .iter()
                    .filter_map(|id| site.audience(id.as_str()))
                    .map(|audience| audience.name.as_str())
                    .collect();
                if !names.is_empty() {
                    let text =
                        self.edition.words.with(key, &[("audience", &self.edition.words.list(&names))]);
                    self.write_mark(marks::AUDIENCE | own, &text);
                }
            }
        }
    }

    pub(super) fn write_mark(&mut self, arg: u8, text: &str) {
        let range = self.out.intern(text);
        let mark = self.out.text_leaf(Kind::Mark, 0..0, range);
        self.out.nodes[mark].arg = arg;
    }
}

fn mark_bits(scope: &Scope, all: bool) -> u8 {
    let mut bits = 0;
    if !scope.roles.is_empty() {
        bits |= marks::ROLE;
    }
    if scope.grades != GradeSet::ALL {
        bits |= marks::GRADE;
    }
    if all && !(scope.audiences.is_empty() && scope.excepted.is_empty()) {
        bits |= marks::AUDIENCE;
    }
    bits
}
