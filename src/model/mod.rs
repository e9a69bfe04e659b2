//! What a marketer writes: campaigns, cadences, audiences, offers, messages,
//! senders, suppressions, products and advisories, as `docs/format.md` has them.

mod vocabulary;

pub use vocabulary::*;
