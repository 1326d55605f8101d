//! Which passages are locked, so that an include brings its lock along.

use std::collections::BTreeSet;

use crate::corpus::Manuscript;
use crate::syntax::{DivKind, NodeRef, Open};
use crate::vfs::{Hash, Hasher};

/// All passages that stand in something locked or hold it, as an include names
/// them: `guides/rights#complaint`.
#[derive(Default)]
pub struct Locks(BTreeSet<String>);

impl Locks {
    /// Finds the locks of all documents, also those that come with an include.
    pub fn new<'a>(manuscripts: impl Iterator<Item = &'a Manuscript> + Clone) -> Locks {
        let mut locks = Locks::default();
        // An include of an include of something locked is found in the second
        // round.
        loop {
            let before = locks.0.len();
            for manuscript in manuscripts.clone() {
                locks.add(manuscript);
            }
            if locks.0.len() == before {
                return locks;
            }
        }
    }

    fn add(&mut self, manuscript: &Manuscript) {
        let tree = &manuscript.parsed.tree;
        let locked: Vec<usize> =
            tree.iter().filter(|node| self.is_locked(*node)).map(|node| node.index).collect();
        if locked.is_empty() {
            return;
        }
        let id = manuscript.id.as_str();
        let ids = [Some(id), id.strip_suffix("/index")];
        for id in ids.into_iter().flatten() {
            self.0.insert(id.to_owned());
            for (name, node) in &manuscript.names {
                let nodes = *node..tree.node(*node).end();
                let around = |at: &usize| (*at..tree.node(*at).end()).contains(node);
                if locked.iter().any(|at| nodes.contains(at) || around(at)) {
                    self.0.insert(format!("{id}#{name}"));
                }
            }
        }
    }

    fn is_locked(&self, node: NodeRef<Open>) -> bool {
        let Some(Open::Attrs(attrs)) = node.extra() else { return false };
        let brings = || attrs.get("from").is_some_and(|from| self.has(&from.text));
        attrs.locked || (attrs.class == DivKind::Include && brings())
    }

    /// Whether an include, by its `from`, brings something locked.
    pub fn has(&self, from: &str) -> bool {
        self.0.contains(from.trim_start_matches('/'))
    }

    /// A hash of all of them.
    pub fn hash(&self) -> Hash {
        Hasher::new().texts(self.0.iter().map(String::as_str)).finish()
    }
}
