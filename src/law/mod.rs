//! The law that binds one contact: which provisions, whether they bind for
//! certain, at which hours they allow it, and how often.
//!
//! What the law says stands in `rules/law/`, one YAML file a jurisdiction, for
//! people who do not program. Here are its types ([`Pack`], [`Provision`]), the
//! decision whether a provision binds a contact of which some [`Facts`] are
//! known ([`Binding`]), and the combination over the chain of jurisdictions
//! ([`Law`], [`Timetable`]).
//!
//! Three things are kept apart, because a linter that mixes them cries wolf:
//! how sure we are of the text ([`Provision::severity_cap`]), whether the facts
//! bring a contact under it ([`Bearing`]), and what it then demands.
//!
//! Nothing here knows a campaign. Days on which a jurisdiction forbids contact
//! come from the holiday calendars through [`LegalSets`].

mod binding;
mod facts;
mod hours;
mod kinds;
mod library;
mod pack;
mod provision;
mod sets;
mod statutes;
mod timetable;

pub use binding::{Bearing, Binding, Ground};
pub use facts::{Fact, Facts, Line};
pub use hours::{Clock, OpenHours};
pub use kinds::{
    BotDisclosure, BotWhen, CalendarPeriod, CallerNumber, Cap, CapPer, CapWhen, ConsentLapse,
    ConsentNeeded, ConsentProof, Counted, Declared, Demand, EmergencyBan, EndOnRefusal, Forbidden,
    HonourRefusal, Hours, Hurdle, Identify, Keywords, LabelPlace, LapseSince, LapseUnless,
    MessageLabel, Notice, NoticeBefore, NoticeOf, OfferKind, OfferTerms, OneClick, OptOutDuty,
    OptOutNeed, Period, Practice, Refresh, RefusalLasts, RefusalReaches, Registry, Requirement,
    SaidAtStart, SenderDetail, SenderDetails, Span, SpecialHours, Term, Week, When, Withdrawal,
    WrongNumber,
};
pub use library::{BoundCap, Held, Law};
pub use provision::{InForce, Lifting, Pack, Protects, Provision, Reach, Scope, Since, Standing};
pub use sets::BuiltInSets;
pub use timetable::{
    Breach, Closure, DayDoubt, DayHours, LegalDay, LegalSets, Segment, Timetable, Window,
};
