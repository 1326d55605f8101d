//! `ilpress completions`: what a shell needs to complete our commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::console::Console;
use super::failure::Failure;

/// Write a script that lets your shell complete commands
///
/// For example, in bash: `source <(ilpress completions bash)`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, console: &mut Console) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "ilpress", &mut script);
        console.result(&String::from_utf8_lossy(&script))
    }
}
