//! How many attempts one person can get in a day.
//!
//! For every enrollment the chains of a cadence are independent, so that the most on a day is the
//! sum of the most of each chain. Within a chain, an attempt that is reached in days lies on a later
//! day than all before it, so that a day belongs to one run of attempts that are linked by minutes,
//! and all of these follow from one free minute. What that minute can be is cut into pieces on which
//! the days do not change. Chains that hang on the minute of enrollment itself share it: they are
//! counted together, for each of the minutes at which anything changes.

use super::Plan;
use super::answers::Contact;
use super::budget::Budget;
use super::leg::{Chain, Chains, FEW, FOREVER, Landing, Leg, Link, Part};
use super::reach::{First, power};
use super::script::IfClosed;
use super::timeline::{Bits, NEVER};
use super::trail::{NONE, Trace, Trail};
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// After so many pieces in all, no more than `FEW_PIECES` of a free minute are followed, those with the
/// most on their day. Only chains of thousands of attempts minutes apart come so far.
const ENOUGH_PIECES: u64 = 4_000_000;
const FEW_PIECES: usize = 4;

/// Attempts of one chain at the same point of their way, for a piece of the free minute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Cohort {
    part: Part,
    /// At any minute of the window of its day: `part` is to be cut from it.
    whole: bool,
    /// Counted attempts on its day so far.
    count: u32,
    /// Its last attempt in the trail, if one is kept.
    trail: u32,
}

/// Runs with the same window and spacing go through the same days.
struct Run {
    map: Vec<u32>,
    made: Option<Bits>,
    /// How many runs go on from a day, of the enrollment at hand.
    on: Vec<i32>,
    first: u32,
    /// On how many days any do.
    pending: u32,
    /// The most that go on from a day alone to the end, over all enrollments.
    tails: Vec<u32>,
}

impl Run {
    /// So many more runs, or fewer, go on from a day.
    fn put(&mut self, day: u32, more: i32) {
        let on = &mut self.on[day as usize];
        self.pending += u32::from(*on == 0);
        *on += more;
        self.pending -= u32::from(*on == 0);
    }

    /// The runs that go on from a day, taken off.
    fn take(&mut self, day: u32) -> i32 {
        let on = std::mem::take(&mut self.on[day as usize]);
        self.pending -= u32::from(on != 0);
        on
    }

    /// What goes on from a day.
    fn tail(&self, mut day: u32, count: u32) -> Option<Tail> {
        while !self.is_made(day) {
            day = self.map[day as usize];
            if day == NEVER {
                return None;
            }
        }
        Some(Tail { count, day })
    }

    fn is_made(&self, day: u32) -> bool {
        self.made.as_ref().is_none_or(|made| made.contains(day))
    }
}

/// Attempts that go on from a day with nothing else to come: as many on each day of their run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tail {
    pub(super) count: u32,
    /// The first day on which they are made.
    pub(super) day: u32,
}

/// Chains that lead to the same days.
struct Work {
    chain: Chain,
    /// How many there are.
    times: u32,
    /// What they have in common with others after the first attempt; none if they may not end.
    class: Option<u32>,
    /// If they are one attempt that is shifted, so many days after enrollment: these, and its window.
    quick: Option<(u32, u32)>,
}

/// What follows from a leg, and whether it counts.
type Signature = Vec<(u32, IfClosed, Option<Link>, u32, bool, bool)>;

/// Most attempts per day from a first attempt on.
#[derive(Clone, Copy)]
struct Profile {
    start: u32,
    end: u32,
}

/// What a counter is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// Each enrollment's days, those of its tail apart.
    Tails,
    /// Each enrollment's days up to the end.
    Days,
}

/// A day of endless attempts that are minutes apart, and what follows from it.
#[derive(Clone, Copy, Debug)]
struct Node {
    day: u32,
    count: u32,
    next: u32,
}

/// Most attempts per day, dense, with the days that are not 0.
#[derive(Default)]
struct Tally {
    most: Vec<u32>,
    touched: Vec<u32>,
}

impl Tally {
    fn with_room(len: u32) -> Self {
        Self {
            most: vec![0; len as usize],
            touched: Vec::new(),
        }
    }

    fn raise(&mut self, day: u32, count: u32) {
        let most = &mut self.most[day as usize];
        if *most == 0 && count > 0 {
            self.touched.push(day);
        }
        *most = (*most).max(count);
    }

    fn add(&mut self, day: u32, count: u32) {
        let most = &mut self.most[day as usize];
        if *most == 0 && count > 0 {
            self.touched.push(day);
        }
        *most += count;
    }

    fn drain(&mut self, mut visit: impl FnMut(u32, u32)) {
        for day in self.touched.drain(..) {
            visit(day, std::mem::take(&mut self.most[day as usize]));
        }
    }
}

/// Counts the attempts of some steps.
pub(super) struct Counter<'p> {
    plan: &'p Plan<'p>,
    counted: Vec<bool>,
    runs: Vec<Run>,
    run_of: FxHashMap<u32, usize>,
    ends: FxHashMap<u32, Vec<u32>>,
    nodes: Vec<Node>,
    node_of: FxHashMap<(u32, Vec<Part>), u32>,
    total: Tally,
    chain: Tally,
    joint: Tally,
    trail: Trail,
    /// Profiles by class and first day.
    classes: FxHashMap<Signature, u32>,
    known: Vec<Vec<Option<Profile>>>,
    profiles: Vec<(u32, u32)>,
    pieces: Budget,
    /// Whether any pieces were left out.
    cut: Cell<bool>,
    /// Days of the endless run at hand.
    on: Vec<bool>,
}

impl<'p> Counter<'p> {
    pub(super) fn new(plan: &'p Plan<'p>, counts: impl Fn(usize) -> bool) -> Self {
        let counted: Vec<bool> = (0..plan.script.steps.len()).map(counts).collect();
        let course = &plan.course;
        let len = course.line.len;
        let mut counter = Self {
            plan,
            counted,
            runs: Vec::new(),
            run_of: FxHashMap::default(),
            ends: FxHashMap::default(),
            nodes: Vec::new(),
            node_of: FxHashMap::default(),
            total: Tally::with_room(len),
            chain: Tally::with_room(len),
            joint: Tally::with_room(len),
            trail: Trail::default(),
            classes: FxHashMap::default(),
            known: Vec::new(),
            profiles: Vec::new(),
            pieces: Budget::new(ENOUGH_PIECES),
            cut: Cell::new(false),
            on: vec![false; len as usize],
        };
        let mut same = FxHashMap::default();
        for (index, leg) in course.legs.iter().enumerate() {
            if !matches!(leg.link, Link::Days(_)) || leg.times <= FEW {
                continue;
            }
            let key = (leg.opening, leg.if_closed, leg.link);
            let run = *same.entry(key).or_insert_with(|| {
                let closed = (0..len).any(|day| !course.is_made(leg, day));
                counter.runs.push(Run {
                    map: course.day_map(leg),
                    made: closed.then(|| course.opening(leg).open.clone()),
                    on: vec![0; len as usize],
                    first: NEVER,
                    pending: 0,
                    tails: vec![0; len as usize],
                });
                counter.runs.len() - 1
            });
            counter.run_of.insert(index as u32, run);
            if leg.times != FOREVER {
                let map = counter.runs[run].map.clone();
                counter.ends.insert(index as u32, power(map, leg.times));
            }
        }
        counter
    }

    fn leg(&self, index: u32) -> &'p Leg {
        &self.plan.course.legs[index as usize]
    }

    fn counts(&self, leg: &Leg) -> bool {
        self.counted[leg.step as usize]
    }

    /// For every enrollment, the most attempts on each day that has any: the days, the counts by
    /// day, and what goes on after them.
    pub(super) fn each(
        &mut self,
        scope: Scope,
        mut visit: impl FnMut(u32, &[u32], &[u32], Option<Tail>),
    ) {
        let plan = self.plan;
        plan.each_group(|enrolled, chains| {
            let work = self.work(chains);
            for day in enrolled {
                let tail = self.enrollment(chains, &work, day, scope);
                visit(day, &self.total.touched, &self.total.most, tail);
                self.total.drain(|_, _| {});
            }
        });
    }

    /// Adds the tails of all enrollments to the most per day.
    pub(super) fn add_tails(&mut self, most: &mut [u32]) {
        for run in &mut self.runs {
            for day in 0..run.tails.len() as u32 {
                let count = std::mem::take(&mut run.tails[day as usize]);
                if count == 0 {
                    continue;
                }
                if run.is_made(day) {
                    most[day as usize] = most[day as usize].max(count);
                }
                let next = run.map[day as usize];
                if next != NEVER {
                    let tail = &mut run.tails[next as usize];
                    *tail = (*tail).max(count);
                }
            }
        }
    }

    fn counts_any(&self, legs: &[u32]) -> bool {
        legs.iter().any(|index| self.counts(self.leg(*index)))
    }

    /// The chains that have a step that counts, those that are alike together.
    fn work(&mut self, chains: &Chains) -> Vec<Work> {
        let mut work: Vec<Work> = Vec::new();
        let mut alike: FxHashMap<Signature, usize> = FxHashMap::default();
        for chain in &chains.chains {
            let legs = chains.legs(chain);
            if !self.counts_any(legs) {
                continue;
            }
            let mut signature: Signature = legs
                .iter()
                .map(|index| {
                    let leg = self.leg(*index);
                    let counts = self.counts(leg);
                    let link = Some(leg.link);
                    (
                        leg.opening,
                        leg.if_closed,
                        link,
                        leg.times,
                        leg.optional,
                        counts,
                    )
                })
                .collect();
            if let Some(index) = alike.get(&signature) {
                work[*index].times += 1;
                continue;
            }
            alike.insert(signature.clone(), work.len());
            let ends = legs.iter().all(|index| self.leg(*index).times != FOREVER);
            let class = (ends && !chain.plain).then(|| {
                signature[0].2 = None;
                let number = self.classes.len() as u32;
                *self.classes.entry(signature).or_insert(number)
            });
            let quick = match (legs, self.leg(legs[0])) {
                (
                    [_],
                    Leg {
                        link: Link::Day(days),
                        if_closed: IfClosed::Shift,
                        opening,
                        ..
                    },
                ) if chain.plain => Some((*days, *opening)),
                _ => None,
            };
            work.push(Work {
                quick,
                chain: chain.clone(),
                times: 1,
                class,
            });
        }
        let len = self.plan.course.line.len as usize;
        self.known
            .resize_with(self.classes.len(), || vec![None; len]);
        work
    }

    /// Fills `total` for one enrollment; what goes on after it.
    fn enrollment(
        &mut self,
        chains: &Chains,
        work: &[Work],
        enrolled: u32,
        scope: Scope,
    ) -> Option<Tail> {
        let mut coupled = Vec::new();
        for one in work {
            if let Some((days, opening)) = one.quick {
                let opening = &self.plan.course.openings[opening as usize];
                let day = opening.next(enrolled.saturating_add(days));
                if day != NEVER {
                    self.total.add(day, one.times);
                }
                continue;
            }
            let legs = chains.legs(&one.chain);
            if one.chain.plain {
                self.plain(legs, enrolled, one.times);
            } else if self.plan.hangs(legs, &one.chain, enrolled) {
                coupled.push(one);
            } else {
                self.alone(legs, enrolled, one);
            }
        }
        match coupled[..] {
            [] => {}
            [one] if one.times == 1 => self.alone(chains.legs(&one.chain), enrolled, one),
            _ => {
                let mut together = Tally::with_room(self.plan.course.line.len);
                let hanging: Vec<&Chain> = coupled.iter().map(|one| &one.chain).collect();
                for at in self.minutes(chains, &hanging, enrolled) {
                    for one in &coupled {
                        self.explore(chains.legs(&one.chain), enrolled, Some(at), NEVER);
                        let joint = &mut self.joint;
                        self.chain
                            .drain(|day, count| joint.add(day, count * one.times));
                    }
                    self.joint.drain(|day, count| together.raise(day, count));
                }
                let total = &mut self.total;
                together.drain(|day, count| total.add(day, count));
            }
        }
        self.sweep(scope)
    }

    /// Adds a chain whose free minutes are its own.
    fn alone(&mut self, legs: &[u32], enrolled: u32, one: &Work) {
        let course = &self.plan.course;
        let first = self.leg(legs[0]);
        let mut entry = NEVER;
        if let Some(class) = one.class
            && !matches!(first.link, Link::Moment(..))
        {
            let nominal = course.anchored(first, enrolled);
            if !course.on_the_day(first, enrolled, nominal) {
                let Some((day, _)) = course.opening(first).land(first.if_closed, nominal) else {
                    return;
                };
                if let Some(profile) = self.known[class as usize][day as usize] {
                    for (day, count) in &self.profiles[profile.start as usize..profile.end as usize]
                    {
                        self.total.add(*day, count * one.times);
                    }
                    return;
                }
                entry = day;
            }
        }
        self.explore(legs, enrolled, None, NEVER);
        let start = self.profiles.len() as u32;
        let (total, profiles) = (&mut self.total, &mut self.profiles);
        self.chain.drain(|day, count| {
            total.add(day, count * one.times);
            if entry != NEVER {
                profiles.push((day, count));
            }
        });
        if let Some(class) = one.class
            && entry != NEVER
        {
            let end = self.profiles.len() as u32;
            self.known[class as usize][entry as usize] = Some(Profile { start, end });
        }
    }

    /// A chain whose days follow from the enrollment day.
    fn plain(&mut self, legs: &[u32], enrolled: u32, times: u32) {
        let course = &self.plan.course;
        let first = self.leg(legs[0]);
        let nominal = course.anchored(first, enrolled);
        let Some((mut day, skipped)) = course.opening(first).land(first.if_closed, nominal) else {
            return;
        };
        if !skipped && self.counts(first) {
            self.total.add(day, times);
        }
        for index in &legs[1..] {
            let leg = self.leg(*index);
            let Link::Days(hop) = leg.link else {
                return;
            };
            let counts = self.counts(leg);
            if leg.times > FEW {
                let run = &mut self.runs[self.run_of[index]];
                let start = run.map[day as usize];
                if start == NEVER {
                    return;
                }
                let end = self
                    .ends
                    .get(index)
                    .map_or(NEVER, |ends| ends[day as usize]);
                if counts {
                    run.first = run.first.min(start);
                    run.put(start, times as i32);
                    if end != NEVER && run.map[end as usize] != NEVER {
                        run.put(run.map[end as usize], -(times as i32));
                    }
                }
                if end == NEVER {
                    return;
                }
                day = end;
                continue;
            }
            let opening = course.opening(leg);
            for _ in 0..leg.times {
                let Some((next, skipped)) = opening.land(leg.if_closed, course.later(hop, day))
                else {
                    return;
                };
                day = next;
                if !skipped && counts {
                    self.total.add(day, times);
                }
            }
        }
    }

    /// Adds the long runs of the enrollment at hand. When one of them is all that is left, the rest
    /// of it is a tail: enrollments share it, so that it is not walked for each.
    fn sweep(&mut self, scope: Scope) -> Option<Tail> {
        let active = self.runs.iter().filter(|run| run.first != NEVER).count();
        if active == 0 {
            return None;
        }
        let last = self.total.touched.iter().copied().max().unwrap_or(0);
        for run in self.runs.iter_mut().filter(|run| run.first != NEVER) {
            let first = std::mem::replace(&mut run.first, NEVER);
            let alone = active == 1 && scope == Scope::Tails;
            for day in first..run.on.len() as u32 {
                if run.pending == 0 {
                    break;
                }
                let on = run.take(day);
                if on == 0 {
                    continue;
                }
                if alone && day > last && run.pending == 0 {
                    let tail = &mut run.tails[day as usize];
                    *tail = (*tail).max(on as u32);
                    return run.tail(day, on as u32);
                }
                if run.is_made(day) {
                    self.total.add(day, on as u32);
                }
                let next = run.map[day as usize];
                if next != NEVER {
                    run.put(next, on);
                }
            }
        }
        None
    }

    /// Fills `chain` with the most attempts per day that any free minutes of a chain lead to, for
    /// people enrolled at any minute of a day or at one, up to day `until`. With a trail, returns the
    /// cohort with the most on `until`.
    fn explore(
        &mut self,
        legs: &[u32],
        enrolled: u32,
        at: Option<i64>,
        until: u32,
    ) -> Option<Cohort> {
        let course = &self.plan.course;
        let mut best: Option<Cohort> = None;
        let mut state = Vec::new();
        let first = self.leg(legs[0]);
        let counts = self.counts(first);
        let trail = &mut self.trail;
        let begin = |entry: First| {
            let (whole, landing) = match entry {
                First::Whole((day, skipped), nominal) => {
                    (true, Landing::on_day(day, skipped, nominal))
                }
                First::Moments(landing) => (false, landing),
            };
            let count = u32::from(counts && !landing.to.skipped);
            let trace = trail.note(Trace {
                before: NONE,
                leg: legs[0],
                number: 1,
                whole,
                landing,
            });
            state.push(Cohort {
                part: landing.to,
                whole,
                count,
                trail: trace,
            });
        };
        match at {
            None => course.first(first, enrolled, begin),
            Some(at) => course.first_at(first, enrolled, at, begin),
        }
        self.merge(&mut state);
        self.record(&state, until, &mut best);
        for pair in legs.windows(2) {
            if state.is_empty() {
                break;
            }
            let leg = self.leg(pair[1]);
            if leg.optional && leg.times == FOREVER && legs.last() != Some(&pair[1]) {
                // What follows the last of so many retries is not followed.
                self.cut.set(true);
            }
            let opening = self.leg(pair[0]).opening;
            state = self.leg_after(leg, pair[1], opening, state, until, &mut best);
        }
        best
    }

    fn leg_after(
        &mut self,
        leg: &'p Leg,
        index: u32,
        mut opening: u32,
        mut state: Vec<Cohort>,
        until: u32,
        best: &mut Option<Cohort>,
    ) -> Vec<Cohort> {
        if leg.times == FOREVER && !self.trail.is_kept() {
            match leg.link {
                Link::Days(_) => self.endless_days(leg, index, &state),
                _ => self.endless_minutes(leg, index, opening, &state),
            }
            return if leg.optional { state } else { Vec::new() };
        }
        let mut union = if leg.optional {
            state.clone()
        } else {
            Vec::new()
        };
        for number in 0..leg.times {
            state = self.attempt(
                leg,
                index,
                leg.attempt.saturating_add(number),
                opening,
                &state,
            );
            opening = leg.opening;
            if until != NEVER {
                state.retain(|cohort| cohort.part.day <= until);
            }
            self.merge(&mut state);
            self.record(&state, until, best);
            if leg.optional {
                union.extend_from_slice(&state);
            }
            if state.is_empty() {
                break;
            }
        }
        if leg.optional {
            self.merge(&mut union);
            return union;
        }
        state
    }

    /// One attempt after each cohort.
    fn attempt(
        &mut self,
        leg: &Leg,
        index: u32,
        number: u32,
        opening: u32,
        state: &[Cohort],
    ) -> Vec<Cohort> {
        let course = &self.plan.course;
        let counts = self.counts(leg);
        let trail = &mut self.trail;
        let mut after = Vec::with_capacity(state.len() + 1);
        if let Link::Days(hop) = leg.link {
            let mut last = NEVER;
            for cohort in state {
                if std::mem::replace(&mut last, cohort.part.day) == cohort.part.day {
                    continue;
                }
                let nominal = course.later(hop, cohort.part.day);
                let Some((day, skipped)) = course.opening(leg).land(leg.if_closed, nominal) else {
                    continue;
                };
                let landing = Landing::on_day(day, skipped, nominal);
                after.push(Cohort {
                    part: landing.to,
                    whole: true,
                    count: u32::from(counts && !skipped),
                    trail: trail.note(Trace {
                        before: NONE,
                        leg: index,
                        number,
                        whole: true,
                        landing,
                    }),
                });
            }
            return after;
        }
        let mut go = |part: Part, cohort: &Cohort| {
            course.advance(leg, part, |landing| {
                let same = landing.to.day == part.day;
                let before = if same { cohort.count } else { 0 };
                after.push(Cohort {
                    part: landing.to,
                    whole: false,
                    count: before + u32::from(counts && !landing.to.skipped),
                    trail: trail.note(Trace {
                        before: cohort.trail,
                        leg: index,
                        number,
                        whole: false,
                        landing,
                    }),
                });
            });
        };
        for cohort in state {
            if cohort.whole {
                let window = &course.openings[opening as usize];
                window.usable(&course.line, cohort.part.day, |low, high| {
                    let part = Part {
                        low,
                        high,
                        ..cohort.part
                    };
                    go(part, cohort);
                });
            } else {
                go(cohort.part, cohort);
            }
        }
        after
    }

    /// Cohorts at the same moments go the same way: the one with the most stands for all.
    fn merge(&self, state: &mut Vec<Cohort>) {
        if state.len() < 2 {
            return;
        }
        let keeps_trail = self.trail.is_kept();
        state.sort_unstable_by(|a, b| (a.part, a.whole, b.count).cmp(&(b.part, b.whole, a.count)));
        state.dedup_by(|next, last| {
            let (a, b) = (last.part, next.part);
            if (a, last.whole) == (b, next.whole) {
                return true;
            }
            let joined = !keeps_trail
                && !next.whole
                && !last.whole
                && next.count == last.count
                && (a.day, a.skipped) == (b.day, b.skipped)
                && b.low <= a.high;
            if joined {
                last.part.high = a.high.max(b.high);
            }
            joined
        });
        self.pieces.spend(state.len());
        if state.len() > FEW_PIECES && self.pieces.is_spent() {
            state.sort_by_key(|cohort| std::cmp::Reverse(cohort.count));
            state.truncate(FEW_PIECES);
            state.sort_unstable();
            self.cut.set(true);
        }
    }

    fn record(&mut self, state: &[Cohort], until: u32, best: &mut Option<Cohort>) {
        for cohort in state {
            self.chain.raise(cohort.part.day, cohort.count);
            if cohort.part.day == until && best.is_none_or(|known| known.count < cohort.count) {
                *best = Some(*cohort);
            }
        }
    }

    /// An endless run with days between its attempts: one on each day that it can reach.
    fn endless_days(&mut self, leg: &Leg, index: u32, state: &[Cohort]) {
        if !self.counts(leg) {
            return;
        }
        let run = &self.runs[self.run_of[&index]];
        let mut day = NEVER;
        for cohort in state {
            let next = run.map[cohort.part.day as usize];
            if next != NEVER {
                self.on[next as usize] = true;
                day = day.min(next);
            }
        }
        while let Some(on) = self.on.get_mut(day as usize) {
            if std::mem::take(on) {
                if run.is_made(day) {
                    self.chain.raise(day, 1);
                }
                let next = run.map[day as usize];
                if next != NEVER {
                    self.on[next as usize] = true;
                }
            }
            day += 1;
        }
    }

    /// An endless run with minutes between its attempts, day by day. From the second day on it hangs
    /// on the first moments of the day alone, so that enrollments share what follows.
    fn endless_minutes(&mut self, leg: &Leg, index: u32, opening: u32, state: &[Cohort]) {
        if !self.counts(leg) {
            return;
        }
        let mut none = None;
        let mut state = self.attempt(leg, index, leg.attempt, opening, state);
        let mut last = NONE;
        loop {
            self.merge(&mut state);
            self.record(&state, NEVER, &mut none);
            let Some(day) = state.iter().map(|cohort| cohort.part.day).min() else {
                return;
            };
            let fresh = state
                .iter()
                .all(|cohort| cohort.count == u32::from(!cohort.part.skipped));
            let mut node = NONE;
            if fresh {
                let key = (index, state.iter().map(|cohort| cohort.part).collect());
                if let Some(known) = self.node_of.get(&key) {
                    node = *known;
                    if last != NONE {
                        self.nodes[last as usize].next = node;
                    }
                    while node != NONE {
                        let Node { day, count, next } = self.nodes[node as usize];
                        self.chain.raise(day, count);
                        node = next;
                    }
                    return;
                }
                node = self.nodes.len() as u32;
                self.nodes.push(Node {
                    day,
                    count: 0,
                    next: NONE,
                });
                self.node_of.insert(key, node);
                if last != NONE {
                    self.nodes[last as usize].next = node;
                }
            }
            let (mut today, mut later): (Vec<Cohort>, Vec<Cohort>) =
                state.iter().partition(|cohort| cohort.part.day == day);
            let mut most = 0;
            while !today.is_empty() {
                most = today.iter().map(|cohort| cohort.count).fold(most, u32::max);
                let after = self.attempt(leg, index, leg.attempt, leg.opening, &today);
                today.clear();
                for cohort in after {
                    if cohort.part.day == day {
                        today.push(cohort);
                    } else {
                        later.push(cohort);
                    }
                }
                self.merge(&mut today);
                self.record(&today, NEVER, &mut none);
            }
            if node != NONE {
                self.nodes[node as usize].count = most;
            }
            last = node;
            state = later;
        }
    }

    fn minutes(&self, chains: &Chains, coupled: &[&Chain], enrolled: u32) -> Vec<i64> {
        let plan = self.plan;
        let minutes = plan.minutes_of_enrollment(chains, coupled, enrolled, &self.pieces);
        self.cut.set(self.cut.get() || self.pieces.is_spent());
        minutes
    }

    /// Whether any attempts were left out of what was counted.
    pub(super) fn is_cut(&self) -> bool {
        self.cut.get()
    }

    /// The attempts that make up the most on a day, for one enrollment.
    pub(super) fn explain(&mut self, enrolled: u32, day: u32) -> Vec<Contact> {
        let plan = self.plan;
        self.pieces = Budget::new(ENOUGH_PIECES);
        let mut chains = plan.course.chains(enrolled, plan.script);
        let all = std::mem::take(&mut chains.chains);
        let counted = all
            .into_iter()
            .filter(|chain| self.counts_any(chains.legs(chain)));
        chains.chains = counted.collect();
        let mut contacts = Vec::new();
        let mut coupled = Vec::new();
        for chain in &chains.chains {
            if chain.plain {
                self.explain_plain(chains.legs(chain), enrolled, day, &mut contacts);
            } else if plan.hangs(chains.legs(chain), chain, enrolled) {
                coupled.push(chain);
            } else {
                self.explain_chain(chains.legs(chain), enrolled, None, day, &mut contacts);
            }
        }
        let mut minute = None;
        if coupled.len() > 1 {
            let mut most = 0;
            for at in self.minutes(&chains, &coupled, enrolled) {
                let mut count = 0;
                for chain in &coupled {
                    self.explore(chains.legs(chain), enrolled, Some(at), NEVER);
                    count += self.chain.most[day as usize];
                    self.chain.drain(|_, _| {});
                }
                if count > most {
                    most = count;
                    minute = Some(at);
                }
            }
        }
        for chain in coupled {
            self.explain_chain(chains.legs(chain), enrolled, minute, day, &mut contacts);
        }
        contacts.sort_by_key(|contact| {
            let from = contact.ranges.first().map(|range| range.start);
            (from, contact.step, contact.attempt)
        });
        contacts
    }

    fn explain_plain(&self, legs: &[u32], enrolled: u32, on: u32, out: &mut Vec<Contact>) {
        let line = &self.plan.course.line;
        self.plan
            .walk(legs, enrolled, |leg, attempt, nominal, day, skipped| {
                if day == on && !skipped && self.counts(leg) {
                    out.push(Contact {
                        step: leg.step as usize,
                        attempt,
                        day: line.day(day),
                        ranges: self.plan.window_ranges(leg.opening, day),
                        moved_from: (nominal != day).then(|| line.day(nominal)),
                        skipped: false,
                    });
                }
                day <= on
            });
    }

    fn explain_chain(
        &mut self,
        legs: &[u32],
        enrolled: u32,
        at: Option<i64>,
        day: u32,
        out: &mut Vec<Contact>,
    ) {
        self.trail.begin();
        let best = self.explore(legs, enrolled, at, day);
        self.chain.drain(|_, _| {});
        let trail = self.trail.end();
        let Some(best) = best.filter(|cohort| cohort.count > 0) else {
            return;
        };
        let line = &self.plan.course.line;
        let moments = (!best.whole).then_some((best.part.low, best.part.high));
        for (_, trace, moments) in trail.back(best.trail, moments) {
            let leg = self.leg(trace.leg);
            let Landing { to, nominal, .. } = trace.landing;
            if to.day == day && !to.skipped && self.counts(leg) {
                out.push(Contact {
                    step: leg.step as usize,
                    attempt: trace.number,
                    day: line.day(day),
                    ranges: self.plan.ranges(leg.opening, day, moments),
                    moved_from: (nominal != to.day).then(|| line.day(nominal)),
                    skipped: false,
                });
            }
        }
    }
}

impl Plan<'_> {
    /// The minutes of enrollment at which something changes for chains that hang on it: between two
    /// of them the first is the worst, for it leaves the most minutes to the others.
    /// Not all of them if they take more than the budget.
    pub(super) fn minutes_of_enrollment(
        &self,
        chains: &Chains,
        coupled: &[&Chain],
        enrolled: u32,
        budget: &Budget,
    ) -> Vec<i64> {
        let course = &self.course;
        let leg = |index: u32| &course.legs[index as usize];
        let line = &course.line;
        let mut minutes = vec![line.start(enrolled)];
        for chain in coupled {
            let legs = chains.legs(chain);
            let first = leg(legs[0]);
            let mut late = line.start(enrolled);
            if !matches!(first.link, Link::Moment(..)) {
                let opening = course.opening(first);
                opening.usable(line, enrolled, |_, high| late = late.max(high));
            }
            // Attempts, and the minute of enrollment that leads to the first of them.
            let mut state: Vec<(Part, i64, bool)> = Vec::new();
            course.first(first, enrolled, |entry| {
                if let First::Moments(landing) = entry
                    && landing.from.0 >= late
                {
                    let single = width(landing.to) != landing.from.1 - landing.from.0;
                    minutes.push(landing.from.0);
                    state.push((landing.to, landing.from.0, single));
                }
            });
            for index in &legs[1..] {
                let leg = leg(*index);
                if matches!(leg.link, Link::Days(_)) {
                    if leg.optional {
                        continue;
                    }
                    break;
                }
                let mut union = if leg.optional {
                    state.clone()
                } else {
                    Vec::new()
                };
                for _ in 0..leg.times {
                    let mut after = Vec::new();
                    for (part, origin, single) in &state {
                        course.advance(leg, *part, |landing| {
                            let origin = if *single {
                                *origin
                            } else {
                                origin + landing.from.0 - part.low
                            };
                            minutes.push(origin);
                            let single =
                                *single || width(landing.to) != landing.from.1 - landing.from.0;
                            after.push((landing.to, origin, single));
                        });
                    }
                    same_once(&mut after, budget);
                    state = after;
                    if leg.optional {
                        union.extend_from_slice(&state);
                    }
                    if state.is_empty() {
                        break;
                    }
                }
                if leg.optional {
                    state = union;
                    same_once(&mut state, budget);
                }
            }
        }
        minutes.sort_unstable();
        minutes.dedup();
        minutes.retain(|at| *at < line.start(enrolled + 1));
        minutes
    }
}

/// What leads to the same from the same minute of enrollment is followed once; nothing, if the budget
/// is spent.
fn same_once(state: &mut Vec<(Part, i64, bool)>, budget: &Budget) {
    state.sort_unstable();
    state.dedup();
    budget.spend(state.len());
    if budget.is_spent() {
        state.clear();
    }
}

fn width(part: Part) -> i64 {
    part.high - part.low
}
