//! How often one person is contacted.

mod attempts_per_day;
mod attempts_per_window;
mod campaign_overlap;
mod endless_cadence;
mod nag_interval;
mod retry_spacing;
mod several_lines;
mod words;

pub use attempts_per_day::AttemptsPerDay;
pub use attempts_per_window::AttemptsPerWindow;
pub use campaign_overlap::CampaignOverlap;
pub use endless_cadence::EndlessCadence;
pub use nag_interval::NagInterval;
pub use retry_spacing::RetrySpacing;
pub use several_lines::SeveralLines;
