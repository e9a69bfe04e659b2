//! What is sold, on which terms, and whether people are told.

mod forced_interruption;
mod pitch;
mod prepaid_overlap;
mod prepayment;
mod support_route_missing;
mod undisclosed_commitment;
mod undisclosed_licence_limit;
mod undisclosed_prepay;

pub use forced_interruption::ForcedInterruption;
pub use prepaid_overlap::PrepaidOverlap;
pub use prepayment::{Prepayment, takes_money};
pub use support_route_missing::SupportRouteMissing;
pub use undisclosed_commitment::UndisclosedCommitment;
pub use undisclosed_licence_limit::UndisclosedLicenceLimit;
pub use undisclosed_prepay::UndisclosedPrepay;

use crate::calendar::Duration;
use crate::lexicon::Text;
use crate::project::Def;

/// A definition as it stands in a sentence: "the offer `three-years`", or "the offer" if it has no id.
pub fn named<T>(kind: &str, definition: Def<'_, T>) -> String {
    match definition.id {
        Some(id) => format!("{kind} `{id}`"),
        None => kind.to_owned(),
    }
}

/// Whether a text says that something lasts exactly so long, be it through a price for just that time.
fn states_term(text: &Text, term: Duration) -> bool {
    text.states_term(term).is_some()
        || text
            .amounts()
            .iter()
            .any(|amount| amount.per.is_some_and(|per| per == term))
}
