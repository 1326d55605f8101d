//! A session that remembers makes what a first build would make: the same
//! bytes, the same findings, whatever was edited before. And it makes only what
//! an edit has changed.
//!
//! `PROPTEST_CASES=100` edits for longer.

use std::cell::Cell;
use std::collections::BTreeMap;

use ilpress::build::{Options, Session, build, collect};
use ilpress::diag::has_errors;
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::properties::holds;
use super::run;

pub fn trials() -> Vec<Trial> {
    let mut trials =
        vec![Trial::test("incremental::a-session-makes-what-a-first-build-would-make", sessions_agree)];
    trials.extend(
        EDITS.iter().map(|edit| Trial::test(format!("incremental::{}", edit.name), move || made_again(edit))),
    );
    trials
}

// --- the site ---

/// What stands beside the minimal site: a bit of everything that looks at
/// something else.
const BESIDE: [(&str, &str); 10] = [
    (
        "content/guides/ilp/index.md",
        "+++\ntitle = \"How to plan\"\nchapters = [\"first\", \"second\"]\n+++\n\nBegin [here](first.md).\n",
    ),
    (
        "content/guides/ilp/first.md",
        "+++\ntitle = \"First steps\"\nsummary = \"How to begin.\"\n+++\n\n## Talk {#talk}\n\nAsk the student.\n\n## Write {role=school-counselor}\n\nWrite it down. [@law]\n",
    ),
    (
        "content/guides/ilp/second.md",
        "+++\ntitle = \"Second steps\"\nphase = \"plan\"\ntopics = [\"rights\"]\n+++\n\nLook at [the talk](first.md#talk).\n\n- For all\n- For families {audience=families}\n",
    ),
    (
        "content/brochures/plan.md",
        "+++\ntitle = \"Your {{ plan.short }}\"\naudiences = [\"families\"]\naliases = [\"brochures/old\"]\n+++\n\n## Front\n\nAn [IEP]{term=iep} is not a plan.\n",
    ),
    (
        "content/pages/terms.md",
        "+++\ntitle = \"Terms\"\naudiences = [\"educators\"]\ntopics = [\"rights\"]\n+++\n\n[The law]{term=iep} says it.\n\n::: {.include from=guides/ilp/first#talk}\n:::\n",
    ),
    (
        "content/pages/bands.md",
        "+++\ntitle = \"By grade\"\nbands = [\"middle\", \"high\"]\n+++\n\nAll.\n\nYoung. {grade=6-8}\n\n![A table](/assets/table.svg)\n",
    ),
    ("content/matrices/school.md", "+++\ntitle = \"Who does what\"\n+++\n\nThe grid.\n"),
    (
        "content/messages/letter.md",
        "+++\ntitle = \"A letter\"\nchannel = \"letter\"\nmax_words = 40\naudiences = [\"families\"]\n+++\n\nDear family, come.\n",
    ),
    (
        "content/modules/training.md",
        "+++\ntitle = \"A training\"\naudiences = [\"counselors\"]\nminutes = 20\n+++\n\n## Start {minutes=20 type=talk}\n\n::: script\nSay hello.\n:::\n\nPractise.\n",
    ),
    ("content/pages/about.es.md", "+++\ntitle = \"Sobre el plan\"\n+++\n\nEl plan es para todos.\n"),
];

/// A second language.
const SPANISH: &str = "es = { name = \"Español\" }

[plan.es]
name = { text = \"Plan de aprendizaje\", a = \"un\", the = \"el\" }
short = { text = \"PAI\", a = \"un\", the = \"el\" }
plural = \"PAI\"
";

fn site() -> Snapshot {
    let mut site = run::site("minimal");
    for (at, text) in BESIDE {
        site.insert(path(at), text);
    }
    append(&mut site, "site-config.toml", SPANISH);
    site
}

fn path(text: &str) -> SitePath {
    SitePath::new(text).unwrap_or_else(|| panic!("{text}"))
}

fn append(site: &mut Snapshot, at: &str, text: &str) {
    let at = path(at);
    let text = format!("{}{text}", site.text(&at).unwrap_or_default());
    site.insert(at, text);
}

fn replace(site: &mut Snapshot, at: &str, from: &str, to: &str) {
    let at = path(at);
    let before = site.text(&at).unwrap_or_else(|| panic!("{at} is no text")).to_owned();
    assert!(before.contains(from), "{at} has no `{from}`");
    site.insert(at, before.replacen(from, to, 1));
}

fn options() -> Options {
    Options {
        today: jiff::civil::date(2026, 9, 1),
        audiences: Vec::new(),
        langs: Vec::new(),
        kinds: Vec::new(),
        formats: vec!["html".to_owned()],
        documents: Vec::new(),
        districts: Vec::new(),
        shard: None,
    }
}

// --- edits that nobody thought of ---

/// What is written into files: some of it is wrong.
const PHRASES: [&str; 23] = [
    "One more paragraph.",
    "For one group. {audience=families}",
    "For none. {audience=familes}",
    "For its role. {role=school-counselor}",
    "See [the page](/pages/about.md).",
    "See [nothing](/pages/nothing.md).",
    "See [the talk](/guides/ilp/first.md#talk).",
    "## A heading {#heading}",
    "## Talk",
    "#### Too deep",
    "::: note\nA note.\n:::",
    "::: {.include from=pages/terms}\n:::",
    "::: {.include from=guides/ilp/first#talk}\n:::",
    "::: {.duties phases=plan}\n:::",
    "::: unclosed",
    "A [plan]{term=plan}, a [claim]{term=nothing}, {{ plan.name }}.",
    "It is so. [@study] And so. [@nothing]",
    "| A | B |\n|---|---|\n| a | b |",
    "Note.[^n]\n\n[^n]: It says more.",
    "![A table](/assets/table.svg)",
    "![](/assets/other.svg)",
    "Grades. {grade=9-12}",
    "Tied. {duty=\"plan-conference check-goals\"}",
];

/// Lines for front matter.
const KEYS: [&str; 14] = [
    "summary = \"Another summary.\"",
    "order = -5",
    "slug = \"another\"",
    "slug = \"about\"",
    "topics = [\"rights\"]",
    "phase = \"know\"",
    "audiences = [\"students\"]",
    "audiences = [\"educators\", \"families\"]",
    "aliases = [\"pages/former\"]",
    "bands = [\"high\"]",
    "reviewed = 2026-05-01",
    "review_by = 2026-08-15",
    "titel = \"A slip\"",
    "title = ",
];

/// Replacements in the files of the site that aren't documents.
const DATA: [(&str, &str, &str); 20] = [
    ("site-config.toml", "\"ILP\"", "\"PLP\""),
    ("site-config.toml", "rights = \"Rights\"", "rights = \"Your rights\""),
    ("site-config.toml", "released = 2026-08-01", "released = 2026-08-02"),
    ("site-config.toml", "know = \"Know yourself\"", "learn = \"Know yourself\""),
    ("site-config.toml", "555-0100", "555-0199"),
    ("site-config.toml", "https://ilp.example", "https://ilp.example/below"),
    ("site-config.toml", "[bands]", "[bands"),
    ("site-config.toml", "es = { name = \"Español\" }\n", ""),
    ("site-config.toml", "[languages]", "[checks]\nunreachable-scope = \"error\"\n\n[languages]"),
    ("audiences/families.toml", "Families", "Parents"),
    ("audiences/families.toml", "0.09 38", "0.09 120"),
    ("audiences/families.toml", "[roles.family]", "aliases = [\"parents\"]\n\n[roles.family]"),
    ("audiences/counselors.toml", "You lead the conferences.", "You lead."),
    ("content/duties/year.toml", "Hold a plan conference", "Hold two plan conferences"),
    ("content/duties/year.toml", "informed = [\"teacher\"]", "informed = [\"teecher\"]"),
    ("content/duties/year.toml", "audiences = [\"educators\"]", "audiences = [\"students\"]"),
    ("content/glossary.toml", "A legal document", "A document"),
    ("content/glossary.toml", "[iep]", "[iep-plan]"),
    ("content/claims.toml", "take harder courses", "take other courses"),
    ("content/claims.toml", "verified = 2026-07-01\nexpires = 2027-07-01", "verified = 2026-07-02"),
];

/// Files of its own that a site puts in the place of the program's, or beside
/// its documents.
const FILES: [(&str, &str); 14] = [
    ("templates/html/robots.txt", "# ours\nSitemap: {{ sitemap_href }}\n"),
    (
        "templates/html/topics.html",
        "{% extends \"plain.html\" %}{% block body %}{{ page.title }}{% endblock body %}",
    ),
    (
        "templates/html/topics.html",
        "{% extends \"plain.html\" %}{% block body %}{{ page.titel.x }}{% endblock body %}",
    ),
    ("templates/html/moved.html", "<!doctype html><title>{{ moved.title }</title>"),
    ("templates/css/print.css", "main { color: black }\n"),
    ("templates/css/print.css", "main { color: \n"),
    ("templates/i18n/en.ftl", "home = Start\nmenu = List\n"),
    ("templates/i18n/es.ftl", "home = Inicio\ntopics = Temas\n"),
    ("templates/i18n/en.ftl", "home = {\n"),
    ("assets/table.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("assets/other.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>x</title></svg>"),
    ("audiences/grandparents.toml", "name = \"Grandparents\"\nsentence = \"For you.\"\n"),
    ("content/pages/new.md", "+++\ntitle = \"New\"\n+++\n\nNew [here](about.md).\n"),
    ("content/pages/terms.es.md", "+++\ntitle = \"Palabras\"\n+++\n\nPalabras.\n"),
];

#[derive(Clone, Debug)]
enum Edit {
    /// A phrase at the end of a document.
    Append(Index, &'static str),
    /// A line at the beginning of a document's front matter.
    Key(Index, &'static str),
    /// A document's text without its last lines.
    Cut(Index, Index),
    /// Another title.
    Title(Index, u8),
    /// A document under another name.
    Rename(Index, &'static str),
    /// A file taken away.
    Remove(Index),
    /// A file put back as it was at first.
    Restore(Index),
    /// Something else in a file that isn't a document.
    Data(usize),
    /// A file of the site's own.
    File(usize),
    /// Everything as it was at first.
    Start,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        5 => (any::<Index>(), select(&PHRASES[..])).prop_map(|(at, text)| Edit::Append(at, text)),
        3 => (any::<Index>(), select(&KEYS[..])).prop_map(|(at, text)| Edit::Key(at, text)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(at, lines)| Edit::Cut(at, lines)),
        3 => (any::<Index>(), any::<u8>()).prop_map(|(at, number)| Edit::Title(at, number)),
        2 => (any::<Index>(), select(vec!["about", "start", "second", "plan"])).prop_map(|(at, name)| Edit::Rename(at, name)),
        2 => any::<Index>().prop_map(Edit::Remove),
        10 => any::<Index>().prop_map(Edit::Restore),
        5 => (0..DATA.len()).prop_map(Edit::Data),
        3 => (0..FILES.len()).prop_map(Edit::File),
        9 => Just(Edit::Start),
    ];
    vec(edit, EDITS_IN_A_ROW)
}

/// How many edits a session lives through. In release builds there are enough
/// sessions for more than a thousand edits.
const EDITS_IN_A_ROW: usize = 60;
const SESSIONS: u32 = if cfg!(debug_assertions) { 1 } else { 20 };

fn documents(site: &Snapshot) -> Vec<SitePath> {
    let documents = site.below("content").map(|(path, _)| path);
    documents.filter(|path| path.extension() == "md").cloned().collect()
}

fn apply(edit: &Edit, site: &mut Snapshot, first: &Snapshot) {
    let documents = documents(site);
    let document = |at: &Index| (!documents.is_empty()).then(|| at.get(&documents).clone());
    let text = |site: &Snapshot, at: &SitePath| site.text(at).unwrap_or_default().to_owned();
    match edit {
        Edit::Append(at, phrase) => {
            let Some(at) = document(at) else { return };
            let text = format!("{}\n{phrase}\n", text(site, &at));
            site.insert(at, text);
        }
        Edit::Key(at, line) => {
            let Some(at) = document(at) else { return };
            let text = text(site, &at).replacen("+++\n", &format!("+++\n{line}\n"), 1);
            site.insert(at, text);
        }
        Edit::Cut(at, lines) => {
            let Some(at) = document(at) else { return };
            let text = text(site, &at);
            let all: Vec<&str> = text.lines().collect();
            let kept = if all.is_empty() { 0 } else { lines.index(all.len()) };
            site.insert(at, all[..kept].join("\n"));
        }
        Edit::Title(at, number) => {
            let Some(at) = document(at) else { return };
            let changed: String = text(site, &at)
                .lines()
                .map(|line| {
                    let title = line.starts_with("title = ");
                    if title { format!("title = \"Title {number}\"\n") } else { format!("{line}\n") }
                })
                .collect();
            site.insert(at, changed);
        }
        Edit::Rename(at, name) => {
            let Some(at) = document(at) else { return };
            let text = text(site, &at);
            site.remove(&at);
            site.insert(path(&format!("{}/{name}.md", at.folder())), text);
        }
        Edit::Remove(at) => {
            let files: Vec<SitePath> = site.iter().map(|(path, _)| path.clone()).collect();
            site.remove(at.get(&files));
        }
        Edit::Restore(at) => {
            let files: Vec<SitePath> = first.iter().map(|(path, _)| path.clone()).collect();
            let file = at.get(&files);
            site.insert(file.clone(), first.bytes(file).expect("it is there"));
        }
        Edit::Data(number) => {
            let (at, from, to) = DATA[*number];
            let text = text(site, &path(at)).replacen(from, to, 1);
            site.insert(path(at), text);
        }
        Edit::File(number) => {
            let (at, text) = FILES[*number];
            site.insert(path(at), text);
        }
        Edit::Start => *site = first.clone(),
    }
}

fn sessions_agree() -> Result<(), Failed> {
    let first = site();
    let good = Cell::new(0);
    holds(SESSIONS, edits(), |edits| {
        let mut session = Session::lasting();
        let mut site = first.clone();
        for (number, edit) in edits.iter().enumerate() {
            apply(edit, &mut site, &first);
            let has_output = agree(&mut session, &site).map_err(|problem| {
                TestCaseError::fail(format!("after edit {number}, {edit:?}: {problem}"))
            })?;
            good.set(good.get() + usize::from(has_output));
        }
        Ok(())
    })?;
    let all = EDITS_IN_A_ROW * SESSIONS as usize;
    // Sites with errors have no bytes to compare.
    if good.get() < all / 3 {
        Err(format!("only {} of {all} sites had output", good.get()).into())
    } else {
        Ok(())
    }
}

/// Compares a session with a first build. Returns whether there was output.
pub fn agree(session: &mut Session, site: &Snapshot) -> Result<bool, String> {
    let cold = build(site, &options());
    let complete = site.clone().with_defaults();
    let warm = collect(session, &complete, &options(), None);
    let (old, new) = (format!("{:#?}", cold.diagnostics), format!("{:#?}", warm.diagnostics));
    super::compare("the findings differ", &old, &new)?;
    if cold.value != warm.value {
        let bytes = |artifacts: &[ilpress::build::Artifact]| -> BTreeMap<String, Vec<u8>> {
            artifacts.iter().map(|artifact| (artifact.path.to_string(), artifact.bytes.to_vec())).collect()
        };
        let (old, new) = (bytes(&cold.value), bytes(&warm.value));
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>().join("\n");
        super::compare("the files differ", &names(&old), &names(&new))?;
        for (name, bytes) in &old {
            super::compare(name, &String::from_utf8_lossy(bytes), &String::from_utf8_lossy(&new[name]))?;
        }
    }
    if has_errors(&cold.diagnostics) {
        return Ok(false);
    }
    // The files that somebody asks for, one by one.
    let prepared = session.prepare(&complete, &options(), None).value.ok_or("it can't be prepared")?;
    for artifact in cold.value.iter() {
        let made = prepared.one(session.memory(), &artifact.path).ok_or(format!("no {}", artifact.path))?;
        let made = made.map_err(|problems| format!("{problems:?}"))?;
        if made != artifact.bytes {
            let (old, new) = (String::from_utf8_lossy(&artifact.bytes), String::from_utf8_lossy(&made));
            super::compare(&format!("{} alone", artifact.path), &old, &new)?;
        }
    }
    Ok(true)
}

// --- what one edit makes again ---

/// One edit, and exactly the files that it makes again. `families/` stands for
/// files in that folder.
struct Again {
    name: &'static str,
    edit: fn(&mut Snapshot),
    made: &'static [&'static str],
}

static EDITS: &[Again] = &[
    Again { name: "nothing-changed-and-nothing-is-made", edit: |_| (), made: &[] },
    Again {
        name: "a-body-edit-makes-its-pages-and-what-searches-them",
        edit: |site| replace(site, "content/brochures/plan.md", "is not a plan", "is no plan"),
        made: &["families/brochures/plan/index.html", "families/search/index.js"],
    },
    Again {
        name: "a-passage-for-one-group-makes-that-groups-page",
        edit: |site| replace(site, "content/guides/ilp/second.md", "For families", "For your family"),
        made: &["families/guides/ilp/second/index.html", "families/search/index.js"],
    },
    Again {
        name: "a-title-edit-makes-every-list-that-shows-it",
        edit: |site| replace(site, "content/messages/letter.md", "A letter", "A long letter"),
        made: &[
            // The letter has no translation.
            "es/families/index.html",
            "families/feed.xml",
            "families/index.html",
            "families/messages/index.html",
            "families/messages/letter/index.html",
            "families/search/index.js",
            "feed.xml",
        ],
    },
    Again {
        name: "a-chapters-title-makes-the-pages-of-its-guide",
        edit: |site| replace(site, "content/guides/ilp/second.md", "Second steps", "More steps"),
        made: &[
            "counselors/feed.xml",
            "counselors/guides/ilp/first/index.html",
            "counselors/guides/ilp/index.html",
            "counselors/guides/ilp/second/index.html",
            "counselors/index.html",
            "counselors/search/index.js",
            "counselors/topics/rights/index.html",
            "facilitators/feed.xml",
            "facilitators/guides/ilp/first/index.html",
            "facilitators/guides/ilp/index.html",
            "facilitators/guides/ilp/second/index.html",
            "facilitators/index.html",
            "facilitators/search/index.js",
            "facilitators/topics/rights/index.html",
            "families/feed.xml",
            "families/guides/ilp/first/index.html",
            "families/guides/ilp/index.html",
            "families/guides/ilp/second/index.html",
            "families/index.html",
            "families/search/index.js",
            "families/topics/rights/index.html",
            "feed.xml",
            "special-educators/feed.xml",
            "special-educators/guides/ilp/first/index.html",
            "special-educators/guides/ilp/index.html",
            "special-educators/guides/ilp/second/index.html",
            "special-educators/index.html",
            "special-educators/search/index.js",
            "special-educators/topics/rights/index.html",
            "students/feed.xml",
            "students/guides/ilp/first/index.html",
            "students/guides/ilp/index.html",
            "students/guides/ilp/second/index.html",
            "students/index.html",
            "students/search/index.js",
            "students/topics/rights/index.html",
            "teachers/feed.xml",
            "teachers/guides/ilp/first/index.html",
            "teachers/guides/ilp/index.html",
            "teachers/guides/ilp/second/index.html",
            "teachers/index.html",
            "teachers/search/index.js",
            "teachers/topics/rights/index.html",
        ],
    },
    Again {
        name: "an-included-passage-makes-the-pages-that-include-it",
        edit: |site| replace(site, "content/guides/ilp/first.md", "Ask the student.", "Ask every student."),
        made: &[
            "counselors/guides/ilp/first/index.html",
            "counselors/pages/terms/index.html",
            "counselors/search/index.js",
            "facilitators/guides/ilp/first/index.html",
            "facilitators/search/index.js",
            "families/guides/ilp/first/index.html",
            "families/search/index.js",
            "special-educators/guides/ilp/first/index.html",
            "special-educators/pages/terms/index.html",
            "special-educators/search/index.js",
            "students/guides/ilp/first/index.html",
            "students/search/index.js",
            "teachers/guides/ilp/first/index.html",
            "teachers/pages/terms/index.html",
            "teachers/search/index.js",
        ],
    },
    Again {
        name: "a-passage-for-a-role-makes-its-page-and-the-roles",
        edit: |site| replace(site, "content/guides/ilp/first.md", "Write it down.", "Write it up."),
        made: &[
            "counselors/guides/ilp/first/index.html",
            "counselors/roles/school-counselor/index.html",
            "counselors/search/index.js",
        ],
    },
    Again {
        name: "a-term-makes-the-glossaries-that-have-it",
        edit: |site| replace(site, "content/glossary.toml", "A legal document", "A document"),
        made: &[
            "counselors/glossary/index.html",
            "families/glossary/index.html",
            "special-educators/glossary/index.html",
            "teachers/glossary/index.html",
        ],
    },
    Again {
        name: "a-duty-makes-the-matrices-and-roles-that-show-it",
        edit: |site| replace(site, "content/duties/year.toml", "Check goals against", "Compare goals with"),
        made: &[
            "counselors/matrices/school/",
            "counselors/search/index.js",
            "es/special-educators/roles/case-manager/handover/index.html",
            "es/special-educators/roles/case-manager/index.html",
            "special-educators/matrices/school/",
            "special-educators/roles/case-manager/handover/index.html",
            "special-educators/roles/case-manager/index.html",
            "special-educators/search/index.js",
            "teachers/matrices/school/",
            "teachers/search/index.js",
        ],
    },
    Again {
        name: "a-colour-makes-the-pages-that-have-it",
        edit: |site| replace(site, "audiences/families.toml", "0.09 38", "0.09 120"),
        made: &["404.html", "es/families/", "es/index.html", "families/", "index.html"],
    },
    Again {
        name: "a-template-makes-everything",
        edit: |site| site.insert(path("templates/html/robots.txt"), "Sitemap: {{ sitemap_href }}\n"),
        made: &[
            "404.html",
            "counselors/",
            "es/",
            "facilitators/",
            "families/",
            "feed.xml",
            "index.html",
            "robots.txt",
            "sitemap.xml",
            "special-educators/",
            "students/",
            "teachers/",
        ],
    },
];

fn made_again(edit: &Again) -> Result<(), Failed> {
    let mut site = site().with_defaults();
    let mut session = Session::lasting();
    let first = collect(&mut session, &site, &options(), None);
    let errors: Vec<_> = first.diagnostics.iter().filter(|found| found.is_error()).collect();
    if !errors.is_empty() {
        return Err(format!("the site has errors: {errors:#?}").into());
    }
    session.memory().take_log();
    (edit.edit)(&mut site);
    collect(&mut session, &site, &options(), None);
    let name = |path: String| {
        let folder = edit.made.iter().find(|made| made.ends_with('/') && path.starts_with(**made));
        folder.map_or(path, |folder| (*folder).to_owned())
    };
    let made = session.memory().take_log();
    let mut made: Vec<String> = made.iter().map(|path| name(path.to_string())).collect();
    made.dedup();
    super::compare("made again", &edit.made.join("\n"), &made.join("\n")).map_err(Failed::from)
}
