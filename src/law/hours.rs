//! The open hours of one day, and what they become on another clock.

use crate::calendar::{Day, Instant, LocalTime, Minute, MinuteRange, Zone};
use std::fmt;
use std::str::FromStr;

/// The minutes of one day at which a contact may start: ranges in order, apart from each other,
/// none of which crosses midnight. No range at all is a closed day.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct OpenHours(Vec<MinuteRange>);

impl OpenHours {
    /// No minute.
    pub const CLOSED: Self = Self(Vec::new());

    /// Every minute of the day.
    pub fn all_day() -> Self {
        Self(vec![MinuteRange::ALL_DAY])
    }

    /// The union of any ranges; empty ones vanish, those that touch become one. A range that
    /// crosses midnight counts up to midnight.
    pub fn of(ranges: impl IntoIterator<Item = MinuteRange>) -> Self {
        let mut ranges: Vec<_> = ranges
            .into_iter()
            .map(|range| MinuteRange {
                end: if range.end < range.start {
                    Minute::END
                } else {
                    range.end
                },
                ..range
            })
            .filter(|range| range.start < range.end)
            .collect();
        ranges.sort_unstable();
        let mut joined: Vec<MinuteRange> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        Self(joined)
    }

    /// The ranges, earliest first.
    pub fn ranges(&self) -> &[MinuteRange] {
        &self.0
    }

    /// Whether no minute is open.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// How many minutes are open, 0 to 1440.
    pub fn minutes(&self) -> u16 {
        self.0.iter().map(|r| r.end.0 - r.start.0).sum()
    }

    /// Whether a contact may start at `minute`.
    pub fn contains(&self, minute: Minute) -> bool {
        self.0.iter().any(|range| range.contains(minute))
    }

    /// Whether a contact may start at every minute of `range`, which does not cross midnight.
    pub fn covers(&self, range: MinuteRange) -> bool {
        range.start >= range.end
            || self
                .0
                .iter()
                .any(|open| open.start <= range.start && range.end <= open.end)
    }

    /// What both leave open.
    pub fn intersect(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        for a in &self.0 {
            both.extend(other.0.iter().filter_map(|b| a.intersect(*b)));
        }
        Self(both)
    }
}

impl fmt::Display for OpenHours {
    /// `10:00-13:00, 14:00-20:00`, or `closed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_closed() {
            return f.write_str("closed");
        }
        for (index, range) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{range}")?;
        }
        Ok(())
    }
}

/// The hours of one kind of day as a pack writes them; a range may run past midnight into the next
/// day, so they are not yet the hours of a date.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct DayPlan {
    own: OpenHours,
    spill: OpenHours,
}

impl DayPlan {
    /// The hours of a date: its own, and what runs over from the day before.
    pub(crate) fn after(&self, day_before: &Self) -> OpenHours {
        if day_before.spill.is_closed() {
            return self.own.clone();
        }
        OpenHours::of(self.own.0.iter().chain(&day_before.spill.0).copied())
    }

    /// What either leaves open.
    pub(crate) fn or(&self, other: &Self) -> Self {
        let union = |a: &OpenHours, b: &OpenHours| OpenHours::of(a.0.iter().chain(&b.0).copied());
        Self {
            own: union(&self.own, &other.own),
            spill: union(&self.spill, &other.spill),
        }
    }
}

impl FromStr for DayPlan {
    type Err = String;

    /// Reads `closed`, `all-day`, or ranges with commas; one that crosses midnight must say
    /// `overnight`: `12:00-01:00 overnight`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "closed" => return Ok(Self::default()),
            "all-day" => {
                return Ok(Self {
                    own: OpenHours::all_day(),
                    spill: OpenHours::CLOSED,
                });
            }
            _ => {}
        }
        let (mut own, mut spill) = (Vec::new(), Vec::new());
        for part in text.split(',').map(str::trim) {
            let (range, overnight) = match part.strip_suffix("overnight") {
                Some(range) => (range.trim_end(), true),
                None => (part, false),
            };
            let range: MinuteRange = range.parse()?;
            if overnight != (range.end < range.start) || range.end == range.start {
                return Err(format!(
                    "`{part}` must end after it starts; a range over midnight is written `22:00-02:00 overnight`"
                ));
            }
            own.push(range);
            if overnight {
                spill.push(MinuteRange {
                    start: Minute::MIDNIGHT,
                    end: range.end,
                });
            }
        }
        Ok(Self {
            own: OpenHours::of(own),
            spill: OpenHours::of(spill),
        })
    }
}

/// On whose clock times are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The recipient's, wherever that is.
    Recipient,
    /// A zone's, changes included, wherever the recipient is.
    Zone(Zone),
    /// So many minutes east of Greenwich all year: a "standard time" read literally.
    Offset(i32),
}

impl FromStr for Clock {
    type Err = String;

    /// Reads `recipient`, an IANA zone, or an offset that never changes: `UTC-06:00`.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "recipient" {
            return Ok(Self::Recipient);
        }
        let offset = text.strip_prefix("UTC").and_then(|offset| {
            let (sign, time) = offset.split_at_checked(1)?;
            let minutes = i32::from(time.parse::<Minute>().ok()?.0);
            match sign {
                "+" => Some(minutes),
                "-" => Some(-minutes),
                _ => None,
            }
        });
        offset
            .map(Self::Offset)
            .or_else(|| Zone::named(text).map(Self::Zone))
            .ok_or_else(|| {
                format!("`{text}` is not a clock; write recipient, an IANA zone, or UTC-06:00")
            })
    }
}

impl Clock {
    /// The first moment that this clock shows as `day`, `minute`; when the clock jumped over it,
    /// the moment of the jump.
    fn instant(self, recipient: Zone, day: Day, minute: Minute) -> Instant {
        match self {
            Self::Recipient => start_of(recipient, day, minute),
            Self::Zone(zone) => start_of(zone, day, minute),
            Self::Offset(east) => {
                Instant(i64::from(day.0) * 1440 + i64::from(minute.0) - i64::from(east))
            }
        }
    }

    /// What the open hours of this clock are on the recipient's while the two run as far apart as
    /// they do at `when`. `plan` gives this clock's hours on the day that lies so many days away.
    pub(crate) fn shifted(
        self,
        recipient: Zone,
        when: Instant,
        plan: impl Fn(i32) -> OpenHours,
    ) -> OpenHours {
        let east = match self {
            Self::Recipient => return plan(0),
            Self::Zone(zone) => zone.offset_at(when),
            Self::Offset(east) => east,
        };
        let later = recipient.offset_at(when) - east;
        let minute = |at: i32| Minute(at.clamp(0, 1440) as u16);
        OpenHours::of((-2..=2).flat_map(|days| {
            let shift = days * 1440 + later;
            let ranges = plan(days).0;
            ranges.into_iter().map(move |range| MinuteRange {
                start: minute(i32::from(range.start.0) + shift),
                end: minute(i32::from(range.end.0) + shift),
            })
        }))
    }
}

/// The first moment that `zone` shows as `day`, `minute`.
fn start_of(zone: Zone, day: Day, minute: Minute) -> Instant {
    // 24:00 is asked for as the next day's 00:00: a zone knows minutes of a day only.
    let (day, minute) = if minute >= Minute::END {
        (day.plus(1), Minute::MIDNIGHT)
    } else {
        (day, minute)
    };
    match zone.instant(day, minute) {
        LocalTime::Skipped(at) | LocalTime::Once(at) | LocalTime::Twice(at, _) => at,
    }
}

/// The open moments of a clock, as hours of `day` on the recipient's.
///
/// `plan` gives the hours of a day of that clock. A local minute that the recipient's clock
/// shows twice is open only if both moments are.
pub(crate) fn on_recipients_clock(
    clock: Clock,
    recipient: Zone,
    day: Day,
    plan: impl Fn(Day) -> OpenHours,
) -> OpenHours {
    // No two places on earth are more than a day and two hours apart.
    let mut open: Vec<(Instant, Instant)> = Vec::new();
    for there in (-2..=2).map(|days| day.plus(days)) {
        for range in plan(there).ranges() {
            open.push((
                clock.instant(recipient, there, range.start),
                clock.instant(recipient, there, range.end),
            ));
        }
    }
    let start = start_of(recipient, day, Minute::MIDNIGHT);
    let end = start_of(recipient, day.plus(1), Minute::MIDNIGHT);
    let changes: Vec<(Instant, i32)> = recipient.transitions(start, Instant(end.0 + 1)).collect();
    if changes.is_empty() && end.0 - start.0 == 1440 {
        return OpenHours::of(open.into_iter().filter_map(|(from, to)| {
            let (from, to) = (from.max(start), to.min(end));
            (from < to).then(|| MinuteRange {
                start: Minute((from.0 - start.0) as u16),
                end: Minute((to.0 - start.0) as u16),
            })
        }));
    }
    // The local minutes at which anything can change: an edge or a jump, by each of the day's offsets.
    let offsets = || {
        let before = recipient.offset_at(Instant(start.0 - 1));
        std::iter::once(before).chain(changes.iter().map(|(_, offset)| *offset))
    };
    let mut breaks: Vec<u16> = open
        .iter()
        .flat_map(|(from, to)| [*from, *to])
        .chain(changes.iter().map(|(at, _)| *at))
        .flat_map(|at| offsets().map(move |offset| at.0 + i64::from(offset)))
        .map(|local| (local - i64::from(day.0) * 1440).clamp(0, 1440) as u16)
        .chain([0, 1440])
        .collect();
    breaks.sort_unstable();
    breaks.dedup();
    let is_open = |at: Instant| open.iter().any(|(from, to)| *from <= at && at < *to);
    OpenHours::of(breaks.windows(2).filter_map(|pair| {
        let open = match recipient.instant(day, Minute(pair[0])) {
            LocalTime::Skipped(at) | LocalTime::Once(at) => is_open(at),
            LocalTime::Twice(early, late) => is_open(early) && is_open(late),
        };
        open.then_some(MinuteRange {
            start: Minute(pair[0]),
            end: Minute(pair[1]),
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> OpenHours {
        text.parse::<DayPlan>().unwrap().own
    }

    #[test]
    fn ranges_are_joined_and_intersected() {
        assert_eq!(
            hours("14:00-20:00, 10:00-13:00").to_string(),
            "10:00-13:00, 14:00-20:00"
        );
        assert_eq!(hours("08:00-12:00, 12:00-20:00").to_string(), "08:00-20:00");
        let both = hours("10:00-13:00, 14:00-20:00").intersect(&hours("12:00-15:00"));
        assert_eq!(both.to_string(), "12:00-13:00, 14:00-15:00");
        assert_eq!(both.minutes(), 120);
        assert!(hours("closed").is_closed());
        assert_eq!(hours("all-day").minutes(), 1440);
    }

    #[test]
    fn a_range_covers_only_what_lies_in_one_piece() {
        let split = hours("10:00-13:00, 14:00-20:00");
        assert!(split.covers("10:00-13:00".parse().unwrap()));
        assert!(!split.covers("12:00-15:00".parse().unwrap()));
        assert!(!split.contains(Minute(13 * 60)) && split.contains(Minute(14 * 60)));
    }

    #[test]
    fn what_runs_past_midnight_belongs_to_the_next_day() {
        let ramadan: DayPlan = "12:00-01:00 overnight".parse().unwrap();
        let usual: DayPlan = "09:00-22:00".parse().unwrap();
        assert_eq!(ramadan.after(&usual).to_string(), "12:00-24:00");
        assert_eq!(
            ramadan.after(&ramadan).to_string(),
            "00:00-01:00, 12:00-24:00"
        );
        assert_eq!(
            usual.after(&ramadan).to_string(),
            "00:00-01:00, 09:00-22:00"
        );
    }

    #[test]
    fn an_inverted_or_empty_range_is_an_error() {
        for text in [
            "20:00-08:00",
            "08:00-08:00",
            "08:00-20:00 overnight",
            "",
            "noon",
        ] {
            assert!(text.parse::<DayPlan>().is_err(), "{text}");
        }
    }

    #[test]
    fn on_the_days_of_a_clock_change_every_minute_is_right() {
        let plan = hours("00:30-02:15, 08:00-20:00");
        let clocks = ["UTC-06:00", "America/Denver", "Europe/London", "UTC+05:45"];
        for recipient in [
            "America/Chicago",
            "Australia/Lord_Howe",
            "Africa/Cairo",
            "America/Havana",
        ] {
            let zone = Zone::named(recipient).unwrap();
            let year = |y| Day::from_ymd(y, 1, 1).unwrap();
            let from = Instant(i64::from(year(2027).0) * 1440);
            let to = Instant(i64::from(year(2028).0) * 1440);
            let mut days = 0;
            for day in zone.transitions(from, to).map(|(at, _)| zone.local(at).0) {
                days += 1;
                for clock in clocks.map(|text| text.parse::<Clock>().unwrap()) {
                    let open = on_recipients_clock(clock, zone, day, |_| plan.clone());
                    let offset = |at: Instant| match clock {
                        Clock::Zone(zone) => zone.offset_at(at),
                        Clock::Offset(east) => east,
                        Clock::Recipient => unreachable!(),
                    };
                    // The clock's own reading, moment by moment.
                    let is_open = |at: Instant| {
                        let there = (at.0 + i64::from(offset(at))).rem_euclid(1440);
                        plan.contains(Minute(there as u16))
                    };
                    for minute in (0..1440).map(Minute) {
                        let expected = match zone.instant(day, minute) {
                            LocalTime::Skipped(at) | LocalTime::Once(at) => is_open(at),
                            LocalTime::Twice(early, late) => is_open(early) && is_open(late),
                        };
                        assert_eq!(
                            open.contains(minute),
                            expected,
                            "{recipient} {day} {minute} {clock:?}"
                        );
                    }
                }
            }
            assert!(days > 0, "{recipient}");
        }
    }

    #[test]
    fn a_fixed_offset_is_read_on_the_recipients_clock() {
        let six_west = Clock::Offset(-360);
        let there = on_recipients_clock(six_west, Zone::UTC, Day(20_000), |_| hours("08:00-20:00"));
        // 08:00 at UTC-06:00 is 14:00 UTC; the day before ends at 02:00 UTC.
        assert_eq!(there.to_string(), "00:00-02:00, 14:00-24:00");
    }
}
