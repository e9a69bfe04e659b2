use crate::model::Purpose;
use crate::project::CampaignView;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A misfortune sets off a pitch.
    IncidentPitch, "incident-pitch", "audience", Error
}

impl Rule for IncidentPitch {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let Some(trigger) = campaign.value.trigger.value() else {
            return;
        };
        let Some(event) = trigger
            .event
            .at()
            .filter(|event| event.value.is_misfortune())
        else {
            return;
        };
        let Some(wants) = wants(campaign) else { return };
        let happened = happened(&event.value.0);
        let mut finding = findings
            .violation(event.place, format!("{happened} sets off {wants}"))
            .because(format!(
                "the campaign `{}` answers {happened} with {wants}",
                campaign.id
            ));
        if let Some(place) = campaign.value.offer.place {
            finding = finding.see(
                campaign
                    .project
                    .value(place)
                    .site
                    .label("what is to be sold"),
            );
        } else if let Some(purpose) = campaign.value.purpose.place() {
            finding = finding.see(
                campaign
                    .project
                    .value(purpose)
                    .site
                    .label("what the campaign is for"),
            );
        }
        findings.push(finding.help(
            "Whoever is in trouble remembers who made use of it. Wait for something that the person does of their own accord:\n  trigger: {event: form_submission}\n\
or tell those who are your customers what they need to know, and sell nothing:\n  purpose: service_notice",
        ));
    }
}

/// What the campaign wants of people, if it wants anything by its own word or by its offer.
fn wants(campaign: &CampaignView<'_>) -> Option<&'static str> {
    match campaign.purpose() {
        Some(Purpose::Survey) => Some("a survey"),
        Some(Purpose::Fundraising) => Some("a request for money"),
        Some(Purpose::Political) => Some("canvassing"),
        _ if campaign.sells() => Some("a sale"),
        _ => None,
    }
}

/// A misfortune as it stands in a sentence.
fn happened(event: &str) -> &'static str {
    match event {
        "service_outage" => "an outage",
        "security_attack" => "an attack",
        "data_breach" => "a data breach",
        "bereavement" => "a death in the family",
        "illness" => "an illness",
        "accident" => "an accident",
        "disaster" => "a disaster",
        "layoff" => "the loss of a job",
        "insolvency" => "an insolvency",
        "move_out" => "a move out of a home",
        _ => "a misfortune",
    }
}

#[cfg(test)]
mod tests {
    use super::happened;
    use crate::model::MISFORTUNES;

    #[test]
    fn every_misfortune_has_its_words() {
        for event in MISFORTUNES {
            assert_ne!(happened(event), "a misfortune", "{event}");
        }
    }
}
