//! The files that ship inside the program: the theme and the starter site.

use std::sync::Arc;

use rust_embed::RustEmbed;

use super::SitePath;

#[derive(RustEmbed)]
#[folder = "templates/"]
#[exclude = "starter/*"]
#[exclude = "typst/fonts/*"]
struct Theme;

#[cfg(feature = "pdf")]
#[derive(RustEmbed)]
#[folder = "templates/typst/fonts/"]
#[include = "*/*.ttf"]
struct PrintFonts;

#[derive(RustEmbed)]
#[folder = "templates/starter/"]
struct Starter;

/// Returns the theme's files below `templates/`.
pub fn theme() -> impl Iterator<Item = (SitePath, Arc<[u8]>)> {
    files::<Theme>("templates/")
}

/// Returns one of the theme's files, by its path in a site.
pub fn theme_file(path: &SitePath) -> Option<Arc<[u8]>> {
    let file = Theme::get(path.as_str().strip_prefix("templates/")?)?;
    Some(Arc::from(file.data.into_owned()))
}

/// Returns the fonts of what is printed, in the order of their names.
#[cfg(feature = "pdf")]
pub fn print_fonts() -> impl Iterator<Item = (SitePath, Arc<[u8]>)> {
    files::<PrintFonts>("templates/typst/fonts/")
}

/// Returns the files of the starter site, relative to its root.
pub fn starter() -> impl Iterator<Item = (SitePath, Arc<[u8]>)> {
    files::<Starter>("")
}

fn files<E: RustEmbed>(prefix: &'static str) -> impl Iterator<Item = (SitePath, Arc<[u8]>)> {
    E::iter().filter_map(move |name| {
        let file = E::get(&name)?;
        let path = SitePath::new(&format!("{prefix}{name}"))?;
        Some((path, Arc::from(file.data.into_owned())))
    })
}
