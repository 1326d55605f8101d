//! A district's logo: PNG as it is, SVG with nothing in it that could do
//! anything.
//!
//! A drawing is kept only when each of its elements and attributes is known to
//! be harmless. What drawing programs note for themselves is dropped; scripts,
//! events, references to elsewhere, entities and foreign content are refused,
//! so that whoever sent the file hears of it.

use std::sync::Arc;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, Writer};

use super::values::{self, Look, Problem, shown};
use crate::diag::rules::{INVALID_VALUE, MISSING_ALT};
use crate::diag::{Diagnostic, Rule, Span, did_you_mean};
use crate::site::raw::district::RawLogo;
use crate::vfs::{SitePath, Snapshot};

/// The largest file of a logo, in bytes.
const MAX_BYTES: usize = 1_000_000;

/// The largest side of a PNG, in pixels.
const MAX_SIDE: u32 = 4_000;

/// How deep elements may stand in each other.
const MAX_DEPTH: usize = 64;

/// How often a drawing may repeat a part of itself: each may hold others.
const MAX_USES: usize = 20;

/// A picture that stands for a district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The file.
    pub path: SitePath,
    /// What it shows, for readers who don't see it.
    pub alt: String,
    /// The picture itself.
    pub picture: Picture,
}

/// What a logo is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// A drawing without anything that could do something. The file of the
    /// site may hold more: this is what may be published.
    Svg(Arc<str>),
    /// The file as it is.
    Png,
}

/// Reads the logo of a district; `folder` is where its file lies.
pub fn load(
    raw: &RawLogo,
    folder: &str,
    path: &SitePath,
    snapshot: &Snapshot,
    sink: &mut Vec<Diagnostic>,
) -> Option<Logo> {
    let mut look = Look { path, sink };
    let span = raw.file.span(path);
    let alt = match raw.alt.trim() {
        // In TOML an empty text was reported with the shape of the file.
        "" if path.extension() == "toml" => None,
        "" => {
            let finding =
                Diagnostic::new(&MISSING_ALT, raw.alt.span(path), "the logo has no alternative text");
            look.sink.push(finding.hint("say whose it is in the column `logo.alt`"));
            None
        }
        _ => look.one(&raw.alt, values::line),
    };
    let file = look.one(&raw.file, values::line)?;
    let plain = !file.is_empty() && !file.contains(['/', '\\', ':']) && !file.starts_with('.');
    let Some(place) = SitePath::new(&format!("{folder}/{file}")).filter(|_| plain) else {
        let message = format!("`{}` doesn't lie beside district.toml", shown(&file));
        look.tell(
            &raw.file,
            Problem::new(message, format!("put the file into `{folder}/` and write its name only")),
        );
        return None;
    };
    let Some(bytes) = snapshot.bytes(&place) else {
        let prefix = format!("{folder}/");
        let others = snapshot.below(folder).map(|(other, _)| other.as_str());
        let names = others.filter_map(|other| other.strip_prefix(prefix.as_str()));
        let hint = did_you_mean(&file, names).unwrap_or_else(|| format!("put the file into `{folder}/`"));
        look.tell(&raw.file, Problem::new(format!("there is no file `{place}`"), hint));
        return None;
    };
    match picture(&place, bytes) {
        Ok(picture) => alt.map(|alt| Logo { path: place, alt, picture }),
        Err(Refused { rule, message, at }) => {
            let span = at.map_or(span, |at| Span::new(&place, at..at));
            look.sink.push(
                Diagnostic::new(rule, span, format!("the logo `{place}` {message}"))
                    .hint("save it again as a plain SVG, without scripts and linked pictures, or as PNG"),
            );
            None
        }
    }
}

/// Why a file can't be a logo.
#[derive(Debug)]
struct Refused {
    rule: &'static Rule,
    message: String,
    /// The byte of the file at which it shows.
    at: Option<usize>,
}

fn refused<T>(message: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { rule: &INVALID_VALUE, message: message.into(), at: None })
}

fn picture(path: &SitePath, bytes: &[u8]) -> Result<Picture, Refused> {
    if bytes.len() > MAX_BYTES {
        return refused(format!("has {} bytes, and {MAX_BYTES} at most may be", bytes.len()));
    }
    match path.extension() {
        "svg" => match std::str::from_utf8(bytes) {
            Ok(text) => clean(text.trim_start_matches('\u{feff}')).map(|svg| Picture::Svg(svg.into())),
            Err(_) => refused("isn't in UTF-8"),
        },
        "png" => png(bytes).map(|()| Picture::Png),
        _ => refused("is neither SVG nor PNG"),
    }
}

/// Looks at the first bytes of a PNG: its mark, and its size.
fn png(bytes: &[u8]) -> Result<(), Refused> {
    let side = |at: usize| {
        bytes.get(at..at + 4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
    };
    let marked = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR".as_slice());
    match (side(16), side(20)) {
        (Some(width), Some(height)) if marked => {
            match (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height) {
                true => Ok(()),
                false => refused(format!("is {width} × {height} pixels, and {MAX_SIDE} at most may be")),
            }
        }
        _ => refused("has the ending of a PNG and is none"),
    }
}

/// The elements that draw.
const ELEMENTS: [&str; 23] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "symbol",
    "use",
    "style",
];

/// Returns the drawing without what drawing programs note for themselves.
fn clean(source: &str) -> Result<String, Refused> {
    let mut reader = Reader::from_str(source);
    let mut writer = Writer::new(Vec::new());
    let mut open: Vec<String> = Vec::new();
    // How deep inside of something that is dropped.
    let mut dropped = 0usize;
    let mut uses = 0usize;
    let mut roots = 0usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).ok();
        let here = |mut refused: Refused| {
            refused.at = at;
            refused
        };
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return refused(format!("can't be read: {error}")).map_err(here),
        };
        let event = match event {
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) => continue,
            Event::DocType(_) => return refused("has a DOCTYPE, which could define entities").map_err(here),
            Event::PI(_) => return refused("has a processing instruction").map_err(here),
            Event::Start(_) | Event::Empty(_) if open.len() + dropped >= MAX_DEPTH => {
                return refused("has elements too deep in each other").map_err(here);
            }
            Event::Start(_) if dropped > 0 => {
                dropped += 1;
                continue;
            }
            Event::End(_) if dropped > 0 => {
                dropped -= 1;
                continue;
            }
            _ if dropped > 0 => continue,
            Event::Start(start) => match element(&start, &open, &mut uses).map_err(here)? {
                Some((name, element)) => {
                    roots += usize::from(open.is_empty());
                    open.push(name);
                    Event::Start(element)
                }
                None => {
                    dropped = 1;
                    continue;
                }
            },
            Event::Empty(start) => match element(&start, &open, &mut uses).map_err(here)? {
                Some((_, element)) => {
                    roots += usize::from(open.is_empty());
                    Event::Empty(element)
                }
                None => continue,
            },
            Event::End(end) => {
                open.pop();
                Event::End(end)
            }
            Event::Text(text) => {
                if open.last().is_some_and(|name| name == "style") {
                    style(&text).map_err(here)?;
                }
                Event::Text(text)
            }
            Event::CData(data) => {
                let text: String = (*data).to_owned();
                if open.last().is_some_and(|name| name == "style") {
                    style(&text).map_err(here)?;
                }
                Event::Text(BytesText::new(&text).into_owned())
            }
            Event::GeneralRef(name) => {
                let known = ["amp", "lt", "gt", "quot", "apos"].iter().any(|known| *known == &*name);
                // In a style sheet a reference could spell what is refused.
                let in_style = open.last().is_some_and(|name| name == "style");
                if in_style || !(known || name.is_char_ref()) {
                    return refused(format!("has the entity `&{};`", shown(&name))).map_err(here);
                }
                Event::GeneralRef(name)
            }
        };
        if let Err(error) = writer.write_event(event) {
            return refused(format!("can't be written: {error}"));
        }
    }
    if roots != 1 || !open.is_empty() {
        return refused("isn't one whole drawing");
    }
    match String::from_utf8(writer.into_inner()) {
        Ok(text) if text.trim_start().starts_with("<svg") => Ok(text.trim().to_owned()),
        _ => refused("is no SVG"),
    }
}

/// Returns an element with its name; nothing when it is to be dropped.
fn element(
    start: &BytesStart,
    open: &[String],
    uses: &mut usize,
) -> Result<Option<(String, BytesStart<'static>)>, Refused> {
    let name = start.name().as_ref().to_owned();
    // Notes of Inkscape, Illustrator and others.
    if name == "metadata"
        || ["sodipodi:", "inkscape:", "rdf:", "cc:", "dc:"].iter().any(|own| name.starts_with(own))
    {
        return Ok(None);
    }
    if !ELEMENTS.contains(&name.as_str()) {
        return refused(format!("has the element `<{}>`", shown(&name)));
    }
    if open.last().is_some_and(|parent| parent == "style") || (open.is_empty() && name != "svg") {
        return refused(format!("has the element `<{name}>` where none may be"));
    }
    *uses += usize::from(name == "use");
    if *uses > MAX_USES {
        return refused("repeats parts of itself too often");
    }
    let mut kept = BytesStart::new(name.clone());
    for attribute in start.attributes() {
        let Ok(attribute) = attribute else { return refused("has an attribute that can't be read") };
        let key = attribute.key.as_ref().to_owned();
        let value = attribute.value.to_string();
        let local = key.rsplit_once(':').map_or(key.as_str(), |(_, local)| local).to_lowercase();
        if local.starts_with("on") {
            return refused(format!("has the event `{}`", shown(&key)));
        }
        let namespace = key == "xmlns" || key.starts_with("xmlns:");
        let mine = !key.contains(':')
            || ["xlink:href", "xml:space", "xml:lang", "xmlns:xlink"].contains(&key.as_str());
        if !mine {
            continue;
        }
        if namespace {
            let expected = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];
            if !expected.contains(&value.as_str()) {
                return refused(format!("has the namespace `{}`", shown(&value)));
            }
        } else {
            harmless(&key, &local, &value)?;
        }
        // As it was written: its references aren't undone.
        kept.push_attribute(Attribute { key: QName(&key), value: value.as_str().into() });
    }
    Ok(Some((name, kept)))
}

/// Whether the value of an attribute leads nowhere.
fn harmless(key: &str, local: &str, value: &str) -> Result<(), Refused> {
    // A reference could spell what is refused.
    let plain = value
        .replace("&amp;", "")
        .replace("&lt;", "")
        .replace("&gt;", "")
        .replace("&quot;", "")
        .replace("&apos;", "");
    if plain.contains('&') && ["href", "src", "style", "fill", "stroke", "filter", "mask"].contains(&local) {
        return refused(format!("has a reference in `{key}`"));
    }
    if ["href", "src"].contains(&local) && !value.trim().starts_with('#') {
        return refused(format!("leads elsewhere: `{}`", shown(value)));
    }
    style(value)
}

/// Whether a style sheet or the value of a property loads nothing.
fn style(text: &str) -> Result<(), Refused> {
    let lower: String = text.to_ascii_lowercase().split_whitespace().collect();
    let bad = [
        "@import",
        "javascript:",
        "expression(",
        "vbscript:",
        "data:",
        "-moz-binding",
        "behavior:",
        "image-set(",
        "src(",
    ];
    if let Some(bad) = bad.iter().find(|bad| lower.contains(**bad)) {
        return refused(format!("holds `{bad}`"));
    }
    // A backslash can spell any of these.
    if text.contains('\\') || text.contains("/*") {
        return refused("has a backslash or a comment in a style");
    }
    let mut addresses =
        lower.match_indices("url(").map(|(at, _)| lower[at + 4..].trim_start_matches(['"', '\'']));
    match addresses.find(|address| !address.starts_with('#') && !address.starts_with("&quot;#")) {
        Some(address) => refused(format!("loads `{}`", shown(address.split(')').next().unwrap_or_default()))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inner: &str) -> String {
        format!(
            r#"<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{inner}</svg>"#
        )
    }

    #[test]
    fn a_drawing_stays() {
        let inner = r##"<title>A &amp; B</title><defs><linearGradient id="a"><stop offset="1"/></linearGradient></defs><path d="M0 0h9v9z" fill="url(#a)"/><use xlink:href="#a"/>"##;
        let clean = clean(&svg(inner)).expect("a good drawing");
        assert!(clean.contains(inner), "{clean}");
    }

    #[test]
    fn notes_of_programs_are_dropped() {
        let inner = r#"<metadata><rdf:RDF><x/></rdf:RDF></metadata><sodipodi:namedview id="x"/><g inkscape:label="Layer"><path d="M0 0"/></g>"#;
        let clean = clean(&svg(inner)).expect("a good drawing");
        assert!(clean.ends_with(r#"<g><path d="M0 0"/></g></svg>"#), "{clean}");
    }

    #[test]
    fn hostile_drawings_are_refused() {
        for inner in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            r#"<svg:script xmlns:svg="http://www.w3.org/2000/svg"/>"#,
            r#"<path onload="alert(1)"/>"#,
            r#"<path x:ONclick="alert(1)"/>"#,
            r#"<a href="javascript:alert(1)"><path/></a>"#,
            r#"<use href="https://evil.example/x.svg#a"/>"#,
            r#"<use xlink:href="&#106;avascript:alert(1)"/>"#,
            r#"<use href="data:image/svg+xml;base64,AAAA"/>"#,
            r#"<image href="https://evil.example/x.png"/>"#,
            "<foreignObject><body/></foreignObject>",
            "<style>@import 'https://evil.example/x.css';</style>",
            "<style>path { fill: u\\72l(https://evil.example) }</style>",
            "<style>path { fill: url( 'https://evil.example' ) }</style>",
            "<style><![CDATA[@import url(x)]]></style>",
            "<style>&#64;import 'x'</style>",
            r#"<path style="background: url(//evil.example/x)"/>"#,
            r#"<path fill="url(https://evil.example/x)"/>"#,
            r##"<path fill="&#117;rl(x)"/>"##,
            r#"<animate attributeName="href" to="javascript:alert(1)"/>"#,
            r##"<set attributeName="onload" to="x"/>"##,
            "<text>&xxe;</text>",
            r#"<g xmlns="http://www.w3.org/1999/xhtml"/>"#,
            "<?xml-stylesheet href='x'?>",
            "<g>",
            "</g>",
        ] {
            assert!(clean(&svg(inner)).is_err(), "{inner}");
        }
        let entity = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"/>"#;
        assert!(clean(entity).is_err());
        assert!(clean("<html/>").is_err());
        assert!(clean("").is_err());
        assert!(clean(&svg(&"<g>".repeat(10_000))).is_err());
        assert!(clean(&svg(&r##"<use href="#a"/>"##.repeat(21))).is_err());
        assert!(clean("<svg/><svg/>").is_err());
    }

    #[test]
    fn a_png_says_its_size() {
        let file = |width: u32| {
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &width.to_be_bytes(), &9u32.to_be_bytes()].concat()
        };
        assert!(png(&file(9)).is_ok());
        assert!(png(&file(100_000)).is_err());
        assert!(png(b"<svg/>").is_err());
    }
}
