//! GitLab's code quality report: a list of what is wrong, by line.

use super::fingerprint::Fingerprints;
use super::text::sentence;
use crate::diagnostics::{Outcome, Severity};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the list, with a line end after it; an empty one if nothing was found.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Issue<'_>> = outcome
        .diagnostics
        .iter()
        .map(|finding| {
            let site = &finding.primary.site;
            let line = |offset| site.source.position(offset).line;
            Issue {
                description: sentence(finding),
                check_name: finding.rule,
                fingerprint: fingerprints.of(finding),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Advice => "info",
                },
                location: Location {
                    // GitLab joins it to the root of the repository as it is.
                    path: site.source.path.trim_start_matches("./"),
                    lines: Lines {
                        begin: line(site.span.start),
                        end: line(site.span.end.max(site.span.start)),
                    },
                },
            }
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}
