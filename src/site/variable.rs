//! Variables: `{{ plan.* }}`, `{{ agency.* }}`, `{{ district.* }}` look a
//! value up, and do nothing else.

use std::borrow::Cow;
use std::ops::Range;

use indexmap::IndexMap;

use super::{Lang, OwnerIndex, Site};
use crate::diag;
use crate::syntax::parse_variable;

/// What a variable says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Text, never Markdown.
    pub text: String,
    /// What kind of text it is.
    pub kind: ValueKind,
}

/// What a value can be used for, guessed from its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Words.
    Plain,
    /// A number to call.
    Phone,
    /// An address to write to.
    Email,
    /// An address to open.
    Url,
    /// Letters to copy exactly, in which a line must not break.
    Code,
}

impl ValueKind {
    /// Guesses from the last part of a path: `contact.ilp.phone` is a phone.
    pub fn of(path: &str) -> ValueKind {
        match path.rsplit('.').next().unwrap_or(path) {
            "phone" | "text_line" | "fax" | "tty" => ValueKind::Phone,
            "email" => ValueKind::Email,
            "url" | "portal_url" | "help_url" | "website" => ValueKind::Url,
            "code" => ValueKind::Code,
            _ => ValueKind::Plain,
        }
    }
}

/// Why a variable says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableProblem {
    /// There is no such variable.
    Unknown {
        /// As it was written.
        path: String,
        /// The variables that exist.
        known: Vec<String>,
    },
    /// The word has no such form.
    UnknownForm {
        /// As it was written.
        form: String,
        /// The variable.
        path: String,
        /// The forms that the word has.
        known: Vec<String>,
    },
    /// It exists and has no value here.
    Missing {
        /// The variable.
        path: String,
        /// Who has to fill it in; `None`: whoever writes `site-config.toml`.
        ask: Option<String>,
    },
    /// `event.*` outside an event: a line to fill in.
    EventLine {
        /// The path without `event.`.
        key: String,
    },
}

impl VariableProblem {
    /// The message of a diagnostic.
    pub fn message(&self) -> String {
        match self {
            VariableProblem::Unknown { path, .. } => format!("unknown variable `{path}`"),
            VariableProblem::UnknownForm { form, path, .. } => format!("`{path}` has no form `{form}`"),
            VariableProblem::Missing { path, .. } => format!("`{path}` has no value here"),
            VariableProblem::EventLine { key } => format!("`event.{key}` has no value outside an event"),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            VariableProblem::Unknown { path, known } => {
                diag::did_you_mean(path, known.iter().map(String::as_str))
            }
            VariableProblem::UnknownForm { path, known, .. } if known.is_empty() => {
                Some(format!("write `{{{{ {path} }}}}` without a form"))
            }
            VariableProblem::UnknownForm { form, path, known } => {
                diag::nearest(form, known.iter().map(String::as_str))
                    .map(|near| format!("did you mean `{near}`?"))
                    .or_else(|| Some(format!("the forms of `{path}` are: {}", known.join(", "))))
            }
            VariableProblem::Missing { path, ask: Some(who) } => {
                Some(format!("`{path}` is filled in by: {who}"))
            }
            VariableProblem::Missing { path, ask: None } => {
                let (root, key) = path.split_once('.').unwrap_or(("", path));
                let table = match root {
                    "district" => "state_edition",
                    root => root,
                };
                Some(format!("add `{key} = \"…\"` to `[{table}]` in site-config.toml"))
            }
            VariableProblem::EventLine { .. } => None,
        }
    }
}

/// A `{{ … }}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableUse<'a> {
    /// Its bytes in the text, braces included.
    pub range: Range<usize>,
    /// `a` in `{{ a plan.short }}`.
    pub form: Option<&'a str>,
    /// `plan.short`. Empty when what stands between the braces isn't a
    /// variable.
    pub path: &'a str,
}

/// Finds the variables of a text without markup, in order: names, terms,
/// titles. An opening `{{` that nothing closes is text.
pub fn find_variables(text: &str) -> Vec<VariableUse<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|index| at + index) {
        let Some(length) = text[start..].find("}}") else { break };
        let end = start + length + 2;
        let (form, path) = parse_variable(&text[start + 2..end - 2]).unwrap_or((None, ""));
        found.push(VariableUse { range: start..end, form, path });
        at = end;
    }
    found
}

impl Site {
    /// Returns what a variable says in an edition.
    pub fn variable(
        &self,
        path: &str,
        form: Option<&str>,
        lang: &Lang,
        owner: OwnerIndex,
    ) -> Result<Value, VariableProblem> {
        let Some((root, key)) = path.split_once('.') else { return Err(self.unknown_variable(path)) };
        let text = match root {
            "plan" => return self.plan_value(lang, key, form).map(plain),
            "event" => return Err(VariableProblem::EventLine { key: key.to_string() }),
            "agency" => {
                let value = self.agency.values().find(|(name, _)| *name == key);
                let (_, text) = value.ok_or_else(|| self.unknown_variable(path))?;
                text.ok_or_else(|| VariableProblem::Missing { path: path.to_string(), ask: None })?
            }
            "district" => match self.district_values(owner).get(key) {
                Some(text) => text.as_str(),
                None => return Err(self.missing_of_district(path, key)),
            },
            _ => return Err(self.unknown_variable(path)),
        };
        if let Some(form) = form {
            let (form, path) = (form.to_string(), path.to_string());
            return Err(VariableProblem::UnknownForm { form, path, known: Vec::new() });
        }
        Ok(Value { text: text.to_string(), kind: ValueKind::of(key) })
    }

    /// What `district.*` says, by path without `district.`.
    pub fn district_values(&self, owner: OwnerIndex) -> &IndexMap<String, String> {
        self.owner(owner).map_or(&self.state_edition, |owner| &owner.values)
    }

    /// Returns a word of the plan's name, in a form: `("short", Some("a"))` is
    /// "an ILP".
    ///
    /// A language without its own words (an error of `load`) takes those of
    /// the default.
    pub fn plan_value(&self, lang: &Lang, key: &str, form: Option<&str>) -> Result<String, VariableProblem> {
        let path = format!("plan.{key}");
        let words = self.plan.get(lang).or_else(|| self.plan.first().map(|(_, words)| words));
        let Some(word) = words.and_then(|words| words.word(key)) else {
            return Err(self.unknown_variable(&path));
        };
        let Some(form) = form else { return Ok(word.text.clone()) };
        word.form(form).ok_or_else(|| {
            let known = word.forms.keys().cloned().collect();
            VariableProblem::UnknownForm { form: form.to_string(), path, known }
        })
    }

    /// Fills in the variables of a text from a TOML file: a term, a task.
    ///
    /// What has no value stays as written; `load` has reported it.
    pub fn fill<'a>(&self, text: &'a str, lang: &Lang, owner: OwnerIndex) -> Cow<'a, str> {
        let uses = find_variables(text);
        if uses.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut filled = String::with_capacity(text.len());
        let mut at = 0;
        for variable in uses {
            filled.push_str(&text[at..variable.range.start]);
            match self.variable(variable.path, variable.form, lang, owner) {
                Ok(value) => filled.push_str(&value.text),
                Err(_) => filled.push_str(&text[variable.range.clone()]),
            }
            at = variable.range.end;
        }
        filled.push_str(&text[at..]);
        Cow::Owned(filled)
    }

    /// The variables that exist in state editions, for hints.
    pub fn variable_names(&self) -> Vec<String> {
        let plan = self.plan.first().into_iter().flat_map(|(_, words)| words.words());
        let plan = plan.map(|(key, _)| format!("plan.{key}"));
        let agency = self.agency.values().filter(|(_, text)| text.is_some());
        let agency = agency.map(|(key, _)| format!("agency.{key}"));
        let district = self
            .state_edition
            .keys()
            .chain(self.district_settings.ask.keys().filter(|key| !self.state_edition.contains_key(*key)));
        plan.chain(agency).chain(district.map(|key| format!("district.{key}"))).collect()
    }

    fn unknown_variable(&self, path: &str) -> VariableProblem {
        VariableProblem::Unknown { path: path.to_string(), known: self.variable_names() }
    }

    /// A value that districts have, or are asked for, is missing in
    /// `[state_edition]`; anything else doesn't exist.
    fn missing_of_district(&self, path: &str, key: &str) -> VariableProblem {
        let ask = self.district_settings.ask.get(key).cloned();
        let first = key.split('.').next().unwrap_or(key);
        let free =
            ["contact", "portal", "dates", "graduation", "school"].contains(&first) && key.contains('.');
        if ask.is_some() || free || ["name", "short"].contains(&key) {
            VariableProblem::Missing { path: path.to_string(), ask }
        } else {
            self.unknown_variable(path)
        }
    }
}

fn plain(text: String) -> Value {
    Value { text, kind: ValueKind::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_a_path_with_at_most_one_form() {
        assert_eq!(parse_variable(" plan.short "), Some((None, "plan.short")));
        assert_eq!(parse_variable("A plan.short"), Some((Some("A"), "plan.short")));
        assert_eq!(parse_variable("district.contact.ilp.phone"), Some((None, "district.contact.ilp.phone")));
        for bad in ["", "plan", "plan.", ".short", "a b plan.short", "plan.short()", "a! plan.short"] {
            assert_eq!(parse_variable(bad), None, "{bad}");
        }
    }

    #[test]
    fn finds_variables_in_order() {
        let text = "é {{ plan.name }} ({{a plan.short}}) {{ ? }} {{";
        let uses: Vec<_> =
            find_variables(text).into_iter().map(|u| (&text[u.range], u.form, u.path)).collect();
        assert_eq!(
            uses,
            [
                ("{{ plan.name }}", None, "plan.name"),
                ("{{a plan.short}}", Some("a"), "plan.short"),
                ("{{ ? }}", None, ""),
            ]
        );
    }

    #[test]
    fn kinds_come_from_the_last_part() {
        assert_eq!(ValueKind::of("contact.ilp.phone"), ValueKind::Phone);
        assert_eq!(ValueKind::of("portal.url"), ValueKind::Url);
        assert_eq!(ValueKind::of("name"), ValueKind::Plain);
    }
}
