//! What lies in an output folder and isn't ours: `CNAME`, downloads, `.git`.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{TEMP, survey};
use crate::build::manifest::{self, Manifest};

/// With more guests than this it isn't a site with a few files beside it.
const MOST: usize = 1000;

/// What a walk through an output folder found.
#[derive(Default)]
pub(super) struct Guests {
    /// All folders, ours and others, with their owner and mode. The root is
    /// the empty path.
    pub(super) folders: BTreeMap<PathBuf, Metadata>,
    /// What isn't ours and no folder: files, links, sockets. The outer ones
    /// first.
    pub(super) files: Vec<PathBuf>,
    /// Folders that aren't ours, the outer ones first.
    pub(super) own_folders: Vec<PathBuf>,
}

/// A folder on the way.
struct Folder {
    path: PathBuf,
    meta: Metadata,
    ours: bool,
}

impl Guests {
    /// Walks through a folder, whose own files are those of `ours`.
    pub(super) fn find(root: &Path, ours: &Manifest) -> io::Result<Guests> {
        let files: HashSet<&str> = ours.files.keys().map(|path| path.as_str()).collect();
        let folders: HashSet<&str> = survey::folders(ours.files.keys()).into_iter().collect();
        let mut guests = Guests::default();
        let mut level = vec![Folder { path: PathBuf::new(), meta: fs::symlink_metadata(root)?, ours: true }];
        while !level.is_empty() {
            let listed: Vec<(Vec<Folder>, Vec<PathBuf>)> = level
                .par_iter()
                .map(|folder| list(root, folder, &files, &folders))
                .collect::<io::Result<_>>()?;
            for Folder { path, meta, ours } in std::mem::take(&mut level) {
                if !ours {
                    guests.own_folders.push(path.clone());
                }
                guests.folders.insert(path, meta);
            }
            for (folders, files) in listed {
                level.extend(folders);
                guests.files.extend(files);
            }
        }
        Ok(guests)
    }

    /// Whether all of them can stand in two places at once for a moment.
    ///
    /// Folders can't, so they are made a second time with links to the same
    /// files. That is no good for the store of a program that may be at work
    /// in it (`.git`, `.svn`, another site's work folder: their names begin
    /// with a dot), for other file systems, and for very many.
    pub(super) fn can_move(&self) -> bool {
        self.files.len() + self.own_folders.len() <= MOST
            && !self.own_folders.iter().any(|folder| is_store(folder))
            && self.folders.values().all(|meta| device(meta) == device(&self.folders[Path::new("")]))
    }
}

fn list(
    root: &Path,
    folder: &Folder,
    files: &HashSet<&str>,
    folders: &HashSet<&str>,
) -> io::Result<(Vec<Folder>, Vec<PathBuf>)> {
    let (mut inner, mut guests) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(root.join(&folder.path))? {
        let entry = entry?;
        let path = folder.path.join(entry.file_name());
        // Names of ours are UTF-8, with `/` between their parts.
        let name = path.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/"));
        let is_in =
            |names: &HashSet<&str>| folder.ours && name.as_deref().is_some_and(|name| names.contains(name));
        if matches!(name.as_deref(), Some(TEMP | manifest::FILE)) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            let ours = is_in(folders);
            inner.push(Folder { meta: entry.metadata()?, ours, path });
        } else if !is_in(files) {
            guests.push(path);
        }
    }
    Ok((inner, guests))
}

fn is_store(folder: &Path) -> bool {
    let name = folder.file_name().map(|name| name.as_encoded_bytes()).unwrap_or_default();
    name.starts_with(b".") && name != b".well-known"
}

/// The file system that a file is on, where that can be told.
fn device(meta: &Metadata) -> u64 {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::dev(meta);
    #[cfg(not(unix))]
    return u64::from(meta.is_symlink());
}
