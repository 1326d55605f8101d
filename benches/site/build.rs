//! Builds to folders: ilpress, Hugo and a plain copy by turns, then what an
//! edit costs.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::edit::Edit;
use crate::hugo::{self, Hugo};
use crate::measure::{Cost, Sample, Size, run};
use crate::report::{Row, Unit};
use crate::{Options, Part, corpus, ilpress};

/// A site that is hardly more than its theme.
const FEW: usize = 10;

/// A site of one size, written for both programs, and a folder for what they
/// make of it.
pub struct Site {
    /// How many documents it has.
    pub pages: usize,
    /// Its sources for ilpress.
    pub source: PathBuf,
    /// A finished build of it.
    pub built: PathBuf,
    /// Where fresh folders go.
    out: PathBuf,
    /// Hugo's program and its sources.
    hugo: Option<(PathBuf, PathBuf)>,
}

/// What the runs of one program cost.
#[derive(Default)]
struct Costs(Vec<Cost>);

impl Costs {
    fn wall(&self) -> Vec<f64> {
        self.0.iter().map(|cost| cost.wall).collect()
    }

    fn cpu(&self) -> Vec<f64> {
        self.0.iter().map(|cost| cost.cpu).collect()
    }

    fn peak(&self) -> Vec<f64> {
        self.0.iter().map(|cost| cost.peak).collect()
    }
}

impl Site {
    /// Writes the sources and builds once with each program, to warm up and to
    /// see what they make.
    pub fn prepare(dir: &Path, pages: usize, hugo: Option<&Path>) -> io::Result<(Site, Vec<String>)> {
        let dir = dir.join(pages.to_string());
        let (source, out) = (dir.join("ilpress"), dir.join("out"));
        corpus::write(&source, pages, &ilpress::Ilpress)?;
        let built = out.join("warm");
        std::fs::create_dir_all(&out)?;
        let mut site = Site { pages, source, built, out, hugo: None };
        site.ilpress(&site.built)?;
        let mut made = vec![format!("{pages} documents, ilpress: {}", Size::of(&site.built)?)];
        if let Some(program) = hugo {
            let dialect = Hugo { assets: site.built.join("assets") };
            let source = dir.join("hugo");
            corpus::write(&source, pages, &dialect)?;
            site.hugo = Some((program.to_owned(), source));
            let built = site.out.join("hugo-warm");
            site.run_hugo(&built)?;
            made.push(format!("{pages} documents, Hugo: {}", Size::of(&built)?));
        }
        Ok((site, made))
    }

    fn ilpress(&self, out: &Path) -> io::Result<Cost> {
        run(Command::new(ilpress::PROGRAM).args(["build", "--site"]).arg(&self.source).arg("--out").arg(out))
    }

    fn run_hugo(&self, out: &Path) -> io::Result<Option<Cost>> {
        let Some((program, source)) = &self.hugo else { return Ok(None) };
        let mut command = Command::new(program);
        command.args(["build", "--quiet", "--noBuildLock", "--source"]).arg(source);
        command.arg("--destination").arg(out).env("HUGO_CACHEDIR", out.with_extension("cache"));
        run(&mut command).map(Some)
    }

    fn copy(&self, out: &Path) -> io::Result<Cost> {
        run(Command::new("cp").arg("-r").arg(&self.built).arg(out))
    }

    /// The most memory that a build of ten documents holds: what the program
    /// and its theme take.
    pub fn smallest(dir: &Path) -> io::Result<f64> {
        let (site, _) = Site::prepare(dir, FEW, None)?;
        let cost = site.ilpress(&site.out.join("ilpress"))?;
        Ok(cost.peak)
    }

    /// Measures everything that ends in a folder. `smallest`: see there.
    pub fn measure(&self, options: &Options, smallest: f64) -> io::Result<Vec<Row>> {
        let mut costs: [Costs; 3] = Default::default();
        let mut later: [Costs; 4] = Default::default();
        for pair in 0..options.pairs {
            let ours = self.out.join(format!("ilpress-{pair}"));
            for turn in 0..3 {
                let who = (pair + turn) % 3;
                let cost = match who {
                    0 => Some(self.ilpress(&ours)?),
                    1 => self.run_hugo(&self.out.join(format!("hugo-{pair}")))?,
                    _ => Some(self.copy(&self.out.join(format!("copy-{pair}")))?),
                };
                costs[who].0.extend(cost);
            }
            if options.wants(Part::Again) {
                self.again(&ours, pair, &mut later)?;
            }
        }
        let [ours, hugo, copy] = &costs;
        let mut rows = self.full(ours, hugo, copy, smallest);
        let [unchanged, first, body, title] = &later;
        rows.extend([
            self.row("second build, nothing changed", Unit::Seconds, Sample::of(unchanged.wall())),
            self.row("second build / copy", Unit::Ratio, Sample::ratio(&unchanged.wall(), &copy.wall()))
                .gate(0.5, 0.25),
            self.row("build after the first edit of all", Unit::Seconds, Sample::of(first.wall())),
            self.row("build after an edited text", Unit::Seconds, Sample::of(body.wall())),
            self.row("build after an edited title", Unit::Seconds, Sample::of(title.wall())),
        ]);
        Ok(rows)
    }

    fn full(&self, ours: &Costs, hugo: &Costs, copy: &Costs, smallest: f64) -> Vec<Row> {
        let thousands = self.pages.saturating_sub(FEW) as f64 / 1000.0;
        let per_thousand = |peak: f64| (peak - smallest) / thousands;
        vec![
            self.row("full build", Unit::Seconds, Sample::of(ours.wall())),
            self.row("full build, CPU", Unit::Seconds, Sample::of(ours.cpu())),
            self.row("full build, peak memory", Unit::Mebibytes, Sample::of(ours.peak())),
            self.row("Hugo", Unit::Seconds, Sample::of(hugo.wall())),
            self.row("Hugo, CPU", Unit::Seconds, Sample::of(hugo.cpu())),
            self.row("Hugo, peak memory", Unit::Mebibytes, Sample::of(hugo.peak())),
            self.row("`cp -r` of the output", Unit::Seconds, Sample::of(copy.wall())),
            self.row("full build / copy", Unit::Ratio, Sample::ratio(&ours.wall(), &copy.wall()))
                .gate(3.0, 2.0),
            self.row("full build / Hugo", Unit::Ratio, Sample::ratio(&ours.wall(), &hugo.wall()))
                .gate(0.3, 0.2),
            self.row("full build / Hugo, CPU", Unit::Ratio, Sample::ratio(&ours.cpu(), &hugo.cpu())),
            self.row("Hugo / copy", Unit::Ratio, Sample::ratio(&hugo.wall(), &copy.wall())),
            self.row(
                "memory for each 1,000 documents above 10",
                Unit::Mebibytes,
                Sample::of(ours.peak().into_iter().map(per_thousand)),
            )
            .gate(20.0, 14.0),
        ]
    }

    /// Builds again into the same folder: as it is, and after three edits. The
    /// first of them pays for the second generation of the output.
    fn again(&self, out: &Path, pair: usize, costs: &mut [Costs; 4]) -> io::Result<()> {
        let [unchanged, first, body, title] = costs;
        unchanged.0.push(self.ilpress(out)?);
        let edit = |number| Edit::new(&self.source, self.pages, number);
        edit(2 * pair).body()?;
        first.0.push(self.ilpress(out)?);
        let edit = edit(2 * pair + 1);
        edit.body()?;
        body.0.push(self.ilpress(out)?);
        edit.title()?;
        title.0.push(self.ilpress(out)?);
        let page = std::fs::read_to_string(out.join(&edit.page))?;
        assert!(page.matches(&edit.mark).count() >= 2, "{} shows neither edit", edit.page);
        Ok(())
    }

    fn row(&self, what: &str, unit: Unit, sample: Option<Sample>) -> Row {
        Row::new(self.pages, what, unit, sample)
    }
}

/// Finds or installs Hugo.
pub fn hugo(options: &Options, tools: &Path) -> io::Result<Option<PathBuf>> {
    if options.no_hugo { Ok(None) } else { hugo::program(tools).map(Some) }
}
