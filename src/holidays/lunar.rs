//! Calendars other than the Gregorian, by `icu_calendar`. Only concrete
//! calendars are used: the generic one costs speed and size.

use crate::calendar::Day;
use icu_calendar::cal::{
    ChineseTraditional, Coptic, Ethiopian, EthiopianEraStyle, Hebrew, Hijri, Indian, Julian,
    KoreanTraditional, Persian,
};
use icu_calendar::types::Month;
use icu_calendar::{Calendar, Date, Gregorian, Iso};
use std::str::FromStr;

/// A calendar in which feasts are reckoned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LunarCalendar {
    /// Islamic, as the Umm al-Qura almanac of Mecca has it (exact 1300 to 1600 AH).
    Hijri,
    /// Chinese; months 1 to 12, leap months never meant.
    Chinese,
    /// Korean; as the Chinese, by Korean time.
    Korean,
    /// Hebrew, months from Tishri: Tishri 1, Nisan 7, Iyar 8, Sivan 9, Av 11.
    Hebrew,
    /// Persian, solar: month 1 is Farvardin.
    Persian,
    /// Ethiopian, month 13 is Pagumen.
    Ethiopian,
    /// Coptic, month 4 is Koiak.
    Coptic,
    /// The Indian civil (Saka) calendar.
    Indian,
    /// Julian: 25 December of the old style.
    Julian,
}

impl FromStr for LunarCalendar {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "hijri" => Self::Hijri,
            "chinese" => Self::Chinese,
            "korean" => Self::Korean,
            "hebrew" => Self::Hebrew,
            "persian" => Self::Persian,
            "ethiopian" => Self::Ethiopian,
            "coptic" => Self::Coptic,
            "indian" => Self::Indian,
            "julian" => Self::Julian,
            _ => {
                return Err(format!(
                    "`{text}` is not a calendar; write hijri, chinese, korean, hebrew, persian, \
                     ethiopian, coptic, indian or julian"
                ));
            }
        })
    }
}

impl LunarCalendar {
    /// Calls `found` with each day of the Gregorian `year` that is this month and day.
    pub(super) fn days_in(self, year: i32, month: u8, day: u8, mut found: impl FnMut(Day)) {
        // The first of the calendar's years that can touch the Gregorian one, and how many can.
        let (first, count) = match self {
            // 33 lunar years are 32 solar ones; the estimate is never off by more than one.
            Self::Hijri => ((year - 622) * 33 / 32 - 1, 4),
            Self::Hebrew => (year + 3760, 2),
            Self::Persian => (year - 622, 2),
            Self::Ethiopian => (year - 8, 2),
            Self::Coptic => (year - 284, 2),
            Self::Indian => (year - 79, 2),
            Self::Chinese | Self::Korean | Self::Julian => (year - 1, 2),
        };
        for own in first..first + count {
            let date = match self {
                Self::Hijri => convert(own, month, day, Hijri::new_umm_al_qura()),
                Self::Chinese => convert(own, month, day, ChineseTraditional::new()),
                Self::Korean => convert(own, month, day, KoreanTraditional::new()),
                Self::Hebrew => convert(own, month, day, Hebrew),
                Self::Persian => convert(own, month, day, Persian),
                Self::Ethiopian => convert(
                    own,
                    month,
                    day,
                    Ethiopian::new_with_era_style(EthiopianEraStyle::AmeteMihret),
                ),
                Self::Coptic => convert(own, month, day, Coptic),
                Self::Indian => convert(own, month, day, Indian),
                Self::Julian => convert(own, month, day, Julian),
            };
            if let Some(date) = date.filter(|date| date.year() == year) {
                found(date);
            }
        }
    }
}

fn convert<C: Calendar>(year: i32, month: u8, day: u8, calendar: C) -> Option<Day> {
    let date = Date::try_new(year.into(), Month::new(month), day, calendar).ok()?;
    to_day(date.to_calendar(Iso))
}

fn to_day(date: Date<Iso>) -> Option<Day> {
    Day::from_ymd(
        date.year().extended_year(),
        date.month().ordinal.into(),
        date.day_of_month().0.into(),
    )
}

/// Easter Sunday of the western churches.
pub(super) fn easter(year: i32) -> Option<Day> {
    to_day(Gregorian::easter(year).to_calendar(Iso))
}

/// Easter Sunday of the eastern churches, as a Gregorian day.
pub(super) fn orthodox_easter(year: i32) -> Option<Day> {
    to_day(Julian::easter(year).to_calendar(Iso))
}
