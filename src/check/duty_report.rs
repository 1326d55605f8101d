//! What the duties of a site come to: who has which letters, in which phase,
//! what falls due when, and how many hours it takes one person.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::diag::render::Places;
use crate::diag::{Diagnostic, Rule, rules};
use crate::site::{Duty, Letter, Month, OwnerIndex, Role, RoleId, Site};
use crate::vfs::Snapshot;
use crate::workload::{Basis, Load, Part, Times};

/// Everything about the duties, by the state's numbers or by a district's.
#[derive(Serialize)]
pub struct DutyReport {
    /// The district, if it is one's.
    pub district: Option<Named>,
    /// The months, in the order of the school year.
    pub months: Vec<&'static str>,
    /// The phases that have duties; `other` for those without a phase.
    pub phases: Vec<Named>,
    /// The duties, in the order of their files.
    pub duties: Vec<DutyEntry>,
    /// All roles.
    pub roles: Vec<RoleReport>,
    /// What has no hours in a month, and why.
    pub uncounted: Vec<Uncounted>,
    /// What is wrong with duties.
    pub findings: Vec<Finding>,
}

/// An id with its name.
#[derive(Serialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// What readers call it.
    pub name: String,
}

/// A duty, so that ids can be looked up.
#[derive(Serialize)]
pub struct DutyEntry {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub task: String,
}

/// The percentage of all duties above which a role holds too many.
pub const MOST: f64 = 25.0;

/// What one role has to do.
#[derive(Serialize)]
pub struct RoleReport {
    /// Its id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// Who it is in the district, where that says so.
    pub contact: Option<String>,
    /// Students per person; nothing when it isn't tied to students.
    pub caseload: Option<u32>,
    /// Hours per person and month that it may have to give, if there is a limit.
    pub limit: Option<f64>,
    /// How many duties it has with each letter.
    pub letters: Letters,
    /// Its part of all duties that somebody answers for, in percent.
    pub share_accountable: f64,
    /// Its part of all that somebody does, in percent: a duty that two roles do
    /// counts for both.
    pub share_responsible: f64,
    /// The same by phase.
    pub phases: IndexMap<String, Letters>,
    /// By month, how many duties fall due that it answers for, does or helps
    /// with.
    pub due: IndexMap<&'static str, usize>,
    /// By month, the hours of one person.
    pub hours: IndexMap<&'static str, f64>,
    /// The hours of one person in the year, also those in no certain month.
    pub year: f64,
    /// The month with the most hours.
    pub peak: Option<Peak>,
    /// The months above the limit.
    pub over: Vec<&'static str>,
    /// What takes the hours.
    pub parts: Vec<PartEntry>,
}

/// How many duties a role has with each letter.
#[derive(Clone, Copy, Default, Serialize)]
pub struct Letters {
    /// Those it answers for.
    pub accountable: usize,
    /// Those it does.
    pub responsible: usize,
    /// Those it helps with.
    pub support: usize,
    /// Those about which it is asked.
    pub consulted: usize,
    /// Those of which it is told.
    pub informed: usize,
}

/// A month with its hours.
#[derive(Serialize)]
pub struct Peak {
    /// The month.
    pub month: &'static str,
    /// The hours.
    pub hours: f64,
}

/// What a duty takes one person in a role.
#[derive(Serialize)]
pub struct PartEntry {
    /// The duty.
    pub duty: String,
    /// Minutes for one time.
    pub minutes: u32,
    /// How often in a year.
    pub times: f64,
    /// Hours in the year.
    pub hours: f64,
    /// The months over which they are spread evenly; empty: in none.
    pub months: Vec<&'static str>,
}

/// A duty of which some hours stand in no month.
#[derive(Serialize)]
pub struct Uncounted {
    /// The duty.
    pub duty: String,
    /// Why.
    pub why: Why,
    /// For which roles.
    pub roles: Vec<String>,
}

/// Why hours stand in no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The duty doesn't say how long it takes.
    NoMinutes,
    /// It is done for each student, and nobody knows for how many.
    NoCaseload,
    /// It has no months: its hours count for the year.
    NoMonth,
}

impl Why {
    /// All, in the order in which they are shown.
    pub const ALL: [Why; 3] = [Why::NoMinutes, Why::NoCaseload, Why::NoMonth];
}

/// A finding about duties.
#[derive(Serialize)]
pub struct Finding {
    /// Its rule.
    pub rule: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What to do.
    pub hints: Vec<String>,
}

impl Finding {
    /// The file, with line and column where it isn't the file as a whole.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (1, 1) => self.path.clone(),
            (line, column) => format!("{}:{line}:{column}", self.path),
        }
    }
}

/// Returns the report. `found` are the site's findings, of which it takes those
/// about duties.
pub fn duty_report(basis: Basis, found: &[Diagnostic], sources: &Snapshot) -> DutyReport {
    let site = basis.site;
    let fill = |text: &str| site.fill(text, site.default_lang(), OwnerIndex::STATE).into_owned();
    let mut phases: Vec<Named> = (site.phases.values())
        .filter(|phase| site.duties.iter().any(|duty| duty.phase.as_ref() == Some(&phase.id)))
        .map(|phase| Named { id: phase.id.to_string(), name: fill(&phase.title) })
        .collect();
    if site.duties.iter().any(|duty| duty.phase.is_none()) {
        phases.push(Named { id: OTHER.to_owned(), name: String::new() });
    }
    let loads: Vec<(&Role, Load)> =
        site.roles.values().map(|role| (role, Load::new(basis, role, &site.duties))).collect();
    DutyReport {
        district: basis.district.map(|it| Named { id: it.id.to_string(), name: it.name.clone() }),
        months: site.school_year.months().map(Month::name).collect(),
        duties: site
            .duties
            .iter()
            .map(|duty| DutyEntry { id: duty.id.to_string(), task: fill(&duty.task) })
            .collect(),
        roles: loads.iter().map(|(role, load)| role_report(basis, role, load, &phases)).collect(),
        phases,
        uncounted: uncounted(site, &loads),
        findings: findings(basis, found, sources),
    }
}

/// The id that stands for duties without a phase.
const OTHER: &str = "other";

fn role_report(basis: Basis, role: &Role, load: &Load, phases: &[Named]) -> RoleReport {
    let site = basis.site;
    let letters = letters(role, site.duties.iter());
    let limit = site.load.of(&role.id);
    let all_done: usize = site.duties.iter().map(|duty| duty.responsible.len()).sum();
    let months = || site.school_year.months();
    let of_phase = |phase: &Named| {
        let own = |duty: &&Duty| duty.phase.as_ref().map_or(OTHER, |id| id.as_str()) == phase.id;
        (phase.id.clone(), self::letters(role, site.duties.iter().filter(own)))
    };
    let contact = basis.district.and_then(|district| district.contacts.get(role.id.as_str()));
    RoleReport {
        id: role.id.to_string(),
        name: site.fill(&role.name, site.default_lang(), OwnerIndex::STATE).into_owned(),
        contact: contact.and_then(|contact| contact.name.clone()),
        caseload: load.caseload,
        limit,
        letters,
        share_accountable: percent(letters.accountable, site.duties.len()),
        share_responsible: percent(letters.responsible, all_done),
        phases: phases.iter().map(of_phase).collect(),
        due: months().map(|month| (month.name(), due(site, &role.id, month))).collect(),
        hours: months().map(|month| (month.name(), exact(load.hours_in(month)))).collect(),
        year: exact(load.hours()),
        peak: load
            .peak(&site.school_year)
            .map(|(month, hours)| Peak { month: month.name(), hours: exact(hours) }),
        over: months()
            .filter(|month| limit.is_some_and(|limit| super::duties::is_over(load.hours_in(*month), limit)))
            .map(Month::name)
            .collect(),
        parts: load.parts.iter().map(|part| part_entry(site, part)).collect(),
    }
}

fn part_entry(site: &Site, part: &Part) -> PartEntry {
    PartEntry {
        duty: part.duty.id.to_string(),
        minutes: part.minutes,
        times: match part.times {
            Times::Students { caseload, share } => exact(f64::from(caseload) * share),
            Times::Fixed(times) => times.into(),
        },
        hours: exact(part.hours()),
        months: site.school_year.sorted(part.months).into_iter().map(Month::name).collect(),
    }
}

fn letters<'a>(role: &Role, duties: impl Iterator<Item = &'a Duty>) -> Letters {
    let mut letters = Letters::default();
    for letter in duties.flat_map(|duty| duty.letters(&role.id)) {
        *match letter {
            Letter::Accountable => &mut letters.accountable,
            Letter::Responsible => &mut letters.responsible,
            Letter::Support => &mut letters.support,
            Letter::Consulted => &mut letters.consulted,
            Letter::Informed => &mut letters.informed,
        } += 1;
    }
    letters
}

/// How many duties of a month a role answers for, does or helps with.
fn due(site: &Site, role: &RoleId, month: Month) -> usize {
    let own = |duty: &&Duty| {
        let letters = [Letter::Accountable, Letter::Responsible, Letter::Support];
        duty.months.contains(month) && letters.into_iter().any(|letter| duty.with(letter).contains(role))
    };
    site.duties.iter().filter(own).count()
}

fn uncounted(site: &Site, loads: &[(&Role, Load)]) -> Vec<Uncounted> {
    // By the place of the duty, so that they stay in the order of the files.
    let mut found: BTreeMap<(Why, usize), Vec<String>> = BTreeMap::new();
    for (place, duty) in site.duties.iter().enumerate() {
        for (role, load) in loads {
            let own = |other: &Duty| std::ptr::eq(other, duty);
            let silent = duty.minutes.is_none() && !duty.minutes_for.contains_key(&role.id);
            let why = if silent && duty.responsible.contains(&role.id) {
                Why::NoMinutes
            } else if load.uncounted.iter().any(|other| own(other)) {
                Why::NoCaseload
            } else if duty.months.is_empty() && load.parts.iter().any(|part| own(part.duty)) {
                Why::NoMonth
            } else {
                continue;
            };
            found.entry((why, place)).or_default().push(role.id.to_string());
        }
    }
    let entry = |((why, place), roles): ((Why, usize), Vec<String>)| Uncounted {
        duty: site.duties[place].id.to_string(),
        why,
        roles,
    };
    found.into_iter().map(entry).collect()
}

/// The rules that look at duties, wherever they find something.
static ABOUT_DUTIES: [&Rule; 7] = [
    &rules::ACCOUNTABLE_COUNT,
    &rules::DUTY_WITHOUT_TIME,
    &rules::NEAR_DUPLICATE_DUTY,
    &rules::NOBODY_RESPONSIBLE,
    &rules::OWNER_WITHOUT_AUTHORITY,
    &rules::ROLE_WITHOUT_DUTY,
    &rules::TOO_MANY_CONSULTED,
];

fn findings(basis: Basis, found: &[Diagnostic], sources: &Snapshot) -> Vec<Finding> {
    let about = |found: &&Diagnostic| {
        found.rule != &rules::TOO_MANY_HOURS
            && (ABOUT_DUTIES.contains(&found.rule)
                || found.rule.name.contains("duty")
                || found.span.path.as_str().starts_with("content/duties/"))
    };
    let mut all: Vec<Diagnostic> = found.iter().filter(about).cloned().collect();
    match basis.district {
        // All districts are the state's concern.
        None => all.extend(found.iter().filter(|found| found.rule == &rules::TOO_MANY_HOURS).cloned()),
        Some(_) => {
            all.extend(super::too_many_hours(basis));
            basis.site.apply_checks(&mut all);
        }
    }
    crate::diag::tidy(&mut all);
    let mut places = Places::new(sources);
    let entry = |found: Diagnostic| {
        let place = places.extent(&found.span).start;
        Finding {
            rule: found.rule.name,
            severity: found.severity.word(),
            message: found.message,
            path: found.span.path.to_string(),
            line: place.line,
            column: place.column,
            hints: found.hints,
        }
    };
    all.into_iter().map(entry).collect()
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { exact(100.0 * part as f64 / whole as f64) }
}

/// A number without the dust of binary fractions, and without the sign of an
/// empty sum.
fn exact(number: f64) -> f64 {
    (number * 1e6).round() / 1e6 + 0.0
}
