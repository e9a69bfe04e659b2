//! When law allows a contact, over a range of dates.
//!
//! The decision which provisions bind is taken once; what is left for each date
//! is a look into a week. A week holds as long as no provision begins or ends
//! and no fixed clock moves against the recipient's; the days that differ
//! (holidays, changes of a clock) are listed beside it.

use super::Bearing;
use super::binding::Binding;
use super::facts::Fact;
use super::hours::{Clock, OpenHours, on_recipients_clock};
use super::kinds::{Certainty, EmergencyBan, Hours, Requirement, When};
use crate::calendar::{DateSet, Day, Instant, MinuteRange, Region, Weekday, Weekdays, Zone};
use crate::diagnostics::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// A day of a named legal set.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LegalDay {
    /// The day.
    pub day: Day,
    /// What it is called: `Mardi Gras`.
    pub name: String,
    /// Why it is not sure that the day is one; none if it is.
    pub doubt: Option<DayDoubt>,
}

impl LegalDay {
    /// Whether the day is sure to be one.
    pub fn is_certain(&self) -> bool {
        self.doubt.is_none()
    }
}

/// Why a day may be a legal day and may not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayDoubt {
    /// Its date is estimated, to within a day.
    Estimated,
    /// It lies past the year to which the data hold.
    PastTheData,
    /// Whether an emergency was declared for the place is not known.
    Declaration,
    /// The set's days are not held at all.
    NotHeld,
}

/// The calendars in which the named sets of the provisions stand.
pub trait LegalSets {
    /// The days of `set` for people in `region` (a county may have its own), `from` to `to`
    /// inclusive; `None` if the set is not held. A day that may be one and may not is in `doubt`.
    fn days(&self, set: &str, region: &Region, from: Day, to: Day) -> Option<Vec<LegalDay>>;
}

/// What one binding leaves open on one day.
#[derive(Clone, Debug)]
pub struct Window<'l> {
    /// The provision and how it bears.
    pub binding: Binding<'l>,
    /// The hours that it leaves open.
    pub open: OpenHours,
    /// The legal day that makes the hours what they are, if one does.
    pub because: Option<LegalDay>,
}

/// What law says of one day.
#[derive(Clone, Debug)]
pub struct DayHours<'l> {
    /// The day.
    pub day: Day,
    /// The recipient's local hours that every provision leaves open which binds for certain and
    /// may yield a warning at least.
    pub allowed: OpenHours,
    /// The same, with the doubtful provisions (advice) and the unverified ones taken in: nobody
    /// can object to these hours.
    pub cautious: OpenHours,
    /// Why no minute of the day is allowed, if none is.
    pub closed_because: Option<Closure<'l>>,
    /// Every provision in force that day on the hours of this contact, the strictest first.
    pub by: Vec<Window<'l>>,
}

/// Why a day is closed.
#[derive(Clone, Debug)]
pub struct Closure<'l> {
    /// The provision that closes it, or the strictest of those that do together.
    pub binding: Binding<'l>,
    /// The legal day, if it is closed for one.
    pub legal_day: Option<LegalDay>,
}

/// A provision that a contact would break.
#[derive(Clone, Debug)]
pub struct Breach<'l> {
    /// The provision and how it bears: unverified ones are among them.
    pub binding: Binding<'l>,
    /// What it leaves open that day.
    pub open: OpenHours,
    /// The legal day that makes the hours what they are, if one does.
    pub legal_day: Option<LegalDay>,
}

/// Dates over which the allowed hours are the same every week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The allowed hours, Monday first.
    pub week: [OpenHours; 7],
}

/// When law allows a contact of which certain facts are known, for every day of a range.
#[derive(Clone, Debug)]
pub struct Timetable<'l> {
    from: Day,
    to: Day,
    rows: Vec<Row<'l>>,
    segments: Vec<Segment>,
    exceptions: BTreeMap<Day, OpenHours>,
}

/// One provision over the range.
#[derive(Clone, Debug)]
struct Row<'l> {
    binding: Binding<'l>,
    /// The days on which it is in force and its hours are those of a week, earliest first.
    spans: Vec<Segment>,
    /// The days in force that differ from their week.
    special: SpecialDays,
}

impl Row<'_> {
    fn on(&self, day: Day) -> Option<(&OpenHours, Option<&LegalDay>)> {
        let span = self.spans.get(self.spans.partition_point(|s| s.to < day))?;
        if day < span.from {
            return None;
        }
        Some(match self.special.get(&day) {
            Some((open, legal_day)) => (open, legal_day.as_ref()),
            None => (&span.week[day.weekday().index() as usize], None),
        })
    }

    /// Whether it narrows the hours that are certainly allowed.
    fn is_firm(&self) -> bool {
        self.binding.bearing.binds() && self.binding.severity_cap() >= Severity::Warning
    }
}

impl<'l> Timetable<'l> {
    /// The timetable of bindings on hours and banned days, for people in `region` and `zone`.
    pub(crate) fn build(
        bindings: Vec<Binding<'l>>,
        region: &Region,
        zone: Zone,
        from: Day,
        to: Day,
        sets: &dyn LegalSets,
    ) -> Self {
        let rows: Vec<Row<'l>> = bindings
            .into_iter()
            .flat_map(|binding| rows(binding, region, zone, from, to, sets))
            .collect();
        let firm = || rows.iter().filter(|row| row.is_firm());
        let allowed_on = |day: Day| {
            firm()
                .filter_map(|row| row.on(day))
                .fold(OpenHours::all_day(), |open, (own, _)| open.intersect(own))
        };
        let starts: BTreeSet<Day> = firm()
            .flat_map(|row| &row.spans)
            .flat_map(|span| [span.from, span.to.plus(1)])
            .chain([from])
            .filter(|day| (from..=to).contains(day))
            .collect();
        let ends = starts.iter().skip(1).map(|day| day.plus(-1)).chain([to]);
        let segments = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| Segment {
                from: *start,
                to: end,
                week: Weekday::ALL.map(|weekday| {
                    firm()
                        .filter_map(|row| {
                            row.spans.iter().find(|s| s.from <= *start && end <= s.to)
                        })
                        .fold(OpenHours::all_day(), |open, span| {
                            open.intersect(&span.week[weekday.index() as usize])
                        })
                }),
            })
            .collect();
        let exceptions = firm()
            .flat_map(|row| row.special.keys().copied())
            .map(|day| (day, allowed_on(day)))
            .collect();
        Self {
            from,
            to,
            rows,
            segments,
            exceptions,
        }
    }

    /// The range that it was made for, first and last day.
    pub fn range(&self) -> (Day, Day) {
        (self.from, self.to)
    }

    /// The hours that law allows for certain on `day` (see [`DayHours::allowed`]); closed outside
    /// the range.
    pub fn allowed(&self, day: Day) -> &OpenHours {
        static CLOSED: OpenHours = OpenHours::CLOSED;
        if let Some(open) = self.exceptions.get(&day) {
            return open;
        }
        let index = self.segments.partition_point(|segment| segment.to < day);
        match self.segments.get(index) {
            Some(segment) if segment.from <= day => &segment.week[day.weekday().index() as usize],
            _ => &CLOSED,
        }
    }

    /// The allowed hours as weeks; the days of [`Self::exceptions`] differ.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The days whose allowed hours differ from their week, with those hours.
    pub fn exceptions(&self) -> impl Iterator<Item = (Day, &OpenHours)> {
        self.exceptions.iter().map(|(day, open)| (*day, open))
    }

    /// One day of each kind among `days`: the earliest of each weekday between any two changes of the
    /// law, and every day that differs from its week. What holds on these holds on all.
    pub fn representatives(&self, days: &DateSet) -> Vec<Day> {
        let mut changes: Vec<Day> = self
            .rows
            .iter()
            .flat_map(|row| &row.spans)
            .flat_map(|span| [span.from, span.to.plus(1)])
            .collect();
        changes.sort_unstable();
        changes.dedup();
        let mut next = changes.into_iter().peekable();
        let mut seen = Weekdays::default();
        let mut found = Vec::new();
        for day in days.iter() {
            while next.next_if(|change| *change <= day).is_some() {
                seen = Weekdays::default();
            }
            let special = || self.rows.iter().any(|row| row.special.contains_key(&day));
            let weekday = day.weekday();
            if !seen.contains(weekday) {
                // A special day does not stand for its weekday.
                if !special() {
                    seen = seen.with(weekday);
                }
                found.push(day);
            } else if special() {
                found.push(day);
            }
        }
        found
    }

    /// Whether any provision has a say in the range.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Everything about one day.
    pub fn on(&self, day: Day) -> DayHours<'l> {
        let mut by: Vec<Window<'l>> = self
            .rows
            .iter()
            .filter_map(|row| {
                let (open, because) = row.on(day)?;
                Some(Window {
                    binding: row.binding.clone(),
                    open: open.clone(),
                    because: because.cloned(),
                })
            })
            .collect();
        // The strictest first; among equals the surer, then the one nearer to the recipient.
        by.sort_by_key(|window| {
            let provision = window.binding.provision;
            (
                window.open.minutes(),
                std::cmp::Reverse(window.binding.severity_cap()),
                std::cmp::Reverse(provision.jurisdiction.len()),
            )
        });
        let allowed = self.allowed(day).clone();
        let cautious = by
            .iter()
            .fold(OpenHours::all_day(), |open, w| open.intersect(&w.open));
        let closed_because = allowed.is_closed().then(|| {
            by.iter().find(|window| {
                window.binding.bearing.binds() && window.binding.severity_cap() >= Severity::Warning
            })
        });
        let closed_because = closed_because.flatten().map(|window| Closure {
            binding: window.binding.clone(),
            legal_day: window.because.clone(),
        });
        DayHours {
            day,
            allowed,
            cautious,
            closed_because,
            by,
        }
    }

    /// The provisions that a contact breaks, or may break, which can start at any minute of
    /// `range` on `day`; the gravest first.
    pub fn breaches(&self, day: Day, range: MinuteRange) -> Vec<Breach<'l>> {
        let mut broken: Vec<Breach<'l>> = self
            .rows
            .iter()
            .filter_map(|row| {
                let (open, legal_day) = row.on(day)?;
                (!open.covers(range)).then(|| Breach {
                    binding: row.binding.clone(),
                    open: open.clone(),
                    legal_day: legal_day.cloned(),
                })
            })
            .collect();
        broken.sort_by_key(|breach| {
            (
                !breach.binding.bearing.binds(),
                std::cmp::Reverse(breach.binding.severity_cap()),
                breach.open.minutes(),
            )
        });
        broken
    }
}

/// What a binding makes of the range: nothing if it is never in force in it or does not bind; one
/// row; or two if its legal days are not held or some not certain: one of what holds whichever
/// days they are, and one unverified.
fn rows<'l>(
    mut binding: Binding<'l>,
    region: &Region,
    zone: Zone,
    from: Day,
    to: Day,
    sets: &dyn LegalSets,
) -> Vec<Row<'l>> {
    let provision = binding.provision;
    let first = provision.in_force.first().max(from);
    let last = provision.in_force.last().min(to);
    if first > last || matches!(binding.bearing, Bearing::Exempt { .. }) {
        return Vec::new();
    }
    let open_all = || {
        vec![Segment {
            from: first,
            to: last,
            week: std::array::from_fn(|_| OpenHours::all_day()),
        }]
    };
    let mut doubtful = SpecialDays::new();
    let mut sure_row = None;
    let (spans, special) = match &provision.requires {
        Requirement::HolidayBan(_) | Requirement::EmergencyBan(_) => {
            let days = match &provision.requires {
                Requirement::EmergencyBan(ban) => Some(emergencies(ban, region, first, last)),
                Requirement::HolidayBan(set) => sets.days(set, region, first, last),
                _ => None,
            };
            let days = days.unwrap_or_else(|| {
                binding.bearing = unheld(binding.bearing.clone());
                any_day(&provision.requires, first, last)
            });
            if days.is_empty() && matches!(provision.requires, Requirement::EmergencyBan(_)) {
                return Vec::new();
            }
            let (certain, possible): (Vec<_>, Vec<_>) = days
                .into_iter()
                .filter(|legal| (first..=last).contains(&legal.day))
                .partition(LegalDay::is_certain);
            let closed = |legal: LegalDay| (legal.day, (OpenHours::CLOSED, Some(legal)));
            doubtful.extend(possible.into_iter().map(closed));
            (open_all(), certain.into_iter().map(closed).collect())
        }
        Requirement::Hours(hours) => {
            let named = legal_days(hours, region, first, last, sets).unwrap_or_else(|| {
                let widest = hours.on_any_kind_of_day();
                if widest.week != hours.week {
                    let none = NamedDays::new();
                    let (spans, special) =
                        hour_spans(&widest, &provision.clocks, zone, first, last, &none);
                    sure_row = Some(Row {
                        binding: binding.clone(),
                        spans,
                        special,
                    });
                }
                binding.bearing = unheld(binding.bearing.clone());
                NamedDays::new()
            });
            let span_of =
                |named: &NamedDays| hour_spans(hours, &provision.clocks, zone, first, last, named);
            if named.values().all(|(_, legal)| legal.is_certain()) {
                span_of(&named)
            } else {
                let mut sure = named.clone();
                sure.retain(|_, (_, legal)| legal.is_certain());
                let (spans, mut special) = span_of(&sure);
                for (day, (open, legal)) in span_of(&named).1 {
                    let usual = special
                        .get(&day)
                        .map_or_else(|| span_hours(&spans, day).clone(), |(open, _)| open.clone());
                    if usual != open {
                        // Whichever kind of day it is, what both forbid is forbidden.
                        let either = usual.ranges().iter().chain(open.ranges()).copied();
                        special.insert(day, (OpenHours::of(either), None));
                        doubtful.insert(day, (open.intersect(&usual), legal));
                    }
                }
                (spans, special)
            }
        }
        // Neither hours nor days.
        _ => return Vec::new(),
    };
    let mut rows: Vec<Row<'l>> = sure_row.into_iter().collect();
    if !doubtful.is_empty() {
        rows.push(Row {
            binding: Binding {
                provision,
                bearing: unheld(binding.bearing.clone()),
                ground: binding.ground,
            },
            spans: open_all(),
            special: doubtful,
        });
    }
    rows.push(Row {
        binding,
        spans,
        special,
    });
    rows
}

/// The days that differ from their week, with the legal day if it is for one.
type SpecialDays = BTreeMap<Day, (OpenHours, Option<LegalDay>)>;

/// The days of named sets, with the index of the special hours that count on them.
type NamedDays = BTreeMap<Day, (usize, LegalDay)>;

/// The usual hours of a day; closed after the last span.
fn span_hours(spans: &[Segment], day: Day) -> &OpenHours {
    static CLOSED: OpenHours = OpenHours::CLOSED;
    let found = spans.get(spans.partition_point(|span| span.to < day));
    found.map_or(&CLOSED, |span| &span.week[day.weekday().index() as usize])
}

/// Every day, since each of them may belong to a set that is not held.
fn any_day(requires: &Requirement, first: Day, last: Day) -> Vec<LegalDay> {
    let Requirement::HolidayBan(set) = requires else {
        return Vec::new();
    };
    let days = first.0..=last.0;
    days.map(|day| LegalDay {
        day: Day(day),
        name: format!("which may be a day of `{set}`"),
        doubt: Some(DayDoubt::NotHeld),
    })
    .collect()
}

/// The days on which a declared emergency forbids contact with people in `region`.
fn emergencies(ban: &EmergencyBan, region: &Region, first: Day, last: Day) -> Vec<LegalDay> {
    let mut days: Vec<LegalDay> = Vec::new();
    for declared in &ban.declared {
        let Some(certainty) = declared.reaches(region) else {
            continue;
        };
        let from = declared.from.max(first);
        let to = declared.to.unwrap_or(last).min(last);
        days.extend((from.0..=to.0).map(|day| LegalDay {
            day: Day(day),
            name: declared.name.clone(),
            doubt: (certainty != Certainty::Sure).then_some(DayDoubt::Declaration),
        }));
    }
    days.sort_by_key(|legal| (legal.day, legal.doubt));
    days.dedup_by_key(|legal| legal.day);
    days
}

/// A provision whose days are not known cannot be shown to be kept.
fn unheld(bearing: Bearing) -> Bearing {
    match bearing {
        Bearing::Certain | Bearing::Disputed { .. } => Bearing::Unverified {
            fact: Fact::LegalSet,
        },
        other => other,
    }
}

/// The days of the named sets of `hours`, each with the index of the special hours that count.
fn legal_days(
    hours: &Hours,
    region: &Region,
    first: Day,
    last: Day,
    sets: &dyn LegalSets,
) -> Option<NamedDays> {
    let mut named = NamedDays::new();
    for (index, special) in hours.special.iter().enumerate() {
        // A day more on either side: an eve looks ahead, hours over midnight and other clocks look back.
        let days = sets.days(special.when.set(), region, first.plus(-2), last.plus(3))?;
        for legal in days {
            let day = match special.when {
                When::On(_) => legal.day,
                When::EveOf(_) => legal.day.plus(-1),
            };
            named.insert(day, (index, legal));
        }
    }
    Some(named)
}

/// The weeks of hours on the recipient's clock, and the days that differ from them.
fn hour_spans(
    hours: &Hours,
    clocks: &[Clock],
    zone: Zone,
    first: Day,
    last: Day,
    named: &NamedDays,
) -> (Vec<Segment>, SpecialDays) {
    let usual = |day: Day| {
        let week = &hours.week;
        week.day(day.weekday())
            .after(week.day(day.plus(-1).weekday()))
    };
    let dated = |day: Day| {
        let plan = |day: Day| match named.get(&day) {
            Some((index, _)) => &hours.special[*index].plan,
            None => hours.week.day(day.weekday()),
        };
        plan(day).after(plan(day.plus(-1)))
    };
    let everywhere = |day: Day, plan: &dyn Fn(Day) -> OpenHours| {
        clocks
            .iter()
            .map(|clock| match clock {
                Clock::Recipient => plan(day),
                fixed => on_recipients_clock(*fixed, zone, day, plan),
            })
            .fold(OpenHours::all_day(), |open, own| open.intersect(&own))
    };

    // The days around which a fixed clock moves against the recipient's.
    let start = Instant(i64::from(first.plus(-2).0) * 1440);
    let end = Instant(i64::from(last.plus(3).0) * 1440);
    let mut moved = BTreeSet::new();
    for clock in clocks {
        let zones = match clock {
            Clock::Recipient => continue,
            Clock::Offset(_) => [Some(zone), None],
            Clock::Zone(there) if there.same_clock(zone) => [None, None],
            Clock::Zone(there) => [Some(zone), Some(*there)],
        };
        for (at, _) in zones
            .into_iter()
            .flatten()
            .flat_map(|zone| zone.transitions(start, end))
        {
            moved.insert(zone.local(at).0);
        }
    }

    let mut spans = Vec::new();
    let mut special = SpecialDays::new();
    let mut from = first;
    let boundaries = moved
        .iter()
        .copied()
        .filter(|day| first < *day && *day <= last)
        .chain([last.plus(1)]);
    for next in boundaries {
        let to = next.plus(-1);
        let noon = Instant(i64::midpoint(from.0.into(), to.0.into()) * 1440 + 720);
        spans.push(Segment {
            from,
            to,
            week: Weekday::ALL.map(|weekday| {
                let day =
                    Day(from.0 + i32::from((weekday.index() + 7 - from.weekday().index()) % 7));
                clocks
                    .iter()
                    .map(|clock| clock.shifted(zone, noon, |days| usual(day.plus(days))))
                    .fold(OpenHours::all_day(), |open, own| open.intersect(&own))
            }),
        });
        from = next;
    }

    let fixed = clocks.iter().any(|clock| *clock != Clock::Recipient);
    let reach = if fixed { -2..=2 } else { 0..=1 };
    for (day, around) in moved
        .iter()
        .map(|day| (*day, -2..=2))
        .chain(named.keys().map(|day| (*day, reach.clone())))
    {
        for day in around.map(|days| day.plus(days)) {
            if !(first..=last).contains(&day) || special.contains_key(&day) {
                continue;
            }
            let open = everywhere(day, &dated);
            let legal = named.get(&day).map(|(_, legal)| legal.clone());
            if legal.is_some() || *span_hours(&spans, day) != open {
                special.insert(day, (open, legal));
            }
        }
    }
    (spans, special)
}
