//! The files themselves: can they be read, and do they say what they mean.

mod duplicate_id;
mod ended_campaign;
mod invalid_value;
mod missing_field;
mod problems;
mod suggestions;
mod syntax;
mod unknown_field;
mod unreachable_step;
mod unresolved_reference;
mod unused_definition;
mod waiver_expired;
mod waiver_unknown;
mod waiver_unused;
mod waiver_without_reason;
mod yaml_trap;

pub use duplicate_id::DuplicateId;
pub use ended_campaign::EndedCampaign;
pub use invalid_value::InvalidValue;
pub use missing_field::MissingField;
pub use syntax::Syntax;
pub use unknown_field::UnknownField;
pub use unreachable_step::UnreachableStep;
pub use unresolved_reference::UnresolvedReference;
pub use unused_definition::UnusedDefinition;
pub use waiver_expired::WaiverExpired;
pub use waiver_unknown::WaiverUnknown;
pub use waiver_unused::WaiverUnused;
pub use waiver_without_reason::WaiverWithoutReason;
pub use yaml_trap::YamlTrap;
