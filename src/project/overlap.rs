//! Which audiences can hold the same person.

use super::Def;
use crate::model::{Audience, AudienceType, Campaign};

/// Whether a person can be in two audiences.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sharing {
    /// Nobody can: it is said so, or they differ in kind.
    Never,
    /// Nothing says that nobody can.
    Possible,
    /// They are the same, or one names the other in `overlaps`.
    Stated,
}

impl Sharing {
    /// Whether two audiences can hold the same person, wherever that person is: a place that both
    /// have in common is for the caller to find. `disjoint_from` on either side outweighs all else.
    pub fn of(a: Def<'_, Audience>, b: Def<'_, Audience>) -> Self {
        if a.place == b.place {
            return Self::Stated;
        }
        let names = |list: &crate::yaml::List<String>, id: Option<&str>| {
            id.is_some_and(|id| list.values().any(|name| name == id))
        };
        if names(&a.value.disjoint_from, b.id) || names(&b.value.disjoint_from, a.id) {
            return Self::Never;
        }
        if names(&a.value.overlaps, b.id) || names(&b.value.overlaps, a.id) {
            return Self::Stated;
        }
        let types = match (a.value.kind.value(), b.value.kind.value()) {
            (Some(AudienceType::Mixed) | None, _) | (_, Some(AudienceType::Mixed) | None) => true,
            (Some(a), Some(b)) => a == b,
        };
        let relationships = match (a.value.relationship.value(), b.value.relationship.value()) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        if types && relationships {
            Self::Possible
        } else {
            Self::Never
        }
    }
}

/// Whether a campaign leaves out the people of an audience.
pub fn leaves_out(campaign: &Campaign, audience: Def<'_, Audience>) -> bool {
    let excluded = campaign.exclude.values();
    audience.id.is_some_and(|id| {
        excluded
            .into_iter()
            .any(|at| matches!(at, crate::model::Ref::Id(name) if name == id))
    })
}
