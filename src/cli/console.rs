//! Standard output and standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anstream::AutoStream;
use clap::ValueEnum;

use super::failure::Failure;
use crate::diag::render::{Format, render, summary};
use crate::diag::{Diagnostic, Severity};
use crate::vfs::Snapshot;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always, even into a file
    Always,
    /// Never
    Never,
}

/// Work that takes longer shows a sign of life.
const LONG: Duration = Duration::from_millis(900);

/// How often that sign changes.
const TICK: Duration = Duration::from_millis(120);

/// The two streams of a command.
pub(super) struct Console {
    color: Color,
}

impl Console {
    pub(super) fn new(color: Color) -> Console {
        Console { color }
    }

    /// Writes a result to standard output.
    pub(super) fn result(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::Closed),
            Err(error) => Err(Failure::refused(format!("can't write to standard output: {error}"))),
        }
    }

    /// Writes a line to standard error. When that is closed, nobody is there
    /// to be told.
    pub(super) fn note(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Writes why the command could not run.
    pub(super) fn error(&self, message: &str, hint: Option<&str>) {
        let (red, bold, off) =
            if self.colors_errors() { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        self.note(&format!("{red}error{off}{bold}: {message}{off}"));
        if let Some(hint) = hint {
            self.note(&format!("  = hint: {hint}"));
        }
    }

    /// Whether results go to a person.
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether standard error takes colour.
    pub(super) fn colors_errors(&self) -> bool {
        self.colors(&io::stderr())
    }

    fn colors(&self, stream: &impl anstream::stream::RawStream) -> bool {
        match self.color {
            Color::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        }
    }

    /// Writes findings to standard output, as the result of a command. In the
    /// formats for machines there is always an answer, if an empty one.
    ///
    /// When nobody reads them any more, as in `ilpress check | head -1`, that
    /// is no failure: the command goes on, and its status says what it found.
    pub(super) fn findings(
        &self,
        format: Format,
        found: &[Diagnostic],
        sources: &Snapshot,
    ) -> Result<(), Failure> {
        match self.result(&render(format, found, sources, self.colors(&io::stdout()))) {
            Err(Failure::Closed) => Ok(()),
            other => other,
        }
    }

    /// Writes findings to standard error.
    pub(super) fn findings_aside(&self, format: Format, found: &[Diagnostic], sources: &Snapshot) {
        let text = render(format, found, sources, self.colors_errors());
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Writes how many findings there are, and what an error means.
    pub(super) fn count(&self, found: &[Diagnostic], consequence: &str) {
        let Some(count) = summary(found) else { return };
        let errors = found.iter().any(|found| found.severity == Severity::Error);
        self.note(&if errors { format!("{count}: {consequence}") } else { count });
    }

    /// Runs `work`; if it takes long and somebody watches, shows that it goes
    /// on.
    pub(super) fn busy<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        self.busy_with(move || what.to_owned(), work)
    }

    /// Runs `work` like [`Console::busy`]; `what` says how far it is.
    pub(super) fn busy_with<T>(
        &self,
        what: impl Fn() -> String + Send + 'static,
        work: impl FnOnce() -> T,
    ) -> T {
        let _sign = io::stderr().is_terminal().then(|| Sign::new(what));
        work()
    }
}

/// A sign of life that appears after a while and goes when dropped.
struct Sign {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sign {
    fn new(what: impl Fn() -> String + Send + 'static) -> Sign {
        let (end, ended) = channel::<()>();
        let thread = std::thread::spawn(move || {
            let goes_on = |wait| ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout);
            if !goes_on(LONG) {
                return;
            }
            let style = indicatif::ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            let bar = indicatif::ProgressBar::new_spinner().with_message(what());
            bar.set_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_spinner()));
            while goes_on(TICK) {
                bar.set_message(what());
                bar.tick();
            }
            bar.finish_and_clear();
        });
        Sign { end: Some(end), thread: Some(thread) }
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
