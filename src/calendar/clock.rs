//! Times of day and ranges of them.

use std::fmt;
use std::str::FromStr;

/// A minute of the day, 0 (00:00) to 1440 (24:00, the end of the day).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(pub u16);

impl Minute {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00, the end of a day and the start of the next.
    pub const END: Self = Self(1440);
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Minute {
    type Err = String;

    /// Reads `09:00` to `24:00`, 24-hour.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a time of day; write it as 09:00, 24-hour");
        let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return Err(wrong());
        }
        let (hours, minutes): (u16, u16) = (
            hours.parse().map_err(|_| wrong())?,
            minutes.parse().map_err(|_| wrong())?,
        );
        let minute = hours * 60 + minutes;
        if minutes < 60 && minute <= 1440 {
            Ok(Self(minute))
        } else {
            Err(wrong())
        }
    }
}

/// A range of minutes, `start` included, `end` excluded: a contact may *start* at any minute in it.
///
/// `end` at or before `start` means that the range crosses midnight, or is empty if they are equal;
/// who accepts that says so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinuteRange {
    /// First minute.
    pub start: Minute,
    /// The minute after the last.
    pub end: Minute,
}

impl MinuteRange {
    /// 00:00 to 24:00.
    pub const ALL_DAY: Self = Self {
        start: Minute::MIDNIGHT,
        end: Minute::END,
    };

    /// Whether `minute` lies in a range that does not cross midnight.
    pub fn contains(self, minute: Minute) -> bool {
        self.start <= minute && minute < self.end
    }

    /// What two ranges that do not cross midnight have in common, if anything.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let both = Self {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        };
        (both.start < both.end).then_some(both)
    }
}

impl fmt::Display for MinuteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}

impl fmt::Debug for MinuteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for MinuteRange {
    type Err = String;

    /// Reads `09:00-17:00`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (start, end) = text
            .split_once('-')
            .ok_or_else(|| format!("`{text}` is not a range of hours; write it as 09:00-17:00"))?;
        Ok(Self {
            start: start.trim().parse()?,
            end: end.trim().parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_and_printed_as_written() {
        assert_eq!(
            "09:00-17:30".parse::<MinuteRange>().unwrap().to_string(),
            "09:00-17:30"
        );
        assert_eq!("24:00".parse::<Minute>().unwrap(), Minute::END);
        for text in ["9:00", "24:01", "12:60", "noon", "", "9am-5pm"] {
            assert!(
                text.parse::<MinuteRange>().is_err() && text.parse::<Minute>().is_err(),
                "{text}"
            );
        }
    }
}
