//! Prose that says who must do what, without a duty that says the same.
//!
//! Finding all such sentences would take a reader. This finds the plain ones,
//! a name directly before an obligation ("the school counselor has to"), and
//! would rather miss one than blame a sentence that gives nobody a task.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::corpus::{Corpus, Document, Tie};
use crate::diag::{Diagnostic, rules};
use crate::site::{Duty, Lang, Letter, RoleId, Site};
use crate::syntax::{DivKind, Kind, NodeRef, Open};
use crate::vfs::{Hash, Hasher};

/// How each language says that somebody must do something.
#[derive(Clone, Debug, Default)]
pub struct Obligations {
    languages: HashMap<Lang, Phrases>,
    hash: Option<Hash>,
}

/// The phrases of one language, in small letters.
#[derive(Clone, Debug)]
struct Phrases {
    /// "must", "has to".
    must: Vec<Vec<String>>,
    /// What begins like those and gives nobody a task: "must not".
    not: Vec<Vec<String>>,
    /// Words after which a name isn't who has the task: "if", "of".
    not_after: HashSet<String>,
}

impl Obligations {
    /// The messages that hold the phrases, parted by semicolons.
    pub const KEYS: [&str; 3] = ["obligations", "obligations-not", "obligations-not-after"];

    /// Returns the phrases of some languages; of each the messages of
    /// [`Obligations::KEYS`].
    pub fn new(languages: impl IntoIterator<Item = (Lang, [String; 3])>) -> Obligations {
        let mut hasher = Hasher::new();
        let read = |(lang, messages): (Lang, [String; 3])| {
            hasher.text(lang.as_str()).texts(messages.iter().map(String::as_str));
            let [must, not, after] = messages.map(|message| phrases(&message));
            (lang, Phrases { must, not, not_after: after.into_iter().flatten().collect() })
        };
        let languages = languages.into_iter().map(read).collect();
        Obligations { languages, hash: Some(hasher.finish()) }
    }

    /// A hash of all phrases; nothing when there are none.
    pub fn hash(&self) -> Option<Hash> {
        self.hash
    }
}

fn phrases(message: &str) -> Vec<Vec<String>> {
    let phrases = message.split(';').map(|phrase| phrase.split_whitespace().map(str::to_lowercase).collect());
    phrases.filter(|phrase: &Vec<String>| !phrase.is_empty()).collect()
}

/// Finds `untied-duty` and `role-without-part`.
pub fn check(
    corpus: &Corpus,
    document: &Document,
    obligations: &Obligations,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(phrases) = obligations.languages.get(&document.lang) else { return };
    let tree = &document.parsed.tree;
    let begins = |phrase: &Vec<String>| tree.source.contains(phrase[0].as_str());
    // Most documents have none of the words.
    if corpus.site.duties.is_empty() || !phrases.must.iter().any(begins) {
        return;
    }
    let people = People::new(&corpus.site);
    let mut exempt = 0;
    for node in tree.iter().filter(|node| !node.kind().is_inline()) {
        if node.index < exempt {
            continue;
        }
        if is_exempt(node) {
            exempt = node.end();
            continue;
        }
        let line = Line::of(node);
        for task in line.tasks(phrases, &people) {
            let finding = judge(corpus, document, node, &line, &task);
            let stop = finding.as_ref().is_some_and(|finding| finding.rule == &rules::UNTIED_DUTY);
            diagnostics.extend(finding);
            if stop {
                break;
            }
        }
    }
}

/// What others say, the law's own words, and what stands above a text.
fn is_exempt(node: NodeRef<Open>) -> bool {
    let class = crate::syntax::parse::div_kind(node.extra());
    match node.kind() {
        Kind::Heading | Kind::BlockQuote | Kind::CodeBlock | Kind::FootnoteDefinition => true,
        Kind::TableHead | Kind::DefinitionTerm => true,
        Kind::Div => matches!(class, DivKind::Law | DivKind::Quote | DivKind::Example),
        _ => false,
    }
}

/// What is wrong with a sentence that gives somebody a task; nothing when the
/// passage is tied to a duty of theirs.
fn judge(
    corpus: &Corpus,
    document: &Document,
    node: NodeRef<Open>,
    line: &Line,
    task: &Task,
) -> Option<Diagnostic> {
    let span = document.span(line.place(&task.words));
    let said = &line.text[task.words.clone()];
    let site = &corpus.site;
    let near = |tie: &&Tie| {
        let (tied, ends) = (tie.node, document.parsed.tree.node(tie.node).end());
        (tied <= node.index && node.index < ends) || (node.index < tied && tied < node.end())
    };
    let ids = document.ties.iter().filter(near).flat_map(|tie| &tie.duties);
    let tied: Vec<&Duty> = ids.filter_map(|id| site.duty(id.as_str())).collect();
    let likely = likely(site, &task.roles, &line.text);
    if tied.is_empty() {
        let message = format!("\"{said}\" gives somebody a task, and the passage is tied to no duty");
        let hint = match likely {
            Some(duty) => format!("add `{{duty={}}}`: \"{}\"", duty.id, duty.task),
            None => "add the duty to content/duties/, and its id to the passage: `{duty=…}`".to_owned(),
        };
        return Some(Diagnostic::new(&rules::UNTIED_DUTY, span, message).hint(hint));
    }
    if tied.iter().any(|duty| has_part(duty, &task.roles)) {
        return None;
    }
    let ids: Vec<String> = tied.iter().map(|duty| format!("`{}`", duty.id)).collect();
    let message = format!(
        "\"{said}\" gives a task to a role that neither leads, does nor supports {}",
        ids.join(" or ")
    );
    let hint = match likely {
        Some(duty) => format!(
            "tie the passage to `{}` (\"{}\") too, or give the role a part in the duty",
            duty.id, duty.task
        ),
        None => "name who does it according to the duty, or give the role a part in it".to_owned(),
    };
    let finding = Diagnostic::new(&rules::ROLE_WITHOUT_PART, span, message);
    Some(finding.label(tied[0].span.clone(), "the duty is declared here").hint(hint))
}

/// Whether one of some roles leads a duty, does it or helps.
fn has_part(duty: &Duty, roles: &[RoleId]) -> bool {
    let parts = [Letter::Accountable, Letter::Responsible, Letter::Support];
    parts.into_iter().any(|letter| duty.with(letter).iter().any(|role| roles.contains(role)))
}

/// The duty of some roles whose task has most words in common with a text.
fn likely<'a>(site: &'a Site, roles: &[RoleId], text: &str) -> Option<&'a Duty> {
    let words = |text: &str| -> HashSet<String> {
        Line::words(text).filter(|word| word.len() > 3).map(stem).collect()
    };
    let said = words(text);
    let common = |duty: &&Duty| words(&duty.task).intersection(&said).count();
    let own = site.duties.iter().filter(|duty| has_part(duty, roles)).rev();
    own.max_by_key(common).filter(|duty| common(duty) > 0)
}

/// The names of those who can have tasks.
struct People {
    /// Stems of a name's words, and who is meant.
    names: Vec<(Vec<String>, Vec<RoleId>)>,
}

impl People {
    fn new(site: &Site) -> People {
        let stems = |name: &str| Line::words(name).map(stem).collect::<Vec<String>>();
        let roles = site.roles.values();
        let named = roles.flat_map(|role| {
            let names = std::iter::once(&role.name).chain(&role.also);
            names.map(move |name| (stems(name), vec![role.id.clone()]))
        });
        let mut names: Vec<(Vec<String>, Vec<RoleId>)> = named.collect();
        for audience in &site.audiences {
            let covered = audience.covers();
            let of = |role: &&RoleId| site.role_set(role.as_str()).is_some_and(|set| set.is_subset(covered));
            names.push((stems(&audience.name), site.roles.keys().filter(of).cloned().collect()));
        }
        names.retain(|(stems, roles)| !stems.is_empty() && !roles.is_empty());
        People { names }
    }

    /// Who is named by the last of some words: the longest name, and where it
    /// begins.
    fn named(&self, words: &[Word]) -> Option<(usize, Vec<RoleId>)> {
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let fits = |name: &[String]| {
            let Some(start) = words.len().checked_sub(name.len()) else { return false };
            stems[start..].iter().eq(name.iter()) && !words[start + 1..].iter().any(|word| word.begins)
        };
        let longest = self.names.iter().filter(|(name, _)| fits(name)).map(|(name, _)| name.len()).max()?;
        let meant = self.names.iter().filter(|(name, _)| name.len() == longest && fits(name));
        Some((words.len() - longest, meant.flat_map(|(_, roles)| roles.iter().cloned()).collect()))
    }
}

/// A word without what plurals add, well enough to compare names.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let word = word.strip_suffix('s').unwrap_or(&word);
    let word = word.strip_suffix('e').unwrap_or(word);
    word.strip_suffix('y').map_or_else(|| word.to_owned(), |start| format!("{start}i"))
}

/// A word of a line.
struct Word {
    /// Its place in the line's text.
    range: Range<usize>,
    stem: String,
    /// Whether a sentence or a part of one begins here.
    begins: bool,
    /// Whether it stands in quotes.
    quoted: bool,
}

/// Who is told to do something, and where.
struct Task {
    /// The name and the obligation, in the line's text.
    words: Range<usize>,
    /// Who may be meant.
    roles: Vec<RoleId>,
}

/// The text that stands directly in a block.
#[derive(Default)]
struct Line {
    text: String,
    /// Where parts of the text begin: in it, and in the file.
    places: Vec<(usize, usize)>,
}

/// What stands for words that aren't known.
const UNKNOWN: char = '\u{fffc}';

impl Line {
    fn of(node: NodeRef<Open>) -> Line {
        let mut line = Line::default();
        for child in node.children().filter(|child| child.kind().is_inline()) {
            for inner in child.subtree() {
                match inner.kind() {
                    Kind::Text => {
                        line.places.push((line.text.len(), inner.span().start));
                        line.text.push_str(inner.text());
                    }
                    Kind::Code | Kind::Variable | Kind::Image => line.text.push(UNKNOWN),
                    Kind::SoftBreak | Kind::HardBreak => line.text.push(' '),
                    _ => {}
                }
            }
        }
        line
    }

    /// The place in the file of a part of the text.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let part = self.places.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.places.get(part).map_or(0, |(start, place)| place + offset - start)
        };
        at(range.start)..at(range.end - 1) + 1
    }

    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty())
    }

    fn parse(&self) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let (mut begins, mut quoted, mut end) = (true, false, 0);
        for word in Line::words(&self.text) {
            let start = word.as_ptr() as usize - self.text.as_ptr() as usize;
            for sign in self.text[end..start].chars() {
                begins |= !sign.is_whitespace();
                match sign {
                    '“' | '«' | '„' => quoted = true,
                    '”' | '»' => quoted = false,
                    '"' => quoted = !quoted,
                    _ => {}
                }
            }
            end = start + word.len();
            words.push(Word { range: start..end, stem: stem(word), begins, quoted });
            begins = false;
        }
        words
    }

    /// The tasks that it gives to people.
    fn tasks(&self, phrases: &Phrases, people: &People) -> Vec<Task> {
        if !phrases.must.iter().any(|phrase| self.text.contains(phrase[0].as_str())) {
            return Vec::new();
        }
        let words = self.parse();
        let says = |at: usize, phrase: &Vec<String>| {
            words.len() >= at + phrase.len()
                && phrase.iter().zip(&words[at..]).all(|(part, word)| self.text[word.range.clone()] == *part)
                && !words[at..at + phrase.len()].iter().any(|word| word.begins)
        };
        let mut tasks = Vec::new();
        for at in 1..words.len() {
            let Some(must) = phrases.must.iter().find(|phrase| says(at, phrase)) else { continue };
            if words[at].quoted
                || phrases.not.iter().any(|phrase| says(at, phrase))
                || self.is_question(&words[at])
            {
                continue;
            }
            let Some((first, roles)) = people.named(&words[..at]) else { continue };
            if self.has_task(&words[..=first], phrases) {
                let end = words[at + must.len() - 1].range.end;
                tasks.push(Task { words: words[first].range.start..end, roles });
            }
        }
        tasks
    }

    /// Whether the name at the end of some words is who has the task: nothing
    /// before it in its part of the sentence says otherwise.
    fn has_task(&self, words: &[Word], phrases: &Phrases) -> bool {
        let begin = words.iter().rposition(|word| word.begins).unwrap_or(0);
        let before = &words[begin..words.len() - 1];
        before.iter().all(|word| !phrases.not_after.contains(&self.text[word.range.clone()].to_lowercase()))
    }

    fn is_question(&self, word: &Word) -> bool {
        let rest = &self.text[word.range.end..];
        rest.find(['.', '!', '?']).is_some_and(|at| rest[at..].starts_with('?'))
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '’' | '\'' | '-')
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_plural_has_the_stem_of_its_singular() {
        for (one, many) in [
            ("counselor", "Counselors"),
            ("family", "families"),
            ("coach", "coaches"),
            ("nurse", "nurses"),
            ("director", "directores"),
        ] {
            assert_eq!(stem(one), stem(many));
        }
        assert_ne!(stem("adviser"), stem("advice"));
    }
}
