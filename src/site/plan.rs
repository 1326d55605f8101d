//! The plan's name is data: its words and their grammar, in each language.

use indexmap::IndexMap;

/// A word with the forms that a sentence may need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word itself.
    pub text: String,
    /// What stands before it, by form: `a` → `an`, `of` → `del`, or with the
    /// word's place in it: `d` → `d'{}`.
    pub forms: IndexMap<String, String>,
}

impl Word {
    /// Returns the word in a form: `a` → "an ILP"; `A` → "An ILP". Nothing
    /// when the word doesn't have the form.
    ///
    /// A form whose first letter is a capital that the word doesn't list is
    /// the small one, capitalised.
    pub fn form(&self, form: &str) -> Option<String> {
        if let Some(pattern) = self.forms.get(form) {
            return Some(self.join(pattern));
        }
        let small = uncapitalised(form)?;
        self.forms.get(&small).map(|pattern| capitalised(&self.join(pattern)))
    }

    fn join(&self, pattern: &str) -> String {
        if pattern.contains("{}") {
            pattern.replace("{}", &self.text)
        } else {
            format!("{pattern} {}", self.text)
        }
    }
}

/// The plan's name in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanWords {
    /// The full name: "Individualized Learning Plan".
    pub name: Word,
    /// The short name: "ILP".
    pub short: Word,
    /// The short name in the plural: "ILPs".
    pub plural: Word,
    /// The full name in the plural; `None`: not used.
    pub name_plural: Option<Word>,
}

impl PlanWords {
    /// The words that `{{ plan.* }}` can say, by key.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &Word)> {
        [
            ("name", Some(&self.name)),
            ("short", Some(&self.short)),
            ("plural", Some(&self.plural)),
            ("name_plural", self.name_plural.as_ref()),
        ]
        .into_iter()
        .filter_map(|(key, word)| Some((key, word?)))
    }

    /// The word of a key.
    pub fn word(&self, key: &str) -> Option<&Word> {
        self.words().find(|(name, _)| *name == key).map(|(_, word)| word)
    }
}

/// Returns the text with its first letter as a capital.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Returns the text with its first letter small, when that is a capital.
fn uncapitalised(text: &str) -> Option<String> {
    let mut chars = text.chars();
    let first = chars.next().filter(|first| first.is_uppercase())?;
    Some(first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, forms: &[(&str, &str)]) -> Word {
        let forms = forms.iter().map(|(form, pattern)| (form.to_string(), pattern.to_string())).collect();
        Word { text: text.to_string(), forms }
    }

    #[test]
    fn forms_stand_before_the_word_or_around_it() {
        let ilp = word("ILP", &[("a", "an"), ("the", "the"), ("own", "your own {} today")]);
        assert_eq!(ilp.form("a").as_deref(), Some("an ILP"));
        assert_eq!(ilp.form("A").as_deref(), Some("An ILP"));
        assert_eq!(ilp.form("The").as_deref(), Some("The ILP"));
        assert_eq!(ilp.form("own").as_deref(), Some("your own ILP today"));
        assert_eq!(ilp.form("an"), None);
        assert_eq!(ilp.form("AN"), None);
        let pai = word("PAI", &[("of", "del"), ("d", "d'{}"), ("élan", "élan")]);
        assert_eq!(pai.form("of").as_deref(), Some("del PAI"));
        assert_eq!(pai.form("d").as_deref(), Some("d'PAI"));
        assert_eq!(pai.form("D").as_deref(), Some("D'PAI"));
        assert_eq!(pai.form("Élan").as_deref(), Some("Élan PAI"));
        assert_eq!(pai.form(""), None);
    }
}
