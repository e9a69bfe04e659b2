//! Attempts on one day that nothing keeps apart.

use super::{Found, Meeting, Sorted, Walk};
use crate::calendar::DateSet;
use crate::plan::leg::{Chains, Part};
use crate::plan::timeline::Bits;
use crate::plan::{Plan, Unfollowed};
use std::ops::ControlFlow;

/// Two attempts on one day that nothing keeps apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// The two.
    pub meeting: Meeting,
    /// Minutes at least from the start of one to the start of the other.
    pub minutes: u32,
}

/// An attempt at a stretch of minutes.
#[derive(Clone, Copy)]
struct Piece {
    day: u32,
    low: i64,
    high: i64,
    chain: usize,
    found: Found,
}

/// Two that are near: the earliest day first, then the nearest.
#[derive(Clone, Copy)]
struct Pair {
    day: u32,
    gap: i64,
    pieces: [Piece; 2],
}

impl Plan<'_> {
    /// The first two attempts of the steps that count which are made on one person on one of some
    /// days less than `least` minutes apart, and of which neither is counted from the other: those of
    /// the earliest enrollment, on its earliest such day, the nearest. Nothing if there are none.
    ///
    /// # Errors
    /// If none were found, but not all could be followed.
    pub fn near_on_a_day(
        &self,
        least: u32,
        days: &DateSet,
        counts: impl Fn(usize) -> bool,
    ) -> Result<Option<Near>, Unfollowed> {
        let counted: Vec<bool> = (0..self.script.steps.len()).map(counts).collect();
        let line = &self.course.line;
        let mut allowed = Bits::with_room(line.len);
        for day in days.iter().filter_map(|day| line.number(day)) {
            allowed.insert(day);
        }
        let mut apart = Apart {
            walk: Walk::new(self),
            least: i64::from(least),
            counted: &counted,
            allowed,
        };
        let mut first: Option<(u32, Pair)> = None;
        let mut affected = 0;
        let whole = self.find_group(|enrolled, chains| {
            for day in enrolled {
                let pair = apart.enrollment(chains, day);
                if apart.walk.is_over() {
                    return ControlFlow::Break(());
                }
                if let Some(pair) = pair {
                    affected += 1;
                    first.get_or_insert((day, pair));
                }
            }
            ControlFlow::Continue(())
        });
        let Some((enrolled, pair)) = first else {
            return match whole {
                ControlFlow::Break(()) => Err(Unfollowed),
                ControlFlow::Continue(()) => Ok(None),
            };
        };
        let contacts = pair.pieces.map(|piece| apart.walk.alone(&piece.found));
        Ok(Some(Near {
            meeting: Meeting {
                enrolled: line.day(enrolled),
                contacts,
                affected: whole.is_continue().then_some(affected),
            },
            minutes: u32::try_from(pair.gap).unwrap_or(0),
        }))
    }
}

struct Apart<'p> {
    walk: Walk<'p>,
    least: i64,
    counted: &'p [bool],
    /// The days that are asked for.
    allowed: Bits,
}

impl Apart<'_> {
    fn enrollment(&mut self, chains: &Chains, enrolled: u32) -> Option<Pair> {
        let plan = self.walk.plan;
        let Sorted { free, coupled } = plan.sorted(chains, enrolled, self.counted);
        let mut pieces: Vec<Piece> = Vec::new();
        for (number, chain) in free.iter().enumerate() {
            self.add(chains.legs(chain), (enrolled, None), number, &mut pieces);
        }
        if coupled.is_empty() {
            return self.nearest(&mut pieces);
        }
        let together = |apart: &mut Self, at: Option<i64>| {
            let mut all = pieces.clone();
            for (number, chain) in (free.len()..).zip(&coupled) {
                apart.add(chains.legs(chain), (enrolled, at), number, &mut all);
            }
            apart.nearest(&mut all)
        };
        // No minute does better than each chain with a minute of its own.
        let bound = together(self, None)?;
        let line = &plan.course.line;
        let mut best: Option<Pair> = None;
        // How far apart two are that move with the enrollment and two that do not can change with
        // every minute of it.
        for at in line.start(enrolled)..line.start(enrolled + 1) {
            let pair = together(self, Some(at));
            if let Some(pair) = pair
                && best.is_none_or(|best| (pair.day, pair.gap) < (best.day, best.gap))
            {
                best = Some(pair);
            }
            let reached = best.is_some_and(|best| (best.day, best.gap) <= (bound.day, bound.gap));
            if reached || self.walk.is_over() {
                break;
            }
        }
        best
    }

    /// Adds a chain's attempts.
    fn add(
        &mut self,
        legs: &[u32],
        (enrolled, at): (u32, Option<i64>),
        chain: usize,
        pieces: &mut Vec<Piece>,
    ) {
        let plan = self.walk.plan;
        let Self {
            walk,
            counted,
            allowed,
            ..
        } = self;
        let _ = walk.along(legs, enrolled, at, |_, found| {
            let leg = &plan.course.legs[found.leg as usize];
            let Part {
                day,
                skipped,
                low,
                high,
            } = found.place.part;
            if counted[leg.step as usize] && !skipped && allowed.contains(day) {
                let mut put = |low, high| {
                    pieces.push(Piece {
                        day,
                        low,
                        high,
                        chain,
                        found,
                    });
                };
                if found.place.whole {
                    plan.course
                        .opening(leg)
                        .usable(&plan.course.line, day, &mut put);
                } else {
                    put(low, high);
                }
            }
            ControlFlow::Continue(())
        });
    }

    /// The nearest two of different chains on the earliest day that has any too near.
    fn nearest(&self, pieces: &mut [Piece]) -> Option<Pair> {
        pieces.sort_by_key(|piece| (piece.day, piece.low, piece.chain));
        let days = pieces.chunk_by(|a, b| a.day == b.day);
        for today in days.filter(|today| today.len() > 1) {
            let mut best: Option<Pair> = None;
            // The one that can be latest of those before, and the latest of another chain.
            let mut latest: [Option<Piece>; 2] = [None, None];
            for piece in today {
                let before = latest
                    .iter()
                    .flatten()
                    .find(|other| other.chain != piece.chain);
                if let Some(before) = before {
                    let gap = (piece.low - (before.high - 1)).max(0);
                    if gap < self.least && best.is_none_or(|best| gap < best.gap) {
                        best = Some(Pair {
                            day: piece.day,
                            gap,
                            pieces: [*before, *piece],
                        });
                    }
                }
                let later = |known: Option<Piece>| known.is_none_or(|it| piece.high > it.high);
                let same = |known: Option<Piece>| known.is_some_and(|it| it.chain == piece.chain);
                if later(latest[0]) {
                    if !same(latest[0]) {
                        latest[1] = latest[0];
                    }
                    latest[0] = Some(*piece);
                } else if !same(latest[0]) && later(latest[1]) {
                    latest[1] = Some(*piece);
                }
            }
            if best.is_some() {
                return best;
            }
        }
        None
    }
}
