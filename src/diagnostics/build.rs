//! How a rule says what it found, in words that read as a sentence:
//!
//! ```
//! # use courtesy::diagnostics::{Diagnostic, Label, RuleMeta, Severity};
//! # use courtesy::source::{SourceFile, Span};
//! const META: RuleMeta = RuleMeta { name: "endless-cadence", family: "frequency", severity: Severity::Error };
//! # let source = SourceFile::new("a.yaml", "repeat: {every: 1d}\n");
//! # let span = Span { start: 0, end: 6 };
//! let finding = Diagnostic::violation(&META, Label::new(&source, span, "has no end"))
//!     .because("the prompt returns every day until the person buys")
//!     .at("/cadences/nag/steps/0/repeat")
//!     .help("Say how often at most:\n  repeat: {every: 1d, times: 3}");
//! ```

use super::{
    Citation, Counterexample, Diagnostic, Edit, Fix, Label, Safety, Severity, Site, Verdict,
};
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// What a rule is called and how bad a finding of it is by default.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RuleMeta {
    /// The name that people select and waive by: `holiday-contact`.
    pub name: &'static str,
    /// The family: `timing`.
    pub family: &'static str,
    /// How bad, unless configured otherwise.
    pub severity: Severity,
}

impl Site {
    /// A range of a file.
    pub fn new(source: &Arc<SourceFile>, span: Span) -> Self {
        Self {
            source: Arc::clone(source),
            span,
        }
    }

    /// This place, with a few words about it.
    pub fn label(self, text: impl Into<String>) -> Label {
        Label {
            site: self,
            text: text.into(),
        }
    }
}

impl Label {
    /// A range of a file, with a few words about it.
    pub fn new(source: &Arc<SourceFile>, span: Span, text: impl Into<String>) -> Self {
        Site::new(source, span).label(text)
    }
}

impl Diagnostic {
    /// The rule is broken here.
    pub fn violation(rule: &RuleMeta, primary: Label) -> Self {
        Self::new(rule, Verdict::Violation, primary)
    }

    /// What is written here is not enough to show that the rule holds.
    pub fn unverified(rule: &RuleMeta, primary: Label) -> Self {
        Self::new(rule, Verdict::Unverified, primary)
    }

    fn new(rule: &RuleMeta, verdict: Verdict, primary: Label) -> Self {
        Self {
            rule: rule.name,
            family: rule.family,
            severity: rule.severity,
            verdict,
            message: String::new(),
            primary,
            pointer: String::new(),
            related: Vec::new(),
            help: None,
            counterexample: None,
            citations: Vec::new(),
            fix: None,
            unread: None,
            by_law: None,
        }
    }

    /// What is wrong, for whom, when exactly; no final full stop.
    pub fn because(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// The JSON pointer of the node that it is about.
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// Another place that explains it, in any file.
    pub fn see(mut self, place: Label) -> Self {
        self.related.push(place);
        self
    }

    /// Other places that explain it, in any files.
    pub fn see_all(mut self, places: impl IntoIterator<Item = Label>) -> Self {
        self.related.extend(places);
        self
    }

    /// Why it matters and what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// One person to whom it would happen.
    pub fn counterexample(mut self, counterexample: Counterexample) -> Self {
        self.counterexample = Some(counterexample);
        self
    }

    /// A provision that it breaks; call with the strictest first.
    pub fn cite(mut self, citation: Citation) -> Self {
        self.citations.push(citation);
        self
    }

    /// What would mend it.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// That it says no more than that a text could not be read, and what that leaves open.
    pub fn unread(mut self, open: impl Into<String>) -> Self {
        self.unread = Some(open.into());
        self
    }

    /// Never worse than this: a finding that rests on a weak source must not fail a run as an error.
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }
}

impl Fix {
    /// A change that only says what was meant.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            safety: Safety::Safe,
            title: title.into(),
            edits,
        }
    }

    /// A change of what happens, at which a person must look.
    pub fn needs_a_look(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            safety: Safety::Unsafe,
            title: title.into(),
            edits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: RuleMeta = RuleMeta {
        name: "quiet-hours",
        family: "timing",
        severity: Severity::Error,
    };

    fn here() -> Label {
        let source = SourceFile::new("a.yaml", "hours: daily\n");
        Label::new(&source, Span { start: 0, end: 5 }, "at any hour")
    }

    #[test]
    fn the_rule_gives_name_family_and_severity() {
        let finding = Diagnostic::violation(&META, here()).because("rings at night");
        assert_eq!(
            (finding.rule, finding.family, finding.severity),
            ("quiet-hours", "timing", Severity::Error)
        );
        assert_eq!(finding.verdict, Verdict::Violation);
        assert_eq!(finding.message, "rings at night");
    }

    #[test]
    fn a_weak_source_lowers_but_never_raises() {
        let weak = Diagnostic::unverified(&META, here()).at_most(Severity::Warning);
        assert_eq!(weak.severity, Severity::Warning);
        assert_eq!(weak.at_most(Severity::Error).severity, Severity::Warning);
    }
}
