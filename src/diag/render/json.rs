//! An array with an object for each finding:
//!
//! | key | value |
//! |---|---|
//! | `rule` | the rule's name; `ilpress explain RULE` prints its page |
//! | `severity` | `"error"` or `"warning"` |
//! | `message` | what is wrong |
//! | `path` | the file, relative to the site's root, `/` between the parts |
//! | `line`, `column` | the first character, from 1; columns count characters |
//! | `end_line`, `end_column` | the place after the last character |
//! | `start`, `end` | the same as bytes, from 0; both 0 for a file as a whole |
//! | `labels` | related places: the keys above from `path` on, and `message` |
//! | `hints` | what to do next, as a list of sentences |
//! | `pages` | the output files that were being made; empty for most findings |
//!
//! Keys may be added; none changes its meaning or goes.

use serde_json::{Map, Value, json};

use super::place::Places;
use crate::diag::{Diagnostic, Span};

/// Returns the array, indented.
pub(super) fn render(diagnostics: &[Diagnostic], places: &mut Places) -> String {
    let array: Vec<Value> = diagnostics.iter().map(|diagnostic| object(diagnostic, places)).collect();
    let mut out = format!("{:#}", Value::Array(array));
    out.push('\n');
    out
}

fn object(diagnostic: &Diagnostic, places: &mut Places) -> Value {
    let mut object = Map::new();
    object.insert("rule".into(), diagnostic.rule.name.into());
    object.insert("severity".into(), diagnostic.severity.word().into());
    object.insert("message".into(), diagnostic.message.as_str().into());
    place(&mut object, &diagnostic.span, places);
    let labels = diagnostic.labels.iter().map(|label| {
        let mut object = Map::new();
        place(&mut object, &label.span, places);
        object.insert("message".into(), label.message.as_str().into());
        Value::Object(object)
    });
    object.insert("labels".into(), labels.collect());
    object.insert("hints".into(), json!(diagnostic.hints));
    object.insert("pages".into(), json!(diagnostic.pages));
    Value::Object(object)
}

fn place(object: &mut Map<String, Value>, span: &Span, places: &mut Places) {
    let extent = places.extent(span);
    object.insert("path".into(), span.path.as_str().into());
    object.insert("line".into(), extent.start.line.into());
    object.insert("column".into(), extent.start.column.into());
    object.insert("end_line".into(), extent.end.line.into());
    object.insert("end_column".into(), extent.end.column.into());
    object.insert("start".into(), span.start.into());
    object.insert("end".into(), span.end.into());
}
