//! Writers: a publication becomes bytes. A writer knows no corpus.

pub mod feed;
pub mod html;
pub mod ics;
mod labels;
pub mod sheet;
pub mod typst;
