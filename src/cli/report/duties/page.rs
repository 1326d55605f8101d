//! The report as a page: one file with its style, without scripts, made by a
//! template of the theme.

use jiff::civil::Date;
use serde::Serialize;
use tera::Context;

use crate::check::{DutyReport, Finding, Letters, MOST, RoleReport, Why, number};
use crate::diag::Diagnostic;
use crate::site::Site;
use crate::vfs::Snapshot;
use crate::writer::html::Theme;

/// Ends each page, so that we know our own when we meet it again.
pub(super) const MARK: &str = "<!-- made by: ilpress report duties -->";

/// The height of a month at the limit, of the room for all, and the width of
/// each, in the units of the picture.
const FULL: f64 = 30.0;
const ROOM: f64 = 40.0;
const STEP: f64 = 10.0;

/// What the template is given as `report`.
#[derive(Serialize)]
struct PageReport<'a> {
    title_district: Option<&'a str>,
    agency: &'a str,
    made: String,
    duties: usize,
    months: &'a [&'static str],
    phases: Vec<Column<'a>>,
    roles: Vec<Row<'a>>,
    /// How many roles have a month above their limit.
    over: usize,
    uncounted: Vec<Group<'a>>,
    findings: Vec<Found<'a>>,
}

/// A finding. Its sentences are cut where names begin and end: every second
/// piece is a name.
#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    severity: &'a str,
    message: Vec<&'a str>,
    place: String,
    hints: Vec<Vec<&'a str>>,
}

#[derive(Serialize)]
struct Column<'a> {
    /// Nothing: the duties without a phase.
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    contact: Option<&'a str>,
    caseload: Option<u32>,
    limit: Option<String>,
    letters: Letters,
    share_accountable: String,
    share_responsible: String,
    /// Whether it holds more than a quarter of all.
    answers_for_many: bool,
    does_many: bool,
    phases: Vec<Letters>,
    months: Vec<Cell>,
    year: String,
    peak: Option<PeakCell>,
    /// Where the line of the limit lies in the picture.
    limit_at: Option<f64>,
    is_over: bool,
}

#[derive(Serialize)]
struct Cell {
    month: &'static str,
    /// Nothing when there are none.
    hours: Option<String>,
    due: usize,
    is_over: bool,
    /// Its bar in the picture.
    left: f64,
    top: f64,
    height: f64,
}

#[derive(Serialize)]
struct PeakCell {
    month: &'static str,
    /// To a tenth.
    hours: f64,
}

#[derive(Serialize)]
struct Group<'a> {
    why: Why,
    duties: Vec<Left<'a>>,
}

#[derive(Serialize)]
struct Left<'a> {
    task: &'a str,
    roles: Vec<&'a str>,
}

/// Renders the page in the site's first language.
pub(super) fn page(
    report: &DutyReport,
    site: &Site,
    sources: &Snapshot,
    today: Date,
) -> Result<String, Vec<Diagnostic>> {
    let loaded = Theme::load(sources, site);
    let Some(theme) = loaded.value else { return Err(loaded.diagnostics) };
    let lang = site.default_lang();
    let mut context = Context::new();
    context.insert("lang", lang.as_str());
    context.insert("dir", site.languages[lang].dir.as_str());
    context.insert("report", &arrange(report, site, theme.words(lang.as_str()).date(today)));
    let page =
        theme.render(lang.as_str(), "duty-report.html", &context, "report").map_err(|found| vec![*found])?;
    Ok(format!("{}\n{MARK}\n", page.trim_end()))
}

fn arrange<'a>(report: &'a DutyReport, site: &'a Site, made: String) -> PageReport<'a> {
    let task = |id: &str| report.duties.iter().find(|duty| duty.id == id).map_or("", |duty| &duty.task);
    let role = |id: &str| report.roles.iter().find(|role| role.id == id).map_or("", |role| &role.name);
    let group = |why: Why| Group {
        why,
        duties: (report.uncounted.iter())
            .filter(|entry| entry.why == why)
            .map(|entry| Left {
                task: task(&entry.duty),
                roles: entry.roles.iter().map(|id| role(id)).collect(),
            })
            .collect(),
    };
    PageReport {
        title_district: report.district.as_ref().map(|district| district.name.as_str()),
        agency: &site.agency.name,
        made,
        duties: report.duties.len(),
        months: &report.months,
        phases: (report.phases.iter())
            .map(|phase| Column { name: Some(phase.name.as_str()).filter(|name| !name.is_empty()) })
            .collect(),
        roles: report.roles.iter().map(row).collect(),
        over: report.roles.iter().filter(|role| !role.over.is_empty()).count(),
        uncounted: Why::ALL.into_iter().map(group).filter(|group| !group.duties.is_empty()).collect(),
        findings: report.findings.iter().map(found).collect(),
    }
}

fn found(finding: &Finding) -> Found<'_> {
    Found {
        rule: finding.rule,
        severity: finding.severity,
        message: finding.message.split('`').collect(),
        place: finding.place(),
        hints: finding.hints.iter().map(|hint| hint.split('`').collect()).collect(),
    }
}

fn row(role: &RoleReport) -> Row<'_> {
    let most = role.peak.as_ref().map_or(0.0, |peak| peak.hours);
    // The limit stands at the same height for all, unless a month is far above it.
    let scale = match role.limit {
        Some(limit) if limit > 0.0 => (FULL / limit).min(ROOM / most.max(f64::MIN_POSITIVE)),
        _ if most > 0.0 => FULL / most,
        _ => 0.0,
    };
    let cell = |(place, (month, hours)): (usize, (&&'static str, &f64))| {
        let height = (hours * scale * 10.0).round() / 10.0;
        Cell {
            month,
            hours: (*hours > 0.0).then(|| number(*hours)),
            due: role.due[month],
            is_over: role.over.contains(month),
            left: STEP * place as f64 + 1.0,
            top: ((ROOM - height) * 10.0).round() / 10.0,
            height,
        }
    };
    Row {
        id: &role.id,
        name: &role.name,
        contact: role.contact.as_deref(),
        caseload: role.caseload,
        limit: role.limit.map(number),
        letters: role.letters,
        share_accountable: format!("{:.0}", role.share_accountable),
        share_responsible: format!("{:.0}", role.share_responsible),
        answers_for_many: role.share_accountable > MOST,
        does_many: role.share_responsible > MOST,
        phases: role.phases.values().copied().collect(),
        months: role.hours.iter().enumerate().map(cell).collect(),
        year: number(role.year),
        peak: role
            .peak
            .as_ref()
            .map(|peak| PeakCell { month: peak.month, hours: (peak.hours * 10.0).round() / 10.0 }),
        limit_at: role.limit.map(|limit| ((ROOM - limit * scale) * 10.0).round() / 10.0),
        is_over: !role.over.is_empty(),
    }
}
