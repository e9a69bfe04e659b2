//! What falls on one day of one person: attempts on several lines, attempts that nothing keeps
//! apart, and attempts that were due on one day.
//!
//! Each chain is followed for one enrollment at a time, over all of its free minutes at once; what
//! matters of the attempts before (which lines were used today, how many were due on this day) goes
//! with the pieces of those minutes. Chains do not hang on each other, so that any way through one
//! can meet any way through another. Those that hang on the minute of enrollment share it: if they
//! meet as if they did not, they are followed again from the minutes of that day.

mod apart;
mod due;
mod lines;

pub use apart::Near;
pub use lines::Line;

use super::answers::Contact;
use super::budget::Budget;
use super::leg::{Chain, Chains, Landing, Leg, Link, Part};
use super::reach::First;
use super::trail::{Moments, NONE, Trace, Trail};
use super::{Plan, join};
use crate::calendar::Day;
use std::ops::ControlFlow;

/// So much is looked at for one question; a campaign of a year with a dozen steps takes some thousands.
const MOST_VISITS: u64 = 4_000_000;

/// Two attempts on one person on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meeting {
    /// The earliest enrollment that leads to it.
    pub enrolled: Day,
    /// Both, in order of time, on the earliest such day, with the minutes at which each can start
    /// for both to fall there.
    pub contacts: [Contact; 2],
    /// How many enrollment dates lead to such a meeting, if all could be followed.
    pub affected: Option<u32>,
}

/// Where an attempt is, or would have been.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Place {
    /// The day on which it was due.
    nominal: u32,
    /// At any minute of the window of its day: `part` is to be cut from it.
    whole: bool,
    part: Part,
}

impl Place {
    fn of(landing: Landing, whole: bool) -> Self {
        Self {
            nominal: landing.nominal,
            whole,
            part: landing.to,
        }
    }
}

/// An attempt on its way: what goes with it, and where it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Going<T> {
    with: T,
    place: Place,
    /// Its number in the trail, if one is kept.
    trail: u32,
}

/// An attempt as it is come upon.
#[derive(Clone, Copy, Debug)]
struct Found {
    leg: u32,
    number: u32,
    place: Place,
    trail: u32,
}

/// Follows chains, one enrollment at a time.
struct Walk<'p> {
    plan: &'p Plan<'p>,
    budget: Budget,
    /// Kept for an example.
    trail: Trail,
}

impl<'p> Walk<'p> {
    fn new(plan: &'p Plan<'p>) -> Self {
        Self {
            plan,
            budget: Budget::new(MOST_VISITS),
            trail: Trail::default(),
        }
    }

    fn is_over(&self) -> bool {
        self.budget.is_spent()
    }

    fn leg(&self, index: u32) -> &'p Leg {
        &self.plan.course.legs[index as usize]
    }

    /// Goes along a chain for people enrolled on a day, at any of its minutes or at one. `visit`
    /// gets each attempt, made or skipped, with what the attempt before it had, and gives what it
    /// has itself; or says that enough is known.
    fn along<T: Copy + Ord>(
        &mut self,
        legs: &[u32],
        enrolled: u32,
        at: Option<i64>,
        mut visit: impl FnMut(Option<(Place, T)>, Found) -> ControlFlow<(), T>,
    ) -> ControlFlow<()> {
        let course = &self.plan.course;
        let Some(head) = legs.first() else {
            return ControlFlow::Continue(());
        };
        let mut entries: Vec<(Landing, bool)> = Vec::new();
        let enter = |entry: First| {
            entries.push(match entry {
                First::Whole((day, skipped), nominal) => {
                    (Landing::on_day(day, skipped, nominal), true)
                }
                First::Moments(landing) => (landing, false),
            });
        };
        match at {
            None => course.first(self.leg(*head), enrolled, enter),
            Some(at) => course.first_at(self.leg(*head), enrolled, at, enter),
        }
        let mut here: Vec<Going<T>> = Vec::new();
        for (landing, whole) in entries {
            let place = Place::of(landing, whole);
            let trail = self.trail.note(Trace {
                before: NONE,
                leg: *head,
                number: 1,
                whole,
                landing,
            });
            let found = Found {
                leg: *head,
                number: 1,
                place,
                trail,
            };
            let with = visit(None, found)?;
            here.push(Going { with, place, trail });
        }
        self.tidy(&mut here);
        for pair in legs.windows(2) {
            let leg = self.leg(pair[1]);
            let mut left_out = if leg.optional {
                here.clone()
            } else {
                Vec::new()
            };
            // Whose window the attempts before have.
            let mut opening = self.leg(pair[0]).opening;
            for more in 0..leg.times {
                let number = leg.attempt.saturating_add(more);
                here = self.once(pair[1], number, opening, &here, &mut visit)?;
                opening = leg.opening;
                if leg.optional {
                    left_out.extend_from_slice(&here);
                }
                if here.is_empty() {
                    break;
                }
            }
            if leg.optional {
                here = left_out;
                self.tidy(&mut here);
            }
            if here.is_empty() || self.is_over() {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    /// One attempt after each.
    fn once<T: Copy + Ord>(
        &mut self,
        index: u32,
        number: u32,
        opening: u32,
        before: &[Going<T>],
        visit: &mut impl FnMut(Option<(Place, T)>, Found) -> ControlFlow<(), T>,
    ) -> ControlFlow<(), Vec<Going<T>>> {
        let course = &self.plan.course;
        let leg = self.leg(index);
        let mut after = Vec::with_capacity(before.len());
        let mut landings: Vec<(Landing, bool)> = Vec::new();
        for going in before {
            landings.clear();
            if let Link::Days(hop) = leg.link {
                let nominal = course.later(hop, going.place.part.day);
                if let Some((day, skipped)) = course.opening(leg).land(leg.if_closed, nominal) {
                    landings.push((Landing::on_day(day, skipped, nominal), true));
                }
            } else {
                self.parts(going.place, opening, |part| {
                    course.advance(leg, part, |landing| landings.push((landing, false)));
                });
            }
            for (landing, whole) in landings.drain(..) {
                let place = Place::of(landing, whole);
                let trail = self.trail.note(Trace {
                    before: going.trail,
                    leg: index,
                    number,
                    whole,
                    landing,
                });
                let found = Found {
                    leg: index,
                    number,
                    place,
                    trail,
                };
                let with = visit(Some((going.place, going.with)), found)?;
                after.push(Going { with, place, trail });
            }
        }
        self.tidy(&mut after);
        if self.is_over() {
            after.clear();
        }
        ControlFlow::Continue(after)
    }

    /// The moments of an attempt.
    fn parts(&self, place: Place, opening: u32, mut visit: impl FnMut(Part)) {
        if !place.whole {
            visit(place.part);
            return;
        }
        let course = &self.plan.course;
        let opening = &course.openings[opening as usize];
        opening.usable(&course.line, place.part.day, |low, high| {
            visit(Part {
                low,
                high,
                ..place.part
            });
        });
    }

    /// What goes the same way goes on as one.
    fn tidy<T: Copy + Ord>(&mut self, here: &mut Vec<Going<T>>) {
        self.budget.spend(here.len());
        if here.len() < 2 {
            return;
        }
        let keeps_trail = self.trail.is_kept();
        here.sort_unstable();
        here.dedup_by(|next, last| {
            let (a, b) = (last.place.part, next.place.part);
            let alike = last.with == next.with
                && (last.place.nominal, last.place.whole) == (next.place.nominal, next.place.whole)
                && (a.day, a.skipped) == (b.day, b.skipped);
            if !alike {
                return false;
            }
            let joined = !keeps_trail && b.low <= a.high;
            if joined {
                last.place.part.high = a.high.max(b.high);
            }
            joined || a == b
        });
    }

    /// An attempt of the trail as a contact, if those that follow it on the way to another fall as
    /// they did: from the last of them back.
    fn contact(&self, found: &Found, moments: Option<Moments>) -> Contact {
        let line = &self.plan.course.line;
        let leg = self.leg(found.leg);
        let Place { nominal, part, .. } = found.place;
        let mut ranges = self.plan.ranges(leg.opening, part.day, moments);
        join(&mut ranges);
        Contact {
            step: leg.step as usize,
            attempt: found.number,
            day: line.day(part.day),
            ranges,
            moved_from: (nominal != part.day).then(|| line.day(nominal)),
            skipped: false,
        }
    }

    fn alone(&self, found: &Found) -> Contact {
        let Part { low, high, .. } = found.place.part;
        self.contact(found, (!found.place.whole).then_some((low, high)))
    }
}

/// The chains that hold a step that is asked for: those that hang on nothing but the day of
/// enrollment, and those that share its minute.
struct Sorted<'c> {
    free: Vec<&'c Chain>,
    coupled: Vec<&'c Chain>,
}

impl Plan<'_> {
    /// Whether a chain hangs on the minute of enrollment on a day.
    pub(super) fn hangs(&self, legs: &[u32], chain: &Chain, enrolled: u32) -> bool {
        let course = &self.course;
        let first = &course.legs[legs[0] as usize];
        chain.by_minute
            && (matches!(first.link, Link::Moment(..))
                || course.on_the_day(first, enrolled, course.anchored(first, enrolled)))
    }

    fn sorted<'c>(&self, chains: &'c Chains, enrolled: u32, asked: &[bool]) -> Sorted<'c> {
        let of = |index: &u32| asked[self.course.legs[*index as usize].step as usize];
        let (mut coupled, mut free): (Vec<&Chain>, Vec<&Chain>) = chains
            .chains
            .iter()
            .filter(|chain| chains.legs(chain).iter().any(of))
            .partition(|chain| self.hangs(chains.legs(chain), chain, enrolled));
        if coupled.len() < 2 {
            // Nobody shares its minute.
            free.append(&mut coupled);
        }
        Sorted { free, coupled }
    }
}
