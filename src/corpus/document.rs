//! One Markdown file, all audiences in it.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use jiff::civil::Date;

use super::layer::{Composed, Layer, Provenance};
use super::link::Tie;
use super::names;
use super::scope::{Admitted, FormatSet, Scope};
use crate::diag::{Diagnostic, Span, did_you_mean, nearest, rules, text_of};
use crate::site::raw::{RawGrades, Spanned};
use crate::site::{
    AudienceId, AudienceSet, BandId, FrontMatter, GradeSet, Lang, OwnerIndex, PhaseId, Site, StepId, TopicId,
    parse_front_matter, turned,
};
use crate::syntax::{self, Kind, Open, Parsed};
use crate::vfs::{Hash, Hasher, SitePath, Snapshot};

/// A document's name: its path under `content/` without extension and
/// language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub Arc<str>);

impl DocId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for DocId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocKind {
    /// A how-to guide, alone or the first page of several chapters.
    Guide,
    /// A chapter of a guide.
    Chapter,
    /// A brochure of panels.
    Brochure,
    /// A professional development module.
    Module,
    /// A role-responsibility matrix.
    Matrix,
    /// A letter, e-mail, script, post or list of questions.
    Message,
    /// Everything else.
    Page,
}

impl DocKind {
    /// The kinds that authors write, in the order of menus.
    pub const WRITTEN: [DocKind; 6] = [
        DocKind::Guide,
        DocKind::Brochure,
        DocKind::Module,
        DocKind::Matrix,
        DocKind::Message,
        DocKind::Page,
    ];

    /// The kind's name in front matter.
    pub fn name(self) -> &'static str {
        match self {
            DocKind::Guide => "guide",
            DocKind::Chapter => "chapter",
            DocKind::Brochure => "brochure",
            DocKind::Module => "module",
            DocKind::Matrix => "matrix",
            DocKind::Message => "message",
            DocKind::Page => "page",
        }
    }

    /// The folder below `content/` where documents of the kind lie.
    pub fn folder(self) -> &'static str {
        match self {
            DocKind::Guide | DocKind::Chapter => "guides",
            DocKind::Brochure => "brochures",
            DocKind::Module => "modules",
            DocKind::Matrix => "matrices",
            DocKind::Message => "messages",
            DocKind::Page => "pages",
        }
    }

    fn parse(name: &str) -> Option<DocKind> {
        DocKind::WRITTEN.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind that is listed in menus: a chapter belongs to its guide.
    pub fn listed(self) -> DocKind {
        if self == DocKind::Chapter { DocKind::Guide } else { self }
    }
}

/// What the front matter says, looked up.
#[derive(Clone, Debug)]
pub struct Meta {
    /// Title, perhaps with variables.
    pub title: String,
    /// One sentence about it, perhaps with variables.
    pub summary: Option<String>,
    /// The audiences that it names; empty means all.
    pub tags: Vec<AudienceId>,
    /// The editions that they mean.
    pub editions: AudienceSet,
    /// The grades it is about.
    pub grades: Option<GradeSet>,
    /// The phase it belongs to.
    pub phase: Option<PhaseId>,
    /// The action steps that it serves.
    pub steps: Vec<StepId>,
    /// Its topics.
    pub topics: Vec<TopicId>,
    /// The day of its last review.
    pub reviewed: Option<Date>,
    /// The day by which it has to be reviewed.
    pub review_by: Option<Date>,
    /// The bands for which it is made once each.
    pub bands: Vec<BandId>,
    /// Its place among documents of its kind.
    pub order: i64,
}

/// One Markdown file, read for itself: it knows the site, and no other
/// document.
#[derive(Debug)]
pub struct Manuscript {
    /// Its name.
    pub id: DocId,
    /// Its file.
    pub path: SitePath,
    /// What kind its author says it is; never a chapter.
    pub written_kind: DocKind,
    /// Its language.
    pub lang: Lang,
    /// The last part of its address.
    pub slug: String,
    /// Front matter as written, for what only one kind uses.
    pub front: FrontMatter,
    /// Front matter, looked up.
    pub meta: Meta,
    /// Where the body begins in the file.
    pub body: usize,
    /// The tree, with scopes as written.
    pub parsed: Parsed,
    /// The scopes, looked up.
    pub scopes: Vec<Scope>,
    /// The nodes that have a scope of their own, in order.
    scoped: Vec<u32>,
    /// What it was read from: its name, its bytes and the site.
    pub hash: Hash,
    /// A hash of what it says of its place among others.
    pub layout_hash: Hash,
    /// A hash of its path and the names of its blocks, as far as links depend
    /// on them.
    pub names_hash: Hash,
    /// Named blocks: where each stands in the tree.
    pub names: IndexMap<String, usize>,
    /// Names that headings have by default; for links only.
    pub default_names: IndexMap<usize, String>,
    /// The definitions of footnotes, by label.
    pub notes: HashMap<String, usize>,
    /// Of which files it was composed.
    pub provenance: Provenance,
}

/// A document among all others: what its file says, and where it leads.
///
/// It is cheap to make: what one file says is shared.
#[derive(Clone, Debug)]
pub struct Document {
    /// What its file says.
    pub manuscript: Arc<Manuscript>,
    /// What kind it is.
    pub kind: DocKind,
    /// The editions that have it: those that its file names, less those that
    /// lack its guide or its source.
    pub editions: AudienceSet,
    /// Whose text it is: the state's, or a district's or school's who changed
    /// something in it.
    pub owner: OwnerIndex,
    /// The bands for which it is made once each.
    pub bands: Vec<BandId>,
    /// The guide that the chapter belongs to.
    pub guide: Option<DocId>,
    /// The chapters of a guide, in order.
    pub chapters: Vec<DocId>,
    /// Where links, images and role addresses lead, by node.
    pub targets: Arc<super::link::Targets>,
    /// Included passages, by node.
    pub includes: Arc<super::link::Includes>,
    /// Passages that are tied to duties, see [`super::link::Leads::ties`].
    pub ties: Arc<[Tie]>,
    /// The editions that may see a term which it explains.
    pub terms: AudienceSet,
    /// A hash of what its file says and where that leads; what it includes is
    /// not in it.
    pub content: Hash,
}

impl std::ops::Deref for Document {
    type Target = Manuscript;

    fn deref(&self) -> &Manuscript {
        &self.manuscript
    }
}

/// What a document leads to before its names are looked up.
static NOWHERE: LazyLock<(Arc<super::link::Targets>, Arc<super::link::Includes>)> =
    LazyLock::new(Default::default);

impl Document {
    /// Returns a document that leads nowhere yet.
    pub fn new(manuscript: Arc<Manuscript>) -> Document {
        Document {
            kind: manuscript.written_kind,
            editions: manuscript.meta.editions,
            owner: OwnerIndex::STATE,
            bands: manuscript.meta.bands.clone(),
            guide: None,
            chapters: Vec::new(),
            targets: NOWHERE.0.clone(),
            includes: NOWHERE.1.clone(),
            ties: Arc::default(),
            terms: AudienceSet::EMPTY,
            content: manuscript.hash,
            manuscript,
        }
    }

    /// Returns what somebody else than the state makes of this document.
    pub fn owned_by(&self, owner: OwnerIndex, manuscript: Arc<Manuscript>) -> Document {
        Document {
            kind: self.kind,
            editions: self.editions,
            owner,
            bands: self.bands.clone(),
            guide: self.guide.clone(),
            chapters: self.chapters.clone(),
            ..Document::new(manuscript)
        }
    }

    /// The tie whose mark a node holds.
    pub fn tie_in(&self, holder: usize) -> Option<&Tie> {
        let place = self.ties.binary_search_by_key(&holder, |tie| tie.holder).ok()?;
        Some(&self.ties[place])
    }

    /// The readers whom the whole document admits.
    pub fn admitted(&self, site: &Site) -> Admitted {
        let mut grades = GradeSet::ALL;
        if !self.bands.is_empty() {
            grades = self
                .bands
                .iter()
                .filter_map(|band| site.bands.get(band))
                .fold(GradeSet::EMPTY, |all, band| all.union(band.grades));
        }
        Admitted { editions: self.editions, grades, formats: FormatSet::ALL }
    }
}

impl Manuscript {
    /// The language in which a node is written.
    pub fn lang_at(&self, node: usize) -> &Lang {
        let passage = self.provenance.langs.iter().find(|(nodes, _)| nodes.contains(&node));
        passage.map_or(&self.lang, |(_, lang)| lang)
    }

    /// The scope of a node; nothing when it has none of its own.
    pub fn scope(&self, node: usize) -> Option<&Scope> {
        let id = self.parsed.tree.nodes[node].scope;
        self.scopes.get(usize::from(id.0).checked_sub(1)?)
    }

    /// The span of a range of bytes in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.provenance.place(range.clone()).unwrap_or_else(|| Span::new(&self.path, range))
    }

    /// The part of its text that a file has; nothing when it is of no such
    /// file.
    pub fn file(&self, path: &SitePath) -> Option<Range<usize>> {
        let parts = &self.provenance.parts;
        let all = self.parsed.tree.source.len();
        let Some(place) = parts.iter().position(|(_, part)| part == path) else {
            return (self.path == *path).then_some(0..all);
        };
        Some(parts[place].0..parts.get(place + 1).map_or(all, |(next, _)| *next))
    }

    /// Returns a document with everything that lies over it. `layers`: what
    /// its stack had; `hash`: of all that it was made from.
    pub fn composed(source: &Manuscript, composed: Composed, layers: &[Layer], hash: Hash) -> Manuscript {
        let Composed { tree, tags, scopes, mut provenance, top, states, untranslated, found: _ } = composed;
        (provenance.states, provenance.untranslated) = (states, untranslated);
        let (mut front, mut meta) = (source.front.clone(), source.meta.clone());
        let (mut lang, mut slug) = (source.lang.clone(), source.slug.clone());
        if let Some(translation) = layers.iter().find(|layer| layer.level == 0).map(|layer| layer.manuscript)
        {
            lang = translation.lang.clone();
            slug = translation.slug.clone();
            meta.editions = meta.editions.intersection(translation.meta.editions);
            front.aliases = None;
        }
        if let Some((place, top)) = top.map(|top| (top + 1, layers[top].manuscript)) {
            meta.title = top.meta.title.clone();
            meta.summary = top.meta.summary.clone();
            meta.reviewed = top.meta.reviewed.or(meta.reviewed);
            front.translate(&top.front, provenance.parts[place].0);
        }
        let (names, default_names) = names::collect(&source.path, &tree, &mut Vec::new());
        let names_hash = names::hash(&source.path, &tree, &names, &default_names);
        let notes = tree.iter().filter(|node| node.kind() == Kind::FootnoteDefinition);
        let notes = notes.map(|node| (node.text().to_owned(), node.index)).collect();
        let nodes = tree.nodes.iter().zip(0..);
        let scoped = nodes.filter(|(node, _)| node.scope != syntax::ScopeId::default());
        let scoped = scoped.map(|(_, index)| index).collect();
        let mut manuscript = Manuscript {
            id: source.id.clone(),
            path: source.path.clone(),
            written_kind: source.written_kind,
            lang,
            slug,
            front,
            meta,
            body: source.body,
            parsed: Parsed { tree, scopes: tags },
            scopes,
            scoped,
            hash,
            layout_hash: Hash::of(b""),
            names_hash,
            names,
            default_names,
            notes,
            provenance,
        };
        manuscript.layout_hash = layout_hash(&manuscript);
        manuscript
    }

    /// The name of a block: its own, or the default of a heading.
    pub fn name_of(&self, node: usize) -> Option<&str> {
        own_name(self.parsed.tree.node(node).extra())
            .or_else(|| self.default_names.get(&node).map(String::as_str))
    }

    /// The nodes of a named passage; the whole document without a name, none
    /// when there is no such block.
    pub fn passage(&self, name: Option<&str>) -> Range<usize> {
        let nodes = &self.parsed.tree.nodes;
        match name {
            None => 0..nodes.len(),
            Some(name) => self.names.get(name).map_or(0..0, |node| *node..nodes[*node].end as usize),
        }
    }

    /// The scopes of a node and of those around it, outermost first.
    pub fn scopes_around(&self, node: usize) -> impl Iterator<Item = &Scope> {
        let nodes = &self.parsed.tree.nodes;
        let around = move |at: &&u32| nodes[**at as usize].end as usize > node;
        let before = self.scoped.partition_point(|at| *at as usize <= node);
        self.scoped[..before].iter().filter(around).filter_map(|at| self.scope(*at as usize))
    }

    /// The ancestors of a node, outermost first, itself last.
    pub fn path_to(&self, node: usize) -> Vec<usize> {
        let nodes = &self.parsed.tree.nodes;
        let mut path = Vec::new();
        let mut at = 0;
        while at <= node {
            if nodes[at].end as usize > node {
                path.push(at);
                at += 1;
            } else {
                at = nodes[at].end as usize;
            }
        }
        path
    }
}

/// The explicit name of a block.
pub fn own_name(extra: Option<&Open>) -> Option<&str> {
    match extra {
        Some(Open::Attrs(attrs)) => attrs.name.as_ref().map(|word| word.text.as_str()),
        _ => None,
    }
}

/// Splits a file into front matter and body: the range of the TOML text, and
/// where the body begins. Nothing when there is no front matter.
fn split(source: &str) -> Option<(Range<usize>, usize)> {
    let start = source.len() - source.strip_prefix('\u{feff}').unwrap_or(source).len();
    let rest = &source[start..];
    let first = rest.strip_prefix("+++")?;
    let newline = first.find('\n')?;
    if !first[..newline].trim().is_empty() {
        return None;
    }
    let toml = start + 3 + newline + 1;
    let mut at = toml;
    for line in source[toml..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((toml..at, at + line.len()));
        }
        at += line.len();
    }
    Some((toml..source.len(), source.len() + 1))
}

/// Says why a file has no front matter though it seems to, and what to do.
fn without_front_matter(source: &str) -> (&'static str, &'static str) {
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    // Blanks that nobody sees aren't all white space to Unicode.
    let visible =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    let after = visible.strip_prefix("+++").map(|rest| rest.trim_start_matches([' ', '\t']));
    match after {
        Some(after) if after.starts_with('\r') && !after.starts_with("\r\n") => (
            "the lines of this file end as on very old computers, so it is one long line",
            "save it with line ends `LF` or `CRLF`: most editors show the choice at the bottom",
        ),
        Some(_) if visible.len() < text.len() => (
            "something stands before the front matter: a blank or an empty line",
            "remove it: `+++` are the first signs of the file",
        ),
        Some(_) => ("the first `+++` doesn't stand alone", "put nothing but `+++` on the first line"),
        None if visible.starts_with("---") => (
            "the front matter stands between `---`, as other programs have it",
            "write `+++` in the place of `---`, `title = \"About the plan\"` in the place of `title: About the plan`",
        ),
        None => (
            "this document has no front matter",
            "begin the file with:\n+++\nkind = \"page\"\ntitle = \"About the plan\"\n+++",
        ),
    }
}

/// Parses one file of a snapshot. `lang` and `id` come from its path; `hash`
/// tells it from other versions of it.
pub fn read(
    path: &SitePath,
    snapshot: &Snapshot,
    id: Option<DocId>,
    lang: Lang,
    hash: Hash,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Manuscript> {
    if let Err(found) = text_of(path, snapshot.bytes(path)?) {
        diagnostics.push(*found);
        return None;
    }
    let source = snapshot.shared_text(path)?;
    if source.len() >= 1 << 31 {
        diagnostics.push(Diagnostic::new(
            &rules::INVALID_VALUE,
            Span::file(path),
            "this file is larger than 2 GB",
        ));
        return None;
    }
    let (front, body) = match split(source) {
        Some((toml, body)) if body <= source.len() => {
            let front = parse_front_matter(path, &source[toml.clone()], toml.start).collect(diagnostics)?;
            (front, body)
        }
        Some((toml, _)) => {
            let at = Span::new(path, toml.start - 4..toml.start - 1);
            diagnostics.push(
                Diagnostic::new(&rules::INVALID_TOML, at, "the front matter has no end")
                    .hint("put `+++` on a line of its own after the last key"),
            );
            return None;
        }
        None => {
            let at = Span::new(path, 0..source.lines().next().map_or(0, str::len));
            let (message, hint) = without_front_matter(source);
            diagnostics.push(Diagnostic::new(&rules::MISSING_FRONT_MATTER, at, message).hint(hint));
            return None;
        }
    };
    let (parsed, found) = syntax::parse(path, source, body);
    diagnostics.extend(found);
    let (id, kind, meta) = match id {
        Some(id) => (id, kind(path, &front, diagnostics)?, meta(path, &front, site, diagnostics)),
        None => overlay(path, &front, site, diagnostics)?,
    };
    let scopes =
        parsed.scopes.iter().map(|tag| super::scope::resolve(tag, site, path, diagnostics)).collect();
    let slug = match &front.slug {
        Some(slug) if crate::site::is_id(&slug.value) => slug.value.clone(),
        Some(slug) => {
            diagnostics.push(Diagnostic::new(
                &rules::INVALID_VALUE,
                slug.span(path),
                "a slug has small letters, digits and single hyphens",
            ));
            slug::slugify(&slug.value)
        }
        None => id.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
    };
    let (names, default_names) = names::collect(path, &parsed.tree, diagnostics);
    let names_hash = names::hash(path, &parsed.tree, &names, &default_names);
    let mut notes = HashMap::new();
    for node in parsed.tree.iter().filter(|node| node.kind() == Kind::FootnoteDefinition) {
        notes.entry(node.text().to_owned()).or_insert(node.index);
    }
    characters(path, source, diagnostics);
    turned::in_text(path, source, body, diagnostics);
    lost_markers(path, &parsed.tree, diagnostics);
    let mut manuscript = Manuscript {
        notes,
        id,
        path: path.clone(),
        written_kind: kind,
        lang,
        slug,
        front,
        meta,
        body,
        parsed,
        scopes,
        names,
        scoped: Vec::new(),
        hash,
        names_hash,
        layout_hash: Hash::of(b""),
        default_names,
        provenance: Provenance::default(),
    };
    if manuscript.written_kind == DocKind::Module {
        manuscript.meta.editions = manuscript.meta.editions.union(site.facilitators());
    }
    script_is_for_facilitators(&mut manuscript, site);
    let nodes = manuscript.parsed.tree.nodes.iter().zip(0..);
    let scoped = nodes.filter(|(node, _)| node.scope != syntax::ScopeId::default());
    manuscript.scoped = scoped.map(|(_, index)| index).collect();
    manuscript.layout_hash = layout_hash(&manuscript);
    Some(manuscript)
}

fn layout_hash(manuscript: &Manuscript) -> Hash {
    let aliases = manuscript.front.aliases.as_deref().unwrap_or_default();
    Hasher::new()
        .text(manuscript.path.as_str())
        .text(&manuscript.slug)
        .number(manuscript.meta.order as u64)
        .value(&manuscript.meta.topics)
        .value(&manuscript.meta.phase)
        .texts(aliases.iter().map(|alias| alias.value.as_str()))
        .finish()
}

/// `.script` means `audience` = facilitators.
fn script_is_for_facilitators(document: &mut Manuscript, site: &Site) {
    let facilitators = site.facilitators();
    let mut shared = None;
    for index in 0..document.parsed.tree.nodes.len() {
        let node = document.parsed.tree.node(index);
        if node.kind() != Kind::Div || syntax::parse::div_kind(node.extra()) != syntax::DivKind::Script {
            continue;
        }
        let own = document.scope(index).cloned();
        let id = match (&own, shared) {
            (None, Some(id)) => id,
            _ => {
                let scope =
                    Scope { editions: facilitators, ..own.clone().unwrap_or_else(|| Scope::everybody(site)) };
                document.scopes.push(scope);
                // Beyond the last id nothing may be shown to all by overflow.
                let id = u16::try_from(document.scopes.len()).unwrap_or(u16::MAX);
                shared = shared.or(own.is_none().then_some(id));
                id
            }
        };
        document.parsed.tree.nodes[index].scope = syntax::ScopeId(id);
    }
}

/// The document that an overlay revises, with what matters of its kind.
///
/// Finding: `missing-key`, when it doesn't say which.
fn overlay(
    path: &SitePath,
    front: &FrontMatter,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(DocId, DocKind, Meta)> {
    let Some(revises) = &front.revises else {
        let message = "the front matter doesn't say which document this file revises";
        diagnostics.push(
            Diagnostic::new(&rules::MISSING_KEY, Span::file(path), message)
                .hint("add `revises = \"brochures/your-plan\"`"),
        );
        return None;
    };
    let id = revises.value.trim_start_matches('/').trim_end_matches(".md");
    let folder = id.split('/').next().unwrap_or_default();
    let kind = DocKind::WRITTEN.into_iter().find(|kind| kind.folder() == folder).unwrap_or(DocKind::Page);
    Some((
        DocId(id.into()),
        kind,
        Meta { editions: site.all_editions(), ..meta(path, front, site, &mut Vec::new()) },
    ))
}

/// The kind that the front matter says; it must agree with the folder.
fn kind(path: &SitePath, front: &FrontMatter, diagnostics: &mut Vec<Diagnostic>) -> Option<DocKind> {
    let folder = path.as_str().split('/').nth(1).unwrap_or_default();
    let expected = DocKind::WRITTEN.into_iter().find(|kind| kind.folder() == folder);
    let Some(word) = &front.kind else {
        if expected.is_none() {
            diagnostics.push(
                Diagnostic::new(&rules::MISSING_KEY, Span::file(path), "the front matter says no `kind`")
                    .hint(match nearest(folder, DocKind::WRITTEN.into_iter().map(DocKind::folder)) {
                        Some(near) => format!("did you mean the folder `content/{near}`?"),
                        None => "add `kind = \"page\"`".to_owned(),
                    }),
            );
        }
        return expected;
    };
    let Some(kind) = DocKind::parse(&word.value) else {
        diagnostics.push(
            Diagnostic::new(&rules::UNKNOWN_NAME, word.span(path), format!("unknown kind `{}`", word.value))
                .hint_opt(did_you_mean(&word.value, DocKind::WRITTEN.map(DocKind::name))),
        );
        return None;
    };
    if expected.is_some_and(|expected| expected != kind) {
        diagnostics.push(
            Diagnostic::new(
                &rules::KIND_IN_WRONG_FOLDER,
                word.span(path),
                format!("a {} lies in the folder `content/{folder}`", kind.name()),
            )
            .hint(format!("move it to `content/{}`, or change its kind", kind.folder())),
        );
    }
    Some(kind)
}

fn meta(path: &SitePath, front: &FrontMatter, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Meta {
    if front.audiences.as_ref().is_some_and(Vec::is_empty) {
        diagnostics.push(
            Diagnostic::new(
                &rules::INVALID_VALUE,
                Span::file(path),
                "`audiences` is empty, so nobody would see this document",
            )
            .hint(
                "leave the key out when all may see it, or name the audiences: `audiences = [\"families\"]`",
            ),
        );
    }
    let mut unknown = |rule, word: &Spanned<String>, what: &str, hint: Option<String>| {
        diagnostics.push(
            Diagnostic::new(rule, word.span(path), format!("unknown {what} `{}`", word.value)).hint_opt(hint),
        );
    };
    let mut tags = Vec::new();
    let mut editions = if front.audiences.is_some() { AudienceSet::EMPTY } else { site.all_editions() };
    for word in front.audiences() {
        match site.audience(&word.value) {
            Some(audience) => {
                editions = editions.union(audience.covers());
                tags.push(audience.id.clone());
            }
            None => unknown(&rules::UNKNOWN_AUDIENCE, word, "audience", site.meant_audience(&word.value)),
        }
    }
    let phase = front.phase.as_ref().and_then(|word| match site.phases.get_key_value(word.value.as_str()) {
        Some((id, _)) => Some(id.clone()),
        None => {
            unknown(
                &rules::UNKNOWN_NAME,
                word,
                "phase",
                did_you_mean(&word.value, site.phases.keys().map(|id| id.as_str())),
            );
            None
        }
    });
    let mut steps = Vec::new();
    for word in front.steps.iter().flatten() {
        match site.steps.get_key_value(word.value.as_str()) {
            Some((id, _)) => steps.push(id.clone()),
            None => unknown(
                &rules::UNKNOWN_NAME,
                word,
                "action step",
                did_you_mean(&word.value, site.steps.keys().map(|id| id.as_str())),
            ),
        }
    }
    let mut topics = Vec::new();
    for word in front.topics.iter().flatten() {
        match site.topics.get_key_value(word.value.as_str()) {
            Some((id, _)) => topics.push(id.clone()),
            None => unknown(
                &rules::UNKNOWN_NAME,
                word,
                "topic",
                did_you_mean(&word.value, site.topics.keys().map(|id| id.as_str())),
            ),
        }
    }
    let mut bands = Vec::new();
    for word in front.bands.iter().flatten() {
        // A band by its id, or by its grades.
        let wanted = GradeSet::parse(&word.value);
        match site.bands.iter().find(|(id, band)| id.as_str() == word.value || Some(band.grades) == wanted) {
            Some((id, _)) => bands.push(id.clone()),
            None => unknown(
                &rules::UNKNOWN_NAME,
                word,
                "band",
                did_you_mean(&word.value, site.bands.keys().map(|id| id.as_str())),
            ),
        }
    }
    let grades = front.grades.as_ref().and_then(|grades| grade_set(path, grades, site, diagnostics));
    if front.title.as_ref().is_none_or(|title| title.value.trim().is_empty()) {
        diagnostics.push(
            Diagnostic::new(&rules::MISSING_KEY, Span::file(path), "the front matter says no `title`")
                .hint("add `title = \"Starting a plan in your school\"`"),
        );
    }
    Meta {
        title: front
            .title
            .as_ref()
            .map(|title| title.value.clone())
            .unwrap_or_else(|| path.stem().to_owned()),
        summary: front.summary.as_ref().map(|summary| summary.value.clone()),
        tags,
        editions,
        grades,
        phase,
        steps,
        topics,
        reviewed: front.reviewed.as_ref().map(|date| date.value.0),
        review_by: front.review_by.as_ref().map(|date| date.value.0),
        bands,
        order: front.order.as_ref().map_or(0, |order| order.value),
    }
}

/// The grades that a front matter key says.
pub fn grade_set(
    path: &SitePath,
    grades: &Spanned<RawGrades>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<GradeSet> {
    match site.grade_set(&grades.value) {
        Ok(set) => Some(set).filter(|set| !set.is_empty()),
        Err(problem) => {
            diagnostics.push(problem.at(grades.span(path)));
            None
        }
    }
}

/// Reports signs that no page may hold: control characters and the like.
/// XML 1.0, 2.2; the HTML standard, 13.2.3.5.
fn characters(path: &SitePath, source: &str, diagnostics: &mut Vec<Diagnostic>) {
    // Most files have none of the bytes with which such a sign begins. Looking
    // at all of them, whatever the first ones are, is quicker: many at a time.
    let begins = |byte: u8| matches!(byte, 0..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f | 0xc2 | 0xef..);
    if !source.bytes().fold(false, |found, byte| found | begins(byte)) {
        return;
    }
    let mut bad = source.char_indices().filter(|(_, c)| syntax::is_forbidden(*c));
    if let Some((at, c)) = bad.next() {
        let more = match bad.count() {
            0 => String::new(),
            count => format!(", and {count} more like it"),
        };
        let message = format!("the invisible sign U+{:04X} stands here{more}", u32::from(c));
        diagnostics.push(
            Diagnostic::new(&rules::INVALID_CHARACTER, Span::new(path, at..at + c.len_utf8()), message)
                .hint("delete it: it came with a paste from another program, and no page may hold it"),
        );
    }
}

/// Reports lines that would open or close a block if an invisible sign, such
/// as a no-break space, didn't stand before their `:::`.
fn lost_markers(path: &SitePath, tree: &syntax::Tree<Open>, diagnostics: &mut Vec<Diagnostic>) {
    let invisible = |c: char| (c.is_whitespace() && !c.is_ascii()) || matches!(c, '\u{200b}' | '\u{feff}');
    let mut code = 0;
    for node in tree.iter() {
        if node.kind() == Kind::CodeBlock {
            code = node.end();
        }
        if node.kind() != Kind::Text || node.index < code || !node.text().starts_with(invisible) {
            continue;
        }
        let text = node.text();
        if !text.trim_start_matches(|c| invisible(c) || c == ' ').starts_with(":::") {
            continue;
        }
        let sign = text.chars().next().expect("it starts with one");
        let name = if sign == '\u{a0}' { "a no-break space" } else { "an invisible sign" };
        let at = node.span().start;
        let message = format!("{name} (U+{:04X}) stands before `:::`, so the line is text", u32::from(sign));
        diagnostics.push(
            Diagnostic::new(&rules::INVALID_CHARACTER, Span::new(path, at..at + sign.len_utf8()), message)
                .hint("delete it: `:::` are the first signs of a line, or follow ordinary blanks"),
        );
    }
}
