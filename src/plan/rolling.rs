//! How many attempts one person can get in a stretch of time, and how close to each other.
//!
//! For every enrollment each chain is broken into *stays*: one free minute, and the attempts that
//! follow from it by waits in hours and minutes. Where an attempt is counted in days, or where many
//! minutes lead to one (the next opening), the next stay begins; it hangs on nothing but that day or
//! moment, so that enrollments share it. Within a stay the free minute is cut into pieces on which
//! all attempts move with it, a [`Path`] each.
//!
//! For one stretch of time the most attempts of a chain are the longest way through its stays, and
//! chains add up. The stretches that have to be tried are few: let all attempts of the fullest
//! stretch move on together, and with them its start, until one is at the end of its piece and first
//! of all. So the start is where an attempt is at the end of a piece. Chains that hang on the minute
//! of enrollment share it: besides the starts of pieces, only the minutes that put an attempt at the
//! start of the stretch have to be tried.

use super::Plan;
use super::answers::Contact;
use super::budget::{Budget, Unfollowed};
use super::leg::{Chains, FOREVER, Link, Part};
use super::plain::Rows;
use super::reach::First;
use super::timeline::NEVER;
use crate::calendar::{Day, MinuteRange};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::{ControlFlow, Range, RangeInclusive};

/// A stay is followed over so many attempts.
const MOST_ATTEMPTS: u32 = 1000;

/// So many ways of one free minute are told apart: retries of several steps that are minutes apart
/// multiply.
const MOST_PATHS: usize = 4096;

/// So many attempts are held against a stretch of time for one question; a campaign of a year with a
/// dozen steps takes some ten thousand.
const MOST_HELD: u64 = 10_000_000;

/// More stays than this are forgotten before the next enrollment.
const MOST_STAYS: usize = 100_000;

/// A stretch of time in which attempts are counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Span {
    /// Any so many minutes: attempts are in one such stretch if less than that lies between the
    /// start of the first and that of the last.
    Minutes(u32),
    /// Any so many days of the recipient's calendar in a row.
    Days(u32),
    /// A week of the recipient's calendar, from Monday on.
    Week,
    /// A month of the recipient's calendar.
    Month,
}

/// The two attempts of a chain that can be closest to each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closest {
    /// Minutes from the start of one to the start of the other.
    pub minutes: u32,
    /// The earliest enrollment that leads to it.
    pub enrolled: Day,
    /// Both, in order of time, with the minutes at which they are so close.
    pub contacts: [Contact; 2],
    /// How many enrollment dates lead to attempts closer than was asked for, if all could be followed.
    pub affected: Option<u32>,
}

/// An attempt in a stay.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    /// After the free minute.
    offset: i64,
    leg: u32,
    number: u32,
    day: u32,
    nominal: u32,
}

/// What follows from the free minutes `low..high`.
#[derive(Clone, Debug)]
struct Path {
    low: i64,
    high: i64,
    /// Those that are counted, in order.
    attempts: Vec<Attempt>,
    /// The stays that can come next, one of them.
    next: Vec<u32>,
    by: By,
}

/// How the next stay is counted from a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    /// In days.
    Days,
    /// In hours and minutes.
    Clock,
}

impl Path {
    /// Whether no attempt can be in `from..to`.
    fn misses(&self, from: i64, to: i64) -> bool {
        match (self.attempts.first(), self.attempts.last()) {
            (Some(first), Some(last)) => {
                self.high - 1 + last.offset < from || self.low + first.offset >= to
            }
            _ => true,
        }
    }

    /// The attempts in `from..to` if the free minute is `at`, as a range.
    fn within(&self, at: i64, from: i64, to: i64) -> (usize, usize) {
        let first = self.attempts.partition_point(|it| at + it.offset < from);
        let end = self.attempts.partition_point(|it| at + it.offset < to);
        (first, end.max(first))
    }

    /// The most attempts in `from..to`, as a range of them. More come in only when one reaches the
    /// start.
    fn most(&self, from: i64, to: i64) -> (usize, usize) {
        if self.misses(from, to) {
            return (0, 0);
        }
        let starts = self.attempts.iter().map(|it| from - it.offset);
        std::iter::once(self.low)
            .chain(starts.filter(|at| self.low < *at && *at < self.high))
            .map(|at| self.within(at, from, to))
            .fold((0, 0), |best, some| {
                if some.1 - some.0 > best.1 - best.0 {
                    some
                } else {
                    best
                }
            })
    }
}

/// What tells stays apart: the chain, the leg's position in it, the number of the attempt in the
/// leg, where it is, and the day on which it was due.
type Key = (u32, u32, u32, Part, u32);

#[derive(Clone, Debug)]
struct Stay {
    key: Key,
    /// The latest moment of any of its attempts, counted or not.
    latest: i64,
    paths: Vec<Path>,
}

impl Stay {
    fn low(&self) -> i64 {
        self.key.3.low
    }
}

/// A free minute on its way.
struct Going {
    position: u32,
    number: u32,
    part: Part,
    /// Of the free minute.
    low: i64,
    high: i64,
    attempts: Vec<Attempt>,
    steps: u32,
}

impl Going {
    fn path(&self, low: i64, high: i64, next: Vec<u32>, by: By) -> Path {
        Path {
            low,
            high,
            attempts: self.attempts.clone(),
            next,
            by,
        }
    }
}

/// The stays of one chain for one enrollment, earliest first, each before those that follow it.
struct Way {
    stays: Vec<u32>,
    /// From the first moment of a stay to its last, at most.
    longest: i64,
}

/// A chain that hangs on the minute of enrollment, as that minute moves.
#[derive(Default)]
struct Hanging {
    /// Minutes of enrollment from which on something is different.
    starts: Vec<i64>,
    /// The last ones before that.
    ends: Vec<i64>,
    /// How long after enrollment its attempts are that follow from it.
    offsets: Vec<i64>,
}

/// The most of one enrollment.
#[derive(Clone, Copy)]
pub(super) struct Most {
    pub(super) count: u32,
    pub(super) from: i64,
    pub(super) to: i64,
    /// The minute of enrollment, if several chains share it.
    pub(super) at: Option<i64>,
}

/// The stretches of time that are asked for.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    /// Any of a span.
    Any(Span),
    /// From one day of the plan to another, excluded.
    Days(u32, u32),
}

/// Whether the attempts of endless runs are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Endless {
    /// All alike: what follows hangs on the day alone, so that enrollments share it.
    Alike,
    /// Each with its number, for an example.
    Numbered,
}

struct Roller<'p> {
    plan: &'p Plan<'p>,
    endless: Endless,
    counted: Vec<bool>,
    /// The days whose attempts count.
    days: Range<u32>,
    stays: Vec<Stay>,
    known: FxHashMap<Key, u32>,
    /// The most attempts from a stay on, if it was worked out for the stretch at hand.
    value: Vec<(u64, u32)>,
    stretch: u64,
    budget: Budget,
    /// Whether any attempts were left out.
    cut: bool,
}

impl<'p> Roller<'p> {
    fn new(plan: &'p Plan<'p>, counts: impl Fn(usize) -> bool) -> Self {
        Self {
            plan,
            endless: Endless::Alike,
            counted: (0..plan.script.steps.len()).map(counts).collect(),
            days: 0..plan.course.line.len,
            stays: Vec::new(),
            known: FxHashMap::default(),
            value: Vec::new(),
            stretch: 0,
            budget: Budget::new(MOST_HELD),
            cut: false,
        }
    }

    /// Whether it has become too much to go on; then something is left out.
    fn is_spent(&mut self) -> bool {
        self.cut |= self.budget.is_spent();
        self.budget.is_spent()
    }

    /// Begins anew, for an example.
    fn number(&mut self) {
        self.forget();
        self.budget = Budget::new(MOST_HELD);
        self.endless = Endless::Numbered;
    }

    fn forget(&mut self) {
        self.stays.clear();
        self.known.clear();
        self.value.clear();
    }

    /// The number of a stay; what follows from it is worked out when it is first asked for.
    fn stay(&mut self, key: Key) -> u32 {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let number = self.stays.len() as u32;
        self.stays.push(Stay {
            key,
            latest: i64::MIN,
            paths: Vec::new(),
        });
        self.value.push((0, 0));
        self.known.insert(key, number);
        number
    }

    /// The attempts that can come after one: position and number of each.
    fn after(&self, legs: &[u32], position: u32, number: u32) -> Vec<(u32, u32)> {
        let leg = |position: u32| &self.plan.course.legs[legs[position as usize] as usize];
        let mut after = Vec::new();
        let here = leg(position);
        if here.times == FOREVER && self.endless == Endless::Alike {
            after.push((position, 1));
        } else if number < here.times {
            after.push((position, number + 1));
        }
        if here.optional || number == here.times {
            for next in position + 1..legs.len() as u32 {
                after.push((next, 1));
                if !leg(next).optional {
                    break;
                }
            }
        }
        after
    }

    /// The stays of an attempt at any usable minute of a day.
    fn on_day(
        &mut self,
        chain: u32,
        legs: &[u32],
        (position, number): (u32, u32),
        (day, skipped): (u32, bool),
        nominal: u32,
    ) -> Vec<u32> {
        let course = &self.plan.course;
        let leg = &course.legs[legs[position as usize] as usize];
        let mut found = Vec::new();
        course.opening(leg).usable(&course.line, day, |low, high| {
            let part = Part {
                day,
                skipped,
                low,
                high,
            };
            found.push(self.stay((chain, position, number, part, nominal)));
        });
        found
    }

    /// Works out what follows from a stay.
    fn expand(&mut self, number: u32, legs: &[u32]) {
        let stay = &self.stays[number as usize];
        if !stay.paths.is_empty() {
            return;
        }
        let (chain, position, attempt, part, nominal) = stay.key;
        let course = &self.plan.course;
        let mut paths: Vec<Path> = Vec::new();
        let mut latest = part.high - 1;
        let mut first = Going {
            position,
            number: attempt,
            part,
            low: part.low,
            high: part.high,
            attempts: Vec::new(),
            steps: 1,
        };
        self.count(&mut first, legs, nominal);
        let mut open = vec![first];
        while let Some(going) = open.pop() {
            latest = latest.max(going.part.high - 1);
            let after = self.after(legs, going.position, going.number);
            let full = paths.len() + open.len() > MOST_PATHS
                || going.steps >= MOST_ATTEMPTS
                || self.budget.is_spent();
            self.budget.spend(going.attempts.len());
            if after.is_empty() || full {
                self.cut |= full && !after.is_empty();
                paths.push(going.path(going.low, going.high, Vec::new(), By::Days));
                continue;
            }
            for (position, number) in after {
                let leg = &course.legs[legs[position as usize] as usize];
                if let Link::Days(hop) = leg.link {
                    let nominal = course.later(hop, going.part.day);
                    let next = match course.opening(leg).land(leg.if_closed, nominal) {
                        Some(landed) => {
                            self.on_day(chain, legs, (position, number), landed, nominal)
                        }
                        None => Vec::new(),
                    };
                    paths.push(going.path(going.low, going.high, next, By::Days));
                    continue;
                }
                // From a moment of this attempt to the free minute.
                let back = going.low - going.part.low;
                let mut covered = 0;
                course.advance(leg, going.part, |landing| {
                    let (from, until) = landing.from;
                    let (low, high) = (from + back, until + back);
                    covered += until - from;
                    if landing.to.high - landing.to.low == until - from {
                        let mut gone = Going {
                            position,
                            number,
                            part: landing.to,
                            low,
                            high,
                            attempts: going.attempts.clone(),
                            steps: going.steps + 1,
                        };
                        self.count(&mut gone, legs, landing.nominal);
                        open.push(gone);
                    } else {
                        let next =
                            self.stay((chain, position, number, landing.to, landing.nominal));
                        paths.push(going.path(low, high, vec![next], By::Clock));
                    }
                });
                if covered < going.high - going.low {
                    paths.push(going.path(going.low, going.high, Vec::new(), By::Days));
                }
            }
        }
        let stay = &mut self.stays[number as usize];
        stay.latest = latest;
        stay.paths = paths;
    }

    fn count(&self, going: &mut Going, legs: &[u32], nominal: u32) {
        let leg = legs[going.position as usize];
        let step = self.plan.course.legs[leg as usize].step;
        let counts = self.counted[step as usize] && self.days.contains(&going.part.day);
        if !going.part.skipped && counts {
            going.attempts.push(Attempt {
                offset: going.part.low - going.low,
                leg,
                number: self.plan.course.legs[leg as usize]
                    .attempt
                    .saturating_add(going.number - 1),
                day: going.part.day,
                nominal,
            });
        }
    }

    /// Everything that can follow from the first stays of a chain.
    fn way(&mut self, roots: Vec<u32>, legs: &[u32]) -> Way {
        let mut stays = roots;
        stays.sort_unstable();
        stays.dedup();
        let mut seen: FxHashSet<u32> = stays.iter().copied().collect();
        let mut at = 0;
        while at < stays.len() {
            let number = stays[at];
            at += 1;
            self.expand(number, legs);
            for path in &self.stays[number as usize].paths {
                stays.extend(path.next.iter().filter(|next| seen.insert(**next)));
            }
        }
        stays.sort_by_cached_key(|number| {
            let stay = &self.stays[*number as usize];
            (stay.low(), stay.key.1, stay.key.2)
        });
        let longest = stays
            .iter()
            .map(|number| &self.stays[*number as usize])
            .map(|stay| stay.latest - stay.low())
            .max();
        Way {
            stays,
            longest: longest.unwrap_or(0),
        }
    }

    /// The first stays of a chain, for people enrolled at any minute of a day or at one.
    fn roots(
        &mut self,
        chain: u32,
        legs: &[u32],
        enrolled: u32,
        at: Option<i64>,
        hanging: &mut Hanging,
    ) -> Vec<u32> {
        let course = &self.plan.course;
        let leg = &course.legs[legs[0] as usize];
        let mut entries = Vec::new();
        let visit = |entry: First| entries.push(entry);
        match at {
            None => course.first(leg, enrolled, visit),
            Some(at) => course.first_at(leg, enrolled, at, visit),
        }
        let mut roots = Vec::new();
        for entry in entries {
            match entry {
                First::Whole(landed, nominal) => {
                    roots.extend(self.on_day(chain, legs, (0, 1), landed, nominal));
                }
                First::Moments(landing) => {
                    let root = self.stay((chain, 0, 1, landing.to, landing.nominal));
                    roots.push(root);
                    self.expand(root, legs);
                    let (from, until) = landing.from;
                    hanging.starts.push(from);
                    hanging.ends.push(until - 1);
                    let to = landing.to;
                    if to.high - to.low == until - from {
                        let shift = to.low - from;
                        for path in &self.stays[root as usize].paths {
                            hanging.starts.push(path.low - shift);
                            hanging.ends.push(path.high - 1 - shift);
                            let after = path.attempts.iter().map(|it| it.offset + shift);
                            hanging.offsets.extend(after);
                        }
                    }
                }
            }
        }
        roots
    }

    /// The most attempts of a chain in `from..to`; what each stay adds to it stays at hand.
    fn most_of(&mut self, way: &Way, from: i64, to: i64) -> u32 {
        self.stretch += 1;
        let end = way
            .stays
            .partition_point(|number| self.stays[*number as usize].low() < to);
        let mut best = 0;
        for number in way.stays[..end].iter().rev() {
            let stay = &self.stays[*number as usize];
            if stay.low() + way.longest < from {
                break;
            }
            if stay.latest < from {
                continue;
            }
            let value = stay
                .paths
                .iter()
                .map(|path| {
                    self.budget.spend(1 + path.attempts.len());
                    let (first, end) = path.most(from, to);
                    (end - first) as u32 + self.next_value(path).map_or(0, |(value, _)| value)
                })
                .max()
                .unwrap_or(0);
            self.value[*number as usize] = (self.stretch, value);
            best = best.max(value);
        }
        best
    }

    fn next_value(&self, path: &Path) -> Option<(u32, u32)> {
        path.next
            .iter()
            .filter(|next| self.value[**next as usize].0 == self.stretch)
            .map(|next| (self.value[*next as usize].1, *next))
            .max_by_key(|(value, next)| (*value, std::cmp::Reverse(*next)))
    }

    /// Visits the attempts of a chain that make up the most in `from..to`.
    fn explain(&mut self, way: &Way, from: i64, to: i64, out: &mut Vec<Contact>) {
        let most = self.most_of(way, from, to);
        let mut left = most;
        let mut here = way
            .stays
            .iter()
            .copied()
            .find(|number| self.value[*number as usize] == (self.stretch, most));
        while let Some(number) = here.filter(|_| left > 0) {
            let stay = &self.stays[number as usize];
            let best = stay.paths.iter().find_map(|path| {
                let (first, end) = path.most(from, to);
                let next = self.next_value(path);
                let value = next.map_or(0, |(value, _)| value);
                ((end - first) as u32 + value == left).then_some((path, first, end, next))
            });
            let Some((path, first, end, next)) = best else {
                return;
            };
            let attempts = &path.attempts[first..end];
            if let (Some(earliest), Some(last)) = (attempts.first(), attempts.last()) {
                let low = path.low.max(from - earliest.offset);
                let high = path.high.min(to - last.offset);
                out.extend(
                    attempts
                        .iter()
                        .map(|attempt| self.contact(attempt, low, high)),
                );
            }
            left -= attempts.len() as u32;
            here = next.map(|(_, number)| number);
        }
    }

    fn contact(&self, attempt: &Attempt, low: i64, high: i64) -> Contact {
        let line = &self.plan.course.line;
        let mut ranges: Vec<MinuteRange> = Vec::new();
        line.wall
            .ranges(low + attempt.offset, high + attempt.offset, &mut ranges);
        super::join(&mut ranges);
        let nominal = attempt.nominal;
        Contact {
            step: self.plan.course.legs[attempt.leg as usize].step as usize,
            attempt: attempt.number,
            day: line.day(attempt.day),
            ranges,
            moved_from: (nominal != attempt.day && nominal != NEVER).then(|| line.day(nominal)),
            skipped: false,
        }
    }

    fn has_counted(&self, legs: &[u32]) -> bool {
        legs.iter()
            .any(|leg| self.counted[self.plan.course.legs[*leg as usize].step as usize])
    }

    /// Whether days leave nothing open in any of the chains that count.
    fn is_plain(&self, chains: &Chains) -> bool {
        let mut chains_of = chains.chains.iter();
        chains_of.all(|chain| chain.plain || !self.has_counted(chains.legs(chain)))
    }

    /// Lays out one enrollment.
    fn enrollment(&mut self, chains: &Chains, enrolled: u32) -> Laid {
        if self.stays.len() > MOST_STAYS {
            self.forget();
        }
        let mut laid = Laid {
            enrolled,
            ways: Vec::new(),
            coupled: Vec::new(),
            hanging: Hanging::default(),
        };
        for (number, chain) in (0u32..).zip(&chains.chains) {
            let legs = chains.legs(chain);
            if !self.has_counted(legs) {
                continue;
            }
            let hangs = self.plan.hangs(legs, chain, enrolled);
            let mut hanging = Hanging::default();
            let roots = self.roots(number, legs, enrolled, None, &mut hanging);
            let way = self.way(roots, legs);
            if hangs {
                laid.coupled.push((number, legs.to_vec(), way));
                laid.hanging.starts.append(&mut hanging.starts);
                laid.hanging.ends.append(&mut hanging.ends);
                laid.hanging.offsets.append(&mut hanging.offsets);
            } else {
                laid.ways.push(way);
            }
        }
        if laid.coupled.len() < 2 {
            // Nobody shares its minute.
            laid.ways
                .extend(laid.coupled.drain(..).map(|(_, _, way)| way));
        }
        let line = &self.plan.course.line;
        let hanging = &mut laid.hanging;
        hanging.starts.push(line.start(enrolled));
        for list in [&mut hanging.starts, &mut hanging.ends, &mut hanging.offsets] {
            list.sort_unstable();
            list.dedup();
        }
        laid
    }

    /// The stretches of time in which the most can be.
    fn stretches(&self, laid: &Laid, span: Span) -> Vec<(i64, i64)> {
        let line = &self.plan.course.line;
        let stays = laid
            .all_ways()
            .flat_map(|way| &way.stays)
            .map(|number| &self.stays[*number as usize]);
        let attempts = stays
            .flat_map(|stay| &stay.paths)
            .flat_map(|path| path.attempts.iter().map(move |it| (path, it)));
        let mut found: Vec<(i64, i64)> = match span {
            Span::Minutes(length) => {
                let mut starts: Vec<i64> = attempts
                    .map(|(path, it)| path.high - 1 + it.offset)
                    .collect();
                if !laid.coupled.is_empty() {
                    let hanging = &laid.hanging;
                    for end in &hanging.ends {
                        starts.extend(hanging.offsets.iter().map(|offset| end + offset));
                    }
                }
                let length = i64::from(length);
                starts.into_iter().map(|at| (at, at + length)).collect()
            }
            Span::Days(_) | Span::Week | Span::Month => {
                let mut days: Vec<u32> = attempts.map(|(_, it)| it.day).collect();
                days.sort_unstable();
                days.dedup();
                days.into_iter()
                    .map(|day| {
                        let (first, end) = span.around(line.day(day));
                        let number = |day: Day| {
                            (i64::from(day.0) - i64::from(line.day(0).0))
                                .clamp(0, i64::from(line.len)) as u32
                        };
                        (line.start(number(first)), line.start(number(end)))
                    })
                    .collect()
            }
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The most in any of the stretches that are asked for.
    fn most_asked(&mut self, laid: &Laid, asked: Asked) -> Option<Most> {
        let stretches = match asked {
            Asked::Any(span) => self.stretches(laid, span),
            Asked::Days(from, to) => {
                let line = &self.plan.course.line;
                vec![(line.start(from), line.start(to))]
            }
        };
        let mut own: Option<Most> = None;
        for stretch in stretches {
            if self.is_spent() {
                break;
            }
            let most = self.most_in(laid, stretch);
            if own.is_none_or(|own| most.count > own.count) {
                own = Some(most);
            }
        }
        own
    }

    /// The most in one stretch of time.
    fn most_in(&mut self, laid: &Laid, (from, to): (i64, i64)) -> Most {
        let mut count = 0;
        for way in &laid.ways {
            count += self.most_of(way, from, to);
        }
        let mut at = None;
        if !laid.coupled.is_empty() {
            let line = &self.plan.course.line;
            let day = line.start(laid.enrolled)..line.start(laid.enrolled + 1);
            let hanging = &laid.hanging;
            let mut minutes = hanging.starts.clone();
            minutes.extend(hanging.offsets.iter().map(|offset| from - offset));
            minutes.retain(|at| day.contains(at));
            minutes.sort_unstable();
            minutes.dedup();
            // No minute can do better than each chain with a minute of its own.
            let bound: u32 = laid
                .coupled
                .iter()
                .map(|(_, _, way)| self.most_of(way, from, to))
                .sum();
            let mut best = 0;
            for minute in minutes {
                if best == bound {
                    break;
                }
                let together = self.coupled_at(laid, minute);
                let some: u32 = together.iter().map(|way| self.most_of(way, from, to)).sum();
                if some > best || at.is_none() {
                    best = some;
                    at = Some(minute);
                }
            }
            count += best;
        }
        Most {
            count,
            from,
            to,
            at,
        }
    }

    fn coupled_at(&mut self, laid: &Laid, minute: i64) -> Vec<Way> {
        let mut ways = Vec::with_capacity(laid.coupled.len());
        for (number, legs, _) in &laid.coupled {
            let roots = self.roots(
                *number,
                legs,
                laid.enrolled,
                Some(minute),
                &mut Hanging::default(),
            );
            ways.push(self.way(roots, legs));
        }
        ways
    }

    fn contacts(&mut self, laid: &Laid, most: Most) -> Vec<Contact> {
        let mut contacts = Vec::new();
        for way in &laid.ways {
            self.explain(way, most.from, most.to, &mut contacts);
        }
        if let Some(at) = most.at {
            for way in self.coupled_at(laid, at) {
                self.explain(&way, most.from, most.to, &mut contacts);
            }
        }
        contacts.sort_by_key(|contact| {
            let from = contact.ranges.first().map(|range| range.start);
            (contact.day, from, contact.step, contact.attempt)
        });
        contacts
    }
}

/// One enrollment.
struct Laid {
    enrolled: u32,
    /// The chains that hang on nothing but the day.
    ways: Vec<Way>,
    /// Those that share the minute of enrollment, with their number and legs.
    coupled: Vec<(u32, Vec<u32>, Way)>,
    hanging: Hanging,
}

impl Laid {
    fn all_ways(&self) -> impl Iterator<Item = &Way> {
        self.ways
            .iter()
            .chain(self.coupled.iter().map(|(_, _, way)| way))
    }
}

impl Span {
    /// The stretch of days that begins with a day, or in which it lies: its first day and the one
    /// after its last.
    pub(super) fn around(self, day: Day) -> (Day, Day) {
        match self {
            Self::Minutes(_) => (day, day.plus(1)),
            Self::Days(days) => (day, day.plus(days.min(100_000) as i32)),
            Self::Week => {
                let monday = day.plus(-(day.weekday().index() as i32));
                (monday, monday.plus(7))
            }
            Self::Month => {
                let mut first = day;
                while first.plus(-1).ymd().1 == day.ymd().1 {
                    first = first.plus(-1);
                }
                let mut end = day.plus(1);
                while end.ymd().1 == day.ymd().1 {
                    end = end.plus(1);
                }
                (first, end)
            }
        }
    }
}

/// The most attempts on one person in a stretch of time, and the smallest example of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spell {
    /// How many.
    pub count: u32,
    /// The earliest enrollment that leads to it.
    pub enrolled: Day,
    /// The attempts that are counted, in order of time, with the minutes at which each can start
    /// for all of them to fall in the earliest such stretch.
    pub contacts: Vec<Contact>,
    /// The same of the earliest enrollment that leads to more than the limit, if any does.
    pub first: Option<Example>,
    /// How many enrollment dates lead to more than the limit, if all could be followed.
    pub over: Option<u32>,
    /// How many enrollment dates there are.
    pub of: u32,
}

impl Spell {
    /// How many enrollment dates lead to more than the limit, and how many there are; nothing if not
    /// all could be followed.
    pub fn affected(&self) -> Option<(u32, u32)> {
        self.over.map(|over| (over, self.of))
    }
}

/// What one person gets in the fullest stretch of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The day of enrollment.
    pub enrolled: Day,
    /// The attempts, in order of time.
    pub contacts: Vec<Contact>,
}

impl Plan<'_> {
    /// The most attempts of the steps that count on one person in a stretch of time, by the earliest
    /// enrollment and then in the earliest stretch; and how many enrollments lead to more than
    /// `limit`. Nothing if there is no attempt at all.
    ///
    /// # Errors
    /// If no more than `limit` were found, but not all could be followed.
    pub fn most_within(
        &self,
        span: Span,
        limit: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Option<Spell>, Unfollowed> {
        let all = 0..self.course.line.len;
        self.most_of_stretches(limit, counts, Asked::Any(span), all)
    }

    /// The same where only the attempts on some days count: those on which a law is in force.
    ///
    /// # Errors
    /// If no more than `limit` were found, but not all could be followed.
    pub fn most_within_days(
        &self,
        span: Span,
        limit: u32,
        days: &RangeInclusive<Day>,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Option<Spell>, Unfollowed> {
        let numbers = self.number(days.start().0.into())..self.number(i64::from(days.end().0) + 1);
        self.most_of_stretches(limit, counts, Asked::Any(span), numbers)
    }

    /// The number of a day, or of the first or the one after the last if the plan does not have it.
    fn number(&self, day: i64) -> u32 {
        let line = &self.course.line;
        (day - i64::from(line.day(0).0)).clamp(0, i64::from(line.len)) as u32
    }

    fn most_of_stretches(
        &self,
        limit: u32,
        counts: impl Fn(usize) -> bool,
        asked: Asked,
        days: Range<u32>,
    ) -> Result<Option<Spell>, Unfollowed> {
        let mut roller = Roller::new(self, counts);
        roller.days = days.clone();
        let mut rows = Rows::new(self, asked, days);
        let mut best: Option<(Most, u32)> = None;
        let mut first: Option<(Most, u32)> = None;
        let mut over = 0;
        let _ = self.find_group(|enrolled, chains| {
            roller.forget();
            let plain = roller.is_plain(chains);
            for day in enrolled {
                if roller.is_spent() {
                    return ControlFlow::Break(());
                }
                let own = if plain {
                    rows.most(chains, day, &roller.counted)
                } else {
                    let laid = roller.enrollment(chains, day);
                    roller.most_asked(&laid, asked)
                };
                let Some(own) = own.filter(|own| own.count > 0) else {
                    continue;
                };
                if own.count > limit {
                    over += 1;
                    first.get_or_insert((own, day));
                }
                if best.is_none_or(|(best, _)| own.count > best.count) {
                    best = Some((own, day));
                }
            }
            ControlFlow::Continue(())
        });
        let cut = roller.cut;
        if cut && first.is_none() {
            return Err(Unfollowed);
        }
        let mut example = |(most, enrolled): (Most, u32)| {
            let chains = self.course.chains(enrolled, self.script);
            roller.number();
            let laid = roller.enrollment(&chains, enrolled);
            Example {
                enrolled: self.course.line.day(enrolled),
                contacts: roller.contacts(&laid, most),
            }
        };
        let Some((most, day)) = best else {
            return Ok(None);
        };
        let Example { enrolled, contacts } = example((most, day));
        let first = first.map(example);
        let shown = first.as_ref().map_or(0, |first| first.contacts.len());
        if cut && shown <= limit as usize {
            return Err(Unfollowed);
        }
        Ok(Some(Spell {
            count: most.count,
            enrolled,
            contacts,
            first,
            over: (!cut).then_some(over),
            of: self.enrollments,
        }))
    }

    /// The same in the days from `first` on, as many as are given, alone.
    pub fn most_from(
        &self,
        first: Day,
        days: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Option<Spell> {
        let first = i64::from(first.0);
        let asked = Asked::Days(self.number(first), self.number(first + i64::from(days)));
        self.most_of_stretches(0, counts, asked, 0..self.course.line.len)
            .unwrap_or_default()
    }

    /// For every so many days in a row of the recipient's calendar, by the first of them, the most
    /// attempts of the steps that count on one person, over all enrollments; those without any are
    /// left out. The first can lie before the first enrollment.
    ///
    /// # Errors
    /// If not all could be followed.
    pub fn per_window(
        &self,
        days: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Vec<(Day, u32)>, Unfollowed> {
        let mut roller = Roller::new(self, counts);
        let line = &self.course.line;
        let length = i64::from(days.clamp(1, 100_000));
        let mut most = vec![0u32; (i64::from(line.len) + length) as usize];
        self.each_group(|enrolled, chains| {
            roller.forget();
            if roller.is_plain(chains) {
                for day in enrolled {
                    self.plain_windows(&roller.counted, chains, day, length, &mut most);
                }
                return;
            }
            for day in enrolled {
                let laid = roller.enrollment(chains, day);
                let mut ends: Vec<i64> = laid
                    .all_ways()
                    .flat_map(|way| &way.stays)
                    .flat_map(|stay| &roller.stays[*stay as usize].paths)
                    .flat_map(|path| path.attempts.iter().map(|it| i64::from(it.day)))
                    .flat_map(|day| day..day + length)
                    .collect();
                ends.sort_unstable();
                ends.dedup();
                for end in ends {
                    if roller.is_spent() {
                        return;
                    }
                    let number = |day: i64| day.clamp(0, i64::from(line.len)) as u32;
                    let stretch = (
                        line.start(number(end - length + 1)),
                        line.start(number(end + 1)),
                    );
                    let count = roller.most_in(&laid, stretch).count;
                    let most = &mut most[end as usize];
                    *most = (*most).max(count);
                }
            }
        });
        let before = length as i32 - 1;
        if roller.cut {
            return Err(Unfollowed);
        }
        let all = (0i32..)
            .zip(most)
            .filter(|(_, count)| *count > 0)
            .map(|(end, count)| (line.day(0).plus(end - before), count))
            .collect();
        Ok(all)
    }

    /// The two attempts of the steps that count which follow each other in one chain of steps and
    /// can be closest to each other, by the earliest enrollment; and how many enrollments lead to
    /// any that are closer than `least` minutes. Nothing if no attempt follows another. Attempts
    /// that are counted from each other in days, and those of different chains, are not compared:
    /// how far apart they are is a matter of the windows.
    ///
    /// # Errors
    /// If none closer than `least` were found, but not all could be followed.
    pub fn closest(
        &self,
        least: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Option<Closest>, Unfollowed> {
        let mut roller = Roller::new(self, counts);
        let mut best: Option<(i64, u32)> = None;
        let mut affected = 0;
        let _ = self.find_group(|enrolled, chains| {
            roller.forget();
            // Attempts that are counted from each other in days alone are not compared.
            if roller.is_plain(chains) {
                return ControlFlow::Continue(());
            }
            for day in enrolled {
                if roller.is_spent() {
                    return ControlFlow::Break(());
                }
                let laid = roller.enrollment(chains, day);
                let Some(own) = roller.closest_pair(&laid) else {
                    continue;
                };
                affected += u32::from(own.gap < i64::from(least));
                if best.is_none_or(|(gap, _)| own.gap < gap) {
                    best = Some((own.gap, day));
                }
            }
            ControlFlow::Continue(())
        });
        let none = if roller.cut {
            Err(Unfollowed)
        } else {
            Ok(None)
        };
        let near = |(gap, _): &(i64, u32)| !roller.cut || *gap < i64::from(least);
        let Some((_, enrolled)) = best.filter(near) else {
            return none;
        };
        let affected = (!roller.cut).then_some(affected);
        let chains = self.course.chains(enrolled, self.script);
        roller.number();
        let laid = roller.enrollment(&chains, enrolled);
        let Some(pair) = roller.closest_pair(&laid) else {
            return none;
        };
        let contacts = [pair.first, pair.second]
            .map(|(attempt, low, high)| roller.contact(&attempt, low, high));
        Ok(Some(Closest {
            minutes: u32::try_from(pair.gap).unwrap_or(0),
            enrolled: self.course.line.day(enrolled),
            contacts,
            affected,
        }))
    }
}

/// Two attempts that follow each other, each with its free minutes, and the minutes between them.
#[derive(Clone, Copy)]
struct Pair {
    gap: i64,
    first: (Attempt, i64, i64),
    second: (Attempt, i64, i64),
}

impl Pair {
    /// The closest first, then the earliest.
    fn order(&self) -> (i64, i64) {
        let (attempt, low, _) = self.first;
        (self.gap, low + attempt.offset)
    }
}

impl Roller<'_> {
    fn closest_pair(&self, laid: &Laid) -> Option<Pair> {
        let mut best = None;
        for way in laid.all_ways() {
            self.closest_of(way, &mut best);
        }
        best
    }

    fn closest_of(&self, way: &Way, best: &mut Option<Pair>) {
        let mut offer = |pair: Pair| {
            if best.is_none_or(|best| pair.order() < best.order()) {
                *best = Some(pair);
            }
        };
        // The earliest counted attempt that can come first from a stay on.
        let mut earliest: FxHashMap<u32, (Attempt, i64)> = FxHashMap::default();
        for number in way.stays.iter().rev() {
            let mut own: Option<(Attempt, i64)> = None;
            for path in &self.stays[*number as usize].paths {
                for pair in path.attempts.windows(2) {
                    offer(Pair {
                        gap: pair[1].offset - pair[0].offset,
                        first: (pair[0], path.low, path.high),
                        second: (pair[1], path.low, path.high),
                    });
                }
                let next = path
                    .next
                    .iter()
                    .filter(|_| path.by == By::Clock)
                    .filter_map(|next| earliest.get(next).copied())
                    .min_by_key(|(attempt, at)| at + attempt.offset);
                if let (Some(last), Some((after, at))) = (path.attempts.last(), next) {
                    offer(Pair {
                        gap: at + after.offset - (path.high - 1 + last.offset),
                        first: (*last, path.high - 1, path.high),
                        second: (after, at, at + 1),
                    });
                }
                let first = path.attempts.first().map(|it| (*it, path.low)).or(next);
                if let Some((attempt, at)) = first
                    && own.is_none_or(|(known, low)| at + attempt.offset < low + known.offset)
                {
                    own = Some((attempt, at));
                }
            }
            if let Some(own) = own {
                earliest.insert(*number, own);
            }
        }
    }
}
