//! Ties: who owns the duty that a passage is about.
//!
//! A tie hides nothing. Of a duty that isn't for this edition there is no
//! trace: no mark, no link, no entry on a role's page.

use super::{Frame, Selector};
use crate::corpus::{Document, Tie};
use crate::edition::duties;
use crate::edition::page::{Closed, TieMark};
use crate::site::Duty;
use crate::syntax::Kind;

impl<'a> Selector<'a> {
    /// The duties of a tie that this edition may show.
    fn tied_duties(&self, tie: &Tie) -> Vec<&'a Duty> {
        let site = &self.edition.corpus.site;
        let duties = tie.duties.iter().filter_map(|id| site.duty(id.as_str()));
        duties.filter(|duty| duty.audience_set.contains(self.key.edition)).collect()
    }

    /// Writes the mark of the innermost copy, if everything before it has been
    /// copied.
    pub(super) fn write_due(&mut self, frames: &mut [Frame], index: usize) {
        let Some(frame) = frames.last_mut() else { return };
        let Some(tie) = frame.tie.take_if(|tie| tie.at <= index) else { return };
        let holder = frame.out;
        let passage = frames.iter().rev().find(|frame| frame.source == tie.node);
        let passage = passage.map_or(holder, |passage| passage.out);
        let among_blocks = match self.out.nodes[holder].kind {
            Kind::Section | Kind::Div => true,
            // A phrase is its own mark.
            Kind::Span | Kind::Link => return self.remember(tie, passage),
            _ => false,
        };
        self.write_tie(tie, passage, among_blocks);
    }

    /// Says who owns the duties of a passage, in the copy that is open.
    pub(super) fn write_tie(&mut self, tie: &Tie, passage: usize, among_blocks: bool) {
        let duties = self.tied_duties(tie);
        for duty in &duties {
            let mark = self.out.leaf(Kind::Tie, 0..0);
            self.out.nodes[mark].arg = u8::from(among_blocks);
            let tie = TieMark {
                task: self.edition.fill(&duty.task),
                names_task: duties.len() > 1,
                owners: duties::owners(self.edition, duty),
                when: duties::when(self.edition, duty),
                href: duties::place(self.edition, &self.path, duty),
            };
            self.out.set_extra(mark, Closed::Tie(tie));
        }
        self.remember(tie, passage);
    }

    /// Keeps the place of a passage, for the pages of roles.
    fn remember(&mut self, tie: &Tie, passage: usize) {
        let duties = self.tied_duties(tie).into_iter().map(|duty| (duty.id.clone(), passage));
        self.ties.extend(duties);
    }

    /// Where a tied phrase leads. Nothing when the edition has no role in the
    /// duty, or when a link stands in the phrase or around it: links don't
    /// nest.
    pub(super) fn tied_phrase(&self, document: &Document, node: usize) -> Option<String> {
        let tie = document.tie_in(node)?;
        let tree = &document.parsed.tree;
        let leads = |kind| matches!(kind, Kind::Link | Kind::Span | Kind::Cite | Kind::FootnoteReference);
        let is_around = |outer: &usize| *outer != node && leads(tree.node(*outer).kind());
        if tree.node(node).subtree().skip(1).any(|inner| leads(inner.kind()))
            || document.path_to(node).iter().any(is_around)
        {
            return None;
        }
        self.tied_duties(tie).into_iter().find_map(|duty| duties::place(self.edition, &self.path, duty))
    }
}
