//! Who is pitched to, where, and at which moment of their lives.

mod channel_mismatch;
mod incident_pitch;
mod region_unknown;
mod support_channel_pitch;
mod upsell_as_remedy;
mod wrong_role;

pub use channel_mismatch::ChannelMismatch;
pub use incident_pitch::IncidentPitch;
pub use region_unknown::RegionUnknown;
pub use support_channel_pitch::SupportChannelPitch;
pub use upsell_as_remedy::UpsellAsRemedy;
pub use wrong_role::WrongRole;
