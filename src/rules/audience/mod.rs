//! Who is pitched to, where, and at which moment of their lives.

mod incident_pitch;
mod region_unknown;
mod wrong_role;

pub use incident_pitch::IncidentPitch;
pub use region_unknown::RegionUnknown;
pub use wrong_role::WrongRole;
