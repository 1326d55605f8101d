//! Parts of a build, put together, are the build.

use std::collections::BTreeMap;

use ilpress::build::{self, Options};
use ilpress::vfs::{OutputPath, disk};
use libtest_mimic::{Failed, Trial};

use super::{properties, repository};

/// Into how many parts.
const PARTS: usize = 5;

pub fn trials() -> Vec<Trial> {
    vec![Trial::test("shards::the-parts-of-the-shipped-site-are-the-site", shipped)]
}

/// Every page of the shipped site, districts' and all that editions share, is
/// in one part, with the bytes of one build.
fn shipped() -> Result<(), Failed> {
    let (snapshot, _) = disk::read_site(&repository("."))?;
    let made = |shard: Option<String>| -> Result<BTreeMap<OutputPath, _>, Failed> {
        let shard = shard.map(|shard| shard.parse()).transpose()?;
        let options = Options { formats: vec!["html".to_owned()], shard, ..properties::options() };
        let files = build::build(&snapshot, &options).value;
        Ok(files.into_iter().map(|file| (file.path, file.bytes)).collect())
    };
    let whole = made(None)?;
    let mut joined: BTreeMap<OutputPath, _> = BTreeMap::new();
    let fair = whole.len() / PARTS;
    if fair < 50 {
        return Err(format!("the site has {} files only", whole.len()).into());
    }
    for number in 1..=PARTS {
        let part = made(Some(format!("{number}/{PARTS}")))?;
        if part.len() < fair / 2 || part.len() > fair * 2 {
            return Err(format!("part {number} has {} files, {fair} would be fair", part.len()).into());
        }
        for (path, bytes) in part {
            let is_picture = path.as_str().starts_with("assets/");
            if let Some(before) = joined.insert(path.clone(), bytes.clone())
                && (!is_picture || before != bytes)
            {
                return Err(format!("`{path}` is in two parts").into());
            }
        }
    }
    if joined == whole {
        return Ok(());
    }
    let lacking: Vec<_> = whole.keys().filter(|path| joined.get(*path) != whole.get(*path)).take(9).collect();
    Err(format!("{} files instead of {}; missing or different: {lacking:?}", joined.len(), whole.len())
        .into())
}
