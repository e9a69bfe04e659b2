//! One line a finding, as compilers write them, for editors and for `grep`.

use super::text::{sentence, visible};
use super::{Charset, Options};
use crate::diagnostics::{Diagnostic, Outcome, Suppression};
use std::io::{self, Write};

/// Writes the findings, and those set aside if asked for.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write, options: &Options) -> io::Result<()> {
    for finding in &outcome.diagnostics {
        writeln!(out, "{}", line(finding, options.charset))?;
    }
    if options.show_suppressed {
        for finding in &outcome.suppressed {
            writeln!(
                out,
                "{} ({})",
                line(&finding.diagnostic, options.charset),
                why_aside(&finding.by, options.charset)
            )?;
        }
    }
    Ok(())
}

/// `path:line:column: severity[rule] message`.
pub(super) fn line(finding: &Diagnostic, charset: Charset) -> String {
    let site = &finding.primary.site;
    let at = site.source.position(site.span.start);
    format!(
        "{}:{}:{}: {}[{}] {}",
        visible(&site.source.path, charset),
        at.line,
        at.column,
        finding.severity.as_str(),
        finding.rule,
        visible(&sentence(finding), charset),
    )
}

/// Why a finding does not count, in a few words.
pub(super) fn why_aside(by: &Suppression, charset: Charset) -> String {
    match by {
        Suppression::Waiver {
            reason,
            until: Some(until),
        } => format!("waived until {until}: {}", visible(reason, charset)),
        Suppression::Waiver {
            reason,
            until: None,
        } => format!("waived: {}", visible(reason, charset)),
        Suppression::Baseline => "in the baseline".to_owned(),
    }
}
