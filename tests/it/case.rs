//! Cases: tests that are Markdown files.
//!
//! A file below `tests/cases/` holds some cases. `# Title` begins one. Inside:
//!
//! - `site: minimal` takes the files of `tests/sites/minimal`; a day is given
//!   by `today: 2027-12-01`.
//! - A block ```` ```md file=content/pages/x.md ```` is a file. `append=PATH`
//!   in the place of `file=` adds to the end of one that is there. A document
//!   without front matter gets a title after its name, whose lines don't
//!   count in messages; ```` ```md raw file=… ```` stays as it is. With
//!   `crlf` lines end as on Windows, with `cr` as on very old computers; `bom` puts a mark before the text;
//!   `latin1` and `utf16` save it so; `nul` makes each `␀` a zero.
//! - A block ```` ```run ```` says, line by line, what to look at:
//!   `pages/x audience=families format=text`. The formats are in [`super::run`].
//! - A block ```` ```text expect=pages/x.txt ```` holds what one of those lines
//!   gives: the document or artifact with the ending of the format. Several
//!   lines of one name are expected in their order.
//! - ```` ```text expect=diagnostics ```` holds all findings, briefly;
//!   ```` ```text expect=report ```` as a person sees them, with the lines of
//!   the front matter that a document got. A case without either has none.
//!
//! What stands before the first title belongs to all cases of the file.
//! `BLESS=1` writes what came out into the `expect` blocks.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Failed, Trial};

use super::{compare, files, read, repository, run};

/// A test.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Its title.
    pub title: String,
    /// The name of the site whose files it takes.
    pub site: Option<String>,
    /// The day on which it is built, when that matters.
    pub today: Option<String>,
    /// Its own files.
    pub files: Vec<File>,
    /// What to look at.
    pub runs: Vec<String>,
    /// What to see.
    expects: Vec<Expect>,
}

/// A file of a case.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path.
    pub path: String,
    /// What is in it.
    pub text: String,
    /// Whether it stays as it is.
    pub raw: bool,
    /// Whether it adds to a file that is there.
    pub append: bool,
    /// Whether it is saved in Latin-1, or begins with a byte order mark.
    pub encoding: Encoding,
}

/// How a file is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As files should be.
    Utf8,
    /// UTF-8 with a mark before it.
    Bom,
    /// Latin-1: no UTF-8.
    Latin1,
    /// UTF-16, as some editors on Windows save.
    Utf16,
    /// UTF-8, with a zero in the place of each `␀`.
    Nul,
}

/// What a case expects.
#[derive(Clone, Debug)]
struct Expect {
    name: String,
    text: String,
    /// The lines of its block, fences included.
    lines: Range<usize>,
}

/// All cases as tests: `cases::scope::rows::a-row-for-families`.
pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for path in files("tests/cases", "md") {
        let bless = Arc::new(Mutex::new(()));
        let area = path.trim_start_matches("tests/").trim_end_matches(".md").replace('/', "::");
        let mut names: HashMap<String, usize> = HashMap::new();
        for (index, case) in parse(&read(&path)).into_iter().enumerate() {
            if cfg!(not(feature = "pdf")) && case.runs.iter().any(|run| run.ends_with("format=pdf")) {
                continue;
            }
            let name = format!("{area}::{}", slug::slugify(case.title.replace(['\'', '’'], "")));
            let times = names.entry(name.clone()).or_default();
            *times += 1;
            let unique = if *times > 1 { format!("{name}-{times}") } else { name };
            let (path, bless) = (path.clone(), bless.clone());
            trials.push(Trial::test(unique, move || check(&path, index, &case, &bless)));
        }
    }
    trials
}

fn check(path: &str, index: usize, case: &Case, bless: &Mutex<()>) -> Result<(), Failed> {
    let found = pair(case, run::run(case)?)?;
    if std::env::var_os("BLESS").is_some_and(|value| value != "0") {
        // Other cases of the file write to it, too.
        let _guard = bless.lock().unwrap_or_else(|poison| poison.into_inner());
        for (place, (_, text_found)) in found.iter().enumerate() {
            let text = read(path);
            let fresh = parse(&text).swap_remove(index);
            if let Some(expect) = fresh.expects.get(place) {
                std::fs::write(repository(path), fill(&text, expect, text_found))?;
            }
        }
        return if case.expects.is_empty() { no_findings(&found) } else { Ok(()) };
    }
    let mut problems = Vec::new();
    for (expect, (name, text)) in case.expects.iter().zip(&found) {
        problems.extend(compare(name, &expect.text, text).err());
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!("{path}: {}\n{}", case.title, problems.join("\n")).into())
    }
}

/// Puts what came out into the order of what is expected. Findings that
/// nobody expects are a failure, and so is a line that nobody compares.
fn pair(case: &Case, mut found: Vec<(String, String)>) -> Result<Vec<(String, String)>, Failed> {
    let mut pairs = Vec::new();
    for expect in &case.expects {
        let Some(place) = found.iter().position(|(name, _)| *name == expect.name) else {
            let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            return Err(format!(
                "`{}`: nothing makes `{}`, only {}",
                case.title,
                expect.name,
                names.join(", ")
            )
            .into());
        };
        pairs.push(found.remove(place));
    }
    let reported = pairs.iter().any(|(name, _)| name == run::REPORT);
    found.retain(|(name, text)| match name.as_str() {
        run::DIAGNOSTICS => !reported && !text.is_empty(),
        run::REPORT => false,
        _ => true,
    });
    match found.first() {
        Some((name, text)) => Err(format!("`{}`: nobody expects `{name}`:\n{text}", case.title).into()),
        None if case.expects.is_empty() && case.runs.is_empty() => {
            Err(format!("`{}` expects nothing", case.title).into())
        }
        None => Ok(pairs),
    }
}

fn no_findings(found: &[(String, String)]) -> Result<(), Failed> {
    if found.is_empty() { Ok(()) } else { Err("nothing to bless".into()) }
}

/// Returns a file's text with another expectation.
fn fill(text: &str, expect: &Expect, found: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let ticks = found.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
    let fence = "`".repeat((ticks + 1).max(3));
    let info = lines[expect.lines.start].trim_start_matches('`');
    let mut out: Vec<String> = lines[..expect.lines.start].iter().map(|line| line.to_string()).collect();
    out.push(format!("{fence}{info}"));
    out.extend(found.trim_end().lines().map(str::to_owned));
    out.push(fence);
    out.extend(lines[expect.lines.end..].iter().map(|line| line.to_string()));
    out.join("\n") + "\n"
}

impl Case {
    /// The lines of its expected findings that name a rule.
    pub fn findings(&self) -> impl Iterator<Item = &str> {
        let blocks = self
            .expects
            .iter()
            .filter(|expect| [run::DIAGNOSTICS, run::REPORT].contains(&expect.name.as_str()));
        blocks
            .flat_map(|expect| expect.text.lines())
            .filter(|line| line.contains('[') && !line.starts_with(' '))
    }
}

/// Reads the cases of a file.
pub fn parse(text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let mut common = Case::default();
    let mut cases: Vec<Case> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let case = cases.last_mut().unwrap_or(&mut common);
        let ticks = line.chars().take_while(|c| *c == '`').count();
        if ticks >= 3 {
            let fence = &line[..ticks];
            let length = lines[at + 1..]
                .iter()
                .position(|line| line.starts_with(fence) && line.trim_end_matches('`').is_empty());
            let end = at + 1 + length.unwrap_or_else(|| panic!("line {}: the block has no end", at + 1));
            block(case, &line[ticks..], &lines[at + 1..end], at..end + 1);
            at = end + 1;
            continue;
        }
        if let Some(title) = line.strip_prefix("# ") {
            cases.push(Case { title: title.trim().to_owned(), ..common.clone() });
        } else if let Some(site) = line.strip_prefix("site:") {
            case.site = Some(site.trim().to_owned());
        } else if let Some(today) = line.strip_prefix("today:") {
            case.today = Some(today.trim().to_owned());
        }
        at += 1;
    }
    cases
}

fn block(case: &mut Case, info: &str, inside: &[&str], lines: Range<usize>) {
    let key =
        |name: &str| info.split_whitespace().find_map(|word| word.strip_prefix(name)).map(str::to_owned);
    let end = match info.split_whitespace().find(|word| matches!(*word, "crlf" | "cr")) {
        Some("crlf") => "\r\n",
        Some(_) => "\r",
        None => "\n",
    };
    let text: String = inside.iter().flat_map(|line| [*line, end]).collect();
    if info.trim() == "run" {
        case.runs
            .extend(inside.iter().filter(|line| !line.trim().is_empty()).map(|line| line.trim().to_owned()));
    } else if let Some(name) = key("expect=") {
        case.expects.push(Expect { name, text, lines });
    } else if let Some((path, append)) =
        key("file=").map(|path| (path, false)).or_else(|| key("append=").map(|path| (path, true)))
    {
        let has = |flag: &str| info.split_whitespace().any(|word| word == flag);
        let encoding = if has("latin1") {
            Encoding::Latin1
        } else if has("bom") {
            Encoding::Bom
        } else if has("utf16") {
            Encoding::Utf16
        } else if has("nul") {
            Encoding::Nul
        } else {
            Encoding::Utf8
        };
        case.files.push(File { path, text, raw: has("raw"), append, encoding });
    } else {
        panic!("line {}: a block is a `file=`, a `run` or an `expect=`, not `{info}`", lines.start + 1);
    }
}
