//! How people are spoken to.

mod belittling_reply;
mod confirm_shaming;
mod false_urgency;
mod guilt_pressure;
mod leftover_draft;
mod placeholder;
mod unrendered_placeholder;

pub use belittling_reply::BelittlingReply;
pub use confirm_shaming::ConfirmShaming;
pub use false_urgency::FalseUrgency;
pub use guilt_pressure::GuiltPressure;
pub use leftover_draft::LeftoverDraft;
pub use unrendered_placeholder::UnrenderedPlaceholder;

use crate::diagnostics::Diagnostic;
use crate::project::{Project, Reading};
use crate::source::Span;

/// More labels help nobody.
const MOST_LABELS: usize = 3;

/// Places that lie apart, in the order of the text: phrases overlap, as "it is your own fault" holds "your own fault".
fn apart(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|last| span.start >= last.end) {
            kept.push(span);
        }
    }
    kept
}

/// A finding with more places of the same kind in the same text.
fn and_these(
    mut finding: Diagnostic,
    project: &Project,
    reading: &Reading<'_>,
    others: &[Span],
) -> Diagnostic {
    for span in others.iter().take(MOST_LABELS) {
        if let Some(spot) = reading.spot(project, *span) {
            finding = finding.see(spot.site.label("and this"));
        }
    }
    finding
}
