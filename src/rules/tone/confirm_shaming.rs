use crate::law::Practice;
use crate::lexicon::{Saying, Text};
use crate::model::{ChoiceAction, Message};
use crate::project::{CampaignView, Def};
use crate::rules::law_beside::forbids;
use crate::rules::wording::{labels_not_understood, lexicon};
use crate::rules::{Breaks, Findings, Rule, about, rule};

rule! {
    /// The label of a "no" shames the person who picks it.
    ConfirmShaming, "confirm-shaming", "tone", Error
}

const HELP: &str = "Whoever says no owes no confession, and remembers being made to sign one. Let the button say what it does:\n  \
label: No, thank you";

impl Rule for ConfirmShaming {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| forbids(demand, Practice::ConfirmShaming))
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            if let Some(message) = step.message {
                labels(campaign, message, findings);
            }
        }
    }
}

fn labels<'p>(campaign: &CampaignView<'p>, message: Def<'p, Message>, findings: &mut Findings<'_>) {
    let mut refusals = message
        .value
        .choices
        .values()
        .filter(|choice| choice.action.value() != Some(&ChoiceAction::Purchase))
        .filter_map(|choice| choice.label.at())
        .peekable();
    if refusals.peek().is_none() || message.value.language.is_invalid() {
        return;
    }
    let Some(lexicon) = lexicon(campaign.project, message) else {
        let finding = labels_not_understood(message, findings, "shame whoever says no");
        findings.push(finding);
        return;
    };
    for label in refusals {
        if Text::read(lexicon, &label.value)
            .says(Saying::ConfirmShaming)
            .is_none()
        {
            continue;
        }
        let finding = findings
            .violation(label.place, "a no that has to be confessed")
            .because(format!(
                "whoever says no must say \"{}\"",
                label.value.trim()
            ))
            .help(HELP);
        findings.push(finding);
    }
}
