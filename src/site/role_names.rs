//! The names that people write for a role: "School Counselors", "the
//! school-counselor", "Scool counselor".

use std::collections::HashMap;

use super::likeness::{misspelt, words};
use super::{RoleId, Site};

/// Looks up the role that a written name means.
///
/// Equal is what differs in case, hyphens, dots, blanks, plural or "the" only.
pub struct RoleNames<'a> {
    site: &'a Site,
    /// The words of all names of a role, one entry each.
    names: Vec<(&'a RoleId, Vec<String>)>,
    /// Who is meant by the words of a name, run together.
    ids: HashMap<String, Vec<&'a RoleId>>,
    titles: HashMap<String, Vec<&'a RoleId>>,
    others: HashMap<String, Vec<&'a RoleId>>,
}

/// What a written name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// It is a name of this role.
    Role(RoleId),
    /// It is misspelt or shortened, and can only mean this role.
    Nearly(RoleId),
    /// It could mean any of these roles.
    Several(Vec<RoleId>),
    /// No role is called so.
    Nobody,
}

impl Named {
    /// The role that it is read as.
    pub fn role(&self) -> Option<&RoleId> {
        match self {
            Named::Role(role) | Named::Nearly(role) => Some(role),
            Named::Several(_) | Named::Nobody => None,
        }
    }
}

impl<'a> RoleNames<'a> {
    /// Returns the names of all roles: their ids, names and other names.
    pub fn new(site: &'a Site) -> RoleNames<'a> {
        let mut names = RoleNames {
            site,
            names: Vec::new(),
            ids: HashMap::new(),
            titles: HashMap::new(),
            others: HashMap::new(),
        };
        for (id, role) in &site.roles {
            add(&mut names.ids, &mut names.names, id, id.as_str());
            add(&mut names.titles, &mut names.names, id, &role.name);
            for other in &role.also {
                add(&mut names.others, &mut names.names, id, other);
            }
        }
        names
    }

    /// Adds a name for a role, which then counts before all others.
    pub fn insert(&mut self, name: &str, role: &'a RoleId) {
        self.ids.insert(words(name).concat(), vec![role]);
    }

    /// Returns whom a name means. An id counts before a name, and a name
    /// before another role's other names.
    pub fn find(&self, written: &str) -> Named {
        let named = self.exactly(written);
        if named != Named::Nobody {
            return named;
        }
        // "School counselor (lead)"
        if let Some((before, explained)) = written.split_once('(')
            && explained.trim_end().strip_suffix(')').is_some_and(|inside| !inside.contains(['(', ')']))
            && let Named::Role(role) = self.exactly(before)
        {
            return Named::Nearly(role);
        }
        let wanted = words(written);
        let mut near: Vec<RoleId> = Vec::new();
        for (role, name) in &self.names {
            if misspelt(&wanted, name) && !near.contains(role) {
                near.push((*role).clone());
            }
        }
        match near.len() {
            0 => Named::Nobody,
            1 => Named::Nearly(near.remove(0)),
            _ => Named::Several(near),
        }
    }

    fn exactly(&self, written: &str) -> Named {
        let wanted = words(written).concat();
        for names in [&self.ids, &self.titles, &self.others] {
            match names.get(&wanted).map(Vec::as_slice) {
                None | Some([]) => {}
                Some([role]) => return Named::Role((*role).clone()),
                Some(roles) => return Named::Several(roles.iter().map(|role| (*role).clone()).collect()),
            }
        }
        Named::Nobody
    }

    /// Whether it is a name of a role, its form aside.
    pub fn knows(&self, written: &str) -> bool {
        matches!(self.exactly(written), Named::Role(_))
    }

    /// What to do about a name that means no role.
    pub fn advice(&self, written: &str, named: &Named) -> String {
        if let Named::Several(roles) = named {
            let roles: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
            return format!("it could mean {}: write out which", roles.join(" or "));
        }
        let wanted = words(written).concat();
        let group = self.site.audiences.iter().find(|audience| {
            [audience.id.as_str(), &audience.name].map(|name| words(name).concat()).contains(&wanted)
        });
        if let Some(group) = group.filter(|group| !group.roles.is_empty()) {
            let roles: Vec<&str> = group.roles.iter().map(RoleId::as_str).collect();
            return format!("it is a group; its roles are: {}", roles.join(", "));
        }
        let all: Vec<&str> = self.site.role_names().collect();
        let known = match self.nearest(written) {
            Some(near) => format!("the nearest is `{near}`; "),
            None if all.len() <= FEW => format!("the roles are {}; ", all.join(", ")),
            None => String::new(),
        };
        format!("{known}write a role of the site, or add this name to a role's `also` in audiences/")
    }

    /// The role whose names are most like a name, if any is like it.
    pub fn nearest(&self, written: &str) -> Option<&'a RoleId> {
        let wanted = words(written).join(" ");
        let likeness = |name: &[String]| strsim::jaro_winkler(&wanted, &name.join(" "));
        let like = self.names.iter().map(|(role, name)| (likeness(name), *role));
        let like = like.filter(|(likeness, _)| *likeness >= LIKE);
        like.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, role)| role)
    }
}

/// How like a name has to be to be named as the nearest.
const LIKE: f64 = 0.7;

/// How many roles are named when no name is near.
const FEW: usize = 24;

fn add<'a>(
    names: &mut HashMap<String, Vec<&'a RoleId>>,
    all: &mut Vec<(&'a RoleId, Vec<String>)>,
    role: &'a RoleId,
    name: &str,
) {
    let words = words(name);
    let roles = names.entry(words.concat()).or_default();
    if !roles.contains(&role) {
        roles.push(role);
    }
    all.push((role, words));
}
