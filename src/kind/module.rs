//! A professional development module: segments with minutes, one view for
//! the facilitator, one for participants.

use std::collections::HashMap;

use serde::Serialize;

use super::part::{Part, parts};
use super::shell::Link;
use super::{Lengths, Special};
use crate::corpus::Document;
use crate::edition::page::Closed;
use crate::edition::{Edition, Flow, Page};
use crate::site::GroupSize;
use crate::syntax::{DivKind, Kind, Open};

/// What a module has beside its text.
#[derive(Serialize)]
pub struct Module {
    /// `facilitator` or `participant`.
    pub view: &'static str,
    /// How long it takes.
    pub minutes: u32,
    /// What participants can do afterwards.
    pub objectives: Vec<String>,
    /// What participants have done before.
    pub prerequisites: Vec<String>,
    /// What has to be there.
    pub materials: Vec<String>,
    /// What to do before, and when.
    pub preparation: Vec<Step>,
    /// How the room is set up.
    pub room: Option<String>,
    /// What participants earn.
    pub credit_hours: Option<f64>,
    /// For how many people it is made.
    pub group_size: Option<String>,
    /// Its parts.
    pub segments: Vec<Segment>,
    /// How many slides it has.
    pub slides: usize,
    /// The sheets for participants.
    pub handouts: Vec<Link>,
    /// What stands before the first part.
    #[serde(skip)]
    pub intro: Flow,
}

/// What to do before a training.
#[derive(Serialize)]
pub struct Step {
    /// When.
    pub when: String,
    /// What.
    pub items: Vec<String>,
}

/// A part of a module, with its time.
#[derive(Serialize)]
pub struct Segment {
    /// Number, address, heading, text.
    #[serde(flatten)]
    pub part: Part,
    /// How long it takes.
    pub minutes: u32,
    /// When it begins, from the start: `0:20`.
    pub from: String,
    /// When it ends.
    pub to: String,
    /// What kind of part it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// That, in words.
    pub type_name: String,
}

/// Arranges a module. Lists that only a facilitator needs are left out for
/// participants.
pub fn arrange(edition: &Edition, document: &Document, page: &Page, _: &Lengths) -> Special {
    let facilitator = edition.audience().facilitates;
    let front = &document.front;
    let fill = |texts: &Option<Vec<crate::site::raw::Text>>| -> Vec<String> {
        texts.iter().flatten().map(|text| edition.fill(&text.value)).collect()
    };
    let mut clock = 0;
    // Time passes in the parts that this reader doesn't see, too.
    let mut times: HashMap<&str, (u32, u32)> = HashMap::new();
    for section in document.parsed.tree.roots().filter(|node| node.kind() == Kind::Section) {
        let Some(name) = document.name_of(section.index) else { continue };
        let (minutes, _) = timing(document, name);
        times.insert(name, (clock, clock + minutes));
        clock += minutes;
    }
    let segments: Vec<Segment> = parts(page)
        .into_iter()
        .map(|part| {
            let (minutes, kind) = timing(document, &part.id);
            let (from, to) = times.get(part.id.as_str()).copied().unwrap_or_default();
            let key = format!("segment-{kind}");
            Segment {
                part,
                minutes,
                from: time(from),
                to: time(to),
                type_name: edition.words.get(if edition.words.has(&key) { &key } else { "segment-other" }),
                kind,
            }
        })
        .collect();
    let block = |kind: DivKind| {
        page.tree.iter().filter_map(move |node| match node.extra() {
            Some(Closed::Block(block)) if block.kind == kind => Some(block),
            _ => None,
        })
    };
    let (intro, _) = super::before_sections(page);
    Special::Module(Box::new(Module {
        view: if facilitator { "facilitator" } else { "participant" },
        minutes: clock,
        objectives: fill(&front.objectives),
        prerequisites: fill(&front.prerequisites),
        materials: if facilitator { fill(&front.materials) } else { Vec::new() },
        preparation: if facilitator {
            let steps = front.preparation.iter().flatten();
            steps
                .map(|step| Step {
                    when: edition.fill(&step.when.value),
                    items: step.items.0.iter().map(|item| edition.fill(&item.value)).collect(),
                })
                .collect()
        } else {
            Vec::new()
        },
        room: front.room.as_ref().filter(|_| facilitator).map(|room| edition.fill(&room.value)),
        credit_hours: front.credit_hours.as_ref().map(|hours| hours.value),
        group_size: front.group_size.as_ref().filter(|_| facilitator).map(|size| match &size.value {
            GroupSize::Number(number) => number.to_string(),
            GroupSize::Text(text) => text.clone(),
        }),
        segments,
        slides: block(DivKind::Slide).count(),
        handouts: block(DivKind::Handout)
            .map(|block| Link {
                title: block.title.clone(),
                href: block.name.as_ref().map(|name| format!("#{name}")).unwrap_or_default(),
                current: false,
            })
            .collect(),
        intro,
    }))
}

/// Minutes and type of a segment, from its heading's attributes.
pub fn timing(document: &Document, name: &str) -> (u32, String) {
    let Some(node) = document.names.get(name) else { return (0, "other".into()) };
    let Some(Open::Attrs(attrs)) = document.parsed.tree.node(*node).extra() else {
        return (0, "other".into());
    };
    let minutes = attrs.get("minutes").and_then(|word| word.text.parse().ok()).unwrap_or(0);
    (minutes, attrs.get("type").map_or_else(|| "other".into(), |word| word.text.clone()))
}

/// Minutes from the start as a clock shows them: `1:05`.
fn time(minutes: u32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}
