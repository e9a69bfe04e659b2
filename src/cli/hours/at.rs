//! `courtesy hours REGION --at INSTANT`: whether somebody may be contacted at a moment, why not, and
//! when next.

use super::super::Exit;
use super::super::output::{self, Failure};
use super::json::ranges;
use super::limits::Limits;
use super::text::{about, assumptions, conditions, courtesy};
use super::{Asked, Format, bans_every_day, condition, doubt, facts, lack, who};
use crate::calendar::{Day, Instant, LocalTime, Minute, MinuteRange, Region, Zone};
use crate::law::{Binding, Breach, Held, OpenHours, Timetable};
use serde::Serialize;
use std::fmt::Write;
use std::str::FromStr;

/// How far ahead the next allowed moment is looked for, in days: beyond a year nothing new comes.
const AHEAD: i32 = 400;

/// A moment as one asks for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Moment {
    /// The same everywhere: `2026-11-23T14:30Z`, `2026-11-23T14:30-08:00`.
    Fixed(Instant),
    /// On the clock where the person is: `2026-11-23T14:30`.
    There(Day, Minute),
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no moment; write 2026-11-23T14:30 for the clock where the person is, or 2026-11-23T14:30Z or 2026-11-23T14:30-08:00 for a moment that is the same everywhere"
            )
        };
        let (date, rest) = text.split_at_checked(10).ok_or_else(wrong)?;
        let Some(time) = rest.strip_prefix(['T', 't', ' ']) else {
            let a_day = text.parse::<Day>().is_ok();
            let hint = if a_day {
                "; for a whole day there is --on"
            } else {
                ""
            };
            return Err(format!("{}{hint}", wrong()));
        };
        let day: Day = date.parse()?;
        let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
            Some(at) => time.split_at(at),
            None => (time, ""),
        };
        // Seconds and their fractions change nothing: a contact starts in a minute.
        let (clock, seconds) = clock.split_at_checked(5).ok_or_else(wrong)?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if let Some(seconds) = seconds.strip_prefix(':') {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            if whole.len() != 2 || !digits(whole) || !digits(fraction) {
                return Err(wrong());
            }
        } else if !seconds.is_empty() {
            return Err(wrong());
        }
        let minute: Minute = clock.parse().map_err(|_| wrong())?;
        if minute >= Minute::END {
            return Err(wrong());
        }
        let east = match offset.split_at_checked(1) {
            None => return Ok(Self::There(day, minute)),
            Some(("Z" | "z", "")) => 0,
            Some((sign, offset)) => {
                let offset: Minute = offset.parse().map_err(|_| wrong())?;
                match sign {
                    "+" => i64::from(offset.0),
                    "-" => -i64::from(offset.0),
                    _ => return Err(wrong()),
                }
            }
        };
        Ok(Self::Fixed(Instant(
            i64::from(day.0) * 1440 + i64::from(minute.0) - east,
        )))
    }
}

impl Moment {
    /// The moment on a clock; the earlier one where the clock shows it twice.
    fn on(self, zone: Zone) -> Instant {
        match self {
            Self::Fixed(at) => at,
            Self::There(day, minute) => first(zone.instant(day, minute)),
        }
    }

    /// What a clock that is set forward or back makes of it.
    fn change(self, zone: Zone) -> Option<Change> {
        let Self::There(day, minute) = self else {
            return None;
        };
        match zone.instant(day, minute) {
            LocalTime::Skipped(_) => Some(Change::Skipped),
            LocalTime::Twice(..) => Some(Change::Repeated),
            LocalTime::Once(_) => None,
        }
    }

    /// As it was asked for: `2026-11-23T14:30Z`, `2026-11-23T14:30`.
    fn written(self) -> String {
        match self {
            Self::Fixed(at) => stamp(at),
            Self::There(day, minute) => format!("{day}T{minute}"),
        }
    }
}

fn first(time: LocalTime) -> Instant {
    match time {
        LocalTime::Skipped(at) | LocalTime::Once(at) | LocalTime::Twice(at, _) => at,
    }
}

/// One clock of the region, and what is open on it.
struct There<'l> {
    zone: Zone,
    timetable: Timetable<'l>,
    /// The moment asked about, on this clock.
    at: Instant,
    /// What the clock did that day to the time that was asked about.
    change: Option<Change>,
}

/// What a clock that is set forward or back makes of a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    /// The clock jumps over it; the moment of the jump is taken.
    Skipped,
    /// It comes twice. Law knows a time of day and not which of the two it is.
    Repeated,
}

impl There<'_> {
    /// The day on this clock.
    fn day(&self) -> Day {
        self.zone.local(self.at).0
    }

    /// The hours of a day of which it is sure that law allows them.
    fn verified(&self, day: Day) -> OpenHours {
        super::verified(&self.timetable.on(day))
    }

    /// Whether law allows the moment for certain, and nothing about that is unverified.
    fn is_verified(&self) -> bool {
        let (day, minute) = self.zone.local(self.at);
        self.verified(day).contains(minute)
    }

    /// Whether no law forbids the moment for certain.
    fn allows(&self) -> bool {
        let (day, minute) = self.zone.local(self.at);
        self.timetable.allowed(day).contains(minute)
    }

    /// Whether nobody can object: doubtful and unverified provisions taken in.
    fn is_beyond_doubt(&self) -> bool {
        let (day, minute) = self.zone.local(self.at);
        self.timetable.on(day).cautious.contains(minute)
    }

    /// The provisions that a contact at the moment breaks, the gravest first.
    fn breaches(&self) -> Vec<Breach<'_>> {
        let (day, start) = self.zone.local(self.at);
        let end = Minute(start.0 + 1);
        self.timetable.breaches(day, MinuteRange { start, end })
    }
}

/// The first moment that every clock allows from the one that was asked about on: in the same form, a
/// moment that is the same everywhere or a time on the clock where the person is.
fn next<'t>(
    clocks: &[There<'t>],
    moment: Moment,
    open: impl Fn(&There<'t>, Day) -> OpenHours,
) -> Option<Moment> {
    match moment {
        Moment::There(today, now) => {
            let last = today.plus(AHEAD).min(Day::MAX);
            (today.0..=last.0).map(Day).find_map(|day| {
                let left = clocks.iter().fold(OpenHours::all_day(), |left, there| {
                    left.intersect(&open(there, day))
                });
                let earliest = if day == today { now } else { Minute(0) };
                let ahead = left.ranges().iter().filter(|range| earliest < range.end);
                let start = ahead.map(|range| range.start.max(earliest)).next()?;
                Some(Moment::There(day, start))
            })
        }
        Moment::Fixed(from) => {
            let all = |at: Instant| {
                clocks.iter().all(|there| {
                    let (day, minute) = there.zone.local(at);
                    open(there, day).contains(minute)
                })
            };
            if all(from) {
                return Some(moment);
            }
            (0..AHEAD).find_map(|days| {
                let mut openings: Vec<Instant> = Vec::new();
                for there in clocks {
                    let day = there.zone.local(from).0.plus(days);
                    if day <= Day::MAX {
                        let open = open(there, day);
                        let starts = open.ranges().iter().map(|range| range.start);
                        openings.extend(starts.map(|start| first(there.zone.instant(day, start))));
                    }
                }
                openings.retain(|at| *at >= from);
                openings.sort_unstable();
                openings.into_iter().find(|at| all(*at)).map(Moment::Fixed)
            })
        }
    }
}

/// What is known of a moment.
struct Answer<'l> {
    moment: Moment,
    clocks: Vec<There<'l>>,
    says: Says,
    /// The next moment of which it is sure that every clock allows it, if this is none.
    next: Option<Moment>,
    /// What the limits say of it.
    limits: Limits<'l>,
    /// A day on which they do not leave the moment, on some clock, though law does.
    against_limits: Option<Day>,
    /// The next moment that law and the limits leave, if this is none.
    next_by_limits: Option<Moment>,
    /// Of a country alone: the parts whose law forbids it.
    against: Vec<Region>,
    /// What is asked of such a contact beside its time.
    besides: Vec<Binding<'l>>,
}

/// What law says of a moment, or the limits where no law is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
    /// Every clock allows it.
    Allowed,
    /// Nothing forbids it for certain; something may.
    Unverified,
    /// It is allowed on some clocks and not on others.
    OnSomeClocks,
    /// No clock allows it.
    Forbidden,
}

impl<'l> Answer<'l> {
    fn find(asked: &'l Asked<'_>, moment: Moment) -> Self {
        let (law, arguments) = (&asked.law, asked.arguments);
        let facts = facts(arguments, &arguments.region);
        let held = law.held(&arguments.region) == Held::Provisions;
        let clocks: Vec<There<'_>> = arguments
            .region
            .distinct_zones()
            .map(|zone| {
                let at = moment.on(zone);
                let (day, _) = zone.local(at);
                let last = day.plus(AHEAD + 2).min(Day::MAX);
                There {
                    zone,
                    timetable: law.timetable(&facts, zone, day.plus(-1), last, &asked.holidays),
                    at,
                    change: moment.change(zone),
                }
            })
            .collect();
        let days = || clocks.iter().map(There::day);
        let (from, to) = (days().min(), days().max());
        let (from, to) = (from.unwrap_or(Day::MIN), to.unwrap_or(Day::MAX));
        let limits = Limits::of(
            asked,
            &arguments.region,
            from,
            to.plus(AHEAD + 2).min(Day::MAX),
        );
        let by_limits = |there: &&There<'_>| {
            let (day, minute) = there.zone.local(there.at);
            limits.open(day).contains(minute)
        };
        let on_all = |allows: &dyn Fn(&&There<'_>) -> bool| match clocks
            .iter()
            .filter(|it| allows(it))
            .count()
        {
            0 => Says::Forbidden,
            all if all == clocks.len() => Says::Allowed,
            _ => Says::OnSomeClocks,
        };
        let says = if !held {
            on_all(&by_limits)
        } else if clocks.iter().all(There::is_verified) {
            Says::Allowed
        } else {
            match on_all(&|there| there.allows()) {
                Says::Allowed => Says::Unverified,
                other => other,
            }
        };
        let both = |there: &There<'_>, day: Day| {
            let open = limits.open(day);
            if held {
                open.intersect(&there.verified(day))
            } else {
                open
            }
        };
        let against_limits = if held && matches!(says, Says::Allowed | Says::Unverified) {
            clocks.iter().find(|it| !by_limits(it)).map(There::day)
        } else {
            None
        };
        let next_allowed = match (says, held) {
            (Says::Allowed, _) => None,
            (_, true) => next(&clocks, moment, There::verified),
            (_, false) => next(&clocks, moment, both),
        };
        let next_by_limits = against_limits.and_then(|_| next(&clocks, moment, both));
        let besides = law.binding(&facts, from);
        Self {
            moment,
            says,
            next: next_allowed,
            against_limits,
            next_by_limits,
            against: match says {
                Says::Allowed | Says::Unverified => against(asked, moment),
                Says::OnSomeClocks | Says::Forbidden => Vec::new(),
            },
            limits,
            clocks,
            besides,
        }
    }

    /// Whether nothing forbids the moment for certain, on any clock.
    fn is_allowed(&self) -> bool {
        matches!(self.says, Says::Allowed | Says::Unverified)
    }

    /// Whether nobody can object to the moment, wherever in the region.
    fn is_beyond_doubt(&self) -> bool {
        self.against.is_empty()
            && self.is_allowed()
            && self.clocks.iter().all(There::is_beyond_doubt)
    }

    /// Whether the moment is allowed on one clock, by law or by the limits where no law is held.
    fn allows_on(&self, there: &There<'_>, held: bool) -> bool {
        if held {
            return there.allows();
        }
        let (day, minute) = there.zone.local(there.at);
        self.limits.open(day).contains(minute)
    }
}

/// The parts of a country alone whose law forbids the moment on one of their clocks.
fn against(asked: &Asked<'_>, moment: Moment) -> Vec<Region> {
    let (law, arguments) = (&asked.law, asked.arguments);
    let region = &arguments.region;
    if region.subdivision().is_some() {
        return Vec::new();
    }
    let parts = law.subdivisions(region.code()).into_iter();
    let parts = parts.filter_map(|code| code.parse::<Region>().ok());
    let forbids = |part: &Region| {
        let facts = facts(arguments, part);
        part.distinct_zones().any(|zone| {
            let (day, minute) = zone.local(moment.on(zone));
            let there = law.hours(&facts, day, zone, &asked.holidays);
            !there.allowed.contains(minute)
        })
    };
    parts.filter(forbids).collect()
}

pub(super) fn run(asked: &Asked<'_>, moment: Moment) -> Result<Exit, Failure> {
    let answer = Answer::find(asked, moment);
    let text = match asked.arguments.format {
        Format::Text => text(asked, &answer),
        Format::Json => json(asked, &answer),
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// Everything that the moment breaks for certain, or all that it may break, each provision once, the
/// gravest first.
fn reasons<'a>(clocks: &'a [There<'_>]) -> Vec<Breach<'a>> {
    let mut found: Vec<Breach<'a>> = Vec::new();
    for breach in clocks.iter().flat_map(There::breaches) {
        let known = found
            .iter()
            .any(|it| std::ptr::eq(it.binding.provision, breach.binding.provision));
        if !known {
            found.push(breach);
        }
    }
    found.sort_by_key(|it| {
        (
            !it.binding.bearing.binds(),
            std::cmp::Reverse(it.binding.severity_cap()),
            it.open.minutes(),
        )
    });
    found
}

/// `Mon 2026-11-23 at 14:30`.
fn spoken(zone: Zone, at: Instant) -> String {
    let (day, minute) = zone.local(at);
    format!("{} at {minute}", day.with_weekday())
}

/// `2026-11-23T14:30Z`.
fn stamp(at: Instant) -> String {
    let (day, minute) = Zone::UTC.local(at);
    format!("{day}T{minute}Z")
}

fn text(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let clocks = &answer.clocks;
    let held = asked.law.held(&asked.arguments.region) == Held::Provisions;
    let mut out = format!("{}\n", verdict(asked, answer));
    if answer.says != Says::Allowed {
        let _ = writeln!(out, "{}", upcoming("Next allowed", clocks, answer.next));
    }
    limits(answer, held, &mut out);
    doubts(asked, answer, held, &mut out);
    on_clocks(answer, held, &mut out);
    changes(answer, &mut out);
    if answer.is_allowed() {
        conditions(asked, &answer.besides, &mut out);
    }
    let reasons = reasons(clocks);
    assumptions(asked, &mut out);
    if !reasons.is_empty() {
        out.push_str("\nWhy\n");
        for reason in &reasons {
            let provision = reason.binding.provision;
            let open = match (&reason.legal_day, reason.open.is_closed()) {
                (Some(legal), true) => format!("closed on {}", legal.name),
                (Some(legal), false) => format!("{} on {}", reason.open, legal.name),
                (None, true) if bans_every_day(provision) => "closed on every day".to_owned(),
                (None, true) => "closed that day".to_owned(),
                (None, false) => format!("{} that day", reason.open),
            };
            let _ = writeln!(out, "  {}: {open}", provision.id);
            about(&reason.binding, &mut out);
        }
    }
    if let Some(there) = clocks.first() {
        courtesy(asked, &asked.arguments.region, there.day(), &mut out);
    }
    out.push_str("\nCourtesy is not legal advice.\n");
    out
}

/// The answer in one sentence.
fn verdict(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let arguments = asked.arguments;
    let place = arguments.region.spoken_name();
    let (who, what) = (who(arguments.audience), arguments.channel.reached());
    let when = match (answer.moment, &answer.clocks[..]) {
        (Moment::There(day, minute), _) => {
            format!("on {} at {minute}, local time", day.with_weekday())
        }
        (Moment::Fixed(_), [one]) => format!("on {}, local time", spoken(one.zone, one.at)),
        (Moment::Fixed(at), _) => format!("at {}", stamp(at)),
    };
    if let Some(lack) = lack(&asked.law, &arguments.region) {
        let day = answer.clocks.first().map(There::day);
        let nothing = day.is_none_or(|day| answer.limits.say_nothing_of(day));
        return match answer.says {
            _ if nothing => format!(
                "{lack}, and it has no hours of its own for the channel {}: nothing that it knows decides whether {who} may be {what} {when}.",
                arguments.channel
            ),
            Says::Allowed | Says::Unverified => {
                format!("{lack}. By courtesy {who} may be {what} {when}.")
            }
            Says::OnSomeClocks => format!(
                "{lack}. By courtesy {who} should not be {what} {when}: it is allowed on some clocks there only."
            ),
            Says::Forbidden => format!("{lack}. By courtesy {who} should not be {what} {when}."),
        };
    }
    match answer.says {
        Says::Allowed if !answer.against.is_empty() => {
            format!("Allowed in part: in {place} {who} may be {what} {when}, but not everywhere.")
        }
        Says::Allowed => format!("Allowed: in {place} {who} may be {what} {when}."),
        Says::Unverified => format!(
            "Could not be verified: whether in {place} {who} may be {what} {when} (see below why)."
        ),
        Says::OnSomeClocks => format!(
            "Not allowed: in {place} {who} may not be {what} {when} on all clocks there, only on some."
        ),
        Says::Forbidden => format!("Not allowed: in {place} {who} may not be {what} {when}."),
    }
}

/// That the limits do not leave a moment which law allows, or that is all there is to go by, and when
/// the next is that they do.
fn limits(answer: &Answer<'_>, held: bool, out: &mut String) {
    let limits = &answer.limits;
    if let Some(day) = answer.against_limits {
        let next = upcoming(
            "Next by law and limits",
            &answer.clocks,
            answer.next_by_limits,
        );
        let (by, why) = (limits.by_whom(day), limits.because(day));
        let _ = writeln!(out, "{by} not: {why}. {next}");
    } else if !held
        && !answer.is_allowed()
        && let Some(there) = answer.clocks.first()
    {
        let (by, why) = (limits.by_whom(there.day()), limits.because(there.day()));
        let _ = writeln!(out, "{by} not: {why}.");
    }
}

/// The clocks of the place with what each shows, those together that agree; nothing if all show the
/// same time and get the same answer.
fn on_clocks(answer: &Answer<'_>, held: bool, out: &mut String) {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for there in &answer.clocks {
        let word = if answer.allows_on(there, held) {
            "yes"
        } else {
            "no"
        };
        let line = format!("{word}: {} there", spoken(there.zone, there.at));
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, zones)) => zones.push(there.zone.name()),
            None => lines.push((line, vec![there.zone.name()])),
        }
    }
    if lines.len() > 1 {
        for (line, zones) in lines {
            let _ = writeln!(out, "  {line} ({})", zones.join(", "));
        }
    }
}

/// That there is no such time of day on a clock that day, or that it comes twice.
fn changes(answer: &Answer<'_>, out: &mut String) {
    let Moment::There(_, minute) = answer.moment else {
        return;
    };
    let with = |change: Change| {
        let changed = answer.clocks.iter().filter(|it| it.change == Some(change));
        changed.collect::<Vec<_>>()
    };
    if let [first, others @ ..] = &with(Change::Skipped)[..] {
        let mut zones = vec![first.zone.name()];
        zones.extend(others.iter().map(|it| it.zone.name()));
        let _ = writeln!(
            out,
            "There is no {minute} that day on the clock of {}: it is set forward, and {} is taken.",
            zones.join(", "),
            first.zone.local(first.at).1
        );
    }
    let repeated = with(Change::Repeated);
    if !repeated.is_empty() {
        let zones: Vec<&str> = repeated.iter().map(|it| it.zone.name()).collect();
        let _ = writeln!(
            out,
            "{minute} comes twice that day on the clock of {}, which is set back: the answer is the same for both.",
            zones.join(", ")
        );
    }
}

/// What keeps an answer that allows the moment from being certain.
fn doubts(asked: &Asked<'_>, answer: &Answer<'_>, held: bool, out: &mut String) {
    if answer.says == Says::Allowed && held && !answer.clocks.iter().all(There::is_beyond_doubt) {
        out.push_str("Not beyond doubt: see below the provisions that are not sure.\n");
    }
    if !answer.against.is_empty() {
        let held = asked.law.subdivisions(asked.arguments.region.code()).len();
        let codes: Vec<&str> = answer.against.iter().map(Region::code).collect();
        let _ = writeln!(
            out,
            "Not everywhere in it: {} of the {held} subdivisions whose law Courtesy holds too {} it then: {}.",
            codes.len(),
            if codes.len() == 1 {
                "forbids"
            } else {
                "forbid"
            },
            codes.join(", ")
        );
    }
}

/// When it is allowed, on the clock where the person is and for programs.
fn upcoming(what: &str, clocks: &[There<'_>], next: Option<Moment>) -> String {
    match (next, clocks) {
        (Some(moment), [one]) => {
            let at = moment.on(one.zone);
            format!("{what}: {} there ({}).", spoken(one.zone, at), stamp(at))
        }
        (Some(Moment::There(day, minute)), _) => format!(
            "{what}: {} at {minute}, on every clock there.",
            day.with_weekday()
        ),
        (Some(Moment::Fixed(at)), clocks) => {
            let mut local: Vec<(String, Vec<&str>)> = Vec::new();
            for there in clocks {
                let time = spoken(there.zone, at);
                match local.iter_mut().find(|(known, _)| *known == time) {
                    Some((_, zones)) => zones.push(there.zone.name()),
                    None => local.push((time, vec![there.zone.name()])),
                }
            }
            let local = local.into_iter();
            let local = local.map(|(time, zones)| format!("{time} ({})", zones.join(", ")));
            let local: Vec<String> = local.collect();
            format!(
                "{what}, on every clock there at once: {}, that is {}.",
                local.join(", "),
                stamp(at)
            )
        }
        (None, _) => format!("{what}: never within {AHEAD} days, as far as is known."),
    }
}

#[derive(Serialize)]
struct AtObject<'a> {
    region: &'a str,
    at: String,
    channel: &'static str,
    audience: &'static str,
    /// Whether no law forbids it for certain; by the limits, where no law is held.
    allowed: bool,
    /// Whether doubtful and unverified provisions allow it too.
    beyond_doubt: bool,
    /// Whether the limits leave it too, and why not.
    by_limits: LimitsObject,
    /// What must be so whatever the moment is: consent, lists on which the person may not stand.
    conditions: Vec<ConditionObject<'a>>,
    /// Of a country alone: the parts whose law forbids it.
    not_in: Vec<&'a str>,
    /// The next of which that is sure, in the form of `at`; of one clock alone with its offset from UTC.
    next_allowed: Option<String>,
    clocks: Vec<ClockObject>,
    because: Vec<ReasonObject<'a>>,
}

#[derive(Serialize)]
struct LimitsObject {
    allowed: bool,
    because: Option<String>,
    /// The next that law and limits leave.
    next_allowed: Option<String>,
}

#[derive(Serialize)]
struct ConditionObject<'a> {
    provision: &'a str,
    says: String,
}

#[derive(Serialize)]
struct ClockObject {
    time_zone: &'static str,
    local: String,
    /// That the time asked about does not exist on this clock that day, or comes twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_change: Option<Change>,
    allowed: bool,
    /// The hours that are allowed on that day.
    hours: Vec<[String; 2]>,
    /// The next allowed moment on that clock.
    next_allowed: Option<String>,
}

#[derive(Serialize)]
struct ReasonObject<'a> {
    provision: &'a str,
    reference: &'a str,
    url: Option<String>,
    force: &'static str,
    confidence: &'static str,
    says: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_day: Option<&'a str>,
    /// What keeps it from binding for certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<String>,
}

fn json(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let arguments = asked.arguments;
    let held = asked.law.held(&arguments.region) == Held::Provisions;
    let Answer {
        moment,
        clocks,
        next,
        ..
    } = answer;
    let local = |zone: Zone, at: Instant| {
        let (day, minute) = zone.local(at);
        format!("{day}T{minute}")
    };
    let when = |next: Option<Moment>| {
        next.map(|next| match &clocks[..] {
            [one] => stamp(next.on(one.zone)),
            _ => next.written(),
        })
    };
    let limited = match (held, answer.is_allowed()) {
        (true, _) => answer.against_limits,
        (false, true) => None,
        (false, false) => clocks.first().map(There::day),
    };
    let reasons = reasons(clocks);
    let object = AtObject {
        region: arguments.region.code(),
        at: moment.written(),
        channel: arguments.channel.as_str(),
        audience: arguments.audience.as_str(),
        allowed: answer.is_allowed(),
        beyond_doubt: answer.is_beyond_doubt(),
        by_limits: LimitsObject {
            allowed: answer.is_allowed() && limited.is_none(),
            because: limited.map(|day| answer.limits.because(day)),
            next_allowed: when(answer.next_by_limits.or(*next)),
        },
        conditions: answer
            .besides
            .iter()
            .filter_map(|binding| {
                Some(ConditionObject {
                    provision: &binding.provision.id,
                    says: condition(arguments, binding)?,
                })
            })
            .collect(),
        not_in: answer.against.iter().map(Region::code).collect(),
        next_allowed: when(*next),
        clocks: clocks
            .iter()
            .map(|there| ClockObject {
                time_zone: there.zone.name(),
                local: local(there.zone, there.at),
                clock_change: there.change,
                allowed: answer.allows_on(there, held),
                hours: if held {
                    ranges(there.timetable.allowed(there.day()))
                } else {
                    ranges(&answer.limits.open(there.day()))
                },
                next_allowed: next.map(|next| local(there.zone, next.on(there.zone))),
            })
            .collect(),
        because: reasons
            .iter()
            .map(|reason| {
                let provision = reason.binding.provision;
                ReasonObject {
                    provision: &provision.id,
                    reference: &provision.citation,
                    url: provision.address(),
                    force: provision.force.as_str(),
                    confidence: provision.confidence.as_str(),
                    says: &provision.says,
                    legal_day: reason.legal_day.as_ref().map(|it| it.name.as_str()),
                    doubt: doubt(&reason.binding.bearing),
                }
            })
            .collect(),
    };
    let line = serde_json::to_string(&object)
        .expect("texts, numbers and lists of them can always be written");
    format!("{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_and_without_an_offset() {
        let day: Day = "2026-11-23".parse().unwrap();
        let at = |minutes: i64| Moment::Fixed(Instant(i64::from(day.0) * 1440 + minutes));
        for (text, moment) in [
            ("2026-11-23T14:30", Moment::There(day, Minute(870))),
            ("2026-11-23 14:30", Moment::There(day, Minute(870))),
            ("2026-11-23T14:30Z", at(870)),
            ("2026-11-23T14:30:59Z", at(870)),
            ("2026-11-23t14:30:59.000z", at(870)),
            ("2026-11-23T14:30-08:00", at(870 + 480)),
            ("2026-11-23T14:30+05:30", at(870 - 330)),
        ] {
            assert_eq!(text.parse(), Ok(moment), "{text}");
        }
        for text in [
            "",
            "2026-11-23",
            "now",
            "2026-11-23T24:00",
            "2026-11-23T14:30PST",
            "2026-11-23T2",
            "2026-13-01T10:00Z",
            "2026-11-23T14:30+",
            "2026-11-23T14:30:5",
            "2026-11-23T14:30:05.",
            "2026-11-23T14:30.5",
            "2026-11-23Tünf:0",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
