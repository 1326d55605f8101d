//! What spreadsheet programs do to text that they take for numbers and days.

use super::values::{Problem, shown};

/// What a column holds, as far as a spreadsheet program can spoil it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Ids.
    Code,
    /// Telephone numbers.
    Phone,
    /// Days.
    Date,
    /// Anything else.
    Other,
}

/// What says how the cells must be formatted.
const AS_TEXT: &str = "format the column as text, then type it again";

/// Returns what a spreadsheet program did to a cell.
pub fn find(text: &str, column: Column) -> Option<Problem> {
    let text = text.trim();
    if is_exponent(text) {
        let message = format!("the spreadsheet program shortened a long number to `{}`", shown(text));
        return Some(Problem::new(message, AS_TEXT));
    }
    if ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"].contains(&text)
        || (text.len() > 2 && text.bytes().all(|byte| byte == b'#'))
    {
        let message = format!("`{}` is what the spreadsheet program shows in place of a value", shown(text));
        return Some(Problem::new(message, "put the value itself into the cell, not a formula"));
    }
    if text.contains('\u{fffd}') || is_misread(text) {
        let message = format!(
            "letters were lost in `{}`: the file was saved in one encoding and read in another",
            shown(text)
        );
        return Some(Problem::new(
            message,
            "take the cell from the original, and save the table as `CSV UTF-8`",
        ));
    }
    if let Some(rest) = text.strip_prefix('“').filter(|rest| !rest.contains('”')) {
        let message = format!("curly quotes don't hold a cell together: `“{}`", shown(rest));
        return Some(Problem::new(
            message,
            "put straight quotes (\") around the cell, or save the table from a spreadsheet program",
        ));
    }
    match column {
        Column::Code | Column::Phone if is_day(text) => {
            let message = format!("the spreadsheet program made the day `{}` of what was typed", shown(text));
            Some(Problem::new(message, AS_TEXT))
        }
        Column::Code | Column::Phone if is_decimal(text) => {
            let message =
                format!("the spreadsheet program made the number `{}` of what was typed", shown(text));
            Some(Problem::new(message, AS_TEXT))
        }
        Column::Phone if is_digits(text) && matches!(text.len(), 6 | 9) => {
            let message = format!("`{text}` has {} digits: the zero in front was lost", text.len());
            Some(Problem::new(message, AS_TEXT))
        }
        Column::Date if is_digits(text) && text.len() == 5 => {
            let message = format!("`{text}` is a day as spreadsheet programs count them");
            Some(Problem::new(message, "format the column as text, then type the day again"))
        }
        Column::Code | Column::Phone | Column::Date | Column::Other => None,
    }
}

/// Whether an id lost the zeros in front: it has digits only, and fewer than
/// the others.
pub fn lost_zeros<'a>(id: &str, others: impl Iterator<Item = &'a str>) -> Option<Problem> {
    if !is_digits(id) {
        return None;
    }
    let longest = others.filter(|other| is_digits(other)).map(str::len).max()?;
    let lost = longest.checked_sub(id.len()).filter(|lost| *lost > 0)?;
    let message = format!("`{id}` has fewer digits than the other ids: zeros in front were lost");
    Some(Problem::new(message, format!("{AS_TEXT}: `{}{id}`", "0".repeat(lost))))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `5.55E+09`
fn is_exponent(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let power = power.strip_prefix(['+', '-']);
    let number = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    power.is_some_and(is_digits) && is_digits(whole) && is_digits(part)
}

/// `5550123.0`
fn is_decimal(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| is_digits(whole) && is_digits(part) && part.len() <= 2)
}

/// Whether UTF-8 was read as Windows-1252: "Ã©", "â€™".
fn is_misread(text: &str) -> bool {
    let mut signs = text.chars().zip(text.chars().skip(1));
    signs.any(|(first, second)| match first {
        'Ã' | 'Â' => ('\u{80}'..='\u{bf}').contains(&second),
        'â' => second == '€',
        _ => false,
    })
}

/// `3-Apr`, `Apr-03`, `4/3/2026`, `2026-04-03`
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', ' ']).collect();
    let short = |part: &str| is_digits(part) && part.len() <= 2;
    let month = |part: &str| {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        months.contains(&part.to_ascii_lowercase().as_str())
    };
    match parts.as_slice() {
        [day, name] | [name, day] if month(name) => is_digits(day) && matches!(day.len(), 1 | 2 | 4),
        [day, name, year] if month(name) => short(day) && is_digits(year),
        [year, month, day] if year.len() == 4 => is_digits(year) && short(month) && short(day),
        [day, month, year] => short(day) && short(month) && is_digits(year) && matches!(year.len(), 2 | 4),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_named() {
        let says = |text: &str, column: Column, part: &str| {
            let found = find(text, column).map(|problem| problem.message).unwrap_or_default();
            assert!(found.contains(part) && !found.is_empty(), "{text}: {found}");
        };
        says("5.55E+09", Column::Phone, "shortened a long number");
        says("5,55E+09", Column::Other, "shortened a long number");
        says("3-Apr", Column::Code, "made the day");
        says("2026-04-03", Column::Code, "made the day");
        says("5550123.0", Column::Phone, "made the number");
        says("555550123", Column::Phone, "zero in front");
        says("46301", Column::Date, "count them");
        says("#N/A", Column::Other, "in place of a value");
        says("Ca\u{c3}\u{b1}on", Column::Other, "encoding");
        says("It\u{e2}\u{20ac}\u{2122}s", Column::Other, "encoding");
        says("“Meet us", Column::Other, "curly quotes");
        for (good, column) in [
            ("555-0123", Column::Phone),
            ("12-may", Column::Other),
            ("cañon", Column::Code),
            ("“Meet us!”", Column::Other),
            ("2026-10-06", Column::Date),
            ("0042", Column::Code),
            ("e-12", Column::Code),
        ] {
            assert_eq!(find(good, column), None, "{good}");
        }
    }

    #[test]
    fn ids_that_lost_zeros() {
        let others = ["0107", "42", "harmon"];
        assert!(lost_zeros("42", others.into_iter()).is_some_and(|problem| problem.hint.ends_with("`0042`")));
        assert_eq!(lost_zeros("0107", others.into_iter()), None);
        assert_eq!(lost_zeros("harmon", others.into_iter()), None);
    }
}
