//! Stretches of time, the obvious way: every stretch is tried for every person.
//!
//! Here a cell is half a grain. An attempt at any minute of a grain is in its first or its second
//! half, and what follows from it stays there, so that cells tell whether two attempts are less than
//! a stretch apart: if one is in the second half and one a whole stretch of grains later in the
//! first, they are.

use super::{Before, Model, State};
use courtesy::calendar::{Day, Duration, MinuteRange, Zone};
use courtesy::plan::{Anchor, Contact, Script, Span};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::rc::Rc;

/// What the model says of the attempts of some steps.
pub(crate) struct Spans<'a, 'c> {
    pub(super) model: Model<'a>,
    pub(super) counts: &'c dyn Fn(usize) -> bool,
    /// Worked out once for each enrollment.
    cells: RefCell<BTreeMap<Day, Rc<BTreeSet<usize>>>>,
}

/// A step, and whether the attempt can be left out.
type Further = (Duration, bool);

impl<'a, 'c> Spans<'a, 'c> {
    pub(crate) fn new(
        script: &'a Script,
        zone: Zone,
        grain: i64,
        counts: &'c dyn Fn(usize) -> bool,
    ) -> Self {
        Self {
            model: Model::laid(script, zone, grain / 2),
            counts,
            cells: RefCell::default(),
        }
    }

    fn further(&self, index: usize) -> Vec<Further> {
        let step = &self.model.script.steps[index];
        let mut further = vec![(step.spacing, false); step.attempts.saturating_sub(1) as usize];
        if let Some(repeat) = step.repeat {
            // Every attempt takes a cell at least.
            let times = repeat.times.unwrap_or(self.model.cells.len() as u32 + 2);
            further.extend(vec![
                (repeat.every, false);
                times.saturating_sub(1) as usize
            ]);
            if repeat.times.is_none() {
                return further;
            }
        }
        if let Some(retries) = step.retries {
            further.extend(vec![(retries.after, true); retries.count as usize]);
        }
        further
    }

    fn is_endless(&self, index: usize) -> bool {
        self.model.script.steps[index]
            .repeat
            .is_some_and(|repeat| repeat.times.is_none())
    }

    /// Follows a chain; every state has something with it (`T`), made from that of the state before
    /// and joined where states meet.
    pub(super) fn follow<T: Clone>(
        &self,
        chain: &[usize],
        enrolled: Day,
        at: usize,
        mut go: impl FnMut(Option<(&State, &T)>, usize, u32, &State, bool) -> Option<T>,
        join: impl Fn(&mut T, T),
    ) {
        let put =
            |states: &mut BTreeMap<State, T>, state: State, with: T| match states.get_mut(&state) {
                Some(known) => join(known, with),
                None => {
                    states.insert(state, with);
                }
            };
        let by_days = |wait: Duration| wait.minutes == 0 && !wait.is_zero();
        let mut states: BTreeMap<State, T> = BTreeMap::new();
        for (position, index) in chain.iter().copied().enumerate() {
            let anchor = self.model.script.steps[index].anchor;
            let mut next = BTreeMap::new();
            if position == 0 {
                let before = Before::Enrolled { cell: at };
                for state in self.model.first(index, enrolled, before) {
                    if let Some(with) = go(None, index, 1, &state, false) {
                        put(&mut next, state, with);
                    }
                }
            } else {
                for (before, had) in &states {
                    for state in self.model.first(index, enrolled, Before::Attempt(*before)) {
                        let days = matches!(anchor, Anchor::Wait(wait) if by_days(wait));
                        if let Some(with) = go(Some((before, had)), index, 1, &state, days) {
                            put(&mut next, state, with);
                        }
                    }
                }
            }
            states = next;
            let mut ended: BTreeMap<State, T> = BTreeMap::new();
            for (number, (spacing, optional)) in (2..).zip(self.further(index)) {
                if optional {
                    for (state, with) in &states {
                        put(&mut ended, *state, with.clone());
                    }
                }
                let mut next = BTreeMap::new();
                let days = spacing.months > 0 || spacing.days > 0 || spacing.minutes >= 1440;
                for (before, had) in &states {
                    for state in self.model.spaced(index, *before, spacing).iter() {
                        if let Some(with) = go(Some((before, had)), index, number, state, days) {
                            put(&mut next, *state, with);
                        }
                    }
                }
                states = next;
                if states.is_empty() {
                    break;
                }
            }
            if self.is_endless(index) {
                states.clear();
            }
            for (state, with) in ended {
                put(&mut states, state, with);
            }
        }
    }

    /// The moments of enrollment on a day.
    fn moments(&self, enrolled: Day) -> Vec<usize> {
        self.model.moments(enrolled)
    }

    /// Cells in which a counted attempt can be.
    fn cells(&self, enrolled: Day) -> Rc<BTreeSet<usize>> {
        let mut known = self.cells.borrow_mut();
        let cells = known
            .entry(enrolled)
            .or_insert_with(|| Rc::new(self.work_out_cells(enrolled)));
        Rc::clone(cells)
    }

    fn work_out_cells(&self, enrolled: Day) -> BTreeSet<usize> {
        let mut cells = BTreeSet::new();
        let counts = self.counts;
        for chain in self.model.chains(enrolled) {
            for at in self.model.beginnings(&chain, enrolled) {
                self.follow(
                    &chain,
                    enrolled,
                    at,
                    |_, index, _, state, _| {
                        if counts(index) && !state.skipped {
                            cells.insert(state.cell);
                        }
                        Some(())
                    },
                    |(), ()| (),
                );
            }
        }
        cells
    }

    /// The first cell of a day, and of those outside the plan the nearest.
    fn start(&self, day: Day) -> usize {
        self.model.cells.partition_point(|cell| cell.day < day)
    }

    /// The stretches in which attempts in some cells can be, as ranges of cells.
    fn stretches(&self, cells: &BTreeSet<usize>, span: Span) -> Vec<(usize, usize)> {
        let days: BTreeSet<Day> = cells
            .iter()
            .map(|cell| self.model.cells[*cell].day)
            .collect();
        match span {
            Span::Minutes(minutes) => {
                let length = (i64::from(minutes) / self.model.grain) as usize;
                cells.iter().map(|cell| (*cell, cell + length)).collect()
            }
            Span::Days(length) => days
                .iter()
                .map(|day| (self.start(*day), self.start(day.plus(length as i32))))
                .collect(),
            Span::Week => days
                .iter()
                .map(|day| {
                    let monday = day.plus(-(day.weekday().index() as i32));
                    (self.start(monday), self.start(monday.plus(7)))
                })
                .collect(),
            Span::Month => days
                .iter()
                .map(|day| {
                    let (year, month, _) = day.ymd();
                    let first = Day::from_ymd(year, month, 1).unwrap();
                    (self.start(first), self.start(first.plus_months(1)))
                })
                .collect(),
        }
    }

    /// The most counted attempts in each of some stretches, for one enrollment.
    fn most(&self, enrolled: Day, stretches: &[(usize, usize)]) -> Vec<u32> {
        let counts = self.counts;
        let mut most = vec![0; stretches.len()];
        let mut known: BTreeMap<(usize, Vec<State>), Vec<u32>> = BTreeMap::new();
        for at in self.moments(enrolled) {
            let mut together = vec![0; stretches.len()];
            for (number, chain) in self.model.chains(enrolled).into_iter().enumerate() {
                let firsts = self.model.firsts(&chain, enrolled, at);
                let own = known.entry((number, firsts)).or_insert_with(|| {
                    let mut own = vec![0; stretches.len()];
                    self.follow::<Vec<u32>>(
                        &chain,
                        enrolled,
                        at,
                        |before, index, _, state, _| {
                            let mut with: Vec<u32> =
                                before.map_or_else(|| vec![0; stretches.len()], |it| it.1.clone());
                            if counts(index) && !state.skipped {
                                for (count, (from, to)) in with.iter_mut().zip(stretches) {
                                    *count += u32::from((*from..*to).contains(&state.cell));
                                }
                            }
                            raise(&mut own, &with);
                            Some(with)
                        },
                        |known, other| raise(known, &other),
                    );
                    own
                });
                for (sum, own) in together.iter_mut().zip(own.iter()) {
                    *sum += own;
                }
            }
            raise(&mut most, &together);
        }
        most
    }

    /// The most in any stretch, its first enrollment, the first with more than `limit`, and how many
    /// have. Only attempts on `days` count.
    pub(crate) fn most_within(
        &self,
        span: Span,
        limit: u32,
        days: &RangeInclusive<Day>,
    ) -> Option<(u32, Day, Option<Day>, u32)> {
        let mut best: Option<(u32, Day)> = None;
        let (mut first, mut over) = (None, 0);
        let (low, high) = (self.start(*days.start()), self.start(days.end().plus(1)));
        for enrolled in self.model.enrollments() {
            let mut stretches = self.stretches(&self.cells(enrolled), span);
            for (from, to) in &mut stretches {
                (*from, *to) = ((*from).max(low), (*to).min(high));
            }
            let own = self.most(enrolled, &stretches).into_iter().max();
            let own = own.unwrap_or(0);
            if own > limit {
                over += 1;
                first = first.or(Some(enrolled));
            }
            if own > best.map_or(0, |(count, _)| count) {
                best = Some((own, enrolled));
            }
        }
        best.map(|(count, enrolled)| (count, enrolled, first, over))
    }

    /// The most in each row of days, by the first of them.
    pub(crate) fn per_window(&self, length: i32) -> BTreeMap<Day, u32> {
        let mut most: BTreeMap<Day, u32> = BTreeMap::new();
        for enrolled in self.model.enrollments() {
            let from = enrolled.plus(-length);
            let starts: Vec<Day> = (from.0..=self.model.last.0).map(Day).collect();
            let stretches: Vec<(usize, usize)> = starts
                .iter()
                .map(|day| (self.start(*day), self.start(day.plus(length))))
                .collect();
            for (day, count) in starts.iter().zip(self.most(enrolled, &stretches)) {
                let known = most.entry(*day).or_default();
                *known = (*known).max(count);
            }
        }
        most.retain(|_, count| *count > 0);
        most
    }

    /// Whether one person can get all of some contacts, each at one of its minutes.
    pub(crate) fn replay(&self, enrolled: Day, contacts: &[Contact]) -> bool {
        let listed: BTreeMap<(usize, u32), &Contact> = contacts
            .iter()
            .map(|contact| ((contact.step, contact.attempt), contact))
            .collect();
        listed.len() == contacts.len()
            && self.moments(enrolled).into_iter().any(|at| {
                self.model.chains(enrolled).iter().all(|chain| {
                    let wanted = listed
                        .keys()
                        .filter(|(step, _)| chain.contains(step))
                        .count() as u32;
                    let mut got = 0;
                    self.follow(
                        chain,
                        enrolled,
                        at,
                        |before, index, number, state, _| {
                            let mut count: u32 = before.map_or(0, |it| *it.1);
                            if let Some(contact) = listed.get(&(index, number)) {
                                if state.skipped || !self.is_at(state, contact) {
                                    return None;
                                }
                                count += 1;
                            }
                            got = got.max(count);
                            Some(count)
                        },
                        |known, other| *known = (*known).max(other),
                    );
                    got == wanted
                })
            })
    }

    fn is_at(&self, state: &State, contact: &Contact) -> bool {
        let cell = self.model.cells[state.cell];
        let width = if state.wide {
            self.model.grain as u16
        } else {
            1
        };
        let here = cell.minute.0..cell.minute.0 + width;
        cell.day == contact.day
            && contact
                .ranges
                .iter()
                .any(|MinuteRange { start, end }| start.0 < here.end && here.start < end.0)
    }

    /// The least time between two counted attempts that are counted from each other in hours and
    /// minutes, its first
    /// enrollment, and how many enrollments have less than `least`.
    pub(crate) fn closest(&self, least: i64) -> Option<(i64, Day, u32)> {
        // The last counted attempts, and whether each minute of theirs leads to one of the state's.
        type Last = BTreeSet<(usize, bool, bool)>;
        let counts = self.counts;
        let mut best: Option<(i64, Day)> = None;
        let mut closer = 0;
        for enrolled in self.model.enrollments() {
            let mut own: Option<i64> = None;
            for chain in self.model.chains(enrolled) {
                for at in self.model.beginnings(&chain, enrolled) {
                    self.follow::<Last>(
                        &chain,
                        enrolled,
                        at,
                        |before, index, _, state, days| {
                            let mut last: Last = BTreeSet::new();
                            if let Some((before, had)) = before {
                                for (cell, wide, linked) in had.iter().filter(|_| !days) {
                                    let linked = *linked && before.wide == state.wide;
                                    last.insert((*cell, *wide, linked));
                                }
                            }
                            if counts(index) && !state.skipped {
                                for (cell, wide, linked) in &last {
                                    let gap = self.model.at(state.cell) - self.model.at(*cell);
                                    let gap = if *wide && !linked {
                                        gap - (self.model.grain - 1)
                                    } else {
                                        gap
                                    };
                                    own = Some(own.map_or(gap, |own| own.min(gap)));
                                }
                                last = BTreeSet::from([(state.cell, state.wide, true)]);
                            }
                            Some(last)
                        },
                        BTreeSet::extend,
                    );
                }
            }
            let Some(own) = own else { continue };
            closer += u32::from(own < least);
            if best.is_none_or(|(known, _)| own < known) {
                best = Some((own, enrolled));
            }
        }
        best.map(|(gap, enrolled)| (gap.max(0), enrolled, closer))
    }
}

fn raise(most: &mut [u32], other: &[u32]) {
    for (most, other) in most.iter_mut().zip(other) {
        *most = (*most).max(*other);
    }
}
