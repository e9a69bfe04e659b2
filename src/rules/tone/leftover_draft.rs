use super::{and_these, apart};
use crate::lexicon::Saying;
use crate::project::{CampaignView, Language};
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A text still holds notes, filler or words of a test.
    LeftoverDraft, "leftover-draft", "tone", Warning
}

impl Rule for LeftoverDraft {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let project = campaign.project;
        for reading in campaign.readings() {
            // Filler is the same in every language, so that what is found is found.
            let said = apart(reading.text.all(Saying::Draft).map(|said| said.span));
            let Some((first, others)) = said.split_first() else {
                if reading.language != Language::Understood
                    && let Some(finding) =
                        not_understood(reading, findings, "still holds notes or filler")
                {
                    findings.push(finding);
                }
                continue;
            };
            let words = on_one_line(reading.words(*first));
            let finding = at_words(project, findings, reading, *first, "left over from writing")
                .because(format!(
                    "the text is sent with \"{words}\" in it, which looks left over from writing or from a test"
                ))
                .help("What nobody has finished tells people that nobody has looked. Write what belongs there, or take it out");
            findings.push(and_these(finding, project, reading, others));
        }
    }
}
