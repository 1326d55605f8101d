//! The disk: the only module that reads and writes files.
//!
//! [`read_site`] makes a [`Snapshot`](super::Snapshot) of a site's folder;
//! [`Output`] is the folder that a build goes to. What a person can mend in
//! the site is a [`Diagnostic`](crate::diag::Diagnostic); what the machine
//! refuses is an [`Error`].

#![expect(clippy::disallowed_methods, reason = "this is the edge where the file system begins")]

mod output;
mod read;
mod store;

use std::fs::DirBuilder;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::vfs::Hash;

pub use output::{Output, Waiting, Way, Written, published, published_file};
pub use read::{FOLDERS, LARGEST, SiteFiles, read_site};
pub use store::Papers;

/// What the machine refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder can't be read.
    #[error("can't read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder can't be written, moved or removed.
    #[error("can't write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The site's folder isn't there.
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    /// The folder has no `site-config.toml`.
    #[error("{} is no site: it has no site-config.toml", .0.display())]
    NotASite(PathBuf),
    /// The output folder holds files and no manifest: it may be anything.
    #[error("{} isn't empty, and ilpress didn't make it: nothing was written", .0.display())]
    NotOurs(PathBuf),
    /// The folder has no manifest: no build made it.
    #[error("{} holds nothing that ilpress built", .0.display())]
    NotBuilt(PathBuf),
    /// A file isn't what the build wrote.
    #[error("{} was changed after it was built", .0.display())]
    Touched(PathBuf),
    /// The manifest of an output folder says something that we don't
    /// understand.
    #[error("{} can't be understood ({reason}): nothing was written", path.display())]
    BadManifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file stands where a new page should go, and it isn't ours.
    #[error("{} is in the way, and ilpress didn't make it: nothing was written", .0.display())]
    InTheWay(PathBuf),
    /// A folder inside the output folder is a symbolic link.
    #[error("{} is a symbolic link, which ilpress doesn't write through: nothing was written", .0.display())]
    Link(PathBuf),
    /// Another build writes to the same folder.
    #[error("another ilpress is writing to {}", .0.display())]
    Busy(PathBuf),
}

impl Error {
    /// Returns what to do about it, where we know.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Error::Read { .. } | Error::Write { .. } => return None,
            Error::NoFolder(_) | Error::NotASite(_) => {
                "`--site DIR` names a site's folder; `ilpress init DIR` makes a new one".to_owned()
            }
            Error::NotOurs(_) => "name another folder with `--out`, or empty this one".to_owned(),
            Error::NotBuilt(_) => {
                "a copy must also have the file `.ilpress-manifest.json`, whose name begins with a dot"
                    .to_owned()
            }
            Error::Touched(_) => "build that part again".to_owned(),
            Error::BadManifest { .. } => "empty the folder and build again".to_owned(),
            Error::InTheWay(_) | Error::Link(_) => {
                "move it away, or name another folder with `--out`".to_owned()
            }
            Error::Busy(_) => "wait until it has ended".to_owned(),
        };
        Some(hint)
    }

    fn read(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    }

    fn write(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    }
}

/// Returns the absolute path without `.` and `..`, as far as it is there with
/// its links resolved.
///
/// A `..` behind a folder that isn't there takes that folder away again: it
/// needn't be made to find out where the path leads.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::Normal(name) => {
                resolved.push(name);
                resolved = resolved.canonicalize().unwrap_or(resolved);
            }
            Component::Prefix(_) | Component::RootDir | Component::CurDir => resolved.push(part),
        }
    }
    Ok(resolved)
}

/// Returns the hash of a file's bytes.
pub fn hash(path: &Path) -> Result<Hash, Error> {
    Ok(Hash::of(&std::fs::read(path).map_err(Error::read(path))?))
}

/// Writes `files` into a new or empty folder, for `ilpress init`.
///
/// Refuses a folder that holds anything, so that nothing is overwritten.
pub fn write_new<'a>(
    root: &Path,
    files: impl Iterator<Item = (&'a super::SitePath, &'a [u8])>,
) -> Result<usize, Error> {
    if root.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::NotOurs(root.to_owned()));
    }
    let mut count = 0;
    for (path, bytes) in files {
        create(&root.join(path.as_str()), bytes)?;
        count += 1;
    }
    Ok(count)
}

/// Writes a new file, with the folders above it; never over an existing one.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    let mut file = std::fs::File::create_new(path).map_err(Error::write(path))?;
    io::Write::write_all(&mut file, bytes).map_err(Error::write(path))
}

/// Returns the bytes of a file outside of a site, such as a table to import.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let too_large = || io::Error::other("it is larger than 50 MB");
    let length = std::fs::metadata(path).map_err(Error::read(path))?.len();
    if length > LARGEST {
        return Err(Error::read(path)(too_large()));
    }
    std::fs::read(path).map_err(Error::read(path))
}

/// Writes a file whole or not at all, with the folders above it: over an
/// existing one only if `replace` says so. Who is reading that one goes on
/// reading it.
pub fn create_whole(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ilpress-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file; the umask takes from it.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(Error::write(path))?;
    io::Write::write_all(&mut file, bytes).map_err(Error::write(path))?;
    let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(drop).map_err(|error| Error::write(path)(error.error))
}

/// Writes a file that we made before or that is new, such as a schema.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    std::fs::write(path, bytes).map_err(Error::write(path))
}

/// Makes a folder for its owner alone, unless it is there. An error when
/// something else has its name.
fn private_folder(path: &Path) -> io::Result<()> {
    match private().create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ if !is_private_folder(path) => Err(io::Error::other("it is no folder")),
        _ => ignore(path),
    }
}

/// Makes folders for their owner alone.
fn private() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Keeps Git from listing a folder, wherever it is.
fn ignore(folder: &Path) -> io::Result<()> {
    let file = folder.join(".gitignore");
    if file.exists() { Ok(()) } else { std::fs::write(file, "*\n") }
}

/// Whether a path is a real folder. A link would lead elsewhere.
fn is_private_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// Whether a file is there that doesn't end with `mark`: we didn't make it.
pub fn is_foreign(path: &Path, mark: &str) -> Result<bool, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(!bytes.trim_ascii_end().ends_with(mark.as_bytes())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::read(path)(error)),
    }
}
