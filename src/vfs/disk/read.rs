//! From a site's folder to a snapshot.

use std::collections::HashMap;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::Error;
use crate::diag::rules::{BAD_FILE_NAME, BAD_SYMLINK, CASE_CLASH, FILE_TOO_LARGE, NOT_A_FILE};
use crate::diag::{Diagnostic, Span};
use crate::vfs::{SitePath, Snapshot};

/// The folders that make a site. Others (`public`, `target`, whatever lies
/// beside) aren't read.
pub const FOLDERS: [&str; 8] =
    ["assets", "audiences", "bases", "content", "districts", "events", "fonts", "templates"];

/// The files of a site's root.
const FILES: [&str; 3] = ["districts.csv", "editions.toml", "site-config.toml"];

/// Whether a file has the texts of `site-config.toml` in another language:
/// `site-config.es.toml`.
fn is_translation(name: &str) -> bool {
    let lang = name.strip_prefix("site-config.").and_then(|rest| rest.strip_suffix(".toml"));
    lang.is_some_and(|lang| !lang.is_empty() && !lang.contains('.'))
}

/// Such files of a site's root, in order.
fn translations(root: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root).map_err(Error::read(root))? {
        let name = entry.map_err(Error::read(root))?.file_name();
        names.extend(name.to_str().filter(|name| is_translation(name)).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// The size from which a file is refused, in bytes.
pub const LARGEST: u64 = 50_000_000;

/// Reads all files of the site in `root`.
///
/// Hidden files, `node_modules` and what `.ilpressignore` lists (in the
/// manner of `.gitignore`) are left out. Links are followed inside the site
/// only. The files come in one order whatever the disk's.
///
/// Findings: `bad-file-name`, `bad-symlink`, `case-clash`, `file-too-large`,
/// `not-a-file`.
pub fn read_site(root: &Path) -> Result<(Snapshot, Vec<Diagnostic>), Error> {
    let (_, _, snapshot, diagnostics) = read_all(root)?;
    Ok((snapshot, diagnostics))
}

/// The files of a site, read once and then as they change.
pub struct SiteFiles {
    root: PathBuf,
    /// What was read, with the program's own files where the site has none.
    pub snapshot: Snapshot,
    /// What was found on the way, see [`read_site`].
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a file may be there under two names.
    linked: bool,
}

impl SiteFiles {
    /// Reads all files of the site in `root`.
    pub fn read(root: &Path) -> Result<SiteFiles, Error> {
        let (root, linked, snapshot, diagnostics) = read_all(root)?;
        Ok(SiteFiles { root, snapshot: snapshot.with_defaults(), diagnostics, linked })
    }

    /// Reads what has changed at `paths`, absolute ones. Where a file came or
    /// went, or where that can't be told, everything is read again.
    pub fn read_again(&mut self, paths: &[PathBuf]) -> Result<(), Error> {
        let mut changed = Vec::new();
        for path in paths {
            match self.same_file(path) {
                Some(file) => changed.push(file),
                None => {
                    *self = SiteFiles::read(&self.root)?;
                    return Ok(());
                }
            }
        }
        for (path, bytes) in changed {
            self.snapshot.insert(path, bytes);
        }
        Ok(())
    }

    /// What is now in a file that is read already.
    fn same_file(&self, path: &Path) -> Option<(SitePath, Vec<u8>)> {
        let inner = path.strip_prefix(&self.root).ok()?.to_str()?;
        let known = SitePath::new(inner).filter(|known| known.as_str() == inner)?;
        let meta = fs::symlink_metadata(path).ok()?;
        let plain = !self.linked && meta.is_file() && meta.len() <= LARGEST;
        (plain && self.snapshot.bytes(&known).is_some()).then_some(())?;
        Some((known, fs::read(path).ok()?))
    }
}

fn read_all(root: &Path) -> Result<(PathBuf, bool, Snapshot, Vec<Diagnostic>), Error> {
    let real = match fs::canonicalize(root) {
        Ok(real) if real.is_dir() => real,
        _ => return Err(Error::NoFolder(root.to_owned())),
    };
    if !real.join("site-config.toml").exists() {
        return Err(Error::NotASite(root.to_owned()));
    }
    let mut walk = Walk {
        ignored: ignored(&real)?,
        root: real,
        files: Vec::new(),
        diagnostics: Vec::new(),
        linked: false,
    };
    walk.top()?;
    let Walk { root, files, mut diagnostics, linked, .. } = walk;
    let read: Vec<(SitePath, Vec<u8>)> = files
        .into_par_iter()
        .map(|(path, real)| Ok((path, fs::read(&real).map_err(Error::read(&real))?)))
        .collect::<Result<_, Error>>()?;
    let snapshot: Snapshot = read.into_iter().collect();
    case_clashes(&snapshot, &mut diagnostics);
    crate::diag::tidy(&mut diagnostics);
    Ok((root, linked, snapshot, diagnostics))
}

fn ignored(root: &Path) -> Result<Gitignore, Error> {
    let file = root.join(".ilpressignore");
    let mut builder = GitignoreBuilder::new(root);
    if file.exists() {
        let text = fs::read_to_string(&file).map_err(Error::read(&file))?;
        for line in text.lines() {
            // A pattern that can't be read is left out, as Git does.
            let _ = builder.add_line(None, line);
        }
    }
    Ok(builder.build().unwrap_or_else(|_| Gitignore::empty()))
}

/// A walk through the site's folders.
struct Walk {
    root: PathBuf,
    ignored: Gitignore,
    files: Vec<(SitePath, PathBuf)>,
    diagnostics: Vec<Diagnostic>,
    /// Whether a link was followed.
    linked: bool,
}

/// A folder on the way.
struct Folder<'a> {
    /// Its path in the site.
    path: &'a str,
    /// Where it is, links resolved.
    real: &'a Path,
    /// Whether we came through a link.
    linked: bool,
}

impl Walk {
    fn top(&mut self) -> Result<(), Error> {
        let root = self.root.clone();
        let folder = Folder { path: "", real: &root, linked: false };
        for name in translations(&root)? {
            if let Ok(meta) = fs::symlink_metadata(root.join(&name))
                && !meta.is_dir()
            {
                self.entry(&folder, &name, meta.file_type())?;
            }
        }
        for name in FILES.iter().chain(&FOLDERS) {
            match fs::symlink_metadata(root.join(name)) {
                Ok(meta) if FILES.contains(name) && meta.is_dir() => {}
                Ok(meta) if FOLDERS.contains(name) && meta.is_file() => {}
                Ok(meta) => self.entry(&folder, name, meta.file_type())?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Error::read(&root.join(name))(error)),
            }
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Folder) -> Result<(), Error> {
        let failed = || Error::read(folder.real);
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder.real).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            entries.push((entry.file_name(), entry.file_type().map_err(failed())?));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, kind) in entries {
            let bytes = name.as_encoded_bytes();
            if bytes.starts_with(b".") || bytes == b"node_modules" {
                continue;
            }
            match name.to_str() {
                Some(name) if !name.contains(['\\', ':']) && !name.chars().any(char::is_control) => {
                    self.entry(folder, name, kind)?;
                }
                _ => {
                    let message = format!("the name `{}` can't be used", name.display());
                    let hint = "rename it with letters, digits and hyphens";
                    self.report(Diagnostic::new(&BAD_FILE_NAME, span(folder.path), message).hint(hint));
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, folder: &Folder, name: &str, kind: FileType) -> Result<(), Error> {
        let path = if folder.path.is_empty() { name.to_owned() } else { format!("{}/{name}", folder.path) };
        let real = folder.real.join(name);
        if self.ignored.matched(Path::new(&path), kind.is_dir()).is_ignore() {
            return Ok(());
        }
        if kind.is_symlink() {
            return self.link(folder, &path, &real);
        }
        if kind.is_dir() {
            return self.folder(&Folder { path: &path, real: &real, linked: folder.linked });
        }
        let meta = fs::metadata(&real).map_err(Error::read(&real))?;
        self.file(&path, real, &meta);
        Ok(())
    }

    fn file(&mut self, path: &str, real: PathBuf, meta: &fs::Metadata) {
        if !meta.is_file() {
            self.report(Diagnostic::new(&NOT_A_FILE, span(path), "this is neither a file nor a folder"));
        } else if meta.len() > LARGEST {
            let message = format!("this file has {} MB", meta.len() / 1_000_000);
            let hint = format!("a file of a site may have {} MB", LARGEST / 1_000_000);
            self.report(Diagnostic::new(&FILE_TOO_LARGE, span(path), message).hint(hint));
        } else if let Some(path) = SitePath::new(path) {
            self.files.push((path, real));
        }
    }

    /// Follows a link if it leads to something that belongs to the site.
    ///
    /// Links to folders are followed one deep, so that a few of them can't
    /// multiply into a site without end.
    fn link(&mut self, folder: &Folder, path: &str, real: &Path) -> Result<(), Error> {
        self.linked = true;
        let Ok(target) = fs::canonicalize(real) else {
            self.refuse_link(path, "this link leads nowhere, or in a circle");
            return Ok(());
        };
        if !self.belongs(&target) {
            self.refuse_link(path, "this link leads out of the site's own folders");
            return Ok(());
        }
        let meta = fs::metadata(&target).map_err(Error::read(&target))?;
        if !meta.is_dir() {
            self.file(path, target, &meta);
        } else if folder.real.starts_with(&target) {
            self.refuse_link(path, "this link leads to a folder that it is in");
        } else if folder.linked {
            self.refuse_link(path, "this link to a folder is in a folder that is itself linked");
        } else {
            self.folder(&Folder { path, real: &target, linked: true })?;
        }
        Ok(())
    }

    /// Whether a real path is one that the walk could reach without links.
    fn belongs(&self, target: &Path) -> bool {
        let Ok(inner) = target.strip_prefix(&self.root) else { return false };
        let mut parts = inner.iter().map(|part| part.to_string_lossy());
        let first = parts.next().unwrap_or_default();
        (FOLDERS.contains(&&*first) || FILES.contains(&&*first) || is_translation(&first))
            && parts.all(|part| !part.starts_with('.') && part != "node_modules")
    }

    fn refuse_link(&mut self, path: &str, message: &str) {
        let hint = "copy the file into the site, or link to one that is inside";
        self.report(Diagnostic::new(&BAD_SYMLINK, span(path), message).hint(hint));
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

fn span(path: &str) -> Span {
    Span::file(&SitePath::new(path).expect("names with odd characters were sorted out before"))
}

/// Finds names that are one on a disk which ignores case or the way accents
/// are written, as those of Windows and macOS do.
fn case_clashes(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &SitePath> = HashMap::with_capacity(snapshot.len());
    for (path, _) in snapshot.iter() {
        let folded = path.as_str().to_lowercase().nfc().collect();
        if let Some(other) = seen.insert(folded, path) {
            let message = format!("`{path}` and `{other}` are one name on many computers");
            diagnostics.push(
                Diagnostic::new(&CASE_CLASH, Span::file(path), message)
                    .label(Span::file(other), "the other file")
                    .hint("rename one of them"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            super::super::create(&root.path().join(path), text.as_bytes()).expect("a file");
        }
        root
    }

    fn read(root: &tempfile::TempDir) -> (Vec<String>, Vec<(&'static str, String)>) {
        let (snapshot, found) = read_site(root.path()).expect("a site");
        (
            snapshot.iter().map(|(path, _)| path.to_string()).collect(),
            found.iter().map(|d| (d.rule.name, d.span.path.to_string())).collect(),
        )
    }

    #[test]
    fn reads_what_belongs_to_a_site() {
        let root = site(&[
            ("site-config.toml", ""),
            ("districts.csv", ""),
            ("README.md", ""),
            ("public/index.html", ""),
            (".git/config", ""),
            ("content/b.md", "b"),
            ("content/a.md", "a"),
            ("content/.hidden.md", ""),
            ("content/node_modules/x/y.md", ""),
            ("content/drafts/x.md", ""),
            (".ilpressignore", "drafts/\n"),
        ]);
        assert_eq!(
            read(&root),
            (
                ["content/a.md", "content/b.md", "districts.csv", "site-config.toml"]
                    .map(String::from)
                    .to_vec(),
                vec![]
            )
        );
    }

    #[test]
    fn reads_again_what_changed() {
        let root = site(&[("site-config.toml", ""), ("content/a.md", "a"), ("content/b.md", "b")]);
        let real = root.path().canonicalize().expect("it is there");
        let mut files = SiteFiles::read(root.path()).expect("a site");
        let text = |files: &SiteFiles, path: &str| {
            files.snapshot.text(&SitePath::new(path).expect("a good path")).map(str::to_owned)
        };
        fs::write(real.join("content/a.md"), "A").expect("written");
        fs::write(real.join("content/b.md"), "B").expect("written");
        files.read_again(&[real.join("content/a.md")]).expect("read");
        assert_eq!(text(&files, "content/a.md").as_deref(), Some("A"));
        assert_eq!(text(&files, "content/b.md").as_deref(), Some("b"), "nobody said that it changed");
        fs::write(real.join("content/c.md"), "c").expect("written");
        fs::remove_file(real.join("content/a.md")).expect("removed");
        files.read_again(&[real.join("content/c.md"), real.join("content/a.md")]).expect("read");
        assert_eq!(text(&files, "content/a.md"), None);
        assert_eq!(text(&files, "content/b.md").as_deref(), Some("B"));
        assert_eq!(text(&files, "content/c.md").as_deref(), Some("c"));
    }

    #[test]
    fn a_folder_without_configuration_is_no_site() {
        let root = site(&[("content/a.md", "")]);
        assert!(matches!(read_site(root.path()), Err(Error::NotASite(_))));
        assert!(matches!(read_site(&root.path().join("none")), Err(Error::NoFolder(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside() {
        use std::os::unix::fs::symlink;
        let outside = site(&[("secret.md", "secret")]);
        let root = site(&[
            ("site-config.toml", ""),
            (".git/config", "secret"),
            ("content/a/x.md", ""),
            ("content/b/y.md", ""),
        ]);
        let at = |path: &str| root.path().join(path);
        symlink(outside.path().join("secret.md"), at("content/out.md")).expect("a link");
        symlink(outside.path(), at("content/outdir")).expect("a link");
        symlink("../.git/config", at("content/git.md")).expect("a link");
        symlink("nowhere", at("content/dead.md")).expect("a link");
        symlink(".", at("content/loop")).expect("a link");
        symlink("self", at("content/self")).expect("a link");
        symlink("../b", at("content/a/b")).expect("a link");
        symlink("../a", at("content/b/a")).expect("a link");
        symlink("a/x.md", at("content/x.md")).expect("a link");
        let (files, found) = read(&root);
        let expected = [
            "content/a/b/y.md",
            "content/a/x.md",
            "content/b/a/x.md",
            "content/b/y.md",
            "content/x.md",
            "site-config.toml",
        ];
        assert_eq!(files, expected);
        assert!(found.iter().all(|(rule, _)| *rule == "bad-symlink"));
        let places: Vec<&str> = found.iter().map(|(_, path)| path.as_str()).collect();
        let expected = ["a/b/a", "b/a/b", "dead.md", "git.md", "loop", "out.md", "outdir", "self"];
        assert_eq!(places, expected.map(|path| format!("content/{path}")));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_addresses_are_reported() {
        use std::os::unix::ffi::OsStrExt;
        let root = site(&[
            ("site-config.toml", ""),
            ("content/A.md", ""),
            ("content/a.md", ""),
            ("content/\u{e9}.md", ""),
            ("content/e\u{301}.md", ""),
            ("content/a:b.md", ""),
            ("content/new\nline.md", ""),
        ]);
        fs::write(root.path().join("content").join(std::ffi::OsStr::from_bytes(b"bad\xff.md")), "")
            .expect("a file");
        let large = fs::File::create(root.path().join("content/large.csv")).expect("a file");
        large.set_len(LARGEST + 1).expect("a sparse file");
        let (files, found) = read(&root);
        assert_eq!(files.len(), 5);
        let count = |name| found.iter().filter(|(rule, _)| *rule == name).count();
        assert_eq!(
            (count("bad-file-name"), count("case-clash"), count("file-too-large")),
            (3, 2, 1),
            "{found:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn says_what_is_neither_a_file_nor_a_folder() {
        let root = site(&[("site-config.toml", ""), ("content/a.md", "a")]);
        let _socket =
            std::os::unix::net::UnixListener::bind(root.path().join("content/socket")).expect("a socket");
        let (files, found) = read(&root);
        assert_eq!(files, ["content/a.md", "site-config.toml"]);
        assert_eq!(found, [("not-a-file", "content/socket".to_owned())]);
    }
}
