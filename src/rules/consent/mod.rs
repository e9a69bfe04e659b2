//! Whether people have agreed to be contacted, where law asks for it: at all, still, provably, to a
//! machine, and in a way that their contact data can carry.

mod automated_voice;
mod claim;
mod consent_expired;
mod consent_missing;
mod consent_unproven;
mod harvested_audience;

pub use automated_voice::AutomatedVoice;
pub use consent_expired::ConsentExpired;
pub use consent_missing::ConsentMissing;
pub use consent_unproven::ConsentUnproven;
pub use harvested_audience::HarvestedAudience;
