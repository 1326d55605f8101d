//! From written names to what they mean, with the finding when they mean
//! nothing.

use indexmap::IndexMap;

use super::raw::duties::RawMonths;
use super::raw::{RawGrade, RawGrades, Spanned, Text};
use super::variable::{VariableProblem, find_variables};
use super::{Band, BandId, Grade, GradeSet, Month, MonthSet, OwnerIndex, Site};
use crate::diag::rules::{
    INVALID_ID, INVALID_VALUE, INVALID_VARIABLE, MISSING_VALUE, UNKNOWN_NAME, UNKNOWN_VARIABLE,
};
use crate::diag::{self, Diagnostic, Rule, Span};
use crate::vfs::SitePath;

/// Why grades can't be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GradeProblem {
    /// It is neither a grade nor a range nor a band.
    Unknown {
        /// As it was written.
        written: String,
        /// The bands that exist.
        bands: Vec<String>,
    },
    /// The plan isn't for these grades.
    Outside {
        /// The grades that are too many.
        grades: GradeSet,
        /// The site's grades.
        site: GradeSet,
    },
}

impl GradeProblem {
    /// The finding about grades written at `span`.
    pub fn at(&self, span: Span) -> Diagnostic {
        match self {
            GradeProblem::Unknown { written, bands } => {
                let near = diag::nearest(written, bands.iter().map(String::as_str)).map(str::to_owned);
                let near = near.or_else(|| range_meant(written));
                let hint = near.map_or_else(
                    || {
                        "write a grade (`k`, `1` to `12`, `post`), a range such as `6-8`, or a band"
                            .to_string()
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                Diagnostic::new(
                    &UNKNOWN_NAME,
                    span,
                    format!("`{written}` is no grade, range of grades or band"),
                )
                .hint(hint)
            }
            GradeProblem::Outside { grades, site } => {
                let message = format!("the plan isn't for grades {grades}");
                let hint = format!("the grades of this site are {site}: see `grades` in site-config.toml");
                Diagnostic::new(&INVALID_VALUE, span, message).hint(hint)
            }
        }
    }
}

/// The range that was meant by "6 to 12", "12-6" or "grades 6–8".
fn range_meant(written: &str) -> Option<String> {
    let parts = written.split(|c: char| c.is_whitespace() || "-–—,".contains(c));
    let mut grades: Vec<GradeSet> = parts.filter_map(GradeSet::parse).collect();
    grades.sort_by_key(|grade| grade.ranges().first().map(|(from, _)| *from));
    match grades.as_slice() {
        [one] => Some(one.to_string()),
        [from, to] => Some(format!("{from}-{to}")).filter(|range| GradeSet::parse(range).is_some()),
        _ => None,
    }
}

impl Site {
    /// Returns the grades of a key in front matter or a TOML file. An empty
    /// list is an empty set.
    pub fn grade_set(&self, written: &RawGrades) -> Result<GradeSet, GradeProblem> {
        let grades = grades(written, &self.bands)?;
        let outside = grades - self.grades;
        if outside.is_empty() {
            Ok(grades)
        } else {
            Err(GradeProblem::Outside { grades: outside, site: self.grades })
        }
    }

    /// Returns a text of a TOML file with the plan's and the agency's words
    /// filled in.
    ///
    /// Values of districts and events can't stand there: the text is the same
    /// in all editions of the language. Findings: `invalid-variable`,
    /// `unknown-variable`.
    pub(super) fn source_text(&self, text: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> String {
        for variable in find_variables(text) {
            let written = &text[variable.range.clone()];
            if variable.path.is_empty() {
                let finding = Diagnostic::new(
                    &INVALID_VARIABLE,
                    text.span(path),
                    format!("`{written}` is no variable"),
                );
                sink.push(finding.hint("write it like `{{ plan.short }}` or `{{ a plan.short }}`"));
                continue;
            }
            if variable.path.starts_with("district.") || variable.path.starts_with("event.") {
                let message =
                    format!("`{}` can't stand here: this text is the same everywhere", variable.path);
                sink.push(Diagnostic::new(&UNKNOWN_VARIABLE, text.span(path), message));
                continue;
            }
            if let Err(problem) =
                self.variable(variable.path, variable.form, self.default_lang(), OwnerIndex::STATE)
            {
                sink.push(problem.at(text.span(path)));
            }
        }
        self.fill(text, self.default_lang(), OwnerIndex::STATE).into_owned()
    }

    /// The same for a key that may be missing.
    pub(super) fn source_text_opt(
        &self,
        text: &Option<Text>,
        path: &SitePath,
        sink: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        text.as_ref().map(|text| self.source_text(text, path, sink))
    }

    /// Returns grades that stand at a key, or those of the site.
    pub(super) fn grades_at(
        &self,
        written: &Option<Spanned<RawGrades>>,
        path: &SitePath,
        sink: &mut Vec<Diagnostic>,
    ) -> Option<GradeSet> {
        let written = written.as_ref()?;
        self.grade_set(written).map_err(|problem| sink.push(problem.at(written.span(path)))).ok()
    }
}

impl VariableProblem {
    /// The finding about a variable at `span`.
    pub fn at(&self, span: Span) -> Diagnostic {
        let rule = match self {
            VariableProblem::Unknown { .. } | VariableProblem::UnknownForm { .. } => &UNKNOWN_VARIABLE,
            VariableProblem::Missing { .. } | VariableProblem::EventLine { .. } => &MISSING_VALUE,
        };
        Diagnostic::new(rule, span, self.message()).hint_opt(self.hint())
    }
}

/// Returns the grades of a key: bands may be among them.
pub(super) fn grades(written: &RawGrades, bands: &IndexMap<BandId, Band>) -> Result<GradeSet, GradeProblem> {
    let text = |text: &str| {
        let grades = GradeSet::parse(text).or_else(|| bands.get(text).map(|band| band.grades));
        grades.ok_or_else(|| GradeProblem::Unknown {
            written: text.to_string(),
            bands: bands.keys().map(BandId::to_string).collect(),
        })
    };
    let number = |number: i64| {
        Grade::number(number).map_or_else(|| text(&number.to_string()), |g| Ok(GradeSet::of(g)))
    };
    match written {
        RawGrades::Number(written) => number(*written),
        RawGrades::Text(written) => text(written),
        RawGrades::List(list) => list.iter().try_fold(GradeSet::EMPTY, |set, grade| {
            Ok(set
                | match grade {
                    RawGrade::Number(written) => number(*written)?,
                    RawGrade::Text(written) => text(written)?,
                })
        }),
    }
}

/// Returns the months of a key; `"all"` is the whole year.
pub fn months(written: &Spanned<RawMonths>, path: &SitePath, sink: &mut Vec<Diagnostic>) -> MonthSet {
    let names = match &written.value {
        RawMonths::All(word) if word == "all" => return MonthSet::ALL,
        RawMonths::All(word) => std::slice::from_ref(word),
        RawMonths::List(names) => names,
    };
    let mut months = Vec::new();
    for name in names {
        match Month::parse(name) {
            Some(month) => months.push(month),
            None => sink.push(unknown_month(name, written.span(path))),
        }
    }
    months.into_iter().collect()
}

/// Returns the month with this name.
pub(super) fn month(written: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<Month> {
    let month = Month::parse(written);
    if month.is_none() {
        sink.push(unknown_month(written, written.span(path)));
    }
    month
}

fn unknown_month(name: &str, span: Span) -> Diagnostic {
    let small: String = name.to_lowercase().chars().take(3).collect();
    let near = Month::parse(&small).map_or_else(
        || format!("months are written {}", Month::NAMES.join(", ")),
        |month| format!("did you mean `{month}`?"),
    );
    Diagnostic::new(&UNKNOWN_NAME, span, format!("`{name}` is no month")).hint(near)
}

/// Returns the id written at a key, or reports `invalid-id`.
pub(super) fn id<T>(
    new: fn(&str) -> Option<T>,
    what: &str,
    written: &Text,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> Option<T> {
    let id = new(written);
    if id.is_none() {
        sink.push(invalid_id(what, written, written.span(path)));
    }
    id
}

/// The finding about something that isn't an id.
pub(super) fn invalid_id(what: &str, written: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(&INVALID_ID, span, format!("`{written}` can't be the id of {what}"));
    let proposal = slug::slugify(written);
    if super::is_id(&proposal) && proposal != written {
        finding.hint(format!("ids have small letters, digits and single hyphens: `{proposal}`"))
    } else {
        finding.hint("ids have small letters, digits and single hyphens")
    }
}

/// The finding about a name that nothing has: "unknown phase `pln`".
pub(super) fn unknown<'a>(
    rule: &'static Rule,
    what: &str,
    written: &Text,
    path: &SitePath,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let hint = diag::did_you_mean(written, known);
    Diagnostic::new(rule, written.span(path), format!("unknown {what} `{}`", written.value)).hint_opt(hint)
}

/// Returns a number that must be at least `least`.
pub(super) fn at_least(
    least: i64,
    what: &str,
    written: &Spanned<i64>,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> Option<u32> {
    let number = u32::try_from(written.value).ok().filter(|_| written.value >= least);
    if number.is_none() {
        let message = format!("`{what}` can't be {}", written.value);
        sink.push(
            Diagnostic::new(&INVALID_VALUE, written.span(path), message)
                .hint(format!("write {least} or more")),
        );
    }
    number
}
