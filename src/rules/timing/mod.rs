//! When a contact can land, on the recipient's calendar and clock.

mod holiday_contact;
mod inverted_window;
mod quiet_hours;
mod unbounded_lateness;
mod words;

pub use holiday_contact::HolidayContact;
pub use inverted_window::InvertedWindow;
pub use quiet_hours::QuietHours;
pub use unbounded_lateness::UnboundedLateness;

pub(super) use inverted_window::{is_inverted, is_never_open};
