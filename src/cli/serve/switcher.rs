//! The same document for others: who else has this page.

use serde_json::{Value, json};

use crate::site::Site;

/// The audiences and languages of a site, with their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    audiences: Vec<(String, String)>,
    langs: Vec<(String, String)>,
}

impl Names {
    pub(super) fn new(site: &Site) -> Names {
        let audience =
            |(_, audience): (_, &crate::site::Audience)| (audience.id.to_string(), audience.name.clone());
        Names {
            audiences: site.editions().map(audience).collect(),
            langs: site
                .languages
                .iter()
                .map(|(lang, language)| (lang.to_string(), language.name.clone()))
                .collect(),
        }
    }
}

/// A page's address, taken apart: `[districts/D/[schools/S/]][LANG/]AUDIENCE/rest`.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    /// `districts/D/schools/S/`, or empty.
    owner: String,
    /// Empty for the default language.
    lang: &'a str,
    /// Empty outside of an edition.
    audience: &'a str,
    /// What follows, without a leading slash.
    rest: String,
}

fn parse<'a>(page: &'a str, names: &Names) -> Address<'a> {
    let mut parts: Vec<&str> = page.split('/').collect();
    let mut owner = String::new();
    for key in ["districts", "schools"] {
        if parts.len() > 2 && parts[0] == key {
            owner.push_str(&format!("{key}/{}/", parts[1]));
            parts.drain(..2);
        }
    }
    let mut take = |known: &[(String, String)]| {
        let found = parts.len() > 1 && known.iter().any(|(id, _)| *id == parts[0]);
        if found { parts.remove(0) } else { "" }
    };
    let lang = take(names.langs.get(1..).unwrap_or_default());
    let audience = take(&names.audiences);
    Address { owner, lang, audience, rest: parts.join("/") }
}

/// Returns what the preview bar offers: for each audience, and for each
/// language, where the same document is, else that edition's home. `there` knows which files there are.
pub(super) fn offers(page: &str, there: &dyn Fn(&str) -> bool, names: &Names) -> Value {
    let here = parse(page, names);
    let offer = |id: &str, name: &str, lang: &str, audience: &str, current: bool| {
        let folder: String =
            [lang, audience].iter().filter(|part| !part.is_empty()).map(|part| format!("{part}/")).collect();
        let home = format!("{}{folder}index.html", here.owner);
        let same = format!("{}{folder}{}", here.owner, here.rest);
        let comparable = audience.is_empty() || !here.audience.is_empty();
        let exact = comparable && there(&same);
        let path = if exact { same } else { home };
        there(&path).then(|| {
            let address = path.strip_suffix("index.html").unwrap_or(&path);
            json!({ "id": id, "name": name, "url": format!("/{address}"), "same": exact, "current": current })
        })
    };
    let audiences = names.audiences.iter();
    let audiences = audiences.filter_map(|(id, name)| offer(id, name, here.lang, id, id == here.audience));
    let langs = names.langs.iter().enumerate().filter_map(|(index, (id, name))| {
        let part = if index == 0 { "" } else { id };
        offer(id, name, part, here.audience, part == here.lang)
    });
    json!({ "audiences": audiences.collect::<Vec<_>>(), "languages": langs.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let pairs = |ids: &[&str]| ids.iter().map(|id| ((*id).to_owned(), id.to_uppercase())).collect();
        Names { audiences: pairs(&["families", "counselors"]), langs: pairs(&["en", "es"]) }
    }

    #[test]
    fn takes_addresses_apart() {
        let names = names();
        let address = |owner: &str, lang, audience, rest: &str| Address {
            owner: owner.into(),
            lang,
            audience,
            rest: rest.into(),
        };
        assert_eq!(parse("index.html", &names), address("", "", "", "index.html"));
        assert_eq!(parse("families/a/index.html", &names), address("", "", "families", "a/index.html"));
        assert_eq!(parse("es/families/index.html", &names), address("", "es", "families", "index.html"));
        let page = "districts/oak/schools/x/es/families/index.html";
        assert_eq!(parse(page, &names), address("districts/oak/schools/x/", "es", "families", "index.html"));
    }

    #[test]
    fn offers_the_same_page_or_the_home() {
        let paths = [
            "index.html",
            "families/index.html",
            "families/a/index.html",
            "counselors/index.html",
            "es/index.html",
            "es/families/a/index.html",
        ];
        let there = |path: &str| paths.contains(&path);
        let urls = |page, key: &str| -> Vec<String> {
            let value = offers(page, &there, &names());
            value[key]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| one["url"].as_str().unwrap_or_default().to_owned())
                .collect()
        };
        assert_eq!(urls("families/a/index.html", "audiences"), ["/families/a/", "/counselors/"]);
        assert_eq!(urls("families/a/index.html", "languages"), ["/families/a/", "/es/families/a/"]);
        assert_eq!(urls("index.html", "audiences"), ["/families/", "/counselors/"]);
        assert_eq!(urls("index.html", "languages"), ["/", "/es/"]);
    }
}
