//! A page for each role: its year, its duties, and the passages for it.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::calendar_file::{Whose, calendar_file};
use super::digest::Digest;
use super::download::{DownloadLink, Format, dates, links};
use super::handover::is_handed_over;
use super::matrix::Scheme;
use super::matrix::wording::{Code, codes, explained, minutes, sentence, when};
use super::matrix::workload::{RoleLoad, of_role};
use super::months::{Extent, MonthEntry, months};
use super::{Content, Publication, Shell, TiedLink, ties};
use crate::corpus::DocKind;
use crate::edition::page::{Closed, ContentsEntry};
use crate::edition::{Edition, Flow, Page};
use crate::site::{Duty, Letter, Role, RoleId, RoleLevel};
use crate::syntax::{Kind, Tree};
use crate::vfs::OutputPath;

/// A role in the list of an edition.
#[derive(Serialize)]
pub struct RoleEntry {
    /// What readers call it.
    pub name: String,
    /// Relative address.
    pub href: String,
    /// What it does.
    pub summary: Option<String>,
    /// How many duties it has.
    pub count: usize,
}

/// A role's page.
#[derive(Serialize)]
pub struct RolePage {
    /// What readers call it.
    pub name: String,
    /// What it does.
    pub summary: Option<String>,
    /// Students per person.
    pub caseload: Option<u32>,
    /// Its hours by month; nothing when none are counted.
    pub load: Option<RoleLoad>,
    /// The sheet with which it is handed over, if anybody does that.
    pub handover_href: Option<String>,
    /// Its year: months in which something is due.
    pub months: Vec<MonthEntry>,
    /// The keys of the parts that it has.
    pub parts: Vec<&'static str>,
    /// Its duties.
    pub duties: Vec<DutyEntry>,
    /// The passages for it.
    pub passages: Vec<PassageEntry>,
    /// Its year for other programs.
    pub downloads: Vec<DownloadLink>,
}

/// A duty of a role.
#[derive(Serialize)]
pub struct DutyEntry {
    /// Its address within the page.
    pub id: String,
    /// What is to be done.
    pub task: String,
    /// The key of its first letter: `informed`, when it is only told.
    pub part: &'static str,
    /// The role's part in it.
    pub codes: Vec<Code>,
    /// That, in words.
    pub word: String,
    /// Its grades, in words.
    pub grades: Option<String>,
    /// Its months, in words.
    pub months: String,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// Its hours in the year, in words, for one person in the role.
    pub hours: Option<String>,
    /// Who else does what.
    pub sentence: String,
    /// Where it is explained.
    pub href: Option<String>,
    /// The passages that are tied to it.
    pub ties: Vec<TiedLink>,
    /// What shows that it is done.
    pub evidence: Option<String>,
}

/// A passage for a role, as its page has it.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The document.
    pub title: String,
    /// The section it stands in.
    pub section: Option<ContentsEntry>,
    /// The page it is from.
    pub from: OutputPath,
    /// Its text.
    pub body: Flow,
}

/// A passage on a role's page.
#[derive(Serialize)]
pub struct PassageEntry {
    /// The document.
    pub title: String,
    /// The section it stands in.
    pub section: Option<String>,
    /// Where it stands.
    pub href: String,
    /// Its text.
    #[serde(skip)]
    pub passage: Arc<Passage>,
}

/// The list of an edition's roles; nothing when it has none.
pub fn roles(edition: &Edition) -> Option<Publication> {
    let roles = edition.roles();
    if roles.is_empty() {
        return None;
    }
    let path = edition.special("roles");
    let title = edition.words.get("roles-title");
    let shell = Shell::new(edition, &path, "roles", &title, &title);
    let entries = roles
        .iter()
        .map(|role| RoleEntry {
            name: edition.fill(&role.name),
            href: path.link_to(&edition.role(&role.id)),
            summary: role.summary.as_ref().map(|summary| edition.fill(summary)),
            count: duties(edition, role).count(),
        })
        .collect();
    Some(Publication::new(path, shell, Content::Roles(entries)))
}

/// The duties of a role that this edition may show.
pub(super) fn duties<'a>(edition: &Edition<'a>, role: &'a Role) -> impl Iterator<Item = &'a Duty> + use<'a> {
    let index = edition.index;
    edition
        .corpus
        .site
        .duties
        .iter()
        .filter(move |duty| duty.audience_set.contains(index) && !duty.letters(&role.id).is_empty())
}

/// A role's page.
pub fn page(edition: &Edition, role: &Role, pages: &[Arc<Digest>]) -> Publication {
    let path = edition.role(&role.id);
    let name = edition.fill(&role.name);
    let summary = role.summary.as_ref().map(|summary| edition.fill(summary));
    let mut shell = Shell::new(edition, &path, "role", &name, summary.as_deref().unwrap_or(&name));
    shell.crumb(edition.words.get("roles"), path.link_to(&edition.special("roles")));
    let year = calendar_file(edition, &path, &name, &Whose::Role(&role.id), duties(edition, role));
    let dates = dates(&path, year);
    // What families and students give is no workload.
    let load = of_role(edition, &path, role).filter(|_| role.level != Some(RoleLevel::Family));
    let hours = |duty: &Duty| {
        let mut items = load.iter().flat_map(|load| &load.work).flat_map(|group| &group.items);
        items.find(|item| duty.id == *item.id).map(|item| item.hours.clone())
    };
    let has = |letter: &Letter| duties(edition, role).any(|duty| duty.letters(&role.id)[0] == *letter);
    let content = RolePage {
        parts: Letter::ALL.into_iter().filter(has).map(Letter::key).collect(),
        summary,
        caseload: role.caseload,
        months: months(edition, &[role], &path, Extent::Everything),
        duties: duties(edition, role)
            .map(|duty| {
                let letters = duty.letters(&role.id);
                let codes = codes(edition, &letters, Scheme::Plain);
                let all: Vec<&str> = codes.iter().map(|code| code.word.as_str()).collect();
                DutyEntry {
                    id: format!("duty-{}", duty.id),
                    task: edition.fill(&duty.task),
                    word: edition.words.list(&all),
                    part: letters[0].key(),
                    codes,
                    grades: (!duty.grades.is_empty()).then(|| edition.words.grades(duty.grades)),
                    months: when(edition, duty),
                    minutes: minutes(edition, duty),
                    hours: hours(duty),
                    sentence: sentence(edition, duty),
                    href: explained(edition, duty, &path),
                    ties: ties(duty, pages, &path),
                    evidence: duty.evidence.as_ref().map(|evidence| edition.fill(evidence)),
                }
            })
            .collect(),
        passages: passages_for(role, pages).map(|passage| entry(passage, &path)).collect(),
        handover_href: is_handed_over(role).then(|| path.link_to(&edition.handover(&role.id))),
        downloads: links(edition, &path, dates.as_ref().map(|_| Format::Ics)),
        load,
        name,
    };
    Publication::new(path, shell, Content::Role(Box::new(content))).with(dates)
}

/// The passages for a role, from all pages.
pub(super) fn passages_for<'a>(
    role: &'a Role,
    pages: &'a [Arc<Digest>],
) -> impl Iterator<Item = &'a Arc<Passage>> {
    let passages = pages.iter().flat_map(|page| &page.passages);
    passages.filter(|(id, _)| *id == role.id).map(|(_, passage)| passage)
}

pub(super) fn entry(passage: &Arc<Passage>, path: &OutputPath) -> PassageEntry {
    let place = path.link_to(&passage.from);
    PassageEntry {
        title: passage.title.clone(),
        section: passage.section.as_ref().map(|section| section.title.clone()),
        href: passage.section.as_ref().map_or(place.clone(), |section| format!("{place}#{}", section.id)),
        passage: passage.clone(),
    }
}

/// The passages of a page for its roles. A passage inside of another one for
/// the same role comes with it.
pub fn passages(page: &Page) -> Vec<(RoleId, Arc<Passage>)> {
    let mut found = Vec::new();
    let mut done: HashMap<&RoleId, usize> = HashMap::new();
    let sections = Sections::of(page);
    let mut table = 0;
    for (role, node) in &page.roles {
        if *node < done.get(role).copied().unwrap_or(0) || *node >= page.tree.nodes.len() {
            continue;
        }
        done.insert(role, page.tree.node(*node).end());
        let section = sections.around(*node);
        let passage = Passage {
            title: page.title.clone(),
            section: section.map(|section| ContentsEntry { children: Vec::new(), ..section.clone() }),
            from: page.path.clone(),
            body: whole(page, *node, &mut table),
        };
        found.push((role.clone(), Arc::new(passage)));
    }
    found
}

/// A passage in what it can't be without: an item in a list, a row in its
/// table below the table's head, a term in a list with its definitions. `table` is
/// the table that was found last: the rows of one come one after the other.
fn whole(page: &Page, node: usize, table: &mut usize) -> Flow {
    let tree = &page.tree;
    let reference = tree.node(node);
    let passage = node..reference.end();
    let mut out = Tree::new(tree.source.clone());
    let around = |out: &mut Tree<Closed>, kind: Kind, parts: &[std::ops::Range<usize>]| {
        let wrapper = out.open(kind, reference.span());
        for part in parts {
            out.append(tree, part.clone());
        }
        out.close(wrapper);
        wrapper
    };
    match reference.kind() {
        Kind::Item => {
            around(&mut out, Kind::List, &[passage]);
        }
        Kind::TableRow => {
            let is_around = |index: usize| {
                tree.node(index).kind() == Kind::Table && index < node && tree.node(index).end() > node
            };
            if !is_around(*table) {
                let Some(found) = (0..node).rev().find(|index| is_around(*index)) else {
                    return Flow { tree: tree.clone(), nodes: passage };
                };
                *table = found;
            }
            let table = tree.node(*table);
            let head = table
                .children()
                .find(|child| child.kind() == Kind::TableHead)
                .map_or(0..0, |head| head.index..head.end());
            let wrapper = around(&mut out, Kind::Table, &[head, passage]);
            if let Some(extra) = table.extra() {
                let mut extra = extra.clone();
                if let Closed::Table { label, .. } = &mut extra {
                    // A role's page may show several rows of one table.
                    label.push_str(&format!(" ({node})"));
                }
                out.set_extra(wrapper, extra);
            }
        }
        Kind::DefinitionTerm => {
            let definitions = (passage.end..tree.nodes.len())
                .map(|index| tree.node(index))
                .take_while(|next| next.kind() != Kind::DefinitionTerm);
            let end = definitions
                .filter(|next| next.kind() == Kind::Definition)
                .map(|next| next.end())
                .max()
                .unwrap_or(passage.end);
            around(&mut out, Kind::DefinitionList, std::slice::from_ref(&(node..end)));
        }
        _ => return Flow { tree: tree.clone(), nodes: passage },
    }
    Flow::all(&std::sync::Arc::new(out))
}

/// The sections of a page that its list of contents names.
pub(super) struct Sections<'a> {
    /// Their nodes, in order, and where they end.
    listed: Vec<(usize, usize, &'a ContentsEntry)>,
}

impl<'a> Sections<'a> {
    pub(super) fn of(page: &'a Page) -> Sections<'a> {
        let entries = page.contents.iter().flat_map(|entry| std::iter::once(entry).chain(&entry.children));
        let by_id: HashMap<&str, &ContentsEntry> = entries.map(|entry| (entry.id.as_str(), entry)).collect();
        // A brochure's cover is the head of its page and has no address.
        let first = page.tree.roots().find(|node| node.kind() == Kind::Section);
        let cover = first.filter(|_| page.kind == DocKind::Brochure).map(|cover| cover.index);
        let listed = page.tree.iter().filter_map(|node| match node.extra() {
            Some(Closed::Name(name)) if node.kind() == Kind::Section && cover != Some(node.index) => {
                Some((node.index, node.end(), *by_id.get(name.as_str())?))
            }
            _ => None,
        });
        Sections { listed: listed.collect() }
    }

    /// The innermost one around a node.
    pub(super) fn around(&self, node: usize) -> Option<&'a ContentsEntry> {
        let before = self.listed.partition_point(|(start, ..)| *start <= node);
        let around = self.listed[..before].iter().rev().find(|(_, end, _)| *end > node);
        around.map(|(_, _, entry)| *entry)
    }
}
