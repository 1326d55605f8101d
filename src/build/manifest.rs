//! The manifest: what the last build left in the output folder.
//!
//! It is the only ground on which a file is replaced or removed. What it
//! doesn't list isn't ours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vfs::OutputPath;

/// Its name in the output folder.
pub const FILE: &str = ".ilpress-manifest.json";

/// The version of its format. A newer one is refused, not guessed at.
const FORMAT: u32 = 1;

/// The BLAKE3 hash of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Returns the hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(*blake3::hash(bytes).as_bytes())
    }
}

/// The files of an output folder, in the order of their paths.
///
/// A file without a hash is ours, but what it holds isn't known: a build was
/// writing it when it ended. It is written anew the next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Paths and hashes.
    pub files: BTreeMap<OutputPath, Option<Hash>>,
}

/// The same as it stands in the file.
#[derive(Serialize, Deserialize)]
struct Raw {
    format: u32,
    files: BTreeMap<String, Option<String>>,
}

impl Manifest {
    /// Returns the manifest in `text`, or in a few words why it can't be read.
    ///
    /// Paths that would lead out of the output folder are refused: a manifest
    /// from elsewhere must not make us remove what lies beside the folder.
    pub fn parse(text: &str) -> Result<Manifest, String> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if raw.format != FORMAT {
            return Err(format!("it has format {}, this ilpress reads {FORMAT}", raw.format));
        }
        let mut files = BTreeMap::new();
        for (path, hash) in raw.files {
            let good = OutputPath::new(&path).filter(|good| good.as_str() == path);
            let good = good.ok_or_else(|| format!("`{path}` isn't a path in an output folder"))?;
            let hash = match hash {
                None => None,
                Some(hex) => match blake3::Hash::from_hex(&hex) {
                    Ok(hash) => Some(Hash(*hash.as_bytes())),
                    Err(_) => return Err(format!("`{hex}` isn't a hash")),
                },
            };
            files.insert(good, hash);
        }
        Ok(Manifest { files })
    }

    /// Returns the files of which it is known that they are whole.
    pub fn known(&self) -> impl Iterator<Item = &OutputPath> {
        self.files.iter().filter(|(_, hash)| hash.is_some()).map(|(path, _)| path)
    }

    /// Returns the manifest as it is written: one line a file, so that two
    /// builds can be compared with any tool.
    pub fn to_text(&self) -> String {
        let files = self.files.iter().map(|(path, hash)| {
            let hash = hash.map(|Hash(bytes)| blake3::Hash::from_bytes(bytes).to_hex().to_string());
            (path.as_str().to_owned(), hash)
        });
        let raw = Raw { format: FORMAT, files: files.collect() };
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
        manifest.files.insert(path("b/index.html"), Some(Hash::of(b"b")));
        manifest.files.insert(path("a.css"), None);
        assert_eq!(Manifest::parse(&manifest.to_text()), Ok(manifest));
    }

    #[test]
    fn refuses_what_leads_out() {
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", ""] {
            let text = format!("{{\"format\":1,\"files\":{{\"{path}\":null}}}}");
            assert!(Manifest::parse(&text).is_err(), "{path}");
        }
        assert!(Manifest::parse("{\"format\":2,\"files\":{}}").is_err_and(|why| why.contains("format 2")));
        assert!(Manifest::parse("").is_err());
    }
}
