//! A quick look at how many attempts can come together, from the distances that a cadence keeps.
//!
//! Most cadences are far from their limits: letters a fortnight apart cannot be two in a week,
//! whoever is enrolled when. That follows from the least distances between the steps and from how
//! far a closed day can push one, without going through the enrollments. Where it does not follow,
//! the attempts have to be counted.

use super::leg::{Chain, Chains, FOREVER, Leg, Link};
use super::script::{Entry, IfClosed};
use super::{Plan, Span};
use std::ops::ControlFlow;

/// More attempts than this are not put side by side.
const MOST_ATTEMPTS: usize = 20_000;

/// No clock is changed by more minutes than this, but where a place moves over the date line.
const USUAL_CHANGE: i64 = 120;

impl Plan<'_> {
    /// Whether it is plain that nobody gets more than `limit` attempts of the steps that count in any
    /// such stretch of time. If it is not, that says nothing.
    pub fn surely_keeps(&self, span: Span, limit: u32, counts: impl Fn(usize) -> bool) -> bool {
        let line = &self.course.line;
        if line.wall.greatest_change() > USUAL_CHANGE {
            return false;
        }
        let days = match span {
            // So many days lie at most between attempts less than these minutes apart.
            Span::Minutes(minutes) => minutes / (1440 - USUAL_CHANGE as u32) + 2,
            Span::Days(days) => days,
            Span::Week => 7,
            Span::Month => 31,
        };
        let look = Look {
            plan: self,
            days,
            limit,
            counted: (0..self.script.steps.len()).map(counts).collect(),
        };
        self.find_group(|_, chains| {
            if look.by_distance(chains) <= limit || look.by_place(chains) <= limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })
        .is_continue()
    }
}

struct Look<'p> {
    plan: &'p Plan<'p>,
    days: u32,
    limit: u32,
    counted: Vec<bool>,
}

impl<'p> Look<'p> {
    fn legs<'l>(&'l self, chains: &'l Chains, chain: &Chain) -> impl Iterator<Item = &'p Leg> + 'l {
        chains
            .legs(chain)
            .iter()
            .map(|index| &self.plan.course.legs[*index as usize])
    }

    fn counts(&self, leg: &Leg) -> bool {
        self.counted[leg.step as usize]
    }

    /// The least and the most days from an attempt to the nominal day of the next; from enrollment, if
    /// it is the first.
    fn distance(leg: &Leg) -> (u32, u32) {
        match leg.link {
            Link::Days(hop) => hop.bounds(),
            Link::Moment(hop, minutes) => {
                let (least, most) = hop.bounds();
                let full = (minutes - USUAL_CHANGE).max(0) / 1440;
                (
                    least.saturating_add(full as u32),
                    most.saturating_add((minutes / 1440) as u32 + 2),
                )
            }
            Link::Spacing(_) => (0, 2),
            Link::Day(days) => (days, days),
            Link::BusinessDay(_) | Link::On(_) => (0, u32::MAX),
        }
    }

    /// How many days at most an attempt can be made after its nominal day.
    fn delay(&self, leg: &Leg) -> u32 {
        let by_moment = matches!(leg.link, Link::Moment(..) | Link::Spacing(_));
        if leg.if_closed != IfClosed::Shift && !matches!(leg.link, Link::Spacing(_)) {
            return 0;
        }
        let late = by_moment || self.plan.course.entry == Entry::Triggered;
        self.plan.course.opening(leg).longest_wait() + u32::from(late)
    }

    /// Each chain with as many as the distances within it leave room for, whatever lies between the
    /// chains.
    fn by_distance(&self, chains: &Chains) -> u32 {
        let mut sum = 0u32;
        // Days after the first attempt, of those that count.
        let mut places: Vec<u64> = Vec::new();
        for chain in &chains.chains {
            places.clear();
            let mut at = 0u64;
            for (position, leg) in self.legs(chains, chain).enumerate() {
                let (least, _) = Self::distance(leg);
                // What need not be made takes no time from the others.
                let least = if position == 0 || leg.optional {
                    0
                } else {
                    u64::from(least)
                };
                // No stretch holds all of more than the limit and what comes before and after them.
                let shown = leg.times.min(self.limit.saturating_add(1));
                if self.counts(leg) {
                    places.extend((1..=u64::from(shown)).map(|number| at + number * least));
                }
                let times = if self.counts(leg) { shown } else { leg.times };
                at = at.saturating_add(least.saturating_mul(u64::from(times)));
                if leg.times == FOREVER || places.len() > MOST_ATTEMPTS {
                    break;
                }
            }
            if places.len() > MOST_ATTEMPTS {
                return u32::MAX;
            }
            let mut first = 0;
            let mut most = 0;
            for last in 0..places.len() {
                while places[last] - places[first] >= u64::from(self.days) {
                    first += 1;
                }
                most = most.max(last - first + 1);
            }
            sum = sum.saturating_add(most as u32);
            if sum > self.limit {
                return sum;
            }
        }
        sum
    }

    /// All attempts at any of the days after enrollment on which each can be.
    fn by_place(&self, chains: &Chains) -> u32 {
        // From which first day of the stretch on an attempt can be in it, and from which not.
        let mut edges: Vec<(i64, i32)> = Vec::new();
        for chain in &chains.chains {
            let (mut low, mut high) = (0u32, 0u32);
            for leg in self.legs(chains, chain) {
                let (least, most) = Self::distance(leg);
                let least = if leg.optional { 0 } else { least };
                let delay = self.delay(leg);
                let end = self.plan.course.line.len;
                for _ in 0..leg.times {
                    low = low.saturating_add(least);
                    high = high.saturating_add(most).saturating_add(delay);
                    if low >= end {
                        break;
                    }
                    if self.counts(leg) {
                        edges.push((i64::from(low) - i64::from(self.days) + 1, 1));
                        edges.push((i64::from(high) + 1, -1));
                    }
                    if edges.len() > 2 * MOST_ATTEMPTS || leg.times == FOREVER && least == 0 {
                        return u32::MAX;
                    }
                }
                if low >= end {
                    break;
                }
            }
        }
        // What ends before a day is out before what begins on it is in.
        edges.sort_unstable();
        let (mut now, mut most) = (0, 0);
        for (_, edge) in edges {
            now += edge;
            most = most.max(now);
        }
        most as u32
    }
}
