//! What a marketer writes: campaigns, cadences, audiences, offers, messages,
//! senders, suppressions, products and advisories, as `docs/format.md` has them.

mod money;
mod vocabulary;

pub use money::{Currency, Money};
pub use vocabulary::*;
