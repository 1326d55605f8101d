//! Publishing, seen from outside.

use std::collections::BTreeMap;
use std::time::SystemTime;

use proptest::prelude::*;

use super::*;
use crate::build::Artifact;
use crate::build::publish::{Draft, Extent, plan};

const WAYS: [Way; 2] = [Way::Whole, Way::InPlace];

fn site(files: &[(&str, &str)]) -> Vec<Artifact> {
    let artifact = |(path, text): &(&str, &str)| Artifact {
        path: OutputPath::new(path).expect("a good path"),
        bytes: text.as_bytes().into(),
    };
    files.iter().map(artifact).collect()
}

fn publish_so(root: &Path, files: &[(&str, &str)], way: Way, extent: Extent) -> Result<Written, Error> {
    publish_artifacts(root, site(files), way, extent, None)
}

fn publish_artifacts(
    root: &Path,
    artifacts: Vec<Artifact>,
    way: Way,
    extent: Extent,
    receipt: Option<&Receipt>,
) -> Result<Written, Error> {
    let mut output = Output::open(root)?;
    let waiting = output.waiting()?;
    artifacts.into_iter().for_each(|artifact| waiting.add(artifact));
    let drafts = waiting.drafts()?;
    let plan = plan(waiting.published(), &drafts, extent);
    output.write(&plan, &waiting, way, receipt)
}

fn publish_in(way: Way, root: &Path, files: &[(&str, &str)]) -> Result<Written, Error> {
    publish_so(root, files, way, Extent::Whole)
}

fn publish(root: &Path, files: &[(&str, &str)]) -> Result<Written, Error> {
    publish_in(Way::Whole, root, files)
}

/// All files but the manifest, with what they hold.
fn tree(root: &Path) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(root).sort_by_file_name();
    walk.into_iter()
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| !entry.file_type().is_dir() && entry.file_name() != manifest::FILE)
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("below the root").display().to_string();
            (path, fs::read_to_string(entry.path()).expect("text"))
        })
        .collect()
}

#[track_caller]
fn has(root: &Path, files: &[(&str, &str)]) {
    let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(tree(root), files);
}

/// What lies in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().display().to_string()).collect();
    names.sort();
    names
}

fn time(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|meta| meta.modified()).expect("a time")
}

/// A folder for a test, and the output folder in it, which isn't there yet.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("public");
    (folder, root)
}

fn beside(root: &Path, name: &str) -> PathBuf {
    root.with_file_name(".public.ilpress").join(name)
}

const FIRST: &[(&str, &str)] = &[("a/index.html", "a"), ("b/c/index.html", "c"), ("x.css", "x")];
const SECOND: &[(&str, &str)] = &[("a/index.html", "A"), ("d/index.html", "d"), ("x.css", "x")];

#[test]
fn publishes_and_publishes_again() {
    for way in WAYS {
        let (folder, _) = place();
        let root = folder.path().join("deep/public");
        assert_eq!(publish_in(way, &root, FIRST).expect("done").written, 3);
        has(&root, FIRST);
        let before = time(&root.join("x.css"));
        let written = publish_in(way, &root, SECOND).expect("done");
        assert_eq!(written, Written { written: 2, unchanged: 1, removed: 1 });
        has(&root, SECOND);
        assert!(!root.join("b").exists());
        assert_eq!(time(&root.join("x.css")), before);
        assert_eq!(publish_in(way, &root, SECOND).expect("done").written, 0);
        assert_eq!(names(&folder.path().join("deep")), [".public.ilpress", "public"]);
    }
}

#[test]
fn never_touches_what_is_not_ours() {
    for way in WAYS {
        let (_folder, root) = place();
        fs::create_dir(&root).expect("a folder");
        fs::write(root.join("mine.txt"), "mine").expect("a file");
        assert!(matches!(publish_in(way, &root, FIRST), Err(Error::NotOurs(_))));
        fs::remove_file(root.join("mine.txt")).expect("removed");
        publish_in(way, &root, FIRST).expect("an empty folder is fine");
        fs::write(root.join("a/mine.txt"), "mine").expect("a file");
        fs::write(root.join("CNAME"), "mine").expect("a file");
        publish_in(way, &root, &[("x.css", "x")]).expect("done");
        let left = [("CNAME", "mine"), ("a/mine.txt", "mine"), ("x.css", "x")];
        has(&root, &left);
        assert!(matches!(publish_in(way, &root, &[("CNAME", "ours")]), Err(Error::InTheWay(_))));
        assert!(matches!(publish_in(way, &root, &[("CNAME/x", "ours")]), Err(Error::InTheWay(_))));
        assert!(matches!(publish_in(way, &root, &[("a", "ours")]), Err(Error::InTheWay(_))));
        has(&root, &left);
    }
}

#[test]
fn mends_what_was_touched() {
    for way in WAYS {
        let (_folder, root) = place();
        publish_in(way, &root, FIRST).expect("done");
        let old = time(&root.join(manifest::FILE));
        fs::write(root.join("x.css"), "y").expect("a file of the same length");
        let later = old + std::time::Duration::from_secs(1);
        fs::File::options()
            .write(true)
            .open(root.join("x.css"))
            .expect("it")
            .set_modified(later)
            .expect("done");
        fs::write(root.join("b/c/index.html"), "longer").expect("a file");
        fs::remove_file(root.join("a/index.html")).expect("removed");
        assert_eq!(publish_in(way, &root, FIRST).expect("done").written, 3);
        has(&root, FIRST);
    }
}

#[test]
fn a_file_that_was_only_touched_keeps_its_time() {
    let (_folder, root) = place();
    publish(&root, FIRST).expect("done");
    let later = SystemTime::now() + std::time::Duration::from_secs(100);
    fs::File::options().write(true).open(root.join("x.css")).expect("it").set_modified(later).expect("done");
    assert_eq!(publish(&root, SECOND).expect("done").written, 2);
    assert_eq!(time(&root.join("x.css")), later);
}

#[test]
fn mends_a_mixture() {
    let (_folder, root) = place();
    publish(&root, FIRST).expect("done");
    // As if killed among the renames: one new file in place, of the same length.
    let artifacts = site(&[("a/index.html", "A"), ("b/c/index.html", "c"), ("x.css", "y")]);
    let mut output = Output::open(&root).expect("ours");
    let waiting = output.waiting().expect("a room");
    artifacts.into_iter().for_each(|artifact| waiting.add(artifact));
    let drafts = waiting.drafts().expect("kept");
    let plan = plan(waiting.published(), &drafts, Extent::Whole);
    in_place::stage(&root, &plan, &waiting, &[]).expect("staged");
    fs::rename(in_place::staged_name(&root.join(TEMP), 0), root.join("a/index.html")).expect("renamed");
    drop(output);
    publish(&root, FIRST).expect("done");
    has(&root, FIRST);
    assert!(!root.join(TEMP).exists());
}

#[test]
fn files_and_folders_change_places() {
    for way in WAYS {
        let (_folder, root) = place();
        let rounds: [&[(&str, &str)]; 4] = [
            &[("B.html", "1"), ("a/b/c", "1"), ("d", "2")],
            &[("a", "3"), ("b.html", "3"), ("d/e/f", "4")],
            &[("B.html", "5"), ("a/b/c", "6"), ("d", "7")],
            &[("a", "3"), ("b.html", "3"), ("d/e/f", "4")],
        ];
        for files in rounds {
            publish_in(way, &root, files).expect("done");
            has(&root, files);
        }
    }
}

#[test]
fn a_way_back_makes_no_folders() {
    let (folder, root) = place();
    let back = folder.path().join("zz/a/../../public");
    fs::create_dir(&root).expect("a folder");
    fs::write(root.join("mine.txt"), "mine").expect("a file");
    assert!(matches!(publish(&back, FIRST), Err(Error::NotOurs(_))));
    fs::remove_file(root.join("mine.txt")).expect("removed");
    publish(&back, FIRST).expect("done");
    has(&root, FIRST);
    assert_eq!(names(folder.path()), [".public.ilpress", "public"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    for way in WAYS {
        let (folder, root) = place();
        let victim = folder.path().join("victim");
        publish_in(way, &root, FIRST).expect("done");
        fs::create_dir(&victim).expect("a folder");
        fs::write(victim.join("index.html"), "mine").expect("a file");
        fs::remove_dir_all(root.join("a")).expect("removed");
        symlink(&victim, root.join("a")).expect("a link");
        assert!(matches!(publish_in(way, &root, &[]), Err(Error::Link(_))));
        assert!(matches!(publish_in(way, &root, FIRST), Err(Error::Link(_))));
        fs::remove_file(root.join("a")).expect("removed");
        fs::remove_file(root.join("x.css")).expect("removed");
        symlink(victim.join("index.html"), root.join("x.css")).expect("a link");
        publish_in(way, &root, FIRST).expect("a link in a file's place is replaced");
        has(&root, FIRST);
        has(&victim, &[("index.html", "mine")]);
        // The output folder itself may be a link: that is the user's choice.
        symlink(&root, folder.path().join("www")).expect("a link");
        publish_in(way, &folder.path().join("www"), &[("x.css", "z")]).expect("done");
        has(&root, &[("x.css", "z")]);
        assert_eq!(names(folder.path()), [".public.ilpress", "public", "victim", "www"]);
    }
}

#[test]
fn one_build_at_a_time() {
    let (_folder, root) = place();
    publish(&root, FIRST).expect("done");
    let first = Output::open(&root).expect("ours");
    assert!(matches!(Output::open(&root), Err(Error::Busy(_))));
    drop(first);
    assert!(Output::open(&root).is_ok());
}

#[test]
fn first_builds_at_once_leave_one_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..20 {
        let root = folder.path().join(format!("public-{round}"));
        let build = || publish(&root, FIRST);
        let results = std::thread::scope(|scope| {
            let builds: Vec<_> = (0..4).map(|_| scope.spawn(build)).collect();
            builds.into_iter().map(|build| build.join().expect("no panic")).collect::<Vec<_>>()
        });
        assert!(results.iter().any(Result::is_ok), "{results:?}");
        assert!(
            results.iter().flat_map(|r| r.as_ref().err()).all(|e| matches!(e, Error::Busy(_))),
            "{results:?}"
        );
        has(&root, FIRST);
    }
    assert_eq!(names(folder.path()).len(), 40);
}

#[test]
fn a_part_leaves_the_rest() {
    for way in WAYS {
        let (_folder, root) = place();
        let part = |files: &[(&str, &str)]| publish_so(&root, files, way, Extent::Part).expect("done");
        part(FIRST);
        part(&[("a/index.html", "A")]);
        part(&[("a/index.html", "B"), ("d/index.html", "d")]);
        has(&root, &[("a/index.html", "B"), ("b/c/index.html", "c"), ("d/index.html", "d"), ("x.css", "x")]);
        // Somebody removes a file that a part doesn't make: a whole build makes it again.
        fs::remove_file(root.join("x.css")).expect("removed");
        part(&[("a/index.html", "C")]);
        assert!(!root.join("x.css").exists());
        assert_eq!(publish_in(way, &root, FIRST).expect("done").removed, 1);
        has(&root, FIRST);
    }
}

#[test]
fn a_failed_write_leaves_everything_as_it_was() {
    let too_long = format!("{}/index.html", "n".repeat(300));
    for way in WAYS {
        let (folder, root) = place();
        let broken = [("a/index.html", "new"), (too_long.as_str(), "x")];
        assert!(matches!(publish_in(way, &root, &broken), Err(Error::Write { .. })));
        assert_eq!(names(folder.path()), [".public.ilpress"]);
        publish_in(way, &root, FIRST).expect("done");
        publish_in(way, &root, SECOND).expect("done");
        let before = time(&root.join("a/index.html"));
        assert!(matches!(publish_in(way, &root, &broken), Err(Error::Write { .. })));
        has(&root, SECOND);
        assert_eq!(time(&root.join("a/index.html")), before);
        assert!(!beside(&root, "next").exists());
        publish_in(way, &root, FIRST).expect("done");
        has(&root, FIRST);
    }
}

#[test]
fn does_without_a_folder_beside_it() {
    let (folder, root) = place();
    let theirs = root.with_file_name(".public.ilpress");
    fs::create_dir(&theirs).expect("a folder");
    fs::create_dir(theirs.join("next")).expect("a folder");
    fs::write(theirs.join("next/mine.txt"), "mine").expect("a file");
    for files in [FIRST, SECOND, FIRST] {
        publish(&root, files).expect("done");
        has(&root, files);
        has(&theirs, &[("next/mine.txt", "mine")]);
        assert_eq!(names(folder.path()), [".public.ilpress", "public"]);
    }
}

#[test]
fn a_receipt_holds_for_the_files_that_it_was_written_for() {
    let (_folder, root) = place();
    let inputs = Hash::of(b"inputs");
    let open = || Output::open(&root).expect("ours");
    let build = |files| {
        let drafts: Vec<Draft> = site(files).into_iter().map(Draft::new).collect();
        let manifest = plan(&Manifest::default(), &drafts, Extent::Whole).manifest;
        let receipt = Receipt::new(inputs, &manifest, Vec::new());
        publish_artifacts(&root, site(files), Way::Whole, Extent::Whole, Some(&receipt)).expect("done");
    };
    assert_eq!(open().recall(inputs), None);
    build(FIRST);
    assert_eq!(open().recall(inputs), Some(Vec::new()));
    assert_eq!(open().recall(Hash::of(b"others")), None);
    fs::write(root.join("CNAME"), "a guest").expect("a file");
    assert_eq!(open().recall(inputs), Some(Vec::new()));
    fs::write(root.join("x.css"), "longer").expect("a file");
    assert_eq!(open().recall(inputs), None);
    build(FIRST);
    assert_eq!(open().recall(inputs), Some(Vec::new()));
    fs::rename(root.join("b"), root.join("e")).expect("renamed");
    assert_eq!(open().recall(inputs), None);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("e", root.join("b")).expect("a link");
        assert_eq!(open().recall(inputs), None);
        fs::remove_file(root.join("b")).expect("removed");
    }
    fs::rename(root.join("e"), root.join("b")).expect("renamed");
    assert_eq!(open().recall(inputs), Some(Vec::new()));
    publish(&root, SECOND).expect("done");
    assert_eq!(open().recall(inputs), None);
}

#[test]
fn an_unchanged_build_writes_nothing() {
    let (_folder, root) = place();
    let names: Vec<String> = (0..1000).map(|n| format!("p/{n}/index.html")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "text")).collect();
    publish(&root, &files).expect("done");
    assert_eq!(publish(&root, &files).expect("done"), Written { written: 0, unchanged: 1000, removed: 0 });
}

/// Somebody's doings between builds: the output's files, a guest, the way.
type Step = (BTreeMap<&'static str, &'static str>, Option<&'static str>, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let path = prop::sample::select(vec!["a", "A", "a/x", "b/x", "b/y/z", "c.css"]);
    let text = prop::sample::select(vec!["1", "2", "long"]);
    let files = prop::collection::btree_map(path, text, 0..5).prop_filter("no case clashes", |files| {
        let mut folded: Vec<String> = files.keys().map(|path| path.to_lowercase()).collect();
        folded.dedup();
        folded.len() == files.len() && !(files.contains_key("a/x") && folded.iter().any(|path| path == "a"))
    });
    let guest = prop::option::of(prop::sample::select(vec!["CNAME", "b/guest", "own/pdf", ".git/HEAD"]));
    prop::collection::vec((files, guest, any::<bool>()), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens between builds and in whichever way each publishes:
    /// the folder holds the new files and all guests, equal files keep their
    /// time, and guests that somebody removed don't come back.
    #[test]
    fn any_sequence_ends_with_the_last_output(steps in steps()) {
        let (_folder, root) = place();
        let mut guests: BTreeMap<&str, &str> = BTreeMap::new();
        let mut before: BTreeMap<&str, &str> = BTreeMap::new();
        for (files, guest, whole) in &steps {
            if root.exists() {
                for guest in std::mem::take(&mut guests).into_keys() {
                    fs::remove_file(root.join(guest)).expect("a guest");
                }
                if let Some(guest) = guest {
                    super::super::create(&root.join(guest), b"guest").expect("a guest");
                    guests.insert(guest, "guest");
                }
            }
            let times: Vec<_> = files
                .iter()
                .filter(|(path, text)| before.get(*path) == Some(*text))
                .map(|(path, _)| (path, time(&root.join(path))))
                .collect();
            let list: Vec<_> = files.iter().map(|(path, text)| (*path, *text)).collect();
            publish_in(if *whole { Way::Whole } else { Way::InPlace }, &root, &list).expect("done");
            let mut expected: BTreeMap<&str, &str> = guests.clone();
            expected.extend(files.clone());
            let expected: Vec<_> =
                expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
            let mut found = tree(&root);
            found.sort();
            prop_assert_eq!(found, expected);
            for (path, before) in times {
                prop_assert_eq!(time(&root.join(path)), before, "{}", path);
            }
            before = files.clone();
        }
    }
}

/// What only exchanging two folders can do.
#[cfg(any(target_os = "linux", target_os = "macos"))]
mod exchanged {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    fn inode(path: &Path) -> u64 {
        fs::symlink_metadata(path).expect("it is there").ino()
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("done");
    }

    #[test]
    fn two_generations_take_turns() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        let (first, css) = (inode(&root), inode(&root.join("x.css")));
        publish(&root, SECOND).expect("done");
        let second = inode(&root);
        assert_ne!(first, second);
        assert_eq!(inode(&beside(&root, "spare")), first);
        has(&beside(&root, "spare"), FIRST);
        publish(&root, SECOND).expect("done");
        assert_eq!(inode(&root), second, "nothing changed, nothing is exchanged");
        publish(&root, FIRST).expect("done");
        assert_eq!(inode(&root), first);
        has(&root, FIRST);
        has(&beside(&root, "spare"), SECOND);
        assert_eq!(inode(&root.join("x.css")), css, "equal files are one file");
        assert_eq!(names(&beside(&root, "")), [".gitignore", "lock", "spare"]);
        assert_eq!(mode(&beside(&root, "")), 0o700);
        // What comes back is as new as what it replaces, or browsers keep the other.
        assert!(time(&root.join("a/index.html")) >= time(&beside(&root, "spare/a/index.html")));
    }

    #[test]
    fn a_file_by_file_build_in_between_does_no_harm() {
        let (_folder, root) = place();
        let ways = [Way::Whole, Way::Whole, Way::InPlace, Way::Whole, Way::InPlace, Way::InPlace, Way::Whole];
        for (round, way) in ways.into_iter().enumerate() {
            let text = round.to_string();
            let files = [("a/index.html", text.as_str()), ("x.css", if round < 3 { "x" } else { "y" })];
            publish_in(way, &root, &files).expect("done");
            has(&root, &files);
        }
    }

    #[test]
    fn guests_are_taken_along() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        let at = |path: &str| root.join(path);
        fs::write(at("CNAME"), "mine").expect("a file");
        fs::write(at("b/mine.txt"), "mine").expect("a file");
        fs::create_dir_all(at("downloads/2026/empty")).expect("folders");
        fs::write(at("downloads/2026/a.pdf"), "pdf").expect("a file");
        set_mode(&at("downloads/2026"), 0o750);
        fs::create_dir(at(".well-known")).expect("a folder");
        fs::write(at(".well-known/security.txt"), "mine").expect("a file");
        fs::write(at(".git"), "gitdir: elsewhere").expect("a file");
        symlink("nowhere", at("link")).expect("a link");
        let _socket = UnixListener::bind(at("socket")).expect("a socket");
        let file = inode(&at("downloads/2026/a.pdf"));
        for (round, files) in [SECOND, FIRST, SECOND, &[]].into_iter().enumerate() {
            let before = inode(&root);
            publish(&root, files).expect("done");
            assert_ne!(inode(&root), before, "round {round}");
            assert!(files.iter().all(|(path, _)| at(path).exists()));
            for path in ["CNAME", "b/mine.txt", ".well-known/security.txt", ".git", "socket"] {
                assert!(at(path).exists(), "{path} in round {round}");
            }
            assert_eq!(inode(&at("downloads/2026/a.pdf")), file);
            assert_eq!(fs::metadata(at("downloads/2026/a.pdf")).expect("it").nlink(), 1);
            assert_eq!(mode(&at("downloads/2026")), 0o750);
            assert!(at("downloads/2026/empty").is_dir());
            assert_eq!(fs::read_link(at("link")).expect("a link"), Path::new("nowhere"));
        }
        fs::remove_dir_all(at("downloads")).expect("removed");
        fs::remove_file(at("CNAME")).expect("removed");
        for files in [FIRST, SECOND] {
            publish(&root, files).expect("done");
            assert!(!at("downloads").exists() && !at("CNAME").exists());
        }
    }

    #[test]
    fn a_repository_stays_where_it_is() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        super::super::super::create(&root.join(".git/refs/heads/main"), b"mine").expect("a file");
        let before = (inode(&root), inode(&root.join(".git/refs")));
        publish(&root, SECOND).expect("done");
        assert_eq!((inode(&root), inode(&root.join(".git/refs"))), before);
        assert!(root.join("d/index.html").exists() && !root.join("b").exists());
    }

    #[test]
    fn so_does_a_folder_with_very_many_guests() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        for number in 0..1001 {
            fs::write(root.join(format!("{number}.pdf")), "mine").expect("a file");
        }
        let before = inode(&root);
        publish(&root, SECOND).expect("done");
        assert_eq!(inode(&root), before);
        assert_eq!(tree(&root).len(), 1004);
    }

    #[test]
    fn modes_stay() {
        let (_folder, root) = place();
        fs::create_dir(&root).expect("a folder");
        set_mode(&root, 0o2750);
        publish(&root, FIRST).expect("done");
        assert_eq!(mode(&root), 0o2750);
        set_mode(&root.join("a"), 0o775);
        for files in [SECOND, FIRST, SECOND] {
            publish(&root, files).expect("done");
            assert_eq!((mode(&root), mode(&root.join("a"))), (0o2750, 0o775));
        }
        set_mode(&root, 0o755);
        publish(&root, FIRST).expect("done");
        assert_eq!(mode(&root), 0o755);
    }

    #[test]
    fn an_unfinished_generation_goes() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        publish(&root, SECOND).expect("done");
        // As if killed while it was made.
        fs::rename(beside(&root, "spare"), beside(&root, "next")).expect("renamed");
        fs::create_dir(beside(&root, "next").join(TEMP)).expect("a folder");
        fs::write(beside(&root, "next/CNAME"), "removed from public since").expect("a file");
        drop(Output::open(&root).expect("ours"));
        assert_eq!(names(&beside(&root, "")), [".gitignore", "lock"]);
        has(&root, SECOND);
        publish(&root, FIRST).expect("done");
        has(&root, FIRST);
    }

    #[test]
    fn what_came_during_the_exchange_comes_along() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        fs::write(root.join("CNAME"), "mine").expect("a file");
        publish(&root, SECOND).expect("done");
        // As if killed right after the exchange, with guests that came too
        // late to be linked, or were replaced at the last moment.
        let old = beside(&root, "next");
        fs::rename(beside(&root, "spare"), &old).expect("renamed");
        fs::hard_link(root.join("CNAME"), old.join("CNAME")).expect("a link");
        super::super::super::create(&old.join("late/deep/a.pdf"), b"late").expect("a file");
        super::super::super::create(&old.join("b/late.txt"), b"late").expect("a file");
        fs::write(root.join("list.txt"), "older").expect("a file");
        fs::write(old.join("list.txt"), "newer").expect("a file");
        let later = time(&root.join("list.txt")) + std::time::Duration::from_secs(1);
        fs::File::options()
            .write(true)
            .open(old.join("list.txt"))
            .expect("it")
            .set_modified(later)
            .expect("done");
        fs::create_dir(root.join(TEMP)).expect("a folder");
        drop(Output::open(&root).expect("ours"));
        let guests =
            [("CNAME", "mine"), ("b/late.txt", "late"), ("late/deep/a.pdf", "late"), ("list.txt", "newer")];
        let mut files = [SECOND, &guests].concat();
        files.sort_unstable();
        has(&root, &files);
        has(&beside(&root, "spare"), FIRST);
        assert!(!root.join(TEMP).exists());
    }

    #[test]
    fn a_deleted_output_is_made_anew() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        fs::write(root.join("CNAME"), "mine").expect("a file");
        publish(&root, SECOND).expect("done");
        fs::remove_dir_all(&root).expect("removed");
        assert_eq!(publish(&root, FIRST).expect("done").written, 3);
        has(&root, FIRST);
        publish(&root, SECOND).expect("done");
        has(&root, SECOND);
    }

    #[test]
    fn rights_that_we_cannot_give_on_stay() {
        let (_folder, root) = place();
        publish(&root, FIRST).expect("done");
        let name = "user.ilpress-test";
        let flags = rustix::fs::XattrFlags::empty();
        if rustix::fs::setxattr(&root, name, b"x", flags).is_err() {
            return; // This file system has no attributes.
        }
        let before = inode(&root);
        publish(&root, SECOND).expect("done");
        assert_eq!(inode(&root), before);
        has(&root, SECOND);
    }
}
