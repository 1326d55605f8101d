//! `ilpress kit`: one archive of what somebody hands out.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::build::{papers, program};
use super::console::Console;
use super::failure::Failure;
use super::global::{Global, Narrow};
use crate::build::Session;
use crate::build::kit::KitFiles;
use crate::diag::render::Format;
use crate::diag::{Diagnostic, did_you_mean, has_errors, tidy};
use crate::site::{Owner, OwnerIndex, Site};
use crate::vfs::disk;

/// Pack what you hand out into one ZIP file
///
/// Takes the pages and papers that `[kits.NAME]` in site-config.toml names,
/// with a page of contents, all that they need without a network, and
/// SHA-256 sums of all files. Links to anything else lead to the public site.
/// The same site gives the same bytes each time.
#[derive(Debug, Args)]
pub(super) struct Command {
    /// Which: the name after `kits.` in site-config.toml
    name: String,
    /// In the words of this district, or school such as harmon/oak
    /// [default: the state's]
    #[arg(long, value_name = "ID", conflicts_with = "all_districts")]
    district: Option<String>,
    /// One for each district and school that publishes
    #[arg(long)]
    all_districts: bool,
    /// The folder for it [default: the folder `kits` of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Command {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let mut loaded = console.busy("reading", || global.load())?;
        let out = self.out.clone().unwrap_or_else(|| global.inner("kits"));
        super::build::refuse_inputs(&global.site, &out)?;
        let site = loaded.site()?;
        let Some(kit) = site.kits.values().find(|kit| kit.id.as_str() == self.name) else {
            let hint = did_you_mean(&self.name, site.kits.values().map(|kit| kit.id.as_str()));
            return Err(Failure::with_hint(format!("there is no kit `{}`", self.name), hint));
        };
        let kit = kit.clone();
        let owners = self.owners(site)?;
        let options = Narrow::default().options(global, &loaded, &[])?;
        let mut found = std::mem::take(&mut loaded.diagnostics);
        let papers = Arc::new(papers(global, program()));
        let mut session = Session::new().with_store(papers);
        let press = session.prepare(&loaded.snapshot, &options, None).collect(&mut found);
        let refuse = |mut found: Vec<Diagnostic>| {
            found.retain(Diagnostic::is_error);
            tidy(&mut found);
            console.findings_aside(Format::Human, &found, &loaded.snapshot);
            console.count(&found, "nothing was written");
            Err(Failure::Content)
        };
        loaded.apply_checks(&mut found);
        let Some(press) = press.filter(|_| !has_errors(&found)) else { return refuse(found) };
        // All are made before the first is written.
        let mut archives = Vec::new();
        for (index, end) in owners {
            let files = match console.busy("packing", || press.kit(&kit, index, session.memory())) {
                Ok(files) => files,
                Err(found) => return refuse(found),
            };
            let path = out.join(format!("{}{end}.zip", kit.id));
            if files.is_empty() {
                console.note(&format!("{}: nothing of it is published there", path.display()));
                continue;
            }
            archives.push((path, files.len(), archive(&files, &press.corpus.site)?));
        }
        if archives.is_empty() {
            let hint =
                "its audiences need editions, its documents must exist, its formats be `html` or a paper's";
            return Err(Failure::with_hint(format!("the kit `{}` is empty", kit.id), Some(hint)));
        }
        for (path, count, bytes) in &archives {
            disk::create_whole(path, bytes, true)?;
            console.note(&format!("{}: {count} files, {} KB", path.display(), bytes.len().div_ceil(1000)));
        }
        Ok(())
    }

    /// Whose kits to make, with the ends of their files' names. No id has two
    /// hyphens in a row, so that no two names are equal.
    fn owners(&self, site: &Site) -> Result<Vec<(OwnerIndex, String)>, Failure> {
        let of = |owner: &Owner| (owner.index, format!("-{}", owner.id().replace('/', "--")));
        if self.all_districts {
            return Ok(site.publishers().map(of).collect());
        }
        let Some(id) = &self.district else { return Ok(vec![(OwnerIndex::STATE, String::new())]) };
        if let Some(owner) = site.owner_named(id).filter(|owner| owner.publishes) {
            return Ok(vec![of(owner)]);
        }
        let known: Vec<String> = site.publishers().map(Owner::id).collect();
        let hint = did_you_mean(id, known.iter().map(String::as_str));
        Err(Failure::with_hint(format!("there is no district that publishes `{id}`"), hint))
    }
}

/// Packs files with their checksums. Bytes depend on nothing else: names are
/// sorted, and the time of all is the day of the release.
fn archive(files: &KitFiles, site: &Site) -> Result<Vec<u8>, Failure> {
    let fail =
        |error: &dyn std::fmt::Display| Failure::refused(format!("the archive can't be made: {error}"));
    let day = site.released;
    let time = u16::try_from(day.year()).ok().and_then(|year| {
        let (month, day) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
        DateTime::from_date_and_time(year, month, day, 0, 0, 0).ok()
    });
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time.unwrap_or_default())
        .unix_permissions(0o644);
    let mut sums = String::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), Failure> {
        zip.start_file(name, options).map_err(|error| fail(&error))?;
        zip.write_all(bytes).map_err(|error| fail(&error))
    };
    for (path, bytes) in files {
        for byte in Sha256::digest(bytes) {
            let _ = write!(sums, "{byte:02x}");
        }
        let _ = writeln!(sums, "  {path}");
        add(path.as_str(), bytes)?;
    }
    add("SHA256SUMS", sums.as_bytes())?;
    Ok(zip.finish().map_err(|error| fail(&error))?.into_inner())
}
