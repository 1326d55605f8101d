//! The theme: templates, style sheets, scripts and fonts of a site, its own
//! files before those of the program.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use indexmap::IndexMap;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::{css, faults};
use crate::build::Artifact;
use crate::diag::{Diagnostic, Outcome, Span, did_you_mean, has_errors, rules, text_of};
use crate::edition::address;
use crate::site::Site;
use crate::vfs::{Hash, Hasher, OutputPath, SitePath, Snapshot};
use crate::words::Words;

/// Where the templates lie.
const FOLDER: &str = "templates/html/";

/// Everything that pages share.
pub struct Theme {
    /// Templates for each language, whose `t` speaks it.
    tera: HashMap<String, Tera>,
    /// The words of each language.
    words: IndexMap<String, Arc<Words>>,
    /// The files that pages refer to.
    pub files: Files,
    /// Those files, to publish.
    pub artifacts: Vec<Artifact>,
    /// A hash of templates, words and the addresses of what all pages share.
    pub hash: Hash,
    /// The templates' text, for findings.
    sources: HashMap<String, SitePath>,
}

impl Files {
    /// The sheet of a page of an audience, or of one for all.
    pub fn sheet(&self, audience: Option<&str>) -> &OutputPath {
        audience.and_then(|id| self.audiences.get(id)).unwrap_or(&self.all_audiences)
    }
}

/// Where the files that pages refer to lie.
#[derive(Clone, Debug)]
pub struct Files {
    /// The style sheet of all pages.
    pub css: OutputPath,
    /// The style sheet of fonts beyond Latin.
    pub faces_css: OutputPath,
    /// The style sheets that only some pages need, by their names in
    /// `templates/css/kinds/`.
    pub sheets: BTreeMap<String, OutputPath>,
    /// The script of all pages.
    pub js: OutputPath,
    /// The script of search pages.
    pub search_js: OutputPath,
    /// The script of pages with a calculator of hours.
    pub load_js: OutputPath,
    /// The icon.
    pub icon: OutputPath,
    /// The sheets with an audience's colour.
    pub audiences: HashMap<String, OutputPath>,
    /// The sheet with all colours, for the chooser.
    pub all_audiences: OutputPath,
}

impl Theme {
    /// Loads the theme of a site. `snapshot` holds the program's own files
    /// where the site has none.
    ///
    /// Findings: `invalid-template` for templates, style sheets and words.
    pub fn load(snapshot: &Snapshot, site: &Site) -> Outcome<Option<Theme>> {
        let mut diagnostics = faults::unreadable(snapshot);
        diagnostics.extend(faults::unused(snapshot, site));
        let mut words = IndexMap::new();
        for lang in site.languages.keys() {
            words.insert(
                lang.to_string(),
                Arc::new(Words::load(snapshot, lang.as_str()).collect(&mut diagnostics)),
            );
        }
        let mut sources = HashMap::new();
        let mut templates = Vec::new();
        for (path, bytes) in snapshot.below(FOLDER.trim_end_matches('/')) {
            if let Ok(text) = text_of(path, bytes) {
                templates.push((&path.as_str()[FOLDER.len()..], text));
            }
            sources.insert(path.as_str()[FOLDER.len()..].to_owned(), path.clone());
        }
        if has_errors(&diagnostics) {
            return Outcome { value: None, diagnostics };
        }
        let mut tera = HashMap::new();
        for (lang, words) in &words {
            let mut engine = Tera::default();
            engine.set_escape_fn(escape);
            let words = words.clone();
            engine.register_function("t", move |args: Kwargs, _: &State| translate(&words, &args));
            if let Err(error) = engine.add_raw_templates(templates.iter().copied()) {
                let mut errors = syntax_errors(&templates);
                if errors.is_empty() {
                    errors.push(error);
                }
                diagnostics
                    .extend(errors.iter().flat_map(|error| faults::template(error, &sources, snapshot)));
                return Outcome { value: None, diagnostics };
            }
            tera.insert(lang.clone(), engine);
        }
        let mut artifacts = Vec::new();
        let files = match files(snapshot, site, &mut artifacts) {
            Ok(files) => files,
            Err(problem) => {
                diagnostics.push(*problem);
                return Outcome { value: None, diagnostics };
            }
        };
        let hash = theme_hash(snapshot, &files);
        Outcome { value: Some(Theme { tera, words, files, artifacts, hash, sources }), diagnostics }
    }

    /// The words of a language.
    pub fn words(&self, lang: &str) -> &Words {
        self.words.get(lang).or_else(|| self.words.values().next()).expect("a site has a language")
    }

    /// The words of a language, to keep.
    pub fn shared_words(&self, lang: &str) -> Arc<Words> {
        self.words.get(lang).or_else(|| self.words.values().next()).expect("a site has a language").clone()
    }

    /// Renders a template. `page` names what is being made, for findings.
    pub fn render(
        &self,
        lang: &str,
        template: &str,
        context: &Context,
        page: &str,
    ) -> Result<String, Box<Diagnostic>> {
        let tera = self.tera.get(lang).or_else(|| self.tera.values().next()).expect("a site has a language");
        tera.render(template, context).map_err(|error| {
            let mut found = faults::template(&error, &self.sources, &Snapshot::new());
            Box::new(found.swap_remove(0).making(page))
        })
    }
}

/// A hash of all that decides how any publication is written; the sheets of
/// audiences are for those pages alone that use them.
fn theme_hash(snapshot: &Snapshot, files: &Files) -> Hash {
    let mut hasher = Hasher::new();
    for (path, hash) in snapshot.hashes() {
        if ["templates/html/", "templates/i18n/"].iter().any(|folder| path.as_str().starts_with(folder)) {
            hasher.text(path.as_str()).hash(&hash);
        }
    }
    let all = [&files.css, &files.faces_css, &files.js, &files.search_js, &files.load_js, &files.icon];
    hasher.texts(all.iter().map(|path| path.as_str()));
    hasher.texts(files.sheets.values().map(OutputPath::as_str));
    hasher.finish()
}

/// The errors of all templates that can't be read, each looked at alone.
fn syntax_errors(templates: &[(&str, &str)]) -> Vec<tera::Error> {
    let alone = |(name, text): &(&str, &str)| Tera::default().add_raw_template(name, text).err();
    let errors = templates.iter().filter_map(alone);
    errors.filter(|error| matches!(error.kind(), ErrorKind::SyntaxError(_))).collect()
}

/// Escapes text as Tera's own function does, a run of signs at a time and not
/// sign by sign.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut rest = text.as_bytes();
    while let Some((at, entity)) = rest.iter().enumerate().find_map(|(at, byte)| Some((at, entity(*byte)?))) {
        out.write_all(&rest[..at])?;
        out.write_all(entity)?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest)
}

fn entity(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b'&' => Some(b"&amp;"),
        b'<' => Some(b"&lt;"),
        b'>' => Some(b"&gt;"),
        b'"' => Some(b"&quot;"),
        b'\'' => Some(b"&#39;"),
        _ => None,
    }
}

/// `t(key="minutes", n=5)`: the words of a message.
fn translate(words: &Words, args: &Kwargs) -> TeraResult<String> {
    let key = args.must_get::<&str>("key")?;
    if let Some(text) = words.constant(key) {
        return Ok(text.to_owned());
    }
    if !words.has(key) {
        let near = did_you_mean(key, words.keys()).map(|near| format!("\n{near}")).unwrap_or_default();
        return Err(tera::Error::message(format!("no message `{key}` in templates/i18n{near}")));
    }
    let mut values = fluent_bundle::FluentArgs::new();
    for (name, value) in args.iter() {
        let name = name.as_str().unwrap_or_default();
        if name == "key" {
            continue;
        }
        values.set(name.to_owned(), fluent_value(value));
    }
    Ok(words.format(key, Some(&values)))
}

fn fluent_value(value: &Value) -> fluent_bundle::FluentValue<'static> {
    match (value.as_i64(), value.as_f64(), value.as_str()) {
        (Some(number), _, _) => number.into(),
        (None, Some(number), _) => number.into(),
        (None, None, Some(text)) => text.to_owned().into(),
        _ => value.to_string().into(),
    }
}

/// Makes the shared files, each named after its content.
fn files(snapshot: &Snapshot, site: &Site, artifacts: &mut Vec<Artifact>) -> Result<Files, Box<Diagnostic>> {
    let path = |text: &str| SitePath::new(text).expect("a good path");
    let css = sheet(snapshot, "site", "templates/css/site.css", artifacts)?;
    let faces_css = sheet(snapshot, "faces", "templates/css/faces.css", artifacts)?;
    let mut sheets = BTreeMap::new();
    let kinds = snapshot.below("templates/css/kinds").filter(|(path, _)| path.extension() == "css");
    for (path, _) in kinds {
        let name = path.stem();
        sheets.insert(name.to_owned(), sheet(snapshot, name, path.as_str(), artifacts)?);
    }
    let script = |name: &str, artifacts: &mut Vec<Artifact>| {
        let file = path(&format!("templates/js/{name}.js"));
        let bytes = snapshot.shared_bytes(&file).unwrap_or_default();
        publish(artifacts, name, "js", bytes)
    };
    let icon = path("templates/img/favicon.svg");
    let mut audiences = HashMap::new();
    let mut all = String::new();
    for (_, audience) in site.editions() {
        let colours =
            format!("--accent:{};--accent-dark:{}", audience.accent.light_css(), audience.accent.dark_css());
        all.push_str(&format!(".a-{}{{{colours}}}\n", audience.id));
        let sheet = format!(":root{{{colours}}}\n");
        audiences.insert(
            audience.id.to_string(),
            publish(artifacts, &format!("audience-{}", audience.id), "css", sheet.into_bytes().into()),
        );
    }
    Ok(Files {
        css,
        faces_css,
        sheets,
        js: script("site", artifacts),
        search_js: script("search", artifacts),
        load_js: script("load", artifacts),
        icon: publish(artifacts, "favicon", "svg", snapshot.shared_bytes(&icon).unwrap_or_default()),
        audiences,
        all_audiences: publish(artifacts, "audiences", "css", all.into_bytes().into()),
    })
}

/// Publishes a style sheet with everything that it imports and refers to.
fn sheet(
    snapshot: &Snapshot,
    name: &str,
    entry: &str,
    artifacts: &mut Vec<Artifact>,
) -> Result<OutputPath, Box<Diagnostic>> {
    let entry = SitePath::new(entry).expect("a good path");
    let root = SitePath::new("templates/css/site.css").expect("a good path");
    let sheet = css::bundle(snapshot, &entry)?;
    let mut text = sheet.css;
    for (placeholder, url) in sheet.urls {
        let target = root.join(&url).filter(|target| snapshot.bytes(target).is_some());
        let Some(target) = target else {
            let message = format!("there is no file `{url}`");
            let found = Diagnostic::new(&rules::INVALID_TEMPLATE, place_of(&url, snapshot, &entry), message);
            return Err(Box::new(
                found.hint("addresses in all style sheets are relative to `templates/css/`"),
            ));
        };
        let bytes = snapshot.shared_bytes(&target).expect("just seen");
        let hashed = publish(artifacts, target.stem(), target.extension(), bytes);
        text = text.replace(&placeholder, hashed.as_str().trim_start_matches("assets/"));
    }
    Ok(publish(artifacts, name, "css", text.into_bytes().into()))
}

/// Where a style sheet names an address.
fn place_of(url: &str, snapshot: &Snapshot, entry: &SitePath) -> Span {
    let mut sheets = snapshot.below("templates/css");
    let place = sheets.find_map(|(path, bytes)| Some((path, memchr::memmem::find(bytes, url.as_bytes())?)));
    place.map_or_else(|| Span::file(entry), |(path, at)| Span::new(path, at..at + url.len()))
}

/// Adds a file whose name says its content, so that browsers may keep it.
fn publish(artifacts: &mut Vec<Artifact>, stem: &str, extension: &str, bytes: Arc<[u8]>) -> OutputPath {
    let hash = blake3::hash(&bytes).to_hex();
    let path = address::asset(&format!("{stem}.{}.{extension}", &hash[..10]));
    if !artifacts.iter().any(|artifact| artifact.path == path) {
        artifacts.push(Artifact { path: path.clone(), bytes });
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_tera_does() {
        for text in ["", "plain", "&", "<a href=\"x\">Ann's & Tom's</a>", "é < ü", "&&<"] {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            escape(text, &mut ours).expect("a vector takes all");
            tera::escape_html(text, &mut theirs).expect("a vector takes all");
            assert_eq!(ours, theirs, "{text}");
        }
    }
}
