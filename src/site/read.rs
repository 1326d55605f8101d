//! From the text of a TOML file to a raw type, with every finding of the file.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use serde_json::Value;
use toml::de::DeTable;

use super::raw::Raw;
use super::{schema, shape, slips, turned};
use crate::diag::rules::INVALID_VALUE;
use crate::diag::{Diagnostic, Outcome, Span, text_of};
use crate::vfs::{SitePath, Snapshot};

/// Reads one file of a snapshot; nothing when it is missing, isn't UTF-8 or
/// can't be made sense of.
pub(super) fn read_file<T: Raw>(snapshot: &Snapshot, path: &SitePath) -> Outcome<Option<T>> {
    let Some(bytes) = snapshot.bytes(path) else { return Outcome::clean(None) };
    match text_of(path, bytes) {
        Ok(text) => read(path, text, 0),
        Err(finding) => Outcome { value: None, diagnostics: vec![*finding] },
    }
}

/// Reads a text that starts at byte `offset` of a file. All places are moved
/// by the offset.
///
/// Reports all syntax errors; or else all unknown keys, wrong types and
/// missing keys. What is wrong is left out of the value, so that a misspelt
/// key in one place doesn't look like a hundred unknown names in others.
pub(super) fn read<T: Raw>(path: &SitePath, text: &str, offset: usize) -> Outcome<Option<T>> {
    let mut diagnostics = Vec::new();
    // Blanks before a table mean nothing in TOML: they move every place.
    let moved;
    let text = if offset == 0 {
        text
    } else {
        moved = format!("{:offset$}{text}", "");
        &moved
    };
    let (mut table, errors) = DeTable::parse_recoverable(text);
    diagnostics.extend(slips::findings(path, text, offset, &errors));
    turned::in_table(path, text, table.get_ref(), &mut diagnostics);
    let schema = schema_of::<T>();
    let mut shape_findings = Vec::new();
    let mut whole = shape::check(path, text, &mut table, &schema, &mut shape_findings);
    // What follows a broken line may look like unknown or missing keys.
    if errors.is_empty() {
        diagnostics.append(&mut shape_findings);
    } else if schema.to_string().contains(schema::SCOPE) {
        // The broken line may be the one that says for whom the rest is.
        whole = false;
    }
    if !whole {
        return Outcome { value: None, diagnostics };
    }
    let value = match T::deserialize(toml::de::Deserializer::from(table)) {
        Ok(value) => Some(value),
        Err(error) => {
            // Only what no schema says, such as a number of thirty digits.
            if errors.is_empty() {
                let range = error.span().unwrap_or(offset..offset);
                diagnostics.push(Diagnostic::new(&INVALID_VALUE, Span::new(path, range), error.message()));
            }
            None
        }
    };
    Outcome { value, diagnostics }
}

/// Returns the schema of a raw type, made once in a process.
fn schema_of<T: Raw>() -> Arc<Value> {
    static SCHEMAS: OnceLock<RwLock<HashMap<TypeId, Arc<Value>>>> = OnceLock::new();
    let schemas = SCHEMAS.get_or_init(RwLock::default);
    let id = TypeId::of::<T>();
    // A poisoned lock still holds good schemas: they are only ever added.
    if let Some(schema) = schemas.read().unwrap_or_else(|poison| poison.into_inner()).get(&id) {
        return schema.clone();
    }
    let schema = Arc::new(schema::of::<T>());
    schemas.write().unwrap_or_else(|poison| poison.into_inner()).entry(id).or_insert(schema).clone()
}
