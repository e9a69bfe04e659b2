//! What falls on one day, the obvious way: for every person and every minute of enrollment all that
//! each chain can do, and then every two chains side by side.

use super::spans::Spans;
use super::{Before, State};
use courtesy::calendar::Day;
use courtesy::plan::Line;
use std::collections::{BTreeMap, BTreeSet};

/// A day of contact, and what is on it.
type OnDays<T> = BTreeMap<Day, BTreeSet<T>>;

/// The first of something: the earliest enrollment, its earliest day, and how many enrollments have
/// any.
pub(crate) type First = Option<(Day, Day, u32)>;

/// The same with the least minutes between two.
pub(crate) type Nearest = Option<(Day, Day, i64, u32)>;

impl Spans<'_, '_> {
    fn day_of(&self, state: &State) -> Day {
        self.model.cells[state.cell].day
    }

    /// The most counted attempts that are due on one day, of any person.
    pub(crate) fn most_due(&self) -> u32 {
        let mut most = 0;
        for enrolled in self.model.enrollments() {
            for at in self.model.moments(enrolled) {
                let mut together: BTreeMap<Day, u32> = BTreeMap::new();
                for chain in self.model.chains(enrolled) {
                    for (day, count) in self.due(&chain, enrolled, at) {
                        *together.entry(day).or_default() += count;
                    }
                }
                most = most.max(together.into_values().max().unwrap_or(0));
            }
        }
        most
    }

    /// The most of a chain by the day on which they were due.
    fn due(&self, chain: &[usize], enrolled: Day, at: usize) -> BTreeMap<Day, u32> {
        let counts = self.counts;
        let mut most: BTreeMap<Day, u32> = BTreeMap::new();
        // All that were due so far on each day, whatever comes next.
        self.follow::<BTreeMap<Day, u32>>(
            chain,
            enrolled,
            at,
            |before, index, _, state, _| {
                let mut due = before.map_or_else(BTreeMap::new, |it| it.1.clone());
                if counts(index) && !state.skipped {
                    *due.entry(state.nominal).or_default() += 1;
                }
                for (day, count) in &due {
                    let known = most.entry(*day).or_default();
                    *known = (*known).max(*count);
                }
                Some(due)
            },
            |known, other| {
                for (day, count) in other {
                    let known = known.entry(day).or_default();
                    *known = (*known).max(count);
                }
            },
        );
        most
    }

    /// The first day on which one person is tried on two lines of a network.
    pub(crate) fn on_two_lines(&self, line: &dyn Fn(usize) -> Option<Line>) -> First {
        let mut first: First = None;
        for enrolled in self.model.enrollments() {
            let mut own: Option<Day> = None;
            for at in self.model.moments(enrolled) {
                let mut before: OnDays<Line> = BTreeMap::new();
                for chain in self.model.chains(enrolled) {
                    let (used, alone) = self.lines(&chain, enrolled, at, line);
                    let beside = used.iter().find(|(day, lines)| {
                        before.get(*day).is_some_and(|others| differ(others, lines))
                    });
                    let days = alone.into_iter().chain(beside.map(|(day, _)| *day));
                    own = own.into_iter().chain(days).min();
                    for (day, lines) in used {
                        before.entry(day).or_default().extend(lines);
                    }
                }
            }
            if let Some(day) = own {
                let (from, on, affected) = first.unwrap_or((enrolled, day, 0));
                first = Some((from, on, affected + 1));
            }
        }
        first
    }

    /// The lines that a chain can use on each day, and the first day on which it can use two of one
    /// network.
    fn lines(
        &self,
        chain: &[usize],
        enrolled: Day,
        at: usize,
        line: &dyn Fn(usize) -> Option<Line>,
    ) -> (OnDays<Line>, Option<Day>) {
        type Used = BTreeSet<BTreeSet<Line>>;
        let mut used: OnDays<Line> = BTreeMap::new();
        let mut first: Option<Day> = None;
        self.follow::<Used>(
            chain,
            enrolled,
            at,
            |before, index, _, state, _| {
                let day = self.day_of(state);
                let mut today: Used = match before {
                    Some((last, had)) if self.day_of(last) == day => had.clone(),
                    _ => BTreeSet::from([BTreeSet::new()]),
                };
                if let Some(line) = line(index)
                    && !state.skipped
                {
                    used.entry(day).or_default().insert(line);
                    let here = BTreeSet::from([line]);
                    if today.iter().any(|lines| differ(lines, &here)) {
                        first = Some(first.map_or(day, |first| first.min(day)));
                    }
                    today = today
                        .into_iter()
                        .map(|mut lines| {
                            lines.insert(line);
                            lines
                        })
                        .collect();
                }
                Some(today)
            },
            BTreeSet::extend,
        );
        (used, first)
    }

    /// The first day on which two counted attempts of different chains can be less than `least`
    /// minutes apart, of the days that are asked for.
    pub(crate) fn near_on_a_day(&self, least: i64, days: &dyn Fn(Day) -> bool) -> Nearest {
        let mut first: Nearest = None;
        for enrolled in self.model.enrollments() {
            let mut known: BTreeMap<(usize, Vec<State>), usize> = BTreeMap::new();
            let mut places: Vec<OnDays<(usize, bool)>> = Vec::new();
            let mut pairs: BTreeMap<(usize, usize), Option<(Day, i64)>> = BTreeMap::new();
            let mut own: Option<(Day, i64)> = None;
            for at in self.model.moments(enrolled) {
                let mut before: Vec<usize> = Vec::new();
                for (number, chain) in self.model.chains(enrolled).into_iter().enumerate() {
                    // Chains that begin with the same attempts go on with the same.
                    let roots = self
                        .model
                        .first(chain[0], enrolled, Before::Enrolled { cell: at });
                    let here = *known.entry((number, roots)).or_insert_with(|| {
                        places.push(self.places(&chain, enrolled, at, days));
                        places.len() - 1
                    });
                    for other in &before {
                        let near = pairs
                            .entry((*other, here))
                            .or_insert_with(|| self.nearest(&places[*other], &places[here], least));
                        own = own.into_iter().chain(*near).min();
                    }
                    before.push(here);
                }
            }
            if let Some((day, gap)) = own {
                let (from, on, nearest, affected) = first.unwrap_or((enrolled, day, gap, 0));
                first = Some((from, on, nearest, affected + 1));
            }
        }
        first
    }

    fn places(
        &self,
        chain: &[usize],
        enrolled: Day,
        at: usize,
        days: &dyn Fn(Day) -> bool,
    ) -> OnDays<(usize, bool)> {
        let counts = self.counts;
        let mut places: OnDays<(usize, bool)> = BTreeMap::new();
        self.follow::<()>(
            chain,
            enrolled,
            at,
            |_, index, _, state, _| {
                let day = self.day_of(state);
                if counts(index) && !state.skipped && days(day) {
                    places
                        .entry(day)
                        .or_default()
                        .insert((state.cell, state.wide));
                }
                Some(())
            },
            |(), ()| (),
        );
        places
    }

    /// The earliest day on which attempts of two chains are near, and how near.
    fn nearest(
        &self,
        some: &OnDays<(usize, bool)>,
        others: &OnDays<(usize, bool)>,
        least: i64,
    ) -> Option<(Day, i64)> {
        for (day, here) in some {
            let there = others.get(day).into_iter().flatten();
            let gaps = there.flat_map(|other| here.iter().map(|one| self.gap(*one, *other)));
            if let Some(gap) = gaps.filter(|gap| *gap < least).min() {
                return Some((*day, gap));
            }
        }
        None
    }

    /// The least minutes between two attempts, each at any minute of its cell if it is wide.
    fn gap(&self, one: (usize, bool), other: (usize, bool)) -> i64 {
        let (first, second) = if one.0 <= other.0 {
            (one, other)
        } else {
            (other, one)
        };
        let late = if first.1 { self.model.grain - 1 } else { 0 };
        let gap = self.model.at(second.0) - self.model.at(first.0) - late;
        gap.max(0)
    }
}

/// Whether two sets hold different lines of one network.
fn differ(some: &BTreeSet<Line>, others: &BTreeSet<Line>) -> bool {
    some.iter().any(|one| {
        others
            .iter()
            .any(|other| one.network == other.network && one.number != other.number)
    })
}
