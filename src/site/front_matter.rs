//! Front matter: what stands between the `+++` lines of a document.
//!
//! Names aren't resolved here: the corpus, which knows all documents and the
//! site, does that.

use schemars::JsonSchema;
use serde::Deserialize;

use super::model::Revisable;
use super::raw::duties::RawMonths;
use super::raw::{RawDate, RawGrades, RawNames, Spanned, Text};
use super::read;
use crate::diag::Outcome;
use crate::vfs::SitePath;

/// The front matter of a document, as written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// `guide`, `brochure`, `module`, `matrix`, `message`, `plan`, `report` or
    /// `page`. Translations and overlays have their source's.
    pub kind: Option<Text>,
    /// What readers call it. May hold variables.
    pub title: Option<Text>,
    /// What is in it, in a sentence. May hold variables.
    pub summary: Option<Text>,
    /// For whom it is; all, unless it says.
    #[schemars(extend("x-scope" = true))]
    pub audiences: Option<Vec<Text>>,
    /// The grades that it is about, or that a matrix selects.
    #[schemars(extend("x-scope" = true))]
    pub grades: Option<Spanned<RawGrades>>,
    /// The part of the way through the plan.
    pub phase: Option<Text>,
    /// The action steps that it serves.
    pub steps: Option<Vec<Text>>,
    /// Its subjects.
    pub topics: Option<Vec<Text>>,
    /// The day by which somebody has to read it again.
    pub review_by: Option<Spanned<RawDate>>,
    /// The day on which somebody last read it.
    pub reviewed: Option<Spanned<RawDate>>,
    /// The last part of its address; the file's stem, unless it says.
    pub slug: Option<Text>,
    /// Earlier addresses, which lead here.
    pub aliases: Option<Vec<Text>>,
    /// The ranges of grades for which it is made once each.
    #[schemars(extend("x-scope" = true))]
    pub bands: Option<Vec<Text>>,
    /// What districts may touch: `slots` or `blocks`.
    pub revisable: Option<Spanned<Revisable>>,
    /// Its place in lists, small numbers first.
    pub order: Option<Spanned<i64>>,

    /// Guides: the chapters, in order.
    pub chapters: Option<Vec<Text>>,

    /// Brochures: how it is folded, such as `trifold-letter`.
    pub layout: Option<Text>,

    /// Modules: what participants can do afterwards.
    pub objectives: Option<Vec<Text>>,
    /// Modules: what has to be there.
    pub materials: Option<Vec<Text>>,
    /// Modules: what to do before, and when.
    pub preparation: Option<Vec<Preparation>>,
    /// Modules: how the room is set up.
    pub room: Option<Text>,
    /// Modules: what participants earn.
    pub credit_hours: Option<Spanned<f64>>,
    /// Modules: how many people it is made for.
    pub group_size: Option<Spanned<GroupSize>>,
    /// Modules: what participants have done before.
    pub prerequisites: Option<Vec<Text>>,
    /// Modules: how long it takes, when its segments don't say.
    pub minutes: Option<Spanned<i64>>,

    /// Matrices: how the duties are shown: `grid`, `plain`, `card`, `calendar`,
    /// `ladder`, `workload` or `poster`.
    pub view: Option<Text>,
    /// Matrices: letters or plain words: `raci`, `rasci` or `plain`.
    pub scheme: Option<Text>,
    /// Matrices: the phases whose duties are shown.
    pub phases: Option<Vec<Text>>,
    /// Matrices: the levels of those who answer for the duties that are shown:
    /// `school`, `district`, `state`, `partner` or `family`.
    pub levels: Option<Vec<Text>>,
    /// Matrices: the district whose caseloads and contacts are shown.
    pub district: Option<Text>,
    /// Matrices: the roles that are shown. An audience stands for its roles.
    pub roles: Option<Vec<Text>>,
    /// Matrices: the months whose duties are shown.
    pub months: Option<Spanned<RawMonths>>,
    /// Matrices: the duties that are shown, by id.
    pub duties: Option<Vec<Text>>,

    /// Messages: `letter`, `email`, `phone`, `social`, `newsletter`,
    /// `talking-points` or `faq`.
    pub channel: Option<Text>,
    /// Messages: the subject line.
    pub subject: Option<Text>,
    /// Messages: how many words there may be.
    pub max_words: Option<Spanned<i64>>,

    /// Overlays: the document that it revises.
    pub revises: Option<Text>,
    /// Layers: the hash of the title and summary that it was made from.
    pub base: Option<Text>,
    /// Layers: `machine`, `reviewed` or `same`.
    pub state: Option<Text>,
    /// Layers: who made or reviewed it.
    pub by: Option<Text>,
    /// Layers: when.
    pub on: Option<Spanned<RawDate>>,
}

impl FrontMatter {
    /// Takes the words of a translation where it has them. Their places are
    /// `by` bytes further on.
    pub fn translate(&mut self, translation: &FrontMatter, by: usize) {
        let word = |text: &Text| Text { value: text.value.clone(), range: moved(&text.range, by) };
        let list = |texts: &Vec<Text>| texts.iter().map(word).collect::<Vec<_>>();
        let text = |own: &mut Option<Text>, new: &Option<Text>| {
            if let Some(new) = new {
                *own = Some(word(new));
            }
        };
        let texts = |own: &mut Option<Vec<Text>>, new: &Option<Vec<Text>>| {
            if let Some(new) = new {
                *own = Some(list(new));
            }
        };
        text(&mut self.title, &translation.title);
        text(&mut self.summary, &translation.summary);
        text(&mut self.room, &translation.room);
        text(&mut self.subject, &translation.subject);
        texts(&mut self.objectives, &translation.objectives);
        texts(&mut self.materials, &translation.materials);
        texts(&mut self.prerequisites, &translation.prerequisites);
        if let Some(size) = &translation.group_size {
            self.group_size = Some(Spanned { value: size.value.clone(), range: moved(&size.range, by) });
        }
        self.aliases = translation.aliases.as_ref().map(list);
        if let Some(steps) = &translation.preparation {
            let step = |step: &Preparation| Preparation {
                when: word(&step.when),
                items: RawNames(list(&step.items.0)),
            };
            self.preparation = Some(steps.iter().map(step).collect());
        }
    }

    /// The audiences as written; empty: all.
    pub fn audiences(&self) -> &[Text] {
        self.audiences.as_deref().unwrap_or_default()
    }
}

fn moved(range: &std::ops::Range<usize>, by: usize) -> std::ops::Range<usize> {
    range.start + by..range.end + by
}

/// What to do before a training.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preparation {
    /// When: "two weeks before".
    pub when: Text,
    /// What.
    pub items: RawNames,
}

/// How many people a training is made for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GroupSize {
    /// `24`
    Number(i64),
    /// `"8 to 30"`
    Text(String),
}

/// Parses the text between the `+++` lines. `offset` is its first byte in the
/// file: every place in the result and in the findings is one of the file.
///
/// Nothing when the text can't be read, or when `audiences`, `grades` or
/// `bands` are faulty or perhaps misspelt: a document whose tag is lost must not
/// be shown to everyone, not even in a preview. Findings:
/// `invalid-toml`, `unknown-key`, `invalid-value`, `missing-key`.
pub fn parse_front_matter(path: &SitePath, toml_text: &str, offset: usize) -> Outcome<Option<FrontMatter>> {
    read::read(path, toml_text, offset)
}
