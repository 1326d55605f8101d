//! Options that all commands take.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::console::Color;
use super::failure::Failure;
use crate::corpus::{self, Corpus};
use crate::diag::render::Format;
use crate::diag::{Diagnostic, did_you_mean};
use crate::site::{self, Site};
use crate::vfs::{Snapshot, disk};

/// Options that all commands take.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The folder of the site: the one with site-config.toml
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub(super) site: PathBuf,
    /// Pretend that today is this day, such as 2026-08-31
    ///
    /// Decides only which reminders come (`overdue-review`,
    /// `expired-claim`), never what pages say. Without it, the variable
    /// SOURCE_DATE_EPOCH counts, then the clock.
    #[arg(long, value_name = "DATE", global = true)]
    pub(super) today: Option<Date>,
    /// When to use colour; NO_COLOR is honoured
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value = "auto",
        global = true,
        hide_possible_values = true
    )]
    pub(super) color: Color,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum FormatArg {
    /// For people: the place in its line, and what to do
    #[default]
    Human,
    /// A line each, for editors
    Short,
    /// An array of objects, for programs
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// Marks in GitHub's pull requests
    Github,
}

impl FormatArg {
    pub(super) fn format(self) -> Format {
        match self {
            FormatArg::Human => Format::Human,
            FormatArg::Short => Format::Short,
            FormatArg::Json => Format::Json,
            FormatArg::Sarif => Format::Sarif,
            FormatArg::Github => Format::Github,
        }
    }

    /// Whether a program reads it.
    pub(super) fn for_machines(self) -> bool {
        matches!(self, FormatArg::Json | FormatArg::Sarif | FormatArg::Github)
    }
}

/// Which part of a site to make.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Only a part")]
pub(super) struct Narrow {
    /// Only for these stakeholder groups
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(super) audience: Vec<String>,
    /// Only in these languages
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    pub(super) lang: Vec<String>,
    /// Only documents of these kinds, such as brochure; an edition that isn't
    /// there yet is built whole
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(super) kind: Vec<String>,
    /// Only these documents, such as brochures/your-plan
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(super) document: Vec<String>,
    /// Only the editions of these districts, with those of their schools; the
    /// state's stay as they are
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(super) district: Vec<String>,
}

impl Narrow {
    /// Whether everything is made.
    pub(super) fn is_whole(&self) -> bool {
        self.audience.is_empty()
            && self.lang.is_empty()
            && self.kind.is_empty()
            && self.document.is_empty()
            && self.district.is_empty()
    }

    /// Returns the options of a build in some formats, refusing names that the
    /// site doesn't know.
    pub(super) fn options(
        &self,
        global: &Global,
        loaded: &Loaded,
        formats: &[String],
    ) -> Result<crate::build::Options, Failure> {
        if let Some(site) = &loaded.site {
            let audiences: Vec<&str> = site.editions().map(|(_, audience)| audience.id.as_str()).collect();
            let langs: Vec<&str> = site.languages.keys().map(|lang| lang.as_str()).collect();
            known("audience with an edition", &self.audience, &audiences)?;
            known("language", &self.lang, &langs)?;
            let districts: Vec<&str> = site.publishers().map(|owner| owner.district.as_str()).collect();
            known("district that publishes", &self.district, &districts)?;
        }
        known("kind", &self.kind, &super::list::kind_names())?;
        known("format that a build can be narrowed to", formats, &["html", "pdf"])?;
        Ok(crate::build::Options {
            today: global.today()?,
            audiences: self.audience.clone(),
            langs: self.lang.clone(),
            kinds: self.kind.clone(),
            formats: formats.to_vec(),
            documents: self.documents(loaded)?,
            districts: self.district.clone(),
            shard: None,
        })
    }

    /// The ids of the documents; a guide can also be named by its folder.
    /// While the site can't be read, nobody knows better.
    fn documents(&self, loaded: &Loaded) -> Result<Vec<String>, Failure> {
        if self.document.is_empty() {
            return Ok(Vec::new());
        }
        let Ok(corpus) = loaded.corpus() else { return Ok(self.document.clone()) };
        let found: Vec<String> = self
            .document
            .iter()
            .map(|name| corpus.find(name).map_or_else(|| name.clone(), |document| document.id.to_string()))
            .collect();
        let ids: Vec<&str> = corpus.documents().map(|document| document.id.as_str()).collect();
        known("document", &found, &ids)?;
        Ok(found)
    }
}

fn known(what: &str, names: &[String], all: &[&str]) -> Result<(), Failure> {
    match names.iter().find(|name| !all.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let hint = did_you_mean(name, all.iter().copied());
            Err(Failure::with_hint(format!("there is no {what} `{name}`"), hint))
        }
    }
}

/// A site as read from the disk.
pub(super) struct Loaded {
    /// Its files, with those of the program where it has none of its own.
    pub(super) snapshot: Snapshot,
    /// What its TOML files say; nothing when they can't be understood.
    site: Option<Site>,
    /// What was found while reading files. What is wrong in them comes out of
    /// later stages.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// What the TOML files say, for commands that can't do without.
    pub(super) fn site(&self) -> Result<&Site, Failure> {
        self.site.as_ref().ok_or(Failure::Broken)
    }

    /// All documents, linked. What is wrong with them isn't shown.
    pub(super) fn corpus(&self) -> Result<Corpus, Failure> {
        corpus::load(&self.snapshot).value.ok_or(Failure::Broken)
    }

    /// Gives findings the severity that the site chose.
    pub(super) fn apply_checks(&self, diagnostics: &mut Vec<Diagnostic>) {
        if let Some(site) = &self.site {
            site.apply_checks(diagnostics);
        }
    }
}

impl Global {
    /// Reads the site.
    pub(super) fn load(&self) -> Result<Loaded, Failure> {
        load(&self.site)
    }

    /// A path in the site's folder, as short as it can be written.
    pub(super) fn inner(&self, path: &str) -> PathBuf {
        if self.site == Path::new(".") { path.into() } else { self.site.join(path) }
    }

    /// The day on which we are.
    pub(super) fn today(&self) -> Result<Date, Failure> {
        if let Some(today) = self.today {
            return Ok(today);
        }
        let now = match std::env::var("SOURCE_DATE_EPOCH") {
            Err(_) => jiff::Timestamp::now(),
            Ok(text) => {
                let second = text.trim().parse().ok();
                second.and_then(|second| jiff::Timestamp::from_second(second).ok()).ok_or_else(|| {
                    let hint = "it counts the seconds since 1970, such as 1785456000";
                    Failure::with_hint(format!("SOURCE_DATE_EPOCH is `{text}`, which is no time"), Some(hint))
                })?
            }
        };
        Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }
}

/// Reads the site in a folder.
pub(super) fn load(root: &Path) -> Result<Loaded, Failure> {
    let (snapshot, diagnostics) = disk::read_site(root)?;
    let snapshot = snapshot.with_defaults();
    let site = site::load(&snapshot).value;
    Ok(Loaded { snapshot, site, diagnostics })
}
