use crate::project::{Project, Reference, Section};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml;

rule! {
    /// An id that nothing defines.
    UnresolvedReference, "unresolved-reference", "definition", Error
}

impl Rule for UnresolvedReference {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            for reference in &file.walk.references {
                if !project.index.knows(reference.section, &reference.id) {
                    report(project, reference, findings);
                }
            }
        }
    }
}

fn report(project: &Project, reference: &Reference, findings: &mut Findings<'_>) {
    let section = reference.section;
    let mut ids: Vec<&str> = project.index.ids(section).collect();
    ids.sort_unstable();
    let elsewhere = Section::ALL
        .into_iter()
        .find(|other| *other != section && project.index.knows(*other, &reference.id));
    let help = match (yaml::nearest(&reference.id, ids.iter().copied()), elsewhere) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(other)) => {
            format!(
                "`{}` is {}; what is needed here is {}",
                reference.id,
                other.one(),
                section.one()
            )
        }
        (None, None) if ids.is_empty() => {
            format!(
                "nothing defines {} in this project; add it under `{}:`",
                section.one(),
                section.key()
            )
        }
        (None, None) => {
            let some: Vec<String> = ids.iter().take(5).map(|id| format!("`{id}`")).collect();
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
