//! The ways on which attempts came, kept while an example is written.

use super::leg::Landing;
use std::mem;

/// No attempt before.
pub(super) const NONE: u32 = u32::MAX;

/// The first and the last of some moments of one day, in absolute minutes.
pub(super) type Moments = (i64, i64);

/// An attempt of a trail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    /// The number of the attempt before it, or [`NONE`].
    pub(super) before: u32,
    pub(super) leg: u32,
    pub(super) number: u32,
    /// At any minute of the window of its day.
    pub(super) whole: bool,
    pub(super) landing: Landing,
}

/// Attempts, each with the one it came from, if they are kept.
#[derive(Default)]
pub(super) struct Trail(Option<Vec<Trace>>);

impl Trail {
    /// Keeps attempts from now on.
    pub(super) fn begin(&mut self) {
        self.0 = Some(Vec::new());
    }

    /// What was kept; nothing more is.
    pub(super) fn end(&mut self) -> Self {
        mem::take(self)
    }

    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// The number of the attempt, or [`NONE`] if it is not kept.
    pub(super) fn note(&mut self, trace: Trace) -> u32 {
        let Some(kept) = &mut self.0 else {
            return NONE;
        };
        kept.push(trace);
        kept.len() as u32 - 1
    }

    /// From an attempt, whose moments are known if they are not all of its window, back to the first
    /// of its chain: each with its number, and its moments for which all later ones fall as they did.
    pub(super) fn back(
        &self,
        from: u32,
        moments: Option<Moments>,
    ) -> impl Iterator<Item = (u32, Trace, Option<Moments>)> {
        let mut next = (from, moments);
        std::iter::from_fn(move || {
            let (index, moments) = next;
            let trace = *self.0.as_ref()?.get(index as usize)?;
            let Landing { from, to, .. } = trace.landing;
            let earlier = match moments {
                Some((low, high)) if !trace.whole && to.high - to.low == from.1 - from.0 => {
                    let shift = to.low - from.0;
                    (low - shift, high - shift)
                }
                _ => from,
            };
            next = (trace.before, Some(earlier));
            Some((index, trace, moments))
        })
    }
}
