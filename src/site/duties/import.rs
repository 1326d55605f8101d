//! A table of duties → a TOML file that a person would like to edit.

use indexmap::IndexMap;
use toml::Value;

use super::super::raw::duties::{RawDuty, RawMonths};
use super::super::raw::{RawGrade, RawGrades, RawNames, Spanned, Text};
use super::super::role_names::{Named, RoleNames};
use super::super::{Letter, Per, RoleId, Site};
use super::table::{self, Skipped, TableDuty};
use super::tally::Tally;
use crate::diag::Diagnostic;
use crate::diag::rules::{INVALID_TABLE, MISSPELT_NAME, SKIPPED_ROW};
use crate::vfs::SitePath;

/// What became of a table.
#[derive(Debug)]
pub struct Imported {
    /// The file.
    pub toml: String,
    /// How many duties are in it.
    pub duties: usize,
    /// The names that aren't those of roles, each once, in the order of the
    /// table.
    pub names: Vec<DirtyName>,
    /// The rows that are no duties.
    pub skipped: Vec<Skipped>,
    /// The heads of columns that nothing reads: their text stands in comments.
    pub unread: Vec<String>,
    /// Those among them that name audiences. Without them the duties may be
    /// shown to more people than their author meant, so nothing should be
    /// written before somebody said what they are.
    pub groups: Vec<String>,
    /// What else is wrong, with row and column. Its text stands in comments.
    pub findings: Vec<Diagnostic>,
    /// Whether the table couldn't be read, which `findings` say: then nothing
    /// of it is in the file.
    pub unreadable: bool,
}

/// A name that isn't a role's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirtyName {
    /// As it is written.
    pub written: String,
    /// The role that it was read as; `None`: it stays as it is.
    pub role: Option<RoleId>,
    /// How often it stands in the table.
    pub times: usize,
    /// The first place: `row 14, column "Responsible"`.
    pub place: String,
}

/// Makes a TOML file of a table. `own` are names for roles beside those of the
/// site. Names that nobody has stay as they are, so that nothing is lost.
pub fn import(site: &Site, own: &[(String, RoleId)], path: &SitePath, source: &str) -> Imported {
    let mut names = RoleNames::new(site);
    for (name, role) in own {
        names.insert(name, role);
    }
    let mut table = table::read(site, &names, path, source);
    let mut tally = Tally::new(&names);
    let mut toml = format!("# From the table {}.\n", path.file_name());
    for duty in &table.duties {
        toml.push_str(&block(duty, &mut tally));
    }
    let mut findings = std::mem::take(&mut table.findings);
    let unreadable = findings.iter().any(|finding| finding.rule == &INVALID_TABLE);
    let place = |at: usize| table.places.as_ref().and_then(|places| places.words(at)).unwrap_or_default();
    let dirty = |(written, seen): (&str, &super::tally::Seen)| DirtyName {
        written: written.to_owned(),
        role: seen.named.role().cloned(),
        times: seen.times,
        place: place(table.head_of(written).unwrap_or(seen.range.clone()).start),
    };
    let seen = tally.seen().filter(|(_, seen)| !matches!(seen.named, Named::Role(_)));
    let names = seen.map(dirty).collect();
    if let Some(places) = &table.places {
        findings.iter_mut().for_each(|finding| places.tell(finding));
    }
    // Skipped rows and misspelt heads are told in other words.
    findings.retain(|finding| finding.rule != &SKIPPED_ROW && finding.rule != &MISSPELT_NAME);
    Imported {
        toml,
        duties: table.duties.len(),
        names,
        skipped: table.skipped,
        unread: table.unread,
        groups: table.groups,
        findings,
        unreadable,
    }
}

/// One `[[duty]]`, its keys in the order of the manual.
fn block(TableDuty { raw, remarks, .. }: &TableDuty, tally: &mut Tally) -> String {
    let mut out = Block("\n".to_owned());
    for (title, text) in remarks {
        out.0.push_str(&format!("# {title}: {text}\n"));
    }
    out.0.push_str("[[duty]]\n");
    out.text("id", &raw.id);
    out.text("task", &raw.task);
    out.text_opt("phase", &raw.phase);
    out.key_opt("grades", raw.grades.as_ref().map(|grades| list_of_grades(&grades.value)));
    out.key_opt(
        "months",
        raw.months.as_ref().map(|months| match &months.value {
            RawMonths::All(word) => Value::from(word.as_str()),
            RawMonths::List(names) => strings(names.clone()),
        }),
    );
    out.text_opt("when", &raw.when);
    for letter in Letter::ALL {
        let Some(RawNames(names)) = of_letter(raw, letter) else { continue };
        let names: Vec<String> = names.iter().map(|name| role(name, tally)).collect();
        match (letter, names.as_slice()) {
            (Letter::Accountable, [one]) => out.key("accountable", Value::from(one.as_str())),
            (_, names) => out.key(letter.key(), strings(names.to_vec())),
        }
    }
    out.key_opt("audiences", raw.audiences.as_deref().map(list));
    out.text_opt("step", &raw.step);
    out.key_opt("minutes", raw.minutes.as_ref().map(|minutes| Value::from(minutes.value)));
    out.key_opt("per", raw.per.map(|per| Value::from(word(per))));
    out.key_opt("minutes_for", raw.minutes_for.as_ref().map(|minutes| minutes_for(minutes, tally)));
    out.text_opt("workload", &raw.workload);
    out.text_opt("evidence", &raw.evidence);
    out.key_opt("explained_by", raw.explained_by.as_ref().map(|names| list(&names.0)));
    out.text_opt("claim", &raw.claim);
    out.0
}

/// A table of TOML that is being written.
struct Block(String);

impl Block {
    fn key(&mut self, key: &str, value: Value) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn key_opt(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.key(key, value);
        }
    }

    fn text(&mut self, key: &str, text: &Text) {
        self.key(key, Value::from(text.as_str()));
    }

    fn text_opt(&mut self, key: &str, text: &Option<Text>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }
}

fn of_letter(raw: &RawDuty, letter: Letter) -> Option<&RawNames> {
    match letter {
        Letter::Accountable => raw.accountable.as_ref(),
        Letter::Responsible => raw.responsible.as_ref(),
        Letter::Support => raw.support.as_ref(),
        Letter::Consulted => raw.consulted.as_ref(),
        Letter::Informed => raw.informed.as_ref(),
    }
}

/// The role's id, or the name as it is written.
fn role(name: &Text, tally: &mut Tally) -> String {
    tally.find(name).map_or_else(|| name.value.clone(), |role| role.to_string())
}

fn list(names: &[Text]) -> Value {
    strings(names.iter().map(|name| name.as_str()))
}

fn strings<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value {
    Value::Array(texts.into_iter().map(|text| Value::String(text.into())).collect())
}

fn list_of_grades(grades: &RawGrades) -> Value {
    match grades {
        RawGrades::Number(number) => Value::from(vec![number.to_string()]),
        RawGrades::Text(text) => Value::from(vec![text.as_str()]),
        RawGrades::List(list) => {
            let text = |grade: &RawGrade| match grade {
                RawGrade::Number(number) => number.to_string(),
                RawGrade::Text(text) => text.clone(),
            };
            strings(list.iter().map(text))
        }
    }
}

fn word(per: Per) -> &'static str {
    match per {
        Per::Student => "student",
        Per::Month => "month",
        Per::Term => "term",
        Per::Year => "year",
        Per::Once => "once",
    }
}

fn minutes_for(minutes: &IndexMap<Text, Spanned<i64>>, tally: &mut Tally) -> Value {
    let pairs = minutes.iter().map(|(name, minutes)| (role(name, tally), Value::from(minutes.value)));
    Value::Table(pairs.collect())
}
