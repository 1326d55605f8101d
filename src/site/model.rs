//! The site: everything the TOML files say, resolved.

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::district::District;
use super::duty::Duty;
use super::owner::Owner;
use super::printed::{EditionCode, Piece, Printed};
use super::sheet::places::Places;
use super::{
    Accent, AudienceId, AudienceSet, BandId, Checks, ClaimId, DistrictId, EditionIndex, GradeSet, KitId,
    Lang, MonthSet, PhaseId, PlanWords, RoleId, RoleLevel, SchoolYear, StepId, TermId, TopicId,
};
use crate::diag::{self, Span};

/// Everything that is true for the whole site.
///
/// Made by [`load`](super::load) only. Every id in it leads somewhere; what
/// didn't was reported and left out.
#[derive(Clone, Debug)]
pub struct Site {
    /// Who publishes.
    pub agency: Agency,
    /// The public address, without a slash at its end.
    pub base_url: String,
    /// A shorter address that leads to the same site, for paper; without a
    /// slash at its end. `None`: paper says the public address.
    pub short_url: Option<String>,
    /// The edition's date: the only date that reaches the output.
    pub released: Date,
    /// The grades that the plan is for.
    pub grades: GradeSet,
    /// Named ranges of grades.
    pub bands: IndexMap<BandId, Band>,
    /// The plan's name in each language.
    pub plan: IndexMap<Lang, PlanWords>,
    /// The languages; the first is default and source. Never empty.
    pub languages: IndexMap<Lang, Language>,
    /// When school starts.
    pub school_year: SchoolYear,
    /// The parts of the way through the plan, in order.
    pub phases: IndexMap<PhaseId, Phase>,
    /// The state's action steps, in order.
    pub steps: IndexMap<StepId, Step>,
    /// The subjects that documents share.
    pub topics: IndexMap<TopicId, Topic>,
    /// What `district.*` says in state editions: by path without `district.`,
    /// such as `contact.ilp.phone`.
    pub state_edition: IndexMap<String, String>,
    /// The stakeholder groups in the order of display: `audience_order`, then
    /// their own `order`, then their ids.
    pub audiences: Vec<Audience>,
    /// The roles, in the order of their audiences.
    pub roles: IndexMap<RoleId, Role>,
    /// The duties, in the order of files and places.
    pub duties: Vec<Duty>,
    /// Terms, in the order of the file.
    pub glossary: IndexMap<TermId, Term>,
    /// Facts with their sources.
    pub claims: IndexMap<ClaimId, Claim>,
    /// How bad the site takes each finding.
    pub checks: Checks,
    /// The sheet that most paper has.
    pub paper: PaperSize,
    /// The formats of each kind of document.
    pub outputs: IndexMap<String, Vec<String>>,
    /// The archives.
    pub kits: IndexMap<KitId, Kit>,
    /// How much a person may have to do.
    pub load: LoadLimits,
    /// The districts, by id, in the order of their ids.
    pub districts: IndexMap<DistrictId, District>,
    /// What districts may publish and change.
    pub district_settings: DistrictSettings,
    /// The districts and their schools, as those who publish beside the state:
    /// each district before its schools, in the order of the districts' ids.
    pub owners: Vec<Owner>,
    /// What was ever printed, in the order in which it was released.
    pub printed: IndexMap<EditionCode, Printed>,
    /// Which of them is current, by what it was printed from.
    pub(super) current: HashMap<Piece, EditionCode>,
    /// Where the cells of tables stand, for findings.
    pub(super) tables: Vec<Places>,
    /// Indexes into `audiences`, by edition.
    pub(super) editions: Vec<usize>,
}

/// A sheet of paper.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
pub enum PaperSize {
    /// US letter, 8.5 × 11 in.
    #[default]
    #[serde(rename = "letter")]
    Letter,
    /// ISO A4, 210 × 297 mm.
    #[serde(rename = "a4")]
    A4,
}

/// Who publishes: the state education agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agency {
    /// The full name.
    pub name: String,
    /// The letters that it is known by.
    pub short: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The address to write to.
    pub email: Option<String>,
    /// The agency's own site.
    pub url: Option<String>,
    /// Where to get help with a document: an address or a document
    /// (`pages/help-with-documents.md`).
    pub help_url: Option<String>,
    /// Where to send a comment: an address or `mailto:`.
    pub feedback: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}

impl Agency {
    /// What `{{ agency.* }}` can say, by key; `None`: the site doesn't say.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        [
            ("name", Some(self.name.as_str())),
            ("short", self.short.as_deref()),
            ("phone", self.phone.as_deref()),
            ("email", self.email.as_deref()),
            ("url", self.url.as_deref()),
            ("help_url", self.help_url.as_deref()),
            ("feedback", self.feedback.as_deref()),
            ("address", self.address.as_deref()),
            ("hours", self.hours.as_deref()),
        ]
        .into_iter()
    }
}

/// A named range of grades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its id.
    pub id: BandId,
    /// What readers call it; `None`: it is named by its grades.
    pub title: Option<String>,
    /// Its grades.
    pub grades: GradeSet,
}

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag.
    pub lang: Lang,
    /// Its own name, in its own script.
    pub name: String,
    /// Which way it is written.
    pub dir: Direction,
    /// For which groups it is, where the site says so.
    pub readers: Option<AudienceSet>,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// A part of the way through the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its id.
    pub id: PhaseId,
    /// What readers call it.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
}

/// An action step of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// What readers call it.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// What is true once it is done.
    pub outcomes: Vec<String>,
}

/// A subject that documents share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// What readers call it.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
}

/// A stakeholder group.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Its id: the name of its file.
    pub id: AudienceId,
    /// What readers call it, in the plural.
    pub name: String,
    /// One sentence for the chooser.
    pub sentence: Option<String>,
    /// Its colour.
    pub accent: Accent,
    /// How hard its texts may be; `None`: not checked.
    pub reading: Option<Reading>,
    /// The audiences that it contains, directly.
    pub contains: Vec<AudienceId>,
    /// Whether it has an edition of its own: it contains none, or says so.
    pub edition: bool,
    /// Whether it sees every passage of a module, marked.
    pub facilitates: bool,
    /// Earlier ids, whose addresses lead here.
    pub aliases: Vec<AudienceId>,
    /// The documents that its home page leads with, by id.
    pub start: Vec<String>,
    /// Where each of `start` is written, for findings.
    pub start_spans: Vec<Span>,
    /// Its roles.
    pub roles: Vec<RoleId>,
    /// The file, for findings.
    pub span: Span,
    /// The editions that a tag with its name covers.
    pub(super) covers: AudienceSet,
}

impl Audience {
    /// The editions that a tag with this audience's name covers: its own and
    /// those of every audience that it contains.
    pub fn covers(&self) -> AudienceSet {
        self.covers
    }
}

/// How hard a text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The highest grade level of a text.
    pub max_grade: u8,
}

/// What a person does in the process.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// The audience that it belongs to.
    pub audience: AudienceId,
    /// What readers call it, in the singular.
    pub name: String,
    /// What the person does, to the person, in a sentence or two.
    pub summary: Option<String>,
    /// Other names that people write for it.
    pub also: Vec<String>,
    /// Under whose authority it works, where the site says.
    pub level: Option<RoleLevel>,
    /// Students per person; `None`: not tied to students.
    pub caseload: Option<u32>,
    /// The grades that it works with: the site's, when it doesn't say.
    pub grades: GradeSet,
    /// The id where it is declared, for findings.
    pub span: Span,
}

/// How much a person may have to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadLimits {
    /// Hours per person and month above which a role has too much to do;
    /// `None`: not checked.
    pub limit: Option<f64>,
    /// The same for certain roles.
    pub limits: IndexMap<RoleId, f64>,
    /// Groups of work: what readers call each.
    pub groups: IndexMap<String, String>,
}

impl LoadLimits {
    /// The hours per month that a person in a role may have to give.
    pub fn of(&self, role: &RoleId) -> Option<f64> {
        self.limits.get(role).copied().or(self.limit)
    }
}

/// An entry of the glossary.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// The term. May hold variables: see [`Site::fill`].
    pub term: String,
    /// Its short form. May hold variables.
    pub short: Option<String>,
    /// What it means. May hold variables.
    pub definition: String,
    /// The id where it is declared, for findings.
    pub span: Span,
}

/// A fact with its source.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The fact, in a sentence.
    pub statement: String,
    /// Where it is from.
    pub source: Source,
    /// The day that the fact speaks of.
    pub as_of: Option<Date>,
    /// The day on which somebody last read the source.
    pub verified: Date,
    /// The day from which it has to be read again.
    pub expires: Option<Date>,
    /// What not to conclude from it.
    pub caution: Option<String>,
    /// The id where it is declared, for findings.
    pub span: Span,
}

impl Claim {
    /// Whether the source has to be read again.
    pub fn expired(&self, today: Date) -> bool {
        self.expires.is_some_and(|expires| expires <= today)
    }
}

/// Where a fact is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// The year in which it was published.
    pub year: Option<i16>,
    /// Where in the source: a page, a section.
    pub locator: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A downloadable archive.
#[derive(Clone, Debug)]
pub struct Kit {
    /// Its id.
    pub id: KitId,
    /// What readers call it.
    pub title: Option<String>,
    /// Whose editions are in it; empty: all.
    pub audiences: Vec<AudienceId>,
    /// Document ids, `*` standing for any part of a name.
    pub documents: Vec<String>,
    /// The formats in it.
    pub formats: Vec<String>,
    /// The languages in it; empty: all.
    pub languages: Vec<Lang>,
}

impl Kit {
    /// Whether a document is in it.
    pub fn holds(&self, id: &str) -> bool {
        self.documents.iter().any(|pattern| matches(pattern, id))
    }
}

/// What districts may publish and change.
#[derive(Clone, Debug, Default)]
pub struct DistrictSettings {
    /// Document ids, `*` standing for any part of a name.
    pub publishes: Vec<String>,
    /// What of a document they may change unless it says otherwise.
    pub revisable: Revisable,
    /// Who has to fill in a value, by its path without `district.`.
    pub ask: IndexMap<String, String>,
}

/// What of a document a district may change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Revisable {
    /// Slots only.
    #[default]
    Slots,
    /// Every named block that isn't locked.
    Blocks,
}

impl DistrictSettings {
    /// Whether districts publish a document of that id.
    pub fn publishes(&self, id: &str) -> bool {
        self.publishes.iter().any(|pattern| matches(pattern, id))
    }
}

/// Whether an id fits a pattern, in which `*` stands for any part of a name
/// and a guide's folder for its first page.
fn matches(pattern: &str, id: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == id || id.strip_suffix("/index") == Some(pattern);
    };
    let Some(mut left) = id.strip_prefix(start) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    true
}

impl Site {
    /// The language of sources, which is also the default.
    pub fn default_lang(&self) -> &Lang {
        self.languages.keys().next().expect("a site has a language: `load` sees to it")
    }

    /// The audience of that id.
    pub fn audience(&self, id: &str) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.id == *id)
    }

    /// The editions, in the order of display.
    pub fn editions(&self) -> impl Iterator<Item = (EditionIndex, &Audience)> {
        let numbered = self.editions.iter().enumerate();
        numbered.filter_map(|(index, audience)| Some((EditionIndex::new(index)?, &self.audiences[*audience])))
    }

    /// The audience of an edition of this site.
    ///
    /// # Panics
    ///
    /// When the index is another site's.
    pub fn edition(&self, index: EditionIndex) -> &Audience {
        &self.audiences[self.editions[index.get()]]
    }

    /// The edition of that audience; nothing when it has none of its own.
    pub fn edition_index(&self, id: &str) -> Option<EditionIndex> {
        self.editions().find(|(_, audience)| audience.id == *id).map(|(index, _)| index)
    }

    /// All editions of this site: the scope of what has no tag.
    pub fn all_editions(&self) -> AudienceSet {
        self.editions().map(|(index, _)| index).collect()
    }

    /// The editions that a tag covers: tag *t* covers edition *e* when *t* is
    /// *e* or contains it. Nothing when there is no such audience.
    ///
    /// Never the other way round: what is for `counselors` isn't shown in an
    /// edition of `educators`.
    pub fn edition_set(&self, tag: &str) -> Option<AudienceSet> {
        self.audience(tag).map(Audience::covers)
    }

    /// The editions in which a passage for this role shows: those of the
    /// audience that has the role. Nothing when there is no such role.
    pub fn role_set(&self, role: &str) -> Option<AudienceSet> {
        self.edition_set(self.roles.get(role)?.audience.as_str())
    }

    /// The editions which see every passage of a module, marked.
    pub fn facilitators(&self) -> AudienceSet {
        self.editions().filter(|(_, audience)| audience.facilitates).map(|(index, _)| index).collect()
    }

    /// The names of the audiences, for hints.
    pub fn audience_names(&self) -> impl Iterator<Item = &str> {
        self.audiences.iter().map(|audience| audience.id.as_str())
    }

    /// The names of the roles, for hints.
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(RoleId::as_str)
    }

    /// What somebody meant by an audience that doesn't exist.
    pub fn meant_audience(&self, written: &str) -> Option<String> {
        match self.roles.get(written) {
            Some(role) => Some(format!(
                "`{written}` is a role of `{}`: name that, or write `role={written}`",
                role.audience
            )),
            None if ["all", "everyone", "everybody", "public"].contains(&written) => {
                Some("leave the key out: what names no audience is for everyone".to_owned())
            }
            None => diag::did_you_mean(written, self.audience_names()),
        }
    }

    /// What somebody meant by a role that doesn't exist.
    pub fn meant_role(&self, written: &str) -> Option<String> {
        let roles = self.roles.values().filter(|role| role.audience.as_str() == written);
        let roles: Vec<&str> = roles.map(|role| role.id.as_str()).collect();
        match (self.audience(written), roles.as_slice()) {
            (None, _) => diag::did_you_mean(written, self.role_names()),
            (Some(_), []) => Some(format!("`{written}` is an audience, and has no roles")),
            (Some(_), roles) => {
                Some(format!("`{written}` is an audience; its roles are: {}", roles.join(", ")))
            }
        }
    }

    /// Returns the grades written as a grade, a range or a band's id, if the
    /// plan is for them.
    pub fn grades_of_plan(&self, text: &str) -> Option<GradeSet> {
        self.parse_grades(text).filter(|grades| grades.is_subset(self.grades))
    }

    /// Returns the grades written as a grade, a range or a band's id.
    pub fn parse_grades(&self, text: &str) -> Option<GradeSet> {
        GradeSet::parse(text).or_else(|| self.bands.get(text).map(|band| band.grades))
    }

    /// The duty of that id.
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id == *id)
    }

    /// The set of months of a list of names, for selections; `Err` has the
    /// first name that isn't a month.
    pub fn parse_months<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<MonthSet, &'a str> {
        names.into_iter().map(|name| super::Month::parse(name).ok_or(name)).collect()
    }
}

#[cfg(test)]
mod pattern_tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_part_of_a_name() {
        for (pattern, id) in [
            ("brochures/*", "brochures/your-plan"),
            ("messages/family-*", "messages/family-letter"),
            ("*", "pages/about"),
            ("*/faq", "messages/faq"),
            ("b*/*-plan", "brochures/your-plan"),
            ("guides/ilp", "guides/ilp/index"),
            ("messages/faq", "messages/faq"),
        ] {
            assert!(matches(pattern, id), "{pattern} {id}");
        }
        for (pattern, id) in [("brochures/*", "messages/faq"), ("faq", "messages/faq"), ("*-a", "a/b")] {
            assert!(!matches(pattern, id), "{pattern} {id}");
        }
    }
}
