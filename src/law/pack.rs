//! A pack as it stands in its file, and how it becomes a [`Pack`].
//!
//! The shapes here are the format that people write; `rules/README.md` explains
//! it field by field. What the shapes cannot say (every weekday has hours, an id
//! begins with its jurisdiction) is checked on the way.

use super::hours::{Clock, DayPlan};
use super::provision::{
    CalendarPeriod, Cap, CapPer, CapWhen, Counted, Hours, InForce, Lifting, Pack, Period, Protects,
    Provision, Requirement, Scope, SpecialHours, Standing, Week, When,
};
use crate::calendar::Weekdays;
use crate::diagnostics::{Confidence, Force, Severity};
use crate::model::{Channel, ConsentKind, Purpose, Relationship, Voice};
use serde::de::{self, Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// What is wrong with a pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackError {
    /// The provision, or none if it is about the pack.
    pub provision: Option<String>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.provision {
            Some(id) => write!(f, "{id}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for PackError {}

/// A scalar that its type reads from text.
#[derive(Clone, Debug)]
struct Parsed<T>(T);

impl<'de, T: FromStr<Err = String>> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<T>(PhantomData<T>);
        impl<T: FromStr<Err = String>> de::Visitor<'_> for Text<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text(PhantomData)).map(Self)
    }
}

/// A pack as its file has it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackText {
    jurisdiction: String,
    name: String,
    #[serde(default)]
    within: Vec<String>,
    checked: Parsed<crate::calendar::Day>,
    #[serde(default)]
    gaps: Vec<String>,
    #[serde(default)]
    provisions: Vec<ProvisionText>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvisionText {
    id: String,
    says: String,
    applies: ScopeText,
    lifted_by: LiftingText,
    hours: Option<WeekText>,
    #[serde(default)]
    special_hours: Vec<SpecialText>,
    holiday_ban: Option<String>,
    cap: Option<CapText>,
    clock: Vec<Parsed<Clock>>,
    force: ForceText,
    code: Option<String>,
    #[serde(default)]
    in_force: InForceText,
    citation: String,
    url: Option<String>,
    confidence: ConfidenceText,
    at_most: Option<AtMostText>,
    /// Of how the fact was established: read in the text, on a secondary page, or from general
    /// knowledge. For people only.
    #[serde(rename = "basis")]
    _basis: BasisText,
    notes: Option<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeText {
    channels: Vec<Channel>,
    #[serde(default)]
    voices: Vec<Voice>,
    protects: Protects,
    purposes: Vec<Purpose>,
    #[serde(default)]
    sectors: Vec<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LiftingText {
    standing: Standing,
    #[serde(default)]
    consent: Vec<ConsentKind>,
    #[serde(default)]
    relationship: Vec<Relationship>,
    #[serde(default)]
    for_a_time: Vec<Relationship>,
    note: Option<String>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialText {
    on: Option<String>,
    eve_of: Option<String>,
    hours: Parsed<DayPlan>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CapText {
    max: u32,
    rolling: Option<Parsed<crate::calendar::Duration>>,
    calendar: Option<CalendarPeriod>,
    counts: Counted,
    per: CapPer,
    when: CapWhen,
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct InForceText {
    from: Option<Parsed<super::provision::Since>>,
    to: Option<Parsed<crate::calendar::Day>>,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum ForceText {
    Law,
    Regulator,
    Code,
    Carrier,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum ConfidenceText {
    Low,
    Medium,
    High,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum AtMostText {
    Advice,
    Warning,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum BasisText {
    /// The statute, rule or agency text was read.
    Text,
    /// A law firm's, vendor's or news page was read.
    Secondary,
    /// From general knowledge; no page was read.
    Memory,
}

/// Hours by weekdays; each weekday once.
#[derive(Clone, Debug)]
struct WeekText(Week);

impl<'de> Deserialize<'de> for WeekText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Days;
        impl<'de> de::Visitor<'de> for Days {
            type Value = Week;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("hours by weekdays, as in `mon-fri: 09:00-17:00`")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Week, A::Error> {
                let mut week = Week::default();
                let mut given = Weekdays::default();
                while let Some((Parsed(days), Parsed(plan))) =
                    map.next_entry::<Parsed<Weekdays>, Parsed<DayPlan>>()?
                {
                    if given.0 & days.0 != 0 {
                        return Err(de::Error::custom(format!(
                            "hours are given twice for {days}"
                        )));
                    }
                    given.0 |= days.0;
                    for (index, slot) in week.0.iter_mut().enumerate() {
                        if days.0 >> index & 1 == 1 {
                            *slot = DayPlan::clone(&plan);
                        }
                    }
                }
                if given == Weekdays::DAILY {
                    Ok(week)
                } else {
                    let missing = Weekdays(Weekdays::DAILY.0 & !given.0);
                    Err(de::Error::custom(format!(
                        "no hours are given for {missing}; write `closed` if none are allowed"
                    )))
                }
            }
        }
        deserializer.deserialize_map(Days).map(Self)
    }
}

impl PackText {
    /// The pack, or everything that is wrong with it.
    pub fn into_pack(self) -> Result<Pack, Vec<PackError>> {
        let mut errors = Vec::new();
        let mut provisions: Vec<Provision> = Vec::with_capacity(self.provisions.len());
        for text in self.provisions {
            let id = text.id.clone();
            let mut wrong = |message: String| {
                errors.push(PackError {
                    provision: Some(id.clone()),
                    message,
                });
            };
            if !id.starts_with(&format!("{}-", self.jurisdiction)) {
                wrong(format!("its id must begin with `{}-`", self.jurisdiction));
            }
            if provisions.iter().any(|other| other.id == id) {
                wrong("its id is taken by an earlier provision".to_owned());
            }
            match text.into_provision(&self.jurisdiction) {
                Ok(provision) => provisions.push(provision),
                Err(message) => wrong(message),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Pack {
            jurisdiction: self.jurisdiction,
            name: self.name,
            within: self.within,
            checked: self.checked.0,
            gaps: self.gaps,
            provisions,
        })
    }
}

impl ProvisionText {
    fn into_provision(self, jurisdiction: &str) -> Result<Provision, String> {
        if !self.special_hours.is_empty() && self.hours.is_none() {
            return Err("`special_hours` need `hours` beside them".to_owned());
        }
        let requires = match (self.hours, self.holiday_ban, self.cap) {
            (Some(WeekText(week)), None, None) => Requirement::Hours(Box::new(Hours {
                week,
                special: self
                    .special_hours
                    .into_iter()
                    .map(SpecialText::into_special)
                    .collect::<Result<_, _>>()?,
            })),
            (None, Some(set), None) => Requirement::HolidayBan(set),
            (None, None, Some(cap)) => Requirement::Cap(cap.into_cap()?),
            _ => return Err("write exactly one of `hours`, `holiday_ban` and `cap`".to_owned()),
        };
        if self.clock.is_empty() {
            return Err("`clock` names no clock".to_owned());
        }
        let force = match self.force {
            ForceText::Law => Force::Law,
            ForceText::Regulator => Force::Regulator,
            ForceText::Code => Force::Code,
            ForceText::Carrier => Force::Carrier,
        };
        if (force == Force::Code) != self.code.is_some() {
            return Err("`code` names the code if the force is `code`, and only then".to_owned());
        }
        let in_force = InForce {
            from: self.in_force.from.map(|since| since.0),
            to: self.in_force.to.map(|day| day.0),
        };
        if in_force.first() > in_force.last() {
            return Err("it ends before it begins".to_owned());
        }
        let lifts = &self.lifted_by;
        let listed = !(lifts.consent.is_empty()
            && lifts.relationship.is_empty()
            && lifts.for_a_time.is_empty());
        if listed != (lifts.standing != Standing::Nothing) {
            return Err(
                "`lifted_by` lists what lifts it unless the standing is `nothing`, and only then"
                    .to_owned(),
            );
        }
        Ok(Provision {
            id: self.id,
            jurisdiction: jurisdiction.to_owned(),
            site: None,
            applies: Scope {
                channels: self.applies.channels,
                voices: self.applies.voices,
                protects: self.applies.protects,
                purposes: self.applies.purposes,
                sectors: self.applies.sectors,
            },
            lifted_by: Lifting {
                standing: self.lifted_by.standing,
                consent: self.lifted_by.consent,
                relationship: self.lifted_by.relationship,
                for_a_time: self.lifted_by.for_a_time,
                note: self.lifted_by.note,
            },
            requires,
            clocks: self.clock.into_iter().map(|clock| clock.0).collect(),
            force,
            code: self.code,
            in_force,
            citation: self.citation,
            url: self.url,
            confidence: match self.confidence {
                ConfidenceText::Low => Confidence::Low,
                ConfidenceText::Medium => Confidence::Medium,
                ConfidenceText::High => Confidence::High,
            },
            at_most: self.at_most.map(|most| match most {
                AtMostText::Advice => Severity::Advice,
                AtMostText::Warning => Severity::Warning,
            }),
            says: self.says,
            notes: self.notes,
        })
    }
}

impl SpecialText {
    fn into_special(self) -> Result<SpecialHours, String> {
        let when = match (self.on, self.eve_of) {
            (Some(set), None) => When::On(set),
            (None, Some(set)) => When::EveOf(set),
            _ => return Err("special hours are `on` a set or `eve_of` one".to_owned()),
        };
        Ok(SpecialHours {
            when,
            plan: self.hours.0,
        })
    }
}

impl CapText {
    fn into_cap(self) -> Result<Cap, String> {
        let period = match (self.rolling, self.calendar) {
            (Some(Parsed(length)), None) if !length.is_zero() => Period::Rolling(length),
            (None, Some(period)) => Period::Calendar(period),
            _ => {
                return Err(
                    "a cap counts over a `rolling` time or a `calendar` period, one of the two"
                        .to_owned(),
                );
            }
        };
        Ok(Cap {
            max: self.max,
            period,
            counts: self.counts,
            per: self.per,
            when: self.when,
        })
    }
}
