//! `ilpress import`: from what people have to files of the site.

mod text;
mod workbook;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::table::{Table, TableArgs};
use crate::diag::{did_you_mean, has_errors};
use crate::site::duties::import::{Imported, import};
use crate::site::duties::table::{Skipped, Why};
use crate::site::{RoleId, Site};
use crate::vfs::{SitePath, disk};

/// Make files of the site from what you have
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    subject: Subject,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Duties(Duties),
}

/// A table of duties, from CSV, Excel or LibreOffice, to TOML
///
/// Columns are the keys of a duty (Task, Responsible, Months …), or roles
/// with letters below them. Lists the names that it had to guess and those
/// that it couldn't map to a role; these stay as they are, and `ilpress check`
/// points at each. Ends with status 1 when something is left to mend.
#[derive(Debug, Args)]
struct Duties {
    /// The table: .csv, .xlsx, .xls or .ods
    file: PathBuf,
    /// The sheet of a workbook; the first one with duties, unless you say
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Another name for a role in this table, such as "Guidance=school-counselor"
    #[arg(long, value_name = "NAME=ROLE")]
    role: Vec<String>,
    /// The file to write; content/duties/ and the table's name, unless you say
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// A table as text, whatever it was.
struct Source {
    text: String,
    /// The name of the sheet, and those of the others.
    sheet: Option<(String, Vec<String>)>,
}

impl Import {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        match &self.subject {
            Subject::Duties(duties) => duties.run(global, self.table, console),
        }
    }
}

impl Duties {
    fn run(&self, global: &Global, args: TableArgs, console: &mut Console) -> Result<(), Failure> {
        let loaded = global.load()?;
        let site = loaded.site()?;
        let own = self.own_names(site)?;
        let out = self.out(global)?;
        if out.exists() && !self.force {
            let message = format!("{} is there already", out.display());
            return Err(Failure::with_hint(
                message,
                Some("name another file with `--out`, or say `--force`"),
            ));
        }
        let name = self.file.file_name().and_then(|name| name.to_str()).and_then(SitePath::new);
        let path = name.unwrap_or_else(|| SitePath::new("table").expect("a good path"));
        let bytes = disk::read(&self.file)?;
        let source = self.source(&bytes, &|text| import(site, &own, &path, text).duties > 0)?;
        let imported = import(site, &own, &path, &source.text);
        if imported.unreadable {
            let finding = imported.findings.first().expect("it says why it can't be read");
            return Err(Failure::with_hint(
                format!("{}: {}", self.file.display(), finding.message),
                finding.hints.first().cloned(),
            ));
        }
        if let Some(column) = imported.groups.first() {
            return Err(Failure::with_hint(
                format!(
                    "\"{column}\" in {} names groups, and its head doesn't say whether only they may see the duties",
                    self.file.display()
                ),
                Some("call the column `Audiences` if only they may, or `Notes` if it is for you alone"),
            ));
        }
        disk::create_whole(&out, imported.toml.as_bytes(), self.force)?;
        self.tell(&imported, &source, &out, global, console);
        names(&imported).write(args, console)?;
        let lost = imported.names.iter().any(|name| name.role.is_none());
        if lost || has_errors(&imported.findings) { Err(Failure::Content) } else { Ok(()) }
    }

    /// The names that the command line gives to roles.
    fn own_names(&self, site: &Site) -> Result<Vec<(String, RoleId)>, Failure> {
        let name = |text: &String| {
            let Some((name, role)) = text.rsplit_once('=').map(|(name, role)| (name.trim(), role.trim()))
            else {
                let hint = "write it like `--role \"Guidance=school-counselor\"`";
                return Err(Failure::with_hint(format!("`{text}` names no role"), Some(hint)));
            };
            match site.roles.get_key_value(role) {
                Some((id, _)) => Ok((name.to_owned(), id.clone())),
                None => {
                    let hint = did_you_mean(role, site.role_names());
                    Err(Failure::with_hint(format!("there is no role `{role}`"), hint))
                }
            }
        };
        self.role.iter().map(name).collect()
    }

    /// The file to write.
    fn out(&self, global: &Global) -> Result<PathBuf, Failure> {
        if let Some(out) = &self.out {
            return Ok(out.clone());
        }
        let stem =
            self.file.file_stem().and_then(|stem| stem.to_str()).map(slug::slugify).unwrap_or_default();
        match stem.as_str() {
            "" => {
                let message = format!("{} makes no file name", self.file.display());
                Err(Failure::with_hint(message, Some("name the file to write with `--out`")))
            }
            stem => Ok(global.inner(&format!("content/duties/{stem}.toml"))),
        }
    }

    /// The table as text: `has_duties` tells a sheet with duties from others.
    fn source(&self, bytes: &[u8], has_duties: &dyn Fn(&str) -> bool) -> Result<Source, Failure> {
        if workbook::is_workbook(bytes) {
            return workbook::read(bytes, self.sheet.as_deref(), has_duties).map_err(|(message, hint)| {
                Failure::with_hint(format!("{}: {message}", self.file.display()), Some(hint))
            });
        }
        if self.sheet.is_some() {
            let message = format!("{} has no sheets", self.file.display());
            return Err(Failure::with_hint(message, Some("leave `--sheet` out: a CSV file is one table")));
        }
        Ok(Source { text: text::decode(bytes), sheet: None })
    }

    /// Says what was done, what was skipped, and what is left to do.
    fn tell(&self, imported: &Imported, source: &Source, out: &Path, global: &Global, console: &Console) {
        if let Some((sheet, others)) = source.sheet.as_ref().filter(|(_, others)| !others.is_empty()) {
            console.note(&format!(
                "read the sheet \"{sheet}\"; `--sheet` reads another: {}",
                others.iter().map(|other| format!("\"{other}\"")).collect::<Vec<_>>().join(", ")
            ));
        }
        for skipped in &imported.skipped {
            console.note(&skipped_row(skipped));
        }
        if !imported.unread.is_empty() {
            let titles: Vec<String> = imported.unread.iter().map(|title| format!("\"{title}\"")).collect();
            console.note(&format!("kept as comments: {}", titles.join(", ")));
        }
        for finding in &imported.findings {
            let hint = finding.hints.first().map(|hint| format!(" ({hint})")).unwrap_or_default();
            console.note(&format!("{}: {}{hint}", finding.severity.word(), finding.message));
        }
        if in_duties(&self.file, global) {
            console.note(
                "the table lies in content/duties/ and is read from there, too: move it out of the site",
            );
        }
        console.note(&summary(imported, out));
    }
}

/// Whether the table is one that the site reads itself.
fn in_duties(file: &Path, global: &Global) -> bool {
    let folder = disk::resolve(&global.site.join("content/duties"));
    let is_csv = file.extension().is_some_and(|extension| extension == "csv");
    is_csv && matches!((disk::resolve(file), folder), (Ok(file), Ok(folder)) if file.starts_with(&folder))
}

fn skipped_row(Skipped { row, text, why }: &Skipped) -> String {
    let text: String = text.chars().take(40).collect();
    let why = match why {
        Why::Above => "it stands above the heads",
        Why::Heads => "it has the heads once more",
        Why::Phase => "it names the phase of the rows below",
        Why::Alone => "it has text in one cell only",
        Why::Legend => "it explains the letters",
        Why::Total => "it adds up",
    };
    format!("skipped row {row}, \"{text}\": {why}")
}

/// The names that were guessed or stay as they are.
fn names(imported: &Imported) -> Table {
    let mut table = Table::new(["name", "role", "times", "first place"]);
    for name in &imported.names {
        let role = name.role.as_ref().map_or("-", |role| role.as_str());
        table.row([name.written.as_str(), role, &name.times.to_string(), &name.place]);
    }
    table
}

/// "12 duties in content/duties/year.toml; 2 names were read as roles; …"
fn summary(imported: &Imported, out: &Path) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    let mut parts = vec![format!("{} in {}", count(imported.duties, "duty", "duties"), out.display())];
    let guessed = imported.names.iter().filter(|name| name.role.is_some()).count();
    let lost = imported.names.len() - guessed;
    if guessed > 0 {
        parts.push(count(guessed, "name was read as a role's", "names were read as roles'"));
    }
    if lost > 0 {
        let what = count(lost, "name is no role's and stays", "names are no roles' and stay");
        parts.push(format!(
            "{what} as written: `ilpress check` points at each place, `--role` says which role is meant"
        ));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts() {
        let name = |role: Option<&str>| crate::site::duties::import::DirtyName {
            written: "x".to_owned(),
            role: role.and_then(RoleId::new),
            times: 1,
            place: String::new(),
        };
        let mut imported = Imported {
            toml: String::new(),
            duties: 1,
            names: Vec::new(),
            skipped: Vec::new(),
            unread: Vec::new(),
            groups: Vec::new(),
            findings: Vec::new(),
            unreadable: false,
        };
        assert_eq!(summary(&imported, Path::new("a.toml")), "1 duty in a.toml");
        imported.names = vec![name(Some("student")), name(None), name(None)];
        assert_eq!(
            summary(&imported, Path::new("a.toml")),
            "1 duty in a.toml; 1 name was read as a role's; 2 names are no roles' and stay as written: \
             `ilpress check` points at each place, `--role` says which role is meant"
        );
    }
}
