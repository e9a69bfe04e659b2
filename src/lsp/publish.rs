//! What was found, as the editor's diagnostics.

use super::text;
use super::workspace::{Seen, Workspace};
use crate::diagnostics::{Diagnostic, Severity, Verdict};
use lsp_server::Notification;
use lsp_types::notification::{Notification as _, PublishDiagnostics};
use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    PublishDiagnosticsParams,
};
use std::collections::BTreeMap;
use std::path::PathBuf;

impl Workspace {
    /// The findings of every file that has some, and nothing for those that had some.
    pub(super) fn reports(&mut self) -> Vec<Notification> {
        let mut by_path: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> = self
            .reported
            .iter()
            .map(|path| (path.clone(), Vec::new()))
            .collect();
        let Some(seen) = self.seen() else {
            return Vec::new();
        };
        for finding in &seen.findings {
            if let Some(path) = seen.path(&finding.primary.site.source) {
                let shown = self.shown(seen, finding);
                by_path.entry(path).or_default().push(shown);
            }
        }
        let reports = by_path.iter().filter_map(|(path, diagnostics)| {
            let parameters = PublishDiagnosticsParams {
                uri: self.uri(path)?,
                diagnostics: diagnostics.clone(),
                version: None,
            };
            Some(Notification::new(
                PublishDiagnostics::METHOD.to_owned(),
                parameters,
            ))
        });
        let reports = reports.collect();
        by_path.retain(|_, diagnostics| !diagnostics.is_empty());
        self.reported = by_path.into_keys().collect();
        self.is_reported = true;
        reports
    }

    /// A finding in the terms of the protocol.
    pub(super) fn shown(&self, seen: &Seen, finding: &Diagnostic) -> lsp_types::Diagnostic {
        let site = &finding.primary.site;
        let related = finding.related.iter().filter_map(|label| {
            let path = seen.path(&label.site.source)?;
            Some(DiagnosticRelatedInformation {
                location: Location {
                    uri: self.uri(&path)?,
                    range: text::range(&label.site.source, label.site.span),
                },
                message: label.text.clone(),
            })
        });
        let unused = matches!(finding.rule, "unused-definition" | "waiver-unused");
        lsp_types::Diagnostic {
            range: text::range(&site.source, site.span),
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Advice => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(finding.rule.to_owned())),
            source: Some("courtesy".to_owned()),
            message: message(finding),
            related_information: Some(related.collect()),
            tags: unused.then(|| vec![DiagnosticTag::UNNECESSARY]),
            ..lsp_types::Diagnostic::default()
        }
    }
}

/// The sentence, to whom it would happen, and what to write instead.
fn message(finding: &Diagnostic) -> String {
    let mut message = match finding.verdict {
        Verdict::Violation => String::new(),
        Verdict::Unverified => "could not be verified: ".to_owned(),
    };
    message.push_str(&finding.message);
    if let Some(help) = &finding.help {
        message.push_str("\n\n");
        message.push_str(help);
    }
    message
}
