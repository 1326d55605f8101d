//! What districts and schools write is with them, and nowhere else.
//!
//! Texts of blocks say whose they are, so that each edition's text can be
//! compared with a naive reading of the rules in `docs/layers.md`.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use ilpress::build::{Session, build};
use ilpress::diag::Severity;
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};

pub fn trials() -> Vec<Trial> {
    let fixed = (0..40).map(|seed| {
        Trial::test(format!("overlays::the-most-specific-text-wins-{seed}"), move || random(seed))
    });
    fixed
        .chain([
            Trial::test("overlays::nobody-elses-pages-change", nobody_elses_pages_change),
            Trial::test("overlays::a-text-in-a-slot-stays-a-text", a_slot_stays_text),
            Trial::test("overlays::nothing-locked-changes", nothing_locked_changes),
            Trial::test("overlays::a-required-slot-is-asked-for", required),
            Trial::test("overlays::edits-in-a-session", edits),
            Trial::test("overlays::a-translation-of-a-districts-text", translated),
            Trial::test("overlays::the-ladder-says-who-acts-next", ladder),
            Trial::test("overlays::an-impact-is-what-a-real-change-makes-anew", impacts),
            Trial::test("overlays::explain-names-the-layers-of-a-line", explained),
        ])
        .collect()
}

/// Who publishes: folder, and whose texts it has, the most specific first.
const OWNERS: [(&str, &[&str]); 5] = [
    ("", &[]),
    ("districts/east/", &["east", "north"]),
    ("districts/west/", &["west", "north"]),
    ("districts/east/schools/oak/", &["oak", "east", "north"]),
    ("districts/alone/", &["alone"]),
];

fn folder_of(owner: &str) -> String {
    match owner {
        "oak" => "districts/east/schools/oak".to_owned(),
        _ => format!("districts/{owner}"),
    }
}

fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a good path")
}

/// The small site with a region of two districts, a school, a district alone.
fn site() -> Snapshot {
    let mut site = Snapshot::default().with_defaults();
    for entry in walkdir::WalkDir::new(crate::repository("tests/sites/minimal")) {
        let entry = entry.expect("a folder of the repository");
        if entry.file_type().is_file() {
            let root = crate::repository("tests/sites/minimal");
            let inside = entry.path().strip_prefix(root).expect("it is inside").to_str().expect("a name");
            site.insert(path(inside), std::fs::read(entry.path()).expect("a file"));
        }
    }
    let config = crate::read("tests/sites/minimal/site-config.toml")
        .replace("[districts]", "[districts]\npublishes = [\"pages/*\"]\nrevisable = \"blocks\"");
    site.insert(
        path("site-config.toml"),
        format!("{config}es = {{ name = \"Español\" }}\n\n[plan.es]\nname = \"Plan\"\nshort = \"PAI\"\nplural = \"PAI\"\n"),
    );
    let contact = "contact.ilp = { name = \"A. Ortiz\", phone = \"555-0123\" }\n";
    site.insert(path("districts/north/district.toml"), format!("name = \"North\"\n{contact}"));
    for id in ["east", "west"] {
        let school = if id == "east" { "[schools.oak]\nname = \"Oak School\"\n" } else { "" };
        let text = format!(
            "name = \"{id}\"\npart_of = \"north\"\n{contact}[languages]\nes = {{ rule = \"many\" }}\n{school}"
        );
        site.insert(path(&format!("districts/{id}/district.toml")), text);
    }
    site.insert(path("districts/alone/district.toml"), format!("name = \"alone\"\n{contact}"));
    site
}

fn page(text: &str) -> String {
    format!("+++\ntitle = \"Page\"\nkind = \"page\"\n+++\n{text}")
}

/// The artifacts of a site, and the errors that were found.
fn made(site: &Snapshot) -> (BTreeMap<String, Vec<u8>>, Vec<String>) {
    let outcome = build(site, &crate::properties::options());
    let errors = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let errors = errors.map(|found| format!("{}: {}", found.rule.name, found.message)).collect();
    let files = outcome.value.into_iter();
    (files.map(|file| (file.path.to_string(), file.bytes.to_vec())).collect(), errors)
}

/// The words of the one page that an owner's families read.
fn words(files: &BTreeMap<String, Vec<u8>>, folder: &str) -> String {
    let file = format!("{folder}families/pages/x/index.html");
    String::from_utf8_lossy(files.get(&file).unwrap_or_else(|| panic!("{file} isn't there"))).into_owned()
}

/// Looks for each mark `Q…Z` in a page, in order.
fn marks(html: &str) -> Vec<String> {
    let all = html.split(|c: char| !c.is_ascii_alphanumeric());
    all.filter(|word| word.starts_with('Q') && word.ends_with('Z')).map(str::to_owned).collect()
}

fn random(seed: u64) -> Result<(), Failed> {
    let mut random = Rng::with_seed(seed);
    let blocks = ["a", "b", "c"];
    let mut site = site();
    let body: String = blocks.iter().map(|name| format!("::: {{#{name}}}\nQ{name}stateZ\n:::\n\n")).collect();
    site.insert(path("content/pages/x.md"), page(&body));
    let mut said: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for owner in ["north", "east", "west", "oak", "alone"] {
        let mut text = String::new();
        for name in blocks {
            let mode = match random.u8(0..8) {
                0 | 1 => "replace",
                2 => "hide",
                3 => "before",
                4 => "after",
                _ => continue,
            };
            said.insert((owner, name), mode);
            text.push_str(&format!("::: {{#{name} mode={mode}}}\nQ{name}{owner}{mode}Z\n:::\n\n"));
        }
        if !text.is_empty() {
            let text = format!("+++\nrevises = \"pages/x\"\n+++\n{text}");
            site.insert(path(&format!("{}/x.md", folder_of(owner))), text);
        }
    }
    let (files, errors) = made(&site);
    if !errors.is_empty() {
        return Err(format!("{said:?}: {errors:?}").into());
    }
    for (folder, chain) in OWNERS {
        let mut expected = Vec::new();
        for name in blocks {
            expected.extend(naive(name, chain, &said));
        }
        let found = marks(&words(&files, folder));
        if found != expected {
            return Err(format!("{said:?}\n{folder}: {expected:?} expected, {found:?} found").into());
        }
    }
    // What an owner wrote is in no folder of somebody who doesn't have it.
    for (file, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for (owner, name) in said.keys() {
            let has = OWNERS.iter().any(|(folder, chain)| {
                chain.contains(owner) && !folder.is_empty() && file.starts_with(folder)
            });
            if !has && text.contains(&format!("Q{name}{owner}")) {
                return Err(format!("{file} has what {owner} wrote").into());
            }
        }
    }
    Ok(())
}

/// What an owner's page says in a block, read from the rules one by one.
fn naive(name: &str, chain: &[&str], said: &BTreeMap<(&str, &str), &str>) -> Vec<String> {
    let mode = |owner: &&str| said.get(&(*owner, name)).copied();
    let own = |owner: &str, mode: &str| format!("Q{name}{owner}{mode}Z");
    // The most specific who replaces or hides decides.
    let winner = chain.iter().find(|owner| matches!(mode(owner), Some("replace" | "hide")));
    let text = match winner {
        Some(owner) if mode(owner) == Some("replace") => vec![own(owner, "replace")],
        Some(_) => Vec::new(),
        None => vec![format!("Q{name}stateZ")],
    };
    // Additions of those less specific than somebody who hides go with it.
    let hides = chain.iter().position(|owner| mode(owner) == Some("hide")).unwrap_or(chain.len());
    let adds = |wanted: &str| -> Vec<String> {
        let adding = chain[..hides].iter().filter(|owner| mode(owner) == Some(wanted));
        adding.map(|owner| own(owner, wanted)).collect()
    };
    // Less specific ones stand nearest.
    let mut all = adds("before");
    all.extend(text);
    all.extend(adds("after").into_iter().rev());
    all
}

fn nobody_elses_pages_change() -> Result<(), Failed> {
    let mut site = site();
    site.insert(path("content/pages/x.md"), page("::: {#a}\nQaZ\n:::\n"));
    let (before, _) = made(&site);
    site.insert(path("districts/alone/x.md"), "+++\nrevises = \"pages/x\"\n+++\n::: {#a}\nQnewZ\n:::\n");
    let (after, errors) = made(&site);
    if !errors.is_empty() {
        return Err(format!("{errors:?}").into());
    }
    let changed: Vec<&String> = after
        .iter()
        .filter(|(file, bytes)| before.get(*file) != Some(*bytes))
        .map(|(file, _)| file)
        .collect();
    if changed.is_empty() || changed.iter().any(|file| !file.starts_with("districts/alone/")) {
        return Err(format!("changed: {changed:?}").into());
    }
    if before.keys().ne(after.keys()) {
        return Err("other files are made".into());
    }
    Ok(())
}

fn a_slot_stays_text() -> Result<(), Failed> {
    let mut site = site();
    site.insert(path("content/pages/x.md"), page("::: {.slot #a type=text max=400}\nours\n:::\n"));
    let hostile = "<script>x()</script> [go](javascript:x) {{ plan.name }} _soft_ ::: {#b} `code` [^1] # no\n:::\n- one\n<!-- gone";
    let text = format!(
        "name = \"alone\"\ncontact.ilp = {{ name = \"A\", phone = \"555-0123\" }}\n[slots]\n\"pages/x#a\" = {}\n",
        toml::Value::String(hostile.to_owned())
    );
    site.insert(path("districts/alone/district.toml"), text);
    let (files, errors) = made(&site);
    if !errors.is_empty() {
        return Err(format!("{errors:?}").into());
    }
    let page = words(&files, "districts/alone/");
    for shown in [
        "&lt;script&gt;x()&lt;/script&gt;",
        "[go](javascript:x)",
        "{{ plan.name }}",
        "_soft_",
        "::: {#b}",
        "`code`",
        "&lt;!-- gone",
    ] {
        if !page.contains(shown) {
            let at = page.find("script&gt;").unwrap_or(0);
            return Err(
                format!("`{shown}` isn't shown as it is: {}", &page[at..(at + 600).min(page.len())]).into()
            );
        }
    }
    if words(&files, "").contains("[go]") || words(&files, "districts/east/").contains("[go]") {
        return Err("another's page has it".into());
    }
    Ok(())
}

fn nothing_locked_changes() -> Result<(), Failed> {
    let around = "::: {#outer}\n::: {.locked #law owner=State reason=\"it is the law\"}\nQlawZ\n:::\n:::\n";
    let tries = [
        "::: {#law}\nQotherZ\n:::\n",
        "::: {#law mode=hide}\n:::\n",
        "::: {#law mode=before}\nQotherZ\n:::\n",
        "::: {#law mode=after}\nQotherZ\n:::\n",
        "::: {#outer}\nQotherZ\n:::\n",
        "::: {#outer mode=hide}\n:::\n",
        "::: {#brings}\nQotherZ\n:::\n",
        "::: {#brings mode=hide}\n:::\n",
    ];
    for text in tries {
        let mut site = site();
        site.insert(
            path("content/pages/x.md"),
            page(&format!("{around}\n::: {{.include #brings from=\"pages/y#part\"}}\n:::\n")),
        );
        site.insert(
            path("content/pages/y.md"),
            page("::: {.locked #part owner=State reason=law}\nQpartZ\n:::\n"),
        );
        let overlay = format!("+++\nrevises = \"pages/x\"\n+++\n{text}");
        site.insert(path("districts/alone/x.md"), overlay);
        let (files, errors) = made(&site);
        let told = errors.iter().any(|error| error.starts_with("locked-block"));
        let file = "districts/alone/families/pages/x/index.html";
        let shown = files.get(file).map(|bytes| marks(&String::from_utf8_lossy(bytes)));
        let same = shown.as_ref().is_none_or(|shown| *shown == ["QlawZ", "QpartZ"]);
        if !told || !same {
            return Err(format!("{text}: {errors:?}, {shown:?}").into());
        }
    }
    Ok(())
}

fn required() -> Result<(), Failed> {
    let mut site = site();
    site.insert(path("content/pages/x.md"), page("::: {.slot #a type=phone required=true}\n555-0100\n:::\n"));
    let filled = "name = \"alone\"\ncontact.ilp = { name = \"A\", phone = \"555-0123\" }\n[slots]\n\"pages/x#a\" = \"555-0199\"\n";
    site.insert(path("districts/alone/district.toml"), filled);
    let (_, errors) = made(&site);
    let missing = errors.iter().filter(|error| error.starts_with("missing-value")).count();
    // East and west leave it empty; north publishes nothing itself.
    if missing != 2 || errors.iter().any(|error| error.contains("alone")) {
        return Err(format!("{errors:?}").into());
    }
    Ok(())
}

fn translated() -> Result<(), Failed> {
    let mut site = site();
    site.insert(path("content/pages/x.md"), page("::: {#a}\nQaZ\n:::\n\n::: {#b}\nQbZ\n:::\n"));
    site.insert(path("content/pages/x.es.md"), page("::: {#a}\nQaesZ\n:::\n\n::: {#b}\nQbesZ\n:::\n"));
    let overlay = |text: &str| format!("+++\nrevises = \"pages/x\"\n+++\n{text}");
    site.insert(path("districts/east/x.md"), overlay("::: {#a}\nQaeastZ\n:::\n\n::: {#b}\nQbeastZ\n:::\n"));
    site.insert(path("districts/east/x.es.md"), overlay("::: {#a}\nQaeastesZ\n:::\n"));
    let (files, errors) = made(&site);
    if !errors.is_empty() {
        return Err(format!("{errors:?}").into());
    }
    let expected = [
        ("districts/east/", vec!["QaeastZ", "QbeastZ"]),
        ("districts/east/es/", vec!["QaeastesZ", "QbeastZ"]),
        ("districts/west/es/", vec!["QaesZ", "QbesZ"]),
        ("es/", vec!["QaesZ", "QbesZ"]),
    ];
    for (folder, marked) in expected {
        let found = marks(&words(&files, folder));
        if found != marked {
            return Err(format!("{folder}: {found:?} instead of {marked:?}").into());
        }
    }
    if !words(&files, "districts/east/es/").contains("todavía no está traducida") {
        return Err("a passage that nobody translated has no notice".into());
    }
    Ok(())
}

/// A preview shows what a first build would make, whoever's file changes.
fn edits() -> Result<(), Failed> {
    let mut session = Session::lasting();
    let mut site = site();
    let state = |text: &str| page(&format!("::: {{#a}}\n{text}\n:::\n\n::: {{.slot #b}}\nQbZ\n:::\n"));
    let overlay = |text: &str| format!("+++\nrevises = \"pages/x\"\n+++\n{text}");
    let district = |slot: &str| {
        format!(
            "name = \"alone\"\ncontact.ilp = {{ name = \"A\", phone = \"555-0123\" }}\n[slots]\n\"pages/x#b\" = \"{slot}\"\n"
        )
    };
    let steps: [(&str, String); 9] = [
        ("content/pages/x.md", state("QaZ")),
        ("districts/alone/x.md", overlay("::: {#a}\nQaloneZ\n:::\n")),
        ("districts/north/x.md", overlay("::: {#a}\nQnorthZ\n:::\n")),
        ("districts/east/x.md", overlay("::: {#a mode=hide}\n:::\n")),
        ("districts/alone/district.toml", district("QoneZ")),
        ("districts/alone/district.toml", district("QtwoZ")),
        ("content/pages/x.md", state("QnewZ")),
        ("content/pages/x.es.md", page("::: {#a}\nQaesZ\n:::\n")),
        ("districts/east/x.md", overlay("::: {#a mode=after}\nQafterZ\n:::\n")),
    ];
    for (file, text) in steps {
        site.insert(path(file), text);
        let output = crate::incremental::agree(&mut session, &site)?;
        if !output {
            return Err(format!("after {file}: no output").into());
        }
    }
    site.remove(&path("districts/north/x.md"));
    crate::incremental::agree(&mut session, &site)?;
    Ok(())
}

/// Which rung each document stands on, and whose turn it is.
fn ladder() -> Result<(), Failed> {
    use ilpress::corpus::layer::ladder::{Rung, alike, ladder};

    let mut site = site();
    let source = page("::: {#a}\nOne.\n:::\n\n::: {#b}\nTwo.\n:::\n");
    let insert = |site: &mut Snapshot, file: &str, text: String| site.insert(path(file), text);
    for id in ["done", "half", "none", "own"] {
        insert(&mut site, &format!("content/pages/{id}.md"), source.clone());
    }
    // Each hash is of the block's own text.
    let hash = |text: &str| ilpress::corpus::layer::unit::hash_of(text);
    let corpus = ilpress::corpus::load(&site).value.ok_or("no corpus")?;
    let done = corpus.find("pages/done").ok_or("no document")?;
    let units = ilpress::corpus::layer::unit::units(done);
    let base = |place: usize| hash(&ilpress::corpus::layer::unit::own_text(done, &units, place));
    let spanish = |a: &str, b: &str| {
        let head = format!("+++\nbase = \"{}\"\ntitle = \"Hoja\"\n+++\n", base(0));
        let block = |name: &str, layer: &str, text: &str| match text {
            "" => String::new(),
            _ => format!("::: {{#{name} {layer}}}\n{text}\n:::\n\n"),
        };
        let good = |place: usize| format!("base={}", base(place));
        format!("{head}{}{}", block("a", &good(1), a), block("b", &format!("state=machine {}", good(2)), b))
    };
    let reviewed = spanish("Uno.", "Dos.").replace("state=machine", "state=reviewed");
    insert(&mut site, "content/pages/done.es.md", reviewed.clone());
    insert(&mut site, "content/pages/half.es.md", spanish("", "Dos."));
    insert(&mut site, "content/pages/own.es.md", reviewed);
    let own = "+++\nrevises = \"pages/own\"\n+++\n::: {#a base=BASE}\nEast says one.\n:::\n";
    insert(&mut site, "districts/east/own.md", own.replace("BASE", &base(1)));
    // The district's own translation is of a text that it had before.
    let spanish_own = own.replace("BASE", "000000000000").replace("East says one.", "El este dice uno.");
    insert(&mut site, "districts/east/own.es.md", spanish_own);

    let corpus = ilpress::corpus::load(&site).value.ok_or("no corpus")?;
    let pieces = ladder(&corpus);
    let name = |owner: &ilpress::site::OwnerIndex| {
        corpus.site.owner(*owner).map_or("state".to_owned(), ilpress::site::Owner::id)
    };
    let told: Vec<String> = alike(&pieces)
        .iter()
        .filter(|(piece, _)| piece.source.id.as_str() != "pages/welcome")
        .map(|(piece, owners)| {
            let owners: Vec<String> = owners.iter().map(name).collect();
            format!(
                "{}: {} for {}; missing {:?}, stale {:?}, unreviewed {:?}; own: stale {:?}",
                piece.source.id,
                piece.rung.name(),
                owners.join(" "),
                piece.lacks.missing,
                piece.lacks.stale,
                piece.lacks.unreviewed,
                piece.own.stale
            )
        })
        .collect();
    let all = "state east east/oak west";
    let nothing = "missing [], stale [], unreviewed []; own: stale []";
    let expected = [
        format!("pages/done: full for {all}; {nothing}"),
        format!(
            "pages/half: side by side for {all}; missing [\"a\"], stale [], unreviewed [\"b\"]; own: stale []"
        ),
        format!("pages/none: cover note for {all}; {nothing}"),
        format!("pages/own: full for state west; {nothing}"),
        "pages/own: side by side for east east/oak; missing [], stale [], unreviewed []; own: stale [\"a\"]"
            .to_owned(),
    ];
    let wanted: Vec<&String> = expected.iter().filter(|line| !told.contains(line)).collect();
    if !wanted.is_empty() {
        return Err(format!("not told: {wanted:#?}\ntold: {told:#?}").into());
    }
    let source = corpus.site.default_lang();
    assert!(pieces.iter().all(|piece| piece.lang != source), "the source is a translation of nothing");
    assert!(pieces.iter().any(|piece| piece.rung == Rung::Full), "some are whole");
    Ok(())
}

/// A site with a document in two languages, one block of which a district
/// revises, and another document that includes a block of it.
fn layered() -> Snapshot {
    let mut site = site();
    let mut insert = |file: &str, text: &str| site.insert(path(file), text.as_bytes());
    insert("content/pages/x.md", &page("## First {#a}\n\nOne is here.\n\n## Second {#b}\n\nTwo is there.\n"));
    insert("content/pages/y.md", &page("::: {.include from=\"pages/x#b\"}\n:::\n\nThree.\n"));
    insert(
        "content/pages/x.es.md",
        "+++\ntitle = \"Hoja\"\n+++\n\n## Primero {#a base=000000000000}\n\nUno.\n",
    );
    insert("districts/east/x.md", "+++\nrevises = \"pages/x\"\n+++\n\n## First {#a}\n\nEast is here.\n");
    site
}

/// Changes words for real, and compares what came out.
fn impacts() -> Result<(), Failed> {
    use ilpress::build::impact::impact;
    use ilpress::corpus::touch::Place;

    let site = layered();
    let (before, errors) = made(&site);
    assert!(errors.is_empty(), "{errors:?}");
    let block = |name: &str| Place::Block(name.to_owned());
    let edits = [
        ("content/pages/x.md", block("a"), "One is here.", "One was here, and is gone."),
        ("content/pages/x.md", block("b"), "Two is there.", "Two were there."),
        ("content/pages/x.md", Place::Line(11), "Two is there.", "There were two."),
        ("content/pages/y.md", Place::File, "Three.", "Four."),
        ("districts/east/x.md", Place::File, "East is here.", "East was there."),
    ];
    for (file, place, from, to) in edits {
        let text = site.text(&path(file)).ok_or("no file")?;
        assert!(text.contains(from), "{file} doesn't say {from}");
        let mut edited = site.clone();
        edited.insert(path(file), text.replace(from, to));
        let (after, errors) = made(&edited);
        assert!(errors.is_empty(), "{errors:?}");
        let all = before.keys().chain(after.keys());
        let truly: BTreeSet<&str> = all
            .filter(|path| !path.ends_with(".pdf") && before.get(*path) != after.get(*path))
            .map(String::as_str)
            .collect();
        let told = impact(&site, &crate::properties::options(), &path(file), &place)
            .map_err(|unknown| format!("{unknown:?}"))?;
        let told: BTreeSet<&str> =
            told.files.iter().map(|path| path.as_str()).filter(|path| !path.ends_with(".pdf")).collect();
        if told != truly || truly.is_empty() {
            return Err(format!("{file} {place:?}: told {told:#?}, but {truly:#?} changed").into());
        }
    }
    let options = crate::properties::options();
    let stale = |file: &str, place: &Place| -> Result<Vec<String>, Failed> {
        let told = impact(&site, &options, &path(file), place).map_err(|unknown| format!("{unknown:?}"))?;
        Ok(told.stale.into_iter().map(|(path, block)| format!("{path}#{block}")).collect())
    };
    // The translation of the first block is older already, and the district
    // doesn't say what its text was made from.
    assert_eq!(stale("content/pages/x.md", &block("a"))?, Vec::<String>::new());
    assert!(impact(&site, &options, &path("content/pages/x.md"), &block("none")).is_err());
    assert!(impact(&site, &options, &path("content/pages/x.md"), &Place::Line(99)).is_err());
    assert!(impact(&site, &options, &path("site-config.toml"), &Place::File).is_err());
    Ok(())
}

fn explained() -> Result<(), Failed> {
    let site = layered();
    let told = |file: &str, line: usize| ilpress::corpus::explain(&site, &path(file), line);
    let expected = [
        ("content/pages/x.md", 7, "content/pages/x.es.md puts it into `es` for everybody, and is older than"),
        ("content/pages/x.md", 7, "districts/east/x.md revises it for east, and is without a `base`"),
        ("content/pages/x.md", 7, "2 districts and schools show it as the state does, 2 a text of their own"),
        ("content/pages/x.md", 11, "`es` has no translation of it"),
        ("content/pages/x.es.md", 7, "this lies over the block `a` of content/pages/x.md"),
        ("content/pages/x.es.md", 7, "it is older than the text below it"),
        ("districts/east/x.md", 7, "it is part of the editions of east in en"),
    ];
    for (file, line, sentence) in expected {
        let told = told(file, line)?;
        if !told.contains(sentence) {
            return Err(format!("{file}:{line} doesn't say \"{sentence}\":\n{told}").into());
        }
    }
    Ok(())
}
