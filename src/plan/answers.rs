//! What a plan answers with.

use crate::calendar::{DateSet, Day, MinuteRange};

/// The dates on which a step can start at the same local times.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Times {
    /// The dates, on the recipient's calendar.
    pub days: DateSet,
    /// Every minute, on the recipient's clock, at which an attempt can start on each of them;
    /// in order, apart from each other.
    pub ranges: Vec<MinuteRange>,
}

/// A person to whom something happens: the earliest enrollment that leads to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Witness {
    /// The day of enrollment.
    pub enrolled: Day,
    /// Which attempt of the step, from 1: the first that can do it.
    pub attempt: u32,
}

/// One attempt, made or skipped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// Index of the step in the script.
    pub step: usize,
    /// Which attempt of the step, from 1.
    pub attempt: u32,
    /// The date on the recipient's calendar; of a skipped attempt, its nominal date.
    pub day: Day,
    /// The minutes on the recipient's clock at which it can start; empty if it is skipped.
    pub ranges: Vec<MinuteRange>,
    /// The date on which it would have been, were that open.
    pub moved_from: Option<Day>,
    /// Not made, for its window was closed.
    pub skipped: bool,
}

/// The most attempts on one person, and the smallest example of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Worst {
    /// How many.
    pub count: u32,
    /// The day, or the first of the days.
    pub day: Day,
    /// The earliest enrollment that leads to it.
    pub enrolled: Day,
    /// The attempts that are counted, in order of time, with the minutes at which each can start
    /// for all of them to fall there.
    pub contacts: Vec<Contact>,
    /// How many enrollment dates lead to this count.
    pub affected: u32,
    /// How many enrollment dates there are.
    pub of: u32,
}

/// How a step ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ending {
    /// The last date on which an attempt can be made, up to the horizon; none if the step cannot
    /// be reached.
    pub last: Option<Day>,
    /// Whether nothing but the horizon ends it: it repeats without end and no hard stop cuts it.
    pub endless: bool,
}

/// More attempts in a day than a limit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Over {
    /// The smallest example; `affected` counts the enrollment dates that lead to more than the limit.
    pub first: Worst,
    /// The most in any day, over all enrollments.
    pub most: u32,
}
