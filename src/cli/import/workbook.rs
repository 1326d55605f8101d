//! Workbooks of Excel and LibreOffice: one of their sheets, as CSV.

use super::Source;

/// What is wrong, and what to do.
type Problem = (String, &'static str);

/// Whether a file is a workbook: an archive, or the older format of Excel.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

#[cfg(not(feature = "office"))]
pub(super) fn read(_: &[u8], _: Option<&str>, _: &dyn Fn(&str) -> bool) -> Result<Source, Problem> {
    Err((
        "this ilpress was built without the formats of office programs".to_owned(),
        "save the sheet as CSV, or build ilpress with `--features office`",
    ))
}

#[cfg(feature = "office")]
pub(super) use with_office::read;

#[cfg(feature = "office")]
mod with_office {
    use std::io::Cursor;

    use calamine::{
        Data, Dimensions, Range, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs,
    };

    use super::{Problem, Source};

    /// Reads the sheet of that name, or the first one with duties. Rows and
    /// columns stay where they are, so that row 14 is row 14.
    pub(in super::super) fn read(
        bytes: &[u8],
        wanted: Option<&str>,
        has_duties: &dyn Fn(&str) -> bool,
    ) -> Result<Source, Problem> {
        let damaged = |error: &dyn std::fmt::Display| {
            (
                format!("can't be read as a workbook: {error}"),
                "open it and save it again, or save the sheet as CSV",
            )
        };
        let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let sheets = workbook.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let shown = sheets.filter(|sheet| wanted.is_some() || sheet.visible == SheetVisible::Visible);
        let all: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
        let mut first = None;
        for name in &all {
            if wanted.is_some_and(|wanted| !wanted.trim().eq_ignore_ascii_case(name.trim())) {
                continue;
            }
            let range = workbook.worksheet_range(name).map_err(|error| damaged(&error))?;
            let text = csv(&range, &merged(&mut workbook, name));
            let others: Vec<String> = all.iter().filter(|other| *other != name).cloned().collect();
            let has = has_duties(&text);
            let source = Source { text, sheet: Some((name.clone(), others)) };
            if has || wanted.is_some() {
                return Ok(source);
            }
            first.get_or_insert(source);
        }
        match (wanted, first) {
            (Some(wanted), _) => {
                let names: Vec<String> = all.iter().map(|name| format!("\"{name}\"")).collect();
                Err((
                    format!("has no sheet \"{wanted}\", only {}", names.join(", ")),
                    "give one of these to `--sheet`",
                ))
            }
            (None, Some(source)) => Ok(source),
            (None, None) => Err(("has no sheet".to_owned(), "save the sheet as CSV")),
        }
    }

    /// The merged cells that are one column wide. A value in them holds for
    /// all their rows.
    fn merged<R: std::io::Read + std::io::Seek>(workbook: &mut Sheets<R>, name: &str) -> Vec<Dimensions> {
        let Sheets::Xlsx(workbook) = workbook else { return Vec::new() };
        let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
        merged.into_iter().filter(|cells| cells.start.1 == cells.end.1).collect()
    }

    /// A sheet as CSV, from its first row and column on.
    fn csv(range: &Range<Data>, merged: &[Dimensions]) -> String {
        let Some((last_row, last_column)) = range.end() else { return String::new() };
        let mut text = String::new();
        for row in 0..=last_row {
            for column in 0..=last_column {
                let block = merged.iter().find(|cells| cells.contains(row, column));
                let (row, column) = block.map_or((row, column), |cells| cells.start);
                let cell = range.get_value((row, column)).map(words).unwrap_or_default();
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push_str("\",");
            }
            text.push('\n');
        }
        text
    }

    fn words(cell: &Data) -> String {
        match cell {
            Data::Empty => String::new(),
            Data::DateTime(time) if time.is_duration() => {
                let minutes = (time.as_f64() * 24.0 * 60.0).round() as i64;
                format!("{}:{:02}", minutes / 60, minutes % 60)
            }
            Data::DateTime(time) => {
                let (year, month, day, ..) = time.to_ymd_hms_milli();
                format!("{year}-{month:02}-{day:02}")
            }
            Data::DateTimeIso(time) => time.chars().take(10).collect(),
            Data::Int(_)
            | Data::Float(_)
            | Data::String(_)
            | Data::Bool(_)
            | Data::DurationIso(_)
            | Data::Error(_) => cell.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workbooks_are_known_by_their_first_bytes() {
        assert!(is_workbook(b"PK\x03\x04rest"));
        assert!(!is_workbook(b"PK,Task"));
        assert!(!is_workbook("\u{feff}Task".as_bytes()));
    }
}
