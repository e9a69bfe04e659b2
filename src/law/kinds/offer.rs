//! What buyers must be told of an offer, when, and what may not be done to them.

use super::{Shaped, Span};
use crate::calendar::Duration;
use std::fmt;

/// The buyer is told before something happens to the contract.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Of what.
    pub of: NoticeOf,
    /// Not longer before it than this; any time before if absent.
    pub earliest: Option<Span>,
    /// Not shorter before it than this.
    pub latest: Option<Span>,
    /// How often, for a reminder that comes again: `1y`.
    pub every: Option<Duration>,
    /// From which day it is counted back.
    #[serde(default)]
    pub before: NoticeBefore,
    /// Only for a contract (or a trial) that lasts at least this long.
    pub if_term: Option<Duration>,
    /// Only if it renews for at least this long.
    pub if_renewed_for: Option<Duration>,
    /// What it must say.
    #[serde(default)]
    pub says: Vec<Term>,
}

impl Shaped for Notice {
    fn mistake(&self) -> Option<&'static str> {
        let days = |span: Option<Span>| span.map(Span::fewest_days);
        if self.latest.is_some() == self.every.is_some() {
            Some("a notice has a `latest` day, or it comes `every` so often, one of the two")
        } else if days(self.earliest).is_some_and(|earliest| Some(earliest) < days(self.latest)) {
            Some("`earliest` lies after `latest`")
        } else {
            None
        }
    }
}

/// Of what a buyer is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeOf {
    /// That the contract is about to renew.
    Renewal,
    /// That a trial is about to end and to cost.
    TrialEnd,
    /// That the price or other terms change.
    Change,
    /// That there is a contract, what it costs and how to leave it.
    Reminder,
}

/// From which day a notice is counted back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeBefore {
    /// The day on which it happens.
    #[default]
    Event,
    /// The last day on which the buyer can stop it.
    LastDayToStop,
}

impl fmt::Display for NoticeBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Event => "it renews",
            Self::LastDayToStop => "the last day to stop it",
        })
    }
}

/// Terms that are told before the buyer agrees or pays.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferTerms {
    /// Which.
    pub say: Vec<Term>,
    /// Of which offers only; of every offer if empty.
    #[serde(default)]
    pub of: Vec<OfferKind>,
}

impl Shaped for OfferTerms {
    fn mistake(&self) -> Option<&'static str> {
        self.say.is_empty().then_some("`say` names no term")
    }
}

/// Something that an offer says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// What it costs.
    Price,
    /// What it costs in all, with every charge that cannot be avoided.
    Total,
    /// How long the buyer is bound.
    Term,
    /// That and how it renews.
    Renewal,
    /// How to stop it.
    HowToStop,
    /// The last day on which it can be stopped.
    StopBy,
    /// The day on which money is taken.
    ChargeDate,
    /// What a trial turns into.
    TrialConversion,
    /// What comes back, or that nothing does.
    Refund,
    /// That the buyer may step back.
    Withdrawal,
    /// What limits it: conditions, exclusions, what it works with.
    Limits,
}

/// The offers that a demand for terms is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferKind {
    /// Those that go on until somebody stops them, and trials that turn paid.
    Renewing,
    /// Trials that turn paid.
    Trial,
    /// Those that are called free.
    Free,
}

/// The buyer may step back.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// How long.
    pub within: Span,
}

impl Shaped for Withdrawal {}

/// Practices that are forbidden.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct Forbidden(pub Vec<Practice>);

impl Shaped for Forbidden {
    fn mistake(&self) -> Option<&'static str> {
        self.0.is_empty().then_some("`forbids` names no practice")
    }
}

/// Something that is done to people so that they buy.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Practice {
    /// A choice without a plain no, as easy to see as the yes.
    NoDecline,
    /// A no whose words shame the person who picks it.
    ConfirmShaming,
    /// Asking again and again.
    Nagging,
    /// Haste or scarcity that is not real.
    FalseUrgency,
    /// A former price that was not really asked, or a reduction that is none.
    FalseReferencePrice,
    /// "Free" without its conditions.
    FreeWithStrings,
    /// A price without charges that cannot be avoided.
    HiddenTotal,
    /// A subject line that misleads.
    MisleadingSubject,
    /// An alarm that is not real, so that people ring for help.
    FakeAlert,
    /// Selling what is recalled, or hiding a defect that matters.
    KnownDefect,
    /// A prompt that cannot be closed at once.
    HardToClose,
}
