//! Figures as a table, each beside its gate and its goal.

use std::fmt;

use serde::Serialize;

use crate::measure::Sample;

/// A figure.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// How many documents the site has.
    pub pages: usize,
    /// What was measured.
    pub what: String,
    /// In which unit.
    pub unit: Unit,
    /// What came out; nothing when it wasn't measured.
    pub sample: Option<Sample>,
    /// The most that is allowed, and the most that we want.
    pub limits: Option<(f64, f64)>,
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Thousandths of a second.
    Milliseconds,
    /// 2^20 bytes.
    Mebibytes,
    /// How many times as much.
    Ratio,
}

impl Row {
    /// A figure without limits.
    pub fn new(pages: usize, what: &str, unit: Unit, sample: Option<Sample>) -> Row {
        Row { pages, what: what.to_owned(), unit, sample, limits: None }
    }

    /// Sets the most that is allowed and the most that we want.
    pub fn gate(mut self, gate: f64, goal: f64) -> Row {
        self.limits = Some((gate, goal));
        self
    }

    fn verdict(&self) -> &'static str {
        match (&self.sample, self.limits) {
            (Some(sample), Some((_, goal))) if sample.median <= goal => "OK",
            (Some(sample), Some((gate, _))) if sample.median <= gate => "gate only",
            (Some(_), Some(_)) => "MISS",
            _ => "",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(sample) = &self.sample else { return Ok(()) };
        let show = |value: f64| self.unit.show(value);
        let limits = self.limits.map(|(gate, goal)| format!("{} → {}", show(gate), show(goal)));
        writeln!(
            f,
            "| {} | {} | {} | {} to {} | {} | {} |",
            self.pages,
            self.what,
            show(sample.median),
            show(sample.min),
            show(sample.max),
            limits.unwrap_or_default(),
            self.verdict()
        )
    }
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Unit::Seconds => format!("{value:.2} s"),
            Unit::Milliseconds if value < 10.0 => format!("{value:.1} ms"),
            Unit::Milliseconds => format!("{value:.0} ms"),
            Unit::Mebibytes => format!("{value:.1} MiB"),
            Unit::Ratio => format!("{value:.2}"),
        }
    }
}

/// All figures as a table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut text =
        "| documents | | median | min to max | gate → goal | |\n|---|---|---|---|---|---|\n".to_owned();
    rows.iter().for_each(|row| text.push_str(&row.to_string()));
    text
}

/// The medians of several runs, summed up.
pub fn across(runs: &[Vec<Row>]) -> Vec<Row> {
    let same = |a: &Row, b: &Row| a.pages == b.pages && a.what == b.what;
    let of = |row: &Row| {
        let found = runs.iter().flatten().filter(|other| same(row, other));
        Sample::of(found.filter_map(|other| other.sample.as_ref()).map(|sample| sample.median))
    };
    runs.first().into_iter().flatten().map(|row| Row { sample: of(row), ..row.clone() }).collect()
}

/// How cost grows from the smallest site to the largest.
pub fn growth(rows: &[Row]) -> Vec<Row> {
    let (Some(small), Some(large)) =
        (rows.iter().map(|row| row.pages).min(), rows.iter().map(|row| row.pages).max())
    else {
        return Vec::new();
    };
    let median = |pages: usize, what: &str| {
        let row = rows.iter().find(|row| row.pages == pages && row.what == what)?;
        row.sample.as_ref().map(|sample| sample.median)
    };
    let mut found = Vec::new();
    for what in ["full build", "full build, CPU", "Hugo", "`cp -r` of the output"] {
        if let (true, Some(less), Some(more)) = (small < large, median(small, what), median(large, what)) {
            let name = format!("{what}: times that of {small}");
            found.push(Row::new(large, &name, Unit::Ratio, Sample::of([more / less])));
        }
    }
    found
}
