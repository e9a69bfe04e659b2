//! When a contact can land, on the recipient's calendar and clock.

mod closed_day_pileup;
mod country_alone;
mod dst_drift;
mod fixed_clock;
mod holiday_contact;
mod holidays_met;
mod inverted_window;
mod quiet_hours;
mod sender_clock;
mod unbounded_lateness;
mod unknown_zone;
mod window_bypass;
pub(super) mod words;
mod wrong_calendar;

pub use closed_day_pileup::ClosedDayPileup;
pub use dst_drift::DstDrift;
pub use holiday_contact::HolidayContact;
pub use inverted_window::InvertedWindow;
pub use quiet_hours::QuietHours;
pub use sender_clock::SenderClock;
pub use unbounded_lateness::UnboundedLateness;
pub use unknown_zone::UnknownZone;
pub use window_bypass::WindowBypass;
pub use wrong_calendar::WrongCalendar;

pub(super) use closed_day_pileup::is_pushed;
pub(super) use fixed_clock::FixedWindow;
pub(super) use inverted_window::{is_inverted, is_never_open};
