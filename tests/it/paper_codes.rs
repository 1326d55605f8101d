//! Codes on paper: a camera that looks at the printed page reads the address
//! which stands beside the code in letters.
//!
//! Pages are drawn as a printer would draw them, by Typst, and read by a
//! library that knows nothing of how the code was made.

use std::sync::Arc;

use ilpress::build::release::{Orders, release};
use ilpress::corpus::{self, FormatSet};
use ilpress::edition::{Edition, Editions};
use ilpress::kind::{self, Product};
use ilpress::site::OwnerIndex;
use ilpress::vfs::{SitePath, Snapshot};
use ilpress::words::Words;
use ilpress::writer::typst::compile;
use ilpress::writer::typst::theme::Theme;
use libtest_mimic::{Failed, Trial};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_render::RenderOptions;

use super::run::site;

/// Points of a printer for one of Typst's: 300 an inch.
const SHARPNESS: f32 = 300.0 / 72.0;

/// How far from the middle of a code its address may begin, in points.
const NEAR: f64 = 200.0;

/// The smallest letters that somebody types from, in points.
const READABLE: f64 = 8.0;

/// The most letters of an address.
const MOST: usize = 30;

/// All tests.
pub fn trials() -> Vec<Trial> {
    let brochure = |layout: &str, product: Product, lang: &'static str| {
        let name = format!("paper-codes::a-camera-reads-{layout}-{}-{lang}", product.name());
        let layout = layout.to_owned();
        Trial::test(name, move || reads(brochure(&layout), "brochures/plan", lang, product))
    };
    vec![
        brochure("trifold-letter", Product::Fold, "en"),
        brochure("trifold-letter", Product::PrintShop, "en"),
        brochure("trifold-letter", Product::LargePrint, "en"),
        brochure("trifold-letter", Product::Pdf, "en"),
        brochure("half-fold", Product::Fold, "en"),
        brochure("flyer", Product::Fold, "en"),
        brochure("poster", Product::Fold, "en"),
        brochure("trifold-letter", Product::Fold, "ar"),
        brochure("trifold-letter", Product::Pdf, "ar"),
        Trial::test("paper-codes::a-camera-reads-a-guide", || {
            reads(guide(), "guides/plan/index", "en", Product::Pdf)
        }),
        Trial::test("paper-codes::a-camera-reads-a-card", || {
            reads(card(), "matrices/card", "en", Product::Pdf)
        }),
    ]
}

fn put(site: &mut Snapshot, path: &str, text: &str) {
    site.insert(SitePath::new(path).expect("a good path"), text);
}

/// A brochure in English and Arabic.
fn brochure(layout: &str) -> Snapshot {
    let mut site = site("minimal");
    let panels = |title: &str, words: &str| -> String {
        (1..=4).map(|number| format!("\n## {title} {number} {{#p{number}}}\n\n{words}\n")).collect()
    };
    put(
        &mut site,
        "content/brochures/plan.md",
        &format!(
            "+++\nkind = \"brochure\"\ntitle = \"Your plan\"\naudiences = [\"families\"]\nlayout = \"{layout}\"\n+++\n{}",
            panels("Part", "Ask for the plan in May.")
        ),
    );
    put(
        &mut site,
        "content/brochures/plan.ar.md",
        &format!("+++\ntitle = \"خطتكم\"\n+++\n{}", panels("الجزء", "اسألوا عن الخطة في شهر مايو.")),
    );
    let config = SitePath::new("site-config.toml").expect("a good path");
    let text = site.text(&config).expect("it has one");
    let arabic = "ar = { name = \"العربية\", dir = \"rtl\" }\n\n[plan.ar]\nname = \"الخطة\"\nshort = \"الخطة\"\nplural = \"الخطط\"\n";
    let text = format!("{text}{arabic}");
    site.insert(config, text);
    site
}

fn guide() -> Snapshot {
    let mut site = site("minimal");
    put(&mut site, "content/guides/plan/index.md", "+++\ntitle = \"The guide\"\n+++\n\nIn two chapters.\n");
    put(&mut site, "content/guides/plan/why.md", "+++\ntitle = \"Why\"\n+++\n\nIt helps.\n");
    site
}

fn card() -> Snapshot {
    let mut site = site("minimal");
    let config = SitePath::new("site-config.toml").expect("a good path");
    let text = site.text(&config).expect("it has one");
    let text = text.replace("matrix = [\"html\", \"csv\", \"ics\"]", "matrix = [\"html\", \"pdf\"]");
    site.insert(config, text);
    put(&mut site, "content/matrices/card.md", "+++\ntitle = \"Our year\"\nview = \"card\"\n+++\n");
    put(
        &mut site,
        "content/duties/more.toml",
        "[[duty]]\nid = \"read\"\ntask = \"Read the plan together\"\nmonths = [\"oct\"]\naccountable = \"family\"\nresponsible = [\"family\", \"student\"]\n",
    );
    site
}

/// Prints what was released, and reads its code.
fn reads(mut site: Snapshot, id: &str, lang: &str, product: Product) -> Result<(), Failed> {
    let loaded = corpus::load(&site);
    let corpus = loaded.value.ok_or_else(|| format!("{:?}", loaded.diagnostics))?;
    let released = release(&corpus, &site, &Orders::default()).map_err(|refusal| format!("{refusal:?}"))?;
    put(&mut site, "editions.toml", &released.text.ok_or("something is new")?);

    let corpus = corpus::load(&site).value.ok_or("it is a site")?;
    let lang = corpus.site.languages.get_key_value(lang).ok_or("no such language")?.0;
    let translated = corpus.in_words_of(lang);
    let corpus = translated.as_ref().unwrap_or(&corpus);
    let words = |lang: &str| Arc::new(Words::load(&site, lang).value);
    let (editions, own) = (Editions::new(corpus), words(lang.as_str()));
    let edition = Edition {
        corpus,
        editions: &editions,
        words: &own,
        owner: OwnerIndex::STATE,
        index: corpus.site.edition_index("families").ok_or("families have an edition")?,
        lang,
        formats: FormatSet::WEB,
    };
    let mut documents = edition.documents();
    let document = documents.find(|document| document.id.as_str() == id).ok_or("it is there")?;
    let picture = |_: &_| None;
    let paper = kind::paper(&edition, document, None, product, &picture).ok_or("it can be printed")?;
    let code = paper.code.as_ref().ok_or("it has a code")?;
    let theme = Theme::new(&site, &corpus.site, &words);
    let pages = compile::ready(&paper, &theme).document().map_err(|found| format!("{found:?}"))?;

    if code.address.chars().count() > MOST || format!("https://{}/", code.address) != code.url {
        return Err(format!("`{}` isn't what somebody types for `{}`", code.address, code.url).into());
    }
    let mut read = 0;
    for page in pages.pages() {
        let options = RenderOptions { pixel_per_pt: f64::from(SHARPNESS).into(), ..RenderOptions::default() };
        let drawn = typst_render::render(page, &options);
        let grey: Vec<u8> = drawn.pixels().iter().map(|dot| dot.green()).collect();
        for found in quircs::Quirc::new().identify(drawn.width() as usize, drawn.height() as usize, &grey) {
            let found = found.map_err(|error| format!("something like a code: {error}"))?;
            let said = found.decode().map_err(|error| format!("it can't be read: {error}"))?.payload;
            let said = String::from_utf8_lossy(&said);
            if said != code.url {
                return Err(format!("the code says `{said}`, not `{}`", code.url).into());
            }
            let corners = found.corners.map(|corner| (f64::from(corner.x), f64::from(corner.y)));
            let middle =
                |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).sum::<f64>() / 4.0 / f64::from(SHARPNESS);
            let letters = near(&page.frame, middle(|corner| corner.0), middle(|corner| corner.1));
            if !letters.contains(&code.address) {
                return Err(format!("`{}` doesn't stand beside it, but “{letters}”", code.address).into());
            }
            read += 1;
        }
    }
    if read == 0 { Err("there is no code on any page".into()) } else { Ok(()) }
}

/// The text that begins near a place and is large enough.
fn near(frame: &Frame, x: f64, y: f64) -> String {
    let mut text = String::new();
    walk(frame, Transform::identity(), &mut |at, size, words| {
        if (at.x.to_pt() - x).hypot(at.y.to_pt() - y) < NEAR && size.to_pt() >= READABLE {
            text.push_str(words);
        }
    });
    text
}

fn walk(frame: &Frame, outer: Transform, look: &mut dyn FnMut(Point, Abs, &str)) {
    for (at, item) in frame.items() {
        let place = outer.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => walk(&group.frame, place.pre_concat(group.transform), look),
            FrameItem::Text(text) => look(Point::zero().transform(place), text.size, &text.text),
            _ => {}
        }
    }
}
