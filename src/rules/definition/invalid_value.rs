use super::problems;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::ProblemKind;

rule! {
    /// A value of the wrong kind, out of range, or in contradiction to another.
    InvalidValue, "invalid-value", "definition", Error
}

impl Rule for InvalidValue {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        problems::report(project, findings, "not accepted here", |_, problem| {
            problem.kind == ProblemKind::InvalidValue
        });
        for file in &project.files {
            for contradiction in &file.walk.contradictions {
                let finding = findings
                    .violation(contradiction.place, "this cannot be")
                    .because(&contradiction.message)
                    .help(contradiction.help);
                findings.push(finding);
            }
            for (place, body) in &file.bodies {
                if let Err(reason) = body {
                    let finding = findings
                        .violation(*place, "no text to check")
                        .because(format!("the text of the message cannot be checked: {reason}"))
                        .help("Name a file of the project, relative to this one, or write the text as `body`");
                    findings.push(finding);
                }
            }
        }
    }
}
