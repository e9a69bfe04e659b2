//! Places in texts.

use courtesy::diagnostics::{Diagnostic, Site};
use courtesy::source::Span;

/// Dies if a span is no piece of the text.
pub(crate) fn within(text: &str, span: Span) {
    let piece = text.get(span.start as usize..span.end as usize);
    assert!(
        piece.is_some(),
        "{span:?} is no piece of a text of {} bytes",
        text.len()
    );
}

fn stands(site: &Site) {
    within(&site.source.text, site.span);
}

/// Dies if a finding speaks of a place that there is not.
pub(crate) fn stand(finding: &Diagnostic) {
    stands(&finding.primary.site);
    for label in &finding.related {
        stands(&label.site);
    }
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        stands(&edit.site);
    }
    assert!(!finding.message.is_empty(), "{} says nothing", finding.rule);
}
