//! JUnit's report, for servers that know tests alone.
//!
//! A suite for each file and a case for each finding. A case fails if its finding fails the run, so
//! that the server comes to the verdict of the exit code; the others pass, with what was found as their
//! output, and what was set aside is skipped with its reason. A run without findings has one case that
//! passes, for some servers take an empty report for a mistake.

use super::Charset;
use super::concise;
use super::text::sentence;
use super::xml::Escaped;
use crate::diagnostics::{Diagnostic, Outcome, Suppression};
use std::io::{self, Write};

/// A finding, and why it was set aside if it was.
type Case<'a> = (&'a Diagnostic, Option<&'a Suppression>);

/// Writes the document.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let counted = outcome.diagnostics.iter().map(|finding| (finding, None));
    let aside = outcome
        .suppressed
        .iter()
        .map(|finding| (&finding.diagnostic, Some(&finding.by)));
    let mut cases: Vec<Case<'_>> = counted.chain(aside).collect();
    cases.sort_by(|(a, _), (b, _)| path(a).cmp(path(b)));
    let fails =
        |(finding, by): &Case<'_>| by.is_none() && outcome.summary.fail_on.hit_by(finding.severity);
    let failures = cases.iter().filter(|case| fails(case)).count();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"courtesy\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
        cases.len().max(1)
    )?;
    for suite in cases.chunk_by(|(a, _), (b, _)| path(a) == path(b)) {
        let name = suite.first().map(|(finding, _)| path(finding));
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
            Escaped(name.unwrap_or_default()),
            suite.len(),
            suite.iter().filter(|case| fails(case)).count(),
            suite.iter().filter(|(_, by)| by.is_some()).count(),
        )?;
        for case in suite {
            write_case(out, case, fails(case))?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    if cases.is_empty() {
        writeln!(
            out,
            "  <testsuite name=\"courtesy\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">"
        )?;
        writeln!(
            out,
            "    <testcase name=\"nothing found\" classname=\"courtesy\"/>"
        )?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn path(finding: &Diagnostic) -> &str {
    &finding.primary.site.source.path
}

fn write_case(out: &mut impl Write, (finding, by): &Case<'_>, fails: bool) -> io::Result<()> {
    let site = &finding.primary.site;
    let at = site.source.position(site.span.start);
    writeln!(
        out,
        "    <testcase name=\"{} {}:{}\" classname=\"{}\">",
        finding.rule,
        at.line,
        at.column,
        Escaped(path(finding)),
    )?;
    let line = concise::line(finding, Charset::Unicode);
    if let Some(by) = by {
        let why = concise::why_aside(by, Charset::Unicode);
        writeln!(out, "      <skipped message=\"{}\"/>", Escaped(&why))?;
        writeln!(out, "      <system-out>{}</system-out>", Escaped(&line))?;
    } else if fails {
        let mut body = line;
        if let Some(help) = &finding.help {
            body.push('\n');
            body.push_str(help);
        }
        writeln!(
            out,
            "      <failure message=\"{}\" type=\"{}\">{}</failure>",
            Escaped(&sentence(finding)),
            finding.rule,
            Escaped(&body)
        )?;
    } else {
        writeln!(out, "      <system-out>{}</system-out>", Escaped(&line))?;
    }
    writeln!(out, "    </testcase>")
}
