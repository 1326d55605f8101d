//! Two duties that say the same in other words.
//!
//! Tables grow by copying rows, so a task comes to stand twice, often with
//! another owner. Compared are the words that mean something, without their
//! order and their plural; one slip of the pen in a word doesn't count.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, rules};
use crate::site::{Duty, Site};

/// Words that say little about what is to be done.
const SMALL: [&str; 36] = [
    "a", "about", "all", "an", "and", "any", "as", "at", "by", "each", "every", "for", "from", "her", "his",
    "in", "into", "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "them", "they", "this",
    "to", "up", "who", "with", "you", "your",
];

/// How many words two tasks share at least before one more word in one of
/// them is taken for the same task: "Check the plan" isn't "Check the course
/// plan".
const ENOUGH: usize = 4;

/// Finds `near-duplicate-duty`.
pub fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let tasks: Vec<(&Duty, BTreeSet<String>)> =
        site.duties.iter().map(|duty| (duty, words(&duty.task))).collect();
    for (index, (duty, own)) in tasks.iter().enumerate() {
        let same = |(other, words): &&(&Duty, BTreeSet<String>)| meet(duty, other) && alike(own, words);
        let Some((other, _)) = tasks[..index].iter().find(same) else { continue };
        let message = format!("\"{}\" says nearly the same as \"{}\"", duty.task, other.task);
        diagnostics.push(
            Diagnostic::new(&rules::NEAR_DUPLICATE_DUTY, duty.span.clone(), message)
                .label(other.span.clone(), "the other one")
                .hint("keep one of them, or say in their tasks how they differ"),
        );
    }
}

/// Whether two duties could be one: for some reader, in the same part of the
/// way, for the same grades, at the same time.
fn meet(one: &Duty, other: &Duty) -> bool {
    let grades =
        one.grades.is_empty() || other.grades.is_empty() || !one.grades.intersection(other.grades).is_empty();
    let phase = one.phase.is_none() || other.phase.is_none() || one.phase == other.phase;
    let time = match (one.months.is_empty(), other.months.is_empty()) {
        (false, false) => !one.months.intersection(other.months).is_empty(),
        (true, true) => one.when == other.when,
        _ => true,
    };
    grades && phase && time && !(one.audience_set & other.audience_set).is_empty()
}

/// Whether two tasks have the same words; when they are long, one of them may
/// have one more.
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let mut only: Vec<&String> = one.difference(other).collect();
    let mut theirs: Vec<&String> = other.difference(one).collect();
    // Two words may be one with a slip of the pen: more are other words.
    if only.len() > 2 || theirs.len() > 2 || one.is_empty() || other.is_empty() {
        return false;
    }
    only.retain(|word| match theirs.iter().position(|their| slip(word, their)) {
        Some(place) => {
            theirs.remove(place);
            false
        }
        None => true,
    });
    let shared = one.len() - only.len();
    only.len() + theirs.len() <= usize::from(shared >= ENOUGH)
}

/// Whether two words are one, once misspelt. In short words and in numbers a
/// sign makes another word, and so does the last letter: *employer*,
/// *employee*.
fn slip(one: &str, other: &str) -> bool {
    let long = |word: &str| word.chars().count() >= 5 && !word.contains(|sign: char| sign.is_ascii_digit());
    let ends_alike = one.chars().next_back() == other.chars().next_back();
    long(one) && long(other) && ends_alike && strsim::osa_distance(one, other) == 1
}

/// The words of a task that say what is to be done, in the singular.
fn words(task: &str) -> BTreeSet<String> {
    let small = task.to_lowercase().replace(['’', '\''], "");
    let words = small.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !SMALL.contains(word)).map(singular).collect()
}

/// A word without the `s` of its plural: rough, but the same for both tasks.
fn singular(word: &str) -> String {
    let stem = match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => return format!("{stem}y"),
        _ => word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')),
    };
    stem.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        alike(&words(one), &words(other))
    }

    #[test]
    fn the_same_task_is_known_in_other_words() {
        for (one, other) in [
            ("Send the welcome letter home", "Send welcome letters home"),
            ("Hold a plan conference", "Hold the plan confernce"),
            ("Meet with families", "Meet with each family"),
            ("Check the courses against the plan", "Check courses against plan."),
            ("Choose next year’s courses with the plan", "Choose next year's courses with the career plan"),
            ("Review and sign the plan", "Sign and review the plan"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn tasks_that_look_alike_stay_apart() {
        for (one, other) in [
            ("Hold the plan conference in grades 8 and 11", "Hold the yearly plan talk in the other grades"),
            ("Hold the plan conference in grade 8", "Hold the plan conference in grade 9"),
            ("Send the welcome letter home", "Send the welcome brochure home"),
            ("Check the plan", "Check the course plan"),
            ("Train staff", "Train new staff"),
            ("Train principals", "Train advisers"),
            ("Ask the employer", "Ask the employee"),
            ("Meet with students", "Meet with parents"),
            ("Publish the district’s results", "Publish the state’s results"),
            ("", ""),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
