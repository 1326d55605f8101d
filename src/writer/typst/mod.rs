//! Paper: publications as PDF, through Typst as a library.
//!
//! [`mod@source`] writes a publication as one call of a template's function, with
//! texts as string literals and bodies as calls; it needs no Typst. What
//! becomes of it is made behind the feature `pdf`: [`theme`] holds what all
//! papers share, [`compile`] sets one and writes it as PDF/UA-1.

pub mod body;
pub mod code;
#[cfg(feature = "pdf")]
pub mod compile;
#[cfg(feature = "pdf")]
mod faults;
#[cfg(feature = "pdf")]
pub mod fonts;
#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod order;
pub mod packs;
#[cfg(feature = "pdf")]
mod pictures;
pub mod source;
#[cfg(feature = "pdf")]
pub mod theme;
mod value;

pub use source::{Source, source};
