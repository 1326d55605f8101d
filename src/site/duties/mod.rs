//! `content/duties/*.toml` and `*.csv` → duties.
//!
//! Both become the same raw duties, which are resolved in one way. What only a
//! spreadsheet needs (heads, letters, names as people write them) is in
//! [`table`] and [`tally`].

pub mod import;
pub mod table;
pub mod tally;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::audience::is_translation;
use super::model::Site;
use super::raw::duties::{RawDuties, RawDuty};
use super::raw::{RawNames, Text};
use super::role_names::RoleNames;
use super::sheet::places::Places;
use super::{
    AudienceId, AudienceSet, ClaimId, Duty, DutyId, GradeSet, Letter, MonthSet, PhaseId, RoleId, StepId,
    names, read, turned,
};
use crate::diag::rules::{
    ACCOUNTABLE_COUNT, DUPLICATE_NAME, DUTY_WITHOUT_TIME, INVALID_VALUE, NOBODY_RESPONSIBLE, ROLE_TWICE,
    ROLE_WITHOUT_DUTY, UNKNOWN_AUDIENCE, UNKNOWN_NAME, UNKNOWN_ROLE,
};
use crate::diag::{Diagnostic, Span, text_of};
use crate::vfs::{SitePath, Snapshot};
use tally::Tally;

/// Adds the duties to the site.
pub(super) fn load(site: &mut Site, snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) {
    let mut found = Found { complete: true, ..Found::default() };
    for (path, bytes) in snapshot.below("content/duties") {
        match path.extension() {
            _ if is_translation(site, path) => {}
            "toml" => load_toml(site, snapshot, path, &mut found, sink),
            "csv" => load_table(site, path, bytes, &mut found, sink),
            _ => {}
        }
    }
    if found.complete && !found.duties.is_empty() {
        report_idle_roles(site, &found.busy, sink);
    }
    site.duties = found.duties.into_values().collect();
    site.tables.extend(found.tables);
}

/// What is found in all files.
#[derive(Default)]
struct Found {
    duties: IndexMap<DutyId, Duty>,
    /// The roles that have something to do, also in duties that are left out.
    busy: BTreeSet<RoleId>,
    /// Whether all files could be read.
    complete: bool,
    tables: Vec<Places>,
}

fn load_toml(
    site: &Site,
    snapshot: &Snapshot,
    path: &SitePath,
    found: &mut Found,
    sink: &mut Vec<Diagnostic>,
) {
    let Some(raw) = read::read_file::<RawDuties>(snapshot, path).collect(sink) else {
        found.complete = false;
        return;
    };
    for raw in &raw.duty {
        add(site, raw, path, &mut Written::Ids, found, sink);
    }
}

fn load_table(site: &Site, path: &SitePath, bytes: &[u8], found: &mut Found, sink: &mut Vec<Diagnostic>) {
    let text = match text_of(path, bytes) {
        Ok(text) => text,
        Err(finding) => {
            found.complete = false;
            let hint = "in Excel, save it as `CSV UTF-8`; or let `ilpress import duties` read it";
            sink.push(Diagnostic { hints: vec![hint.to_owned()], ..*finding });
            return;
        }
    };
    turned::in_text(path, text, 0, sink);
    let names = RoleNames::new(site);
    let mut table = table::read(site, &names, path, text);
    sink.append(&mut table.findings);
    found.complete &= !table.duties.is_empty();
    let mut written = Written::Names(Tally::new(&names));
    let mut here = Vec::new();
    for duty in &table.duties {
        add(site, &duty.raw, path, &mut written, found, &mut here);
    }
    if let Written::Names(tally) = written {
        tally.report(&table, path, &mut here);
    }
    here.iter_mut().for_each(|finding| table.advise(finding));
    sink.append(&mut here);
    found.tables.extend(table.places);
}

/// How roles are written in a file.
enum Written<'a> {
    /// By their ids.
    Ids,
    /// As people write them. What isn't known is reported with the whole table.
    Names(Tally<'a>),
}

/// Adds a duty, unless another one has its id.
fn add(
    site: &Site,
    raw: &RawDuty,
    path: &SitePath,
    written: &mut Written,
    found: &mut Found,
    sink: &mut Vec<Diagnostic>,
) {
    let Some(id) = names::id(DutyId::new, "a duty", &raw.id, path, sink) else { return };
    let duty = resolve(site, id, raw, path, written, &mut found.busy, sink);
    let other = found.duties.get(raw.id.as_str()).map(|other| other.span.clone());
    if let Some(other) = other {
        let message = format!("there are two duties called `{}`", raw.id.value);
        let finding = Diagnostic::new(&DUPLICATE_NAME, raw.id.span(path), message);
        sink.push(finding.label(other, "the other one"));
    } else if let Some(duty) = duty {
        found.duties.insert(duty.id.clone(), duty);
    }
}

/// Returns the duty; nothing when nobody is accountable for it, which is
/// reported.
fn resolve(
    site: &Site,
    id: DutyId,
    raw: &RawDuty,
    path: &SitePath,
    roles: &mut Written,
    busy: &mut BTreeSet<RoleId>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Duty> {
    let assigned = assigned(site, raw, path, roles, sink);
    busy.extend(assigned.iter().map(|(_, role, _)| role.clone()));
    check_letters(raw, &assigned, path, sink);
    let with = |letter: Letter| -> Vec<RoleId> {
        let mut roles: Vec<RoleId> = Vec::new();
        for (_, role, _) in assigned.iter().filter(|(other, ..)| *other == letter) {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
        roles
    };
    let (audiences, audience_set) = audiences(site, raw, path, sink);
    let grades = site.grades_at(&raw.grades, path, sink).unwrap_or(GradeSet::EMPTY);
    let months = raw.months.as_ref().map_or(MonthSet::EMPTY, |months| names::months(months, path, sink));
    if raw.months.is_none() && raw.when.is_none() {
        let message = format!("the duty `{id}` says no time");
        let hint =
            "add `months = [\"oct\", \"nov\"]`, `months = \"all\"`, or `when = \"at the IEP meeting\"`";
        sink.push(Diagnostic::new(&DUTY_WITHOUT_TIME, raw.id.span(path), message).hint(hint));
    }
    let phase = raw.phase.as_ref().and_then(|name| phase(site, name, path, sink));
    let claim = raw.claim.as_ref().and_then(|name| claim(site, name, path, sink));
    let minutes = raw.minutes.as_ref().and_then(|number| names::at_least(1, "minutes", number, path, sink));
    let mut minutes_for = IndexMap::new();
    for (name, number) in raw.minutes_for.iter().flatten() {
        let minutes = names::at_least(0, "minutes_for", number, path, sink);
        if let (Some(role), Some(minutes)) = (role(site, name, path, roles, sink), minutes) {
            minutes_for.insert(role, minutes);
        }
    }
    Some(Duty {
        id,
        task: site.source_text(&raw.task, path, sink),
        phase,
        grades,
        months,
        when: site.source_text_opt(&raw.when, path, sink),
        accountable: with(Letter::Accountable).into_iter().next()?,
        responsible: with(Letter::Responsible),
        support: with(Letter::Support),
        consulted: with(Letter::Consulted),
        informed: with(Letter::Informed),
        audiences,
        audience_set,
        minutes,
        per: raw.per,
        minutes_for,
        workload: raw.workload.as_ref().and_then(|name| workload(site, name, path, sink)),
        step: raw.step.as_ref().and_then(|name| step(site, name, path, sink)),
        evidence: site.source_text_opt(&raw.evidence, path, sink),
        explained_by: texts(&raw.explained_by).map(|text| (text.value.clone(), text.span(path))).collect(),
        claim,
        places: assigned
            .iter()
            .map(|(letter, role, name)| (*letter, role.clone(), name.span(path)))
            .collect(),
        span: raw.id.span(path),
    })
}

/// A role with its letter and where that is written.
type Assigned<'a> = (Letter, RoleId, &'a Text);

fn assigned<'a>(
    site: &Site,
    raw: &'a RawDuty,
    path: &SitePath,
    roles: &mut Written,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Assigned<'a>> {
    let mut assigned = Vec::new();
    for letter in Letter::ALL {
        for name in written(raw, letter) {
            if let Some(role) = role(site, name, path, roles, sink) {
                assigned.push((letter, role, name));
            }
        }
    }
    assigned
}

fn written(raw: &RawDuty, letter: Letter) -> impl Iterator<Item = &Text> {
    texts(match letter {
        Letter::Accountable => &raw.accountable,
        Letter::Responsible => &raw.responsible,
        Letter::Support => &raw.support,
        Letter::Consulted => &raw.consulted,
        Letter::Informed => &raw.informed,
    })
}

fn texts(names: &Option<RawNames>) -> impl Iterator<Item = &Text> {
    names.iter().flat_map(|names| &names.0)
}

/// The four basic rules of a responsibility matrix. `role-without-duty`, the
/// fifth, is one of the whole site.
///
/// Names that don't exist count as written: they were reported, and a second
/// finding about the same slip would mislead.
fn check_letters(raw: &RawDuty, assigned: &[Assigned], path: &SitePath, sink: &mut Vec<Diagnostic>) {
    let id = raw.id.span(path);
    let accountable: Vec<&Text> = written(raw, Letter::Accountable).collect();
    match accountable.as_slice() {
        [] => {
            let message = format!("nobody is accountable for \"{}\"", raw.task.value);
            sink.push(
                Diagnostic::new(&ACCOUNTABLE_COUNT, id.clone(), message)
                    .hint("add `accountable = \"…\"` with one role"),
            );
        }
        [_] => {}
        several => {
            let message = format!("{} roles are accountable for \"{}\"", accountable.len(), raw.task.value);
            // In a table they stand in the order of their columns.
            let start = several.iter().map(|name| name.range.start).min().unwrap_or_default();
            let end = several.iter().map(|name| name.range.end).max().unwrap_or_default();
            let span = Span::new(path, start..end);
            let finding = Diagnostic::new(&ACCOUNTABLE_COUNT, span, message);
            sink.push(finding.hint("keep the one that answers for it; the others can be `responsible`"));
        }
    }
    if written(raw, Letter::Responsible).next().is_none() {
        let message = format!("nobody is responsible for \"{}\"", raw.task.value);
        sink.push(
            Diagnostic::new(&NOBODY_RESPONSIBLE, id, message)
                .hint("add `responsible = [\"…\"]` with who does it"),
        );
    }
    for (index, (letter, role, name)) in assigned.iter().enumerate() {
        let earlier = assigned[..index].iter().find(|(_, other, _)| other == role);
        let Some((other, _, other_name)) = earlier else { continue };
        // Who answers for it may also do it.
        let both = (*other, *letter) == (Letter::Accountable, Letter::Responsible);
        if both {
            continue;
        }
        let message = if other == letter {
            format!("`{role}` is named twice in `{}`", letter.key())
        } else {
            format!("`{role}` is both {} and {} in `{}`", word(*other), word(*letter), raw.id.value)
        };
        let finding = Diagnostic::new(&ROLE_TWICE, name.span(path), message);
        sink.push(finding.label(other_name.span(path), "and here").hint("keep the one that counts more"));
    }
}

fn word(letter: Letter) -> &'static str {
    match letter {
        Letter::Accountable => "accountable",
        Letter::Responsible => "responsible",
        Letter::Support => "helping",
        Letter::Consulted => "asked",
        Letter::Informed => "told",
    }
}

fn audiences(
    site: &Site,
    raw: &RawDuty,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> (Vec<AudienceId>, AudienceSet) {
    let Some(written) = &raw.audiences else { return (Vec::new(), site.all_editions()) };
    let mut audiences = Vec::new();
    let mut set = AudienceSet::EMPTY;
    if written.is_empty() {
        let message = format!("no edition may show `{}`", raw.id.value);
        let finding = Diagnostic::new(&INVALID_VALUE, raw.id.span(path), message);
        sink.push(finding.hint("leave `audiences` out when all may show it"));
    }
    for name in written {
        match site.audience(name) {
            Some(audience) => {
                set = set | audience.covers();
                audiences.push(audience.id.clone());
            }
            None => {
                sink.push(names::unknown(&UNKNOWN_AUDIENCE, "audience", name, path, site.audience_names()))
            }
        }
    }
    (audiences, set)
}

fn role(
    site: &Site,
    name: &Text,
    path: &SitePath,
    roles: &mut Written,
    sink: &mut Vec<Diagnostic>,
) -> Option<RoleId> {
    if let Written::Names(tally) = roles {
        return tally.find(name);
    }
    if let Some((id, _)) = site.roles.get_key_value(name.as_str()) {
        return Some(id.clone());
    }
    let message = format!("unknown role `{}`", name.value);
    sink.push(Diagnostic::new(&UNKNOWN_ROLE, name.span(path), message).hint_opt(site.meant_role(name)));
    None
}

fn phase(site: &Site, name: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<PhaseId> {
    let phase = site.phases.get_key_value(name.as_str()).map(|(id, _)| id.clone());
    if phase.is_none() {
        let known = site.phases.keys().map(PhaseId::as_str);
        sink.push(names::unknown(&UNKNOWN_NAME, "phase", name, path, known));
    }
    phase
}

fn step(site: &Site, name: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<StepId> {
    let step = site.steps.get_key_value(name.as_str()).map(|(id, _)| id.clone());
    if step.is_none() {
        let known = site.steps.keys().map(StepId::as_str);
        sink.push(names::unknown(&UNKNOWN_NAME, "action step", name, path, known));
    }
    step
}

fn workload(site: &Site, name: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<String> {
    let groups = &site.load.groups;
    if !groups.contains_key(name.as_str()) {
        let known = groups.keys().map(String::as_str);
        sink.push(names::unknown(&UNKNOWN_NAME, "group of work", name, path, known));
        return None;
    }
    Some(name.value.clone())
}

fn claim(site: &Site, name: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<ClaimId> {
    let claim = site.claims.get_key_value(name.as_str()).map(|(id, _)| id.clone());
    if claim.is_none() {
        let known = site.claims.keys().map(ClaimId::as_str);
        sink.push(names::unknown(&UNKNOWN_NAME, "claim", name, path, known));
    }
    claim
}

/// A role that has nothing to do is a page without a purpose, or a duty
/// forgotten.
fn report_idle_roles(site: &Site, busy: &BTreeSet<RoleId>, sink: &mut Vec<Diagnostic>) {
    for role in site.roles.values().filter(|role| !busy.contains(&role.id)) {
        let message = format!("the role `{}` has no duty", role.id);
        let finding = Diagnostic::new(&ROLE_WITHOUT_DUTY, role.span.clone(), message);
        sink.push(finding.hint("name it in a duty in content/duties/, or remove the role"));
    }
}
