//! The program itself, where only a process shows it: pipes and status.

use std::process::{Command, Stdio};

use libtest_mimic::{Failed, Trial};

use super::repository;

/// The program, when it was built (feature `cli`).
const PROGRAM: Option<&str> = if cfg!(feature = "cli") { option_env!("CARGO_BIN_EXE_ilpress") } else { None };

/// All tests, none without the program.
pub fn trials() -> Vec<Trial> {
    let Some(program) = PROGRAM else { return Vec::new() };
    vec![Trial::test("program::a_closed_pipe_keeps_the_status", move || closed_pipe(program))]
}

/// `ilpress check | true` ends as `ilpress check` does.
fn closed_pipe(program: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("content/pages/x.md");
    std::fs::create_dir_all(page.parent().expect("a folder"))?;
    std::fs::copy(
        repository("tests/sites/minimal/site-config.toml"),
        folder.path().join("site-config.toml"),
    )?;
    std::fs::write(page, "no front matter")?;
    for command in [["check", "--format=human"], ["check", "--format=json"], ["build", "--format=json"]] {
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let mut ilpress = Command::new(program);
        ilpress.args(command).arg("--site").arg(folder.path()).stdout(writer).stderr(Stdio::null());
        let status = ilpress.status()?;
        if status.code() != Some(1) {
            return Err(format!("{command:?} ended with {status}").into());
        }
    }
    Ok(())
}
