//! How long: `20m`, `2h`, `3d`, `2w`, `6mo`, `3y`, words, or ISO 8601.

use super::Day;
use std::fmt;
use std::str::FromStr;

/// A length of time, kept in the units in which a calendar can add it: months, days and minutes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Duration {
    /// Calendar months; a year is twelve.
    pub months: u32,
    /// Calendar days; a week is seven.
    pub days: u32,
    /// Minutes; an hour is sixty.
    pub minutes: u32,
}

impl Duration {
    /// So many days.
    pub const fn days(days: u32) -> Self {
        Self {
            months: 0,
            days,
            minutes: 0,
        }
    }

    /// So many minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self {
            months: 0,
            days: 0,
            minutes,
        }
    }

    /// So many months.
    pub const fn months(months: u32) -> Self {
        Self {
            months,
            days: 0,
            minutes: 0,
        }
    }

    /// Whether it has no calendar part: hours and minutes only.
    pub fn is_clock_time(self) -> bool {
        self.months == 0 && self.days == 0 && self.minutes > 0
    }

    /// Whether it is no time at all.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    /// The day that lies this long after `day`; minutes count in whole days, rounded down.
    pub fn after(self, day: Day) -> Day {
        day.plus_months(self.months.min(1 << 16) as i32)
            .plus(self.days.min(1 << 24) as i32)
            .plus((self.minutes / 1440) as i32)
    }

    /// For comparing lengths: minutes, with a month taken as 30.4375 days, a year as 365.25.
    pub fn approx_minutes(self) -> u64 {
        u64::from(self.months) * 43_830 + u64::from(self.days) * 1440 + u64::from(self.minutes)
    }
}

impl fmt::Display for Duration {
    /// In words, the largest units that fit: `3 years`, `8 months`, `4 hours`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let mut say = |count: u32, unit: &str| {
            if count > 0 {
                parts.push(format!(
                    "{count} {unit}{}",
                    if count == 1 { "" } else { "s" }
                ));
            }
        };
        if self.months.is_multiple_of(12) {
            say(self.months / 12, "year");
        } else {
            say(self.months, "month");
        }
        say(self.days, "day");
        say(self.minutes / 60, "hour");
        say(self.minutes % 60, "minute");
        if parts.is_empty() {
            f.write_str("no time")
        } else {
            f.write_str(&parts.join(" "))
        }
    }
}

/// Unit names, and the months, days and minutes that one of them is.
const UNITS: &[(&[&str], Duration)] = &[
    (
        &["m", "min", "mins", "minute", "minutes"],
        Duration::minutes(1),
    ),
    (&["h", "hour", "hours"], Duration::minutes(60)),
    (&["d", "day", "days"], Duration::days(1)),
    (&["w", "week", "weeks"], Duration::days(7)),
    (&["mo", "month", "months"], Duration::months(1)),
    (&["y", "year", "years"], Duration::months(12)),
];

impl FromStr for Duration {
    type Err = String;

    /// Reads all three spellings; `m` is minutes, `mo` months.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is not a length of time; write it as 20m, 2h, 3d, 2w, 6mo or 3y");
        let too_long = || format!("`{text}` is too long; at most 200 years are accepted");
        let trimmed = text.trim();
        let mut total = Self::default();
        if trimmed.starts_with('P') {
            total = iso(trimmed).ok_or_else(wrong)?;
        } else {
            let mut rest = trimmed;
            if rest.is_empty() {
                return Err(wrong());
            }
            while !rest.is_empty() {
                let digits =
                    rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let count: u32 = rest[..digits].parse().map_err(|_| wrong())?;
                rest = rest[digits..].trim_start();
                let letters = rest.len()
                    - rest
                        .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                        .len();
                let unit = rest[..letters].to_ascii_lowercase();
                let (_, one) = UNITS
                    .iter()
                    .find(|(names, _)| names.contains(&unit.as_str()))
                    .ok_or_else(wrong)?;
                total = total.plus_times(*one, count).ok_or_else(too_long)?;
                rest = rest[letters..].trim_start();
            }
        }
        if total.approx_minutes() <= 200 * 12 * 43_830 {
            Ok(total)
        } else {
            Err(too_long())
        }
    }
}

impl Duration {
    fn plus_times(self, one: Self, count: u32) -> Option<Self> {
        Some(Self {
            months: self.months.checked_add(one.months.checked_mul(count)?)?,
            days: self.days.checked_add(one.days.checked_mul(count)?)?,
            minutes: self.minutes.checked_add(one.minutes.checked_mul(count)?)?,
        })
    }
}

/// ISO 8601 without fractions: `P3Y`, `P1Y6M`, `PT20M`, `P2W`.
fn iso(text: &str) -> Option<Duration> {
    let mut total = Duration::default();
    let mut clock = false;
    let mut number = String::new();
    let mut any = false;
    for letter in text.chars().skip(1) {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        if letter == 'T' && number.is_empty() && !clock {
            clock = true;
            continue;
        }
        let one = match (letter, clock) {
            ('Y', false) => Duration::months(12),
            ('M', false) => Duration::months(1),
            ('W', false) => Duration::days(7),
            ('D', false) => Duration::days(1),
            ('H', true) => Duration::minutes(60),
            ('M', true) => Duration::minutes(1),
            _ => return None,
        };
        total = total.plus_times(one, number.parse().ok()?)?;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_spellings_mean_the_same() {
        for (texts, meant) in [
            (
                &["3y", "3 years", "P3Y", "36mo", "36 months"][..],
                Duration::months(36),
            ),
            (&["20m", "20 minutes", "PT20M"][..], Duration::minutes(20)),
            (
                &["2w", "14d", "14 days", "P2W", "P14D"][..],
                Duration::days(14),
            ),
            (
                &["1d 4h", "P1DT4H"][..],
                Duration {
                    months: 0,
                    days: 1,
                    minutes: 240,
                },
            ),
        ] {
            for text in texts {
                assert_eq!(text.parse::<Duration>().as_ref(), Ok(&meant), "{text}");
            }
        }
    }

    #[test]
    fn what_has_no_unit_or_no_end_is_an_error() {
        for text in [
            "30",
            "",
            "d",
            "P",
            "PT",
            "P3",
            "1.5h",
            "99999999999d",
            "999999y",
            "-3d",
            "3 fortnights",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn prints_in_words() {
        assert_eq!(Duration::months(36).to_string(), "3 years");
        assert_eq!(Duration::months(8).to_string(), "8 months");
        assert_eq!(Duration::minutes(90).to_string(), "1 hour 30 minutes");
    }
}
