//! When a contact can land, on the recipient's calendar and clock.

mod holiday_contact;
mod quiet_hours;
mod words;

pub use holiday_contact::HolidayContact;
pub use quiet_hours::QuietHours;
