//! A pack as it stands in its file, and how it becomes a [`Pack`].
//!
//! The shapes here are the format that people write; `rules/README.md` explains
//! it field by field. What the shapes cannot say (every weekday has hours, an id
//! begins with its jurisdiction) is checked on the way.

use super::hours::{Clock, DayPlan};
use super::kinds::{
    BotDisclosure, CallerNumber, CapText, ConsentLapse, ConsentNeeded, ConsentProof, EmergencyBan,
    EndOnRefusal, Forbidden, HonourRefusal, HoursText, Identify, Keywords, MessageLabel, Notice,
    OfferTerms, OneClick, OptOutDuty, RefusalLasts, RefusalReaches, Registry, Requirement,
    SenderDetails, SetName, SpecialText, WeekText, Withdrawal, Written, written,
};
use super::library::{AREA, Law, UNION};
use super::provision::{
    InForce, Lifting, Pack, Protects, Provision, Reach, Scope, Since, Standing,
};
use crate::calendar::{Day, Region};
use crate::diagnostics::{Confidence, Force, Severity, Site};
use crate::listed::listed;
use crate::model::{Channel, ConsentKind, Purpose, Relationship, Voice};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, At, Field, List, NodeId, Problem, ProblemKind, text_types};
use rustc_hash::FxHashSet;
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
            let (pack, mistakes) = text.into_pack(owner, *root, site);
            problems.extend(mistakes.into_iter().map(|(node, message)| Problem {
                kind: ProblemKind::InvalidValue,
                span: tree.span(node),
                node,
                message,
                help: None,
                related: None,
                instead: None,
            }));
            packs.extend(pack);
        }
        problems.sort_by_key(|problem| problem.span.start);
        (packs, problems)
    }
}

/// A pack as its file has it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PackText {
    jurisdiction: Field<String>,
    name: Field<String>,
    within: List<String>,
    checked: Field<Day>,
    gaps: List<String>,
    provisions: List<ProvisionText>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ProvisionText {
    id: Field<String>,
    says: Field<String>,
    applies: Field<ScopeText>,
    lifted_by: Field<LiftingText>,
    // What it demands, one key a kind (`src/law/kinds/`).
    bot_disclosure: Field<BotDisclosure>,
    caller_number: Field<CallerNumber>,
    cap: Field<CapText>,
    consent: Field<ConsentNeeded>,
    consent_lapse: Field<ConsentLapse>,
    consent_proof: Field<ConsentProof>,
    emergency_ban: Field<EmergencyBan>,
    end_on_refusal: Field<EndOnRefusal>,
    forbids: Field<Forbidden>,
    holiday_ban: Field<SetName>,
    honour_refusal: Field<HonourRefusal>,
    hours: Field<WeekText>,
    special_hours: List<SpecialText>,
    identify: Field<Identify>,
    keywords: Field<Keywords>,
    label: Field<MessageLabel>,
    notice: Field<Notice>,
    offer_terms: Field<OfferTerms>,
    one_click: Field<OneClick>,
    opt_out: Field<OptOutDuty>,
    refusal_lasts: Field<RefusalLasts>,
    refusal_reaches: Field<RefusalReaches>,
    registry: Field<Registry>,
    sender_details: Field<SenderDetails>,
    withdrawal: Field<Withdrawal>,
    clock: List<Clock>,
    force: Field<ForceText>,
    code: Field<String>,
    in_force: Field<InForceText>,
    citation: Field<String>,
    url: Field<String>,
    confidence: Field<ConfidenceText>,
    at_most: Field<AtMostText>,
    /// Of how the fact was established: read in the text, on a secondary page, or from general
    /// knowledge. For people only.
    basis: Field<BasisText>,
    notes: Field<String>,
    /// In a pack of the user's own: why it takes the place of the built-in provision.
    reason: Field<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ScopeText {
    channels: List<ChannelText>,
    voices: List<Voice>,
    protects: Field<Protects>,
    purposes: List<Purpose>,
    sectors: List<String>,
    reach: Field<Reach>,
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
            _ => {
                let words = Channel::ALL.iter().map(|channel| channel.as_str());
                let meant = yaml::nearest(text, words)
                    .map_or(String::new(), |near| format!("did you mean `{near}`? "));
                Err(format!(
                    "`{text}` is no channel; {meant}write `any` for all of them"
                ))
            }
        }
    }
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct LiftingText {
    standing: Field<Standing>,
    consent: List<ConsentKind>,
    relationship: List<Relationship>,
    for_a_time: List<Relationship>,
    note: Field<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct InForceText {
    from: Field<Since>,
    to: Field<Day>,
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

/// The fields of a mapping as they are taken out of it, and what was wrong with them.
struct Taken<'m> {
    /// Where to point if something is missing.
    node: NodeId,
    missing: Vec<&'static str>,
    /// Whether a value was wrong, which has been told.
    wrong: bool,
    mistakes: &'m mut Vec<Mistake>,
}

impl<'m> Taken<'m> {
    fn from(node: NodeId, mistakes: &'m mut Vec<Mistake>) -> Self {
        Self {
            node,
            missing: Vec::new(),
            wrong: false,
            mistakes,
        }
    }

    /// A field that may be left out.
    fn optional<T>(&mut self, field: Field<T>) -> Option<T> {
        self.optional_at(field).map(|at| at.value)
    }

    /// A field that must be there.
    fn needed<T>(&mut self, name: &'static str, field: Field<T>) -> Option<T> {
        if field.is_missing() {
            self.missing.push(name);
        }
        self.optional(field)
    }

    /// A text that must be there and say something.
    fn text(&mut self, name: &'static str, field: Field<String>) -> Option<String> {
        let node = field.place().map(|place| place.node);
        let text = self.needed(name, field)?;
        if text.trim().is_empty() {
            self.mistake(node.unwrap_or(self.node), format!("`{name}` is empty"));
        }
        Some(text)
    }

    /// A mapping of the provision, read by its own type; what is wrong with it has been told by that.
    fn part<T, U>(
        &mut self,
        at: Option<At<T>>,
        read: impl FnOnce(T, NodeId, &mut Vec<Mistake>) -> Option<U>,
    ) -> Option<U> {
        let At { value, place } = at?;
        let part = read(value, place.node, self.mistakes);
        self.wrong |= part.is_none();
        part
    }

    /// A field that may be left out, with its place.
    fn optional_at<T>(&mut self, field: Field<T>) -> Option<At<T>> {
        self.wrong |= field.is_invalid();
        match field {
            Field::Given(at) => Some(at),
            Field::Missing | Field::Invalid(_) => None,
        }
    }

    /// A list that may be left out.
    fn list<T>(&mut self, list: List<T>) -> Vec<T> {
        self.wrong |= list.left_out > 0;
        list.items.into_iter().map(|at| at.value).collect()
    }

    /// A list that must be there and hold something.
    fn needed_list<T>(&mut self, name: &'static str, list: List<T>) -> Vec<T> {
        if list.items.is_empty() && list.left_out == 0 {
            self.missing.push(name);
        }
        self.list(list)
    }

    fn mistake(&mut self, node: NodeId, message: impl Into<String>) {
        self.wrong = true;
        self.mistakes.push((node, message.into()));
    }

    /// Tells what is missing; whether nothing was missing or wrong.
    fn ends_whole(mut self) -> bool {
        if !self.missing.is_empty() {
            let names: Vec<String> = self.missing.iter().map(|it| format!("`{it}`")).collect();
            let are = if names.len() == 1 { "is" } else { "are" };
            self.mistake(self.node, format!("{} {are} missing", listed(&names)));
        }
        !self.wrong
    }
}

/// Codes of places and unions that there are not: law that stands under them would bind nobody.
fn unplaced(jurisdiction: &Field<String>, within: &List<String>) -> Vec<Mistake> {
    let place = jurisdiction.at().and_then(|at| {
        let written = &at.value;
        let message = match written.parse::<Region>() {
            _ if [UNION, AREA].contains(&written.as_str()) => None,
            Ok(region) if region.code() == written => None,
            Ok(region) => Some(format!(
                "write the code in capital letters: {}",
                region.code()
            )),
            Err(none) => Some(none),
        };
        message.map(|message| (at.place.node, message))
    });
    let unions = within
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

/// What is wrong with a provision's id or its reason.
fn misnamed(
    owner: Owner,
    text: &ProvisionText,
    jurisdiction: Option<&str>,
    earlier: &FxHashSet<String>,
) -> Option<Mistake> {
    let At { value: id, place } = text.id.at()?;
    if let Some(jurisdiction) = jurisdiction {
        let rest = id.strip_prefix(jurisdiction);
        if !rest.is_some_and(|rest| rest.starts_with('-')) {
            return Some((
                place.node,
                format!("`{id}` must begin with `{jurisdiction}-`"),
            ));
        }
    }
    if earlier.contains(id) {
        return Some((
            place.node,
            format!("`{id}` is the id of an earlier provision"),
        ));
    }
    let replaced = match owner {
        Owner::BuiltIn => None,
        Owner::User => Law::built_in().provision(id).map(|it| it.says.clone()),
    };
    match (&text.reason, &replaced) {
        (Field::Missing, Some(says)) => Some((
            place.node,
            format!("`{id}` is built in (\"{says}\"); to take its place, say why in `reason`"),
        )),
        (Field::Given(reason), None) => Some((
            reason.place.node,
            nothing_to_replace(id, jurisdiction.unwrap_or_default()),
        )),
        (Field::Given(reason), Some(_)) if reason.value.trim().is_empty() => {
            Some((reason.place.node, "`reason` is empty".to_owned()))
        }
        _ => None,
    }
}

impl PackText {
    /// The pack without its wrong provisions, if it says whose it is, and everything that is wrong.
    fn into_pack(
        self,
        owner: Owner,
        root: NodeId,
        site: impl Fn(NodeId) -> Site,
    ) -> (Option<Pack>, Vec<Mistake>) {
        let mut mistakes = unplaced(&self.jurisdiction, &self.within);
        let node = self.jurisdiction.place().map_or(root, |place| place.node);
        let mut taken = Taken::from(node, &mut mistakes);
        if !self.provisions.is_given() {
            taken.missing.push("provisions");
        }
        let jurisdiction = taken.text("jurisdiction", self.jurisdiction);
        let name = taken.text("name", self.name);
        let checked = taken.needed("checked", self.checked);
        let within = taken.list(self.within);
        let gaps = taken.list(self.gaps);
        taken.ends_whole();
        let mut provisions: Vec<Provision> = Vec::with_capacity(self.provisions.items.len());
        let mut ids: FxHashSet<String> = FxHashSet::default();
        for At { value: text, place } in self.provisions.items {
            let misnamed = misnamed(owner, &text, jurisdiction.as_deref(), &ids);
            let is_named_well = misnamed.is_none();
            mistakes.extend(misnamed);
            ids.extend(text.id.value().cloned());
            let of = jurisdiction.as_deref().unwrap_or_default();
            let provision = text.into_provision(place.node, of, &mut mistakes, &site);
            provisions.extend(provision.filter(|_| is_named_well));
        }
        let pack = match (jurisdiction, name, checked) {
            (Some(jurisdiction), Some(name), Some(checked)) => Some(Pack {
                jurisdiction,
                name,
                within,
                checked,
                gaps,
                provisions,
            }),
            _ => None,
        };
        (pack, mistakes)
    }
}

impl ScopeText {
    fn into_scope(self, node: NodeId, mistakes: &mut Vec<Mistake>) -> Option<Scope> {
        let mut taken = Taken::from(node, mistakes);
        let channels = taken.needed_list("channels", self.channels);
        let voices = taken.list(self.voices);
        let protects = taken.needed("protects", self.protects);
        let purposes = taken.needed_list("purposes", self.purposes);
        let sectors = taken.list(self.sectors);
        let reach = taken.optional(self.reach).unwrap_or_default();
        if !taken.ends_whole() {
            return None;
        }
        let channels = channels.iter().flat_map(|text| match text {
            ChannelText::Any => Channel::ALL,
            ChannelText::One(channel) => std::slice::from_ref(channel),
        });
        Some(Scope {
            channels: channels.copied().collect(),
            voices,
            protects: protects?,
            purposes,
            sectors,
            reach,
        })
    }
}

impl LiftingText {
    fn into_lifting(self, node: NodeId, mistakes: &mut Vec<Mistake>) -> Option<Lifting> {
        let mut taken = Taken::from(node, mistakes);
        let standing = taken.needed("standing", self.standing);
        let consent = taken.list(self.consent);
        let relationship = taken.list(self.relationship);
        let for_a_time = taken.list(self.for_a_time);
        let note = taken.optional(self.note);
        let listed = !(consent.is_empty() && relationship.is_empty() && for_a_time.is_empty());
        if let Some(standing) = standing
            && !taken.wrong
            && listed != (standing != Standing::Nothing)
        {
            taken.mistake(
                node,
                "`lifted_by` lists what lifts it unless the standing is `nothing`, and only then",
            );
        }
        taken.ends_whole().then_some(Lifting {
            standing: standing?,
            consent,
            relationship,
            for_a_time,
            note,
        })
    }
}

impl InForceText {
    fn into_in_force(self, node: NodeId, mistakes: &mut Vec<Mistake>) -> Option<InForce> {
        let mut taken = Taken::from(node, mistakes);
        let in_force = InForce {
            from: taken.optional(self.from),
            to: taken.optional(self.to),
        };
        if in_force.first() > in_force.last() {
            taken.mistake(node, "it ends before it begins");
        }
        taken.ends_whole().then_some(in_force)
    }
}

impl ProvisionText {
    /// The provision, unless something is wrong with it; all of that is told.
    fn into_provision(
        self,
        node: NodeId,
        jurisdiction: &str,
        mistakes: &mut Vec<Mistake>,
        site: impl Fn(NodeId) -> Site,
    ) -> Option<Provision> {
        let named = self.id.place().map_or(node, |place| place.node);
        let mut taken = Taken::from(named, mistakes);
        let id = taken.text("id", self.id);
        let says = taken.text("says", self.says);
        for (name, is_missing) in [
            ("applies", self.applies.is_missing()),
            ("lifted_by", self.lifted_by.is_missing()),
        ] {
            taken.missing.extend(is_missing.then_some(name));
        }
        let applies = taken.optional_at(self.applies);
        let applies = taken.part(applies, ScopeText::into_scope);
        let lifted_by = taken.optional_at(self.lifted_by);
        let lifted_by = taken.part(lifted_by, LiftingText::into_lifting);

        let special = taken.list(self.special_hours);
        if !special.is_empty() && self.hours.is_missing() {
            taken.mistake(named, "`special_hours` need `hours` beside them");
        }
        let hours = match self.hours {
            Field::Missing => Field::Missing,
            Field::Invalid(place) => Field::Invalid(place),
            Field::Given(At { value: week, place }) => Field::Given(At {
                value: HoursText { week, special },
                place,
            }),
        };
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
        let mut demands: Vec<Written> = demands.into_iter().flatten().collect();
        demands.sort_by_key(|it| it.place.node);
        let line = demands.first().map_or(node, |it| it.place.node);
        let mut demands = demands.into_iter();
        let requires = match (demands.next(), demands.next()) {
            (None, _) => {
                taken.mistake(
                    named,
                    "write what it demands, such as `hours`, `cap` or `registry`",
                );
                None
            }
            (Some(_), Some(second)) => {
                taken.mistake(
                    second.place.node,
                    "a provision makes one demand; write another provision for this one",
                );
                None
            }
            (Some(one), None) => match one.demand {
                Some(Ok(demand)) => Some(demand),
                Some(Err(message)) => {
                    taken.mistake(one.place.node, message);
                    None
                }
                None => {
                    taken.wrong = true;
                    None
                }
            },
        };

        let clock = self.clock.place.map_or(named, |place| place.node);
        let has_no_clock = self.clock.items.is_empty() && self.clock.left_out == 0;
        let clocks = taken.list(self.clock);
        match requires.as_ref().map(Requirement::is_timed) {
            Some(true) if has_no_clock => taken.mistake(clock, "`clock` names no clock"),
            Some(false) if !has_no_clock => {
                taken.mistake(clock, "only hours, days and caps are read on a `clock`");
            }
            _ => {}
        }
        let force = taken.needed("force", self.force).map(|force| match force {
            ForceText::Law => Force::Law,
            ForceText::Regulator => Force::Regulator,
            ForceText::Code => Force::Code,
            ForceText::Carrier => Force::Carrier,
        });
        let code_node = self.code.place().map_or(named, |place| place.node);
        let code = taken.optional(self.code);
        if force.is_some_and(|force| (force == Force::Code) != code.is_some()) {
            taken.mistake(
                code_node,
                "`code` names the code if the force is `code`, and only then",
            );
        }
        let in_force = taken.optional_at(self.in_force);
        let in_force = taken.part(in_force, InForceText::into_in_force);
        let citation = taken.text("citation", self.citation);
        let url = taken.optional(self.url);
        let confidence = taken.needed("confidence", self.confidence);
        let at_most = taken.optional(self.at_most);
        taken.needed("basis", self.basis);
        let notes = taken.optional(self.notes);
        taken.optional(self.reason.clone());
        if !taken.ends_whole() {
            return None;
        }
        let provision = Provision {
            id: id?,
            jurisdiction: jurisdiction.to_owned(),
            site: site(line),
            applies: applies?,
            lifted_by: lifted_by?,
            requires: requires?,
            clocks,
            force: force?,
            code,
            in_force: in_force.unwrap_or_default(),
            citation: citation?,
            url,
            confidence: match confidence? {
                ConfidenceText::Low => Confidence::Low,
                ConfidenceText::Medium => Confidence::Medium,
                ConfidenceText::High => Confidence::High,
            },
            at_most: at_most.map(|most| match most {
                AtMostText::Advice => Severity::Advice,
                AtMostText::Warning => Severity::Warning,
            }),
            says: says?,
            notes,
            reason: None,
        };
        Some(match self.reason.value() {
            Some(reason) => provision.in_place_of_the_built_in(reason.clone()),
            None => provision,
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
