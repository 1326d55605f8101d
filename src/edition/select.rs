//! Selecting: one document, one edition, one closed page.
//!
//! One pass over the document's nodes. A scope that refuses skips its whole
//! subtree; what is empty afterwards goes too. Included passages are walked
//! in their own document, so that their scopes, and those around them, hold.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexSet;

use super::page::{Block, Closed, ContentsEntry, LinkClass, Page, Phrase, SourceEntry, marks};
use super::{Edition, Key, duties};
use crate::corpus::link::is_safe;
use crate::corpus::{DocId, Document, Scope, Target};
use crate::site::{BandId, GradeSet, RoleId, TermId, ValueKind, VariableProblem};
use crate::syntax::tree::{Kind, NodeRef, Tree};
use crate::syntax::{Attrs, DivKind, Open};
use crate::vfs::{OutputPath, SitePath};

/// Makes the page of a document for one edition.
///
/// The document must be one that the edition has. Nothing can go wrong here:
/// what could was reported by the corpus and the checks; a reference that they
/// reported shows as its text.
pub fn select(edition: &Edition, document: &Document, band: Option<&BandId>) -> Page {
    let path = edition.document(document, band);
    let mut selector = Selector::new(edition, document, band, path.clone());
    selector.walk(
        document,
        0..document.parsed.tree.nodes.len(),
        document.kind == crate::corpus::DocKind::Module && edition.audience().facilitates,
    );
    selector.footnotes();
    let Selector { mut out, sources, notes, terms, assets, roles, .. } = selector;
    out.nodes.shrink_to_fit();
    let contents = contents(&out);
    let words = count_words(&out);
    Page {
        doc: document.id.clone(),
        kind: document.kind,
        key: edition.key(band.cloned()),
        path,
        title: edition.fill(&document.meta.title),
        summary: document.meta.summary.as_ref().map(|summary| edition.fill(summary)),
        tree: Arc::new(out),
        sources,
        footnotes: notes.len(),
        terms,
        assets,
        roles,
        contents,
        words,
    }
}

/// A node that is being copied.
struct Frame {
    /// Where the source's subtree ends.
    end: usize,
    /// The copy.
    out: usize,
    /// Whether something in it was refused.
    lost: bool,
    /// What the page had gathered before.
    before: Gathered,
    /// The grades of the text around it.
    grades: GradeSet,
}

/// How much a page has gathered beside its nodes.
#[derive(Clone, Copy)]
struct Gathered {
    sources: usize,
    notes: usize,
    terms: usize,
    assets: usize,
    names: usize,
    labels: usize,
    slides: u32,
}

struct Selector<'a> {
    edition: &'a Edition<'a>,
    band: Option<&'a BandId>,
    grades: GradeSet,
    key: Key,
    path: OutputPath,
    home: &'a DocId,
    out: Tree<Closed>,
    sources: Vec<SourceEntry>,
    /// Footnotes in the order of their first reference.
    notes: Vec<(&'a Document, String)>,
    terms: Vec<TermId>,
    assets: Vec<SitePath>,
    roles: Vec<(RoleId, usize)>,
    names: IndexSet<String>,
    labels: IndexSet<String>,
    /// The next number for a name or label that is taken.
    next: HashMap<String, usize>,
    slides: u32,
    /// What tables are called that stand under no heading.
    title: String,
    /// The headings, for the labels of tables.
    headings: Vec<usize>,
}

impl<'a> Selector<'a> {
    fn new(
        edition: &'a Edition<'a>,
        document: &'a Document,
        band: Option<&'a BandId>,
        path: OutputPath,
    ) -> Selector<'a> {
        Selector {
            edition,
            band,
            grades: edition.grades(band),
            key: edition.key(band.cloned()),
            path,
            home: &document.id,
            out: Tree::new(document.parsed.tree.source.clone()),
            sources: Vec::new(),
            notes: Vec::new(),
            terms: Vec::new(),
            assets: Vec::new(),
            roles: Vec::new(),
            names: IndexSet::new(),
            labels: IndexSet::new(),
            next: HashMap::new(),
            slides: 0,
            title: edition.fill(&document.meta.title),
            headings: Vec::new(),
        }
    }

    /// Whether a scope admits this edition. `all`: a facilitator reads a
    /// module and sees every passage.
    fn admits(&self, scope: &Scope, all: bool) -> bool {
        (all || scope.editions.contains(self.key.edition))
            && !scope.grades.intersection(self.grades).is_empty()
            && !scope.formats.intersection(self.key.formats).is_empty()
    }

    /// Nested grades intersect. Without a band they only mark.
    fn narrow(&mut self, scope: Option<&Scope>) {
        if let Some(scope) = scope.filter(|_| self.band.is_some()) {
            self.grades = self.grades.intersection(scope.grades);
        }
    }

    /// Copies some nodes of a document. Returns whether anything was refused.
    fn walk(&mut self, document: &'a Document, nodes: std::ops::Range<usize>, all: bool) -> bool {
        let tree = &document.parsed.tree;
        let mut frames: Vec<Frame> = Vec::new();
        let mut lost_here = false;
        let mut index = nodes.start;
        while index < nodes.end {
            self.close(&mut frames, index, &mut lost_here);
            let node = tree.node(index);
            let scope = document.scope(index);
            if scope.is_some_and(|scope| !self.admits(scope, all)) {
                mark_lost(&mut frames, &mut lost_here);
                index = node.end();
                continue;
            }
            if node.kind() == Kind::FootnoteDefinition {
                // Notes come last, and only those that are referred to.
                index = node.end();
                continue;
            }
            let (outer, depth) = (self.grades, frames.len());
            self.narrow(scope);
            index = self.copy(document, node, scope, all, &mut frames, &mut lost_here);
            match frames.get_mut(depth) {
                Some(frame) => frame.grades = outer,
                None => self.grades = outer,
            }
        }
        self.close(&mut frames, usize::MAX, &mut lost_here);
        lost_here
    }

    /// Ends the copies whose source ends before `index`; what is empty because
    /// of a refusal is taken back.
    fn close(&mut self, frames: &mut Vec<Frame>, index: usize, lost_here: &mut bool) {
        while let Some(frame) = frames.last()
            && frame.end <= index
        {
            let frame = frames.pop().expect("just seen");
            self.grades = frame.grades;
            self.out.close(frame.out);
            if frame.lost && self.is_hollow(frame.out) {
                self.take_back(frame.out, frame.before);
                mark_lost(frames, lost_here);
                continue;
            }
            match self.out.nodes[frame.out].kind {
                // The words that this edition reads, and no others.
                Kind::Heading => self.headings.push(frame.out),
                // A cell keeps its place, but its row may be empty.
                Kind::TableCell if frame.lost => mark_lost(frames, lost_here),
                _ => {}
            }
        }
    }

    fn gathered(&self) -> Gathered {
        Gathered {
            sources: self.sources.len(),
            notes: self.notes.len(),
            terms: self.terms.len(),
            assets: self.assets.len(),
            names: self.names.len(),
            labels: self.labels.len(),
            slides: self.slides,
        }
    }

    /// Removes the nodes from `index` on, with everything that only they
    /// brought to the page.
    fn take_back(&mut self, index: usize, before: Gathered) {
        self.out.nodes.truncate(index);
        self.headings.retain(|heading| *heading < index);
        self.roles.retain(|(_, node)| *node < index);
        self.sources.truncate(before.sources);
        self.notes.truncate(before.notes);
        self.terms.truncate(before.terms);
        self.assets.truncate(before.assets);
        self.names.truncate(before.names);
        self.labels.truncate(before.labels);
        self.slides = before.slides;
    }

    /// Whether nothing worth showing is left in a copy.
    fn is_hollow(&self, index: usize) -> bool {
        let node = self.out.node(index);
        let blank = |child: NodeRef<Closed>| match child.kind() {
            Kind::Mark | Kind::SoftBreak | Kind::HardBreak | Kind::Task => true,
            Kind::Text => child.text().trim().is_empty(),
            _ => false,
        };
        match node.kind() {
            Kind::Section => node.children().all(|child| child.kind() == Kind::Heading || blank(child)),
            Kind::Table => node.children().all(|child| child.kind() == Kind::TableHead),
            // A cell keeps its place in the row.
            Kind::TableCell | Kind::TableHead => false,
            Kind::TableRow => node.children().all(|cell| cell.children().all(blank)),
            Kind::DefinitionTerm => false,
            _ => node.children().all(blank),
        }
    }

    /// Copies one node and says where to go on in the source.
    fn copy(
        &mut self,
        document: &'a Document,
        node: NodeRef<'a, Open>,
        scope: Option<&Scope>,
        all: bool,
        frames: &mut Vec<Frame>,
        lost: &mut bool,
    ) -> usize {
        let span = node.span();
        let kind = node.kind();
        match kind {
            Kind::Text | Kind::Code => {
                let text = self.text(document, node);
                self.out.text_leaf(kind, span, text);
                return node.end();
            }
            Kind::SoftBreak | Kind::HardBreak | Kind::Rule | Kind::Task => {
                let out = self.out.leaf(kind, span);
                self.out.nodes[out].arg = node.arg();
                return node.end();
            }
            Kind::Variable => {
                self.variable(node);
                return node.end();
            }
            Kind::Cite => {
                self.cite(document, node);
                return node.end();
            }
            Kind::FootnoteReference => {
                self.note(document, node);
                return node.end();
            }
            Kind::Div => {
                if let Some(Open::Attrs(attrs)) = node.extra() {
                    match attrs.class {
                        DivKind::Include => {
                            let before = self.out.nodes.len();
                            self.include(document, node.index, attrs);
                            if self.out.nodes.len() == before {
                                mark_lost(frames, lost);
                            }
                            return node.end();
                        }
                        DivKind::Duties => {
                            let table = duties::select(self.edition, attrs);
                            if table.is_empty() {
                                mark_lost(frames, lost);
                            } else {
                                let div = self.open(document, node, scope, all);
                                let label = self.label();
                                duties::write(&mut self.out, self.edition, &self.path, &table, label, span);
                                self.out.close(div);
                            }
                            return node.end();
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        let before = self.gathered();
        let out = self.open(document, node, scope, all);
        frames.push(Frame { end: node.end(), out, lost: false, before, grades: self.grades });
        node.index + 1
    }

    /// Copies text: by range where it stands in the page's own source.
    fn text(&mut self, document: &Document, node: NodeRef<Open>) -> crate::syntax::TextRange {
        match node.text_range().in_source() {
            Some(_) if Arc::ptr_eq(&document.parsed.tree.source, &self.out.source) => node.text_range(),
            _ => self.out.intern(node.text()),
        }
    }

    /// Opens the copy of a node that holds others.
    fn open(
        &mut self,
        document: &'a Document,
        node: NodeRef<'a, Open>,
        scope: Option<&Scope>,
        all: bool,
    ) -> usize {
        let out = self.out.open(node.kind(), node.span());
        self.out.nodes[out].arg = node.arg();
        let closed = match (node.kind(), node.extra()) {
            (Kind::Section, _) => document.name_of(node.index).map(|name| Closed::Name(self.unique(name))),
            (Kind::Paragraph | Kind::TableRow | Kind::DefinitionTerm, Some(Open::Attrs(attrs))) => {
                attrs.name.as_ref().map(|name| Closed::Name(self.unique(&name.text)))
            }
            (Kind::Item, Some(Open::Attrs(attrs))) => Some(Closed::Item {
                name: attrs.name.as_ref().map(|name| self.unique(&name.text)),
                lines: attrs.get("lines").and_then(|word| word.text.parse().ok()).unwrap_or(0),
            }),
            (Kind::Div, Some(Open::Attrs(attrs))) => Some(Closed::Block(self.block(attrs))),
            (Kind::Link, Some(Open::Link { title, .. })) => {
                let href = self.href(document, node.index, all);
                href.map(|href| Closed::Link {
                    href,
                    title: self.edition.fill(title),
                    class: LinkClass::Plain,
                })
            }
            (Kind::Image, Some(Open::Image { title, .. })) => {
                let src = self.src(document, node.index);
                Some(Closed::Image { src, title: self.edition.fill(title) })
            }
            (Kind::Span, Some(Open::Attrs(attrs))) => self.phrase(document, node.index, attrs),
            (Kind::CodeBlock, Some(Open::CodeBlock(info))) => Some(Closed::CodeBlock(info.clone())),
            (Kind::List, Some(Open::Ordered(first))) => Some(Closed::Ordered(*first)),
            (Kind::Table, Some(Open::Table(align))) => {
                let crosswalk = document.path_to(node.index).iter().rev().any(|at| {
                    crate::syntax::parse::div_kind(document.parsed.tree.node(*at).extra())
                        == DivKind::Crosswalk
                });
                Some(Closed::Table {
                    align: align.clone(),
                    label: self.label(),
                    class: if crosswalk { "crosswalk" } else { "" },
                })
            }
            _ => None,
        };
        match closed {
            Some(Closed::Link { .. }) if node.kind() == Kind::Span => {
                self.out.nodes[out].kind = Kind::Link;
                self.out.set_extra(out, closed.expect("just matched"));
            }
            Some(closed) => self.out.set_extra(out, closed),
            // A link that leads nowhere here shows as its words.
            None if node.kind() == Kind::Link => self.out.nodes[out].kind = Kind::Span,
            None => {}
        }
        if node.kind() == Kind::TableCell && row_head(&document.parsed.tree, node) {
            self.out.nodes[out].arg |= 1;
        }
        if let Some(scope) = scope {
            self.mark(node, out, scope, all);
        } else {
            self.pending_marks(document, node, all);
        }
        out
    }

    /// Says for whom a passage is, where that is worth saying: for a role,
    /// for some grades, and to a facilitator, for some of the participants.
    fn mark(&mut self, node: NodeRef<Open>, out: usize, scope: &Scope, all: bool) {
        let bits = mark_bits(scope, all);
        if bits == 0 {
            return;
        }
        for role in &scope.roles {
            if matches!(
                node.kind(),
                Kind::Section
                    | Kind::Div
                    | Kind::Item
                    | Kind::TableRow
                    | Kind::Paragraph
                    | Kind::DefinitionTerm
            ) {
                self.roles.push((role.clone(), out));
            }
        }
        self.out.nodes[out].arg |= bits;
        match node.kind() {
            // After the heading, and in the first cell: see `pending_marks`.
            Kind::Section | Kind::TableRow => {}
            Kind::Div => self.write_marks(scope, all, true),
            Kind::Paragraph | Kind::Item | Kind::Span | Kind::DefinitionTerm => {
                self.write_marks(scope, all, false)
            }
            _ => {}
        }
    }

    /// The marks of a row stand in its first cell.
    fn pending_marks(&mut self, document: &Document, node: NodeRef<Open>, all: bool) {
        if node.kind() == Kind::TableCell
            && let Some(row) = node.index.checked_sub(1)
            && document.parsed.tree.nodes[row].kind == Kind::TableRow
            && let Some(scope) = document.scope(row).cloned()
        {
            self.write_marks(&scope, all, false);
        }
        if let Some(section) = node.index.checked_sub(1)
            && node.kind() == Kind::Heading
            && document.parsed.tree.nodes[section].kind == Kind::Section
            && let Some(scope) = document.scope(section).cloned()
        {
            self.write_marks(&scope, all, false);
        }
    }

    fn write_marks(&mut self, scope: &Scope, all: bool, block: bool) {
        let site = &self.edition.corpus.site;
        let bits = mark_bits(scope, all);
        let own = u8::from(block);
        if bits & marks::ROLE != 0 {
            let roles: Vec<&str> = scope
                .roles
                .iter()
                .filter_map(|role| site.roles.get(role))
                .map(|role| role.name.as_str())
                .collect();
            let roles = self.edition.words.list(&roles);
            let text = self.edition.words.with("mark-role", &[("role", &roles)]);
            self.write_mark(marks::ROLE | own, &text);
        }
        if bits & marks::GRADE != 0 {
            let text = self.edition.words.grades(scope.grades);
            self.write_mark(marks::GRADE | own, &text);
        }
        if bits & marks::AUDIENCE != 0 {
            for (key, ids) in [("mark-audience", &scope.audiences), ("mark-except", &scope.excepted)] {
                let names: Vec<&str> = ids
                    .iter()
                    .filter_map(|id| site.audience(id.as_str()))
                    .map(|audience| audience.name.as_str())
                    .collect();
                if !names.is_empty() {
                    let text =
                        self.edition.words.with(key, &[("audience", &self.edition.words.list(&names))]);
                    self.write_mark(marks::AUDIENCE | own, &text);
                }
            }
        }
    }

    fn write_mark(&mut self, arg: u8, text: &str) {
        let range = self.out.intern(text);
        let mark = self.out.text_leaf(Kind::Mark, 0..0, range);
        self.out.nodes[mark].arg = arg;
    }

    fn block(&mut self, attrs: &Attrs) -> Block {
        let value = |key: &str| attrs.get(key).map(|word| word.text.clone());
        let words = self.edition.words;
        let title = match attrs.class {
            DivKind::Activity => value("grouping").map(|grouping| {
                let key = format!("grouping-{}", slug::slugify(&grouping));
                if words.has(&key) { words.get(&key) } else { grouping }
            }),
            DivKind::Quote => value("by"),
            _ => value("title"),
        };
        if attrs.class == DivKind::Slide {
            self.slides += 1;
        }
        let title = self.edition.fill(&title.unwrap_or_default());
        let name = match &attrs.name {
            Some(name) => Some(self.unique(&name.text)),
            // The module's list of handouts leads to each.
            None if attrs.class == DivKind::Handout => Some(self.unique(&slug::slugify(&title))),
            None => None,
        };
        Block {
            kind: attrs.class,
            name,
            title,
            number: if attrs.class == DivKind::Slide { self.slides } else { 0 },
            minutes: value("minutes").and_then(|minutes| minutes.parse().ok()).unwrap_or(0),
            lang: value("lang"),
        }
    }

    fn phrase(&mut self, document: &Document, node: usize, attrs: &Attrs) -> Option<Closed> {
        if let Some(Target::Term(term)) = target(document, node) {
            if !self.terms.contains(term) {
                self.terms.push(term.clone());
            }
            let href = format!("{}#{term}", self.path.link_to(&self.edition.special("glossary")));
            return Some(Closed::Link { href, title: String::new(), class: LinkClass::Term });
        }
        let phrase = attrs.get("lang").map_or(Phrase::Plain, |lang| Phrase::Lang(lang.text.clone()));
        Some(Closed::Span(phrase))
    }

    fn variable(&mut self, node: NodeRef<Open>) {
        let Some(Open::Variable { form, path }) = node.extra() else { return };
        let span = node.span();
        match self.edition.corpus.site.variable(path, form.as_deref(), self.edition.lang) {
            Ok(value) => {
                let text = self.out.intern(&value.text);
                let isolated = (value.kind != ValueKind::Plain).then(|| {
                    let phrase = self.out.open(Kind::Span, span.clone());
                    self.out.set_extra(phrase, Closed::Span(Phrase::Isolated));
                    phrase
                });
                self.out.text_leaf(Kind::Text, span, text);
                if let Some(phrase) = isolated {
                    self.out.close(phrase);
                }
            }
            Err(VariableProblem::EventLine { .. }) => {
                let line = self.out.leaf(Kind::Span, span);
                self.out.set_extra(line, Closed::Span(Phrase::FillIn));
            }
            // Reported by the checks; nothing of it may be published.
            Err(_) => {}
        }
    }

    fn cite(&mut self, document: &Document, node: NodeRef<Open>) {
        let Some(Target::Claims(claims)) = target(document, node.index) else { return };
        let mut numbers = Vec::new();
        for (claim, locator) in claims {
            let index = self.sources.iter().position(|source| source.claim == *claim).unwrap_or_else(|| {
                self.sources.push(SourceEntry { claim: claim.clone() });
                self.sources.len() - 1
            });
            numbers.push((index as u32 + 1, locator.clone()));
        }
        // The number stands close to what it proves.
        self.out.trim_last();
        let cite = self.out.leaf(Kind::Cite, node.span());
        self.out.set_extra(cite, Closed::Cite(numbers));
    }

    /// A reference to a footnote that this edition sees.
    fn note(&mut self, document: &'a Document, node: NodeRef<Open>) {
        let label = node.text();
        let Some(definition) = document.notes.get(label).copied() else { return };
        let all = self.edition.sees_all(document);
        let admitted = document
            .path_to(definition)
            .into_iter()
            .filter_map(|at| document.scope(at))
            .all(|scope| self.admits(scope, all));
        if !admitted || !self.says_something(document, definition, all) {
            return;
        }
        let known = self.notes.iter().position(|(owner, known)| owner.id == document.id && known == label);
        let number = known.unwrap_or_else(|| {
            self.notes.push((document, label.to_owned()));
            self.notes.len() - 1
        }) + 1;
        self.out.trim_last();
        let text = self.out.intern(&number.to_string());
        let reference = self.out.text_leaf(Kind::FootnoteReference, node.span(), text);
        self.out.nodes[reference].arg = u8::from(known.is_none());
    }

    /// Whether this edition sees anything of a note.
    fn says_something(&self, document: &Document, definition: usize, all: bool) -> bool {
        let tree = &document.parsed.tree;
        let mut index = definition + 1;
        while index < tree.node(definition).end() {
            let node = tree.node(index);
            if document.scope(index).is_some_and(|scope| !self.admits(scope, all)) {
                index = node.end();
                continue;
            }
            match node.kind() {
                Kind::Text | Kind::Code if !node.text().trim().is_empty() => return true,
                Kind::Image | Kind::Variable | Kind::Div => return true,
                _ => index += 1,
            }
        }
        false
    }

    /// Adds the notes that were referred to, in the order of their numbers.
    /// Notes may refer to further ones.
    fn footnotes(&mut self) {
        let mut next = 0;
        while let Some((document, label)) = self.notes.get(next).cloned() {
            next += 1;
            let Some(index) = document.notes.get(&label).copied() else { continue };
            let node = document.parsed.tree.node(index);
            let out = self.out.open(Kind::FootnoteDefinition, node.span());
            let text = self.out.intern(&next.to_string());
            self.out.set_text(out, text);
            let all = self.edition.sees_all(document);
            self.walk(document, index + 1..node.end(), all);
            self.out.close(out);
        }
    }

    /// Copies a passage as this edition shows it in its own document.
    fn include(&mut self, document: &Document, node: usize, attrs: &Attrs) {
        let Some((_, (id, name))) = document.includes.iter().find(|(at, _)| *at == node) else { return };
        let corpus = self.edition.corpus;
        let Some(target) = corpus.in_lang(id, self.edition.lang).or_else(|| corpus.find(id.as_str())) else {
            return;
        };
        let all = self.edition.sees_all(target);
        if !all && !target.meta.editions.contains(self.key.edition) {
            return;
        }
        let passage = target.passage(name.as_deref());
        let outer = self.grades;
        let around =
            target.path_to(passage.start).into_iter().filter(|at| *at != passage.start || name.is_none());
        for scope in around.filter_map(|at| (name.is_some()).then(|| target.scope(at)).flatten()) {
            if !self.admits(scope, all) {
                self.grades = outer;
                return;
            }
            self.narrow(Some(scope));
        }
        let before = self.gathered();
        let wrapper = self.out.open(Kind::Div, document.parsed.tree.node(node).span());
        let block = Block {
            kind: DivKind::Include,
            name: attrs.name.as_ref().map(|name| self.unique(&name.text)),
            title: String::new(),
            number: 0,
            minutes: 0,
            lang: None,
        };
        self.out.set_extra(wrapper, Closed::Block(block));
        // The names inside belong to the other document.
        let inner = self.out.nodes.len();
        self.walk(target, passage, all);
        self.grades = outer;
        self.out.close(wrapper);
        for index in inner..self.out.nodes.len() {
            if matches!(
                self.out.nodes[index].kind,
                Kind::Section
                    | Kind::Paragraph
                    | Kind::Item
                    | Kind::TableRow
                    | Kind::DefinitionTerm
                    | Kind::Div
            ) {
                self.forget_name(index);
            }
        }
        if self.is_hollow(wrapper) {
            self.take_back(wrapper, before);
        }
    }

    fn forget_name(&mut self, index: usize) {
        let freed = match self.out.extra_mut(index) {
            Some(Closed::Name(name)) => Some(std::mem::take(name)),
            Some(Closed::Item { name, .. } | Closed::Block(Block { name, .. })) => name.take(),
            _ => None,
        };
        if let Some(freed) = freed {
            self.names.shift_remove(&freed);
        }
    }

    /// An address on the page that no other block has.
    fn unique(&mut self, name: &str) -> String {
        let mut unique = name.to_owned();
        let number = self.next.entry(unique.clone()).or_insert(2);
        while self.names.contains(&unique) {
            unique = format!("{name}-{number}");
            *number += 1;
        }
        self.names.insert(unique.clone());
        unique
    }

    /// What a screen reader calls the next table's frame; each only once.
    fn label(&mut self) -> String {
        let heading = self.headings.last().map(|heading| self.out.node(*heading).plain_text());
        let title = heading.as_ref().unwrap_or(&self.title);
        let base = self.edition.words.with("table", &[("title", title)]);
        let mut label = base.clone();
        let number = self.next.entry(base.clone()).or_insert(2);
        while self.labels.contains(&label) {
            label = format!("{base} ({number})");
            *number += 1;
        }
        self.labels.insert(label.clone());
        label
    }

    fn src(&mut self, document: &Document, node: usize) -> String {
        let Some(Target::Asset(path)) = target(document, node) else { return String::new() };
        if !self.assets.contains(path) {
            self.assets.push(path.clone());
        }
        self.path.link_to(&super::address::copied(path))
    }

    /// The address of a link on this page; nothing when it leads nowhere here.
    fn href(&mut self, document: &Document, node: usize, all: bool) -> Option<String> {
        let corpus = self.edition.corpus;
        match target(document, node)? {
            // What a variable says may still be anything.
            Target::Address(address) => Some(self.edition.fill(address)).filter(|address| is_safe(address)),
            Target::Asset(path) => {
                if !self.assets.contains(path) {
                    self.assets.push(path.clone());
                }
                Some(self.path.link_to(&super::address::copied(path)))
            }
            Target::Role(role) => {
                let known =
                    corpus.site.role_set(role.as_str()).is_some_and(|set| set.contains(self.key.edition));
                known.then(|| self.path.link_to(&self.edition.role(role)))
            }
            Target::Duty(duty) => {
                let duty = corpus
                    .site
                    .duty(duty.as_str())
                    .filter(|duty| duty.audience_set.contains(self.key.edition))?;
                let own = self.edition.roles();
                let role =
                    duty.roles().into_iter().find(|(role, _)| own.iter().any(|own| own.id == *role))?.0;
                Some(format!("{}#duty-{}", self.path.link_to(&self.edition.role(&role)), duty.id))
            }
            Target::Document { doc, name, to } => {
                if doc == self.home && document.id == *self.home && to.is_none() {
                    return Some(
                        name.as_ref()
                            .map_or_else(|| self.path.link_to(&self.path), |name| format!("#{name}")),
                    );
                }
                let edition = self.edition_for(doc, to.as_ref().map(|id| id.as_str()), document, all)?;
                let target = corpus.in_lang(doc, edition.lang)?;
                let band = edition.band_for(target, self.band);
                let mut href = self.path.link_to(&edition.document(target, band));
                if let Some(name) = name {
                    href.push('#');
                    href.push_str(name);
                }
                Some(href)
            }
            Target::Term(_) | Target::Claims(_) => None,
        }
    }

    /// The edition in which a link to a document ends: the reader's own, the
    /// one that the link names, and for a facilitator, who reads what is
    /// written for participants, theirs.
    fn edition_for(&self, doc: &DocId, to: Option<&str>, from: &Document, all: bool) -> Option<Edition<'a>> {
        let corpus = self.edition.corpus;
        let target = corpus.find(doc.as_str())?;
        let has = |index| target.meta.editions.contains(index);
        let index = match to {
            Some(to) => corpus.site.edition_index(to).filter(|index| has(*index))?,
            None if has(self.key.edition) => self.key.edition,
            None if all => from
                .meta
                .editions
                .iter()
                .find(|index| has(*index))
                .or_else(|| target.meta.editions.iter().next())?,
            None => return None,
        };
        let lang = if corpus.in_lang(doc, self.edition.lang).is_some() {
            self.edition.lang
        } else {
            corpus.site.default_lang()
        };
        Some(Edition { index, lang, ..*self.edition })
    }
}

fn mark_lost(frames: &mut [Frame], lost_here: &mut bool) {
    match frames.last_mut() {
        Some(frame) => frame.lost = true,
        None => *lost_here = true,
    }
}

fn mark_bits(scope: &Scope, all: bool) -> u8 {
    let mut bits = 0;
    if !scope.roles.is_empty() {
        bits |= marks::ROLE;
    }
    if scope.grades != GradeSet::ALL {
        bits |= marks::GRADE;
    }
    if all && !(scope.audiences.is_empty() && scope.excepted.is_empty()) {
        bits |= marks::AUDIENCE;
    }
    bits
}

/// Where a node leads.
fn target(document: &Document, node: usize) -> Option<&Target> {
    let found = document.targets.binary_search_by_key(&node, |(at, _)| *at).ok()?;
    Some(&document.targets[found].1)
}

/// Whether a cell heads its row: the first one, in the body of a crosswalk.
fn row_head(tree: &Tree<Open>, cell: NodeRef<Open>) -> bool {
    let Some(row) = cell.index.checked_sub(1) else { return false };
    if tree.nodes[row].kind != Kind::TableRow {
        return false;
    }
    let table = (0..row).rev().find(|index| tree.nodes[*index].kind == Kind::Table);
    let Some(table) = table else { return false };
    (0..table).rev().any(|index| {
        tree.nodes[index].end as usize > table
            && crate::syntax::parse::div_kind(tree.node(index).extra()) == DivKind::Crosswalk
    })
}

/// The list of contents: sections of the second and third level.
fn contents(tree: &Tree<Closed>) -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    for node in tree.iter().filter(|node| node.kind() == Kind::Section) {
        let (Some(Closed::Name(id)), Some(heading)) = (node.extra(), node.children().next()) else {
            continue;
        };
        // A heading whose words are all for others is gone.
        if id.is_empty() || heading.kind() != Kind::Heading {
            continue;
        }
        let entry = ContentsEntry { id: id.clone(), title: heading.plain_text(), children: Vec::new() };
        match node.arg() & marks::OWN {
            0..=2 => entries.push(entry),
            3 => match entries.last_mut() {
                Some(parent) => parent.children.push(entry),
                None => entries.push(entry),
            },
            _ => {}
        }
    }
    entries
}

fn count_words(tree: &Tree<Closed>) -> usize {
    tree.iter()
        .filter(|node| matches!(node.kind(), Kind::Text | Kind::Code))
        .map(|node| node.text().split_whitespace().count())
        .sum()
}
