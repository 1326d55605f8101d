//! Duties in words: who does what, when, how long, and where it is explained.

use serde::Serialize;

use super::Scheme;
use crate::edition::Edition;
use crate::site::{Duty, Letter, Per, RoleId};
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

/// When a duty falls due, in words.
pub fn when(edition: &Edition, duty: &Duty) -> String {
    match &duty.when {
        Some(when) => edition.fill(when),
        None => edition.words.months(duty.months, &edition.corpus.site.school_year),
    }
}

/// How long a duty takes, in words.
pub fn minutes(edition: &Edition, duty: &Duty) -> Option<String> {
    let key = match duty.per {
        Some(Per::Student) => "minutes-per-student",
        Some(Per::Month) => "minutes-per-month",
        Some(Per::Term) => "minutes-per-term",
        Some(Per::Year) => "minutes-per-year",
        Some(Per::Once) | None => "minutes",
    };
    duty.minutes.map(|minutes| edition.words.count(key, minutes.into()))
}

/// Where a duty is explained, in this edition.
pub fn explained(edition: &Edition, duty: &Duty, path: &OutputPath) -> Option<String> {
    duty.explained_by.iter().find_map(|(place, _)| {
        let (id, name) = place.split_once('#').map_or((place.as_str(), None), |(id, name)| (id, Some(name)));
        let document = edition.corpus.find(id).filter(|document| edition.has(document))?;
        let href = path.link_to(&edition.document(document, edition.band_for(document, None)));
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
    let words = edition.words;
    let names = |roles: &[RoleId]| -> Vec<String> {
        roles
            .iter()
            .filter_map(|id| edition.corpus.site.roles.get(id))
            .map(|role| edition.fill(&role.name))
            .collect()
    };
    let say = |key: &str, who: &[String]| {
        let mut args = fluent_bundle::FluentArgs::new();
        args.set("n", who.len() as i64);
        args.set("who", words.list(who));
        words.format(key, Some(&args))
    };
    let mut parts = Vec::new();
    let accountable = names(std::slice::from_ref(&duty.accountable));
    let mut responsible = duty.responsible.clone();
    if let Some(own) = responsible.iter().position(|role| *role == duty.accountable) {
        responsible.remove(own);
        parts.push(say("sentence-leads-and-does", &accountable));
    } else {
        parts.push(say("sentence-accountable", &accountable));
    }
    for (key, roles) in [
        ("sentence-responsible", &responsible),
        ("sentence-support", &duty.support),
        ("sentence-consulted", &duty.consulted),
        ("sentence-informed", &duty.informed),
    ] {
        let who = names(roles);
        if !who.is_empty() {
            parts.push(say(key, &who));
        }
    }
    parts.join(" ")
}
