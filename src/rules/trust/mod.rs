//! Known defects: whether what is sold has one, and whether those who have it hear of it first.

mod advisory_without_details;
mod customers_not_warned;
mod known_defect_promotion;
mod late_notice;
mod notice;
mod notice_held_back;
mod notice_with_pitch;
mod promotion;
mod version;

pub use advisory_without_details::AdvisoryWithoutDetails;
pub use customers_not_warned::CustomersNotWarned;
pub use known_defect_promotion::KnownDefectPromotion;
pub use late_notice::LateNotice;
pub use notice_held_back::NoticeHeldBack;
pub use notice_with_pitch::NoticeWithPitch;
