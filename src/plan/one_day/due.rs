//! Attempts that were due on one day, wherever closed days and hours put them.

use super::{Place, Sorted, Walk};
use crate::plan::leg::{Chains, Link};
use crate::plan::{Plan, Unfollowed};
use rustc_hash::FxHashMap;
use std::ops::ControlFlow;

impl Plan<'_> {
    /// Whether anybody can get more than `limit` attempts of the steps that count which were due on
    /// one day, wherever closed days and hours put them; what is skipped is not counted. What follows
    /// another by hours and minutes on one day was due with it.
    ///
    /// # Errors
    /// If nobody was found, but not all could be followed.
    pub fn is_over_when_due(
        &self,
        limit: u32,
        counts: impl Fn(usize) -> bool,
    ) -> Result<bool, Unfollowed> {
        let counted: Vec<bool> = (0..self.script.steps.len()).map(counts).collect();
        let mut due = Due {
            walk: Walk::new(self),
            limit,
            counted: &counted,
            total: FxHashMap::default(),
        };
        let found = self.find_group(|enrolled, chains| {
            for day in enrolled {
                due.enrollment(chains, day)?;
                if due.walk.is_over() {
                    return ControlFlow::Break(Err(Unfollowed));
                }
            }
            ControlFlow::Continue(())
        });
        match found {
            ControlFlow::Break(answer) => answer,
            ControlFlow::Continue(()) => Ok(false),
        }
    }
}

struct Due<'p> {
    walk: Walk<'p>,
    limit: u32,
    counted: &'p [bool],
    /// The most that were due on each day.
    total: FxHashMap<u32, u32>,
}

impl Due<'_> {
    fn enrollment(
        &mut self,
        chains: &Chains,
        enrolled: u32,
    ) -> ControlFlow<Result<bool, Unfollowed>> {
        let plan = self.walk.plan;
        let Sorted { free, coupled } = plan.sorted(chains, enrolled, self.counted);
        self.total.clear();
        for chain in free {
            self.add(chains.legs(chain), enrolled, None)?;
        }
        if coupled.is_empty() {
            return ControlFlow::Continue(());
        }
        let alone = self.total.clone();
        for at in plan.minutes_of_enrollment(chains, &coupled, enrolled, &self.walk.budget) {
            self.total.clone_from(&alone);
            for chain in &coupled {
                self.add(chains.legs(chain), enrolled, Some(at))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Adds the most of a chain.
    fn add(
        &mut self,
        legs: &[u32],
        enrolled: u32,
        at: Option<i64>,
    ) -> ControlFlow<Result<bool, Unfollowed>> {
        let mut own: FxHashMap<u32, u32> = FxHashMap::default();
        let plan = self.walk.plan;
        let (counted, limit, total) = (self.counted, self.limit, &self.total);
        let whole = self.walk.along(legs, enrolled, at, |before, found| {
            let Place { nominal, part, .. } = found.place;
            let leg = &plan.course.legs[found.leg as usize];
            let (day, so_far) = match before {
                // What follows within the day would have followed on the day on which that was due.
                Some((place, (due, count)))
                    if !matches!(leg.link, Link::Days(_)) && place.part.day == part.day =>
                {
                    (due, count)
                }
                // What was due before was due on this day or an earlier one.
                Some((_, (due, count))) if due == nominal => (nominal, count),
                _ => (nominal, 0),
            };
            let counts = counted[leg.step as usize] && !part.skipped;
            let count = so_far + u32::from(counts);
            let most = own.entry(day).or_default();
            *most = (*most).max(count);
            if count + total.get(&day).copied().unwrap_or(0) > limit {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue((day, count))
        });
        if whole.is_break() {
            return ControlFlow::Break(Ok(true));
        }
        for (day, count) in own {
            let total = self.total.entry(day).or_default();
            *total += count;
        }
        ControlFlow::Continue(())
    }
}
