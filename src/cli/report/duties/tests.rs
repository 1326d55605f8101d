//! The report of the starter site, and of a district with few advisers.

use super::*;
use crate::site::{Letter, Month, Site, load};
use crate::vfs::{Snapshot, embedded};
use crate::workload::Load;

const DISTRICT: &str = r#"
name = "Oak Valley Schools"
short = "Oak Valley"
contact.adviser = { name = "J. Park" }
caseload.adviser = 200
"#;

/// The starter's files with a district.
fn files() -> Snapshot {
    let mut files: Snapshot = embedded::starter().collect();
    let path = |text: &str| SitePath::new(text).expect("a good path");
    files.insert(path("districts/oak-valley/district.toml"), DISTRICT.as_bytes());
    files.with_defaults()
}

/// The report about these files, for the state or for the district.
fn report(files: &Snapshot, site: &Site, district: Option<&str>) -> DutyReport {
    let basis = Basis { site, district: district.map(|id| &site.districts[id]) };
    let found = crate::check::too_many_hours(basis);
    duty_report(basis, &found, files)
}

fn site(files: &Snapshot) -> Site {
    load(files).value.expect("the starter is a site")
}

#[test]
fn hours_are_those_of_the_workload() {
    let files = files();
    let site = site(&files);
    for district in [None, Some("oak-valley")] {
        let basis = Basis { site: &site, district: district.map(|id| &site.districts[id]) };
        let report = report(&files, &site, district);
        assert_eq!(report.roles.len(), site.roles.len());
        for (own, role) in report.roles.iter().zip(site.roles.values()) {
            let load = Load::new(basis, role, &site.duties);
            assert_eq!((own.id.as_str(), own.caseload), (role.id.as_str(), basis.caseload(role)));
            for month in Month::ALL {
                assert!(
                    (own.hours[month.name()] - load.hours_in(month)).abs() < 1e-5,
                    "{} {month:?}",
                    own.id
                );
            }
            let parts: f64 = own.parts.iter().map(|part| part.hours).sum();
            assert!((own.year - parts).abs() < 1e-4, "{}: {} hours, parts of {parts}", own.id, own.year);
        }
        assert!(report.roles.iter().any(|role| role.year > 0.0));
    }
}

#[test]
fn phases_hold_every_letter_once() {
    let files = files();
    let site = site(&files);
    let report = report(&files, &site, None);
    let count = |letter: Letter| site.duties.iter().map(|duty| duty.with(letter).len()).sum::<usize>();
    let cells = || report.roles.iter().flat_map(|role| role.phases.values());
    let rows = || report.roles.iter().map(|role| &role.letters);
    assert!(count(Letter::Responsible) > count(Letter::Accountable));
    assert_eq!(cells().map(|cell| cell.accountable).sum::<usize>(), count(Letter::Accountable));
    assert_eq!(cells().map(|cell| cell.responsible).sum::<usize>(), count(Letter::Responsible));
    assert_eq!(cells().map(|cell| cell.support).sum::<usize>(), count(Letter::Support));
    assert_eq!(cells().map(|cell| cell.consulted).sum::<usize>(), count(Letter::Consulted));
    assert_eq!(cells().map(|cell| cell.informed).sum::<usize>(), count(Letter::Informed));
    assert_eq!(rows().map(|row| row.responsible).sum::<usize>(), count(Letter::Responsible));
    let shares = |share: fn(&RoleReport) -> f64| report.roles.iter().map(share).sum::<f64>();
    assert!((shares(|role| role.share_accountable) - 100.0).abs() < 0.01);
    assert!((shares(|role| role.share_responsible) - 100.0).abs() < 0.01);
}

#[test]
fn a_terminal_of_eighty_columns_holds_it() {
    let files = files();
    let site = site(&files);
    let [state, own] = [None, Some("oak-valley")].map(|id| text::text(&report(&files, &site, id)));
    for line in state.lines().chain(own.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let bar = |text: &str| {
        text.lines().find(|line| line.starts_with("adviser") && line.contains(" of ")).map(str::to_owned)
    };
    assert!(
        bar(&own).is_some_and(|line| line.ends_with("too many") && line.contains(&"█".repeat(18))),
        "{own}"
    );
    assert!(bar(&state).is_some_and(|line| !line.contains("too many")), "{state}");
    assert!(own.contains("in Oak Valley needs") && own.contains("J. Park"), "{own}");
    assert!(!state.contains("J. Park"), "{state}");
}

#[test]
fn the_page_stands_alone() {
    let files = files();
    let site = site(&files);
    let today = jiff::civil::date(2026, 11, 23);
    let page = |id| page::page(&report(&files, &site, id), &site, &files, today).expect("it renders");
    let [state, own] = [None, Some("oak-valley")].map(page);
    for page in [&state, &own] {
        assert!(page.trim_end().ends_with(page::MARK));
        for loaded in ["<script", "<link", "src=", "url(", "@import"] {
            assert!(!page.contains(loaded), "{loaded}");
        }
        assert_eq!(page.matches("<svg").count(), site.roles.len());
    }
    assert!(own.contains("J. Park") && own.contains("Oak Valley Schools"));
    assert!(!state.contains("J. Park"));
}

#[test]
fn a_site_has_its_own_page() {
    let mut files = files();
    let path = SitePath::new("templates/html/duty-report.html").expect("a good path");
    files.insert(path, b"<title>{{ report.duties }} duties &amp; {{ report.agency }}</title>");
    let site = site(&files);
    let today = jiff::civil::date(2026, 11, 23);
    let page = page::page(&report(&files, &site, None), &site, &files, today).expect("it renders");
    assert_eq!(page.lines().count(), 2);
    assert!(page.starts_with(&format!("<title>{} duties", site.duties.len())), "{page}");
    assert!(page.ends_with(&format!("{}\n", page::MARK)));
}
