//! The program itself, where only a process shows it: pipes, status, files
//! that no case can hold.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use super::repository;

/// The program, when it was built (feature `cli`).
const PROGRAM: Option<&str> = if cfg!(feature = "cli") { option_env!("CARGO_BIN_EXE_ilpress") } else { None };

/// What pages say by turns.
const TEXTS: [&str; 2] = ["First.", "Second."];

/// All tests, none without the program.
pub fn trials() -> Vec<Trial> {
    let Some(program) = PROGRAM else { return Vec::new() };
    vec![
        Trial::test("program::a_closed_pipe_keeps_the_status", move || closed_pipe(program)),
        Trial::test("program::hostile_files_are_named_at_once", move || hostile(program)),
        Trial::test("program::a_killed_build_leaves_the_old_site_or_the_new_one", move || kills(program)),
        Trial::test("program::an_unchanged_build_says_what_the_first_one_said", move || unchanged(program)),
        Trial::test("program::a_release_loses_no_printed_code", move || release(program)),
        Trial::test("program::a_translation_goes_stale_and_is_accepted", move || layer(program)),
        Trial::test("program::a_report_is_written_over_reports_only", move || report(program)),
        #[cfg(feature = "pdf")]
        Trial::test("program::a_build_makes_only_the_papers_that_changed", move || papers(program)),
        #[cfg(feature = "pdf")]
        Trial::test("program::parts_join_into_the_bytes_of_one_build", move || shards(program)),
        #[cfg(feature = "pdf")]
        Trial::test("program::a_build_of_a_part_makes_that_part_and_nothing_else", move || parts(program)),
        Trial::test("program::the_number_of_threads_shows_in_no_byte", move || threads(program)),
    ]
}

/// `ilpress check | true` ends as `ilpress check` does.
fn closed_pipe(program: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("content/pages/x.md");
    std::fs::create_dir_all(page.parent().expect("a folder"))?;
    std::fs::copy(
        repository("tests/sites/minimal/site-config.toml"),
        folder.path().join("site-config.toml"),
    )?;
    std::fs::write(page, "no front matter")?;
    for command in [["check", "--format=human"], ["check", "--format=json"], ["build", "--findings=json"]] {
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let mut ilpress = Command::new(program);
        ilpress.args(command).arg("--site").arg(folder.path()).stdout(writer).stderr(Stdio::null());
        let status = ilpress.status()?;
        if status.code() != Some(1) {
            return Err(format!("{command:?} ended with {status}").into());
        }
    }
    Ok(())
}

/// `ilpress report duties --page FILE` writes over its own pages, and over
/// another file only when told to.
fn report(program: &str) -> Result<(), Failed> {
    let folder = site(0)?;
    let file = folder.path().join("duties.html");
    let run = |more: &[&str]| -> Result<Option<i32>, Failed> {
        let mut ilpress = Command::new(program);
        ilpress.args(["report", "duties", "--site"]).arg(folder.path()).arg("--page").arg(&file).args(more);
        Ok(ilpress.stdout(Stdio::null()).stderr(Stdio::null()).status()?.code())
    };
    let mut statuses = vec![run(&[])?, run(&["--today=2030-01-01"])?];
    let changed = fs::read_to_string(&file)?.contains("2030");
    fs::write(&file, "a letter")?;
    statuses.push(run(&[])?);
    let kept = fs::read_to_string(&file)? == "a letter";
    statuses.push(run(&["--force"])?);
    let files = fs::read_dir(folder.path())?.filter_map(Result::ok).map(|entry| entry.file_name());
    let left: Vec<_> = files.filter(|name| name.to_string_lossy().starts_with('.')).collect();
    if statuses != [Some(0), Some(0), Some(2), Some(0)] || !changed || !kept || !left.is_empty() {
        return Err(format!("{statuses:?}, changed: {changed}, kept: {kept}, left: {left:?}").into());
    }
    Ok(())
}

/// A release that would lose a code fails and names it; so does a build.
fn release(program: &str) -> Result<(), Failed> {
    let folder = site(0)?;
    let list = folder.path().join("editions.toml");
    let text =
        "+++\nkind = \"brochure\"\ntitle = \"Plan\"\naudiences = [\"families\"]\n+++\n\n## Ask\n\nAsk.\n";
    fs::create_dir_all(folder.path().join("content/brochures"))?;
    fs::write(folder.path().join("content/brochures/plan.md"), text)?;
    let run = |words: &[&str]| -> Result<(Option<i32>, String), Failed> {
        let mut ilpress = Command::new(program);
        ilpress.args(words).arg("--site").arg(folder.path()).stdin(Stdio::null());
        let output = ilpress.output()?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.code(), String::from_utf8_lossy(&said).into_owned()))
    };
    let dry = run(&["release", "--dry-run"])?;
    if dry.0 != Some(0) || list.exists() {
        return Err(format!("{dry:?}, a list: {}", list.exists()).into());
    }
    let first = run(&["release"])?;
    let Some((code, _)) = first.1.split_once('\t') else { return Err(format!("{first:?}").into()) };
    let built = run(&["build", "--today=2026-09-01"])?;
    let page = folder.path().join(format!("public/e/{code}/index.html"));
    if !dry.1.starts_with(code) || built.0 != Some(0) || !page.exists() {
        return Err(format!("{dry:?}, {built:?}, {}", page.display()).into());
    }
    let before = fs::read(&list)?;
    fs::remove_file(&list)?;
    for command in [&["release"][..], &["build", "--today=2026-09-01"]] {
        let lost = run(command)?;
        let names = lost.1.contains(&format!("error[lost-edition]: the code `{code}` is on printed paper"));
        if lost.0 != Some(1) || !names || list.exists() || !page.exists() {
            return Err(format!("{command:?}: {lost:?}").into());
        }
    }
    fs::write(&list, &before)?;
    let again = run(&["release"])?;
    let same = again.1 == "editions.toml: 0 new codes, 1 unchanged\n" && fs::read(&list)? == before;
    if same { Ok(()) } else { Err(format!("{again:?}").into()) }
}

/// One changed sentence makes one block of a translation stale; what changed is
/// shown, and accepting the block ends it.
fn layer(program: &str) -> Result<(), Failed> {
    let folder = site(0)?;
    let config = folder.path().join("site-config.toml");
    let text = fs::read_to_string(&config)?;
    let second =
        "es = { name = \"Español\" }\n\n[plan.es]\nname = \"Plan\"\nshort = \"P\"\nplural = \"PP\"\n";
    fs::write(&config, format!("{text}{second}"))?;
    let page = |name: &str| folder.path().join("content/pages").join(name);
    let source = |sentence: &str| {
        format!(
            "+++\ntitle = \"Ask\"\n+++\n\n## Ask {{#ask}}\n\n{sentence}\n\n## Wait {{#wait}}\n\nYou may wait.\n"
        )
    };
    fs::write(page("ask.md"), source("You may ask once."))?;
    let run = |words: &[&str]| -> Result<(Option<i32>, String, String), Failed> {
        let mut ilpress = Command::new(program);
        ilpress.args(words).arg("--site").arg(folder.path()).stdin(Stdio::null());
        let output = ilpress.output()?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok((output.status.code(), text(output.stdout), text(output.stderr)))
    };
    let file = "content/pages/ask.es.md";
    let made = run(&["layer", "new", "pages/ask", "es"])?;
    let twice = run(&["layer", "new", "pages/ask", "es"])?;
    if made.0 != Some(0) || twice.0 != Some(2) {
        return Err(format!("{made:?}, {twice:?}").into());
    }
    let missing = run(&["layer", "status"])?;
    let lines = ["ask", "wait"].map(|block| format!("es\tpages/ask\t{block}\tmissing\t{file}\n"));
    if missing.1 != lines.concat() {
        return Err(format!("{missing:?}").into());
    }
    let translation =
        "+++\ntitle = \"Pregunte\"\n+++\n\n## Pregunte {#ask}\n\nUna vez.\n\n## Espere {#wait}\n\nEspere.\n";
    fs::write(page("ask.es.md"), translation)?;
    let accepted = run(&["layer", "accept", file])?;
    let status = run(&["layer", "status"])?;
    if accepted.0 != Some(0) || !status.1.is_empty() {
        return Err(format!("{accepted:?}, {status:?}").into());
    }
    fs::write(page("ask.md"), source("You may ask twice."))?;
    let stale = run(&["layer", "status"])?;
    if stale.1 != format!("es\tpages/ask\task\tstale\t{file}\n") {
        return Err(format!("{stale:?}").into());
    }
    let details = run(&["layer", "status", file])?;
    if !details.1.contains("You may ask [-once.-]{+twice.+}") {
        return Err(format!("{details:?}").into());
    }
    let report = folder.path().join("layers.html");
    let name = report.to_str().ok_or("no name")?;
    let written = run(&["layer", "status", "--page", name])?;
    let html = fs::read_to_string(&report)?;
    let shows =
        ["<del>once.</del>", "<ins>twice.</ins>", "Una vez.", "ask.es.md#ask</code>: older than its source"];
    if written.0 != Some(0) || !shows.iter().all(|text| html.contains(text)) || html.contains("Espere.") {
        return Err(format!("{written:?}\n{html}").into());
    }
    // It takes the place of its own kind only.
    let again = run(&["layer", "status", "--page", name])?;
    fs::write(&report, "mine")?;
    let foreign = run(&["layer", "status", "--page", name])?;
    if again.0 != Some(0) || foreign.0 != Some(2) || fs::read_to_string(&report)? != "mine" {
        return Err(format!("{again:?}, {foreign:?}").into());
    }
    let impact = run(&["impact", "content/pages/ask.md#wait"])?;
    let nowhere = run(&["impact", "content/pages/ask.md#wiat"])?;
    if !impact.1.starts_with("The state: ") || !impact.1.contains("  content/pages/ask.es.md#wait\n") {
        return Err(format!("{impact:?}").into());
    }
    if nowhere.0 != Some(2) || !nowhere.2.contains("did you mean `wait`?") {
        return Err(format!("{nowhere:?}").into());
    }
    let accepted = run(&["layer", "accept", &format!("{file}#ask")])?;
    let status = run(&["layer", "status"])?;
    let kept = fs::read_dir(folder.path().join("bases"))?.count();
    if accepted.0 != Some(0) || !status.1.is_empty() || kept != 4 {
        return Err(format!("{accepted:?}, {status:?}, {kept} texts").into());
    }
    let written = fs::read_to_string(page("ask.es.md"))?;
    let plain: String =
        written.lines().filter(|line| !line.starts_with("base = ")).fold(String::new(), |all, line| {
            let line = line
                .find(" base=")
                .map_or(line.to_owned(), |at| format!("{}{}", &line[..at], &line[at + 18..]));
            all + &line + "\n"
        });
    // Nothing else was touched.
    if plain != translation { Err(written.into()) } else { Ok(()) }
}

/// A small site with many pages, in a folder that goes with it.
fn site(pages: usize) -> Result<tempfile::TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    for entry in walkdir::WalkDir::new(repository("tests/sites/minimal")) {
        let entry = entry?;
        let to = folder.path().join(entry.path().strip_prefix(repository("tests/sites/minimal"))?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    fs::create_dir_all(folder.path().join("content/pages"))?;
    for number in 0..pages {
        write_page(folder.path(), number, TEXTS[0])?;
    }
    Ok(folder)
}

fn write_page(site: &Path, number: usize, text: &str) -> std::io::Result<()> {
    let text = format!(
        "+++\nkind = \"page\"\ntitle = \"Page {number}\"\nsummary = \"One of many.\"\n\
         audiences = [\"families\"]\nreview_by = 2026-01-01\n+++\n\n{text}\n"
    );
    fs::write(site.join(format!("content/pages/page-{number}.md")), text)
}

/// All files below a folder, with what they hold.
fn tree(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, Failed> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.insert(entry.path().strip_prefix(folder)?.to_owned(), fs::read(entry.path())?);
        }
    }
    Ok(files)
}

fn build(program: &str, site: &Path) -> Command {
    let mut ilpress = Command::new(program);
    ilpress.args(["build", "--site"]).arg(site).env("SOURCE_DATE_EPOCH", "1780272000");
    ilpress.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    ilpress
}

fn succeeds(mut ilpress: Command) -> Result<(), Failed> {
    let status = ilpress.status()?;
    if status.success() { Ok(()) } else { Err(format!("ended with {status}").into()) }
}

/// Kills builds at moments all over their time, and looks each time at what is
/// there, and whether the next build sets it right. A guest stays throughout.
fn kills(program: &str) -> Result<(), Failed> {
    const PAGES: usize = 60;
    const MOMENTS: u32 = 17;
    const PATIENCE: Duration = Duration::from_secs(6);
    let folder = site(PAGES)?;
    let public = folder.path().join("public");
    let rewrite =
        |text: &str| (0..PAGES).step_by(3).try_for_each(|page| write_page(folder.path(), page, text));
    // What the two texts lead to, and how long a build takes.
    let mut longest = Duration::ZERO;
    let mut results = Vec::new();
    for text in TEXTS {
        rewrite(text)?;
        let start = Instant::now();
        succeeds(build(program, folder.path()))?;
        longest = longest.max(start.elapsed());
        fs::write(public.join("CNAME"), "a guest")?;
        results.push(tree(&public)?);
    }
    let (start, mut killed) = (Instant::now(), 0);
    for round in 0..MOMENTS {
        if round > 5 && start.elapsed() > PATIENCE {
            break;
        }
        // Early and late ones by turns, so that few are a fair choice.
        let moment = round * 5 % MOMENTS + 1;
        let [old, new] = [(round + 1) % 2, round % 2].map(|index| &results[index as usize]);
        rewrite(TEXTS[round as usize % 2])?;
        let mut child = build(program, folder.path()).spawn()?;
        std::thread::sleep(longest * moment / MOMENTS);
        killed += usize::from(child.try_wait()?.is_none());
        child.kill()?;
        child.wait()?;
        let left = tree(&public)?;
        if left != *old && left != *new {
            return Err(format!("killed in part {moment} of {MOMENTS}, a build leaves a mixture").into());
        }
        succeeds(build(program, folder.path()))?;
        if tree(&public)? != *new {
            return Err(format!("after a kill in part {moment} of {MOMENTS}, a build is incomplete").into());
        }
        if folder.path().join(".public.ilpress/next").exists() {
            return Err("the next build leaves what the killed one left".into());
        }
    }
    if killed == 0 { Err("no build was killed".into()) } else { Ok(()) }
}

/// A build that ends early because it knows the result tells the same as one
/// that found it out, in every format.
fn unchanged(program: &str) -> Result<(), Failed> {
    let folder = site(3)?;
    let receipt = folder.path().join(".public.ilpress/receipt.json");
    succeeds(build(program, folder.path()))?;
    let before = tree(&folder.path().join("public"))?;
    for format in ["human", "short", "json", "sarif", "github"] {
        let run = || -> Result<(String, String), Failed> {
            let mut ilpress = build(program, folder.path());
            ilpress.arg("--findings").arg(format).stdout(Stdio::piped()).stderr(Stdio::piped());
            let output = ilpress.output()?;
            let told = String::from_utf8(output.stderr)?;
            // Without the time that it took.
            let told = told.rsplit_once(" (").map_or(told.as_str(), |(told, _)| told);
            Ok((String::from_utf8(output.stdout)?, told.to_owned()))
        };
        let known = run()?;
        fs::remove_file(&receipt)?;
        let found_out = run()?;
        if !receipt.exists() {
            return Err("no receipt is kept".into());
        }
        if known != found_out {
            return Err(format!("{format}: {known:#?}\nis not\n{found_out:#?}").into());
        }
        if !(known.0 + &known.1).contains("overdue-review") {
            return Err(format!("{format}: the warning isn't told again").into());
        }
    }
    if tree(&folder.path().join("public"))? != before {
        return Err("an unchanged build changed something".into());
    }
    // Another day is another build: in 2025 nothing was due.
    let mut earlier = build(program, folder.path());
    let told = earlier.arg("--today=2025-06-01").stderr(Stdio::piped()).output()?.stderr;
    if String::from_utf8(told)?.contains("overdue-review") {
        return Err("the receipt of another day was believed".into());
    }
    Ok(())
}

/// A site with two brochures, each for one audience.
#[cfg(feature = "pdf")]
fn printed_site() -> Result<tempfile::TempDir, Failed> {
    let folder = site(1)?;
    fs::create_dir_all(folder.path().join("content/brochures"))?;
    write_brochure(folder.path(), "first", "families", TEXTS[0])?;
    write_brochure(folder.path(), "second", "students", TEXTS[0])?;
    Ok(folder)
}

#[cfg(feature = "pdf")]
fn write_brochure(site: &Path, name: &str, audience: &str, text: &str) -> std::io::Result<()> {
    let text = format!(
        "+++\nkind = \"brochure\"\ntitle = \"The {name}\"\nsummary = \"One of two.\"\n\
         audiences = [\"{audience}\"]\n+++\n\n## Meet us\n\n{text}\n"
    );
    fs::write(site.join(format!("content/brochures/{name}.md")), text)
}

/// What a build says at its end, without the time that it took.
#[cfg(feature = "pdf")]
fn last_line(mut ilpress: Command) -> Result<String, Failed> {
    let output = ilpress.stderr(Stdio::piped()).output()?;
    let told = String::from_utf8(output.stderr)?;
    if !output.status.success() {
        return Err(format!("ended with {}: {told}", output.status).into());
    }
    let last = told.trim_end().rsplit('\n').next().unwrap_or_default();
    Ok(last.rsplit_once(" (").map_or(last, |(last, _)| last).to_owned())
}

/// Papers are found again in the store, whole ones only.
#[cfg(feature = "pdf")]
fn papers(program: &str) -> Result<(), Failed> {
    let folder = printed_site()?;
    let run = |end: &str| -> Result<BTreeMap<PathBuf, Vec<u8>>, Failed> {
        let told = last_line(build(program, folder.path()))?;
        if !told.ends_with(end) {
            return Err(format!("`{told}` doesn't end with `{end}`").into());
        }
        tree(&folder.path().join("public"))
    };
    // Both are also printed large.
    let first = run("4 papers made, 0 kept")?;
    if run("0 papers made, 4 kept")? != first {
        return Err("an unchanged build changed something".into());
    }
    fs::remove_file(folder.path().join(".public.ilpress/receipt.json"))?;
    if run("0 papers made, 4 kept")? != first {
        return Err("papers that were kept aren't those that were made".into());
    }
    write_brochure(folder.path(), "second", "students", TEXTS[1])?;
    let edited = run("2 papers made, 2 kept")?;
    let pdf = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "pdf");
    let changed: Vec<&PathBuf> =
        edited.keys().filter(pdf).filter(|path| first.get(*path) != edited.get(*path)).collect();
    if changed.len() != 2 || !changed.iter().all(|path| path.starts_with("students")) {
        return Err(format!("{changed:?} changed").into());
    }
    // A damaged paper isn't published, and foreign files stay.
    write_brochure(folder.path(), "second", "students", TEXTS[0])?;
    let store = folder.path().join(".ilpress/papers");
    for (number, path) in tree(&store)?.keys().enumerate() {
        let file = store.join(path);
        let bytes = fs::read(&file)?;
        if number % 2 == 0 { fs::write(file, &bytes[..bytes.len() / 2])? } else { fs::write(file, b"%PDF")? }
    }
    let guest = store.join("notes.pdf");
    fs::write(&guest, "a guest")?;
    if run("4 papers made, 0 kept")? != first {
        return Err("a damaged paper was published".into());
    }
    if !guest.exists() {
        return Err("a foreign file was removed".into());
    }
    // Without a store, everything is made.
    fs::remove_dir_all(folder.path().join(".ilpress"))?;
    fs::write(folder.path().join(".ilpress"), "in the way")?;
    fs::remove_file(folder.path().join(".public.ilpress/receipt.json"))?;
    if run("4 papers made, 0 kept")? != first {
        return Err("without a store, a build makes something else".into());
    }
    Ok(())
}

/// `build --shard` makes parts, and `join` makes of them what one build makes,
/// papers and manifest included; of anything else it makes nothing.
#[cfg(feature = "pdf")]
fn shards(program: &str) -> Result<(), Failed> {
    let folder = printed_site()?;
    let inner = |name: &str| folder.path().join(name);
    let run = |arguments: &[&str]| -> Result<(bool, String), Failed> {
        let mut ilpress = Command::new(program);
        ilpress.args(arguments).arg("--site").arg(folder.path()).current_dir(folder.path());
        let output = ilpress.output()?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let works = |arguments: &[&str]| match run(arguments)? {
        (true, _) => Ok(()),
        (false, told) => Err(Failed::from(format!("{arguments:?}: {told}"))),
    };
    let refused = |arguments: &[&str], why: &str| match run(arguments)? {
        (false, told) if told.contains(why) => Ok(()),
        (done, told) => Err(Failed::from(format!("{arguments:?} ({done}) doesn't say `{why}`: {told}"))),
    };
    works(&["build"])?;
    for shard in ["1/3", "2/3", "3/3"] {
        works(&["build", "--shard", shard])?;
    }
    let parts = ["public-3-of-3", "public-1-of-3", "public-2-of-3"];
    let papers = |part: &str| -> Result<usize, Failed> {
        Ok(tree(&inner(part))?.keys().filter(|path| path.extension().is_some_and(|end| end == "pdf")).count())
    };
    let shares: Vec<usize> = parts.iter().map(|part| papers(part)).collect::<Result<_, _>>()?;
    if shares.iter().sum::<usize>() != 4 || shares.contains(&4) {
        return Err(format!("the parts have {shares:?} papers").into());
    }
    works(&["join", parts[0], parts[1], parts[2], "--out", "joined"])?;
    if tree(&inner("joined"))? != tree(&inner("public"))? {
        return Err("the joined parts aren't what one build makes".into());
    }

    refused(&["join", parts[0], parts[1], "--out", "new"], "part 2/3 is missing")?;
    refused(
        &["join", parts[0], parts[1], parts[2], "public", "--out", "new"],
        "public holds no part of a build",
    )?;
    refused(&["join", parts[0], "content"], "content holds nothing that ilpress built")?;
    refused(&["join", parts[0], "--out", parts[0]], "is a part itself")?;
    refused(&["build", "--shard", "1/3", "--out", "public"], "public holds a site, not a part of one")?;
    refused(&["build", "--out", parts[0]], "holds part 3/3 of a site")?;
    refused(&["build", "--shard", "4/3"], "from 1 to 3")?;
    refused(&["build", "--shard", "1/3", "--audience", "families"], "cannot be used with")?;
    let home = inner(parts[1]).join("index.html");
    let before = fs::read(&home)?;
    fs::write(&home, "changed by hand")?;
    refused(&["join", parts[0], parts[1], parts[2], "--out", "new"], "was changed after it was built")?;
    fs::write(&home, before)?;
    write_brochure(folder.path(), "second", "students", TEXTS[1])?;
    works(&["build", "--shard", "1/3"])?;
    refused(&["join", parts[0], parts[1], parts[2], "--out", "new"], "are parts of different builds")?;
    if inner("new").exists() {
        return Err("something was written".into());
    }
    Ok(())
}

/// `--format`, `--kind`, `--document`, `--audience` and `--lang` narrow a
/// build, and everything else stays.
#[cfg(feature = "pdf")]
fn parts(program: &str) -> Result<(), Failed> {
    let folder = printed_site()?;
    let public = folder.path().join("public");
    let with = |arguments: &[&str]| {
        let mut ilpress = build(program, folder.path());
        ilpress.args(arguments);
        ilpress
    };
    // Without papers, no page leads to one.
    succeeds(with(&["--format=html"]))?;
    let page = public.join("families/brochures/first/index.html");
    let paper = page.with_file_name("first.pdf");
    if paper.exists() || fs::read_to_string(&page)?.contains("first.pdf") {
        return Err("`--format html` prints, or leads to what isn't there".into());
    }
    succeeds(with(&[]))?;
    let whole = tree(&public)?;
    if !paper.exists() {
        return Err("a whole build doesn't print".into());
    }
    // Papers that stand keep their links.
    succeeds(with(&["--format=html"]))?;
    if tree(&public)? != whole {
        return Err("`--format html` beside a whole build changes something".into());
    }
    write_brochure(folder.path(), "first", "families", TEXTS[1])?;
    write_brochure(folder.path(), "second", "students", TEXTS[1])?;
    let cases: [(&[&str], &[&str]); 6] = [
        (&["--format=pdf", "--document=brochures/none"], &[]),
        (&["--format=pdf", "--kind=guide"], &[]),
        (&["--format=pdf", "--lang=en", "--audience=counselors"], &[]),
        (&["--format=pdf", "--kind=page,brochure", "--audience=students"], &["students/brochures/second"]),
        (&["--format=pdf", "--document=brochures/first"], &["families/brochures/first"]),
        (&["--format=pdf"], &["families/brochures/first", "students/brochures/second"]),
    ];
    for (arguments, expected) in cases {
        let mut ilpress = with(arguments);
        let output = ilpress.stderr(Stdio::piped()).output()?;
        let told = String::from_utf8(output.stderr)?;
        if arguments.contains(&"--document=brochures/none") {
            let near = told.contains("there is no document `brochures/none`");
            if output.status.code() != Some(2) || !near {
                return Err(format!("{arguments:?}: {}, {told}", output.status).into());
            }
            continue;
        }
        let now = tree(&public)?;
        let differs = |path: &&PathBuf| now.get(*path) != whole.get(*path);
        let changed: Vec<String> = whole
            .keys()
            .chain(now.keys())
            .filter(differs)
            .map(|path| path.to_string_lossy().into_owned())
            .filter(|path| !path.starts_with('.'))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        let right =
            |path: &String| path.ends_with(".pdf") && expected.iter().any(|folder| path.starts_with(folder));
        if changed.len() != expected.len() * 2 || !changed.iter().all(right) {
            return Err(format!("{arguments:?} changed {changed:?}: {told}").into());
        }
        // Back to where it began.
        write_brochure(folder.path(), "first", "families", TEXTS[0])?;
        write_brochure(folder.path(), "second", "students", TEXTS[0])?;
        succeeds(with(&[]))?;
        if tree(&public)? != whole {
            return Err(format!("a whole build after {arguments:?} isn't the first one").into());
        }
        write_brochure(folder.path(), "first", "families", TEXTS[1])?;
        write_brochure(folder.path(), "second", "students", TEXTS[1])?;
    }
    Ok(())
}

/// The shipped site is the same whatever the number of threads.
fn threads(program: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut first = None;
    for threads in ["1", "2", "8"] {
        let out = folder.path().join(threads);
        let mut ilpress = build(program, &repository(""));
        ilpress.env("RAYON_NUM_THREADS", threads).arg("--out").arg(&out);
        succeeds(ilpress)?;
        let made = tree(&out)?;
        if first.get_or_insert_with(|| made.clone()) != &made {
            return Err(format!("{threads} threads write other bytes than one").into());
        }
    }
    Ok(())
}

/// Files that no case can hold: more than 50 MB, links in a circle, names that
/// differ by case, and what is nested ten thousand deep. All are named in one
/// run, and nothing of them takes long.
#[cfg(unix)]
fn hostile(program: &str) -> Result<(), Failed> {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir()?;
    let at = |path: &str| folder.path().join(path);
    for inner in ["content/pages", "templates/css"] {
        std::fs::create_dir_all(at(inner))?;
    }
    std::fs::copy(repository("tests/sites/minimal/site-config.toml"), at("site-config.toml"))?;
    let deep = 10_000;
    let page = |name: &str, text: String| {
        std::fs::write(
            at(&format!("content/pages/{name}.md")),
            format!("+++\ntitle = \"X\"\n+++\n\n{text}\n"),
        )
    };
    page("quotes", "> ".repeat(deep) + "x")?;
    page("lists", "- ".repeat(deep) + "x")?;
    page("blocks", "::: tip\n".repeat(deep))?;
    page("emphasis", "*a ".repeat(deep) + "x" + &" b*".repeat(deep))?;
    page("spans", "[".repeat(deep) + "x" + &"]{audience=families}".repeat(deep))?;
    page("marks", "[^".repeat(500_000))?;
    page("case", String::new())?;
    page("Case", String::new())?;
    std::fs::write(at("templates/css/base.css"), "a{".repeat(deep))?;
    std::fs::File::create(at("content/pages/large.md"))?.set_len(50_000_001)?;
    symlink(".", at("content/pages/circle"))?;
    symlink("self", at("content/self"))?;
    let start = Instant::now();
    let mut ilpress = Command::new(program);
    let output = ilpress.args(["check", "--format=json"]).arg("--site").arg(folder.path()).output()?;
    let took = start.elapsed();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let found = found.as_array().ok_or("findings are a list")?;
    let expected = [
        ("content/pages/circle", "bad-symlink"),
        ("content/self", "bad-symlink"),
        ("content/pages/case.md", "case-clash"),
        ("content/pages/large.md", "file-too-large"),
        ("content/pages/quotes.md", "nested-too-deep"),
        ("content/pages/lists.md", "nested-too-deep"),
        ("content/pages/blocks.md", "nested-too-deep"),
        ("content/pages/emphasis.md", "nested-too-deep"),
        ("content/pages/spans.md", "nested-too-deep"),
        ("templates/css/base.css", "invalid-template"),
    ];
    for (path, rule) in expected {
        if !found.iter().any(|finding| finding["path"] == path && finding["rule"] == rule) {
            return Err(format!("nobody says `{rule}` of {path}").into());
        }
    }
    // Of three megabytes, in a program that wasn't optimized, on a busy machine.
    if took > Duration::from_secs(60) {
        return Err(format!("it took {took:?}").into());
    }
    Ok(())
}

/// Links and names of that kind are made elsewhere.
#[cfg(not(unix))]
fn hostile(_: &str) -> Result<(), Failed> {
    Ok(())
}
