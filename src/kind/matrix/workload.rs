//! The workload view: what a role's duties take one person, month by month,
//! against the limit.
//!
//! Counted is what this edition may show. [`RoleLoad`] also stands on the
//! role's own page.

use indexmap::IndexMap;
use serde::Serialize;

use super::Shown;
use super::wording::{explained, minutes_of, when};
use crate::edition::Edition;
use crate::edition::duties::Selection;
use crate::site::{Duty, Month, Role, RoleId};
use crate::vfs::OutputPath;
use crate::workload::{Basis, Load, Part, Times, shown};

/// Students per counselor for which a table is printed: what the profession
/// recommends, what is usual, and a school that is short of counselors.
const COUNSELOR: [u32; 3] = [250, 372, 500];

/// The hours of some roles.
#[derive(Serialize)]
pub struct Workload {
    /// Whose numbers of students these are, where a district is chosen.
    pub basis: Option<String>,
    /// The roles that have hours.
    pub roles: Vec<RoleLoad>,
    /// The names of those that have none, in a sentence.
    pub without: Option<String>,
}

/// The hours of a role.
#[derive(Serialize)]
pub struct RoleLoad {
    /// Its id.
    pub role: String,
    /// What readers call it.
    pub name: String,
    /// Its page, when this edition has one.
    pub href: Option<String>,
    /// How much it is, and when most, in sentences.
    pub sentences: Vec<String>,
    /// Hours in the year: "186 hours a year".
    pub year: String,
    /// The month with most, in words; nothing when no month has any.
    pub peak: Option<String>,
    /// Hours by month as bars.
    pub chart: Chart,
    /// Hours by month and number of students.
    pub table: HoursTable,
    /// What makes the hours.
    pub work: Vec<WorkGroup>,
    /// What isn't counted, and why.
    pub uncounted: Vec<Uncounted>,
    /// What a reader needs to put in other numbers; nothing when the role isn't
    /// tied to students.
    pub calculator: Option<Calculator>,
}

/// A chart of hours by month.
#[derive(Serialize)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What a reader would see in it, in a sentence.
    pub description: String,
    /// The months of the school year.
    pub bars: Vec<Bar>,
    /// The hours that a person may have to give in a month.
    pub limit: Option<ChartLimit>,
}

/// The limit in a chart.
#[derive(Serialize)]
pub struct ChartLimit {
    /// How far from zero, 0 to 100.
    pub at: f64,
    /// Its label.
    pub label: String,
}

/// A month in a chart.
#[derive(Serialize)]
pub struct Bar {
    /// The month: `aug`.
    pub month: &'static str,
    /// The part of the bar up to the limit, 0 to 100.
    pub within: f64,
    /// The part beyond it.
    pub beyond: f64,
    /// The hours.
    pub hours: Hours,
}

/// Hours as they are shown.
#[derive(Serialize)]
pub struct Hours {
    /// The number.
    pub number: String,
    /// How many are over the limit, in words.
    pub over: Option<String>,
}

/// Hours by month and number of students.
#[derive(Serialize)]
pub struct HoursTable {
    /// What it is called.
    pub caption: String,
    /// A column for each number of students; one without number where the role
    /// isn't tied to students.
    pub columns: Vec<HoursColumn>,
    /// The months, and the hours at no certain time.
    pub rows: Vec<HoursRow>,
    /// The year.
    pub year: Vec<String>,
}

/// A number of students.
#[derive(Serialize)]
pub struct HoursColumn {
    /// How many, in words.
    pub title: String,
    /// Whose number it is, in words, when it isn't an example.
    pub own: Option<String>,
}

/// A month in a table.
#[derive(Serialize)]
pub struct HoursRow {
    /// The month: `aug`; nothing for what is due at no certain time.
    pub month: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// Its hours for each number of students.
    pub cells: Vec<Hours>,
}

/// Duties of a workload group.
#[derive(Serialize)]
pub struct WorkGroup {
    /// What readers call the group; nothing when the site has no groups.
    pub title: Option<String>,
    /// Its hours in the year.
    pub hours: String,
    /// Its duties.
    pub items: Vec<WorkItem>,
}

/// A duty that takes time.
#[derive(Serialize)]
pub struct WorkItem {
    /// The duty's id.
    pub id: String,
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// How long it takes, in words.
    pub minutes: String,
    /// For how many students, when it isn't for all of them.
    pub students: Option<String>,
    /// When, in words.
    pub when: String,
    /// Hours in the year.
    pub hours: String,
}

/// Duties that aren't counted.
#[derive(Serialize)]
pub struct Uncounted {
    /// Why.
    pub reason: String,
    /// Which; empty: a whole sort.
    pub tasks: Vec<String>,
}

/// What the calculator counts with.
#[derive(Serialize)]
pub struct Calculator {
    /// The role's own number of students.
    pub students: u32,
    /// The hours that a person may have to give in a month.
    pub limit: Option<f64>,
    /// The duties as JSON: a list of [`PartData`].
    pub parts: String,
}

/// A duty as the calculator counts it.
#[derive(Serialize)]
struct PartData {
    minutes: u32,
    /// The part of the students that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    /// How often it falls due, when it isn't done for each student.
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    months: Vec<&'static str>,
}

/// Arranges the workload of the roles that a matrix names, else of those that
/// have students, from the duties that it selects.
pub(super) fn workload(shown: &Shown) -> Workload {
    let Shown { edition, path, selection, district, .. } = *shown;
    let site = &edition.corpus.site;
    let basis = Basis { site, district };
    // Who does a duty may have no letter in it: see `minutes_for`.
    let whoever = Selection { roles: Vec::new(), ..selection.clone() };
    let duties: Vec<&Duty> = site.duties.iter().filter(|duty| whoever.admits(edition, duty)).collect();
    let named = |role: &&Role| selection.roles.contains(&role.id);
    let wanted: Vec<&Role> = match selection.roles.as_slice() {
        [] => site.roles.values().filter(|role| basis.caseload(role).is_some()).collect(),
        _ => site.roles.values().filter(named).collect(),
    };
    let loads: Vec<(&Role, Option<RoleLoad>)> =
        wanted.into_iter().map(|role| (role, role_load(edition, path, basis, role, &duties))).collect();
    let without: Vec<String> =
        loads.iter().filter(|(_, load)| load.is_none()).map(|(role, _)| edition.fill(&role.name)).collect();
    Workload {
        basis: district
            .map(|district| edition.words.with("load-of-district", &[("district", &district.name)])),
        roles: loads.into_iter().filter_map(|(_, load)| load).collect(),
        without: (!without.is_empty())
            .then(|| edition.words.with("load-without", &[("roles", &edition.words.list(&without))])),
    }
}

/// The hours of a role on its own page, from all duties that the edition may
/// show.
pub fn of_role(edition: &Edition, path: &OutputPath, role: &Role) -> Option<RoleLoad> {
    let site = &edition.corpus.site;
    let duties: Vec<&Duty> =
        site.duties.iter().filter(|duty| duty.audience_set.contains(edition.index)).collect();
    let load = role_load(edition, path, Basis::state(site), role, &duties)?;
    Some(RoleLoad { href: None, ..load })
}

/// The hours of a role; nothing when none are counted.
fn role_load(
    edition: &Edition,
    path: &OutputPath,
    basis: Basis,
    role: &Role,
    duties: &[&Duty],
) -> Option<RoleLoad> {
    let load = Load::new(basis, role, duties.iter().copied());
    if load.hours() == 0.0 {
        return None;
    }
    let site = &edition.corpus.site;
    let whose = match basis.district {
        Some(district) if district.caseloads.contains_key(&role.id) => {
            let name = district.short.as_ref().unwrap_or(&district.name);
            edition.words.with("load-district-number", &[("district", name)])
        }
        _ => edition.words.get("load-state-number"),
    };
    let teller = Teller { edition, name: edition.fill(&role.name), whose, limit: site.load.of(&role.id) };
    Some(RoleLoad {
        role: role.id.to_string(),
        href: edition.has_role(&role.id).then(|| path.link_to(&edition.role(&role.id))),
        sentences: teller.sentences(&load),
        year: hours_a_year(edition, load.hours()),
        peak: teller.peak(&load),
        chart: teller.chart(&load),
        table: teller.table(&load),
        work: work(edition, path, &load),
        uncounted: uncounted(edition, &role.id, &load, duties),
        calculator: load.caseload.filter(|_| load.has_students()).map(|students| Calculator {
            students,
            limit: teller.limit,
            parts: parts(edition, &load),
        }),
        name: teller.name,
    })
}

/// Says the hours of a role.
struct Teller<'a> {
    edition: &'a Edition<'a>,
    name: String,
    /// Whose number of students the role's own is, in words.
    whose: String,
    limit: Option<f64>,
}

impl Teller<'_> {
    fn sentences(&self, load: &Load) -> Vec<String> {
        let words = self.edition.words;
        let mut sentences = Vec::new();
        sentences.push(words.amount("load-year", shown(load.hours()), &[("role", &self.name)]));
        sentences.extend(self.peak(load).map(|peak| words.with("load-most", &[("peak", &peak)])));
        if let Some(limit) = self.limit {
            let over: Vec<String> = self
                .months()
                .filter(|month| self.hours(load.hours_in(*month)).over.is_some())
                .map(|month| words.month(month))
                .collect();
            let mut args = fluent_bundle::FluentArgs::new();
            args.set("n", over.len() as i64);
            args.set("limit", words.number(limit));
            args.set("months", words.list(&over));
            sentences.push(words.format("load-over-limit", Some(&args)));
        }
        sentences
    }

    /// "February: 34 hours, 4 over the limit".
    fn peak(&self, load: &Load) -> Option<String> {
        let words = self.edition.words;
        let (month, hours) = load.peak(&self.edition.corpus.site.school_year)?;
        let month = words.month(month);
        Some(match self.hours(hours).over {
            Some(over) => words.amount("load-peak-over", shown(hours), &[("month", &month), ("over", &over)]),
            None => words.amount("load-peak", shown(hours), &[("month", &month)]),
        })
    }

    fn months(&self) -> impl Iterator<Item = Month> + use<> {
        self.edition.corpus.site.school_year.months()
    }

    fn hours(&self, hours: f64) -> Hours {
        let words = self.edition.words;
        let over = self.limit.map(|limit| shown(shown(hours) - limit)).filter(|over| *over > 0.0);
        Hours {
            number: words.number(shown(hours)),
            over: over.map(|over| words.with("load-over", &[("number", &words.number(over))])),
        }
    }

    fn chart(&self, load: &Load) -> Chart {
        let words = self.edition.words;
        let most = self.months().map(|month| load.hours_in(month)).fold(0.0, f64::max);
        let longest = most.max(self.limit.unwrap_or_default());
        // A hundredth of a percent is less than anybody sees.
        let share = |hours: f64| (hours / longest * 10_000.0).round() / 100.0;
        let bar = |month: Month| {
            let hours = load.hours_in(month);
            let within = hours.min(self.limit.unwrap_or(hours));
            Bar {
                month: month.name(),
                within: share(within),
                beyond: share(hours) - share(within),
                hours: self.hours(hours),
            }
        };
        let title = words.with("load-chart", &[("role", &self.name)]);
        let peak = self.peak(load).map(|peak| words.with("load-most", &[("peak", &peak)]));
        Chart {
            description: words.with("load-chart-text", &[("most", peak.as_deref().unwrap_or_default())]),
            title,
            bars: if longest > 0.0 { self.months().map(bar).collect() } else { Vec::new() },
            limit: self.limit.map(|limit| ChartLimit {
                at: share(limit),
                label: words.with("load-limit", &[("number", &words.number(limit))]),
            }),
        }
    }

    fn table(&self, load: &Load) -> HoursTable {
        let words = self.edition.words;
        let own = load.caseload.filter(|_| load.has_students());
        let loads: Vec<Load> = match own {
            Some(own) => examples(own).into_iter().map(|students| load.with_caseload(students)).collect(),
            None => vec![load.clone()],
        };
        let row = |month: Option<Month>| HoursRow {
            month: month.map(Month::name),
            name: month.map_or_else(|| words.get("load-no-month"), |month| words.month(month)),
            cells: loads
                .iter()
                .map(|load| match month {
                    Some(month) => self.hours(load.hours_in(month)),
                    None => Hours { number: words.number(shown(load.hours_in_no_month())), over: None },
                })
                .collect(),
        };
        let undated = (load.hours_in_no_month() > 0.0).then_some(None);
        HoursTable {
            caption: words.with("load-table", &[("role", &self.name)]),
            columns: loads
                .iter()
                .map(|load| HoursColumn {
                    title: match load.caseload.filter(|_| own.is_some()) {
                        Some(students) => words.amount("load-students", students.into(), &[]),
                        None => words.get("hours-label"),
                    },
                    own: (own.is_some() && load.caseload == own).then(|| self.whose.clone()),
                })
                .collect(),
            rows: self.months().map(Some).chain(undated).map(row).collect(),
            year: loads.iter().map(|load| words.number(shown(load.hours()))).collect(),
        }
    }
}

/// The numbers of students for which a table is printed, with the role's own.
/// Who has far fewer students than a counselor sees a third less and more.
fn examples(own: u32) -> Vec<u32> {
    let mut numbers = if own >= COUNSELOR[0] / 2 {
        COUNSELOR.to_vec()
    } else {
        let third = (f64::from(own) / 3.0).round() as u32;
        vec![own - third, own + third]
    };
    numbers.push(own);
    numbers.retain(|students| *students > 0);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What makes the hours, by workload group, in the order of the groups.
fn work(edition: &Edition, path: &OutputPath, load: &Load) -> Vec<WorkGroup> {
    let words = edition.words;
    let titles = &edition.corpus.site.load.groups;
    let mut groups: IndexMap<Option<&str>, Vec<&Part>> =
        titles.keys().map(|id| (Some(id.as_str()), Vec::new())).collect();
    for part in &load.parts {
        let group = part.duty.workload.as_deref().filter(|id| titles.contains_key(*id));
        groups.entry(group).or_default().push(part);
    }
    let title = |group: Option<&str>| match group {
        Some(id) => Some(edition.fill(&titles[id])),
        None => (!titles.is_empty()).then(|| words.get("load-other-work")),
    };
    groups
        .into_iter()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(group, parts)| WorkGroup {
            title: title(group),
            hours: hours_a_year(edition, parts.iter().map(|part| part.hours()).sum()),
            items: parts.into_iter().map(|part| work_item(edition, path, part)).collect(),
        })
        .collect()
}

fn work_item(edition: &Edition, path: &OutputPath, part: &Part) -> WorkItem {
    let words = edition.words;
    let students = match part.times {
        Times::Students { caseload, share } if share < 1.0 => Some((f64::from(caseload) * share, caseload)),
        Times::Students { .. } | Times::Fixed(_) => None,
    };
    WorkItem {
        id: part.duty.id.to_string(),
        task: edition.fill(&part.duty.task),
        href: explained(edition, part.duty, path),
        minutes: minutes_of(edition, part.duty, part.minutes),
        students: students.map(|(some, all)| {
            words.amount("load-some-students", some.round(), &[("all", &words.number(all.into()))])
        }),
        when: when(edition, part.duty),
        hours: hours_a_year(edition, part.hours()),
    }
}

/// "186 hours a year".
fn hours_a_year(edition: &Edition, hours: f64) -> String {
    edition.words.amount("hours-a-year", shown(hours), &[])
}

/// What isn't counted, and why: nothing that this edition may not show.
fn uncounted(edition: &Edition, role: &RoleId, load: &Load, duties: &[&Duty]) -> Vec<Uncounted> {
    let words = edition.words;
    let does = |duty: &&&Duty| duty.responsible.contains(role) && !duty.minutes_for.contains_key(role);
    let timeless = duties.iter().filter(does).filter(|duty| duty.minutes.is_none());
    let tasks = |duties: Vec<&Duty>| duties.into_iter().map(|duty| edition.fill(&duty.task)).collect();
    let lists: [(&str, Vec<String>); 2] = [
        ("load-no-minutes", tasks(timeless.copied().collect())),
        ("load-no-students", tasks(load.uncounted.clone())),
    ];
    let listed = lists.into_iter().filter(|(_, tasks)| !tasks.is_empty());
    let listed = listed.map(|(key, tasks)| Uncounted { reason: words.get(key), tasks });
    let rest = Uncounted { reason: words.get("load-only-own-work"), tasks: Vec::new() };
    listed.chain([rest]).collect()
}

/// The duties as the calculator counts them, in the order in which [`Load`]
/// adds them up: so that both come to the same sum.
fn parts(edition: &Edition, load: &Load) -> String {
    let year = &edition.corpus.site.school_year;
    let part = |part: &Part| {
        let (share, times) = match part.times {
            Times::Students { share, .. } => (Some(share), None),
            Times::Fixed(times) => (None, Some(times)),
        };
        let months = year.sorted(part.months).into_iter().map(Month::name).collect();
        PartData { minutes: part.minutes, share, times, months }
    };
    let parts: Vec<PartData> = load.parts.iter().map(part).collect();
    serde_json::to_string(&parts).expect("numbers and texts can be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_have_the_roles_own_number() {
        assert_eq!(examples(372), [250, 372, 500]);
        assert_eq!(examples(410), [250, 372, 410, 500]);
        assert_eq!(examples(60), [40, 60, 80]);
        assert_eq!(examples(20), [13, 20, 27]);
        assert_eq!(examples(1), [1]);
    }
}
