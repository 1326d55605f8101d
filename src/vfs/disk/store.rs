//! The store of finished papers: `.ilpress/papers` in the site's folder.
//!
//! A paper lies under the hash of everything that it was made from, so what is
//! found is never wrong, only unused. A file is written beside its place and
//! renamed, and it ends in a line with a hash of what it holds: one that was
//! cut short or changed isn't found, and the paper is made again. PDF readers
//! take that line for a comment. All of it can be deleted at any time.
//!
//! Two builds at once share a store: they write the same bytes under the same
//! name, and a file that one removes the other makes again.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Error, is_private_folder, private_folder};
use crate::build::Store;
use crate::vfs::{Hash, Hasher};

/// The folder in a site's folder for what builds keep.
const FOLDER: &str = ".ilpress";

/// The ending of papers, and the one of those that are being written.
const PAPER: &str = "pdf";
const WAITING: &str = "tmp";

/// How many bytes of papers are kept that a build didn't use.
const MOST: u64 = 500_000_000;

/// How long a paper is kept that no build used.
const UNUSED: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// How exactly it is known when a paper was last used: a build that uses
/// thousands shouldn't write thousands of dates.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a file may wait for its bytes; then the build was killed.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// What begins the last line of a paper.
const SEAL: &str = "%ilpress ";

/// The papers of one site.
pub struct Papers {
    root: PathBuf,
    /// Stands for the program: another one makes its papers anew.
    program: Hash,
    now: SystemTime,
    used: Mutex<HashSet<Hash>>,
    found: AtomicUsize,
    made: AtomicUsize,
    /// Why papers can't be kept.
    trouble: Mutex<Option<Error>>,
}

impl Papers {
    /// Returns the store in the folder of a site; nothing is made or looked at
    /// before it is needed.
    pub fn new(site: &Path, program: Hash, now: SystemTime) -> Papers {
        Papers {
            root: site.join(FOLDER),
            program,
            now,
            used: Mutex::default(),
            found: AtomicUsize::new(0),
            made: AtomicUsize::new(0),
            trouble: Mutex::default(),
        }
    }

    /// How many papers were found here.
    pub fn found(&self) -> usize {
        self.found.load(Ordering::Relaxed)
    }

    /// How many papers were made.
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    /// Why papers can't be kept, as in a folder that is only for reading.
    pub fn trouble(&self) -> Option<String> {
        lock(&self.trouble).as_ref().map(Error::to_string)
    }

    /// Removes what nobody has used for long, and the oldest of what is too
    /// much; never what was used since the store was opened, and no file that
    /// isn't ours by its name.
    pub fn tidy(&self) {
        self.tidy_to(MOST);
    }

    fn tidy_to(&self, most: u64) {
        if !is_private_folder(&self.root) {
            return;
        }
        let used = lock(&self.used);
        let age = |time: SystemTime| self.now.duration_since(time).unwrap_or_default();
        let mut papers: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for folder in entries(&self.root.join("papers")).filter(|folder| is_shard(folder)) {
            for path in entries(&folder) {
                let Ok(meta) = fs::symlink_metadata(&path) else { continue };
                let Ok(time) = meta.modified() else { continue };
                if !meta.is_file() {
                    continue;
                }
                match ours(&path, &folder) {
                    Some(Ours::Paper(key)) if !used.contains(&key) => papers.push((time, meta.len(), path)),
                    Some(Ours::Waiting) if age(time) > HOUR => drop(fs::remove_file(&path)),
                    _ => {}
                }
            }
        }
        // The latest first.
        papers.sort_by(|a, b| b.cmp(a));
        let mut total = 0;
        for (time, length, path) in papers {
            total += length;
            if total > most || age(time) > UNUSED {
                // What can't be removed harms nobody.
                let _ = fs::remove_file(path);
            }
        }
    }

    fn key(&self, key: Hash) -> Hash {
        Hasher::new().hash(&self.program).hash(&key).finish()
    }

    fn path(&self, key: Hash) -> PathBuf {
        let name = key.to_hex();
        self.root.join("papers").join(&name[..2]).join(name).with_extension(PAPER)
    }

    fn write(&self, key: Hash, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path(key);
        let refused = |error| Error::write(&path)(error);
        private_folder(&self.root).map_err(Error::write(&self.root))?;
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
        let mut file = tempfile::Builder::new()
            .prefix("new-")
            .suffix(&format!(".{WAITING}"))
            .tempfile_in(folder)
            .map_err(refused)?;
        file.write_all(bytes).and_then(|()| file.write_all(seal(key, bytes).as_bytes())).map_err(refused)?;
        file.persist(&path).map(drop).map_err(|error| refused(error.error))
    }
}

impl Store for Papers {
    fn get(&self, key: Hash) -> Option<Arc<[u8]>> {
        let key = self.key(key);
        let path = self.path(key);
        let file = fs::read(&path).ok()?;
        let bytes = file.get(..file.len().checked_sub(seal(key, b"").len())?)?;
        if file[bytes.len()..] != *seal(key, bytes).as_bytes() {
            return None;
        }
        lock(&self.used).insert(key);
        self.found.fetch_add(1, Ordering::Relaxed);
        // Without a date, it only goes sooner.
        let _ = touch(&path, self.now);
        Some(bytes.into())
    }

    fn put(&self, key: Hash, bytes: &[u8]) {
        self.made.fetch_add(1, Ordering::Relaxed);
        if lock(&self.trouble).is_some() {
            return;
        }
        let key = self.key(key);
        match self.write(key, bytes) {
            Ok(()) => drop(lock(&self.used).insert(key)),
            Err(error) => drop(lock(&self.trouble).get_or_insert(error)),
        }
    }
}

/// The last line of a paper. It has the same length for all.
fn seal(key: Hash, bytes: &[u8]) -> String {
    let hash = Hasher::new().hash(&key).hash(&Hash::of(bytes)).finish();
    format!("\n{SEAL}{}\n", hash.to_hex())
}

/// Notes that a paper was used, where the last note is old.
fn touch(path: &Path, now: SystemTime) -> io::Result<()> {
    let last = fs::metadata(path)?.modified()?;
    if now.duration_since(last).unwrap_or_default() < DAY {
        return Ok(());
    }
    File::options().write(true).open(path)?.set_modified(now)
}

/// What we wrote into a folder of the store.
enum Ours {
    Paper(Hash),
    Waiting,
}

/// What a file is by its name; nothing when it isn't ours.
fn ours(path: &Path, folder: &Path) -> Option<Ours> {
    let (stem, extension) = (path.file_stem()?.to_str()?, path.extension()?.to_str()?);
    match extension {
        WAITING if stem.starts_with("new-") => Some(Ours::Waiting),
        PAPER if stem.get(..2)? == folder.file_name()? => {
            Hash::from_hex(stem).filter(|hash| hash.to_hex() == stem).map(Ours::Paper)
        }
        _ => None,
    }
}

/// Whether a path is one of the folders `00` to `ff`, and no link.
fn is_shard(path: &Path) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().as_bytes();
    name.len() == 2 && name.iter().all(digit) && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 January 2100: everything on this disk is old.
    fn later() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800)
    }

    fn store(site: &Path) -> Papers {
        Papers::new(site, Hash::of(b"program"), SystemTime::UNIX_EPOCH)
    }

    fn key(name: &str) -> Hash {
        Hash::of(name.as_bytes())
    }

    fn files(site: &Path) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            entries(&site.join(".ilpress/papers")).flat_map(|folder| entries(&folder)).collect();
        files.sort();
        files
    }

    #[test]
    fn keeps_papers_from_one_build_to_the_next() {
        let site = tempfile::tempdir().expect("a folder");
        let first = store(site.path());
        assert!(first.get(key("a")).is_none());
        first.put(key("a"), b"%PDF-1.7 a");
        first.put(key("b"), b"");
        assert_eq!((first.made(), first.found(), first.trouble()), (2, 0, None));
        let second = store(site.path());
        assert_eq!(second.get(key("a")).as_deref(), Some(&b"%PDF-1.7 a"[..]));
        assert_eq!(second.get(key("b")).as_deref(), Some(&b""[..]));
        assert_eq!((second.made(), second.found()), (0, 2));
        assert_eq!(fs::read(site.path().join(".ilpress/.gitignore")).expect("it is there"), b"*\n");
        let other = Papers::new(site.path(), Hash::of(b"another program"), SystemTime::UNIX_EPOCH);
        assert!(other.get(key("a")).is_none());
    }

    #[test]
    fn a_damaged_paper_is_made_again() {
        let site = tempfile::tempdir().expect("a folder");
        let store = store(site.path());
        store.put(key("a"), b"%PDF-1.7 and more");
        let [file] = &files(site.path())[..] else { panic!("one file") };
        let whole = fs::read(file).expect("it can be read");
        let mut changed = whole.clone();
        changed[3] ^= 1;
        let longer = [&whole[..], b"\n"].concat();
        for damaged in [&whole[..whole.len() - 1], &whole[..20], b"", &changed, &longer] {
            fs::write(file, damaged).expect("it can be written");
            assert!(store.get(key("a")).is_none(), "{}", String::from_utf8_lossy(damaged));
        }
        // One paper under the name of another is damage too.
        store.put(key("b"), b"%PDF-1.7 b");
        fs::copy(store.path(store.key(key("b"))), file).expect("it can be copied");
        assert!(store.get(key("a")).is_none());
        store.put(key("a"), b"%PDF-1.7 and more");
        assert!(store.get(key("a")).is_some());
    }

    #[test]
    fn two_builds_at_once_share_what_is_whole() {
        let site = tempfile::tempdir().expect("a folder");
        let papers: Vec<(Hash, Vec<u8>)> =
            (0..40u8).map(|number| (key(&number.to_string()), vec![number; 20_000])).collect();
        let build = || {
            // To one, everything of the other is too much.
            let store = store(site.path());
            for (key, bytes) in &papers {
                if let Some(found) = store.get(*key) {
                    assert!(*found == **bytes, "half of a paper, or another one");
                } else {
                    store.put(*key, bytes);
                }
                store.tidy_to(30_000);
            }
            assert_eq!((store.trouble(), store.made() + store.found()), (None, papers.len()));
        };
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(build))));
        build();
        let left = files(site.path());
        assert!(
            left.iter().all(|path| path.extension().is_some_and(|extension| extension == PAPER)),
            "{left:?}"
        );
    }

    #[test]
    fn what_nobody_uses_goes_and_nothing_else() {
        let site = tempfile::tempdir().expect("a folder");
        store(site.path()).put(key("unused"), b"%PDF");
        store(site.path()).put(key("used"), b"%PDF");
        let shard = store(site.path()).path(key("x"));
        let shard = shard.parent().expect("a folder");
        fs::create_dir_all(shard).expect("a folder");
        let mut guests = vec![site.path().join(".ilpress/papers/mine.pdf"), shard.join("notes.pdf")];
        guests.push(shard.join(format!("{}.pdf", "A".repeat(64))));
        guests.push(site.path().join(".ilpress/papers/zz/new-1.tmp"));
        fs::create_dir_all(guests[3].parent().expect("a folder")).expect("a folder");
        for guest in &guests {
            fs::write(guest, b"mine").expect("it can be written");
        }
        fs::write(shard.join("new-1.tmp"), b"%P").expect("it can be written");
        let now = Papers { now: later(), ..store(site.path()) };
        assert!(now.get(key("used")).is_some());
        now.tidy();
        assert!(now.get(key("used")).is_some());
        assert!(now.get(key("unused")).is_none());
        assert!(!shard.join("new-1.tmp").exists());
        assert!(guests.iter().all(|guest| guest.exists()));
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let site = tempfile::tempdir().expect("a folder");
        for (day, name) in ["first", "second", "third"].into_iter().enumerate() {
            let store = store(site.path());
            store.put(key(name), &[0; 1000]);
            let time = SystemTime::UNIX_EPOCH + DAY * (day as u32 + 1);
            let file = File::options().write(true).open(store.path(store.key(key(name))));
            file.and_then(|file| file.set_modified(time)).expect("it is there");
        }
        let store = Papers { now: SystemTime::UNIX_EPOCH + DAY * 3, ..store(site.path()) };
        store.tidy_to(2500);
        let there = ["first", "second", "third"].map(|name| store.get(key(name)).is_some());
        assert_eq!(there, [false, true, true]);
    }

    #[test]
    fn a_folder_that_cant_be_written_is_no_failure() {
        let site = tempfile::tempdir().expect("a folder");
        fs::write(site.path().join(".ilpress"), b"a file").expect("it can be written");
        let store = store(site.path());
        store.put(key("a"), b"%PDF");
        store.put(key("b"), b"%PDF");
        store.tidy();
        assert!(store.trouble().is_some_and(|why| why.contains(".ilpress")));
        assert!(store.get(key("a")).is_none());
        assert_eq!(store.made(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let (site, elsewhere) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("one more"));
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join(".ilpress")).expect("a link");
        let store = store(site.path());
        store.put(key("a"), b"%PDF");
        store.tidy();
        assert!(store.trouble().is_some());
        assert_eq!(entries(elsewhere.path()).count(), 0);
    }
}
