//! (being built)

use super::{NodeId, Tree};
use crate::source::Span;
use serde::de::DeserializeOwned;

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

/// Reads the node as a `T`; every mistake lands in `problems`.
pub fn decode<T: DeserializeOwned>(
    _tree: &Tree,
    _text: &str,
    _file: u32,
    _node: NodeId,
    _problems: &mut Vec<Problem>,
) -> Option<T> {
    None
}
