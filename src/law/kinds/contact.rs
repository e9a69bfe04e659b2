//! When and how often: hours, days without contact, caps, declared emergencies.

use super::super::hours::DayPlan;
use super::{Kind, Requirement, Shaped};
use crate::calendar::{Day, Duration, Region, Weekday, Weekdays};
use serde::de::{self, Deserialize, Deserializer};
use std::fmt;

/// The hours at which a contact may start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hours {
    /// The hours of each weekday.
    pub week: Week,
    /// Other hours on some days; the last that is about a day wins.
    pub special: Vec<SpecialHours>,
}

impl Hours {
    /// Whether no hour of any day is left: a ban, such as that of a whole trade.
    pub fn are_none(&self) -> bool {
        self.special.is_empty() && self.week == Week::default()
    }

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

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpecialText {
    on: Option<String>,
    eve_of: Option<String>,
    hours: DayPlan,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapText {
    max: u32,
    rolling: Option<Duration>,
    calendar: Option<CalendarPeriod>,
    counts: Counted,
    per: CapPer,
    when: CapWhen,
}

/// Hours by weekdays; each weekday once.
#[derive(Debug)]
pub(crate) struct WeekText(Week);

impl<'de> Deserialize<'de> for WeekText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Days;
        impl<'de> de::Visitor<'de> for Days {
            type Value = Week;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("hours by weekdays, as in `mon-fri: 09:00-17:00`")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Week, A::Error> {
                let mut week = Week::default();
                let mut given = Weekdays::default();
                while let Some((days, plan)) = map.next_entry::<Weekdays, DayPlan>()? {
                    if given.0 & days.0 != 0 {
                        return Err(de::Error::custom(format!(
                            "hours are given twice for {days}"
                        )));
                    }
                    given.0 |= days.0;
                    for (index, slot) in week.0.iter_mut().enumerate() {
                        if days.0 >> index & 1 == 1 {
                            slot.clone_from(&plan);
                        }
                    }
                }
                if given == Weekdays::DAILY {
                    Ok(week)
                } else {
                    let missing = Weekdays(Weekdays::DAILY.0 & !given.0);
                    Err(de::Error::custom(format!(
                        "no hours are given for {missing}; write `closed` if none are allowed"
                    )))
                }
            }
        }
        deserializer.deserialize_map(Days).map(Self)
    }
}

impl SpecialText {
    fn into_special(self) -> Result<SpecialHours, String> {
        let when = match (self.on, self.eve_of) {
            (Some(set), None) => When::On(set),
            (None, Some(set)) => When::EveOf(set),
            _ => return Err("special hours are `on` a set or `eve_of` one".to_owned()),
        };
        Ok(SpecialHours {
            when,
            plan: self.hours,
        })
    }
}

/// The two keys in which hours stand.
#[derive(Debug)]
pub(crate) struct HoursText {
    pub(crate) week: WeekText,
    pub(crate) special: Vec<SpecialText>,
}

impl Kind for HoursText {
    fn requirement(self) -> Result<Requirement, String> {
        let special = self.special.into_iter().map(SpecialText::into_special);
        Ok(Requirement::Hours(Box::new(Hours {
            week: self.week.0,
            special: special.collect::<Result<_, _>>()?,
        })))
    }
}

/// The name of a legal set.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct SetName(String);

impl Kind for SetName {
    fn requirement(self) -> Result<Requirement, String> {
        Ok(Requirement::HolidayBan(self.0))
    }
}

impl Kind for CapText {
    fn requirement(self) -> Result<Requirement, String> {
        let period = match (self.rolling, self.calendar) {
            (Some(length), None) if !length.is_zero() => Period::Rolling(length),
            (None, Some(period)) => Period::Calendar(period),
            _ => {
                return Err(
                    "a cap counts over a `rolling` time or a `calendar` period, one of the two"
                        .to_owned(),
                );
            }
        };
        Ok(Requirement::Cap(Cap {
            max: self.max,
            period,
            counts: self.counts,
            per: self.per,
            when: self.when,
        }))
    }
}

/// No contact while an emergency is declared. Nobody can compute when that is: the built-in packs
/// name what was declared up to the day on which they were checked, and a pack of the user's own
/// takes their place when it happens.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmergencyBan {
    /// The times at which one is declared; often none.
    pub declared: Vec<Declared>,
}

/// A time at which an emergency is declared.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// What it is called: `Hurricane Ida`.
    pub name: String,
    /// Its first day.
    pub from: Day,
    /// Its last day; not yet ended if absent.
    pub to: Option<Day>,
    /// The counties or cities where it holds; the whole place if empty.
    #[serde(default)]
    pub places: Vec<Region>,
}

impl Shaped for EmergencyBan {
    fn mistake(&self) -> Option<&'static str> {
        let upside_down = |it: &Declared| it.to.is_some_and(|to| to < it.from);
        let found = self.declared.iter().any(upside_down);
        found.then_some("an emergency ends before it begins")
    }
}

impl Declared {
    /// Whether it reaches people of whom `region` is known: for certain, perhaps (some of them
    /// live where it holds), or not at all.
    pub(crate) fn reaches(&self, region: &Region) -> Option<Certainty> {
        let inside = |code: &str, around: &str| {
            code.strip_prefix(around)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '/']))
        };
        let code = region.code();
        if self.places.is_empty() || self.places.iter().any(|place| inside(code, place.code())) {
            Some(Certainty::Sure)
        } else if self.places.iter().any(|place| inside(place.code(), code)) {
            Some(Certainty::Perhaps)
        } else {
            None
        }
    }
}

/// Whether a declared emergency reaches somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Certainty {
    Sure,
    Perhaps,
}
