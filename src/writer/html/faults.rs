//! What can be wrong in the theme files of a site.

use std::collections::HashMap;
use std::ops::Range;

use tera::ErrorKind;

use crate::diag::{Diagnostic, Span, did_you_mean, nearest, rules, text_of};
use crate::site::Site;
use crate::syntax;
use crate::vfs::{SitePath, Snapshot, embedded};

/// How deep braces, brackets and parentheses of a style sheet may stand in
/// each other. The library that reads them has no limit of its own.
const MAX_NESTING: usize = 100;

/// The endings of files that are text.
const TEXTS: [&str; 6] = ["css", "ftl", "html", "js", "txt", "xml"];

/// Finds what can't be read at all: `not-utf8`, `invalid-character`, and
/// `invalid-template` for templates without a word and style sheets whose
/// brackets don't fit.
pub fn unreadable(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let files = snapshot.below("templates").filter(|(path, _)| TEXTS.contains(&path.extension()));
    files.filter_map(|(path, bytes)| fault_of(path, bytes)).collect()
}

fn fault_of(path: &SitePath, bytes: &[u8]) -> Option<Diagnostic> {
    let text = match text_of(path, bytes) {
        Ok(text) => text,
        Err(found) => return Some(*found),
    };
    if path.extension() == "html" && text.trim().is_empty() {
        let found = Diagnostic::new(&rules::INVALID_TEMPLATE, Span::file(path), "this template is empty");
        return Some(match embedded::theme_file(path) {
            Some(_) => found.hint("delete the file: then the program's own template is used"),
            None => found.hint("delete the file, or write what it shows"),
        });
    }
    if let Some((at, sign)) = text.char_indices().find(|(_, sign)| syntax::is_forbidden(*sign)) {
        let message = format!("the invisible sign U+{:04X} stands here", u32::from(sign));
        let span = Span::new(path, at..at + sign.len_utf8());
        return Some(
            Diagnostic::new(&rules::INVALID_CHARACTER, span, message).hint("delete it: no page may hold it"),
        );
    }
    let (at, message, hint) = match (path.extension() == "css").then(|| brackets(text))? {
        Brackets::Good => return None,
        Brackets::Open(at) => {
            (at, "this bracket is never closed".to_owned(), "put its partner where the rule or value ends")
        }
        Brackets::TooDeep(at) => (
            at,
            format!("more than {MAX_NESTING} brackets are open here"),
            "close some of them: a `}` may be missing further up",
        ),
    };
    let message = format!("this style sheet can't be read: {message}");
    Some(Diagnostic::new(&rules::INVALID_TEMPLATE, Span::new(path, at..at + 1), message).hint(hint))
}

/// How the brackets of a style sheet stand in each other.
enum Brackets {
    Good,
    /// The last one that is left open. CSS would close it at the end of the
    /// file, and lose what stands in between.
    Open(usize),
    /// The first one that is nested too deep.
    TooDeep(usize),
}

/// Looks at all brackets outside of comments and texts.
fn brackets(text: &str) -> Brackets {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = memchr::memmem::find(&bytes[at..], b"*/").map_or(bytes.len(), |length| at + length + 1);
            }
            b'\\' => at += 1,
            quote @ (b'"' | b'\'') => at = end_of_text(bytes, at, quote),
            b'{' | b'[' | b'(' if open.len() == MAX_NESTING => return Brackets::TooDeep(at),
            b'{' | b'[' | b'(' => open.push(at),
            close @ (b'}' | b']' | b')') => {
                let partner = match close {
                    b'}' => b'{',
                    b']' => b'[',
                    _ => b'(',
                };
                match open.last().copied() {
                    Some(last) if bytes[last] == partner => drop(open.pop()),
                    Some(last) if close == b'}' => return Brackets::Open(last),
                    _ => {}
                }
            }
            _ => {}
        }
        at += 1;
    }
    open.last().map_or(Brackets::Good, |last| Brackets::Open(*last))
}

/// The last byte of a text in quotes, which ends at the end of its line.
fn end_of_text(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// Finds `unused-template`: files of the site that take no file's place and
/// that no other file names.
pub fn unused(snapshot: &Snapshot, site: &Site) -> Vec<Diagnostic> {
    let is_theme = |path: &SitePath| path.as_str().starts_with("templates/");
    let files: Vec<&SitePath> = snapshot
        .below("templates")
        .map(|(path, _)| path)
        .filter(|path| TEXTS.contains(&path.extension()) && embedded::theme_file(path).is_none())
        // Licences lie beside the fonts of paper.
        .filter(|path| !path.as_str().starts_with("templates/typst/fonts/"))
        .filter(|path| !is_words(path, site) && !is_named(path, snapshot))
        .collect();
    let theirs: Vec<SitePath> = match files.is_empty() {
        true => Vec::new(),
        false => embedded::theme().map(|(path, _)| path).filter(is_theme).collect(),
    };
    let found = files.into_iter().map(|path| {
        let name = path.file_name();
        let same_name = theirs.iter().find(|theirs| theirs.file_name() == name).map(SitePath::as_str);
        let beside = theirs.iter().filter(|theirs| theirs.folder() == path.folder());
        let near =
            nearest(name, beside.map(SitePath::file_name)).map(|near| format!("{}/{near}", path.folder()));
        let hint = match (path.extension(), same_name.map(str::to_owned).or(near)) {
            ("ftl", _) => {
                "words belong to a language: declare it in `[languages]` of site-config.toml".to_owned()
            }
            (_, Some(near)) => format!("to take the place of the program's own file, rename it to `{near}`"),
            ("css", None) if path.folder() == "templates/css/kinds" => {
                format!("link it in a template (`{{{{ page.sheets.{} }}}}`), or delete it", path.stem())
            }
            ("css", None) => {
                format!("import it in `templates/css/site.css` (`@import \"{name}\";`), or delete it")
            }
            (_, None) => "name it in a template that is used, or delete it".to_owned(),
        };
        Diagnostic::new(&rules::UNUSED_TEMPLATE, Span::file(path), "nothing uses this file").hint(hint)
    });
    found.collect()
}

/// Whether a file holds the words of one of the site's languages.
fn is_words(path: &SitePath, site: &Site) -> bool {
    path.folder() == "templates/i18n" && path.extension() == "ftl" && site.languages.contains_key(path.stem())
}

/// Whether another file of the theme names a file.
fn is_named(path: &SitePath, snapshot: &Snapshot) -> bool {
    let others = snapshot.below("templates").filter(|(other, _)| *other != path);
    let mut texts = others.filter(|(other, _)| TEXTS.contains(&other.extension()));
    let name = match path.folder() {
        "templates/css/kinds" => format!("sheets.{}", path.stem()),
        _ => path.file_name().to_owned(),
    };
    texts.any(|(_, bytes)| memchr::memmem::find(bytes, name.as_bytes()).is_some())
}

/// A template's errors at their places.
pub fn template(
    error: &tera::Error,
    sources: &HashMap<String, SitePath>,
    snapshot: &Snapshot,
) -> Vec<Diagnostic> {
    let quoted = |name: &str, other: &str| {
        let text = sources.get(name).and_then(|path| snapshot.text(path)).unwrap_or_default();
        let quotes = ['"', '\'', '`'].into_iter().map(|quote| format!("{quote}{other}{quote}"));
        let at = quotes.filter_map(|quoted| text.find(&quoted)).min();
        at.map_or(0..0, |at| at..at + other.len() + 2)
    };
    let circle = |chain: &[String], name: &str| {
        let next = chain.iter().find(|next| *next != name).map_or(name, String::as_str);
        quoted(name, next)
    };
    let (name, range, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.filename(), report.span().range.clone(), report.message().to_owned())
        }
        ErrorKind::MissingParent { current, parent } => {
            (current.as_str(), quoted(current, parent), format!("unknown template `{parent}`"))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            (tpl.as_str(), circle(inheritance_chain, tpl), "it extends itself".to_owned())
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            (tpl.as_str(), circle(include_chain, tpl), "it includes itself".to_owned())
        }
        other => return reports(&other.to_string(), sources, snapshot),
    };
    vec![problem(name, range, &message, sources)]
}

/// Names that a template uses and nobody made come as a text of several
/// reports: `error: …`, then `--> file:line:column`, then an excerpt.
fn reports(text: &str, sources: &HashMap<String, SitePath>, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(message) = line.trim_start().strip_prefix("error: ") else { continue };
        let place = lines.peek().and_then(|next| next.trim_start().strip_prefix("--> "));
        let mut parts = place.unwrap_or_default().rsplitn(3, ':');
        let column = parts.next().and_then(|column| column.parse().ok()).unwrap_or(1usize);
        let line = parts.next().and_then(|line| line.parse().ok()).unwrap_or(1usize);
        let name = parts.next().unwrap_or_default();
        let source = sources.get(name).and_then(|path| snapshot.text(path)).unwrap_or_default();
        let start = source.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let rest = source.get(start..).unwrap_or_default();
        let start = start + rest.char_indices().nth(column - 1).map_or(0, |(index, _)| index);
        let rest = source.get(start..).unwrap_or_default();
        let word = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(1, |length| length + 2),
            _ => rest.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c))).unwrap_or(rest.len()).max(1),
        };
        found.push(problem(name, start..start + word, message, sources));
    }
    if found.is_empty() {
        found.push(problem("", 0..0, text, sources));
    }
    found
}

/// The finding about one fault of a template. Further lines of the message
/// are hints.
fn problem(
    name: &str,
    range: Range<usize>,
    message: &str,
    sources: &HashMap<String, SitePath>,
) -> Diagnostic {
    let path =
        sources.get(name).cloned().unwrap_or_else(|| SitePath::new("templates/html").expect("a good path"));
    let mut lines = message.lines();
    let first = lines.next().unwrap_or_default().trim_end_matches('.');
    let (first, known) = match first.split_once(". Available ") {
        Some((first, known)) => (first, known.split_once(": ").map(|(_, known)| known)),
        None => (first, None),
    };
    let message = format!("this template can't be rendered: {}", small_first(first));
    let mut found = Diagnostic::new(&rules::INVALID_TEMPLATE, Span::new(&path, range), message);
    let word = first.split('`').nth(1).unwrap_or_default();
    if let Some(known) = known {
        found = found.hint_opt(did_you_mean(word, known.split(", ")));
    }
    if first.starts_with("Unknown template") || first.starts_with("unknown template") {
        found = found.hint_opt(
            nearest(word, sources.keys().map(String::as_str)).map(|near| format!("did you mean `{near}`?")),
        );
    }
    for hint in lines.filter(|line| !line.trim().is_empty()) {
        found = found.hint(hint.trim());
    }
    if !found.hints.is_empty() {
        return found;
    }
    found.hint("docs/templates.md lists what a page offers its template; the language of templates is Tera")
}

/// A message as we write ours: without a capital at its start.
fn small_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
