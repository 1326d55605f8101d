//! What a site of many pages costs: full builds beside Hugo and a plain copy,
//! later builds, and edits in the live preview.
//!
//!     cargo bench --bench site -- --quick
//!
//! `docs/performance.md` says what is measured and what came out.

#![expect(clippy::disallowed_methods, reason = "a bench writes files, runs programs and reads the clock")]

mod build;
mod corpus;
mod edit;
mod hugo;
mod ilpress;
mod measure;
mod prose;
mod report;
mod serve;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use build::Site;
use report::Row;

/// Measures ilpress on made-up sites
#[derive(Parser)]
struct Options {
    /// How many documents the sites have
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    pages: Vec<usize>,
    /// How often each build is measured
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// How often each edit is measured in the preview
    #[arg(long, default_value_t = 7)]
    edits: usize,
    /// How often all of it is done; the last table has the medians of all runs
    #[arg(long, default_value_t = 1)]
    runs: usize,
    /// What to measure; everything when left out
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// 1,000 documents, two pairs, three edits
    #[arg(long)]
    quick: bool,
    /// Leave Hugo out
    #[arg(long)]
    no_hugo: bool,
    /// Write all figures here, too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where to work; a fresh folder is made in it
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/site-bench"))]
    dir: PathBuf,
    /// Don't delete what was made
    #[arg(long)]
    keep: bool,
    /// Write the first size's sources into this folder, and measure nothing
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
}

/// A part of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Full builds.
    Build,
    /// Full builds, then builds into the same folder.
    Again,
    /// The preview.
    Serve,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

fn main() -> ExitCode {
    let mut options = Options::parse();
    if options.quick {
        (options.pages, options.pairs, options.edits) = (vec![1000], 2, 3);
    }
    match start(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: &Options) -> io::Result<()> {
    if let Some(dir) = &options.write {
        return corpus::write(dir, options.pages[0], &ilpress::Ilpress);
    }
    fs::create_dir_all(&options.dir)?;
    let dir =
        tempfile::Builder::new().prefix("run-").disable_cleanup(options.keep).tempdir_in(&options.dir)?;
    let mut runs = Vec::new();
    for run in 1..=options.runs {
        let (rows, made) = measure(options, &dir.path().join(run.to_string()))?;
        println!("run {run} of {}\n\n{}\n\n{}", options.runs, made.join("\n"), report::table(&rows));
        runs.push(rows);
    }
    if options.runs > 1 {
        println!("medians of {} runs\n\n{}", options.runs, report::table(&report::across(&runs)));
    }
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&runs).map_err(io::Error::other)?)?;
    }
    Ok(())
}

/// Measures all sizes once, one after the other. Nothing is deleted meanwhile:
/// on ext4 that makes what comes after it slow.
fn measure(options: &Options, dir: &Path) -> io::Result<(Vec<Row>, Vec<String>)> {
    let (mut rows, mut made) = (Vec::new(), Vec::new());
    let builds = options.wants(Part::Build) || options.wants(Part::Again);
    let hugo = if builds { build::hugo(options, &options.dir)? } else { None };
    let smallest = if builds { Site::smallest(dir)? } else { 0.0 };
    for pages in &options.pages {
        let (site, sizes) = Site::prepare(dir, *pages, hugo.as_deref())?;
        made.extend(sizes);
        if builds {
            rows.extend(site.measure(options, smallest)?);
        }
        if options.wants(Part::Serve) {
            rows.extend(serve::measure(&site, options)?);
        }
    }
    rows.retain(|row| row.sample.is_some());
    rows.extend(report::growth(&rows));
    Ok((rows, made))
}
