//! The command line: one file a command, and the only place that knows the
//! clock, the environment and the process.
//!
//! Exit status 0: done; 1: the content has errors; 2: the command could not
//! run. Results go to standard output, everything else to standard error.

#![expect(clippy::disallowed_methods, reason = "this is the edge where clock, environment and process begin")]

mod build;
mod check;
mod completions;
mod console;
mod explain;
mod failure;
#[cfg(feature = "fetch")]
mod fonts;
mod global;
mod impact;
mod import;
mod init;
mod join;
mod kit;
mod layer;
mod list;
mod new;
mod release;
mod render;
mod report;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod table;
mod wrap;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use console::Console;
use failure::Failure;
use global::Global;

/// Publishes a state's Individualized Learning Plan material: one source, an
/// edition for each group of readers.
#[derive(Debug, Parser)]
#[command(name = "ilpress", version, max_term_width = 90, arg_required_else_help = true)]
#[command(after_help = "First steps:\n  ilpress init my-site    make a small site to start from\n  \
    cd my-site\n  \
    ilpress serve --open    see it in the browser while you write\n  \
    ilpress build           write the web site into the folder `public`\n\n\
    `ilpress help COMMAND` says more about one command.")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The commands. One variant, one file.
#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Join(join::Join),
    Check(check::Check),
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
    Init(init::Init),
    New(new::New),
    Import(import::Import),
    Explain(explain::Explain),
    Impact(impact::Command),
    #[cfg(feature = "fetch")]
    Fonts(fonts::Fonts),
    Kit(kit::Command),
    Layer(layer::Layer),
    List(list::List),
    Report(report::Report),
    Release(release::Command),
    Schema(schema::Schema),
    Render(render::Render),
    Completions(completions::Completions),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the command that `args` name, the program's own name first.
fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let Cli { global, command } = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too. Nobody may be listening.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut console = Console::new(global.color);
    let result = match command {
        Command::Build(build) => build.run(&global, &mut console),
        Command::Join(join) => join.run(&global, &mut console),
        Command::Check(check) => check.run(&global, &mut console),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(&global, &mut console),
        Command::Init(init) => init.run(&mut console),
        Command::New(new) => new.run(&global, &mut console),
        Command::Import(import) => import.run(&global, &mut console),
        Command::Explain(explain) => explain.run(&global, &mut console),
        Command::Impact(impact) => impact.run(&global, &mut console),
        #[cfg(feature = "fetch")]
        Command::Fonts(fonts) => fonts.run(&global, &mut console),
        Command::Kit(kit) => kit.run(&global, &mut console),
        Command::Layer(layer) => layer.run(&global, &mut console),
        Command::List(list) => list.run(&global, &mut console),
        Command::Report(report) => report.run(&global, &mut console),
        Command::Release(release) => release.run(&global, &mut console),
        Command::Schema(schema) => schema.run(&mut console),
        Command::Render(render) => render.run(&mut console),
        Command::Completions(completions) => completions.run(&mut console),
    };
    match result {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Broken) => {
            console.error("the site's configuration has errors", Some("`ilpress check` shows them"));
            ExitCode::from(1)
        }
        Err(Failure::Content) => ExitCode::from(1),
        Err(Failure::Refused { message, hint }) => {
            console.error(&message, hint.as_deref());
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
