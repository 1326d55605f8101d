//! `districts/<id>/district.toml` → districts.

use indexmap::IndexMap;

use super::model::Site;
use super::raw::Spanned;
use super::raw::district::{RawContact, RawDistrict};
use super::{DistrictId, Grade, GradeSet, RoleId, names, read};
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
    /// Students per person, where it isn't the state's number.
    pub caseloads: IndexMap<RoleId, Caseload>,
    /// Students by grade; empty: not known.
    pub enrollment: IndexMap<Grade, u32>,
    /// People to call, by what they do: a role's id, or a word such as `ilp`.
    pub contacts: IndexMap<String, Contact>,
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
    District {
        name: raw.name.clone().unwrap_or_else(|| id.to_string()),
        id,
        short: raw.short.clone(),
        caseloads,
        enrollment,
        contacts: contacts.collect(),
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
