//! Workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! It shows ten of a kind and no more for each step of a job, without a word about the others. So the
//! worst come first, no kind gets more than ten, and a notice says how many are left.

use super::Charset;
use super::text::{counted, sentence, visible};
use crate::diagnostics::{Diagnostic, Outcome, Severity};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Annotations of one kind that are shown.
const MOST: usize = 10;

/// Writes the commands, one a line.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let of = |severity| {
        let findings = outcome.diagnostics.iter();
        findings.filter(move |finding| finding.severity == severity)
    };
    let severe = [Severity::Error, Severity::Warning];
    let left: usize = severe
        .into_iter()
        .map(|severity| of(severity).count().saturating_sub(MOST))
        .sum();
    let advice = of(Severity::Advice).count();
    // What `--max-diagnostics` cut off is left over too.
    let cut = outcome
        .summary
        .findings()
        .saturating_sub(outcome.diagnostics.len());
    // The notice about what is left is one of the ten.
    let most_advice = if left + cut > 0 || advice > MOST {
        MOST - 1
    } else {
        MOST
    };
    let left = left + cut + advice.saturating_sub(most_advice);
    for severity in severe {
        for finding in of(severity).take(MOST) {
            writeln!(out, "{}", command(finding))?;
        }
    }
    for finding in of(Severity::Advice).take(most_advice) {
        writeln!(out, "{}", command(finding))?;
    }
    if left > 0 {
        let verb = if left == 1 { "is" } else { "are" };
        writeln!(
            out,
            "::notice title=courtesy::{} {verb} not shown here",
            counted(left, "more finding", "more findings")
        )?;
    }
    Ok(())
}

fn command(finding: &Diagnostic) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let site = &finding.primary.site;
    let start = site.source.position(site.span.start);
    let end = site.source.position(site.span.end.max(site.span.start));
    let mut command = format!(
        "::{kind} file={},line={},endLine={}",
        property(&site.source.path),
        start.line,
        end.line
    );
    // Columns are refused where a place goes over several lines.
    if start.line == end.line {
        let _ = write!(
            command,
            ",col={},endColumn={}",
            start.column,
            end.column.max(start.column)
        );
    }
    let mut lines = vec![sentence(finding)];
    lines.extend(
        finding
            .help
            .iter()
            .flat_map(|help| help.lines().map(str::to_owned)),
    );
    let lines: Vec<String> = lines.iter().map(|line| data(line)).collect();
    let _ = write!(
        command,
        ",title={}::{}",
        property(finding.rule),
        lines.join("%0A")
    );
    command
}

/// Text after the `::`, without line ends.
fn data(text: &str) -> String {
    visible(text, Charset::Unicode).replace('%', "%25")
}

/// The value of a property, in which commas and colons mean something too. A path keeps its characters,
/// those that steer terminals included, for it must be found.
fn property(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace(':', "%3A")
        .replace(',', "%2C")
}
