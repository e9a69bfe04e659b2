//! A day on somebody's calendar.

use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A calendar day, counted in days since 1970-01-01 (proleptic Gregorian).
///
/// It belongs to no zone: whose day it is follows from where it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Days from 0001-01-01 to 1970-01-01, the difference between chrono's count and ours.
const CHRONO_EPOCH: i32 = 719_163;

impl Day {
    /// The earliest day that a definition may name: 1900-01-01.
    pub const MIN: Self = Self(-25_567);
    /// The last day that a definition may name: 2199-12-31.
    pub const MAX: Self = Self(84_005);

    /// The day of a year (any that chrono knows), month 1 to 12 and day 1 to 31, if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from_chrono)
    }

    fn from_chrono(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - CHRONO_EPOCH)
    }

    fn chrono(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(CHRONO_EPOCH))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Year, month (1 to 12), day (1 to 31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.chrono();
        (date.year(), date.month(), date.day())
    }

    /// The Gregorian year.
    pub fn year(self) -> i32 {
        self.chrono().year()
    }

    /// The weekday. 1970-01-01 was a Thursday.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The day `days` later, or earlier if negative.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The same day of the month `months` later; the month's last day where there is no such day.
    pub fn plus_months(self, months: i32) -> Self {
        let date = self.chrono();
        let moved = if months >= 0 {
            date.checked_add_months(chrono::Months::new(months.unsigned_abs()))
        } else {
            date.checked_sub_months(chrono::Months::new(months.unsigned_abs()))
        };
        moved.map_or(self, Self::from_chrono)
    }

    /// Today on this machine's clock. Only the command line asks; everything else is told.
    pub fn today() -> Self {
        Self::from_chrono(chrono::Local::now().date_naive())
    }

    /// As people read it beside a weekday: `Mon 2026-10-12`.
    pub fn with_weekday(self) -> String {
        format!("{} {self}", self.weekday())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = String;

    /// Reads `2026-10-12`; anything else is an error that says what is accepted.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a date; write it as 2026-10-12");
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| match i {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shape {
            return Err(wrong());
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
        let day = Self::from_ymd(number(0..4) as i32, number(5..7), number(8..10))
            .ok_or_else(|| format!("there is no day {text} in the calendar"))?;
        if (Self::MIN..=Self::MAX).contains(&day) {
            Ok(day)
        } else {
            Err(format!(
                "{text} is out of range; dates from {} to {} are accepted",
                Self::MIN,
                Self::MAX
            ))
        }
    }
}

/// A day of the week.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];

    /// Monday is 0, Sunday 6.
    pub fn index(self) -> u8 {
        self as u8
    }

    /// The weekday's name in full.
    pub fn name(self) -> &'static str {
        [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ][self as usize]
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name()[..3])
    }
}

impl FromStr for Weekday {
    type Err = String;

    /// Reads `mon` to `sun`.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|day| day.name()[..3].eq_ignore_ascii_case(text))
            .ok_or_else(|| {
                format!("`{text}` is not a weekday; write mon, tue, wed, thu, fri, sat or sun")
            })
    }
}

/// A set of weekdays, as a bit mask with Monday in the lowest bit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Weekdays(pub u8);

impl Weekdays {
    /// Every day of the week.
    pub const DAILY: Self = Self(0b111_1111);

    /// Whether the set holds `day`.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 >> day.index() & 1 == 1
    }

    /// The set with `day` added.
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day.index())
    }

    /// Whether no weekday is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromStr for Weekdays {
    type Err = String;

    /// Reads `daily`, `mon`, `mon-fri`, `fri-mon` or several with commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut set = Self::default();
        for part in text.split(',').map(str::trim) {
            if part.eq_ignore_ascii_case("daily") {
                set = Self::DAILY;
                continue;
            }
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last): (Weekday, Weekday) = (first.trim().parse()?, last.trim().parse()?);
            let mut day = first.index();
            loop {
                set.0 |= 1 << day;
                if day == last.index() {
                    break;
                }
                day = (day + 1) % 7;
            }
        }
        Ok(set)
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::DAILY {
            return f.write_str("daily");
        }
        let days: Vec<String> = Weekday::ALL
            .into_iter()
            .filter(|day| self.contains(*day))
            .map(|day| day.to_string().to_lowercase())
            .collect();
        let run = days.len() >= 3 && self.0 >> self.0.trailing_zeros() == (1 << days.len()) - 1;
        if run {
            write!(f, "{}-{}", days[0], days[days.len() - 1])
        } else {
            f.write_str(&days.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_know_their_weekday_and_print_as_written() {
        let thanksgiving: Day = "2026-10-12".parse().unwrap();
        assert_eq!(thanksgiving.with_weekday(), "Mon 2026-10-12");
        assert_eq!(Day(0).with_weekday(), "Thu 1970-01-01");
        assert_eq!(Day::MIN.to_string(), "1900-01-01");
        assert_eq!(Day::MAX.to_string(), "2199-12-31");
    }

    #[test]
    fn dates_that_do_not_exist_or_are_out_of_range_are_errors() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "0000-01-01",
            "99999-01-01",
            "2026-1-1",
            "12.10.2026",
            "",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn weekday_ranges_may_run_over_the_weekend() {
        let set: Weekdays = "fri-mon".parse().unwrap();
        assert_eq!(set.to_string(), "mon, fri, sat, sun");
        assert_eq!(
            "mon-fri".parse::<Weekdays>().unwrap().to_string(),
            "mon-fri"
        );
        assert_eq!("daily".parse::<Weekdays>().unwrap(), Weekdays::DAILY);
        assert!("mon-freitag".parse::<Weekdays>().is_err());
    }

    #[test]
    fn a_month_later_is_clamped_to_its_end() {
        let day = Day::from_ymd(2026, 1, 31).unwrap();
        assert_eq!(day.plus_months(1).to_string(), "2026-02-28");
        assert_eq!(day.plus_months(-2).to_string(), "2025-11-30");
    }
}
