//! Which list of a campaign is which registry of the law.

use crate::law::Registry;
use crate::model::{Channel, Suppression, SuppressionKind};

/// Whether a list names a registry.
pub(super) fn names(list: &Suppression, registry: &Registry) -> bool {
    may_be_public(list)
        && list
            .registry
            .value()
            .is_some_and(|name| registry.is_called(name))
}

/// Whether a list is a registry without saying which.
pub(super) fn may_be_any(list: &Suppression) -> bool {
    list.kind.value() == Some(&SuppressionKind::Registry) && list.registry.value().is_none()
}

/// Whether a list takes people out on a channel.
pub(super) fn is_about(list: &Suppression, channel: Channel) -> bool {
    list.channels.is_empty() || list.channels.values().any(|it| *it == channel)
}

fn may_be_public(list: &Suppression) -> bool {
    list.kind
        .value()
        .is_none_or(|kind| *kind == SuppressionKind::Registry)
}
