//! Sentences that read like a school's, made by chance.

use fastrand::Rng;

/// Things and people.
#[rustfmt::skip]
pub const NOUNS: [&str; 120] = [
    "plan", "talk", "goal", "course", "credit", "mentor", "adviser", "counselor", "teacher", "family",
    "student", "guardian", "district", "school", "college", "career", "job", "apprentice", "employer",
    "agency", "library", "workshop", "calendar", "form", "letter", "review", "meeting", "conference",
    "portfolio", "resume", "interview", "skill", "interest", "strength", "value", "choice", "pathway",
    "program", "certificate", "license", "diploma", "transcript", "grade", "semester", "term", "summer",
    "campus", "visit", "tour", "fair", "budget", "grant", "loan", "scholarship", "deadline", "essay",
    "application", "reference", "portal", "account", "record", "note", "signature", "right", "rule", "law",
    "service", "support", "aide", "interpreter", "language", "translation", "handout", "checklist", "guide",
    "lesson", "unit", "project", "team", "coach", "partner", "business", "office", "station", "shop",
    "farm", "clinic", "hospital", "lab", "studio", "club", "sport", "band", "volunteer", "internship",
    "shift", "wage", "schedule", "bus", "ride", "phone", "screen", "laptop", "printer", "folder",
    "question", "answer", "example", "story", "picture", "chart", "survey", "score", "test", "practice",
    "habit", "step", "month", "week", "year",
];
#[rustfmt::skip]
const ADJECTIVES: [&str; 40] = [
    "first", "next", "yearly", "early", "late", "short", "long", "clear", "open", "shared", "written",
    "signed", "local", "public", "private", "free", "paid", "busy", "quiet", "new", "small", "large",
    "simple", "useful", "honest", "friendly", "careful", "regular", "weekly", "monthly", "final", "second",
    "common", "different", "strong", "likely", "possible", "personal", "printed", "current",
];
#[rustfmt::skip]
const VERBS: [&str; 48] = [
    "reads", "keeps", "opens", "signs", "shows", "names", "checks", "plans", "starts", "ends", "brings",
    "sends", "prints", "writes", "explains", "follows", "supports", "changes", "chooses", "compares",
    "collects", "shares", "visits", "invites", "calls", "answers", "asks for", "looks at", "works on",
    "talks about", "agrees on", "comes back to", "pays for", "prepares", "reviews", "records", "updates",
    "finds", "needs", "offers", "sees", "remembers", "leads", "teaches", "organizes", "describes", "lists",
    "measures",
];
#[rustfmt::skip]
const LINKERS: [&str; 24] = [
    "before", "after", "during", "without", "together with", "instead of", "because of", "next to",
    "as part of", "in place of", "in the week of", "on the day of", "at the start of", "at the end of",
    "in front of", "with the help of", "in the name of", "for the sake of", "by way of", "outside of", "in",
    "from", "for", "with",
];
#[rustfmt::skip]
const OPENERS: [&str; 16] = [
    "In most schools", "Every year", "When nobody is sure", "Before the bell rings", "On a good day",
    "If the family can’t come", "Twice a year", "By the end of September", "In grade 9", "As a rule",
    "Without any hurry", "Where there is time", "Once the form is signed", "At home", "In the first week",
    "For the 24 students of a group",
];
#[rustfmt::skip]
const GERUNDS: [&str; 20] = [
    "Planning", "Choosing", "Reading", "Sharing", "Writing", "Finding", "Reviewing", "Keeping", "Starting",
    "Preparing", "Explaining", "Comparing", "Signing", "Visiting", "Funding", "Teaching", "Recording",
    "Leading", "Inviting", "Measuring",
];
#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "August", "September", "October", "November", "December", "January", "February", "March", "April",
    "May", "June", "July",
];

/// A thing or a person.
pub fn noun(rng: &mut Rng) -> &'static str {
    NOUNS[rng.usize(..NOUNS.len())]
}

/// A month.
pub fn month(rng: &mut Rng) -> &'static str {
    MONTHS[rng.usize(..MONTHS.len())]
}

/// "the written handout".
pub fn phrase(rng: &mut Rng) -> String {
    format!("the {} {}", pick(rng, &ADJECTIVES), noun(rng))
}

/// "Choosing the next workshop".
pub fn title(rng: &mut Rng) -> String {
    format!("{} {}", pick(rng, &GERUNDS), phrase(rng))
}

/// A sentence of 8 to 19 words.
pub fn sentence(rng: &mut Rng) -> String {
    let (who, verb, what) = (phrase(rng), pick(rng, &VERBS), phrase(rng));
    let core = format!("{who} {verb} {what}");
    match rng.u8(..4) {
        0 => format!("{}, {core}.", pick(rng, &OPENERS)),
        1 => format!("{}, and {} {} {}.", capital(&core), phrase(rng), pick(rng, &VERBS), phrase(rng)),
        2 => format!("{} {} {}.", capital(&core), pick(rng, &LINKERS), phrase(rng)),
        _ => format!("“{},” says {}, {} {}.", capital(&core), phrase(rng), pick(rng, &LINKERS), phrase(rng)),
    }
}

/// The text with a capital letter at its start.
pub fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}

fn pick(rng: &mut Rng, words: &[&'static str]) -> &'static str {
    words[rng.usize(..words.len())]
}
