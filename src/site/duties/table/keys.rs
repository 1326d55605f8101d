//! The heads of columns: what people call them, and what they mean.

use super::super::super::Letter;
use super::super::super::likeness::{misspelt, words};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The duty's id.
    Id,
    /// What is to be done.
    Task,
    /// The part of the way.
    Phase,
    /// Grades.
    Grades,
    /// Months.
    Months,
    /// When, in words or months.
    When,
    /// The roles with a letter.
    Letter(Letter),
    /// The roles that lead: the first answers for it unless another does.
    Lead,
    /// Whose editions may show it.
    Audiences,
    /// The action step.
    Step,
    /// How long it takes.
    Minutes,
    /// How often.
    Per,
    /// How long it takes certain roles.
    MinutesFor,
    /// The group of work.
    Workload,
    /// What shows that it is done.
    Evidence,
    /// Where it is explained.
    ExplainedBy,
    /// The rule that asks for it.
    Claim,
    /// What people keep for themselves.
    Remark,
}

use Key::*;

/// What each column is called, in the words that [`simple`] leaves. The first
/// name is the one that messages use.
const NAMES: &[(Key, &[&str])] = &[
    (Id, &["id", "duty id", "task id", "key"]),
    (
        Task,
        &[
            "task",
            "duty",
            "activity",
            "action",
            "what",
            "what to do",
            "what is done",
            "what happen",
            "responsibility",
            "deliverable",
            "action item",
            "item",
        ],
    ),
    (Phase, &["phase", "stage"]),
    (Grades, &["grade", "grade level", "grade band"]),
    (Months, &["month"]),
    (
        When,
        &["when", "timing", "timeline", "time frame", "timeframe", "time of year", "due", "date", "deadline"],
    ),
    (Letter(Letter::Accountable), &["accountable", "answer", "owner", "approver"]),
    (Letter(Letter::Responsible), &["responsible", "doe it", "doe"]),
    (Letter(Letter::Support), &["support", "help", "supporting", "helper"]),
    (Letter(Letter::Consulted), &["consulted", "consult", "asked"]),
    (Letter(Letter::Informed), &["informed", "inform", "told"]),
    (Lead, &["lead", "leader"]),
    (Audiences, &["audience", "shown to", "show to", "visible to", "reader"]),
    (Step, &["step", "action step"]),
    (Minutes, &["minute", "min", "time in minute", "time min", "duration", "how long"]),
    (Per, &["per", "frequency", "how often"]),
    (MinutesFor, &["minute for", "minute by role"]),
    (Workload, &["workload", "workload group", "group of work"]),
    (Evidence, &["evidence", "proof"]),
    (ExplainedBy, &["explained by", "explained in", "where explained", "document", "guide"]),
    (Claim, &["claim", "law", "legal basi", "legal source", "statute"]),
    (
        Remark,
        &[
            "remark", "note", "comment", "no", "number", "nr", "num", "row", "status", "total", "count",
            "hour", "check", "done",
        ],
    ),
];

/// Single letters, which head a column where another one is the task.
const LETTERS: [(&str, Letter); 5] = [
    ("a", Letter::Accountable),
    ("r", Letter::Responsible),
    ("s", Letter::Support),
    ("c", Letter::Consulted),
    ("i", Letter::Informed),
];

/// Words that say nothing about what a column holds.
const EMPTY: [&str; 13] =
    ["who", "is", "are", "be", "this", "role", "by", "name", "for", "which", "person", "people", "it"];

/// How sure a head's meaning is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// It is one of the names.
    Yes,
    /// It is a single letter.
    Letter,
    /// It is a name with a slip.
    Nearly,
}

/// What is left of a head: "Who is responsible (R)?" → `responsible`.
fn simple(title: &str) -> Vec<String> {
    // "(s)" makes a plural, other words in brackets explain.
    let mut text = String::new();
    let mut inside = false;
    for c in title.replace("(s)", "").replace("(S)", "").chars() {
        inside = (inside || c == '(') && c != ')';
        if !inside {
            text.push(c);
        }
    }
    words(&text)
}

/// Returns what a column with this head holds.
pub fn key(title: &str) -> Option<(Key, Sure)> {
    if title.trim() == "#" {
        return Some((Remark, Sure::Yes));
    }
    let whole = simple(title);
    let short: Vec<String> = whole.iter().filter(|word| !EMPTY.contains(&word.as_str())).cloned().collect();
    let named = |words: &[String]| {
        let joined = words.concat();
        let mut keys = NAMES.iter();
        keys.find(|(_, names)| names.iter().any(|name| name.replace(' ', "") == joined)).map(|(key, _)| *key)
    };
    if let Some(key) = named(&whole).or_else(|| named(&short).filter(|_| !short.is_empty())) {
        return Some((key, Sure::Yes));
    }
    let joined = short.concat();
    if let Some((_, letter)) = LETTERS.iter().find(|(name, _)| *name == joined) {
        return Some((Key::Letter(*letter), Sure::Letter));
    }
    let near = |names: &[&str]| {
        names.iter().any(|name| misspelt(&short, &name.split(' ').map(str::to_owned).collect::<Vec<_>>()))
    };
    let mut near = NAMES.iter().filter(|(_, names)| near(names)).map(|(key, _)| *key);
    let first = near.next()?;
    near.next().is_none().then_some((first, Sure::Nearly))
}

impl Key {
    /// What messages call the column.
    pub fn title(self) -> &'static str {
        match self {
            Id => "ID",
            Task => "Task",
            Phase => "Phase",
            Grades => "Grades",
            Months => "Months",
            When => "When",
            Letter(Letter::Accountable) => "Accountable",
            Letter(Letter::Responsible) => "Responsible",
            Letter(Letter::Support) => "Support",
            Letter(Letter::Consulted) => "Consulted",
            Letter(Letter::Informed) => "Informed",
            Lead => "Leads",
            Audiences => "Audiences",
            Step => "Step",
            Minutes => "Minutes",
            Per => "Per",
            MinutesFor => "Minutes for",
            Workload => "Workload",
            Evidence => "Evidence",
            ExplainedBy => "Explained by",
            Claim => "Claim",
            Remark => "Notes",
        }
    }

    /// The titles of all columns, for hints.
    pub fn titles() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(key, _)| key.title())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_as_people_write_them() {
        let same = |title: &str, expected: Key| {
            assert_eq!(key(title).map(|(key, _)| key), Some(expected), "{title}")
        };
        same("Who is responsible", Letter(Letter::Responsible));
        same("Responsible (R)", Letter(Letter::Responsible));
        same("Responsible role(s)", Letter(Letter::Responsible));
        same("R", Letter(Letter::Responsible));
        same("Who helps?", Letter(Letter::Support));
        same("Who does it", Letter(Letter::Responsible));
        same("Grade(s)", Grades);
        same("Grade Level", Grades);
        same("Month(s)", Months);
        same("Task / Role", Task);
        same("explained_by", ExplainedBy);
        same("minutes_for", MinutesFor);
        same("Minutes", Minutes);
        same("Audiance", Audiences);
        same("Responsable", Letter(Letter::Responsible));
        same("#", Remark);
        assert_eq!(key("School counselor"), None);
        assert_eq!(key(""), None);
        assert_eq!(key("Student"), None);
    }

    #[test]
    fn every_title_is_a_name() {
        for (key_of, _) in NAMES {
            assert_eq!(key(key_of.title()), Some((*key_of, Sure::Yes)), "{}", key_of.title());
        }
    }
}
