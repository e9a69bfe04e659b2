//! How far a question is followed before the plan says that it could not answer it.
//!
//! Every attempt of a real cadence is followed. Thousands of attempts minutes apart, with retries
//! that branch, would take for ever; of these the plan says that they were not followed to their end,
//! so that nobody takes it for a pass.

use std::cell::Cell;

/// Nothing was found, but not every way to get contacts could be followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unfollowed;

/// What may be spent on one question.
#[derive(Debug)]
pub(super) struct Budget(Cell<u64>);

impl Budget {
    /// So many attempts, each at a piece of its free minutes.
    pub(super) fn new(visits: u64) -> Self {
        Self(Cell::new(visits))
    }

    pub(super) fn spend(&self, visits: usize) {
        self.0.set(self.0.get().saturating_sub(visits as u64));
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}
