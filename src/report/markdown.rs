//! Markdown, for the comment on a pull request or the summary of a job.

use super::Charset;
use super::human::in_short;
use super::text::{counted, sentence, visible};
use crate::diagnostics::{Diagnostic, Outcome, Severity};
use std::io::{self, Write};

/// Findings in the table. A comment holds 65,536 characters, and nobody reads that many.
const MOST: usize = 100;

/// Writes a sentence and, if anything was found, a table: the worst first.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let verdict = if outcome.summary.failed {
        "failed"
    } else {
        "passed"
    };
    writeln!(
        out,
        "**Courtesy {verdict}.** {}",
        in_short(&outcome.summary)
    )?;
    if outcome.diagnostics.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n| severity | where | rule | finding |\n|---|---|---|---|"
    )?;
    let mut findings: Vec<&Diagnostic> = outcome.diagnostics.iter().collect();
    // A stable sort: among equals the order stays.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings.iter().take(MOST) {
        writeln!(out, "{}", row(finding))?;
    }
    let left = outcome
        .summary
        .findings()
        .saturating_sub(findings.len().min(MOST));
    if left > 0 {
        let verb = if left == 1 { "is" } else { "are" };
        writeln!(
            out,
            "\n{} {verb} not shown.",
            counted(left, "more finding", "more findings")
        )?;
    }
    if findings.iter().any(|finding| !finding.citations.is_empty()) {
        writeln!(out, "\nCourtesy is not legal advice.")?;
    }
    Ok(())
}

fn row(finding: &Diagnostic) -> String {
    let site = &finding.primary.site;
    let at = site.source.position(site.span.start);
    let mut text = prose(&sentence(finding));
    for citation in &finding.citations {
        text.push_str("<br>");
        text.push_str(&prose(&citation.reference));
    }
    for line in finding.help.iter().flat_map(|help| help.lines()) {
        // What is to be written in a file keeps its indentation.
        let unindented = line.trim_start_matches(' ');
        text.push_str("<br>");
        text.push_str(&"&nbsp;".repeat(line.len() - unindented.len()));
        text.push_str(&prose(unindented));
    }
    let severity = match finding.severity {
        Severity::Error => "**error**",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    format!(
        "| {severity} | {}:{}:{} | {} | {text} |",
        prose(&site.source.path),
        at.line,
        at.column,
        finding.rule,
    )
}

/// One line of text in a cell. What stands between backticks stays code; elsewhere nothing starts a tag,
/// a link, a mention or another cell.
fn prose(line: &str) -> String {
    let line = visible(line, Charset::Unicode);
    let ticks = line.matches('`').count();
    let mut out = String::with_capacity(line.len() + 8);
    let mut tick = 0;
    for c in line.chars() {
        // A last tick without a partner opens nothing.
        let in_code = tick % 2 == 1 && tick < ticks;
        match c {
            '`' => {
                tick += 1;
                out.push_str(if tick == ticks && ticks % 2 == 1 {
                    "&#96;"
                } else {
                    "`"
                });
            }
            // Also in code, or the table ends the cell there.
            '|' => out.push_str("\\|"),
            c if in_code => out.push(c),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '*' | '_' | '[' | ']' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn nothing_in_a_cell_is_more_than_text() {
        assert_eq!(prose("a|b"), "a\\|b");
        assert_eq!(
            prose("<img src=x> [x](y) @team #1"),
            "&lt;img src=x&gt; \\[x\\](y) &#64;team &#35;1"
        );
        assert_eq!(prose("`a_b|<c>` d_e"), "`a_b\\|<c>` d\\_e");
        assert_eq!(prose("`a` ` @b"), "`a` &#96; &#64;b");
        assert_eq!(prose("x\x1b[2J"), "x␛\\[2J");
    }
}
