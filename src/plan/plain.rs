//! How many attempts fall together where the days leave nothing open.
//!
//! Most cadences count in days alone. The day of every attempt then follows from the day of
//! enrollment, and its minute is free whatever the others are; so that one pass over the days of an
//! enrollment, in order, finds its fullest stretch.

use super::leg::Chains;
use super::rolling::{Asked, Most};
use super::{Plan, Span};
use std::ops::Range;

/// The stretches of time that are asked for, laid over the days of a plan.
pub(super) struct Rows<'p> {
    plan: &'p Plan<'p>,
    asked: Asked,
    /// The days whose attempts count.
    days: Range<u32>,
    /// Of weeks and months: for each day the first day of its own, and the one after the last.
    periods: Vec<(u32, u32)>,
    /// Day and window of each attempt of the enrollment at hand.
    made: Vec<(u32, u32)>,
    /// Of stretches of minutes: from which first minute on they hold an attempt more, and after
    /// which one less; and the minutes at which they can begin.
    edges: Vec<(i64, Edge)>,
}

/// What happens at a minute as the start of a stretch moves on; in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Edge {
    In,
    Start,
    Out,
}

impl<'p> Rows<'p> {
    pub(super) fn new(plan: &'p Plan<'p>, asked: Asked, days: Range<u32>) -> Self {
        let line = &plan.course.line;
        let mut periods: Vec<(u32, u32)> = Vec::new();
        if let Asked::Any(span @ (Span::Week | Span::Month)) = asked {
            let mut day = 0;
            while day < line.len {
                let (_, end) = span.around(line.day(day));
                let end = line.number(end).unwrap_or(line.len);
                periods.extend((day..end).map(|_| (day, end)));
                day = end;
            }
        }
        Self {
            plan,
            asked,
            days,
            periods,
            made: Vec::new(),
            edges: Vec::new(),
        }
    }

    /// The most attempts of the steps that count in any of the stretches, and the earliest of these,
    /// for people enrolled on a day whose chains are all plain.
    pub(super) fn most(
        &mut self,
        chains: &Chains,
        enrolled: u32,
        counted: &[bool],
    ) -> Option<Most> {
        let (made, days) = (&mut self.made, &self.days);
        made.clear();
        for chain in &chains.chains {
            self.plan
                .walk(chains.legs(chain), enrolled, |leg, _, _, day, skipped| {
                    if !skipped && counted[leg.step as usize] && days.contains(&day) {
                        made.push((day, leg.opening));
                    }
                    true
                });
        }
        made.sort_unstable();
        match self.asked {
            Asked::Any(Span::Minutes(length)) => self.in_minutes(i64::from(length)),
            Asked::Any(Span::Days(days)) => {
                let end = self.plan.course.line.len;
                self.in_days(|day| (day, day.saturating_add(days).min(end)))
            }
            Asked::Any(Span::Week | Span::Month) => {
                let periods = &self.periods;
                self.in_days(|day| periods[day as usize])
            }
            Asked::Days(from, to) => {
                self.made.retain(|(day, _)| (from..to).contains(day));
                self.in_days(|_| (from, to))
            }
        }
    }

    /// `stretch` gives the first day of the stretch of an attempt's day, and the one after its last;
    /// neither goes back from one day to the next.
    fn in_days(&self, stretch: impl Fn(u32) -> (u32, u32)) -> Option<Most> {
        let made = &self.made;
        let mut best: Option<(usize, (u32, u32))> = None;
        let (mut first, mut next) = (0, 0);
        for (day, _) in made {
            let (from, to) = stretch(*day);
            while first < made.len() && made[first].0 < from {
                first += 1;
            }
            while next < made.len() && made[next].0 < to {
                next += 1;
            }
            if best.is_none_or(|(most, _)| next - first > most) {
                best = Some((next - first, (from, to)));
            }
        }
        let (count, (from, to)) = best?;
        let line = &self.plan.course.line;
        Some(Most {
            count: count as u32,
            from: line.start(from),
            to: line.start(to),
            at: None,
        })
    }

    /// An attempt can be in the stretch that begins at a minute if it begins less than the stretch
    /// before the attempt's last minute and not after it.
    fn in_minutes(&mut self, length: i64) -> Option<Most> {
        let Self {
            plan, made, edges, ..
        } = self;
        let course = &plan.course;
        edges.clear();
        for (day, opening) in made.iter() {
            let mut open: Option<(i64, i64)> = None;
            let opening = &course.openings[*opening as usize];
            opening.usable(&course.line, *day, |low, high| {
                edges.push((high - 1, Edge::Start));
                let (from, to) = (low - length + 1, high - 1);
                match &mut open {
                    // The next hours of a day are within reach of the ones before.
                    Some(open) if from <= open.1 + 1 => open.1 = to,
                    _ => {
                        if let Some((from, to)) = open.replace((from, to)) {
                            edges.extend([(from, Edge::In), (to, Edge::Out)]);
                        }
                    }
                }
            });
            if let Some((from, to)) = open {
                edges.extend([(from, Edge::In), (to, Edge::Out)]);
            }
        }
        edges.sort_unstable();
        let mut now = 0u32;
        let mut best: Option<(u32, i64)> = None;
        for (at, edge) in edges.iter() {
            match edge {
                Edge::In => now += 1,
                Edge::Out => now -= 1,
                Edge::Start => {
                    if best.is_none_or(|(most, _)| now > most) {
                        best = Some((now, *at));
                    }
                }
            }
        }
        let (count, from) = best?;
        Some(Most {
            count,
            from,
            to: from + length,
            at: None,
        })
    }
}

impl Plan<'_> {
    /// The windows of one enrollment whose days leave nothing open.
    pub(super) fn plain_windows(
        &self,
        counted: &[bool],
        chains: &Chains,
        enrolled: u32,
        length: i64,
        most: &mut [u32],
    ) {
        let mut days: Vec<i64> = Vec::new();
        for chain in &chains.chains {
            self.walk(chains.legs(chain), enrolled, |leg, _, _, day, skipped| {
                if !skipped && counted[leg.step as usize] {
                    days.push(i64::from(day));
                }
                true
            });
        }
        days.sort_unstable();
        // The window's end goes from day to day, over days without any in one leap.
        let mut first = 0;
        let mut next = 0;
        let mut end = days.first().copied().unwrap_or(0);
        while first < days.len() {
            while next < days.len() && days[next] <= end {
                next += 1;
            }
            while first < next && days[first] <= end - length {
                first += 1;
            }
            if first == next {
                // Nobody is contacted for a while.
                let Some(day) = days.get(next) else { return };
                end = *day;
                continue;
            }
            let most = &mut most[end as usize];
            *most = (*most).max((next - first) as u32);
            end += 1;
        }
    }
}
