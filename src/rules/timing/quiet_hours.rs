use super::fixed_clock::{FixedWindow, OwnBreach, Speaker, Timetables, fixed_clock, fixed_windows};
use super::{country_alone, window_bypass, words};
use crate::calendar::{Day, MinuteRange, Weekday, Weekdays};
use crate::diagnostics::{Citation, Diagnostic, Safety, Severity};
use crate::fix::Entry;
use crate::law::{ConsentNeeded, Hours, OpenHours, Provision};
use crate::listed::listed;
use crate::model::Channel;
use crate::plan::People;
use crate::project::StepView;
use crate::rules::{Case, Findings, LegalBreach, Mend, Rule, about, authority, in_window, rule};
use crate::yaml::Place;
use std::collections::BTreeMap;
use std::fmt::Write;

rule! {
    /// A contact can land outside the hours that law or the company's limits allow.
    QuietHours, "quiet-hours", "timing", Error
}

impl Rule for QuietHours {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let windows = fixed_windows(case);
        let mut groups: BTreeMap<Place, Group<'_, '_, '_>> = BTreeMap::new();
        for breach in legal(case) {
            let step = &case.campaign.steps[breach.step];
            if is_left_to_others(step, windows) {
                continue;
            }
            groups
                .entry(place_of(case, step, windows))
                .or_insert_with(|| Group::of(step))
                .law
                .push(breach);
        }
        for (position, step) in case.campaign.steps.iter().enumerate() {
            if is_left_to_others(step, windows) {
                continue;
            }
            if let Some(outside) = outside_courtesy(case, position, step) {
                groups
                    .entry(place_of(case, step, windows))
                    .or_insert_with(|| Group::of(step))
                    .courtesy
                    .push(outside);
            }
        }
        let mut spoken_of: Vec<usize> = Vec::new();
        for (place, group) in groups {
            spoken_of.extend(group.law.iter().map(|it| it.step));
            spoken_of.extend(group.courtesy.iter().map(|it| it.step));
            findings.push(group.finding(case, place, findings));
        }
        country_alone::report(case, &spoken_of, findings);
        without_law(case, findings);
    }
}

/// Says that hours were held against courtesy alone, where no law of a place is held. Of messages without
/// express consent `consent-missing` says so.
fn without_law(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    if !campaign.solicits() {
        return;
    }
    let opted_in = ConsentNeeded::opt_in();
    let is_judged = |people: &People<'_>, step: &StepView<'_>| {
        let facts = case.facts(people, step)?;
        campaign.limits.hours(facts.channel)?;
        let spoken = matches!(facts.channel, Channel::Call | Channel::Voicemail);
        let agreed = facts
            .consent
            .is_some_and(|it| opted_in.accepts.contains(&it));
        Some(spoken || agreed)
    };
    let mut unknown: Vec<&People<'_>> = Vec::new();
    for (people, _) in case.timing.people() {
        let country = people.region.country();
        if unknown.iter().all(|it| it.region.country() != country)
            && !case.law.has_pack(people.region)
            && (campaign.steps.iter()).any(|step| is_judged(people, step) == Some(true))
        {
            unknown.push(people);
        }
    }
    let Some(first) = unknown.first() else {
        return;
    };
    let (of_union, bare): (Vec<_>, Vec<_>) = unknown.iter().partition(|it| it.region.is_eea());
    let names = |people: &[&&People<'_>]| {
        let names: Vec<String> = people.iter().map(|it| it.region.spoken_name()).collect();
        listed(&names)
    };
    let mut known = Vec::new();
    if !bare.is_empty() {
        known.push(format!(
            "nothing is known here of the law of {}",
            names(&bare)
        ));
    }
    if !of_union.is_empty() {
        let places = names(&of_union);
        known.push(format!(
            "of the law of {places} only that of the Union is held"
        ));
    }
    let finding = findings
        .unverified(first.place, "no law of this place is held")
        .because(format!(
            "{}: the hours are held against courtesy alone, and neither caps nor lists nor days on which contact is forbidden were looked for",
            listed(&known),
        ))
        .at_most(Severity::Advice)
        .help("Ask somebody who knows the law there, and write down what it demands in a pack of your own (`courtesy.yaml`):\n  packs: [rules/our-law.yaml]");
    findings.push(finding);
}

/// Whether the hours of a step can be found wanting, be it by another rule.
pub(super) fn speaks_of(case: &Case<'_, '_>, position: usize) -> bool {
    let step = &case.campaign.steps[position];
    legal(case).any(|it| it.step == position) || outside_courtesy(case, position, step).is_some()
}

/// Contacts at hours that law forbids, and not for the day's sake, which `holiday-contact` is for;
/// nor because the window does not hold them, which `window-bypass` is for.
fn legal<'a, 'c, 'p>(case: &'a Case<'c, 'p>) -> impl Iterator<Item = &'a LegalBreach<'c, 'p>> {
    case.legal_breaches().iter().filter(|it| {
        it.breach.legal_day.is_none()
            && !window_bypass::escapes(case, it.people, it.step, it.day, it.range)
    })
}

/// Whether a more specific rule speaks of a step's window.
fn is_left_to_others(step: &StepView<'_>, windows: &[FixedWindow<'_, '_>]) -> bool {
    super::is_inverted(&step.window)
        || fixed_clock(step).is_some_and(|(_, place)| {
            windows
                .iter()
                .any(|window| window.place == place && window.speaker() == Speaker::Drift)
        })
}

/// Everything that is wrong with the hours written at one place.
struct Group<'a, 'c, 'p> {
    /// What the definition does not say, if that is the reason.
    unsaid: Option<&'static str>,
    law: Vec<&'a LegalBreach<'c, 'p>>,
    courtesy: Vec<OwnBreach<'c, 'p>>,
}

/// Whether the provision leaves no hour at all.
fn is_ban(breach: &LegalBreach<'_, '_>) -> bool {
    let hours = breach.breach.binding.provision.hours();
    hours.is_some_and(Hours::are_none)
}

/// Whether a law binds for certain, and its source is sure.
fn is_sure(breach: &LegalBreach<'_, '_>) -> bool {
    let binding = &breach.breach.binding;
    binding.bearing.binds() && binding.severity_cap() == Severity::Error
}

/// Where the hours of a step are written: the clock if it is not everybody's, else the hours, or
/// else the window or cadence that lacks them.
fn place_of(case: &Case<'_, '_>, step: &StepView<'_>, windows: &[FixedWindow<'_, '_>]) -> Place {
    let clock = fixed_clock(step)
        .map(|(_, place)| place)
        .filter(|place| is_elsewhere(step.position, *place, windows));
    clock
        .or(step.window.hours_place())
        .or(step.window.place)
        .or(case.campaign.cadence.map(|cadence| cadence.place))
        .unwrap_or(step.place)
}

/// Whether a step reaches people on another clock than that of its window.
fn is_elsewhere(step: usize, clock: Place, windows: &[FixedWindow<'_, '_>]) -> bool {
    windows
        .iter()
        .any(|window| window.place == clock && window.elsewhere.iter().any(|it| it.step == step))
}

/// The first contact of a step outside the company's own hours.
fn outside_courtesy<'c, 'p>(
    case: &Case<'c, 'p>,
    position: usize,
    step: &StepView<'p>,
) -> Option<OwnBreach<'c, 'p>> {
    let (open, limit) = case.campaign.limits.hours(step.channel?)?;
    let hours = OpenHours::of(open.iter().copied());
    let mut first: Option<OwnBreach<'c, 'p>> = None;
    for (people, plan) in case.timing.plans() {
        for entry in case.times(people, position) {
            let Some(day) = entry.days.first() else {
                continue;
            };
            let range = entry.ranges.iter().find(|range| {
                !hours.covers(**range)
                    && !window_bypass::escapes(case, people, position, day, **range)
            });
            let Some(range) = range else {
                continue;
            };
            if first.as_ref().is_none_or(|known| day < known.day) {
                first = Some(OwnBreach {
                    step: position,
                    people,
                    plan,
                    day,
                    range: *range,
                    open: open.clone(),
                    limit,
                });
            }
        }
    }
    first
}

impl<'c, 'p> Group<'_, 'c, 'p> {
    fn of(step: &StepView<'_>) -> Self {
        let unsaid = match (step.window.hours(), step.window.clock) {
            (None, _) => Some("hours"),
            // A window of all hours is the same on every clock.
            (Some(hours), None) if OpenHours::of(hours.values().copied()).minutes() < 1440 => {
                Some("time_zone")
            }
            _ => None,
        };
        Self {
            unsaid,
            law: Vec::new(),
            courtesy: Vec::new(),
        }
    }

    fn finding(mut self, case: &Case<'c, 'p>, place: Place, findings: &Findings<'_>) -> Diagnostic {
        words::gravest_first(&mut self.law);
        self.courtesy.sort_by_key(|it| (it.day, it.step));
        let finding = match (self.law.first().copied(), self.courtesy.first()) {
            // What we are not sure of does not speak before what the company itself has decided.
            (Some(law), Some(own)) if !is_sure(law) => self.by_courtesy(case, place, own, findings),
            (Some(law), _) => self.by_law(case, place, law, findings),
            (None, Some(own)) => self.by_courtesy(case, place, own, findings),
            (None, None) => findings.unverified(place, ""),
        };
        let (why, mend, parts) = self.mend(case, place, findings);
        let finding = parts.into_iter().fold(finding, Diagnostic::cite);
        finding.mend(why, mend)
    }

    /// A violation at a value, or what could not be verified for what is not said there.
    fn start(
        &self,
        case: &Case<'_, '_>,
        step: usize,
        place: Place,
        binds: bool,
        findings: &Findings<'_>,
    ) -> Diagnostic {
        let fixed =
            fixed_clock(&case.campaign.steps[step]).is_some_and(|(_, clock)| clock == place);
        match (self.unsaid, binds) {
            (Some(field), _) => findings.unverified(place, format!("says no `{field}`")),
            (None, true) if fixed => findings.violation(place, "not the recipient's clock"),
            (None, true) => findings.violation(place, "goes beyond what is allowed"),
            (None, false) => findings.unverified(place, "may go beyond what is allowed"),
        }
    }

    fn by_law(
        &self,
        case: &Case<'c, 'p>,
        place: Place,
        first: &LegalBreach<'c, 'p>,
        findings: &Findings<'_>,
    ) -> Diagnostic {
        let campaign = case.campaign;
        let step = &campaign.steps[first.step];
        let binding = &first.breach.binding;
        let outside = words::outside(first.range, first.breach.open.ranges());
        let can = if self.unsaid.is_some() {
            "could"
        } else {
            "can"
        };
        let mut message = format!(
            "people in {} {can} be {} between {} and {} on {}; {} allows {}",
            words::place_and_clock(first.people),
            words::reached(step.channel),
            outside.start,
            outside.end,
            first.day.with_weekday(),
            authority::there(binding),
            if is_ban(first) {
                "no hour of any day".to_owned()
            } else {
                words::allowed(&first.breach.open)
            },
        );
        let mut places: Vec<&str> = self.law.iter().map(|it| it.people.region.code()).collect();
        places.sort_unstable();
        places.dedup();
        let more = places.len().saturating_sub(1);
        if more > 0 {
            let have = if more == 1 { " has" } else { "s have" };
            let _ = write!(message, "; {more} more place{have} such hours");
        }
        let mut example = case.example(first.people, first.plan, first.step, first.day, outside);
        let mut timetables = Timetables::default();
        let timetable = timetables.of(case, first.people, first.plan, first.step);
        let open_hours = |day: Day, range: MinuteRange| {
            timetable.is_none_or(|timetable| {
                let breaches = timetable.breaches(day, range);
                !breaches
                    .iter()
                    .any(|it| std::ptr::eq(it.binding.provision, binding.provision))
            })
        };
        let days = case.days_outside(first.people, first.plan, first.step, open_hours);
        example.affected = Some((
            first.plan.affected(first.step, &days),
            first.plan.enrollments(),
        ));
        let finding = self
            .start(case, first.step, place, binding.bearing.binds(), findings)
            .because(message)
            .see(
                campaign
                    .project
                    .value(step.name_place())
                    .site
                    .label(format!("{} is sent in it", step.name())),
            )
            .see(
                campaign
                    .project
                    .value(first.people.place)
                    .site
                    .label("where people are"),
            )
            .see_all(
                step.window
                    .days_place()
                    .filter(|_| first.breach.open.is_closed() && !is_ban(first))
                    .map(|days| {
                        let label = format!("{} is among them", first.day.weekday().name());
                        campaign.project.value(days).site.label(label)
                    }),
            )
            .see(words::in_the_pack(first))
            .counterexample(example)
            .at_most(binding.severity_cap());
        self.cite_law(finding)
    }

    /// Names each provision once.
    fn cite_law(&self, mut finding: Diagnostic) -> Diagnostic {
        let mut cited: Vec<&str> = Vec::new();
        for breach in &self.law {
            let provision = breach.breach.binding.provision;
            if !cited.contains(&provision.id.as_str()) {
                cited.push(&provision.id);
                finding = finding.cite(provision.citation());
            }
        }
        finding
    }

    fn by_courtesy(
        &self,
        case: &Case<'c, 'p>,
        place: Place,
        first: &OwnBreach<'c, 'p>,
        findings: &Findings<'_>,
    ) -> Diagnostic {
        let campaign = case.campaign;
        let step = &campaign.steps[first.step];
        let outside = words::outside(first.range, &first.open);
        let can = if self.unsaid.is_some() {
            "could"
        } else {
            "can"
        };
        let whose = if first.limit.is_some() {
            "your own limits allow"
        } else {
            "courtesy (the built-in limit `hours`) allows"
        };
        let mut message = format!(
            "people in {} {can} be {} between {} and {} on {}; {whose} {}",
            words::place_and_clock(first.people),
            words::reached(step.channel),
            outside.start,
            outside.end,
            first.day.with_weekday(),
            words::hours(&first.open),
        );
        if let Some(law) = self.law.first() {
            message.push_str(&beside(law, first));
        }
        let mut finding = self
            .start(case, first.step, place, true, findings)
            .because(message)
            .see(
                campaign
                    .project
                    .value(step.name_place())
                    .site
                    .label(format!("{} is sent in it", step.name())),
            );
        if let Some(limit) = first.limit {
            finding = finding.see(campaign.project.value(limit).site.label("the limit"));
        }
        finding = finding.see_all(self.law.first().map(|law| words::in_the_pack(law)));
        let mut example = case.example(first.people, first.plan, first.step, first.day, outside);
        let hours = OpenHours::of(first.open.iter().copied());
        let days = case.days_outside(first.people, first.plan, first.step, |_, range| {
            hours.covers(range)
        });
        example.affected = Some((
            first.plan.affected(first.step, &days),
            first.plan.enrollments(),
        ));
        self.cite_law(finding.counterexample(example))
    }

    /// What to write: hours that nobody can object to, on the recipient's clock; with the law of parts of
    /// a country that leaves less than these.
    fn mend(
        &self,
        case: &Case<'c, 'p>,
        place: Place,
        findings: &Findings<'_>,
    ) -> (&'static str, Mend, Vec<Citation>) {
        if let Some(banned) = self.law.iter().find(|it| is_ban(it)) {
            let why = "The law forbids such contacts at any hour, so no other window will do. Take these people out of the audience:";
            let region = banned.people.region.code();
            let line = format!("regions: [...]   # without {region}");
            return (why, Mend::by_hand(&line), Vec::new());
        }
        let mut steps: Vec<usize> = self.law.iter().map(|it| it.step).collect();
        steps.extend(self.courtesy.iter().map(|it| it.step));
        steps.sort_unstable();
        steps.dedup();
        let mut own = OpenHours::all_day();
        for step in &steps {
            let channel = case.campaign.steps[*step].channel;
            let limit = channel.and_then(|channel| case.campaign.limits.hours(channel));
            let Some((hours, _)) = limit else { continue };
            if hours.is_empty() {
                let why = "The hours that the campaign limits itself to have none in common with those of the project or the built-in ones, so that no hour is left. Name some that lie within them, or leave the line out:";
                let line = "limits:\n  hours: {call: \"09:00-20:00\"}";
                return (why, Mend::by_hand(line), Vec::new());
            }
            own = own.intersect(&OpenHours::of(hours));
        }
        let week = self.week(case, &steps, &own);
        let Some(Open { days, hours: open }) = week.best() else {
            let why = if self.courtesy.is_empty() && own.minutes() < 1440 {
                "The law leaves none of the hours to which you limit yourself, so no window will do. Change the limit, or take these people out:"
            } else {
                "No hour of any day is open to all of these people. Give those of each place a campaign with a window of its own:"
            };
            return (why, Mend::by_hand("regions: [...]"), Vec::new());
        };
        let written = steps
            .iter()
            .find_map(|step| case.campaign.steps[*step].window.hours());
        let narrowed = written
            .map(|hours| open.intersect(&OpenHours::of(hours.values().copied())))
            .filter(|narrowed| !narrowed.is_closed());
        let open = narrowed.unwrap_or(open);
        let why = match self.law.first() {
            None => {
                "A contact at such an hour wakes or disturbs people.\nHours in which all of these people may be contacted:"
            }
            Some(law) if is_sure(law) => {
                "A contact at such an hour wakes or disturbs people, and breaks the law.\nHours in which all of these people may be contacted:"
            }
            Some(_) => {
                "A contact at such an hour wakes or disturbs people, and may break the law.\nHours in which all of these people may be contacted:"
            }
        };
        let mut lines = Vec::new();
        lines.extend(steps.first().and_then(|step| {
            let written = case.campaign.steps[*step].window.weekdays();
            let kept = week.kept(written, days);
            words::days(kept).filter(|_| kept != written)
        }));
        lines.extend(words::line(open.ranges().iter().copied()));
        lines.push(Entry::new("time_zone", "recipient"));
        let title = "Keep to hours in which all of these people may be contacted";
        let mut mend = in_window(findings, place, lines, Safety::Unsafe, title);
        let doubt = self
            .law
            .iter()
            .find_map(|it| words::doubt(&it.breach.binding.bearing));
        if let Some(doubt) = doubt {
            mend = mend.and(&format!("Not certain: {doubt}."));
        }
        let parts = country_alone::narrower(case, &steps, &open);
        if let Some(parts) = &parts {
            mend = mend.and(&parts.says);
        }
        (why, mend, parts.into_iter().map(|it| it.citation).collect())
    }

    /// What the law that is broken and the company leave open on each weekday on which a step can fall.
    fn week(&self, case: &Case<'c, 'p>, steps: &[usize], own: &OpenHours) -> Week {
        let mut week = Week::default();
        let mut timetables = Timetables::default();
        let breaks = |provision: &Provision| {
            let mut broken = self.law.iter().map(|it| it.breach.binding.provision);
            broken.any(|it| std::ptr::eq(it, provision))
        };
        for (people, plan) in case.timing.people() {
            for step in steps {
                let times = case.times(people, *step);
                let timetable = timetables.of(case, people, plan, *step);
                let (Some(timetable), false) = (timetable, times.is_empty()) else {
                    continue;
                };
                for day in times
                    .iter()
                    .flat_map(|it| timetable.representatives(&it.days))
                {
                    let windows = timetable.on(day).by.into_iter();
                    let usual = windows.filter(|it| it.because.is_none());
                    let ours = usual.filter(|it| breaks(it.binding.provision));
                    let open = ours.fold(own.clone(), |open, it| open.intersect(&it.open));
                    week.narrow(day.weekday(), &open);
                }
            }
        }
        week
    }
}

/// The hours of each weekday, as far as anything is done on it.
#[derive(Default)]
struct Week([Option<OpenHours>; 7]);

impl Week {
    fn narrow(&mut self, weekday: Weekday, open: &OpenHours) {
        let known = &mut self.0[usize::from(weekday.index())];
        *known = Some(match known {
            Some(known) => known.intersect(open),
            None => open.clone(),
        });
    }

    /// The weekdays that have the most open time in common, and that time; none if no day is open. A short
    /// Saturday does not shorten the week.
    fn best(&self) -> Option<Open> {
        let subsets = (1..=Weekdays::DAILY.0).map(Weekdays);
        let open = subsets.filter_map(|days| {
            let hours = self.common(days)?;
            let count = days.0.count_ones();
            let time = u32::from(hours.minutes()) * count;
            (time > 0).then_some((time, count, Open { days, hours }))
        });
        let best = open.max_by_key(|(time, count, _)| (*time, *count));
        best.map(|(.., open)| open)
    }

    /// The hours that some weekdays have in common; none if nothing is done on one of them.
    fn common(&self, days: Weekdays) -> Option<OpenHours> {
        let mut common = OpenHours::all_day();
        for weekday in Weekday::ALL.into_iter().filter(|it| days.contains(*it)) {
            common = common.intersect(self.0[usize::from(weekday.index())].as_ref()?);
        }
        Some(common)
    }

    /// Weekdays as they are written, without those on which something is done and which are not among others.
    fn kept(&self, written: Weekdays, days: Weekdays) -> Weekdays {
        let done = |it: Weekday| self.0[usize::from(it.index())].is_some();
        let left = Weekday::ALL.into_iter();
        let left = left.filter(|it| written.contains(*it) && (days.contains(*it) || !done(*it)));
        left.fold(Weekdays::default(), Weekdays::with)
    }
}

/// Hours that are open on some weekdays.
struct Open {
    days: Weekdays,
    hours: OpenHours,
}

/// What a law of which something is not sure says of contacts that the company's own hours forbid.
fn beside(law: &LegalBreach<'_, '_>, own: &OwnBreach<'_, '_>) -> String {
    let binding = &law.breach.binding;
    let authority = if law.people.region == own.people.region {
        authority::there(binding)
    } else {
        authority::at(binding, &words::place(law.people))
    };
    let allows = if binding.bearing.binds() {
        "allows"
    } else {
        "may allow no more than"
    };
    let day = if law.day == own.day {
        String::new()
    } else {
        format!("on {} ", law.day.with_weekday())
    };
    let open = words::allowed(&law.breach.open);
    format!("; {day}{authority} {allows} {open}")
}
