//! What the linter says: diagnostics, their places, counterexamples,
//! citations and fixes. Every output format is made from these alone.

mod build;
mod order;
mod outcome;

pub use build::RuleMeta;
pub use order::{put_in_order, statement};
pub use outcome::{FailOn, Outcome, Summary, Suppressed, Suppression};

use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// How bad.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth a thought.
    Advice,
    /// Should be mended.
    Warning,
    /// Must be mended before anything is sent.
    Error,
}

impl Severity {
    /// `advice`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether the rule is broken, or could not be shown to hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// The rule is broken.
    Violation,
    /// The definition does not say enough to show that the rule holds.
    Unverified,
}

impl Verdict {
    /// `violation` or `unverified`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Unverified => "unverified",
        }
    }
}

/// A range of one file's text.
#[derive(Clone, Debug)]
pub struct Site {
    /// The file.
    pub source: Arc<SourceFile>,
    /// The bytes.
    pub span: Span,
}

/// A site with a few words about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub site: Site,
    /// What is to be seen there; a few words, no full stop.
    pub text: String,
}

/// One contact of a counterexample.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// The campaign's id.
    pub campaign: String,
    /// The day of enrollment, `2026-10-09`.
    pub enrolled: String,
    /// The step's id.
    pub step: String,
    /// Which attempt of the step, from 1.
    pub attempt: u32,
    /// The channel.
    pub channel: String,
    /// The recipient's local date.
    pub date: String,
    /// The earliest local time at which it can happen, `08:00`.
    pub from: String,
    /// The local time by which it has started, `17:00`.
    pub to: String,
    /// The public holiday on that date, if it is one.
    pub holiday: Option<String>,
}

/// One concrete person to whom it would happen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counterexample {
    /// Where the person is: `CA-MB`.
    pub region: String,
    /// The IANA zone of the person's clock.
    pub time_zone: String,
    /// The contacts, in order of time.
    pub contacts: Vec<Contact>,
    /// How many of the campaign's enrollment dates lead to it, of how many; unknown if not counted.
    pub affected: Option<(u32, u32)>,
}

/// How a provision binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Force {
    /// Statute, regulation or court.
    Law,
    /// A regulator's published policy.
    Regulator,
    /// A voluntary code; binds its members.
    Code,
    /// A carrier's or platform's terms.
    Carrier,
}

impl Force {
    /// `law`, `regulator`, `code` or `carrier`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Regulator => "regulator",
            Self::Code => "code",
            Self::Carrier => "carrier",
        }
    }
}

/// How sure we are that a provision says today what we say that it says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// Second-hand, old or from memory.
    Low,
    /// Probably right.
    Medium,
    /// Read in the text or agreed on by several careful sources.
    High,
}

impl Confidence {
    /// `low`, `medium` or `high`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A legal provision that is the reason of a diagnostic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation {
    /// The provision's id in our packs.
    pub provision: String,
    /// The citation as lawyers write it.
    pub reference: String,
    /// Where to read it.
    pub url: Option<String>,
    /// Where we read of it, if that is another page.
    pub source: Option<String>,
    /// First day in force, if known.
    pub in_force_from: Option<String>,
    /// How it binds.
    pub force: Force,
    /// How sure we are.
    pub confidence: Confidence,
    /// Why the user's own reading stands in the place of the built-in provision, if it does.
    pub own_reading: Option<String>,
}

/// Whether a fix can change what a campaign does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Safety {
    /// Only says what was meant.
    Safe,
    /// Changes what happens; a person must look.
    Unsafe,
}

impl Safety {
    /// `safe` or `unsafe`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A replacement of a range of one file's text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is replaced; an empty span is an insertion.
    pub site: Site,
    /// What stands there afterwards.
    pub text: String,
}

/// A change that would mend the finding.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Whether it can be applied without thought.
    pub safety: Safety,
    /// What it does, as an order: "Stop every step on `opt_out`".
    pub title: String,
    /// The replacements; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: &'static str,
    /// The rule's family.
    pub family: &'static str,
    /// How bad, after configuration.
    pub severity: Severity,
    /// Broken, or not shown to hold.
    pub verdict: Verdict,
    /// What is wrong, for whom, when exactly. One or two sentences without a final full stop.
    pub message: String,
    /// The place it is about, with a few words on it.
    pub primary: Label,
    /// JSON pointer of the node: `/campaigns/x/cadence`.
    pub pointer: String,
    /// Other places that explain it, in this file, another, or a pack.
    pub related: Vec<Label>,
    /// Why it matters and what to write instead. May hold several lines; those that are
    /// indented or look like YAML are shown exactly as they are, the others are wrapped.
    pub help: Option<String>,
    /// One person to whom it would happen.
    pub counterexample: Option<Counterexample>,
    /// The provisions that it breaks, the strictest first.
    pub citations: Vec<Citation>,
    /// What would mend it.
    pub fix: Option<Fix>,
    /// What nobody knows because a text is in a language that is not understood: "argues with guilt".
    /// Several of one text are told as one.
    pub unread: Option<String>,
    /// The most that the law which it cites would make of it, where it is found for courtesy's sake: a run
    /// that is about law alone counts it no higher.
    pub by_law: Option<Severity>,
}
