//! ilpress publishes a state's Individualized Learning Plan material: one
//! source, tagged by audience and role, becomes an edition for each
//! stakeholder group.

pub mod build;
pub mod diag;
pub mod vfs;
