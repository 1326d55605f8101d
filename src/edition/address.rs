//! Where everything lies in the output.
//!
//! ```text
//! [LANG/]index.html
//! [LANG/]AUDIENCE/FOLDER/SLUG/index.html
//! [LANG/]AUDIENCE/{roles,glossary,search,calendar}/…
//! [LANG/]districts/index.html
//! districts/D/[schools/S/][LANG/]index.html
//! districts/D/[schools/S/][LANG/]AUDIENCE/FOLDER/SLUG/index.html
//! e/CODE/index.html
//! ```

use super::Edition;
use crate::corpus::{DocKind, Document};
use crate::site::{BandId, EditionCode, Lang, Owner, RoleId, Site, TopicId};
use crate::vfs::{OutputPath, SitePath};

/// The folder of a language: empty for the default one.
fn lang_folder(site: &Site, lang: &Lang) -> String {
    if lang == site.default_lang() { String::new() } else { format!("{lang}/") }
}

fn output(text: String) -> OutputPath {
    OutputPath::new(&text).expect("ids and slugs make good paths")
}

/// The chooser of a language.
pub fn chooser(site: &Site, lang: &Lang) -> OutputPath {
    output(format!("{}index.html", lang_folder(site, lang)))
}

/// Where readers of a language find their district.
pub fn districts(site: &Site, lang: &Lang) -> OutputPath {
    output(format!("{}districts/index.html", lang_folder(site, lang)))
}

/// The first page of a district or school in a language.
pub fn owner(site: &Site, owner: &Owner, lang: &Lang) -> OutputPath {
    output(format!("{}{}index.html", owner.folder, lang_folder(site, lang)))
}

/// The feed of all editions: titles and addresses only.
pub fn root_feed() -> OutputPath {
    output("feed.xml".to_owned())
}

/// The page that says what became of a printed edition.
pub fn printed(code: &EditionCode) -> OutputPath {
    output(format!("e/{code}/index.html"))
}

/// The page that says how to find out.
pub fn all_printed() -> OutputPath {
    output("e/index.html".to_owned())
}

/// The code to which a page belongs; nothing for other files.
pub fn printed_code(path: &OutputPath) -> Option<EditionCode> {
    EditionCode::new(path.as_str().strip_prefix("e/")?.strip_suffix("/index.html")?)
}

/// A file that pages share, by its hashed name.
pub fn asset(name: &str) -> OutputPath {
    output(format!("assets/{name}"))
}

/// Where a file of the site's `assets/` goes.
pub fn copied(path: &SitePath) -> OutputPath {
    output(path.as_str().to_owned())
}

/// The home of an edition under an earlier id of its audience.
pub fn former_home(edition: &Edition, id: &str) -> OutputPath {
    let folder = edition.publisher().map_or("", |owner| &owner.folder);
    output(format!("{folder}{}{id}/index.html", lang_folder(&edition.corpus.site, edition.lang)))
}

impl Edition<'_> {
    /// A place in the folder of the state's edition. Every page asks for
    /// dozens.
    fn inside(&self, parts: &[&str]) -> OutputPath {
        self.below(String::new(), parts)
    }

    /// A place in the folder of this edition, whoever publishes it.
    fn own(&self, parts: &[&str]) -> OutputPath {
        self.below(self.publisher().map_or_else(String::new, |owner| owner.folder.clone()), parts)
    }

    fn below(&self, mut path: String, parts: &[&str]) -> OutputPath {
        path.push_str(&lang_folder(&self.corpus.site, self.lang));
        path.push_str(self.audience().id.as_str());
        path.push('/');
        path.extend(parts.iter().copied());
        output(path)
    }

    /// Its home page.
    pub fn home(&self) -> OutputPath {
        self.own(&["index.html"])
    }

    /// The first page above it, where readers choose: the state's, or the
    /// district's.
    pub fn root(&self) -> OutputPath {
        let site = &self.corpus.site;
        self.publisher().map_or_else(|| chooser(site, self.lang), |owner| self::owner(site, owner, self.lang))
    }

    /// Its pages that no document makes: `glossary`, `search`, `calendar`,
    /// `roles`.
    pub fn special(&self, name: &str) -> OutputPath {
        self.inside(&[name, "/index.html"])
    }

    /// The list of its documents of a kind.
    pub fn listing(&self, kind: DocKind) -> OutputPath {
        self.special(kind.folder())
    }

    /// A role's page.
    pub fn role(&self, role: &RoleId) -> OutputPath {
        self.inside(&["roles/", role.as_str(), "/index.html"])
    }

    /// The sheet with which a role is handed over.
    pub fn handover(&self, role: &RoleId) -> OutputPath {
        self.inside(&["roles/", role.as_str(), "/handover/index.html"])
    }

    /// A page at an earlier address, written below the audience's folder;
    /// nothing when it would leave the folder.
    pub fn alias(&self, written: &str) -> Option<OutputPath> {
        let inner = OutputPath::new(written.trim_end_matches("index.html"))?;
        Some(self.own(&[inner.as_str(), "/index.html"]))
    }

    /// Its feed.
    pub fn feed(&self) -> OutputPath {
        self.inside(&["feed.xml"])
    }

    /// A part of the index that its search looks into; the first is 0.
    pub fn search_index(&self, part: usize) -> OutputPath {
        let number = if part == 0 { String::new() } else { format!("-{}", part + 1) };
        self.inside(&["search/index", &number, ".js"])
    }

    /// The list of its documents about a topic.
    pub fn topic(&self, topic: &TopicId) -> OutputPath {
        self.inside(&["topics/", topic.as_str(), "/index.html"])
    }

    /// A document's page; the state's where the district has none of its own.
    pub fn document(&self, document: &Document, band: Option<&BandId>) -> OutputPath {
        let folder = document.id.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let (hyphen, band) = band.map_or(("", ""), |band| ("-", band.as_str()));
        let publishes = self.corpus.site.owner_publishes(self.owner, document.id.as_str());
        let whose = if publishes { *self } else { self.of_state() };
        if document.id.as_str().ends_with("/index") {
            return whose.own(&[folder, hyphen, band, "/index.html"]);
        }
        whose.own(&[folder, "/", &document.slug, hyphen, band, "/index.html"])
    }

    /// The band to show when a link from a page of `band` leads to a document.
    pub fn band_for<'d>(&self, document: &'d Document, band: Option<&BandId>) -> Option<&'d BandId> {
        document.bands.iter().find(|own| Some(*own) == band).or(document.bands.first())
    }
}
