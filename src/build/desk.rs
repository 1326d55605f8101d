//! The desk of one edition: all of its pages are made here.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::{Memory, Rendered};
use super::press::{Entries, Out, PaperJob, Press, Which};
use crate::corpus::{DocId, DocKind, Document};
use crate::diag::{Diagnostic, rules};
use crate::edition::{Edition, Page, select};
use crate::kind::{self, Digest, Generated, Lengths, Publication, SEARCH_PART, Told};
use crate::site::BandId;
use crate::vfs::{Hash, Hasher, OutputPath, SitePath};
use crate::writer::feed::{Entry, Feed};
use crate::writer::html::search;

/// How many documents a feed tells of, the newest first. Readers of feeds ask
/// what is new; the sitemap has everything.
const NEWEST: usize = 100;

/// The desk of one edition.
pub(super) struct Desk<'a> {
    pub(super) edition: Edition<'a>,
    press: &'a Press,
    memory: &'a Memory,
    /// What all of its pages depend on.
    hash: Hash,
    /// Whether only some documents are made.
    some_documents: bool,
}

/// What others know of the pages of an edition.
#[derive(Default)]
pub(super) struct Pages {
    digests: Vec<Arc<Digest>>,
    lengths: Lengths,
}

/// A document to make, and the band for which it is made.
type Piece<'a> = (&'a Document, Option<BandId>);

impl<'a> Desk<'a> {
    pub(super) fn new(press: &'a Press, memory: &'a Memory, edition: Edition<'a>) -> Desk<'a> {
        let narrow = !press.options.kinds.is_empty() || !press.options.documents.is_empty();
        let some_documents = narrow && press.reach.may_lack_kinds(&edition);
        let mut hasher = Hasher::new();
        hasher.hash(&press.hash).value(&edition.owner).value(&edition.index).text(edition.lang.as_str());
        Desk { edition, press, memory, hash: hasher.finish(), some_documents }
    }

    /// Makes everything. Returns the files that pages show.
    ///
    /// Only as many pages are in memory at once as one part of the search
    /// index has, and those that list others with the time to read them.
    pub(super) fn all(&self, out: &Out) -> BTreeSet<SitePath> {
        let pieces = self.pieces();
        let mut digests: Vec<Arc<Digest>> = Vec::with_capacity(pieces.len());
        // A page that was selected for nothing else is kept for its writing.
        let mut waiting: Vec<(usize, Option<Page>)> = Vec::new();
        for (part, some) in pieces.chunks(SEARCH_PART).enumerate().take_while(|_| !out.is_stopped()) {
            let first = part * SEARCH_PART;
            let made: Vec<(Arc<Digest>, Option<Page>)> =
                some.par_iter().map(|piece| self.piece(piece, out)).collect();
            for (place, (digest, page)) in made.into_iter().enumerate() {
                if depends_on_others(some[place].0) {
                    waiting.push((first + place, page));
                }
                digests.push(digest);
            }
            self.add_search_index(part, &mut digests[first..], out);
        }
        if pieces.is_empty() {
            self.add_search_index(0, &mut [], out);
        }
        let lengths = kind::lengths(&digests);
        waiting.par_iter().filter(|_| !out.is_stopped()).for_each(|(place, page)| {
            let (document, band) = &pieces[*place];
            let digest = &digests[*place];
            if document.kind == DocKind::Matrix {
                let page = page
                    .as_ref()
                    .map_or_else(|| Cow::Owned(self.select(document, band.as_ref())), Cow::Borrowed);
                let publication = kind::arrange(&self.edition, document, &page, &lengths);
                return self.deliver(kind::with_downloads(&self.edition, document, publication), out);
            }
            let made = self.write(document, band.as_ref(), page.as_ref(), digest.words, &lengths);
            out.add(digest.path.clone(), made);
        });
        let assets = digests.iter().flat_map(|digest| digest.assets.iter().cloned()).collect();
        let told = Told { pages: &digests, lengths: &lengths };
        let generated = Generated::all(&self.edition);
        generated.par_iter().filter(|_| !out.is_stopped()).for_each(|(path, generated)| {
            if let Some(publication) = generated.arrange(&self.edition, &told)
                && !self.stays(path)
            {
                self.deliver(publication, out);
            }
        });
        let path = self.edition.feed();
        if self.edition.owner.is_state() && !self.stays(&path) {
            out.add(path, self.feed());
        }
        assets
    }

    /// Hands on a page and the files that go with it.
    fn deliver(&self, publication: Publication, out: &Out) {
        for download in &publication.downloads {
            out.add(download.path.clone(), self.press.download(download, self.memory));
        }
        out.add(publication.path.clone(), self.press.publish(publication, None, self.memory));
    }

    /// Whether a file that tells of all kinds stays as it is, because only some
    /// are made.
    fn stays(&self, path: &OutputPath) -> bool {
        self.some_documents && self.press.reach.stands(path)
    }

    fn add_search_index(&self, part: usize, digests: &mut [Arc<Digest>], out: &Out) {
        let path = self.edition.search_index(part);
        if self.edition.owner.is_state() && !self.stays(&path) {
            out.add(path.clone(), self.written_index(part, digests));
        }
        if !self.memory.is_lasting() {
            // Nobody asks again, and this is most of what a digest holds.
            for digest in digests {
                Arc::make_mut(digest).entry = Box::default();
            }
        }
    }

    /// Makes one document, as far as it needs no other; nothing is done twice
    /// that was done before.
    fn piece(&self, (document, band): &Piece<'a>, out: &Out) -> (Arc<Digest>, Option<Page>) {
        let path = self.edition.document(document, band.as_ref());
        let key = self.key(document, band.as_ref());
        let known = self.memory.page(&path, key);
        if let Some(digest) = &known {
            self.too_long(document, digest.words, out);
            if depends_on_others(document) {
                return (digest.clone(), None);
            }
            if let Some(made) = self.memory.artifact(&path, key) {
                out.add(path, made);
                return (digest.clone(), None);
            }
        }
        let page = self.select(document, band.as_ref());
        let digest = known.unwrap_or_else(|| {
            self.too_long(document, page.words, out);
            self.digest(document, &page, key)
        });
        if depends_on_others(document) {
            return (digest, Some(page));
        }
        out.add(path, self.print(document, &page, &Lengths::new(), Some(key)));
        (digest, None)
    }

    /// Makes a document's page.
    pub(super) fn document(&self, document: &'a Document, band: Option<&BandId>) -> Rendered {
        if depends_on_others(document) {
            let words = self.known(document, band).words;
            return self.write(document, band, None, words, &self.lengths(document));
        }
        let key = self.key(document, band);
        let path = self.edition.document(document, band);
        self.memory
            .artifact(&path, key)
            .unwrap_or_else(|| self.print(document, &self.select(document, band), &Lengths::new(), Some(key)))
    }

    /// Writes a page that depends on other documents, unless it showed the same
    /// before. `page`: when it is at hand; `words`: how many it has.
    fn write(
        &self,
        document: &'a Document,
        band: Option<&BandId>,
        page: Option<&Page>,
        words: usize,
        lengths: &Lengths,
    ) -> Rendered {
        let mut key = None;
        if document.kind != DocKind::Matrix && self.memory.is_lasting() {
            let others = kind::guide_hash(&self.edition, document, words, lengths);
            let sources = Hasher::new().hash(&self.key(document, band)).hash(&others).finish();
            if let Some(made) = self.memory.artifact(&self.edition.document(document, band), sources) {
                return made;
            }
            key = Some(sources);
        }
        match page {
            Some(page) => self.print(document, page, lengths, key),
            None => self.print(document, &self.select(document, band), lengths, key),
        }
    }

    fn print(&self, document: &'a Document, page: &Page, lengths: &Lengths, key: Option<Hash>) -> Rendered {
        self.press.publish(kind::arrange(&self.edition, document, page, lengths), key, self.memory)
    }

    fn select(&self, document: &Document, band: Option<&BandId>) -> Page {
        let mut page = select(&self.edition, document, band);
        let reach = &self.press.reach;
        if reach.is_narrow() {
            kind::unlink(&mut page, &|path| reach.has(path));
        }
        page
    }

    fn digest(&self, document: &'a Document, page: &Page, key: Hash) -> Arc<Digest> {
        let tasks = match document.kind {
            DocKind::Matrix => kind::arrange(&self.edition, document, page, &Lengths::new()).tasks(),
            _ => String::new(),
        };
        let kind = self.edition.words.get(&format!("kind-{}", page.kind.name()));
        // A district has no search of its own.
        let entry = match self.edition.owner.is_state() {
            true => search::entry(page, &self.edition.special("search"), &kind, &tasks),
            false => Default::default(),
        };
        let digest = Arc::new(Digest::new(page, entry));
        self.memory.keep_page(&page.path, key, &digest);
        digest
    }

    /// A hash of all that a page's own text depends on.
    fn key(&self, document: &Document, band: Option<&BandId>) -> Hash {
        if !self.memory.is_lasting() {
            return self.hash;
        }
        let mut hasher = Hasher::new();
        hasher.hash(&self.hash).value(&band).hash(&document.content);
        self.add_included(document, &mut HashSet::new(), &mut hasher);
        hasher.finish()
    }

    /// Adds the documents from which passages are included. Which passages is
    /// of no account: they may include others.
    fn add_included(&self, document: &Document, known: &mut HashSet<DocId>, hasher: &mut Hasher) {
        for (_, (id, _)) in document.includes.iter() {
            let corpus = self.edition.corpus;
            let target =
                corpus.of(self.edition.owner, self.edition.lang, id).or_else(|| corpus.find(id.as_str()));
            if let Some(target) = target.filter(|_| known.insert(id.clone())) {
                hasher.hash(&target.content);
                self.add_included(target, known, hasher);
            }
        }
    }

    /// The documents to make, in the order of menus.
    fn pieces(&self) -> Vec<Piece<'a>> {
        let options = &self.press.options;
        let wanted = |document: &&Document| !self.some_documents || options.admits(document);
        let edition = self.edition;
        edition
            .documents()
            .filter(wanted)
            .flat_map(|document| edition.bands(document).into_iter().map(move |band| (document, band)))
            .collect()
    }

    /// The places of the documents to make, with their bands.
    pub(super) fn places(&self) -> Vec<(usize, Option<BandId>)> {
        let pieces = self.pieces();
        pieces.into_iter().map(|(document, band)| (self.edition.corpus.place(document), band)).collect()
    }

    /// Everything that is printed of the documents to make.
    pub(super) fn papers(&self) -> Vec<(OutputPath, PaperJob)> {
        let options = &self.press.options;
        let pieces = self.pieces();
        let of = |(document, band): &Piece<'a>| {
            let edition = self.edition;
            let page = edition.document(document, band.as_ref());
            let place = self.edition.corpus.place(document);
            let (which, band) = (Which::of(&edition), band.clone());
            let job = move |product| PaperJob { which: which.clone(), place, band: band.clone(), product };
            let products = kind::products(&self.edition, document);
            products.into_iter().map(move |product| (product.beside(&page), job(product))).collect::<Vec<_>>()
        };
        pieces.iter().filter(|(document, _)| options.admits(document)).flat_map(of).collect()
    }

    /// About how long it takes: as many documents, and the pages that none makes.
    pub(super) fn weight(&self) -> u64 {
        (self.pieces().len() + Generated::all(&self.edition).len()) as u64
    }

    /// How many parts the search index has.
    pub(super) fn search_parts(&self) -> usize {
        self.pieces().len().div_ceil(SEARCH_PART).max(1)
    }

    /// What others know of all pages.
    fn pages(&self) -> Arc<Pages> {
        self.press.pages(&self.edition, || {
            let digests: Vec<Arc<Digest>> = self
                .pieces()
                .par_iter()
                .map(|(document, band)| self.known(document, band.as_ref()))
                .collect();
            Pages { lengths: kind::lengths(&digests), digests }
        })
    }

    fn known(&self, document: &'a Document, band: Option<&BandId>) -> Arc<Digest> {
        let path = self.edition.document(document, band);
        let key = self.key(document, band);
        self.memory
            .page(&path, key)
            .unwrap_or_else(|| self.digest(document, &self.select(document, band), key))
    }

    /// How many words those documents have that a document's page lists.
    fn lengths(&self, document: &Document) -> Lengths {
        let corpus = self.edition.corpus;
        let listed = kind::listed_on(&self.edition, document);
        let documents = listed.iter().filter_map(|id| corpus.of(self.edition.owner, self.edition.lang, id));
        let own = documents.filter(|document| self.edition.has(document));
        // A document with bands counts as its last one, as in lists.
        let digests: Vec<Arc<Digest>> = own
            .flat_map(|document| self.edition.bands(document).into_iter().map(move |band| (document, band)))
            .map(|(document, band)| self.known(document, band.as_ref()))
            .collect();
        kind::lengths(&digests)
    }

    /// Arranges a document that only needs its own text, with the files that
    /// go with its page.
    pub(super) fn arranged(&self, document: &'a Document, band: Option<&BandId>) -> Publication {
        let page = self.select(document, band);
        let publication = kind::arrange(&self.edition, document, &page, &Lengths::new());
        kind::with_downloads(&self.edition, document, publication)
    }

    /// Makes a page that no document makes.
    pub(super) fn generated(&self, path: &OutputPath, generated: &Generated) -> Option<Rendered> {
        let publication = self.arranged_page(generated)?;
        debug_assert_eq!(publication.path, *path);
        Some(self.press.publish(publication, None, self.memory))
    }

    /// Arranges a page that no document makes.
    pub(super) fn arranged_page(&self, generated: &Generated) -> Option<Publication> {
        let pages = if generated.tells_of_pages() { self.pages() } else { Arc::default() };
        let told = Told { pages: &pages.digests, lengths: &pages.lengths };
        match generated {
            Generated::Search => Some(kind::search(&self.edition, self.pieces().len())),
            _ => generated.arrange(&self.edition, &told),
        }
    }

    /// Makes a part of the search index.
    pub(super) fn search_index(&self, part: usize) -> Rendered {
        let pieces = self.pieces();
        let some = pieces.chunks(SEARCH_PART).nth(part).unwrap_or_default();
        let digests: Vec<Arc<Digest>> =
            some.par_iter().map(|(document, band)| self.known(document, band.as_ref())).collect();
        self.written_index(part, &digests)
    }

    fn written_index(&self, part: usize, digests: &[Arc<Digest>]) -> Rendered {
        let entries = || digests.iter().map(|digest| &*digest.entry);
        let write = || Ok(search::index(part, entries()).into());
        if !self.memory.is_lasting() {
            return write();
        }
        let content = Hasher::new().texts(entries()).finish();
        self.memory.artifact_or(&self.edition.search_index(part), None, content, write)
    }

    /// Makes the edition's feed.
    pub(super) fn feed(&self) -> Rendered {
        let site = &self.edition.corpus.site;
        let path = self.edition.feed();
        let home = kind::canonical(site, &self.edition.home());
        let feed = Feed {
            address: format!("{}/{path}", site.base_url),
            home,
            title: format!("{} · {}", self.edition.audience().name, site.agency.name),
            lang: self.edition.lang.to_string(),
            released: site.released.to_string(),
            author: site.agency.name.clone(),
            entries: newest_first(self.entries(true)),
            path,
        };
        self.press.feed(&feed, self.memory)
    }

    /// What feeds tell of this edition's documents.
    pub(super) fn entries(&self, with_summary: bool) -> Entries {
        let site = &self.edition.corpus.site;
        self.pieces()
            .iter()
            .map(|(document, band)| Entry {
                title: self.edition.fill(&document.meta.title),
                address: kind::canonical(site, &self.edition.document(document, band.as_ref())),
                updated: document.meta.reviewed.unwrap_or(site.released).to_string(),
                summary: document
                    .meta
                    .summary
                    .as_ref()
                    .filter(|_| with_summary)
                    .map(|summary| self.edition.fill(summary)),
            })
            .collect()
    }

    /// The public addresses of its pages, with the days of their last review.
    pub(super) fn addresses(&self) -> Vec<(String, Option<String>)> {
        let site = &self.edition.corpus.site;
        let pieces = self.pieces();
        let documents = pieces.iter().map(|(document, band)| {
            let path = self.edition.document(document, band.as_ref());
            (kind::canonical(site, &path), document.meta.reviewed.map(|date| date.to_string()))
        });
        let generated = Generated::all(&self.edition)
            .into_iter()
            .filter(|(_, generated)| generated.is_for_search_engines())
            .map(|(path, _)| (kind::canonical(site, &path), None));
        documents.chain(generated).collect()
    }

    /// A message that has more words than its author allows.
    fn too_long(&self, document: &Document, words: usize, out: &Out) {
        let Some(limit) = &document.front.max_words else { return };
        let Some(over) = i64::try_from(words).ok().map(|words| words - limit.value).filter(|over| *over > 0)
        else {
            return;
        };
        let id = &self.edition.audience().id;
        let message = format!("the edition for `{id}` has {words} words, {over} more than {}", limit.value);
        out.report(
            Diagnostic::new(&rules::MESSAGE_TOO_LONG, limit.span(&document.path), message)
                .hint(format!("cut about {over} words, or raise `max_words`")),
        );
    }
}

/// Whether a document's page shows more of other documents than where they
/// lie: a guide lists its chapters, a matrix leads to passages.
fn depends_on_others(document: &Document) -> bool {
    matches!(document.kind, DocKind::Guide | DocKind::Chapter | DocKind::Matrix)
}

/// The newest entries first, and no more than a feed needs.
pub(super) fn newest_first(mut entries: Entries) -> Entries {
    entries.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.address.cmp(&b.address)));
    entries.truncate(NEWEST);
    entries
}
