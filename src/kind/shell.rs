//! What surrounds every page: who publishes, for whom, where else to go.

use serde::Serialize;

use super::Day;
use crate::corpus::DocKind;
use crate::corpus::link::{is_mail_address, is_safe};
use crate::edition::{Edition, address};
use crate::site::Lang;
use crate::vfs::OutputPath;

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The words.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// Whether it leads to this page, or to the part of the site it is in.
    pub current: bool,
}

/// Who publishes.
#[derive(Clone, Debug, Serialize)]
pub struct SiteInfo {
    /// The agency, or the district or school whose page it is.
    pub agency: String,
    /// Its letters or short name, or its name.
    pub agency_short: String,
    /// The agency, where the page is a district's.
    pub state: Option<String>,
    /// The public address, without a slash at its end.
    pub base_url: String,
    /// The edition's date.
    pub released: Day,
    /// Where to get help with a document.
    pub help_href: Option<String>,
    /// Where to send a comment.
    pub feedback_href: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The number as a link.
    pub phone_href: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
}

/// The plan's name.
#[derive(Clone, Debug, Serialize)]
pub struct PlanInfo {
    /// In full.
    pub name: String,
    /// In short.
    pub short: String,
    /// Several of them.
    pub plural: String,
    /// With its article, in short.
    pub an_short: String,
    /// With its article, in full.
    pub an_name: String,
}

/// Whose edition it is.
#[derive(Clone, Debug, Serialize)]
pub struct EditionInfo {
    /// The stakeholder group; nothing on pages for all.
    pub audience: Option<AudienceInfo>,
    /// The language's tag.
    pub lang: String,
    /// Which way it is written.
    pub dir: &'static str,
    /// The language's own name.
    pub lang_name: String,
    /// Whom to call.
    pub help: Option<Help>,
}

/// A stakeholder group.
#[derive(Clone, Debug, Serialize)]
pub struct AudienceInfo {
    /// Its id.
    pub id: String,
    /// What readers call it.
    pub name: String,
    /// One sentence about what it finds here.
    pub sentence: String,
}

/// Whom to call.
#[derive(Clone, Debug, Serialize)]
pub struct Help {
    /// Who answers.
    pub label: String,
    /// The number.
    pub phone: Option<String>,
    /// The number as a link.
    pub phone_href: Option<String>,
}

/// What a page says of itself, and where it leads.
#[derive(Clone, Debug, Serialize)]
pub struct PageInfo {
    /// Its title.
    pub title: String,
    /// Its title with edition and site.
    pub full_title: String,
    /// One sentence about it.
    pub description: String,
    /// Its public address.
    pub canonical: String,
    /// What kind of page it is.
    pub kind: String,
    /// The way up to the root.
    pub root: String,
    /// The chooser.
    pub root_href: String,
    /// The state's chooser, where the page is a district's.
    pub state_href: Option<String>,
    /// The same readers' page of the state, where the page is a district's.
    pub state_home_href: Option<String>,
    /// The edition's first page.
    pub home_href: Option<String>,
    /// The edition's search.
    pub search_href: Option<String>,
    /// The edition's glossary.
    pub glossary_href: Option<String>,
    /// The edition's roles.
    pub roles_href: Option<String>,
    /// The edition's topics.
    pub topics_href: Option<String>,
    /// The edition's calendar.
    pub calendar_href: Option<String>,
    /// The edition's feed.
    pub feed_href: Option<String>,
    /// Whether search engines leave it out.
    pub noindex: bool,
    /// For Open Graph.
    pub og_type: &'static str,
}

/// The same page in another language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// The language's tag.
    pub lang: String,
    /// Its own name.
    pub name: String,
    /// Which way it is written.
    pub dir: &'static str,
    /// Relative address.
    pub href: String,
    /// Whether it is this page's language.
    pub current: bool,
}

/// The same document in another edition.
#[derive(Clone, Debug, Serialize)]
pub struct OtherEdition {
    /// The audience's name.
    pub audience: String,
    /// Relative address.
    pub href: String,
}

/// Everything around a page's own content.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// Who publishes.
    pub site: SiteInfo,
    /// The plan's name.
    pub plan: PlanInfo,
    /// Whose edition it is.
    pub edition: EditionInfo,
    /// What the page says of itself.
    pub page: PageInfo,
    /// The parts of the edition.
    pub nav: Vec<Link>,
    /// The way to this page, without itself.
    pub crumbs: Vec<Link>,
    /// The same page in other languages.
    pub languages: Vec<LanguageLink>,
    /// The same document in other editions.
    pub others: Vec<OtherEdition>,
    /// What districts say in the place of this page of the state: themselves,
    /// or the list of them.
    pub in_districts: Vec<Link>,
}

impl Shell {
    /// Returns what surrounds a page of an edition.
    pub fn new(edition: &Edition, path: &OutputPath, kind: &str, title: &str, description: &str) -> Shell {
        let audience = edition.audience();
        let to = |target: OutputPath| path.link_to(&target);
        let mut shell = Shell::bare(edition, path, kind, title, description);
        shell.page.full_title = edition.words.with(
            "title-of",
            &[("title", title), ("audience", &audience.name), ("site", &site_name(edition))],
        );
        shell.edition.audience = Some(AudienceInfo {
            id: audience.id.to_string(),
            name: audience.name.clone(),
            sentence: audience.sentence.as_ref().map(|sentence| edition.fill(sentence)).unwrap_or_default(),
        });
        shell.page.home_href = Some(to(edition.home()));
        shell.page.state_home_href = edition
            .publisher()
            .map(|_| edition.of_state())
            .filter(Edition::has_documents)
            .map(|state| to(state.home()));
        shell.page.search_href = Some(to(edition.special("search")));
        shell.page.glossary_href = edition.has_terms().then(|| to(edition.special("glossary")));
        shell.page.roles_href = edition.has_roles().then(|| to(edition.special("roles")));
        shell.page.topics_href = edition.has_topics().then(|| to(edition.special("topics")));
        shell.page.calendar_href = Some(to(edition.special("calendar")));
        shell.page.feed_href = Some(to(edition.feed()));
        shell.nav = edition
            .kinds()
            .iter()
            .map(|kind| Link {
                title: kinds_title(edition, *kind),
                href: to(edition.listing(*kind)),
                current: false,
            })
            .collect();
        shell
    }

    /// Returns what surrounds a page that belongs to no edition.
    pub fn bare(edition: &Edition, path: &OutputPath, kind: &str, title: &str, description: &str) -> Shell {
        let site = &edition.corpus.site;
        let words = edition.words;
        let language = &site.languages[edition.lang];
        let plan = |key: &str, form: Option<&str>| {
            let bare = || site.plan_value(edition.lang, key, None).unwrap_or_default();
            site.plan_value(edition.lang, key, form).unwrap_or_else(|_| bare())
        };
        let owner = edition.publisher();
        let values = site.district_values(edition.owner);
        let of_district = values.get("contact.ilp.phone").or(values.get("school.phone"));
        let phone = of_district.or(site.agency.phone.as_ref());
        let who = match (of_district, owner) {
            (Some(_), Some(owner)) => &owner.name,
            (Some(_), None) => values.get("name").unwrap_or(&site.agency.name),
            (None, _) => &site.agency.name,
        };
        let (of_agency, email) = match owner {
            Some(_) => (of_district, values.get("contact.ilp.email")),
            None => (site.agency.phone.as_ref(), site.agency.email.as_ref()),
        };
        Shell {
            site: SiteInfo {
                agency: owner.map_or(&site.agency.name, |owner| &owner.name).clone(),
                agency_short: publisher_short(edition).to_owned(),
                state: owner.map(|_| site.agency.name.clone()),
                base_url: site.base_url.clone(),
                released: Day::new(edition, site.released),
                help_href: site.agency.help_url.as_ref().and_then(|help| place(edition, path, help)),
                feedback_href: site
                    .agency
                    .feedback
                    .as_ref()
                    .and_then(|feedback| place(edition, path, feedback)),
                phone: of_agency.cloned(),
                phone_href: of_agency.map(|phone| call(phone)),
                email: email.cloned().filter(|address| is_mail_address(address)),
            },
            plan: PlanInfo {
                name: plan("name", None),
                short: plan("short", None),
                plural: plan("plural", None),
                an_short: plan("short", Some("a")),
                an_name: plan("name", Some("a")),
            },
            edition: EditionInfo {
                audience: None,
                lang: edition.lang.to_string(),
                dir: language.dir.as_str(),
                lang_name: language.name.clone(),
                help: Some(Help {
                    label: words.with("questions-call", &[("who", who)]),
                    phone: phone.cloned(),
                    phone_href: phone.map(|phone| call(phone)),
                }),
            },
            page: PageInfo {
                title: title.to_owned(),
                full_title: title.to_owned(),
                description: description.to_owned(),
                canonical: canonical(site, path),
                kind: kind.to_owned(),
                root: "../".repeat(path.as_str().matches('/').count()),
                root_href: path.link_to(&edition.root()),
                state_href: owner.map(|_| path.link_to(&address::chooser(site, edition.lang))),
                state_home_href: None,
                home_href: None,
                search_href: None,
                glossary_href: None,
                roles_href: None,
                topics_href: None,
                calendar_href: None,
                feed_href: None,
                noindex: false,
                og_type: "website",
            },
            nav: Vec::new(),
            crumbs: Vec::new(),
            languages: Vec::new(),
            others: Vec::new(),
            in_districts: Vec::new(),
        }
    }

    /// Marks the part of the menu that leads to `kind`.
    pub fn mark_nav(&mut self, edition: &Edition, path: &OutputPath, kind: DocKind) {
        let href = path.link_to(&edition.listing(kind));
        for link in &mut self.nav {
            link.current = link.href == href;
        }
    }

    /// Adds a step to the way to this page.
    pub fn crumb(&mut self, title: impl Into<String>, href: String) {
        self.crumbs.push(Link { title: title.into(), href, current: false });
    }

    /// Adds the languages in which the page exists, with the place in each.
    pub fn offer_languages(
        &mut self,
        edition: &Edition,
        path: &OutputPath,
        places: impl Iterator<Item = (Lang, OutputPath)>,
    ) {
        let site = &edition.corpus.site;
        self.languages = places
            .map(|(lang, place)| {
                let language = &site.languages[&lang];
                LanguageLink {
                    lang: lang.to_string(),
                    name: language.name.clone(),
                    dir: language.dir.as_str(),
                    href: path.link_to(&place),
                    current: lang == *edition.lang,
                }
            })
            .collect();
    }
}

/// The link that calls a number.
pub(super) fn call(phone: &str) -> String {
    format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}

/// Who publishes, in short: the agency's letters, or a district's short name.
pub(super) fn publisher_short<'a>(edition: &Edition<'a>) -> &'a str {
    let agency = &edition.corpus.site.agency;
    match edition.publisher() {
        Some(owner) => &owner.short,
        None => agency.short.as_ref().unwrap_or(&agency.name),
    }
}

/// The site's name in titles: who publishes, and the plan's letters.
fn site_name(edition: &Edition) -> String {
    let short = edition.corpus.site.plan_value(edition.lang, "short", None).unwrap_or_default();
    format!("{} {short}", publisher_short(edition))
}

/// The public address of a page: no `index.html` at its end.
pub fn canonical(site: &crate::site::Site, path: &OutputPath) -> String {
    format!("{}/{}", site.base_url, path.as_str().strip_suffix("index.html").unwrap_or(path.as_str()))
}

/// The words for the list of a kind's documents.
pub fn kinds_title(edition: &Edition, kind: DocKind) -> String {
    edition.words.get(&format!("kinds-{}", kind.name()))
}

/// The link for an address of `[agency]`: an address as it is, a document as
/// this edition has it.
fn place(edition: &Edition, path: &OutputPath, written: &str) -> Option<String> {
    if written.contains(':') {
        return is_safe(written).then(|| written.to_owned());
    }
    if written.contains('@') {
        return is_mail_address(written).then(|| format!("mailto:{written}"));
    }
    let (file, name) = written.split_once('#').map_or((written, None), |(file, name)| (file, Some(name)));
    let id = file.trim_start_matches('/').trim_start_matches("content/");
    let id = id.strip_suffix(".md").unwrap_or(id);
    let source = edition.corpus.find(id)?;
    let index = if edition.has(source) { edition.index } else { source.editions.iter().next()? };
    let lang = if edition.corpus.of(edition.owner, edition.lang, &source.id).is_some() {
        edition.lang
    } else {
        edition.corpus.site.default_lang()
    };
    let target = Edition { index, lang, ..*edition };
    let document = edition.corpus.of(edition.owner, lang, &source.id)?;
    let href = path.link_to(&target.document(document, target.band_for(document, None)));
    Some(name.map_or(href.clone(), |name| format!("{href}#{name}")))
}
