//! Where links, images and includes lead: looked up once, for all editions.

use super::Corpus;
use super::document::{DocId, Document};
use crate::diag::{Diagnostic, did_you_mean, nearest, rules};
use crate::site::{AudienceId, ClaimId, DutyId, RoleId, Site, TermId};
use crate::syntax::{DivKind, Kind, NodeRef, Open, Word};
use crate::vfs::{SitePath, Snapshot};

/// What a link, image, term or citation leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Another site, a mail address, a phone number: as written, perhaps with
    /// variables.
    Address(String),
    /// A document, or a block of it; perhaps in another audience's edition.
    Document {
        /// The document.
        doc: DocId,
        /// The block's name.
        name: Option<String>,
        /// `{to=…}`.
        to: Option<AudienceId>,
    },
    /// A role's page.
    Role(RoleId),
    /// A duty on a role's page.
    Duty(DutyId),
    /// A file below `assets/`.
    Asset(SitePath),
    /// A term of the glossary.
    Term(TermId),
    /// Claims, with places in their sources.
    Claims(Vec<(ClaimId, Option<String>)>),
}

/// What a document leads to, by node, in order.
pub type Targets = Vec<(usize, Target)>;

/// The passages that a document includes, by node: the document, and the
/// block's name.
pub type Includes = Vec<(usize, (DocId, Option<String>))>;

/// A passage that is tied to duties, and where its mark stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tie {
    /// The passage.
    pub node: usize,
    /// The duties, as written.
    pub duties: Vec<DutyId>,
    /// The node that holds the mark: the passage, or what of it has text. No
    /// two ties have the same.
    pub holder: usize,
    /// The mark comes after all nodes before this one.
    pub at: usize,
}

impl Tie {
    fn new(node: NodeRef<Open>, duties: Vec<DutyId>) -> Tie {
        let (holder, at) = match node.kind() {
            // Below the heading.
            Kind::Section => (node, node.children().next().map_or(node.end(), |heading| heading.end())),
            Kind::TableRow => node.children().last().map_or((node, node.end()), |cell| (cell, cell.end())),
            Kind::Item => match node.children().find(|child| !child.kind().is_inline()) {
                Some(first) if first.kind() == Kind::Paragraph => (first, first.end()),
                Some(first) => (node, first.index),
                None => (node, node.end()),
            },
            _ => (node, node.end()),
        };
        Tie { node: node.index, duties, holder: holder.index, at }
    }
}

/// Where the names in a document lead.
#[derive(Clone, Debug, Default)]
pub struct Leads {
    /// Links, images, terms and claims.
    pub targets: Targets,
    /// Included passages.
    pub includes: Includes,
    /// Passages that are tied to duties, by the nodes that hold their marks.
    pub ties: Vec<Tie>,
}

/// The schemes that a link may have.
pub const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Looks up everything that a document leads to.
pub fn resolve(
    document: &Document,
    corpus: &Corpus,
    snapshot: &Snapshot,
    diagnostics: &mut Vec<Diagnostic>,
) -> Leads {
    let base = document.path.clone();
    let mut resolver = Resolver { document, corpus, site: &corpus.site, snapshot, base, diagnostics };
    let mut leads = Leads::default();
    for node in document.parsed.tree.iter() {
        let span = node.span();
        resolver.enter(span.start);
        if let Some(Open::Attrs(attrs)) = node.extra() {
            let duties = resolver.tied(&attrs.duties());
            if !duties.is_empty() {
                leads.ties.push(Tie::new(node, duties));
            }
        }
        let found = match (node.kind(), node.extra()) {
            (Kind::Link, Some(Open::Link { dest, attrs, .. })) => {
                let to = attrs.get("to").and_then(|word| resolver.audience(word));
                resolver.link(dest, to, span)
            }
            (Kind::Image, Some(Open::Image { dest, .. })) => resolver.image(dest, span),
            (Kind::Span, Some(Open::Attrs(attrs))) => attrs.get("term").and_then(|word| resolver.term(word)),
            (Kind::Cite, Some(Open::Cite(citations))) => resolver.claims(citations),
            (Kind::Div, Some(Open::Attrs(attrs))) if attrs.class == DivKind::Include => {
                if !node.is_empty() {
                    resolver.report(
                        &rules::INCLUDE_NOT_EMPTY,
                        span.clone(),
                        "an include has no text of its own",
                        |d| d.hint("remove what stands between its lines: it would not be shown"),
                    );
                }
                if let Some(passage) = attrs.get("from").and_then(|word| resolver.passage(word)) {
                    leads.includes.push((node.index, passage));
                }
                None
            }
            _ => None,
        };
        leads.targets.extend(found.map(|target| (node.index, target)));
    }
    leads.ties.sort_by_key(|tie| tie.holder);
    leads
}

/// Whether a link may lead to an address: it has one of the schemes.
pub fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| SCHEMES.contains(&scheme.as_str()))
}

/// Whether a text has the form of a mail address: one `@`, a dot after it, and
/// no sign that a link can't hold.
pub fn is_mail_address(text: &str) -> bool {
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "._+-".contains(c));
    text.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

/// What somebody meant by a name that no block of a document has.
fn meant_name(name: &str, target: &Document) -> Option<String> {
    if target.names.is_empty() && crate::site::is_id(name) {
        return Some(format!(
            "no block of it has a name: put `{{#{name}}}` at the end of a heading, paragraph or list item there"
        ));
    }
    did_you_mean(name, target.names.keys().map(String::as_str))
}

struct Resolver<'a> {
    document: &'a Document,
    corpus: &'a Corpus,
    site: &'a Site,
    snapshot: &'a Snapshot,
    /// The file to which addresses are relative.
    base: SitePath,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    /// Says at which byte the next names stand: addresses are relative to the
    /// file they are written in, those of a district's layer to `content/`.
    fn enter(&mut self, at: usize) {
        let Some(place) = self.document.provenance.place(at..at) else { return };
        if place.path != self.base {
            self.base = match place.path.as_str().starts_with("content/") {
                true => place.path,
                false => SitePath::new("content/layer.md").expect("a good path"),
            };
        }
    }

    fn report(
        &mut self,
        rule: &'static crate::diag::Rule,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let diagnostic = Diagnostic::new(rule, self.document.span(span), message);
        self.diagnostics.push(more(diagnostic));
    }

    fn audience(&mut self, word: &Word) -> Option<AudienceId> {
        match self.site.audience(&word.text) {
            Some(audience) if audience.edition => Some(audience.id.clone()),
            Some(_) => {
                self.report(
                    &rules::UNKNOWN_AUDIENCE,
                    word.span.clone(),
                    format!("`{}` has no edition of its own", word.text),
                    |d| d.hint("name one of the audiences that it contains"),
                );
                None
            }
            None => {
                let hint = self.site.meant_audience(&word.text);
                self.report(
                    &rules::UNKNOWN_AUDIENCE,
                    word.span.clone(),
                    format!("unknown audience `{}`", word.text),
                    |d| d.hint_opt(hint),
                );
                None
            }
        }
    }

    fn link(&mut self, dest: &str, to: Option<AudienceId>, span: std::ops::Range<usize>) -> Option<Target> {
        if let Some((scheme, rest)) = dest.split_once(':')
            && !scheme.contains(['/', '#', '?', '{'])
        {
            return match scheme {
                "role" => self.role(rest, span),
                "duty" => self.duty(rest, span),
                _ if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) => {
                    Some(Target::Address(dest.to_owned()))
                }
                _ => {
                    self.report(&rules::UNSAFE_LINK, span, format!("links can't begin with `{scheme}:`"), |d| {
                        d.hint("write http:, https:, mailto: or tel:, a file of the site, `role:…` or `duty:…`")
                    });
                    None
                }
            };
        }
        if dest.starts_with("{{") {
            // A variable that holds the whole address.
            return Some(Target::Address(dest.to_owned()));
        }
        let (file, name) = match dest.split_once('#') {
            Some((file, name)) => (file, Some(name)),
            None => (dest, None),
        };
        if file.is_empty() {
            let name = name.filter(|name| !name.is_empty());
            let Some(name) = name else {
                self.report(&rules::UNKNOWN_NAME, span, "this link leads nowhere", |d| {
                    d.hint("write a file of the site or an address")
                });
                return None;
            };
            return self.block(self.document.id.clone(), Some(name), to, span);
        }
        let Some(path) = self.place(file) else {
            self.report(&rules::LINK_OUT_OF_SITE, span, format!("`{dest}` leads out of the site"), |d| {
                d.hint("links stay inside the site's folder")
            });
            return None;
        };
        if path.as_str().starts_with("assets/") {
            return self.asset(path, dest, span);
        }
        let Some(id) = path.as_str().strip_prefix("content/").and_then(|rest| rest.strip_suffix(".md"))
        else {
            let meant = self.meant(file).map(|file| match name {
                Some(name) => format!("write `{file}#{name}`: a link leads to the file that you edit"),
                None => format!("write `{file}`: a link leads to the file that you edit"),
            });
            let is_host = file.starts_with("www.") && !file.contains(char::is_whitespace);
            let is_phone = file.len() > 5 && file.chars().all(|c| c.is_ascii_digit() || "+-.()".contains(c));
            let hint = if is_host {
                format!("write the whole address: `https://{dest}`")
            } else if is_mail_address(dest) {
                format!("write `mailto:{dest}`")
            } else if is_phone {
                format!("write `tel:{dest}`")
            } else {
                "a link to a document ends in `.md`; files to download lie below `assets/`".to_owned()
            };
            self.report(&rules::UNKNOWN_NAME, span, format!("there is no document `{dest}`"), |d| {
                d.hint(meant.unwrap_or(hint))
            });
            return None;
        };
        match self.corpus.find(id) {
            Some(found) => self.block(found.id.clone(), name, to, span),
            // It is there, and has its own finding.
            None if self.snapshot.bytes(&path).is_some() => None,
            None => {
                let hint = did_you_mean(id, self.others());
                self.report(&rules::UNKNOWN_NAME, span, format!("there is no document `{id}`"), |d| {
                    d.hint_opt(hint)
                });
                None
            }
        }
    }

    /// The file that a link names. Nothing when it leads out of the site.
    fn place(&self, file: &str) -> Option<SitePath> {
        match file.strip_prefix('/').filter(|rest| !rest.starts_with("assets/")) {
            Some(rest) => SitePath::new(&format!("content/{rest}")),
            None => self.base.join(file),
        }
    }

    /// The document's file that a link without `.md` means, written as the
    /// link is: `plan`, `plan.html`, `plan/` and `plan/index.html` mean
    /// `plan.md`.
    fn meant(&self, file: &str) -> Option<String> {
        let base = file.strip_suffix("index.html").unwrap_or(file).trim_end_matches('/');
        let base = base.strip_suffix(".html").or_else(|| base.strip_suffix(".htm")).unwrap_or(base);
        let written = [format!("{base}.md"), format!("{base}/index.md")];
        written.into_iter().find(|file| {
            let path = self.place(file);
            let id =
                path.as_ref().and_then(|path| path.as_str().strip_prefix("content/")?.strip_suffix(".md"));
            id.and_then(|id| self.corpus.find(id)).is_some_and(|found| Some(&found.path) == path.as_ref())
        })
    }

    /// The names of all documents but this one.
    fn others(&self) -> impl Iterator<Item = &str> {
        let ids = self.corpus.documents().map(|document| document.id.as_str());
        ids.filter(|id| *id != self.document.id.as_str())
    }

    fn block(
        &mut self,
        doc: DocId,
        name: Option<&str>,
        to: Option<AudienceId>,
        span: std::ops::Range<usize>,
    ) -> Option<Target> {
        let target = self.corpus.find(doc.as_str())?;
        if let Some(name) = name
            && !target.names.contains_key(name)
        {
            let hint = meant_name(name, target);
            self.report(&rules::UNKNOWN_NAME, span, format!("`{doc}` has no block named `{name}`"), |d| {
                d.hint_opt(hint)
            });
            return Some(Target::Document { doc, name: None, to });
        }
        Some(Target::Document { doc, name: name.map(str::to_owned), to })
    }

    fn role(&mut self, id: &str, span: std::ops::Range<usize>) -> Option<Target> {
        if let Some((id, _)) = self.site.roles.get_key_value(id) {
            return Some(Target::Role(id.clone()));
        }
        let hint = self.site.meant_role(id);
        self.report(&rules::UNKNOWN_ROLE, span, format!("unknown role `{id}`"), |d| d.hint_opt(hint));
        None
    }

    /// The duties that an attribute names, each once.
    fn tied(&mut self, words: &[Word]) -> Vec<DutyId> {
        let mut duties: Vec<DutyId> = Vec::new();
        for word in words {
            match self.duty(&word.text, word.span.clone()) {
                Some(Target::Duty(duty)) if !duties.contains(&duty) => duties.push(duty),
                _ => {}
            }
        }
        duties
    }

    fn duty(&mut self, id: &str, span: std::ops::Range<usize>) -> Option<Target> {
        if let Some(duty) = self.site.duty(id) {
            return Some(Target::Duty(duty.id.clone()));
        }
        let hint = did_you_mean(id, self.site.duties.iter().map(|duty| duty.id.as_str()));
        self.report(&rules::UNKNOWN_NAME, span, format!("unknown duty `{id}`"), |d| d.hint_opt(hint));
        None
    }

    fn term(&mut self, word: &Word) -> Option<Target> {
        if let Some((id, _)) = self.site.glossary.get_key_value(word.text.as_str()) {
            return Some(Target::Term(id.clone()));
        }
        let hint = did_you_mean(&word.text, self.site.glossary.keys().map(|id| id.as_str()));
        self.report(&rules::UNKNOWN_NAME, word.span.clone(), format!("unknown term `{}`", word.text), |d| {
            d.hint_opt(hint).hint("terms are declared in content/glossary.toml")
        });
        None
    }

    fn claims(&mut self, citations: &[crate::syntax::Citation]) -> Option<Target> {
        let mut claims = Vec::new();
        for citation in citations {
            match self.site.claims.get_key_value(citation.claim.text.as_str()) {
                Some((id, _)) => claims.push((id.clone(), citation.locator.clone())),
                None => {
                    let hint =
                        did_you_mean(&citation.claim.text, self.site.claims.keys().map(|id| id.as_str()));
                    self.report(
                        &rules::UNKNOWN_CLAIM,
                        citation.claim.span.clone(),
                        format!("unknown claim `{}`", citation.claim.text),
                        |d| d.hint_opt(hint).hint("claims are declared in content/claims.toml"),
                    );
                }
            }
        }
        (!claims.is_empty()).then_some(Target::Claims(claims))
    }

    fn image(&mut self, dest: &str, span: std::ops::Range<usize>) -> Option<Target> {
        let scheme = dest.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'));
        if scheme || dest.starts_with("//") {
            self.report(&rules::UNSAFE_LINK, span, "images come from the site itself", |d| {
                d.hint("put the file into `assets/` and write `/assets/name.svg`")
            });
            return None;
        }
        match self.base.join(dest) {
            Some(path) => self.asset(path, dest, span),
            None => {
                self.report(&rules::LINK_OUT_OF_SITE, span, format!("`{dest}` leads out of the site"), |d| {
                    d.hint("put the file into `assets/`")
                });
                None
            }
        }
    }

    fn asset(&mut self, path: SitePath, dest: &str, span: std::ops::Range<usize>) -> Option<Target> {
        if path.as_str().starts_with("assets/") && self.snapshot.bytes(&path).is_some() {
            return Some(Target::Asset(path));
        }
        let near = nearest(path.as_str(), self.snapshot.below("assets").map(|(path, _)| path.as_str()));
        let same_name = self.snapshot.below("assets").map(|(path, _)| path);
        let mut same_name =
            same_name.filter(|other| other.file_name().eq_ignore_ascii_case(path.file_name()));
        let near = same_name.next().map(SitePath::as_str).or(near);
        let hint = match near {
            Some(near) => format!("did you mean `/{near}`?"),
            None => "files lie below `assets/`: write `/assets/name.svg`".to_owned(),
        };
        self.report(&rules::UNKNOWN_NAME, span, format!("there is no file `{dest}`"), |d| d.hint(hint));
        None
    }

    fn passage(&mut self, word: &Word) -> Option<(DocId, Option<String>)> {
        let (id, name) = match word.text.split_once('#') {
            Some((id, name)) => (id, Some(name)),
            None => (word.text.as_str(), None),
        };
        let Some(target) = self.corpus.find(id) else {
            let file = SitePath::new(&format!("content/{id}.md"));
            if file.is_some_and(|file| self.snapshot.bytes(&file).is_some()) {
                // It is there, and has its own finding.
                return None;
            }
            let hint = did_you_mean(id, self.others());
            self.report(
                &rules::UNKNOWN_NAME,
                word.span.clone(),
                format!("there is no document `{id}`"),
                |d| d.hint_opt(hint),
            );
            return None;
        };
        let Some(name) = name else { return Some((target.id.clone(), None)) };
        match target.names.get(name) {
            Some(node) if target.default_names.contains_key(node) => {
                let heading = target.parsed.tree.node(*node).children().next();
                let heading = heading.map(|heading| heading.plain_text()).unwrap_or_default();
                let message = format!("`{id}` has no block named `{name}`");
                self.report(&rules::UNKNOWN_NAME, word.span.clone(), message, |d| {
                    d.hint(format!("the heading \"{heading}\" has this name for links only: give it one with `{{#{name}}}`"))
                });
                None
            }
            Some(_) => Some((target.id.clone(), Some(name.to_owned()))),
            None => {
                let hint = meant_name(name, target);
                self.report(
                    &rules::UNKNOWN_NAME,
                    word.span.clone(),
                    format!("`{id}` has no block named `{name}`"),
                    |d| d.hint_opt(hint),
                );
                None
            }
        }
    }
}
