//! What only some systems can: exchanging two folders by one rename, and
//! making a folder that is another's equal in owner and mode.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

/// Exchanges two files or folders: at every moment both names lead to one of
/// them.
///
/// Fails where the system (other than Linux and macOS), the file system, or a
/// mount point refuses.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Refuses: this system has no such rename.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether two folders have the same extended attributes: access control
/// lists, labels, quotas. They can't be given on without knowing all kinds.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn have_same_attributes(one: &Path, other: &Path) -> bool {
    use std::collections::BTreeMap;

    use rustix::fs::{getxattr, listxattr};

    const LONGEST: usize = 64 * 1024;
    let attributes = |folder: &Path| -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut names = vec![0; LONGEST];
        // A file system without attributes says so by an error.
        let length = listxattr(folder, &mut names[..]).unwrap_or(0);
        let names = names[..length].split(|byte| *byte == 0);
        // macOS notes there who made a folder and when it was looked at.
        let names = names.filter(|name| !name.is_empty() && !name.starts_with(b"com.apple."));
        let value = |name: &[u8]| {
            let mut value = vec![0; LONGEST];
            let length = getxattr(folder, name, &mut value[..]).unwrap_or(0);
            value.truncate(length);
            value
        };
        names.map(|name| (name.to_vec(), value(name))).collect()
    };
    attributes(one) == attributes(other)
}

/// Says no: this system exchanges no folders anyway.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn have_same_attributes(_one: &Path, _other: &Path) -> bool {
    false
}

/// Gives a folder the owner and the mode of another.
pub(super) fn make_like(model: &Metadata, folder: &Path) -> io::Result<()> {
    let meta = fs::symlink_metadata(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        if (meta.uid(), meta.gid()) != (model.uid(), model.gid()) {
            chown(folder, Some(model.uid()), Some(model.gid()))?;
        }
    }
    if meta.permissions() != model.permissions() {
        fs::set_permissions(folder, model.permissions())?;
    }
    Ok(())
}
