//! Where each word has to be: from the words and the tags around them, not
//! from anything that ilpress computes.

use std::collections::{BTreeMap, BTreeSet};

use super::author::{Document, Generated, PRINT, Planned, Shown, WEB, sees};
use super::site::{AUDIENCES, CHAPTER, DOCS, GUIDE, ROLES, has_role};

/// The artifacts of one word.
#[derive(Debug, Default)]
pub struct Expected {
    /// What it is.
    pub place: &'static str,
    /// Where it has to be.
    pub must: BTreeSet<String>,
    /// Where it may be besides: paths, and folders with a slash at their end.
    pub may: BTreeSet<String>,
}

impl Expected {
    /// Whether the word may be there.
    pub fn allows(&self, path: &str) -> bool {
        self.must.contains(path)
            || self
                .may
                .iter()
                .any(|may| may == path || (may.ends_with('/') && path.starts_with(may.as_str())))
    }
}

/// For each word, where it belongs.
pub type Reference = BTreeMap<String, Expected>;

struct Writer {
    all: Reference,
}

impl Writer {
    fn at(&mut self, word: &str, place: &'static str) -> &mut Expected {
        let expected = self.all.entry(word.to_owned()).or_default();
        expected.place = place;
        expected
    }

    fn must(&mut self, word: &str, place: &'static str, path: String) {
        self.at(word, place).must.insert(path);
    }

    fn may(&mut self, word: &str, place: &'static str, path: String) {
        self.at(word, place).may.insert(path);
    }
}

/// The page of a document in an edition, whose folder is `base`.
fn page(base: &str, document: &Document, band: &str) -> String {
    let id = DOCS[document.doc].trim_end_matches("/index");
    format!("{base}{id}{band}/index.html")
}

/// Works out where every word of a site belongs.
pub fn reference(site: &Generated) -> Reference {
    let mut writer = Writer { all: Reference::new() };
    for (word, place) in &site.never {
        writer.at(word, place);
    }
    for document in &site.documents {
        for word in &document.words {
            writer.at(&word.text, word.place);
        }
        for (word, _) in &document.front {
            writer.at(word, "front matter");
        }
    }
    for duty in &site.duties {
        writer.at(&duty.task, "task");
        writer.at(&duty.evidence, "evidence");
    }
    // The page about the plan is for everyone, so every edition has a home.
    for lang in ["", "es/"] {
        for (edition, audience) in AUDIENCES.iter().enumerate().filter(|(_, name)| **name != "educators") {
            let base = format!("{lang}{audience}/");
            let has = |document: &&Document| document.lang == lang && document.editions & (1 << edition) != 0;
            let documents: Vec<&Document> = site.documents.iter().filter(has).collect();
            if documents.is_empty() && !lang.is_empty() {
                continue;
            }
            for document in &documents {
                papers(&mut writer, site, document, &documents, edition, &base);
                front(&mut writer, document, edition, &base);
                text(&mut writer, document, edition, &base);
                tasks_in_matrix(&mut writer, site, document, edition, &base);
            }
            // A home lists what has no translation, in the source's language.
            let is_translated =
                |doc: usize| site.documents.iter().any(|other| other.lang == lang && other.doc == doc);
            for source in
                site.documents.iter().filter(|source| source.lang.is_empty() && source.doc != CHAPTER)
            {
                if source.editions & (1 << edition) != 0 && !is_translated(source.doc) {
                    writer.must(&source.title, "title", format!("{base}index.html"));
                    writer.must(&source.summary, "summary", format!("{base}index.html"));
                }
            }
            tasks(&mut writer, site, edition, &base);
            groups(&mut writer, site, edition, &base);
        }
    }
    writer.all
}

/// The words that stand in the text of a document.
fn text(writer: &mut Writer, document: &Document, edition: usize, base: &str) {
    for (band, grades) in &document.bands {
        let page = page(base, document, band);
        for (index, word) in document.words.iter().enumerate() {
            if !sees(&document.words, index, edition, *grades, WEB) {
                continue;
            }
            let mut must = |path: String| writer.must(&word.text, word.place, path);
            let search = format!("{base}search/index.js");
            match word.shown {
                Shown::Text | Shown::Head => {
                    must(page.clone());
                    must(search);
                }
                Shown::Note => {
                    must(page.clone());
                    must(search);
                    continue;
                }
                Shown::Attribute => must(page.clone()),
                Shown::Picture => {
                    must(page.clone());
                    must(format!("assets/{}.svg", word.text));
                }
                Shown::Name | Shown::Anchor => {
                    // A brochure's first panel is its cover, which has no address.
                    if DOCS[document.doc].starts_with("brochures") {
                        writer.may(&word.text, word.place, page.clone());
                    } else {
                        must(page.clone());
                    }
                    // The page of a role leads to passages that are tied to its duties.
                    writer.may(&word.text, word.place, format!("{base}roles/"));
                    continue;
                }
                Shown::Source => {
                    must(page.clone());
                    continue;
                }
                Shown::Glossary => {
                    must(format!("{base}glossary/index.html"));
                    continue;
                }
                Shown::Mark | Shown::Perhaps => {
                    writer.may(&word.text, word.place, page.clone());
                    writer.may(&word.text, word.place, format!("{base}roles/"));
                    continue;
                }
                Shown::Gone => continue,
            }
            for role in word.way.roles.iter().filter(|role| has_role(edition, **role)) {
                writer.must(&word.text, word.place, format!("{base}roles/{}/index.html", ROLES[*role].0));
            }
            if word.shown == Shown::Head {
                writer.may(&word.text, word.place, format!("{base}roles/"));
            }
        }
    }
}

/// What is printed of a document: its words for paper; a guide's with those of
/// its chapter.
fn papers(
    writer: &mut Writer,
    site: &Generated,
    document: &Document,
    documents: &[&Document],
    edition: usize,
    base: &str,
) {
    let chapter = documents.iter().filter(|other| document.doc == GUIDE && other.doc == CHAPTER);
    for (band, grades) in &document.bands {
        let paper = beside(&page(base, document, band), "pdf");
        for part in std::iter::once(&document).chain(chapter.clone()) {
            for (index, word) in part.words.iter().enumerate() {
                if !sees(&part.words, index, edition, *grades, PRINT) {
                    continue;
                }
                match word.shown {
                    Shown::Text | Shown::Head | Shown::Note | Shown::Source => {
                        writer.must(&word.text, word.place, paper.clone());
                    }
                    Shown::Gone => {}
                    _ => writer.may(&word.text, word.place, paper.clone()),
                }
            }
            writer.must(&part.title, "title", paper.clone());
            writer.must(&part.summary, "summary", paper.clone());
            for (word, leads) in &part.front {
                if !leads || AUDIENCES[edition] == "facilitators" {
                    writer.must(word, "front matter", paper.clone());
                }
            }
            for duty in part.duties.iter().map(|index| &site.duties[*index]) {
                if duty.readers() & (1 << edition) != 0 {
                    writer.must(&duty.task, "task", paper.clone());
                    writer.may(&duty.evidence, "evidence", paper.clone());
                    if let Some(when) = &duty.when {
                        writer.must(when, "when", paper.clone());
                    }
                }
            }
        }
        // Other documents are named on it.
        for other in documents {
            writer.may(&other.title, "title", paper.clone());
        }
    }
}

/// The words of the front matter.
fn front(writer: &mut Writer, document: &Document, edition: usize, base: &str) {
    let (title, summary) = (&document.title, &document.summary);
    for (band, _) in &document.bands {
        let page = page(base, document, band);
        writer.must(title, "title", page.clone());
        writer.must(summary, "summary", page.clone());
        for (word, leads) in &document.front {
            if !leads || AUDIENCES[edition] == "facilitators" {
                writer.must(word, "front matter", page.clone());
            }
        }
    }
    let mut lists = vec![format!("{base}search/index.js"), format!("{base}feed.xml")];
    if document.doc != CHAPTER {
        let folder = DOCS[document.doc].split('/').next().unwrap_or_default();
        lists.extend([format!("{base}index.html"), format!("{base}{folder}/index.html")]);
    }
    for list in lists {
        writer.must(title, "title", list.clone());
        writer.must(summary, "summary", list);
    }
    // What all share holds titles, and no summary.
    writer.must(title, "title", "feed.xml".to_owned());
    let former = format!("{base}old/{}/index.html", document.alias);
    writer.must(title, "title", former.clone());
    writer.must(&document.alias, "earlier address", former);
    writer.may(title, "title", base.to_owned());
    writer.may(summary, "summary", base.to_owned());
}

fn tasks_in_matrix(writer: &mut Writer, site: &Generated, document: &Document, edition: usize, base: &str) {
    for duty in document.duties.iter().map(|index| &site.duties[*index]) {
        if duty.readers() & (1 << edition) == 0 {
            continue;
        }
        for (band, _) in &document.bands {
            let page = page(base, document, band);
            writer.must(&duty.task, "task", page.clone());
            let table = beside(&page, "csv");
            writer.must(&duty.task, "task", table.clone());
            writer.must(&duty.evidence, "evidence", table.clone());
            match &duty.when {
                Some(when) => {
                    writer.must(when, "when", page);
                    writer.must(when, "when", table);
                }
                None => dates(writer, duty, &page),
            }
        }
        writer.must(&duty.task, "task", format!("{base}search/index.js"));
    }
}

/// The dates that go with a page have its duties with what shows that they are
/// done.
fn dates(writer: &mut Writer, duty: &Planned, page: &str) {
    let dates = beside(page, "ics");
    writer.must(&duty.task, "task", dates.clone());
    writer.must(&duty.evidence, "evidence", dates);
}

/// The file that goes with a page.
fn beside(page: &str, extension: &str) -> String {
    let folder = page.strip_suffix("/index.html").expect("a page");
    let name = folder.rsplit('/').next().expect("a name");
    format!("{folder}/{name}.{extension}")
}

/// What an edition's own pages say of duties.
fn tasks(writer: &mut Writer, site: &Generated, edition: usize, base: &str) {
    for duty in site.duties.iter().filter(|duty| duty.readers() & (1 << edition) != 0) {
        let mut own = duty.duty.roles.iter().filter(|role| has_role(edition, **role)).peekable();
        if own.peek().is_some() {
            writer.may(&duty.task, "task", format!("{base}index.html"));
            writer.may(&duty.task, "task", format!("{base}calendar/index.html"));
            if duty.when.is_none() {
                dates(writer, duty, &format!("{base}calendar/index.html"));
            }
        }
        for role in own {
            let page = format!("{base}roles/{}/index.html", ROLES[*role].0);
            writer.must(&duty.task, "task", page.clone());
            // Who is only told has no need of it.
            if duty.duty.roles.iter().take(2).any(|other| other == role) {
                writer.must(&duty.evidence, "evidence", page.clone());
            }
            match &duty.when {
                Some(when) => writer.must(when, "when", page),
                None => dates(writer, duty, &page),
            }
        }
        // Who leads or does it hands it over; who is only told doesn't.
        for role in duty.duty.roles.iter().take(2).filter(|role| has_role(edition, **role)) {
            let sheet = format!("{base}roles/{}/handover/index.html", ROLES[*role].0);
            writer.must(&duty.task, "task", sheet.clone());
            writer.must(&duty.evidence, "evidence", sheet.clone());
            if let Some(when) = &duty.when {
                writer.must(when, "when", sheet);
            }
        }
    }
}

/// What is said of the group and its roles.
fn groups(writer: &mut Writer, site: &Generated, edition: usize, base: &str) {
    let sentence = &site.sentences[edition];
    writer.must(sentence, "sentence", format!("{base}index.html"));
    writer.may(sentence, "sentence", base.to_owned());
    for shared in ["index.html", "404.html", "es/index.html"] {
        writer.may(sentence, "sentence", shared.to_owned());
    }
    for role in (0..ROLES.len()).filter(|role| has_role(edition, *role)) {
        let summary = &site.summaries[role];
        for page in
            [format!("roles/{}/index.html", ROLES[role].0), "roles/index.html".into(), "index.html".into()]
        {
            writer.must(summary, "summary of a role", format!("{base}{page}"));
        }
    }
}
