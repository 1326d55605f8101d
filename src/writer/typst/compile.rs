//! One paper: set, checked and written as PDF/UA-1.

use std::collections::BTreeSet;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Label, Selector, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Library, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::faults;
use super::glyphs;
use super::order;
use super::pictures;
use super::source::{self, Setting};
use super::theme::{Shared, Theme, file_id};
use crate::diag::{Diagnostic, has_errors};
use crate::kind::Paper;
use crate::vfs::{Hash, Hasher, OutputPath};

/// The label of what a template tells about its layout.
const FINDINGS: &str = "ilpress";

/// A paper that is ready to be set: its source, and a hash of everything that
/// its bytes depend on.
pub struct Ready<'a> {
    paper: &'a Paper,
    source: source::Source,
    theme: &'a Theme,
    /// A hash of all that the PDF depends on.
    pub hash: Hash,
}

/// Writes a paper's source and finds out what it depends on.
pub fn ready<'a>(paper: &'a Paper, theme: &'a Theme) -> Ready<'a> {
    let shared = theme.shared();
    let lang = &paper.document.publication.shell.edition.lang;
    let setting = Setting {
        words: theme.words(lang),
        fonts: &shared.fonts.families(lang),
        mono: shared.fonts.mono(),
        strays: shared.fonts.strays(lang),
        has_picture: &|path: &OutputPath| theme.picture_hash(path.as_str()).is_some(),
    };
    let source = source::source(paper, &setting);
    let mut hasher = Hasher::new();
    hasher.text(env!("CARGO_PKG_VERSION")).hash(&theme.hash).hash(&shared.fonts.hash());
    hasher.text(paper.path.as_str()).text(&source.code.text);
    for picture in &source.pictures {
        if let Some(hash) = theme.picture_hash(picture.as_str()) {
            hasher.hash(&hash);
        }
    }
    let hash = hasher.finish();
    Ready { paper, source, theme, hash }
}

impl Ready<'_> {
    /// Sets the paper and writes it as PDF/UA-1.
    ///
    /// Findings: `missing-glyph`, `unprintable` for what Typst refuses, `overset` for text that
    /// doesn't fit, `invalid-template` for a template's own mistakes.
    pub fn write(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let shared = self.theme.shared();
        if has_errors(&shared.diagnostics) {
            return Err(shared.diagnostics.clone());
        }
        let (code, snapshot) = (&self.source.code, self.theme.snapshot());
        let missing = glyphs::in_text(code, &shared.fonts, self.paper, snapshot);
        if !missing.is_empty() {
            return Err(missing);
        }
        let lang = &self.paper.document.publication.shell.edition.lang;
        let world = PaperWorld::new(self.theme, &self.source, lang);
        let made = self.set(&world);
        // Whatever comes of it: memory stays bounded over thousands of papers.
        typst::comemo::evict(5);
        made
    }

    /// Sets the paper: its pages, before they are written as PDF, for who looks at what is on them.
    pub fn document(&self) -> Result<PagedDocument, Vec<Diagnostic>> {
        let lang = &self.paper.document.publication.shell.edition.lang;
        self.lay_out(&PaperWorld::new(self.theme, &self.source, lang))
    }

    fn lay_out(&self, world: &PaperWorld) -> Result<PagedDocument, Vec<Diagnostic>> {
        typst::compile::<PagedDocument>(world).output.map_err(|errors| {
            // A picture is read when it is set: no call of the author's leads to
            // the error.
            let broken = pictures::broken(&self.source, self.theme, self.paper);
            if broken.is_empty() { self.place(&errors, world) } else { broken }
        })
    }

    fn place(&self, errors: &[typst::diag::SourceDiagnostic], world: &PaperWorld) -> Vec<Diagnostic> {
        faults::diagnostics(errors, world, &self.source.code, &self.theme.shared().templates, self.paper)
    }

    fn set(&self, world: &PaperWorld) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let document = self.lay_out(world)?;
        let told = told(&document);
        let found = faults::told(&told, self.paper);
        if has_errors(&found) {
            return Err(found);
        }
        let mut pdf = typst_pdf::pdf(&document, &self.options()).map_err(|errors| {
            let shared = self.theme.shared();
            let missing =
                glyphs::in_values(&self.source.code, &shared.fonts, self.paper, self.theme.snapshot());
            // Typst names the text, and no place; it must have met one of these.
            let glyph = errors.iter().any(|error| error.message.contains("could not be displayed"));
            if glyph && !missing.is_empty() { missing } else { self.place(&errors, world) }
        })?;
        if let Some(places) = faults::reading_order(&told) {
            order::reorder(&mut pdf, &places).ok_or_else(|| vec![faults::no_order(self.paper)])?;
        }
        Ok(pdf)
    }

    fn options(&self) -> PdfOptions {
        let released: Option<jiff::civil::Date> =
            self.paper.document.publication.shell.site.released.iso.parse().ok();
        let day = released.and_then(|day| {
            let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
            Datetime::from_ymd_hms(i32::from(day.year()), month, of_month, 0, 0, 0)
        });
        PdfOptions {
            ident: Smart::Custom(self.paper.path.to_string()),
            creator: Smart::Custom(Some("ilpress".to_owned())),
            timestamp: day.map(Timestamp::new_utc),
            page_ranges: None,
            standards: standards(),
            tagged: true,
            pretty: false,
        }
    }
}

/// Sets one text without a site around it and writes it as PDF/UA-1, or says
/// what Typst refuses.
pub fn fragment(markdown: &str, theme: &Theme) -> Result<Vec<u8>, Vec<String>> {
    let shared = theme.shared();
    let setting = Setting {
        words: theme.words("en"),
        fonts: &shared.fonts.families("en"),
        mono: shared.fonts.mono(),
        strays: shared.fonts.strays("en"),
        has_picture: &|_| false,
    };
    let source = source::fragment(markdown, &setting);
    let world = PaperWorld::new(theme, &source, "en");
    let day = Datetime::from_ymd_hms(2000, 1, 1, 0, 0, 0).map(Timestamp::new_utc);
    let options = PdfOptions { standards: standards(), timestamp: day, ..PdfOptions::default() };
    let made = typst::compile::<PagedDocument>(&world)
        .output
        .and_then(|document| typst_pdf::pdf(&document, &options))
        .map_err(|errors| errors.iter().map(|error| error.message.to_string()).collect());
    typst::comemo::evict(5);
    made
}

/// PDF/A-2a beside PDF/UA-1: a paper stays readable in archives.
fn standards() -> PdfStandards {
    PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).expect("both can be had in PDF 1.7")
}

/// What templates tell about the layout: values with the label `<ilpress>`.
fn told(document: &PagedDocument) -> Vec<serde_json::Value> {
    let Some(label) = Label::new(PicoStr::intern(FINDINGS)) else { return Vec::new() };
    let found = document.introspector().query(&Selector::Label(label));
    let values = found.iter().filter_map(|content| content.to_packed::<MetadataElem>());
    values.filter_map(|metadata| serde_json::to_value(&metadata.value).ok()).collect()
}

/// The files of one paper.
pub(super) struct PaperWorld<'a> {
    shared: &'a Shared,
    theme: &'a Theme,
    main: Source,
    words: Option<&'a Bytes>,
    words_id: Option<FileId>,
    pictures: &'a BTreeSet<OutputPath>,
}

impl<'a> PaperWorld<'a> {
    fn new(theme: &'a Theme, source: &'a source::Source, lang: &str) -> PaperWorld<'a> {
        let id = file_id("/main.typ").expect("a good path");
        let shared = theme.shared();
        PaperWorld {
            shared,
            theme,
            main: Source::new(id, source.code.text.clone()),
            words: shared.words.get(lang).or_else(|| shared.words.values().next()),
            words_id: file_id("/words.json"),
            pictures: &source.pictures,
        }
    }
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        let template = self.shared.templates.get(&id).map(|(_, source)| source.clone());
        template.ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == self.words_id
            && let Some(words) = self.words
        {
            return Ok(words.clone());
        }
        let path = id.vpath().get_without_slash();
        let shown = self.pictures.iter().any(|picture| picture.as_str() == path);
        let bytes = self.theme.picture(path).filter(|_| shown || path.starts_with("templates/"));
        bytes.map(Bytes::new).ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.font(index)
    }

    /// Bytes never depend on the day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
