//! `districts/<id>/district.toml` and `districts.csv` → districts.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::audience::accent;
use super::districts::logo::{self, Logo};
use super::districts::table;
use super::districts::values::{self, Look, Problem};
use super::model::Site;
use super::raw::district::{RawContact, RawDistrict, RawDistrictLanguage, RawPortal, RawSchool};
use super::raw::{RawTree, Spanned, Text};
use super::{Accent, DistrictId, Grade, GradeSet, Lang, RoleId, is_id, names, read};
use crate::diag::rules::{
    DUPLICATE_NAME, INVALID_VALUE, LEFT_OUT_DISTRICT, UNKNOWN_GRADE, UNKNOWN_NAME, UNKNOWN_ROLE,
};
use crate::diag::{self, Diagnostic, Span, text_of};
use crate::vfs::{SitePath, Snapshot};

/// A district, or a region.
#[derive(Clone, Debug)]
pub struct District {
    /// Its id: the name of its folder.
    pub id: DistrictId,
    /// The full name.
    pub name: String,
    /// A shorter name.
    pub short: Option<String>,
    /// The region that it belongs to; always one of the site's districts.
    pub part_of: Option<DistrictId>,
    /// Where the district says so.
    pub part_of_span: Option<Span>,
    /// Its mark.
    pub logo: Option<Logo>,
    /// Its colour, in place of each audience's.
    pub color: Option<Accent>,
    /// Students per person, where it isn't the state's number.
    pub caseloads: IndexMap<RoleId, Caseload>,
    /// Students by grade; empty: not known.
    pub enrollment: IndexMap<Grade, u32>,
    /// People to call, by what they do: a role's id, or a word such as `ilp`.
    pub contacts: IndexMap<String, Contact>,
    /// The system in which plans are kept.
    pub portal: Option<Portal>,
    /// Dates, by their paths below `dates.`.
    pub dates: IndexMap<String, String>,
    /// What it asks of its graduates, by paths below `graduation.`.
    pub graduation: IndexMap<String, String>,
    /// Its languages beside the site's default, also those that the site
    /// doesn't have.
    pub languages: IndexMap<Lang, DistrictLanguage>,
    /// Its own texts in slots.
    pub slots: Vec<SlotText>,
    /// Its schools, by id.
    pub schools: IndexMap<String, School>,
    /// Earlier ids, whose addresses lead here.
    pub aliases: Vec<DistrictId>,
    /// The file, or the row of the table, for findings.
    pub span: Span,
}

/// Students per person in a role.
#[derive(Clone, Debug)]
pub struct Caseload {
    /// How many.
    pub students: u32,
    /// Where the district says so.
    pub span: Span,
}

/// A person or an office to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Who it is.
    pub name: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
    /// A page about it.
    pub url: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}

/// The system in which plans are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portal {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// Where to get help with it.
    pub help: Option<String>,
}

/// A language of a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictLanguage {
    /// The rule that requires it.
    pub rule: Option<String>,
    /// Who reads its translations.
    pub reviewer: Option<String>,
}

/// A school of a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// The full name.
    pub name: String,
    /// A shorter name.
    pub short: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// People to call, where they aren't the district's.
    pub contacts: IndexMap<String, Contact>,
}

/// A district's own text in a slot. Whether there is such a slot, and what it
/// takes, only the documents say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotText {
    /// The document: `brochures/your-plan`.
    pub document: String,
    /// The name of the slot.
    pub slot: String,
    /// The text as it is written, without blanks around it.
    pub text: String,
    /// Where the key stands.
    pub key: Span,
    /// Where the text stands.
    pub span: Span,
}

/// Adds the districts to the site: those with a file of their own, then the
/// rows of `districts.csv` for the others.
pub(super) fn load(site: &mut Site, snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) {
    for (path, _) in snapshot.below("districts").filter(|(path, _)| path.file_name() == "district.toml") {
        let Some(raw) = read::read_file::<RawDistrict>(snapshot, path).collect(sink) else { continue };
        let folder = path.folder().strip_prefix("districts/").unwrap_or_default();
        let written = Spanned { value: folder.to_owned(), range: 0..0 };
        // A deeper folder is none of a district: `unread-file` says so.
        if folder.is_empty() || folder.contains('/') {
            continue;
        }
        let Some(id) = names::id(DistrictId::new, "a district", &written, path, sink) else { continue };
        let district = resolve(site, id, &raw, path, snapshot, sink);
        site.districts.insert(district.id.clone(), district);
    }
    load_table(site, snapshot, sink);
    site.districts.sort_unstable_keys();
    check_regions(site, sink);
    check_aliases(site, sink);
}

/// Adds the rows of `districts.csv`. One that is wrong is left out, and the
/// others stay.
fn load_table(site: &mut Site, snapshot: &Snapshot, sink: &mut Vec<Diagnostic>) {
    let path = SitePath::new(table::FILE).expect("the names of our files don't climb");
    let Some(bytes) = snapshot.bytes(&path) else { return };
    let text = match text_of(&path, bytes) {
        Ok(text) => text,
        Err(finding) => {
            let hint = "in Excel, save it as `CSV UTF-8`; or let `ilpress import districts` read it";
            sink.push(Diagnostic { hints: vec![hint.to_owned()], ..*finding });
            return;
        }
    };
    let mut read = table::read(&path, text);
    sink.append(&mut read.findings);
    for row in read.rows {
        let mut findings = row.findings;
        if let Some(id) = row.id.as_ref().and_then(|id| DistrictId::new(id))
            && id != *table::EXAMPLE
            // Who has a file of their own keeps it up there.
            && site.districts.get(&id).is_none_or(|district| district.span.path == path)
        {
            let mut district = resolve(site, id, &row.raw, &path, snapshot, &mut findings);
            district.span = row.span;
            if !diag::has_errors(&findings) {
                site.districts.insert(district.id.clone(), district);
            }
        } else if row.id.is_some() {
            continue;
        }
        sink.extend(findings.into_iter().map(|finding| match finding.is_error() {
            true => left_out(finding, row.id.as_ref()),
            false => finding,
        }));
    }
    site.tables.extend(read.places);
}

/// What an error in a row comes to: its district is left out.
fn left_out(finding: Diagnostic, id: Option<&Text>) -> Diagnostic {
    let who = match id {
        Some(id) if finding.rule != &DUPLICATE_NAME => format!("the district `{}`", id.value),
        _ => "this row".to_owned(),
    };
    let message = format!("{}, so {who} is left out", finding.message);
    Diagnostic { rule: &LEFT_OUT_DISTRICT, severity: LEFT_OUT_DISTRICT.severity, message, ..finding }
}

/// Takes out regions that don't exist, and those that belong to themselves.
fn check_regions(site: &mut Site, sink: &mut Vec<Diagnostic>) {
    let known: Vec<DistrictId> = site.districts.keys().cloned().collect();
    let region = |site: &Site, id: &DistrictId| site.districts.get(id).and_then(|d| d.part_of.clone());
    for id in &known {
        let Some(own) = region(site, id) else { continue };
        let span = site.districts[id].part_of_span.clone().unwrap_or_else(|| site.districts[id].span.clone());
        if known.binary_search(&own).is_err() {
            let near = diag::did_you_mean(
                own.as_str(),
                known.iter().filter(|other| *other != id).map(DistrictId::as_str),
            );
            let hint = near.unwrap_or_else(|| {
                format!("a region has a file of its own: `districts/{own}/district.toml`")
            });
            let message = format!("unknown region `{own}`");
            sink.push(Diagnostic::new(&UNKNOWN_NAME, span, message).hint(hint));
            site.districts[id].part_of = None;
            continue;
        }
        // Whoever comes back to itself is cut off here, so no circle is left.
        let mut above = vec![id.clone()];
        while let Some(next) = above.last().and_then(|last| region(site, last)) {
            if next == *id {
                let path: Vec<&str> = above.iter().chain([id]).map(DistrictId::as_str).collect();
                let message = format!("`{id}` belongs to itself: {}", path.join(" → "));
                sink.push(
                    Diagnostic::new(&INVALID_VALUE, span, message).hint("take one of the `part_of` out"),
                );
                site.districts[id].part_of = None;
                break;
            }
            if above.contains(&next) {
                break;
            }
            above.push(next);
        }
    }
}

/// Takes out earlier ids that somebody has.
fn check_aliases(site: &mut Site, sink: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<DistrictId, DistrictId> =
        site.districts.keys().map(|id| (id.clone(), id.clone())).collect();
    for district in site.districts.values_mut() {
        district.aliases.retain(|alias| match taken.get(alias) {
            Some(other) => {
                let message = format!("the alias `{alias}` of `{}` is the district `{other}`'s", district.id);
                let finding = Diagnostic::new(&DUPLICATE_NAME, district.span.clone(), message);
                sink.push(finding.hint("an address can lead to one district only: take the alias out"));
                false
            }
            None => {
                taken.insert(alias.clone(), district.id.clone());
                true
            }
        });
    }
}

/// The values of a table and of the tables in it, by their paths.
fn flat(table: Option<&IndexMap<Text, RawTree>>, look: &mut Look) -> IndexMap<String, String> {
    let mut values = IndexMap::new();
    for (key, tree) in table.into_iter().flatten() {
        let mut own = IndexMap::new();
        tree.flatten(key, &mut own);
        own.retain(|_, value| match values::line(value) {
            Ok(_) => true,
            Err(problem) => {
                look.tell(key, problem);
                false
            }
        });
        values.extend(own);
    }
    values
}

fn resolve(
    site: &Site,
    id: DistrictId,
    raw: &RawDistrict,
    path: &SitePath,
    snapshot: &Snapshot,
    sink: &mut Vec<Diagnostic>,
) -> District {
    let mut caseloads = IndexMap::new();
    for (name, students) in raw.caseload.iter().flatten() {
        let Some((role, _)) = site.roles.get_key_value(name.as_str()) else {
            let message = format!("unknown role `{}`", name.value);
            let finding = Diagnostic::new(&UNKNOWN_ROLE, name.span(path), message);
            sink.push(finding.hint_opt(site.meant_role(name)));
            continue;
        };
        if let Some(number) = names::at_least(1, "caseload", students, path, sink) {
            caseloads.insert(role.clone(), Caseload { students: number, span: students.span(path) });
        }
    }
    let mut enrollment = IndexMap::new();
    for (name, students) in raw.enrollment.iter().flatten() {
        let Some(grade) = single_grade(name) else {
            let message = format!("`{}` is no grade", name.value);
            let finding = Diagnostic::new(&UNKNOWN_GRADE, name.span(path), message);
            sink.push(finding.hint("write one line for each grade: `9 = 120`"));
            continue;
        };
        if let Some(number) = names::at_least(0, "enrollment", students, path, sink) {
            enrollment.insert(grade, number);
        }
    }
    let aliases = raw.aliases.iter().flatten();
    let aliases =
        aliases.filter_map(|alias| names::id(DistrictId::new, "a district", alias, path, sink)).collect();
    let part_of =
        raw.part_of.as_ref().and_then(|region| names::id(DistrictId::new, "a region", region, path, sink));
    let color = raw.color.as_ref().and_then(|color| accent(color, path, sink));
    let folder = format!("districts/{id}");
    let logo = raw.logo.as_ref().and_then(|logo| logo::load(logo, &folder, path, snapshot, sink));
    let mut look = Look { path, sink };
    let portal = raw.portal.as_ref().and_then(|portal| {
        let RawPortal { name, url, help } = portal;
        let (url, help) = (look.at(url, values::url), look.at(help, values::reach));
        let name =
            required(name, "`portal` lacks `name`", "say what families call it: `name = \"…\"`", &mut look)?;
        Some(Portal { name, url, help })
    });
    District {
        name: look.at(&raw.name, values::line).unwrap_or_else(|| id.to_string()),
        id,
        short: look.at(&raw.short, values::line),
        part_of,
        part_of_span: raw.part_of.as_ref().map(|region| region.span(path)),
        logo,
        color,
        caseloads,
        enrollment,
        contacts: contacts(&raw.contact, &mut look),
        portal,
        dates: flat(raw.dates.as_ref(), &mut look),
        graduation: flat(raw.graduation.as_ref(), &mut look),
        languages: languages(raw, &mut look),
        slots: slots(raw, &mut look),
        schools: schools(raw, &mut look),
        aliases,
        span: Span::file(path),
    }
}

/// Returns a text that must be there.
fn required(written: &Text, message: &str, hint: &str, look: &mut Look) -> Option<String> {
    if written.trim().is_empty() {
        // In TOML an empty text was reported with the shape of the file.
        if look.path.extension() == "csv" {
            look.tell(written, Problem::new(message, hint));
        }
        return None;
    }
    look.one(written, values::line)
}

fn contacts(raw: &Option<IndexMap<Text, RawContact>>, look: &mut Look) -> IndexMap<String, Contact> {
    let mut contacts = IndexMap::new();
    for (what, contact) in raw.iter().flatten() {
        if !is_id(what) {
            look.sink.push(names::invalid_id("a contact", what, what.span(look.path)));
            continue;
        }
        let RawContact { name, phone, email, url, hours } = contact;
        let contact = Contact {
            name: look.at(name, values::line),
            phone: look.at(phone, values::phone),
            email: look.at(email, values::email),
            url: look.at(url, values::url),
            hours: look.at(hours, values::line),
        };
        contacts.insert(what.value.clone(), contact);
    }
    contacts
}

/// Languages by their names in English, for people who don't know the tags.
const LANGUAGE_NAMES: [(&str, &str); 14] = [
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("english", "en"),
    ("french", "fr"),
    ("haitian creole", "ht"),
    ("hmong", "hmn"),
    ("korean", "ko"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("somali", "so"),
    ("spanish", "es"),
    ("tagalog", "tl"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
];

fn languages(raw: &RawDistrict, look: &mut Look) -> IndexMap<Lang, DistrictLanguage> {
    let mut languages = IndexMap::new();
    for (written, language) in raw.languages.iter().flatten() {
        let tag = written.parse::<unic_langid::LanguageIdentifier>();
        let Some(lang) = Lang::new(written)
            .filter(|_| tag.is_ok() && written.split('-').next().is_some_and(|part| part.len() <= 3))
        else {
            let small = written.trim().to_lowercase();
            let named = LANGUAGE_NAMES.iter().find(|(name, _)| *name == small);
            let hint = match named {
                Some((_, tag)) => format!("did you mean `{tag}`?"),
                None => "write its tag in small letters: `es`, `ar`, `zh-hant`".to_owned(),
            };
            look.tell(written, Problem::new(format!("`{}` is no language", values::shown(written)), hint));
            continue;
        };
        let RawDistrictLanguage { rule, reviewer } = language;
        let language =
            DistrictLanguage { rule: look.at(rule, values::line), reviewer: look.at(reviewer, values::line) };
        languages.insert(lang, language);
    }
    languages
}

fn slots(raw: &RawDistrict, look: &mut Look) -> Vec<SlotText> {
    let mut slots = Vec::new();
    for (key, written) in raw.slots.iter().flatten() {
        let parts = key.split_once('#').filter(|(document, slot)| {
            is_id(slot) && document.contains('/') && document.split('/').all(is_id)
        });
        let Some((document, slot)) = parts else {
            let message = format!("`{}` names no slot", values::shown(key));
            let hint = "write the document and the slot's name: `\"brochures/your-plan#welcome\"`";
            look.tell(key, Problem::new(message, hint));
            continue;
        };
        let Some(text) = look.one(written, values::text).filter(|text| !text.is_empty()) else { continue };
        slots.push(SlotText {
            document: document.to_owned(),
            slot: slot.to_owned(),
            text,
            key: key.span(look.path),
            span: written.span(look.path),
        });
    }
    slots
}

fn schools(raw: &RawDistrict, look: &mut Look) -> IndexMap<String, School> {
    let mut schools = IndexMap::new();
    for (id, school) in raw.schools.iter().flatten() {
        if !is_id(id) {
            look.sink.push(names::invalid_id("a school", id, id.span(look.path)));
            continue;
        }
        let RawSchool { name, short, address, phone, contact } = school;
        let message = format!("the school `{}` has no name", id.value);
        let Some(name) = required(name, &message, "say what it is called: `name = \"…\"`", look) else {
            continue;
        };
        let school = School {
            name,
            short: look.at(short, values::line),
            address: look.at(address, values::text),
            phone: look.at(phone, values::phone),
            contacts: contacts(contact, look),
        };
        schools.insert(id.value.clone(), school);
    }
    schools
}

fn single_grade(text: &str) -> Option<Grade> {
    let grades = GradeSet::parse(text)?;
    grades.iter().next().filter(|_| grades.len() == 1)
}

impl Site {
    /// Returns the district of this id; the finding when there is none.
    pub fn district(&self, id: &str, span: Span) -> Result<&District, Box<Diagnostic>> {
        self.districts.get(id).ok_or_else(|| {
            let near = crate::diag::did_you_mean(id, self.districts.keys().map(DistrictId::as_str));
            let found = Diagnostic::new(&UNKNOWN_NAME, span, format!("unknown district `{id}`"));
            Box::new(match near {
                Some(near) => found.hint(near),
                None => found.hint(
                    "districts are folders with a `district.toml` in districts/, or rows of districts.csv",
                ),
            })
        })
    }
}
