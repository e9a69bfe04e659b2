//! Time zones: which offset from UTC a clock shows at a moment, and which
//! moments a local time means.
//!
//! Offsets come from our own table (`zone_table.rs`, made by `tools/zones.py`
//! from the current release of the IANA database), because the data that is
//! compiled into a crate lags behind the governments: chrono-tz 0.10.4 is an
//! hour off in Manitoba, Alberta, British Columbia and Morocco today. The
//! table covers 2020 to 2045; outside it chrono-tz answers.

use super::zone_table::{CANONICAL, CHANGES, END, HISTORY, NAMES, RELEASE, START, STARTS, UTC};
use super::{Day, Minute};
use chrono::{DateTime, Offset, TimeZone};
use std::fmt;
use std::str::FromStr;

/// A moment, in whole minutes since 1970-01-01T00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

/// What a local date and time of day mean in a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalTime {
    /// The clock skipped it; the moment at which it jumped.
    Skipped(Instant),
    /// It happened once.
    Once(Instant),
    /// The clock was set back: it happened twice, earlier and later.
    Twice(Instant, Instant),
}

/// An entry of the table: from a minute since 1970 on, the offset in minutes.
#[derive(Clone, Copy)]
pub(super) struct Change(pub(super) i32, pub(super) i16);

/// No clock has been further than this from UTC, in minutes (Alaska and Manila before 1900: over 15 hours).
const FURTHEST: i64 = 16 * 60;

/// Minutes in a day.
const DAY: i64 = 1440;

/// Names of the database that stand for a clock setting and not for a place.
const ABBREVIATIONS: [&str; 15] = [
    "CET", "CST6CDT", "EET", "EST", "EST5EDT", "GMT", "GMT+0", "GMT-0", "GMT0", "HST", "MET",
    "MST", "MST7MDT", "PST8PDT", "WET",
];

/// Abbreviations that people write and that the database does not have, with the zone that is most often meant.
const FAMILIAR: [(&str, &str); 20] = [
    ("ACST", "Australia/Adelaide"),
    ("AEDT", "Australia/Sydney"),
    ("AEST", "Australia/Sydney"),
    ("AST", "America/Halifax"),
    ("AWST", "Australia/Perth"),
    ("BST", "Europe/London"),
    ("CDT", "America/Chicago"),
    ("CEST", "Europe/Berlin"),
    ("CST", "America/Chicago"),
    ("EDT", "America/New_York"),
    ("EEST", "Europe/Athens"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("KST", "Asia/Seoul"),
    ("MDT", "America/Denver"),
    ("MSK", "Europe/Moscow"),
    ("NST", "America/St_Johns"),
    ("PDT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("WEST", "Europe/Lisbon"),
];

/// An IANA time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Zone(u16);

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(UTC);

    /// A zone of the generated tables.
    pub(super) const fn numbered(number: u16) -> Self {
        Self(number)
    }

    /// The zone of an IANA name (links included), in the database's own spelling.
    pub fn named(name: &str) -> Option<Self> {
        NAMES
            .binary_search(&name)
            .ok()
            .map(|index| Self(index as u16))
    }

    /// The zone whose name is most like `name`, if one is like it: a slip of the pen, another
    /// case, or the city alone (`winnipeg`, `New York`).
    pub fn nearest(name: &str) -> Option<Self> {
        let wanted = folded(name);
        if wanted.is_empty() || wanted.len() > 64 {
            return None;
        }
        let city = wanted.rsplit('/').next().unwrap_or(&wanted);
        let limit = (wanted.len() / 3).max(1);
        // Names that differ more in length than they may in letters are not worth the comparison.
        let near = |one: &str, other: &str| {
            (one.len().abs_diff(other.len()) <= limit)
                .then(|| strsim::osa_distance(one, other))
                .filter(|distance| *distance <= limit)
        };
        let distance = |index: usize| {
            let candidate = NAMES[index].to_lowercase();
            let last = candidate.rsplit('/').next().unwrap_or(&candidate);
            let whole = near(&wanted, &candidate);
            // A right city in the wrong part of the world is a better guess than a wrong city.
            let by_city = near(city, last).map(|distance| distance * 2 + 1);
            whole.into_iter().chain(by_city).min()
        };
        (0..NAMES.len())
            .filter_map(|index| Some((distance(index)?, CANONICAL[index] != index as u16, index)))
            .min()
            .filter(|(distance, ..)| *distance <= limit)
            .map(|(.., index)| Self(index as u16))
    }

    /// Every zone and link, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..NAMES.len() as u16).map(Self)
    }

    /// The release of the IANA database that the offsets come from: `2026f`.
    pub fn release() -> &'static str {
        RELEASE
    }

    /// Its IANA name, as it was asked for.
    pub fn name(self) -> &'static str {
        NAMES[usize::from(self.0)]
    }

    /// The zone itself or, for a link such as `US/Central`, the one that it is another name of.
    pub fn canonical(self) -> Self {
        Self(CANONICAL[usize::from(self.0)])
    }

    /// Whether the name stands for a clock setting (`EST`, `GMT`) and not for a place: what its
    /// author means by it in summer is a guess.
    pub fn is_abbreviation(self) -> bool {
        ABBREVIATIONS.binary_search(&self.name()).is_ok()
    }

    /// Whether the clocks of both have shown and will show the same from 2020 to 2045.
    pub fn same_clock(self, other: Self) -> bool {
        HISTORY[usize::from(self.0)] == HISTORY[usize::from(other.0)]
    }

    /// The table's entries for this zone; the first is the offset at its start.
    fn table(self) -> &'static [Change] {
        let history = usize::from(HISTORY[usize::from(self.0)]);
        &CHANGES[usize::from(STARTS[history])..usize::from(STARTS[history + 1])]
    }

    /// Minutes east of Greenwich at a moment.
    pub fn offset_at(self, at: Instant) -> i32 {
        let table = self.table();
        if (START..END).contains(&at.0) {
            let after = table.partition_point(|change| i64::from(change.0) <= at.0);
            return i32::from(table[after.saturating_sub(1)].1);
        }
        let edge = if at.0 < START {
            table[0]
        } else {
            table[table.len() - 1]
        };
        // Whose clock stands still in the table's last year keeps its offset; chrono-tz would
        // bring back the summer time that Manitoba has given up.
        let still = at.0 >= END && i64::from(edge.0) < END - 366 * DAY;
        (!still)
            .then(|| self.offset_by_chrono(at))
            .flatten()
            .unwrap_or(i32::from(edge.1))
    }

    /// The offset by chrono-tz, rounded down to the minute; nothing if it does not know the zone or the moment.
    fn offset_by_chrono(self, at: Instant) -> Option<i32> {
        let zone: chrono_tz::Tz = self.name().parse().ok()?;
        let moment = DateTime::from_timestamp(at.0.checked_mul(60)?, 0)?;
        let offset = zone.offset_from_utc_datetime(&moment.naive_utc()).fix();
        Some(offset.local_minus_utc().div_euclid(60))
    }

    /// The local day and minute of a moment.
    pub fn local(self, at: Instant) -> (Day, Minute) {
        let local = at.0.saturating_add(i64::from(self.offset_at(at)));
        let day = local.div_euclid(DAY);
        (
            Day(day.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32),
            Minute(local.rem_euclid(DAY) as u16),
        )
    }

    /// The moment or moments of a local day and minute. 24:00 is 00:00 of the next day.
    pub fn instant(self, day: Day, minute: Minute) -> LocalTime {
        let local = i64::from(day.0) * DAY + i64::from(minute.0);
        let (from, to) = (local - FURTHEST, local + FURTHEST);
        let mut before = i64::from(self.offset_at(Instant(from)));
        let mut since = from;
        let mut found: Option<(Instant, Instant)> = None;
        let mut skipped = None;
        let mut note = |moment: i64, since: i64, until: i64| {
            if (since..until).contains(&moment) {
                let first = found.map_or(Instant(moment), |(first, _)| first);
                found = Some((first, Instant(moment)));
            }
        };
        for (at, after) in self.transitions(Instant(from + 1), Instant(to)) {
            note(local - before, since, at.0);
            let after = i64::from(after);
            if (at.0 + before..at.0 + after).contains(&local) {
                skipped = Some(at);
            }
            (before, since) = (after, at.0);
        }
        note(local - before, since, to + 1);
        match (found, skipped) {
            (Some((first, last)), _) if first == last => LocalTime::Once(first),
            (Some((first, last)), _) => LocalTime::Twice(first, last),
            (None, Some(at)) => LocalTime::Skipped(at),
            // Every minute of a day is shown or skipped within 16 hours of the same minute in UTC.
            (None, None) => LocalTime::Once(Instant(local - before)),
        }
    }

    /// The moments in `from..to` at which the offset changes, each with the offset from then on,
    /// earliest first. Outside 1899 to 2201 none are looked for.
    pub fn transitions(self, from: Instant, to: Instant) -> Transitions {
        let from = from.0.max(i64::from(Day::MIN.0 - 366) * DAY);
        let table = self.table();
        let next = table.partition_point(|change| i64::from(change.0) < from);
        Transitions {
            zone: self,
            // The first entry is where the table begins, not a change.
            rest: &table[next.max(1).min(table.len())..],
            from,
            to: to.0.min(i64::from(Day::MAX.0 + 366) * DAY),
        }
    }
}

/// The changes of a zone's offset in a span of time; see [`Zone::transitions`].
#[derive(Clone)]
pub struct Transitions {
    zone: Zone,
    rest: &'static [Change],
    from: i64,
    to: i64,
}

impl Iterator for Transitions {
    type Item = (Instant, i32);

    fn next(&mut self) -> Option<Self::Item> {
        if self.from < START {
            let found = self.probe(self.to.min(START));
            if found.is_some() {
                return found;
            }
        }
        if self.from < END {
            if let Some((change, rest)) = self.rest.split_first()
                && i64::from(change.0) < self.to
            {
                self.rest = rest;
                self.from = i64::from(change.0) + 1;
                return Some((Instant(i64::from(change.0)), i32::from(change.1)));
            }
            self.from = END;
        }
        self.probe(self.to)
    }
}

impl Transitions {
    /// Outside the table: walks day by day to `end` (excluded) and narrows a change down to its minute.
    fn probe(&mut self, end: i64) -> Option<(Instant, i32)> {
        let offset = |at: i64| self.zone.offset_at(Instant(at));
        while self.from < end {
            let (mut low, mut high) = (self.from - 1, (self.from + DAY).min(end) - 1);
            let before = offset(low);
            if offset(high) == before {
                self.from = high + 1;
                continue;
            }
            while high - low > 1 {
                let middle = low.midpoint(high);
                if offset(middle) == before {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            self.from = high + 1;
            return Some((Instant(high), offset(high)));
        }
        None
    }
}

/// Lower case, blanks as the database writes them.
fn folded(name: &str) -> String {
    name.trim().replace(' ', "_").to_lowercase()
}

/// `UTC+2`, `GMT-05:00`, `+02:00`, `Z`: a distance from UTC and no zone.
fn is_offset(text: &str) -> bool {
    let rest = ["UTC", "GMT"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    rest.strip_prefix(['+', '-', '\u{2212}'])
        .is_some_and(|digits| {
            digits.starts_with(|c: char| c.is_ascii_digit())
                && digits.chars().all(|c| c.is_ascii_digit() || c == ':')
        })
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = String;

    /// Reads an IANA name; the error says what is wrong and what was probably meant.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(zone) = Self::named(text) {
            return Ok(zone);
        }
        let upper = text.trim().to_uppercase();
        if is_offset(&upper) {
            return Err(format!(
                "`{text}` is an offset and does not follow the clock changes of a place; name the zone of a city, such as Europe/Berlin"
            ));
        }
        if let Ok(index) = FAMILIAR.binary_search_by_key(&upper.as_str(), |(short, _)| short) {
            return Err(format!(
                "`{text}` is an abbreviation: it does not follow clock changes, and several places use it for different times; name the zone of a city, such as {}",
                FAMILIAR[index].1
            ));
        }
        Err(match Self::nearest(text) {
            Some(near) => format!("there is no time zone `{text}`; did you mean {near}?"),
            None => format!(
                "there is no time zone `{text}`; write an IANA name such as America/Winnipeg"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, time: &str) -> Instant {
        let day: Day = day.parse().unwrap();
        let minute: Minute = time.parse().unwrap();
        Instant(i64::from(day.0) * DAY + i64::from(minute.0))
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    #[test]
    fn sorted_tables_are_sorted() {
        assert!(NAMES.is_sorted());
        assert!(ABBREVIATIONS.is_sorted());
        assert!(FAMILIAR.is_sorted());
        assert_eq!(Zone::UTC.name(), "UTC");
        for name in ABBREVIATIONS {
            assert!(zone(name).is_abbreviation(), "{name}");
        }
        for (short, city) in FAMILIAR {
            assert!(
                Zone::named(short).is_none() && Zone::named(city).is_some(),
                "{short}"
            );
        }
        assert!(!zone("America/New_York").is_abbreviation());
    }

    #[test]
    fn a_time_is_skipped_or_doubled_where_the_clocks_change() {
        let berlin = zone("Europe/Berlin");
        let meaning =
            |day: &str, time: &str| berlin.instant(day.parse().unwrap(), time.parse().unwrap());
        let jump = at("2027-03-28", "01:00");
        assert_eq!(
            meaning("2027-03-28", "01:59"),
            LocalTime::Once(at("2027-03-28", "00:59"))
        );
        assert_eq!(meaning("2027-03-28", "02:00"), LocalTime::Skipped(jump));
        assert_eq!(meaning("2027-03-28", "02:59"), LocalTime::Skipped(jump));
        assert_eq!(meaning("2027-03-28", "03:00"), LocalTime::Once(jump));
        assert_eq!(
            meaning("2027-10-31", "01:59"),
            LocalTime::Once(at("2027-10-30", "23:59"))
        );
        assert_eq!(
            meaning("2027-10-31", "02:00"),
            LocalTime::Twice(at("2027-10-31", "00:00"), at("2027-10-31", "01:00"))
        );
        assert_eq!(
            meaning("2027-10-31", "02:59"),
            LocalTime::Twice(at("2027-10-31", "00:59"), at("2027-10-31", "01:59"))
        );
        assert_eq!(
            meaning("2027-10-31", "03:00"),
            LocalTime::Once(at("2027-10-31", "02:00"))
        );
        assert_eq!(
            meaning("2027-10-31", "24:00"),
            LocalTime::Once(at("2027-10-31", "23:00"))
        );
    }

    #[test]
    fn a_whole_day_can_be_skipped() {
        // Samoa crossed the date line: there was no 30 December 2011.
        let apia = zone("Pacific/Apia");
        let noon = apia.instant("2011-12-30".parse().unwrap(), Minute(720));
        assert_eq!(noon, LocalTime::Skipped(at("2011-12-30", "10:00")));
    }

    #[test]
    fn outside_the_table_the_answer_goes_on() {
        let (winnipeg, berlin) = (zone("America/Winnipeg"), zone("Europe/Berlin"));
        assert_eq!(winnipeg.offset_at(at("2019-01-15", "12:00")), -360);
        assert_eq!(winnipeg.offset_at(at("2060-01-15", "12:00")), -300);
        assert_eq!(berlin.offset_at(at("2060-01-15", "12:00")), 60);
        assert_eq!(berlin.offset_at(at("2060-07-15", "12:00")), 120);
        assert_eq!(
            berlin.offset_at(Instant(i64::MAX)),
            berlin.offset_at(at("2045-12-31", "12:00"))
        );
        assert_eq!(berlin.offset_at(Instant(i64::MIN)), 60);
        let _ = (
            berlin.local(Instant(i64::MAX)),
            berlin.local(Instant(i64::MIN)),
        );
        let _ = berlin.instant(Day(i32::MAX), Minute::END);
    }

    #[test]
    fn transitions_run_over_both_ends_of_the_table() {
        let found: Vec<_> = zone("Europe/Berlin")
            .transitions(at("2019-01-01", "00:00"), at("2047-01-01", "00:00"))
            .collect();
        assert_eq!(found.len(), 2 * 28);
        assert_eq!(found[0], (at("2019-03-31", "01:00"), 120));
        assert_eq!(found[1], (at("2019-10-27", "01:00"), 60));
        assert_eq!(found[2], (at("2020-03-29", "01:00"), 120));
        assert_eq!(found[55], (at("2046-10-28", "01:00"), 60));
        assert!(found.is_sorted());
        let summer = at("2027-03-28", "01:00");
        let at_once = |from, to| {
            zone("Europe/Berlin")
                .transitions(Instant(from), Instant(to))
                .count()
        };
        assert_eq!(at_once(summer.0, summer.0 + 1), 1);
        assert_eq!(at_once(summer.0 - 60, summer.0), 0);
        assert_eq!(at_once(summer.0 + 1, summer.0 + 60), 0);
        assert_eq!(at_once(i64::MIN, i64::MIN + 5), 0);
    }

    #[test]
    fn links_lead_to_their_zone() {
        assert_eq!(zone("US/Central").canonical(), zone("America/Chicago"));
        assert_eq!(
            zone("Canada/Central").canonical().name(),
            "America/Winnipeg"
        );
        assert_eq!(zone("America/Chicago").canonical(), zone("America/Chicago"));
        assert!(zone("America/Detroit").same_clock(zone("America/New_York")));
        assert!(!zone("America/Winnipeg").same_clock(zone("America/Chicago")));
    }

    #[test]
    fn a_wrong_name_is_told_what_was_meant() {
        let error = |text: &str| text.parse::<Zone>().unwrap_err();
        for (text, meant) in [
            ("America/Winipeg", "America/Winnipeg"),
            ("america/winnipeg", "America/Winnipeg"),
            ("Europe/Winnipeg", "America/Winnipeg"),
            ("New York", "America/New_York"),
            ("berlin", "Europe/Berlin"),
            ("Europe/Kiew", "Europe/Kiev"),
        ] {
            assert!(
                error(text).ends_with(&format!("did you mean {meant}?")),
                "{}",
                error(text)
            );
        }
        for text in ["UTC+2", "+02:00", "GMT-5", "utc-03:30", "-0500"] {
            assert!(error(text).contains("is an offset"), "{}", error(text));
        }
        assert!(
            error("PST").contains("clock changes") && error("PST").contains("America/Los_Angeles")
        );
        for text in [
            "",
            " ",
            "recipient's own clock, wherever that may be",
            "🕰",
            "/",
        ] {
            assert!(
                error(text).contains("write an IANA name"),
                "{}",
                error(text)
            );
        }
    }
}
