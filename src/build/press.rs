//! A site that is ready to be made: everything that its output is made from.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::desk::{Desk, Pages, newest_first};
use super::memory::{Memory, Rendered};
use super::reach::Reach;
use super::{Artifact, Options, Shard};
use crate::corpus::{Corpus, Document, FormatSet};
use crate::diag::{Diagnostic, Span, rules};
use crate::edition::{Edition, Editions, address};
use crate::kind::{self, Download, DownloadContent, Generated, Product, Publication};
use crate::site::{BandId, EditionCode, EditionIndex, Lang, OwnerIndex, Printed};
use crate::vfs::{Hash, Hasher, OutputPath, SitePath, Snapshot};
use crate::writer::feed::{self, Entry, Feed};
use crate::writer::html::{self, Theme};
#[cfg(feature = "pdf")]
use crate::writer::typst;
use crate::writer::{ics, sheet};

/// A site that is ready to be made.
///
/// [`Press::all`] makes every file, [`Press::one`] the one that somebody asks
/// for; both give the same bytes.
pub struct Press {
    /// The documents and the site.
    pub corpus: Corpus,
    /// The same in the words of other languages.
    translated: HashMap<Lang, Corpus>,
    pub(super) editions: Arc<Editions>,
    pub(super) theme: Arc<Theme>,
    /// What papers share.
    #[cfg(feature = "pdf")]
    print: Arc<typst::theme::Theme>,
    pub(super) options: Options,
    pub(super) reach: Reach,
    /// A hash of the layout, the theme and the options.
    pub(super) hash: Hash,
    snapshot: Snapshot,
    /// The editions to make.
    made: Vec<Which>,
    pub(super) jobs: Arc<Jobs>,
    /// What lists know of the pages of each edition, when somebody has asked.
    pages: Mutex<HashMap<Which, Arc<Pages>>>,
}

/// All files of an output, listed when somebody asks.
pub(super) type Jobs = OnceLock<HashMap<OutputPath, Job>>;

/// One file of the output, to be made.
#[derive(Clone, Debug)]
pub(super) enum Job {
    /// A page of an edition.
    Page(PageJob),
    /// A file that goes with such a page.
    Download(PageJob),
    /// Something that is printed of a document.
    Paper(PaperJob),
    /// A part of an edition's search index.
    SearchIndex(Which, usize),
    /// An edition's feed.
    Feed(Which),
    /// The first page of a language.
    Chooser(Lang),
    /// The list of districts in a language.
    Districts(Lang),
    /// The first page of a district or school in a language.
    Owner(OwnerIndex, Lang),
    /// What became of a printed edition, by its code.
    Printed(EditionCode),
    /// What all editions share.
    Shared(Shared),
    /// A file of the site's `assets/`.
    Asset(SitePath),
    /// A file of the theme, by its place.
    Theme(usize),
}

/// Which edition: whose, for whom, in which language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Which {
    pub(super) owner: OwnerIndex,
    pub(super) index: EditionIndex,
    pub(super) lang: Lang,
}

impl Which {
    /// Which one an edition is.
    pub(super) fn of(edition: &Edition) -> Which {
        Which { owner: edition.owner, index: edition.index, lang: edition.lang.clone() }
    }
}

/// A page of an edition.
#[derive(Clone, Debug)]
pub(super) enum PageJob {
    /// A document's: the edition, the document's place, the band.
    Document(Which, usize, Option<BandId>),
    /// One that no document makes.
    Generated(Which, Generated),
}

/// Something to print: the edition, the document's place, the band, what it
/// becomes.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "without the feature nothing is printed"))]
pub(super) struct PaperJob {
    pub(super) which: Which,
    pub(super) place: usize,
    pub(super) band: Option<BandId>,
    pub(super) product: Product,
}

/// What belongs to no edition.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shared {
    NotFound,
    Feed,
    Sitemap,
    Robots,
    AllPrinted,
}

/// Where artifacts go, from several threads.
pub(super) struct Out<'a> {
    sink: &'a (dyn Fn(Artifact) + Sync),
    /// Set when nobody wants the rest any more.
    stop: Option<&'a AtomicBool>,
    seen: Mutex<HashMap<OutputPath, Hash>>,
    diagnostics: Mutex<Vec<Diagnostic>>,
}

impl<'a> Out<'a> {
    fn new(sink: &'a (dyn Fn(Artifact) + Sync), stop: Option<&'a AtomicBool>) -> Out<'a> {
        Out { sink, stop, seen: Mutex::default(), diagnostics: Mutex::default() }
    }

    /// What was found.
    fn into_found(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands on an artifact, or reports why there is none. Editions share
    /// files; anything else at one address is a mistake.
    pub(super) fn add(&self, path: OutputPath, made: Rendered) {
        match made {
            Err(problems) => problems.into_iter().for_each(|problem| self.report(problem)),
            Ok(bytes) => {
                let hash = Hash::of(&bytes);
                let before =
                    self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), hash);
                match before {
                    None => (self.sink)(Artifact { path, bytes }),
                    Some(before) if before == hash => {}
                    Some(_) => self.report(same_address(&path)),
                }
            }
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.lock().unwrap_or_else(PoisonError::into_inner).push(diagnostic);
    }
}

fn same_address(path: &OutputPath) -> Diagnostic {
    let config = SitePath::new("site-config.toml").expect("a good path");
    let message = format!("two pages would be written to `{path}`");
    Diagnostic::new(&rules::SAME_ADDRESS, Span::file(&config), message)
        .hint("change the `slug`, `bands` or `aliases` of one of the documents")
}

/// Adds a page with the files that go with it.
fn insert(jobs: &mut HashMap<OutputPath, Job>, page: OutputPath, downloads: Vec<OutputPath>, job: PageJob) {
    jobs.extend(downloads.into_iter().map(|path| (path, Job::Download(job.clone()))));
    jobs.insert(page, Job::Page(job));
}

impl Press {
    /// Returns a press. `standing`: the files that stay of an earlier build,
    /// see [`super::build_beside`].
    pub(super) fn new(
        editions: Arc<Editions>,
        #[cfg(feature = "pdf")] print: Arc<typst::theme::Theme>,
        corpus: Corpus,
        theme: (Hash, Arc<Theme>),
        snapshot: Snapshot,
        options: Options,
        standing: Option<BTreeSet<OutputPath>>,
    ) -> Press {
        let (theme_hash, theme) = theme;
        let site = corpus.site.clone();
        let wanted = |list: &[String], id: &str| list.is_empty() || list.iter().any(|wanted| wanted == id);
        let edition = |owner, index, lang| Edition {
            corpus: &corpus,
            editions: &editions,
            words: theme.words(Lang::as_str(lang)),
            owner,
            index,
            lang,
            formats: FormatSet::WEB,
        };
        // With districts that somebody names, only theirs.
        let of_state = options.districts.is_empty().then_some(OwnerIndex::STATE);
        let districts = site.publishers().filter(|owner| wanted(&options.districts, owner.district.as_str()));
        let mut made = Vec::new();
        for owner in of_state.into_iter().chain(districts.map(|owner| owner.index)) {
            for lang in site.languages.keys().filter(|lang| wanted(&options.langs, lang.as_str())) {
                let audiences = site.editions();
                for (index, _) in
                    audiences.filter(|(_, audience)| wanted(&options.audiences, audience.id.as_str()))
                {
                    let edition = edition(owner, index, lang);
                    if edition.has_documents() {
                        made.push(Which::of(&edition));
                    }
                }
            }
        }
        let mut hasher = Hasher::new();
        hasher.hash(&corpus.layout()).hash(&theme_hash);
        let Options { audiences, langs, kinds, formats, documents, districts, today: _, shard: _ } = &options;
        for list in [audiences, langs, kinds, formats, documents, districts] {
            hasher.texts(list.iter().map(String::as_str));
        }
        let reach = Reach::new(
            &made,
            &|which| edition(which.owner, which.index, &which.lang),
            &site,
            standing,
            options.wants("pdf"),
        );
        let hash = hasher.finish();
        let langs = corpus.site.languages.keys();
        let translated = langs.filter_map(|lang| Some((lang.clone(), corpus.in_words_of(lang)?))).collect();
        Press {
            corpus,
            translated,
            editions,
            theme,
            #[cfg(feature = "pdf")]
            print,
            options,
            reach,
            hash,
            snapshot,
            made,
            jobs: Arc::default(),
            pages: Mutex::default(),
        }
    }

    pub(super) fn edition<'a>(&'a self, which: &'a Which) -> Edition<'a> {
        self.edition_of(which.owner, which.index, &which.lang)
    }

    pub(super) fn edition_of<'a>(
        &'a self,
        owner: OwnerIndex,
        index: EditionIndex,
        lang: &'a Lang,
    ) -> Edition<'a> {
        Edition {
            corpus: self.translated.get(lang).unwrap_or(&self.corpus),
            editions: &self.editions,
            words: self.theme.words(lang.as_str()),
            owner,
            index,
            lang,
            formats: FormatSet::WEB,
        }
    }

    /// An edition for what belongs to none, in a language.
    fn any_in<'a>(&'a self, lang: &'a Lang) -> Option<Edition<'a>> {
        let (index, _) = self.corpus.site.editions().next()?;
        Some(self.edition_of(OwnerIndex::STATE, index, lang))
    }

    /// An edition for what belongs to none.
    fn any(&self) -> Option<Edition<'_>> {
        self.any_in(self.corpus.site.default_lang())
    }

    /// What lists know of the pages of an edition, found out once.
    pub(super) fn pages(&self, edition: &Edition, find: impl FnOnce() -> Pages) -> Arc<Pages> {
        let key = Which::of(edition);
        let known = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = known().get(&key) {
            return pages.clone();
        }
        let pages = Arc::new(find());
        known().insert(key, pages.clone());
        pages
    }

    fn desks<'a>(&'a self, memory: &'a Memory) -> Vec<Desk<'a>> {
        self.made.iter().map(|which| Desk::new(self, memory, self.edition(which))).collect()
    }

    /// Makes every file and hands each to `sink` as soon as it is made, from
    /// several threads and in no order. Returns what was found.
    pub fn all(&self, memory: &Memory, sink: &(dyn Fn(Artifact) + Sync)) -> Vec<Diagnostic> {
        let out = Out::new(sink, None);
        if self.options.wants_pages() {
            self.make_pages(&out, memory);
        }
        if self.options.wants("pdf") {
            self.print_all(&out, memory);
        }
        out.into_found()
    }

    /// Makes every file but papers, which take too long to make unasked. Ends
    /// early when `stop` is set; what was found is not all then.
    pub fn pages_until(&self, stop: &AtomicBool, memory: &Memory) -> Vec<Diagnostic> {
        let out = Out::new(&|_| (), Some(stop));
        if self.options.wants_pages() {
            self.make_pages(&out, memory);
        }
        out.into_found()
    }

    fn make_pages(&self, out: &Out, memory: &Memory) {
        let desks = self.share(self.desks(memory), Desk::weight);
        let assets: Vec<BTreeSet<SitePath>> = desks.par_iter().map(|desk| desk.all(out)).collect();
        // What can't be divided is the first part's.
        let is_first = self.options.shard.is_none_or(Shard::is_first);
        let mut shared: Vec<(OutputPath, Job)> = match is_first {
            true => self.shared().into_iter().filter(|(path, _)| !self.reach.stands(path)).collect(),
            false => Vec::new(),
        };
        shared.extend(self.share(self.owners(), |_| 1));
        shared.par_iter().for_each(|(path, job)| {
            if let Some(made) = self.make(job, path, memory) {
                out.add(path.clone(), made);
            }
        });
        for asset in assets.into_iter().flatten().collect::<BTreeSet<_>>() {
            if let Some(bytes) = self.snapshot.shared_bytes(&asset) {
                out.add(address::copied(&asset), Ok(bytes));
            }
        }
        for artifact in self.theme.artifacts.iter().filter(|_| is_first) {
            out.add(artifact.path.clone(), Ok(artifact.bytes.clone()));
        }
        if memory.is_lasting() && !out.is_stopped() {
            let seen = out.seen.lock().unwrap_or_else(PoisonError::into_inner);
            memory.retain(&|path| seen.contains_key(path) || self.is_paper(path));
        }
    }

    /// Makes the file at a path; nothing when there is no such file.
    pub fn one(&self, memory: &Memory, path: &OutputPath) -> Option<Rendered> {
        self.make(self.jobs().get(path)?, path, memory)
    }

    /// Whether there is a file at a path.
    pub fn has(&self, path: &OutputPath) -> bool {
        self.jobs().contains_key(path)
    }

    /// Whether there is a paper at a path.
    pub fn is_paper(&self, path: &OutputPath) -> bool {
        matches!(self.jobs().get(path), Some(Job::Paper(_)))
    }

    /// How many papers there are to make, at most.
    pub fn count_papers(&self) -> usize {
        if self.options.wants("pdf") { self.papers().len() } else { 0 }
    }

    /// The papers to make. Neighbours share most of their text, so that what
    /// Typst remembers of one serves the next.
    fn papers(&self) -> Vec<(OutputPath, PaperJob)> {
        let nothing = Memory::default();
        let mut jobs: Vec<(OutputPath, PaperJob)> =
            self.desks(&nothing).iter().flat_map(Desk::papers).collect();
        jobs.sort_by(|(a, one), (b, other)| {
            (one.product as u8, one.place, &one.which.lang, a).cmp(&(
                other.product as u8,
                other.place,
                &other.which.lang,
                b,
            ))
        });
        self.share(jobs, |(_, job)| self.weight(job))
    }

    /// This build's share of what there is to make.
    fn share<T>(&self, items: Vec<T>, weight: impl Fn(&T) -> u64) -> Vec<T> {
        match self.options.shard {
            None => items,
            Some(shard) => shard.share(items, weight),
        }
    }

    /// About how long a paper takes: by the length of its texts, in bytes.
    fn weight(&self, job: &PaperJob) -> u64 {
        /// What any paper takes, if it were text.
        const ANY: usize = 2000;
        let document = self.corpus.at(job.place);
        let chapters = document.chapters.iter().filter_map(|id| self.corpus.find(id.as_str()));
        let length = |document: &Document| document.parsed.tree.source.len();
        (ANY + length(document) + chapters.map(length).sum::<usize>()) as u64
    }

    /// The site's files.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// A hash of all that decides which files there are.
    pub(super) fn jobs_hash(&self) -> Hash {
        let mut hasher = Hasher::new();
        hasher.hash(&self.hash);
        for (path, _) in self.snapshot.below("assets") {
            hasher.text(path.as_str());
        }
        hasher.finish()
    }

    pub(super) fn jobs(&self) -> &HashMap<OutputPath, Job> {
        self.jobs.get_or_init(|| {
            let nothing = Memory::default();
            let mut jobs = HashMap::new();
            for (desk, which) in self.desks(&nothing).into_iter().zip(&self.made) {
                for (place, band) in desk.places() {
                    let document = self.corpus.at(place);
                    let path = desk.edition.document(document, band.as_ref());
                    let downloads = kind::downloads_of(&desk.edition, document.kind, &path);
                    let job = PageJob::Document(which.clone(), place, band);
                    insert(&mut jobs, path, downloads, job);
                }
                jobs.extend(desk.papers().into_iter().map(|(path, job)| (path, Job::Paper(job))));
                for (path, generated) in Generated::all(&desk.edition) {
                    let downloads = generated.downloads(&path);
                    insert(&mut jobs, path, downloads, PageJob::Generated(which.clone(), generated));
                }
                if which.owner.is_state() {
                    for part in 0..desk.search_parts() {
                        jobs.insert(desk.edition.search_index(part), Job::SearchIndex(which.clone(), part));
                    }
                    jobs.insert(desk.edition.feed(), Job::Feed(which.clone()));
                }
            }
            jobs.extend(self.shared());
            jobs.extend(self.owners());
            // A file that no page shows does no harm in a preview.
            for (asset, _) in self.snapshot.below("assets") {
                jobs.insert(address::copied(asset), Job::Asset(asset.clone()));
            }
            for (place, artifact) in self.theme.artifacts.iter().enumerate() {
                jobs.insert(artifact.path.clone(), Job::Theme(place));
            }
            jobs
        })
    }

    /// The first pages of the districts and schools that are made.
    fn owners(&self) -> Vec<(OutputPath, Job)> {
        let site = &self.corpus.site;
        let mut owners: Vec<(OutputPath, Job)> = Vec::new();
        // Editions of an owner stand together, those of a language, too.
        for which in &self.made {
            let Some(owner) = site.owner(which.owner) else { continue };
            let path = address::owner(site, owner, &which.lang);
            if owners.last().is_none_or(|(last, _)| *last != path) {
                owners.push((path, Job::Owner(which.owner, which.lang.clone())));
            }
        }
        owners
    }

    /// What belongs to no edition: choosers, list of districts, page for what isn't there,
    /// sitemap, `robots.txt`, root feed, what became of printed editions.
    fn shared(&self) -> Vec<(OutputPath, Job)> {
        let Some(any) = self.any() else { return Vec::new() };
        let site = &self.corpus.site;
        let mut shared: Vec<(OutputPath, Job)> = site
            .languages
            .keys()
            .filter(|lang| {
                site.editions()
                    .any(|(index, _)| self.edition_of(OwnerIndex::STATE, index, lang).has_documents())
            })
            .map(|lang| (address::chooser(site, lang), Job::Chooser(lang.clone())))
            .filter(|(path, _)| self.reach.has(path))
            .collect();
        let lists = kind::district_langs(site);
        shared.extend(lists.map(|lang| (address::districts(site, lang), Job::Districts(lang.clone()))));
        shared.push((kind::not_found(&any).path, Job::Shared(Shared::NotFound)));
        shared.push((address::root_feed(), Job::Shared(Shared::Feed)));
        for (name, job) in [("sitemap.xml", Shared::Sitemap), ("robots.txt", Shared::Robots)] {
            shared.push((OutputPath::new(name).expect("a good path"), Job::Shared(job)));
        }
        let printed = site.printed.values().filter(|printed| self.reach.has(&self.printed(printed).home()));
        shared.extend(
            printed.map(|printed| (address::printed(&printed.code), Job::Printed(printed.code.clone()))),
        );
        if !site.printed.is_empty() {
            shared.push((address::all_printed(), Job::Shared(Shared::AllPrinted)));
        }
        shared
    }

    /// The edition for which something was printed, else any: what it was made
    /// from may be gone.
    fn printed(&self, printed: &Printed) -> Edition<'_> {
        let any = self.any().expect("a site has editions");
        let lang = self.corpus.site.languages.get_key_value(printed.piece.lang.as_str());
        match (kind::edition_of(&any, &printed.piece), lang) {
            (Some(edition), _) => self.edition_of(edition.owner, edition.index, edition.lang),
            (None, Some((lang, _))) => self.edition_of(OwnerIndex::STATE, any.index, lang),
            (None, None) => any,
        }
    }

    fn make(&self, job: &Job, path: &OutputPath, memory: &Memory) -> Option<Rendered> {
        let desk = |which| Desk::new(self, memory, self.edition(which));
        match job {
            Job::Page(PageJob::Document(which, place, band)) => {
                Some(desk(which).document(self.corpus.at(*place), band.as_ref()))
            }
            Job::Page(PageJob::Generated(which, generated)) => desk(which).generated(path, generated),
            Job::Download(page) => {
                let publication = match page {
                    PageJob::Document(which, place, band) => {
                        desk(which).arranged(self.corpus.at(*place), band.as_ref())
                    }
                    PageJob::Generated(which, generated) => desk(which).arranged_page(generated)?,
                };
                let download = publication.downloads.iter().find(|download| download.path == *path)?;
                Some(self.download(download, memory))
            }
            Job::Paper(paper) => self.print(paper, memory),
            Job::SearchIndex(which, part) => Some(desk(which).search_index(*part)),
            Job::Feed(which) => Some(desk(which).feed()),
            Job::Chooser(lang) => {
                let words = |lang: &Lang| self.theme.words(lang.as_str());
                Some(self.publish(kind::chooser(&self.any_in(lang)?, &words), None, memory))
            }
            Job::Districts(lang) => Some(self.publish(kind::districts(&self.any_in(lang)?), None, memory)),
            Job::Owner(owner, lang) => {
                let any = Edition { owner: *owner, ..self.any_in(lang)? };
                Some(self.publish(kind::district(&any, any.publisher()?), None, memory))
            }
            Job::Printed(code) => {
                let printed = self.corpus.site.printed.get(code)?;
                Some(self.publish(kind::status(&self.printed(printed), printed), None, memory))
            }
            Job::Shared(shared) => Some(self.shared_file(*shared, path, memory)),
            Job::Asset(asset) => self.snapshot.shared_bytes(asset).map(Ok),
            Job::Theme(place) => Some(Ok(self.theme.artifacts[*place].bytes.clone())),
        }
    }

    /// Writes a page, unless it showed the same before. `sources` is a hash of
    /// all that it could have changed with.
    pub(super) fn publish(
        &self,
        mut publication: Publication,
        sources: Option<Hash>,
        memory: &Memory,
    ) -> Rendered {
        if self.reach.is_narrow() {
            kind::trim(&mut publication, &self.corpus.site, &|path| self.reach.has(path));
        }
        let write =
            || html::write(&publication, &self.theme).map(Arc::from).map_err(|problem| vec![*problem]);
        if !memory.is_lasting() {
            return write();
        }
        let audience = publication.shell.edition.audience.as_ref().map(|audience| audience.id.as_str());
        let content = Hasher::new()
            .hash(&self.theme.hash)
            .text(self.theme.files.sheet(audience).as_str())
            .hash(&publication.hash())
            .finish();
        memory.artifact_or(&publication.path, sources, content, write)
    }

    /// Prints everything, several at a time.
    fn print_all(&self, out: &Out, memory: &Memory) {
        let jobs = self.papers();
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some((path, job)) =
                jobs.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| !out.is_stopped())
            {
                if let Some(made) = self.print(job, memory) {
                    out.add(path.clone(), made);
                }
            }
        };
        // Typst shares the layout of one paper among rayon's threads, so papers
        // have threads of their own.
        let threads = rayon::current_num_threads().min(jobs.len());
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    }

    /// Prints one paper, unless it was printed from the same before.
    #[cfg(feature = "pdf")]
    fn print(&self, job: &PaperJob, memory: &Memory) -> Option<Rendered> {
        let edition = self.edition(&job.which);
        let picture = |path: &OutputPath| self.snapshot.hash(&SitePath::new(path.as_str())?);
        let document = self.corpus.at(job.place);
        let paper = kind::paper(&edition, document, job.band.as_ref(), job.product, &picture)?;
        let ready = typst::compile::ready(&paper, &self.print);
        let make = || {
            if let Some(known) = memory.store().and_then(|store| store.get(ready.hash)) {
                return Ok(known);
            }
            let bytes: Arc<[u8]> = ready.write()?.into();
            if let Some(store) = memory.store() {
                store.put(ready.hash, &bytes);
            }
            Ok(bytes)
        };
        Some(memory.artifact_or(&paper.path, None, ready.hash, make))
    }

    /// Without the feature `pdf` nothing is printed.
    #[cfg(not(feature = "pdf"))]
    fn print(&self, _: &PaperJob, _: &Memory) -> Option<Rendered> {
        None
    }

    fn shared_file(&self, shared: Shared, path: &OutputPath, memory: &Memory) -> Rendered {
        let site = &self.corpus.site;
        let lang = site.default_lang().as_str();
        match shared {
            Shared::NotFound => {
                let any = self.any().expect("a site has editions");
                self.publish(kind::not_found(&any), None, memory)
            }
            Shared::Feed => {
                // What all editions share holds titles and addresses only.
                let entries = self
                    .desks(memory)
                    .iter()
                    .filter(|desk| desk.edition.owner.is_state())
                    .flat_map(|desk| desk.entries(false))
                    .collect();
                let feed = Feed {
                    address: format!("{}/feed.xml", site.base_url),
                    home: format!("{}/", site.base_url),
                    title: site.agency.name.clone(),
                    lang: lang.to_owned(),
                    released: site.released.to_string(),
                    author: site.agency.name.clone(),
                    entries: newest_first(entries),
                    path: path.clone(),
                };
                self.feed(&feed, memory)
            }
            Shared::Sitemap => {
                let addresses = self.addresses();
                let mut hasher = Hasher::new();
                hasher.hash(&self.theme.hash).value(&addresses);
                memory.artifact_or(path, None, hasher.finish(), || {
                    feed::sitemap(lang, &addresses, &self.theme)
                        .map(Arc::from)
                        .map_err(|problem| vec![*problem])
                })
            }
            Shared::AllPrinted => {
                let any = self.any().expect("a site has editions");
                let page = kind::find_status(&any).expect("something was printed");
                self.publish(page, None, memory)
            }
            Shared::Robots => {
                let sitemap = format!("{}/sitemap.xml", site.base_url);
                let content = Hasher::new().hash(&self.theme.hash).text(&sitemap).finish();
                memory.artifact_or(path, None, content, || {
                    feed::robots(lang, &sitemap, &self.theme).map(Arc::from).map_err(|problem| vec![*problem])
                })
            }
        }
    }

    /// Writes a file that goes with a page, unless it was written from the same
    /// before.
    pub(super) fn download(&self, download: &Download, memory: &Memory) -> Rendered {
        let content = Hasher::new().value(&download.path.as_str()).json(&download.content).finish();
        memory.artifact_or(&download.path, None, content, || {
            Ok(match &download.content {
                DownloadContent::Csv(sheet) => sheet::csv(sheet),
                #[cfg(feature = "office")]
                DownloadContent::Xlsx(sheet) => sheet::xlsx(sheet),
                DownloadContent::Ics(file) => ics::write(file),
            }
            .into())
        })
    }

    /// Writes a feed, unless it was written from the same before.
    pub(super) fn feed(&self, feed: &Feed, memory: &Memory) -> Rendered {
        let content = Hasher::new().hash(&self.theme.hash).value(feed).finish();
        memory.artifact_or(&feed.path, None, content, || {
            feed::atom(feed, &self.theme).map(Arc::from).map_err(|problem| vec![*problem])
        })
    }

    /// The public addresses of all pages, with the days of their last review.
    fn addresses(&self) -> Vec<(String, Option<String>)> {
        let nothing = Memory::default();
        let site = &self.corpus.site;
        let mut addresses: BTreeMap<String, Option<String>> = BTreeMap::new();
        for desk in self.desks(&nothing) {
            addresses.extend(desk.addresses());
        }
        for (path, job) in self.shared().into_iter().chain(self.owners()) {
            if matches!(job, Job::Chooser(_) | Job::Districts(_) | Job::Owner(..)) {
                addresses.insert(kind::canonical(site, &path), None);
            }
        }
        addresses.into_iter().collect()
    }
}

/// The days and titles of documents, for feeds.
pub(super) type Entries = Vec<Entry>;
