use super::fixed_clock::{Speaker, fixed_windows};
use super::words;
use crate::calendar::Zone;
use crate::model::{WindowClock, ZoneFrom};
use crate::project::StepView;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// The recipient's zone cannot be known, or is guessed.
    UnknownZone, "unknown-zone", "timing", Warning
}

impl Rule for UnknownZone {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let mut told: Vec<Place> = Vec::new();
        let steps = case.campaign.steps.iter().enumerate();
        for (position, step) in steps.filter(|(_, step)| on_their_clock(step)) {
            let mut people = case.timing.people();
            if people.all(|(people, _)| case.times(people, position).is_empty()) {
                continue;
            }
            if let Some(at) = step.window.zone_from {
                if !told.contains(&at.place) {
                    told.push(at.place);
                    guessed(at.value, at.place, findings);
                }
                continue;
            }
            let cadence = case.campaign.cadence;
            let of_cadence = cadence.and_then(|it| it.value.send_window.place());
            let place = of_cadence.or(step.window.place);
            if let Some(place) = place.filter(|place| !told.contains(place)) {
                told.push(place);
                several_clocks(case, position, place, findings);
            }
        }
        abbreviations(case, findings);
    }
}

/// Whether a step has hours on the recipient's clock.
fn on_their_clock(step: &StepView<'_>) -> bool {
    words::at_an_hour(step)
        && step.window.hours().is_some()
        && !super::is_inverted(&step.window)
        && step.window.clock.map(|at| at.value) == Some(WindowClock::Recipient)
}

/// A zone that comes from an area code, or from nowhere.
fn guessed(from: ZoneFrom, place: Place, findings: &mut Findings<'_>) {
    let (label, message) = match from {
        ZoneFrom::PhonePrefix => (
            "an area code is no place",
            "the recipient's clock is guessed from the area code: people keep their number when they move",
        ),
        ZoneFrom::Unknown => (
            "not known",
            "the recipient's clock is not known, so that the platform falls back to its own or the sender's",
        ),
        ZoneFrom::Address | ZoneFrom::Account | ZoneFrom::Device => return,
    };
    let finding = findings.violation(place, label).because(message).help(
        "By the wrong clock the right hours are the wrong ones. Take the zone from where the person lives or from the account, \
and keep to hours that are right on every clock of the audience where you cannot:\n  zone_from: address",
    );
    findings.push(finding);
}

/// A region with several clocks, and nothing that says which of them is whose.
fn several_clocks(case: &Case<'_, '_>, step: usize, place: Place, findings: &mut Findings<'_>) {
    let mut clocks: Vec<(Place, Zone)> = Vec::new();
    for (people, _) in case.timing.people() {
        if case.times(people, step).is_empty() {
            continue;
        }
        let other = clocks
            .iter()
            .find(|(region, zone)| *region == people.place && !zone.same_clock(people.zone));
        let Some((_, one)) = other else {
            clocks.push((people.place, people.zone));
            continue;
        };
        let spot = case.campaign.project.value(people.place);
        let finding = findings
            .unverified(place, "says no `zone_from`")
            .because(format!(
                "{} has several clocks, {} and {} among them, and nothing says how a person's is known",
                people.region.name(),
                one.name(),
                people.zone.name(),
            ))
            .see(spot.site.label("several clocks"))
            .help("A platform that does not know takes one clock for all. Say where the zone comes from:\n  zone_from: address");
        findings.push(finding);
        return;
    }
}

/// `EST` and its like, for a window or for an audience.
fn abbreviations(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    for window in fixed_windows(case) {
        if window.speaker() == Speaker::Abbreviation {
            report(window.zone, window.place, findings);
        }
    }
    for audience in &case.campaign.audiences {
        for zone in &audience.value.time_zones {
            if zone.value.is_abbreviation() {
                report(zone.value, zone.place, findings);
            }
        }
    }
}

fn report(zone: Zone, place: Place, findings: &mut Findings<'_>) {
    let finding = findings
        .violation(place, "an abbreviation")
        .because(format!(
            "`{zone}` is a setting of a clock and no place: whether it goes over to summer time is a guess"
        ))
        .help("In summer one platform is an hour off by it, another is not. For a window write the recipient's clock, for people the zone of their place:\n  time_zone: recipient\n  time_zones: [America/New_York]");
    findings.push(finding);
}
