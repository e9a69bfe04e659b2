use super::fixed_clock::{FixedWindow, Speaker, fixed_windows, hours_there, whose};
use super::words;
use crate::calendar::{Minute, MinuteRange};
use crate::diagnostics::{Diagnostic, Safety};
use crate::fix::Entry;
use crate::rules::{Case, Findings, Mend, Rule, about, rule};
use crate::yaml::Place;
use std::fmt::Write;

rule! {
    /// A window is written on the sender's clock while recipients live on another.
    SenderClock, "sender-clock", "timing", Error
}

impl Rule for SenderClock {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for window in fixed_windows(case) {
            if window.speaker() == Speaker::SenderClock {
                findings.push(finding(case, window, findings));
            }
        }
        unsaid(case, findings);
    }
}

fn finding(
    case: &Case<'_, '_>,
    window: &FixedWindow<'_, '_>,
    findings: &Findings<'_>,
) -> Diagnostic {
    let place = window.place;
    let finding = findings.violation(place, "not the recipient's clock");
    let Some(first) = window.elsewhere.first() else {
        return finding;
    };
    let campaign = case.campaign;
    let step = &campaign.steps[first.step];
    let hours: Vec<MinuteRange> = step
        .window
        .hours()
        .map_or(Vec::new(), |hours| hours.values().copied().collect());
    let mut days: Vec<_> = first
        .ahead
        .iter()
        .map(|(minutes, day)| (*day, *minutes))
        .collect();
    days.sort_unstable();
    let mut message = format!(
        "the window {} is on the clock of {}",
        words::hours(&hours),
        whose(window.zone),
    );
    for (number, (day, minutes)) in days.iter().take(3).enumerate() {
        let there = hours_there(&hours, *minutes);
        let _ = match number {
            0 => write!(
                message,
                ": in {} it is {there}",
                words::place_and_clock(first.people)
            ),
            _ => write!(message, ", as of {} it is {there}", day.with_weekday()),
        };
    }
    let all = window
        .elsewhere
        .iter()
        .flat_map(|it| it.ahead.keys().copied());
    if let Some(span) = span(&hours, all.clone())
        && all
            .clone()
            .any(|minutes| !first.ahead.contains_key(&minutes))
    {
        let _ = write!(message, "; over all places and dates it is {span}");
    }
    let day = days.first().map(|(day, _)| *day);
    let mut finding = finding.because(message);
    if let Some(hours) = step.window.hours_place() {
        finding = finding.see(campaign.project.value(hours).site.label("these hours"));
    }
    finding = finding.see(
        campaign
            .project
            .value(first.people.place)
            .site
            .label("where people are"),
    );
    if let Some(day) = day {
        let range = case.range_on(first.people, first.step, day);
        finding =
            finding.counterexample(case.example(first.people, first.plan, first.step, day, range));
    }
    finding.mend(
        "People are reached at an hour that nobody sees on the sender's clock, and every change of clocks moves it. \
Write the hours on theirs:",
        Mend::instead(
            findings,
            place,
            &Entry::new("time_zone", "recipient"),
            Safety::Unsafe,
            TITLE,
        ),
    )
}

const TITLE: &str = "Take the hours by the recipient's clock";

/// From when to when hours run on the clocks of all people; none if that is any hour of the day.
fn span(hours: &[MinuteRange], ahead: impl Iterator<Item = i32> + Clone) -> Option<String> {
    let first = hours.iter().map(|range| range.start).min()?;
    let last = hours.iter().map(|range| range.end).max()?;
    let (least, most) = (ahead.clone().min()?, ahead.max()?);
    let start = i32::from(first.0) + least;
    let end = i32::from(last.0) + most;
    let at = |minute: i32| Minute(minute.rem_euclid(1440) as u16);
    (end - start < 1440).then(|| format!("{} to {}", at(start), at(end)))
}

/// Hours of which nothing says whose they are. Where they may be forbidden, `quiet-hours` asks.
fn unsaid(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let mut told: Vec<Place> = Vec::new();
    for (position, step) in campaign.steps.iter().enumerate() {
        let Some(hours) = step.window.hours_place() else {
            continue;
        };
        let reached = case
            .timing
            .people()
            .any(|(people, _)| !case.times(people, position).is_empty());
        let of_cadence = campaign
            .cadence
            .and_then(|cadence| cadence.value.send_window.place());
        let Some(place) = of_cadence.or(step.window.place) else {
            continue;
        };
        let applies = step.window.clock.is_none()
            && words::at_an_hour(step)
            && !super::is_inverted(&step.window)
            && reached
            && !told.contains(&place)
            && !super::quiet_hours::speaks_of(case, position);
        if !applies {
            continue;
        }
        told.push(place);
        let finding = findings
            .unverified(place, "says no `time_zone`")
            .because("nothing says on whose clock these hours are: the sender's may be in the middle of the recipient's night")
            .see(campaign.project.value(hours).site.label("the hours"))
            .mend(
                "Say that they are the recipient's, and how that clock is known:",
                Mend::write(
                    findings,
                    place,
                    &[
                        Entry::new("time_zone", "recipient"),
                        Entry::new("zone_from", "address"),
                    ],
                    Safety::Unsafe,
                    TITLE,
                ),
            );
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_covers_all_clocks() {
        let hours: [MinuteRange; 1] = ["09:00-17:00".parse().unwrap()];
        assert_eq!(
            span(&hours, [120, 180].into_iter()).unwrap(),
            "11:00 to 20:00"
        );
        assert_eq!(span(&hours, [-540, 540].into_iter()), None);
    }
}
