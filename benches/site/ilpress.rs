//! The corpus as ilpress reads it, and ilpress as the bench runs it.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::corpus::{self, AUDIENCE, BASE_URL, Block, Dialect, Document, Inline, Item, Place, TOPICS};

/// The program that Cargo built for us.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_ilpress");

/// The dialect of ilpress.
pub struct Ilpress;

impl Dialect for Ilpress {
    fn write_frame(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir.join("audiences"))?;
        fs::write(dir.join("site-config.toml"), config())?;
        fs::write(dir.join(format!("audiences/{AUDIENCE}.toml")), AUDIENCE_FILE)
    }

    fn file(&self, place: Place) -> String {
        format!("content/{}", path(place))
    }

    fn print(&self, document: &Document, pages: usize) -> String {
        let mut text = front_matter(document);
        for block in &document.blocks {
            print_block(&mut text, block, document.place, pages);
        }
        text
    }
}

const AUDIENCE_FILE: &str = r#"name = "Educators"
sentence = "How to share the work, and what to do when."
accent = "oklch(0.48 0.09 255)"
"#;

const CONFIG: &str = r#"released = 2026-08-01
grades = "6-12"

[agency]
name = "Example Department of Education"
short = "EDE"
phone = "555-0140"
email = "plans@education.example.org"
feedback = "mailto:plans@education.example.org"

[plan.en]
name = { text = "Individualized Learning Plan", a = "an", the = "the" }
short = { text = "ILP", a = "an", the = "the" }
plural = "ILPs"

[languages]
en = { name = "English" }

[topics]
"#;

fn config() -> String {
    let mut text = format!("base_url = \"{BASE_URL}\"\n{CONFIG}");
    for number in 0..TOPICS {
        let _ = writeln!(text, "{} = \"{}\"", topic_id(number), corpus::topic(number));
    }
    text
}

fn topic_id(number: usize) -> String {
    format!("topic-{:02}", number + 1)
}

/// The file of a document below `content/`.
pub fn path(place: Place) -> String {
    match place {
        Place::Guide { guide, .. } => format!("guides/guide-{guide:04}/index.md"),
        Place::Chapter { guide, chapter } => format!("guides/guide-{guide:04}/chapter-{chapter}.md"),
        Place::Page { index } => format!("pages/page-{index:05}.md"),
    }
}

/// The page of a document below the output folder.
pub fn page(place: Place) -> String {
    match place {
        Place::Guide { guide, .. } => format!("{AUDIENCE}/guides/guide-{guide:04}/index.html"),
        Place::Chapter { guide, chapter } => {
            format!("{AUDIENCE}/guides/guide-{guide:04}/chapter-{chapter}/index.html")
        }
        Place::Page { index } => format!("{AUDIENCE}/pages/page-{index:05}/index.html"),
    }
}

fn front_matter(document: &Document) -> String {
    let topics: Vec<String> =
        document.topics.iter().map(|topic| format!("\"{}\"", topic_id(*topic))).collect();
    let mut text = format!(
        "+++\ntitle = \"{}\"\nsummary = \"{}\"\ntopics = [{}]\nreviewed = 2026-08-01\n",
        document.title,
        document.summary,
        topics.join(", ")
    );
    if let Place::Guide { chapters, .. } = document.place {
        let names: Vec<String> = (1..=chapters).map(|chapter| format!("\"chapter-{chapter}\"")).collect();
        let _ = writeln!(text, "chapters = [{}]", names.join(", "));
    }
    text.push_str("+++\n\n");
    text
}

fn print_block(text: &mut String, block: &Block, from: Place, pages: usize) {
    let line = |inlines: &[Inline]| print_line(inlines, from, pages);
    let _ = match block {
        Block::Heading(level, words) => writeln!(text, "{} {words}", "#".repeat(*level)),
        Block::Paragraph(words) => writeln!(text, "{}", line(words)),
        Block::List { numbered, items } => print_list(text, *numbered, items, &line),
        Block::Table(rows) => write!(text, "{}", table(rows)),
        Block::Quote(words) => writeln!(text, "> {}", line(words)),
        Block::Tip(words) => writeln!(text, "::: tip\n{}\n:::", line(words)),
    };
    text.push('\n');
}

fn print_list(
    text: &mut String,
    numbered: bool,
    items: &[Item],
    line: &dyn Fn(&[Inline]) -> String,
) -> std::fmt::Result {
    for (index, item) in items.iter().enumerate() {
        let mark = if numbered { format!("{}.", index + 1) } else { "-".to_owned() };
        let tag = if item.tagged { format!(" {{audience={AUDIENCE}}}") } else { String::new() };
        writeln!(text, "{mark} {}{tag}", line(&item.text))?;
    }
    Ok(())
}

/// A table in the signs that both dialects share.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let _ = writeln!(text, "| {} |", row.join(" | "));
        if index == 0 {
            let _ = writeln!(text, "|{}", "---|".repeat(row.len()));
        }
    }
    text
}

fn print_line(inlines: &[Inline], from: Place, pages: usize) -> String {
    let mut text = String::new();
    for inline in inlines {
        let _ = match inline {
            Inline::Text(words) => write!(text, "{words}"),
            Inline::Emphasis(words) => write!(text, "*{words}*"),
            Inline::Strong(words) => write!(text, "**{words}**"),
            Inline::Link { to, words } => {
                let up = if matches!(from, Place::Page { .. }) { "../" } else { "../../" };
                write!(text, "[{words}]({up}{})", path(corpus::place(*to, pages)))
            }
        };
    }
    text
}
