//! What is sold, on which terms, and whether people are told.

mod false_reference_price;
mod forced_interruption;
mod free_with_strings;
mod headline_price;
mod loyal_customer_worse_off;
mod no_completion_notice;
mod notice;
mod pitch;
mod prepaid_overlap;
mod prepayment;
mod price_mismatch;
mod refund_terms_missing;
mod renewal_notice;
mod sums;
mod support_route_missing;
mod trial_end;
mod undisclosed_commitment;
mod undisclosed_licence_limit;
mod undisclosed_prepay;
mod undisclosed_renewal;
mod undisclosed_trial_conversion;

pub use false_reference_price::FalseReferencePrice;
pub use forced_interruption::ForcedInterruption;
pub use free_with_strings::FreeWithStrings;
pub use headline_price::HeadlinePrice;
pub use loyal_customer_worse_off::LoyalCustomerWorseOff;
pub use no_completion_notice::NoCompletionNotice;
pub use prepaid_overlap::PrepaidOverlap;
pub use prepayment::{Prepayment, takes_money};
pub use price_mismatch::PriceMismatch;
pub use refund_terms_missing::RefundTermsMissing;
pub use renewal_notice::RenewalNotice;
pub use support_route_missing::SupportRouteMissing;
pub use undisclosed_commitment::UndisclosedCommitment;
pub use undisclosed_licence_limit::UndisclosedLicenceLimit;
pub use undisclosed_prepay::UndisclosedPrepay;
pub use undisclosed_renewal::UndisclosedRenewal;
pub use undisclosed_trial_conversion::UndisclosedTrialConversion;

use crate::calendar::Duration;
use crate::lexicon::Text;
use crate::model::Price;
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

/// A price with its period: "4.95 USD a month".
fn in_words(price: &Price) -> String {
    match price.per {
        Some(per) => format!("{} a {per}", price.money),
        None => price.money.to_string(),
    }
}
