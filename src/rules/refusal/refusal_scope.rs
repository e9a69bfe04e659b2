use super::people::People;
use super::scope::{Beyond, beyond, in_words};
use super::steps;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::{Action, Answer, Campaign, Channel, StopScope, Suppression, SuppressionKind};
use crate::project::{CampaignView, Def, Project, StepView};
use crate::rules::{Findings, Mend, Rule, about, rule};
use crate::yaml::{At, Place};
use rustc_hash::FxHashSet;

rule! {
    /// A "no" stops less than everything from the seller.
    RefusalScope, "refusal-scope", "refusal", Error
}

impl Rule for RefusalScope {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.solicits() || !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for answer in [Answer::OptOut, Answer::Complaint] {
            if let Some((at, scope)) = narrow(campaign, answer) {
                final_no(answer, at, scope, findings);
            }
        }
        if let Some((at, scope)) = narrow(campaign, Answer::NotInterested) {
            no_to_this(campaign, at, scope, findings);
        }
        lists(campaign, findings);
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        other_campaigns(project, findings);
    }
}

/// A stop that is narrower than the seller.
fn narrow<'p>(campaign: &CampaignView<'p>, answer: Answer) -> Option<(&'p At<Action>, StopScope)> {
    let at = campaign.response(answer)?;
    match at.value {
        Action::Stop { scope, .. } if scope != StopScope::Seller => Some((at, scope)),
        _ => None,
    }
}

/// Somebody wants no more contact, and gets it from one side only.
fn final_no(answer: Answer, at: &At<Action>, scope: StopScope, findings: &mut Findings<'_>) {
    let who = if answer == Answer::Complaint {
        "who complains"
    } else {
        "who asks for no more contact"
    };
    let finding = findings
        .violation(at.place, format!("{} only", in_words(scope)))
        .because(format!(
            "for somebody {who}, {} ends and everything else from this seller goes on",
            in_words(scope)
        ))
        .mend(
            "\"Do not contact me\" is said to the firm, whoever happens to hear it. Write:",
            stop(answer, at.place, findings),
        );
    findings.push(finding);
}

/// "No, thank you", and another step of the same cadence goes on.
fn no_to_this(
    campaign: &CampaignView<'_>,
    at: &At<Action>,
    scope: StopScope,
    findings: &mut Findings<'_>,
) {
    let label = format!("{} only", in_words(scope));
    let finding = match beyond(campaign, scope) {
        Beyond::Nothing => return,
        Beyond::Step(step) => findings
            .violation(at.place, label)
            .because(format!(
                "after a no, {} ends: {}",
                in_words(scope),
                steps::still_go_out(&[step])
            ))
            .see_all(steps::labels(campaign, &[step], "goes on")),
        Beyond::Unknown(step, field) => findings.unverified(at.place, label).because(format!(
            "after a no, {} ends, and {} has no `{field}`: it may go on",
            in_words(scope),
            steps::named(step)
        )),
    };
    findings.push(finding.mend(
        "Whoever has said no to an offer does not want it from another side. Write:",
        stop(Answer::NotInterested, at.place, findings),
    ));
}

/// The line that ends everything from the seller.
fn stop(answer: Answer, action: Place, findings: &Findings<'_>) -> Mend {
    let line = Entry::new(answer.as_str(), "stop");
    let title = format!("Stop everything on `{answer}`");
    Mend::instead(findings, action, &line, Safety::Unsafe, title)
}

/// The do-not-contact lists of a campaign hold for less than the campaign does.
fn lists(campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
    let written = &campaign.value.suppress;
    if written.left_out > 0 || campaign.suppressions.len() < written.len() {
        return;
    }
    let internal: Vec<&Def<'_, Suppression>> = campaign
        .suppressions
        .iter()
        .filter(|list| list.kind.value() == Some(&SuppressionKind::Internal))
        .collect();
    let for_all = |list: &&Def<'_, Suppression>| {
        !list.scope.is_invalid()
            && list
                .scope
                .value()
                .is_none_or(|scope| *scope == StopScope::Seller)
    };
    if !internal.iter().any(&for_all) {
        for list in internal {
            if let Some(scope) = list.scope.at() {
                let finding = findings
                    .violation(scope.place, format!("{} only", in_words(scope.value)))
                    .because(format!(
                        "a no on this list holds for {}, and the seller's other contacts go on",
                        in_words(scope.value)
                    ))
                    .mend(
                        "Nobody who says no means one list of several. Write:",
                        Mend::instead(
                            findings,
                            scope.place,
                            &Entry::new("scope", "seller"),
                            Safety::Unsafe,
                            "Let the list hold for all contacts",
                        ),
                    );
                findings.push(finding);
            }
        }
        return;
    }
    let covers = |channel: Channel| {
        internal.iter().copied().filter(for_all).any(|list| {
            let channels = &list.channels;
            !channels.is_given()
                || channels.left_out > 0
                || channels.values().any(|of| *of == channel)
        })
    };
    let uncovered: Vec<_> = campaign
        .steps
        .iter()
        .filter(|step| step.reaches_people())
        .filter(|step| step.channel.is_some_and(|channel| !covers(channel)))
        .collect();
    let channels = internal.iter().find_map(|list| list.channels.place);
    if let (Some(place), false) = (channels, uncovered.is_empty()) {
        let missing = uncovered[0].channel.map_or("", Channel::as_str);
        let finding = findings
            .violation(place, format!("not for `{missing}`"))
            .because(format!(
                "people on the list are not left out everywhere: {}",
                steps::still_go_out(&uncovered)
            ))
            .see_all(steps::labels(campaign, &uncovered, "reaches people on the list"))
            .help(format!("A no to one channel is a no to the firm. Leave `channels` out, and the list holds for all of them, or add `{missing}`"));
        findings.push(finding);
    }
}

/// A no ends one campaign, and another contacts the same people.
fn other_campaigns(project: &Project, findings: &mut Findings<'_>) {
    let campaigns: Vec<Def<'_, Campaign>> = project.all::<Campaign>().collect();
    let ends_itself_only = |campaign: &Def<'_, Campaign>| -> Option<Place> {
        let view = CampaignView::of(project, *campaign);
        match narrow(&view, Answer::NotInterested)? {
            (at, StopScope::Campaign) if view.solicits() => Some(at.place),
            _ => None,
        }
    };
    let narrow: Vec<(Def<'_, Campaign>, Place)> = campaigns
        .iter()
        .filter_map(|campaign| ends_itself_only(campaign).map(|place| (*campaign, place)))
        .collect();
    if narrow.is_empty() {
        return;
    }
    let people = People::of(project, &campaigns);
    let mut said = FxHashSet::default();
    for (campaign, place) in narrow {
        if said.contains(&place) {
            continue;
        }
        if let Some(other) = people.other(campaign) {
            said.insert(place);
            let (id, goes_on) = (
                campaign.id.unwrap_or_default(),
                other.id.unwrap_or_default(),
            );
            let finding = findings
                .violation(place, "one campaign only")
                .because(format!(
                    "whoever says no to the campaign `{id}` is still contacted by `{goes_on}`, which reaches the same people"
                ))
                .see(project.key(other.place).site.label("goes on after the no"))
                .mend(
                    "Whoever has said no does not know that there are campaigns. Write:",
                    stop(Answer::NotInterested, place, findings),
                );
            findings.push(finding);
        }
    }
}
