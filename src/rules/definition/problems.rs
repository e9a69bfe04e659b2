//! What the YAML layer noticed, as findings of the rules that stand for it.

use crate::diagnostics::{Diagnostic, Site};
use crate::project::{File, Project, Spot};
use crate::rules::Findings;
use crate::yaml::{Problem, ProblemKind};

/// Reports every problem of the kinds that a rule stands for.
pub(super) fn report(
    project: &Project,
    findings: &mut Findings<'_>,
    label: &str,
    stands_for: impl Fn(&File, &Problem) -> bool,
) {
    for file in &project.files {
        for problem in file
            .problems
            .iter()
            .filter(|problem| stands_for(file, problem))
        {
            findings.push(finding(findings, file, problem, label));
        }
    }
}

fn finding(findings: &Findings<'_>, file: &File, problem: &Problem, label: &str) -> Diagnostic {
    let spot = Spot {
        site: Site::new(&file.source, problem.span),
        pointer: file.tree.pointer(&file.source.text, problem.node),
    };
    let mut finding = findings.violation_at(spot, label).because(&problem.message);
    if let Some(help) = &problem.help {
        finding = finding.help(help);
    }
    if let Some((span, text)) = &problem.related {
        finding = finding.see(Site::new(&file.source, *span).label(text));
    }
    finding
}

/// Whether a key that stands twice is the id of a definition: the second key from the root.
pub(super) fn is_id(file: &File, problem: &Problem) -> bool {
    problem.kind == ProblemKind::DuplicateKey
        && file
            .tree
            .pointer(&file.source.text, problem.node)
            .matches('/')
            .count()
            == 2
}
