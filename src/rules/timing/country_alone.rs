//! Hours and days on which a country's parts forbid what the country allows, where an audience names
//! the country alone: a part of `quiet-hours` and of `holiday-contact`.

use super::words;
use crate::calendar::Region;
use crate::diagnostics::{Citation, Diagnostic, Severity};
use crate::law::{DayDoubt, Facts, OpenHours, Requirement};
use crate::model::HolidaySetting;
use crate::plan::{People, Plan};
use crate::rules::{Case, Findings, LegalBreach};
use crate::yaml::Place;

/// A breach of the law of a part of a country, were its people there.
struct InPart<'c, 'p> {
    part: Region,
    breach: LegalBreach<'c, 'p>,
}

/// Reports each country alone of which a part allows fewer hours than the country. Steps with findings
/// of their own are left out: their hours are to be changed first.
pub(super) fn report(case: &Case<'_, '_>, spoken_of: &[usize], findings: &mut Findings<'_>) {
    let found = each(case, |people, plan, part| {
        let step = |position: usize| {
            let inverted = super::is_inverted(&case.campaign.steps[position].window);
            !spoken_of.contains(&position) && !inverted
        };
        first(
            case,
            people,
            plan,
            part,
            step,
            &OpenHours::all_day(),
            |it| it.breach.legal_day.is_none(),
        )
    });
    for breaches in &found {
        if let Some(first) = breaches.first() {
            findings.push(hours(case, first, breaches.len() - 1, findings));
        }
    }
}

/// The law of a part of a country that leaves less than hours which are proposed for steps.
pub(super) struct Narrower {
    /// Where, and what it leaves, as a sentence.
    pub(super) says: String,
    /// The provision.
    pub(super) citation: Citation,
}

/// Where a part of a country alone allows less than hours that are proposed for some steps; the strictest.
pub(super) fn narrower(
    case: &Case<'_, '_>,
    steps: &[usize],
    proposed: &OpenHours,
) -> Option<Narrower> {
    let found = each(case, |people, plan, part| {
        let step = |position: usize| steps.contains(&position);
        first(case, people, plan, part, step, proposed, |it| {
            it.breach.legal_day.is_none()
        })
    });
    let InPart { part, breach } = found.first()?.first()?;
    let binding = &breach.breach.binding;
    let more = found.iter().flatten().count() - 1;
    let more = match more {
        0 => String::new(),
        1 => ", and one more part leaves less too".to_owned(),
        many => format!(", and {many} more parts leave less too"),
    };
    let says = format!(
        "`{}` does not say in which part of the country people live: in {} ({}) the law allows {} on {}{more}. Name the parts (`regions`).",
        breach.people.region,
        part.name_in_a_sentence(),
        part.code(),
        words::allowed(&breach.breach.open),
        breach.day.with_weekday(),
    );
    Some(Narrower {
        says,
        citation: binding.provision.citation(),
    })
}

/// Reports each country alone of which a part forbids contact on days of its own, and returns where these
/// countries are named. What `told` knows has been said already.
pub(super) fn report_days(
    case: &Case<'_, '_>,
    told: impl Fn(&LegalBreach<'_, '_>) -> bool,
    findings: &mut Findings<'_>,
) -> Vec<Place> {
    let parts = parts_with_days(case);
    let found = each(case, |people, plan, part| {
        let by_day = |_| parts.contains(&part.code());
        first(
            case,
            people,
            plan,
            part,
            by_day,
            &OpenHours::all_day(),
            |it| it.breach.legal_day.is_some() && !is_kept(case, part, it) && !told(it),
        )
    });
    let mut places = Vec::new();
    for breaches in &found {
        if let Some(first) = breaches.first() {
            places.push(first.breach.people.place);
            findings.push(days(case, first, breaches.len() - 1, findings));
        }
    }
    places
}

/// The parts of countries alone whose law names days on which some contact of the campaign is forbidden.
fn parts_with_days<'c>(case: &Case<'c, '_>) -> Vec<&'c str> {
    let names_days = |it: &Requirement| match it {
        Requirement::HolidayBan(_) => true,
        Requirement::Hours(hours) => !hours.special.is_empty(),
        _ => false,
    };
    let mut known: Vec<Facts> = Vec::new();
    let mut parts = Vec::new();
    for (people, _) in case.timing.people() {
        let facts = case.campaign.steps.iter();
        let facts = facts.filter_map(|step| case.facts(people, step));
        for facts in facts {
            if known.contains(&facts) {
                continue;
            }
            let found = case.law.of_parts(&facts, names_days);
            parts.extend(found.iter().map(|(pack, _)| pack.jurisdiction.as_str()));
            known.push(facts);
        }
    }
    parts
}

/// Whether the step keeps off the day because it is a public holiday of the part.
fn is_kept(case: &Case<'_, '_>, part: &Region, it: &LegalBreach<'_, '_>) -> bool {
    let setting = case.campaign.steps[it.step].window.holidays;
    let observes = setting.is_some_and(|at| matches!(at.value, HolidaySetting::Observe));
    let calendars = case.campaign.holidays();
    observes
        && calendars
            .public_holidays(part, it.day, it.day)
            .is_ok_and(|holidays| holidays.possible.contains(it.day))
}

/// For each country alone, by where it is named, what is found in its parts: the gravest first.
fn each<'c, 'p>(
    case: &Case<'c, 'p>,
    found_in: impl Fn(&'c People<'p>, &'c Plan<'c>, &Region) -> Option<LegalBreach<'c, 'p>>,
) -> Vec<Vec<InPart<'c, 'p>>> {
    let mut done: Vec<Place> = Vec::new();
    let mut all = Vec::new();
    for (people, plan) in case.timing.people() {
        if people.region.subdivision().is_some() || done.contains(&people.place) {
            continue;
        }
        let parts = case.law.subdivisions(people.region.country());
        let parts = parts.iter().filter_map(|code| code.parse::<Region>().ok());
        // Somebody on this clock can only be in a part that has it.
        let on_this_clock =
            parts.filter(|part| part.zones().iter().any(|zone| zone.same_clock(people.zone)));
        let breaches = on_this_clock.filter_map(|part| {
            let breach = found_in(people, plan, &part)?;
            Some(InPart { part, breach })
        });
        let mut breaches: Vec<InPart<'_, '_>> = breaches.collect();
        breaches.sort_by_key(|InPart { part, breach }| {
            let binding = &breach.breach.binding;
            (
                !binding.bearing.binds(),
                std::cmp::Reverse(binding.severity_cap()),
                breach.breach.open.minutes(),
                breach.day,
                part.code().to_owned(),
            )
        });
        if !breaches.is_empty() {
            done.push(people.place);
            all.push(breaches);
        }
    }
    all
}

/// The first wanted breach of the law of a part of a country, were these people in it and reached at such
/// of the hours of their steps only.
fn first<'c, 'p>(
    case: &Case<'c, 'p>,
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
    part: &Region,
    looked_at: impl Fn(usize) -> bool,
    hours: &OpenHours,
    wanted: impl Fn(&LegalBreach<'c, 'p>) -> bool,
) -> Option<LegalBreach<'c, 'p>> {
    let (from, to) = plan.span();
    for (position, step) in case.campaign.steps.iter().enumerate() {
        let times = case.times(people, position);
        if times.is_empty() || !looked_at(position) {
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
                let ranges = OpenHours::of(entry.ranges.iter().copied()).intersect(hours);
                for range in ranges.ranges() {
                    let breaches = timetable.breaches(day, *range).into_iter();
                    let of_part =
                        breaches.filter(|it| it.binding.provision.id.starts_with(part.code()));
                    let breaches = of_part.map(|breach| LegalBreach {
                        people,
                        plan,
                        step: position,
                        day,
                        range: *range,
                        breach,
                    });
                    if let Some(found) = breaches.into_iter().find(&wanted) {
                        return Some(found);
                    }
                }
            }
        }
    }
    None
}

fn hours(
    case: &Case<'_, '_>,
    found: &InPart<'_, '_>,
    more: usize,
    findings: &Findings<'_>,
) -> Diagnostic {
    let first = &found.breach;
    let outside = words::outside(first.range, first.breach.open.ranges());
    let when = format!(
        "between {} and {} on {}, where the law allows {}{}",
        outside.start,
        outside.end,
        first.day.with_weekday(),
        words::allowed(&first.breach.open),
        match more {
            0 => String::new(),
            1 => "; 1 more part allows less than these hours".to_owned(),
            many => format!("; {many} more parts allow less than these hours"),
        },
    );
    let help = "Nobody can keep the hours of a place that is not known. Name the parts, and leave out those that allow less:";
    unverified(case, found, findings, &when, help)
}

fn days(
    case: &Case<'_, '_>,
    found: &InPart<'_, '_>,
    more: usize,
    findings: &Findings<'_>,
) -> Diagnostic {
    let first = &found.breach;
    let name = first.breach.legal_day.as_ref();
    let estimated = name.is_some_and(|it| it.doubt == Some(DayDoubt::Estimated));
    let most = if estimated {
        Severity::Warning
    } else {
        Severity::Error
    };
    let name = match name {
        Some(legal_day) if estimated => format!(", when {} may fall", legal_day.name),
        Some(legal_day) => format!(", {}", legal_day.name),
        None => String::new(),
    };
    let open = &first.breach.open;
    let when = format!(
        "on {}{name}, when the law there {}{}",
        first.day.with_weekday(),
        if open.is_closed() {
            "forbids it".to_owned()
        } else {
            format!("allows {}", words::allowed(open))
        },
        match more {
            0 => String::new(),
            1 => "; 1 more part has such a day too".to_owned(),
            many => format!("; {many} more parts have such days too"),
        },
    );
    let help = "Nobody can keep off the days of a place that is not known. Name the parts, and keep off the days on which the law of each forbids contact:";
    unverified(case, found, findings, &when, help).at_most(most)
}

/// The finding that the law of a part may be broken, as nobody says who lives in it.
fn unverified(
    case: &Case<'_, '_>,
    found: &InPart<'_, '_>,
    findings: &Findings<'_>,
    when: &str,
    help: &str,
) -> Diagnostic {
    let InPart {
        part,
        breach: first,
    } = found;
    let campaign = case.campaign;
    let people = first.people;
    let step = &campaign.steps[first.step];
    let binding = &first.breach.binding;
    let message = format!(
        "`{}` does not say in which part of the country people live: in {} they would be {} {when}",
        people.region,
        part.name_in_a_sentence(),
        words::reached(step.channel),
    );
    findings
        .unverified(
            people.audience.place,
            format!("{} as a whole", people.region.country_name()),
        )
        .because(message)
        .see(
            campaign
                .project
                .value(people.place)
                .site
                .label("the country alone"),
        )
        .see(
            campaign
                .project
                .value(step.name_place())
                .site
                .label(format!("{} is for all of them", step.name())),
        )
        .see(words::in_the_pack(first))
        .cite(binding.provision.citation())
        .at_most(binding.severity_cap())
        .help(format!("{help}\n  regions: [{}, ...]", part.code()))
}
