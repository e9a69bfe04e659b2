//! What a marketer writes: campaigns, cadences, audiences, offers, messages,
//! senders, suppressions, products and advisories, as `docs/format.md` has them.
//!
//! The types hold what was written and where it stands, nothing more: what a
//! field means for a person is worked out by the project and the plan.

mod definitions;
mod money;
mod scalars;
pub mod schema;
mod vocabulary;

pub use definitions::*;
pub use money::{Currency, Money};
pub use scalars::*;
pub use vocabulary::*;
