//! What is printed: every code that was ever issued leads to a page that
//! tells the truth, whatever happens to the documents.

use ilpress::build::release::{Orders, Refusal, Release, release};
use ilpress::build::{self, Options};
use ilpress::corpus;
use ilpress::diag::Diagnostic;
use ilpress::site::printed::Status;
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};

use super::run::site;
use super::text;

/// All tests.
pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("editions::every-code-ever-printed-leads-to-the-truth", two_releases),
        Trial::test("editions::a-renamed-document-needs-a-word-about-its-code", renamed),
        Trial::test("editions::what-is-withdrawn-isnt-printed-again", withdrawn),
        Trial::test("editions::a-release-keeps-what-people-wrote-into-the-file", by_hand),
        Trial::test("editions::codes-are-for-what-is-printed", pieces),
    ]
}

const PLAN: &str = "content/brochures/plan.md";

/// A site with one brochure for families.
fn one_brochure() -> Snapshot {
    let mut site = site("minimal");
    put(&mut site, PLAN, &brochure("", "Ask for the plan in May."));
    site
}

fn brochure(front: &str, text: &str) -> String {
    format!(
        "+++\nkind = \"brochure\"\ntitle = \"Your plan\"\naudiences = [\"families\"]\n{front}+++\n\n## Ask\n\n{text}\n"
    )
}

fn put(site: &mut Snapshot, path: &str, text: &str) {
    site.insert(SitePath::new(path).expect("a good path"), text);
}

fn released(site: &mut Snapshot, day: &str) {
    let path = SitePath::new("site-config.toml").expect("a good path");
    let text = site.text(&path).expect("it is there").to_owned();
    let before = text.lines().find(|line| line.starts_with("released")).expect("it says when");
    let text = text.replace(before, &format!("released = {day}"));
    site.insert(path, text);
}

fn plan(site: &Snapshot, orders: &Orders) -> Result<Release, Refusal> {
    release(&corpus::load(site).value.expect("it is a site"), site, orders)
}

/// Releases, writes the file, and returns the new codes.
fn go(site: &mut Snapshot, orders: &Orders) -> Result<Vec<String>, Failed> {
    let release = plan(site, orders).map_err(|refusal| format!("{refusal:?}"))?;
    if let Some(text) = &release.text {
        put(site, "editions.toml", text);
    }
    Ok(release.new.iter().map(|entry| entry.code.to_string()).collect())
}

fn one(codes: Vec<String>) -> Result<String, Failed> {
    match <[String; 1]>::try_from(codes) {
        Ok([code]) => Ok(code),
        Err(codes) => Err(format!("one code is new, not {codes:?}").into()),
    }
}

fn build(site: &Snapshot) -> (Vec<build::Artifact>, Vec<Diagnostic>) {
    let options = Options {
        today: jiff::civil::date(2026, 9, 1),
        audiences: Vec::new(),
        langs: Vec::new(),
        kinds: Vec::new(),
        formats: vec!["html".to_owned()],
        documents: Vec::new(),
        districts: Vec::new(),
        shard: None,
    };
    let outcome = build::build(site, &options);
    (outcome.value, outcome.diagnostics)
}

/// The words of a page, and where it leads.
fn page(site: &Snapshot, path: &str) -> Result<(String, String), Failed> {
    let (artifacts, found) = build(site);
    let page = artifacts.iter().find(|artifact| artifact.path.as_str() == path);
    let page = page.ok_or_else(|| format!("there is no {path}: {found:?}"))?;
    let html = String::from_utf8_lossy(&page.bytes).into_owned();
    if !html.contains("<meta name=\"robots\" content=\"noindex\">") {
        return Err(format!("{path} can be found by search engines").into());
    }
    Ok((text::main(&html), text::main_links(&html, None)))
}

fn status(site: &Snapshot, code: &str) -> Result<(String, String), Failed> {
    page(site, &format!("e/{code}/index.html"))
}

fn says(what: &(String, String), words: &[&str], link: &str) -> Result<(), Failed> {
    let (text, links) = what;
    let lacks = words.iter().find(|word| !text.contains(*word));
    if let Some(word) = lacks {
        return Err(format!("it doesn't say \"{word}\":\n{text}").into());
    }
    if !links.contains(link) {
        return Err(format!("it doesn't lead to {link}:\n{links}").into());
    }
    Ok(())
}

/// A slug changes, then a sentence, then both; every code leads to the page
/// where the text is now.
fn two_releases() -> Result<(), Failed> {
    let mut site = one_brochure();
    let first = one(go(&mut site, &Orders::default())?)?;
    let now = "../../families/brochures/plan/index.html";
    says(&status(&site, &first)?, &["This paper is up to date", "Your plan", "August 1, 2026"], now)?;

    put(&mut site, PLAN, &brochure("slug = \"my-plan\"\n", "Ask for the plan\nin  May."));
    let again = go(&mut site, &Orders::default())?;
    if !again.is_empty() {
        return Err(format!("another address makes no new edition, but {again:?}").into());
    }
    let now = "../../families/brochures/my-plan/index.html";
    says(&status(&site, &first)?, &["This paper is up to date"], now)?;

    put(&mut site, PLAN, &brochure("slug = \"my-plan\"\n", "Ask for the plan in June."));
    // What was only written isn't printed yet.
    says(&status(&site, &first)?, &["This paper is up to date"], now)?;
    released(&mut site, "2027-08-01");
    let second = one(go(&mut site, &Orders::default())?)?;
    put(&mut site, PLAN, &brochure("slug = \"the-plan\"\n", "Ask for the plan in July."));
    released(&mut site, "2028-08-01");
    let third = one(go(&mut site, &Orders::default())?)?;
    let now = "../../families/brochures/the-plan/index.html";
    for (old, words) in [(&first, "August 1, 2026"), (&second, "August 1, 2027")] {
        says(&status(&site, old)?, &["There is a newer edition", words, "August 1, 2028", &third], now)?;
    }
    says(&status(&site, &third)?, &["This paper is up to date", "August 1, 2028"], now)?;
    let (find, _) = page(&site, "e/index.html")?;
    if !find.contains(&format!("ilp.example/e/{third}")) {
        return Err(format!("no address as an example:\n{find}").into());
    }
    let listed = build(&site).0;
    let sitemap = listed.iter().find(|artifact| artifact.path.as_str() == "sitemap.xml").expect("it is made");
    if String::from_utf8_lossy(&sitemap.bytes).contains("/e/") {
        return Err("the sitemap lists codes".into());
    }
    // Going back to earlier words is another edition: the code says "newer".
    put(&mut site, PLAN, &brochure("", "Ask for the plan in May."));
    let fourth = one(go(&mut site, &Orders::default())?)?;
    if [&first, &second, &third].contains(&&fourth) {
        return Err(format!("`{fourth}` was issued twice").into());
    }
    Ok(())
}

/// Nothing is built and nothing released until somebody says what became of a
/// code.
fn renamed() -> Result<(), Failed> {
    let mut site = one_brochure();
    let first = one(go(&mut site, &Orders::default())?)?;
    site.remove(&SitePath::new(PLAN).expect("a good path"));
    put(&mut site, "content/brochures/plans.md", &brochure("", "Ask for the plan in May."));
    let (made, found) = build(&site);
    let lost = found.iter().find(|finding| finding.rule.name == "lost-edition");
    let lost = lost.ok_or("a lost code is found")?;
    let names = lost.message.contains(&first) && lost.hints[0].contains("--by brochures/plans");
    if !made.is_empty() || !names {
        return Err(format!("{} files, {lost:?}", made.len()).into());
    }
    let orders = |withdraw: &[&str], replace: &[&str], by: &str| Orders {
        withdraw: withdraw.iter().map(|name| (*name).to_owned()).collect(),
        why: "The law has changed.".to_owned(),
        replace: replace.iter().map(|name| (*name).to_owned()).collect(),
        by: by.to_owned(),
    };
    for (name, by) in [(first.as_str(), "brochures/plam"), ("brochures/plam", &first), (&first, &first)] {
        if let Ok(release) = plan(&site, &orders(&[], &[name], by)) {
            return Err(format!("`{name}` by `{by}`: {release:?}").into());
        }
    }
    let mut replaced = site.clone();
    let second = one(go(&mut replaced, &orders(&[], &[&first], "brochures/plans"))?)?;
    let now = "../../families/brochures/plans/index.html";
    says(&status(&replaced, &first)?, &["There is a newer edition", &second], now)?;
    says(&status(&replaced, &second)?, &["This paper is up to date"], now)?;

    go(&mut site, &orders(&["brochures/plan"], &[], ""))?;
    let words = ["Please don’t use this paper any more", "The law has changed."];
    says(&status(&site, &first)?, &words, "../../families/index.html")
}

/// Withdrawn words get no code; other words do, and the old code leads there.
fn withdrawn() -> Result<(), Failed> {
    let mut site = one_brochure();
    let first = one(go(&mut site, &Orders::default())?)?;
    let orders = Orders {
        withdraw: vec![first.to_lowercase()],
        why: "A \"date\" is wrong.".to_owned(),
        ..Orders::default()
    };
    go(&mut site, &orders)?;
    let same = plan(&site, &Orders::default()).map_err(|refusal| format!("{refusal:?}"))?;
    if same.text.is_some() || same.still_withdrawn.len() != 1 {
        return Err(format!("{same:?}").into());
    }
    put(&mut site, PLAN, &brochure("", "Ask for the plan in June."));
    let second = one(go(&mut site, &Orders::default())?)?;
    let now = "../../families/brochures/plan/index.html";
    says(&status(&site, &first)?, &["A \"date\" is wrong.", &second], now)
}

/// Comments stay, and entries in braces are refused rather than broken.
fn by_hand() -> Result<(), Failed> {
    let mut site = one_brochure();
    let first = one(go(&mut site, &Orders::default())?)?;
    let path = SitePath::new("editions.toml").expect("a good path");
    let text = site.text(&path).expect("it was released").to_owned();
    let noted = text.replace("status = \"current\"", "status = 'current'  # 500 copies, for Harmon");
    site.insert(path.clone(), noted.trim_end());
    put(&mut site, PLAN, &brochure("", "Ask for the plan in June."));
    let release = plan(&site, &Orders::default()).map_err(|refusal| format!("{refusal:?}"))?;
    let text = release.text.as_deref().unwrap_or_default();
    let status = Status::Replaced(release.new[0].code.clone());
    let kept = text.starts_with("# ") && text.contains("# 500 copies, for Harmon\n");
    if !kept || release.changed.get(first.as_str()) != Some(&status) {
        return Err(text.into());
    }
    let entry: String = noted
        .lines()
        .filter(|line| line.contains(" = "))
        .map(|line| line.split("  #").next().unwrap_or(line).to_owned() + ", ")
        .collect();
    site.insert(path, format!("edition = [{{ {} }}]\n", entry.trim_end_matches(", ")));
    match plan(&site, &Orders::default()) {
        Err(refusal) if refusal.message.contains("can't be changed") => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

/// Each group and band has a code of its own; what isn't printed has none.
fn pieces() -> Result<(), Failed> {
    let mut site = one_brochure();
    put(
        &mut site,
        PLAN,
        &brochure("bands = [\"middle\", \"high\"]\n", "Ask.")
            .replace("[\"families\"]", "[\"families\", \"students\"]"),
    );
    put(&mut site, "content/pages/web.md", "+++\ntitle = \"Web\"\n+++\n\nWords.\n");
    let release = plan(&site, &Orders::default()).map_err(|refusal| format!("{refusal:?}"))?;
    let found: Vec<String> = release.new.iter().map(|entry| entry.piece.to_string()).collect();
    let expected = [
        "brochures/plan for families in en, middle",
        "brochures/plan for families in en, high",
        "brochures/plan for students in en, middle",
        "brochures/plan for students in en, high",
    ];
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    found.sort_by_key(|piece| expected.iter().position(|known| known == piece));
    if found == expected { Ok(()) } else { Err(format!("{found:?}").into()) }
}
