use super::problems;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::ProblemKind;

rule! {
    /// A field that the format does not have.
    UnknownField, "unknown-field", "definition", Error
}

impl Rule for UnknownField {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        problems::report(
            project,
            findings,
            "not a field of the format",
            |_, problem| problem.kind == ProblemKind::UnknownField,
        );
    }
}
