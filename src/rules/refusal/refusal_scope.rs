use super::path::Run;
use super::people::{After, People};
use super::scope::{Beyond, beyond, in_words, leaves_out};
use super::steps;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::law::Requirement;
use crate::model::{
    Action, Answer, Campaign, Channel, Status, StopScope, Suppression, SuppressionKind,
};
use crate::plan::Cast;
use crate::project::{CampaignView, Def, Project, Sharing, StepView};
use crate::rules::{Breaks, Case, Findings, Mend, Rule, about, rule};
use crate::yaml::{At, Place};
use rustc_hash::FxHashSet;

rule! {
    /// A "no" stops less than everything from the seller.
    RefusalScope, "refusal-scope", "refusal", Error
}

impl Rule for RefusalScope {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| matches!(demand, Requirement::RefusalReaches(_)))
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        if !campaign.solicits() || !campaign.steps.iter().any(StepView::reaches_people) {
            return;
        }
        for answer in [Answer::OptOut, Answer::Complaint] {
            if let Some((at, scope)) = narrow(campaign, answer) {
                final_no(answer, at, scope, findings);
            }
        }
        if let Some((at, scope)) = narrow(campaign, Answer::NotInterested) {
            no_to_this(case, at, scope, findings);
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
fn no_to_this(case: &Case<'_, '_>, at: &At<Action>, scope: StopScope, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
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
    let finding = finding.mend(
        "Whoever has said no to an offer does not want it from another side. Write:",
        stop(Answer::NotInterested, at.place, findings),
    );
    let run = Run {
        campaign,
        timing: case.timing,
    };
    let path = run.within(|said, then, _| leaves_out(scope, said.value, then.value));
    findings.push(match path {
        Some(path) => path.onto(finding),
        None => finding,
    });
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

/// A no ends less than the seller, and another campaign contacts the same people.
fn other_campaigns(project: &Project, findings: &mut Findings<'_>) {
    let campaigns: Vec<Def<'_, Campaign>> = project.all::<Campaign>().collect();
    if campaigns.len() < 2 {
        return;
    }
    let narrow: Vec<Narrow<'_>> = campaigns
        .iter()
        .filter_map(|campaign| {
            let view = CampaignView::of(project, *campaign);
            let (at, scope) = narrow(&view, Answer::NotInterested)?;
            (view.solicits() && !is_over(view.value)).then_some(Narrow {
                campaign: *campaign,
                view,
                at,
                scope,
            })
        })
        .collect();
    if narrow.is_empty() {
        return;
    }
    let people = People::of(project, &campaigns);
    let mut said = FxHashSet::default();
    for no in &narrow {
        // What goes on in the campaign itself has been reported.
        let alone = matches!(beyond(&no.view, no.scope), Beyond::Nothing);
        if !alone || said.contains(&no.at.place) {
            continue;
        }
        let goes_on = |other: Def<'_, Campaign>| no.goes_on(&CampaignView::of(project, other));
        match people.other(no.campaign, goes_on) {
            After::Nothing => continue,
            After::Campaign(other, sharing) => {
                no.report(&CampaignView::of(project, other), sharing, findings);
            }
            After::Unknown => no.too_many(campaigns.len(), findings),
        }
        said.insert(no.at.place);
    }
}

fn is_over(campaign: &Campaign) -> bool {
    campaign.status.value() == Some(&Status::Ended)
}

/// A campaign whose plain no ends less than the seller.
struct Narrow<'p> {
    campaign: Def<'p, Campaign>,
    view: CampaignView<'p>,
    at: &'p At<Action>,
    scope: StopScope,
}

impl<'p> Narrow<'p> {
    /// Whether a contact of another campaign lies beyond a no in this one.
    fn goes_on(&self, other: &CampaignView<'_>) -> bool {
        let reaching = |view: &CampaignView<'_>| view.steps.iter().any(StepView::reaches_people);
        match self.scope {
            StopScope::Seller => false,
            StopScope::Campaign => reaching(&self.view) && reaching(other),
            _ => self.view.steps.iter().any(|said| {
                let mut later = other.steps.iter().filter(|step| step.reaches_people());
                said.reaches_people() && later.any(|step| self.is_beyond(said, step))
            }),
        }
    }

    fn is_beyond(&self, said: &StepView<'_>, later: &StepView<'_>) -> bool {
        self.scope == StopScope::Campaign || leaves_out(self.scope, said.value, later.value)
    }

    /// There are more campaigns than could be looked at.
    fn too_many(&self, campaigns: usize, findings: &mut Findings<'_>) {
        let id = self.campaign.id.unwrap_or_default();
        let finding = findings
            .unverified(self.at.place, format!("{} only", in_words(self.scope)))
            .because(format!(
                "whoever says no to the campaign `{id}` may still be contacted by others: there are {campaigns} campaigns, and not all of them could be looked at"
            ))
            .help("Whoever has said no does not know that there are campaigns. This needs no search:\n  not_interested: stop");
        findings.push(finding);
    }

    fn report(&self, other: &CampaignView<'p>, sharing: Sharing, findings: &mut Findings<'_>) {
        let label = format!("{} only", in_words(self.scope));
        let (id, goes_on) = (self.campaign.id.unwrap_or_default(), other.id);
        let project = self.view.project;
        let site = project.key(other.place).site;
        if sharing == Sharing::Possible {
            let finding = findings
                .unverified(self.at.place, label)
                .because(format!(
                    "whoever says no to the campaign `{id}` may still be contacted by `{goes_on}`: nothing says that nobody is in both audiences"
                ))
                .see(site.label("may go on after the no"))
                .help("Whoever has said no does not know that there are campaigns. Write:\n  not_interested: stop\nor say in one of the audiences that nobody is in both:\n  disjoint_from: [the-other-audience]");
            findings.push(finding);
            return;
        }
        let finding = findings
            .violation(self.at.place, label)
            .because(format!(
                "whoever says no to the campaign `{id}` is still contacted by `{goes_on}`, which reaches the same people"
            ))
            .see(site.label("goes on after the no"))
            .mend(
                "Whoever has said no does not know that there are campaigns. Write:",
                stop(Answer::NotInterested, self.at.place, findings),
            );
        let (ours, theirs) = (Cast::of(&self.view), Cast::of(other));
        let (timing, their_timing) = (ours.timing(), theirs.timing());
        let run = Run {
            campaign: &self.view,
            timing: &timing,
        };
        let then = Run {
            campaign: other,
            timing: &their_timing,
        };
        findings.push(
            match run.across(then, |said, later| self.is_beyond(said, later)) {
                Some(path) => path.onto(finding),
                None => finding,
            },
        );
    }
}
