//! What is sold, on which terms, and whether people are told.

mod forced_interruption;
mod prepaid_overlap;
mod prepayment;
mod support_route_missing;

pub use forced_interruption::ForcedInterruption;
pub use prepaid_overlap::PrepaidOverlap;
pub use prepayment::{Prepayment, takes_money};
pub use support_route_missing::SupportRouteMissing;

use crate::project::Def;

/// A definition as it stands in a sentence: "the offer `three-years`", or "the offer" if it has no id.
pub fn named<T>(kind: &str, definition: Def<'_, T>) -> String {
    match definition.id {
        Some(id) => format!("{kind} `{id}`"),
        None => kind.to_owned(),
    }
}
