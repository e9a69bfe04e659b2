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
        let wrong = || match meant(text) {
            Some(minute) => format!("`{text}` is not a time of day; write it as {minute}"),
            None => format!("`{text}` is not a time of day; write it as 09:00, 24-hour"),
        };
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

/// The time of day that was meant by another spelling that can mean no other: `9:00`, `9 am`, `5:30pm`, `17h00`.
fn meant(text: &str) -> Option<Minute> {
    let lower = text.to_ascii_lowercase();
    let (digits, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits.trim_end(), Some(0)),
        (_, Some(digits)) => (digits.trim_end(), Some(12)),
        _ => (lower.as_str(), None),
    };
    let (hours, minutes) = match digits.split_once([':', '.', 'h']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        None if half.is_some() => (digits, "00"),
        _ => return None,
    };
    let number = |part: &str| -> Option<u16> {
        let short = !part.is_empty() && part.len() <= 2;
        (short && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let hours = match half {
        None if hours < 24 => hours,
        Some(half) if (1..=12).contains(&hours) => hours % 12 + half,
        _ => return None,
    };
    (minutes < 60).then_some(Minute(hours * 60 + minutes))
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
        let (start, end) = (start.trim(), end.trim());
        match (start.parse(), end.parse()) {
            (Ok(start), Ok(end)) => Ok(Self { start, end }),
            (start_read, end_read) => Err(match (meant(start), meant(end)) {
                (Some(start), Some(end)) => {
                    format!("`{text}` is not a range of hours; write it as {start}-{end}")
                }
                _ => start_read.and(end_read).err().unwrap_or_default(),
            }),
        }
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

    #[test]
    fn other_spellings_are_refused_with_ours() {
        for (text, meant) in [
            ("8:00-22:00", "08:00-22:00"),
            ("9am - 5:30 pm", "09:00-17:30"),
            ("12am-12pm", "00:00-12:00"),
            ("9h00-17h00", "09:00-17:00"),
        ] {
            let wrong = text.parse::<MinuteRange>().unwrap_err();
            assert!(wrong.ends_with(&format!("write it as {meant}")), "{wrong}");
        }
        // Nobody knows whether this ends in the morning or in the afternoon.
        for text in ["9-5", "9:5-17:00", "13pm-14pm", "24:30-25:00"] {
            let wrong = text.parse::<MinuteRange>().unwrap_err();
            assert!(wrong.ends_with("write it as 09:00, 24-hour"), "{wrong}");
        }
    }
}
