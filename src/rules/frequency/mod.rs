//! How often one person is contacted.

mod attempts_per_day;
mod endless_cadence;
mod nag_interval;
mod several_lines;

pub use attempts_per_day::AttemptsPerDay;
pub use endless_cadence::EndlessCadence;
pub use nag_interval::NagInterval;
pub use several_lines::SeveralLines;
