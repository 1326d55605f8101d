//! What attributes mean: which keys and classes stand where.

use std::ops::Range;

use super::attrs::{self, SCOPE_KEYS};
use super::parse::Sink;
use super::tree::ScopeId;
use crate::diag::rules;
use crate::diag::{Diagnostic, did_you_mean, nearest};

/// A word of an author with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Its place; no part of a page.
    pub span: Range<usize>,
}

/// For whom something is, as written. Values in one key are alternatives,
/// keys combine with *and*; an empty key says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeTag {
    /// Audiences that may see it.
    pub audience: Vec<Word>,
    /// Audiences that may not.
    pub except: Vec<Word>,
    /// Roles whose task it is.
    pub role: Vec<Word>,
    /// Grades it is about.
    pub grade: Vec<Word>,
    /// `web`, `print`, `slides`.
    pub format: Vec<Word>,
    /// The list could not be read: the passage is for nobody until it can.
    pub unreadable: bool,
}

impl ScopeTag {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        !self.unreadable
            && self.audience.is_empty()
            && self.except.is_empty()
            && self.role.is_empty()
            && self.grade.is_empty()
            && self.format.is_empty()
    }
}

macro_rules! classes {
    ($($variant:ident = $name:literal, [$($key:literal),*], $doc:literal;)*) => {
        /// What a fenced div is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum DivKind {
            /// Attributes only: a passage with a scope or a name.
            Plain,
            $(#[doc = $doc] $variant,)*
        }

        impl DivKind {
            /// All classes that an author can write.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The kind of that class.
            pub fn from_class(class: &str) -> Option<DivKind> {
                match class { $($name => Some(DivKind::$variant),)* _ => None }
            }

            /// The class as written; empty for a plain div.
            pub fn class(self) -> &'static str {
                match self { DivKind::Plain => "", $(DivKind::$variant => $name),* }
            }

            /// The keys that this class takes, beside those of scopes.
            fn keys(self) -> &'static [&'static str] {
                match self { DivKind::Plain => &["lang"], $(DivKind::$variant => &[$($key),*]),* }
            }
        }
    };
}

classes! {
    Activity = "activity", ["grouping", "minutes", "title"], "Something that participants do.";
    Checklist = "checklist", [], "A list with boxes to tick.";
    Crosswalk = "crosswalk", [], "A table whose first column heads its rows.";
    Duties = "duties", ["phase", "phases", "roles", "levels", "grades", "months", "duties"], "A selection of duties as a table.";
    Equity = "equity", [], "A callout: what fairness asks for.";
    Example = "example", [], "A callout: an example.";
    Figure = "figure", [], "A picture with a caption.";
    Form = "form", [], "A list of lines to fill in by hand.";
    Glance = "glance", [], "The chapter at a glance.";
    Handout = "handout", ["title"], "A sheet for participants.";
    Include = "include", ["from"], "A passage of another document.";
    Law = "law", [], "A callout: what the law says.";
    Locked = "locked", ["owner", "reason"], "A passage that no layer may touch.";
    Note = "note", [], "A callout: worth knowing.";
    Quote = "quote", ["by"], "A quotation.";
    Script = "script", [], "What the facilitator says.";
    Slide = "slide", ["title"], "One slide.";
    Slot = "slot", ["type", "max", "required", "choices"], "A passage that a district may replace.";
    Steps = "steps", [], "Numbered steps.";
    Tip = "tip", [], "A callout: a piece of advice.";
}

/// The keys with which a block of a layer says what it does to the block below
/// it, and what it was made from.
pub const LAYER_KEYS: [&str; 5] = ["mode", "base", "state", "by", "on"];

/// Where an attribute list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After `:::`.
    Div,
    /// At the end of a heading: it belongs to the section.
    Heading,
    /// At the end of an item's first paragraph.
    Item,
    /// Before the closing pipe of a table row.
    Row,
    /// After a term of a definition list.
    Term,
    /// At the end of another paragraph.
    Paragraph,
    /// After a bracketed span.
    Span,
    /// After a link.
    Link,
    /// After an image.
    Image,
    /// After a code span.
    Code,
}

impl Place {
    fn words(self) -> &'static str {
        match self {
            Place::Div => "a block",
            Place::Heading => "a heading",
            Place::Item => "a list item",
            Place::Row => "a table row",
            Place::Term => "a term",
            Place::Paragraph => "a paragraph",
            Place::Span => "a span",
            Place::Link => "a link",
            Place::Image => "an image",
            Place::Code => "a code span",
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Place::Heading => &["minutes", "type"],
            Place::Item => &["lines"],
            Place::Span => &["term", "lang"],
            Place::Link => &["to"],
            Place::Div | Place::Row | Place::Term | Place::Paragraph | Place::Image | Place::Code => &[],
        }
    }

    /// Whether a passage that stands there can be tied to a duty.
    fn takes_duty(self) -> bool {
        self.takes_name() || self == Place::Span
    }

    fn takes_name(self) -> bool {
        matches!(
            self,
            Place::Div | Place::Heading | Place::Item | Place::Row | Place::Term | Place::Paragraph
        )
    }
}

/// Attributes that were understood, scope taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attrs {
    /// `#name`.
    pub name: Option<Word>,
    /// What a div is; plain elsewhere.
    pub class: DivKind,
    /// Whether no layer may touch it.
    pub locked: bool,
    /// The other keys with their values.
    pub values: Vec<(String, Word)>,
}

impl Attrs {
    /// Returns attributes without any content.
    pub fn empty() -> Attrs {
        Attrs { name: None, class: DivKind::Plain, locked: false, values: Vec::new() }
    }

    /// The duties that the passage is tied to, as written: `{duty="one two"}`.
    pub fn duties(&self) -> Vec<Word> {
        self.get("duty").map_or_else(Vec::new, |word| split_words(&word.text, word.span.clone()))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Word> {
        self.values.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Attrs::empty()
    }
}

/// Sorts the parts of a list into scope and attributes. What doesn't belong
/// there is reported: a lost tag is a leak.
pub fn interpret(
    items: Vec<attrs::Item>,
    list: Range<usize>,
    place: Place,
    sink: &mut Sink,
) -> (ScopeId, Attrs) {
    let before = sink.diagnostics.len();
    let mut scope = ScopeTag::default();
    let mut result = Attrs::empty();
    let mut classes: Vec<(DivKind, Range<usize>)> = Vec::new();
    let mut values: Vec<(String, Range<usize>, Word)> = Vec::new();
    for item in items {
        match item {
            attrs::Item::Name(text, span) => {
                if !place.takes_name() {
                    sink.error(&rules::UNKNOWN_ATTRIBUTE, span, format!("{} can't have a name", place.words()), |d| {
                        d.hint("names belong to blocks, headings, list items, table rows and paragraphs")
                    });
                } else if text == "top" {
                    sink.error(&rules::INVALID_ATTRIBUTES, span, "`top` is the name of the document itself", |d| d.hint("choose another name"));
                } else {
                    result.name = Some(Word { text, span });
                }
            }
            attrs::Item::Class(class, span) => match DivKind::from_class(&class) {
                Some(kind) if place == Place::Div => classes.push((kind, span)),
                Some(_) => sink.error(&rules::UNKNOWN_CLASS, span, format!("{} can't have the class `{class}`", place.words()), |d| {
                    d.hint(format!("classes belong to blocks: put `::: {{.{class}}}` on a line before the passage and `:::` after it"))
                }),
                None => sink.error(&rules::UNKNOWN_CLASS, span, format!("unknown class `{class}`"), |d| {
                    let near = nearest(&class, DivKind::NAMES.iter().copied()).is_some();
                    let d = d.hint_opt(did_you_mean(&class, DivKind::NAMES.iter().copied()));
                    if near {
                        d
                    } else {
                        d.hint(format!(
                            "for an audience write `::: {{audience={class}}}`; a block is closed by `:::` alone"
                        ))
                    }
                }),
            },
            attrs::Item::Value { key, value, key_span, span } => {
                if let Some(words) = scope.key_mut(&key) {
                    *words = split_words(&value, span);
                } else {
                    values.push((key, key_span, Word { text: value, span }));
                }
            }
        }
    }
    result.locked = classes.iter().any(|(kind, _)| *kind == DivKind::Locked);
    let mut others = classes.iter().filter(|(kind, _)| *kind != DivKind::Locked);
    result.class = match others.next() {
        Some((kind, _)) => *kind,
        None if result.locked => DivKind::Locked,
        None => DivKind::Plain,
    };
    if let Some((kind, span)) = others.next() {
        sink.error(
            &rules::UNKNOWN_CLASS,
            span.clone(),
            format!("a block that is `{}` can't be `{}` too", result.class.class(), kind.class()),
            |d| d.hint("put one block into the other; only `locked` goes with another class"),
        );
    }
    for (key, key_span, word) in values {
        let mut known: Vec<&str> = place.keys().to_vec();
        if place.takes_name() {
            known.extend(LAYER_KEYS);
        }
        // A block of duties names them with `duties`.
        let takes_duty = place.takes_duty() && result.class != DivKind::Duties;
        if place == Place::Div {
            known.extend(result.class.keys());
            if result.locked {
                known.extend(DivKind::Locked.keys());
            }
        }
        if known.contains(&key.as_str()) || (takes_duty && key == "duty") {
            result.values.push((key, word));
        } else {
            known.retain(|key| !LAYER_KEYS.contains(key));
            known.extend(SCOPE_KEYS);
            known.extend(takes_duty.then_some("duty"));
            let class = (place == Place::Div && result.class != DivKind::Plain).then_some(result.class);
            let what = class
                .map_or(place.words().to_owned(), |class| format!("a block that is `{}`", class.class()));
            let own = class.map_or(&[][..], DivKind::keys);
            let hint = match nearest(&key, own.iter().copied()) {
                None if key == "duty" && class.is_none() => {
                    Some("put brackets around it and tie them: `[…]{duty=…}`".to_owned())
                }
                None if !own.is_empty() => Some(format!("it takes: {}", own.join(", "))),
                _ => did_you_mean(&key, known),
            };
            sink.error(
                &rules::UNKNOWN_ATTRIBUTE,
                key_span,
                format!("{what} has no attribute `{key}`"),
                |d| d.hint_opt(hint),
            );
        }
    }
    require(&result, &list, sink);
    values_fit(&result, sink);
    scope.unreadable = sink.diagnostics.len() > before;
    (sink.scope(scope), result)
}

/// What kinds of text a slot may take.
pub const SLOT_TYPES: [&str; 9] =
    ["text", "date", "phone", "email", "url", "person", "image", "list", "choice"];

/// Reports values that aren't what their key takes.
fn values_fit(attrs: &Attrs, sink: &mut Sink) {
    for (key, word) in &attrs.values {
        let is_number = |most: u32| word.text.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number));
        let wanted = match (key.as_str(), attrs.class) {
            ("lines", _) if !is_number(40) => "a whole number from 1 to 40",
            ("minutes", DivKind::Activity) if !is_number(480) => "a whole number from 1 to 480",
            ("max", _) if !is_number(10_000) => "a whole number from 1 to 10000",
            ("type", DivKind::Slot) if !SLOT_TYPES.contains(&word.text.as_str()) => {
                "text, date, phone, email, url, person, image, list or choice"
            }
            ("required", _) if !["true", "false"].contains(&word.text.as_str()) => "`true` or `false`",
            ("lang", _) if !is_lang(&word.text) => "a language's tag: `en`, `es`, `pt-br`",
            _ => continue,
        };
        let message = format!("`{key}` can't be `{}`", word.text);
        sink.error(&rules::INVALID_VALUE, word.span.clone(), message, |d| d.hint(format!("write {wanted}")));
    }
}

/// Whether a text has the form of a language's tag (BCP 47): a language of two
/// or three letters, then script, region and variants.
fn is_lang(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language =
        |part: &str| matches!(part.len(), 2..=3) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

/// Reports attributes that a class can't be without.
fn require(attrs: &Attrs, list: &Range<usize>, sink: &mut Sink) {
    let mut need = |key: &str, example: &str| {
        if attrs.get(key).is_none() {
            let class = if attrs.locked && matches!(key, "owner" | "reason") {
                "locked"
            } else {
                attrs.class.class()
            };
            sink.error(
                &rules::MISSING_ATTRIBUTE,
                list.clone(),
                format!("a block that is `{class}` needs `{key}`"),
                |d| d.hint(format!("add `{key}={example}`")),
            );
        }
    };
    if attrs.locked {
        need("owner", "\"State Office of Counseling\"");
        need("reason", "\"quotes the law\"");
    }
    match attrs.class {
        DivKind::Include => need("from", "\"guides/rights#complaint\""),
        DivKind::Handout => need("title", "\"Conference checklist\""),
        DivKind::Slot if attrs.get("type").is_some_and(|word| word.text == "choice") => {
            need("choices", "\"Bus; Train\"");
        }
        _ => {}
    }
    match attrs.class {
        DivKind::Slot if attrs.name.is_none() => {
            sink.error(&rules::MISSING_ATTRIBUTE, list.clone(), "a `slot` block needs a name", |d| {
                d.hint("add `#welcome`")
            });
        }
        _ => {}
    }
}

impl ScopeTag {
    fn key_mut(&mut self, key: &str) -> Option<&mut Vec<Word>> {
        match key {
            "audience" => Some(&mut self.audience),
            "except" => Some(&mut self.except),
            "role" => Some(&mut self.role),
            "grade" => Some(&mut self.grade),
            "format" => Some(&mut self.format),
            _ => None,
        }
    }
}

/// Splits a value at its blanks; each word keeps its place.
fn split_words(value: &str, span: Range<usize>) -> Vec<Word> {
    value
        .split_whitespace()
        .map(|text| {
            let start = span.start + (text.as_ptr() as usize - value.as_ptr() as usize);
            Word { text: text.to_owned(), span: start..start + text.len() }
        })
        .collect()
}

/// How many scopes a file may have; ids beyond are the corpus's own.
const MAX_SCOPES: usize = 60_000;

impl Sink<'_> {
    /// Reports an error at a place in the file.
    pub fn error(
        &mut self,
        rule: &'static crate::diag::Rule,
        span: Range<usize>,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let diagnostic = Diagnostic::new(rule, crate::diag::Span::new(self.path, span), message);
        self.diagnostics.push(more(diagnostic));
    }

    /// The scope of what nobody may see: its attributes can't be read.
    pub fn nobody(&mut self) -> ScopeId {
        self.scope(ScopeTag { unreadable: true, ..ScopeTag::default() })
    }

    /// Keeps a scope and returns its id; 0 when it says nothing.
    fn scope(&mut self, tag: ScopeTag) -> ScopeId {
        if tag.is_empty() {
            return ScopeId(0);
        }
        if self.scopes.len() + 1 >= MAX_SCOPES {
            if self.full {
                return ScopeId(MAX_SCOPES as u16);
            }
            // The last scope admits nobody.
            self.full = true;
            self.scopes.push(ScopeTag { unreadable: true, ..ScopeTag::default() });
            let at = tag.audience.first().map_or(0..0, |word| word.span.clone());
            self.error(
                &rules::NESTED_TOO_DEEP,
                at,
                format!("this file has more than {MAX_SCOPES} scopes"),
                |d| d.hint("split the document"),
            );
            return ScopeId(MAX_SCOPES as u16);
        }
        self.scopes.push(tag);
        ScopeId(self.scopes.len() as u16)
    }
}
