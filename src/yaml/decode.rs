//! Nodes to typed values, with every mistake collected.
//!
//! A serde deserializer over the arena. Each node stands by itself, so that a
//! mistake in one field cannot derail the next: whoever tolerates a mistake
//! ([`super::Field`], [`super::List`], [`super::Map`]) has it recorded here and
//! goes on. Keys that a struct does not have are recorded when the struct is
//! opened, and never shown to it.

use super::access::{Elements, Entries, PlacedElements, ValueThenPlace, Variant};
use super::field::name;
use super::problem::{Instead, Mistake, Problem, ProblemKind, brief, plain_words, unknown_word};
use super::scalar::{self, Scalar};
use super::suggest::either;
use super::{Kind, NodeId, Place, Tree};
use crate::source::Span;
use rustc_hash::FxHashSet;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Expected, Visitor};
use std::cell::{Cell, RefCell};
use std::sync::atomic::Ordering;

/// How deep values may be nested, aliases followed.
const MAX_DEPTH: u32 = 128;
/// So many mistakes are recorded in one call; more help nobody.
const MAX_PROBLEMS: usize = 1000;
/// How many nodes of a file may be read through aliases, beside twenty times as many as it has.
const MAX_EXPANSIONS: u32 = 200_000;

/// Reads the node as a `T`; every mistake lands in `problems`, in the order of the text. `None` if a mistake
/// could not be tolerated by the type. `text` is the text that the tree was read from, `file` the number
/// that every [`Place`] gets.
///
/// Keys that begin with `x-` are passed over. Values below an alias have the places of the node that
/// it leads to; a mistake there is recorded once, however often it is read.
pub fn decode<T: DeserializeOwned>(
    tree: &Tree,
    text: &str,
    file: u32,
    node: NodeId,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let from = problems.len();
    let session = Session {
        tree,
        text,
        file,
        problems: RefCell::new(problems),
        reported: RefCell::default(),
        stopped: Cell::new(false),
    };
    let root = Reader {
        session: &session,
        node,
        target: tree.resolve(node),
        depth: 0,
        through: tree.is_alias(node).then_some(node),
        role: Role::Value,
    };
    let value = T::deserialize(root)
        .map_err(|error| session.record(error.at(node)))
        .ok();
    problems[from..].sort_by_key(|problem| problem.span.start);
    value
}

/// What all readers of one call of [`decode`] share.
pub(super) struct Session<'a> {
    pub(super) tree: &'a Tree,
    pub(super) text: &'a str,
    pub(super) file: u32,
    problems: RefCell<&'a mut Vec<Problem>>,
    /// Where something has been recorded: what is read through several aliases is recorded once.
    reported: RefCell<FxHashSet<(NodeId, String)>>,
    /// Whether aliases have expanded to too much, so that nothing more is read.
    pub(super) stopped: Cell<bool>,
}

impl<'a> Session<'a> {
    pub(super) fn record(&self, mistake: Mistake) {
        let details = *mistake.0;
        let node = details.node.unwrap_or_default();
        if details.recorded || self.stopped.get() {
            return;
        }
        if self.reported.borrow().len() >= MAX_PROBLEMS {
            return;
        }
        if !self
            .reported
            .borrow_mut()
            .insert((node, details.message.clone()))
        {
            return;
        }
        let span = if details.kind == ProblemKind::MissingField {
            self.name_span(node)
        } else {
            self.tree.visible_span(node)
        };
        self.problems.borrow_mut().push(Problem {
            kind: details.kind,
            span,
            node,
            message: details.message,
            help: details.help,
            related: None,
            instead: details.instead,
        });
    }

    /// Where to point if something is missing from a mapping: its own key, or the first of its keys.
    fn name_span(&self, mapping: NodeId) -> Span {
        let first = || self.tree.raw_entries(mapping).next();
        self.tree
            .key_span(mapping)
            .or_else(|| first().map(|(key, _)| self.tree.span(key)))
            .unwrap_or_else(|| self.tree.span(mapping))
    }

    pub(super) fn text_of(&self, node: NodeId) -> &'a str {
        self.tree.text(self.text, node)
    }

    fn scalar_of(&self, node: NodeId) -> Scalar<'a> {
        let text = self.text_of(node);
        if self.tree.is_plain(node) {
            scalar::plain(text)
        } else {
            Scalar::Text(text)
        }
    }

    /// Counts nodes that are read through an alias; false if there have been too many.
    fn expand(&self, nodes: u32) -> bool {
        let limit = (self.tree.len() as u32)
            .saturating_mul(20)
            .saturating_add(MAX_EXPANSIONS);
        let before = self.tree.expansions.fetch_add(nodes, Ordering::Relaxed);
        if before < limit && nodes < limit - before {
            return true;
        }
        // The counter must not wrap around.
        self.tree.expansions.store(limit, Ordering::Relaxed);
        false
    }

    fn stop(&self, node: NodeId) {
        self.record(
            Mistake::new("the aliases of this file expand to too many values")
                .help(Some("name fewer values inside one another".into()))
                .at(node),
        );
        self.stopped.set(true);
    }

    /// The entries of a mapping that a type is to see.
    pub(super) fn entries(&self, mapping: NodeId) -> Vec<(NodeId, NodeId)> {
        let entries = self.tree.entries(self.text, mapping);
        if self.tree.is_as_written(mapping) {
            return entries;
        }
        let own_end = self.tree.node(mapping).of;
        let merged = entries
            .iter()
            .filter(|(key, _)| !(mapping.0..own_end).contains(&key.0));
        let merged = merged.count() as u32;
        if merged > 0 && !self.expand(merged) {
            self.stop(mapping);
            return Vec::new();
        }
        entries
    }

    /// Whether a key is a name that is not the user's private one; a key that is no name is recorded.
    pub(super) fn is_name(&self, key: NodeId) -> bool {
        match self.tree.kind(key) {
            Kind::Scalar => !self.text_of(key).starts_with("x-"),
            Kind::Invalid => false,
            Kind::Sequence | Kind::Mapping => {
                let help = "put a key that holds brackets in quotes".to_owned();
                let mistake = Mistake::new("a key must be text").help(Some(help));
                self.record(mistake.at(key));
                false
            }
        }
    }
}

/// The deserializer of one node.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 's> {
    pub(super) session: &'s Session<'a>,
    /// The node as written, which mistakes are about.
    pub(super) node: NodeId,
    /// What it leads to if it is an alias.
    pub(super) target: NodeId,
    depth: u32,
    /// The first alias that has been followed on the way here.
    through: Option<NodeId>,
    /// A key is its text, be it `no`, `5` or `~`.
    pub(super) role: Role,
}

/// What a node is to its parent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Key,
    Value,
}

impl<'a> Reader<'a, '_> {
    /// The reader of a node below this one.
    pub(super) fn child(&self, node: NodeId) -> Result<Self, Mistake> {
        let session = self.session;
        let through = self
            .through
            .or_else(|| session.tree.is_alias(node).then_some(node));
        if session.stopped.get() {
            return Err(Mistake::recorded());
        }
        if let Some(alias) = through
            && !session.expand(1)
        {
            session.stop(alias);
            return Err(Mistake::recorded());
        }
        if self.depth >= MAX_DEPTH {
            return Err(
                Mistake::new(format!("this is nested more than {MAX_DEPTH} levels deep")).at(node),
            );
        }
        Ok(Self {
            session,
            node,
            target: session.tree.resolve(node),
            depth: self.depth + 1,
            through,
            role: Role::Value,
        })
    }

    /// Reads a node below this one; a mistake that knows no place is about that node.
    pub(super) fn read<'de, S: DeserializeSeed<'de>>(
        &self,
        node: NodeId,
        seed: S,
    ) -> Result<S::Value, Mistake> {
        seed.deserialize(self.child(node)?)
            .map_err(|mistake| mistake.at(node))
    }

    pub(super) fn kind(&self) -> Kind {
        self.session.tree.kind(self.target)
    }

    fn text(&self) -> &'a str {
        self.session.text_of(self.target)
    }

    fn scalar(&self) -> Scalar<'a> {
        match self.role {
            Role::Key => Scalar::Text(self.text()),
            Role::Value => self.session.scalar_of(self.target),
        }
    }

    pub(super) fn is_null(&self) -> bool {
        let tree = self.session.tree;
        self.role == Role::Value
            && self.kind() == Kind::Scalar
            && tree.is_plain(self.target)
            && scalar::is_null(self.text())
    }

    pub(super) fn place(&self) -> Place {
        Place {
            file: self.session.file,
            node: self.node,
        }
    }

    /// What stands here, in words.
    fn found(&self) -> String {
        match self.kind() {
            Kind::Sequence => "a list".into(),
            Kind::Mapping => "a mapping".into(),
            Kind::Invalid => "nothing".into(),
            Kind::Scalar => match self.scalar() {
                Scalar::Null => "nothing".into(),
                Scalar::Bool(_) => format!("`{}`", self.text()),
                Scalar::Integer(_) | Scalar::Float(_) => {
                    format!("the number `{}`", brief(self.text()))
                }
                Scalar::Text(text) => format!("the text `{}`", brief(text)),
            },
        }
    }

    fn mismatch(&self, expected: &str) -> Mistake {
        if self.kind() == Kind::Invalid {
            return Mistake::recorded();
        }
        let mistake = Mistake::new(format!("expected {expected}, found {}", self.found()));
        // To YAML a placeholder is a mapping in a mapping.
        let span = self.session.tree.span(self.target);
        let written = self.session.text.get(span.start as usize..);
        let placeholder = self.kind() == Kind::Mapping
            && written.is_some_and(|written| written.starts_with("{{"));
        mistake
            .help(placeholder.then(|| "put text that begins with `{{` in quotes".into()))
            .at(self.node)
    }

    /// The text of a scalar that is not null.
    fn given_text(&self, expected: &dyn Expected) -> Result<&'a str, Mistake> {
        if self.kind() == Kind::Scalar && !self.is_null() {
            Ok(self.text())
        } else {
            Err(self.mismatch(&plain_words(expected)))
        }
    }

    fn integer(&self, lowest: i128, highest: i128) -> Result<i128, Mistake> {
        let scalar = match self.kind() {
            Kind::Scalar => self.session.scalar_of(self.target),
            _ => Scalar::Null,
        };
        let spelling = match scalar {
            Scalar::Integer(number) if (lowest..=highest).contains(&number) => return Ok(number),
            Scalar::Integer(_) => {
                return Err(self.mismatch(&format!("a whole number from {lowest} to {highest}")));
            }
            Scalar::Text(text) if matches!(scalar::plain(text), Scalar::Integer(_)) => {
                Some((text, "write it without quotes".to_owned()))
            }
            Scalar::Text(text) if text.len() > 1 && text.bytes().all(|b| b.is_ascii_digit()) => {
                let digits = text.trim_start_matches('0');
                (digits.len() < text.len()).then(|| {
                    let digits = if digits.is_empty() { "0" } else { digits };
                    let help = format!("write it without the leading zero: {digits}");
                    (digits, help)
                })
            }
            _ => None,
        };
        let mistake = self.mismatch("a whole number");
        Err(match spelling {
            Some((digits, help)) => mistake
                .help(Some(help))
                .instead(Some(Instead::Spelling(digits.to_owned()))),
            None => mistake,
        })
    }

    fn number(&self) -> Result<f64, Mistake> {
        if self.kind() == Kind::Scalar {
            match self.scalar() {
                Scalar::Integer(number) => return Ok(number as f64),
                Scalar::Float(number) => return Ok(number),
                _ => {}
            }
        }
        Err(self.mismatch("a number"))
    }
}

/// Methods for whole numbers: what is accepted is the type's range.
macro_rules! integers {
    ($($method:ident $visit:ident $type:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            let number = self.integer(i128::from($type::MIN), i128::from($type::MAX))?;
            visitor.$visit($type::try_from(number).map_err(|_| self.mismatch("a whole number"))?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Reader<'_, '_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.kind() {
            Kind::Sequence => visitor.visit_seq(Elements::of(self)),
            Kind::Mapping => visitor.visit_map(Entries::all(self)),
            Kind::Invalid => Err(Mistake::recorded()),
            Kind::Scalar => match self.scalar() {
                Scalar::Null => visitor.visit_unit(),
                Scalar::Bool(value) => visitor.visit_bool(value),
                Scalar::Float(number) => visitor.visit_f64(number),
                Scalar::Text(text) => visitor.visit_str(text),
                Scalar::Integer(number) => {
                    if let Ok(number) = u64::try_from(number) {
                        visitor.visit_u64(number)
                    } else if let Ok(number) = i64::try_from(number) {
                        visitor.visit_i64(number)
                    } else {
                        visitor.visit_f64(number as f64)
                    }
                }
            },
        }
    }

    integers! {
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.kind() != Kind::Scalar {
            return Err(self.mismatch("true or false"));
        }
        match self.scalar() {
            Scalar::Bool(value) => visitor.visit_bool(value),
            Scalar::Text(text) => {
                let meant = match text.to_lowercase().as_str() {
                    "yes" | "y" | "on" | "true" => Some("true"),
                    "no" | "n" | "off" | "false" => Some("false"),
                    _ => None,
                };
                Err(self
                    .mismatch("true or false")
                    .help(meant.map(|word| format!("write `{word}`")))
                    .instead(meant.map(|word| Instead::Spelling(word.to_owned()))))
            }
            _ => Err(self.mismatch("true or false")),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_str(self.given_text(&"a single character")?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let text = self.given_text(&visitor)?;
        visitor.visit_str(text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_any(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.is_null() {
            visitor.visit_unit()
        } else {
            Err(self.mismatch("nothing"))
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match name {
            name::AT | name::FIELD => visitor.visit_seq(ValueThenPlace {
                reader: self,
                tolerant: name == name::FIELD,
                read: false,
            }),
            name::LIST => visitor.visit_seq(PlacedElements::of(self)),
            name::MAP if self.is_null() => visitor.visit_unit(),
            name::MAP => self.deserialize_map(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.kind() == Kind::Sequence {
            visitor.visit_seq(Elements::of(self))
        } else {
            Err(self.mismatch(&plain_words(&visitor)))
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.kind() == Kind::Mapping {
            visitor.visit_map(Entries::of_names(self))
        } else {
            Err(self.mismatch("a mapping"))
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if self.kind() != Kind::Mapping {
            let help = (!fields.is_empty())
                .then(|| format!("its fields: {}", either(fields.iter().copied())));
            return Err(self.mismatch("a mapping").help(help));
        }
        let mut entries = Entries::of_struct(self, fields);
        let value = visitor.visit_map(&mut entries);
        value.map_err(|mistake: Mistake| {
            // Serde finds out that two names of one field are given when it has read the second.
            if mistake.0.kind == ProblemKind::DuplicateKey {
                mistake.at(entries.key)
            } else {
                mistake.at(self.node)
            }
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if name == name::SHAPE || name == name::EITHER {
            let shape = match self.kind() {
                Kind::Scalar => "scalar",
                Kind::Mapping => "mapping",
                Kind::Sequence if name == name::SHAPE => "sequence",
                Kind::Sequence => return Err(self.mismatch(&plain_words(&visitor))),
                Kind::Invalid => return Err(Mistake::recorded()),
            };
            return visitor.visit_enum(Variant {
                name: shape,
                key: self.node,
                content: Some(self),
            });
        }
        let accepted = || either(variants.iter().copied());
        let (key, content) = match self.kind() {
            Kind::Scalar if !self.is_null() => (self.node, None),
            Kind::Mapping => {
                let entries = self.session.entries(self.target);
                let [(key, value)] = entries[..] else {
                    return Err(self.mismatch(&format!("one of {}", accepted())));
                };
                (key, Some(self.child(value)?))
            }
            _ => return Err(self.mismatch(&accepted())),
        };
        let word = self.session.text_of(key);
        if !variants.contains(&word) {
            return Err(unknown_word(word, variants).at(key));
        }
        visitor.visit_enum(Variant {
            name: word,
            key,
            content,
        })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_unit()
    }
}
