//! What a page gives to other programs: its table for a spreadsheet, its dates
//! for a calendar.

use std::sync::Arc;

use serde::Serialize;

use super::calendar_file::CalendarFile;
use crate::corpus::DocKind;
use crate::edition::Edition;
use crate::vfs::OutputPath;

/// A format of downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A spreadsheet with a sheet for the legend.
    #[cfg(feature = "office")]
    Xlsx,
    /// A table as text.
    Csv,
    /// Dates for a calendar.
    Ics,
}

impl Format {
    /// All that this program can write, in the order of links. Spreadsheets need
    /// the feature `office`.
    const WRITTEN: &[Format] = &[
        #[cfg(feature = "office")]
        Format::Xlsx,
        Format::Csv,
        Format::Ics,
    ];

    /// The ending of its files, and its name in `[outputs]`.
    pub fn extension(self) -> &'static str {
        match self {
            #[cfg(feature = "office")]
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
            Format::Ics => "ics",
        }
    }

    /// The formats in which a matrix is to be had: what `[outputs]` says, else
    /// all.
    pub fn of_matrices(edition: &Edition) -> impl Iterator<Item = Format> + use<> {
        let wanted = edition.corpus.site.outputs.get(DocKind::Matrix.name()).cloned();
        Format::WRITTEN.iter().copied().filter(move |format| {
            wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|name| name == format.extension()))
        })
    }

    /// Where a page's download lies: beside the page, named after its folder.
    pub fn beside(self, page: &OutputPath) -> OutputPath {
        let folder = page.as_str().strip_suffix("/index.html").unwrap_or(page.as_str());
        let name = folder.rsplit('/').next().unwrap_or(folder);
        OutputPath::new(&format!("{folder}/{name}.{}", self.extension())).expect("beside a good path")
    }
}

/// A file that goes with a page.
pub struct Download {
    /// Where it lies.
    pub path: OutputPath,
    /// What it holds.
    pub content: DownloadContent,
}

/// What a download holds, closed: writers ask nothing.
#[derive(Serialize)]
pub enum DownloadContent {
    /// A table, as text.
    Csv(Arc<Sheet>),
    /// A table with its legend.
    #[cfg(feature = "office")]
    Xlsx(Arc<Sheet>),
    /// Dates.
    Ics(CalendarFile),
}

/// A table with what explains it.
#[derive(Clone, Serialize)]
pub struct Sheet {
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub author: String,
    /// Whether it runs from right to left.
    pub right_to_left: bool,
    /// The day of the edition: the only date in the file.
    pub released: jiff::civil::Date,
    /// The columns.
    pub columns: Vec<SheetColumn>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
    /// What the second sheet is called.
    pub legend_title: String,
    /// What explains the table: a word or letter, and what it means.
    pub legend: Vec<(String, String)>,
}

/// A column of a sheet.
#[derive(Clone, Serialize)]
pub struct SheetColumn {
    /// Its head.
    pub head: String,
    /// How wide it is, in digits of the standard font.
    pub width: f64,
    /// What stands in it.
    pub holds: Holds,
}

/// What stands in a column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Holds {
    /// Words.
    Text,
    /// Whole numbers.
    Numbers,
    /// Letters in narrow cells, below a head that is turned.
    Marks,
    /// Words that programs need rather than people: not printed.
    Details,
}

/// A link to a download.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadLink {
    /// Its words.
    pub label: String,
    /// Relative address.
    pub href: String,
}

/// Links to the files that go with a page.
pub(super) fn links(
    edition: &Edition,
    page: &OutputPath,
    formats: impl IntoIterator<Item = Format>,
) -> Vec<DownloadLink> {
    formats
        .into_iter()
        .map(|format| DownloadLink {
            label: edition.words.get(&format!("download-{}", format.extension())),
            href: page.link_to(&format.beside(page)),
        })
        .collect()
}

/// The dates that go with a page; nothing when there are none.
///
/// Source: RFC 5545, 3.6: a calendar has at least one component.
pub(super) fn dates(page: &OutputPath, file: CalendarFile) -> Option<Download> {
    if file.events.is_empty() {
        return None;
    }
    Some(Download { path: Format::Ics.beside(page), content: DownloadContent::Ics(file) })
}
