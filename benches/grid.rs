//! How long a large table of duties takes: 300 duties × 25 roles, arranged
//! from a page and written as HTML, with letters and in plain words.
//!
//!     cargo bench --bench grid
//!
//! Prints the median and the slowest of all rounds, in milliseconds. The limit
//! is 50 ms; `tests/it/views.rs` keeps the page below 300 KB.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::{Duration, Instant};

use ilpress::corpus::{self, FormatSet};
use ilpress::edition::{Edition, Editions, select};
use ilpress::kind::{Lengths, arrange};
use ilpress::vfs::{SitePath, Snapshot};
use ilpress::words::Words;
use ilpress::writer::html::{Theme, write};

const DUTIES: usize = 300;
const ROLES: usize = 25;
const ROUNDS: usize = 40;

const CONFIG: &str = r#"
base_url = "https://ilp.example"
released = 2026-08-01
grades = "6-12"
[agency]
name = "Department of Education"
[plan.en]
name = { text = "Individualized Learning Plan", a = "an", the = "the" }
short = { text = "ILP", a = "an", the = "the" }
plural = "ILPs"
[school_year]
starts = "aug"
terms = ["aug", "jan"]
[phases]
know = "Know yourself"
plan = "Make the plan"
[languages]
en = { name = "English" }
"#;

fn main() {
    let snapshot = site().with_defaults();
    let corpus = corpus::load(&snapshot).value.expect("a corpus");
    let words = Words::load(&snapshot, "en").value;
    let theme = Theme::load(&snapshot, &corpus.site).value.expect("a theme");
    let editions = Editions::new(&corpus);
    let (index, _) = corpus.site.editions().next().expect("an edition");
    let edition = Edition {
        owner: ilpress::site::OwnerIndex::STATE,
        corpus: &corpus,
        editions: &editions,
        words: &words,
        index,
        lang: corpus.site.default_lang(),
        formats: FormatSet::WEB,
    };
    for view in ["grid", "plain"] {
        let document = corpus.find(&format!("matrices/{view}")).expect("a matrix");
        let page = select(&edition, document, None);
        let mut bytes = 0;
        let mut rounds: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let start = Instant::now();
                let publication = arrange(&edition, document, &page, &Lengths::new());
                bytes = write(&publication, &theme).expect("a page").len();
                start.elapsed()
            })
            .collect();
        rounds.sort();
        println!(
            "{view}: {:.1} ms, at most {:.1} ms, {bytes} bytes",
            milliseconds(rounds[ROUNDS / 2]),
            milliseconds(rounds[ROUNDS - 1]),
        );
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A site with one audience that has all roles; six or seven of them have a
/// part in each duty.
fn site() -> Snapshot {
    let role = |number: usize| format!("role-{}", number % ROLES);
    let mut audience =
        "name = \"Everyone\"\nsentence = \"All.\"\naccent = \"oklch(0.48 0.09 100)\"\n".to_owned();
    for number in 0..ROLES {
        audience += &format!("[roles.role-{number}]\nname = \"Education specialist {number}\"\n");
    }
    let mut duties = String::new();
    for number in 0..DUTIES {
        let at = |step: usize| role(number * 7 + step * (number % 4 + 1));
        duties += &format!(
            "[[duty]]\nid = \"duty-{number}\"\ntask = \"Review the plan with the family before spring {number}\"\n\
             phase = \"plan\"\ngrades = [\"8-12\"]\nmonths = [\"nov\", \"dec\", \"jan\"]\nminutes = 40\n\
             per = \"student\"\naccountable = \"{}\"\nresponsible = [\"{}\", \"{}\"]\nsupport = [\"{}\"]\n\
             consulted = [\"{}\"]\ninformed = [\"{}\", \"{}\"]\n",
            at(0),
            at(usize::from(number % 3 != 0)),
            at(2),
            at(3),
            at(4),
            at(5),
            at(6),
        );
    }
    let matrix = |view: &str| format!("+++\ntitle = \"All\"\nview = \"{view}\"\n+++\n");
    [
        ("site-config.toml", CONFIG.to_owned()),
        ("audiences/everyone.toml", audience),
        ("content/duties/all.toml", duties),
        ("content/matrices/grid.md", matrix("grid")),
        ("content/matrices/plain.md", matrix("plain")),
    ]
    .into_iter()
    .map(|(path, text)| (SitePath::new(path).expect("a good path"), text.into_bytes()))
    .collect()
}
