//! Nobody has more to do in a month than the site's limit.
//!
//! A finding that only says "too much" helps nobody, so it names the duties
//! that take the most, who helps with them already and has room, and the
//! months into which they could go on.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Span, rules};
use crate::site::{District, Duty, Letter, Month, MonthSet, Per, Role, RoleId, RoleLevel, Site};
use crate::workload::{Basis, Load, Part};

/// Hours that don't count: less than three minutes, which no plan knows.
const SLACK: f64 = 0.05;

/// How many duties of a month a finding shows, and how many ways out.
const SHOWN: usize = 3;

/// Hours in a month for which it pays to change something.
const WORTH: f64 = 0.5;

/// Finds `too-many-hours`: with the state's numbers, and with those of each
/// district in which they make another load.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let Some(state) = Bench::new(Basis::state(site)) else { return };
    diagnostics.extend(state.findings(|_, _| true));
    let districts: Vec<&District> = site.districts.values().collect();
    let found: Vec<Vec<Diagnostic>> = districts
        .par_iter()
        .map(|district| {
            let differs = |role: &Role, load: &Load| differ(site, &state.load(role), load);
            let own = Bench { basis: Basis { site, district: Some(district) }, duties: state.duties.clone() };
            own.findings(differs)
        })
        .collect();
    diagnostics.extend(found.into_iter().flatten());
}

/// Returns the findings with the numbers of the state or of one district,
/// also where those are the state's.
pub fn of_basis(basis: Basis) -> Vec<Diagnostic> {
    Bench::new(basis).map(|bench| bench.findings(|_, _| true)).unwrap_or_default()
}

/// Whether hours are above a limit by more than no plan knows.
pub fn is_over(hours: f64, limit: f64) -> bool {
    hours >= limit + SLACK
}

fn differ(site: &Site, one: &Load, other: &Load) -> bool {
    site.school_year.months().any(|month| (one.hours_in(month) - other.hours_in(month)).abs() > SLACK)
}

/// The duties of each role, to be counted in several ways.
struct Bench<'a> {
    basis: Basis<'a>,
    /// The duties that take a role time.
    duties: HashMap<&'a RoleId, Vec<&'a Duty>>,
}

/// A role with too much to do.
struct Overload<'a> {
    role: &'a Role,
    load: Load<'a>,
    limit: f64,
    /// The month with the most hours.
    worst: Month,
    /// The months above the limit, in the order of the school year.
    over: Vec<Month>,
}

impl<'a> Bench<'a> {
    /// Nothing when the site has no limits.
    fn new(basis: Basis<'a>) -> Option<Bench<'a>> {
        let site = basis.site;
        if site.load.limit.is_none() && site.load.limits.is_empty() {
            return None;
        }
        let mut duties: HashMap<&RoleId, Vec<&Duty>> = HashMap::new();
        for duty in &site.duties {
            let own = duty.minutes_for.keys().filter(|role| !duty.responsible.contains(role));
            for role in duty.responsible.iter().chain(own) {
                duties.entry(role).or_default().push(duty);
            }
        }
        Some(Bench { basis, duties })
    }

    fn load(&self, role: &Role) -> Load<'a> {
        Load::new(self.basis, role, self.duties.get(&role.id).into_iter().flatten().copied())
    }

    fn findings(&self, wanted: impl Fn(&Role, &Load) -> bool) -> Vec<Diagnostic> {
        let roles = self.basis.site.roles.values();
        let overloads = roles.filter_map(|role| self.overload(role));
        overloads
            .filter(|overload| wanted(overload.role, &overload.load))
            .map(|it| self.finding(&it))
            .collect()
    }

    fn overload(&self, role: &'a Role) -> Option<Overload<'a>> {
        let limit = self.basis.site.load.of(&role.id)?;
        let load = self.load(role);
        let year = &self.basis.site.school_year;
        let over: Vec<Month> = year.months().filter(|month| is_over(load.hours_in(*month), limit)).collect();
        let (worst, _) = load.peak(year).filter(|_| !over.is_empty())?;
        Some(Overload { role, load, limit, worst, over })
    }

    fn finding(&self, overload: &Overload) -> Diagnostic {
        let Overload { role, load, limit, worst, over } = overload;
        let place = self.basis.district.map_or(String::new(), |district| {
            format!(" in {}", district.short.as_ref().unwrap_or(&district.name))
        });
        let most = load.hours_in(*worst);
        let message = format!(
            "{} `{}`{place} needs {} in {}, {} more than the limit of {}",
            article(role.id.as_str()),
            role.id,
            hours(most),
            name(*worst),
            number(most - limit),
            number(*limit)
        );
        let mut found = Diagnostic::new(&rules::TOO_MANY_HOURS, self.span(role), message);
        let mut parts: Vec<&Part> = load.parts.iter().filter(|part| part.hours_in(*worst) >= WORTH).collect();
        parts.sort_by(|a, b| b.hours_in(*worst).total_cmp(&a.hours_in(*worst)));
        for part in parts.iter().take(SHOWN) {
            let place = part.duty.place(Letter::Responsible, &role.id).clone();
            found = found.label(place, format!("{} in {}", hours(part.hours_in(*worst)), name(*worst)));
        }
        let others: Vec<String> = (over.iter().filter(|month| *month != worst))
            .map(|month| format!("{} ({})", name(*month), hours(load.hours_in(*month))))
            .collect();
        if !others.is_empty() {
            found = found.hint(format!("also above the limit: {}", list(&others)));
        }
        let ways = parts.iter().flat_map(|part| [self.helpers(overload, part), self.later(overload, part)]);
        let ways: Vec<String> = ways.flatten().take(SHOWN).collect();
        if ways.is_empty() {
            found = found.hint("nobody who helps has room, nor has a month before or after: share a duty with another role, or make it shorter");
        }
        ways.into_iter().fold(found, Diagnostic::hint)
    }

    /// Where the number of students is written that makes the load.
    fn span(&self, role: &Role) -> Span {
        match self.basis.district {
            None => role.span.clone(),
            Some(district) => {
                district.caseloads.get(&role.id).map_or(&district.span, |own| &own.span).clone()
            }
        }
    }

    /// Who supports a duty, or is asked about it, and could do it.
    fn helpers(&self, overload: &Overload, part: &Part) -> Option<String> {
        let duty = part.duty;
        let helpers = duty.support.iter().chain(&duty.consulted);
        let able: Vec<String> = helpers
            .filter_map(|id| {
                let (takes, free) = self.room(overload, part, self.basis.site.roles.get(id)?)?;
                let does = if duty.support.contains(id) { "helps" } else { "is asked" };
                Some(format!(
                    "`{id}`, who {does} already and would need {} of {} free hours in {}",
                    number(takes),
                    number(free),
                    name(overload.worst)
                ))
            })
            .take(2)
            .collect();
        (!able.is_empty()).then(|| format!("share \"{}\" with {}", duty.task, able.join("; or with ")))
    }

    /// The hours that a duty of an overloaded role would take a helper in the
    /// month with the most, and those that the helper has left then; nothing
    /// when some month would get too full, or when it isn't theirs to do.
    fn room(&self, overload: &Overload, part: &Part, helper: &Role) -> Option<(f64, f64)> {
        let limit = self.basis.site.load.of(&helper.id)?;
        if helper.level == Some(RoleLevel::Family) || !self.may(part.duty, helper) {
            return None;
        }
        let mut duty = part.duty.clone();
        duty.minutes_for.insert(helper.id.clone(), part.minutes);
        let taken = Load::new(self.basis, helper, [&duty]);
        let own = self.load(helper);
        // What a helper gives to the duty now is a part of what it takes.
        let given = own.parts.iter().find(|own| own.duty.id == duty.id);
        // A role without a caseload has no students to do it for.
        let taken = taken.parts.first()?;
        let extra = |month: Month| taken.hours_in(month) - given.map_or(0.0, |given| given.hours_in(month));
        let mut months = self.basis.site.school_year.months();
        let fits = months.all(|month| extra(month) <= 0.0 || own.hours_in(month) + extra(month) <= limit);
        let takes = extra(overload.worst);
        (fits && takes > 0.0).then(|| (takes, limit - own.hours_in(overload.worst)))
    }

    /// Whether who answers for a duty can answer for this role's work.
    fn may(&self, duty: &Duty, role: &Role) -> bool {
        let owner = self.basis.site.roles.get(&duty.accountable).and_then(|owner| owner.level);
        owner.zip(role.level).is_none_or(|(owner, level)| owner.answers_for(level))
    }

    /// The month beside a duty's months into which it could go on.
    fn later(&self, overload: &Overload, part: &Part) -> Option<String> {
        let duty = part.duty;
        if matches!(duty.per, Some(Per::Month | Per::Term)) || duty.months.is_empty() {
            return None;
        }
        let Overload { role, load, limit, worst, .. } = overload;
        let spread = part.hours() / (duty.months.len() + 1) as f64;
        let relief = part.hours_in(*worst) - spread;
        let beside = self.beside(duty.months).into_iter().filter(|month| self.works_in(role, *month));
        let free = beside.map(|month| (month, load.hours_in(month)));
        let (month, _) = free
            .filter(|(_, own)| own + spread <= *limit)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|_| relief >= WORTH)?;
        Some(format!(
            "let \"{}\" go on into {}: then {} has {}",
            duty.task,
            name(month),
            name(*worst),
            hours(load.hours_in(*worst) - relief)
        ))
    }

    /// The months before and after each run of months in the school year.
    fn beside(&self, months: MonthSet) -> Vec<Month> {
        let year: Vec<Month> = self.basis.site.school_year.months().collect();
        let has = |index: Option<usize>| {
            index.and_then(|index| year.get(index)).is_some_and(|month| months.contains(*month))
        };
        let beside = |index: usize| {
            !months.contains(year[index]) && (has(index.checked_sub(1)) || has(Some(index + 1)))
        };
        (0..year.len()).filter(|index| beside(*index)).map(|index| year[index]).collect()
    }

    /// Whether a role is at work in a month: it has something to do that isn't
    /// due all year. Nobody holds conferences in July.
    fn works_in(&self, role: &Role, month: Month) -> bool {
        self.duties
            .get(&role.id)
            .into_iter()
            .flatten()
            .any(|duty| duty.months.contains(month) && duty.months.len() < MonthSet::ALL.len())
    }
}

/// "34 hours".
fn hours(hours: f64) -> String {
    let number = number(hours);
    if number == "1" { "1 hour".to_owned() } else { format!("{number} hours") }
}

/// A number of hours, to a tenth.
pub fn number(hours: f64) -> String {
    let text = format!("{hours:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn list(things: &[String]) -> String {
    match things {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => things.concat(),
    }
}

fn article(id: &str) -> &'static str {
    if id.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn name(month: Month) -> &'static str {
    match month {
        Month::Jan => "January",
        Month::Feb => "February",
        Month::Mar => "March",
        Month::Apr => "April",
        Month::May => "May",
        Month::Jun => "June",
        Month::Jul => "July",
        Month::Aug => "August",
        Month::Sep => "September",
        Month::Oct => "October",
        Month::Nov => "November",
        Month::Dec => "December",
    }
}
