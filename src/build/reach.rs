//! What will be in the output folder when a build is done.

use std::collections::{BTreeSet, HashSet};

use super::press::Which;
use crate::edition::Edition;
use crate::site::{Lang, OwnerIndex, Site};
use crate::vfs::OutputPath;

/// The pages to which a link may lead: those that the build makes, and those
/// of an earlier build that stay.
pub struct Reach {
    /// The folders of editions, languages and districts that aren't made, with
    /// a slash at their ends.
    absent: HashSet<String>,
    /// What stays; nothing when nobody says.
    standing: Option<BTreeSet<OutputPath>>,
    /// Whether papers are made.
    printed: bool,
}

impl Reach {
    /// Returns the reach of a build that makes the editions `made`. `edition`
    /// gives one by its key.
    pub fn new<'a>(
        made: &'a [Which],
        edition: &dyn Fn(&'a Which) -> Edition<'a>,
        site: &'a Site,
        standing: Option<BTreeSet<OutputPath>>,
        printed: bool,
    ) -> Reach {
        let mut absent = HashSet::new();
        let Some(first) = made.first().map(edition) else { return Reach { absent, standing, printed } };
        let homes: HashSet<OutputPath> = made.iter().map(|which| edition(which).home()).collect();
        let roots: HashSet<OutputPath> = made.iter().map(|which| edition(which).root()).collect();
        let owners: HashSet<OwnerIndex> = made.iter().map(|which| which.owner).collect();
        let publishers = site.publishers().map(|owner| (owner.index, owner.languages.iter().collect()));
        let state = (OwnerIndex::STATE, site.languages.keys().collect());
        for (owner, langs) in std::iter::once::<(OwnerIndex, Vec<&Lang>)>(state).chain(publishers) {
            if let Some(publisher) = site.owner(owner).filter(|_| !owners.contains(&owner)) {
                absent.insert(publisher.folder.clone());
                continue;
            }
            for lang in langs {
                let any = Edition { owner, lang, ..first };
                let folders = site.editions().map(|(index, _)| Edition { index, ..any }.home());
                absent.extend(folders.filter(|home| !homes.contains(home)).map(|home| folder(&home)));
                if lang != site.default_lang() && !roots.contains(&any.root()) {
                    absent.insert(folder(&any.root()));
                }
            }
        }
        Reach { absent, standing, printed }
    }

    /// Whether a page lies in a folder that isn't made.
    fn is_absent(&self, path: &OutputPath) -> bool {
        let path = path.as_str();
        !self.absent.is_empty() && path.match_indices('/').any(|(at, _)| self.absent.contains(&path[..=at]))
    }

    /// Whether something isn't made that a link may lead to.
    pub fn is_narrow(&self) -> bool {
        !self.absent.is_empty() || !self.printed
    }

    /// Whether a page will be there.
    pub fn has(&self, path: &OutputPath) -> bool {
        let paper = !self.printed && path.as_str().ends_with(".pdf");
        self.stands(path) || !paper && !self.is_absent(path)
    }

    /// Whether a file of an earlier build stays.
    pub fn stands(&self, path: &OutputPath) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing.contains(path))
    }

    /// Whether `--kind` may leave out the other kinds of an edition: its pages
    /// link to them, so they must be there. Without an output, nobody minds.
    pub fn may_lack_kinds(&self, edition: &Edition) -> bool {
        self.standing.as_ref().is_none_or(|standing| standing.contains(&edition.home()))
    }
}

/// The folder of an `index.html`, with a slash at its end.
fn folder(page: &OutputPath) -> String {
    page.as_str().trim_end_matches("index.html").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Artifact, Options, build_beside};
    use crate::vfs::{Snapshot, embedded};

    fn made(audiences: &[&str], kinds: &[&str], standing: Option<&BTreeSet<OutputPath>>) -> Vec<Artifact> {
        let site: Snapshot = embedded::starter().collect();
        let options = Options {
            today: jiff::civil::date(2099, 12, 31),
            audiences: audiences.iter().map(|id| (*id).to_owned()).collect(),
            langs: Vec::new(),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            formats: vec!["html".to_owned()],
            documents: Vec::new(),
            districts: Vec::new(),
            shard: None,
        };
        let built = build_beside(&site, &options, standing);
        assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
        built.value
    }

    fn paths(artifacts: &[Artifact]) -> BTreeSet<OutputPath> {
        artifacts.iter().map(|artifact| artifact.path.clone()).collect()
    }

    /// Links and `src` of all pages that lead to nothing.
    fn dead(artifacts: &[Artifact], standing: &BTreeSet<OutputPath>) -> Vec<String> {
        let mut there = paths(artifacts);
        there.extend(standing.iter().cloned());
        let mut dead = Vec::new();
        for artifact in artifacts.iter().filter(|artifact| artifact.path.as_str().ends_with(".html")) {
            let text = String::from_utf8_lossy(&artifact.bytes);
            for href in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                if let Some(target) = artifact.path.target(href)
                    && !there.contains(&target)
                    && href != "/"
                {
                    dead.push(format!("{}: {href}", artifact.path));
                }
            }
        }
        dead
    }

    #[test]
    fn a_part_has_no_dead_links() {
        let nothing = BTreeSet::new();
        let none: [String; 0] = [];
        for audiences in [&[][..], &["students"], &["families"], &["counselors", "students"]] {
            for kinds in [&[][..], &["brochure"]] {
                let part = made(audiences, kinds, Some(&nothing));
                assert_eq!(dead(&part, &nothing), none, "{audiences:?} {kinds:?}");
            }
        }
    }

    #[test]
    fn a_part_leaves_what_all_share() {
        let whole = made(&[], &[], None);
        let standing = paths(&whole);
        let part = made(&["students"], &[], Some(&standing));
        let own = |path: &OutputPath| {
            path.as_str().starts_with("students/") || path.as_str().starts_with("assets/")
        };
        assert!(paths(&part).iter().all(own), "{:?}", paths(&part));
        // What it makes is what the whole makes.
        assert!(part.iter().all(|artifact| whole.contains(artifact)));
        let part = made(&[], &["brochure"], Some(&standing));
        let brochure =
            |path: &OutputPath| path.as_str().contains("/brochures/") || path.as_str().starts_with("assets/");
        assert!(paths(&part).iter().all(brochure), "{:?}", paths(&part));
        assert!(part.iter().all(|artifact| whole.contains(artifact)));
    }
}
