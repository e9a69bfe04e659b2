use super::is_whole;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::{Action, Answer, KeepsFor, ReEnrollment, SuppressionKind};
use crate::project::{CampaignView, StepView};
use crate::rules::{Findings, Mend, Rule, about, rule};

rule! {
    /// A "no" lapses after some time.
    RefusalExpires, "refusal-expires", "refusal", Error
}

impl Rule for RefusalExpires {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.solicits() || !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for answer in [Answer::OptOut, Answer::NotInterested, Answer::Complaint] {
            answers(campaign, answer, findings);
        }
        lists(campaign, findings);
    }
}

fn answers(campaign: &CampaignView<'_>, answer: Answer, findings: &mut Findings<'_>) {
    let Some(at) = campaign.response(answer) else {
        return;
    };
    let Action::Stop {
        lasts: Some(lasts), ..
    } = at.value
    else {
        return;
    };
    let mut finding = findings
        .violation(at.place, format!("for {lasts} only"))
        .because(format!(
            "{answer} is forgotten after {lasts}: then the same person can be contacted again without having asked for it",
            answer = match answer {
                Answer::OptOut => "\"do not contact me again\"",
                Answer::Complaint => "a complaint",
                _ => "a no",
            }
        ))
        .mend(
            "A no holds until the person says otherwise. Write:",
            Mend::instead(
                findings,
                at.place,
                &Entry::new(answer.as_str(), "stop"),
                Safety::Unsafe,
                format!("Stop everything on `{answer}`, for good"),
            ),
        );
    if let Some(again) = campaign.value.re_enrollment.at()
        && let ReEnrollment::After(after) = again.value
    {
        let site = campaign.project.value(again.place).site;
        finding = finding.see(site.label(format!("and people come back after {after}")));
    }
    findings.push(finding);
}

fn lists(campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
    let internal = campaign
        .suppressions
        .iter()
        .filter(|list| list.kind.value() == Some(&SuppressionKind::Internal));
    for list in internal {
        let forever = Entry::new("keeps_for", "forever");
        let title = "Keep a no for good";
        let (finding, mend) = match list.keeps_for.at() {
            Some(at) => match at.value {
                KeepsFor::Forever => continue,
                KeepsFor::Time(time) => (findings
                    .violation(at.place, format!("forgotten after {time}"))
                    .because(format!(
                        "whoever has said no leaves this list after {time} and can be contacted again without having asked for it"
                    )),
                    Mend::instead(findings, at.place, &forever, Safety::Unsafe, title)),
            },
            None if list.keeps_for.is_missing() && is_whole(campaign.project, list.place) => (findings
                .unverified(list.place, "does not say how long a no is kept")
                .because("nothing says how long a no stays on this list, so it may be forgotten"),
                Mend::write(findings, list.place, &[forever], Safety::Unsafe, title)),
            None => continue,
        };
        findings.push(finding.mend(
            "A no holds until the person says otherwise. Write in the list:",
            mend,
        ));
    }
}
