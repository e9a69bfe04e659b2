//! What a plan is made from: a campaign as plain values, for one place.

use super::timeline::Timeline;
use crate::calendar::{DateSet, Day, Duration, Instant, MinuteRange, Weekdays, Zone};
use std::sync::Arc;

/// When people enter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Entry {
    /// Everybody on the first day.
    Once,
    /// On any day. They are in before that day's contacts are made.
    Rolling,
    /// At any minute of any day; a contact of that same day cannot lie before it.
    Triggered,
}

/// Whose clock a window's hours are on. Its days are always the recipient's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Clock {
    /// The recipient's.
    Recipient,
    /// That of a fixed zone: the sender's, or UTC.
    Fixed(Zone),
}

/// When a contact may start.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Window {
    /// Weekdays, on the recipient's calendar.
    pub days: Weekdays,
    /// Hours of the day, in any order; none means any minute. A range whose end comes before its
    /// start crosses midnight (a caller that does not want those leaves them out): both its parts
    /// belong to whatever date they fall on. A range whose end is its start is empty.
    pub hours: Vec<MinuteRange>,
    /// Whose clock the hours are on.
    pub clock: Clock,
    /// Observed holidays, on the recipient's calendar.
    pub closed: Arc<DateSet>,
}

/// What becomes of a contact that falls outside its window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IfClosed {
    /// Made at the next open moment.
    Shift,
    /// Not made.
    Skip,
    /// Made as if the window were open.
    Send,
}

/// What a step's first attempt counts from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Anchor {
    /// So many calendar days after enrollment.
    Day(u32),
    /// The open day with this number on or after enrollment, counting from 0.
    BusinessDay(u32),
    /// So long after the last attempt of the step before, or after enrollment if there is none.
    /// With an hour or minute in it, it leads to a moment; else to a day.
    Wait(Duration),
    /// A date.
    On(Day),
}

/// Further attempts with a spacing of their own, after all `attempts`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Repeat {
    /// From one to the next.
    pub every: Duration,
    /// How many times in all, the first attempt included; none means without end.
    pub times: Option<u32>,
}

/// Attempts that are made only if the ones before went unanswered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Retries {
    /// At most so many.
    pub count: u32,
    /// After the attempt before.
    pub after: Duration,
}

/// One step of a cadence.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Step {
    /// What it counts from.
    pub anchor: Anchor,
    /// When it may start. Steps that share a window should share the pointer.
    pub window: Arc<Window>,
    /// What becomes of it outside.
    pub if_closed: IfClosed,
    /// How many attempts; 0 is taken as 1.
    pub attempts: u32,
    /// From one attempt to the next.
    pub spacing: Duration,
    /// Further attempts.
    pub repeat: Option<Repeat>,
    /// Attempts that an answer can spare.
    pub retries: Option<Retries>,
}

/// A campaign as plain values, for recipients of one place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Script {
    /// First day of enrollment.
    pub first: Day,
    /// Last day of enrollment, included.
    pub last: Day,
    /// When people enter.
    pub entry: Entry,
    /// No contact is made after this day.
    pub hard_stop: Option<Day>,
    /// Contacts are followed up to this day.
    pub horizon: Day,
    /// The steps in order.
    pub steps: Vec<Step>,
}

/// All that a plan makes of a zone; see [`Script::clockwork`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Clockwork {
    /// Minutes east of Greenwich at first, if a window is on another clock.
    offset: Option<i32>,
    /// The local times at which the clock is changed, in minutes since 1970-01-01T00:00 on it, and
    /// by how many minutes.
    changes: Vec<(i64, i32)>,
}

impl Script {
    /// What this script's plan takes from the recipients' zone. Two zones with the same clockwork
    /// have the same plan, so that one can be made for both: Chicago's is Denver's, unless a window
    /// is on the sender's clock.
    pub fn clockwork(&self, zone: Zone) -> Clockwork {
        let (from, to) = Timeline::bounds_of(self);
        let first = zone.offset_at(Instant(from));
        let mut offset = first;
        let changes = zone
            .transitions(Instant(from), Instant(to))
            .map(|(at, next)| {
                let local = at.0 + i64::from(offset);
                let by = next - std::mem::replace(&mut offset, next);
                (local, by)
            })
            .collect();
        let fixed = self
            .steps
            .iter()
            .any(|step| matches!(step.window.clock, Clock::Fixed(_)));
        Clockwork {
            offset: fixed.then_some(first),
            changes,
        }
    }
}
