//! Months and the school year.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Month {
    Jan,
    Feb,
    Mar,
    Apr,
    May,
    Jun,
    Jul,
    Aug,
    Sep,
    Oct,
    Nov,
    Dec,
}

use Month::*;

impl Month {
    /// The months of a calendar year.
    pub const ALL: [Month; 12] = [Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec];

    /// The names in source files, in the order of a calendar year.
    pub const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// Returns the month with this name: the first three letters, small.
    pub fn parse(text: &str) -> Option<Month> {
        Month::NAMES.iter().position(|name| *name == text).map(|index| Month::ALL[index])
    }

    /// The name in source files, anchors and file names: `aug`.
    pub fn name(self) -> &'static str {
        Month::NAMES[self as usize]
    }

    /// The number of the month, 1 to 12.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of months, small enough to be copied. It has no order: a
/// [`SchoolYear`] gives it one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MonthSet(u16);

impl MonthSet {
    /// No month.
    pub const EMPTY: MonthSet = MonthSet(0);

    /// The whole year.
    pub const ALL: MonthSet = MonthSet((1 << 12) - 1);

    /// Returns the set of one month.
    pub fn of(month: Month) -> MonthSet {
        MonthSet(1 << month as u16)
    }

    /// Months in either.
    pub fn union(self, other: MonthSet) -> MonthSet {
        MonthSet(self.0 | other.0)
    }

    /// Months in both.
    pub fn intersection(self, other: MonthSet) -> MonthSet {
        MonthSet(self.0 & other.0)
    }

    /// Whether the month is in the set.
    pub fn contains(self, month: Month) -> bool {
        self.0 & (1 << month as u16) != 0
    }

    /// Whether there is no month in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many months are in it.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl FromIterator<Month> for MonthSet {
    fn from_iter<I: IntoIterator<Item = Month>>(months: I) -> MonthSet {
        months.into_iter().fold(MonthSet::EMPTY, |set, month| set.union(MonthSet::of(month)))
    }
}

impl fmt::Debug for MonthSet {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_set().entries(Month::ALL.into_iter().filter(|month| self.contains(*month))).finish()
    }
}

/// When school starts, and its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolYear {
    /// The first month of the school year.
    pub starts: Month,
    /// The month in which each term starts, in the order of the school year.
    pub terms: Vec<Month>,
    /// The calendar year in which it starts, where the site says.
    pub year: Option<i16>,
}

impl SchoolYear {
    /// The twelve months, from the one in which school starts.
    pub fn months(&self) -> impl Iterator<Item = Month> + use<> {
        let first = self.starts as usize;
        (0..12).map(move |index| Month::ALL[(first + index) % 12])
    }

    /// The months of a set in the order of the school year.
    pub fn sorted(&self, months: MonthSet) -> Vec<Month> {
        self.months().filter(|month| months.contains(*month)).collect()
    }

    /// How many months into the school year this one is, from 0.
    pub fn position(&self, month: Month) -> usize {
        (month as usize + 12 - self.starts as usize) % 12
    }

    /// The calendar year in which the school year starts: what the site says,
    /// else that of the school year in which a day lies.
    pub fn starts_in(&self, released: Date) -> i16 {
        let before_start = released.month() < self.starts.number() as i8;
        self.year.unwrap_or(released.year() - i16::from(before_start))
    }

    /// The terms that have one of these months, counted.
    pub fn terms_with(&self, months: MonthSet) -> usize {
        let term = |month: Month| {
            let position = self.position(month);
            // Before the first term starts, it is still the last one.
            self.terms
                .iter()
                .rposition(|start| self.position(*start) <= position)
                .unwrap_or(self.terms.len().saturating_sub(1))
        };
        self.sorted(months).into_iter().map(term).collect::<BTreeSet<_>>().len()
    }

    /// The months of a set as runs without gaps in the school year, first and
    /// last month of each: what a text needs to say "November to January".
    pub fn ranges(&self, months: MonthSet) -> Vec<(Month, Month)> {
        let mut ranges: Vec<(Month, Month)> = Vec::new();
        for month in self.sorted(months) {
            match ranges.last_mut() {
                Some((_, last)) if self.position(*last) + 1 == self.position(month) => *last = month,
                _ => ranges.push((month, month)),
            }
        }
        ranges
    }
}

impl Default for SchoolYear {
    fn default() -> SchoolYear {
        SchoolYear { starts: Aug, terms: vec![Aug, Jan], year: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_the_school_year() {
        let year = SchoolYear::default();
        let months = MonthSet::from_iter([Jan, Aug, Nov, Dec]);
        assert_eq!(year.sorted(months), [Aug, Nov, Dec, Jan]);
        assert_eq!(year.ranges(months), [(Aug, Aug), (Nov, Jan)]);
        assert_eq!(year.months().last(), Some(Jul));
        assert_eq!(year.position(Jul), 11);
        assert_eq!(MonthSet::ALL.len(), 12);
    }

    #[test]
    fn a_school_year_lies_in_two_calendar_years() {
        let year = SchoolYear::default();
        let day = |year, month| Date::new(year, month, 1).expect("a day");
        assert_eq!(year.starts_in(day(2026, 11)), 2026);
        assert_eq!(year.starts_in(day(2027, 7)), 2026);
        assert_eq!(year.starts_in(day(2027, 8)), 2027);
        assert_eq!(SchoolYear { year: Some(2030), ..year }.starts_in(day(2026, 11)), 2030);
    }

    #[test]
    fn terms_are_counted_by_months() {
        let year = SchoolYear::default();
        assert_eq!(year.terms_with(MonthSet::from_iter([Oct, Nov, Dec])), 1);
        assert_eq!(year.terms_with(MonthSet::from_iter([Dec, Jan])), 2);
        assert_eq!(year.terms_with(MonthSet::EMPTY), 0);
        let late = SchoolYear { terms: vec![Sep], ..year };
        assert_eq!(late.terms_with(MonthSet::from_iter([Aug, Sep])), 1);
    }

    #[test]
    fn months_are_three_small_letters() {
        assert_eq!(Month::parse("sep"), Some(Sep));
        assert_eq!(Month::parse("Sept"), None);
        assert_eq!(Aug.number(), 8);
    }
}
