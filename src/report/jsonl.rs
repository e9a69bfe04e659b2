//! One JSON object a line for each finding, as in the JSON report's
//! `diagnostics`; for logs and for tools that read line by line.

use super::json::findings;
use crate::diagnostics::Outcome;
use std::io::{self, Write};

/// Writes the findings; nothing at all if there are none.
pub(super) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    for finding in findings(outcome) {
        serde_json::to_writer(&mut *out, &finding)?;
        writeln!(out)?;
    }
    Ok(())
}
