use super::words;
use crate::model::Channel;
use crate::plan::{Contact, Line, Unfollowed};
use crate::project::CampaignView;
use crate::rules::{Case, Findings, Rule, about, rule};
use rustc_hash::FxHashMap;

rule! {
    /// One person is tried on several numbers or accounts on the same day.
    SeveralLines, "several-lines", "frequency", Error
}

/// What a number or account belongs to: two numbers of the telephone are two lines, a number and a
/// mailbox are not. Calls, voicemails and texts share the telephone.
fn network(channel: Channel) -> u32 {
    match channel {
        Channel::Voicemail | Channel::Sms => Channel::Call as u32,
        other => other as u32,
    }
}

impl Rule for SeveralLines {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let lines = lines(case.campaign);
        let mut unfollowed = false;
        let mut found = None;
        for (people, plan) in case.timing.plans() {
            match plan.on_two_lines(|step| lines[step]) {
                // One finding a cadence: the first two that meet show what is wrong.
                Ok(Some(meeting)) => {
                    found = Some((people, plan, meeting));
                    break;
                }
                Ok(None) => {}
                Err(Unfollowed) => unfollowed = true,
            }
        }
        let Some((people, plan, meeting)) = found else {
            if unfollowed {
                words::not_followed(case, findings);
            }
            return;
        };
        let of_contact = |number: usize| {
            let contact: &Contact = &meeting.contacts[number];
            case.campaign.steps[contact.step].value.to.at()
        };
        let (Some(one), Some(other)) = (of_contact(0), of_contact(1)) else {
            return;
        };
        let message = format!(
            "one person in {} is tried on two lines on {}: `{}` and `{}`",
            people.region.code(),
            meeting.contacts[0].day.with_weekday(),
            one.value,
            other.value,
        );
        let mut example = case.itinerary(people, meeting.enrolled, &meeting.contacts);
        example.affected = meeting.affected.map(|it| (it, plan.enrollments()));
        let finding = findings
            .violation(other.place, "another line on the same day")
            .because(message)
            .see(case.campaign.project.value(one.place).site.label("one line"))
            .counterexample(example)
            .help("Who does not answer on one number has not asked to be tried on the next. Keep to one line, or give the other a day of its own:\n  wait: 2d");
        findings.push(finding);
    }
}

/// The lines on which the steps of a cadence reach people, those with the same words alike.
fn lines(campaign: &CampaignView<'_>) -> Vec<Option<Line>> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    campaign
        .steps
        .iter()
        .map(|step| {
            let network = network(step.channel?);
            let next = numbers.len() as u32;
            let to = step.value.to.at()?.value.as_str();
            let number = *numbers.entry(to).or_insert(next);
            Some(Line { network, number })
        })
        .collect()
}
