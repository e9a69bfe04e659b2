use super::words;
use crate::calendar::Day;
use crate::diagnostics::{Diagnostic, Fix};
use crate::fix::Entry;
use crate::holidays::Certainty;
use crate::listed::listed;
use crate::model::{Channel, HolidaySetting};
use crate::plan::{Contact, People, Plan, Unfollowed, Worst};
use crate::project::{Limit, StepView};
use crate::rules::frequency::not_followed;
use crate::rules::{Case, Findings, Rule, about, draft, rule};
use std::fmt::Write;

rule! {
    /// Steps pushed off closed days land on the same open day and together break a limit.
    ClosedDayPileup, "closed-day-pileup", "timing", Error
}

/// A pile-up, whom it happens to, and the limit that it breaks.
struct Found<'c, 'p> {
    pileup: Worst,
    people: &'c People<'p>,
    channel: Option<Channel>,
    limit: Limit<u32>,
}

impl Rule for ClosedDayPileup {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let limits = &case.campaign.limits;
        let of_channels = Channel::ALL
            .iter()
            .filter_map(|channel| Some((Some(*channel), limits.per_day(*channel)?)));
        let all = limits.per_day_any().map(|limit| (None, limit));
        let mut found: Vec<Found<'_, '_>> = Vec::new();
        let mut unfollowed = false;
        for (channel, limit) in all.into_iter().chain(of_channels) {
            let counted = |step| counts(case, channel, step);
            for (people, plan) in case.timing.plans() {
                match plan.first_over(limit.value, counted) {
                    // Of attempts that one limit would not let be due together, `attempts-per-day` tells.
                    Ok(Some(over))
                        if is_pushed(plan, limit.value, counted)
                            && !is_crowded_by_plan(case, &over.first.contacts) =>
                    {
                        found.push(Found {
                            pileup: over.first,
                            people,
                            channel,
                            limit,
                        });
                    }
                    Ok(_) => {}
                    Err(Unfollowed) => unfollowed = true,
                }
            }
        }
        // One finding a campaign: the earliest shows what is wrong.
        let first = found
            .iter()
            .min_by_key(|it| (it.pileup.enrolled, it.pileup.day));
        if let Some(first) = first {
            findings.push(finding(case, first, findings));
        } else if unfollowed {
            not_followed(case, findings);
        }
    }
}

fn counts(case: &Case<'_, '_>, channel: Option<Channel>, step: usize) -> bool {
    let step = &case.campaign.steps[step];
    match channel {
        None => step.reaches_people() && step.channel.is_some(),
        Some(channel) => step.channel == Some(channel),
    }
}

/// Whether nothing but closed days and hours breaks a limit of the day: on the days on which the
/// attempts are due it holds for everybody. False if not all could be followed.
pub(in crate::rules) fn is_pushed(
    plan: &Plan<'_>,
    limit: u32,
    counts: impl Fn(usize) -> bool,
) -> bool {
    plan.is_over_when_due(limit, counts) == Ok(false)
}

/// Whether more attempts by one channel were due on one day than that channel's limit allows.
fn is_crowded_by_plan(case: &Case<'_, '_>, contacts: &[Contact]) -> bool {
    let channel = |contact: &Contact| case.campaign.steps[contact.step].channel;
    contacts.iter().any(|one| {
        let limit = channel(one).and_then(|it| case.campaign.limits.per_day(it));
        let together = contacts
            .iter()
            .filter(|it| due(it) == due(one) && channel(it) == channel(one));
        limit.is_some_and(|limit| together.count() > limit.value as usize)
    })
}

/// The day on which an attempt would be made if no day were closed.
fn due(contact: &Contact) -> Day {
    contact.moved_from.unwrap_or(contact.day)
}

fn finding(case: &Case<'_, '_>, found: &Found<'_, '_>, findings: &Findings<'_>) -> Diagnostic {
    let campaign = case.campaign;
    let Worst {
        enrolled,
        day,
        contacts,
        affected,
        of,
        ..
    } = &found.pileup;
    let names: Vec<String> = contacts
        .iter()
        .map(|contact| {
            let name = campaign.steps[contact.step].name();
            match contact.moved_from {
                Some(due) => format!("`{name}` (due on {})", due.with_weekday()),
                None => format!("`{name}`"),
            }
        })
        .collect();
    let mut message = format!(
        "enrolled {}, one person in {} gets {} on {}",
        enrolled.with_weekday(),
        words::place(found.people),
        listed(&names),
        day.with_weekday(),
    );
    let moved: Vec<&Contact> = contacts
        .iter()
        .filter(|it| it.moved_from.is_some())
        .collect();
    let first_due = moved.iter().filter_map(|it| it.moved_from).min();
    let mut off_days = false;
    let mut past_the_data = false;
    if let (Some(first), Some(last)) = (first_due, moved.last()) {
        let step = &campaign.steps[last.step];
        let until = day.plus(-1);
        off_days = (first.0..=until.0).all(|day| is_closed(step, found.people, Day(day)));
        if off_days {
            let from = first.with_weekday();
            let _ = if first == until {
                write!(message, ", because {from} is closed")
            } else {
                let until = until.with_weekday();
                write!(message, ", because {from} to {until} are closed")
            };
            past_the_data = (first.0..=until.0)
                .map(Day)
                .filter(|day| step.window.weekdays().contains(day.weekday()))
                .any(|day| holiday(step, found.people, day) == Some(Certainty::PastTheData));
            if past_the_data {
                message.push_str(" if the law there stays as it is");
            }
        }
    }
    let limit = found.limit.value;
    let _ = write!(
        message,
        "; at most {limit} contact{}{} in a day {} allowed",
        if limit == 1 { "" } else { "s" },
        found
            .channel
            .map_or(String::new(), |channel| format!(" by {channel}")),
        if limit == 1 { "is" } else { "are" },
    );
    let last = moved.last().copied().or(contacts.last());
    let last = last.map_or(0, |contact| contact.step);
    let step = &campaign.steps[last];
    let label = "pushed to the same day";
    let finding = if past_the_data {
        findings.unverified(step.name_place(), label)
    } else {
        findings.violation(step.name_place(), label)
    };
    let mut finding = finding.because(message);
    let mut seen = vec![last];
    for contact in contacts {
        if !seen.contains(&contact.step) {
            seen.push(contact.step);
            let other = &campaign.steps[contact.step];
            let spot = campaign.project.value(other.name_place());
            finding = finding.see(spot.site.label("on that day too"));
        }
    }
    if let Some(limit) = found.limit.place {
        finding = finding.see(campaign.project.key(limit).site.label("the limit"));
    }
    let mut example = case.itinerary(found.people, *enrolled, contacts);
    example.affected = Some((*affected, *of));
    let days = apart(contacts);
    finding.counterexample(example).help(format!(
        "What was meant for several days comes on one{}. Let the step count from the one before it, which moves with it:\n  wait: {days}d",
        if off_days { ", right after people's days off" } else { "" },
    )).fix_if_any(count_from_before(step, days, findings))
}

/// Lets a step that is so many days after enrollment count from the step before it.
fn count_from_before(step: &StepView<'_>, days: i32, findings: &Findings<'_>) -> Option<Fix> {
    let day = step.value.day.place().filter(|_| step.position > 0)?;
    let draft = draft(findings.project(), day)?;
    let edits = draft.put_instead(day.node, "day", &Entry::new("wait", format!("{days}d")))?;
    let title = format!(
        "Let `{}` come {days}d after the step before it",
        step.name()
    );
    Some(Fix::needs_a_look(title, edits))
}

/// How many days apart the last two of some attempts were due; at least one.
fn apart(contacts: &[Contact]) -> i32 {
    let mut days: Vec<Day> = contacts.iter().map(due).collect();
    days.sort_unstable();
    match &days[..] {
        [.., one, other] => (other.0 - one.0).max(1),
        _ => 1,
    }
}

/// Whether a step's window is closed all day.
fn is_closed(step: &StepView<'_>, people: &People<'_>, day: Day) -> bool {
    holiday(step, people, day).is_some() || !step.window.weekdays().contains(day.weekday())
}

/// How sure it is that a step's window is closed for a holiday. The plan takes a day for open that is only estimated.
fn holiday(step: &StepView<'_>, people: &People<'_>, day: Day) -> Option<Certainty> {
    let observes = matches!(
        step.window.holidays.map(|at| &at.value),
        Some(HolidaySetting::Observe)
    );
    let holidays = people.holidays.as_ref().filter(|_| observes)?;
    holidays
        .certainty(day)
        .filter(|it| *it != Certainty::Estimated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(day: i32, moved_from: Option<i32>) -> Contact {
        Contact {
            step: 0,
            attempt: 1,
            day: Day(day),
            ranges: Vec::new(),
            moved_from: moved_from.map(Day),
            skipped: false,
        }
    }

    #[test]
    fn the_distance_is_that_of_the_last_two() {
        assert_eq!(apart(&[contact(3, Some(0)), contact(3, Some(2))]), 2);
        assert_eq!(apart(&[contact(3, None)]), 1);
    }
}
