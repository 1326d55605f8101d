//! What districts cost: 300 of them with five documents in three languages,
//! on the web and on paper, whole and after one change.
//!
//!     cargo bench --bench districts                       # 300 districts
//!     cargo bench --bench districts -- 50 --html          # fewer, without paper
//!
//! Each build is a process of its own, the program that people run; `ILPRESS_BIN`
//! names another one.

#![expect(clippy::disallowed_methods, reason = "a bench writes files and runs programs")]

#[path = "site/measure.rs"]
#[expect(dead_code, reason = "another bench takes more of it")]
mod measure;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use measure::{Cost, Size};

const DISTRICTS: usize = 300;

const LANGUAGES: [&str; 3] = ["en", "es", "so"];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let paper = !arguments.iter().any(|argument| argument == "--html");
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(DISTRICTS);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let site = folder.path();
    write_site(site, count)?;
    accept(site)?;

    println!(
        "| {count} districts, {} documents, {} languages | s | CPU s | peak MiB | |",
        DOCUMENTS.len(),
        LANGUAGES.len()
    );
    println!("|---|---|---|---|---|");
    let formats: &[&str] = if paper { &["html", "pdf"] } else { &["html"] };
    for format in formats {
        let out = site.join("out").join(format);
        let line = |what: &str| -> io::Result<()> {
            let (cost, told) = build(site, &out, format)?;
            println!("| {format}: {what} | {:.2} | {:.2} | {:.0} | {told} |", cost.wall, cost.cpu, cost.peak);
            Ok(())
        };
        line("whole site")?;
        println!("| {format}: what it is | | | | {} |", Size::of(&out)?);
        line("nothing changed")?;
        change(&site.join("districts.csv"), "555-555-0007", "555-555-9007")?;
        line("one district's number")?;
        change(&site.join("districts.csv"), "555-555-9007", "555-555-0007")?;
        line("back again")?;
        let block = site.join("content").join(format!("{}.md", DOCUMENTS[0].0));
        change(&block, "Read the plan at home.", "Read the whole plan at home.")?;
        line("one sentence of the state's")?;
        change(&block, "Read the whole plan at home.", "Read the plan at home.")?;
    }
    let parts = shards(site, 3)?;
    println!(
        "| html: the slowest of three parts | {:.2} | {:.2} | {:.0} | |",
        parts.wall, parts.cpu, parts.peak
    );
    Ok(())
}

/// Builds one format, and what the program said at its end.
fn build(site: &Path, out: &Path, format: &str) -> io::Result<(Cost, String)> {
    let mut command = program(site);
    command.args(["build", "--format", format, "--out"]).arg(out);
    let (cost, told) = measure::run_and_read(&mut command)?;
    // After the folder's name: how many files were written, how many papers made.
    Ok((
        cost,
        told.lines().last().and_then(|line| line.split_once(": ")).map_or("", |(_, what)| what).to_owned(),
    ))
}

/// The part that takes longest of a build in parts, pages and papers.
fn shards(site: &Path, of: usize) -> io::Result<Cost> {
    let mut slowest: Option<Cost> = None;
    for part in 1..=of {
        let out = site.join("out").join(format!("part-{part}"));
        let mut command = program(site);
        command.args(["build", "--shard", &format!("{part}/{of}"), "--out"]).arg(out);
        let cost = measure::run(&mut command)?;
        slowest = Some(slowest.filter(|other| other.wall > cost.wall).unwrap_or(cost));
    }
    slowest.ok_or_else(|| io::Error::other("no parts"))
}

fn program(site: &Path) -> Command {
    let ours = || env!("CARGO_BIN_EXE_ilpress").into();
    let mut command = Command::new(std::env::var_os("ILPRESS_BIN").unwrap_or_else(ours));
    command.arg("--site").arg(site).args(["--today", "2026-09-01"]);
    command
}

/// Writes the hashes of what the translations are made from.
fn accept(site: &Path) -> io::Result<()> {
    let mut command = program(site);
    command.args(["layer", "accept"]);
    for (id, _) in DOCUMENTS {
        for lang in &LANGUAGES[1..] {
            command.arg(format!("content/{id}.{lang}.md"));
        }
    }
    measure::run(&mut command).map(drop)
}

fn change(file: &Path, from: &str, to: &str) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    assert!(text.contains(from), "{} doesn't say {from}", file.display());
    fs::write(file, text.replace(from, to))
}

fn write_site(site: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(site.join("audiences"))?;
    fs::create_dir_all(site.join("out"))?;
    fs::write(site.join("site-config.toml"), CONFIG)?;
    fs::write(site.join("audiences/families.toml"), AUDIENCE)?;
    let mut table =
        "id,name,short,contact.ilp.name,contact.ilp.phone,contact.ilp.email,languages\n".to_owned();
    for number in 0..count {
        let name = format!("{} {}", NAMES[number % NAMES.len()], PLACES[number / NAMES.len() % PLACES.len()]);
        let _ = writeln!(
            table,
            "d{number},{name} Schools {number},{name} {number},A. Lane,555-555-{number:04},plans@d{number}.example,{}",
            LANGUAGES[1..].join(";")
        );
    }
    fs::write(site.join("districts.csv"), table)?;
    for (id, front) in DOCUMENTS {
        for lang in LANGUAGES {
            let suffix = if lang == "en" { String::new() } else { format!(".{lang}") };
            let file = site.join("content").join(format!("{id}{suffix}.md"));
            fs::create_dir_all(file.parent().expect("a folder"))?;
            // A translation differs from its source in every sentence; which
            // words it has is the same to a computer.
            let (front, body) = match lang {
                "en" => (format!("+++\n{front}+++\n"), BODY.to_owned()),
                _ => (
                    format!("+++\ntitle = \"{lang}: {id}\"\nsummary = \"{lang}: whom to call.\"\n+++\n"),
                    BODY.replace(". ", &format!(" ({lang}). ")),
                ),
            };
            fs::write(file, format!("{front}{body}"))?;
        }
    }
    Ok(())
}

const CONFIG: &str = r#"
base_url = "https://ilp.example"
released = 2026-08-01
grades = "6-12"
[agency]
name = "Department of Education"
[state_edition]
name = "Your district"
contact.ilp = { phone = "555-0100" }
[plan.en]
name = { text = "Individualized Learning Plan", a = "an", the = "the" }
short = { text = "ILP", a = "an", the = "the" }
plural = "ILPs"
[plan.es]
name = "Plan"
short = "PAI"
plural = "PAI"
[plan.so]
name = "Qorshe"
short = "ILP"
plural = "ILP"
[school_year]
starts = "aug"
terms = ["aug", "jan"]
[phases]
plan = "Make the plan"
[languages]
en = { name = "English" }
es = { name = "Español" }
so = { name = "Soomaali" }
[districts]
publishes = ["brochures/*", "messages/*"]
[outputs]
brochure = ["html", "fold", "pdf"]
message = ["html", "pdf"]
"#;

const AUDIENCE: &str = "name = \"Families\"\naccent = \"oklch(0.48 0.11 250)\"\n";

/// Each document and its front matter.
const DOCUMENTS: [(&str, &str); 5] = [
    (
        "brochures/plan",
        "kind = \"brochure\"\ntitle = \"Your child has a plan\"\nsummary = \"What it is, and whom to call.\"\naudiences = [\"families\"]\nlayout = \"trifold-letter\"\n",
    ),
    (
        "brochures/choices",
        "kind = \"brochure\"\ntitle = \"Choose classes together\"\nsummary = \"What to ask before spring.\"\naudiences = [\"families\"]\nlayout = \"trifold-letter\"\n",
    ),
    (
        "messages/welcome",
        "kind = \"message\"\ntitle = \"Welcome\"\nsummary = \"A letter for the first weeks.\"\naudiences = [\"families\"]\nchannel = \"letter\"\nsubject = \"The plan starts now\"\n",
    ),
    (
        "messages/meeting",
        "kind = \"message\"\ntitle = \"Come to the talk\"\nsummary = \"An invitation.\"\naudiences = [\"families\"]\nchannel = \"letter\"\nsubject = \"Come to the talk\"\n",
    ),
    (
        "messages/review",
        "kind = \"message\"\ntitle = \"Look at the plan\"\nsummary = \"A letter in May.\"\naudiences = [\"families\"]\nchannel = \"letter\"\nsubject = \"Look at the plan\"\n",
    ),
];

const BODY: &str = r#"
## Your child has a plan. You have a say. {#cover}

What does your child enjoy? What comes after high school? At {{ district.name }} we talk about it once a year. Read the plan at home. Ask what you don't understand.

::: {.slot #welcome type=text max=180}
We are glad that your child is with us. You know your child best.
:::

## What is it? {#what}

It is a short record of strengths, goals and classes. It is also a talk, once a year. **Is it an IEP?** No. Every student has one.

## What your child does {#grades}

**Grades 6 and 7: Look.** Your child writes down strengths and interests. The first goals follow.

**Grades 9 and 10: Try.** Your child visits a workplace. People there tell what they do.

## What you can do {#you}

- Ask: “What did you like this year?”
- Mark one thing in the plan that you want to ask about.
- Tell us if you need an interpreter, a ride or a phone call.

## Your dates {#dates}

| When | What |
|---|---|
| October | The talk at school |
| January | A look at the goals |
| May | You sign the plan |

## Call us. {#help}

Call {{ district.name }} at {{ district.contact.ilp.phone }}. Ask for the person who is in charge of plans. Say the name of your language. It is free.
"#;

const NAMES: [&str; 20] = [
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fern", "Grove", "Hazel", "Iris", "Juniper", "Kestrel",
    "Laurel", "Maple", "Nettle", "Oak", "Pine", "Quail", "River", "Spruce", "Thistle",
];

const PLACES: [&str; 15] = [
    "Bay", "Bend", "Bluff", "Brook", "City", "Creek", "Falls", "Field", "Hill", "Lake", "Mills", "Park",
    "Ridge", "Springs", "Valley",
];
