//! How long a law gives somebody, in the days that it counts.

use crate::calendar::Duration;
use crate::yaml::text_types;
use std::fmt;
use std::str::FromStr;

/// A time that a law gives: `10 business days`, `24h`, `30d`, `3mo`, `at once`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Span {
    /// No time at all.
    AtOnce,
    /// Days on which people work there, counted from the day after.
    BusinessDays(u32),
    /// Minutes, days or months of the calendar.
    Time(Duration),
}

impl Span {
    /// The fewest days of the calendar that it can be, wherever in a week it begins: a promise in
    /// plain days must stay within it. Ten business days from a Sunday are twelve days; public
    /// holidays only make it longer. Rounded down; months count as 28 days.
    pub fn fewest_days(self) -> u32 {
        match self {
            Self::AtOnce => 0,
            // From a Sunday: five of every seven days, and the weekend at the end is not needed.
            Self::BusinessDays(days) => days + days.saturating_sub(1) / 5 * 2,
            Self::Time(time) => time.months * 28 + time.days + time.minutes / 1440,
        }
    }

    /// The most days of the calendar that it can be, wherever in a week it begins; public holidays
    /// are not counted. Months count as 31 days.
    pub fn most_days(self) -> u32 {
        match self {
            Self::AtOnce => 0,
            // From a Friday: the weekend comes first.
            Self::BusinessDays(days) => days + days.div_ceil(5) * 2,
            Self::Time(time) => time.months * 31 + time.days + time.minutes.div_ceil(1440),
        }
    }

    /// Whether a time that is granted is surely as long as this.
    pub fn is_within(self, time: Duration) -> bool {
        match self {
            Self::Time(own) => own.approx_minutes() <= time.approx_minutes(),
            other => u64::from(other.most_days()) * 1440 <= time.approx_minutes(),
        }
    }

    /// Whether something promised within `time` is surely in time.
    pub fn covers(self, time: Duration) -> bool {
        match self {
            Self::AtOnce => time.is_zero(),
            Self::BusinessDays(_) => time.approx_minutes() <= u64::from(self.fewest_days()) * 1440,
            Self::Time(limit) => time.approx_minutes() <= limit.approx_minutes(),
        }
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "at once" {
            return Ok(Self::AtOnce);
        }
        let days = text
            .strip_suffix("business days")
            .or_else(|| text.strip_suffix("business day"));
        match days {
            Some(days) => days.trim().parse().map(Self::BusinessDays).map_err(|_| {
                format!("`{text}` is not a number of business days; write it as 10 business days")
            }),
            None => text.parse().map(Self::Time),
        }
    }
}

text_types!(Span => "a time such as `10 business days`, `24h`, `30d` or `at once`");

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtOnce => f.write_str("at once"),
            Self::BusinessDays(1) => f.write_str("1 business day"),
            Self::BusinessDays(days) => write!(f, "{days} business days"),
            // A law that says 24 hours means hours.
            Self::Time(time) => time.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Weekday};

    fn span(text: &str) -> Span {
        text.parse().unwrap()
    }

    #[test]
    fn the_fewest_and_most_days_are_those_of_some_day_of_the_week() {
        let monday = Day::from_ymd(2026, 11, 23).unwrap();
        for count in 1..=25 {
            let reached = |from: Day| {
                let works = |day: &Day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
                let last = (1..).map(|days| from.plus(days)).filter(works);
                last.take(count as usize).last().unwrap().0 - from.0
            };
            let span = Span::BusinessDays(count);
            let all = || (0..7).map(|days| reached(monday.plus(days)) as u32);
            assert_eq!(Some(span.fewest_days()), all().min(), "{count}");
            assert_eq!(Some(span.most_days()), all().max(), "{count}");
        }
    }

    #[test]
    fn a_promise_in_plain_days_stays_within_business_days_or_not() {
        let days = |text: &str| text.parse::<Duration>().unwrap();
        assert!(span("10 business days").covers(days("12d")));
        assert!(!span("10 business days").covers(days("14d")));
        assert!(span("24h").covers(days("1d")));
        assert!(!span("24h").covers(days("25h")));
        assert!(!span("at once").covers(days("1h")));
        assert!(span("2d").covers(Duration::default()));
    }

    #[test]
    fn what_is_read_is_said_again() {
        for text in ["at once", "1 business day", "10 business days", "30 days"] {
            assert_eq!(span(text).to_string(), text);
        }
        for text in ["soon", "ten business days", "business days", ""] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
