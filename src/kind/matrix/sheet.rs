//! A matrix as a table for spreadsheets: a row for each duty, a column for each
//! role. `ilpress import duties` reads it again.

use super::Scheme;
use super::grid::Grid;
use super::wording::when;
use crate::edition::Edition;
use crate::kind::download::{Holds, Sheet, SheetColumn};
use crate::site::{Direction, Duty, Per};

/// Makes the table of a matrix.
pub(super) fn sheet(edition: &Edition, title: &str, duties: &[&Duty], grid: &Grid, scheme: Scheme) -> Sheet {
    let words = edition.words;
    let site = &edition.corpus.site;
    let column = |key: &str, width: f64, holds: Holds| SheetColumn { head: words.get(key), width, holds };
    let mut columns = vec![
        column("task", 44.0, Holds::Text),
        column("phase-column", 14.0, Holds::Text),
        column("grades-column", 8.0, Holds::Text),
        column("when", 18.0, Holds::Text),
        column("minutes-column", 8.0, Holds::Numbers),
        column("per-column", 12.0, Holds::Text),
    ];
    let (width, holds) = match scheme {
        Scheme::Plain => (14.0, Holds::Text),
        Scheme::Raci | Scheme::Rasci => (5.0, Holds::Marks),
    };
    let roles = grid.columns.iter().map(|role| SheetColumn { head: role.name.clone(), width, holds });
    columns.extend(roles);
    columns.push(column("evidence-column", 40.0, Holds::Details));
    columns.push(column("id-column", 22.0, Holds::Details));
    let mut rows = Vec::new();
    for group in &grid.groups {
        for row in &group.rows {
            let Some(duty) =
                duties.iter().find(|duty| row.id.strip_prefix("duty-") == Some(duty.id.as_str()))
            else {
                continue;
            };
            let phase = duty.phase.as_ref().and_then(|phase| site.phases.get(phase));
            // With a hyphen a spreadsheet takes grades 6 to 8 for the eighth of June.
            let grades = duty.grades.to_string().replace('-', "–");
            let mut cells = vec![
                row.task.clone(),
                phase.map(|phase| edition.fill(&phase.title)).unwrap_or_default(),
                grades,
                when(edition, duty),
                duty.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
                duty.minutes.map(|_| words.get(per_key(duty.per))).unwrap_or_default(),
            ];
            cells.extend(row.cells.iter().map(|cell| {
                let codes: Vec<String> = match scheme {
                    Scheme::Plain => cell.codes.iter().map(|code| code.word.clone()).collect(),
                    Scheme::Raci | Scheme::Rasci => {
                        cell.codes.iter().map(|code| code.letter.to_string()).collect()
                    }
                };
                codes.join(if scheme == Scheme::Plain { ", " } else { "/" })
            }));
            cells.push(duty.evidence.as_ref().map(|evidence| edition.fill(evidence)).unwrap_or_default());
            cells.push(duty.id.to_string());
            rows.push(cells);
        }
    }
    let legend = grid.legend.iter().map(|entry| match scheme {
        Scheme::Plain => (entry.word.clone(), entry.meaning.clone()),
        Scheme::Raci | Scheme::Rasci => {
            (entry.letter.to_string(), format!("{}: {}", entry.word, entry.meaning))
        }
    });
    let about = [
        (words.get("edition"), format!("{} · {}", edition.audience().name, site.agency.name)),
        (words.get("released-on"), words.date(site.released)),
    ];
    Sheet {
        title: title.to_owned(),
        author: site.agency.name.clone(),
        right_to_left: site.languages[edition.lang].dir == Direction::Rtl,
        released: site.released,
        columns,
        rows,
        legend_title: words.get("legend"),
        legend: legend.chain(about).collect(),
    }
}

fn per_key(per: Option<Per>) -> &'static str {
    match per {
        Some(Per::Student) => "per-student",
        Some(Per::Month) => "per-month",
        Some(Per::Term) => "per-term",
        Some(Per::Year) => "per-year",
        Some(Per::Once) | None => "per-once",
    }
}
