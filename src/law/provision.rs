//! What a pack says: provisions, whom they bind, what lifts them, what they demand.

use super::hours::{Clock, DayPlan};
use crate::calendar::{Day, Duration, Weekday};
use crate::diagnostics::{Citation, Confidence, Force, Severity, Site};
use crate::model::{Channel, ConsentKind, Purpose, Relationship, Voice};
use std::fmt;
use std::str::FromStr;

/// The law of one jurisdiction, as far as we hold it.
#[derive(Clone, Debug)]
pub struct Pack {
    /// An ISO 3166 code (`US`, `US-FL`), or a union's (`EU`).
    pub jurisdiction: String,
    /// Its name, for people.
    pub name: String,
    /// The unions to whose law its people are subject too: `EU`.
    pub within: Vec<String>,
    /// The day on which the facts were last checked.
    pub checked: Day,
    /// What we know that we do not hold, a sentence each.
    pub gaps: Vec<String>,
    /// The provisions, in the order of the file.
    pub provisions: Vec<Provision>,
}

/// One demand of one law.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Unique over all packs: `US-FL-hours`.
    pub id: String,
    /// The pack's jurisdiction.
    pub jurisdiction: String,
    /// Where its demand stands in its pack, for a label beside the campaign's line.
    pub site: Site,
    /// Which contacts it is about.
    pub applies: Scope,
    /// What takes a contact out of it again.
    pub lifted_by: Lifting,
    /// What it demands.
    pub requires: Requirement,
    /// On whose clock its times and days are read; it must hold on each.
    pub clocks: Vec<Clock>,
    /// How it binds.
    pub force: Force,
    /// The code whose members it binds, if its force is [`Force::Code`].
    pub code: Option<String>,
    /// From when until when.
    pub in_force: InForce,
    /// As lawyers cite it.
    pub citation: String,
    /// Where to read it, or of it.
    pub url: Option<String>,
    /// How sure we are that the text says today what we say it says.
    pub confidence: Confidence,
    /// The most that it may yield although the text is sure: its reach is in doubt, or it sets a
    /// presumption rather than a ban.
    pub at_most: Option<Severity>,
    /// One sentence in our own words.
    pub says: String,
    /// What a lawyer should know before relying on it.
    pub notes: Option<String>,
}

impl Provision {
    /// The most that a breach may yield: an error for a law of which we are sure; a warning for a
    /// law that is probably so, a regulator's policy, a code that binds the sender, a carrier's
    /// terms; advice for anything doubtful.
    pub fn severity_cap(&self) -> Severity {
        let by_text = match (self.confidence, self.force) {
            (Confidence::Low, _) => Severity::Advice,
            (Confidence::High, Force::Law) => Severity::Error,
            _ => Severity::Warning,
        };
        self.at_most.map_or(by_text, |most| by_text.min(most))
    }

    /// What a diagnostic says of it.
    pub fn citation(&self) -> Citation {
        Citation {
            provision: self.id.clone(),
            reference: self.citation.clone(),
            url: self.url.clone(),
            in_force_from: self.in_force.from.as_ref().map(ToString::to_string),
            force: self.force,
            confidence: self.confidence,
        }
    }

    /// The hours, if it sets any.
    pub fn hours(&self) -> Option<&Hours> {
        match &self.requires {
            Requirement::Hours(hours) => Some(hours),
            _ => None,
        }
    }

    /// The cap, if it sets one.
    pub fn cap(&self) -> Option<&Cap> {
        match &self.requires {
            Requirement::Cap(cap) => Some(cap),
            _ => None,
        }
    }

    /// The named set on whose days it forbids contact, if it does.
    pub fn banned_set(&self) -> Option<&str> {
        match &self.requires {
            Requirement::HolidayBan(set) => Some(set),
            _ => None,
        }
    }
}

/// Which contacts a provision is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// The channels; a cap counts them together.
    pub channels: Vec<Channel>,
    /// Who or what speaks; every voice if empty. Means nothing in a written channel.
    pub voices: Vec<Voice>,
    /// Whom it protects.
    pub protects: Protects,
    /// The purposes.
    pub purposes: Vec<Purpose>,
    /// The trades; every trade if empty.
    pub sectors: Vec<String>,
}

/// Whom a provision protects.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protects {
    /// Everybody, firms included.
    Anyone,
    /// Consumers.
    Consumers,
    /// Whoever is rung on a private line: consumers, and people in firms on lines that are not
    /// known to be the firm's.
    ResidentialLines,
    /// Firms alone: a doubtful reading that counts a firm as a consumer stands in a provision of its own.
    Businesses,
}

/// What takes a contact out of a provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lifting {
    /// Whether the sources agree on it.
    pub standing: Standing,
    /// Consent of any of these kinds.
    pub consent: Vec<ConsentKind>,
    /// Any of these relationships.
    pub relationship: Vec<Relationship>,
    /// Relationships that lift it for some months after the purchase or inquiry.
    pub for_a_time: Vec<Relationship>,
    /// What else lifts it and no definition says, or why it is disputed.
    pub note: Option<String>,
}

/// Whether the sources agree on what lifts a provision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing that a definition can say lifts it.
    Nothing,
    /// What is listed lifts it.
    Settled,
    /// Sources or courts disagree whether what is listed lifts it: it goes on binding, as a warning at most.
    Disputed,
}

/// What a provision demands. More kinds will come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Requirement {
    /// Contact at these hours only.
    Hours(Box<Hours>),
    /// No contact on the days of a named legal set: `US-LA-PSC`.
    HolidayBan(String),
    /// So many contacts and no more.
    Cap(Cap),
}

/// The hours at which a contact may start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hours {
    /// The hours of each weekday.
    pub week: Week,
    /// Other hours on some days; the last that is about a day wins.
    pub special: Vec<SpecialHours>,
}

impl Hours {
    /// The hours that are open on some kind of day or other: what lies outside them is forbidden
    /// whichever days are special.
    pub(crate) fn on_any_kind_of_day(&self) -> Self {
        let widest = |plan: &DayPlan| {
            let specials = self.special.iter();
            specials.fold(plan.clone(), |open, special| open.or(&special.plan))
        };
        Self {
            week: Week(self.week.0.each_ref().map(widest)),
            special: Vec::new(),
        }
    }
}

/// The hours of each weekday as a pack writes them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Week(pub(crate) [DayPlan; 7]);

impl Week {
    pub(crate) fn day(&self, weekday: Weekday) -> &DayPlan {
        &self.0[weekday.index() as usize]
    }
}

/// Hours on the days of a named legal set (holidays, Ramadan), or on the days before them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpecialHours {
    /// On which days.
    pub when: When,
    pub(crate) plan: DayPlan,
}

/// A kind of day that a named legal set makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum When {
    /// A day of the set.
    On(String),
    /// The day before a day of the set.
    EveOf(String),
}

impl When {
    /// The set's name.
    pub fn set(&self) -> &str {
        match self {
            Self::On(set) | Self::EveOf(set) => set,
        }
    }
}

/// At most so many contacts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cap {
    /// The most that is allowed.
    pub max: u32,
    /// Over which time.
    pub period: Period,
    /// What is counted.
    pub counts: Counted,
    /// For what it is counted apart.
    pub per: CapPer,
    /// From when on it counts.
    pub when: CapWhen,
}

/// The time over which a cap counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Period {
    /// Any stretch of this length.
    Rolling(Duration),
    /// A period of the calendar, on the provision's clock.
    Calendar(CalendarPeriod),
}

impl fmt::Display for Period {
    /// `any 24 hours`, `a calendar week`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rolling(length) => write!(f, "any {length}"),
            Self::Calendar(CalendarPeriod::Day) => f.write_str("a calendar day"),
            Self::Calendar(CalendarPeriod::Week) => f.write_str("a calendar week"),
            Self::Calendar(CalendarPeriod::Month) => f.write_str("a calendar month"),
        }
    }
}

/// A period of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarPeriod {
    /// Midnight to midnight.
    Day,
    /// Monday to Sunday.
    Week,
    /// The first to the last.
    Month,
}

/// What a cap counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Every try, answered or not.
    Attempts,
    /// Calls that were answered; an attempt may become one.
    Completed,
    /// Different channels.
    Channels,
}

/// For what a cap is counted apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapPer {
    /// One person, over all numbers and senders.
    Person,
    /// One person and one subject; contacts on another subject count apart.
    PersonAndSubject,
    /// One person and one debt.
    PersonAndDebt,
    /// One number.
    Number,
}

/// From when on a cap counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapWhen {
    /// Always.
    Always,
    /// After a try that was not answered, or was cut off.
    Unanswered,
    /// After the person has been spoken to.
    AfterContact,
}

/// From when until when a provision is in force.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InForce {
    /// The first day, as exactly as it is known; long-standing if absent.
    pub from: Option<Since>,
    /// The last day.
    pub to: Option<Day>,
}

impl InForce {
    /// The first day on which it binds; [`Day::MIN`] if it is long-standing.
    pub fn first(&self) -> Day {
        self.from.as_ref().map_or(Day::MIN, |since| since.first)
    }

    /// The last day on which it binds; [`Day::MAX`] if no end is known.
    pub fn last(&self) -> Day {
        self.to.unwrap_or(Day::MAX)
    }
}

/// A beginning known to the day, the month or the year: `2023-10-01`, `2022-06`, `1999`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Since {
    written: String,
    first: Day,
}

impl FromStr for Since {
    type Err = String;

    /// A month or a year stands for its first day: the law may have begun to bind then.
    fn from_str(text: &str) -> Result<Self, String> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        Ok(Self {
            written: text.to_owned(),
            first: full.parse()?,
        })
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
