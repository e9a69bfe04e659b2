use super::caps::{self, Cap, Period};
use super::words::counted;
use crate::diagnostics::Diagnostic;
use crate::project::{CampaignView, Project};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A number that a team may send stands where a limit for one person is needed.
    ThrottleNotCap, "throttle-not-cap", "frequency", Warning
}

impl Rule for ThrottleNotCap {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let limits = campaign.value.limits.value();
        for cap in limits.map_or(Vec::new(), |limits| caps::written(limits)) {
            if cap.is_for_a_team() {
                let finding = findings.violation(cap.place, "a limit for a team, not for a person");
                findings.push(say(finding, &cap));
            }
        }
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for (limits, campaign) in caps::of_settings(project) {
            for cap in caps::written(limits)
                .iter()
                .filter(|cap| cap.is_for_a_team())
            {
                let spot = project.key(campaign);
                let finding = findings
                    .violation_at(spot, "nothing limits what one person gets")
                    .see(project.value(cap.place).site.label("the limit"));
                findings.push(say(finding, cap));
            }
        }
    }
}

fn say(finding: Diagnostic, cap: &Cap) -> Diagnostic {
    finding
        .because(format!(
            "`{}` lets one person get {} in {}: that is what a team can send, not what a person should get",
            cap.line(),
            counted(cap.most, cap.channel),
            cap.period.words(),
        ))
        .help(format!(
            "Limits count what one person gets, from everybody. How much a sender sends is for the platform that sends. Write what you would put up with yourself:\n  limits:\n    {}",
            Cap {
                most: if cap.period == Period::Day { 1 } else { 3 },
                ..*cap
            }
            .line()
        ))
}
