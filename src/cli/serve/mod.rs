//! `ilpress serve`: the site in a browser while somebody writes it.
//!
//! A worker thread reads and checks the site whenever files change and puts
//! what makes its pages into [`Preview`]; the server makes what a browser asks
//! for. Nothing is written to disk but papers into the store, and nobody but
//! this computer can reach it.

mod answer;
mod preview;
mod server;
mod switcher;
mod worker;

use std::sync::Arc;

use clap::Args;

use super::build::{papers, program};
use super::console::Console;
use super::failure::Failure;
use super::global::{Global, Narrow};
use crate::vfs::watch::Watch;
use preview::Preview;
use worker::Worker;

/// Show the site in a browser while you write
///
/// Pages reload when they change. What is wrong shows in the page, above what
/// was last right. A bar at the foot of each page leads to the same document
/// for other groups. Only this computer can see it. Ctrl+C ends it.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port to use [default: 8080, or the next that is free]
    #[arg(long, value_name = "NUMBER")]
    port: Option<u16>,
    /// Open the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    narrow: Narrow,
}

impl Serve {
    pub(super) fn run(&self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::refused(format!("can't start a server: {error}")))?;
        let listener = runtime.block_on(server::bind(self.port))?;
        let address = listener.local_addr();
        let address = address.map_err(|error| Failure::refused(format!("can't start a server: {error}")))?;
        // The watch begins before the first reading: no change is missed.
        let watch = Watch::new(&global.site)?;
        let loaded = console.busy("reading", || global.load())?;
        let options = self.narrow.options(global, &loaded, &[])?;
        let preview = Arc::new(Preview::new());
        let papers = Arc::new(papers(global, program()));
        papers.tidy();
        let mut worker = Worker::new(global.site.clone(), options, preview.clone(), papers)?;
        let summary = console.busy("building", || worker.build());
        let url = format!("http://{address}/");
        console.result(&format!("{url}\n"))?;
        console.note(&format!("{summary}. Ctrl+C ends it."));
        std::thread::spawn(move || worker.run(watch));
        if self.open && open::that_detached(&url).is_err() {
            console.note("no browser could be opened: open the address yourself");
        }
        runtime.block_on(server::serve(listener, preview));
        // Open event streams would wait for their pages: let them go.
        runtime.shutdown_background();
        Ok(())
    }
}
