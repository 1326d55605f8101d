//! Pictures that can't be read, at the line that shows them.

use typst::foundations::{Bytes, Smart};
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use super::source::Source;
use super::theme::Theme;
use crate::diag::{Diagnostic, Span, rules};
use crate::kind::Paper;
use crate::vfs::OutputPath;

/// Returns a finding for each picture of a paper that can't be read.
pub(super) fn broken(source: &Source, theme: &Theme, paper: &Paper) -> Vec<Diagnostic> {
    let found = source.pictures.iter().filter_map(|picture| {
        let problem = problem(picture, theme)?;
        let message = format!("paper can't show `{picture}`: {problem}");
        let written = source.code.literal(&format!("/{picture}"));
        let span = written.and_then(|at| source.code.place(at));
        let span = span.unwrap_or_else(|| Span::file(&paper.document.file));
        let found = Diagnostic::new(&rules::UNPRINTABLE, span, message);
        Some(found.hint("open it in another program and save it anew").making(paper.path.as_str()))
    });
    found.collect()
}

/// What is wrong with a picture.
fn problem(picture: &OutputPath, theme: &Theme) -> Option<String> {
    let bytes = Bytes::new(theme.picture(picture.as_str())?);
    let format = match picture.as_str().rsplit('.').next()?.to_ascii_lowercase().as_str() {
        "svg" => return SvgImage::new(bytes).err().map(|_| "it is no SVG".to_owned()),
        "png" => ExchangeFormat::Png,
        "jpg" | "jpeg" => ExchangeFormat::Jpg,
        "gif" => ExchangeFormat::Gif,
        "webp" => ExchangeFormat::Webp,
        _ => return None,
    };
    RasterImage::new(bytes, format, Smart::Auto).err().map(|error| error.to_string())
}
