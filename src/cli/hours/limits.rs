//! What the limits of the company, or the built-in ones, leave of a day: the hours of the channel, and
//! nothing on public holidays.
//!
//! Law rarely forbids a call on Thanksgiving; courtesy does. Whoever is told the hours of the law alone
//! takes them for the answer.

use super::Asked;
use crate::calendar::{Day, Region};
use crate::holidays::{Occurrence, PublicHolidays};
use crate::law::OpenHours;
use crate::model::Purpose;

/// The limits for one place over a span of days.
pub(super) struct Limits<'a> {
    asked: &'a Asked<'a>,
    hours: Option<OpenHours>,
    /// The public holidays that the channel is kept off; none if it is not kept off any.
    holidays: Option<PublicHolidays>,
}

impl<'a> Limits<'a> {
    /// The limits from `first` to `last` in a region.
    pub(super) fn of(asked: &'a Asked<'_>, region: &Region, first: Day, last: Day) -> Self {
        let arguments = asked.arguments;
        // A warning of danger waits for no holiday.
        let kept_off = asked.limits.holidays.contains(&arguments.channel)
            && arguments.purpose != Purpose::SafetyNotice;
        let holidays = || asked.holidays.public_holidays(region, first, last).ok();
        Self {
            asked,
            hours: asked.courtesy(),
            holidays: kept_off.then(holidays).flatten(),
        }
    }

    /// Whether anything is known that limits such contacts on a day.
    pub(super) fn say_nothing_of(&self, day: Day) -> bool {
        self.hours.is_none() && self.holiday(day).is_none()
    }

    /// What is left of a day.
    pub(super) fn open(&self, day: Day) -> OpenHours {
        if self.holiday(day).is_some() {
            return OpenHours::of([]);
        }
        self.hours.clone().unwrap_or_else(OpenHours::all_day)
    }

    /// The public holiday for which the day is kept free, if it is.
    pub(super) fn holiday(&self, day: Day) -> Option<String> {
        let holidays = self.holidays.as_ref()?;
        let is_one = holidays.certain.contains(day);
        is_one.then(|| holidays.on(day).first().map(Occurrence::label))?
    }

    /// Why the day, or some of it, is not left: `it is Thanksgiving Day, a public holiday there (limit
    /// `holidays`)`.
    pub(super) fn because(&self, day: Day) -> String {
        match (self.holiday(day), &self.hours) {
            (Some(name), _) => {
                format!("it is {name}, a public holiday there (limit `holidays`)")
            }
            (None, Some(hours)) if hours.is_closed() => "the limit `hours` leaves none".to_owned(),
            (None, Some(hours)) => {
                format!("the limit `hours` is {}", super::text::spoken(hours))
            }
            (None, None) => "no limit is held".to_owned(),
        }
    }

    /// Whose limits they are, at the beginning of a sentence.
    pub(super) fn by_whom(&self, day: Day) -> &'static str {
        let own = if self.holiday(day).is_some() {
            self.asked.limits.holidays_place.is_some()
        } else {
            self.asked.has_own_hours()
        };
        if own {
            "By your own limits"
        } else {
            "By courtesy"
        }
    }
}
