//! The arena.

use crate::source::Span;

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
}

/// A comment, `#` included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// Its bytes.
    pub span: Span,
    /// Whether something other than blanks stands before it on its line.
    pub trailing: bool,
}

/// All documents of one text.
#[derive(Debug, Default)]
pub struct Tree {}
