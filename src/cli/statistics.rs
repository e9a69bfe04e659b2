//! `--statistics` and `--timings`: what a run came to by rule, and what it took.

use crate::diagnostics::{Diagnostic, Suppressed, Suppression};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// The findings of one rule.
#[derive(Clone, Copy, Default)]
struct Count {
    found: usize,
    waived: usize,
    baselined: usize,
}

/// A table of the rules that found something, the most findings first. Empty if none did.
pub(super) fn by_rule(diagnostics: &[Diagnostic], suppressed: &[Suppressed]) -> String {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for finding in diagnostics {
        counts.entry(finding.rule).or_default().found += 1;
    }
    for finding in suppressed {
        let count = counts.entry(finding.diagnostic.rule).or_default();
        match finding.by {
            Suppression::Waiver { .. } => count.waived += 1,
            Suppression::Baseline => count.baselined += 1,
        }
    }
    let mut counts: Vec<(&str, Count)> = counts.into_iter().collect();
    // A stable sort: equal counts stay in the order of their names.
    counts
        .sort_by_key(|(_, count)| std::cmp::Reverse((count.found, count.waived + count.baselined)));
    let mut table = String::new();
    if !counts.is_empty() {
        table.push_str("  found  waived  baseline  rule\n");
    }
    for (rule, count) in counts {
        let Count {
            found,
            waived,
            baselined,
        } = count;
        let _ = writeln!(table, "{found:7} {waived:7} {baselined:9}  {rule}");
    }
    table
}

/// A clock that is read between the parts of a run.
#[derive(Debug)]
pub(super) struct Stopwatch {
    last: Instant,
    parts: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self {
            last: Instant::now(),
            parts: Vec::new(),
        }
    }

    /// Ends a part, and begins the next.
    pub(super) fn end(&mut self, part: &'static str) {
        let now = Instant::now();
        self.parts.push((part, now - self.last));
        self.last = now;
    }

    /// The parts with the milliseconds that each took, and all together.
    pub(super) fn table(&self) -> String {
        let all: Duration = self.parts.iter().map(|(_, took)| *took).sum();
        let mut table = String::new();
        for (part, took) in self.parts.iter().chain([&("together", all)]) {
            let _ = writeln!(table, "{:10.1} ms  {part}", took.as_secs_f64() * 1000.0);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_make_up_the_whole() {
        let watch = Stopwatch {
            last: Instant::now(),
            parts: vec![
                ("reading", Duration::from_micros(1_500)),
                ("rules", Duration::from_millis(20)),
            ],
        };
        assert_eq!(
            watch.table(),
            "       1.5 ms  reading\n      20.0 ms  rules\n      21.5 ms  together\n"
        );
    }
}
