//! The same over the shipped site, Meridian: its files are read once more, line
//! by line, and each piece of text gets the editions for which it was written.
//! Words and runs of seven words are then looked up in every artifact.
//!
//! This reader knows what Meridian's authors use, and no more: a tag stands at
//! the end of a line, after brackets, or after `:::`.

use std::collections::{BTreeMap, BTreeSet};

use ilpress::build::build;
use ilpress::vfs::{SitePath, Snapshot};
use libtest_mimic::Failed;
use toml::{Table, Value};

/// How many words make a run: enough that no other two texts join to the same.
const RUN: usize = 7;

/// The languages of translations.
const LANGS: [&str; 3] = ["ar", "es", "so"];

/// Editions, as bits.
type Set = u32;

/// A piece of text with its readers.
struct Piece {
    text: String,
    readers: Set,
    /// Whether pages in its language show it as text.
    shown: bool,
    /// Its language.
    lang: String,
}

/// The language of a file, by its name: `rights.es.md` is in `es`.
fn lang_of(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    match name.split('.').collect::<Vec<_>>()[..] {
        [_, lang, _] => lang,
        _ => "en",
    }
}

/// The file that a translation lies beside, or the file itself.
fn source_of(file: &str) -> String {
    file.replace(&format!(".{}.", lang_of(file)), ".")
}

/// The groups of the site.
struct Groups {
    ids: Vec<String>,
    covers: BTreeMap<String, Set>,
    /// The group of each role.
    roles: BTreeMap<String, String>,
    facilitators: Set,
}

impl Groups {
    fn read() -> Groups {
        let mut files = crate::files("audiences", "toml");
        files.retain(|file| lang_of(file) == "en");
        let mut groups =
            Groups { ids: Vec::new(), covers: BTreeMap::new(), roles: BTreeMap::new(), facilitators: 0 };
        let tables: Vec<(String, Table)> = files
            .iter()
            .map(|file| {
                let id = file.trim_start_matches("audiences/").trim_end_matches(".toml").to_owned();
                (id, crate::read(file).parse().expect("the shipped site is good"))
            })
            .collect();
        for (id, table) in &tables {
            let bit = 1 << groups.ids.len();
            groups.ids.push(id.clone());
            if table.contains_key("contains") {
                continue;
            }
            groups.covers.insert(id.clone(), bit);
            if table.get("facilitates").is_some() {
                groups.facilitators |= bit;
            }
        }
        for (id, table) in &tables {
            if let Some(Value::Array(inside)) = table.get("contains") {
                let set =
                    inside.iter().filter_map(Value::as_str).fold(0, |set, name| set | groups.covers[name]);
                groups.covers.insert(id.clone(), set);
            }
            for role in table.get("roles").and_then(Value::as_table).into_iter().flat_map(Table::keys) {
                groups.roles.insert(role.clone(), id.clone());
            }
        }
        groups
    }

    fn all(&self) -> Set {
        self.covers.values().fold(0, |all, set| all | set)
    }

    fn union<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Set {
        names.into_iter().fold(0, |set, name| set | self.covers[name])
    }

    /// Whom a list in braces admits; everybody when it names none.
    fn tag(&self, list: &str) -> Set {
        let value = |key: &str| -> Option<&str> {
            let after = list.split_once(&format!("{key}="))?.1;
            match after.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => after.split([' ', '}']).next(),
            }
        };
        let mut set = self.all();
        if let Some(names) = value("audience") {
            set &= self.union(names.split(' '));
        }
        if let Some(names) = value("role") {
            set &= self.union(names.split(' ').map(|role| self.roles[role].as_str()));
        }
        if let Some(names) = value("except") {
            set &= !self.union(names.split(' '));
        }
        if list.contains(".script") || list.trim_start_matches(':').trim() == "script" {
            set &= self.facilitators;
        }
        if value("format").is_some_and(|format| format != "web") { 0 } else { set }
    }
}

/// The list in braces at the end of a line, if any.
fn last_list(line: &str) -> Option<&str> {
    let line = line.trim_end().trim_end_matches('|').trim_end();
    let open = line.rfind('{')?;
    let alone = line[..open].ends_with(' ') && !line[..open].ends_with("{ ");
    (line.ends_with('}') && !line.ends_with("}}") && alone).then(|| &line[open..])
}

/// What opens around a line.
struct Around {
    readers: Set,
    what: What,
}

enum What {
    Div,
    Section(usize),
    Item(usize),
}

/// Reads the text of one document. In a module, `leads` see all but nothing
/// that is for other formats.
fn document(text: &str, groups: &Groups, readers: Set, leads: Set, pieces: &mut Vec<Piece>) {
    let mut around: Vec<Around> = Vec::new();
    let mut code = false;
    let paragraphs: Vec<&str> = text.lines().collect();
    for (number, line) in paragraphs.iter().enumerate() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        code ^= trimmed.starts_with("```");
        if trimmed.is_empty() {
            continue;
        }
        while let Some(Around { what: What::Item(deep), .. }) = around.last()
            && indent <= *deep
        {
            around.pop();
        }
        if trimmed.starts_with(":::") && !code {
            if trimmed.trim_matches(':').is_empty() {
                while !matches!(around.pop().expect("a block is open").what, What::Div) {}
            } else {
                around.push(Around { readers: groups.tag(trimmed), what: What::Div });
                push(trimmed, current(&around, readers, leads), false, groups, leads, pieces);
            }
            continue;
        }
        // A paragraph's tag stands on its last line.
        let plain = |line: &&&str| !line.trim().is_empty() && !line.trim_start().starts_with(":::");
        let is_row = trimmed.starts_with('|');
        let rest = if is_row {
            line
        } else {
            paragraphs[number..]
                .iter()
                .take_while(plain)
                .take_while(|next| std::ptr::eq(**next, *line) || !is_item(next.trim_start()))
                .last()
                .unwrap_or(line)
        };
        let own = last_list(rest).map_or(groups.all(), |list| groups.tag(list));
        let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        if level > 0 && !code {
            while let Some(Around { what: What::Section(open), .. }) = around.last()
                && *open >= level
            {
                around.pop();
            }
            around.push(Around { readers: own, what: What::Section(level) });
        } else if is_item(trimmed) {
            around.push(Around { readers: own, what: What::Item(indent) });
        }
        let here = narrow(current(&around, readers, leads), own, leads);
        push(line, here, true, groups, leads, pieces);
    }
}

fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ") || (digits.len() < line.len() && digits.starts_with(". "))
}

/// In a module, those who lead see what is for others, too.
fn narrow(outer: Set, tag: Set, leads: Set) -> Set {
    if tag == 0 { 0 } else { outer & (tag | leads) }
}

fn current(around: &[Around], readers: Set, leads: Set) -> Set {
    around.iter().fold(readers, |set, around| narrow(set, around.readers, leads))
}

/// Adds a line, its tagged phrases apart.
fn push(line: &str, readers: Set, shown: bool, groups: &Groups, leads: Set, pieces: &mut Vec<Piece>) {
    let mut line = line.to_owned();
    // The innermost bracket before a list is the phrase's own.
    while let Some((open, end, list)) = tagged(&line) {
        let phrase = line[open + 1..].split_once(']').map_or("", |(phrase, _)| phrase).to_owned();
        push(&phrase, narrow(readers, groups.tag(&list), leads), shown, groups, leads, pieces);
        line.replace_range(open..end, "|");
    }
    pieces.push(Piece { text: line, readers, shown, lang: String::new() });
}

/// The first phrase or link with a list after it: where it opens, where the
/// list ends, the list.
fn tagged(line: &str) -> Option<(usize, usize, String)> {
    let at = ["]{", "){"].iter().filter_map(|sign| line.find(sign)).min()?;
    let end = at + line[at..].find('}')? + 1;
    let list = line[at + 1..end].to_owned();
    let mut depth = 0;
    let before = if line[at..].starts_with(')') { line[..at].rfind("](")? } else { at };
    for (open, sign) in line[..=before].char_indices().rev() {
        match sign {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((open, end, list));
        }
    }
    None
}

/// What of a line is text: without lists, addresses, citations, variables.
fn text_of(line: &str) -> String {
    let mut text = line.to_owned();
    for (open, close) in [("](", ")"), ("{", "}"), ("[@", "]"), ("[^", "]"), ("<!--", "-->")] {
        while let Some(at) = text.find(open) {
            let end = text[at + open.len()..]
                .find(close)
                .map_or(text.len(), |end| at + open.len() + end + close.len());
            text.replace_range(at..end, "|");
        }
    }
    text
}

/// The words of a text, and its runs of seven words, wherever no sign parts
/// them.
fn grams(text: &str) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    for run in text.split(|c: char| !(c.is_alphanumeric() || c == ' ' || c == '’')) {
        let words: Vec<&str> = run.split_whitespace().collect();
        grams.extend(
            words
                .iter()
                .filter(|word| word.chars().count() > 3 && !word.contains(|c: char| c.is_ascii_digit()))
                .map(|word| word.to_lowercase()),
        );
        grams.extend(words.windows(RUN).map(|words| words.join(" ").to_lowercase()));
    }
    grams
}

/// All strings in a TOML value.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| strings(value, found)),
        Value::Table(table) => table.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// The pieces of all documents.
fn documents(groups: &Groups) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let audiences = |front: &Table| match front.get("audiences") {
        Some(Value::Array(names)) => groups.union(names.iter().filter_map(Value::as_str)),
        _ => groups.all(),
    };
    let mut read = BTreeMap::new();
    for file in crate::files("content", "md") {
        let text = crate::read(&file);
        let (front, body) = text.trim_start_matches("+++\n").split_once("\n+++\n").expect("front matter");
        let front: Table = front.parse().expect("the shipped site is good");
        read.insert(file, (front, body.to_owned()));
    }
    for (file, (own, body)) in &read {
        let first = pieces.len();
        let front = &read[&source_of(file)].0;
        let module = file.starts_with("content/modules/");
        let leads = if module { groups.facilitators } else { 0 };
        let mut readers = audiences(front) | leads;
        let guide = file.rsplit_once('/').and_then(|(folder, _)| read.get(&format!("{folder}/index.md")));
        if let Some((guide, _)) = guide {
            readers &= audiences(guide);
        }
        for (key, value) in own {
            let mut found = Vec::new();
            strings(value, &mut found);
            let only = matches!(key.as_str(), "materials" | "preparation" | "room" | "group_size");
            let readers = if only { leads } else { readers };
            let shown = matches!(key.as_str(), "title" | "summary") || only;
            pieces.extend(found.into_iter().map(|text| Piece { text, readers, shown, lang: String::new() }));
        }
        document(body, groups, readers, leads, &mut pieces);
        pieces[first..].iter_mut().for_each(|piece| piece.lang = lang_of(file).to_owned());
    }
    // What a district revises is for whom the document is.
    for file in crate::files("districts", "md") {
        let text = crate::read(&file);
        let (front, body) = text.trim_start_matches("+++\n").split_once("\n+++\n").expect("front matter");
        let front: Table = front.parse().expect("the shipped site is good");
        let revised = front["revises"].as_str().expect("a document");
        let readers = audiences(&read[&format!("content/{revised}.md")].0);
        let first = pieces.len();
        document(body, groups, readers, 0, &mut pieces);
        pieces[first..].iter_mut().for_each(|piece| piece.lang = lang_of(&file).to_owned());
    }
    pieces
}

/// What stands in TOML files: a claim and a term are for whom their words are
/// cited, a duty for its audiences, what a role does for who has it.
fn tables(groups: &Groups, documents: &[Piece]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let table = |file: &str| -> Table { crate::read(file).parse().expect("the shipped site is good") };
    let cited = |sign: &dyn Fn(&str) -> bool| {
        documents.iter().filter(|piece| sign(&piece.text)).fold(0, |set, piece| set | piece.readers)
    };
    let mut add = |value: &Value, readers: Set| {
        let mut found = Vec::new();
        strings(value, &mut found);
        pieces.extend(found.into_iter().map(|text| Piece {
            text,
            readers,
            shown: false,
            lang: String::new(),
        }));
    };
    for (id, claim) in &table("content/claims.toml") {
        let sign = |text: &str| {
            text.match_indices(&format!("@{id}")).any(|(at, found)| {
                !text[at + found.len()..].starts_with(|c: char| c == '-' || c.is_alphanumeric())
            })
        };
        add(claim, cited(&sign));
    }
    for (_, term) in table("content/glossary.toml").iter().chain(&table("content/glossary.es.toml")) {
        // Phrases are cut out of their lines with their lists.
        add(term, groups.all());
    }
    for file in crate::files("content/duties", "toml") {
        let sources = table(&source_of(&file));
        let sources = sources["duty"].as_array().expect("a list");
        for duty in table(&file)["duty"].as_array().expect("a list") {
            let source = sources.iter().find(|source| source["id"] == duty["id"]).expect("its source");
            let readers = match source.get("audiences") {
                Some(Value::Array(names)) => groups.union(names.iter().filter_map(Value::as_str)),
                _ => groups.all(),
            };
            add(duty, readers);
        }
    }
    // Tables of duties name no audiences: they are for all.
    for file in crate::files("content/duties", "csv") {
        let text = crate::read(&file);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        assert!(
            !rows.headers().expect("heads").iter().any(|head| head == "Audiences"),
            "{file}: whose duties?"
        );
        for row in rows.records() {
            for cell in &row.expect("a good table") {
                add(&Value::String(cell.to_owned()), groups.all());
            }
        }
    }
    for file in crate::files("audiences", "toml") {
        for (key, value) in &table(&file) {
            for (role, value) in value.as_table().filter(|_| key == "roles").into_iter().flatten() {
                for (key, value) in value.as_table().into_iter().flatten() {
                    let own = groups.covers[&groups.roles[role]];
                    add(value, if key == "summary" { own } else { groups.all() });
                }
            }
            if key != "roles" {
                add(value, groups.all());
            }
        }
    }
    add(&Value::Table(table("site-config.toml")), groups.all());
    for lang in LANGS {
        add(&Value::Table(table(&format!("site-config.{lang}.toml"))), groups.all());
    }
    // Pages that districts publish, too, lead to those of each.
    for file in walkdir::WalkDir::new(crate::repository("districts")).into_iter().filter_map(Result::ok) {
        if file.file_name() == "district.toml" {
            let text = std::fs::read_to_string(file.path()).expect("a file of the repository");
            let district = text.parse::<Table>().expect("the shipped site is good");
            add(&district["name"], groups.all());
            for (_, school) in district.get("schools").and_then(Value::as_table).into_iter().flatten() {
                add(&school["name"], groups.all());
            }
        }
    }
    pieces
}

fn build_shipped() -> Vec<(String, Vec<u8>)> {
    let mut snapshot = Snapshot::new();
    for folder in ["content", "audiences", "assets", "districts"] {
        for entry in walkdir::WalkDir::new(crate::repository(folder)).into_iter().filter_map(Result::ok) {
            let path = entry.path().strip_prefix(crate::repository("")).ok().and_then(|path| path.to_str());
            if let Some(path) = path.filter(|_| entry.file_type().is_file()).and_then(SitePath::new) {
                snapshot.insert(path, std::fs::read(entry.path()).expect("a file of the repository"));
            }
        }
    }
    let translated = LANGS.map(|lang| format!("site-config.{lang}.toml"));
    for config in translated.iter().map(String::as_str).chain(["site-config.toml"]) {
        let path = SitePath::new(config).expect("a good path");
        snapshot.insert(path, crate::read(config).into_bytes());
    }
    let outcome = build(&snapshot, &crate::properties::options());
    outcome.value.into_iter().map(|artifact| (artifact.path.to_string(), artifact.bytes.to_vec())).collect()
}

/// The text of an artifact; a tag parts runs of words.
fn visible(path: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if path.ends_with(".js") {
        return text.into_owned();
    }
    if path.ends_with(".csv") {
        return text.replace(',', "|");
    }
    if path.ends_with(".ics") {
        return text.replace("\r\n ", "").replace("\\,", ",").replace("\\n", "|");
    }
    let inside =
        |part: &str| part.trim_start_matches(|c: char| c.is_alphanumeric() || c == '/').replace('>', "|");
    text.split('<').map(inside).collect::<Vec<_>>().join("|")
}

/// Compares the pieces with the artifacts.
fn judge(groups: &Groups, artifacts: &[(String, Vec<u8>)]) -> (Vec<String>, usize) {
    let mut pieces = documents(groups);
    pieces.extend(tables(groups, &pieces));
    let mut readers: BTreeMap<String, (Set, usize)> = BTreeMap::new();
    let mut meant: BTreeMap<(String, &str), Set> = BTreeMap::new();
    for piece in &pieces {
        // The search joins what emphasis parts.
        let text = text_of(&piece.text);
        let quoted = piece.text.split('"').skip(1).step_by(2).collect::<Vec<_>>().join("|");
        let all = [grams(&text), grams(&text.replace(['*', '`', '[', ']'], "")), grams(&quoted)];
        for gram in all.into_iter().flatten().collect::<BTreeSet<_>>() {
            let entry = readers.entry(gram).or_default();
            entry.0 |= piece.readers;
            entry.1 += 1;
        }
        if piece.shown {
            let grams = grams(&text_of(&piece.text)).into_iter();
            meant.extend(grams.map(|gram| ((gram, piece.lang.as_str()), piece.readers)));
        }
    }
    // A name or an address may have the same words as a text.
    for piece in &pieces {
        for gram in grams(&piece.text) {
            if let Some(entry) = readers.get_mut(&gram) {
                entry.0 |= piece.readers;
            }
        }
    }
    // The theme's own words are for everyone.
    for file in crate::files("templates", "ftl").iter().chain(&crate::files("templates/html", "html")) {
        for gram in grams(&crate::read(file)) {
            readers.insert(gram, (groups.all(), 2));
        }
    }
    let mut problems = Vec::new();
    let mut found: BTreeMap<(usize, &str), BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in artifacts {
        // A district's editions lie in its folder.
        let inner = path.strip_prefix("districts/").and_then(|rest| rest.split_once('/'));
        let inner = inner.map_or(path.as_str(), |(_, rest)| rest);
        let own = |lang: &&'static str| inner.strip_prefix(*lang).is_some_and(|rest| rest.starts_with('/'));
        let (lang, inner) =
            LANGS.into_iter().find(own).map_or(("en", inner), |lang| (lang, &inner[lang.len() + 1..]));
        let Some(edition) = groups.ids.iter().position(|id| inner.starts_with(&format!("{id}/"))) else {
            continue;
        };
        let grams = grams(&visible(path, bytes));
        for gram in &grams {
            if readers.get(gram).is_some_and(|(set, _)| set & (1 << edition) == 0) {
                problems.push(format!("`{gram}` leaked to {path}"));
            }
        }
        found.entry((edition, lang)).or_default().extend(grams);
    }
    // What stands in one place only is found by all its readers.
    let mut narrow = 0;
    for ((gram, lang), set) in meant.iter().filter(|((gram, _), _)| readers[gram].1 == 1) {
        narrow += usize::from(*set != groups.all());
        for (edition, id) in groups.ids.iter().enumerate().filter(|(edition, _)| set & (1 << edition) != 0) {
            if !found.get(&(edition, *lang)).is_some_and(|found| found.contains(gram)) {
                problems.push(format!("`{gram}` is missing in the edition for {id} in {lang}"));
            }
        }
    }
    (problems, narrow)
}

/// Every passage of Meridian is with its readers, and with no one else.
pub fn shipped() -> Result<(), Failed> {
    let groups = Groups::read();
    let mut artifacts = build_shipped();
    let (problems, narrow) = judge(&groups, &artifacts);
    if !problems.is_empty() || narrow < 2000 {
        let problems: Vec<_> = problems.iter().take(60).cloned().collect();
        return Err(format!("{narrow} words are for some only\n{}", problems.join("\n")).into());
    }
    // The test of the test: a script in a page of participants is found.
    let leak = artifacts.iter_mut().find(|(path, _)| path == "teachers/modules/sharing-the-work/index.html");
    let (path, bytes) = leak.ok_or("the module is missing")?;
    let (groups, path) = (&groups, path.clone());
    let script = documents(groups).into_iter().find(|piece| {
        piece.readers == groups.facilitators && text_of(&piece.text).split_whitespace().count() > 8
    });
    bytes.extend(script.ok_or("no script was read")?.text.into_bytes());
    let (problems, _) = judge(groups, &artifacts);
    if problems.iter().any(|problem| problem.ends_with(&format!("leaked to {path}"))) {
        Ok(())
    } else {
        Err("a planted leak wasn't found".into())
    }
}
