//! Characters that no font can print, at the line where they stand.

use indexmap::IndexMap;

use super::code::Code;
use super::fonts::Fonts;
use super::packs;
use crate::diag::{Diagnostic, Span, rules};
use crate::kind::Paper;
use crate::vfs::{SitePath, Snapshot};

/// What the names of characters of private fonts have in them; such a name
/// tells nobody anything.
const PRIVATE: &str = "private use";

/// Returns a finding for each character of a paper's text that no font has,
/// once for each file that it stands in.
///
/// Findings: `missing-glyph`.
pub(super) fn in_text(code: &Code, fonts: &Fonts, paper: &Paper, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let places = missing(code, fonts).filter_map(|(at, character)| {
        let place = code.place(at)?;
        Some((character, narrow(&place, character, snapshot)))
    });
    findings(places, paper)
}

/// The same for the values around the text: titles, names of languages and
/// districts, the interface's words. A paper shows few of them, so this is for
/// one that couldn't be made.
pub(super) fn in_values(code: &Code, fonts: &Fonts, paper: &Paper, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let values = missing(code, fonts).filter(|(at, _)| code.place(*at).is_none());
    let places =
        values.map(|(_, character)| (character, anywhere(character, &paper.document.file, snapshot)));
    findings(places, paper)
}

/// The characters of code that no font has, with their places in it.
fn missing(code: &Code, fonts: &Fonts) -> impl Iterator<Item = (usize, char)> {
    let text = if code.text.is_ascii() { "" } else { code.text.as_str() };
    text.char_indices().filter(|(_, character)| !character.is_ascii() && !fonts.has(*character))
}

/// One finding for each file and character; one for all letters of a script
/// whose fonts can be added, which else were as many as the script has.
fn findings(places: impl Iterator<Item = (char, Span)>, paper: &Paper) -> Vec<Diagnostic> {
    let lang = paper.document.publication.shell.edition.lang.as_str();
    let mut kinds: IndexMap<_, Vec<(char, Span)>> = IndexMap::new();
    for (character, span) in places {
        let pack = packs::for_character(character, lang);
        let alone = pack.is_none().then_some(character);
        let same = kinds.entry((span.path.clone(), pack.map(|pack| pack.family), alone)).or_default();
        if !same.iter().any(|(known, _)| *known == character) {
            same.push((character, span));
        }
    }
    let finding = |same: Vec<(char, Span)>| {
        let (character, span) = same.first().expect("it was made with one").clone();
        missing_glyph(character, same.len() - 1, lang, span).making(paper.path.as_str())
    };
    kinds.into_values().map(finding).collect()
}

/// Returns the finding for a character that no font has, and `more` of its
/// script.
fn missing_glyph(character: char, more: usize, lang: &str, span: Span) -> Diagnostic {
    let code = u32::from(character);
    let name = charname::get_name_checked(code).map(str::to_lowercase);
    let mut message = match name.filter(|name| !name.contains(PRIVATE)) {
        Some(name) => format!("no font can print `{character}` ({name}, U+{code:04X})"),
        None => format!("no font can print the character U+{code:04X}, which has no name in Unicode"),
    };
    match more {
        0 => {}
        1 => message.push_str(" and one more letter of its script"),
        _ => message.push_str(&format!(" and {more} more letters of its script")),
    }
    let found = Diagnostic::new(&rules::MISSING_GLYPH, span, message);
    match packs::for_character(character, lang) {
        Some(pack) => {
            let own = packs::for_lang(lang).filter(|own| own.family == pack.family);
            let tag = own.map_or(pack.langs[0], |_| lang);
            found.hint(format!("`ilpress fonts add {tag}` puts the font of {} into `fonts/`", pack.languages))
        }
        None if character.is_alphabetic() => {
            found.hint("put a font that has it into `fonts/`, or write another letter")
        }
        None => found.hint("write a word, show a picture, or put a font that has it into `fonts/`"),
    }
}

/// The character itself inside of a place. A character that was written in
/// another way there, such as `&rarr;`, leaves the place as it is.
fn narrow(place: &Span, character: char, snapshot: &Snapshot) -> Span {
    let inside = snapshot.text(&place.path).and_then(|text| text.get(place.range())?.find(character));
    inside.map_or_else(|| place.clone(), |at| at_character(&place.path, place.start as usize + at, character))
}

/// Where a character of the front matter, a table of data or the interface's
/// words stands: in the document, or in the first file of data that has it.
fn anywhere(character: char, document: &SitePath, snapshot: &Snapshot) -> Span {
    let is_data = |path: &SitePath| ["toml", "csv", "ftl"].contains(&path.extension());
    let data = snapshot.iter().map(|(path, _)| path).filter(|path| is_data(path));
    let found = std::iter::once(document).chain(data).find_map(|path| {
        let at = snapshot.text(path)?.find(character)?;
        Some(at_character(path, at, character))
    });
    found.unwrap_or_else(|| Span::file(document))
}

fn at_character(path: &SitePath, at: usize, character: char) -> Span {
    Span::new(path, at..at + character.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(character: char, lang: &str) -> String {
        let path = SitePath::new("content/pages/a.md").expect("a good path");
        let found = missing_glyph(character, 0, lang, Span::file(&path));
        assert_eq!(*found.rule, rules::MISSING_GLYPH);
        format!("{}; {}", found.message, found.hints.join("; "))
    }

    #[test]
    fn the_remedy_fits_the_character() {
        assert_eq!(
            told('ሀ', "en"),
            "no font can print `ሀ` (ethiopic syllable ha, U+1200); \
             `ilpress fonts add am` puts the font of Amharic, Tigrinya into `fonts/`"
        );
        let path = SitePath::new("content/pages/a.md").expect("a good path");
        let several = missing_glyph('ሀ', 7, "en", Span::file(&path)).message;
        assert!(several.ends_with("U+1200) and 7 more letters of its script"));
        assert!(told('語', "ja").contains("fonts add ja"));
        assert!(told('中', "zh-Hant-HK").contains("fonts add zh-Hant-HK"));
        assert_eq!(
            told('\u{1F600}', "en"),
            "no font can print `\u{1F600}` (grinning face, U+1F600); \
             write a word, show a picture, or put a font that has it into `fonts/`"
        );
        assert!(
            told('\u{E000}', "en").starts_with("no font can print the character U+E000, which has no name")
        );
    }

    #[test]
    fn the_character_itself_is_marked() {
        let path = SitePath::new("content/pages/a.md").expect("a good path");
        let mut site = Snapshot::new();
        site.insert(path.clone(), "title\n\nA word, ሀ, here.".as_bytes());
        let place = Span::new(&path, 7..25);
        assert_eq!(narrow(&place, 'ሀ', &site).range(), 15..18);
        assert_eq!(narrow(&place, 'ሁ', &site), place);
        assert_eq!(anywhere('ሀ', &path, &site).range(), 15..18);
    }
}
