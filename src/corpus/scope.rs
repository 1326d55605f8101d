//! For whom something is: the one rule.
//!
//! A tag is a set of editions. Values in one key are alternatives, keys
//! combine with *and*, nested scopes intersect, `except` is subtracted last.
//! Tag *t* covers edition *e* when *t* is *e* or contains it. With `educators`
//! containing `counselors` and `special-educators`, and `school-counselor`
//! belonging to `counselors`:
//!
//! | tag | counselors | special-educators | families | educators\* |
//! |---|---|---|---|---|
//! | `audience=educators` | yes | yes | – | yes |
//! | `audience=counselors` | yes | – | – | – |
//! | `audience=educators except=counselors` | – | yes | – | yes |
//! | `except=educators` | – | – | yes | – |
//! | `audience="families counselors"` in `audience=educators` | yes | – | – | – |
//! | `role=school-counselor` | yes, marked | – | – | – |
//!
//! \* Containing audiences have no edition unless `edition = true`.

use crate::diag::{Diagnostic, Span, did_you_mean, rules};
use crate::site::{AudienceId, AudienceSet, GradeSet, RoleId, Site};
use crate::syntax::{ScopeTag, Word};
use crate::vfs::SitePath;

/// The classes of formats that a passage can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormatSet(u8);

impl FormatSet {
    /// Every format.
    pub const ALL: FormatSet = FormatSet(0b111);
    /// HTML, EPUB, search, feeds.
    pub const WEB: FormatSet = FormatSet(0b001);
    /// PDF and DOCX.
    pub const PRINT: FormatSet = FormatSet(0b010);
    /// Decks.
    pub const SLIDES: FormatSet = FormatSet(0b100);
    /// The names that authors write.
    pub const NAMES: [&str; 3] = ["web", "print", "slides"];

    fn parse(name: &str) -> Option<FormatSet> {
        match name {
            "web" => Some(FormatSet::WEB),
            "print" => Some(FormatSet::PRINT),
            "slides" => Some(FormatSet::SLIDES),
            _ => None,
        }
    }

    /// What is in both.
    pub fn intersection(self, other: FormatSet) -> FormatSet {
        FormatSet(self.0 & other.0)
    }

    /// Whether everything in `other` is in it.
    pub fn contains(self, other: FormatSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A scope whose names lead somewhere.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The editions that see the passage, as far as this tag says.
    pub editions: AudienceSet,
    /// The grades it is about; all when it doesn't say.
    pub grades: GradeSet,
    /// The formats it is in.
    pub formats: FormatSet,
    /// The roles whose task it is, for marks and role pages.
    pub roles: Vec<RoleId>,
    /// The audiences it names, for the marks in a facilitator's view.
    pub audiences: Vec<AudienceId>,
    /// The audiences it leaves out, for the same.
    pub excepted: Vec<AudienceId>,
}

impl Scope {
    /// The scope of what has no tag.
    pub fn everybody(site: &Site) -> Scope {
        Scope {
            editions: site.all_editions(),
            grades: GradeSet::ALL,
            formats: FormatSet::ALL,
            roles: Vec::new(),
            audiences: Vec::new(),
            excepted: Vec::new(),
        }
    }
}

impl Scope {
    /// Returns the scope of what stands in both.
    pub fn within(&self, outer: &Scope) -> Scope {
        let mut both = self.clone();
        both.editions = both.editions.intersection(outer.editions);
        both.grades = both.grades.intersection(outer.grades);
        both.formats = both.formats.intersection(outer.formats);
        for (own, others) in [(&mut both.audiences, &outer.audiences), (&mut both.excepted, &outer.excepted)]
        {
            own.extend(others.iter().filter(|other| !own.contains(other)).cloned().collect::<Vec<_>>());
        }
        both.roles.extend(outer.roles.iter().filter(|role| !self.roles.contains(role)).cloned());
        both
    }
}

/// The readers whom a passage and everything around it admit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Editions.
    pub editions: AudienceSet,
    /// Grades.
    pub grades: GradeSet,
    /// Formats.
    pub formats: FormatSet,
}

impl Admitted {
    /// Returns who is left when `scope` stands inside.
    pub fn within(self, scope: &Scope) -> Admitted {
        Admitted {
            editions: self.editions.intersection(scope.editions),
            grades: self.grades.intersection(scope.grades),
            formats: self.formats.intersection(scope.formats),
        }
    }

    /// Whether nobody is left.
    pub fn is_empty(self) -> bool {
        self.editions.is_empty() || self.grades.is_empty() || self.formats.is_empty()
    }
}

/// Looks up the names of a scope. An unknown name is a finding, and the
/// passage is then for nobody: a mistake never widens a scope.
pub fn resolve(tag: &ScopeTag, site: &Site, path: &SitePath, diagnostics: &mut Vec<Diagnostic>) -> Scope {
    let mut unknown = false;
    let mut report = |rule, word: &Word, what: &str, hint: Option<String>| {
        unknown = true;
        diagnostics.push(
            Diagnostic::new(
                rule,
                Span::new(path, word.span.clone()),
                format!("unknown {what} `{}`", word.text),
            )
            .hint_opt(hint),
        );
    };
    let mut editions = site.all_editions();
    let mut audiences = Vec::new();
    if !tag.audience.is_empty() {
        let mut union = AudienceSet::EMPTY;
        for word in &tag.audience {
            match site.audience(&word.text) {
                Some(audience) => {
                    union = union.union(audience.covers());
                    audiences.push(audience.id.clone());
                }
                None => report(&rules::UNKNOWN_AUDIENCE, word, "audience", site.meant_audience(&word.text)),
            }
        }
        editions = editions.intersection(union);
    }
    let mut roles = Vec::new();
    if !tag.role.is_empty() {
        let mut union = AudienceSet::EMPTY;
        for word in &tag.role {
            match (site.roles.get_key_value(word.text.as_str()), site.role_set(&word.text)) {
                (Some((id, _)), Some(set)) => {
                    union = union.union(set);
                    roles.push(id.clone());
                }
                _ => report(&rules::UNKNOWN_ROLE, word, "role", site.meant_role(&word.text)),
            }
        }
        editions = editions.intersection(union);
    }
    let mut excepted = Vec::new();
    for word in &tag.except {
        match site.audience(&word.text) {
            Some(audience) => {
                editions = editions.difference(audience.covers());
                excepted.push(audience.id.clone());
            }
            None => report(&rules::UNKNOWN_AUDIENCE, word, "audience", site.meant_audience(&word.text)),
        }
    }
    let mut grades = GradeSet::ALL;
    if !tag.grade.is_empty() {
        grades = GradeSet::EMPTY;
        for word in &tag.grade {
            match site.grades_of_plan(&word.text) {
                Some(set) => grades = grades.union(set),
                None => report(
                    &rules::UNKNOWN_GRADE,
                    word,
                    "grade",
                    Some(format!(
                        "write a grade (`8`), a range (`6-8`) or a band: {}",
                        site.bands.keys().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
                    )),
                ),
            }
        }
    }
    let mut formats = FormatSet::ALL;
    if !tag.format.is_empty() {
        formats = FormatSet(0);
        for word in &tag.format {
            match FormatSet::parse(&word.text) {
                Some(set) => formats = FormatSet(formats.0 | set.0),
                None => {
                    report(&rules::UNKNOWN_NAME, word, "format", did_you_mean(&word.text, FormatSet::NAMES))
                }
            }
        }
    }
    if unknown || tag.unreadable {
        editions = AudienceSet::EMPTY;
    }
    Scope { editions, grades, formats, roles, audiences, excepted }
}
