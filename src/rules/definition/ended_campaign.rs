use crate::model::Status;
use crate::project::CampaignView;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// The campaign is over on the day of the check.
    EndedCampaign, "ended-campaign", "definition", Advice
}

impl Rule for EndedCampaign {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let today = campaign.project.today;
        let finding = if let Some(ends) = campaign.value.ends.at().filter(|ends| ends.value < today)
        {
            findings
                .violation(ends.place, format!("before {today}"))
                .because(format!(
                    "the campaign `{}` took its last people on {}; it is over",
                    campaign.id, ends.value
                ))
        } else if let Some(status) = campaign
            .value
            .status
            .at()
            .filter(|at| at.value == Status::Ended)
        {
            findings
                .violation(status.place, "over")
                .because(format!("the campaign `{}` has ended", campaign.id))
        } else {
            return;
        };
        findings.push(finding.help("Move it to a folder that `exclude` in courtesy.yaml names, or delete it; what it says is still checked"));
    }
}
