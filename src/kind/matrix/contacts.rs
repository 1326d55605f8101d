//! Who in our school: the people behind the roles, or a line to write on.

use serde::Serialize;

use super::{Shown, View};
use crate::kind::shell::call;
use crate::site::{self, Role};

/// The roles of a matrix with their people.
#[derive(Serialize)]
pub struct Contacts {
    /// The district that they work for.
    pub district: Option<String>,
    /// One for each role.
    pub people: Vec<Contact>,
}

/// Who has a role.
#[derive(Serialize)]
pub struct Contact {
    /// What readers call the role.
    pub role: String,
    /// The person or the office; nothing: somebody will write it in.
    pub name: Option<String>,
    /// The number to call.
    pub phone: Option<Phone>,
    /// The address to write to.
    pub email: Option<String>,
}

/// A number to call.
#[derive(Serialize)]
pub struct Phone {
    /// As people read it.
    pub text: String,
    /// The link that calls it.
    pub href: String,
}

/// The people of a matrix: of its columns, or on a poster of those who lead.
/// Each card has its own.
pub(super) fn of_view(shown: &Shown, view: &View) -> Contacts {
    let people = match view {
        View::Grid => contacts(shown, shown.roles),
        View::Poster(_) => contacts(shown, &leading(shown)),
        View::Card(_) | View::Calendar(_) | View::Ladder(_) | View::Workload(_) => Vec::new(),
    };
    Contacts { district: shown.district.map(|district| district.name.clone()), people }
}

/// The roles that are accountable for a duty.
fn leading<'a>(shown: &Shown<'a>) -> Vec<&'a Role> {
    let roles = shown.edition.corpus.site.roles.values();
    roles.filter(|role| shown.duties.iter().any(|duty| duty.accountable == role.id)).collect()
}

/// Who has these roles: the district's people, else what the state's edition
/// says.
pub(super) fn contacts(shown: &Shown, roles: &[&Role]) -> Vec<Contact> {
    roles
        .iter()
        .map(|role| {
            let found = shown.district.and_then(|district| district.contacts.get(role.id.as_str()).cloned());
            let site::Contact { name, phone, email, .. } = found.unwrap_or_else(|| of_state(shown, role));
            Contact {
                role: shown.edition.fill(&role.name),
                name,
                phone: phone.map(|text| Phone { href: call(&text), text }),
                email,
            }
        })
        .collect()
}

/// What the state's edition says in the place of a district.
fn of_state(shown: &Shown, role: &Role) -> site::Contact {
    let values = &shown.edition.corpus.site.state_edition;
    let value = |key: &str| values.get(&format!("contact.{}.{key}", role.id)).cloned();
    site::Contact { name: value("name"), phone: value("phone"), email: value("email"), ..Default::default() }
}
