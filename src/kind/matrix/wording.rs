//! Duties in words: who does what, when, how long, and where it is explained.

use serde::Serialize;

use super::Scheme;
use crate::edition::Edition;
pub use crate::edition::duties::when;
use crate::edition::duties::{owners, say};
use crate::site::{Duty, Letter, Per, Role, RoleId};
use crate::vfs::OutputPath;

/// A letter with its word.
#[derive(Clone, Serialize)]
pub struct Code {
    /// The letter.
    pub letter: char,
    /// The letter's key.
    pub id: &'static str,
    /// Its word.
    pub word: String,
}

/// The letters of a role with their words.
pub fn codes(edition: &Edition, letters: &[Letter], scheme: Scheme) -> Vec<Code> {
    letters
        .iter()
        .map(|letter| Code {
            letter: letter.letter(),
            id: letter.key(),
            word: edition.words.get(&scheme.word_key(*letter)),
        })
        .collect()
}

/// The letters of a role as one word or two: "leads and does it".
pub fn word(codes: &[Code], edition: &Edition) -> String {
    let all: Vec<&str> = codes.iter().map(|code| code.word.as_str()).collect();
    edition.words.list(&all)
}

/// What a role does in a duty, as one whole sentence: "The school counselor
/// does the work."
pub fn part(edition: &Edition, role: &Role, letters: &[Letter], scheme: Scheme) -> String {
    let name = edition.fill(&role.name);
    let key = match letters {
        [Letter::Accountable, Letter::Responsible] => scheme.part_key("both"),
        [first, ..] => scheme.part_key(first.key()),
        [] => return String::new(),
    };
    edition.words.with(&key, &[("name", &name), ("role", &in_sentence(edition, &name))])
}

/// A role's name as it stands within a sentence: "school counselor".
fn in_sentence(edition: &Edition, name: &str) -> String {
    let agency = edition.corpus.site.agency.name.split_whitespace().next();
    let proper = edition.words.get("words-with-capital");
    uncapitalized(name, |first| agency == Some(first) || proper.split_whitespace().any(|word| word == first))
}

/// A name without the capital at its beginning, unless it is written with
/// capitals throughout ("CTE teacher", "State Board") or begins with a proper
/// word ("English learner specialist").
fn uncapitalized(name: &str, is_proper: impl Fn(&str) -> bool) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    if letters.as_str().contains(char::is_uppercase) || name.split_whitespace().next().is_none_or(is_proper) {
        return name.to_owned();
    }
    first.into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// The names of some roles in a row: "School counselor and student".
pub fn names(edition: &Edition, roles: &[RoleId]) -> String {
    let names = roles.iter().filter_map(|id| edition.corpus.site.roles.get(id));
    let names = names.map(|role| edition.fill(&role.name)).enumerate();
    let all: Vec<String> =
        names.map(|(place, name)| if place == 0 { name } else { in_sentence(edition, &name) }).collect();
    edition.words.list(&all)
}

/// The grades of a duty, in words; nothing when it isn't tied to grades.
pub fn grades(edition: &Edition, duty: &Duty) -> Option<String> {
    (!duty.grades.is_empty()).then(|| edition.words.grades(duty.grades))
}

/// How long a duty takes, in words.
pub fn minutes(edition: &Edition, duty: &Duty) -> Option<String> {
    duty.minutes.map(|minutes| minutes_of(edition, duty, minutes))
}

/// How long a duty takes somebody whom it takes that many minutes, in words:
/// from two hours on, whole hours are hours.
pub fn minutes_of(edition: &Edition, duty: &Duty, minutes: u32) -> String {
    let (unit, number) = if minutes >= 120 && minutes.is_multiple_of(60) {
        ("hours", minutes / 60)
    } else {
        ("minutes", minutes)
    };
    let per = match duty.per {
        Some(Per::Student) => "-per-student",
        Some(Per::Month) => "-per-month",
        Some(Per::Term) => "-per-term",
        Some(Per::Year) => "-per-year",
        Some(Per::Once) | None => "",
    };
    edition.words.count(&format!("{unit}{per}"), number.into())
}

/// Where a duty is explained, in this edition; in the source's language where
/// that isn't translated.
pub fn explained(edition: &Edition, duty: &Duty, path: &OutputPath) -> Option<String> {
    duty.explained_by.iter().find_map(|(place, _)| {
        let (id, name) = place.split_once('#').map_or((place.as_str(), None), |(id, name)| (id, Some(name)));
        let source = edition.corpus.find(id).filter(|document| edition.has(document))?;
        let own = edition
            .corpus
            .of(edition.owner, edition.lang, &source.id)
            .filter(|document| edition.has(document));
        let document = own.unwrap_or(source);
        let there = Edition { lang: &document.lang, ..*edition };
        let href = path.link_to(&there.document(document, there.band_for(document, None)));
        match name {
            None => Some(href),
            Some(name) => {
                let node = *document.names.get(name)?;
                edition
                    .corpus
                    .admitted(document, node)
                    .editions
                    .contains(edition.index)
                    .then(|| format!("{href}#{name}"))
            }
        }
    })
}

/// Who does what in a duty, in sentences.
pub fn sentence(edition: &Edition, duty: &Duty) -> String {
    let others = [Letter::Support, Letter::Consulted, Letter::Informed];
    let others = others.into_iter().filter_map(|letter| say(edition, letter, duty.with(letter)));
    std::iter::once(owners(edition, duty)).chain(others).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_roles_keep_the_capitals_that_they_need() {
        let text = |name| uncapitalized(name, |first| first == "English");
        assert_eq!(text("Family member"), "family member");
        assert_eq!(text("Career and technical education teacher"), "career and technical education teacher");
        assert_eq!(text("CTE teacher"), "CTE teacher");
        assert_eq!(text("State Board"), "State Board");
        assert_eq!(text("English learner specialist"), "English learner specialist");
        assert_eq!(text("Élève"), "élève");
        assert_eq!(text(""), "");
    }
}
