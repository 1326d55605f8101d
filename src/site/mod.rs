//! The site model: everything the TOML files say, parsed into values that
//! can't be wrong.
//!
//! [`load`] reads `site-config.toml`, `audiences/*.toml`,
//! `content/duties/*.toml` and `*.csv`, `districts/*/district.toml` and
//! `districts.csv`, `content/glossary.toml`, `content/claims.toml` and `editions.toml`,
//! and looks at the keys of event files. It reports everything it
//! finds in one run and leaves out what is wrong. [`parse_front_matter`] reads
//! what stands between the `+++` lines of a document. [`schemas`] describes
//! all of these files to editors.
//!
//! Two steps, two kinds of types: [`raw`] types are what serde reads; the
//! types of [`model`](Site) hold ids that lead somewhere, sets instead of
//! names, and no text that still has to be looked at.

mod accent;
mod audience;
mod checks;
mod config;
mod district;
pub mod districts;
pub mod duties;
mod duty;
mod edition_set;
mod facts;
mod front_matter;
mod grade;
mod id;
mod likeness;
mod load;
mod model;
mod month;
mod names;
mod owner;
mod plan;
pub mod printed;
pub mod raw;
mod read;
mod role_level;
mod role_names;
mod schema;
mod shape;
mod sheet;
mod slips;
#[cfg(test)]
mod tests;
mod translation;
pub mod turned;
mod variable;

pub use accent::{Accent, AccentProblem, DARK_GROUND, LIGHT_GROUND, MIN_CONTRAST, Rgb};
pub use audience::RESERVED_AUDIENCES;
pub use checks::{Checks, Level};
pub use config::{DOCUMENT_KINDS, FORMATS};
pub use district::{Caseload, Contact, District, DistrictLanguage, Portal, School, SlotText};
pub use districts::slot::{Person, SlotRule, SlotValue};
pub use duty::{Duty, Letter, Per};
pub use edition_set::{AudienceSet, EditionIndex};
pub use front_matter::{FrontMatter, GroupSize, Preparation, parse_front_matter};
pub use grade::{Grade, GradeSet};
pub use id::{
    AudienceId, BandId, ClaimId, DistrictId, DutyId, KitId, Lang, PhaseId, RoleId, StepId, TermId, TopicId,
    is_id,
};
pub use load::load;
pub use model::{
    Agency, Audience, Band, Claim, Direction, DistrictSettings, Kit, Language, LoadLimits, PaperSize, Phase,
    Reading, Revisable, Role, Site, Source, Step, Term, Topic,
};
pub use month::{Month, MonthSet, SchoolYear};
pub use names::{GradeProblem, months};
pub use owner::{Owner, OwnerIndex};
pub use plan::{PlanWords, Word};
pub use printed::{EditionCode, Printed};
pub use role_level::RoleLevel;
pub use role_names::{Named, RoleNames};
pub use schema::schemas;
pub use translation::translations;
pub use variable::{Value, ValueKind, VariableProblem, VariableUse, find_variables};
