use super::holidays_met::{Cause, Certainty, Exposed, Met, exposed, reached_on};
use super::words;
use crate::calendar::DateSet;
use crate::diagnostics::{Diagnostic, Severity};
use crate::holidays::{self, Confidence, Coverage};
use crate::rules::{Case, Findings, LegalBreach, Rule, about, holiday_on, rule};
use crate::yaml::Place;
use std::collections::BTreeMap;

rule! {
    /// A contact can land on a public holiday of the recipient's region.
    HolidayContact, "holiday-contact", "timing", Error
}

impl Rule for HolidayContact {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        by_law(case, findings);
        for exposed in exposed(case) {
            let told = match (exposed.cause, exposed.first()) {
                // `wrong-calendar` speaks of that.
                (Cause::Wrong(_), Some(_)) => true,
                (_, Some(first)) => {
                    findings.push(finding(case, &exposed, first, findings));
                    true
                }
                (_, None) => false,
            };
            unknown_calendars(case, &exposed, findings);
            if !told {
                unknown_parts(case, &exposed, findings);
            }
        }
    }
}

fn finding(
    case: &Case<'_, '_>,
    exposed: &Exposed<'_, '_>,
    first: &Met<'_, '_>,
    findings: &Findings<'_>,
) -> Diagnostic {
    let mut message = match (exposed.cause, first.certainty) {
        (Cause::Unsaid(_), _) => format!(
            "nothing says whether contacts keep off public holidays: {}",
            reached_on(case, first, "may")
        ),
        (_, Certainty::Sure) => {
            format!("{}, a public holiday there", reached_on(case, first, "can"))
        }
        (_, Certainty::Estimated | Certainty::PastTheData) => reached_on(case, first, "can"),
    };
    let more = exposed.more_places();
    if more > 0 {
        message.push_str(&format!(
            "; {more} more place{} such days too",
            if more == 1 { " has" } else { "s have" }
        ));
    }
    let place = exposed.cause.place();
    let finding = match (exposed.cause, first.certainty) {
        (Cause::Unsaid(_), _) => findings.unverified(place, "says nothing of holidays"),
        (_, Certainty::PastTheData) => findings.unverified(place, "not kept off holidays"),
        (Cause::Ignored(_), _) => findings.violation(place, "public holidays are ignored"),
        (Cause::Elsewhere(_) | Cause::Wrong(_), _) => findings.violation(
            place,
            format!("not the holidays of {}", first.people.region),
        ),
    };
    let most = match first.certainty {
        Certainty::Sure => Severity::Error,
        Certainty::Estimated | Certainty::PastTheData => Severity::Warning,
    };
    finding
        .because(message)
        .see_all(exposed.labels(case, first))
        .counterexample(first.example(case))
        .at_most(most)
        .help("People have the day off, and a contact takes a part of it. Keep off the recipient's holidays:\n  holidays: observe")
}

/// Days on which law forbids contact for what they are, whatever the window observes.
fn by_law(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let mut by_cause: BTreeMap<Place, Vec<&LegalBreach<'_, '_>>> = BTreeMap::new();
    for breach in case
        .legal_breaches()
        .iter()
        .filter(|it| it.breach.legal_day.is_some())
    {
        let step = &case.campaign.steps[breach.step];
        let place = step
            .window
            .holidays
            .map(|at| at.place)
            .or(step.window.place);
        let place = place
            .or(case.campaign.cadence.map(|cadence| cadence.place))
            .unwrap_or(step.place);
        by_cause.entry(place).or_default().push(breach);
    }
    for (place, mut breaches) in by_cause {
        words::gravest_first(&mut breaches);
        let Some(first) = breaches.first().copied() else {
            continue;
        };
        let Some(legal_day) = &first.breach.legal_day else {
            continue;
        };
        let step = &case.campaign.steps[first.step];
        let binding = &first.breach.binding;
        let message = format!(
            "people in {} can be {} on {}, {}, when the law there forbids it",
            words::place(first.people),
            words::reached(step.channel),
            first.day.with_weekday(),
            legal_day.name,
        );
        let finding = if binding.bearing.binds() {
            findings.violation(place, "does not keep off that day")
        } else {
            findings.unverified(place, "does not keep off that day")
        };
        let mut example =
            case.example(first.people, first.plan, first.step, first.day, first.range);
        example.contacts.iter_mut().for_each(|contact| {
            contact.holiday = contact
                .holiday
                .take()
                .or_else(|| Some(legal_day.name.clone()));
        });
        let mut finding = finding
            .because(message)
            .see(words::in_the_pack(first))
            .see(
                case.campaign
                    .project
                    .value(first.people.place)
                    .site
                    .label("where it is in force"),
            )
            .counterexample(example)
            .cite(binding.provision.citation())
            .at_most(binding.severity_cap());
        let mut cited = vec![&binding.provision.id];
        for other in &breaches {
            let provision = other.breach.binding.provision;
            if !cited.contains(&&provision.id) {
                cited.push(&provision.id);
                finding = finding.cite(provision.citation());
            }
        }
        let doubt = words::doubt(&binding.bearing).map_or(String::new(), |doubt| {
            format!(" As far as we know: {doubt}.")
        });
        let help = format!(
            "The law's own list of days is not the public calendar alone.{doubt} Give these people a step window of their own that is closed on {}, or end the campaign before it.",
            first.day,
        );
        findings.push(finding.help(help));
    }
}

/// Places whose calendar we do not hold, or not so far ahead: that nothing was found there is no proof.
fn unknown_calendars(case: &Case<'_, '_>, exposed: &Exposed<'_, '_>, findings: &mut Findings<'_>) {
    let mut none: Vec<&str> = Vec::new();
    let mut doubts: Vec<String> = Vec::new();
    for (people, _) in case.timing.people() {
        let region = people.region;
        let reached = || {
            let days = exposed
                .steps
                .iter()
                .flat_map(|step| case.times(people, *step));
            days.filter_map(|times| times.days.iter().last()).max()
        };
        let Some(last) = reached() else { continue };
        if exposed.met.iter().any(|met| met.people.region == region) {
            continue;
        }
        let doubt = match (holidays::horizon(region), holidays::coverage(region)) {
            (Err(_), _) | (_, Err(_)) => {
                if !none.contains(&region.code()) {
                    none.push(region.code());
                }
                continue;
            }
            (Ok(horizon), _) if last.year() > horizon => format!(
                "Courtesy knows the public holidays of {} up to {horizon}, and contacts run on to {last}",
                words::place(people)
            ),
            (_, Ok(Coverage::NationalOnly)) => format!(
                "Courtesy knows the national holidays alone of {}, and a part of a country may have days of its own",
                words::place(people)
            ),
            _ => continue,
        };
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    if !none.is_empty() {
        doubts.push(format!(
            "Courtesy holds no public holidays of {}, so that nobody knows on which of them this lands",
            none.join(", ")
        ));
    }
    for doubt in doubts {
        let finding = findings
            .unverified(exposed.cause.place(), "not kept off holidays")
            .because(doubt)
            .help("Keep off the recipient's holidays, whatever they are:\n  holidays: observe");
        findings.push(finding);
    }
}

/// Holidays that only parts of a country have, where the audience names the country alone.
fn unknown_parts(case: &Case<'_, '_>, exposed: &Exposed<'_, '_>, findings: &mut Findings<'_>) {
    let mut done: Vec<Place> = Vec::new();
    for (people, plan) in case.timing.people() {
        if done.contains(&people.place) || people.region.subdivision().is_some() {
            continue;
        }
        let (from, to) = plan.span();
        let Ok(parts) = holidays::subdivision_only(people.region, from.year()..=to.year()) else {
            continue;
        };
        let reach: Vec<(usize, DateSet)> = exposed
            .steps
            .iter()
            .map(|step| (*step, plan.reach(*step)))
            .collect();
        let hit = parts.iter().find_map(|(part, occurrence)| {
            let applies = occurrence.confidence != Confidence::Estimated
                && holiday_on(people, occurrence.date).is_none();
            let step = reach
                .iter()
                .find(|(_, days)| days.contains(occurrence.date))
                .filter(|_| applies)?
                .0;
            Some((part, occurrence, step))
        });
        if let Some((part, occurrence, step)) = hit {
            done.push(people.place);
            let step = &case.campaign.steps[step];
            let finding = findings
                .unverified(people.audience.place, format!("{} as a whole", people.region.country_name()))
                .because(format!(
                    "`{}` does not say in which part of the country people live: in {} they would be {} on {}, {}",
                    people.region,
                    part.name(),
                    words::reached(step.channel),
                    occurrence.date.with_weekday(),
                    occurrence.holiday.name,
                ))
                .see(case.campaign.project.value(people.place).site.label("the country alone"))
                .help(format!("Keep off the recipient's holidays (`holidays: observe`), or name the parts:\n  regions: [{}, ...]", part.code()));
            findings.push(finding);
        }
    }
}
