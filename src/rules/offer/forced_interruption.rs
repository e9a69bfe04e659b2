use super::named;
use crate::listed::listed;
use crate::model::Fulfilment;
use crate::project::CampaignView;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// Delivery interrupts the buyer's work and cannot be put off.
    ForcedInterruption, "forced-interruption", "offer", Error
}

impl Rule for ForcedInterruption {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            let Some(fulfilment) = offer.value.fulfilment.at() else {
                continue;
            };
            let Some((closed, programs)) = closes(&fulfilment.value) else {
                continue;
            };
            let offered = named("the offer", *offer);
            let site = campaign.project.value(closed).site;
            let finding = match fulfilment.value.can_postpone.at() {
                Some(at) if at.value => continue,
                Some(at) => findings
                    .violation(at.place, "and it cannot be put off")
                    .because(format!(
                        "to deliver {offered}, {programs} must be closed at once, whatever the buyer is doing"
                    ))
                    .help("Whoever has bought is at work, and unsaved work is lost. Let the buyer choose the moment:\n  can_postpone: true"),
                None if fulfilment.value.can_postpone.is_missing() => findings
                    .unverified(fulfilment.place, "has no `can_postpone`")
                    .because(format!(
                        "to deliver {offered}, {programs} must be closed, and nothing says whether the buyer can put that off"
                    ))
                    .help("Say whether the buyer can choose the moment:\n  can_postpone: true"),
                None => continue,
            };
            findings.push(finding.see(site.label("what must be closed")));
        }
    }
}

/// Where it is written what must be closed, and that in words.
fn closes(fulfilment: &Fulfilment) -> Option<(crate::yaml::Place, String)> {
    let programs = &fulfilment.requires_closing;
    let names: Vec<&str> = programs.values().map(String::as_str).collect();
    if names.is_empty() {
        return None;
    }
    Some((programs.place?, listed(&names)))
}
