//! One of several parts of a build, each of which may be made on a machine of
//! its own.
//!
//! Every part reads and checks the whole site, so each finds what is wrong with
//! it; what takes time, writing pages and printing papers, is divided. Parts
//! hold disjoint files, but for pictures that pages of several parts show.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::manifest::{Content, Manifest};
use crate::vfs::{Hash, OutputPath};

/// The most parts that a build is divided into.
const MOST: usize = 1000;

/// Which part of a build, such as the third of eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// From 1 to `of`.
    number: usize,
    of: usize,
}

/// Why a text names no part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadShard {
    /// It isn't two numbers.
    #[error("a part is written like 3/8: the third of eight")]
    NoPart,
    /// There is no such part.
    #[error("of {of} parts, the numbers go from 1 to {of}")]
    NoSuchNumber {
        /// How many parts there are.
        of: usize,
    },
    /// Too many parts.
    #[error("a build has from 1 to {MOST} parts")]
    TooMany,
}

impl FromStr for Shard {
    type Err = BadShard;

    fn from_str(text: &str) -> Result<Shard, BadShard> {
        let (number, of) = text.split_once('/').ok_or(BadShard::NoPart)?;
        let read = |text: &str| text.parse::<usize>().map_err(|_| BadShard::NoPart);
        let (number, of) = (read(number)?, read(of)?);
        match (number, of) {
            (_, of) if of == 0 || of > MOST => Err(BadShard::TooMany),
            (number, of) if number == 0 || number > of => Err(BadShard::NoSuchNumber { of }),
            _ => Ok(Shard { number, of }),
        }
    }
}

/// As it is written on the command line: `3/8`.
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Shard {
    /// The folder for the part, unless somebody names another.
    pub fn folder(self) -> String {
        format!("public-{}-of-{}", self.number, self.of)
    }

    /// Whether it is the first part, which also has what can't be divided.
    pub fn is_first(self) -> bool {
        self.number == 1
    }

    /// Returns this part's share of `items`: neighbours, about as heavy as the
    /// other parts' shares. All parts together have each item once.
    pub fn share<T>(self, items: Vec<T>, weight: impl Fn(&T) -> u64) -> Vec<T> {
        let weights: Vec<u64> = items.iter().map(|item| weight(item).max(1)).collect();
        let total: u64 = weights.iter().sum();
        let mut before = 0;
        let mut place = |weight: u64| {
            // The part in which the middle of the item lies.
            let middle = 2 * before + weight;
            before += weight;
            u128::from(middle) * self.of as u128 / (2 * u128::from(total))
        };
        let own = (self.number - 1) as u128;
        items
            .into_iter()
            .zip(weights)
            .filter(|(_, weight)| place(*weight) == own)
            .map(|(item, _)| item)
            .collect()
    }
}

/// What a manifest says when the folder holds a part only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which part.
    pub shard: Shard,
    /// The hash of all that decides what the whole holds, see
    /// [`super::receipt::sources`].
    pub sources: Hash,
}

/// Why parts can't become one site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disjoined {
    /// The folder holds something else.
    #[error("{0} holds no part of a build")]
    NoPart(String),
    /// A build was writing it when it ended.
    #[error("{0} is unfinished: a build was writing it when it ended")]
    Unfinished(String),
    /// They weren't made of the same.
    #[error("{0} and {1} are parts of different builds")]
    Different(String, String),
    /// The same part, twice.
    #[error("{0} and {1} are both part {2}")]
    Twice(String, String, Shard),
    /// Parts are missing.
    #[error("{}", missing(.0))]
    Missing(Vec<Shard>),
    /// Two pages have one address.
    #[error("{0} and {1} have different files at `{2}`")]
    SameAddress(String, String, OutputPath),
}

impl Disjoined {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Disjoined::NoPart(_) => "`ilpress build --shard 1/8` makes the first of eight parts".to_owned(),
            Disjoined::Unfinished(_) => "make that part again".to_owned(),
            Disjoined::Different(..) => {
                "make all parts of the same files, with the same version of ilpress, each as a part of the \
                 same number"
                    .to_owned()
            }
            Disjoined::Twice(..) => "name each part once".to_owned(),
            Disjoined::Missing(parts) => {
                format!("`ilpress build --shard {}` makes it", parts.first().expect("one is missing"))
            }
            Disjoined::SameAddress(..) => {
                "change the `slug`, `bands` or `aliases` of one of the documents".to_owned()
            }
        }
    }
}

fn missing(parts: &[Shard]) -> String {
    let names: Vec<String> = parts.iter().map(Shard::to_string).collect();
    match names.as_slice() {
        [one] => format!("part {one} is missing"),
        many => format!("the parts {} are missing", many.join(", ")),
    }
}

/// Returns the files of the whole, each with the place of the part that has it.
///
/// `parts` are the folders' names and manifests.
///
/// # Errors
///
/// Why they aren't all parts of one build.
pub fn join(parts: &[(String, Manifest)]) -> Result<BTreeMap<OutputPath, (usize, Content)>, Disjoined> {
    let mut found: BTreeMap<Shard, &String> = BTreeMap::new();
    let mut first: Option<(&String, Part)> = None;
    let mut files: BTreeMap<OutputPath, (usize, Content)> = BTreeMap::new();
    for (place, (name, manifest)) in parts.iter().enumerate() {
        let part = manifest.part.ok_or_else(|| Disjoined::NoPart(name.clone()))?;
        let (one, known) = *first.get_or_insert((name, part));
        if known.sources != part.sources || known.shard.of != part.shard.of {
            return Err(Disjoined::Different(one.clone(), name.clone()));
        }
        if let Some(other) = found.insert(part.shard, name) {
            return Err(Disjoined::Twice(other.clone(), name.clone(), part.shard));
        }
        for (path, content) in &manifest.files {
            let content = content.ok_or_else(|| Disjoined::Unfinished(name.clone()))?;
            let (other, before) = *files.entry(path.clone()).or_insert((place, content));
            if before != content {
                return Err(Disjoined::SameAddress(parts[other].0.clone(), name.clone(), path.clone()));
            }
        }
    }
    let of = first.map_or(0, |(_, part)| part.shard.of);
    let lacking: Vec<Shard> =
        (1..=of).map(|number| Shard { number, of }).filter(|shard| !found.contains_key(shard)).collect();
    if lacking.is_empty() { Ok(files) } else { Err(Disjoined::Missing(lacking)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shard(text: &str) -> Shard {
        text.parse().expect("a good part")
    }

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        assert_eq!(shard("3/8").to_string(), "3/8");
        for (text, why) in [
            ("", BadShard::NoPart),
            ("3", BadShard::NoPart),
            ("a/b", BadShard::NoPart),
            ("-1/8", BadShard::NoPart),
            ("0/8", BadShard::NoSuchNumber { of: 8 }),
            ("9/8", BadShard::NoSuchNumber { of: 8 }),
            ("1/0", BadShard::TooMany),
            ("1/1001", BadShard::TooMany),
        ] {
            assert_eq!(text.parse::<Shard>(), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn shares_are_all_items_once_and_about_equal(
            weights in prop::collection::vec(1_u64..100, 0..200),
            of in 1_usize..12,
        ) {
            let parts: Vec<Vec<u64>> =
                (1..=of).map(|number| Shard { number, of }.share(weights.clone(), |weight| *weight)).collect();
            prop_assert_eq!(parts.concat(), weights.clone());
            let fair = weights.iter().sum::<u64>() as f64 / of as f64;
            for part in parts {
                // The heaviest item may lie across a border at either end.
                prop_assert!((part.iter().sum::<u64>() as f64 - fair).abs() <= 100.0);
            }
        }
    }

    fn part(name: &str, shard_: &str, sources: &str, files: &[(&str, &str)]) -> (String, Manifest) {
        let part = Part { shard: shard(shard_), sources: Hash::of(sources.as_bytes()) };
        let mut manifest = Manifest { part: Some(part), ..Manifest::default() };
        for (path, bytes) in files {
            let path = OutputPath::new(path).expect("a good path");
            manifest.files.insert(path, Some(Content::of(bytes.as_bytes())));
        }
        (name.to_owned(), manifest)
    }

    #[test]
    fn parts_of_one_build_are_joined_and_others_refused() {
        let one = part("one", "1/2", "site", &[("a", "a"), ("logo", "logo")]);
        let two = part("two", "2/2", "site", &[("b", "b"), ("logo", "logo")]);
        let whole = join(&[two.clone(), one.clone()]).expect("they are parts of one build");
        let places: Vec<(&str, usize)> =
            whole.iter().map(|(path, (place, _))| (path.as_str(), *place)).collect();
        assert_eq!(places, [("a", 1), ("b", 0), ("logo", 0)]);

        let told = |parts: &[(String, Manifest)]| join(parts).expect_err("they can't be joined").to_string();
        assert_eq!(told(std::slice::from_ref(&one)), "part 2/2 is missing");
        assert_eq!(
            told(&[one.clone(), part("other", "2/2", "older", &[])]),
            "one and other are parts of different builds"
        );
        assert_eq!(
            told(&[one.clone(), part("third", "3/3", "site", &[])]),
            "one and third are parts of different builds"
        );
        assert_eq!(told(&[one.clone(), one.clone()]), "one and one are both part 1/2");
        let same = part("two", "2/2", "site", &[("a", "A")]);
        assert_eq!(told(&[one.clone(), same]), "one and two have different files at `a`");
        assert_eq!(
            told(&[one.clone(), ("public".to_owned(), Manifest::default())]),
            "public holds no part of a build"
        );
        let mut unfinished = two;
        unfinished.1.files.insert(OutputPath::new("c").expect("a good path"), None);
        assert_eq!(told(&[one, unfinished]), "two is unfinished: a build was writing it when it ended");
    }
}
