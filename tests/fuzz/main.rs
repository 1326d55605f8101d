//! Fuzzing on a stable compiler: no panic, no hang, no more memory than the
//! input is worth.
//!
//! Each target of [`targets`] is fed with its kept corpus in
//! `tests/fuzz/corpus/`, then with what a seeded generator makes of it, for
//! three seconds or 300 inputs: `FUZZ_SECONDS=600` goes on for longer,
//! `FUZZ_SEED=42` changes them in another way. An input that fails is made smaller and written to
//! `target/fuzz/`; once mended, it goes into the corpus.

#![allow(clippy::disallowed_methods, reason = "tests read files, the clock and the environment")]

mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use peak_alloc::PeakAlloc;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use targets::{TARGETS, Target};

/// Counts what is allocated.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;

/// Bytes that an input may cost: so many for the site around it, and so many
/// for each of its own.
const MEMORY_FLOOR: usize = 96 * MIB;
const MEMORY_FACTOR: usize = 600;

/// How much slower code is that isn't optimized.
const SLOWNESS: u32 = if cfg!(debug_assertions) { 20 } else { 1 };

/// What an input may take before it counts as a hang.
fn time_limit(length: usize) -> Duration {
    SLOWNESS * (Duration::from_millis(1000) + Duration::from_secs(1).mul_f64(length as f64 / MIB as f64))
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Memory is counted for the whole process.
    arguments.test_threads = Some(1);
    std::panic::set_hook(Box::new(|_| {}));
    let mut trials = Vec::new();
    for target in TARGETS {
        trials.push(Trial::test(format!("fuzz::{}::corpus", target.0), || corpus(target)));
        trials.push(Trial::test(format!("fuzz::{}::mutations", target.0), || mutations(target)));
        // It takes minutes, and sites take long to load when nothing is optimized.
        let many = setting("FUZZ_MUCH").is_some() && cfg!(not(debug_assertions));
        if many || (cfg!(debug_assertions) && matches!(target.0, "attributes" | "dialect")) {
            trials.push(Trial::test(format!("fuzz::{}::much-of-the-same", target.0), || much(target)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// How many changed inputs each target is fed with, unless somebody says for
/// how long.
const INPUTS: usize = 300;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The kept inputs of a target, by name.
fn kept(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("every target has a corpus")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a file of the corpus"))).collect()
}

fn corpus(target: &Target) -> Result<(), Failed> {
    let inputs = kept(target.0);
    if inputs.len() < 3 {
        return Err("the corpus is too small to say anything".into());
    }
    for (path, input) in inputs {
        feed(target, &input).map_err(|problem| format!("{}: {problem}", path.display()))?;
    }
    Ok(())
}

/// Changes inputs at random until the time is over.
fn mutations(target: &Target) -> Result<(), Failed> {
    // The same each time, so that a change is judged by what it changes.
    let seed = setting("FUZZ_SEED").unwrap_or(1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut mutator = Mutator {
        rng: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
        corpus: kept(target.0).into_iter().map(|(_, input)| input).collect(),
    };
    let seconds = setting("FUZZ_SECONDS");
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(3));
    // Without a time of its own a run is the same on a fast machine.
    let most = if seconds.is_some() { usize::MAX } else { INPUTS };
    let mut tried = 0;
    while tried < most && Instant::now() < end {
        let input = mutator.input();
        feed(target, &input)
            .map_err(|problem| failed(target, &input, &format!("FUZZ_SEED={seed}: {problem}")))?;
        tried += 1;
    }
    println!("fuzz: {}: {tried} inputs, FUZZ_SEED={seed}", target.0);
    Ok(())
}

/// Feeds each piece, repeated very often: what takes the square of the input's
/// length is found here.
fn much(target: &Target) -> Result<(), Failed> {
    let length = if cfg!(debug_assertions) { 8 << 10 } else { 256 << 10 };
    // A piece at the start, one that comes again and again, one at the end.
    let starts: &[&str] = match target.0 {
        "toml" => &["site-config.toml\n", "content/glossary.toml\n", "content/duties/x.toml\n"],
        "templates" => &["templates/html/page.html\n", "templates/css/site.css\n", "templates/i18n/en.ftl\n"],
        "site" => &["===== content/pages/a.md\n+++\ntitle = \"A\"\n+++\n"],
        "dialect" if cfg!(debug_assertions) => &["", "| a | b |\n|---|---|\n"],
        "dialect" => &["", "| a | b |\n|---|---|\n", "[a]: b\n\n", "```\n", "::: note\n", "- a\n"],
        _ => &[""],
    };
    for start in starts {
        for piece in PIECES {
            let input = [start, piece.repeat(length / piece.len()).as_str(), "\n"].concat();
            feed(target, input.as_bytes()).map_err(|problem| {
                failed(target, input.as_bytes(), &format!("{start:?} {piece:?} … : {problem}"))
            })?;
        }
    }
    Ok(())
}

/// Feeds an input; what is wrong with it.
fn feed(target: &Target, input: &[u8]) -> Result<(), String> {
    let mut best = Duration::MAX;
    // Others may have the machine: the best of three counts.
    for _ in 0..3 {
        let guard = Watch::start(target.0, input);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target.1(input)));
        best = best.min(started.elapsed());
        drop(guard);
        let cost = MEMORY.peak_usage().saturating_sub(before);
        outcome.map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
            format!("panicked: {}", text.unwrap_or_default())
        })?;
        if cost > MEMORY_FLOOR + MEMORY_FACTOR * input.len() {
            return Err(format!("{} bytes cost {} MiB of memory", input.len(), cost / MIB));
        }
        if best <= time_limit(input.len()) {
            return Ok(());
        }
    }
    Err(format!("{} bytes took {best:?}", input.len()))
}

/// Writes an input that failed down, smaller where it panics.
fn failed(target: &Target, input: &[u8], problem: &str) -> String {
    let mut input = input.to_vec();
    let panics = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| target.1(input))).is_err();
    if panics(&input) {
        let mut size = input.len() / 2;
        while size > 0 {
            let mut at = 0;
            while at < input.len() {
                let less = [&input[..at], &input[(at + size).min(input.len())..]].concat();
                if panics(&less) { input = less } else { at += size }
            }
            size /= 2;
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    let path = folder.join(format!("{}-{}", target.0, &blake3::hash(&input).to_hex()[..12]));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &input));
    let text = String::from_utf8_lossy(&input[..input.len().min(400)]).into_owned();
    format!("{problem}\n{} ({written:?}): {text:?}", path.display())
}

/// Ends the process when an input never comes back.
struct Watch(Arc<Mutex<bool>>);

impl Watch {
    fn start(name: &'static str, input: &[u8]) -> Option<Watch> {
        // Only what is long can hang for long; a thread for each small input costs more than it finds.
        (input.len() > 16 << 10).then(|| {
            let done = Arc::new(Mutex::new(false));
            let (watched, limit) = (done.clone(), 60 * time_limit(input.len()));
            let start = String::from_utf8_lossy(&input[..200]).into_owned();
            std::thread::spawn(move || {
                let end = Instant::now() + limit;
                while !*watched.lock().expect("nobody panics with it") {
                    if Instant::now() > end {
                        eprintln!("fuzz: {name} hangs with {start:?} …");
                        std::process::exit(1);
                    }
                    std::thread::sleep(Duration::from_millis(100));
                }
            });
            Watch(done)
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        *self.0.lock().expect("nobody panics with it") = true;
    }
}

/// Makes new inputs of those that are kept.
struct Mutator {
    rng: TestRng,
    corpus: Vec<Vec<u8>>,
}

impl Mutator {
    fn below(&mut self, end: usize) -> usize {
        self.rng.next_u32() as usize % end.max(1)
    }

    fn range(&mut self, input: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(input.len() + 1);
        let length = self.below(40).min(input.len() - start);
        start..start + length
    }

    fn input(&mut self) -> Vec<u8> {
        let from = self.below(self.corpus.len());
        let mut input = self.corpus[from].clone();
        for _ in 0..1 + self.below(6) {
            self.change(&mut input);
        }
        input.truncate(64 << 10);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let range = self.range(input);
        let insert: Vec<u8> = match self.below(9) {
            // Something is missing.
            0 => Vec::new(),
            // It stands twice, or often.
            1 => [&input[range.clone()], &input[range.clone()]].concat(),
            2 => input[range.clone()].repeat(1 + self.below(60)),
            // Something of another input.
            3 => {
                let other = self.below(self.corpus.len());
                let other = self.corpus[other].clone();
                let part = self.range(&other);
                other[part].to_vec()
            }
            // A byte is another.
            4 => vec![self.below(256) as u8],
            // Pieces of what we read.
            _ => {
                let piece = self.below(PIECES.len());
                let own = &input[range.clone()];
                [PIECES[piece].as_bytes(), own].concat()
            }
        };
        input.splice(range, insert);
    }
}

/// Pieces of what we read, good and bad.
const PIECES: &[&str] = &[
    "::: tip\n",
    "::: {.note audience=families}\n",
    ":::\n",
    "\n:::",
    "    ::: law\n",
    "> ::: tip\n",
    "- ::: {.tip}\n",
    "::: {.include from=\"pages/about\"}\n:::\n",
    "::: {.include from=\"pages/fed\"}\n:::\n",
    "::: {.duties}\n:::\n",
    "{audience=families}",
    " {duty=plan-conference}",
    " {audience=\"families counselors\"}\n",
    " {role=adviser}\n",
    " {grade=6-8}",
    "{format=print}",
    " {#name}",
    "{.tip}",
    "{audience=\"a b\"",
    "}",
    "{",
    "[",
    "]",
    "](",
    ")",
    "[words]{audience=families} ",
    "[x]: y\n",
    "[x]{term=iep}",
    "[x]",
    "![alt](/assets/table.svg) ",
    "[a](about.md)",
    "<https://a.example>",
    "{{ plan.short }}",
    "{{",
    "}}",
    "{{ a plan.name }} ",
    "[@law]",
    "[@law, p. 3; @study]",
    "[@",
    "x[^1] ",
    "[^1]: note\n\n",
    "`",
    "`` ` ``",
    "```\n",
    "~~~ x\n",
    "*",
    "**",
    "*a **b ",
    "_",
    "~~",
    "<!--",
    "-->",
    "<b>",
    "<!-- c -->\n",
    "\\",
    "&amp;",
    "&#0;",
    "&#123;",
    "| a | b |\n",
    "|---|---|\n",
    "| 1 | 2 {audience=families} |\n",
    "|",
    "a|",
    "# ",
    "## Heading {#h}\n",
    "## A\n\n",
    "Setext\n---\n",
    "- ",
    "- a\n",
    "1. ",
    "> ",
    "- [ ] ",
    "Term {audience=families}\n: d\n\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "  ",
    "    ",
    "word ",
    "é",
    "学",
    "🎓",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "\u{a0}",
    "\u{2028}",
    "\u{ffff}",
    "+++\n",
    ": def\n",
    "\"",
    "'''",
    "\"\"\"",
    "=",
    ",",
    "#",
    ".",
    "a=b ",
    "title = \"T\"\n",
    "audiences = [\"families\"]\n",
    "bands = [\"middle\"]\n",
    "grades = [\"6-8\"]\n",
    "minutes = 99999999999999999999\n",
    "order = -9223372036854775808\n",
    "released = 9999-12-31\n",
    "[x.y]\n",
    "[[duty]]\n",
    "a.b.c = ",
    "{ a = 1 }",
    "[[",
    "]]",
    "[[[[[[",
    "1e999",
    "0x",
    "1979-05-27T07:32:00Z",
    "{% if page %}",
    "{% for x in nav %}",
    "{% endfor %}",
    "{% endif %}",
    "{{ super() }}",
    "{% extends \"base.html\" %}",
    "{% include \"page.html\" %}",
    "{% block body %}",
    "{{ page.title | safe }}",
    "{{ t(key=\"search\") }}",
    "{{ 1 / 0 }}",
    "{#",
    "#}",
    "@import \"tokens.css\";\n",
    "a { color: red }\n",
    "url(\"../img/favicon.svg\")",
    "@media (",
    "/*",
    "*/",
    "calc(",
    "search = { $n ->\n",
    "  *[other] x\n }\n",
    "-term = x\n",
    "{ $x }",
    "{ -term }",
    "\"files\":",
    "{\"format\": 1}",
    "null",
    "../",
    "/",
    "===== content/pages/a.md\n",
    "===== audiences/families.toml\n",
];
