//! The live preview: from a saved file to new bytes in a browser's hands.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use memchr::memmem;
use wait4::Wait4;

use crate::build::Site;
use crate::edit::Edit;
use crate::measure::Sample;
use crate::report::{Row, Unit};
use crate::{Options, ilpress};

/// How long we wait between two questions.
const PAUSE: Duration = Duration::from_millis(1);
/// How long an answer may take before we give up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long we leave the preview alone between two edits.
const REST: Duration = Duration::from_secs(1);

/// Milliseconds from the saved file until something was served.
#[derive(Default)]
struct Waits {
    /// An edited text: its page.
    body: Vec<f64>,
    /// An edited title: its page.
    page: Vec<f64>,
    /// An edited title: its page, each other page and feed that shows it.
    lists: Vec<f64>,
    /// The same, and the search.
    all: Vec<f64>,
}

/// Measures edits while `ilpress serve` runs.
pub fn measure(site: &Site, options: &Options) -> io::Result<Vec<Row>> {
    let mut preview = Preview::start(&site.source)?;
    let mut client = Client::connect(&preview.address)?;
    let mut waits = Waits::default();
    // The first edits warm up. Those before belong to the builds.
    let edit = |number| Edit::new(&site.source, site.pages, 2 * options.pairs + number);
    edit_both(&mut client, &edit(0), &site.built, &mut Waits::default())?;
    for number in 1..=options.edits {
        edit_both(&mut client, &edit(number), &site.built, &mut waits)?;
    }
    let peak = preview.end()?;
    let row = |what: &str, unit, values: Vec<f64>| Row::new(site.pages, what, unit, Sample::of(values));
    Ok(vec![
        row("serve: from start to the first page", Unit::Milliseconds, vec![preview.start]),
        row("serve: edited text, its page", Unit::Milliseconds, waits.body).gate(100.0, 30.0),
        row("serve: edited title, its page", Unit::Milliseconds, waits.page),
        row("serve: edited title, all lists", Unit::Milliseconds, waits.lists).gate(250.0, 120.0),
        row("serve: edited title, the search as well", Unit::Milliseconds, waits.all),
        row("serve: peak memory", Unit::Mebibytes, vec![peak]),
    ])
}

fn edit_both(client: &mut Client, edit: &Edit, built: &Path, waits: &mut Waits) -> io::Result<()> {
    edit_body(client, edit, waits)?;
    edit_title(client, edit, built, waits)
}

fn edit_body(client: &mut Client, edit: &Edit, waits: &mut Waits) -> io::Result<()> {
    thread::sleep(REST);
    edit.body()?;
    let saved = Instant::now();
    client.until(&edit.page, |page| contains(page, &edit.mark))?;
    waits.body.push(milliseconds(saved));
    Ok(())
}

fn edit_title(client: &mut Client, edit: &Edit, built: &Path, waits: &mut Waits) -> io::Result<()> {
    let mut places = places(built, &edit.title)?;
    let search = places.iter().position(|place| place.ends_with(".js")).map(|at| places.remove(at));
    places.retain(|place| *place != edit.page);
    assert!(places.len() >= 2, "{} stands in too few lists: {places:?}", edit.page);
    thread::sleep(REST);
    edit.title()?;
    let saved = Instant::now();
    let title = format!("{} {}", edit.mark, edit.title);
    client.until(&edit.page, |page| contains(page, &title))?;
    waits.page.push(milliseconds(saved));
    for place in places {
        client.until(&place, |list| contains(list, &title))?;
    }
    waits.lists.push(milliseconds(saved));
    let search = search.expect("the search knows all titles");
    client.until(&search, |index| contains(index, &title))?;
    waits.all.push(milliseconds(saved));
    Ok(())
}

/// The files of a build that show a title.
fn places(built: &Path, title: &str) -> io::Result<Vec<String>> {
    let finder = memmem::Finder::new(title);
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(built) {
        let entry = entry?;
        if entry.file_type().is_file() && finder.find(&std::fs::read(entry.path())?).is_some() {
            let path = entry.path().strip_prefix(built).expect("below the folder");
            found.push(path.to_str().expect("ASCII").to_owned());
        }
    }
    Ok(found)
}

fn contains(bytes: &[u8], words: &str) -> bool {
    memmem::find(bytes, words.as_bytes()).is_some()
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// A running `ilpress serve`.
struct Preview {
    child: Child,
    /// Kept open: the program writes to it.
    _output: BufReader<ChildStdout>,
    /// Host and port.
    address: String,
    /// Milliseconds until it said its address.
    start: f64,
}

impl Preview {
    fn start(site: &Path) -> io::Result<Preview> {
        let start = Instant::now();
        let mut child = Command::new(ilpress::PROGRAM)
            .args(["serve", "--port", "0", "--site"])
            .arg(site)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        output.read_line(&mut line)?;
        let Some(address) = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'))
        else {
            child.kill()?;
            return Err(io::Error::other(format!("`ilpress serve` said no address, but `{line}`")));
        };
        Ok(Preview { address: address.to_owned(), start: milliseconds(start), child, _output: output })
    }

    /// Ends it and returns the most memory that it held, in MiB.
    fn end(&mut self) -> io::Result<f64> {
        self.child.kill()?;
        Ok(self.child.wait4()?.rusage.maxrss as f64 / 1_048_576.0)
    }
}

impl Drop for Preview {
    /// Ends it when a measurement failed. Ended before, it stays ended.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// A connection that is kept open, as browsers do. What it can is what our
/// server answers with: a length, or pieces.
struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Client {
    fn connect(host: &str) -> io::Result<Client> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Client { stream: BufReader::new(stream), host: host.to_owned() })
    }

    /// Asks until the answer is right.
    fn until(&mut self, path: &str, right: impl Fn(&[u8]) -> bool) -> io::Result<()> {
        let start = Instant::now();
        while !right(&self.get(path)?) {
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("/{path} didn't change in {PATIENCE:?}")));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    fn get(&mut self, path: &str) -> io::Result<Vec<u8>> {
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        if !status.starts_with("HTTP/1.1 200") {
            return Err(io::Error::other(format!("/{path}: {status}")));
        }
        let (mut length, mut pieces) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(':') {
                Some(("content-length", value)) => length = number(value, 10)?,
                Some(("transfer-encoding", value)) => pieces = value.trim() == "chunked",
                Some(_) => {}
                None => break,
            }
        }
        let mut body = Vec::new();
        if !pieces {
            self.read(length, &mut body)?;
            return Ok(body);
        }
        loop {
            let size = number(&self.line()?, 16)?;
            self.read(size, &mut body)?;
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }

    fn read(&mut self, length: usize, body: &mut Vec<u8>) -> io::Result<()> {
        let start = body.len();
        body.resize(start + length, 0);
        self.stream.read_exact(&mut body[start..])
    }
}

fn number(text: &str, base: u32) -> io::Result<usize> {
    usize::from_str_radix(text.trim(), base).map_err(io::Error::other)
}
