//! Composing: a document and the layers over it become one document.
//!
//! Unit by unit, the most specific layer that says something wins; see the
//! table in `docs/layers.md`. A unit keeps the scope, the class, the place and
//! the lock of its source, whatever a layer writes: a layer can say something
//! else, never to somebody else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::shift;
use super::unit::{self, TOP, Unit};
use super::{Notice, Provenance};
use crate::corpus::{Manuscript, Scope};
use crate::diag::{Diagnostic, Span, rules};
use crate::site::{AudienceSet, Lang, Revisable, Site};
use crate::syntax::{Attrs, DivKind, Kind, LAYER_KEYS, NodeRef, Open, ScopeId, ScopeTag, Tree};
use crate::vfs::SitePath;

/// A file that lies over a document.
pub struct Layer<'a> {
    /// What it says.
    pub manuscript: &'a Manuscript,
    /// Whose it is: 0 is the state, then region, district, school.
    pub level: usize,
    /// Whether it is a translation: of the source, or of the same owner's text.
    pub translated: bool,
    units: Vec<Unit>,
    places: HashMap<String, usize>,
}

impl<'a> Layer<'a> {
    /// Returns a layer.
    pub fn new(manuscript: &'a Manuscript, level: usize, translated: bool) -> Layer<'a> {
        let units = unit::units(manuscript);
        let places = units.iter().enumerate().map(|(place, unit)| (unit.name.clone(), place)).collect();
        Layer { manuscript, level, translated, units, places }
    }

    fn unit(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// What it says of a unit, by key.
    fn says(&self, place: usize, key: &str) -> Option<&str> {
        match self.units[place].node {
            Some(node) => Some(&attrs_of(self.manuscript, node)?.get(key)?.text),
            None => {
                let front = &self.manuscript.front;
                let word = match key {
                    "base" => &front.base,
                    "state" => &front.state,
                    "by" => &front.by,
                    _ => &None,
                };
                word.as_ref().map(|word| word.value.as_str())
            }
        }
    }

    fn span(&self, place: usize) -> Span {
        match self.units[place].node {
            Some(node) => {
                let name = attrs_of(self.manuscript, node).and_then(|attrs| attrs.name.as_ref());
                let at = name.map_or(self.manuscript.parsed.tree.node(node).span(), |name| name.span.clone());
                self.manuscript.span(at)
            }
            None => Span::file(&self.manuscript.path),
        }
    }
}

/// A document, and what lies over it in one edition.
pub struct Stack<'a> {
    /// The source.
    pub source: &'a Manuscript,
    /// The edition's language.
    pub lang: &'a Lang,
    /// The layers, the least specific first.
    pub layers: Vec<Layer<'a>>,
    /// What districts may change.
    pub revisable: Revisable,
    /// Whether an include, by its `from`, brings something locked.
    pub brings_lock: &'a dyn Fn(&str) -> bool,
    /// For scopes.
    pub site: &'a Site,
}

/// How a unit of a layer stands to what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitState {
    /// The unit's name.
    pub unit: String,
    /// The layer's file.
    pub path: SitePath,
    /// Where its name stands there.
    pub span: Span,
    /// Whose layer it is: 0 is the state.
    pub level: usize,
    /// Whether it is a translation.
    pub translated: bool,
    /// `machine`, `reviewed`, `same` or nothing.
    pub state: Option<String>,
    /// The hash that it names; nothing when it doesn't say.
    pub base: Option<String>,
    /// The text below it as it is now, as it is hashed.
    pub below: String,
}

impl UnitState {
    /// The hash of the text below it.
    pub fn now(&self) -> String {
        unit::hash_of(&self.below)
    }

    /// Whether the text below it has changed since; nothing when it doesn't say
    /// what it was made from.
    pub fn is_stale(&self) -> Option<bool> {
        self.base.as_ref().map(|base| *base != self.now())
    }
}

/// What became of a stack.
pub struct Composed {
    pub(in crate::corpus) tree: Tree<Open>,
    pub(in crate::corpus) tags: Vec<ScopeTag>,
    pub(in crate::corpus) scopes: Vec<Scope>,
    pub(in crate::corpus) provenance: Provenance,
    /// The translation whose title and summary it has.
    pub(in crate::corpus) top: Option<usize>,
    /// How each layer's units stand.
    pub states: Vec<UnitState>,
    /// Units that the edition has in the source's language, though it is
    /// another's.
    pub untranslated: Vec<String>,
    /// What was found.
    pub found: Vec<Diagnostic>,
}

impl Composed {
    /// The words of the whole document, all readers' together.
    pub fn text(&self) -> String {
        let texts = self.tree.roots().map(|node| node.plain_text());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Composes a document.
pub fn compose(stack: &Stack) -> Composed {
    let mut composer = Composer::new(stack);
    composer.look_at_layers();
    let plans: Vec<Plan> = (0..composer.units.len()).map(|unit| composer.decide(unit)).collect();
    let top = match plans[0].version {
        Version::Layer(layer, _) => Some(layer),
        _ => None,
    };
    composer.plans = plans;
    composer.emit(0, stack.lang);
    composer.footnotes();
    composer.guard_overflow();
    let mut tree = composer.out;
    tree.shrink_to_fit();
    Composed {
        tree,
        tags: composer.tags,
        scopes: composer.scopes,
        provenance: composer.provenance,
        top,
        states: composer.states,
        untranslated: composer.untranslated,
        found: composer.found,
    }
}

fn attrs_of(manuscript: &Manuscript, node: usize) -> Option<&Attrs> {
    match manuscript.parsed.tree.node(node).extra() {
        Some(Open::Attrs(attrs)) => Some(attrs),
        _ => None,
    }
}

/// From where a unit's own text comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    Source,
    /// A layer, and the place of the unit among its units.
    Layer(usize, usize),
    Hidden,
}

/// What becomes of a unit.
struct Plan {
    version: Version,
    notice: Option<Notice>,
    /// Passages that layers add, in the order of the page.
    before: Vec<(usize, usize)>,
    after: Vec<(usize, usize)>,
}

/// A reference to a footnote: its part and label.
type Note = (usize, String);

struct Composer<'a> {
    stack: &'a Stack<'a>,
    units: Vec<Unit>,
    names: HashMap<String, usize>,
    /// The units inside of each, in order.
    children: Vec<Vec<usize>>,
    plans: Vec<Plan>,
    out: Tree<Open>,
    /// Where the text of each part begins; the source is part 0, a layer comes
    /// one behind its place.
    offsets: Vec<usize>,
    scopes: Vec<Scope>,
    tags: Vec<ScopeTag>,
    /// How many scopes stand before those of a part.
    before: Vec<usize>,
    provenance: Provenance,
    emitted: HashSet<usize>,
    notes: Vec<Note>,
    states: Vec<UnitState>,
    untranslated: Vec<String>,
    found: Vec<Diagnostic>,
}

impl<'a> Composer<'a> {
    fn new(stack: &'a Stack<'a>) -> Composer<'a> {
        let units = unit::units(stack.source);
        let names = units.iter().enumerate().map(|(place, unit)| (unit.name.clone(), place)).collect();
        let mut children = vec![Vec::new(); units.len()];
        for (place, unit) in units.iter().enumerate() {
            if let Some(parent) = unit.parent {
                children[parent].push(place);
            }
        }
        let parts = std::iter::once(stack.source).chain(stack.layers.iter().map(|layer| layer.manuscript));
        let (mut text, mut offsets, mut files) = (String::new(), Vec::new(), Vec::new());
        let (mut scopes, mut tags, mut before) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            offsets.push(text.len());
            files.push((text.len(), part.path.clone()));
            before.push(scopes.len());
            text.push_str(&part.parsed.tree.source);
            text.push('\n');
            scopes.extend(part.scopes.iter().cloned());
            // What a file adds of its own accord (scripts) has no tag.
            tags.extend((0..part.scopes.len()).map(|place| {
                let mut tag = part.parsed.scopes.get(place).cloned().unwrap_or_default();
                shift::tag(&mut tag, *offsets.last().expect("just pushed"));
                tag
            }));
        }
        Composer {
            stack,
            units,
            names,
            children,
            plans: Vec::new(),
            out: Tree::new(text.into()),
            offsets,
            scopes,
            tags,
            before,
            provenance: Provenance { parts: files, ..Provenance::default() },
            emitted: HashSet::new(),
            notes: Vec::new(),
            states: Vec::new(),
            untranslated: Vec::new(),
            found: Vec::new(),
        }
    }

    fn part(&self, part: usize) -> &'a Manuscript {
        match part.checked_sub(1) {
            Some(layer) => self.stack.layers[layer].manuscript,
            None => self.stack.source,
        }
    }

    fn is_source_lang(&self) -> bool {
        self.stack.source.lang == *self.stack.lang
    }

    // What the layers say.

    /// Finds out how each unit of each layer stands, and reports what has no
    /// source.
    fn look_at_layers(&mut self) {
        for (place, layer) in self.stack.layers.iter().enumerate() {
            for (at, unit) in layer.units.iter().enumerate() {
                if unit.name == TOP && layer.level > 0 {
                    continue;
                }
                let Some(source) = self.names.get(&unit.name).copied() else {
                    let known = self.units.iter().skip(1).map(|unit| unit.name.as_str());
                    let message = format!("`{}` has no block `{}`", self.stack.source.id, unit.name);
                    self.found.push(
                        Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, layer.span(at), message)
                            .hint_opt(crate::diag::did_you_mean(&unit.name, known))
                            .hint("nobody sees it: name a block of the source, or move its text into one"),
                    );
                    continue;
                };
                if layer.translated && layer.level > 0 && !self.has_original(layer, &unit.name) {
                    let message = format!("`{}` translates a text that isn't there", unit.name);
                    self.found.push(
                        Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, layer.span(at), message).hint(
                            "nobody sees it: write this block in the file that it translates, too, or take it out",
                        ),
                    );
                    continue;
                }
                let below = self.below(place, source);
                self.states.push(UnitState {
                    unit: unit.name.clone(),
                    path: layer.manuscript.path.clone(),
                    span: layer.span(at),
                    level: layer.level,
                    translated: layer.translated,
                    state: layer.says(at, "state").map(str::to_owned),
                    base: layer.says(at, "base").map(str::to_owned),
                    below,
                });
            }
            self.stray_text(layer);
        }
    }

    /// Whether an owner has the text that its translation translates.
    fn has_original(&self, translation: &Layer, unit: &str) -> bool {
        let mut own =
            self.stack.layers.iter().filter(|other| other.level == translation.level && !other.translated);
        own.any(|other| other.unit(unit).is_some())
    }

    /// The text that a layer's unit was made from, as it is now: the source's,
    /// a less specific owner's, or for a translation its owner's.
    fn below(&self, layer: usize, unit: usize) -> String {
        let own = &self.stack.layers[layer];
        let name = &self.units[unit].name;
        let is_below = |other: &&Layer| {
            !other.translated
                && (other.level < own.level || (other.level == own.level && own.translated))
                && other.unit(name).is_some_and(|at| other.says(at, "mode").unwrap_or("replace") == "replace")
        };
        match self.stack.layers.iter().filter(is_below).max_by_key(|other| other.level) {
            Some(other) => {
                let at = other.unit(name).expect("just found");
                unit::own_text(other.manuscript, &other.units, at)
            }
            None => unit::own_text(self.stack.source, &self.units, unit),
        }
    }

    /// Text of an overlay that stands in no named block would be lost.
    fn stray_text(&mut self, layer: &Layer) {
        if layer.level == 0 {
            return;
        }
        let tree = &layer.manuscript.parsed.tree;
        let named = |node: &NodeRef<Open>| {
            let nodes = node.index..node.end();
            layer.units.iter().any(|unit| unit.node.is_some_and(|own| nodes.contains(&own)))
        };
        let mut stray = tree.roots().filter(|node| !named(node) && node.kind() != Kind::FootnoteDefinition);
        if let Some(node) = stray.next() {
            let span = layer.manuscript.span(head(node));
            self.found.push(
                Diagnostic::new(&rules::LAYER_WITHOUT_SOURCE, span, "this text stands in no named block")
                    .hint("nobody sees it: put it into a block with the name of one of the source, `::: {#welcome}`"),
            );
        }
    }

    /// Whether the text below a layer's unit changed since it was made.
    fn is_stale(&self, layer: usize, unit: usize) -> Option<bool> {
        let layer = &self.stack.layers[layer];
        let state = self
            .states
            .iter()
            .find(|state| state.unit == self.units[unit].name && state.path == layer.manuscript.path);
        state.and_then(UnitState::is_stale)
    }

    // Which layer wins.

    fn decide(&mut self, unit: usize) -> Plan {
        let mut plan = Plan { version: Version::Source, notice: None, before: Vec::new(), after: Vec::new() };
        let name = self.units[unit].name.clone();
        let layers = self.stack.layers.len();
        let mut won = false;
        // Below this level, what layers add goes with what was hidden.
        let mut hidden_from = 0;
        for place in (0..layers).rev() {
            let stack = self.stack;
            let layer = &stack.layers[place];
            if layer.level == 0 || layer.translated {
                continue;
            }
            let Some(at) = layer.unit(&name).filter(|at| *at > 0) else { continue };
            let mode = layer.says(at, "mode").unwrap_or("replace").to_owned();
            if !self.may(place, at, unit, &mode) {
                continue;
            }
            // A translation of the same owner's text.
            let translation = stack
                .layers
                .iter()
                .enumerate()
                .filter(|(_, other)| other.translated && other.level == layer.level)
                .find_map(|(other, translation)| Some((other, translation.unit(&name)?)))
                .filter(|(other, there)| self.fits(*other, *there, place, at));
            let (text, notice) = match translation {
                _ if self.is_source_lang() => ((place, at), None),
                Some((other, there)) => ((other, there), self.notice(other, there, unit)),
                None => ((place, at), Some(Notice::Untranslated)),
            };
            match mode.as_str() {
                "before" if layer.level >= hidden_from => plan.before.push(text),
                "after" if layer.level >= hidden_from => plan.after.insert(0, text),
                "hide" => {
                    if !won {
                        plan.version = Version::Hidden;
                    }
                    (won, hidden_from) = (true, hidden_from.max(layer.level));
                }
                "replace" if !won => {
                    (plan.version, plan.notice) = (Version::Layer(text.0, text.1), notice);
                    won = true;
                }
                _ => {}
            }
        }
        if won || self.is_source_lang() {
            return plan;
        }
        let state = self.stack.layers.iter().position(|layer| layer.level == 0);
        let translation = state.and_then(|layer| Some((layer, self.stack.layers[layer].unit(&name)?)));
        match translation {
            Some((layer, at)) if self.may_translate(layer, at, unit) => {
                plan.notice = self.notice(layer, at, unit);
                plan.version = Version::Layer(layer, at);
            }
            _ => {
                plan.notice = Some(Notice::Untranslated);
                if self.says_something(unit) {
                    self.untranslated.push(name);
                }
            }
        }
        plan
    }

    /// What readers are told of a translation.
    fn notice(&self, layer: usize, at: usize, unit: usize) -> Option<Notice> {
        match (self.stack.layers[layer].says(at, "state"), self.is_stale(layer, unit)) {
            (Some("machine"), _) => Some(Notice::Machine),
            (_, Some(true)) => Some(Notice::Stale),
            _ => None,
        }
    }

    /// Whether a district's layer may do something to a unit.
    fn may(&mut self, layer: usize, at: usize, unit: usize, mode: &str) -> bool {
        let span = self.stack.layers[layer].span(at);
        if let Some(lock) = self.lock(unit, matches!(mode, "replace" | "hide")) {
            let owner = lock.owner.as_deref().unwrap_or("the state");
            let message = format!("`{}` is locked by {owner}", self.units[unit].name);
            let found = Diagnostic::new(&rules::LOCKED_BLOCK, span, message);
            let found = match lock.reason {
                Some(reason) => found.hint(format!("the reason: {reason}")),
                None => found,
            };
            self.found.push(
                found
                    .label(lock.span, "what is locked stands here")
                    .hint("remove this block from your layer"),
            );
            return false;
        }
        let is_slot = self.class(unit) == DivKind::Slot;
        if mode != "replace" && mode != "before" && mode != "after" && mode != "hide" {
            let message = format!("there is no mode `{mode}`");
            self.found.push(
                Diagnostic::new(&rules::INVALID_VALUE, span, message)
                    .hint("the modes are `replace`, `before`, `after` and `hide`"),
            );
            return false;
        }
        if self.stack.revisable == Revisable::Slots && !(is_slot && mode == "replace") {
            let message =
                format!("the state doesn't let districts {} `{}`", verb(mode), self.units[unit].name);
            let slots =
                self.units.iter().enumerate().filter(|(place, _)| self.class(*place) == DivKind::Slot);
            let slots: Vec<String> = slots.map(|(_, unit)| format!("`{}`", unit.name)).collect();
            let hint = match slots.as_slice() {
                [] => "this document has nothing that districts may fill in".to_owned(),
                _ => format!("what districts may fill in here: {}", slots.join(", ")),
            };
            self.found.push(Diagnostic::new(&rules::NOT_REVISABLE, span, message).hint(hint));
            return false;
        }
        if mode == "hide" {
            return true;
        }
        let source = self.units[unit].node.map(|node| self.stack.source.parsed.tree.node(node));
        let own = &self.stack.layers[layer];
        let node = own.units[at].node.map(|node| own.manuscript.parsed.tree.node(node));
        let (Some(source), Some(node)) = (source, node) else { return false };
        let fits = if mode == "replace" { can_replace(source, node) } else { can_stand_beside(source, node) };
        if !fits {
            let message = format!(
                "{} can't {} {}",
                what(node.kind()),
                if mode == "replace" { "take the place of" } else { "stand beside" },
                what(source.kind())
            );
            self.found.push(
                Diagnostic::new(&rules::LAYER_MISMATCH, span, message)
                    .label(self.stack.source.span(source.span()), "the source")
                    .hint(format!("write {} with this name", what(source.kind()))),
            );
            return false;
        }
        self.has_room(layer, at, unit)
    }

    /// Whether a text has room in its slot.
    fn has_room(&mut self, layer: usize, at: usize, unit: usize) -> bool {
        let source = self.units[unit].node.and_then(|node| attrs_of(self.stack.source, node));
        // Of a list the entries count.
        let is_list = source.and_then(|attrs| attrs.get("type")).is_some_and(|word| word.text == "list");
        let most = source.filter(|_| !is_list);
        let most = most.and_then(|attrs| attrs.get("max")?.text.parse::<usize>().ok());
        let own = &self.stack.layers[layer];
        let (Some(most), Some(node)) = (most, own.units[at].node) else { return true };
        let long = own.manuscript.parsed.tree.node(node).plain_text().chars().count();
        if self.class(unit) != DivKind::Slot || long <= most {
            return true;
        }
        let message =
            format!("`{}` has room for {most} characters, and this has {long}", self.units[unit].name);
        let span = own.span(at);
        self.found.push(
            Diagnostic::new(&rules::LAYER_MISMATCH, span, message)
                .hint(format!("cut {} characters", long - most)),
        );
        false
    }

    /// Whether a translation of an owner's own text can take its place.
    fn fits(&self, layer: usize, at: usize, original: usize, there: usize) -> bool {
        let node = |layer: usize, at: usize| {
            let layer = &self.stack.layers[layer];
            Some(layer.manuscript.parsed.tree.node(layer.units[at].node?))
        };
        node(layer, at).zip(node(original, there)).is_some_and(|(node, original)| can_replace(original, node))
    }

    /// Whether the state's translation of a unit can be shown.
    fn may_translate(&mut self, layer: usize, at: usize, unit: usize) -> bool {
        let own = &self.stack.layers[layer];
        let (source, translation) = (self.own_parts(0, unit), self.parts_of(own, at));
        let node = own.units[at].node.map(|node| own.manuscript.parsed.tree.node(node));
        let original = self.units[unit].node.map(|node| self.stack.source.parsed.tree.node(node));
        let kinds = match (original, node) {
            (Some(original), Some(node)) => can_replace(original, node),
            _ => true,
        };
        if !kinds || source != translation {
            let name = &self.units[unit].name;
            let message = match kinds {
                true => format!(
                    "the translation of `{name}` doesn't repeat {}",
                    difference(&source, &translation)
                ),
                false => format!("the translation of `{name}` is another kind of block"),
            };
            self.found.push(
                Diagnostic::new(&rules::LAYER_MISMATCH, own.span(at), message)
                    .label(self.stack.source.span(original.map_or(0..0, head)), "the source")
                    .hint("repeat what the source has, in number and tags: until then its own text is shown"),
            );
            return false;
        }
        if !self.is_bound(unit) {
            return true;
        }
        let reviewed = own.says(at, "state") == Some("reviewed");
        let stale = self.is_stale(layer, unit);
        if reviewed && stale == Some(false) {
            return true;
        }
        let why = match (reviewed, stale) {
            (false, _) => "nobody has reviewed its translation",
            (true, None) => "its translation doesn't say from which text it was made",
            _ => "its translation is older than the text",
        };
        let message = format!("`{}` has locked text, and {why}", self.units[unit].name);
        let found = Diagnostic::new(&rules::UNREVIEWED_LOCK, self.stack.layers[layer].span(at), message);
        self.found.push(found.hint("readers get the source's text, with a notice, until it says `state=reviewed` and its `base` is the text's"));
        false
    }

    fn class(&self, unit: usize) -> DivKind {
        let attrs = self.units[unit].node.and_then(|node| attrs_of(self.stack.source, node));
        attrs.map_or(DivKind::Plain, |attrs| attrs.class)
    }

    /// The lock that a unit stands in, or, `inside` of it, that it holds.
    fn lock(&self, unit: usize, inside: bool) -> Option<Lock> {
        let source = self.stack.source;
        let node = self.units[unit].node?;
        let around = source.path_to(node).into_iter();
        let within = if inside { self.units[unit].nodes.clone() } else { node..node + 1 };
        around.chain(within).find_map(|at| self.lock_at(source, at))
    }

    fn lock_at(&self, manuscript: &Manuscript, node: usize) -> Option<Lock> {
        let attrs = attrs_of(manuscript, node)?;
        let value = |key: &str| attrs.get(key).map(|word| word.text.clone());
        let brought = attrs.class == DivKind::Include
            && attrs.get("from").is_some_and(|from| (self.stack.brings_lock)(&from.text));
        (attrs.locked || brought).then(|| Lock {
            owner: value("owner"),
            reason: value("reason"),
            span: manuscript.span(head(manuscript.parsed.tree.node(node))),
        })
    }

    /// Whether a unit's own text, or what stands around it, is locked.
    fn is_bound(&self, unit: usize) -> bool {
        let source = self.stack.source;
        let around = self.units[unit].node.map_or_else(Vec::new, |node| source.path_to(node));
        let own = self.own_nodes(unit);
        around.into_iter().chain(own).any(|node| attrs_of(source, node).is_some_and(|attrs| attrs.locked))
    }

    /// The nodes of a unit's own text in the source.
    fn own_nodes(&self, unit: usize) -> Vec<usize> {
        nodes_without(
            self.units[unit].nodes.clone(),
            self.children[unit].iter().map(|child| self.units[*child].nodes.clone()),
        )
    }

    fn says_something(&self, unit: usize) -> bool {
        let tree = &self.stack.source.parsed.tree;
        unit == 0
            || self
                .own_nodes(unit)
                .into_iter()
                .any(|node| matches!(tree.nodes[node].kind, Kind::Text | Kind::Code))
    }

    /// What a translation has to repeat, in the order of the alphabet: tags of
    /// items, rows, phrases and blocks, locks, includes, selections.
    fn own_parts(&self, part: usize, unit: usize) -> Vec<String> {
        debug_assert_eq!(part, 0);
        parts(self.stack.source, self.own_nodes(unit), self.units[unit].node)
    }

    fn parts_of(&self, layer: &Layer, at: usize) -> Vec<String> {
        // Blocks that the source knows are units; others are text of this one.
        let nested =
            layer.units.iter().filter(|inner| inner.parent == Some(at)).map(|inner| inner.nodes.clone());
        parts(layer.manuscript, nodes_without(layer.units[at].nodes.clone(), nested), layer.units[at].node)
    }

    // Writing it down.

    /// Writes a unit, with what layers add to it. `around`: the language of the
    /// text around it.
    fn emit(&mut self, unit: usize, around: &Lang) {
        if !self.emitted.insert(unit) {
            return;
        }
        let Plan { version, notice, .. } = self.plans[unit];
        let is_section = self.units[unit]
            .node
            .is_some_and(|node| self.stack.source.parsed.tree.nodes[node].kind == Kind::Section);
        // What is added to a section, and is none itself, stands in it.
        let inside =
            |(layer, at): &(usize, usize)| is_section && self.layer_kind(*layer, *at) != Some(Kind::Section);
        let Plan { before, after, .. } = &self.plans[unit];
        let (first_inside, first): (Vec<_>, Vec<_>) = before.iter().copied().partition(inside);
        let (last_inside, last): (Vec<_>, Vec<_>) = after.iter().copied().partition(inside);
        self.add_all(&first, unit, around);
        let (part, place, node) = match version {
            Version::Source => (0, unit, self.units[unit].node),
            Version::Layer(layer, at) => (layer + 1, at, self.stack.layers[layer].units[at].node),
            Version::Hidden => {
                // Nothing of it, whatever stands in it.
                self.forget(unit);
                for some in [first_inside, last_inside, last] {
                    self.add_all(&some, unit, around);
                }
                return;
            }
        };
        let own = self.part(part).lang.clone();
        let begin = self.out.nodes.len();
        let opened = self.units[unit].node.map(|source| self.open(unit, source, part, node));
        let tree = &self.part(part).parsed.tree;
        let mut content = match node {
            Some(node) => node + 1..tree.nodes[node].end as usize,
            None => 0..tree.nodes.len(),
        };
        // A heading that the layer doesn't have stays.
        if let (Some(source), Some(node)) = (self.units[unit].node, node) {
            let source_tree = &self.stack.source.parsed.tree;
            if source_tree.nodes[source].kind == Kind::Section && tree.nodes[node].kind != Kind::Section {
                self.copy(0, source + 1..source_tree.nodes[source + 1].end as usize, None, &own);
            } else if source_tree.nodes[source].kind == Kind::Section {
                let heading = node + 1..tree.nodes[node + 1].end as usize;
                let copied = self.out.nodes.len();
                self.copy(part, heading.clone(), None, &own);
                if let Some(copy) = self.out.nodes.get_mut(copied) {
                    copy.arg = source_tree.nodes[source].arg;
                }
                content.start = heading.end;
            }
        }
        if let Some(notice) = notice.filter(|_| own != *around || notice != Some(Notice::Untranslated)) {
            self.tell(unit, begin, notice);
        }
        self.add_all(&first_inside, unit, &own);
        self.copy(part, content, Some((unit, place)), &own);
        self.add_all(&last_inside, unit, &own);
        if let Some(opened) = opened {
            self.out.close(opened);
        }
        if own != *around {
            let end = self.out.nodes.len();
            match opened {
                Some(opened) => self.provenance.langs.push((opened..end, own)),
                // The document itself has no node: each of its blocks says so.
                None => {
                    let roots: Vec<Range<usize>> =
                        self.out.roots().map(|node| node.index..node.end()).collect();
                    self.provenance.langs.extend(roots.into_iter().map(|nodes| (nodes, own.clone())));
                }
            }
        }
        self.add_all(&last, unit, around);
    }

    /// Notes what readers are told of a unit: under its heading, in its block,
    /// before its paragraph. An item or a row only says its language.
    fn tell(&mut self, unit: usize, begin: usize, notice: Notice) {
        let kind = self.units[unit].node.map(|node| self.stack.source.parsed.tree.nodes[node].kind);
        let at = match kind {
            Some(Kind::Paragraph) => begin,
            Some(kind) if !is_block(kind) => return,
            _ => self.out.nodes.len(),
        };
        self.provenance.notices.push((at, notice, self.stack.source.lang.clone()));
    }

    fn layer_kind(&self, layer: usize, at: usize) -> Option<Kind> {
        let layer = &self.stack.layers[layer];
        layer.units[at].node.map(|node| layer.manuscript.parsed.tree.nodes[node].kind)
    }

    /// What stands in a hidden unit goes with it.
    fn forget(&mut self, unit: usize) {
        for child in self.children[unit].clone() {
            if self.emitted.insert(child) {
                self.forget(child);
            }
        }
    }

    /// Opens the copy of a unit's node: class, name and tags of the source, the
    /// words of its version.
    fn open(&mut self, unit: usize, source: usize, part: usize, node: Option<usize>) -> usize {
        let origin = node.unwrap_or(source);
        let span = self.moved(part, self.part(part).parsed.tree.node(origin).span());
        let from = self.stack.source.parsed.tree.node(source);
        let opened = self.out.open(from.kind(), span);
        self.out.nodes[opened].arg = from.arg();
        let mut extra = from.extra().cloned();
        if part > 0
            && let (Some(Open::Attrs(attrs)), Some(own)) = (&mut extra, attrs_of(self.part(part), origin))
        {
            // Keys that hold words are the version's.
            for (key, value) in &mut attrs.values {
                if let Some(word) =
                    own.get(key).filter(|_| ["title", "by", "grouping"].contains(&key.as_str()))
                {
                    value.text = word.text.clone();
                }
            }
        }
        if let Some(extra) = extra {
            self.out.set_extra(opened, extra);
        }
        let mut scope = self.scope_of(0, source);
        if part > 0 {
            // The scopes between it and the unit around it stay behind with
            // the blocks that had them.
            let outer = self.units[unit].parent.and_then(|parent| self.units[parent].node);
            let between = self.stack.source.path_to(source).into_iter();
            let between = between.filter(|at| *at < source && outer.is_none_or(|outer| *at > outer));
            for at in between.collect::<Vec<_>>() {
                scope = self.both(scope, self.scope_of(0, at));
            }
            scope = self.both(scope, self.scope_of(part, origin));
        } else if self.is_out_of_place(unit) {
            for at in self.between(unit) {
                scope = self.both(scope, self.scope_of(0, at));
            }
        }
        self.out.nodes[opened].scope = scope;
        opened
    }

    /// Whether the text around a unit isn't the source's, so that the scopes
    /// around it are gone.
    fn is_out_of_place(&self, unit: usize) -> bool {
        self.units[unit].parent.is_some_and(|parent| self.plans[parent].version != Version::Source)
    }

    /// The nodes of the source between a unit and the unit around it.
    fn between(&self, unit: usize) -> Vec<usize> {
        let Some(node) = self.units[unit].node else { return Vec::new() };
        let outer = self.units[unit].parent.and_then(|parent| self.units[parent].node);
        let path = self.stack.source.path_to(node).into_iter();
        path.filter(|at| *at < node && outer.is_none_or(|outer| *at > outer)).collect()
    }

    /// The scope of a part's node, among all scopes.
    fn scope_of(&self, part: usize, node: usize) -> ScopeId {
        let own = self.part(part).parsed.tree.nodes[node].scope;
        self.renumbered(part, own)
    }

    fn renumbered(&self, part: usize, own: ScopeId) -> ScopeId {
        if own == ScopeId::default() {
            return own;
        }
        // Beyond the last id nothing may be shown to all by overflow: the
        // highest id is never given to a scope.
        ScopeId(u16::try_from(usize::from(own.0) + self.before[part]).unwrap_or(u16::MAX))
    }

    /// The readers whom both scopes admit.
    fn both(&mut self, one: ScopeId, other: ScopeId) -> ScopeId {
        if one == ScopeId::default() || one == other {
            return other;
        }
        if other == ScopeId::default() {
            return one;
        }
        let nobody = || Scope { editions: AudienceSet::EMPTY, ..Scope::everybody(self.stack.site) };
        let find = |id: ScopeId| self.scopes.get(usize::from(id.0) - 1).cloned().unwrap_or_else(nobody);
        let both = find(one).within(&find(other));
        self.scopes.push(both);
        self.tags.push(ScopeTag::default());
        ScopeId(u16::try_from(self.scopes.len()).unwrap_or(u16::MAX))
    }

    /// With more scopes than there are ids, nobody sees anything: a tag that
    /// is lost would be a leak.
    fn guard_overflow(&mut self) {
        if self.scopes.len() < usize::from(u16::MAX) {
            return;
        }
        self.scopes = vec![Scope { editions: AudienceSet::EMPTY, ..Scope::everybody(self.stack.site) }];
        self.tags = vec![ScopeTag { unreadable: true, ..ScopeTag::default() }];
        self.out.nodes.iter_mut().for_each(|node| node.scope = ScopeId(1));
    }

    fn add_all(&mut self, additions: &[(usize, usize)], unit: usize, around: &Lang) {
        additions.iter().for_each(|addition| self.add(*addition, unit, around));
    }

    /// Writes what a layer adds beside a unit, for whom the unit is.
    fn add(&mut self, (layer, at): (usize, usize), unit: usize, around: &Lang) {
        let own = &self.stack.layers[layer];
        let Some(node) = own.units[at].node else { return };
        let Some(anchor) = self.units[unit].node else { return };
        let lang = own.manuscript.lang.clone();
        let part = layer + 1;
        let from = own.manuscript.parsed.tree.node(node);
        let first = self.out.nodes.len();
        let opened = self.out.open(from.kind(), self.moved(part, from.span()));
        self.out.nodes[opened].arg = from.arg();
        if let Some(Open::Attrs(attrs)) = from.extra() {
            let mut attrs = attrs.clone();
            // The name is the anchor's.
            attrs.name = None;
            attrs.values.retain(|(key, _)| !LAYER_KEYS.contains(&key.as_str()));
            let mut extra = Open::Attrs(attrs);
            shift::open(&mut extra, self.offsets[part]);
            self.out.set_extra(opened, extra);
        }
        let mut scope = self.both(self.scope_of(0, anchor), self.scope_of(part, node));
        for at in self.between(unit) {
            scope = self.both(scope, self.scope_of(0, at));
        }
        self.out.nodes[opened].scope = scope;
        self.copy(part, node + 1..from.end(), None, &lang);
        self.out.close(opened);
        if lang != *around {
            let before = if is_block(from.kind()) { first + 1 } else { first };
            self.provenance.notices.push((before, Notice::Untranslated, lang.clone()));
            self.provenance.langs.push((first..self.out.nodes.len(), lang));
        }
    }

    /// Copies nodes of a part; nested units are written as their plans say.
    /// `unit`: whose content it is, in the source and in the part.
    fn copy(&mut self, part: usize, nodes: Range<usize>, unit: Option<(usize, usize)>, lang: &Lang) {
        let manuscript = self.part(part);
        let tree = &manuscript.parsed.tree;
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut index = nodes.start;
        while index < nodes.end {
            while open.last().is_some_and(|(end, _)| *end <= index) {
                let (_, copy) = open.pop().expect("just seen");
                self.out.close(copy);
            }
            let node = tree.node(index);
            if node.kind() == Kind::FootnoteDefinition {
                index = node.end();
                continue;
            }
            if node.kind() == Kind::Section
                && open.is_empty()
                && let Some((whose, _)) = unit
            {
                self.flush(whose, part, None, lang, false);
            }
            let name = crate::corpus::document::own_name(node.extra())
                .filter(|_| node.kind() != Kind::DefinitionTerm);
            if let Some(name) = name.filter(|name| manuscript.names.get(*name) == Some(&index)) {
                match (self.names.get(name).copied(), unit) {
                    (Some(inner), Some((whose, _))) => {
                        if self.units[inner].parent == Some(whose) {
                            if open.is_empty() {
                                self.flush(whose, part, Some(inner), lang, node.kind() == Kind::Section);
                            }
                            self.emit(inner, lang);
                        } else if part > 0 {
                            self.elsewhere(manuscript, node, inner);
                        }
                        index = node.end();
                        continue;
                    }
                    // Nobody sees what has no source.
                    (None, _) if part > 0 => {
                        index = node.end();
                        continue;
                    }
                    _ => {}
                }
            }
            let copy = self.copy_node(part, node);
            if node.is_empty() {
                index += 1;
            } else {
                open.push((node.end(), copy));
                index += 1;
            }
        }
        while let Some((_, copy)) = open.pop() {
            self.out.close(copy);
        }
        if let Some((whose, _)) = unit {
            self.flush(whose, part, None, lang, true);
        }
    }

    /// Writes the units that a version lacks and that come before `next`; all
    /// that are left without it. Sections come after everything else.
    fn flush(&mut self, whose: usize, part: usize, next: Option<usize>, lang: &Lang, sections: bool) {
        if part == 0 {
            return;
        }
        let due = self.children[whose].clone();
        let tree = &self.stack.source.parsed.tree;
        for child in due.into_iter().take_while(|child| next.is_none_or(|next| *child < next)) {
            let kind = tree.nodes[self.units[child].node.expect("it has a name")].kind;
            let is_section = kind == Kind::Section;
            if self.emitted.contains(&child) || (is_section && !sections) {
                continue;
            }
            // A section that the version has comes where the source has it;
            // another block where the version has it.
            if !is_section && self.has(part, child) {
                continue;
            }
            let holder = match kind {
                Kind::Item => Some(Kind::List),
                Kind::TableRow => Some(Kind::Table),
                _ => None,
            };
            let opened = holder.map(|kind| {
                let opened = self.out.open(kind, 0..0);
                if kind == Kind::Table {
                    self.out.set_extra(opened, Open::Table(Vec::new()));
                }
                opened
            });
            self.emit(child, lang);
            if let Some(opened) = opened {
                self.out.close(opened);
            }
        }
    }

    /// Whether a part has a unit at the place where the source has it.
    fn has(&self, part: usize, unit: usize) -> bool {
        let Some(layer) = part.checked_sub(1).map(|layer| &self.stack.layers[layer]) else { return true };
        let Some(at) = layer.unit(&self.units[unit].name) else { return false };
        let parent = layer.units[at].parent.map(|parent| layer.units[parent].name.as_str());
        parent == self.units[unit].parent.map(|parent| self.units[parent].name.as_str())
    }

    fn elsewhere(&mut self, manuscript: &Manuscript, node: NodeRef<Open>, unit: usize) {
        let home = self.units[unit].parent.map_or(TOP, |parent| self.units[parent].name.as_str());
        let message = format!(
            "`{}` stands in another block than in the source: there it is in `{home}`",
            self.units[unit].name
        );
        let span = manuscript.span(head(node));
        self.found.push(
            Diagnostic::new(&rules::LAYER_MISMATCH, span, message)
                .hint("move it there: readers see it where the source has it"),
        );
    }

    fn moved(&self, part: usize, span: Range<usize>) -> Range<usize> {
        span.start + self.offsets[part]..span.end + self.offsets[part]
    }

    fn copy_node(&mut self, part: usize, node: NodeRef<Open>) -> usize {
        let copy = self.out.open(node.kind(), self.moved(part, node.span()));
        self.out.nodes[copy].arg = node.arg();
        self.out.nodes[copy].scope = self.renumbered(part, node.scope());
        match node.kind() {
            Kind::FootnoteReference => {
                self.notes.push((part, node.text().to_owned()));
                let label = self.out.intern(&label(part, node.text()));
                self.out.set_text(copy, label);
            }
            kind if has_text(kind) => {
                let text = match node.text_range().in_source() {
                    Some(range) => crate::syntax::TextRange::source(self.moved(part, range)),
                    None => self.out.intern(node.text()),
                };
                self.out.set_text(copy, text);
            }
            _ => {
                if let Some(extra) = node.extra() {
                    let mut extra = extra.clone();
                    shift::open(&mut extra, self.offsets[part]);
                    self.out.set_extra(copy, extra);
                }
            }
        }
        copy
    }

    /// Writes the footnotes that are referred to, each with the scopes that it
    /// stands in.
    fn footnotes(&mut self) {
        let mut next = 0;
        let mut known: HashSet<Note> = HashSet::new();
        while let Some(note) = self.notes.get(next).cloned() {
            next += 1;
            if !known.insert(note.clone()) {
                continue;
            }
            let (part, name) = note;
            let manuscript = self.part(part);
            let Some(definition) = manuscript.notes.get(&name).copied() else { continue };
            let node = manuscript.parsed.tree.node(definition);
            let copy = self.out.open(Kind::FootnoteDefinition, self.moved(part, node.span()));
            let text = self.out.intern(&label(part, &name));
            self.out.set_text(copy, text);
            let mut scope = ScopeId::default();
            for at in manuscript.path_to(definition) {
                scope = self.both(scope, self.scope_of(part, at));
            }
            self.out.nodes[copy].scope = scope;
            let lang = manuscript.lang.clone();
            self.copy(part, definition + 1..node.end(), None, &lang);
            self.out.close(copy);
            if lang != *self.stack.lang {
                self.provenance.langs.push((copy..self.out.nodes.len(), lang));
            }
        }
    }
}

/// Who locked something, and why.
struct Lock {
    owner: Option<String>,
    reason: Option<String>,
    span: Span,
}

/// Footnotes of two files may have one label.
fn label(part: usize, name: &str) -> String {
    if part == 0 { name.to_owned() } else { format!("{name}\u{1f}{part}") }
}

fn has_text(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Code | Kind::FootnoteReference | Kind::FootnoteDefinition | Kind::Mark)
}

/// Where a block begins: its heading, or its first line.
fn head(node: NodeRef<Open>) -> Range<usize> {
    match node.children().next().filter(|_| node.kind() == Kind::Section) {
        Some(heading) => heading.span(),
        None => {
            let span = node.span();
            let text = &node.tree.source[span.clone()];
            span.start..span.start + text.find(['\n', '\r']).unwrap_or(text.len())
        }
    }
}

/// The nodes of a range without those of some ranges in it.
fn nodes_without(nodes: Range<usize>, without: impl Iterator<Item = Range<usize>>) -> Vec<usize> {
    let mut skipped: Vec<Range<usize>> = without.collect();
    skipped.sort_by_key(|range| range.start);
    let mut skipped = skipped.into_iter().peekable();
    let mut own = Vec::new();
    let mut at = nodes.start;
    while at < nodes.end {
        if let Some(range) = skipped.next_if(|range| range.start <= at) {
            at = at.max(range.end);
            continue;
        }
        own.push(at);
        at += 1;
    }
    own
}

/// What a translation has to repeat of some nodes; the unit's own tag is the
/// source's anyway.
fn parts(manuscript: &Manuscript, nodes: Vec<usize>, unit: Option<usize>) -> Vec<String> {
    let tree = &manuscript.parsed.tree;
    let mut parts = Vec::new();
    for at in nodes.into_iter().filter(|at| Some(*at) != unit) {
        let node = tree.node(at);
        if let Some(tag) = manuscript.parsed.scope(node.scope()) {
            parts.push(format!("{} for {}", what(node.kind()), words_of(tag)));
        }
        if let (Kind::Div, Some(Open::Attrs(attrs))) = (node.kind(), node.extra()) {
            if attrs.locked {
                parts.push("a locked passage".to_owned());
            }
            if matches!(attrs.class, DivKind::Include | DivKind::Duties) {
                let keys: Vec<String> =
                    attrs.values.iter().map(|(key, word)| format!("{key}={}", word.text)).collect();
                parts.push(format!("`.{}` {}", attrs.class.class(), keys.join(" ")));
            }
        }
    }
    parts.sort();
    parts
}

fn words_of(tag: &ScopeTag) -> String {
    let keys = [
        ("audience", &tag.audience),
        ("except", &tag.except),
        ("role", &tag.role),
        ("grade", &tag.grade),
        ("format", &tag.format),
    ];
    let written = keys.into_iter().filter(|(_, words)| !words.is_empty()).map(|(key, words)| {
        let mut words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        words.sort_unstable();
        format!("{key}={}", words.join(" "))
    });
    written.collect::<Vec<_>>().join(" ")
}

/// The first part that only one of two lists has.
fn difference(source: &[String], translation: &[String]) -> String {
    let count = |list: &[String], part: &String| list.iter().filter(|other| *other == part).count();
    let lost = source.iter().find(|part| count(source, part) > count(translation, part));
    match lost {
        Some(part) => part.clone(),
        None => {
            let added = translation.iter().find(|part| count(translation, part) > count(source, part));
            format!("the source's tags: it has {} more", added.map_or("something", String::as_str))
        }
    }
}

/// Whether paragraphs can stand in a node.
fn is_block(kind: Kind) -> bool {
    matches!(kind, Kind::Section | Kind::Div)
}

fn can_replace(source: NodeRef<Open>, node: NodeRef<Open>) -> bool {
    let cells = |row: NodeRef<Open>| row.children().count();
    match (source.kind(), node.kind()) {
        (Kind::TableRow, Kind::TableRow) => cells(source) == cells(node),
        (Kind::Section | Kind::Div, Kind::Div) => true,
        (one, other) => one == other,
    }
}

fn can_stand_beside(source: NodeRef<Open>, node: NodeRef<Open>) -> bool {
    match (source.kind(), node.kind()) {
        (Kind::TableRow, _) | (_, Kind::TableRow) => can_replace(source, node),
        (Kind::Item, other) | (other, Kind::Item) => other == Kind::Item && source.kind() == Kind::Item,
        (Kind::Section, Kind::Section) => source.arg() == node.arg(),
        (_, Kind::Section) => false,
        _ => true,
    }
}

fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Section => "a heading with its text",
        Kind::Paragraph => "a paragraph",
        Kind::Item => "a list item",
        Kind::TableRow => "a table row",
        Kind::Div => "a block",
        Kind::Definition | Kind::DefinitionTerm => "a definition",
        _ => "a phrase",
    }
}

fn verb(mode: &str) -> &'static str {
    match mode {
        "hide" => "hide",
        "before" | "after" => "add text beside",
        _ => "replace",
    }
}
