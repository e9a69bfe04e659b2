use super::suggestions::Suggestions;
use crate::diagnostics::Fix;
use crate::project::{Project, Reference, Section};
use crate::rules::{Findings, Rule, about, draft, rule};
use crate::yaml;

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
    let near = suggestions.nearest(section, &reference.id);
    let help = match (near, elsewhere) {
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
        .help(help)
        .fix_if_any(near.and_then(|near| fix(project, reference, near)));
    findings.push(finding);
}

/// Another id is other people, another text or another price: only one that is spelled alike is written without
/// asking.
fn fix(project: &Project, reference: &Reference, near: &str) -> Option<Fix> {
    let node = reference.place.node;
    let draft = draft(project, reference.place)?;
    // `{hand_off: id}` is the reference as a whole.
    let file = project.file(reference.place)?;
    (file.tree.text(&file.source.text, node) == reference.id).then_some(())?;
    let edits = draft.rename(node, near)?;
    let title = format!("Write `{near}`");
    Some(if yaml::is_respelling(&reference.id, near) {
        Fix::safe(title, edits)
    } else {
        Fix::needs_a_look(title, edits)
    })
}
