//! `::: {.duties phases=plan roles=family}`: a selection of duties as a table.

use std::ops::Range;

use indexmap::IndexSet;

use super::Edition;
use super::page::{Closed, LinkClass};
use crate::site::{Duty, GradeSet, Letter, MonthSet, RoleId, RoleLevel, Site};
use crate::syntax::{Align, Attrs, Kind, Tree};
use crate::vfs::OutputPath;

/// What a view shows of the duties: empty lists admit all.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Phases, by id.
    pub phases: Vec<String>,
    /// Roles.
    pub roles: Vec<RoleId>,
    /// Grades; nothing means all.
    pub grades: Option<GradeSet>,
    /// Months; empty means all.
    pub months: MonthSet,
    /// Duties, by id.
    pub duties: Vec<String>,
    /// Levels of those who answer for duties.
    pub levels: Vec<RoleLevel>,
}

impl Selection {
    /// Whether a duty is in the selection and this edition may show it.
    pub fn admits(&self, edition: &Edition, duty: &Duty) -> bool {
        duty.audience_set.contains(edition.index)
            && (self.duties.is_empty() || self.duties.iter().any(|id| duty.id == **id))
            && (self.phases.is_empty()
                || duty.phase.as_ref().is_some_and(|phase| self.phases.iter().any(|id| *phase == **id)))
            && (self.roles.is_empty() || duty.roles().iter().any(|(role, _)| self.roles.contains(role)))
            && self
                .grades
                .is_none_or(|grades| duty.grades.is_empty() || !duty.grades.intersection(grades).is_empty())
            && (self.levels.is_empty()
                || level(edition, duty).is_some_and(|level| self.levels.contains(&level)))
            && (self.months.is_empty() || !duty.months.intersection(self.months).is_empty())
    }
}

fn level(edition: &Edition, duty: &Duty) -> Option<RoleLevel> {
    edition.corpus.site.roles.get(&duty.accountable)?.level
}

/// The roles of a selection's names, in the order of the names: an audience
/// stands for its roles. Names that nobody has are left out: they were reported.
pub fn roles<'a>(site: &Site, names: impl IntoIterator<Item = &'a str>) -> Vec<RoleId> {
    let mut roles = IndexSet::new();
    for name in names {
        match site.roles.get_key_value(name) {
            Some((id, _)) => roles.extend([id.clone()]),
            None => roles
                .extend(site.audience(name).into_iter().flat_map(|audience| audience.roles.iter().cloned())),
        }
    }
    roles.into_iter().collect()
}

/// Where a duty stands on the page of one of the edition's own roles, as a
/// link on another page.
pub fn place(edition: &Edition, path: &OutputPath, duty: &Duty) -> Option<String> {
    let (role, _) = duty.roles().into_iter().find(|(role, _)| edition.has_role(role))?;
    Some(format!("{}#duty-{}", path.link_to(&edition.role(&role)), duty.id))
}

/// Who leads a duty and who does it, in sentences.
pub fn owners(edition: &Edition, duty: &Duty) -> String {
    let does_it = duty.responsible.contains(&duty.accountable);
    let key = if does_it { "sentence-leads-and-does" } else { "sentence-accountable" };
    let leads = sentence(edition, key, &[&duty.accountable]);
    let others = duty.responsible.iter().filter(|role| **role != duty.accountable);
    let others = say(edition, Letter::Responsible, others);
    std::iter::once(leads).chain(others).collect::<Vec<_>>().join(" ")
}

/// What some roles have to do with a duty, in a sentence; nothing without roles.
pub fn say<'a>(
    edition: &Edition,
    letter: Letter,
    roles: impl IntoIterator<Item = &'a RoleId>,
) -> Option<String> {
    let roles: Vec<&RoleId> = roles.into_iter().collect();
    (!roles.is_empty()).then(|| sentence(edition, &format!("sentence-{}", letter.key()), &roles))
}

fn sentence(edition: &Edition, key: &str, roles: &[&RoleId]) -> String {
    let roles = roles.iter().filter_map(|id| edition.corpus.site.roles.get(*id));
    let names: Vec<String> = roles.map(|role| edition.fill(&role.name)).collect();
    let mut args = fluent_bundle::FluentArgs::new();
    args.set("n", names.len() as i64);
    args.set("who", edition.words.list(&names));
    edition.words.format(key, Some(&args))
}

/// When a duty falls due, in words.
pub fn when(edition: &Edition, duty: &Duty) -> String {
    match &duty.when {
        Some(when) => edition.fill(when),
        None => edition.words.months(duty.months, &edition.corpus.site.school_year),
    }
}

/// The duties of a block, as this edition may show them.
pub fn select<'a>(edition: &Edition<'a>, attrs: &Attrs) -> Vec<&'a Duty> {
    let site = &edition.corpus.site;
    let list = |key: &str| -> Vec<String> {
        attrs
            .get(key)
            .map(|word| word.text.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default()
    };
    let selection = Selection {
        // Authors write either.
        phases: [list("phase"), list("phases")].concat(),
        roles: roles(site, list("roles").iter().map(String::as_str)),
        levels: list("levels").iter().filter_map(|name| RoleLevel::parse(name)).collect(),
        grades: list("grades").iter().filter_map(|text| site.parse_grades(text)).reduce(GradeSet::union),
        months: site.parse_months(list("months").iter().map(String::as_str)).unwrap_or_default(),
        duties: list("duties"),
    };
    site.duties.iter().filter(|duty| selection.admits(edition, duty)).collect()
}

/// Adds the table: task, who leads and does it, when.
pub fn write(
    out: &mut Tree<Closed>,
    edition: &Edition,
    path: &OutputPath,
    duties: &[&Duty],
    label: String,
    span: Range<usize>,
) {
    let words = edition.words;
    let site = &edition.corpus.site;
    let table = out.open(Kind::Table, span.clone());
    out.set_extra(table, Closed::Table { align: vec![Align::Start; 3], label, class: "duties" });
    let head = out.open(Kind::TableHead, span.clone());
    for key in ["task", "who", "when"] {
        cell(out, &words.get(key), None, false, &span);
    }
    out.close(head);
    for duty in duties {
        let row = out.open(Kind::TableRow, span.clone());
        cell(out, &edition.fill(&duty.task), place(edition, path, duty), true, &span);
        let mut who = Vec::new();
        for letter in [Letter::Accountable, Letter::Responsible] {
            for role in duty.with(letter).iter().filter_map(|role| site.roles.get(role)) {
                if !who.contains(&role.name) {
                    who.push(role.name.clone());
                }
            }
        }
        cell(out, &words.list(&who), None, false, &span);
        cell(out, &when(edition, duty), None, false, &span);
        out.close(row);
    }
    out.close(table);
}

fn cell(out: &mut Tree<Closed>, text: &str, href: Option<String>, heads: bool, span: &Range<usize>) {
    let cell = out.open(Kind::TableCell, span.clone());
    out.nodes[cell].arg = u8::from(heads);
    let range = out.intern(text);
    let link = href.map(|href| {
        let link = out.open(Kind::Link, span.clone());
        out.set_extra(link, Closed::Link { href, title: String::new(), class: LinkClass::Plain });
        link
    });
    out.text_leaf(Kind::Text, span.clone(), range);
    if let Some(link) = link {
        out.close(link);
    }
    out.close(cell);
}
