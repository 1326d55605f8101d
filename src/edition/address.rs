//! Where everything lies in the output.
//!
//! ```text
//! [LANG/]index.html
//! [LANG/]AUDIENCE/FOLDER/SLUG/index.html
//! [LANG/]AUDIENCE/{roles,glossary,search,calendar}/…
//! ```

use super::Edition;
use crate::corpus::{DocKind, Document};
use crate::site::{BandId, Lang, RoleId, Site, TopicId};
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

/// The feed of all editions: titles and addresses only.
pub fn root_feed() -> OutputPath {
    output("feed.xml".to_owned())
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
    output(format!("{}{id}/index.html", lang_folder(&edition.corpus.site, edition.lang)))
}

impl Edition<'_> {
    /// The folder of the edition, with a slash at its end.
    fn folder(&self) -> String {
        format!("{}{}/", lang_folder(&self.corpus.site, self.lang), self.audience().id)
    }

    /// Its home page.
    pub fn home(&self) -> OutputPath {
        output(format!("{}index.html", self.folder()))
    }

    /// Its pages that no document makes: `glossary`, `search`, `calendar`,
    /// `roles`.
    pub fn special(&self, name: &str) -> OutputPath {
        output(format!("{}{name}/index.html", self.folder()))
    }

    /// The list of its documents of a kind.
    pub fn listing(&self, kind: DocKind) -> OutputPath {
        self.special(kind.folder())
    }

    /// A role's page.
    pub fn role(&self, role: &RoleId) -> OutputPath {
        output(format!("{}roles/{role}/index.html", self.folder()))
    }

    /// A page at an earlier address, written below the audience's folder;
    /// nothing when it would leave the folder.
    pub fn alias(&self, written: &str) -> Option<OutputPath> {
        let inner = OutputPath::new(written.trim_end_matches("index.html"))?;
        Some(output(format!("{}{inner}/index.html", self.folder())))
    }

    /// Its feed.
    pub fn feed(&self) -> OutputPath {
        output(format!("{}feed.xml", self.folder()))
    }

    /// A part of the index that its search looks into; the first is 0.
    pub fn search_index(&self, part: usize) -> OutputPath {
        let number = if part == 0 { String::new() } else { format!("-{}", part + 1) };
        output(format!("{}search/index{number}.js", self.folder()))
    }

    /// The list of its documents about a topic.
    pub fn topic(&self, topic: &TopicId) -> OutputPath {
        output(format!("{}topics/{topic}/index.html", self.folder()))
    }

    /// A document's page.
    pub fn document(&self, document: &Document, band: Option<&BandId>) -> OutputPath {
        let folder = document.id.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let band = band.map(|band| format!("-{band}")).unwrap_or_default();
        if document.id.as_str().ends_with("/index") {
            return output(format!("{}{folder}{band}/index.html", self.folder()));
        }
        output(format!("{}{folder}/{}{band}/index.html", self.folder(), document.slug))
    }

    /// The band to show when a link from a page of `band` leads to a document.
    pub fn band_for<'d>(&self, document: &'d Document, band: Option<&BandId>) -> Option<&'d BandId> {
        document.bands.iter().find(|own| Some(*own) == band).or(document.bands.first())
    }
}
