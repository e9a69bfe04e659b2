//! Reviewdog's diagnostic format, for comments on the changes of a pull request.
//!
//! Its columns count bytes of UTF-8, from 1.

use super::text::sentence;
use crate::diagnostics::{Diagnostic, Outcome, Severity, Site};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the document, with a line end after it.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = outcome.diagnostics.iter().map(diagnostic).collect();
    let document = json!({"source": {"name": "courtesy"}, "diagnostics": diagnostics});
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn diagnostic(finding: &Diagnostic) -> Value {
    let mut message = sentence(finding);
    if let Some(help) = &finding.help {
        message.push_str("\n\n");
        message.push_str(help);
    }
    let mut value = json!({
        "message": message,
        "location": location(&finding.primary.site),
        "severity": match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Advice => "INFO",
        },
        "code": {"value": finding.rule},
    });
    if !finding.related.is_empty() {
        let related = finding
            .related
            .iter()
            .map(|label| json!({"message": label.text, "location": location(&label.site)}));
        value["related_locations"] = related.collect();
    }
    // Suggestions are offered one by one, so that only a change in one place can be one.
    if let Some([edit]) = finding.fix.as_ref().map(|fix| fix.edits.as_slice())
        && edit.site.source.path == finding.primary.site.source.path
    {
        value["suggestions"] = json!([{"range": range(&edit.site), "text": edit.text}]);
    }
    value
}

fn location(site: &Site) -> Value {
    json!({"path": site.source.path, "range": range(site)})
}

fn range(site: &Site) -> Value {
    let point = |offset| {
        let at = site.source.position(offset);
        let line_start = site
            .source
            .line_starts()
            .get(at.line.saturating_sub(1) as usize)
            .copied()
            .unwrap_or(0);
        json!({"line": at.line, "column": at.offset - line_start + 1})
    };
    json!({
        "start": point(site.span.start),
        "end": point(site.span.end.max(site.span.start)),
    })
}
