//! The answer of `courtesy hours` for programs.

use super::{Answer, Asked, doubt};
use crate::calendar::{Duration, MinuteRange};
use crate::law::{Bearing, Binding, CalendarPeriod, Held, OpenHours, Period};
use serde::Serialize;

#[derive(Serialize)]
struct AnswerObject<'a> {
    region: &'a str,
    on: String,
    channel: &'static str,
    audience: &'static str,
    allowed: Vec<[String; 2]>,
    /// What is left of it without what is doubtful or could not be verified.
    safe: Vec<[String; 2]>,
    /// What the limits leave beside the law, or in its place.
    by_limits: Vec<[String; 2]>,
    /// The public holiday for which the limits keep the day free.
    public_holiday: Option<&'a str>,
    closed_because: Option<String>,
    caps: Vec<CapObject<'a>>,
    provisions: Vec<ProvisionObject<'a>>,
    /// What is asked of such contacts beside hours and numbers.
    besides: Vec<ProvisionObject<'a>>,
}

#[derive(Serialize)]
struct CapObject<'a> {
    max: u32,
    per: String,
    provision: &'a str,
}

#[derive(Serialize)]
struct ProvisionObject<'a> {
    id: &'a str,
    reference: &'a str,
    url: Option<String>,
    force: &'static str,
    confidence: &'static str,
    in_force_from: Option<String>,
    in_force_to: Option<String>,
    says: &'a str,
    /// Whether it is disputed or unverified that it binds, or it does not bind yet; left out if it binds for certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    bearing: Option<&'static str>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

impl<'a> ProvisionObject<'a> {
    fn of(binding: &Binding<'a>) -> Self {
        let provision = binding.provision;
        let in_force = &provision.in_force;
        Self {
            id: &provision.id,
            reference: &provision.citation,
            url: provision.address(),
            force: provision.force.as_str(),
            confidence: provision.confidence.as_str(),
            in_force_from: in_force.from.as_ref().map(ToString::to_string),
            in_force_to: in_force.to.map(|day| day.to_string()),
            says: &provision.says,
            bearing: match binding.bearing {
                Bearing::Disputed { .. } => Some("disputed"),
                Bearing::Unverified { .. } => Some("unverified"),
                Bearing::NotYet { .. } => Some("not_yet"),
                Bearing::Certain | Bearing::Exempt { .. } => None,
            },
            because: doubt(&binding.bearing),
        }
    }
}

/// The answer on one line.
pub(super) fn of(asked: &Asked<'_>, answer: &Answer<'_>) -> String {
    let (law, arguments) = (&asked.law, asked.arguments);
    let (allowed, safe) = if law.held(&answer.region) == Held::Provisions {
        (&answer.allowed, &answer.cautious)
    } else {
        (&answer.by_limits, &answer.by_limits)
    };
    let object = AnswerObject {
        region: answer.region.code(),
        on: answer.on.to_string(),
        channel: arguments.channel.as_str(),
        audience: arguments.audience.as_str(),
        allowed: ranges(allowed),
        safe: ranges(safe),
        by_limits: ranges(&allowed.intersect(&answer.by_limits)),
        public_holiday: answer.holiday.as_deref(),
        closed_because: match &answer.holiday {
            Some(name) if law.held(&answer.region) != Held::Provisions => Some(format!(
                "{name} (public holiday; the limit `holidays`, not law)"
            )),
            _ => answer.closed_because(),
        },
        caps: answer
            .caps
            .iter()
            .map(|bound| CapObject {
                max: bound.cap.max,
                per: period(bound.cap.period),
                provision: &bound.binding.provision.id,
            })
            .collect(),
        provisions: answer
            .provisions()
            .into_iter()
            .map(ProvisionObject::of)
            .collect(),
        besides: answer.besides.iter().map(ProvisionObject::of).collect(),
    };
    let line = serde_json::to_string(&object)
        .expect("texts, numbers and lists of them can always be written");
    format!("{line}\n")
}

/// Hours as pairs of times.
pub(super) fn ranges(open: &OpenHours) -> Vec<[String; 2]> {
    let ranges = open.ranges().iter();
    let pair = |range: &MinuteRange| [range.start.to_string(), range.end.to_string()];
    ranges.map(pair).collect()
}

/// A cap's time as a definition writes it: `24h`, `7d`, `calendar week`.
fn period(period: Period) -> String {
    match period {
        Period::Rolling(Duration {
            months: 0,
            days: 0,
            minutes,
        }) if minutes.is_multiple_of(60) => format!("{}h", minutes / 60),
        Period::Rolling(Duration {
            months: 0,
            days,
            minutes: 0,
        }) => format!("{days}d"),
        Period::Rolling(length) => length.to_string(),
        Period::Calendar(CalendarPeriod::Day) => "calendar day".to_owned(),
        Period::Calendar(CalendarPeriod::Week) => "calendar week".to_owned(),
        Period::Calendar(CalendarPeriod::Month) => "calendar month".to_owned(),
    }
}
