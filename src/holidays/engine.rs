//! From definitions to days: first where every holiday falls by itself, then, in order of
//! date, who is shifted where. One year to each side is looked at, since New Year's Day can be
//! observed in the year before.

use super::date_rule::{Base, DateRule};
use super::entry::{Basis, Class, Holiday};
use super::overrides::{Statement, Word};
use super::shift::{Action, Bound, Mode, Shift};
use crate::calendar::{DateSet, Day, Region, Weekday, Weekdays};
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;

/// A holiday on a day.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// The day.
    pub date: Day,
    /// Whether it is the day itself or another in its place.
    pub role: Role,
    /// How sure the date is.
    pub confidence: Confidence,
    /// The day of the holiday itself, if this is a substitute for it.
    pub instead_of: Option<Day>,
    /// What the user says of it, if anything.
    pub said: Option<Arc<Statement>>,
    /// What is kept.
    pub holiday: Arc<Holiday>,
}

/// What a holiday does on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// It is the day itself.
    Actual,
    /// The day off is given here instead, or as well.
    Substitute,
    /// A working day made free between others.
    Bridge,
    /// The day before a holiday, free or shortened on its own ground.
    Eve,
}

impl Role {
    /// `actual`, `substitute`, `bridge` or `eve`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Substitute => "substitute",
            Self::Bridge => "bridge",
            Self::Eve => "eve",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Actual, Self::Substitute, Self::Bridge, Self::Eve]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| {
                format!("`{text}` is not a role; write actual, substitute, bridge or eve")
            })
    }
}

/// How sure a date is, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// The same day every year.
    Fixed,
    /// By a rule that leaves no doubt.
    Computed,
    /// Announced by the government.
    Announced,
    /// Within a day of this.
    Estimated,
}

impl Confidence {
    /// `fixed`, `computed`, `announced` or `estimated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Computed => "computed",
            Self::Announced => "announced",
            Self::Estimated => "estimated",
        }
    }
}

/// Days on which something may fall, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Window {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

impl Window {
    /// Whether a day is one of them.
    pub fn contains(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

impl Occurrence {
    /// Whether it is kept: the user has not said that it is none.
    pub fn is_kept(&self) -> bool {
        self.said.as_ref().is_none_or(|said| said.word != Word::Not)
    }

    /// The days on which it may turn out to be: a day to each side of an estimate, else the day alone.
    pub fn window(&self) -> Window {
        let slack = i32::from(self.confidence == Confidence::Estimated);
        Window {
            first: self.date.plus(-slack),
            last: self.date.plus(slack),
        }
    }

    /// As a line of a report: `Christmas Day`, `Christmas Day (observed)`.
    pub fn label(&self) -> String {
        let name = &self.holiday.name;
        match self.role {
            Role::Substitute => format!("{name} (observed)"),
            Role::Actual | Role::Bridge | Role::Eve => name.to_string(),
        }
    }
}

/// A holiday, and how it finds its days.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub holiday: Arc<Holiday>,
    pub role: Role,
    pub rule: DateRule,
    /// How many days it lasts.
    pub days: i32,
    pub since: Option<Bound>,
    pub until: Option<Bound>,
    pub every: Option<Every>,
    pub not: Vec<Day>,
    pub shifts: Vec<Shift>,
    /// Counties or cities to which it is confined; everywhere if empty.
    pub localities: Vec<Box<str>>,
}

/// Only every so many years.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Every {
    pub step: i32,
    pub from: i32,
}

impl FromStr for Every {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a cycle of years; write it as `4 from 2025`");
        let (step, from) = text.split_once(" from ").ok_or_else(wrong)?;
        match (step.trim().parse(), from.trim().parse()) {
            (Ok(step @ 1..=100), Ok(from)) => Ok(Self { step, from }),
            _ => Err(wrong()),
        }
    }
}

/// Days that a government announced, of one holiday in one year.
#[derive(Clone, Debug)]
pub(super) struct Announced {
    pub holiday: Arc<Holiday>,
    pub year: i32,
    pub dates: Vec<Day>,
    pub role: Role,
    pub confirmed: bool,
    /// The ids of the country's holidays that it settles; its own days otherwise.
    pub settles: bool,
    pub substitutes: Substitutes,
}

/// What becomes of an announced day that falls on a day of rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Substitutes {
    /// The announcement lists the days off in its place, or there are none.
    Listed,
    /// The government fixes the day alone; it is shifted as the holiday is in any other year.
    ByRule,
}

impl Entry {
    /// Whether a region is among its counties and cities, if it is of some alone.
    pub(super) fn is_kept_in(&self, region: &Region) -> bool {
        self.localities.is_empty()
            || region.locality().is_some_and(|place| {
                let mut localities = self.localities.iter();
                localities.any(|one| one.eq_ignore_ascii_case(place))
            })
    }

    fn holds(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since.reached_by(day))
            && !self.until.is_some_and(|until| until.passed_by(day))
            && self
                .every
                .is_none_or(|every| (day.year() - every.from).rem_euclid(every.step) == 0)
            && !self.not.contains(&day)
    }

    fn action_on(&self, day: Day) -> (Mode, Action) {
        self.shifts
            .iter()
            .map(|shift| (shift.mode, shift.action_on(day)))
            .find(|(_, action)| *action != Action::Stay)
            .unwrap_or((Mode::Add, Action::Stay))
    }

    fn confidence(&self) -> Confidence {
        match (self.holiday.basis, &self.rule.base) {
            (Basis::Estimate, _) => Confidence::Estimated,
            (Basis::Announced, _) | (_, Base::Dates(_)) => Confidence::Announced,
            _ if self.rule.is_fixed() => Confidence::Fixed,
            _ => Confidence::Computed,
        }
    }

    fn blocks(&self) -> bool {
        self.holiday.classes.contains(Class::Public) && self.holiday.hours.is_none()
    }
}

/// A day before shifts.
struct Found<'a> {
    date: Day,
    confidence: Confidence,
    from: Source<'a>,
}

enum Source<'a> {
    Rule(&'a Entry),
    Announcement(&'a Announced),
}

/// All days of `entries` in `years`, sorted by date, then by certainty and id.
pub(super) fn evaluate<'a>(
    entries: &[&'a Entry],
    announced: &[&'a Announced],
    years: &RangeInclusive<i32>,
    rest: &dyn Fn(Day) -> Weekdays,
) -> Vec<Occurrence> {
    // Beyond what any definition can name there is nothing to find, and no time to lose.
    let start = (*years.start()).max(Day::MIN.year());
    let end = (*years.end()).min(Day::MAX.year());
    if start > end {
        return Vec::new();
    }
    let (Some(from), Some(to)) = (Day::from_ymd(start, 1, 1), Day::from_ymd(end, 12, 31)) else {
        return Vec::new();
    };
    let found = base_days(entries, announced, start - 1..=end + 1);
    let mut shifted = shift_all(&found, entries, rest);
    shifted.retain(|occurrence| (from..=to).contains(&occurrence.date));
    put_in_order(&mut shifted);
    shifted
}

/// By date, of one date the surest first.
pub(super) fn put_in_order(days: &mut [Occurrence]) {
    days.sort_by(|a, b| {
        (a.date, a.confidence, a.role, &a.holiday.id).cmp(&(
            b.date,
            b.confidence,
            b.role,
            &b.holiday.id,
        ))
    });
}

/// The first pass: every holiday on its own day.
fn base_days<'a>(
    entries: &[&'a Entry],
    announced: &[&'a Announced],
    years: RangeInclusive<i32>,
) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::with_capacity(entries.len() * 4);
    let settled = |entry: &Entry, year: i32| {
        announced
            .iter()
            .any(|one| one.settles && one.year == year && one.holiday.id == entry.holiday.id)
    };
    for entry in entries {
        for year in years.clone() {
            if settled(entry, year) {
                continue;
            }
            entry.rule.days_in(year, |first| {
                push_block(&mut found, entry, first);
            });
        }
    }
    for one in announced {
        found.extend(one.dates.iter().map(|date| Found {
            date: *date,
            confidence: if one.confirmed {
                Confidence::Announced
            } else {
                Confidence::Estimated
            },
            from: Source::Announcement(one),
        }));
    }
    // What leans on a holiday leans on the day that was announced for it.
    for entry in entries {
        for day in leaning_days(entry, &found) {
            if years.contains(&day.year()) && !settled(entry, day.year()) {
                push_block(&mut found, entry, day);
            }
        }
    }
    found.sort_by_key(|found| found.date);
    found
}

fn push_block<'a>(found: &mut Vec<Found<'a>>, entry: &'a Entry, first: Day) {
    if entry.holds(first) {
        found.extend((0..entry.days).map(|more| Found {
            date: first.plus(more),
            confidence: entry.confidence(),
            from: Source::Rule(entry),
        }));
    }
}

/// The days of a rule that leans on other holidays.
fn leaning_days(entry: &Entry, found: &[Found<'_>]) -> Vec<Day> {
    let days_of = |id: &str| -> Vec<Day> {
        found
            .iter()
            .filter(|one| match one.from {
                Source::Rule(entry) => *entry.holiday.id == *id,
                Source::Announcement(announced) => {
                    *announced.holiday.id == *id && announced.role == Role::Actual
                }
            })
            .map(|one| one.date)
            .collect()
    };
    match &entry.rule.base {
        Base::After(id) => days_of(id)
            .into_iter()
            .map(|day| day.plus(entry.rule.plus))
            .collect(),
        Base::Between(first, second) => {
            let seconds = days_of(second);
            days_of(first)
                .into_iter()
                .filter(|day| seconds.contains(&day.plus(2)))
                .map(|day| day.plus(1))
                .filter(|day| day.weekday() != Weekday::Sun)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// So far a day is shifted at most; a definition can ask for fourteen days.
const MOST_DAYS_SHIFTED: i32 = 31;

/// The second pass, in order of date: a substitute must not land on a holiday, nor on another's substitute.
fn shift_all(
    found: &[Found<'_>],
    entries: &[&Entry],
    rest: &dyn Fn(Day) -> Weekdays,
) -> Vec<Occurrence> {
    // Whose habits of shifting a day follows.
    let shifted_as = |one: &Found<'_>| match one.from {
        Source::Rule(entry) => entry.action_on(one.date),
        Source::Announcement(announced) => entries
            .iter()
            .filter(|_| announced.substitutes == Substitutes::ByRule)
            .find(|entry| entry.holiday.id == announced.holiday.id)
            .map_or((Mode::Add, Action::Stay), |entry| entry.action_on(one.date)),
    };
    let moves = |(mode, action): (Mode, Action)| {
        action == Action::Drop || (mode == Mode::Move && action != Action::Stay)
    };
    let blocks = |one: &Found<'_>| match one.from {
        Source::Rule(entry) => entry.blocks(),
        Source::Announcement(announced) => announced.holiday.classes.contains(Class::Public),
    };
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        return Vec::new();
    };
    let shifts: Vec<(Mode, Action)> = found.iter().map(shifted_as).collect();
    // Room for every day to which one of them can be shifted.
    let mut taken = DateSet::spanning(
        first.date.plus(-MOST_DAYS_SHIFTED),
        last.date.plus(MOST_DAYS_SHIFTED),
    );
    for (one, shift) in std::iter::zip(found, &shifts) {
        if blocks(one) && !moves(*shift) {
            taken.insert(one.date);
        }
    }
    let mut days = Vec::with_capacity(found.len() + 8);
    for (one, (mode, action)) in std::iter::zip(found, shifts) {
        let (role, holiday) = match one.from {
            Source::Rule(entry) => (entry.role, &entry.holiday),
            Source::Announcement(announced) => (announced.role, &announced.holiday),
        };
        let target = match action {
            Action::Stay => None,
            Action::Drop => continue,
            Action::By(days) => Some(one.date.plus(days)),
            Action::NextFree => {
                let mut next = one.date.plus(1);
                // A year of nothing but holidays would be a mistake of the data, not a reason to run on.
                for _ in 1..MOST_DAYS_SHIFTED {
                    if !rest(next).contains(next.weekday()) && !taken.contains(next) {
                        break;
                    }
                    next = next.plus(1);
                }
                Some(next)
            }
        };
        if target.is_none() || mode == Mode::Add {
            days.push(Occurrence {
                date: one.date,
                role,
                confidence: one.confidence,
                instead_of: None,
                said: None,
                holiday: Arc::clone(holiday),
            });
        }
        if let Some(date) = target {
            if blocks(one) {
                taken.insert(date);
            }
            days.push(Occurrence {
                date,
                role: Role::Substitute,
                confidence: one.confidence.max(Confidence::Computed),
                instead_of: Some(one.date),
                said: None,
                holiday: Arc::clone(holiday),
            });
        }
    }
    days
}
