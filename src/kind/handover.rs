//! The sheet for the day on which somebody else takes over a role: to print, to
//! fill in and to sign.

use std::sync::Arc;

use serde::Serialize;

use super::digest::Digest;
use super::matrix::Scheme;
use super::matrix::wording::{codes, explained, when};
use super::role::{duties, entry, passages_for};
use super::shell::Link;
use super::{Content, Publication, Shell, ties};
use crate::edition::Edition;
use crate::site::{Duty, Letter, Month, Role, RoleLevel};
use crate::vfs::OutputPath;

/// What is handed over with a role.
#[derive(Serialize)]
pub struct Handover {
    /// The role.
    pub name: String,
    /// What it leads, does or helps with, by the month in which that begins.
    pub months: Vec<HandoverMonth>,
    /// What it alone answers for.
    pub answers_for: Vec<String>,
    /// What shows that things are done, and has to lie somewhere.
    pub papers: Vec<Paper>,
    /// With whom it works.
    pub people: Vec<Person>,
    /// What to read.
    pub reading: Vec<Link>,
}

/// What begins in a month.
#[derive(Serialize)]
pub struct HandoverMonth {
    /// Its name, or words for what is due at no certain time.
    pub name: String,
    /// The tasks.
    pub tasks: Vec<HandoverTask>,
}

/// A task to hand over.
#[derive(Serialize)]
pub struct HandoverTask {
    /// What is to be done.
    pub task: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// The role's part, in words.
    pub word: String,
    /// When, in words; nothing when the month says it all.
    pub when: Option<String>,
}

/// What shows that a task is done.
#[derive(Serialize)]
pub struct Paper {
    /// What it is.
    pub evidence: String,
    /// The task.
    pub task: String,
}

/// Somebody to call; what nobody knows is a line to write on.
#[derive(Serialize)]
pub struct Person {
    /// The role.
    pub role: String,
    /// Who it is.
    pub name: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
}

/// Whether somebody hands the role over: students and families don't.
pub fn is_handed_over(role: &Role) -> bool {
    role.level != Some(RoleLevel::Family)
}

/// The sheet of a role.
pub fn page(edition: &Edition, role: &Role, pages: &[Arc<Digest>]) -> Publication {
    let words = edition.words;
    let path = edition.handover(&role.id);
    let name = edition.fill(&role.name);
    let title = words.with("handover-title", &[("role", &name)]);
    let description = words.get("handover-text");
    let mut shell = Shell::new(edition, &path, "handover", &title, &description);
    shell.crumb(words.get("roles"), path.link_to(&edition.special("roles")));
    shell.crumb(name.clone(), path.link_to(&edition.role(&role.id)));
    let duties: Vec<&Duty> = duties(edition, role).collect();
    let with = |letters: &[Letter]| -> Vec<&Duty> {
        let has = |duty: &&&Duty| letters.iter().any(|letter| duty.with(*letter).contains(&role.id));
        duties.iter().filter(has).copied().collect()
    };
    let doing = with(&[Letter::Accountable, Letter::Responsible, Letter::Support]);
    let own = with(&[Letter::Accountable, Letter::Responsible]);
    let content = Handover {
        months: months(edition, role, &doing, &path),
        answers_for: with(&[Letter::Accountable]).iter().map(|duty| edition.fill(&duty.task)).collect(),
        papers: own.iter().filter_map(|duty| paper(edition, duty)).collect(),
        people: people(edition, role, &doing),
        reading: reading(role, &doing, pages, &path),
        name,
    };
    Publication::new(path, shell, Content::Handover(Box::new(content)))
}

/// Each task once, in the month in which it begins; those of no month last.
fn months(edition: &Edition, role: &Role, duties: &[&Duty], path: &OutputPath) -> Vec<HandoverMonth> {
    let year = &edition.corpus.site.school_year;
    let begins = |duty: &Duty| year.sorted(duty.months).first().copied();
    let month = |month: Option<Month>| {
        let due = duties.iter().filter(|duty| begins(duty) == month);
        HandoverMonth {
            name: match month {
                Some(month) => edition.words.month(month),
                None => edition.words.get("load-no-month"),
            },
            tasks: due.map(|duty| task(edition, role, duty, path)).collect(),
        }
    };
    let months = year.months().map(Some).chain([None]).map(month);
    months.filter(|month| !month.tasks.is_empty()).collect()
}

fn task(edition: &Edition, role: &Role, duty: &Duty, path: &OutputPath) -> HandoverTask {
    let codes = codes(edition, &duty.letters(&role.id), Scheme::Plain);
    let all: Vec<&str> = codes.iter().map(|code| code.word.as_str()).collect();
    HandoverTask {
        task: edition.fill(&duty.task),
        href: explained(edition, duty, path),
        word: edition.words.list(&all),
        when: (duty.months.len() != 1).then(|| when(edition, duty)),
    }
}

fn paper(edition: &Edition, duty: &Duty) -> Option<Paper> {
    let evidence = edition.fill(duty.evidence.as_ref()?);
    Some(Paper { evidence, task: edition.fill(&duty.task) })
}

/// The roles that share the work of this one, in the order of the site. Who is
/// only told of something isn't somebody to call about it.
fn people(edition: &Edition, role: &Role, duties: &[&Duty]) -> Vec<Person> {
    let site = &edition.corpus.site;
    let shares = |other: &&Role| {
        let works = |duty: &&Duty| duty.letters(&other.id).iter().any(|letter| *letter != Letter::Informed);
        other.id != role.id && duties.iter().any(works)
    };
    site.roles
        .values()
        .filter(shares)
        .map(|other| {
            let contact = |what: &str| {
                let text = site.state_edition.get(&format!("contact.{}.{what}", other.id));
                text.map(|text| edition.fill(text))
            };
            Person {
                role: edition.fill(&other.name),
                name: contact("name"),
                phone: contact("phone"),
                email: contact("email"),
            }
        })
        .collect()
}

/// The sections with passages for the role, or tied to its work, each once.
fn reading(role: &Role, duties: &[&Duty], pages: &[Arc<Digest>], path: &OutputPath) -> Vec<Link> {
    let passages = passages_for(role, pages).map(|passage| entry(passage, path));
    let own = passages.map(|passage| (passage.title, passage.section, passage.href));
    let tied = duties.iter().flat_map(|duty| ties(duty, pages, path));
    let tied = tied.map(|link| (link.title, link.section, link.href));
    let mut links: Vec<Link> = Vec::new();
    for (document, section, href) in own.chain(tied) {
        let title = section.map_or(document.clone(), |section| format!("{document} › {section}"));
        if !links.iter().any(|link| link.title == title) {
            links.push(Link { title, href, current: false });
        }
    }
    links
}
