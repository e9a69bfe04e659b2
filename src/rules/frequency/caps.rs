//! Limits on the number of contacts, as they are written in a campaign or in the settings.

use crate::model::{Campaign, Channel, Limits};
use crate::project::{LimitsInForce, Project};
use crate::yaml::{Field, Place};

/// The time over which contacts are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Period {
    Day,
    SevenDays,
}

impl Period {
    /// `a day`, `seven days`.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Day => "a day",
            Self::SevenDays => "seven days",
        }
    }

    /// The field.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Day => "per_day",
            Self::SevenDays => "per_7_days",
        }
    }

    /// The limit in force.
    pub(super) fn limit(self, limits: &LimitsInForce, channel: Option<Channel>) -> Option<u32> {
        let limit = match (self, channel) {
            (Self::Day, None) => limits.per_day_any(),
            (Self::Day, Some(channel)) => limits.per_day(channel),
            (Self::SevenDays, None) => limits.per_7_days_any(),
            (Self::SevenDays, Some(channel)) => limits.per_7_days(channel),
        };
        limit.map(|limit| limit.value)
    }
}

/// A written limit: so many contacts of a channel, or of all, in a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cap {
    pub(super) period: Period,
    pub(super) channel: Option<Channel>,
    pub(super) most: u32,
    pub(super) place: Place,
}

/// Ten times what is built in (`any`): whoever writes that does not think of one person.
const FOR_A_TEAM_IN_A_DAY: u32 = 20;
const FOR_A_TEAM_IN_SEVEN_DAYS: u32 = 50;

impl Cap {
    /// Whether it is a number that a team may send.
    pub(super) fn is_for_a_team(&self) -> bool {
        let most = match self.period {
            Period::Day => FOR_A_TEAM_IN_A_DAY,
            Period::SevenDays => FOR_A_TEAM_IN_SEVEN_DAYS,
        };
        self.most > most
    }

    /// As it is written: `per_day: {call: 3}`.
    pub(super) fn line(&self) -> String {
        let channel = self.channel.map_or("any", Channel::as_str);
        format!("{}: {{{channel}: {}}}", self.period.field(), self.most)
    }
}

/// The caps that are written.
pub(super) fn written(limits: &Limits) -> Vec<Cap> {
    let mut caps = Vec::new();
    for (period, fields) in [
        (Period::Day, &limits.per_day),
        (Period::SevenDays, &limits.per_7_days),
    ] {
        let Some(fields) = fields.value() else {
            continue;
        };
        let mut add = |channel, field: &Field<u32>| {
            if let Some(at) = field.at() {
                caps.push(Cap {
                    period,
                    channel,
                    most: at.value,
                    place: at.place,
                });
            }
        };
        add(None, &fields.any);
        for channel in Channel::ALL {
            if let Some(field) = fields.of(*channel) {
                add(Some(*channel), field);
            }
        }
    }
    caps
}

/// The limits that are written in settings, with the first campaign for which they hold: that is where
/// findings about them stand.
pub(super) fn of_settings(project: &Project) -> impl Iterator<Item = (&Limits, Place)> {
    project.configs.iter().filter_map(|config| {
        let limits = config.written.limits.value()?;
        let mut campaigns = project.all::<Campaign>();
        let first = campaigns.find(|campaign| {
            let own = project.config(campaign.place);
            own.is_some_and(|own| std::ptr::eq(own, config))
        });
        Some((limits, first?.place))
    })
}
