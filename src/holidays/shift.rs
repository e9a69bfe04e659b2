//! What happens to a holiday that falls on the wrong day of the week.

use crate::calendar::{Day, Weekday};
use std::str::FromStr;

/// One habit of shifting, for a span of years: `add sat -1 sun +1 since 2021`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Shift {
    pub mode: Mode,
    actions: [Action; 7],
    since: Option<Bound>,
    until: Option<Bound>,
}

/// Whether the day itself stays a holiday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// It does, and another day is off as well.
    Add,
    /// It does not: the other day is off instead.
    Move,
}

/// Where the day goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Action {
    /// Nowhere.
    Stay,
    /// So many days on, or back.
    By(i32),
    /// To the next day that is neither a rest day nor a holiday.
    NextFree,
    /// Out of that year's calendar.
    Drop,
}

/// A year or a day from or until which something holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bound {
    /// The day, or the first of the year.
    pub first: Day,
    /// The same day, or the last of the year.
    pub last: Day,
}

impl Bound {
    /// Whether `day` is on or after the bound's first day.
    pub(super) fn reached_by(self, day: Day) -> bool {
        day >= self.first
    }

    /// Whether `day` is after the bound's last day.
    pub(super) fn passed_by(self, day: Day) -> bool {
        day > self.last
    }
}

impl FromStr for Bound {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() == 4
            && let Ok(year) = text.parse()
            && let (Some(first), Some(last)) =
                (Day::from_ymd(year, 1, 1), Day::from_ymd(year, 12, 31))
        {
            return Ok(Self { first, last });
        }
        let day = text
            .parse()
            .map_err(|wrong| format!("{wrong}, or a year as 2026"))?;
        Ok(Self {
            first: day,
            last: day,
        })
    }
}

impl Shift {
    /// What is done with a holiday that falls on `day`.
    pub(super) fn action_on(&self, day: Day) -> Action {
        let holds = self.since.is_none_or(|since| since.reached_by(day))
            && !self.until.is_some_and(|until| until.passed_by(day));
        if holds {
            self.actions[usize::from(day.weekday().index())]
        } else {
            Action::Stay
        }
    }
}

impl FromStr for Shift {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a shift; write it as `add sat -1 sun +1`, `move sun next-free`, \
                 `move sun drop`, with `since 2021` or `until 2026` at the end"
            )
        };
        let mut words = text.split_whitespace();
        let mut shift = Self {
            mode: match words.next() {
                Some("add") => Mode::Add,
                Some("move") => Mode::Move,
                _ => return Err(wrong()),
            },
            actions: [Action::Stay; 7],
            since: None,
            until: None,
        };
        let mut any = false;
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(wrong)?;
            match word {
                "since" => shift.since = Some(value.parse()?),
                "until" => shift.until = Some(value.parse()?),
                _ => {
                    let weekday: Weekday = word.parse().map_err(|_| wrong())?;
                    shift.actions[usize::from(weekday.index())] = match value {
                        "next-free" => Action::NextFree,
                        "drop" => Action::Drop,
                        _ => Action::By(
                            value
                                .parse()
                                .ok()
                                .filter(|days: &i32| *days != 0 && days.abs() <= 14)
                                .ok_or_else(wrong)?,
                        ),
                    };
                    any = true;
                }
            }
        }
        if any { Ok(shift) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_knows_its_weekdays_and_years() {
        let shift: Shift = "add sat -1 sun next-free mon drop since 2021 until 2026-07-01"
            .parse()
            .unwrap();
        let on = |day: &str| shift.action_on(day.parse().unwrap());
        assert_eq!(on("2026-06-20"), Action::By(-1));
        assert_eq!(on("2026-06-21"), Action::NextFree);
        assert_eq!(on("2026-06-22"), Action::Drop);
        assert_eq!(on("2026-06-23"), Action::Stay);
        assert_eq!(on("2026-07-04"), Action::Stay);
        assert_eq!(on("2020-12-26"), Action::Stay);
    }

    #[test]
    fn what_is_no_shift_is_an_error() {
        for text in [
            "",
            "add",
            "sat -1",
            "add sat",
            "add sat 0",
            "add sat x",
            "move since 2021",
            "add caturday +1",
        ] {
            assert!(text.parse::<Shift>().is_err(), "{text}");
        }
    }
}
