//! The arena: all nodes of all documents of one text, in the order in which
//! they are opened.
//!
//! A node is 20 bytes. Its descendants follow it, so that a subtree is a range
//! of ids and the next sibling stands where the subtree ends. Text that stands
//! in the file as it is meant is not copied: it is a slice of the file's text,
//! which is why [`Tree::text`] and all that needs it are given that text. Only
//! what escapes or folding have changed is kept here.
//!
//! Aliases are edges, never copies. They always lead to an earlier, complete
//! node (`parse` refuses an alias inside the value that it names), so that
//! following them ends.

use crate::source::Span;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

/// A node of a [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct NodeId(pub u32);

/// A node of one of several files. Which files `file` counts is up to whoever decodes them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Place {
    /// The file's number.
    pub file: u32,
    /// The node of its tree.
    pub node: NodeId,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text, number, truth value or null.
    Scalar,
    /// A list.
    Sequence,
    /// A mapping.
    Mapping,
    /// An alias that names nothing; a problem has been reported.
    Invalid,
}

/// A comment, `#` included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// Its bytes.
    pub span: Span,
    /// Whether something other than blanks stands before it on its line.
    pub trailing: bool,
}

/// What a node is, alias included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Raw {
    Scalar,
    Sequence,
    Mapping,
    Alias,
    Invalid,
}

/// One node. `of` is the end of the subtree of a collection (the id after its last
/// descendant), the target of an alias, and for a [`flag::DECODED`] scalar the number of its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    /// Kind (3 bits), flags (5 bits), place among its siblings (24 bits).
    meta: u32,
    pub(super) of: u32,
    pub(super) parent: u32,
}

/// No parent.
pub(super) const NONE: u32 = u32::MAX;
/// The greatest place among siblings that fits; from it on they are counted.
const MANY: u32 = (1 << 24) - 1;

/// The flags of a node.
pub(super) mod flag {
    /// A scalar without quotes and without `!!str`.
    pub(in crate::yaml) const PLAIN: u32 = 1 << 3;
    /// In brackets.
    pub(in crate::yaml) const FLOW: u32 = 1 << 4;
    /// A key of a mapping.
    pub(in crate::yaml) const KEY: u32 = 1 << 5;
    /// A scalar whose text is not a slice of the file.
    pub(in crate::yaml) const DECODED: u32 = 1 << 6;
    /// A mapping that has a `<<`.
    pub(in crate::yaml) const MERGES: u32 = 1 << 6;
    /// A scalar whose text is its span without the quotes.
    pub(in crate::yaml) const QUOTED: u32 = 1 << 7;
    /// A mapping with a key that is given twice.
    pub(in crate::yaml) const REPEATS: u32 = 1 << 7;
}

impl Node {
    pub(super) fn new(raw: Raw, flags: u32, nth: u32, span: Span, of: u32, parent: u32) -> Self {
        Self {
            span,
            meta: raw as u32 | flags | nth.min(MANY) << 8,
            of,
            parent,
        }
    }

    /// A node of which no more is known than its kind and flags, as [`Node::kind_and_flags`] gives them, and where it stands.
    pub(super) fn of_kind(kind_and_flags: u8, nth: u32, parent: u32) -> Self {
        Self {
            span: Span::default(),
            meta: u32::from(kind_and_flags) | nth.min(MANY) << 8,
            of: 0,
            parent,
        }
    }

    /// What is kept in the lowest byte: kind and flags.
    pub(super) fn kind_and_flags(&self) -> u8 {
        self.meta as u8
    }

    pub(super) fn raw(&self) -> Raw {
        match self.meta & 7 {
            0 => Raw::Scalar,
            1 => Raw::Sequence,
            2 => Raw::Mapping,
            3 => Raw::Alias,
            _ => Raw::Invalid,
        }
    }

    pub(super) fn has(&self, flag: u32) -> bool {
        self.meta & flag != 0
    }

    pub(super) fn set(&mut self, flag: u32) {
        self.meta |= flag;
    }

    fn nth(&self) -> u32 {
        self.meta >> 8
    }
}

/// What stands for a node that is not in the tree.
static NOWHERE: Node = Node {
    span: Span { start: 0, end: 0 },
    meta: Raw::Invalid as u32,
    of: 0,
    parent: NONE,
};

/// All documents of one text.
///
/// A node that is not of this tree behaves like [`Kind::Invalid`]; nothing here panics.
#[derive(Debug, Default)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The texts that are not slices of the file, one after the other.
    pub(super) decoded: String,
    /// Where each of them ends.
    pub(super) decoded_ends: Vec<u32>,
    pub(super) comments: Vec<Comment>,
    pub(super) roots: Vec<NodeId>,
    pub(super) damaged: Vec<NodeId>,
    /// How many nodes have been read through aliases so far, by all decoding of this tree.
    pub(super) expansions: AtomicU32,
    /// The nodes that aliases lead to; made when first asked for.
    aliased: OnceLock<FxHashSet<NodeId>>,
}

impl Tree {
    pub(super) fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&NOWHERE)
    }

    /// The root of each document, in order. A document that holds nothing has a null root.
    pub fn documents(&self) -> &[NodeId] {
        &self.roots
    }

    /// The root of the document in which the node stands.
    pub fn document(&self, node: NodeId) -> NodeId {
        let after = self.roots.partition_point(|root| *root <= node);
        self.roots
            .get(after.wrapping_sub(1))
            .copied()
            .unwrap_or(node)
    }

    /// Whether parts of the node's document could not be read; what seems to be missing from it may not be.
    pub fn is_damaged(&self, node: NodeId) -> bool {
        self.damaged.binary_search(&self.document(node)).is_ok()
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node at all: nothing, or only comments.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What the node is; of an alias, what it leads to.
    pub fn kind(&self, node: NodeId) -> Kind {
        match self.node(self.resolve(node)).raw() {
            Raw::Scalar => Kind::Scalar,
            Raw::Sequence => Kind::Sequence,
            Raw::Mapping => Kind::Mapping,
            Raw::Alias | Raw::Invalid => Kind::Invalid,
        }
    }

    /// The node itself, or the node that it is an alias of.
    pub fn resolve(&self, node: NodeId) -> NodeId {
        let it = self.node(node);
        match it.raw() {
            Raw::Alias => NodeId(it.of),
            _ => node,
        }
    }

    /// Whether the node is written as an alias, `*name`. Never mend a text through one.
    pub fn is_alias(&self, node: NodeId) -> bool {
        self.node(node).raw() == Raw::Alias
    }

    /// Whether an alias leads to the node.
    pub fn is_aliased(&self, node: NodeId) -> bool {
        let aliased = self.aliased.get_or_init(|| {
            let aliases = self.nodes.iter().filter(|node| node.raw() == Raw::Alias);
            aliases.map(|alias| NodeId(alias.of)).collect()
        });
        aliased.contains(&node)
    }

    /// The nodes that are written in a collection, at any depth, in the order of the text.
    pub fn within(&self, node: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        let it = self.node(node);
        let end = match it.raw() {
            Raw::Sequence | Raw::Mapping => it.of,
            _ => 0,
        };
        (node.0 + 1..end).map(NodeId)
    }

    /// Its bytes: with quotes, brackets and the header of a text block; from the first child to the last of
    /// a collection without brackets. Of an alias, those of `*name`. Empty, after the `:` or `-`, if nothing is written.
    pub fn span(&self, node: NodeId) -> Span {
        self.node(node).span
    }

    /// Whether a collection stands in brackets.
    pub fn is_flow(&self, node: NodeId) -> bool {
        self.node(node).has(flag::FLOW)
    }

    /// The collection in which it stands: a key and a value both stand in the mapping.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.node(node).parent;
        (parent != NONE).then_some(NodeId(parent))
    }

    /// Whether the node is a key of a mapping.
    pub fn is_key(&self, node: NodeId) -> bool {
        self.node(node).has(flag::KEY)
    }

    /// The key whose value the node is.
    pub fn key(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.node(node).parent;
        let value_of_mapping =
            !self.is_key(node) && self.node(NodeId(parent)).raw() == Raw::Mapping;
        if !value_of_mapping {
            return None;
        }
        // The node before it is the key's last descendant, or the key.
        let mut key = node.0.checked_sub(1)?;
        while self.node(NodeId(key)).parent != parent {
            key = self.node(NodeId(key)).parent;
            if key == NONE {
                return None;
            }
        }
        Some(NodeId(key))
    }

    /// The value of a key.
    pub fn value_of(&self, key: NodeId) -> Option<NodeId> {
        let it = self.node(key);
        let value = match it.raw() {
            Raw::Sequence | Raw::Mapping => it.of,
            _ => key.0 + 1,
        };
        let is_value = self.is_key(key) && self.node(NodeId(value)).parent == it.parent;
        is_value.then_some(NodeId(value))
    }

    /// The span of the key whose value the node is.
    pub fn key_span(&self, node: NodeId) -> Option<Span> {
        self.key(node).map(|key| self.span(key))
    }

    /// Where to point for a node: its span, or its key's if nothing is written.
    pub fn visible_span(&self, node: NodeId) -> Span {
        let span = self.span(node);
        if span.start < span.end {
            return span;
        }
        self.key_span(node).unwrap_or(span)
    }

    /// The text of a scalar as it is meant: unquoted, unescaped, unfolded. Empty for anything else.
    /// `text` is the file's text, the one that the tree was read from.
    pub fn text<'a>(&'a self, text: &'a str, node: NodeId) -> &'a str {
        let it = self.node(self.resolve(node));
        if it.raw() != Raw::Scalar {
            return "";
        }
        let (from, range) = if it.has(flag::DECODED) {
            let nth = it.of as usize;
            let start = nth
                .checked_sub(1)
                .map_or(0, |before| self.decoded_ends[before]);
            (self.decoded.as_str(), start..self.decoded_ends[nth])
        } else if it.has(flag::QUOTED) {
            (text, it.span.start + 1..it.span.end.saturating_sub(1))
        } else {
            (text, it.span.start..it.span.end)
        };
        from.get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    }

    /// Whether it is a scalar without quotes, whose text can therefore mean a number, a truth value or null.
    pub fn is_plain(&self, node: NodeId) -> bool {
        self.node(self.resolve(node)).has(flag::PLAIN)
    }

    /// Whether nothing is written, or `~` or `null`.
    pub fn is_null(&self, text: &str, node: NodeId) -> bool {
        // It is asked of every field, and `null` is the longest way to write it.
        let it = self.node(self.resolve(node));
        it.has(flag::PLAIN)
            && it.raw() == Raw::Scalar
            && it.span.end - it.span.start <= 4
            && super::scalar::is_null(self.text(text, node))
    }

    /// The JSON pointer from the root of the node's document: `/campaigns/x/audience/0`; of a key, that of its value.
    /// What is reached through `<<` or an alias has the pointer of the place where it is written.
    pub fn pointer(&self, text: &str, node: NodeId) -> String {
        let mut parts = Vec::new();
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            if self.kind(parent) == Kind::Sequence {
                parts.push(self.position(parent, at).to_string());
            } else {
                let key = self.key(at).unwrap_or(at);
                parts.push(self.text(text, key).replace('~', "~0").replace('/', "~1"));
            }
            at = parent;
        }
        parts.iter().rev().fold(String::new(), |mut path, part| {
            path.push('/');
            path.push_str(part);
            path
        })
    }

    /// Which element of its sequence a node is, from 0.
    fn position(&self, parent: NodeId, node: NodeId) -> usize {
        match self.node(node).nth() {
            MANY => self.items(parent).take_while(|item| *item < node).count(),
            nth => nth as usize,
        }
    }

    /// The elements of a sequence, or of the sequence that it is an alias of; none for anything else.
    pub fn items(&self, node: NodeId) -> Children<'_> {
        self.children(node, Raw::Sequence)
    }

    /// The keys and values of a mapping as written: no `<<` applied, aliases as they stand.
    pub fn raw_entries(&self, node: NodeId) -> RawEntries<'_> {
        RawEntries(self.children(node, Raw::Mapping))
    }

    fn children(&self, node: NodeId, raw: Raw) -> Children<'_> {
        let node = self.resolve(node);
        let it = self.node(node);
        let (next, end) = if it.raw() == raw {
            (node.0 + 1, it.of)
        } else {
            (0, 0)
        };
        Children {
            tree: self,
            next,
            end,
        }
    }

    /// Whether the entries of a mapping are those that are written there: no `<<`, and no key twice.
    pub(super) fn is_as_written(&self, mapping: NodeId) -> bool {
        !self.node(mapping).has(flag::MERGES | flag::REPEATS)
    }

    /// The keys and values of a mapping with `<<` applied: its own first, in the order of the text; then what
    /// the merged ones add. Of two equal keys the first holds. Keys and values are the nodes where they are
    /// written; aliases among them are not yet followed.
    pub fn entries(&self, text: &str, node: NodeId) -> Vec<(NodeId, NodeId)> {
        let node = self.resolve(node);
        if self.is_as_written(node) {
            return self.raw_entries(node).collect();
        }
        let mut entries = Vec::new();
        let mut keys = FxHashSet::default();
        // Each mapping adds its keys once, however often it is merged: the first time wins anyway.
        // That, and a list of what is to come in place of recursion, bounds the work.
        let mut merged = FxHashSet::default();
        let mut to_come = vec![node];
        while let Some(next) = to_come.pop() {
            let next = self.resolve(next);
            match self.node(next).raw() {
                Raw::Sequence if merged.insert(next) => {
                    let from = to_come.len();
                    to_come.extend(self.items(next));
                    to_come[from..].reverse();
                }
                Raw::Mapping if merged.insert(next) => {
                    let from = to_come.len();
                    for (key, value) in self.raw_entries(next) {
                        if self.is_merge_key(text, key) {
                            to_come.push(value);
                        } else if self.kind(key) != Kind::Scalar
                            || keys.insert(self.text(text, key))
                        {
                            entries.push((key, value));
                        }
                    }
                    to_come[from..].reverse();
                }
                _ => {}
            }
        }
        entries
    }

    /// Whether a key is `<<`.
    pub(super) fn is_merge_key(&self, text: &str, key: NodeId) -> bool {
        self.is_plain(key) && self.text(text, key) == "<<"
    }

    /// The value of a mapping's key, `<<` applied.
    pub fn get(&self, text: &str, node: NodeId, key: &str) -> Option<NodeId> {
        let mut entries = self.entries(text, node).into_iter();
        entries
            .find(|(it, _)| self.kind(*it) == Kind::Scalar && self.text(text, *it) == key)
            .map(|(_, value)| value)
    }

    /// All comments, in order.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The first node that begins at the byte or after it, the outermost if several begin at one place.
    pub fn first_from(&self, offset: u32) -> Option<NodeId> {
        let before = self.nodes.partition_point(|node| node.span.start < offset);
        (before < self.nodes.len()).then_some(NodeId(before as u32))
    }

    /// The innermost node whose span holds the byte.
    pub fn node_at(&self, offset: u32) -> Option<NodeId> {
        let after = self.nodes.partition_point(|node| node.span.start <= offset);
        let mut at = NodeId(after.checked_sub(1)? as u32);
        while self.span(at).end <= offset {
            at = self.parent(at)?;
        }
        Some(at)
    }
}

/// The elements of a collection.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = NodeId(self.next);
        let node = self.tree.node(id);
        self.next = match node.raw() {
            Raw::Sequence | Raw::Mapping => node.of,
            _ => id.0 + 1,
        };
        Some(id)
    }
}

/// The keys and values of a mapping.
#[derive(Clone, Debug)]
pub struct RawEntries<'a>(Children<'a>);

impl Iterator for RawEntries<'_> {
    type Item = (NodeId, NodeId);

    fn next(&mut self) -> Option<(NodeId, NodeId)> {
        Some((self.0.next()?, self.0.next()?))
    }
}
