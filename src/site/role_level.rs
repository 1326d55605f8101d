//! Levels: under whose authority a role works.

use std::fmt;

/// Under whose authority a role works.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum RoleLevel {
    /// Students and families: under nobody's.
    Family,
    /// Businesses, colleges, community organisations, other agencies: under
    /// their own.
    Partner,
    /// A school's.
    School,
    /// A district's.
    District,
    /// The state's.
    State,
}

impl RoleLevel {
    /// All, in the order in which they are shown.
    pub const ALL: [RoleLevel; 5] =
        [RoleLevel::Family, RoleLevel::School, RoleLevel::District, RoleLevel::State, RoleLevel::Partner];

    /// The name in source files.
    pub fn name(self) -> &'static str {
        match self {
            RoleLevel::Family => "family",
            RoleLevel::Partner => "partner",
            RoleLevel::School => "school",
            RoleLevel::District => "district",
            RoleLevel::State => "state",
        }
    }

    /// Returns the level of this name.
    pub fn parse(name: &str) -> Option<RoleLevel> {
        RoleLevel::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Whether a role of this level can answer for the work of one of `other`:
    /// a district for its schools' staff, a school for what students and
    /// partners do with it, a business for its own people only.
    ///
    /// Source: accountability follows authority (responsibility assignment
    /// matrix): no role outside an authority answers for its duties.
    pub fn answers_for(self, other: RoleLevel) -> bool {
        self.rank() >= other.rank()
    }

    /// How far its authority reaches: the state's is the highest.
    pub fn rank(self) -> u8 {
        match self {
            RoleLevel::Family | RoleLevel::Partner => 0,
            RoleLevel::School => 1,
            RoleLevel::District => 2,
            RoleLevel::State => 3,
        }
    }
}

impl fmt::Display for RoleLevel {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accountability_follows_authority() {
        assert!(RoleLevel::District.answers_for(RoleLevel::School));
        assert!(RoleLevel::School.answers_for(RoleLevel::Partner));
        assert!(RoleLevel::Partner.answers_for(RoleLevel::Family));
        assert!(!RoleLevel::Partner.answers_for(RoleLevel::School));
        assert!(!RoleLevel::School.answers_for(RoleLevel::State));
        assert!(RoleLevel::ALL.into_iter().all(|level| RoleLevel::parse(level.name()) == Some(level)));
    }
}
