//! The contact plan: every contact that a campaign can make to people of one place.
//!
//! A [`Script`] is a campaign as plain values; a [`Plan`] lays it over the days from the first
//! enrollment to the horizon and answers for **every** enrollment date, not for samples. It knows
//! nothing of rules or law. Nothing is computed before it is asked for.
//!
//! # What a plan takes for true
//! - All dates are the recipient's. A moment is open if the recipient's date is open (its weekday is
//!   among the window's and it is not an observed holiday) and the window's clock shows one of its
//!   hours. So a window on the sender's clock can be open early and late on one date of the
//!   recipient, and hours that cross midnight belong to both dates, each of which is tested.
//! - A local time that does not exist cannot happen; one that exists twice can happen twice. A day
//!   of whose hours the clock skips all is not open. A day begins when the recipient's clock first
//!   shows its date.
//! - A contact that is due on a day happens at any minute of the day's hours: everything that
//!   follows is true of every one of them. If it is due on a closed day and sent all the same, the
//!   hours still hold; if the day has none of these hours, any minute is possible.
//! - A wait or spacing in days leads to a day, counted from the day of the attempt before. A wait
//!   with an hour or minute in it leads to a moment, counted from the moment of the attempt before
//!   (its days, if it has any, first; these keep the distance from the start of the day). So does a
//!   spacing under a day: on the same day as long as there are hours left, in the next of them if the
//!   moment lies between two; then at the next open moment, whatever is done with closed days. A
//!   spacing of a day or more counts whole days.
//! - An attempt that is skipped counts, for what follows, as made on its nominal day at the moment
//!   at which it would have been made: any minute of the hours of that day, or the moment that a wait
//!   led to. **A step all of whose attempts are skipped is no exception**: what waits for it counts
//!   from its last nominal attempt.
//! - **What waits for a step that repeats without end is never reached**, and what waits for a step
//!   that is not reached is not reached either. A person enrolled after the date of an `on` step does
//!   not have that step: what waits for it waits for the step before it.
//! - The first step can wait too: from the enrollment, at any minute of its day. Of triggered
//!   enrollment the minute is free, and a contact due on the same day comes after it: at any minute
//!   left in the day's hours, and if none is left, it is shifted, skipped, or sent at once. Once and
//!   rolling enrollment put people in before the day's first contact.
//! - Retries come after all attempts and repeats of their step. Any number of them up to the given
//!   one can happen, and what waits for the step counts from the last that did.
//! - Over a thousand attempts of one step that are less than a day apart count as without end.

mod answers;
mod budget;
mod by_day;
mod cast;
mod count;
mod keeps;
mod leg;
mod one_day;
mod plain;
mod reach;
mod rolling;
mod script;
#[cfg(test)]
mod tests;
mod timeline;
mod trail;

pub use answers::{Contact, Ending, Over, Times, Witness, Worst};
pub use budget::Unfollowed;
pub use cast::{Cast, Enrollment, Gap, People, Timing};
pub use one_day::{Line, Meeting, Near};
pub use rolling::{Closest, Example, Span, Spell};
pub use script::{
    Anchor, Clock, Clockwork, Entry, IfClosed, Repeat, Retries, Script, Step, Window,
};

use crate::calendar::{DateSet, Day, MinuteRange, Zone};
use count::{Counter, Scope};
use leg::{Chains, Course, Leg, Part};
use reach::{Detail, First, tidy};
use rustc_hash::FxHashMap;
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;
use timeline::{Bits, NEVER, Timeline};
use trail::Moments;

/// An itinerary is cut after so many contacts: an endless prompt every hour would fill a book.
pub const MOST_CONTACTS: usize = 10_000;

/// Where the attempts of a step can be.
#[derive(Clone, Default)]
struct Reached {
    /// Days on which one can be made at any minute of the window.
    whole: Bits,
    /// Other moments.
    parts: Vec<Part>,
}

/// Every contact that a campaign can make to people of one place.
pub struct Plan<'a> {
    script: &'a Script,
    course: Course,
    /// Enrollment dates, and how many of them lie in the days of the plan.
    enrollments: u32,
    followed: u32,
    /// Numbers of the days from which on other steps are for the enrolled.
    turns: Vec<u32>,
    reached: OnceLock<Vec<Reached>>,
}

impl<'a> Plan<'a> {
    /// The plan for recipients whose clock is `zone`'s. Days outside 1900 to 2200 are cut off.
    pub fn new(script: &'a Script, zone: Zone) -> Self {
        let (first, end) = Timeline::days_of(script);
        let last = match script.entry {
            Entry::Once => first,
            _ => script.last.min(Day::MAX),
        };
        let enrollments = if script.last < script.first {
            0
        } else {
            (last.0 - first.0 + 1).max(0) as u32
        };
        let line = Timeline::new(first, end, zone);
        let followed = enrollments.min(line.len);
        let turns = leg::turns(script, &line, followed.saturating_sub(1));
        Self {
            course: Course::new(script, line),
            script,
            enrollments,
            followed,
            turns,
            reached: OnceLock::new(),
        }
    }

    /// How many enrollment dates there are.
    pub fn enrollments(&self) -> u32 {
        self.enrollments
    }

    /// The enrollment dates, by number, in groups for which the same chains hold.
    fn each_group(&self, mut visit: impl FnMut(Range<u32>, &Chains)) {
        let _ = self.find_group(|enrolled, chains| {
            visit(enrolled, chains);
            ControlFlow::<()>::Continue(())
        });
    }

    fn find_group<T>(
        &self,
        mut visit: impl FnMut(Range<u32>, &Chains) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        let mut from = 0;
        for turn in self.turns.iter().copied().chain([self.followed]) {
            if from < turn {
                let chains = self.course.chains(from, self.script);
                visit(from..turn, &chains)?;
            }
            from = turn;
        }
        ControlFlow::Continue(())
    }

    fn reached(&self) -> &[Reached] {
        self.reached.get_or_init(|| {
            let empty = Reached {
                whole: Bits::with_room(self.course.line.len),
                parts: Vec::new(),
            };
            let mut reached = vec![empty; self.script.steps.len()];
            self.each_group(|enrolled, chains| {
                for chain in &chains.chains {
                    let days = enrolled.clone();
                    self.course
                        .follow(chains, chain, days, Detail::Together, |leg, _, cloud| {
                            let step = &mut reached[leg.step as usize];
                            step.whole.add(&cloud.made);
                            step.parts
                                .extend(cloud.parts.iter().filter(|part| !part.skipped));
                            true
                        });
                }
            });
            for step in &mut reached {
                tidy(&mut step.parts);
            }
            reached
        })
    }

    fn reached_days(&self, step: usize) -> Bits {
        let Some(reached) = self.reached().get(step) else {
            return Bits::with_room(self.course.line.len);
        };
        let mut days = reached.whole.clone();
        for part in &reached.parts {
            days.insert(part.day);
        }
        days
    }

    /// The first and the last day of any step.
    fn days_of_contact(&self) -> Option<(Day, Day)> {
        let mut days = Bits::with_room(self.course.line.len);
        for step in self.reached() {
            days.add(&step.whole);
            step.parts.iter().for_each(|part| days.insert(part.day));
        }
        let line = &self.course.line;
        Some((line.day(days.first()?), line.day(days.last()?)))
    }

    fn date_set(&self, days: Bits) -> DateSet {
        DateSet::of_words(self.course.line.day(0), days.into_words())
    }

    /// The dates on which an attempt of a step can be made, over all enrollments; none if no
    /// contact can reach it.
    pub fn reach(&self, step: usize) -> DateSet {
        self.date_set(self.reached_days(step))
    }

    /// The local times at which an attempt of a step can start, by date, over all enrollments:
    /// dates with the same times together, in the order of their first dates.
    pub fn times(&self, step: usize) -> Vec<Times> {
        let line = &self.course.line;
        let Some(reached) = self.reached().get(step) else {
            return Vec::new();
        };
        let opening = self.opening_of(step);
        let none = || Bits::with_room(line.len);
        let mut found: FxHashMap<Vec<MinuteRange>, Bits> = FxHashMap::default();
        let mut whole = reached.whole.clone();
        let mut left = none();
        for part in &reached.parts {
            left.insert(part.day);
        }
        whole.take_out(&left);
        // On days on which no clock is changed, the times are those of the window.
        for (steady, ranges) in self.course.openings[opening as usize].steady(line) {
            let days = whole.shared(steady);
            if !days.is_empty() {
                whole.take_out(&days);
                found.insert(ranges.clone(), days);
            }
        }
        left.add(&whole);
        let mut parts = &reached.parts[..];
        for day in left.iter() {
            let count = parts.iter().take_while(|part| part.day == day).count();
            let (today, rest) = parts.split_at(count);
            parts = rest;
            let mut ranges = Vec::new();
            if reached.whole.contains(day) {
                ranges = self.window_ranges(opening, day);
            }
            for part in today {
                line.wall.ranges(part.low, part.high, &mut ranges);
            }
            join(&mut ranges);
            found.entry(ranges).or_insert_with(none).insert(day);
        }
        let mut found: Vec<(Vec<MinuteRange>, Bits)> = found.into_iter().collect();
        found.sort_by_cached_key(|(_, days)| days.first());
        found
            .into_iter()
            .map(|(ranges, days)| Times {
                days: self.date_set(days),
                ranges,
            })
            .collect()
    }

    fn opening_of(&self, step: usize) -> u32 {
        let legs = &self.course.of_step[step];
        self.course.legs[legs.start as usize].opening
    }

    /// The local times of a whole day of a window.
    fn window_ranges(&self, opening: u32, day: u32) -> Vec<MinuteRange> {
        self.course.openings[opening as usize].local(&self.course.line, day)
    }

    /// The minutes of an attempt on a day: its window, or certain moments in order of time. Where clocks
    /// are set back within them, a range can begin before the last one ends.
    fn ranges(&self, opening: u32, day: u32, moments: Option<Moments>) -> Vec<MinuteRange> {
        let Some((low, high)) = moments else {
            return self.window_ranges(opening, day);
        };
        let mut ranges = Vec::new();
        self.course.line.wall.ranges(low, high, &mut ranges);
        ranges
    }

    /// The earliest enrollment that leads to an attempt of a step on a day, and the first attempt
    /// that can be on it.
    pub fn witness(&self, step: usize, day: Day) -> Option<Witness> {
        let day = self.course.line.number(day)?;
        if step >= self.script.steps.len() || !self.reached_days(step).contains(day) {
            return None;
        }
        let mut wanted = Bits::with_room(self.course.line.len);
        wanted.insert(day);
        let found = self.find_group(|enrolled, chains| {
            for enrolled in enrolled {
                if let Some(attempt) = self.hit(chains, enrolled, step, &wanted) {
                    return ControlFlow::Break(Witness {
                        enrolled: self.course.line.day(enrolled),
                        attempt,
                    });
                }
            }
            ControlFlow::Continue(())
        });
        found.break_value()
    }

    /// How many enrollment dates lead to an attempt of a step on any of some days; see
    /// [`Plan::enrollments`] for how many there are.
    pub fn affected(&self, step: usize, days: &DateSet) -> u32 {
        let mut wanted = Bits::with_room(self.course.line.len);
        for day in self.reached_days(step).iter() {
            if days.contains(self.course.line.day(day)) {
                wanted.insert(day);
            }
        }
        let mut affected = 0;
        if !wanted.is_empty() {
            self.each_group(|enrolled, chains| {
                affected += enrolled
                    .filter(|day| self.hit(chains, *day, step, &wanted).is_some())
                    .count() as u32;
            });
        }
        affected
    }

    /// The first attempt of a step that can be on one of some days, for one enrollment.
    fn hit(&self, chains: &Chains, enrolled: u32, step: usize, days: &Bits) -> Option<u32> {
        let of_step = &self.course.of_step[step];
        let chain = chains
            .chains
            .iter()
            .find(|chain| chains.legs(chain).contains(&of_step.start))?;
        let mut found = None;
        if chain.plain {
            let legs = chains.legs(chain);
            self.walk(legs, enrolled, |leg, number, _, day, skipped| {
                if leg.step as usize > step {
                    return false;
                }
                if leg.step as usize == step && !skipped && days.contains(day) {
                    found = Some(number);
                }
                found.is_none()
            });
            return found;
        }
        let only = enrolled..enrolled + 1;
        self.course
            .follow(chains, chain, only, Detail::Each, |leg, number, cloud| {
                if leg.step as usize == step && cloud.days().meets(days) {
                    found = Some(number);
                }
                found.is_none() && leg.step as usize <= step
            });
        found
    }

    /// Goes along a plain chain: for each attempt its leg, number, nominal day, day and whether it
    /// is skipped; `visit` says whether to go on.
    fn walk(
        &self,
        legs: &[u32],
        enrolled: u32,
        mut visit: impl FnMut(&Leg, u32, u32, u32, bool) -> bool,
    ) {
        let course = &self.course;
        let mut at = enrolled;
        for (position, index) in legs.iter().enumerate() {
            let leg = &course.legs[*index as usize];
            for number in 0..leg.times {
                let nominal = match leg.link {
                    leg::Link::Days(hop) if position > 0 => course.later(hop, at),
                    _ => course.anchored(leg, enrolled),
                };
                let landed = course.opening(leg).land(leg.if_closed, nominal);
                let Some((day, skipped)) = landed else {
                    return;
                };
                at = day;
                let number = leg.attempt.saturating_add(number);
                if !visit(leg, number, nominal, day, skipped) {
                    return;
                }
            }
        }
    }

    /// How a step ends.
    pub fn ending(&self, step: usize) -> Ending {
        let last = self.reached_days(step).last();
        let repeats = self.script.steps.get(step).and_then(|step| step.repeat);
        Ending {
            last: last.map(|day| self.course.line.day(day)),
            endless: last.is_some()
                && self.script.hard_stop.is_none()
                && repeats.is_some_and(|repeat| repeat.times.is_none()),
        }
    }

    /// For every day, earliest first, the most attempts of the steps that count on one person, over
    /// all enrollments; days without any are left out.
    ///
    /// # Errors
    /// If not all could be followed.
    pub fn per_day(&self, counts: impl Fn(usize) -> bool) -> Result<Vec<(Day, u32)>, Unfollowed> {
        let mut most = vec![0; self.course.line.len as usize];
        let mut counter = Counter::new(self, counts);
        counter.each(Scope::Tails, |_, days, totals, _| {
            for day in days {
                most[*day as usize] = totals[*day as usize].max(most[*day as usize]);
            }
        });
        if counter.is_cut() {
            return Err(Unfollowed);
        }
        counter.add_tails(&mut most);
        let all = (0u32..)
            .zip(most)
            .filter(|(_, most)| *most > 0)
            .map(|(day, most)| (self.course.line.day(day), most))
            .collect();
        Ok(all)
    }

    /// The most attempts of the steps that count on one person in one day, by the earliest
    /// enrollment and then on the earliest day; nothing if there is no attempt at all.
    pub fn most_per_day(&self, counts: impl Fn(usize) -> bool) -> Option<Worst> {
        self.worst(counts, None)
    }

    /// The same on one day only.
    pub fn most_on(&self, day: Day, counts: impl Fn(usize) -> bool) -> Option<Worst> {
        let day = self.course.line.number(day)?;
        self.worst(counts, Some(day))
    }

    fn worst(&self, counts: impl Fn(usize) -> bool, only: Option<u32>) -> Option<Worst> {
        let mut counter = Counter::new(self, counts);
        let mut best: Option<(u32, u32, u32)> = None;
        let mut affected = 0;
        let scope = if only.is_some() {
            Scope::Days
        } else {
            Scope::Tails
        };
        counter.each(scope, |enrolled, days, totals, tail| {
            let mut own = tail.map(|tail| (tail.count, tail.day));
            for day in days.iter().copied() {
                if only.is_some_and(|only| only != day) {
                    continue;
                }
                let count = totals[day as usize];
                if own.is_none_or(|(most, on)| count > most || count == most && day < on) {
                    own = Some((count, day));
                }
            }
            let Some((count, day)) = own.filter(|(count, _)| *count > 0) else {
                return;
            };
            match best {
                Some((most, ..)) if count < most => {}
                Some((most, ..)) if count == most => affected += 1,
                _ => {
                    best = Some((count, enrolled, day));
                    affected = 1;
                }
            }
        });
        let (count, enrolled, day) = best?;
        Some(Worst {
            count,
            day: self.course.line.day(day),
            enrolled: self.course.line.day(enrolled),
            contacts: counter.explain(enrolled, day),
            affected,
            of: self.enrollments,
        })
    }

    /// The smallest example of more than `limit` attempts of the steps that count in a day: that of
    /// the earliest enrollment, on its earliest such day. How many enrollment dates lead to more is
    /// told with it. Nothing if none does.
    ///
    /// # Errors
    /// If none was found, but not all could be followed.
    pub fn first_over(
        &self,
        limit: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Option<Over>, Unfollowed> {
        if self.surely_keeps(Span::Days(1), limit, &counts) {
            return Ok(None);
        }
        let mut counter = Counter::new(self, counts);
        let mut first: Option<(u32, u32, u32)> = None;
        let (mut most, mut affected) = (0, 0);
        counter.each(Scope::Tails, |enrolled, days, totals, tail| {
            let own = days.iter().map(|day| (*day, totals[*day as usize]));
            let own = own.chain(tail.map(|tail| (tail.day, tail.count)));
            let mut earliest: Option<(u32, u32)> = None;
            for (day, count) in own.filter(|(_, count)| *count > limit) {
                most = most.max(count);
                if earliest.is_none_or(|(on, number)| (day, number) < (on, count)) {
                    earliest = Some((day, count));
                }
            }
            if let Some((day, count)) = earliest {
                affected += 1;
                first.get_or_insert((count, enrolled, day));
            }
        });
        let Some((count, enrolled, day)) = first else {
            return if counter.is_cut() {
                Err(Unfollowed)
            } else {
                Ok(None)
            };
        };
        Ok(Some(Over {
            most,
            first: Worst {
                count,
                day: self.course.line.day(day),
                enrolled: self.course.line.day(enrolled),
                contacts: counter.explain(enrolled, day),
                affected,
                of: self.enrollments,
            },
        }))
    }

    /// What one person gets who is enrolled on a day, in order of time: the itinerary in which every
    /// free minute is the earliest (enrollment at the day's first), and all retries are made. The
    /// ranges of a contact are all its minutes that the others leave to it on that day. At most
    /// [`MOST_CONTACTS`]; none if the day is no enrollment date.
    pub fn contacts(&self, enrolled: Day) -> Vec<Contact> {
        let line = &self.course.line;
        let Some(enrolled) = line.number(enrolled).filter(|day| *day < self.followed) else {
            return Vec::new();
        };
        let mut contacts = Vec::new();
        let chains = self.course.chains(enrolled, self.script);
        for chain in &chains.chains {
            self.itinerary(chains.legs(chain), enrolled, &mut contacts);
        }
        contacts.sort_by_cached_key(|(at, contact)| (*at, contact.step, contact.attempt));
        contacts.truncate(MOST_CONTACTS);
        contacts.into_iter().map(|(_, contact)| contact).collect()
    }

    fn itinerary(&self, legs: &[u32], enrolled: u32, out: &mut Vec<(i64, Contact)>) {
        let course = &self.course;
        let line = &course.line;
        let mut here: Vec<Part> = Vec::new();
        let limit = out.len() + MOST_CONTACTS;
        for (position, index) in legs.iter().enumerate() {
            let leg = &course.legs[*index as usize];
            for number in 0..leg.times {
                let mut next: Vec<(Part, u32)> = Vec::new();
                let whole = |(day, skipped), nominal, next: &mut Vec<(Part, u32)>| {
                    course.opening(leg).usable(line, day, |low, high| {
                        let part = Part {
                            day,
                            skipped,
                            low,
                            high,
                        };
                        next.push((part, nominal));
                    });
                };
                match leg.link {
                    leg::Link::Days(hop) if position > 0 => {
                        let nominal = here
                            .first()
                            .map_or(NEVER, |part| course.later(hop, part.day));
                        if let Some(landed) = course.opening(leg).land(leg.if_closed, nominal) {
                            whole(landed, nominal, &mut next);
                        }
                    }
                    _ if position > 0 => {
                        for part in &here {
                            course.advance(leg, *part, |landing| {
                                next.push((landing.to, landing.nominal));
                            });
                        }
                    }
                    _ => {
                        let from = line.start(enrolled);
                        course.first_at(leg, enrolled, from, |entry| match entry {
                            First::Whole(landed, nominal) => whole(landed, nominal, &mut next),
                            First::Moments(landing) => next.push((landing.to, landing.nominal)),
                        });
                    }
                }
                // The earliest moments of all lead to the first of the next ones.
                let Some((first, nominal)) = next.iter().min_by_key(|(part, _)| part.low).copied()
                else {
                    return;
                };
                here = next
                    .into_iter()
                    .map(|(part, _)| part)
                    .filter(|part| (part.day, part.skipped) == (first.day, first.skipped))
                    .collect();
                tidy(&mut here);
                let mut ranges = Vec::new();
                if !first.skipped {
                    for part in &here {
                        line.wall.ranges(part.low, part.high, &mut ranges);
                    }
                    join(&mut ranges);
                }
                out.push((
                    first.low,
                    Contact {
                        step: leg.step as usize,
                        attempt: leg.attempt.saturating_add(number),
                        day: line.day(first.day),
                        ranges,
                        moved_from: (nominal != first.day).then(|| line.day(nominal)),
                        skipped: first.skipped,
                    },
                ));
                if out.len() >= limit {
                    return;
                }
            }
        }
    }
}

/// Puts ranges in order and joins those that touch.
fn join(ranges: &mut Vec<MinuteRange>) {
    ranges.sort_unstable();
    ranges.dedup_by(|next, last| {
        let joined = next.start <= last.end;
        if joined {
            last.end = last.end.max(next.end);
        }
        joined
    });
}
