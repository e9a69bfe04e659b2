//! Checkstyle's report, which many build servers read.

use super::text::sentence;
use super::xml::Escaped;
use crate::diagnostics::{Outcome, Severity};
use std::io::{self, Write};

/// Writes the document, one element a line.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    // Findings stand together by file.
    let path_of =
        |finding: &crate::diagnostics::Diagnostic| finding.primary.site.source.path.clone();
    for findings in outcome
        .diagnostics
        .chunk_by(|a, b| a.primary.site.source.path == b.primary.site.source.path)
    {
        let path = findings.first().map(path_of).unwrap_or_default();
        writeln!(out, "  <file name=\"{}\">", Escaped(&path))?;
        for finding in findings {
            let site = &finding.primary.site;
            let at = site.source.position(site.span.start);
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "info",
            };
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"courtesy.{}.{}\"/>",
                at.line,
                at.column,
                Escaped(&sentence(finding)),
                finding.family,
                finding.rule,
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
