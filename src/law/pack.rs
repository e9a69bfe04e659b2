//! A pack as it stands in its file, and how it becomes a [`Pack`].
//!
//! The shapes here are the format that people write; `rules/README.md` explains
//! it field by field. What the shapes cannot say (every weekday has hours, an id
//! begins with its jurisdiction) is checked on the way.

use super::hours::{Clock, DayPlan};
use super::kinds::{
    BotDisclosure, CallerNumber, CapText, ConsentLapse, ConsentNeeded, ConsentProof, EmergencyBan,
    EndOnRefusal, Forbidden, HonourRefusal, HoursText, Identify, Keywords, MessageLabel, Notice,
    OfferTerms, OneClick, OptOutDuty, RefusalLasts, RefusalReaches, Registry, SenderDetails,
    SetName, SpecialText, WeekText, Withdrawal, written,
};
use super::library::{AREA, Law, UNION};
use super::provision::{
    InForce, Lifting, Pack, Protects, Provision, Reach, Scope, Since, Standing,
};
use crate::calendar::{Day, Region};
use crate::diagnostics::{Confidence, Force, Severity, Site};
use crate::model::{Channel, ConsentKind, Purpose, Relationship, Voice};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, At, List, NodeId, Problem, ProblemKind, text_types};
use std::str::FromStr;
use std::sync::Arc;

text_types! {
    Clock => "a clock: recipient, an IANA zone, or UTC-06:00",
    ChannelText => "a channel such as call, or `any`",
    DayPlan => "hours such as `09:00-13:00, 14:00-20:00`, `all-day` or `closed`",
    Since => "a date such as 2023-10-01, or a month or year in quotes",
}

/// Whose pack it is.
#[derive(Clone, Copy)]
enum Owner {
    /// The program's.
    BuiltIn,
    /// The user's: it can take the place of what is built in, and then says why.
    User,
}

impl Pack {
    /// Reads every document of a built-in file as a pack. What is wrong is told with its place; a
    /// wrong provision is left out, the others stand.
    pub fn read(source: &Arc<SourceFile>) -> (Vec<Self>, Vec<Problem>) {
        Self::read_for(Owner::BuiltIn, source)
    }

    /// The same for a file of the user's own. A provision with the id of a built-in one takes its
    /// place and must say why in `reason`; any other has none.
    pub fn read_own(source: &Arc<SourceFile>) -> (Vec<Self>, Vec<Problem>) {
        Self::read_for(Owner::User, source)
    }

    fn read_for(owner: Owner, source: &Arc<SourceFile>) -> (Vec<Self>, Vec<Problem>) {
        let whole = Span {
            start: 0,
            end: source.text.len() as u32,
        };
        let ready = match owner {
            Owner::BuiltIn => yaml::ready(&source.path, whole),
            Owner::User => None,
        };
        let trusted = ready.is_some();
        let (tree, mut problems) = match ready {
            Some(tree) => (tree, Vec::new()),
            None => yaml::parse(&source.text),
        };
        let mut packs = Vec::new();
        for root in tree.documents() {
            let text = trusted.then(|| yaml::decode_trusted(&tree, &source.text, *root));
            let text: Option<PackText> = text
                .flatten()
                .or_else(|| yaml::decode(&tree, &source.text, 0, *root, &mut problems));
            let Some(text) = text else { continue };
            let site = |node: NodeId| Site {
                source: Arc::clone(source),
                span: tree.span(node),
            };
            let (pack, mistakes) = text.into_pack(owner, site);
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
    jurisdiction: At<String>,
    name: String,
    #[serde(default)]
    within: List<String>,
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
    // What it demands, one key a kind (`src/law/kinds/`).
    bot_disclosure: Option<At<BotDisclosure>>,
    caller_number: Option<At<CallerNumber>>,
    cap: Option<At<CapText>>,
    consent: Option<At<ConsentNeeded>>,
    consent_lapse: Option<At<ConsentLapse>>,
    consent_proof: Option<At<ConsentProof>>,
    emergency_ban: Option<At<EmergencyBan>>,
    end_on_refusal: Option<At<EndOnRefusal>>,
    forbids: Option<At<Forbidden>>,
    holiday_ban: Option<At<SetName>>,
    honour_refusal: Option<At<HonourRefusal>>,
    hours: Option<At<WeekText>>,
    #[serde(default)]
    special_hours: Vec<SpecialText>,
    identify: Option<At<Identify>>,
    keywords: Option<At<Keywords>>,
    label: Option<At<MessageLabel>>,
    notice: Option<At<Notice>>,
    offer_terms: Option<At<OfferTerms>>,
    one_click: Option<At<OneClick>>,
    opt_out: Option<At<OptOutDuty>>,
    refusal_lasts: Option<At<RefusalLasts>>,
    refusal_reaches: Option<At<RefusalReaches>>,
    registry: Option<At<Registry>>,
    sender_details: Option<At<SenderDetails>>,
    withdrawal: Option<At<Withdrawal>>,
    #[serde(default)]
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
    /// In a pack of the user's own: why it takes the place of the built-in provision.
    reason: Option<At<String>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeText {
    channels: Vec<ChannelText>,
    #[serde(default)]
    voices: Vec<Voice>,
    protects: Protects,
    purposes: Vec<Purpose>,
    #[serde(default)]
    sectors: Vec<String>,
    #[serde(default)]
    reach: Reach,
}

/// A channel, or all of them.
#[derive(Clone, Copy, Debug)]
enum ChannelText {
    Any,
    One(Channel),
}

impl FromStr for ChannelText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Channel::ALL.iter().find(|channel| channel.as_str() == text);
        match (text, known) {
            ("any", _) => Ok(Self::Any),
            (_, Some(channel)) => Ok(Self::One(*channel)),
            _ => Err(format!(
                "`{text}` is no channel; write `any` for all of them"
            )),
        }
    }
}

impl ScopeText {
    fn channels(&self) -> Vec<Channel> {
        let channels = self.channels.iter().flat_map(|text| match text {
            ChannelText::Any => Channel::ALL,
            ChannelText::One(channel) => std::slice::from_ref(channel),
        });
        channels.copied().collect()
    }
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

/// What is wrong, and at which node.
type Mistake = (NodeId, String);

/// That a `reason` stands where nothing is replaced, with the id that was probably meant.
fn nothing_to_replace(id: &str, jurisdiction: &str) -> String {
    let law = Law::built_in();
    let provisions = law.packs(jurisdiction).flat_map(|pack| &pack.provisions);
    let hint = match yaml::nearest(id, provisions.map(|it| it.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "leave it out of a provision that is new".to_owned(),
    };
    format!(
        "no built-in provision is called `{id}`, so there is nothing to give a `reason` for; {hint}"
    )
}

impl PackText {
    /// Codes of places and unions that there are not: law that stands under them would bind nobody.
    fn unplaced(&self) -> Vec<Mistake> {
        let written = &self.jurisdiction.value;
        let place = match written.parse::<Region>() {
            _ if [UNION, AREA].contains(&written.as_str()) => None,
            Ok(region) if region.code() == written => None,
            Ok(region) => Some(format!(
                "write the code in capital letters: {}",
                region.code()
            )),
            Err(none) => Some(none),
        };
        let place = place.map(|message| (self.jurisdiction.place.node, message));
        let unions = self
            .within
            .iter()
            .filter(|it| ![UNION, AREA].contains(&it.value.as_str()));
        let unions = unions.map(|it| {
            let message = format!(
                "no law is held of a union `{}`; write {UNION} or {AREA}, or leave it out",
                it.value
            );
            (it.place.node, message)
        });
        place.into_iter().chain(unions).collect()
    }

    /// The pack without its wrong provisions, and what is wrong with them.
    fn into_pack(self, owner: Owner, site: impl Fn(NodeId) -> Site) -> (Pack, Vec<Mistake>) {
        let mut mistakes = self.unplaced();
        let jurisdiction = self.jurisdiction.value;
        let mut provisions: Vec<Provision> = Vec::with_capacity(self.provisions.items.len());
        for At { value: text, place } in self.provisions.items {
            let At {
                value: id,
                place: id_place,
            } = &text.id;
            let mut wrong = |node, message| mistakes.push((node, message));
            if !id
                .strip_prefix(&jurisdiction)
                .is_some_and(|rest| rest.starts_with('-'))
            {
                wrong(
                    id_place.node,
                    format!("`{id}` must begin with `{jurisdiction}-`"),
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
            let replaced = match owner {
                Owner::BuiltIn => None,
                Owner::User => Law::built_in().provision(id).map(|it| it.says.clone()),
            };
            match (&text.reason, &replaced) {
                (None, Some(says)) => {
                    wrong(
                        id_place.node,
                        format!(
                            "`{id}` is built in (\"{says}\"); to take its place, say why in `reason`"
                        ),
                    );
                    continue;
                }
                (Some(reason), None) => {
                    wrong(reason.place.node, nothing_to_replace(id, &jurisdiction));
                    continue;
                }
                (Some(reason), Some(_)) if reason.value.trim().is_empty() => {
                    wrong(reason.place.node, "`reason` is empty".to_owned());
                    continue;
                }
                _ => {}
            }
            let reason = text.reason.as_ref().map(|at| at.value.clone());
            match text.into_provision(&jurisdiction, &site) {
                Ok(provision) => provisions.push(match reason {
                    Some(reason) => provision.in_place_of_the_built_in(reason),
                    None => provision,
                }),
                Err(message) => wrong(place.node, message),
            }
        }
        let pack = Pack {
            jurisdiction,
            name: self.name,
            within: self.within.values().cloned().collect(),
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
        if !self.special_hours.is_empty() && self.hours.is_none() {
            return Err("`special_hours` need `hours` beside them".to_owned());
        }
        let special = self.special_hours;
        let hours = self.hours.map(|At { value: week, place }| At {
            value: HoursText { week, special },
            place,
        });
        let demands = [
            written(self.bot_disclosure),
            written(self.caller_number),
            written(self.cap),
            written(self.consent),
            written(self.consent_lapse),
            written(self.consent_proof),
            written(self.emergency_ban),
            written(self.end_on_refusal),
            written(self.forbids),
            written(self.holiday_ban),
            written(self.honour_refusal),
            written(hours),
            written(self.identify),
            written(self.keywords),
            written(self.label),
            written(self.notice),
            written(self.offer_terms),
            written(self.one_click),
            written(self.opt_out),
            written(self.refusal_lasts),
            written(self.refusal_reaches),
            written(self.registry),
            written(self.sender_details),
            written(self.withdrawal),
        ];
        let mut demands = demands.into_iter().flatten();
        let (Some((place, demand)), None) = (demands.next(), demands.next()) else {
            return Err(
                "write exactly one of the demands, such as `hours`, `cap` or `registry`".to_owned(),
            );
        };
        let requires = demand?;
        match (requires.is_timed(), self.clock.is_empty()) {
            (true, true) => return Err("`clock` names no clock".to_owned()),
            (false, false) => {
                return Err("only hours, days and caps are read on a `clock`".to_owned());
            }
            _ => {}
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
                channels: self.applies.channels(),
                voices: self.applies.voices,
                protects: self.applies.protects,
                purposes: self.applies.purposes,
                sectors: self.applies.sectors,
                reach: self.applies.reach,
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
            reason: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_trusted_is_read_as_what_is_not() {
        for entry in std::fs::read_dir("rules/law").unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let (tree, mut problems) = yaml::parse(&text);
            for root in tree.documents() {
                let checked = yaml::decode::<PackText>(&tree, &text, 0, *root, &mut problems);
                let trusted = yaml::decode_trusted::<PackText>(&tree, &text, *root);
                assert!(trusted.is_some(), "{}", path.display());
                assert_eq!(format!("{trusted:?}"), format!("{checked:?}"));
            }
            assert_eq!(problems, [], "{}", path.display());
        }
    }
}
