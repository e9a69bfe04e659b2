//! The days of a plan as numbers from 0, what the clocks show on them, and when a window is open.
//!
//! Day 0 is the first day of enrollment; the last is the horizon or the hard stop. Moments are
//! minutes since 1970-01-01T00:00Z, so that hours and minutes add up on the days on which a clock
//! is changed. A day begins at the first moment at which the recipient's clock shows its date.

use super::script::{Clock, IfClosed, Script, Window};
use crate::calendar::{Day, Instant, Minute, MinuteRange, Weekday, Zone};
use std::sync::OnceLock;

/// Minutes of a day on which no clock is changed.
const DAY: i64 = 1440;

/// No clock is further than this from UTC, in minutes.
const FURTHEST: i64 = 16 * 60;

/// A day past the end of the plan.
pub(super) const NEVER: u32 = u32::MAX;

/// A set of day numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn with_room(len: u32) -> Self {
        Self(vec![0; (len as usize).div_ceil(64)])
    }

    pub(super) fn insert(&mut self, day: u32) {
        self.0[day as usize / 64] |= 1 << (day % 64);
    }

    pub(super) fn remove(&mut self, day: u32) {
        self.0[day as usize / 64] &= !(1 << (day % 64));
    }

    pub(super) fn contains(&self, day: u32) -> bool {
        self.0[day as usize / 64] >> (day % 64) & 1 == 1
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Adds the days from `from` to `to` (excluded).
    fn insert_range(&mut self, from: u32, to: u32) {
        for index in from / 64..to.div_ceil(64) {
            self.0[index as usize] |= within(index, from, to);
        }
    }

    /// Adds the days from `from` to `to` (excluded) that `other` has.
    pub(super) fn copy_range(&mut self, other: &Self, from: u32, to: u32) {
        for index in from / 64..to.div_ceil(64) {
            self.0[index as usize] |= other.0[index as usize] & within(index, from, to);
        }
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The days of both.
    pub(super) fn shared(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// Takes the days of `other` out.
    pub(super) fn take_out(&mut self, other: &Self) {
        for (word, less) in self.0.iter_mut().zip(&other.0) {
            *word &= !less;
        }
    }

    pub(super) fn first(&self) -> Option<u32> {
        self.iter().next()
    }

    pub(super) fn last(&self) -> Option<u32> {
        let (index, word) = self.0.iter().enumerate().rfind(|(_, word)| **word != 0)?;
        Some(index as u32 * 64 + 63 - word.leading_zeros())
    }

    pub(super) fn into_words(self) -> Vec<u64> {
        self.0
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| index as u32 * 64 + rest.trailing_zeros())
        })
    }
}

/// The bits of a word of [`Bits`] that stand for days from `from` to `to` (excluded). The word holds some of them.
fn within(index: u32, from: u32, to: u32) -> u64 {
    let mut word = u64::MAX;
    if index == from / 64 {
        word &= u64::MAX << (from % 64);
    }
    if index == to / 64 {
        word &= (1 << (to % 64)) - 1;
    }
    word
}

/// What a zone's clock shows over the time of a plan: its offset from each of these moments on.
pub(super) struct Wall(Vec<(i64, i64)>);

impl Wall {
    fn new(zone: Zone, from: i64, to: i64) -> Self {
        let mut spans = vec![(i64::MIN, i64::from(zone.offset_at(Instant(from))))];
        spans.extend(
            zone.transitions(Instant(from), Instant(to))
                .map(|(at, offset)| (at.0, i64::from(offset))),
        );
        Self(spans)
    }

    fn index(&self, at: i64) -> usize {
        self.0.partition_point(|(from, _)| *from <= at) - 1
    }

    /// The spans that meet `from..to`: start, end and offset of each.
    fn spans(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, i64, i64)> + '_ {
        let first = if from < to {
            self.index(from)
        } else {
            self.0.len()
        };
        (first..self.0.len())
            .map(move |index| {
                let end = self.0.get(index + 1).map_or(i64::MAX, |next| next.0);
                (self.0[index].0.max(from), end.min(to), self.0[index].1)
            })
            .take_while(|(start, end, _)| start < end)
    }

    /// Local ranges of the moments `from..to`, in the order of the moments.
    pub(super) fn ranges(&self, from: i64, to: i64, out: &mut Vec<MinuteRange>) {
        for (start, end, offset) in self.spans(from, to) {
            let (mut low, high) = (start + offset, end + offset);
            while low < high {
                let midnight = (low.div_euclid(DAY) + 1) * DAY;
                let until = midnight.min(high);
                let minute = |at: i64, day: i64| Minute((at - day * DAY) as u16);
                let day = low.div_euclid(DAY);
                out.push(MinuteRange {
                    start: minute(low, day),
                    end: minute(until, day),
                });
                low = until;
            }
        }
    }

    /// By how many minutes the clock is changed at most.
    pub(super) fn greatest_change(&self) -> i64 {
        let changes = self.0.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs());
        changes.max().unwrap_or(0)
    }

    fn changes(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().skip(1).map(|(at, _)| *at)
    }
}

/// The days of a plan.
pub(super) struct Timeline {
    base: i32,
    /// How many days there are.
    pub(super) len: u32,
    /// The recipient's clock.
    pub(super) wall: Wall,
    starts: OnceLock<Vec<i64>>,
}

impl Timeline {
    /// Days `first` to `last`, for a recipient in `zone`.
    pub(super) fn new(first: Day, last: Day, zone: Zone) -> Self {
        let len = (i64::from(last.0) - i64::from(first.0) + 1).max(0) as u32;
        let (from, to) = Self::bounds(first.0, len);
        Self {
            base: first.0,
            len,
            wall: Wall::new(zone, from, to),
            starts: OnceLock::new(),
        }
    }

    /// The first and the last day of a script's plan.
    pub(super) fn days_of(script: &Script) -> (Day, Day) {
        let first = script.first.clamp(Day::MIN, Day::MAX);
        let end = script
            .hard_stop
            .map_or(script.horizon, |stop| stop.min(script.horizon))
            .clamp(Day(first.0 - 1), Day(Day::MAX.0 + 800));
        (first, end)
    }

    /// The moments between which a script's plan looks at the clocks.
    pub(super) fn bounds_of(script: &Script) -> (i64, i64) {
        let (first, end) = Self::days_of(script);
        Self::bounds(first.0, (end.0 - first.0 + 1) as u32)
    }

    fn bounds(base: i32, len: u32) -> (i64, i64) {
        let first = i64::from(base);
        ((first - 3) * DAY, (first + i64::from(len) + 4) * DAY)
    }

    /// The number of a day, if the plan has it.
    pub(super) fn number(&self, day: Day) -> Option<u32> {
        u32::try_from(i64::from(day.0) - i64::from(self.base))
            .ok()
            .filter(|number| *number < self.len)
    }

    /// The day with a number.
    pub(super) fn day(&self, number: u32) -> Day {
        Day((i64::from(self.base) + i64::from(number)).min(i64::from(i32::MAX)) as i32)
    }

    fn starts(&self) -> &[i64] {
        self.starts
            .get_or_init(|| (0..=self.len + 1).map(|day| self.begins(day)).collect())
    }

    /// The first moment at which the recipient's clock shows this day or a later one.
    fn begins(&self, day: u32) -> i64 {
        let midnight = self.midnight(day);
        let from = midnight - FURTHEST;
        self.wall
            .spans(from, i64::MAX)
            .map(|(start, end, offset)| (start.max(midnight - offset), end))
            .find(|(at, end)| at < end)
            .map_or(midnight, |(at, _)| at)
    }

    /// The minute of local time at which a day begins by its date.
    fn midnight(&self, day: u32) -> i64 {
        (i64::from(self.base) + i64::from(day)) * DAY
    }

    /// When a day of the plan, or one of the two after it, begins.
    pub(super) fn start(&self, day: u32) -> i64 {
        self.starts()[day as usize]
    }

    /// The day of the plan in which a moment lies; `NEVER` after its end. `at` is not before it.
    pub(super) fn day_of(&self, at: i64) -> u32 {
        let starts = self.starts();
        if at >= starts[self.len as usize] {
            return NEVER;
        }
        // Within a day of the right one, whatever the clock shows.
        let guess = ((at - starts[0]) / DAY).clamp(0, i64::from(self.len) - 1) as usize;
        let mut day = guess;
        while starts[day] > at && day > 0 {
            day -= 1;
        }
        while starts[day + 1] <= at {
            day += 1;
        }
        day as u32
    }
}

/// The stretches of all days, and where those of each begin.
type Stretches = (Vec<u32>, Vec<(i64, i64)>);

/// A window laid over the days of a plan.
pub(super) struct Opening {
    /// In minutes of the day, in order, apart from each other; none means any minute.
    hours: Vec<(i64, i64)>,
    any_hour: bool,
    /// The clock of the hours, if it is not the recipient's.
    fixed: Option<Wall>,
    /// Days on which a contact can start.
    pub(super) open: Bits,
    next: Vec<u32>,
    longest_wait: u32,
    numbered: OnceLock<(Vec<u32>, Vec<u32>)>,
    steady: OnceLock<Vec<(Bits, Vec<MinuteRange>)>>,
    stretches: OnceLock<Stretches>,
}

impl Opening {
    pub(super) fn new(window: &Window, line: &Timeline) -> Self {
        let (from, to) = Timeline::bounds(line.base, line.len);
        let mut opening = Self {
            hours: hours(&window.hours),
            any_hour: window.hours.is_empty(),
            fixed: match window.clock {
                Clock::Recipient => None,
                Clock::Fixed(zone) => Some(Wall::new(zone, from, to)),
            },
            open: Bits::with_room(line.len),
            next: vec![NEVER; line.len as usize + 1],
            longest_wait: 0,
            numbered: OnceLock::new(),
            steady: OnceLock::new(),
            stretches: OnceLock::new(),
        };
        if opening.any_hour || !opening.hours.is_empty() {
            let mut weekday = usize::from(line.day(0).weekday().index());
            for day in 0..line.len {
                if window.days.contains(Weekday::ALL[weekday]) {
                    opening.open.insert(day);
                }
                weekday = if weekday == 6 { 0 } else { weekday + 1 };
            }
            for closed in window.closed.iter().filter_map(|day| line.number(day)) {
                opening.open.remove(closed);
            }
            opening.shut_lost_days(line);
        }
        let mut shut = 0;
        for open in opening.open.iter() {
            opening.next[shut as usize..=open as usize].fill(open);
            opening.longest_wait = opening.longest_wait.max(open - shut);
            shut = open + 1;
        }
        opening
    }

    /// The most days from any day to the first open one, as far as there is one.
    pub(super) fn longest_wait(&self) -> u32 {
        self.longest_wait
    }

    /// A clock that is put forward can jump over all of a day's hours: such a day is not open.
    fn shut_lost_days(&mut self, line: &Timeline) {
        let mut found = Vec::new();
        let changes: Vec<i64> = line
            .wall
            .changes()
            .chain(self.fixed.iter().flat_map(Wall::changes))
            .collect();
        for at in changes {
            let around =
                (at.div_euclid(DAY) - i64::from(line.base)).clamp(-2, i64::from(NEVER) - 3);
            for day in (around - 1).max(0)..=around + 1 {
                let Some(day) = u32::try_from(day).ok().filter(|day| *day < line.len) else {
                    continue;
                };
                found.clear();
                self.find(line, line.begins(day), line.begins(day + 1), &mut found);
                if found.is_empty() {
                    self.open.remove(day);
                }
            }
        }
    }

    /// The stretches of time between `from` and `to` in which the hours are open.
    fn find(&self, line: &Timeline, from: i64, to: i64, out: &mut Vec<(i64, i64)>) {
        if self.any_hour {
            if from < to {
                out.push((from, to));
            }
            return;
        }
        let base = out.len();
        for (start, end, offset) in self.fixed.as_ref().unwrap_or(&line.wall).spans(from, to) {
            let mut local = (start + offset).div_euclid(DAY) * DAY - offset;
            while local < end {
                for (open, close) in &self.hours {
                    let (low, high) = ((local + open).max(start), (local + close).min(end));
                    if low >= high {
                        continue;
                    }
                    match out[base..].last_mut() {
                        Some(last) if last.1 == low => last.1 = high,
                        _ => out.push((low, high)),
                    }
                }
                local += DAY;
            }
        }
    }

    fn table(&self, line: &Timeline) -> &Stretches {
        self.stretches.get_or_init(|| {
            let mut index = Vec::with_capacity(line.len as usize + 1);
            let mut all = Vec::with_capacity(line.len as usize);
            for day in 0..line.len {
                index.push(all.len() as u32);
                self.find(line, line.start(day), line.start(day + 1), &mut all);
            }
            index.push(all.len() as u32);
            (index, all)
        })
    }

    /// When the hours are open on a day, whether the day is or not.
    pub(super) fn stretches(&self, line: &Timeline, day: u32) -> &[(i64, i64)] {
        let (index, all) = self.table(line);
        &all[index[day as usize] as usize..index[day as usize + 1] as usize]
    }

    /// The moments of a day at which a contact can start that is made (or would have been made) on
    /// it in any case: those of its hours; if it has none of them, all.
    pub(super) fn usable(&self, line: &Timeline, day: u32, mut visit: impl FnMut(i64, i64)) {
        let stretches = self.stretches(line, day);
        if stretches.is_empty() {
            visit(line.start(day), line.start(day + 1));
        }
        for (low, high) in stretches {
            visit(*low, *high);
        }
    }

    /// The days on which neither clock is changed, in groups, each with the local times of the hours.
    pub(super) fn steady(&self, line: &Timeline) -> &[(Bits, Vec<MinuteRange>)] {
        self.steady.get_or_init(|| {
            let mut changed = Bits::with_room(line.len);
            let walls = std::iter::once(&line.wall).chain(&self.fixed);
            for at in walls.flat_map(Wall::changes) {
                let around = at.div_euclid(DAY) - i64::from(line.base);
                for day in (around - 1).max(0)..=around + 1 {
                    // Midnight itself can be skipped or come twice, so that both of its days are told apart.
                    if let Some(day) = u32::try_from(day).ok().filter(|day| *day < line.len)
                        && (line.begins(day)..=line.begins(day + 1)).contains(&at)
                    {
                        changed.insert(day);
                    }
                }
            }
            let mut groups: Vec<(Bits, Vec<MinuteRange>)> = Vec::new();
            let mut from = 0;
            for until in changed.iter().chain([line.len]) {
                if from < until {
                    let ranges = self.local(line, from);
                    let known = groups.iter().position(|(_, known)| *known == ranges);
                    let known = known.unwrap_or_else(|| {
                        groups.push((Bits::with_room(line.len), ranges));
                        groups.len() - 1
                    });
                    groups[known].0.insert_range(from, until);
                }
                from = until + 1;
            }
            groups
        })
    }

    /// The local times of a day at which a contact can start that is made on it in any case.
    pub(super) fn local(&self, line: &Timeline, day: u32) -> Vec<MinuteRange> {
        let (from, to) = (line.begins(day), line.begins(day + 1));
        let mut open = Vec::new();
        self.find(line, from, to, &mut open);
        if open.is_empty() {
            open.push((from, to));
        }
        let mut ranges = Vec::new();
        for (low, high) in open {
            line.wall.ranges(low, high, &mut ranges);
        }
        super::join(&mut ranges);
        ranges
    }

    /// The first open day at or after a day; `NEVER` if there is none.
    pub(super) fn next(&self, day: u32) -> u32 {
        self.next.get(day as usize).copied().unwrap_or(NEVER)
    }

    /// The first moment of the first open day at or after a day.
    pub(super) fn next_start(&self, line: &Timeline, day: u32) -> Option<(i64, u32)> {
        let open = self.next(day);
        (open != NEVER).then(|| (self.stretches(line, open)[0].0, open))
    }

    /// The open day with a number, counted from 0, at or after a day; `NEVER` if there is none.
    pub(super) fn nth(&self, line: &Timeline, day: u32, number: u32) -> u32 {
        let (rank, open) = self.numbered.get_or_init(|| {
            let mut rank = Vec::with_capacity(line.len as usize);
            let mut open = Vec::new();
            for day in 0..line.len {
                rank.push(open.len() as u32);
                if self.open.contains(day) {
                    open.push(day);
                }
            }
            (rank, open)
        });
        rank.get(day as usize)
            .and_then(|rank| open.get(*rank as usize + number as usize))
            .copied()
            .unwrap_or(NEVER)
    }

    /// What becomes of a contact whose nominal day is `nominal`: its day, and whether it is skipped;
    /// nothing if the plan ends before.
    pub(super) fn land(&self, if_closed: IfClosed, nominal: u32) -> Option<(u32, bool)> {
        let open = self.next(nominal);
        if open == nominal {
            return (nominal != NEVER).then_some((nominal, false));
        }
        match if_closed {
            IfClosed::Shift => (open != NEVER).then_some((open, false)),
            IfClosed::Skip | IfClosed::Send => ((nominal as usize) + 1 < self.next.len())
                .then_some((nominal, if_closed == IfClosed::Skip)),
        }
    }
}

/// Hours as ranges of minutes that do not cross midnight, in order, apart from each other.
fn hours(written: &[MinuteRange]) -> Vec<(i64, i64)> {
    let mut parts = Vec::new();
    for range in written {
        let (start, end) = (i64::from(range.start.0), i64::from(range.end.0));
        let (start, end) = (start.min(DAY), end.min(DAY));
        if start < end {
            parts.push((start, end));
        } else if end < start {
            parts.extend([(0, end), (start, DAY)]);
        }
    }
    parts.retain(|(start, end)| start < end);
    parts.sort_unstable();
    let mut apart: Vec<(i64, i64)> = Vec::with_capacity(parts.len());
    for (start, end) in parts {
        match apart.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}
