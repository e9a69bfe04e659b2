use super::words;
use crate::calendar::{DateSet, Day, Duration, LocalTime, Minute};
use crate::diagnostics::{Diagnostic, Safety};
use crate::fix::Entry;
use crate::model::{Action, Answer, Channel};
use crate::plan::{Closest, Contact, Meeting, Near, People, Plan, Span, Unfollowed};
use crate::project::{CampaignView, StepView};
use crate::rules::{Case, Findings, Mend, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// Attempts follow each other faster than the least gap.
    RetrySpacing, "retry-spacing", "frequency", Error
}

impl Rule for RetrySpacing {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let least = case.campaign.limits.min_gap;
        let minutes = u32::try_from(least.value.approx_minutes()).unwrap_or(u32::MAX);
        if minutes == 0 || words::too_many(case, findings) {
            return;
        }
        let mut open = None;
        let closest = kinds(case.campaign)
            .into_iter()
            .filter_map(|steps| shortest(case, &steps, minutes, &mut open))
            .min_by_key(|it| it.closest.minutes);
        let finding = if let Some(Short {
            people,
            plan,
            closest,
        }) = closest
        {
            match gap_place(case.campaign, &closest.contacts) {
                Some(place) => Some(too_short(case, people, &closest, place, findings)),
                // What is not said is `attempts-per-day`'s to tell if the day has too many anyway.
                None if day_is_over(case, plan, closest.contacts[1].day) => None,
                None => Some(unsaid(case, people, &closest, findings)),
            }
        } else {
            let found = match open {
                Some(why) => Err(why),
                None => same_day(case, minutes, findings),
            };
            let found = match found {
                Ok(None) => over_night(case, minutes, findings),
                found => found,
            };
            found.unwrap_or_else(|Unfollowed| {
                words::not_followed(case, findings);
                None
            })
        };
        if let Some(finding) = finding {
            findings.push(finding);
        }
    }
}

/// A voicemail within so many minutes of a call belongs to it.
const AT_ONCE: u64 = 5;

/// Whether it rings, buzzes or stands in the way, or waits until somebody looks.
fn rings(channel: Channel) -> bool {
    !matches!(channel, Channel::Email | Channel::Post | Channel::Task)
}

/// A voicemail that the same sender leaves on the same line at once is the end of that call.
fn ends_a_call(campaign: &CampaignView<'_>, step: &StepView<'_>) -> bool {
    let Some(before) = step.position.checked_sub(1) else {
        return false;
    };
    let before = &campaign.steps[before];
    let at_once = step
        .value
        .wait
        .value()
        .is_none_or(|wait| wait.approx_minutes() <= AT_ONCE);
    step.channel == Some(Channel::Voicemail)
        && before.channel == Some(Channel::Call)
        && step.value.to.value() == before.value.to.value()
        && step.sender.map(|by| by.place) == before.sender.map(|by| by.place)
        && at_once
}

/// The steps that are compared with each other. The company's own limit is on all of them; the
/// built-in one leaves a mail or letter that follows a call alone, which rings nobody.
fn kinds(campaign: &CampaignView<'_>) -> Vec<Vec<bool>> {
    let of = |takes: &dyn Fn(Channel) -> bool| -> Vec<bool> {
        let steps = campaign.steps.iter();
        steps
            .map(|step| {
                step.channel
                    .is_some_and(|channel| channel != Channel::Task && takes(channel))
                    && !ends_a_call(campaign, step)
            })
            .collect()
    };
    if campaign.limits.min_gap.place.is_some() {
        return vec![of(&|_| true)];
    }
    vec![
        of(&rings),
        of(&|channel| channel == Channel::Email),
        of(&|channel| channel == Channel::Post),
    ]
}

/// Attempts that are too close.
struct Short<'s, 'c, 'p> {
    people: &'c People<'p>,
    plan: &'s Plan<'c>,
    closest: Closest,
}

/// `open` is filled if none were found too close, but not all could be followed.
fn shortest<'s, 'c, 'p>(
    case: &Case<'c, 'p>,
    steps: &[bool],
    least: u32,
    open: &mut Option<Unfollowed>,
) -> Option<Short<'s, 'c, 'p>>
where
    'c: 's,
{
    let campaign = case.campaign;
    if !can_be_close(campaign, steps) {
        return None;
    }
    case.timing
        .plans()
        .filter_map(|(people, plan)| {
            let closest = plan.closest(least, |step| steps[step]);
            let closest = closest.unwrap_or_else(|why| {
                *open = Some(why);
                None
            })?;
            (closest.minutes < least).then_some(Short {
                people,
                plan,
                closest,
            })
        })
        .min_by_key(|it| (it.closest.minutes, it.closest.enrolled))
}

/// Whether any wait or spacing is in hours and minutes, or not said at all: days are far enough.
fn can_be_close(campaign: &CampaignView<'_>, steps: &[bool]) -> bool {
    let short =
        |duration: Option<&Duration>| duration.is_none_or(|it| it.minutes > 0 || it.is_zero());
    let retries = [Answer::NoAnswer, Answer::Bounced]
        .into_iter()
        .filter_map(|answer| campaign.response(answer))
        .any(|at| matches!(&at.value, Action::Retry { after, .. } if short(Some(after))));
    retries
        || campaign.steps.iter().zip(steps).any(|(step, counts)| {
            let value = step.value;
            let waits = value.wait.value().is_some_and(|wait| short(Some(wait)));
            let spaced = value.attempts.value().is_some_and(|count| *count > 1)
                && short(value.spacing.value());
            let repeats = value
                .repeat
                .value()
                .is_some_and(|repeat| short(repeat.every.value()));
            waits || *counts && (spaced || repeats)
        })
}

/// Where the time between two attempts is written; nowhere if nobody says it.
fn gap_place(campaign: &CampaignView<'_>, [first, second]: &[Contact; 2]) -> Option<Place> {
    let step = &campaign.steps[second.step];
    if first.step != second.step {
        return step.value.wait.place();
    }
    let attempts = step.value.attempts.value().copied().unwrap_or(1).max(1);
    let repeat = step.value.repeat.value();
    let repeats = repeat.map_or(0, |repeat| {
        repeat
            .times
            .value()
            .map_or(u32::MAX, |times| times.saturating_sub(1))
    });
    if second.attempt <= attempts {
        return step.value.spacing.place();
    }
    if second.attempt - attempts <= repeats {
        return repeat.and_then(|repeat| repeat.every.place());
    }
    let answer = if step.channel == Some(Channel::Call) {
        Answer::NoAnswer
    } else {
        Answer::Bounced
    };
    campaign.response(answer).map(|at| at.place)
}

fn too_short(
    case: &Case<'_, '_>,
    people: &People<'_>,
    closest: &Closest,
    place: Place,
    findings: &Findings<'_>,
) -> Diagnostic {
    let campaign = case.campaign;
    let [first, second] = &closest.contacts;
    let (from, to) = (&campaign.steps[first.step], &campaign.steps[second.step]);
    let gap = words::minutes(closest.minutes);
    let what = if first.step == second.step {
        format!(
            "attempts of `{}` can follow each other after {gap}",
            to.name()
        )
    } else {
        format!("`{}` can follow `{}` after {gap}", to.name(), from.name())
    };
    let mut finding = findings
        .violation(place, format!("{gap} after the attempt before"))
        .because(format!("{what}; {}", limit_words(campaign)));
    if first.step != second.step {
        finding = finding.see(words::label_at(
            campaign,
            from.name_place(),
            "the attempt before",
        ));
    }
    let line = |key| {
        let title = "Leave two days between the two";
        Mend::instead(
            findings,
            place,
            &Entry::new(key, "2d"),
            Safety::Unsafe,
            title,
        )
    };
    let mend = match written_as(campaign, &closest.contacts) {
        Written::Wait => line("wait"),
        Written::Spacing => line("spacing"),
        Written::Repeat => Mend::by_hand("repeat: {every: 14d, times: 2}"),
        Written::Retry => Mend::by_hand("no_answer: {retry: 1, after: 2d}"),
    };
    finish(case, people, closest, finding, mend)
}

/// How a gap is written.
enum Written {
    Wait,
    Spacing,
    Repeat,
    Retry,
}

fn written_as(campaign: &CampaignView<'_>, contacts: &[Contact; 2]) -> Written {
    let step = campaign.steps[contacts[1].step].value;
    let place = gap_place(campaign, contacts);
    if place == step.wait.place() && contacts[0].step != contacts[1].step {
        Written::Wait
    } else if place == step.spacing.place() {
        Written::Spacing
    } else if step
        .repeat
        .value()
        .is_some_and(|it| it.every.place() == place)
    {
        Written::Repeat
    } else {
        Written::Retry
    }
}

fn finish(
    case: &Case<'_, '_>,
    people: &People<'_>,
    closest: &Closest,
    finding: Diagnostic,
    mend: Mend,
) -> Diagnostic {
    let mut example = case.itinerary(people, closest.enrolled, &closest.contacts);
    let plan = case
        .timing
        .people()
        .find(|(other, _)| other.script() == people.script());
    example.affected = plan.and_then(|(_, plan)| Some((closest.affected?, plan.enrollments())));
    with_limit(case.campaign, finding)
        .counterexample(example)
        .mend(
            "Who did not answer a moment ago is busy, asleep or has decided; to ring again at once is to insist. Leave time:",
            mend,
        )
}

fn with_limit(campaign: &CampaignView<'_>, finding: Diagnostic) -> Diagnostic {
    match campaign.limits.min_gap.place {
        Some(place) => {
            let limit = campaign.project.value(place).site;
            finding.see(limit.label("the least time between two contacts"))
        }
        None => finding,
    }
}

fn limit_words(campaign: &CampaignView<'_>) -> String {
    let limit = campaign.limits.min_gap;
    let built_in = match limit.place {
        Some(_) => "",
        None => " (built in: `min_gap`)",
    };
    format!(
        "at least {} must lie between two contacts{built_in}",
        limit.value
    )
}

/// Several attempts of one step, and nothing says how far apart.
fn unsaid(
    case: &Case<'_, '_>,
    people: &People<'_>,
    closest: &Closest,
    findings: &Findings<'_>,
) -> Diagnostic {
    let step = &case.campaign.steps[closest.contacts[1].step];
    let finding = findings
        .unverified(step.place, "says no `spacing`")
        .because(format!(
            "nothing says how far apart the attempts of `{}` are; {}",
            step.name(),
            limit_words(case.campaign)
        ));
    let mend = Mend::write(
        findings,
        step.place,
        &[Entry::new("spacing", "2d")],
        Safety::Unsafe,
        "Leave two days between the attempts",
    );
    finish(case, people, closest, finding, mend)
}

/// Whether the limits of a day are broken on it: `attempts-per-day` tells that.
fn day_is_over(case: &Case<'_, '_>, plan: &Plan<'_>, day: Day) -> bool {
    let (limits, steps) = (&case.campaign.limits, &case.campaign.steps);
    let over = |limit: u32, counts: &dyn Fn(usize) -> bool| {
        plan.most_on(day, counts)
            .is_some_and(|worst| worst.count > limit)
    };
    limits
        .per_day_any()
        .is_some_and(|limit| over(limit.value, &|step| steps[step].reaches_people()))
        || Channel::ALL.iter().any(|channel| {
            limits.per_day(*channel).is_some_and(|limit| {
                over(limit.value, &|step| steps[step].channel == Some(*channel))
            })
        })
}

/// Two contacts on the same day, of which nothing says how far apart they are: those that ring, or
/// any if the least gap is the company's own.
fn same_day(
    case: &Case<'_, '_>,
    least: u32,
    findings: &Findings<'_>,
) -> Result<Option<Diagnostic>, Unfollowed> {
    let campaign = case.campaign;
    let Some(steps) = kinds(campaign).into_iter().next() else {
        return Ok(None);
    };
    let mut unfollowed = false;
    for (people, plan) in case.timing.plans() {
        let near = shared_days(case, plan, &steps).and_then(|days| match days {
            Some(days) => plan.near_on_a_day(least, &days, |step| steps[step]),
            None => Ok(None),
        });
        match near {
            Ok(Some(near)) => return Ok(Some(nothing_said(case, people, plan, &near, findings))),
            Ok(None) => {}
            Err(Unfollowed) => unfollowed = true,
        }
    }
    if unfollowed {
        return Err(Unfollowed);
    }
    Ok(None)
}

fn nothing_said(
    case: &Case<'_, '_>,
    people: &People<'_>,
    plan: &Plan<'_>,
    near: &Near,
    findings: &Findings<'_>,
) -> Diagnostic {
    let campaign = case.campaign;
    let Meeting {
        enrolled,
        contacts,
        affected,
    } = &near.meeting;
    let steps = contacts.each_ref().map(|it| &campaign.steps[it.step]);
    let (first, second) = if steps[0].position < steps[1].position {
        (steps[0], steps[1])
    } else {
        (steps[1], steps[0])
    };
    let apart = match near.minutes {
        0 | 1 => "nothing says how far apart".to_owned(),
        minutes => format!(
            "nothing keeps them more than {} apart",
            words::minutes(minutes)
        ),
    };
    let mut example = case.itinerary(people, *enrolled, contacts);
    example.affected = affected.map(|it| (it, plan.enrollments()));
    let finding = findings
        .unverified(second.place, "does not say how long after the other")
        .because(format!(
            "`{}` and `{}` fall on one day, and {apart}; {}",
            first.name(),
            second.name(),
            limit_words(campaign)
        ))
        .see(words::label_at(campaign, first.name_place(), "on the same day"))
        .counterexample(example)
        .help("Two contacts within minutes are one that insists. Say how long after the other it comes, or give it a day of its own:\n  wait: 2d");
    with_limit(campaign, finding)
}

/// The days on which one person can get several of some steps, but those on which a limit of the day
/// is broken: `attempts-per-day` tells of these. Nothing if there is none.
fn shared_days(
    case: &Case<'_, '_>,
    plan: &Plan<'_>,
    steps: &[bool],
) -> Result<Option<DateSet>, Unfollowed> {
    if plan.surely_keeps(Span::Days(1), 1, |step| steps[step]) {
        return Ok(None);
    }
    let per_day = plan.per_day(|step| steps[step])?;
    let (Some((first, _)), Some((last, _))) = (per_day.first(), per_day.last()) else {
        return Ok(None);
    };
    let mut days = DateSet::spanning(*first, *last);
    for (day, _) in per_day.iter().filter(|(_, count)| *count > 1) {
        days.insert(*day);
    }
    let (limits, campaign) = (&case.campaign.limits, case.campaign);
    let mut leave_out = |limit: u32, counts: &dyn Fn(usize) -> bool| {
        if !plan.surely_keeps(Span::Days(1), limit, counts) {
            let over = plan.per_day(counts)?;
            for (day, _) in over.iter().filter(|(_, count)| *count > limit) {
                days.remove(*day);
            }
        }
        Ok(())
    };
    if let Some(limit) = limits.per_day_any() {
        leave_out(limit.value, &|step| campaign.steps[step].reaches_people())?;
    }
    for channel in Channel::ALL {
        if let Some(limit) = limits.per_day(*channel) {
            leave_out(limit.value, &|step| {
                campaign.steps[step].channel == Some(*channel)
            })?;
        }
    }
    Ok((!days.is_empty()).then_some(days))
}

/// Contacts on different days that are closer than the company's own limit, from the evening to the
/// morning. What is built in is shorter than any night.
fn over_night(
    case: &Case<'_, '_>,
    least: u32,
    findings: &Findings<'_>,
) -> Result<Option<Diagnostic>, Unfollowed> {
    let campaign = case.campaign;
    let limit = campaign.limits.min_gap;
    // Of a limit in days nobody knows whether it counts hours: `ambiguous-cap`.
    if limit.place.is_none() || !limit.value.is_clock_time() {
        return Ok(None);
    }
    let Some(steps) = kinds(campaign).into_iter().next() else {
        return Ok(None);
    };
    let span = Span::Minutes(least);
    let mut spells = Vec::new();
    let mut open = None;
    let near = |plan: &Plan<'_>| !plan.surely_keeps(span, 1, |step| steps[step]);
    for (people, plan) in case.timing.plans().filter(|(_, plan)| near(plan)) {
        match plan.most_within(span, 1, |step| steps[step]) {
            Ok(spell) => spells.extend(spell.map(|spell| (people, spell))),
            Err(why) => open = Some(why),
        }
    }
    let fullest = spells
        .into_iter()
        .min_by_key(|(_, spell)| (std::cmp::Reverse(spell.count), spell.enrolled));
    let found = fullest.as_ref().and_then(|(people, spell)| {
        let pairs = spell.contacts.array_windows::<2>();
        let pair = { pairs }.find(|[first, second]| first.day != second.day)?;
        Some((
            people,
            spell,
            pair,
            pair[0].ranges.last()?.end,
            pair[1].ranges.first()?.start,
        ))
    });
    let Some((people, spell, pair, end, start)) = found else {
        return open.map_or(Ok(None), Err);
    };
    let [first, second] = pair;
    let last = Minute(end.0.saturating_sub(1));
    let gap = moment(people, second.day, start) - moment(people, first.day, last);
    let gap = u32::try_from(gap).unwrap_or(0);
    let (from, to) = (&campaign.steps[first.step], &campaign.steps[second.step]);
    let place = gap_place(campaign, pair).unwrap_or(to.name_place());
    let gap = words::minutes(gap);
    let mut finding = findings
        .violation(place, format!("{gap} after the contact before"))
        .because(format!(
            "`{}` can follow `{}` after {gap}, from the evening to the morning; {}",
            to.name(),
            from.name(),
            limit_words(campaign)
        ));
    if first.step != second.step {
        finding = finding.see(words::label_at(
            campaign,
            from.name_place(),
            "the contact before",
        ));
    }
    let mut example = case.itinerary(people, spell.enrolled, pair);
    example.affected = spell.affected();
    Ok(Some(
        with_limit(campaign, finding)
            .counterexample(example)
            .help("A contact can be made at any minute of its window, late on one day and early on the next. Leave a day between them, or narrow the hours:\n  wait: 2d"),
    ))
}

/// When the clock of people shows a time, in minutes.
fn moment(people: &People<'_>, day: Day, minute: Minute) -> i64 {
    let (LocalTime::Skipped(at) | LocalTime::Once(at) | LocalTime::Twice(at, _)) =
        people.zone.instant(day, minute);
    at.0
}
