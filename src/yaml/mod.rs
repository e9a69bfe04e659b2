//! YAML text to nodes with byte spans and comments, and nodes to typed values
//! with every mistake collected.
//!
//! This layer knows nothing of campaigns.

mod decode;
mod field;
mod parse;
mod tree;

pub use decode::{Problem, ProblemKind, decode};
pub use field::{At, Field, List, Map};
pub use parse::parse;
pub use tree::{Comment, Kind, NodeId, Place, Tree};
