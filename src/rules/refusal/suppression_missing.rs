use super::is_whole;
use crate::model::SuppressionKind;
use crate::project::CampaignView;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// The campaign names no internal list of people who want no contact.
    SuppressionMissing, "suppression-missing", "refusal", Error
}

impl Rule for SuppressionMissing {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let written = &campaign.value.suppress;
        // Of a list that cannot be found or read, something else has been said already.
        let unread = written.left_out > 0 || campaign.suppressions.len() < written.len();
        let may_be_internal = campaign.suppressions.iter().any(|list| {
            list.kind
                .value()
                .is_none_or(|kind| *kind == SuppressionKind::Internal)
        });
        if !campaign.solicits()
            || unread
            || may_be_internal
            || !is_whole(campaign.project, campaign.place)
        {
            return;
        }
        let finding = match written.place {
            None => findings
                .unverified(campaign.place, "has no `suppress`")
                .because(format!(
                    "the campaign `{}` names no list of the people who have asked you for no contact",
                    campaign.id
                ))
                .help(HELP),
            Some(place) => findings
                .lacking(place, "no list of your own")
                .because(format!(
                    "the campaign `{}` leaves out nobody who has asked you yourself for no contact",
                    campaign.id
                ))
                .see_all(campaign.suppressions.iter().map(|list| {
                    let spot = campaign.project.key(list.place);
                    spot.site.label("a public registry: it holds no \"no\" that was said to you")
                }))
                .help(HELP),
        };
        findings.push(finding);
    }
}

const HELP: &str = "Without it, everybody who has said no is contacted again. Name the list under `suppress`, and define it once:\n  suppressions:\n    do-not-contact: {kind: internal, scope: seller, keeps_for: forever}";
