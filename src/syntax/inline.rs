//! Inside a line of text: attribute lists, spans, variables, claims.
//!
//! The Markdown parser leaves them as text. A line's tokens are gathered, and
//! only lines in whose source a trigger stands (`{` or `[@`) are looked at
//! again. Whatever looks like one of ours and isn't, is an error.

use std::ops::Range;

use super::attach::{Attrs, Place, Word, interpret};
use super::attrs::{self, is_id};
use super::parse::{Citation, Open, Sink};
use super::tree::{Kind, ScopeId, TextRange, Tree};
use crate::diag::rules;

/// A piece of a line: a leaf, or the begin or end of what holds others.
#[derive(Debug)]
pub struct Token {
    op: Op,
    kind: Kind,
    span: Range<usize>,
    text: Option<TextRange>,
    extra: Option<Open>,
    scope: ScopeId,
    /// Whether it is a link by a reference of its own name, as `[x]`.
    shortcut: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Leaf,
    Open,
    Close,
}

impl Token {
    fn new(op: Op, kind: Kind, span: Range<usize>) -> Token {
        Token { op, kind, span, text: None, extra: None, scope: ScopeId(0), shortcut: false }
    }

    /// Begins something that holds other tokens.
    pub fn open(kind: Kind, span: Range<usize>, extra: Option<Open>) -> Token {
        Token { extra, ..Token::new(Op::Open, kind, span) }
    }

    /// Ends the innermost open token.
    pub fn close(span: Range<usize>) -> Token {
        Token::new(Op::Close, Kind::Span, span)
    }

    /// Says whether a link is a reference of its own name, as `[x]`.
    pub fn shortcut(self, shortcut: bool) -> Token {
        Token { shortcut, ..self }
    }

    fn text(span: Range<usize>) -> Token {
        Token { text: Some(TextRange::source(span.clone())), ..Token::new(Op::Leaf, Kind::Text, span) }
    }

    /// The place of text that stands in the source as it is.
    fn plain(&self) -> Option<Range<usize>> {
        (self.op == Op::Leaf && self.kind == Kind::Text).then_some(())?;
        self.text?.in_source()
    }
}

/// The tokens of one line of text: a paragraph, heading, cell or item.
#[derive(Debug, Default)]
pub struct Line {
    tokens: Vec<Token>,
}

impl Line {
    /// Whether nothing was gathered.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Forgets the tokens, keeps the memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
    }

    /// Adds a token.
    pub fn push(&mut self, token: Token) {
        self.tokens.push(token);
    }

    /// Adds a leaf without text.
    pub fn leaf(&mut self, kind: Kind, span: Range<usize>) {
        self.tokens.push(Token::new(Op::Leaf, kind, span));
    }

    /// Adds a leaf with text; neighbouring text of the source becomes one.
    pub fn text(&mut self, kind: Kind, span: Range<usize>, text: TextRange) {
        if kind == Kind::Text
            && let (Some(last), Some(here)) = (self.tokens.last_mut(), text.in_source())
            && let Some(before) = last.plain()
            && before.end == here.start
        {
            *last = Token::text(before.start..here.end);
            return;
        }
        self.tokens.push(Token { text: Some(text), ..Token::new(Op::Leaf, kind, span) });
    }

    /// From the first to the last token; nothing without any.
    pub fn span(&self) -> Option<Range<usize>> {
        let start = self.tokens.iter().map(|token| token.span.start).min()?;
        let end = self.tokens.iter().map(|token| token.span.end).max()?;
        Some(start..end)
    }

    /// Adds the tokens to the tree as nodes.
    pub fn emit(&mut self, tree: &mut Tree<Open>) {
        let mut open = Vec::new();
        for token in self.tokens.drain(..) {
            match token.op {
                Op::Leaf => {
                    let node = match token.text {
                        Some(text) => tree.text_leaf(token.kind, token.span, text),
                        None => tree.leaf(token.kind, token.span),
                    };
                    tree.nodes[node].scope = token.scope;
                    if let Some(extra) = token.extra {
                        tree.set_extra(node, extra);
                    }
                }
                Op::Open => {
                    let node = tree.open(token.kind, token.span);
                    tree.nodes[node].scope = token.scope;
                    if let Some(extra) = token.extra {
                        tree.set_extra(node, extra);
                    }
                    open.push(node);
                }
                Op::Close => {
                    if let Some(node) = open.pop() {
                        tree.close(node);
                    }
                }
            }
        }
        while let Some(node) = open.pop() {
            tree.close(node);
        }
    }
}

/// How deep phrases may stand in each other. Beyond it no reader can follow.
pub const MAX_PHRASES: usize = 100;

impl Sink<'_> {
    /// Reports phrases that stand in each other more than [`MAX_PHRASES`] deep.
    pub fn phrases_too_deep(&mut self, at: Range<usize>) {
        let message = format!("phrases stand in each other more than {MAX_PHRASES} deep");
        self.error(&rules::NESTED_TOO_DEEP, at, message, |d| {
            d.hint("no reader can follow this: take some of the brackets or signs of emphasis away")
        });
    }
}

/// Attributes found at the end of a line, with their place.
pub type AtEnd = (ScopeId, Attrs, Range<usize>);

/// Finds everything of ours in a line. What stands at its end and belongs to
/// `place` is returned.
pub fn understand(source: &str, line: &mut Line, place: Option<Place>, sink: &mut Sink) -> Option<AtEnd> {
    let span = line.span()?;
    let bytes = &source.as_bytes()[span.clone()];
    let begins_ours = |at| bytes[at] == b'{' || matches!(bytes.get(at + 1), Some(b'@' | b'^'));
    if !memchr::memchr2_iter(b'{', b'[', bytes).any(begins_ours) {
        return None;
    }
    let tokens = std::mem::take(&mut line.tokens);
    let mut reader = Reader {
        source,
        sink,
        place,
        end: span.end,
        out: Vec::with_capacity(tokens.len() + 4),
        skip: 0,
        dropped: 0,
        found: None,
        too_deep: false,
    };
    for token in tokens {
        reader.token(token);
    }
    if reader.too_deep {
        // Some of its tags weren't read: nobody may see any of it.
        return None;
    }
    let (out, found) = (reader.out, reader.found);
    line.tokens = out;
    found
}

struct Reader<'a, 'b> {
    source: &'a str,
    sink: &'a mut Sink<'b>,
    place: Option<Place>,
    /// End of the line's text.
    end: usize,
    out: Vec<Token>,
    /// Everything before this place has been read as one of ours.
    skip: usize,
    /// How many begun tokens inside it were left out.
    dropped: usize,
    found: Option<AtEnd>,
    /// Whether phrases stand in each other deeper than we look.
    too_deep: bool,
}

impl Reader<'_, '_> {
    fn token(&mut self, token: Token) {
        match token.op {
            Op::Open if token.span.start < self.skip => {
                if token.span.end > self.skip {
                    self.crossing(token.span.start..self.skip);
                }
                self.dropped += 1;
            }
            Op::Close if self.dropped > 0 => self.dropped -= 1,
            Op::Close => {
                if token.span.end <= self.skip && token.span.end > 0 {
                    self.crossing(token.span.start..token.span.end);
                }
                self.out.push(token);
            }
            Op::Leaf if self.dropped > 0 || token.span.end <= self.skip => {}
            Op::Leaf => match token.plain() {
                Some(range) => self.text(range.start.max(self.skip)..range.end),
                None => self.out.push(token),
            },
            Op::Open => self.out.push(token),
        }
    }

    fn crossing(&mut self, span: Range<usize>) {
        self.sink.error(
            &rules::INVALID_ATTRIBUTES,
            span,
            "emphasis or a link begins or ends inside braces",
            |d| {
                d.hint(
                    "put values with special signs into quotes, and keep `*` and `_` outside of the braces",
                )
            },
        );
    }

    /// Reads text that stands in the source as it is.
    fn text(&mut self, range: Range<usize>) {
        let mut start = range.start;
        let mut at = range.start;
        while at < range.end {
            let byte = self.source.as_bytes()[at];
            let ours = match byte {
                b'{' => !self.escaped(at),
                b'[' => !self.escaped(at) && self.source[at + 1..].starts_with(['@', '^']),
                _ => false,
            };
            if !ours {
                at += 1;
                continue;
            }
            self.push_text(start..at);
            start = at;
            let end = if byte == b'[' {
                self.reference(at)
            } else if self.source[at..].starts_with("{{") {
                Some(self.variable(at))
            } else {
                self.list(at)
            };
            match end {
                Some(end) => {
                    self.skip = end;
                    at = end.min(range.end);
                    start = at;
                    if end > range.end {
                        return;
                    }
                }
                None => at += 1,
            }
        }
        self.push_text(start..range.end);
    }

    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push(Token::text(range));
        }
    }

    /// Whether an odd number of backslashes stands before a place.
    fn escaped(&self, at: usize) -> bool {
        let before = self.source.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        before % 2 == 1
    }

    /// Reads `{{ form name.key }}`; returns its end.
    fn variable(&mut self, at: usize) -> usize {
        let rest = &self.source.as_bytes()[at..self.end];
        let close = rest.windows(2).position(|pair| pair == b"}}" || matches!(pair[1], b'\n' | b'\r'));
        let Some(length) = close.filter(|close| rest[*close] == b'}').map(|close| close + 2) else {
            self.sink.error(&rules::INVALID_VARIABLE, at..at + 2, "this variable has no end", |d| {
                d.hint("write `{{ plan.short }}` on one line; `\\{{` shows the braces as text")
            });
            return close.map_or(self.end, |close| at + close + 1);
        };
        let span = at..at + length;
        match parse_variable(&self.source[at + 2..span.end - 2]) {
            Some((form, path)) => self.out.push(Token { extra: Some(Open::Variable { form: form.map(str::to_owned), path: path.to_owned() }), ..Token::new(Op::Leaf, Kind::Variable, span.clone()) }),
            None => self.sink.error(&rules::INVALID_VARIABLE, span.clone(), "this isn't the name of a variable", |d| {
                d.hint("write `{{ plan.short }}`, or `{{ a plan.short }}` with its article; `\\{{` shows the braces as text")
            }),
        }
        span.end
    }

    /// Reads `[@claim]`, or reports a footnote that isn't defined; returns
    /// the end.
    fn reference(&mut self, at: usize) -> Option<usize> {
        let rest = &self.source[at + 1..self.end];
        if rest.starts_with('^') {
            // A label has no blanks and no brackets.
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '[' | ']'))?;
            let (inside, end) = (&rest[..length], at + 1 + length);
            if rest[length..].starts_with(']') && length > 1 {
                self.sink.error(
                    &rules::UNKNOWN_NAME,
                    at..end + 1,
                    format!("the footnote `{inside}` is not defined"),
                    |d| {
                        d.hint(format!(
                            "add a line `[{inside}]: the note's text`; `\\[` shows the bracket as text"
                        ))
                    },
                );
                return Some(end + 1);
            }
            return None;
        }
        let inside = rest.split([']', '\n', '\r']).next().unwrap_or_default();
        let end = at + 1 + inside.len();
        let closed = self.source[end..].starts_with(']');
        let mut citations = Vec::new();
        for part in inside.split(';') {
            let start = part.as_ptr() as usize - self.source.as_ptr() as usize;
            let (id, locator) = part.split_once(',').unwrap_or((part, ""));
            let id = id.trim();
            let from = start + (part.len() - part.trim_start().len());
            match id.strip_prefix('@').filter(|name| is_id(name)) {
                Some(name) if closed => citations.push(Citation {
                    claim: Word { text: name.to_owned(), span: from..from + id.len() },
                    locator: (!locator.trim().is_empty()).then(|| locator.trim().to_owned()),
                }),
                _ => {
                    self.sink.error(&rules::INVALID_CLAIM, at..end, "this isn't a citation of a claim", |d| {
                        d.hint("write `[@nces-counselors]`, `[@one; @two]` or `[@one, p. 3]`; `\\[@` shows it as text")
                    });
                    break;
                }
            }
        }
        let end = if closed { end + 1 } else { end };
        if !citations.is_empty() {
            self.out.push(Token {
                extra: Some(Open::Cite(citations)),
                ..Token::new(Op::Leaf, Kind::Cite, at..end)
            });
        }
        Some(end)
    }

    /// Reads an attribute list; returns its end. Nothing when the brace is
    /// text.
    fn list(&mut self, at: usize) -> Option<usize> {
        if !attrs::looks_like_list(self.source, at) {
            // Right after a bracket or a link only a list can be meant.
            let after =
                at.checked_sub(1).is_some_and(|before| matches!(self.source.as_bytes()[before], b']'));
            if !after || attrs::end_of_list(self.source, at).is_none() {
                return None;
            }
        }
        let Some(end) = attrs::end_of_list(self.source, at).filter(|end| *end <= self.end) else {
            let line_end =
                self.source[at..self.end].find(['\n', '\r']).map_or(self.end, |length| at + length);
            self.sink.error(
                &rules::INVALID_ATTRIBUTES,
                at..line_end,
                "this looks like attributes, but has no end",
                |d| d.hint("close it with `}` on the same line; `\\{` shows the brace as text"),
            );
            return Some(line_end);
        };
        let items = match attrs::parse(self.source, at..end) {
            Ok(items) => items,
            Err(problem) => {
                self.sink.error(&rules::INVALID_ATTRIBUTES, problem.span, problem.message, |d| {
                    d.hint("write `{#name .class key=value key=\"several values\"}`; `\\{` shows the brace as text")
                });
                return Some(end);
            }
        };
        self.place_list(at..end, items);
        Some(end)
    }

    /// Finds what a list belongs to.
    fn place_list(&mut self, list: Range<usize>, items: Vec<attrs::Item>) {
        if self.too_deep {
            return;
        }
        let before = list.start.checked_sub(1).map_or(b' ', |before| self.source.as_bytes()[before]);
        let last = self.out.last().filter(|token| token.span.end == list.start);
        match last.map(|token| (token.op, token.kind)) {
            Some((Op::Close, _)) => self.after_phrase(list, items),
            Some((Op::Leaf, Kind::Code)) => {
                let (scope, _) = interpret(items, list, Place::Code, self.sink);
                let code = self.out.pop().expect("just seen");
                let span = code.span.clone();
                self.out.push(Token { scope, ..Token::open(Kind::Span, span.clone(), None) });
                self.out.push(code);
                self.out.push(Token::close(span));
            }
            Some((Op::Leaf, Kind::Text)) if before == b']' && !self.escaped(list.start - 1) => {
                self.after_bracket(list, items)
            }
            _ if self.bracket_before(list.start) => {
                self.sink.error(&rules::STRAY_ATTRIBUTES, list, "a blank stands between the bracket and these attributes", |d| {
                    d.hint("for the words in brackets write `[words]{audience=families}` without a blank; for the whole paragraph remove the brackets")
                });
            }
            _ if before.is_ascii_whitespace() && self.source[list.end..self.end].trim().is_empty() => {
                match self.place {
                    Some(place) => {
                        self.trim_end();
                        // Whoever writes a list alone means what stands around it.
                        if self.out.is_empty() && place != Place::Row {
                            return self.stray(list);
                        }
                        let (scope, attrs) = interpret(items, list.clone(), place, self.sink);
                        self.found = Some((scope, attrs, list));
                    }
                    None => self.stray(list),
                }
            }
            _ => self.stray(list),
        }
    }

    /// Whether a list follows a literal bracket and a blank.
    fn bracket_before(&self, at: usize) -> bool {
        let line = &self.source[..at];
        let text = line.trim_end_matches([' ', '\t']);
        text.len() < line.len()
            && text.ends_with(']')
            && !self.escaped(text.len() - 1)
// A footnote's mark or a citation is no bracketed text.
            && self.out.last().and_then(Token::plain).is_some_and(|range| range.contains(&(text.len() - 1)))
    }

    fn stray(&mut self, list: Range<usize>) {
        let before = self.source[..list.start].chars().next_back();
        let odd = before.filter(|c| c.is_whitespace() && !c.is_ascii()).map(u32::from);
        let hint = match odd {
            Some(odd) => format!(
                "the sign before them is no blank, but a special space (U+{odd:04X}): delete it and type a blank"
            ),
            None => self.where_it_belongs(&list),
        };
        self.sink
            .error(&rules::STRAY_ATTRIBUTES, list, "these attributes belong to nothing", |d| d.hint(hint));
    }

    /// What to do with a list that belongs to nothing, by what stands around
    /// it.
    fn where_it_belongs(&self, list: &Range<usize>) -> String {
        let (before, after) = (&self.source[..list.start], &self.source[list.end..self.end]);
        let written = &self.source[list.clone()];
        if after.trim_start().starts_with('{') || before.trim_end().ends_with('}') {
            "put all of them into one pair of braces, with blanks between them".to_owned()
        } else if before.ends_with(')') {
            format!("words for some readers stand in square brackets: `[words]{written}`")
        } else if after.trim().is_empty() && !before.is_empty() && !before.ends_with(char::is_whitespace) {
            format!(
                "for the whole paragraph put a blank before the braces, for a few words brackets around these: `[words]{written}`"
            )
        } else if before.lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'))
            && before.ends_with('\n')
        {
            "put them at the end of the heading's line".to_owned()
        } else if !after.trim().is_empty() && self.out.is_empty() {
            "put them after the words, with a blank between".to_owned()
        } else {
            "they stand after a blank at the end of a heading, list item, table row or paragraph, or directly after `[words]`; `\\{` shows the brace as text".to_owned()
        }
    }

    /// A list after a link or an image, or after something else that ended.
    fn after_phrase(&mut self, list: Range<usize>, items: Vec<attrs::Item>) {
        let mut depth = 0;
        let opening = self.out.iter().rposition(|token| {
            match token.op {
                Op::Close => depth += 1,
                Op::Open => depth -= 1,
                Op::Leaf => {}
            }
            depth == 0 && token.op == Op::Open
        });
        let Some(opening) = opening else { return self.stray(list) };
        let token = &self.out[opening];
        let place = match token.kind {
            Kind::Link if token.shortcut => {
                self.sink.error(
                    &rules::STRAY_ATTRIBUTES,
                    list,
                    "this could be a span or a link to a reference of the same name",
                    |d| d.hint("write the link as `[words](address)`, or give the reference another name"),
                );
                return;
            }
            Kind::Link => Place::Link,
            Kind::Image => Place::Image,
            _ => return self.stray(list),
        };
        let (scope, found) = interpret(items, list, place, self.sink);
        let token = &mut self.out[opening];
        token.scope = scope;
        if let Some(Open::Link { attrs, .. }) = &mut token.extra {
            *attrs = found;
        }
    }

    /// A list after `]`: the words in brackets become a span.
    fn after_bracket(&mut self, list: Range<usize>, items: Vec<attrs::Item>) {
        let (scope, attrs) = interpret(items, list.clone(), Place::Span, self.sink);
        let Some((token, bracket)) = self.matching_bracket(list.start - 1) else {
            if self.too_deep {
                return self.sink.phrases_too_deep(list);
            }
            self.sink.error(&rules::STRAY_ATTRIBUTES, list, "the bracket before these attributes is never opened in the same phrase", |d| {
                d.hint("write `[words]{audience=families}`; emphasis stands wholly inside or outside of the brackets")
            });
            return;
        };
        // Take the closing bracket off the last token, split at the opening one.
        let last = self.out.len() - 1;
        let tail = self.out[last].plain().expect("text that ends with a bracket");
        self.out[last] = Token::text(tail.start..tail.end - 1);
        let first = self.out[token].plain().expect("text that holds a bracket");
        let span = bracket..list.end;
        let after = Token::text(bracket + 1..first.end);
        self.out[token] = Token::text(first.start..bracket);
        let extra = (!attrs.is_empty()).then_some(Open::Attrs(attrs));
        self.out.splice(
            token + 1..token + 1,
            [Token { scope, ..Token::open(Kind::Span, span.clone(), extra) }, after],
        );
        self.out.push(Token::close(span));
        // Brackets at an edge leave no text there.
        for index in [last + 2, token + 2, token] {
            if self.out[index].plain().is_some_and(|range| range.is_empty()) {
                self.out.remove(index);
            }
        }
    }

    /// Finds the `[` that belongs to the `]` at `close`: the index of its
    /// token, and its place.
    fn matching_bracket(&mut self, close: usize) -> Option<(usize, usize)> {
        let (mut depth, mut brackets) = (0usize, 0usize);
        for (index, token) in self.out.iter().enumerate().rev() {
            match token.op {
                Op::Close if depth == MAX_PHRASES => {
                    self.too_deep = true;
                    return None;
                }
                Op::Close => depth += 1,
                Op::Open => depth = depth.checked_sub(1)?,
                Op::Leaf => {
                    let Some(range) = token.plain().filter(|_| depth == 0) else { continue };
                    for at in range.rev().filter(|at| *at <= close) {
                        match self.source.as_bytes()[at] {
                            b']' if !self.escaped(at) => brackets += 1,
                            b'[' if !self.escaped(at) => {
                                brackets -= 1;
                                if brackets == 0 {
                                    return Some((index, at));
                                }
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        None
    }

    /// Removes blanks and line breaks from the end of the line.
    fn trim_end(&mut self) {
        while let Some(token) = self.out.last_mut() {
            match (token.op, token.kind) {
                (Op::Leaf, Kind::SoftBreak | Kind::HardBreak) => {
                    self.out.pop();
                }
                (Op::Leaf, Kind::Text) => {
                    let Some(range) = token.plain() else { return };
                    let length = self.source[range.clone()].trim_end().len();
                    if length > 0 {
                        *token = Token::text(range.start..range.start + length);
                        return;
                    }
                    self.out.pop();
                }
                _ => return,
            }
        }
    }
}

/// Returns form and path of what stands between the braces:
/// `[form ws+] name ("." name)+`.
pub fn parse_variable(inner: &str) -> Option<(Option<&str>, &str)> {
    let mut words = inner.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    let (form, path) = second.map_or((None, first), |second| (Some(first), second));
    let name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    let good = words.next().is_none()
        && form.is_none_or(|form| form.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'))
        && path.contains('.')
        && path.split('.').all(name);
    good.then_some((form, path))
}
