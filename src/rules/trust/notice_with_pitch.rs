use crate::project::{CampaignView, Language};
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A notice that also sells.
    NoticeWithPitch, "notice-with-pitch", "trust", Error
}

const HELP: &str = "People open a warning because it concerns them, and stop to open those that turn out to sell something. Say what happened and what to do, and sell in a campaign of its own";

impl Rule for NoticeWithPitch {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let Some(purpose) = campaign.value.purpose.at().filter(|_| campaign.is_notice()) else {
            return;
        };
        let is_notice = || campaign.project.value(purpose.place).site.label("a notice");
        if let Some(offer) = campaign.value.offer.first() {
            findings.push(
                findings
                    .violation(offer.place, "an offer")
                    .because(format!("the notice `{}` carries an offer", campaign.id))
                    .see(is_notice())
                    .help(HELP),
            );
            return;
        }
        for reading in campaign.readings() {
            let project = campaign.project;
            if reading.language != Language::Understood {
                if let Some(finding) = not_understood(reading, findings, "sells something") {
                    findings.push(finding.see(is_notice()));
                }
                continue;
            }
            let Some(words) = reading.text.pitches() else {
                continue;
            };
            let said = on_one_line(reading.words(words));
            findings.push(
                at_words(project, findings, reading, words, "sells")
                    .because(format!("the text of a notice sells: \"{said}\""))
                    .see(is_notice())
                    .help(HELP),
            );
        }
    }
}
