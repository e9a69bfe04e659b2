use super::claim::{self, Claim};
use crate::calendar::Day;
use crate::diagnostics::{Diagnostic, Severity};
use crate::law::{ConsentLapse, LapseSince, LapseUnless};
use crate::model::{Consent, Relationship, SuppressionKind};
use crate::plan::{People, Plan};
use crate::project::CampaignView;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::{At, Place};

rule! {
    /// Consent lapses before a contact that rests on it.
    ConsentExpired, "consent-expired", "consent", Error
}

impl Rule for ConsentExpired {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for audience in &case.campaign.audiences {
            let Some(consent) = audience.value.consent.at() else {
                continue;
            };
            let found = by_its_own_end(case, audience.place, consent, findings)
                .or_else(|| by_law(case, audience.place, consent, findings));
            if let Some(finding) = found {
                findings.push(finding);
            }
        }
    }
}

/// A contact that is made too late.
struct Late<'a, 'c, 'p> {
    people: &'a People<'p>,
    plan: &'a Plan<'c>,
    step: usize,
    day: Day,
}

/// The first contact of a step after a day.
fn after(case: &Case<'_, '_>, people: &People<'_>, step: usize, end: Day) -> Option<Day> {
    let days = case.times(people, step).iter().map(|times| &times.days);
    days.filter_map(|days| days.iter().find(|day| *day > end))
        .min()
}

/// A contact after the day that the definition itself gives as the end of the consent.
fn by_its_own_end(
    case: &Case<'_, '_>,
    audience: Place,
    consent: &At<Consent>,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let campaign = case.campaign;
    let end = consent.value.expires.at()?;
    if !claim::is_given(*consent.value.kind.value()?) || !campaign.solicits() {
        return None;
    }
    let mut late: Option<Late<'_, '_, '_>> = None;
    for (people, plan) in case.timing.people() {
        if people.audience.place != audience {
            continue;
        }
        for step in campaign.steps.iter().filter(|it| it.reaches_people()) {
            let on = step
                .channel
                .is_some_and(|it| claim::covers(&consent.value, it));
            let day = on
                .then(|| after(case, people, step.position, end.value))
                .flatten();
            if let Some(day) = day
                && late.as_ref().is_none_or(|late| day < late.day)
            {
                late = Some(Late {
                    people,
                    plan,
                    step: step.position,
                    day,
                });
            }
        }
    }
    let late = late?;
    let step = &campaign.steps[late.step];
    let needing = case.duties().iter().filter(|duty| {
        duty.people.audience.place == audience
            && Some(duty.channel) == step.channel
            && Claim::under(duty) == Some(Claim::Enough)
    });
    let mut needing: Vec<&Duty<'_, '_>> = needing.collect();
    duty::gravest_first(&mut needing);
    let finding = findings
        .violation(end.place, "the consent ends here")
        .because(format!(
            "people in {} can be {} on {}, after their consent has ended on {}",
            words::place(late.people),
            words::reached(step.channel),
            late.day.with_weekday(),
            end.value,
        ))
        .see(campaign.project.value(step.name_place()).site.label("a contact after that day"))
        .help("Nobody goes on agreeing after the day up to which they agreed. End the campaign before it, or ask those people again, and write down the new day:\n  expires: ~   # if they set no end");
    let finding = if needing.is_empty() {
        // No law that is held asks for the consent: it is their word and the firm's own.
        finding.at_most(Severity::Warning)
    } else {
        duty::resting_on(finding, needing)
    };
    let range = case.range_on(late.people, late.step, late.day);
    Some(finding.counterexample(case.example(late.people, late.plan, late.step, late.day, range)))
}

/// A contact after the law has let the consent lapse.
fn by_law(
    case: &Case<'_, '_>,
    audience: Place,
    consent: &At<Consent>,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let campaign = case.campaign;
    let kind = *consent.value.kind.value()?;
    let lapses = case.duties().iter().filter(|duty| {
        duty.people.audience.place == audience
            && claim::covers(&consent.value, duty.channel)
            && duty.demands::<ConsentLapse>().is_some_and(|lapse| {
                lapse.of.contains(&kind)
                    && lapse
                        .since
                        .concerns(duty.people.audience.value.relationship.value().copied())
                    && !lapse
                        .unless
                        .iter()
                        .any(|it| spares(*it, campaign, &consent.value, duty))
            })
    });
    let mut lapses: Vec<&Duty<'_, '_>> = lapses.collect();
    duty::gravest_first(&mut lapses);
    if consent.value.obtained.is_invalid() {
        return None;
    }
    let Some(obtained) = consent.value.obtained.at() else {
        let first = *lapses.first()?;
        return Some(undated(case, consent, first, &lapses, findings));
    };
    let late = lapses.iter().filter_map(|duty| {
        let lapse = duty.demands::<ConsentLapse>()?;
        let end = lapse.after.after(obtained.value);
        let steps = duty.steps.iter();
        let days =
            steps.filter_map(|(step, _)| Some((after(case, duty.people, *step, end)?, *step)));
        let (day, step) = days.min()?;
        Some((*duty, lapse, end, step, day))
    });
    let late: Vec<_> = late.collect();
    let (duty, lapse, end, step, day) = *late.first()?;
    let view = &campaign.steps[step];
    let place = duty.place();
    let authority = duty.authority();
    let reached = words::reached(view.channel);
    // Of customers the contract may still run, and with it the consent.
    let may_run = lapse.since == LapseSince::Purchase
        && duty.people.audience.value.relationship.value() == Some(&Relationship::Customer);
    let finding = if may_run {
        findings
            .unverified(consent.place, "how long do the contracts run?")
            .because(format!(
                "people in {place} can be {reached} on {}; consent that a purchase of {} implied has lapsed on {end} unless they have bought again or their contract still runs, and nothing says so",
                day.with_weekday(),
                obtained.value,
            ))
    } else if duty.binds() {
        findings
            .violation(obtained.place, format!("lapses {} later", lapse.after))
            .because(format!(
                "people in {place} can be {reached} on {}; by {authority} their consent of {} has lapsed on {end}",
                day.with_weekday(),
                obtained.value,
            ))
    } else {
        findings
            .unverified(consent.place, format!("may lapse {} after it was given", lapse.after))
            .because(format!(
                "people in {place} can be {reached} on {}; their consent of {} may have lapsed on {end} by {}",
                day.with_weekday(),
                obtained.value,
                authority,
            ))
    };
    // Whoever agrees on this day or later has still agreed at the last contact, under all of these laws.
    let kept = late.iter().filter_map(|(duty, lapse, ..)| {
        let steps = duty.steps.iter();
        let last = steps.filter_map(|(step, _)| last_day(case, duty.people, *step));
        Some(not_before(lapse, last.max()?))
    });
    let from = kept.max().unwrap_or(day);
    let again = match lapse.since {
        LapseSince::Grant => {
            format!("Ask them again, not before {from}, and write down when they agreed:")
        }
        LapseSince::Purchase => format!(
            "If they have bought on {from} or later, write down when; else ask for express consent, which does not lapse:"
        ),
        LapseSince::Inquiry => format!(
            "If they have asked on {from} or later, write down when; else ask for express consent, which does not lapse:"
        ),
    };
    let mut help =
        format!("Consent that has lapsed is none. {again}\n  obtained: {from}   # or later");
    if lapse.unless.contains(&LapseUnless::EndStated) {
        help.push_str(
            "\nOr, if they agreed up to a day of their own, write that day down:\n  expires: ...",
        );
    }
    if let Some(doubt) = duty.doubt() {
        help.push('\n');
        help.push_str(&doubt);
    }
    let finding = finding
        .see(
            campaign
                .project
                .value(view.name_place())
                .site
                .label("a contact after that day"),
        )
        .help(help);
    let finding = duty::resting_on(finding, late.iter().map(|(duty, ..)| *duty));
    Some(finding.counterexample(duty.example_on(case, step, day)))
}

/// The last day on which a step can be made.
fn last_day(case: &Case<'_, '_>, people: &People<'_>, step: usize) -> Option<Day> {
    let times = case.times(people, step).iter();
    times.filter_map(|it| it.days.iter().last()).max()
}

/// The first day on which consent can be given that has not lapsed on another.
fn not_before(lapse: &ConsentLapse, on: Day) -> Day {
    let length = lapse.after.after(on).0 - on.0;
    // Months differ by some days.
    let candidates = (on.0 - length - 3..=on.0).map(Day);
    let mut kept = candidates.filter(|given| lapse.after.after(*given) >= on);
    kept.next().unwrap_or(on)
}

/// Consent that lapses, of which nobody knows when it began.
fn undated(
    case: &Case<'_, '_>,
    consent: &At<Consent>,
    first: &Duty<'_, '_>,
    lapses: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Diagnostic {
    let after = first
        .demands::<ConsentLapse>()
        .map_or_else(String::new, |lapse| lapse.after.to_string());
    let finding = findings
        .unverified(consent.place, "has no `obtained`")
        .because(format!(
            "in {} such consent lapses after {after}, and nothing says when these people gave it",
            first.place(),
        ))
        .help(format!(
            "Say when it was given; for implied consent, the day of the last purchase or inquiry:\n  obtained: {}",
            case.campaign.project.today.plus(-30)
        ));
    duty::resting_on(finding, lapses.iter().copied())
}

/// Whether something lets the contacts go on although consent may have lapsed.
fn spares(
    unless: LapseUnless,
    campaign: &CampaignView<'_>,
    consent: &Consent,
    duty: &Duty<'_, '_>,
) -> bool {
    match unless {
        LapseUnless::EndStated => !consent.expires.is_missing(),
        LapseUnless::RegistryChecked => campaign.suppressions.iter().any(|list| {
            list.value.kind.value() == Some(&SuppressionKind::Registry)
                && list.value.registry.value().is_some_and(|registry| {
                    let rest = registry.strip_prefix(duty.provision().jurisdiction.as_str());
                    rest.is_some_and(|rest| rest.starts_with('-'))
                })
        }),
    }
}
