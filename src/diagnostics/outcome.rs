//! What a whole run came to: the findings, those that were set aside and why,
//! and whether the run failed.

use super::{Diagnostic, Severity, Verdict};
use crate::calendar::Day;
use std::fmt;
use std::str::FromStr;

/// From which severity on a finding fails the run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FailOn {
    /// A finding of this severity or a worse one fails it.
    AtLeast(Severity),
    /// No finding fails it.
    Never,
}

impl Default for FailOn {
    fn default() -> Self {
        Self::AtLeast(Severity::Error)
    }
}

impl FailOn {
    /// Whether a finding of this severity fails the run.
    pub fn hit_by(self, severity: Severity) -> bool {
        match self {
            Self::AtLeast(threshold) => severity >= threshold,
            Self::Never => false,
        }
    }
}

impl fmt::Display for FailOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast(severity) => severity.as_str(),
            Self::Never => "never",
        })
    }
}

impl FromStr for FailOn {
    type Err = String;

    /// Reads `error`, `warning`, `advice` or `never`; the error lists them.
    fn from_str(text: &str) -> Result<Self, String> {
        [
            Self::AtLeast(Severity::Error),
            Self::AtLeast(Severity::Warning),
            Self::AtLeast(Severity::Advice),
            Self::Never,
        ]
        .into_iter()
        .find(|choice| choice.to_string() == text)
        .ok_or_else(|| format!("`{text}` is none of error, warning, advice, never"))
    }
}

/// Why a finding does not count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Suppression {
    /// Somebody wrote a waiver beside it.
    Waiver {
        /// The reason that the waiver gives.
        reason: String,
        /// The last day on which the waiver holds, if it names one.
        until: Option<Day>,
    },
    /// It was there when the baseline was made.
    Baseline,
}

/// A finding that does not count, kept for the record.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why it does not count.
    pub by: Suppression,
}

/// The numbers of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Files that hold Courtesy documents.
    pub files: usize,
    /// Campaigns checked.
    pub campaigns: usize,
    /// Findings of severity error, unverified ones included.
    pub errors: usize,
    /// Findings of severity warning, unverified ones included.
    pub warnings: usize,
    /// Findings of severity advice, unverified ones included.
    pub advice: usize,
    /// How many of these could not be verified.
    pub unverified: usize,
    /// Findings set aside by waivers.
    pub suppressed: usize,
    /// Findings set aside by the baseline.
    pub baselined: usize,
    /// Whether a finding reached `fail_on`.
    pub failed: bool,
    /// From which severity on a finding fails the run.
    pub fail_on: FailOn,
}

impl Summary {
    /// Counts the findings of a run over so many files and campaigns.
    pub fn count(
        files: usize,
        campaigns: usize,
        fail_on: FailOn,
        diagnostics: &[Diagnostic],
        suppressed: &[Suppressed],
    ) -> Self {
        let mut summary = Self {
            files,
            campaigns,
            fail_on,
            ..Self::default()
        };
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Advice => summary.advice += 1,
            }
            summary.unverified += usize::from(diagnostic.verdict == Verdict::Unverified);
        }
        for finding in suppressed {
            match finding.by {
                Suppression::Waiver { .. } => summary.suppressed += 1,
                Suppression::Baseline => summary.baselined += 1,
            }
        }
        summary.failed = summary.at_or_over() > 0;
        summary
    }

    /// All findings that count.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.advice
    }

    /// The findings that fail the run.
    pub fn at_or_over(&self) -> usize {
        [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
            (Severity::Advice, self.advice),
        ]
        .into_iter()
        .filter(|(severity, _)| self.fail_on.hit_by(*severity))
        .map(|(_, count)| count)
        .sum()
    }
}

/// All that a reporter is told about a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The findings that count, in order (see [`super::put_in_order`]); fewer than the
    /// summary says if the user asked for at most so many.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that waivers and the baseline set aside, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// The numbers.
    pub summary: Summary,
    /// This program's version.
    pub version: &'static str,
    /// The day on which the run pretends to be.
    pub today: Day,
}

#[cfg(test)]
mod tests {
    use super::super::{Label, RuleMeta};
    use super::*;
    use crate::source::{SourceFile, Span};

    fn finding(severity: Severity, verdict: Verdict) -> Diagnostic {
        let meta = RuleMeta {
            name: "quiet-hours",
            family: "timing",
            severity,
        };
        let source = SourceFile::new("a.yaml", "a: b\n");
        let label = Label::new(&source, Span { start: 0, end: 1 }, "here");
        match verdict {
            Verdict::Violation => Diagnostic::violation(&meta, label),
            Verdict::Unverified => Diagnostic::unverified(&meta, label),
        }
    }

    #[test]
    fn the_threshold_decides_and_nothing_else() {
        let findings = [
            finding(Severity::Warning, Verdict::Unverified),
            finding(Severity::Advice, Verdict::Violation),
        ];
        let count = |fail_on| Summary::count(1, 1, fail_on, &findings, &[]);
        assert!(!count(FailOn::default()).failed);
        let strict = count(FailOn::AtLeast(Severity::Warning));
        assert!(strict.failed, "unverified is never a pass");
        assert_eq!((strict.at_or_over(), strict.unverified), (1, 1));
        assert_eq!(count(FailOn::AtLeast(Severity::Advice)).at_or_over(), 2);
        assert!(!count(FailOn::Never).failed);
    }

    #[test]
    fn what_was_set_aside_is_counted_but_does_not_fail() {
        let aside = |by| Suppressed {
            diagnostic: finding(Severity::Error, Verdict::Violation),
            by,
        };
        let waiver = Suppression::Waiver {
            reason: "agreed with legal".into(),
            until: None,
        };
        let aside = [aside(waiver), aside(Suppression::Baseline)];
        let summary = Summary::count(1, 1, FailOn::default(), &[], &aside);
        assert_eq!(
            (summary.suppressed, summary.baselined, summary.failed),
            (1, 1, false)
        );
    }

    #[test]
    fn fail_on_reads_what_it_prints() {
        for word in ["error", "warning", "advice", "never"] {
            assert_eq!(word.parse::<FailOn>().unwrap().to_string(), word);
        }
        assert_eq!(
            "errors".parse::<FailOn>().unwrap_err(),
            "`errors` is none of error, warning, advice, never"
        );
    }
}
