//! What is in a kit: the pages and papers of an owner's editions that
//! `[kits.*]` names, as files that work without a network.
//!
//! Files keep their places of the web site, so links between them hold. Links
//! to anything else lead to the site's public address.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use pulldown_cmark_escape::escape_html;

use super::press::{Job, PageJob, Which};
use super::{Memory, Press};
use crate::diag::Diagnostic;
use crate::kind;
use crate::site::{Direction, Kit, Lang, OwnerIndex};
use crate::vfs::OutputPath;

/// The files of a kit, by path; the contents page is `index.html`.
pub type KitFiles = BTreeMap<OutputPath, Arc<[u8]>>;

/// A file that the contents page lists.
struct Piece {
    path: OutputPath,
    /// Its document's title.
    title: String,
    /// What it is beside the page; nothing for the page itself.
    label: Option<String>,
}

impl Press {
    /// Returns the files of a kit in the words of `owner`; none when it has
    /// nothing of what the kit holds. Documents that a district doesn't
    /// publish are the state's.
    ///
    /// The press must make all editions: it is asked for single files.
    pub fn kit(&self, kit: &Kit, owner: OwnerIndex, memory: &Memory) -> Result<KitFiles, Vec<Diagnostic>> {
        let pieces = self.pieces_of(kit, owner);
        let chosen: BTreeSet<&OutputPath> = pieces.values().flatten().map(|piece| &piece.path).collect();
        let mut files = KitFiles::new();
        if chosen.is_empty() {
            return Ok(files);
        }
        let mut assets = BTreeSet::new();
        for path in &chosen {
            let made = self.one(memory, path).expect("a file that is listed")?;
            let bytes = match path.as_str().ends_with(".html").then(|| std::str::from_utf8(&made)) {
                Some(Ok(page)) => self.offline(path, page, &chosen, &mut assets).into_bytes().into(),
                _ => made,
            };
            files.insert((*path).clone(), bytes);
        }
        while let Some(path) = assets.pop_first() {
            if files.contains_key(&path) {
                continue;
            }
            let made = self.one(memory, &path).expect("a file that is listed")?;
            if let Some(Ok(style)) = path.as_str().ends_with(".css").then(|| std::str::from_utf8(&made)) {
                let urls = style.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
                let targets = urls.filter_map(|url| path.target(url.trim_matches(['"', '\''])));
                assets.extend(targets.filter(|target| self.is_shared_file(target)));
            }
            files.insert(path, made);
        }
        let file = |name| OutputPath::new(name).expect("a good path");
        files.insert(file("index.html"), self.contents_page(kit, owner, &pieces).into_bytes().into());
        files.insert(file("contents.txt"), self.contents_text(kit, owner, &pieces).into_bytes().into());
        Ok(files)
    }

    /// What the contents page lists, by edition: languages in the site's order,
    /// audiences in each.
    fn pieces_of(&self, kit: &Kit, owner: OwnerIndex) -> BTreeMap<(usize, usize), Vec<Piece>> {
        let site = &self.corpus.site;
        let offers = |lang: &Lang| site.owner(owner).is_none_or(|owner| owner.offers(lang));
        let mut pieces: BTreeMap<(usize, usize), Vec<Piece>> = BTreeMap::new();
        for (path, job) in self.jobs() {
            let (which, place, format) = match job {
                Job::Page(PageJob::Document(which, place, _))
                | Job::Download(PageJob::Document(which, place, _)) => (which, *place, "html"),
                Job::Paper(paper) => (&paper.which, paper.place, paper.product.name()),
                _ => continue,
            };
            let document = self.corpus.at(place);
            let id = document.id.as_str();
            let publisher = if site.owner_publishes(owner, id) { owner } else { OwnerIndex::STATE };
            let edition = self.edition(which);
            let audience = &edition.audience().id;
            // Nothing but what the kit names: whoever gets it may see all that is in it.
            let wanted = which.owner == publisher
                && (kit.audiences.is_empty() || kit.audiences.contains(audience))
                && (kit.languages.is_empty() || kit.languages.contains(&which.lang))
                && offers(&which.lang)
                && kit.formats.iter().any(|wanted| wanted == format)
                && kit.holds(id);
            if !wanted {
                continue;
            }
            let label = match job {
                Job::Paper(paper) => Some(edition.words.get(&format!("print-{}", paper.product.name()))),
                Job::Download(_) => path.as_str().rsplit('.').next().map(str::to_uppercase),
                _ => None,
            };
            let title = edition.fill(&document.meta.title);
            let Which { lang, index, .. } = which;
            let lang = site.languages.get_index_of(lang).unwrap_or(usize::MAX);
            let audience = site.editions().position(|(other, _)| other == *index).unwrap_or(usize::MAX);
            pieces.entry((lang, audience)).or_default().push(Piece { path: path.clone(), title, label });
        }
        for list in pieces.values_mut() {
            list.sort_by(|a, b| {
                (&a.title, a.label.is_some(), &a.path).cmp(&(&b.title, b.label.is_some(), &b.path))
            });
        }
        pieces
    }

    /// Whether a path is a file of the theme or of `assets/`: those belong to
    /// no audience.
    fn is_shared_file(&self, path: &OutputPath) -> bool {
        matches!(self.jobs().get(path), Some(Job::Asset(_) | Job::Theme(_)))
    }

    /// Rewrites a page's links: what isn't in the kit is on the web. Adds the
    /// style sheets, scripts and pictures that it shows to `assets`.
    fn offline(
        &self,
        path: &OutputPath,
        page: &str,
        chosen: &BTreeSet<&OutputPath>,
        assets: &mut BTreeSet<OutputPath>,
    ) -> String {
        with_links(page, &mut |link| {
            let end = link.find(['#', '?']).unwrap_or(link.len());
            let (file, rest) = link.split_at(end);
            let scheme = file.split('/').next().is_some_and(|start| start.contains(':'));
            if file.is_empty() || scheme || file.starts_with('/') {
                return None;
            }
            let target = path.target(file)?;
            if chosen.contains(&target) {
                return None;
            }
            if self.is_shared_file(&target) {
                assets.insert(target);
                return None;
            }
            let mut address = String::new();
            let _ = escape_html(&mut address, &kind::canonical(&self.corpus.site, &target));
            Some(address + rest)
        })
    }

    fn kit_title(&self, kit: &Kit, owner: OwnerIndex) -> String {
        let site = &self.corpus.site;
        let name = site.owner(owner).map_or(&site.agency.name, |owner| &owner.name);
        format!("{} – {name}", kit.title.as_deref().unwrap_or(kit.id.as_str()))
    }

    fn contents_page(
        &self,
        kit: &Kit,
        owner: OwnerIndex,
        pieces: &BTreeMap<(usize, usize), Vec<Piece>>,
    ) -> String {
        let site = &self.corpus.site;
        let mut out = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
            site.default_lang()
        );
        let title = self.kit_title(kit, owner);
        let _ = escape_html(&mut out, &title);
        out.push_str("</title>\n</head>\n<body>\n<main>\n<h1>");
        let _ = escape_html(&mut out, &title);
        out.push_str("</h1>\n");
        for ((lang, audience), list) in pieces {
            let (lang, language) = site.languages.get_index(*lang).expect("a language of the site");
            let dir = if language.dir == Direction::Rtl { "rtl" } else { "ltr" };
            let _ = write!(out, "<section lang=\"{lang}\" dir=\"{dir}\">\n<h2>");
            let _ = escape_html(&mut out, &self.heading(lang, *audience));
            out.push_str("</h2>\n<ul>\n");
            for piece in list {
                out.push_str("<li><a href=\"");
                let _ = escape_html(&mut out, piece.path.as_str());
                out.push_str("\">");
                let _ = escape_html(&mut out, &piece.title);
                if let Some(label) = &piece.label {
                    out.push_str(": ");
                    let _ = escape_html(&mut out, label);
                }
                out.push_str("</a></li>\n");
            }
            out.push_str("</ul>\n</section>\n");
        }
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }

    fn contents_text(
        &self,
        kit: &Kit,
        owner: OwnerIndex,
        pieces: &BTreeMap<(usize, usize), Vec<Piece>>,
    ) -> String {
        let mut out = self.kit_title(kit, owner) + "\n";
        for ((lang, audience), list) in pieces {
            let (lang, _) = self.corpus.site.languages.get_index(*lang).expect("a language of the site");
            let _ = write!(out, "\n{}\n\n", self.heading(lang, *audience));
            for Piece { path, title, label } in list {
                let label = label.as_ref().map_or_else(String::new, |label| format!(": {label}"));
                let _ = writeln!(out, "- {title}{label}\n  {path}");
            }
        }
        out
    }

    /// An edition's name: its audience and its language, in that language.
    fn heading(&self, lang: &Lang, audience: usize) -> String {
        let (index, _) = self.corpus.site.editions().nth(audience).expect("an edition of the site");
        let edition = self.edition_of(OwnerIndex::STATE, index, lang);
        format!("{} – {}", edition.audience().name, self.corpus.site.languages[lang].name)
    }
}

/// Returns a page with other values of `href`, `src` and `action`; `None`
/// leaves one as it is. Only tags are looked into, never text or scripts.
fn with_links(page: &str, other: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        out.push_str(text);
        let end = tag_end(tag);
        let (tag, after) = tag.split_at(end);
        let mut left = tag;
        while let Some(at) = [" href=\"", " src=\"", " action=\""]
            .iter()
            .filter_map(|name| left.find(name).map(|at| at + name.len()))
            .min()
        {
            let (before, value) = left.split_at(at);
            let (value, behind) = value.split_at(value.find('"').unwrap_or(value.len()));
            out.push_str(before);
            out.push_str(&other(value).unwrap_or_else(|| value.to_owned()));
            left = behind;
        }
        out.push_str(left);
        rest = after;
        if tag.starts_with("<script") {
            let (script, after) = rest.split_at(rest.find("</script").unwrap_or(rest.len()));
            out.push_str(script);
            rest = after;
        }
    }
    out + rest
}

/// Where a tag ends, `>` in quotes aside.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_tags_change() {
        let page = "a href=\"x\" <a title=\"a > b\" href=\"x\">src=\"x\"</a><script src=\"x\">\" href=\"x\"</script>";
        let changed = with_links(page, &mut |link| Some(format!("{link}!")));
        assert_eq!(
            changed,
            "a href=\"x\" <a title=\"a > b\" href=\"x!\">src=\"x\"</a><script src=\"x!\">\" href=\"x\"</script>"
        );
    }
}
