//! Views of duties, counted: whatever duties a site has, a grid, a card, a
//! calendar, a ladder and a poster show each of them as often as its table
//! says, and nothing that was written for others.
//!
//! The counts are made from the generated duties themselves, without the
//! library: a month, a grade or a role too many or too few shows.

use ilpress::build::build;
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::properties::{holds, options};
use super::run::site;

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("views::every-view-shows-each-duty-as-often-as-the-table-says", counted),
        Trial::test("views::a-grid-of-300-duties-and-25-roles-is-less-than-300-kb", large),
    ]
}

/// The months of the minimal site's school year, in its order.
const YEAR: [&str; 12] = ["aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar", "apr", "may", "jun", "jul"];

/// Its grades.
const GRADES: std::ops::RangeInclusive<u8> = 6..=12;

/// Roles of the minimal site; that of the counted edition comes first.
const ROLES: [&str; 5] = ["family", "school-counselor", "student", "adviser", "teacher"];

/// The counted edition, and its role's name as it reads in sentences.
const AUDIENCE: &str = "families";

#[derive(Clone, Debug)]
struct Duty {
    accountable: &'static str,
    /// The other roles: R, S, C or I.
    others: Vec<(&'static str, &'static str)>,
    /// Places in [`YEAR`]; none: at a time of its own.
    months: Vec<usize>,
    /// First and last grade; nothing: not tied to grades.
    grades: Option<(u8, u8)>,
    phase: Option<&'static str>,
    /// Whether only teachers may see it.
    hidden: bool,
}

impl Duty {
    fn roles(&self) -> Vec<&'static str> {
        let mut roles: Vec<_> = self.others.iter().map(|(role, _)| *role).collect();
        if !roles.contains(&self.accountable) {
            roles.push(self.accountable);
        }
        roles
    }

    fn has(&self, role: &str, part: &str) -> bool {
        self.others.iter().any(|(other, letter)| *other == role && *letter == part)
    }

    /// Whether a role leads or does it.
    fn works(&self, role: &str) -> bool {
        self.accountable == role || self.has(role, "responsible")
    }

    fn all_year(&self) -> bool {
        self.months.len() == 12
    }

    /// The months in which it begins, counted.
    fn begins(&self) -> usize {
        match self.months.len() {
            0 | 12 => 1,
            _ => self
                .months
                .iter()
                .filter(|place| **place == 0 || !self.months.contains(&(**place - 1)))
                .count(),
        }
    }

    /// The months in which it goes on, counted.
    fn goes_on(&self) -> usize {
        if self.all_year() || self.months.is_empty() { 0 } else { self.months.len() - self.begins() }
    }

    /// The grades of the site in which it comes, counted; every grade is one.
    fn steps(&self) -> usize {
        match self.grades {
            Some((from, to)) if from > *GRADES.start() || to < *GRADES.end() => usize::from(to - from) + 1,
            _ => 1,
        }
    }

    fn write(&self, number: usize) -> String {
        let list = |part: &str| -> Vec<&str> {
            self.others.iter().filter(|(_, letter)| *letter == part).map(|(role, _)| *role).collect()
        };
        let mut toml = format!(
            "[[duty]]\nid = \"duty-{number}\"\ntask = \"Task {number}{}\"\naccountable = \"{}\"\n",
            if self.hidden { " hiddenword" } else { "" },
            self.accountable,
        );
        for part in ["responsible", "support", "consulted", "informed"] {
            toml += &format!("{part} = {:?}\n", list(part));
        }
        let months: Vec<&str> = self.months.iter().map(|place| YEAR[*place]).collect();
        toml += &match months.as_slice() {
            [] => "when = \"when it suits\"\n".to_owned(),
            months => format!("months = {months:?}\n"),
        };
        if let Some((from, to)) = self.grades {
            toml += &format!("grades = [\"{from}-{to}\"]\n");
        }
        if let Some(phase) = self.phase {
            toml += &format!("phase = \"{phase}\"\n");
        }
        if self.hidden {
            toml += "audiences = [\"teachers\"]\n";
        }
        toml
    }
}

fn duty() -> impl Strategy<Value = Duty> {
    let months = prop_oneof![
        1 => Just(Vec::new()),
        1 => Just((0..12).collect::<Vec<_>>()),
        4 => subsequence((0..12).collect::<Vec<_>>(), 1..6),
    ];
    let grades = prop_oneof![Just(None), (6u8..=12, 6u8..=12).prop_map(|(a, b)| Some((a.min(b), a.max(b)))),];
    let others =
        (subsequence(ROLES.to_vec(), 1..=4), proptest::collection::vec(0..4usize, 4), any::<Index>());
    (others, months, grades, select(vec![None, Some("know"), Some("plan")]), any::<Index>(), 0..5).prop_map(
        |((roles, parts, first), months, grades, phase, accountable, hidden)| {
            let parts =
                parts.into_iter().map(|part| ["responsible", "support", "consulted", "informed"][part]);
            let mut others: Vec<(&str, &str)> = roles.iter().copied().zip(parts).collect();
            // Somebody does it.
            let doer = first.index(others.len());
            others[doer].1 = "responsible";
            let free =
                |role: &&&str| others.iter().all(|(other, part)| other != *role || *part == "responsible");
            let candidates: Vec<&&str> = ROLES.iter().filter(free).collect();
            let accountable = candidates[accountable.index(candidates.len())];
            Duty { accountable, others, months, grades, phase, hidden: hidden == 0 }
        },
    )
}

fn counted() -> Result<(), Failed> {
    holds(24, proptest::collection::vec(duty(), 1..12), |duties| {
        let pages = pages(&duties.iter().enumerate().map(|(n, duty)| duty.write(n)).collect::<String>());
        let shown: Vec<&Duty> = duties.iter().filter(|duty| !duty.hidden).collect();
        let own: Vec<&&Duty> = shown.iter().filter(|duty| duty.roles().contains(&"family")).collect();
        let sum = |count: &dyn Fn(&Duty) -> usize| shown.iter().map(|duty| count(duty)).sum::<usize>();
        let of_own = |count: &dyn Fn(&Duty) -> usize| own.iter().map(|duty| count(duty)).sum::<usize>();
        for (view, html) in &pages {
            prop_assert!(!html.contains("hiddenword"), "{view} shows what is for teachers");
        }
        let page = |view: &str| main(&pages.iter().find(|(name, _)| *name == view).expect("a page").1);
        for grid in ["grid", "plain"] {
            let html = page(grid);
            let parts = sum(&|duty| duty.roles().len());
            prop_assert_eq!(html.matches("<td aria-labelledby").count(), parts, "{} cells", grid);
            prop_assert_eq!(html.matches("<p>The ").count(), parts, "{} sentences", grid);
            let both = sum(&|duty| duty.has(duty.accountable, "responsible").into());
            prop_assert_eq!(
                html.matches("<b class=").count() - 5 * usize::from(grid == "grid"),
                parts + both
            );
        }
        // RACI has no letter for those who help.
        let support = sum(&|duty| duty.others.iter().filter(|(_, part)| *part == "support").count());
        let parts = sum(&|duty| duty.roles().len());
        prop_assert_eq!(page("raci").matches("<td aria-labelledby").count(), parts - support);
        let (items, going_on) = acts(&page("card"));
        prop_assert_eq!(items, of_own(&Duty::begins), "entries of the card");
        let works = |duty: &Duty| if duty.works("family") { duty.goes_on() } else { 0 };
        prop_assert_eq!(going_on, of_own(&works), "what goes on, on the card");
        prop_assert_eq!(acts(&page("calendar")), (sum(&Duty::begins), sum(&Duty::goes_on)), "calendar");
        let (new, again) = acts(&page("ladder"));
        prop_assert_eq!(new + again, sum(&Duty::steps), "ladder");
        prop_assert_eq!(page("poster").matches("class=\"poster-stop\"").count(), shown.len(), "poster");
        Ok(())
    })
}

/// The pages of a site with these duties, one for each view, as families see
/// them.
fn pages(duties: &str) -> Vec<(&'static str, String)> {
    let mut snapshot = site("minimal");
    let put = |snapshot: &mut Snapshot, path: &str, text: String| {
        snapshot.insert(SitePath::new(path).expect("a good path"), text.into_bytes());
    };
    put(&mut snapshot, "content/duties/year.toml", duties.to_owned());
    let views = ["grid", "plain", "raci", "card", "calendar", "ladder", "poster"];
    for name in views {
        let (view, scheme) = if name == "raci" { ("grid", "raci") } else { (name, "rasci") };
        let text = format!("+++\ntitle = \"Tables\"\nview = \"{view}\"\nscheme = \"{scheme}\"\n+++\n");
        put(&mut snapshot, &format!("content/matrices/{name}.md"), text);
    }
    let outcome = build(&snapshot, &options());
    assert!(!ilpress::diag::has_errors(&outcome.diagnostics), "{:?}", outcome.diagnostics);
    let find = |name: &'static str| {
        let path = format!("{AUDIENCE}/matrices/{name}/index.html");
        let artifact = outcome.value.iter().find(|artifact| artifact.path.as_str() == path).expect("a page");
        (name, String::from_utf8(artifact.bytes.to_vec()).expect("a page is text"))
    };
    views.map(find).into()
}

/// What stands in the main part of a page.
fn main(html: &str) -> String {
    let from = html.find("<main").expect("a main part");
    html[from..html.find("</main>").expect("its end")].to_owned()
}

/// How many duties a view lists one by one, and how many as going on.
fn acts(html: &str) -> (usize, usize) {
    let items = html.matches("<li class=\"act").count();
    let going_on = html.split("<p class=\"going-on\">").skip(1).map(|rest| {
        let text = rest.split("</p>").next().unwrap_or_default();
        text.matches("Task ").count()
    });
    (items, going_on.sum())
}

/// 300 duties with six or seven roles each, and as many roles as large states
/// have, with names and tasks as long as theirs.
fn large() -> Result<(), Failed> {
    let mut snapshot = site("minimal");
    let mut put = |path: &str, text: String| {
        snapshot.insert(SitePath::new(path).expect("a good path"), text.into_bytes());
    };
    let mut roles = String::from(
        "name = \"Everyone\"\nsentence = \"For everyone.\"\naccent = \"oklch(0.48 0.09 100)\"\n",
    );
    let id = |number: usize| format!("role-{}", number % 25);
    for number in 0..25 {
        let role = id(number);
        roles += &format!("[roles.{role}]\nname = \"Education specialist {number}\"\n");
    }
    put("audiences/everyone.toml", roles);
    let mut duties = String::new();
    for number in 0..300 {
        let at = |step: usize| id(number * 7 + step * (number % 4 + 1));
        duties += &format!(
            "[[duty]]\nid = \"duty-number-{number}\"\ntask = \"Review the plan with the family before spring {number}\"\n\
             phase = \"plan\"\ngrades = [\"8-12\"]\nmonths = [\"nov\", \"dec\", \"jan\"]\nminutes = 40\nper = \"student\"\n\
             accountable = \"{}\"\nresponsible = [\"{}\", \"{}\"]\nsupport = [\"{}\"]\nconsulted = [\"{}\"]\n\
             informed = [\"{}\", \"{}\"]\n",
            at(0),
            if number % 3 == 0 { at(0) } else { at(1) },
            at(2),
            at(3),
            at(4),
            at(5),
            at(6),
        );
    }
    put("content/duties/year.toml", duties);
    let rows: Vec<String> = (0..25).map(|number| format!("\"{}\"", id(number))).collect();
    for view in ["grid", "plain"] {
        let text = format!("+++\ntitle = \"All\"\nview = \"{view}\"\nroles = [{}]\n+++\n", rows.join(", "));
        put(&format!("content/matrices/{view}.md"), text);
    }
    let outcome = build(&snapshot, &options());
    assert!(!ilpress::diag::has_errors(&outcome.diagnostics), "{:?}", outcome.diagnostics);
    for view in ["grid", "plain"] {
        let path = format!("everyone/matrices/{view}/index.html");
        let page = outcome.value.iter().find(|artifact| artifact.path.as_str() == path).ok_or("no page")?;
        let html = std::str::from_utf8(&page.bytes)?;
        let cells = html.matches("<td").count();
        if cells < 7500 {
            return Err(format!("{view}: {cells} cells only").into());
        }
        let filled = html.matches("<td aria-labelledby").count();
        if filled != 2000 {
            return Err(format!("{view}: {filled} cells are filled").into());
        }
        if page.bytes.len() >= 300_000 {
            return Err(format!("{view}: {} bytes", page.bytes.len()).into());
        }
    }
    Ok(())
}
