use super::fixed_clock::Timetables;
use super::holidays_met::{Cause, Exposed, Met, exposed, in_own_calendar, most, reached_on};
use super::{country_alone, words};
use crate::calendar::{DateSet, Day};
use crate::diagnostics::{Diagnostic, Safety, Severity};
use crate::fix::Entry;
use crate::holidays::{Certainty, Confidence, Coverage};
use crate::law::{DayDoubt, OpenHours};
use crate::model::HolidaySetting;
use crate::rules::{
    Case, Findings, LegalBreach, Mend, Rule, about, authority, holiday_on, in_window, rule,
};
use crate::yaml::Place;
use std::collections::BTreeMap;
use std::fmt::Write;

rule! {
    /// A contact can land on a public holiday of the recipient's region.
    HolidayContact, "holiday-contact", "timing", Error
}

impl Rule for HolidayContact {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let mut banned = banned(case);
        let exposed = exposed(case);
        let told = |it: &LegalBreach<'_, '_>| exposed.iter().any(|exposed| exposed.tells_of(it));
        let by_parts = country_alone::report_days(case, told, findings);
        for exposed in &exposed {
            // `wrong-calendar` speaks of a list of other places.
            let first = exposed.first();
            let own = first.filter(|_| !matches!(exposed.cause, Cause::Wrong(_)));
            if let Some(first) = own {
                let mut finding = finding(case, exposed, first, findings);
                // The same day, forbidden by law too, is not told twice.
                if let Some(breaches) = banned.get_mut(&exposed.cause.place()) {
                    let told = breaches.extract_if(.., |it| exposed.tells_of(it));
                    finding = beside_courtesy(finding, first, told.collect());
                }
                findings.push(finding);
            }
            unknown_calendars(case, exposed, findings);
            if first.is_none() {
                unknown_parts(case, exposed, &by_parts, findings);
            }
        }
        for (place, mut breaches) in banned {
            words::gravest_first(&mut breaches);
            if let Some(first) = breaches.first() {
                findings.push(by_law(case, place, first, &breaches, findings));
            }
        }
    }
}

/// A finding of courtesy with the law that forbids contact on the day too, or may.
fn beside_courtesy(
    mut finding: Diagnostic,
    met: &Met<'_, '_>,
    mut told: Vec<&LegalBreach<'_, '_>>,
) -> Diagnostic {
    words::gravest_first(&mut told);
    if let Some(law) = told.first() {
        let binding = &law.breach.binding;
        let authority = if law.people.region == met.people.region {
            authority::there(binding)
        } else {
            authority::at(binding, &words::place(law.people))
        };
        let forbids = if binding.bearing.binds() {
            "forbids contact on such a day too"
        } else {
            "may forbid contact on such a day too"
        };
        let _ = write!(finding.message, "; {authority} {forbids}");
        finding = finding.see(words::in_the_pack(law));
    }
    cite_all(finding, &told)
}

/// Cites every provision once.
fn cite_all(mut finding: Diagnostic, breaches: &[&LegalBreach<'_, '_>]) -> Diagnostic {
    let mut cited: Vec<&str> = Vec::new();
    for breach in breaches {
        let provision = breach.breach.binding.provision;
        if !cited.contains(&provision.id.as_str()) {
            cited.push(&provision.id);
            finding = finding.cite(provision.citation());
        }
    }
    finding
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
        let _ = write!(
            message,
            "; {more} more place{} such days too",
            if more == 1 { " has" } else { "s have" }
        );
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
    finding
        .because(message)
        .see_all(exposed.labels(case, first))
        .counterexample(first.example(case))
        .at_most(most(first.certainty))
        .mend(
            "People have the day off, and a contact takes a part of it. Keep off the recipient's holidays:",
            observe(findings, exposed.cause),
        )
}

/// Keeps off the holidays where people live. Where nothing is said of holidays, nobody is contacted more by it;
/// where something is, somebody has decided it.
pub(super) fn observe(findings: &Findings<'_>, cause: Cause) -> Mend {
    let line = Entry::new("holidays", "observe");
    let title = "Keep off the recipient's holidays";
    match cause {
        Cause::Unsaid(place) => in_window(findings, place, vec![line], Safety::Safe, title),
        other => Mend::instead(findings, other.place(), &line, Safety::Unsafe, title),
    }
}

/// Contacts on days on which law forbids them for what the days are, whatever the window observes;
/// by the place of the window's holidays.
fn banned<'a, 'c, 'p>(case: &'a Case<'c, 'p>) -> BTreeMap<Place, Vec<&'a LegalBreach<'c, 'p>>> {
    let mut banned: BTreeMap<Place, Vec<&LegalBreach<'_, '_>>> = BTreeMap::new();
    let breaches = case.legal_breaches().iter();
    for breach in breaches.filter(|it| it.breach.legal_day.is_some()) {
        let step = &case.campaign.steps[breach.step];
        let holidays = step.window.holidays.map(|at| at.place);
        let place = holidays
            .or(step.window.place)
            .or(case.campaign.cadence.map(|cadence| cadence.place))
            .unwrap_or(step.place);
        banned.entry(place).or_default().push(breach);
    }
    banned
}

fn by_law(
    case: &Case<'_, '_>,
    place: Place,
    first: &LegalBreach<'_, '_>,
    breaches: &[&LegalBreach<'_, '_>],
    findings: &Findings<'_>,
) -> Diagnostic {
    let name = first
        .breach
        .legal_day
        .as_ref()
        .map_or("a legal holiday", |legal_day| &legal_day.name);
    let step = &case.campaign.steps[first.step];
    let binding = &first.breach.binding;
    let doubt = first.breach.legal_day.as_ref().and_then(|it| it.doubt);
    let authority = authority::there(binding);
    let open = &first.breach.open;
    let closed = open.is_closed();
    let range = if closed {
        first.range
    } else {
        words::outside(first.range, open.ranges())
    };
    let on = if closed {
        first.day.with_weekday()
    } else {
        let day = first.day.with_weekday();
        format!("{day} between {} and {}", range.start, range.end)
    };
    let days = days_of(case, first);
    let (says, keep) = if closed {
        let keep = format!("that is closed on {}", words::first_of(&days));
        ("forbids it".to_owned(), keep)
    } else {
        let hours = words::allowed(open);
        let both = OpenHours::of([first.range]).intersect(open);
        let both = if both.is_closed() { open } else { &both };
        let keep = format!("with hours that hold on such days too (`hours: {both}`)");
        (format!("allows {hours}"), keep)
    };
    let when = match doubt {
        Some(DayDoubt::Estimated) => {
            format!("on {on}, when {name} may fall, a day on which {authority} {says}")
        }
        Some(DayDoubt::PastTheData) => {
            format!("on {on}, {name}, when {authority} {says} if it stays as it is")
        }
        Some(DayDoubt::Declaration | DayDoubt::NotHeld) | None => {
            format!("on {on}, {name}, when {authority} {says}")
        }
    };
    let message = format!(
        "people in {} can be {} {when}",
        words::place(first.people),
        words::reached(step.channel),
    );
    let finding = if binding.bearing.binds() {
        findings.violation(place, "does not keep off that day")
    } else {
        findings.unverified(place, "does not keep off that day")
    };
    let mut example = case.example(first.people, first.plan, first.step, first.day, range);
    if doubt != Some(DayDoubt::Estimated) {
        for contact in &mut example.contacts {
            contact.holiday.get_or_insert_with(|| name.to_owned());
        }
    }
    // An estimate is off by a day too often for an error.
    let most = match doubt {
        Some(DayDoubt::Estimated) => Severity::Warning,
        _ => Severity::Error,
    };
    let settled_by = match doubt {
        Some(DayDoubt::Estimated) => Some(
            "the date is an estimate until it is announced (`confirm` in courtesy.yaml settles it)"
                .to_owned(),
        ),
        _ => words::doubt(&binding.bearing),
    };
    let doubt = settled_by.map_or(String::new(), |doubt| {
        format!(" As far as we know: {doubt}.")
    });
    let setting = step.window.holidays.map(|at| &at.value);
    let is_public = holiday_on(first.people, first.day).is_some();
    let observe = if is_public && !matches!(setting, Some(HolidaySetting::Observe)) {
        " Those that are public holidays there are kept by:\n  holidays: observe"
    } else {
        ""
    };
    let spot = case.campaign.project.value(first.people.place);
    let aside = first.people.holidays.iter().flat_map(|it| it.set_aside());
    let aside = aside
        .filter(|it| it.date == first.day)
        .find_map(|it| it.said.as_ref());
    let aside = aside.map(|said| {
        let label = "taken out of the holidays here, but not out of the law's list";
        said.site.clone().label(label)
    });
    let finding = finding
        .because(message)
        .see_all(aside)
        .see(words::in_the_pack(first))
        .see(spot.site.label("where it is in force"))
        .counterexample(example)
        .at_most(binding.severity_cap().min(most))
        .help(format!(
            "The law's own list of days is not the public calendar alone.{doubt} Give these people a step window of their own {keep}, or end the campaign before it.{observe}",
        ));
    cite_all(finding, breaches)
}

/// The days of a law on which a step can be made.
fn days_of(case: &Case<'_, '_>, first: &LegalBreach<'_, '_>) -> Vec<Day> {
    let mut timetables = Timetables::default();
    let Some(timetable) = timetables.of(case, first.people, first.plan, first.step) else {
        return vec![first.day];
    };
    let provision = first.breach.binding.provision;
    let times = case.times(first.people, first.step).iter();
    let days = times.flat_map(|it| timetable.representatives(&it.days));
    let mut days: Vec<Day> = days
        .filter(|day| {
            timetable.on(*day).by.iter().any(|it| {
                std::ptr::eq(it.binding.provision, provision)
                    && it.because.is_some()
                    && it.binding.bearing == first.breach.binding.bearing
            })
        })
        .collect();
    days.sort_unstable();
    days.dedup();
    days
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
        let own = case.campaign.holidays();
        let doubt = match (own.horizon(region), own.coverage(region)) {
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
            .mend(
                "Keep off the recipient's holidays, whatever they are:",
                observe(findings, exposed.cause),
            );
        findings.push(finding);
    }
}

/// Holidays that only parts of a country have, where the audience names the country alone; `told` are the
/// countries of whose parts enough has been said.
fn unknown_parts(
    case: &Case<'_, '_>,
    exposed: &Exposed<'_, '_>,
    told: &[Place],
    findings: &mut Findings<'_>,
) {
    let mut done: Vec<Place> = told.to_vec();
    let own = case.campaign.holidays();
    for (people, plan) in case.timing.people() {
        if done.contains(&people.place) || people.region.subdivision().is_some() {
            continue;
        }
        let (from, to) = plan.span();
        let Ok(parts) = own.subdivision_only(people.region, from.year()..=to.year()) else {
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
                .see_all(in_own_calendar(own, &occurrence.holiday))
                .help(format!("Keep off the recipient's holidays (`holidays: observe`), or name the parts:\n  regions: [{}, ...]", part.code()));
            findings.push(finding);
        }
    }
}
