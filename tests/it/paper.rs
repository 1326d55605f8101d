//! Paper says what the page says.
//!
//! Papers are compared where they are still text: in the Typst source that the
//! program writes, whose literals hold every word. What Typst makes of it is
//! judged by `tests/web/pdf.test.mjs`, on finished files.
//!
//! - Each text says the same words in the same order in both formats.
//! - Every word of a page is handed to its paper, but for [`ONLY_PAGES`].

use std::cell::RefCell;
use std::collections::BTreeSet;

use ilpress::build;
use ilpress::corpus::{self, Corpus, FormatSet};
use ilpress::edition::{Edition, Editions, Flow};
use ilpress::kind::{self, Content, Doc, Paper, Product, Special};
use ilpress::vfs::{OutputPath, SitePath, Snapshot};
use ilpress::words::Words;
use ilpress::writer::html::body::{Style, body};
use ilpress::writer::typst::body::{self as calls, Context};
use ilpress::writer::typst::code::Code;
use ilpress::writer::typst::source::{Setting, source};
use libtest_mimic::{Failed, Trial};
use proptest::test_runner::TestCaseError;

use super::properties::{holds, options};
use super::{leaks, text};

/// Arguments of calls that are no text, and why.
const NO_TEXT: &[(&str, &str)] = &[
    ("block 0", "the kind says how it looks"),
    ("cite 1", "an address"),
    ("cite 2", "said in the place of the number, on a page too"),
    ("code-block 0", "a language, no text on a page either"),
    ("fill-in 0", "said in the place of the line, on a page too"),
    ("image 0", "an address"),
    ("image alt", "said in the place of the picture, on a page too"),
    ("image title", "shown by pointers, which paper hasn't"),
    ("no-image alt", "said in the place of the picture"),
    ("no-image title", "shown by pointers"),
    ("lang 0", "a language"),
    ("link 0", "an address"),
    ("link-to 0", "a place"),
    ("list class", "says how it looks"),
    ("mark 0", "the kind says how it looks"),
    ("note 1", "compared with the page's list of footnotes"),
    ("table class", "says how it looks"),
    ("table label", "what screen readers call the table, on a page too"),
];

/// Names of places and lists of marks.
const NO_TEXT_ANYWHERE: &[&str] = &["name", "marks"];

/// Calls within a line; others begin and end lines.
const IN_LINE: &[&str] = &[
    "code", "emph", "strong", "del", "link", "link-to", "note", "cite", "phrase", "lang", "isolated",
    "fill-in", "image", "no-image",
];

/// What a page shows beside its text that paper needn't, by the start of the
/// element in which it stands, and why.
const ONLY_PAGES: &[(&str, &str)] = &[
    ("<nav", "leads to other pages, or down the page"),
    ("<script", "for machines"),
    ("<svg", "drawn otherwise"),
    ("<form", "filled in on a screen"),
    ("<button", "pressed on a screen"),
    ("<template", "for scripts"),
    ("<ul class=\"bare facts\"", "time to read and role marks, as words of the interface"),
    ("<footer class=\"doc-foot\"", "notes and sources have their own forms; the rest leads to pages"),
];

/// What Meridian shows on screens only (`format=web`).
const WEB: &[(&str, &str)] = &[
    ("families/pages/family-year/index.html", "Print this page and put it where you’ll see it."),
    ("es/families/pages/el-ano-de-su-familia/index.html", "Imprima esta página y póngala donde la vea."),
];

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("paper::the-shipped-site-says-on-paper-what-its-pages-say", shipped),
        Trial::test("paper::generated-sites-say-on-paper-what-their-pages-say", generated),
        Trial::test("paper::every-word-of-a-page-is-handed-to-its-paper", handed),
        Trial::test("paper::a-lost-or-moved-word-is-found", the_test_itself),
    ]
}

/// Calls `look` with everything that can be printed of a site, as its edition
/// prints it. All products show the same document, so the first will do.
pub fn each_paper(
    corpus: &Corpus,
    words: &dyn Fn(&str) -> Words,
    look: &mut dyn FnMut(&Edition, &Paper) -> Result<(), String>,
) -> Result<usize, String> {
    let editions = Editions::new(corpus);
    let mut seen = 0;
    for lang in corpus.site.languages.keys() {
        let words = &words(lang.as_str());
        let translated = corpus.in_words_of(lang);
        let corpus = translated.as_ref().unwrap_or(corpus);
        for (index, _) in corpus.site.editions() {
            let edition = Edition {
                corpus,
                editions: &editions,
                words,
                owner: ilpress::site::OwnerIndex::STATE,
                index,
                lang,
                formats: FormatSet::WEB,
            };
            for document in edition.documents() {
                for band in edition.bands(document) {
                    let Some(paper) = kind::paper(&edition, document, band.as_ref(), Product::Pdf, &|_| None)
                    else {
                        return Err(format!("{} can't be printed", document.id));
                    };
                    look(&edition, &paper).map_err(|problem| format!("{}: {problem}", paper.path))?;
                    seen += 1;
                }
            }
        }
    }
    Ok(seen)
}

/// The source that a paper is set from.
pub fn main_typ(edition: &Edition, paper: &Paper) -> String {
    let setting = Setting {
        words: edition.words,
        fonts: &["Serif".to_owned()],
        mono: "Mono",
        strays: None,
        has_picture: &|_: &OutputPath| true,
    };
    source(paper, &setting).code.text
}

/// The texts of a document, each with its name.
fn flows(doc: &Doc) -> Vec<(String, Flow)> {
    let mut flows: Vec<(String, Flow)> = Vec::new();
    flows.extend(doc.main_text().map(|flow| ("body".to_owned(), flow)));
    let note = |(index, note): (usize, &Flow)| (format!("footnote {}", index + 1), note.clone());
    flows.extend(doc.notes.iter().enumerate().map(note));
    match &doc.special {
        Special::Brochure { panels, intro, .. } => {
            flows.push(("intro".to_owned(), intro.clone()));
            flows.extend(panels.iter().map(|panel| (panel.title.clone(), panel.body.clone())));
        }
        Special::Module(module) => {
            flows.push(("intro".to_owned(), module.intro.clone()));
            let parts = module.segments.iter().map(|segment| &segment.part);
            flows.extend(parts.map(|part| (part.title.clone(), part.body.clone())));
        }
        Special::Matrix { intro, .. } => flows.push(("intro".to_owned(), intro.clone())),
        Special::Message(message) => {
            flows.extend(message.questions.iter().map(|part| (part.title.clone(), part.body.clone())));
        }
        Special::Guide { .. } | Special::Chapter { .. } | Special::Page {} => {}
    }
    flows
}

/// Compares all texts of a paper with what its page would say.
fn same_words(edition: &Edition, paper: &Paper) -> Result<(), String> {
    for printed in std::iter::once(&paper.document).chain(&paper.chapters) {
        let Content::Document(doc) = &printed.publication.content else { continue };
        for (name, flow) in flows(doc) {
            let html = body(&flow, Style::Page { words: edition.words });
            let context = Context {
                words: edition.words,
                page: &printed.publication.path,
                base_url: &edition.corpus.site.base_url,
                prefix: "",
                inside: &|_: &OutputPath| None,
                file: &printed.file,
                notes: &doc.notes,
                has_picture: &|_: &OutputPath| true,
                pictures: &RefCell::default(),
            };
            let mut code = Code::default();
            calls::body(&flow, 1, &context, &mut code);
            let page = split(&text::main(&without_hidden(&html)));
            same(&page, &split(&said(&code.text)))
                .map_err(|problem| format!("{name}: {problem}\n{html}\n{}", code.text))?;
        }
    }
    Ok(())
}

/// Words, as runs of letters and digits; where a long one may break on paper is
/// no end of it.
fn split(text: &str) -> Vec<String> {
    let text = text.replace('\u{200b}', "");
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn same(page: &[String], paper: &[String]) -> Result<(), String> {
    if page == paper {
        return Ok(());
    }
    let at = page.iter().zip(paper).take_while(|(one, other)| one == other).count();
    let near = |words: &[String]| words[at.saturating_sub(3)..words.len().min(at + 5)].join(" ");
    Err(format!("the page says “{}”, paper “{}”", near(page), near(paper)))
}

/// What only screen readers say stands in the place of a box or a line.
fn without_hidden(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<span class=\"visually-hidden\">") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once("</span>").map_or("", |(_, rest)| rest);
    }
    out + rest
}

// --- reading Typst ---

enum Token<'a> {
    Text(String),
    /// A name or a number.
    Name(&'a str),
    Sign(char),
}

/// Splits the Typst code that the program writes; authors' code is in literals.
fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(sign) = rest.chars().next() {
        if sign == '"' {
            let (text, length) = literal(rest);
            tokens.push(Token::Text(text));
            rest = &rest[length..];
            continue;
        }
        let in_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '.' | '_' | '#' | '/');
        let length = rest.find(|sign| !in_name(sign)).unwrap_or(rest.len());
        if length > 0 {
            tokens.push(Token::Name(&rest[..length]));
            rest = &rest[length..];
        } else {
            if !sign.is_whitespace() {
                tokens.push(Token::Sign(sign));
            }
            rest = &rest[sign.len_utf8()..];
        }
    }
    tokens
}

/// The text of the literal with which `code` begins, and its length.
fn literal(code: &str) -> (String, usize) {
    let mut text = String::new();
    let mut signs = code.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return (text, at + 1),
            '\\' => match signs.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, sign)) => text.push(sign),
                None => break,
            },
            sign => text.push(sign),
        }
    }
    panic!("a literal has no end: {code}");
}

/// A bracket that is open: its call, and which argument is being read.
#[derive(Default)]
struct Around {
    call: Option<String>,
    is_block: bool,
    place: usize,
    key: Option<String>,
    /// Who is quoted: said after the words.
    after: Option<String>,
    kind: String,
}

impl Around {
    fn argument(&self) -> String {
        let place = self.key.clone().unwrap_or_else(|| self.place.to_string());
        format!("{} {place}", self.call.as_deref().unwrap_or_default())
    }

    fn is_silent(&self) -> bool {
        let argument = self.argument();
        NO_TEXT.iter().any(|(known, _)| *known == argument)
            || self.key.as_deref().is_some_and(|key| NO_TEXT_ANYWHERE.contains(&key))
    }

    fn in_line(&self) -> bool {
        self.is_block || self.call.as_deref().is_some_and(|call| IN_LINE.contains(&call))
    }
}

/// What the calls of a body say, a line for each block.
fn said(code: &str) -> String {
    let tokens = tokens(code);
    let mut out = String::new();
    let mut around: Vec<Around> = Vec::new();
    let mut last_name = None;
    for (index, token) in tokens.iter().enumerate() {
        let is_key = matches!(tokens.get(index + 1), Some(Token::Sign(':')));
        let name = last_name.take();
        match token {
            Token::Sign('(') => {
                let call = name.map(|name: &str| name.trim_start_matches("n.").to_owned());
                let opened = Around { call, ..Around::default() };
                let silent = around.last().is_some_and(Around::is_silent);
                if !opened.in_line() && !silent {
                    out.push('\n');
                }
                around.push(opened);
            }
            Token::Sign('{') => around.push(Around { is_block: true, ..Around::default() }),
            Token::Sign(')' | '}') => {
                let closed = around.pop().expect("brackets are in pairs");
                out.extend(closed.after.as_deref().map(|words| format!("\n{words}")));
                if !closed.in_line() && !around.last().is_some_and(Around::is_silent) {
                    out.push('\n');
                }
            }
            Token::Sign(',') => {
                if let Some(around) = around.last_mut() {
                    around.place += usize::from(around.key.is_none());
                    around.key = None;
                }
            }
            Token::Sign(_) => {}
            Token::Name(name) if is_key => around.last_mut().expect("inside").key = Some((*name).to_owned()),
            Token::Text(key) if is_key => around.last_mut().expect("inside").key = Some(key.clone()),
            Token::Name(name) => {
                last_name = Some(*name);
                if around.last().is_some_and(|around| around.argument() == "cite 0") {
                    out.push_str(&format!("[{name}]"));
                }
            }
            Token::Text(text) => {
                let silent = around.iter().any(Around::is_silent);
                let last = around.last_mut().expect("inside");
                if last.argument() == "block 0" {
                    last.kind.clone_from(text);
                }
                if last.argument() == "block title" {
                    match last.kind.as_str() {
                        "quote" => last.after = Some(text.clone()),
                        "slide" => out.push_str(&format!("\n{text}\n")),
                        // Its label names it.
                        _ => {}
                    }
                } else if !silent {
                    let alone = last.call.is_some() && !last.in_line();
                    out.push_str(text);
                    if alone {
                        out.push('\n');
                    }
                }
            }
        }
    }
    out
}

// --- the shipped site ---

/// Meridian, as it lies in the repository.
fn meridian() -> Snapshot {
    let mut snapshot = Snapshot::new();
    for folder in ["content", "audiences", "districts", "assets", "templates"] {
        for extension in ["md", "toml", "csv", "svg", "ftl", "html", "css", "typ"] {
            for path in super::files(folder, extension) {
                snapshot.insert(SitePath::new(&path).expect("a good path"), super::read(&path).into_bytes());
            }
        }
    }
    let config = SitePath::new("site-config.toml").expect("a good path");
    snapshot.insert(config.clone(), super::read(config.as_str()).into_bytes());
    snapshot.with_defaults()
}

fn shipped() -> Result<(), Failed> {
    let snapshot = meridian();
    let corpus = corpus::load(&snapshot).value.ok_or("the shipped site is good")?;
    let words = |lang: &str| Words::load(&snapshot, lang).value;
    let mut problems = Vec::new();
    let seen = each_paper(&corpus, &words, &mut |edition, paper| {
        problems.extend(same_words(edition, paper).err().map(|problem| format!("{}: {problem}", paper.path)));
        Ok(())
    })?;
    if !problems.is_empty() || seen < 100 {
        let more = problems.len();
        problems.truncate(3);
        return Err(format!("{seen} papers, {more} differ:\n{}", problems.join("\n\n")).into());
    }
    Ok(())
}

fn generated() -> Result<(), Failed> {
    holds(40, leaks::site::site(), |site| {
        let site = leaks::write(&site);
        let snapshot = site.snapshot.clone().with_defaults();
        let Some(corpus) = corpus::load(&snapshot).value else {
            return Err(TestCaseError::fail("it can't be read"));
        };
        let words = |lang: &str| Words::load(&snapshot, lang).value;
        let seen = each_paper(&corpus, &words, &mut same_words);
        seen.map(drop).map_err(|problem| TestCaseError::fail(format!("{problem}\n{}", site.sources())))
    })
}

/// Every word of a page's main part is a word of its paper's source, or one of
/// the interface's, which templates get whole.
fn handed() -> Result<(), Failed> {
    let snapshot = meridian();
    let corpus = corpus::load(&snapshot).value.ok_or("the shipped site is good")?;
    let pages = build::build(&snapshot, &options()).value;
    let words = |lang: &str| Words::load(&snapshot, lang).value;
    let mut problems = BTreeSet::new();
    each_paper(&corpus, &words, &mut |edition, paper| {
        let page = &paper.document.publication.path;
        let Some(html) = pages.iter().find(|artifact| artifact.path == *page) else {
            return Err(format!("there is no {page}"));
        };
        let html = String::from_utf8_lossy(&html.bytes);
        let source = main_typ(edition, paper);
        let mut known: BTreeSet<String> = BTreeSet::new();
        for token in tokens(&source) {
            match token {
                Token::Text(text) => known.extend(split(&text)),
                Token::Name(name) => known.extend(split(name)),
                Token::Sign(_) => {}
            }
        }
        for key in edition.words.keys() {
            known.extend(split(&edition.words.get(key)));
        }
        // Neighbours in a grid or a list are parted by their looks alone.
        let mut html = paged(&without_hidden(&html)).replace('<', " <");
        for (_, words) in WEB.iter().filter(|(path, _)| page.as_str() == *path) {
            if source.contains(words) || !html.contains(words) {
                problems.insert(format!("“{words}” is for {page} alone"));
            }
            html = html.replace(words, "");
        }
        for word in split(&text::main(&html)) {
            if !known.contains(&word) {
                problems.insert(format!("`{word}` of {page}"));
            }
        }
        Ok(())
    })?;
    if problems.is_empty() {
        return Ok(());
    }
    let some: Vec<_> = problems.iter().take(40).cloned().collect();
    Err(format!("{} words aren't handed to paper:\n{}", problems.len(), some.join("\n")).into())
}

/// A page without the elements that are on screens only.
fn paged(html: &str) -> String {
    let html = &html[html.find("<main").unwrap_or(0)..html.find("</main>").unwrap_or(html.len())];
    let mut out = String::new();
    let mut rest = html;
    'page: while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((start, _)) = ONLY_PAGES.iter().find(|(start, _)| rest.starts_with(start)) {
            let name = start[1..].split(' ').next().unwrap_or_default();
            rest = element_end(rest, name);
            continue 'page;
        }
        out.push('<');
        rest = &rest[1..];
    }
    out + rest
}

/// What follows the element with which `html` begins.
fn element_end<'a>(html: &'a str, name: &str) -> &'a str {
    let mut depth = 0;
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        at += next;
        if html[at + 1..].starts_with(name) {
            depth += 1;
        } else if html[at + 1..].strip_prefix('/').is_some_and(|rest| rest.starts_with(name)) {
            depth -= 1;
            if depth == 0 {
                return html[at..].split_once('>').map_or("", |(_, rest)| rest);
            }
        }
        at += 1;
    }
    ""
}

/// The test of the test.
fn the_test_itself() -> Result<(), Failed> {
    let code = r#"{
n.section(2, {
n.heading(2, name: "a", {
"Whom to call"
})
n.para(name: none, marks: ("role",), {
"Call "
n.strong({
"the \"office\""
})
n.note("1", name: "fn-1", {
n.para(name: none, {
"Weekdays."
})
})
"."
})
n.block("quote", title: "A parent", {
n.para(name: none, {
"Ask."
})
})
})
}"#;
    let words = split(&said(code)).join(" ");
    super::compare("what is said", "Whom to call Call the office 1 Ask A parent", &words)?;
    let page = split("Whom to call. Call the office");
    let found = [
        same(&page, &split("Whom to call. Call office")),
        same(&page, &split("Call the office. Whom to call")),
        same(&page, &split("Whom to call. Callthe office")),
    ];
    if found.iter().any(Result::is_ok) {
        return Err("a difference wasn't found".into());
    }
    let html =
        "<main><nav class=\"x\"><nav>a</nav>b</nav><p>c</p><ul class=\"bare facts\"><li>d</li></ul>e</main>";
    super::compare("a page", "c\ne\n", &text::main(&paged(html)))?;
    Ok(())
}
