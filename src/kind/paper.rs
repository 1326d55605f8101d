//! Paper: a page becomes what is printed of it.
//!
//! A document is selected once more for print, arranged as its page is, and
//! put on one or several products. A guide takes its chapters along.

use serde::Serialize;

use super::download::DownloadLink;
use super::edition_code::Code;
use super::{Lengths, Publication, Special, arrange, edition_code};
use crate::corpus::{DocKind, Document, FormatSet};
use crate::edition::{Edition, select};
use crate::site::{BandId, PaperSize};
use crate::syntax::{Attrs, DivKind, Open};
use crate::vfs::{Hash, OutputPath, SitePath};

/// What can be printed of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// The document for reading: one column, in order.
    Pdf,
    /// The same in large print: 18 pt, high contrast, one column.
    LargePrint,
    /// A brochure as its `layout` says, for an office printer.
    Fold,
    /// That sheet with bleed and crop marks, for a print shop.
    PrintShop,
    /// The sheets that participants of a module get.
    Handouts,
}

impl Product {
    /// All products, in the order of links.
    pub const ALL: [Product; 5] =
        [Product::Pdf, Product::Fold, Product::LargePrint, Product::PrintShop, Product::Handouts];

    /// Its name in `[outputs]`, and, but for the plain PDF, the end of its
    /// files' names.
    pub fn name(self) -> &'static str {
        match self {
            Product::Pdf => "pdf",
            Product::LargePrint => "large-print",
            Product::Fold => "fold",
            Product::PrintShop => "print-shop",
            Product::Handouts => "handouts",
        }
    }

    /// Where it lies: beside the page, named after its folder.
    pub fn beside(self, page: &OutputPath) -> OutputPath {
        let folder = page.as_str().strip_suffix("/index.html").unwrap_or(page.as_str());
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let end = match self {
            Product::Pdf => String::new(),
            other => format!("-{}", other.name()),
        };
        OutputPath::new(&format!("{folder}/{name}{end}.pdf")).expect("beside a good path")
    }

    /// Whether a document can have it.
    fn suits(self, document: &Document) -> bool {
        let brochure = document.kind == DocKind::Brochure;
        match self {
            Product::Pdf => true,
            Product::LargePrint => brochure,
            Product::Fold | Product::PrintShop => brochure && document.front.layout.is_some(),
            Product::Handouts => document.kind == DocKind::Module && has_handouts(document),
        }
    }
}

fn has_handouts(document: &Document) -> bool {
    let handout = |attrs: &Attrs| attrs.class == DivKind::Handout;
    document.parsed.tree.iter().any(|node| matches!(node.extra(), Some(Open::Attrs(attrs)) if handout(attrs)))
}

/// What is printed of a document: what `[outputs]` says of its kind, else
/// everything that suits it; pages only where `[outputs]` asks for them.
/// Nothing when this program can't print (feature `pdf`).
pub fn products(edition: &Edition, document: &Document) -> Vec<Product> {
    if cfg!(not(feature = "pdf")) {
        return Vec::new();
    }
    let wanted = edition.corpus.site.outputs.get(document.kind.listed().name());
    let asked = |product: &Product| match wanted {
        Some(wanted) => wanted.iter().any(|name| name == product.name()),
        None => document.kind != DocKind::Page,
    };
    Product::ALL.into_iter().filter(|product| asked(product) && product.suits(document)).collect()
}

/// Links from a document's page to what is printed of it.
pub(super) fn links(
    edition: &Edition,
    document: &Document,
    special: &Special,
    page: &OutputPath,
) -> Vec<DownloadLink> {
    products(edition, document)
        .into_iter()
        .filter(|product| product.has_content(special))
        .map(|product| DownloadLink {
            label: edition.words.get(&format!("print-{}", product.name())),
            href: page.link_to(&product.beside(page)),
        })
        .collect()
}

impl Product {
    /// Whether an edition has anything to put on it.
    fn has_content(self, special: &Special) -> bool {
        match (self, special) {
            (Product::Handouts, Special::Module(module)) => !module.handouts.is_empty(),
            (Product::Fold | Product::PrintShop, Special::Brochure { panels, .. }) => !panels.is_empty(),
            _ => true,
        }
    }
}

/// Something to print, closed: a writer asks nothing.
pub struct Paper {
    /// Where it goes.
    pub path: OutputPath,
    /// What it is.
    pub product: Product,
    /// The sheet for everything that has no sheet of its own.
    pub size: PaperSize,
    /// The colour of the audience, `#rrggbb`, dark enough for white paper.
    pub accent: String,
    /// The code of these words; nothing when they were never released.
    pub code: Option<Code>,
    /// The document.
    pub document: PrintedDocument,
    /// The chapters of a guide.
    pub chapters: Vec<PrintedDocument>,
}

/// A document on paper.
pub struct PrintedDocument {
    /// The file it was written in.
    pub file: SitePath,
    /// What it says.
    pub publication: Publication,
}

/// Arranges what is printed of a document: itself, then the chapters that are
/// bound with it.
pub fn printed(edition: &Edition, document: &Document, band: Option<&BandId>) -> Vec<PrintedDocument> {
    let edition = &Edition { formats: FormatSet::PRINT, ..*edition };
    let chapters = super::guide::visible(edition, document).into_iter();
    let chapters = chapters.map(|chapter| (chapter, edition.band_for(chapter, None)));
    std::iter::once((document, band))
        .chain(chapters)
        .map(|(document, band)| {
            let page = select(edition, document, band);
            let publication = arrange(edition, document, &page, &Lengths::new());
            PrintedDocument { file: document.path.clone(), publication }
        })
        .collect()
}

/// Arranges a product of a document; nothing when this edition has nothing to
/// put on it. `picture` gives the hash of a file of the output.
pub fn paper(
    edition: &Edition,
    document: &Document,
    band: Option<&BandId>,
    product: Product,
    picture: &dyn Fn(&OutputPath) -> Option<Hash>,
) -> Option<Paper> {
    let mut chapters = printed(edition, document, band);
    let publications = chapters.iter().map(|printed| &printed.publication);
    let content = edition_code::content(publications, picture);
    let main = chapters.remove(0);
    if let super::Content::Document(doc) = &main.publication.content
        && !product.has_content(&doc.special)
    {
        return None;
    }
    let site = &edition.corpus.site;
    let code = edition_code::of(edition, document, band, &content);
    Some(Paper {
        path: product.beside(&edition.document(document, band)),
        product,
        size: site.paper,
        accent: edition.audience().accent.light().to_string(),
        code,
        chapters,
        document: main,
    })
}
