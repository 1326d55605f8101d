//! What a build of a part leaves out: links to pages that won't be there.

use super::chooser::base_path;
use super::districts::District;
use super::{Content, Publication, Shell};
use crate::edition::Page;
use crate::edition::page::{Closed, TieMark};
use crate::site::Site;
use crate::syntax::Kind;
use crate::vfs::OutputPath;
use std::sync::Arc;

/// Makes words of the links in a page's text that lead to pages which aren't
/// there, such as `{to=families}` without the families' edition.
pub fn unlink(page: &mut Page, there: &dyn Fn(&OutputPath) -> bool) {
    let path = page.path.clone();
    let lost: Vec<usize> = page
        .tree
        .iter()
        .filter(|node| match node.extra() {
            Some(Closed::Link { href, .. } | Closed::Tie(TieMark { href: Some(href), .. })) => {
                !leads(&path, href, there)
            }
            _ => false,
        })
        .map(|node| node.index)
        .collect();
    if lost.is_empty() {
        return;
    }
    let tree = Arc::make_mut(&mut page.tree);
    for index in lost {
        match tree.extra_mut(index) {
            Some(Closed::Tie(mark)) => mark.href = None,
            _ => tree.nodes[index].kind = Kind::Span,
        }
    }
}

/// Takes links to pages that aren't there out of what surrounds a text: other
/// editions, other languages, the choices of the first page.
pub fn trim(publication: &mut Publication, site: &Site, there: &dyn Fn(&OutputPath) -> bool) {
    let Publication { path, shell, content, .. } = publication;
    // The page for what isn't there has absolute links.
    let base = base_path(&site.base_url);
    let leads = |href: &str| leads(path, href.strip_prefix(&base).unwrap_or(href), there);
    shell.others.retain(|other| leads(&other.href));
    shell.languages.retain(|language| leads(&language.href));
    for place in [&mut shell.site.help_href, &mut shell.site.feedback_href] {
        place.take_if(|href| !leads(href));
    }
    shell.in_districts.retain(|link| leads(&link.href));
    if shell.site.state.is_some() {
        // What a district has not is the state's, which may not be there.
        shell.nav.retain(|link| leads(&link.href));
        let Shell { page, .. } = &mut *shell;
        for place in [
            &mut page.search_href,
            &mut page.glossary_href,
            &mut page.roles_href,
            &mut page.topics_href,
            &mut page.calendar_href,
            &mut page.feed_href,
            &mut page.state_href,
            &mut page.state_home_href,
        ] {
            place.take_if(|href| !leads(href));
        }
    }
    if let Content::District(district) = content {
        let District { audiences, schools, .. } = district;
        audiences.retain(|audience| leads(&audience.href));
        schools.retain(|school| leads(&school.href));
        district.district.take_if(|link| !leads(&link.href));
    }
    if let Content::Districts(districts) = content {
        for group in districts.by_name.iter_mut().chain(&mut districts.by_region) {
            group.districts.retain(|district| leads(&district.href));
            for district in &mut group.districts {
                district.schools.retain(|school| leads(&school.href));
            }
        }
    }
    if let Content::Document(doc) = content {
        doc.papers.retain(|paper| leads(&paper.href));
        doc.topics.retain(|topic| leads(&topic.href));
    }
    if let Content::PrintedStatus(status) = content {
        status.page.take_if(|link| !leads(&link.href));
    }
    if let Content::Chooser(chooser) | Content::NotFound(chooser) = content {
        chooser.audiences.retain(|audience| leads(&audience.href));
        chooser.districts.retain(|district| leads(&district.href));
        chooser.languages.retain(|language| leads(&language.href));
    }
}

/// Whether a link of a page leads somewhere. Addresses with a scheme do.
fn leads(from: &OutputPath, href: &str, there: &dyn Fn(&OutputPath) -> bool) -> bool {
    from.target(href).is_none_or(|target| there(&target))
}
