//! Tables of duties: large ones with names as people write them, and
//! `ilpress import duties`.

use std::collections::BTreeMap;

use ilpress::diag::Diagnostic;
use ilpress::site::duties::import::import;
use ilpress::site::{self, Duty, Letter, Site};
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};

use super::{compare, run};

/// All tests.
pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("tables::a-large-long-table-with-dirty-names", || large(Layout::Long)),
        Trial::test("tables::a-large-grid-with-dirty-names", || large(Layout::Grid)),
        Trial::test("tables::every-unknown-name-is-reported-once", unknown),
    ];
    #[cfg(feature = "cli")]
    trials.extend(program::trials());
    trials
}

/// How many duties a large table has.
const DUTIES: usize = 300;

/// The roles of a large table, and how somebody misspelt or shortened each.
const ROLES: [(&str, &str); 25] = [
    ("School counselor", "School councelor"),
    ("General educator", "General educater"),
    ("Special educator", "Spec. educator"),
    ("EL specialist", "EL speciallist"),
    ("CTE teacher", "CTE techer"),
    ("CTE administrator", "CTE admin."),
    ("School administrator", "Administrator, school"),
    ("District administrator", "Dist. administrator"),
    ("Data lead", "Data leads (IT)"),
    ("State official", "State offical"),
    ("Rehabilitation counselor", "Rehab. counselor"),
    ("Workforce adviser", "Workforce advisor"),
    ("Higher education partner", "Higher educ. partner"),
    ("Community mentor", "Comunity mentor"),
    ("Employer host", "Employer hosst"),
    ("Family liaison", "Family liason"),
    ("Interpreter", "Interpretor"),
    ("Student", "Studnet"),
    ("Caregiver", "Caregivr"),
    ("Adviser", "Advisor"),
    ("Librarian", "Libarian"),
    ("School nurse", "School nures"),
    ("Social worker", "Social wroker"),
    ("Translation lead", "Translatoin lead"),
    ("Transition coordinator", "Transition coord."),
];

#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Long,
    Grid,
}

/// A site of those roles, without duties.
fn snapshot() -> Snapshot {
    let mut snapshot = run::site("minimal");
    let paths: Vec<SitePath> = snapshot.iter().map(|(path, _)| path.clone()).collect();
    for path in paths.iter().filter(|path| path.as_str() != "site-config.toml") {
        snapshot.remove(path);
    }
    let mut people = "name = \"People\"\naccent = \"oklch(0.48 0.09 255)\"\n".to_owned();
    for (name, _) in ROLES {
        people.push_str(&format!("[roles.{}]\nname = \"{name}\"\n", slug::slugify(name)));
    }
    people.push_str("also = [\"Transition (TC)\"]\n");
    insert(&mut snapshot, "audiences/people.toml", &people);
    snapshot
}

fn insert(snapshot: &mut Snapshot, path: &str, text: &str) {
    snapshot.insert(SitePath::new(path).expect("a good path"), text);
}

/// Loads the site with one more file.
fn load(path: &str, text: &str) -> (Site, Vec<Diagnostic>) {
    let mut snapshot = snapshot();
    insert(&mut snapshot, path, text);
    let outcome = site::load(&snapshot);
    (outcome.value.expect("the site can be read"), outcome.diagnostics)
}

/// A pseudo-random number for a place in the table, the same each time.
fn chance(row: usize, column: usize) -> usize {
    let mixed = (row as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (column as u64 + 7).wrapping_mul(0xd1b5_4a32_d192_ed03);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as usize
}

/// The letters of the roles in a row: one accountable, two responsible, the
/// others as it comes.
fn letters(row: usize) -> Vec<(usize, Letter)> {
    let others = [Letter::Support, Letter::Consulted, Letter::Informed];
    let first = chance(row, 0) % ROLES.len();
    let mut letters = vec![(first, Letter::Accountable)];
    for step in 1..8 {
        let role = (first + step * 3) % ROLES.len();
        let letter = if step < 3 { Letter::Responsible } else { others[chance(row, step) % 3] };
        letters.push((role, letter));
    }
    letters.sort();
    letters
}

/// A role's name in one of the ways that mean the same, or misspelt.
fn written(role: usize, way: usize) -> String {
    let (name, misspelt) = ROLES[role];
    match way % 8 {
        0 => name.to_owned(),
        1 => slug::slugify(name),
        2 => name.to_uppercase(),
        3 => format!("the {name}"),
        4 => name.replace(' ', "\n"),
        5 => format!(" {name}s "),
        _ => misspelt.to_owned(),
    }
}

/// The table as CSV. `way` chooses how each name is written.
fn table(layout: Layout, delimiter: char, way: impl Fn(usize, usize) -> usize) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut rows: Vec<Vec<String>> = Vec::new();
    let keys = ["ID", "Task", "Grade(s)", "Month(s)"].map(str::to_owned);
    rows.push(match layout {
        Layout::Long => {
            let letters = Letter::ALL.map(|letter| format!("{} ({})", letter.key(), letter.letter()));
            keys.into_iter().chain(letters).collect()
        }
        Layout::Grid => {
            keys.into_iter().chain((0..ROLES.len()).map(|role| written(role, way(0, role)))).collect()
        }
    });
    for row in 0..DUTIES {
        let mut cells =
            vec![format!("d-{row}"), format!("Do the\nthing {row}"), "8-12".to_owned(), "Nov–Jan".to_owned()];
        let letters = letters(row);
        match layout {
            Layout::Long => cells.extend(Letter::ALL.map(|letter| {
                let here = letters.iter().filter(|(_, other)| *other == letter);
                let names: Vec<String> = here.map(|(role, _)| written(*role, way(row, *role))).collect();
                names.join(["; ", " / ", " | ", " & ", " and "][row % 5])
            })),
            Layout::Grid => cells.extend((0..ROLES.len()).map(|role| {
                let here = letters.iter().filter(|(other, _)| *other == role);
                here.map(|(_, letter)| letter.letter().to_string()).collect()
            })),
        }
        rows.push(cells);
    }
    let lines = rows
        .iter()
        .map(|row| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(&delimiter.to_string()));
    format!("\u{feff}{}\r\n", lines.collect::<Vec<_>>().join("\r\n"))
}

/// What duties say, places aside.
fn lines(duties: &[Duty]) -> String {
    let line = |duty: &Duty| {
        format!("{} {} {:?} {:?} {:?}\n", duty.id, duty.task, duty.grades, duty.months, duty.roles())
    };
    duties.iter().map(line).collect()
}

/// The misspelt names that a table holds.
fn dirty(csv: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> =
        ROLES.iter().map(|(_, misspelt)| *misspelt).filter(|misspelt| csv.contains(misspelt)).collect();
    names.sort();
    names
}

/// The clean table, as TOML.
fn clean() -> String {
    let mut toml = String::new();
    for row in 0..DUTIES {
        toml.push_str(&format!(
            "[[duty]]\nid = \"d-{row}\"\ntask = \"Do the thing {row}\"\ngrades = [\"8-12\"]\nmonths = [\"nov\", \"dec\", \"jan\"]\n"
        ));
        let letters = letters(row);
        for letter in Letter::ALL {
            let here = letters.iter().filter(|(_, other)| *other == letter);
            let roles: Vec<String> =
                here.map(|(role, _)| format!("\"{}\"", slug::slugify(ROLES[*role].0))).collect();
            toml.push_str(&format!("{} = [{}]\n", letter.key(), roles.join(", ")));
        }
    }
    toml
}

fn large(layout: Layout) -> Result<(), Failed> {
    let (clean, found) = load("content/duties/clean.toml", &clean());
    if !found.is_empty() || clean.duties.len() != DUTIES {
        return Err(format!("the clean table isn't: {found:?}").into());
    }
    let expected = lines(&clean.duties);
    for (delimiter, seed) in [(';', 3), ('\t', 11), (',', 19)] {
        let csv = table(layout, delimiter, |row, role| chance(row + seed, role));
        let dirty = dirty(&csv);
        let (site, found) = load("content/duties/dirty.csv", &csv);
        compare("the table's duties", &expected, &lines(&site.duties))?;
        // Each dirty name is told once, as a warning, and nothing else is.
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &found {
            let name = finding.message.split('"').rfind(|part| dirty.contains(part));
            let name =
                name.filter(|_| finding.rule.name == "misspelt-name" && finding.message.starts_with("row "));
            *told.entry(name.ok_or_else(|| format!("{finding:?}"))?).or_default() += 1;
        }
        if told != dirty.iter().map(|name| (*name, 1)).collect::<BTreeMap<&str, usize>>() || dirty.len() < 5 {
            return Err(format!("dirty names {dirty:?}, told {told:?}").into());
        }
        // The import says the same, and its file needs no warning.
        let imported = import(&clean, &[], &SitePath::new("dirty.csv").expect("a good path"), &csv);
        let mut names: Vec<&str> = imported.names.iter().map(|name| name.written.as_str()).collect();
        names.sort();
        if names != dirty || !imported.findings.is_empty() {
            return Err(format!("{:?} {:?}", imported.names, imported.findings).into());
        }
        let (site, found) = load("content/duties/imported.toml", &imported.toml);
        compare("the imported file's duties", &expected, &lines(&site.duties))?;
        if !found.is_empty() {
            return Err(format!("the imported file has findings: {found:?}").into());
        }
    }
    Ok(())
}

fn unknown() -> Result<(), Failed> {
    let csv = table(Layout::Long, ';', |_, _| 0)
        .replace("Social worker", "Nurses' aide")
        .replace("Student", "Pupil");
    let (_, found) = load("content/duties/dirty.csv", &csv);
    for name in ["Nurses' aide", "Pupil"] {
        let told = found.iter().filter(|finding| {
            finding.rule.name == "unknown-role"
                && finding.message.contains(&format!("unknown role \"{name}\""))
        });
        if told.count() != 1 {
            return Err(format!("`{name}` isn't told once").into());
        }
    }
    Ok(())
}

/// The command, as a process.
#[cfg(feature = "cli")]
mod program {
    use std::fs;
    use std::path::Path;
    use std::process::{Command, Output};

    use super::super::repository;
    use super::*;

    const PROGRAM: Option<&str> = option_env!("CARGO_BIN_EXE_ilpress");

    pub fn trials() -> Vec<Trial> {
        let Some(program) = PROGRAM else { return Vec::new() };
        let mut trials = vec![
            Trial::test("tables::an-import-keeps-what-it-cant-map", move || keeps(program)),
            Trial::test("tables::an-import-reads-what-windows-saves", move || windows(program)),
        ];
        if cfg!(feature = "office") {
            #[cfg(feature = "office")]
            trials.push(Trial::test("tables::a-workbook-imports-as-its-table", move || workbook(program)));
        } else {
            trials.push(Trial::test("tables::a-workbook-needs-the-office-formats", move || refused(program)));
        }
        trials
    }

    /// A site on disk: the roles of the large tables.
    fn site() -> Result<tempfile::TempDir, Failed> {
        let folder = tempfile::tempdir()?;
        fs::create_dir_all(folder.path().join("audiences"))?;
        let people = snapshot();
        let people = people.text(&SitePath::new("audiences/people.toml").expect("a good path"));
        fs::write(folder.path().join("audiences/people.toml"), people.expect("it is there"))?;
        fs::copy(repository("tests/sites/minimal/site-config.toml"), folder.path().join("site-config.toml"))?;
        Ok(folder)
    }

    fn import(program: &str, site: &Path, arguments: &[&str]) -> Result<Output, Failed> {
        Ok(Command::new(program)
            .args(["import", "duties", "--site", "."])
            .args(arguments)
            .current_dir(site)
            .output()?)
    }

    fn expect(what: &str, output: &Output, status: i32, said: &str) -> Result<(), Failed> {
        let error = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(status) && error.contains(said) {
            return Ok(());
        }
        Err(format!("{what} ended with {}, and said: {error}", output.status).into())
    }

    fn keeps(program: &str) -> Result<(), Failed> {
        let site = site()?;
        let table = "Plan,,,,\nTask,Accountable,Responsible,Months,Notes\n\
            Hold it,Pupil,\"Scool nurse, Student\",nov,\"ask \"\"Ana\"\"\"\nSign it,Adviser,Pupil,dec,\n";
        fs::write(site.path().join("My table.csv"), table)?;
        let written = site.path().join("content/duties/my-table.toml");
        let first = import(program, site.path(), &["My table.csv"])?;
        expect("an unknown name", &first, 1, "1 name is no role's and stays as written")?;
        compare(
            "the names",
            "Pupil\t-\t2\trow 3, column \"Accountable\"\nScool nurse\tschool-nurse\t1\trow 3, column \"Responsible\"\n",
            &String::from_utf8_lossy(&first.stdout),
        )?;
        compare(
            "the file",
            "# From the table My table.csv.\n\n\
             # Notes: ask \"Ana\"\n[[duty]]\nid = \"hold-it\"\ntask = \"Hold it\"\nmonths = [\"nov\"]\n\
             accountable = \"Pupil\"\nresponsible = [\"school-nurse\", \"student\"]\n\n\
             [[duty]]\nid = \"sign-it\"\ntask = \"Sign it\"\nmonths = [\"dec\"]\n\
             accountable = \"adviser\"\nresponsible = [\"Pupil\"]\n",
            &fs::read_to_string(&written)?,
        )?;
        let again = import(program, site.path(), &["My table.csv"])?;
        expect("a second import", &again, 2, "is there already")?;
        let mapped = import(program, site.path(), &["My table.csv", "--force", "--role", "Pupil=student"])?;
        // `Student` stands beside it as a student's second letter, which is for `check`.
        expect("a name of one's own", &mapped, 0, "2 duties in")?;
        let wrong = import(program, site.path(), &["My table.csv", "--force", "--role", "Pupil=studen"])?;
        expect("a role that isn't there", &wrong, 2, "there is no role `studen`")?;
        fs::write(
            site.path().join("shown.csv"),
            "Task,Accountable,Responsible,Months,Shown\nA,Adviser,Student,nov,people\n",
        )?;
        let shown = import(program, site.path(), &["shown.csv"])?;
        expect("a column that may be about readers", &shown, 2, "call the column `Audiences`")?;
        let none = import(program, site.path(), &["site-config.toml"])?;
        expect("no table", &none, 2, "no row of this table names its columns")?;
        let left: Vec<String> = fs::read_dir(site.path().join("content/duties"))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_, std::io::Error>>()?;
        if left != ["my-table.toml"] {
            return Err(format!("imports leave {left:?}").into());
        }
        Ok(())
    }

    fn windows(program: &str) -> Result<(), Failed> {
        let site = site()?;
        fs::write(
            site.path().join("w.csv"),
            b"Task;Accountable;Responsible;Months\r\nFind a caf\xe9;Adviser;Student;Nov \x96 Jan\r\n",
        )?;
        expect("Windows-1252", &import(program, site.path(), &["w.csv"])?, 0, "1 duty in")?;
        let text = fs::read_to_string(site.path().join("content/duties/w.toml"))?;
        let months = "months = [\"nov\", \"dec\", \"jan\"]";
        if text.contains("task = \"Find a café\"") && text.contains(months) {
            Ok(())
        } else {
            Err(text.into())
        }
    }

    fn refused(program: &str) -> Result<(), Failed> {
        let site = site()?;
        fs::write(site.path().join("w.xlsx"), b"PK\x03\x04")?;
        let output = import(program, site.path(), &["w.xlsx"])?;
        expect("a workbook", &output, 2, "this ilpress was built without the formats of office programs")
    }

    /// A workbook with a title above the heads, merged heads and phases, a
    /// legend below, on its second sheet.
    #[cfg(feature = "office")]
    fn workbook(program: &str) -> Result<(), Failed> {
        use rust_xlsxwriter::{Format, Workbook};
        let site = site()?;
        let plain = Format::new();
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("Read me")?.write(0, 0, "How to use this table")?;
        let sheet = workbook.add_worksheet().set_name("Duties")?;
        sheet.merge_range(0, 0, 0, 8, "Who does what in 2026", &plain)?;
        // Two rows of heads: a group, then roles.
        sheet.merge_range(2, 0, 3, 0, "Phase", &plain)?;
        sheet.merge_range(2, 1, 3, 1, "Task", &plain)?;
        sheet.merge_range(2, 2, 3, 2, "Month", &plain)?;
        sheet.merge_range(2, 3, 2, 3 + ROLES.len() as u16 - 1, "People", &plain)?;
        let way = |role: usize| chance(3, role);
        for role in 0..ROLES.len() {
            sheet.write(3, 3 + role as u16, written(role, way(role)))?;
        }
        let rows = 4..4 + DUTIES as u32;
        sheet.merge_range(rows.start, 0, rows.end - 1, 0, "Make the plan", &plain)?;
        for (row, line) in rows.clone().enumerate() {
            sheet.write(line, 1, format!("Do the thing {row}"))?;
            sheet.write(line, 2, "November")?;
            for (role, letter) in letters(row) {
                sheet.write(line, 3 + role as u16, letter.letter().to_string())?;
            }
        }
        sheet.write(rows.end + 1, 1, "R = Responsible")?;
        workbook.save(site.path().join("duties.xlsx"))?;

        let output = import(program, site.path(), &["duties.xlsx"])?;
        expect("a workbook", &output, 0, "read the sheet \"Duties\"")?;
        expect(
            "a workbook",
            &output,
            0,
            "skipped row 1, \"Who does what in 2026\": it stands above the heads",
        )?;
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        let dirty: Vec<&str> =
            (0..ROLES.len()).filter(|role| way(*role) % 8 > 5).map(|role| ROLES[role].1).collect();
        let mut told: Vec<&str> = names.lines().filter_map(|line| line.split('\t').next()).collect();
        told.sort();
        let mut sorted = dirty.clone();
        sorted.sort();
        if told != sorted || dirty.is_empty() {
            return Err(format!("dirty names {sorted:?}, told {told:?}").into());
        }
        let toml = fs::read_to_string(site.path().join("content/duties/duties.toml"))?;
        let (found_site, found) = load("content/duties/duties.toml", &toml);
        if !found.is_empty() {
            return Err(format!("the imported file has findings: {found:?}").into());
        }
        let roles = |duty: &Duty| format!("{} {:?} {:?}\n", duty.task, duty.phase, duty.roles());
        let (clean_site, _) =
            load("content/duties/clean.toml", &clean().replace("[[duty]]\n", "[[duty]]\nphase = \"plan\"\n"));
        let expected: String = clean_site.duties.iter().map(roles).collect();
        Ok(compare(
            "the workbook's duties",
            &expected,
            &found_site.duties.iter().map(roles).collect::<String>(),
        )?)
    }
}
