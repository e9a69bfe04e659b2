use super::suggestions::Suggestions;
use crate::model::{Audience, Cadence, Message, Offer, Product, Sender, Suppression};
use crate::project::{Definition, Project, Reference, Section};
use crate::rules::{Findings, Rule, about, rule};
use rustc_hash::FxHashSet;

rule! {
    /// A definition that nothing refers to.
    UnusedDefinition, "unused-definition", "definition", Advice
}

/// The ids that something refers to, by section.
type Used<'p> = FxHashSet<(Section, &'p str)>;

impl Rule for UnusedDefinition {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let mut suggestions = Suggestions::of(project);
        let references = project.files.iter().flat_map(|file| &file.walk.references);
        let used: Used<'_> = references
            .map(|reference| {
                (
                    reference.section,
                    meant(project, &mut suggestions, reference),
                )
            })
            .collect();
        unused::<Cadence>(project, &used, findings);
        unused::<Audience>(project, &used, findings);
        unused::<Offer>(project, &used, findings);
        unused::<Sender>(project, &used, findings);
        unused::<Suppression>(project, &used, findings);
        unused::<Product>(project, &used, findings);
        // A reply template is sent by people who answer, and no step names it.
        let used_as_reply = |message: &Message| !message.reply_to.is_missing();
        report(
            project
                .all::<Message>()
                .filter(|message| !used_as_reply(message)),
            &used,
            findings,
        );
    }
}

/// The id that a reference means: of one that leads to nothing the nearest, for its misspelling is reported already.
fn meant<'p>(
    project: &'p Project,
    suggestions: &mut Suggestions<'p>,
    reference: &'p Reference,
) -> &'p str {
    let (section, id) = (reference.section, reference.id.as_str());
    if project.index.knows(section, id) {
        return id;
    }
    suggestions.nearest(section, id).unwrap_or(id)
}

fn unused<T: Definition + 'static>(
    project: &Project,
    used: &Used<'_>,
    findings: &mut Findings<'_>,
) {
    report(project.all::<T>(), used, findings);
}

fn report<'p, T: Definition + 'p>(
    definitions: impl Iterator<Item = crate::project::Def<'p, T>>,
    used: &Used<'_>,
    findings: &mut Findings<'_>,
) {
    for definition in definitions {
        let id = definition.id.unwrap_or_default();
        if !used.contains(&(T::SECTION, id)) {
            let finding = findings
                .lacking(definition.place, "not used")
                .because(format!(
                    "nothing refers to {} `{id}`, so no rule looks at it",
                    T::SECTION.named()
                ))
                .help("Refer to it by its id, or delete it");
            findings.push(finding);
        }
    }
}
