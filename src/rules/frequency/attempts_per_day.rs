use super::words::{counted, ordinal};
use crate::model::Channel;
use crate::plan::{People, Plan, Span, Worst};
use crate::project::Limit;
use crate::rules::timing::pileup;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;
use std::fmt::Write;

rule! {
    /// More attempts on one person in one local day than allowed.
    AttemptsPerDay, "attempts-per-day", "frequency", Error
}

/// A limit that is broken, and by how much.
struct Broken<'c, 'p> {
    /// The channel; none if it is the limit over all of them.
    channel: Option<Channel>,
    limit: Limit<u32>,
    worst: Worst,
    over: u32,
    people: &'c People<'p>,
}

impl Rule for AttemptsPerDay {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let mut broken = Vec::new();
        let limits = &case.campaign.limits;
        if let Some(limit) = limits.per_day_any() {
            broken.extend(worst(case, None, limit));
        }
        for channel in Channel::ALL {
            if let Some(limit) = limits.per_day(*channel) {
                broken.extend(worst(case, Some(*channel), limit));
            }
        }
        if !broken.is_empty() {
            report(case, &broken, findings);
        }
    }
}

/// The worst case of one limit over all people of the campaign, if it is broken.
fn worst<'c, 'p>(
    case: &Case<'c, 'p>,
    channel: Option<Channel>,
    limit: Limit<u32>,
) -> Option<Broken<'c, 'p>> {
    let steps = &case.campaign.steps;
    let counts = |step: usize| match channel {
        None => steps[step].reaches_people() && steps[step].channel.is_some(),
        Some(channel) => steps[step].channel == Some(channel),
    };
    if !(0..steps.len()).any(counts) {
        return None;
    }
    let found = case
        .timing
        .plans()
        .filter_map(|(people, plan): (&People<'p>, &Plan<'_>)| {
            if plan.surely_keeps(Span::Days(1), limit.value, counts) {
                return None;
            }
            let worst = plan
                .most_per_day(counts)
                .filter(|worst| worst.count > limit.value)?;
            // What only closed days push together is what `closed-day-pileup` is for.
            if pileup(plan, limit.value, counts).is_some() {
                return None;
            }
            let over = plan.enrollments_over(limit.value, counts);
            Some(Broken {
                channel,
                limit,
                worst,
                over,
                people,
            })
        });
    // The most attempts, then the earliest person.
    found.min_by_key(|it| {
        (
            std::cmp::Reverse(it.worst.count),
            it.worst.enrolled,
            it.worst.day,
        )
    })
}

fn report(case: &Case<'_, '_>, broken: &[Broken<'_, '_>], findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let first = &broken[0];
    let mut steps: Vec<usize> = first
        .worst
        .contacts
        .iter()
        .map(|contact| contact.step)
        .collect();
    steps.dedup();
    let mut message = format!(
        "one person in {} gets {} on {}",
        first.people.region.code(),
        counted(first.worst.count, first.channel),
        first.worst.day.with_weekday(),
    );
    let _ = write!(
        message,
        ", where at most {} in a day {} allowed",
        first.limit.value,
        if first.limit.value == 1 { "is" } else { "are" }
    );
    for other in &broken[1..] {
        if let Some(channel) = other.channel {
            let _ = write!(
                message,
                "; {}, where at most {} {} allowed",
                counted(other.worst.count, Some(channel)),
                other.limit.value,
                if other.limit.value == 1 { "is" } else { "are" }
            );
        }
    }
    let mut finding = match &steps[..] {
        [only] => {
            let step = &campaign.steps[*only];
            let place = step.value.attempts.place().or(step.value.repeat.place());
            findings.violation(
                place.unwrap_or(step.name_place()),
                counted(first.worst.count, first.channel),
            )
        }
        [.., last] => {
            let step = &campaign.steps[*last];
            findings.violation(
                step.name_place(),
                format!("the {} of that day", ordinal(first.worst.count)),
            )
        }
        [] => return,
    };
    if steps.len() > 1 {
        for step in &steps[..steps.len() - 1] {
            let own = first
                .worst
                .contacts
                .iter()
                .filter(|contact| contact.step == *step)
                .count() as u32;
            let step = &campaign.steps[*step];
            let spot = campaign.project.value(step.name_place());
            finding = finding.see(
                spot.site
                    .label(format!("{} on the same day", counted(own, step.channel))),
            );
        }
    }
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
        "Several attempts in a day are pressure, whoever makes them and on whatever channel. {whose} are on one person, over all channels, numbers and senders. Move the steps to days of their own, for example:\n  day: {}",
        campaign.steps.len(),
    );
    let mut example = case.worst_case(first.people, &first.worst);
    example.affected = Some((first.over, first.worst.of));
    findings.push(finding.because(message).counterexample(example).help(help));
}
