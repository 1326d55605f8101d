//! What a page says of itself to machines: JSON-LD by schema.org.

use serde::Serialize;

use crate::kind::{Content, Publication, Special};

/// What schema.org calls a creative work. Fields are written in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Work<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    description: &'a str,
    url: &'a str,
    in_language: &'a str,
    publisher: Publisher<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<Audience<'a>>,
    #[serde(flatten)]
    document: Option<DocumentFields<'a>>,
}

#[derive(Serialize)]
struct Publisher<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Audience<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    audience_type: &'a str,
}

/// What only documents have.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DocumentFields<'a> {
    date_published: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_required: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keywords: Option<String>,
    is_accessible_for_free: bool,
}

/// Returns the page's JSON-LD, safe inside a `script` element.
pub fn json_ld(publication: &Publication) -> String {
    let shell = &publication.shell;
    let work = Work {
        context: "https://schema.org",
        kind: kind(&publication.content),
        name: &shell.page.title,
        description: &shell.page.description,
        url: &shell.page.canonical,
        in_language: &shell.edition.lang,
        publisher: Publisher {
            kind: "GovernmentOrganization",
            name: &shell.site.agency,
            url: format!("{}/", shell.site.base_url),
        },
        audience: shell
            .edition
            .audience
            .as_ref()
            .map(|audience| Audience { kind: "Audience", audience_type: &audience.name }),
        document: match &publication.content {
            Content::Document(doc) => Some(DocumentFields {
                date_published: &shell.site.released.iso,
                date_modified: doc.reviewed.as_ref().map(|day| day.iso.as_str()),
                time_required: minutes(&doc.special, doc.reading_minutes)
                    .map(|minutes| format!("PT{minutes}M")),
                keywords: (!doc.topics.is_empty()).then(|| {
                    let topics: Vec<&str> = doc.topics.iter().map(|topic| topic.title.as_str()).collect();
                    topics.join(", ")
                }),
                is_accessible_for_free: true,
            }),
            _ => None,
        },
    };
    escape(serde_json::to_string(&work).expect("plain data"))
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
        | Content::Districts(_)
        | Content::District(_)
        | Content::Role(_)
        | Content::Roles(_)
        | Content::Calendar(_)
        | Content::Listing(_)
        | Content::Topics(_) => "CollectionPage",
        Content::Glossary(_) => "DefinedTermSet",
        Content::Search(_) => "SearchResultsPage",
        Content::Chooser(_) => "WebSite",
        Content::Handover(_)
        | Content::NotFound(_)
        | Content::Moved(_)
        | Content::PrintedStatus(_)
        | Content::FindStatus(_) => "WebPage",
    }
}

/// No text can end the element.
fn escape(json: String) -> String {
    if memchr::memchr3(b'<', b'>', b'&', json.as_bytes()).is_none() {
        return json;
    }
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
