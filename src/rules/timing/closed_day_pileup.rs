use super::words;
use crate::calendar::Day;
use crate::diagnostics::{Diagnostic, Fix};
use crate::fix::Entry;
use crate::model::{Channel, HolidaySetting};
use crate::plan::{Contact, People, Plan};
use crate::project::{Limit, StepView};
use crate::rules::{Case, Findings, Rule, about, draft, rule};
use std::collections::HashMap;
use std::fmt::Write;

rule! {
    /// Steps pushed off closed days land on the same open day and together break a limit.
    ClosedDayPileup, "closed-day-pileup", "timing", Error
}

/// Attempts that were due on different days and come together on one.
pub(in crate::rules) struct Pileup {
    /// The earliest enrollment to which it happens.
    enrolled: Day,
    /// The day on which they are made.
    day: Day,
    /// The attempts on that day, in order of time.
    contacts: Vec<Contact>,
    /// How many enrollment dates have more than the limit on some day.
    over: u32,
}

/// A pile-up, whom it happens to, and the limit that it breaks.
struct Found<'c, 'p> {
    pileup: Pileup,
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
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
        let found = all
            .into_iter()
            .chain(of_channels)
            .flat_map(|(channel, limit)| {
                case.timing.plans().filter_map(move |(people, plan)| {
                    let pileup = pileup(plan, limit.value, |step| counts(case, channel, step))?;
                    Some(Found {
                        pileup,
                        people,
                        plan,
                        channel,
                        limit,
                    })
                })
            });
        // Of attempts that one limit would not let be due together, `attempts-per-day` tells.
        let found = found.filter(|it| !is_crowded_by_plan(case, &it.pileup.contacts));
        // One finding a campaign: the earliest shows what is wrong.
        if let Some(first) = found.min_by_key(|it| (it.pileup.enrolled, it.pileup.day)) {
            findings.push(finding(case, &first, findings));
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

/// The pile-up that breaks a daily limit, if nothing else does: every enrollment with more attempts
/// in a day than allowed has them only because some were pushed there from days of their own.
pub(in crate::rules) fn pileup(
    plan: &Plan<'_>,
    limit: u32,
    counts: impl Fn(usize) -> bool,
) -> Option<Pileup> {
    let crowded = plan.crowded(limit, &counts);
    let mut first: Option<Pileup> = None;
    for enrolled in &crowded {
        let mut contacts = plan.contacts(*enrolled);
        contacts.retain(|it| !it.skipped && counts(it.step));
        let Crowd::Pushed(day) = pushed_together(&contacts, limit) else {
            // Planned so; or over the limit at another minute only, which is not seen here.
            return None;
        };
        if first.is_none() {
            contacts.retain(|it| it.day == day);
            first = Some(Pileup {
                enrolled: *enrolled,
                day,
                contacts,
                over: crowded.len() as u32,
            });
        }
    }
    first
}

/// What the days of one person hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Crowd {
    /// No day has more than the limit.
    None,
    /// Days have, and all because attempts were pushed there; the first of them.
    Pushed(Day),
    /// A day has that was planned so.
    Planned,
}

/// Of contacts in order of time.
fn pushed_together(contacts: &[Contact], limit: u32) -> Crowd {
    let limit = limit as usize;
    let mut due_on: HashMap<Day, usize> = HashMap::new();
    for contact in contacts {
        *due_on.entry(due(contact)).or_default() += 1;
    }
    let mut crowd = Crowd::None;
    for there in contacts.chunk_by(|a, b| a.day == b.day) {
        if there.len() <= limit {
            continue;
        }
        if there.iter().any(|one| due_on[&due(one)] > limit) {
            return Crowd::Planned;
        }
        if crowd == Crowd::None {
            crowd = Crowd::Pushed(there[0].day);
        }
    }
    crowd
}

fn finding(case: &Case<'_, '_>, found: &Found<'_, '_>, findings: &Findings<'_>) -> Diagnostic {
    let campaign = case.campaign;
    let Pileup {
        enrolled,
        day,
        contacts,
        over,
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
        words::listed(&names),
        day.with_weekday(),
    );
    let moved: Vec<&Contact> = contacts
        .iter()
        .filter(|it| it.moved_from.is_some())
        .collect();
    let first_due = moved.iter().filter_map(|it| it.moved_from).min();
    if let (Some(first), Some(last)) = (first_due, moved.last()) {
        let step = &campaign.steps[last.step];
        let until = day.plus(-1);
        if (first.0..=until.0).all(|day| is_closed(step, found.people, Day(day))) {
            let from = first.with_weekday();
            let _ = if first == until {
                write!(message, ", because {from} is closed")
            } else {
                let until = until.with_weekday();
                write!(message, ", because {from} to {until} are closed")
            };
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
    let mut finding = findings
        .violation(step.name_place(), "pushed to the same day")
        .because(message);
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
    example.affected = Some((*over, found.plan.enrollments()));
    let days = apart(contacts);
    finding.counterexample(example).help(format!(
        "What was meant for several days comes on one, right after people's days off. Let the step count from the one before it, which moves with it:\n  wait: {days}d",
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
    let holiday = match step.window.holidays.map(|at| &at.value) {
        Some(HolidaySetting::Observe) => people
            .holidays
            .as_ref()
            .is_some_and(|holidays| holidays.certain.contains(day)),
        _ => false,
    };
    holiday || !step.window.weekdays().contains(day.weekday())
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
    fn only_what_was_due_on_days_of_its_own_is_pushed_together() {
        let pushed = [contact(3, Some(1)), contact(3, Some(2))];
        assert_eq!(pushed_together(&pushed, 1), Crowd::Pushed(Day(3)));
        assert_eq!(pushed_together(&pushed, 2), Crowd::None);
        // Both were due on the first.
        let planned = [contact(3, Some(1)), contact(3, Some(1))];
        assert_eq!(pushed_together(&planned, 1), Crowd::Planned);
        // Nothing was pushed at all.
        let same = [contact(3, None), contact(3, None)];
        assert_eq!(pushed_together(&same, 1), Crowd::Planned);
        // One crowd by push and one by plan.
        let both = [pushed.as_slice(), &[contact(9, None), contact(9, None)]].concat();
        assert_eq!(pushed_together(&both, 1), Crowd::Planned);
        let onto = [contact(3, Some(1)), contact(3, None)];
        assert_eq!(pushed_together(&onto, 1), Crowd::Pushed(Day(3)));
    }

    #[test]
    fn the_distance_is_that_of_the_last_two() {
        assert_eq!(apart(&[contact(3, Some(0)), contact(3, Some(2))]), 2);
        assert_eq!(apart(&[contact(3, None)]), 1);
    }
}
