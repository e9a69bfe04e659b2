use super::problems;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// The same id is defined twice.
    DuplicateId, "duplicate-id", "definition", Error
}

impl Rule for DuplicateId {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        problems::report(project, findings, "defined again", problems::is_id);
        for duplicate in &project.index.duplicates {
            let (first, again) = (
                project.value(duplicate.first),
                project.value(duplicate.again),
            );
            let id = again.site.source.slice(again.site.span);
            let message = format!(
                "`{id}` is defined twice under `{}:`",
                duplicate.section.key()
            );
            let finding = findings
                .violation(duplicate.again, "defined again")
                .because(message)
                .see(first.site.label("first defined here"))
                .help("Ids are unique over all files of a project; the first definition counts until one of them is renamed or deleted");
            findings.push(finding);
        }
        for file in &project.files {
            for (first, again) in &file.walk.repeated_steps {
                let finding = findings
                    .violation(*again, "used again")
                    .because("two steps of the cadence have the same id")
                    .see(project.value(*first).site.label("first used here"))
                    .help("Give each step of a cadence an id of its own");
                findings.push(finding);
            }
        }
    }
}
