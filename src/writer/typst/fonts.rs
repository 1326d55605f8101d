//! Type on paper: the fonts of the program, and those of a site.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

use crate::diag::Outcome;
use crate::vfs::{Hash, Hasher, Snapshot, embedded};

/// The fonts of a site: those of the program, and its own in `fonts/`.
pub struct Fonts {
    store: FontStore,
    hash: Hash,
}

impl Fonts {
    /// Loads the fonts of a site.
    pub fn load(snapshot: &Snapshot) -> Outcome<Fonts> {
        let mut store = FontStore::new();
        let mut hasher = Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.hash(&Hash::of(bytes));
            for font in Font::iter(Bytes::new(bytes.to_vec())) {
                let info = font.info().clone();
                store.push((font, info));
            }
        };
        for (_, bytes) in embedded::print_fonts() {
            add(&bytes);
        }
        for (_, bytes) in snapshot.below("fonts") {
            add(bytes);
        }
        Outcome::clean(Fonts { hash: hasher.finish(), store })
    }

    /// What Typst knows of the fonts.
    pub fn book(&self) -> &LazyHash<FontBook> {
        self.store.book()
    }

    /// A font by its place in the book.
    pub fn font(&self, index: usize) -> Option<Font> {
        self.store.font(index)
    }

    /// A hash of all fonts.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The families for a language, the first for most of the text.
    pub fn families(&self, lang: &str) -> Vec<String> {
        let first = match lang.split('-').next().unwrap_or(lang) {
            "ar" | "ur" | "fa" | "ps" | "ckb" => "Vazirmatn",
            "vi" | "ru" | "uk" | "el" | "hi" | "ne" => "Noto Sans",
            _ => "Atkinson Hyperlegible Next",
        };
        let all = ["Atkinson Hyperlegible Next", "Noto Sans", "Vazirmatn"];
        let others = all.into_iter().filter(|family| *family != first);
        std::iter::once(first).chain(others).map(str::to_owned).collect()
    }

    /// The family of code.
    pub fn mono(&self) -> &'static str {
        "Atkinson Hyperlegible Mono"
    }
}
