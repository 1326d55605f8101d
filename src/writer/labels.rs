//! The words that writers put on blocks.

use crate::edition::page::Block;
use crate::syntax::DivKind;
use crate::words::Words;

/// The words that say what a block is; none where its looks say enough.
pub fn block_label(words: &Words, block: &Block) -> String {
    match block.kind {
        DivKind::Note | DivKind::Tip | DivKind::Law | DivKind::Example | DivKind::Equity => {
            words.get(&format!("callout-{}", block.kind.class()))
        }
        DivKind::Glance => words.get("at-a-glance"),
        DivKind::Script => words.get("say"),
        DivKind::Slide => words.with("slide-number", &[("number", &block.number.to_string())]),
        DivKind::Handout => words.with("handout-title", &[("title", &block.title)]),
        DivKind::Activity => {
            let mut parts = vec![words.get("activity")];
            if !block.title.is_empty() {
                parts.push(block.title.clone());
            }
            if block.minutes > 0 {
                parts.push(words.count("minutes", block.minutes.into()));
            }
            parts.join(" · ")
        }
        DivKind::Plain
        | DivKind::Checklist
        | DivKind::Crosswalk
        | DivKind::Duties
        | DivKind::Figure
        | DivKind::Form
        | DivKind::Include
        | DivKind::Locked
        | DivKind::Quote
        | DivKind::Slot
        | DivKind::Steps => String::new(),
    }
}
