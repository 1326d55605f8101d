//! The whole of `load`: a small site, and each thing that can be wrong in it.

use super::*;
use crate::diag::{Diagnostic, Outcome, Severity};
use crate::vfs::{SitePath, Snapshot};

const CONFIG: &str = r##"
base_url = "https://ilp.example/"
released = 2026-08-01
grades = "6-12"
[bands]
middle = "6-8"
[agency]
name = "Department"
phone = "555-0140"
[plan.en]
name = { text = "Individualized Learning Plan", a = "an" }
short = { text = "ILP", a = "an", the = "the" }
plural = "ILPs"
[languages]
en = { name = "English" }
[phases]
plan = "Make the {{ plan.short }}"
[state_edition]
name = "your school district"
contact.ilp = { phone = "555-0100" }
[districts]
ask = { "contact.help.email" = "the help desk" }
"##;

const FILES: [(&str, &str); 7] = [
    ("site-config.toml", CONFIG),
    (
        "audiences/educators.toml",
        "name = \"Educators\"\naccent = \"#333\"\ncontains = [\"counselors\", \"teachers\"]\n",
    ),
    (
        "audiences/counselors.toml",
        "name = \"Counselors\"\naccent = \"#333\"\n[roles.school-counselor]\nname = \"C\"\n",
    ),
    ("audiences/teachers.toml", "name = \"Teachers\"\naccent = \"#333\"\n[roles.teacher]\nname = \"T\"\n"),
    ("audiences/families.toml", "name = \"Families\"\naccent = \"#333\"\n[roles.family]\nname = \"F\"\n"),
    (
        "content/duties/year.toml",
        "[[duty]]\nid = \"confer\"\ntask = \"Confer\"\nphase = \"plan\"\ngrades = [\"middle\", 12]\nmonths = [\"jan\", \"nov\"]\n\
         accountable = \"school-counselor\"\nresponsible = [\"school-counselor\", \"teacher\"]\nconsulted = [\"family\"]\n",
    ),
    (
        "content/claims.toml",
        "[law]\nstatement = \"It is so.\"\nsource = { publisher = \"P\", title = \"T\", year = 2024 }\n\
         verified = 2026-01-01\nexpires = 2027-01-01\n",
    ),
];

/// The small site with some files replaced or added.
fn load_with(changes: &[(&str, &str)]) -> Outcome<Option<Site>> {
    let mut snapshot = Snapshot::new();
    for (path, text) in FILES.iter().chain(changes) {
        snapshot.insert(SitePath::new(path).expect("a good path"), text.as_bytes());
    }
    load(&snapshot)
}

fn good() -> Site {
    let outcome = load_with(&[]);
    assert_eq!(outcome.diagnostics, []);
    outcome.value.expect("a site")
}

/// The findings, each as `rule path "marked text" message`.
fn found(changes: &[(&str, &str)]) -> Vec<String> {
    let text = |path: &str| {
        changes.iter().chain(&FILES).find(|(other, _)| *other == path).map_or("", |(_, text)| text)
    };
    let line = |finding: &Diagnostic| {
        let path = finding.span.path.as_str();
        let marked = text(path).get(finding.span.range()).unwrap_or_default();
        format!("{} {path} <{marked}> {}", finding.rule.name, finding.message)
    };
    load_with(changes).diagnostics.iter().map(line).collect()
}

fn config(from: &str, to: &str) -> String {
    assert!(CONFIG.contains(from), "{from}");
    CONFIG.replace(from, to)
}

fn names(site: &Site, set: AudienceSet) -> Vec<&str> {
    set.iter().map(|edition| site.edition(edition).id.as_str()).collect()
}

#[test]
fn a_tag_covers_itself_and_what_it_contains() {
    let site = good();
    let set = |tag| site.edition_set(tag).map(|set| names(&site, set));
    assert_eq!(names(&site, site.all_editions()), ["counselors", "families", "teachers"]);
    assert_eq!(set("educators"), Some(vec!["counselors", "teachers"]));
    assert_eq!(set("counselors"), Some(vec!["counselors"]));
    assert_eq!(set("nobody"), None);
    assert_eq!(site.role_set("teacher").map(|set| names(&site, set)), Some(vec!["teachers"]));
    assert!(site.edition_index("educators").is_none());
}

#[test]
fn a_containing_audience_can_have_an_edition() {
    let educators = "name = \"E\"\naccent = \"#333\"\ncontains = [\"counselors\"]\nedition = true\n";
    let site = load_with(&[("audiences/educators.toml", educators)]).value.expect("a site");
    let set = |tag| site.edition_set(tag).map(|set| names(&site, set));
    assert_eq!(set("educators"), Some(vec!["counselors", "educators"]));
    // What is for counselors isn't shown to all educators.
    assert_eq!(set("counselors"), Some(vec!["counselors"]));
}

#[test]
fn audiences_come_in_the_order_that_the_site_says() {
    let config = config("[bands]", "audience_order = [\"families\"]\n[bands]");
    let teachers = "name = \"T\"\naccent = \"#333\"\norder = 1\n[roles.teacher]\nname = \"T\"\n";
    let outcome = load_with(&[("site-config.toml", &config), ("audiences/teachers.toml", teachers)]);
    let site = outcome.value.expect("a site");
    assert_eq!(
        site.audience_names().collect::<Vec<_>>(),
        ["families", "teachers", "counselors", "educators"]
    );
}

#[test]
fn a_duty_knows_its_roles_with_their_letters() {
    let site = good();
    let duty = site.duty("confer").expect("the duty");
    let roles: Vec<String> = duty
        .roles()
        .iter()
        .map(|(role, letters)| {
            format!("{role} {}", letters.iter().map(|letter| letter.letter()).collect::<String>())
        })
        .collect();
    assert_eq!(roles, ["school-counselor AR", "teacher R", "family C"]);
    assert_eq!(duty.grades.to_string(), "6-8, 12");
    assert_eq!(site.school_year.sorted(duty.months), [Month::Nov, Month::Jan]);
    assert_eq!(duty.audience_set, site.all_editions());
}

#[test]
fn variables_look_values_up() {
    let site = good();
    let en = site.default_lang();
    let text = |path, form| site.variable(path, form, en, OwnerIndex::STATE).map(|value| value.text);
    assert_eq!(text("plan.short", Some("A")).as_deref(), Ok("An ILP"));
    assert_eq!(text("plan.plural", None).as_deref(), Ok("ILPs"));
    assert_eq!(text("district.contact.ilp.phone", None).as_deref(), Ok("555-0100"));
    assert_eq!(
        site.variable("agency.phone", None, en, OwnerIndex::STATE).map(|value| value.kind),
        Ok(ValueKind::Phone)
    );
    assert_eq!(site.phases["plan"].title, "Make the ILP");
    assert_eq!(site.base_url, "https://ilp.example");
}

#[test]
fn a_variable_without_a_value_says_what_to_do() {
    let site = good();
    let problem = |path, form| {
        site.variable(path, form, site.default_lang(), OwnerIndex::STATE).expect_err("a problem")
    };
    let hint = |path, form| problem(path, form).hint().unwrap_or_default();
    assert_eq!(hint("plan.shrt", None), "did you mean `plan.short`?");
    assert_eq!(hint("plan.short", Some("an")), "did you mean `a`?");
    assert_eq!(hint("plan.plural", Some("a")), "write `{{ plan.plural }}` without a form");
    assert_eq!(hint("agency.phone", Some("a")), "write `{{ agency.phone }}` without a form");
    assert_eq!(
        hint("district.contact.help.email", None),
        "`district.contact.help.email` is filled in by: the help desk"
    );
    assert_eq!(
        hint("district.portal.url", None),
        "add `portal.url = \"…\"` to `[state_edition]` in site-config.toml"
    );
    assert_eq!(hint("agency.email", None), "add `email = \"…\"` to `[agency]` in site-config.toml");
    assert_eq!(problem("event.date", None), VariableProblem::EventLine { key: "date".into() });
    assert!(matches!(problem("district.nme", None), VariableProblem::Unknown { .. }));
    assert!(matches!(problem("plan", None), VariableProblem::Unknown { .. }));
}

#[test]
fn a_claim_expires_on_its_day() {
    let site = good();
    let claim = &site.claims["law"];
    let day = |month, day| jiff::civil::Date::constant(2026, month, day);
    assert!(!claim.expired(day(12, 31)));
    assert!(claim.expired(jiff::civil::Date::constant(2027, 1, 1)));
}

#[test]
fn a_folder_without_site_config_is_no_site() {
    let outcome = load(&Snapshot::new());
    assert!(outcome.value.is_none());
    assert_eq!(outcome.diagnostics[0].rule.name, "missing-site-config");
}

#[test]
fn every_key_of_a_file_is_looked_at_in_one_run() {
    let families = "nam = \"Families\"\naccent = 5\nreading = { max_grad = 6 }\n[roles.family]\nname = \"F\"\ngrade = \"k\"\n";
    assert_eq!(
        found(&[("audiences/families.toml", families)]),
        [
            "unknown-key audiences/families.toml <nam> unknown key `nam`",
            "invalid-value audiences/families.toml <5> `accent` must be text in quotes, but is a whole number",
            "unknown-key audiences/families.toml <max_grad> unknown key `max_grad` in `reading`",
            "unknown-key audiences/families.toml <grade> unknown key `grade` in `roles.family`",
        ]
    );
}

#[test]
fn a_required_text_says_something_and_its_lack_is_explained() {
    let families = "name = \" \"\n[roles.family]\nname = \"F\"\n";
    let outcome = load_with(&[("audiences/families.toml", families)]);
    let hints: Vec<_> =
        outcome.diagnostics.iter().map(|f| (f.rule.name, f.message.as_str(), f.hints.first())).collect();
    let about = "add `accent = \"…\"`: Its colour, as in CSS: `oklch(0.48 0.11 250)`.".to_string();
    assert_eq!(
        hints,
        [
            ("missing-key", "the file lacks `accent`", Some(&about)),
            ("invalid-value", "`name` is empty", None)
        ]
    );
}

#[test]
fn days_that_do_not_exist_are_reported() {
    let config = config("2026-08-01", "2026-02-30");
    let outcome = load_with(&[("site-config.toml", &config)]);
    let rules: Vec<_> = outcome.diagnostics.iter().map(|f| f.rule.name).collect();
    assert!(rules == ["invalid-toml"] || rules == ["invalid-value"], "{:#?}", outcome.diagnostics);
    assert!(outcome.value.is_some());
}

#[test]
fn every_syntax_error_is_reported_and_nothing_else() {
    let families = "name = \"Families\naccent = \"#333\"\n[roles.family\nname = \"F\"\nx = \n";
    let findings = found(&[("audiences/families.toml", families)]);
    let rules: Vec<&str> = findings.iter().filter_map(|line| line.split(' ').next()).collect();
    assert!(rules.len() >= 2 && rules.iter().all(|rule| *rule == "invalid-toml"), "{findings:#?}");
}

#[test]
fn broken_files_hide_no_names() {
    let families =
        "name = \"Families\"\naccent = \"#333\"\naccent = \"#333\"\n[roles.family]\nname = \"F\"\n";
    let findings = found(&[("audiences/families.toml", families)]);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let outcome = {
        let mut snapshot = Snapshot::new();
        snapshot.insert(SitePath::new("site-config.toml").expect("a path"), CONFIG.as_bytes());
        snapshot.insert(SitePath::new("audiences/families.toml").expect("a path"), &b"name = \"\xff\""[..]);
        load(&snapshot)
    };
    assert_eq!(outcome.diagnostics.iter().map(|f| f.rule.name).collect::<Vec<_>>(), ["not-utf8"]);
    assert!(outcome.value.expect("a site").audience("families").is_some());
}

#[test]
fn audience_ids_keep_away_from_folders_and_languages() {
    let text = "name = \"X\"\naccent = \"#333\"\n";
    let rule = |path: &str| {
        let findings = found(&[(path, text)]);
        findings
            .first()
            .map(|line| line.split(' ').next().unwrap_or_default().to_string())
            .unwrap_or_default()
    };
    assert_eq!(rule("audiences/kits.toml"), "reserved-id");
    assert_eq!(rule("audiences/en.toml"), "reserved-id");
    assert_eq!(rule("audiences/vr.toml"), "invalid-id");
    assert_eq!(rule("audiences/Big_Ones.toml"), "invalid-id");
    assert_eq!(rule("audiences/students.toml"), "");
}

#[test]
fn roles_and_audiences_share_no_name() {
    let families = "name = \"F\"\naccent = \"#333\"\n[roles.teacher]\nname = \"T\"\n[roles.counselors]\nname = \"C\"\n[roles.family]\nname = \"F\"\n";
    assert_eq!(
        found(&[("audiences/families.toml", families)]),
        [
            "duplicate-name audiences/families.toml <counselors> there are two audiences or roles called `counselors`",
            "duplicate-name audiences/teachers.toml <teacher> there are two audiences or roles called `teacher`",
        ]
    );
}

#[test]
fn no_audience_contains_itself() {
    let text = |contains: &str| format!("name = \"X\"\naccent = \"#333\"\ncontains = [{contains}]\n");
    let findings = found(&[
        ("audiences/educators.toml", &text("\"staff\"")),
        ("audiences/staff.toml", &text("\"people\", \"teachers\", \"familes\"")),
        ("audiences/people.toml", &text("\"educators\", \"people\"")),
    ]);
    assert_eq!(
        findings,
        [
            "audience-cycle audiences/people.toml <\"educators\"> `educators` contains itself: educators → staff → people → educators",
            "audience-cycle audiences/people.toml <\"people\"> `people` contains itself: people → people",
            "unknown-audience audiences/staff.toml <\"familes\"> unknown audience `familes`",
        ]
    );
}

#[test]
fn an_accent_must_be_a_colour_that_can_be_read() {
    let families =
        |accent: &str| format!("name = \"F\"\naccent = \"{accent}\"\n[roles.family]\nname = \"F\"\n");
    assert_eq!(
        found(&[("audiences/families.toml", &families("oklch(0.7 0.1 200)"))]),
        [
            "insufficient-contrast audiences/families.toml <\"oklch(0.7 0.1 200)\"> the contrast of `oklch(0.7 0.1 200)` on the page is 2.41:1, but must be 4.5:1"
        ]
    );
    assert_eq!(
        found(&[("audiences/families.toml", &families("blueish"))]),
        ["invalid-value audiences/families.toml <\"blueish\"> `blueish` is no colour"]
    );
}

#[test]
fn a_site_has_room_for_128_editions() {
    let paths: Vec<String> = (0..126).map(|number| format!("audiences/group-{number}.toml")).collect();
    let files: Vec<(&str, &str)> =
        paths.iter().map(|path| (path.as_str(), "name = \"G\"\naccent = \"#333\"\n")).collect();
    let outcome = load_with(&files);
    assert_eq!(outcome.diagnostics.iter().map(|f| f.rule.name).collect::<Vec<_>>(), ["too-many-audiences"]);
    assert_eq!(outcome.value.expect("a site").editions().count(), 128);
    assert_eq!(load_with(&files[..125]).diagnostics, []);
}

#[test]
fn a_duty_has_one_owner_and_somebody_who_does_it() {
    let duties = r#"[[duty]]
id = "a"
task = "A"
months = ["oct"]
responsible = "family"
informed = ["family", "teacher"]
[[duty]]
id = "b"
task = "B"
months = "all"
accountable = ["teacher", "family"]
[[duty]]
id = "b"
task = "B"
months = "all"
accountable = "families"
responsible = "school-counselr"
[[duty]]
task = "C"
"#;
    assert_eq!(
        found(&[("content/duties/year.toml", duties)]),
        [
            "role-without-duty audiences/counselors.toml <school-counselor> the role `school-counselor` has no duty",
            "accountable-count content/duties/year.toml <\"a\"> nobody is accountable for \"A\"",
            "role-twice content/duties/year.toml <\"family\"> `family` is both responsible and told in `a`",
            "nobody-responsible content/duties/year.toml <\"b\"> nobody is responsible for \"B\"",
            "accountable-count content/duties/year.toml <\"teacher\", \"family\"> 2 roles are accountable for \"B\"",
            "duplicate-name content/duties/year.toml <\"b\"> there are two duties called `b`",
            "unknown-role content/duties/year.toml <\"families\"> unknown role `families`",
            "unknown-role content/duties/year.toml <\"school-counselr\"> unknown role `school-counselr`",
            "missing-key content/duties/year.toml <[[duty]]> `duty` lacks `id`",
        ]
    );
}

#[test]
fn names_in_a_duty_must_exist() {
    let duties = r#"[[duty]]
id = "A_1"
task = "A"
[[duty]]
id = "a"
task = "{{ plan.shrt }} {{ district.name }} {{ ? }}"
phase = "pln"
grades = ["midle", 5]
months = ["Sept"]
accountable = "teacher"
responsible = ["family", "school-counselor"]
audiences = ["familes"]
claim = "lew"
minutes = 0
per = "pupil"
"#;
    let findings = found(&[("content/duties/year.toml", duties)]);
    let rules: Vec<&str> = findings.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(
        rules,
        [
            "invalid-id",
            "invalid-variable",
            "unknown-variable",
            "unknown-variable",
            "unknown-name",
            "unknown-name",
            "unknown-name",
            "unknown-audience",
            "unknown-name",
            "invalid-value",
            "invalid-value",
        ],
        "{findings:#?}"
    );
}

#[test]
fn names_in_site_config_must_exist() {
    let config = config(
        "[phases]",
        "es = { name = \"Español\" }\n[school_year]\nstarts = \"August\"\n[phases]",
    ) + "[plan.fr]\nname = \"x\"\nshort = { a = \"y\" }\nplural = \"z\"\n[outputs]\nbrochures = []\nguide = [\"pfd\"]\n\
           [kits.k]\naudiences = [\"familes\"]\ndocuments = []\nformats = []\n[load]\nlimit = 0\n";
    assert_eq!(
        found(&[("site-config.toml", &config)]),
        [
            "missing-key site-config.toml <es> the plan has no name in `es`",
            "unknown-name site-config.toml <\"August\"> `August` is no month",
            "unknown-name site-config.toml <fr> unknown language `fr`",
            "missing-key site-config.toml <{ a = \"y\" }> `plan.fr.short` lacks `text`",
            "unknown-name site-config.toml <brochures> unknown kind of document `brochures`",
            "unknown-name site-config.toml <\"pfd\"> unknown format `pfd`",
            "unknown-audience site-config.toml <\"familes\"> unknown audience `familes`",
            "invalid-value site-config.toml <0> `load.limit` can't be 0",
        ]
    );
}

#[test]
fn checks_change_levels_of_optional_rules_only() {
    let config = |checks: &str| format!("{CONFIG}[checks]\n{checks}\n");
    let students = "name = \"S\"\naccent = \"#333\"\n[roles.student]\nname = \"S\"\n";
    let levels = |checks: &str| {
        let outcome =
            load_with(&[("site-config.toml", &config(checks)), ("audiences/students.toml", students)]);
        outcome.diagnostics.iter().map(|f| (f.rule.name, f.severity)).collect::<Vec<_>>()
    };
    assert_eq!(levels(""), [("role-without-duty", Severity::Warning)]);
    assert_eq!(levels("role-without-duty = \"error\""), [("role-without-duty", Severity::Error)]);
    assert_eq!(levels("role-without-duty = \"off\""), []);
    let rest = ("role-without-duty", Severity::Warning);
    assert_eq!(levels("unknown-key = \"warning\""), [("fixed-rule", Severity::Error), rest]);
    assert_eq!(levels("unknown-key = \"error\""), [rest]);
    assert_eq!(levels("unknown-kex = \"off\""), [("unknown-rule", Severity::Error), rest]);
    assert_eq!(levels("unknown-key = \"loud\""), [("invalid-value", Severity::Error), rest]);
}

#[test]
fn keys_of_districts_and_events_are_looked_at() {
    let findings = found(&[
        ("districts/oak/district.toml", "name = \"Oak\"\ncolour = \"red\"\n"),
        (
            "events/north.toml",
            "title = \"N\"\nmodules = []\ntz = \"UTC\"\n[[session]]\ndate = \"soon\"\nstart = \"9\"\nend = \"10\"\n",
        ),
    ]);
    assert_eq!(
        findings,
        [
            "unknown-key districts/oak/district.toml <colour> unknown key `colour`",
            "invalid-value events/north.toml <\"soon\"> `session.date` must be a day such as 2026-08-01, but is text in quotes",
        ]
    );
}

#[test]
fn places_in_front_matter_are_those_of_the_file() {
    let path = SitePath::new("content/pages/a.md").expect("a good path");
    let file = "+++\nkind = \"page\"\ntitel = \"A\"\nsteps = \"guide\"\n+++\nText";
    let outcome = parse_front_matter(&path, &file[4..file.len() - 8], 4);
    let front = outcome.value.expect("front matter");
    let kind = front.kind.expect("a kind");
    assert_eq!(&file[kind.range.clone()], "\"page\"");
    let findings: Vec<_> = outcome.diagnostics.iter().map(|f| (f.rule.name, &file[f.span.range()])).collect();
    assert_eq!(findings, [("unknown-key", "titel"), ("invalid-value", "\"guide\"")]);
    assert_eq!(outcome.diagnostics[1].hints, ["write it in brackets: `[\"guide\"]`"]);
}

#[test]
fn a_document_that_lost_its_tag_is_not_read() {
    let path = SitePath::new("content/pages/a.md").expect("a good path");
    let read = |text: &str| {
        let outcome = parse_front_matter(&path, text, 0);
        assert_eq!(outcome.diagnostics.len(), 1, "{text}: {:#?}", outcome.diagnostics);
        outcome.value.is_some()
    };
    assert!(!read("audience = [\"families\"]\n"));
    assert!(!read("audiences = \"families\"\n"));
    assert!(!read("audiences = [7]\n"));
    assert!(!read("title = \"A\naudiences = [\"families\"]\n"));
    assert!(read("titel = \"A\"\n"));
}

#[test]
fn front_matter_knows_the_keys_of_every_kind() {
    let path = SitePath::new("content/modules/a.md").expect("a good path");
    let text = r#"kind = "module"
title = "A"
grades = ["6-8", 9]
review_by = 2027-06-30
credit_hours = 2
group_size = "8 to 30"
preparation = [{ when = "a week before", items = ["Print", "Book"] }, { when = "now", items = "Breathe" }]
months = "all"
order = 3
"#;
    let outcome = parse_front_matter(&path, text, 0);
    assert_eq!(outcome.diagnostics, []);
    let front = outcome.value.expect("front matter");
    let preparation = front.preparation.expect("preparation");
    assert_eq!(preparation.iter().map(|step| step.items.0.len()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(&text[preparation[1].items.0[0].range.clone()], "\"Breathe\"");
    assert_eq!(front.credit_hours.map(|hours| hours.value), Some(2.0));
}
