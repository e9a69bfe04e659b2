use super::{and_these, apart};
use crate::lexicon::Saying;
use crate::project::{Language, Project};
use crate::rules::wording::{at_words, not_understood, on_one_line, replies};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A reply blames, mocks or belittles the person who asked.
    BelittlingReply, "belittling-reply", "tone", Warning
}

impl Rule for BelittlingReply {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for reading in replies(project) {
            // Words that are found are found, in whatever language the rest is written.
            if reading.language != Language::Understood {
                if let Some(finding) =
                    not_understood(&reading, findings, "belittles the person whom it answers")
                {
                    findings.push(finding);
                }
                continue;
            }
            let slights = apart(reading.text.all(Saying::Belittling).map(|said| said.span));
            let Some((first, others)) = slights.split_first() else {
                continue;
            };
            let words = on_one_line(reading.words(*first));
            let finding = at_words(project, findings, &reading, *first, "puts the person down")
                .because(format!(
                    "a reply says \"{words}\" to the person whom it answers"
                ))
                .help("Blame solves nothing, and the person will tell others. Leave it out; say what you can do, and how:\n  I am sorry that it does not work. Here is what we can do.");
            findings.push(and_these(finding, project, &reading, others));
        }
    }
}
