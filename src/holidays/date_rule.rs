//! The rules by which a holiday finds its day in a year, as one line of text each.
//!
//! A rule is solved for a Gregorian year and gives the set of its days there:
//! none, one, or two (a lunar feast can fall twice in a year).

use super::lunar::{self, LunarCalendar};
use crate::calendar::{Day, Weekday};
use std::str::FromStr;

/// A rule and a number of days added to what it gives: `4 thu 11 +1`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DateRule {
    pub base: Base,
    pub plus: i32,
}

/// How the day is found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Base {
    /// `12-25`.
    Fixed(MonthDay),
    /// `2 mon 10` or `last mon 05`.
    Nth {
        nth: Nth,
        weekday: Weekday,
        month: u32,
    },
    /// `thu from 11-22`: that day or the next such weekday after it.
    From(Weekday, MonthDay),
    /// `mon before 05-25`: the last such weekday before that day, never the day itself.
    Before(Weekday, MonthDay),
    /// `mon near 03-17`: the such weekday nearest to that day.
    Near(Weekday, MonthDay),
    /// `easter` of the western churches.
    Easter,
    /// `orthodox`: Easter of the eastern churches.
    Orthodox,
    /// `hijri 10-01`, `chinese 01-01` and so on.
    Lunar(LunarCalendar, MonthDay),
    /// `solar-term qingming`.
    Qingming,
    /// `equinox march Asia/Tokyo`.
    Equinox(Equinox),
    /// `after ID`: the day of another holiday.
    After(Box<str>),
    /// `between ID ID`: the one day between two holidays that lie two days apart.
    Between(Box<str>, Box<str>),
    /// `dates:` listed one by one.
    Dates(Vec<Day>),
}

/// Which of the weekdays of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Nth {
    /// The first to the fifth.
    Number(u8),
    /// The last.
    Last,
}

/// Which equinox.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Equinox {
    /// In March.
    March,
    /// In September.
    September,
}

/// A month, 1 to 13 (calendars with leap months count to 13), and a day of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct MonthDay {
    pub month: u8,
    pub day: u8,
}

impl MonthDay {
    fn in_year(self, year: i32) -> Option<Day> {
        Day::from_ymd(year, self.month.into(), self.day.into())
    }
}

impl FromStr for MonthDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a month and day; write it as 12-25");
        let (month, day) = text.split_once('-').ok_or_else(wrong)?;
        let number = |part: &str| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u8>().ok())
                .flatten()
                .filter(|n| *n >= 1)
        };
        match (number(month), number(day)) {
            (Some(month @ ..=13), Some(day @ ..=31)) => Ok(Self { month, day }),
            _ => Err(wrong()),
        }
    }
}

impl DateRule {
    /// A list of days.
    pub(super) fn dates(days: Vec<Day>) -> Self {
        Self {
            base: Base::Dates(days),
            plus: 0,
        }
    }

    /// Whether the rule is a plain day of the year.
    pub(super) fn is_fixed(&self) -> bool {
        matches!(self.base, Base::Fixed(_))
    }

    /// Calls `found` with every day that the rule gives in `year`. Rules that lean on
    /// other holidays give nothing here; the engine solves them last.
    pub(super) fn days_in(&self, year: i32, mut found: impl FnMut(Day)) {
        let mut give = |day: Day| found(day.plus(self.plus));
        match &self.base {
            Base::Fixed(date) => date.in_year(year).into_iter().for_each(give),
            Base::Nth {
                nth,
                weekday,
                month,
            } => nth_weekday(*nth, *weekday, *month, year)
                .into_iter()
                .for_each(give),
            Base::From(weekday, date) => date
                .in_year(year)
                .map(|day| on_or_after(day, *weekday))
                .into_iter()
                .for_each(give),
            Base::Before(weekday, date) => date
                .in_year(year)
                .map(|day| on_or_after(day.plus(-7), *weekday))
                .into_iter()
                .for_each(give),
            Base::Near(weekday, date) => date
                .in_year(year)
                .map(|day| on_or_after(day.plus(-3), *weekday))
                .into_iter()
                .for_each(give),
            Base::Easter => lunar::easter(year).into_iter().for_each(give),
            Base::Orthodox => lunar::orthodox_easter(year).into_iter().for_each(give),
            Base::Lunar(calendar, date) => {
                calendar.days_in(year, date.month, date.day, &mut give);
            }
            Base::Qingming => qingming(year).into_iter().for_each(give),
            Base::Equinox(which) => tokyo_equinox(*which, year).into_iter().for_each(give),
            Base::Dates(days) => days
                .iter()
                .copied()
                .filter(|day| day.year() == year)
                .for_each(give),
            Base::After(_) | Base::Between(..) => {}
        }
    }
}

fn on_or_after(day: Day, weekday: Weekday) -> Day {
    let ahead = i32::from(weekday.index()) - i32::from(day.weekday().index());
    day.plus(ahead.rem_euclid(7))
}

fn nth_weekday(nth: Nth, weekday: Weekday, month: u32, year: i32) -> Option<Day> {
    let first = Day::from_ymd(year, month, 1)?;
    match nth {
        Nth::Number(number) => {
            let day = on_or_after(first, weekday).plus(7 * (i32::from(number) - 1));
            // Every month has four of each.
            (number <= 4 || day.ymd().1 == month).then_some(day)
        }
        Nth::Last => Some(on_or_after(first.plus_months(1).plus(-7), weekday)),
    }
}

/// The day on which the sun stands at 15 degrees (`qingming`, Pure Brightness) by Chinese time.
///
/// The mean-motion formula of the Chinese perpetual calendar, `floor(0.2422 y + 4.81) - floor(y / 4)`
/// with `y` the year within its century; good for 2001 to 2099.
fn qingming(year: i32) -> Option<Day> {
    let of_century = year.checked_sub(2000).filter(|y| (1..=99).contains(y))?;
    let day = (of_century * 2422 + 48_100) / 10_000 - of_century / 4;
    Day::from_ymd(year, 4, day as u32)
}

/// The day of an equinox by Japanese time: the approximation of the Hydrographic Office for 1980 to 2099,
/// `floor(20.8431 + 0.242194 (y - 1980)) - floor((y - 1980) / 4)`, in September with 23.2488.
/// What counts is the almanac that the National Astronomical Observatory publishes each February.
fn tokyo_equinox(which: Equinox, year: i32) -> Option<Day> {
    let since = year.checked_sub(1980).filter(|y| (0..=119).contains(y))?;
    let (month, start) = match which {
        Equinox::March => (3, 20_843_100),
        Equinox::September => (9, 23_248_800),
    };
    let day = (start + 242_194 * since) / 1_000_000 - since / 4;
    Day::from_ymd(year, month, day as u32)
}

impl FromStr for DateRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let mut plus = 0;
        if let Some(last) = words.last().copied()
            && last.starts_with(['+', '-'])
        {
            plus = days(last)?;
            words.pop();
        }
        // `easter-2` is how everybody writes it.
        let mut glued = None;
        if let [word] = words[..]
            && let Some(at) = word.find(['+', '-'])
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            plus = days(&word[at..])?;
            glued = Some(&word[..at]);
        }
        if let Some(word) = glued {
            words = vec![word];
        }
        let base = match words[..] {
            ["easter"] => Base::Easter,
            ["orthodox"] => Base::Orthodox,
            ["solar-term", "qingming"] => Base::Qingming,
            ["equinox", "march", "Asia/Tokyo"] => Base::Equinox(Equinox::March),
            ["equinox", "september", "Asia/Tokyo"] => Base::Equinox(Equinox::September),
            ["after", id] => Base::After(id.into()),
            ["between", first, second] => Base::Between(first.into(), second.into()),
            [date] => Base::Fixed(civil(date)?),
            [weekday, "from", date] => Base::From(weekday.parse()?, civil(date)?),
            [weekday, "before", date] => Base::Before(weekday.parse()?, civil(date)?),
            [weekday, "near", date] => Base::Near(weekday.parse()?, civil(date)?),
            [nth, weekday, month] => Base::Nth {
                nth: nth.parse()?,
                weekday: weekday.parse()?,
                month: civil(&format!("{month}-01"))?.month.into(),
            },
            [calendar, date] => Base::Lunar(calendar.parse()?, date.parse()?),
            _ => {
                return Err(format!(
                    "`{text}` is not a rule for a day; write 12-25, 2 mon 10, last mon 05, thu from 11-22, \
                     mon before 05-25, easter-2, hijri 10-01, after ID +1 or another form of rules/holidays/README.md"
                ));
            }
        };
        Ok(Self { base, plus })
    }
}

/// A month and day of the Gregorian calendar that exists in some year.
fn civil(text: &str) -> Result<MonthDay, String> {
    let date: MonthDay = text.parse()?;
    date.in_year(2024)
        .map(|_| date)
        .ok_or_else(|| format!("there is no day {text} in the calendar"))
}

fn days(text: &str) -> Result<i32, String> {
    text.parse::<i32>()
        .ok()
        .filter(|days| days.abs() <= 366)
        .ok_or_else(|| format!("`{text}` is not a number of days; write +1 or -2"))
}

impl FromStr for Nth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "last" => Ok(Self::Last),
            "1" | "2" | "3" | "4" | "5" => Ok(Self::Number(text.as_bytes()[0] - b'0')),
            _ => Err(format!("`{text}` is not a number from 1 to 5, nor `last`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(rule: &str, year: i32) -> Vec<String> {
        let mut days = Vec::new();
        let rule: DateRule = rule.parse().unwrap();
        rule.days_in(year, |day| days.push(day.to_string()));
        days
    }

    #[test]
    fn every_form_finds_its_day() {
        for (rule, year, expected) in [
            ("12-25", 2026, "2026-12-25"),
            ("02-29", 2028, "2028-02-29"),
            ("2 mon 10", 2026, "2026-10-12"),
            ("last mon 05", 2027, "2027-05-31"),
            ("5 mon 03", 2027, "2027-03-29"),
            ("4 thu 11 +1", 2026, "2026-11-27"),
            ("thu from 11-22", 2026, "2026-11-26"),
            ("tue before 11-08", 2026, "2026-11-03"),
            // Victoria Day: never 25 May itself, even when that is a Monday.
            ("mon before 05-25", 2026, "2026-05-18"),
            ("mon near 03-17", 2026, "2026-03-16"),
            ("mon near 06-24", 2026, "2026-06-22"),
            ("easter-2", 2026, "2026-04-03"),
            ("easter", 2026, "2026-04-05"),
            ("easter -47", 2027, "2027-02-09"),
            ("orthodox+1", 2026, "2026-04-13"),
            ("hijri 10-01", 2026, "2026-03-20"),
            ("hijri 10-01 +1", 2026, "2026-03-21"),
            ("chinese 08-15", 2026, "2026-09-25"),
            ("chinese 01-01 -1", 2026, "2026-02-16"),
            ("korean 04-08", 2026, "2026-05-24"),
            ("hebrew 07-15", 2026, "2026-04-02"),
            ("persian 01-01", 2026, "2026-03-21"),
            ("ethiopian 01-01", 2026, "2026-09-11"),
            ("coptic 04-29", 2026, "2026-01-07"),
            ("indian 01-01", 2026, "2026-03-22"),
            ("solar-term qingming", 2026, "2026-04-05"),
            ("solar-term qingming", 2028, "2028-04-04"),
            ("equinox march Asia/Tokyo", 2027, "2027-03-21"),
            ("equinox september Asia/Tokyo", 2028, "2028-09-22"),
        ] {
            assert_eq!(on(rule, year), [expected], "{rule} {year}");
        }
    }

    /// Forty-one years against the sun's longitude as libastro (`ephem` 4.2) has it: the days, and the years of the
    /// later one.
    #[test]
    fn the_sun_agrees_with_the_formulas() {
        for (rule, early, late, years_of_late) in [
            (
                "equinox march Asia/Tokyo",
                "03-20",
                "03-21",
                "2010 2011 2014 2015 2018 2019 2022 2023 2027 2031 2035 2039 2043 2047",
            ),
            (
                "equinox september Asia/Tokyo",
                "09-22",
                "09-23",
                "2010 2011 2013 2014 2015 2017 2018 2019 2021 2022 2023 2025 2026 2027 2029 2030 2031 2033 2034 \
                 2035 2037 2038 2039 2041 2042 2043 2046 2047 2050",
            ),
            (
                "solar-term qingming",
                "04-04",
                "04-05",
                "2010 2011 2014 2015 2018 2019 2022 2023 2026 2027 2030 2031 2034 2035 2038 2039 2043 2047",
            ),
        ] {
            for year in 2010..=2050 {
                let is_late = years_of_late.contains(&year.to_string());
                let day = if is_late { late } else { early };
                assert_eq!(on(rule, year), [format!("{year}-{day}")], "{rule}");
            }
        }
    }

    #[test]
    fn a_lunar_feast_falls_as_often_as_it_falls() {
        assert_eq!(on("hijri 10-01", 2033).len(), 2);
        assert_eq!(on("hijri 10-01", 2032).len(), 1);
        assert_eq!(on("02-29", 2027).len(), 0);
        assert_eq!(on("5 mon 02", 2027).len(), 0);
        let rule = DateRule::dates(vec!["2026-06-15".parse().unwrap()]);
        let mut days = Vec::new();
        rule.days_in(2026, |day| days.push(day));
        rule.days_in(2027, |day| days.push(day));
        assert_eq!(days.len(), 1);
    }

    #[test]
    fn what_is_no_rule_is_an_error() {
        for rule in [
            "",
            "12/25",
            "12-32",
            "02-30",
            "13-01",
            "mon 10",
            "6 mon 10",
            "2 mon 13",
            "mon after 10-01",
            "easter+x",
            "martian 01-01",
            "equinox march Europe/Paris",
            "hijri 14-01",
            "after",
            "-",
            "+1",
        ] {
            assert!(rule.parse::<DateRule>().is_err(), "{rule}");
        }
    }
}
