use super::is_whole;
use crate::diagnostics::Safety;
use crate::fix::{Entry, word};
use crate::model::{StopScope, Suppression, SuppressionKind};
use crate::project::CampaignView;
use crate::rules::{Findings, Mend, Rule, about, rule};

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
                )),
            Some(place) => findings
                .lacking(place, "no list of your own")
                .because(format!(
                    "the campaign `{}` leaves out nobody who has asked you yourself for no contact",
                    campaign.id
                ))
                .see_all(campaign.suppressions.iter().map(|list| {
                    let spot = campaign.project.key(list.place);
                    spot.site.label("a public registry: it holds no \"no\" that was said to you")
                })),
        };
        let Some(id) = only_list(campaign) else {
            findings.push(finding.help(HELP));
            return;
        };
        let title = format!("Leave out the people on `{id}`");
        let mend = match written.place {
            None => {
                let line = Entry::new("suppress", &*id);
                Mend::write(findings, campaign.place, &[line], Safety::Safe, title)
            }
            Some(place) => Mend::append(findings, place, &id, Safety::Safe, title),
        };
        findings.push(finding.mend(
            "Without it, everybody who has said no is contacted again. You keep such a list; name it under `suppress`:",
            mend,
        ));
    }
}

/// The id of the seller's own list, as YAML, if the project has one and no second.
fn only_list(campaign: &CampaignView<'_>) -> Option<String> {
    let mut own = campaign.project.all::<Suppression>().filter(|list| {
        let for_all = list.scope.is_missing() || list.scope.value() == Some(&StopScope::Seller);
        for_all
            && !list.channels.is_given()
            && list.kind.value() == Some(&SuppressionKind::Internal)
    });
    let list = own.next().filter(|_| own.next().is_none())?;
    word(list.id?)
}

const HELP: &str = "Without it, everybody who has said no is contacted again. Name the list under `suppress`, and define it once:\n  suppressions:\n    do-not-contact: {kind: internal, scope: seller, keeps_for: forever}";
