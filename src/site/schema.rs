//! JSON Schemas, from the same types that read the files.

use serde_json::{Map, Value};

use super::front_matter::FrontMatter;
use super::raw::Raw;
use super::raw::audience::RawAudience;
use super::raw::claims::RawClaims;
use super::raw::district::RawDistrict;
use super::raw::duties::RawDuties;
use super::raw::editions::RawEditions;
use super::raw::event::RawEvent;
use super::raw::glossary::RawGlossary;
use super::raw::site_config::RawSiteConfig;

/// Marks tables which are read although a required key is missing: the
/// finding is reported, and the rest of the site still knows their names.
pub(super) const PARTIAL: &str = "x-partial";

/// Marks keys that say for whom something is. Without them it would be for
/// all: what has a faulty one isn't read, so that not even a preview shows it.
pub(super) const SCOPE: &str = "x-scope";

/// Returns the schema of every TOML file and of front matter, each with the
/// name of its file. Draft 2020-12.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("audience.schema.json", published::<RawAudience>("audiences/<id>.toml")),
        ("claims.schema.json", published::<RawClaims>("content/claims.toml")),
        ("district.schema.json", published::<RawDistrict>("districts/<id>/district.toml")),
        ("duties.schema.json", published::<RawDuties>("content/duties/*.toml")),
        ("editions.schema.json", published::<RawEditions>("editions.toml")),
        ("event.schema.json", published::<RawEvent>("events/<id>.toml")),
        ("front-matter.schema.json", published::<FrontMatter>("front matter")),
        ("glossary.schema.json", published::<RawGlossary>("content/glossary.toml")),
        ("site-config.schema.json", published::<RawSiteConfig>("site-config.toml")),
    ]
}

/// Returns a schema as editors get it: about files, not about our types.
fn published<T: Raw>(title: &str) -> Value {
    let mut schema = of::<T>();
    polish(&mut schema);
    let Value::Object(mut keys) = schema else { return schema };
    let dialect = keys.shift_remove("$schema");
    let description = keys.shift_remove("description");
    let mut first = Map::new();
    first.extend(dialect.map(|dialect| ("$schema".into(), dialect)));
    first.insert("title".into(), title.into());
    first.extend(description.map(|description| ("description".into(), description)));
    merge(&mut first, keys);
    Value::Object(first)
}

/// Removes what only Rust needs to know, and joins the lines of comments.
fn polish(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(polish),
        Value::Object(object) => {
            object.shift_remove(PARTIAL);
            object.shift_remove(SCOPE);
            if object.get("format").is_some_and(|format| format != "date") {
                object.shift_remove("format");
            }
            if let Some(Value::String(text)) = object.get_mut("description") {
                *text = text.replace("\n\n", "\u{0}").replace('\n', " ").replace('\u{0}', "\n\n");
            }
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                *reference = reference.replace("/Raw", "/");
            }
            if let Some(Value::Object(types)) = object.get_mut("$defs") {
                let named = |(name, schema): (String, Value)| (name.replacen("Raw", "", 1), schema);
                *types = std::mem::take(types).into_iter().map(named).collect();
            }
            object.values_mut().for_each(polish);
        }
        _ => {}
    }
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
            if object
                .get("default")
                .is_some_and(|default| default.is_null() || default == &Value::Array(vec![]))
            {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_speak_of_files() {
        let schemas = schemas();
        assert_eq!(schemas.len(), 9);
        for (name, schema) in schemas {
            let text = schema.to_string();
            for word in ["Raw", PARTIAL, SCOPE, "null", "int64", "double"] {
                assert!(!text.contains(word), "{name} has {word}: {text}");
            }
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert_eq!(schema["type"], "object", "{name}");
            assert!(schema["description"].is_string(), "{name}");
            references_lead_somewhere(&schema, &schema);
        }
    }

    fn references_lead_somewhere(root: &Value, schema: &Value) {
        match schema {
            Value::Array(items) => items.iter().for_each(|item| references_lead_somewhere(root, item)),
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    assert!(root.pointer(&reference[1..]).is_some(), "{reference}");
                }
                object.values().for_each(|value| references_lead_somewhere(root, value));
            }
            _ => {}
        }
    }

    #[test]
    fn the_doc_comment_of_a_field_is_its_description() {
        let schema = published::<RawSiteConfig>("site-config.toml");
        assert_eq!(schema["properties"]["agency"]["description"], "Who publishes.");
        assert_eq!(schema["required"][0], "base_url");
    }
}
