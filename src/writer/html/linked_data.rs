//! What a page says of itself to machines: JSON-LD by schema.org.

use serde_json::{Value, json};

use crate::kind::{Content, Publication, Special};

/// Returns the page's JSON-LD, safe inside a `script` element.
pub fn json_ld(publication: &Publication) -> String {
    let shell = &publication.shell;
    let publisher = json!({ "@type": "GovernmentOrganization", "name": shell.site.agency, "url": format!("{}/", shell.site.base_url) });
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind(&publication.content),
        "name": shell.page.title,
        "description": shell.page.description,
        "url": shell.page.canonical,
        "inLanguage": shell.edition.lang,
        "publisher": publisher,
    });
    let fields = data.as_object_mut().expect("just made");
    if let Some(audience) = &shell.edition.audience {
        fields.insert("audience".into(), json!({ "@type": "Audience", "audienceType": audience.name }));
    }
    if let Content::Document(doc) = &publication.content {
        fields.insert("datePublished".into(), shell.site.released.iso.clone().into());
        if let Some(reviewed) = &doc.reviewed {
            fields.insert("dateModified".into(), reviewed.iso.clone().into());
        }
        if let Some(minutes) = minutes(&doc.special, doc.reading_minutes) {
            fields.insert("timeRequired".into(), format!("PT{minutes}M").into());
        }
        if !doc.topics.is_empty() {
            let topics: Vec<&str> = doc.topics.iter().map(|topic| topic.title.as_str()).collect();
            fields.insert("keywords".into(), topics.join(", ").into());
        }
        fields.insert("isAccessibleForFree".into(), true.into());
    }
    escape(&data)
}

fn minutes(special: &Special, reading: Option<usize>) -> Option<usize> {
    match special {
        Special::Module(module) => Some(module.minutes as usize),
        _ => reading,
    }
}

fn kind(content: &Content) -> &'static str {
    match content {
        Content::Document(doc) => match doc.special {
            Special::Guide { .. } | Special::Chapter { .. } | Special::Module(_) => "LearningResource",
            Special::Brochure { .. } | Special::Matrix { .. } | Special::Message(_) | Special::Page {} => {
                "Article"
            }
        },
        Content::Home(_)
        | Content::Role(_)
        | Content::Roles(_)
        | Content::Calendar(_)
        | Content::Listing(_)
        | Content::Topics(_) => "CollectionPage",
        Content::Glossary(_) => "DefinedTermSet",
        Content::Search(_) => "SearchResultsPage",
        Content::Chooser(_) => "WebSite",
        Content::NotFound(_) | Content::Moved(_) => "WebPage",
    }
}

/// No text can end the element.
fn escape(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
