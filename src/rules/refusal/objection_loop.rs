use crate::model::{Action, Answer};
use crate::project::{CampaignView, StepView};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// After a "no" the same conversation tries again.
    ObjectionLoop, "objection-loop", "refusal", Error
}

impl Rule for ObjectionLoop {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.solicits() || !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for (answer, said, instead) in [
            (Answer::OptOut, "\"do not contact me again\"", "stop"),
            (Answer::NotInterested, "a no", "stop"),
            (Answer::NotNow, "\"not now\"", "{snooze: 90d}"),
            (Answer::Complaint, "a complaint", "stop"),
        ] {
            let Some(at) = campaign.response(answer) else {
                continue;
            };
            let Action::Rebut(tries @ 1..) = at.value else {
                continue;
            };
            let times = match tries {
                1 => "once more".to_owned(),
                2 => "twice more".to_owned(),
                more => format!("{more} more times"),
            };
            let finding = findings
                .violation(at.place, "tries again")
                .because(format!(
                    "after {said}, the same conversation tries {times}, and nothing ends the steps that follow"
                ))
                .help(format!(
                    "Whoever has to say no twice was not heard the first time. Thank them, end the conversation, and write:\n  {answer}: {instead}"
                ));
            findings.push(finding);
        }
    }
}
