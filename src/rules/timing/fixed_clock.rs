//! Windows on the clock of one zone, wherever the recipient is: what they are
//! on the recipient's clock, and which rule speaks of them.
//!
//! Of one such window one rule speaks, the most specific: `dst-drift` if it
//! leaves the allowed hours only while the two clocks stand in one way to each
//! other, `quiet-hours` if it leaves them all the time, `unknown-zone` if its
//! zone is an abbreviation, else `sender-clock`.

use crate::calendar::{Day, Instant, LocalTime, Minute, MinuteRange, Zone};
use crate::law::{Facts, OpenHours, Timetable};
use crate::model::WindowClock;
use crate::plan::{People, Plan};
use crate::project::StepView;
use crate::rules::{Case, LegalBreach};
use crate::yaml::Place;
use std::collections::BTreeMap;

/// The clock of a window that is not the recipient's, and where it is written.
pub(super) fn fixed_clock(step: &StepView<'_>) -> Option<(Zone, Place)> {
    let at = step.window.clock?;
    match at.value {
        WindowClock::Zone(zone) => Some((zone, at.place)),
        WindowClock::Recipient => None,
    }
}

/// By how many minutes the clock of people is ahead of a window's, each with the first day on which
/// a step can reach them so.
pub(in crate::rules) type Ahead = BTreeMap<i32, Day>;

/// People to whom a window on a fixed clock is not what it says.
pub(in crate::rules) struct Elsewhere<'c, 'p> {
    /// They.
    pub people: &'c People<'p>,
    /// Their contacts.
    pub plan: &'c Plan<'c>,
    /// The step.
    pub step: usize,
    /// How far their clock is from the window's.
    pub ahead: Ahead,
}

/// A contact at an hour that is not allowed, by a window on a fixed clock.
pub(in crate::rules) struct Outside<'c, 'p> {
    /// When, and by which provision if it is law.
    pub at: Hour<'c, 'p>,
    /// How far the clock there is ahead of the window's then.
    pub ahead: i32,
    /// Another difference, with its first day, at which the same hours would be allowed.
    pub allowed_at: Option<(i32, Day)>,
}

/// What forbids an hour.
pub(in crate::rules) enum Hour<'c, 'p> {
    /// A provision.
    Law(LegalBreach<'c, 'p>),
    /// The company's own hours.
    Own(OwnBreach<'c, 'p>),
}

/// A contact outside the company's own hours.
pub(in crate::rules) struct OwnBreach<'c, 'p> {
    /// The step.
    pub step: usize,
    /// Whom it reaches.
    pub people: &'c People<'p>,
    /// Their contacts.
    pub plan: &'c Plan<'c>,
    /// The day.
    pub day: Day,
    /// The minutes at which it can start.
    pub range: MinuteRange,
    /// The hours that are allowed.
    pub open: Vec<MinuteRange>,
    /// Where they are written; nowhere if they are built in.
    pub limit: Option<Place>,
}

/// Which rule speaks of a window on a fixed clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Speaker {
    /// `dst-drift`.
    Drift,
    /// `quiet-hours`.
    QuietHours,
    /// `unknown-zone`.
    Abbreviation,
    /// `sender-clock`.
    SenderClock,
    /// Everybody lives on that clock.
    Nobody,
}

/// A window on a fixed clock, by the place where the clock is written.
pub(in crate::rules) struct FixedWindow<'c, 'p> {
    /// The clock.
    pub zone: Zone,
    /// Where it is written.
    pub place: Place,
    /// The people on other clocks, in the order of the text.
    pub elsewhere: Vec<Elsewhere<'c, 'p>>,
    /// The contacts at hours that are not allowed.
    pub outside: Vec<Outside<'c, 'p>>,
}

impl FixedWindow<'_, '_> {
    /// Which rule speaks.
    pub(super) fn speaker(&self) -> Speaker {
        // What is only perhaps forbidden does not decide where something surely is.
        let any_sure = self.outside.iter().any(Outside::is_sure);
        let mut counted = self
            .outside
            .iter()
            .filter(|it| it.is_sure() || !any_sure)
            .peekable();
        if counted.peek().is_some() {
            return if counted.all(|it| it.allowed_at.is_some()) {
                Speaker::Drift
            } else {
                Speaker::QuietHours
            };
        }
        if self.zone.is_abbreviation() {
            Speaker::Abbreviation
        } else if self.elsewhere.is_empty() {
            Speaker::Nobody
        } else {
            Speaker::SenderClock
        }
    }
}

impl Outside<'_, '_> {
    /// Whether it is surely forbidden.
    pub(super) fn is_sure(&self) -> bool {
        match &self.at {
            Hour::Law(breach) => breach.breach.binding.bearing.binds(),
            Hour::Own(_) => true,
        }
    }

    /// The day.
    pub(super) fn day(&self) -> Day {
        match &self.at {
            Hour::Law(breach) => breach.day,
            Hour::Own(own) => own.day,
        }
    }
}

/// The windows on fixed clocks of a campaign, in the order of the text; worked out once for all rules.
pub(super) fn fixed_windows<'a, 'c, 'p>(case: &'a Case<'c, 'p>) -> &'a [FixedWindow<'c, 'p>] {
    case.fixed_windows.get_or_init(|| look_at(case))
}

fn look_at<'c, 'p>(case: &Case<'c, 'p>) -> Vec<FixedWindow<'c, 'p>> {
    let mut windows: BTreeMap<Place, FixedWindow<'c, 'p>> = BTreeMap::new();
    let mut timetables = Timetables::default();
    for (position, step) in case.campaign.steps.iter().enumerate() {
        let Some((zone, place)) = fixed_clock(step) else {
            continue;
        };
        if super::is_inverted(&step.window) || !super::words::at_an_hour(step) {
            continue;
        }
        let window = windows.entry(place).or_insert_with(|| FixedWindow {
            zone,
            place,
            elsewhere: Vec::new(),
            outside: Vec::new(),
        });
        for (people, plan) in case.timing.people() {
            let ahead = ahead(case, people, position, zone);
            if ahead.is_empty() {
                continue;
            }
            let reached = Reached {
                people,
                plan,
                step: position,
                zone,
                ahead: &ahead,
            };
            reached.by_law(case, &mut timetables, &mut window.outside);
            reached.by_limits(case, &mut window.outside);
            if step.window.hours().is_some() && ahead.keys().any(|minutes| *minutes != 0) {
                window.elsewhere.push(Elsewhere {
                    people,
                    plan,
                    step: position,
                    ahead,
                });
            }
        }
    }
    windows.into_values().collect()
}

/// The differences of the clocks over everything that a step can reach.
fn ahead(case: &Case<'_, '_>, people: &People<'_>, step: usize, zone: Zone) -> Ahead {
    let clocks = Clocks::of(case, people.zone, zone, step);
    let mut found = Ahead::new();
    for times in case.times(people, step) {
        for day in times.days.iter() {
            for range in &times.ranges {
                let minutes = clocks.ahead_at(day, range.start);
                let first = found.entry(minutes).or_insert(day);
                *first = day.min(*first);
            }
        }
    }
    found
}

/// The clock of people, and that of a window with its hours.
struct Clocks<'p> {
    people: Zone,
    window: Zone,
    hours: Vec<&'p MinuteRange>,
}

impl<'p> Clocks<'p> {
    fn of(case: &Case<'_, 'p>, people: Zone, window: Zone, step: usize) -> Self {
        let hours = case.campaign.steps[step].window.hours();
        Self {
            people,
            window,
            hours: hours.map_or(Vec::new(), |hours| hours.values().collect()),
        }
    }

    /// By how many minutes the clock of people is ahead of the window's when it shows a time. Of a time that
    /// comes twice it is the one at which the window is open.
    fn ahead_at(&self, day: Day, minute: Minute) -> i32 {
        let at = match self.people.instant(day, minute) {
            LocalTime::Twice(first, again) if !self.is_open(first) && self.is_open(again) => again,
            LocalTime::Once(at) | LocalTime::Skipped(at) | LocalTime::Twice(at, _) => at,
        };
        self.people.offset_at(at) - self.window.offset_at(at)
    }

    fn is_open(&self, at: Instant) -> bool {
        let local = at.0 + i64::from(self.window.offset_at(at));
        let minute = Minute(local.rem_euclid(i64::from(Minute::END.0)) as u16);
        self.hours.iter().any(|range| {
            if range.start < range.end {
                range.contains(minute)
            } else {
                range.start <= minute || minute < range.end
            }
        })
    }
}

/// Timetables of law, made once for people of whom law asks the same.
#[derive(Default)]
pub(super) struct Timetables<'c>(Vec<(Facts, Zone, Timetable<'c>)>);

impl<'c> Timetables<'c> {
    /// When law allows a step for some people; none if its channel is not known.
    pub(super) fn of(
        &mut self,
        case: &Case<'c, '_>,
        people: &People<'_>,
        plan: &Plan<'_>,
        step: usize,
    ) -> Option<&Timetable<'c>> {
        let facts = case.facts(people, &case.campaign.steps[step])?;
        let known = self
            .0
            .iter()
            .position(|(known, zone, _)| *known == facts && *zone == people.zone);
        let index = known.unwrap_or_else(|| {
            let (from, to) = plan.span();
            let timetable =
                case.law
                    .timetable(&facts, people.zone, from, to, case.campaign.holidays());
            self.0.push((facts, people.zone, timetable));
            self.0.len() - 1
        });
        Some(&self.0[index].2)
    }
}

/// A step for some people, by a window on a fixed clock.
struct Reached<'a, 'c, 'p> {
    people: &'c People<'p>,
    plan: &'c Plan<'c>,
    step: usize,
    zone: Zone,
    ahead: &'a Ahead,
}

impl<'c, 'p> Reached<'_, 'c, 'p> {
    fn by_law(
        &self,
        case: &Case<'c, 'p>,
        timetables: &mut Timetables<'c>,
        out: &mut Vec<Outside<'c, 'p>>,
    ) {
        let Some(timetable) = timetables.of(case, self.people, self.plan, self.step) else {
            return;
        };
        if timetable.is_empty() {
            return;
        }
        let clocks = Clocks::of(case, self.people.zone, self.zone, self.step);
        for times in case.times(self.people, self.step) {
            for day in timetable.representatives(&times.days) {
                for range in &times.ranges {
                    let breaches = timetable.breaches(day, *range).into_iter();
                    // A forbidden day is forbidden at every hour.
                    for breach in breaches.filter(|it| it.legal_day.is_none()) {
                        let ahead = clocks.ahead_at(day, range.start);
                        let allowed_at = self.allowed_at(&breach.open, *range, ahead);
                        out.push(Outside {
                            at: Hour::Law(LegalBreach {
                                people: self.people,
                                plan: self.plan,
                                step: self.step,
                                day,
                                range: *range,
                                breach,
                            }),
                            ahead,
                            allowed_at,
                        });
                    }
                }
            }
        }
    }

    fn by_limits(&self, case: &Case<'c, 'p>, out: &mut Vec<Outside<'c, 'p>>) {
        let channel = case.campaign.steps[self.step].channel;
        let Some((open, limit)) = channel.and_then(|it| case.campaign.limits.hours(it)) else {
            return;
        };
        let hours = OpenHours::of(open.iter().copied());
        let clocks = Clocks::of(case, self.people.zone, self.zone, self.step);
        for times in case.times(self.people, self.step) {
            let Some(day) = times.days.first() else {
                continue;
            };
            for range in times.ranges.iter().filter(|range| !hours.covers(**range)) {
                let ahead = clocks.ahead_at(day, range.start);
                let allowed_at = self.allowed_at(&hours, *range, ahead);
                out.push(Outside {
                    at: Hour::Own(OwnBreach {
                        step: self.step,
                        people: self.people,
                        plan: self.plan,
                        day,
                        range: *range,
                        open: open.clone(),
                        limit,
                    }),
                    ahead,
                    allowed_at,
                });
            }
        }
    }

    /// Another difference of the clocks at which the same hours of the window would be allowed.
    fn allowed_at(&self, open: &OpenHours, range: MinuteRange, now: i32) -> Option<(i32, Day)> {
        self.ahead
            .iter()
            .filter(|(then, _)| **then != now)
            .find(|(then, _)| {
                moved(range, *then - now)
                    .iter()
                    .all(|part| open.covers(*part))
            })
            .map(|(then, day)| (*then, *day))
    }
}

/// A range so many minutes later, cut at midnight: the part of another day stands for its like on this one.
pub(super) fn moved(range: MinuteRange, minutes: i32) -> Vec<MinuteRange> {
    let length = i32::from(range.end.0) - i32::from(range.start.0);
    let start = (i32::from(range.start.0) + minutes).rem_euclid(1440);
    let minute = |at: i32| Minute(at.clamp(0, 1440) as u16);
    let mut parts = vec![MinuteRange {
        start: minute(start),
        end: minute(start + length),
    }];
    if start + length > 1440 {
        parts.push(MinuteRange {
            start: Minute::MIDNIGHT,
            end: minute(start + length - 1440),
        });
    }
    parts
}

/// The hours of a window so many minutes later, as a sentence takes them: `11:00 to 19:00`.
pub(super) fn hours_there<'h>(
    hours: impl IntoIterator<Item = &'h MinuteRange>,
    minutes: i32,
) -> String {
    let at = |minute: Minute| Minute((i32::from(minute.0) + minutes).rem_euclid(1440) as u16);
    let ranges: Vec<String> = hours
        .into_iter()
        .map(|range| {
            let (start, end) = (at(range.start), at(range.end));
            let end = if end == Minute::MIDNIGHT {
                Minute::END
            } else {
                end
            };
            format!("{start} to {end}")
        })
        .collect();
    ranges.join(" and ")
}

/// Whose clock it is, in words: `Los Angeles`, `UTC`.
pub(super) fn whose(zone: Zone) -> String {
    let name = zone.name();
    match name.rsplit_once('/') {
        Some(("Etc", _)) | None => name.trim_start_matches("Etc/").to_owned(),
        Some((_, city)) => city.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> MinuteRange {
        text.parse().unwrap()
    }

    #[test]
    fn hours_move_over_midnight() {
        assert_eq!(moved(range("09:00-17:00"), 120), [range("11:00-19:00")]);
        assert_eq!(
            moved(range("09:00-17:00"), 600),
            [range("19:00-24:00"), range("00:00-03:00")]
        );
        assert_eq!(
            moved(range("01:00-03:00"), -120),
            [range("23:00-24:00"), range("00:00-01:00")]
        );
        assert_eq!(moved(MinuteRange::ALL_DAY, 0), [MinuteRange::ALL_DAY]);
    }

    #[test]
    fn hours_there_read_as_on_the_clock_there() {
        let hours = [range("09:00-12:00"), range("13:00-17:00")];
        assert_eq!(
            hours_there(&hours, 120),
            "11:00 to 14:00 and 15:00 to 19:00"
        );
        assert_eq!(hours_there(&hours[1..], 420), "20:00 to 24:00");
    }

    #[test]
    fn a_clock_is_called_by_its_city() {
        let zone = |name| Zone::named(name).unwrap();
        assert_eq!(whose(zone("America/Los_Angeles")), "Los Angeles");
        assert_eq!(whose(zone("Etc/UTC")), "UTC");
        assert_eq!(whose(zone("UTC")), "UTC");
        assert_eq!(
            whose(zone("America/Argentina/Buenos_Aires")),
            "Buenos Aires"
        );
    }

    #[test]
    fn the_distance_of_two_clocks_follows_both_changes() {
        let zone = |name| Zone::named(name).unwrap();
        let at = |day: &str| {
            let clocks = Clocks {
                people: zone("Europe/Berlin"),
                window: zone("America/New_York"),
                hours: Vec::new(),
            };
            clocks.ahead_at(day.parse().unwrap(), Minute(600))
        };
        assert_eq!(at("2027-03-01"), 360);
        // America changes two weeks before Europe.
        assert_eq!(at("2027-03-20"), 300);
        assert_eq!(at("2027-04-01"), 360);
    }

    #[test]
    fn of_an_hour_that_comes_twice_the_one_in_the_window_counts() {
        // 08:00 UTC is the second 01:00 in Denver on the day on which the clock is set back.
        let hours = range("08:00-08:01");
        let clocks = Clocks {
            people: Zone::named("America/Denver").unwrap(),
            window: Zone::named("Etc/UTC").unwrap(),
            hours: vec![&hours],
        };
        let ahead = |day: &str, minute| clocks.ahead_at(day.parse().unwrap(), Minute(minute));
        assert_eq!(ahead("2026-10-31", 120), -360);
        assert_eq!(ahead("2026-11-01", 60), -420);
    }
}
