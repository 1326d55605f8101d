//! The command `ilpress`: all of it is in `ilpress::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ilpress::cli::main()
}
