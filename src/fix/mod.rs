//! Changes to a definition's text that mend a finding.
//!
//! [`Entry`] is what is to be written, once: the help of a diagnostic shows it and its fix writes it.
//! [`Draft`] turns it into edits of a text: in block or flow style, at the indentation that is there, with
//! the line ends that are there, and with every comment and every byte around it left alone. Where that
//! cannot be done without a doubt there are no edits. [`settle`] applies the fixes of a run to texts, as
//! many as bring no new finding, and [`diff`] shows what has changed.

mod diff;
mod draft;
mod entry;
mod settle;
mod splice;

pub use diff::diff;
pub use draft::{Draft, Reach};
pub use entry::{Entry, word};
pub use settle::{Applied, Change, Changes, Judgement, LeftOut, Settled, compatible, settle};
pub use splice::{Replacement, splice};

#[cfg(test)]
mod tests;
