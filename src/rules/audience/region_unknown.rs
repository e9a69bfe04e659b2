use crate::project::{CampaignView, StepView};
use crate::rules::offer::named;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// Nothing says where the people of an audience live.
    RegionUnknown, "region-unknown", "audience", Error
}

const HELP: &str = "hours, holidays and the law follow from where a person lives; without that, nothing of it can be kept or checked. \
Name the places, as narrow as you know them:\n  regions: [CA-MB, US-GA]";

impl Rule for RegionUnknown {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for audience in &campaign.audiences {
            let regions = &audience.value.regions;
            // What was left out has been reported as wrong, and is a region that was meant.
            if !regions.is_empty() || regions.left_out > 0 {
                continue;
            }
            let who = named("the audience", *audience);
            let finding = match regions.place {
                Some(empty) => findings
                    .violation(empty, "an empty list, which means everybody")
                    .because(format!(
                        "{who} has an empty list of regions: that leaves nobody out, wherever they live"
                    )),
                None => findings
                    .lacking(audience.place, "has no `regions`")
                    .because(format!("{who} does not say where its people live")),
            };
            findings.push(finding.help(HELP));
        }
    }
}
