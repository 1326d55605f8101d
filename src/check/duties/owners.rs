//! Who answers for a duty can tell those who do it what to do.

use crate::diag::{Diagnostic, rules};
use crate::site::{Duty, Letter, RoleId, RoleLevel, Site};

/// Finds `owner-without-authority`. Where a site doesn't say a role's level,
/// nothing is found.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(site.duties.iter().filter_map(|duty| check_duty(site, duty)));
}

fn check_duty(site: &Site, duty: &Duty) -> Option<Diagnostic> {
    let level = |role: &RoleId| site.roles.get(role).and_then(|role| role.level);
    let owner = &duty.accountable;
    let own = level(owner)?;
    let doers = duty.responsible.iter().filter_map(|role| Some((role, level(role)?)));
    let beyond: Vec<(&RoleId, RoleLevel)> = doers.filter(|(_, other)| !own.answers_for(*other)).collect();
    let (highest, above) = beyond.iter().max_by_key(|(_, level)| level.rank())?;
    let message = format!(
        "`{owner}` can't be accountable for \"{}\": {} doesn't decide what {} do",
        duty.task,
        authority(own),
        staff(*above)
    );
    let instead = if duty.responsible.contains(owner) { "responsible" } else { "support" };
    let or_above = if *above == RoleLevel::State { "" } else { " or above" };
    let hint = format!(
        "make `{highest}` accountable, or another role of {}{or_above}; `{owner}` can stand in `{instead}`",
        authority(*above)
    );
    let mut found = Diagnostic::new(
        &rules::OWNER_WITHOUT_AUTHORITY,
        duty.place(Letter::Accountable, owner).clone(),
        message,
    );
    for (role, level) in beyond {
        let place = duty.place(Letter::Responsible, role).clone();
        found = found.label(place, format!("`{role}` works for {}", authority(level)));
    }
    Some(found.hint(hint))
}

fn authority(level: RoleLevel) -> &'static str {
    match level {
        RoleLevel::Family => "a family",
        RoleLevel::Partner => "a partner",
        RoleLevel::School => "a school",
        RoleLevel::District => "a district",
        RoleLevel::State => "the state",
    }
}

fn staff(level: RoleLevel) -> &'static str {
    match level {
        RoleLevel::Family => "families",
        RoleLevel::Partner => "a partner's people",
        RoleLevel::School => "a school's staff",
        RoleLevel::District => "a district's staff",
        RoleLevel::State => "the state's staff",
    }
}
