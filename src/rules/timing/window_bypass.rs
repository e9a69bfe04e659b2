use super::holidays_met::most;
use super::{quiet_hours, words};
use crate::calendar::{DateSet, Day, MinuteRange, Weekdays};
use crate::diagnostics::{Diagnostic, Safety, Severity};
use crate::fix::Entry;
use crate::holidays::Certainty;
use crate::law::OpenHours;
use crate::model::{Channel, Enrollment, HolidaySetting, IfClosed, Purpose, WindowClock};
use crate::plan::{People, Plan};
use crate::project::StepView;
use crate::rules::{Case, Findings, Mend, Rule, about, in_window, rule};
use crate::yaml::{List, Place};

rule! {
    /// A step escapes the cadence's window.
    WindowBypass, "window-bypass", "timing", Error
}

impl Rule for WindowBypass {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        if !expects_waiting(case) {
            return;
        }
        sent_all_the_same(case, findings);
        for (position, step) in case.campaign.steps.iter().enumerate() {
            if !disturbs(case, step) || quiet_hours::speaks_of(case, position) {
                continue;
            }
            if case.campaign.if_closed() != IfClosed::Send {
                wider(case, step, findings);
            }
            answered_at_once(case, step, findings);
        }
    }
}

/// Whether people would rather have it later than at once. A warning of danger and the answer to what
/// they have just done themselves they want now.
fn expects_waiting(case: &Case<'_, '_>) -> bool {
    !matches!(
        case.campaign.purpose(),
        Some(Purpose::SafetyNotice | Purpose::Transactional)
    )
}

/// Whether a contact rings, lights up or stands at the door. A letter or an e-mail waits until it is looked at.
fn disturbs(case: &Case<'_, '_>, step: &StepView<'_>) -> bool {
    let Some(channel) = step.channel else {
        return false;
    };
    case.campaign.limits.holidays.contains(&channel)
        || matches!(
            channel,
            Channel::Call
                | Channel::Voicemail
                | Channel::Sms
                | Channel::Chat
                | Channel::Dm
                | Channel::Push
                | Channel::Popup
                | Channel::Visit
        )
}

/// What a window leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Closed {
    Weekday,
    Holiday(Certainty),
    Hours,
}

impl Closed {
    /// How sure it is that the window is closed.
    fn certainty(self) -> Certainty {
        match self {
            Self::Holiday(certainty) => certainty,
            Self::Weekday | Self::Hours => Certainty::Sure,
        }
    }
}

/// Whether a contact is made although the window is closed, because `if_closed` says so. Other rules
/// leave such a contact to this one.
pub(super) fn escapes(
    case: &Case<'_, '_>,
    people: &People<'_>,
    step: usize,
    day: Day,
    range: MinuteRange,
) -> bool {
    let step = &case.campaign.steps[step];
    case.campaign.if_closed() == IfClosed::Send
        && expects_waiting(case)
        && disturbs(case, step)
        // What may turn out to be open is left to the others as well.
        && closed(step, people, day, range).is_some_and(|it| it.certainty() != Certainty::Estimated)
}

/// What of a step's window is closed at a time; nothing if it is open, or if that is not known.
fn closed(
    step: &StepView<'_>,
    people: &People<'_>,
    day: Day,
    range: MinuteRange,
) -> Option<Closed> {
    let observes = step
        .window
        .holidays
        .is_some_and(|at| matches!(at.value, HolidaySetting::Observe));
    let holidays = people.holidays.as_ref().filter(|_| observes);
    if !step.window.weekdays().contains(day.weekday()) {
        return Some(Closed::Weekday);
    }
    let holiday = holidays.and_then(|it| it.certainty(day));
    let outside = || own_hours(step).is_some_and(|hours| !hours.covers(range));
    match holiday {
        Some(certainty) if certainty != Certainty::Estimated => Some(Closed::Holiday(certainty)),
        _ if outside() => Some(Closed::Hours),
        other => other.map(Closed::Holiday),
    }
}

/// The hours of a step's window on the recipient's clock; none if it has none, or they are on another clock.
fn own_hours(step: &StepView<'_>) -> Option<OpenHours> {
    let on_another = matches!(
        step.window.clock.map(|at| at.value),
        Some(WindowClock::Zone(_))
    );
    step.window.hours().filter(|_| !on_another).map(day_hours)
}

/// Hours as those of a day: what runs over midnight is open on both sides of it.
fn day_hours(hours: &List<MinuteRange>) -> OpenHours {
    OpenHours::of(hours.values().flat_map(|range| {
        let over = (range.end < range.start).then_some(MinuteRange {
            start: MinuteRange::ALL_DAY.start,
            end: range.end,
        });
        over.into_iter().chain([*range])
    }))
}

/// A contact outside a window.
struct Escape<'c, 'p> {
    step: usize,
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
    day: Day,
    range: MinuteRange,
    closed: Closed,
}

impl Escape<'_, '_> {
    /// The surest first, of those the earliest.
    fn rank(&self) -> (Certainty, Day) {
        (self.closed.certainty(), self.day)
    }
}

/// `if_closed: send`, where a contact can come up against a closed window.
fn sent_all_the_same(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let place = campaign
        .cadence
        .and_then(|cadence| cadence.value.if_closed.place());
    let Some(place) = place.filter(|_| campaign.if_closed() == IfClosed::Send) else {
        return;
    };
    let mut first: Option<Escape<'_, '_>> = None;
    let mut steps: Vec<usize> = Vec::new();
    for (position, step) in campaign.steps.iter().enumerate() {
        if !disturbs(case, step) || super::is_inverted(&step.window) {
            continue;
        }
        for (people, plan) in case.timing.people() {
            let Some(escape) = first_escape(case, people, plan, position) else {
                continue;
            };
            if !steps.contains(&position) {
                steps.push(position);
            }
            if first
                .as_ref()
                .is_none_or(|known| escape.rank() < known.rank())
            {
                first = Some(escape);
            }
        }
    }
    if let Some(first) = first {
        findings.push(finding(case, place, &first, &steps, findings));
    }
}

fn first_escape<'c, 'p>(
    case: &Case<'c, 'p>,
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
    position: usize,
) -> Option<Escape<'c, 'p>> {
    let step = &case.campaign.steps[position];
    let mut found: Option<Escape<'c, 'p>> = None;
    for times in case.times(people, position) {
        for day in times.days.iter() {
            if found
                .as_ref()
                .is_some_and(|known| known.rank() <= (Certainty::Sure, day))
            {
                break;
            }
            let ranges = times.ranges.iter();
            let escapes = ranges.filter_map(|range| {
                Some(Escape {
                    step: position,
                    people,
                    plan,
                    day,
                    range: *range,
                    closed: closed(step, people, day, *range)?,
                })
            });
            found = found.into_iter().chain(escapes).min_by_key(Escape::rank);
        }
    }
    found
}

fn finding<'c, 'p>(
    case: &Case<'c, 'p>,
    place: Place,
    first: &Escape<'c, 'p>,
    steps: &[usize],
    findings: &Findings<'_>,
) -> Diagnostic {
    let campaign = case.campaign;
    let step = &campaign.steps[first.step];
    let range = match own_hours(step) {
        Some(hours) if first.closed == Closed::Hours => words::outside(first.range, hours.ranges()),
        _ => first.range,
    };
    let when = match first.closed {
        Closed::Weekday => format!(
            "on {}, a {} that the window leaves out",
            first.day.with_weekday(),
            first.day.weekday().name()
        ),
        Closed::Holiday(certainty) => {
            let on = first.day.with_weekday();
            let holidays = first.people.holidays.as_ref();
            let name = holidays
                .and_then(|it| it.about(first.day))
                .map_or("a public holiday", |it| &it.holiday.name);
            match certainty {
                Certainty::Sure => format!("on {on}, {name}, which the window keeps"),
                Certainty::PastTheData => format!(
                    "on {on}, {name}, which the window keeps, if the law there stays as it is"
                ),
                Certainty::Estimated => {
                    format!("on {on}, when {name} may fall, which the window keeps")
                }
            }
        }
        Closed::Hours => format!(
            "between {} and {} on {}, outside the window's hours",
            range.start,
            range.end,
            first.day.with_weekday()
        ),
    };
    let message = format!(
        "what comes up against the closed window is sent all the same: people in {} can be {} {when}",
        words::place_and_clock(first.people),
        words::reached(step.channel),
    );
    let label = "the window holds nothing back";
    let certainty = first.closed.certainty();
    let finding = match certainty {
        Certainty::PastTheData => findings.unverified(place, label),
        Certainty::Sure | Certainty::Estimated => findings.violation(place, label),
    };
    let mut finding = finding.because(message).at_most(most(certainty));
    if let Some(window) = step.window.place {
        finding = finding.see(campaign.project.key(window).site.label("the window"));
    }
    for step in steps.iter().take(4) {
        let step = &campaign.steps[*step];
        let spot = campaign.project.value(step.name_place());
        finding = finding.see(
            spot.site
                .label(format!("{} can be outside it", step.name())),
        );
    }
    // What law forbids there is said here, once.
    let mut cited: Vec<&str> = Vec::new();
    for breach in case.legal_breaches() {
        let provision = breach.breach.binding.provision;
        if breach.breach.legal_day.is_none()
            && escapes(case, breach.people, breach.step, breach.day, breach.range)
            && !cited.contains(&provision.id.as_str())
        {
            cited.push(&provision.id);
            finding = finding.cite(provision.citation());
        }
    }
    let mut example = case.example(first.people, first.plan, first.step, first.day, range);
    let mut days = DateSet::spanning(first.plan.span().0, first.plan.span().1);
    for times in case.times(first.people, first.step) {
        for day in times.days.iter() {
            let mut ranges = times.ranges.iter();
            if ranges.any(|range| closed(step, first.people, day, *range).is_some()) {
                days.insert(day);
            }
        }
    }
    example.affected = Some((
        first.plan.affected(first.step, &days),
        first.plan.enrollments(),
    ));
    finding.counterexample(example).mend(
        "A window that can be passed by protects nobody. Let such a contact wait until it is open:",
        Mend::instead(
            findings,
            place,
            &Entry::new("if_closed", "shift"),
            Safety::Unsafe,
            "Let contacts wait until the window is open",
        ),
    )
}

/// A step's own window that is open where the cadence's is closed.
fn wider(case: &Case<'_, '_>, step: &StepView<'_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let Some(cadence) = campaign
        .cadence
        .and_then(|cadence| cadence.value.send_window.value())
    else {
        return;
    };
    let Some(own) = step.value.send_window.value() else {
        return;
    };
    // Hours on different clocks cannot be held against each other; `sender-clock` looks at that.
    if own.time_zone.is_missing() && !super::is_inverted(&step.window) {
        let days = cadence.days.values().fold(0, |set, days| set | days.0);
        let days = if cadence.days.is_empty() {
            Weekdays::DAILY
        } else {
            Weekdays(days)
        };
        let hours = cadence
            .hours
            .is_given()
            .then(|| day_hours(&cadence.hours))
            .filter(|_| own_hours(step).is_some());
        for (people, plan) in case.timing.plans() {
            for times in case.times(people, step.position) {
                let on_closed_day = times.days.iter().find(|day| !days.contains(day.weekday()));
                let at_closed_hour = hours.as_ref().and_then(|hours| {
                    let range = times.ranges.iter().find(|range| !hours.covers(**range))?;
                    Some(words::outside(*range, hours.ranges()))
                });
                let (day, range, when) = match (on_closed_day, at_closed_hour) {
                    (Some(day), _) => (
                        day,
                        times.ranges.first().copied(),
                        format!("on {}", day.with_weekday()),
                    ),
                    (None, Some(range)) => {
                        let Some(day) = times.days.first() else {
                            continue;
                        };
                        let when = format!(
                            "between {} and {} on {}",
                            range.start,
                            range.end,
                            day.with_weekday()
                        );
                        (day, Some(range), when)
                    }
                    (None, None) => continue,
                };
                let place = match on_closed_day {
                    Some(_) => own.days.place,
                    None => own.hours.place,
                };
                let Some(place) = place.or(step.value.send_window.place()) else {
                    continue;
                };
                let mut finding = findings
                    .violation(place, "wider than the cadence's window")
                    .because(format!(
                        "the step `{}` has a window of its own: people in {} can be {} {when}, when the cadence is closed",
                        step.name(),
                        words::place_and_clock(people),
                        words::reached(step.channel),
                    ))
                    .at_most(Severity::Warning)
                    .help("Whoever reads the cadence takes its window for all of it. Keep to that window, or write it as wide as it is and narrow the other steps.");
                if let Some(window) = campaign
                    .cadence
                    .and_then(|cadence| cadence.value.send_window.place())
                {
                    let spot = campaign.project.key(window);
                    finding = finding.see(spot.site.label("the cadence's window"));
                }
                let range = range.unwrap_or(MinuteRange::ALL_DAY);
                finding =
                    finding.counterexample(case.example(people, plan, step.position, day, range));
                findings.push(finding);
                return;
            }
        }
    }
}

/// A trigger that is answered whenever it comes, at night too.
fn answered_at_once(case: &Case<'_, '_>, step: &StepView<'_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let triggered = campaign.value.enrollment.value() == Some(&Enrollment::Triggered);
    // Who sees a prompt or chats is awake.
    let present = matches!(step.channel, Some(Channel::Chat | Channel::Popup));
    let first = step.position == 0
        && (step.value.day.value().is_none_or(|day| *day == 0)
            && step.value.business_day.place().is_none()
            && step.value.on.place().is_none())
        && step
            .value
            .wait
            .value()
            .is_none_or(|wait| wait.is_clock_time());
    let reached = case
        .timing
        .plans()
        .any(|(people, _)| !case.times(people, step.position).is_empty());
    if !triggered || present || !first || step.window.hours().is_some() || !reached {
        return;
    }
    let Some(cadence) = campaign.cadence else {
        return;
    };
    let place = step.window.place.unwrap_or(cadence.place);
    let spot = campaign.project.value(step.name_place());
    let finding = findings
        .unverified(place, "says no `hours`")
        .because(format!(
            "who enters at night is {} at night: nothing holds the first contact to the hours of the day",
            words::reached(step.channel),
        ))
        .see(spot.site.label(format!("{} answers at once", step.name())))
        .mend(
            "What sets it off can happen at three in the morning. Say when a contact may start; what comes at night then waits for the morning:",
            in_window(
                findings,
                place,
                vec![
                    Entry::new("hours", "\"09:00-20:00\""),
                    Entry::new("time_zone", "recipient"),
                ],
                Safety::Unsafe,
                "Let contacts wait for the morning",
            ),
        );
    findings.push(finding);
}
