use super::claim::{self, Claim};
use super::harvested_audience;
use crate::law::{BotDisclosure, BotWhen};
use crate::lexicon::Saying;
use crate::model::{Channel, Voice};
use crate::project::StepView;
use crate::rules::case::voice;
use crate::rules::duty::{self, Duty};
use crate::rules::offer::named;
use crate::rules::wording::not_understood;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;
use std::fmt::Write;

rule! {
    /// A recorded or artificial voice calls without the consent or the words that it needs.
    AutomatedVoice, "automated-voice", "consent", Error
}

impl Rule for AutomatedVoice {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        without_consent(case, findings);
        unannounced(case, findings);
    }
}

/// Where and on which channels this rule speaks of consent: it lacks there because a machine speaks,
/// and what is asked for besides is the smaller matter.
pub(super) fn spoken_of(case: &Case<'_, '_>) -> Vec<(Place, Channel)> {
    let lacks = |duty: &&Duty<'_, '_>| {
        duty.is_for_machines()
            && matches!(Claim::under(duty), Some(claim) if claim != Claim::Enough)
    };
    let lacking = case.duties().iter().filter(lacks);
    lacking
        .map(|duty| (duty.people.place, duty.channel))
        .collect()
}

fn without_consent(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    for audience in &campaign.audiences {
        let own = case.duties().iter().filter(|duty| {
            duty.people.audience.place == audience.place
                && duty.is_for_machines()
                && harvested_audience::verdict(duty).is_none()
        });
        let short = claim::short(own);
        let duties: Vec<&Duty<'_, '_>> = short.iter().map(|(_, duty)| *duty).collect();
        let Some((claim, first)) = short.first() else {
            continue;
        };
        let Some(step) = first.steps.first().map(|(step, _)| &campaign.steps[*step]) else {
            continue;
        };
        let reached = match (first.channel, voice(step)) {
            (Channel::Voicemail, None) => "left a voicemail by what may be a machine",
            (Channel::Voicemail, Some(Voice::Prerecorded)) => "left a recorded voicemail",
            (Channel::Voicemail, Some(_)) => "left a voicemail by an artificial voice",
            (_, None) => "called by what may be a machine",
            (_, Some(Voice::Prerecorded)) => "called by a recorded voice",
            (_, Some(_)) => "called by an artificial voice",
        };
        let Some(mut finding) = claim.finding(&duties, reached, findings) else {
            continue;
        };
        finding.message.push_str(&claim::elsewhere(&duties));
        let mut help = format!(
            "Let a person call, or call only those who have agreed to such a voice:\n{}",
            claim::enough_for(&duties, campaign.project.today)
        );
        for more in [claim::exemption(first), first.doubt()]
            .into_iter()
            .flatten()
        {
            let _ = write!(help, "\n{more}");
        }
        if let Some(place) = voice_place(step) {
            finding = finding.see(campaign.project.value(place).site.label("a machine speaks"));
        }
        let finding = finding
            .see_all(claim::whom(campaign.project, step, first))
            .help(help);
        let mut finding = duty::resting_on(finding, duties.iter().copied());
        finding.counterexample = first.example(case);
        findings.push(finding);
    }
}

/// Scripts of machines that do not say that a machine speaks, where they must.
fn unannounced(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    for reading in campaign.readings() {
        let concerned = case.duties().iter().filter(|duty| {
            let spoken = matches!(duty.channel, Channel::Call | Channel::Voicemail);
            let must = duty
                .demands::<BotDisclosure>()
                .is_some_and(|it| it.when != BotWhen::OnRequest);
            spoken && must && says(case, duty, reading.message.place)
        });
        let mut duties: Vec<&Duty<'_, '_>> = concerned.collect();
        duty::gravest_first(&mut duties);
        let Some(first) = duties.first() else {
            continue;
        };
        if reading.text.says(Saying::Machine).is_some() {
            continue;
        }
        let unread = not_understood(reading, findings, "says that a machine speaks");
        let finding = match unread {
            Some(unread) => unread,
            None if first.binds() => {
                findings.lacking(reading.body.place, "does not say that a machine speaks")
            }
            None => findings.unverified(reading.body.place, "does not say that a machine speaks"),
        };
        let finding = if finding.message.is_empty() {
            finding.because(format!(
                "people in {} are not told by {} that a machine speaks, which {} asks for",
                first.place(),
                named("the script", reading.message),
                first.authority(),
            ))
        } else {
            finding
        };
        let mut help = "Let it say so before anything else:\n  This is an automated voice calling for Example Inc.".to_owned();
        if let Some(doubt) = first.doubt() {
            help.push('\n');
            help.push_str(&doubt);
        }
        let voice = first
            .steps
            .iter()
            .find_map(|(step, _)| voice_place(&campaign.steps[*step]));
        let finding = match voice {
            Some(place) => {
                finding.see(campaign.project.value(place).site.label("a machine speaks"))
            }
            None => finding,
        };
        findings.push(duty::resting_on(finding.help(help), duties));
    }
}

/// Whether a step of a duty, spoken by a machine, uses a message.
fn says(case: &Case<'_, '_>, duty: &Duty<'_, '_>, message: Place) -> bool {
    duty.steps.iter().any(|(step, _)| {
        let step = &case.campaign.steps[*step];
        voice(step) != Some(Voice::Human) && step.message.is_some_and(|it| it.place == message)
    })
}

fn voice_place(step: &StepView<'_>) -> Option<Place> {
    step.sender?.value.voice.place()
}
