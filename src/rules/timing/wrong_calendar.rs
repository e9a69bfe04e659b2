use super::holiday_contact::observe;
use super::holidays_met::{Cause, Exposed, Met, exposed, most, reached_on};
use crate::calendar::Region;
use crate::diagnostics::Diagnostic;
use crate::holidays::Certainty;
use crate::listed::listed;
use crate::model::HolidaySetting;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::List;
use std::fmt::Write;

rule! {
    /// The cadence observes the holidays of a place other than the recipient's.
    WrongCalendar, "wrong-calendar", "timing", Error
}

impl Rule for WrongCalendar {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for exposed in exposed(case) {
            if let (Cause::Wrong(_), Some(first)) = (exposed.cause, exposed.first()) {
                findings.push(finding(case, &exposed, first, findings));
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
    let window = &case.campaign.steps[first.step].window;
    let none = List::default();
    let regions = match window.holidays.map(|at| &at.value) {
        Some(HolidaySetting::Of(regions)) => regions,
        _ => &none,
    };
    let names: Vec<String> = regions.values().map(Region::name_in_a_sentence).collect();
    let mut message = format!(
        "the window keeps the holidays of {}, where nobody of the audience lives: {}",
        listed(&names),
        reached_on(case, first, "can"),
    );
    if let Some(kept) = kept_for_nothing(case, regions, first) {
        let _ = write!(message, "; {kept}, is kept for nothing");
    }
    let place = exposed.cause.place();
    let finding = match first.certainty {
        Certainty::PastTheData => findings.unverified(place, "not the recipient's holidays"),
        Certainty::Sure | Certainty::Estimated => {
            findings.violation(place, "not the recipient's holidays")
        }
    };
    let mut both: Vec<&str> = regions.values().map(Region::code).collect();
    both.push(first.people.region.code());
    finding
        .because(message)
        .see_all(exposed.labels(case, first))
        .counterexample(first.example(case))
        .at_most(most(first.certainty))
        .mend(
            "The day off is the recipient's, not the sender's. Keep off the holidays where people live:",
            observe(findings, exposed.cause).and(&format!(
                "or, if yours are to be kept as well, name both:\n  holidays: [{}]",
                both.join(", "),
            )),
        )
}

/// The first day that the window keeps and that is no holiday where the people are.
fn kept_for_nothing(
    case: &Case<'_, '_>,
    regions: &List<Region>,
    first: &Met<'_, '_>,
) -> Option<String> {
    let (from, to) = first.plan.span();
    let weekdays = case.campaign.steps[first.step].window.weekdays();
    let theirs = first.people.holidays.as_ref()?;
    let own = case.campaign.holidays();
    let days = regions.values().filter_map(|region| {
        let kept = own.public_holidays(region, from, to).ok()?;
        let day = kept
            .certain
            .iter()
            .find(|day| weekdays.contains(day.weekday()) && !theirs.possible.contains(*day))?;
        let name = kept.on(day).first()?.holiday.name.to_string();
        Some((day, name))
    });
    let (day, name) = days.min()?;
    Some(format!("{}, {name}", day.with_weekday()))
}
