//! Where attempts can be, over any number of enrollments at once.
//!
//! The attempts of a leg are a cloud: whole days (an attempt at any minute of the window of that
//! day) and parts of days (moments that follow from those of the attempt before). A leg maps the
//! cloud before it to the cloud after it; how many enrollments are in it does not matter.

use super::leg::{Chain, Chains, Course, FEW, FOREVER, Landing, Leg, Link, Part};
use super::script::{Entry, IfClosed};
use super::timeline::{Bits, NEVER};
use std::ops::Range;

/// Attempts of one leg.
#[derive(Clone, Default)]
pub(super) struct Cloud {
    /// Whose minutes a whole day has.
    opening: u32,
    /// Days on which one is made at any minute of the window.
    pub(super) made: Bits,
    /// Days on which one is skipped.
    pub(super) skipped: Bits,
    /// Moments, in order, apart from each other.
    pub(super) parts: Vec<Part>,
}

impl Cloud {
    fn with_room(len: u32, opening: u32) -> Self {
        Self {
            opening,
            made: Bits::with_room(len),
            skipped: Bits::with_room(len),
            parts: Vec::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.made.is_empty() && self.skipped.is_empty()
    }

    fn add(&mut self, other: &Self) {
        self.made.add(&other.made);
        self.skipped.add(&other.skipped);
        if !other.parts.is_empty() {
            self.parts.extend_from_slice(&other.parts);
            tidy(&mut self.parts);
        }
    }

    /// Every day on which an attempt is made or skipped; some more than once.
    fn each_day(&self, mut visit: impl FnMut(u32)) {
        self.made.iter().for_each(&mut visit);
        self.skipped.iter().for_each(&mut visit);
        let mut last = NEVER;
        for part in &self.parts {
            if part.day != last {
                visit(part.day);
                last = part.day;
            }
        }
    }

    fn put(&mut self, (day, skipped): (u32, bool)) {
        if skipped {
            self.skipped.insert(day);
        } else {
            self.made.insert(day);
        }
    }

    /// The days on which an attempt is made.
    pub(super) fn days(&self) -> Bits {
        let mut days = self.made.clone();
        for part in self.parts.iter().filter(|part| !part.skipped) {
            days.insert(part.day);
        }
        days
    }
}

/// Puts parts in order and joins those that touch.
pub(super) fn tidy(parts: &mut Vec<Part>) {
    parts.sort_unstable();
    parts.dedup_by(|next, last| {
        let joined = next.day == last.day && next.skipped == last.skipped && next.low <= last.high;
        if joined {
            last.high = last.high.max(next.high);
        }
        joined
    });
}

/// How far attempts are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Detail {
    /// Each on its own.
    Each,
    /// Those of all long runs together.
    Together,
}

impl Course {
    /// Follows the chain of people enrolled on `enrolled`; `visit` gets, for each leg and as often
    /// as attempts are told apart, the number of the first of them and where they can be. It says
    /// whether to go on.
    pub(super) fn follow(
        &self,
        chains: &Chains,
        chain: &Chain,
        enrolled: Range<u32>,
        detail: Detail,
        mut visit: impl FnMut(&Leg, u32, &Cloud) -> bool,
    ) {
        let mut legs = chains
            .legs(chain)
            .iter()
            .map(|index| &self.legs[*index as usize])
            .peekable();
        let Some(first) = legs.next() else {
            return;
        };
        let mut cloud = self.enter(first, enrolled);
        if !visit(first, 1, &cloud) {
            return;
        }
        while let Some(leg) = legs.next() {
            if cloud.is_empty() {
                return;
            }
            let long = match detail {
                Detail::Each => false,
                Detail::Together => leg.times > FEW,
            };
            if long && matches!(leg.link, Link::Days(_)) {
                let (all, map) = self.long_run(leg, &cloud);
                if !visit(leg, leg.attempt, &all) || legs.peek().is_none() {
                    return;
                }
                cloud = if leg.optional {
                    cloud.add(&all);
                    cloud
                } else {
                    self.after_run(leg, &cloud, map)
                };
            } else if long && leg.times == FOREVER {
                let all = self.close_run(leg, &cloud);
                if !visit(leg, leg.attempt, &all) || !leg.optional {
                    return;
                }
                cloud.add(&all);
            } else {
                let mut union = leg.optional.then(|| cloud.clone());
                for number in 0..leg.times {
                    cloud = self.once(leg, &cloud);
                    if !visit(leg, leg.attempt.saturating_add(number), &cloud) {
                        return;
                    }
                    if let Some(union) = &mut union {
                        union.add(&cloud);
                    }
                    if cloud.is_empty() {
                        break;
                    }
                }
                cloud = union.unwrap_or(cloud);
            }
        }
    }

    /// The first attempt of a chain.
    fn enter(&self, leg: &Leg, enrolled: Range<u32>) -> Cloud {
        let mut cloud = Cloud::with_room(self.line.len, leg.opening);
        if let Link::Day(days) = leg.link
            && leg.if_closed == IfClosed::Shift
            && (days > 0 || self.entry != Entry::Triggered)
        {
            // All open days between the first nominal day and the last, and the one after.
            let from = enrolled.start.saturating_add(days).min(self.line.len);
            let to = enrolled.end.saturating_add(days).min(self.line.len);
            if from < to {
                let opening = self.opening(leg);
                cloud.made.copy_range(&opening.open, from, to);
                let last = opening.next(to - 1);
                if last != NEVER {
                    cloud.made.insert(last);
                }
            }
            return cloud;
        }
        for day in enrolled {
            self.first(leg, day, |entry| match entry {
                First::Whole(landed, _) => cloud.put(landed),
                First::Moments(landing) => cloud.parts.push(landing.to),
            });
        }
        tidy(&mut cloud.parts);
        cloud
    }

    /// The first attempt of a chain for people who are enrolled at any minute of a day.
    pub(super) fn first(&self, leg: &Leg, day: u32, mut visit: impl FnMut(First)) {
        let line = &self.line;
        if let Link::Moment(..) = leg.link {
            self.after_enrollment(leg, day, (line.start(day), line.start(day + 1)), visit);
            return;
        }
        let nominal = self.anchored(leg, day);
        if self.on_the_day(leg, day, nominal) {
            let times = (line.start(day), line.start(day + 1));
            self.same_day(leg, times, day, |landing| visit(First::Moments(landing)));
        } else if let Some(landed) = self.opening(leg).land(leg.if_closed, nominal) {
            visit(First::Whole(landed, nominal));
        }
    }

    /// The same for people who are enrolled at a minute of the day.
    pub(super) fn first_at(&self, leg: &Leg, day: u32, at: i64, mut visit: impl FnMut(First)) {
        if let Link::Moment(..) = leg.link {
            self.after_enrollment(leg, day, (at, at + 1), visit);
            return;
        }
        let nominal = self.anchored(leg, day);
        if self.on_the_day(leg, day, nominal) {
            self.same_day(leg, (at, at + 1), day, |landing| {
                visit(First::Moments(landing));
            });
        } else if let Some(landed) = self.opening(leg).land(leg.if_closed, nominal) {
            visit(First::Whole(landed, nominal));
        }
    }

    fn after_enrollment(
        &self,
        leg: &Leg,
        day: u32,
        (low, high): (i64, i64),
        mut visit: impl FnMut(First),
    ) {
        let enrolled = Part {
            day,
            skipped: false,
            low,
            high,
        };
        if low < high {
            self.advance(leg, enrolled, |landing| visit(First::Moments(landing)));
        }
    }

    /// Whether the minute of enrollment on `enrolled` matters to an attempt due on `nominal`.
    pub(super) fn on_the_day(&self, leg: &Leg, enrolled: u32, nominal: u32) -> bool {
        self.entry == Entry::Triggered
            && nominal == enrolled
            && (leg.if_closed != IfClosed::Shift || self.opening(leg).open.contains(nominal))
    }

    /// One attempt after each of a cloud.
    fn once(&self, leg: &Leg, before: &Cloud) -> Cloud {
        let mut after = Cloud::with_room(self.line.len, leg.opening);
        if let Link::Days(hop) = leg.link {
            before.each_day(|day| {
                if let Some(landed) = self.opening(leg).land(leg.if_closed, self.later(hop, day)) {
                    after.put(landed);
                }
            });
        } else {
            let parts = &mut after.parts;
            self.each_part(before, |part| {
                self.advance(leg, part, |landing| parts.push(landing.to));
            });
            tidy(parts);
        }
        after
    }

    /// A cloud's moments; those of a whole day are the minutes of its window.
    pub(super) fn each_part(&self, cloud: &Cloud, mut visit: impl FnMut(Part)) {
        let opening = &self.openings[cloud.opening as usize];
        for (days, skipped) in [(&cloud.made, false), (&cloud.skipped, true)] {
            for day in days.iter() {
                opening.usable(&self.line, day, |low, high| {
                    visit(Part {
                        day,
                        skipped,
                        low,
                        high,
                    });
                });
            }
        }
        cloud.parts.iter().copied().for_each(visit);
    }

    /// For every day, the day of the next attempt by a link in days; `NEVER` past the end.
    pub(super) fn day_map(&self, leg: &Leg) -> Vec<u32> {
        let Link::Days(hop) = leg.link else {
            return Vec::new();
        };
        let opening = self.opening(leg);
        (0..self.line.len)
            .map(|day| {
                opening
                    .land(leg.if_closed, self.later(hop, day))
                    .map_or(NEVER, |(day, _)| day)
            })
            .collect()
    }

    /// Whether an attempt with days before it is made if it falls on `day`.
    pub(super) fn is_made(&self, leg: &Leg, day: u32) -> bool {
        leg.if_closed != IfClosed::Skip || self.opening(leg).open.contains(day)
    }

    /// Many attempts with days between them: the days on which they are, by the smallest number of
    /// attempts that leads to each; and the map from one to the next.
    fn long_run(&self, leg: &Leg, before: &Cloud) -> (Cloud, Vec<u32>) {
        let map = self.day_map(leg);
        let mut fewest = vec![NEVER; map.len()];
        let reach = |fewest: &mut [u32], from: u32, number: u32| {
            let to = map[from as usize];
            if to != NEVER {
                fewest[to as usize] = fewest[to as usize].min(number);
            }
        };
        before.each_day(|day| reach(&mut fewest, day, 1));
        let mut all = Cloud::with_room(self.line.len, leg.opening);
        for day in 0..self.line.len {
            let number = fewest[day as usize];
            if number == NEVER {
                continue;
            }
            all.put((day, !self.is_made(leg, day)));
            if number < leg.times {
                reach(&mut fewest, day, number + 1);
            }
        }
        (all, map)
    }

    /// Where a cloud is after all attempts of a run with days between them.
    fn after_run(&self, leg: &Leg, before: &Cloud, map: Vec<u32>) -> Cloud {
        let mut after = Cloud::with_room(self.line.len, leg.opening);
        if leg.times != FOREVER {
            let end = power(map, leg.times);
            before.each_day(|day| {
                let to = end[day as usize];
                if to != NEVER {
                    after.put((to, !self.is_made(leg, to)));
                }
            });
        }
        after
    }

    /// Attempts with less than a day between them, without end: day by day, all that can be on it.
    fn close_run(&self, leg: &Leg, before: &Cloud) -> Cloud {
        let mut all = Cloud::with_room(self.line.len, leg.opening);
        let mut due: Vec<Vec<Part>> = vec![Vec::new(); self.line.len as usize];
        self.each_part(before, |part| {
            self.advance(leg, part, |landing| {
                due[landing.to.day as usize].push(landing.to);
            });
        });
        for day in 0..self.line.len {
            let mut known = std::mem::take(&mut due[day as usize]);
            tidy(&mut known);
            let mut fresh = known.clone();
            while !fresh.is_empty() {
                let mut found = Vec::new();
                for part in &fresh {
                    self.advance(leg, *part, |landing| {
                        if landing.to.day == day {
                            found.push(landing.to);
                        } else {
                            due[landing.to.day as usize].push(landing.to);
                        }
                    });
                }
                tidy(&mut found);
                fresh.clear();
                for part in found {
                    beyond(part, &known, &mut fresh);
                }
                known.extend_from_slice(&fresh);
                tidy(&mut known);
            }
            all.parts.append(&mut known);
        }
        all
    }
}

/// The first attempt of a chain.
pub(super) enum First {
    /// At any minute of a day's window, made or skipped; and the nominal day.
    Whole((u32, bool), u32),
    /// At moments that follow from that of the enrollment.
    Moments(Landing),
}

/// What `known` does not have of a part.
fn beyond(part: Part, known: &[Part], out: &mut Vec<Part>) {
    let mut low = part.low;
    for other in known
        .iter()
        .filter(|other| other.day == part.day && other.skipped == part.skipped)
    {
        if other.high <= low || other.low >= part.high {
            continue;
        }
        if low < other.low {
            out.push(Part {
                low,
                high: other.low,
                ..part
            });
        }
        low = low.max(other.high);
    }
    if low < part.high {
        out.push(Part { low, ..part });
    }
}

/// A map of days applied `times` times.
pub(super) fn power(mut map: Vec<u32>, mut times: u32) -> Vec<u32> {
    let mut result: Vec<u32> = (0..map.len() as u32).collect();
    let through = |first: &[u32], second: &[u32]| -> Vec<u32> {
        first
            .iter()
            .map(|day| second.get(*day as usize).copied().unwrap_or(NEVER))
            .collect()
    };
    while times > 0 {
        if times & 1 == 1 {
            result = through(&result, &map);
        }
        times >>= 1;
        if times > 0 {
            map = through(&map, &map);
        }
    }
    result
}
