use super::fixed_clock::{
    FixedWindow, Hour, Outside, Speaker, Timetables, fixed_windows, hours_there, whose,
};
use super::words;
use crate::calendar::MinuteRange;
use crate::diagnostics::{Diagnostic, Safety};
use crate::fix::Entry;
use crate::law::OpenHours;
use crate::rules::{Case, Findings, Rule, about, authority, in_window, rule};
use std::fmt::Write;

rule! {
    /// A window on a fixed clock is lawful in one half of the year and not in the other.
    DstDrift, "dst-drift", "timing", Error
}

impl Rule for DstDrift {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for window in fixed_windows(case) {
            if window.speaker() != Speaker::Drift {
                continue;
            }
            // What surely is forbidden first, law before limits, then the earliest.
            let first = window.outside.iter().min_by_key(|it| {
                let own = matches!(it.at, Hour::Own(_));
                (!it.is_sure(), own, it.day())
            });
            if let Some(first) = first {
                findings.push(finding(case, window, first, findings));
            }
        }
    }
}

fn finding<'c, 'p>(
    case: &Case<'c, 'p>,
    window: &FixedWindow<'c, 'p>,
    first: &Outside<'c, 'p>,
    findings: &Findings<'_>,
) -> Diagnostic {
    let campaign = case.campaign;
    let (people, plan, step, range) = match &first.at {
        Hour::Law(law) => (law.people, law.plan, law.step, law.range),
        Hour::Own(own) => (own.people, own.plan, own.step, own.range),
    };
    let day = first.day();
    let view = &campaign.steps[step];
    let hours: Vec<MinuteRange> = view
        .window
        .hours()
        .map_or(Vec::new(), |hours| hours.values().copied().collect());
    let (open, whose_law) = match &first.at {
        Hour::Law(law) => (
            law.breach.open.ranges(),
            format!("{} allows", authority::there(&law.breach.binding)),
        ),
        Hour::Own(own) if own.limit.is_some() => {
            (&own.open[..], "your own limits allow".to_owned())
        }
        Hour::Own(own) => (
            &own.open[..],
            "courtesy (the built-in limit `hours`) allows".to_owned(),
        ),
    };
    let outside = words::outside(range, open);
    let mut message = format!(
        "the window {} on the clock of {} is {} in {} on {}, and people can be {} between {} and {}; {whose_law} {}",
        words::hours(&hours),
        whose(window.zone),
        hours_there(&hours, first.ahead),
        words::place_and_clock(people),
        day.with_weekday(),
        words::reached(view.channel),
        outside.start,
        outside.end,
        words::hours(open),
    );
    let mut meant = None;
    if let Some((then, on)) = first.allowed_at {
        let there = hours_there(&hours, then);
        let _ = write!(
            message,
            ". It is {there} and allowed on {}, for the clocks do not change together",
            on.with_weekday()
        );
        meant = words::line(
            hours
                .iter()
                .flat_map(|it| super::fixed_clock::moved(*it, then)),
        );
    }
    let label = "not in step with the recipient's clock";
    let mut finding = if first.is_sure() {
        findings.violation(window.place, label)
    } else {
        findings.unverified(window.place, label)
    };
    finding = finding.because(message);
    let of_step = campaign.project.value(view.name_place()).site;
    finding = finding.see(of_step.label(format!("{} is sent in it", view.name())));
    let of_people = campaign.project.value(people.place).site;
    finding = finding.see(of_people.label("where people are"));
    let mut example = case.example(people, plan, step, day, outside);
    let days = match &first.at {
        Hour::Law(law) => {
            finding = finding
                .see(words::in_the_pack(law))
                .at_most(law.breach.binding.severity_cap());
            let mut timetables = Timetables::default();
            let timetable = timetables.of(case, people, plan, step);
            case.days_outside(people, plan, step, |day, range| {
                timetable.is_none_or(|timetable| {
                    let breaches = timetable.breaches(day, range);
                    let provision = law.breach.binding.provision;
                    !breaches
                        .iter()
                        .any(|it| std::ptr::eq(it.binding.provision, provision))
                })
            })
        }
        Hour::Own(own) => {
            if let Some(limit) = own.limit {
                let spot = campaign.project.value(limit);
                finding = finding.see(spot.site.label("the limit"));
            }
            let open = OpenHours::of(own.open.iter().copied());
            case.days_outside(people, plan, step, |_, range| open.covers(range))
        }
    };
    example.affected = Some((plan.affected(step, &days), plan.enrollments()));
    let mut cited: Vec<&str> = Vec::new();
    for outside in &window.outside {
        if let Hour::Law(law) = &outside.at {
            let provision = law.breach.binding.provision;
            if !cited.contains(&provision.id.as_str()) {
                cited.push(&provision.id);
                finding = finding.cite(provision.citation());
            }
        }
    }
    let lines = meant
        .into_iter()
        .chain([Entry::new("time_zone", "recipient")])
        .collect();
    finding.counterexample(example).mend(
        "What was tried in one season rings too early or too late in the other. Write the hours on the recipient's clock, which changes with them:",
        in_window(
            findings,
            window.place,
            lines,
            Safety::Unsafe,
            "Take the hours by the recipient's clock",
        ),
    )
}
