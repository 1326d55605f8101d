//! Who publishes beside the state: districts and their schools.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::district::{Contact, District, School};
use super::{DistrictId, Lang, Site};

/// The number of somebody who publishes; 0 is the state.
///
/// It means nothing in another site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerIndex(u16);

impl OwnerIndex {
    /// The state.
    pub const STATE: OwnerIndex = OwnerIndex(0);

    /// Whether it is the state.
    pub fn is_state(self) -> bool {
        self.0 == 0
    }

    /// The index as a number.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

/// A district or one of its schools, as somebody who publishes.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Its own number.
    pub index: OwnerIndex,
    /// The district.
    pub district: DistrictId,
    /// The school in it; nothing for the district itself.
    pub school: Option<String>,
    /// The full name.
    pub name: String,
    /// A shorter name, or the full one.
    pub short: String,
    /// Where its editions lie: `districts/D/` or `districts/D/schools/S/`.
    pub folder: String,
    /// Region, district, school, as far as they exist: whose texts and values
    /// it has, the less specific first, itself last.
    pub chain: Vec<OwnerIndex>,
    /// What `district.*` says, by path without `district.`. The most specific
    /// of the chain wins; nothing comes from `[state_edition]`.
    pub values: IndexMap<String, String>,
    /// The site's languages that it offers; the default one always.
    pub languages: Vec<Lang>,
    /// Whether it has editions of its own. A region has none, unless it has
    /// schools: its districts publish.
    pub publishes: bool,
}

impl Owner {
    /// Its id as it is written in commands: `harmon`, `harmon/oak`.
    pub fn id(&self) -> String {
        match &self.school {
            Some(school) => format!("{}/{school}", self.district),
            None => self.district.to_string(),
        }
    }

    /// Whether it offers a language.
    pub fn offers(&self, lang: &Lang) -> bool {
        self.languages.contains(lang)
    }
}

/// The districts and schools of a site. Its districts must be known.
pub(super) fn owners(site: &Site) -> Vec<Owner> {
    let regions: HashSet<&DistrictId> =
        site.districts.values().filter_map(|district| district.part_of.as_ref()).collect();
    let all_publish = !site.district_settings.publishes.is_empty();
    let mut owners: Vec<Owner> = Vec::new();
    for district in site.districts.values() {
        let values = of_district(district);
        let languages: Vec<Lang> = site
            .languages
            .keys()
            .filter(|lang| *lang == site.default_lang() || district.languages.contains_key(*lang))
            .cloned()
            .collect();
        let publishes = all_publish && (!regions.contains(&district.id) || !district.schools.is_empty());
        let Some(index) = next(&owners) else { break };
        owners.push(Owner {
            index,
            district: district.id.clone(),
            school: None,
            name: district.name.clone(),
            short: district.short.clone().unwrap_or_else(|| district.name.clone()),
            folder: format!("districts/{}/", district.id),
            chain: vec![index],
            values,
            languages: languages.clone(),
            publishes,
        });
        for (id, school) in &district.schools {
            let Some(own) = next(&owners) else { break };
            owners.push(Owner {
                index: own,
                district: district.id.clone(),
                school: Some(id.clone()),
                name: school.name.clone(),
                short: school.short.clone().unwrap_or_else(|| school.name.clone()),
                folder: format!("districts/{}/schools/{id}/", district.id),
                chain: vec![index, own],
                values: of_school(school),
                languages: languages.clone(),
                publishes: all_publish,
            });
        }
    }
    inherit(site, &mut owners);
    owners
}

fn next(owners: &[Owner]) -> Option<OwnerIndex> {
    u16::try_from(owners.len() + 1).ok().map(OwnerIndex)
}

/// Completes chains and values: what the region says where the district
/// doesn't, what the district says where the school doesn't.
fn inherit(site: &Site, owners: &mut [Owner]) {
    let own: IndexMap<DistrictId, (OwnerIndex, IndexMap<String, String>)> = owners
        .iter()
        .filter(|owner| owner.school.is_none())
        .map(|owner| (owner.district.clone(), (owner.index, owner.values.clone())))
        .collect();
    for owner in owners {
        // From the district itself up; a region that is part of itself ends it.
        let mut above = vec![owner.district.clone()];
        while let Some(region) = above.last().and_then(|id| site.districts[id].part_of.as_ref())
            && !above.contains(region)
            && own.contains_key(region)
        {
            above.push(region.clone());
        }
        for id in &above {
            let (index, values) = &own[id];
            if !owner.chain.contains(index) {
                owner.chain.insert(0, *index);
            }
            let known: HashSet<String> = owner.values.keys().map(|path| whole(path).to_owned()).collect();
            for (path, value) in values {
                // A region's name is never its district's: each has its own.
                if !known.contains(whole(path)) {
                    owner.values.insert(path.clone(), value.clone());
                }
            }
        }
    }
}

/// What is inherited together: a person's name never stands beside somebody
/// else's phone.
fn whole(path: &str) -> &str {
    let depth = match path.split('.').next() {
        Some("contact") => 2,
        Some("portal") => 1,
        _ => return path,
    };
    path.match_indices('.').nth(depth - 1).map_or(path, |(at, _)| &path[..at])
}

fn of_district(district: &District) -> IndexMap<String, String> {
    let mut values = IndexMap::new();
    values.insert("name".to_owned(), district.name.clone());
    values.insert("short".to_owned(), district.short.clone().unwrap_or_else(|| district.name.clone()));
    add_contacts(&district.contacts, &mut values);
    if let Some(portal) = &district.portal {
        let url = portal.url.as_ref().map(|url| ("url", url));
        let help = portal.help.as_ref().map(|help| ("help", help));
        for (key, value) in [Some(("name", &portal.name)), url, help].into_iter().flatten() {
            values.insert(format!("portal.{key}"), value.clone());
        }
    }
    for (table, own) in [("dates", &district.dates), ("graduation", &district.graduation)] {
        values.extend(own.iter().map(|(path, value)| (format!("{table}.{path}"), value.clone())));
    }
    values
}

fn of_school(school: &School) -> IndexMap<String, String> {
    let mut values = IndexMap::new();
    let School { name, short, address, phone, contacts } = school;
    let short = short.as_ref().unwrap_or(name);
    values.insert("school.name".to_owned(), name.clone());
    values.insert("school.short".to_owned(), short.clone());
    for (key, value) in [("address", address), ("phone", phone)] {
        values.extend(value.as_ref().map(|value| (format!("school.{key}"), value.clone())));
    }
    add_contacts(contacts, &mut values);
    values
}

fn add_contacts(contacts: &IndexMap<String, Contact>, values: &mut IndexMap<String, String>) {
    for (what, contact) in contacts {
        let Contact { name, phone, email, url, hours } = contact;
        for (key, value) in
            [("name", name), ("phone", phone), ("email", email), ("url", url), ("hours", hours)]
        {
            values.extend(value.as_ref().map(|value| (format!("contact.{what}.{key}"), value.clone())));
        }
    }
}

impl Site {
    /// The district or school of a number; nothing for the state.
    pub fn owner(&self, index: OwnerIndex) -> Option<&Owner> {
        self.owners.get(index.get().checked_sub(1)?)
    }

    /// The district or school as commands name it: `harmon`, `harmon/oak`.
    pub fn owner_named(&self, id: &str) -> Option<&Owner> {
        let (district, school) = id.split_once('/').map_or((id, None), |(id, school)| (id, Some(school)));
        self.owners.iter().find(|owner| owner.district == *district && owner.school.as_deref() == school)
    }

    /// Those who publish beside the state.
    pub fn publishers(&self) -> impl Iterator<Item = &Owner> + Clone {
        self.owners.iter().filter(|owner| owner.publishes)
    }

    /// Whether somebody has an edition of its own of a document. The state has
    /// one of each.
    pub fn owner_publishes(&self, index: OwnerIndex, document: &str) -> bool {
        let publishes = |owner: &Owner| owner.publishes && self.district_settings.publishes(document);
        self.owner(index).is_none_or(publishes)
    }
}

#[cfg(test)]
mod tests {
    use crate::vfs::{SitePath, Snapshot, embedded};

    fn site(files: &[(&str, &str)]) -> super::Site {
        let mut snapshot: Snapshot = embedded::starter().collect();
        let districts: Vec<SitePath> = snapshot.below("districts").map(|(path, _)| path.clone()).collect();
        for path in districts {
            snapshot.remove(&path);
        }
        let config = SitePath::new("site-config.toml").expect("a good path");
        let mut text = String::from_utf8(snapshot.bytes(&config).expect("a file").to_vec()).expect("text");
        text.push_str("\n[districts]\npublishes = [\"brochures/*\"]\n");
        snapshot.insert(config, text);
        for (path, text) in files {
            snapshot.insert(SitePath::new(path).expect("a good path"), text.as_bytes());
        }
        crate::site::load(&snapshot).value.expect("a site")
    }

    const FILES: [(&str, &str); 3] = [
        (
            "districts/north/district.toml",
            "name = \"North\"\ncontact.ilp = { name = \"N\", phone = \"555-0101\" }\nportal = { name = \"P\" }\n",
        ),
        (
            "districts/oakton/district.toml",
            "name = \"Oakton\"\npart_of = \"north\"\ndates.fair = \"May 3\"\n[schools]\noak = { name = \"Oak School\", phone = \"555-0102\", contact.ilp = { name = \"O\" } }\n",
        ),
        ("districts/elm/district.toml", "name = \"Elm\"\npart_of = \"north\"\n"),
    ];

    #[test]
    fn the_most_specific_value_wins_and_people_stay_whole() {
        let site = site(&FILES);
        let value = |owner: &str, path: &str| {
            let owner = site.owner_named(owner).expect("an owner");
            owner.values.get(path).map(String::as_str)
        };
        assert_eq!(value("oakton", "contact.ilp.phone"), Some("555-0101"));
        assert_eq!(value("oakton", "name"), Some("Oakton"));
        assert_eq!(value("oakton/oak", "name"), Some("Oakton"));
        assert_eq!(value("oakton/oak", "school.name"), Some("Oak School"));
        assert_eq!(value("oakton/oak", "dates.fair"), Some("May 3"));
        assert_eq!(value("oakton/oak", "portal.name"), Some("P"));
        assert_eq!(value("oakton/oak", "contact.ilp.name"), Some("O"));
        assert_eq!(value("oakton/oak", "contact.ilp.phone"), None);
        assert_eq!(value("elm", "dates.fair"), None);
    }

    #[test]
    fn a_region_publishes_only_with_schools_of_its_own() {
        let site = site(&FILES);
        let publishes: Vec<String> = site.publishers().map(super::Owner::id).collect();
        assert_eq!(publishes, ["elm", "oakton", "oakton/oak"]);
        let chain: Vec<String> = site
            .owner_named("oakton/oak")
            .expect("an owner")
            .chain
            .iter()
            .map(|index| site.owner(*index).expect("an owner").id())
            .collect();
        assert_eq!(chain, ["north", "oakton", "oakton/oak"]);
    }

    #[test]
    fn regions_that_belong_to_each_other_end_somewhere() {
        let site = site(&[
            ("districts/a/district.toml", "name = \"A\"\npart_of = \"b\"\n"),
            ("districts/b/district.toml", "name = \"B\"\npart_of = \"a\"\n"),
        ]);
        // The first one is cut off, with a finding.
        assert_eq!(site.owner_named("a").map(|owner| owner.chain.len()), Some(1));
        assert_eq!(site.owner_named("b").map(|owner| owner.chain.len()), Some(2));
    }
}
