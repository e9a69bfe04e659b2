//! Nodes to typed values, with every mistake collected.
//!
//! A serde deserializer over the arena. Each node stands by itself, so that a
//! mistake in one field cannot derail the next: whoever tolerates a mistake
//! ([`super::Field`], [`super::List`], [`super::Map`]) has it recorded here and
//! goes on. Keys that a struct does not have are recorded when the struct is
//! opened, and never shown to it.

use super::field::name;
use super::scalar::{self, Scalar};
use super::suggest::{either, nearest};
use super::{Kind, NodeId, Place, Tree};
use crate::source::Span;
use rustc_hash::FxHashSet;
use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::atomic::Ordering;

/// How deep values may be nested, aliases followed.
const MAX_DEPTH: u32 = 128;
/// How many nodes of a file may be read through aliases, beside twenty times as many as it has.
const MAX_EXPANSIONS: u32 = 200_000;

/// What kind of mistake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// The text is not YAML.
    Syntax,
    /// A key that the mapping does not have.
    UnknownField,
    /// A value of the wrong kind or out of range.
    InvalidValue,
    /// A required key is absent.
    MissingField,
    /// The same key twice.
    DuplicateKey,
}

/// A mistake of the text, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// The node it is about, for its pointer; the parent mapping if something is missing.
    pub node: NodeId,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Another place that belongs to it (the first of two equal keys), with a word on it.
    pub related: Option<(Span, String)>,
}

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
        aliased: tree.is_alias(node),
        role: Role::Value,
    };
    let value = T::deserialize(root)
        .map_err(|error| session.record(error.at(node)))
        .ok();
    problems[from..].sort_by_key(|problem| problem.span.start);
    value
}

/// A mistake on its way to whoever tolerates it.
#[derive(Debug)]
struct Mistake(Box<Details>);

#[derive(Debug)]
struct Details {
    kind: ProblemKind,
    message: String,
    help: Option<String>,
    node: Option<NodeId>,
    /// Whether it has been recorded already, or follows from one that has.
    recorded: bool,
}

impl Mistake {
    fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind: ProblemKind::InvalidValue,
            message: message.into(),
            help: None,
            node: None,
            recorded: false,
        }))
    }

    fn recorded() -> Self {
        let mut it = Self::new("");
        it.0.recorded = true;
        it
    }

    fn of_kind(mut self, kind: ProblemKind) -> Self {
        self.0.kind = kind;
        self
    }

    fn help(mut self, help: Option<String>) -> Self {
        self.0.help = help.or(self.0.help);
        self
    }

    /// The node it is about, unless somebody nearer has said.
    fn at(mut self, node: NodeId) -> Self {
        self.0.node.get_or_insert(node);
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!(
            "expected {}, found {}",
            plain_words(expected),
            found_words(&found)
        ))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(format!(
            "expected {}, found {length}",
            plain_words(expected)
        ))
    }

    fn unknown_variant(found: &str, accepted: &'static [&'static str]) -> Self {
        unknown_word(found, accepted)
    }

    fn unknown_field(found: &str, accepted: &'static [&'static str]) -> Self {
        Self::new(format!("unknown field `{}`", brief(found)))
            .of_kind(ProblemKind::UnknownField)
            .help(meant(found, accepted))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` is missing")).of_kind(ProblemKind::MissingField)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` is given twice, under two names"))
            .of_kind(ProblemKind::DuplicateKey)
            .help(Some("keep one of them".into()))
    }
}

/// Serde's words for what it expects, in ours.
fn plain_words(expected: &dyn Expected) -> String {
    let words = expected.to_string();
    match words.as_str() {
        "a string" => "text".into(),
        "a boolean" => "true or false".into(),
        "a sequence" => "a list".into(),
        "a map" => "a mapping".into(),
        "a character" => "a single character".into(),
        "unit" => "nothing".into(),
        "f32" | "f64" => "a number".into(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => {
            "a whole number".into()
        }
        _ if words.starts_with("struct ") => "a mapping".into(),
        _ if words.starts_with("enum ") => "one of the known words".into(),
        _ => words,
    }
}

fn found_words(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(number) => format!("the number `{number}`"),
        Unexpected::Signed(number) => format!("the number `{number}`"),
        Unexpected::Float(number) => format!("the number `{number}`"),
        Unexpected::Char(c) => format!("the text `{c}`"),
        Unexpected::Str(text) => format!("the text `{}`", brief(text)),
        Unexpected::Unit | Unexpected::Option => "nothing".into(),
        Unexpected::Seq | Unexpected::TupleVariant => "a list".into(),
        Unexpected::Map | Unexpected::StructVariant => "a mapping".into(),
        other => other.to_string(),
    }
}

/// A text, cut if it is too long for a message.
fn brief(text: &str) -> String {
    let text = text.trim_end();
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

fn meant(found: &str, accepted: &[&str]) -> Option<String> {
    if accepted.is_empty() {
        return None;
    }
    Some(match nearest(found, accepted.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("accepted: {}", either(accepted.iter().copied())),
    })
}

fn unknown_word(found: &str, accepted: &[&str]) -> Mistake {
    let words = either(accepted.iter().copied());
    let message = format!("expected {words}, found `{}`", brief(found));
    let help = nearest(found, accepted.iter().copied());
    Mistake::new(message).help(help.map(|word| format!("did you mean `{word}`?")))
}

/// What all readers of one call of [`decode`] share.
struct Session<'a> {
    tree: &'a Tree,
    text: &'a str,
    file: u32,
    problems: RefCell<&'a mut Vec<Problem>>,
    /// Where something has been recorded: what is read through several aliases is recorded once.
    reported: RefCell<FxHashSet<(NodeId, String)>>,
    /// Whether aliases have expanded to too much, so that nothing more is read.
    stopped: Cell<bool>,
}

impl<'a> Session<'a> {
    fn record(&self, mistake: Mistake) {
        let details = *mistake.0;
        let node = details.node.unwrap_or_default();
        if details.recorded || self.stopped.get() {
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

    fn text_of(&self, node: NodeId) -> &'a str {
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
    fn entries(&self, mapping: NodeId) -> Vec<(NodeId, NodeId)> {
        let entries = self.tree.entries(self.text, mapping);
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
    fn is_name(&self, key: NodeId) -> bool {
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
struct Reader<'a, 's> {
    session: &'s Session<'a>,
    /// The node as written, which mistakes are about.
    node: NodeId,
    /// What it leads to if it is an alias.
    target: NodeId,
    depth: u32,
    /// Whether an alias has been followed on the way here.
    aliased: bool,
    /// A key is its text, be it `no`, `5` or `~`.
    role: Role,
}

/// What a node is to its parent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Key,
    Value,
}

impl<'a> Reader<'a, '_> {
    /// The reader of a node below this one.
    fn child(&self, node: NodeId) -> Result<Self, Mistake> {
        let session = self.session;
        let aliased = self.aliased || session.tree.is_alias(node);
        if session.stopped.get() {
            return Err(Mistake::recorded());
        }
        if aliased && !session.expand(1) {
            session.stop(node);
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
            aliased,
            role: Role::Value,
        })
    }

    /// Reads a node below this one; a mistake that knows no place is about that node.
    fn read<'de, S: DeserializeSeed<'de>>(
        &self,
        node: NodeId,
        seed: S,
    ) -> Result<S::Value, Mistake> {
        seed.deserialize(self.child(node)?)
            .map_err(|mistake| mistake.at(node))
    }

    fn kind(&self) -> Kind {
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

    fn is_null(&self) -> bool {
        self.kind() == Kind::Scalar && self.scalar() == Scalar::Null
    }

    fn place(&self) -> Place {
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
        let help = match scalar {
            Scalar::Integer(number) if (lowest..=highest).contains(&number) => return Ok(number),
            Scalar::Integer(_) => {
                return Err(self.mismatch(&format!("a whole number from {lowest} to {highest}")));
            }
            Scalar::Text(text) if matches!(scalar::plain(text), Scalar::Integer(_)) => {
                Some("write it without quotes".to_owned())
            }
            Scalar::Text(text) if text.len() > 1 && text.bytes().all(|b| b.is_ascii_digit()) => {
                let digits = text.trim_start_matches('0');
                (digits.len() < text.len()).then(|| {
                    let digits = if digits.is_empty() { "0" } else { digits };
                    format!("write it without the leading zero: {digits}")
                })
            }
            _ => None,
        };
        Err(self.mismatch("a whole number").help(help))
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
                    "yes" | "y" | "on" | "true" => Some("write `true`".to_owned()),
                    "no" | "n" | "off" | "false" => Some("write `false`".to_owned()),
                    _ => None,
                };
                Err(self.mismatch("true or false").help(meant))
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

/// The elements of a sequence.
struct Elements<'a, 's> {
    reader: Reader<'a, 's>,
    items: super::Children<'a>,
}

impl<'a, 's> Elements<'a, 's> {
    fn of(reader: Reader<'a, 's>) -> Self {
        Self {
            reader,
            items: reader.session.tree.items(reader.target),
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        self.items
            .next()
            .map(|item| self.reader.read(item, seed))
            .transpose()
    }
}

/// The value of a node, and then the node's number.
struct ValueThenPlace<'a, 's> {
    reader: Reader<'a, 's>,
    /// Whether null is no value, and a mistake is recorded.
    tolerant: bool,
    read: bool,
}

impl<'de> SeqAccess<'de> for ValueThenPlace<'_, '_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let reader = self.reader;
        if self.read {
            return seed
                .deserialize(U64Deserializer::new(reader.place().pack()))
                .map(Some);
        }
        if self.tolerant && reader.is_null() {
            return Ok(None);
        }
        self.read = true;
        match seed.deserialize(reader) {
            Ok(value) => Ok(Some(value)),
            Err(mistake) if self.tolerant => {
                reader.session.record(mistake.at(reader.node));
                Err(Mistake::recorded())
            }
            Err(mistake) => Err(mistake.at(reader.node)),
        }
    }
}

/// The place of a list, and then its elements, each followed by its place unless it is wrong.
struct PlacedElements<'a, 's> {
    reader: Reader<'a, 's>,
    items: super::Children<'a>,
    /// The only element of a list without brackets.
    single: bool,
    /// The node whose place is asked for next.
    pending: Option<NodeId>,
    opened: bool,
}

impl<'a, 's> PlacedElements<'a, 's> {
    fn of(reader: Reader<'a, 's>) -> Self {
        Self {
            reader,
            items: reader.session.tree.items(reader.target),
            single: reader.kind() != Kind::Sequence,
            pending: None,
            opened: false,
        }
    }

    fn place<'de, S: DeserializeSeed<'de>>(
        &self,
        node: NodeId,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let place = Place {
            file: self.reader.session.file,
            node,
        };
        seed.deserialize(U64Deserializer::new(place.pack()))
            .map(Some)
    }
}

impl<'de> SeqAccess<'de> for PlacedElements<'_, '_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let reader = self.reader;
        if !self.opened {
            self.opened = true;
            if reader.is_null() {
                self.single = false;
                return Ok(None);
            }
            return self.place(reader.node, seed);
        }
        if let Some(node) = self.pending.take() {
            return self.place(node, seed);
        }
        if reader.session.stopped.get() {
            return Ok(None);
        }
        let (node, value) = if self.single {
            self.single = false;
            (reader.node, seed.deserialize(reader))
        } else if let Some(item) = self.items.next() {
            (item, reader.read(item, seed))
        } else {
            return Ok(None);
        };
        match value {
            Ok(value) => {
                self.pending = Some(node);
                Ok(Some(value))
            }
            Err(mistake) => {
                reader.session.record(mistake.at(node));
                Err(Mistake::recorded())
            }
        }
    }
}

/// The keys and values of a mapping.
struct Entries<'a, 's> {
    reader: Reader<'a, 's>,
    rest: std::vec::IntoIter<(NodeId, NodeId)>,
    /// The last key and value handed out.
    key: NodeId,
    value: NodeId,
}

impl<'a, 's> Entries<'a, 's> {
    fn new(reader: Reader<'a, 's>, entries: Vec<(NodeId, NodeId)>) -> Self {
        Self {
            reader,
            rest: entries.into_iter(),
            key: reader.node,
            value: reader.node,
        }
    }

    /// All entries.
    fn all(reader: Reader<'a, 's>) -> Self {
        Self::new(reader, reader.session.entries(reader.target))
    }

    /// The entries of a mapping from the user's own names.
    fn of_names(reader: Reader<'a, 's>) -> Self {
        let mut entries = reader.session.entries(reader.target);
        entries.retain(|(key, _)| reader.session.is_name(*key));
        Self::new(reader, entries)
    }

    /// The entries whose keys are fields; the others are recorded.
    fn of_struct(reader: Reader<'a, 's>, fields: &[&str]) -> Self {
        let session = reader.session;
        let mut entries = session.entries(reader.target);
        entries.retain(|(key, _)| {
            let name = session.text_of(*key);
            if fields.contains(&name) && session.tree.kind(*key) == Kind::Scalar {
                return true;
            }
            if session.is_name(*key) {
                let mistake = Mistake::new(format!("unknown field `{}`", brief(name)))
                    .of_kind(ProblemKind::UnknownField)
                    .help(meant(name, fields));
                session.record(mistake.at(*key));
            }
            false
        });
        Self::new(reader, entries)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Mistake;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        (self.key, self.value) = (key, value);
        let mut reader = self.reader.child(key)?;
        reader.role = Role::Key;
        seed.deserialize(reader)
            .map(Some)
            .map_err(|mistake| mistake.at(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mistake> {
        self.reader.read(self.value, seed)
    }
}

/// A variant of an enum: a word alone, or the only key of a mapping with its value.
struct Variant<'a, 's> {
    name: &'a str,
    /// The node of the word.
    key: NodeId,
    content: Option<Reader<'a, 's>>,
}

impl<'a, 's> Variant<'a, 's> {
    /// The content of a variant that has one.
    fn content(&self) -> Result<Reader<'a, 's>, Mistake> {
        self.content.ok_or_else(|| {
            let message = format!("`{}` needs a value of its own", self.name);
            let help = format!("write it as `{}: ...`", self.name);
            Mistake::new(message).help(Some(help)).at(self.key)
        })
    }
}

impl<'de, 'a, 's> EnumAccess<'de> for Variant<'a, 's> {
    type Error = Mistake;
    type Variant = Variant<'a, 's>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Mistake> {
        let name: StrDeserializer<'_, Mistake> = self.name.into_deserializer();
        let value = seed
            .deserialize(name)
            .map_err(|mistake| mistake.at(self.key))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.content {
            Some(content) if !content.is_null() => {
                Err(Mistake::new(format!("`{}` takes no value", self.name)).at(content.node))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mistake> {
        let content = self.content()?;
        seed.deserialize(content)
            .map_err(|mistake| mistake.at(content.node))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let content = self.content()?;
        de::Deserializer::deserialize_seq(content, visitor)
            .map_err(|mistake| mistake.at(content.node))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let content = self.content()?;
        de::Deserializer::deserialize_struct(content, "", fields, visitor)
            .map_err(|mistake| mistake.at(content.node))
    }
}
