//! How often one person is contacted.

mod ambiguous_cap;
mod attempts_per_day;
mod attempts_per_window;
mod campaign_overlap;
mod caps;
mod endless_cadence;
mod nag_interval;
mod retry_spacing;
mod several_lines;
mod throttle_not_cap;
mod words;

pub use ambiguous_cap::AmbiguousCap;
pub use attempts_per_day::AttemptsPerDay;
pub use attempts_per_window::AttemptsPerWindow;
pub use campaign_overlap::CampaignOverlap;
pub use endless_cadence::EndlessCadence;
pub use nag_interval::NagInterval;
pub use retry_spacing::RetrySpacing;
pub use several_lines::SeveralLines;
pub use throttle_not_cap::ThrottleNotCap;

pub(super) use words::not_followed;
