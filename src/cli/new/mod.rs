//! `ilpress new`: a document, audience or district from its starter.

mod district;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use crate::site::is_id;
use crate::vfs::disk;

/// Start a new document, stakeholder group or district
///
/// Writes a file with the keys that it needs and a few words on each part:
/// `ilpress new brochure "Your plan"` makes content/brochures/your-plan.md.
/// Never writes over a file.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What to make
    #[arg(value_enum)]
    kind: Kind,
    /// Its title, or its file's name
    name: String,
    #[command(flatten)]
    answers: district::Answers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A how-to guide: a folder with a first chapter
    Guide,
    /// A folded leaflet of six panels
    Brochure,
    /// A training
    Module,
    /// Who does what
    Matrix,
    /// A letter
    Message,
    /// Any other page
    Page,
    /// A stakeholder group
    Audience,
    /// A district: asks for what its papers need
    District,
}

/// Ids that an audience can't have, since they are folders of the output.
const RESERVED: [&str; 9] =
    ["archive", "assets", "districts", "events", "kits", "roles", "schools", "search", "status"];

impl New {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        if !global.site.join("site-config.toml").is_file() {
            return Err(disk::Error::NotASite(global.site.clone()).into());
        }
        if self.kind == Kind::District {
            return district::write(&self.name, &self.answers, global, console);
        }
        if !self.answers.is_empty() {
            let message = "what was said about people and languages is for districts only";
            return Err(Failure::with_hint(message, Some("write `ilpress new district NAME`")));
        }
        let id = slug::slugify(&self.name);
        self.refuse_name(&id)?;
        let title = title(&self.name);
        for (path, text) in files(self.kind, &id) {
            let path = global.inner(&path);
            if path.exists() {
                return Err(Failure::with_hint(
                    format!("{} is there already", path.display()),
                    Some("choose another name"),
                ));
            }
            disk::create(&path, starter(text, &title, &id).as_bytes())?;
            console.result(&format!("{}\n", path.display()))?;
        }
        Ok(())
    }

    fn refuse_name(&self, id: &str) -> Result<(), Failure> {
        let hint = "use letters from a to z, digits and hyphens, such as `your-plan`";
        if !is_id(id) {
            return Err(Failure::with_hint(format!("`{}` makes no file name", self.name), Some(hint)));
        }
        if self.kind == Kind::Audience && (id.len() < 4 || RESERVED.contains(&id)) {
            let hint =
                "it has four letters or more, such as `counselors`, and isn't a word that addresses use";
            return Err(Failure::with_hint(
                format!("`{id}` can't be the id of a stakeholder group"),
                Some(hint),
            ));
        }
        Ok(())
    }
}

/// The title: the name as typed, or made from an id.
fn title(name: &str) -> String {
    let quoted = name.trim().replace(['"', '\\'], "'");
    if !is_id(&quoted) {
        return quoted;
    }
    let words = quoted.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A starter with its title and id filled in.
fn starter(text: &str, title: &str, id: &str) -> String {
    text.replace("TITLE", title).replace("ITS-ID", id)
}

/// The files to write, with their starters.
fn files(kind: Kind, id: &str) -> Vec<(String, &'static str)> {
    let one = |path, starter| vec![(path, starter)];
    match kind {
        Kind::Guide => vec![
            (format!("content/guides/{id}/index.md"), include_str!("guide.md")),
            (format!("content/guides/{id}/first-steps.md"), include_str!("chapter.md")),
        ],
        Kind::Brochure => one(format!("content/brochures/{id}.md"), include_str!("brochure.md")),
        Kind::Module => one(format!("content/modules/{id}.md"), include_str!("module.md")),
        Kind::Matrix => one(format!("content/matrices/{id}.md"), include_str!("matrix.md")),
        Kind::Message => one(format!("content/messages/{id}.md"), include_str!("message.md")),
        Kind::Page => one(format!("content/pages/{id}.md"), include_str!("page.md")),
        Kind::Audience => one(format!("audiences/{id}.toml"), include_str!("audience.toml")),
        // What it holds is asked for.
        Kind::District => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Options, build};
    use crate::diag::render::{Format, render};
    use crate::vfs::{SitePath, Snapshot, embedded};

    #[test]
    fn what_is_new_builds_without_a_warning() {
        for kind in Kind::value_variants() {
            let mut site: Snapshot = embedded::starter().collect();
            for (path, text) in files(*kind, "something-new") {
                let path = SitePath::new(&path).expect("a good path");
                assert!(site.bytes(&path).is_none());
                site.insert(path, starter(text, "Something new", "something-new").into_bytes());
            }
            let today = jiff::civil::date(2099, 12, 31);
            let options = Options {
                today,
                audiences: Vec::new(),
                langs: Vec::new(),
                kinds: Vec::new(),
                formats: Vec::new(),
                documents: Vec::new(),
                districts: Vec::new(),
                shard: None,
            };
            let built = build(&site, &options);
            assert_eq!(render(Format::Human, &built.diagnostics, &site, false), "");
        }
    }

    #[test]
    fn titles_come_from_names() {
        assert_eq!(title("family-night"), "Family night");
        assert_eq!(title("Your \"plan\" at school"), "Your 'plan' at school");
        assert_eq!(title("plan"), "Plan");
    }
}
