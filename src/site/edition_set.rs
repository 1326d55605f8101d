//! Sets of audience editions: what a scope comes down to.

use std::fmt;
use std::ops::{BitAnd, BitOr, Sub};

/// The number of an edition among those of its site, from 0.
///
/// It is an index into one site's editions and means nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionIndex(u8);

impl EditionIndex {
    /// Returns the index, or nothing when a set has no room for it.
    pub fn new(index: usize) -> Option<EditionIndex> {
        (index < AudienceSet::CAPACITY).then_some(EditionIndex(index as u8))
    }

    /// The index as a number.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

/// A set of audience editions, small enough to be copied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AudienceSet(u128);

impl AudienceSet {
    /// How many editions a site can have.
    pub const CAPACITY: usize = 128;

    /// No edition.
    pub const EMPTY: AudienceSet = AudienceSet(0);

    /// Every edition that any site could have.
    ///
    /// Only for intersecting: subtracting from it leaves editions that the
    /// site doesn't have. Whether a scope is empty is asked of
    /// [`Site::all_editions`](super::Site::all_editions).
    pub const ALL: AudienceSet = AudienceSet(u128::MAX);

    /// Returns the set of one edition.
    pub fn of(edition: EditionIndex) -> AudienceSet {
        AudienceSet(1 << edition.0)
    }

    /// Editions in either.
    pub fn union(self, other: AudienceSet) -> AudienceSet {
        AudienceSet(self.0 | other.0)
    }

    /// Editions in both.
    pub fn intersection(self, other: AudienceSet) -> AudienceSet {
        AudienceSet(self.0 & other.0)
    }

    /// Editions in this one and not in the other.
    pub fn difference(self, other: AudienceSet) -> AudienceSet {
        AudienceSet(self.0 & !other.0)
    }

    /// Whether the edition is in the set.
    pub fn contains(self, edition: EditionIndex) -> bool {
        self.0 & (1 << edition.0) != 0
    }

    /// Whether every edition of this set is in the other.
    pub fn is_subset(self, other: AudienceSet) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether there is no edition in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many editions are in it.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The editions, in order.
    pub fn iter(self) -> impl Iterator<Item = EditionIndex> {
        (0..Self::CAPACITY as u8).map(EditionIndex).filter(move |edition| self.contains(*edition))
    }
}

impl BitOr for AudienceSet {
    type Output = AudienceSet;

    fn bitor(self, other: AudienceSet) -> AudienceSet {
        self.union(other)
    }
}

impl BitAnd for AudienceSet {
    type Output = AudienceSet;

    fn bitand(self, other: AudienceSet) -> AudienceSet {
        self.intersection(other)
    }
}

impl Sub for AudienceSet {
    type Output = AudienceSet;

    fn sub(self, other: AudienceSet) -> AudienceSet {
        self.difference(other)
    }
}

impl FromIterator<EditionIndex> for AudienceSet {
    fn from_iter<I: IntoIterator<Item = EditionIndex>>(editions: I) -> AudienceSet {
        editions.into_iter().fold(AudienceSet::EMPTY, |set, edition| set | AudienceSet::of(edition))
    }
}

impl fmt::Debug for AudienceSet {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if *self == AudienceSet::ALL {
            return f.write_str("{all}");
        }
        f.debug_set().entries(self.iter().map(EditionIndex::get)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(indexes: &[usize]) -> AudienceSet {
        indexes.iter().filter_map(|index| EditionIndex::new(*index)).collect()
    }

    #[test]
    fn sets_combine() {
        let (a, b) = (set(&[0, 1, 127]), set(&[1, 2]));
        assert_eq!(a | b, set(&[0, 1, 2, 127]));
        assert_eq!(a & b, set(&[1]));
        assert_eq!(a - b, set(&[0, 127]));
        assert!((b - b).is_empty());
        assert_eq!(a.iter().map(EditionIndex::get).collect::<Vec<_>>(), [0, 1, 127]);
        assert!(a.is_subset(AudienceSet::ALL) && !a.is_subset(b));
        assert!(EditionIndex::new(128).is_none());
    }
}
