//! Words and places that the frequency rules share.

use crate::calendar::{Duration, Region};
use crate::diagnostics::{Diagnostic, Label};
use crate::model::{Answer, Channel};
use crate::plan::{Contact, People, Plan};
use crate::project::CampaignView;
use crate::rules::{Case, Findings};
use crate::yaml::Place;

/// Where people are: `Florida (US-FL)`.
pub(super) fn place(people: &People<'_>) -> String {
    place_of(people.region)
}

/// The same of a region.
pub(super) fn place_of(region: &Region) -> String {
    format!("{} ({})", region.name_in_a_sentence(), region.code())
}

/// The channel of all of some contacts; none if they differ.
pub(super) fn common_channel(campaign: &CampaignView<'_>, contacts: &[Contact]) -> Option<Channel> {
    let mut channels = contacts
        .iter()
        .map(|contact| campaign.steps[contact.step].channel);
    let first = channels.next()?;
    first.filter(|_| channels.all(|channel| channel == first))
}

/// How surely contacts break a limit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    Certain,
    Doubtful,
}

/// A finding at the step whose attempt is the last of some contacts, with a label at each other
/// step; at the number of attempts if one step makes them all. No finding without a contact.
pub(super) fn finding_of(
    campaign: &CampaignView<'_>,
    contacts: &[Contact],
    sure: Sure,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let mut steps: Vec<usize> = Vec::new();
    for contact in contacts {
        if !steps.contains(&contact.step) {
            steps.push(contact.step);
        }
    }
    let last = contacts.last()?.step;
    let channel = common_channel(campaign, contacts);
    let (at, label) = if steps.len() == 1 {
        let step = campaign.steps[last].value;
        let at = match contacts.len() {
            1 => None,
            _ => step.repeat.place().or(step.attempts.place()),
        };
        let at = at.or_else(|| retries_of(campaign, contacts));
        (at, counted(contacts.len() as u32, channel))
    } else {
        (
            None,
            format!("the {} of them", ordinal(contacts.len() as u32)),
        )
    };
    let at: Place = at.unwrap_or_else(|| campaign.steps[last].name_place());
    let mut finding = match sure {
        Sure::Certain => findings.violation(at, label),
        Sure::Doubtful => findings.unverified(at, label),
    };
    for step in steps.into_iter().filter(|step| *step != last) {
        let own = contacts.iter().filter(|contact| contact.step == step);
        let step = &campaign.steps[step];
        let label = counted(own.count() as u32, step.channel);
        finding = finding.see(label_at(campaign, step.name_place(), label));
    }
    Some(finding)
}

/// Where the retries are written that make several attempts of a step that has one.
fn retries_of(campaign: &CampaignView<'_>, contacts: &[Contact]) -> Option<Place> {
    let last = contacts.last().filter(|last| last.attempt > 1)?;
    let answer = match campaign.steps[last.step].channel? {
        Channel::Call => Answer::NoAnswer,
        _ => Answer::Bounced,
    };
    campaign.response(answer).map(|at| at.place)
}

/// A label at a value.
pub(super) fn label_at(
    campaign: &CampaignView<'_>,
    place: Place,
    text: impl Into<String>,
) -> Label {
    campaign.project.value(place).site.label(text)
}

/// A length of time as people say it: `5 minutes`, `1 hour 30 minutes`, `no time at all`.
pub(super) fn minutes(count: u32) -> String {
    match count {
        0 => "no time at all".to_owned(),
        _ if count.is_multiple_of(1440) => Duration::days(count / 1440).to_string(),
        _ => Duration::minutes(count).to_string(),
    }
}

/// `4 attempts`, `3 calls`.
pub(super) fn counted(count: u32, channel: Option<Channel>) -> String {
    let (one, many) = match channel {
        None => ("attempt", "attempts"),
        Some(Channel::Call) => ("call", "calls"),
        Some(Channel::Voicemail) => ("voicemail", "voicemails"),
        Some(Channel::Sms) => ("text message", "text messages"),
        Some(Channel::Email) => ("e-mail", "e-mails"),
        Some(Channel::Chat | Channel::SupportChat) => ("chat message", "chat messages"),
        Some(Channel::Dm) => ("direct message", "direct messages"),
        Some(Channel::Push) => ("push notification", "push notifications"),
        Some(Channel::Popup) => ("prompt", "prompts"),
        Some(Channel::Post) => ("letter", "letters"),
        Some(Channel::Visit) => ("visit", "visits"),
        Some(Channel::Task) => ("task", "tasks"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `2nd`, `3rd`, `4th`.
pub(super) fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The most attempts on one person that are laid out one by one to look at what lies between them.
const MOST_ATTEMPTS: u64 = 12_000;

/// Whether one person gets more attempts than can be laid out one by one.
pub(super) fn is_too_much(plan: &Plan<'_>) -> bool {
    !plan.counts_in_days() && plan.attempts_at_most() > MOST_ATTEMPTS
}

/// The same of a whole campaign; that is then said, for
/// what could not be looked at is no pass.
pub(super) fn too_many(case: &Case<'_, '_>, findings: &mut Findings<'_>) -> bool {
    let many = case.timing.plans().any(|(_, plan)| is_too_much(plan));
    if many && let Some(cadence) = case.campaign.cadence {
        let finding = findings
            .unverified(cadence.place, "more contacts than can be laid out")
            .because(format!(
                "one person can get more than {MOST_ATTEMPTS} contacts from this cadence, too many to look at what lies between them"
            ))
            .help("Nobody wants so many. Say how often at most:\n  attempts: 3\n  repeat: {every: 14d, times: 3}");
        findings.push(finding);
    }
    many
}

/// Says that not every way to get contacts could be followed: what was not looked at is no pass.
pub(in crate::rules) fn not_followed(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let Some(cadence) = case.campaign.cadence else {
        return;
    };
    let finding = findings
        .unverified(cadence.place, "more ways than can be followed")
        .because(
            "attempts minutes apart, or retries that branch, lead to more ways through this cadence than can be followed; in those that were, the rule holds",
        )
        .help("Nobody wants so many. Put more time between the attempts, or make fewer:\n  attempts: 3\n  spacing: 2d\n  repeat: {every: 14d, times: 3}");
    findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_people_say_them() {
        assert_eq!(counted(1, Some(Channel::Call)), "1 call");
        assert_eq!(counted(4, None), "4 attempts");
        assert_eq!(
            [1, 2, 3, 4, 11, 21].map(ordinal),
            ["1st", "2nd", "3rd", "4th", "11th", "21st"]
        );
    }
}
