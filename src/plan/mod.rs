//! The contact plan: every contact that a campaign can make.

mod answers;
mod script;

pub use answers::{Contact, Ending, Gaps, Times, Witness, Worst};
pub use script::{Anchor, Clock, Entry, IfClosed, Repeat, Retries, Script, Step, Window};
