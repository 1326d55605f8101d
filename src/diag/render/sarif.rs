//! SARIF 2.1.0 (OASIS, 2020): one run, with the rules that were broken and
//! the findings as its results.

use serde_json::{Value, json};

use super::place::Places;
use crate::diag::{Diagnostic, Rule, Severity, Span};

/// Returns the log, indented.
pub(super) fn render(diagnostics: &[Diagnostic], places: &mut Places) -> String {
    let mut rules: Vec<&Rule> = diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(diagnostic, &rules, places)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ilpress",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.finds },
        "help": { "text": rule.instead },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(diagnostic: &Diagnostic, rules: &[&Rule], places: &mut Places) -> Value {
    let index = rules.binary_search_by_key(&diagnostic.rule.name, |rule| rule.name);
    let mut text = diagnostic.message.clone();
    for hint in diagnostic.advice() {
        text.push_str("\nhint: ");
        text.push_str(&hint);
    }
    let related: Vec<Value> = diagnostic
        .labels
        .iter()
        .enumerate()
        .map(|(id, label)| {
            json!({
                "id": id,
                "message": { "text": label.message },
                "physicalLocation": location(&label.span, places),
            })
        })
        .collect();
    json!({
        "ruleId": diagnostic.rule.name,
        "ruleIndex": index.expect("every rule that was broken is in the list"),
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": location(&diagnostic.span, places) }],
        "relatedLocations": related,
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn location(span: &Span, places: &mut Places) -> Value {
    let extent = places.extent(span);
    json!({
        "artifactLocation": { "uri": uri(span.path.as_str()), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": extent.start.line,
            "startColumn": extent.start.column,
            "endLine": extent.end.line,
            "endColumn": extent.end.column,
        },
    })
}

/// Returns the path as a relative URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
