//! The way to a district: the list of all, and the first page of each. They
//! hold names, titles and addresses, nothing of any edition's text.

use indexmap::IndexMap;
use serde::Serialize;

use super::document::stands_alone;
use super::shell::Link;
use super::{Content, Publication, Shell};
use crate::edition::{Edition, address};
use crate::site::{DistrictId, Lang, Owner, Site};
use crate::vfs::OutputPath;
use crate::words::Words;

/// How many districts a page names one by one; of more it leads to the list.
const FEW: usize = 6;

/// From how many districts on a list has a heading for each letter.
const LETTERS: usize = 30;

/// The list of districts.
#[derive(Serialize)]
pub struct Districts {
    /// The districts by name, in groups of one letter where they are many.
    pub by_name: Vec<Group>,
    /// The same by region; empty when there are no regions.
    pub by_region: Vec<Group>,
}

/// Some districts.
#[derive(Serialize)]
pub struct Group {
    /// Its address within the page.
    pub id: String,
    /// The letter or the region; nothing when there is but one group.
    pub name: Option<String>,
    /// The districts.
    pub districts: Vec<DistrictLink>,
}

/// A district.
#[derive(Clone, Debug, Serialize)]
pub struct DistrictLink {
    /// Its name.
    pub name: String,
    /// Its first page, in the reader's language if it has one.
    pub href: String,
    /// The language of that page.
    pub lang: String,
    /// That language's own name, where it isn't the reader's.
    pub lang_name: Option<String>,
    /// Its schools that have pages of their own.
    pub schools: Vec<DistrictLink>,
}

/// The first page of a district or school.
#[derive(Serialize)]
pub struct District {
    /// Its groups of readers, with what each finds.
    pub audiences: Vec<AudienceGroup>,
    /// Its schools that have pages of their own.
    pub schools: Vec<DistrictLink>,
    /// The district of a school.
    pub district: Option<Link>,
    /// The list of districts.
    pub all_href: String,
}

/// What a group of readers finds.
#[derive(Serialize)]
pub struct AudienceGroup {
    /// The audience's id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// Its home in this district.
    pub href: String,
    /// The class that gives it its colour.
    pub accent_class: String,
    /// Its documents.
    pub documents: Vec<Link>,
}

/// "Find your district", in a language.
#[derive(Clone, Debug, Serialize)]
pub struct FindDistrict {
    /// The language's tag.
    pub lang: String,
    /// Which way it is written.
    pub dir: &'static str,
    /// The words, in that language.
    pub title: String,
    /// The list in that language.
    pub href: String,
}

/// Whether anybody publishes in a language beside the state.
fn any_in(site: &Site, lang: &Lang) -> bool {
    site.publishers().any(|owner| owner.offers(lang))
}

/// The languages that have a list of districts.
pub fn langs(site: &Site) -> impl Iterator<Item = &Lang> {
    site.languages.keys().filter(|lang| any_in(site, lang))
}

/// Links to the list in each of the languages that a page offers.
pub fn find<'l, 'w>(
    edition: &Edition,
    path: &OutputPath,
    langs: impl Iterator<Item = &'l Lang>,
    words: &dyn Fn(&Lang) -> &'w Words,
) -> Vec<FindDistrict> {
    let site = &edition.corpus.site;
    langs
        .filter(|lang| any_in(site, lang))
        .map(|lang| FindDistrict {
            lang: lang.to_string(),
            dir: site.languages[lang].dir.as_str(),
            title: words(lang).get("find-your-district"),
            href: path.link_to(&address::districts(site, lang)),
        })
        .collect()
}

/// Where the readers of a state's page find what their district says: in the
/// districts themselves if they are few, else in the list.
pub fn in_districts<'a>(
    edition: &Edition<'a>,
    path: &OutputPath,
    own: &dyn Fn(&Edition<'a>) -> OutputPath,
) -> Vec<Link> {
    let site = &edition.corpus.site;
    if !edition.owner.is_state() {
        return Vec::new();
    }
    let publishers = || site.publishers().filter(|owner| owner.offers(edition.lang));
    let link =
        |title: String, target: OutputPath| Link { title, href: path.link_to(&target), current: false };
    match publishers().take(FEW + 1).count() {
        0 => Vec::new(),
        number if number > FEW => {
            vec![link(edition.words.get("find-your-district"), address::districts(site, edition.lang))]
        }
        _ => publishers()
            .map(|owner| link(owner.name.clone(), own(&Edition { owner: owner.index, ..*edition })))
            .collect(),
    }
}

/// Arranges the list of districts in a language. `edition` is any edition of
/// the state in it.
pub fn districts(edition: &Edition) -> Publication {
    let site = &edition.corpus.site;
    let words = edition.words;
    let path = address::districts(site, edition.lang);
    let (title, text) = (words.get("find-your-district"), words.get("districts-text"));
    let mut shell = Shell::bare(edition, &path, "districts", &title, &text);
    shell.page.full_title = format!("{title} · {}", site.agency.name);
    let places: Vec<_> = langs(site).map(|lang| (lang.clone(), address::districts(site, lang))).collect();
    shell.offer_languages(edition, &path, places.into_iter());
    let mut schools: IndexMap<&DistrictId, Vec<&Owner>> = IndexMap::new();
    for owner in site.publishers().filter(|owner| owner.school.is_some()) {
        schools.entry(&owner.district).or_default().push(owner);
    }
    let mut all: Vec<&Owner> = site.publishers().filter(|owner| owner.school.is_none()).collect();
    all.sort_by_cached_key(|owner| (owner.name.to_lowercase(), owner.district.clone()));
    let links: Vec<(&Owner, DistrictLink)> = all
        .into_iter()
        .map(|owner| {
            let mut link = link(edition, &path, owner);
            let own = schools.get(&owner.district).into_iter().flatten();
            link.schools = own.map(|school| self::link(edition, &path, school)).collect();
            (owner, link)
        })
        .collect();
    let region = |owner: &Owner| site.districts.get(&owner.district)?.part_of.clone();
    let mut regions: IndexMap<Option<DistrictId>, Vec<DistrictLink>> = IndexMap::new();
    for (owner, link) in &links {
        regions.entry(region(owner)).or_default().push(link.clone());
    }
    let mut by_region: Vec<Group> = Vec::new();
    if regions.keys().any(Option::is_some) {
        let others = regions.shift_remove(&None);
        by_region = regions
            .into_iter()
            .flat_map(|(id, districts)| id.map(|id| (id, districts)))
            .map(|(id, districts)| Group {
                name: Some(site.districts[&id].name.clone()),
                id: format!("region-{id}"),
                districts,
            })
            .collect();
        by_region
            .sort_by_cached_key(|group| (group.name.as_deref().map(str::to_lowercase), group.id.clone()));
        by_region.extend(others.map(|districts| Group {
            id: "region-none".to_owned(),
            name: Some(words.get("districts-other-regions")),
            districts,
        }));
    }
    let by_name = by_name(links.into_iter().map(|(_, link)| link).collect());
    Publication::new(path, shell, Content::Districts(Districts { by_name, by_region }))
}

/// Groups of one letter, where there are many districts.
fn by_name(links: Vec<DistrictLink>) -> Vec<Group> {
    if links.len() < LETTERS {
        return vec![Group { id: "by-name".to_owned(), name: None, districts: links }];
    }
    let mut groups: Vec<Group> = Vec::new();
    for link in links {
        let letter: String = link.name.chars().take(1).flat_map(char::to_uppercase).collect();
        match groups.last_mut().filter(|group| group.name.as_ref() == Some(&letter)) {
            Some(group) => group.districts.push(link),
            None => groups.push(Group {
                id: format!("letter-{}", groups.len() + 1),
                name: Some(letter),
                districts: vec![link],
            }),
        }
    }
    groups
}

/// The first page of a district in the reader's language, else in the site's.
fn link(edition: &Edition, path: &OutputPath, owner: &Owner) -> DistrictLink {
    let site = &edition.corpus.site;
    let lang = if owner.offers(edition.lang) { edition.lang } else { site.default_lang() };
    DistrictLink {
        name: owner.name.clone(),
        href: path.link_to(&address::owner(site, owner, lang)),
        lang: lang.to_string(),
        lang_name: (lang != edition.lang).then(|| site.languages[lang].name.clone()),
        schools: Vec::new(),
    }
}

/// Arranges the first page of a district or school in a language. `edition` is
/// any of its editions in it.
pub fn district(edition: &Edition, owner: &Owner) -> Publication {
    let site = &edition.corpus.site;
    let path = address::owner(site, owner, edition.lang);
    let plan = site.plan_value(edition.lang, "name", None).unwrap_or_default();
    let text = edition.words.with("district-lead", &[("plan", &plan)]);
    let mut shell = Shell::bare(edition, &path, "district", &owner.name, &text);
    shell.page.full_title = format!("{} · {}", owner.name, site.agency.name);
    let any_in =
        |lang: &Lang| site.editions().any(|(index, _)| Edition { index, lang, ..*edition }.has_documents());
    let places: Vec<_> = owner
        .languages
        .iter()
        .filter(|lang| any_in(lang))
        .map(|lang| (lang.clone(), address::owner(site, owner, lang)))
        .collect();
    shell.offer_languages(edition, &path, places.into_iter());
    let audiences = site
        .editions()
        .map(|(index, audience)| (Edition { index, ..*edition }, audience))
        .filter(|(own, _)| own.has_documents())
        .map(|(own, audience)| AudienceGroup {
            id: audience.id.to_string(),
            name: audience.name.clone(),
            href: path.link_to(&own.home()),
            accent_class: format!("a-{}", audience.id),
            documents: own
                .documents()
                .filter(|document| stands_alone(document))
                .map(|document| Link {
                    title: own.fill(&document.meta.title),
                    href: path.link_to(&own.document(document, own.band_for(document, None))),
                    current: false,
                })
                .collect(),
        })
        .collect();
    let same_district = |other: &&Owner| other.district == owner.district;
    let schools = site.publishers().filter(same_district).filter(|other| other.school.is_some());
    let schools = schools.filter(|_| owner.school.is_none());
    let district = site.publishers().filter(same_district).find(|other| other.school.is_none());
    let page = District {
        audiences,
        schools: schools.map(|school| link(edition, &path, school)).collect(),
        district: district.filter(|_| owner.school.is_some()).map(|district| {
            let link = link(edition, &path, district);
            Link { title: link.name, href: link.href, current: false }
        }),
        all_href: path.link_to(&address::districts(site, edition.lang)),
    };
    Publication::new(path, shell, Content::District(page))
}
