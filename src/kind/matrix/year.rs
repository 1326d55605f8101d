//! The school year of some duties: what begins in each month, and what goes on.

use serde::Serialize;

use crate::site::{Duty, Month, MonthSet, SchoolYear};
use crate::words::Words;

/// A month as a page has it.
#[derive(Serialize)]
pub struct YearMonth<Entry> {
    /// Its address within its part of the page: `aug`.
    pub id: &'static str,
    /// Its number in the calendar year.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// What begins in it.
    pub items: Vec<Entry>,
    /// What goes on.
    pub going_on: Vec<Entry>,
}

/// Some duties, month by month.
pub struct Year<'a> {
    /// The months that are shown, in the order of the school year.
    pub months: Vec<Due<'a>>,
    /// What is due in every month: said once.
    pub always: Vec<&'a Duty>,
    /// What is due at a time of its own: in no month.
    pub at_its_time: Vec<&'a Duty>,
}

/// The duties of a month.
pub struct Due<'a> {
    /// The month.
    pub month: Month,
    /// What is due in this month and wasn't in the one before.
    pub begins: Vec<&'a Duty>,
    /// What was due in the month before already.
    pub goes_on: Vec<&'a Duty>,
}

impl Due<'_> {
    /// The month as a page has it, with an entry for each of its duties.
    pub fn written<Entry>(&self, words: &Words, items: Vec<Entry>, going_on: Vec<Entry>) -> YearMonth<Entry> {
        let Due { month, .. } = self;
        YearMonth { id: month.name(), number: month.number(), name: words.month(*month), items, going_on }
    }
}

/// Spreads duties over the months that are shown; no month: all.
pub fn year<'a>(school_year: &SchoolYear, duties: &[&'a Duty], shown: MonthSet) -> Year<'a> {
    let shown = if shown.is_empty() { MonthSet::ALL } else { shown };
    let some = |keep: &dyn Fn(&Duty) -> bool| -> Vec<&'a Duty> {
        duties.iter().copied().filter(|duty| keep(duty)).collect()
    };
    let mut before = None;
    let mut months = Vec::new();
    for month in school_year.months() {
        if shown.contains(month) {
            let due = |duty: &Duty| duty.months.contains(month) && duty.months != MonthSet::ALL;
            let went_on = |duty: &Duty| before.is_some_and(|before| duty.months.contains(before));
            months.push(Due {
                month,
                begins: some(&|duty| due(duty) && !went_on(duty)),
                goes_on: some(&|duty| due(duty) && went_on(duty)),
            });
        }
        before = Some(month).filter(|month| shown.contains(*month));
    }
    Year {
        months,
        always: some(&|duty| duty.months == MonthSet::ALL),
        at_its_time: some(&|duty| duty.months.is_empty()),
    }
}
