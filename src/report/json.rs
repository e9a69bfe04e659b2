//! The JSON report, version 1: a public interface. The types below are the
//! format, key for key and in order; a change to the linter's own types does not change it.

use crate::diagnostics::{
    Citation, Contact, Counterexample, Diagnostic, Fix, Label, Outcome, Site, Suppressed,
    Suppression,
};
use crate::source::Position;
use serde::Serialize;
use std::io::{self, Write};

/// Raised when a key changes its meaning or goes away; new keys do not raise it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    today: String,
    summary: Numbers,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Numbers {
    files: usize,
    campaigns: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    unverified: usize,
    suppressed: usize,
    baselined: usize,
    failed: bool,
}

/// One finding, counted or set aside.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'static str,
    family: &'static str,
    severity: &'static str,
    verdict: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    docs: String,
    path: &'a str,
    pointer: &'a str,
    span: Range,
    related: Vec<Place<'a>>,
    counterexample: Option<Person<'a>>,
    citations: Vec<Authority<'a>>,
    fix: Option<Change<'a>>,
    suppressed: Option<Aside<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    span: Range,
    message: &'a str,
}

#[derive(Serialize)]
pub(super) struct Person<'a> {
    region: &'a str,
    time_zone: &'a str,
    contacts: Vec<Touch<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affected: Option<Affected>,
}

/// How many enrollment dates lead to a finding, and how many there are.
#[derive(Serialize)]
struct Affected {
    enrollments: u32,
    of: u32,
}

#[derive(Serialize)]
struct Touch<'a> {
    campaign: &'a str,
    enrolled: &'a str,
    step: &'a str,
    attempt: u32,
    channel: &'a str,
    date: &'a str,
    from: &'a str,
    to: &'a str,
    holiday: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Authority<'a> {
    provision: &'a str,
    reference: &'a str,
    url: Option<&'a str>,
    /// Where we read of it, if that is another page.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    in_force_from: Option<&'a str>,
    force: &'static str,
    confidence: &'static str,
    /// Why the user's own reading stands in the place of the built-in provision, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    own_reading: Option<&'a str>,
}

#[derive(Serialize)]
struct Change<'a> {
    safety: &'static str,
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Aside<'a> {
    kind: &'static str,
    reason: Option<&'a str>,
    until: Option<String>,
}

impl From<Position> for Point {
    fn from(at: Position) -> Self {
        Self {
            line: at.line,
            column: at.column,
            offset: at.offset,
        }
    }
}

impl From<&Site> for Range {
    fn from(site: &Site) -> Self {
        let point = |offset| Point::from(site.source.position(offset));
        Self {
            start: point(site.span.start),
            end: point(site.span.end.max(site.span.start)),
        }
    }
}

impl<'a> From<&'a Label> for Place<'a> {
    fn from(label: &'a Label) -> Self {
        Self {
            path: &label.site.source.path,
            span: Range::from(&label.site),
            message: &label.text,
        }
    }
}

impl<'a> From<&'a Contact> for Touch<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            campaign: &contact.campaign,
            enrolled: &contact.enrolled,
            step: &contact.step,
            attempt: contact.attempt,
            channel: &contact.channel,
            date: &contact.date,
            from: &contact.from,
            to: &contact.to,
            holiday: contact.holiday.as_deref(),
        }
    }
}

impl<'a> From<&'a Counterexample> for Person<'a> {
    fn from(person: &'a Counterexample) -> Self {
        Self {
            region: &person.region,
            time_zone: &person.time_zone,
            contacts: person.contacts.iter().map(Touch::from).collect(),
            affected: person
                .affected
                .map(|(enrollments, of)| Affected { enrollments, of }),
        }
    }
}

impl<'a> From<&'a Citation> for Authority<'a> {
    fn from(citation: &'a Citation) -> Self {
        Self {
            provision: &citation.provision,
            reference: &citation.reference,
            url: citation.url.as_deref(),
            source: citation.source.as_deref(),
            in_force_from: citation.in_force_from.as_deref(),
            force: citation.force.as_str(),
            confidence: citation.confidence.as_str(),
            own_reading: citation.own_reading.as_deref(),
        }
    }
}

impl<'a> From<&'a Fix> for Change<'a> {
    fn from(fix: &'a Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| Replacement {
            path: &edit.site.source.path,
            start: edit.site.span.start,
            end: edit.site.span.end,
            text: &edit.text,
        });
        Self {
            safety: fix.safety.as_str(),
            title: &fix.title,
            edits: edits.collect(),
        }
    }
}

impl<'a> From<&'a Suppression> for Aside<'a> {
    fn from(by: &'a Suppression) -> Self {
        match by {
            Suppression::Waiver { reason, until } => Self {
                kind: "waiver",
                reason: Some(reason),
                until: until.map(|day| day.to_string()),
            },
            Suppression::Baseline => Self {
                kind: "baseline",
                reason: None,
                until: None,
            },
        }
    }
}

impl<'a> From<&'a Diagnostic> for Finding<'a> {
    fn from(finding: &'a Diagnostic) -> Self {
        Self {
            rule: finding.rule,
            family: finding.family,
            severity: finding.severity.as_str(),
            verdict: finding.verdict.as_str(),
            message: &finding.message,
            help: finding.help.as_deref(),
            docs: page(finding),
            path: &finding.primary.site.source.path,
            pointer: &finding.pointer,
            span: Range::from(&finding.primary.site),
            related: finding.related.iter().map(Place::from).collect(),
            counterexample: finding.counterexample.as_ref().map(Person::from),
            citations: finding.citations.iter().map(Authority::from).collect(),
            fix: finding.fix.as_ref().map(Change::from),
            suppressed: None,
        }
    }
}

impl<'a> From<&'a Suppressed> for Finding<'a> {
    fn from(aside: &'a Suppressed) -> Self {
        Self {
            suppressed: Some(Aside::from(&aside.by)),
            ..Self::from(&aside.diagnostic)
        }
    }
}

/// The rule's page, as it lies in this program's source.
fn page(finding: &Diagnostic) -> String {
    format!("rules/catalog/{}/{}.md", finding.family, finding.rule)
}

/// Every finding: those that count, then those set aside.
pub(super) fn findings(outcome: &Outcome) -> impl Iterator<Item = Finding<'_>> {
    let aside = outcome.suppressed.iter().map(Finding::from);
    outcome.diagnostics.iter().map(Finding::from).chain(aside)
}

/// Writes the document, indented, with a line end after it.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let summary = &outcome.summary;
    let report = Report {
        version: VERSION,
        tool: Tool {
            name: "courtesy",
            version: outcome.version,
        },
        today: outcome.today.to_string(),
        summary: Numbers {
            files: summary.files,
            campaigns: summary.campaigns,
            errors: summary.errors,
            warnings: summary.warnings,
            advice: summary.advice,
            unverified: summary.unverified,
            suppressed: summary.suppressed,
            baselined: summary.baselined,
            failed: summary.failed,
        },
        diagnostics: findings(outcome).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}
