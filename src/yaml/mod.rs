//! YAML text to nodes with byte spans and comments, and nodes to typed values
//! with every mistake collected.
//!
//! [`parse`] turns a text into a [`Tree`]; [`decode`] reads a node of it as a
//! type that derives `Deserialize`. Both report all that they find wrong as
//! [`Problem`]s and go on. [`Field`], [`At`], [`List`], [`Map`] and [`Shape`]
//! are the types with which a definition says what it tolerates and what it
//! remembers; [`FromText`] is for values that are read from a scalar's text.
//!
//! This layer knows nothing of campaigns.

mod access;
mod decode;
mod field;
mod from_text;
mod packed;
mod parse;
mod problem;
mod ready;
mod scalar;
mod schema;
mod suggest;
mod tree;
mod trusted;

pub use decode::decode;
pub use field::{At, Either, Field, List, Map, Shape};
pub(crate) use from_text::text_types;
pub use from_text::{FromText, Text, from_text};
pub use parse::parse;
pub use problem::{Instead, Problem, ProblemKind};
#[cfg(test)]
pub(crate) use ready::ready_bytes;
pub(crate) use ready::{ready, ready_parts};
pub use scalar::old_meaning;
pub(crate) use schema::text_schema;
pub use suggest::{is_respelling, is_slip, nearest};
pub use tree::{Children, Comment, Kind, NodeId, Place, RawEntries, Tree};
pub(crate) use trusted::decode_trusted;

#[cfg(test)]
mod tests;
