//! A script broken into legs, and how one attempt leads to the next.
//!
//! A leg is a number of attempts that are reached in the same way: the first attempt of a step is
//! one, its further attempts are another, its repeats and retries each another. Legs that count
//! from each other form a chain; chains depend on nothing but the enrollment.

use super::script::{Anchor, Entry, IfClosed, Script, Step};
use super::timeline::{NEVER, Opening, Timeline};
use crate::calendar::{Day, Duration};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// Attempts that are never used up before the plan ends.
pub(super) const FOREVER: u32 = u32::MAX;

/// Runs of attempts up to this long are followed one by one, longer ones over all days at once.
pub(super) const FEW: u32 = 16;

/// More attempts than this by one step with a spacing under a day are followed as if they never
/// ended: what comes after the thousandth on the same person is beyond every limit.
pub(super) const MOST_CLOSE_ATTEMPTS: u32 = 1000;

/// How many months and days later.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Hop {
    months: u32,
    /// Index into the tables of months, if there are any.
    table: Option<u32>,
    days: u32,
}

impl Hop {
    /// The least and the most days that it can be.
    pub(super) fn bounds(self) -> (u32, u32) {
        let months = |days: u32| self.months.saturating_mul(days).saturating_add(self.days);
        (months(28), months(31))
    }
}

/// How an attempt is reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Link {
    /// So many days after enrollment.
    Day(u32),
    /// The open day with this number.
    BusinessDay(u32),
    /// A day of the plan, or `NEVER` if it lies past its end.
    On(u32),
    /// On a later day, counted from the attempt before.
    Days(Hop),
    /// At a moment, counted from the attempt before: so many days and then minutes.
    Moment(Hop, i64),
    /// So many minutes after the attempt before, in the same window.
    Spacing(i64),
}

/// Attempts of one step that are reached in the same way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub(super) step: u32,
    /// The number of its first attempt, from 1.
    pub(super) attempt: u32,
    pub(super) opening: u32,
    pub(super) if_closed: IfClosed,
    pub(super) link: Link,
    /// How many, or `FOREVER`.
    pub(super) times: u32,
    /// Whether fewer may be made.
    pub(super) optional: bool,
}

/// Legs that count from each other.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// Range of [`Chains::legs`].
    pub(super) legs: Range<u32>,
    /// Whether its days follow from the enrollment day alone, one for each attempt.
    pub(super) plain: bool,
    /// Whether it hangs on the minute of enrollment for people enrolled on the day of its anchor.
    pub(super) by_minute: bool,
}

/// The chains for some days of enrollment.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    pub(super) legs: Vec<u32>,
    pub(super) chains: Vec<Chain>,
}

impl Chains {
    pub(super) fn legs(&self, chain: &Chain) -> &[u32] {
        &self.legs[chain.legs.start as usize..chain.legs.end as usize]
    }
}

/// A stretch of time within one day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Part {
    pub(super) day: u32,
    pub(super) skipped: bool,
    pub(super) low: i64,
    pub(super) high: i64,
}

/// Where a stretch of attempts leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Landing {
    /// The attempts that lead there.
    pub(super) from: (i64, i64),
    /// The next attempts. One minute for all of `from`, or as many minutes as `from` has.
    pub(super) to: Part,
    /// The day on which they would be if every moment were open.
    pub(super) nominal: u32,
}

impl Landing {
    /// At any minute of the window of a day.
    pub(super) fn on_day(day: u32, skipped: bool, nominal: u32) -> Self {
        let (low, high) = (0, 0);
        Self {
            from: (0, 0),
            to: Part {
                day,
                skipped,
                low,
                high,
            },
            nominal,
        }
    }
}

/// A script's steps as legs, with the windows laid over the days.
pub(super) struct Course {
    pub(super) line: Timeline,
    pub(super) openings: Vec<Opening>,
    pub(super) legs: Vec<Leg>,
    /// For each step, its legs.
    pub(super) of_step: Vec<Range<u32>>,
    months: Vec<Vec<u32>>,
    pub(super) entry: Entry,
}

impl Course {
    pub(super) fn new(script: &Script, line: Timeline) -> Self {
        let mut course = Self {
            line,
            openings: Vec::new(),
            legs: Vec::with_capacity(script.steps.len()),
            of_step: Vec::with_capacity(script.steps.len()),
            months: Vec::new(),
            entry: script.entry,
        };
        let mut same_pointer = FxHashMap::default();
        let mut same_window = FxHashMap::default();
        let mut months = FxHashMap::default();
        for (index, step) in script.steps.iter().enumerate() {
            let opening = *same_pointer
                .entry(Arc::as_ptr(&step.window))
                .or_insert_with(|| {
                    *same_window.entry(&*step.window).or_insert_with(|| {
                        course
                            .openings
                            .push(Opening::new(&step.window, &course.line));
                        course.openings.len() as u32 - 1
                    })
                });
            let from = course.legs.len() as u32;
            course.break_up(index as u32, step, opening, &mut months);
            course.of_step.push(from..course.legs.len() as u32);
        }
        course
    }

    fn hop(&mut self, duration: Duration, known: &mut FxHashMap<u32, u32>) -> Hop {
        let Duration { months, days, .. } = duration;
        let table = (months > 0).then(|| {
            *known.entry(months).or_insert_with(|| {
                let later = |day| {
                    let after = Duration::months(months).after(self.line.day(day));
                    u32::try_from(i64::from(after.0) - i64::from(self.line.day(0).0))
                        .unwrap_or(NEVER)
                };
                self.months.push((0..self.line.len).map(later).collect());
                self.months.len() as u32 - 1
            })
        });
        Hop {
            months,
            table,
            days,
        }
    }

    fn break_up(&mut self, index: u32, step: &Step, opening: u32, known: &mut FxHashMap<u32, u32>) {
        let link = match step.anchor {
            Anchor::Day(days) => Link::Day(days),
            Anchor::BusinessDay(number) => Link::BusinessDay(number),
            Anchor::On(day) => Link::On(self.line.number(day).unwrap_or(NEVER)),
            Anchor::Wait(wait) if wait.minutes > 0 || wait.is_zero() => {
                Link::Moment(self.hop(wait, known), i64::from(wait.minutes))
            }
            Anchor::Wait(wait) => Link::Days(self.hop(wait, known)),
        };
        let first = Leg {
            step: index,
            attempt: 1,
            opening,
            if_closed: step.if_closed,
            link,
            times: 1,
            optional: false,
        };
        self.legs.push(first);
        let repeated = |times: Option<u32>| times.map_or(FOREVER, |times| times.saturating_sub(1));
        let further = [
            Some((step.attempts.saturating_sub(1), step.spacing, false)),
            step.repeat
                .map(|repeat| (repeated(repeat.times), repeat.every, false)),
            step.retries
                .map(|retries| (retries.count, retries.after, true)),
        ];
        let mut attempt = 2;
        for (times, spacing, optional) in further.into_iter().flatten() {
            if times > 0 {
                let leg = Leg {
                    attempt,
                    times,
                    optional,
                    ..first
                };
                let leg = self.spaced(leg, spacing, known);
                attempt = attempt.saturating_add(leg.times);
                self.legs.push(leg);
            }
        }
    }

    /// A leg whose attempts are so far apart. It is endless if it outlasts the days of the plan.
    fn spaced(&mut self, leg: Leg, spacing: Duration, known: &mut FxHashMap<u32, u32>) -> Leg {
        let (link, endless) = if spacing.approx_minutes() < 1440 {
            let endless = leg.times > MOST_CLOSE_ATTEMPTS;
            // No time at all between attempts without end would not let the clock go on.
            let minutes = spacing.minutes.max(u32::from(endless));
            (Link::Spacing(i64::from(minutes)), endless)
        } else {
            let mut hop = self.hop(spacing, known);
            hop.days = hop.days.saturating_add(spacing.minutes / 1440);
            // Each takes a day at least, so that as many as there are days are never used up; what may be
            // left out need not be.
            let endless = leg.times >= self.line.len && !leg.optional;
            (Link::Days(hop), endless)
        };
        let times = if endless { FOREVER } else { leg.times };
        Leg { link, times, ..leg }
    }

    pub(super) fn opening(&self, leg: &Leg) -> &Opening {
        &self.openings[leg.opening as usize]
    }

    /// The chains of people enrolled on day `enrolled`. A step `on` a date before it is not for
    /// them, and what waits for it waits for the step before.
    pub(super) fn chains(&self, enrolled: u32, script: &Script) -> Chains {
        let mut found = Chains::default();
        let mut start = 0;
        let mut close = |found: &mut Chains, end: usize| {
            let legs = start as u32..end as u32;
            if !legs.is_empty() {
                let chain = self.chain(found, legs);
                found.chains.push(chain);
            }
            start = end;
        };
        for (step, legs) in script.steps.iter().zip(&self.of_step) {
            let not_theirs =
                matches!(step.anchor, Anchor::On(day) if day < self.line.day(enrolled));
            if not_theirs {
                continue;
            }
            if !matches!(step.anchor, Anchor::Wait(_)) {
                let end = found.legs.len();
                close(&mut found, end);
            }
            found.legs.extend(legs.clone());
        }
        let end = found.legs.len();
        close(&mut found, end);
        found
    }

    fn chain(&self, found: &Chains, range: Range<u32>) -> Chain {
        let legs = &found.legs[range.start as usize..range.end as usize];
        let leg = |index: u32| &self.legs[index as usize];
        let by_minute = match leg(legs[0]).link {
            Link::Moment(..) => true,
            Link::Day(0) | Link::BusinessDay(0) | Link::On(_) => self.entry == Entry::Triggered,
            _ => false,
        };
        let days = legs
            .iter()
            .all(|index| !matches!(leg(*index).link, Link::Moment(..) | Link::Spacing(_)));
        let certain = legs[..legs.len() - 1]
            .iter()
            .all(|index| !leg(*index).optional);
        Chain {
            plain: days && certain && !by_minute,
            legs: range,
            by_minute,
        }
    }

    /// A day's number so much later; `NEVER` past the end of the plan.
    pub(super) fn later(&self, hop: Hop, day: u32) -> u32 {
        let month = hop.table.map_or(day, |table| {
            self.months[table as usize]
                .get(day as usize)
                .copied()
                .unwrap_or(NEVER)
        });
        let later = month.saturating_add(hop.days);
        if later < self.line.len { later } else { NEVER }
    }

    /// The nominal day of an anchor, for people enrolled on day `enrolled`.
    pub(super) fn anchored(&self, leg: &Leg, enrolled: u32) -> u32 {
        let nominal = match leg.link {
            Link::Day(days) => enrolled.saturating_add(days),
            Link::BusinessDay(number) => self.opening(leg).nth(&self.line, enrolled, number),
            Link::On(day) => day,
            // The first step of all: from enrollment.
            Link::Days(hop) => self.later(hop, enrolled),
            Link::Moment(..) | Link::Spacing(_) => NEVER,
        };
        if nominal < self.line.len {
            nominal
        } else {
            NEVER
        }
    }

    /// Where attempts at `part` lead to by a link that counts minutes.
    pub(super) fn advance(&self, leg: &Leg, part: Part, mut visit: impl FnMut(Landing)) {
        match leg.link {
            Link::Moment(hop, minutes) => {
                let day = self.later(hop, part.day);
                if day != NEVER {
                    let shift = self.line.start(day) - self.line.start(part.day) + minutes;
                    self.wait(leg, part, shift, &mut visit);
                }
            }
            Link::Spacing(minutes) => self.space(leg, part, minutes, &mut visit),
            _ => {}
        }
    }

    /// The moments `low..high` as they are, cut at midnight; what lies past the end is left out.
    fn by_day(&self, mut low: i64, high: i64, mut visit: impl FnMut(i64, i64, u32)) {
        while low < high {
            let day = self.line.day_of(low);
            if day == NEVER {
                return;
            }
            let until = high.min(self.line.start(day + 1));
            visit(low, until, day);
            low = until;
        }
    }

    /// A wait in minutes: the moment that it leads to is used if it is open, else moved, dropped
    /// or used all the same.
    fn wait(&self, leg: &Leg, part: Part, shift: i64, visit: &mut impl FnMut(Landing)) {
        self.by_day(part.low + shift, part.high + shift, |low, high, day| {
            self.moment(leg, low, high, day, |mut landing| {
                landing.from = (landing.from.0 - shift, landing.from.1 - shift);
                visit(landing);
            });
        });
    }

    /// What becomes of attempts due at the moments `low..high` of one day.
    pub(super) fn moment(
        &self,
        leg: &Leg,
        low: i64,
        high: i64,
        day: u32,
        mut visit: impl FnMut(Landing),
    ) {
        let opening = self.opening(leg);
        let stretches = if opening.open.contains(day) {
            opening.stretches(&self.line, day)
        } else {
            &[]
        };
        let as_it_is = |low, high, skipped| Landing {
            from: (low, high),
            to: Part {
                day,
                skipped,
                low,
                high,
            },
            nominal: day,
        };
        let shut =
            |low: i64, high: i64, next: Option<i64>, visit: &mut dyn FnMut(Landing)| match leg
                .if_closed
            {
                IfClosed::Skip => visit(as_it_is(low, high, true)),
                IfClosed::Send => visit(as_it_is(low, high, false)),
                IfClosed::Shift => {
                    let next = next
                        .map(|at| (at, day))
                        .or_else(|| opening.next_start(&self.line, day + 1));
                    if let Some((at, on)) = next {
                        visit(Landing {
                            from: (low, high),
                            to: point(at, on),
                            nominal: day,
                        });
                    }
                }
            };
        let mut low = low;
        for (open, close) in stretches {
            if low >= high {
                return;
            }
            if low < *open {
                shut(low, high.min(*open), Some(*open), &mut visit);
                low = high.min(*open);
            }
            let until = high.min(*close);
            if low < until {
                visit(as_it_is(low, until, false));
                low = until;
            }
        }
        if low < high {
            shut(low, high, None, &mut visit);
        }
    }

    /// A spacing under a day: the same day as long as the hours last, made or skipped like the day;
    /// then at the next open moment.
    fn space(&self, leg: &Leg, part: Part, minutes: i64, visit: &mut impl FnMut(Landing)) {
        let opening = self.opening(leg);
        let open = opening.open.contains(part.day);
        let skipped = !open && leg.if_closed == IfClosed::Skip;
        self.by_day(part.low + minutes, part.high + minutes, |low, high, day| {
            if day != part.day {
                // Another day counts only if it is open, whatever becomes of closed ones.
                let strict = Leg {
                    if_closed: IfClosed::Shift,
                    ..*leg
                };
                self.moment(&strict, low, high, day, |mut landing| {
                    landing.from = (landing.from.0 - minutes, landing.from.1 - minutes);
                    visit(landing);
                });
                return;
            }
            let mut low = low;
            opening.usable(&self.line, day, |open, close| {
                if low < open && low < high {
                    let until = high.min(open);
                    visit(Landing {
                        from: (low - minutes, until - minutes),
                        to: Part {
                            day,
                            skipped,
                            low: open,
                            high: open + 1,
                        },
                        nominal: day,
                    });
                    low = until;
                }
                let until = high.min(close);
                if low < until {
                    visit(Landing {
                        from: (low - minutes, until - minutes),
                        to: Part {
                            day,
                            skipped,
                            low,
                            high: until,
                        },
                        nominal: day,
                    });
                    low = until;
                }
            });
            if low < high
                && let Some((at, on)) = opening.next_start(&self.line, day + 1)
            {
                visit(Landing {
                    from: (low - minutes, high - minutes),
                    to: point(at, on),
                    nominal: day,
                });
            }
        });
    }

    /// The attempts of people who are enrolled at the moments `from..to` of the day on which they
    /// are due: at any of the day's minutes after enrollment; if none is left, as for a moment that
    /// is not open.
    pub(super) fn same_day(
        &self,
        leg: &Leg,
        (from, to): (i64, i64),
        day: u32,
        mut visit: impl FnMut(Landing),
    ) {
        let opening = self.opening(leg);
        let open = opening.open.contains(day);
        if !open && leg.if_closed == IfClosed::Shift {
            return;
        }
        let skipped = !open && leg.if_closed == IfClosed::Skip;
        let mut last = from;
        opening.usable(&self.line, day, |low, high| {
            let low = low.max(from);
            if low < high {
                visit(Landing {
                    from: (from, high),
                    to: Part {
                        day,
                        skipped,
                        low,
                        high,
                    },
                    nominal: day,
                });
            }
            last = last.max(high);
        });
        if last < to {
            self.moment(leg, last, to, day, visit);
        }
    }
}

fn point(at: i64, day: u32) -> Part {
    Part {
        day,
        skipped: false,
        low: at,
        high: at + 1,
    }
}

/// Days of the plan on which enrollment begins to mean other chains than the day before.
pub(super) fn turns(script: &Script, line: &Timeline, last: u32) -> Vec<u32> {
    let mut turns: Vec<u32> = script
        .steps
        .iter()
        .filter_map(|step| match step.anchor {
            Anchor::On(day) => Some(day),
            _ => None,
        })
        .filter_map(|day: Day| {
            let next = i64::from(day.0) - i64::from(line.day(0).0) + 1;
            u32::try_from(next)
                .ok()
                .filter(|next| (1..=last).contains(next))
        })
        .collect();
    turns.sort_unstable();
    turns.dedup();
    turns
}
