//! Work over all cores, for as much of it as is worth waking them.
//!
//! Starting the threads costs a quarter of what the check of one small file
//! takes, so that a few items are worked on where the caller stands.

use rayon::prelude::*;

/// So many items are done in turn: an editor or a hook names one file or two.
const FEW: usize = 4;

/// What `work` makes of each item, in the order of the items.
pub(crate) fn spread<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync + Send,
) -> Vec<R> {
    if items.len() <= FEW {
        items.into_iter().map(work).collect()
    } else {
        items.into_par_iter().map(work).collect()
    }
}
