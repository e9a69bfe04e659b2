use crate::model::{Audience, Cadence, Message, Offer, Product, Sender, Suppression};
use crate::project::{Definition, Project, Section};
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
        let references = project.files.iter().flat_map(|file| &file.walk.references);
        let used: Used<'_> = references
            .map(|reference| (reference.section, reference.id.as_str()))
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

fn unused<T: Definition + 'static>(project: &Project, used: &Used<'_>, findings: &mut Findings<'_>) {
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
                .help("refer to it by its id, or delete it");
            findings.push(finding);
        }
    }
}
