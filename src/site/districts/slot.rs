//! What districts may put into a slot: types, limits, and texts that fit.

use jiff::civil::Date;

use super::values::{self, Problem, shown};
use crate::diag::nearest;

/// What kind of text a slot takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlotType {
    /// Words.
    #[default]
    Text,
    /// A day.
    Date,
    /// A telephone number.
    Phone,
    /// An address of e-mail.
    Email,
    /// An address of the web.
    Url,
    /// Somebody to turn to: a name, then ways to reach them.
    Person,
    /// A picture with its alternative text.
    Image,
    /// Several short texts.
    List,
    /// One of the words that the slot names.
    Choice,
}

impl SlotType {
    /// All types.
    pub const ALL: [SlotType; 9] = [
        SlotType::Text,
        SlotType::Date,
        SlotType::Phone,
        SlotType::Email,
        SlotType::Url,
        SlotType::Person,
        SlotType::Image,
        SlotType::List,
        SlotType::Choice,
    ];

    /// The type as it is written.
    pub fn name(self) -> &'static str {
        match self {
            SlotType::Text => "text",
            SlotType::Date => "date",
            SlotType::Phone => "phone",
            SlotType::Email => "email",
            SlotType::Url => "url",
            SlotType::Person => "person",
            SlotType::Image => "image",
            SlotType::List => "list",
            SlotType::Choice => "choice",
        }
    }

    /// Returns the type of that name.
    pub fn parse(name: &str) -> Option<SlotType> {
        SlotType::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a slot takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotRule {
    /// The kind of text.
    pub kind: SlotType,
    /// The most characters; of a list the most entries.
    pub max: Option<usize>,
    /// Whether a district must fill it in.
    pub required: bool,
    /// What may be chosen.
    pub choices: Vec<String>,
}

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotValue {
    /// Words; lines are kept.
    Text(String),
    /// A day.
    Date(Date),
    /// A telephone number.
    Phone(String),
    /// An address of e-mail.
    Email(String),
    /// An address of the web.
    Url(String),
    /// Somebody to turn to.
    Person(Person),
    /// A picture.
    Image {
        /// Its file, beside the district's.
        file: String,
        /// What it shows.
        alt: String,
    },
    /// Several short texts.
    List(Vec<String>),
    /// What was chosen.
    Choice(String),
}

/// Somebody to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Who it is.
    pub name: String,
    /// The number to call.
    pub phone: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
    /// A page.
    pub url: Option<String>,
    /// When somebody answers, and whatever else was written.
    pub hours: Option<String>,
}

impl SlotRule {
    /// What a slot takes by its attributes, which were checked when the
    /// document was read.
    pub fn of<'a>(get: impl Fn(&str) -> Option<&'a str>) -> SlotRule {
        SlotRule {
            kind: get("type").and_then(SlotType::parse).unwrap_or_default(),
            max: get("max").and_then(|most| most.parse().ok()),
            required: get("required") == Some("true"),
            choices: get("choices").map(parts).unwrap_or_default(),
        }
    }

    /// Reads a text as what the slot takes. `name` is the slot's, for
    /// messages.
    pub fn read(&self, name: &str, written: &str) -> Result<SlotValue, Problem> {
        let kind = self.kind.name();
        let told = |problem: Problem| Problem {
            message: format!("the slot `{name}` takes {}: {}", self.takes(), problem.message),
            ..problem
        };
        let text = values::text(written).map_err(told)?;
        if text.is_empty() {
            return Err(told(Problem::new(
                "nothing is written",
                format!("write {}, or take the line out", self.takes()),
            )));
        }
        let value = match self.kind {
            SlotType::Text => SlotValue::Text(text.to_owned()),
            SlotType::Date => SlotValue::Date(values::date(text).map_err(told)?),
            SlotType::Phone => SlotValue::Phone(values::phone(text).map_err(told)?.to_owned()),
            SlotType::Email => SlotValue::Email(values::email(text).map_err(told)?.to_owned()),
            SlotType::Url => SlotValue::Url(values::url(text).map_err(told)?.to_owned()),
            SlotType::Person => SlotValue::Person(person(text).map_err(told)?),
            SlotType::Image => image(text).map_err(told)?,
            SlotType::List => SlotValue::List(parts(text)),
            SlotType::Choice => self.chosen(text).map_err(told)?,
        };
        let (size, what) = match &value {
            SlotValue::List(entries) => (entries.len(), "entries"),
            _ => (text.chars().count(), "characters"),
        };
        match self.max.filter(|most| size > *most) {
            Some(most) => {
                let message =
                    format!("the slot `{name}` (`{kind}`) has room for {most} {what}, and this has {size}");
                Err(Problem::new(message, format!("cut {} {what}", size - most)))
            }
            None => Ok(value),
        }
    }

    /// What it takes, in words.
    pub fn takes(&self) -> String {
        match self.kind {
            SlotType::Text => "a text".to_owned(),
            SlotType::Date => "a day".to_owned(),
            SlotType::Phone => "a telephone number".to_owned(),
            SlotType::Email => "an address of e-mail".to_owned(),
            SlotType::Url => "an address of the web".to_owned(),
            SlotType::Person => "a person".to_owned(),
            SlotType::Image => "a picture with its alternative text".to_owned(),
            SlotType::List => "a list".to_owned(),
            SlotType::Choice => format!("one of {}", self.choices.join(", ")),
        }
    }

    /// The finding's words when a district leaves a required slot empty.
    /// `ask` is who knows.
    pub fn missing(&self, name: &str, ask: Option<&str>) -> Problem {
        let limit = match (self.max, self.kind) {
            (Some(most), SlotType::List) => format!(" of {most} entries at most"),
            (Some(most), _) => format!(" of {most} characters at most"),
            (None, _) => String::new(),
        };
        let hint = match ask {
            Some(who) => format!("ask {who} for {}{limit}", self.takes()),
            None => format!("write {}{limit}", self.takes()),
        };
        Problem::new(format!("the slot `{name}` must be filled in"), hint)
    }

    fn chosen(&self, text: &str) -> Result<SlotValue, Problem> {
        let mut choices = self.choices.iter();
        match choices.find(|choice| choice.to_lowercase() == text.to_lowercase()) {
            Some(choice) => Ok(SlotValue::Choice(choice.clone())),
            None => {
                let near = nearest(text, self.choices.iter().map(String::as_str));
                let hint = near.map_or_else(
                    || format!("write one of these: {}", self.choices.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                Err(Problem::new(format!("`{}` isn't among them", shown(text)), hint))
            }
        }
    }
}

/// The parts of a list: between semicolons, or one a line.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split([';', '\n']).map(|part| part.trim().trim_start_matches(['-', '•']).trim());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// "A. Ortiz; 555-555-0123; plans@cedar.example"
fn person(text: &str) -> Result<Person, Problem> {
    let mut person = Person::default();
    for part in parts(text) {
        if person.name.is_empty() {
            person.name = part;
        } else if person.phone.is_none() && values::phone(&part).is_ok() {
            person.phone = Some(part);
        } else if person.email.is_none() && values::email(&part).is_ok() {
            person.email = Some(part);
        } else if person.url.is_none() && values::url(&part).is_ok() {
            person.url = Some(part);
        } else if person.hours.is_none() && !part.contains(['@', ':', '/']) {
            person.hours = Some(part);
        } else {
            let message = format!("`{}` is no way to reach somebody", shown(&part));
            return Err(Problem::new(
                message,
                "write a name, then number and address: `A. Ortiz; 555-555-0123; plans@cedar.example`",
            ));
        }
    }
    if values::phone(&person.name).is_ok() || values::email(&person.name).is_ok() {
        return Err(Problem::new(
            format!("`{}` is no name", shown(&person.name)),
            "write the name first: `A. Ortiz; 555-555-0123`",
        ));
    }
    Ok(person)
}

/// "entrance.png; The school's entrance"
fn image(text: &str) -> Result<SlotValue, Problem> {
    let (file, alt) = text.split_once(';').map_or((text, ""), |(file, alt)| (file.trim(), alt.trim()));
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let known = ending.is_some_and(|ending| ["png", "jpg", "jpeg", "svg"].contains(&ending.as_str()));
    if !known || file.contains(['/', '\\', ':']) || file.starts_with('.') {
        return Err(Problem::new(
            format!("`{}` is no file beside district.toml", shown(file)),
            "write its name, then what it shows: `entrance.png; The school's entrance`",
        ));
    }
    if alt.is_empty() {
        return Err(Problem::new(
            format!("the picture `{}` has no alternative text", shown(file)),
            format!("write what it shows behind it: `{}; The school's entrance`", shown(file)),
        ));
    }
    Ok(SlotValue::Image { file: file.to_owned(), alt: alt.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: SlotType) -> SlotRule {
        SlotRule { kind, choices: vec!["Bus".to_owned(), "Train".to_owned()], ..SlotRule::default() }
    }

    #[test]
    fn each_type_takes_what_it_is() {
        use SlotType::*;
        for (kind, good, bad) in [
            (Text, "Meet us!", "\u{202e}x"),
            (Date, "2026-10-06", "10/6/2026"),
            (Phone, "555-555-0123", "soon"),
            (Email, "a@b.example", "a at b"),
            (Url, "https://a.example", "javascript:alert(1)"),
            (Person, "A. Ortiz; 555-555-0123; a@b.example", "555-555-0123"),
            (Person, "A. Ortiz", "A. Ortiz; javascript:alert(1)"),
            (Image, "entrance.png; The entrance", "entrance.png"),
            (Image, "a.svg; The entrance", "../../x.png; The entrance"),
            (List, "One; Two", " "),
            (Choice, "bus", "Boat"),
        ] {
            assert!(rule(kind).read("x", good).is_ok(), "{good}");
            assert!(rule(kind).read("x", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn messages_name_slot_type_and_limit() {
        let rule = SlotRule { max: Some(8), required: true, ..rule(SlotType::Text) };
        let problem = rule.read("welcome", "Meet us soon").unwrap_err();
        assert_eq!(problem.message, "the slot `welcome` (`text`) has room for 8 characters, and this has 12");
        assert_eq!(problem.hint, "cut 4 characters");
        assert_eq!(
            rule.missing("welcome", Some("the coordinator")).hint,
            "ask the coordinator for a text of 8 characters at most"
        );
    }

    #[test]
    fn documents_know_the_same_types() {
        assert_eq!(SlotType::ALL.map(SlotType::name), crate::syntax::attach::SLOT_TYPES);
        for kind in SlotType::ALL {
            assert_eq!(SlotType::parse(kind.name()), Some(kind));
        }
    }
}
