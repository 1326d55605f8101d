//! The manifest: what the last build left in the output folder.
//!
//! It is the only ground on which a file is replaced or removed. What it
//! doesn't list isn't ours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::shard::Part;
use crate::vfs::{Hash, OutputPath};

/// Its name in the output folder.
pub const FILE: &str = ".ilpress-manifest.json";

/// The version of its format. A newer one is refused, not guessed at.
const FORMAT: u32 = 2;

/// The version before, without lengths: its files are ours, what they hold
/// isn't known.
const WITHOUT_LENGTHS: u32 = 1;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// The hash of its bytes.
    pub hash: Hash,
    /// How many bytes it has.
    pub length: u64,
}

impl Content {
    /// Returns what a file with these bytes holds.
    pub fn of(bytes: &[u8]) -> Content {
        Content { hash: Hash::of(bytes), length: bytes.len() as u64 }
    }

    fn parse(text: &str) -> Option<Content> {
        let (hash, length) = text.split_once(' ')?;
        Some(Content { hash: Hash::from_hex(hash)?, length: length.parse().ok()? })
    }

    fn to_text(self) -> String {
        format!("{} {}", self.hash.to_hex(), self.length)
    }
}

/// The files of an output folder, in the order of their paths.
///
/// A file without content is ours, but what it holds isn't known: a build was
/// writing it when it ended. It is written anew the next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Which part of a build the folder holds; nothing when it holds a site.
    pub part: Option<Part>,
    /// Paths, and what the files hold.
    pub files: BTreeMap<OutputPath, Option<Content>>,
}

/// The same as it stands in the file.
#[derive(Serialize, Deserialize)]
struct Raw {
    format: u32,
    /// Such as `3/8`, and the hash of all that decides what the whole holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<(String, String)>,
    files: BTreeMap<String, Option<String>>,
}

impl Manifest {
    /// Returns the manifest in `text`, or in a few words why it can't be read.
    ///
    /// Paths that would lead out of the output folder are refused: a manifest
    /// from elsewhere must not make us remove what lies beside the folder.
    pub fn parse(text: &str) -> Result<Manifest, String> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if raw.format != FORMAT && raw.format != WITHOUT_LENGTHS {
            return Err(format!("it has format {}, this ilpress reads {FORMAT}", raw.format));
        }
        let mut files = BTreeMap::new();
        for (path, content) in raw.files {
            let good = OutputPath::new(&path).filter(|good| good.as_str() == path);
            let good = good.ok_or_else(|| format!("`{path}` isn't a path in an output folder"))?;
            let content = match content.filter(|_| raw.format == FORMAT) {
                None => None,
                Some(text) => {
                    Some(Content::parse(&text).ok_or_else(|| format!("`{text}` isn't a hash and a length"))?)
                }
            };
            files.insert(good, content);
        }
        let part = match raw.part {
            None => None,
            Some((shard, sources)) => {
                let part = shard.parse().ok().zip(Hash::from_hex(&sources));
                let (shard, sources) = part.ok_or_else(|| format!("`{shard}` isn't a part of a build"))?;
                Some(Part { shard, sources })
            }
        };
        Ok(Manifest { part, files })
    }

    /// Returns the files of which it is known that they are whole.
    pub fn known(&self) -> impl Iterator<Item = &OutputPath> {
        self.files.iter().filter(|(_, content)| content.is_some()).map(|(path, _)| path)
    }

    /// The hash of the manifest itself: equal for equal outputs.
    pub fn hash(&self) -> Hash {
        Hash::of(self.to_text().as_bytes())
    }

    /// Returns the manifest as it is written: one line a file, so that two
    /// builds can be compared with any tool.
    pub fn to_text(&self) -> String {
        let files = self
            .files
            .iter()
            .map(|(path, content)| (path.as_str().to_owned(), content.map(Content::to_text)));
        let part = self.part.map(|Part { shard, sources }| (shard.to_string(), sources.to_hex()));
        let raw = Raw { format: FORMAT, part, files: files.collect() };
        let mut text =
            serde_json::to_string_pretty(&raw).expect("strings and numbers can be written as JSON");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let mut manifest = Manifest::default();
        let path = |text| OutputPath::new(text).expect("a good path");
        manifest.files.insert(path("b/index.html"), Some(Content::of(b"bytes")));
        manifest.files.insert(path("a.css"), None);
        assert_eq!(Manifest::parse(&manifest.to_text()), Ok(manifest.clone()));
        let shard = "3/8".parse().expect("a good part");
        manifest.part = Some(Part { shard, sources: Hash::of(b"site") });
        assert_eq!(Manifest::parse(&manifest.to_text()), Ok(manifest));
    }

    #[test]
    fn refuses_what_leads_out() {
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", ""] {
            let text = format!("{{\"format\":1,\"files\":{{\"{path}\":null}}}}");
            assert!(Manifest::parse(&text).is_err(), "{path}");
        }
        assert!(Manifest::parse("{\"format\":3,\"files\":{}}").is_err_and(|why| why.contains("format 3")));
        assert!(Manifest::parse("").is_err());
    }

    #[test]
    fn knows_the_files_of_an_older_build_but_not_what_they_hold() {
        let hash = Hash::of(b"a").to_hex();
        let old = Manifest::parse(&format!("{{\"format\":1,\"files\":{{\"a\":\"{hash}\"}}}}"));
        let files: Vec<_> = old.expect("it can be read").files.into_values().collect();
        assert_eq!(files, [None]);
        let broken = format!("{{\"format\":2,\"files\":{{\"a\":\"{hash}\"}}}}");
        assert!(Manifest::parse(&broken).is_err_and(|why| why.contains("a length")));
    }
}
