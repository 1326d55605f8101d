//! The worked examples of the field, and the edges.

use super::*;
use crate::site::load;
use crate::vfs::{SitePath, Snapshot};

const CONFIG: &str = r#"
base_url = "https://ilp.test.example"
released = 2026-11-23
grades = "9-12"
[agency]
name = "Department"
[plan.en]
name = "Plan"
short = "ILP"
plural = "ILPs"
[languages]
en = { name = "English" }
[school_year]
starts = "aug"
terms = ["aug", "jan"]
[phases]
plan = "Plan"
"#;

const AUDIENCE: &str = r#"
name = "Counselors"
accent = "oklch(0.48 0.09 255)"
[roles.school-counselor]
name = "School counselor"
caseload = 372
[roles.interpreter]
name = "Interpreter"
"#;

/// A site with one duty of the counselor, which has these lines, and a
/// district with these.
fn site(duty: &str, district: &str) -> Site {
    let duties = format!(
        "[[duty]]\nid = \"talk\"\ntask = \"Talk\"\naccountable = \"school-counselor\"\n\
         responsible = [\"school-counselor\"]\n{duty}\n"
    );
    let district = format!("name = \"District\"\n{district}\n");
    let file = |path: &str, text: &str| (SitePath::new(path).expect("a good path"), text.as_bytes().to_vec());
    let snapshot: Snapshot = [
        file("site-config.toml", CONFIG),
        file("audiences/counselors.toml", AUDIENCE),
        file("content/duties/all.toml", &duties),
        file("districts/cedar/district.toml", &district),
    ]
    .into_iter()
    .collect();
    let loaded = load(&snapshot);
    let errors: Vec<_> =
        loaded.diagnostics.iter().filter(|found| found.rule.name != "role-without-duty").collect();
    assert!(errors.is_empty(), "{errors:?}");
    loaded.value.expect("a site")
}

fn counselor<'a>(site: &'a Site, district: Option<&str>) -> Load<'a> {
    let district = district.map(|id| &site.districts[id]);
    Load::new(Basis { site, district }, &site.roles["school-counselor"], &site.duties)
}

#[test]
fn one_conference_for_each_student_takes_weeks() {
    let months = "months = [\"nov\", \"dec\", \"jan\", \"feb\", \"mar\"]\nper = \"student\"";
    let half = site(&format!("minutes = 30\n{months}"), "caseload.school-counselor = 250");
    let long = site(&format!("minutes = 45\n{months}"), "caseload.school-counselor = 250");
    assert_eq!(counselor(&half, None).hours(), 186.0);
    assert_eq!(counselor(&long, None).hours(), 279.0);
    assert_eq!(counselor(&half, Some("cedar")).hours(), 125.0);
    assert_eq!(counselor(&long, Some("cedar")).hours(), 187.5);
    assert_eq!(counselor(&half, None).hours_in(Month::Nov), 37.2);
    assert_eq!(counselor(&half, None).hours_in(Month::Oct), 0.0);
    assert_eq!(counselor(&half, None).peak(&half.school_year), Some((Month::Nov, 37.2)));
}

#[test]
fn grades_are_a_share_of_the_students() {
    let duty = "minutes = 60\nper = \"student\"\ngrades = [\"11\"]\nmonths = [\"nov\"]";
    let site =
        site(duty, "caseload.school-counselor = 400\nenrollment = { 9 = 300, 10 = 100, 11 = 100, 12 = 0 }");
    assert_eq!(counselor(&site, None).hours(), 93.0);
    assert_eq!(counselor(&site, Some("cedar")).hours(), 80.0);
}

#[test]
fn other_duties_fall_due_by_the_calendar() {
    let hours = |lines: &str| counselor(&site(&format!("minutes = 60\n{lines}"), ""), None).hours();
    assert_eq!(hours("per = \"month\"\nmonths = [\"sep\", \"oct\", \"nov\"]"), 3.0);
    assert_eq!(hours("per = \"term\"\nmonths = [\"oct\", \"nov\"]"), 1.0);
    assert_eq!(hours("per = \"term\"\nmonths = [\"dec\", \"jan\"]"), 2.0);
    assert_eq!(hours("per = \"term\"\nwhen = \"when it suits\""), 2.0);
    assert_eq!(hours("per = \"once\"\nmonths = [\"dec\", \"jan\"]"), 1.0);
    assert_eq!(hours("months = \"all\""), 1.0);
}

#[test]
fn what_is_due_at_no_certain_time_is_in_no_month() {
    let site = site("minutes = 30\nper = \"student\"\nwhen = \"at the meeting\"", "");
    let load = counselor(&site, None);
    assert_eq!(load.hours(), 186.0);
    assert_eq!(load.peak(&site.school_year), None);
}

#[test]
fn some_roles_take_longer_or_have_no_number_of_students() {
    let duty = "minutes = 30\nper = \"student\"\nmonths = [\"nov\"]\nminutes_for = { school-counselor = 15, interpreter = 20 }";
    let site = site(duty, "caseload.interpreter = 30");
    let interpreter = &site.roles["interpreter"];
    assert_eq!(counselor(&site, None).hours(), 93.0);
    let state = Load::new(Basis::state(&site), interpreter, &site.duties);
    assert_eq!((state.parts.len(), state.uncounted.len()), (0, 1));
    let district = Basis { site: &site, district: Some(&site.districts["cedar"]) };
    assert_eq!(Load::new(district, interpreter, &site.duties).hours(), 10.0);
}

#[test]
fn the_same_work_for_other_numbers_of_students() {
    let site = site("minutes = 30\nmonths = [\"nov\"]\nper = \"student\"", "caseload.school-counselor = 250");
    let load = counselor(&site, None);
    assert_eq!(load.with_caseload(250).hours(), counselor(&site, Some("cedar")).hours());
    assert_eq!(load.with_caseload(250).caseload, Some(250));
}

#[test]
fn hours_in_no_month_are_the_rest() {
    let site = site("minutes = 60\nwhen = \"at the meeting\"", "");
    assert_eq!(counselor(&site, None).hours_in_no_month(), 1.0);
}

#[test]
fn hours_are_shown_to_a_tenth() {
    let cases = [(37.25, 37.3), (37.249, 37.2), (29.95, 30.0), (0.04, 0.0), (0.05, 0.1), (186.0, 186.0)];
    for (hours, rounded) in cases {
        assert_eq!(shown(hours), rounded, "{hours}");
    }
}
