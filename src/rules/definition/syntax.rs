use super::problems;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::ProblemKind;

rule! {
    /// A file cannot be read, or is not YAML.
    Syntax, "syntax", "definition", Error
}

impl Rule for Syntax {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        problems::report(project, findings, "here", |file, problem| {
            match problem.kind {
                ProblemKind::Syntax => true,
                ProblemKind::DuplicateKey => !problems::is_id(file, problem),
                _ => false,
            }
        });
    }
}
