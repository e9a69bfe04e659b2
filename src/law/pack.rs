//! A pack as it stands in its file, and how it becomes a [`Pack`].
//!
//! The shapes here are the format that people write; `rules/README.md` explains
//! it field by field. What the shapes cannot say (every weekday has hours, an id
//! begins with its jurisdiction) is checked on the way.

use super::hours::{Clock, DayPlan};
use super::provision::{
    CalendarPeriod, Cap, CapPer, CapWhen, Counted, Hours, InForce, Lifting, Pack, Period, Protects,
    Provision, Requirement, Scope, Since, SpecialHours, Standing, Week, When,
};
use crate::calendar::{Day, Duration, Weekdays};
use crate::diagnostics::{Confidence, Force, Severity, Site};
use crate::model::{Channel, ConsentKind, Purpose, Relationship, Voice};
use crate::source::SourceFile;
use crate::yaml::{self, At, List, NodeId, Problem, ProblemKind, text_types};
use serde::de::{self, Deserialize, Deserializer};
use std::fmt;
use std::sync::Arc;

text_types! {
    Clock => "a clock: recipient, an IANA zone, or UTC-06:00",
    DayPlan => "hours such as `09:00-13:00, 14:00-20:00`, `all-day` or `closed`",
    Since => "a date such as 2023-10-01, or a month or year in quotes",
}

impl Pack {
    /// Reads every document of a file as a pack. What is wrong is told with its place; a wrong
    /// provision is left out, the others stand.
    pub fn read(source: &Arc<SourceFile>) -> (Vec<Self>, Vec<Problem>) {
        let (tree, mut problems) = yaml::parse(&source.text);
        let mut packs = Vec::new();
        for root in tree.documents() {
            let text = yaml::decode::<PackText>(&tree, &source.text, 0, *root, &mut problems);
            let Some(text) = text else { continue };
            let site = |node: NodeId| Site {
                source: Arc::clone(source),
                span: tree.span(node),
            };
            let (pack, mistakes) = text.into_pack(site);
            problems.extend(mistakes.into_iter().map(|(node, message)| Problem {
                kind: ProblemKind::InvalidValue,
                span: tree.span(node),
                node,
                message,
                help: None,
                related: None,
                instead: None,
            }));
            packs.push(pack);
        }
        (packs, problems)
    }
}

/// A pack as its file has it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PackText {
    jurisdiction: String,
    name: String,
    #[serde(default)]
    within: Vec<String>,
    checked: Day,
    #[serde(default)]
    gaps: Vec<String>,
    provisions: List<ProvisionText>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvisionText {
    id: At<String>,
    says: String,
    applies: ScopeText,
    lifted_by: LiftingText,
    hours: Option<At<WeekText>>,
    #[serde(default)]
    special_hours: Vec<SpecialText>,
    holiday_ban: Option<At<String>>,
    cap: Option<At<CapText>>,
    clock: Vec<Clock>,
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

#[derive(Debug, serde::Deserialize)]
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

#[derive(Debug, serde::Deserialize)]
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

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialText {
    on: Option<String>,
    eve_of: Option<String>,
    hours: DayPlan,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CapText {
    max: u32,
    rolling: Option<Duration>,
    calendar: Option<CalendarPeriod>,
    counts: Counted,
    per: CapPer,
    when: CapWhen,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct InForceText {
    from: Option<Since>,
    to: Option<Day>,
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
#[derive(Debug)]
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
                while let Some((days, plan)) = map.next_entry::<Weekdays, DayPlan>()? {
                    if given.0 & days.0 != 0 {
                        return Err(de::Error::custom(format!(
                            "hours are given twice for {days}"
                        )));
                    }
                    given.0 |= days.0;
                    for (index, slot) in week.0.iter_mut().enumerate() {
                        if days.0 >> index & 1 == 1 {
                            slot.clone_from(&plan);
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

/// What is wrong, and at which node.
type Mistake = (NodeId, String);

impl PackText {
    /// The pack without its wrong provisions, and what is wrong with them.
    fn into_pack(self, site: impl Fn(NodeId) -> Site) -> (Pack, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let mut provisions: Vec<Provision> = Vec::with_capacity(self.provisions.items.len());
        for At { value: text, place } in self.provisions.items {
            let At {
                value: id,
                place: id_place,
            } = &text.id;
            let mut wrong = |node, message| mistakes.push((node, message));
            if !id
                .strip_prefix(&self.jurisdiction)
                .is_some_and(|rest| rest.starts_with('-'))
            {
                wrong(
                    id_place.node,
                    format!("`{id}` must begin with `{}-`", self.jurisdiction),
                );
                continue;
            }
            if provisions.iter().any(|other| other.id == *id) {
                wrong(
                    id_place.node,
                    format!("`{id}` is the id of an earlier provision"),
                );
                continue;
            }
            match text.into_provision(&self.jurisdiction, &site) {
                Ok(provision) => provisions.push(provision),
                Err(message) => wrong(place.node, message),
            }
        }
        let pack = Pack {
            jurisdiction: self.jurisdiction,
            name: self.name,
            within: self.within,
            checked: self.checked,
            gaps: self.gaps,
            provisions,
        };
        (pack, mistakes)
    }
}

impl ProvisionText {
    fn into_provision(
        self,
        jurisdiction: &str,
        site: impl Fn(NodeId) -> Site,
    ) -> Result<Provision, String> {
        if !self.special_hours.is_empty() && self.hours.is_none() {
            return Err("`special_hours` need `hours` beside them".to_owned());
        }
        let (requires, place) = match (self.hours, self.holiday_ban, self.cap) {
            (
                Some(At {
                    value: WeekText(week),
                    place,
                }),
                None,
                None,
            ) => {
                let special = self
                    .special_hours
                    .into_iter()
                    .map(SpecialText::into_special);
                let hours = Hours {
                    week,
                    special: special.collect::<Result<_, _>>()?,
                };
                (Requirement::Hours(Box::new(hours)), place)
            }
            (None, Some(At { value: set, place }), None) => (Requirement::HolidayBan(set), place),
            (None, None, Some(At { value: cap, place })) => {
                (Requirement::Cap(cap.into_cap()?), place)
            }
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
            from: self.in_force.from,
            to: self.in_force.to,
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
            id: self.id.value,
            jurisdiction: jurisdiction.to_owned(),
            site: site(place.node),
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
            clocks: self.clock,
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
            plan: self.hours,
        })
    }
}

impl CapText {
    fn into_cap(self) -> Result<Cap, String> {
        let period = match (self.rolling, self.calendar) {
            (Some(length), None) if !length.is_zero() => Period::Rolling(length),
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
