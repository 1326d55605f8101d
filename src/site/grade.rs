//! Grades: kindergarten, 1 to 12, and after school.

use std::fmt;
use std::ops::{BitAnd, BitOr, Sub};

/// One grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Kindergarten, written `k`.
    Kindergarten,
    /// A numbered grade, 1 to 12.
    Number(u8),
    /// After high school, written `post`.
    Post,
}

impl Grade {
    /// Returns the grade written `k`, `1` … `12` or `post`.
    pub fn parse(text: &str) -> Option<Grade> {
        match text {
            "k" | "K" => Some(Grade::Kindergarten),
            "post" => Some(Grade::Post),
            // `+6` and `06` are numbers to Rust, not grades.
            _ if text.starts_with(|c: char| c.is_ascii_digit() && c != '0') => {
                Grade::number(text.parse().ok()?)
            }
            _ => None,
        }
    }

    /// Returns a numbered grade, when it is one of 1 to 12.
    pub fn number(number: i64) -> Option<Grade> {
        (1..=12).contains(&number).then_some(Grade::Number(number as u8))
    }

    fn bit(self) -> u8 {
        match self {
            Grade::Kindergarten => 0,
            Grade::Number(number) => number,
            Grade::Post => 13,
        }
    }

    fn from_bit(bit: u8) -> Grade {
        match bit {
            0 => Grade::Kindergarten,
            13 => Grade::Post,
            number => Grade::Number(number),
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Grade::Kindergarten => f.write_str("k"),
            Grade::Number(number) => number.fmt(f),
            Grade::Post => f.write_str("post"),
        }
    }
}

/// A set of grades, small enough to be copied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct GradeSet(u16);

impl GradeSet {
    /// No grade.
    pub const EMPTY: GradeSet = GradeSet(0);

    /// Kindergarten, 1 to 12, and after school.
    pub const ALL: GradeSet = GradeSet((1 << 14) - 1);

    /// Returns the set of one grade.
    pub fn of(grade: Grade) -> GradeSet {
        GradeSet(1 << grade.bit())
    }

    /// Returns the grades written as one grade or a range: `k`, `7`, `6-8`,
    /// `11-post`. A range runs upwards. Bands are known to
    /// [`Site::parse_grades`](super::Site::parse_grades) only.
    pub fn parse(text: &str) -> Option<GradeSet> {
        match text.split_once('-') {
            None => Grade::parse(text).map(GradeSet::of),
            Some((from, to)) => GradeSet::range(Grade::parse(from)?, Grade::parse(to)?),
        }
    }

    /// Returns the grades from one to another, both included; nothing when
    /// they run downwards.
    pub fn range(from: Grade, to: Grade) -> Option<GradeSet> {
        (from <= to).then(|| GradeSet((from.bit()..=to.bit()).fold(0, |set, bit| set | 1 << bit)))
    }

    /// Grades in either.
    pub fn union(self, other: GradeSet) -> GradeSet {
        GradeSet(self.0 | other.0)
    }

    /// Grades in both.
    pub fn intersection(self, other: GradeSet) -> GradeSet {
        GradeSet(self.0 & other.0)
    }

    /// Grades in this one and not in the other.
    pub fn difference(self, other: GradeSet) -> GradeSet {
        GradeSet(self.0 & !other.0)
    }

    /// Whether the grade is in the set.
    pub fn contains(self, grade: Grade) -> bool {
        self.0 & (1 << grade.bit()) != 0
    }

    /// Whether every grade of this set is in the other.
    pub fn is_subset(self, other: GradeSet) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether there is no grade in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many grades are in it.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The grades, from kindergarten up.
    pub fn iter(self) -> impl Iterator<Item = Grade> {
        (0..14).map(Grade::from_bit).filter(move |grade| self.contains(*grade))
    }

    /// The grades as runs without gaps, first and last grade of each: what a
    /// text needs to say "grades 6–8 and 12". One grade is a run to itself.
    pub fn ranges(self) -> Vec<(Grade, Grade)> {
        let mut ranges: Vec<(Grade, Grade)> = Vec::new();
        for grade in self.iter() {
            match ranges.last_mut() {
                Some((_, last)) if last.bit() + 1 == grade.bit() => *last = grade,
                _ => ranges.push((grade, grade)),
            }
        }
        ranges
    }
}

impl BitOr for GradeSet {
    type Output = GradeSet;

    fn bitor(self, other: GradeSet) -> GradeSet {
        self.union(other)
    }
}

impl BitAnd for GradeSet {
    type Output = GradeSet;

    fn bitand(self, other: GradeSet) -> GradeSet {
        self.intersection(other)
    }
}

impl Sub for GradeSet {
    type Output = GradeSet;

    fn sub(self, other: GradeSet) -> GradeSet {
        self.difference(other)
    }
}

impl FromIterator<Grade> for GradeSet {
    fn from_iter<I: IntoIterator<Item = Grade>>(grades: I) -> GradeSet {
        grades.into_iter().fold(GradeSet::EMPTY, |set, grade| set | GradeSet::of(grade))
    }
}

/// Writes the runs as in a source file: `6-8, 12`.
impl fmt::Display for GradeSet {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (index, (from, to)) in self.ranges().into_iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            from.fmt(f)?;
            if from != to {
                write!(f, "-{to}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for GradeSet {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_single_or_a_range_upwards() {
        let text = |text| GradeSet::parse(text).map(|set| set.to_string());
        assert_eq!(text("k").as_deref(), Some("k"));
        assert_eq!(text("6-8").as_deref(), Some("6-8"));
        assert_eq!(text("k-post"), Some(GradeSet::ALL.to_string()));
        assert_eq!(text("12-post").as_deref(), Some("12-post"));
        assert_eq!(text("7-7").as_deref(), Some("7"));
        for bad in ["", "0", "13", "06", "+6", "8-6", "6-", "-6", "6–8", "post-12", "6-8-9", "middle"] {
            assert_eq!(text(bad), None, "{bad}");
        }
    }

    #[test]
    fn ranges_are_runs_without_gaps() {
        let set = GradeSet::parse("6-8")
            .into_iter()
            .chain(GradeSet::parse("10"))
            .fold(GradeSet::EMPTY, BitOr::bitor);
        assert_eq!(set.to_string(), "6-8, 10");
        assert_eq!(set.len(), 4);
        assert!(set.is_subset(GradeSet::ALL));
        assert_eq!(GradeSet::ALL.ranges(), [(Grade::Kindergarten, Grade::Post)]);
    }
}
