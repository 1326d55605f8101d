//! Runs programs and says what they cost.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run of a program cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Seconds on the clock, from start to end.
    pub wall: f64,
    /// Seconds of processor time, its own and the system's.
    pub cpu: f64,
    /// The most memory that it held at once, in MiB.
    pub peak: f64,
}

/// Runs a program to its end; output goes nowhere, errors to ours.
///
/// The peak of a new process starts at that of ours, so ours stays small:
/// nothing here holds a corpus.
pub fn run(command: &mut Command) -> io::Result<Cost> {
    run_and_read(command).map(|(cost, _)| cost)
}

/// Runs a program to its end as [`run`] does, and returns what it told on standard error.
pub fn run_and_read(command: &mut Command) -> io::Result<(Cost, String)> {
    settle()?;
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let told = child.stderr.take().map(io::read_to_string).transpose()?.unwrap_or_default();
    let end = child.wait4()?;
    let wall = start.elapsed();
    if !end.status.success() {
        return Err(io::Error::other(format!("{command:?}: {}\n{told}", end.status)));
    }
    let cpu = end.rusage.utime + end.rusage.stime;
    let peak = end.rusage.maxrss as f64 / 1_048_576.0;
    Ok((Cost { wall: seconds(wall), cpu: seconds(cpu), peak }, told))
}

/// Waits until what was written before is on disk, so that nobody pays for
/// another's files.
fn settle() -> io::Result<()> {
    Command::new("sync").status().map(drop)
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

/// How many files and bytes a folder holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
}

impl Size {
    /// Counts a folder, ilpress's own manifest aside.
    pub fn of(dir: &Path) -> io::Result<Size> {
        let mut size = Size::default();
        for entry in walkdir::WalkDir::new(dir) {
            let entry = entry?;
            if entry.file_type().is_file() && !entry.file_name().as_encoded_bytes().starts_with(b".ilpress") {
                size.files += 1;
                size.bytes += entry.metadata()?.len();
            }
        }
        Ok(size)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files, {:.1} MiB", self.files, self.bytes as f64 / 1_048_576.0)
    }
}

/// Several measurements of the same thing.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sample {
    /// The middle one.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Sample {
    /// Sums up measurements; nothing when there are none.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Sample> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (min, max) = (*values.first()?, *values.last()?);
        let middle = values.len() / 2;
        let median =
            if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 };
        Some(Sample { median, min, max })
    }

    /// Sums up the ratios of measurements that were taken together.
    pub fn ratio(a: &[f64], b: &[f64]) -> Option<Sample> {
        Sample::of(a.iter().zip(b).map(|(a, b)| a / b))
    }
}
