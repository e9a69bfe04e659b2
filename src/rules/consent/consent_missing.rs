use super::claim::{self, Claim};
use super::{automated_voice, harvested_audience};
use crate::diagnostics::{Diagnostic, Severity};
use crate::law::ConsentNeeded;
use crate::model::Channel;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::{Field, Place};
use std::fmt::Write;

rule! {
    /// The channel, audience and place need consent that the audience does not have.
    ConsentMissing, "consent-missing", "consent", Error
}

impl Rule for ConsentMissing {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let by_machines = automated_voice::spoken_of(case);
        let mut spoken_of: Vec<Place> = Vec::new();
        for audience in &case.campaign.audiences {
            let own = case.duties().iter().filter(|duty| {
                duty.people.audience.place == audience.place
                    && !by_machines.contains(&(duty.people.place, duty.channel))
                    && harvested_audience::verdict(duty).is_none()
            });
            let short = claim::short(own);
            if let Some((claim, first)) = short.first() {
                spoken_of.push(audience.place);
                let duties: Vec<&Duty<'_, '_>> = short.iter().map(|(_, duty)| *duty).collect();
                if let Some(finding) = finding(case, *claim, first, &duties, findings) {
                    findings.push(finding);
                }
            }
        }
        without_law(case, &spoken_of, findings);
    }
}

fn finding(
    case: &Case<'_, '_>,
    claim: Claim,
    first: &Duty<'_, '_>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let campaign = case.campaign;
    let reached = words::reached(Some(first.channel));
    let mut finding = claim.finding(duties, reached, findings)?;
    finding.message.push_str(&claim::elsewhere(duties));
    let step = first
        .steps
        .first()
        .map(|(step, _)| &campaign.steps[*step])?;
    let mut help = format!(
        "Only those who have agreed may be {reached}. Leave out the others, and say of these how and when they agreed:\n{}",
        claim::enough_for(duties, campaign.project.today)
    );
    for more in [claim::exemption(first), first.doubt()]
        .into_iter()
        .flatten()
    {
        let _ = write!(help, "\n{more}");
    }
    let finding = finding
        .see_all(claim::whom(campaign.project, step, first))
        .help(help);
    let mut finding = duty::resting_on(finding, duties.iter().copied());
    finding.counterexample = first.example(case);
    Some(finding)
}

/// Messages to places of whose law nothing is held: nearly everywhere they need consent.
fn without_law(case: &Case<'_, '_>, spoken_of: &[Place], findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let message = |channel| matches!(channel, Channel::Sms | Channel::Email | Channel::Dm);
    let step = campaign
        .steps
        .iter()
        .find(|step| step.channel.is_some_and(message));
    let Some((step, channel)) = step.and_then(|step| Some((step, step.channel?))) else {
        return;
    };
    if !campaign.solicits() {
        return;
    }
    let opted_in = ConsentNeeded::opt_in();
    let mut done: Vec<Place> = spoken_of.to_vec();
    for (people, _) in case.timing.people() {
        let audience = people.audience;
        if done.contains(&audience.place)
            || case.law.has_pack(people.region)
            || matches!(audience.value.consent, Field::Invalid(_))
            || Claim::of(audience.value, audience.place, channel, &opted_in) == Claim::Enough
        {
            continue;
        }
        done.push(audience.place);
        let at = audience.value.consent.place().unwrap_or(audience.place);
        let finding = findings
            .unverified(at, "states no express consent")
            .because(format!(
                "nothing is known here of the law of {}, so nobody can tell whether people there may be {} without express consent",
                people.region.spoken_name(),
                words::reached(step.channel),
            ))
            .see(campaign.project.value(people.place).site.label("no law of this place is held"))
            .see(campaign.project.value(step.name_place()).site.label(format!("people are {} here", words::reached(step.channel))))
            .at_most(Severity::Warning)
            .help(format!(
                "Most countries ask for consent before such a message. Write to those who have agreed, and say so:\n{}",
                claim::line(crate::model::ConsentKind::Express, &[channel], campaign.project.today)
            ));
        findings.push(finding);
    }
}
