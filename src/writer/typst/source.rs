//! A paper as Typst source: one call of its template's function.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::body::{Context, body};
use super::code::Code;
use super::value::{Literal, each, put};
use crate::edition::page::{Block, Closed};
use crate::edition::{Flow, close_plainly};
use crate::kind::module::Module;
use crate::kind::{Content, Paper, PrintedDocument, Product, Special};
use crate::qr;
use crate::syntax::{self, DivKind, Kind};
use crate::vfs::{OutputPath, SitePath};
use crate::words::Words;

/// A paper as Typst source.
pub struct Source {
    /// The text of `/main.typ`, with the places that it was made from.
    pub code: Code,
    /// The pictures that it shows.
    pub pictures: BTreeSet<OutputPath>,
}

/// What papers are given beside their publication.
pub struct Setting<'a> {
    /// The words of the paper's language.
    pub words: &'a Words,
    /// The families of type, the first for most of the text.
    pub fonts: &'a [String],
    /// The family of code.
    pub mono: &'a str,
    /// A regular expression for words that the first family can't write, and
    /// the families that can. None where it can write all.
    pub strays: Option<(String, Vec<String>)>,
    /// Whether a picture can be had.
    pub has_picture: &'a dyn Fn(&OutputPath) -> bool,
}

type Fields<'a> = Vec<(String, Literal<'a>)>;

/// Writes a paper as Typst source.
pub fn source(paper: &Paper, setting: &Setting) -> Source {
    let pictures = RefCell::default();
    let mut code = Code::default();
    code.push("#import \"/templates/typst/");
    code.push(template(paper));
    code.push(".typ\": publication\n#import \"/templates/typst/nodes.typ\" as n\n#publication(\n");
    let shell = &paper.document.publication.shell;
    let inside = |target: &OutputPath| prefix_of(paper, target);
    let part = |printed: &PrintedDocument, prefix: &str, code: &mut Code| {
        document(printed, prefix, setting, &inside, &pictures, code);
    };
    argument("paper", Literal::Map(sheet(paper, setting)), &mut code);
    argument("site", absolute(Literal::data(&shell.site), paper), &mut code);
    argument("plan", Literal::data(&shell.plan), &mut code);
    argument("edition", absolute(Literal::data(&shell.edition), paper), &mut code);
    argument("languages", Literal::data(&shell.languages), &mut code);
    argument("page", Literal::data(&shell.page), &mut code);
    code.push("doc: ");
    part(&paper.document, "", &mut code);
    code.push(",\nchapters: (\n");
    for (index, chapter) in paper.chapters.iter().enumerate() {
        part(chapter, &prefix(index), &mut code);
        code.push(",\n");
    }
    code.push("),\n)\n");
    Source { code, pictures: pictures.into_inner() }
}

/// Writes a text without a site around it as Typst source: a page of its own.
pub fn fragment(markdown: &str, setting: &Setting) -> Source {
    let file = SitePath::new("standard-input.md").expect("a good path");
    let (parsed, _) = syntax::parse(&file, &Arc::from(markdown), 0);
    let flow = Flow::all(&Arc::new(close_plainly(&parsed)));
    let pictures = RefCell::default();
    let notes: Vec<Flow> = (flow.tree.roots())
        .filter(|node| node.kind() == Kind::FootnoteDefinition)
        .map(|node| Flow::inside(&flow.tree, node, node.index + 1))
        .collect();
    let context = Context {
        words: setting.words,
        page: &OutputPath::new("index.html").expect("a good path"),
        base_url: "",
        prefix: "",
        inside: &|_| None,
        file: &file,
        notes: &notes,
        has_picture: setting.has_picture,
        pictures: &pictures,
    };
    let mut code = Code::default();
    code.push(
        "#import \"/templates/typst/nodes.typ\" as n\n#set document(title: \"Text\")\n#set text(font: ",
    );
    Literal::data(&setting.fonts).write(&mut code);
    code.push(", fallback: false)\n#");
    body(&flow, 0, &context, &mut code);
    Source { code, pictures: pictures.into_inner() }
}

fn argument(name: &str, value: Literal, code: &mut Code) {
    code.push(name);
    code.push(": ");
    value.write(code);
    code.push(",\n");
}

/// The template of a paper, without its ending.
fn template(paper: &Paper) -> &'static str {
    let Content::Document(doc) = &paper.document.publication.content else { return "page" };
    match &doc.special {
        Special::Guide { .. } | Special::Chapter { .. } => "guide",
        Special::Brochure { layout, .. } => match (paper.product, layout.as_deref()) {
            (Product::Fold | Product::PrintShop, Some("half-fold")) => "booklet",
            (Product::Fold | Product::PrintShop, Some("flyer")) => "flyer",
            (Product::Fold | Product::PrintShop, Some("poster")) => "poster",
            (Product::Fold | Product::PrintShop, _) => "trifold",
            _ => "brochure",
        },
        Special::Module(_) if paper.product == Product::Handouts => "handouts",
        Special::Module(_) => "module",
        Special::Matrix { .. } => "matrix",
        Special::Message(_) => "message",
        Special::Page {} => "page",
    }
}

/// What stands before the labels of a chapter.
fn prefix(index: usize) -> String {
    format!("c{}-", index + 1)
}

/// The prefix of the document on this paper whose page is `target`.
fn prefix_of(paper: &Paper, target: &OutputPath) -> Option<String> {
    if paper.document.publication.path == *target {
        return Some(String::new());
    }
    paper.chapters.iter().position(|chapter| chapter.publication.path == *target).map(prefix)
}

fn sheet<'a>(paper: &Paper, setting: &Setting) -> Fields<'a> {
    let shell = &paper.document.publication.shell;
    let code = paper.code.as_ref();
    vec![
        ("product".to_owned(), Literal::text(paper.product.name())),
        ("size".to_owned(), Literal::data(&paper.size)),
        ("fonts".to_owned(), Literal::data(&setting.fonts)),
        ("mono".to_owned(), Literal::text(setting.mono)),
        ("strays".to_owned(), Literal::data(&setting.strays.as_ref().map(|(words, _)| words))),
        ("stray_fonts".to_owned(), Literal::data(&setting.strays.as_ref().map(|(_, fonts)| fonts))),
        ("accent".to_owned(), Literal::text(paper.accent.clone())),
        ("released".to_owned(), Literal::data(&shell.site.released)),
        ("code".to_owned(), Literal::data(&code.map(|code| &code.code))),
        ("code_address".to_owned(), Literal::data(&code.map(|code| &code.address))),
        ("qr".to_owned(), Literal::data(&code.and_then(|code| qr::squares(&code.url)))),
    ]
}

/// Writes the values of a document: the fields that HTML templates get, with
/// its texts as calls.
fn document(
    printed: &PrintedDocument,
    prefix: &str,
    setting: &Setting,
    inside: &dyn Fn(&OutputPath) -> Option<String>,
    pictures: &RefCell<BTreeSet<OutputPath>>,
    code: &mut Code,
) {
    let publication = &printed.publication;
    let Content::Document(doc) = &publication.content else { return code.push("(:)") };
    let context = Context {
        words: setting.words,
        page: &publication.path,
        base_url: &publication.shell.site.base_url,
        prefix,
        inside,
        file: &printed.file,
        notes: &doc.notes,
        has_picture: setting.has_picture,
        pictures,
    };
    let context = &context;
    // Sections of the text follow the title; those of its parts, their heading.
    let text = |flow: &Flow, level: u8| {
        let flow = flow.clone();
        if flow.is_empty() {
            return Literal::data(&());
        }
        Literal::Written(Box::new(move |code: &mut Code| body(&flow, level, context, code)))
    };
    let words = setting.words;
    let mut fields = Literal::fields(doc);
    if let Some(summary) = &doc.summary {
        put(&mut fields, "summary", Literal::text(summary.clone()));
    }
    put(&mut fields, "prefix", Literal::text(prefix));
    put(&mut fields, "body", doc.main_text().map_or(Literal::data(&()), |flow| text(&flow, 1)));
    put(&mut fields, "sources_title", Literal::text(words.count("sources", doc.sources.len() as i64)));
    if let Some(minutes) = doc.reading_minutes {
        let minutes = i64::try_from(minutes).unwrap_or(i64::MAX);
        put(&mut fields, "reading_text", Literal::text(words.count("reading-minutes", minutes)));
    }
    match &doc.special {
        Special::Brochure { panels, intro, .. } => {
            put(&mut fields, "intro", text(intro, 1));
            each(&mut fields, "panels", |index, panel| put(panel, "body", text(&panels[index].body, 2)));
        }
        Special::Module(module) => {
            put(&mut fields, "intro", text(&module.intro, 1));
            put(&mut fields, "minutes_text", Literal::text(words.count("minutes", module.minutes.into())));
            each(&mut fields, "segments", |index, fields| {
                let segment = &module.segments[index];
                put(fields, "body", text(&segment.part.body, 2));
                put(fields, "minutes_text", Literal::text(words.count("minutes", segment.minutes.into())));
            });
            let sheets = handouts(module);
            put(&mut fields, "handouts_title", Literal::text(words.count("handouts", sheets.len() as i64)));
            let credit = module.credit_hours.map(|hours| match hours.fract() == 0.0 {
                true => words.count("credit-hours", hours as i64),
                false => words.with("credit-hours", &[("n", &hours.to_string())]),
            });
            put(&mut fields, "credit_text", Literal::data(&credit));
            let sheet = |(block, inside): &(&Block, Flow)| {
                let name = block.name.as_ref().map(|name| format!("{prefix}{name}"));
                Literal::Map(vec![
                    ("title".to_owned(), Literal::text(block.title.clone())),
                    ("name".to_owned(), Literal::data(&name)),
                    ("body".to_owned(), text(inside, 2)),
                ])
            };
            put(&mut fields, "handouts", Literal::List(sheets.iter().map(sheet).collect()));
        }
        Special::Matrix { intro, .. } => put(&mut fields, "intro", text(intro, 1)),
        Special::Message(message) => each(&mut fields, "questions", |index, question| {
            put(question, "body", text(&message.questions[index].body, 2));
        }),
        Special::Guide { .. } | Special::Chapter { .. } | Special::Page {} => {}
    }
    absolute_fields(&mut fields, context.page, prefix, inside, context.base_url);
    Literal::Map(fields).write(code);
}

/// The handouts of a module with what stands on each, in the order of the text.
fn handouts(module: &Module) -> Vec<(&Block, Flow)> {
    let bodies = module.segments.iter().map(|segment| &segment.part.body);
    let bodies = std::iter::once(&module.intro).chain(bodies);
    bodies
        .flat_map(|flow| {
            flow.nodes.clone().filter_map(|index| {
                let node = flow.tree.node(index);
                match node.extra() {
                    Some(Closed::Block(block)) if block.kind == DivKind::Handout => {
                        Some((block, Flow::inside(&flow.tree, node, index + 1)))
                    }
                    _ => None,
                }
            })
        })
        .collect()
}

/// Makes the addresses of data public ones: paper has no page to start from.
fn absolute<'a>(literal: Literal<'a>, paper: &Paper) -> Literal<'a> {
    let publication = &paper.document.publication;
    let inside = |target: &OutputPath| prefix_of(paper, target);
    match literal {
        Literal::Data(mut value) => {
            addresses(&mut value, &publication.path, "", &inside, &publication.shell.site.base_url);
            Literal::Data(value)
        }
        other => other,
    }
}

fn absolute_fields(
    fields: &mut Fields,
    page: &OutputPath,
    prefix: &str,
    inside: &dyn Fn(&OutputPath) -> Option<String>,
    base_url: &str,
) {
    for (_, literal) in fields {
        match literal {
            Literal::Data(value) => addresses(value, page, prefix, inside, base_url),
            Literal::Map(fields) => absolute_fields(fields, page, prefix, inside, base_url),
            Literal::List(items) => {
                for item in items {
                    if let Literal::Map(fields) = item {
                        absolute_fields(fields, page, prefix, inside, base_url);
                    }
                }
            }
            Literal::Written(_) => {}
        }
    }
}

/// Rewrites `href`s: `#name` for a label of this paper, else a public address.
fn addresses(
    value: &mut Value,
    page: &OutputPath,
    prefix: &str,
    inside: &dyn Fn(&OutputPath) -> Option<String>,
    base_url: &str,
) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| addresses(item, page, prefix, inside, base_url));
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(href) if key == "href" || key.ends_with("_href") => {
                        let place = super::body::destination(href, page, prefix, inside, base_url);
                        *href = place.into_href();
                    }
                    other => addresses(other, page, prefix, inside, base_url),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
