//! How far a long run has come, on standard error, for people who look at a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Shorter runs need no bar.
const PATIENCE: Duration = Duration::from_secs(1);
const REDRAWN: Duration = Duration::from_millis(100);
/// Columns of the bar itself.
const LENGTH: usize = 30;

/// A bar that appears when a run lasts longer than a second, and leaves no trace.
#[derive(Debug)]
pub(super) struct Progress {
    done: Arc<AtomicUsize>,
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins; `of` is how many campaigns there are. Without a terminal nothing is ever drawn.
    pub(super) fn of(of: usize) -> Self {
        let done = Arc::new(AtomicUsize::new(0));
        let drawing = io::stderr().is_terminal().then(|| {
            let (stop, stopped) = channel();
            let done = Arc::clone(&done);
            let thread = std::thread::spawn(move || {
                let mut drawn = false;
                let mut wait = PATIENCE;
                while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    wait = REDRAWN;
                    drawn = true;
                    // A bar that nobody can see is no reason to fail.
                    let _unseen =
                        write!(io::stderr(), "\r{}", bar(done.load(Ordering::Relaxed), of));
                }
                if drawn {
                    let _unseen = write!(io::stderr(), "\r\x1b[K");
                }
            });
            (stop, thread)
        });
        Self { done, drawing }
    }

    /// Nothing is drawn.
    pub(super) fn none() -> Self {
        Self {
            done: Arc::default(),
            drawing: None,
        }
    }

    /// One more campaign has been looked at.
    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.drawing.take() {
            drop(stop);
            // It has nothing to report.
            let _ended = thread.join();
        }
    }
}

fn bar(done: usize, of: usize) -> String {
    let full = (done.min(of) * LENGTH).checked_div(of).unwrap_or(LENGTH);
    format!(
        "[{}{}] {done} of {of} campaigns",
        "#".repeat(full),
        " ".repeat(LENGTH - full)
    )
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_is_as_long_at_the_start_as_at_the_end() {
        assert_eq!(bar(0, 4), format!("[{}] 0 of 4 campaigns", " ".repeat(30)));
        assert_eq!(
            bar(2, 4),
            format!("[{}{}] 2 of 4 campaigns", "#".repeat(15), " ".repeat(15))
        );
        assert_eq!(bar(4, 4), format!("[{}] 4 of 4 campaigns", "#".repeat(30)));
        assert_eq!(bar(0, 0), format!("[{}] 0 of 0 campaigns", "#".repeat(30)));
    }
}
