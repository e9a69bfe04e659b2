//! How often one person is contacted.

<<<<<<< HEAD
mod attempts_per_day;
mod several_lines;

pub use attempts_per_day::AttemptsPerDay;
pub use several_lines::SeveralLines;
=======
mod endless_cadence;
mod nag_interval;

pub use endless_cadence::EndlessCadence;
pub use nag_interval::NagInterval;
>>>>>>> w-refusal
