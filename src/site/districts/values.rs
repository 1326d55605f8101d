//! Single values that people type: telephone numbers, addresses, names.
//!
//! They come from many hands, and reach pages, paper and links. What could
//! hide something, such as `javascript:` or a sign that turns the direction of
//! text around, is refused here, so that nothing later has to think of it.

use jiff::civil::Date;

use crate::diag::rules::{INVALID_CHARACTER, INVALID_VALUE, TURNED_TEXT};
use crate::diag::{Diagnostic, Rule};
use crate::site::raw::Text;
use crate::syntax::turns;
use crate::vfs::SitePath;

/// The most characters of a value in one line, such as a name.
pub const MAX_LINE: usize = 300;

/// The most characters of any text of a district.
pub const MAX_TEXT: usize = 5_000;

/// Why a value is refused: what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Problem {
    /// A value that isn't what it should be.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { rule: &INVALID_VALUE, message: message.into(), hint: hint.into() }
    }
}

/// Shows the beginning of a value in a message, without what can't be seen.
pub fn shown(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    if seen.chars().count() <= 40 {
        return seen;
    }
    let short: String = seen.chars().take(39).collect();
    format!("{short}…")
}

/// Returns a text of several lines without blanks around it.
pub fn text(written: &str) -> Result<&str, Problem> {
    long(written, MAX_TEXT)?;
    hidden(written, &['\n', '\r', '\t'])?;
    Ok(written.trim())
}

/// Returns a text of one line without blanks around it.
pub fn line(written: &str) -> Result<&str, Problem> {
    long(written, MAX_LINE)?;
    let trimmed = written.trim();
    if trimmed.contains(['\n', '\r']) {
        return Err(Problem::new(
            format!("`{}` goes over several lines", shown(trimmed)),
            "write it in one line",
        ));
    }
    hidden(trimmed, &['\t'])?;
    Ok(trimmed)
}

fn long(written: &str, most: usize) -> Result<(), Problem> {
    // Bytes first: nobody counts the letters of ten megabytes.
    if written.len() <= most {
        return Ok(());
    }
    let count = written.chars().take(most * 8).count();
    if count <= most {
        return Ok(());
    }
    let number = if count == most * 8 { format!("more than {count}") } else { count.to_string() };
    let message = format!("this has {number} characters, and there is room for {most}");
    Err(Problem::new(message, "write less"))
}

fn hidden(written: &str, allowed: &[char]) -> Result<(), Problem> {
    let refused = |c: &char| (c.is_control() && !allowed.contains(c)) || turns(*c);
    let Some(sign) = written.chars().find(refused) else { return Ok(()) };
    let (rule, name) = match turns(sign) {
        true => (&TURNED_TEXT, "a sign that turns the direction of text"),
        false => (&INVALID_CHARACTER, "an invisible control character"),
    };
    let message = format!("{name} (U+{:04X}) stands in `{}`", sign as u32, shown(written));
    let hint = "type the text again: the sign came with a paste from another program".to_owned();
    Err(Problem { rule, message, hint })
}

/// Returns a telephone number.
pub fn phone(written: &str) -> Result<&str, Problem> {
    let number = line(written)?;
    let lower = number.to_lowercase();
    let ext = ["extension", "ext.", "ext", "x"];
    let cut = ext.iter().find_map(|word| lower.split_once(word));
    let (main, inner) = cut.unwrap_or((&lower, ""));
    let fits = main.chars().all(|c| c.is_ascii_digit() || " \u{a0}()-–.+/".contains(c))
        && inner.chars().all(|c| c.is_ascii_digit() || " \u{a0}.".contains(c));
    let digits = main.chars().filter(char::is_ascii_digit).count();
    // Three: a short number of a service, such as 211.
    if fits && (digits == 3 || (7..=15).contains(&digits)) {
        return Ok(number);
    }
    Err(Problem::new(
        format!("`{}` is no telephone number", shown(number)),
        "write it with its area code, such as `555-555-0123`, and an extension as `555-555-0123 ext. 4`",
    ))
}

/// Returns an address of e-mail.
pub fn email(written: &str) -> Result<&str, Problem> {
    let address = line(written)?;
    let fits = |(name, host): (&str, &str)| {
        let sign = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        !name.is_empty() && name.chars().all(sign) && is_host(host)
    };
    if address.split_once('@').is_some_and(fits) {
        return Ok(address);
    }
    Err(Problem::new(
        format!("`{}` is no address of e-mail", shown(address)),
        "write one address, such as `plans@district.example`",
    ))
}

/// Returns an address of the web.
pub fn url(written: &str) -> Result<&str, Problem> {
    let address = line(written)?;
    let lower = address.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    // A name before the host would make readers trust another one.
    let host = host.map(|host| {
        host.rsplit_once(':').map_or(host, |(host, port)| match port.parse::<u16>() {
            Ok(_) => host,
            Err(_) => "",
        })
    });
    let signs = |c: char| !c.is_whitespace() && !"<>\"\\^`{|}".contains(c);
    if host.is_some_and(is_host) && address.chars().all(signs) {
        return Ok(address);
    }
    let proposal = format!("https://{address}");
    let plain = !address.contains([':', ' ', '@']) && is_host(address.split('/').next().unwrap_or_default());
    let hint = match plain {
        true => format!("write `{proposal}`"),
        false => "write the whole address, from `https://` on".to_owned(),
    };
    Err(Problem::new(format!("`{}` is no address of the web", shown(address)), hint))
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.starts_with('-')
    };
    host.contains('.') && host.len() <= 253 && host.split('.').all(label)
}

/// Returns where to get help: a number, an address of e-mail or of the web.
pub fn reach(written: &str) -> Result<&str, Problem> {
    let place = line(written)?;
    if phone(place).is_ok() || email(place).is_ok() || url(place).is_ok() {
        return Ok(place);
    }
    Err(Problem::new(
        format!("`{}` is no way to reach somebody", shown(place)),
        "write a telephone number, an address of e-mail, or an address from `https://` on",
    ))
}

/// Returns a day.
pub fn date(written: &str) -> Result<Date, Problem> {
    let day = line(written)?;
    let in_year = |date: &Date| day.len() == 10 && (2000..=2100).contains(&date.year());
    day.parse::<Date>().ok().filter(in_year).ok_or_else(|| {
        Problem::new(format!("`{}` is no day", shown(day)), "write year, month and day: `2026-10-06`")
    })
}

/// Looks at values of one file, and gathers what is wrong with them.
pub struct Look<'a> {
    /// The file.
    pub path: &'a SitePath,
    /// Where findings go.
    pub sink: &'a mut Vec<Diagnostic>,
}

impl Look<'_> {
    /// Returns the value of a key; nothing when there is none, it is empty, or
    /// it is refused.
    pub fn at(&mut self, written: &Option<Text>, check: fn(&str) -> Result<&str, Problem>) -> Option<String> {
        let written = written.as_ref().filter(|text| !text.trim().is_empty())?;
        self.one(written, check)
    }

    /// The same for a value that is there.
    pub fn one(&mut self, written: &Text, check: fn(&str) -> Result<&str, Problem>) -> Option<String> {
        match check(written) {
            Ok(value) => Some(value.to_owned()),
            Err(problem) => {
                self.tell(written, problem);
                None
            }
        }
    }

    /// Reports a problem with a value.
    pub fn tell(&mut self, written: &Text, problem: Problem) {
        let Problem { rule, message, hint } = problem;
        // Reading the file has told this.
        if *rule == TURNED_TEXT && self.path.extension() == "toml" {
            return;
        }
        self.sink.push(Diagnostic::new(rule, written.span(self.path), message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for good in
            ["555-0123", "(555) 555-0123", "+1 555 555 0123", "555.555.0123 ext. 4", "211", "555-0123 x12"]
        {
            assert!(phone(good).is_ok(), "{good}");
        }
        for bad in ["call us", "12345", "5.55E+09", "555-0123; 555-0124", "javascript:1234567", "3-Apr"] {
            assert!(phone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_addresses_of_the_web() {
        for good in ["https://a.example", "http://plans.a.example:8080/x?y=1#z", "https://a.example/ñ"] {
            assert!(url(good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://a.example",
            "data:text/html,x",
            "https://",
            "https://localhost",
            "https://state.example@evil.example",
            "https://a.example/ x",
            "https://a.example/\"onclick=x",
            "//a.example",
            "https://a.example/\u{202e}gpj.exe",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
        assert_eq!(url("a.example/x").unwrap_err().hint, "write `https://a.example/x`");
    }

    #[test]
    fn addresses_of_e_mail() {
        assert!(email("plans@harmon.example").is_ok());
        for bad in [
            "plans@harmon",
            "a b@c.example",
            "a@b@c.example",
            "plans",
            "<a@b.example>",
            "a@b.example?cc=x@y.example",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_can_hide_something_is_refused() {
        assert!(line("Oak\u{0}School").is_err());
        assert!(line("Oak\u{202e}loohcS").is_err());
        assert!(line("Oak\u{2067}x\u{2069}").is_err());
        assert!(line("Oak\nSchool").is_err());
        assert!(line(&"x".repeat(10_000_000)).is_err());
        assert!(text(&"x".repeat(MAX_TEXT + 1)).is_err());
        assert_eq!(line("  مدرسة\u{200f} "), Ok("مدرسة\u{200f}"));
        assert_eq!(text("One\nTwo"), Ok("One\nTwo"));
    }

    #[test]
    fn days() {
        assert!(date("2026-10-06").is_ok());
        for bad in ["10/06/2026", "46301", "2026-02-30", "Oct 6"] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }
}
