//! The kinds of demands that a provision can make, one key of its file each.
//!
//! A kind is a type in one of the files here, with its shape in YAML and its
//! meaning side by side. It has a variant of [`Requirement`], a key in
//! `ProvisionText` (`src/law/pack.rs`), and a section in `rules/README.md`.

mod consent;
mod contact;
mod identity;
mod offer;
mod refusal;
mod registry;
mod span;

pub use consent::{ConsentLapse, ConsentNeeded, ConsentProof, LapseSince, LapseUnless};
pub use contact::{
    CalendarPeriod, Cap, CapPer, CapWhen, Counted, Declared, EmergencyBan, Hours, Period,
    SpecialHours, Week, When,
};
pub(crate) use contact::{CapText, Certainty, HoursText, SetName, SpecialText, WeekText};
pub use identity::{
    BotDisclosure, BotWhen, CallerNumber, Identify, Keywords, LabelPlace, MessageLabel, OneClick,
    SaidAtStart, SenderDetail, SenderDetails, WrongNumber,
};
pub use offer::{
    Forbidden, Notice, NoticeBefore, NoticeOf, OfferKind, OfferTerms, Practice, Term, Withdrawal,
};
pub use refusal::{
    EndOnRefusal, HonourRefusal, Hurdle, OptOutDuty, OptOutNeed, RefusalLasts, RefusalReaches,
};
pub use registry::{Refresh, Registry};
pub use span::Span;

use crate::yaml::{At, Field, Place};

/// What a provision demands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Requirement {
    /// Contact at these hours only.
    Hours(Box<Hours>),
    /// No contact on the days of a named legal set: `US-LA-PSC`.
    HolidayBan(String),
    /// No contact while an emergency is declared.
    EmergencyBan(EmergencyBan),
    /// So many contacts and no more.
    Cap(Cap),
    /// A list of people who do not want to be contacted is consulted.
    Registry(Registry),
    /// A no takes effect within a time.
    HonourRefusal(HonourRefusal),
    /// A no lasts at least so long.
    RefusalLasts(RefusalLasts),
    /// A no ends the conversation.
    EndOnRefusal(EndOnRefusal),
    /// A no to one message covers others.
    RefusalReaches(RefusalReaches),
    /// How people must be able to say no.
    OptOut(OptOutDuty),
    /// The buyer is told before something happens to the contract.
    Notice(Notice),
    /// Terms that are told before the buyer agrees or pays.
    OfferTerms(OfferTerms),
    /// The buyer may step back.
    Withdrawal(Withdrawal),
    /// Practices that are forbidden.
    Forbids(Forbidden),
    /// Consent was given before the contact.
    Consent(ConsentNeeded),
    /// Consent does not last.
    ConsentLapse(ConsentLapse),
    /// Consent can be shown.
    ConsentProof(ConsentProof),
    /// What a caller says at the start.
    Identify(Identify),
    /// The number from which one is called or texted.
    CallerNumber(CallerNumber),
    /// What a message says of its sender.
    SenderDetails(SenderDetails),
    /// A message carries a label.
    Label(MessageLabel),
    /// Bulk mail carries the headers of a one-click unsubscribe.
    OneClick(OneClick),
    /// A text programme understands some words.
    Keywords(Keywords),
    /// A machine says that it is one.
    BotDisclosure(BotDisclosure),
}

impl Requirement {
    /// Whether it speaks of hours or days, so that it must be said on whose clock.
    pub fn is_timed(&self) -> bool {
        matches!(
            self,
            Self::Hours(_) | Self::HolidayBan(_) | Self::EmergencyBan(_) | Self::Cap(_)
        )
    }
}

/// A kind as its meaning: how it is found in a [`Requirement`].
pub trait Demand {
    /// The demand, if the requirement is one of this kind.
    fn of(requirement: &Requirement) -> Option<&Self>;
}

/// A kind as its text: what it becomes. The error is a sentence without a full stop.
pub(crate) trait Kind {
    fn requirement(self) -> Result<Requirement, String>;
}

/// A kind whose text is its meaning: what may be wrong with it beyond the shape of its fields.
pub(crate) trait Shaped {
    /// A sentence without a full stop.
    fn mistake(&self) -> Option<&'static str> {
        None
    }
}

/// What was written under a key, and where.
pub(crate) struct Written {
    /// Where the value stands.
    pub(crate) place: Place,
    /// What it demands; an error is a sentence without a full stop, none if the value was wrong and that
    /// has been told.
    pub(crate) demand: Option<Result<Requirement, String>>,
}

/// What a key holds, if it is there.
pub(crate) fn written<K: Kind>(key: Field<K>) -> Option<Written> {
    let (place, demand) = match key {
        Field::Missing => return None,
        Field::Invalid(place) => (place, None),
        Field::Given(At { value, place }) => (place, Some(value.requirement())),
    };
    Some(Written { place, demand })
}

/// Kinds by the name of their variant.
macro_rules! demands {
    ($($variant:ident($kind:ty),)*) => {$(
        impl Demand for $kind {
            fn of(requirement: &Requirement) -> Option<&Self> {
                match requirement {
                    Requirement::$variant(demand) => Some(demand),
                    _ => None,
                }
            }
        }
    )*};
}

/// Kinds whose text is their meaning.
macro_rules! plain {
    ($($variant:ident($kind:ty),)*) => {
        demands! { $($variant($kind),)* }
        $(impl Kind for $kind {
            fn requirement(self) -> Result<Requirement, String> {
                match self.mistake() {
                    Some(mistake) => Err(mistake.to_owned()),
                    None => Ok(Requirement::$variant(self)),
                }
            }
        })*
    };
}

demands! {
    Cap(Cap),
    Hours(Hours),
}

plain! {
    BotDisclosure(BotDisclosure),
    CallerNumber(CallerNumber),
    Consent(ConsentNeeded),
    ConsentLapse(ConsentLapse),
    ConsentProof(ConsentProof),
    EmergencyBan(EmergencyBan),
    EndOnRefusal(EndOnRefusal),
    Forbids(Forbidden),
    HonourRefusal(HonourRefusal),
    Identify(Identify),
    Keywords(Keywords),
    Label(MessageLabel),
    Notice(Notice),
    OfferTerms(OfferTerms),
    OneClick(OneClick),
    OptOut(OptOutDuty),
    RefusalLasts(RefusalLasts),
    RefusalReaches(RefusalReaches),
    Registry(Registry),
    SenderDetails(SenderDetails),
    Withdrawal(Withdrawal),
}
