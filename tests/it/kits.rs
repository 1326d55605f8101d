//! Archives of `ilpress kit`: what is in them works alone, and holds nobody
//! else's words.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use ilpress::vfs::OutputPath;
use libtest_mimic::{Failed, Trial};
use sha2::{Digest, Sha256};

use super::repository;

/// All tests, none without the program.
pub fn trials() -> Vec<Trial> {
    let Some(program) = option_env!("CARGO_BIN_EXE_ilpress") else { return Vec::new() };
    vec![
        Trial::test("kits::a_kit_works_alone_and_is_for_nobody_else", move || whole(program)),
        Trial::test("kits::names_that_are_none_are_refused", move || names(program)),
    ]
}

/// A site with a district, a kit for families, and words for others beside
/// theirs.
fn site() -> Result<tempfile::TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    let from = repository("tests/sites/minimal");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry?;
        let to = folder.path().join(entry.path().strip_prefix(&from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(to)?
        } else {
            fs::copy(entry.path(), to).map(drop)?
        }
    }
    let config = folder.path().join("site-config.toml");
    let more = "\n\
                [kits.take]\ntitle = \"Take <this>\"\naudiences = [\"families\"]\n\
                documents = [\"brochures/*\"]\nformats = [\"html\", \"pdf\"]\n";
    let publishes = "[districts]\npublishes = [\"brochures/*\"]\n";
    fs::write(&config, fs::read_to_string(&config)?.replace("[districts]\n", publishes) + more)?;
    let write = |path: &str, text: &str| -> Result<(), Failed> {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder"))?;
        Ok(fs::write(path, text)?)
    };
    write("districts/oak/district.toml", "name = \"Oak & Co\"\n")?;
    write("districts/elm/district.toml", "name = \"Elmword\"\n")?;
    let head = |kind: &str, title: &str, audiences: &str| {
        format!("+++\nkind = \"{kind}\"\ntitle = \"{title}\"\naudiences = [{audiences}]\n+++\n\n")
    };
    let both = "\"families\", \"students\"";
    write(
        "content/brochures/plan.md",
        &(head("brochure", "Plan", both)
            + "## Ask\n\nFamilyword of {{ district.name }}. See [more](../pages/more.md).\n\n\
               ::: {audience=students}\nStudentword.\n:::\n"),
    )?;
    write(
        "content/brochures/other.md",
        &(head("brochure", "Otherword", "\"students\"") + "## Ask\n\nAsk.\n"),
    )?;
    write("content/pages/more.md", &(head("page", "More", both) + "Moreword.\n"))?;
    Ok(folder)
}

fn kit(program: &str, site: &Path, words: &[&str]) -> Result<(Option<i32>, String), Failed> {
    let mut ilpress = Command::new(program);
    ilpress.arg("kit").args(words).arg("--site").arg(site).args(["--today", "2026-08-02"]);
    let output = ilpress.stdin(Stdio::null()).output()?;
    Ok((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

fn unzip(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Failed> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(file.name()?.into_owned(), bytes);
    }
    Ok(files)
}

fn whole(program: &str) -> Result<(), Failed> {
    let folder = site()?;
    let path = folder.path().join("kits/take-oak.zip");
    let mut made = Vec::new();
    for words in [&["take", "--district", "oak"][..], &["take", "--all-districts"]] {
        let (status, said) = kit(program, folder.path(), words)?;
        if status != Some(0) {
            return Err(format!("{words:?}: {said}").into());
        }
        made.push(fs::read(&path)?);
    }
    if made[0] != made[1] {
        return Err("the same kit has other bytes the second time".into());
    }
    let files = unzip(&made[0])?;
    let text = |name: &str| files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let page = text("districts/oak/families/brochures/plan/index.html").ok_or("no page")?;
    if !page.contains("Familyword of Oak &amp; Co")
        || !page.contains("\"https://ilp.example/families/pages/more/\"")
    {
        return Err(format!("words or links are missing: {page}").into());
    }
    let contents = text("index.html").ok_or("no contents")?;
    if !contents.contains("Take &lt;this&gt; – Oak &amp; Co") {
        return Err(format!("another title: {contents}").into());
    }
    let mut sums = String::new();
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "SHA256SUMS") {
        for byte in Sha256::digest(bytes) {
            write!(sums, "{byte:02x}")?;
        }
        writeln!(sums, "  {name}")?;
        let words = String::from_utf8_lossy(bytes);
        for word in ["Studentword", "Otherword", "Moreword", "Elmword"] {
            if words.contains(word) || name.contains("students") {
                return Err(format!("{name} holds {word}").into());
            }
        }
        let from = OutputPath::new(name).ok_or("a bad name")?;
        if name.ends_with(".html") {
            let links = words.split(" href=\"").chain(words.split(" src=\"")).skip(1);
            for link in links.filter_map(|rest| rest.split('"').next()) {
                let away = link.contains(':') || link.contains('<');
                let there = || from.target(link).is_some_and(|target| files.contains_key(target.as_str()));
                if !away && !there() {
                    return Err(format!("{name} leads to {link}, which isn't there").into());
                }
            }
        }
    }
    if text("SHA256SUMS") != Some(sums) {
        return Err("the checksums are of other files".into());
    }
    if cfg!(feature = "pdf") && !files.contains_key("districts/oak/families/brochures/plan/plan.pdf") {
        return Err(format!("no paper in {:?}", files.keys()).into());
    }
    Ok(())
}

fn names(program: &str) -> Result<(), Failed> {
    let folder = site()?;
    for (words, hint) in [
        (&["tako"][..], "did you mean `take`?"),
        (&["../take"], "no kit `../take`"),
        (&["take", "--district", "elmm"], "did you mean `elm`?"),
        (&["take", "--district", "../../oak"], "no district that publishes"),
        (&["take", "--district", "/etc"], "no district that publishes"),
    ] {
        let (status, said) = kit(program, folder.path(), words)?;
        if status != Some(2) || !said.contains(hint) || folder.path().join("kits").exists() {
            return Err(format!("{words:?} ended with {status:?}: {said}").into());
        }
    }
    Ok(())
}
