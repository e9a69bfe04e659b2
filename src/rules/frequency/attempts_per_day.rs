use super::words::{self, Sure, counted};
use crate::model::Channel;
use crate::plan::{Contact, Over, People, Unfollowed};
use crate::project::Limit;
use crate::rules::timing::is_pushed;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;
use std::fmt::Write;

rule! {
    /// More attempts on one person in one local day than allowed.
    AttemptsPerDay, "attempts-per-day", "frequency", Error
}

/// A limit that is broken, the smallest example, and by how much.
struct Broken<'c, 'p> {
    /// The channel; none if it is the limit over all of them.
    channel: Option<Channel>,
    limit: Limit<u32>,
    over: Over,
    people: &'c People<'p>,
}

impl Rule for AttemptsPerDay {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let limits = &case.campaign.limits;
        let any = limits.per_day_any().map(|limit| (None, limit));
        let of_channels = Channel::ALL
            .iter()
            .filter_map(|channel| Some((Some(*channel), limits.per_day(*channel)?)));
        let mut broken = Vec::new();
        let mut unfollowed = false;
        for (channel, limit) in any.into_iter().chain(of_channels) {
            match over(case, channel, limit) {
                Ok(found) => broken.extend(found),
                Err(Unfollowed) => unfollowed = true,
            }
        }
        // The smallest example speaks: the earliest, with the fewest contacts.
        broken.sort_by_key(|it| {
            (
                it.over.first.enrolled,
                it.over.first.day,
                it.over.first.count,
            )
        });
        if !broken.is_empty() {
            report(case, &broken, findings);
        } else if unfollowed {
            words::not_followed(case, findings);
        }
    }
}

/// The first case of one limit over all people of the campaign, if it is broken. An error if none was
/// found, but not all could be followed.
fn over<'c, 'p>(
    case: &Case<'c, 'p>,
    channel: Option<Channel>,
    limit: Limit<u32>,
) -> Result<Option<Broken<'c, 'p>>, Unfollowed> {
    let steps = &case.campaign.steps;
    let counts = |step: usize| match channel {
        None => steps[step].reaches_people() && steps[step].channel.is_some(),
        Some(channel) => steps[step].channel == Some(channel),
    };
    if !(0..steps.len()).any(counts) {
        return Ok(None);
    }
    let mut unfollowed = false;
    let mut found = Vec::new();
    for (people, plan) in case.timing.plans() {
        match plan.first_over(limit.value, counts) {
            // What only closed days push together is what `closed-day-pileup` is for.
            Ok(Some(_)) if is_pushed(plan, limit.value, counts) => {}
            Ok(Some(over)) => found.push(Broken {
                channel,
                limit,
                over,
                people,
            }),
            Ok(None) => {}
            Err(Unfollowed) => unfollowed = true,
        }
    }
    let first = found.into_iter().min_by_key(|it| {
        (
            it.over.first.enrolled,
            it.over.first.day,
            it.over.first.count,
        )
    });
    if first.is_none() && unfollowed {
        return Err(Unfollowed);
    }
    Ok(first)
}

fn report(case: &Case<'_, '_>, broken: &[Broken<'_, '_>], findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let first = &broken[0];
    let example = &first.over.first;
    let mut message = format!(
        "one person in {} gets {} on {}, where at most {} in a day {} allowed",
        words::place(first.people),
        counted(example.count, first.channel),
        example.day.with_weekday(),
        first.limit.value,
        if first.limit.value == 1 { "is" } else { "are" }
    );
    if first.over.most > example.count {
        let _ = write!(message, " ({} on the worst of days)", first.over.most);
    }
    for other in &broken[1..] {
        let _ = write!(
            message,
            "; up to {}, where at most {}{} {} allowed",
            counted(other.over.most, other.channel),
            other.limit.value,
            other.channel.map_or(" over all channels", |_| ""),
            if other.limit.value == 1 { "is" } else { "are" }
        );
    }
    let Some(mut finding) = words::finding_of(campaign, &example.contacts, Sure::Certain, findings)
    else {
        return;
    };
    let places: Vec<Place> = broken.iter().filter_map(|it| it.limit.place).collect();
    for place in &places {
        finding = finding.see(campaign.project.key(*place).site.label("the limit"));
    }
    let whose = if places.is_empty() {
        "The built-in limits"
    } else {
        "The limits"
    };
    let help = format!(
        "Several attempts in a day are pressure, whoever makes them and on whatever channel. {whose} are on one person, over all channels, numbers and senders. {}",
        remedy(case, &example.contacts),
    );
    let affected = (example.affected, example.of);
    let mut example = case.worst_case(first.people, example);
    example.affected = Some(affected);
    findings.push(finding.because(message).counterexample(example).help(help));
}

/// What to write instead.
fn remedy(case: &Case<'_, '_>, contacts: &[Contact]) -> String {
    let steps = &case.campaign.steps;
    match contacts {
        [first, .., last] if contacts.iter().all(|it| it.step == first.step) => {
            let step = steps[first.step].value;
            let line = if last.attempt <= step.attempts.value().copied().unwrap_or(1) {
                "spacing: 2d"
            } else if step.repeat.at().is_some() {
                "repeat: {every: 14d, times: 2}"
            } else {
                "no_answer: {retry: 1, after: 2d}"
            };
            format!("Make each on a day of its own, for example:\n  {line}")
        }
        _ => format!(
            "Move the steps to days of their own, for example:\n  day: {}",
            steps.len()
        ),
    }
}
