//! Selecting: one document, one edition, one closed page.
//!
//! One pass over the document's nodes. A scope that refuses skips its whole
//! subtree; what is empty afterwards goes too. Included passages are walked
//! in their own document, so that their scopes, and those around them, hold.

mod for_whom;
mod references;
mod ties;

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexSet;

use super::page::{Block, Closed, ContentsEntry, LinkClass, Page, SourceEntry, marks};
use super::{Edition, Key, duties};
use crate::corpus::layer::Notice;
use crate::corpus::{DocId, Document, Scope, Tie};
use crate::site::{BandId, Direction, DutyId, GradeSet, Lang, RoleId, TermId};
use crate::syntax::tree::{Kind, NodeRef, Tree};
use crate::syntax::{Attrs, DivKind, Open, Tongue};
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
    let Selector { out, sources, notes, terms, assets, roles, ties, .. } = selector;
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
        ties,
        contents,
        words,
    }
}

/// A node that is being copied.
struct Frame<'a> {
    /// The node in its document.
    source: usize,
    /// Where its subtree ends.
    end: usize,
    /// The copy.
    out: usize,
    /// Whether something in it was refused.
    lost: bool,
    /// What the page had gathered before.
    before: Gathered,
    /// The grades of the text around it.
    grades: GradeSet,
    /// The tie whose mark it has to get.
    tie: Option<&'a Tie>,
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
    /// The place of each in that list.
    noted: HashMap<(DocId, String), usize>,
    terms: Vec<TermId>,
    assets: Vec<SitePath>,
    roles: Vec<(RoleId, usize)>,
    ties: Vec<(DutyId, usize)>,
    names: IndexSet<String>,
    labels: IndexSet<String>,
    /// The next number for a name or label that is taken.
    next: HashMap<String, usize>,
    slides: u32,
    /// What tables are called that stand under no heading.
    title: String,
    /// The headings, for the labels of tables.
    headings: Vec<usize>,
    /// The passages of which readers were told how far their translation is to
    /// be relied on.
    told: Vec<(&'a DocId, usize, Notice)>,
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
            noted: HashMap::new(),
            terms: Vec::new(),
            assets: Vec::new(),
            roles: Vec::new(),
            ties: Vec::new(),
            names: IndexSet::new(),
            labels: IndexSet::new(),
            next: HashMap::new(),
            slides: 0,
            title: edition.fill(&document.meta.title),
            headings: Vec::new(),
            told: Vec::new(),
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
        let mut frames: Vec<Frame<'a>> = Vec::new();
        let mut lost_here = false;
        let mut index = nodes.start;
        while index < nodes.end {
            self.close(&mut frames, index, &mut lost_here);
            self.tell(document, index);
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

    /// Tells readers of the passage around a node that it isn't in their
    /// language, or that its translation isn't to be relied on.
    fn tell(&mut self, document: &'a Document, index: usize) {
        let Some((notice, lang)) = document.provenance.notice(index) else { return };
        if self.is_told(document, index, notice) {
            return;
        }
        let place = document.parsed.tree.node(index).span().start;
        let place = self.place(document, place..place).start;
        self.notify(notice, &lang.clone(), place);
    }

    /// Whether readers learn the same already: of the passage around this one, or
    /// of the first passage when this is about nothing but a document's title.
    fn is_told(&mut self, document: &'a Document, index: usize, notice: Notice) -> bool {
        let path = document.path_to(index);
        let Some(around) = path.len().checked_sub(2).map(|last| path[last]) else {
            let first = document.parsed.tree.node(index);
            let mut inside =
                document.provenance.notices.iter().filter(|(at, ..)| (index..first.end()).contains(at));
            return inside.any(|(at, inner, _)| {
                *inner == notice && document.path_to(*at).iter().rev().nth(1) == Some(&index)
            });
        };
        let same = |(id, node, told): &(&DocId, usize, Notice)| {
            **id == document.id && *told == notice && path.contains(node)
        };
        let is_told = self.told.iter().any(same);
        if !is_told {
            self.told.push((&document.id, around, notice));
        }
        is_told
    }

    /// Says that the nodes from `first` on are in another language.
    fn foreign(&mut self, first: usize, lang: &Lang) {
        let tongue = self.tongue(lang);
        let mut index = first;
        while index < self.out.nodes.len() {
            let place = self.out.langs.partition_point(|(node, _)| (*node as usize) < index);
            if self.out.langs.get(place).is_none_or(|(node, _)| *node as usize != index) {
                self.out.langs.insert(place, (index as u32, tongue.clone()));
            }
            // On a page a list says nothing itself, its items do.
            let node = &self.out.nodes[index];
            let holds =
                matches!(node.kind, Kind::List | Kind::Table | Kind::BlockQuote | Kind::DefinitionList);
            index = if holds { index + 1 } else { node.end as usize };
        }
    }

    fn notify(&mut self, notice: Notice, lang: &Lang, place: usize) {
        let site = &self.edition.corpus.site;
        let language = site.languages.get(lang).map_or(lang.as_str(), |language| language.name.as_str());
        let key = match notice {
            Notice::Untranslated => "notice-untranslated",
            Notice::Stale => "notice-stale",
            Notice::Machine => "notice-machine",
        };
        let words = self.edition.words.with(key, &[("language", language)]);
        let paragraph = self.out.open(Kind::Paragraph, place..place);
        self.out.set_extra(paragraph, Closed::Notice);
        let tongue = self.tongue(self.edition.lang);
        self.out.langs.push((paragraph as u32, tongue));
        let text = self.out.intern(&words);
        self.out.text_leaf(Kind::Text, place..place, text);
        self.out.close(paragraph);
    }

    /// Where the next node stands in its file. A composed document is of
    /// several: its file is noted where that isn't the document's own.
    fn place(&mut self, document: &Document, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let Some(place) = document.provenance.place(span.clone()) else { return span };
        let next = self.out.nodes.len() as u32;
        if place.path != document.path {
            match self.out.files.last_mut() {
                Some((nodes, path)) if nodes.end == next && *path == place.path => nodes.end += 1,
                _ => self.out.files.push((next..next + 1, place.path.clone())),
            }
        }
        place.range()
    }

    /// A language, with its direction where the page may have both.
    fn tongue(&self, lang: &Lang) -> Tongue {
        let dir = |lang: &Lang| self.edition.corpus.site.languages.get(lang).map(|language| language.dir);
        let mixed = dir(lang) == Some(Direction::Rtl) || dir(self.edition.lang) == Some(Direction::Rtl);
        let dir = dir(lang).filter(|_| mixed).map(Direction::as_str);
        Tongue { lang: lang.to_string(), dir }
    }

    /// Ends the copies whose source ends before `index`; what is empty because
    /// of a refusal is taken back.
    fn close(&mut self, frames: &mut Vec<Frame>, index: usize, lost_here: &mut bool) {
        loop {
            self.write_due(frames, index);
            if frames.last().is_none_or(|frame| frame.end > index) {
                break;
            }
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
        self.out.files.retain(|(nodes, _)| (nodes.start as usize) < index);
        self.out.files.iter_mut().for_each(|(nodes, _)| nodes.end = nodes.end.min(index as u32));
        self.out.langs.retain(|(node, _)| (*node as usize) < index);
        self.headings.retain(|heading| *heading < index);
        self.roles.retain(|(_, node)| *node < index);
        self.ties.retain(|(_, node)| *node < index);
        self.sources.truncate(before.sources);
        for (document, label) in self.notes.drain(before.notes..) {
            self.noted.remove(&(document.id.clone(), label));
        }
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
            Kind::Paragraph => matches!(child.extra(), Some(Closed::Notice)),
            Kind::Mark | Kind::Tie | Kind::SoftBreak | Kind::HardBreak | Kind::Task => true,
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
        frames: &mut Vec<Frame<'a>>,
        lost: &mut bool,
    ) -> usize {
        let span = node.span();
        let kind = node.kind();
        match kind {
            Kind::Text | Kind::Code => {
                let text = self.text(document, node);
                let span = self.place(document, span);
                self.out.text_leaf(kind, span, text);
                return node.end();
            }
            Kind::SoftBreak | Kind::HardBreak | Kind::Rule | Kind::Task => {
                let span = self.place(document, span);
                let out = self.out.leaf(kind, span);
                self.out.nodes[out].arg = node.arg();
                return node.end();
            }
            Kind::Variable => {
                self.variable(document, node);
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
        frames.push(Frame {
            source: node.index,
            end: node.end(),
            out,
            lost: false,
            before,
            grades: self.grades,
            tie: document.tie_in(node.index),
        });
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
        let span = self.place(document, node.span());
        let out = self.out.open(node.kind(), span);
        self.out.nodes[out].arg = node.arg();
        if let Some(lang) = document.provenance.lang_from(node.index) {
            let tongue = self.tongue(lang);
            self.out.langs.push((out as u32, tongue));
        }
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
            (Kind::Table, Some(Open::Table(align))) => Some(Closed::Table {
                align: align.clone(),
                label: self.label(),
                class: if node.arg() == 1 { "crosswalk" } else { "" },
            }),
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
        if let Some(scope) = scope {
            self.mark(node, out, scope, all);
        } else {
            self.pending_marks(document, node, all);
        }
        out
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

    /// Copies a passage as this edition shows it in its own document.
    fn include(&mut self, document: &Document, node: usize, attrs: &Attrs) {
        let Ok(place) = document.includes.binary_search_by_key(&node, |(at, _)| *at) else { return };
        let (_, (id, name)) = &document.includes[place];
        let corpus = self.edition.corpus;
        let Some(target) =
            corpus.of(self.edition.owner, self.edition.lang, id).or_else(|| corpus.find(id.as_str()))
        else {
            return;
        };
        let all = self.edition.sees_all(target);
        if !all && !target.editions.contains(self.key.edition) {
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
        let unheld = self.gathered();
        let holder = self.holder(target, passage.start);
        let first = self.out.nodes.len();
        let foreign = (target.lang != *document.lang_at(node)).then(|| target.lang.clone());
        if let Some(lang) = foreign.as_ref().filter(|_| holder.is_none()) {
            self.notify(Notice::Untranslated, lang, self.out.nodes[wrapper].start as usize);
        }
        let said = self.out.nodes.len();
        self.walk(target, passage, all);
        if let Some(lang) = foreign {
            self.foreign(said, &lang);
        }
        if let Some(holder) = holder {
            self.out.close(holder);
            if self.out.nodes.len() == first {
                self.take_back(holder, unheld);
            }
        }
        self.grades = outer;
        let forgotten = inner..self.out.nodes.len();
        self.out.files.push((inner as u32..forgotten.end as u32, target.path.clone()));
        if let Some(tie) = document.tie_in(node) {
            self.write_tie(tie, wrapper, true);
        }
        self.out.close(wrapper);
        for index in forgotten {
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

    /// Opens what an item, a row or a term stands in, when it arrives alone: a
    /// list or a table of its own. The head of its table stays behind: only what
    /// has the name arrives.
    fn holder(&mut self, target: &'a Document, node: usize) -> Option<usize> {
        let tree = &target.parsed.tree;
        let kind = match tree.nodes.get(node)?.kind {
            Kind::Item => Kind::List,
            Kind::TableRow => Kind::Table,
            Kind::DefinitionTerm => Kind::DefinitionList,
            _ => return None,
        };
        let span = tree.node(node).span();
        let holder = self.out.open(kind, span);
        let parents = target.path_to(node);
        let table = parents.into_iter().rev().find(|at| tree.nodes[*at].kind == Kind::Table);
        if let Some(table) = table.map(|at| tree.node(at)).filter(|_| kind == Kind::Table) {
            let align = match table.extra() {
                Some(Open::Table(align)) => align.clone(),
                _ => Default::default(),
            };
            let label = self.label();
            self.out.set_extra(holder, Closed::Table { align, label, class: "" });
        }
        Some(holder)
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
}

fn mark_lost(frames: &mut [Frame], lost_here: &mut bool) {
    match frames.last_mut() {
        Some(frame) => frame.lost = true,
        None => *lost_here = true,
    }
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
        .map(|node| words_in(node.text()))
        .sum()
}

/// How many words a text has; most have no sign that isn't ASCII.
fn words_in(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    let blank = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let bytes = text.as_bytes();
    let after_blanks =
        bytes.iter().zip(bytes.get(1..).unwrap_or_default()).filter(|(a, b)| blank(**a) & !blank(**b));
    usize::from(bytes.first().is_some_and(|first| !blank(*first))) + after_blanks.count()
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_what_stands_between_blanks() {
        for text in ["", " ", "one", " one two\tthree ", "a\u{b}b\u{1c}c", "eins\u{a0}zwei drei é"] {
            assert_eq!(super::words_in(text), text.split_whitespace().count(), "{text:?}");
        }
    }
}
