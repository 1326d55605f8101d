//! What is true of the repository itself: who may use whom, every rule is
//! seen at work, every word exists.

use std::collections::{BTreeMap, BTreeSet};

use ilpress::diag::rules::RULES;
use libtest_mimic::{Failed, Trial};

use super::{case, files, read};

/// Rules that neither a case nor a unit test breaks, and why.
const UNSEEN_RULES: &[(&str, &str)] = &[];

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("invariants::modules-use-only-what-the-table-of-layers-allows", layers),
        Trial::test("invariants::every-rule-is-broken-by-a-test", rules),
        Trial::test("invariants::templates-use-only-words-that-exist", template_words),
        Trial::test("invariants::rust-uses-only-words-that-exist", rust_words),
        Trial::test("invariants::languages-have-the-words-of-english", languages),
    ]
}

/// Fails with a list, unless it is empty.
fn none(what: &str, problems: impl IntoIterator<Item = String>) -> Result<(), Failed> {
    let problems: Vec<String> = problems.into_iter().collect();
    if problems.is_empty() { Ok(()) } else { Err(format!("{what}:\n  {}", problems.join("\n  ")).into()) }
}

/// The rows between the `<!-- layers -->` marks of `docs/architecture.md`:
/// a module, perhaps a part of one such as `vfs::disk`, and what it may use.
fn table() -> BTreeMap<String, Vec<String>> {
    let text = read("docs/architecture.md");
    let inside = text
        .split("<!-- layers -->")
        .nth(1)
        .expect("docs/architecture.md has a table between two `<!-- layers -->`");
    let rows = inside.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let list = |cell: &str| -> Vec<String> {
            cell.split(',')
                .map(|name| name.trim().trim_matches('`').to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        };
        let uses = list(cells.get(1).unwrap_or(&""));
        list(cells[0]).into_iter().map(move |module| (module, uses.clone()))
    })
    .collect()
}

fn layers() -> Result<(), Failed> {
    let table = table();
    let mut problems = BTreeSet::new();
    for path in files("src", "rs") {
        let inner = path
            .trim_start_matches("src/")
            .trim_end_matches(".rs")
            .trim_end_matches("/mod")
            .replace('/', "::");
        if matches!(inner.as_str(), "lib" | "main") {
            continue;
        }
        let own = inner.split("::").next().unwrap_or_default().to_owned();
        // The row of the innermost module that has one.
        let mut row = inner.as_str();
        let uses = loop {
            if let Some(uses) = table.get(row) {
                break uses;
            }
            match row.rsplit_once("::") {
                Some((outer, _)) => row = outer,
                None => return Err(format!("the table of layers has no row for `{own}`").into()),
            }
        };
        for (number, line) in read(&path).lines().enumerate() {
            let code = line.trim_start();
            if code.starts_with("//") {
                continue;
            }
            for used in used_modules(code) {
                if used != own && !uses.contains(&used) {
                    problems.insert(format!("{path}:{}: `{row}` may not use `{used}`", number + 1));
                }
            }
        }
    }
    for module in table.values().flatten().filter(|module| !table.contains_key(*module)) {
        problems.insert(format!("the table names `{module}`, which has no row"));
    }
    none("docs/architecture.md says who may use whom", problems)
}

/// The modules that a line names: `crate::a::…`, `crate::{a, b::…}`.
fn used_modules(line: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let name = |text: &str| {
            text.trim()
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        match rest.strip_prefix('{') {
            None => used.push(name(rest)),
            Some(list) => {
                let mut depth = 0;
                let parts = list.split(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    c == ',' && depth == 0
                });
                used.extend(parts.map(name));
            }
        }
    }
    used.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    used
}

fn rules() -> Result<(), Failed> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for path in files("tests/cases", "md") {
        for finding in case::parse(&read(&path)).iter().flat_map(case::Case::findings) {
            seen.extend(
                finding
                    .split_once('[')
                    .and_then(|(_, rest)| rest.split_once(']'))
                    .map(|(rule, _)| rule.to_owned()),
            );
        }
    }
    for path in files("src", "rs")
        .into_iter()
        .chain(["program", "paper_brochure", "layers"].map(|name| format!("tests/it/{name}.rs")))
    {
        let text = read(&path);
        let tests = if path.ends_with("/tests.rs") || path.starts_with("tests/") {
            Some(text.as_str())
        } else {
            text.find("#[cfg(test)]").map(|at| &text[at..])
        };
        let Some(tests) = tests else { continue };
        for rule in RULES {
            let ident = rule.name.to_uppercase().replace('-', "_");
            let named = |word: &str| {
                tests.match_indices(word).any(|(at, _)| {
                    !tests[at + word.len()..]
                        .starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
                })
            };
            // `diag::render` shows any rule: that isn't seeing it at work.
            if !path.starts_with("src/diag/") && (named(&ident) || named(&format!("\"{}", rule.name))) {
                seen.insert(rule.name.to_owned());
            }
        }
    }
    let excused = |name: &str| UNSEEN_RULES.iter().any(|(rule, _)| *rule == name);
    let unseen = RULES
        .iter()
        .filter(|rule| !seen.contains(rule.name) && !excused(rule.name))
        .map(|rule| format!("no test breaks `{}`", rule.name));
    let needless = UNSEEN_RULES
        .iter()
        .filter(|(rule, _)| seen.contains(*rule))
        .map(|(rule, _)| format!("`{rule}` is broken by a test: it needs no excuse"));
    none("every rule has a case", unseen.chain(needless))
}

/// The keys of a language's words.
fn keys(path: &str) -> BTreeSet<String> {
    read(path)
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}

/// What stands in quotes right after each `start` in a text, and whether the
/// key goes on with something that is known at run time only.
fn quoted_after(text: &str, start: &str) -> Vec<(String, bool)> {
    text.match_indices(start)
        .filter_map(|(at, _)| {
            let rest = text[at + start.len()..].trim_start();
            let inside = rest.strip_prefix('"')?;
            let (key, after) = inside.split_once('"')?;
            Some((key.to_owned(), after.trim_start().starts_with('~')))
        })
        .collect()
}

fn template_words() -> Result<(), Failed> {
    let known = keys("templates/i18n/en.ftl");
    let mut problems = Vec::new();
    for path in files("templates/html", "html").into_iter().chain(files("templates/html", "xml")) {
        for (key, goes_on) in quoted_after(&read(&path), "t(key=") {
            let good = if goes_on {
                known.iter().any(|known| known.starts_with(&key))
            } else {
                known.contains(&key)
            };
            if !good {
                problems.push(format!("{path}: no message `{key}`"));
            }
        }
    }
    none("templates/i18n/en.ftl lacks words", problems)
}

/// The keys that Rust asks for: words that stand as literals in a call, and
/// the beginnings of those that are put together.
fn rust_keys() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files("src", "rs") {
        let speaks = ["src/kind/", "src/edition/", "src/writer/", "src/build/", "src/words.rs"]
            .iter()
            .any(|start| path.starts_with(start));
        if !speaks {
            continue;
        }
        let text = read(&path);
        let text = text.find("#[cfg(test)]").map_or(text.as_str(), |at| &text[..at]);
        for start in [
            "words.get(",
            "words.with(",
            "words.count(",
            "words.has(",
            "words.format(",
            "self.word(",
            "self.get(",
            "self.with(",
            "self.count(",
            "say(",
        ] {
            for (at, _) in text.match_indices(start) {
                let rest = &text[at + start.len()..];
                let end = rest.find(';').unwrap_or(rest.len());
                found.extend(literals(argument(&rest[..end])).map(|key| (path.clone(), key)));
            }
        }
    }
    found
}

/// The first argument of a call.
fn argument(rest: &str) -> &str {
    let mut depth = 0;
    let mut quoted = false;
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' | ',' if !quoted && depth == 0 => return &rest[..at],
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
    }
    rest
}

/// The literals of an expression that could be keys; what compares isn't.
fn literals(expression: &str) -> impl Iterator<Item = String> {
    let parts: Vec<&str> = expression.split('"').collect();
    // What follows a pattern are its values.
    let many = if expression.contains("format!(") { 1 } else { usize::MAX };
    let found: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(index, _)| index % 2 == 1)
        .filter(|(index, _)| {
            !parts[index - 1].trim_end().ends_with("==")
                && !parts.get(index + 1).is_some_and(|after| after.trim_start().starts_with("=>"))
        })
        .map(|(_, key)| (*key).to_owned())
        .take(many)
        .collect();
    found.into_iter()
}

/// `kind-{}` stands for every key of that form.
fn fits(pattern: &str, key: &str) -> bool {
    let parts: Vec<&str> = pattern
        .split('{')
        .enumerate()
        .map(
            |(index, part)| if index == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) },
        )
        .collect();
    if parts.len() == 1 {
        return pattern == key;
    }
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    key.starts_with(first)
        && key.ends_with(last)
        && key.len() > first.len() + last.len()
        && parts[1..parts.len() - 1].iter().all(|part| key.contains(part))
}

fn rust_words() -> Result<(), Failed> {
    let known = keys("templates/i18n/en.ftl");
    let unknown = rust_keys().into_iter().filter(|(_, key)| !known.iter().any(|known| fits(key, known)));
    none(
        "templates/i18n/en.ftl lacks words",
        unknown.map(|(path, key)| format!("{path}: no message `{key}`")),
    )
}

/// A language has no words that English lacks: they would never be shown.
fn languages() -> Result<(), Failed> {
    let english = keys("templates/i18n/en.ftl");
    let mut problems = Vec::new();
    for path in files("templates/i18n", "ftl") {
        problems
            .extend(keys(&path).difference(&english).map(|key| format!("{path}: English has no `{key}`")));
    }
    none("templates/i18n/en.ftl has every word", problems)
}
