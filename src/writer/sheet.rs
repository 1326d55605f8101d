//! Tables for spreadsheets: CSV and XLSX.

#[cfg(feature = "office")]
use std::collections::HashSet;

#[cfg(feature = "office")]
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Workbook, XlsxError,
};

#[cfg(feature = "office")]
use crate::kind::Holds;
use crate::kind::Sheet;

/// Writes a table as CSV, as RFC 4180 has it, in UTF-8.
///
/// A byte-order mark tells Excel that it is UTF-8. A cell that a spreadsheet
/// would take for a formula begins with an apostrophe.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    let heads = sheet.columns.iter().map(|column| column.head.as_str());
    let rows = sheet.rows.iter().map(|row| row.iter().map(|cell| harmless(cell)));
    writer.write_record(heads.map(harmless)).expect("writing to memory can't fail");
    for row in rows {
        writer.write_record(row).expect("all rows have as many cells as the head");
    }
    writer.flush().expect("writing to memory can't fail");
    drop(writer);
    out
}

/// A cell that no spreadsheet runs.
///
/// Source: OWASP, CSV Injection.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Writes a table as a workbook: a sheet with the table below a header row that
/// stays in sight and repeats on paper, and a sheet with the legend. There is no
/// formula in it; the same table gives the same bytes.
#[cfg(feature = "office")]
pub fn xlsx(sheet: &Sheet) -> Vec<u8> {
    book(sheet).expect("names, columns and cells are within the limits of a workbook")
}

#[cfg(feature = "office")]
fn book(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = sheet.released;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1970),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&sheet.title)
            .set_author(&sheet.author)
            .set_creation_datetime(&created),
    );
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let mark = text.clone().set_align(FormatAlign::Center);
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Bottom);
    let turned = head.clone().set_rotation(90).set_align(FormatAlign::Center);
    let head_of = |holds: Holds| if holds == Holds::Marks { &turned } else { &head };
    let page = book.add_worksheet();
    page.set_name(tab_name(&sheet.title))?;
    page.set_right_to_left(sheet.right_to_left);
    let columns: Vec<TableColumn> = sheet
        .columns
        .iter()
        .map(|column| TableColumn::new().set_header(&column.head).set_header_format(head_of(column.holds)))
        .collect();
    for (index, column) in sheet.columns.iter().enumerate().take(COLUMNS) {
        page.set_column_width(place(index), column.width)?;
        page.write_string_with_format(0, place(index), &column.head, head_of(column.holds))?;
    }
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().take(COLUMNS).filter(|(_, cell)| !cell.is_empty()) {
            let (row, column, holds) = (row as u32 + 1, place(column), sheet.columns[column].holds);
            match (holds, cell.parse::<u32>()) {
                (Holds::Numbers, Ok(number)) => page.write_number(row, column, number)?,
                (Holds::Marks, _) => page.write_string_with_format(row, column, cut(cell), &mark)?,
                _ => page.write_string_with_format(row, column, cut(cell), &text)?,
            };
        }
    }
    // A table's heads differ, or it is none.
    let heads: HashSet<String> = sheet.columns.iter().map(|column| column.head.to_lowercase()).collect();
    if !sheet.rows.is_empty() && heads.len() == columns.len() && columns.len() <= COLUMNS {
        let table = Table::new().set_columns(&columns).set_style(TableStyle::Light1).set_autofilter(true);
        page.add_table(0, 0, sheet.rows.len() as u32, place(sheet.columns.len() - 1), &table)?;
    }
    page.set_freeze_panes(1, 1)?;
    let printed = sheet.columns.iter().take_while(|column| column.holds != Holds::Details).count();
    page.set_print_area(0, 0, sheet.rows.len() as u32, place(printed.max(1) - 1))?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape().set_print_fit_to_pages(1, 0).set_footer("&L&A&R&P / &N");
    let legend = book.add_worksheet();
    let (first, second) = (tab_name(&sheet.title), tab_name(&sheet.legend_title));
    let same = first.to_lowercase() == second.to_lowercase();
    legend.set_name(if same { format!("{second} 2") } else { second })?;
    legend.set_right_to_left(sheet.right_to_left);
    legend.set_column_width(0, 24)?;
    legend.set_column_width(1, 70)?;
    for (row, (mark, meaning)) in sheet.legend.iter().enumerate() {
        legend.write_string_with_format(row as u32, 0, mark, &head)?;
        legend.write_string_with_format(row as u32, 1, meaning, &text)?;
    }
    book.save_to_buffer()
}

/// The columns of a sheet of Excel.
#[cfg(feature = "office")]
const COLUMNS: usize = 16_384;

/// A cell as long as Excel takes it.
#[cfg(feature = "office")]
fn cut(cell: &str) -> &str {
    cell.char_indices().nth(32_000).map_or(cell, |(end, _)| &cell[..end])
}

#[cfg(feature = "office")]
fn place(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// A name that Excel takes for a sheet: 31 signs at most, none of `[]:*?/\`.
#[cfg(feature = "office")]
fn tab_name(title: &str) -> String {
    let clean: String = title.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(28).collect();
    let clean = clean.trim_matches(['\'', ' ']).to_owned();
    if clean.is_empty() { "1".to_owned() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Holds, SheetColumn};

    fn sheet() -> Sheet {
        let column = |head: &str| SheetColumn { head: head.to_owned(), width: 10.0, holds: Holds::Text };
        Sheet {
            title: "Who does what: in a school, in each of its years".to_owned(),
            author: "Department".to_owned(),
            right_to_left: false,
            released: jiff::civil::date(2026, 11, 23),
            columns: vec![column("Task"), column("School counselor")],
            rows: vec![
                vec!["=1+1, \"quoted\"".to_owned(), "A/R".to_owned()],
                vec!["Hold the talk".to_owned(), String::new()],
            ],
            legend_title: "What the marks mean".to_owned(),
            legend: vec![("A".to_owned(), "Accountable".to_owned())],
        }
    }

    #[test]
    fn csv_is_for_excel_and_runs_nothing() {
        let text = String::from_utf8(csv(&sheet())).expect("it is UTF-8");
        assert_eq!(
            text,
            "\u{feff}Task,School counselor\r\n\"'=1+1, \"\"quoted\"\"\",A/R\r\nHold the talk,\r\n"
        );
    }

    #[cfg(feature = "office")]
    #[test]
    fn a_workbook_is_the_same_each_time() {
        assert_eq!(xlsx(&sheet()), xlsx(&sheet()));
        assert!(tab_name(&sheet().title).chars().count() <= 31);
    }
}
