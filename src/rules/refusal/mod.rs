//! Saying no: that people can, that it is heard, by everybody, for good.

mod missing_opt_out;
mod no_decline_choice;
mod objection_loop;
mod opt_out_friction;
mod path;
mod people;
mod purchase_ignored;
mod refusal_deadline;
mod refusal_expires;
mod refusal_ignored;
mod refusal_not_shared;
mod refusal_scope;
mod registries;
mod registry_missing;
mod registry_stale;
mod scope;
mod silence_is_not_consent;
mod steps;
mod suppression_bypass;
mod suppression_missing;
mod wording;

pub use missing_opt_out::MissingOptOut;
pub use no_decline_choice::NoDeclineChoice;
pub use objection_loop::ObjectionLoop;
pub use opt_out_friction::OptOutFriction;
pub use purchase_ignored::PurchaseIgnored;
pub use refusal_deadline::RefusalDeadline;
pub use refusal_expires::RefusalExpires;
pub use refusal_ignored::RefusalIgnored;
pub use refusal_not_shared::RefusalNotShared;
pub use refusal_scope::RefusalScope;
pub use registry_missing::RegistryMissing;
pub use registry_stale::RegistryStale;
pub use silence_is_not_consent::SilenceIsNotConsent;
pub use suppression_bypass::SuppressionBypass;
pub use suppression_missing::SuppressionMissing;

use crate::project::Project;
use crate::yaml::Place;

/// Whether a mapping or list was read to its end. Of one that was not, nothing can be called missing.
fn is_whole(project: &Project, place: Place) -> bool {
    project
        .file(place)
        .is_none_or(|file| !file.tree.is_damaged(place.node))
}
