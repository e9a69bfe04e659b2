//! Attempts on two lines of one network.

use super::{Found, Meeting, Place, Sorted, Walk};
use crate::calendar::Minute;
use crate::plan::budget::Budget;
use crate::plan::leg::{Chains, Part};
use crate::plan::timeline::{Bits, NEVER};
use crate::plan::trail::Trail;
use crate::plan::{Contact, Plan, Unfollowed};
use rustc_hash::FxHashMap;
use std::ops::ControlFlow;

/// The lines on which steps reach people: two are of one kind if they are of the same network.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Line {
    /// What the line belongs to: the telephone, a kind of mailbox.
    pub network: u32,
    /// Which number or account it is.
    pub number: u32,
}

/// Lines of one network on one day: two of them, if there are.
#[derive(Clone, Copy)]
struct Lines {
    one: u32,
    other: Option<u32>,
}

impl Lines {
    fn add(&mut self, line: u32) {
        if line != self.one {
            self.other = self.other.or(Some(line));
        }
    }

    /// Whether there are two, one of each, that are not the same.
    fn differ(self, others: Self) -> bool {
        self.other.is_some() || others.other.is_some() || self.one != others.one
    }
}

/// The lines by day and network.
type OnDays = FxHashMap<(u32, u32), Lines>;

/// What was found of one enrollment: the earliest day, and the minute of enrollment if it matters.
#[derive(Clone, Copy)]
struct Spot {
    day: u32,
    at: Option<i64>,
}

impl Plan<'_> {
    /// The first two attempts on one person that can be made on one day on different lines of one
    /// network: those of the earliest enrollment on its earliest such day. `line` gives the line of a
    /// step, if it has any. Nothing if nobody gets both.
    ///
    /// # Errors
    /// If nobody was found, but not all could be followed.
    pub fn on_two_lines(
        &self,
        line: impl Fn(usize) -> Option<Line>,
    ) -> Result<Option<Meeting>, Unfollowed> {
        let lines: Vec<Option<Line>> = (0..self.script.steps.len()).map(line).collect();
        if !self.may_share_a_day(&lines) {
            return Ok(None);
        }
        let asked: Vec<bool> = lines.iter().map(Option::is_some).collect();
        let mut look = Look {
            walk: Walk::new(self),
            lines: &lines,
            asked: &asked,
            sets: vec![Vec::new()],
            known: FxHashMap::default(),
        };
        let mut first: Option<(u32, Spot)> = None;
        let mut affected = 0;
        let whole = self.find_group(|enrolled, chains| {
            for day in enrolled {
                let spot = look.enrollment(chains, day);
                if look.walk.is_over() {
                    return ControlFlow::Break(());
                }
                if let Some(spot) = spot {
                    affected += 1;
                    first.get_or_insert((day, spot));
                }
            }
            ControlFlow::Continue(())
        });
        let Some((enrolled, spot)) = first else {
            return match whole {
                ControlFlow::Break(()) => Err(Unfollowed),
                ControlFlow::Continue(()) => Ok(None),
            };
        };
        look.walk.budget = Budget::new(super::MOST_VISITS);
        let chains = self.course.chains(enrolled, self.script);
        let contacts = look.explain(&chains, enrolled, spot);
        Ok(Some(Meeting {
            enrolled: self.course.line.day(enrolled),
            contacts: contacts.ok_or(Unfollowed)?,
            affected: whole.is_continue().then_some(affected),
        }))
    }

    /// Whether steps on different lines of a network reach the same day at all.
    fn may_share_a_day(&self, lines: &[Option<Line>]) -> bool {
        let mut days: FxHashMap<Line, Bits> = FxHashMap::default();
        for (step, line) in lines.iter().enumerate() {
            if let Some(line) = line {
                let own = self.reached_days(step);
                days.entry(*line)
                    .and_modify(|days| days.add(&own))
                    .or_insert(own);
            }
        }
        let mut of_network: FxHashMap<u32, Bits> = FxHashMap::default();
        for (line, own) in days {
            if let Some(before) = of_network.get_mut(&line.network) {
                if before.meets(&own) {
                    return true;
                }
                before.add(&own);
            } else {
                of_network.insert(line.network, own);
            }
        }
        false
    }
}

struct Look<'p> {
    walk: Walk<'p>,
    lines: &'p [Option<Line>],
    asked: &'p [bool],
    /// The lines used on a day so far, one of each network; the first is none.
    sets: Vec<Vec<Line>>,
    known: FxHashMap<Vec<Line>, u32>,
}

impl Look<'_> {
    fn enrollment(&mut self, chains: &Chains, enrolled: u32) -> Option<Spot> {
        let plan = self.walk.plan;
        let Sorted { free, coupled } = plan.sorted(chains, enrolled, self.asked);
        let mut on = OnDays::default();
        let mut first = NEVER;
        for chain in free {
            self.add(chains.legs(chain), (enrolled, None), &mut on, &mut first);
        }
        let mut best = (first != NEVER).then_some(Spot {
            day: first,
            at: None,
        });
        if coupled.is_empty() {
            return best;
        }
        // No minute does worse than each chain with a minute of its own.
        let mut together = on.clone();
        let mut bound = first;
        for chain in &coupled {
            let legs = chains.legs(chain);
            self.add(legs, (enrolled, None), &mut together, &mut bound);
        }
        if bound >= first {
            return best;
        }
        for at in plan.minutes_of_enrollment(chains, &coupled, enrolled, &self.walk.budget) {
            together.clone_from(&on);
            let mut day = first;
            for chain in &coupled {
                let legs = chains.legs(chain);
                self.add(legs, (enrolled, Some(at)), &mut together, &mut day);
            }
            if best.map_or(NEVER, |best| best.day) > day {
                let at = Some(at);
                best = Some(Spot { day, at });
            }
            if day == bound || self.walk.is_over() {
                break;
            }
        }
        best
    }

    /// Follows a chain: the first day on which two lines are used, by it alone or with those that are
    /// on these days already, to which its own are added. `visit` gets each attempt on a line, and
    /// whether the chain has been on another of the network that day.
    fn add_and(
        &mut self,
        legs: &[u32],
        (enrolled, at): (u32, Option<i64>),
        on: &mut OnDays,
        first: &mut u32,
        mut visit: impl FnMut(&Found, Line, Today),
    ) {
        let mut own = OnDays::default();
        let Self {
            walk,
            lines,
            sets,
            known,
            ..
        } = self;
        let plan = walk.plan;
        let _ = walk.along(legs, enrolled, at, |before, found| {
            let day = found.place.part.day;
            let so_far = match before {
                Some((place, set)) if place.part.day == day => set,
                _ => 0,
            };
            let step = plan.course.legs[found.leg as usize].step as usize;
            let Some(line) = lines[step].filter(|_| !found.place.part.skipped) else {
                return ControlFlow::Continue(so_far);
            };
            own.entry((day, line.network))
                .and_modify(|lines| lines.add(line.number))
                .or_insert(Lines {
                    one: line.number,
                    other: None,
                });
            let set = &sets[so_far as usize];
            if let Some(used) = set.iter().find(|used| used.network == line.network) {
                if *used == line {
                    visit(&found, line, Today::Alone);
                } else {
                    visit(&found, line, Today::Another);
                    *first = (*first).min(day);
                }
                return ControlFlow::Continue(so_far);
            }
            visit(&found, line, Today::Alone);
            let mut more = set.clone();
            more.push(line);
            more.sort_unstable();
            let set = *known.entry(more).or_insert_with_key(|more| {
                sets.push(more.clone());
                sets.len() as u32 - 1
            });
            ControlFlow::Continue(set)
        });
        for (key, lines) in own {
            match on.get_mut(&key) {
                Some(others) => {
                    if others.differ(lines) {
                        *first = (*first).min(key.0);
                    }
                    others.add(lines.one);
                    lines.other.into_iter().for_each(|line| others.add(line));
                }
                None => {
                    on.insert(key, lines);
                }
            }
        }
    }

    fn add(&mut self, legs: &[u32], who: (u32, Option<i64>), on: &mut OnDays, first: &mut u32) {
        self.add_and(legs, who, on, first, |_, _, _| ());
    }

    /// The two attempts that meet on a day.
    fn explain(&mut self, chains: &Chains, enrolled: u32, spot: Spot) -> Option<[Contact; 2]> {
        let plan = self.walk.plan;
        let Sorted { free, coupled } = plan.sorted(chains, enrolled, self.asked);
        let free = free.into_iter().map(|chain| (chain, None));
        let all = free.chain(coupled.into_iter().map(|chain| (chain, spot.at)));
        let mut known: Vec<(Line, Contact)> = Vec::new();
        let mut pairs: Vec<[Contact; 2]> = Vec::new();
        for (chain, at) in all {
            let mut own: Vec<(Line, Found)> = Vec::new();
            let mut both: Option<(Line, Found)> = None;
            self.walk.trail.begin();
            self.add_and(
                chains.legs(chain),
                (enrolled, at),
                &mut OnDays::default(),
                &mut 0,
                |found, line, today| {
                    if found.place.part.day != spot.day {
                    } else if today == Today::Another {
                        both.get_or_insert((line, *found));
                    } else if own.iter().all(|(other, _)| *other != line) {
                        own.push((line, *found));
                    }
                },
            );
            let trail = self.walk.trail.end();
            if let Some((line, found)) = both {
                pairs.extend(self.back(&trail, line, &found));
            }
            // Two of one chain can be on different ways through it: only those of others go with all.
            let before = known.len();
            for (line, found) in own {
                let contact = self.walk.alone(&found);
                let mut others = known[..before].iter();
                if let Some((_, other)) = others.find(|(other, _)| line.clashes(*other)) {
                    let mut pair = [other.clone(), contact.clone()];
                    pair.sort_by_key(|it| (start(it), it.step));
                    pairs.push(pair);
                }
                known.push((line, contact));
            }
        }
        // The pair that can be complete first.
        pairs
            .into_iter()
            .min_by_key(|[first, second]| (start(second), start(first), second.step))
    }

    /// An attempt on a line, and the first before it on the same day that was on another.
    fn back(&self, trail: &Trail, line: Line, second: &Found) -> Option<[Contact; 2]> {
        let walk = &self.walk;
        let Part { day, low, high, .. } = second.place.part;
        let moments = (!second.place.whole).then_some((low, high));
        let mut first = None;
        for (number, trace, moments) in trail.back(second.trail, moments) {
            let to = trace.landing.to;
            if to.day != day {
                break;
            }
            let found = Found {
                leg: trace.leg,
                number: trace.number,
                place: Place::of(trace.landing, trace.whole),
                trail: number,
            };
            let own = self.lines[walk.leg(trace.leg).step as usize].filter(|_| !to.skipped);
            if own.is_some_and(|own| own.clashes(line)) {
                first = Some(walk.contact(&found, moments));
            }
        }
        Some([first?, walk.alone(second)])
    }
}

/// The first minute of an attempt.
fn start(contact: &Contact) -> Option<Minute> {
    contact.ranges.first().map(|range| range.start)
}

/// What a chain has used of a network on the day of an attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Today {
    /// No line but this.
    Alone,
    /// Another line before.
    Another,
}

impl Line {
    /// Whether two lines are of one kind and not the same.
    fn clashes(self, other: Self) -> bool {
        self.network == other.network && self.number != other.number
    }
}
