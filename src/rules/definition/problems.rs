//! What the YAML layer noticed, as findings of the rules that stand for it.

use crate::diagnostics::{Diagnostic, Fix, Site};
use crate::fix::Draft;
use crate::project::{File, Project, Spot};
use crate::rules::Findings;
use crate::yaml::{self, Instead, Problem, ProblemKind};

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
    finding.fix_if_any(fix(file, problem))
}

/// What is known to the letter is written: a slip of the pen in a field or a word of the format, `yes` for
/// `true`. Of a word that is merely near somebody must say whether it is the one.
fn fix(file: &File, problem: &Problem) -> Option<Fix> {
    let draft = Draft::of(&file.source, &file.tree);
    match problem.instead.as_ref()? {
        Instead::Spelling(text) => {
            let edits = draft.replace(problem.node, text)?;
            Some(Fix::safe(format!("Write `{text}`"), edits))
        }
        Instead::Nearest(word) => {
            let written = file.tree.text(&file.source.text, problem.node);
            let edits = draft.rename(problem.node, word)?;
            let title = format!("Write `{word}`");
            Some(if yaml::is_slip(written, word) {
                Fix::safe(title, edits)
            } else {
                Fix::needs_a_look(title, edits)
            })
        }
    }
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
