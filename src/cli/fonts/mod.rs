//! `ilpress fonts`: the fonts that print, and how to get more.

mod npm;

use std::fs::ReadDir;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::table::{Table, TableArgs};
use crate::vfs::disk;
use crate::writer::typst::packs::{self, PACKS, Pack};

/// Where packages of fonts come from, unless somebody says otherwise.
const REGISTRY: &str = concat!("https://registry.", "npmjs.org");

/// What ships in the program.
const BUILT_IN: [[&str; 3]; 3] = [
    [
        "Atkinson Hyperlegible Next",
        "English, Spanish, Hmong, Somali, Haitian Creole, Portuguese and more",
        "en",
    ],
    ["Noto Sans", "Vietnamese, Russian, Ukrainian, Greek, Hindi, Nepali and more", "vi ru uk el hi ne"],
    ["Vazirmatn", "Arabic, Urdu, Persian, Pashto", "ar ur fa ps"],
];

/// The fonts that print, and how to get more
#[derive(Debug, Args)]
pub(super) struct Fonts {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the families, their languages, and which are there
    List(TableArgs),
    Add(Add),
}

/// Fetch the fonts of a language into the folder `fonts`
///
/// For languages whose letters don't ship in the program. The fonts come as
/// a package of the npm registry, at a version and with a checksum that are
/// fixed here, and are under the SIL Open Font License, whose text comes along.
/// Keep them with the site: later builds need no network.
#[derive(Debug, Args)]
struct Add {
    /// Languages, such as am or zh-Hant
    #[arg(required = true, value_name = "LANG")]
    langs: Vec<String>,
    /// Where the packages come from; without it, the variable
    /// npm_config_registry counts
    #[arg(long, value_name = "URL")]
    registry: Option<String>,
}

impl Fonts {
    pub(super) fn run(self, global: &Global, console: &mut Console) -> Result<(), Failure> {
        match self.action {
            Action::List(args) => list(global).write(args, console),
            Action::Add(add) => add.run(global, console),
        }
    }
}

fn list(global: &Global) -> Table {
    let mut table = Table::new(["family", "languages", "codes", "where"]);
    for [family, languages, codes] in BUILT_IN {
        table.row([family, languages, codes, "in the program"]);
    }
    for pack in PACKS {
        let place = match is_there(&global.inner("fonts").join(pack.package)) {
            true => format!("fonts/{}", pack.package),
            false => format!("`ilpress fonts add {}`", pack.langs[0]),
        };
        table.row([pack.family, pack.languages, &pack.langs.join(" "), &place]);
    }
    table
}

/// Whether a folder holds all that a pack brings. One that a killed run left
/// unfinished is fetched again.
fn is_there(folder: &Path) -> bool {
    let is_font = |path: PathBuf| path.extension().is_some_and(|extension| extension == "ttf");
    let fonts = |entries: ReadDir| entries.flatten().filter(|entry| is_font(entry.path())).count();
    folder.read_dir().is_ok_and(|entries| fonts(entries) >= npm::FACES.len())
}

impl Add {
    fn run(self, global: &Global, console: &Console) -> Result<(), Failure> {
        if !global.site.join("site-config.toml").is_file() {
            return Err(disk::Error::NotASite(global.site.clone()).into());
        }
        let mut wanted: Vec<&Pack> = Vec::new();
        for lang in &self.langs {
            let pack = packs::for_lang(lang).ok_or_else(|| unknown(lang))?;
            if !wanted.iter().any(|other| other.family == pack.family) {
                wanted.push(pack);
            }
        }
        let registry = self.registry.or_else(registry_of_npm).unwrap_or_else(|| REGISTRY.to_owned());
        for pack in wanted {
            let folder = global.inner("fonts").join(pack.package);
            if is_there(&folder) {
                console.note(&format!("{} is there already: {}", pack.family, folder.display()));
                continue;
            }
            console.note(&format!("fetching {} ({} MB)", pack.family, pack.bytes.div_ceil(1_000_000)));
            let bytes = npm::fetch(&registry, pack.package, pack.version)?;
            for (name, bytes) in npm::unpack(&bytes, pack.sha512, pack.package)? {
                let path = folder.join(name);
                disk::create_whole(&path, &bytes, true)?;
                console.result(&format!("{}\n", path.display()))?;
            }
        }
        Ok(())
    }
}

fn unknown(lang: &str) -> Failure {
    let codes: Vec<&str> = PACKS.iter().map(|pack| pack.langs[0]).collect();
    let hint = format!(
        "it may need none: Latin, Cyrillic, Greek, Devanagari and Arabic letters ship in the program; \
         others can be added for {}; a font of your own goes into the folder `fonts`",
        codes.join(", ")
    );
    Failure::with_hint(format!("there are no fonts to add for `{lang}`"), Some(hint))
}

/// The registry that npm was told to use.
fn registry_of_npm() -> Option<String> {
    let names = ["npm_config_registry", "NPM_CONFIG_REGISTRY"];
    names.iter().find_map(|name| std::env::var(name).ok()).filter(|url| !url.trim().is_empty())
}
