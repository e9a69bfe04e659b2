use super::suggestions::Suggestions;
use crate::project::{Project, Reference, Section};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// An id that nothing defines.
    UnresolvedReference, "unresolved-reference", "definition", Error
}

impl Rule for UnresolvedReference {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let mut suggestions = Suggestions::of(project);
        for file in &project.files {
            for reference in &file.walk.references {
                if !project.index.knows(reference.section, &reference.id) {
                    report(project, reference, &mut suggestions, findings);
                }
            }
        }
    }
}

fn report(
    project: &Project,
    reference: &Reference,
    suggestions: &mut Suggestions<'_>,
    findings: &mut Findings<'_>,
) {
    let section = reference.section;
    let elsewhere = Section::ALL
        .into_iter()
        .find(|other| *other != section && project.index.knows(*other, &reference.id));
    let help = match (suggestions.nearest(section, &reference.id), elsewhere) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(other)) => {
            format!(
                "`{}` is {}; what is needed here is {}",
                reference.id,
                other.one(),
                section.one()
            )
        }
        (None, None) if suggestions.ids(section).is_empty() => {
            format!(
                "nothing defines {} in this project; add it under `{}:`",
                section.one(),
                section.key()
            )
        }
        (None, None) => {
            let some: Vec<String> = suggestions
                .ids(section)
                .iter()
                .take(5)
                .map(|id| format!("`{id}`"))
                .collect();
            format!("`{}:` defines {}", section.key(), some.join(", "))
        }
    };
    let finding = findings
        .violation(
            reference.place,
            format!("no such id under `{}:`", section.key()),
        )
        .because(format!(
            "nothing defines {} with the id `{}`",
            section.one(),
            reference.id
        ))
        .help(help);
    findings.push(finding);
}
