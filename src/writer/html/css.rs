//! Style sheets: bundled and minified by lightningcss.

use std::path::{Path, PathBuf};

use lightningcss::bundler::{Bundler, ResolveResult, SourceProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Features, Targets};

use crate::diag::{Diagnostic, Span, rules};
use crate::vfs::{SitePath, Snapshot};

/// A bundled sheet, and what it refers to: a placeholder in the sheet, and
/// the address as written.
pub struct Sheet {
    /// The sheet's text.
    pub css: String,
    /// Its `url()`s.
    pub urls: Vec<(String, String)>,
}

/// An import that leads nowhere.
#[derive(Debug, thiserror::Error)]
#[error("there is no file `{0}`")]
struct Missing(String);

/// Reads imports from a snapshot.
struct Files<'a> {
    snapshot: &'a Snapshot,
}

impl SourceProvider for Files<'_> {
    type Error = Missing;

    fn read<'a>(&'a self, file: &Path) -> Result<&'a str, Missing> {
        let text = site_path(file).and_then(|path| self.snapshot.text(&path));
        text.ok_or_else(|| Missing(file.display().to_string()))
    }

    fn resolve(&self, specifier: &str, from: &Path) -> Result<ResolveResult, Missing> {
        if specifier.contains("//") {
            return Ok(ResolveResult::External(specifier.to_owned()));
        }
        let path = site_path(from).and_then(|from| from.join(specifier));
        Ok(ResolveResult::File(path.map_or_else(PathBuf::new, |path| PathBuf::from(path.as_str()))))
    }
}

fn site_path(path: &Path) -> Option<SitePath> {
    SitePath::new(path.to_str()?)
}

/// The browsers that pages are made for: two years and older.
fn targets() -> Targets {
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    Targets {
        browsers: Some(Browsers {
            chrome: version(111, 0),
            edge: version(111, 0),
            firefox: version(115, 0),
            safari: version(16, 4),
            ios_saf: version(16, 4),
            ..Browsers::default()
        }),
        // Lowered, logical properties would be fixed to one direction.
        exclude: Features::LogicalProperties | Features::DirSelector,
        ..Targets::default()
    }
}

/// Bundles and minifies a sheet with everything that it imports.
pub fn bundle(snapshot: &Snapshot, entry: &SitePath) -> Result<Sheet, Box<Diagnostic>> {
    let files = Files { snapshot };
    let problem = |path: &SitePath, at: Option<(u32, u32)>, message: String| {
        let source = snapshot.text(path).unwrap_or_default();
        let start =
            at.map_or(0, |(line, column)| offset(source, line as usize, column.saturating_sub(1) as usize));
        let end = source[start..].find(char::is_whitespace).map_or(source.len(), |length| start + length);
        Box::new(Diagnostic::new(
            &rules::INVALID_TEMPLATE,
            Span::new(path, start..end),
            format!("this style sheet can't be read: {}", words(&message)),
        ))
    };
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(Path::new(entry.as_str())).map_err(|error| {
        let place =
            error.loc.as_ref().and_then(|loc| SitePath::new(&loc.filename)).unwrap_or_else(|| entry.clone());
        problem(&place, error.loc.as_ref().map(|loc| (loc.line, loc.column)), error.kind.to_string())
    })?;
    let minify = MinifyOptions { targets: targets(), ..MinifyOptions::default() };
    sheet.minify(minify).map_err(|error| problem(entry, None, error.kind.to_string()))?;
    let printer = PrinterOptions {
        minify: true,
        targets: targets(),
        analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
        ..PrinterOptions::default()
    };
    let printed = sheet.to_css(printer).map_err(|error| problem(entry, None, error.kind.to_string()))?;
    let urls =
        printed.dependencies.unwrap_or_default().into_iter().filter_map(|dependency| match dependency {
            Dependency::Url(url) => Some((url.placeholder, url.url)),
            Dependency::Import(_) => None,
        });
    Ok(Sheet { css: printed.code, urls: urls.collect() })
}

/// A parser's message without the names of its own types: `Ident("red")` is
/// `red`.
fn words(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(open) = rest.find("(\"").or_else(|| rest.find("('")) {
        let before = rest[..open].trim_end_matches(char::is_alphanumeric);
        let inside = &rest[open + 2..];
        let Some(length) = inside.find("\")").or_else(|| inside.find("')")) else { break };
        out.push_str(&format!("{before}`{}`", &inside[..length]));
        rest = &inside[length + 2..];
    }
    out.push_str(rest);
    let mut letters = out.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The byte at a line (from 0) and a column.
fn offset(source: &str, line: usize, column: usize) -> usize {
    let start = source.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let mut at = (start + column).min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    #[test]
    fn messages_lose_the_names_of_types() {
        assert_eq!(super::words("Unexpected token Ident(\"red\")"), "unexpected token `red`");
        assert_eq!(super::words("Unexpected token BadString(\") }\")"), "unexpected token `) }`");
        assert_eq!(super::words("Unexpected token Delim('é')x"), "unexpected token `é`x");
    }
}
