//! How often one person is contacted.

mod attempts_per_day;
mod several_lines;

pub use attempts_per_day::AttemptsPerDay;
pub use several_lines::SeveralLines;
