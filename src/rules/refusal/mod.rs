//! Saying no: that people can, that it is heard, by everybody, for good.

mod missing_opt_out;
mod no_decline_choice;
mod people;
mod purchase_ignored;
mod refusal_ignored;
mod refusal_not_shared;
mod refusal_scope;
mod scope;
mod steps;
mod suppression_missing;
mod wording;

pub use missing_opt_out::MissingOptOut;
pub use no_decline_choice::NoDeclineChoice;
pub use purchase_ignored::PurchaseIgnored;
pub use refusal_ignored::RefusalIgnored;
pub use refusal_not_shared::RefusalNotShared;
pub use refusal_scope::RefusalScope;
pub use suppression_missing::SuppressionMissing;

use crate::project::Project;
use crate::yaml::Place;

/// Whether a mapping or list was read to its end. Of one that was not, nothing can be called missing.
fn is_whole(project: &Project, place: Place) -> bool {
    project
        .file(place)
        .is_none_or(|file| !file.tree.is_damaged(place.node))
}
