//! A made-up site of any size: the same text for ilpress and for Hugo.
//!
//! Document `i` depends on nothing but the seed, `i` and the number of
//! documents, so a corpus is the same on every machine and in every run.

use std::fs;
use std::io;
use std::path::Path;

use fastrand::Rng;

use crate::prose;

/// How many topics the site has.
pub const TOPICS: usize = 50;
/// The stakeholder group that reads all of it.
pub const AUDIENCE: &str = "educators";
/// The last part of `AGENCY`'s address on the web.
pub const BASE_URL: &str = "https://ilp.example.org";

const SEED: u64 = 0x11_9e_55;
/// Of every so many documents, the first `GUIDE` are a guide with its chapters.
const ROUND: usize = 40;
const GUIDE: usize = 8;

/// A document, in no dialect.
pub struct Document {
    /// What it is and where it stands.
    pub place: Place,
    /// What readers call it; no other document has this title.
    pub title: String,
    /// One sentence about it.
    pub summary: String,
    /// Numbers of its topics, one to three, without repetition.
    pub topics: Vec<usize>,
    /// 600 to 900 words.
    pub blocks: Vec<Block>,
}

/// What a document is, and where it stands below `content/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first page of a guide.
    Guide {
        /// The guide's number.
        guide: usize,
        /// How many chapters it has.
        chapters: usize,
    },
    /// A chapter.
    Chapter {
        /// The guide's number.
        guide: usize,
        /// The chapter's number, from 1.
        chapter: usize,
    },
    /// A page that stands alone.
    Page {
        /// Its place in the corpus.
        index: usize,
    },
}

/// A part of a text.
pub enum Block {
    /// A heading of level 2 or 3.
    Heading(usize, String),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table; the first row is its head.
    Table(Vec<Vec<String>>),
    /// A quotation.
    Quote(Vec<Inline>),
    /// A box that points something out.
    Tip(Vec<Inline>),
}

/// An item of a list.
pub struct Item {
    /// Its text.
    pub text: Vec<Inline>,
    /// Whether it is tagged with the people it is for.
    pub tagged: bool,
}

/// A part of a line.
pub enum Inline {
    /// Words.
    Text(String),
    /// Stressed words.
    Emphasis(String),
    /// Words that matter.
    Strong(String),
    /// A link to another document.
    Link {
        /// The document's place in the corpus.
        to: usize,
        /// The words that are the link.
        words: String,
    },
}

/// The way in which a site generator wants its source.
pub trait Dialect {
    /// Everything beside the documents.
    fn write_frame(&self, dir: &Path) -> io::Result<()>;
    /// Where the document's file stands, relative to the site.
    fn file(&self, place: Place) -> String;
    /// The document's file.
    fn print(&self, document: &Document, pages: usize) -> String;
}

/// Writes a site of `pages` documents into `dir`.
pub fn write(dir: &Path, pages: usize, dialect: &dyn Dialect) -> io::Result<()> {
    dialect.write_frame(dir)?;
    for index in 0..pages {
        let document = document(index, pages);
        let file = dir.join(dialect.file(document.place));
        fs::create_dir_all(file.parent().expect("every file stands in a folder"))?;
        fs::write(file, dialect.print(&document, pages))?;
    }
    Ok(())
}

/// Where document `index` of `pages` stands.
pub fn place(index: usize, pages: usize) -> Place {
    let (guide, part) = (index / ROUND, index % ROUND);
    match part {
        0 => Place::Guide { guide, chapters: (GUIDE - 1).min(pages - index - 1) },
        1..GUIDE => Place::Chapter { guide, chapter: part },
        _ => Place::Page { index },
    }
}

/// The name of a topic, from 0.
pub fn topic(number: usize) -> String {
    let (noun, other) = (prose::NOUNS[number], prose::NOUNS[prose::NOUNS.len() - 1 - number]);
    format!("{} and {other}", prose::capital(noun))
}

/// Makes a document.
pub fn document(index: usize, pages: usize) -> Document {
    let mut rng = Rng::with_seed(SEED.wrapping_add((index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let title = format!("{}, part {}", prose::title(&mut rng), index + 1);
    let summary = prose::sentence(&mut rng);
    let mut topics: Vec<usize> = (0..rng.usize(1..=3)).map(|_| rng.usize(..TOPICS)).collect();
    topics.sort_unstable();
    topics.dedup();
    let blocks = Writer { rng, pages, words: 0, items: index, blocks: Vec::new() }.write();
    Document { place: place(index, pages), title, summary, topics, blocks }
}

/// Writes blocks until there are words enough.
struct Writer {
    rng: Rng,
    pages: usize,
    words: usize,
    /// Counts list items; every fourth is tagged.
    items: usize,
    blocks: Vec<Block>,
}

impl Writer {
    fn write(mut self) -> Vec<Block> {
        let enough = self.rng.usize(585..680);
        self.paragraph();
        let mut section = 0;
        while self.words < enough {
            self.section(section);
            section += 1;
        }
        self.blocks
    }

    fn section(&mut self, number: usize) {
        self.heading(2, number);
        self.paragraph();
        match number % 5 {
            0 => self.list(false),
            1 => self.table(),
            2 => self.list(true),
            3 => self.boxed(),
            _ => self.quote(),
        }
        if self.rng.u8(..3) == 0 {
            self.heading(3, number);
            self.list(false);
        }
        self.paragraph();
    }

    fn heading(&mut self, level: usize, number: usize) {
        let text = format!("{} in step {}", prose::title(&mut self.rng), number + 1);
        self.count(&text);
        self.blocks.push(Block::Heading(level, text));
    }

    fn paragraph(&mut self) {
        let sentences = self.rng.usize(2..=5);
        let text = self.line(sentences);
        self.blocks.push(Block::Paragraph(text));
    }

    fn list(&mut self, numbered: bool) {
        let items = (0..self.rng.usize(3..=7)).map(|_| self.item()).collect();
        self.blocks.push(Block::List { numbered, items });
    }

    fn item(&mut self) -> Item {
        self.items += 1;
        Item { text: self.line(1), tagged: self.items.is_multiple_of(4) }
    }

    fn table(&mut self) {
        let rows = self.rng.usize(3..=6);
        let head = ["When", "Who", "What happens"].map(str::to_owned).to_vec();
        let mut table = vec![head];
        for _ in 0..rows {
            let row = vec![
                prose::month(&mut self.rng).to_owned(),
                prose::capital(prose::noun(&mut self.rng)),
                prose::sentence(&mut self.rng),
            ];
            row.iter().for_each(|cell| self.count(cell));
            table.push(row);
        }
        self.blocks.push(Block::Table(table));
    }

    fn boxed(&mut self) {
        let text = self.line(2);
        self.blocks.push(Block::Tip(text));
    }

    fn quote(&mut self) {
        let text = self.line(2);
        self.blocks.push(Block::Quote(text));
    }

    /// Some sentences with stress and links among them.
    fn line(&mut self, sentences: usize) -> Vec<Inline> {
        let mut line = Vec::new();
        for number in 0..sentences {
            if number > 0 {
                line.push(Inline::Text(" ".to_owned()));
            }
            let sentence = prose::sentence(&mut self.rng);
            self.count(&sentence);
            line.push(Inline::Text(sentence));
            self.extra(&mut line);
        }
        line
    }

    fn extra(&mut self, line: &mut Vec<Inline>) {
        let (lead, part) = match self.rng.u8(..12) {
            0 => ("Ask for", Inline::Emphasis(prose::phrase(&mut self.rng))),
            1 => ("Bring", Inline::Strong(prose::phrase(&mut self.rng))),
            2 => (
                "See",
                Inline::Link { to: self.rng.usize(..self.pages), words: prose::phrase(&mut self.rng) },
            ),
            _ => return,
        };
        let (Inline::Emphasis(words)
        | Inline::Strong(words)
        | Inline::Link { words, .. }
        | Inline::Text(words)) = &part;
        self.words += words.split(' ').count() + 1;
        line.extend([Inline::Text(format!(" {lead} ")), part, Inline::Text(".".to_owned())]);
    }

    fn count(&mut self, text: &str) {
        self.words += text.split(' ').count();
    }
}
