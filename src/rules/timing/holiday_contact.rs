use super::words;
use crate::calendar::{DateSet, Day};
use crate::diagnostics::{Diagnostic, Severity};
use crate::holidays::{self, Confidence};
use crate::model::{HolidaySetting, IfClosed};
use crate::plan::People;
use crate::project::StepView;
use crate::rules::{Case, Findings, LegalBreach, Rule, about, holiday_on, rule};
use crate::yaml::Place;
use std::collections::BTreeMap;

rule! {
    /// A contact can land on a public holiday of the recipient's region.
    HolidayContact, "holiday-contact", "timing", Error
}

/// What lets contacts land on holidays, by the place where it is written.
enum Cause {
    /// `holidays: ignore`.
    Ignored(Place),
    /// `holidays: [US]`.
    Elsewhere(Place),
    /// `if_closed: send`.
    SentAllTheSame(Place),
    /// Nothing is said of holidays; the window or cadence that says nothing.
    Unsaid(Place),
}

/// Contacts on holidays for one cause.
struct Landing<'c, 'p> {
    step: usize,
    people: &'c People<'p>,
    day: Day,
    steps: Vec<usize>,
    regions: Vec<&'p str>,
    certain: bool,
}

impl Rule for HolidayContact {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        by_law(case, findings);
        by_courtesy(case, findings);
        unknown_parts(case, findings);
    }
}

/// Why a step can land on a holiday at all; nothing if it is kept off them.
fn cause(case: &Case<'_, '_>, step: &StepView<'_>) -> Option<Cause> {
    let cadence = case.campaign.cadence?;
    match step.window.holidays {
        None => Some(Cause::Unsaid(step.window.place.unwrap_or(cadence.place))),
        Some(at) => match &at.value {
            HolidaySetting::Ignore => Some(Cause::Ignored(at.place)),
            HolidaySetting::Of(_) => Some(Cause::Elsewhere(at.place)),
            HolidaySetting::Observe if case.campaign.if_closed() == IfClosed::Send => {
                cadence.value.if_closed.place().map(Cause::SentAllTheSame)
            }
            HolidaySetting::Observe => None,
        },
    }
}

impl Cause {
    fn place(&self) -> Place {
        let (Self::Ignored(place)
        | Self::Elsewhere(place)
        | Self::SentAllTheSame(place)
        | Self::Unsaid(place)) = self;
        *place
    }
}

fn by_courtesy(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let mut causes: BTreeMap<Place, (Cause, Vec<Landing<'_, '_>>)> = BTreeMap::new();
    for (position, step) in case.campaign.steps.iter().enumerate() {
        let kept_off = step
            .channel
            .is_some_and(|channel| case.campaign.limits.holidays.contains(&channel));
        let Some(cause) = kept_off.then(|| cause(case, step)).flatten() else {
            continue;
        };
        let landings = &mut causes
            .entry(cause.place())
            .or_insert_with(|| (cause, Vec::new()))
            .1;
        for (people, _) in case.timing.people() {
            if let Some((day, certain)) = first_holiday(case, people, position) {
                landings.push(Landing {
                    step: position,
                    people,
                    day,
                    steps: vec![position],
                    regions: vec![people.region.code()],
                    certain,
                });
            }
        }
    }
    for (cause, landings) in causes.into_values() {
        // The smallest example: a sure day before an estimated one, then the earliest.
        let Some(first) = landings
            .iter()
            .min_by_key(|it| (!it.certain, it.day, it.step))
        else {
            unknown_calendars(case, &cause, findings);
            continue;
        };
        let mut steps: Vec<usize> = landings
            .iter()
            .flat_map(|it| it.steps.iter().copied())
            .collect();
        steps.sort_unstable();
        steps.dedup();
        let mut regions: Vec<&str> = landings
            .iter()
            .flat_map(|it| it.regions.iter().copied())
            .collect();
        regions.sort_unstable();
        regions.dedup();
        findings.push(finding(case, &cause, first, &steps, &regions, findings));
        unknown_calendars(case, &cause, findings);
    }
}

/// The first holiday on which a step can reach people; a day that is only estimated if there is no sure one.
fn first_holiday(case: &Case<'_, '_>, people: &People<'_>, step: usize) -> Option<(Day, bool)> {
    let holidays = people.holidays.as_ref()?;
    let mut estimated = None;
    for times in case.times(people, step) {
        for day in times.days.iter() {
            if holidays.certain.contains(day) {
                let earlier = first_certain(case, people, step, &holidays.certain);
                return Some((earlier.unwrap_or(day), true));
            }
            if estimated.is_none() && holidays.possible.contains(day) {
                estimated = Some(day);
            }
        }
    }
    estimated.map(|day| (day, false))
}

fn first_certain(
    case: &Case<'_, '_>,
    people: &People<'_>,
    step: usize,
    holidays: &DateSet,
) -> Option<Day> {
    let times = case.times(people, step).iter();
    times
        .filter_map(|times| times.days.iter().find(|day| holidays.contains(*day)))
        .min()
}

fn finding(
    case: &Case<'_, '_>,
    cause: &Cause,
    first: &Landing<'_, '_>,
    steps: &[usize],
    regions: &[&str],
    findings: &Findings<'_>,
) -> Diagnostic {
    let campaign = case.campaign;
    let view = &campaign.steps[first.step];
    let holiday = first
        .people
        .holidays
        .as_ref()
        .and_then(|holidays| holidays.about(first.day));
    let name = holiday.map_or("a public holiday".to_owned(), |holiday| {
        holiday.holiday.name.to_string()
    });
    let reached = words::reached(view.channel);
    let place = words::place(first.people);
    let on = first.day.with_weekday();
    let mut message = match (cause, first.certain) {
        (Cause::Unsaid(_), _) => format!(
            "nothing says whether contacts keep off public holidays: people in {place} may be {reached} on {on}, {name}"
        ),
        (_, true) => {
            format!("people in {place} can be {reached} on {on}, {name}, a public holiday there")
        }
        (_, false) => format!(
            "people in {place} can be {reached} on {on}, when {name} may fall, a public holiday there"
        ),
    };
    if regions.len() > 1 {
        message.push_str(&format!(
            "; people in {} more places have such days too",
            regions.len() - 1
        ));
    }
    let finding = match cause {
        Cause::Ignored(place) => findings.violation(*place, "public holidays are ignored"),
        Cause::Elsewhere(place) => findings.violation(
            *place,
            format!("not the holidays of {}", first.people.region),
        ),
        Cause::SentAllTheSame(place) => {
            findings.violation(*place, "closed days do not hold a contact back")
        }
        Cause::Unsaid(place) => findings.unverified(*place, "says nothing of holidays"),
    };
    let mut finding = finding.because(message);
    for step in steps.iter().take(4) {
        let step = &campaign.steps[*step];
        let spot = campaign.project.value(step.name_place());
        finding = finding.see(spot.site.label(format!("{} can land there", step.name())));
    }
    finding = finding.see(
        campaign
            .project
            .value(first.people.place)
            .site
            .label(format!("{name} is kept here")),
    );
    if let Some(place) = campaign.limits.holidays_place {
        finding = finding.see(
            campaign
                .project
                .key(place)
                .site
                .label("the channels that keep off holidays"),
        );
    }
    let plan = case
        .timing
        .people()
        .find(|(people, _)| std::ptr::eq(*people, first.people))
        .map(|(_, plan)| plan);
    if let Some(plan) = plan {
        let range = case.range_on(first.people, first.step, first.day);
        let mut example = case.example(first.people, plan, first.step, first.day, range);
        if let Some(holidays) = &first.people.holidays {
            example.affected = Some((
                plan.affected(first.step, &holidays.certain),
                plan.enrollments(),
            ));
        }
        finding = finding.counterexample(example);
    }
    if !first.certain {
        finding = finding.at_most(Severity::Warning);
    }
    let help = match cause {
        Cause::SentAllTheSame(_) => {
            "People have the day off, and a contact takes a part of it. Let the contact wait:\n  if_closed: shift"
        }
        _ => {
            "People have the day off, and a contact takes a part of it. Keep off the recipient's holidays:\n  holidays: observe"
        }
    };
    finding.help(help)
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

/// Countries whose calendar we do not hold: that nothing was found there is no proof.
fn unknown_calendars(case: &Case<'_, '_>, cause: &Cause, findings: &mut Findings<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for (people, _) in case
        .timing
        .people()
        .filter(|(people, _)| people.holidays.is_none())
    {
        if !seen.contains(&people.region.code()) {
            seen.push(people.region.code());
        }
    }
    if !seen.is_empty() {
        let finding = findings
            .unverified(cause.place(), "not kept off holidays")
            .because(format!("Courtesy holds no public holidays of {}, so nobody knows on which of them this lands", seen.join(", ")))
            .help("Keep off the recipient's holidays, whatever they are:\n  holidays: observe");
        findings.push(finding);
    }
}

/// Holidays that only parts of a country have, where the audience names the country alone; and days past the data.
fn unknown_parts(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let mut done: Vec<Place> = Vec::new();
    for (people, plan) in case.timing.people() {
        if done.contains(&people.place) || people.region.subdivision().is_some() {
            continue;
        }
        let steps = (0..case.campaign.steps.len()).filter(|step| {
            let view = &case.campaign.steps[*step];
            let kept_off = view
                .channel
                .is_some_and(|channel| case.campaign.limits.holidays.contains(&channel));
            kept_off && cause(case, view).is_some()
        });
        let steps: Vec<usize> = steps.collect();
        let (from, to) = plan.span();
        let Some(first_step) = steps.first() else {
            continue;
        };
        let Ok(parts) = holidays::subdivision_only(people.region, from.year()..=to.year()) else {
            continue;
        };
        let hit = parts.iter().find(|(_, occurrence)| {
            occurrence.confidence != Confidence::Estimated
                && holiday_on(people, occurrence.date).is_none()
                && steps
                    .iter()
                    .any(|step| plan.reach(*step).contains(occurrence.date))
        });
        if let Some((part, occurrence)) = hit {
            done.push(people.place);
            let step = &case.campaign.steps[*first_step];
            let finding = findings
                .unverified(people.audience.place, format!("{} as a whole", people.region.country_name()))
                .because(format!(
                    "`{}` does not say which part of the country people live in: in {} they would be {} on {}, {}",
                    people.region,
                    part.full_name(),
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
