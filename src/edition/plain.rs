//! A document without a site: everything is shown, nothing is looked up.

use super::page::{Block, Closed, LinkClass};
use crate::syntax::{Attrs, Kind, Open, Parsed, Tree};

/// Closes a tree without selecting: for `ilpress render`, which has no site.
/// Variables and citations become the text that the author wrote.
pub fn close_plainly(parsed: &Parsed) -> Tree<Closed> {
    let tree = &parsed.tree;
    let mut out: Tree<Closed> = Tree::new(tree.source.clone());
    out.pool.clone_from(&tree.pool);
    let name = |attrs: &Attrs| attrs.name.as_ref().map(|word| word.text.clone());
    for node in tree.iter() {
        let index = out.open(node.kind(), node.span());
        out.nodes[index].arg = node.arg();
        out.nodes[index].end = node.end() as u32;
        match node.kind() {
            Kind::Text | Kind::Code | Kind::FootnoteReference | Kind::FootnoteDefinition | Kind::Mark => {
                out.set_text(index, node.text_range())
            }
            Kind::Variable | Kind::Cite => {
                out.nodes[index].kind = Kind::Text;
                out.set_text(index, crate::syntax::TextRange::source(node.span()));
            }
            _ => {}
        }
        let closed = match node.extra() {
            Some(Open::Attrs(attrs)) if node.kind() == Kind::Div => Some(Closed::Block(Block {
                kind: attrs.class,
                name: name(attrs),
                title: String::new(),
                number: 0,
                minutes: 0,
                lang: None,
            })),
            Some(Open::Attrs(attrs)) if node.kind() != Kind::Span => name(attrs).map(Closed::Name),
            Some(Open::Link { dest, title, .. }) => {
                Some(Closed::Link { href: dest.clone(), title: title.clone(), class: LinkClass::Plain })
            }
            Some(Open::Image { dest, title }) => {
                Some(Closed::Image { src: dest.clone(), title: title.clone() })
            }
            Some(Open::CodeBlock(info)) => Some(Closed::CodeBlock(info.clone())),
            Some(Open::Ordered(first)) => Some(Closed::Ordered(*first)),
            Some(Open::Table(align)) => {
                Some(Closed::Table { align: align.clone(), label: String::new(), class: "" })
            }
            Some(Open::Attrs(_) | Open::Variable { .. } | Open::Cite(_)) | None => None,
        };
        if let Some(closed) = closed {
            out.set_extra(index, closed);
        }
    }
    out
}
