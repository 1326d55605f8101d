//! `ilpress new district`: asks for what is needed, and writes a commented file.

use std::io::{BufRead, IsTerminal, Write};

use clap::Args;
use toml::Value;

use super::super::console::Console;
use super::super::failure::Failure;
use super::super::global::Global;
use crate::site::districts::values::{self, Problem};
use crate::site::{Site, is_id};
use crate::vfs::disk;

/// What a district's file begins with; asked for when it isn't given.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Answers {
    /// Of a district: whom families call about the plan
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// Of a district: the number to call
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Of a district: the address to write to
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Of a district: its languages beside the site's first, such as `es`
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    language: Vec<String>,
    /// Of a district: the region that it belongs to
    #[arg(long, value_name = "ID")]
    part_of: Option<String>,
}

impl Answers {
    /// Whether anything was said.
    pub(super) fn is_empty(&self) -> bool {
        let Answers { contact, phone, email, language, part_of } = self;
        contact.is_none() && phone.is_none() && email.is_none() && language.is_empty() && part_of.is_none()
    }
}

/// Writes `districts/ID/district.toml`.
pub(super) fn write(
    name: &str,
    answers: &Answers,
    global: &Global,
    console: &mut Console,
) -> Result<(), Failure> {
    let loaded = global.load()?;
    let site = loaded.site()?;
    let name = values::line(name).map_err(refused)?;
    let id = slug::slugify(name);
    if !is_id(&id) {
        let hint = "begin with the district's name: `ilpress new district \"Oak Valley Schools\"`";
        return Err(Failure::with_hint(
            format!("`{}` makes no folder name", values::shown(name)),
            Some(hint),
        ));
    }
    if site.districts.contains_key(id.as_str()) {
        return Err(Failure::with_hint(
            format!("there is a district `{id}` already"),
            Some(format!("edit districts/{id}/district.toml, or its row in districts.csv")),
        ));
    }
    let path = global.inner(&format!("districts/{id}/district.toml"));
    if path.exists() {
        return Err(Failure::with_hint(
            format!("{} is there already", path.display()),
            Some("choose another name"),
        ));
    }
    let answers = complete(answers.clone(), site)?;
    disk::create(&path, file(name, &answers).as_bytes())?;
    console.result(&format!("{}\n", path.display()))?;
    console.note(&format!("open {} in a text editor and fill in what you know", path.display()));
    console.note("then `ilpress check` says what is wrong or missing, and `ilpress serve` shows the pages");
    Ok(())
}

fn refused(Problem { message, hint, .. }: Problem) -> Failure {
    Failure::with_hint(message, Some(hint))
}

/// Checks what was given, and asks for the rest on a terminal.
fn complete(mut answers: Answers, site: &Site) -> Result<Answers, Failure> {
    check(&answers, site).map_err(refused)?;
    let ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && answers.is_empty();
    if !ask {
        return Ok(answers);
    }
    type Check = fn(&str) -> Result<&str, Problem>;
    let questions: [(&str, Check); 3] = [
        ("Whom do families call about the plan (a person or an office)?", values::line),
        ("Telephone number?", values::phone),
        ("E-mail?", values::email),
    ];
    let [contact, phone, email] = questions.map(|(question, check)| asked(question, check));
    (answers.contact, answers.phone, answers.email) = (contact, phone, email);
    let offered: Vec<&str> = site.languages.keys().skip(1).map(|lang| lang.as_str()).collect();
    if !offered.is_empty() {
        let question = format!("Languages beside the first ({})?", offered.join(", "));
        let languages = asked(&question, values::line).unwrap_or_default();
        let languages = languages.split([',', ';', ' ']).filter(|lang| !lang.is_empty());
        answers.language = languages.map(str::to_lowercase).collect();
    }
    check(&answers, site).map_err(refused)?;
    Ok(answers)
}

/// Asks until the answer is right or empty.
fn asked(question: &str, check: fn(&str) -> Result<&str, Problem>) -> Option<String> {
    loop {
        let mut out = std::io::stderr().lock();
        write!(out, "{question} (Enter: later) ").and_then(|()| out.flush()).ok()?;
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer).ok()?;
        if read == 0 || answer.trim().is_empty() {
            return None;
        }
        match check(answer.trim()) {
            Ok(answer) => return Some(answer.to_owned()),
            Err(Problem { message, hint, .. }) => writeln!(out, "{message}: {hint}").ok()?,
        }
    }
}

fn check(answers: &Answers, site: &Site) -> Result<(), Problem> {
    let Answers { contact, phone, email, language, part_of } = answers;
    for (answer, check) in [
        (contact, values::line as fn(&str) -> Result<&str, Problem>),
        (phone, values::phone),
        (email, values::email),
    ] {
        answer.as_deref().map(check).transpose()?;
    }
    for lang in language {
        if !is_id(lang) || lang.split('-').next().is_none_or(|part| part.len() > 3) {
            let message = format!("`{}` is no language", values::shown(lang));
            return Err(Problem::new(message, "write its tag in small letters: `es`, `ar`, `zh-hant`"));
        }
    }
    if let Some(region) = part_of.as_deref().filter(|region| !site.districts.contains_key(*region)) {
        let message = format!("there is no region `{}`", values::shown(region));
        return Err(Problem::new(message, "a region is another folder of districts/"));
    }
    Ok(())
}

/// The file.
fn file(name: &str, answers: &Answers) -> String {
    let text = |text: &str| Value::from(text).to_string();
    let Answers { contact, phone, email, language, part_of } = answers;
    let keys = [("name", contact), ("phone", phone), ("email", email)];
    let known = keys.iter().filter_map(|(key, value)| Some(format!("{key} = {}", text(value.as_deref()?))));
    let known: Vec<String> = known.collect();
    let contact = match known.as_slice() {
        [] => "# contact.ilp = { name = \"…\", phone = \"555-555-0100\", email = \"…\" }".to_owned(),
        known => format!("contact.ilp = {{ {} }}", known.join(", ")),
    };
    let languages: String = match language.as_slice() {
        [] => "# es = { rule = \"15 % of pupils\", reviewer = \"…\" }\n".to_owned(),
        languages => languages
            .iter()
            .map(|lang| format!("{lang} = {{}}                         # {{ rule = \"15 % of pupils\" }}\n"))
            .collect(),
    };
    let region = part_of.as_ref().map(|region| format!("part_of = {}\n", text(region))).unwrap_or_default();
    include_str!("district.toml")
        .replace("REGION\n", &region)
        .replace("CONTACT", &contact)
        .replace("LANGUAGES\n", &languages)
        .replace("NAME-TEXT", &text(name))
        .replace("NAME", name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::load;
    use crate::vfs::{SitePath, Snapshot, embedded};

    #[test]
    fn a_new_district_is_read_without_a_finding() {
        let answers = Answers {
            contact: Some("A. \"Al\" Ortiz".to_owned()),
            phone: Some("555-555-0123".to_owned()),
            email: Some("plans@oak.example".to_owned()),
            language: vec!["es".to_owned(), "so".to_owned()],
            part_of: None,
        };
        for answers in [answers, Answers::default()] {
            let mut snapshot: Snapshot = embedded::starter().collect();
            let path = SitePath::new("districts/oak-valley/district.toml").expect("a good path");
            snapshot.insert(path, file("Oak \\ \"Valley\"", &answers).into_bytes());
            let loaded = load(&snapshot);
            assert_eq!(loaded.diagnostics, []);
            let site = loaded.value.expect("a site");
            let district = &site.districts["oak-valley"];
            assert_eq!(district.name, "Oak \\ \"Valley\"");
            assert_eq!(district.languages.len(), answers.language.len());
        }
    }
}
