//! `districts/<id>/district.toml` → districts.

use indexmap::IndexMap;

use super::model::Site;
use super::raw::RawTree;
use super::raw::Spanned;
use super::raw::district::{RawContact, RawDistrict, RawDistrictLanguage, RawPortal, RawSchool};
use super::{DistrictId, Grade, GradeSet, Lang, RoleId, is_id, names, read};
use crate::diag::rules::{UNKNOWN_GRADE, UNKNOWN_NAME, UNKNOWN_ROLE};
use crate::diag::{Diagnostic, Span};
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
    /// Its schools, by id.
    pub schools: IndexMap<String, School>,
    /// The file, for findings.
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

impl From<&RawContact> for Contact {
    fn from(raw: &RawContact) -> Contact {
        let RawContact { name, phone, email, url, hours } = raw.clone();
        Contact { name, phone, email, url, hours }
    }
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

impl From<&RawPortal> for Portal {
    fn from(raw: &RawPortal) -> Portal {
        let RawPortal { name, url, help } = raw.clone();
        Portal { name, url, help }
    }
}

/// A language of a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictLanguage {
    /// The rule that requires it.
    pub rule: Option<String>,
    /// Who reads its translations.
    pub reviewer: Option<String>,
}

impl From<&RawDistrictLanguage> for DistrictLanguage {
    fn from(raw: &RawDistrictLanguage) -> DistrictLanguage {
        let RawDistrictLanguage { rule, reviewer } = raw.clone();
        DistrictLanguage { rule, reviewer }
    }
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

impl From<&RawSchool> for School {
    fn from(raw: &RawSchool) -> School {
        let contacts = raw.contact.iter().flatten().map(|(what, contact)| (what.clone(), contact.into()));
        School {
            name: raw.name.clone(),
            short: raw.short.clone(),
            address: raw.address.clone(),
            phone: raw.phone.clone(),
            contacts: contacts.collect(),
        }
    }
}

/// Adds the districts to the site.
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
        let district = resolve(site, id, &raw, path, sink);
        site.districts.insert(district.id.clone(), district);
    }
    let known: Vec<DistrictId> = site.districts.keys().cloned().collect();
    for district in site.districts.values_mut() {
        district.part_of.take_if(|region| known.binary_search(region).is_err());
    }
}

/// The values of a table and of the tables in it, by their paths.
fn flat(table: Option<&IndexMap<String, RawTree>>) -> IndexMap<String, String> {
    let mut values = IndexMap::new();
    for (key, tree) in table.into_iter().flatten() {
        tree.flatten(key, &mut values);
    }
    values
}

fn resolve(
    site: &Site,
    id: DistrictId,
    raw: &RawDistrict,
    path: &SitePath,
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
    let contacts = raw.contact.iter().flatten().map(|(what, contact)| (what.clone(), contact.into()));
    let languages = raw
        .languages
        .iter()
        .flatten()
        .filter_map(|(lang, language)| Some((Lang::new(&lang.value)?, language.into())));
    let schools = raw.schools.iter().flatten().filter(|(id, _)| is_id(&id.value));
    let schools = schools.map(|(id, school)| (id.value.clone(), school.into()));
    District {
        name: raw.name.clone().unwrap_or_else(|| id.to_string()),
        id,
        short: raw.short.clone(),
        part_of: raw.part_of.as_ref().and_then(|region| DistrictId::new(&region.value)),
        caseloads,
        enrollment,
        contacts: contacts.collect(),
        portal: raw.portal.as_ref().map(Portal::from),
        dates: flat(raw.dates.as_ref()),
        graduation: flat(raw.graduation.as_ref()),
        languages: languages.collect(),
        schools: schools.collect(),
        span: Span::file(path),
    }
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
                None => found.hint("districts are folders with a `district.toml` in districts/"),
            })
        })
    }
}
