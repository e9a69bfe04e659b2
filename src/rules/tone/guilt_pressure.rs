use super::{and_these, apart};
use crate::lexicon::Saying;
use crate::project::{CampaignView, Language};
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// Guilt or obligation is used as an argument.
    GuiltPressure, "guilt-pressure", "tone", Advice
}

const HELP: &str = "Nobody owes a seller an answer, and who buys out of guilt does not come back. Say what you can do for the person, and leave the rest out";

impl Rule for GuiltPressure {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let project = campaign.project;
        for reading in campaign.readings() {
            if reading.language != Language::Understood {
                findings_of_unread(reading, findings);
                continue;
            }
            let said = apart(reading.text.all(Saying::Guilt).map(|said| said.span));
            let Some((first, others)) = said.split_first() else {
                continue;
            };
            let words = on_one_line(reading.words(*first));
            let finding = at_words(
                project,
                findings,
                reading,
                *first,
                "speaks to the conscience",
            )
            .because(format!(
                "the text argues with guilt or obligation: \"{words}\""
            ))
            .help(HELP);
            findings.push(and_these(finding, project, reading, others));
        }
    }
}

fn findings_of_unread(reading: &crate::project::Reading<'_>, findings: &mut Findings<'_>) {
    if let Some(finding) = not_understood(reading, findings, "argues with guilt") {
        findings.push(finding);
    }
}
