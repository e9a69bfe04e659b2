use crate::lexicon::Saying;
use crate::project::{Language, Project};
use crate::rules::wording::{at_words, not_understood, replies};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A reply blames, mocks or belittles the person who asked.
    BelittlingReply, "belittling-reply", "tone", Warning
}

/// More labels help nobody.
const MOST_LABELS: usize = 3;

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
            let mut slights = Vec::new();
            for said in reading.text.all(Saying::Belittling) {
                // Phrases overlap: "it is your own fault" holds "your own fault".
                if slights
                    .last()
                    .is_none_or(|last: &crate::source::Span| said.span.start >= last.end)
                {
                    slights.push(said.span);
                }
            }
            let Some((first, others)) = slights.split_first() else {
                continue;
            };
            let words = reading.words(*first);
            let mut finding = at_words(project, findings, &reading, *first, "puts the person down")
                .because(format!(
                    "a reply says \"{}\" to the person whom it answers",
                    words.split_whitespace().collect::<Vec<_>>().join(" ")
                ))
                .help("blame solves nothing, and the person will tell others. Leave it out; say what you can do, and how:\n  I am sorry that it does not work. Here is what we can do.");
            for span in others.iter().take(MOST_LABELS) {
                if let Some(spot) = reading.spot(project, *span) {
                    finding = finding.see(spot.site.label("and this"));
                }
            }
            findings.push(finding);
        }
    }
}
