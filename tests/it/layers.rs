//! Which layer wins: the table of docs/layers.md, row by row, composed without
//! a program around it.

use std::sync::Arc;

use ilpress::corpus::layer::{Composed, Layer, Stack, compose};
use ilpress::corpus::{self, DocId, Manuscript};
use ilpress::site::{Lang, Revisable};
use ilpress::vfs::{Hash, SitePath, Snapshot};
use libtest_mimic::{Failed, Trial};

use crate::run;

pub fn trials() -> Vec<Trial> {
    ROWS.iter()
        .map(|row| Trial::test(format!("layers::{}", row.name), move || check(row)))
        .chain([Trial::test("layers::a-locked-block-says-whose-it-is", locks)])
        .collect()
}

/// A layer: its level, whether it is in Spanish, and its text.
type Written = (usize, bool, &'static str);

struct Row {
    name: &'static str,
    source: &'static str,
    layers: &'static [Written],
    /// The words of the Spanish edition, or of the English one.
    spanish: bool,
    shows: &'static str,
    /// The rules that are broken.
    breaks: &'static [&'static str],
}

const A: &str = "::: {#x}\nA\n:::";
const LOCKED: &str = "::: {.locked #x owner=O reason=R}\nA\n:::";

const ROWS: &[Row] = &[
    Row { name: "nothing-lies-over-it", source: A, layers: &[], spanish: false, shows: "A", breaks: &[] },
    Row {
        name: "a-translation",
        source: A,
        layers: &[(0, true, "::: {#x}\nA'\n:::")],
        spanish: true,
        shows: "A'",
        breaks: &[],
    },
    Row {
        name: "no-translation",
        source: A,
        layers: &[(0, true, "")],
        spanish: true,
        shows: "A",
        breaks: &[],
    },
    Row {
        name: "a-district-in-the-source-language",
        source: A,
        layers: &[(0, true, "::: {#x}\nA'\n:::"), (2, false, "::: {#x}\nB\n:::")],
        spanish: true,
        shows: "B",
        breaks: &[],
    },
    Row {
        name: "a-district-in-both-languages",
        source: A,
        layers: &[
            (0, true, "::: {#x}\nA'\n:::"),
            (2, false, "::: {#x}\nB\n:::"),
            (2, true, "::: {#x}\nB'\n:::"),
        ],
        spanish: true,
        shows: "B'",
        breaks: &[],
    },
    Row {
        name: "a-district-hides",
        source: A,
        layers: &[(0, true, "::: {#x}\nA'\n:::"), (2, false, "::: {#x mode=hide}\n:::")],
        spanish: true,
        shows: "",
        breaks: &[],
    },
    Row {
        name: "a-region-says-and-a-school-hides",
        source: A,
        layers: &[(1, false, "::: {#x}\nB\n:::"), (3, false, "::: {#x mode=hide}\n:::")],
        spanish: false,
        shows: "",
        breaks: &[],
    },
    Row {
        name: "a-region-hides-and-a-district-says",
        source: A,
        layers: &[(1, false, "::: {#x mode=hide}\n:::"), (2, false, "::: {#x}\nB\n:::")],
        spanish: false,
        shows: "B",
        breaks: &[],
    },
    Row {
        name: "additions-add-up-the-less-specific-nearest",
        source: A,
        layers: &[(1, false, "::: {#x mode=before}\nR\n:::"), (2, false, "::: {#x mode=before}\nD\n:::")],
        spanish: false,
        shows: "D R A",
        breaks: &[],
    },
    Row {
        name: "additions-after-add-up-the-less-specific-nearest",
        source: A,
        layers: &[(1, false, "::: {#x mode=after}\nR\n:::"), (2, false, "::: {#x mode=after}\nD\n:::")],
        spanish: false,
        shows: "A R D",
        breaks: &[],
    },
    Row {
        name: "hiding-takes-less-specific-additions-along",
        source: A,
        layers: &[(1, false, "::: {#x mode=after}\nR\n:::"), (2, false, "::: {#x mode=hide}\n:::")],
        spanish: false,
        shows: "",
        breaks: &[],
    },
    Row {
        name: "locked-and-replaced",
        source: LOCKED,
        layers: &[(2, false, "::: {#x}\nB\n:::")],
        spanish: false,
        shows: "A",
        breaks: &["locked-block"],
    },
    Row {
        name: "locked-and-hidden",
        source: LOCKED,
        layers: &[(2, false, "::: {#x mode=hide}\n:::")],
        spanish: false,
        shows: "A",
        breaks: &["locked-block"],
    },
    Row {
        name: "locked-and-added-to",
        source: LOCKED,
        layers: &[(2, false, "::: {#x mode=after}\nB\n:::")],
        spanish: false,
        shows: "A",
        breaks: &["locked-block"],
    },
    Row {
        name: "replacing-what-holds-a-lock",
        source: "::: {#out}\nO\n\n::: {.locked #x owner=O reason=R}\nA\n:::\n:::",
        layers: &[(2, false, "::: {#out}\nB\n:::")],
        spanish: false,
        shows: "O A",
        breaks: &["locked-block"],
    },
    Row {
        name: "replacing-what-stands-in-a-lock",
        source: "::: {.locked #out owner=O reason=R}\nO\n\n::: {#x}\nA\n:::\n:::",
        layers: &[(2, false, "::: {#x}\nB\n:::")],
        spanish: false,
        shows: "O A",
        breaks: &["locked-block"],
    },
    Row {
        name: "locked-and-translated-by-a-machine",
        source: LOCKED,
        layers: &[(0, true, "::: {#x state=machine}\nA'\n:::")],
        spanish: true,
        shows: "A",
        breaks: &["unreviewed-lock"],
    },
    Row {
        name: "a-name-that-nothing-below-has",
        source: A,
        layers: &[(2, false, "::: {#y}\nB\n:::")],
        spanish: false,
        shows: "A",
        breaks: &["layer-without-source"],
    },
    Row {
        name: "text-in-no-block",
        source: A,
        layers: &[(2, false, "Lost.\n\n::: {#x}\nB\n:::")],
        spanish: false,
        shows: "B",
        breaks: &["layer-without-source"],
    },
    Row {
        name: "another-kind-of-block",
        source: "## H {#x}\n\nA",
        layers: &[(2, false, "- B {#x}")],
        spanish: false,
        shows: "H A",
        breaks: &["layer-mismatch"],
    },
    Row {
        name: "a-block-in-the-place-of-a-section-keeps-its-heading",
        source: "## H {#x}\n\nA",
        layers: &[(2, false, "::: {#x}\nB\n:::")],
        spanish: false,
        shows: "H B",
        breaks: &[],
    },
    Row {
        name: "a-slot-that-is-too-full",
        source: "::: {.slot #x type=text max=3}\nA\n:::",
        layers: &[(2, false, "::: {#x}\nBBBB\n:::")],
        spanish: false,
        shows: "A",
        breaks: &["layer-mismatch"],
    },
];

fn read(site: &Snapshot, path: &str, text: &str, lang: &Lang, corpus: &corpus::Corpus) -> Manuscript {
    let path = SitePath::new(path).expect("a good path");
    let mut site = site.clone();
    site.insert(path.clone(), format!("+++\ntitle = \"T\"\n+++\n{text}\n"));
    let mut found = Vec::new();
    let id = DocId("pages/x".into());
    let hash = Hash::of(text.as_bytes());
    let read = corpus::document::read(&path, &site, Some(id), lang.clone(), hash, &corpus.site, &mut found);
    assert!(found.is_empty(), "{found:?}");
    read.expect("it can be read")
}

fn composed(source: &str, layers: &[Written], spanish: bool, revisable: Revisable) -> Composed {
    let site = run::site("minimal");
    let corpus = corpus::load(&site).value.expect("a site");
    let (en, es) = (Lang::new("en").expect("a language"), Lang::new("es").expect("a language"));
    let source = read(&site, "content/pages/x.md", source, &en, &corpus);
    let read: Vec<Arc<Manuscript>> = layers
        .iter()
        .enumerate()
        .map(|(place, (_, translated, text))| {
            let lang = if *translated { &es } else { &en };
            Arc::new(read(&site, &format!("content/pages/layer-{place}.md"), text, lang, &corpus))
        })
        .collect();
    let layers =
        read.iter().zip(layers).map(|(read, (level, translated, _))| Layer::new(read, *level, *translated));
    let lang = if spanish { &es } else { &en };
    let layers = layers.filter(|layer| spanish || !layer.translated).collect();
    let stack =
        Stack { source: &source, lang, layers, revisable, brings_lock: &|_| false, site: &corpus.site };
    compose(&stack)
}

fn check(row: &Row) -> Result<(), Failed> {
    let composed = composed(row.source, row.layers, row.spanish, Revisable::Blocks);
    let words = composed.text();
    let broken: Vec<&str> = composed.found.iter().map(|found| found.rule.name).collect();
    if words != row.shows || broken != row.breaks {
        return Err(format!(
            "shows `{words}` and breaks {broken:?}, not `{}` and {:?}",
            row.shows, row.breaks
        )
        .into());
    }
    // What districts may not touch, they can't change at all.
    let slots = composed_by_slots(row);
    if !row.source.contains(".slot") && !row.spanish && slots.text() != words_of_source(row) {
        return Err(format!("with slots only it shows `{}`", slots.text()).into());
    }
    Ok(())
}

fn composed_by_slots(row: &Row) -> Composed {
    composed(row.source, row.layers, row.spanish, Revisable::Slots)
}

fn words_of_source(row: &Row) -> String {
    composed(row.source, &[], false, Revisable::Slots).text()
}

/// Who locked a block, and why, is said.
fn locks() -> Result<(), Failed> {
    let composed = composed(LOCKED, &[(2, false, "::: {#x}\nB\n:::")], false, Revisable::Blocks);
    let [found] = composed.found.as_slice() else { return Err(format!("{:?}", composed.found).into()) };
    assert_eq!(found.message, "`x` is locked by O");
    assert!(found.hints.contains(&"the reason: R".to_owned()), "{:?}", found.hints);
    let slots = self::composed(A, &[(2, false, "::: {#x}\nB\n:::")], false, Revisable::Slots);
    let [found] = slots.found.as_slice() else { return Err(format!("{:?}", slots.found).into()) };
    assert_eq!(found.rule.name, "not-revisable");
    Ok(())
}
