//! Writes a generated site down. Each word that it writes is written nowhere
//! else, and is remembered with the tags around it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::site::{
    ALL, AUDIENCES, Block, CHAPTER, CLAIMS, DOCS, Duty, GUIDE, MATRIX, MESSAGE, MODULE, Phrase, ROLES,
    Readers, Site, TERMS, Tag, Written, covers, union,
};
use crate::run;
use ilpress::corpus::layer;
use ilpress::vfs::{SitePath, Snapshot};

/// The bits of the formats.
pub const WEB: u8 = 0b01;
pub const PRINT: u8 = 0b10;

/// The way to a word: for each document on it, the tags around. A facilitator
/// sees whatever stands in a module.
#[derive(Clone, Debug)]
pub struct Way {
    /// Whom the tags in documents that aren't modules admit.
    elsewhere: Readers,
    /// Whom those in modules admit.
    in_modules: Readers,
    /// The roles of the blocks around it, outermost first.
    pub roles: Vec<usize>,
}

impl Way {
    pub fn plain(&self) -> Readers {
        self.elsewhere.and(self.in_modules)
    }

    fn within(&self, readers: Readers, module: bool) -> Way {
        let mut way = self.clone();
        let side = if module { &mut way.in_modules } else { &mut way.elsewhere };
        *side = side.and(readers);
        way
    }

    /// What stands in another document, after what stands around the include.
    fn through(&self, outer: &Way, roles: usize) -> Way {
        Way {
            elsewhere: self.elsewhere.and(outer.elsewhere),
            in_modules: self.in_modules.and(outer.in_modules),
            roles: outer.roles.iter().chain(self.roles.iter().skip(roles)).copied().collect(),
        }
    }

    /// Whether a reader of an edition and band finds it on the web (`format`
    /// is [`WEB`]) or on paper ([`PRINT`]). Without a band (0) grades mark and
    /// hide nothing.
    pub fn admits(&self, edition: usize, band: u8, format: u8) -> bool {
        let facilitates = AUDIENCES[edition] == "facilitators";
        let all = self.plain();
        let editions = if facilitates { self.elsewhere.editions } else { all.editions };
        editions & (1 << edition) != 0 && (band == 0 || all.grades & band != 0) && all.formats & format != 0
    }
}

/// Where a word is shown, on a page that shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// In the text: on the page, in the search, and with passages for a role.
    Text,
    /// In a heading, or the head of a table: as text; passages for a role may
    /// need it, too.
    Head,
    /// In a link's address or the title of something: not in the search.
    Attribute,
    /// A block's name: on the page only.
    Name,
    /// A section's name; a role's page may lead to it.
    Anchor,
    /// In a footnote: on the page and in the search.
    Note,
    /// In the page's list of sources.
    Source,
    /// In the glossary, not on the page.
    Glossary,
    /// In the name of a picture, which is then published.
    Picture,
    /// In the mark of a tie: perhaps on the page, and with passages for roles.
    Mark,
    /// Perhaps on the page.
    Perhaps,
    /// It stood on the way here, and is left behind.
    Gone,
}

/// A word at a place in a document.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    /// What it is, for messages.
    pub place: &'static str,
    pub shown: Shown,
    pub way: Way,
    /// It comes and goes with these others: a heading with what stands below
    /// it, a table's head with its rows, a block's name with its text.
    pub needs: Option<Range<usize>>,
}

/// Whether a reader finds the word at that place, on the web or on paper.
pub fn sees(words: &[Word], index: usize, edition: usize, band: u8, format: u8) -> bool {
    let word = &words[index];
    // A mark alone is no reason to show a passage.
    let counts =
        |other: usize| words[other].shown != Shown::Mark && sees(words, other, edition, band, format);
    let rest = || word.needs.clone().is_none_or(|mut needs| needs.any(counts));
    word.way.admits(edition, band, format) && rest()
}

/// A named passage of a document.
#[derive(Clone)]
struct Passage {
    name: String,
    way: Way,
    /// How many roles stand around it.
    roles: usize,
    words: Range<usize>,
}

/// A document as text, with what it holds.
#[derive(Clone, Default)]
struct Text {
    /// What a translation has to repeat: names, ties, includes.
    tape: Vec<String>,
    body: String,
    notes: String,
    words: Vec<Word>,
    passages: Vec<Passage>,
    includes: bool,
    /// Whether it is translated.
    translated: bool,
}

/// What the whole site shares while it is written.
#[derive(Default)]
struct Book {
    count: usize,
    /// Values of variables: `district.NAME` says the word.
    variables: Vec<String>,
    pictures: Vec<String>,
    /// Words that no artifact may hold.
    never: Vec<(String, &'static str)>,
    claims: Vec<[String; 3]>,
    terms: Vec<String>,
    duties: Vec<Planned>,
}

/// A duty with its words.
#[derive(Clone)]
pub struct Planned {
    pub duty: Duty,
    pub task: String,
    pub when: Option<String>,
    pub evidence: String,
}

impl Planned {
    pub fn readers(&self) -> u8 {
        if self.duty.audiences.is_empty() { ALL.editions } else { union(&self.duty.audiences) }
    }
}

impl Book {
    fn word(&mut self) -> String {
        self.count += 1;
        format!("q{:05}q", self.count)
    }

    fn never(&mut self, place: &'static str) -> String {
        let word = self.word();
        self.never.push((word.clone(), place));
        word
    }
}

struct Author<'a> {
    book: &'a mut Book,
    text: Text,
    doc: usize,
    /// The later documents that this one may include, in its language.
    later: &'a BTreeMap<usize, Text>,
    /// What its source has, when it is a translation.
    source: Option<std::vec::IntoIter<String>>,
    /// Whether it has a translation, or is one.
    translated: bool,
}

impl Author<'_> {
    fn module(&self) -> bool {
        self.doc == MODULE
    }

    /// What a source says in a place, or what its translation repeats there.
    fn same(&mut self, new: impl FnOnce(&mut Self) -> String) -> String {
        let text = match &mut self.source {
            Some(source) => source.next().expect("the source has as much"),
            None => new(self),
        };
        self.text.tape.push(text.clone());
        text
    }

    fn push(&mut self, text: String, place: &'static str, shown: Shown, way: &Way) {
        self.text.words.push(Word { text, place, shown, way: way.clone(), needs: None });
    }

    fn plant(&mut self, place: &'static str, shown: Shown, way: &Way) -> String {
        let text = self.book.word();
        self.push(text.clone(), place, shown, way);
        text
    }

    fn word(&mut self, place: &'static str, way: &Way) -> String {
        self.plant(place, Shown::Text, way)
    }

    /// A variable that says a new word.
    fn variable(&mut self, place: &'static str, shown: Shown, way: &Way) -> String {
        let word = self.plant(place, shown, way);
        self.book.variables.push(word);
        format!("{{{{ district.v{} }}}}", self.book.variables.len() - 1)
    }

    /// The way further in, and the tag; none where nobody would be left.
    fn narrow(&self, way: &Way, tag: &Tag) -> (Way, String) {
        let inner = way.within(tag.readers(), self.module());
        if inner.plain().is_nobody() { (way.clone(), String::new()) } else { (inner, tag.keys()) }
    }

    /// The same for a block: its role gathers it.
    fn narrow_block(&self, way: &Way, tag: &Tag) -> (Way, String) {
        let (mut inner, keys) = self.narrow(way, tag);
        if !keys.is_empty() {
            inner.roles.extend(tag.role);
        }
        (inner, keys)
    }

    /// Ties a passage to one of the duties, or to none: its key. What the mark
    /// says is for readers of both.
    fn tie(&mut self, way: &Way) -> String {
        let which = self.same(|author| {
            let (which, every) = (author.book.count, author.book.duties.len());
            if every == 0 || which.is_multiple_of(3) { String::new() } else { (which % every).to_string() }
        });
        let Ok(which) = which.parse::<usize>() else { return String::new() };
        let planned = self.book.duties[which].clone();
        // Whom a duty is for holds for facilitators, too.
        let readers = way.within(Readers { editions: planned.readers(), ..ALL }, false);
        self.push(planned.task, "task in a block", Shown::Mark, &readers);
        if let Some(when) = planned.when {
            self.push(when, "when, in a block", Shown::Mark, &readers);
        }
        format!(" duty=d{which}")
    }

    fn braces(keys: &str) -> String {
        if keys.is_empty() { String::new() } else { format!("{{{keys}}}") }
    }

    fn line(&mut self, phrases: &[Phrase], place: &'static str, way: &Way) -> String {
        let parts: Vec<String> = phrases.iter().map(|phrase| self.phrase(phrase, place, way)).collect();
        parts.join(" ")
    }

    fn phrase(&mut self, phrase: &Phrase, place: &'static str, way: &Way) -> String {
        match phrase {
            Phrase::Words => self.word(place, way),
            Phrase::Strong(inside) => {
                let line = self.line(inside, place, way);
                // Stars beside stars would mean something else.
                if line.contains('*') { line } else { format!("**{line}**") }
            }
            Phrase::Tagged(tag, inside) => {
                let (inner, keys) = self.narrow(way, tag);
                let line = self.line(inside, "phrase", &inner);
                if keys.is_empty() { line } else { format!("[{line}]{{{keys}}}") }
            }
            Phrase::Link(tag) => {
                let (inner, keys) = self.narrow(way, tag);
                let words = self.word("link", &inner);
                let address = self.plant("link address", Shown::Attribute, &inner);
                let title = self.variable("variable in a link's title", Shown::Attribute, &inner);
                format!("[{words}](https://doe.example/{address} \"{title}\"){}", Self::braces(&keys))
            }
            Phrase::Reference => {
                let words = self.word("link by reference", way);
                let address = self.plant("address of a reference", Shown::Attribute, way);
                let title = self.plant("title of a reference", Shown::Attribute, way);
                let _ =
                    writeln!(self.text.notes, "[r{address}]: https://doe.example/{address} \"{title}\"\n");
                format!("[{words}][r{address}]")
            }
            Phrase::Address => format!("<https://doe.example/{}>", self.word("address", way)),
            Phrase::Image(tag) => self.image(tag, way),
            Phrase::Code(tag) => {
                let (inner, keys) = self.narrow(way, tag);
                format!("`{}`{}", self.word("code", &inner), Self::braces(&keys))
            }
            Phrase::Term(tag, term) => {
                let (inner, keys) = self.narrow(way, tag);
                let words = self.word("term", &inner);
                let definition = self.book.terms[*term].clone();
                self.push(definition, "definition of a term", Shown::Glossary, &inner);
                format!("[{words}]{{term=t{term} {keys}}}").replace(" }", "}")
            }
            Phrase::Cite(claim) => {
                let words = self.word("words with a claim", way);
                for word in self.book.claims[*claim].clone() {
                    self.push(word, "claim", Shown::Source, way);
                }
                format!("{words} [@c{claim}]")
            }
            Phrase::Note(block, phrase) => self.note(block, phrase, way),
            Phrase::Variable => self.variable("variable", Shown::Text, way),
            Phrase::Comment => format!("{} <!-- {} -->", self.word(place, way), self.book.never("comment")),
        }
    }

    fn image(&mut self, tag: &Tag, way: &Way) -> String {
        let (inner, keys) = self.narrow(way, tag);
        let words = self.word("words for a picture", &inner);
        let variable = self.variable("variable in the words for a picture", Shown::Text, &inner);
        let picture = self.plant("picture", Shown::Picture, &inner);
        let title = self.plant("title of a picture", Shown::Attribute, &inner);
        self.book.pictures.push(picture.clone());
        format!("![{words} {variable}](/assets/{picture}.svg \"{title}\"){}", Self::braces(&keys))
    }

    /// Words with a footnote. Its definition stands in a block with a tag.
    fn note(&mut self, block: &Tag, phrase: &Tag, way: &Way) -> String {
        // Grades in a note are judged by the page, not by the passage.
        let plain = |tag: &Tag| Tag { grades: Vec::new(), role: None, ..tag.clone() };
        let words = self.word("words with a footnote", way);
        let (mut inner, mut keys) = self.narrow(way, &plain(block));
        // A note that some readers of its mark can't see would be an error.
        if inner.plain() != way.plain() {
            (inner, keys) = (way.clone(), String::new());
        }
        let label = self.book.never("label of a footnote");
        let note = self.plant("footnote", Shown::Note, &inner);
        let (innermost, inner_keys) = self.narrow(&inner, &plain(phrase));
        let more = self.plant("phrase in a footnote", Shown::Note, &innermost);
        let more = if inner_keys.is_empty() { more } else { format!("[{more}]{{{inner_keys}}}") };
        let definition = format!("[^{label}]: {note} {more}");
        let _ = if keys.is_empty() {
            writeln!(self.text.notes, "{definition}\n")
        } else {
            writeln!(self.text.notes, "::: {{{keys}}}\n{definition}\n:::\n")
        };
        format!("{words}[^{label}]")
    }

    fn put(&mut self, prefix: &str, line: &str) {
        let _ = writeln!(self.text.body, "{prefix}{line}");
    }

    /// Gives a block a name, which is a word itself.
    fn name(&mut self, shown: Shown, way: &Way, outer: &Way) -> (usize, String) {
        let first = self.text.words.len();
        let place = if shown == Shown::Anchor { "name of a section" } else { "name of a block" };
        let name = self.same(|author| author.book.word());
        self.push(name.clone(), place, shown, way);
        let words = first..first;
        let passage = Passage { name: name.clone(), way: way.clone(), roles: outer.roles.len(), words };
        self.text.passages.push(passage);
        // What is locked needs a translation that somebody has reviewed.
        let says = if self.source.is_some() { format!("{name} state=reviewed base={name}") } else { name };
        (self.text.passages.len() - 1, says)
    }

    /// Words that come and go with all that was written after them.
    fn hang(&mut self, words: Range<usize>) {
        let needs = words.end..self.text.words.len();
        for word in &mut self.text.words[words] {
            word.needs = (!needs.is_empty()).then(|| needs.clone());
        }
    }

    /// Ends a named passage whose first `own` words come and go with the rest.
    fn named(&mut self, passage: usize, own: usize) {
        let first = self.text.passages[passage].words.start;
        self.text.passages[passage].words.end = self.text.words.len();
        self.hang(first..first + own);
    }

    /// Writes blocks. `level` is that of the next heading; 0 where none may
    /// stand.
    fn blocks(&mut self, blocks: &[Block], way: &Way, prefix: &str, level: usize) {
        // What follows a section's heading belongs to the section.
        let (sections, others): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().partition(|block| matches!(block, Block::Section(..)));
        for block in others.into_iter().chain(sections) {
            self.block(block, way, prefix, level);
            self.put(prefix.trim_end(), "");
        }
    }

    fn block(&mut self, block: &Block, way: &Way, prefix: &str, level: usize) {
        match block {
            Block::Paragraph(tag, phrases) => {
                let (inner, keys) = self.narrow_block(way, tag);
                let (passage, name) = self.name(Shown::Name, &inner, way);
                let line = self.line(phrases, "paragraph", &inner);
                let tie = self.tie(&inner);
                self.named(passage, 1);
                self.put(prefix, &format!("{line} {{#{name} {keys}{tie}}}").replace(" }", "}"));
            }
            Block::Fence => {
                let info = self.plant("language of code", Shown::Perhaps, way);
                let word = self.word("code block", way);
                self.put(prefix, &format!("``` {info}"));
                self.put(prefix, &word);
                self.put(prefix, "```");
            }
            Block::Div(tag, class, inside) => {
                self.div(tag, class, way, prefix, |author, inner, _| author.blocks(inside, inner, prefix, 0));
            }
            Block::Section(tag, heading, inside) => self.section(tag, heading, inside, way, prefix, level),
            Block::List(tag, class, items) => match *class {
                "" | "ordered" => self.list(items, class, way, prefix),
                // Only modules have activities.
                "activity" if !self.module() => self.list(items, class, way, prefix),
                class => self.div(tag, class, way, prefix, |author, inner, class| {
                    author.list(items, class, inner, prefix)
                }),
            },
            Block::Table(None, rows) => self.table(rows, false, way, prefix),
            Block::Table(Some(tag), rows) => {
                self.div(tag, "crosswalk", way, prefix, |author, inner, _| {
                    author.table(rows, true, inner, prefix)
                });
            }
            Block::Terms(terms) => {
                for (tag, line) in terms {
                    let (inner, keys) = self.narrow_block(way, tag);
                    let name = self.plant("name of a term", Shown::Name, &inner);
                    let term = self.word("defined term", &inner);
                    let line = self.line(line, "definition", &inner);
                    self.put(prefix, &format!("{term} {{#{name} {keys}}}").replace(" }", "}"));
                    self.put(prefix, &format!(": {line}"));
                    self.put(prefix.trim_end(), "");
                }
            }
            Block::Quote(inside) => self.blocks(inside, way, &format!("{prefix}> "), 0),
            Block::Figure(tag, caption) => self.div(tag, "figure", way, prefix, |author, inner, _| {
                let image = author.image(&Tag::default(), inner);
                author.put(prefix, &image);
                author.put(prefix.trim_end(), "");
                let caption = author.line(caption, "caption", inner);
                author.put(prefix, &caption);
            }),
            Block::Duties(tag) => self.duties(tag, way, prefix),
            Block::Comment => {
                let open = self.word("paragraph", way);
                let word = self.book.never("comment between blocks");
                self.put(prefix, &format!("{open}\n{prefix}\n{prefix}<!-- {word} -->"));
            }
            Block::Include(tag, steps, name) => self.include(tag, *steps, *name, way, prefix),
        }
    }

    /// A block between colons.
    fn div(
        &mut self,
        tag: &Tag,
        class: &'static str,
        way: &Way,
        prefix: &str,
        inside: impl FnOnce(&mut Self, &Way, &'static str),
    ) {
        let leads = matches!(class, "script" | "slide" | "handout");
        let facilitators = Tag { audience: vec!["facilitators"], ..Tag::default() };
        let script = way.within(facilitators.readers(), self.module());
        // Only modules have them; a script out of a facilitator's reach would be an error.
        let class = if leads && (!self.module() || script.plain().is_nobody()) { "note" } else { class };
        let script_tag = Tag { grades: tag.grades.clone(), format: tag.format, ..Tag::default() };
        let (around, tag) = if class == "script" { (&script, &script_tag) } else { (way, tag) };
        let (inner, keys) = self.narrow_block(around, tag);
        let (passage, name) = self.name(Shown::Name, &inner, way);
        let own = |author: &mut Self, key: &str, place, shown| {
            format!("{key}=\"{}\" ", author.plant(place, shown, &inner))
        };
        let values = match class {
            "quote" => own(self, "by", "who is quoted", Shown::Attribute),
            "slide" => own(self, "title", "title of a slide", Shown::Attribute),
            "handout" => own(self, "title", "title of a handout", Shown::Attribute),
            "activity" => own(self, "grouping", "grouping", Shown::Attribute),
            "locked" => {
                let owner = own(self, "owner", "owner of a locked block", Shown::Perhaps);
                owner + &own(self, "reason", "reason of a locked block", Shown::Perhaps)
            }
            _ => String::new(),
        };
        let own = self.text.words.len() - self.text.passages[passage].words.start;
        let dotted = if class.is_empty() { String::new() } else { format!(".{class} ") };
        let tie = self.tie(&inner);
        self.put(prefix, &format!("::: {{{dotted}#{name} {values}{keys}{tie}}}").replace(" }", "}"));
        inside(self, &inner, class);
        self.put(prefix, ":::");
        self.named(passage, own);
    }

    fn section(
        &mut self,
        tag: &Tag,
        heading: &[Phrase],
        inside: &[Block],
        way: &Way,
        prefix: &str,
        level: usize,
    ) {
        // Headings stand at the outside only, the second level first.
        if level == 0 || level > 3 {
            return self.blocks(inside, way, prefix, 0);
        }
        let (inner, keys) = self.narrow_block(way, tag);
        let (passage, name) = self.name(Shown::Anchor, &inner, way);
        let first = self.text.words.len();
        let (own, line) = (self.word("heading", &inner), self.line(heading, "heading", &inner));
        for word in &mut self.text.words[first..] {
            word.shown = Shown::Head;
        }
        let minutes = if self.module() && level == 2 { "minutes=5 " } else { "" };
        let own_words = 1 + self.text.words.len() - first;
        let tie = self.tie(&inner);
        let heading = format!("{} {own} {line} {{#{name} {minutes}{keys}{tie}}}\n", "#".repeat(level));
        self.put(prefix, &heading.replace(" }", "}"));
        self.blocks(inside, &inner, prefix, level + 1);
        self.named(passage, own_words);
    }

    fn list(&mut self, items: &[(Tag, Vec<Phrase>, Vec<Block>)], class: &str, way: &Way, prefix: &str) {
        let bullet = if matches!(class, "ordered" | "steps") { "1. " } else { "- " };
        let deeper = format!("{prefix}{}", " ".repeat(bullet.len()));
        let task = if class == "checklist" { "[ ] " } else { "" };
        let lines = if class == "form" { "lines=2 " } else { "" };
        for (tag, line, inside) in items {
            let (inner, keys) = self.narrow_block(way, tag);
            let (passage, name) = self.name(Shown::Name, &inner, way);
            let line = self.line(line, "list item", &inner);
            let tie = self.tie(&inner);
            let item = format!("{bullet}{task}{line} {{#{name} {lines}{keys}{tie}}}");
            self.put(prefix, &item.replace(" }", "}"));
            self.put(deeper.trim_end(), "");
            self.blocks(inside, &inner, &deeper, 0);
            self.named(passage, 1);
        }
    }

    /// Where the first cell heads its row, it has words for all who see the row.
    fn table(&mut self, rows: &[(Tag, Vec<Phrase>, Vec<Phrase>)], headed: bool, way: &Way, prefix: &str) {
        let first = self.text.words.len();
        let (left, right) = (
            self.plant("head of a table", Shown::Head, way),
            self.plant("head of a table", Shown::Head, way),
        );
        self.put(prefix, &format!("| {left} | {right} |"));
        self.put(prefix, "|---|---|");
        for (tag, left, right) in rows {
            let (inner, keys) = self.narrow_block(way, tag);
            let (passage, name) = self.name(Shown::Name, &inner, way);
            let head =
                if headed { self.plant("head of a row", Shown::Text, &inner) + " " } else { String::new() };
            let left = head + &self.line(left, "cell", &inner);
            let right = self.line(right, "last cell", &inner);
            let tie = self.tie(&inner);
            self.named(passage, 1);
            let row = format!("| {left} | {right} {{#{name} {keys}{tie}}} |");
            self.put(prefix, &row.replace(" }", "}"));
        }
        self.hang(first..first + 2);
    }

    fn duties(&mut self, tag: &Tag, way: &Way, prefix: &str) {
        let (inner, keys) = self.narrow_block(way, tag);
        let (passage, name) = self.name(Shown::Name, &inner, way);
        let mut ids = Vec::new();
        for (index, planned) in self.book.duties.clone().into_iter().enumerate() {
            ids.push(format!("d{index}"));
            // Whom a duty is for holds for facilitators, too.
            let readers = Readers { editions: planned.readers(), ..ALL };
            let row = inner.within(readers, false);
            self.push(planned.task, "task in a block", Shown::Text, &row);
            if let Some(when) = planned.when {
                self.push(when, "when, in a block", Shown::Text, &row);
            }
        }
        self.named(passage, 1);
        let line = format!("::: {{.duties #{name} duties=\"{}\" {keys}}}", ids.join(" "));
        self.put(prefix, &line.replace(" }", "}"));
        self.put(prefix, ":::");
    }

    fn include(&mut self, tag: &Tag, steps: usize, name: Option<usize>, way: &Way, prefix: &str) {
        let target = self.doc + steps;
        let (inner, keys) = self.narrow(way, &Tag { role: None, ..tag.clone() });
        // What nobody could ever see is an error. Of a document that isn't
        // translated, a translation shows what that includes in its own
        // language: the words of such a passage would be others.
        let choice = self.same(|author| {
            let Some(other) = author.later.get(&target) else { return "none".to_owned() };
            let index = name.map(|index| index % other.passages.len().max(1));
            let passage = index.and_then(|index| Some((index, other.passages.get(index)?)));
            let start = passage.map_or(&other.words[0].way, |(_, passage)| &passage.way).plain();
            if inner.plain().and(start).is_nobody()
                || (author.translated && other.includes && !other.translated)
            {
                return "none".to_owned();
            }
            passage.map_or("whole".to_owned(), |(index, _)| index.to_string())
        });
        let found = self.later.get(&target).filter(|_| choice != "none").map(|other| {
            match choice.parse::<usize>().ok().map(|index| &other.passages[index]) {
                Some(Passage { name, roles, words, .. }) => {
                    (other, format!("{}#{name}", DOCS[target]), words.clone(), *roles)
                }
                None => (other, DOCS[target].to_owned(), 0..other.words.len(), 0),
            }
        });
        let Some((other, from, words, roles)) = found else {
            let word = self.word("paragraph", way);
            return self.put(prefix, &word);
        };
        self.text.includes = true;
        let first = self.text.words.len();
        let own = self.same(|author| author.book.word());
        self.push(own.clone(), "name of an include", Shown::Name, &inner);
        for word in &other.words[words.clone()] {
            let moved = |index: usize| index - words.start + first + 1;
            let needs = word.needs.clone().map(|needs| moved(needs.start)..moved(needs.end));
            // Names stay in their own document.
            let shown =
                if matches!(word.shown, Shown::Name | Shown::Anchor) { Shown::Gone } else { word.shown };
            let way = word.way.through(&inner, roles);
            self.text.words.push(Word { text: word.text.clone(), place: word.place, shown, way, needs });
        }
        self.hang(first..first + 1);
        let own = if self.source.is_some() { format!("{own} state=reviewed base={own}") } else { own };
        self.put(prefix, &format!("::: {{.include #{own} from=\"{from}\" {keys}}}").replace(" }", "}"));
        self.put(prefix, ":::");
    }
}

/// The grades of a page, and what its address ends with.
pub type Band = (&'static str, u8);

const BANDS: [Band; 2] = [("-middle", 0b111), ("-high", 0b111_1000)];

/// A document as written.
pub struct Document {
    /// Its place in [`DOCS`].
    pub doc: usize,
    /// The language's folder: empty, or `es/`.
    pub lang: &'static str,
    /// The editions that have it.
    pub editions: u8,
    pub bands: Vec<Band>,
    pub words: Vec<Word>,
    pub title: String,
    pub summary: String,
    pub alias: String,
    /// Words of the front matter that its page shows; to facilitators only.
    pub front: Vec<(String, bool)>,
    /// The duties that a matrix shows.
    pub duties: Vec<usize>,
}

/// A generated site: its files, and what stands where.
pub struct Generated {
    pub snapshot: Snapshot,
    pub documents: Vec<Document>,
    pub duties: Vec<Planned>,
    pub never: Vec<(String, &'static str)>,
    /// What each audience's sentence says.
    pub sentences: Vec<String>,
    /// What each role's summary says.
    pub summaries: Vec<String>,
}

impl Generated {
    /// The files that were written, to reproduce a failure.
    pub fn sources(&self) -> String {
        let config = SitePath::new("site-config.toml").expect("a good path");
        let config = self.snapshot.text(&config).unwrap_or_default();
        let own = ["content", "audiences"].into_iter().flat_map(|folder| self.snapshot.below(folder));
        let files = own.map(|(path, bytes)| format!("===== {path}\n{}\n", String::from_utf8_lossy(bytes)));
        files.chain([format!("===== site-config.toml\n{config}")]).collect()
    }
}

fn list(names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{}\"", name.as_ref())).collect();
    format!("[{}]", names.join(", "))
}

/// Writes a site down.
pub fn write(site: &Site) -> Generated {
    let mut book = Book::default();
    for _ in 0..CLAIMS {
        let words = [(); 3].map(|()| book.word());
        book.claims.push(words);
    }
    for _ in 0..TERMS {
        let term = book.word();
        book.terms.push(term);
    }
    for duty in &site.duties {
        let (task, when, evidence) = (book.word(), (!duty.months).then(|| book.word()), book.word());
        book.duties.push(Planned { duty: duty.clone(), task, when, evidence });
    }
    let mut snapshot = run::site("minimal");
    let mut put = |path: &str, text: String| {
        snapshot.insert(SitePath::new(path).expect("a good path"), text.into_bytes());
    };
    let mut documents = Vec::new();
    // What is included where a translation doesn't exist is the source.
    let mut texts: BTreeMap<usize, Text> = BTreeMap::new();
    for lang in ["", "es/"] {
        for (doc, written) in site.documents.iter().enumerate().rev() {
            let Some(written) = written else { continue };
            let audiences =
                if lang.is_empty() { Some(&written.audiences) } else { written.translation.as_ref() };
            let Some(audiences) = audiences else { continue };
            let tape = texts.get(&doc).filter(|_| !lang.is_empty()).map(|text| text.tape.clone());
            let guide = site.documents[GUIDE].as_ref().filter(|_| doc == CHAPTER);
            let (document, text, source) =
                one(&mut book, doc, lang, written, guide, audiences, tape, &texts, &site.documents);
            let ending = if lang.is_empty() { "md" } else { "es.md" };
            put(&format!("content/{}.{ending}", DOCS[doc]), source);
            documents.push(document);
            texts.insert(doc, text);
        }
    }
    let sentences: Vec<String> = AUDIENCES.iter().map(|_| book.word()).collect();
    let summaries: Vec<String> = ROLES.iter().map(|_| book.word()).collect();
    put("content/claims.toml", claims(&mut book));
    put("content/glossary.toml", glossary(&mut book));
    put("content/duties/generated.toml", duties(&book));
    for picture in &book.pictures {
        put(
            &format!("assets/{picture}.svg"),
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"><title>{picture}</title></svg>\n"
            ),
        );
    }
    let unused = book.never("file that no page shows");
    put(&format!("assets/{unused}.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned());
    group_files(&mut put, &sentences, &summaries);
    let unused = book.never("variable that no page says");
    let mut values = format!("unused = \"{unused}\"\n");
    for (index, word) in book.variables.iter().enumerate() {
        let _ = writeln!(values, "v{index} = \"{word}\"");
    }
    let config = SitePath::new("site-config.toml").expect("a good path");
    let text = snapshot.text(&config).expect("the site has one").replacen(
        "[state_edition]\n",
        &format!("[state_edition]\n{values}"),
        1,
    );
    let second = "es = { name = \"Español\" }\n[plan.es]\nname = \"Plan\"\nshort = \"P\"\nplural = \"PP\"\n";
    snapshot.insert(config, format!("{text}{second}").into_bytes());
    name_bases(&mut snapshot);
    Generated { snapshot, documents, duties: book.duties, never: book.never, sentences, summaries }
}

/// Translations say from which text they were made: `base=NAME` becomes the
/// hash of the block of that name.
fn name_bases(snapshot: &mut Snapshot) {
    let Some(corpus) = ilpress::corpus::load(snapshot).value else { return };
    for document in corpus.documents() {
        let path = document.path.as_str().replace(".md", ".es.md");
        let path = SitePath::new(&path).expect("a good path");
        let Some(text) = snapshot.text(&path) else { continue };
        let mut text = text.to_owned();
        let units = layer::unit::units(document);
        for (place, unit) in units.iter().enumerate().skip(1) {
            let base = layer::unit::base(document, &units, place);
            text = text.replace(&format!("base={}", unit.name), &format!("base={base}"));
        }
        snapshot.insert(path, text.into_bytes());
    }
}

/// Writes one document in one language.
#[allow(clippy::too_many_arguments, reason = "a document has many sides")]
fn one(
    book: &mut Book,
    doc: usize,
    lang: &'static str,
    written: &Written,
    guide: Option<&Written>,
    audiences: &[&'static str],
    source_tape: Option<Vec<String>>,
    later: &BTreeMap<usize, Text>,
    all: &[Option<Written>],
) -> (Document, Text, String) {
    let module = doc == MODULE;
    let named = |names: &[&str]| if names.is_empty() { ALL.editions } else { union(names) };
    let with_guide =
        |names: &[&str]| named(names) & guide.map_or(ALL.editions, |guide| named(&guide.audiences));
    let source = match with_guide(&written.audiences) {
        0 => with_guide(&[]),
        some => some,
    };
    // Nobody would be left: then the document names nobody.
    let audiences = if with_guide(audiences) & source == 0 { &[] } else { audiences };
    let mut editions = with_guide(audiences) & source;
    if module {
        editions |= covers("facilitators");
    }
    let readers = Readers { editions, ..ALL };
    let everybody = Way { elsewhere: ALL, in_modules: ALL, roles: Vec::new() };
    // A translation has the tags of its source, and narrows them as a whole.
    let of_source = Readers { editions: source | if module { covers("facilitators") } else { 0 }, ..ALL };
    let way = everybody.within(of_source, module);
    let (title, summary, alias) = (book.word(), book.word(), book.word());
    let translated = written.translation.is_some();
    let mut author = Author {
        book,
        text: Text::default(),
        doc,
        later,
        source: source_tape.map(Vec::into_iter),
        translated,
    };
    author.text.translated = translated;
    // The first paragraph keeps the document from being empty for anyone.
    let open = author.word("first paragraph", &way);
    author.put("", &format!("{open}\n"));
    author.blocks(&written.blocks, &way, "", 2);
    let mut text = author.text;
    for way in text
        .words
        .iter_mut()
        .map(|word| &mut word.way)
        .chain(text.passages.iter_mut().map(|passage| &mut passage.way))
    {
        *way = way.within(readers, module);
    }
    let mut front = Vec::new();
    let mut value = |book: &mut Book, leads: bool| {
        let word = book.word();
        front.push((word.clone(), leads));
        word
    };
    let mut head = format!("title = \"{title}\"\nsummary = \"{summary}\"\naliases = [\"old/{alias}\"]\n");
    if !audiences.is_empty() {
        let _ = writeln!(head, "audiences = {}", list(audiences));
    }
    let banded = written.banded && doc != GUIDE && doc != CHAPTER;
    if banded {
        head.push_str("bands = [\"middle\", \"high\"]\n");
    }
    let mut duties: Vec<usize> = Vec::new();
    match doc {
        GUIDE if all[CHAPTER].is_some() => head.push_str("chapters = [\"chapter\"]\n"),
        MODULE => {
            let (objective, before) = (value(book, false), value(book, false));
            let [material, when, item, room, size] = [(); 5].map(|()| value(book, true));
            let _ = writeln!(
                head,
                "objectives = [\"{objective}\"]\nprerequisites = [\"{before}\"]\nmaterials = [\"{material}\"]\n\
                 preparation = [{{ when = \"{when}\", items = [\"{item}\"] }}]\nroom = \"{room}\"\ngroup_size = \"{size}\""
            );
        }
        MESSAGE => {
            // Questions and answers have no subject.
            let _ = if written.variant {
                writeln!(head, "channel = \"faq\"")
            } else {
                writeln!(head, "channel = \"letter\"\nsubject = \"{}\"", value(book, false))
            };
        }
        MATRIX => {
            duties = (0..book.duties.len()).filter(|index| !written.variant || index % 2 == 0).collect();
            if written.variant {
                let ids: Vec<String> = duties.iter().map(|index| format!("d{index}")).collect();
                let _ = writeln!(head, "view = \"plain\"\nduties = {}", list(&ids));
            }
        }
        _ => {}
    }
    let source = format!("+++\n{head}+++\n{}{}", text.notes, text.body);
    text.notes.clear();
    let bands = if banded { BANDS.to_vec() } else { vec![("", 0)] };
    let words = text.words.clone();
    (Document { doc, lang, editions, bands, words, title, summary, alias, front, duties }, text, source)
}

fn claims(book: &mut Book) -> String {
    let unused = [(); 3].map(|()| book.never("claim that nobody cites"));
    let mut all = book.claims.clone();
    all.push(unused);
    let one = |(index, [statement, title, caution]): (usize, &[String; 3])| {
        format!(
            "[c{index}]\nstatement = \"{statement}\"\nsource = {{ publisher = \"P\", title = \"{title}\" }}\nverified = 2026-07-01\ncaution = \"{caution}\"\n"
        )
    };
    all.iter().enumerate().map(one).collect()
}

fn glossary(book: &mut Book) -> String {
    let unused = book.never("term that nobody marks");
    let mut all = book.terms.clone();
    all.push(unused);
    all.iter()
        .enumerate()
        .map(|(index, word)| format!("[t{index}]\nterm = \"Term {index}\"\ndefinition = \"{word}\"\n"))
        .collect()
}

fn duties(book: &Book) -> String {
    // Every role needs a duty.
    let mut text = "[[duty]]\nid = \"all\"\ntask = \"All\"\nexplained_by = [\"pages/about\"]\nmonths = \"all\"\naccountable = \"coach\"\nresponsible = [\"coach\"]\n".to_owned();
    for (index, Planned { duty, task, when, evidence }) in book.duties.iter().enumerate() {
        let role = |index: usize| ROLES[duty.roles[index]].0;
        let _ = writeln!(
            text,
            "[[duty]]\nid = \"d{index}\"\ntask = \"{task}\"\nexplained_by = [\"pages/about\"]\nevidence = \"{evidence}\"\naccountable = \"{}\"\nresponsible = [\"{}\"]",
            role(0),
            role(1)
        );
        if duty.roles.len() > 2 {
            let _ = writeln!(text, "informed = [\"{}\"]", role(2));
        }
        if !duty.audiences.is_empty() {
            let _ = writeln!(text, "audiences = {}", list(&duty.audiences));
        }
        let _ = match when {
            Some(when) => writeln!(text, "when = \"{when}\""),
            None => writeln!(text, "months = [\"nov\", \"dec\"]"),
        };
    }
    text
}

fn group_files(put: &mut impl FnMut(&str, String), sentences: &[String], summaries: &[String]) {
    for (index, audience) in AUDIENCES.iter().enumerate() {
        let mut text = format!(
            "name = \"The {audience}\"\nsentence = \"{}\"\naccent = \"oklch(0.48 0.09 38)\"\n",
            sentences[index]
        );
        text.push_str(match *audience {
            "educators" => "contains = [\"counselors\", \"special-educators\", \"teachers\"]\n",
            "local-team" => "contains = [\"educators\", \"families\"]\nedition = true\n",
            "facilitators" => "facilitates = true\n",
            _ => "",
        });
        for (role, (id, _)) in ROLES.iter().enumerate().filter(|(_, (_, of))| of == audience) {
            let _ = writeln!(text, "[roles.{id}]\nname = \"{id}\"\nsummary = \"{}\"", summaries[role]);
        }
        // The site's own duties name these.
        for (id, of) in [
            ("case-manager", "special-educators"),
            ("trainer", "facilitators"),
            ("student", "students"),
            ("teacher", "teachers"),
        ] {
            if of == *audience {
                let _ = writeln!(text, "[roles.{id}]\nname = \"{id}\"");
            }
        }
        put(&format!("audiences/{audience}.toml"), text);
    }
}
