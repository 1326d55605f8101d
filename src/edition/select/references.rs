//! What a passage leads to: links, pictures, terms, claims, notes, variables.

use super::Selector;
use crate::corpus::link::is_safe;
use crate::corpus::{DocId, Document, Target};
use crate::edition::page::{Closed, LinkClass, Phrase, SourceEntry};
use crate::edition::{Edition, address, duties};
use crate::site::{ValueKind, VariableProblem};
use crate::syntax::tree::{Kind, NodeRef};
use crate::syntax::{Attrs, Open};

impl<'a> Selector<'a> {
    pub(super) fn phrase(&mut self, document: &Document, node: usize, attrs: &Attrs) -> Option<Closed> {
        if let Some(Target::Term(term)) = target(document, node) {
            if !self.terms.contains(term) {
                self.terms.push(term.clone());
            }
            let href = format!("{}#{term}", self.path.link_to(&self.edition.special("glossary")));
            return Some(Closed::Link { href, title: String::new(), class: LinkClass::Term });
        }
        if let Some(href) = self.tied_phrase(document, node) {
            return Some(Closed::Link { href, title: String::new(), class: LinkClass::Plain });
        }
        let phrase = attrs.get("lang").map_or(Phrase::Plain, |lang| Phrase::Lang(lang.text.clone()));
        Some(Closed::Span(phrase))
    }

    pub(super) fn variable(&mut self, document: &Document, node: NodeRef<Open>) {
        let Some(Open::Variable { form, path }) = node.extra() else { return };
        let span = node.span();
        // Words of the passage's own language, whatever the page's is.
        let lang = document.lang_at(node.index);
        match self.edition.corpus.site_in(lang).variable(path, form.as_deref(), lang, self.edition.owner) {
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

    pub(super) fn cite(&mut self, document: &Document, node: NodeRef<Open>) {
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
    pub(super) fn note(&mut self, document: &'a Document, node: NodeRef<Open>) {
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
        let key = (document.id.clone(), label.to_owned());
        let known = self.noted.get(&key).copied();
        let number = known.unwrap_or_else(|| {
            self.notes.push((document, label.to_owned()));
            self.noted.insert(key, self.notes.len() - 1);
            self.notes.len() - 1
        }) + 1;
        self.out.trim_last();
        let text = self.out.intern(&number.to_string());
        let reference = self.out.text_leaf(Kind::FootnoteReference, node.span(), text);
        self.out.nodes[reference].arg = u8::from(known.is_none());
    }

    /// Whether this edition sees anything of a note.
    pub(super) fn says_something(&self, document: &Document, definition: usize, all: bool) -> bool {
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
    pub(super) fn footnotes(&mut self) {
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
            if document.id != *self.home {
                let nodes = out as u32..self.out.nodes.len() as u32;
                self.out.files.push((nodes, document.path.clone()));
            }
        }
    }

    pub(super) fn src(&mut self, document: &Document, node: usize) -> String {
        let Some(Target::Asset(path)) = target(document, node) else { return String::new() };
        if !self.assets.contains(path) {
            self.assets.push(path.clone());
        }
        self.path.link_to(&address::copied(path))
    }

    /// The address of a link on this page; nothing when it leads nowhere here.
    pub(super) fn href(&mut self, document: &Document, node: usize, all: bool) -> Option<String> {
        let corpus = self.edition.corpus;
        match target(document, node)? {
            // What a variable says may still be anything.
            Target::Address(address) => Some(self.edition.fill(address)).filter(|address| is_safe(address)),
            Target::Asset(path) => {
                if !self.assets.contains(path) {
                    self.assets.push(path.clone());
                }
                Some(self.path.link_to(&address::copied(path)))
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
                duties::place(self.edition, &self.path, duty)
            }
            Target::Document { doc, name, to } => {
                if doc == self.home && document.id == *self.home && to.is_none() {
                    return Some(
                        name.as_ref()
                            .map_or_else(|| self.path.link_to(&self.path), |name| format!("#{name}")),
                    );
                }
                let edition = self.edition_for(doc, to.as_ref().map(|id| id.as_str()), document, all)?;
                let target = corpus.of(edition.owner, edition.lang, doc)?;
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
    pub(super) fn edition_for(
        &self,
        doc: &DocId,
        to: Option<&str>,
        from: &Document,
        all: bool,
    ) -> Option<Edition<'a>> {
        let corpus = self.edition.corpus;
        let target = corpus.find(doc.as_str())?;
        let has = |index| target.editions.contains(index);
        let index = match to {
            Some(to) => corpus.site.edition_index(to).filter(|index| has(*index))?,
            None if has(self.key.edition) => self.key.edition,
            None if all => {
                from.editions.iter().find(|index| has(*index)).or_else(|| target.editions.iter().next())?
            }
            None => return None,
        };
        // A translation may be for fewer readers than its source.
        let translated = corpus.of(self.edition.owner, self.edition.lang, doc);
        let lang = if translated.is_some_and(|found| found.meta.editions.contains(index)) {
            self.edition.lang
        } else {
            corpus.site.default_lang()
        };
        Some(Edition { index, lang, ..*self.edition })
    }
}

/// Where a node leads.
fn target(document: &Document, node: usize) -> Option<&Target> {
    let found = document.targets.binary_search_by_key(&node, |(at, _)| *at).ok()?;
    Some(&document.targets[found].1)
}
