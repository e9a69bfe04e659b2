//! The slow, obvious model: people, minutes and attempts, one after the other.
//!
//! Time is a row of cells of `grain` minutes. All hours, waits, spacings, offsets and clock changes
//! of a campaign are multiples of the grain, so that all minutes of a cell share their fate until
//! they are moved to the first minute of an open cell together: it is enough to follow the first
//! minute of each cell, and to remember whether the others are still with it (`wide`).

mod one_day;
pub(crate) mod spans;

use courtesy::calendar::{Day, Duration, Instant, Minute, Zone};
use courtesy::plan::{Anchor, Clock, Entry, IfClosed, Script, Step, Window, Worst};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// One cell of time.
#[derive(Clone, Copy)]
struct Cell {
    /// The recipient's date, and the minute on the recipient's clock.
    day: Day,
    minute: Minute,
}

/// Where one person can be after an attempt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct State {
    cell: usize,
    /// Whether the attempt can be at any minute of the cell, not only at the first.
    wide: bool,
    skipped: bool,
    /// The day on which it was due.
    nominal: Day,
    /// What has been counted on its day.
    count: u32,
}

/// What a person went through before the next attempt.
#[derive(Clone, Copy)]
enum Before {
    Enrolled { cell: usize },
    Attempt(State),
}

/// An attempt of an itinerary.
pub(crate) struct Made {
    pub(crate) step: usize,
    pub(crate) attempt: u32,
    pub(crate) day: Day,
    pub(crate) minute: Minute,
    pub(crate) skipped: bool,
}

/// The most attempts on each day; the most of all with its first enrollment, day, and how many
/// enrollments have it.
pub(crate) struct PerDay {
    pub(crate) most: BTreeMap<Day, u32>,
    pub(crate) worst: Option<(u32, Day, Day, u32)>,
}

/// Answers that are worked out once.
#[derive(Default)]
struct Tables {
    /// The cells of each day, from that of the first cell on.
    days: Vec<Range<usize>>,
    /// For each step and day, whether it is open.
    open: Vec<Vec<bool>>,
    /// For each step and day, the cells of its hours, or all of the day if it has none.
    usable: Vec<Vec<Vec<usize>>>,
    /// For each step and cell, the first open one from it on.
    next_open: Vec<Vec<Option<usize>>>,
    /// Where an attempt leads after a spacing.
    spaced: RefCell<HashMap<Spaced, Rc<[State]>>>,
}

/// A step, the cell of its attempt and whether that is wide, and the spacing.
type Spaced = (usize, usize, bool, Duration);

pub(crate) struct Model<'a> {
    script: &'a Script,
    grain: i64,
    /// Of the first cell, in minutes since 1970.
    origin: i64,
    cells: Vec<Cell>,
    /// For each step, whether its hours are open in each cell, on whatever day.
    hours: Vec<Vec<bool>>,
    /// What follows from `hours` and is asked for again and again.
    tables: Tables,
    last: Day,
    /// All that can happen: step, day, enrolled, attempt, local minute, wide.
    all: BTreeSet<(usize, Day, Day, u32, Minute, bool)>,
}

impl<'a> Model<'a> {
    /// The days and hours of a script, nobody enrolled yet.
    fn laid(script: &'a Script, zone: Zone, grain: i64) -> Self {
        let last = script
            .hard_stop
            .map_or(script.horizon, |stop| stop.min(script.horizon));
        let origin = (i64::from(script.first.0) - 2) * 1440;
        let end = (i64::from(last.0) + 3) * 1440;
        let mut cells: Vec<Cell> = Vec::new();
        let mut at = origin;
        while at < end {
            let (day, minute) = zone.local(Instant(at));
            // A clock that is set back over midnight does not begin the day again.
            let day = cells.last().map_or(day, |before| before.day.max(day));
            cells.push(Cell { day, minute });
            at += grain;
        }
        let mut model = Self {
            script,
            grain,
            origin,
            cells,
            hours: Vec::new(),
            tables: Tables::default(),
            last,
            all: BTreeSet::new(),
        };
        model.hours = script
            .steps
            .iter()
            .map(|step| {
                (0..model.cells.len())
                    .map(|cell| model.in_hours(&step.window, cell))
                    .collect()
            })
            .collect();
        model.fill_tables();
        model
    }

    fn fill_tables(&mut self) {
        let cells = |day: Day| {
            let from = self.cells.partition_point(|cell| cell.day < day);
            from..self.cells.partition_point(|cell| cell.day <= day)
        };
        let (first, last) = (self.cells[0].day, self.cells[self.cells.len() - 1].day);
        self.tables.days = (first.0..=last.0).map(|day| cells(Day(day))).collect();
        for (step, hours) in self.script.steps.iter().zip(&self.hours) {
            let window = &step.window;
            let mut open = Vec::new();
            let mut usable = Vec::new();
            for (day, cells) in (first.0..).map(Day).zip(&self.tables.days) {
                let some: Vec<usize> = cells.clone().filter(|cell| hours[*cell]).collect();
                open.push(
                    day <= self.last
                        && window.days.contains(day.weekday())
                        && !window.closed.contains(day)
                        && !some.is_empty(),
                );
                usable.push(if some.is_empty() {
                    cells.clone().collect()
                } else {
                    some
                });
            }
            let mut next_open = vec![None; self.cells.len()];
            let mut next = None;
            for (cell, Cell { day, .. }) in self.cells.iter().enumerate().rev() {
                if hours[cell] && open[(day.0 - first.0) as usize] {
                    next = Some(cell);
                }
                next_open[cell] = next;
            }
            self.tables.open.push(open);
            self.tables.usable.push(usable);
            self.tables.next_open.push(next_open);
        }
    }

    /// The number of a day in the tables, if it is in them.
    fn number(&self, day: Day) -> Option<usize> {
        let number = usize::try_from(day.0 - self.cells[0].day.0).ok()?;
        (number < self.tables.days.len()).then_some(number)
    }

    pub(crate) fn new(script: &'a Script, zone: Zone, grain: i64) -> Self {
        let mut model = Self::laid(script, zone, grain);
        let mut all = BTreeSet::new();
        for enrolled in model.enrollments() {
            for chain in model.chains(enrolled) {
                for at in model.beginnings(&chain, enrolled) {
                    model.walk(&chain, enrolled, at, &|_| false, |step, attempt, state| {
                        let Cell { day, minute } = model.cells[state.cell];
                        if !state.skipped {
                            all.insert((step, day, enrolled, attempt, minute, state.wide));
                        }
                    });
                }
            }
        }
        model.all = all;
        model
    }

    fn enrollments(&self) -> Vec<Day> {
        let last = match self.script.entry {
            Entry::Once => self.script.first,
            _ => self.script.last,
        };
        (self.script.first.0..=last.0.min(self.last.0))
            .map(Day)
            .collect()
    }

    /// The cells at which somebody can be enrolled on a day; the first if it makes no difference.
    fn moments(&self, enrolled: Day) -> Vec<usize> {
        let first = self.chains(enrolled).first().map(|chain| chain[0]);
        let waits =
            first.is_some_and(|step| matches!(self.script.steps[step].anchor, Anchor::Wait(_)));
        let differs = waits || self.script.entry == Entry::Triggered;
        self.day_cells(enrolled)
            .take(if differs { usize::MAX } else { 1 })
            .collect()
    }

    /// The first attempts of a chain for somebody enrolled at a moment.
    fn firsts(&self, chain: &[usize], enrolled: Day, at: usize) -> Vec<State> {
        self.first(chain[0], enrolled, Before::Enrolled { cell: at })
    }

    /// The moments of a day at which a chain begins in ways of its own: who has the same first
    /// attempts has the same further ones.
    fn beginnings(&self, chain: &[usize], enrolled: Day) -> Vec<usize> {
        let mut known = BTreeSet::new();
        let mut moments = self.moments(enrolled);
        moments.retain(|at| known.insert(self.firsts(chain, enrolled, *at)));
        moments
    }

    fn day_cells(&self, day: Day) -> Range<usize> {
        self.number(day)
            .map_or(0..0, |day| self.tables.days[day].clone())
    }

    fn in_hours(&self, window: &Window, cell: usize) -> bool {
        let at = self.origin + cell as i64 * self.grain;
        let minute = match window.clock {
            Clock::Recipient => self.cells[cell].minute,
            Clock::Fixed(zone) => zone.local(Instant(at)).1,
        };
        window.hours.is_empty()
            || window.hours.iter().any(|hours| {
                if hours.start <= hours.end {
                    hours.start <= minute && minute < hours.end
                } else {
                    minute >= hours.start || minute < hours.end
                }
            })
    }

    /// Whether a day is one of the window's, has no observed holiday and any of the hours.
    fn is_open_day(&self, step: usize, day: Day) -> bool {
        self.number(day)
            .is_some_and(|day| self.tables.open[step][day])
    }

    fn is_open(&self, step: usize, cell: usize) -> bool {
        self.hours[step][cell] && self.is_open_day(step, self.cells[cell].day)
    }

    fn next_open_day(&self, step: usize, from: Day) -> Option<Day> {
        (from.0..=self.last.0)
            .map(Day)
            .find(|day| self.is_open_day(step, *day))
    }

    fn next_open_cell(&self, step: usize, from: usize) -> Option<usize> {
        self.tables.next_open[step].get(from).copied().flatten()
    }

    /// The cells of a day's hours, open or not; if it has none, all of the day.
    fn usable(&self, step: usize, day: Day) -> &[usize] {
        self.number(day)
            .map_or(&[], |day| &self.tables.usable[step][day])
    }

    /// Steps that count from each other, for somebody enrolled on a day.
    fn chains(&self, enrolled: Day) -> Vec<Vec<usize>> {
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for (index, step) in self.script.steps.iter().enumerate() {
            match step.anchor {
                Anchor::On(day) if day < enrolled => {}
                Anchor::Wait(_) if !chains.is_empty() => chains.last_mut().unwrap().push(index),
                _ => chains.push(vec![index]),
            }
        }
        chains
    }

    fn cell_of(&self, minutes: i64) -> usize {
        ((minutes - self.origin) / self.grain) as usize
    }

    fn at(&self, cell: usize) -> i64 {
        self.origin + cell as i64 * self.grain
    }

    fn in_plan(&self, cell: usize) -> bool {
        self.cells
            .get(cell)
            .is_some_and(|cell| cell.day <= self.last)
    }

    /// An attempt that is due on a day.
    fn due_on(&self, step: usize, nominal: Day) -> Vec<State> {
        let mode = self.script.steps[step].if_closed;
        if nominal > self.last {
            return Vec::new();
        }
        let open = self.is_open_day(step, nominal);
        let day = if open || mode != IfClosed::Shift {
            nominal
        } else {
            match self.next_open_day(step, nominal) {
                Some(day) => day,
                None => return Vec::new(),
            }
        };
        let skipped = !open && mode == IfClosed::Skip;
        self.usable(step, day)
            .iter()
            .map(|cell| State {
                cell: *cell,
                wide: true,
                skipped,
                nominal,
                count: 0,
            })
            .collect()
    }

    /// An attempt that is due at a moment.
    fn due_at(&self, step: usize, cell: usize, wide: bool) -> Option<State> {
        if !self.in_plan(cell) {
            return None;
        }
        let due = State {
            cell,
            wide,
            skipped: false,
            nominal: self.cells[cell].day,
            count: 0,
        };
        if self.is_open(step, cell) {
            return Some(due);
        }
        match self.script.steps[step].if_closed {
            IfClosed::Send => Some(due),
            IfClosed::Skip => Some(State {
                skipped: true,
                ..due
            }),
            IfClosed::Shift => self.next_open_cell(step, cell).map(|cell| State {
                cell,
                wide: false,
                ..due
            }),
        }
    }

    /// An attempt that follows another of its step after a spacing.
    fn spaced(&self, step: usize, last: State, spacing: Duration) -> Rc<[State]> {
        let asked = (step, last.cell, last.wide, spacing);
        if let Some(known) = self.tables.spaced.borrow().get(&asked) {
            return Rc::clone(known);
        }
        let found: Rc<[State]> = self.work_out_spaced(step, last, spacing).into();
        let mut known = self.tables.spaced.borrow_mut();
        known.insert(asked, Rc::clone(&found));
        found
    }

    fn work_out_spaced(&self, step: usize, last: State, spacing: Duration) -> Vec<State> {
        let day = self.cells[last.cell].day;
        if spacing.months > 0 || spacing.days > 0 || spacing.minutes >= 1440 {
            return self.due_on(step, spacing.after(day));
        }
        let cell = self.cell_of(self.at(last.cell) + i64::from(spacing.minutes));
        if !self.in_plan(cell) {
            return Vec::new();
        }
        let nominal = self.cells[cell].day;
        let same = |cell: usize, wide: bool| State {
            cell,
            wide,
            skipped: !self.is_open_day(step, day)
                && self.script.steps[step].if_closed == IfClosed::Skip,
            nominal,
            count: 0,
        };
        if nominal == day {
            let usable = self.usable(step, day);
            if usable.contains(&cell) {
                return vec![same(cell, last.wide)];
            }
            if let Some(later) = usable.iter().find(|later| **later > cell) {
                return vec![same(*later, false)];
            }
        }
        let from = if nominal == day {
            self.day_cells(day).last().unwrap() + 1
        } else {
            cell
        };
        self.next_open_cell(step, from)
            .map(|found| State {
                cell: found,
                wide: found == cell && last.wide,
                skipped: false,
                nominal,
                count: 0,
            })
            .into_iter()
            .collect()
    }

    fn moved(&self, cell: usize, wait: Duration) -> usize {
        let day = self.cells[cell].day;
        let later = Duration { minutes: 0, ..wait }.after(day);
        if later > self.last {
            return usize::MAX;
        }
        let start = |day| self.at(self.day_cells(day).next().unwrap());
        let at = self.at(cell) + start(later) - start(day) + i64::from(wait.minutes);
        self.cell_of(at)
    }

    /// The first attempt of a step.
    fn first(&self, index: usize, enrolled: Day, before: Before) -> Vec<State> {
        let step = &self.script.steps[index];
        match (step.anchor, before) {
            (Anchor::Wait(wait), _) if wait.minutes > 0 || wait.is_zero() => {
                let (cell, wide) = match before {
                    Before::Enrolled { cell } => (cell, true),
                    Before::Attempt(state) => (state.cell, state.wide),
                };
                self.due_at(index, self.moved(cell, wait), wide)
                    .into_iter()
                    .collect()
            }
            (Anchor::Wait(wait), Before::Attempt(state)) => {
                self.due_on(index, wait.after(self.cells[state.cell].day))
            }
            (Anchor::Wait(wait), Before::Enrolled { .. }) => {
                self.due_on(index, wait.after(enrolled))
            }
            (anchor, _) => {
                let nominal = match anchor {
                    Anchor::Day(days) => enrolled.plus(days as i32),
                    Anchor::On(day) => day,
                    _ => {
                        let Anchor::BusinessDay(number) = anchor else {
                            unreachable!()
                        };
                        let open = (enrolled.0..=self.last.0)
                            .map(Day)
                            .filter(|day| self.is_open_day(index, *day))
                            .nth(number as usize);
                        match open {
                            Some(day) => day,
                            None => return Vec::new(),
                        }
                    }
                };
                let due = self.due_on(index, nominal);
                let Before::Enrolled { cell: at } = before else {
                    return due;
                };
                if self.script.entry != Entry::Triggered || nominal != enrolled {
                    return due;
                }
                // After enrollment; on another day all of it is.
                let left: Vec<State> = due.into_iter().filter(|state| state.cell >= at).collect();
                if left.is_empty() {
                    return self.due_at(index, at, true).into_iter().collect();
                }
                left
            }
        }
    }

    /// Follows a chain of one person through every state; `visit` gets each attempt.
    fn walk(
        &self,
        chain: &[usize],
        enrolled: Day,
        at: usize,
        counts: &dyn Fn(usize) -> bool,
        mut visit: impl FnMut(usize, u32, &State),
    ) {
        self.walk_filtered(chain, enrolled, at, counts, &mut |step, attempt, state| {
            visit(step, attempt, state);
            true
        });
    }

    /// The same; `visit` says whether an attempt is to be followed.
    fn walk_filtered(
        &self,
        chain: &[usize],
        enrolled: Day,
        at: usize,
        counts: &dyn Fn(usize) -> bool,
        visit: &mut dyn FnMut(usize, u32, &mut State) -> bool,
    ) -> BTreeSet<State> {
        let mut states: BTreeSet<State> = BTreeSet::new();
        for (position, index) in chain.iter().copied().enumerate() {
            let step: &Step = &self.script.steps[index];
            let mut number = 1;
            let mut next = BTreeSet::new();
            let mut enter =
                |before: Option<State>, mut state: State, number, next: &mut BTreeSet<State>| {
                    let day = |state: &State| self.cells[state.cell].day;
                    state.count = before
                        .filter(|before| day(before) == day(&state))
                        .map_or(0, |before| before.count);
                    if counts(index) && !state.skipped {
                        state.count += 1;
                    }
                    if visit(index, number, &mut state) {
                        next.insert(state);
                    }
                };
            if position == 0 {
                for state in self.first(index, enrolled, Before::Enrolled { cell: at }) {
                    enter(None, state, number, &mut next);
                }
            } else {
                for before in &states {
                    for state in self.first(index, enrolled, Before::Attempt(*before)) {
                        enter(Some(*before), state, number, &mut next);
                    }
                }
            }
            states = next;
            let endless = step.repeat.is_some_and(|repeat| repeat.times.is_none());
            let retries = step
                .retries
                .filter(|_| !endless)
                .map_or(0, |retries| retries.count);
            let spacings = self.spacings(step);
            let certain = spacings.len() - if endless { 0 } else { retries as usize };
            let mut ended = BTreeSet::new();
            for (position, spacing) in spacings.into_iter().enumerate() {
                if position >= certain {
                    ended.extend(states.iter().copied());
                }
                number += 1;
                let mut next = BTreeSet::new();
                for before in &states {
                    for state in self.spaced(index, *before, spacing).iter() {
                        enter(Some(*before), *state, number, &mut next);
                    }
                }
                states = next;
                if states.is_empty() {
                    break;
                }
            }
            if endless {
                states.clear();
            }
            states.extend(ended);
        }
        states
    }

    pub(crate) fn reach(&self, step: usize) -> BTreeSet<Day> {
        self.of(step).map(|(_, day, ..)| *day).collect()
    }

    fn of(&self, step: usize) -> impl Iterator<Item = &(usize, Day, Day, u32, Minute, bool)> {
        let (from, to) = (Day(i32::MIN), Day(i32::MAX));
        self.all.range(
            (step, from, from, 0, Minute(0), false)..=(step, to, to, u32::MAX, Minute(1440), true),
        )
    }

    pub(crate) fn times(&self, step: usize) -> BTreeMap<Day, BTreeSet<u16>> {
        let mut times: BTreeMap<Day, BTreeSet<u16>> = BTreeMap::new();
        for (_, day, _, _, minute, wide) in self.of(step) {
            let width = if *wide { self.grain as u16 } else { 1 };
            times
                .entry(*day)
                .or_default()
                .extend(minute.0..minute.0 + width);
        }
        times
    }

    pub(crate) fn witness(&self, step: usize, day: Day) -> Option<(Day, u32)> {
        self.of(step)
            .filter(|(_, on, ..)| *on == day)
            .map(|(_, _, enrolled, attempt, ..)| (*enrolled, *attempt))
            .min()
    }

    pub(crate) fn affected(&self, step: usize, days: &courtesy::calendar::DateSet) -> u32 {
        let enrolled: BTreeSet<Day> = self
            .of(step)
            .filter(|(_, day, ..)| days.contains(*day))
            .map(|(_, _, enrolled, ..)| *enrolled)
            .collect();
        enrolled.len() as u32
    }

    fn spacings(&self, step: &Step) -> Vec<Duration> {
        let mut spacings = vec![step.spacing; step.attempts.saturating_sub(1) as usize];
        if let Some(repeat) = step.repeat {
            let times = repeat.times.unwrap_or(self.cells.len() as u32 + 1);
            spacings.extend(vec![repeat.every; times.saturating_sub(1) as usize]);
        }
        if let Some(retries) = step.retries {
            spacings.extend(vec![retries.after; retries.count as usize]);
        }
        spacings
    }

    /// The most attempts on each day that one person can get, for every day and minute at which
    /// people can be enrolled.
    pub(crate) fn persons(&self, counts: &dyn Fn(usize) -> bool) -> Vec<(Day, BTreeMap<Day, u32>)> {
        let mut persons = Vec::new();
        for enrolled in self.enrollments() {
            let mut known: BTreeMap<(usize, Vec<State>), BTreeMap<Day, u32>> = BTreeMap::new();
            for at in self.moments(enrolled) {
                let mut together: BTreeMap<Day, u32> = BTreeMap::new();
                for (number, chain) in self.chains(enrolled).into_iter().enumerate() {
                    let firsts = self.firsts(&chain, enrolled, at);
                    let of_chain = known.entry((number, firsts)).or_insert_with(|| {
                        let mut of_chain: BTreeMap<Day, u32> = BTreeMap::new();
                        self.walk(&chain, enrolled, at, counts, |_, _, state| {
                            let on = of_chain.entry(self.cells[state.cell].day).or_default();
                            *on = (*on).max(state.count);
                        });
                        of_chain
                    });
                    for (day, count) in of_chain {
                        *together.entry(*day).or_default() += *count;
                    }
                }
                persons.push((enrolled, together));
            }
        }
        persons
    }

    pub(crate) fn per_day(&self, counts: &dyn Fn(usize) -> bool) -> PerDay {
        let mut most: BTreeMap<Day, u32> = BTreeMap::new();
        let mut worst: Option<(u32, Day, Day, u32)> = None;
        let persons = self.persons(counts);
        for same_day in persons.chunk_by(|a, b| a.0 == b.0) {
            let enrolled = same_day[0].0;
            let mut own: BTreeMap<Day, u32> = BTreeMap::new();
            for (day, count) in same_day.iter().flat_map(|(_, days)| days) {
                let on = own.entry(*day).or_default();
                *on = (*on).max(*count);
            }
            let mut best = (0, Day(0));
            for (day, count) in own {
                if count > best.0 {
                    best = (count, day);
                }
                let on = most.entry(day).or_default();
                *on = (*on).max(count);
            }
            let (count, day) = best;
            worst = match worst {
                _ if count == 0 => worst,
                Some((most, on, first, number)) if most == count => {
                    Some((most, on, first, number + 1))
                }
                Some((most, ..)) if most > count => worst,
                _ => Some((count, enrolled, day, 1)),
            };
        }
        most.retain(|_, count| *count > 0);
        PerDay { most, worst }
    }

    /// Whether one person can get just these attempts on the worst day, each at the first of its
    /// minutes.
    pub(crate) fn replay(
        &self,
        worst: &Worst,
        counts: &dyn Fn(usize) -> bool,
    ) -> Result<(), String> {
        if worst.contacts.len() != worst.count as usize {
            return Err(format!(
                "{} contacts for {}",
                worst.contacts.len(),
                worst.count
            ));
        }
        let mut listed: BTreeMap<(usize, u32), Minute> = BTreeMap::new();
        for contact in &worst.contacts {
            if contact.day != worst.day || contact.skipped || contact.ranges.is_empty() {
                return Err(format!("{contact:?}"));
            }
            listed.insert((contact.step, contact.attempt), contact.ranges[0].start);
        }
        let possible = self.moments(worst.enrolled).into_iter().any(|at| {
            self.chains(worst.enrolled).iter().all(|chain| {
                let wanted = listed
                    .keys()
                    .filter(|(step, _)| chain.contains(step))
                    .count();
                let mut got = 0;
                self.walk_filtered(
                    chain,
                    worst.enrolled,
                    at,
                    counts,
                    &mut |step, attempt, state| {
                        if self.cells[state.cell].day != worst.day || !counts(step) || state.skipped
                        {
                            return true;
                        }
                        let minute = self.cells[state.cell].minute;
                        let Some(wanted) = listed.get(&(step, attempt)) else {
                            return false;
                        };
                        let width = if state.wide { self.grain as u16 } else { 1 };
                        let holds = (minute.0..minute.0 + width).contains(&wanted.0);
                        if holds {
                            got = got.max(state.count);
                        }
                        holds
                    },
                );
                got as usize == wanted
            })
        });
        possible
            .then_some(())
            .ok_or_else(|| "no person gets it".to_owned())
    }

    /// The itinerary in which every free minute is the earliest.
    pub(crate) fn contacts(&self, enrolled: Day) -> Vec<Made> {
        let mut made: Vec<(usize, usize, u32, bool)> = Vec::new();
        if !self.enrollments().contains(&enrolled) {
            return Vec::new();
        }
        let at = self.moments(enrolled)[0];
        for chain in self.chains(enrolled) {
            let mut attempts: Vec<(usize, usize, u32, bool)> = Vec::new();
            let mut before = Before::Enrolled { cell: at };
            for index in chain {
                let step = &self.script.steps[index];
                let mut state = self.first(index, enrolled, before).into_iter().next();
                let mut number = 1;
                let mut spacings = self.spacings(step).into_iter();
                while let Some(now) = state {
                    attempts.push((now.cell, index, number, now.skipped));
                    before = Before::Attempt(now);
                    number += 1;
                    let Some(spacing) = spacings.next() else {
                        break;
                    };
                    state = self.spaced(index, now, spacing).first().copied();
                }
                if state.is_none() {
                    break;
                }
            }
            made.extend(attempts);
        }
        made.sort_unstable();
        made.into_iter()
            .map(|(cell, step, attempt, skipped)| Made {
                step,
                attempt,
                day: self.cells[cell].day,
                minute: self.cells[cell].minute,
                skipped,
            })
            .collect()
    }
}
