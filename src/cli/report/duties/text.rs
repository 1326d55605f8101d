//! The report on a terminal, 80 columns wide.

use std::fmt::Write;

use crate::check::{DutyReport, Letters, MOST, RoleReport, Why, number};
use crate::cli::wrap::wrap;
use crate::diag::render::harmless;

/// How wide a line may be.
const WIDTH: usize = 80;

/// How wide the bar of a full month is.
const BAR: usize = 18;

/// Writes all parts of the report.
pub(super) fn text(report: &DutyReport) -> String {
    let mut out = String::new();
    let whose = report.district.as_ref().map(|district| format!(" in {}", harmless(&district.name)));
    let title = format!(
        "{} duties of {} roles{}",
        report.duties.len(),
        report.roles.len(),
        whose.unwrap_or_default()
    );
    section(&mut out, &title, "");
    findings(&mut out, report);
    bars(&mut out, report);
    months(&mut out, report);
    coverage(&mut out, report);
    shares(&mut out, report);
    uncounted(&mut out, report);
    out
}

fn section(out: &mut String, title: &str, meaning: &str) {
    let gap = if out.is_empty() { "" } else { "\n" };
    line(out, format_args!("{gap}{}", wrap(title, WIDTH).trim_end()));
    if !meaning.is_empty() {
        line(out, format_args!("{}", wrap(meaning, WIDTH).trim_end()));
    }
}

fn line(out: &mut String, text: std::fmt::Arguments) {
    let text = text.to_string();
    writeln!(out, "{}", text.trim_end()).expect("writing to a string can't fail");
}

/// The width of the column with the names of roles.
fn first(report: &DutyReport) -> usize {
    let widths = report.roles.iter().map(|role| role.id.chars().count());
    widths.max().unwrap_or(0).min(26)
}

/// A role's id, cut where it is too long.
fn head(role: &RoleReport, width: usize) -> String {
    if role.id.chars().count() <= width {
        return role.id.clone();
    }
    role.id.chars().take(width - 1).chain(['…']).collect()
}

fn findings(out: &mut String, report: &DutyReport) {
    if report.findings.is_empty() {
        return section(out, "NOTHING WRONG", "No check finds anything about duties.");
    }
    section(out, &format!("WHAT IS WRONG ({})", report.findings.len()), "");
    for found in &report.findings {
        line(out, format_args!("{}[{}] {}", found.severity, found.rule, found.place()));
        indented(out, "    ", &found.message);
        found.hints.iter().for_each(|hint| indented(out, "    - ", hint));
    }
}

/// A paragraph behind a sign, all of its lines as far in as the first.
fn indented(out: &mut String, sign: &str, text: &str) {
    let rows = wrap(&harmless(text), WIDTH - sign.len());
    for (place, row) in rows.lines().enumerate() {
        let before = if place == 0 { sign } else { "" };
        line(out, format_args!("{before:0$}{row}", sign.len()));
    }
}

/// A line for each role with hours: its year, and its fullest month.
fn bars(out: &mut String, report: &DutyReport) {
    let year = match (report.months.first(), report.months.last()) {
        (Some(first), Some(last)) => format!("{} to {}", capital(first), capital(last)),
        _ => String::new(),
    };
    section(
        out,
        "HOURS OF ONE PERSON",
        &format!(
            "The year from {year}, a sign for each month, and the month with the most hours beside the limit."
        ),
    );
    let width = first(report);
    for role in &report.roles {
        let Some(peak) = &role.peak else { continue };
        let full = role.limit.unwrap_or(peak.hours);
        let year: String = role.hours.values().map(|hours| level(*hours, full)).collect();
        let limit = role.limit.map_or(String::new(), |limit| format!(" of {}", number(limit)));
        let over = if role.over.is_empty() { "" } else { "  too many" };
        line(
            out,
            format_args!(
                "{:width$} {year} {} {:BAR$} {}{limit}{over}",
                head(role, width),
                capital(peak.month),
                bar(peak.hours, full),
                number(peak.hours)
            ),
        );
    }
}

/// A column of eight heights; a full one is the limit, or above it.
fn level(hours: f64, full: f64) -> char {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if hours <= 0.0 {
        return '·';
    }
    let height = (hours / full * 8.0).floor().clamp(0.0, 7.0) as usize;
    LEVELS[height]
}

/// A bar of eighths; as long as it may be is the limit, or above it.
fn bar(hours: f64, full: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = ((hours / full).min(1.0) * (BAR * 8) as f64).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// Two halves of the year: hours, and how many duties fall due.
fn months(out: &mut String, report: &DutyReport) {
    section(
        out,
        "MONTH BY MONTH",
        "The hours of one person, then how many duties fall in the month that the role answers for, does or helps with. `!` is above the limit.",
    );
    let width = first(report);
    for half in report.months.chunks(6) {
        let names: String = half.iter().map(|month| format!("{:>9}", capital(month))).collect();
        line(out, format_args!("{:width$}{names}", ""));
        for role in &report.roles {
            let cells: String = half.iter().map(|month| month_cell(role, month)).collect();
            if cells.contains(|sign: char| sign.is_ascii_digit()) {
                line(out, format_args!("{:width$}{cells}", head(role, width)));
            }
        }
    }
}

fn month_cell(role: &RoleReport, month: &str) -> String {
    let (hours, due) = (role.hours[month], role.due[month]);
    let over = if role.over.contains(&month) { '!' } else { ' ' };
    let hours = match hours {
        hours if hours <= 0.0 => "-".to_owned(),
        hours if hours >= 100.0 => format!("{hours:.0}"),
        hours => number(hours),
    };
    let due = if due == 0 { String::new() } else { due.to_string() };
    format!("{hours:>5}{over}{due:>3}")
}

/// Letters by phase, in as many tables as the width needs.
fn coverage(out: &mut String, report: &DutyReport) {
    section(
        out,
        "PHASE BY PHASE",
        "A: duties that the role answers for; R: that it does; +: with which it helps, or of which it is asked or told.",
    );
    let width = first(report);
    let column = |phase: &str| {
        let cells = report.roles.iter().map(|role| phase_cell(&role.phases[phase]).chars().count());
        cells.chain([phase.chars().count()]).max().unwrap_or(0) + 2
    };
    let mut rest: &[crate::check::Named] = &report.phases;
    while !rest.is_empty() {
        let mut used = width;
        let fits = rest.iter().take_while(|phase| {
            used += column(&phase.id);
            used <= WIDTH
        });
        let (now, later) = rest.split_at(fits.count().max(1));
        let names: String =
            now.iter().map(|phase| format!("  {:1$}", phase.id, column(&phase.id) - 2)).collect();
        line(out, format_args!("{:width$}{names}", ""));
        for role in &report.roles {
            let cell = |id: &str| format!("  {:1$}", phase_cell(&role.phases[id]), column(id) - 2);
            let cells: String = now.iter().map(|phase| cell(&phase.id)).collect();
            line(out, format_args!("{:width$}{cells}", head(role, width)));
        }
        rest = later;
    }
}

fn phase_cell(letters: &Letters) -> String {
    let more = letters.support + letters.consulted + letters.informed;
    let parts = [('A', letters.accountable), ('R', letters.responsible), ('+', more)];
    let parts: Vec<String> =
        parts.iter().filter(|(_, count)| *count > 0).map(|(sign, count)| format!("{sign}{count}")).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(" ") }
}

/// What each role holds of all.
fn shares(out: &mut String, report: &DutyReport) {
    section(
        out,
        "WHO CARRIES HOW MUCH",
        "Duties that the role answers for and its share of all; duties that it does and its share; then those it helps with, is asked about and is told of. `!` is more than a quarter of all.",
    );
    let width = first(report);
    line(
        out,
        format_args!(
            "{:width$}  {:>11}  {:>10}  {:>5}  {:>5}  {:>4}",
            "", "answers for ", "does ", "helps", "asked", "told"
        ),
    );
    for role in &report.roles {
        let letters = &role.letters;
        let share = |count: usize, percent: f64| match count {
            0 => String::new(),
            _ => format!("{count} {:>4}{}", format!("{percent:.0}%"), if percent > MOST { '!' } else { ' ' }),
        };
        let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        let who = role.contact.as_ref().map(|name| format!("  {}", harmless(name))).unwrap_or_default();
        line(
            out,
            format_args!(
                "{:width$}  {:>11}  {:>10}  {:>5}  {:>5}  {:>4}{who}",
                head(role, width),
                share(letters.accountable, role.share_accountable),
                share(letters.responsible, role.share_responsible),
                count(letters.support),
                count(letters.consulted),
                count(letters.informed)
            ),
        );
    }
}

fn uncounted(out: &mut String, report: &DutyReport) {
    for why in Why::ALL {
        let own: Vec<String> = (report.uncounted.iter())
            .filter(|entry| entry.why == why)
            .map(|entry| format!("{} ({})", entry.duty, entry.roles.join(", ")))
            .collect();
        if own.is_empty() {
            continue;
        }
        let (title, meaning) = match why {
            Why::NoMinutes => ("NOT COUNTED: NO MINUTES", "These duties don't say how long they take."),
            Why::NoCaseload => (
                "NOT COUNTED: NO CASELOAD",
                "These are done for each student, and no caseload says for how many.",
            ),
            Why::NoMonth => (
                "COUNTED FOR THE YEAR ONLY",
                "These fall in no certain month: their hours are in none of the months above.",
            ),
        };
        section(out, &format!("{title} ({})", own.len()), meaning);
        out.push_str(&wrap(&format!("{}.", own.join("; ")), WIDTH));
    }
}

/// A month's short name.
fn capital(month: &str) -> String {
    let mut letters = month.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
