//! Identifiers: a type for each kind of thing, one grammar for all.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

pub use crate::syntax::is_id;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Cheap to clone; ordered by its letters.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Returns the id, or nothing when `text` breaks the grammar of ids.
            pub fn new(text: &str) -> Option<$name> {
                is_id(text).then(|| $name(text.into()))
            }

            /// The id as written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A stakeholder group: the name of its file in `audiences/`.
    AudienceId;
    /// What a person does in the process.
    RoleId;
    /// A part of the way through the plan.
    PhaseId;
    /// An action step of the state.
    StepId;
    /// A subject that documents share.
    TopicId;
    /// A named range of grades.
    BandId;
    /// A task with its owner.
    DutyId;
    /// An entry of the glossary.
    TermId;
    /// A fact with its source.
    ClaimId;
    /// A language, by its BCP 47 tag in small letters: `en`, `pt-br`, `zh-hant`.
    Lang;
    /// A downloadable archive.
    KitId;
    /// A district: the name of its folder in `districts/`.
    DistrictId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_small_letters_digits_and_single_hyphens() {
        for good in ["a", "6-8", "school-counselor", "iep2"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "-", "a-", "-a", "a--b", "A", "a_b", "é", "a b"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
