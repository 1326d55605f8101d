//! Brochures on paper: what fits is folded and read in order, what doesn't is
//! found.

use ilpress::build::{self, Options};
use ilpress::diag::Diagnostic;
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};

use super::run::site;

/// All tests.
pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("paper-brochure::panels-are-read-from-1-to-6", six),
        Trial::test("paper-brochure::a-booklet-fills-its-last-sheet", booklet),
        Trial::test("paper-brochure::all-panels-that-are-too-long-are-found-at-once", too_long),
        Trial::test("paper-brochure::a-picture-that-is-none-stops-the-build", broken_picture),
        Trial::test("paper-brochure::a-translation-that-is-too-long-is-told-at-its-line", translated),
        Trial::test("paper-brochure::a-note-stands-where-it-is-called", notes),
        Trial::test("paper-brochure::what-lies-too-deep-is-told-at-its-line", deep),
        Trial::test("paper-brochure::a-seventh-panel-has-no-place", seven),
    ]
}

/// A brochure whose panels have this many words each.
fn brochure(layout: &str, words: &[usize]) -> Snapshot {
    let mut site = site("minimal");
    let mut text = format!(
        "+++\nkind = \"brochure\"\ntitle = \"Your plan\"\naudiences = [\"families\"]\nlayout = \"{layout}\"\n+++\n"
    );
    for (index, words) in words.iter().enumerate() {
        text.push_str(&format!("\n## Panel{}\n\n{}\n", index + 1, "Talk ".repeat(*words)));
    }
    site.insert(SitePath::new("content/brochures/plan.md").expect("a good path"), text);
    site
}

/// Builds the sheet to fold.
fn fold(site: &Snapshot) -> (Option<String>, Vec<Diagnostic>) {
    let options = Options {
        formats: vec!["pdf".to_owned()],
        documents: vec!["brochures/plan".to_owned()],
        today: "2026-11-23".parse().expect("a day"),
        audiences: Vec::new(),
        langs: Vec::new(),
        kinds: Vec::new(),
        districts: Vec::new(),
        shard: None,
    };
    let outcome = build::build(site, &options);
    let sheet = outcome.value.iter().find(|artifact| artifact.path.as_str().ends_with("plan-fold.pdf"));
    (sheet.map(|sheet| String::from_utf8_lossy(&sheet.bytes).into_owned()), outcome.diagnostics)
}

fn folded(layout: &str, words: &[usize]) -> Result<String, Failed> {
    let (sheet, found) = fold(&brochure(layout, words));
    sheet.ok_or_else(|| format!("no sheet: {found:?}").into())
}

/// The headings of a PDF, in the order in which they are read.
fn headings(pdf: &str) -> Vec<&str> {
    let document = pdf.split("/S/Document/").nth(1).expect("a tagged PDF");
    let kids = document.split("/K[").nth(1).and_then(|kids| kids.split(']').next()).expect("children");
    let titled = kids.split('R').filter_map(|kid| {
        let object = format!("\n{} obj\n", kid.trim());
        let text = pdf.split(&object).nth(1)?.lines().next()?;
        text.split("/T(").nth(1)?.split(')').next()
    });
    titled.collect()
}

fn pages(pdf: &str) -> usize {
    pdf.matches("/Type/Page/").count()
}

fn six() -> Result<(), Failed> {
    let sheet = folded("trifold-letter", &[20; 6])?;
    assert_eq!(pages(&sheet), 2);
    assert_eq!(headings(&sheet), ["Panel1", "Panel2", "Panel3", "Panel4", "Panel5", "Panel6"]);
    // With fewer panels the last is still the back.
    let sheet = folded("trifold-letter", &[20; 4])?;
    assert_eq!(headings(&sheet), ["Panel1", "Panel2", "Panel3", "Panel4"]);
    Ok(())
}

fn booklet() -> Result<(), Failed> {
    // Two pages of the booklet are one side of a sheet.
    for (panels, sides) in [(3, 2), (4, 2), (5, 4), (8, 4), (9, 6)] {
        let sheet = folded("half-fold", &vec![20; panels])?;
        assert_eq!(pages(&sheet), sides, "{panels} panels");
        let read = headings(&sheet);
        let last = format!("Panel{panels}");
        assert_eq!((read.first(), read.last()), (Some(&"Panel1"), Some(&last.as_str())), "{panels} panels");
    }
    Ok(())
}

fn too_long() -> Result<(), Failed> {
    let (sheet, found) = fold(&brochure("trifold-letter", &[20, 900, 20, 20, 700, 20]));
    assert!(sheet.is_none(), "nothing is clipped");
    let found: Vec<&Diagnostic> = found.iter().filter(|found| found.rule.name == "overset").collect();
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found.len(), 2, "{messages:?}");
    for (found, panel) in
        found.iter().zip(["panel 2, “Panel2”, doesn't fit in the `en`", "panel 5, “Panel5”"])
    {
        assert!(found.message.starts_with(panel), "{}", found.message);
        assert!(found.hints.iter().any(|hint| hint.starts_with("cut about ")), "{:?}", found.hints);
        assert_eq!(found.span.path.as_str(), "content/brochures/plan.md");
    }
    Ok(())
}

fn broken_picture() -> Result<(), Failed> {
    let mut site = brochure("trifold-letter", &[20; 6]);
    let path = SitePath::new("content/brochures/plan.md").expect("a good path");
    let text = format!("{}\n![A school](/assets/school.png)\n", site.text(&path).expect("it was put there"));
    site.insert(path, text);
    site.insert(SitePath::new("assets/school.png").expect("a good path"), b"no picture");
    let (sheet, found) = fold(&site);
    assert!(sheet.is_none());
    let told: Vec<&Diagnostic> = found.iter().filter(|found| found.is_error()).collect();
    let [told] = told.as_slice() else { return Err(format!("one error, not {told:?}").into()) };
    assert_eq!(*told.rule, ilpress::diag::rules::UNPRINTABLE, "rule = unprintable");
    assert!(told.message.starts_with("paper can't show `assets/school.png`: "), "{}", told.message);
    let line = site.text(&told.span.path).and_then(|text| text.get(told.span.range()));
    assert_eq!(line, Some("![A school](/assets/school.png)"));
    Ok(())
}

/// What doesn't fit is told where it was written, also in a translation, and a
/// panel that isn't translated where its source stands.
fn translated() -> Result<(), Failed> {
    let mut site = brochure("trifold-letter", &[20, 20, 600]);
    let path = |name: &str| SitePath::new(name).expect("a good path");
    let source = site.text(&path("content/brochures/plan.md")).expect("it was put there");
    let source = (1..=3).fold(source.to_owned(), |text, number| {
        text.replace(&format!("## Panel{number}"), &format!("## Panel {number} {{#p{number}}}"))
    });
    site.insert(path("content/brochures/plan.md"), source);
    let words = "Charla ".repeat(600);
    let text =
        format!("+++\ntitle = \"Su plan\"\n+++\n\n## Uno {{#p1}}\n\nSí.\n\n## Dos {{#p2}}\n\n{words}\n");
    site.insert(path("content/brochures/plan.es.md"), text);
    let config = site.text(&path("site-config.toml")).expect("it has one");
    let second =
        "es = { name = \"Español\" }\n\n[plan.es]\nname = \"Plan\"\nshort = \"P\"\nplural = \"PP\"\n";
    let config = format!("{config}{second}");
    site.insert(path("site-config.toml"), config);
    let (_, found) = fold(&site);
    let mut told: Vec<String> = found
        .iter()
        .filter(|found| found.rule.name == "overset" && found.message.contains("`es`"))
        .map(|found| {
            let text = site.text(&found.span.path).and_then(|text| text.get(found.span.start as usize..));
            let word = text.and_then(|text| text.split_whitespace().next()).unwrap_or("nothing");
            format!("{} {word}", found.span.path)
        })
        .collect();
    told.sort();
    told.dedup();
    assert_eq!(told, ["content/brochures/plan.es.md Charla", "content/brochures/plan.md Talk"], "{found:?}");
    Ok(())
}

/// A brochure with six panels and something below the last.
fn with(more: &str) -> Snapshot {
    let mut site = brochure("trifold-letter", &[20; 6]);
    let path = SitePath::new("content/brochures/plan.md").expect("a good path");
    let text = format!("{}\n{more}\n", site.text(&path).expect("it was put there"));
    site.insert(path, text);
    site
}

/// A folded sheet has no foot: a note there lay half beyond the edge.
fn notes() -> Result<(), Failed> {
    let (sheet, found) = fold(&with("Call us.[^1]\n\n[^1]: On weekdays."));
    let sheet = sheet.ok_or_else(|| format!("no sheet: {found:?}"))?;
    assert_eq!(sheet.matches("/S/Note").count(), 0);
    Ok(())
}

fn deep() -> Result<(), Failed> {
    let line = format!("{}deep", "> ".repeat(50));
    let site = with(&line);
    let (sheet, found) = fold(&site);
    assert!(sheet.is_none());
    let told = found.iter().find(|found| found.is_error()).ok_or("it is told")?;
    assert_eq!(*told.rule, ilpress::diag::rules::UNPRINTABLE);
    assert_eq!(told.message, "paper can't show lists or quotes that lie so deep in each other");
    assert_eq!(site.text(&told.span.path).and_then(|text| text.get(told.span.range())), Some("deep"));
    Ok(())
}

fn seven() -> Result<(), Failed> {
    let (sheet, found) = fold(&brochure("trifold-letter", &[20; 7]));
    assert!(sheet.is_none());
    let said = "this brochure has 7 panels, and `trifold-letter` has 6";
    assert!(found.iter().any(|found| found.message == said), "{found:?}");
    Ok(())
}
