//! Sites that nobody wrote: what may be generated.

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The stakeholder groups. `educators` has no edition of its own.
pub const AUDIENCES: [&str; 8] = [
    "families",
    "students",
    "counselors",
    "special-educators",
    "teachers",
    "educators",
    "facilitators",
    "local-team",
];

/// Roles, and whose they are. `coach` belongs to a group that contains others.
pub const ROLES: [(&str, &str); 4] = [
    ("family", "families"),
    ("school-counselor", "counselors"),
    ("adviser", "teachers"),
    ("coach", "local-team"),
];

/// A document's id, and the folder whose list names it.
pub const DOCS: [&str; 7] =
    ["guides/g/index", "guides/g/chapter", "brochures/b", "modules/m", "messages/l", "matrices/x", "pages/p"];
pub const GUIDE: usize = 0;
pub const CHAPTER: usize = 1;
pub const MODULE: usize = 3;
pub const MESSAGE: usize = 4;
pub const MATRIX: usize = 5;

/// How many claims, terms there are.
pub const CLAIMS: usize = 3;
pub const TERMS: usize = 3;

/// For whom something is, as a bit for each of the editions, of grades 6 to
/// 12, and of the formats web and print.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readers {
    pub editions: u8,
    pub grades: u8,
    pub formats: u8,
}

pub const ALL: Readers = Readers { editions: 0b1101_1111, grades: 0x7f, formats: 0b11 };

/// The editions that the name of an audience admits: its own, and those of
/// the groups in it.
pub fn covers(name: &str) -> u8 {
    match name {
        "educators" => covers("counselors") | covers("special-educators") | covers("teachers"),
        "local-team" => 1 << 7 | covers("educators") | covers("families"),
        _ => 1 << AUDIENCES.iter().position(|audience| *audience == name).expect("a known name"),
    }
}

/// The editions that the names of some audiences admit.
pub fn union(names: &[&str]) -> u8 {
    names.iter().fold(0, |set, name| set | covers(name))
}

/// Whether an edition has a role.
pub fn has_role(edition: usize, role: usize) -> bool {
    covers(ROLES[role].1) & (1 << edition) != 0
}

impl Readers {
    pub fn and(self, other: Readers) -> Readers {
        Readers {
            editions: self.editions & other.editions,
            grades: self.grades & other.grades,
            formats: self.formats & other.formats,
        }
    }

    pub fn is_nobody(self) -> bool {
        self.editions == 0 || self.grades == 0 || self.formats == 0
    }
}

/// A tag as written, and whom it admits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tag {
    pub audience: Vec<&'static str>,
    pub except: Vec<&'static str>,
    pub role: Option<usize>,
    pub grades: Vec<u8>,
    pub format: Option<&'static str>,
}

impl Tag {
    pub fn readers(&self) -> Readers {
        let mut readers = ALL;
        if !self.audience.is_empty() {
            readers.editions &= union(&self.audience);
        }
        if let Some(role) = self.role {
            readers.editions &= covers(ROLES[role].1);
        }
        readers.editions &= !union(&self.except);
        if !self.grades.is_empty() {
            readers.grades = self.grades.iter().fold(0, |set, grade| set | 1 << (grade - 6));
        }
        match self.format {
            Some("web") => readers.formats = 0b01,
            Some("print") => readers.formats = 0b10,
            _ => {}
        }
        readers
    }

    /// The keys, without braces; empty when it says nothing.
    pub fn keys(&self) -> String {
        let mut keys = Vec::new();
        let list = |key: &str, values: Vec<String>| format!("{key}=\"{}\"", values.join(" "));
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        if !self.audience.is_empty() {
            keys.push(list("audience", names(&self.audience)));
        }
        if !self.except.is_empty() {
            keys.push(list("except", names(&self.except)));
        }
        if let Some(role) = self.role {
            keys.push(format!("role={}", ROLES[role].0));
        }
        if !self.grades.is_empty() {
            keys.push(list("grade", self.grades.iter().map(u8::to_string).collect()));
        }
        if let Some(format) = self.format {
            keys.push(format!("format={format}"));
        }
        keys.join(" ")
    }
}

/// A piece of a line.
#[derive(Clone, Debug)]
pub enum Phrase {
    Words,
    Tagged(Tag, Vec<Phrase>),
    Strong(Vec<Phrase>),
    Link(Tag),
    /// A link whose address stands elsewhere in the file.
    Reference,
    /// An address in angle brackets.
    Address,
    Image(Tag),
    Code(Tag),
    /// Words that lead to a term of the glossary.
    Term(Tag, usize),
    /// Words with a claim.
    Cite(usize),
    /// Words with a footnote, whose definition has a tag of its own, and a
    /// phrase with another.
    Note(Tag, Tag),
    Variable,
    /// Nobody sees it.
    Comment,
}

#[derive(Clone, Debug)]
pub enum Block {
    Paragraph(Tag, Vec<Phrase>),
    Div(Tag, &'static str, Vec<Block>),
    Section(Tag, Vec<Phrase>, Vec<Block>),
    /// Perhaps in a block of that class.
    List(Tag, &'static str, Vec<(Tag, Vec<Phrase>, Vec<Block>)>),
    /// Perhaps a crosswalk.
    Table(Option<Tag>, Vec<(Tag, Vec<Phrase>, Vec<Phrase>)>),
    Terms(Vec<(Tag, Vec<Phrase>)>),
    Quote(Vec<Block>),
    Fence,
    Figure(Tag, Vec<Phrase>),
    /// A table of all duties.
    Duties(Tag),
    Comment,
    /// A passage of a later document, by number; all of it, or a named one.
    Include(Tag, usize, Option<usize>),
}

/// What a document is made of.
#[derive(Clone, Debug)]
pub struct Written {
    pub audiences: Vec<&'static str>,
    /// Whether it is made once for each band.
    pub banded: bool,
    /// A faq, a plain matrix with a selection of duties.
    pub variant: bool,
    pub blocks: Vec<Block>,
    /// The audiences of its translation: the same blocks in other words.
    pub translation: Option<Vec<&'static str>>,
}

/// A task: its audiences, its roles, whether it has months.
#[derive(Clone, Debug)]
pub struct Duty {
    pub audiences: Vec<&'static str>,
    /// Who answers for it, who does it, who is told.
    pub roles: Vec<usize>,
    pub months: bool,
}

/// A site: a document or none for each of [`DOCS`].
#[derive(Clone, Debug)]
pub struct Site {
    pub documents: Vec<Option<Written>>,
    pub duties: Vec<Duty>,
}

fn tag() -> impl Strategy<Value = Tag> {
    let some = (
        subsequence(AUDIENCES.to_vec(), 0..=3),
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence(AUDIENCES.to_vec(), 1)],
        prop_oneof![4 => Just(None), 1 => (0..ROLES.len()).prop_map(Some)],
        prop_oneof![4 => Just(Vec::new()), 1 => subsequence((6..=12).collect::<Vec<u8>>(), 1..=3)],
        prop_oneof![6 => Just(None), 1 => select(vec![Some("web"), Some("print")])],
    );
    let some = some.prop_map(|(audience, except, role, grades, format)| Tag {
        audience,
        except,
        role,
        grades,
        format,
    });
    prop_oneof![2 => Just(Tag::default()), 3 => some]
}

fn phrases() -> impl Strategy<Value = Vec<Phrase>> {
    let leaf = prop_oneof![
        6 => Just(Phrase::Words),
        1 => tag().prop_map(Phrase::Link),
        1 => Just(Phrase::Reference),
        1 => Just(Phrase::Address),
        1 => tag().prop_map(Phrase::Image),
        1 => tag().prop_map(Phrase::Code),
        1 => (tag(), 0..TERMS).prop_map(|(tag, term)| Phrase::Term(tag, term)),
        1 => (0..CLAIMS).prop_map(Phrase::Cite),
        1 => (tag(), tag()).prop_map(|(block, phrase)| Phrase::Note(block, phrase)),
        1 => Just(Phrase::Variable),
        1 => Just(Phrase::Comment),
    ];
    let phrase = leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            3 => (tag(), vec(inner.clone(), 1..3)).prop_map(|(tag, inside)| Phrase::Tagged(tag, inside)),
            1 => vec(inner, 1..2).prop_map(Phrase::Strong),
        ]
    });
    vec(phrase, 1..3)
}

/// Some kinds show their headings as plain text.
fn heading() -> impl Strategy<Value = Vec<Phrase>> {
    let phrase = prop_oneof![
        2 => Just(Phrase::Words),
        1 => tag().prop_map(Phrase::Code),
        1 => Just(Phrase::Variable),
        2 => tag().prop_map(|tag| Phrase::Tagged(tag, vec![Phrase::Words])),
    ];
    vec(phrase, 0..3)
}

const CLASSES: [&str; 17] = [
    "", "", "", "note", "tip", "law", "example", "equity", "glance", "quote", "locked", "slot", "script",
    "slide", "slide", "handout", "handout",
];

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let row = (tag(), phrases(), phrases());
    let leaf = prop_oneof![
        6 => (tag(), phrases()).prop_map(|(tag, line)| Block::Paragraph(tag, line)),
        2 => (of(tag()), vec(row, 1..3)).prop_map(|(tag, rows)| Block::Table(tag, rows)),
        1 => vec((tag(), phrases()), 1..3).prop_map(Block::Terms),
        1 => Just(Block::Fence),
        1 => (tag(), phrases()).prop_map(|(tag, caption)| Block::Figure(tag, caption)),
        1 => tag().prop_map(Block::Duties),
        1 => Just(Block::Comment),
        6 => (prop_oneof![Just(Tag::default()), tag()], 1..5usize, weighted(0.8, 0..60usize)).prop_map(|(tag, doc, name)| Block::Include(tag, doc, name)),
    ];
    let block = leaf.prop_recursive(3, 16, 3, |inner| {
        let item = (tag(), phrases(), vec(inner.clone(), 0..2));
        let class = select(vec!["", "", "", "ordered", "steps", "checklist", "form", "activity"]);
        prop_oneof![
            3 => (tag(), select(CLASSES.to_vec()), vec(inner.clone(), 1..3)).prop_map(|(tag, class, inside)| Block::Div(tag, class, inside)),
            2 => (tag(), heading(), vec(inner.clone(), 1..3)).prop_map(|(tag, heading, inside)| Block::Section(tag, heading, inside)),
            2 => (tag(), class, vec(item, 1..3)).prop_map(|(tag, class, items)| Block::List(tag, class, items)),
            1 => vec(inner, 1..3).prop_map(Block::Quote),
        ]
    });
    vec(block, 1..6)
}

fn audiences() -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![2 => Just(Vec::new()), 1 => subsequence(AUDIENCES.to_vec(), 2..=4)]
}

fn written() -> impl Strategy<Value = Written> {
    let banded = prop_oneof![3 => Just(false), 1 => Just(true)];
    let translation = weighted(0.4, audiences());
    (audiences(), banded, any::<bool>(), blocks(), translation).prop_map(
        |(audiences, banded, variant, blocks, translation)| Written {
            audiences,
            banded,
            variant,
            blocks,
            translation,
        },
    )
}

fn duty() -> impl Strategy<Value = Duty> {
    let roles = subsequence((0..ROLES.len()).collect::<Vec<_>>(), 2..=3).prop_shuffle();
    (audiences(), roles, any::<bool>()).prop_map(|(audiences, roles, months)| Duty {
        audiences,
        roles,
        months,
    })
}

/// Sites of up to seven documents; each may include the later ones.
pub fn site() -> impl Strategy<Value = Site> {
    let documents: Vec<_> = DOCS.iter().map(|_| weighted(0.45, written())).collect();
    (documents, vec(duty(), 1..4)).prop_map(|(mut documents, duties)| {
        if documents[GUIDE].is_none() {
            documents[CHAPTER] = None;
        }
        Site { documents, duties }
    })
}
