//! Hours of which a country's parts allow less than the country, where an
//! audience names the country alone: a part of `quiet-hours`.

use super::words;
use crate::calendar::Region;
use crate::diagnostics::Diagnostic;
use crate::law::Facts;
use crate::plan::{People, Plan};
use crate::rules::{Case, Findings, LegalBreach};
use crate::yaml::Place;
use std::fmt::Write;

/// Reports each country alone of which a part forbids what the country allows. Steps with findings
/// of their own are left out: their hours are to be changed first.
pub(super) fn report(case: &Case<'_, '_>, spoken_of: &[usize], findings: &mut Findings<'_>) {
    let mut done: Vec<Place> = Vec::new();
    for (people, plan) in case.timing.people() {
        if people.region.subdivision().is_some() || done.contains(&people.place) {
            continue;
        }
        let parts = case.law.subdivisions(people.region.country());
        let parts: Vec<Region> = parts.iter().filter_map(|code| code.parse().ok()).collect();
        let mut breaches: Vec<(&Region, LegalBreach<'_, '_>)> = Vec::new();
        for part in &parts {
            // Somebody on this clock can only be in a part that has it.
            if part.zones().iter().any(|zone| zone.same_clock(people.zone)) {
                breaches.extend(
                    strictest(case, people, plan, part, spoken_of).map(|breach| (part, breach)),
                );
            }
        }
        breaches.sort_by_key(|(part, it)| {
            let binding = &it.breach.binding;
            (
                !binding.bearing.binds(),
                std::cmp::Reverse(binding.severity_cap()),
                it.day,
                part.code().to_owned(),
            )
        });
        if let Some((part, first)) = breaches.first() {
            done.push(people.place);
            findings.push(finding(case, part, first, breaches.len() - 1, findings));
        }
    }
}

/// The gravest breach of the law of a part of a country, were these people in it.
fn strictest<'c, 'p>(
    case: &Case<'c, 'p>,
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
    part: &Region,
    spoken_of: &[usize],
) -> Option<LegalBreach<'c, 'p>> {
    let (from, to) = plan.span();
    for (position, step) in case.campaign.steps.iter().enumerate() {
        let times = case.times(people, position);
        if spoken_of.contains(&position) || times.is_empty() || super::is_inverted(&step.window) {
            continue;
        }
        let Some(facts) = case.facts(people, step) else {
            continue;
        };
        let facts = Facts {
            region: part.clone(),
            ..facts
        };
        let timetable = case
            .law
            .timetable(&facts, people.zone, from, to, case.campaign.holidays());
        if timetable.is_empty() {
            continue;
        }
        for entry in times {
            for day in timetable.representatives(&entry.days) {
                for range in &entry.ranges {
                    let breaches = timetable.breaches(day, *range).into_iter();
                    let mut hours = breaches.filter(|it| {
                        it.legal_day.is_none() && it.binding.provision.id.starts_with(part.code())
                    });
                    if let Some(breach) = hours.next() {
                        return Some(LegalBreach {
                            people,
                            plan,
                            step: position,
                            day,
                            range: *range,
                            breach,
                        });
                    }
                }
            }
        }
    }
    None
}

fn finding(
    case: &Case<'_, '_>,
    part: &Region,
    first: &LegalBreach<'_, '_>,
    more: usize,
    findings: &Findings<'_>,
) -> Diagnostic {
    let campaign = case.campaign;
    let people = first.people;
    let step = &campaign.steps[first.step];
    let open = &first.breach.open;
    let outside = words::outside(first.range, open.ranges());
    let mut message = format!(
        "`{}` does not say in which part of the country people live: in {} they would be {} between {} and {} on {}, where the law allows {}",
        people.region,
        part.name_in_a_sentence(),
        words::reached(step.channel),
        outside.start,
        outside.end,
        first.day.with_weekday(),
        words::allowed(open),
    );
    if more > 0 {
        let _ = write!(
            message,
            "; {more} more part{} allow{} less than these hours",
            if more == 1 { "" } else { "s" },
            if more == 1 { "s" } else { "" },
        );
    }
    let binding = &first.breach.binding;
    findings
        .unverified(people.audience.place, format!("{} as a whole", people.region.country_name()))
        .because(message)
        .see(campaign.project.value(people.place).site.label("the country alone"))
        .see(campaign.project.value(step.name_place()).site.label(format!("{} is for all of them", step.name())))
        .see(words::in_the_pack(first))
        .cite(binding.provision.citation())
        .at_most(binding.severity_cap())
        .help(format!(
            "Nobody can keep the hours of a place that is not known. Name the parts, and leave out those that allow less:\n  regions: [{}, ...]",
            part.code(),
        ))
}
