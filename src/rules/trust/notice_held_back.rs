use super::notice::is_notice;
use super::promotion::{self, Affected, Promotion};
use crate::model::{Campaign, Status};
use crate::project::{CampaignView, Def, Project};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;
use rustc_hash::FxHashMap;

rule! {
    /// A notice that waits for those who lose by it.
    NoticeHeldBack, "notice-held-back", "trust", Error
}

/// Words for teams that earn by what a warning would stop.
const SELLERS: [&str; 5] = ["sales", "marketing", "growth", "revenue", "commercial"];

impl Rule for NoticeHeldBack {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.is_notice() {
            return;
        }
        let mut sellers = campaign
            .value
            .approvals
            .iter()
            .filter(|at| sells(&at.value));
        let Some(first) = sellers.next() else { return };
        let mut finding = findings
            .violation(first.place, "earns by what it would stop")
            .because(format!(
                "the notice `{}` waits for the approval of {}",
                campaign.id, first.value
            ))
            .help("Who sells must not be able to stop a warning. Let those release it who answer for the product:\n  approvals: [support]");
        for other in sellers {
            finding = finding.see(
                campaign
                    .project
                    .value(other.place)
                    .site
                    .label("and of these"),
            );
        }
        findings.push(finding);
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let held: Vec<Def<'_, Campaign>> = project
            .all::<Campaign>()
            .filter(|campaign| is_notice(campaign.value) && is_held(campaign.value))
            .collect();
        if held.is_empty() {
            return;
        }
        let open = promotion::advisories(project, promotion::is_open);
        let mut sold: FxHashMap<Place, Promotion<'_>> = FxHashMap::default();
        for promotion in promotion::promotions(project, &open) {
            let goes_on = promotion.is_active() && promotion.affected() == Some(Affected::Yes);
            if goes_on && !is_notice(promotion.campaign.value) {
                sold.entry(promotion.advisory.place).or_insert(promotion);
            }
        }
        for notice in held {
            let told = notice.value.advisory.iter();
            let promotion = told
                .filter_map(|at| project.resolve(at))
                .find_map(|advisory| sold.get(&advisory.place));
            let (Some(promotion), Some(status)) = (promotion, notice.value.status.at()) else {
                continue;
            };
            findings.push(
                findings
                    .violation(status.place, "not sent")
                    .because(format!(
                        "the notice `{}` is {} while `{}` goes on selling {}, which is known to {}",
                        notice.id.unwrap_or_default(),
                        if status.value == Status::Draft { "still a draft" } else { "paused" },
                        promotion.campaign.id.unwrap_or_default(),
                        promotion.goods(),
                        promotion::does(promotion.advisory.value),
                    ))
                    .see(project.value(promotion.reference).site.label("is sold meanwhile"))
                    .help("A warning that is not sent warns nobody. Release it, or pause what it warns of:\n  status: active"),
            );
        }
    }
}

/// Whether a notice is not sent for now, and not because of whom it waits for: that is a finding of its own.
fn is_held(campaign: &Campaign) -> bool {
    matches!(
        campaign.status.value(),
        Some(Status::Draft | Status::Paused)
    ) && !campaign.approvals.values().any(|team| sells(team))
}

/// Whether a team's name has a word for selling in it.
fn sells(team: &str) -> bool {
    team.split(|c: char| !c.is_alphanumeric()).any(|word| {
        SELLERS
            .iter()
            .any(|seller| word.eq_ignore_ascii_case(seller))
    })
}

#[cfg(test)]
mod tests {
    use super::sells;

    #[test]
    fn a_team_is_known_by_a_whole_word() {
        for team in [
            "sales",
            "VP Sales",
            "head_of_sales",
            "marketing-ops",
            "Growth",
        ] {
            assert!(sells(team), "{team}");
        }
        for team in ["support", "legal", "salesforce-admins", "product"] {
            assert!(!sells(team), "{team}");
        }
    }
}
