//! Values that are written as one scalar, or as a scalar or a mapping.

use super::{ChoiceAction, Per};
use crate::calendar::{Duration, Region, Zone};
use crate::yaml::{Either, Field, List, Shape, text_types};
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

use super::Money;

/// A definition, named by its id or written in place.
#[derive(Clone, Debug)]
pub enum Ref<T> {
    /// The id of a definition elsewhere in the project.
    Id(String),
    /// The definition itself.
    Inline(Box<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Either::<String, T>::deserialize(deserializer)? {
            Either::Scalar(id) => Ok(Self::Id(id)),
            Either::Mapping(definition) => Ok(Self::Inline(Box::new(definition))),
        }
    }
}

/// Whose clock a window is written on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WindowClock {
    /// The recipient's own clock.
    Recipient,
    /// The clock of one zone, wherever the recipient is.
    Zone(Zone),
}

impl FromStr for WindowClock {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "recipient" {
            Ok(Self::Recipient)
        } else {
            text.parse().map(Self::Zone)
        }
    }
}

text_types!(WindowClock => "`recipient` or a time zone such as America/Winnipeg");

/// Which holidays close a day.
#[derive(Clone, Debug)]
pub enum HolidaySetting {
    /// The public holidays of the recipient's region.
    Observe,
    /// None.
    Ignore,
    /// Those of these regions instead of the recipient's.
    Of(List<Region>),
}

impl<'de> Deserialize<'de> for HolidaySetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Shape::<String, List<Region>, serde::de::IgnoredAny>::deserialize(deserializer)? {
            Shape::Scalar(word) => match word.as_str() {
                "observe" => Ok(Self::Observe),
                "ignore" => Ok(Self::Ignore),
                other => Err(serde::de::Error::custom(format!(
                    "`{other}` is not a way to treat holidays; write `observe`, `ignore` or a list of regions such as [US]"
                ))),
            },
            Shape::Sequence(regions) => Ok(Self::Of(regions)),
            Shape::Mapping(_) => Err(serde::de::Error::custom(
                "write `observe`, `ignore` or a list of regions such as [US]",
            )),
        }
    }
}

/// An amount for a period.
#[derive(Clone, Debug)]
pub struct Price {
    /// The amount.
    pub money: Money,
    /// The period that it pays for; none if it is paid once.
    pub per: Option<Per>,
}

/// `{amount: 4.95, currency: USD, per: month}` before it is put together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct PriceFields {
    amount: Field<String>,
    currency: Field<String>,
    per: Field<Per>,
}

impl PriceFields {
    fn price<E: serde::de::Error>(&self) -> Result<Price, E> {
        let (Some(amount), Some(currency)) = (self.amount.value(), self.currency.value()) else {
            return Err(E::custom(
                "a sum needs `amount` and `currency`: {amount: 178.20, currency: USD}",
            ));
        };
        let money = format!("{amount} {currency}").parse().map_err(E::custom)?;
        Ok(Price {
            money,
            per: self.per.value().copied(),
        })
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Either::<String, PriceFields>::deserialize(deserializer)? {
            Either::Scalar(text) => Ok(Self {
                money: text.parse().map_err(serde::de::Error::custom)?,
                per: None,
            }),
            Either::Mapping(fields) => fields.price(),
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Price::deserialize(deserializer).map(|price| price.money)
    }
}

/// How long a list keeps a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeepsFor {
    /// For ever.
    Forever,
    /// So long.
    Time(Duration),
}

impl FromStr for KeepsFor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "forever" {
            Ok(Self::Forever)
        } else {
            text.parse().map(Self::Time)
        }
    }
}

text_types!(KeepsFor => "`forever` or a length of time such as 5y");

/// A stretch of a conversation, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Seconds(pub u32);

impl FromStr for Seconds {
    type Err = String;

    /// Reads `30s`, `30 seconds`, `PT30S`, and minutes and hours as any duration.
    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.trim();
        let digits = bare
            .trim_start_matches("PT")
            .trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = bare
            .trim_start_matches("PT")
            .trim_start_matches(digits)
            .trim();
        if ["s", "S", "sec", "second", "seconds"].contains(&unit)
            && let Ok(seconds) = digits.parse()
        {
            return Ok(Self(seconds));
        }
        let wrong =
            || format!("`{text}` is not a stretch of a conversation; write it as 30s or 1m");
        let duration: Duration = bare.parse().map_err(|_| wrong())?;
        if duration.is_clock_time() {
            Ok(Self(duration.minutes * 60))
        } else {
            Err(wrong())
        }
    }
}

text_types!(Seconds => "a stretch of a conversation such as 30s");

/// What makes a person who finished come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReEnrollment {
    /// Nothing.
    Never,
    /// The passing of time.
    After(Duration),
}

impl<'de> Deserialize<'de> for ReEnrollment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Fields {
            after: Field<Duration>,
        }
        match Either::<String, Fields>::deserialize(deserializer)? {
            Either::Scalar(word) if word == "never" => Ok(Self::Never),
            Either::Mapping(fields) if fields.after.value().is_some() => Ok(fields
                .after
                .value()
                .map_or(Self::Never, |after| Self::After(*after))),
            Either::Scalar(_) | Either::Mapping(_) => Err(serde::de::Error::custom(
                "re-enrollment is written `never` or {after: 90d}",
            )),
        }
    }
}

/// What happened that starts a campaign for a person: one of the known events, or the user's own with `x-`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event(pub String);

/// Events that are somebody's misfortune.
pub const MISFORTUNES: &[&str] = &[
    "service_outage",
    "security_attack",
    "data_breach",
    "bereavement",
    "illness",
    "accident",
    "disaster",
    "layoff",
    "insolvency",
    "move_out",
];

/// Events of ordinary business.
pub const BUSINESS_EVENTS: &[&str] = &[
    "form_submission",
    "sign_up",
    "trial_start",
    "trial_end",
    "purchase",
    "renewal_due",
    "cart_abandoned",
    "ticket_opened",
    "ticket_solved",
    "support_request",
    "complaint",
    "payment_failed",
    "inactivity",
    "event_attended",
    "content_download",
    "page_visit",
    "social_post",
    "job_change",
    "funding",
    "product_release",
    "advisory",
];

impl Event {
    /// Whether it is somebody's misfortune.
    pub fn is_misfortune(&self) -> bool {
        MISFORTUNES.contains(&self.0.as_str())
    }
}

impl FromStr for Event {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || MISFORTUNES.iter().chain(BUSINESS_EVENTS).copied();
        if text.starts_with("x-") || known().any(|event| event == text) {
            return Ok(Self(text.to_owned()));
        }
        let nearest = crate::yaml::nearest(text, known());
        Err(match nearest {
            Some(near) => format!(
                "`{text}` is not a known event; did you mean `{near}`? Your own events start with `x-`"
            ),
            None => format!(
                "`{text}` is not a known event; your own events start with `x-`, as in `x-{text}`"
            ),
        })
    }
}

text_types!(Event => "an event such as trial_end");

/// What an answer leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// No further contact within the scope, for so long; for ever if no time is given.
    Stop {
        /// How far it reaches.
        scope: super::StopScope,
        /// For how long; none means for ever.
        lasts: Option<Duration>,
    },
    /// Nothing changes.
    Continue,
    /// A pause, then the cadence goes on.
    Snooze(Duration),
    /// So many more attempts, each after so long.
    Retry {
        /// How many.
        count: u32,
        /// The time before each.
        after: Duration,
    },
    /// So many more tries within the same conversation.
    Rebut(u32),
    /// Another sender goes on.
    HandOff(String),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ActionFields {
    stop: Field<super::StopScope>,
    #[serde(rename = "for")]
    lasts: Field<Duration>,
    snooze: Field<Duration>,
    retry: Field<u32>,
    after: Field<Duration>,
    rebut: Field<u32>,
    hand_off: Field<String>,
}

const ACTIONS: &str = "an answer leads to `stop`, `continue`, {stop: campaign, for: 1y}, {snooze: 30d}, {retry: 2, after: 1d}, {rebut: 2} or {hand_off: sender-id}";

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || serde::de::Error::custom(ACTIONS);
        match Either::<String, ActionFields>::deserialize(deserializer)? {
            Either::Scalar(word) => match word.as_str() {
                "stop" => Ok(Self::Stop {
                    scope: super::StopScope::Seller,
                    lasts: None,
                }),
                "continue" => Ok(Self::Continue),
                _ => Err(wrong()),
            },
            Either::Mapping(f) => {
                let given = [
                    !f.stop.is_missing(),
                    !f.snooze.is_missing(),
                    !f.retry.is_missing(),
                    !f.rebut.is_missing(),
                    !f.hand_off.is_missing(),
                ];
                if given.iter().filter(|given| **given).count() != 1 {
                    return Err(wrong());
                }
                if let Some(scope) = f.stop.value() {
                    return Ok(Self::Stop {
                        scope: *scope,
                        lasts: f.lasts.value().copied(),
                    });
                }
                if let Some(pause) = f.snooze.value() {
                    return Ok(Self::Snooze(*pause));
                }
                if let Some(count) = f.retry.value() {
                    let after = f.after.value().copied().unwrap_or(Duration::days(1));
                    return Ok(Self::Retry {
                        count: *count,
                        after,
                    });
                }
                if let Some(count) = f.rebut.value() {
                    return Ok(Self::Rebut(*count));
                }
                if let Some(sender) = f.hand_off.value() {
                    return Ok(Self::HandOff(sender.clone()));
                }
                // The one field that was given is wrong, and has been reported at its own place.
                Err(wrong())
            }
        }
    }
}

impl ChoiceAction {
    /// Whether choosing it means a lasting "no".
    pub fn is_lasting_no(self) -> bool {
        matches!(self, Self::Decline | Self::DeclineForever)
    }
}

#[cfg(test)]
mod tests {
    use super::Seconds;

    #[test]
    fn a_stretch_of_a_conversation_is_in_seconds() {
        for (text, seconds) in [
            ("30s", 30),
            ("10 seconds", 10),
            ("PT15S", 15),
            ("1m", 60),
            ("PT2M", 120),
        ] {
            assert_eq!(text.parse(), Ok(Seconds(seconds)), "{text}");
        }
        for text in ["", "s", "30", "2d", "-1s", "99999999999s"] {
            assert!(text.parse::<Seconds>().is_err(), "{text}");
        }
    }
}
