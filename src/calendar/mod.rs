//! Dates, times of day, durations, zones and regions: everything that a
//! calendar on the wall and a clock beside it can say.
//!
//! All day arithmetic is on [`Day`], a count of days since 1970-01-01 in the
//! proleptic Gregorian calendar; all times of day are whole minutes.

mod clock;
mod date_set;
mod day;
mod duration;
#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "a tool writes it, and nobody reads it")]
mod place_table;
mod region;
mod text;
mod zone;
#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "a tool writes it, and nobody reads it")]
mod zone_table;

pub use clock::{Minute, MinuteRange};
pub use date_set::DateSet;
pub use day::{Day, Weekday, Weekdays};
pub use duration::Duration;
pub use region::{Region, RestDays};
pub use zone::{Instant, LocalTime, Transitions, Zone};
