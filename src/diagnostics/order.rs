//! One order of findings, whatever the number of threads that made them, so
//! that the same input gives the same bytes in every format.

use super::{Diagnostic, Label};
use std::cmp::Ordering;

/// Sorts findings by path, position, rule and message, and drops those that say
/// the same thing at the same place again.
///
/// Two findings say the same if rule, place, message, verdict, severity, node and
/// other places agree; of several counterexamples for one such finding the
/// first in order stays.
pub fn put_in_order(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| {
        statement(a, b).then_with(|| {
            // What is left decides only which of two equal statements stays.
            evidence(a).cmp(&evidence(b))
        })
    });
    findings.dedup_by(|later, earlier| statement(later, earlier) == Ordering::Equal);
}

/// The order of two findings: by path, position, rule and message, then by what else they state.
pub fn statement(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    place(&a.primary, &b.primary)
        .then_with(|| a.rule.cmp(b.rule))
        .then_with(|| a.message.cmp(&b.message))
        .then_with(|| a.primary.text.cmp(&b.primary.text))
        .then_with(|| b.severity.cmp(&a.severity))
        .then_with(|| a.verdict.cmp(&b.verdict))
        .then_with(|| a.pointer.cmp(&b.pointer))
        .then_with(|| labels(&a.related, &b.related))
}

fn place(a: &Label, b: &Label) -> Ordering {
    let (a, b) = (&a.site, &b.site);
    a.source
        .path
        .cmp(&b.source.path)
        .then_with(|| a.span.cmp(&b.span))
}

fn labels(a: &[Label], b: &[Label]) -> Ordering {
    for (a, b) in a.iter().zip(b) {
        let order = place(a, b).then_with(|| a.text.cmp(&b.text));
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

/// Everything that a finding brings in support, as text: rarely looked at, so it may cost something.
fn evidence(finding: &Diagnostic) -> String {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let edits: Vec<_> = edits
        .map(|edit| (&edit.site.source.path, edit.site.span, &edit.text))
        .collect();
    format!(
        "{:?} {:?} {:?} {:?} {edits:?}",
        finding.counterexample,
        finding.help,
        finding.citations,
        finding.fix.as_ref().map(|fix| &fix.title),
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Counterexample, RuleMeta, Severity};
    use super::*;
    use crate::source::{SourceFile, Span};
    use proptest::prelude::*;

    const A: RuleMeta = RuleMeta {
        name: "a-rule",
        family: "timing",
        severity: Severity::Warning,
    };
    const B: RuleMeta = RuleMeta {
        name: "b-rule",
        ..A
    };

    fn at(path: &str, start: u32, rule: &RuleMeta, message: &str) -> Diagnostic {
        let source = SourceFile::new(path, "some text to point at\n");
        let span = Span {
            start,
            end: start + 1,
        };
        Diagnostic::violation(rule, Label::new(&source, span, "here")).because(message)
    }

    fn shown(findings: &[Diagnostic]) -> Vec<String> {
        findings
            .iter()
            .map(|f| {
                let site = &f.primary.site;
                let region = f.counterexample.as_ref().map_or("", |c| c.region.as_str());
                format!(
                    "{}:{} {} {} {region}",
                    site.source.path, site.span.start, f.rule, f.message
                )
            })
            .collect()
    }

    #[test]
    fn path_then_position_then_rule_then_message() {
        let mut findings = vec![
            at("b.yaml", 0, &A, "x"),
            at("a.yaml", 9, &A, "x"),
            at("a.yaml", 4, &B, "x"),
            at("a.yaml", 4, &A, "y"),
            at("a.yaml", 4, &A, "x"),
        ];
        put_in_order(&mut findings);
        assert_eq!(
            shown(&findings),
            [
                "a.yaml:4 a-rule x ",
                "a.yaml:4 a-rule y ",
                "a.yaml:4 b-rule x ",
                "a.yaml:9 a-rule x ",
                "b.yaml:0 a-rule x ",
            ]
        );
    }

    #[test]
    fn the_same_statement_twice_is_said_once() {
        let example = |region: &str| Counterexample {
            region: region.into(),
            ..Counterexample::default()
        };
        let mut findings = vec![
            at("a.yaml", 4, &A, "x").counterexample(example("CA-ON")),
            at("a.yaml", 4, &A, "x").counterexample(example("CA-MB")),
            at("a.yaml", 4, &A, "x").see(at("b.yaml", 0, &A, "").primary),
        ];
        put_in_order(&mut findings);
        assert_eq!(
            shown(&findings),
            ["a.yaml:4 a-rule x CA-MB", "a.yaml:4 a-rule x "]
        );
    }

    proptest! {
        #[test]
        fn the_order_does_not_depend_on_who_was_first(
            picks in prop::collection::vec((0..2_usize, 0..3_u32, 0..2_usize, 0..2_usize, 0..3_usize), 0..12),
            turn in 0..12_usize,
        ) {
            let all: Vec<_> = picks.iter().map(|(path, start, rule, message, region)| {
                at(["a", "b"][*path], *start, [&A, &B][*rule], ["x", "y"][*message])
                    .counterexample(Counterexample { region: ["p", "q", "r"][*region].into(), ..Counterexample::default() })
            }).collect();
            let mut one = all.clone();
            let mut other = all;
            let by = turn.min(other.len());
            other.rotate_left(by);
            other.reverse();
            put_in_order(&mut one);
            put_in_order(&mut other);
            prop_assert_eq!(shown(&one), shown(&other));
        }
    }
}
