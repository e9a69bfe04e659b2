//! `courtesy hours REGION --at INSTANT`: whether somebody may be contacted at a moment, why not, and
//! when next.

use super::super::Exit;
use super::super::output::{self, Failure};
use super::text::{about, assumptions, conditions, courtesy};
use super::{Asked, Format, condition, doubt, facts, lack, who};
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
        let (date, time) = text.split_once(['T', ' ']).ok_or_else(wrong)?;
        let day: Day = date.parse()?;
        let (clock, offset) = match time.find(['Z', '+', '-']) {
            Some(at) => time.split_at(at),
            None => (time, ""),
        };
        // Seconds change nothing: a contact starts in a minute.
        let (clock, seconds) = clock.split_at_checked(5).ok_or_else(wrong)?;
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|it| it.is_ascii_digit());
        if !seconds.is_empty() && !seconds.strip_prefix(':').is_some_and(digits) {
            return Err(wrong());
        }
        let minute: Minute = clock.parse().map_err(|_| wrong())?;
        if minute >= Minute::END {
            return Err(wrong());
        }
        let east = match offset.split_at_checked(1) {
            None => return Ok(Self::There(day, minute)),
            Some(("Z", "")) => 0,
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
    /// In the place of the law where none is held.
    courtesy: Option<OpenHours>,
    /// The moment asked about, on this clock.
    at: Instant,
}

impl There<'_> {
    /// The day on this clock.
    fn day(&self) -> Day {
        self.zone.local(self.at).0
    }

    fn open(&self, day: Day) -> &OpenHours {
        self.courtesy
            .as_ref()
            .unwrap_or_else(|| self.timetable.allowed(day))
    }

    fn allows(&self, at: Instant) -> bool {
        let (day, minute) = self.zone.local(at);
        self.open(day).contains(minute)
    }

    /// Whether nobody can object: doubtful and unverified provisions taken in.
    fn is_beyond_doubt(&self) -> bool {
        let (day, minute) = self.zone.local(self.at);
        match &self.courtesy {
            Some(open) => open.contains(minute),
            None => self.timetable.on(day).cautious.contains(minute),
        }
    }

    /// The moments from `from` on at which hours open, for the days of a stretch.
    fn openings(&self, from: Instant, days: std::ops::Range<i32>) -> Vec<Instant> {
        let (today, _) = self.zone.local(from);
        let mut found = Vec::new();
        for day in days.map(|days| today.plus(days)) {
            for range in self.open(day).ranges() {
                found.push(first(self.zone.instant(day, range.start)));
            }
        }
        found.retain(|at| *at >= from);
        found
    }

    /// The provisions that a contact at the moment breaks, the gravest first.
    fn breaches(&self) -> Vec<Breach<'_>> {
        let (day, start) = self.zone.local(self.at);
        let end = Minute(start.0 + 1);
        self.timetable.breaches(day, MinuteRange { start, end })
    }
}

/// The first moment from `from` on that every clock allows.
fn next(clocks: &[There<'_>], from: Instant) -> Option<Instant> {
    let all = |at: Instant| clocks.iter().all(|there| there.allows(at));
    if all(from) {
        return Some(from);
    }
    (0..AHEAD).find_map(|day| {
        let mut openings: Vec<Instant> = clocks
            .iter()
            .flat_map(|there| there.openings(from, day..day + 1))
            .collect();
        openings.sort_unstable();
        openings.into_iter().find(|at| all(*at))
    })
}

/// What is known of a moment.
struct Answer<'l> {
    moment: Moment,
    clocks: Vec<There<'l>>,
    /// Whether every clock allows it.
    allowed: bool,
    /// The next moment that every clock allows, if this one is not.
    next: Option<Instant>,
    /// Of a country alone: the parts whose law forbids it.
    against: Vec<Region>,
    /// What is asked of such a contact beside its time.
    besides: Vec<Binding<'l>>,
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
                let last = day.plus(AHEAD + 2);
                There {
                    zone,
                    timetable: law.timetable(&facts, zone, day.plus(-1), last, &asked.holidays),
                    courtesy: (!held).then(|| asked.courtesy().unwrap_or_else(OpenHours::all_day)),
                    at,
                }
            })
            .collect();
        let allowed = clocks.iter().all(|there| there.allows(there.at));
        // Where the moment is that of each clock, the next is looked for from the earliest of them.
        let from = clocks.iter().map(|there| there.at).min();
        let next = match (allowed, from) {
            (false, Some(from)) => next(&clocks, from),
            _ => None,
        };
        let day = clocks.first().map(There::day);
        let besides = day.map_or(Vec::new(), |day| law.binding(&facts, day));
        Self {
            moment,
            allowed,
            next,
            against: if allowed {
                against(asked, moment)
            } else {
                Vec::new()
            },
            clocks,
            besides,
        }
    }

    /// Whether nobody can object to the moment, wherever in the region.
    fn is_beyond_doubt(&self) -> bool {
        self.against.is_empty() && self.clocks.iter().all(There::is_beyond_doubt)
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
    let mut out = format!("{}\n", verdict(asked, answer));
    if clocks.len() > 1 {
        for there in clocks {
            let word = if there.allows(there.at) { "yes" } else { "no" };
            let _ = writeln!(
                out,
                "  {word}: {} there (clock of {})",
                spoken(there.zone, there.at),
                there.zone.name(),
            );
        }
    }
    if answer.allowed {
        conditions(asked, &answer.besides, &mut out);
        doubts(asked, answer, &mut out);
    } else {
        let _ = writeln!(out, "{}", upcoming(answer));
    }
    let reasons = reasons(clocks);
    assumptions(asked, &mut out);
    if !reasons.is_empty() {
        out.push_str("\nWhy\n");
        for reason in &reasons {
            let provision = reason.binding.provision;
            let open = match (&reason.legal_day, reason.open.is_closed()) {
                (Some(legal), _) => format!("closed on {}", legal.name),
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
    let lack = lack(&asked.law, &arguments.region);
    match (answer.allowed, lack, asked.courtesy()) {
        (true, None, _) => format!("Allowed: in {place} {who} may be {what} {when}."),
        (false, None, _) => {
            format!("Not allowed: in {place} {who} may not be {what} {when}.")
        }
        (true, Some(lack), Some(_)) => format!("{lack}. By courtesy {who} may be {what} {when}."),
        (false, Some(lack), _) => {
            format!("{lack}. By courtesy {who} should not be {what} {when}.")
        }
        (true, Some(lack), None) => format!(
            "{lack}, and it has no hours of its own for the channel {}: nothing that it knows decides whether {who} may be {what} {when}.",
            arguments.channel
        ),
    }
}

/// What keeps an answer that allows the moment from being certain.
fn doubts(asked: &Asked<'_>, answer: &Answer<'_>, out: &mut String) {
    if !answer.clocks.iter().all(There::is_beyond_doubt) {
        out.push_str("Not beyond doubt: see the provisions below that could not be verified or are not sure.\n");
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

/// When it is allowed next, on each clock.
fn upcoming(answer: &Answer<'_>) -> String {
    match (answer.next, &answer.clocks[..]) {
        (Some(at), [one]) => format!(
            "Next allowed: {} there ({}).",
            spoken(one.zone, at),
            stamp(at)
        ),
        (Some(at), clocks) => {
            let local = clocks
                .iter()
                .map(|there| format!("{} ({})", spoken(there.zone, at), there.zone.name()));
            let local: Vec<String> = local.collect();
            format!(
                "Next allowed on every clock there: {}, that is {}.",
                local.join(", "),
                stamp(at)
            )
        }
        (None, _) => format!("No allowed moment was found within {AHEAD} days."),
    }
}

#[derive(Serialize)]
struct AtObject<'a> {
    region: &'a str,
    at: String,
    channel: &'static str,
    audience: &'static str,
    allowed: bool,
    /// Whether doubtful and unverified provisions allow it too.
    beyond_doubt: bool,
    /// What must be so whatever the moment is: consent, lists on which the person may not stand.
    conditions: Vec<ConditionObject<'a>>,
    /// Of a country alone: the parts whose law forbids it.
    not_in: Vec<&'a str>,
    next_allowed: Option<String>,
    clocks: Vec<ClockObject>,
    because: Vec<ReasonObject<'a>>,
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
    let reasons = reasons(clocks);
    let object = AtObject {
        region: arguments.region.code(),
        at: match *moment {
            Moment::Fixed(at) => stamp(at),
            Moment::There(day, minute) => format!("{day}T{minute}"),
        },
        channel: arguments.channel.as_str(),
        audience: arguments.audience.as_str(),
        allowed: answer.allowed,
        beyond_doubt: answer.is_beyond_doubt(),
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
        next_allowed: next.map(stamp),
        clocks: clocks
            .iter()
            .map(|there| ClockObject {
                time_zone: there.zone.name(),
                local: local(there.zone, there.at),
                allowed: there.allows(there.at),
                hours: there
                    .open(there.zone.local(there.at).0)
                    .ranges()
                    .iter()
                    .map(|range| [range.start.to_string(), range.end.to_string()])
                    .collect(),
                next_allowed: next.map(|at| local(there.zone, at)),
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
            "2026-11-23Tünf:0",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
