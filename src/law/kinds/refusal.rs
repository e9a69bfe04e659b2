//! What a no must do: how soon it counts, how long, how far, and how easily it is said.

use super::{Shaped, Span};
use crate::calendar::Duration;
use crate::model::{Answer, KeepsFor, Seconds, StopScope};

/// A no takes effect within a time.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HonourRefusal {
    /// The longest that it may take, from the moment at which it is said.
    pub within: Span,
}

impl Shaped for HonourRefusal {}

/// A no lasts at least so long.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalLasts {
    /// How long nobody may contact the person again.
    #[serde(rename = "for")]
    pub time: KeepsFor,
    /// After which answers: `opt_out` ("do not contact me"), `not_interested` ("no, thank you").
    pub after: Vec<Answer>,
}

impl Shaped for RefusalLasts {
    fn mistake(&self) -> Option<&'static str> {
        self.after.is_empty().then_some("`after` names no answer")
    }
}

/// A no ends the conversation: nothing more is tried in it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndOnRefusal {
    /// How soon the conversation must be over; at once if absent.
    pub within: Option<Seconds>,
}

impl Shaped for EndOnRefusal {}

/// A no to one message covers others, be they about something else.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalReaches {
    /// How far it reaches: `seller` for everything that the seller sends on the channels of the
    /// provision.
    pub scope: StopScope,
}

impl Shaped for RefusalReaches {}

/// How people must be able to say no.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptOutDuty {
    /// How long after the message the way out must work, at the least.
    pub live_for: Option<Duration>,
    /// In how many steps at the most.
    pub max_steps: Option<u32>,
    /// What must not stand in the way.
    #[serde(default)]
    pub forbids: Vec<Hurdle>,
    /// What there must be.
    #[serde(default)]
    pub needs: Vec<OptOutNeed>,
}

impl Shaped for OptOutDuty {
    fn mistake(&self) -> Option<&'static str> {
        let says_nothing = self.live_for.is_none()
            && self.max_steps.is_none()
            && self.forbids.is_empty()
            && self.needs.is_empty();
        says_nothing.then_some("`opt_out` demands nothing")
    }
}

/// What stands between a person and a no.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hurdle {
    /// Logging in.
    Login,
    /// Paying for it.
    Fee,
    /// Giving away more than the address or number and what is wanted.
    PersonalData,
    /// Answering questions.
    Survey,
    /// Using another channel than the one on which the message came.
    OtherChannel,
    /// One route being the only one that counts.
    OnlyRoute,
}

/// What a way out must offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOutNeed {
    /// It stands in every message.
    EachMessage,
    /// It stands in the first message.
    FirstMessage,
    /// Among several choices is one that stops everything.
    StopAll,
}
