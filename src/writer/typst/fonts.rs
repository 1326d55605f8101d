//! Type on paper: the fonts of the program, and those of a site.
//!
//! An edition is set in one family. The others stand behind it, for what it
//! lacks; a character that none of them has is a finding and
//! never a box on paper.

use std::fmt::Write;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, is_default_ignorable};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

use super::packs;
use crate::diag::{Diagnostic, Outcome, Span, rules};
use crate::vfs::{Hash, Hasher, SitePath, Snapshot, embedded};

/// Where a site's own fonts lie.
const FOLDER: &str = "fonts";

const ATKINSON: &str = "Atkinson Hyperlegible Next";
const NOTO: &str = "Noto Sans";
const VAZIRMATN: &str = "Vazirmatn";
const MONO: &str = "Atkinson Hyperlegible Mono";

/// The families that stand behind an edition's own, nearest first: letters,
/// then signs.
const BEHIND: [&str; 6] =
    [NOTO, ATKINSON, VAZIRMATN, "Noto Sans Math", "Noto Sans Symbols 2", "Noto Sans Symbols"];

/// Languages whose letters [`ATKINSON`] lacks, wholly (Cyrillic, Greek,
/// Devanagari) or in part (the Latin ones).
#[rustfmt::skip]
const IN_NOTO: [&str; 44] = [
    "ak", "az", "be", "bg", "bho", "bm", "dak", "ee", "el", "eo", "ff", "gn", "ha", "haw", "hi", "ig", "ki",
    "kk", "ky", "lkt", "ln", "mai", "mh", "mi", "mk", "mn", "mr", "ne", "nv", "ru", "sa", "se", "sm", "sr",
    "tg", "tn", "to", "tt", "tw", "uk", "uz", "vi", "wo", "yo",
];

/// Languages in Arabic script. The Noto fonts for it come out of a PDF as
/// garbage: they build letters from a base and dots.
const IN_VAZIRMATN: [&str; 12] =
    ["ar", "az-Arab", "ckb", "fa", "ks", "pa-Arab", "pa-PK", "prs", "ps", "sd", "ug", "ur"];

/// The fonts of a site: those of the program, and its own in `fonts/`.
pub struct Fonts {
    store: FontStore,
    hash: Hash,
    families: Vec<Family>,
}

/// A family, and the characters that all its faces have.
struct Family {
    name: String,
    letters: Letters,
}

impl Fonts {
    /// Loads the fonts of a site.
    ///
    /// Findings: `unreadable-font`.
    pub fn load(snapshot: &Snapshot) -> Outcome<Fonts> {
        let mut fonts = Fonts { store: FontStore::new(), hash: Hash::of(b""), families: Vec::new() };
        let mut hasher = Hasher::new();
        let mut diagnostics = Vec::new();
        for (_, bytes) in embedded::print_fonts() {
            fonts.add(Bytes::new(bytes), &mut hasher);
        }
        for (path, bytes) in snapshot.below(FOLDER) {
            let readable = match path.extension().to_ascii_lowercase().as_str() {
                "ttf" | "otf" | "ttc" => fonts.add(Bytes::new(bytes.to_vec()), &mut hasher),
                "woff" | "woff2" | "eot" => false,
                // Licences and what people write about their fonts.
                _ => true,
            };
            if !readable {
                diagnostics.push(unreadable(path));
            }
        }
        fonts.hash = hasher.finish();
        Outcome { value: fonts, diagnostics }
    }

    /// Adds all faces of a file; false when it has none.
    fn add(&mut self, bytes: Bytes, hasher: &mut Hasher) -> bool {
        hasher.hash(&Hash::of(&bytes));
        let mut any = false;
        for font in Font::iter(bytes) {
            any = true;
            let info = font.info().clone();
            self.add_letters(&info);
            self.store.push((font, info));
        }
        any
    }

    fn add_letters(&mut self, info: &FontInfo) {
        let letters = Letters::of(info);
        match self.families.iter_mut().find(|family| family.name == info.family) {
            Some(family) => family.letters.keep(&letters),
            None => self.families.push(Family { name: info.family.clone(), letters }),
        }
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

    /// The families for a language: its own, then those for what that one
    /// lacks. All are there.
    pub fn families(&self, lang: &str) -> Vec<String> {
        let first = self.first(lang);
        let known = std::iter::once(first).chain(BEHIND);
        let own = self.families.iter().map(|family| family.name.as_str()).filter(|name| *name != MONO);
        let mut families: Vec<String> = Vec::new();
        for name in known.chain(own) {
            if !families.iter().any(|there| there == name) {
                families.push(name.to_owned());
            }
        }
        families
    }

    /// The family of most of the text. A language whose fonts aren't there has
    /// the one of Latin letters; its own letters are findings.
    fn first(&self, lang: &str) -> &'static str {
        let pack = packs::for_lang(lang).filter(|pack| self.family(pack.family).is_some());
        let known =
            |tags: &[&str]| tags.contains(&lang) || tags.contains(&lang.split('-').next().unwrap_or(lang));
        match pack {
            Some(pack) => pack.family,
            None if known(&IN_VAZIRMATN) => VAZIRMATN,
            None if known(&IN_NOTO) => NOTO,
            None => ATKINSON,
        }
    }

    /// The family of code.
    pub fn mono(&self) -> &'static str {
        MONO
    }

    /// A regular expression for words with a letter that the family of `lang`
    /// lacks and Noto Sans has: a Vietnamese name in an English text. Such a
    /// word is set in Noto Sans as a whole; two families in one word look
    /// wrong, and where one has a letter and the other its accent, Typst drops
    /// the letter. With it come the families to set such a word in. Nothing
    /// where no word can be so.
    pub fn strays(&self, lang: &str) -> Option<(String, Vec<String>)> {
        let first = self.family(self.first(lang))?;
        let noto = self.family(NOTO)?;
        let stray = |letter: &char| noto.letters.has(*letter) && !first.letters.has(*letter);
        let letters: Vec<char> = ('\u{80}'..'\u{2000}').filter(|c| is_word_part(*c)).filter(stray).collect();
        if letters.is_empty() {
            return None;
        }
        let word = r"[\p{L}\p{M}\u{200C}\u{200D}]*";
        let mut pattern = format!("{word}[");
        for range in letters.chunk_by(|a, b| u32::from(*a) + 1 == u32::from(*b)) {
            let (first, last) = (u32::from(range[0]), u32::from(range[range.len() - 1]));
            // Writing to a string can't fail.
            let _ = write!(pattern, r"\u{{{first:X}}}-\u{{{last:X}}}");
        }
        Some((format!("{pattern}]{word}"), self.families("vi")))
    }

    /// Whether a character can be printed. What has no shape of its own, such
    /// as the marks that turn the direction of writing, needs no glyph.
    pub fn has(&self, character: char) -> bool {
        self.families.iter().any(|family| family.letters.has(character))
            || character.is_whitespace()
            || character.is_control()
            || is_default_ignorable(character)
    }

    fn family(&self, name: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.name == name)
    }
}

/// Letters and the accents that are written on them.
fn is_word_part(character: char) -> bool {
    character.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&character)
}

fn unreadable(path: &SitePath) -> Diagnostic {
    let hint = match path.extension().to_ascii_lowercase().as_str() {
        "woff" | "woff2" | "eot" => {
            "this format is for web pages: take the `.ttf` or `.otf` of the same font"
        }
        _ => "fetch it again, or take it away",
    };
    let message = format!("`{path}` can't be read as a font");
    Diagnostic::new(&rules::UNREADABLE_FONT, Span::file(path), message).hint(hint)
}

/// A set of characters, a bit each.
#[derive(Clone, Default)]
struct Letters(Vec<u64>);

impl Letters {
    fn of(info: &FontInfo) -> Letters {
        let mut letters = Letters::default();
        for code in info.coverage.iter() {
            let at = code as usize / 64;
            if at >= letters.0.len() {
                letters.0.resize(at + 1, 0);
            }
            letters.0[at] |= 1 << (code % 64);
        }
        letters
    }

    /// Removes what isn't in `other`.
    fn keep(&mut self, other: &Letters) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(ours, theirs)| *ours &= theirs);
    }

    fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        self.0.get(code as usize / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text in each language that works out of the box, with its capitals,
    /// quotes, figures and rare letters.
    #[rustfmt::skip]
    const SAMPLES: [(&str, &str, &str); 19] = [
        ("en", ATKINSON, "The student’s plan — “my next step” – costs $0; 50 % of 9th graders, naïve café, § 3, © 2026 … • ½"),
        ("es", ATKINSON, "¿Qué es el plan? ¡Cada niño y niña lo hace! El pingüino, «años», 1.º y 2.ª, ÁÉÍÓÚÜÑ áéíóúüñ 5 €"),
        ("hmn", ATKINSON, "Daim phiaj kev kawm rau tus menyuam kawm ntawv, yog nws tus kheej li. Nyob zoo! Puas muaj lus nug?"),
        ("so", ATKINSON, "Qorshaha waxbarasho ee ardayga: go’aan, la’aan, lo’da, cilmi, dhaqaale, xoghayn. Ma garatay?"),
        ("ht", ATKINSON, "Plan aprantisaj endividyèl la: lekòl, elèv, pwofesè, fanmi yo, kòman, «wi», Ayiti, ÈÒÀ"),
        ("pt", ATKINSON, "Plano de aprendizagem: educação, ações, você, avô, avó, à mãe, pinguim, «não» ÃÕÇÂÊÔÁÉÍÓÚÀ 1.º"),
        ("fr", ATKINSON, "L’élève bâtit son plan : œuvre, cœur, Noël, aïeul, ça, où, « oui » ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸ"),
        ("pl", ATKINSON, "Zażółć gęślą jaźń. ĄĆĘŁŃÓŚŹŻ „plan ucznia”"),
        ("tl", ATKINSON, "Ang plano sa pag-aaral ng bawat mag-aaral, ñ, at ang pamilya nito."),
        ("vi", NOTO, "Kế hoạch học tập của học sinh: Đường, ưỡn, ẵm, ỹ, ặc, Ữ, Ợ, Ẫ, Ỷ, «được», 50 ₫, “gia đình”"),
        ("ru", NOTO, "Индивидуальный план обучения: съешь ещё этих мягких булок, «семья» — № 5, ЁЪЫЭ 5 ₽"),
        ("uk", NOTO, "Індивідуальний план: її, ґанок, єдність, об’єкт, щастя, «сім’я» — № 5, ҐЄІЇ 5 ₴"),
        ("el", NOTO, "Ατομικό σχέδιο: μαθητής, οικογένεια, ΐ, ΰ, ς, Ά Έ Ή Ί Ό Ύ Ώ «ναι»; · €"),
        ("hi", NOTO, "विद्यार्थी की शिक्षण योजना: क्ष, त्र, ज्ञ, श्र, ड़, ढ़, फ़, ज़, ऑ, ॐ, ँ ं ः, १२३४५६७८९०। ₹"),
        ("ne", NOTO, "विद्यार्थीको व्यक्तिगत सिकाइ योजना: ऋ, ञ, ङ, ट्ठ, र्‍य, ॥"),
        ("ar", VAZIRMATN, "خُطّة التعلّم الفردية: لأنّ، إلى، آباء، مؤسسة، شيء، «نعم»؟ ١٢٣٤٥٦٧٨٩٠ ٪ ٫ ٬ لا 2026"),
        ("ur", VAZIRMATN, "طالبِ علم کا منصوبہ: ٹھیک، ڈھنگ، گڑھ، پڑھے، ہے، ئے، ۀ، ں، ؤ، ۃ، ۔ ؛ ۰۱۲۳۴۵۶۷۸۹ “ہاں”"),
        ("fa", VAZIRMATN, "برنامهٔ یادگیری: می‌شود، پژوهش، گفت‌وگو، چه، ۱۲۳۴۵۶۷۸۹۰ «بله»"),
        ("ps", VAZIRMATN, "د زده کړې پلان: ښوونځی، ځوان، څه، ټول، ډېر، ړوند، ږغ، ګټه، ڼ، ۍ، ې، ئ"),
    ];

    /// Signs that people write everywhere.
    const SIGNS: &str = "→ ← ↑ ↓ ↔ ⇒ ✓ ✔ ✗ ✘ ☐ ☑ ☒ ★ ☆ ● ○ ■ □ ▲ ▼ ◆ ♥ ① ⑩ ❶ ½ ⅓ ⅔ ¼ ¾ ⅛ ≤ ≥ ≠ ≈ ± × ÷ − ∞ √ \
        ° ′ ″ € £ ¥ ₹ № ™ ® © … – — ‘ ’ “ ” „ « » ‹ › • · † ‡ § ¶ ☎ ✉ ✎ ✂ ♿ ⚠ ℹ ▶ ◀ ➔ ➜ ❤ ☀ ⁄ ⁿ ² ³ ₂";

    fn fonts() -> Fonts {
        let loaded = Fonts::load(&Snapshot::new());
        assert_eq!(loaded.diagnostics, []);
        loaded.value
    }

    #[test]
    fn one_family_has_all_letters_of_a_language() {
        let fonts = fonts();
        for (lang, name, text) in SAMPLES {
            assert_eq!(fonts.families(lang)[0], name, "{lang}");
            // Some signs come from the families behind it; letters never do.
            let family = fonts.family(name).expect("it ships");
            let letters = text.chars().filter(|character| character.is_alphanumeric());
            let missing: String = letters.filter(|letter| !family.letters.has(*letter)).collect();
            assert_eq!(missing, "", "{lang}");
            let missing: String = text.chars().filter(|character| !fonts.has(*character)).collect();
            assert_eq!(missing, "", "{lang}");
        }
    }

    #[test]
    fn signs_have_glyphs_and_emoji_have_none() {
        let fonts = fonts();
        let none: String = SIGNS.chars().filter(|sign| !fonts.has(*sign)).collect();
        assert_eq!(none, "");
        assert!(!fonts.has('\u{1F600}') && !fonts.has('ሀ') && !fonts.has('中'));
    }

    #[test]
    fn families_name_only_what_is_there() {
        let fonts = fonts();
        assert_eq!(fonts.families("am")[0], ATKINSON);
        assert_eq!(fonts.families("zh-Hant")[0], ATKINSON);
        assert_eq!(fonts.families("en-US"), fonts.families("en"));
        assert_eq!(fonts.families("pa-Arab")[0], VAZIRMATN);
        for family in fonts.families("ar").iter().chain([&MONO.to_owned()]) {
            assert!(fonts.book().contains_family(&family.to_lowercase()), "{family}");
        }
    }

    #[test]
    fn words_with_a_foreign_letter_are_strays() {
        let fonts = fonts();
        let (pattern, families) = fonts.strays("en").expect("it lacks letters");
        assert_eq!(families[0], NOTO);
        assert!(pattern.starts_with(r"[\p{L}\p{M}\u{200C}\u{200D}]*[\u{"), "{pattern}");
        // Vietnamese letters; not the Spanish ñ.
        assert!(pattern.contains(r"\u{1E9F}-\u{1EF1}"), "{pattern}");
        assert!(!pattern.contains(r"\u{F1}"), "{pattern}");
        assert_eq!(fonts.strays("vi"), None);
    }

    #[test]
    fn a_file_that_is_no_font_is_reported() {
        let path = |name| SitePath::new(name).expect("a good path");
        let mut site = Snapshot::new();
        site.insert(path("fonts/brand/broken.ttf"), b"not a font");
        site.insert(path("fonts/brand/web.woff2"), b"wOF2");
        site.insert(path("fonts/brand/OFL.txt"), b"licence");
        let found = Fonts::load(&site).diagnostics;
        assert!(found.iter().all(|problem| *problem.rule == rules::UNREADABLE_FONT));
        let places: Vec<&str> = found.iter().map(|problem| problem.span.path.as_str()).collect();
        assert_eq!(places, ["fonts/brand/broken.ttf", "fonts/brand/web.woff2"]);
    }
}
