//! ilpress publishes a state's Individualized Learning Plan material: one
//! source, tagged by audience and role, becomes an edition for each
//! stakeholder group.

pub mod build;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod corpus;
pub mod diag;
pub mod edition;
pub mod kind;
pub mod qr;
pub mod site;
pub mod syntax;
pub mod vfs;
pub mod words;
pub mod workload;
pub mod writer;
