//! SARIF 2.1.0 (OASIS), which code scanning services read.
//!
//! Every rule of the catalogue is described with its whole page, found or not, so that a service shows
//! what was looked for. Columns count characters, and the log says so. What was set aside is there too,
//! with its justification: the log is the audit trail of a run.

use super::fingerprint::Fingerprints;
use super::json::{Authority, Person};
use super::text::sentence;
use super::{Options, RulePage};
use crate::diagnostics::{
    Diagnostic, Edit, Fix, Label, Outcome, Severity, Site, Suppression, Verdict,
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, Write};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the log, with a line end after it.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write, options: &Options) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let counted = outcome.diagnostics.iter().map(|finding| (finding, None));
    let aside = outcome
        .suppressed
        .iter()
        .map(|finding| (&finding.diagnostic, Some(&finding.by)));
    let results: Vec<Value> = counted
        .chain(aside)
        .map(|(finding, by)| result(finding, by, options.rules, &mut fingerprints))
        .collect();
    let rules: Vec<Value> = options.rules.iter().map(rule).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "courtesy",
                "version": outcome.version,
                "semanticVersion": outcome.version,
                "rules": rules,
            }},
            "invocations": [{"executionSuccessful": true}],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn rule(page: &RulePage) -> Value {
    json!({
        "id": page.meta.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.checks},
        // The text is for viewers that show no Markdown.
        "help": {"text": page.checks, "markdown": page.body},
        "defaultConfiguration": {"level": level(page.meta.severity)},
        "properties": {"tags": ["courtesy", page.meta.family]},
    })
}

fn result(
    finding: &Diagnostic,
    by: Option<&Suppression>,
    rules: &[RulePage],
    fingerprints: &mut Fingerprints,
) -> Value {
    let mut text = sentence(finding);
    if let Some(help) = &finding.help {
        text.push_str("\n\n");
        text.push_str(help);
    }
    let mut location = location(&finding.primary);
    if !finding.pointer.is_empty() {
        location["logicalLocations"] = json!([{"fullyQualifiedName": finding.pointer}]);
    }
    let related: Vec<Value> = finding.related.iter().map(self::location).collect();
    let citations: Vec<Authority<'_>> = finding.citations.iter().map(Authority::from).collect();
    let person = finding.counterexample.as_ref().map(Person::from);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": [location],
        "relatedLocations": related,
        "partialFingerprints": {"ruleFileNode/v1": fingerprints.of(finding)},
        // All results of a run have the list, or none has.
        "suppressions": by.map(suppression).into_iter().collect::<Vec<_>>(),
        "properties": {
            "verdict": finding.verdict.as_str(),
            "citations": citations,
            "counterexample": person,
        },
    });
    if let Some(index) = rules.iter().position(|page| page.meta.name == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if finding.verdict == Verdict::Unverified {
        result["properties"]["tags"] = json!(["unverified"]);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([self::fix(fix)]);
    }
    result
}

fn suppression(by: &Suppression) -> Value {
    match by {
        Suppression::Waiver { reason, until } => json!({
            "kind": "inSource",
            "status": "accepted",
            "justification": match until {
                Some(until) => format!("{reason} (until {until})"),
                None => reason.clone(),
            },
        }),
        Suppression::Baseline => json!({
            "kind": "external",
            "status": "accepted",
            "justification": "in the baseline",
        }),
    }
}

fn location(label: &Label) -> Value {
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&label.site.source.path)},
        "region": region(&label.site),
    }});
    if !label.text.is_empty() {
        location["message"] = json!({"text": label.text});
    }
    location
}

fn region(site: &Site) -> Value {
    let start = site.source.position(site.span.start);
    let end = site.source.position(site.span.end.max(site.span.start));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// One change, its edits by file.
fn fix(fix: &Fix) -> Value {
    let mut files: Vec<(&str, Vec<&Edit>)> = Vec::new();
    for edit in &fix.edits {
        let path = edit.site.source.path.as_str();
        match files.iter_mut().find(|(known, _)| *known == path) {
            Some((_, edits)) => edits.push(edit),
            None => files.push((path, vec![edit])),
        }
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(path, edits)| {
            let replacements = edits.into_iter().map(|edit| {
                json!({
                    "deletedRegion": region(&edit.site),
                    "insertedContent": {"text": edit.text},
                })
            });
            json!({
                "artifactLocation": {"uri": uri(path)},
                "replacements": replacements.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"description": {"text": fix.title}, "artifactChanges": changes})
}

/// A path as a reference (RFC 3986): relative as it is, absolute with its scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            // A colon too: in the first part of a relative path it would end a scheme.
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("camps/a b#1.yaml"), "camps/a%20b%231.yaml");
        assert_eq!(uri("Zürich: 100%.yaml"), "Z%C3%BCrich%3A%20100%25.yaml");
        assert_eq!(uri("/srv/a.yaml"), "file:///srv/a.yaml");
        assert_eq!(uri("../a.yaml"), "../a.yaml");
    }
}
