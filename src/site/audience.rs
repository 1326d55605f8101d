//! `audiences/*.toml` → audiences and roles.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::model::{Audience, Reading, Role, Site};
use super::raw::Text;
use super::raw::audience::{RawAudience, RawRole};
use super::raw::site_config::RawSiteConfig;
use super::{Accent, AccentProblem, AudienceId, AudienceSet, EditionIndex, RoleId, RoleLevel, names, read};
use crate::diag::rules::{
    AUDIENCE_CYCLE, DUPLICATE_NAME, INSUFFICIENT_CONTRAST, INVALID_ID, INVALID_VALUE, RESERVED_ID,
    TOO_MANY_AUDIENCES, UNKNOWN_AUDIENCE,
};
use crate::diag::{Diagnostic, Span};
use crate::vfs::{SitePath, Snapshot};

/// Folders beside the audiences' own in the output.
pub const RESERVED_AUDIENCES: [&str; 10] =
    ["districts", "schools", "kits", "events", "roles", "search", "assets", "archive", "status", "e"];

/// One audience file, read.
struct File {
    path: SitePath,
    raw: RawAudience,
}

/// Adds the audiences, their roles and their editions to the site.
pub(super) fn load(
    site: &mut Site,
    snapshot: &Snapshot,
    config: &RawSiteConfig,
    config_path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) {
    let mut files: IndexMap<AudienceId, File> = IndexMap::new();
    for (path, _) in snapshot.below("audiences") {
        if path.extension() != "toml" || path.folder() != "audiences" || is_translation(site, path) {
            continue;
        }
        if let Some(id) = audience_id(site, path, sink) {
            let raw = read::read_file::<RawAudience>(snapshot, path).collect(sink).unwrap_or_default();
            files.insert(id, File { path: path.clone(), raw });
        }
    }
    let order = order(&files, config, config_path, sink);
    for id in &order {
        let file = &files[id];
        let audience = audience(site, id, file, &files, sink);
        site.audiences.push(audience);
    }
    add_roles(site, &order, &files, sink);
    report_cycles(&order, &files, sink);
    add_editions(site, sink);
    check_aliases(site, &files, sink);
}

/// Whether the file translates another: `families.es.toml`.
pub(super) fn is_translation(site: &Site, path: &SitePath) -> bool {
    path.stem().rsplit_once('.').is_some_and(|(_, lang)| site.languages.contains_key(lang))
}

fn audience_id(site: &Site, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<AudienceId> {
    let stem = path.stem();
    let span = Span::file(path);
    let Some(id) = AudienceId::new(stem) else {
        sink.push(names::invalid_id("an audience", stem, span));
        return None;
    };
    if RESERVED_AUDIENCES.contains(&stem) || site.languages.contains_key(stem) {
        let message = format!("an audience can't be called `{stem}`: the site has a folder of that name");
        sink.push(Diagnostic::new(&RESERVED_ID, span, message).hint("rename the file"));
        return None;
    }
    if stem.chars().filter(|c| c.is_ascii_lowercase()).count() < 4 {
        let message = format!("`{stem}` is too short for an audience");
        let finding = Diagnostic::new(&INVALID_ID, span, message);
        sink.push(finding.hint("use four letters or more: shorter names look like languages in addresses"));
        return None;
    }
    Some(id)
}

/// Returns the audiences in the order of display: `audience_order`, then
/// `order`, then ids.
fn order(
    files: &IndexMap<AudienceId, File>,
    config: &RawSiteConfig,
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> Vec<AudienceId> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, name) in config.audience_order.iter().flatten().enumerate() {
        if !files.contains_key(name.as_str()) {
            let known = files.keys().map(AudienceId::as_str);
            sink.push(names::unknown(&UNKNOWN_AUDIENCE, "audience", name, path, known));
        }
        first.entry(name).or_insert(place);
    }
    let mut order: Vec<AudienceId> = files.keys().cloned().collect();
    order.sort_by_key(|id| {
        let listed = first.get(id.as_str()).copied().unwrap_or(usize::MAX);
        (listed, files[id].raw.order.unwrap_or(i64::MAX), id.clone())
    });
    order
}

fn audience(
    site: &Site,
    id: &AudienceId,
    file: &File,
    files: &IndexMap<AudienceId, File>,
    sink: &mut Vec<Diagnostic>,
) -> Audience {
    let File { path, raw } = file;
    let mut contains = Vec::new();
    for name in raw.contains.iter().flatten() {
        match files.get_key_value(name.as_str()) {
            Some((id, _)) => contains.push(id.clone()),
            None => {
                let known = files.keys().map(AudienceId::as_str);
                sink.push(names::unknown(&UNKNOWN_AUDIENCE, "audience", name, path, known));
            }
        }
    }
    let written_contains = raw.contains.as_ref().is_some_and(|names| !names.is_empty());
    let aliases = raw.aliases.iter().flatten();
    Audience {
        id: id.clone(),
        name: site.source_text_opt(&raw.name, path, sink).unwrap_or_else(|| id.to_string()),
        sentence: site.source_text_opt(&raw.sentence, path, sink),
        accent: raw.accent.as_ref().and_then(|text| accent(text, path, sink)).unwrap_or_default(),
        reading: raw.reading.as_ref().and_then(|reading| {
            let max_grade = names::at_least(1, "max_grade", &reading.max_grade, path, sink)?;
            if max_grade > 20 {
                let message = format!("`max_grade` can't be {max_grade}: no text is that hard");
                sink.push(Diagnostic::new(&INVALID_VALUE, reading.max_grade.span(path), message));
                return None;
            }
            Some(Reading { max_grade: max_grade as u8 })
        }),
        contains,
        edition: raw.edition.unwrap_or(!written_contains),
        facilitates: raw.facilitates.unwrap_or_default(),
        aliases: aliases
            .filter_map(|alias| names::id(AudienceId::new, "an audience", alias, path, sink))
            .collect(),
        start: raw.start.iter().flatten().map(|name| name.value.clone()).collect(),
        start_spans: raw.start.iter().flatten().map(|name| name.span(path)).collect(),
        roles: Vec::new(),
        span: Span::file(path),
        covers: AudienceSet::EMPTY,
    }
}

/// Returns the colour that is written at a key, or says why it can't be one.
pub(super) fn accent(text: &Text, path: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<Accent> {
    let span = text.span(path);
    let finding = match Accent::parse(text) {
        Ok(accent) => return Some(accent),
        Err(AccentProblem::NotAColor) => {
            Diagnostic::new(&INVALID_VALUE, span, format!("`{}` is no colour", text.value))
                .hint("write it as in CSS: `oklch(0.48 0.11 250)` or `#1d4f7c`")
        }
        Err(AccentProblem::Transparent) => {
            Diagnostic::new(&INVALID_VALUE, span, format!("one can see through the colour `{}`", text.value))
                .hint("leave out the part after the slash")
        }
        Err(AccentProblem::LowContrast { ratio, passes }) => {
            // Rounded down, so that 4.499 doesn't read as 4.5.
            let shown = (ratio * 100.0).floor() / 100.0;
            let message =
                format!("the contrast of `{}` on the page is {shown}:1, but must be 4.5:1", text.value);
            Diagnostic::new(&INSUFFICIENT_CONTRAST, span, message)
                .hint_opt(passes.map(|css| format!("the same hue can be read from here down: `{css}`")))
        }
    };
    sink.push(finding);
    None
}

/// Adds the roles: each belongs to one audience, and shares no name with one.
fn add_roles(
    site: &mut Site,
    order: &[AudienceId],
    files: &IndexMap<AudienceId, File>,
    sink: &mut Vec<Diagnostic>,
) {
    for (index, id) in order.iter().enumerate() {
        let File { path, raw } = &files[id];
        for (key, written) in raw.roles.iter().flatten() {
            let Some(role) = role(site, key, written, (id, raw.level), path, sink) else { continue };
            let other = site.roles.get(&role.id).map(|other| &other.span);
            let other =
                other.or(files.get(role.id.as_str()).and(site.audience(role.id.as_str())).map(|a| &a.span));
            if let Some(other) = other {
                let message = format!("there are two audiences or roles called `{}`", role.id);
                let finding = Diagnostic::new(&DUPLICATE_NAME, role.span.clone(), message);
                sink.push(
                    finding.label(other.clone(), "the other one").hint("a role belongs to one audience"),
                );
                continue;
            }
            site.audiences[index].roles.push(role.id.clone());
            site.roles.insert(role.id.clone(), role);
        }
    }
}

fn role(
    site: &Site,
    key: &Text,
    raw: &RawRole,
    (audience, level): (&AudienceId, Option<RoleLevel>),
    path: &SitePath,
    sink: &mut Vec<Diagnostic>,
) -> Option<Role> {
    let id = names::id(RoleId::new, "a role", key, path, sink)?;
    Some(Role {
        name: site.source_text_opt(&raw.name, path, sink).unwrap_or_else(|| id.to_string()),
        id,
        audience: audience.clone(),
        summary: site.source_text_opt(&raw.summary, path, sink),
        also: raw.also.iter().flatten().map(|name| site.source_text(name, path, sink)).collect(),
        level: raw.level.or(level),
        caseload: raw.caseload.as_ref().and_then(|number| names::at_least(1, "caseload", number, path, sink)),
        grades: site.grades_at(&raw.grades, path, sink).unwrap_or(site.grades),
        span: key.span(path),
    })
}

/// Reports audiences that contain themselves, each cycle once.
fn report_cycles(order: &[AudienceId], files: &IndexMap<AudienceId, File>, sink: &mut Vec<Diagnostic>) {
    let contained = |id: &str| files.get(id).into_iter().flat_map(|file| file.raw.contains.iter().flatten());
    let mut done: Vec<&str> = Vec::new();
    for start in order {
        // The way from `start` down, with the names that are still to be tried.
        let mut way: Vec<(&str, Vec<&Text>)> = vec![(start.as_str(), contained(start.as_str()).collect())];
        while let Some((id, rest)) = way.last_mut() {
            let Some(next) = rest.pop() else {
                done.push(*id);
                way.pop();
                continue;
            };
            let (id, next_id) = (*id, next.value.as_str());
            if let Some(place) = way.iter().position(|(id, _)| *id == next_id) {
                let mut names: Vec<&str> = way[place..].iter().map(|(id, _)| *id).collect();
                names.push(next_id);
                let message = format!("`{next_id}` contains itself: {}", names.join(" → "));
                let span = next.span(&files[id].path);
                let finding = Diagnostic::new(&AUDIENCE_CYCLE, span, message);
                sink.push(finding.hint("remove one of these names from its `contains`"));
            } else if !done.contains(&next_id) {
                way.push((next_id, contained(next_id).collect()));
            }
        }
    }
}

/// Numbers the editions and computes what each tag covers.
fn add_editions(site: &mut Site, sink: &mut Vec<Diagnostic>) {
    let with_edition = |(index, audience): (usize, &Audience)| audience.edition.then_some(index);
    site.editions = site.audiences.iter().enumerate().filter_map(with_edition).collect();
    if let Some(first) = site.editions.get(AudienceSet::CAPACITY) {
        let span = site.audiences[*first].span.clone();
        let message = format!("there are {} audiences with editions", site.editions.len());
        let hint = format!("a site can have {}: let some share an edition", AudienceSet::CAPACITY);
        sink.push(Diagnostic::new(&TOO_MANY_AUDIENCES, span, message).hint(hint));
        site.editions.truncate(AudienceSet::CAPACITY);
    }
    let covers: Vec<AudienceSet> = site.audiences.iter().map(|audience| covers(site, audience)).collect();
    for (audience, covers) in site.audiences.iter_mut().zip(covers) {
        audience.covers = covers;
    }
}

/// The editions of an audience and of all that it contains, however deep.
fn covers(site: &Site, audience: &Audience) -> AudienceSet {
    let mut set = AudienceSet::EMPTY;
    let mut seen: Vec<&AudienceId> = vec![&audience.id];
    let mut next = 0;
    // A worklist rather than recursion: cycles were reported, and end here.
    while let Some(id) = seen.get(next).copied() {
        next += 1;
        let Some(index) = site.audiences.iter().position(|audience| audience.id == *id) else { continue };
        let edition = site.editions.iter().position(|edition| *edition == index);
        if let Some(edition) = edition.and_then(EditionIndex::new) {
            set = set | AudienceSet::of(edition);
        }
        for inner in &site.audiences[index].contains {
            if !seen.contains(&inner) {
                seen.push(inner);
            }
        }
    }
    set
}

/// An earlier address must not be one that is in use.
fn check_aliases(site: &Site, files: &IndexMap<AudienceId, File>, sink: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for File { path, raw } in files.values() {
        for alias in raw.aliases.iter().flatten() {
            let name = alias.value.as_str();
            let used = RESERVED_AUDIENCES.contains(&name)
                || site.languages.contains_key(name)
                || files.contains_key(name);
            let twice = seen.insert(name, alias.span(path));
            if used || twice.is_some() {
                let message = format!("the alias `{name}` is the name of something else");
                let finding = Diagnostic::new(&DUPLICATE_NAME, alias.span(path), message);
                sink.push(match twice {
                    Some(other) => finding.label(other, "another alias"),
                    None => finding,
                });
            }
        }
    }
}
