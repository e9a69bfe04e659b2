//! From a campaign to scripts: who its people are, and which of them get the
//! same contacts at the same local times.
//!
//! People of places whose clocks and observed holidays make no difference to
//! the campaign share one script, so that sixty regions with one calendar cost
//! as much as one.

use super::{
    Anchor, Clock, Clockwork, Entry, IfClosed, Plan, Repeat, Retries, Script, Step, Window,
};
use crate::calendar::{DateSet, Day, Duration, MinuteRange, Region, Weekday, Weekdays, Zone};
use crate::holidays::{Overrides, PublicHolidays};
use crate::model::{self, Action, Answer, Audience, Channel, HolidaySetting, WindowClock};
use crate::project::{CampaignView, Def, StepView};
use crate::yaml::{Field, Place};
use std::sync::Arc;

/// Days after the last enrollment through which contacts are followed.
const AFTER_THE_END: i32 = 400;
/// Days of enrollment that stand for a campaign without an end.
const OPEN_ENDED: i32 = 365;

/// The campaign's people in one place.
#[derive(Clone, Debug)]
pub struct People<'p> {
    /// Their audience.
    pub audience: Def<'p, Audience>,
    /// Where they are.
    pub region: &'p Region,
    /// Where that is written.
    pub place: Place,
    /// Their clock.
    pub zone: Zone,
    /// The public holidays there, over all days of the plan; `None` if we hold no calendar of the country.
    pub holidays: Option<Arc<PublicHolidays>>,
    /// The number of their script.
    script: usize,
}

impl People<'_> {
    /// The number of their script among the campaign's.
    pub fn script(&self) -> usize {
        self.script
    }
}

impl Plan<'_> {
    /// Every enrollment date.
    pub fn enrollment_days(&self) -> impl Iterator<Item = Day> + use<> {
        let first = self.script.first;
        (0..self.enrollments()).map(move |number| first.plus(number as i32))
    }

    /// The first and the last day on which any contact can be made; the first day of enrollment if none can.
    pub fn span(&self) -> (Day, Day) {
        self.days_of_contact()
            .unwrap_or((self.script.first, self.script.first))
    }
}

/// What of a campaign could not be laid out, and so not be checked in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// Nobody says where the people of this audience are.
    NoRegion(Place),
}

/// A campaign's people and their scripts.
#[derive(Debug, Default)]
pub struct Cast<'p> {
    /// The people, by audience and region in the order of the text, then by zone.
    pub people: Vec<People<'p>>,
    /// What could not be laid out.
    pub gaps: Vec<Gap>,
    scripts: Vec<(Script, Zone)>,
}

/// The plans of a campaign.
pub struct Timing<'c, 'p> {
    cast: &'c Cast<'p>,
    plans: Vec<Plan<'c>>,
}

impl<'c, 'p> Timing<'c, 'p> {
    /// Everybody, with the plan of their contacts.
    pub fn people<'s>(
        &'s self,
    ) -> impl Iterator<Item = (&'c People<'p>, &'s Plan<'c>)> + use<'s, 'c, 'p> {
        self.cast
            .people
            .iter()
            .map(|people| (people, &self.plans[people.script]))
    }

    /// Each distinct plan once, with the first of its people.
    pub fn plans<'s>(
        &'s self,
    ) -> impl Iterator<Item = (&'c People<'p>, &'s Plan<'c>)> + use<'s, 'c, 'p> {
        self.plans.iter().enumerate().filter_map(|(number, plan)| {
            let first = self
                .cast
                .people
                .iter()
                .find(|people| people.script == number)?;
            Some((first, plan))
        })
    }

    /// What could not be laid out.
    pub fn gaps(&self) -> &'c [Gap] {
        &self.cast.gaps
    }
}

/// The days on which people can be enrolled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Enrollment {
    /// The first.
    pub first: Day,
    /// The last; a year later for a campaign without an end.
    pub last: Day,
}

impl Enrollment {
    /// Reads it from a campaign. What does not say when it starts starts on the day of the check;
    /// what does not say when it ends is followed for a year from then on.
    pub fn of(campaign: &CampaignView<'_>) -> Self {
        let today = campaign.project.today;
        let starts = campaign.value.starts.value().copied();
        let once = campaign.value.enrollment.value() == Some(&model::Enrollment::Once);
        match campaign.value.ends.value() {
            Some(last) => Self {
                first: starts.unwrap_or(today.min(*last)),
                last: *last,
            },
            None if once => {
                let first = starts.unwrap_or(today);
                Self { first, last: first }
            }
            None => {
                let first = starts.map_or(today, |starts| starts.max(today));
                Self {
                    first,
                    last: first.plus(OPEN_ENDED),
                }
            }
        }
    }
}

impl<'p> Cast<'p> {
    /// The people of a campaign and what happens to them. Nobody, if a part of the campaign that
    /// decides when contacts happen could not be read: that has been reported.
    pub fn of(campaign: &CampaignView<'p>) -> Self {
        let mut cast = Self::default();
        if !is_readable(campaign) {
            return cast;
        }
        let enrollment = Enrollment::of(campaign);
        let own = campaign.holidays();
        let mut layouts = Layouts::of(campaign, enrollment);
        for audience in &campaign.audiences {
            let regions = &audience.value.regions;
            if regions.is_empty() {
                // A region that could not be read is none that is missing.
                if regions.left_out == 0 {
                    cast.gaps.push(Gap::NoRegion(audience.place));
                }
                continue;
            }
            for region in regions {
                let holidays = calendar_of(own, &region.value, enrollment);
                for zone in zones(audience.value, &region.value) {
                    let script = cast.script(campaign, holidays.as_deref(), zone, &mut layouts);
                    cast.people.push(People {
                        audience: *audience,
                        region: &region.value,
                        place: region.place,
                        zone,
                        holidays: holidays.clone(),
                        script,
                    });
                }
            }
        }
        cast
    }

    /// The same people, as if they could be enrolled on one day alone.
    pub fn enrolled_on(&self, day: Day) -> Self {
        let scripts = self.scripts.iter().map(|(script, zone)| {
            let narrowed = Script {
                first: day,
                last: day,
                ..script.clone()
            };
            (narrowed, *zone)
        });
        Self {
            people: self.people.clone(),
            gaps: self.gaps.clone(),
            scripts: scripts.collect(),
        }
    }

    /// The plans.
    pub fn timing(&self) -> Timing<'_, 'p> {
        let plans = self
            .scripts
            .iter()
            .map(|(script, zone)| Plan::new(script, *zone))
            .collect();
        Timing { cast: self, plans }
    }

    /// The number of the script for people with such holidays in such a zone; made if there is none yet.
    fn script(
        &mut self,
        campaign: &CampaignView<'p>,
        holidays: Option<&PublicHolidays>,
        zone: Zone,
        layouts: &mut Layouts,
    ) -> usize {
        let layout = layouts.layout(holidays, zone);
        if let Some(known) = layouts.known.iter().position(|known| *known == layout) {
            return known;
        }
        let script = script(campaign, layouts.enrollment, layout.closed.as_ref());
        self.scripts.push((script, zone));
        layouts.known.push(layout);
        layouts.known.len() - 1
    }
}

/// What makes two scripts of one campaign differ.
#[derive(PartialEq, Eq)]
struct Layout {
    clock: Option<Clockwork>,
    closed: Option<DateSet>,
}

/// The layouts of one campaign.
struct Layouts {
    enrollment: Enrollment,
    /// The campaign where no day is a holiday, if a zone's own clock makes a difference to it.
    timed: Option<Script>,
    /// The weekdays on which a public holiday makes a difference.
    observed: Weekdays,
    known: Vec<Layout>,
}

impl Layouts {
    fn of(campaign: &CampaignView<'_>, enrollment: Enrollment) -> Self {
        let windows = campaign.steps.iter().map(|step| &step.window);
        let observing = windows.filter(|window| {
            matches!(
                window.holidays.map(|at| &at.value),
                Some(HolidaySetting::Observe)
            )
        });
        let observed = observing
            .flat_map(|window| {
                let days = window.weekdays();
                Weekday::ALL
                    .into_iter()
                    .filter(move |day| days.contains(*day))
            })
            .fold(Weekdays::default(), Weekdays::with);
        Self {
            enrollment,
            timed: needs_the_clock(campaign).then(|| script(campaign, enrollment, None)),
            observed,
            known: Vec::new(),
        }
    }

    fn layout(&self, holidays: Option<&PublicHolidays>, zone: Zone) -> Layout {
        let closed = holidays.map(|holidays| {
            let last = self.enrollment.last.plus(AFTER_THE_END);
            let mut closed = DateSet::spanning(self.enrollment.first, last);
            let days = holidays.certain.iter();
            for day in days.filter(|day| self.observed.contains(day.weekday())) {
                closed.insert(day);
            }
            closed
        });
        Layout {
            clock: self.timed.as_ref().map(|script| script.clockwork(zone)),
            closed: closed.filter(|closed| !closed.is_empty()),
        }
    }
}

/// Whether everything could be read that decides when contacts happen.
fn is_readable(campaign: &CampaignView<'_>) -> bool {
    fn bad<T>(field: &Field<T>) -> bool {
        field.is_invalid()
    }
    let value = campaign.value;
    let Some(cadence) = campaign.cadence else {
        return false;
    };
    let of_campaign =
        bad(&value.starts) || bad(&value.ends) || bad(&value.hard_stop) || bad(&value.enrollment);
    let inverted =
        matches!((value.starts.value(), value.ends.value()), (Some(s), Some(e)) if e < s);
    let of_cadence =
        bad(&cadence.send_window) || bad(&cadence.if_closed) || cadence.steps.left_out > 0;
    let of_window = |window: &Field<Box<model::SendWindow>>| {
        window.value().is_some_and(|window| {
            window.days.left_out > 0
                || window.hours.left_out > 0
                || bad(&window.overnight)
                || bad(&window.time_zone)
                || bad(&window.holidays)
        })
    };
    let of_steps = campaign.steps.iter().any(|step| {
        let step = step.value;
        bad(&step.day)
            || bad(&step.business_day)
            || bad(&step.wait)
            || bad(&step.on)
            || bad(&step.attempts)
            || bad(&step.spacing)
            || bad(&step.repeat)
            || bad(&step.send_window)
            || step
                .repeat
                .value()
                .is_some_and(|repeat| bad(&repeat.every) || bad(&repeat.times))
            || of_window(&step.send_window)
    });
    !(of_campaign || inverted || of_cadence || of_steps || of_window(&cadence.send_window))
}

/// Whether a zone's own clock makes a difference to the contacts: hours on another clock, waits in
/// hours, or hours that a change of clocks can cut (they happen between midnight and four).
fn needs_the_clock(campaign: &CampaignView<'_>) -> bool {
    let in_minutes = |duration: &Field<Duration>| duration.value().is_some_and(|it| it.minutes > 0);
    campaign.steps.iter().any(|step| {
        let fixed = matches!(
            step.window.clock.map(|at| at.value),
            Some(WindowClock::Zone(_))
        );
        let by_night = step.window.hours().is_none_or(|hours| {
            hours
                .iter()
                .any(|range| range.value.start.0 < 4 * 60 || range.value.end <= range.value.start)
        });
        fixed
            || by_night
            || in_minutes(&step.value.wait)
            || in_minutes(&step.value.spacing)
            || step
                .value
                .repeat
                .value()
                .is_some_and(|repeat| in_minutes(&repeat.every))
    }) || retries(campaign, Answer::NoAnswer).is_some_and(|retries| retries.after.minutes > 0)
        || retries(campaign, Answer::Bounced).is_some_and(|retries| retries.after.minutes > 0)
}

/// The clocks of an audience in a region: those that it names, as far as they are clocks of the region.
fn zones(audience: &Audience, region: &Region) -> Vec<Zone> {
    let named: Vec<Zone> = audience.time_zones.values().copied().collect();
    let of_region = region.zones();
    let here: Vec<Zone> = named
        .iter()
        .copied()
        .filter(|zone| of_region.iter().any(|other| other.same_clock(*zone)))
        .collect();
    if !here.is_empty() {
        return here;
    }
    if !named.is_empty() && audience.regions.len() == 1 {
        return named;
    }
    region.distinct_zones().collect()
}

/// The public holidays of a region over all days of a plan. Where nobody says otherwise of them, their years are
/// whole, so that campaigns of the same years share them.
fn calendar_of(
    own: &Overrides,
    region: &Region,
    enrollment: Enrollment,
) -> Option<Arc<PublicHolidays>> {
    let from = enrollment.first.plus(-1);
    let to = enrollment.last.plus(AFTER_THE_END);
    if own.is_empty() {
        return crate::holidays::public_holidays_in(region, from.year()..=to.year()).ok();
    }
    own.public_holidays(region, from, to).ok().map(Arc::new)
}

fn script(campaign: &CampaignView<'_>, enrollment: Enrollment, own: Option<&DateSet>) -> Script {
    let value = campaign.value;
    let own: Arc<DateSet> = Arc::new(own.cloned().unwrap_or_default());
    let none: Arc<DateSet> = Arc::new(DateSet::default());
    let says = campaign.holidays();
    let if_closed = match campaign.if_closed() {
        model::IfClosed::Shift => IfClosed::Shift,
        model::IfClosed::Skip => IfClosed::Skip,
        model::IfClosed::Send => IfClosed::Send,
    };
    let mut windows: Vec<Arc<Window>> = Vec::new();
    let steps = campaign.steps.iter().map(|step| {
        let closed = match step.window.holidays.map(|at| &at.value) {
            Some(HolidaySetting::Observe) => Arc::clone(&own),
            Some(HolidaySetting::Of(regions)) => {
                Arc::new(all_of(says, regions.values(), enrollment))
            }
            Some(HolidaySetting::Ignore) | None => Arc::clone(&none),
        };
        let window = window(step, closed);
        let window = if let Some(known) = windows.iter().find(|known| ***known == window) {
            Arc::clone(known)
        } else {
            let window = Arc::new(window);
            windows.push(Arc::clone(&window));
            window
        };
        Step {
            anchor: anchor(step),
            window,
            if_closed,
            attempts: step.value.attempts.value().copied().unwrap_or(1),
            spacing: step.value.spacing.value().copied().unwrap_or_default(),
            repeat: step.value.repeat.value().and_then(|repeat| {
                let every = repeat
                    .every
                    .value()
                    .copied()
                    .filter(|every| !every.is_zero())?;
                Some(Repeat {
                    every,
                    times: repeat.times.value().copied(),
                })
            }),
            retries: match step.channel {
                Some(Channel::Call) => retries(campaign, Answer::NoAnswer),
                Some(Channel::Task) | None => None,
                Some(_) => retries(campaign, Answer::Bounced),
            },
        }
    });
    let steps = steps.collect();
    let hard_stop = value.hard_stop.value() == Some(&true);
    Script {
        first: enrollment.first,
        last: enrollment.last,
        entry: match value.enrollment.value() {
            Some(model::Enrollment::Once) => Entry::Once,
            Some(model::Enrollment::Triggered) => Entry::Triggered,
            Some(model::Enrollment::Rolling) | None => Entry::Rolling,
        },
        hard_stop: value.ends.value().copied().filter(|_| hard_stop),
        horizon: enrollment.last.plus(AFTER_THE_END),
        steps,
    }
}

fn anchor(step: &StepView<'_>) -> Anchor {
    let value = step.value;
    if let Some(day) = value.day.value() {
        Anchor::Day(*day)
    } else if let Some(day) = value.business_day.value() {
        Anchor::BusinessDay(*day)
    } else if let Some(wait) = value.wait.value() {
        Anchor::Wait(*wait)
    } else if let Some(on) = value.on.value() {
        Anchor::On(*on)
    } else {
        Anchor::Day(0)
    }
}

fn window(step: &StepView<'_>, closed: Arc<DateSet>) -> Window {
    let overnight = step.window.crosses_midnight();
    let hours = step.window.hours().map(|hours| {
        let ranges = hours.values().copied();
        // A range that crosses midnight without saying so is empty to the plan, and is reported elsewhere.
        ranges
            .filter(|range| overnight || range.start < range.end)
            .collect::<Vec<MinuteRange>>()
    });
    let clock = match step.window.clock.map(|at| at.value) {
        Some(WindowClock::Zone(zone)) => Clock::Fixed(zone),
        Some(WindowClock::Recipient) | None => Clock::Recipient,
    };
    let days = match hours.as_deref() {
        Some([]) => Weekdays::default(),
        _ => step.window.weekdays(),
    };
    Window {
        days,
        hours: hours.unwrap_or_default(),
        clock,
        closed,
    }
}

fn retries(campaign: &CampaignView<'_>, answer: Answer) -> Option<Retries> {
    match &campaign.response(answer)?.value {
        Action::Retry { count, after } => Some(Retries {
            count: *count,
            after: *after,
        }),
        _ => None,
    }
}

/// The public holidays of all of some regions.
fn all_of<'r>(
    own: &Overrides,
    regions: impl Iterator<Item = &'r Region>,
    enrollment: Enrollment,
) -> DateSet {
    let mut all = DateSet::spanning(
        enrollment.first.plus(-1),
        enrollment.last.plus(AFTER_THE_END),
    );
    for holidays in regions.filter_map(|region| calendar_of(own, region, enrollment)) {
        for day in holidays.certain.iter() {
            all.insert(day);
        }
    }
    all
}

impl Plan<'_> {
    /// Whether every attempt is counted in days, so that its minute hangs on no other.
    pub fn counts_in_days(&self) -> bool {
        let whole = |duration: Duration| duration.minutes == 0 && !duration.is_zero();
        self.script.entry != Entry::Triggered
            && self.script.steps.iter().all(|step| {
                let waits = match step.anchor {
                    Anchor::Wait(wait) => whole(wait),
                    _ => true,
                };
                waits
                    && (step.attempts < 2 || whole(step.spacing))
                    && step.repeat.is_none_or(|repeat| whole(repeat.every))
                    && step.retries.is_none()
            })
    }

    /// The most attempts on one person that the script could hold, were no day closed: what it would
    /// cost to lay them out one by one.
    pub fn attempts_at_most(&self) -> u64 {
        let script = self.script;
        let days = (i64::from(script.horizon.0) - i64::from(script.first.0)).max(0) as u64 + 1;
        let in_all = |count: Option<u32>, every: Duration| {
            let fit = (days * 1440).checked_div(every.approx_minutes());
            let fit = fit.map_or(u64::MAX, |fit| fit + 1);
            count.map_or(fit, |count| fit.min(u64::from(count)))
        };
        let steps = script.steps.iter().map(|step| {
            let repeats = step.repeat.map_or(0, |it| in_all(it.times, it.every));
            let retries = step
                .retries
                .map_or(0, |it| in_all(Some(it.count), it.after));
            let attempts = in_all(Some(step.attempts), step.spacing).max(1);
            attempts.saturating_add(repeats).saturating_add(retries)
        });
        steps.fold(0, u64::saturating_add)
    }
}
