//! JSON Schemas, from the same types that read the files.

use serde_json::{Map, Value};

use super::front_matter::FrontMatter;
use super::raw::audience::RawAudience;
use super::raw::claims::RawClaims;
use super::raw::district::RawDistrict;
use super::raw::duties::RawDuties;
use super::raw::event::RawEvent;
use super::raw::glossary::RawGlossary;
use super::raw::site_config::RawSiteConfig;
use super::raw::Raw;

/// Marks tables which are read although a required key is missing: the
/// finding is reported, and the rest of the site still knows their names.
pub(super) const PARTIAL: &str = "x-partial";

/// Returns the schema of every TOML file and of front matter, each with the
/// name of its file. Draft 2020-12.
pub fn schemas() -> Vec<(&'static str, Value)> {
    fn published<T: Raw>() -> Value {
        let mut schema = of::<T>();
        remove_key(&mut schema, PARTIAL);
        schema
    }
    vec![
        ("audience.schema.json", published::<RawAudience>()),
        ("claims.schema.json", published::<RawClaims>()),
        ("district.schema.json", published::<RawDistrict>()),
        ("duties.schema.json", published::<RawDuties>()),
        ("event.schema.json", published::<RawEvent>()),
        ("front-matter.schema.json", published::<FrontMatter>()),
        ("glossary.schema.json", published::<RawGlossary>()),
        ("site-config.schema.json", published::<RawSiteConfig>()),
    ]
}

/// Returns the schema of one type, without what TOML doesn't have: nulls.
pub(super) fn of<T: Raw>() -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    remove_nulls(&mut schema);
    schema
}

/// Removes the alternative `null`, which Rust's `Option` brings: in TOML a
/// key without a value isn't written.
fn remove_nulls(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(remove_nulls),
        Value::Object(object) => {
            object.values_mut().for_each(remove_nulls);
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    object.insert("type".into(), one);
                }
            }
            if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
                if let [one] = choices.as_slice() {
                    let one = one.as_object().cloned().unwrap_or_default();
                    object.shift_remove("anyOf");
                    merge(object, one);
                }
            }
            if object.get("default").is_some_and(|default| default.is_null() || default == &Value::Array(vec![])) {
                object.shift_remove("default");
            }
        }
        _ => {}
    }
}

/// Adds the keys that `object` doesn't have.
fn merge(object: &mut Map<String, Value>, other: Map<String, Value>) {
    for (key, value) in other {
        object.entry(key).or_insert(value);
    }
}

fn remove_key(schema: &mut Value, key: &str) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| remove_key(item, key)),
        Value::Object(object) => {
            object.shift_remove(key);
            object.values_mut().for_each(|value| remove_key(value, key));
        }
        _ => {}
    }
}
