//! How often one person is contacted.

mod endless_cadence;
mod nag_interval;

pub use endless_cadence::EndlessCadence;
pub use nag_interval::NagInterval;
